/**
 * `npm run mutate`: mutation testing of calendar, window and verdict code. Each mutant is one small change to one of these files; it is killed if the
 * engine with it no longer answers the hand cases of packages/monitor/test/rules.ts as they want, or differs from the oracle on a generated case
 * (docs/semantics.md), or does not end. What survives is to be killed by a test or listed, with the reason, in
 * scripts/mutants.txt; exit 1 where one is not. Words narrow it to files: `npm run mutate -- calendar`.
 */
import { fork, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import fc from "fast-check";
import { parseSync, Visitor } from "oxc-parser";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const FILES = [
  "packages/language/src/calendar.ts",
  "packages/monitor/src/duration.ts",
  "packages/monitor/src/interval.ts",
  "packages/monitor/src/recurrence.ts",
  "packages/monitor/src/binding.ts",
  "packages/monitor/src/achieve.ts",
  "packages/monitor/src/standing.ts",
  "packages/monitor/src/judge.ts",
  "packages/monitor/src/verdict.ts",
];
const LISTED = join(ROOT, "scripts", "mutants.txt");
/** Generated cases that a mutant has to pass to survive. */
const CASES = Number(process.env["SERVANDA_MUTANT_CASES"] ?? 1500);
/** A mutant that has not answered by then does not end. */
const PATIENCE = 120_000;

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

/** Whether the engine with a mutant gives itself away, and by what. */
async function isKilled(m: Mutant, n: number): Promise<boolean> {
  const url = pathToFileURL(join(ROOT, m.file)).href;
  const hooks = registerHooks({
    // The whole engine is loaded once more for each mutant, the oracle and the cases once for all.
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context);
      const isOurs = resolved.url.includes("/packages/") && context.parentURL?.includes("?mutant=");
      return isOurs ? { ...resolved, url: `${resolved.url}?mutant=${n}` } : resolved;
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
  try {
    const engine = (await import(
      `${pathToFileURL(join(ROOT, "packages/monitor/src/monitor.ts")).href}?mutant=${n}`
    )) as {
      monitor: typeof import("../packages/monitor/src/monitor.ts").monitor;
    };
    const { RULES } = await import("../packages/monitor/test/rules.ts");
    const { anyCase } = await import("../packages/monitor/test/agreed.ts");
    const { differences, reference } = await import("../packages/monitor/src/reference.ts");
    for (const { model, record, options, expect } of RULES) {
      const found = new Map(engine.monitor(model, record, options ?? {}).findings.map((f) => [f.id, f]));
      const wrong = Object.entries(expect).some(
        ([id, e]) => [...(found.get(id)?.possible ?? [])].toSorted().join() !== [...e.possible].toSorted().join(),
      );
      if (wrong) return true;
    }
    const caught = fc.check(
      fc.property(anyCase, (c) => {
        let wanted;
        try {
          wanted = reference(c.model, c.record, c.options);
        } catch {
          return true;
        }
        return differences(engine.monitor(c.model, c.record, c.options).findings, wanted).length === 0;
      }),
      { numRuns: CASES, endOnFailure: true, seed: 1 },
    );
    return caught.failed;
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
  await Promise.all(
    Array.from({ length: availableParallelism() }, async () => {
      let child = worker();
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const told = await ask(child, next);
        if (told === null) {
          child.kill("SIGKILL");
          child = worker();
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
  process.exitCode = unlisted.length > 0 ? 1 : 0;
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
