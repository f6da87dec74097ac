/**
 * What the monitor answers: the finding, with its reasons as data. Words, tables and pictures are views of it.
 * The JSON output of `servanda check` is this shape (docs/findings.schema.json).
 */
import type { Standard, Time } from "@servanda/language";

export const OUTCOMES = [
  "not in force",
  "not triggered",
  "not binding",
  "pending",
  "no breach observed",
  "kept",
  "breached",
  "excused",
  "lapsed",
  "suspended",
  "open",
  "reached",
  "not reached",
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** Why a finding has no single outcome, or that it has one. */
export type Footing = "settled" | "contested on facts" | "unknown";

export interface View {
  /** `text`, a holder's id, or `HOLDER:READING` where one holder reads one norm in two ways. */
  readonly id: string;
  readonly holder: string | null;
  /** Reading ids, sorted. */
  readonly readings: readonly string[];
}

export interface Breach {
  /** The event that is the breach, or that began the failure. */
  readonly id: string;
  /** The item of `must`, counted from 0. */
  readonly item: number;
  readonly from: Time;
  /** Null: still going on at `at`. */
  readonly until: Time | null;
  /** Of a failure of a state, calendar days from the latest day on which it can have begun to the day it ended or to `at`, in the instrument's zone; of an event 0. */
  readonly days: number;
  readonly footing: Footing;
  readonly accounts: readonly string[];
}

/** One use of a permission or power. */
export interface Use {
  /** The event that is the use. */
  readonly event: string;
  readonly by: string;
  readonly time: Time;
  /** Why it has no effect: `out of time`, `banned by NORM`; null: it has effect wherever it is a use. */
  readonly void: string | null;
  /** Whether every history has this use, with effect. */
  readonly footing: Footing;
  readonly accounts: readonly string[];
}

/** One open fact, and what the finding would be for each answer to it. */
export interface Atom {
  /** `event`: did it happen, in which version; `time`: when within its bounds; `place`; `unreported`; `term`: what words cover; `state`: how it stood before; `value`: a figure. */
  readonly kind: "event" | "time" | "place" | "unreported" | "term" | "state" | "value";
  /** What it is about: an event id, a place, an item, a term. */
  readonly ref: string;
  readonly answers: readonly { readonly value: string; readonly outcomes: readonly Outcome[] }[];
}

/** A step of the reasons. `rule` is a number of docs/semantics.md. */
export interface Because {
  readonly rule: string;
  readonly kind: string;
  readonly value: string;
  /** Accounts, events, articles, sources, coverage rows, readings: whatever the step rests on, by id. */
  readonly refs: readonly string[];
  readonly children: readonly Because[];
}

export interface Finding {
  /** norm/view/bearer→counterparty/trigger/bindings: readable, and stable when accounts are added. */
  readonly id: string;
  readonly norm: string;
  readonly instrument: string;
  readonly article: string;
  /** A view id. */
  readonly view: string;
  readonly readings: readonly string[];
  /** An actor id, or `unnamed`, or the words of an open term. */
  readonly bearer: string;
  readonly counterparty: string | null;
  readonly bindings: readonly { readonly name: string; readonly value: string }[];
  /** `breach`: of another norm, where no event is that breach; its id is then as 14.2 says. */
  readonly trigger: {
    readonly by: "event" | "entry" | "membership" | "breach";
    readonly id: string;
    readonly time: Time;
  } | null;
  readonly window: { readonly from: Time; readonly until: Time | null; readonly assumed: boolean } | null;
  /** Null exactly when `possible` has more than one member. */
  readonly outcome: Outcome | null;
  readonly possible: readonly Outcome[];
  readonly footing: Footing;
  readonly approximate: boolean;
  readonly breaches: readonly Breach[];
  /** Where the footing is not `settled`, only some histories have it done: by the accounts named. */
  readonly performed: {
    readonly time: Time;
    readonly late: boolean;
    readonly footing: Footing;
    readonly accounts: readonly string[];
  } | null;
  /** Of a permission or power: who used it, when, and to what effect (14.4). Absent: of no other norm. */
  readonly uses?: readonly Use[];
  readonly pivots: { readonly minimal: boolean; readonly atoms: readonly Atom[] };
  readonly coverage: {
    /** Covered part of the window up to `at`, 0 to 1, rounded to 4 places; null where nothing was asked of silence. */
    readonly share: number | null;
    readonly gaps: readonly { readonly from: Time; readonly until: Time }[];
    readonly rows: readonly string[];
  };
  /** Values that the text does not give, in words, each with its holder; and that the text was not read, where the norm says so. */
  readonly assumed: readonly string[];
  /** Every account looked at for it. */
  readonly accounts: readonly string[];
  readonly because: Because;
}

/** A finding without its reasons. */
export type Found = Omit<Finding, "because">;

export interface BoardLine {
  readonly norm: string;
  readonly instrument: string;
  readonly article: string;
  readonly bearer: string;
  /** The outcome under the text or, where views of parties differ, `contested on reading`. Null: several possible, or only readings bind this bearer. */
  readonly outcome: Outcome | "contested on reading" | null;
  /** Under the text; of all views that bind this bearer, where the text does not. May have one member with a null outcome then. */
  readonly possible: readonly Outcome[];
  readonly footing: Footing;
  readonly occasions: number;
  /** One entry a view that reads this norm, the text first. */
  readonly byView: readonly {
    readonly view: string;
    readonly outcome: Outcome | null;
    readonly possible: readonly Outcome[];
    readonly footing: Footing;
  }[];
}

export interface Result {
  readonly at: Time;
  readonly asOf: Time | null;
  readonly standard: Standard;
  readonly views: readonly View[];
  readonly findings: readonly Finding[];
  readonly board: readonly BoardLine[];
  /** Accounts left out because they have no publication date (only with `as-of`). */
  readonly undated: number;
}
