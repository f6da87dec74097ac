/** Instants in words. */
import { DISTANT_FUTURE, DISTANT_PAST, formatDay, formatInstant, type Instant, type Time } from "@servanda/language";

export type Writer = (from: Instant, to: Instant) => Time;

/** Dates in a zone, no finer than they are known: a day (of either zone), a minute, a second, else both ends; `../2016-01-26` where only one is known. */
export function writer(offset: number, second: number): Writer {
  const clock = (instant: Instant, zone = offset): number => (((instant + zone * 60) % 86_400) + 86_400) % 86_400;
  const minute = (instant: Instant): string =>
    formatInstant(instant, offset).replace(":00+", "+").replace(":00-", "-").replace(/:00Z$/, "Z");
  const text = (from: Instant, to: Instant): string => {
    const [isSince, isUntil] = [from, to].map((end) => end > DISTANT_PAST && end < DISTANT_FUTURE);
    if (!isSince && !isUntil) return "unknown";
    if (!isSince) return `../${clock(to) === 86_399 ? formatDay(to, offset) : text(to, to)}`;
    if (!isUntil) return `${clock(from) === 0 ? formatDay(from, offset) : text(from, from)}/..`;
    if (from === to) return clock(from) % 60 === 0 ? minute(from) : formatInstant(from, offset);
    if (to === from + 59 && clock(from) % 60 === 0) return minute(from);
    // Accounts count their days in the case's zone, deadlines in the instrument's; a day is told as the day it is.
    for (const zone of [offset, second]) {
      if (clock(from, zone) !== 0 || clock(to, zone) !== 86_399) continue;
      const [a, b] = [formatDay(from, zone), formatDay(to, zone)];
      return a === b ? a : `${a}/${b}`;
    }
    return `${text(from, from)}/${text(to, to)}`;
  };
  return (from, to) => ({ earliest: from, latest: to, text: text(from, to) });
}

/** The end of a window by its day, where it is the last second of one: a deadline is read as a date. */
export function lastSecond(time: Time, offset: number): Time {
  const ends = (instant: Instant): boolean => (instant + 1 + offset * 60) % 86_400 === 0;
  if (!ends(time.earliest) || !ends(time.latest)) return time;
  const [a, b] = [formatDay(time.earliest, offset), formatDay(time.latest, offset)];
  return { ...time, text: a === b ? a : `${a}/${b}` };
}

/** The second after a whole day by the day that it begins: what lasts up to midnight lasts to that day. */
export function firstSecond(time: Time, offset: number): Time {
  const { earliest, latest } = time;
  return earliest === latest && (earliest + offset * 60) % 86_400 === 0
    ? { ...time, text: formatDay(earliest, offset) }
    : time;
}
