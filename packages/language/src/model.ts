/**
 * The checked model: what a case says, names resolved, ready to be run.
 *
 * It is plain, readonly, JSON-serialisable data. Everything that runs (monitor, reference, editor)
 * starts from it, and it names nothing of any particular case. Lists of declarations are sorted by id (code
 * unit), so that the order of files never shows; lists inside a declaration keep the order in which they are written.
 */

import type { Claim } from "./claimed.ts";

export type * from "./claimed.ts";

/** An instant: whole seconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** Stand-ins for "no beginning known" and "no end": no real date reaches them, and JSON can hold them. */
export const DISTANT_PAST: Instant = -8_640_000_000_000;
export const DISTANT_FUTURE: Instant = 8_640_000_000_000;

/**
 * A date as written, with its bounds. The instant meant lies in `[earliest, latest]`, both included.
 * A day is its first to its last second in the zone it was written for.
 */
export interface Time {
  readonly earliest: Instant;
  readonly latest: Instant;
  /** The words of the file, e.g. `2020-11-10`, `2022-12~`, `2020-11-10T00:00+03:00`. */
  readonly text: string;
}

/** Where something stands in a file. Lines and columns count from 1, columns in UTF-16 units. */
export interface Span {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A length of time in one unit, as written. Months and years need a stated rounding to be added to a date. */
export interface Duration {
  readonly count: number;
  readonly unit: "second" | "minute" | "hour" | "day" | "week" | "month" | "year";
  /** For months and years from a day that the target month lacks: its last day, or the first of the next month. */
  readonly rounding: "last-day" | "next-month" | null;
}

/** A value that the text does not give and somebody supplied: `assumed [by HOLDER, source S]`. */
export interface Assumption {
  /** Holder id, or null where nobody is on record: then the holder is the case itself. */
  readonly by: string | null;
  readonly source: string | null;
}

export interface Model {
  readonly format: 1;
  readonly case: CaseSettings;
  readonly actors: readonly Actor[];
  readonly acts: readonly Act[];
  readonly states: readonly State[];
  readonly zones: readonly Zone[];
  readonly terms: readonly Term[];
  /** Sources declared in the text; those of sources.csv are not here. */
  readonly sources: readonly TextSource[];
  readonly instruments: readonly Instrument[];
  readonly norms: readonly Norm[];
  readonly readings: readonly Reading[];
  readonly suppositions: readonly Supposition[];
  /** Measures by actor and year. Absent: none; so with the three below. */
  readonly series?: readonly Series[];
  /** Which norm goes before which, and who says so. */
  readonly precedences?: readonly Precedence[];
  /** What an essay, a speech or a report states, put so that it can be checked. */
  readonly claims?: readonly Claim[];
  /** Files of another case whose declarations are used here. */
  readonly includes?: readonly Include[];
}

/** The `case` declaration of `case.md`. */
export interface CaseSettings {
  readonly id: string;
  readonly title: string;
  /** The last instant the record speaks about; the default of `at`. Null: the case must be run with `--at`. */
  readonly recordCloses: Time | null;
  /** Offset from UTC in minutes, for dates written without one. */
  readonly offset: number;
  readonly standard: Standard;
  readonly borders: "none" | "de-facto" | "un" | "disputed-marked";
  /** Standards of proof that the case defines. Absent: none. */
  readonly standards?: readonly OwnStandard[];
  /** The languages of a place's names, as tags (BCP 47), in the order in which the names of each place stand. Absent: not said. */
  readonly placesNamedIn?: readonly string[];
}

/** A standard of proof: `alleged`, `reasonable-grounds`, `corroborated`, `adjudicated`, or one that the case defines (docs/semantics.md 2.3, 2.5). */
export type Standard = string;

/** `standard NAME means …`: it is reached where all (`and`), or one (`or`), of its parts are. */
export interface OwnStandard {
  readonly id: string;
  readonly connective: "and" | "or";
  readonly parts: readonly StandardPart[];
  readonly span: Span;
}

/** Another standard, one of the language or one defined before it; or so many independent sources of some kinds. */
export type StandardPart =
  | { readonly kind: "standard"; readonly standard: Standard }
  | { readonly kind: "sources"; readonly count: number; readonly of: readonly string[] };

/** A party, body, group, person or thing: whatever can act, be acted on, or stand in a role. */
export interface Actor {
  readonly id: string;
  /** Display names, the first one first; each may be in any script. Never empty (falls back to the id). */
  readonly names: readonly string[];
  /** `state`, `body`, `court`, `scholar`, `person`, `group`, `thing`, or a word of the case; null if not said. */
  readonly kind: string | null;
  readonly codes: readonly { readonly scheme: string; readonly code: string }[];
  /** For groups: who belongs, and when. */
  readonly members: readonly Membership[];
  readonly span: Span;
}

/** Half-open periods `[from, until)`: from the first instant of `from` up to the first instant of `until`. */
export interface Period {
  /** Null: from entry into force (memberships of an instrument), or from always (groups). */
  readonly from: Time | null;
  /** Null: no end. */
  readonly until: Time | null;
}

export interface Membership {
  readonly actor: string;
  readonly periods: readonly Period[];
}

/** The columns of an account that a role can speak of. */
export type Column = "actor" | "target" | "object" | "place";

export interface Role {
  readonly name: string;
  /** The word before it in a clause (`to`, `of`, `in` …); null for the bare roles. */
  readonly preposition: string | null;
  readonly column: Column;
  readonly kind: string | null;
}

/** A kind of conduct, with its verb forms. `id` is the base form, and the value of `kind` in accounts. */
export interface Act {
  readonly id: string;
  readonly present: string;
  readonly past: string;
  readonly roles: readonly Role[];
  /**
   * Whose own word that it happened is against that party's interest: the actor of a harmful act, the
   * receiver of a performance. Null: nobody's.
   */
  readonly admittedBy: "actor" | "target" | null;
  /** True if it comes with the language rather than from the case. */
  readonly standard: boolean;
}

/** Something that holds over time of a subject: started by some acts, ended by others. */
export interface State {
  readonly id: string;
  readonly subjectKind: string | null;
  /** Whether it holds before the first accepted event on it; null: unknown. */
  readonly initially: boolean | null;
  /** The act, and the column of its event that names the subject of the state. */
  readonly startedBy: readonly StateChange[];
  readonly endedBy: readonly StateChange[];
}

export interface StateChange {
  readonly act: string;
  readonly column: Column;
}

/** A place with a name. Its shape, if it has one, is in places.geojson under the same id. */
export interface Zone {
  /** `harbour-mouth`, or with its owner: `inner-waters of Northshore`. */
  readonly id: string;
  readonly names: readonly string[];
  readonly kind: string | null;
  /** Zones it lies wholly within. Being within is transitive. */
  readonly within: readonly Placed[];
  /** Zones it lies wholly outside of; so does all that is within it. */
  readonly outside: readonly Placed[];
  readonly span: Span;
}

/** One stated relation of two zones, and who says so. */
export interface Placed {
  readonly zone: string;
  readonly source: string | null;
}

/** Words of a text that have no agreed meaning. Only a reading gives one. */
export interface Term {
  readonly id: string;
  readonly names: readonly string[];
  readonly parameters: readonly { readonly preposition: string; readonly name: string }[];
  readonly span: Span;
}

/** A `source` declaration. */
export interface TextSource {
  readonly id: string;
  readonly title: string;
  readonly span: Span;
}

export interface Instrument {
  readonly id: string;
  readonly names: readonly string[];
  readonly signed: Time | null;
  readonly inForce: { readonly from: Time; readonly until: Time | null } | null;
  /** Offset from UTC in minutes in which its days are counted; null: that of the case. */
  readonly offset: number | null;
  readonly parties: readonly Membership[];
  /** Whether duties already triggered outlive the instrument or a membership. */
  readonly survive: boolean;
  /** How a party leaves: by which act, and how long after it. */
  readonly withdrawal?: { readonly act: string; readonly after: Duration | null };
  readonly renewal?: Renewal;
  readonly span: Span;
}

/** `renewed for 5 years unless any party objects at least 6 months before expiry`: again and again. */
export interface Renewal {
  readonly for: Duration;
  /** What stops it: an act by a party (`by` null: any party), that long before the end. Null: nothing does. */
  readonly unless: { readonly by: string | null; readonly act: string; readonly before: Duration } | null;
}

// ── Norms ───────────────────────────────────────────────────────────────────────────────────────

/**
 * A `permission` says in `must` what may be done; a `power` says in `power` what can be changed, and in `must` the
 * act that does it.
 */
export type NormKind = "duty" | "ban" | "aim" | "permission" | "power";

export interface Norm {
  readonly id: string;
  readonly kind: NormKind;
  readonly instrument: string;
  /** As written: `article 4`, `point 6`. */
  readonly article: string;
  /** The prose above the block: what the article provides, in the author's words (Markdown). */
  readonly prose: string;
  readonly clauses: Clauses;
  /** In date order. */
  readonly amendments: readonly Amendment[];
  readonly span: Span;
}

/** The clauses of a norm, by opening word. `must` and `must not` are one; the time words are one. */
export interface Clauses {
  readonly when: When | null;
  readonly bearer: Bearer;
  readonly must: Must;
  readonly time: TimeClause | null;
  readonly place: ZoneExpression | null;
  readonly unless: Unless | null;
  /** The named counterparty; null where the norm's acts or trigger name it, or nobody. */
  readonly owedTo: Argument | null;
  /** The trigger, where it is the breach of another norm: then `when` is null. A layer that has `when` or `breach` replaces both. */
  readonly breach?: BreachTrigger | null;
  /** `can …`: what a power changes. */
  readonly power?: Power | null;
  /** `as one occasion until 7 days without`: triggers closer than that make one occasion. */
  readonly occasion?: Duration | null;
  /** `if breached the duty continues`. */
  readonly continues?: true | null;
  /** `text unseen`: who wrote the case has not read the wording of the article. Changes no outcome; every finding says so. */
  readonly unseen?: true | null;
  /** `only after WHO does …`: the duty is not due before that. */
  readonly onlyAfter?: OnlyAfter | null;
}

/** `NORM is breached [by X] [against Y]`. */
export interface BreachTrigger {
  readonly norm: string;
  readonly by: Argument | null;
  readonly against: Argument | null;
  readonly further: readonly FurtherCondition[];
}

/** What the holder of a power can do, by the act in `must`. */
export type Power =
  /** `can suspend duties owed to Y, by ACT, for D`. */
  | { readonly kind: "suspend"; readonly owedTo: Argument; readonly for: Duration | null }
  /** `can terminate NORM|AGREEMENT, by ACT [, after D]`. */
  | {
      readonly kind: "terminate";
      readonly of: { readonly kind: "norm" | "instrument"; readonly id: string };
      readonly after: Duration | null;
    };

export interface OnlyAfter {
  readonly connective: "and" | "or";
  readonly patterns: readonly EventPattern[];
}

export type ClauseName = keyof Clauses;

/** A norm without a `when` stands by itself: one instance a bearer, from entry into force or membership. */
export interface When {
  /** The event that makes an occasion. */
  readonly anchor: EventPattern;
  readonly further: readonly FurtherCondition[];
  /** `when A … or B …`: other events that anchor it as well. */
  readonly or?: readonly EventPattern[];
}

/** A further event, at or after the anchor and within a stated time; its earliest match is used. */
export interface FurtherCondition {
  readonly pattern: EventPattern;
  readonly within: Duration;
  readonly assumed: Assumption | null;
}

/** What an account must say to match. A column without an argument may say anything. */
export interface EventPattern {
  readonly act: string;
  readonly actor: Argument | null;
  readonly target: Argument | null;
  readonly object: Argument | null;
  /** Where it must have happened. */
  readonly place: ZoneExpression | null;
  /** How often: `more than 4 times in 7 days`. */
  readonly count?: Count;
}

export type Comparison = "more than" | "at least" | "less than" | "at most" | "about" | "exactly";

export interface Count {
  readonly comparison: Comparison;
  readonly times: number;
  /** In any stretch of that length; null: in the whole window. */
  readonly in: Duration | null;
}

/**
 * Who or what stands in a role.
 * - `name`: an actor, zone or thing by id;
 * - `variable`: bound at its first mention, in `when` or the bearer line; different variables of one
 *   norm stand for different things; `restrict` is `party` (of the norm's instrument at the instant), or a kind of actor;
 * - `anyone`: matches anything, binds nothing;
 * - `other`: `each other`: any bearer of this norm but the one judged;
 * - `term`: an open term for one or several actors.
 */
export type Argument =
  | { readonly kind: "name"; readonly id: string }
  | VariableUse
  /** `party`: any one party (`any party`), or every one of them (`each party`). */
  | { readonly kind: "anyone"; readonly party?: "any" | "each" }
  | { readonly kind: "other" }
  | TermUse;

export interface VariableUse {
  readonly kind: "variable";
  readonly name: string;
  readonly restrict: string | null;
  /** The norm whose variable it is, where it is another's: `victim of mutual-aid`. */
  readonly of?: string;
}

export interface TermUse {
  readonly kind: "term";
  readonly term: string;
  /** In the order of the term's parameters. */
  readonly arguments: readonly Argument[];
}

/**
 * A place: a zone by id, a zone by its owner (`territory of victim`, the owner a variable), an open term, or a
 * variable that stands for a zone (a term's parameter: `no attack on traffic in route`).
 */
export type ZoneExpression = (
  | { readonly kind: "zone"; readonly id: string }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "zone-of"; readonly zone: string; readonly of: Argument }
  | TermUse
) & { readonly distance?: Distance };

/** `within 5 km of ZONE`: the zone and all within that distance; `beyond`: all that is farther off. */
export interface Distance {
  readonly relation: "within" | "beyond";
  readonly metres: number;
  /** As written: `5 km`. */
  readonly text: string;
}

/** Who owes. */
export type Bearer =
  /** Named actors, each bound for itself; `variables`: beside them, those that `when` binds (`Northshore, victim`). Either may be empty, not both. */
  | {
      readonly kind: "named";
      readonly actors: readonly string[];
      readonly variables?: readonly VariableUse[];
      readonly mode?: BearerMode;
    }
  /** `each party [except X, Y]`: each member of the instrument at the instant of the trigger. */
  | { readonly kind: "each-party"; readonly except: readonly Argument[]; readonly mode?: BearerMode }
  /** A variable bound in `when`; or, with `binds`, by the line itself: `leader, a person`; `of`: another norm's. */
  | {
      readonly kind: "variable";
      readonly name: string;
      readonly of?: string;
      readonly binds?: { readonly restrict: string };
    }
  /** The text says what is owed but not by whom. */
  | { readonly kind: "unnamed" }
  /** Words whose meaning is disputed: `the armed forces of the parties`. */
  | { readonly kind: "open"; readonly use: TermUse };

/** Absent: each for itself. `together`: all of them as one. `any`: the act of any one of them is enough. */
export type BearerMode = "together" | "any";

/** What is owed: items joined by one connective. A single item counts as `and`. */
export interface Must {
  readonly connective: "and" | "or";
  /** Empty where `measures` says what is owed. */
  readonly items: readonly Item[];
  /** `reach SERIES of X in 2027 at least 20`. */
  readonly measures?: readonly Measure[];
  /** In a reading of an aim: `must reach …`, which can be breached. */
  readonly binding?: true;
  /** `anew`: an act that discharges another occasion does not count again. */
  readonly anew?: true;
}

/** A value of a series at a time, compared with a number or with a multiple of another value. */
export interface Measure {
  readonly of: SeriesUse;
  readonly in: Time;
  readonly comparison: Comparison;
  readonly value: Quantity;
}

export type Quantity =
  | { readonly kind: "number"; readonly number: number; readonly unit: string | null }
  /** `2 times SERIES of X in 2021`. */
  | { readonly kind: "times"; readonly times: number; readonly of: SeriesUse; readonly in: Time };

export interface SeriesUse {
  readonly series: string;
  /** In the order of the series' parameters. */
  readonly arguments: readonly Argument[];
}

/** A measure by actor (and partner) and year; its values are in series/. */
export interface Series {
  readonly id: string;
  readonly names: readonly string[];
  readonly parameters: readonly { readonly preposition: string; readonly name: string }[];
  readonly per: "year" | "month" | "day";
  /** As written: `bcm`, `percent`; null if not said. */
  readonly unit: string | null;
  readonly span: Span;
}

/**
 * - `do`: an event by the bearer must occur (achieve); actor null in the pattern means the bearer;
 * - `not-do`: no such event by the bearer may occur (ban); actor null means the bearer;
 * - `keep`: a state must hold throughout (keep);
 * - `free-of`: no such event, whoever acts unless the pattern names an actor (keep: `no attack on traffic in route`);
 * - `term`: an open term: in an achieve duty it stands for acts, in a keep duty for states or `free-of`.
 */
export type Item =
  | { readonly kind: "do"; readonly pattern: EventPattern }
  | { readonly kind: "not-do"; readonly pattern: EventPattern }
  | { readonly kind: "keep"; readonly state: StateExpression }
  | { readonly kind: "free-of"; readonly pattern: EventPattern }
  | { readonly kind: "term"; readonly use: TermUse; readonly mode: "achieve" | "keep" };

export interface StateExpression {
  readonly state: string;
  readonly negated: boolean;
  readonly subject: Argument;
}

/**
 * The clause *time*. At most one of `by` and `within`; `until` and `for` exclude each other.
 * None at all: no deadline, no end.
 */
export interface TimeClause {
  /** A deadline; a day is included to its last second. */
  readonly by: Time | null;
  /** A deadline counted from the trigger (or from entry into force where there is none). */
  readonly within: Duration | null;
  /** Start of the window; null: the trigger, or entry into force. */
  readonly from: Time | null;
  /** End of a keep or ban: a day is included to its last second. */
  readonly until: Time | null;
  readonly for: Duration | null;
  readonly assumed: Assumption | null;
  /** `every 1 month`: once in each such stretch of the window. */
  readonly every?: Duration;
  readonly renewal?: Renewal;
}

/** What excuses: an event within a stated time before the act (or in the window, for achieve), or a state. */
export interface Unless {
  readonly connective: "and" | "or";
  readonly conditions: readonly (
    | {
        readonly kind: "event";
        readonly pattern: EventPattern;
        readonly within: Duration | null;
        /** Of the time: the text does not give it. */
        readonly assumed?: Assumption;
      }
    | { readonly kind: "state"; readonly state: StateExpression }
  )[];
}

/** Clauses that replace those of the text; an absent key leaves the clause alone, null removes it. */
export type RestatedClauses = { readonly [K in ClauseName]?: Clauses[K] };

export interface Amendment {
  readonly from: Time;
  /** Who agreed to it, where it was by consent. */
  readonly byConsentOf: readonly string[];
  readonly clauses: RestatedClauses;
  readonly repealed: boolean;
  readonly source: string | null;
  readonly span: Span;
}

// ── Readings ────────────────────────────────────────────────────────────────────────────────────

export interface Reading {
  readonly id: string;
  /** The norm it reads; or the instrument, then it reads each norm of it. */
  readonly of: { readonly kind: "norm" | "instrument"; readonly id: string };
  /** Actor ids; `the-case` where nobody is on record. Never empty. */
  readonly holders: readonly string[];
  readonly source: string | null;
  /** When it was first stated. */
  readonly stated: Time | null;
  readonly means: readonly Meaning[];
  readonly clauses: RestatedClauses;
  readonly notBinding: boolean;
  /** `attribution conduct of X counts as Y`: whose conduct is whose. */
  readonly attribution?: readonly { readonly conductOf: string; readonly countsAs: string }[];
  /** The prose above the block. */
  readonly prose: string;
  readonly span: Span;
}

export const THE_CASE = "the-case";

/** What a term means under a reading. Its parameters appear in the body as variables of the same name. */
export interface Meaning {
  readonly term: string;
  /** The names of the parameters, as written in the reading, in the term's order. */
  readonly parameters: readonly string[];
  readonly body:
    | { readonly kind: "zone"; readonly zone: ZoneExpression }
    | { readonly kind: "actors"; readonly actors: readonly Argument[] }
    | { readonly kind: "items"; readonly must: Must };
  readonly span: Span;
}

/** `precedence A over B, held by …`: where both apply, A does. */
export interface Precedence {
  readonly higher: string;
  readonly lower: string;
  /** As with readings. */
  readonly holders: readonly string[];
  readonly source: string | null;
  readonly stated: Time | null;
  readonly span: Span;
}

/** `include "../other/actors.md"`. */
export interface Include {
  /** From the folder of this case, with `/`: `../other/actors.md`. */
  readonly path: string;
  readonly span: Span;
}

// ── Suppositions ────────────────────────────────────────────────────────────────────────────────

/**
 * A test inside the case: `suppose … expect …`.
 * Without `with the record` the story told is the whole story: nothing else happened, and all is seen.
 */
export interface Supposition {
  readonly id: string;
  readonly withRecord: boolean;
  readonly events: readonly SupposedEvent[];
  /** Events of the record left out, by event id. */
  readonly withoutEvents: readonly string[];
  /** Coverage rows left out, by their id. */
  readonly withoutCoverage: readonly string[];
  /** Accounts of one source left out: all of it. */
  readonly withoutSources: readonly string[];
  /** Events of the record moved in time: every account of it that gives a time. */
  readonly moves: readonly { readonly event: string; readonly to: Time }[];
  readonly expectations: readonly Expectation[];
  readonly span: Span;
}

/** An event that is taken as certain, at every standard. Its id is `SUPPOSITION#n`, n from 1. */
export interface SupposedEvent {
  readonly id: string;
  readonly when: Time;
  readonly act: string;
  readonly actor: string | null;
  readonly target: string | null;
  readonly object: string | null;
  readonly place: string | null;
  readonly span: Span;
}

export interface Expectation {
  readonly norm: string;
  readonly bearer: string | null;
  readonly counterparty: string | null;
  /** The anchor event, where a norm has several occasions. */
  readonly after: string | null;
  /** A holder or a reading; null: the text's view, and the board for `contested on reading`. */
  readonly under: string | null;
  /** An outcome of docs/semantics.md, `unknown`, `contested on facts` or `contested on reading`. */
  readonly outcome: string;
  /** The outcomes that are possible, where the expectation lists them: `is unknown: kept or breached`. */
  readonly possible: readonly string[];
  /** A breach must begin on this date. */
  readonly from: Time | null;
  /** … and must have lasted this many days (by the calendar of the instrument) at `at`. */
  readonly days: number | null;
  readonly on: Time | null;
  readonly standard: Standard | null;
  readonly span: Span;
}
