/**
 * `node --conditions=source bench/reading.ts [largest MB]`: how long reading and checking take as a case grows, and
 * whether the time grows in proportion. Each number is the best of three runs; a ratio near 2 is proportion.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { knownOf, readFiles, readRecord } from "@servanda/data";
import { check } from "@servanda/language";
import { grown } from "./grown.ts";

const largest = Number(process.argv[2] ?? "10");
let before: number | null = null;
console.log("MB      files ms   check ms   record ms   all ms   ratio");
for (let size = largest / 4; size <= largest; size *= 2) {
  const folder = mkdtempSync(join(tmpdir(), "servanda-bench-"));
  for (const [path, text] of Object.entries(grown(size * 1e6))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  let best: readonly number[] = [];
  for (let run = 0; run < 3; run += 1) {
    const times = [performance.now()];
    const files = readFiles(folder);
    times.push(performance.now());
    const { model, diagnostics } = check(files.documents, knownOf(files));
    times.push(performance.now());
    const { record, issues } = readRecord(files, model);
    times.push(performance.now());
    if (diagnostics.length + issues.length > 0 || record.accounts.length === 0)
      throw new Error("the case is not sound");
    const spans = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    if (best.length === 0 || sum(spans) < sum(best)) best = spans;
  }
  rmSync(folder, { recursive: true });
  const all = sum(best);
  const cells = [...best, all].map((time) => Math.round(time).toString().padStart(9));
  console.log(`${String(size).padEnd(5)} ${cells.join("  ")}   ${before === null ? "" : (all / before).toFixed(2)}`);
  before = all;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
