/** The sheet of keys and signs. */
import { type ReactElement, useEffect, useRef } from "react";
import { WORDS } from "servanda/words";
import { useFocusBack } from "./focus.ts";
import { Mark } from "./mark.tsx";
import { VIEWS } from "./views.tsx";
import "./dialog.css";

const KEYS: readonly (readonly [string, string])[] = [
  ["/", "find a norm, actor, event, place or source, in any script"],
  ["Ctrl K", "do anything by its words"],
  ["j  k", "next and previous"],
  ["← ↑ ↓ →", "on the board: from cell to cell; on the timeline: from thing to thing; on the map: move"],
  ["+  −", "on timeline and map: nearer, farther"],
  ["[  ]  a", "on the timeline: the period begins or ends here; findings are of this date"],
  ["Enter", "open"],
  ["Esc", "close, or back from a finding"],
  ["f", "facts only, and back"],
  ["l", "sort by what changed last, and back"],
  ["c", "copy a citation of the finding"],
  ["y", "copy the address of what is shown"],
  ["?", "this sheet"],
];

/** In what an outcome says, in a line each (docs/semantics.md 8 and 9). */
const MEANINGS: { readonly [word: string]: string } = {
  breached: "what was owed was not done in time, or what was banned was done",
  "contested on reading": "the parties’ own readings lead to different outcomes",
  "contested on facts": "accounts of the same event contradict each other, and the outcome turns on it",
  unknown: "more than one outcome is possible on what is known",
  pending: "owed, not yet done, not yet due",
  "no breach observed": "banned, and no account of it; says how much of the time was watched",
  kept: "what was owed was done in time",
  excused: "not done, and the text excuses it",
  lapsed: "what was owed fell away before it was due",
  suspended: "not owed for the time being",
  "not reached": "an aim that was not reached",
  open: "an aim whose time is not over",
  reached: "an aim that was reached",
  "not triggered": "nothing happened that would set it off",
  "not binding": "does not bind this bearer under this reading",
  "not in force": "not in force, or not yet, or no longer",
};

export function Help({ onClose }: { readonly onClose: () => void }): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  useFocusBack();
  useEffect(() => {
    const box = dialog.current;
    if (box && !box.open) box.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="help" aria-labelledby="help-title" onClose={onClose}>
      <header>
        <h2 id="help-title">Keys and signs</h2>
        <button type="button" className="quiet" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </header>
      <div className="columns">
        <dl className="keys">
          {KEYS.map(([key, what]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
          {VIEWS.map(({ id, key, title }) => (
            <div key={id}>
              <dt>
                <kbd>g {key}</kbd>
              </dt>
              <dd>{title}</dd>
            </div>
          ))}
        </dl>
        <dl className="signs">
          {WORDS.map((word) => (
            <div key={word}>
              <dt>
                <Mark word={word} /> {word}
              </dt>
              <dd>{MEANINGS[word]}</dd>
            </div>
          ))}
        </dl>
      </div>
    </dialog>
  );
}
