/** The sheet of help: where to begin, keys, and what signs and words mean. */
import { type ReactElement, useEffect, useRef } from "react";
import { WORDS } from "servanda/words";
import { useFocusBack } from "./focus.ts";
import type { ViewId } from "./desk.ts";
import { Mark } from "./mark.tsx";
import { ANSWERED, OUTCOMES, STANDARDS } from "./meaning.ts";
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

const ABOUT: { readonly [V in ViewId]: string } = {
  board: "what came of each norm, for each whom it binds",
  timeline: "when each norm bound, and what happened meanwhile",
  map: "where events lie; how borders are drawn is chosen",
  why: "one finding as an argument, and what would change it",
  essay: "what a text states, and what the record makes of it",
  text: "the pages of the case, to read and to edit",
  sources: "who says what, and how the case is balanced",
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
        <h2 id="help-title">Help</h2>
        <button type="button" className="quiet" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </header>
      <p className="begin">
        A norm is what a clause asks of somebody. The board sets norms against those whom they bind, and says what came
        of each. Open a cell to read why; beside the argument, switch a reading, a standard or an account, and see what
        changes. The sentence at the top says on what terms all of it stands: each of its parts can be changed.
      </p>
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
              <dd>
                <b>{title}</b>: {ABOUT[id]}
              </dd>
            </div>
          ))}
        </dl>
        <dl className="signs">
          {WORDS.map((word) => (
            <div key={word}>
              <dt>
                <Mark word={word} /> {word}
              </dt>
              <dd>{OUTCOMES[word]}</dd>
            </div>
          ))}
          <Meanings title="Standards of proof" of={STANDARDS} />
          <Meanings title="Answers to what is stated" of={Object.entries(ANSWERED)} />
        </dl>
      </div>
    </dialog>
  );
}

function Meanings({
  title,
  of,
}: {
  readonly title: string;
  readonly of: readonly (readonly [string, string])[];
}): ReactElement {
  return (
    <>
      <div className="title">
        <dt>{title}</dt>
        <dd />
      </div>
      {of.map(([word, meaning]) => (
        <div key={word}>
          <dt>{word}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </>
  );
}
