/** Two sides in each other's place: findings, claims and balance must change places with them, and in nothing else. */
import { join } from "node:path";
import { balanceOf, judgeClaims } from "@servanda/analysis";
import { monitor, type Finding, type Result } from "@servanda/monitor";
import { describe, expect, test } from "vitest";
import { load } from "../src/case.ts";
import { Mirror } from "./mirror.ts";

const CASES = join(import.meta.dirname, "../../../cases");

/** The sides of each case, and whoever else must change places with them. */
const SIDES: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  ["harbour", [["Northshore", "Southshore"]]],
  [
    "south-caucasus",
    [
      ["armenian-side", "azerbaijani-side"],
      ["Armenia", "Azerbaijan"],
      ["Armenian-SSR", "Azerbaijan-SSR"],
      ["parliament-AM", "parliament-AZ"],
      ["voters-AM", "voters-AZ"],
      ["commission-AM", "commission-AZ"],
      ["armenia-army", "azerbaijan-army"],
      ["armenians-nk", "azerbaijanis-nk"],
      ["armenians-azerbaijan", "azerbaijanis-armenia"],
      ["civilians-armenia", "civilians-azerbaijan"],
      ["prisoners-armenian", "prisoners-azerbaijani"],
      ["armenian-displaced", "azerbaijani-displaced"],
      ["heritage-armenian", "heritage-azerbaijani"],
      ["armenia-police", "azerbaijan-police"],
      ["security-forces-AM", "security-forces-AZ"],
      ["court-AM", "supreme-court-AZ"],
      ["presidency-AM", "presidency-AZ"],
      ["premiership-AM", "premiership-AZ"],
      ["independence-AM", "independence-AZ"],
      ["outlets-AM", "outlets-AZ"],
      ["journalists-AM", "journalists-AZ"],
    ],
  ],
];

describe.each(SIDES)("in %s", (name, pairs) => {
  const { model, record } = load(join(CASES, name), "public");
  const [left, right] = pairs[0]!;
  const everybody = model.actors
    .filter(({ id }) => id === left || id === right)
    .flatMap((side) => side.members.map(({ actor }) => actor));
  const twinned = new Set(pairs.flat());
  // Whoever of a side has no twin on the other has one in the mirror.
  const twinless = everybody.filter((id) => !twinned.has(id)).map((id) => [id, `twin-of-${id}`] as const);
  const mirror = new Mirror([...pairs, ...twinless]);
  const [there, then] = [mirror.model(model), mirror.record(record)];
  // Findings are worked out once for all that asks for them.
  const once = (work: () => Result): (() => Result) => {
    let kept: Result | null = null;
    return () => (kept ??= work());
  };
  const here = once(() => monitor(model, record, {}));
  const other = once(() => monitor(there, then, {}));
  const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);

  test("the mirror changes something, and twice is not at all", () => {
    expect(JSON.stringify(there)).not.toBe(JSON.stringify(model));
    expect(mirror.model(there)).toEqual(mirror.model(mirror.model(mirror.model(there))));
    expect(mirror.record(then)).toEqual(record);
  });

  test("everybody of either side changes place", () => {
    expect(everybody.filter((id) => mirror.id(id) === id)).toEqual([]);
  });

  test("the findings change places", () => {
    const [one, two] = [here().findings, other().findings];
    expect(two.length).toBe(one.length);
    expect(one.length).toBeGreaterThan(3);
    // Steps of the reasons are in words; pivots with equal times are told in the order of their ids.
    const plain = ({
      id,
      norm,
      view,
      bearer,
      counterparty,
      outcome,
      possible,
      footing,
      breaches,
      performed,
      coverage,
      window,
    }: Finding): unknown => ({
      id,
      norm,
      view,
      bearer,
      counterparty,
      outcome,
      possible,
      footing,
      breaches,
      performed,
      coverage,
      window,
    });
    const expected = one.map((finding) => mirror.finding(finding) as Finding).toSorted(byId);
    expect(two.toSorted(byId).map(plain)).toEqual(expected.map(plain));
  });

  test("the answers to claims stay, of what is claimed of the other", () => {
    const one = judgeClaims(model, record).claims;
    const two = judgeClaims(there, then).claims;
    expect(two.map((claim) => claim.id)).toEqual(one.map((claim) => claim.id));
    for (const [index, claim] of one.entries()) {
      const found = two[index];
      expect(found?.answer, claim.id).toBe(claim.answer);
      expect(found?.rule, claim.id).toBe(claim.rule);
      expect(
        found?.statements.map((each) => each.answer),
        claim.id,
      ).toEqual(claim.statements.map((each) => each.answer));
      expect(found?.sources, claim.id).toEqual(claim.sources);
    }
  });

  test("the balance changes places", () => {
    const [a, b] = pairs[0]!; // The sides, where the case declares them.
    const one = balanceOf(model, record, { result: here() }).rows;
    const two = balanceOf(there, then, { result: other() }).rows;
    for (const row of one) {
      const { id: _, names: __, members, norms, readings, views, ...counts } = row;
      const found = two.find((each) => each.id === mirror.id(row.id));
      expect(found, row.id).toMatchObject(counts);
      expect(found?.members).toEqual(members.map((each) => mirror.id(each)).toSorted());
      expect(found?.norms.byText).toEqual(norms.byText);
      expect(found?.readings).toEqual(readings);
      const seen = views.map((each) => ({ ...each, view: mirror.id(each.view) }));
      expect(found?.views).toEqual(seen.toSorted((x, y) => (x.view < y.view ? -1 : 1)));
    }
    expect(one.find((row) => row.id === a)).not.toEqual(one.find((row) => row.id === b));
  });
});

test("a record that stays as it is does not fit the mirrored model: the mirror can fail", () => {
  const [name, pairs] = SIDES[0]!;
  const { model, record } = load(join(CASES, name), "public");
  const mirror = new Mirror(pairs);
  const one = monitor(model, record, {}).findings.map((finding) => mirror.finding(finding) as Finding);
  const half = new Map(
    monitor(mirror.model(model), record, {}).findings.map((finding) => [finding.id, finding.possible]),
  );
  expect(one.every((finding) => JSON.stringify(half.get(finding.id)) === JSON.stringify(finding.possible))).toBe(false);
});
