/** What the board shows of itself: by outcome, party, agreement, time and place; and in which order. */
import { type ReactElement, useId, useMemo } from "react";
import { WORDS } from "servanda/words";
import { type BoardState, newestFirst } from "./boardstate.ts";
import { DateBox } from "./datebox.tsx";
import { type Desk, type Select, type Selection, toggled } from "./desk.ts";
import { chosenOf, heededBy, without } from "./filterstate.ts";
import { Mark, toneOf } from "./mark.tsx";
import { OUTCOMES } from "./meaning.ts";
import { compare } from "./order.ts";
import { periodFault } from "./period.ts";
import { fold } from "./search.ts";

interface FiltersProps {
  readonly desk: Desk;
  readonly selection: Selection;
  readonly select: Select;
  readonly board: BoardState;
}

export function Filters({ desk, selection, select, board }: FiltersProps): ReactElement {
  const { model, result } = desk;
  const bearers = [...new Set(result.board.map((line) => line.bearer))];
  const parties = bearers.toSorted((a, b) => compare(fold(desk.name(a)), fold(desk.name(b))) || compare(a, b));
  // As they stand below.
  const agreements = newestFirst(model.instruments).filter((i) => result.board.some((l) => l.instrument === i.id));
  const zones = model.zones.filter(({ kind, names }) => kind === null || names.length > 0);
  const counts = new Map(board.counts.map(({ word, count }) => [word, count]));
  const words = WORDS.filter((word) => counts.has(word) || selection.outcomes.includes(word));
  const heeded = heededBy(selection);
  const isFiltered = chosenOf(desk, selection).some((each) => heeded.includes(each));
  const whole = isFiltered ? board.whole : 0;
  const byWhom = parties.join();
  const ofWhat = agreements.map(({ id }) => id).join();
  const { parties: chosen, instruments, period, zone, sort } = selection;
  const { name } = desk;
  // Long lists, which no flip changes: drawn anew only where something in them is another.
  const choices = useMemo(
    () => (
      <div className="choices">
        <Several
          title="Parties"
          all={parties.map((id) => ({ id, name: name(id) }))}
          chosen={chosen}
          onToggle={(id) => select({ parties: toggled(chosen, id) })}
        />
        <Several
          title="Agreements"
          all={agreements.map((i) => ({ id: i.id, name: name(i.id) }))}
          chosen={instruments}
          onToggle={(id) => select({ instruments: toggled(instruments, id) })}
        />
        <span className="choice">
          Period{" "}
          <DateBox
            label="Period"
            value={period}
            usual="any"
            hint="Two days such as 2020-11-10/2022-09-14; either may be left out. A year or month stands for all of it."
            faultOf={(text) => periodFault(text, model.case.offset)}
            onSet={(next) => select({ period: next })}
            least={10}
          />
        </span>
        {zones.length > 0 && (
          <label className="choice">
            Place{" "}
            <select
              data-set={zone !== null}
              value={zone ?? ""}
              onChange={(event) => select({ zone: event.target.value || null })}
            >
              <option value="">anywhere</option>
              {zones.map((each) => (
                <option key={each.id} value={each.id}>
                  {name(each.id)}
                </option>
              ))}
            </select>
          </label>
        )}
        <label className="choice">
          Order{" "}
          <select
            data-set={sort !== "order"}
            value={sort}
            onChange={(event) => select({ sort: event.target.value === "latest" ? "latest" : "order" })}
          >
            <option value="order">newest agreement first</option>
            <option value="latest">what changed last first</option>
          </select>
        </label>
        {whole > 0 && (
          <button type="button" className="quiet" onClick={() => select(without(heeded))}>
            Show all {whole}
          </button>
        )}
      </div>
    ),
    // Whom and what there is to choose from the words say.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [model, name, byWhom, ofWhat, chosen, instruments, period, zone, sort, whole, select],
  );
  return (
    <search className="filters" aria-label="What the board shows">
      <ul className="counts" aria-label="Outcomes">
        {words.map((word) => (
          <li key={word}>
            <button
              type="button"
              className="count"
              data-tone={toneOf(word)}
              title={OUTCOMES[word]}
              aria-pressed={selection.outcomes.includes(word)}
              onClick={() => select({ outcomes: WORDS.filter((w) => (w === word) !== selection.outcomes.includes(w)) })}
            >
              <Mark word={word} /> <b>{counts.get(word) ?? 0}</b> {word}
            </button>
          </li>
        ))}
      </ul>
      {choices}
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
