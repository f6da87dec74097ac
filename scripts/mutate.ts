/**
 * `npm run mutate`: mutation testing of calendar, window and verdict code. Each mutant is one small change to one of these files. A calendar
 * with it is asked what packages/language/test/almanac.ts knows; an engine with it has to answer as the oracle does (docs/semantics.md) on the
 * hand cases of packages/monitor/test/rules.ts, on every text case of cases/semantics (whose expectations it has to meet as well) and on generated
 * cases. It is killed by the first wrong answer, or if it does not end. What survives is to be killed by a test or listed, with the reason, in
 * scripts/mutants.txt; exit 1 where one is not, or where one that is listed is killed. Words narrow it to files: `npm run mutate -- calendar`.
 */
import { fork, type ChildProcess } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseSync, Visitor } from "oxc-parser";
import { type Battery, readBattery, writeBattery } from "./battery.ts";

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
const BATTERY = join(ROOT, ".cache", "mutate", "battery.bin");
/** A mutant that has not answered by then does not end. */
const PATIENCE = 60_000;
/** Mutants after which a worker is begun anew: what it has loaded is never forgotten. */
const MOST_LOADED = 60;

interface Mutant {
  readonly file: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly from: string;
  readonly to: string;
}

const OPERATORS: Readonly<Record<string, string>> = {
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "===": "!==",
  "!==": "===",
  "+": "-",
  "-": "+",
  "*": "/",
  "&&": "||",
  "||": "&&",
  "??": "&&",
};

/** Every mutant of a file, in the order in which they stand. */
function mutantsOf(file: string): readonly Mutant[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const found: Mutant[] = [];
  const add = (start: number, end: number, to: string): void => {
    const line = text.slice(0, start).split("\n").length;
    found.push({ file, line, start, end, from: text.slice(start, end), to });
  };
  const swap = (node: { operator: string; left: { end: number }; right: { start: number } }): void => {
    const to = OPERATORS[node.operator];
    if (to === undefined) return;
    const at = text.indexOf(node.operator, node.left.end);
    if (at < node.right.start) add(at, at + node.operator.length, to);
  };
  new Visitor({
    BinaryExpression: swap,
    LogicalExpression: swap,
    Literal: (node) => {
      if (typeof node.value === "number") add(node.start, node.end, String(node.value + 1));
      if (typeof node.value === "boolean") add(node.start, node.end, String(!node.value));
    },
    ConditionalExpression: (node) =>
      add(node.test.start, node.test.end, `!(${text.slice(node.test.start, node.test.end)})`),
    IfStatement: (node) => add(node.test.start, node.test.end, "false"),
  }).visit(parseSync(file, text).program);
  return found.toSorted((a, b) => a.start - b.start);
}

/** How a mutant is known in the list: file, line's words and change, so that lines above may move. */
function nameOf(m: Mutant): string {
  const line = readFileSync(join(ROOT, m.file), "utf8").split("\n")[m.line - 1]!.trim();
  return `${m.file.split("/").at(-1)}: ${line}: ${m.from.replaceAll(/\s+/gu, " ")} → ${m.to.replaceAll(/\s+/gu, " ")}`;
}

// ── In a worker ─────────────────────────────────────────────────────────────────────────────────

let battery: Battery | undefined;

/** Whether the engine with a mutant gives itself away. */
async function isKilled(m: Mutant, n: number): Promise<boolean> {
  battery ??= readBattery(BATTERY);
  const url = pathToFileURL(join(ROOT, m.file)).href;
  const isCalendar = m.file.startsWith("packages/language/");
  const hooks = registerHooks({
    // The engine is loaded once more for each mutant, the oracle and the cases once for all; the language only where it is what changes.
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context);
      const isOurs = resolved.url.includes("/packages/monitor/") || (isCalendar && resolved.url.includes("/packages/"));
      return isOurs && context.parentURL?.includes("?mutant=")
        ? { ...resolved, url: `${resolved.url}?mutant=${n}` }
        : resolved;
    },
    load: (asked, context, next) => {
      const plain = asked.split("?")[0]!;
      if (plain === asked) return next(asked, context);
      const loaded = next(plain, context);
      if (plain !== url) return loaded;
      const text = readFileSync(join(ROOT, m.file), "utf8");
      return { ...loaded, source: text.slice(0, m.start) + m.to + text.slice(m.end) };
    },
  });
  const mutated = (path: string): Promise<unknown> => import(`${pathToFileURL(join(ROOT, path)).href}?mutant=${n}`);
  try {
    if (isCalendar && battery.isWrongCalendar(await mutated(m.file))) return true;
    return battery.isWrongEngine(await mutated("packages/monitor/src/monitor.ts")) !== null;
  } catch {
    return true;
  } finally {
    hooks.deregister();
  }
}

// ── The run ─────────────────────────────────────────────────────────────────────────────────────

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const files = FILES.filter((f) => words.length === 0 || words.some((w) => f.includes(w)));
  const mutants = files.flatMap(mutantsOf);
  const waiting = mutants.map((m, n) => ({ m, n }));
  const survived: Mutant[] = [];
  let done = 0;
  const start = Date.now();
  mkdirSync(join(BATTERY, ".."), { recursive: true });
  writeBattery(BATTERY);
  const wrong = readBattery(BATTERY).isWrongEngine(await import("../packages/monitor/src/monitor.ts"));
  if (wrong !== null) throw new Error(`the engine as it is answers wrongly: ${wrong}`);
  await Promise.all(
    Array.from({ length: availableParallelism() }, async () => {
      let child = worker();
      let loaded = 0;
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const told = await ask(child, next);
        loaded += 1;
        if (told === null || loaded >= MOST_LOADED) {
          child.kill("SIGKILL");
          child = worker();
          loaded = 0;
        }
        if (told === false) {
          survived.push(next.m);
          console.log(`survived  ${next.m.file}:${next.m.line}  ${nameOf(next.m)}`);
        }
        done += 1;
        if (done % 50 === 0)
          console.log(
            `${done} of ${mutants.length}, ${survived.length} survived, ${Math.round((Date.now() - start) / 1000)} s`,
          );
      }
      child.disconnect();
    }),
  );
  const listed = readFileSync(LISTED, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  const names = survived.map(nameOf);
  const unlisted = names.filter((name) => !listed.some((line) => line.startsWith(`${name} | `)));
  const killed = mutants.length - survived.length;
  console.log(
    `${mutants.length} mutants, ${killed} killed, ${survived.length} survived, ${unlisted.length} of them not listed`,
  );
  for (const name of unlisted) console.log(`not in scripts/mutants.txt: ${name}`);
  const asked = new Set(mutants.map(nameOf));
  const stale = listed.filter((line) => {
    const name = line.split(" | ")[0]!;
    return words.length === 0 ? !names.includes(name) : asked.has(name) && !names.includes(name);
  });
  for (const line of stale) console.log(`listed, but no survivor: ${line}`);
  process.exitCode = unlisted.length > 0 || stale.length > 0 ? 1 : 0;
}

function worker(): ChildProcess {
  return fork(fileURLToPath(import.meta.url), ["--worker"], { execArgv: process.execArgv });
}

/** Null: it did not end, so it is killed. */
function ask(child: ChildProcess, next: { readonly m: Mutant; readonly n: number }): Promise<boolean | null> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(null), PATIENCE);
    child.once("message", (killed) => {
      clearTimeout(late);
      resolve(killed as boolean);
    });
    child.send(next);
  });
}

if (process.argv.includes("--worker")) {
  process.on("message", (next) => {
    const { m, n } = next as { m: Mutant; n: number };
    void isKilled(m, n).then((killed) => process.send!(killed));
  });
} else await main();
