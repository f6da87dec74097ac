/** What a text states, put so that it can be checked: the part of the model that is claims. */
import type { Comparison, EventPattern, Measure, Quantity, SeriesUse, Span, StateExpression, Time } from "./model.ts";

/** What a claim is of; `cause`, `motive` and `forecast` are answered by rules of their own (docs/analysis.md). */
export type ClaimKind =
  | "event"
  | "instrument"
  | "relation"
  | "quantity"
  | "cause"
  | "motive"
  | "forecast"
  | "assessment";

export interface Claim {
  readonly id: string;
  /** Where it is stated: the id of a passage. */
  readonly at: string | null;
  readonly kind: ClaimKind | null;
  /** The source that it is taken from: that, and what copies it, never bears it out. */
  readonly source: string;
  /** All of them are claimed. Empty where it is only said why nothing can be checked, or what something is called. */
  readonly statements: readonly Statement[];
  /** Any one of them, if the record bears it out, is a counter-instance. */
  readonly refutedBy: readonly Statement[];
  readonly called: Characterisation | null;
  /** Parts of what the text states that no statement puts, in words: then the claim is not supported as a whole. */
  readonly unchecked: readonly string[];
  /** Why no record can decide it, in words; then it has no statements. */
  readonly notCheckable: string | null;
  readonly prose: string;
  readonly span: Span;
}

/** `called "WORDS"`, with who uses the words, who rejects them, and what a court ruled; or `called as in CLAIM`. */
export interface Characterisation {
  /** Null: as in another claim. */
  readonly words: string | null;
  readonly asIn: string | null;
  readonly attributions: readonly Attribution[];
}

export interface Attribution {
  readonly kind: "used" | "rejected" | "ruled";
  /** Actor ids. */
  readonly by: readonly string[];
  readonly source: string;
  readonly stated: Time | null;
  /** What they say instead, or what was ruled. */
  readonly words: string | null;
}

export type Statement =
  /** `NORM [by BEARER] [against X] was OUTCOME [in PERIOD]`; the outcome may be `owed`: that it bound somebody. */
  | {
      readonly kind: "outcome";
      readonly norm: string;
      readonly by: string | null;
      readonly against: string | null;
      readonly outcome: string;
      readonly in: Time | null;
    }
  /** `NORM was amended`, `NORM was repealed [in PERIOD]`. */
  | {
      readonly kind: "amendment";
      readonly norm: string;
      readonly was: "amended" | "repealed";
      readonly in: Time | null;
    }
  /** An act in the past form; `never`: that there was none. `event.count` may have any comparison here. */
  | {
      readonly kind: "act";
      readonly event: EventPattern;
      readonly in: Time | null;
      readonly never: boolean;
      /** `with at least 8 deaths`: what such an event came to. */
      readonly amount: Amount | null;
    }
  /** `[not] STATE of X held [throughout] [for at least 30 days] [in PERIOD]`. */
  | {
      readonly kind: "state";
      readonly state: StateExpression;
      readonly throughout: boolean;
      readonly lasting: { readonly comparison: Comparison; readonly days: number } | null;
      readonly in: Time | null;
    }
  /** `INSTRUMENT was [not] signed [in PERIOD]`, `INSTRUMENT was [not] in force [between A, B] [in PERIOD]`. */
  | {
      readonly kind: "instrument";
      readonly instrument: string;
      readonly was: "signed" | "in force";
      readonly between: readonly string[];
      readonly negated: boolean;
      readonly in: Time | null;
    }
  /** `A was [not] party to INSTRUMENT`, `A was [not] a member of GROUP [in PERIOD]`. */
  | {
      readonly kind: "member";
      readonly actor: string;
      readonly of: { readonly kind: "instrument" | "group"; readonly id: string };
      readonly negated: boolean;
      readonly in: Time | null;
    }
  /** `READING was held by A [in PERIOD]`. */
  | { readonly kind: "reading"; readonly reading: string; readonly by: string; readonly in: Time | null }
  /** `ZONE lay in ZONE`, `ZONE lay outside ZONE`. */
  | { readonly kind: "place"; readonly zone: string; readonly relation: "in" | "outside"; readonly of: string }
  /** `SERIES of X was about 89 percent in 2023`; `about` means ±10 % unless it says otherwise. */
  | { readonly kind: "value"; readonly measure: Measure; readonly tolerance: number | null }
  /** `SERIES of X rose [by about 20 percent] from 2019 to 2023`. */
  | {
      readonly kind: "change";
      readonly of: SeriesUse;
      readonly direction: "rose" | "fell";
      readonly comparison: Comparison | null;
      readonly by: Quantity | null;
      readonly from: Time;
      readonly to: Time;
      readonly tolerance: number | null;
    }
  /** `A attacked B in 2020 before C joined-war … before …`: two or more, each with its own period or none. */
  | { readonly kind: "order"; readonly stages: readonly Stage[] };

/** How many, of deaths or of a unit of the accounts. */
export interface Amount {
  readonly comparison: Comparison;
  readonly number: number;
  /** `deaths`, or the unit of the accounts' quantity. */
  readonly unit: string;
}

export interface Stage {
  readonly event: EventPattern;
  readonly in: Time | null;
}
