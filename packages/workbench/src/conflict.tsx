/** Asked where a page was changed on disk while somebody edited it here: nothing is written before it is answered. */
import { type ReactElement, useEffect, useId, useRef } from "react";
import { useFocusBack } from "./focus.ts";

interface ConflictProps {
  readonly onWrite: () => void;
  readonly onDrop: () => void;
  readonly onGoOn: () => void;
}

export function ChangedOnDisk({ onWrite, onDrop, onGoOn }: ConflictProps): ReactElement {
  const said = useId();
  const goOn = useRef<HTMLButtonElement>(null);
  useFocusBack();
  // On what loses nothing: Enter, pressed without reading, writes nothing and drops nothing.
  useEffect(() => goOn.current?.focus(), []);
  return (
    // Esc goes on editing, as the button does that has the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className="banner"
      role="alertdialog"
      aria-label="Changed on disk"
      aria-describedby={said}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        onGoOn();
      }}
    >
      <p id={said}>This page was changed on disk after you began to edit it. Nothing has been written.</p>
      <button type="button" ref={goOn} onClick={onGoOn}>
        Go on editing
      </button>
      <button type="button" onClick={onDrop}>
        Drop mine, show what is on disk
      </button>
      <button type="button" onClick={onWrite}>
        Write mine over it
      </button>
    </div>
  );
}
