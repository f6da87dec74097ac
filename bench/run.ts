/**
 * `npm run bench [-- --quick] [-- --format json] [-- --record]`: what the four norms of the workload cost, beside a loop by hand and beside DuckDB; how the
 * cost grows; how a stream keeps up. Counts must be equal, or it fails. Figures are medians of runs that take turns in one process, in milliseconds of the
 * processor by the one thread that works (DuckDB works on two: it goes by the clock, as does the engine beside it); what is compared with bench/baseline.json are ratios of that one run, for machines differ and are seldom quiet. `--record` writes the baseline anew.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Model } from "@servanda/language";
import { Assessment, type Columns } from "@servanda/monitor";
import { count, duckOf, SQL, type Duck } from "./duck.ts";
import { live } from "./live.ts";
import { whole } from "./whole.ts";
import { aid, byHand, raids, spared, truce, type Rows } from "./loop.ts";
import {
  ASSIST,
  BEGIN,
  columnsOf,
  manyDuties,
  modelOf,
  NORMS,
  streamOf,
  surroundings,
  type Stream,
} from "./workload.ts";

const quick = process.argv.includes("--quick");
const json = process.argv.includes("--format") && process.argv[process.argv.indexOf("--format") + 1] === "json";
const EVENTS = quick ? 200_000 : 1_000_000;
const RUNS = quick ? 3 : 7;

/** A line of the table. `ratio`: what is compared with the baseline; `limit`: what it must not pass, where a limit is set. */
interface Figure {
  readonly name: string;
  readonly value: string;
  readonly ratio: number | null;
  readonly limit: number | null;
}

const figures: Figure[] = [];
function say(name: string, value: string, ratio: number | null = null, limit: number | null = null): void {
  figures.push({ name, value, ratio, limit });
  if (!json) {
    const bound = limit === null ? "" : ` (limit ${limit})`;
    console.log(
      `${name.padEnd(52)} ${value.padStart(26)}${ratio === null ? "" : `   ratio ${ratio.toFixed(2)}${bound}`}`,
    );
  }
}

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1]!;
const ms = (time: number): string => `${time.toFixed(0)} ms`;

interface Time {
  /** By the clock, in milliseconds. */
  readonly wall: number;
  /** Of the processor, by this thread: what other work on the machine does not lengthen. */
  readonly cpu: number;
}

/** Medians of several works that take turns; the first turn warms up and is dropped. */
async function turns<K extends string>(works: { readonly [name in K]: () => unknown }): Promise<{ [name in K]: Time }> {
  const times = new Map<string, Time[]>();
  for (let run = 0; run <= RUNS; run++) {
    for (const [name, work] of Object.entries<() => unknown>(works)) {
      globalThis.gc?.();
      const start = performance.now();
      const before = process.threadCpuUsage();
      await work();
      const { user, system } = process.threadCpuUsage(before);
      const time = { wall: performance.now() - start, cpu: (user + system) / 1000 };
      if (run > 0) times.set(name, [...(times.get(name) ?? []), time]);
    }
  }
  const middle = (all: readonly Time[]): Time => ({
    wall: median(all.map((time) => time.wall)),
    cpu: median(all.map((time) => time.cpu)),
  });
  return Object.fromEntries([...times].map(([name, all]) => [name, middle(all)])) as { [name in K]: Time };
}

const OF: { readonly [norm in "a" | "b" | "c" | "d"]: RegExp } = {
  a: /^truce$/,
  b: /^aid-/,
  c: /^spared$/,
  d: /^raids$/,
};

function assess(model: Model, columns: Columns, stream: Stream, norm: keyof typeof OF | null = null): Assessment {
  const at = BEGIN + stream.end;
  const norms = norm === null ? undefined : new Set(model.norms.map((n) => n.id).filter((id) => OF[norm].test(id)));
  const asked = { at: { earliest: at, latest: at, text: "the end" }, standard: "alleged" as const, norms };
  const made = new Assessment(model, columns, surroundings(stream.end), asked);
  const left = made.ways.find((way) => way.why !== null);
  if (left) throw new Error(`${left.norm} has no plan: ${left.why}`);
  return made;
}

/** What the engine found, counted as the loop counts. */
function rowsOf(model: Model, columns: Columns, stream: Stream): Rows {
  const of = (norm: keyof typeof OF): Assessment["verdicts"] => assess(model, columns, stream, norm).verdicts;
  const [a, b] = [of("a"), of("b")];
  const tally = (bits: number): number => {
    let found = 0;
    for (let row = 0; row < b.length; row++) if (b.trigger[row]! >= 0 && b.possible[row] === bits) found++;
    return found;
  };
  // The bits are outcomes in the order of the findings' contract: pending 3, kept 5, breached 6.
  const [pending, kept, breached] = [tally(1 << 3), tally(1 << 5), tally(1 << 6)];
  return {
    a: { rows: a.length, breaches: a.breaches },
    b: { rows: kept + breached + pending, kept, breached, pending },
    c: of("c").breaches,
    d: of("d").breaches,
  };
}

async function ducks(duck: Duck, end: number): Promise<Pick<Rows, "b" | "c" | "d"> & { a: number }> {
  for (const norm of ["a", "b", "c", "d"] as const) await duck.connection.run(SQL[norm](end));
  const outcome = (word: string): Promise<number> => count(duck, `select count(*) from vb where outcome = '${word}'`);
  const [kept, breached, pending] = [await outcome("kept"), await outcome("breached"), await outcome("pending")];
  return {
    a: await count(duck, "select count(*) from va"),
    b: { rows: kept + breached + pending, kept, breached, pending },
    c: await count(duck, "select count(*) from vc"),
    d: await count(duck, "select count(*) from vd"),
  };
}

function equal(what: string, one: unknown, other: unknown): void {
  if (JSON.stringify(one) !== JSON.stringify(other))
    throw new Error(`${what} differ: ${JSON.stringify(one)} and ${JSON.stringify(other)}`);
}

const folder = mkdtempSync(join(tmpdir(), "servanda-bench-"));
const stream = streamOf(EVENTS);
const model = modelOf(stream.end, Object.values(NORMS));
const columns = columnsOf(model, stream);
const duck = await duckOf(stream, folder);
const wanted = byHand(stream);
equal("the engine and the loop", rowsOf(model, columns, stream), wanted);
const sql = await ducks(duck, stream.end);
equal("DuckDB and the loop", sql, { ...wanted, a: wanted.a.breaches });
say("events", EVENTS.toLocaleString("en"));
say(
  "verdict rows and breaches, all three alike",
  (wanted.a.rows + wanted.a.breaches + wanted.b.rows + wanted.c + wanted.d).toLocaleString("en"),
);

const hand = { a: truce, b: aid, c: spared, d: raids };
const titles = { a: "(a) ceasefire", b: "(b) aid, 100 allies", c: "(c) spared", d: "(d) fifth in a week" };
for (const norm of ["a", "b", "c", "d"] as const) {
  const time = await turns({
    engine: () => assess(model, columns, stream, norm),
    loop: () => hand[norm](stream),
    duck: () => duck.connection.run(SQL[norm](stream.end)),
  });
  const rate = EVENTS / time.engine.cpu / 1000;
  say(`${titles[norm]}: engine`, `${ms(time.engine.cpu)}, ${rate.toFixed(1)} M/s`);
  say(`${titles[norm]}: loop by hand`, ms(time.loop.cpu), time.engine.cpu / time.loop.cpu);
  say(`${titles[norm]}: DuckDB`, `${ms(time.duck.wall)} by the clock`, time.engine.wall / time.duck.wall);
}
const all = await turns({
  engine: () => assess(model, columns, stream),
  loop: () => byHand(stream),
  duck: () => ducks(duck, stream.end),
});
say("all four: engine", `${ms(all.engine.cpu)}, ${(EVENTS / all.engine.cpu / 1000).toFixed(1)} M/s`);
say("all four: loop by hand", ms(all.loop.cpu), all.engine.cpu / all.loop.cpu, 5);
say("all four: DuckDB", `${ms(all.duck.wall)} by the clock`, all.engine.wall / all.duck.wall);
duck.close();

const flawed = columnsOf(model, stream, 0.01, 0.01);
const doubt = await turns({
  settled: () => assess(model, columns, stream),
  flawed: () => assess(model, flawed, stream),
});
say(
  `1 % not settled (${flawed.unsettled.length}), 1 % late`,
  ms(doubt.flawed.cpu),
  doubt.flawed.cpu / doubt.settled.cpu,
  3,
);

// ── Growth ──────────────────────────────────────────────────────────────────────────────────────

await growth();

/** Norms spread over as many friends as there are norms: then each event concerns the same number of them, however many there are. */
async function growth(): Promise<void> {
  const sizes = quick ? [10, 1000] : [10, 100, 1000, 10_000];
  const works: { [name: string]: () => unknown } = {};
  for (const n of sizes) {
    const many = manyDuties(stream.end, n);
    const spread = columnsOf(many, stream, 0, 0, (i, kind) => {
      const one = Math.imul(i, 2_654_435_761) >>> 0;
      return [kind === ASSIST ? `H${one % n}` : "A001", `F${one % n}`];
    });
    works[`n${n}`] = () => assess(many, spread, stream);
  }
  const time = await turns(works);
  const [least] = sizes;
  for (const n of sizes)
    say(
      `${n} norms, each event concerns one`,
      ms(time[`n${n}`]!.cpu),
      time[`n${n}`]!.cpu / time[`n${least}`]!.cpu,
      n === sizes.at(-1) ? 3 : null,
    );
  const fewer = streamOf(EVENTS / 10);
  const little = columnsOf(modelOf(fewer.end, Object.values(NORMS)), fewer);
  const smaller = modelOf(fewer.end, Object.values(NORMS));
  const grown = await turns({
    tenth: () => {
      for (let i = 0; i < 10; i++) assess(smaller, little, fewer);
    },
    all: () => assess(model, columns, stream),
  });
  say("10 times the events, against 10 times the time", ms(grown.all.cpu), grown.all.cpu / grown.tenth.cpu, 1.5);
  // Buffers are given back some time after what held them.
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 3; i++) {
      globalThis.gc?.();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  await settle();
  const before = process.memoryUsage();
  const kept = assess(model, columns, stream);
  const taken = (): number => {
    const now = process.memoryUsage();
    return (now.heapUsed + now.arrayBuffers - before.heapUsed - before.arrayBuffers) / 1e6;
  };
  const most = taken();
  await settle();
  const state = taken();
  say("state beyond the columns, when done", `${state.toFixed(1)} MB`, state / 64, 1);
  say("with garbage not yet collected", `${most.toFixed(1)} MB`);
  say("of these, verdict rows", `${(kept.verdicts.bytes / 1e6).toFixed(1)} MB`);
}

live(say, quick);
await whole(say, quick, folder);
rmSync(folder, { recursive: true });

// ── The baseline ────────────────────────────────────────────────────────────────────────────────

const file = join(import.meta.dirname, quick ? "baseline-quick.json" : "baseline.json");
const ratios = Object.fromEntries(
  figures.flatMap((f) =>
    f.ratio === null ? [] : [[f.name.replace(/\d+(?=\), 1 %)/u, "n"), Number(f.ratio.toFixed(3))]],
  ),
);
if (process.argv.includes("--record")) writeFileSync(file, `${JSON.stringify(ratios, null, 2)}\n`);
const known = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { [name: string]: number }) : {};
const worse = Object.entries(ratios).flatMap(([name, ratio]) => {
  const was = known[name];
  return was !== undefined && ratio > was * 1.5 ? [{ name, was, now: ratio }] : [];
});
const beyond = figures.filter((f) => f.limit !== null && f.ratio! > f.limit);
if (json)
  console.log(
    JSON.stringify({ events: EVENTS, runs: RUNS, figures, worse, beyond: beyond.map((f) => f.name) }, null, 2),
  );
else {
  for (const { name, was, now } of worse)
    console.log(`worse than the baseline by more than half: ${name}: ${was} → ${now}`);
  for (const { name, ratio, limit } of beyond)
    console.log(`beyond its limit: ${name}: ${ratio!.toFixed(2)} > ${limit}`);
  if (worse.length === 0 && beyond.length === 0)
    console.log("within all limits, and no ratio half worse than the baseline");
}
