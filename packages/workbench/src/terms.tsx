/** The terms on which findings stand, as one sentence whose parts can be changed: date, knowledge, standard, reading, flips. */
import { type ReactElement, useState } from "react";
import { standardsOf } from "@servanda/language";
import { standardWords, viewWords } from "servanda/words";
import { isDate, NOTHING_ASKED } from "servanda/asked";
import { type Desk, isFlipped, type Select, type Selection, toggled } from "./desk.ts";

interface TermsProps {
  readonly desk: Desk;
  readonly selection: Selection;
  readonly select: Select;
}

export function Terms({ desk, selection, select }: TermsProps): ReactElement {
  const { model } = desk;
  const flips = [
    ...selection.disbelieved.map((id) => ({ key: "disbelieved" as const, id, words: "disbelieving" })),
    ...selection.supposed.map((id) => ({ key: "supposed" as const, id, words: "taking as certain" })),
    ...selection.without.map((id) => ({ key: "without" as const, id, words: "leaving out source" })),
  ];
  return (
    <section className="terms" aria-label="On what terms">
      <p>
        <span className="term">
          {selection.facts ? "Observed up to" : "Findings at"}{" "}
          <DateBox
            label="Date that findings speak about"
            value={selection.at}
            usual={model.case.recordCloses?.text ?? "a date"}
            desk={desk}
            onChange={(at) => select({ at })}
          />
        </span>
        <span className="term">
          , as known{" "}
          <DateBox
            label="Only what had been published by then"
            value={selection.asOf}
            usual="today"
            desk={desk}
            onChange={(asOf) => select({ asOf })}
          />
        </span>
        {!selection.facts && (
          <>
            <span className="term">
              , at the standard of{" "}
              <select
                aria-label="Standard of proof"
                data-set={selection.standard !== null}
                value={selection.standard ?? model.case.standard}
                onChange={(event) => {
                  const standard = event.target.value;
                  select({ standard: standard === model.case.standard ? null : standard });
                }}
              >
                {standardsOf(model).map((each) => (
                  <option key={each} value={each}>
                    {standardWords(each)}
                  </option>
                ))}
              </select>
            </span>
            <span className="term">
              ,{" "}
              <select
                aria-label="Under whose reading"
                data-set={selection.view !== null}
                value={selection.view ?? ""}
                onChange={(event) => select({ view: event.target.value || null })}
              >
                <option value="">under each reading, side by side</option>
                {desk.result.views.map(({ id }) => (
                  <option key={id} value={id}>
                    {viewWords(id, desk.name)}
                  </option>
                ))}
              </select>
            </span>
          </>
        )}
        .
      </p>
      {flips.length > 0 && (
        <ul className="chips" aria-label="Supposed here">
          {flips.map(({ key, id, words }) => (
            <li key={`${key} ${id}`}>
              <button
                type="button"
                className="chip"
                onClick={() => select({ [key]: toggled(selection[key], id) })}
                aria-label={`Stop ${words} ${id}`}
              >
                {words} <bdi>{id}</bdi> <span aria-hidden="true">×</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {isFlipped(selection) && (
        <output className="flipped">
          <span className="changed-word">
            {desk.changed.size === 0
              ? "No finding changed"
              : `${desk.changed.size} ${desk.changed.size === 1 ? "finding" : "findings"} changed`}
          </span>{" "}
          from the case by itself.{" "}
          {desk.changed.size > 0 && (
            <button
              type="button"
              className="quiet"
              aria-pressed={selection.changed}
              onClick={() => select({ changed: !selection.changed })}
            >
              Only these
            </button>
          )}{" "}
          <button type="button" className="quiet" onClick={() => select({ ...NOTHING_ASKED, changed: false })}>
            Restore all
          </button>
        </output>
      )}
    </section>
  );
}

interface DateBoxProps {
  readonly label: string;
  readonly value: string | null;
  readonly usual: string;
  readonly desk: Desk;
  readonly onChange: (value: string | null) => void;
}

function DateBox({ label, value, usual, desk, onChange }: DateBoxProps): ReactElement {
  const [text, setText] = useState(value ?? "");
  const [seen, setSeen] = useState(value);
  // Set from elsewhere: the back button, the timeline, "restore all".
  if (seen !== value) {
    setSeen(value);
    setText(value ?? "");
  }
  const isGood = text.trim() === "" || isDate(text.trim(), desk.model);
  const settle = (): void => {
    const trimmed = text.trim();
    if (!isGood) return;
    const next = trimmed === "" || trimmed === usual ? null : trimmed;
    if (next !== value) onChange(next);
  };
  return (
    <input
      type="text"
      inputMode="numeric"
      aria-label={label}
      aria-invalid={!isGood}
      title="A date such as 2022-09-14, or an instant such as 2022-09-14T18:00+04:00. Empty: the usual."
      data-set={value !== null}
      placeholder={usual}
      size={Math.max(usual.length, text.length, 4)}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === "Enter") settle();
        else if (event.key === "Escape") setText(value ?? "");
      }}
    />
  );
}
