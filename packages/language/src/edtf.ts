/**
 * Dates as people write them: a subset of the Extended Date/Time Format (EDTF), read as earliest and latest
 * second. Days, months, years, decades (`199X`), times of day, intervals with open or unknown ends.
 *
 * `~ ? %` (about, uncertain, both) are kept in the text and do not widen the bounds: by how much they should
 * is not for us to say.
 */
import { civilDay, daysInMonth, endOfDay, parseOffset, startOfDay } from "./calendar.ts";
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

const SHAPE =
  /^(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?(?:T(\d\d)(?::(\d\d)(?::(\d\d))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?[~?%]?$/u;

/**
 * Reads a date. What has no zone of its own is read at `offsetMinutes` from UTC. Both bounds are seconds that
 * may be meant: a day is its first to its last second, `10:30` the 60 seconds of that minute.
 */
export function parseTime(text: string, offsetMinutes: number): ParsedTime {
  const trimmed = text.trim();
  if (trimmed === "") return { fault: "There is no date here." };
  const parts = trimmed.split("/");
  if (parts.length > 2)
    return { fault: `"${trimmed}" has more than one "/". An interval is written 2020-09-27/2020-11-10.` };
  const [first = "", second] = parts;
  if (second === undefined) {
    if (trimmed === "..") return { fault: "An open end stands only in an interval, as in 2020-09-27/.." };
    const bounds = readPoint(trimmed, offsetMinutes);
    return typeof bounds === "string" ? { fault: bounds } : { time: { ...bounds, text: trimmed } };
  }
  const openStart = first === "" || first === "..";
  const openEnd = second === "" || second === "..";
  if (openStart && openEnd) return { fault: "An interval that is open at both ends says nothing of when." };
  const from = openStart ? { earliest: DISTANT_PAST, latest: DISTANT_PAST } : readPoint(first, offsetMinutes);
  if (typeof from === "string") return { fault: from };
  const until = openEnd ? { earliest: DISTANT_FUTURE, latest: DISTANT_FUTURE } : readPoint(second, offsetMinutes);
  if (typeof until === "string") return { fault: until };
  if (until.latest < from.earliest)
    return { fault: `The interval ends before it begins: ${second} is earlier than ${first}.` };
  return { time: { earliest: from.earliest, latest: until.latest, text: trimmed } };
}

function readPoint(text: string, offsetMinutes: number): Bounds | string {
  const match = SHAPE.exec(text);
  if (match === null) return misshapen(text);
  const [, yearText = "", monthText, dayText, hourText, minuteText, secondText, zone] = match;
  const firstYear = Number(yearText.replaceAll("X", "0"));
  const lastYear = Number(yearText.replaceAll("X", "9"));
  if (lastYear === 0) return "There is no year 0000 in this calendar.";
  const wholeYear = monthText === undefined || (monthText === "XX" && (dayText === undefined || dayText === "XX"));
  if (firstYear !== lastYear && !wholeYear)
    return `"${text}" leaves the year open but not the month. Write the years as an interval.`;
  if (wholeYear) {
    if (hourText !== undefined) return `"${text}" gives a time of day without a day.`;
    return {
      earliest: startOfDay(civilDay(firstYear, 1, 1), offsetMinutes),
      latest: endOfDay(civilDay(lastYear, 12, 31), offsetMinutes),
    };
  }
  if (monthText === "XX") return `"${text}" gives a day without its month.`;
  const month = Number(monthText);
  if (month < 1 || month > 12) return `There is no month ${monthText}.`;
  const length = daysInMonth(firstYear, month);
  if (dayText === undefined || dayText === "XX") {
    if (hourText !== undefined) return `"${text}" gives a time of day without a day.`;
    return {
      earliest: startOfDay(civilDay(firstYear, month, 1), offsetMinutes),
      latest: endOfDay(civilDay(firstYear, month, length), offsetMinutes),
    };
  }
  const dayOfMonth = Number(dayText);
  if (dayOfMonth < 1 || dayOfMonth > length) {
    return dayOfMonth < 1 ? "There is no day 00." : `${MONTHS[month - 1]} ${yearText} has only ${length} days.`;
  }
  const day = civilDay(firstYear, month, dayOfMonth);
  if (hourText === undefined) return { earliest: startOfDay(day, offsetMinutes), latest: endOfDay(day, offsetMinutes) };
  if (minuteText === undefined) return `"${text}" gives an hour without minutes. Write it as 10:00, or as an interval.`;
  const hour = Number(hourText);
  const minute = Number(minuteText);
  const second = Number(secondText ?? "0");
  if (hour === 24) return "The hour 24 is the hour 00 of the next day: write that.";
  if (hour > 23 || minute > 59 || second > 59)
    return `There is no time ${text.slice(text.indexOf("T") + 1).replace(/[Z+~?%-].*$/u, "")}.`;
  const offset = zone === undefined ? offsetMinutes : parseOffset(zone);
  if (offset === null) return `There is no time zone ${zone}.`;
  const earliest = startOfDay(day, offset) + hour * 3600 + minute * 60 + second;
  return { earliest, latest: secondText === undefined ? earliest + 59 : earliest };
}

/** Says what to write instead for the ways dates are commonly written elsewhere. */
function misshapen(text: string): string {
  if (/^\d{1,2}[./-]\d{1,2}[./-]\d{4}$/u.test(text))
    return `"${text}" could be read in two ways. Write year, month, day: 2020-11-09.`;
  if (/^\d{4}-\d{1,2}(-\d{1,2})?$/u.test(text))
    return `"${text}" needs two digits for month and day, as in 2020-11-09.`;
  if (/T.*[.,]\d/u.test(text)) return "Times are whole seconds: leave the fraction out.";
  if (/^-\d/u.test(text)) return "Years before the year 1 are not supported.";
  return `"${text}" is not a date. Dates are written 2020-11-09, 2020-11, 2020, 2020-11-09T23:00+04:00 or as an interval A/B.`;
}
