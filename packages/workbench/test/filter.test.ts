/** Filters: what a picture, a table or a print says of them is what the view that is shown does. */
import { describe, expect, test } from "vitest";
import { boardOf } from "../src/boardstate.ts";
import { NOTHING_SELECTED, type Selection, type ViewId } from "../src/desk.ts";
import { chosenOf, FILTERS, filtersBeside, filtersTold, flipsTold, heededBy, without } from "../src/filterstate.ts";
import { mapOf } from "../src/mapstate.ts";
import { timelineOf } from "../src/timelinestate.ts";
import { deskFor, payloadOf } from "./case.ts";

const desk = deskFor(payloadOf("cases/harbour"));
const all: Partial<Selection> = {
  parties: ["Southshore"],
  instruments: ["nothing-of-the-kind"],
  outcomes: ["lapsed"],
  answers: ["unknown"],
  period: "1900",
  zone: "quay",
  changed: true,
};
const on = (open: ViewId, change: Partial<Selection> = {}): Selection => ({ ...NOTHING_SELECTED, open, ...change });

describe("what is told of filters", () => {
  test("is what the view heeds, and the rest is told apart", () => {
    const { heeded, idle } = filtersTold(desk, on("map", all));
    expect(heeded).toEqual([expect.stringMatching(/^parties /u), "period 1900", expect.stringMatching(/^place /u)]);
    expect(idle).toEqual(["agreements nothing-of-the-kind", "outcomes lapsed", "answers unknown", "only what changed"]);
    expect(filtersTold(desk, on("essay", all)).heeded).toEqual(["answers unknown"]);
    expect(filtersTold(desk, on("sources", all)).heeded).toEqual([]);
  });

  test("has the party that is chosen as heeded where the finding of a norm is its own, and else not", () => {
    const of = (party: string): readonly string[] =>
      filtersTold(desk, on("why", { norm: "pull-back-guns", parties: [party] })).heeded;
    expect(of("Southshore")).toEqual(["parties Southshore"]);
    expect(of("nobody")).toEqual([]);
  });

  test("is not told twice: what a view has a control for stands there", () => {
    expect(filtersBeside(desk, on("board", all))).toEqual({ heeded: [], idle: ["answers unknown"] });
    expect(filtersBeside(desk, on("timeline", { period: "2030" }))).toEqual({ heeded: [], idle: [] });
    expect(filtersBeside(desk, on("essay", all)).heeded).toEqual([]);
    expect(filtersBeside(desk, on("map", { period: "2030" })).heeded).toEqual(["period 2030"]);
    // With facts only the board has no filters, so those that are chosen have no effect there.
    expect(filtersBeside(desk, on("board", { facts: true, period: "2030" })).idle).toEqual(["period 2030"]);
  });

  test("says that the board leaves whole the cells in which an outcome is, with what they are under other readings", () => {
    expect(filtersTold(desk, on("board", { outcomes: ["breached"] })).heeded).toEqual(["cells with outcomes breached"]);
    expect(filtersTold(desk, on("timeline", { outcomes: ["breached"] })).heeded).toEqual(["outcomes breached"]);
  });

  test("names no period that cannot be read, for it filters nothing", () => {
    expect(filtersTold(desk, on("board", { period: "some day" }))).toEqual({ heeded: [], idle: [] });
  });

  test("says that the timeline shades a period, and that its table leaves the rest out", () => {
    expect(filtersTold(desk, on("timeline", { period: "2030" })).heeded).toEqual(["period 2030, shaded"]);
    expect(filtersTold(desk, on("timeline", { period: "2030", table: true })).heeded).toEqual(["period 2030"]);
  });

  test("says of facts only what is true of them: nothing is filtered where all observations stand", () => {
    expect(heededBy(on("board", { facts: true }))).toEqual([]);
    expect(heededBy(on("map", { facts: true }))).toEqual(["parties", "period", "zone"]);
  });

  test("agrees with what the views do, filter by filter", () => {
    const shown: { readonly [V in "board" | "timeline" | "map"]: (selection: Selection) => unknown } = {
      board: (selection) => boardOf(desk, selection).cells.length,
      timeline: (selection) => {
        const { lanes, events, period } = timelineOf(desk, selection);
        return [lanes, events, period];
      },
      map: (selection) => mapOf(desk, selection).unplaced,
    };
    for (const open of ["board", "timeline", "map"] as const) {
      const before = JSON.stringify(shown[open](on(open)));
      for (const filter of FILTERS) {
        const does = JSON.stringify(shown[open](on(open, { [filter]: all[filter] }))) !== before;
        expect([open, filter, does]).toEqual([open, filter, heededBy(on(open)).includes(filter)]);
      }
    }
  });
});

test("clearing all filters clears every one, and those of a view only those", () => {
  expect(chosenOf(desk, on("board", all))).toEqual(FILTERS);
  expect(chosenOf(desk, { ...on("board", all), ...without() })).toEqual([]);
  expect(chosenOf(desk, { ...on("board", all), ...without(heededBy(on("board"))) })).toEqual(["answers"]);
});

test("flips are told by what they suppose", () => {
  expect(flipsTold(on("board", { disbelieved: ["E1/S1"], supposed: ["E2"], without: ["S3"] }))).toEqual([
    "disbelieving E1/S1",
    "taking as certain E2",
    "leaving out source S3",
  ]);
});
