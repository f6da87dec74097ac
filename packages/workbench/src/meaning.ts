/** What the words of the page mean, in a line each. */
import type { Answer } from "@servanda/analysis";
import type { Word } from "servanda/words";

/** Outcomes (docs/semantics.md 8 and 9). */
export const OUTCOMES: { readonly [W in Word]: string } = {
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

/** The standards of proof that every case has (docs/semantics.md 2.1 and 2.3). */
export const STANDARDS: readonly (readonly [string, string])[] = [
  ["alleged", "one account says so"],
  [
    "reasonable grounds",
    "a source says so that does not speak for anybody concerned, or that speaks against its own side",
  ],
  ["corroborated", "two such sources say so, neither of which has it from the other"],
  ["adjudicated", "a body says so whose mandate it is to find out"],
];

/** Answers to what a text states (docs/analysis.md 1.1 and 5). */
export const ANSWERED: { readonly [A in Answer]: string } = {
  supported: "the record bears out all that is stated",
  "supported in part": "it bears out all that was put to it; a part of what is stated was not",
  contradicted: "it bears out that something stated is not so",
  "depends on reading": "the answer differs between the text and the readings; each is listed",
  contested: "there is evidence for and against, and neither settles it",
  unknown: "the record does not say enough either way",
  "not checkable": "no record can decide it; the case says why",
  "order holds":
    "of a cause: the stages occurred in that order, and the figures moved as said; the cause itself is not decided",
  "order fails": "of a cause: part of it is contradicted, or there is a counter-instance",
  untested: "of a cause: neither; the record does not say enough",
};
