/**
 * `npm run mutate`: mutation testing of calendar, window and verdict code. Each mutant is one small change to one of these files
 * (scripts/mutants.ts). A calendar with it is asked what packages/language/test/almanac.ts knows; an engine with it has to answer every hand
 * case, text case and generated case of scripts/battery.ts that reaches it, as the oracle does (docs/semantics.md). It is killed by the first
 * wrong answer, or if it does not end. What survives is to be killed by a test or listed, with the reason, in scripts/mutants.txt; exit 1 where
 * one is not, or where one that is listed is killed by an answer (one that is may take so long that it seems not to end). Words narrow it to
 * files: `npm run mutate -- calendar`. What came of it is kept in .cache/mutate: the next run begins with the case that killed before, and asks
 * survivors only what is new, where the engine is the same.
 */
import { fork, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Reach } from "./battery.ts";
import { type Mutant, mutantsOf, printOf, switchOf } from "./mutants.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const FILES = [
  "packages/language/src/calendar.ts",
  "packages/monitor/src/duration.ts",
  "packages/monitor/src/interval.ts",
  "packages/monitor/src/recurrence.ts",
  "packages/monitor/src/silence.ts",
  "packages/monitor/src/binding.ts",
  "packages/monitor/src/achieve.ts",
  "packages/monitor/src/standing.ts",
  "packages/monitor/src/judge.ts",
  "packages/monitor/src/verdict.ts",
];
const LISTED = join(ROOT, "scripts", "mutants.txt");
const RESULTS = join(ROOT, ".cache", "mutate", "results.json");
/** A mutant that has answered nothing for so long does not end: longer than nearly any takes on a machine that runs ten things besides. */
const PATIENCE = 150_000;
/** Killers that are no question: it did not end; it got the almanac, or sets of instants, wrong. */
const UNENDED = "";
const ALMANAC = "almanac";
const WORKERS = Number(process.env["SERVANDA_WORKERS"] ?? availableParallelism());

// ── In a worker ─────────────────────────────────────────────────────────────────────────────────

interface Task {
  readonly n: number;
  /** Questions by place, in the order in which they are to be asked. */
  readonly asked: readonly number[];
}

/** What a worker tells: `ready` with what reaches what; the question that killed (-1: the almanac) or null; or that it is still at it. */
type Told =
  | { readonly ready: readonly Reach[] }
  | { readonly killer: number | null }
  | { readonly note: string | null };

async function work(chosen: number, round: 0 | 1, wanted: readonly number[]): Promise<void> {
  const tell = (told: Told): void => void process.send!(told);
  const { mutants, texts } = mutantsOf(ROOT, FILES);
  const state = switchOf(mutants.length, chosen);
  const urls = new Map([...texts].map(([file, text]) => [pathToFileURL(join(ROOT, file)).href, text]));
  registerHooks({
    load: (url, context, next) => {
      const loaded = next(url, context);
      const text = urls.get(url);
      return text === undefined ? loaded : { ...loaded, source: text };
    },
  });
  const { wrongAnswers } = await import("../packages/language/test/almanac.ts");
  const calendar = await import("../packages/language/src/calendar.ts");
  const isWrongCalendar = (): boolean => wrongAnswers(calendar).length > 0;
  const { wrongSets } = await import("../packages/monitor/test/intervals.ts");
  const sets = await import("../packages/monitor/src/interval.ts");
  const { Battery } = await import("./battery.ts");
  const killerOf = ({ n, asked }: Task): number | null => {
    const { file } = mutants[n]!;
    const isOfTime = file.endsWith("calendar.ts") || file.endsWith("duration.ts");
    state.chosen = n;
    try {
      if (file.endsWith("calendar.ts") && isWrongCalendar()) return -1;
      if (file.endsWith("interval.ts") && wrongSets(sets).length > 0) return -1;
      let last = Date.now();
      for (const question of asked) {
        if (Date.now() > last + 500) {
          tell({ note: null });
          last = Date.now();
        }
        try {
          if (battery.wrong(question, isOfTime) !== null) return question;
        } catch {
          return question;
        }
      }
      return null;
    } catch {
      return -1;
    } finally {
      state.chosen = chosen;
    }
  };
  const say = (note: string): void => tell({ note });
  const battery = new Battery(state.reached, chosen >= 0);
  battery.grow(0, mutants, say);
  if (round === 1)
    battery.grow(
      1,
      mutants.filter((m) => wanted.includes(m.n)),
      say,
    );
  tell({ ready: battery.reach });
  process.on("message", (task) => tell({ killer: killerOf(task as Task) }));
}

// ── The run ─────────────────────────────────────────────────────────────────────────────────────

/** What is kept of a run. */
interface Results {
  /** What the engine is; other engines' survivors are asked everything again. */
  engine: string;
  /** By name, `#` and which of that name: by what it was killed (`old`: in another engine); or, of a survivor, what it was asked in vain. */
  of: { [name: string]: { killer: string; old?: true } | { asked: string[] } };
}

class Worker {
  private readonly child: ChildProcess;
  private done: ((told: Told | null) => void) | null = null;
  private late: NodeJS.Timeout | undefined;
  reach: readonly Reach[] = [];

  private constructor(args: readonly string[]) {
    const execArgv = [...process.execArgv, "--max-old-space-size=3000"];
    this.child = fork(fileURLToPath(import.meta.url), ["--worker", ...args], { execArgv });
    this.child.on("message", (message) => {
      const told = message as Told;
      if (!("note" in told)) return this.end(told);
      if (told.note !== null) console.log(told.note);
      if (this.late) this.late.refresh();
    });
    this.child.on("exit", () => this.end(null));
  }

  /** `chosen`: the mutant that it is loaded with; -1: none. */
  static async begin(chosen: number, round: 0 | 1, wanted: readonly number[]): Promise<Worker | null> {
    const worker = new Worker([JSON.stringify({ chosen, round, wanted })]);
    const told = await new Promise<Told | null>((resolve) => {
      worker.done = resolve;
      if (chosen >= 0) worker.late = setTimeout(() => worker.end(null), 20 * PATIENCE);
    });
    if (told === null || !("ready" in told)) return null;
    worker.reach = told.ready;
    return worker;
  }

  /** Undefined: it did not end. */
  async ask(task: Task): Promise<number | null | undefined> {
    const told = await new Promise<Told | null>((resolve) => {
      this.done = resolve;
      this.late = setTimeout(() => this.end(null), PATIENCE);
      this.child.send(task);
    });
    return told !== null && "killer" in told ? told.killer : undefined;
  }

  stop(): void {
    this.done = null;
    this.child.kill("SIGKILL");
  }

  private end(told: Told | null): void {
    clearTimeout(this.late);
    this.late = undefined;
    this.done?.(told);
    this.done = null;
  }
}

const { mutants } = process.argv.includes("--worker") ? { mutants: [] } : mutantsOf(ROOT, FILES);
const keys = keysOf(mutants);

/** Names, told apart where the same change stands twice in lines of the same words. */
function keysOf(all: readonly Mutant[]): readonly string[] {
  const seen = new Map<string, number>();
  return all.map(({ name }) => {
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    return nth === 1 ? name : `${name} #${nth}`;
  });
}

/** Tries these mutants on the questions of a round; who is still alive. */
async function tried(list: readonly Mutant[], round: 0 | 1, results: Results): Promise<readonly Mutant[]> {
  const wanted = list.map((m) => m.n);
  const first = await Worker.begin(-1, round, wanted);
  if (first === null) throw new Error("the battery could not be made");
  const { reach } = first;
  const places = new Map(reach.map((r, i) => [r.print, i]));
  const reaching = mutants.map((): number[] => []);
  for (const [i, r] of reach.entries()) for (const n of r.reaches) reaching[n]!.push(i);
  const waiting = [...list];
  const alive: Mutant[] = [];
  const lately: number[] = [];
  let done = 0;
  const start = Date.now();
  const one = async (given: Worker): Promise<void> => {
    let worker: Worker | null = given;
    for (let m = waiting.shift(); m; m = waiting.shift()) {
      const before = results.of[keys[m.n]!];
      const isKilled =
        before &&
        "killer" in before &&
        !before.old &&
        ([UNENDED, ALMANAC].includes(before.killer) || places.has(before.killer));
      if (isKilled) {
        done += 1;
        continue;
      }
      const asked = new Set(before && "asked" in before ? before.asked : []);
      // What is worked out as the file is loaded is reached by all.
      const all = m.atOnce ? reach.map((_, i) => i) : reaching[m.n]!;
      const killer = before && "killer" in before ? places.get(before.killer) : undefined;
      const isReached = new Set(all);
      const likely = [killer, ...lately.toReversed()].filter((q) => q !== undefined && isReached.has(q)) as number[];
      const order = [...new Set([...likely, ...all])].filter((q) => !asked.has(reach[q]!.print));
      let told: number | null | undefined = null;
      if (m.atOnce) {
        const own = await Worker.begin(m.n, round, wanted);
        told = own === null ? undefined : await own.ask({ n: m.n, asked: order });
        own?.stop();
      } else if (order.length > 0 || /calendar|interval/u.test(m.file)) {
        worker ??= await Worker.begin(-1, round, wanted);
        if (worker!.reach.some((r, i) => r.print !== reach[i]!.print))
          throw new Error("the cases changed while it ran");
        told = await worker!.ask({ n: m.n, asked: order });
        if (told === undefined) {
          worker!.stop();
          worker = null;
        }
      }
      if (told === null) {
        alive.push(m);
        results.of[keys[m.n]!] = { asked: all.map((q) => reach[q]!.print) };
      } else {
        if (told !== undefined && told >= 0) {
          if (lately.includes(told)) lately.splice(lately.indexOf(told), 1);
          lately.push(told);
        }
        if (lately.length > 30) lately.shift();
        results.of[keys[m.n]!] = { killer: told === undefined ? UNENDED : (reach[told]?.print ?? ALMANAC) };
      }
      done += 1;
      if (done % 25 === 0 || waiting.length === 0) {
        writeFileSync(RESULTS, JSON.stringify(results));
        const seconds = Math.round((Date.now() - start) / 1000);
        console.log(`${done} of ${list.length}, ${alive.length} alive, ${seconds} s`);
      }
    }
    worker?.stop();
  };
  const more = Array.from({ length: Math.max(1, WORKERS) - 1 }, () => Worker.begin(-1, round, wanted));
  await Promise.all([one(first), ...more.map(async (begun) => one((await begun)!))]);
  return alive;
}

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const asked = mutants.filter((m) => words.length === 0 || words.some((w) => m.file.includes(w)));
  mkdirSync(join(RESULTS, ".."), { recursive: true });
  const engine = printOf(ROOT, ["packages/language/src", "packages/monitor/src"], "/reference");
  const kept = existsSync(RESULTS) ? (JSON.parse(readFileSync(RESULTS, "utf8")) as Results) : { engine: "", of: {} };
  if (kept.engine !== engine) {
    for (const [key, told] of Object.entries(kept.of)) {
      if ("asked" in told) delete kept.of[key];
      else told.old = true;
    }
    kept.engine = engine;
  }
  const first = await tried(asked, 0, kept);
  const survived = first.length === 0 ? [] : await tried(first, 1, kept);
  const names = survived.map((m) => keys[m.n]!);
  const listed = readFileSync(LISTED, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  const unlisted = survived.filter((m) => !listed.some((line) => line.startsWith(`${keys[m.n]} | `)));
  console.log(
    `${asked.length} mutants, ${asked.length - survived.length} killed, ${survived.length} survived, ${unlisted.length} of them not listed`,
  );
  for (const m of unlisted) console.log(`not in scripts/mutants.txt: ${m.line}: ${keys[m.n]}`);
  const known = new Set(asked.map((m) => keys[m.n]!));
  const isUnended = (key: string): boolean => {
    const told = kept.of[key];
    return told !== undefined && "killer" in told && told.killer === UNENDED;
  };
  const stale = listed.filter((line) => {
    const name = line.split(" | ")[0]!;
    if (names.includes(name) || isUnended(name)) return false;
    return words.length === 0 || known.has(name);
  });
  for (const line of stale) console.log(`listed, but no survivor: ${line}`);
  process.exitCode = unlisted.length > 0 || stale.length > 0 ? 1 : 0;
}

if (process.argv.includes("--worker")) {
  const { chosen, round, wanted } = JSON.parse(process.argv.at(-1)!) as {
    chosen: number;
    round: 0 | 1;
    wanted: readonly number[];
  };
  await work(chosen, round, wanted);
} else await main();
