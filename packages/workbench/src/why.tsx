/** Why a finding is what it is: an argument to read, and beside it the switches that would make something else of it. */
import { type ReactElement, useEffect, useMemo, useRef } from "react";
import { Evidence, Rule, Told } from "./evidence.tsx";
import { boardOf } from "./boardstate.ts";
import { chosenFinding } from "./choice.ts";
import { addressOf, type Desk, type Select, type Selection, type ViewProps } from "./desk.ts";
import { viewWords } from "servanda/words";
import { Mark, toneOf } from "./mark.tsx";
import { OUTCOMES } from "./meaning.ts";
import { Pivots } from "./pivots.tsx";
import { begin } from "./settings.ts";
import { WindowFigure } from "./windowfigure.tsx";
import {
  type Argument,
  argumentOf,
  bearerWords,
  type Choice,
  formerFinding,
  type Step,
  type Verdict,
  verdictOf,
} from "./whystate.ts";
import "./why.css";

export function Why({ desk, selection, select }: ViewProps): ReactElement {
  const finding = chosenFinding(desk, selection);
  const argument = useMemo(() => (finding ? argumentOf(desk, finding) : null), [desk, finding]);
  if (argument === null) {
    const former = formerFinding(desk, selection);
    return former ? (
      <Gone desk={desk} selection={selection} select={select} former={verdictOf(desk, former)} />
    ) : (
      <Index desk={desk} selection={selection} select={select} />
    );
  }
  return (
    <div className="why">
      <article aria-labelledby="why-title">
        <Head key={argument.finding.norm} argument={argument} desk={desk} select={select} />
        <Reason argument={argument} desk={desk} selection={selection} select={select} />
      </article>
      <Pivots argument={argument} desk={desk} selection={selection} select={select} />
    </div>
  );
}

interface PartProps extends ViewProps {
  readonly argument: Argument;
}

function Head({ argument, desk, select }: Omit<PartProps, "selection">): ReactElement {
  const { finding, verdict, before, isContested, readings, occasions, bearers } = argument;
  const title = useRef<HTMLHeadingElement>(null);
  // Whoever comes by keyboard begins at the top of the argument.
  useEffect(() => title.current?.focus({ preventScroll: true }), []);
  useEffect(begin, []);
  const choose = (choice: Choice): void =>
    select({ finding: choice.id, ...(choice.view === finding.view ? {} : { view: choice.view }) });
  return (
    <header className="verdict" data-tone={toneOf(verdict.word)}>
      <p className="where">
        <span>
          <bdi>{desk.name(finding.instrument)}</bdi>, <bdi>{finding.article}</bdi>
        </span>{" "}
        <span className="id">{finding.norm}</span>
      </p>
      <h2 id="why-title" ref={title} tabIndex={-1}>
        <bdi dir="ltr">{bearerWords(desk, finding)}</bdi>: <Mark word={verdict.word} />{" "}
        <span className="word" data-changed={before !== null || undefined}>
          {verdict.phrase}
        </span>
      </h2>
      {verdict.dates !== "" && (
        <p className="dates">
          <Told text={verdict.dates} desk={desk} select={select} />
        </p>
      )}
      {before !== null && (
        <output className="before">
          <span className="changed-word">changed</span>{" "}
          {before === "none" ? (
            "by the case itself this would not arise"
          ) : (
            <>
              by the case itself: <Mark word={before.word} /> {before.phrase}
              {before.dates === "" ? "" : `, ${before.dates}`}
            </>
          )}
        </output>
      )}
      {isContested && (
        <p className="contested">
          <Mark word="contested on reading" /> contested on reading: {OUTCOMES["contested on reading"]}. This is the
          finding <bdi dir="ltr">{viewWords(finding.view, desk.name)}</bdi>; the others stand beside it.
        </p>
      )}
      <Tabs title="Read" choices={readings} onChoose={choose} />
      <Tabs title="Occasion" choices={occasions} onChoose={choose} />
      <Tabs title="Bound" choices={bearers} onChoose={choose} />
    </header>
  );
}

interface TabsProps {
  readonly title: string;
  readonly choices: readonly Choice[];
  readonly onChoose: (choice: Choice) => void;
}

/** One of several findings beside this one. */
function Tabs({ title, choices, onChoose }: TabsProps): ReactElement | null {
  if (choices.length < 2) return null;
  return (
    <div className="tabs">
      <span>{title}</span>
      <ul>
        {choices.map((choice) => (
          <li key={choice.id}>
            <button
              type="button"
              aria-pressed={choice.isThis}
              title={title === "Occasion" && choice.more !== "" ? choice.more : undefined}
              onClick={() => onChoose(choice)}
            >
              <Mark word={choice.word} /> <bdi dir="ltr">{choice.label}</bdi>
              <span className="outcome">{choice.word}</span>
              {choice.changed && <span className="changed-word">changed</span>}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Reason({ argument, desk, selection, select }: PartProps): ReactElement {
  return (
    <ol className="steps">
      {argument.steps.map((step, i) => (
        <li key={`${step.key} ${i}`} data-item data-step={step.key} tabIndex={-1}>
          <h3>
            <span className="number">{i + 1}</span> {step.title}
          </h3>
          {step.key === "article" && <Text argument={argument} selection={selection} select={select} />}
          {step.key === "window" && <WindowFigure finding={argument.finding} desk={desk} />}
          <Lines step={step} desk={desk} selection={selection} select={select} word={argument.verdict} />
        </li>
      ))}
    </ol>
  );
}

/** What the article says, in words and as a norm, side by side. */
function Text({ argument, selection, select }: Pick<PartProps, "argument" | "selection" | "select">): ReactElement {
  const { prose, formal, page } = argument;
  const target = { open: "text", page } as const;
  return (
    <div className="provision">
      <blockquote>
        {prose.split("\n").map((paragraph) => (
          <p key={paragraph} dir="auto">
            {paragraph}
          </p>
        ))}
      </blockquote>
      {formal !== "" && (
        <figure>
          <pre>
            <code>{formal}</code>
          </pre>
          {page !== null && (
            <figcaption>
              <a
                href={addressOf({ ...selection, ...target })}
                onClick={(event) => {
                  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                  event.preventDefault();
                  select(target);
                }}
              >
                {page}
              </a>
            </figcaption>
          )}
        </figure>
      )}
    </div>
  );
}

interface LinesProps extends ViewProps {
  readonly step: Step;
  readonly word: Verdict;
}

function Lines({ step, desk, selection, select, word }: LinesProps): ReactElement {
  const isEnd = step.key === "outcome";
  return (
    <ul className="lines">
      {step.lines.map((line, i) => (
        <li key={`${line.text} ${i}`}>
          <p>
            {isEnd && i === 0 && <Mark word={word.word} />} <Told text={line.text} desk={desk} select={select} />{" "}
            <Rule rule={line.rule} />
          </p>
          <Evidence parts={line.parts} desk={desk} selection={selection} select={select} />
        </li>
      ))}
    </ul>
  );
}

interface GoneProps extends ViewProps {
  readonly former: Verdict;
}

/** The flips have made the occasion vanish. */
function Gone({ desk, selection, select, former }: GoneProps): ReactElement {
  const before = desk.plain.findings.find((f) => f.id === former.id);
  return (
    <div className="why">
      <article>
        <header className="verdict">
          <h2>{before ? <bdi dir="ltr">{bearerWords(desk, before)}</bdi> : null}: does not arise</h2>
          <p className="dates">
            On these terms nothing sets it off. By the case itself: <Mark word={former.word} /> {former.phrase}
            {former.dates === "" ? "" : `, ${former.dates}`}.
          </p>
          <p>
            <span className="changed-word">changed</span>{" "}
            <button
              type="button"
              className="quiet"
              onClick={() =>
                select({ disbelieved: [], supposed: [], without: [], standard: null, at: null, asOf: null })
              }
            >
              Restore all
            </button>{" "}
            <button
              type="button"
              className="quiet"
              onClick={() => select({ ...selection, open: "board", changed: true })}
            >
              What else changed
            </button>
          </p>
        </header>
      </article>
    </div>
  );
}

/** Nothing is selected: all there is to ask about. */
function Index({
  desk,
  selection,
  select,
}: {
  readonly desk: Desk;
  readonly selection: Selection;
  readonly select: Select;
}): ReactElement {
  const board = useMemo(() => boardOf(desk, { ...selection, sort: "order" }), [desk, selection]);
  return (
    <div className="index">
      <p className="notice">Choose a finding on the board, or a norm here, to read why it is what it is.</p>
      <div className="agreements">
        {board.sections.map(({ instrument, rows }) => (
          <section key={instrument.id} aria-labelledby={`index-${instrument.id}`}>
            <h2 id={`index-${instrument.id}`}>
              <bdi>{desk.name(instrument.id)}</bdi>
            </h2>
            <ul>
              {rows.map(({ norm, cells }) => {
                const target = { open: "why", norm: norm.id, finding: null } as const;
                const words = [...new Set(cells.flatMap((cell) => (cell ? [cell.word] : [])))];
                return (
                  <li key={norm.id}>
                    <a
                      data-item
                      href={addressOf({ ...selection, ...target })}
                      onClick={(event) => {
                        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                        event.preventDefault();
                        select(target);
                      }}
                    >
                      <bdi>{norm.id}</bdi>
                    </a>{" "}
                    <bdi className="soft">{norm.article}</bdi>
                    <span className="words">
                      {words.map((word) => (
                        <span key={word}>
                          <Mark word={word} /> {word}
                        </span>
                      ))}
                    </span>
                  </li>
                );
              })}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}
