/**
 * Dates and calendar beside two outside libraries: `edtf` for what a date means, `temporal-polyfill` for how days and
 * months are counted. Where we differ from `edtf`, the difference is listed here, with its reason.
 */
import edtf from "edtf";
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  addDuration,
  addMonths,
  civilDate,
  civilDay,
  dayDifference,
  formatInstant,
  localDay,
  parseOffset,
  parseTime,
} from "@servanda/language";

type Answer = readonly [earliest: number, latest: number] | "refused";

function ours(text: string): Answer {
  const parsed = parseTime(text, 0);
  return "time" in parsed ? [parsed.time.earliest, parsed.time.latest] : "refused";
}

/** The library's bounds, cut to whole seconds. */
function theirs(text: string): Answer {
  try {
    const { min, max } = edtf(text);
    // An end that is open or unknown is null or infinite there: a bound of 1970, for whoever makes a date of it.
    if (!Number.isFinite(min) || !Number.isFinite(max)) return "refused";
    return [Math.floor(min / 1000), Math.floor(max / 1000)];
  } catch {
    return "refused";
  }
}

const at = (text: string): number => Date.parse(text) / 1000;
const AGREED = [
  ["2020", "2020-11", "2020-11-10", "1900-02-28", "2000-02-29", "0001-01-01", "9999-12-31", "0999"],
  ["202X", "20XX", "2020-XX", "2020-11-XX", "2020-02-XX", "2020-XX-XX", "-2020", "-0043-03-15", "-0001"],
  ["2020~", "2020-11?", "2020-11-10%", "2020-11~/2021", "2020/2021", "2020-11-10/2020-12", "2020-09-27/2020-11-10"],
  ["Y12000", "Y-12000", "Y170000", "[1667,1668]", "{1667, 1670}", "[2020-01-03,2020-02]"],
  ["2020-11-10T10:30:15Z", "2020-11-10T10:30:15+04:00", "2020-11-10T10:30:15-03:30"],
  // Neither is a date.
  ["2020-13", "2020-11-31", "2020-00", "10.11.2020", "2020/2021/2022", "", "yesterday", "2020-11-10T25:00:00Z"],
].flat();

/** What the library says otherwise, and why we do not follow it. */
const DIFFERENT: readonly (readonly [text: string, ours: Answer, theirs: Answer, reason: string])[] = [
  [
    "[1667,1668..1670]",
    [at("1667-01-01T00:00:00Z"), at("1670-12-31T23:59:59Z")],
    [at("1667-01-01T00:00:00Z"), at("1668-12-31T23:59:59Z")],
    "the library leaves the end of the last range out of the maximum",
  ],
  [
    "{1667,1668..1670}",
    [at("1667-01-01T00:00:00Z"), at("1670-12-31T23:59:59Z")],
    [at("1667-01-01T00:00:00Z"), at("1668-12-31T23:59:59Z")],
    "the same, for a list",
  ],
  [
    "[2021, 2020]",
    [at("2020-01-01T00:00:00Z"), at("2021-12-31T23:59:59Z")],
    [at("2021-01-01T00:00:00Z"), at("2020-12-31T23:59:59Z")],
    "the library takes the first member for the earliest and the last for the latest",
  ],
  [
    "2021-21",
    [at("2021-03-01T00:00:00Z"), at("2021-05-31T23:59:59Z")],
    [at("2021-01-01T00:00:00Z"), at("2021-03-31T23:59:59Z")],
    "spring is not January to March; whole months, in the order of the north",
  ],
  [
    "2021-24",
    [at("2021-12-01T00:00:00Z"), at("2022-02-28T23:59:59Z")],
    [at("2021-10-01T00:00:00Z"), at("2021-12-31T23:59:59Z")],
    "winter runs into the next year",
  ],
  [
    "2020-11-10T10:30Z",
    [at("2020-11-10T10:30:00Z"), at("2020-11-10T10:30:59Z")],
    [at("2020-11-10T10:30:00Z"), at("2020-11-10T10:30:00Z")],
    "who writes no seconds means the minute, not its first second",
  ],
  [
    "202X~",
    [at("2020-01-01T00:00:00Z"), at("2029-12-31T23:59:59Z")],
    "refused",
    "about some year of a decade is said often, and costs nothing: the sign widens no bound",
  ],
  ["0000", "refused", [at("0000-01-01T00:00:00Z"), at("0000-12-31T23:59:59Z")], "in tables it stands for “not known”"],
  [
    "2020-XX-05",
    "refused",
    [at("2020-01-05T00:00:00Z"), at("2020-12-05T23:59:59Z")],
    "level 2; the bounds would lose the month that is not known, and the author would not see it",
  ],
  [
    "20X0",
    "refused",
    [at("2000-01-01T00:00:00Z"), at("2090-12-31T23:59:59Z")],
    "level 2; far more often a slip than a century of round years",
  ],
  [
    "?2020-01",
    "refused",
    [at("2020-01-01T00:00:00Z"), at("2020-01-31T23:59:59Z")],
    "level 2: a sign before one part of a date says what our bounds cannot",
  ],
];

describe("dates as the library edtf reads them", () => {
  test.each(AGREED)("%s is read alike", (text) => {
    expect(ours(text)).toEqual(theirs(text));
  });

  test("so are dates that are generated", () => {
    const digits = (least: number, most: number): fc.Arbitrary<string> =>
      fc.integer({ min: least, max: most }).map((n) => String(n).padStart(2, "0"));
    const year = fc.integer({ min: 1, max: 9999 }).map((n) => String(n).padStart(4, "0"));
    // Days up to 28, as the library takes 30 February for a date of March in some places.
    const date = fc.oneof(
      year,
      year.map((text) => `-${text}`),
      year.map((text) => `${text.slice(0, 3)}X`).filter((text) => text !== "000X"),
      fc.tuple(year, digits(1, 12)).map((parts) => parts.join("-")),
      fc.tuple(year, digits(1, 12), digits(1, 28)).map((parts) => parts.join("-")),
      fc.tuple(year, digits(1, 12)).map((parts) => `${parts.join("-")}-XX`),
    );
    const signed = fc
      .tuple(
        date.filter((each) => !each.includes("X")),
        fc.constantFrom("", "~", "?", "%"),
      )
      .map((parts) => parts.join(""));
    const text = fc.oneof(
      date,
      signed,
      // Members in order, for the reason given above.
      fc.uniqueArray(year, { minLength: 1, maxLength: 4 }).map((all) => `[${all.toSorted().join(",")}]`),
    );
    fc.assert(
      fc.property(text, (each) => {
        expect(ours(each), each).toEqual(theirs(each));
      }),
      { numRuns: 300 },
    );
  });

  test.each(DIFFERENT)("%s is read otherwise, for a reason", (text, mine, library) => {
    expect(ours(text)).toEqual(mine);
    // Should the library change, the list is out of date.
    expect(theirs(text)).toEqual(library);
  });

  test("open ends and open sets, which the library cannot bound", () => {
    for (const text of ["2020/..", "2020/", "../2020", "/2020-11-10", "[..2020]", "[2020..]"]) {
      expect(ours(text), text).not.toBe("refused");
      expect(theirs(text), text).toBe("refused");
    }
  });
});

describe("the calendar as Temporal counts it", () => {
  const day = fc.integer({ min: -700_000, max: 2_900_000 });
  const plain = (n: number): Temporal.PlainDate => {
    const { year, month, day: d } = civilDate(n);
    return Temporal.PlainDate.from({ year, month, day: d }, { overflow: "reject" });
  };
  const number = ({ year, month, day: d }: Temporal.PlainDate): number => civilDay(year, month, d);

  test("months are added alike: to the last day where it constrains, to the next month where that lacks the day", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -3000, max: 3000 }), (start, months) => {
        const sum = plain(start).add({ months }, { overflow: "constrain" });
        const lacking = sum.day !== plain(start).day;
        expect(addMonths(start, months, "last-day")).toBe(number(sum));
        expect(addMonths(start, months, "next-month")).toBe(lacking ? number(sum.add({ days: 1 })) : number(sum));
        expect(addMonths(start, months, null)).toBe(lacking ? null : number(sum));
      }),
      { numRuns: 1000 },
    );
  });

  test("the ends of months, each month and length, in a common and a leap year", () => {
    for (const year of [2023, 2024]) {
      for (let month = 1; month <= 12; month += 1) {
        for (const months of [1, 2, 6, 12, 13, -1, -12]) {
          const last = new Temporal.PlainDate(year, month, 1).add({ months: 1 }).subtract({ days: 1 });
          const sum = last.add({ months }, { overflow: "constrain" });
          expect(addMonths(number(last), months, "last-day"), `${last.toString()} + ${months}`).toBe(number(sum));
          expect(addMonths(number(last), months, null) === null, `${last.toString()} + ${months}`).toBe(
            sum.day !== last.day,
          );
        }
      }
    }
  });

  test("days between two dates", () => {
    fc.assert(
      fc.property(day, day, (a, b) => {
        expect(b - a).toBe(plain(a).until(plain(b), { largestUnit: "days" }).days);
      }),
    );
  });

  test("local days, lengths of time and offsets", () => {
    const instant = fc.integer({ min: -60_000_000_000, max: 200_000_000_000 });
    const offset = fc.integer({ min: -1439, max: 1439 });
    fc.assert(
      fc.property(instant, instant, offset, fc.integer({ min: -500, max: 500 }), (t, later, minutes, count) => {
        const zone = `${minutes < 0 ? "-" : "+"}${new Date(Math.abs(minutes) * 60_000).toISOString().slice(11, 16)}`;
        const local = (s: number): Temporal.ZonedDateTime =>
          Temporal.Instant.fromEpochMilliseconds(s * 1000).toZonedDateTimeISO(zone);
        expect(parseOffset(zone)).toBe(minutes);
        expect(localDay(t, minutes)).toBe(number(local(t).toPlainDate()));
        expect(dayDifference(t, later, minutes)).toBe(
          local(t).toPlainDate().until(local(later).toPlainDate(), { largestUnit: "days" }).days,
        );
        const sum = local(t).add({ months: count }, { overflow: "constrain" });
        expect(addDuration(t, { count, unit: "month", rounding: "last-day" }, minutes)).toBe(
          sum.epochMilliseconds / 1000,
        );
        expect(Temporal.Instant.from(formatInstant(t, minutes).replace(/Z$/u, "+00:00")).epochMilliseconds).toBe(
          t * 1000,
        );
      }),
      { numRuns: 300 },
    );
  });
});
