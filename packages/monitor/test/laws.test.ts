/**
 * Laws that hold whatever a case says (docs/semantics.md): what more evidence, another standard, a later date, other names or
 * another order of rows can do to a finding, and what they cannot.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Model, type Standard, STANDARDS, type Time } from "@servanda/language";
import { Evidence } from "../src/evidence.ts";
import type { Finding } from "../src/finding.ts";
import { monitor } from "../src/monitor.ts";
import type { Account, Record, Source } from "../src/record.ts";
import { barOf, level } from "../src/support.ts";
import { views, NormView } from "../src/view.ts";
import { generatedCase, type GeneratedCase } from "./generated.ts";
import { wholeCase } from "./generatedwhole.ts";

const RUNS = Math.min(2000, Number(process.env["SERVANDA_RUNS"] ?? 200));
const KINDS: readonly (readonly [string, fc.Arbitrary<GeneratedCase>])[] = [
  ["small cases", generatedCase],
  ["cases of the whole language", wholeCase()],
];

/** A law on cases of a kind. `hold` throws where it is broken, and says how often it could have been: never is no test. */
function law(cases: fc.Arbitrary<GeneratedCase>, hold: (c: GeneratedCase, pick: number) => number): number {
  let bit = 0;
  fc.assert(
    fc.property(cases, fc.nat(1000), (c, pick) => {
      bit += hold(c, pick);
    }),
    { numRuns: RUNS },
  );
  return bit;
}

/** Below this a law was hardly put to the test. */
const FEW = RUNS / 50;

/** What a finding comes to, the lists of accounts and what is told of them apart. */
const core = (f: Finding): unknown => ({
  id: f.id,
  possible: f.possible,
  footing: f.footing,
  approximate: f.approximate,
  window: f.window,
  breaches: f.breaches.map(({ id, from, until, footing }) => ({ id, from, until, footing })),
  performed: f.performed && { time: f.performed.time, late: f.performed.late, footing: f.performed.footing },
  coverage: f.coverage.share,
});

const findings = (c: GeneratedCase, record: Record = c.record, model: Model = c.model): readonly Finding[] =>
  monitor(model, record, c.options).findings;

/** The events of a case as its first norm sees them, under the text. */
function eventsOf(c: GeneratedCase, record: Record, standard: Standard): Map<string, string> {
  const evidence = new Evidence(c.model, record, barOf(c.model, standard), c.options.asOf);
  const norm = new NormView(c.model, c.model.norms[0]!, views(c.model)[0]!);
  const read = norm.columnsRead(new Map(c.model.states.map((s) => [s.id, s])));
  return new Map(
    evidence.events(read).map((e) => {
      const status = e.options.length === 1 ? (e.options[0] === null ? "false" : "true") : "open";
      return [e.id, e.contested ? "contested" : status];
    }),
  );
}

describe("more accounts", () => {
  it.each(KINDS)("of the same origin, level and content change nothing but the lists of accounts (%s)", (_, cases) =>
    expect(
      law(cases, (c, pick) => {
        const { accounts } = c.record;
        if (accounts.length === 0) return 0;
        const same = accounts[pick % accounts.length]!;
        const again: Account = { ...same, id: `${same.id}/again` };
        const before = findings(c).map(core);
        expect(findings(c, { ...c.record, accounts: [...accounts, again] }).map(core)).toEqual(before);
        return 1;
      }),
    ).toBeGreaterThan(FEW),
  );

  it.each(KINDS)("never lower a level (%s)", (_, cases) =>
    expect(
      law(cases, (c, pick) => {
        const told = c.record.accounts;
        const sources = new Map(c.record.sources.map((s) => [s.id, s]));
        const acts = new Map(c.model.acts.map((a) => [a.id, a]));
        const around = { acts, sources, told };
        const part = told.filter((x) => ((pick >> (told.indexOf(x) % 10)) & 1) === 1);
        expect(level(told, around)).toBeGreaterThanOrEqual(level(part, around));
        return part.length > 0 && part.length < told.length ? 1 : 0;
      }),
    ).toBeGreaterThan(FEW),
  );

  it.each(KINDS)(
    "from an independent source that agrees never make false what was true or contested (%s)",
    (_, cases) =>
      expect(
        law(cases, (c, pick) => {
          const said = c.record.accounts.filter((a) => a.stance === "asserts" && a.status !== "withdrawn");
          if (said.length === 0) return 0;
          const account = said[pick % said.length]!;
          const witness: Source = {
            ...c.record.sources[0]!,
            id: "witness",
            origin: "witness",
            kind: "monitor",
            speaksFor: [],
            mandate: [],
          };
          const agreeing: Account = { ...account, id: `${account.event}/witness`, source: "witness", grade: "report" };
          const more: Record = {
            ...c.record,
            accounts: [...c.record.accounts, agreeing],
            sources: [...c.record.sources, witness],
          };
          let compared = 0;
          for (const standard of STANDARDS) {
            const before = eventsOf(c, c.record, standard).get(account.event);
            const after = eventsOf(c, more, standard).get(account.event);
            if (before !== "true" && before !== "contested") continue;
            compared += 1;
            expect(after).not.toBe("false");
          }
          return compared;
        }),
      ).toBeGreaterThan(FEW),
  );
});

describe("a higher standard", () => {
  it.each(KINDS)("never turns true or false into contested, nor one into the other (%s)", (_, cases) =>
    expect(
      law(cases, (c) => {
        const order: readonly Standard[] = ["alleged", "reasonable-grounds", "corroborated", "adjudicated"];
        let compared = 0;
        for (const [i, standard] of order.slice(0, -1).entries()) {
          const low = eventsOf(c, c.record, standard);
          const high = eventsOf(c, c.record, order[i + 1]!);
          for (const [id, status] of low) {
            if (status !== "true" && status !== "false") continue;
            compared += 1;
            const next = high.get(id)!;
            expect(next).not.toBe("contested");
            // Coverage denies at every standard (4.2), so what fell short of it may come to be denied only by it.
            const covered = c.record.coverage.length > 0;
            if (!covered) expect([status, "open"]).toContain(next);
          }
        }
        return compared;
      }),
    ).toBeGreaterThan(FEW),
  );
});

describe("a later date", () => {
  it.each(KINDS)("never removes a breach (%s)", (_, cases) =>
    expect(
      law(cases, (c, pick) => {
        const now = c.options.at ?? c.model.case.recordCloses!;
        const sooner = (1 + (pick % 60)) * 43_200;
        const earlier: Time = { earliest: now.earliest - sooner, latest: now.latest - sooner, text: "earlier" };
        const before = monitor(c.model, c.record, { ...c.options, at: earlier }).findings;
        const after = new Map(findings(c).map((f) => [f.id, f]));
        let breaches = 0;
        for (const f of before) {
          // A missed deadline has no event as breach (8.2).
          if (f.outcome !== "breached" || f.approximate) continue;
          breaches += 1;
          const later = after.get(f.id);
          expect(later?.possible).toEqual(["breached"]);
          const still = later?.breaches.map((b) => b.id);
          for (const { id, footing } of f.breaches) if (footing === "settled") expect(still).toContain(id);
        }
        return breaches;
      }),
    ).toBeGreaterThan(FEW),
  );
});

describe("a reading that restates nothing", () => {
  it.each(KINDS)("equals the text (%s)", (_, cases) =>
    expect(
      law(cases, (c) => {
        const norm = c.model.norms.find((n) => n.id === "n")!;
        const none = {
          id: "echo",
          of: { kind: "norm" as const, id: norm.id },
          holders: ["echo-holder"],
          source: null,
          stated: null,
          means: [],
          clauses: {},
          notBinding: false,
          prose: "",
          span: norm.span,
        };
        const model: Model = { ...c.model, readings: [...c.model.readings, none] };
        const all = findings(c, c.record, model).filter((f) => f.norm === norm.id);
        const of = (view: string): unknown[] =>
          all
            .filter((f) => f.view === view)
            .map((f) => JSON.parse(JSON.stringify(core(f)).replaceAll(`/${view}/`, "/VIEW/")) as unknown);
        expect(of("echo-holder")).toEqual(of("text"));
        return of("text").length;
      }),
    ).toBeGreaterThan(FEW),
  );
});

/** The same case with its parties under each other's names. */
function renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((v) => renamed(v, names));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, renamed(v, names)]));
}

/** What a case says with its parties renamed is what it says, renamed. */
function holdsRenamed(c: GeneratedCase, names: ReadonlyMap<string, string>): number {
  const word = new RegExp(`(?<=[/→=+,: ]|^)(?:${[...names.keys()].join("|")})(?=[/→=+,: ]|$)`, "gu");
  // Several that bear as one are known by their names in the order of the letters (12.1).
  const inOrder = (id: string): string =>
    id.replaceAll(/\w+(?:([+,])\w+)+/gu, (all, joint: string) => all.split(joint).toSorted().join(joint));
  const idOf = (id: string): string => inOrder(id.replaceAll(word, (n) => names.get(n)!));
  const tell = (all: readonly Finding[], id: (id: string) => string): string[] =>
    all
      .map((f) =>
        JSON.stringify([
          id(f.id),
          f.possible,
          f.footing,
          f.breaches.map((b) => b.id).toSorted(),
          f.uses?.map((u) => [u.event, u.void, u.footing]).toSorted(),
          f.coverage.share,
        ]),
      )
      .toSorted();
  const told = tell(findings(c), idOf);
  expect(tell(findings(renamed(c, names) as GeneratedCase), (id) => id)).toEqual(told);
  return told.length;
}

describe("the names of the parties", () => {
  it.each(KINDS)("swapped swap the findings, and nothing else (%s)", (_, cases) =>
    expect(
      law(cases, (c) =>
        holdsRenamed(
          c,
          new Map([
            ["A", "B"],
            ["B", "A"],
          ]),
        ),
      ),
    ).toBeGreaterThan(FEW),
  );

  // In an order that is not that of the letters, so that nothing can rest on which name comes first.
  it.each(KINDS)("changed to others change nothing else (%s)", (_, cases) =>
    expect(
      law(cases, (c) =>
        holdsRenamed(c, new Map(["A", "B", "C", "D"].map((n, i) => [n, ["delta", "beta", "omega", "alpha"][i]!]))),
      ),
    ).toBeGreaterThan(FEW),
  );
});

describe("the order of rows and declarations", () => {
  it.each(KINDS)("changes no byte (%s)", (_, cases) =>
    expect(
      law(cases, (c, pick) => {
        let moved = 0;
        const turn = <T>(list: readonly T[]): T[] => {
          const at = list.length === 0 ? 0 : pick % list.length;
          const turned = [...list.slice(at), ...list.slice(0, at)].toReversed();
          if (turned.some((x, i) => x !== list[i])) moved += 1;
          return turned;
        };
        const { values } = c.record;
        const record: Record = {
          ...c.record,
          accounts: turn(c.record.accounts),
          sources: turn(c.record.sources),
          coverage: turn(c.record.coverage),
          ...(values ? { values: turn(values) } : {}),
        };
        const { model } = c;
        const declared: Model = {
          ...model,
          actors: turn(model.actors),
          acts: turn(model.acts),
          states: turn(model.states),
          zones: turn(model.zones),
          terms: turn(model.terms),
          precedences: turn(model.precedences ?? []),
        };
        const before = JSON.stringify(monitor({ ...model, precedences: model.precedences ?? [] }, c.record, c.options));
        expect(JSON.stringify(monitor(declared, record, c.options))).toBe(before);
        return moved;
      }),
    ).toBeGreaterThan(FEW),
  );
});
