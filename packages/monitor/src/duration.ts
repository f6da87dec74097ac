/** Lengths of time added to instants (docs/semantics.md 5.2). */
import { addDuration, type Duration, type Instant } from "@servanda/language";

/** The same clock time a duration later (or, with a count below zero, earlier); to the last day of a month where nothing else is said. */
export function after(second: Instant, duration: Duration, offset: number): Instant {
  return addDuration(second, { ...duration, rounding: duration.rounding ?? "last-day" }, offset)!;
}
