/** Whether an instance binds in one history, since when, and in which window (docs/semantics.md 5.2, 6.4, 7.1 to 7.4). */
import type { Instant, Item, Time } from "@servanda/language";
import type { Bearing } from "./bearing.ts";
import { meets, type Since } from "./count.ts";
import { after } from "./duration.ts";
import { breached, isCalled, isOneWithEarlier, occasion, same, type Instance, type Occasion } from "./instance.ts";
import { type Interval } from "./interval.ts";
import type { Matcher, Setting } from "./match.ts";
import { inRun, renewed } from "./membership.ts";
import { named, type Silence } from "./silence.ts";
import type { Stage } from "./view.ts";
import { exactly, type Moment, type World } from "./world.ts";

/** An instance that binds, in one history. */
export interface Binding {
  readonly setting: Setting;
  readonly trigger: Moment;
  /** Its place in the sequence of that instant (5.4). */
  readonly order: number | null;
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
  /** First second at which the window is over, whatever its end: what survives, and an aim, goes on to its deadline (8.2, 8.9); Infinity: never. */
  readonly closes: Instant;
  /** What it waits for has not come: it is not due yet (11.5). */
  readonly waiting: boolean;
  /** Of a stretch (11.4), `@K`; else empty. Tells its open facts from those of other stretches. */
  readonly label: string;
  /** When all that is owed is suspended (14.7). */
  readonly suspended: readonly Interval[];
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
  /** It is the time after the deadline, in which what was due can only be done late (8.1). */
  readonly late?: true;
}

export function beginning({ start, order }: Segment): Since {
  return { moment: start, order };
}

/** One instance under one view, and what silence means for it. */
export interface Case {
  readonly matcher: Matcher;
  readonly instance: Instance;
  readonly silence: Silence;
  /** Norms that bear on it (14); null: none. */
  readonly bearing: Bearing | null;
}

/** The instance as this history has it, or why there is none. */
export function bind(world: World, c: Case): Binding | "not triggered" | "not in force" {
  const { matcher, instance } = c;
  if (instance.by.kind === "entry" || instance.by.kind === "membership") {
    if (instance.by.from > world.now(matcher.at)) return "not in force";
    const { clauses } = matcher.stageAt(world, exactly(instance.by.from));
    const begin: Begin = { moment: exactly(instance.by.from), order: null };
    const binding = windows(world, c, settingOf(instance, clauses.bearer, new Map()), begin, begin.moment);
    return typeof binding !== "string" && isEmpty(world, binding) ? "not in force" : binding;
  }
  // Of several breaches that make it, the first by which it is triggered (14.2).
  for (const found of anchors(world, c)) {
    const binding = bindFrom(world, c, found);
    if (binding !== null) return binding;
  }
  return "not triggered";
}

/** The instance as an anchor triggers it; null: it does not. */
function bindFrom(world: World, c: Case, found: Occasion): Binding | null {
  const { matcher, instance } = c;
  // Whoever is among the parties is bound only while a party.
  const periods = instance.members ? [] : matcher.periodsOf(instance.bearer);
  if (periods.length > 0 && !matcher.partyAt(world, instance.bearer, found.moment)) return null;
  const bindings = new Map([...found.bindings, ...found.theirs]);
  const setting = settingOf(instance, found.stage.clauses.bearer, bindings);
  let trigger: Begin = found;
  for (const [i, further] of found.further.entries()) {
    const met = furtherMet(world, c, setting, found.moment, found.order, further, i);
    if (!met) return null;
    if (world.inOrder(trigger.moment, met.moment)) trigger = met;
  }
  const binding = windows(world, c, setting, trigger, found.moment);
  // What is met only when nothing binds any more triggers nothing.
  if (typeof binding === "string" || isEmpty(world, binding)) return null;
  if (binding.over !== Infinity && !world.notAfter(trigger.moment, binding.over - 1)) return null;
  return binding;
}

/** The anchors of the instance in this history, in time: none where it has none for this bearer and these values (7.3); several only of breaches (14.2). */
function anchors(world: World, { matcher, instance, bearing }: Case): readonly Occasion[] {
  const fits = (found: Occasion): boolean =>
    found.bearers.some((b) => b.id === instance.bearer && isCalled(matcher, instance, found, b)) &&
    same(found.bindings, instance.bindings);
  if (instance.by.kind === "breach" || (instance.by.kind === "event" && instance.by.sources)) {
    const all: Occasion[] = [];
    for (const source of instance.by.sources!) {
      const found = breached(world, matcher, source);
      if (!found || !fits(found)) continue;
      const later = all.findIndex((o) => isBefore(world, matcher, found, o));
      all.splice(later < 0 ? all.length : later, 0, found);
    }
    return all;
  }
  if (instance.by.kind !== "event") return [];
  const { event } = instance.by;
  const found = occasion(world, matcher, event, true);
  if (!found || !fits(found) || isOneWithEarlier(world, matcher, event, found)) return [];
  // What one may do under a permission gives nobody a permission (14.6).
  if (matcher.normView.norm.kind === "permission" && bearing?.isPermitted(world, event)) return [];
  return [found];
}

/** 5.4: whether an anchor comes before another, and not at the same instant. */
function isBefore(world: World, matcher: Matcher, a: Occasion, b: Occasion): boolean {
  return !matcher.atOrAfter(world, b.moment, b.order, a.moment, a.order);
}

function settingOf(instance: Instance, clause: Setting["clause"], bindings: Setting["bindings"]): Setting {
  const { bearer, members } = instance;
  // A variable that the bearer's line binds stands for the bearer from there on (12.3).
  if (clause.kind === "variable" && clause.binds && !bindings.has(clause.name)) bindings.set(clause.name, bearer);
  return { bearer, clause, bindings, members };
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
  anchored: Moment,
  anchorOrder: number | null,
  further: Occasion["further"][number],
  index: number,
): Begin | null {
  const end = matcher.endOf(world, anchored, further.within);
  let best: (Begin & { bindings: Map<string, string> }) | null = null;
  for (const event of matcher.suited(further.pattern, setting, false)) {
    if (instance.by.kind === "event" && event === instance.by.event) continue;
    const option = matcher.take(world, event);
    if (!option) continue;
    const tried: Setting = { ...setting, bindings: new Map(setting.bindings) };
    if (!matcher.agrees(world, event, option, further.pattern, tried, false)) continue;
    const moment = matcher.moment(event, option);
    if (!matcher.atOrAfter(world, anchored, anchorOrder, moment, option.order)) continue;
    if (!world.notAfter(moment, end)) continue;
    const since = { moment: anchored, order: anchorOrder };
    const found = { event, option, moment };
    const without = instance.by.kind === "event" ? instance.by.event : null;
    if (!meets(world, matcher, further.pattern, false, tried, [further.pattern.place], found, since, without)) continue;
    if (best === null || !world.inOrder(best.moment, moment)) {
      best = { moment, order: option.order, bindings: tried.bindings };
    }
  }
  if (best) {
    for (const [name, value] of best.bindings) setting.bindings.set(name, value);
    return best;
  }
  if (world.now(matcher.at) <= end) return null;
  const asked = [named(further.pattern)];
  const window = { from: -Infinity, to: end };
  const missing = silence.uncovered(asked, setting, window);
  const last = missing.at(-1);
  if (!last || !world.notAfter(anchored, last.to)) return null;
  const since = { from: world.span(anchored).from, to: end };
  const fact = silence.fact(`condition ${index}`, further.pattern, asked, setting, since);
  return world.yes(fact) ? { moment: exactly(end), order: null } : null;
}

/** 6.4, 5.2: which stage governs when, with its window. */
function windows(world: World, c: Case, bound: Setting, begin: Begin, anchored: Moment): Binding | "not in force" {
  const { matcher, instance, bearing } = c;
  const trigger = begin.moment;
  const { stages } = matcher.normView;
  const now = world.now(matcher.at);
  const first = matcher.stageAt(world, trigger);
  if (first.repealed) return "not in force";
  const ended = bearing?.ended(world, matcher.normView.norm) ?? Infinity;
  let over = Math.min(matcher.forceIn(world)!.until, ended);
  const setting: Setting = { ...bound, over };
  // The membership that bound it is the one at the anchor.
  for (const period of instance.members ? [] : matcher.periodsIn(world, setting.bearer)) {
    if (inRun(world, anchored, period)) over = Math.min(over, period.until);
  }
  // Ended before it began.
  if (over !== Infinity && !world.notAfter(anchored, over - 1)) return "not in force";
  const suspended = bearing?.suspended(world, matcher.normView.norm, instance) ?? [];
  const called = first.clauses.onlyAfter ? dueFrom(world, c, setting, first) : null;
  const waiting = first.clauses.onlyAfter ? called === null : false;
  const since = called !== null && world.inOrder(begin.moment, called.moment) ? called : begin;
  const due: Due = { since: waiting ? null : since, called: called?.moment ?? null };
  const part = (stage: Stage, from: Instant, achieve: boolean): Segment =>
    segment(world, matcher, stage, begin, due, from, achieve, suspended);
  const segments: Segment[] = [part(first, -Infinity, false)];
  const owed: Segment[] = [part(first, -Infinity, true)];
  let open = true;
  let lapse = matcher.instrument.survive ? Infinity : over;
  const { kind } = matcher.normView.norm;
  // An aim that a reading makes a duty is none.
  const isAim = ({ clauses }: Stage): boolean => kind === "aim" && !clauses.must.binding;
  const goesOn = matcher.instrument.survive || isAim(first);
  for (const stage of stages.slice(stages.indexOf(first) + 1)) {
    const from = stage.from!;
    // Nobody goes by a stage that begins when nothing binds any more.
    if (from > now || (from >= over && !goesOn)) break;
    if (stage.repealed) {
      lapse = Math.min(lapse, from);
      over = Math.min(over, from);
      break;
    }
    const next = part(stage, from, false);
    segments.push({ ...segments.pop()!, to: from - 1 }, next);
    const before = owed.at(-1)!;
    open &&= before.until === null || before.until >= from;
    if (open) owed.push({ ...owed.pop()!, to: from - 1 }, part(stage, from, true));
  }
  const achieves = kind === "aim" || isOwed(owed.at(-1)!.stage);
  const current = achieves ? owed.at(-1)! : segments.at(-1)!;
  const closes = isAim(current.stage) ? Infinity : achieves && kind !== "permission" && kind !== "power" ? lapse : over;
  return {
    setting,
    trigger,
    order: begin.order,
    segments,
    due: owed,
    current,
    over,
    lapse,
    closes,
    waiting,
    label: "",
    suspended,
  };
}

/** 11.5: since when it is due; null: not yet. */
function dueFrom(world: World, c: Case, setting: Setting, stage: Stage): Begin | null {
  const { matcher, instance } = c;
  const { connective, patterns } = stage.clauses.onlyAfter!;
  const without = instance.by.kind === "event" ? instance.by.event : null;
  const earliest = patterns.map((pattern): Begin | null => {
    let best: Begin | null = null;
    for (const event of matcher.suited(pattern, setting, false)) {
      if (event === without) continue;
      const option = matcher.take(world, event);
      if (!option) continue;
      const tried: Setting = { ...setting, bindings: new Map(setting.bindings) };
      if (!matcher.agrees(world, event, option, pattern, tried, false)) continue;
      const moment = matcher.moment(event, option);
      if (best && world.inOrder(best.moment, moment)) continue;
      if (!meets(world, matcher, pattern, false, tried, [pattern.place], { event, option, moment }, null, without))
        continue;
      best = { moment, order: option.order };
    }
    return best;
  });
  const met = earliest.filter((b) => b !== null);
  if (met.length === 0 || (connective === "and" && met.length < earliest.length)) return null;
  const later = (a: Begin, b: Begin): Begin => (world.inOrder(a.moment, b.moment) ? b : a);
  const earlier = (a: Begin, b: Begin): Begin => (world.inOrder(a.moment, b.moment) ? a : b);
  return met.reduce(connective === "and" ? later : earlier);
}

/** 11.5: since when it is due (null: it is not yet), and the instant of what it waited for; null: it waits for nothing, or still does. */
interface Due {
  readonly since: Begin | null;
  readonly called: Moment | null;
}

/**
 * A stage's window: of what is to be done, up to its deadline; of what is banned or kept, up to its end; else the other of the two
 * (5.2).
 */
function segment(
  world: World,
  matcher: Matcher,
  stage: Stage,
  begin: Begin,
  { since: due, called }: Due,
  from: Instant,
  achieve: boolean,
  suspended: readonly Interval[],
): Segment {
  const time = stage.clauses.time;
  const base = achieve || due === null ? begin : due;
  const dated = time?.from ? time.from.earliest : null;
  const later = dated !== null && world.notAfter(base.moment, dated - 1);
  const start = later ? exactly(dated) : base.moment;
  const since = (due ?? begin).moment;
  const moved = (end: Instant, first: Instant): Instant => shifted(end, first, suspended);
  // A date that passed before it was due sets no deadline.
  const onDate = (date: Time): Instant | null =>
    called === null || world.notAfter(called, date.latest) ? date.latest : null;
  const deadline = (): Instant | null => {
    if (due === null) return null;
    if (time?.by) return onDate(time.by);
    if (!time?.within) return null;
    const end = matcher.endOf(world, since, time.within);
    return suspended.length === 0 ? end : moved(end, world.instant(since, matcher.distances(time.within)));
  };
  const last = (): Instant | null => {
    if (achieve && due === null) return null;
    if (time?.until) return achieve ? onDate(time.until) : time.until.latest;
    if (!time?.for || due === null) return null;
    const second =
      dated !== null && world.notAfter(due.moment, dated)
        ? dated
        : world.instant(due.moment, matcher.distances(time.for));
    const first = moved(after(second, time.for, matcher.offset) - 1, second);
    return time.renewal && first !== Infinity ? renewed(world, matcher, first + 1, time.renewal) - 1 : first;
  };
  // What is measured is due with its period (15.4).
  const measured = (): Instant | null => lastPeriod(stage);
  const until = (achieve ? (deadline() ?? last()) : (last() ?? deadline())) ?? measured();
  return {
    stage,
    start,
    order: later ? null : base.order,
    from,
    to: Infinity,
    until: until === Infinity ? null : until,
  };
}

function lastPeriod({ clauses }: Stage): Instant | null {
  const measures = clauses.must.measures ?? [];
  return measures.length === 0 ? null : Math.max(...measures.map((m) => m.in.latest));
}

/** 14.7: an end, moved by the seconds that are suspended before it. */
function shifted(end: Instant, start: Instant, suspended: readonly Interval[]): Instant {
  let out = end;
  for (const { from, to } of suspended) {
    const begin = Math.max(from, start);
    if (begin > out) break;
    if (to >= begin) out += to - begin + 1;
  }
  return out;
}

/** 7.9: whether the window ends before it begins, so that nothing was ever owed. */
function isEmpty(world: World, { segments, due }: Binding): boolean {
  return [due[0]!, segments[0]!].every(({ start, until }) => until !== null && !world.notAfter(start, until));
}

/** Whether something is to be done or reached, not only banned or kept. */
function isOwed({ clauses }: Stage): boolean {
  return clauses.must.items.some(isAchieveItem) || (clauses.must.measures ?? []).length > 0;
}

export function isAchieveItem(item: Item): boolean {
  return item.kind === "do" || (item.kind === "term" && item.mode === "achieve");
}
