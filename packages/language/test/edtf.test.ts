import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DISTANT_FUTURE, DISTANT_PAST, formatDay, parseTime, type Time } from "@servanda/language";

const at = (text: string): number => Date.parse(text) / 1000;
const time = (text: string, offset = 0): Time => {
  const parsed = parseTime(text, offset);
  if ("fault" in parsed) throw new Error(parsed.fault);
  return parsed.time;
};
const fault = (text: string): string | null => {
  const parsed = parseTime(text, 0);
  return "fault" in parsed ? parsed.fault : null;
};

describe("what is meant", () => {
  test.each([
    ["2020-11-10", "2020-11-10T00:00:00Z", "2020-11-10T23:59:59Z"],
    ["2020-02", "2020-02-01T00:00:00Z", "2020-02-29T23:59:59Z"],
    ["2020", "2020-01-01T00:00:00Z", "2020-12-31T23:59:59Z"],
    ["202X", "2020-01-01T00:00:00Z", "2029-12-31T23:59:59Z"],
    ["19XX", "1900-01-01T00:00:00Z", "1999-12-31T23:59:59Z"],
    ["2020-XX", "2020-01-01T00:00:00Z", "2020-12-31T23:59:59Z"],
    ["2020-11-XX", "2020-11-01T00:00:00Z", "2020-11-30T23:59:59Z"],
    ["2020-11-10T10:30", "2020-11-10T10:30:00Z", "2020-11-10T10:30:59Z"],
    ["2020-11-10T10:30:15", "2020-11-10T10:30:15Z", "2020-11-10T10:30:15Z"],
    ["2020-11-10T00:00+03:00", "2020-11-09T21:00:00Z", "2020-11-09T21:00:59Z"],
    ["2020-11-10T00:00:00-0330", "2020-11-10T03:30:00Z", "2020-11-10T03:30:00Z"],
    ["2020-11-10T10:30Z", "2020-11-10T10:30:00Z", "2020-11-10T10:30:59Z"],
    ["2022-12/2023-09-19", "2022-12-01T00:00:00Z", "2023-09-19T23:59:59Z"],
    ["2022-12-12T10:00/2022-12-12T14:00", "2022-12-12T10:00:00Z", "2022-12-12T14:00:59Z"],
    ["2000-02-29", "2000-02-29T00:00:00Z", "2000-02-29T23:59:59Z"],
  ])("%s", (text, earliest, latest) => {
    expect(time(text)).toEqual({ earliest: at(earliest), latest: at(latest), text });
  });

  test("signs of doubt stay in the text and widen nothing", () => {
    for (const sign of ["~", "?", "%"])
      expect(time(`2022-12${sign}`)).toEqual({ ...time("2022-12"), text: `2022-12${sign}` });
    expect(time("2020-11-10~/2020-11-20?")).toMatchObject({
      earliest: time("2020-11-10").earliest,
      latest: time("2020-11-20").latest,
    });
  });

  test("an open or unknown end has no bound", () => {
    for (const open of ["2020/..", "2020/"])
      expect(time(open)).toMatchObject({ earliest: time("2020").earliest, latest: DISTANT_FUTURE });
    for (const open of ["../2020", "/2020"])
      expect(time(open)).toMatchObject({ earliest: DISTANT_PAST, latest: time("2020").latest });
  });

  test("a zone of its own beats the given one; without one, the given one counts", () => {
    expect(time("2020-11-10T00:00+03:00", 240)).toEqual(time("2020-11-10T00:00+03:00", -600));
    expect(time("2020-11-10", 240).earliest).toBe(at("2020-11-09T20:00:00Z"));
    expect(time("2020-11-10T10:30", 240).earliest).toBe(at("2020-11-10T06:30:00Z"));
  });
});

describe("what cannot be meant, and why", () => {
  test.each([
    ["2023-02-29", "February 2023 has only 28 days."],
    ["1900-02-29", "February 1900 has only 28 days."],
    ["2020-11-31", "November 2020 has only 30 days."],
    ["2020-13-01", "There is no month 13."],
    ["2020-00", "There is no month 00."],
    ["2020-11-00", "There is no day 00."],
    ["0000", "There is no year 0000 in this calendar."],
    ["2020-11-10T24:00", "The hour 24 is the hour 00 of the next day: write that."],
    ["2020-11-10T23:60", "There is no time 23:60."],
    ["2020-11-10T10", '"2020-11-10T10" gives an hour without minutes. Write it as 10:00, or as an interval.'],
    ["2020-11T10:00", '"2020-11T10:00" gives a time of day without a day.'],
    ["2020-11-10T10:00+25:00", "There is no time zone +25:00."],
    ["2020-11-10T10:00:00.5", "Times are whole seconds: leave the fraction out."],
    ["10.11.2020", '"10.11.2020" could be read in two ways. Write year, month, day: 2020-11-09.'],
    ["2020-1-5", '"2020-1-5" needs two digits for month and day, as in 2020-11-09.'],
    ["2020-12-01/2020-11-01", "The interval ends before it begins: 2020-11-01 is earlier than 2020-12-01."],
    ["../..", "An interval that is open at both ends says nothing of when."],
    ["/", "An interval that is open at both ends says nothing of when."],
    ["", "There is no date here."],
  ])("%s", (text, reason) => {
    expect(fault(text)).toBe(reason);
  });

  test.each([
    "..",
    "2020/2021/2022",
    "yesterday",
    "-2020",
    "20X0-01",
    "202X-05",
    "2020-XX-05",
    "2020-11-10T",
    "2020-11-10T10:00~+03:00",
  ])("%s is refused", (text) => {
    expect(fault(text)).toMatch(/[.]$/u);
  });
});

test("any text is read or refused with a sentence; bounds are whole seconds in order", () => {
  const dateLike = fc.string({ unit: fc.constantFrom(...Array.from("0123456789-/.:TZX~?%+ ")), maxLength: 30 });
  fc.assert(
    fc.property(fc.oneof(fc.string(), dateLike), fc.integer({ min: -720, max: 840 }), (text, offset) => {
      const parsed = parseTime(text, offset);
      if ("fault" in parsed) {
        expect(parsed.fault.length).toBeGreaterThan(10);
      } else {
        expect(Number.isInteger(parsed.time.earliest) && Number.isInteger(parsed.time.latest)).toBe(true);
        expect(parsed.time.earliest).toBeLessThanOrEqual(parsed.time.latest);
      }
    }),
    { numRuns: 2000 },
  );
});

test("a day is read as the day that is written", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -50_000_000_000, max: 200_000_000_000 }),
      fc.integer({ min: -720, max: 840 }),
      (instant, offset) => {
        const text = formatDay(instant, offset);
        const { earliest, latest } = time(text, offset);
        expect(earliest).toBeLessThanOrEqual(instant);
        expect(latest).toBeGreaterThanOrEqual(instant);
        expect(latest - earliest).toBe(86_399);
      },
    ),
  );
});
