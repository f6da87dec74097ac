/**
 * What settled events alone do not decide: the keys that an event which is not settled may concern. Each is judged by the general
 * evaluator, on just the events of that key, so that there is one meaning (docs/semantics.md 9).
 */
import type { Instant } from "@servanda/language";
import { firstFrom, type Columns, type Named } from "./columns.ts";
import { footingOf } from "./conduct.ts";
import type { Event, Evidence, Option } from "./evidence.ts";
import type { Footing } from "./finding.ts";
import { instances, LIMIT, type Instance } from "./instance.ts";
import type { Interval } from "./interval.ts";
import { Judge } from "./judge.ts";
import { Matcher } from "./match.ts";
import { conceivable } from "./monitor.ts";
import { turning } from "./pivot.ts";
import type { Condition, Forbidden, Owed, Plan, Shape, Standing, Test } from "./plan.ts";
import type { Account } from "./record.ts";
import { asked, candidates, isCovered, keyColumn, keyOf, keyOfAct, partsOfEnd, passes } from "./sweep.ts";
import { footingCode, outcomeCode, type Verdicts } from "./verdicts.ts";
import { explore } from "./world.ts";

/** Events that are not settled, by act and by whom some account of them names. */
export class Unsettled {
  readonly ids: readonly string[];
  private readonly number: ReadonlyMap<string, number>;
  private readonly byAct = new Map<string, number[]>();
  private readonly byThing = new Map<string, number[]>();

  constructor(columns: Columns, accounts: readonly Account[]) {
    this.ids = columns.unsettled;
    this.number = new Map(this.ids.map((id, i) => [id, i]));
    const told = Map.groupBy(accounts, (account) => account.event);
    for (const [id, all] of told) {
      const event = this.number.get(id)!;
      const acts = new Set(all.flatMap((a) => a.kind ?? []));
      for (const act of acts) {
        push(this.byAct, act, event);
        for (const column of ["actor", "target", "object"] as const) {
          for (const thing of new Set(all.flatMap((a) => a[column] ?? [])))
            push(this.byThing, `${act} ${column} ${thing}`, event);
        }
      }
    }
  }

  of(id: string): number {
    return this.number.get(id)!;
  }

  ofAct(act: string): readonly number[] {
    return this.byAct.get(act) ?? [];
  }

  with(act: string, column: Named, thing: string): readonly number[] {
    return this.byThing.get(`${act} ${column} ${thing}`) ?? [];
  }
}

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
  private readonly seen = new Map<number, Open | null>();
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
    let open = this.seen.get(number);
    if (open === undefined) {
      const event = this.evidence.event(this.unsettled.ids[number]!, this.read);
      const options = (event?.options ?? []).flatMap((o) => (o && o.to !== Infinity ? [this.choice(o)] : []));
      open = event && { number, event, options };
      if (event) this.numbers.set(event, this.columns.count + number);
      this.seen.set(number, open);
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
    const { things } = this.columns;
    const act = this.columns.acts.words[shape.act];
    const out: { open: Open; option: Choice }[] = [];
    if (act === undefined) return out;
    let numbers: readonly number[] | null = null;
    for (const column of COLUMNS) {
      const test = shape[column];
      const thing = test.kind === "is" ? test.thing : test.kind === "key" ? key : -1;
      if (thing < 0) continue;
      const list = this.unsettled.with(act, column, things.words[thing]!);
      if (numbers === null || list.length < numbers.length) numbers = list;
    }
    for (const number of numbers ?? this.unsettled.ofAct(act)) {
      const open = this.open(number);
      for (const option of open?.options ?? []) {
        if (option.act !== shape.act || option.to < since || option.from > until) continue;
        const isFit = COLUMNS.every((column) => {
          const test = shape[column];
          return test.kind === "key" && key >= 0 ? option[column] === key : passes(test, option[column], -1);
        });
        if (isFit) out.push({ open: open!, option });
      }
    }
    return out;
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
    const turned = one ? "agreed" : turning(tried).footing;
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
    const during = (key: number, from: Instant, to: Instant): void => {
      const list = acts(key);
      for (let i = firstFrom(when, list, from); i < list.length && when[list[i]!]! <= to; i++) mark(list[i]!);
    };
    if (plan.count) {
      const { reach } = plan.count;
      for (const { option } of this.opens(plan.shape)) {
        const key = plan.own ? option[plan.own.column] : -1;
        if (!plan.own || key >= 0) during(key, option.from, reach ? reach.end(option.to) : this.at);
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
      const sure = this.surely(plan, instance, own, second, second);
      if (sure === 0) continue;
      if (sure === 1) {
        out.breach(base + instance, rank, 0);
        out.possible[base + instance] = BREACHED;
        continue;
      }
      const event = this.event(rank);
      told(instance, event, this.around(plan, event, instance, [own], second, second));
    }
    for (const { open, instance, options } of this.openActs(plan)) {
      const sure = options.map((o) => this.surely(plan, instance, plan.own ? o[plan.own.column] : -1, o.from, o.to));
      if (sure.every((answer) => answer === 0)) continue;
      // One act, of which all is known but whether it happened so: that is what its breach turns on (9.6).
      if (sure.every((answer) => answer === 1) && open.event.options.length > options.length && open.event.whole) {
        const footing = open.event.contested ? "contested on facts" : "unknown";
        if (out.possible[base + instance] === BREACHED) {
          out.breach(base + instance, this.columns.count + open.number, footingCode(footing));
          continue;
        }
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

  /** Acts that are not settled, each with what it may be to one instance. */
  private openActs(plan: Standing): { open: Open; instance: number; options: Choice[] }[] {
    const acts = new Map<string, { open: Open; instance: number; options: Choice[] }>();
    for (const { open, option } of this.opens(plan.shape)) {
      const instance = plan.of === null ? 0 : (plan.of[option.actor] ?? -1);
      if (instance < 0 || (plan.own && option[plan.own.column] < 0)) continue;
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
      // A settled act is in its own list.
      const open = this.opens(this.named(plan, own), -1, earliest, to).filter(
        ({ option }) => plan.of === null || plan.of[option.actor] === instance,
      );
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

  private named(plan: Standing, own: number): Shape {
    return plan.own ? { ...plan.shape, [plan.own.column]: { kind: "is", thing: own } } : plan.shape;
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
    for (const _ of this.changes(condition, subject, last >= 0 ? when[last]! : -Infinity, to)) return -1;
    return (last >= 0 ? Number(starts) : condition.initially) === condition.wanted ? 1 : 0;
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
    if (may || this.opens(shape, keyed ? own : -1, earliest, to).length > 0) return -1;
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
        for (const { open, option } of this.opens(this.named(plan, key), -1, earliest, to)) {
          if (plan.of === null || plan.of[option.actor] === instance) events.add(open.event);
        }
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

  /** For each key of a ban after an event: when something open may concern its occasions. */
  concerns(plan: Forbidden): ReadonlyMap<number, readonly Interval[]> {
    const { columns } = this;
    const out = new Map<number, Interval[]>();
    const note = (key: number, { from, to }: Choice): void => {
      if (key < 0) return;
      const list = out.get(key);
      if (list) list.push({ from, to });
      else out.set(key, [{ from, to }]);
    };
    for (const { option } of this.opens(plan.shape)) {
      for (const bearer of plan.bearers) {
        note(keyOfAct(columns, plan, bearer, option.actor, option.target), option);
      }
    }
    if (plan.until) {
      for (const { option } of this.opens(plan.until)) note(this.keyOfEnd(plan, option), option);
    }
    return out;
  }

  private keyOfEnd(plan: Forbidden, option: Choice): number {
    const [p0, p1] = partsOfEnd(plan.until!, option.actor, option.target);
    return keyOf(plan, this.columns.things.size, p0, p1);
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
      const byActor = columns.with(plan.shape.act, "actor", actor);
      const list = whom >= 0 ? shorter(byActor, columns.with(plan.shape.act, "target", whom)) : byActor;
      for (let i = firstFrom(when, list, from); i < list.length && when[list[i]!]! <= close; i++) {
        const rank = list[i]!;
        if (columns.actor[rank] === actor && (whom < 0 || columns.target[rank] === whom)) events.add(this.event(rank));
      }
      const shape: Shape = {
        ...plan.shape,
        actor: { kind: "is", thing: actor },
        target: whom >= 0 ? { kind: "is", thing: whom } : plan.shape.target,
      };
      for (const { open } of this.opens(shape, -1, from, close)) events.add(open.event);
    }
    if (!plan.until) return;
    for (const { open, option } of this.opens(plan.until, -1, from, close)) {
      if (this.keyOfEnd(plan, option) === key) events.add(open.event);
    }
  }
}

/** Settled exceptions by key, in order. */
export type Ends = ReadonlyMap<number, Int32Array>;

/** Instances of rows that the general evaluator judged. */
export type Exactly = Map<number, Instance>;

const ANY: Test = { kind: "any" };
const NONE = new Int32Array(0);
const COLUMNS = ["actor", "target", "object"] as const;
const BREACHED = 1 << outcomeCode("breached");

function shorter(a: Int32Array, b: Int32Array): Int32Array {
  return a.length <= b.length ? a : b;
}
