/**
 * A norm under one view, as columns can answer it: a plan knows which acts, with whom in which column, can concern the norm (`compiler.ts` makes them).
 */
import {
  DISTANT_FUTURE,
  windowEnd,
  type Clauses,
  type Duration,
  type EventPattern,
  type Instant,
  type Instrument,
  type Norm,
} from "@servanda/language";
import type { Named } from "./columns.ts";
import { instances, type Instance } from "./instance.ts";
import { Matcher } from "./match.ts";
import { NormView, type HeldView } from "./view.ts";

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

export interface Bound {
  readonly name: string;
  /** Null: anything. */
  readonly mask: Uint8Array | null;
}

/** One who is judged: a thing, or what a part of the key holds. */
export type Bearer = Known | KeyPart;

/** A thing that the norm names, as a bearer or in a column; -1: no account names it. */
export interface Known {
  readonly kind: "is";
  readonly thing: number;
  readonly id: string;
}

export interface AnchoredParts {
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

export interface KeyPart {
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
