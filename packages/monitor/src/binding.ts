/** Whether an instance binds in one history, since when, and in which window (docs/semantics.md 5.2, 6.4, 7.1 to 7.4). */
import { addDuration, type Instant, type Item } from "@servanda/language";
import { occasion, type Instance } from "./instance.ts";
import type { Matcher, Setting } from "./match.ts";
import { named, type Silence } from "./silence.ts";
import type { Stage } from "./view.ts";
import { exactly, type Moment, type World } from "./world.ts";

/** An instance that binds, in one history. */
export interface Binding {
  readonly setting: Setting;
  readonly trigger: Moment;
  /** For bans and keeps: each stage with its window, in order. */
  readonly segments: readonly Segment[];
  /** For achieve duties and aims: the stages that still find the duty due (6.4). */
  readonly due: readonly Segment[];
  /** The last of them that this norm goes by. */
  readonly current: Segment;
  /** First second at which instrument, membership or norm is over; Infinity: never. */
  readonly over: Instant;
  /** First second from which a duty still pending has lapsed (6.4, 8.2); Infinity: never. */
  readonly lapse: Instant;
}

/** A stage of the norm with its window, for as long as it governs the instance. */
export interface Segment {
  readonly stage: Stage;
  /** Beginning of the window, and its place in the sequence of that instant (5.4). */
  readonly start: Moment;
  readonly order: number | null;
  /** Governs from this second (the window may begin later) … */
  readonly from: Instant;
  /** … to this one, included. */
  readonly to: Instant;
  /** Last second of the window or deadline; null: none. */
  readonly until: Instant | null;
}

/** One instance under one view, and what silence means for it. */
export interface Case {
  readonly matcher: Matcher;
  readonly instance: Instance;
  readonly silence: Silence;
}

/** The instance as this history has it, or why there is none. */
export function bind(world: World, { matcher, instance, silence }: Case): Binding | "not triggered" | "not in force" {
  if (instance.by.kind === "none") return "not triggered";
  if (instance.by.kind !== "event") {
    if (instance.by.from > matcher.at) return "not in force";
    const setting: Setting = {
      bearer: instance.bearer,
      clause: matcher.stageAt(world, exactly(instance.by.from)).clauses.bearer,
      bindings: new Map(),
    };
    const begin: Begin = { moment: exactly(instance.by.from), order: null };
    const binding = windows(world, matcher, setting, begin, begin.moment);
    return typeof binding !== "string" && isEmpty(world, binding) ? "not in force" : binding;
  }
  const { event } = instance.by;
  const found = occasion(world, matcher, event);
  if (!found || !found.bearers.includes(instance.bearer) || !same(found.bindings, instance.bindings)) {
    return "not triggered";
  }
  const option = matcher.take(world, event)!;
  const { bindings, when } = found;
  if (!matcher.isIn(world, event, option, [when.anchor.place], bindings)) return "not triggered";
  // Whoever is among the parties is bound only while a party.
  const periods = matcher.periodsOf(instance.bearer);
  if (periods.length > 0 && !matcher.partyAt(world, instance.bearer, found.moment)) return "not triggered";
  const setting: Setting = { bearer: instance.bearer, clause: found.stage.clauses.bearer, bindings };
  let trigger: Begin = { moment: found.moment, order: option.order };
  for (const [i, further] of when.further.entries()) {
    const met = furtherMet(world, { matcher, instance, silence }, setting, found.moment, option.order, further, i);
    if (!met) return "not triggered";
    if (world.inOrder(trigger.moment, met.moment)) trigger = met;
  }
  const binding = windows(world, matcher, setting, trigger, found.moment);
  // What is met only when nothing binds any more triggers nothing.
  if (typeof binding === "string" || isEmpty(world, binding)) return "not triggered";
  if (binding.over !== Infinity && !world.notAfter(trigger.moment, binding.over - 1)) return "not triggered";
  return binding;
}

/** What an instance begins with, and its place in the sequence of that instant (5.4). */
interface Begin {
  readonly moment: Moment;
  readonly order: number | null;
}

/** 7.4: the instant at which a further condition is met; null if it is not. */
function furtherMet(
  world: World,
  { matcher, instance, silence }: Case,
  setting: Setting,
  anchor: Moment,
  anchorOrder: number | null,
  further: NonNullable<Stage["clauses"]["when"]>["further"][number],
  index: number,
): Begin | null {
  const end = matcher.endOf(world, anchor, further.within);
  let best: (Begin & { bindings: Map<string, string> }) | null = null;
  for (const event of matcher.events) {
    if (instance.by.kind === "event" && event === instance.by.event) continue;
    if (!matcher.mayMatch(event, further.pattern, setting, false)) continue;
    const option = matcher.take(world, event);
    if (!option) continue;
    const tried: Setting = { ...setting, bindings: new Map(setting.bindings) };
    if (!matcher.agrees(world, event, option, further.pattern, tried, false)) continue;
    const moment = matcher.moment(event, option);
    if (!matcher.atOrAfter(world, anchor, anchorOrder, moment, option.order)) continue;
    if (!world.notAfter(moment, end)) continue;
    if (!matcher.isIn(world, event, option, [further.pattern.place], tried.bindings)) continue;
    if (best === null || !world.inOrder(best.moment, moment)) {
      best = { moment, order: option.order, bindings: tried.bindings };
    }
  }
  if (best) {
    for (const [name, value] of best.bindings) setting.bindings.set(name, value);
    return best;
  }
  if (matcher.at <= end) return null;
  const missing = silence.uncovered([named(further.pattern)], setting, { from: -Infinity, to: end });
  const last = missing.at(-1);
  if (!last || !world.notAfter(anchor, last.to)) return null;
  return world.yes(silence.fact(`condition ${index + 1}`, further.pattern))
    ? { moment: exactly(end), order: null }
    : null;
}

/** 6.4, 5.2: which stage governs when, with its window. */
function windows(
  world: World,
  matcher: Matcher,
  setting: Setting,
  begin: Begin,
  anchor: Moment,
): Binding | "not in force" {
  const trigger = begin.moment;
  const { stages } = matcher.normView;
  const first = matcher.stageAt(world, trigger);
  let over = matcher.force()!.until;
  // The membership that bound it is the one at the anchor.
  for (const period of matcher.periodsOf(setting.bearer)) {
    const inside =
      !world.notAfter(anchor, period.from - 1) &&
      (period.until === Infinity || world.notAfter(anchor, period.until - 1));
    if (inside) over = Math.min(over, period.until);
  }
  if (first.repealed) return "not in force";
  const segments: Segment[] = [segment(world, matcher, first, begin, -Infinity, false)];
  let due: Segment[] = [segment(world, matcher, first, begin, -Infinity, true)];
  let open = true;
  let lapse = matcher.instrument.survive ? Infinity : over;
  for (const stage of stages.slice(stages.indexOf(first) + 1)) {
    const from = stage.from!;
    if (from > matcher.at) break;
    if (stage.repealed) {
      lapse = Math.min(lapse, from);
      over = Math.min(over, from);
      break;
    }
    if (stage.clauses.when === null && first.clauses.when !== null) continue;
    const next = segment(world, matcher, stage, begin, from, false);
    segments.splice(-1, 1, { ...segments.at(-1)!, to: from - 1 }, next);
    const before = due.at(-1)!;
    open &&= before.until === null || before.until >= from;
    if (open)
      due = [...due.slice(0, -1), { ...before, to: from - 1 }, segment(world, matcher, stage, begin, from, true)];
  }
  const achieves = matcher.normView.norm.kind === "aim" || due.at(-1)!.stage.clauses.must.items.some(isAchieveItem);
  const current = achieves ? due.at(-1)! : segments.at(-1)!;
  return { setting, trigger, segments, due, current, over, lapse };
}

/** A stage's window: of what is to be done, up to its deadline; of what is banned or kept, up to its end; else the other of the two (5.2). */
function segment(world: World, matcher: Matcher, stage: Stage, begin: Begin, from: Instant, achieve: boolean): Segment {
  const time = stage.clauses.time;
  const trigger = begin.moment;
  const dated = time?.from ? time.from.earliest : null;
  const later = dated !== null && world.notAfter(trigger, dated - 1);
  const start = later ? exactly(dated) : trigger;
  const deadline = (): Instant | null => {
    if (time?.by) return time.by.latest;
    return time?.within ? matcher.endOf(world, trigger, time.within) : null;
  };
  const last = (): Instant | null => {
    if (time?.until) return time.until.latest;
    if (!time?.for) return null;
    const base = world.instant(start);
    const rounded = { ...time.for, rounding: time.for.rounding ?? "last-day" } as const;
    return addDuration(base, rounded, matcher.offset)! - 1;
  };
  const until = achieve ? (deadline() ?? last()) : (last() ?? deadline());
  return { stage, start, order: later ? null : begin.order, from, to: Infinity, until };
}

/** 7.9: whether the window ends before it begins, so that nothing was ever owed. */
function isEmpty(world: World, { segments, due }: Binding): boolean {
  return [due[0]!, segments[0]!].every(({ start, until }) => until !== null && !world.notAfter(start, until));
}

export function isAchieveItem(item: Item): boolean {
  return item.kind === "do" || (item.kind === "term" && item.mode === "achieve");
}

function same(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}
