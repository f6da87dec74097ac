/**
 * Histories (docs/semantics.md 9.1), found lazily. A world answers each open fact as it is asked; `explore` replays the same
 * question until every combination of answers that was ever asked for has been tried. Facts that an
 * evaluation never asks about cost nothing.
 */
import type { Instant } from "@servanda/language";
import type { Atom } from "./finding.ts";
import { ALIKE, type Answer, type Decided, type Decisions, type Factor, onceId, Trail } from "./trail.ts";

export type { Answer, Factor } from "./trail.ts";

/** An open fact: what it is about, and how it is told. */
export interface Fact {
  readonly id: string;
  readonly kind: Atom["kind"];
  readonly ref: string;
  /** Both sides reach the standard (3.7). */
  readonly contested: boolean;
  /** For ties among pivots: the earliest instant it may concern. */
  readonly at: Instant;
}

/** An instant that may be known only within bounds; `fact` names the open fact where it is not exact. */
export interface Moment {
  readonly fact: Fact | null;
  readonly from: Instant;
  readonly to: Instant;
}

export function exactly(instant: Instant): Moment {
  return { fact: null, from: instant, to: instant };
}

/** A history as it was tried, and with it all that differ from it only in facts that nothing asks about again. */
export interface Leaf<T> {
  readonly value: T;
  readonly answers: ReadonlyMap<string, Answer>;
  /** Those facts, and what else may be answered to them; none of them is in two factors. */
  readonly factors: readonly Factor[];
}

/** Every answer that the histories of a leaf give to a fact; undefined among them: some never ask. */
export function answersTo({ answers, factors }: Leaf<unknown>, fact: string): readonly (Answer | undefined)[] {
  const free = factors.find(({ facts }) => facts.has(fact));
  return free ? free.ways.map((way) => way.get(fact)) : [answers.get(fact)];
}

export interface Exploration<T> {
  readonly leaves: readonly Leaf<T>[];
  readonly facts: ReadonlyMap<string, Fact>;
  /** False where the limit was met: then the leaves are not all. */
  readonly complete: boolean;
}

interface Decision {
  answer: number;
  readonly count: number;
}

/** What an evaluation compares times with; asked for only where an uncertain time must be told apart. */
interface Bounded {
  /** Instants at which an answer may change, in order. */
  readonly cuts: readonly Instant[];
}

/** Bounds up to this many seconds are tried second by second. */
const TICKS = 16;
const NONE: readonly Instant[] = [];

/** Whether bounds are so close that each second of them is tried. */
export function isTriedWhole({ from, to }: { readonly from: Instant; readonly to: Instant }): boolean {
  return to - from < TICKS;
}

export class World {
  private next = 0;
  /** Last second that counts: what comes after it has not happened yet (docs/semantics.md 14.1, 14.9). */
  private horizon: Instant = Infinity;
  private readonly known = new Map<string, unknown>();
  private readonly asking = new Set<string>();
  private readonly words = new Map<string, { index: number; word: string }>();
  private readonly spans = new Map<string, { from: Instant; to: Instant }>();
  /** Of what is pinned, or tried for more than itself, the bounds that it stands for. */
  private readonly pinned = new Map<string, { from: Instant; to: Instant }>();

  private readonly script: Decision[];
  private readonly facts: Map<string, Fact>;
  private readonly bounds: Bounded;
  private readonly trail: Trail;
  /** Parts begun, and ways passed, so far. */
  private parts = 0;
  private passed = 0;
  private isApart = false;
  /** Whether what the part that is asked now decides is noted: it is not where the run before has noted it. */
  private isNoted = false;
  private decided: Decisions | null = null;
  private before: Map<string, Answer> | null = null;

  constructor(script: Decision[], facts: Map<string, Fact>, bounds: Bounded, trail: Trail) {
    this.script = script;
    this.facts = facts;
    this.bounds = bounds;
    this.trail = trail;
  }

  /**
   * Asks a part of the question. If it comes to nothing, that is all that the rest may know of it besides the facts themselves: then
   * ways to come to nothing that no later answer tells apart are gone on with once.
   */
  apart<T>(ask: () => T | null): T | null {
    if (this.isApart) return ask();
    const part = this.parts++;
    const repeats = this.trail.repeats(this.passed, part);
    const start = this.next;
    this.isApart = true;
    this.isNoted = !repeats;
    const found = ask();
    this.isApart = false;
    this.isNoted = false;
    if (repeats) this.passed++;
    if (repeats || found !== null || this.next === start) {
      this.decided = null;
      this.before = null;
      return found;
    }
    const { decided, before } = this;
    this.decided = null;
    this.before = null;
    this.trail.pass(part, start, this.next, decided ?? new Map(), before ?? new Map());
    this.passed++;
    return null;
  }

  /** `at`, or the earlier second as of which this history is asked. */
  now(at: Instant): Instant {
    return Math.min(at, this.horizon);
  }

  /** What a question comes to as things stood at that second. */
  asOf<T>(second: Instant, ask: () => T): T {
    const before = this.horizon;
    this.horizon = Math.min(before, second);
    try {
      return ask();
    } finally {
      this.horizon = before;
    }
  }

  /**
   * The answer to a question asked before in this history, as of the same second; `circular` where the question leads back
   * to itself: nothing is a reason for itself (14.9).
   */
  once<T>(question: string, circular: T, ask: () => T): T {
    const key = `${this.horizon} ${question}`;
    this.trail.ask(onceId(key), this.next);
    if (this.known.has(key)) return this.known.get(key) as T;
    if (this.asking.has(key)) return circular;
    this.asking.add(key);
    try {
      const answer = ask();
      this.known.set(key, answer);
      this.keep(onceId(key), { known: answer });
      return answer;
    } finally {
      this.asking.delete(key);
    }
  }

  /** Keeps what a part has decided. */
  private keep(id: string, decided: Decided): void {
    if (this.isNoted) (this.decided ??= new Map()).set(id, decided);
  }

  private decide(count: number): number {
    const at = this.next++;
    let decision = this.script[at];
    if (!decision) {
      decision = { answer: 0, count };
      this.script.push(decision);
    }
    return decision.answer;
  }

  /** The index of the answer that this history gives; the same whenever it is asked again. */
  choose(fact: Fact, words: readonly string[]): number {
    this.trail.ask(fact.id, this.next);
    const known = this.words.get(fact.id);
    if (known) return known.index;
    this.facts.set(fact.id, fact);
    const index = this.decide(words.length);
    const word = words[index]!;
    this.words.set(fact.id, { index, word });
    this.keep(fact.id, { word });
    return index;
  }

  yes(fact: Fact): boolean {
    return this.choose(fact, ["yes", "no"]) === 0;
  }

  /** The bounds that this history has narrowed the moment to. */
  span(moment: Moment): { readonly from: Instant; readonly to: Instant } {
    if (moment.fact === null) return moment;
    const { id } = moment.fact;
    this.trail.ask(id, this.next);
    return this.spans.get(id) ?? moment;
  }

  /** That second of it, for all that is asked later: where each is as good as another, nothing is chosen, and no more is known of it. */
  pin(moment: Moment, second: Instant): Instant {
    if (moment.fact) {
      const { from, to } = this.span(moment);
      this.pinned.set(moment.fact.id, { from, to });
      this.narrow(moment, second, second);
    }
    return second;
  }

  private narrow(moment: Moment, from: Instant, to: Instant): void {
    const { id } = moment.fact!;
    this.facts.set(id, moment.fact!);
    if (this.isNoted) {
      const before = this.spans.get(id);
      if (before && !this.decided?.has(id)) (this.before ??= new Map()).set(id, before);
      const whole = this.pinned.get(id);
      this.keep(id, whole ? { from, to, whole } : { from, to });
    }
    this.spans.set(id, { from, to });
  }

  /** Is it at or before the instant? */
  notAfter(moment: Moment, instant: Instant): boolean {
    const { from, to } = this.span(moment);
    if (to <= instant) return true;
    if (from > instant) return false;
    const before = this.decide(2) === 0;
    if (before) this.narrow(moment, from, instant);
    else this.narrow(moment, instant + 1, to);
    return before;
  }

  /** One second of it; all that may matter are tried, and `more` where not each is. */
  instant(moment: Moment, distances: readonly number[] = [], more: readonly Instant[] = NONE): Instant {
    const { from, to } = this.span(moment);
    if (from === to) return from;
    let seconds: Instant[];
    if (isTriedWhole({ from, to })) {
      seconds = Array.from({ length: to - from + 1 }, (_, i) => from + i);
    } else {
      const set = new Set([from, to, ...more]);
      for (const cut of this.bounds.cuts) {
        for (const distance of [0, ...distances]) {
          for (const near of [-1, 0, 1]) {
            const second = cut - distance + near;
            if (second > from && second < to) set.add(second);
          }
        }
      }
      seconds = [...set].toSorted((a, b) => a - b);
    }
    const chosen = this.decide(seconds.length);
    const second = seconds[chosen]!;
    // What lies between two that are tried is as the first of them.
    const next = seconds[chosen + 1] ?? to + 1;
    if (next > second + 1) this.pinned.set(moment.fact!.id, { from: second, to: next - 1 });
    this.narrow(moment, second, second);
    return second;
  }

  /** Is `a` at or before `b`, as instants? */
  inOrder(a: Moment, b: Moment): boolean {
    const x = this.span(a);
    const y = this.span(b);
    if (x.to <= y.from) return true;
    if (x.from > y.to) return false;
    if (a.fact && a.fact.id === b.fact?.id) return true;
    if (x.from === x.to) return !this.notAfter(b, x.from - 1);
    return this.notAfter(a, this.instant(b));
  }

  answers(): Map<string, Answer> {
    const out = new Map<string, Answer>();
    for (const [id, { word }] of this.words) out.set(id, { word });
    for (const [id, span] of this.spans) out.set(id, this.pinned.get(id) ?? { ...span });
    return out;
  }
}

/** Runs `evaluate` in every history it can tell apart, up to `limit` of them (9.5). */
export function explore<T>(evaluate: (world: World) => T, bounds: Bounded, limit: number): Exploration<T> {
  const script: Decision[] = [];
  const facts = new Map<string, Fact>();
  const trail = new Trail();
  const met: { value: T; answers: ReadonlyMap<string, Answer>; taken: ReturnType<Trail["taken"]> }[] = [];
  const told = (complete: boolean): Exploration<T> => {
    const leaves = met.map(({ value, answers, taken }) => ({ value, answers, factors: trail.factorsOf(taken) }));
    return { leaves, facts, complete };
  };
  for (let tried = 1; ; tried++) {
    const world = new World(script, facts, bounds, trail);
    try {
      const value = evaluate(world);
      met.push({ value, answers: world.answers(), taken: trail.taken() });
    } catch (error) {
      if (error !== ALIKE) throw error;
    }
    while (script.length > 0 && script.at(-1)!.answer + 1 >= script.at(-1)!.count) script.pop();
    if (script.length === 0) {
      trail.turn(-1);
      return told(true);
    }
    if (tried >= limit) return told(false);
    script.at(-1)!.answer++;
    trail.turn(script.length - 1);
  }
}
