/**
 * The oracle's own clock: days, months and order of instants, written from docs/semantics.md 5 alone.
 * It shares no code with the engine, so that a slip in one shows against the other.
 */
import type { Duration, Instant } from "@servanda/language";

const DAY = 86_400;

/** A second, and the sequence within it where an account gives one. */
export interface Moment {
  readonly second: Instant;
  readonly order: number | null;
}

/** 5.4: strictly before, by second, then by `order` where both have one. */
export function before(a: Moment, b: Moment): boolean {
  if (a.second !== b.second) return a.second < b.second;
  return a.order !== null && b.order !== null && a.order < b.order;
}

/** Days since 1970-01-01 of a date of the Gregorian calendar. Months count from 1. */
function dayNumber(year: number, month: number, day: number): number {
  // Years begin in March, so that a leap day is the last of its year.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/** The date of a day number, found by walking: slow and plain. */
function dateOf(number: number): { year: number; month: number; day: number } {
  let year = 1970 + Math.floor(number / 366);
  while (dayNumber(year + 1, 1, 1) <= number) year += 1;
  while (dayNumber(year, 1, 1) > number) year -= 1;
  let month = 1;
  while (month < 12 && dayNumber(year, month + 1, 1) <= number) month += 1;
  return { year, month, day: number - dayNumber(year, month, 1) + 1 };
}

/** 5.1: the day in which an instant falls, at an offset from UTC in minutes. */
function dayOf(instant: Instant, offset: number): number {
  return Math.floor((instant + offset * 60) / DAY);
}

/** The first second of a day. */
function dawn(day: number, offset: number): Instant {
  return day * DAY - offset * 60;
}

/** The day of the same number `months` later; where the month lacks it, as the rounding says. */
function monthsLater(day: number, months: number, rounding: Duration["rounding"]): number {
  const date = dateOf(day);
  const count = date.year * 12 + (date.month - 1) + months;
  const year = Math.floor(count / 12);
  const month = count - year * 12 + 1;
  const next = month === 12 ? dayNumber(year + 1, 1, 1) : dayNumber(year, month + 1, 1);
  const wanted = dayNumber(year, month, date.day);
  if (wanted < next) return wanted;
  return rounding === "next-month" ? next : next - 1;
}

const SECONDS = { second: 1, minute: 60, hour: 3600 } as const;

/** 5.2: the last second of `within` a length of time, counted from an instant. */
export function lastSecondWithin(start: Instant, length: Duration, offset: number): Instant {
  const { count, unit, rounding } = length;
  const day = dayOf(start, offset);
  if (unit === "day") return dawn(day + count + 1, offset) - 1;
  if (unit === "week") return dawn(day + 7 * count + 1, offset) - 1;
  if (unit === "month") return dawn(monthsLater(day, count, rounding) + 1, offset) - 1;
  if (unit === "year") return dawn(monthsLater(day, 12 * count, rounding) + 1, offset) - 1;
  return start + count * SECONDS[unit];
}

/** 5.2: the last second of `for` a length of time from an instant: the one before the same clock time. */
export function lastSecondFor(start: Instant, length: Duration, offset: number): Instant {
  const { count, unit, rounding } = length;
  const day = dayOf(start, offset);
  const clock = start - dawn(day, offset);
  if (unit === "day") return start + count * DAY - 1;
  if (unit === "week") return start + 7 * count * DAY - 1;
  if (unit === "month") return dawn(monthsLater(day, count, rounding), offset) + clock - 1;
  if (unit === "year") return dawn(monthsLater(day, 12 * count, rounding), offset) + clock - 1;
  return start + count * SECONDS[unit] - 1;
}

/** 13.2: the same clock time a length of time earlier; months to the last day. */
export function secondBefore(instant: Instant, length: Duration, offset: number): Instant {
  return lastSecondFor(instant, { ...length, count: -length.count, rounding: "last-day" }, offset) + 1;
}

/** The earliest second from which `within` this length still reaches an instant. */
export function firstSecondReaching(instant: Instant, length: Duration, offset: number): Instant {
  let low = instant - (length.count + 2) * 367 * DAY;
  let high = instant;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (lastSecondWithin(middle, length, offset) >= instant) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** 14.7: the second that lies as many unsuspended seconds on from a beginning as `end` lies from it. */
export function movedBy(runs: readonly Run[], from: Instant, end: Instant): Instant {
  if (!Number.isFinite(end)) return end;
  let moved = end;
  for (;;) {
    // A suspension without end leaves no second to come to.
    if (runs.some((r) => r.to === Number.POSITIVE_INFINITY && r.from <= moved)) return Number.POSITIVE_INFINITY;
    const suspended = runs.map((r) => Math.max(0, Math.min(r.to, moved) - Math.max(r.from, from) + 1));
    const next = end + suspended.reduce((sum, n) => sum + n, 0);
    if (next === moved || !Number.isFinite(next)) return next;
    moved = next;
  }
}

/** A closed run of seconds. */
export interface Run {
  readonly from: Instant;
  readonly to: Instant;
}

/** Whether some runs, taken together, hold every second of a whole. An empty whole is held. */
export function coveredBy(runs: readonly Run[], whole: Run): boolean {
  return whole.from > whole.to || gapsBetween(runs, whole).length === 0;
}
/** What the runs leave of a whole. */
export function gapsBetween(runs: readonly Run[], whole: Run): readonly Run[] {
  const gaps: Run[] = [];
  let next = whole.from;
  for (const run of runs.toSorted((a, b) => a.from - b.from)) {
    if (run.from > next) gaps.push({ from: next, to: Math.min(run.from - 1, whole.to) });
    next = Math.max(next, run.to + 1);
    if (next > whole.to) break;
  }
  return next > whole.to ? gaps.filter((g) => g.from <= g.to) : [...gaps, { from: next, to: whole.to }];
}
