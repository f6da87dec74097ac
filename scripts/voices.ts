/** What the rules of fairness share: a fault, whose word a text or a source is, and which acts are deeds. */
import type { Row, Side, Source, Tables } from "./casetables.ts";

export interface Fault {
  readonly at: string;
  readonly rule: string;
  /** What an answer names: an event, a source, a reading or a norm. */
  readonly thing: string;
  readonly what: string;
  readonly repair: string;
}

export type Rule = (tables: Tables) => Fault[];

/** Harm and force: what one does to another. The rest are words, votes, texts and things agreed. */
export const DEEDS = new Set(
  (
    "attack advance shell harm-civilians harm-captives destroy expel take-control lay-mines strike-by-drone shoot-down " +
    "detain block cut-supply strand set-up-checkpoint incite engage-fighters"
  ).split(" "),
);
/** Deeds of which whoever is charged with them is heard: taking ground, or a post, is no harm by itself. */
export const HEARD = new Set(
  [...DEEDS].filter((kind) => !["advance", "take-control", "set-up-checkpoint"].includes(kind)),
);
export const DENIES =
  /\b(?:den(?:y|ies|ied)\b|did not\b(?! aim)|not (?:its|their) fire|untrue|false\b|fired first|attacked\b|began\b|an answer to (?:fire|shelling|an? attack)|answered|staged|(?:dis|mis)information|groundless|absurd|never happened|no such)/u;
export const NOT_FOUND = /No answer of .+ (?:was|is) (?:found|in the record|looked for)|was not looked for/u;

export const at = ({ file, line }: { readonly file: string; readonly line: number }): string => `${file}:${line}`;
/** Whether a row says that a thing was done, and does not deny it. */
export const isTold = ({ stance }: Row): boolean => stance !== "denies";
export const speaksFor = (source: Source | undefined): readonly string[] =>
  source?.speaks_for.split(/[\s;]+/u).filter(Boolean) ?? [];
export const sideOf = (sides: readonly Side[], actor: string): Side | undefined =>
  sides.find((side) => side.members.has(actor));
export const spokenSides = (tables: Tables, row: Row): readonly Side[] =>
  tables.sides.filter((side) => speaksFor(tables.sources.get(row.source)).some((actor) => side.members.has(actor)));

export function byEvent(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const events = new Map<string, Row[]>();
  for (const row of rows) events.set(row.event, [...(events.get(row.event) ?? []), row]);
  return events;
}

/** Who speaks in a text that begins as `Armenia: …` or `The ministry of Azerbaijan, …: …`, and what it says, sentence by sentence. */
export function voicesIn(
  sides: readonly Side[],
  text: string,
): { side: Side; actors: readonly string[]; says: string }[] {
  return text.split(/(?<=\.)\s+/u).flatMap((sentence) => {
    const spoken = /^([^:]{2,90}):\s+(.*)$/su.exec(sentence);
    if (spoken === null) return [];
    const [, who = "", says = ""] = spoken;
    return sides.flatMap((side) =>
      [...side.voices].flatMap(([word, actors]) =>
        new RegExp(`(?:^|\\b(?:of|of the|The) )${word}(?:'s \\w+)?\\b`, "u").test(who) &&
        !/ as | other | who /u.test(who)
          ? [{ side, actors, says }]
          : [],
      ),
    );
  });
}

/** What a fault is told of: a row or a block with its file, or a source. */
type Place = { readonly line: number } & (
  | { readonly file: string; readonly event: string }
  | { readonly file: string; readonly name: string }
  | { readonly id: string }
);

export const fault =
  (rule: string) =>
  (of: Place, what: string, repair: string): Fault => {
    if ("id" in of) return { at: `sources.csv:${of.line}`, rule, thing: of.id, what, repair };
    return { at: at(of), rule, thing: "event" in of ? of.event : of.name, what, repair };
  };
