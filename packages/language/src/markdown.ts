/**
 * Finds the ```servanda blocks of a Markdown file and the prose right above each. Nothing else of Markdown
 * matters here. Lines and columns are those of the file, whatever the indentation or the line ends.
 */
import { nearestWord } from "./spelling.ts";

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
  /** Where it is not: the line of the next block, which ends it; null: it runs to the end of the file. */
  readonly until: number | null;
}

/** A fence that does not say `servanda`, above lines that look as if it should: they are not read. */
export interface Unread {
  /** The line of the opening fence. */
  readonly line: number;
  /** What it says; empty where it says nothing. */
  readonly says: string;
}

const DECLARES =
  /^\s*(?:case|actor|group|zone|agreement|instrument|duty|ban|aim|permission|power|reading|term|state|act|source|suppose|claim|series)\s+[\p{L}\p{N}]/u;

const FENCE = /^((?:[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t])*)(?:(`{3,})[ \t]*([^\s`]*)[^`]*|(~{3,})[ \t]*(\S*).*)$/u;

/** `unread` is told of blocks that are passed over and look as if they were meant to be read. */
export function findBlocks(text: string, unread: (block: Unread) => void = () => {}): readonly Block[] {
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
        const slip = info === "" || nearestWord(info, ["servanda"]) !== null;
        if (!wanted && slip && DECLARES.test(lines[index + 1] ?? "")) unread({ line: number, says: info });
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
      if (open.lines !== null)
        blocks.push({ lines: open.lines, prose: open.prose, line: open.line, closed: true, until: null });
      open = null;
      continue;
    }
    // No line of the language begins so: the block above was not closed, and this is the next.
    const next = FENCE.exec(raw);
    if (open.lines !== null && (next?.[3] ?? next?.[5] ?? "").toLowerCase() === "servanda") {
      blocks.push({ lines: open.lines, prose: open.prose, line: open.line, closed: false, until: number });
      open = { fence: next?.[2] ?? next?.[4] ?? "", lines: [], line: number, prose: "" };
      continue;
    }
    if (open.lines !== null) {
      const lead = /^[ \t]*(?:>[ \t]*)*/u.exec(raw)?.[0].length ?? 0;
      open.lines.push({ line: number, column: lead + 1, text: raw.slice(lead) });
    }
  }
  if (open !== null && open.lines !== null) {
    blocks.push({ lines: open.lines, prose: open.prose, line: open.line, closed: false, until: null });
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
