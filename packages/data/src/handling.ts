/**
 * Takes out of the files of a case, before anything else reads them, the rows that are marked above a level. What is read from the
 * rest cannot depend on them: no number of an account, no joined event, no remark on a double row can tell that they were there.
 */
import type { Handling } from "@servanda/monitor";
import { ACCOUNT_COLUMNS } from "./accounts.ts";
import { readCsv } from "./csv.ts";
import { type CaseFiles, isConduct, isSeries } from "./files.ts";
import { compare, type Issue, Issues } from "./issue.ts";
import { Names } from "./names.ts";
import { SERIES_COLUMNS } from "./series.ts";
import { COVERAGE, COVERAGE_COLUMNS, HANDLINGS, SOURCE_COLUMNS, SOURCES, stricter } from "./sources.ts";
import { foreignMark, handlingOf, holdsMark, listOf, nameOfColumn, type Shape } from "./table.ts";

export interface Shown {
  readonly files: CaseFiles;
  /** Files of which rows were taken out, or that have rows whose marking cannot be read. */
  readonly partly: ReadonlySet<string>;
  /** Files of which no row is left. They are no longer among `files`. */
  readonly emptied: ReadonlySet<string>;
  /** Ids of events, sources and coverage that only rows taken out have. */
  readonly hidden: ReadonlySet<string>;
  /** What may be said of rows that were taken out: that a file has a fault in them, never where or how often. */
  readonly issues: readonly Issue[];
}

/** The files without the rows marked above `level`, and without what comes from a source so marked. Lines keep their numbers. */
export function withhold(files: CaseFiles, level: Handling): Shown {
  const tables = new Map(
    [...files.files].filter(([path]) => isTable(path)).map(([path, text]) => [path, rowsOf(path, text)]),
  );
  const marked = [...tables.values()].some(({ rows }) => rows.some((row) => !row.may(level)));
  const sources = tables.get(SOURCES);
  const doubtful = (table: Table, row: MarkedRow, names: ReadonlySet<string>): boolean =>
    level !== "confidential" &&
    row.unreadable &&
    ((marked && table.hasMarks && !row.saysPublic) ||
      holdsMark(row.raw) ||
      wordsOf(row.raw).some((word) => names.has(word)));

  const hiddenSources = new Set<string>();
  for (const row of sources?.rows ?? []) {
    if ((!row.may(level) || (sources && doubtful(sources, row, new Set()))) && row.id !== "") hiddenSources.add(row.id);
  }
  const gone = new Map<string, ReadonlySet<MarkedRow>>();
  const said = new Set<string>();
  for (const [path, table] of tables) {
    const plain = table.rows.filter((row) => !row.may(level) || (path !== SOURCES && hiddenSources.has(row.source)));
    const events = plain.map((row) => row.event).filter((id) => id !== "");
    const names = new Set([...hiddenSources, ...events]);
    const mayBe = table.rows.filter((row) => doubtful(table, row, names));
    const out = new Set([...plain, ...mayBe]);
    gone.set(path, out);

    // Of a file with nothing to show not even the name is said.
    const file = out.size < table.rows.length || !isConduct(path) ? path : "conduct";
    if (mayBe.length > 0) said.add(file);
  }

  const away = [...gone.values()].flatMap((rows) => [...rows]);
  const left = [...tables].flatMap(([path, { rows }]) => rows.filter((row) => !gone.get(path)?.has(row)));
  const told = new Set(left.flatMap((row) => [row.event, row.id]));
  const secret = new Set(away.map((row) => row.event).filter((id) => id !== "" && !told.has(id)));
  const links = linksWithout(secret, left);

  const partly = new Set<string>();
  const emptied = new Set<string>();
  const texts = new Map<string, string>();
  for (const [path, text] of files.files) {
    const table = tables.get(path);
    if (table === undefined) {
      texts.set(path, text);
      continue;
    }
    const { rows } = table;
    const out = [...(gone.get(path) ?? [])];
    const rewritten = new Map(rows.flatMap((row) => (links.has(row) ? [[row, links.get(row) ?? []] as const] : [])));
    if (
      out.length > 0 ||
      (level !== "confidential" &&
        ((table.hasMarks && rows.some((row) => row.unreadable && !row.saysPublic)) || table.unread))
    )
      partly.add(path);
    if (out.length > 0 && out.length === rows.length) emptied.add(path);
    else texts.set(path, out.length === 0 && rewritten.size === 0 ? text : without(text, out, rewritten, table));
  }
  const issues = new Issues();
  for (const file of said) issues.add("SD198", { file });
  const known = new Set([...told, ...left.flatMap((row) => links.get(row) ?? row.sameAs)]);
  const ids = away.flatMap((row) => [row.event, row.id, ...row.sameAs]);
  return {
    files: { ...files, files: texts },
    partly,
    emptied,
    hidden: new Set(ids.filter((id) => id !== "" && !known.has(id))),
    issues: issues.list(),
  };
}

function wordsOf(raw: string): string[] {
  return raw.split(/[\s,;"]+/u);
}

function isTable(path: string): boolean {
  return path === SOURCES || path === COVERAGE || isConduct(path) || isSeries(path);
}

/**
 * What `same_as` says in rows that name an event told of in withheld rows only: nothing of it. Rows that were joined through it
 * stay joined, by the smallest of their own events.
 */
function linksWithout(
  secret: ReadonlySet<string>,
  rows: readonly MarkedRow[],
): ReadonlyMap<MarkedRow, readonly string[]> {
  const first = new Map<string, string>();
  for (const row of rows) {
    for (const id of row.sameAs) {
      if (!secret.has(id)) continue;
      const least = first.get(id);
      if (least === undefined || compare(row.event, least) < 0) first.set(id, row.event);
    }
  }
  return new Map(
    rows
      .filter((row) => row.sameAs.some((id) => secret.has(id)))
      .map((row) => {
        const ids = row.sameAs.map((id) => (secret.has(id) ? (first.get(id) ?? row.event) : id));
        return [row, [...new Set(ids)].filter((id) => id !== row.event)];
      }),
  );
}

interface Table {
  readonly rows: readonly MarkedRow[];
  /** Whether its rows can be marked: it has a column for it, or a column that holds such words. */
  readonly hasMarks: boolean;
  /** No row of it can be read, and something in it may be a marking. */
  readonly unread: boolean;
  /** Where `same_as` stands. */
  readonly link: number;
}

interface MarkedRow {
  readonly row: number;
  readonly lastRow: number;
  readonly id: string;
  readonly event: string;
  readonly source: string;
  readonly sameAs: readonly string[];
  readonly cells: readonly string[];
  /** As it stands; only of rows that cannot be read. */
  readonly raw: string;
  /** It cannot be read as a row, nor therefore its marking. */
  readonly unreadable: boolean;
  /** It cannot be read, and wherever its marking may have slipped to, nothing stands that could be one. */
  readonly saysPublic: boolean;
  may(level: Handling): boolean;
}

function rowsOf(path: string, text: string): Table {
  const records = [...readCsv(text)];
  const lines = text.split(/\r\n|\n|\r/u);
  const rows: MarkedRow[] = [];
  let header: Header | null = null;
  let hasMarks = false;
  let last = 0;
  for (const [i, record] of records.entries()) {
    // A record that cannot be read reaches to the next one.
    const from = last + 1;
    last = "fault" in record ? (records[i + 1]?.row ?? lines.length + 1) - 1 : record.lastRow;
    if ("fault" in record) {
      // Without its header a table says nothing, and the rows below it are no header.
      if (header === null) break;
      const raw = lines.slice(from - 1, last).join("\n");
      const cell = (name: string): string => (raw.split(",")[header?.columns.get(name) ?? -1] ?? "").trim();
      const saysPublic = raw.split(",").some((part) => isPublic(part));
      const at = { row: from, lastRow: last, cells: [], raw };
      rows.push({ ...bare(cell), ...at, unreadable: true, saysPublic, may: () => true });
      continue;
    }
    const { cells, row, lastRow } = record;
    if (header === null) {
      if (cells[0] === "sep=" && row === 1) continue;
      header = headerOf(path, cells);
      if (!header.complete) break;
      hasMarks = header.columns.has("handling");
      continue;
    }
    if (cells.every((cell) => cell.trim() === "")) continue;
    const { width, columns, read } = header;
    const cell = (name: string): string => (cells[columns.get(name) ?? -1] ?? "").trim();
    // Too many cells are no fault where the last are blank.
    const unreadable = cells.length < width || cells.slice(width).some((more) => more.trim() !== "");
    const foreign = foreignMark(cells, read);
    if (foreign !== "public") hasMarks = true;
    const handling = stricter(handlingOf(cell("handling")) ?? "confidential", foreign);
    const may = (level: Handling): boolean => unreadable || HANDLINGS.indexOf(handling) <= HANDLINGS.indexOf(level);
    const saysPublic = unreadable && slippedPublic(cells, header);
    const raw = unreadable ? cells.join(",") : "";
    rows.push({ ...bare(cell), row, lastRow, cells, raw, unreadable, saysPublic, may });
  }
  return {
    rows,
    hasMarks,
    unread: (header === null || !header.complete) && holdsMark(text),
    link: header?.columns.get("same_as") ?? -1,
  };
}

function isPublic(cell: string): boolean {
  return cell.trim().toLowerCase() === "public";
}

/** What stands in cells of other columns, and is no marking: numbers, dates, addresses, long texts and the fixed words. */
const NO_MARK =
  /^(?:[\d.,:+\-TXZ~?%/\s[\]{}]*|https?:\/\/.*|.{41,}|public|asserts|denies|alleged|under-inquiry|verified|not-verified|withdrawn|finding|observation|report|claim)$/isu;

/** Of a row with cells too many or too few: whether all cells into which its marking may have slipped say that it is public. */
function slippedPublic(cells: readonly string[], { columns, width }: Header): boolean {
  const at = columns.get("handling");
  if (at === undefined) return false;
  const slip = cells.length - width;
  const among = cells.slice(Math.max(0, at + Math.min(0, slip)), at + Math.max(0, slip) + 1);
  return among.length > 0 && among.every((cell) => NO_MARK.test(cell.trim()));
}

function bare(cell: (name: string) => string): Pick<MarkedRow, "id" | "event" | "source" | "sameAs"> {
  return { id: cell("id"), event: cell("event"), source: cell("source"), sameAs: listOf(cell("same_as")) };
}

interface Header {
  readonly width: number;
  readonly columns: ReadonlyMap<string, number>;
  /** Positions of cells that are read. */
  readonly read: ReadonlySet<number>;
  readonly complete: boolean;
}

function shapeOf(path: string): Shape {
  if (path === SOURCES) return SOURCE_COLUMNS;
  if (path === COVERAGE) return COVERAGE_COLUMNS;
  return isSeries(path) ? SERIES_COLUMNS : ACCOUNT_COLUMNS;
}

function headerOf(path: string, cells: readonly string[]): Header {
  const shape = shapeOf(path);
  const columns = new Map<string, number>();
  for (const [position, cell] of cells.entries()) {
    const name = nameOfColumn(cell);
    if (!columns.has(name)) columns.set(name, position);
  }
  const read = new Set(shape.columns.flatMap((name) => columns.get(name) ?? []));
  if (!columns.has("handling")) {
    // A slip in the name of this column must not publish what it marks.
    const near = new Names(columns.keys()).nearest("handling");
    if (near !== null) columns.set("handling", columns.get(near) ?? -1);
  }
  return { width: cells.length, columns, read, complete: shape.keys.every((name) => columns.has(name)) };
}

/** The text with rows as empty lines, and others with another `same_as`; every row keeps its number. */
function without(
  text: string,
  out: readonly MarkedRow[],
  rewritten: ReadonlyMap<MarkedRow, readonly string[]>,
  { link }: Table,
): string {
  const lines = new Map<number, string>();
  for (const { row, lastRow } of [...out, ...rewritten.keys()]) {
    for (let line = row; line <= lastRow; line += 1) lines.set(line, "");
  }
  for (const [{ row, cells }, ids] of rewritten) {
    const changed = cells.map((cell, i) => (i === link ? ids.join(" ") : cell).replace(/[\r\n]+/gu, " "));
    lines.set(row, changed.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","));
  }
  return text
    .split(/(\r\n|\n|\r)/u)
    .map((part, i) => (i % 2 === 0 ? (lines.get(i / 2 + 1) ?? part) : part))
    .join("");
}
