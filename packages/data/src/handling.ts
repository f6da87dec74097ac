/**
 * Takes out of the files of a case, before anything else reads them, the rows that are marked above a level. What is read from the
 * rest cannot depend on them: no number of an account, no joined event, no remark on a double row can tell that they were there.
 */
import type { Handling } from "@servanda/monitor";
import { readCsv } from "./csv.ts";
import { type CaseFiles, isConduct } from "./files.ts";
import { Names } from "./names.ts";
import { COVERAGE, HANDLINGS, SOURCES } from "./sources.ts";
import { handlingOf } from "./table.ts";

export interface Shown {
  readonly files: CaseFiles;
  /** Files of which rows were taken out, or that have rows whose marking cannot be read. */
  readonly partly: ReadonlySet<string>;
  /** Files of which no row is left. They are no longer among `files`. */
  readonly emptied: ReadonlySet<string>;
}

/** The files without the rows marked above `level`, and without what comes from a source so marked. Lines keep their numbers. */
export function withhold(files: CaseFiles, level: Handling): Shown {
  const hidden = new Set<string>();
  const sources = files.files.get(SOURCES);
  if (sources !== undefined) {
    for (const row of rowsOf(sources)) if (!row.may(level) && row.id !== "") hidden.add(row.id);
  }
  const partly = new Set<string>();
  const emptied = new Set<string>();
  const texts = new Map<string, string>();
  for (const [path, text] of files.files) {
    if (path !== SOURCES && path !== COVERAGE && !isConduct(path)) {
      texts.set(path, text);
      continue;
    }
    const rows = rowsOf(text);
    const out = rows.filter((row) => !row.may(level) || (path !== SOURCES && hidden.has(row.source)));
    if (out.length > 0 || (level !== "confidential" && rows.some((row) => row.unreadable))) partly.add(path);
    if (out.length > 0 && out.length === rows.length) emptied.add(path);
    else texts.set(path, out.length === 0 ? text : blanked(text, out));
  }
  return { files: { ...files, files: texts }, partly, emptied };
}

interface MarkedRow {
  readonly row: number;
  readonly lastRow: number;
  readonly id: string;
  readonly source: string;
  /** It cannot be read as a row, nor therefore its marking; nothing of it is used or told by any reader. */
  readonly unreadable: boolean;
  may(level: Handling): boolean;
}

function rowsOf(text: string): MarkedRow[] {
  const rows: MarkedRow[] = [];
  let header: { readonly width: number; readonly columns: ReadonlyMap<string, number> } | null = null;
  for (const record of readCsv(text)) {
    if ("fault" in record) {
      rows.push({ row: record.row, lastRow: record.row, id: "", source: "", unreadable: true, may: () => true });
      continue;
    }
    const { cells, row, lastRow } = record;
    if (header === null) {
      if (cells[0] === "sep=" && row === 1) continue;
      header = { width: cells.length, columns: columnsOf(cells) };
      continue;
    }
    if (cells.every((cell) => cell.trim() === "")) continue;
    const { width, columns } = header;
    const cell = (name: string): string => (cells[columns.get(name) ?? -1] ?? "").trim();
    // Too many cells are no fault where the last are blank.
    const unreadable = cells.length < width || cells.slice(width).some((more) => more.trim() !== "");
    const handling = handlingOf(cell("handling")) ?? "confidential";
    const may = (level: Handling): boolean => unreadable || HANDLINGS.indexOf(handling) <= HANDLINGS.indexOf(level);
    rows.push({ row, lastRow, id: cell("id"), source: cell("source"), unreadable, may });
  }
  return rows;
}

function columnsOf(cells: readonly string[]): Map<string, number> {
  const columns = new Map<string, number>();
  for (const [position, cell] of cells.entries()) {
    const name = cell
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/gu, "_");
    if (!columns.has(name)) columns.set(name, position);
  }
  if (!columns.has("handling")) {
    // A slip in the name of this column must not publish what it marks.
    const near = new Names(columns.keys()).nearest("handling");
    if (near !== null) columns.set("handling", columns.get(near) ?? -1);
  }
  return columns;
}

/** The text with these rows as empty lines. */
function blanked(text: string, rows: readonly MarkedRow[]): string {
  const gone = new Set(
    rows.flatMap(({ row, lastRow }) => Array.from({ length: lastRow - row + 1 }, (_, i) => row + i)),
  );
  return text
    .split(/(\r\n|\n|\r)/u)
    .map((part, i) => (i % 2 === 0 && gone.has(i / 2 + 1) ? "" : part))
    .join("");
}
