/** What is owed again and again: the stretches of a window (docs/semantics.md 11.4). */
import type { Duration, Instant } from "@servanda/language";
import type { Binding, Segment } from "./binding.ts";
import { after } from "./duration.ts";
import { clockLength, DAY } from "./equivalence.ts";
import { LIMIT } from "./instance.ts";
import type { Interval } from "./interval.ts";
import type { Matcher } from "./match.ts";
import { exactly, isTriedWhole, type World } from "./world.ts";

/** Stretches looked at of one instance, three years of days; beyond, the finding is approximate. Histories grow with their number, and so time with its square. */
const MOST = 1096;

export interface Stretch {
  /** From 1. */
  readonly number: number;
  /** The instance as if its window were this stretch. */
  readonly binding: Binding;
  readonly last: Instant;
}

/**
 * The stretches owed, that have begun by `at`; null: nothing recurs. `goesOn`: whether the window goes on after `at`.
 * `only`: the one of that number alone.
 */
export function stretches(
  world: World,
  matcher: Matcher,
  binding: Binding,
  only: number | null = null,
): { readonly list: readonly Stretch[]; readonly goesOn: boolean; readonly complete: boolean } | null {
  // What has ended is not begun again by an amendment that comes after it (6.4).
  const segments = binding.due;
  const first = segments[0]!;
  if (!first.stage.clauses.time?.every) return null;
  const now = world.now(matcher.at);
  const begin = world.instant(first.start, [], turns(world, matcher, binding));
  const list: Stretch[] = [];
  let complete = true;
  const end = segments.at(-1)!.until;
  /** Where counting began, in what, and how many were counted from there. */
  let base = begin;
  let length: Duration | null = null;
  let counted = 0;
  for (let k = 1, from = begin; from <= now && from < binding.over;) {
    const segment = segments.findLast((s) => s.from <= from) ?? first;
    const every = segment.stage.clauses.time?.every ?? null;
    if (!every) {
      // A stage without has no stretches: they begin again with the next that has.
      const next = segments.find((s) => s.from > from && s.stage.clauses.time?.every);
      if (!next) break;
      [from, length] = [next.from, null];
      continue;
    }
    if (length === null || !isSame(every, length)) [base, length, counted] = [from, every, 0];
    counted += 1;
    // Each is counted from the beginning: a month after the 31st of January is not where the next month is counted from.
    const last = after(base, { ...every, count: every.count * counted }, matcher.offset) - 1;
    const isCut = segment.until !== null && last > segment.until;
    if (isCut && segment === segments.at(-1)) break;
    if (k > MOST) {
      complete = false;
      break;
    }
    if (!isCut && (only === null || k === only)) {
      const own: Segment = {
        ...segment,
        start: k === 1 ? first.start : exactly(from),
        order: k === 1 ? first.order : null,
        from: -Infinity,
        to: Infinity,
        until: last,
      };
      const label = `@${k}`;
      list.push({ number: k, last, binding: { ...binding, segments: [own], due: [own], current: own, label } });
    }
    if (k === only) break;
    from = last + 1;
    k += 1;
  }
  // A repeal that is to begin the second after ends the window as the end of a membership does.
  const repeal = matcher.normView.stages.find((s) => s.repealed && s.from !== null && s.from > now)?.from ?? Infinity;
  const goesOn = (end === null || end > now) && Math.min(binding.over, repeal) - 1 > now;
  return { list, goesOn, complete };
}

const TURNS = new WeakMap<Matcher, Map<string, readonly Instant[]>>();

/** Seconds of a long time, and those beside them, so many lengths before something that a stretch ends just there: asked for in each history. */
function turns(world: World, matcher: Matcher, { due }: Binding): readonly Instant[] {
  const span = world.span(due[0]!.start);
  if (isTriedWhole(span)) return [];
  const lengths = due.flatMap(({ stage: { clauses } }) => clauses.time?.every ?? []);
  const key = `${span.from} ${span.to} ${lengths.map(({ count, unit }) => `${count} ${unit}`).join()}`;
  let known = TURNS.get(matcher);
  if (!known) TURNS.set(matcher, (known = new Map()));
  let found = known.get(key);
  if (!found) known.set(key, (found = turnsWithin(span, lengths, matcher.cuts)));
  return found;
}

function turnsWithin(span: Interval, lengths: readonly Duration[], cuts: readonly Instant[]): readonly Instant[] {
  const found = new Set<Instant>();
  for (const every of lengths) {
    // Months come to the same clock time, whatever day it is.
    const length = clockLength(every) ?? DAY;
    for (const second of cuts) {
      if (second < span.from) continue;
      for (let at = span.from + ((second - span.from) % length); at <= span.to; at += length) {
        for (const near of [at - 1, at, at + 1]) if (near > span.from && near < span.to) found.add(near);
        // More are not tried, whatever they are: it is approximate (9.5).
        if (found.size > LIMIT) return [...found];
      }
    }
  }
  return [...found];
}

function isSame(a: Duration, b: Duration): boolean {
  return a.count === b.count && a.unit === b.unit;
}
