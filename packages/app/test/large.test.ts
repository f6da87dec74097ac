/** The two ways to a board, each forced on the same cases: what they print must be the same bytes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { type CheckFlags, checkCommand } from "../src/cli/check.ts";
import { explainCommand } from "../src/cli/explain.ts";
import type { Surroundings } from "../src/cli/surroundings.ts";
import { Usage } from "../src/usage.ts";
import { block, folderWith, root, sweep } from "./command.ts";
import { faultsOf } from "./schema.ts";

afterAll(sweep);

const schema = JSON.parse(readFileSync(join(root, "docs", "findings.schema.json"), "utf8"));

const NORMS = [
  "ban truce of accord, article 1\n  when declarer declares-ceasefire towards addressee\n  declarer, addressee\n  must not attack each other\n  unless declarer ends-ceasefire towards addressee",
  "duty aid of accord, article 2\n  when anyone attacks A\n  B\n  must assist A\n  within 30 hours",
  "duty help of accord, article 3\n  when x attacks y\n  y\n  must request from x\n  within 2 days",
  "ban spared of accord, article 4\n  each party\n  must not attack victim, a party\n  unless backed of victim and anyone assists victim within 30 hours",
  "ban raids of accord, article 5\n  each party\n  must not attack victim, a party, more than 1 times in 48 hours",
  "ban quiet of accord, article 6\n  A, B\n  must not attack each other",
  "ban peace of accord, article 7\n  C\n  must not block",
  "duty relieve of accord, article 8\n  when anyone attacks C\n  D\n  must relief to C\n  within 3 days",
];

/** Readings of norms that they name; the last is of all. */
const READINGS = [
  "reading wide of relieve, held by A, source S1\n  relief to actor means assist actor or request from actor",
  "reading narrow of relieve, held by D, B, source S2, stated 2030-01-11\n  relief to actor means assist actor",
  "reading brief of aid, held by C, source S2, stated 2030-01-11\n  within 10 hours",
  "reading idle of raids, held by the case\n  not binding",
  "precedence spared over quiet, held by B, source S1",
  "reading ours of accord, held by D, source S1\n  attribution conduct of B counts as A",
];

const world = [
  'case made "Made (fictional)"\n  record closes 2030-01-20\n  time zone +02:00\n  standard alleged\n  borders none',
  "actor A, a state\nactor B, a state\nactor C, a state\nactor D, a state",
  "act declare-ceasefire, declares-ceasefire, declared-ceasefire\n  roles actor, towards target",
  "act end-ceasefire, ends-ceasefire, ended-ceasefire\n  roles actor, towards target",
  "state backed of a state, initially false\n  started by assist, ended by notify",
  "term relief to actor",
  "agreement accord\n  in force from 2030-01-01\n  parties A, B, C, D",
];

const actor = fc.constantFrom("A", "A", "B", "C", "D");
const event = fc.record({
  day: fc.integer({ min: 1, max: 24 }),
  hour: fc.integer({ min: 0, max: 23 }),
  kind: fc.constantFrom(
    "attack",
    "attack",
    "attack",
    "assist",
    "notify",
    "request",
    "declare-ceasefire",
    "end-ceasefire",
    "block",
    "meet",
  ),
  actor,
  target: actor,
  flaw: fc.constantFrom("none", "none", "none", "none", "none", "denied", "day", "disputed", "alone"),
  note: fc.constantFrom("", "", "", "", "", "", "“seen”"),
});

const made = fc.record({
  norms: fc.subarray(NORMS, { minLength: 1 }),
  readings: fc.oneof(fc.constant<string[]>([]), fc.subarray(READINGS.slice(0, -1)), fc.subarray(READINGS)),
  events: fc.array(event, { minLength: 1, maxLength: 30 }),
  covered: fc.boolean(),
  quoted: fc.boolean(),
  // Of which acts rows are withheld, and whether every fifth other as well.
  withheld: fc.oneof(
    { weight: 3, arbitrary: fc.constant<string[]>([]) },
    { weight: 1, arbitrary: fc.subarray(["meet", "block", "notify", "request", ""], { minLength: 1, maxLength: 2 }) },
  ),
  standard: fc.constantFrom("alleged", "corroborated"),
  part: fc.constantFrom<Partial<CheckFlags>>(
    {},
    {},
    {},
    { party: ["A"] },
    { outcome: ["breached"] },
    { outcome: ["kept", "no-breach-observed"], party: ["C"] },
    { instrument: ["accord"] },
    { view: "text" },
    { view: "the case" },
    { view: "B", outcome: ["breached"] },
    { outcome: ["contested-on-reading"] },
    { at: "2030-01-12" },
    { asOf: "2030-01-12" },
  ),
});

type Made = typeof made extends fc.Arbitrary<infer T> ? T : never;

/** Readings of norms that are in the case. */
function readingsOf({ norms, readings }: Pick<Made, "norms" | "readings">): string[] {
  const ids = new Set(["accord", ...norms.map((norm) => norm.split(" ")[1]!)]);
  return readings.filter((reading) => {
    const [what, one, , other] = reading.split(/[\s,]+/u);
    return what === "precedence" ? ids.has(one!) && ids.has(other!) : ids.has(other!);
  });
}

function filesOf({ norms, readings, events, covered, quoted, withheld }: Made): { readonly [path: string]: string } {
  const isWithheld = (kind: string, i: number, source: string): boolean =>
    withheld.includes(kind) || (withheld.includes("") && i % 5 === 0 && source !== "S1");
  const rows = events.flatMap(({ day, hour, kind, actor: by, target, flaw, note }, i) => {
    const date = `2030-01-${String(day).padStart(2, "0")}`;
    const when = flaw === "day" ? date : `${date}T${String(hour).padStart(2, "0")}:00:00Z`;
    const row = (source: string, stance: string, who: string): string =>
      [
        `E${i}`,
        source,
        stance,
        when,
        i + 1,
        kind,
        who,
        target === who ? "" : target,
        quoted && i === 0 ? `"${note}"` : note,
        ...(withheld.length === 0 ? [] : [isWithheld(kind, i, source) ? "restricted" : "public"]),
      ].join();
    return [
      row(flaw === "alone" ? "S2" : "S1", "asserts", by),
      ...(flaw === "denied" ? [row("S2", "denies", by)] : []),
      ...(flaw === "disputed" ? [row("S3", "asserts", by === "A" ? "B" : "A")] : []),
    ];
  });
  return {
    "case.md": `# Made\n\n${world.map(block).join("\n")}\n${[...norms, ...readingsOf({ norms, readings })].map((norm) => `It says so.\n\n${block(norm)}`).join("\n")}`,
    "sources.csv": "id,title,kind\nS1,One,monitor\nS2,Two,monitor\nS3,Three,monitor\n",
    ...(covered
      ? { "coverage.csv": "id,source,kinds,place,from,until,why\nV1,S1,*,,2029-12-01,2030-01-15,it says so\n" }
      : {}),
    "conduct/a.csv": `event,source,stance,when,order,kind,actor,target,note${withheld.length === 0 ? "" : ",handling"}\n${rows.join("\n")}\n`,
  };
}

const quiet = (): { around: Surroundings; told: () => string } => {
  let out = "";
  const around = {
    out: (text: string) => void (out += text),
    err: () => {},
    env: {},
    terminal: false,
    columns: 100,
    ask: null,
  };
  return { around, told: () => out };
};

const RUNS = Number(process.env["SERVANDA_RUNS"] ?? 120);

describe("the board of a large case", () => {
  it("is what the general way prints, byte for byte", { timeout: 240_000 }, () => {
    let told = 0;
    let read = 0;
    let kept = 0;
    fc.assert(
      fc.property(made, (one) => {
        const folder = folderWith(filesOf(one));
        const check = (format: "text" | "json", least: number): { out: string; code: number } => {
          const { around, told: out } = quiet();
          const flags = { handling: "public" as const, color: false, format, standard: one.standard, ...one.part };
          try {
            return { code: checkCommand(folder, flags, around, least), out: out() };
          } catch (thrown) {
            // Of a view, too, that the case has not.
            if (!(thrown instanceof Usage)) throw thrown;
            return { code: 2, out: thrown.message };
          }
        };
        const text = check("text", 0);
        expect(text).toEqual(check("text", Infinity));
        if (text.code === 2) return;
        const [tallied, whole] = [check("json", 0), check("json", Infinity)];
        expect(faultsOf(schema, JSON.parse(tallied.out))).toEqual([]);
        const { findings, omitted, ...board } = JSON.parse(tallied.out);
        const { findings: all, ...rest } = JSON.parse(whole.out);
        expect(board).toEqual(rest);
        if (omitted === undefined) return;
        told += 1;
        if (one.readings.length > 0) read += 1;
        if (one.withheld.length > 0) kept += 1;
        expect(findings).toEqual([]);
        if (Object.keys(one.part).length === 0) expect(omitted).toBe(all.length);
      }),
      { numRuns: RUNS, seed: 20_301_110 },
    );
    // Of all, at least half went by plans; and many where somebody has a reading of some norm, or something is withheld.
    expect(told).toBeGreaterThan(RUNS / 2);
    expect(read).toBeGreaterThan(RUNS / 8);
    expect(kept).toBeGreaterThan(RUNS / 16);
  });

  it("is waited for longer where little is settled, and that is said first", () => {
    const one: Made = {
      norms: [NORMS[6]!],
      readings: [],
      events: Array.from({ length: 1001 }, () => ({
        day: 3,
        hour: 4,
        kind: "meet",
        actor: "A",
        target: "B",
        flaw: "none",
        note: "",
      })),
      covered: false,
      quoted: false,
      withheld: [],
      standard: "corroborated",
      part: {},
    };
    const folder = folderWith(filesOf(one));
    const said = (standard: string): string => {
      let err = "";
      const around = { ...quiet().around, err: (text: string) => void (err += text) };
      checkCommand(folder, { handling: "public", color: false, format: "text", standard }, around, 0);
      return err;
    };
    expect(said("corroborated")).toContain("At the standard corroborated, 1001 of 1001 events are not settled.");
    expect(said("alleged")).toBe("");
  });

  it("does not tell of one event, and says with which option it is told", () => {
    const attack = { day: 3, hour: 4, kind: "attack", actor: "A", target: "B", flaw: "none", note: "" } as const;
    const folder = folderWith(
      filesOf({
        norms: [NORMS[5]!],
        readings: [],
        events: [attack, attack],
        covered: false,
        quoted: false,
        withheld: [],
        standard: "alleged",
        part: {},
      }),
    );
    const { around, told } = quiet();
    const asked = { handling: "public" as const, color: false, format: "text" as const, event: ["E1"] };
    expect(() => checkCommand(folder, asked, around, 0)).toThrow(/Use --full with --event/u);
    expect(checkCommand(folder, { ...asked, full: true }, around, 0)).toBe(0);
    expect(told()).toContain("quiet");
  });

  it("explains each finding as among all, from what can concern it alone", { timeout: 240_000 }, () => {
    let told = 0;
    fc.assert(
      fc.property(made, fc.array(fc.nat(), { minLength: 2, maxLength: 2 }), (one, picks) => {
        const folder = folderWith(filesOf(one));
        const flags = { handling: "public" as const, color: false, standard: one.standard };
        const { around, told: out } = quiet();
        checkCommand(folder, { ...flags, format: "json" }, around, Infinity);
        const { findings } = JSON.parse(out()) as { findings: { id: string }[] };
        for (const pick of findings.length === 0 ? [] : picks) {
          const { id } = findings[pick % findings.length]!;
          for (const format of ["text", "json", "csv"] as const) {
            const explain = (least: number): string => {
              const { around: to, told: said } = quiet();
              explainCommand(folder, id, { ...flags, format }, to, least);
              return said();
            };
            expect(explain(0)).toBe(explain(Infinity));
            told += 1;
          }
        }
      }),
      { numRuns: Math.ceil(RUNS / 4), seed: 20_301_111 },
    );
    expect(told).toBeGreaterThan(RUNS);
  });

  it(
    "tries a ban on many events at other standards as among all, or says that it did not",
    { timeout: 240_000 },
    () => {
      let told = 0;
      fc.assert(
        fc.property(made, fc.nat(), (one, pick) => {
          const folder = folderWith(filesOf(one));
          const flags = { handling: "public" as const, color: false, standard: one.standard };
          const { around, told: out } = quiet();
          checkCommand(folder, { ...flags, format: "json" }, around, Infinity);
          const { findings } = JSON.parse(out()) as { findings: { id: string; trigger: { by: string } | null }[] };
          const bans = findings.filter(
            ({ id, trigger }) => trigger?.by === "entry" && /^(?:spared|raids|quiet)/u.test(id),
          );
          if (bans.length === 0) return;
          const { id } = bans[pick % bans.length]!;
          const explain = (least: number, most: number): string[] => {
            const { around: to, told: said } = quiet();
            explainCommand(folder, id, { ...flags, format: "text" }, to, least, most);
            const [, lines = ""] = said().split("What would change it:");
            return lines.split("\n");
          };
          const all = explain(Infinity, 300).filter((line) => line.includes("at the standard"));
          const few = explain(0, 0);
          // A case that has no plan goes the general way whatever is asked.
          if (!few.some((line) => line.includes("not tried"))) return;
          expect(few.filter((line) => line.includes("at the standard"))).toEqual(all);
          expect(few.join("\n")).not.toContain("not tried, for so many events: the standard");
          told += 1;
        }),
        { numRuns: Math.ceil(RUNS / 2), seed: 20_301_112 },
      );
      expect(told).toBeGreaterThan(RUNS / 12);
    },
  );
});
