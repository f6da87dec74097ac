/** Comparing numbers that are known within bounds (docs/semantics.md 15.2). */
import type { Comparison } from "@servanda/language";

export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** What `about` leaves either way, where nothing else is said. */
const ABOUT = 0.1;

/** True: whatever lies in the bounds compares so; false: nothing does; null: some does. */
export function compared(comparison: Comparison, a: Bounds, b: Bounds, tolerance: number = ABOUT): boolean | null {
  switch (comparison) {
    case "more than":
      return a.low > b.high ? true : a.high <= b.low ? false : null;
    case "at least":
      return a.low >= b.high ? true : a.high < b.low ? false : null;
    case "less than":
      return a.high < b.low ? true : a.low >= b.high ? false : null;
    case "at most":
      return a.high <= b.low ? true : a.low > b.high ? false : null;
    case "exactly":
      if (a.high < b.low || a.low > b.high) return false;
      return a.low === a.high && b.low === b.high ? true : null;
    case "about": {
      const [less, more] = [1 - tolerance, 1 + tolerance];
      const nearest = (n: number): Bounds => ({
        low: Math.min(n * less, n * more),
        high: Math.max(n * less, n * more),
      });
      const [first, last] = [nearest(b.low), nearest(b.high)];
      if (a.high < first.low || a.low > last.high) return false;
      return a.low >= last.low && a.high <= first.high ? true : null;
    }
  }
}
