/**
 * What comes of a triggered instance in one history, by the oracle (docs/semantics.md 8, 11, 12).
 */
import type {
  Argument,
  Clauses,
  EventPattern,
  Instant,
  Measure,
  SeriesUse,
  StateExpression,
  Unless,
  VariableUse,
} from "@servanda/language";
import type { Outcome } from "./finding.ts";
import { isMember, isPartyTo, isSuspended, suspensionOf } from "./referencebond.ts";
import { OTHER, measured } from "./referencerecord.ts";
import {
  changePattern,
  changesOf,
  happened,
  happenings,
  isCovered,
  isSo,
  runsCovered,
  under,
} from "./referencescene.ts";
import type { Change, Happening, Scene } from "./referencescene.ts";
import { before, firstSecondReaching, gapsBetween, lastSecondFor, lastSecondWithin } from "./referencetime.ts";
import type { Moment, Run } from "./referencetime.ts";
import { expand, itemsOf, leaves, nameOf, stageAt, stateOf, united, wordsOf } from "./referenceview.ts";
import type { Leaf, Node, NormView } from "./referenceview.ts";
import { dueOf, dutyTime, endOf, isAim, isOption, lies, windowOf } from "./referencewindow.ts";
import type { Stretch, Triggered } from "./referencewindow.ts";

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

export function outcomeOf(s: Scene, triggered: Triggered): Verdict {
  if (isOption(s.j)) return judgeOption(s, triggered);
  const t = { ...triggered, ...dueOf(s, triggered) };
  const { clauses } = dutyTime(s, t);
  const verdict = s.clauses.time?.every ? judgeEvery(s, t) : judgeNode(s, t, itemsOf(s.j, clauses.must), []);
  // 14.7
  const waits = verdict.outcome === "pending" || verdict.outcome === "no breach observed";
  const { at } = s.j.e;
  if (waits && suspensionOf(s).whole.some((r) => r.from <= at && at <= r.to))
    return { outcome: "suspended", breaches: [] };
  return verdict;
}

/** 14.3 */
function judgeOption(s: Scene, t: Triggered): Verdict {
  const { deadline, ended } = dutyTime(s, t);
  return { outcome: ended !== null || s.j.e.at > deadline ? "lapsed" : "open", breaches: [] };
}

/** 11.4 */
function judgeEvery(s: Scene, t: Triggered): Verdict {
  const { at } = s.j.e;
  const repealed = s.j.stages.find((x) => x.repealed && x.from > t.moment.second)?.from ?? Number.POSITIVE_INFINITY;
  const over = Math.min(t.bound.to + 1, repealed);
  const { stretches: governing, deadline: windowEnd } = dutyTime(s, t);
  const parts = stretchesOf(s, t, governing, Math.min(at, over - 1)).map((every) => {
    const { clauses } = stageAt(s.j, every.from);
    return judgeNode(under(s, clauses), { ...t, every }, itemsOf(s.j, clauses.must), []);
  });
  const going: readonly Verdict[] = windowEnd > at && over - 1 > at ? [{ outcome: "pending", breaches: [] }] : [];
  const all = [...parts, ...going];
  if (all.length === 0) return { outcome: "kept", breaches: [] };
  const outcome = ORDER[Math.min(...all.map((p) => ORDER.indexOf(p.outcome)))]!;
  return { outcome, breaches: outcome === "breached" ? parts.flatMap((p) => p.breaches) : [] };
}

/** The stretches owed that begin by a second: run by run of stages that say the same length. */
function stretchesOf(
  s: Scene,
  t: Triggered,
  governing: readonly Stretch[],
  last: Instant,
): readonly NonNullable<Triggered["every"]>[] {
  const found: NonNullable<Triggered["every"]>[] = [];
  const clausesAt = (second: Instant): Clauses =>
    (governing.findLast((x) => x.from.second <= second) ?? governing[0]!).clauses;
  let k = 1;
  let from = governing[0]!.from.second;
  while (from <= last) {
    const base = from;
    const every = clausesAt(base).time?.every;
    if (!every) {
      const next = governing.find((x) => x.from.second > base && x.clauses.time?.every);
      if (next === undefined) break;
      from = next.from.second;
      continue;
    }
    const saysSo = (second: Instant): boolean => {
      const then = clausesAt(second).time?.every;
      return then != null && then.count === every.count && then.unit === every.unit;
    };
    for (let n = 1; from <= last && saysSo(from); n += 1, k += 1) {
      const to = lastSecondFor(base, { ...every, count: every.count * n }, s.j.offset);
      if (to <= endOf(s, clausesAt(from), t, true)) found.push({ k, from, to });
      from = to + 1;
    }
  }
  return found;
}

/** 8.8: worst first. */
const ORDER: readonly Outcome[] = ["breached", "pending", "lapsed", "excused", "no breach observed", "kept"];
const AIM_ORDER: readonly Outcome[] = ["not reached", "open", "reached"];

function judgeNode(s: Scene, t: Triggered, node: Node, path: readonly number[]): Verdict {
  if (node.kind !== "node") return judgeItem(s, t, node, path);
  const order = isAim(s) ? AIM_ORDER : ORDER;
  const parts = node.parts.map((part, n) => judgeNode(s, t, part, [...path, n]));
  const ranks = parts.map((p) => order.indexOf(p.outcome));
  const outcome = order[node.connective === "and" ? Math.min(...ranks) : Math.max(...ranks)]!;
  return { outcome, breaches: outcome === "breached" ? parts.flatMap((p) => p.breaches) : [] };
}

function judgeItem(s: Scene, t: Triggered, item: Leaf, path: readonly number[]): Verdict {
  if (item.kind === "measure") return judgeMeasure(s, t, item.measure);
  if (isAim(s)) return judgeAim(s, t, item, path);
  switch (item.kind) {
    case "do":
      return judgeAchieve(s, t, path);
    case "not-do":
    case "free-of":
    case "keep":
      return judgeStanding(s, t, path);
    case "term":
      return item.mode === "achieve" ? judgeAchieve(s, t, path) : judgeStanding(s, t, path);
  }
}

/** 15.4: an aim by its period; a duty as one with that deadline. */
function judgeMeasure(s: Scene, t: Triggered, measure: Measure): Verdict {
  if (!isAim(s)) return judgeAchieve(s, { ...t, measure }, []);
  if (s.j.e.at <= measure.in.latest) return { outcome: "open", breaches: [] };
  return { outcome: isSoMeasured(s, measure) ? "reached" : "not reached", breaches: [] };
}

/** 15.3 */
function isSoMeasured(s: Scene, measure: Measure): boolean {
  const argumentsOf = (of: SeriesUse): readonly (string | null)[] =>
    of.arguments.map((a) => nameOf(s.j, s.instance.bindings, a));
  const truth = measured(s.j.e, measure, argumentsOf);
  if (truth === "true" || truth === "false") return truth === "true";
  return s.ask(`value ${truth} ${JSON.stringify([measure, argumentsOf(measure.of)])}`, 2) === 1;
}

/** The item at a place of the clause in another stage; null where that stage has none there. */
function itemAt(j: NormView, clauses: Clauses, path: readonly number[]): Leaf | null {
  let node: Node = itemsOf(j, clauses.must);
  for (const n of path) {
    if (node.kind !== "node" || node.parts[n] === undefined) return null;
    node = node.parts[n];
  }
  return node.kind === "node" ? null : node;
}

/** Where a thing that is asked belongs: the instance and, of several, the item and the stretch. */
function askedOf(s: Scene, t: Triggered | null, path: readonly number[]): string {
  return `${s.instance.id} ${path.join(".")}${t?.every ? ` every-${t.every.k}` : ""}`;
}

interface Sighting {
  readonly x: Stretch;
  readonly scene: Scene;
  readonly pattern: EventPattern;
  readonly byBearer: boolean;
}

/** The acts of an item in its window, in order of time, then by id. */
function sightings({ x, scene, pattern, byBearer }: Sighting, since: Moment): readonly Happening[] {
  return happenings(scene, pattern, { byBearer, place: x.clauses.place, since })
    .filter((h) => lies(h.moment, x))
    .toSorted((a, b) => a.moment.second - b.moment.second || (before(a.moment, b.moment) ? -1 : 0));
}

/** 12.1, 12.2, 12.5: whether it has been done, by whom and towards whom it must be. */
function isDone(
  s: Scene,
  all: readonly Sighting[],
  since: Moment,
  taken: ReadonlySet<string>,
  acting: string | null = null,
): boolean {
  const { bearer } = s.instance;
  const byBearer = all.some((one) => one.byBearer && one.pattern.actor === null);
  if (acting === null && bearer.joint?.mode === "together" && byBearer)
    return bearer.joint.members.every((m) => isDone(s, all, since, taken, m));
  if (all.some((one) => eachColumn(one.pattern) !== null)) {
    return othersThan(s, acting, since).every((id) => {
      const one = all.map((x) => ({ ...x, pattern: toward(x.pattern, id) }));
      return isDone(s, one, since, taken, acting);
    });
  }
  return all.some((one) => {
    const scene = acting === null ? one.scene : { ...one.scene, acting };
    return sightings({ ...one, scene }, since).some((h) => !taken.has(h.event));
  });
}

function eachColumn(pattern: EventPattern): "target" | "object" | null {
  const isEach = (a: Argument | null): boolean => a?.kind === "anyone" && a.party === "each";
  return isEach(pattern.target) ? "target" : isEach(pattern.object) ? "object" : null;
}

function toward(pattern: EventPattern, id: string): EventPattern {
  const column = eachColumn(pattern);
  return column === null ? pattern : { ...pattern, [column]: { kind: "name", id } };
}

/** 8.1, 8.3, 8.9: whether an item is performed in its window, seen or unseen. */
function isPerformed(s: Scene, t: Triggered, path: readonly number[]): boolean {
  const { stretches, deadline, ended, clauses } = dutyTime(s, t);
  const judged = stretches.flatMap((x) => {
    const item = itemAt(s.j, x.clauses, path);
    return item === null ? [] : [{ x, item, scene: under(s, x.clauses) }];
  });
  const since = stretches[0]!.from;
  const taken = clauses.must.anew === true ? takenBefore(s, t, path) : new Set<string>();
  const acts = judged.flatMap(({ x, item, scene }) =>
    "pattern" in item ? [{ x, scene, pattern: item.pattern, byBearer: item.kind === "do" }] : [],
  );
  const seen =
    (acts.length > 0 && isDone(s, acts, since, taken)) ||
    judged.some(({ x, item, scene }) => {
      if (item.kind === "term")
        return (
          x.from.second <= Math.min(x.to, s.j.e.at) &&
          scene.ask(`term ${wordsOf(s.j, s.instance.bindings, item.use)}: done ${askedOf(s, t, [])}`, 2) === 1
        );
      return item.kind === "keep" && holdsIn(scene, item.state, x);
    });
  if (seen) return true;
  const covered = judged.every(({ x, item, scene }) => {
    const run = { from: x.from.second, to: x.to };
    if (item.kind === "term" || item.kind === "measure") return true;
    if (item.kind === "do" || item.kind === "not-do" || item.kind === "free-of")
      return isCovered(scene, item.pattern, item.kind === "do", x.clauses.place, run);
    const { startedBy, endedBy } = stateOf(s.j, item.state);
    return (item.state.negated ? endedBy : startedBy).every((c) =>
      isCovered(scene, changePattern(c.act, c.column, item.state.subject), false, null, run, []),
    );
  });
  return (
    s.j.e.at > deadline && ended === null && !covered && s.ask(`unreported performance ${askedOf(s, t, path)}`, 2) === 1
  );
}

/** 11.7: what the instances whose turn comes before have taken. */
function takenBefore(s: Scene, t: Triggered, path: readonly number[]): ReadonlySet<string> {
  if (t.every) return new Set();
  const all = takings(s, path);
  const own = all.findIndex((x) => x.instance === s.instance.id);
  return new Set(all.slice(0, own < 0 ? all.length : own).flatMap((x) => x.inTime?.event ?? []));
}

/** What an instance takes; of those who owe it as one, one of them; towards each party, towards one. */
interface Taking {
  readonly instance: string;
  readonly acting: string | null;
  readonly party: string | null;
  readonly inTime: Happening | null;
  /** Where it took nothing in time: what it took of what was left by all. */
  readonly late: Happening | null;
}

/** 11.7: what each instance takes of the acts of an item, in turn. */
function takings(s: Scene, path: readonly number[]): readonly Taking[] {
  const taken = new Set<string>();
  const turns = s.j.law.turnsOf(s.ask, s.j, s.instance.bearer.id).toSorted((a, b) => comesBefore(a, b));
  const inTurn = (isLate: boolean): (Pick<Taking, "instance" | "acting" | "party"> & { act: Happening | null })[] =>
    turns.flatMap((turn) => {
      // 11.5: what is not due yet has no deadline, and nothing is done late for it.
      const { stretches, deadline } = dutyTime(turn.s, { ...turn.t, ...dueOf(turn.s, turn.t) });
      const since = stretches[0]!.from;
      const late = { ...stretches.at(-1)!, from: { second: deadline + 1, order: null }, to: Number.POSITIVE_INFINITY };
      const mine = turnsWithin(turn.s, since).map(({ acting, party }) => {
        const acts = (isLate ? [late] : stretches)
          .flatMap((x) => {
            const item = itemAt(s.j, x.clauses, path);
            if (item?.kind !== "do") return [];
            const scene = under(acting === null ? turn.s : { ...turn.s, acting }, x.clauses);
            const pattern = party === null ? item.pattern : toward(item.pattern, party);
            return sightings({ x, scene, pattern, byBearer: true }, since).filter((h) => !before(h.moment, since));
          })
          .toSorted((a, b) => a.moment.second - b.moment.second || (a.event < b.event ? -1 : 1));
        const key = `${turn.s.instance.id} ${acting} ${party}`;
        const act = (isLate && seen.has(key) ? null : acts.find((h) => !taken.has(h.event))) ?? null;
        return { instance: turn.s.instance.id, acting, party, act, key };
      });
      for (const { act, key } of mine) {
        if (act !== null) taken.add(act.event);
        if (act !== null && !isLate) seen.add(key);
      }
      return mine;
    });
  const seen = new Set<string>();
  const inTime = inTurn(false);
  const late = inTurn(true);
  return inTime.map(({ act, ...whose }, n) => ({ ...whose, inTime: act, late: late[n]!.act }));
}

/** 12.1, 12.5: of those who owe it as one each takes an act, and one towards each. */
function turnsWithin(
  s: Scene,
  since: Moment,
): readonly { readonly acting: string | null; readonly party: string | null }[] {
  const { joint } = s.instance.bearer;
  const own = joint?.members ?? [s.instance.bearer.id];
  const acting = joint?.mode === "together" ? joint.members : [null];
  const isToEach = leaves(expand(s.j, s.clauses.must)).some((i) => "pattern" in i && eachColumn(i.pattern) !== null);
  const parties = [...new Set(s.j.instrument.parties.map((p) => p.actor))];
  const others = isToEach ? parties.filter((p) => !own.includes(p) && isPartyTo(s, p, since.second)) : [null];
  return acting.flatMap((a) => others.map((party) => ({ acting: a, party })));
}

function comesBefore(a: { s: Scene; t: Triggered }, b: { s: Scene; t: Triggered }): number {
  if (before(a.t.moment, b.t.moment)) return -1;
  if (before(b.t.moment, a.t.moment)) return 1;
  return a.s.instance.id < b.s.instance.id ? -1 : 1;
}

/** Whether what an expression says is so at some second of a stretch, up to `at`. */
function holdsIn(s: Scene, expression: StateExpression, x: Stretch): boolean {
  const changes = changesOf(s, expression);
  const last = Math.min(x.to, s.j.e.at);
  const seconds = [x.from.second, ...changes.map((c) => c.moment.second)].filter(
    (t) => x.from.second <= t && t <= last,
  );
  return seconds.some((second) => isSo(s, expression, changes, { second, order: null }) === true);
}

/** 8.2 */
function judgeAchieve(s: Scene, t: Triggered, path: readonly number[]): Verdict {
  const { stretches, deadline, ended, clauses } = dutyTime(s, t);
  const { at } = s.j.e;
  const tell = (outcome: Outcome): Verdict => ({ outcome, breaches: [] });
  if (t.measure ? at > deadline && ended === null && isSoMeasured(s, t.measure) : isPerformed(s, t, path))
    return tell("kept");
  if (t.due !== null && isExcusedIn(s, t, stretches, at > deadline && ended === null)) return tell("excused");
  if (ended !== null) return tell("lapsed");
  if (at <= deadline) return tell("pending");
  // 14.5, 14.7
  if (s.j.law.isForbidden(s, stretches) || isSuspended(s, deadline, null)) return tell("excused");
  const missed = {
    id: t.every ? `every-${t.every.k}` : "deadline",
    moment: { second: deadline + 1, order: null },
    event: null,
    target: null,
    told: t.every !== undefined || clauses.continues === true,
    ...(t.every === undefined && clauses.continues
      ? { until: doneLate(s, t), item: path.join() }
      : { until: deadline + 1 }),
  };
  return { outcome: "breached", breaches: [missed] };
}

/** 11.6: when, after the deadline, all that was due is done; null: it is not. */
function doneLate(s: Scene, t: Triggered): Instant | null {
  const { stretches, deadline, clauses } = dutyTime(s, t);
  const since = stretches[0]!.from;
  const { bearer } = s.instance;
  const last = (all: readonly (Instant | null)[]): Instant | null =>
    all.some((x) => x === null) ? null : Math.max(...all.map((x) => x!));
  const first = (all: readonly (Instant | null)[]): Instant | null => {
    const some = all.filter((x) => x !== null);
    return some.length === 0 ? null : Math.min(...some);
  };
  const doneBy = (path: readonly number[], acting: string | null, party: string | null): Instant | null => {
    if (clauses.must.anew) {
      const own = takings(s, path).find(
        (x) => x.instance === s.instance.id && x.acting === acting && x.party === party,
      );
      return (own?.inTime ?? own?.late)?.moment.second ?? null;
    }
    // In time by the stage of each act, late by the last.
    const late = { ...stretches.at(-1)!, from: { second: deadline + 1, order: null }, to: Number.POSITIVE_INFINITY };
    const acts = [...stretches, late].flatMap((x) => {
      const item = itemAt(s.j, x.clauses, path);
      if (item?.kind !== "do") return [];
      const scene = under(acting === null ? s : { ...s, acting }, x.clauses);
      const meant = party === null ? item.pattern : toward(item.pattern, party);
      return sightings({ x, scene, pattern: meant, byBearer: true }, since).filter((h) => !before(h.moment, since));
    });
    return first(acts.map((h) => h.moment.second));
  };
  // Towards each by an earlier text, and not by the last: towards one of them was no performance (6.4).
  const isToEach = (path: readonly number[]): boolean =>
    stretches.some((x) => {
      const item = itemAt(s.j, x.clauses, path);
      return item?.kind === "do" && eachColumn(item.pattern) !== null;
    });
  const done = (node: Node, path: readonly number[]): Instant | null => {
    if (node.kind === "node")
      return (node.connective === "and" ? last : first)(node.parts.map((p, n) => done(p, [...path, n])));
    if (node.kind !== "do") return null;
    const isTogether = bearer.joint?.mode === "together" && node.pattern.actor === null;
    return last(
      (isTogether ? bearer.joint.members : [null]).flatMap((acting) => {
        const parties = isToEach(path) ? othersThan(s, acting, since) : [null];
        return parties.map((party) => doneBy(path, acting, party));
      }),
    );
  };
  const end = done(itemsOf(s.j, clauses.must), []);
  return end === null ? null : Math.max(end, deadline + 1);
}

/** 12.5: towards whom something is to be done, where towards each party. */
function othersThan(s: Scene, acting: string | null, since: Moment): readonly string[] {
  const { bearer } = s.instance;
  const own = acting !== null ? [acting] : (bearer.joint?.members ?? [bearer.id]);
  const parties = [...new Set(s.j.instrument.parties.map((p) => p.actor))];
  return parties.filter((a) => !own.includes(a) && isPartyTo(s, a, since.second));
}

/** 8.2, 8.3: whether the exception of some stage occurs or holds in the part of the window that the stage judges. */
function isExcusedIn(bare: Scene, t: Triggered, stretches: readonly Stretch[], deadlinePassed: boolean): boolean {
  const begin = stretches[0]!.from;
  return stretches.some((x) => {
    const s = under(bare, x.clauses);
    return meets(x.clauses.unless, (c, n) => {
      if (c.kind === "state") return holdsIn(s, c.state, x);
      if (exceptional(s, c, begin).some((h) => lies(h.moment, x))) return true;
      const covered = isCovered(s, c.pattern, false, null, { from: x.from.second, to: x.to });
      return deadlinePassed && !covered && s.ask(`unreported exception ${n} ${askedOf(s, t, [])}`, 2) === 1;
    });
  });
}

type Condition = Unless["conditions"][number];
type EventCondition = Extract<Condition, { kind: "event" }>;

function meets(unless: Unless | null, isMet: (condition: Condition, n: number) => boolean): boolean {
  if (unless === null) return false;
  return unless.connective === "and" ? unless.conditions.every(isMet) : unless.conditions.some(isMet);
}

/** 8.4: whether the exception is there for an act. The act itself is not its own exception. */
function isExcusedAt(s: Scene, window: readonly Stretch[], { event: act, moment }: Happening): boolean {
  const begin = window[0]!.from;
  return meets(s.clauses.unless, (c, n) => {
    if (c.kind === "state") return isSo(s, c.state, changesOf(s, c.state), moment) === true;
    const events = excusingEvents(s, c, begin).filter((h) => h.event !== act);
    if (events.some((h) => !before(moment, h.moment) && moment.second <= h.to)) return true;
    const from = c.within === null ? begin.second : firstSecondReaching(moment.second, c.within, s.j.offset);
    const covered = isCovered(s, c.pattern, false, null, { from, to: moment.second }, [s.instance.anchor, act]);
    return !covered && s.ask(`unreported exception ${n} for ${act} ${askedOf(s, null, [])}`, 2) === 1;
  });
}

/** 11.3: the events of an exception; where it counts without a time of the count, in its own, else from the window's beginning. */
function exceptional(s: Scene, { pattern, within }: EventCondition, begin: Moment): readonly Happening[] {
  const { count } = pattern;
  if (count === undefined || count.in !== null) return happenings(s, pattern);
  if (within === null) return happenings(s, pattern, { since: begin });
  return happenings(s, { ...pattern, count: { ...count, in: within } });
}

/** The events of an exception, each with the last second that it excuses. */
function excusingEvents(s: Scene, c: EventCondition, begin: Moment): readonly (Happening & { to: Instant })[] {
  return exceptional(s, c, begin)
    .filter((h) => c.within !== null || !before(h.moment, begin))
    .map((h) => ({
      ...h,
      to: c.within === null ? Number.POSITIVE_INFINITY : lastSecondWithin(h.moment.second, c.within, s.j.offset),
    }));
}

/** 8.7: a ban or keep, each instant by the stage then (6.4). */
function judgeStanding(s: Scene, t: Triggered, path: readonly number[]): Verdict {
  // 11.5
  if (t.due === null) return { outcome: "pending", breaches: [] };
  const window = windowOf(s, t);
  const breaches = [...forbiddenActs(s, window, path), ...failures(s, window, path)];
  if (hasFailedInWords(s, window, path) || breaches.length > 0) return { outcome: "breached", breaches };
  const hasEnded = window.every((x) => x.to < s.j.e.at);
  const covered = window.every((x) => {
    if (x.from.second > x.to) return true;
    const item = itemAt(s.j, x.clauses, path);
    const scene = under(s, x.clauses);
    const run = { from: x.from.second, to: x.to };
    if (item?.kind === "not-do" || item?.kind === "free-of") {
      return isCovered(scene, item.pattern, item.kind === "not-do", x.clauses.place, run);
    }
    // Words without meaning are never covered.
    if (item?.kind !== "keep") return false;
    const { startedBy, endedBy } = stateOf(s.j, item.state);
    return (item.state.negated ? startedBy : endedBy).every((c) =>
      isCovered(scene, changePattern(c.act, c.column, item.state.subject), false, null, run, []),
    );
  });
  return { outcome: hasEnded && covered ? "kept" : "no breach observed", breaches };
}

/** 8.4, and `free-of` of 8.5 */
function forbiddenActs(bare: Scene, window: readonly Stretch[], path: readonly number[]): readonly Breach[] {
  return window.flatMap((x) => {
    const s: Scene = { ...bare, clauses: x.clauses };
    const item = itemAt(s.j, x.clauses, path);
    if (item?.kind !== "not-do" && item?.kind !== "free-of") return [];
    const free = freeIn(s, item.pattern);
    return choices(s, free).flatMap((one) =>
      happenings(one, item.pattern, {
        byBearer: item.kind === "not-do",
        place: x.clauses.place,
        since: window[0]!.from,
      })
        .filter(
          (h) =>
            lies(h.moment, x) &&
            isOfKind(one, free, h) &&
            !isSuspended(one, h.moment.second, h.option.target) &&
            !one.j.law.isPermitted(one, h.event, h.moment) &&
            !isExcusedAt(one, window, h),
        )
        .map(({ event, moment, option: { target } }) => ({
          id: event,
          moment,
          event,
          target: target === OTHER ? null : target,
          told: true,
          until: moment.second,
        })),
    );
  });
}

type Free = readonly (readonly ["target" | "object", VariableUse])[];

/** 12.6: the variables that what is forbidden binds, and their columns. */
function freeIn(s: Scene, pattern: EventPattern): Free {
  return (["target", "object"] as const).flatMap((column) => {
    const argument = pattern[column];
    if (argument?.kind !== "variable" || argument.of !== undefined) return [];
    return s.instance.bindings.has(argument.name) ? [] : [[column, argument] as const];
  });
}

/** 12.6: the scene with each choice of what those variables may be. */
function choices(s: Scene, free: Free): readonly Scene[] {
  let scenes: readonly Scene[] = [s];
  for (const [column, { name }] of free) {
    const values = new Set(s.j.events.flatMap((e) => e.options.map((o) => o?.[column] ?? OTHER)));
    scenes = scenes.flatMap((each) =>
      [...values]
        .filter((value) => value !== OTHER && ![...each.instance.bindings.values()].includes(value))
        .map((value) => {
          const bindings = new Map([...each.instance.bindings, [name, value]]);
          return { ...each, instance: { ...each.instance, bindings } };
        }),
    );
  }
  return scenes;
}

/** 7.2: whether what those variables take is of the kind that is said, then. */
function isOfKind(s: Scene, free: Free, { moment }: Happening): boolean {
  return free.every(([, { name, restrict }]) => {
    const value = s.instance.bindings.get(name)!;
    if (restrict === "party") return isMember(s, value, moment.second);
    return restrict === null || s.j.e.model.actors.find((a) => a.id === value)?.kind === restrict;
  });
}

/** 8.5: what began each failure of a state. */
function failures(bare: Scene, window: readonly Stretch[], path: readonly number[]): readonly Breach[] {
  const { at } = bare.j.e;
  const stretches = window.flatMap((x) => {
    const item = itemAt(bare.j, x.clauses, path);
    return item?.kind === "keep" ? [{ x, state: item.state, s: { ...bare, clauses: x.clauses } }] : [];
  });
  // Between two of these seconds nothing changes.
  const runs: { from: Instant; to: Instant; began: string; scene: Scene }[] = [];
  for (const { x, state, s } of stretches) {
    const changes = changesOf(s, state);
    const excuse = excuseOf(s, window, () => []);
    const last = Math.min(x.to, at);
    const suspended = suspensionOf(s).whole.flatMap((r) => [r.from, r.to + 1]);
    const seconds = [x.from.second, ...changes.map((c) => c.moment.second), ...excuse.seconds, ...suspended];
    const marks = [...new Set(seconds)]
      .filter((second) => x.from.second <= second && second <= last)
      .sort((a, b) => a - b);
    for (const [n, from] of marks.entries()) {
      const fails = isSo(s, state, changes, { second: from, order: null }) === false && !excuse.at(from);
      if (!fails || isSuspended(s, from, null)) continue;
      const to = (marks[n + 1] ?? last + 1) - 1;
      const run = runs.at(-1);
      if (run !== undefined && run.scene === s && run.to === from - 1) run.to = to;
      else runs.push({ from, to, began: whatBegan(s, state, changes, from), scene: s });
    }
  }
  return (
    runs
      .flatMap((run) =>
        unexcused(run.scene, window, run, `${askedOf(run.scene, null, path)} ${run.began}`).map((r) => ({
          ...run,
          ...r,
        })),
      )
      // What goes on when another stage begins to judge it is one breach.
      .reduce<readonly { from: Instant; to: Instant; began: string; scene: Scene }[]>((all, run) => {
        const last = all.at(-1);
        if (last?.to !== run.from - 1 || last.began !== run.began) return [...all, run];
        return [...all.slice(0, -1), { ...last, to: run.to }];
      }, [])
      .flatMap(({ began, from, to, scene }) => {
        const event = began === "entry" ? null : began;
        const cause = event === null ? undefined : happened(scene, event);
        if (cause && scene.j.law.isPermitted(scene, cause.event, cause.moment)) return [];
        const moment = cause?.moment.second === from ? cause.moment : { second: from, order: null };
        // 14.2: it is no act, so there is none towards whom.
        return [
          { id: began, moment, event, target: null, told: true, until: to < at ? to + 1 : null, item: path.join() },
        ];
      })
  );
}

/** 8.5: whether failure is excused at a second, and the seconds at which that may change. `unseen`: by what condition n adds. */
function excuseOf(
  s: Scene,
  window: readonly Stretch[],
  unseen: (condition: EventCondition, n: number) => readonly Run[],
): { at: (second: Instant) => boolean; seconds: readonly Instant[] } {
  const conditions = (s.clauses.unless?.conditions ?? []).map((c, n) => {
    if (c.kind === "state") {
      const changes = changesOf(s, c.state);
      const at = (second: Instant): boolean => isSo(s, c.state, changes, { second, order: null }) === true;
      return { at, seconds: changes.map((x) => x.moment.second) };
    }
    const seen = excusingEvents(s, c, window[0]!.from).map((h) => ({ from: h.moment.second, to: h.to }));
    const runs = [...seen, ...unseen(c, n)];
    const at = (second: Instant): boolean => runs.some((r) => r.from <= second && second <= r.to);
    return { at, seconds: runs.flatMap((r) => [r.from, r.to + 1]) };
  });
  return {
    at: (second) => meets(s.clauses.unless, (_, n) => conditions[n]!.at(second)),
    seconds: conditions.flatMap((x) => x.seconds),
  };
}

/** 4.1, 8.5: what exceptions that nobody reported, at seconds not covered, leave of a failure. */
function unexcused(s: Scene, window: readonly Stretch[], run: Run, about: string): readonly Run[] {
  const excuse = excuseOf(s, window, (c, n) => {
    const from = c.within === null ? window[0]!.from.second : firstSecondReaching(run.from, c.within, s.j.offset);
    const gaps = gapsBetween(runsCovered(s, c.pattern, false, null), { from, to: run.to });
    if (gaps.length === 0 || s.ask(`unreported exception ${n} for ${about}`, 2) === 0) return [];
    return gaps.map((g) => ({
      from: g.from,
      to: c.within === null ? run.to : lastSecondWithin(g.to, c.within, s.j.offset),
    }));
  });
  const marks = [...new Set([run.from, ...excuse.seconds])].filter((t) => run.from <= t && t <= run.to);
  const pieces = marks.toSorted((a, b) => a - b).map((from, n, all) => ({ from, to: (all[n + 1] ?? run.to + 1) - 1 }));
  return united(pieces.filter((p) => !excuse.at(p.from)));
}

/** The event by which a state came to fail as it fails at a second; the trigger where no event did. */
function whatBegan(s: Scene, state: StateExpression, changes: readonly Change[], second: Instant): string {
  const seconds = [...new Set(changes.map((c) => c.moment.second))].filter((t) => t <= second).sort((a, b) => b - a);
  let began = "entry";
  for (const at of seconds) {
    if (isSo(s, state, changes, { second: at, order: null }) !== false) break;
    const then = changes.filter((c) => c.moment.second === at);
    const failing = then.filter((c) => c.starts === state.negated);
    // 5.4: what was ended again within the second did not begin it.
    const left = failing.filter((c) => !then.some((o) => o.starts !== state.negated && before(c.moment, o.moment)));
    const first = left.filter((c) => !left.some((o) => before(o.moment, c.moment)));
    began = first.map((c) => c.event).sort()[0] ?? began;
  }
  // It failed before its first event: no event began it.
  const failedFromTheStart =
    stateOf(s.j, state).initially === state.negated &&
    seconds.every((at) => isSo(s, state, changes, { second: at, order: null }) === false);
  return seconds.length === 0 || failedFromTheStart ? "entry" : began;
}

/** 6.6: whether a keep in words without meaning has failed. */
function hasFailedInWords(s: Scene, window: readonly Stretch[], path: readonly number[]): boolean {
  return window.some((x) => {
    const item = itemAt(s.j, x.clauses, path);
    if (item?.kind !== "term" || x.from.second > Math.min(x.to, s.j.e.at)) return false;
    return s.ask(`term ${wordsOf(s.j, s.instance.bindings, item.use)}: failed ${askedOf(s, null, [])}`, 2) === 1;
  });
}

/** 8.9 */
function judgeAim(s: Scene, t: Triggered, _item: Leaf, path: readonly number[]): Verdict {
  if (isPerformed(s, t, path)) return { outcome: "reached", breaches: [] };
  return { outcome: s.j.e.at > dutyTime(s, t).deadline ? "not reached" : "open", breaches: [] };
}
