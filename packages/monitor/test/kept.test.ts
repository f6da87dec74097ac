/** What is kept is never told where it would not be found again: asked on other terms, findings are those of a monitor that knows nothing. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Standard, Time } from "@servanda/language";
import { Kept } from "../src/kept.ts";
import { monitor, type Options } from "../src/monitor.ts";
import type { Record } from "../src/record.ts";
import { generatedCase, type GeneratedCase } from "./generated.ts";
import { wholeCase } from "./generatedwhole.ts";
import { account, duty, model, name, pattern, SOURCES, variable } from "./rules.ts";
import { runs, SEED } from "./runs.ts";

const ALL: readonly Standard[] = ["alleged", "reasonable-grounds", "corroborated", "adjudicated"];

interface Turn {
  readonly kind: "standard" | "at" | "asOf" | "account" | "source" | "coverage" | "values";
  readonly pick: number;
}

const turn: fc.Arbitrary<Turn> = fc.record({
  kind: fc.constantFrom("standard", "at", "asOf", "account", "source", "coverage", "values"),
  pick: fc.nat(1000),
});

function without<T>(list: readonly T[], pick: number): readonly T[] {
  return list.length === 0 ? list : list.filter((_, i) => i !== pick % list.length);
}

/** A date that the record knows, so that something changes with it. */
function dateIn({ record, options }: GeneratedCase, pick: number): Time | undefined {
  const dates = record.accounts.flatMap((a) => [a.when, a.published]).filter((time) => time !== null);
  return dates.length === 0 ? options.at : dates[pick % dates.length];
}

function turned(c: GeneratedCase, { kind, pick }: Turn): { readonly record: Record; readonly options: Options } {
  const { record, options } = c;
  switch (kind) {
    case "standard":
      return { record, options: { ...options, standard: ALL[pick % ALL.length] } };
    case "at":
      return { record, options: { ...options, at: dateIn(c, pick) ?? options.at } };
    case "asOf":
      return { record, options: { ...options, asOf: dateIn(c, pick) } };
    case "account":
      return { record: { ...record, accounts: without(record.accounts, pick) }, options };
    case "source": {
      const source = record.sources[pick % Math.max(1, record.sources.length)]?.id;
      const accounts = record.accounts.filter((a) => a.source !== source);
      return {
        record: { ...record, accounts, coverage: record.coverage.filter((row) => row.source !== source) },
        options,
      };
    }
    case "coverage":
      return { record: { ...record, coverage: without(record.coverage, pick) }, options };
    case "values":
      return { record: { ...record, values: without(record.values ?? [], pick) }, options };
  }
}

describe("findings that are kept", () => {
  test.each([
    ["one norm", generatedCase, 400],
    ["the whole language", wholeCase(), 300],
  ] as const)("are those found anew, with their reasons: %s", (_what, cases, times) => {
    let [same, asked] = [0, 0];
    fc.assert(
      fc.property(cases, fc.array(turn, { minLength: 2, maxLength: 5 }), (c, turns) => {
        const kept = new Kept(c.model);
        const before = new Set<unknown>();
        for (const { record, options } of [c, ...turns.map((each) => turned(c, each)), c]) {
          const found = kept.ask(record, options);
          const findings = found.findings.map((f) => kept.judgedFor(f)!.finding(found.standard));
          expect(JSON.stringify({ ...found, findings })).toBe(JSON.stringify(monitor(c.model, record, options)));
          for (const f of found.findings) {
            asked += 1;
            if (before.has(f)) same += 1;
            before.add(f);
          }
        }
      }),
      { numRuns: runs(times), seed: SEED },
    );
    // Else nothing would be kept, and the test would say nothing.
    expect(same).toBeGreaterThan(asked / 4);
  });

  test("are judged anew when something comes where nothing was on record", () => {
    const attack = pattern("attack", { actor: variable("x"), target: name("B") });
    const norms = [
      duty({
        when: { anchor: attack, further: [] },
        must: { connective: "and", items: [{ kind: "do", pattern: pattern("deliver") }] },
      }),
    ];
    const kept = new Kept(model(norms));
    const nothing: Record = { accounts: [], sources: SOURCES, coverage: [], shapes: [] };
    const told = account("e", "m1", { kind: "attack", actor: "A", target: "B", when: "2030-02-01" });
    expect(kept.ask(nothing, {}).findings.map((f) => f.id)).toEqual(["n/text/A/none"]);
    expect(kept.ask({ ...nothing, accounts: [told] }, {}).findings.map((f) => f.id)).toEqual(["n/text/A/e/x=A"]);
  });
});
