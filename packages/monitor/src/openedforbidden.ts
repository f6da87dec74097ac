/** Bans after an event: the occasions that an open event may end or make, and acts that are open against them. */
import type { Instant } from "@servanda/language";
import { firstFrom } from "./columns.ts";
import type { Event } from "./evidence.ts";
import type { Footing } from "./finding.ts";
import { push } from "./grouping.ts";
import { Opened, type After, type Choice, type Exactly, type Open } from "./opened.ts";
import type { Bearer, Forbidden, Shape, Test } from "./plan.ts";
import { asked, bearerOf, isCovered, keyOf, keyOfAct, partsOfEnd, passes } from "./sweep.ts";
import { footingCode, outcomeCode, type Verdicts } from "./verdicts.ts";

/** What is open to a ban with a `when`. */
export class OpenedForbidden extends Opened {
  /** Open exceptions of a ban after an event, by the key whose occasions they may end. */
  concerns(plan: Forbidden): ReadonlyMap<number, readonly Concern[]> {
    const out = new Map<number, Concern[]>();
    for (const { open, option } of plan.until ? this.opens(plan.until) : []) {
      const key = this.keyOfEnd(plan, option);
      if (key < 0) continue;
      const concern = { open, from: option.from, to: option.to };
      push(out, key, concern);
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
    for (const { option } of plan.until ? this.opens(plan.until) : [])
      put(ends, ...partsOfEnd(plan.until!, option.actor, option.target), option.to);
    for (const { option } of this.opens(plan.anchor)) put(anchors, ...this.partsOf(plan, option), option.to);
    return { ends, anchors };
  }

  /**
   * The rows of an occasion that one open exception may end, where all else of it is settled; false: more is open, and there are none.
   */
  judgeEnded(plan: Forbidden, ends: Ends, index: number, rank: number, open: Open, out: Verdicts): boolean {
    const { columns } = this;
    const { when } = columns;
    const p0 = plan.binds.actor ? columns.actor[rank]! : -1;
    const p1 = plan.binds.target ? columns.target[rank]! : -1;
    const key = keyOf(plan, columns.things.size, p0, p1);
    const begin = when[rank]!;
    const next = (ends.get(key) ?? NONE).find((end) => end > rank) ?? columns.count;
    const close = next < columns.count ? when[next]! : this.at;
    const until = plan.clauses.unless!.conditions[0]!;
    const covered = until.kind === "event" ? this.covered(until.pattern.act) : [];
    const found: { bearer: number; possible: number; on: Footing; breaches: [number, Footing][] }[] = [];
    for (const bearer of plan.bearers) {
      const actor = bearerOf(bearer, p0, p1);
      const whom = asked(plan.shape.target, p0, p1, bearer);
      if (this.opens(towards(plan.shape, actor, whom), -1, begin, close).length > 0) return false;
      const breaches: [number, Footing][] = [];
      for (const act of this.actsOf(plan, actor, whom, begin, close)) {
        const second = when[act]!;
        if (act <= rank || act > next || second > this.at) continue;
        if (!passes(plan.shape.target, columns.target[act]!, actor)) continue;
        if (!passes(plan.shape.object, columns.object[act]!, actor)) continue;
        if (!isCovered(covered, begin, second)) return false;
        const footing = this.footingOfOne(
          open,
          open.event.options.map((option) => {
            if (option === null || option.to === Infinity) return 1;
            const choice = this.choice(option);
            const isEnd = choice.act === plan.until!.act && this.fits(plan.until!, -1, choice);
            if (!isEnd || this.keyOfEnd(plan, choice) !== key || choice.to < begin || choice.from > second) return 1;
            return choice.from > begin && choice.to < second ? 0 : -1;
          }),
        );
        if (footing === null) return false;
        if (footing !== "none") breaches.push([act, footing]);
      }
      const sure = breaches.some(([, footing]) => footing === "agreed");
      // All that is open turns on the same event.
      const on = sure || breaches.length === 0 ? "agreed" : breaches[0]![1];
      found.push({
        bearer: actor,
        possible: sure ? BREACHED : breaches.length > 0 ? BREACHED | QUIET : QUIET,
        on,
        breaches,
      });
    }
    out.room(found.length);
    for (const { bearer, possible, on, breaches } of found) {
      const row = out.add(index, bearer, rank, possible, -1);
      out.footing[row] = footingCode(on);
      for (const [act, footing] of breaches) out.breach(row, act, footingCode(footing));
    }
    return true;
  }

  /** Settled acts of one actor, towards one (-1: whomever), in a time. */
  private *actsOf(plan: Forbidden, actor: number, whom: number, from: Instant, to: Instant): Generator<number> {
    const { columns } = this;
    const { when } = columns;
    const byActor = columns.with(plan.shape.act, "actor", actor);
    const list = whom >= 0 ? shorter(byActor, columns.with(plan.shape.act, "target", whom)) : byActor;
    for (let i = firstFrom(when, list, from); i < list.length && when[list[i]!]! <= to; i++) {
      const rank = list[i]!;
      if (columns.actor[rank] === actor && (whom < 0 || columns.target[rank] === whom)) yield rank;
    }
  }

  private keyOfEnd(plan: Forbidden, option: Choice): number {
    const [p0, p1] = partsOfEnd(plan.until!, option.actor, option.target);
    return keyOf(plan, this.columns.things.size, p0, p1);
  }

  /**
   * Acts that are not settled, against occasions that are. `rows`: the first row of each occasion; `leave`: an occasion for the general evaluator.
   */
  judgeOpenActs(
    plan: Forbidden,
    ends: Ends,
    rows: ReadonlyMap<number, number>,
    out: Verdicts,
    leave: (rank: number) => void,
  ): void {
    const { columns } = this;
    const { when } = columns;
    const opens = this.opens(plan.shape);
    if (opens.length === 0) return;
    const occasions = new Map<number, number[]>();
    const size = columns.things.size;
    for (const rank of rows.keys()) {
      push(occasions, keyOf(plan, size, columns.actor[rank]!, columns.target[rank]!), rank);
    }
    const acts = new Map<string, { open: Open; key: number; place: number; options: Choice[] }>();
    for (const { open, option } of opens) {
      for (const [place, bearer] of plan.bearers.entries()) {
        if (!passes(plan.shape.object, option.object, option.actor)) continue;
        const key = keyOfAct(size, plan, bearer, option.actor, option.target);
        if (key < 0 || !occasions.has(key)) continue;
        const name = `${open.number} ${key} ${place}`;
        const act = acts.get(name);
        if (act) act.options.push(option);
        else acts.set(name, { open, key, place, options: [option] });
      }
    }
    const until = plan.clauses.unless?.conditions[0];
    const covered = until?.kind === "event" ? this.covered(until.pattern.act) : null;
    for (const { open, key, place, options } of acts.values()) {
      const closing = ends.get(key) ?? NONE;
      for (const rank of occasions.get(key)!) {
        const begin = when[rank]!;
        const next = closing.find((end) => end > rank);
        const close = next === undefined ? Infinity : when[next]!;
        const sure = options.map(({ from, to }) => {
          if (to < begin || from > close) return 0;
          if (from <= begin || to >= close || to > this.at) return -1;
          return covered === null || isCovered(covered, begin, to) ? 1 : -1;
        });
        const footing = this.footingOfOne(open, sure);
        if (footing === "none") continue;
        const row = rows.get(rank)! + place;
        if (footing === null || (footing !== "agreed" && out.possible[row] !== BREACHED)) leave(rank);
        else {
          out.possible[row] = BREACHED;
          out.breach(row, columns.count + open.number, footingCode(footing));
        }
      }
    }
  }

  judgeForbidden(plan: Forbidden, ends: Ends, index: number, rank: number, out: Verdicts, named: Exactly): void {
    const { columns } = this;
    const second = columns.when[rank]!;
    const events = new Set([this.event(rank)]);
    const p0 = plan.binds.actor ? columns.actor[rank]! : -1;
    const p1 = plan.binds.target ? columns.target[rank]! : -1;
    this.aroundForbidden(plan, ends, p0, p1, second, second, events);
    this.follow(index, this.event(rank), events, -1, out, named);
  }

  judgeOpenForbidden(plan: Forbidden, ends: Ends, index: number, out: Verdicts, named: Exactly): void {
    for (const [open, options] of this.openAnchors(plan)) {
      const after = (who: Bearer, p0: number, p1: number, choices: readonly Choice[]): After | null => {
        const [breaches, ...others] = choices.map((choice) => this.surelyAfter(plan, ends, who, p0, p1, choice));
        if (!breaches || others.some((other) => other?.join() !== breaches.join())) return null;
        return { outcome: breaches.length > 0 ? BREACHED : QUIET, breaches };
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

  /** The settled acts of a bearer that are breaches after an event at some second of a time; null: not sure. */
  private surelyAfter(
    plan: Forbidden,
    ends: Ends,
    who: Bearer,
    p0: number,
    p1: number,
    { from, to }: Choice,
  ): number[] | null {
    const { columns } = this;
    const { when } = columns;
    if (from < plan.subject.ground.force()!.from || to > this.at) return null;
    const key = keyOf(plan, columns.things.size, p0, p1);
    const closing = ends.get(key) ?? NONE;
    const next = closing[firstFrom(when, closing, from)] ?? columns.count;
    if (next < columns.count && when[next]! <= to) return null;
    const close = next < columns.count ? when[next]! : this.at;
    const bearer = bearerOf(who, p0, p1);
    const whom = asked(plan.shape.target, p0, p1, who);
    if (this.opens(towards(plan.shape, bearer, whom), -1, from, close).length > 0) return null;
    if (plan.until && this.opens(plan.until, -1, from, close).some(({ option }) => this.keyOfEnd(plan, option) === key))
      return null;
    const until = plan.clauses.unless?.conditions[0];
    const covered = until?.kind === "event" ? this.covered(until.pattern.act) : null;
    const breaches: number[] = [];
    for (const act of this.actsOf(plan, bearer, whom, from, close)) {
      if (act > next || when[act]! > this.at) continue;
      if (!passes(plan.shape.target, columns.target[act]!, bearer)) continue;
      if (!passes(plan.shape.object, columns.object[act]!, bearer)) continue;
      if (when[act]! <= to || (covered !== null && !isCovered(covered, from, when[act]!))) return null;
      breaches.push(act);
    }
    return breaches;
  }

  /** Acts and exceptions of a key up to the settled exception after which nothing is a breach any more. */
  private aroundForbidden(
    plan: Forbidden,
    ends: Ends,
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
    const closing = ends.get(key) ?? NONE;
    const last = firstFrom(when, closing, to + 1);
    const close = last < closing.length ? when[closing[last]!]! : this.at;
    for (let i = firstFrom(when, closing, from); i <= last && i < closing.length; i++)
      events.add(this.event(closing[i]!));
    for (const bearer of plan.bearers) {
      const actor = bearerOf(bearer, p0, p1);
      const whom = asked(plan.shape.target, p0, p1, bearer);
      for (const rank of this.actsOf(plan, actor, whom, from, close)) events.add(this.event(rank));
      const shape = towards(plan.shape, actor, whom);
      for (const { open } of this.opens(shape, -1, from, close)) events.add(open.event);
    }
    if (!plan.until) return;
    for (const { open, option } of this.opens(plan.until, -1, from, close)) {
      if (this.keyOfEnd(plan, option) === key) events.add(open.event);
    }
  }
}

/** When an open event may be an exception. */
export interface Concern {
  readonly open: Open;
  readonly from: Instant;
  readonly to: Instant;
}

/** Settled exceptions by key, in order. */
export type Ends = ReadonlyMap<number, Int32Array>;

const NONE = new Int32Array(0);
const BREACHED = 1 << outcomeCode("breached");
const QUIET = 1 << outcomeCode("no breach observed");

/** What is forbidden, by one actor, towards one (-1: as it is). */
function towards(shape: Shape, actor: number, whom: number): Shape {
  const target: Test = whom >= 0 ? { kind: "is", thing: whom } : shape.target;
  return { ...shape, actor: { kind: "is", thing: actor }, target };
}

function shorter(a: Int32Array, b: Int32Array): Int32Array {
  return a.length <= b.length ? a : b;
}
