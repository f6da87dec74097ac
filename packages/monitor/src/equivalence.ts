/**
 * Whether one second of an event is as good as another, where norms are asked as of it (docs/semantics.md 9.5, 14.9): nothing that follows
 * may change between any two of them. What changes it is an end, and what comes of it in the seconds after: the window is over, a breach
 * begins, a condition may have been met in silence, and an act may come strictly after that.
 */
import { dayEnd, type Duration, type Instant, type Instrument } from "@servanda/language";
import type { Interval } from "./interval.ts";
import type { NormView } from "./view.ts";

export const DAY = 86_400;
/** On the whole: so many months or years are within three days of their part of it. */
const DAYS_A_YEAR = 365.2425;
const SECONDS: { readonly [unit in Duration["unit"]]?: number } = { second: 1, minute: 60, hour: 3600 };
const UNITS: ReadonlySet<string> = new Set([...Object.keys(SECONDS), "day", "week", "month", "year"]);
/** With more sums of lengths than this no second is as good as another. */
const MOST = 4000;

export class Equivalence {
  /** How far what is compared may lie from what is told: sums of hours, minutes and seconds; null: too many. */
  private readonly away: readonly number[] | null;
  /** What goes on to the same clock time, or recurs, ends at multiples of so many seconds; 0: nothing does. */
  private readonly period: number;
  /** For so many seconds after an end it still matters how long ago it was. */
  private readonly after: number;
  /** The same after the end of a day, by which an act in its own window is told by the first second alone. */
  private readonly afterDay: number;
  private readonly offsets: readonly number[];
  /** What was found, by what was asked about and its bounds. */
  private readonly alike = new Map<string, boolean>();
  private readonly within = new Map<string, readonly Instant[]>();

  /** Of norms that are asked together, of these instruments; `offset`: of the case. */
  constructor(norms: readonly NormView[], instruments: readonly Instrument[], offset: number) {
    const clauses = norms.flatMap(({ stages }) => stages.map((stage) => stage.clauses));
    const isLink = ({ stages }: NormView): boolean => stages.some((s) => s.clauses.breach != null || s.clauses.power);
    const links = norms.filter(isLink).length;
    const isAwaited = clauses.some(({ when, breach }) => breach != null || (when !== null && when.further.length > 0));
    const leaving = instruments.map(({ withdrawal, renewal }) => ({ withdrawal, renewal }));
    const hours = hoursIn([clauses, leaving]);
    const lasting = clauses.map(({ time }) => [time?.for, time?.every, time?.renewal]);
    const periods = durationsIn([lasting, instruments.map(({ renewal }) => renewal)]).map((d) => secondsIn(d) ?? DAY);
    this.away = sums([...new Set(hours)], 2 + links);
    this.period = periods.reduce(divisor, 0);
    this.after = 1 + links;
    this.afterDay = isAwaited ? this.after : 0;
    this.offsets = [...new Set(instruments.map((i) => i.offset ?? offset))];
  }

  /** Of all seconds of the bounds of an event; `told`: those that what is compared is counted from, the same whenever it is asked about. */
  holds(event: string, bounds: Interval, told: () => readonly Instant[]): boolean {
    const key = `${event} ${bounds.from} ${bounds.to}`;
    let alike = this.alike.get(key);
    if (alike === undefined) this.alike.set(key, (alike = this.isAlike(bounds, told)));
    return alike;
  }

  /** Seconds well within those bounds at which a time of hours, minutes or seconds may end, and those beside them. */
  ends(event: string, bounds: Interval, told: () => readonly Instant[]): readonly Instant[] {
    const key = `${event} ${bounds.from} ${bounds.to}`;
    let ends = this.within.get(key);
    if (!ends) this.within.set(key, (ends = this.endsWithin(bounds, told)));
    return ends;
  }

  private isAlike({ from, to }: Interval, told: () => readonly Instant[]): boolean {
    if (this.away === null) return false;
    if (this.offsets.some((offset) => dayEnd(from - this.afterDay, offset) !== dayEnd(to, offset))) return false;
    const { away, period } = this;
    const first = from - this.after;
    const last = to + 1;
    if (period === 0) {
      const others = Float64Array.from(told()).sort();
      return !away.some((d) => hasWithin(others, first - d, last - d));
    }
    if (last - first + 1 >= period) return false;
    const others = Float64Array.from(new Set(told().map((second) => modulo(second, period)))).sort();
    return !away.some((d) => {
      const begin = modulo(first - d, period);
      const end = begin + last - first;
      return hasWithin(others, begin, end) || hasWithin(others, begin - period, end - period);
    });
  }

  private endsWithin({ from, to }: Interval, told: () => readonly Instant[]): readonly Instant[] {
    if (this.away === null || this.away.length === 1) return [];
    const [first, last] = [from + this.after + 1, to - this.after - 1];
    const others = told();
    const found = new Set<Instant>();
    for (const distance of this.away) {
      if (distance === 0) continue;
      for (const second of others) {
        const end = second + distance;
        if (end > first && end < last)
          found
            .add(end - 1)
            .add(end)
            .add(end + 1);
      }
    }
    return [...found];
  }
}

/** Whether a norm counts to the second from its occasion: then no second of that is as good as another. */
export function countsToTheSecond({ stages }: NormView): boolean {
  return stages.some(({ clauses: { when, breach, time } }) => {
    if (when === null && breach == null) return false;
    return hoursIn([time, when, breach]).length > 0 || durationsIn([time?.for, time?.every]).length > 0;
  });
}

/** Lengths by the clock that norms count one after the other, where they hang by each other; in seconds. */
export function lengthsCounted(norms: readonly NormView[]): readonly number[] {
  return norms.flatMap(({ stages }) =>
    stages.flatMap(({ clauses: { when, breach, time } }) =>
      [...durationsIn([time?.for]), ...durationsIn([time?.within, when, breach])].flatMap(
        (d, i) => (i === 0 && time?.for ? clockLength(d) : secondsIn(d)) ?? [],
      ),
    ),
  );
}

/** Every length of hours, minutes or seconds in this, in seconds. */
function hoursIn(node: unknown): number[] {
  return durationsIn(node).flatMap((duration) => secondsIn(duration) ?? []);
}

/** Every length of time in this; the model is plain data, so a walk finds them. */
function durationsIn(node: unknown): Duration[] {
  if (node === null || typeof node !== "object") return [];
  const { count, unit } = node as { count?: unknown; unit?: unknown };
  if (typeof count === "number" && typeof unit === "string" && UNITS.has(unit)) return [node as Duration];
  return Object.values(node).flatMap(durationsIn);
}

/** In seconds; null: days or longer, that a calendar counts. */
export function secondsIn({ count, unit }: Duration): number | null {
  const seconds = SECONDS[unit];
  return seconds === undefined ? null : count * seconds;
}

/** In seconds, where it ends at the same clock time days later, too; null: months or years. */
export function clockLength(duration: Duration): number | null {
  const days = { day: 1, week: 7 }[duration.unit as string];
  return days === undefined ? secondsIn(duration) : duration.count * days * DAY;
}

/** The same of months and years too: each length that so many may have. */
export function clockLengths(duration: Duration): readonly number[] {
  const length = clockLength(duration);
  if (length !== null) return [length];
  const days = Math.round(duration.count * (duration.unit === "year" ? DAYS_A_YEAR : DAYS_A_YEAR / 12));
  return [-3, -2, -1, 0, 1, 2, 3].map((more) => (days + more) * DAY);
}

/** All sums of up to so many of these, each added or taken away; null: too many. */
function sums(lengths: readonly number[], most: number): readonly number[] | null {
  const found = new Set([0]);
  for (let n = 0; n < most && lengths.length > 0; n++) {
    const before = [...found];
    for (const sum of before) for (const length of lengths) found.add(sum + length).add(sum - length);
    if (found.size > MOST) return null;
  }
  return [...found];
}

/** The greatest length of which both are multiples. */
function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

function modulo(a: number, b: number): number {
  return ((a % b) + b) % b;
}

/** Whether one of some numbers, in order, lies within bounds. */
function hasWithin(sorted: Float64Array, from: number, to: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return low < sorted.length && sorted[low]! <= to;
}
