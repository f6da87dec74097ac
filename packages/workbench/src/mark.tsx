/** The mark of an outcome: a tile with its sign. Never without the word beside it, and never told by colour alone. */
import type { ReactElement } from "react";
import type { Word } from "servanda/words";

/** The five colours, and none: what is outlined only. */
export type Tone = "kept" | "broken" | "contested" | "due" | "open" | "none";

const TONES: { readonly [W in Word]: Tone } = {
  breached: "broken",
  "not reached": "broken",
  "contested on reading": "contested",
  "contested on facts": "contested",
  pending: "due",
  open: "due",
  kept: "kept",
  reached: "kept",
  excused: "kept",
  unknown: "open",
  "no breach observed": "open",
  lapsed: "open",
  suspended: "open",
  "not triggered": "none",
  "not binding": "none",
  "not in force": "none",
};

export function toneOf(word: Word): Tone {
  return TONES[word];
}

/** Signs as strokes in a square of 16. */
const SIGNS: { readonly [W in Word]: string } = {
  breached: "M4.5 4.5l7 7M11.5 4.5l-7 7",
  "not reached": "M8 4l4.5 8h-9z",
  "contested on reading": "M4 6.3h8M4 9.7h8M10 3.6L6 12.4",
  "contested on facts": "M4 6.3h8M4 9.7h8M10 3.6L6 12.4",
  pending: "M8 3.8a4.2 4.2 0 1 0 .01 0M8 5.6V8l1.8 1.2",
  open: "M8 3.8a4.2 4.2 0 1 0 .01 0",
  kept: "M4 8.4l2.8 2.9L12 5",
  reached: "M8 12V4.4M4.6 7.6L8 4.2l3.4 3.4",
  excused: "M8 3.6L12.4 8 8 12.4 3.6 8z",
  unknown: "M6 6.1a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.4M8 11.6v.4",
  "no breach observed": "M8 4.4a3.6 3.6 0 1 0 .01 0",
  lapsed: "M8 4a4 4 0 1 0 .01 0M5.2 10.8l5.6-5.6",
  suspended: "M6.2 4.6v6.8M9.8 4.6v6.8",
  "not triggered": "M4.6 8h6.8",
  "not binding": "M8 4a4 4 0 1 0 .01 0M5.2 10.8l5.6-5.6",
  "not in force": "M7.6 8h.8",
};

/** The sign as the path of a line, in a square of 16. */
export function signOf(word: Word): string {
  return SIGNS[word];
}

export function Mark({ word }: { readonly word: Word }): ReactElement {
  return (
    <svg className="mark" data-tone={TONES[word]} data-word={word} viewBox="0 0 16 16" aria-hidden="true">
      <rect className="tile" x="0.75" y="0.75" width="14.5" height="14.5" rx="2" />
      <path className="sign" d={SIGNS[word]} />
    </svg>
  );
}
