/** How often: whether an event, with those before it, meets a pattern that counts (docs/semantics.md 11.3). */
import type { EventPattern, Unless, ZoneExpression } from "@servanda/language";
import type { Event } from "./evidence.ts";
import type { Option } from "./option.ts";
import type { Matcher, Setting } from "./match.ts";
import type { Moment, World } from "./world.ts";
import { isIn } from "./zone.ts";

/** From when events count: an instant, and its place in the sequence of that instant (5.4). */
export interface Since {
  readonly moment: Moment;
  readonly order: number | null;
}

type EventCondition = Extract<Unless["conditions"][number], { kind: "event" }>;

const ofConditions = new WeakMap<EventCondition, EventPattern>();

/** What an exception asks for: where it has a time of its own and its count none, it counts in that time (11.3). */
export function excusing(condition: EventCondition): EventPattern {
  const { pattern, within } = condition;
  if (!pattern.count || pattern.count.in !== null || within === null) return pattern;
  const known = ofConditions.get(condition);
  if (known) return known;
  const counted = { ...pattern, count: { ...pattern.count, in: within } };
  ofConditions.set(condition, counted);
  return counted;
}

/** An event as one history has it. */
export interface Found {
  readonly event: Event;
  readonly option: Option;
  readonly moment: Moment;
}

/**
 * Whether an event that agrees with a pattern, place apart, lies in the zones and, with those that agree likewise at or before
 * it, is the last of as many as the pattern asks. `own`: a pattern without an actor means the bearer. `without`: what
 * serves as something else (7.8).
 */
export function meets(
  world: World,
  matcher: Matcher,
  pattern: EventPattern,
  own: boolean,
  setting: Setting,
  zones: readonly (ZoneExpression | null)[],
  found: Found,
  since: Since | null,
  without: Event | null,
): boolean {
  if (!isIn(world, matcher, found.event, found.option, zones, setting.bindings)) return false;
  const { count } = pattern;
  if (!count) return true;
  let missing = (count.comparison === "more than" ? count.times + 1 : count.times) - 1;
  if (missing <= 0) return true;
  const others = matcher.suited(pattern, setting, own).filter((e) => e !== found.event && e !== without);
  // Decided events first: where they are enough, nothing open need be asked.
  others.sort((a, b) => a.options.length - b.options.length || (a.id < b.id ? -1 : 1));
  for (const [i, event] of others.entries()) {
    if (others.length - i < missing) return false;
    const option = matcher.take(world, event);
    if (!option) continue;
    const tried: Setting = { ...setting, bindings: new Map(setting.bindings) };
    if (!matcher.agrees(world, event, option, pattern, tried, own)) continue;
    if (tried.bindings.size !== setting.bindings.size) continue;
    const moment = matcher.moment(event, option);
    if (!matcher.atOrAfter(world, moment, option.order, found.moment, found.option.order)) continue;
    if (since && !matcher.atOrAfter(world, since.moment, since.order, moment, option.order)) continue;
    if (count.in && !world.notAfter(found.moment, matcher.endOf(world, moment, count.in))) continue;
    if (!isIn(world, matcher, event, option, zones, tried.bindings)) continue;
    if (--missing === 0) return true;
  }
  return false;
}
