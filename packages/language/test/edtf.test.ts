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
    ["1XXX", "1000-01-01T00:00:00Z", "1999-12-31T23:59:59Z"],
    ["2020-XX-XX", "2020-01-01T00:00:00Z", "2020-12-31T23:59:59Z"],
    ["2020-11-10T18:XX", "2020-11-10T18:00:00Z", "2020-11-10T18:59:59Z"],
    ["2020-11-10T18:XX:XX+04:00~", "2020-11-10T14:00:00Z", "2020-11-10T14:59:59Z"],
    ["2020-11-10T18:30:XX", "2020-11-10T18:30:00Z", "2020-11-10T18:30:59Z"],
    // Seasons as whole months, in the order of the north; winter runs into the next year.
    ["2020-21", "2020-03-01T00:00:00Z", "2020-05-31T23:59:59Z"],
    ["2020-22", "2020-06-01T00:00:00Z", "2020-08-31T23:59:59Z"],
    ["2020-23~", "2020-09-01T00:00:00Z", "2020-11-30T23:59:59Z"],
    ["2019-24", "2019-12-01T00:00:00Z", "2020-02-29T23:59:59Z"],
    ["2020-29", "2020-09-01T00:00:00Z", "2020-11-30T23:59:59Z"],
    ["2020-33", "2020-01-01T00:00:00Z", "2020-03-31T23:59:59Z"],
    ["2020-36", "2020-10-01T00:00:00Z", "2020-12-31T23:59:59Z"],
    ["2020-38", "2020-05-01T00:00:00Z", "2020-08-31T23:59:59Z"],
    ["2020-41", "2020-07-01T00:00:00Z", "2020-12-31T23:59:59Z"],
    // Years before the year 1, and far ones.
    ["-0043-03-15", "-000043-03-15T00:00:00Z", "-000043-03-15T23:59:59Z"],
    ["-004X", "-000049-01-01T00:00:00Z", "-000040-12-31T23:59:59Z"],
    ["-2020", "-002020-01-01T00:00:00Z", "-002020-12-31T23:59:59Z"],
    ["Y0", "0000-01-01T00:00:00Z", "0000-12-31T23:59:59Z"],
    ["Y12000", "+012000-01-01T00:00:00Z", "+012000-12-31T23:59:59Z"],
    ["Y-12000?", "-012000-01-01T00:00:00Z", "-012000-12-31T23:59:59Z"],
    ["Y250000", "+250000-01-01T00:00:00Z", "+250000-12-31T23:59:59Z"],
    ["Y-250000", "-250000-01-01T00:00:00Z", "-250000-12-31T23:59:59Z"],
    // Sets: from the earliest to the latest of their members.
    ["[2020-03, 2020-05-07]", "2020-03-01T00:00:00Z", "2020-05-07T23:59:59Z"],
    ["[1667,1668..1670]", "1667-01-01T00:00:00Z", "1670-12-31T23:59:59Z"],
    ["{1667,1668..1670}", "1667-01-01T00:00:00Z", "1670-12-31T23:59:59Z"],
    ["[2021, 2020]", "2020-01-01T00:00:00Z", "2021-12-31T23:59:59Z"],
    ["{2020-03-03T10:00, 2020-03-04T11:00Z}", "2020-03-03T10:00:00Z", "2020-03-04T11:00:59Z"],
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
    expect(time("[2020-03, 2021..]")).toMatchObject({ earliest: time("2020-03").earliest, latest: DISTANT_FUTURE });
    expect(time("[..2020-03, 2021]")).toMatchObject({ earliest: DISTANT_PAST, latest: time("2021").latest });
    // No date that can be written reaches them.
    expect(time("Y-250000").earliest).toBeGreaterThan(DISTANT_PAST);
    expect(time("Y250000").latest).toBeLessThan(DISTANT_FUTURE);
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
    ["0000", "There is no year 0000 in this calendar; the year before the year 1 is written Y0."],
    ["2020-11-10T24:00", "The hour 24 is the hour 00 of the next day: write that."],
    ["2020-11-10T23:60", "There is no time 23:60."],
    [
      "2020-11-10T10",
      '"2020-11-10T10" gives an hour without minutes. Write 10:00, or 10:XX for some time in that hour.',
    ],
    ["2020-11-10T10:XX:30", '"2020-11-10T10:XX:30" gives the second without its minute.'],
    ["2020-21-05", '"2020-21-05" gives a day of a season. Write its month.'],
    ["2020-42", "There is no month 42."],
    ["Y250001", "A year lies between -250000 and 250000 here."],
    [`Y-${"9".repeat(400)}`, "A year lies between -250000 and 250000 here."],
    ["Y12000-01", "After Y stand only the digits of a year: Y-12000."],
    ["Y17E7", "After Y stand only the digits of a year: Y-12000."],
    ["12000", "A year of more than four digits is written with Y before it: Y12000."],
    ["[2020, 2021", "The set is not closed: it ends with ]"],
    ["{2020]", "The set is not closed: it ends with }"],
    ["[2020]/2021", 'A set stands alone: an interval has a date, or nothing, on each side of its "/".'],
    ["[]", "The set is empty: put dates between its brackets."],
    ["[2020,,2021]", "A comma in a set stands between two dates."],
    ["[2020,]", "A comma in a set stands between two dates."],
    ["[2020/2021]", "In a set, what runs from one date to another has two dots: [2020-03-03..2020-03-09]."],
    ["[2021..2020]", "The range ends before it begins: 2020 is earlier than 2021."],
    ["[2020..2021..2022]", '"2020..2021..2022" has ".." twice.'],
    ["[..]", "A set that is open at both ends says nothing of when."],
    ["[2020,..2021]", "Only the first date of a set can be open before: [..2020-03-03, 2020-03-09]."],
    ["[2020..,2021]", "Only the last date of a set can be open after: [2020-03-03, 2020-03-09..]."],
    ["2020-11~-09", "A sign of doubt stands once, at the end of the whole date: 2020-11~."],
    ["?2020", "A sign of doubt stands once, at the end of the whole date: 2020-11~."],
    ["ca. 2020", '"About" is written with "~" after the date: 2020-11~.'],
    ["20201109", "Put hyphens between year, month and day: 2020-11-09."],
    ["2020/11/09", "Put hyphens between year, month and day: 2020-11-09."],
    ["2020-11-09 23:00", 'Put a "T" between day and time: 2020-11-09T23:00.'],
    ["2020-2021", 'From one year to another is written with "/": 2020/2021.'],
    ["20X0", '"20X0" leaves out a digit before one that it gives.'],
    ["x".repeat(100_000), "This is too long to be a date."],
    ["2020-11T10:00", '"2020-11T10:00" gives a time of day without a day.'],
    ["2020-11-10T10:00+25:00", "There is no time zone +25:00."],
    ["2020-11-10T10:00:00.5", "Times are whole seconds: leave the fraction out."],
    [
      "10.11.2020",
      '"10.11.2020" could be read in two ways: 2020-11-10 if the day comes first, 2020-10-11 if the month does. Write the one that is meant.',
    ],
    ["31.03.2024", '"31.03.2024" is written 2024-03-31: year, month, day.'],
    ["3/31/2024", '"3/31/2024" is written 2024-03-31: year, month, day.'],
    ["04.04.2024", '"04.04.2024" is written 2024-04-04: year, month, day.'],
    ["30.02.2024", '"30.02.2024" is no day of the calendar. Write year, month, day: 2020-11-09.'],
    ["31 March 2024", '"31 March 2024" is written 2024-03-31: year, month, day.'],
    ["31-Mar-2024", '"31-Mar-2024" is written 2024-03-31: year, month, day.'],
    ["March 31st, 2024", '"March 31st, 2024" is written 2024-03-31: year, month, day.'],
    ["2030-12-30T9:00", "An hour has two digits: 2020-11-09T09:00."],
    ...["2030-12-30T09:00-2030-12-30T11:00", "2030-12-30T14:00 to 15:00", "2030-12-30 – 2031-01-02"].map(
      (text): [string, string] => [
        text,
        'From one time to another is written with "/", each in full: 2020-11-09T14:00/2020-11-09T15:00.',
      ],
    ),
    ["2030-Q3", "Quarters are written as months 33 to 36: 2020-33 is January to March."],
    ["2030-W12", "A week is written as an interval of its days: 2020-11-09/2020-11-15."],
    ["Dec 2030", "Months are written as numbers, after the year: 2020-11, 2020-11-09."],
    ["2030-12-30T14:00+2", "An offset has hours and minutes: 2020-11-09T23:00+04:00."],
    [
      // Of an hour, too: 2024-03-31T12:00 is 45382.5.
      "45382.5",
      '"45382.5" is a day number of a spreadsheet: 2024-03-31, if its days are counted from 1900. Give the column the format yyyy-mm-dd there, and save the table again.',
    ],
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
    "-0000",
    "XXXX",
    "--2020",
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
  const dateLike = fc.string({ unit: fc.constantFrom(...Array.from("0123456789-/.:TZXY~?%+ []{},")), maxLength: 30 });
  fc.assert(
    fc.property(fc.oneof(fc.string(), dateLike), fc.integer({ min: -720, max: 840 }), (text, offset) => {
      const parsed = parseTime(text, offset);
      if ("fault" in parsed) {
        expect(parsed.fault.length).toBeGreaterThan(10);
        expect(parsed.fault.length).toBeLessThan(300);
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
