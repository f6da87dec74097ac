/** An axis of time: where its ticks stand and what they are called, from decades to minutes, in the case's zone. Seconds since 1970. */
import { zoneWords } from "./clock.ts";

export interface Span {
  readonly from: number;
  readonly until: number;
}

export interface Tick {
  readonly at: number;
  readonly label: string;
  /** The beginning of a larger unit: `2021` among months. */
  readonly major: boolean;
}

const MINUTE = 60;
const HOUR = 3600;
export const DAY = 86_400;
const YEAR = 365.2425 * DAY;

/** As far as one can go in and out: an hour's screen, and a thousand years. */
const SHORTEST = 2 * HOUR;
const LONGEST = 1000 * YEAR;
const EARLIEST = -250 * YEAR;
const LATEST = 230 * YEAR;

interface Step {
  readonly seconds: number;
  readonly unit: "year" | "month" | "day" | "minute";
  readonly count: number;
}

const STEPS: readonly Step[] = [
  { seconds: 5 * MINUTE, unit: "minute", count: 5 },
  { seconds: 15 * MINUTE, unit: "minute", count: 15 },
  { seconds: 30 * MINUTE, unit: "minute", count: 30 },
  { seconds: HOUR, unit: "minute", count: 60 },
  { seconds: 3 * HOUR, unit: "minute", count: 180 },
  { seconds: 6 * HOUR, unit: "minute", count: 360 },
  { seconds: DAY, unit: "day", count: 1 },
  { seconds: 7 * DAY, unit: "day", count: 7 },
  { seconds: YEAR / 12, unit: "month", count: 1 },
  { seconds: YEAR / 4, unit: "month", count: 3 },
  { seconds: YEAR / 2, unit: "month", count: 6 },
  { seconds: YEAR, unit: "year", count: 1 },
  { seconds: 2 * YEAR, unit: "year", count: 2 },
  { seconds: 5 * YEAR, unit: "year", count: 5 },
  { seconds: 10 * YEAR, unit: "year", count: 10 },
  { seconds: 20 * YEAR, unit: "year", count: 20 },
  { seconds: 50 * YEAR, unit: "year", count: 50 },
  { seconds: 100 * YEAR, unit: "year", count: 100 },
  { seconds: 200 * YEAR, unit: "year", count: 200 },
  { seconds: 500 * YEAR, unit: "year", count: 500 },
];

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Ticks at least `apart` pixels from each other on an axis of `width` pixels. `offset`: of the case's zone, in minutes. */
export function ticksOf(span: Span, width: number, offset: number, apart = 72): readonly Tick[] {
  const least = ((span.until - span.from) / Math.max(1, width)) * apart;
  const step = STEPS.find(({ seconds }) => seconds >= least) ?? STEPS.at(-1);
  if (!step) return [];
  const shift = offset * MINUTE;
  const ticks: Tick[] = [];
  const first = new Date((span.from + shift) * 1000);
  let [year, month, day] = [first.getUTCFullYear(), first.getUTCMonth(), first.getUTCDate()];
  let minute = 0;
  if (step.unit === "year") [year, month, day] = [Math.floor(year / step.count) * step.count, 0, 1];
  if (step.unit === "month") [month, day] = [Math.floor(month / step.count) * step.count, 1];
  // Weeks begin on Mondays; 5 January 1970 was one.
  if (step.unit === "day" && step.count === 7) {
    day -= (((Math.floor((span.from + shift) / DAY) - 4) % 7) + 7) % 7;
  }
  for (let guard = 0; guard < 2000; guard += 1) {
    const local = secondsOf(year, month, day) + minute * MINUTE;
    const at = local - shift;
    if (at > span.until) break;
    if (at >= span.from) ticks.push({ at, ...labelOf(local, step) });
    if (step.unit === "year") year += step.count;
    else if (step.unit === "month") month += step.count;
    else if (step.unit === "day") day += step.count;
    else minute += step.count;
  }
  return ticks;
}

/** Years below 100 are years, too. */
function secondsOf(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date.getTime() / 1000;
}

function labelOf(local: number, step: Step): { readonly label: string; readonly major: boolean } {
  const date = new Date(local * 1000);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (step.unit === "year") return { label: String(year), major: year % (step.count * 5) === 0 };
  const name = MONTHS[month] ?? "";
  if (step.unit === "month") return month === 0 ? { label: String(year), major: true } : { label: name, major: false };
  const today = `${day} ${name}`;
  if (step.unit === "day") {
    const opens = step.count === 1 ? day === 1 : day <= 7;
    return { label: opens ? `${today} ${year}` : today, major: opens };
  }
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  return clock === "00:00" ? { label: today, major: true } : { label: clock, major: false };
}

/** A moment in words, no finer than the scale shows it: `2022-09-14`, `2022-09-14 06:30`. */
export function momentWords(at: number, perPixel: number, offset: number): string {
  return momentText(at, perPixel, offset).replace("T", " ").slice(0, 16);
}

/** The same as it is written in an address or a case: a day, or an instant with the zone of the case where the scale shows hours. */
export function momentText(at: number, perPixel: number, offset: number): string {
  const date = new Date((at + offset * MINUTE) * 1000);
  const year = String(date.getUTCFullYear()).padStart(4, "0");
  const day = `${year}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  if (perPixel > HOUR) return day;
  return `${day}T${two(date.getUTCHours())}:${two(date.getUTCMinutes())}${zoneWords(offset)}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** The span with `at` held where it is, `factor` times as long; kept within what an axis can show. */
export function zoomed(span: Span, at: number, factor: number): Span {
  const length = Math.min(LONGEST, Math.max(SHORTEST, (span.until - span.from) * factor));
  const share = (at - span.from) / (span.until - span.from);
  return kept({ from: at - share * length, until: at + (1 - share) * length });
}

export function moved(span: Span, by: number): Span {
  return kept({ from: span.from + by, until: span.until + by });
}

/** The span, if a moment stands in it with some room on both sides; else one as long about that moment, which reaches past the whole no farther than it must. */
export function revealing(span: Span, at: number, whole: Span): Span {
  const length = span.until - span.from;
  const margin = length * 0.05;
  if (at >= span.from + margin && at <= span.until - margin) return span;
  const [first, last] = [whole.from, whole.until - length];
  const from = first < last ? Math.min(Math.max(at - length / 2, first), last) : at - length / 2;
  return moved(span, from - span.from);
}

function kept({ from, until }: Span): Span {
  const length = Math.min(until - from, LATEST - EARLIEST);
  const start = Math.min(Math.max(from, EARLIEST), LATEST - length);
  return { from: start, until: start + length };
}
