/** The terms on which findings stand, as one sentence whose parts can be changed: date, knowledge, standard, reading, flips. */
import { memo, type ReactElement } from "react";
import { parseTime, standardsOf } from "@servanda/language";
import { standardWords, viewWords } from "servanda/words";
import { NOTHING_ASKED } from "servanda/asked";
import { DateBox } from "./datebox.tsx";
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
            hint={HINT}
            faultOf={(text) => faultOf(text, model.case.offset)}
            onSet={(at) => select({ at })}
          />
        </span>
        <span className="term">
          , as known{" "}
          <DateBox
            label="Only what had been published by then"
            value={selection.asOf}
            usual="today"
            hint={HINT}
            faultOf={(text) => faultOf(text, model.case.offset)}
            onSet={(asOf) => select({ asOf })}
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
                <Views views={desk.result.views} name={desk.name} />
              </select>
            </span>
          </>
        )}
        <span className="stop">.</span>
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

const HINT = "A date such as 2022-09-14, or an instant such as 2022-09-14T18:00+04:00. Empty: the usual.";

/** Why a date cannot be read; null where it can. */
function faultOf(text: string, offset: number): string | null {
  const read = parseTime(text, offset);
  return "fault" in read ? read.fault : null;
}

interface ViewsProps {
  readonly views: Desk["result"]["views"];
  readonly name: Desk["name"];
}

/** A browser sets a choice anew whose options are drawn anew, and a flip hardly ever brings others. */
const Views = memo(
  function Views({ views, name }: ViewsProps): ReactElement {
    return (
      <>
        {views.map(({ id }) => (
          <option key={id} value={id}>
            {viewWords(id, name)}
          </option>
        ))}
      </>
    );
  },
  (before, now) =>
    before.name === now.name &&
    before.views.length === now.views.length &&
    before.views.every(({ id }, i) => id === now.views[i]?.id),
);
