/** What a text states, in its order and in the case's words, each statement with its answer and a way to the evidence. */
import { type ReactElement, useEffect, useMemo } from "react";
import { type Answer, ANSWERS, type ClaimAnswer, type ClaimAnswers, type StatementAnswer } from "@servanda/analysis";
import { claimsCsv, count, plainProse, viewWords, type Word } from "servanda/words";
import { askedOf, NOTHING_ASKED } from "servanda/asked";
import { useClaims } from "./asking.ts";
import { type Desk, isFlipped, type Select, toggled, type ViewProps } from "./desk.ts";
import { clockWords } from "./clock.ts";
import { AccountLine, Told } from "./evidence.tsx";
import { TABLES } from "./export.ts";
import { Mark, toneOf } from "./mark.tsx";
import { besideOf } from "./provenance.ts";
import { accountSaid, bearerWords, verdictOf } from "./whystate.ts";
import "./essay.css";

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

export function Essay({ desk, selection, select }: ViewProps): ReactElement {
  const answers = useClaims(desk, askedOf(selection));
  const plain = useClaims(desk, isFlipped(selection) ? NOTHING_ASKED : askedOf(selection));
  if (answers === null) return <p className="notice">Weighing what is stated …</p>;
  if (answers.claims.length === 0) {
    return (
      <p className="notice">
        This case states no claims. A claim puts a sentence of a text so that the record can bear it out or not.
      </p>
    );
  }
  return <Claims answers={answers} plain={plain} desk={desk} selection={selection} select={select} />;
}

interface ClaimsProps extends ViewProps {
  readonly answers: ClaimAnswers;
  readonly plain: ClaimAnswers | null;
}

function Claims({ answers, plain, desk, selection, select }: ClaimsProps): ReactElement {
  const before = useMemo(() => new Map(plain?.claims.map((claim) => [claim.id, claim.answer])), [plain]);
  const words = ANSWERS.filter((answer) => answers.totals[answer] > 0 || selection.answers.includes(answer));
  const shown = answers.claims.filter(
    (claim) => selection.answers.length === 0 || selection.answers.includes(claim.answer),
  );
  useEffect(() => {
    TABLES.set("essay", (given, chosen) =>
      claimsCsv(
        { ...answers, claims: shown },
        besideOf(given, chosen, (claim) => sourcesOfClaim(given, claim)),
      ),
    );
    return () => void TABLES.delete("essay");
  });
  const passages = [...Map.groupBy(shown, (claim) => claim.at ?? "")];
  const changed = answers.claims.filter((claim) => isChanged(claim, before)).length;
  return (
    <div className="essay">
      <header>
        <ul className="counts" aria-label="Answers">
          {words.map((answer) => (
            <li key={answer}>
              <button
                type="button"
                className="count"
                data-tone={toneOf(MARKS[answer])}
                aria-pressed={selection.answers.includes(answer)}
                onClick={() => select({ answers: toggled(selection.answers, answer) })}
              >
                <Mark word={MARKS[answer]} /> <b>{answers.totals[answer]}</b> {answer}
              </button>
            </li>
          ))}
        </ul>
        <Share answers={answers} />
        <p className="soft">
          {count(answers.claims.length, "statement")} of {sourcesOf(desk, answers)}, in the case’s words. An answer
          never says that a text is true: it says what this record bears out. The text itself bears out nothing of it.
          {changed > 0 && <span className="changed-word">{count(changed, "answer")} changed</span>}
        </p>
      </header>
      <ol className="claims">
        {passages.map(([at, claims]) => (
          <li key={at} className="passage">
            {at !== "" && (
              <p className="at">
                <bdi>{at}</bdi>
              </p>
            )}
            <ol>
              {claims.map((claim) => (
                <Claim
                  key={claim.id}
                  claim={claim}
                  before={isChanged(claim, before) ? (before.get(claim.id) ?? null) : null}
                  desk={desk}
                  selection={selection}
                  select={select}
                />
              ))}
            </ol>
          </li>
        ))}
      </ol>
      {shown.length === 0 && <p className="notice">No statement has such an answer.</p>}
    </div>
  );
}

function isChanged(claim: ClaimAnswer, before: ReadonlyMap<string, Answer>): boolean {
  const was = before.get(claim.id);
  return was !== undefined && was !== claim.answer;
}

/** How many statements have which answer, as one bar. The numbers stand above it. */
function Share({ answers }: { readonly answers: ClaimAnswers }): ReactElement {
  const whole = Math.max(1, answers.claims.length);
  const part = (n: number): number => (n / whole) * 100;
  return (
    <svg className="share" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      {ANSWERS.map((answer, i) => (
        <rect
          key={answer}
          data-tone={toneOf(MARKS[answer])}
          x={part(ANSWERS.slice(0, i).reduce((sum, other) => sum + answers.totals[other], 0))}
          width={part(answers.totals[answer])}
          y="0"
          height="6"
        />
      ))}
    </svg>
  );
}

function sourcesOf(desk: Desk, answers: ClaimAnswers): string {
  const ids = [...new Set(answers.claims.map((claim) => claim.source))];
  return ids
    .map((id) => {
      const source = desk.record.sources.find((s) => s.id === id);
      return source ? [source.title, source.publisher].filter(Boolean).join(", ") : id;
    })
    .join("; ");
}

/** Whose data an answer rests on, and whose claim it is. */
function sourcesOfClaim(desk: Desk, claim: ClaimAnswer): string[] {
  const statements = [...claim.statements, ...claim.refutedBy];
  return [
    claim.source,
    ...claim.sources,
    ...statements.flatMap(({ accounts }) => accounts.flatMap((id) => desk.accounts.get(id)?.source ?? [])),
    ...statements.flatMap(({ values }) =>
      values.flatMap((id) => desk.record.values?.find((v) => v.id === id)?.source ?? []),
    ),
  ];
}

interface ClaimProps extends ViewProps {
  readonly claim: ClaimAnswer;
  readonly before: Answer | null;
}

function Claim({ claim, before, desk, selection, select }: ClaimProps): ReactElement {
  const isOpen = selection.claim === claim.id;
  return (
    <li className="claim" data-changed={before !== null || undefined}>
      <button
        type="button"
        className="statement"
        data-item
        aria-expanded={isOpen}
        onClick={() => select({ claim: isOpen ? null : claim.id })}
      >
        <span className="prose" dir="auto">
          {plainProse(claim.prose)}
        </span>
        <span className="answer">
          <span className="word">
            <Mark word={MARKS[claim.answer]} /> {claim.answer}
          </span>
          {before !== null && (
            <span className="was">
              <span className="changed-word">changed</span> by the case itself {before}
            </span>
          )}
        </span>
      </button>
      <div className="because">
        <p dir="auto">
          <Told text={clockWords(claim.reason, desk.model.case.offset)} desk={desk} select={select} />{" "}
          <span className="rule">{claim.rule}</span>
        </p>
        <p>
          {claim.id}
          {claim.kind === null ? "" : `, ${claim.kind}`}
        </p>
      </div>
      {isOpen && <Grounds claim={claim} desk={desk} selection={selection} select={select} />}
    </li>
  );
}

/** On what an answer rests, statement by statement. */
function Grounds({ claim, desk, selection, select }: ViewProps & { readonly claim: ClaimAnswer }): ReactElement {
  const page = `${claim.span.path}:${claim.span.line}`;
  return (
    <div className="grounds">
      {claim.statements.map((statement) => (
        <Ground
          key={statement.words}
          statement={statement}
          isOnly={claim.statements.length === 1 && claim.refutedBy.length === 0}
          desk={desk}
          selection={selection}
          select={select}
        />
      ))}
      {claim.refutedBy.length > 0 && <h3>It would be refuted by</h3>}
      {claim.refutedBy.map((statement) => (
        <Ground key={statement.words} statement={statement} desk={desk} selection={selection} select={select} />
      ))}
      {claim.called && (
        <>
          <h3>
            Called “<bdi>{claim.called.words}</bdi>”
          </h3>
          <ul>
            {claim.called.attributions.map((each, i) => (
              <li key={`${each.source} ${i}`}>
                {each.kind} by <bdi dir="ltr">{each.by.map(desk.name).join(", ")}</bdi>
                {each.words === null ? "" : ": "}
                <bdi>{each.words}</bdi> <SourceLink id={each.source} desk={desk} select={select} />
              </li>
            ))}
          </ul>
        </>
      )}
      <p>
        <button type="button" className="quiet" onClick={() => select({ open: "text", page })}>
          {page}
        </button>
      </p>
    </div>
  );
}

interface GroundProps extends ViewProps {
  readonly statement: StatementAnswer;
  /** Then its reason stands above already. */
  readonly isOnly?: boolean;
}

function Ground({ statement, isOnly = false, desk, selection, select }: GroundProps): ReactElement {
  const { accounts, findings, sources } = statement;
  return (
    <section>
      <p>
        <code>{statement.words}</code>
      </p>
      {!isOnly && (
        <p>
          <Mark word={MARKS[statement.answer]} /> <b>{statement.answer}</b>:{" "}
          <Told text={clockWords(statement.reason, desk.model.case.offset)} desk={desk} select={select} />{" "}
          <span className="rule">{statement.rule}</span>
        </p>
      )}
      {statement.byView.length > 0 && (
        <ul className="views">
          {statement.byView.map(({ view, answer, reason }) => (
            <li key={view}>
              <Mark word={MARKS[answer]} />{" "}
              <button type="button" className="link" onClick={() => select({ view })}>
                {viewWords(view, desk.name)}
              </button>
              : {answer}. <bdi className="soft">{reason}</bdi>
            </li>
          ))}
        </ul>
      )}
      {findings.length > 0 && (
        <details>
          <summary>{count(findings.length, "finding")}</summary>
          <ul>
            {findings.map((id) => (
              <FindingLink key={id} id={id} desk={desk} select={select} />
            ))}
          </ul>
        </details>
      )}
      {accounts.length > 0 && (
        <details>
          <summary>{count(accounts.length, "account")}</summary>
          <ul className="accounts">
            {accounts.map((id) => (
              <li key={id}>
                <AccountLine said={accountSaid(desk, id)} selection={selection} select={select} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {statement.values.length > 0 && (
        <details>
          <summary>{count(statement.values.length, "value")}</summary>
          <ul>
            {statement.values.map((id) => (
              <li key={id}>
                <ValueWords id={id} desk={desk} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {accounts.length === 0 && sources.length > 0 && (
        <ul className="of">
          {sources.map((id) => (
            <li key={id}>
              <SourceLink id={id} desk={desk} select={select} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function FindingLink({
  id,
  desk,
  select,
}: {
  readonly id: string;
  readonly desk: Desk;
  readonly select: Select;
}): ReactElement {
  const finding = desk.findings.get(id);
  if (!finding) return <li>{id}</li>;
  const { word, phrase, dates } = verdictOf(desk, finding);
  return (
    <li>
      <button type="button" className="link" onClick={() => select({ open: "why", norm: finding.norm, finding: id })}>
        <bdi>{finding.norm}</bdi>, <bdi dir="ltr">{bearerWords(desk, finding)}</bdi>,{" "}
        {viewWords(finding.view, desk.name)}
      </button>
      : <Mark word={word} /> {phrase}
      {dates === "" ? "" : `, ${dates}`}
    </li>
  );
}

function SourceLink({
  id,
  desk,
  select,
}: {
  readonly id: string;
  readonly desk: Desk;
  readonly select: Select;
}): ReactElement {
  const source = desk.record.sources.find((s) => s.id === id);
  return (
    <button type="button" className="link" onClick={() => select({ open: "sources", source: id })}>
      <bdi>{source ? [source.title, source.publisher].filter(Boolean).join(", ") : id}</bdi>
    </button>
  );
}

function ValueWords({ id, desk }: { readonly id: string; readonly desk: Desk }): ReactElement {
  const value = desk.record.values?.find((each) => each.id === id);
  if (!value) return <span>{id}</span>;
  const range = value.low === value.high ? "" : ` (${value.low} to ${value.high})`;
  return (
    <span>
      <bdi>{value.series}</bdi> of <bdi dir="ltr">{value.arguments.map(desk.name).join(", ")}</bdi>, {value.in.text}:{" "}
      {value.best}
      {range} <bdi>{value.unit}</bdi> <span className="soft">{value.source}</span>
    </span>
  );
}
