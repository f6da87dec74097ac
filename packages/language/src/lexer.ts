/**
 * Lines of a block to words, and words to clauses: a clause is a line with the lines that continue it
 * (docs/language.md, "Lines and clauses"). Never fails: what it cannot read becomes a `mark`.
 */
import type { BlockLine } from "./markdown.ts";
import type { Span } from "./model.ts";

export type TokenKind = "word" | "quoted" | "comma" | "mark";

export interface Token {
  readonly kind: TokenKind;
  /** Without its quotes, for a quoted one. */
  readonly text: string;
  readonly span: Span;
}

/** A line with those that continue it; never empty. */
export interface Clause {
  readonly tokens: readonly Token[];
}

export interface Lexed {
  readonly clauses: readonly Clause[];
  readonly unclosed: readonly Token[];
}

const SPACE = /\s+/uy;
/** A name, but for the sign that it begins with. */
const ODD_NAME = /_[\p{L}\p{M}\p{N}_]*(?:[-.][\p{L}\p{N}][\p{L}\p{M}\p{N}_]*)*/uy;
const WORD = /[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_#]|-(?!-)|\.(?=[\p{L}\p{N}]))*/uy;
/** Dates, intervals and offsets; tried where one can begin. */
const DATE = /(?:[+-](?=\d)|(?=\d|\.\.|\/\d))[0-9TXZ:+\-~?%/.]+/uy;
/** A set of dates, with its commas and blanks. */
const DATES = /[[{](?=[ \t]*(?:\d|\.\.|-\d|Y-?\d))[0-9TXYZ:+\-~?%., \t]+[\]}]/uy;
const CLOSING: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["“", "”"],
  ["„", "“”"],
  ["«", "»"],
]);

export function lex(path: string, lines: readonly BlockLine[]): Lexed {
  const clauses: Clause[] = [];
  const unclosed: Token[] = [];
  let current: Token[] = [];
  for (const line of lines) {
    const tokens = lexLine(path, line, unclosed);
    const first = tokens[0];
    if (first === undefined) continue;
    const continues = isWord(first, "and", "or") || current.at(-1)?.kind === "comma";
    if (current.length > 0 && continues) {
      for (const token of tokens) current.push(token);
    } else {
      if (current.length > 0) clauses.push({ tokens: current });
      current = tokens;
    }
  }
  if (current.length > 0) clauses.push({ tokens: current });
  return { clauses, unclosed };
}

/** Whether a token is one of these words, outside quotes. */
export function isWord(token: Token | undefined, ...texts: readonly string[]): boolean {
  return token !== undefined && token.kind === "word" && texts.includes(token.text);
}

function lexLine(path: string, line: BlockLine, unclosed: Token[]): Token[] {
  const tokens: Token[] = [];
  const { text } = line;
  const make = (kind: TokenKind, value: string, from: number, to: number): Token => ({
    kind,
    text: value,
    span: {
      path,
      line: line.line,
      column: line.column + from,
      endLine: line.line,
      endColumn: line.column + to,
    },
  });
  let at = 0;
  while (at < text.length) {
    const space = match(SPACE, text, at);
    if (space > 0) {
      at += space;
      continue;
    }
    if (text.startsWith("--", at)) break;
    const char = text[at] ?? "";
    if (char === ",") {
      tokens.push(make("comma", ",", at, at + 1));
      at += 1;
      continue;
    }
    const closers = CLOSING.get(char);
    if (closers !== undefined) {
      let end = at + 1;
      while (end < text.length && !closers.includes(text[end] ?? "")) end += 1;
      const token = make("quoted", text.slice(at + 1, end), at, Math.min(end + 1, text.length));
      if (end >= text.length) unclosed.push(token);
      tokens.push(token);
      at = end + 1;
      continue;
    }
    const set = match(DATES, text, at);
    if (set > 0) {
      const dates = text.slice(at + 1, at + set - 1).split(",");
      const value = char + dates.map((date) => date.trim()).join(", ") + (text[at + set - 1] ?? "");
      tokens.push(make("word", value, at, at + set));
      at += set;
      continue;
    }
    const length = Math.max(match(WORD, text, at), dateLength(text, at));
    if (length > 0) {
      tokens.push(make("word", text.slice(at, at + length), at, at + length));
      at += length;
      continue;
    }
    // What would be a name but for how it begins is told as a whole.
    const odd = match(ODD_NAME, text, at);
    if (odd > 0) {
      tokens.push(make("mark", text.slice(at, at + odd), at, at + odd));
      at += odd;
      continue;
    }
    const size = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    tokens.push(make("mark", text.slice(at, at + size), at, at + size));
    at += size;
  }
  return tokens;
}

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

/** The length of a date at this place; a full stop or colon that ends a sentence is not part of it. */
function dateLength(text: string, at: number): number {
  const length = match(DATE, text, at);
  if (length === 0) return 0;
  const found = text.slice(at, at + length);
  if (found.endsWith("..")) return length;
  const comment = found.indexOf("--");
  const kept = comment > 0 ? found.slice(0, comment) : found;
  return kept.replace(/[.:]$/u, "").length;
}

/** From the first to the last of some tokens. */
export function spanOf(first: Token, last: Token = first): Span {
  return { ...first.span, endLine: last.span.endLine, endColumn: last.span.endColumn };
}

/** The words of some tokens as they stood, a line end being a space. */
export function textOf(tokens: readonly Token[]): string {
  let text = "";
  let previous: Token | null = null;
  for (const token of tokens) {
    if (
      previous !== null &&
      (previous.span.endLine !== token.span.line || previous.span.endColumn !== token.span.column)
    ) {
      text += " ";
    }
    text += token.kind === "quoted" ? `"${token.text}"` : token.text;
    previous = token;
  }
  return text;
}
