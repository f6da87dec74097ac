/** Periods as people write them, read in one way by board, timeline and map. */
import { expect, test } from "vitest";
import { boardOf } from "../src/boardstate.ts";
import { NOTHING_SELECTED } from "../src/desk.ts";
import { mapOf } from "../src/mapstate.ts";
import { periodFault, periodOf, sidesOf, spanned } from "../src/period.ts";
import { timelineOf } from "../src/timelinestate.ts";
import { deskFor, payloadOf } from "./case.ts";

const day = (text: string): number => Date.parse(text) / 1000;

test("has two ends, and either may be left out; one date stands for all of it", () => {
  expect(periodOf("2030-03-04/2030-03-05", 0)).toEqual({ from: day("2030-03-04"), until: day("2030-03-06") - 1 });
  expect(periodOf("2030-03-04", 0)).toEqual({ from: day("2030-03-04"), until: day("2030-03-05") - 1 });
  expect(periodOf("/2030-03-04", 0)?.from).toBe(Number.NEGATIVE_INFINITY);
  expect(periodOf("../2030-03-04", 0)).toEqual(periodOf("/2030-03-04", 0));
  expect(periodOf(null, 0)).toBeNull();
  expect(sidesOf("2030")).toEqual(["2030", "2030"]);
  expect(sidesOf("2030/")).toEqual(["2030", ""]);
  expect(sidesOf(null)).toEqual(["", ""]);
});

test.each([
  ["some day", /some day/u],
  ["2030-03-04/some day", /some day/u],
  ["2030-13-01/", /13/u],
  ["2030-03-05/2030-03-04", /ends before it begins/u],
  ["2030/2031/2032", /two dates at most/u],
  ["/", /at least one side/u],
])("refuses %s, all of it, and says why", (text, why) => {
  expect(periodFault(text, 0)).toMatch(why);
  expect(periodOf(text, 0)).toBeNull();
});

test("an empty box is no fault", () => {
  expect(periodFault(" ", 0)).toBeNull();
  expect(periodFault("2030-03/2030-04", 0)).toBeNull();
});

test("open sides are those of all there is, never an end before the beginning", () => {
  const whole = { from: 10, until: 20 };
  expect(spanned({ from: -Infinity, until: 15 }, whole)).toEqual({ from: 10, until: 15 });
  expect(spanned({ from: 30, until: Infinity }, whole)).toEqual({ from: 30, until: 30 });
});

test("one date means the same to board, timeline and map", () => {
  const desk = deskFor(payloadOf("cases/harbour"));
  for (const [lone, both] of [
    ["2030-03", "2030-03/2030-03"],
    ["2029", "2029/2029"],
  ]) {
    const by = (period = ""): unknown => {
      const selection = { ...NOTHING_SELECTED, period };
      return [
        boardOf(desk, selection).cells.map(({ norm, bearer }) => [norm, bearer]),
        timelineOf(desk, selection).period,
        mapOf(desk, selection).unplaced,
      ];
    };
    expect(by(lone)).toEqual(by(both));
    expect(timelineOf(desk, { ...NOTHING_SELECTED, period: lone ?? null }).period).toEqual(
      periodOf(lone ?? null, desk.model.case.offset),
    );
  }
});
