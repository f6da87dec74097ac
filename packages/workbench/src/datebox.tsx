/** A box for a date or a period, taken up when one is done with it; what cannot be read stays in it, with why beside it. */
import { type ReactElement, useId, useState } from "react";

interface DateBoxProps {
  readonly label: string;
  readonly value: string | null;
  /** What holds while it is empty. */
  readonly usual: string;
  readonly hint: string;
  /** Why a text cannot be used; null where it can. Never asked of an empty one. */
  readonly faultOf: (text: string) => string | null;
  /** Null: empty. */
  readonly onSet: (value: string | null) => void;
  readonly least?: number;
}

export function DateBox({ label, value, usual, hint, faultOf, onSet, least = 4 }: DateBoxProps): ReactElement {
  const [text, setText] = useState(value ?? "");
  const [seen, setSeen] = useState(value);
  // Nobody is told of a fault while still typing; of one that an address brought, at once.
  const [isDone, setDone] = useState(true);
  const why = useId();
  // Set from elsewhere: the back button, the timeline, “restore all”.
  if (seen !== value) {
    setSeen(value);
    setText(value ?? "");
    setDone(true);
  }
  const trimmed = text.trim();
  const fault = trimmed === "" ? null : faultOf(trimmed);
  const told = isDone ? fault : null;
  const settle = (): void => {
    setDone(true);
    if (fault !== null) return;
    const next = trimmed === "" || trimmed === usual ? null : trimmed;
    if (next !== value) onSet(next);
  };
  return (
    <span className="datebox">
      <input
        type="text"
        inputMode="numeric"
        aria-label={label}
        aria-invalid={told !== null}
        aria-describedby={told === null ? undefined : why}
        title={hint}
        data-set={value !== null}
        placeholder={usual}
        size={Math.max(usual.length, text.length, least)}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setDone(false);
        }}
        onBlur={settle}
        onKeyDown={(event) => {
          if (event.key === "Enter") settle();
          else if (event.key === "Escape") {
            setText(value ?? "");
            setDone(true);
          }
        }}
      />
      {told !== null && (
        <span className="fault" id={why} role="alert">
          {told}
        </span>
      )}
    </span>
  );
}
