/** What a text states, in its order and in the case's words, each statement with its answer and a way to the evidence. */
import { type ReactElement, useEffect, useMemo } from "react";
import type { ClaimAnswer, ClaimAnswers, StatementAnswer } from "@servanda/analysis";
import { count, plain as plainly } from "servanda/words";
import { askedOf, NOTHING_ASKED } from "servanda/asked";
import { useClaims } from "./asking.ts";
import { isFlipped, type Select, toggled, type ViewProps } from "./desk.ts";
import {
  type ClaimSaid,
  essayCsv,
  essayOf,
  type EssayState,
  type FindingSaid,
  groundOf,
  type GroundSaid,
  markOf,
  sourceTitle,
} from "./essaystate.ts";
import { AccountLine, Told } from "./evidence.tsx";
import { TABLES } from "./export.ts";
import { Mark, toneOf } from "./mark.tsx";
import { ANSWERED } from "./meaning.ts";
import { accountSaid } from "./whystate.ts";
import "./essay.css";

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
  const state = useMemo(() => essayOf(desk, selection, answers, plain), [desk, selection, answers, plain]);
  useEffect(() => {
    TABLES.set("essay", (given, chosen) => essayCsv(given, chosen, answers));
    return () => void TABLES.delete("essay");
  }, [answers]);
  return (
    <div className="essay">
      <header>
        <ul className="counts" aria-label="Answers">
          {state.counts.map(({ answer, count: number }) => (
            <li key={answer}>
              <button
                type="button"
                className="count"
                data-tone={toneOf(markOf(answer))}
                title={ANSWERED[answer]}
                aria-pressed={selection.answers.includes(answer)}
                onClick={() => select({ answers: toggled(selection.answers, answer) })}
              >
                <Mark word={markOf(answer)} /> <b>{number}</b> {answer}
              </button>
            </li>
          ))}
        </ul>
        <Share shares={state.shares} />
        <p className="soft">
          {count(state.whole, "statement")} of <bdi>{state.of}</bdi>, in the case’s words. An answer never says that a
          text is true: it says what this record bears out. The text itself bears out nothing of it.
          {state.changed > 0 && <span className="changed-word">{count(state.changed, "answer")} changed</span>}
        </p>
      </header>
      <ol className="claims">
        {state.passages.map(({ at, claims }) => (
          <li key={at} className="passage">
            {at !== "" && (
              <p className="at">
                <bdi>{at}</bdi>
              </p>
            )}
            <ol>
              {claims.map((said) => (
                <Claim key={said.claim.id} said={said} desk={desk} selection={selection} select={select} />
              ))}
            </ol>
          </li>
        ))}
      </ol>
      {state.shown.length === 0 && <p className="notice">No statement has such an answer.</p>}
    </div>
  );
}

/** How many statements have which answer, as one bar. The numbers stand above it. */
function Share({ shares }: Pick<EssayState, "shares">): ReactElement {
  return (
    <svg className="share" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      {shares.map(({ answer, from, width }) => (
        <rect key={answer} data-tone={toneOf(markOf(answer))} x={from} width={width} y="0" height="6" />
      ))}
    </svg>
  );
}

interface ClaimProps extends ViewProps {
  readonly said: ClaimSaid;
}

function Claim({ said, desk, selection, select }: ClaimProps): ReactElement {
  const { claim, prose, because, before } = said;
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
          {prose}
        </span>
        <span className="answer">
          <span className="word">
            <Mark word={markOf(claim.answer)} /> {claim.answer}
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
          <Told text={because} desk={desk} select={select} /> <span className="rule">{claim.rule}</span>
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
          <ul className="called">
            {claim.called.attributions.map((each, i) => (
              <li key={`${each.source} ${i}`}>
                {each.kind} by <bdi dir="ltr">{each.by.map(desk.name).join(", ")}</bdi>
                {each.words === null ? "" : ": "}
                <bdi>{each.words}</bdi>{" "}
                <SourceLink source={{ id: each.source, title: sourceTitle(desk, each.source) }} select={select} />
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
  const ground = groundOf(desk, statement);
  return (
    <section>
      <p className="words">
        <bdi dir="ltr">{ground.words}</bdi>
      </p>
      {!isOnly && (
        <p>
          <Mark word={markOf(ground.answer)} /> <b>{ground.answer}</b>:{" "}
          <Told text={ground.because} desk={desk} select={select} /> <span className="rule">{ground.rule}</span>
        </p>
      )}
      {ground.byView.length > 0 && (
        <ul className="views">
          {ground.byView.map(({ view, label, answer, because }) => (
            <li key={view}>
              <Mark word={markOf(answer)} />{" "}
              <span className="held">
                <button type="button" className="link" onClick={() => select({ view })}>
                  <bdi dir="ltr">{label}</bdi>
                </button>
                :
              </span>{" "}
              {answer}.{" "}
              <span className="soft">
                <Told text={because} desk={desk} select={select} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {ground.findings.length > 0 && (
        <details>
          <summary>{count(ground.findings.length, "finding")}</summary>
          <ul>
            {ground.findings.map((said) => (
              <li key={said.id}>
                <FindingLink said={said} select={select} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {ground.accounts.length > 0 && (
        <details>
          <summary>{count(ground.accounts.length, "account")}</summary>
          <ul className="accounts">
            {ground.accounts.map((id) => (
              <li key={id}>
                <AccountLine said={accountSaid(desk, id)} selection={selection} select={select} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {ground.values.length > 0 && (
        <details>
          <summary>{count(ground.values.length, "value")}</summary>
          <ul>
            {ground.values.map((words) => (
              <li key={words}>
                <bdi dir="ltr">{words}</bdi>
              </li>
            ))}
          </ul>
        </details>
      )}
      {ground.sources.length > 0 && (
        <ul className="of">
          {ground.sources.map((source) => (
            <li key={source.id}>
              <SourceLink source={source} select={select} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function FindingLink({ said, select }: { readonly said: FindingSaid; readonly select: Select }): ReactElement {
  const { id, norm, of } = said;
  if (of === null) return <>{id}</>;
  const { word, phrase, dates } = of.verdict;
  return (
    <>
      <span className="held">
        <button type="button" className="link" onClick={() => select({ open: "why", norm, finding: id })}>
          <bdi>{norm}</bdi>, <bdi dir="ltr">{of.bearer}</bdi>, <bdi dir="ltr">{of.view}</bdi>
        </button>
        :
      </span>{" "}
      <Mark word={word} /> {phrase}
      {dates === "" ? "" : `, ${dates}`}
    </>
  );
}

function SourceLink({
  source,
  select,
}: {
  readonly source: GroundSaid["sources"][number];
  readonly select: Select;
}): ReactElement {
  return (
    <button type="button" className="link" onClick={() => select({ open: "sources", source: source.id })}>
      <bdi>{plainly(source.title)}</bdi>
    </button>
  );
}
