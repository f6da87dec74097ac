/** What one history makes of what is banned or kept (docs/semantics.md 8.4, 8.5, 8.7). */
import {
  addDuration,
  dayEnd,
  dayStart,
  type EventPattern,
  type Instant,
  type Item,
  type StateExpression,
  type Unless,
} from "@servanda/language";
import { beginning, type Binding, type Segment } from "./binding.ts";
import { excusing } from "./count.ts";
import type { Event } from "./evidence.ts";
import type { Option } from "./option.ts";
import { gaps, intersection, union, type Interval } from "./interval.ts";
import type { Setting } from "./match.ts";
import { Search } from "./search.ts";
import { named } from "./silence.ts";
import { spells } from "./state.ts";
import { verdict, type Failure, type Verdict } from "./verdict.ts";
import { exactly, type Fact, isTriedWhole, type Moment, type World } from "./world.ts";

const DAY = 86_400;
/** By so many days at most a month is shorter than another. */
const DAYS_BEFORE = 3;

export class Standing extends Search {
  /** 8.4, 8.5, 8.7: bans and keeps. */
  hold(world: World, binding: Binding, index: number): Verdict {
    const { matcher } = this;
    if (binding.waiting) return verdict("pending", "11.5", "what must come before has not come");
    const now = world.now(matcher.at);
    let failures: Failure[] = [];
    let ended = true;
    const asked: { segment: Segment; item: Item; to: Instant }[] = [];
    /** The last second at which the stage before judges. */
    let last: Instant | null = null;
    for (const segment of binding.segments) {
      const item = segment.stage.clauses.must.items[index];
      if (!item) continue;
      const to = Math.min(segment.to, segment.until ?? Infinity, binding.over - 1);
      if (to >= now) ended = false;
      const failed = this.fails(world, binding, segment, item, Math.min(to, now), index);
      failures = last === null ? failed : continued(failures, failed, last);
      last = to;
      asked.push({ segment, item, to });
    }
    if (last !== null && last < now) failures = continued(failures, [], last);
    if (failures.length > 0) return { ...verdict("breached", "8.7", "it failed"), failures };
    if (ended && asked.every(({ segment, item, to }) => this.whole(world, binding, segment, item, to)))
      return verdict("kept", "8.7", "the window has ended, is wholly covered, and no failure is found");
    return verdict("no breach observed", "8.7", "no failure is found");
  }

  /** Failures of one item while a segment governs, up to `to`. For an event it stops at the first: more would not change the outcome. */
  private fails(world: World, binding: Binding, segment: Segment, item: Item, to: Instant, index: number): Failure[] {
    const { matcher } = this;
    switch (item.kind) {
      case "do":
        return [];
      case "not-do":
      case "free-of": {
        const own = item.kind === "not-do";
        for (const found of this.candidates(binding.setting, item.pattern, own)) {
          const failure = world.apart(() => this.failsBy(world, binding, segment, item.pattern, own, found, to, index));
          if (failure) return [failure];
        }
        return [];
      }
      case "keep":
        return this.lapses(world, binding, segment, item.state, to, index);
      case "term": {
        const meaning = matcher.normView.items(item.use);
        if (meaning) {
          matcher.noteMeaning(item.use, binding.setting.bindings);
          const parts = meaning.items.map((inner) => this.fails(world, binding, segment, inner, to, index));
          const isKept = meaning.connective === "or" && parts.some((p) => p.length === 0);
          return isKept ? [] : parts.flat();
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
            from: { from: start.from, to: Math.min(to, world.now(matcher.at)) },
            until: null,
            accounts: [],
            state: false,
          },
        ];
      }
    }
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
    // What lies outside the window however it is told makes no difference, so whether it is so is not asked (9.5).
    if (event.options.every((told) => told === null || told.to < segment.from || told.from > to)) return null;
    const option = matcher.take(world, event);
    if (!option) return null;
    const setting: Setting = { ...binding.setting, bindings: new Map(binding.setting.bindings) };
    if (!matcher.agrees(world, event, option, pattern, setting, own)) return null;
    const moment = matcher.moment(event, option);
    if (!this.since(world, segment, option, moment) || !world.notAfter(moment, to)) return null;
    if (segment.from !== -Infinity && world.notAfter(moment, segment.from - 1)) return null;
    const zones = [pattern.place, segment.stage.clauses.place];
    if (!this.meets(world, setting, pattern, own, zones, { event, option, moment }, beginning(segment))) return null;
    const unless = segment.stage.clauses.unless;
    if (unless && excusable && this.excusedAt(world, { ...binding, setting }, segment, unless, event, option, moment))
      return null;
    if (this.bearing && excusable && this.spared(world, binding, event, option, moment) !== null) return null;
    const at = world.span(moment);
    const bounds = { from: at.from, to: at.to };
    return {
      id: event.id,
      item: index,
      from: bounds,
      until: bounds,
      accounts: option.accounts,
      state: false,
    };
  }

  /** 14.5, 14.7: whether another norm keeps an act from being a breach. */
  spared(
    world: World,
    binding: Binding,
    event: Event,
    option: Option,
    moment: Moment,
  ): { readonly rule: string; readonly by: string } | null {
    const { norm } = this.matcher.normView;
    const towards = this.bearing!.suspended(world, norm, this.instance, option.target);
    const suspended = union([...binding.suspended, ...towards]);
    if (suspended.some((i) => !world.notAfter(moment, i.from - 1) && world.notAfter(moment, i.to)))
      return { rule: "14.7", by: "what is owed was suspended then" };
    const higher = this.bearing!.excusing(world, norm.id, event);
    return higher === null ? null : { rule: "14.5", by: `${higher} goes before it and allows or demands it` };
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
        const wanted = { ...condition.state, negated: !condition.state.negated };
        // 5.4: what changes after the act, by the order of their second, has not changed yet.
        for (const spell of spells(world, matcher, binding.setting, wanted, { moment, order: option.order })) {
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
        const pattern = excusing(condition);
        const since = pattern.count?.in ? null : beginning(segment);
        if (this.meets(world, binding.setting, pattern, false, [pattern.place], found, since)) return true;
      }
      const to = world.instant(moment);
      const from = condition.within ? this.earliestExcuse(to, condition.within) : world.instant(segment.start);
      const asked = [named(condition.pattern, act.id)];
      if (this.silence.uncovered(asked, binding.setting, { from, to }).length === 0) return false;
      return world.yes(
        this.silence.fact(`exception ${i} ${act.id}`, condition.pattern, asked, binding.setting, { from, to }),
      );
    });
    return unless.connective === "or" ? tests.some((t) => t()) : tests.every((t) => t());
  }

  /** The earliest second from which `within` still reaches an act. */
  private earliestExcuse(
    act: Instant,
    within: NonNullable<(Unless["conditions"][number] & { kind: "event" })["within"]>,
  ): Instant {
    const { offset } = this.matcher;
    const back = addDuration(act, { ...within, count: -within.count, rounding: "last-day" }, offset)!;
    if (within.unit === "hour" || within.unit === "minute" || within.unit === "second") return back;
    // Months differ in length: from the last days of one no day of the next may be reached, or all its first.
    let day = dayStart(back - DAYS_BEFORE * DAY, offset);
    while (this.matcher.endAt(day, within) < act) day = dayEnd(day, offset) + 1;
    return day;
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
      if (this.begunRightly(world, spell.startId)) continue;
      const begin = !spell.start || world.inOrder(spell.start, floor) ? floor : spell.start;
      const unless = segment.stage.clauses.unless;
      const id = spell.startId ?? "entry";
      if (unless || binding.suspended.length > 0) {
        const from = world.instant(begin);
        const end = spell.end
          ? Math.min(this.secondOf(world, spell.end, () => this.edges(binding, unless, { from, to })) - 1, to)
          : to;
        const free = unless ? this.excusedDuring(world, binding, segment, unless, { from, to: end }, id) : [];
        const excused = union([...free, ...binding.suspended]);
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
        state: true,
        begin,
      });
    }
    return out;
  }

  /** 14.5: whether what began a failure is what a norm that goes before this one lets its bearer do. */
  private begunRightly(world: World, id: string | null): boolean {
    if (id === null || !this.bearing) return false;
    const event = this.matcher.event(id);
    return event !== null && this.bearing.excusing(world, this.matcher.normView.norm.id, event) !== null;
  }

  /** One second of a moment; of a long time also those about the edges, at which what is excused begins or is over, so that a failure turns there. */
  private secondOf(world: World, moment: Moment, edges: () => readonly Instant[]): Instant {
    const span = world.span(moment);
    if (isTriedWhole(span)) return world.instant(moment);
    const about = edges().flatMap((edge) => [edge - 1, edge, edge + 1]);
    return world.instant(
      moment,
      [],
      about.filter((second) => second > span.from && second < span.to),
    );
  }

  /** Where what is suspended begins, and the first seconds after it, and after what exceptions of a second or few, or those that silence leaves open, excuse of a failure. */
  private edges(binding: Binding, unless: Unless | null, during: Interval): Instant[] {
    const ends = binding.suspended.flatMap(({ from, to }) => [from, to + 1]);
    for (const condition of unless?.conditions ?? []) {
      if (condition.kind !== "event" || !condition.within) continue;
      const { pattern, within } = condition;
      const window = { from: this.earliestExcuse(during.from, within), to: during.to };
      const seconds = this.silence.uncovered([named(pattern)], binding.setting, window).map((gap) => gap.to);
      for (const { options } of this.matcher.candidates(pattern, binding.setting, false))
        for (const option of options)
          if (option && isTriedWhole(option))
            for (let second = option.from; second <= option.to; second++) seconds.push(second);
      for (const second of seconds) ends.push(this.matcher.endAt(second, within) + 1);
    }
    return ends.filter(Number.isFinite);
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
      const edges = (): Instant[] => {
        const told = pieces.flatMap(({ from, to }) => [from, to + 1]);
        return [during.from, during.to + 1, ...told, ...this.edges(binding, unless, during)].filter(Number.isFinite);
      };
      if (condition.kind === "state") {
        for (const spell of spells(world, this.matcher, binding.setting, {
          ...condition.state,
          negated: !condition.state.negated,
        })) {
          pieces.push({
            from: spell.start ? this.secondOf(world, spell.start, edges) : -Infinity,
            to: spell.end ? this.secondOf(world, spell.end, edges) - 1 : Infinity,
          });
        }
        return union(pieces);
      }
      for (const found of this.matching(world, binding.setting, condition.pattern, false)) {
        if (!condition.within && !this.since(world, segment, found.option, found.moment)) continue;
        const pattern = excusing(condition);
        const since = pattern.count?.in ? null : beginning(segment);
        if (!this.meets(world, binding.setting, pattern, false, [pattern.place], found, since)) continue;
        const { within } = condition;
        const from = this.secondOf(world, found.moment, () => {
          // It may be over there as well as begin there.
          const all = edges();
          return within ? [...all, ...all.map((edge) => this.earliestExcuse(edge - 1, within))] : all;
        });
        pieces.push({ from, to: within ? matcher.endOf(world, exactly(from), within) : Infinity });
      }
      const from = condition.within ? this.earliestExcuse(during.from, condition.within) : world.instant(segment.start);
      const asked = [named(condition.pattern)];
      const window = { from, to: during.to };
      const missing = this.silence.uncovered(asked, binding.setting, window);
      const fact = (): Fact =>
        this.silence.fact(`exception ${i} ${failure}`, condition.pattern, asked, binding.setting, window);
      if (missing.length > 0 && world.yes(fact())) {
        for (const gap of missing) {
          const to = condition.within ? matcher.endOf(world, exactly(gap.to), condition.within) : Infinity;
          pieces.push({ from: gap.from, to });
        }
      }
      return union(pieces);
    });
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
}

/**
 * 8.5: failures of one stage and of the next, the first of which ends with the second `last`. What fails on is one failure, and what
 * does not, or is judged by no further stage, ends there.
 */
function continued(before: readonly Failure[], next: readonly Failure[], last: Instant): Failure[] {
  const after = last + 1;
  const end = { from: after, to: after };
  const taken = new Set<Failure>();
  const out = before.map((f): Failure => {
    if (f.until !== null) return f;
    const rest = next.find((g) => f.state && g.id === f.id && g.from.from === after);
    if (!rest) return { ...f, until: end };
    taken.add(rest);
    return { ...f, until: rest.until };
  });
  for (const g of next) if (!taken.has(g)) out.push({ ...g, piece: out.filter((f) => f.id === g.id).length });
  return out;
}
