/** What one history makes of one instance (docs/semantics.md 7.3, 7.4, 8). */
import {
  addDuration,
  dayStart,
  type EventPattern,
  type Instant,
  type Item,
  type StateExpression,
  type Unless,
} from "@servanda/language";
import { bind, isAchieveItem, type Binding, type Segment } from "./binding.ts";
import type { Event, Option } from "./evidence.ts";
import type { Outcome } from "./finding.ts";
import type { Instance } from "./instance.ts";
import { gaps, intersection, union, type Interval } from "./interval.ts";
import type { Matcher, Setting } from "./match.ts";
import { named, Silence } from "./silence.ts";
import { spells } from "./state.ts";
import { DEEPEST } from "./view.ts";
import { exactly, type Moment, type World } from "./world.ts";

/** Bounds of an instant, as one history leaves it. */
export interface Bounds {
  readonly from: Instant;
  readonly to: Instant;
}

export interface Failure {
  /** The event that is the breach or began it; `entry` where it failed from the first. */
  readonly id: string;
  readonly item: number;
  readonly from: Bounds;
  /** First second after a failure of a state; for an event, its own instant. Null: still so at `at` or at the end of the window. */
  readonly until: Bounds | null;
  readonly accounts: readonly string[];
  /** Which piece of a failure of a state, from 0: excuses cut it. */
  readonly piece: number;
  /** True for a failure of a state, which all histories tell in full; false for an event. */
  readonly state: boolean;
}

export interface Verdict {
  readonly outcome: Outcome;
  /** Absent where the instance is not triggered. */
  readonly binding: Binding | null;
  readonly performed: { readonly at: Bounds; readonly accounts: readonly string[] } | null;
  /** What each item came to, where there are several. */
  readonly items: readonly Outcome[];
  readonly failures: readonly Failure[];
  /** In a few words, why this outcome: what the explanation ends in. */
  readonly why: string;
  readonly rule: string;
}

const AND: readonly Outcome[] = ["breached", "pending", "lapsed", "excused", "no breach observed", "kept"];
const AIM: readonly Outcome[] = ["not reached", "open", "reached"];

export class Judge {
  readonly matcher: Matcher;
  readonly instance: Instance;
  readonly silence: Silence;
  readonly aim: boolean;

  constructor(matcher: Matcher, instance: Instance) {
    this.matcher = matcher;
    this.instance = instance;
    this.silence = new Silence(matcher, instance);
    this.aim = matcher.normView.norm.kind === "aim";
  }

  /** The outcome of this history; stops as soon as it is certain. */
  judge(world: World): Verdict {
    const { normView } = this.matcher;
    if (this.matcher.force() === null) return verdict("not in force", "7.1", "the instrument never entered into force");
    if (!normView.binding) return verdict("not binding", "6.7", "under this view the norm does not bind");
    if (this.instance.by.kind === "none") return this.idle();
    const binding = bind(world, this);
    if (typeof binding === "string") {
      const rule = binding === "not in force" ? "7.1" : "7.3";
      return verdict(binding, rule, NOT_BOUND[binding] ?? binding);
    }
    const last = binding.current;
    const verdicts = last.stage.clauses.must.items.map((_, i) => this.item(world, binding, i));
    const order = this.aim ? AIM : AND;
    const ranked = verdicts.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
    const whole = last.stage.clauses.must.connective === "or" ? ranked.at(-1)! : ranked[0]!;
    // Part of what was owed does not perform it.
    const performed = verdicts.map((v) => v.performed).filter((p) => p !== null);
    const done = (whole.outcome === "kept" || whole.outcome === "reached") && performed.length > 0;
    return {
      ...whole,
      binding,
      performed: done ? performed.reduce((a, b) => (a.at.to >= b.at.to ? a : b)) : null,
      items: verdicts.length > 1 ? verdicts.map((v) => v.outcome) : [],
      failures: verdicts.flatMap((v) => v.failures),
    };
  }

  /** 7.6 */
  private idle(): Verdict {
    const force = this.matcher.force()!;
    const inForce = force.from <= this.matcher.at && this.matcher.at < force.until;
    if (inForce) return verdict("not triggered", "7.6", "no event on record is its occasion");
    return verdict("not in force", "7.1", "the instrument is not in force at this date");
  }

  /** Events that could be breaches of this instance: what cannot concern it is not looked at. */
  suspects(): Event[] {
    const { matcher, instance } = this;
    if (this.aim || instance.by.kind === "none") return [];
    const bindings = new Map(instance.bindings);
    return matcher.events.filter((event) => {
      if (event === this.anchor) return false;
      return matcher.normView.stages.some(({ clauses }) =>
        clauses.must.items.some((item) =>
          this.forbidden(item, 0).some(({ pattern, own }) =>
            matcher.mayMatch(event, pattern, { bearer: instance.bearer, clause: clauses.bearer, bindings }, own),
          ),
        ),
      );
    });
  }

  private get anchor(): Event | null {
    return this.instance.by.kind === "event" ? this.instance.by.event : null;
  }

  /** Whether this event would be a breach in this history if there were no exception. */
  wouldFail(world: World, event: Event): Failure | null {
    return this.failure(world, event, false);
  }

  /** Whether this event is a breach in this history: what `judge` need not ask once one is certain. */
  failure(world: World, event: Event, excusable = true): Failure | null {
    const { matcher } = this;
    const binding =
      this.instance.by.kind === "none" || !matcher.normView.binding || matcher.force() === null
        ? null
        : bind(world, this);
    if (binding === null || typeof binding === "string" || this.aim) return null;
    for (const segment of binding.segments) {
      const to = Math.min(segment.to, segment.until ?? Infinity, binding.over - 1, matcher.at);
      for (const [index, item] of segment.stage.clauses.must.items.entries()) {
        for (const { pattern, own } of this.forbidden(item, 0)) {
          if (event === this.anchor || !matcher.mayMatch(event, pattern, binding.setting, own)) continue;
          const failure = this.failsBy(world, binding, segment, pattern, own, event, to, index, excusable);
          if (failure) return failure;
        }
      }
    }
    return null;
  }

  private forbidden(item: Item, depth: number): { readonly pattern: EventPattern; readonly own: boolean }[] {
    if (item.kind === "not-do" || item.kind === "free-of")
      return [{ pattern: item.pattern, own: item.kind === "not-do" }];
    if (item.kind !== "term" || depth >= DEEPEST) return [];
    return (this.matcher.normView.items(item.use)?.items ?? []).flatMap((inner) => this.forbidden(inner, depth + 1));
  }

  /** The earliest act that does what was due, after the deadline (8.1). */
  late(world: World): Verdict["performed"] {
    const binding = this.instance.by.kind === "none" ? "not triggered" : bind(world, this);
    if (typeof binding === "string") return null;
    const last = binding.due.at(-1)!;
    const items = last.stage.clauses.must.items;
    if (last.until === null || !items.every(isAchieveItem)) return null;
    const after: Segment = { ...last, start: exactly(last.until + 1), order: null, from: -Infinity, until: null };
    let latest: Verdict["performed"] = null;
    for (const [index, item] of items.entries()) {
      // Of several things owed, some may have been done in time.
      const path = `late.${index}`;
      const done =
        this.done(world, binding, [last], item, Infinity, path, 0) ??
        this.done(world, binding, [after], item, Infinity, path, 0);
      if (done && (latest === null || done.at.to > latest.at.to)) latest = done;
      if (!done && last.stage.clauses.must.connective === "and") return null;
    }
    return latest;
  }

  // ── Items ──────────────────────────────────────────────────────────────────────────────────

  private item(world: World, binding: Binding, index: number): Verdict {
    const item = binding.current.stage.clauses.must.items[index]!;
    if (this.aim || isAchieveItem(item)) return this.achieve(world, binding, index);
    return this.hold(world, binding, index);
  }

  /** 8.1 to 8.3, 8.9 */
  private achieve(world: World, binding: Binding, index: number): Verdict {
    const { matcher } = this;
    const last = binding.due.at(-1)!;
    const deadline = last.until;
    // An aim does not lapse: it can be reached after its text is gone.
    const close = !this.aim && binding.lapse <= matcher.at ? binding.lapse - 1 : Infinity;
    const lapses = lapsedBefore(close, deadline);
    const passed = deadline !== null && matcher.at > deadline && !lapses;
    const kept = this.aim ? "reached" : "kept";
    const owed = [...groups(binding.due, index)];
    for (const [item, segments] of owed) {
      const done = this.done(world, binding, segments, item, close, `${index}`, 0);
      if (done) return { ...verdict(kept, this.aim ? "8.9" : "8.2", "done within the window"), performed: done };
    }
    if (passed) {
      const end = Math.min(deadline, close);
      if (owed.some(([item, segments]) => this.unseen(world, binding, segments, item, end, `${index}`, 0))) {
        return verdict(kept, "8.3", "done, though nobody reports it");
      }
    }
    if (!this.aim) {
      const to = Math.min(deadline ?? Infinity, close, matcher.at);
      if (
        binding.due.some((segment) => this.excusedWithin(world, binding, segment, Math.min(to, segment.to), passed))
      ) {
        return verdict("excused", "8.2", "the exception occurred within the window");
      }
      if (lapses) {
        return verdict("lapsed", "8.2", "the norm ended before the deadline, and duties do not survive it");
      }
    }
    if (!passed) {
      return this.aim
        ? verdict("open", "8.9", "there is still time")
        : verdict("pending", "8.2", deadline === null ? "the text sets no deadline" : "the deadline has not passed");
    }
    return this.aim
      ? verdict("not reached", "8.9", "not reached by the deadline")
      : verdict("breached", "8.2", "not done by the deadline");
  }

  /** Whether the record has it done while these stages govern; what a term means is done item by item, each act by the stage in which it falls. */
  private done(
    world: World,
    binding: Binding,
    segments: readonly Segment[],
    item: Item,
    close: Instant,
    path: string,
    depth: number,
  ): Verdict["performed"] {
    const meaning = item.kind === "term" && depth < DEEPEST ? this.matcher.normView.items(item.use) : null;
    if (item.kind !== "term" || !meaning) {
      for (const segment of segments) {
        const done = this.performs(world, binding, segment, item, close, path);
        if (done) return done;
      }
      return null;
    }
    this.matcher.noteMeaning(item.use, binding.setting.bindings);
    let latest: Verdict["performed"] = null;
    for (const [i, inner] of meaning.items.entries()) {
      const part = this.done(world, binding, segments, inner, close, `${path}.${i}`, depth + 1);
      if (part && meaning.connective === "or") return part;
      if (!part && meaning.connective === "and") return null;
      if (part && (latest === null || part.at.to > latest.at.to)) latest = part;
    }
    return latest;
  }

  /** One act, state or open term, while one stage governs. */
  private performs(
    world: World,
    binding: Binding,
    segment: Segment,
    item: Item,
    close: Instant,
    path: string,
  ): Verdict["performed"] {
    const { matcher } = this;
    const to = Math.min(segment.to, segment.until ?? Infinity, close);
    if (item.kind === "do") {
      for (const { event, option, moment } of this.matching(world, binding.setting, item.pattern, true)) {
        if (!this.since(world, segment, option, moment) || !world.notAfter(moment, to)) continue;
        if (segment.from !== -Infinity && world.notAfter(moment, segment.from - 1)) continue;
        const zones = [item.pattern.place, segment.stage.clauses.place];
        if (!matcher.isIn(world, event, option, zones, binding.setting.bindings)) continue;
        return { at: { ...world.span(moment) }, accounts: option.accounts };
      }
      return null;
    }
    const hi = Math.min(to, matcher.at);
    if (segment.from > hi || !world.notAfter(segment.start, hi)) return null;
    if (item.kind === "keep") {
      const wanted = { ...item.state, negated: !item.state.negated };
      for (const spell of spells(world, this.matcher, binding.setting, wanted)) {
        if (spell.start && !world.notAfter(spell.start, hi)) continue;
        if (spell.end && (world.notAfter(spell.end, segment.from) || world.inOrder(spell.end, segment.start))) continue;
        const at = spell.start ? world.span(spell.start) : world.span(segment.start);
        return { at: { from: at.from, to: at.to }, accounts: spell.accounts };
      }
      return null;
    }
    if (item.kind !== "term" || path.includes(".")) return null;
    const words = matcher.words(item.use, binding.setting.bindings);
    const key = `#${this.instance.id}#${path}`;
    const fact = matcher.openFact(item.use, binding.setting.bindings, key, `what was done is ${words}`);
    return world.yes(fact) ? { at: { from: world.span(segment.start).from, to: hi }, accounts: [] } : null;
  }

  /** 8.3: whether this history adds what nobody reports; what was reported of several is done already. */
  private unseen(
    world: World,
    binding: Binding,
    segments: readonly Segment[],
    item: Item,
    end: Instant,
    path: string,
    depth: number,
  ): boolean {
    if (item.kind === "term") {
      const meaning = depth < DEEPEST ? this.matcher.normView.items(item.use) : null;
      const parts = (meaning?.items ?? []).map(
        (inner, i) => () =>
          this.done(world, binding, segments, inner, end, `${path}.${i}`, depth + 1) !== null ||
          this.unseen(world, binding, segments, inner, end, `${path}.${i}`, depth + 1),
      );
      if (parts.length === 0) return false;
      return meaning!.connective === "or" ? parts.some((part) => part()) : parts.every((part) => part());
    }
    const gap = segments.some((segment) => {
      const from = Math.max(world.span(segment.start).from, segment.from);
      const asked =
        item.kind === "keep"
          ? this.silence.changes(item.state, true)
          : this.silence.watched(item, segment.stage.clauses.place)!;
      const to = Math.min(end, segment.to);
      const last = this.silence.uncovered(asked, binding.setting, { from, to }).at(-1);
      return last !== undefined && world.notAfter(segment.start, last.to);
    });
    return gap && world.yes(this.silence.fact(path, item.kind === "keep" ? null : item.pattern));
  }

  /** 8.2: whether an exception of an achieve duty occurs or holds while a segment governs, up to `to`. */
  private excusedWithin(world: World, binding: Binding, segment: Segment, to: Instant, passed: boolean): boolean {
    const { unless } = segment.stage.clauses;
    if (!unless || segment.from > to || !world.notAfter(segment.start, to)) return false;
    const tests = unless.conditions.map((condition, i) => (): boolean => {
      if (condition.kind === "state") {
        const wanted = { ...condition.state, negated: !condition.state.negated };
        return spells(world, this.matcher, binding.setting, wanted).some((spell) => {
          if (spell.start && !world.notAfter(spell.start, to)) return false;
          return !spell.end || !(world.notAfter(spell.end, segment.from) || world.inOrder(spell.end, segment.start));
        });
      }
      for (const { event, option, moment } of this.matching(world, binding.setting, condition.pattern, false)) {
        if (!this.since(world, segment, option, moment) || !world.notAfter(moment, to)) continue;
        if (segment.from !== -Infinity && world.notAfter(moment, segment.from - 1)) continue;
        if (this.matcher.isIn(world, event, option, [condition.pattern.place], binding.setting.bindings)) return true;
      }
      if (!passed) return false;
      const from = Math.max(world.span(segment.start).from, segment.from);
      const last = this.silence.uncovered([named(condition.pattern)], binding.setting, { from, to }).at(-1);
      if (!last || !world.notAfter(segment.start, last.to)) return false;
      return world.yes(this.silence.fact(`exception ${i + 1}`, condition.pattern));
    });
    return unless.connective === "or" ? tests.some((t) => t()) : tests.every((t) => t());
  }

  /** 8.4, 8.5, 8.7: bans and keeps. */
  private hold(world: World, binding: Binding, index: number): Verdict {
    const { matcher } = this;
    const failures: Failure[] = [];
    let ended = true;
    let covered = true;
    for (const segment of binding.segments) {
      const item = segment.stage.clauses.must.items[index];
      if (!item) continue;
      const to = Math.min(segment.to, segment.until ?? Infinity, binding.over - 1);
      if (to >= matcher.at) ended = false;
      const failed = this.fails(world, binding, segment, item, Math.min(to, matcher.at), index, 0);
      failures.push(...failed);
      if (failed.length === 0 && ended) covered &&= this.whole(world, binding, segment, item, to);
    }
    if (failures.length > 0) return { ...verdict("breached", "8.7", "it failed"), failures };
    if (ended && covered)
      return verdict("kept", "8.7", "the window has ended, is wholly covered, and no failure is found");
    return verdict("no breach observed", "8.7", "no failure is found");
  }

  /** Failures of one item while a segment governs, up to `to`. For an event it stops at the first: more would not change the outcome. */
  private fails(
    world: World,
    binding: Binding,
    segment: Segment,
    item: Item,
    to: Instant,
    index: number,
    depth: number,
  ): Failure[] {
    const { matcher } = this;
    switch (item.kind) {
      case "do":
        return [];
      case "not-do":
      case "free-of": {
        const own = item.kind === "not-do";
        for (const found of this.certainFirst(this.candidates(binding.setting, item.pattern, own))) {
          const failure = this.failsBy(world, binding, segment, item.pattern, own, found, to, index);
          if (failure) return [failure];
        }
        return [];
      }
      case "keep":
        return this.lapses(world, binding, segment, item.state, to, index);
      case "term": {
        const meaning = depth < DEEPEST ? matcher.normView.items(item.use) : null;
        if (meaning) {
          matcher.noteMeaning(item.use, binding.setting.bindings);
          const parts = meaning.items.map((inner) => this.fails(world, binding, segment, inner, to, index, depth + 1));
          if (meaning.connective === "and") return parts.flat();
          return parts.every((p) => p.length > 0) ? parts.flat() : [];
        }
        if (segment.from > to || !world.notAfter(segment.start, to)) return [];
        const words = matcher.words(item.use, binding.setting.bindings);
        const fact = matcher.openFact(
          item.use,
          binding.setting.bindings,
          `#${this.instance.id}#${index}`,
          `${words} has failed`,
        );
        if (!world.yes(fact)) return [];
        const start = world.span(segment.start);
        return [
          {
            id: words,
            item: index,
            from: { from: start.from, to: Math.min(to, matcher.at) },
            until: null,
            accounts: [],
            piece: 0,
            state: false,
          },
        ];
      }
    }
  }

  /** Events of a pattern that could fail an item, by id. */
  candidates(setting: Setting, pattern: EventPattern, own: boolean): Event[] {
    const { anchor } = this;
    return this.matcher.events.filter((e) => e !== anchor && this.matcher.mayMatch(e, pattern, setting, own));
  }

  /** Decided events first, the earliest of them first: where one settles the outcome, nothing open need be asked. */
  private certainFirst(events: readonly Event[]): Event[] {
    const open = (e: Event): number => (e.options.length > 1 || e.options[0]?.from !== e.options[0]?.to ? 1 : 0);
    const first = (e: Event): Instant => Math.min(...e.options.map((o) => o?.from ?? Infinity));
    return events.toSorted((a, b) => open(a) - open(b) || first(a) - first(b) || (a.id < b.id ? -1 : 1));
  }

  /** 8.4: whether this event is a failure of the item. */
  failsBy(
    world: World,
    binding: Binding,
    segment: Segment,
    pattern: EventPattern,
    own: boolean,
    event: Event,
    to: Instant,
    index: number,
    excusable = true,
  ): Failure | null {
    const { matcher } = this;
    const option = matcher.take(world, event);
    if (!option) return null;
    const setting: Setting = { ...binding.setting, bindings: new Map(binding.setting.bindings) };
    if (!matcher.agrees(world, event, option, pattern, setting, own)) return null;
    const moment = matcher.moment(event, option);
    if (!this.since(world, segment, option, moment) || !world.notAfter(moment, to)) return null;
    if (segment.from !== -Infinity && world.notAfter(moment, segment.from - 1)) return null;
    if (!matcher.isIn(world, event, option, [pattern.place, segment.stage.clauses.place], setting.bindings))
      return null;
    const unless = segment.stage.clauses.unless;
    if (unless && excusable && this.excusedAt(world, binding, segment, unless, event, option, moment)) return null;
    const at = world.span(moment);
    const bounds = { from: at.from, to: at.to };
    return {
      id: event.id,
      item: index,
      from: bounds,
      until: bounds,
      accounts: option.accounts,
      piece: 0,
      state: false,
    };
  }

  private excusedAt(
    world: World,
    binding: Binding,
    segment: Segment,
    unless: Unless,
    act: Event,
    option: Option,
    moment: Moment,
  ): boolean {
    const { matcher } = this;
    const tests = unless.conditions.map((condition, i) => (): boolean => {
      if (condition.kind === "state") {
        for (const spell of spells(world, this.matcher, binding.setting, {
          ...condition.state,
          negated: !condition.state.negated,
        })) {
          if (spell.start && !world.inOrder(spell.start, moment)) continue;
          if (spell.end && world.inOrder(spell.end, moment)) continue;
          return true;
        }
        return false;
      }
      for (const found of this.matching(world, binding.setting, condition.pattern, false)) {
        if (found.event === act) continue;
        if (!matcher.atOrAfter(world, found.moment, found.option.order, moment, option.order)) continue;
        if (condition.within) {
          if (!world.notAfter(moment, matcher.endOf(world, found.moment, condition.within))) continue;
        } else if (!this.since(world, segment, found.option, found.moment)) continue;
        if (matcher.isIn(world, found.event, found.option, [condition.pattern.place], binding.setting.bindings))
          return true;
      }
      const to = world.instant(moment);
      const from = condition.within ? this.earliestExcuse(to, condition.within) : world.instant(segment.start);
      if (this.silence.uncovered([named(condition.pattern)], binding.setting, { from, to }).length === 0) return false;
      return world.yes(this.silence.fact(`exception ${i + 1} ${act.id}`, condition.pattern));
    });
    return unless.connective === "or" ? tests.some((t) => t()) : tests.every((t) => t());
  }

  /** The earliest second from which `within` still reaches an act. */
  private earliestExcuse(
    act: Instant,
    within: NonNullable<(Unless["conditions"][number] & { kind: "event" })["within"]>,
  ): Instant {
    const back = addDuration(
      act,
      { ...within, count: -within.count, rounding: within.rounding ?? "last-day" },
      this.matcher.offset,
    )!;
    return within.unit === "hour" || within.unit === "minute" || within.unit === "second"
      ? back
      : dayStart(back, this.matcher.offset);
  }

  /** 8.5: the failures of a state, less what is excused. */
  private lapses(
    world: World,
    binding: Binding,
    segment: Segment,
    state: StateExpression,
    to: Instant,
    index: number,
  ): Failure[] {
    const out: Failure[] = [];
    const floor: Moment =
      segment.from !== -Infinity && !world.inOrder(exactly(segment.from), segment.start)
        ? exactly(segment.from)
        : segment.start;
    // Where two stages meet, a failure that goes on is still one; it is told by the stage in which it began.
    for (const spell of spells(world, this.matcher, binding.setting, state)) {
      if (spell.start && !world.notAfter(spell.start, to)) continue;
      if (spell.end && world.inOrder(spell.end, floor)) continue;
      if (!world.notAfter(floor, to)) continue;
      const begin = !spell.start || world.inOrder(spell.start, floor) ? floor : spell.start;
      const unless = segment.stage.clauses.unless;
      const id = spell.startId ?? "entry";
      if (unless) {
        const from = world.instant(begin);
        const end = spell.end ? Math.min(world.instant(spell.end) - 1, to) : to;
        const excused = this.excusedDuring(world, binding, segment, unless, { from, to: end }, id);
        const finished = spell.end !== null && world.notAfter(spell.end, to);
        for (const [n, piece] of gaps({ from, to: end }, excused).entries()) {
          const runs = piece.to === end && !finished;
          out.push({
            id,
            item: index,
            from: { from: piece.from, to: piece.from },
            until: runs ? null : { from: piece.to + 1, to: piece.to + 1 },
            accounts: spell.accounts,
            piece: n,
            state: true,
          });
        }
        continue;
      }
      const at = world.span(begin);
      const finished = spell.end && world.notAfter(spell.end, to) ? world.span(spell.end) : null;
      out.push({
        id,
        item: index,
        from: { from: at.from, to: at.to },
        until: finished && { from: finished.from, to: finished.to },
        accounts: spell.accounts,
        piece: 0,
        state: true,
      });
    }
    return out;
  }

  /** The seconds of a failure that exceptions excuse. */
  private excusedDuring(
    world: World,
    binding: Binding,
    segment: Segment,
    unless: Unless,
    during: Interval,
    failure: string,
  ): Interval[] {
    const { matcher } = this;
    const each = unless.conditions.map((condition, i): Interval[] => {
      const pieces: Interval[] = [];
      if (condition.kind === "state") {
        for (const spell of spells(world, this.matcher, binding.setting, {
          ...condition.state,
          negated: !condition.state.negated,
        })) {
          pieces.push({
            from: spell.start ? world.instant(spell.start) : -Infinity,
            to: spell.end ? world.instant(spell.end) - 1 : Infinity,
          });
        }
        return union(pieces);
      }
      for (const found of this.matching(world, binding.setting, condition.pattern, false)) {
        if (!condition.within && !this.since(world, segment, found.option, found.moment)) continue;
        if (!matcher.isIn(world, found.event, found.option, [condition.pattern.place], binding.setting.bindings))
          continue;
        const from = world.instant(found.moment);
        pieces.push({ from, to: condition.within ? matcher.endOf(world, exactly(from), condition.within) : Infinity });
      }
      const from = condition.within ? this.earliestExcuse(during.from, condition.within) : world.instant(segment.start);
      const missing = this.silence.uncovered([named(condition.pattern)], binding.setting, { from, to: during.to });
      if (missing.length > 0 && world.yes(this.silence.fact(`exception ${i + 1} ${failure}`, condition.pattern))) {
        for (const gap of missing) {
          const to = condition.within ? matcher.endOf(world, exactly(gap.to), condition.within) : Infinity;
          pieces.push({ from: gap.from, to });
        }
      }
      return union(pieces);
    });
    if (each.length === 0) return [];
    return unless.connective === "or" ? union(each.flat()) : each.reduce((a, b) => intersection(a, b));
  }

  /** Whether a window that has ended is wholly covered for whatever would fail the item (8.7). */
  private whole(world: World, binding: Binding, segment: Segment, item: Item, to: Instant): boolean {
    const from = Math.max(world.span(segment.start).from, segment.from);
    if (from > to) return true;
    const asked = this.silence.watched(item, segment.stage.clauses.place);
    if (asked === null) return false;
    const last = this.silence.uncovered(asked, binding.setting, { from, to }).at(-1);
    return !last || !world.notAfter(segment.start, last.to);
  }

  /** Whether an event comes at or after the beginning of the window. */
  private since(world: World, segment: Segment, option: Option, moment: Moment): boolean {
    return this.matcher.atOrAfter(world, segment.start, segment.order, moment, option.order);
  }

  /** Events that agree with a pattern in this history, place apart, by id. */
  private *matching(
    world: World,
    setting: Setting,
    pattern: EventPattern,
    bearer: boolean,
  ): Generator<{ event: Event; option: Option; moment: Moment }> {
    const { matcher, anchor } = this;
    for (const event of this.certainFirst(matcher.events)) {
      if (event === anchor || !matcher.mayMatch(event, pattern, setting, bearer)) continue;
      const option = matcher.take(world, event);
      if (!option) continue;
      const tried: Setting = { ...setting, bindings: new Map(setting.bindings) };
      if (!matcher.agrees(world, event, option, pattern, tried, bearer)) continue;
      yield { event, option, moment: matcher.moment(event, option) };
    }
  }
}

const NOT_BOUND: { readonly [why: string]: string } = {
  "not triggered": "what would trigger it did not all happen, there and then",
  "not in force": "it is not in force for this bearer",
};

function verdict(outcome: Outcome, rule: string, why: string): Verdict {
  return { outcome, rule, why, binding: null, performed: null, items: [], failures: [] };
}

/** The stages that owe one and the same at a place of the clause, together. */
function groups(segments: readonly Segment[], index: number): Map<Item, Segment[]> {
  const byText = new Map<string, Item>();
  const out = new Map<Item, Segment[]>();
  for (const segment of segments) {
    const item = segment.stage.clauses.must.items[index];
    if (!item) continue;
    const text = JSON.stringify(item);
    const first = byText.get(text) ?? item;
    byText.set(text, first);
    out.set(first, [...(out.get(first) ?? []), segment]);
  }
  return out;
}

function lapsedBefore(close: Instant, deadline: Instant | null): boolean {
  return close !== Infinity && (deadline === null || close < deadline);
}
