/** What would make something else of a finding, as switches: readings, standards, accounts, sources, and what is open. */
import type { ReactElement, ReactNode } from "react";
import { standardsOf } from "@servanda/language";
import { phraseOf, standardWords, viewWords, type Word, wordOf } from "servanda/words";
import { type Desk, isFlipped, toggled, type ViewProps } from "./desk.ts";
import type { Otherwise } from "./monitoring.ts";
import { Mark } from "./mark.tsx";
import { askedOf } from "servanda/asked";
import { useTries } from "./asking.ts";
import { type Argument, beforeOf, bearerWords, verdictOf } from "./whystate.ts";

const MOST_CHANGED = 14;

interface PivotsProps extends ViewProps {
  readonly argument: Argument;
}

export function Pivots({ argument, desk, selection, select }: PivotsProps): ReactElement {
  const { finding, readings, open, isSmallest } = argument;
  const tried = useTries(desk, askedOf(selection), finding.id);
  const standard = desk.result.standard;
  const others = readings.filter((choice) => choice.phrase !== argument.verdict.phrase || choice.isThis);
  const accounts = listOf(
    tried,
    "account",
    selection.disbelieved.filter((id) => finding.accounts.includes(id) || isBeside(desk, id, finding.accounts)),
  );
  const sources = listOf(tried, "source", selection.without);
  return (
    <aside className="pivots" aria-labelledby="pivots-title">
      <h2 id="pivots-title">What would change it</h2>
      <p className="soft">
        Each switch changes this finding, the board and the timeline at once. Nothing is saved; the address keeps it.
      </p>
      {others.length > 1 && (
        <Switches title="Under whose reading">
          {others.map((choice) => (
            <Switch
              key={choice.id}
              isOn={choice.isThis}
              isSet={selection.view === choice.view}
              words={choice.label}
              word={choice.word}
              phrase={choice.phrase}
              onFlip={() => select({ finding: choice.id, view: choice.view })}
            />
          ))}
        </Switches>
      )}
      <Switches title="At which standard of proof">
        {standardsOf(desk.model).map((each) => {
          const other = tried?.find((t) => t.kind === "standard" && t.ref === each);
          const isNow = each === standard;
          return (
            <Switch
              key={each}
              isOn={isNow}
              isSet={selection.standard === each}
              words={standardWords(each)}
              {...told(isNow ? finding : other === undefined ? null : other.finding)}
              phrase={
                isNow || other === undefined
                  ? isNow
                    ? argument.verdict.phrase
                    : tried === null
                      ? "…"
                      : "the same"
                  : sayOf(other)
              }
              onFlip={() => select({ standard: each === desk.model.case.standard ? null : each })}
            />
          );
        })}
      </Switches>
      {accounts.length > 0 && (
        <Switches title="If this account is disbelieved">
          {accounts.map(({ ref, other }) => (
            <Switch
              key={ref}
              of={ref}
              isOn={selection.disbelieved.includes(ref)}
              words={accountWords(desk, ref)}
              {...told(other?.finding ?? null)}
              phrase={other ? sayOf(other) : null}
              onFlip={() => select({ disbelieved: toggled(selection.disbelieved, ref) })}
            />
          ))}
        </Switches>
      )}
      {sources.length > 0 && (
        <Switches title="If this source is left out, and its coverage">
          {sources.map(({ ref, other }) => (
            <Switch
              key={ref}
              of={ref}
              isOn={selection.without.includes(ref)}
              words={sourceName(desk, ref)}
              {...told(other?.finding ?? null)}
              phrase={other ? sayOf(other) : null}
              onFlip={() => select({ without: toggled(selection.without, ref) })}
            />
          ))}
        </Switches>
      )}
      {open.length > 0 && (
        <Switches title="It turns on">
          {open.map(({ text, event }) => (
            <li key={text} className="turns">
              <p>
                <bdi dir="ltr">{text}</bdi>
              </p>
              {event !== null && (
                <p>
                  <button
                    type="button"
                    className="quiet"
                    aria-pressed={selection.supposed.includes(event)}
                    onClick={() => select({ supposed: toggled(selection.supposed, event) })}
                  >
                    take {event} as certain
                  </button>{" "}
                  <button
                    type="button"
                    className="quiet"
                    onClick={() => select({ disbelieved: withAll(desk, selection.disbelieved, event) })}
                  >
                    disbelieve all of it
                  </button>
                </p>
              )}
            </li>
          ))}
          {!isSmallest && <li className="soft">Other facts are open, too: these are not the smallest set.</li>}
        </Switches>
      )}
      {tried !== null && tried.length === 0 && others.length < 2 && open.length === 0 && (
        <p className="soft">No other standard or reading would, and no single account or source.</p>
      )}
      {isFlipped(selection) && <Changed desk={desk} selection={selection} select={select} />}
    </aside>
  );
}

/** What the flips have changed elsewhere. */
function Changed({ desk, selection, select }: ViewProps): ReactElement {
  const findings = desk.result.findings.filter((f) => desk.changed.has(f.id));
  return (
    <section className="changes" aria-labelledby="changes-title">
      <h3 id="changes-title">
        {findings.length === 0 ? "Nothing has changed yet" : "Changed by what is supposed here"}
      </h3>
      <ul>
        {findings.slice(0, MOST_CHANGED).map((f) => {
          const before = beforeOf(desk, f);
          return (
            <li key={f.id} aria-current={f.id === selection.finding ? "true" : undefined}>
              <button
                type="button"
                className="link"
                onClick={() => select({ open: "why", norm: f.norm, finding: f.id })}
              >
                <bdi>{f.norm}</bdi>, <bdi dir="ltr">{bearerWords(desk, f)}</bdi>,{" "}
                <bdi dir="ltr">{viewWords(f.view, desk.name)}</bdi>
                {f.trigger?.by === "event" && (
                  <>
                    , <bdi>{f.trigger.id}</bdi>
                  </>
                )}
              </button>{" "}
              <span className="fromto">
                {before !== null && before !== "none" && before.phrase === phraseOf(f) ? (
                  <>
                    still <Mark word={wordOf(f)} /> {wordOf(f)}
                    {before.dates === verdictOf(desk, f).dates
                      ? "; what it rests on has changed"
                      : `, before: ${before.dates || "no dates"}; now: ${verdictOf(desk, f).dates || "no dates"}`}
                  </>
                ) : (
                  <>
                    {before === null || before === "none" ? (
                      "did not arise"
                    ) : (
                      <>
                        <Mark word={before.word} /> {before.word === wordOf(f) ? before.phrase : before.word}
                      </>
                    )}{" "}
                    <span aria-hidden="true">→</span>
                    <span className="hidden">now</span> <Mark word={wordOf(f)} />{" "}
                    {before !== null && before !== "none" && before.word === wordOf(f) ? phraseOf(f) : wordOf(f)}
                  </>
                )}
              </span>
            </li>
          );
        })}
      </ul>
      {findings.length > MOST_CHANGED && (
        <p>
          <button type="button" className="quiet" onClick={() => select({ open: "board", changed: true })}>
            All {findings.length} on the board
          </button>
        </p>
      )}
    </section>
  );
}

function Switches({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement {
  return (
    <section>
      <h3>{title}</h3>
      <ul>{children}</ul>
    </section>
  );
}

interface SwitchProps {
  readonly isOn: boolean;
  /** Whether the reader has set it so; else it is on by itself. */
  readonly isSet?: boolean;
  /** What is switched, if it can be switched elsewhere on the page as well. */
  readonly of?: string;
  readonly words: string;
  readonly word?: Word | null;
  readonly phrase: string | null;
  readonly onFlip: () => void;
}

function Switch({ isOn, isSet = isOn, of, words, word, phrase, onFlip }: SwitchProps): ReactElement {
  return (
    <li>
      <button type="button" className="switch" aria-pressed={isOn} data-switch={of} onClick={onFlip}>
        <span className="knob" aria-hidden="true" />
        <span className="words">
          <bdi dir="ltr" data-set={isOn && isSet}>
            {words}
          </bdi>
        </span>
        {phrase !== null && (
          <span className="then">
            {word && <Mark word={word} />} {phrase}
          </span>
        )}
      </button>
    </li>
  );
}

function told(finding: Otherwise["finding"]): { readonly word: Word | null } {
  return { word: finding === null ? null : wordOf(finding) };
}

function sayOf({ finding }: Otherwise): string {
  return finding === null ? "would not arise" : phraseOf(finding);
}

/** What was tried, and what is flipped already. */
function listOf(
  tried: readonly Otherwise[] | null,
  kind: Otherwise["kind"],
  flipped: readonly string[],
): { readonly ref: string; readonly other: Otherwise | null }[] {
  const own = (tried ?? []).filter((t) => t.kind === kind && !flipped.includes(t.ref));
  return [...flipped.map((ref) => ({ ref, other: null })), ...own.map((other) => ({ ref: other.ref, other }))];
}

/** Whether a disbelieved account tells of an event that this finding looks at. */
function isBeside(desk: Desk, id: string, accounts: readonly string[]): boolean {
  const event = desk.accounts.get(id)?.event;
  return (
    event !== undefined &&
    (accounts.length === 0 || accounts.some((other) => desk.accounts.get(other)?.event === event))
  );
}

function accountWords(desk: Desk, id: string): string {
  const account = desk.accounts.get(id);
  if (!account) return id;
  return `${sourceName(desk, account.source)} ${account.stance === "denies" ? "denies" : "on"} ${account.event}`;
}

function sourceName(desk: Desk, id: string): string {
  const source = desk.sources.get(id);
  return source?.publisher ? `${id}, ${source.publisher}` : (source?.title ?? id);
}

/** Every account of an event beside those that are disbelieved already. */
function withAll(desk: Desk, disbelieved: readonly string[], event: string): string[] {
  const added = (desk.events.get(event) ?? []).map((account) => account.id).filter((id) => !disbelieved.includes(id));
  return added.reduce((list, id) => toggled(list, id), [...disbelieved]);
}
