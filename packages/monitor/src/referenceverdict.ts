/** What the oracle finds of an instance in one history. */
import type { Instant } from "@servanda/language";
import type { Outcome } from "./finding.ts";
import type { Moment } from "./referencetime.ts";

/** A breach in one history. */
export interface Breach {
  readonly id: string;
  readonly moment: Moment;
  /** Null: no event is it, or began it. */
  readonly event: string | null;
  readonly target: string | null;
  /** Whether the finding tells it (8.2: a missed deadline has no event). */
  readonly told: boolean;
  /** Of what lasts (8.5, 11.6) the first second after it, null while it goes on; of anything else its own second. */
  readonly until: Instant | null;
  /** Of what lasts, which item it fails, by its place. */
  readonly item?: string;
}

export interface Verdict {
  readonly outcome: Outcome;
  readonly breaches: readonly Breach[];
}
