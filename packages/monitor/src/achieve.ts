/** What one history makes of something to be done, item by item (docs/semantics.md 8.1 to 8.3, 8.9). */
import type { Instant, Item, Measure } from "@servanda/language";
import { beginning, bind, type Binding, type Segment } from "./binding.ts";
import { excusing, type Found } from "./count.ts";
import { askedOf, type Setting } from "./match.ts";
import { holds } from "./measure.ts";
import { Search } from "./search.ts";
import { named } from "./silence.ts";
import { spells } from "./state.ts";
import { verdict, type Verdict } from "./verdict.ts";
import type { Stage } from "./view.ts";
import type { World } from "./world.ts";

export class Achieve extends Search {
  /** The instances that one and the same act could perform (11.7). */
  siblings: readonly Achieve[] = [this];
  private readonly owed = new Map<Item, Map<string, Item & { kind: "do" }>>();

  /** 8.1 to 8.3, 8.9 */
  achieve(world: World, binding: Binding, index: number, measure: Measure | null = null): Verdict {
    const { matcher } = this;
    const now = world.now(matcher.at);
    const last = binding.due.at(-1)!;
    const deadline = measure?.in.latest ?? last.until;
    const path = `${index}${binding.label}`;
    // An aim does not lapse: it can be reached after its text is gone.
    const aim = this.aim && !last.stage.clauses.must.binding;
    const close = !aim && binding.lapse <= now ? binding.lapse - 1 : Infinity;
    const lapses = lapsedBefore(close, deadline);
    const passed = deadline !== null && now > deadline && !lapses;
    const kept = aim ? "reached" : "kept";
    if (measure && passed && holds(world, matcher, measure, binding.setting.bindings)) {
      return verdict(kept, "15.4", "the figures say so");
    }
    const owed = measure ? [] : [...groups(binding.due, index)];
    const done = this.doneAsWorded(world, binding, owed, close, path);
    if (done) return { ...verdict(kept, aim ? "8.9" : "8.2", "done within the window"), performed: done };
    if (passed && !binding.waiting) {
      if (owed.some(([item, segments]) => this.unseen(world, binding, segments, item, close, path))) {
        return verdict(kept, "8.3", "done, though nobody reports it");
      }
    }
    if (binding.waiting && lapses && !aim) return verdict("lapsed", "11.5", "the norm ended before it was due");
    if (binding.waiting) return verdict(aim ? "open" : "pending", "11.5", "what must come before has not come");
    if (!aim) {
      const to = Math.min(close, now);
      if (
        binding.due.some((segment) => this.excusedWithin(world, binding, segment, Math.min(to, endOf(segment)), passed))
      ) {
        return verdict("excused", "8.2", "the exception occurred within the window");
      }
      if (lapses) {
        return verdict("lapsed", "8.2", "the norm ended before the deadline, and duties do not survive it");
      }
    }
    if (!passed) {
      return aim
        ? verdict("open", "8.9", "there is still time")
        : verdict("pending", "8.2", deadline === null ? "the text sets no deadline" : "the deadline has not passed");
    }
    if (aim) return verdict("not reached", "8.9", "not reached by the deadline");
    if (binding.suspended.some((i) => i.from <= deadline && deadline <= i.to))
      return verdict("excused", "14.7", "the deadline fell in suspended time");
    const ban = this.bearing?.forbidding(
      world,
      matcher.normView.norm.id,
      this.instance,
      binding.due[0]!.start,
      Math.max(...binding.due.map(endOf)),
    );
    if (ban) return verdict("excused", "14.5", `${ban} goes before it and forbids it`);
    return verdict("breached", "8.2", "not done by the deadline");
  }

  /** By whatever wording was in force when it was done (6.4): where several owe it, or it is owed to several, each part by its own. */
  private doneAsWorded(
    world: World,
    binding: Binding,
    owed: readonly (readonly [Item, readonly Segment[]])[],
    close: Instant,
    path: string,
  ): Performed {
    const { setting } = binding;
    const isEach = ([item]: (typeof owed)[number]): boolean => item.kind === "do" && towardsEach(item) !== null;
    if (owed.length > 1 && isTogether(setting) && setting.acting === undefined) {
      const own = (member: string): Binding => ({ ...binding, setting: { ...setting, acting: member } });
      return allOf(setting.members!, (member) => this.doneAsWorded(world, own(member), owed, close, path));
    }
    if (owed.length > 1 && owed.some(isEach)) {
      const toward = (item: Item, party: string): Item => {
        const each = item.kind === "do" ? towardsEach(item) : null;
        return each === null ? item : this.towards(item as Item & { kind: "do" }, each, party);
      };
      const others = this.others(world, binding);
      if (others.length === 0) return { at: world.span(binding.due[0]!.start), accounts: [] };
      return allOf(others, (party) => {
        const one = owed.map(([item, segments]) => [toward(item, party), segments] as const);
        return this.doneAsWorded(world, binding, one, close, path);
      });
    }
    for (const [item, segments] of owed) {
      const done = this.done(world, binding, segments, item, close, path);
      if (done) return done;
    }
    return null;
  }

  /** Whether the record has it done while these stages govern; what a term means is done item by item, each act by the stage in which it falls. */
  done(
    world: World,
    binding: Binding,
    segments: readonly Segment[],
    item: Item,
    close: Instant,
    path: string,
    owed: Item = item,
  ): Verdict["performed"] {
    const meaning = item.kind === "term" ? this.matcher.normView.items(item.use) : null;
    if (item.kind === "do") return this.act(world, binding, segments, item, close, owed);
    if (item.kind !== "term" || !meaning) {
      for (const segment of segments) {
        const done = this.holds(world, binding, segment, item, close);
        if (done) return done;
      }
      return null;
    }
    this.matcher.noteMeaning(item.use, binding.setting.bindings);
    const parts: Performed[] = [];
    for (const [i, inner] of meaning.items.entries()) {
      const part = this.done(world, binding, segments, inner, close, `${path}.${i}`, owed);
      // Late, it matters which is the first.
      if (part && meaning.connective === "or" && !segments.at(-1)?.late) return part;
      if (!part && meaning.connective === "and") return null;
      parts.push(part);
    }
    return meaning.connective === "and" ? lastOf(parts) : firstOf(parts);
  }

  /** 8.1, 11.7, 12.1, 12.5: an act, by each who owes it as one and towards each party, where that is asked; when the last of it is done. */
  private act(
    world: World,
    binding: Binding,
    segments: readonly Segment[],
    item: Item & { kind: "do" },
    close: Instant,
    owed: Item,
  ): Performed {
    const { setting } = binding;
    const each = towardsEach(item);
    if (isTogether(setting) && setting.acting === undefined) {
      const own = (member: string): Binding => ({ ...binding, setting: { ...setting, acting: member } });
      return allOf(setting.members!, (member) => this.act(world, own(member), segments, item, close, owed));
    }
    if (each) {
      const others = this.others(world, binding);
      // Where there is nobody else, nothing is left to be done.
      if (others.length === 0) return { at: world.span(binding.due[0]!.start), accounts: [] };
      return allOf(others, (party) => this.act(world, binding, segments, this.towards(item, each, party), close, owed));
    }
    const last = segments.at(-1)!;
    if (last.stage.clauses.must.anew) {
      const alone = setting.acting ?? null;
      return (
        this.turn(world, item, alone, owed, false) ?? (last.late ? this.turn(world, item, alone, owed, true) : null)
      );
    }
    for (const segment of segments) {
      const done = segment.late
        ? this.soonest(world, binding, segment, item)
        : this.performs(world, binding, segment, item, close);
      if (done) return done;
    }
    return null;
  }

  /** An act while one stage governs. */
  private performs(
    world: World,
    binding: Binding,
    segment: Segment,
    item: Item & { kind: "do" },
    close: Instant,
  ): Performed {
    const to = Math.min(endOf(segment), close);
    return this.first(world, binding.setting, item.pattern, true, (found) => {
      const { option, moment } = found;
      if (!this.since(world, segment, option, moment) || !world.notAfter(moment, to)) return null;
      if (segment.from !== -Infinity && world.notAfter(moment, segment.from - 1)) return null;
      const zones = [item.pattern.place, segment.stage.clauses.place];
      if (!this.meets(world, binding.setting, item.pattern, true, zones, found, beginning(segment))) return null;
      return { at: { ...world.span(moment) }, accounts: option.accounts };
    });
  }

  /** A state or an open term, while one stage governs. */
  private holds(
    world: World,
    binding: Binding,
    segment: Segment,
    item: Exclude<Item, { kind: "do" }>,
    close: Instant,
  ): Performed {
    const { matcher } = this;
    const to = Math.min(endOf(segment), close);
    const hi = Math.min(to, world.now(matcher.at));
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
    if (item.kind !== "term") return null;
    const words = matcher.words(item.use, binding.setting.bindings);
    const key = `#${this.instance.id}#${binding.label}`;
    const fact = matcher.openFact(item.use, binding.setting.bindings, key, `what was done is ${words}`);
    return world.yes(fact) ? { at: { from: world.span(segment.start).from, to: hi }, accounts: [] } : null;
  }

  /** 8.1: what was due at a place of the clause, done after the deadline; of several that it takes, some may have been done in time. */
  late(world: World, binding: Binding, index: number): Performed {
    const last = binding.due.at(-1)!;
    const after: Segment = { ...last, from: last.until! + 1, to: Infinity, until: null, late: true };
    for (const [item, segments] of groups(binding.due, index)) {
      if (segments.includes(last))
        return this.done(world, binding, [...segments, after], item, Infinity, `late.${index}`);
    }
    return null;
  }

  /** Of the acts that perform it late, the earliest. */
  private soonest(world: World, binding: Binding, segment: Segment, item: Item & { kind: "do" }): Performed {
    const acts = [...this.within(world, binding, segment, item, Infinity)];
    return firstOf(acts.map(({ option, moment }) => ({ at: { ...world.span(moment) }, accounts: option.accounts })));
  }

  /** 12.5: each party but the bearer. */
  private others(world: World, { setting, due }: Binding): readonly string[] {
    const own = new Set(askedOf(setting) ?? [setting.bearer]);
    const parties = new Set(this.matcher.instrument.parties.map((m) => m.actor));
    const isParty = (id: string): boolean => this.matcher.partyIn(world, id, due[0]!.start, setting);
    return [...parties].toSorted().filter((id) => !own.has(id) && isParty(id));
  }

  /** What is to be done, towards one party: the same for the same party. */
  private towards(
    item: Item & { kind: "do" },
    column: "actor" | "target" | "object",
    party: string,
  ): Item & { kind: "do" } {
    let own = this.owed.get(item);
    if (!own) this.owed.set(item, (own = new Map()));
    let one = own.get(party);
    if (!one) own.set(party, (one = { ...item, pattern: { ...item.pattern, [column]: { kind: "name", id: party } } }));
    return one;
  }

  /**
   * 11.7: the act that performs this instance when each takes its turn (`late`: that does it after the deadline); `by`: of those who owe it as one,
   * the one that acts.
   */
  private turn(world: World, item: Item & { kind: "do" }, by: string | null, owed: Item, late: boolean): Performed {
    const { matcher, instance } = this;
    const text = JSON.stringify(owed);
    const turns = `turns ${matcher.normView.norm.id} ${instance.bearer} ${JSON.stringify(item)} of ${text}`;
    const asks = ({ clauses }: Stage): boolean => clauses.must.items.some((each) => JSON.stringify(each) === text);
    const stages = new Set(matcher.normView.stages.filter(asks));
    const seen = world.once<Turns>(turns, NO_TURNS, () => this.turns(world, item, stages, null));
    const all = late ? world.once<Turns>(`late ${turns}`, NO_TURNS, () => this.turns(world, item, stages, seen)) : seen;
    const own = all.get(`${instance.id} ${by}`);
    return own ? { at: { ...world.span(own.moment) }, accounts: own.option.accounts } : null;
  }

  /** What each instance takes in time; where it is told what each took so, what each of the others takes late. */
  private turns(world: World, item: Item & { kind: "do" }, stages: ReadonlySet<Stage>, inTime: Turns | null): Turns {
    const waiting = this.siblings
      .map((sibling) => ({ sibling, binding: bind(world, sibling) }))
      .filter((w): w is { sibling: Achieve; binding: Binding } => typeof w.binding !== "string")
      .map((w) => ({ ...w, since: world.instant(w.binding.trigger) }))
      .toSorted((a, b) => {
        const [first, second] = [a.binding.order, b.binding.order];
        const inOrder = first !== null && second !== null ? first - second : 0;
        return a.since - b.since || inOrder || (a.sibling.instance.id < b.sibling.instance.id ? -1 : 1);
      });
    const out = new Map<string, Found>();
    const used = new Set([...(inTime ?? NO_TURNS).values()].map(({ event }) => event.id));
    for (const { sibling, binding } of waiting) {
      const { setting } = binding;
      const takes: Found[] = [];
      for (const member of isTogether(setting) ? setting.members! : [null]) {
        const key = `${sibling.instance.id} ${member}`;
        if (inTime?.has(key)) continue;
        const own = member === null ? binding : { ...binding, setting: { ...setting, acting: member } };
        let first: Found | null = null;
        for (const found of sibling.performing(world, own, item, stages, inTime !== null)) {
          if (used.has(found.event.id)) continue;
          const a = world.instant(found.moment);
          const b = first && world.instant(first.moment);
          if (b === null || a < b || (a === b && found.event.id < first!.event.id)) first = found;
        }
        if (!first) continue;
        takes.push(first);
        out.set(key, first);
      }
      for (const { event } of takes) used.add(event.id);
    }
    return out;
  }

  /** Every act that performs an item of this instance in its window, while a stage that asks for it governs, or late. */
  private *performing(
    world: World,
    binding: Binding,
    item: Item & { kind: "do" },
    stages: ReadonlySet<Stage>,
    late: boolean,
  ): Generator<Found> {
    if (late) {
      const last = binding.due.at(-1)!;
      if (last.until === null) return;
      yield* this.within(world, binding, { ...last, from: last.until + 1, to: Infinity, until: null }, item, Infinity);
      return;
    }
    const close = binding.lapse <= world.now(this.matcher.at) ? binding.lapse - 1 : Infinity;
    for (const segment of binding.due)
      if (stages.has(segment.stage)) yield* this.within(world, binding, segment, item, close);
  }

  /** Every act that performs an item while a segment governs. */
  private *within(
    world: World,
    binding: Binding,
    segment: Segment,
    item: Item & { kind: "do" },
    close: Instant,
  ): Generator<Found> {
    const to = Math.min(endOf(segment), close);
    for (const found of this.matching(world, binding.setting, item.pattern, true)) {
      const { option, moment } = found;
      if (!this.since(world, segment, option, moment) || !world.notAfter(moment, to)) continue;
      if (segment.from !== -Infinity && world.notAfter(moment, segment.from - 1)) continue;
      const zones = [item.pattern.place, segment.stage.clauses.place];
      if (this.meets(world, binding.setting, item.pattern, true, zones, found, beginning(segment))) yield found;
    }
  }

  /** 8.3: whether this history adds what nobody reports; what was reported of several is done already. */
  private unseen(
    world: World,
    binding: Binding,
    segments: readonly Segment[],
    item: Item,
    close: Instant,
    path: string,
  ): boolean {
    if (item.kind === "term") {
      const meaning = this.matcher.normView.items(item.use);
      const parts = (meaning?.items ?? []).map(
        (inner, i) => () =>
          this.done(world, binding, segments, inner, close, `${path}.${i}`) !== null ||
          this.unseen(world, binding, segments, inner, close, `${path}.${i}`),
      );
      if (parts.length === 0) return false;
      return meaning!.connective === "or" ? parts.some((part) => part()) : parts.every((part) => part());
    }
    const { setting } = binding;
    for (const segment of segments) {
      const from = Math.max(world.span(segment.start).from, segment.from);
      const asked =
        item.kind === "keep"
          ? this.silence.changes(item.state, true)
          : this.silence.watched(item, segment.stage.clauses.place)!;
      const window = { from, to: Math.min(endOf(segment), close) };
      const last = this.silence.uncovered(asked, setting, window).at(-1);
      if (last === undefined || !world.notAfter(segment.start, last.to)) continue;
      const pattern = item.kind === "keep" ? null : item.pattern;
      return world.yes(this.silence.fact(path, pattern, asked, setting, window));
    }
    return false;
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
      const pattern = excusing(condition);
      const occurred = this.first(world, binding.setting, pattern, false, (found) => {
        const { option, moment } = found;
        if (!this.since(world, segment, option, moment) || !world.notAfter(moment, to)) return null;
        if (segment.from !== -Infinity && world.notAfter(moment, segment.from - 1)) return null;
        const since = pattern.count?.in ? null : beginning(segment);
        return this.meets(world, binding.setting, pattern, false, [pattern.place], found, since) || null;
      });
      if (occurred) return true;
      if (!passed) return false;
      const from = Math.max(world.span(segment.start).from, segment.from);
      const asked = [named(pattern)];
      const last = this.silence.uncovered(asked, binding.setting, { from, to }).at(-1);
      if (!last || !world.notAfter(segment.start, last.to)) return false;
      return world.yes(
        this.silence.fact(`exception ${i}${binding.label}`, pattern, asked, binding.setting, { from, to }),
      );
    });
    return unless.connective === "or" ? tests.some((t) => t()) : tests.every((t) => t());
  }
}

type Performed = Verdict["performed"];
type Turns = ReadonlyMap<string, Found>;

/** Nothing is taken yet. */
const NO_TURNS: Turns = new Map();

/** What each of some comes to, as one; what comes to nothing ends it. */
function allOf(of: readonly string[], ask: (one: string) => Performed): Performed {
  const parts: Performed[] = [];
  for (const one of of) {
    const part = ask(one);
    if (!part) return null;
    parts.push(part);
  }
  return lastOf(parts);
}

/** When all of it is done, where all of it is; of times that are not known for certain as little as is known. */
export function lastOf(parts: readonly Performed[]): Performed {
  if (parts.length < 2) return parts[0] ?? null;
  return parts.some((part) => part === null) ? null : joined(parts, Math.max);
}

/** When the first of it is done. */
export function firstOf(parts: readonly Performed[]): Performed {
  const done = parts.filter((part) => part !== null);
  return done.length < 2 ? (done[0] ?? null) : joined(done, Math.min);
}

function joined(parts: readonly Performed[], pick: (...all: Instant[]) => Instant): Performed {
  const [from, to] = [pick(...parts.map((p) => p!.at.from)), pick(...parts.map((p) => p!.at.to))];
  // What surely does not come into it tells nothing.
  const telling = pick === Math.max ? parts : parts.filter((p) => p!.at.from <= to);
  return { at: { from, to }, accounts: [...new Set(telling.flatMap((p) => p!.accounts))] };
}

/** The column in which `each party` stands; null: none. */
function towardsEach({ pattern }: Item & { kind: "do" }): "actor" | "target" | "object" | null {
  for (const column of ["actor", "target", "object"] as const) {
    const argument = pattern[column];
    if (argument?.kind === "anyone" && argument.party === "each") return column;
  }
  return null;
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

/** 12.1 */
function isTogether({ clause, members }: Setting): boolean {
  return members !== undefined && clause.kind !== "variable" && "mode" in clause && clause.mode === "together";
}

/** The last second at which a stage has it done in time: a later one may set a deadline that lies before that (6.4). */
function endOf({ to, until }: Segment): Instant {
  return Math.min(to, until ?? Infinity);
}
