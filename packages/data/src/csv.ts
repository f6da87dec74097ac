/**
 * Comma-separated values, as RFC 4180 describes them: quoted cells may hold commas, line ends and doubled quotes.
 * Lines end with CRLF, LF or CR. It never throws, and its time is proportional to the text.
 */

export interface CsvRecord {
  readonly cells: readonly string[];
  /** The line on which it begins, counted from 1. */
  readonly row: number;
  /** The line on which it ends: a later one where a quoted cell holds line ends. */
  readonly lastRow: number;
}

/**
 * - `unclosed`: a quoted cell opens on this line and does not close, or closes where no cell can end, lines later;
 * - `trailing`: something follows the closing quote of a cell.
 */
export interface CsvFault {
  readonly fault: "unclosed" | "trailing";
  readonly row: number;
}

const COMMA = 44;
const QUOTE = 34;
const LF = 10;
const CR = 13;

/**
 * Reads record by record. Empty lines are skipped, but counted.
 *
 * An unclosed quote runs into the rows below it, until a quote there seems to close it and something other than a
 * comma follows, or until the end of the file. The cell is then given up at its first line, and reading goes on
 * with the next line. No stretch is read more than twice: all quotes in a cell that was given up are doubled, and
 * lines with none but doubled quotes close on their own every cell that they open.
 */
export function* readCsv(text: string): Generator<CsvRecord | CsvFault, void, undefined> {
  const length = text.length;
  let position = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;

  while (position < length) {
    const row = line;
    const cells: string[] = [];
    let trailing = false;
    let quoted = false;
    let unclosed: { readonly position: number; readonly line: number } | null = null;

    for (;;) {
      // One cell, from `position`.
      if (text.charCodeAt(position) === QUOTE) {
        quoted = true;
        const openPosition = position;
        const openLine = line;
        let value = "";
        let from = position + 1;
        let close = text.indexOf('"', from);
        while (close !== -1 && text.charCodeAt(close + 1) === QUOTE) {
          value += text.slice(from, close + 1);
          from = close + 2;
          close = text.indexOf('"', from);
        }
        if (close === -1) {
          unclosed = { position: openPosition, line: openLine };
          break;
        }
        value += text.slice(from, close);
        position = close + 1;
        line += countLines(value);
        if (!endsCell(text, position)) {
          if (line > openLine) {
            unclosed = { position: openPosition, line: openLine };
            break;
          }
          trailing = true;
          const end = cellEnd(text, position);
          value += text.slice(position, end);
          position = end;
        }
        cells.push(value);
      } else {
        const end = cellEnd(text, position);
        cells.push(text.slice(position, end));
        position = end;
      }
      if (text.charCodeAt(position) !== COMMA) break;
      position += 1;
    }

    if (unclosed !== null) {
      position = lineEnd(text, unclosed.position);
      line = unclosed.line;
    }
    const lastRow = line;
    // At a line's end, or the text's.
    if (position < length) {
      position += text.charCodeAt(position) === CR && text.charCodeAt(position + 1) === LF ? 2 : 1;
      line += 1;
    }
    if (unclosed !== null) yield { fault: "unclosed", row: unclosed.line };
    else if (trailing) yield { fault: "trailing", row };
    else if (cells.length > 1 || cells[0] !== "" || quoted) yield { cells, row, lastRow };
  }
}

function endsCell(text: string, position: number): boolean {
  if (position >= text.length) return true;
  const code = text.charCodeAt(position);
  return code === COMMA || code === LF || code === CR;
}

function cellEnd(text: string, from: number): number {
  let position = from;
  while (!endsCell(text, position)) position += 1;
  return position;
}

function lineEnd(text: string, from: number): number {
  let position = from;
  while (position < text.length && text.charCodeAt(position) !== LF && text.charCodeAt(position) !== CR) position += 1;
  return position;
}

/** Line ends inside a quoted cell; CRLF counts once. */
function countLines(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === LF || (code === CR && text.charCodeAt(index + 1) !== LF)) count += 1;
  }
  return count;
}

/** What separates the columns of a table that has no commas in its first line, in words; null if commas do. */
export function strangeDelimiter(text: string): string | null {
  const first = /[^\r\n]+/u.exec(text)?.[0] ?? "";
  const separator = /^\uFEFF?sep=(.)$/u.exec(first)?.[1];
  if (separator !== undefined && separator !== ",") return DELIMITERS.get(separator) ?? `“${separator}”`;
  const outside = first.replace(/"[^"]*"/gu, "");
  if (outside.includes(",")) return null;
  for (const [mark, words] of DELIMITERS) if (outside.includes(mark)) return words;
  return null;
}

const DELIMITERS: ReadonlyMap<string, string> = new Map([
  [";", "semicolons"],
  ["\t", "tabs"],
  ["|", "vertical bars"],
]);
