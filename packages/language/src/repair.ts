/** Repairs that an editor can make: those that a fault carries, and a few that follow from it. */
import type { Edit, Study } from "./editor.ts";
import type { Diagnostic } from "./message.ts";
import type { Span } from "./model.ts";

export interface Repair {
  /** What it does, in words. */
  readonly title: string;
  /** The fault that it repairs. */
  readonly fault: Diagnostic;
  readonly edit: Edit;
  /** Whether it is what the fault itself offers; others are a beginning that the author completes. */
  readonly sure: boolean;
}

/** The repairs of the faults that touch this stretch of a page, in the order of the faults. */
export function repairs(studied: Study, stretch: Span): readonly Repair[] {
  const found: Repair[] = [];
  for (const fault of studied.diagnostics) {
    if (!touches(fault.span, stretch)) continue;
    if (fault.fix !== null) {
      const { span, text } = fault.fix;
      const said = text === "" ? "Remove it" : `Write ${text.trim()}`;
      found.push({ title: said, fault, edit: { span, text }, sure: true });
    } else {
      const begun = beginning(studied, fault);
      if (begun !== null) found.push({ ...begun, fault, sure: false });
    }
  }
  return found;
}

function touches(one: Span, other: Span): boolean {
  const before = (a: Span, b: Span): boolean => a.endLine < b.line || (a.endLine === b.line && a.endColumn < b.column);
  return one.path === other.path && !before(one, other) && !before(other, one);
}

/** What can be begun for a fault that carries no edit. */
function beginning(studied: Study, fault: Diagnostic): { readonly title: string; readonly edit: Edit } | null {
  const { code, span } = fault;
  const lines = (studied.documents.get(span.path)?.text ?? "").split(/\r\n|\n|\r/u);
  const line = lines[span.line - 1] ?? "";
  const after = (text: string): Edit => {
    const column = line.length + 1;
    return { span: { path: span.path, line: span.line, column, endLine: span.line, endColumn: column }, text };
  };
  switch (code) {
    case "SV001":
      return { title: "Close the quotation", edit: after('"') };
    case "SV003": {
      // Where another block follows, what stands between the two would be read as well: its author must say where the first ends.
      if (lines.slice(span.line).some((each) => /^[`~]{3,}[ \t]*servanda/iu.test(each))) return null;
      const last = lines.length;
      const column = (lines[last - 1] ?? "").length + 1;
      const fence = /[`~]{3,}/u.exec(line)?.[0] ?? "```";
      const text = `${column > 1 ? "\n" : ""}${fence}\n`;
      return {
        title: "Close the block at the end of the page",
        edit: { span: { path: span.path, line: last, column, endLine: last, endColumn: column }, text },
      };
    }
    case "SV205": {
      const block = fenceAbove(lines, span.line);
      const name = line.slice(span.column - 1, span.endColumn - 1);
      if (block === null || name === "") return null;
      return {
        title: `Declare the source ${name} at the top of this block`,
        edit: {
          span: { path: span.path, line: block + 1, column: 1, endLine: block + 1, endColumn: 1 },
          text: `source ${name} "…"\n`,
        },
      };
    }
    case "SV502":
      return /--/u.test(line)
        ? null
        : { title: "Say that the case itself holds it", edit: after(", held by the case") };
    default:
      return null;
  }
}

/** The line of the opening fence above a line, within reason. */
function fenceAbove(lines: readonly string[], from: number): number | null {
  for (let line = from; line > 0 && line > from - 2000; line -= 1)
    if (/^[\s>*+-]*(?:`{3,}|~{3,})[ \t]*servanda/iu.test(lines[line - 1] ?? "")) return line;
  return null;
}
