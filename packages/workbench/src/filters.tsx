/** What the board shows of itself: by outcome, party, agreement, time and place; and in which order. */
import { type ReactElement, useId } from "react";
import { WORDS } from "servanda/words";
import type { BoardState } from "./boardstate.ts";
import { DateBox } from "./datebox.tsx";
import { type Desk, type Select, type Selection, toggled } from "./desk.ts";
import { chosenOf, heededBy, without } from "./filterstate.ts";
import { Mark, toneOf } from "./mark.tsx";
import { periodFault } from "./period.ts";

interface FiltersProps {
  readonly desk: Desk;
  readonly selection: Selection;
  readonly select: Select;
  readonly board: BoardState;
}

export function Filters({ desk, selection, select, board }: FiltersProps): ReactElement {
  const { model, result } = desk;
  const parties = [...new Set(result.board.map((line) => line.bearer))];
  const agreements = model.instruments.filter((i) => result.board.some((line) => line.instrument === i.id));
  const zones = model.zones.filter((zone) => zone.kind === null || zone.names.length > 0);
  const counts = new Map(board.counts.map(({ word, count }) => [word, count]));
  const words = WORDS.filter((word) => counts.has(word) || selection.outcomes.includes(word));
  const heeded = heededBy(selection);
  const isFiltered = chosenOf(desk, selection).some((each) => heeded.includes(each));
  return (
    <search className="filters" aria-label="What the board shows">
      <ul className="counts" aria-label="Outcomes">
        {words.map((word) => (
          <li key={word}>
            <button
              type="button"
              className="count"
              data-tone={toneOf(word)}
              aria-pressed={selection.outcomes.includes(word)}
              onClick={() => select({ outcomes: WORDS.filter((w) => (w === word) !== selection.outcomes.includes(w)) })}
            >
              <Mark word={word} /> <b>{counts.get(word) ?? 0}</b> {word}
            </button>
          </li>
        ))}
      </ul>
      <div className="choices">
        <Several
          title="Parties"
          all={parties.map((id) => ({ id, name: desk.name(id) }))}
          chosen={selection.parties}
          onToggle={(id) => select({ parties: toggled(selection.parties, id) })}
        />
        <Several
          title="Agreements"
          all={agreements.map((i) => ({ id: i.id, name: i.names[0] ?? i.id }))}
          chosen={selection.instruments}
          onToggle={(id) => select({ instruments: toggled(selection.instruments, id) })}
        />
        <span className="choice">
          Period{" "}
          <DateBox
            label="Period"
            value={selection.period}
            usual="any"
            hint="Two days such as 2020-11-10/2022-09-14; either may be left out. A year or month stands for all of it."
            faultOf={(text) => periodFault(text, model.case.offset)}
            onSet={(period) => select({ period })}
            least={10}
          />
        </span>
        {zones.length > 0 && (
          <label className="choice">
            Place{" "}
            <select
              data-set={selection.zone !== null}
              value={selection.zone ?? ""}
              onChange={(event) => select({ zone: event.target.value || null })}
            >
              <option value="">anywhere</option>
              {zones.map((zone) => (
                <option key={zone.id} value={zone.id}>
                  {desk.name(zone.id)}
                </option>
              ))}
            </select>
          </label>
        )}
        <label className="choice">
          Order{" "}
          <select
            data-set={selection.sort !== "order"}
            value={selection.sort}
            onChange={(event) => select({ sort: event.target.value === "latest" ? "latest" : "order" })}
          >
            <option value="order">newest agreement first</option>
            <option value="latest">what changed last first</option>
          </select>
        </label>
        {isFiltered && (
          <button type="button" className="quiet" onClick={() => select(without(heeded))}>
            Show all {board.whole}
          </button>
        )}
      </div>
    </search>
  );
}

interface SeveralProps {
  readonly title: string;
  readonly all: readonly { readonly id: string; readonly name: string }[];
  readonly chosen: readonly string[];
  readonly onToggle: (id: string) => void;
}

function Several({ title, all, chosen, onToggle }: SeveralProps): ReactElement {
  const names = all.filter(({ id }) => chosen.includes(id)).map(({ name }) => name);
  const box = useId();
  const said = names.length === 0 ? "all" : names.length <= 2 ? names.join(", ") : `${names.length} of ${all.length}`;
  return (
    <div className="choice several">
      <span id={box}>{title}</span> {/* Closes as a list does: with Esc, and when the focus leaves it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <details
        onKeyDown={(event) => {
          if (event.key !== "Escape" || !event.currentTarget.open) return;
          event.stopPropagation();
          event.currentTarget.open = false;
          event.currentTarget.querySelector("summary")?.focus();
        }}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) event.currentTarget.open = false;
        }}
      >
        <summary data-set={names.length > 0} aria-describedby={box}>
          <bdi dir="ltr">{said}</bdi>
        </summary>
        <ul>
          {all.map(({ id, name }) => (
            <li key={id}>
              <label>
                <input type="checkbox" checked={chosen.includes(id)} onChange={() => onToggle(id)} /> <bdi>{name}</bdi>
              </label>
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
