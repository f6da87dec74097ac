/**
 * What settled events alone do not decide: the keys that an event which is not settled may concern. Each is judged by the general
 * evaluator, on just the events of that key, so that there is one meaning (docs/semantics.md 9).
 */
import type { Instant } from "@servanda/language";
import { firstFrom, type Columns, type Named } from "./columns.ts";
import { footingOf } from "./conduct.ts";
import type { Event, Evidence, Option } from "./evidence.ts";
import type { Footing } from "./finding.ts";
import { identityOf, instances, LIMIT, type Instance } from "./instance.ts";
import type { Interval } from "./interval.ts";
import { Judge } from "./judge.ts";
import { Matcher } from "./match.ts";
import { conceivable } from "./monitor.ts";
import { turningOn } from "./pivot.ts";
import type { Condition, Forbidden, Owed, Plan, Shape, Standing, Test } from "./plan.ts";
import type { Account } from "./record.ts";
import { asked, bindings, candidates, isCovered, keyColumn, keyOf, keyOfAct, partsOfEnd, passes } from "./sweep.ts";
import { footingCode, outcomeCode, type Verdicts } from "./verdicts.ts";
import { explore } from "./world.ts";

/** Events that are not settled, by act and by whom some account of them names. */
export class Unsettled {
  readonly ids: readonly string[];
  private readonly byAct = new Map<number, number[]>();
  private readonly byThing = new Map<number, number[]>();
  private readonly size: number;
  /** Bounds of all that is said of when each was. */
  readonly from: Float64Array;
  readonly to: Float64Array;

  constructor(columns: Columns, accounts: readonly Account[]) {
    this.ids = columns.unsettled;
    this.size = columns.things.size;
    this.from = new Float64Array(this.ids.length).fill(Infinity);
    this.to = new Float64Array(this.ids.length).fill(-Infinity);
    const number = new Map(this.ids.map((id, i) => [id, i]));
    const told = Map.groupBy(accounts, (account) => account.event);
    for (const [id, all] of told) {
      const event = number.get(id)!;
      for (const { when } of all) {
        if (when === null) continue;
        this.from[event] = Math.min(this.from[event]!, when.earliest);
        this.to[event] = Math.max(this.to[event]!, when.latest);
      }
      for (const word of new Set(all.map((a) => a.kind))) {
        if (word === null) continue;
        const act = columns.acts.find(word);
        push(this.byAct, act, event);
        for (const [place, column] of COLUMNS.entries()) {
          for (const thing of new Set(all.map((a) => a[column]))) {
            if (thing !== null) push(this.byThing, this.key(act, place, columns.things.find(thing)), event);
          }
        }
      }
    }
  }

  private key(act: number, column: number, thing: number): number {
    return (act * 3 + column) * this.size + thing;
  }

  ofAct(act: number): readonly number[] {
    return this.byAct.get(act) ?? [];
  }

  /** `column`: its place in `COLUMNS`. */
  with(act: number, column: number, thing: number): readonly number[] {
    return this.byThing.get(this.key(act, column, thing)) ?? [];
  }
}

const COLUMNS: readonly Named[] = ["actor", "target", "object"];

function push<K>(map: Map<K, number[]>, key: K, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** An event that is not settled, as one plan sees it. */
interface Open {
  readonly number: number;
  readonly event: Event;
  readonly options: readonly Choice[];
}

/** What it may be, in codes; -1 where it is nothing that is known. */
interface Choice {
  readonly act: number;
  readonly actor: number;
  readonly target: number;
  readonly object: number;
  readonly from: Instant;
  readonly to: Instant;
}

/** A verdict of the general evaluator. */
interface Judged {
  readonly possible: number;
  readonly footing: Footing;
  readonly approximate: boolean;
  readonly breaches: readonly { readonly event: number; readonly footing: Footing }[];
}

/** One plan's view of what is open. */
export class Opened {
  private readonly columns: Columns;
  private readonly evidence: Evidence;
  private readonly unsettled: Unsettled;
  private readonly plan: Plan;
  private readonly at: Instant;
  private readonly read: ReturnType<Matcher["normView"]["columnsRead"]>;
  private readonly settled = new Map<number, Event>();
  private readonly numbers = new Map<Event, number>();
  private readonly seen: (Open | null | undefined)[] = [];
  /** An open event that is taken to be as chosen (null: not to have happened), while bounds are asked for. */
  private assumed: { readonly number: number; readonly choice: Choice | null } | null = null;
  /** Open events met while bounds are asked for. */
  private touched: Set<number> | null = null;
  private readonly covered: (act: string) => readonly Interval[];

  /** `covered`: the seconds at which rows that speak of no place cover an act. */
  constructor(
    columns: Columns,
    evidence: Evidence,
    unsettled: Unsettled,
    plan: Plan,
    covered: (act: string) => readonly Interval[],
  ) {
    this.covered = covered;
    this.columns = columns;
    this.evidence = evidence;
    this.unsettled = unsettled;
    this.plan = plan;
    this.at = plan.bare.at;
    this.read = plan.normView.columnsRead(plan.bare.states);
  }

  // ── Events ─────────────────────────────────────────────────────────────────────────────────

  private open(number: number): Open | null {
    let open = this.seen[number];
    if (open === undefined) {
      const event = this.evidence.event(this.unsettled.ids[number]!, this.read);
      const options = (event?.options ?? []).flatMap((o) => (o && o.to !== Infinity ? [this.choice(o)] : []));
      open = event && { number, event, options };
      if (event) this.numbers.set(event, this.columns.count + number);
      this.seen[number] = open;
    }
    return open;
  }

  private choice({ kind, actor, target, object, from, to }: Option): Choice {
    const { acts } = this.columns;
    return {
      act: acts.find(kind),
      actor: this.thing(actor),
      target: this.thing(target),
      object: this.thing(object),
      from,
      to,
    };
  }

  /**
   * Open events that some test of a shape may pass, at some second of a time. `key`: what stands in its key's column; -1: whatever does.
   */
  private opens(shape: Shape, key = -1, since = -Infinity, until = Infinity): { open: Open; option: Choice }[] {
    const out: { open: Open; option: Choice }[] = [];
    const { act } = shape;
    if (act < 0) return out;
    let numbers: readonly number[] | null = null;
    for (let place = 0; place < 3; place++) {
      const test = shape[COLUMNS[place]!];
      const thing = test.kind === "is" ? test.thing : test.kind === "key" ? key : -1;
      if (thing < 0) continue;
      const list = this.unsettled.with(act, place, thing);
      if (numbers === null || list.length < numbers.length) numbers = list;
    }
    const { from, to } = this.unsettled;
    const without = this.assumed?.number;
    numbers ??= this.unsettled.ofAct(act);
    for (let i = 0; i < numbers.length; i++) {
      const number = numbers[i]!;
      if (to[number]! < since || from[number]! > until || number === without) continue;
      const open = this.open(number);
      if (open === null) continue;
      for (const option of open.options) {
        if (option.act !== act || option.to < since || option.from > until || !this.fits(shape, key, option)) continue;
        out.push({ open, option });
        this.touched?.add(number);
      }
    }
    return out;
  }

  private fits(shape: Shape, key: number, option: Choice): boolean {
    const fit = (test: Test, thing: number): boolean =>
      test.kind === "key" && key >= 0 ? thing === key : passes(test, thing, -1);
    return fit(shape.actor, option.actor) && fit(shape.target, option.target) && fit(shape.object, option.object);
  }

  private thing(word: string | null): number {
    return word === null ? -1 : this.columns.things.find(word);
  }

  /** A settled event as the general evaluator sees it. */
  private event(rank: number): Event {
    let event = this.settled.get(rank);
    if (!event) {
      const { columns } = this;
      const word = (code: number): string | null => (code < 0 ? null : columns.things.words[code]!);
      const second = columns.when[rank]!;
      const order = columns.order[rank]!;
      const option: Option = {
        kind: columns.acts.words[columns.kind[rank]!]!,
        actor: word(columns.actor[rank]!),
        target: word(columns.target[rank]!),
        object: word(columns.object[rank]!),
        place: null,
        located: false,
        inside: [],
        perhapsInside: [],
        order: Number.isNaN(order) ? null : order,
        from: second,
        to: second,
        accounts: [],
      };
      const id = columns.id(rank);
      event = {
        id,
        options: [option],
        contested: false,
        accounts: [],
        whole: true,
        support: 4,
        against: 0,
        silent: [],
      };
      this.settled.set(rank, event);
      this.numbers.set(event, rank);
    }
    return event;
  }

  private matcher(events: ReadonlySet<Event>): Matcher {
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

  private judged(judge: Judge): Judged {
    const { matcher } = judge;
    matcher.consulted.clear();
    const tried = explore((world) => judge.judge(world), matcher, LIMIT);
    const whole = matcher.events.every((e) => e.whole || !matcher.consulted.has(e.id));
    const exact = tried.complete && !judge.truncated && whole;
    let possible = 0;
    for (const { value } of tried.leaves) possible |= 1 << outcomeCode(value.outcome);
    if (!exact) for (const outcome of conceivable(judge, tried.leaves)) possible |= 1 << outcomeCode(outcome);
    const one = (possible & (possible - 1)) === 0;
    const turned = one ? "agreed" : turningOn(tried);
    const breaches = (possible & (1 << outcomeCode("breached"))) === 0 ? [] : judge.suspects();
    return {
      possible,
      footing: one ? "agreed" : turned === "agreed" ? "unknown" : turned,
      approximate: !exact,
      breaches: breaches.flatMap((event) => {
        const footing = this.breach(judge, event);
        return footing === null ? [] : [{ event: this.numbers.get(event)!, footing }];
      }),
    };
  }

  /** Whether an act is a breach: in all histories (`agreed`), in some, or in none (null). */
  private breach(judge: Judge, event: Event): Footing | null {
    const tried = explore((world) => judge.failure(world, event), judge.matcher, LIMIT);
    if (!tried.leaves.some((leaf) => leaf.value !== null)) return null;
    return footingOf(tried, (value) => value !== null);
  }

  private write(judged: Judged, row: number, out: Verdicts): void {
    out.possible[row] = judged.possible;
    out.footing[row] = footingCode(judged.footing);
    out.approximate[row] = judged.approximate ? 1 : 0;
    for (const { event, footing } of judged.breaches) out.breach(row, event, footingCode(footing));
  }

  // ── Bans that stand ────────────────────────────────────────────────────────────────────────

  /** Settled acts that something open may concern. */
  markStanding(plan: Standing, mark: (rank: number) => void): void {
    const { columns } = this;
    const { when } = columns;
    const acts = (key: number): Int32Array => {
      if (key >= 0 && plan.own) return columns.with(plan.shape.act, plan.own.column, key);
      return candidates(columns, plan.shape);
    };
    const during = (key: number, from: Instant, to: Instant, actor = -1): void => {
      const list = acts(key);
      for (let i = firstFrom(when, list, from); i < list.length && when[list[i]!]! <= to; i++) {
        if (actor < 0 || columns.actor[list[i]!] === actor) mark(list[i]!);
      }
    };
    if (plan.count) {
      const { reach } = plan.count;
      for (const { option } of this.opens(plan.shape)) {
        const key = plan.own ? option[plan.own.column] : -1;
        const actor = plan.of === null ? -1 : option.actor;
        if (!plan.own || key >= 0) during(key, option.from, reach ? reach.end(option.to) : this.at, actor);
      }
    }
    for (const condition of plan.excuse?.conditions ?? []) {
      if (condition.kind === "event") {
        const keyed = keyColumn(condition.shape);
        for (const { option } of this.opens(condition.shape)) {
          const key = keyed ? option[keyed] : -1;
          if (!keyed || key >= 0) during(key, option.from, condition.reach ? condition.reach.end(option.to) : this.at);
        }
      } else {
        for (const { option, subject } of this.changes(condition, -1)) {
          during(condition.subject === -1 ? subject : -1, option.from, this.nextChange(condition, subject, option.to));
        }
      }
    }
  }

  /** Open changes of a state. `of`: of one subject; -1: of any that matters. */
  private *changes(
    condition: Condition & { kind: "state" },
    of: number,
    since = -Infinity,
    until = Infinity,
  ): Generator<{ readonly open: Open; readonly option: Choice; readonly subject: number }> {
    const wanted = condition.subject >= 0 ? condition.subject : of;
    if (condition.subject === -2) return;
    for (const { act, column } of condition.changes) {
      const test: Test = wanted >= 0 ? { kind: "is", thing: wanted } : ANY;
      const shape = { act, actor: ANY, target: ANY, object: ANY, [column]: test } as Shape;
      for (const found of this.opens(shape, -1, since, until)) {
        const subject = found.option[column];
        if (subject >= 0) yield { ...found, subject };
      }
    }
  }

  /** The second before the first settled change after a second. */
  private nextChange({ changes }: Condition & { kind: "state" }, subject: number, after: Instant): Instant {
    const { when } = this.columns;
    let next = this.at + 1;
    for (const { act, column } of changes) {
      const list = this.columns.with(act, column, subject);
      const i = firstFrom(when, list, after + 1);
      if (i < list.length) next = Math.min(next, when[list[i]!]!);
    }
    return next - 1;
  }

  /**
   * Judges the settled acts that were opened, and all acts that are not settled; then the instances that no settled act decides.
   * `base`: the row of the plan's first instance.
   */
  judgeStanding(plan: Standing, base: number, ranks: Iterable<number>, out: Verdicts): void {
    const doubtful = new Map<number, Set<Event>>();
    const told = (instance: number, event: Event, events: ReadonlySet<Event>): void => {
      const judge = new Judge(this.matcher(events), plan.instances[instance]!, null);
      const footing = this.breach(judge, event);
      if (footing === null) return;
      const row = base + instance;
      out.breach(row, this.numbers.get(event)!, footingCode(footing));
      if (footing === "agreed") out.possible[row] = BREACHED;
      let all = doubtful.get(instance);
      if (!all) doubtful.set(instance, (all = new Set()));
      for (const each of events) all.add(each);
    };
    for (const rank of ranks) {
      const instance = plan.of === null ? 0 : plan.of[this.columns.actor[rank]!]!;
      const own = plan.own ? this.columns[plan.own.column][rank]! : -1;
      const second = this.columns.when[rank]!;
      const footing = this.settledBreach(plan, instance, own, second);
      if (footing === "none") continue;
      if (footing !== null && (footing === "agreed" || out.possible[base + instance] === BREACHED)) {
        out.breach(base + instance, rank, footingCode(footing));
        out.possible[base + instance] = BREACHED;
        continue;
      }
      const event = this.event(rank);
      told(instance, event, this.around(plan, event, instance, [own], second, second));
    }
    for (const { open, instance, options } of this.openActs(plan)) {
      this.assumed = { number: open.number, choice: null };
      const sure = options.map((o) => this.surely(plan, instance, plan.own ? o[plan.own.column] : -1, o.from, o.to));
      this.assumed = null;
      const footing = this.footingOfOne(open, sure);
      if (footing === "none") continue;
      if (footing !== null && (footing === "agreed" || out.possible[base + instance] === BREACHED)) {
        out.breach(base + instance, this.columns.count + open.number, footingCode(footing));
        out.possible[base + instance] = BREACHED;
        continue;
      }
      const own = [...new Set(options.map((o) => (plan.own ? o[plan.own.column] : -1)))];
      const from = Math.min(...options.map((o) => o.from));
      const to = Math.max(...options.map((o) => o.to));
      told(instance, open.event, this.around(plan, open.event, instance, own, from, to));
    }
    for (const [instance, events] of doubtful) {
      const row = base + instance;
      if (out.possible[row] === BREACHED) continue;
      const judged = this.judged(new Judge(this.matcher(events), plan.instances[instance]!, null));
      this.write({ ...judged, breaches: [] }, row, out);
    }
  }

  /**
   * Whether something is so, where it turns on one open event alone (9.3): `answers` are 1, 0 or -1 (not known) for some of its options; by the
   * others it is not so. Null: more than that event would have to be asked.
   */
  private footingOfOne({ event, options }: Open, answers: readonly number[]): Footing | "none" | null {
    if (answers.includes(-1) || !event.whole) return null;
    if (answers.every((answer) => answer === 0)) return "none";
    if (answers.length === event.options.length && !answers.includes(0)) return "agreed";
    // Where versions differ in their time, that is open as well.
    const exact = options.every((o) => o.from === o.to) || event.options.filter((o) => o !== null).length === 1;
    return exact ? (event.contested ? "contested on facts" : "unknown") : null;
  }

  /** The same of a settled act: `none`, or on which footing; null: for the general evaluator. */
  private settledBreach(plan: Standing, instance: number, own: number, second: Instant): Footing | "none" | null {
    const touched = (this.touched = new Set());
    const sure = this.surely(plan, instance, own, second, second);
    this.touched = null;
    if (sure >= 0) return sure === 1 ? "agreed" : "none";
    const [number] = touched;
    const open = number === undefined || touched.size > 1 ? null : this.open(number);
    if (open === null) return null;
    const answers = open.event.options.map((option) => {
      this.assumed = {
        number: open.number,
        choice: option === null || option.to === Infinity ? null : this.choice(option),
      };
      const answer = this.surely(plan, instance, own, second, second);
      this.assumed = null;
      return answer;
    });
    return this.footingOfOne(open, answers);
  }

  /** Acts that are not settled, each with what it may be to one instance. */
  private openActs(plan: Standing): { open: Open; instance: number; options: Choice[] }[] {
    const acts = new Map<string, { open: Open; instance: number; options: Choice[] }>();
    for (const { open, option } of this.opens(plan.shape)) {
      const instance = plan.of === null ? 0 : (plan.of[option.actor] ?? -1);
      if (instance < 0 || (plan.own && option[plan.own.column] < 0)) continue;
      if (!passes(plan.shape.target, option.target, option.actor)) continue;
      if (!passes(plan.shape.object, option.object, option.actor)) continue;
      const key = `${open.number} ${instance}`;
      const act = acts.get(key);
      if (act) act.options.push(option);
      else acts.set(key, { open, instance, options: [option] });
    }
    return [...acts.values()];
  }

  /**
   * Whether an act at some second of a time is a breach whatever the open events are: 1; is none whatever they are: 0; else -1. Bounds only: events that
   * are surely there against events that may be. Everything nearer is the general evaluator's.
   */
  private surely(plan: Standing, instance: number, own: number, from: Instant, to: Instant): number {
    const { columns } = this;
    const { when } = columns;
    if (to < plan.from[instance]! || from > plan.to[instance]!) return 0;
    if (from < plan.from[instance]! || to > plan.to[instance]!) return -1;
    if (plan.own?.mask && plan.own.mask[own] === 0) return 0;
    let breach = 1;
    if (plan.count) {
      const { others, reach } = plan.count;
      const earliest = Math.max(reach ? reach.earliest(from) : plan.from[instance]!, plan.from[instance]!);
      const list = own >= 0 ? columns.with(plan.shape.act, plan.own!.column, own) : candidates(columns, plan.shape);
      let sure = 0;
      let most = 0;
      for (let i = firstFrom(when, list, earliest); i < list.length && when[list[i]!]! <= to; i++) {
        const rank = list[i]!;
        if (plan.of !== null && plan.of[columns.actor[rank]!] !== instance) continue;
        if (!passes(plan.shape.target, columns.target[rank]!, columns.actor[rank]!)) continue;
        if (!passes(plan.shape.object, columns.object[rank]!, columns.actor[rank]!)) continue;
        most++;
        if (when[rank]! < from && (!reach || reach.end(when[rank]!) >= to)) sure++;
      }
      const one = this.assumed?.choice;
      const named = this.named(plan, instance, own);
      if (one && one.act === named.act && one.to >= earliest && one.from <= to && this.fits(named, -1, one)) {
        most++;
        if (one.from >= earliest && one.to < from && (!reach || reach.end(one.from) >= to)) sure++;
      }
      // A settled act is in its own list.
      const open = this.opens(named, -1, earliest, to);
      if (most + open.length < others) return 0;
      if (sure < others) breach = -1;
    }
    const { excuse } = plan;
    if (!excuse) return breach;
    let some = false;
    let every = true;
    let open = false;
    for (const condition of excuse.conditions) {
      const answer =
        condition.kind === "state"
          ? this.surelyState(condition, own, from, to)
          : this.surelyEvent(condition, own, plan.from[instance]!, from, to);
      if (answer === 1) some = true;
      else if (answer === 0) every = false;
      else open = true;
    }
    if (excuse.all ? every && !open : some) return 0;
    if (excuse.all ? !every : !open) return breach;
    return -1;
  }

  /** What is forbidden, by one bearer towards one. */
  private named(plan: Standing, instance: number, own: number): Shape {
    const bearer = plan.of === null ? -1 : this.columns.things.find(plan.instances[instance]!.bearer);
    const shape: Shape = bearer < 0 ? plan.shape : { ...plan.shape, actor: { kind: "is", thing: bearer } };
    return plan.own ? { ...shape, [plan.own.column]: { kind: "is", thing: own } } : shape;
  }

  private surelyState(condition: Condition & { kind: "state" }, own: number, from: Instant, to: Instant): number {
    const { columns } = this;
    const { when } = columns;
    const subject = condition.subject === -1 ? own : condition.subject;
    let last = -1;
    let starts = false;
    for (const change of condition.changes) {
      const list = columns.with(change.act, change.column, subject);
      const i = firstFrom(when, list, from + 1);
      if (i < list.length && when[list[i]!]! <= to) return -1;
      if (i > 0 && list[i - 1]! > last) {
        last = list[i - 1]!;
        starts = change.starts;
      }
    }
    let since = last >= 0 ? when[last]! : -Infinity;
    const one = this.assumed?.choice;
    const change = one && condition.changes.find(({ act, column }) => act === one.act && one[column] === subject);
    if (one && change && one.to >= since && one.from <= to) {
      if (one.to > from || one.from <= since) return -1;
      since = one.to;
      starts = change.starts;
      // What else is open may lie between: then it is not known which comes last.
      for (const _ of this.changes(condition, subject, one.from, one.to)) return -1;
    }
    let open = false;
    for (const _ of this.changes(condition, subject, since, to)) open = true;
    if (open) return -1;
    return (since > -Infinity ? Number(starts) : condition.initially) === condition.wanted ? 1 : 0;
  }

  private surelyEvent(
    { shape, reach, pattern }: Condition & { kind: "event" },
    own: number,
    begin: Instant,
    from: Instant,
    to: Instant,
  ): number {
    const { columns } = this;
    const { when } = columns;
    const earliest = reach ? reach.earliest(from) : begin;
    const keyed = keyColumn(shape);
    const list = keyed && own >= 0 ? columns.with(shape.act, keyed, own) : candidates(columns, shape);
    let may = false;
    const one = this.assumed?.choice;
    if (
      one &&
      one.act === shape.act &&
      one.to >= earliest &&
      one.from <= to &&
      this.fits(shape, keyed ? own : -1, one)
    ) {
      if (one.from >= earliest && one.to < from && (!reach || reach.end(one.from) >= to)) return 1;
      may = true;
    }
    for (let i = firstFrom(when, list, to + 1) - 1; i >= 0 && when[list[i]!]! >= earliest; i--) {
      const rank = list[i]!;
      if (
        !passes(shape.actor, columns.actor[rank]!, -1) ||
        !passes(shape.target, columns.target[rank]!, -1) ||
        !passes(shape.object, columns.object[rank]!, -1)
      )
        continue;
      may = true;
      if (when[rank]! >= from) continue;
      if (when[rank]! < begin && !reach) break;
      if (!reach || reach.end(when[rank]!) >= to) return 1;
      break;
    }
    if (this.opens(shape, keyed ? own : -1, earliest, to).length > 0 || may) return -1;
    return isCovered(this.covered(pattern.act), earliest, to) ? 0 : -1;
  }

  /** All that an act may be judged by. `own`: whom it may name. */
  private around(
    plan: Standing,
    act: Event,
    instance: number,
    own: readonly number[],
    from: Instant,
    to: Instant,
  ): Set<Event> {
    const { columns } = this;
    const { when } = columns;
    const events = new Set([act]);
    for (const key of own) {
      if (plan.count) {
        const earliest = plan.count.reach ? plan.count.reach.earliest(from) : plan.from[instance]!;
        const list = key >= 0 ? columns.with(plan.shape.act, plan.own!.column, key) : candidates(columns, plan.shape);
        for (let i = firstFrom(when, list, earliest); i < list.length && when[list[i]!]! <= to; i++) {
          if (plan.of === null || plan.of[columns.actor[list[i]!]!] === instance) events.add(this.event(list[i]!));
        }
        for (const { open } of this.opens(this.named(plan, instance, key), -1, earliest, to)) events.add(open.event);
      }
      for (const condition of plan.excuse?.conditions ?? []) {
        if (condition.kind === "state") this.aroundState(condition, key, from, to, events);
        else this.aroundEvent(condition, key, plan.from[instance]!, from, to, events);
      }
    }
    return events;
  }

  /** The last settled change before, those during, and the open ones that may come after it. */
  private aroundState(
    condition: Condition & { kind: "state" },
    key: number,
    from: Instant,
    to: Instant,
    events: Set<Event>,
  ): void {
    const { columns } = this;
    const { when } = columns;
    const subject = condition.subject === -1 ? key : condition.subject;
    let last = -1;
    for (const { act, column } of condition.changes) {
      const list = columns.with(act, column, subject);
      let i = firstFrom(when, list, from + 1);
      if (i > 0) last = Math.max(last, list[i - 1]!);
      for (; i < list.length && when[list[i]!]! <= to; i++) events.add(this.event(list[i]!));
    }
    if (last >= 0) events.add(this.event(last));
    const since = last >= 0 ? when[last]! : -Infinity;
    for (const { open } of this.changes(condition, subject, since, to)) events.add(open.event);
  }

  /** The last settled event that excuses, those during, and the open ones that may. */
  private aroundEvent(
    { shape, reach }: Condition & { kind: "event" },
    key: number,
    begin: Instant,
    from: Instant,
    to: Instant,
    events: Set<Event>,
  ): void {
    const { columns } = this;
    const { when } = columns;
    const earliest = reach ? reach.earliest(from) : begin;
    const keyed = keyColumn(shape);
    const list = keyed && key >= 0 ? columns.with(shape.act, keyed, key) : candidates(columns, shape);
    const fits = (rank: number): boolean =>
      passes(shape.actor, columns.actor[rank]!, -1) &&
      passes(shape.target, columns.target[rank]!, -1) &&
      passes(shape.object, columns.object[rank]!, -1);
    let last = -1;
    for (let i = firstFrom(when, list, earliest); i < list.length && when[list[i]!]! <= to; i++) {
      const rank = list[i]!;
      if (!fits(rank)) continue;
      if (when[rank]! <= from) last = rank;
      else events.add(this.event(rank));
    }
    // The act itself is not its own exception: the one before it may be.
    if (last >= 0) {
      events.add(this.event(last));
      for (let i = firstFrom(when, list, when[last]!) - 1; i >= 0 && when[list[i]!]! >= earliest; i--) {
        if (!fits(list[i]!)) continue;
        events.add(this.event(list[i]!));
        break;
      }
    }
    for (const { open } of this.opens(shape, keyed ? key : -1, earliest, to)) events.add(open.event);
  }

  // ── What follows an event ──────────────────────────────────────────────────────────────────

  /** Open performances of a duty by each bearer that some version names. */
  performances(plan: Owed): ReadonlyMap<number, readonly { readonly from: Instant; readonly to: Instant }[]> {
    const out = new Map<number, { from: Instant; to: Instant }[]>();
    for (const bearer of new Set(plan.bearers.flatMap((b) => (b.kind === "is" ? [b.thing] : [-1])))) {
      const shape = bearer < 0 ? plan.shape : { ...plan.shape, actor: { kind: "is", thing: bearer } as const };
      for (const { option } of this.opens(shape)) {
        const who = option.actor;
        const list = out.get(who);
        if (list) list.push({ from: option.from, to: option.to });
        else out.set(who, [{ from: option.from, to: option.to }]);
      }
    }
    return out;
  }

  /** Duties after settled events that were opened, by bearer. */
  judgeOwed(plan: Owed, index: number, rank: number, bearer: number, out: Verdicts, named: Exactly): void {
    const second = this.columns.when[rank]!;
    const events = new Set([this.event(rank)]);
    this.aroundOwed(plan, bearer, second, second, events);
    this.follow(index, this.event(rank), events, bearer, out, named);
  }

  /** Duties after events that are not settled. */
  judgeOpenOwed(plan: Owed, index: number, out: Verdicts, named: Exactly): void {
    for (const [open, options] of this.openAnchors(plan)) {
      if (this.surelyOwed(plan, index, open, options, out, named)) continue;
      const events = new Set([open.event]);
      for (const option of options) {
        const [p0, p1] = this.partsOf(plan, option);
        for (const who of plan.bearers) {
          const bearer = who.kind === "is" ? who.thing : who.part === 0 ? p0 : p1;
          this.aroundOwed(plan, bearer, option.from, option.to, events);
        }
      }
      this.follow(index, open.event, events, -1, out, named);
    }
  }

  /** Rows of the instances of one open event, where what becomes of each turns on that event alone; false: it does not, and there are none. */
  private surelyOwed(
    plan: Owed,
    index: number,
    open: Open,
    options: readonly Choice[],
    out: Verdicts,
    named: Exactly,
  ): boolean {
    const { things } = this.columns;
    const found: {
      readonly bearer: number;
      readonly bits: number;
      readonly footing: Footing;
      readonly as: Identity;
    }[] = [];
    const keys = new Map<string, { readonly p0: number; readonly p1: number; readonly choices: Choice[] }>();
    for (const choice of options) {
      const bound = bindings(plan, choice.actor, choice.target, choice.object);
      if (bound === null) continue;
      const key = `${bound.p0} ${bound.p1}`;
      const same = keys.get(key);
      if (same) same.choices.push(choice);
      else keys.set(key, { ...bound, choices: [choice] });
    }
    for (const { p0, p1, choices } of keys.values()) {
      const words = new Map<string, string>();
      if (plan.binds.actor) words.set(plan.binds.actor.name, things.words[p0]!);
      if (plan.binds.target) words.set(plan.binds.target.name, things.words[p1]!);
      for (const who of plan.bearers) {
        const bearer = who.kind === "is" ? who.thing : who.part === 0 ? p0 : p1;
        const target = asked(plan.shape.target, p0, p1, who.kind === "key" ? who.part : -1);
        const outcomes = choices.map((choice) => this.surelyAfter(plan, bearer, target, choice));
        const [outcome] = outcomes;
        if (outcome === undefined || outcome === 0 || outcomes.some((o) => o !== outcome)) return false;
        const footing = this.footingOfOne(
          open,
          choices.map(() => 1),
        );
        if (footing === null || footing === "none") return false;
        const id = things.words[bearer]!;
        const as = { bearer: id, ...identityOf(plan.bare, id, open.event.id, words) };
        found.push({ bearer, bits: footing === "agreed" ? outcome : outcome | NOT_TRIGGERED, footing, as });
      }
    }
    out.room(found.length);
    for (const { bearer, bits, footing, as } of found) {
      const row = out.add(index, bearer, this.columns.count + open.number, bits, -1);
      out.footing[row] = footingCode(footing);
      named.set(row, as);
    }
    return true;
  }

  /** What surely becomes of a duty after an event at some second of a time, as a bit; 0: not sure. */
  private surelyAfter(plan: Owed, bearer: number, target: number, { from, to }: Choice): number {
    const { columns } = this;
    const { when } = columns;
    if (from < plan.bare.force()!.from || to > this.at) return 0;
    const [soonest, latest] = plan.reach ? [plan.reach.end(from), plan.reach.end(to)] : [Infinity, Infinity];
    const { shape } = plan;
    const list = columns.with(shape.act, "actor", bearer);
    for (let i = firstFrom(when, list, from); i < list.length && when[list[i]!]! <= Math.min(latest, this.at); i++) {
      const rank = list[i]!;
      if (target >= 0 && columns.target[rank] !== target) continue;
      if (!passes(shape.target, columns.target[rank]!, bearer)) continue;
      if (!passes(shape.object, columns.object[rank]!, bearer)) continue;
      return when[rank]! > to && when[rank]! <= soonest ? KEPT : 0;
    }
    if (this.opens({ ...shape, actor: { kind: "is", thing: bearer } }, -1, from, Math.min(latest, this.at)).length > 0)
      return 0;
    if (this.at <= soonest) return PENDING;
    const [item] = plan.clauses.must.items;
    const act = item?.kind === "do" ? item.pattern.act : "";
    return this.at > latest && isCovered(this.covered(act), from, latest) ? MISSED : 0;
  }

  private aroundOwed(plan: Owed, bearer: number, from: Instant, to: Instant, events: Set<Event>): void {
    const { columns } = this;
    const { when } = columns;
    const end = plan.reach ? plan.reach.end(to) : this.at;
    const list = columns.with(plan.shape.act, "actor", bearer);
    for (let i = firstFrom(when, list, from); i < list.length && when[list[i]!]! <= end; i++)
      events.add(this.event(list[i]!));
    const shape: Shape = { ...plan.shape, actor: { kind: "is", thing: bearer } };
    for (const { open } of this.opens(shape, -1, from, end)) events.add(open.event);
  }

  private openAnchors(plan: Owed | Forbidden): ReadonlyMap<Open, Choice[]> {
    const out = new Map<Open, Choice[]>();
    for (const { open, option } of this.opens(plan.anchor)) {
      const list = out.get(open);
      if (list) list.push(option);
      else out.set(open, [option]);
    }
    return out;
  }

  private partsOf({ binds }: Owed | Forbidden, option: Choice): readonly [number, number] {
    return [binds.actor ? option.actor : -1, binds.target ? option.target : -1];
  }

  /** Rows of the instances that one event makes. `bearer`: of one bearer; -1: of all. */
  private follow(
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
      const row = out.add(index, thing, this.numbers.get(anchor)!, 0, -1);
      this.write(this.judged(new Judge(matcher, instance, null)), row, out);
      named.set(row, instance);
    }
  }

  // ── Bans after an event ────────────────────────────────────────────────────────────────────

  /** Open exceptions of a ban after an event, by the key whose occasions they may end. */
  concerns(plan: Forbidden): ReadonlyMap<number, readonly Concern[]> {
    const out = new Map<number, Concern[]>();
    for (const { open, option } of plan.until ? this.opens(plan.until) : []) {
      const key = this.keyOfEnd(plan, option);
      if (key < 0) continue;
      const concern = { open, from: option.from, to: option.to };
      const list = out.get(key);
      if (list) list.push(concern);
      else out.set(key, [concern]);
    }
    return out;
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
      const part = bearer.kind === "key" ? bearer.part : -1;
      const actor = bearer.kind === "is" ? bearer.thing : part === 0 ? p0 : p1;
      const whom = asked(plan.shape.target, p0, p1, part);
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
      const p0 = plan.binds.actor ? columns.actor[rank]! : -1;
      const p1 = plan.binds.target ? columns.target[rank]! : -1;
      push(occasions, keyOf(plan, size, p0, p1), rank);
    }
    const acts = new Map<string, { open: Open; key: number; place: number; options: Choice[] }>();
    for (const { open, option } of opens) {
      for (const [place, bearer] of plan.bearers.entries()) {
        if (!passes(plan.shape.object, option.object, option.actor)) continue;
        const key = keyOfAct(columns, plan, bearer, option.actor, option.target);
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
      const events = new Set([open.event]);
      for (const option of options) {
        const [p0, p1] = this.partsOf(plan, option);
        this.aroundForbidden(plan, ends, p0, p1, option.from, option.to, events);
      }
      this.follow(index, open.event, events, -1, out, named);
    }
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
      const part = bearer.kind === "key" ? bearer.part : -1;
      const actor = bearer.kind === "is" ? bearer.thing : part === 0 ? p0 : p1;
      const whom = asked(plan.shape.target, p0, p1, part);
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

/** Instances of rows that the general evaluator judged. */
export type Exactly = Map<number, Identity>;

type Identity = Pick<Instance, "id" | "bearer" | "counterparty">;

const ANY: Test = { kind: "any" };
const NONE = new Int32Array(0);
const BREACHED = 1 << outcomeCode("breached");
const MISSED = BREACHED;
const QUIET = 1 << outcomeCode("no breach observed");
const KEPT = 1 << outcomeCode("kept");
const PENDING = 1 << outcomeCode("pending");
const NOT_TRIGGERED = 1 << outcomeCode("not triggered");

/** What is forbidden, by one actor, towards one (-1: as it is). */
function towards(shape: Shape, actor: number, whom: number): Shape {
  const target: Test = whom >= 0 ? { kind: "is", thing: whom } : shape.target;
  return { ...shape, actor: { kind: "is", thing: actor }, target };
}

function shorter(a: Int32Array, b: Int32Array): Int32Array {
  return a.length <= b.length ? a : b;
}
