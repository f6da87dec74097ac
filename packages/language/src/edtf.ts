/**
 * Dates as people write them: the Extended Date/Time Format (EDTF, ISO 8601-2) at levels 0 and 1, with sets, read as
 * earliest and latest second. docs/case.md shows what is read; test/outside.test.ts lists where we differ from
 * the npm library `edtf`, and why.
 *
 * `~ ? %` (about, uncertain, both) are kept in the text and do not widen the bounds: by how much they should
 * is not for us to say. Years are counted as astronomers do: 0 is the year before the year 1, -43 is 44 BC.
 */
import { civilDate, civilDay, daysInMonth, endOfDay, parseOffset, startOfDay } from "./calendar.ts";
import { DISTANT_FUTURE, DISTANT_PAST, type Time } from "./model.ts";

/** A time, or why the text is none: a sentence to show to its author. */
export type ParsedTime = { readonly time: Time } | { readonly fault: string };

type Bounds = { readonly earliest: number; readonly latest: number };

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** What stands in the month's place and is longer than a month: its first month, and how many there are. */
const SEASONS: ReadonlyMap<string, readonly [first: number, months: number]> = new Map([
  // Spring, summer, autumn, winter: three whole months each, as they fall north of the equator.
  ["21", [3, 3]],
  ["22", [6, 3]],
  ["23", [9, 3]],
  ["24", [12, 3]],
  // The same, said to be northern; then southern.
  ["25", [3, 3]],
  ["26", [6, 3]],
  ["27", [9, 3]],
  ["28", [12, 3]],
  ["29", [9, 3]],
  ["30", [12, 3]],
  ["31", [3, 3]],
  ["32", [6, 3]],
  // Quarters, thirds and halves of the calendar year.
  ["33", [1, 3]],
  ["34", [4, 3]],
  ["35", [7, 3]],
  ["36", [10, 3]],
  ["37", [1, 4]],
  ["38", [5, 4]],
  ["39", [9, 4]],
  ["40", [1, 6]],
  ["41", [7, 6]],
]);

/** The years that can be written, either way from the year 0: within the distant past and future of the model. */
const FARTHEST_YEAR = 250_000;
/** More than a set of a hundred dates; what is longer is no date but a slip in the table. */
const LONGEST = 4000;

const SHAPE =
  /^(-?)(\d{4}|\d{3}X|\d{2}XX|\dXXX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?(?:T(\d\d)(?::(\d\d|XX)(?::(\d\d|XX))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?[~?%]?$/u;
const LONG_YEAR = /^Y(-?)(\d+)[~?%]?$/u;

/**
 * Reads a date. What has no zone of its own is read at `offsetMinutes` from UTC. Both bounds are seconds that
 * may be meant: a day is its first to its last second, `10:30` the 60 seconds of that minute. Of a set, of one or of
 * all its members, the bounds are those of its earliest and its latest member.
 */
export function parseTime(text: string, offsetMinutes: number): ParsedTime {
  if (text.length > LONGEST) return { fault: "This is too long to be a date." };
  const trimmed = text.trim();
  if (trimmed === "") return { fault: "There is no date here." };
  const bounds = /^[[{]/u.test(trimmed) ? readSet(trimmed, offsetMinutes) : readSpan(trimmed, offsetMinutes);
  return typeof bounds === "string" ? { fault: bounds } : { time: { ...bounds, text: trimmed } };
}

/** A point, or an interval between two. */
function readSpan(text: string, offsetMinutes: number): Bounds | string {
  const parts = text.split("/");
  if (parts.length > 2) {
    if (/^\d{1,4}\/\d{1,2}\/\d{1,4}$/u.test(text)) return misshapen(text);
    return `${shown(text)} has more than one "/". An interval is written 2020-09-27/2020-11-10.`;
  }
  const [first = "", second] = parts;
  if (second === undefined) {
    if (text === "..") return "An open end stands only in an interval, as in 2020-09-27/..";
    return readPoint(text, offsetMinutes);
  }
  const openStart = first === "" || first === "..";
  const openEnd = second === "" || second === "..";
  if (openStart && openEnd) return "An interval that is open at both ends says nothing of when.";
  return between(openStart ? null : first, openEnd ? null : second, offsetMinutes, "interval");
}

/** `[a, b..c]`: one of these; `{a, b..c}`: all of them. Only the first member may begin with `..`, the last end so. */
function readSet(text: string, offsetMinutes: number): Bounds | string {
  const close = text.startsWith("[") ? "]" : "}";
  if (!text.endsWith(close)) {
    return text.includes("/")
      ? 'A set stands alone: an interval has a date, or nothing, on each side of its "/".'
      : `The set is not closed: it ends with ${close}`;
  }
  const members = text
    .slice(1, -1)
    .split(",")
    .map((member) => member.trim());
  if (members.length === 1 && members[0] === "") return "The set is empty: put dates between its brackets.";
  let earliest = Number.POSITIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  for (const [index, member] of members.entries()) {
    const bounds = readMember(member, index === 0, index === members.length - 1, offsetMinutes);
    if (typeof bounds === "string") return bounds;
    earliest = Math.min(earliest, bounds.earliest);
    latest = Math.max(latest, bounds.latest);
  }
  return { earliest, latest };
}

function readMember(member: string, isFirst: boolean, isLast: boolean, offsetMinutes: number): Bounds | string {
  if (member === "") return "A comma in a set stands between two dates.";
  if (member.includes("/"))
    return "In a set, what runs from one date to another has two dots: [2020-03-03..2020-03-09].";
  const [from = "", until, more] = member.split("..");
  if (until === undefined) return readPoint(member, offsetMinutes);
  if (more !== undefined) return `${shown(member)} has ".." twice.`;
  if (from === "" && until === "") return "A set that is open at both ends says nothing of when.";
  if (from === "" && !isFirst) return "Only the first date of a set can be open before: [..2020-03-03, 2020-03-09].";
  if (until === "" && !isLast) return "Only the last date of a set can be open after: [2020-03-03, 2020-03-09..].";
  return between(from === "" ? null : from, until === "" ? null : until, offsetMinutes, "range");
}

/** From the earliest of one to the latest of the other; null is an end that is open or unknown. */
function between(
  first: string | null,
  second: string | null,
  offsetMinutes: number,
  what: "interval" | "range",
): Bounds | string {
  const from = first === null ? null : readPoint(first, offsetMinutes);
  if (typeof from === "string") return from;
  const until = second === null ? null : readPoint(second, offsetMinutes);
  if (typeof until === "string") return until;
  if (from !== null && until !== null && until.latest < from.earliest)
    return `The ${what} ends before it begins: ${second} is earlier than ${first}.`;
  return { earliest: from?.earliest ?? DISTANT_PAST, latest: until?.latest ?? DISTANT_FUTURE };
}

function readPoint(text: string, offsetMinutes: number): Bounds | string {
  const long = LONG_YEAR.exec(text);
  if (long !== null) {
    const [, minus, digits = ""] = long;
    const year = Number(digits.slice(0, 12)) * (minus === "-" ? -1 : 1);
    if (digits.length > 12 || Math.abs(year) > FARTHEST_YEAR)
      return `A year lies between -${FARTHEST_YEAR} and ${FARTHEST_YEAR} here.`;
    return months(year, 1, year, 12, offsetMinutes);
  }
  const match = SHAPE.exec(text);
  if (match === null) return misshapen(text);
  const [, minus, digits = "", monthText, dayText, hourText, minuteText, secondText, zone] = match;
  const [least, most] = [Number(digits.replaceAll("X", "0")), Number(digits.replaceAll("X", "9"))];
  const [firstYear, lastYear] = minus === "-" ? [-most, -least] : [least, most];
  // In tables it stands for "not known" far more often than for a year.
  if (most === 0) return "There is no year 0000 in this calendar; the year before the year 1 is written Y0.";
  const wholeYear = monthText === undefined || (monthText === "XX" && (dayText === undefined || dayText === "XX"));
  if (firstYear !== lastYear && !wholeYear)
    return `"${text}" leaves the year open but not the month. Write the years as an interval.`;
  if (wholeYear) {
    if (hourText !== undefined) return `"${text}" gives a time of day without a day.`;
    return months(firstYear, 1, lastYear, 12, offsetMinutes);
  }
  if (monthText === "XX") return `"${text}" gives a day without its month.`;
  const season = SEASONS.get(monthText);
  if (season !== undefined) {
    if (dayText !== undefined || hourText !== undefined) return `"${text}" gives a day of a season. Write its month.`;
    const last = season[0] + season[1] - 1;
    return months(
      firstYear,
      season[0],
      last > 12 ? firstYear + 1 : firstYear,
      last > 12 ? last - 12 : last,
      offsetMinutes,
    );
  }
  const month = Number(monthText);
  if (month < 1 || month > 12) return `There is no month ${monthText}.`;
  if (dayText === undefined || dayText === "XX") {
    if (hourText !== undefined) return `"${text}" gives a time of day without a day.`;
    return months(firstYear, month, firstYear, month, offsetMinutes);
  }
  const length = daysInMonth(firstYear, month);
  const dayOfMonth = Number(dayText);
  if (dayOfMonth < 1 || dayOfMonth > length)
    return dayOfMonth < 1 ? "There is no day 00." : `${MONTHS[month - 1]} ${minus}${digits} has only ${length} days.`;
  const day = civilDay(firstYear, month, dayOfMonth);
  if (hourText === undefined) return { earliest: startOfDay(day, offsetMinutes), latest: endOfDay(day, offsetMinutes) };
  const clock = readClock(text, hourText, minuteText, secondText);
  if (typeof clock === "string") return clock;
  const offset = zone === undefined ? offsetMinutes : parseOffset(zone);
  if (offset === null) return `There is no time zone ${zone}.`;
  const start = startOfDay(day, offset);
  return { earliest: start + clock.earliest, latest: start + clock.latest };
}

/** Seconds of the day that a clock time may mean: `10:30` is a minute, `10:XX` an hour. */
function readClock(
  text: string,
  hourText: string,
  minuteText: string | undefined,
  secondText: string | undefined,
): Bounds | string {
  if (minuteText === undefined)
    return `"${text}" gives an hour without minutes. Write 10:00, or 10:XX for some time in that hour.`;
  if (minuteText === "XX" && secondText !== undefined && secondText !== "XX")
    return `"${text}" gives the second without its minute.`;
  const hour = Number(hourText);
  const minute = Number(minuteText.replace("XX", "00"));
  const second = Number((secondText ?? "XX").replace("XX", "00"));
  if (hour === 24) return "The hour 24 is the hour 00 of the next day: write that.";
  if (hour > 23 || minute > 59 || second > 59)
    return `There is no time ${text.slice(text.indexOf("T") + 1).replace(/[Z+~?%-].*$/u, "")}.`;
  const earliest = hour * 3600 + minute * 60 + second;
  if (minuteText === "XX") return { earliest, latest: earliest + 3599 };
  return { earliest, latest: secondText === undefined || secondText === "XX" ? earliest + 59 : earliest };
}

/** From the first day of a month to the last of another, or the same. */
function months(
  firstYear: number,
  firstMonth: number,
  lastYear: number,
  lastMonth: number,
  offsetMinutes: number,
): Bounds {
  return {
    earliest: startOfDay(civilDay(firstYear, firstMonth, 1), offsetMinutes),
    latest: endOfDay(civilDay(lastYear, lastMonth, daysInMonth(lastYear, lastMonth)), offsetMinutes),
  };
}

/** A day of the calendar as it is written; null where there is none. */
function isoDay(year: number, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  const two = (count: number): string => String(count).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

/** `31.03.2024` is one day, `01.05.2024` may be two. */
function dayOrMonthFirst(text: string, year: number, first: number, second: number): string {
  const dayFirst = isoDay(year, second, first);
  const monthFirst = isoDay(year, first, second);
  if (dayFirst !== null && monthFirst !== null && dayFirst !== monthFirst)
    return `"${text}" could be read in two ways: ${dayFirst} if the day comes first, ${monthFirst} if the month does. Write the one that is meant.`;
  const one = dayFirst ?? monthFirst;
  return one === null
    ? `"${text}" is no day of the calendar. Write year, month, day: 2020-11-09.`
    : `"${text}" is written ${one}: year, month, day.`;
}

/** Says what to write instead for the ways dates are commonly written elsewhere. */
function misshapen(text: string): string {
  const numbers = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/u.exec(text);
  if (numbers !== null) return dayOrMonthFirst(text, Number(numbers[3]), Number(numbers[1]), Number(numbers[2]));
  const named =
    /^(?<day>\d{1,2})(?:st|nd|rd|th)?[\s.-]*(?<month>\p{L}{3,9})[\s.,-]*(?<year>\d{4})$/iu.exec(text) ??
    /^(?<month>\p{L}{3,9})[\s.-]*(?<day>\d{1,2})(?:st|nd|rd|th)?[\s.,-]+(?<year>\d{4})$/iu.exec(text);
  const { day = "", month = "", year = "" } = named?.groups ?? {};
  const place = MONTHS.findIndex((name) => month !== "" && name.toLowerCase().startsWith(month.toLowerCase()));
  const meant = isoDay(Number(year), place + 1, Number(day));
  if (meant !== null) return `${shown(text)} is written ${meant}: year, month, day.`;
  if (/^[2-7]\d{4}(?:\.\d+)?$/u.test(text)) {
    const { year: y, month: m, day: d } = civilDate(civilDay(1899, 12, 30) + Math.floor(Number(text)));
    return `"${text}" is a day number of a spreadsheet: ${isoDay(y, m, d)}, if its days are counted from 1900. Give the column the format yyyy-mm-dd there, and save the table again.`;
  }
  if (/^\d{4}[./]\d{1,2}[./]\d{1,2}$/u.test(text)) return "Put hyphens between year, month and day: 2020-11-09.";
  if (/^\d{4}-\d{1,2}(-\d{1,2})?$/u.test(text))
    return `"${text}" needs two digits for month and day, as in 2020-11-09.`;
  if (/^\d{4}\s*[-–—]\s*\d{4}$/u.test(text)) return 'From one year to another is written with "/": 2020/2021.';
  if (/^\d{8}$/u.test(text)) return "Put hyphens between year, month and day: 2020-11-09.";
  if (/^\d{4}-\d\d-\d\d[\st]+\d/u.test(text)) return 'Put a "T" between day and time: 2020-11-09T23:00.';
  if (/^\d{4}-\d\d-\d\dT\d:\d\d/u.test(text)) return "An hour has two digits: 2020-11-09T09:00.";
  if (/^\d{4}-\d\d-\d\d(?:T[\d:]+)?\s*(?:[-–—]|to|until)\s*\d/u.test(text))
    return 'From one time to another is written with "/", each in full: 2020-11-09T14:00/2020-11-09T15:00.';
  if (/^\d{4}-?Q[1-4]$/u.test(text)) return "Quarters are written as months 33 to 36: 2020-33 is January to March.";
  if (/^\d{4}-?W\d\d?$/u.test(text)) return "A week is written as an interval of its days: 2020-11-09/2020-11-15.";
  if (/^(?:\p{L}{3,}\.? \d{4}|\d{1,2}\.? \p{L}{3,}\.?,? \d{4}|\p{L}{3,}\.? \d{1,2},? \d{4})$/u.test(text))
    return "Months are written as numbers, after the year: 2020-11, 2020-11-09.";
  if (/T\d\d:\d\d(?::\d\d)?[+-]\d{1,2}$/u.test(text)) return "An offset has hours and minutes: 2020-11-09T23:00+04:00.";
  if (/T.*[.,]\d/u.test(text)) return "Times are whole seconds: leave the fraction out.";
  if (/^(?:c|ca|circa|about)[.\s]/iu.test(text)) return '"About" is written with "~" after the date: 2020-11~.';
  if (/^[~?%]|[~?%]./u.test(text)) return "A sign of doubt stands once, at the end of the whole date: 2020-11~.";
  if (text.startsWith("Y")) return "After Y stand only the digits of a year: Y-12000.";
  if (/^[+-]?\d{5,}/u.test(text)) return "A year of more than four digits is written with Y before it: Y12000.";
  if (/^-?[\dX]{4}(?:-[\dX]{2}){0,2}$/u.test(text)) return `"${text}" leaves out a digit before one that it gives.`;
  return `${shown(text)} is not a date. Dates are written 2020-11-09, 2020-11, 2020, 2020-11-09T23:00+04:00 or as an interval A/B.`;
}

/** In quotes, cut where it is long. */
function shown(text: string): string {
  return text.length > 60 ? `"${text.slice(0, 59)}…"` : `"${text}"`;
}
