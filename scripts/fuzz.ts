/**
 * `npm run fuzz -- [--minutes N] [--seed N] [--reader NAME]`: feeds the readers mutants and noise until the time is up
 * (five minutes). An input that a reader cannot bear is saved and told, and the search goes on.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Fuzzer, READERS, type Reader } from "../packages/data/test/fuzz.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "5" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
    reader: { type: "string" },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
const readers: readonly Reader[] = READERS.filter((each) => values.reader === undefined || each === values.reader);
if (!(minutes > 0) || !Number.isInteger(seed) || readers.length === 0) {
  console.error(`--minutes and --seed are numbers, --reader is one of ${READERS.join(", ")}`);
  process.exit(2);
}

const folder = join(import.meta.dirname, "..", "node_modules", ".cache", "fuzz");
const fuzzer = new Fuzzer(seed);
const end = Date.now() + minutes * 60_000;
const tried = new Map<Reader, number>();
const faults = new Set<string>();
console.log(`seed ${seed}, ${minutes} minutes`);
for (let round = 0; Date.now() < end; round += 1) {
  const reader = readers[round % readers.length] ?? "text";
  const input = fuzzer.next(reader);
  tried.set(reader, (tried.get(reader) ?? 0) + 1);
  try {
    fuzzer.feed(reader, input, 2000);
  } catch (cause) {
    const told = cause instanceof Error ? cause.message : String(cause);
    const where = cause instanceof Error ? (cause.stack ?? "").split("\n")[1]?.trim() : "";
    const kind = `${reader}: ${told.replace(/\d+/gu, "N").slice(0, 120)} ${where}`;
    // One of a kind is enough to look at.
    if (faults.has(kind)) continue;
    faults.add(kind);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${reader}-${seed}-${round}`);
    writeFileSync(file, input);
    console.log(`FAULT ${reader}: ${told.slice(0, 300)}\n      ${where}\n      saved in ${file}`);
  }
}
const counts = [...tried].map(([reader, count]) => `${count} ${reader}`).join(", ");
const total = [...tried.values()].reduce((sum, count) => sum + count, 0);
console.log(
  `${total} inputs tried (${counts}); ${faults.size} kinds of fault; the slowest took ${Math.round(fuzzer.longest)} ms`,
);
process.exitCode = faults.size > 0 ? 1 : 0;
