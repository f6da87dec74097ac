/**
 * The contract of the workbench: what every view is given (the desk), what is chosen (the selection), and how the choice
 * stands in the address. One selection goes through all views; the address holds the whole of it, so that a link shows
 * somebody else what one sees, and the browser's back button works.
 */
import { type Model, type Standard, STANDARDS, type Time } from "@servanda/language";
import type { Account, Finding, Handling, Record, Result, Source } from "@servanda/monitor";
import type { Asked } from "servanda/asked";
import type { BoardPayload, CasePayload, PointOf, Shape } from "servanda/payload";
import type { Word } from "servanda/words";

/** How borders are drawn where they are disputed. */
export type Borders = "none" | "de-facto" | "un" | "disputed-marked" | `claimed-by:${string}`;

export type ViewId = "board" | "timeline" | "map" | "why" | "essay" | "text" | "sources";

export const VIEW_IDS: readonly ViewId[] = ["board", "timeline", "map", "why", "essay", "text", "sources"];

/** What is chosen, by id. Null or empty: nothing chosen, so the case's own setting, or all. Nothing in it is checked against the case. */
export interface Selection extends Asked {
  /** The open view. */
  readonly open: ViewId;
  readonly norm: string | null;
  /** A finding's id. */
  readonly finding: string | null;
  readonly event: string | null;
  readonly account: string | null;
  readonly source: string | null;
  /** A statement of the essay. */
  readonly claim: string | null;
  readonly zone: string | null;
  /** A page of the case, with the line to show: `instruments/x.md:12`. */
  readonly page: string | null;
  // ── Filters ──
  readonly parties: readonly string[];
  readonly instruments: readonly string[];
  readonly outcomes: readonly Word[];
  /** Of claims: `supported`, `depends on reading` … */
  readonly answers: readonly string[];
  /** Days or instants as written, `2020-11-10/2022-09-14`: what happened or was due between them. Either side may be empty. */
  readonly period: string | null;
  /** Only what the last flip changed. */
  readonly changed: boolean;
  readonly sort: "order" | "latest";
  /** Under whose reading: a view's id. */
  readonly view: string | null;
  // ── How it is shown ──
  readonly borders: Borders | null;
  /** The part of time that the timeline shows, as `period` is written; null: where conduct is on record. */
  readonly span: string | null;
  /** What the map shows: `LATITUDE,LONGITUDE,ZOOM`. */
  readonly frame: string | null;
  /** By what events stand in lanes. */
  readonly lanes: "act" | "actor" | "place";
  /** Timeline and map as a table. */
  readonly table: boolean;
  /** Only what was observed: no bearer, reading or outcome. */
  readonly facts: boolean;
  /** The version of the case that the address was made from. */
  readonly version: string | null;
}

/** Everything a view gets. Plain data, the same object as long as nothing changed. */
export interface Desk {
  /** False: only what the board needs has come; record, reasons and all that the board does not show are empty. */
  readonly isWhole: boolean;
  /** False: neither the case nor the selection says on what date, so nothing is found. */
  readonly isDated: boolean;
  readonly servanda: string;
  /** Version of the case: 12 hex digits that change with its inputs. */
  readonly version: string;
  readonly folder: string;
  readonly handling: Handling;
  readonly resting: number | null;
  /** How many accounts there are, and by how many sources. */
  readonly told: BoardPayload["told"];
  readonly model: Model;
  readonly record: Record;
  readonly points: ReadonlyMap<string, PointOf>;
  readonly shapes: readonly Shape[];
  readonly pages: CasePayload["pages"];
  /** Pages that are edited and not saved, from which the findings follow as they are edited. */
  readonly drafts: readonly string[];
  readonly faults: CasePayload["faults"];
  readonly inputs: CasePayload["inputs"];
  readonly known: CasePayload["known"];
  /** Findings as selected: date, standard, flips; all views (of parties) are in it. */
  readonly result: Result;
  /** Findings without the flips, and at the case's own standard and date: what `changed` is measured against. */
  readonly plain: Result;
  /** Ids of findings that are not as they are in `plain`, or not in it. Empty where nothing is flipped. */
  readonly changed: ReadonlySet<string>;
  /** Findings, sources, accounts, and accounts of an event, by id. */
  readonly findings: ReadonlyMap<string, Finding>;
  readonly sources: ReadonlyMap<string, Source>;
  readonly accounts: ReadonlyMap<string, Account>;
  readonly events: ReadonlyMap<string, readonly Account[]>;
  /** The first name of an actor, instrument or term; all names of a place; the id where there is none. Never empty. */
  readonly name: (id: string) => string;
  /** Sets names that run from right to left apart, in a sentence that holds some as they are. */
  readonly isolated: (text: string) => string;
  /** All names. */
  readonly names: (id: string) => readonly string[];
  /** A date as words of the case's zone, no longer than need be. */
  readonly day: (time: Time) => string;
}

/** Changes the selection. `replace`: without a step of its own for the back button (while dragging). */
export type Select = (change: Partial<Selection>, how?: { readonly replace?: boolean }) => void;

export interface ViewProps {
  readonly desk: Desk;
  readonly selection: Selection;
  readonly select: Select;
}

export const NOTHING_SELECTED: Selection = {
  open: "board",
  norm: null,
  finding: null,
  event: null,
  account: null,
  source: null,
  claim: null,
  zone: null,
  page: null,
  parties: [],
  instruments: [],
  outcomes: [],
  answers: [],
  period: null,
  changed: false,
  sort: "order",
  view: null,
  standard: null,
  at: null,
  asOf: null,
  disbelieved: [],
  supposed: [],
  without: [],
  borders: null,
  span: null,
  frame: null,
  lanes: "act",
  table: false,
  facts: false,
  version: null,
};

type Single = { [K in keyof Selection]: null extends Selection[K] ? K : never }[keyof Selection];
type Several = { [K in keyof Selection]: Selection[K] extends readonly string[] ? K : never }[keyof Selection];

/** Names in the address, in the order in which they stand there. */
const SINGLE: readonly (readonly [Single, string])[] = [
  ["norm", "norm"],
  ["finding", "finding"],
  ["event", "event"],
  ["account", "account"],
  ["source", "source"],
  ["claim", "claim"],
  ["zone", "zone"],
  ["page", "page"],
  ["period", "period"],
  ["view", "view"],
  ["standard", "standard"],
  ["at", "at"],
  ["asOf", "as-of"],
  ["borders", "borders"],
  ["span", "span"],
  ["frame", "frame"],
  ["version", "version"],
];
const SEVERAL: readonly (readonly [Several, string])[] = [
  ["parties", "party"],
  ["instruments", "instrument"],
  ["outcomes", "outcome"],
  ["answers", "answer"],
  ["disbelieved", "disbelieve"],
  ["supposed", "suppose"],
  ["without", "without"],
];
const LANINGS: readonly Selection["lanes"][] = ["act", "actor", "place"];
const MOST = 200;
const LONGEST = 2000;

/** The address, from the first `/` on. The same selection gives the same address. */
export function addressOf(selection: Selection): string {
  const query = new URLSearchParams();
  for (const [key, name] of SINGLE) {
    const value = selection[key];
    if (value !== null && value !== "") query.set(name, value);
  }
  for (const [key, name] of SEVERAL) for (const value of selection[key]) query.append(name, value);
  if (selection.sort !== "order") query.set("sort", selection.sort);
  if (selection.changed) query.set("changed", "1");
  if (selection.lanes !== "act") query.set("lanes", selection.lanes);
  if (selection.table) query.set("table", "1");
  if (selection.facts) query.set("facts", "1");
  const text = legible(query.toString());
  return `/${selection.open}${text === "" ? "" : `?${text}`}`;
}

/** Addresses of findings, all else as selected: what they have in common is put together once. */
export function addressesOf(selection: Selection): (norm: string, finding: string | null) => string {
  const rest = addressOf({ ...selection, open: "why", norm: null, finding: null }).replace(/^\/why\??/u, "");
  // Both stand first, in this order.
  const behind = rest === "" ? "" : `&${rest}`;
  return (norm, finding) =>
    `/why?norm=${written(norm)}${finding === null ? "" : `&finding=${written(finding)}`}${behind}`;
}

/** An id as it stands in an address. */
function written(id: string): string {
  return legible(new URLSearchParams([["", id]]).toString().slice(1));
}

/** What an address need not hide. */
function legible(query: string): string {
  return query.replaceAll("%2F", "/").replaceAll("%3A", ":").replaceAll("%2C", ",");
}

/** What an address selects. Anything that it does not know it passes over: addresses are written by hand, too. `standards`: those that there are. */
export function selectionOf(address: string, standards: readonly Standard[] = STANDARDS): Selection {
  const url = new URL(address, "http://desk.invalid");
  const query = url.searchParams;
  const open = VIEW_IDS.find((id) => url.pathname === `/${id}`) ?? NOTHING_SELECTED.open;
  const single = Object.fromEntries(
    SINGLE.map(([key, name]) => [key, query.get(name)?.slice(0, LONGEST) || null] as const),
  ) as Pick<Selection, Single>;
  const several = Object.fromEntries(
    SEVERAL.map(([key, name]) => [
      key,
      [...new Set(query.getAll(name).filter((value) => value !== "" && value.length <= LONGEST))].slice(0, MOST),
    ]),
  ) as unknown as Pick<Selection, Several>;
  return {
    ...NOTHING_SELECTED,
    ...single,
    ...several,
    open,
    standard: standardNamed(single.standard, standards),
    borders: bordersNamed(single.borders),
    sort: query.get("sort") === "latest" ? "latest" : "order",
    changed: query.get("changed") === "1",
    lanes: LANINGS.find((each) => each === query.get("lanes")) ?? "act",
    table: query.get("table") === "1",
    facts: query.get("facts") === "1",
  };
}

/** Null: there is no such standard. */
export function standardNamed(text: string | null, standards: readonly Standard[]): Standard | null {
  return standards.find((each) => each === text) ?? null;
}

function bordersNamed(text: string | null): Borders | null {
  const all: readonly Borders[] = ["none", "de-facto", "un", "disputed-marked"];
  if (text?.startsWith("claimed-by:")) return text as Borders;
  return all.find((each) => each === text) ?? null;
}

/** With an id in the list if it was not, without it if it was; sorted by code unit. */
export function toggled(list: readonly string[], id: string): string[] {
  const rest = list.filter((each) => each !== id);
  return (rest.length === list.length ? [...rest, id] : rest).sort();
}

/** Whether anything is flipped: asked of the monitor otherwise than the case asks by itself. */
export function isFlipped(selection: Selection): boolean {
  const { standard, at, asOf, disbelieved, supposed, without } = selection;
  return standard !== null || at !== null || asOf !== null || disbelieved.length + supposed.length + without.length > 0;
}
