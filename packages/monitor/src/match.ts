/**
 * Whether an event, as one history has it, is what a pattern asks for
 * (docs/semantics.md 5.4, 6.6, 7.2), but for where it lies (`zone.ts`). One matcher serves one norm under one view.
 */
import {
  dayDifference,
  endOfDayAfter,
  windowEnd,
  type Actor,
  type Argument,
  type Bearer,
  type Column,
  type Duration,
  type EventPattern,
  type Instant,
  type Instrument,
  type Model,
  type Period,
  type State,
  type TermUse,
} from "@servanda/language";
import { catalogueOf } from "./catalogue.ts";
import type { ColumnsRead, Event, Evidence } from "./evidence.ts";
import type { Option } from "./option.ts";
import { askingOf, Choice, having, momentOf } from "./choice.ts";
import { clockLengths, countsToTheSecond, Equivalence, lengthsCounted, secondsIn } from "./equivalence.ts";
import { type Interval, union } from "./interval.ts";
import { cut, inRun, memberships, renewed, runOf, type Run } from "./membership.ts";
import { OTHER } from "./place.ts";
import type { NormView, Stage } from "./view.ts";
import { exactly, type Fact, isTriedWhole, type Moment, type World } from "./world.ts";

/** Events by what they are asked for by, since one norm may have very many. */
interface EventIndex {
  readonly byId: ReadonlyMap<string, Event>;
  readonly byAccount: ReadonlyMap<string, Event>;
}

const indexes = new WeakMap<readonly Event[], EventIndex>();
const sortings = new WeakMap<readonly Event[], readonly Event[]>();

function indexOf(events: readonly Event[]): EventIndex {
  let index = indexes.get(events);
  if (!index) {
    const byAccount = new Map<string, Event>();
    for (const event of events) for (const { id } of event.accounts) if (!byAccount.has(id)) byAccount.set(id, event);
    indexes.set(events, (index = { byId: new Map(events.map((event) => [event.id, event])), byAccount }));
  }
  return index;
}

/** What is met while somebody is judged, for the explanation. */
export interface Notes {
  /** Events whose accounts were looked at. */
  readonly consulted: Set<string>;
  /** Terms met without a meaning. */
  readonly openTerms: Set<string>;
  /** Terms met with a meaning: their words, and how they were used. */
  readonly meanings: Map<string, TermUse>;
}

function nothingNoted(): Notes {
  return { consulted: new Set(), openTerms: new Set(), meanings: new Map() };
}

export type Bindings = Map<string, string>;

/** Who is judged, and on which occasion: what patterns of a norm speak of besides the event itself. */
export interface Setting {
  readonly bearer: string;
  /** How the norm names its bearers. */
  readonly clause: Bearer;
  readonly bindings: Bindings;
  /** Of a joint bearer (12.1, 12.2): all who bear it as one. */
  readonly members?: readonly string[] | undefined;
  /** The one of them whose act is meant; absent: that of any. */
  readonly acting?: string;
  /** First second at which the agreement is over in this history (12.5); absent: that makes no difference here. */
  readonly over?: Instant;
}

/** Of a joint bearer those whose act is meant; undefined: it is one alone. */
export function askedOf({ acting, members }: Setting): readonly string[] | undefined {
  return acting === undefined ? members : [acting];
}

/** The bearer where a text names none (7.5). */
export const UNNAMED = "unnamed";

export class Matcher {
  readonly model: Model;
  readonly evidence: Evidence;
  readonly normView: NormView;
  readonly instrument: Instrument;
  readonly at: Instant;
  readonly offset: number;
  readonly events: readonly Event[];
  readonly states: ReadonlyMap<string, State>;
  private readonly around: readonly NormView[];
  private bounded: readonly Instant[] | null = null;
  private columns: ColumnsRead | null = null;
  /** Whether it ever mattered with what else times may be compared. */
  cutsAsked = false;
  private sorted: readonly Event[] | null = null;
  /** What events were chosen by: a pattern that they could be of, with who and what it then speaks of; and otherwise. */
  private readonly patterns = new Map<EventPattern, Map<string, Choice>>();
  private readonly selected = new Map<string, Choice>();
  private readonly choices: Choice[] = [];
  /** Lengths by the clock that the norms around count. */
  private lengths: readonly number[] | null = null;
  private alikeness: Equivalence | null = null;
  private isToTheSecond: boolean | null = null;
  private readonly actors: ReadonlyMap<string, Actor>;
  private readonly terms: ReadonlyMap<string, Model["terms"][number]>;
  /** What was met since `note`. */
  private notes: Notes = nothingNoted();

  /**
   * `around`: all norms that the norm reaches, with itself; events are seen as all of them together ask (14.1). `events`: those that can matter,
   * by id, where the caller knows them; else all that the norms ask about.
   */
  constructor(
    model: Model,
    evidence: Evidence,
    normView: NormView,
    instrument: Instrument,
    at: Instant,
    around: readonly NormView[] = [normView],
    events: readonly Event[] | null = null,
  ) {
    this.model = model;
    this.evidence = evidence;
    this.normView = normView;
    this.instrument = instrument;
    this.at = at;
    this.offset = instrument.offset ?? model.case.offset;
    const { states, actors, terms } = catalogueOf(model);
    this.states = states;
    this.actors = actors;
    this.terms = terms;
    this.around = around;
    this.events = events ?? evidence.events(this.read);
  }

  /** What the norm and those that it reaches read of events. */
  get read(): ColumnsRead {
    return (this.columns ??= readBy(this.around, this.states));
  }

  /** What is met from now on is noted here, beside what was; gives back where it was noted before. */
  note(notes: Notes = nothingNoted()): Notes {
    const before = this.notes;
    this.notes = notes;
    return before;
  }

  get noted(): Notes {
    return this.notes;
  }

  get consulted(): Set<string> {
    return this.notes.consulted;
  }

  get openTerms(): Set<string> {
    return this.notes.openTerms;
  }

  get meanings(): Map<string, TermUse> {
    return this.notes.meanings;
  }

  /** Decided events first, the earliest of them first: where one settles an outcome, nothing open need be asked. */
  get certainFirst(): readonly Event[] {
    this.sorted ??= sortings.get(this.events) ?? null;
    if (this.sorted === null) {
      const open = (e: Event): number => (e.options.length > 1 || e.options[0]?.from !== e.options[0]?.to ? 1 : 0);
      const first = (e: Event): Instant => Math.min(...e.options.map((o) => o?.from ?? Infinity));
      this.sorted = this.events
        .map((event) => ({ event, open: open(event), first: first(event) }))
        .sort((a, b) => a.open - b.open || a.first - b.first || (a.event.id < b.event.id ? -1 : 1))
        .map(({ event }) => event);
      sortings.set(this.events, this.sorted);
    }
    return this.sorted;
  }

  /** Bounds of everything that times are compared with. */
  get cuts(): readonly Instant[] {
    return (this.bounded ??= this.bounds(this.around));
  }

  /** The event of that id, if the norm asks about it. */
  event(id: string): Event | null {
    return indexOf(this.events).byId.get(id) ?? null;
  }

  /** The event of which an account tells, if the norm asks about it. */
  eventTold(account: string): Event | null {
    return indexOf(this.events).byAccount.get(account) ?? null;
  }

  private bounds(around: readonly NormView[]): Instant[] {
    const cuts = new Set<Instant>(this.fixed(around));
    for (const event of this.events) for (const second of boundsOf(event)) cuts.add(second);
    return [...cuts].toSorted((a, b) => a - b);
  }

  /** Those that no event makes. */
  private fixed(around: readonly NormView[]): ReadonlySet<Instant> {
    this.cutsAsked = true;
    const cuts = new Set<Instant>([this.at]);
    const period = (p: Period): void => {
      if (p.from) cuts.add(p.from.earliest);
      if (p.until) cuts.add(p.until.earliest);
    };
    for (const { inForce, parties } of this.instruments) {
      if (inForce) period(inForce);
      for (const membership of parties) membership.periods.forEach(period);
    }
    for (const { from, clauses } of around.flatMap((each) => each.stages)) {
      if (from !== null) cuts.add(from);
      const time = clauses.time;
      const measured = (clauses.must.measures ?? []).map((measure) => measure.in);
      for (const date of [time?.by, time?.from, time?.until, ...measured])
        if (date) cuts.add(date.earliest).add(date.latest);
    }
    for (const row of this.evidence.coverage) cuts.add(row.from).add(row.until);
    return cuts;
  }

  // ── What a history takes an event to be ────────────────────────────────────────────────────

  /** The option of this history, if it has happened by `at` (1.4, 5.3). */
  take(world: World, event: Event): Option | null {
    const option = this.option(world, event);
    return option && world.notAfter(this.moment(event, option), world.now(this.at)) ? option : null;
  }

  private option(world: World, event: Event): Option | null {
    if (event.options.length === 1) return event.options[0]!;
    const { fact, words } = askingOf(event);
    return event.options[world.choose(fact, words)]!;
  }

  moment(event: Event, option: Option): Moment {
    return momentOf(event, option);
  }

  /**
   * One second of an event, where another norm is to be asked as of it. Where nothing that it may be compared with
   * falls within its bounds, one second is as good as another: the earliest is taken, and nothing is chosen. Not of what
   * suspends or ends: with it a failure ends, and a deadline moves (14.7, 14.8); nor where the norm judged counts to the second from its occasion.
   */
  secondOf(world: World, event: Event, option: Option): Instant {
    const moment = this.moment(event, option);
    const { from, to } = world.span(moment);
    if (from === to) return from;
    const told = (): readonly Instant[] => this.comparedWith(event);
    this.isToTheSecond ??= countsToTheSecond(this.around[0]!);
    if (!this.isToTheSecond && this.normView.norm.kind !== "power") {
      if (this.equivalence.holds(event.id, { from, to }, told)) return world.pin(moment, from);
    }
    const ends = isTriedWhole({ from, to }) ? [] : this.equivalence.ends(event.id, { from, to }, told);
    return world.instant(moment, [], ends);
  }

  private get equivalence(): Equivalence {
    return (this.alikeness ??= new Equivalence(this.around, this.instruments, this.model.case.offset));
  }

  private comparedWith(event: Event): Instant[] {
    return [...this.fixed(this.around), ...this.events.flatMap((e) => (e === event ? [] : boundsOf(e)))];
  }

  /** Those of the norms that are asked together. */
  private get instruments(): Instrument[] {
    const { instruments } = catalogueOf(this.model);
    return [...new Set([this.instrument, ...this.around.map(({ norm }) => instruments.get(norm.instrument)!)])];
  }

  /** Events some option of which could be the pattern's, decided ones first. */
  candidates(pattern: EventPattern, setting: Setting, bearer: boolean): readonly Event[] {
    const choice = this.chosen(pattern, setting, bearer);
    return (choice.certainFirst ??= this.naming(this.certainFirst, pattern, setting).filter(choice.has));
  }

  /** The same, by id. */
  suited(pattern: EventPattern, setting: Setting, bearer: boolean): readonly Event[] {
    const choice = this.chosen(pattern, setting, bearer);
    return (choice.byId ??= this.naming(this.events, pattern, setting).filter(choice.has));
  }

  /** Of a list, those that name what a pattern names: the others need not be looked at. */
  private naming(events: readonly Event[], pattern: EventPattern, { bindings }: Setting): readonly Event[] {
    let least = events;
    for (const column of ["actor", "target", "object"] as const) {
      // Conduct of some may count as that of others (12.4).
      if (pattern[column] === null || (column === "actor" && this.normView.attributions.size > 0)) continue;
      const value = this.value(pattern[column], bindings);
      const found = value === null ? least : having(events, pattern.act, column, value);
      if (found.length < least.length) least = found;
    }
    return least;
  }

  /** Whether some option could be the pattern's: what cannot matter is never asked about. `bearer` as in `agrees`. */
  mayMatch(event: Event, pattern: EventPattern, setting: Setting, bearer: boolean): boolean {
    return this.chosen(pattern, setting, bearer).has(event);
  }

  /** Events of which something is so, by id; `key` says what. `among`: those of which it may be, by id. */
  select(key: string, is: (event: Event) => boolean, among = (): readonly Event[] => this.events): readonly Event[] {
    let choice = this.selected.get(key);
    if (!choice) {
      this.selected.set(key, (choice = new Choice(is)));
      this.choices.push(choice);
    }
    return (choice.byId ??= among().filter(choice.has));
  }

  /** Whether an event, were it on record, would be one of those that were ever looked at: else it changes nothing. */
  looksAt(event: Event): boolean {
    return this.cutsAsked || this.choices.some(({ is }) => is(event));
  }

  private chosen(pattern: EventPattern, setting: Setting, bearer: boolean): Choice {
    // Whose act is meant is asked only of a pattern that names nobody.
    const whose = bearer && pattern.actor === null ? `${setting.clause.kind} ${setting.bearer}` : "";
    const key = setting.bindings.size === 0 ? whose : `${whose} ${[...setting.bindings].join(" ")}`;
    let known = this.patterns.get(pattern);
    if (!known) this.patterns.set(pattern, (known = new Map()));
    let choice = known.get(key);
    if (!choice) {
      const asked: Setting = { ...setting, bindings: new Map(setting.bindings) };
      known.set(key, (choice = new Choice((event) => this.couldMatch(event, pattern, asked, bearer))));
      this.choices.push(choice);
    }
    return choice;
  }

  private couldMatch(event: Event, pattern: EventPattern, setting: Setting, bearer: boolean): boolean {
    return event.options.some((option) => {
      if (option === null || option.kind !== pattern.act || option.to === Infinity) return false;
      for (const column of ["actor", "target", "object"] as const) {
        const argument = pattern[column];
        if (argument === null) continue;
        const value = this.value(argument, setting.bindings);
        if (value === null || option[column] === value) continue;
        if (column !== "actor" || !this.actorsOf(option).includes(value)) return false;
      }
      if (bearer && pattern.actor === null && this.actors.has(setting.bearer)) {
        if (!this.actorsOf(option).includes(setting.bearer)) return setting.clause.kind === "unnamed";
      }
      return true;
    });
  }

  // ── Patterns ───────────────────────────────────────────────────────────────────────────────

  /**
   * Whether the event, so taken, agrees with the pattern in everything but place. Variables met for the first time are bound.
   * A pattern without an actor means the bearer, if `bearer` is set.
   */
  agrees(
    world: World,
    event: Event,
    option: Option,
    pattern: EventPattern,
    setting: Setting,
    bearer: boolean,
  ): boolean {
    if (option.kind !== pattern.act) return false;
    const moment = this.moment(event, option);
    // Plain names first: an open term is asked about only where all else agrees.
    const columns: readonly Column[] = ["actor", "target", "object"];
    for (const open of [false, true]) {
      for (const column of columns) {
        if (column === "place") continue;
        const argument = pattern[column];
        if (argument === null || (argument.kind === "term") !== open) continue;
        // `each other attacks each other`: the other one attacks the one judged (7.2).
        if (argument.kind === "other" && column !== "actor" && pattern.actor?.kind === "other") {
          if (option[column] !== setting.bearer) return false;
          continue;
        }
        if (column === "actor" && this.normView.attributions.size > 0) {
          if (!this.attributed(world, argument, option, setting, moment)) return false;
          continue;
        }
        if (!this.argument(world, argument, option[column], setting, moment)) return false;
      }
    }
    if (bearer && pattern.actor === null && !this.isDoneByBearer(world, option, setting, moment)) return false;
    this.consulted.add(event.id);
    return true;
  }

  /** 12.4: whether the actor, or whoever its conduct counts as, is what an argument asks for. A variable takes the last. */
  private attributed(world: World, argument: Argument, option: Option, setting: Setting, moment: Moment): boolean {
    const actors = this.actorsOf(option);
    const free = argument.kind === "variable" && this.value(argument, setting.bindings) === null;
    const asked = free ? actors.slice(-1) : actors;
    if (asked.length === 0) return this.argument(world, argument, null, setting, moment);
    return asked.some((actor) => this.argument(world, argument, actor, setting, moment));
  }

  private isDoneByBearer(world: World, option: Option, setting: Setting, moment: Moment): boolean {
    const actors = this.actorsOf(option);
    if (actors.length === 0) return this.isBearer(world, null, setting, moment);
    return actors.some((actor) => this.isBearer(world, actor, setting, moment));
  }

  private isBearer(world: World, actor: string | null, setting: Setting, moment: Moment): boolean {
    if (setting.clause.kind === "unnamed") return true;
    const members = askedOf(setting);
    if (members) return members.some((m) => m === actor || (actor !== null && this.belongs(world, m, actor, moment)));
    if (setting.clause.kind === "open" && this.normView.actors(setting.clause.use) === null) {
      return this.openActor(world, setting.clause.use, actor, setting.bindings);
    }
    return actor === setting.bearer;
  }

  /** Whether an actor belongs to a group then. */
  private belongs(world: World, actor: string, group: string, moment: Moment): boolean {
    const membership = this.actors.get(group)?.members.find((m) => m.actor === actor);
    return (membership?.periods ?? []).some((p) =>
      inRun(world, moment, { from: p.from?.earliest ?? -Infinity, until: p.until?.earliest ?? Infinity }),
    );
  }

  /** Whether a value is what an argument asks for; a variable met for the first time is bound. */
  argument(world: World, argument: Argument, value: string | null, setting: Setting, moment: Moment): boolean {
    switch (argument.kind) {
      case "anyone":
        // Of `each party`, one at a time is meant here; that all of them are is for what is to be done (12.5).
        if (argument.party === undefined) return true;
        return value !== null && value !== OTHER && this.partyIn(world, value, moment, setting);
      case "name":
        return value === argument.id;
      case "variable": {
        const bound = setting.bindings.get(keyOf(argument));
        if (bound !== undefined || argument.of !== undefined) return value !== null && value === bound;
        if (value === null || value === OTHER) return false;
        for (const taken of setting.bindings.values()) if (taken === value) return false;
        if (argument.restrict === "party" ? !this.partyAt(world, value, moment) : !this.isA(value, argument.restrict)) {
          return false;
        }
        setting.bindings.set(argument.name, value);
        return true;
      }
      case "other": {
        if (value === null || value === OTHER || value === setting.bearer) return false;
        // Of those who bear it as one any is meant, whoever of them it is that acts (12.1).
        if (setting.members) return setting.members.includes(value);
        if (setting.clause.kind === "named") {
          const { actors, variables = [] } = setting.clause;
          return actors.includes(value) || variables.some((each) => this.value(each, setting.bindings) === value);
        }
        if (setting.clause.kind === "variable" && setting.clause.binds)
          return this.isAnyOf(world, setting.clause.binds.restrict, value, setting, moment);
        if (setting.clause.kind === "open") return this.argument(world, setting.clause.use, value, setting, moment);
        // One alone has no other.
        if (setting.clause.kind !== "each-party") return false;
        const except = setting.clause.except.some((a) => this.value(a, setting.bindings) === value);
        return !except && this.partyIn(world, value, moment, setting);
      }
      case "term": {
        const actors = this.normView.actors(argument);
        if (actors === null) return this.openActor(world, argument, value, setting.bindings);
        this.noteMeaning(argument, setting.bindings);
        return actors.some((actor) => this.argument(world, actor, value, setting, moment));
      }
    }
  }

  /** 12.3: whether somebody is of the kind that a bearer line binds, and not bound by what began the instance. */
  private isAnyOf(world: World, kind: string, value: string, setting: Setting, moment: Moment): boolean {
    for (const taken of setting.bindings.values()) if (taken === value) return false;
    return kind === "party" ? this.partyIn(world, value, moment, setting) : this.isA(value, kind);
  }

  /** Who does it, as this norm under this view has it (12.4). */
  actorsOf({ actor }: Option): readonly string[] {
    if (actor === null) return [];
    const { attributions } = this.normView;
    if (attributions.size === 0 || actor === OTHER) return [actor];
    const out = new Set([actor]);
    for (const one of out) for (const other of attributions.get(one) ?? []) out.add(other);
    return [...out];
  }

  isA(actor: string, kind: string | null): boolean {
    return kind === null || this.actors.get(actor)?.kind === kind;
  }

  private openActor(world: World, use: TermUse, value: string | null, bindings: Bindings): boolean {
    if (value === null || value === OTHER) return false;
    return world.yes(this.openFact(use, bindings, `=${value}`, `${this.words(use, bindings)} = ${value}`));
  }

  /** 6.6 */
  openFact(use: TermUse, bindings: Bindings, key: string, ref: string): Fact {
    const words = this.words(use, bindings);
    this.openTerms.add(words);
    return { id: `term:${words}${key}`, kind: "term", ref, contested: false, at: 0 };
  }

  noteMeaning(use: TermUse, bindings: Bindings): void {
    const put = use.arguments.map((a): Argument => {
      const id = this.value(a, bindings);
      return id === null ? a : { kind: "name", id };
    });
    this.meanings.set(this.words(use, bindings), { ...use, arguments: put });
  }

  /** The words of a term, with what stands in its roles: `territory of Northshore`. */
  words(use: TermUse, bindings: Bindings): string {
    const term = this.terms.get(use.term);
    const parts = use.arguments.map((argument, i) => {
      const role = term?.parameters[i];
      return `${role?.preposition ?? "of"} ${this.value(argument, bindings) ?? role?.name ?? "anyone"}`;
    });
    return [use.term, ...parts].join(" ");
  }

  /** The id that an argument stands for; null where it is not one id. */
  value(argument: Argument, bindings: ReadonlyMap<string, string>): string | null {
    if (argument.kind === "name") return argument.id;
    if (argument.kind === "variable") return bindings.get(keyOf(argument)) ?? null;
    return null;
  }

  // ── Time ───────────────────────────────────────────────────────────────────────────────────

  /** Whether an actor is a party of the instrument then. */
  partyAt(world: World, actor: string, moment: Moment): boolean {
    return this.periodsIn(world, actor).some((run) => inRun(world, moment, run));
  }

  /** 12.5: the same of an act, where the agreement may be over by then: its parties are those of its last second. */
  partyIn(world: World, actor: string, moment: Moment, { over = Infinity }: Setting): boolean {
    const isOver = over !== Infinity && this.ownPeriods(actor).length > 0 && !world.notAfter(moment, over - 1);
    return this.partyAt(world, actor, isOver ? exactly(over - 1) : moment);
  }

  /** An actor's periods as a party, by the text, from entry into force; empty if it never was. */
  ownPeriods(actor: string): readonly Run[] {
    const force = this.force();
    return force ? (periodsIn(this.instrument, force.from).get(actor) ?? []) : [];
  }

  /** Those periods, cut to the time in force; what may yet be renewed has no end here (7.1, 13). */
  periodsOf(actor: string): Run[] {
    const end = this.instrument.renewal ? Infinity : (this.force()?.until ?? Infinity);
    return cut(this.ownPeriods(actor), end);
  }

  /** 13.1: the same as this history has them. */
  periodsIn(world: World, actor: string): readonly Run[] {
    const { withdrawal, renewal } = this.instrument;
    if (!withdrawal && !renewal) return this.periodsOf(actor);
    return cut(memberships(world, this, actor), this.forceIn(world)?.until ?? Infinity);
  }

  /** Half-open, by the text; null for an instrument that never entered into force. */
  force(): Run | null {
    const { inForce } = this.instrument;
    return inForce && { from: inForce.from.earliest, until: inForce.until?.earliest ?? Infinity };
  }

  /** 13.2: the same as this history has it. */
  forceIn(world: World): Run | null {
    const force = this.force();
    const { renewal } = this.instrument;
    if (!force || !renewal || force.until === Infinity) return force;
    return { from: force.from, until: renewed(world, this, force.until, renewal) };
  }

  inForceAt(world: World, moment: Moment): boolean {
    const force = this.forceIn(world);
    return force !== null && inRun(world, moment, force);
  }

  /** 6.2 */
  stageAt(world: World, moment: Moment): Stage {
    const { stages } = this.normView;
    for (let i = stages.length - 1; i > 0; i--) if (!world.notAfter(moment, stages[i]!.from! - 1)) return stages[i]!;
    return stages[0]!;
  }

  /** 5.2: the last second of a window that runs for a duration from a second. */
  endAt(from: Instant, duration: Duration): Instant {
    return (
      windowEnd(from, duration, this.offset) ?? windowEnd(from, { ...duration, rounding: "last-day" }, this.offset)!
    );
  }

  /**
   * So far from what it may be compared with lies a second that matters where a length is counted from it: by that length, and by that and each
   * other that is counted from where it ends, where norms hang by each other. Of months each length is meant that they may have.
   */
  distances(duration: Duration): readonly number[] {
    this.lengths ??= this.around.length === 1 ? [] : lengthsCounted(this.around);
    const further = this.lengths;
    return [...new Set(clockLengths(duration).flatMap((own) => [own, ...further.map((length) => own + length)]))];
  }

  /** The same from a moment. */
  endOf(world: World, moment: Moment, duration: Duration): Instant {
    const end = (from: Instant): Instant => this.endAt(from, duration);
    if (secondsIn(duration) !== null) return end(world.instant(moment, this.distances(duration)));
    // All seconds of one day have the same end.
    for (;;) {
      const { from, to } = world.span(moment);
      if (end(from) === end(to)) return end(from);
      const days = dayDifference(from, to, this.offset);
      world.notAfter(moment, endOfDayAfter(from, Math.floor((days - 1) / 2), this.offset));
    }
  }

  /** Is the event of `second` at or after that of `first`? Equal instants go by `order` where both have one (5.4). */
  atOrAfter(
    world: World,
    first: Moment,
    firstOrder: number | null,
    second: Moment,
    secondOrder: number | null,
  ): boolean {
    if (!world.inOrder(first, second)) return false;
    if (firstOrder === null || secondOrder === null || firstOrder <= secondOrder) return true;
    return !world.inOrder(second, first);
  }
}

/** First and last second of each time that an event may have. */
function boundsOf({ options }: Event): readonly Instant[] {
  return options.flatMap((o) => (o && o.to !== Infinity ? [o.from, o.to] : []));
}

const PERIODS = new WeakMap<Instrument, ReadonlyMap<string, readonly Run[]>>();

/** Periods by party, each party's in order, those that touch joined (7.1): asked for again and again. */
function periodsIn(instrument: Instrument, force: Instant): ReadonlyMap<string, readonly Run[]> {
  let found = PERIODS.get(instrument);
  if (!found) {
    const runs = new Map<string, Interval[]>();
    for (const { actor, periods } of instrument.parties) {
      const own = periods.map((p) => runOf(p, force)).map(({ from, until }) => ({ from, to: until - 1 }));
      runs.set(actor, union([...(runs.get(actor) ?? []), ...own]));
    }
    found = new Map([...runs].map(([actor, own]) => [actor, own.map(({ from, to }) => ({ from, until: to + 1 }))]));
    PERIODS.set(instrument, found);
  }
  return found;
}

/** What a variable is known by: its name, or `victim of mutual-aid` where it is another norm's. */
export function keyOf({ name, of }: { readonly name: string; readonly of?: string }): string {
  return of === undefined ? name : `${name} of ${of}`;
}

/** What several norms read of events, as one (14.1). */
export function readBy(norms: readonly NormView[], states: ReadonlyMap<string, State>): ColumnsRead {
  const out = new Map<string, Set<Column>>();
  for (const norm of norms) {
    for (const [act, columns] of norm.columnsRead(states, norms.length > 1)) {
      const all = out.get(act);
      if (all) for (const column of columns) all.add(column);
      else out.set(act, new Set(columns));
    }
  }
  return out;
}
