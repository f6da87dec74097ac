/** The balance, counted by hand. */
import { balanceOf, DIVIDED, judgeClaims } from "@servanda/analysis";
import { check, parseTime, type Time } from "@servanda/language";
import { type Account, type Record, type Source, UNSAID } from "@servanda/monitor";
import { describe, expect, test } from "vitest";

const TEXT = `
case shores "Two shores"
  record closes 2031-12-31
actor North, a state
actor South, a state
actor Isle, a state
group north-guard
group north-side "The northern side", a side
  members North, north-guard
source N1
agreement pact
  in force from 2030-01-01
  parties North, South, Isle
ban calm of pact, article 1
  each party
  must not attack each other
duty report of pact, article 2
  South
  must report to North
  by 2030-06-30
duty forces of pact, article 3
  open-forces
  must withdraw
term open-forces
reading guards of forces, held by South, source N1
  open-forces means north-guard
`;

const { model, diagnostics } = check([{ path: "a.md", text: `Prose.\n\n\`\`\`servanda\n${TEXT}\`\`\`\n` }]);

function date(text: string): Time {
  const parsed = parseTime(text, 0);
  if (!("time" in parsed)) throw new Error(parsed.fault);
  return parsed.time;
}

const account = (event: string, source: string, more: Partial<Account>): Account => ({
  ...UNSAID,
  id: `${event}/${source}`,
  event,
  source,
  stance: "asserts",
  when: date("2031-05-01"),
  kind: "attack",
  status: "alleged",
  handling: "public",
  grade: "report",
  at: { path: "conduct/a.csv", row: 2 },
  ...more,
});

const source = (id: string, speaksFor: readonly string[], leaning: string | null): Source => ({
  id,
  title: id,
  publisher: null,
  kind: "media",
  speaksFor,
  origin: id,
  mandate: [],
  leaning,
  url: null,
  published: null,
  licence: null,
  handling: "public",
});

const record: Record = {
  accounts: [
    account("A1", "GN", { actor: "South", target: "north-guard", deaths: { low: null, best: 9, high: null } }),
    account("A1", "GS", { actor: "South", target: "north-guard", deaths: { low: 2, best: 3, high: 4 } }),
    account("A1", "M1", { actor: "South", target: "North" }),
    account("A2", "GN", { actor: "North", target: "South" }),
    account("A2", "GS", { stance: "denies", when: null, kind: null, actor: "North" }),
    // Withdrawn, and after the close: neither counts.
    account("A3", "GN", { actor: "South", target: "North", status: "withdrawn" }),
    account("A4", "M1", { actor: "South", target: "North", when: date("2032-05-01") }),
  ],
  sources: [source("GN", ["North"], "northern"), source("GS", ["South"], null), source("M1", [], "independent")],
  coverage: [],
  shapes: [],
};

describe("what two do with each other", () => {
  const acts = `
act clash, clashes, clashed
  roles actor, with target
act deal-in, deals-in, dealt-in
  roles actor, object, with partner
`;
  const read = check([{ path: "a.md", text: `Prose.\n\n\`\`\`servanda\n${TEXT}${acts}\`\`\`\n` }]).model;
  const about = (...accounts: readonly Account[]) =>
    balanceOf(read, { ...record, accounts }).rows.map(({ accountsAbout: { acting, together, suffering } }) => [
      acting,
      together,
      suffering,
    ]);

  // 8.1: of north, isle and south.
  const both = [
    [0, 1, 0],
    [0, 0, 0],
    [0, 1, 0],
  ];
  test("counts for both alike, whichever of them the row names first", () => {
    expect(about(account("C1", "M1", { kind: "clash", actor: "North", target: "South" }))).toEqual(both);
    expect(about(account("C1", "M1", { kind: "clash", actor: "South", target: "north-guard" }))).toEqual(both);
  });

  test("is what an act has after *with*, in whichever column, and nothing else of it", () => {
    const dealt = account("D1", "M1", { kind: "deal-in", actor: "North", target: "South", object: "Isle" });
    expect(about(dealt)).toEqual([
      [0, 1, 0],
      [0, 0, 1],
      [0, 1, 0],
    ]);
  });

  test("is an act of one where nobody is told to have done it with it", () => {
    expect(about(account("C2", "M1", { kind: "clash", actor: "North" }))[0]).toEqual([1, 0, 0]);
  });
});

describe("the balance", () => {
  const { rows } = balanceOf(model, record);
  const [north, isle, south] = ["north-side", "Isle", "South"].map((id) => rows.find((row) => row.id === id)!);

  test("has a row for each side, and for each party that is of none", () => {
    expect(diagnostics.filter((each) => each.severity === "error")).toEqual([]);
    expect(rows.map((row) => row.id)).toEqual(["north-side", "Isle", "South"]);
    expect(north!.members).toEqual(["North", "north-guard"]);
  });

  test("counts norms, by the text and by readings alone", () => {
    expect(north!.norms).toEqual({ byText: ["calm"], byReading: ["forces"] });
    expect(south!.norms).toEqual({ byText: ["calm", "report"], byReading: [] });
    expect([north!.readings, south!.readings]).toEqual([[], ["guards"]]);
  });

  test("counts accounts by and about it, and who tells", () => {
    expect([north!.accountsBy, south!.accountsBy]).toEqual([
      { asserting: 2, denying: 0 },
      { asserting: 1, denying: 1 },
    ]);
    // All five name somebody of the north: A1 three times as whom it was done to, A2 twice as who acts.
    expect(north!.accountsAbout).toEqual({
      total: 5,
      acting: 2,
      suffering: 3,
      together: 0,
      byItself: 2,
      byOthers: 2,
      byNobodys: 1,
      byLeaning: [
        { what: "", count: 2 },
        { what: "independent", count: 1 },
        { what: "northern", count: 2 },
      ],
    });
    // GS denies A2 without saying to whom it was not done: that account does not name the south.
    expect(south!.accountsAbout.total).toBe(4);
    expect(isle!.accountsAbout.total).toBe(0);
  });

  test("sums the least and the most deaths told of", () => {
    expect(north!.harm).toEqual({ events: 1, denied: 0, counted: 1, deaths: { least: 2, most: 9 } });
    expect(south!.harm).toEqual({ events: 1, denied: 1, counted: 0, deaths: null });
  });

  test("counts findings by the text, and again under each view that a side holds", () => {
    // South struck in May 2031: article 1 is broken, owed to nobody in particular. Nobody reported by June 2030.
    const at = ({ findings }: { findings: readonly { what: string; count: number }[] }, what: string): number =>
      findings.find((each) => each.what === what)?.count ?? 0;
    // Isle is of no side here, and South is no side's either: where a side is declared, only its members' views are shown.
    expect(south!.views).toEqual([]);
    const declared = TEXT.replace(
      "group north-side",
      `group south-side "The southern side", a side\n  members South\ngroup north-side`,
    );
    const two = balanceOf(
      check([{ path: "a.md", text: `Prose.\n\n\`\`\`servanda\n${declared}\`\`\`\n` }]).model,
      record,
    ).rows;
    const guards = two.find((row) => row.id === "north-side")!;
    // By the text nobody is known to bear article 3; under South's reading it is the north's guards, with no deadline.
    expect(at(guards, "pending")).toBe(0);
    expect(guards.views.map((seen) => [seen.view, at(seen, "pending")])).toEqual([["South", 1]]);
    // Of articles 1 and 2, which South does not read otherwise, the text's findings stand.
    const southern = two.find((row) => row.id === "south-side")!;
    expect(southern.views[0]!.findings).toEqual(southern.findings);
  });

  test("counts a holder that reads one norm in several ways once, and says where they part", () => {
    // Article 3: as the guards' duty South reads it without a deadline (pending) and, in a second reading, by 2031 (nobody came).
    const reads = (second: string): readonly (readonly [string, number])[] => {
      const text = TEXT.replace(
        "group north-side",
        `group south-side "The southern side", a side\n  members South\ngroup north-side`,
      ).concat(`\n${second}\n`);
      const read = check([{ path: "a.md", text: `Prose.\n\n\`\`\`servanda\n${text}\`\`\`\n` }]);
      expect(read.diagnostics.filter((each) => each.severity === "error")).toEqual([]);
      const guards = balanceOf(read.model, record).rows.find((row) => row.id === "north-side")!;
      expect(guards.views.map(({ view }) => view)).toEqual(["South"]);
      return guards.views[0]!.findings.map(({ what, count }) => [what, count] as const);
    };
    const by = north!.findings.map(({ what, count }) => [what, count] as const);
    const and = (more: string): readonly (readonly [string, number])[] =>
      [...by, [more, 1] as const].sort(([a], [b]) => (a < b ? -1 : 1));
    // The second names South itself: of the north only the first speaks.
    expect(reads("reading itself of forces, held by South, source N1\n  open-forces means South")).toEqual(
      and("pending"),
    );
    // The second names the guards too, and a day that is past.
    expect(
      reads("reading dated of forces, held by South, source N1\n  open-forces means north-guard\n  until 2031-01-01"),
    ).toEqual(and(DIVIDED));
  });

  test("does not depend on which rows are asked for", () => {
    expect(balanceOf(model, record, { rows: new Set(["South"]) }).rows).toEqual([south]);
  });
});

test("without a date to speak about it says so, as the monitor does", () => {
  const undated = { ...model, case: { ...model.case, recordCloses: null } };
  expect(() => judgeClaims(undated, record)).toThrow(/no date to speak about/u);
  expect(() => balanceOf(undated, record)).toThrow(/no date to speak about/u);
});
