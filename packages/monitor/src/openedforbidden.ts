/** Bans after an event: the occasions that an open event may end or make, and acts that are open against them. */
import type { Instant } from "@servanda/language";
import { firstFrom, type Columns } from "./columns.ts";
import type { Event } from "./evidence.ts";
import type { Footing } from "./finding.ts";
import { push } from "./grouping.ts";
import type { Interval } from "./interval.ts";
import { byEvent, EITHER, OPEN, Opened, towards, type After, type Exactly } from "./opened.ts";
import type { Bearer, Forbidden, Test } from "./plan.ts";
import type { Choice, Open } from "./sight.ts";
import {
  asked,
  bearerOf,
  candidates,
  isCovered,
  keyOf,
  keyOfAct,
  keyOfEnd,
  Keys,
  partsOfEnd,
  passes,
} from "./sweep.ts";
import { footingCode, outcomeCode, type Verdicts } from "./verdicts.ts";

/** What is open to a ban with a `when`. */
export class OpenedForbidden extends Opened {
  /** When an open event may be an exception, by the key whose occasions it may end. */
  concerns(plan: Forbidden): ReadonlyMap<number, readonly Interval[]> {
    const out = new Map<number, Interval[]>();
    for (const option of plan.until ? this.opens(plan.until) : []) {
      const key = this.keyOfEnd(plan, option);
      if (key >= 0) push(out, key, option);
    }
    return out;
  }

  /**
   * By key, the last second at which an open event may be an exception, and at which it may be an anchor. `size`: of the things of a key.
   */
  doubted(
    plan: Forbidden,
    size: number,
  ): { readonly ends: ReadonlyMap<number, Instant>; readonly anchors: ReadonlyMap<number, Instant> } {
    const ends = new Map<number, Instant>();
    const anchors = new Map<number, Instant>();
    const put = (map: Map<number, Instant>, p0: number, p1: number, second: Instant): void => {
      const key = keyOf(plan, size, p0, p1);
      if (key >= 0) map.set(key, Math.max(map.get(key) ?? -Infinity, second));
    };
    for (const option of plan.until ? this.opens(plan.until) : [])
      put(ends, ...partsOfEnd(plan.until!, option.actor, option.target), option.to);
    for (const option of this.opens(plan.anchor)) put(anchors, ...this.partsOf(plan, option), option.to);
    return { ends, anchors };
  }

  /**
   * The rows of an occasion that is settled, where what is open of it can be told apart event by event: exceptions that may end it, acts that may be breaches. False:
   * more would have to be asked, and there are none.
   */
  judgeOccasion(plan: Forbidden, ends: ByKey, index: number, rank: number, out: Verdicts): boolean {
    const { columns } = this;
    const { when } = columns;
    const p0 = plan.binds.actor ? columns.actor[rank]! : -1;
    const p1 = plan.binds.target ? columns.target[rank]! : -1;
    const key = keyOf(plan, columns.things.size, p0, p1);
    const begin = when[rank]!;
    const next = ends.get(key).find((end) => end > rank) ?? columns.count;
    const close = next < columns.count ? when[next]! : Infinity;
    const until = plan.clauses.unless?.conditions[0];
    const covered = until?.kind === "event" ? this.covered(until.pattern, false) : null;
    const closing = this.openEnds(plan, p0, p1, begin, close);
    /** Whether something open ends the occasion before an act at some second of a time. */
    const ended = (from: Instant, to: Instant): Footing | "none" | null =>
      this.footingOfAny(closing, ({ from: first, to: last }) => {
        if (last < begin || first > to) return 0;
        if (first > begin && last < from) return 1;
        const may = Math.max(first, begin + 1) < to && last > begin;
        const mayNot = first < begin || last > from;
        return may && mayNot ? EITHER : OPEN;
      });
    const found: { bearer: number; possible: number; on: Footing; breaches: [number, Footing][] }[] = [];
    for (const bearer of plan.bearers) {
      const actor = bearerOf(bearer, p0, p1);
      const whom = asked(plan.shape.target, p0, p1, bearer);
      const breaches: [number, Footing][] = [];
      const turns = new Set<Footing>();
      for (const act of this.actsOf(plan, actor, whom, begin, Math.min(close, this.at))) {
        const second = when[act]!;
        if (act <= rank || act > next) continue;
        if (!passes(plan.shape.target, columns.target[act]!, actor)) continue;
        if (!passes(plan.shape.object, columns.object[act]!, actor)) continue;
        if (covered !== null && !isCovered(covered, begin, second)) return false;
        const over = ended(second, second);
        if (over === null) return false;
        if (over === "settled") continue;
        const footing = over === "none" ? "settled" : over;
        breaches.push([act, footing]);
        turns.add(footing);
      }
      const acts = this.openActs(plan, actor, whom, { from: begin, to: begin }, close);
      if (acts === null) return false;
      for (const { open, so, met } of acts) {
        if (closing.some((one) => one.of === open)) return false;
        const from = Math.min(...met.map((option) => option.from));
        const to = Math.max(...met.map((option) => option.to));
        if (covered !== null && !isCovered(covered, begin, to)) return false;
        const over = ended(from, to);
        if (over === null) return false;
        if (over === "settled") continue;
        // Where its versions differ in their times, it may turn on which of them is so whether it was over.
        if (over !== "none" && met.some((option) => option.from !== from || option.to !== to)) return false;
        const footing = over === "none" ? so : so === "contested on facts" ? so : over;
        breaches.push([columns.count + open.number, footing]);
        turns.add(footing).add(so);
        if (over !== "none") turns.add(over);
      }
      const sure = breaches.some(([, footing]) => footing === "settled");
      turns.delete("settled");
      // What several turn on together is sure where all of it is of one kind.
      if (!sure && turns.size > 1) return false;
      const [on = "settled"] = sure ? [] : turns;
      const possible = sure ? BREACHED : breaches.length > 0 ? BREACHED | QUIET : QUIET;
      found.push({ bearer: actor, possible, on, breaches });
    }
    out.room(found.length);
    for (const { bearer, possible, on, breaches } of found) {
      const row = out.add(index, bearer, rank, possible, -1);
      out.footing[row] = footingCode(on);
      for (const [act, footing] of breaches) out.breach(row, act, footingCode(footing));
    }
    return true;
  }

  /**
   * Open acts of one actor, towards one (-1: whomever), that may lie after what begins an occasion at some second of a time, and before what closes it: each with what it
   * turns on whether it does, and the versions that do. Null: of one that is not sure.
   */
  private openActs(
    plan: Forbidden,
    actor: number,
    whom: number,
    begin: Interval,
    close: Instant,
  ): { readonly open: Open; readonly so: Footing; readonly met: readonly Choice[] }[] | null {
    const { target, object } = plan.shape;
    const acts = this.opens(towards(plan.shape, actor, whom), -1, begin.from, close);
    if (acts.length === 0) return [];
    const out: { readonly open: Open; readonly so: Footing; readonly met: readonly Choice[] }[] = [];
    for (const options of byEvent(acts)) {
      const answers = options.map((option) => {
        const { from, to } = option;
        if (!passes(target, option.target, actor) || !passes(object, option.object, actor)) return 0;
        if (to < begin.from || from > close || from > this.at) return 0;
        return from > begin.to && to < close && to <= this.at ? 1 : OPEN;
      });
      const open = options[0]!.of;
      const so = this.footingOfOne(open, answers);
      if (so === null) return null;
      if (so !== "none") out.push({ open, so, met: options.filter((_, i) => answers[i] === 1) });
    }
    return out;
  }

  /** Settled acts of one actor, towards one (-1: whomever), in a time. */
  private actsOf(plan: Forbidden, actor: number, whom: number, from: Instant, to: Instant): number[] {
    const { columns } = this;
    const { when } = columns;
    const out: number[] = [];
    const mine = columns.with(plan.shape.act, "actor", actor);
    if (mine.length === 0) return out;
    let i = firstFrom(when, mine, from);
    if (whom < 0) {
      for (; i < mine.length && when[mine[i]!]! <= to; i++) out.push(mine[i]!);
      return out;
    }
    const targets = columns.postings?.(plan.shape.act, "actor").valuesOf("target", actor) ?? null;
    const end = to === Infinity ? mine.length : firstFrom(when, mine, to + 1);
    for (; i < end; i++) {
      const rank = mine[i]!;
      if ((targets === null ? columns.target[rank] : targets[i]) === whom) out.push(rank);
    }
    return out;
  }

  /** What open events may be that end the occasions of a key, in a time. */
  private openEnds(plan: Forbidden, p0: number, p1: number, since: Instant, until: Instant): readonly Choice[] {
    if (!plan.until) return [];
    const { actor, target } = plan.until;
    const key = keyOf(plan, this.columns.things.size, p0, p1);
    const shape = { ...plan.until, actor: bound(actor, p0, p1), target: bound(target, p0, p1) };
    return this.opens(shape, -1, since, until).filter((option) => this.keyOfEnd(plan, option) === key);
  }

  private keyOfEnd(plan: Forbidden, option: Choice): number {
    const [p0, p1] = partsOfEnd(plan.until!, option.actor, option.target);
    return keyOf(plan, this.columns.things.size, p0, p1);
  }

  /**
   * Acts that are not settled, against occasions that are. `first`: the row of the first occasion; all that follow are of it and the others, bearer by bearer. `leave`: an
   * occasion of which more would have to be asked.
   */
  judgeOpenActs(plan: Forbidden, ends: ByKey, first: number, out: Verdicts, leave: (rank: number) => void): void {
    const { columns } = this;
    const { when } = columns;
    const opens = byEvent(this.opens(plan.shape));
    if (opens.length === 0) return;
    const { bearers } = plan;
    const size = columns.things.size;
    const rows = Int32Array.from(
      { length: (out.length - first) / bearers.length },
      (_, i) => first + i * bearers.length,
    );
    const occasions = new ByKey(keysOf(plan, size), rows, (row) => {
      const rank = out.trigger[row]!;
      return keyOf(plan, size, columns.actor[rank]!, columns.target[rank]!);
    });
    const until = plan.clauses.unless?.conditions[0];
    const covered = until?.kind === "event" ? this.covered(until.pattern, false) : null;
    const judge = (open: Open, key: number, place: number, options: readonly Choice[]): void => {
      const closing = ends.get(key);
      for (const base of occasions.get(key)) {
        const rank = out.trigger[base]!;
        const begin = when[rank]!;
        const next = closing.find((end) => end > rank);
        const close = next === undefined ? Infinity : when[next]!;
        const sure = options.map(({ from, to }) => {
          if (to < begin || from > close) return 0;
          if (from <= begin || to >= close || to > this.at) return OPEN;
          return covered === null || isCovered(covered, begin, to) ? 1 : OPEN;
        });
        const footing = this.footingOfOne(open, sure);
        if (footing === "none") continue;
        const row = base + place;
        if (footing === null || (footing !== "settled" && out.possible[row] !== BREACHED)) leave(rank);
        else {
          out.possible[row] = BREACHED;
          out.breach(row, columns.count + open.number, footingCode(footing));
        }
      }
    };
    for (const options of opens) {
      const mine: { readonly key: number; readonly place: number; readonly options: Choice[] }[] = [];
      for (const option of options) {
        if (!passes(plan.shape.object, option.object, option.actor)) continue;
        for (let place = 0; place < bearers.length; place++) {
          const key = keyOfAct(size, plan, bearers[place]!, option.actor, option.target);
          if (!occasions.has(key)) continue;
          const same = mine.find((one) => one.key === key && one.place === place);
          if (same) same.options.push(option);
          else mine.push({ key, place, options: [option] });
        }
      }
      for (const { key, place, options: these } of mine) judge(options[0]!.of, key, place, these);
    }
  }

  judgeForbidden(plan: Forbidden, ends: ByKey, index: number, rank: number, out: Verdicts, named: Exactly): void {
    const { columns } = this;
    const second = columns.when[rank]!;
    const events = new Set([this.event(rank)]);
    const p0 = plan.binds.actor ? columns.actor[rank]! : -1;
    const p1 = plan.binds.target ? columns.target[rank]! : -1;
    this.aroundForbidden(plan, ends, p0, p1, second, second, events);
    this.follow(index, this.event(rank), events, -1, out, named);
  }

  judgeOpenForbidden(plan: Forbidden, ends: ByKey, index: number, out: Verdicts, named: Exactly): void {
    for (const options of byEvent(this.opens(plan.anchor))) {
      const open = options[0]!.of;
      const after = (who: Bearer, p0: number, p1: number, choices: readonly Choice[]): After | null => {
        const [first, ...others] = choices.map((choice) => this.surelyAfter(plan, ends, who, p0, p1, choice));
        if (!first || others.some((other) => JSON.stringify(other) !== JSON.stringify(first))) return null;
        return first;
      };
      if (this.judgeSurely(plan, index, open, options, after, out, named)) continue;
      const events = new Set([open.event]);
      for (const option of options) {
        const [p0, p1] = this.partsOf(plan, option);
        this.aroundForbidden(plan, ends, p0, p1, option.from, option.to, events);
      }
      this.follow(index, open.event, events, -1, out, named);
    }
  }

  /** What surely becomes of a bearer after an event at some second of a time; null: not sure. */
  private surelyAfter(
    plan: Forbidden,
    ends: ByKey,
    who: Bearer,
    p0: number,
    p1: number,
    { of, from, to }: Choice,
  ): After | null {
    const { columns } = this;
    const { when } = columns;
    if (from < plan.subject.ground.force()!.from || to > this.at) return null;
    const key = keyOf(plan, columns.things.size, p0, p1);
    const closing = ends.get(key);
    const next = closing[firstFrom(when, closing, from)] ?? columns.count;
    if (next < columns.count && when[next]! <= to) return null;
    const close = next < columns.count ? when[next]! : this.at;
    const bearer = bearerOf(who, p0, p1);
    const whom = asked(plan.shape.target, p0, p1, who);
    const acts = this.openActs(plan, bearer, whom, { from, to }, next < columns.count ? close : Infinity);
    if (acts === null) return null;
    if (this.openEnds(plan, p0, p1, from, close).length > 0) return null;
    const until = plan.clauses.unless?.conditions[0];
    const covered = until?.kind === "event" ? this.covered(until.pattern, false) : null;
    const breaches: number[] = [];
    for (const act of this.actsOf(plan, bearer, whom, from, close)) {
      if (act > next || when[act]! > this.at) continue;
      if (!passes(plan.shape.target, columns.target[act]!, bearer)) continue;
      if (!passes(plan.shape.object, columns.object[act]!, bearer)) continue;
      if (when[act]! <= to || (covered !== null && !isCovered(covered, from, when[act]!))) return null;
      breaches.push(act);
    }
    const perhaps: [number, Footing][] = [];
    for (const { open, so, met } of acts) {
      if (open === of) return null;
      for (const option of met) if (covered !== null && !isCovered(covered, from, option.to)) return null;
      perhaps.push([columns.count + open.number, so]);
    }
    const sure = breaches.length > 0 || perhaps.some(([, so]) => so === "settled");
    // What several turn on together is sure where all of it is of one kind.
    if (!sure && new Set(perhaps.map(([, so]) => so)).size > 1) return null;
    return { outcome: sure ? BREACHED : perhaps.length > 0 ? BREACHED | QUIET : QUIET, breaches, perhaps };
  }

  /** Acts and exceptions of a key up to the settled exception after which nothing is a breach any more. */
  private aroundForbidden(
    plan: Forbidden,
    ends: ByKey,
    p0: number,
    p1: number,
    from: Instant,
    to: Instant,
    events: Set<Event>,
  ): void {
    const { columns } = this;
    const { when } = columns;
    const key = keyOf(plan, columns.things.size, p0, p1);
    if (key < 0) return;
    const closing = ends.get(key);
    const last = firstFrom(when, closing, to + 1);
    const close = last < closing.length ? when[closing[last]!]! : this.at;
    for (let i = firstFrom(when, closing, from); i <= last && i < closing.length; i++)
      events.add(this.event(closing[i]!));
    for (const bearer of plan.bearers) {
      const actor = bearerOf(bearer, p0, p1);
      const whom = asked(plan.shape.target, p0, p1, bearer);
      for (const rank of this.actsOf(plan, actor, whom, from, close)) events.add(this.event(rank));
      const shape = towards(plan.shape, actor, whom);
      for (const { of } of this.opens(shape, -1, from, close)) events.add(of.event);
    }
    for (const { of } of this.openEnds(plan, p0, p1, from, close)) events.add(of.event);
  }
}

/** What a test asks for where a key is of these. */
function bound(test: Test, p0: number, p1: number): Test {
  const thing = test.kind !== "key" ? -1 : test.part === 0 ? p0 : p1;
  return thing < 0 ? test : { kind: "is", thing };
}

/** What has a key, in order: the exceptions of a ban by their ranks, or its occasions by their rows. */
export class ByKey {
  private readonly keys: Keys;
  private readonly offsets: Int32Array;
  private readonly all: Int32Array;

  /** `most`: how many keys there may be; `keyed`: the key of one; -1: it has none. */
  constructor(most: number, all: Int32Array, keyed: (one: number) => number) {
    const keys = new Keys(most, all.length);
    const numbers = new Int32Array(all.length);
    const offsets = new Int32Array(keys.size + 1);
    for (let i = 0; i < all.length; i++) {
      const key = keyed(all[i]!);
      const number = (numbers[i] = key < 0 ? -1 : keys.of(key));
      if (number >= 0) offsets[number + 1]!++;
    }
    for (let i = 0; i < keys.size; i++) offsets[i + 1]! += offsets[i]!;
    const next = offsets.slice(0, keys.size);
    const grouped = new Int32Array(offsets[keys.size]!);
    for (let i = 0; i < all.length; i++) if (numbers[i]! >= 0) grouped[next[numbers[i]!]!++] = all[i]!;
    this.keys = keys;
    this.offsets = offsets;
    this.all = grouped;
  }

  has(key: number): boolean {
    const number = key < 0 ? -1 : this.keys.find(key);
    return number >= 0 && this.offsets[number]! < this.offsets[number + 1]!;
  }

  get(key: number): Int32Array {
    const number = key < 0 ? -1 : this.keys.find(key);
    return number < 0 ? NONE : this.all.subarray(this.offsets[number], this.offsets[number + 1]);
  }
}

/** How many keys a ban may have among so many things. */
function keysOf({ binds }: Forbidden, size: number): number {
  return binds.actor !== null && binds.target !== null ? size * size : size;
}

/** The settled exceptions of a ban, by the key whose occasions they end. */
export function endsOf(columns: Columns, plan: Forbidden): ByKey {
  const all = plan.until ? candidates(columns, plan.until) : NONE;
  return new ByKey(keysOf(plan, columns.things.size), all, (rank) => keyOfEnd(columns, plan, rank));
}

const NONE = new Int32Array(0);
const BREACHED = 1 << outcomeCode("breached");
const QUIET = 1 << outcomeCode("no breach observed");
