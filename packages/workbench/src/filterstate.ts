/** Which filters there are, which of them a view heeds, and how they are told. What a view does not heed is never told as if it did. */
import { chosenFinding, concerns } from "./choice.ts";
import type { Desk, Selection, ViewId } from "./desk.ts";
import { periodOf } from "./period.ts";

export const FILTERS = ["parties", "instruments", "outcomes", "answers", "period", "zone", "changed"] as const;
export type Filter = (typeof FILTERS)[number];

const BOARD: readonly Filter[] = ["parties", "instruments", "outcomes", "period", "zone", "changed"];

const HEEDED: { readonly [V in ViewId]: readonly Filter[] } = {
  board: BOARD,
  timeline: ["parties", "instruments", "outcomes", "period", "changed"],
  map: ["parties", "period", "zone"],
  why: [],
  essay: ["answers"],
  text: [],
  sources: [],
};

/** Filters that a view shows and changes by controls of its own. */
const OWN: { readonly [V in ViewId]?: readonly Filter[] } = {
  board: BOARD,
  timeline: ["period"],
  essay: ["answers"],
};

/** Filters that the open view heeds. */
export function heededBy({ open, facts, norm, finding }: Selection): readonly Filter[] {
  // With facts only, board, essay and the rest give way to all observations; there are no norms to filter.
  if (facts)
    return HEEDED[open].filter(
      (each) => open !== "board" && (each === "parties" || each === "period" || each === "zone"),
    );
  // With nothing chosen there, all that the board shows can be.
  if (open === "why" && norm === null && finding === null) return BOARD;
  return HEEDED[open];
}

/** The selection without these filters; without any, where none are named. */
export function without(filters: readonly Filter[] = FILTERS): Partial<Selection> {
  const none: Pick<Selection, Filter> = {
    parties: [],
    instruments: [],
    outcomes: [],
    answers: [],
    period: null,
    zone: null,
    changed: false,
  };
  return Object.fromEntries(filters.map((each) => [each, none[each]]));
}

/** Filters that are chosen; a period that cannot be read chooses nothing. */
export function chosenOf(desk: Desk, selection: Selection): readonly Filter[] {
  return FILTERS.filter((each) => {
    if (each === "period") return periodOf(selection.period, desk.model.case.offset) !== null;
    const value = selection[each];
    return typeof value === "object" && value !== null ? value.length > 0 : value !== null && value !== false;
  });
}

/** A filter as a part of a sentence: `parties Northshore, Southshore`. */
export function filterWords(filter: Filter, desk: Desk, selection: Selection): string {
  switch (filter) {
    case "parties":
      return `parties ${selection.parties.map(desk.name).join(", ")}`;
    case "instruments":
      return `agreements ${selection.instruments.map(desk.name).join(", ")}`;
    case "outcomes":
      // A cell is left whole: beside the outcome that is asked for stand those under other readings.
      return `${selection.open === "board" || selection.open === "why" ? "cells with " : ""}outcomes ${selection.outcomes.join(", ")}`;
    case "answers":
      return `answers ${selection.answers.join(", ")}`;
    case "period":
      return `period ${selection.period ?? ""}`;
    case "zone":
      return `place ${selection.zone === null ? "" : desk.name(selection.zone)}`;
    default:
      return "only what changed";
  }
}

export interface FiltersTold {
  /** Chosen, and heeded by the open view. */
  readonly heeded: readonly string[];
  /** Chosen, and of no effect there. */
  readonly idle: readonly string[];
}

/** The filters that are chosen, as parts of a sentence. */
export function filtersTold(desk: Desk, selection: Selection): FiltersTold {
  return told(desk, selection, chosenOf(desk, selection));
}

/** The same of filters for which the open view has no control of its own: where nothing else shows them. */
export function filtersBeside(desk: Desk, selection: Selection): FiltersTold {
  const own = selection.facts && selection.open === "board" ? [] : (OWN[selection.open] ?? []);
  return told(
    desk,
    selection,
    chosenOf(desk, selection).filter((each) => !own.includes(each)),
  );
}

function told(desk: Desk, selection: Selection, filters: readonly Filter[]): FiltersTold {
  const read = selection.open === "why" && selection.finding === null ? chosenFinding(desk, selection) : null;
  // Of a norm alone the finding of a party that is chosen is read, where there is one.
  const heeds: readonly Filter[] =
    read !== null && concerns(read, selection.parties) ? [...heededBy(selection), "parties"] : heededBy(selection);
  // On the drawing of the timeline a period is shaded, and nothing outside of it is left out.
  const shades = selection.open === "timeline" && !selection.table;
  const tell = (filter: Filter): string =>
    `${filterWords(filter, desk, selection)}${filter === "period" && shades ? ", shaded" : ""}`;
  return {
    heeded: filters.filter((each) => heeds.includes(each)).map(tell),
    idle: filters.filter((each) => !heeds.includes(each)).map(tell),
  };
}

/** What is flipped, as parts of a sentence. Date, standard and reading stand in the sentence of the terms. */
export function flipsTold({ disbelieved, supposed, without: left }: Selection): readonly string[] {
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ["disbelieving", disbelieved],
    ["taking as certain", supposed],
    ["leaving out source", left],
  ];
  return parts.filter(([, list]) => list.length > 0).map(([what, list]) => `${what} ${list.join(", ")}`);
}
