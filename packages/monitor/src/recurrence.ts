/** What is owed again and again: the stretches of a window (docs/semantics.md 11.4). */
import type { Instant } from "@servanda/language";
import type { Binding, Segment } from "./binding.ts";
import { after } from "./duration.ts";
import type { Matcher } from "./match.ts";
import { exactly, type World } from "./world.ts";

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
  const first = binding.segments[0]!;
  if (!first.stage.clauses.time?.every) return null;
  const now = world.now(matcher.at);
  const begin = world.instant(first.start);
  const list: Stretch[] = [];
  let complete = true;
  const end = binding.segments.at(-1)!.until;
  for (let k = 1, from = begin; ; k++) {
    if (from > now || from >= binding.over) break;
    const segment = binding.segments.findLast((s) => s.from <= from) ?? first;
    const every = segment.stage.clauses.time?.every;
    if (!every) break;
    // Each is counted from the beginning: a month after the 31st of January is not where the next month is counted from.
    const last = after(begin, { ...every, count: every.count * k }, matcher.offset) - 1;
    if (segment.until !== null && last > segment.until) break;
    if (k > MOST) {
      complete = false;
      break;
    }
    const own: Segment = {
      ...segment,
      start: k === 1 ? first.start : exactly(from),
      order: k === 1 ? first.order : null,
      from: -Infinity,
      to: Infinity,
      until: last,
    };
    const label = `@${k}`;
    if (only === null || k === only)
      list.push({ number: k, last, binding: { ...binding, segments: [own], due: [own], current: own, label } });
    if (k === only) break;
    from = last + 1;
  }
  // A repeal that is to begin the second after ends the window as the end of a membership does.
  const repeal = matcher.normView.stages.find((s) => s.repealed && s.from !== null && s.from > now)?.from ?? Infinity;
  const goesOn = (end === null || end > now) && Math.min(binding.over, repeal) - 1 > now;
  return { list, goesOn, complete };
}
