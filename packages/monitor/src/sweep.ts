/**
 * Plans over settled events: one pass over the posting lists that can concern a norm, with state kept by key. What the pass cannot
 * settle, because of events that are not settled or of silence, it leaves to whoever opened it.
 */
import { DISTANT_FUTURE } from "@servanda/language";
import type { Columns, Postings } from "./columns.ts";
import type { Interval } from "./interval.ts";
import type { Bearer, Condition, Forbidden, Owed, Plan, Shape, Standing, Test } from "./plan.ts";
import { outcomeCode, type Verdicts } from "./verdicts.ts";

const BREACHED = 1 << outcomeCode("breached");
const KEPT = 1 << outcomeCode("kept");
const PENDING = 1 << outcomeCode("pending");
const QUIET = 1 << outcomeCode("no breach observed");

/** Keys up to so many have arrays of their own; beyond, only those met are numbered. */
const DENSE = 1 << 22;

/** Numbers keys from 0. */
export class Keys {
  readonly size: number;
  private readonly met: Map<number, number> | null;

  /** `most`: how many there may be; `met`: how many will be met at most. */
  constructor(most: number, met: number) {
    this.met = most <= DENSE && most <= Math.max(4096, met * 16) ? null : new Map();
    this.size = this.met ? met : most;
  }

  of(key: number): number {
    if (this.met === null) return key;
    let number = this.met.get(key);
    if (number === undefined) this.met.set(key, (number = this.met.size));
    return number;
  }

  /** -1: never met. */
  find(key: number): number {
    return this.met === null ? key : (this.met.get(key) ?? -1);
  }
}

/** The posting list of a shape that is shortest. */
export function candidates(columns: Columns, shape: Shape): Int32Array {
  return shortest(columns, shape).ranks;
}

/** The same, and whether all in it are of the shape: then no column need be looked at, which costs more than all else where few are meant. */
function shortest(columns: Columns, { act, actor, target, object }: Shape): { ranks: Int32Array; exact: boolean } {
  if (act < 0) return { ranks: NONE, exact: true };
  let best: Int32Array | null = null;
  let tests = 0;
  for (const [column, test] of [
    ["actor", actor],
    ["target", target],
    ["object", object],
  ] as const) {
    if (test.kind !== "any") tests++;
    if (test.kind !== "is") continue;
    const list = columns.with(act, column, test.thing);
    if (best === null || list.length < best.length) best = list;
  }
  return { ranks: best ?? columns.ofAct(act), exact: tests === (best === null ? 0 : 1) };
}

/** The one thing that a shape names as its actor or its target, where it may be anything in the other columns. Null: it is more, or less. */
function oneOf({ actor, target, object }: Shape): (Test & { readonly kind: "is" }) | null {
  if (object.kind !== "any") return null;
  const one = target.kind === "any" ? actor : actor.kind === "any" ? target : ANY;
  return one.kind === "is" && one.thing >= 0 ? one : null;
}

/** The postings of a shape by the column in which such a thing stands. */
function postingsOf(columns: Columns, { act, target }: Shape): Postings | null {
  return act < 0 || !columns.postings ? null : columns.postings(act, target.kind === "any" ? "actor" : "target");
}

/** How many instances settled events can make of a plan, at most. */
export function mostInstances(columns: Columns, plan: Plan): number {
  if (plan.kind === "standing") return plan.instances.length;
  const one = oneOf(plan.anchor);
  const postings = one && postingsOf(columns, plan.anchor);
  const anchors = postings
    ? postings.offsets[one.thing + 1]! - postings.offsets[one.thing]!
    : candidates(columns, plan.anchor).length;
  return anchors * plan.bearers.length;
}

const NONE = new Int32Array(0);
const ANY: Test = { kind: "any" };
const UNBOUND = { p0: -1, p1: -1 };

/** Whether a thing passes a test that speaks of no key. `bearer`: the one judged. */
export function passes(test: Test, thing: number, bearer: number): boolean {
  switch (test.kind) {
    case "any":
    case "key":
    case "counterpart":
      return true;
    case "is":
      return thing === test.thing;
    case "among":
      return thing >= 0 && test.mask[thing] === 1 && thing !== bearer;
  }
}

/** Whether a settled event of the act passes all tests of a shape that speak of no key. */
export function fits(columns: Columns, { actor, target, object }: Shape, rank: number): boolean {
  return (
    passes(actor, columns.actor[rank]!, -1) &&
    passes(target, columns.target[rank]!, -1) &&
    passes(object, columns.object[rank]!, -1)
  );
}

/** Whether every second of a window lies in one of these intervals, which are in order and apart. */
export function isCovered(by: readonly Interval[], from: number, to: number): boolean {
  return from > to || covering(by, from, to, null) !== null;
}

/** The interval in which every second of a window lies; null: none. `last`: that of a window beside it, which is mostly the same. */
function covering(by: readonly Interval[], from: number, to: number, last: Interval | null): Interval | null {
  if (last !== null && last.from <= from && to <= last.to) return last;
  let low = 0;
  let high = by.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (by[middle]!.to < to) low = middle + 1;
    else high = middle;
  }
  return low < by.length && by[low]!.from <= from ? by[low]! : null;
}

/** A condition of an exception, kept up to date as acts go by. */
class Watch {
  private readonly columns: Columns;
  private readonly ranks: Int32Array;
  private readonly subjects: Int32Array;
  private readonly starts: Uint8Array | null;
  private readonly latest: Int32Array;
  private readonly state: Uint8Array;
  private readonly condition: Condition;
  private readonly covered: readonly Interval[];
  private at = 0;

  /** `covered`: seconds at which silence denies the event of the condition. */
  constructor(columns: Columns, condition: Condition, covered: readonly Interval[]) {
    this.columns = columns;
    this.condition = condition;
    this.covered = covered;
    const size = columns.things.size + 1;
    if (condition.kind === "event") {
      const { shape } = condition;
      const all = candidates(columns, shape);
      const keyed = keyColumn(shape);
      const ranks = new Int32Array(all.length);
      const subjects = new Int32Array(all.length);
      let count = 0;
      for (let i = 0; i < all.length; i++) {
        const rank = all[i]!;
        // `fits`, written out: it is asked of every row.
        if (!passes(shape.actor, columns.actor[rank]!, -1)) continue;
        if (!passes(shape.target, columns.target[rank]!, -1)) continue;
        if (!passes(shape.object, columns.object[rank]!, -1)) continue;
        const subject = keyed ? columns[keyed][rank]! : size - 1;
        if (subject < 0) continue;
        ranks[count] = rank;
        subjects[count++] = subject;
      }
      this.ranks = ranks.subarray(0, count);
      this.subjects = subjects.subarray(0, count);
      this.starts = null;
      this.latest = new Int32Array(size).fill(-1);
      this.state = new Uint8Array(0);
      return;
    }
    const lists = condition.changes.map(({ act, column, starts }) => ({
      ranks:
        act < 0 ? NONE : condition.subject >= 0 ? columns.with(act, column, condition.subject) : columns.ofAct(act),
      values: columns[column],
      starts,
    }));
    const total = condition.subject === -2 ? 0 : lists.reduce((sum, { ranks }) => sum + ranks.length, 0);
    this.ranks = new Int32Array(total);
    this.subjects = new Int32Array(total);
    this.starts = new Uint8Array(total);
    const next = lists.map(() => 0);
    for (let into = 0; into < total; into++) {
      let best = -1;
      for (let l = 0; l < lists.length; l++) {
        const { ranks } = lists[l]!;
        if (next[l]! >= ranks.length) continue;
        if (best < 0 || ranks[next[l]!]! < lists[best]!.ranks[next[best]!]!) best = l;
      }
      const { ranks, values, starts } = lists[best]!;
      const rank = ranks[next[best]!++]!;
      this.ranks[into] = rank;
      this.subjects[into] = values[rank]!;
      this.starts[into] = starts ? 1 : 0;
    }
    this.latest = new Int32Array(0);
    this.state = new Uint8Array(size).fill(condition.initially);
  }

  /** Whether it excuses an act: 1 yes, 0 no, -1 silence leaves it open. `from`: when the window began. */
  holds(rank: number, second: number, key: number, from: number): number {
    const { ranks, subjects, condition } = this;
    const { when } = this.columns;
    let { at } = this;
    if (condition.kind === "state") {
      // What changes by the act itself, or before it in its second, has changed by then (5.4, 8.6).
      while (at < ranks.length && ranks[at]! <= rank) {
        const subject = subjects[at]!;
        if (subject >= 0) this.state[subject] = this.starts![at]!;
        at++;
      }
      this.at = at;
      const { subject } = condition;
      const known = subject === -2 ? condition.initially : this.state[subject === -1 ? key : subject]!;
      return known === condition.wanted ? 1 : 0;
    }
    while (at < ranks.length && ranks[at]! < rank) {
      this.latest[subjects[at]!] = ranks[at]!;
      at++;
    }
    this.at = at;
    const { reach } = condition;
    const last = this.latest[keyColumn(condition.shape) ? key : this.latest.length - 1]!;
    if (last >= 0) {
      const then = when[last]!;
      // `reach.end`, written out: it is asked of every act.
      if (
        reach === null
          ? then >= from
          : (reach.seconds === reach.seconds ? then + reach.seconds : reach.end(then)) >= second
      )
        return 1;
    }
    return isCovered(this.covered, reach === null ? from : reach.earliest(second), second) ? 0 : -1;
  }
}

/** The column in which what the key holds stands; null: none. */
export function keyColumn({ actor, target, object }: Shape): "actor" | "target" | "object" | null {
  return actor.kind === "key" ? "actor" : target.kind === "key" ? "target" : object.kind === "key" ? "object" : null;
}

/**
 * Breaches of a ban by settled acts. Acts that are `opened` are counted and not judged; those that silence leaves open are told to `leave`.
 * @returns the row of the plan's first instance: the others follow.
 */
export function sweepStanding(
  columns: Columns,
  plan: Standing,
  index: number,
  covered: (condition: Condition) => readonly Interval[],
  opened: Uint8Array | null,
  leave: (rank: number) => void,
  out: Verdicts,
): number {
  const base = out.length;
  out.room(plan.instances.length);
  for (let i = 0; i < plan.instances.length; i++) {
    out.add(index, i, -1, plan.from[i] === Infinity ? 1 << outcomeCode("not in force") : QUIET, -1);
  }
  const { shape, own, count, of, from, to } = plan;
  const acts = candidates(columns, shape);
  const { actor, when } = columns;
  const values = own ? columns[own.column] : null;
  const mask = own?.mask ?? null;
  const size = columns.things.size;
  const keys = new Keys(count ? plan.instances.length * (own ? size : 1) : 0, acts.length);
  const lag = new Int32Array(keys.size);
  const last = new Int32Array(keys.size);
  const met = new Int32Array(keys.size);
  const next = new Int32Array(count ? acts.length : 0);
  const others = count?.others ?? 0;
  const reach = count?.reach ?? null;
  const span = reach === null ? Infinity : reach.seconds;
  const watches = (plan.excuse?.conditions ?? []).map((c) => new Watch(columns, c, covered(c)));
  const all = plan.excuse?.all ?? false;
  const { target: targetTest, object: objectTest } = shape;
  const simple = isOpen(targetTest) && isOpen(objectTest);
  for (let i = 0; i < acts.length; i++) {
    const rank = acts[i]!;
    const who = actor[rank]!;
    const instance = of === null ? 0 : who < 0 ? -1 : of[who]!;
    if (instance < 0) continue;
    const second = when[rank]!;
    if (second < from[instance]! || second > to[instance]!) continue;
    if (!simple) {
      if (!passes(targetTest, columns.target[rank]!, who)) continue;
      if (!passes(objectTest, columns.object[rank]!, who)) continue;
    }
    let key = size;
    if (values !== null) {
      key = values[rank]!;
      if (key < 0 || (mask !== null && mask[key] === 0)) continue;
    }
    if (count !== null) {
      const k = keys.of(values === null ? instance : instance * size + key);
      const before = met[k]!;
      if (before > 0) next[last[k]!] = i;
      last[k] = i;
      if (before < others) {
        if (before === 0) lag[k] = i;
        met[k] = before + 1;
        continue;
      }
      const then = when[acts[lag[k]!]!]!;
      lag[k] = next[lag[k]!]!;
      if (span === span ? then + span < second : reach!.end(then) < second) continue;
    }
    if (opened !== null && opened[rank] === 1) continue;
    if (watches.length > 0) {
      let some = 0;
      let every = 1;
      let open = false;
      for (let w = 0; w < watches.length; w++) {
        const answer = watches[w]!.holds(rank, second, key, from[instance]!);
        if (answer === 1) some = 1;
        else if (answer === 0) every = 0;
        else open = true;
        if (all ? every === 0 : some === 1) break;
      }
      if (all ? every === 1 && !open : some === 1) continue;
      if (open && (all ? every === 1 : true)) {
        leave(rank);
        continue;
      }
    }
    const row = base + instance;
    out.possible[row] = BREACHED;
    out.breach(row, rank, 0);
  }
  return base;
}

function isOpen(test: Test): boolean {
  return test.kind === "any" || test.kind === "key";
}

/** What an anchor binds; -1 where it binds nothing. Null: it is none. */
export function bindings(
  plan: Owed | Forbidden,
  actor: number,
  target: number,
  object: number,
): { readonly p0: number; readonly p1: number } | null {
  const { anchor, binds: bound } = plan;
  if (!passes(anchor.actor, actor, -1) || !passes(anchor.target, target, -1)) return null;
  if (!passes(anchor.object, object, -1)) return null;
  const p0 = bound.actor ? actor : -1;
  const p1 = bound.target ? target : -1;
  if (bound.actor && (p0 < 0 || (bound.actor.mask && bound.actor.mask[p0] !== 1))) return null;
  if (bound.target && (p1 < 0 || (bound.target.mask && bound.target.mask[p1] !== 1))) return null;
  if (bound.actor && bound.target && p0 === p1) return null;
  return { p0, p1 };
}

/** The bearer, where an anchor binds these. */
export function bearerOf(who: Bearer, p0: number, p1: number): number {
  return who.kind === "is" ? who.thing : who.part === 0 ? p0 : p1;
}

/** The value that a test of a key asks for, of what a bearer does. */
export function asked(test: Test, p0: number, p1: number, who: Bearer): number {
  if (test.kind === "key") return test.part === 0 ? p0 : p1;
  if (test.kind === "counterpart") return who.kind === "key" && who.part === 0 ? p1 : p0;
  return -1;
}

/**
 * Duties after settled events, performed by settled events. From the last event to the first, so that the next performance of each key is known.
 * `judge` tells whether an instance is opened: then it gets no row here, and is not told again.
 */
export function sweepOwed(
  columns: Columns,
  plan: Owed,
  index: number,
  at: number,
  from: number,
  covered: readonly Interval[],
  uncovered: boolean,
  isOpened: ((rank: number, bearer: number, performed: number) => boolean) | null,
  leave: (rank: number, bearer: number) => void,
  out: Verdicts,
): void {
  if (sweepOne(columns, plan, index, at, from, covered, uncovered, isOpened, leave, out)) return;
  const { ranks: anchors, exact } = shortest(columns, plan.anchor);
  const plain = exact && plan.binds.actor === null && plan.binds.target === null;
  const { when } = columns;
  const { shape, reach } = plan;
  const size = columns.things.size;
  const pair = shape.target.kind === "key" || shape.target.kind === "counterpart";
  const [first] = plan.bearers;
  const only = plan.bearers.length === 1 && first?.kind === "is" ? first.thing : -1;
  // Of one bearer, the list is of what that bearer did: its actor and what it was asked for need not be looked at again.
  const own: Shape = only >= 0 ? { ...shape, actor: { kind: "is", thing: only } } : shape;
  const { ranks: acts, exact: sure } = shortest(columns, own);
  // One bearer towards one, or towards whomever: there is one key.
  const single = only >= 0 && !pair;
  const keys = new Keys(single ? 1 : pair ? size * size : size, acts.length);
  const following = new Int32Array(keys.size).fill(-1);
  out.room(anchors.length * plan.bearers.length);
  let a = acts.length - 1;
  for (let i = anchors.length - 1; i >= 0; i--) {
    const rank = anchors[i]!;
    const second = when[rank]!;
    if (second > at) continue;
    if (second < from) break;
    while (a >= 0 && acts[a]! > rank) {
      const act = acts[a--]!;
      if (when[act]! > at) continue;
      if (single && sure) {
        following[0] = act;
        continue;
      }
      const actor = columns.actor[act]!;
      if (actor < 0 || (only >= 0 && actor !== only)) continue;
      const target = columns.target[act]!;
      if (!passes(shape.target, target, actor) || !passes(shape.object, columns.object[act]!, actor)) continue;
      if (pair && target < 0) continue;
      following[single ? 0 : keys.of(pair ? actor * size + target : actor)] = act;
    }
    const bound = plain ? UNBOUND : bindings(plan, columns.actor[rank]!, columns.target[rank]!, columns.object[rank]!);
    if (bound === null) continue;
    const { p0, p1 } = bound;
    const end =
      reach === null ? DISTANT_FUTURE : reach.seconds === reach.seconds ? second + reach.seconds : reach.end(second);
    for (let b = 0; b < plan.bearers.length; b++) {
      const who = plan.bearers[b]!;
      const bearer = bearerOf(who, p0, p1);
      const key = pair ? bearer * size + asked(shape.target, p0, p1, who) : bearer;
      const k = single ? 0 : bearer < 0 ? -1 : keys.find(key);
      const done = k < 0 ? -1 : following[k]!;
      const performed = done >= 0 && when[done]! <= end ? done : -1;
      if (isOpened !== null && isOpened(rank, bearer, performed)) continue;
      if (performed >= 0) out.add(index, bearer, rank, KEPT, performed);
      else if (reach === null || at <= end) out.add(index, bearer, rank, PENDING, -1);
      else if (isCovered(covered, second, end)) out.add(index, bearer, rank, BREACHED, -1);
      else if (uncovered) out.footing[out.add(index, bearer, rank, BREACHED | KEPT, -1)] = 2;
      else leave(rank, bearer);
    }
  }
}

/**
 * The same where one bearer is named and whatever is done to one, or by one, makes an instance: all that has to be looked at stands in two lists. False: the
 * norm is not of that form. So a thousand norms over as many friends cost hardly more than one over all.
 */
function sweepOne(
  columns: Columns,
  { anchor, binds, bearers, shape, reach }: Owed,
  index: number,
  at: number,
  from: number,
  covered: readonly Interval[],
  uncovered: boolean,
  isOpened: ((rank: number, bearer: number, performed: number) => boolean) | null,
  leave: (rank: number, bearer: number) => void,
  out: Verdicts,
): boolean {
  const one = bearers[0];
  if (bearers.length !== 1 || one?.kind !== "is" || one.thing < 0 || binds.actor || binds.target) return false;
  if (shape.act < 0 || shape.object.kind !== "any" || (shape.target.kind !== "any" && shape.target.kind !== "is"))
    return false;
  const about = oneOf(anchor);
  const triggers = about && postingsOf(columns, anchor);
  if (about === null || triggers === null) return false;
  const first = triggers.offsets[about.thing]!;
  const last = triggers.offsets[about.thing + 1]! - 1;
  const bearer = one.thing;
  const whom = shape.target.kind === "is" ? shape.target.thing : -1;
  const { ranks, seconds } = triggers;
  const own = columns.postings!(shape.act, "actor");
  const earliest = own.offsets[bearer]!;
  const acts = own.ranks;
  const moments = own.seconds;
  const targets = shape.target.kind === "is" ? own.values("target") : null;
  const span = reach === null ? Infinity : reach.seconds;
  out.room(last + 1 - first);
  let a = own.offsets[bearer + 1]! - 1;
  let next = -1;
  let then = Infinity;
  let silence: Interval | null = null;
  for (let i = last; i >= first; i--) {
    const rank = ranks[i]!;
    const second = seconds[i]!;
    if (second > at) continue;
    if (second < from) break;
    for (; a >= earliest && acts[a]! > rank; a--) {
      if (moments[a]! > at || (targets !== null && targets[a] !== whom)) continue;
      next = acts[a]!;
      then = moments[a]!;
    }
    const end = span === span ? second + span : reach!.end(second);
    const performed = then <= end ? next : -1;
    if (isOpened !== null && isOpened(rank, bearer, performed)) continue;
    if (performed >= 0) out.add(index, bearer, rank, KEPT, performed);
    else if (at <= end) out.add(index, bearer, rank, PENDING, -1);
    else if ((silence = covering(covered, second, end, silence)) !== null) out.add(index, bearer, rank, BREACHED, -1);
    else if (uncovered) out.footing[out.add(index, bearer, rank, BREACHED | KEPT, -1)] = 2;
    else leave(rank, bearer);
  }
  return true;
}

/** The number of a key whose parts are known; -1: it has a part that is not. */
export function keyOf(plan: Forbidden, size: number, p0: number, p1: number): number {
  const { actor, target } = plan.binds;
  if ((actor && p0 < 0) || (target && p1 < 0)) return -1;
  return actor && target ? p0 * size + p1 : actor ? p0 : target ? p1 : 0;
}

/** What an act is to a bearer: the key of the occasions whose bearer it may be by; -1: of none. */
export function keyOfAct(size: number, plan: Forbidden, bearer: Bearer, actor: number, target: number): number {
  if (actor < 0) return -1;
  let p0 = -1;
  let p1 = -1;
  if (bearer.kind === "is") {
    if (actor !== bearer.thing) return -1;
  } else if (bearer.part === 0) p0 = actor;
  else p1 = actor;
  const { target: test } = plan.shape;
  if (test.kind === "key" || test.kind === "counterpart") {
    const part = test.kind === "key" ? test.part : bearer.kind === "key" ? 1 - bearer.part : -1;
    if (target < 0 || part < 0) return -1;
    if (part === 0) {
      if (p0 >= 0 && p0 !== target) return -1;
      p0 = target;
    } else {
      if (p1 >= 0 && p1 !== target) return -1;
      p1 = target;
    }
  } else if (!passes(test, target, actor)) return -1;
  return keyOf(plan, size, p0, p1);
}

/** The key of the occasions that an event of the exception ends; -1: of none. */
export function keyOfEnd(columns: Columns, plan: Forbidden, rank: number, size: number = columns.things.size): number {
  const { until } = plan;
  if (!until || !fits(columns, until, rank)) return -1;
  const [p0, p1] = partsOfEnd(until, columns.actor[rank]!, columns.target[rank]!);
  return keyOf(plan, size, p0, p1);
}

export function partsOfEnd(until: Shape, actor: number, target: number): readonly [number, number] {
  // One variable in both roles: it is one and the same.
  if (until.actor.kind === "key" && until.target.kind === "key" && until.actor.part === until.target.part)
    if (actor !== target) return [-1, -1];
  const part = (wanted: 0 | 1): number => {
    if (until.actor.kind === "key" && until.actor.part === wanted) return actor;
    return until.target.kind === "key" && until.target.part === wanted ? target : -1;
  };
  return [part(0), part(1)];
}

/**
 * Bans after settled events. `isOpened`: whether an occasion is judged elsewhere: it gets no rows here. `leave`: one that silence leaves open.
 */
export function sweepForbidden(
  columns: Columns,
  plan: Forbidden,
  index: number,
  at: number,
  since: number,
  covered: readonly Interval[],
  isOpened: ((rank: number) => boolean) | null,
  leave: (rank: number) => void,
  out: Verdicts,
): void {
  const anchors = candidates(columns, plan.anchor);
  const ends = plan.until ? candidates(columns, plan.until) : NONE;
  const acts = candidates(columns, plan.shape);
  const { actor, target, object, when } = columns;
  const size = columns.things.size;
  const both = plan.binds.actor !== null && plan.binds.target !== null;
  const keys = new Keys(both ? size * size : size, anchors.length);
  const bearers = plan.bearers.length;
  // Of each key, the occasions that stand, newest first; by occasion its row and the one before it.
  const newest = new Int32Array(keys.size).fill(-1);
  const rows = new Int32Array(anchors.length);
  const earlier = new Int32Array(anchors.length);
  out.room(anchors.length * bearers);
  let a = 0;
  let e = 0;
  let i = 0;
  for (;;) {
    const nextAnchor = a < anchors.length ? anchors[a]! : columns.count;
    const nextEnd = e < ends.length ? ends[e]! : columns.count;
    const next = nextAnchor < nextEnd ? nextAnchor : nextEnd;
    // Acts up to the next change of what stands. One that is itself the change is judged first: it excuses, and begins, only what comes after.
    for (; i < acts.length; i++) {
      const rank = acts[i]!;
      if (rank > next) break;
      const who = actor[rank]!;
      const whom = target[rank]!;
      if (object[rank]! !== -1 || plan.shape.object.kind !== "any") {
        if (!passes(plan.shape.object, object[rank]!, who)) continue;
      }
      for (let b = 0; b < bearers; b++) {
        const key = keyOfAct(size, plan, plan.bearers[b]!, who, whom);
        if (key < 0) continue;
        const k = keys.find(key);
        if (k < 0) continue;
        for (let occasion = newest[k]!; occasion >= 0; occasion = earlier[occasion]!) {
          const row = rows[occasion]!;
          if (when[rank]! > at || row < 0) continue;
          const trigger = out.trigger[row]!;
          if (plan.until && !isCovered(covered, when[trigger]!, when[rank]!)) {
            leave(trigger);
            continue;
          }
          out.possible[row + b] = BREACHED;
          out.breach(row + b, rank, 0);
        }
      }
    }
    if (next === columns.count) break;
    if (nextEnd === next) {
      e++;
      const key = keyOfEnd(columns, plan, next);
      const k = key < 0 ? -1 : keys.find(key);
      if (k >= 0) newest[k] = -1;
    }
    if (nextAnchor === next) {
      const occasion = a++;
      if (when[next]! > at || when[next]! < since) continue;
      const bound = bindings(plan, actor[next]!, target[next]!, object[next]!);
      if (bound === null) continue;
      const k = keys.of(keyOf(plan, size, bound.p0, bound.p1));
      const closed = isOpened !== null && isOpened(next);
      rows[occasion] = closed ? -1 : out.length;
      earlier[occasion] = newest[k]!;
      newest[k] = occasion;
      if (closed) continue;
      for (let b = 0; b < bearers; b++) {
        const who = plan.bearers[b]!;
        out.add(index, bearerOf(who, bound.p0, bound.p1), next, QUIET, -1);
      }
    }
  }
}
