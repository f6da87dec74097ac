/** What a text states, without pixels. */
import { judgeClaims } from "@servanda/analysis";
import { describe, expect, test } from "vitest";
import { NOTHING_ASKED, optionsOf, recordAs } from "servanda/asked";
import { type Desk, NOTHING_SELECTED, type Selection } from "../src/desk.ts";
import { essayCsv, essayOf, groundOf, sourceTitle, valueWords } from "../src/essaystate.ts";
import { deskFor, payloadOf } from "./case.ts";

const payload = payloadOf("cases/harbour");
const desk = deskFor(payload);
const answered = (asked: Partial<typeof NOTHING_ASKED> = {}): ReturnType<typeof judgeClaims> => {
  const all = { ...NOTHING_ASKED, ...asked };
  const options = optionsOf(payload.model, all);
  if (options === null) throw new Error("the case does not say when its record closes");
  return judgeClaims(payload.model, recordAs(payload.record, all), options);
};
const answers = answered();
const on = (change: Partial<Selection> = {}): Selection => ({ ...NOTHING_SELECTED, open: "essay", ...change });
const state = essayOf(desk, on(), answers, null);

describe("the essay", () => {
  test("has its statements in the order of the text, by where they stand in it", () => {
    expect(state.passages.map(({ at, claims }) => [at, claims.map(({ claim }) => claim.id)]).slice(0, 2)).toEqual([
      ["p1", ["C1", "C2"]],
      ["p2", expect.arrayContaining(["C3", "C4"])],
    ]);
    expect(state.passages[0]?.claims[0]?.prose).toBe("Northshore's dredgers shut the channel for more than two weeks.");
    expect(state.of).toBe("Editorial, 20 June 2030, The Southshore Courier");
  });

  test("counts all that is stated, whatever is filtered, and the bar is whole", () => {
    const sum = state.counts.reduce((all, { count }) => all + count, 0);
    expect(sum).toBe(answers.claims.length);
    expect(state.shares.reduce((all, { width }) => all + width, 0)).toBeCloseTo(100, 9);
    const filtered = essayOf(desk, on({ answers: ["depends on reading"] }), answers, null);
    expect(filtered.shown.every(({ answer }) => answer === "depends on reading")).toBe(true);
    expect(filtered.counts).toEqual(state.counts);
    expect(filtered.whole).toBe(state.whole);
  });

  test("keeps an answer that is filtered by, even where no statement has it", () => {
    const absent = essayOf(desk, on({ answers: ["order holds"] }), answers, null);
    expect(absent.counts).toContainEqual({ answer: "order holds", count: 0 });
    expect(absent.passages).toEqual([]);
  });

  test("marks what the flips have made of a statement, and only that", () => {
    const flipped = answered({ without: ["S1"] });
    const changed = essayOf(desk, on({ without: ["S1"] }), flipped, answers);
    const was = new Map(answers.claims.map(({ id, answer }) => [id, answer]));
    const told = changed.passages.flatMap(({ claims }) => claims);
    for (const { claim, before } of told) {
      expect(before).toBe(was.get(claim.id) === claim.answer ? null : was.get(claim.id));
    }
    // The mission's log is what shows that the channel was shut.
    expect(changed.changed).toBeGreaterThan(0);
    expect(state.changed).toBe(0);
  });

  test("names who and what, where the case has ids, but never inside somebody's words", () => {
    const reading = answers.claims.find(({ id }) => id === "C2");
    const [first] = (answers.claims.find(({ id }) => id === "C1")?.statements ?? []).map((each) =>
      groundOf(desk, each),
    );
    expect(first?.words).toBe("A company of dredgers blocked the ship channel in 2030-03");
    expect(first?.because).toContain("2030-03-04 06:30");
    const [ground] = (reading?.statements ?? []).map((each) => groundOf(desk, each));
    expect(ground?.byView.map(({ label, answer }) => [label, answer])).toEqual([
      ["by the text", "unknown"],
      ["under Northshore", "contradicted"],
      ["under Southshore", "supported"],
    ]);
    expect(ground?.findings.every(({ of }) => of !== null)).toBe(true);
    const quoted = { ...answers.claims[0]!.statements[0]!, reason: 'Called "guns" by S3; guns stayed.' };
    expect(groundOf(desk, quoted).because).toBe(
      'Called "guns" by S3; guns within five kilometres of the shore stayed.',
    );
  });

  test("is exported as it is filtered, with whose data each row is", () => {
    const csv = essayCsv(desk, on({ answers: ["depends on reading"] }), answers);
    const [head = "", ...rows] = csv.trimEnd().split("\r\n");
    expect(head).toMatch(/^id,passage,.*,claim,licences,case,version,/u);
    expect(rows.length).toBe(answers.totals["depends on reading"]);
    expect(rows.every((row) => row.includes("answers depends on reading"))).toBe(true);
  });
});

test("what is not on record goes by its id", () => {
  expect(sourceTitle(desk, "S1")).toBe("Log of the harbour mission, Harbour mission");
  expect(sourceTitle(desk, "S99")).toBe("S99");
  expect(valueWords(desk, "series/x.csv:2")).toBe("series/x.csv:2");
  const value = {
    id: "series/x.csv:2",
    series: "spending",
    arguments: ["Northshore"],
    in: { earliest: 0, latest: 1, text: "2030" },
    low: 90,
    best: 94,
    high: 95,
    unit: "percent",
    source: "S1",
  };
  const valued = { ...desk, record: { ...desk.record, values: [value] } } as unknown as Desk;
  expect(valueWords(valued, value.id)).toBe(
    "spending of Northshore, 2030: 94 (90 to 95) percent; Log of the harbour mission, Harbour mission",
  );
});
