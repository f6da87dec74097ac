/** What is answered about claims (docs/analysis.md): the contract with whoever shows it. Plain, readonly data. */
import type { Attribution, ClaimKind, Span, Standard, Time } from "@servanda/language";

/** 1.1, in the order in which they are counted. */
export const ANSWERS = [
  "supported",
  "supported in part",
  "contradicted",
  "depends on reading",
  "contested",
  "unknown",
  "not checkable",
  "order holds",
  "order fails",
  "untested",
] as const;

export type Answer = (typeof ANSWERS)[number];

/** What one statement can come to. */
export type Verdict = "supported" | "contradicted" | "depends on reading" | "contested" | "unknown";

export interface StatementAnswer {
  /** The statement as Servanda text. */
  readonly words: string;
  readonly answer: Verdict;
  /** A number of docs/analysis.md. */
  readonly rule: string;
  /** Sentences. */
  readonly reason: string;
  /** Of a statement on a norm: the text first, then each view that reads it. */
  readonly byView: readonly { readonly view: string; readonly answer: Verdict; readonly reason: string }[];
  /** What the answer rests on, by id: accounts, values of series, findings, and whatever the case declares. */
  readonly accounts: readonly string[];
  readonly values: readonly string[];
  readonly findings: readonly string[];
  /** Sources of all these, sorted. */
  readonly sources: readonly string[];
}

/** 7.1 */
export interface CalledAnswer {
  readonly words: string;
  /** Without those of 1.3; in the order in which they are written. */
  readonly attributions: readonly Attribution[];
}

export interface ClaimAnswer {
  readonly id: string;
  readonly at: string | null;
  readonly kind: ClaimKind | null;
  /** The source that the claim is taken from. */
  readonly source: string;
  /** The statement in the words of the case (Markdown). */
  readonly prose: string;
  readonly answer: Answer;
  readonly rule: string;
  /** Why, in sentences; of several statements, of those that decide. */
  readonly reason: string;
  /** The part of the reason that is said of the claim as a whole, beside its statements; may be empty. */
  readonly remark: string;
  readonly statements: readonly StatementAnswer[];
  readonly refutedBy: readonly StatementAnswer[];
  readonly called: CalledAnswer | null;
  /** Parts of what the text states that no statement puts (1.6). */
  readonly unchecked: readonly string[];
  readonly sources: readonly string[];
  readonly span: Span;
}

export interface ClaimAnswers {
  readonly at: Time;
  readonly asOf: Time | null;
  readonly standard: Standard;
  /** In the order of the text: by file and line. */
  readonly claims: readonly ClaimAnswer[];
  /** Every answer is there. */
  readonly totals: { readonly [A in Answer]: number };
}
