/** What a text states, without pixels: its statements in their order with what became of each, and on what that rests. */
import { type Answer, ANSWERS, type ClaimAnswer, type ClaimAnswers, type StatementAnswer } from "@servanda/analysis";
import { claimsCsv, plainProse, spelledOut, viewWords, type Word } from "servanda/words";
import { clockWords } from "./clock.ts";
import type { Desk, Selection } from "./desk.ts";
import { besideOf } from "./provenance.ts";
import { bearerWords, type Verdict, verdictOf } from "./whystate.ts";

/** An answer has the mark of the outcome that it is most like; the word beside it is its own. */
const MARKS: { readonly [A in Answer]: Word } = {
  supported: "kept",
  "supported in part": "excused",
  contradicted: "breached",
  "depends on reading": "contested on reading",
  contested: "contested on facts",
  unknown: "unknown",
  "not checkable": "not in force",
  "order holds": "reached",
  "order fails": "not reached",
  untested: "no breach observed",
};

export function markOf(answer: Answer): Word {
  return MARKS[answer];
}

/** A statement of the text, as it stands on the page. */
export interface ClaimSaid {
  readonly claim: ClaimAnswer;
  /** In the case's words. */
  readonly prose: string;
  /** Why it is answered so, with names for ids and times by the clock of the case. */
  readonly because: string;
  /** What the answer is without the flips, where that differs. */
  readonly before: Answer | null;
}

export interface EssayState {
  /** Answers that there are, or that are filtered by, with how many have each of all that is stated. */
  readonly counts: readonly { readonly answer: Answer; readonly count: number }[];
  /** The same as parts of one bar from 0 to 100. */
  readonly shares: readonly { readonly answer: Answer; readonly from: number; readonly width: number }[];
  readonly whole: number;
  /** How many of all that is stated are answered otherwise with the flips. */
  readonly changed: number;
  /** Whose statements they are. */
  readonly of: string;
  /** By where they stand in the text; empty where it is not said. */
  readonly passages: readonly { readonly at: string; readonly claims: readonly ClaimSaid[] }[];
  /** Those that are shown, as they were answered. */
  readonly shown: readonly ClaimAnswer[];
}

/** `plain`: the answers without the flips; null while they are being worked out. */
export function essayOf(
  desk: Desk,
  selection: Selection,
  answers: ClaimAnswers,
  plain: ClaimAnswers | null,
): EssayState {
  const before = new Map(plain?.claims.map((claim) => [claim.id, claim.answer]));
  const formerly = ({ id, answer }: ClaimAnswer): Answer | null => {
    const was = before.get(id);
    return was === undefined || was === answer ? null : was;
  };
  const shown = answers.claims.filter(
    ({ answer }) => selection.answers.length === 0 || selection.answers.includes(answer),
  );
  const told = teller(desk);
  const said = (claim: ClaimAnswer): ClaimSaid => ({
    claim,
    prose: plainProse(claim.prose),
    because: told(claim.reason),
    before: formerly(claim),
  });
  const whole = answers.claims.length;
  const part = (n: number): number => (n / Math.max(1, whole)) * 100;
  return {
    counts: ANSWERS.filter((answer) => answers.totals[answer] > 0 || selection.answers.includes(answer)).map(
      (answer) => ({ answer, count: answers.totals[answer] }),
    ),
    shares: ANSWERS.map((answer, i) => ({
      answer,
      from: part(ANSWERS.slice(0, i).reduce((sum, other) => sum + answers.totals[other], 0)),
      width: part(answers.totals[answer]),
    })),
    whole,
    changed: answers.claims.filter((claim) => formerly(claim) !== null).length,
    of: [...new Set(answers.claims.map(({ source }) => source))].map((id) => sourceTitle(desk, id)).join("; "),
    passages: [...Map.groupBy(shown, ({ at }) => at ?? "")].map(([at, claims]) => ({ at, claims: claims.map(said) })),
    shown,
  };
}

/** A sentence of an answer, with names for ids and times by the clock of the case. */
function teller(desk: Desk): (text: string) => string {
  const spell = spelledOut(desk.model, desk.name);
  return (text) => clockWords(spell(text), desk.model.case.offset);
}

export interface FindingSaid {
  readonly id: string;
  readonly norm: string;
  /** `of whom, under whose reading`; null where the finding does not arise. */
  readonly of: { readonly bearer: string; readonly view: string; readonly verdict: Verdict } | null;
}

/** On what the answer to one part of a statement rests. */
export interface GroundSaid {
  readonly words: string;
  readonly answer: Answer;
  readonly because: string;
  readonly rule: string;
  readonly byView: readonly {
    readonly view: string;
    readonly label: string;
    readonly answer: Answer;
    readonly because: string;
  }[];
  readonly findings: readonly FindingSaid[];
  readonly accounts: readonly string[];
  readonly values: readonly string[];
  readonly sources: readonly { readonly id: string; readonly title: string }[];
}

export function groundOf(desk: Desk, statement: StatementAnswer): GroundSaid {
  const told = teller(desk);
  return {
    words: told(statement.words),
    answer: statement.answer,
    because: told(statement.reason),
    rule: statement.rule,
    byView: statement.byView.map(({ view, answer, reason }) => ({
      view,
      label: viewWords(view, desk.name),
      answer,
      because: told(reason),
    })),
    findings: statement.findings.map((id) => findingSaid(desk, id)),
    accounts: statement.accounts,
    values: statement.values.map((id) => valueWords(desk, id)),
    // Accounts name theirs by themselves.
    sources: statement.accounts.length > 0 ? [] : statement.sources.map((id) => ({ id, title: sourceTitle(desk, id) })),
  };
}

function findingSaid(desk: Desk, id: string): FindingSaid {
  const finding = desk.findings.get(id);
  if (!finding) return { id, norm: id, of: null };
  const of = {
    bearer: bearerWords(desk, finding),
    view: viewWords(finding.view, desk.name),
    verdict: verdictOf(desk, finding),
  };
  return { id, norm: finding.norm, of };
}

/** Title and publisher; the id where neither is there. */
export function sourceTitle(desk: Desk, id: string): string {
  const source = desk.sources.get(id);
  return (source && [source.title, source.publisher].filter(Boolean).join(", ")) || id;
}

/** `series of whom, 2020: 94 (90 to 95) percent, source`. */
export function valueWords(desk: Desk, id: string): string {
  const value = desk.record.values?.find((each) => each.id === id);
  if (!value) return id;
  const range = value.low === value.high ? "" : ` (${value.low} to ${value.high})`;
  const whose = value.arguments.map(desk.name).join(", ");
  return `${value.series} of ${whose}, ${value.in.text}: ${value.best}${range} ${value.unit}; ${sourceTitle(desk, value.source)}`;
}

/** Whose data an answer rests on, and whose claim it is. */
function sourcesOfClaim(desk: Desk, claim: ClaimAnswer): string[] {
  const statements = [...claim.statements, ...claim.refutedBy];
  return [
    claim.source,
    ...claim.sources,
    ...statements.flatMap(({ accounts }) => accounts.flatMap((id) => desk.accounts.get(id)?.source ?? [])),
    ...statements.flatMap(({ values }) =>
      values.flatMap((id) => desk.record.values?.find((value) => value.id === id)?.source ?? []),
    ),
  ];
}

/** A row a statement that is shown. */
export function essayCsv(desk: Desk, selection: Selection, answers: ClaimAnswers): string {
  const claims = essayOf(desk, selection, answers, null).shown;
  const beside = besideOf(desk, selection, (claim: ClaimAnswer) => sourcesOfClaim(desk, claim));
  return claimsCsv({ ...answers, claims }, beside);
}
