/**
 * Editor services: pure functions of the pages of a case. `study` reads and checks them once; what an editor asks between
 * two changes is answered from that, and works in pages with faults. Lines and columns count from 1, in UTF-16 units.
 */
import { check } from "./check.ts";
import { isForeign, isLent } from "./include.ts";
import type { Diagnostic } from "./message.ts";
import type { Model, Span } from "./model.ts";
import type { Known } from "./names.ts";
import { bindVariables, occurrencesOf, type BoundVariables, type Occurrence } from "./occurrence.ts";
import type { Document } from "./parser.ts";
import { keyOf, readPassages, thingsOf, type Passage, type Thing } from "./symbol.ts";

/** A place between two characters of a page. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** Text that takes the place of a span. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** A case as an editor sees it, between two changes. */
export interface Study {
  readonly documents: ReadonlyMap<string, Document>;
  readonly known: Known;
  readonly model: Model;
  readonly diagnostics: readonly Diagnostic[];
  /** By what their mentions have in common; several where a name is declared more than once. */
  readonly things: ReadonlyMap<string, readonly Thing[]>;
  /** The declarations on each page, as words, from top to bottom. */
  readonly passages: ReadonlyMap<string, readonly Passage[]>;
  /** The mentions on each page, from top to bottom. */
  readonly occurrences: ReadonlyMap<string, readonly Occurrence[]>;
}

/** Reads and checks the pages of a case. Takes as long as one check, and half as long again. */
export function study(documents: readonly Document[], known: Known = { sources: null, shapes: null }): Study {
  const { model, diagnostics } = check(documents, known);
  const things = new Map<string, Thing[]>();
  const keys = new Set<string>();
  const pages: { readonly path: string; readonly passages: readonly Passage[] }[] = [];
  for (const document of documents) {
    const all = readPassages(document);
    const passages = isForeign(document.path) ? all.filter(({ word }) => isLent(word)) : all;
    pages.push({ path: document.path, passages });
    for (const thing of passages.flatMap(thingsOf)) {
      const list = things.get(thing.key);
      if (list === undefined) things.set(thing.key, [thing]);
      else list.push(thing);
      keys.add(thing.key);
      if (thing.space === "paper" && thing.kind !== "agreement" && thing.kind !== "instrument")
        keys.add(`norm:${thing.name}`);
    }
  }
  for (const act of model.acts) {
    keys.add(keyOf("base", act.id)).add(keyOf("present", act.present)).add(keyOf("past", act.past));
    for (const role of act.roles) keys.add(`preposition:${role.preposition ?? ""}`);
  }
  for (const source of known.sources ?? []) keys.add(keyOf("source", source));
  const isKnown = (key: string): boolean => keys.has(key);
  const bound: BoundVariables = new Map();
  for (const { passages } of pages) bindVariables(passages, isKnown, bound);
  return {
    documents: new Map(documents.map((document) => [document.path, document])),
    known,
    model,
    diagnostics,
    things,
    passages: new Map(pages.map(({ path, passages }) => [path, passages])),
    occurrences: new Map(pages.map(({ path, passages }) => [path, occurrencesOf(passages, isKnown, bound)])),
  };
}

/** The mention at a place, or right before it; null if there is none. */
export function mentionAt(studied: Study, place: Place): Occurrence | null {
  const list = studied.occurrences.get(place.path) ?? [];
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { span } = list[middle] as Occurrence;
    if (span.line < place.line || (span.line === place.line && span.endColumn < place.column)) low = middle + 1;
    else high = middle;
  }
  const touching = [list[low], list[low + 1]].filter(
    (each) => each !== undefined && each.span.line === place.line && each.span.column <= place.column,
  );
  // Where two names touch, the one that begins here is meant.
  return touching.at(-1) ?? null;
}

/** The text of a span, its lines joined by line feeds. */
export function textIn(document: Document | undefined, span: Span): string {
  if (document === undefined) return "";
  const lines = document.text
    .replace(/^\uFEFF/u, "")
    .split(/\r\n|\n|\r/u)
    .slice(span.line - 1, span.endLine);
  const last = lines.length - 1;
  return lines
    .map((line, index) =>
      line.slice(index === 0 ? span.column - 1 : 0, index === last ? span.endColumn - 1 : undefined),
    )
    .join("\n");
}

/** The text of a page after some edits, which must not overlap. */
export function edited(document: Document, edits: readonly Edit[]): Document {
  const mark = document.text.startsWith("\uFEFF") ? 1 : 0;
  const starts = [mark];
  for (const end of document.text.matchAll(/\r\n|\n|\r/gu)) starts.push(end.index + end[0].length);
  const offset = (line: number, column: number): number =>
    Math.min((starts[line - 1] ?? document.text.length) + column - 1, document.text.length);
  const ordered = edits
    .filter(({ span }) => span.path === document.path)
    .map(({ span, text }) => ({ from: offset(span.line, span.column), to: offset(span.endLine, span.endColumn), text }))
    .sort((a, b) => a.from - b.from);
  let text = "";
  let at = 0;
  for (const edit of ordered) {
    text += document.text.slice(at, edit.from) + edit.text;
    at = edit.to;
  }
  return { path: document.path, text: text + document.text.slice(at) };
}
