/** What one history makes of one instance: the outcome, and what it rests on (docs/semantics.md 8). */
import type { Instant } from "@servanda/language";
import type { Binding } from "./binding.ts";
import type { Outcome } from "./finding.ts";
import type { Moment } from "./world.ts";

/** Bounds of an instant, as one history leaves it. */
export interface Bounds {
  readonly from: Instant;
  readonly to: Instant;
}

export interface Failure {
  /** The event that is the breach or began it; `entry` where it failed from the first. */
  readonly id: string;
  readonly item: number;
  readonly from: Bounds;
  /** First second after a failure of a state; for an event, its own instant. Null: still so at `at`. */
  readonly until: Bounds | null;
  readonly accounts: readonly string[];
  /** Which piece of a failure of a state, from 0: excuses cut it. Absent: the first. */
  readonly piece?: number;
  /** True for a failure of a state, which all histories tell in full; false for an event. */
  readonly state: boolean;
  /** Of a failure of a state, when it began, where this history need not know it to the second. */
  readonly begin?: Moment;
}

export interface Verdict {
  readonly outcome: Outcome;
  /** Absent where the instance is not triggered. */
  readonly binding: Binding | null;
  readonly performed: { readonly at: Bounds; readonly accounts: readonly string[] } | null;
  /** What each item came to, where there are several. */
  readonly items: readonly Outcome[];
  readonly failures: readonly Failure[];
  /** The deadline missed (11.6, 14.2), `deadline`, and the second after; of what recurs, see the stretches. */
  readonly missed: readonly { readonly key: string; readonly at: Instant }[];
  /** Of what recurs: what each stretch came to. */
  readonly stretches: readonly { readonly number: number; readonly last: Instant; readonly outcome: Outcome }[];
  /** In a few words, why this outcome: what the explanation ends in. */
  readonly why: string;
  readonly rule: string;
}

export function verdict(outcome: Outcome, rule: string, why: string): Verdict {
  return { outcome, rule, why, binding: null, performed: null, items: [], failures: [], missed: [], stretches: [] };
}
