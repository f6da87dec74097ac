/**
 * What the timeline shows, as data in time: a lane a norm, with a row for every answer that views and bearers get, over lanes
 * of events. No pixels; every bound of a date is kept, so that what is certain and what is only possible can be told apart.
 */
import { DISTANT_FUTURE, DISTANT_PAST, daysLasted, type Norm, type Time } from "@servanda/language";
import type { Account, Finding } from "@servanda/monitor";
import {
  all,
  count,
  dateWords,
  datesOf,
  onWords,
  phraseOf,
  readable,
  viewsWords,
  sideWords,
  type Word,
  wordOf,
} from "servanda/words";
import { DAY, momentText, type Span } from "./axis.ts";
import { clockWords } from "./clock.ts";
import { newestFirst } from "./boardstate.ts";
import { concerns, viewsShown } from "./choice.ts";
import type { Desk, Selection } from "./desk.ts";
import { type Tone, toneOf } from "./mark.tsx";
import { periodOf, spanned } from "./period.ts";

/** A moment that is known to lie between two seconds. */
export interface Bounds {
  readonly earliest: number;
  readonly latest: number;
}

export type PieceKind = "force" | "trigger" | "window" | "breach" | "done" | "missed" | "gap";

/** Something that begins and ends: surely from the latest beginning to the earliest end, possibly on either side of that. */
export interface Piece {
  readonly kind: PieceKind;
  readonly from: Bounds;
  /** Null: no end; it goes on at the date that findings speak about. */
  readonly until: Bounds | null;
  readonly tone: Tone;
  /** Whether it is so in every history; else it is only possible as a whole. */
  readonly settled: boolean;
  /** What it is, in a line: also what the table says. */
  readonly words: string;
  /** Short, to stand in the drawing: `286 days`. */
  readonly short: string;
  readonly finding: string | null;
  readonly event: string | null;
}

/** One row of a lane: what some views and bearers have in common. */
export interface Row {
  readonly id: string;
  readonly norm: string;
  readonly word: Word;
  /** `by the text, under A and B`; behind the bearers where a norm has several. */
  readonly label: string;
  /** The same with every bearer by name. */
  readonly full: string;
  readonly findings: readonly string[];
  readonly changed: boolean;
  readonly pieces: readonly Piece[];
}

export interface Lane {
  readonly norm: string;
  readonly instrument: string;
  readonly title: string;
  readonly article: string;
  readonly rows: readonly Row[];
}

type Laning = Selection["lanes"];

/** Events of a lane, by their earliest second; columns, so that a hundred thousand of them can be drawn many times a second. */
export interface EventLane {
  readonly id: string;
  readonly title: string;
  readonly events: readonly string[];
  readonly earliest: Float64Array;
  readonly latest: Float64Array;
  /** The last latest second of all events up to this one: where to stop looking to the left. */
  readonly reach: Float64Array;
  /** 0: told; 1: told by some, denied by others; 2: only denied. */
  readonly stance: Uint8Array;
}

export interface Timeline {
  readonly lanes: readonly Lane[];
  readonly events: readonly EventLane[];
  /** Events without any date, which no axis can show. */
  readonly undated: readonly string[];
  readonly at: number;
  /** All there is, and the part in which conduct is on record. */
  readonly whole: Span;
  readonly record: Span;
  /** The chosen period; open sides are those of the whole. */
  readonly period: Span | null;
}

export function timelineOf(desk: Desk, selection: Selection): Timeline {
  const lanes = selection.facts ? [] : lanesOf(desk, selection);
  const { events, undated } = eventLanesOf(desk, selection, selection.lanes);
  const at = desk.result.at.latest;
  const told = spanOf(events) ?? { from: at - 365 * DAY, until: at, most: at - 365 * DAY };
  const until = Math.max(told.until, at);
  const starts = lanes.flatMap((lane) => lane.rows.flatMap((row) => row.pieces.map((piece) => piece.from.earliest)));
  const from = starts.filter(isDate).reduce((least, each) => Math.min(least, each), told.from);
  const whole = padded({ from, until });
  const conduct = padded({ from: Math.min(told.most, at - DAY), until });
  // Where agreements reach hardly farther back than conduct, all of it is seen at once.
  const record = lengthOf(whole) <= lengthOf(conduct) * NEAR ? whole : conduct;
  const period = periodOf(selection.period, desk.model.case.offset);
  return { lanes, events, undated, at, whole, record, period: period && spanned(period, whole) };
}

/** Stand-ins for “no beginning known” and “no end” are no dates that an axis could show. */
function isDate(at: number): boolean {
  return at > DISTANT_PAST / 2 && at < DISTANT_FUTURE / 2;
}

const NEAR = 1.5;

function lengthOf({ from, until }: Span): number {
  return until - from;
}

function padded({ from, until }: Span): Span {
  const room = Math.max(DAY, (until - from) * 0.03);
  return { from: from - room, until: until + room };
}

/** From the first date of any event to the last; `most`: from where nine tenths of them have begun to be told. */
function spanOf(lanes: readonly EventLane[]): (Span & { readonly most: number }) | null {
  const starts: number[] = [];
  let until = -Infinity;
  for (const { earliest, latest } of lanes) {
    for (const [i, start] of earliest.entries()) {
      const end = latest[i] ?? start;
      if (isDate(start)) starts.push(start);
      for (const each of [start, end]) if (isDate(each) && each > until) until = each;
    }
  }
  starts.sort((a, b) => a - b);
  const [from] = starts;
  if (from === undefined) return null;
  return { from, until, most: starts[Math.floor(starts.length / 10)] ?? from };
}

// ── Norms ─────────────────────────────────────────────────────────────────────────────────────────

function lanesOf(desk: Desk, selection: Selection): Lane[] {
  const byNorm = Map.groupBy(desk.result.findings, (finding) => finding.norm);
  const order = new Map(newestFirst(desk.model.instruments).map(({ id }, i) => [id, i]));
  const norms = [...desk.model.norms].sort(
    (a, b) =>
      (order.get(a.instrument) ?? 0) - (order.get(b.instrument) ?? 0) ||
      articleOf(a) - articleOf(b) ||
      (a.id < b.id ? -1 : 1),
  );
  return norms.flatMap((norm): Lane[] => {
    if (selection.instruments.length > 0 && !selection.instruments.includes(norm.instrument)) return [];
    const findings = (byNorm.get(norm.id) ?? []).filter((finding) => isShown(finding, desk, selection));
    if (findings.length === 0) return [];
    const rows = rowsOf(norm, findings, desk);
    return [{ norm: norm.id, instrument: norm.instrument, title: norm.id, article: norm.article, rows }];
  });
}

/** The number of an article, so that they stand in their order. */
function articleOf(norm: Norm): number {
  return Number(/\d+/u.exec(norm.article)?.[0] ?? Infinity);
}

function isShown(finding: Finding, desk: Desk, selection: Selection): boolean {
  const { view, parties, outcomes, changed } = selection;
  if (!viewsShown(desk, finding.norm, view).includes(finding.view)) return false;
  if (parties.length > 0 && !concerns(finding, parties)) return false;
  if (outcomes.length > 0 && !outcomes.includes(wordOf(finding))) return false;
  return !changed || desk.changed.has(finding.id);
}

/** Views and bearers that get the same answer at the same times share a row; what never bound anybody is one row, if there is no other. */
function rowsOf(norm: Norm, findings: readonly Finding[], desk: Desk): Row[] {
  // The text first, as everywhere.
  const bound = findings
    .filter((finding) => finding.window !== null)
    .sort((a, b) => Number(a.view !== "text") - Number(b.view !== "text"));
  const force = forceOf(norm, desk);
  const groups = Map.groupBy(bound, (finding) =>
    JSON.stringify([
      finding.window,
      wordOf(finding),
      finding.possible,
      finding.breaches.map(({ from, until, footing }) => [from, until, footing]),
      finding.performed && [finding.performed.time, finding.performed.footing],
      finding.coverage.gaps,
    ]),
  );
  const bearers = new Set(findings.map((finding) => finding.bearer));
  const views = new Set(findings.map((finding) => finding.view));
  const rows = [...groups.values()].flatMap((alike, i): Row[] => {
    const [first] = alike;
    if (!first) return [];
    return [
      {
        id: `${norm.id}#${i}`,
        norm: norm.id,
        word: wordOf(first),
        ...labelOf(alike, bearers.size > 1, views.size, desk),
        findings: alike.map((finding) => finding.id),
        changed: alike.some((finding) => desk.changed.has(finding.id)),
        pieces: [...force, ...piecesOf(first, desk)],
      },
    ];
  });
  if (rows.length > 0) return rows;
  const [first] = findings;
  return first
    ? [
        {
          id: `${norm.id}#0`,
          norm: norm.id,
          word: wordOf(first),
          label: wordOf(first),
          full: wordOf(first),
          findings: findings.map((finding) => finding.id),
          changed: findings.some((finding) => desk.changed.has(finding.id)),
          pieces: force,
        },
      ]
    : [];
}

function labelOf(
  alike: readonly Finding[],
  several: boolean,
  ofViews: number,
  desk: Desk,
): Pick<Row, "label" | "full"> {
  const views = [...new Set(alike.map((finding) => finding.view))];
  const words = views.length === ofViews && ofViews > 1 ? "in every view" : viewsWords(views, desk.name);
  const bearers = [...new Set(alike.map((finding) => finding.bearer))];
  if (!several || bearers.length === 0) return { label: words, full: words };
  const names = bearers.map((id) => desk.name(id));
  // Whom it binds comes first: where there is little room, that is what is left.
  const full = `${all(names)}: ${words}`;
  return { label: names.length > 2 ? `${names.length} parties: ${words}` : full, full };
}

function forceOf(norm: Norm, desk: Desk): Piece[] {
  const instrument = desk.model.instruments.find((each) => each.id === norm.instrument);
  if (!instrument?.inForce) return [];
  const { from, until } = instrument.inForce;
  const words = `${desk.name(instrument.id)} in force from ${desk.day(from)}${until ? ` until ${desk.day(until)}` : ""}`;
  return [
    { kind: "force", from, until, tone: "none", settled: true, words, short: "in force", finding: null, event: null },
  ];
}

function piecesOf(finding: Finding, desk: Desk): Piece[] {
  const tone = toneOf(wordOf(finding));
  const pieces: Piece[] = [];
  // Made short as a sentence below: a window from the first second of a day begins on that day.
  const day = (time: Time): string => dateWords(time, desk.model.case.offset);
  const { window, trigger, performed } = finding;
  if (window) {
    const until = window.until ? ` until ${day(window.until)}` : ", no end";
    pieces.push({
      kind: "window",
      from: window.from,
      until: window.until,
      tone,
      settled: finding.outcome !== null,
      words: `${phraseOf(finding)}; window from ${day(window.from)}${until}${window.assumed ? " (assumed)" : ""}`,
      short: "",
      finding: finding.id,
      event: null,
    });
  }
  if (trigger?.by === "event") {
    pieces.push({
      kind: "trigger",
      from: trigger.time,
      until: trigger.time,
      tone: "none",
      settled: true,
      words: `triggered by ${trigger.id}, ${day(trigger.time)}`,
      short: trigger.id,
      finding: finding.id,
      event: trigger.id,
    });
  }
  for (const gap of finding.coverage.gaps) {
    pieces.push({
      kind: "gap",
      from: gap.from,
      until: gap.until,
      tone: "open",
      settled: true,
      words: `no source covers this from ${day(gap.from)} to ${day(gap.until)}`,
      short: "",
      finding: finding.id,
      event: null,
    });
  }
  for (const breach of finding.breaches) {
    const settled = breach.footing === "settled";
    const long = breach.days > 0 ? daysLasted(breach, desk.model.case.offset) : "";
    const to = breach.until === null ? "still going on" : `to ${sideWords(day(breach.until))}`;
    const when = breach.days > 0 ? `from ${sideWords(day(breach.from))} ${to}, ${long}` : onWords(day(breach.from));
    pieces.push({
      kind: "breach",
      from: breach.from,
      until: breach.until,
      tone: settled ? "broken" : toneOf(breach.footing === "unknown" ? "unknown" : "contested on facts"),
      settled,
      words: `${settled ? "breach" : `possible breach (${breach.footing})`}: ${breach.id}, ${when}`,
      short: long,
      finding: finding.id,
      event: breach.id,
    });
  }
  if (performed) {
    const settled = performed.footing === "settled";
    pieces.push({
      kind: "done",
      from: performed.time,
      until: performed.time,
      tone: performed.late ? "broken" : "kept",
      settled,
      words: `${settled ? "performed" : "would be performed"}${performed.late ? " late" : ""}, ${day(performed.time)}: ${datesOf(finding, desk.model.case.offset)}`,
      short: performed.late ? "late" : "",
      finding: finding.id,
      event: performed.accounts[0]?.split("/")[0] ?? null,
    });
  }
  // What was to be done by a date and was not: the breach is the end of the window.
  if (finding.possible.includes("breached") && finding.breaches.length === 0 && window?.until && !performed) {
    const settled = finding.outcome === "breached";
    pieces.push({
      kind: "missed",
      from: window.until,
      until: window.until,
      tone: settled ? "broken" : tone,
      settled,
      words: `${settled ? "not done by" : "perhaps not done by"} ${day(window.until)}: ${phraseOf(finding)}`,
      short: "",
      finding: finding.id,
      event: null,
    });
  }
  return pieces.map((piece) => ({
    ...piece,
    words: clockWords(readable(piece.words, desk.model.case.offset), desk.model.case.offset),
  }));
}

// ── Events ────────────────────────────────────────────────────────────────────────────────────────

/** When an event happened, as its accounts have it: those that assert it, or all where none does. Null: nobody says. */
export function whenOf(accounts: readonly Account[]): Bounds | null {
  const asserting = accounts.filter((account) => account.stance === "asserts" && account.when !== null);
  const dated = asserting.length > 0 ? asserting : accounts.filter((account) => account.when !== null);
  let [earliest, latest] = [Infinity, -Infinity];
  for (const { when } of dated) {
    if (!when) continue;
    earliest = Math.min(earliest, when.earliest);
    latest = Math.max(latest, when.latest);
  }
  return earliest <= latest ? { earliest, latest } : null;
}

function stanceOf(accounts: readonly Account[]): 0 | 1 | 2 {
  const asserted = accounts.some((account) => account.stance === "asserts");
  const denied = accounts.some((account) => account.stance === "denies");
  return asserted ? (denied ? 1 : 0) : 2;
}

function keyOf(accounts: readonly Account[], laning: Laning): string {
  const column = laning === "act" ? "kind" : laning;
  for (const account of accounts) {
    const value = account[column];
    if (value !== null && value !== "") return value;
  }
  return "";
}

const MOST_LANES = 24;

function eventLanesOf(
  desk: Desk,
  selection: Selection,
  laning: Laning,
): { readonly events: EventLane[]; readonly undated: string[] } {
  const undated: string[] = [];
  const groups = new Map<string, { id: string; earliest: number; latest: number; stance: number }[]>();
  const parties = new Set(selection.parties);
  for (const [id, accounts] of desk.events) {
    if (parties.size > 0 && !accounts.some((a) => parties.has(a.actor ?? "") || parties.has(a.target ?? ""))) continue;
    const when = whenOf(accounts);
    if (when === null) {
      undated.push(id);
      continue;
    }
    const key = keyOf(accounts, selection.facts && laning === "actor" ? "act" : laning);
    const group = groups.get(key) ?? [];
    if (group.length === 0) groups.set(key, group);
    group.push({ id, ...when, stance: stanceOf(accounts) });
  }
  // The fullest first; those of one size by name. What does not fit is one lane.
  const order = [...groups].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  const shown = order.length > MOST_LANES ? order.slice(0, MOST_LANES - 1) : order;
  const rest = order.slice(shown.length).flatMap(([, group]) => group);
  const lanes = shown.map(([key, group]) => laneOf(`${laning} ${key}`, titleOf(key, laning, desk), group));
  if (rest.length > 0) lanes.push(laneOf(`${laning} …`, `${order.length - shown.length} others`, rest));
  return { events: lanes, undated: undated.sort() };
}

function titleOf(key: string, laning: Laning, desk: Desk): string {
  if (key === "")
    return laning === "act" ? "of no stated kind" : laning === "actor" ? "by nobody named" : "no place named";
  return laning === "act" ? key.replaceAll("-", " ") : desk.name(key);
}

function laneOf(
  id: string,
  title: string,
  group: { id: string; earliest: number; latest: number; stance: number }[],
): EventLane {
  group.sort((a, b) => a.earliest - b.earliest || a.latest - b.latest || (a.id < b.id ? -1 : 1));
  const reach = new Float64Array(group.length);
  let last = -Infinity;
  for (const [i, { latest }] of group.entries()) {
    last = Math.max(last, latest);
    reach[i] = last;
  }
  return {
    id,
    title,
    events: group.map((each) => each.id),
    earliest: Float64Array.from(group, (each) => each.earliest),
    latest: Float64Array.from(group, (each) => each.latest),
    reach,
    stance: Uint8Array.from(group, (each) => each.stance),
  };
}

// ── Table ─────────────────────────────────────────────────────────────────────────────────────────

export interface TimelineTable {
  readonly pieces: readonly { readonly lane: Lane; readonly row: Row; readonly piece: Piece }[];
  /** By their time; then those without a date, of which nobody can say that they lie outside of a period. */
  readonly events: readonly string[];
}

/** The same as rows: what touches the chosen period, or all. */
export function tableOf({ lanes, events, undated, period, at }: Timeline): TimelineTable {
  const touches = (from: number, until: number): boolean =>
    period === null || (from <= period.until && until >= period.from);
  const dated = events.flatMap((lane) =>
    lane.events.map((event, i) => ({ event, from: lane.earliest[i] ?? 0, until: lane.latest[i] ?? 0 })),
  );
  return {
    pieces: lanes.flatMap((lane) =>
      lane.rows.flatMap((row) =>
        row.pieces
          .filter(({ from, until }) => touches(from.earliest, until?.latest ?? at))
          .map((piece) => ({ lane, row, piece })),
      ),
    ),
    events: [
      ...dated
        .filter(({ from, until }) => touches(from, until))
        .sort((a, b) => a.from - b.from || (a.event < b.event ? -1 : 1))
        .map(({ event }) => event),
      ...undated,
    ],
  };
}

// ── Items ─────────────────────────────────────────────────────────────────────────────────────────

/** Something in the timeline that can be pointed at, focused and opened: a piece of a row, or events that stand together. */
export type Item =
  | { readonly kind: "piece"; readonly row: Row; readonly piece: Piece }
  | { readonly kind: "events"; readonly lane: EventLane; readonly first: number; readonly count: number };

export function timeOf(item: Item): number {
  return item.kind === "piece" ? item.piece.from.earliest : (item.lane.earliest[item.first] ?? 0);
}

/** Farther than this nobody walks by arrow: table and search are there for that. */
const FARTHEST = 1000;

/** What arrows go along: a list a row or lane, in the order of time. */
export function linesOf({ lanes, events }: Timeline): Item[][] {
  const rows = lanes.flatMap((lane) =>
    lane.rows.map((row) =>
      row.pieces
        .filter((piece) => piece.kind !== "force" || row.pieces.length === 1)
        .map((piece): Item => ({ kind: "piece", row, piece }))
        .sort((a, b) => timeOf(a) - timeOf(b)),
    ),
  );
  const told = events.map((lane) =>
    lane.events.slice(0, FARTHEST).map((_, first): Item => ({ kind: "events", lane, first, count: 1 })),
  );
  return [...rows, ...told].filter((line) => line.length > 0);
}

/** The thing after another, or before it: along its line, then on to the next line. Null: there is none. */
export function itemAfter(lines: readonly (readonly Item[])[], here: Item | null, by: 1 | -1): Item | null {
  const line = here === null ? -1 : lines.findIndex((each) => each.some((other) => isSame(other, here)));
  if (here === null || line < 0) return (by > 0 ? lines[0]?.[0] : lines.at(-1)?.at(-1)) ?? null;
  const own = lines[line] ?? [];
  const next = own[own.findIndex((other) => isSame(other, here)) + by];
  if (next) return next;
  const beside = lines[line + by];
  return (by > 0 ? beside?.[0] : beside?.at(-1)) ?? here;
}

export function isSame(a: Item, b: Item): boolean {
  if (a.kind === "piece") return b.kind === "piece" && a.row.id === b.row.id && a.piece === b.piece;
  return b.kind === "events" && a.lane.id === b.lane.id && b.first >= a.first && b.first < a.first + a.count;
}

// ── Words ─────────────────────────────────────────────────────────────────────────────────────────

/** What a lone event is called beside its mark: where or of what it was, as its accounts have it; never who did it. */
export function captionOf(event: string, desk: Desk, laning: Laning): string {
  const accounts = desk.events.get(event) ?? [];
  const first = (column: "place" | "object" | "target" | "kind"): string | null =>
    accounts.find((account) => account[column] !== null)?.[column] ?? null;
  const place = laning === "place" ? null : first("place");
  const named = place ?? first("object") ?? first("target");
  const kind = laning === "act" ? null : first("kind")?.replaceAll("-", " ");
  const words = named === null ? null : desk.name(named);
  return [kind, words].filter(Boolean).join(", ") || event;
}

/** Bounds as words of the case’s zone, no longer than need be; a side that is not known as a case writes it: `../2020-11-25`. */
export function boundsWords({ earliest, latest }: Bounds, desk: Desk): string {
  const offset = desk.model.case.offset;
  const [from, until] = [momentText(earliest, 60, offset), momentText(latest, 60, offset)];
  if (!isDate(earliest) || !isDate(latest)) {
    const first = isDate(earliest) ? desk.day({ earliest, latest: earliest + DAY - 1, text: from }) : "..";
    const last = isDate(latest) ? desk.day({ earliest: latest - DAY + 1, latest, text: until }) : "..";
    return `${first}/${last}`;
  }
  return desk.day({ earliest, latest, text: latest - earliest < 60 ? from : `${from}/${until}` });
}

/** A date in a sentence: `by 2020-11-25` where nobody knows since when. */
function openWords(date: string): string {
  return date.startsWith("../") ? `by ${date.slice(3)}` : sideWords(date);
}

/** An event in a line: who is told to have done what, when, and by how many it is told and denied. */
export function eventWords(event: string, desk: Desk): string {
  const accounts = desk.events.get(event) ?? [];
  const asserting = accounts.filter((account) => account.stance === "asserts").length;
  const denying = accounts.length - asserting;
  const told = `${count(asserting, "account")}${denying > 0 ? `, ${denying} denying` : ""}`;
  return `${event}: ${deedWords(event, desk)}; ${told}`;
}

/** The same without its id and without how many tell of it. */
export function deedWords(event: string, desk: Desk): string {
  const accounts = desk.events.get(event) ?? [];
  const several = (column: "kind" | "actor" | "target" | "object" | "place"): string[] => [
    ...new Set(accounts.flatMap((account) => account[column] ?? [])),
  ];
  const kind = several("kind").map((each) => each.replaceAll("-", " "));
  const actors = several("actor").map((id) => desk.name(id));
  const things = [...several("target"), ...several("object")].map((id) => desk.name(id));
  const places = several("place").map((id) => desk.name(id));
  const when = whenOf(accounts);
  const parts = [
    kind.join(" or ") || "something of no stated kind",
    actors.length > 0 ? `by ${actors.join(" or ")}` : "",
    things.length > 0 ? `(${[...new Set(things)].join(", ")})` : "",
    places.length > 0 ? `at ${places.join(" or ")}` : "",
  ].filter((part) => part !== "");
  const date = when ? `, ${openWords(boundsWords(when, desk))}` : ", no date";
  return `${parts.join(" ")}${date}`;
}
