/** The part of time that is shown, shared by the panes of the timeline: moved by hand at once, by key or button in a glide. */
import { isCalm } from "./surface.ts";
import type { Span } from "./axis.ts";

const GLIDE = 220;
const SETTLE = 200;

export class Scope {
  private now: Span;
  /** While the hand is on the axis: what would be chosen if it let go. */
  private heldPeriod: Span | null = null;
  private heldAt: number | null = null;
  private readonly listeners = new Set<() => void>();
  private frame = 0;
  private settling = 0;
  private gliding = 0;
  private rested: (span: Span) => void = () => {};

  constructor(span: Span) {
    this.now = span;
  }

  get span(): Span {
    return this.now;
  }

  get period(): Span | null {
    return this.heldPeriod;
  }

  get at(): number | null {
    return this.heldAt;
  }

  hold(period: Span | null, at: number | null): void {
    this.heldPeriod = period;
    this.heldAt = at;
    this.redraw();
  }

  /** Moved by somebody, and not yet at rest: what arrives meanwhile must not move it back. */
  get isMoving(): boolean {
    return this.settling !== 0;
  }

  /** Who is told once the span has come to rest. */
  onRest(listener: (span: Span) => void): void {
    this.rested = listener;
  }

  /** To a span that somebody else chose: nobody is told. */
  jump(span: Span): void {
    cancelAnimationFrame(this.gliding);
    clearTimeout(this.settling);
    this.settling = 0;
    this.now = span;
    this.redraw();
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Nobody looks any more: what moves stops where it is, and nobody is told. */
  end(): void {
    cancelAnimationFrame(this.gliding);
    cancelAnimationFrame(this.frame);
    clearTimeout(this.settling);
    this.settling = 0;
  }

  /** All that listen are told, at most once a frame. */
  redraw(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      for (const listener of this.listeners) listener();
    });
  }

  go(span: Span): void {
    cancelAnimationFrame(this.gliding);
    this.put(span);
  }

  glide(to: Span): void {
    cancelAnimationFrame(this.gliding);
    const from = this.now;
    if (isCalm()) {
      this.put(to);
      return;
    }
    const start = performance.now();
    const step = (): void => {
      const t = Math.min(1, (performance.now() - start) / GLIDE);
      const ease = 1 - (1 - t) ** 3;
      // Lengths grow by factors, as the eye expects of a zoom.
      const length = (from.until - from.from) ** (1 - ease) * (to.until - to.from) ** ease;
      const [a, b] = [(from.from + from.until) / 2, (to.from + to.until) / 2];
      const middle = a + (b - a) * ease;
      this.put(t === 1 ? to : { from: middle - length / 2, until: middle + length / 2 });
      if (t < 1) this.gliding = requestAnimationFrame(step);
    };
    step();
  }

  private put(span: Span): void {
    this.now = span;
    this.redraw();
    clearTimeout(this.settling);
    this.settling = window.setTimeout(() => {
      this.settling = 0;
      this.rested(this.now);
    }, SETTLE);
  }
}
