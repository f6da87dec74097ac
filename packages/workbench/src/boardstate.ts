/** The board without pixels: norms by instrument against those whom they bind, filtered and sorted as selected. */
import type { Instrument, Norm } from "@servanda/language";
import type { BoardLine, Finding } from "@servanda/monitor";
import {
  foundOf,
  lineUnder,
  phraseOf,
  plainProse,
  summaryOf,
  viewsWords,
  viewWords,
  type Word,
  WORDS,
  wordOf,
} from "servanda/words";
import { concerns, tellingFinding, viewsShown } from "./choice.ts";
import { clockWords } from "./clock.ts";
import type { Desk, Selection } from "./desk.ts";
import { compare } from "./order.ts";
import { periodOf, type Stretch } from "./period.ts";

/** What one view, or several alike, say on a norm and a bearer. */
export interface Saying {
  /** The first of them. */
  readonly view: string;
  /** `by the text`, `under NAME and NAME`. */
  readonly label: string;
  readonly word: Word;
  /** `unknown: kept or breached`. */
  readonly phrase: string;
  /** Dates, or how many occasions say what. */
  readonly detail: string;
  /** What is found, to the second: two that say it in the same words may not find the same. */
  readonly found: string;
  /** The finding to open; null where there is none. */
  readonly finding: string | null;
  readonly changed: boolean;
}

export interface Cell {
  readonly norm: string;
  readonly bearer: string;
  readonly word: Word;
  readonly phrase: string;
  readonly occasions: number;
  /** More than one only where the views differ. */
  readonly sayings: readonly Saying[];
  readonly finding: string | null;
  readonly changed: boolean;
  /** The last instant at which it came to be what it is; negative infinity where nothing has happened. */
  readonly latest: number;
}

export interface Row {
  readonly norm: Norm;
  /** The prose of its article, as plain text: a sentence or two for each row that it is the prose of. Null: it stands at a row above. */
  readonly gist: string | null;
  /** How many rows it is the prose of, from this one on. */
  readonly rows: number;
  /** By bearer; in the order of the section's bearers, null where it does not bind. */
  readonly cells: readonly (Cell | null)[];
  readonly latest: number;
}

/** Cells beside each other that say the same: told once, across their columns. */
export interface Run {
  /** Column in which it begins, and how many it takes. */
  readonly from: number;
  readonly span: number;
  /** Empty: the norm binds nobody here. */
  readonly cells: readonly Cell[];
}

export interface Section {
  readonly instrument: Instrument;
  readonly bearers: readonly string[];
  readonly rows: readonly Row[];
}

export interface BoardState {
  readonly sections: readonly Section[];
  /** All cells shown, in the order of the page. */
  readonly cells: readonly Cell[];
  /** How many cells say what, of those that fit all other filters than that by outcome; words that none says are left out. */
  readonly counts: readonly { readonly word: Word; readonly count: number }[];
  /** How many cells there are without the filters. */
  readonly whole: number;
}

export function boardOf(desk: Desk, selection: Selection): BoardState {
  const { model, result } = desk;
  const findings = Map.groupBy(result.findings, (f) => lineKey(f.norm, f.bearer));
  const norms = new Map(model.norms.map((norm) => [norm.id, norm]));
  const cells: { readonly cell: Cell; readonly norm: Norm; readonly findings: readonly Finding[] }[] = [];
  for (const line of result.board) {
    const norm = norms.get(line.norm);
    if (!norm) continue;
    const views = viewsShown(desk, line.norm, selection.view);
    const own = (findings.get(lineKey(line.norm, line.bearer)) ?? []).filter((f) => views.includes(f.view));
    const cell = cellFor(desk, line, own, selection.view === null ? null : views);
    if (cell) cells.push({ cell, norm, findings: own });
  }
  const period = periodOf(selection.period, model.case.offset);
  const fitting = cells.filter(
    ({ cell, norm, findings: own }) =>
      (selection.parties.length === 0 || own.some((f) => concerns(f, selection.parties))) &&
      (selection.instruments.length === 0 || selection.instruments.includes(norm.instrument)) &&
      (period === null || own.some((f) => fallsIn(f, period, result.at.latest))) &&
      (selection.zone === null || isAbout(norm, selection.zone, own, desk)) &&
      (!selection.changed || cell.changed),
  );
  const shown = fitting.filter(
    ({ cell }) =>
      selection.outcomes.length === 0 ||
      selection.outcomes.includes(cell.word) ||
      cell.sayings.some((s) => selection.outcomes.includes(s.word)),
  );
  const place = new Map(
    [...model.norms]
      .sort((a, b) => compare(a.span.path, b.span.path) || a.span.line - b.span.line)
      .map((norm, i) => [norm.id, i]),
  );
  const sections: Section[] = [];
  for (const instrument of newestFirst(model.instruments)) {
    const own = shown.filter(({ norm }) => norm.instrument === instrument.id);
    if (own.length === 0) continue;
    const parties = instrument.parties.map((m) => m.actor);
    const bearers = [...new Set(own.map(({ cell }) => cell.bearer))].sort(
      (a, b) => rank(parties, a) - rank(parties, b) || compare(a, b),
    );
    const rows = [...Map.groupBy(own, ({ norm }) => norm)].map(([norm, these]): Row => {
      const byBearer = new Map(these.map(({ cell }) => [cell.bearer, cell]));
      return {
        norm,
        gist: null,
        rows: 1,
        cells: bearers.map((bearer) => byBearer.get(bearer) ?? null),
        latest: Math.max(...these.map(({ cell }) => cell.latest)),
      };
    });
    const inText = (a: Row, b: Row): number => (place.get(a.norm.id) ?? 0) - (place.get(b.norm.id) ?? 0);
    rows.sort(selection.sort === "latest" ? (a, b) => compare(b.latest, a.latest) || inText(a, b) : inText);
    sections.push({ instrument, bearers, rows: withProse(rows) });
  }
  if (selection.sort === "latest") {
    sections.sort((a, b) => compare(b.rows[0]?.latest ?? 0, a.rows[0]?.latest ?? 0));
  }
  const flat = sections.flatMap((s) => s.rows.flatMap((r) => r.cells.filter((c) => c !== null)));
  const counts = WORDS.map((word) => ({ word, count: fitting.filter(({ cell }) => cell.word === word).length }));
  return { sections, cells: flat, counts: counts.filter(({ count }) => count > 0), whole: cells.length };
}

/** By the day on which they were signed, or else came into force; those without either last, and all else as the case has it. */
export function newestFirst(instruments: readonly Instrument[]): Instrument[] {
  const dayOf = ({ signed, inForce }: Instrument): number =>
    signed?.latest ?? inForce?.from.latest ?? Number.NEGATIVE_INFINITY;
  return instruments.toSorted((a, b) => compare(dayOf(b), dayOf(a)));
}

export function runsOf(row: Row): Run[] {
  const runs: { from: number; span: number; readonly cells: Cell[]; readonly says: string }[] = [];
  for (const [from, cell] of row.cells.entries()) {
    const says = cell === null ? "" : sameness(cell);
    const last = runs.at(-1);
    if (last?.says === says) {
      last.span += 1;
      if (cell) last.cells.push(cell);
    } else runs.push({ from, span: 1, cells: cell ? [cell] : [], says });
  }
  return runs.map(({ from, span, cells }) => ({ from, span, cells }));
}

const shownBy = new WeakMap<Cell, string>();

/** All that a cell shows but whom it is about. */
function sameness(cell: Cell): string {
  let shown = shownBy.get(cell);
  if (shown === undefined) {
    const { word, phrase, occasions, sayings, changed } = cell;
    const said = sayings.map(({ view, phrase: words, detail, changed: isNew }) => [view, words, detail, isNew]);
    shown = JSON.stringify([word, phrase, occasions, changed, said]);
    shownBy.set(cell, shown);
  }
  return shown;
}

/**
 * A cell with all that it follows from, so that what a flip does not reach is the same cell. A finding is of one date: while those on the screen are of
 * another already, all others are as they were.
 */
interface Known {
  readonly cell: Cell | null;
  readonly name: Desk["name"];
  readonly findings: readonly Finding[];
  readonly changed: string;
  readonly views: string | null;
}

const cellsKnown = new WeakMap<BoardLine, Known>();

/** `views`: under which alone; null: under all. Null: under them the norm does not bind this bearer. */
function cellFor(
  desk: Desk,
  line: BoardLine,
  findings: readonly Finding[],
  views: readonly string[] | null,
): Cell | null {
  const known = cellsKnown.get(line);
  const changed = findings.map((f) => (desk.changed.has(f.id) ? "1" : "0")).join("");
  const seen = views?.join("\n") ?? null;
  const stands =
    known !== undefined &&
    known.name === desk.name &&
    known.views === seen &&
    known.changed === changed &&
    known.findings.length === findings.length &&
    known.findings.every((f, i) => f === findings[i]);
  if (stands) return known.cell;
  const told = views === null ? line : lineUnder(line, views);
  const cell = told && cellOf(desk, told, findings);
  cellsKnown.set(line, { cell, name: desk.name, findings, changed, views: seen });
  return cell;
}

function cellOf(desk: Desk, line: BoardLine, findings: readonly Finding[]): Cell {
  const { model, name } = desk;
  const saying = (judged: BoardLine["byView"][number]): Saying => {
    const own = findings.filter((f) => f.view === judged.view);
    return {
      view: judged.view,
      label: viewWords(judged.view, name),
      word: wordOf(judged),
      phrase: phraseOf(judged),
      detail: clockWords(summaryOf(own, model), model.case.offset),
      found: foundOf(own),
      finding: tellingOf(own, wordOf(judged)),
      changed: own.some((f) => desk.changed.has(f.id)),
    };
  };
  const latest = Math.max(Number.NEGATIVE_INFINITY, ...findings.map((f) => latestOf(f, desk.result.at.latest)));
  const judged = line.byView;
  // One word is not yet one finding: a reading may have more breaches than the text, or others.
  const all = judged.map(saying);
  const [first] = all;
  const differ = all.some(({ phrase, found }) => phrase !== first?.phrase || found !== first.found);
  const sayings = differ ? alike(all, name) : all.slice(0, 1);
  const word = wordOf(line);
  return {
    norm: line.norm,
    bearer: line.bearer,
    word,
    phrase: line.outcome === null ? phraseOf(line) : word,
    occasions: findings.some((f) => f.trigger?.by === "event") ? line.occasions : 0,
    sayings,
    // Where readings differ, that by the text, which is nobody’s: whoever opens a contested cell is shown no side first that he did not choose.
    finding: sayings[0]?.finding ?? tellingFinding(findings)?.id ?? null,
    changed: findings.some((f) => desk.changed.has(f.id)),
    latest,
  };
}

/** Views that say the same are told once, where the first of them stands. */
function alike(sayings: readonly Saying[], name: (id: string) => string): Saying[] {
  const groups = Map.groupBy(sayings, ({ word, phrase, detail, found, changed }) =>
    JSON.stringify([word, phrase, detail, found, changed]),
  );
  return [...groups.values()].flatMap((same): Saying[] => {
    const [first] = same;
    return first
      ? [
          {
            ...first,
            label: viewsWords(
              same.map(({ view }) => view),
              name,
            ),
          },
        ]
      : [];
  });
}

/** The finding that a line's word comes from; of several the latest. */
function tellingOf(findings: readonly Finding[], word: Word): string | null {
  const own = findings.filter((f) => wordOf(f) === word);
  const list = own.length > 0 ? own : findings;
  const [first] = [...list].sort(
    (a, b) => (b.trigger?.time.latest ?? 0) - (a.trigger?.time.latest ?? 0) || compare(a.id, b.id),
  );
  return first?.id ?? null;
}

/**
 * When a finding last came to be otherwise, up to `at`; of what is known to lie between two instants the first: what may have been in any of thirty
 * years did not change today.
 */
function latestOf(finding: Finding, at: number): number {
  const instants = [
    finding.trigger?.time.earliest,
    finding.window?.from.earliest,
    finding.window?.until?.earliest,
    finding.performed?.time.earliest,
    ...finding.breaches.flatMap((b) => [b.from.earliest, b.until?.earliest]),
  ];
  return Math.max(Number.NEGATIVE_INFINITY, ...instants.filter((t) => t !== undefined && t <= at).map(Number));
}

/** Whether anything that the finding tells of falls in the stretch. */
function fallsIn(finding: Finding, stretch: Stretch, at: number): boolean {
  const touches = (from: number, until: number): boolean => from <= stretch.until && until >= stretch.from;
  if (finding.breaches.some((b) => touches(b.from.earliest, b.until?.latest ?? at))) return true;
  if (finding.performed && touches(finding.performed.time.earliest, finding.performed.time.latest)) return true;
  if (finding.trigger?.by === "event") return touches(finding.trigger.time.earliest, finding.trigger.time.latest);
  const due = finding.window?.until;
  return due ? touches(due.earliest, due.latest) : false;
}

/** Whether a norm speaks of a place, or something that a finding on it looked at happened there. */
function isAbout(norm: Norm, zone: string, findings: readonly Finding[], desk: Desk): boolean {
  if (JSON.stringify(norm.clauses).includes(JSON.stringify(zone))) return true;
  return findings.some((f) => f.accounts.some((id) => desk.accounts.get(id)?.place === zone));
}

/** The prose at the first of all rows beside each other that have the same: several norms may stand under one paragraph. */
function withProse(rows: readonly Row[]): Row[] {
  const proseOf = (at: number): string | undefined => rows[at]?.norm.prose;
  return rows.map((row, from): Row => {
    if (proseOf(from) !== "" && proseOf(from) === proseOf(from - 1)) return row;
    let until = from + 1;
    while (proseOf(until) === proseOf(from)) until += 1;
    return { ...row, gist: gistOf(row.norm, until - from), rows: until - from };
  });
}

const LONGEST_GIST = 180;

const lines = new WeakMap<Pick<Norm, "prose">, string>();

/** The prose of a norm as one line of plain text, cut at the end of a sentence; longer where it is that of several. */
export function gistOf(norm: Pick<Norm, "prose">, norms = 1): string {
  let text = lines.get(norm);
  if (text === undefined) lines.set(norm, (text = plainProse(norm.prose).replaceAll("\n", " ")));
  const longest = LONGEST_GIST * norms;
  if (text.length <= longest) return text;
  const cut = text.slice(0, longest);
  const end = Math.max(cut.lastIndexOf(". "), cut.lastIndexOf("; "));
  if (end <= longest / 3) return `${cut.slice(0, cut.lastIndexOf(" "))}\u00A0…`;
  return cut[end] === ";" ? `${cut.slice(0, end)}\u00A0…` : cut.slice(0, end + 1);
}

export function lineKey(norm: string, bearer: string): string {
  return `${norm}\u0000${bearer}`;
}

function rank(list: readonly string[], id: string): number {
  const place = list.indexOf(id);
  return place < 0 ? list.length : place;
}
