/**
 * Finds the ```servanda blocks of a Markdown file and the prose right above each. Nothing else of Markdown
 * matters here. Lines and columns are those of the file, whatever the indentation or the line ends.
 */

export interface BlockLine {
  /** Counted from 1. */
  readonly line: number;
  /** The column of the first character of `text`, counted from 1 in UTF-16 units. */
  readonly column: number;
  readonly text: string;
}

export interface Block {
  readonly lines: readonly BlockLine[];
  /** The paragraphs right above, since the last heading or block; empty if there are none. */
  readonly prose: string;
  /** The line of the opening fence. */
  readonly line: number;
  readonly closed: boolean;
}

const FENCE = /^((?:[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t])*)(?:(`{3,})[ \t]*([^\s`]*)[^`]*|(~{3,})[ \t]*(\S*).*)$/u;

export function findBlocks(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let prose: string[] = [];
  let open: { fence: string; lines: BlockLine[] | null; line: number; prose: string } | null = null;
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const lines = source.split(/\r\n|\n|\r/u);
  for (let index = 0; index < lines.length; index += 1) {
    const raw = lines[index] ?? "";
    // A byte-order mark is one UTF-16 unit that no editor shows; columns of the first line count without it.
    const number = index + 1;
    if (open === null) {
      const fence = FENCE.exec(raw);
      if (fence !== null) {
        const info = (fence[3] ?? fence[5] ?? "").toLowerCase();
        const wanted = info === "servanda";
        open = {
          fence: fence[2] ?? fence[4] ?? "",
          lines: wanted ? [] : null,
          line: number,
          prose: paragraphs(prose),
        };
        prose = [];
      } else if (/^ {0,3}#{1,6}(\s|$)/u.test(raw)) {
        prose = [];
      } else if (/^ {0,3}(=+|-{2,})\s*$/u.test(raw) && (prose.at(-1) ?? "").trim() !== "") {
        // A line of = or - under a paragraph makes a heading of it.
        prose = [];
      } else {
        prose.push(raw);
      }
      continue;
    }
    const close = /^(?:[ \t>])*(`{3,}|~{3,})[ \t]*$/u.exec(raw);
    const closing = close?.[1];
    if (closing !== undefined && closing[0] === open.fence[0] && closing.length >= open.fence.length) {
      if (open.lines !== null) blocks.push({ lines: open.lines, prose: open.prose, line: open.line, closed: true });
      open = null;
      continue;
    }
    if (open.lines !== null) {
      const lead = /^[ \t]*(?:>[ \t]*)*/u.exec(raw)?.[0].length ?? 0;
      open.lines.push({ line: number, column: lead + 1, text: raw.slice(lead) });
    }
  }
  if (open !== null && open.lines !== null) {
    blocks.push({ lines: open.lines, prose: open.prose, line: open.line, closed: false });
  }
  return blocks;
}

function paragraphs(lines: readonly string[]): string {
  return lines
    .map((line) => line.trimEnd())
    .join("\n")
    .replace(/\n{3,}/gu, "\n\n")
    .replace(/^\n+|\n+$/gu, "");
}
