/**
 * What settled events alone do not decide: the keys that an event which is not settled may concern. Each is judged by the general
 * evaluator, on just the events of that key, so that there is one meaning (docs/semantics.md 9). Which keys those are depends on the kind of plan: see
 * openedstanding.ts, openedowed.ts and openedforbidden.ts.
 */
import type { EventPattern, Instant } from "@servanda/language";
import type { Columns } from "./columns.ts";
import { footingOf } from "./conduct.ts";
import type { Event, Evidence } from "./evidence.ts";
import type { Footing } from "./finding.ts";
import { identityOf, instances, LIMIT, type Instance } from "./instance.ts";
import type { Interval } from "./interval.ts";
import { Judge } from "./judge.ts";
import { Matcher } from "./match.ts";
import { conceivable } from "./monitor.ts";
import { turningOn } from "./pivot.ts";
import type { Bearer, Forbidden, Owed, Plan, Shape, Test } from "./plan.ts";
import type { Choice, Open, Sight } from "./sight.ts";
import { bearerOf, bindings, passes } from "./sweep.ts";
import type { Unsettled } from "./unsettled.ts";
import { footingCode, outcomeCode, type Verdicts } from "./verdicts.ts";
import { explore } from "./world.ts";

/** Versions of an open event that bind the same as an anchor. */
interface Keyed {
  readonly p0: number;
  readonly p1: number;
  readonly choices: Choice[];
}

/** A verdict of the general evaluator. */
interface Judged {
  readonly possible: number;
  readonly footing: Footing;
  readonly approximate: boolean;
  readonly breaches: readonly { readonly event: number; readonly footing: Footing }[];
}

/** What becomes of an instance, as bits; the settled acts that are breaches; and what breaches open acts may be besides, each with what that turns on. */
export interface After {
  readonly outcome: number;
  readonly breaches: readonly number[];
  readonly perhaps: readonly (readonly [event: number, on: Footing])[];
}

/** An open event that is taken to be as chosen; null: not to have happened. */
export interface Assumed {
  readonly number: number;
  readonly choice: Choice | null;
}

/** The seconds at which silence surely denies what a pattern asks for. `own`: of a bearer, where it names no actor. */
export type Covered = (pattern: EventPattern, own: boolean) => readonly Interval[];

/** One plan's view of what is open: what all kinds of plans ask of it. */
export abstract class Opened {
  protected readonly columns: Columns;
  protected readonly evidence: Evidence;
  protected readonly unsettled: Unsettled;
  protected readonly plan: Plan;
  protected readonly at: Instant;
  protected readonly sight: Sight;
  private readonly sets: Uint8Array;
  /** What is assumed while bounds are asked for. */
  protected assumed: readonly Assumed[] = NOTHING;
  /** Open events met while bounds are asked for: no more than so many that nobody tells them apart. */
  protected touched: number[] | null = null;
  protected readonly covered: Covered;

  constructor(sight: Sight, plan: Plan, covered: Covered) {
    this.covered = covered;
    this.sight = sight;
    this.columns = sight.columns;
    this.evidence = sight.evidence;
    this.unsettled = sight.unsettled;
    this.plan = plan;
    this.at = plan.bare.at;
    this.sets = sight.setsOf(plan.normView.columnsRead(plan.bare.states));
  }

  // ── Events ─────────────────────────────────────────────────────────────────────────────────

  protected open(number: number): Open | null {
    return this.sight.open(number, this.sets);
  }

  /**
   * What open events may be that some test of a shape may pass, at some second of a time; all of one event follow each other. `key`: what stands in its key's
   * column; -1: whatever does.
   */
  protected opens(shape: Shape, key: number = -1, since: number = -Infinity, until: number = Infinity): Choice[] {
    const out: Choice[] = [];
    this.met(shape, key, since, until, out);
    return out;
  }

  /** How many there are of them. */
  protected met(shape: Shape, key: number, since: number, until: number, into: Choice[] | null = null): number {
    const { act } = shape;
    if (act < 0) return 0;
    const numbers = this.unsettled.shortest(shape, key);
    const { from, to } = this.unsettled;
    let count = 0;
    for (let i = this.unsettled.firstFrom(numbers, since); i < numbers.length; i++) {
      const number = numbers[i]!;
      if (from[number]! > until) break;
      if (to[number]! < since || this.isAssumed(number)) continue;
      const open = this.open(number);
      if (open === null) continue;
      const { options } = open;
      for (let o = 0; o < options.length; o++) {
        const option = options[o]!;
        if (option.act !== act || option.to < since || option.from > until || !this.fits(shape, key, option)) continue;
        count++;
        if (into !== null) into.push(option);
        if (this.touched !== null) this.touch(number);
      }
    }
    return count;
  }

  protected touch(number: number): void {
    const { touched } = this;
    if (touched !== null && touched.length <= MOST_TOGETHER && !touched.includes(number)) touched.push(number);
  }

  protected isAssumed(number: number): boolean {
    const { assumed } = this;
    for (let i = 0; i < assumed.length; i++) if (assumed[i]!.number === number) return true;
    return false;
  }

  protected fits({ actor, target, object }: Shape, key: number, option: Choice): boolean {
    return fits(actor, key, option.actor) && fits(target, key, option.target) && fits(object, key, option.object);
  }

  /** A settled event as the general evaluator sees it. */
  protected event(rank: number): Event {
    return this.sight.event(rank);
  }

  protected matcher(events: ReadonlySet<Event>): Matcher {
    const { plan } = this;
    const sorted = [...events].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return new Matcher(
      plan.bare.model,
      this.evidence,
      plan.normView,
      plan.instrument,
      this.at,
      [plan.normView],
      sorted,
    );
  }

  protected judged(judge: Judge): Judged {
    const { matcher } = judge;
    matcher.note();
    const tried = explore((world) => judge.judge(world), matcher, LIMIT);
    const whole = matcher.events.every((e) => e.whole || !matcher.consulted.has(e.id));
    const exact = tried.complete && !judge.truncated && whole;
    let possible = 0;
    for (const { value } of tried.leaves) possible |= 1 << outcomeCode(value.outcome);
    if (!exact) for (const outcome of conceivable(judge, tried.leaves)) possible |= 1 << outcomeCode(outcome);
    const one = (possible & (possible - 1)) === 0;
    const turned = one ? "settled" : turningOn(tried);
    const breaches = (possible & (1 << outcomeCode("breached"))) === 0 ? [] : judge.suspects();
    return {
      possible,
      footing: one ? "settled" : turned === "settled" ? "unknown" : turned,
      approximate: !exact,
      breaches: breaches.flatMap((event) => {
        const footing = this.breach(judge, event);
        return footing === null ? [] : [{ event: this.sight.numberOf(event), footing }];
      }),
    };
  }

  /** Whether an act is a breach: in all histories (`settled`), in some, or in none (null). */
  protected breach(judge: Judge, event: Event): Footing | null {
    const tried = explore((world) => judge.failure(world, event), judge.matcher, LIMIT);
    if (!tried.leaves.some((leaf) => leaf.value !== null)) return null;
    return footingOf(tried, (value) => value !== null);
  }

  protected write(judged: Judged, row: number, out: Verdicts): void {
    out.possible[row] = judged.possible;
    out.footing[row] = footingCode(judged.footing);
    out.approximate[row] = judged.approximate ? 1 : 0;
    for (const { event, footing } of judged.breaches) out.breach(row, event, footingCode(footing));
  }

  /**
   * Whether something is so, where it turns on one open event alone (9.3): `answers` are 1, 0, `EITHER` or `OPEN` for some of its options; by the
   * others it is not so. Null: more than that event would have to be asked.
   */
  protected footingOfOne({ event, options }: Open, answers: readonly number[]): Footing | "none" | null {
    if (answers.includes(OPEN) || !event.whole) return null;
    if (answers.every((answer) => answer === 0)) return "none";
    // Where no sources are against each other, there is nothing but what nobody knows.
    if (answers.includes(EITHER)) return event.contested ? null : "unknown";
    if (answers.length === event.options.length && !answers.includes(0)) return "settled";
    // Where versions differ in their time, that is open as well.
    const exact = options.every((o) => o.from === o.to) || event.options.filter((o) => o !== null).length === 1;
    return exact ? (event.contested ? "contested on facts" : "unknown") : null;
  }

  /**
   * Whether at least one of some open events is so; `ask`: whether it is by one of its options. Each is free of the others (9.1): so it turns on one that
   * sources are against each other on wherever that one may be so or not, since all others may be not. Null: more would have to be asked.
   */
  protected footingOfAny(met: readonly Choice[], ask: (choice: Choice) => number): Footing | "none" | null {
    let known: Footing | "none" | null = "none";
    for (let from = 0; from < met.length;) {
      const { of } = met[from]!;
      const answers: number[] = [];
      for (; from < met.length && met[from]!.of === of; from++) answers.push(ask(met[from]!));
      const one = this.footingOfOne(of, answers);
      if (one === "settled") return one;
      if (one === null || known === null) known = null;
      else if (known !== "contested on facts" && one !== "none") known = one;
    }
    return known;
  }

  /** What versions of an open event bind as an anchor: those that bind the same together. */
  private boundBy(plan: Owed | Forbidden, options: readonly Choice[]): readonly Keyed[] {
    const out: Keyed[] = [];
    for (let i = 0; i < options.length; i++) {
      const choice = options[i]!;
      const bound = bindings(plan, choice.actor, choice.target, choice.object);
      if (bound === null) continue;
      const { p0, p1 } = bound;
      const same = out.find((one) => one.p0 === p0 && one.p1 === p1);
      if (same) same.choices.push(choice);
      else out.push({ p0, p1, choices: [choice] });
    }
    return out;
  }

  /**
   * Rows of the instances that one open event makes, where what becomes of each turns on that event alone; false: it does not, and there are none.
   * `after`: what surely becomes of a bearer, whichever of these versions is so; null: not sure.
   */
  protected judgeSurely(
    plan: Owed | Forbidden,
    index: number,
    open: Open,
    options: readonly Choice[],
    after: (who: Bearer, p0: number, p1: number, choices: readonly Choice[]) => After | null,
    out: Verdicts,
    named: Exactly,
  ): boolean {
    const found: (After & { readonly footing: Footing; readonly on: Footing; readonly as: Bound })[] = [];
    for (const { p0, p1, choices } of this.boundBy(plan, options)) {
      const footing = this.footingOfOne(
        open,
        choices.map(() => 1),
      );
      if (footing === null || footing === "none") return false;
      for (const who of plan.bearers) {
        const sure = after(who, p0, p1, choices);
        if (sure === null) return false;
        const { outcome, breaches, perhaps } = sure;
        // Where more than one outcome is left beside that it is not triggered, it turns on what is open of those acts as well.
        const isOne = (outcome & (outcome - 1)) === 0;
        const on = isOne ? footing : perhaps.reduce((all, [, one]) => both(all, one), footing);
        found.push({ outcome, breaches, perhaps, footing, on, as: new Bound(this.columns, plan, open, who, p0, p1) });
      }
    }
    out.room(found.length);
    for (const { outcome, breaches, perhaps, footing, on, as } of found) {
      const possible = footing === "settled" ? outcome : outcome | NOT_TRIGGERED;
      const row = out.add(index, as.thing, this.columns.count + open.number, possible, -1);
      out.footing[row] = footingCode(on);
      for (const act of breaches) out.breach(row, act, footingCode(footing));
      for (const [act, one] of perhaps) out.breach(row, act, footingCode(both(footing, one)));
      named.set(row, as);
    }
    return true;
  }

  protected partsOf({ binds }: Owed | Forbidden, option: Choice): readonly [number, number] {
    return [binds.actor ? option.actor : -1, binds.target ? option.target : -1];
  }

  /** Rows of the instances that one event makes. `bearer`: of one bearer; -1: of all. */
  protected follow(
    index: number,
    anchor: Event,
    events: ReadonlySet<Event>,
    bearer: number,
    out: Verdicts,
    named: Exactly,
  ): void {
    const matcher = this.matcher(events);
    const { list } = instances(matcher, null);
    const mine = list.filter((i) => i.by.kind === "event" && i.by.event === anchor);
    for (const instance of mine) {
      const thing = this.columns.things.find(instance.bearer);
      if (bearer >= 0 && thing !== bearer) continue;
      out.room(1);
      const row = out.add(index, thing, this.sight.numberOf(anchor), 0, -1);
      this.write(this.judged(new Judge(matcher, instance, null)), row, out);
      named.set(row, instance);
    }
  }
}

/** Open events that are told apart together; with more, the general evaluator is as quick. */
export const MOST_TOGETHER = 3;

/** Not known of an option; and so, or not, by the second at which it was. */
export const OPEN = -1;
export const EITHER = 2;

/** What a shape asks for, by one actor, towards one (-1: as it is). */
export function towards(shape: Shape, actor: number, whom: number): Shape {
  const target: Test = whom >= 0 ? { kind: "is", thing: whom } : shape.target;
  return { ...shape, actor: { kind: "is", thing: actor }, target };
}

/** An instance that an open event makes: what it is called is made out when somebody asks. */
class Bound implements Identity {
  readonly thing: number;
  private readonly columns: Columns;
  private readonly plan: Owed | Forbidden;
  private readonly open: Open;
  private readonly p0: number;
  private readonly p1: number;

  constructor(columns: Columns, plan: Owed | Forbidden, open: Open, who: Bearer, p0: number, p1: number) {
    this.columns = columns;
    this.plan = plan;
    this.open = open;
    this.p0 = p0;
    this.p1 = p1;
    this.thing = bearerOf(who, p0, p1);
  }

  get bearer(): string {
    return this.columns.things.words[this.thing]!;
  }

  get id(): string {
    return this.name().id;
  }

  get counterparty(): string | null {
    return this.name().counterparty;
  }

  private name(): ReturnType<typeof identityOf> {
    const { plan } = this;
    const { words } = this.columns.things;
    const bound = new Map<string, string>();
    if (plan.binds.actor) bound.set(plan.binds.actor.name, words[this.p0]!);
    if (plan.binds.target) bound.set(plan.binds.target.name, words[this.p1]!);
    return identityOf(plan.bare, this.bearer, this.open.event.id, bound);
  }
}

/** What it turns on that two things are so that are free of each other, each of which may be. */
function both(one: Footing, other: Footing): Footing {
  return one === "settled" ? other : other === "settled" || one === other ? one : "contested on facts";
}

/** What was met, event by event. */
export function byEvent(met: readonly Choice[]): (readonly Choice[])[] {
  const out: (readonly Choice[])[] = [];
  for (let from = 0; from < met.length;) {
    let to = from + 1;
    while (to < met.length && met[to]!.of === met[from]!.of) to++;
    out.push(met.slice(from, to));
    from = to;
  }
  return out;
}

function fits(test: Test, key: number, thing: number): boolean {
  return test.kind === "key" && key >= 0 ? thing === key : passes(test, thing, -1);
}

export const NOTHING: readonly Assumed[] = [];
const NOT_TRIGGERED = 1 << outcomeCode("not triggered");

/** Instances of rows that the general evaluator judged. */
export type Exactly = Map<number, Identity>;

export type Identity = Pick<Instance, "id" | "bearer" | "counterparty">;
