/** The clauses of norms, amendments and readings: their opening words, and what follows each. */
import { Cursor } from "./cursor.ts";
import { isWord, spanOf, textOf, type Token } from "./lexer.ts";
import type { ClauseName } from "./model.ts";
import { fold, nearestWord } from "./spelling.ts";
import type {
  AssumptionNode,
  ClauseNode,
  DurationNode,
  FurtherNode,
  Joined,
  MustWord,
  Phrase,
  TimeNode,
  UnlessNode,
} from "./syntax.ts";

/** The words that open a clause of a norm. */
export const NORM_WORDS: readonly string[] = [
  "when",
  "must",
  "reach",
  "by",
  "within",
  "from",
  "until",
  "for",
  "in",
  "owed",
  "unless",
];

/** Words that open a clause which is planned and not built. */
const UNBUILT: ReadonlySet<string> = new Set([
  "every",
  "only",
  "renewed",
  "if",
  "as",
  "may",
  "can",
  "conditional",
  "anew",
]);

/** Longer words, by which a slip is told from a name with more certainty. */
const TELLING: readonly string[] = NORM_WORDS.filter((word) => word.length >= 4);

const REMOVABLE: ReadonlyMap<string, ClauseName> = new Map<string, ClauseName>([
  ["when", "when"],
  ["by", "time"],
  ["within", "time"],
  ["from", "time"],
  ["until", "time"],
  ["for", "time"],
  ["in", "place"],
  ["unless", "unless"],
  ["owed", "owedTo"],
]);

export function parseNormClause(cursor: Cursor, label: string, context: "norm" | "amend" | "reading"): ClauseNode {
  const first = cursor.peek() as Token;
  const span = spanOf(first, cursor.tokens.at(-1));
  if (cursor.tokens.some((token) => isWord(token, "means"))) {
    if (context !== "reading") {
      cursor.stop("SV111", span, {
        word: "means",
        declaration: label,
        help: "Only a reading gives words a meaning; it names who holds it.",
      });
    }
    return means(cursor, span);
  }
  if (cursor.eat("no")) {
    const word = cursor.peek();
    if (context === "norm") {
      cursor.stop("SV111", span, {
        word: "no",
        declaration: label,
        help: "An amendment or a reading can drop a clause; here, leave it out.",
      });
    }
    const clause = word?.kind === "word" ? REMOVABLE.get(word.text) : undefined;
    if (word === undefined) return cursor.missing('the clause that is dropped, as in "no unless"');
    if (clause === undefined) {
      const help = `Write no and one of ${Array.from(REMOVABLE.keys()).join(", ")}.`;
      cursor.stop("SV112", word.span, { word: word.text, what: '"no"', help });
    }
    cursor.take();
    if (clause === "owedTo" && !cursor.done && !cursor.eat("to")) cursor.end();
    cursor.end();
    return { kind: "no", span, clause, word: word.text };
  }
  if (cursor.eat("repealed")) {
    cursor.end();
    if (context !== "amend")
      cursor.stop("SV111", span, { word: "repealed", declaration: label, help: "Put it under: amend NORM from DATE" });
    return { kind: "repealed", span };
  }
  if (cursor.eat("not", "binding")) {
    cursor.end();
    if (context !== "reading")
      cursor.stop("SV111", span, {
        word: "not binding",
        declaration: label,
        help: "That is a reading: put it under reading NAME of NORM, held by HOLDER",
      });
    return { kind: "not-binding", span };
  }
  if (cursor.eat("when")) return { kind: "when", span, ...whenParts(cursor) };
  if (cursor.eat("must", "not")) return must(cursor, span, "must not");
  if (cursor.eat("must")) return must(cursor, span, "must");
  if (cursor.eat("reach")) return must(cursor, span, "reach");
  if (cursor.eat("unless")) return unless(cursor, span);
  if (cursor.eat("in")) return { kind: "place", span, zone: phrase(cursor, cursor.rest(), "the place") };
  if (cursor.eat("owed", "to"))
    return { kind: "owed", span, to: phrase(cursor, cursor.rest(), "the one to whom it is owed") };
  if (cursor.at("by", "within", "from", "until", "for")) return time(cursor, span);
  if (first.kind === "word" && UNBUILT.has(first.text)) cursor.stop("SV901", span, { word: textOf(cursor.tokens) });
  misspelt(cursor, first, label);
  return { kind: "bearer", span, who: phrase(cursor, cursor.rest(), "the bearer") };
}

/** A line that opens with a clause word but for case or a letter is a slip, not a bearer. */
function misspelt(cursor: Cursor, first: Token, label: string): void {
  if (
    first.kind !== "word" ||
    isWord(first, "each", "any", "unnamed") ||
    cursor.tokens.length < 2 ||
    cursor.peek(1)?.kind === "comma" ||
    isWord(cursor.peek(1), "and")
  )
    return;
  const folded = fold(first.text);
  const cased = NORM_WORDS.find((word) => word === folded);
  const near = cased ?? (/^\p{Lu}/u.test(first.text) ? null : nearestWord(first.text, TELLING));
  if (near !== null) {
    cursor.report(
      "SV102",
      first.span,
      { word: first.text, declaration: label, help: `Perhaps "${near}" is meant.` },
      { span: first.span, text: near },
    );
    cursor.leave();
  }
}

/** A phrase of these words, without the commas at its ends. */
function phrase(cursor: Cursor, tokens: readonly Token[], what: string): Phrase {
  let from = 0;
  let to = tokens.length;
  while (from < to && tokens[from]?.kind === "comma") from += 1;
  while (to > from && tokens[to - 1]?.kind === "comma") to -= 1;
  const kept = tokens.slice(from, to);
  const first = kept[0];
  const last = kept.at(-1);
  if (first === undefined || last === undefined) return cursor.missing(what);
  for (const token of kept) if (token.kind === "mark") cursor.stop("SV002", token.span, { mark: token.text });
  return { tokens: kept, span: spanOf(first, last) };
}

/** Divides at `and` or `or`; both in one clause can be read in two ways. */
function divide(cursor: Cursor, tokens: readonly Token[]): Joined<readonly Token[]> {
  const items: Token[][] = [[]];
  let connective: "and" | "or" | null = null;
  for (const token of tokens) {
    if (isWord(token, "and", "or")) {
      const word = token.text as "and" | "or";
      if (connective !== null && connective !== word) cursor.stop("SV104", token.span);
      connective = word;
      items.push([]);
    } else {
      items.at(-1)?.push(token);
    }
  }
  return { connective: connective ?? "and", items };
}

function phrases(cursor: Cursor, tokens: readonly Token[], what: string): Joined<Phrase> {
  const { connective, items } = divide(cursor, tokens);
  return { connective, items: items.map((item) => phrase(cursor, item, what)) };
}

function means(cursor: Cursor, span: ClauseNode["span"]): ClauseNode {
  const tokens = cursor.rest();
  const at = tokens.findIndex((token) => isWord(token, "means"));
  const term = phrase(cursor, tokens.slice(0, at), "the term");
  return { kind: "means", span, term, body: phrases(cursor, tokens.slice(at + 1), "what the term means") };
}

function must(cursor: Cursor, span: ClauseNode["span"], word: MustWord): ClauseNode {
  return { kind: "must", span, word, items: phrases(cursor, cursor.rest(), "what is owed") };
}

/** A phrase that may end in `within 14 days [, assumed …]`. */
function timed(
  cursor: Cursor,
  tokens: readonly Token[],
  what: string,
): { phrase: Phrase; within: DurationNode | null; assumed: AssumptionNode | null } {
  const at = tokens.findIndex((token, index) => isWord(token, "within") && /^\d/u.test(tokens[index + 1]?.text ?? ""));
  if (at < 0) return { phrase: phrase(cursor, tokens, what), within: null, assumed: null };
  const tail = cursor.over(tokens.slice(at + 1));
  const within = tail.duration();
  const assumed = tail.assumption();
  tail.eatTrailingComma();
  tail.end();
  return { phrase: phrase(cursor, tokens.slice(0, at), what), within, assumed };
}

function whenParts(cursor: Cursor): { anchor: Phrase; further: FurtherNode[] } {
  const { connective, items } = divide(cursor, cursor.rest());
  if (connective === "or")
    cursor.stop("SV901", spanOf(cursor.tokens[0] as Token, cursor.tokens.at(-1)), { word: "when … or …" });
  const [first = [], ...others] = items;
  return {
    anchor: phrase(cursor, first, "the event"),
    further: others.map((item) => timed(cursor, item, "the second event")),
  };
}

function unless(cursor: Cursor, span: ClauseNode["span"]): ClauseNode {
  const { connective, items } = divide(cursor, cursor.rest());
  const conditions: UnlessNode[] = items.map((item) => {
    const { phrase: said, within, assumed } = timed(cursor, item, "the exception");
    if (assumed !== null) cursor.stop("SV901", span, { word: "assumed in unless" });
    return { phrase: said, within };
  });
  return { kind: "unless", span, conditions: { connective, items: conditions } };
}

type TimeParts = { -readonly [K in keyof TimeNode]: TimeNode[K] };

function time(cursor: Cursor, span: ClauseNode["span"]): ClauseNode {
  const word = cursor.take().text as TimeNode["word"];
  const node: TimeParts = {
    kind: "time",
    span,
    word,
    by: null,
    within: null,
    from: null,
    until: null,
    for: null,
    fromEntry: false,
    assumed: null,
  };
  if (word === "by") {
    if (cursor.at("consent"))
      cursor.stop("SV111", span, {
        word: "by consent",
        declaration: "a clause of time",
        help: "Consent stands in the first line: amend NORM from DATE, by consent of PARTY",
      });
    node.by = cursor.date();
  } else if (word === "from") {
    if (!entry(cursor)) node.from = cursor.date();
    else node.fromEntry = true;
    if (cursor.eat("until")) node.until = cursor.date();
    else if (cursor.eat("for")) node.for = cursor.duration();
  } else if (word === "until") {
    node.until = cursor.date();
  } else if (word === "within") {
    node.within = cursor.duration();
    if (cursor.eat("of")) {
      if (!entry(cursor)) cursor.stop("SV901", span, { word: `within … of ${cursor.restText()}` });
      node.fromEntry = true;
    }
  } else {
    node.for = cursor.duration();
    if (cursor.eat("from")) {
      if (entry(cursor)) node.fromEntry = true;
      else node.from = cursor.date();
    }
  }
  node.assumed = cursor.assumption();
  cursor.end();
  return node;
}

function entry(cursor: Cursor): boolean {
  return cursor.eat("entry", "into", "force") || cursor.eat("the", "entry", "into", "force");
}
