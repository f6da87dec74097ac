/**
 * Laws that hold for claims whatever the record says (docs/analysis.md): on the small random cases that the engine is tested with.
 * What is claimed is made from what some account tells, so that it meets the record often.
 */
import { judgeClaims } from "@servanda/analysis";
import type { Argument, Claim, Count, EventPattern, Statement, Time } from "@servanda/language";
import type { Account, Record } from "@servanda/monitor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generatedCase, type GeneratedCase } from "../../packages/monitor/test/generated.ts";

const RUNS = Math.min(1000, Number(process.env["SERVANDA_RUNS"] ?? 60));
const SPAN = { path: "a.md", line: 1, column: 1, endLine: 1, endColumn: 1 };

interface Asked extends GeneratedCase {
  readonly event: EventPattern;
  readonly in: Time | null;
  /** The source that the claims are taken from. */
  readonly source: string;
}

const asked: fc.Arbitrary<Asked> = fc
  .tuple(generatedCase, fc.nat(1000), fc.nat(3), fc.boolean())
  .filter(([{ record }]) => record.accounts.some((account) => account.kind !== null))
  .map(([c, pick, shape, dated]) => {
    const told = c.record.accounts.filter((account) => account.kind !== null);
    const account = told[pick % told.length]!;
    const name = (id: string | null): Argument => (id === null ? { kind: "anyone" } : { kind: "name", id });
    const event: EventPattern = {
      act: account.kind!,
      actor: name(shape === 0 ? null : account.actor),
      target: shape < 2 ? null : name(account.target),
      object: null,
      place: null,
    };
    const when = account.when;
    const wide = when && { earliest: when.earliest - 7200, latest: when.latest + 7200, text: "then" };
    return { ...c, event, in: dated ? wide : null, source: account.source };
  });

const act = (c: Asked, never: boolean, count?: Count): Statement => ({
  kind: "act",
  event: count === undefined ? c.event : { ...c.event, count },
  in: c.in,
  never,
  amount: null,
});

const claim = (id: string, source: string, statement: Statement): Claim => ({
  id,
  at: null,
  kind: null,
  source,
  statements: [statement],
  refutedBy: [],
  called: null,
  unchecked: [],
  notCheckable: null,
  prose: "",
  span: SPAN,
});

/** The answers, by claim. */
function answers(
  c: Asked,
  statements: { readonly [id: string]: Statement },
  record: Record = c.record,
  source = "nobody",
): { readonly [id: string]: { readonly answer: string; readonly rule: string } } {
  const claims = Object.entries(statements).map(([id, statement]) => claim(id, source, statement));
  const { claims: told } = judgeClaims({ ...c.model, claims }, record, c.options);
  return Object.fromEntries(told.map(({ id, answer, rule }) => [id, { answer, rule }]));
}

const always = (law: (c: Asked) => void): void => fc.assert(fc.property(asked, law), { numRuns: RUNS });

const seen = new Map<string, number>();

describe("claims", () => {
  it("and their opposite are never both borne out, nor both refuted", () => {
    always((c) => {
      const { yes, no } = answers(c, { yes: act(c, false), no: act(c, true) });
      seen.set(yes!.answer, (seen.get(yes!.answer) ?? 0) + 1);
      if (yes!.answer === "supported") expect(no!.answer).toBe("contradicted");
      if (no!.answer === "supported") expect(yes!.answer).toBe("contradicted");
      expect([yes!.answer, no!.answer]).not.toEqual(["contradicted", "contradicted"]);
    });
  });

  it("gain nothing by the word of the source that they are taken from, nor by its copies", () => {
    always((c) => {
      const { origin } = c.record.sources.find((source) => source.id === c.source) ?? { origin: c.source };
      const own = new Set(
        c.record.sources.filter((s) => s.id === c.source || s.origin === origin || s.id === origin).map((s) => s.id),
      );
      const without: Record = {
        ...c.record,
        accounts: c.record.accounts.filter((account) => !own.has(account.source)),
        coverage: c.record.coverage.filter((row) => !own.has(row.source)),
      };
      const statements = { yes: act(c, false), no: act(c, true) };
      const [there, less] = [answers(c, statements, c.record, c.source), answers(c, statements, without, c.source)];
      for (const id of ["yes", "no"]) {
        if (there[id]!.rule === "1.3") expect(there[id]!.answer).toBe("unknown");
        else expect(there[id]!.answer).toBe(less[id]!.answer);
      }
    });
  });

  it("do not depend on the order of rows, nor on which others are asked for", () => {
    always((c) => {
      const statements = { yes: act(c, false), no: act(c, true) };
      const backwards: Record = {
        ...c.record,
        accounts: c.record.accounts.toReversed(),
        coverage: c.record.coverage.toReversed(),
        sources: c.record.sources.toReversed(),
      };
      expect(answers(c, statements, backwards)).toEqual(answers(c, statements));
      const claims = Object.entries(statements).map(([id, statement]) => claim(id, "nobody", statement));
      const only = judgeClaims({ ...c.model, claims }, c.record, { ...c.options, claims: new Set(["no"]) }).claims;
      expect(only.map(({ id, answer }) => [id, answer])).toEqual([["no", answers(c, statements)["no"]!.answer]]);
    });
  });

  it("of a number hold for every smaller one, and of one event as of any", () => {
    always((c) => {
      const count = (comparison: Count["comparison"], times: number): Count => ({ comparison, times, in: null });
      const told = answers(c, {
        any: act(c, false),
        one: act(c, false, count("at least", 1)),
        two: act(c, false, count("at least", 2)),
        few: act(c, false, count("at most", 1)),
        many: act(c, false, count("more than", 1)),
      });
      expect(told["one"]!.answer === "supported").toBe(told["any"]!.answer === "supported");
      if (told["two"]!.answer === "supported") expect(told["one"]!.answer).toBe("supported");
      if (told["one"]!.answer === "contradicted") expect(told["two"]!.answer).toBe("contradicted");
      expect(told["many"]!.answer).toBe(told["two"]!.answer);
      if (told["two"]!.answer === "supported") expect(told["few"]!.answer).toBe("contradicted");
    });
  });

  it("were answered in every way in these cases", () => {
    expect([...seen.keys()].toSorted()).toEqual(
      expect.arrayContaining(["contested", "contradicted", "supported", "unknown"]),
    );
  });
});

/** The accounts that the cases have: the law on copies asks for sources that share an origin. */
it("some of the random cases have what these laws are about", () => {
  const cases = fc.sample(asked, { numRuns: 200, seed: 7 });
  const shared = cases.filter(
    ({ record }) => new Set(record.sources.map((s) => s.origin)).size < record.sources.length,
  );
  const denied = cases.filter(({ record }) => record.accounts.some((a: Account) => a.stance === "denies"));
  expect([shared.length > 20, denied.length > 20]).toEqual([true, true]);
});
