/** Colours of the text: Markdown as far as a case needs it, and the words of the language in its blocks. */
import { HighlightStyle, StreamLanguage, type StringStream, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { tags } from "@lezer/highlight";
import { clauseOpenings, headOpenings } from "@servanda/language";

interface State {
  /** In a block of the language, in another fenced block, or in prose. */
  block: "servanda" | "other" | null;
  fence: string;
  /** Whether the line has begun with a declaration's own word. */
  named: boolean;
}

interface Openings {
  readonly head: RegExp;
  readonly clause: RegExp;
}

let known: Openings | null = null;

/** What opens a declaration, and a clause of one. Put together when a block is met: it takes longer than the page may stand still when this file comes. */
function openings(): Openings {
  if (known !== null) return known;
  const heads = headOpenings().map(({ words }) => words);
  const clauses = new Set(
    heads.flatMap((head) => clauseOpenings(head as Parameters<typeof clauseOpenings>[0]).map(({ words }) => words)),
  );
  const longest = [...clauses].sort((a, b) => b.length - a.length).map((words) => words.replaceAll(" ", " +"));
  known = {
    head: new RegExp(`^(?:${heads.join("|")})(?![\\p{L}\\p{N}-])`, "u"),
    clause: new RegExp(`^(?:${longest.join("|")})(?![\\p{L}\\p{N}-])`, "u"),
  };
  return known;
}

const JOINING =
  /^(?:and|or|not|of|to|by|in|from|until|within|under|held|stated|source|assumed|means|expect)(?![\p{L}\p{N}-])/u;

function token(stream: StringStream, state: State): string | null {
  if (stream.sol()) {
    const fence = /^\s*(`{3,}|~{3,})\s*([\w-]*)/u.exec(stream.string);
    if (fence) {
      const [, ticks = "", word = ""] = fence;
      if (state.block === null) {
        state.block = word === "servanda" ? "servanda" : "other";
        state.fence = ticks;
      } else if (ticks.startsWith(state.fence) && word === "") state.block = null;
      stream.skipToEnd();
      return "fence";
    }
    state.named = false;
  }
  if (state.block === "servanda") return inBlock(stream, state);
  if (state.block === "other") {
    stream.skipToEnd();
    return "code";
  }
  return inProse(stream);
}

function inBlock(stream: StringStream, state: State): string | null {
  const isHead = stream.sol() && !/^\s/u.test(stream.string);
  const opens = stream.column() === stream.indentation();
  if (stream.eatSpace()) return null;
  if (stream.match(/^#.*/u)) return "comment";
  if (stream.match(/^"[^"]*"?/u)) return "string";
  if (isHead && stream.match(openings().head)) {
    state.named = true;
    return "head";
  }
  if (state.named && stream.match(/^[\p{L}\p{N}][\p{L}\p{N}_-]*/u)) {
    state.named = false;
    return "name";
  }
  if (opens && !isHead && stream.match(openings().clause)) return "clause";
  if (stream.match(/^\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?)?)?[~?]?(?![\p{L}\p{N}])/u))
    return "date";
  if (stream.match(/^[+-]?\d+(?:[.:]\d+)?(?![\p{L}\p{N}])/u)) return "date";
  if (stream.match(JOINING)) return "joining";
  if (stream.match(/^[\p{L}\p{N}_-]+/u)) return null;
  stream.next();
  return null;
}

function inProse(stream: StringStream): string | null {
  if (stream.sol() && stream.match(/^#{1,6}\s.*/u)) return "heading";
  if (stream.match(/^`[^`]+`/u)) return "code";
  if (stream.match(/^\*\*[^*]+\*\*/u)) return "strong";
  if (stream.match(/^\*[^*\s][^*]*\*/u)) return "emphasis";
  if (stream.match(/^\[[^\]]*\]\([^)]*\)/u)) return "link";
  stream.next();
  stream.eatWhile(/[^`*[]/u);
  return "prose";
}

const language = StreamLanguage.define<State>({
  name: "markdown",
  startState: () => ({ block: null, fence: "", named: false }),
  copyState: (state) => ({ ...state }),
  token,
  tokenTable: {
    fence: tags.processingInstruction,
    head: tags.definitionKeyword,
    name: tags.definition(tags.variableName),
    clause: tags.keyword,
    joining: tags.operatorKeyword,
    date: tags.number,
    string: tags.string,
    comment: tags.comment,
    heading: tags.heading,
    code: tags.monospace,
    strong: tags.strong,
    emphasis: tags.emphasis,
    link: tags.link,
    prose: tags.content,
  },
});

const style = HighlightStyle.define([
  { tag: tags.processingInstruction, class: "t-fence" },
  { tag: tags.definitionKeyword, class: "t-head" },
  { tag: tags.definition(tags.variableName), class: "t-name" },
  { tag: tags.keyword, class: "t-clause" },
  { tag: tags.operatorKeyword, class: "t-joining" },
  { tag: tags.number, class: "t-date" },
  { tag: tags.string, class: "t-string" },
  { tag: tags.comment, class: "t-fence" },
  { tag: tags.heading, class: "t-heading" },
  { tag: tags.monospace, class: "t-code" },
  { tag: tags.strong, class: "t-strong" },
  { tag: tags.emphasis, class: "t-emphasis" },
  { tag: tags.link, class: "t-link" },
  { tag: tags.content, class: "t-prose" },
]);

export const highlighting: Extension = [language, syntaxHighlighting(style)];
