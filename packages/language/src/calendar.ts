/**
 * The civil calendar in own code: days as integers, instants as whole seconds, no time-zone database.
 *
 * A zone is a fixed offset from UTC in minutes: agreements name one (`time zone +03:00`), and nothing here
 * depends on the machine. The calendar is the Gregorian one, also before its adoption.
 */
import { DISTANT_FUTURE, DISTANT_PAST, type Duration, type Instant, type Time } from "./model.ts";

/** Days since 1970-01-01, in whatever zone is spoken of. */
export type CivilDay = number;

/** A date of the civil calendar; months and days count from 1. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export const SECONDS_PER_DAY = 86_400;

/** Days of the month, 28 to 31. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** The civil day of a date that exists. Counts in eras of 400 years, whose years begin in March. */
export function civilDay(year: number, month: number, day: number): CivilDay {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The date of a civil day. */
export function civilDate(day: CivilDay): CivilDate {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}

/** The local day in which an instant falls. */
export function localDay(instant: Instant, offsetMinutes: number): CivilDay {
  return Math.floor((instant + offsetMinutes * 60) / SECONDS_PER_DAY);
}

/** The first second of a local day. */
export function startOfDay(day: CivilDay, offsetMinutes: number): Instant {
  return day * SECONDS_PER_DAY - offsetMinutes * 60;
}

/** The last second of a local day. */
export function endOfDay(day: CivilDay, offsetMinutes: number): Instant {
  return startOfDay(day + 1, offsetMinutes) - 1;
}

/** The first second of the local day in which an instant falls. */
export function dayStart(instant: Instant, offsetMinutes: number): Instant {
  return startOfDay(localDay(instant, offsetMinutes), offsetMinutes);
}

/** The last second of the local day in which an instant falls. */
export function dayEnd(instant: Instant, offsetMinutes: number): Instant {
  return endOfDay(localDay(instant, offsetMinutes), offsetMinutes);
}

/** The last second of the Nth local day after the one in which an instant falls. */
export function endOfDayAfter(instant: Instant, days: number, offsetMinutes: number): Instant {
  return endOfDay(localDay(instant, offsetMinutes) + days, offsetMinutes);
}

/** Local days from the day of one instant to the day of another; negative where the second is earlier. */
export function dayDifference(from: Instant, to: Instant, offsetMinutes: number): number {
  return localDay(to, offsetMinutes) - localDay(from, offsetMinutes);
}

/** So many days at least and at most, in words. */
export function daysBetween(least: number, most: number): string {
  if (least < most) return `${least} to ${most} days`;
  return least === 1 ? "1 day" : `${least} days`;
}

/**
 * How long something lasted, of which the days from its latest beginning to its latest end are known: the fewest days and
 * the most, in words. Who says when it ended says no more than that.
 */
export function daysLasted(
  { from, until, days }: { readonly from: Time; readonly until: Time | null; readonly days: number },
  offsetMinutes: number,
): string {
  const spread = ({ earliest, latest }: Time): number => dayDifference(earliest, latest, offsetMinutes);
  const least = Math.max(0, days - (until === null ? 0 : spread(until)));
  if (from.earliest <= DISTANT_PAST) return `${daysBetween(least, least)} or more`;
  return daysBetween(least, days + spread(from));
}

/**
 * The day that lies some months after a day. Where the target month lacks that day of the month, the rounding
 * decides; null where none is given.
 */
export function addMonths(day: CivilDay, months: number, rounding: Duration["rounding"]): CivilDay | null {
  const date = civilDate(day);
  const index = date.year * 12 + (date.month - 1) + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  const length = daysInMonth(year, month);
  if (date.day <= length) return civilDay(year, month, date.day);
  if (rounding === "last-day") return civilDay(year, month, length);
  if (rounding === "next-month") return civilDay(year, month, length) + 1;
  return null;
}

const EXACT_SECONDS: { readonly [unit: string]: number } = { second: 1, minute: 60, hour: 3600 };

/** Larger counts lead beyond every date, whatever their unit, seconds too; much larger ones would lead to no number at all. */
const LARGEST_COUNT = 100_000_000_000_000;

/**
 * The instant at the same local clock time a duration later; the distant future (or past) where the sum lies beyond
 * it. Null: the sum falls on a day that the month lacks and the duration states no rounding.
 */
export function addDuration(instant: Instant, duration: Duration, offsetMinutes: number): Instant | null {
  const seconds = EXACT_SECONDS[duration.unit];
  if (seconds !== undefined) return within(instant + countOf(duration) * seconds);
  const from = localDay(instant, offsetMinutes);
  const to = addCalendar(from, duration);
  return to === null ? null : within(instant + (to - from) * SECONDS_PER_DAY);
}

/**
 * The last second, itself included, of a window that runs for a duration from an instant: seconds, minutes and
 * hours are counted out exactly; days, weeks, months and years run to the end of their last local day. Null as
 * in `addDuration`.
 */
export function windowEnd(instant: Instant, duration: Duration, offsetMinutes: number): Instant | null {
  const seconds = EXACT_SECONDS[duration.unit];
  if (seconds !== undefined) return within(instant + countOf(duration) * seconds);
  const to = addCalendar(localDay(instant, offsetMinutes), duration);
  return to === null ? null : within(endOfDay(to, offsetMinutes));
}

function countOf({ count }: Duration): number {
  return Math.max(-LARGEST_COUNT, Math.min(LARGEST_COUNT, count));
}

/** No instant lies beyond the stand-ins for "no beginning" and "no end". */
function within(instant: Instant): Instant {
  return Math.max(DISTANT_PAST, Math.min(DISTANT_FUTURE, instant));
}

function addCalendar(day: CivilDay, duration: Duration): CivilDay | null {
  const count = countOf(duration);
  switch (duration.unit) {
    case "day":
      return day + count;
    case "week":
      return day + count * 7;
    case "month":
      return addMonths(day, count, duration.rounding);
    case "year":
      return addMonths(day, count * 12, duration.rounding);
    default:
      return day;
  }
}

/** `+04:00`, `-03:30`, `Z` in minutes; null if it is not an offset between -23:59 and +23:59. */
export function parseOffset(text: string): number | null {
  if (text === "Z") return 0;
  const match = /^([+-])(\d\d)(?::?(\d\d))?$/u.exec(text);
  if (match === null) return null;
  const hours = Number(match[2]);
  const minutes = Number(match[3] ?? "0");
  if (hours > 23 || minutes > 59) return null;
  const total = hours * 60 + minutes;
  return match[1] === "-" && total !== 0 ? -total : total;
}

/** An offset in minutes as `+04:00`; zero as `Z`. */
export function formatOffset(offsetMinutes: number): string {
  if (offsetMinutes === 0) return "Z";
  const size = Math.abs(offsetMinutes);
  return `${offsetMinutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** The local day of an instant as `2020-11-10`; outside the years 0 to 9999 with a sign: `-0043-03-15`, `+012000-01-01`. */
export function formatDay(instant: Instant, offsetMinutes: number): string {
  const { year, month, day } = civilDate(localDay(instant, offsetMinutes));
  const size = String(Math.abs(year)).padStart(year > 9999 ? 6 : 4, "0");
  return `${year < 0 ? "-" : year > 9999 ? "+" : ""}${size}-${two(month)}-${two(day)}`;
}

/** An instant as `2020-11-10T00:00:00+03:00`. */
export function formatInstant(instant: Instant, offsetMinutes: number): string {
  const second = instant - dayStart(instant, offsetMinutes);
  const clock = `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
  return `${formatDay(instant, offsetMinutes)}T${clock}${formatOffset(offsetMinutes)}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
