/**
 * `npm run prove`: a million generated cases put to the engine and to the oracle, on every core. `--cases N`, `--seed N`, `--workers N`,
 * `--small` (small cases alone, which cost a third). It keeps what it has done in .cache/prove, and goes on from there when it is run again with the same engine, oracle and
 * generator (`--anew` forgets). Where the two differ, the seed and the case, made small, are printed; the other seeds go on; exit 1 in the end.
 */
import { fork } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { agree, anyCase, type Tally } from "../packages/monitor/test/agreed.ts";
import { generatedCase } from "../packages/monitor/test/generated.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
/** Cases of one seed: as much as is lost when a run is broken off. */
const PORTION = 1000;
const small = process.argv.includes("--small");

interface Portion {
  readonly seed: number;
  readonly seconds: number;
  readonly tally: Omit<Tally, "outcomes">;
  readonly fault: string | null;
}

function portion(seed: number): Portion {
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  const none = { cases: 0, findings: 0, approximate: 0, contested: 0, open: 0, skipped: 0 };
  try {
    const { outcomes: _, ...tally } = agree(small ? generatedCase : anyCase, PORTION, seed);
    return { seed, seconds: seconds(), tally, fault: null };
  } catch (error) {
    return { seed, seconds: seconds(), tally: none, fault: differing(error) };
  }
}

/** What differs, and the case. */
function differing(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${differing(error.cause)}\n${error.message}`;
}

/** What is proved: another engine, oracle or generator is another proof. */
function version(): string {
  const hash = createHash("sha256");
  for (const folder of ["packages/monitor/src", "packages/monitor/test"]) {
    for (const name of readdirSync(join(ROOT, folder)).toSorted()) {
      if (name.endsWith(".ts") && !name.endsWith(".test.ts"))
        hash.update(name).update(readFileSync(join(ROOT, folder, name)));
    }
  }
  return hash.digest("hex").slice(0, 12);
}

function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

async function main(): Promise<void> {
  const cases = option("cases", 1_000_000);
  const first = option("seed", 1);
  const workers = option("workers", availableParallelism());
  const file = join(ROOT, ".cache", "prove", `${version()}${small ? "-small" : ""}.json`);
  mkdirSync(join(file, ".."), { recursive: true });
  if (process.argv.includes("--anew")) rmSync(file, { force: true });
  const done = new Map<number, Portion>(read(file).map((p) => [p.seed, p]));
  const seeds = Array.from({ length: Math.ceil(cases / PORTION) }, (_, i) => first + i);
  const waiting = seeds.filter((seed) => !done.has(seed));
  if (waiting.length < seeds.length)
    console.log(`${seeds.length - waiting.length} of ${seeds.length} portions were done before`);
  const start = Date.now();
  await Promise.all(
    Array.from({ length: workers }, async () => {
      const child = fork(fileURLToPath(import.meta.url), small ? ["--worker", "--small"] : ["--worker"], {
        execArgv: process.execArgv,
      });
      for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
        const told = await ask(child, seed);
        done.set(seed, told);
        writeFileSync(file, JSON.stringify([...done.values()]));
        if (told.fault !== null) {
          console.log(`seed ${seed}: the engine and the oracle differ\n${told.fault}`);
        } else if (done.size % 10 === 0) progress(seeds, done, start);
      }
      child.disconnect();
    }),
  );
  progress(seeds, done, start);
  process.exitCode = [...done.values()].some((p) => p.fault !== null) ? 1 : 0;
}

function ask(child: ReturnType<typeof fork>, seed: number): Promise<Portion> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`a worker ended with ${code} at seed ${seed}`));
    child.once("exit", ended);
    child.once("message", (told) => {
      child.off("exit", ended);
      resolve(told as Portion);
    });
    child.send(seed);
  });
}

function progress(seeds: readonly number[], done: ReadonlyMap<number, Portion>, start: number): void {
  const all = seeds.flatMap((seed) => done.get(seed) ?? []);
  const sum = (count: (p: Portion) => number): number => all.reduce((n, p) => n + count(p), 0);
  const faults = all.filter((p) => p.fault !== null).length;
  console.log(
    `${sum((p) => p.tally.cases)} cases, ${sum((p) => p.tally.findings)} findings, ${sum((p) => p.tally.approximate)} approximate, ` +
      `${sum((p) => p.tally.skipped)} too large for the oracle, ${faults} seeds with a difference; ` +
      `${all.length} of ${seeds.length} portions, ${Math.round(sum((p) => p.seconds))} s of one core, ${Math.round((Date.now() - start) / 1000)} s since the start`,
  );
}

function read(file: string): readonly Portion[] {
  try {
    const told = JSON.parse(readFileSync(file, "utf8")) as readonly Portion[];
    // A difference is looked for anew.
    return told.filter((p) => p.fault === null);
  } catch {
    return [];
  }
}

if (process.argv.includes("--worker")) process.on("message", (seed) => process.send!(portion(seed as number)));
else await main();
