/** Tables of a case: columns by name in any order, cells without the blanks around them, faults as issues. */
import type { Handling } from "@servanda/monitor";
import { readCsv, strangeDelimiter } from "./csv.ts";
import { type Issues, printable } from "./issue.ts";
import { Names } from "./names.ts";

export interface Shape {
  readonly columns: readonly string[];
  /** Without one of them no row is read. */
  readonly required: readonly string[];
  /** Those of them without which no row can be told from another. */
  readonly keys: readonly string[];
  /** May be left out, but not while something stands there under a name that nothing reads. */
  readonly sought?: readonly string[];
  /** For people only: under a wrong name they are not read, and the rest of the row is. */
  readonly remarks: readonly string[];
  /** By column: the names under which the tables of others have it. */
  readonly aliases: readonly (readonly [column: string, names: string])[];
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

/** Words that mark what is not for everybody, in languages in which such tables are kept. */
const RESTRICTED = [
  "restricted",
  "eingeschränkt",
  "restreint",
  "restringido",
  "limited distribution",
  "tlp:amber",
  "tlp:green",
];
const CONFIDENTIAL = [
  ..."confidential,secret,top secret,most secret,classified,sensitive,internal,private,withheld,embargoed,not public,non public,nonpublic".split(
    ",",
  ),
  ..."internal use,internal use only,official use only,for official use only,not for publication,do not publish,do not share,tlp:red".split(
    ",",
  ),
  ..."vertraulich,streng vertraulich,geheim,streng geheim,intern,nicht öffentlich,nur für den dienstgebrauch,vs nfd".split(
    ",",
  ),
  ..."confidentiel,secret défense,diffusion restreinte,confidencial,secreto,reservado,confidenziale,riservato,segreto".split(
    ",",
  ),
  ..."конфиденциально,секретно,совершенно секретно,дсп,для служебного пользования,не для печати,таємно,конфіденційно".split(
    ",",
  ),
  ..."գաղտնի,խիստ գաղտնի,գաղտնիք,ծառայողական օգտագործման համար,məxfi,gizli,xidməti istifadə üçün,çok gizli".split(","),
  ..."საიდუმლო,სრულიად საიდუმლო,კონფიდენციალური,سري,سري للغاية,محرمانه".split(","),
];
const MARKS: ReadonlyMap<string, Handling> = new Map<string, Handling>([
  ...RESTRICTED.map((word) => [folded(word), "restricted"] as const),
  ...CONFIDENTIAL.map((word) => [folded(word), "confidential"] as const),
]);

function folded(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}:]+/gu, " ")
    .trim();
}

/** Cells repeat: what was found for one is kept, for so many. */
const FOUND = new Map<string, Handling>();
const MOST_FOUND = 10_000;

/** What a cell marks: by the whole of it, or by the word that it begins with (`confidential: source at risk`). */
function markOf(text: string): Handling {
  const key = text.slice(0, 200);
  let mark = FOUND.get(key);
  if (mark === undefined) {
    mark = findMark(key);
    if (FOUND.size < MOST_FOUND) FOUND.set(key, mark);
  }
  return mark;
}

function findMark(text: string): Handling {
  const cell = folded(text);
  const first = /^\p{L}+/u.exec(cell)?.[0] ?? "";
  const known = MARKS.get(cell);
  if (known !== undefined) return known;
  return first === "restricted" ? "restricted" : ["confidential", "secret"].includes(first) ? "confidential" : "public";
}

/** Cells of columns that are not read, and mark: a marking under a name that we do not know is one all the same. */
function foreignMarks(cells: readonly string[], read: ReadonlySet<number>): ReadonlyMap<number, Handling> {
  const marks = new Map<number, Handling>();
  for (const [position, cell] of cells.entries()) {
    if (read.has(position) || cell === "") continue;
    const mark = markOf(cell);
    if (mark !== "public") marks.set(position, mark);
  }
  return marks;
}

/** The strictest of them. */
export function foreignMark(cells: readonly string[], read: ReadonlySet<number>): Handling {
  const marks = [...foreignMarks(cells, read).values()];
  return marks.includes("confidential") ? "confidential" : (marks[0] ?? "public");
}

/** Whether a row that cannot be read has a word in it that marks it. */
export function holdsMark(raw: string): boolean {
  return (
    /\b(?:restricted|confidential|secret)\b/iu.test(raw) ||
    raw.split(/[,;|\t\r\n]/u).some((cell) => markOf(cell) !== "public")
  );
}

/** `Lat `, `Deaths low`: as the tables name their columns. */
export function nameOfColumn(cell: string): string {
  return cell
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/gu, "_");
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
  const marking = new Set<number>();
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
      for (const position of foreignMarks(record.cells, header.read).keys()) marking.add(position);
    }
  }
  tellStrangers(path, header, marking, shape, issues);
  return rows;
}

export interface Header {
  readonly row: number;
  readonly cells: readonly string[];
  readonly width: number;
  readonly positions: ReadonlyMap<string, number>;
  /** Positions of the cells that are read. */
  readonly read: ReadonlySet<number>;
}

export function readHeader(
  path: string,
  cells: readonly string[],
  row: number,
  shape: Shape,
  issues: Issues,
): Header | null {
  const positions = new Map<string, number>();
  const known = new Names(shape.columns);
  for (const [position, cell] of cells.entries()) {
    const name = nameOfColumn(cell);
    if (!known.has(name)) continue;
    if (positions.has(name)) issues.add("SD205", { file: path, row, column: name, value: cell.trim() });
    else positions.set(name, position);
  }
  const header = { row, cells, positions, width: cells.length, read: new Set(positions.values()) };
  const { misnamed, unknown } = strangersOf(header, shape);
  let complete = true;
  for (const column of shape.required) {
    if (positions.has(column)) continue;
    complete = false;
    const meant = misnamed.find((each) => each.column === column);
    const help = meant ? `Did you mean it by “${printable(meant.name)}”?` : "Add it to the first line.";
    issues.add("SD204", { file: path, row, column, value: meant?.name ?? null }, { help });
  }
  for (const { name, column } of misnamed) {
    if (shape.required.includes(column) || shape.remarks.includes(column)) continue;
    complete = false;
    issues.add("SD203", { file: path, row, column: name, value: name }, { help: column });
  }
  for (const column of shape.sought ?? []) {
    const [first, ...more] = unknown;
    if (positions.has(column) || misnamed.some((each) => each.column === column) || first === undefined) continue;
    complete = false;
    const names = [first, ...more].map((name) => `“${printable(name, 30)}”`).join(", ");
    const help = `Did you mean it by ${more.length > 0 ? "one of " : ""}${names}? If not, add it, and leave its cells blank.`;
    issues.add("SD204", { file: path, row, column }, { help });
  }
  if (complete) return header;
  tellStrangers(path, header, new Set(), shape, issues);
  return null;
}

/** Tells of names in an object of a feed that nothing reads. False: one is likely a column's that would change what it says. */
export function tellNames(path: string, row: number, names: readonly string[], shape: Shape, issues: Issues): boolean {
  const known = new Set(names.map(nameOfColumn));
  const positions = new Map(shape.columns.flatMap((column) => (known.has(column) ? [[column, 0] as const] : [])));
  const { misnamed } = strangersOf({ cells: names, positions, read: new Set() }, shape);
  let sound = true;
  for (const name of names.filter((each) => !shape.columns.includes(nameOfColumn(each)))) {
    const column = misnamed.find((each) => each.name === name)?.column;
    const where = { file: path, row, column: name, value: name };
    if (column === undefined) issues.add("SD209", where, { help: "Remove it, or use `note` for remarks." });
    else if (shape.remarks.includes(column)) issues.add("SD209", where, { help: `Did you mean “${column}”?` });
    else {
      sound = false;
      issues.add("SD203", where, { help: column });
    }
  }
  return sound;
}

/** Columns that nothing reads: those that are likely one that is missing here, and the rest. */
function strangersOf(
  { cells, positions, read }: Pick<Header, "cells" | "positions" | "read">,
  shape: Shape,
): { readonly misnamed: readonly { readonly name: string; readonly column: string }[]; readonly unknown: string[] } {
  const known = new Names(shape.columns);
  for (const [column, names] of shape.aliases) for (const name of names.split(" ")) known.know(name, column);
  const misnamed: { name: string; column: string }[] = [];
  const unknown: string[] = [];
  for (const [position, cell] of cells.entries()) {
    const name = cell.trim();
    if (name === "" || read.has(position) || known.has(nameOfColumn(name))) continue;
    const column = known.nearest(nameOfColumn(name));
    if (column === null || positions.has(column) || misnamed.some((each) => each.column === column)) unknown.push(name);
    else misnamed.push({ name, column });
  }
  return { misnamed, unknown };
}

/** Columns that are not read: `marking` are the positions of those whose cells mark rows. */
function tellStrangers(
  path: string,
  header: Header | null,
  marking: ReadonlySet<number>,
  shape: Shape,
  issues: Issues,
): void {
  if (header === null) return;
  const { row, cells, read } = header;
  const known = new Names(shape.columns);
  const { misnamed } = strangersOf(header, shape);
  for (const [position, cell] of cells.entries()) {
    const stranger = cell.trim();
    const name = stranger === "" ? `number ${position + 1}` : stranger;
    const where = { file: path, row, column: name, value: name };
    if (read.has(position)) continue;
    if (marking.has(position)) {
      issues.add("SD210", where);
    } else if (stranger !== "" && !known.has(nameOfColumn(stranger))) {
      const meant = misnamed.find((each) => each.name === stranger);
      // What costs the rows was told with the header.
      if (meant === undefined) issues.add("SD209", where, { help: "Remove it, or use `note` for remarks." });
      else if (shape.remarks.includes(meant.column))
        issues.add("SD209", where, { help: `Did you mean “${meant.column}”?` });
    }
  }
}

export function readRow(
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
  const own = handlingOf(cell("handling")) ?? "confidential";
  const foreign = foreignMark(cells, header.read);
  return { row, handling: own === "confidential" || foreign === "public" ? own : foreign, cell };
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
