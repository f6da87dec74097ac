/** Sets of instants as sorted, disjoint, closed intervals of whole seconds. */
import type { Instant } from "@servanda/language";

/** Both ends included. */
export interface Interval {
  readonly from: Instant;
  readonly to: Instant;
}

/** Sorts, and joins what touches or overlaps; empty intervals are dropped. */
export function union(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter((i) => i.from <= i.to).toSorted((a, b) => a.from - b.from);
  const out: { from: Instant; to: Instant }[] = [];
  for (const next of sorted) {
    const last = out.at(-1);
    if (last && next.from <= last.to + 1) last.to = Math.max(last.to, next.to);
    else out.push({ ...next });
  }
  return out;
}

/** What is in both; both must be results of `union`. */
export function intersection(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const out: Interval[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = a[i]!;
    const y = b[j]!;
    const from = Math.max(x.from, y.from);
    const to = Math.min(x.to, y.to);
    if (from <= to) out.push({ from, to });
    if (x.to < y.to) i++;
    else j++;
  }
  return out;
}

/** The parts of `whole` that `covered` (a result of `union`) leaves out. */
export function gaps(whole: Interval, covered: readonly Interval[]): Interval[] {
  const out: Interval[] = [];
  let next = whole.from;
  for (const piece of covered) {
    if (piece.to < next) continue;
    if (piece.from > whole.to) break;
    if (piece.from > next) out.push({ from: next, to: Math.min(piece.from - 1, whole.to) });
    next = piece.to + 1;
  }
  if (next <= whole.to) out.push({ from: next, to: whole.to });
  return out;
}

/** Seconds in it. */
export function measure(intervals: readonly Interval[]): number {
  let sum = 0;
  for (const i of intervals) sum += i.to - i.from + 1;
  return sum;
}
