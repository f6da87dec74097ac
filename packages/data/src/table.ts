/** Tables of a case: columns by name in any order, cells without the blanks around them, faults as issues. */
import type { Handling } from "@servanda/monitor";
import { readCsv, strangeDelimiter } from "./csv.ts";
import type { Issues } from "./issue.ts";
import { Names } from "./names.ts";

export interface Shape {
  readonly columns: readonly string[];
  readonly required: readonly string[];
}

/** One row; `cell` is empty where the column is missing or blank. */
export interface Row {
  readonly row: number;
  /** As the row says; `confidential` where it says something that is none of the words. */
  readonly handling: Handling;
  cell(column: string): string;
}

/** `public`, `restricted` or `confidential`, whatever the case; null for another word. */
export function handlingOf(text: string): Handling | null {
  const word = fixedWord(text);
  return word === "" || word === "public" ? "public" : word === "restricted" || word === "confidential" ? word : null;
}

/** `Under inquiry` and `under_inquiry` are `under-inquiry`. */
function fixedWord(text: string): string {
  return text.toLowerCase().replace(/[\s_-]+/gu, "-");
}

/** Reads the rows that can be read. What cannot is told to `issues`. */
export function readTable(path: string, text: string, shape: Shape, issues: Issues): Row[] {
  if (text.trim() === "") {
    issues.add("SD201", { file: path }, { columns: shape.required.join(", ") });
    return [];
  }
  const delimiter = strangeDelimiter(text);
  if (delimiter !== null) {
    issues.add("SD202", { file: path, row: 1 }, { what: delimiter });
    return [];
  }
  const rows: Row[] = [];
  let header: Header | null = null;
  let headerLost = false;
  for (const record of readCsv(text)) {
    if ("fault" in record) {
      issues.add(record.fault === "unclosed" ? "SD207" : "SD208", { file: path, row: record.row });
      // Without its header a table says nothing, and the rows below it are no header.
      if (header === null) headerLost = true;
    } else if (headerLost) {
      break;
    } else if (header === null) {
      // A first line that spreadsheets write for each other.
      if (record.cells[0] === "sep=" && record.row === 1) continue;
      header = readHeader(path, record.cells, record.row, shape, issues);
      if (header === null) break;
    } else {
      const row = readRow(path, record.cells, record.row, record.lastRow, header, issues);
      if (row !== null) rows.push(row);
    }
  }
  return rows;
}

interface Header {
  readonly width: number;
  readonly positions: ReadonlyMap<string, number>;
}

function readHeader(path: string, cells: readonly string[], row: number, shape: Shape, issues: Issues): Header | null {
  const positions = new Map<string, number>();
  const known = new Names(shape.columns);
  const strangers: string[] = [];
  for (const [position, cell] of cells.entries()) {
    const name = cell
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/gu, "_");
    if (!known.has(name)) {
      if (name !== "") strangers.push(cell.trim());
    } else if (positions.has(name)) {
      issues.add("SD205", { file: path, row, column: name, value: cell.trim() });
    } else {
      positions.set(name, position);
    }
  }
  for (const stranger of strangers) {
    const near = known.nearest(stranger);
    const where = { file: path, row, column: stranger, value: stranger };
    if (near !== null && !positions.has(near)) issues.add("SD203", where, { help: near });
    else issues.add("SD209", where);
  }
  let complete = true;
  for (const column of shape.required) {
    if (positions.has(column)) continue;
    complete = false;
    issues.add("SD204", { file: path, row, column });
  }
  return complete ? { width: cells.length, positions } : null;
}

function readRow(
  path: string,
  cells: readonly string[],
  row: number,
  lastRow: number,
  header: Header,
  issues: Issues,
): Row | null {
  let width = cells.length;
  // Spreadsheets leave commas behind for columns that were once there.
  while (width > header.width && cells[width - 1]?.trim() === "") width -= 1;
  if (cells.every((cell) => cell.trim() === "")) return null;
  if (width !== header.width) {
    const help =
      lastRow > row
        ? `It runs to line ${lastRow}: check that the quotation marks in it are closed.`
        : cells.some((cell) => /^\s+"/u.test(cell))
          ? "Remove the blank before the quotation mark."
          : width > header.width
            ? 'Put cells that contain a comma in double quotes, as in "one, two".'
            : "Keep the commas of cells that are blank.";
    issues.add("SD206", { file: path, row }, { count: String(width), expected: String(header.width), help });
    return null;
  }
  const cell = (column: string): string => {
    const position = header.positions.get(column);
    return position === undefined ? "" : (cells[position] ?? "").trim();
  };
  return { row, handling: handlingOf(cell("handling")) ?? "confidential", cell };
}

/** Ids in one cell, between blanks, commas or semicolons; each once, in the order written. */
export function listOf(text: string): string[] {
  return [...new Set(text.split(/[\s;,]+/u).filter((part) => part !== ""))];
}

/** A number written in digits, or null. */
export function numberOf(text: string): number | null {
  if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/u.test(text)) return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

/** One of a few words, or null: then the issue is told. Blank gives the default. */
export function wordOf<Word extends string>(
  row: Row,
  column: string,
  words: readonly Word[],
  otherwise: Word,
  path: string,
  issues: Issues,
): Word | null {
  const text = row.cell(column);
  if (text === "") return otherwise;
  const word = fixedWord(text);
  const found = words.find((each) => each === word);
  if (found !== undefined) return found;
  const near = new Names(words).nearest(text);
  issues.add(
    "SD305",
    { file: path, row: row.row, column, value: text, handling: row.handling },
    {
      words: words.join(", "),
      help: near === null ? "" : ` Did you mean ${near}?`,
    },
  );
  return null;
}
