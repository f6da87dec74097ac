/**
 * Faults planted in the engine: each must make the comparison with the oracle fail. A patch replaces words that stand once in the
 * source; where the source has moved on, the test says so, and the patch is to be written anew.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { monitor } from "../src/monitor.ts";
import { differences, reference } from "../src/reference.ts";
import { generatedCase, type GeneratedCase } from "./generated.ts";

interface Fault {
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const FAULTS: readonly Fault[] = [
  {
    what: "a window of hours is a second short",
    file: "match.ts",
    from: "return end(world.instant(moment, this.distances(duration)));",
    to: "return end(world.instant(moment, this.distances(duration))) - 1;",
  },
  {
    what: "the bearer's act is anybody's",
    file: "match.ts",
    from: "return actor === setting.bearer;",
    to: "return actor !== null;",
  },
  {
    what: "what is told and leaves open whom it concerned is silence",
    file: "unsaid.ts",
    from: "if (told.length === 0) return [];",
    to: "return [];",
  },
  {
    what: "silence is read as kept",
    file: "standing.ts",
    from: "if (ended && asked.every(({ segment, item, to }) => this.whole(world, binding, segment, item, to)))",
    to: "if (ended)",
  },
  {
    what: "one breach ends a ban",
    file: "conduct.ts",
    from: "for (const event of judge.suspects()) {",
    to: "for (const event of judge.suspects().slice(0, 1)) {",
  },
  {
    what: "a reading leaks into another holder's view",
    file: "view.ts",
    from: "this.readings = catalogue.readingsOf(norm).filter((r) => held.has(r.id) && readsNorm(r, norm));",
    to: "this.readings = catalogue.readingsOf(norm).filter((r) => view.holder !== null && readsNorm(r, norm));",
  },
  {
    what: "a duty that nobody saw done is taken as done",
    file: "achieve.ts",
    from: "return world.yes(this.silence.fact(path,",
    to: "return Boolean(this.silence.fact(path,",
  },
  {
    what: "a duty that nobody saw done is taken as not done",
    file: "achieve.ts",
    from: "return world.yes(this.silence.fact(path,",
    to: "return ((_: unknown): boolean => false)(this.silence.fact(path,",
  },
  {
    what: "silence denies everywhere",
    file: "silence.ts",
    from: "return gaps(window, all);",
    to: "return gaps(window, [{ from: -Infinity, to: Infinity }, ...all].slice(0, 1));",
  },
  {
    what: "denials are not heard",
    file: "evidence.ts",
    from: 'const denials = told.filter((a) => a.stance === "denies");\n    const assertions',
    to: "const denials: Account[] = [];\n    const assertions",
  },
  {
    what: "a party speaks against itself when it accuses",
    file: "support.ts",
    from: "return !source.speaksFor.some((who) => isNamed(who, circumstances.told));",
    to: "return true;",
  },
  {
    what: "of two at one instant, neither counts",
    file: "world.ts",
    from: "if (x.to <= y.from) return true;\n    if (x.from > y.to) return false;",
    to: "if (x.to < y.from) return true;\n    if (x.from >= y.to) return false;",
  },
  {
    what: "a membership lasts one second more",
    file: "membership.ts",
    from: "(until === Infinity || world.notAfter(moment, until - 1))",
    to: "(until === Infinity || world.notAfter(moment, until))",
  },
  {
    what: "an amendment reaches back",
    file: "match.ts",
    from: "if (!world.notAfter(moment, stages[i]!.from! - 1)) return stages[i]!;",
    to: "if (i >= 0) return stages[i]!;",
  },
  {
    what: "either of two exceptions that are both needed excuses",
    file: "achieve.ts",
    from: 'return unless.connective === "or" ? tests.some((t) => t()) : tests.every((t) => t());',
    to: "return tests.some((t) => t());",
  },
  {
    what: "of several things owed, one is enough",
    file: "judge.ts",
    from: 'const whole = must.connective === "or" ? ranked.at(-1)! : ranked[0]!;',
    to: "const whole = ranked.at(-1)!;",
  },
  {
    what: "triggered duties always survive",
    file: "binding.ts",
    from: "let lapse = matcher.instrument.survive ? Infinity : over;",
    to: "let lapse = Infinity;",
  },
  {
    what: "a state that failed goes on failing for a second",
    file: "standing.ts",
    from: "until: finished && { from: finished.from, to: finished.to },",
    to: "until: finished && { from: finished.from + 1, to: finished.to + 1 },",
  },
  {
    what: "the anchor performs its own instance",
    file: "search.ts",
    from: "candidates(pattern, setting, own).filter((event) => event !== anchor);",
    to: "candidates(pattern, setting, own).filter(() => anchor !== undefined);",
  },
  {
    what: "two things contested are only unknown",
    file: "pivot.ts",
    from: 'footing: contested ? "contested on facts" : "unknown",',
    to: 'footing: "unknown",',
  },
];

const SOURCE = join(dirname(fileURLToPath(import.meta.url)), "..", "src");
const PLANTED = join(SOURCE, "..", "..", "..", ".cache", "planted", String(process.pid));

afterAll(() => rmSync(PLANTED, { recursive: true, force: true }));

type Engine = typeof monitor;

async function planted({ file, from, to }: Fault, n: number): Promise<Engine> {
  const folder = join(PLANTED, String(n));
  mkdirSync(folder, { recursive: true });
  cpSync(SOURCE, folder, { recursive: true });
  const text = readFileSync(join(folder, file), "utf8");
  expect(text.split(from).length, `the patch stands once in ${file}`).toBe(2);
  writeFileSync(
    join(folder, file),
    text.replace(from, () => to),
  );
  const { monitor: engine } = (await import(pathToFileURL(join(folder, "monitor.ts")).href)) as { monitor: Engine };
  return engine;
}

function differs(engine: Engine, { model, record, options }: GeneratedCase): boolean {
  let wanted;
  try {
    wanted = reference(model, record, options);
  } catch {
    return false;
  }
  return differences(engine(model, record, options).findings, wanted).length > 0;
}

describe("a planted fault is caught by the comparison", () => {
  it.each(FAULTS.map((fault, n) => [fault.what, fault, n] as const))(
    "%s",
    { timeout: 300_000 },
    async (_, fault, n) => {
      const engine = await planted(fault, n);
      const caught = fc.check(
        fc.property(generatedCase, (c) => !differs(engine, c)),
        { numRuns: 6000, endOnFailure: true },
      );
      expect(caught.failed, `${caught.numRuns} cases tried`).toBe(true);
    },
  );
});
