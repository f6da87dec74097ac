/** Faults of tables and of the folder, where an editor can show them: at the cell, as far as it can be found. */
import type { Issue } from "@servanda/data";
import type { Diagnostic, Span } from "@servanda/language";

/** A fault of a text or of a table, as it is told to an editor. */
export type Told = Omit<Diagnostic, "code" | "fix"> & { readonly code: string };

/** `textOf` gives the table as the editor has it. What concerns no file in particular is told of case.md. */
export function toldOfTables(issues: readonly Issue[], textOf: (path: string) => string | undefined): Told[] {
  const split = new Map<string, readonly string[]>();
  const linesOf = (path: string): readonly string[] => {
    let lines = split.get(path);
    if (lines === undefined) split.set(path, (lines = (textOf(path) ?? "").split(/\r\n|\n|\r/u)));
    return lines;
  };
  return issues.map(({ code, severity, file, row, column, message, repair }) => {
    const path = file === "." ? "case.md" : file;
    return { code, severity, message, repair, span: spanIn(path, linesOf(path), row ?? 1, column) };
  });
}

/** The cell of a row, or the row, or its first line where it has several. */
function spanIn(path: string, lines: readonly string[], row: number, column: string | null): Span {
  const text = lines[row - 1] ?? "";
  const cells = cellsOf(text);
  const header = cellsOf(lines.find((line) => line.trim() !== "" && !/^\uFEFF?sep=.$/u.test(line)) ?? "");
  const at = column === null ? -1 : header.findIndex(([, , name]) => nameOf(name) === nameOf(column));
  const [from, to] = cells[at] ?? [0, text.length];
  return { path, line: row, column: from + 1, endLine: row, endColumn: to + 1 };
}

function nameOf(cell: string): string {
  return cell
    .replace(/^\uFEFF/u, "")
    .replace(/^"(.*)"$/su, "$1")
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/gu, "_");
}

/** Where each cell of a line stands, and its text as written: commas in quotes do not part cells. */
function cellsOf(line: string): (readonly [from: number, to: number, text: string])[] {
  const cells: (readonly [number, number, string])[] = [];
  let from = 0;
  let quoted = false;
  for (let at = 0; at <= line.length; at += 1) {
    if (line[at] === '"') quoted = !quoted;
    if (at < line.length && (quoted || line[at] !== ",")) continue;
    cells.push([from, at, line.slice(from, at)]);
    from = at + 1;
  }
  return cells;
}
