/**
 * A norm under one view, compiled to what columns can answer. A plan knows which acts, with whom in which column, can concern the norm; whatever it
 * does not know how to say is left to the general evaluator, and `compile` tells why.
 */
import {
  DISTANT_FUTURE,
  windowEnd,
  type Argument,
  type Clauses,
  type Duration,
  type EventPattern,
  type Instant,
  type Instrument,
  type Norm,
  type Unless,
} from "@servanda/language";
import { bind } from "./binding.ts";
import { catalogueOf } from "./catalogue.ts";
import type { Codes, Columns, Named } from "./columns.ts";
import { instances, LIMIT, type Instance } from "./instance.ts";
import { Judge } from "./judge.ts";
import { Matcher } from "./match.ts";
import { NormView, type HeldView } from "./view.ts";
import { explore } from "./world.ts";

/** What may stand in a column: anything; one thing; one of some things; or a thing that the norm speaks of elsewhere, by its place in a key. */
export type Test =
  | { readonly kind: "any" }
  | { readonly kind: "is"; readonly thing: number }
  /** One of several, and not the one judged. */
  | { readonly kind: "among"; readonly mask: Uint8Array }
  | { readonly kind: "key"; readonly part: 0 | 1 }
  /** Of the two that a trigger binds, the one that is not judged. */
  | { readonly kind: "counterpart" };

export interface Shape {
  /** -1: no account is of this act. */
  readonly act: number;
  readonly actor: Test;
  readonly target: Test;
  readonly object: Test;
}

const EXACT: { readonly [unit in Duration["unit"]]?: number } = { second: 1, minute: 60, hour: 3600 };

/** A length of time: the last second that it reaches from another. */
export class Reach {
  /** Where it is the same number of seconds from everywhere; else NaN. */
  readonly seconds: number;
  private readonly duration: Duration;
  private readonly offset: number;

  /** `offset`: of the days that it is counted in. */
  constructor(duration: Duration, offset: number) {
    const exact = EXACT[duration.unit];
    this.seconds = exact === undefined ? NaN : exact * duration.count;
    this.duration = duration;
    this.offset = offset;
  }

  /** Whether it is of such a length. */
  isOf({ count, unit }: Duration): boolean {
    return this.duration.count === count && this.duration.unit === unit;
  }

  end(from: Instant): Instant {
    const { seconds } = this;
    // Asked of each row: a sum costs less than the calendar.
    return seconds === seconds
      ? Math.min(from + seconds, DISTANT_FUTURE)
      : windowEnd(from, this.duration, this.offset)!;
  }

  /** No second before this one reaches `to`, or one before it might. */
  earliest(to: Instant): Instant {
    const { seconds, duration } = this;
    const days = duration.unit === "week" ? 7 : 1;
    return to - (seconds === seconds ? seconds : days * 86_400 * (duration.count + 1));
  }
}

export type Condition =
  | { readonly kind: "event"; readonly shape: Shape; readonly reach: Reach | null; readonly pattern: EventPattern }
  | {
      readonly kind: "state";
      readonly changes: readonly { readonly act: number; readonly column: Named; readonly starts: boolean }[];
      /** Whether it holds at first: 0, 1; 2: nobody knows. */
      readonly initially: number;
      /** How it must be to excuse: 0 or 1. */
      readonly wanted: number;
      /** A thing; -1: the one in the key; -2: one that no account names. */
      readonly subject: number;
    };

export interface Excuse {
  readonly all: boolean;
  readonly conditions: readonly Condition[];
}

/** A norm under a view. What the general evaluator sees in it is made for who asks: it is large, and where all is settled nobody does. */
export class Subject {
  readonly norm: Norm;
  readonly view: HeldView;
  /** Of the same instrument, of whatever norm; it sees no events: what can be said of the agreement and its parties. */
  readonly ground: Matcher;
  private matcher: Matcher | null = null;

  constructor(norm: Norm, view: HeldView, ground: Matcher) {
    this.norm = norm;
    this.view = view;
    this.ground = ground;
  }

  /** Sees no events: what can be said of the norm by itself. */
  get bare(): Matcher {
    return (this.matcher ??= bareOf(this.norm, this.view, this.ground));
  }
}

/** A matcher of a norm that sees no events, of the same record and date as another. */
function bareOf(norm: Norm, view: HeldView, { model, evidence, instrument, at }: Matcher): Matcher {
  const normView = new NormView(model, norm, view);
  return new Matcher(model, evidence, normView, instrument, at, [normView], []);
}

class Common {
  readonly subject: Subject;

  constructor(subject: Subject) {
    this.subject = subject;
  }

  get bare(): Matcher {
    return this.subject.bare;
  }

  get normView(): NormView {
    return this.subject.bare.normView;
  }

  get instrument(): Instrument {
    return this.subject.ground.instrument;
  }
}

interface StandingParts {
  readonly instances: readonly Instance[];
  /** By thing: the place of its instance in the list; -1: none. Null: everybody's is the first (no bearer is named). */
  readonly of: Int32Array | null;
  /** Windows of the instances: first and last second. An instance that is not in force has none. */
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly shape: Shape;
  /** The column that binds the variable of the act, what it may be (null: anything), and its name. */
  readonly own: {
    readonly column: "target" | "object";
    readonly mask: Uint8Array | null;
    readonly name: string;
  } | null;
  /** How many others of the same kind before it, and within which time, make an act a breach. */
  readonly count: { readonly others: number; readonly reach: Reach | null } | null;
  readonly excuse: Excuse | null;
}

/** A ban without `when`: each act of the bearer is judged by what came before it. The key's part 0 is what `must not` binds. */
export class Standing extends Common implements StandingParts {
  readonly kind = "standing";
  readonly instances: StandingParts["instances"];
  readonly of: StandingParts["of"];
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly shape: Shape;
  readonly own: StandingParts["own"];
  readonly count: StandingParts["count"];
  readonly excuse: Excuse | null;

  constructor(subject: Subject, parts: StandingParts) {
    super(subject);
    this.instances = parts.instances;
    this.of = parts.of;
    this.from = parts.from;
    this.to = parts.to;
    this.shape = parts.shape;
    this.own = parts.own;
    this.count = parts.count;
    this.excuse = parts.excuse;
  }
}

interface Bound {
  readonly name: string;
  /** Null: anything. */
  readonly mask: Uint8Array | null;
}

/** One who is judged: a thing, or what a part of the key holds. */
export type Bearer = Known | KeyPart;

/** A thing that the norm names, as a bearer or in a column; -1: no account names it. */
interface Known {
  readonly kind: "is";
  readonly thing: number;
  readonly id: string;
}

interface AnchoredParts {
  readonly anchor: Shape;
  /** Columns of the anchor that are bound to variables, with what they may be. */
  readonly binds: { readonly actor: Bound | null; readonly target: Bound | null };
  readonly bearers: readonly Bearer[];
  /** What is forbidden or owed; `bearer` stands for whoever is judged. */
  readonly shape: Shape;
  readonly clauses: Clauses;
}

/** A norm with a `when`: an event makes an instance for each bearer. The key is what the event binds: part 0 its actor, part 1 its target. */
class Anchored extends Common implements AnchoredParts {
  readonly anchor: Shape;
  readonly binds: AnchoredParts["binds"];
  readonly bearers: AnchoredParts["bearers"];
  readonly shape: Shape;
  readonly clauses: Clauses;
  private standIns: readonly Instance[] | null = null;

  constructor(subject: Subject, parts: AnchoredParts) {
    super(subject);
    this.anchor = parts.anchor;
    this.binds = parts.binds;
    this.bearers = parts.bearers;
    this.shape = parts.shape;
    this.clauses = parts.clauses;
  }

  /** The event that makes an instance. */
  get pattern(): EventPattern {
    return this.clauses.when!.anchor;
  }

  /** Its bearers are known as variables only, who are nobody in particular once somebody is bound (7.6). */
  get isByVariable(): boolean {
    const { bearer } = this.clauses;
    return bearer.kind === "variable" || (bearer.kind === "named" && (bearer.variables?.length ?? 0) > 0);
  }

  /** Stand-ins for bearers that nothing binds (7.6). */
  idle(): readonly Instance[] {
    return (this.standIns ??= instances(this.bare, null).list);
  }
}

interface KeyPart {
  readonly kind: "key";
  readonly part: 0 | 1;
}

/** What is owed after an event, within a time. The actor of the shape is the bearer. */
export class Owed extends Anchored {
  readonly kind = "owed";
  readonly reach: Reach | null;

  constructor(subject: Subject, parts: AnchoredParts, reach: Reach | null) {
    super(subject, parts);
    this.reach = reach;
  }

  /** The columns by which it asks for somebody or something, each a bit: `bitsAsked` of what is owed. */
  get bits(): number {
    const { target, object } = this.shape;
    return 1 | (target.kind === "any" ? 0 : 2) | (object.kind === "any" ? 0 : 4);
  }

  /** What is owed. */
  get owed(): EventPattern {
    const item = this.clauses.must.items[0]!;
    if (item.kind !== "do") throw new Error("a plan of what is owed is made of something to be done");
    return item.pattern;
  }
}

/** What is forbidden after an event, until another event excuses it for good. */
export class Forbidden extends Anchored {
  readonly kind = "forbidden";
  /** Null: nothing does. */
  readonly until: Shape | null;

  constructor(subject: Subject, parts: AnchoredParts, until: Shape | null) {
    super(subject, parts);
    this.until = until;
  }
}

export type Plan = Standing | Owed | Forbidden;

class Unplanned extends Error {}

const ANY: Test = { kind: "any" };
const PARTS: readonly [KeyPart, KeyPart] = [
  { kind: "key", part: 0 },
  { kind: "key", part: 1 },
];
const UNBOUND: AnchoredParts["binds"] = { actor: null, target: null };
const NOBODY: Known = { kind: "is", thing: -1, id: "" };

const STEADY = new WeakMap<Instrument, boolean>();

/** Whether all parties of the agreement are parties as long as it lasts. */
function isSteady(ground: Matcher): boolean {
  let steady = STEADY.get(ground.instrument);
  if (steady === undefined) {
    const force = ground.force()!;
    steady = ground.instrument.parties.every((m) =>
      ground.periodsOf(m.actor).every((p) => p.from === force.from && p.until === force.until),
    );
    STEADY.set(ground.instrument, steady);
  }
  return steady;
}

/** Makes plans of norms, one after the other, over the same columns. There may be ten thousand of them: what they have in common is shared. */
export class Compiler {
  private readonly things: Codes;
  private readonly acts: Codes;
  /** Of the norm at hand. */
  private subject!: Subject;
  private clauses!: Clauses;
  /** Its agreement, and when that is in force. */
  private ground!: Matcher;
  private force: ReturnType<Matcher["force"]> = null;
  private steady: boolean | null = null;
  /** Its variables by their places in the key. */
  private readonly variables: [string | null, string | null] = [null, null];
  /** The last of its kind: a norm names the same more than once, and many norms give the same time. */
  private named: Known = NOBODY;
  private reached: Reach | null = null;

  constructor({ things, acts }: Columns) {
    this.things = things;
    this.acts = acts;
  }

  /** The plan of a norm, or why there is none. */
  compile(subject: Subject): Plan | string {
    const { norm, ground } = subject;
    if (ground !== this.ground) this.enter(ground);
    const { model, instrument, at } = ground;
    if (norm.kind !== "duty" && norm.kind !== "ban") return `a norm of the kind ${norm.kind}`;
    if (norm.amendments.length > 0) return "its text was amended";
    let { clauses } = norm;
    if (model.readings.length > 0 && catalogueOf(model).readingsOf(norm).length > 0) {
      const { normView } = subject.bare;
      if (!normView.binding) return "a reading says that it does not bind";
      if (normView.attributions.size > 0) return "conduct of some counts as that of others";
      clauses = normView.stages[0]!.clauses;
    }
    if (instrument.withdrawal || instrument.renewal) return "its agreement can be left, or renews itself";
    const { force } = this;
    if (!force || force.from > at || force.until <= at) return "its agreement is not in force";
    if (clauses.breach || clauses.power) return "it bears on another norm";
    if (clauses.occasion || clauses.onlyAfter || clauses.continues)
      return "a clause that puts occasions together, or off";
    if (clauses.place) return "a place";
    const { items, measures, anew } = clauses.must;
    const item = items[0];
    if (items.length !== 1 || (measures && measures.length > 0) || anew) return "several things in one clause";
    if (!item || (item.kind !== "do" && item.kind !== "not-do")) return "a state or a term";
    if (item.pattern.actor !== null) return "an act of somebody else";
    if (clauses.time && (clauses.time.every || clauses.time.renewal)) return "what recurs";
    this.subject = subject;
    this.clauses = clauses;
    this.variables[0] = this.variables[1] = null;
    try {
      if (item.kind === "not-do") return clauses.when ? this.forbidden(item.pattern) : this.standing(item.pattern);
      return clauses.when ? this.owed(item.pattern) : "a duty without a trigger";
    } catch (thrown) {
      if (thrown instanceof Unplanned) return thrown.message;
      throw thrown;
    }
  }

  private enter(ground: Matcher): void {
    this.ground = ground;
    this.force = ground.force();
    this.steady = null;
    this.reached = null;
  }

  private get isSteady(): boolean {
    return (this.steady ??= isSteady(this.ground));
  }

  private standing(pattern: EventPattern): Standing {
    const { clauses } = this;
    const { bare } = this.subject;
    if (clauses.time) throw new Unplanned("a ban with a time of its own");
    const { bearer } = clauses;
    if (bearer.kind === "variable" || bearer.kind === "open" || ("mode" in bearer && bearer.mode))
      throw new Unplanned("bearers that are one, or not known by name");
    const own = this.ownOf(pattern);
    if (own) this.variables[0] = own.name;
    const { list } = instances(bare, null);
    const of = bearer.kind === "unnamed" ? null : new Int32Array(this.things.size).fill(-1);
    const from = new Float64Array(list.length).fill(Infinity);
    const to = new Float64Array(list.length).fill(-Infinity);
    for (const [i, instance] of list.entries()) {
      const thing = this.things.find(instance.bearer);
      if (of && thing >= 0) {
        if (of[thing]! >= 0) throw new Unplanned("a bearer who was bound more than once");
        of[thing] = i;
      }
      const judge = new Judge(bare, instance, null);
      const found = explore((world) => bind(world, judge), bare, LIMIT).leaves[0]!.value;
      if (typeof found === "string") continue;
      const [segment] = found.segments;
      if (segment!.start.from !== segment!.start.to || found.over <= bare.at || segment!.until !== null)
        throw new Unplanned("a window that has ended");
      from[i] = segment!.start.from;
      to[i] = bare.at;
    }
    return new Standing(this.subject, {
      instances: list,
      of,
      from,
      to,
      shape: this.shape(pattern, true),
      own,
      count: this.countOf(pattern),
      excuse: this.excuse(clauses.unless),
    });
  }

  private owed(pattern: EventPattern): Owed {
    const { clauses } = this;
    if (clauses.unless) throw new Unplanned("a duty with an exception");
    if (pattern.count) throw new Unplanned("what is owed several times");
    const { time } = clauses;
    if (pattern.object?.kind === "variable" || pattern.object?.kind === "other")
      throw new Unplanned("an object that a trigger binds");
    if (time && (time.by || time.from || time.until || time.for)) throw new Unplanned("a dated window");
    const anchored = this.anchored(pattern);
    return new Owed(this.subject, anchored, time?.within ? this.reach(time.within) : null);
  }

  private forbidden(pattern: EventPattern): Forbidden {
    const { clauses } = this;
    if (clauses.time) throw new Unplanned("a ban with a time of its own");
    if (pattern.count) throw new Unplanned("how often, after a trigger");
    const anchored = this.anchored(pattern);
    const conditions = clauses.unless?.conditions ?? [];
    const [condition] = conditions;
    if (conditions.length > 1 || condition?.kind === "state") throw new Unplanned("exceptions after a trigger");
    if (condition?.within) throw new Unplanned("an exception with a time, after a trigger");
    if (condition?.pattern.count) throw new Unplanned("how often, in an exception");
    if (condition) this.uncoverable(condition.pattern.act);
    const until = condition ? this.shape(condition.pattern, false) : null;
    const parts = this.variables.filter((variable) => variable !== null).length;
    const named = ({ actor, target, object }: Shape): Set<number> =>
      new Set([actor, target, object].flatMap((test) => (test.kind === "key" ? [test.part] : [])));
    for (const bearer of anchored.bearers) {
      const all = named(anchored.shape);
      if (bearer.kind === "key") all.add(bearer.part);
      if (anchored.shape.target.kind === "counterpart") [0, 1].forEach((part) => all.add(part));
      if (all.size < parts) throw new Unplanned("an act that does not name all that its trigger binds");
    }
    if (until && named(until).size < parts)
      throw new Unplanned("an exception that does not name all that its trigger binds");
    if (anchored.shape.object.kind === "key" || anchored.shape.object.kind === "counterpart")
      throw new Unplanned("an object that a trigger binds");
    if (until?.object.kind === "key") throw new Unplanned("an object that a trigger binds");
    return new Forbidden(this.subject, anchored, until);
  }

  private anchored(pattern: EventPattern): AnchoredParts {
    const { clauses } = this;
    const { anchor, further, or } = clauses.when!;
    if (further.length > 0 || or) throw new Unplanned("a trigger of several events");
    if (anchor.count || anchor.place) throw new Unplanned("a trigger with a place, or a number of times");
    if (anchor.object?.kind === "variable") throw new Unplanned("a trigger that binds an object");
    const actor = this.bound(anchor.actor, 0);
    const target = this.bound(anchor.target, 1);
    const { bearer } = clauses;
    let bearers: AnchoredParts["bearers"];
    if (bearer.kind === "variable" && !bearer.binds && bearer.of === undefined) bearers = [this.part(bearer.name)];
    else if (bearer.kind === "named" && !bearer.mode) {
      const { actors, variables = [] } = bearer;
      // A name and a variable may be one and the same.
      if (actors.length > 0 && variables.length > 0) throw new Unplanned("names beside variables as bearers");
      bearers =
        actors.length > 0
          ? actors.length === 1
            ? [this.known(actors[0]!)]
            : actors.map((id) => this.known(id))
          : variables.map(({ name }) => this.part(name));
    } else throw new Unplanned("bearers that depend on the parties, or are not known by name");
    if (!this.isSteady) throw new Unplanned("parties that came or went");
    return {
      anchor: this.shape(anchor, false),
      binds: actor || target ? { actor, target } : UNBOUND,
      bearers,
      shape: this.shape(pattern, true),
      clauses,
    };
  }

  /** What a variable of a trigger binds; null: it is none. */
  private bound(argument: Argument | null, part: 0 | 1): Bound | null {
    if (argument?.kind !== "variable") return null;
    if (this.variables.includes(argument.name)) throw new Unplanned("one variable in two roles");
    this.variables[part] = argument.name;
    return { name: argument.name, mask: this.restriction(argument.restrict) };
  }

  private part(name: string): KeyPart {
    const part = this.variables.indexOf(name);
    if (part < 0) throw new Unplanned("a variable of another norm");
    return part === 0 ? PARTS[0] : PARTS[1];
  }

  /** Whoever is a party is one all the time: then membership need not be asked. */
  private always(id: string): void {
    if (this.isSteady) return;
    const force = this.force!;
    for (const period of this.ground.periodsOf(id)) {
      if (period.from !== force.from || period.until !== force.until) throw new Unplanned("parties that came or went");
    }
  }

  private ownOf(pattern: EventPattern): Standing["own"] {
    let own: Standing["own"] = null;
    for (const column of ["target", "object"] as const) {
      const argument = pattern[column];
      if (argument?.kind !== "variable" || argument.of !== undefined) continue;
      if (own) throw new Unplanned("two variables of one act");
      own = { column, mask: this.restriction(argument.restrict), name: argument.name };
    }
    return own;
  }

  /** Things that are of a kind, or parties; null: all. */
  private restriction(restrict: string | null): Uint8Array | null {
    if (restrict === null) return null;
    const mask = new Uint8Array(this.things.size);
    for (const [code, word] of this.things.words.entries()) {
      if (restrict !== "party") mask[code] = this.ground.isA(word, restrict) ? 1 : 0;
      else if (this.ground.periodsOf(word).length > 0) {
        this.always(word);
        mask[code] = 1;
      }
    }
    return mask;
  }

  /** `must`: whether the pattern is of what is forbidden or owed: then `each other` has a meaning. */
  private shape(pattern: EventPattern, must: boolean): Shape {
    if (pattern.place) throw new Unplanned("a place");
    return {
      act: this.acts.find(pattern.act),
      actor: this.test(pattern.actor, must),
      target: this.test(pattern.target, must),
      object: this.test(pattern.object, must),
    };
  }

  private test(argument: Argument | null, must: boolean): Test {
    if (argument === null) return ANY;
    switch (argument.kind) {
      case "anyone":
        if (argument.party) throw new Unplanned("parties as such");
        return ANY;
      case "name":
        return this.known(argument.id);
      case "variable":
        if (argument.of !== undefined) throw new Unplanned("a variable of another norm");
        return this.part(argument.name);
      case "other":
        if (!must) throw new Unplanned("“each other” in a condition");
        return this.others();
      case "term":
        throw new Unplanned("an open term");
    }
  }

  /** The other bearers of the norm. */
  private others(): Test {
    const { bearer, when } = this.clauses;
    const mask = new Uint8Array(this.things.size);
    const put = (id: string): void => {
      const thing = this.things.find(id);
      if (thing >= 0) mask[thing] = 1;
    };
    if (bearer.kind === "each-party" && bearer.except.length === 0) {
      for (const { actor } of this.ground.instrument.parties) {
        this.always(actor);
        put(actor);
      }
      return { kind: "among", mask };
    }
    if (bearer.kind === "named" && !bearer.variables?.length) {
      bearer.actors.forEach(put);
      return { kind: "among", mask };
    }
    // Two that a trigger binds: each is the other's other.
    if (bearer.kind === "named" && when && bearer.actors.length === 0 && bearer.variables?.length === 2)
      return { kind: "counterpart" };
    throw new Unplanned("“each other” beside such bearers");
  }

  private countOf({ count }: EventPattern): Standing["count"] {
    if (!count) return null;
    if (count.comparison !== "more than" && count.comparison !== "at least") throw new Unplanned("at most so often");
    const others = count.comparison === "more than" ? count.times : count.times - 1;
    return others <= 0 ? null : { others, reach: count.in && this.reach(count.in) };
  }

  private reach(duration: Duration): Reach {
    if (duration.unit === "month" || duration.unit === "year") throw new Unplanned("months or years");
    if (!this.reached?.isOf(duration)) this.reached = new Reach(duration, this.ground.offset);
    return this.reached;
  }

  private excuse(unless: Unless | null): Excuse | null {
    if (!unless) return null;
    const conditions = unless.conditions.map((condition): Condition => {
      if (condition.kind === "state") {
        const { subject, negated, state } = condition.state;
        const declared = this.ground.model.states.find((s) => s.id === state);
        if (!declared) throw new Unplanned("a state that is not declared");
        if (subject.kind !== "name" && subject.kind !== "variable") throw new Unplanned("a state of such a subject");
        const changes = [
          ...declared.startedBy.map((c) => [c, true] as const),
          ...declared.endedBy.map((c) => [c, false] as const),
        ];
        if (new Set(changes.map(([c]) => c.act)).size < changes.length)
          throw new Unplanned("an act that changes a state in two ways");
        return {
          kind: "state",
          changes: changes.map(([{ act, column }, starts]) => {
            if (column === "place") throw new Unplanned("a state of a place");
            return { act: this.acts.find(act), column, starts };
          }),
          initially: declared.initially === null ? 2 : declared.initially ? 1 : 0,
          wanted: negated ? 0 : 1,
          subject: subject.kind === "name" ? this.subjectOf(subject.id) : this.keyed(subject.name),
        };
      }
      if (condition.pattern.count) throw new Unplanned("how often, in an exception");
      this.uncoverable(condition.pattern.act);
      const shape = this.shape(condition.pattern, false);
      if ([shape.actor, shape.target, shape.object].filter((t) => t.kind === "key").length > 1)
        throw new Unplanned("one variable in two roles");
      return {
        kind: "event",
        shape,
        reach: condition.within && this.reach(condition.within),
        pattern: condition.pattern,
      };
    });
    return { all: unless.connective === "and", conditions };
  }

  private known(id: string): Known {
    if (id !== this.named.id || this.named === NOBODY) this.named = { kind: "is", thing: this.things.find(id), id };
    return this.named;
  }

  private subjectOf(id: string): number {
    const thing = this.things.find(id);
    return thing < 0 ? -2 : thing;
  }

  private keyed(name: string): -1 {
    this.part(name);
    return -1;
  }

  /** What silence leaves open is asked of whole seconds: rows that speak of places, and denials, are the general evaluator's. */
  private uncoverable(act: string): void {
    for (const row of this.ground.evidence.coverage) {
      if (row.place !== null && (row.kinds.includes("*") || row.kinds.includes(act)))
        throw new Unplanned("silence about a place");
    }
  }
}
