import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDuration,
  addMonths,
  civilDate,
  civilDay,
  dayDifference,
  dayEnd,
  dayStart,
  daysInMonth,
  daysLasted,
  endOfDayAfter,
  formatDay,
  formatInstant,
  formatOffset,
  localDay,
  parseOffset,
  windowEnd,
  DISTANT_PAST,
  type Duration,
  type Time,
} from "@servanda/language";

import * as calendar from "../src/calendar.ts";
import { wrongAnswers } from "./almanac.ts";

const at = (text: string): number => Date.parse(text) / 1000;
const length = (count: number, unit: Duration["unit"], rounding: Duration["rounding"] = null): Duration => ({
  count,
  unit,
  rounding,
});
const day = fc.integer({ min: -700_000, max: 2_900_000 });
const instant = fc.integer({ min: -60_000_000_000, max: 200_000_000_000 });
const offset = fc.integer({ min: -1439, max: 1439 });

describe("the calendar", () => {
  test("answers as the platform's own dates do", () => {
    expect(wrongAnswers(calendar).slice(0, 10)).toEqual([]);
  });
});

describe("civil days", () => {
  test("agree with Date.UTC, forward and back", () => {
    fc.assert(
      fc.property(day, (n) => {
        const date = new Date(n * 86_400_000);
        const civil = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
        expect(civilDate(n)).toEqual(civil);
        expect(civilDay(civil.year, civil.month, civil.day)).toBe(n);
      }),
    );
  });

  test("months have the lengths that Date knows", () => {
    for (const year of [1900, 1999, 2000, 2023, 2024, 2100]) {
      for (let month = 1; month <= 12; month += 1) {
        expect(daysInMonth(year, month), `${year}-${month}`).toBe(new Date(Date.UTC(year, month, 0)).getUTCDate());
      }
    }
  });
});

describe("local days", () => {
  test("Moscow's 10 November 2020 begins at 21:00 UTC on the 9th", () => {
    const start = at("2020-11-09T21:00:00Z");
    expect(dayStart(at("2020-11-10T12:00:00Z"), 180)).toBe(start);
    expect(dayStart(start, 180)).toBe(start);
    expect(dayStart(start - 1, 180)).toBe(start - 86_400);
    expect(dayEnd(start, 180)).toBe(start + 86_399);
  });

  test("the end of the Nth day after is the last second of that local day", () => {
    expect(endOfDayAfter(at("2020-11-10T20:30:00Z"), 5, 180)).toBe(at("2020-11-15T20:59:59Z"));
    // 21:30 UTC is already the 11th in Moscow.
    expect(endOfDayAfter(at("2020-11-10T21:30:00Z"), 5, 180)).toBe(at("2020-11-16T20:59:59Z"));
  });

  test("calendar days between two instants", () => {
    expect(dayDifference(at("2022-12-12T06:00:00Z"), at("2023-09-19T09:00:00Z"), 240)).toBe(281);
    expect(dayDifference(at("2023-01-02T00:00:00Z"), at("2023-01-01T23:59:59Z"), 0)).toBe(-1);
  });

  test("an instant lies in its day, whatever the zone", () => {
    fc.assert(
      fc.property(instant, offset, (t, minutes) => {
        expect(dayStart(t, minutes)).toBeLessThanOrEqual(t);
        expect(dayEnd(t, minutes)).toBeGreaterThanOrEqual(t);
        expect(dayEnd(t, minutes) - dayStart(t, minutes)).toBe(86_399);
        expect(localDay(dayEnd(t, minutes) + 1, minutes)).toBe(localDay(t, minutes) + 1);
      }),
    );
  });
});

describe("adding a length of time", () => {
  test("month ends follow the stated rounding, and have no answer without one", () => {
    const january = civilDay(2023, 1, 31);
    expect(addMonths(january, 1, "last-day")).toBe(civilDay(2023, 2, 28));
    expect(addMonths(january, 1, "next-month")).toBe(civilDay(2023, 3, 1));
    expect(addMonths(january, 1, null)).toBeNull();
    expect(addMonths(january, 2, null)).toBe(civilDay(2023, 3, 31));
    expect(addMonths(civilDay(2024, 2, 29), 12, "last-day")).toBe(civilDay(2025, 2, 28));
    expect(addMonths(january, -2, "last-day")).toBe(civilDay(2022, 11, 30));
  });

  test("hours are counted out, days run to their end", () => {
    const trigger = at("2031-05-01T10:30:00Z");
    expect(windowEnd(trigger, length(72, "hour"), 0)).toBe(trigger + 72 * 3600);
    expect(windowEnd(trigger, length(14, "day"), 0)).toBe(at("2031-05-15T23:59:59Z"));
    expect(windowEnd(trigger, length(2, "week"), 0)).toBe(at("2031-05-15T23:59:59Z"));
    expect(windowEnd(trigger, length(1, "month"), 0)).toBe(at("2031-06-01T23:59:59Z"));
    expect(windowEnd(at("2031-05-31T10:30:00Z"), length(1, "month"), 0)).toBeNull();
    expect(addDuration(trigger, length(1, "year"), 0)).toBe(at("2032-05-01T10:30:00Z"));
    expect(addDuration(trigger, length(90, "minute"), 0)).toBe(at("2031-05-01T12:00:00Z"));
    expect(addDuration(trigger, length(5, "second"), 0)).toBe(trigger + 5);
  });

  test("whole months there and back return, where the day exists in both", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -600, max: 600 }), (start, months) => {
        fc.pre(civilDate(start).day <= 28);
        expect(addMonths(addMonths(start, months, null) ?? Number.NaN, -months, null)).toBe(start);
      }),
    );
  });

  test("a window never ends before the plain sum, nor a day after it", () => {
    const unit = fc.constantFrom("second", "minute", "hour", "day", "week", "month", "year");
    const rounding = fc.constantFrom("last-day", "next-month");
    fc.assert(
      fc.property(instant, offset, fc.integer({ min: 0, max: 200 }), unit, rounding, (t, minutes, count, of, to) => {
        const sum = addDuration(t, length(count, of, to), minutes) as number;
        const end = windowEnd(t, length(count, of, to), minutes) as number;
        expect(end).toBeGreaterThanOrEqual(sum);
        expect(end - sum).toBeLessThan(86_400);
      }),
    );
  });
});

describe("offsets and words", () => {
  test.each([
    ["Z", 0],
    ["+04:00", 240],
    ["-03:30", -210],
    ["+0530", 330],
    ["+03", 180],
    ["-00:00", 0],
    ["+24:00", null],
    ["+03:60", null],
    ["Moscow", null],
    ["", null],
  ])("%s", (text, minutes) => {
    // toBe tells 0 from -0, and -0 would not survive JSON.
    expect(parseOffset(text)).toBe(minutes);
  });

  test("offsets and instants are written as they are read", () => {
    fc.assert(
      fc.property(instant, offset, (t, minutes) => {
        expect(parseOffset(formatOffset(minutes))).toBe(minutes);
        fc.pre(
          t > -60_000_000_000 &&
            civilDate(localDay(t, minutes)).year >= 1000 &&
            civilDate(localDay(t, minutes)).year <= 9999,
        );
        expect(at(formatInstant(t, minutes))).toBe(t);
        expect(formatInstant(t, minutes).startsWith(formatDay(t, minutes))).toBe(true);
      }),
    );
  });
});

describe("how long something lasted", () => {
  const days = (from: string, until: string = from): Time => ({
    earliest: at(`${from}T00:00:00Z`),
    latest: at(`${until}T23:59:59Z`),
    text: from,
  });

  // 10 to 15 March are five days; the end may be the 12th, the beginning the 8th.
  test.each<[string, Time, Time | null, number, string]>([
    ["a day of each", days("2030-03-10"), days("2030-03-15"), 5, "5 days"],
    ["an end that is open", days("2030-03-10"), days("2030-03-12", "2030-03-15"), 5, "2 to 5 days"],
    ["a beginning that is open", days("2030-03-08", "2030-03-10"), days("2030-03-15"), 5, "5 to 7 days"],
    ["both", days("2030-03-08", "2030-03-10"), days("2030-03-12", "2030-03-15"), 5, "2 to 7 days"],
    ["what goes on", days("2030-03-08", "2030-03-10"), null, 5, "5 to 7 days"],
    ["one day", days("2030-03-10"), days("2030-03-11"), 1, "1 day"],
    [
      "an end that may come before the beginning",
      days("2030-03-10"),
      days("2030-03-08", "2030-03-15"),
      5,
      "0 to 5 days",
    ],
    ["nobody knows since when", { ...days("2030-03-10"), earliest: DISTANT_PAST }, null, 5, "5 days or more"],
  ])("%s", (_, from, until, known, words) => {
    expect(daysLasted({ from, until, days: known }, 0)).toBe(words);
  });
});
