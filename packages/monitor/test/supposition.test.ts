import { check, type Model } from "@servanda/language";
import { describe, expect, it } from "vitest";
import { type Account, type Record, suppose, UNSAID } from "../src/index.ts";

const CASE = `
case c "C"
  record closes 2030-12-31
  time zone Z
  standard reasonable-grounds
  borders none
actor A
actor B
actor C
actor road, a route
state blocked of a route, initially false
  started by block, ended by unblock
agreement g "G"
  in force from 2030-01-01
  parties A, B, C
term passage on route
ban peace of g, article 1
  each party
  must not attack each other
duty explain-it of g, article 2
  when attacker attacks victim
  attacker
  must explain to victim
  within 14 days
duty road-open of g, article 3
  A
  must keep passage on road
reading open of road-open, held by B, source S
  passage on route means not blocked of route
reading calm of road-open, held by A, source S
  passage on route means no attack by A on B
reading calm-too of road-open, held by C, source S
  passage on route means no attack by A on B
duty late of g, article 4
  A
  must meet with B
  by 2030-06-30
source S "S"
`;

function modelWith(suppositions: string): Model {
  const { model, diagnostics } = check(
    [{ path: "case.md", text: `Prose.\n\n\`\`\`servanda\n${CASE}${suppositions}\n\`\`\`\n` }],
    {
      sources: new Set(["S1"]),
      shapes: new Set(),
    },
  );
  expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  return model;
}

const day = (text: string): Account["when"] => ({
  earliest: Date.parse(`${text}T00:00:00Z`) / 1000,
  latest: Date.parse(`${text}T23:59:59Z`) / 1000,
  text,
});

function account(event: string, fields: Partial<Account>): Account {
  return {
    ...UNSAID,
    id: `${event}/S1`,
    event,
    source: "S1",
    stance: "asserts",
    status: "verified",
    handling: "public",
    grade: "observation",
    at: { path: "conduct/a.csv", row: 2 },
    ...fields,
  };
}

const RECORD: Record = {
  accounts: [
    account("E1", { kind: "attack", actor: "A", target: "B", when: day("2030-02-01") }),
    account("E2", { kind: "meet", actor: "A", target: "B", when: day("2030-06-29") }),
  ],
  sources: [
    {
      id: "S1",
      title: "Log",
      publisher: null,
      kind: "monitor",
      speaksFor: [],
      origin: "S1",
      mandate: [],
      leaning: null,
      url: null,
      published: null,
      licence: null,
      handling: "public",
    },
  ],
  coverage: [
    {
      id: "V1",
      source: "S1",
      kinds: ["*"],
      place: null,
      from: Date.parse("2030-01-01T00:00:00Z") / 1000,
      until: Date.parse("2031-01-01T00:00:00Z") / 1000,
      threshold: null,
      why: "log",
      handling: "public",
      at: { path: "coverage.csv", row: 2 },
    },
  ],
  shapes: [],
};

/** Each expectation with whether it was met, and what was found. */
function tried(suppositions: string): { met: boolean; found: string }[] {
  return suppose(modelWith(suppositions), RECORD, {}).flatMap((t) =>
    t.expectations.map((each) => ({ met: each.met, found: each.found })),
  );
}

function met(suppositions: string): boolean[] {
  return tried(suppositions).map((t) => t.met);
}

describe("a story", () => {
  it("is the whole story: nothing else happened, and all is seen", () => {
    expect(
      met(`
suppose s
  2030-03-01 B attacks A
  expect peace by A is no breach observed
  expect peace by B is breached from 2030-03-01
  expect peace by B is breached from 2030-03-02
  expect late is breached
  expect late is pending on 2030-06-30
  expect late is breached on 2030-07-01`),
    ).toEqual([true, true, false, true, true, true]);
  });

  it("is certain at every standard", () => {
    expect(
      met(`
suppose s
  2030-03-01 B attacks A
  expect peace by B is breached at standard alleged
  expect peace by B is breached at standard adjudicated`),
    ).toEqual([true, true]);
  });

  it("is judged when the record closes, or at its last event if that is later", () => {
    // Fourteen days from 20 December end on 3 January, from 5 January 2031 on the 19th.
    expect(
      met(`
suppose before
  2030-12-20 B attacks A
  expect explain-it by B is pending
suppose after
  2031-01-05 B attacks A
  expect explain-it by B is pending
suppose long-after
  2031-01-05 B attacks A
  2031-02-05 B attacks C
  expect explain-it by B to A is breached`),
    ).toEqual([true, true, true]);
  });

  it("must be so of each finding that it speaks of, and of one at least", () => {
    expect(
      met(`
suppose s
  2030-03-01 B attacks A
  2030-04-01 B attacks C
  2030-04-02 B explains to C
  expect explain-it by B is kept
  expect explain-it by B to C is kept
  expect explain-it by B after s#2 is kept
  expect explain-it by B to A is breached
  expect explain-it by C is kept
  expect peace by B is breached from 2030-04-01`),
    ).toEqual([false, true, true, true, false, true]);
  });
});

describe("an occasion that names who owes", () => {
  it("is not triggered for anybody where it has not arisen", () => {
    expect(
      met(`
suppose nothing
  expect explain-it by A is not triggered
  expect explain-it is not triggered
  expect explain-it by A is kept
suppose something
  2030-12-30 B attacks A
  expect explain-it by B is pending
  expect explain-it by C is not triggered`),
    ).toEqual([true, true, false, true, true]);
  });
});

describe("with the record", () => {
  it("takes the record as it is, with what is added to it", () => {
    expect(
      met(`
suppose s
  with the record
  2030-02-10 A explains to B
  expect peace by A is breached from 2030-02-01
  expect explain-it by A after E1 is kept
  expect late is kept`),
    ).toEqual([true, true, true]);
  });

  it("takes what is added for certain although somebody watched and does not tell of it", () => {
    expect(
      met(`
suppose s
  with the record
  2030-02-10 B attacks A
  expect peace by B is breached
  expect peace by B is breached at standard adjudicated`),
    ).toEqual([true, true]);
  });

  it("leaves out events, coverage and sources, and moves events", () => {
    expect(
      met(`
suppose no-event
  with the record
  without event E1
  expect peace by A is no breach observed
suppose no-coverage
  with the record
  without event E2
  without coverage V1
  expect late is unknown: kept or breached
  expect late is unknown: kept or pending
suppose no-source
  with the record
  without source S1
  expect peace by A is no breach observed
  expect late is unknown
suppose later
  with the record
  event E2 at 2030-07-01
  expect late is breached`),
    ).toEqual([true, true, false, true, true, true]);
  });

  it("is met by nothing where it leaves out what is not there", () => {
    expect(
      tried(`
suppose s
  with the record
  without event E7
  expect late is kept
suppose t
  with the record
  without coverage V7
  expect late is kept
suppose u
  with the record
  event E8 at 2030-01-01
  expect late is kept`),
    ).toEqual([
      { met: false, found: "the record has no event E7" },
      { met: false, found: "the record has no coverage row V7" },
      { met: false, found: "the record has no event E8" },
    ]);
  });
});

describe("views", () => {
  const blocked = `
suppose s
  2030-03-01 C blocks road
  2030-03-11 C unblocks road
`;

  it("is of the text unless it says whose view, by holder or by reading", () => {
    expect(
      met(`${blocked}
  expect road-open is unknown
  expect road-open is breached from 2030-03-01 for 10 days under B
  expect road-open is breached from 2030-03-01 for 9 days under B
  expect road-open is breached under open
  expect road-open is no breach observed under A
  expect road-open is breached under calm
  expect peace by A is no breach observed under B`),
    ).toEqual([true, true, false, true, true, false, true]);
  });

  it("is contested on reading where parties' views differ", () => {
    expect(
      met(`${blocked}
  expect road-open is contested on reading
  expect peace is contested on reading`),
    ).toEqual([true, false]);
    expect(
      met(`
suppose calm
  expect road-open is contested on reading`),
    ).toEqual([false]);
  });

  it("says what was found instead", () => {
    expect(
      tried(`${blocked}
  expect road-open is kept under B
  expect peace by A is breached
  expect explain-it by A after E1 is kept`).map((t) => t.found),
    ).toEqual(["breached, from 2030-03-01 for 10 days", "no breach observed", "not triggered"]);
  });
});
