/** What one history makes of one instance (docs/semantics.md 7.3, 7.4, 8). */
import type { EventPattern, Instant, Item, Argument } from "@servanda/language";
import { Achieve, firstOf, lastOf } from "./achieve.ts";
import type { Bearing } from "./bearing.ts";
import { beginning, bind, isAchieveItem, type Binding } from "./binding.ts";
import type { Event } from "./evidence.ts";
import type { Outcome } from "./finding.ts";
import { LIMIT, type Instance } from "./instance.ts";
import type { Interval } from "./interval.ts";
import type { Matcher, Setting } from "./match.ts";
import { stretches } from "./recurrence.ts";
import { Search } from "./search.ts";
import { Standing } from "./standing.ts";
import { verdict, type Failure, type Verdict } from "./verdict.ts";
import { type Stage } from "./view.ts";
import { exactly, explore, type Moment, type World } from "./world.ts";

const AND: readonly Outcome[] = ["breached", "pending", "lapsed", "excused", "no breach observed", "kept"];
const AIM: readonly Outcome[] = ["not reached", "open", "reached"];

/** How a breach is known that is a stretch missed: by its number. */
export const EVERY = "every-";

/** A use of a permission or power in one history (14.4). */
export interface Use {
  readonly second: Instant;
  readonly stage: Stage;
  /** Why it has no effect; null: it has. */
  readonly void: string | null;
}

export class Judge extends Search {
  private readonly achieving: Achieve;
  private readonly standing: Standing;
  /** Stretches were left out: the finding is approximate. */
  truncated: boolean = false;
  /** The highest number of a stretch (11.4) that a history looked at so far has. */
  stretchCount = 0;
  private useful: ReadonlySet<Event> | null = null;
  private latestUse: Instant | null = null;

  constructor(matcher: Matcher, instance: Instance, bearing: Bearing | null) {
    super(matcher, instance, bearing);
    this.achieving = new Achieve(matcher, instance, bearing);
    this.standing = new Standing(matcher, instance, bearing);
  }

  /** Tells the instances of a norm of each other: one and the same act could perform several of a bearer (11.7). */
  static acquaint(all: readonly Judge[]): void {
    for (const same of Map.groupBy(all, (judge) => judge.instance.bearer).values()) {
      const siblings = same.map((judge) => judge.achieving);
      for (const { achieving } of same) achieving.siblings = siblings;
    }
  }

  /** The outcome of this history; stops as soon as it is certain. */
  judge(world: World): Verdict {
    const { normView } = this.matcher;
    if (this.matcher.force() === null) return verdict("not in force", "7.1", "the instrument never entered into force");
    if (!normView.binding) return verdict("not binding", "6.7", "under this view the norm does not bind");
    if (this.instance.by.kind === "none") return this.idle(world);
    const binding = bind(world, this);
    if (typeof binding === "string") {
      const { rule, why } = NOT_BOUND[binding];
      return verdict(binding, rule, why);
    }
    if (normView.norm.kind === "permission" || normView.norm.kind === "power") return this.stand(world, binding);
    const cut = stretches(world, this.matcher, binding);
    const whole = cut ? this.again(world, binding, cut) : this.once(world, binding);
    const idle = whole.outcome === "pending" || whole.outcome === "no breach observed";
    if (!idle || !includes(binding.suspended, world.now(this.matcher.at))) return whole;
    return { ...whole, outcome: "suspended", rule: "14.7", why: "what is owed is suspended" };
  }

  /** 14.3 */
  private stand(world: World, binding: Binding): Verdict {
    const now = world.now(this.matcher.at);
    const { until } = binding.current;
    const gone = (until !== null && now > until) || binding.over <= now;
    const told = gone ? verdict("lapsed", "14.3", "its time is over") : verdict("open", "14.3", "it can be used");
    return { ...told, binding };
  }

  /** 11.4: each stretch for itself. */
  private again(world: World, binding: Binding, cut: NonNullable<ReturnType<typeof stretches>>): Verdict {
    if (!cut.complete) this.truncated = true;
    this.stretchCount = Math.max(this.stretchCount, cut.list.at(-1)?.number ?? 0);
    let worst = cut.goesOn
      ? verdict("pending", "11.4", "more is to come")
      : verdict("kept", "11.4", "done in every stretch that was owed");
    const told: { number: number; last: Instant; outcome: Outcome }[] = [];
    for (const stretch of cut.list) {
      const own = this.once(world, stretch.binding);
      told.push({ number: stretch.number, last: stretch.last, outcome: own.outcome });
      if (AND.indexOf(own.outcome) < AND.indexOf(worst.outcome)) worst = own;
      if (own.outcome === "breached") break;
    }
    const { outcome, rule, why } = worst;
    return { ...verdict(outcome, rule, why), binding, stretches: told };
  }

  /** 11.4: when this history misses the stretch of that number, whatever becomes of the others; null: it does not, or has none. */
  missing(world: World, number: number): Instant | null {
    const binding = this.binding(world);
    if (binding === null) return null;
    const stretch = stretches(world, this.matcher, binding, number)?.list.at(0);
    if (stretch === undefined || this.once(world, stretch.binding).outcome !== "breached") return null;
    return stretch.last + 1;
  }

  /** 8.8: all items, in one window. */
  private once(world: World, binding: Binding): Verdict {
    const last = binding.current;
    const { must, continues } = last.stage.clauses;
    const verdicts = [
      ...must.items.map((_, i) => this.item(world, binding, i)),
      ...(must.measures ?? []).map((m, i) => this.achieving.achieve(world, binding, i, m)),
    ];
    const order = this.aim && !must.binding ? AIM : AND;
    const ranked = verdicts.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
    const whole = must.connective === "or" ? ranked.at(-1)! : ranked[0]!;
    // Part of what was owed does not perform it.
    const performed = verdicts.map((v) => v.performed).filter((p) => p !== null);
    const done = (whole.outcome === "kept" || whole.outcome === "reached") && performed.length > 0;
    const failures = verdicts.flatMap((v) => v.failures);
    const deadline = binding.due.at(-1)!.until;
    // What was not done is missed, whatever else was done that was banned.
    const isMissedIn = (v: Verdict): boolean => v.outcome === "breached" && v.failures.length === 0;
    const late = whole.outcome === "breached" && deadline !== null && verdicts.some(isMissedIn);
    const after = deadline! + 1;
    const missed = late ? [{ key: "deadline", at: after }] : [];
    if (late && continues && binding.label === "") {
      const end = this.late(world);
      failures.push({
        id: "deadline",
        item: verdicts.findIndex(isMissedIn),
        from: { from: after, to: after },
        until: end && end.at,
        accounts: end?.accounts ?? [],
        state: true,
      });
    }
    return {
      ...whole,
      binding,
      performed: done ? performed.reduce((a, b) => (a.at.to >= b.at.to ? a : b)) : null,
      items: verdicts.map((v) => v.outcome),
      failures,
      missed,
    };
  }

  /** 7.6, 13.2 */
  private idle(world: World): Verdict {
    if (this.matcher.inForceAt(world, exactly(this.matcher.at)))
      return verdict("not triggered", "7.6", "no event on record is its occasion");
    return verdict("not in force", "7.1", "the instrument is not in force at this date");
  }

  /** Events that could be breaches of this instance: what cannot concern it is not looked at. */
  suspects(): Event[] {
    const { matcher, instance } = this;
    if (this.aim || instance.by.kind === "none") return [];
    const bindings = new Map(instance.bindings);
    // Of every pattern, also where no event is on record: that it is looked for must be known.
    const suited = matcher.normView.stages.flatMap(({ clauses }) =>
      clauses.must.items.flatMap((item) =>
        this.forbidden(item).map(({ pattern, own }) =>
          matcher.suited(pattern, { bearer: instance.bearer, clause: clauses.bearer, bindings }, own),
        ),
      ),
    );
    return together(suited);
  }

  /** Whether this event would be a breach in this history if there were no exception. */
  wouldFail(world: World, event: Event): Failure | null {
    return this.failure(world, event, false);
  }

  /** What other norm keeps an event from being a breach in this history (14.5, 14.7); null: none does, or it would be none. */
  sparing(world: World, event: Event): { readonly rule: string; readonly by: string } | null {
    if (!this.wouldFail(world, event)) return null;
    const option = this.matcher.take(world, event)!;
    return this.standing.spared(world, this.binding(world)!, event, option, this.matcher.moment(event, option));
  }

  /** Whether this event is a breach in this history: what `judge` need not ask once one is certain. */
  failure(world: World, event: Event, excusable = true): Failure | null {
    const { matcher } = this;
    const binding = this.binding(world);
    if (binding === null || binding.waiting || this.aim) return null;
    for (const segment of binding.segments) {
      const to = Math.min(segment.to, segment.until ?? Infinity, binding.over - 1, world.now(matcher.at));
      for (const [index, item] of segment.stage.clauses.must.items.entries()) {
        for (const { pattern, own } of this.forbidden(item)) {
          if (event === this.anchor || !matcher.mayMatch(event, pattern, binding.setting, own)) continue;
          const failure = this.standing.failsBy(world, binding, segment, pattern, own, event, to, index, excusable);
          if (failure) return failure;
        }
      }
    }
    return null;
  }

  // ── As another norm asks (14) ──────────────────────────────────────────────────────────────

  /** Whether the bearer is bound at a second from one moment to another. */
  bindsWithin(world: World, from: Moment, to: Instant): boolean {
    const binding = this.binding(world);
    if (!binding) return false;
    const { start, until } = binding.current;
    const end = Math.min(until ?? Infinity, binding.over - 1);
    const isBefore = (moment: Moment, second: Instant): boolean =>
      second === Infinity || world.notAfter(moment, second);
    return isBefore(start, to) && isBefore(from, end) && isBefore(start, end);
  }

  /** Whether there is the instance in this history. */
  binds(world: World): boolean {
    return this.binding(world) !== null;
  }

  private binding(world: World): Binding | null {
    const binding = bind(world, this);
    return typeof binding === "string" ? null : binding;
  }

  /** What an argument stands for in this instance. */
  meant(argument: Argument): string | null {
    return this.matcher.value(argument, new Map(this.instance.bindings));
  }

  /** Whether the event is a use, with effect, of a permission. */
  isUse(world: World, event: Event): boolean {
    return event.options.some((o) => o !== null && o.from <= this.latest) && this.use(world, event)?.void === null;
  }

  /** The last second at which a use of a permission may have effect, however the occasion is told: nothing of what comes later is asked. Of a power the end may move (14.7). */
  private get latest(): Instant {
    return (this.latestUse ??= this.latestBy());
  }

  private latestBy(): Instant {
    const { by } = this.instance;
    const { stages } = this.matcher.normView;
    // With further conditions the trigger may move.
    if (by.kind !== "event" || by.sources) return Infinity;
    const anchored = Math.max(...by.event.options.map((o) => (o && o.to < Infinity ? o.to : -Infinity)));
    const ends = stages.map(({ clauses: { time, when, onlyAfter } }) =>
      time?.within && !onlyAfter && when?.further.length === 0 ? this.matcher.endAt(anchored, time.within) : Infinity,
    );
    return Math.max(...ends);
  }

  /** All uses with effect, so far. */
  valid(world: World): Use[] {
    return [...this.acts()].flatMap((event) => {
      const use = this.use(world, event);
      return use?.void === null ? [use] : [];
    });
  }

  /** Events that some history may take for a use. */
  acts(): ReadonlySet<Event> {
    return (this.useful ??= new Set(this.possibleActs()));
  }

  private possibleActs(): Event[] {
    if (this.instance.by.kind === "none") return [];
    const setting = this.loosely();
    const suited = this.matcher.normView.stages.flatMap(({ clauses }) =>
      clauses.must.items.flatMap((item) =>
        this.wanted(item).map((pattern) => this.matcher.suited(pattern, setting, true)),
      ),
    );
    return together(suited).filter((event) => event !== this.anchor);
  }

  private loosely(): Setting {
    const { bearer, bindings, members } = this.instance;
    return { bearer, clause: this.matcher.normView.stages[0]!.clauses.bearer, bindings: new Map(bindings), members };
  }

  /** 14.4: what this event is to a permission or power; null: nothing. */
  use(world: World, event: Event): Use | null {
    return world.once(`use ${this.instance.id} ${event.id}`, null, () => {
      const act = this.act(world, event);
      if (!act) return null;
      const { second, stage, inTime } = act;
      const norm = this.matcher.normView.norm.id;
      if (!inTime) return { second, stage, void: "out of time" };
      const ban = this.bearing?.banning(world, norm, event, second) ?? null;
      return { second, stage, void: ban === null ? null : `banned by ${ban}` };
    });
  }

  /** 14.5: whether this event, by the bearer of a duty, performs some of it in its window. */
  performsBy(world: World, event: Event): boolean {
    return world.once(`performs ${this.instance.id} ${event.id}`, false, () => this.act(world, event)?.inTime ?? false);
  }

  /** The event as an act that the norm speaks of, by its bearer, when it had been triggered before; null: it is none. */
  private act(
    world: World,
    event: Event,
  ): { readonly second: Instant; readonly stage: Stage; readonly inTime: boolean } | null {
    const { matcher } = this;
    if (!this.acts().has(event) || this.isBefore(event)) return null;
    const option = matcher.take(world, event);
    if (!option) return null;
    const moment = matcher.moment(event, option);
    const second = matcher.secondOf(world, event, option);
    // It must have been triggered before; how long it lasts, and by which words, is as it is then (6.4).
    const binding = world.asOf(second - 1, () => this.binding(world)) && world.asOf(second, () => this.binding(world));
    if (!binding) return null;
    const segment = binding.due.findLast((s) => s.from <= second)!;
    const found = { event, option, moment };
    for (const item of segment.stage.clauses.must.items) {
      for (const pattern of this.wanted(item)) {
        const setting: Setting = { ...binding.setting, bindings: new Map(binding.setting.bindings) };
        if (!matcher.agrees(world, event, option, pattern, setting, true)) continue;
        const zones = [pattern.place, segment.stage.clauses.place];
        if (!this.meets(world, setting, pattern, true, zones, found, beginning(segment))) continue;
        const begun = matcher.atOrAfter(world, segment.start, segment.order, moment, option.order);
        const to = Math.min(segment.until ?? Infinity, binding.over - 1);
        return { second, stage: segment.stage, inTime: begun && world.notAfter(moment, to) };
      }
    }
    return null;
  }

  /** Whether the event comes before the occasion or with it, however both are told: then nothing has been triggered strictly before it. */
  private isBefore(event: Event): boolean {
    if (this.anchor === null) return false;
    const first = Math.min(...this.anchor.options.map((o) => o?.from ?? Infinity));
    return event.options.every((o) => o === null || o.to <= first);
  }

  private wanted(item: Item): EventPattern[] {
    if (item.kind === "do") return [item.pattern];
    if (item.kind !== "term") return [];
    return (this.matcher.normView.items(item.use)?.items ?? []).flatMap((inner) => this.wanted(inner));
  }

  /** Breaches that are no act: deadlines missed, failures of states, by what tells them and, of several that it tells, which. */
  breachKeys(): { readonly key: string; readonly nth: number }[] {
    const asked = explore((world) => this.judge(world), this.matcher, LIMIT);
    const stretch = Array.from({ length: this.stretchCount }, (_, i) => i + 1).filter((number) =>
      explore((world) => this.missing(world, number), this.matcher, LIMIT).leaves.some((l) => l.value !== null),
    );
    const most = new Map<string, number>(stretch.map((number) => [`${EVERY}${number}`, 1]));
    for (const { value } of asked.leaves) {
      for (const { key } of value.missed) most.set(key, 1);
      for (const [id, all] of Map.groupBy(value.failures.filter(isFailureOfState), (f) => f.id))
        most.set(id, Math.max(most.get(id) ?? 0, all.length));
    }
    return [...most].flatMap(([key, count]) => Array.from({ length: count }, (_, nth) => ({ key, nth })));
  }

  /** When such a breach began, and its place in the sequence of that instant (5.4); null: this history has none. */
  breachBegin(
    world: World,
    key: string,
    nth: number,
  ): { readonly moment: Moment; readonly order: number | null } | null {
    if (key.startsWith(EVERY)) {
      const at = this.missing(world, Number(key.slice(EVERY.length)));
      return at === null ? null : { moment: exactly(at), order: null };
    }
    const told = this.judge(world);
    if (told.outcome !== "breached") return null;
    const missed = told.missed.find((m) => m.key === key);
    if (missed) return { moment: exactly(missed.at), order: null };
    const failure = told.failures.filter((f) => isFailureOfState(f) && f.id === key)[nth];
    if (!failure) return null;
    const moment = failure.begin ?? exactly(failure.from.from);
    return { moment, order: this.orderAt(world, key, moment) };
  }

  /** The place in the sequence that an event has, if it is then that it happens. */
  private orderAt(world: World, id: string, moment: Moment): number | null {
    const event = this.matcher.event(id);
    const option = event && this.matcher.take(world, event);
    if (!option) return null;
    const own = this.matcher.moment(event, option);
    return world.inOrder(own, moment) && world.inOrder(moment, own) ? option.order : null;
  }

  /** 8.8: whether an act that is banned makes the whole breached: where items are joined by `or`, another may do. */
  isBreachedBy(world: World, event: Event): boolean {
    return this.failure(world, event) !== null && (!this.alternatives || this.judge(world).outcome === "breached");
  }

  /** Whether items are joined by `or` at some stage: then what fails one of them need be no breach. */
  get alternatives(): boolean {
    return this.matcher.normView.stages.some(({ clauses: { must } }) => must.connective === "or");
  }

  private forbidden(item: Item): { readonly pattern: EventPattern; readonly own: boolean }[] {
    if (item.kind === "not-do" || item.kind === "free-of")
      return [{ pattern: item.pattern, own: item.kind === "not-do" }];
    if (item.kind !== "term") return [];
    return (this.matcher.normView.items(item.use)?.items ?? []).flatMap((inner) => this.forbidden(inner));
  }

  /** The earliest act that does what was due, after the deadline (8.1). */
  late(world: World): Verdict["performed"] {
    const binding = this.binding(world);
    if (binding === null) return null;
    const last = binding.due.at(-1)!;
    const items = last.stage.clauses.must.items;
    if (last.until === null) return null;
    // What is to be kept is not made good by what comes later.
    const done = items.map((item, index) => (isAchieveItem(item) ? this.achieving.late(world, binding, index) : null));
    return last.stage.clauses.must.connective === "and" ? lastOf(done) : firstOf(done);
  }

  // ── Items ──────────────────────────────────────────────────────────────────────────────────

  private item(world: World, binding: Binding, index: number): Verdict {
    const item = binding.current.stage.clauses.must.items[index]!;
    if (this.aim || isAchieveItem(item)) return this.achieving.achieve(world, binding, index);
    return this.standing.hold(world, binding, index);
  }
}

const NOT_BOUND = {
  "not triggered": { rule: "7.3", why: "what would trigger it did not all happen, there and then" },
  "not in force": { rule: "7.1", why: "it is not in force for this bearer" },
} as const;

function includes(intervals: readonly Interval[], second: Instant): boolean {
  return intervals.some((i) => i.from <= second && second <= i.to);
}

/** Not a duty that goes on (11.6). */
function isFailureOfState({ state, id }: Failure): boolean {
  return state && id !== "deadline";
}

/** Events of several lists, each once, by id. */
function together(lists: readonly (readonly Event[])[]): Event[] {
  if (lists.length === 1) return [...lists[0]!];
  return [...new Set(lists.flat())].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
