/** One box to find anything and to do anything: things of the case by name, and what can be done by its words. */
/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-element-to-interactive-role --
   A box that keeps the focus while arrows go through a list (ARIA: combobox with listbox); no element of HTML does that. */
import { type ReactElement, useEffect, useId, useMemo, useRef, useState } from "react";
import { count } from "servanda/words";
import type { Desk, Select } from "./desk.ts";
import { useFocusBack } from "./focus.ts";
import { entriesOf, fold, found } from "./search.ts";
import "./dialog.css";

export interface Action {
  readonly title: string;
  readonly key?: string;
  readonly run: () => void;
}

interface Choice {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly more: string;
  readonly run: () => void;
}

interface PaletteProps {
  readonly desk: Desk;
  readonly select: Select;
  readonly actions: readonly Action[];
  /** `find`: things first; `do`: what can be done. */
  readonly mode: "find" | "do";
  readonly onClose: () => void;
}

export function Palette({ desk, select, actions, mode, onClose }: PaletteProps): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const list = useId();
  const entries = useMemo(() => entriesOf(desk), [desk]);
  const choices = useMemo((): Choice[] => {
    const words = fold(text).split(" ").filter(Boolean);
    const doing = actions
      .filter(({ title }) => words.every((word) => fold(title).includes(word)))
      .map((a): Choice => ({ id: `do ${a.title}`, kind: "do", title: a.title, more: a.key ?? "", run: a.run }));
    const things = found(entries, text).map((e): Choice => ({
      id: `${e.kind} ${e.id}`,
      kind: e.kind,
      title: e.title,
      more: e.more,
      run: () => select(e.select),
    }));
    if (words.length === 0) return mode === "do" ? doing : [];
    return mode === "do" ? [...doing, ...things] : [...things, ...doing];
  }, [text, entries, actions, mode, select]);

  // Before it opens: what has the focus now gets it back.
  useFocusBack();
  useEffect(() => {
    const box = dialog.current;
    if (box && !box.open) box.showModal();
  }, []);
  useEffect(() => {
    document.querySelector(`[data-choice="${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const choose = (choice: Choice | undefined): void => {
    if (!choice) return;
    onClose();
    choice.run();
  };
  const current = Math.min(active, choices.length - 1);
  const isNothing = text.trim() !== "" && choices.length === 0;
  return (
    <dialog ref={dialog} className="palette" aria-label={mode === "do" ? "Commands" : "Search"} onClose={onClose}>
      <input
        type="text"
        role="combobox"
        aria-label={mode === "do" ? "What to do or find" : "What to find"}
        aria-expanded={choices.length > 0}
        aria-controls={list}
        aria-activedescendant={choices.length > 0 ? `${list}-${current}` : undefined}
        placeholder={mode === "do" ? "Do or find …" : "Norms, actors, events, places, sources …"}
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={(event) => {
          const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
          if (step !== 0 && choices.length > 0) {
            event.preventDefault();
            setActive((current + step + choices.length) % choices.length);
          } else if (event.key === "Enter") {
            event.preventDefault();
            choose(choices[current]);
          }
        }}
      />
      <ul id={list} role="listbox" aria-label="Found">
        {choices.map((choice, i) => (
          // Keys are handled by the box above, which keeps the focus.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <li
            key={choice.id}
            id={`${list}-${i}`}
            data-choice={i}
            role="option"
            aria-selected={i === current}
            tabIndex={-1}
            onClick={() => choose(choice)}
          >
            <span className="kind">{choice.kind}</span>
            <bdi className="title">{choice.title}</bdi>
            <bdi className="more">{choice.more}</bdi>
          </li>
        ))}
      </ul>
      <output className={isNothing ? "notice" : "hidden"}>
        {isNothing ? "Nothing is called so." : text === "" ? "" : `${count(choices.length, "thing")} found`}
      </output>
      <p className="foot">
        <kbd>↑</kbd> <kbd>↓</kbd> to choose, <kbd>Enter</kbd> to open, <kbd>Esc</kbd> to close
      </p>
    </dialog>
  );
}
