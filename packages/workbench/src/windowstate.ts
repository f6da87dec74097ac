/** The time of a finding as a drawing, without pixels: when it was set off, until when it ran, and what fell into it. */
import type { Time } from "@servanda/language";
import type { Finding } from "@servanda/monitor";

/** A stretch in parts of the whole, 0 to 1. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface WindowState {
  /** Surely in the window; and, before and after it, perhaps. */
  readonly sure: Span;
  readonly perhaps: readonly Span[];
  /** Still runs where the drawing ends. */
  readonly isOpen: boolean;
  readonly gaps: readonly Span[];
  readonly breaches: readonly (Span & { readonly isSettled: boolean })[];
  readonly performed: (Span & { readonly isSettled: boolean }) | null;
  readonly trigger: Span | null;
  /** What stands under the drawing: its two ends. */
  readonly from: Time;
  readonly until: Time;
}

/** Room before the window and after it, in parts of its length. */
const MARGIN = 0.06;

/** Null where it has no window, or one that is over as it begins. */
export function windowOf(finding: Finding, at: Time): WindowState | null {
  const { window, trigger, performed, breaches, coverage } = finding;
  if (window === null) return null;
  const until = window.until ?? at;
  const instants = [
    window.from.earliest,
    until.latest,
    ...(trigger?.by === "event" ? [trigger.time.earliest] : []),
    ...(performed ? [performed.time.earliest, performed.time.latest] : []),
    ...breaches.flatMap((b) => [b.from.earliest, b.until?.latest ?? b.from.latest]),
  ].filter((t) => t <= Math.max(at.latest, until.latest));
  const [first, last] = [Math.min(...instants), Math.max(...instants)];
  const length = last - first;
  if (!(length > 0)) return null;
  const scale = (t: number): number => {
    const part = MARGIN + ((t - first) / length) * (1 - 2 * MARGIN);
    return Math.round(Math.min(1, Math.max(0, part)) * 10_000) / 10_000;
  };
  const span = (from: number, to: number): Span => ({ from: scale(from), to: scale(Math.max(from, to)) });
  const perhaps: Span[] = [];
  if (window.from.earliest < window.from.latest) perhaps.push(span(window.from.earliest, window.from.latest));
  if (until.earliest < until.latest) perhaps.push(span(until.earliest, until.latest));
  return {
    sure: span(window.from.latest, until.earliest),
    perhaps,
    isOpen: window.until === null,
    gaps: coverage.share === null ? [] : coverage.gaps.map((gap) => span(gap.from.earliest, gap.until.latest)),
    breaches: breaches.map((b) => ({
      ...span(b.from.earliest, b.until?.latest ?? (b.days > 0 ? Math.min(at.latest, last) : b.from.latest)),
      isSettled: b.footing === "settled",
    })),
    performed: performed
      ? { ...span(performed.time.earliest, performed.time.latest), isSettled: performed.footing === "settled" }
      : null,
    trigger: trigger?.by === "event" ? span(trigger.time.earliest, trigger.time.latest) : null,
    from: window.from,
    until,
  };
}
