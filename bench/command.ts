/**
 * `node --conditions=source bench/command.ts [largest MB]`: where the time of `servanda check` goes as a case grows, stage by
 * stage, for a case half texts and half tables, and for one that is almost only norms. Best of three; a ratio near 2 is proportion.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { knownOf, readFiles, readRecord, withhold } from "@servanda/data";
import { check } from "@servanda/language";
import { monitor } from "@servanda/monitor";
import { execute } from "../packages/app/src/cli/program.ts";
import { grown, normative } from "./grown.ts";

const STAGES = ["files", "check", "withhold", "record", "monitor", "all", "json"] as const;
const largest = Number(process.argv[2] ?? "5");

console.log(`case        MB     ${STAGES.map((stage) => `${stage} ms`.padStart(11)).join("")}   ratio`);
for (const [kind, make] of [
  ["mixed", grown],
  ["norms", normative],
] as const) {
  let before: number | null = null;
  for (let size = largest / 4; size <= largest; size *= 2) {
    const folder = mkdtempSync(join(tmpdir(), "servanda-bench-"));
    for (const [path, text] of Object.entries(make(size * 1e6))) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    let best: readonly number[] = [];
    for (let run = 0; run < 3; run += 1) {
      const spans = await stages(folder);
      best = best.length === 0 ? spans : spans.map((span, i) => Math.min(span, best[i] ?? span));
    }
    rmSync(folder, { recursive: true });
    const all = best[STAGES.indexOf("all")] ?? 0;
    const cells = best.map((time) => Math.round(time).toString().padStart(11)).join("");
    console.log(
      `${kind.padEnd(11)} ${String(size).padEnd(6)} ${cells}   ${before === null ? "" : (all / before).toFixed(2)}`,
    );
    before = all;
  }
}

/** The parts one by one, then the whole command as it runs, to text and to JSON. */
async function stages(folder: string): Promise<number[]> {
  const times: number[] = [];
  const take = <T>(work: () => T): T => {
    const start = performance.now();
    const made = work();
    times.push(performance.now() - start);
    return made;
  };
  const files = take(() => readFiles(folder));
  const { model } = take(() => check(files.documents, knownOf(files)));
  take(() => withhold(files, "public"));
  const { record } = take(() => readRecord(files, model));
  take(() => monitor(model, record, {}));
  for (const format of ["text", "json"]) {
    const start = performance.now();
    let size = 0;
    const code = await execute(["check", folder, "--format", format], {
      out: (text) => void (size += text.length),
      err: () => {},
      env: {},
      terminal: false,
      columns: undefined,
      ask: null,
    });
    if (code !== 0 || size === 0) throw new Error("the case is not sound");
    times.push(performance.now() - start);
  }
  return times;
}
