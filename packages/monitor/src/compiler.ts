/**
 * Norms to plans. Whatever the compiler does not know how to say is left to the general evaluator, and it tells why.
 */
import type { Argument, Clauses, Duration, EventPattern, Instrument, Unless } from "@servanda/language";
import { bind } from "./binding.ts";
import { catalogueOf } from "./catalogue.ts";
import type { Codes, Columns } from "./columns.ts";
import { instances, LIMIT } from "./instance.ts";
import { Judge } from "./judge.ts";
import type { Matcher } from "./match.ts";
import type { Outline } from "./outline.ts";
import {
  Forbidden,
  Owed,
  Reach,
  Standing,
  type AnchoredParts,
  type Bound,
  type Condition,
  type Excuse,
  type KeyPart,
  type Known,
  type Plan,
  type Shape,
  type Subject,
  type Test,
} from "./plan.ts";
import { explore } from "./world.ts";

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
  private plain: boolean | null = null;
  /** Its variables by their places in the key. */
  private readonly variables: [string | null, string | null] = [null, null];
  /** The last of its kind: a norm names the same more than once, and many norms give the same time. */
  private named: Known = NOBODY;
  private reached: Reach | null = null;

  constructor({ things, acts }: Columns) {
    this.things = things;
    this.acts = acts;
  }

  /** The plan of a norm, or why there is none. `outline`: what its text comes to, where it is of the plainest form and nobody reads it otherwise. */
  compile(subject: Subject, outline: Outline | null): Plan | string {
    const { norm, ground } = subject;
    if (ground !== this.ground) this.enter(ground);
    if (outline && this.isPlain) return this.plainly(subject, outline);
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
    this.plain = null;
    this.reached = null;
  }

  private get isSteady(): boolean {
    return (this.steady ??= isSteady(this.ground));
  }

  /** Whether nothing of the agreement stands in the way of a plan. */
  private get isPlain(): boolean {
    const { force, ground } = this;
    const { instrument, at } = ground;
    return (this.plain ??=
      !instrument.withdrawal &&
      !instrument.renewal &&
      force !== null &&
      force.from <= at &&
      force.until > at &&
      this.isSteady);
  }

  /** The plan that `owed` would make of the clauses. */
  private plainly(subject: Subject, outline: Outline): Owed {
    const { acts } = this;
    const { clauses, event, actor, target, object, bearer, act, toward, about, within } = outline;
    const bearers = [this.known(bearer)];
    const anchor = {
      act: acts.find(event),
      actor: this.who(actor),
      target: this.who(target),
      object: this.who(object),
    };
    const shape = { act: acts.find(act), actor: ANY, target: this.who(toward), object: this.who(about) };
    const reach = within && this.reach(within);
    return new Owed(subject, { anchor, binds: UNBOUND, bearers, shape, clauses }, reach);
  }

  private who(name: string | null): Test {
    return name === null ? ANY : this.known(name);
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
