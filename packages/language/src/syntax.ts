/**
 * The syntax: what stands in the text, before names mean anything. Nodes are readonly and discriminated by
 * `kind`. Verbs and their prepositions are declared by the case, so the parser leaves what only the vocabulary
 * can read as a `Phrase`; `phrase.ts` reads it.
 */
import type { Token } from "./lexer.ts";
import type { ClaimKind, ClauseName, Duration, NormKind, Span } from "./model.ts";

export interface Name {
  readonly text: string;
  readonly span: Span;
}

/** A run of words and commas, not yet read; never empty. */
export interface Phrase {
  readonly tokens: readonly Token[];
  readonly span: Span;
}

/** A date or time, as written: it is read once the zone it is written for is known. */
export interface DateNode {
  readonly text: string;
  readonly span: Span;
}

export interface DurationNode {
  readonly duration: Duration;
  readonly span: Span;
}

/** Things joined by `and` or by `or`; one alone counts as `and`. */
export interface Joined<T> {
  readonly connective: "and" | "or";
  readonly items: readonly T[];
}

export interface AssumptionNode {
  readonly by: Name | null;
  readonly source: Name | null;
}

// ── Declarations ────────────────────────────────────────────────────────────────────────────────

interface Declared {
  readonly name: Name;
  /** From its first to its last word. */
  readonly span: Span;
  /** False where a part of it could not be read: then it is declared, but not put into the model. */
  readonly sound: boolean;
}

export interface CaseNode extends Declared {
  readonly kind: "case";
  readonly title: string | null;
  readonly closes: DateNode | null;
  readonly offset: number | null;
  readonly standard: Name | null;
  readonly standards: readonly StandardNode[];
  readonly borders: "none" | "de-facto" | "un" | "disputed-marked" | null;
  /** `places named in hy, az`. */
  readonly placesNamedIn: readonly Name[];
}

/** `standard NAME means …`, in the case. */
export interface StandardNode {
  readonly name: Name;
  readonly connective: "and" | "or";
  readonly parts: readonly (
    | { readonly kind: "standard"; readonly standard: Name }
    | { readonly kind: "sources"; readonly count: number; readonly of: readonly string[] }
  )[];
  readonly span: Span;
}

export interface PeriodNode {
  readonly from: DateNode | null;
  readonly until: DateNode | null;
  readonly span: Span;
}

export interface MemberNode {
  readonly actor: Name;
  readonly periods: readonly PeriodNode[];
}

export interface ActorNode extends Declared {
  readonly kind: "actor";
  readonly group: boolean;
  readonly titles: readonly string[];
  readonly a: string | null;
  readonly codes: readonly { readonly scheme: string; readonly code: string }[];
  readonly members: readonly MemberNode[];
}

export interface RoleNode {
  readonly preposition: string | null;
  readonly name: Name;
  readonly a: string | null;
}

export interface ActNode extends Declared {
  readonly kind: "act";
  readonly present: Name;
  readonly past: Name;
  readonly roles: readonly RoleNode[];
  readonly admittedBy: "actor" | "target" | null;
}

export interface StateNode extends Declared {
  readonly kind: "state";
  readonly a: string | null;
  readonly initially: boolean | null;
  readonly startedBy: readonly Name[];
  readonly endedBy: readonly Name[];
}

/** A zone by name, and by owner where it is one of a family: `inner-waters of Northshore`. */
export interface ZoneName {
  readonly name: Name;
  readonly owner: Name | null;
}

export interface ZoneNode extends Declared {
  readonly kind: "zone";
  readonly owner: Name | null;
  readonly titles: readonly string[];
  readonly a: string | null;
  readonly within: readonly PlacedNode[];
  readonly outside: readonly PlacedNode[];
}

export interface PlacedNode {
  readonly zone: ZoneName;
  readonly source: Name | null;
}

export interface TermNode extends Declared {
  readonly kind: "term";
  readonly parameters: readonly { readonly preposition: string; readonly name: string }[];
  readonly titles: readonly string[];
}

export interface SourceNode extends Declared {
  readonly kind: "source";
  readonly title: string | null;
}

export interface InstrumentNode extends Declared {
  readonly kind: "instrument";
  readonly titles: readonly string[];
  readonly signed: DateNode | null;
  readonly inForce: { readonly from: DateNode; readonly until: DateNode | null } | null;
  readonly offset: number | null;
  readonly parties: readonly MemberNode[];
  readonly survive: boolean;
  readonly withdrawal: { readonly act: Name; readonly after: DurationNode | null; readonly span: Span } | null;
  readonly renewal: RenewalNode | null;
}

export interface RenewalNode {
  readonly for: DurationNode;
  readonly unless: { readonly by: Name | null; readonly verb: Name; readonly before: DurationNode } | null;
  readonly span: Span;
}

export interface SeriesNode extends Declared {
  readonly kind: "series";
  readonly parameters: readonly { readonly preposition: string; readonly name: string }[];
  readonly titles: readonly string[];
  readonly per: "year" | "month" | "day";
  readonly unit: string | null;
}

/** `precedence HIGHER over LOWER`: its name is the higher one. */
export interface PrecedenceNode extends Declared {
  readonly kind: "precedence";
  readonly lower: Name;
  readonly holders: readonly (Name | null)[];
  readonly source: Name | null;
  readonly stated: DateNode | null;
}

export interface ClaimNode extends Declared {
  readonly kind: "claim";
  readonly at: string | null;
  readonly a: ClaimKind | null;
  readonly source: Name | null;
  readonly statements: readonly Phrase[];
  readonly refutedBy: readonly Phrase[];
  readonly called: { readonly words: string | null; readonly asIn: Name | null; readonly span: Span } | null;
  readonly attributions: readonly AttributionNode[];
  readonly unchecked: readonly string[];
  readonly notCheckable: string | null;
  readonly prose: string;
}

/** `used by A, source S`, `rejected by A, source S`, `ruled by COURT, source S, "WORDS"`. */
export interface AttributionNode {
  readonly kind: "used" | "rejected" | "ruled";
  readonly by: readonly Name[];
  readonly source: Name;
  readonly stated: DateNode | null;
  readonly words: string | null;
  readonly span: Span;
}

/** Its name is the path as written. */
export interface IncludeNode extends Declared {
  readonly kind: "include";
}

export interface NormNode extends Declared {
  readonly kind: "norm";
  readonly norm: NormKind;
  readonly of: Name;
  readonly article: string;
  readonly prose: string;
  readonly clauses: readonly ClauseNode[];
}

export interface AmendNode extends Declared {
  readonly kind: "amend";
  readonly from: DateNode;
  readonly byConsentOf: readonly Name[];
  readonly source: Name | null;
  readonly clauses: readonly ClauseNode[];
}

export interface ReadingNode extends Declared {
  readonly kind: "reading";
  readonly of: Name;
  /** `null` in place of a name: `the case`. */
  readonly holders: readonly (Name | null)[];
  readonly source: Name | null;
  readonly stated: DateNode | null;
  readonly prose: string;
  readonly clauses: readonly ClauseNode[];
}

export interface SuppositionNode extends Declared {
  readonly kind: "supposition";
  readonly withRecord: boolean;
  readonly lines: readonly SuppositionLine[];
}

/** A declaration whose head could not be read: its name is known, nothing else. */
export interface UnbuiltNode extends Declared {
  readonly kind: "unbuilt";
  readonly word: string;
}

export type Declaration =
  | CaseNode
  | ActorNode
  | ActNode
  | StateNode
  | ZoneNode
  | TermNode
  | SourceNode
  | SeriesNode
  | InstrumentNode
  | NormNode
  | AmendNode
  | ReadingNode
  | PrecedenceNode
  | ClaimNode
  | IncludeNode
  | SuppositionNode
  | UnbuiltNode;

// ── Clauses of norms, amendments and readings ───────────────────────────────────────────────────

export type ClauseNode = { readonly span: Span } & (
  | {
      readonly kind: "when";
      readonly anchor: Phrase;
      readonly further: readonly FurtherNode[];
      /** `when A or B`. */
      readonly or: readonly Phrase[];
    }
  | { readonly kind: "bearer"; readonly who: Phrase }
  | { readonly kind: "must"; readonly word: MustWord; readonly items: Joined<Phrase>; readonly anew: boolean }
  | CanNode
  | { readonly kind: "occasion"; readonly apart: DurationNode }
  | { readonly kind: "continues" }
  | { readonly kind: "unseen" }
  | { readonly kind: "only-after"; readonly events: Joined<Phrase> }
  | { readonly kind: "attribution"; readonly conductOf: Name; readonly countsAs: Name }
  | TimeNode
  | { readonly kind: "place"; readonly zone: Phrase }
  | { readonly kind: "owed"; readonly to: Phrase }
  | { readonly kind: "unless"; readonly conditions: Joined<UnlessNode> }
  | { readonly kind: "no"; readonly clause: ClauseName; readonly word: string }
  | { readonly kind: "repealed" }
  | { readonly kind: "not-binding" }
  | { readonly kind: "means"; readonly term: Phrase; readonly body: Joined<Phrase> }
);

export type MustWord = "must" | "must not" | "reach" | "must reach" | "may";

/** `can suspend duties owed to Y, by ACT, for D`; `can terminate NAME, by ACT, after D`. */
export interface CanNode {
  readonly kind: "can";
  readonly span: Span;
  readonly effect:
    | { readonly kind: "suspend"; readonly owedTo: Phrase }
    | { readonly kind: "terminate"; readonly of: Name };
  readonly by: Phrase;
  readonly for: DurationNode | null;
  readonly after: DurationNode | null;
}

export interface TimeNode {
  readonly kind: "time";
  readonly span: Span;
  readonly word: "by" | "within" | "from" | "until" | "for" | "every" | "renewed";
  readonly by: DateNode | null;
  readonly within: DurationNode | null;
  readonly from: DateNode | null;
  readonly until: DateNode | null;
  readonly for: DurationNode | null;
  readonly every: DurationNode | null;
  readonly renewal: RenewalNode | null;
  /** `of entry into force`, `from entry into force`. */
  readonly fromEntry: boolean;
  readonly assumed: AssumptionNode | null;
}

export interface FurtherNode {
  readonly phrase: Phrase;
  readonly within: DurationNode | null;
  readonly assumed: AssumptionNode | null;
}

export interface UnlessNode {
  readonly phrase: Phrase;
  readonly within: DurationNode | null;
  readonly assumed: AssumptionNode | null;
}

// ── Lines of a supposition ──────────────────────────────────────────────────────────────────────

export type SuppositionLine = { readonly span: Span } & (
  | { readonly kind: "happens"; readonly when: DateNode; readonly phrase: Phrase }
  | { readonly kind: "without"; readonly what: "event" | "coverage" | "source"; readonly id: Name }
  | { readonly kind: "moved"; readonly event: Name; readonly to: DateNode }
  | ExpectNode
);

export interface ExpectNode {
  readonly kind: "expect";
  readonly span: Span;
  readonly norm: Name;
  readonly bearer: Name | null;
  readonly counterparty: Name | null;
  readonly after: Name | null;
  readonly outcome: string;
  readonly possible: readonly string[];
  readonly from: DateNode | null;
  readonly days: number | null;
  readonly on: DateNode | null;
  /** `the text` is null here, as if nothing were said. */
  readonly under: Name | null;
  readonly standard: Name | null;
}
