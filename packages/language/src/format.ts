/**
 * A document with its servanda blocks laid out in the one way of docs/cli.md, "fmt". Everything outside the blocks
 * stays as it is, byte for byte; comments stay; nothing that is said changes. Works on the words of the lexer, not on
 * the model, so that it needs no other file of the case.
 *
 * - a clause a line; a declaration at the margin, its clauses two spaces in, a line that continues one more;
 * - one blank line between declarations, none within; declarations of one line each and one word may stand together;
 * - single spaces, none before a comma; straight quotes; the order of clauses is the author's.
 */
import { isWord, lex, type Clause, type Token } from "./lexer.ts";
import { findBlocks, type Block, type BlockLine } from "./markdown.ts";
import type { Diagnostic } from "./message.ts";
import { parseBare, type Document, unclosedBlock } from "./parser.ts";
import type { Declaration } from "./syntax.ts";

export interface Formatted {
  /** The document; equal to the one given where nothing is to be changed. */
  readonly text: string;
  /** The blocks that stay as they are, because what they say is not sure. */
  readonly left: readonly LeftBlock[];
}

export interface LeftBlock {
  /** The line of the opening fence. */
  readonly line: number;
  /** Its first fault; null: the layout would have changed its meaning, which is a fault of ours. */
  readonly fault: Diagnostic | null;
}

/** Never throws; time grows in proportion to the text. */
export function format(document: Document): Formatted {
  const pieces = document.text.split(/(\r\n|\n|\r)/u);
  const left: LeftBlock[] = [];
  const out: string[] = [];
  // Line n is pieces[2n - 2], its end pieces[2n - 1].
  let next = 1;
  const keepUntil = (line: number): void => {
    for (; next < line; next += 1) out.push(pieces[2 * next - 2] ?? "", pieces[2 * next - 1] ?? "");
  };
  for (const block of findBlocks(document.text)) {
    if (!block.closed) {
      left.push({ line: block.line, fault: unclosedBlock(document.path, block) });
      continue;
    }
    const laid = layBlock(document.path, block);
    if ("fault" in laid) left.push({ line: block.line, fault: laid.fault });
    if (!("lines" in laid)) continue;
    keepUntil(block.line + 1);
    const margin = marginOf(pieces[2 * block.line - 2] ?? "");
    const end = pieces[2 * block.line - 1] ?? "\n";
    for (const line of laid.lines) out.push((margin + line).trimEnd(), end);
    next = block.line + 1 + block.lines.length;
  }
  keepUntil(pieces.length / 2 + 1);
  return { text: out.join(""), left };
}

/** What stands before the fence, for the lines below it: a list's marker indents them. */
function marginOf(fence: string): string {
  return (/^[^`~]*/u.exec(fence.replace(/^\uFEFF/u, ""))?.[0] ?? "").replace(/[^>\t ]/gu, " ");
}

function layBlock(path: string, block: Block): { lines: readonly string[] } | { fault: Diagnostic | null } | object {
  const text = block.lines.map((line) => line.text).join("\n");
  const { declarations, diagnostics } = parseBare({ path, text });
  const fault = diagnostics.find((found) => found.severity === "error");
  if (fault !== undefined) return { fault: moved(fault, block) };
  if (declarations.length === 0) return {};
  const lines = new Layout(path, block.lines, declarations).lines();
  const again = parseBare({ path, text: lines.join("\n") });
  const sound = again.diagnostics.length === diagnostics.length && same(again.declarations, declarations);
  return sound ? { lines } : { fault: null };
}

/** Whether two pieces of syntax are the same but for their places. */
function same(one: unknown, other: unknown): boolean {
  if (one === null || other === null || typeof one !== "object" || typeof other !== "object") return one === other;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  for (const key of keys) {
    if (key === "span") continue;
    if (!same((one as Keyed)[key], (other as Keyed)[key])) return false;
  }
  return true;
}

interface Keyed {
  readonly [key: string]: unknown;
}

/** A fault of a block read by itself, at its place in the document. */
function moved(fault: Diagnostic, block: Block): Diagnostic {
  const shift = (line: number): number => (block.lines[line - 1]?.column ?? 1) - 1;
  const { span } = fault;
  return {
    ...fault,
    span: {
      ...span,
      line: span.line + block.line,
      column: span.column + shift(span.line),
      endLine: span.endLine + block.line,
      endColumn: span.endColumn + shift(span.endLine),
    },
  };
}

/** A comment that has a line to itself. */
interface Remark {
  readonly text: string;
  readonly column: number;
  readonly afterBlank: boolean;
}

/** A declaration as it will stand. */
interface Laid {
  readonly word: string;
  readonly column: number;
  readonly remarks: readonly Remark[];
  /** Whether a blank line stood right above its first word, or above one of its remarks. */
  readonly afterBlank: boolean;
  readonly apart: boolean;
  readonly lines: string[];
}

/** Norms end their first line with the article, in whatever form the agreement has it. */
const NORMS: readonly string[] = ["duty", "ban", "aim", "permission", "power"];

class Layout {
  private readonly source: readonly BlockLine[];
  private readonly heads = new Set<string>();
  /** The clause that a line opens, by line. */
  private readonly opened = new Map<number, Clause>();
  private readonly byLine = new Map<number, Token[]>();
  /** Words that keep the spaces between them: those of an article. */
  private readonly verbatim = new Set<Token>();

  constructor(path: string, block: readonly BlockLine[], declarations: readonly Declaration[]) {
    // Read as `parseBare` reads it: each line begins at column 1. The true columns are still in `block`.
    this.source = block;
    const lines = block.map(({ text }, index) => ({ line: index + 1, column: 1, text }));
    for (const { span } of declarations) this.heads.add(`${span.line}:${span.column}`);
    for (const clause of lex(path, lines).clauses) {
      const [first, , of, , comma] = clause.tokens;
      if (first !== undefined) this.opened.set(first.span.line, clause);
      if (this.isHead(first) && isWord(first, ...NORMS) && isWord(of, "of") && comma?.kind === "comma") {
        for (const token of clause.tokens.slice(5)) this.verbatim.add(token);
      }
      for (const token of clause.tokens) {
        const row = this.byLine.get(token.span.line);
        if (row === undefined) this.byLine.set(token.span.line, [token]);
        else row.push(token);
      }
    }
  }

  private isHead(token: Token | undefined): boolean {
    return token !== undefined && this.heads.has(`${token.span.line}:${token.span.column}`);
  }

  lines(): string[] {
    const laid: Laid[] = [];
    let remarks: Remark[] = [];
    let blank = false;
    let depth = 0;
    this.source.forEach((line, index) => {
      const number = index + 1;
      const tokens = this.byLine.get(number) ?? [];
      const first = tokens[0];
      const comment = line.text.slice((tokens.at(-1)?.span.endColumn ?? 1) - 1).trim();
      if (first === undefined) {
        if (comment === "") blank = true;
        else {
          remarks.push({ text: comment, column: line.column, afterBlank: blank });
          blank = false;
        }
        return;
      }
      const opens = this.opened.has(number);
      const current = laid.at(-1);
      if (opens && this.isHead(first)) {
        const own = current === undefined ? remarks : remarks.slice(this.close(current, remarks, line.column));
        const apart = blank || own.some((remark) => remark.afterBlank);
        laid.push({ word: first.text, column: line.column, remarks: own, afterBlank: blank, apart, lines: [] });
        depth = 0;
      } else {
        if (opens) depth = 2;
        const margin = " ".repeat(opens ? depth : depth + 1);
        for (const remark of remarks) current?.lines.push(margin + remark.text);
      }
      const margin = " ".repeat(opens ? depth : depth + 1);
      laid.at(-1)?.lines.push(margin + this.row(tokens, line.text) + (comment === "" ? "" : ` ${comment}`));
      remarks = [];
      blank = false;
    });
    const last = laid.at(-1);
    const tail = last === undefined ? remarks : remarks.slice(this.close(last, remarks, last.column));
    return this.join(laid, tail);
  }

  /** Gives a declaration the remarks behind it that are set in further than `column`; says how many. */
  private close(current: Laid, remarks: readonly Remark[], column: number): number {
    const own = remarks.findIndex((remark) => remark.column <= column);
    const count = own < 0 ? remarks.length : own;
    for (const remark of remarks.slice(0, count)) current.lines.push(`  ${remark.text}`);
    return count;
  }

  private join(laid: readonly Laid[], tail: readonly Remark[]): string[] {
    const out: string[] = [];
    laid.forEach((each, index) => {
      const before = laid[index - 1];
      const together =
        before !== undefined &&
        !each.apart &&
        before.word === each.word &&
        before.lines.length === 1 &&
        each.lines.length === 1;
      if (before !== undefined && !together) out.push("");
      each.remarks.forEach((remark, at) => {
        if (at > 0 && remark.afterBlank) out.push("");
        out.push(remark.text);
      });
      if (each.remarks.length > 0 && each.afterBlank) out.push("");
      for (const line of each.lines) out.push(line);
    });
    for (const remark of tail) {
      if (remark.afterBlank && out.length > 0) out.push("");
      out.push(remark.text);
    }
    return out;
  }

  /** The words of a line. */
  private row(tokens: readonly Token[], source: string): string {
    let text = "";
    tokens.forEach((token, index) => {
      const before = tokens[index - 1];
      if (before !== undefined && this.spaced(before, token)) text += " ";
      text += quoted(token, source);
    });
    return text;
  }

  private spaced(before: Token, token: Token): boolean {
    const apart = before.span.endColumn !== token.span.column;
    if (this.verbatim.has(before)) return apart;
    if (token.kind === "comma") return false;
    if (before.kind === "comma") return true;
    if (before.kind === "mark" || token.kind === "mark") {
      // Names in several scripts are set off alike; what else stands with a mark may mean something by it.
      const slash = before.text === "/" || token.text === "/";
      return apart || (slash && (before.kind === "quoted" || token.kind === "quoted"));
    }
    return true;
  }
}

/** A quotation in straight quotes, unless it holds one. */
function quoted(token: Token, source: string): string {
  const raw = source.slice(token.span.column - 1, token.span.endColumn - 1);
  // A set of dates has its blanks behind its commas.
  if (token.kind === "word" && /^[[{]/u.test(token.text)) return token.text;
  return token.kind === "quoted" && !token.text.includes('"') ? `"${token.text}"` : raw;
}
