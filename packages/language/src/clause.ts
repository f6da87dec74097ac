/** The clauses of norms, amendments and readings: their opening words, and what follows each. */
import { Cursor } from "./cursor.ts";
import { isWord, spanOf, type Token } from "./lexer.ts";
import type { ClauseName, Span } from "./model.ts";
import { fold, nearestWord } from "./spelling.ts";
import type {
  AssumptionNode,
  CanNode,
  ClauseNode,
  DurationNode,
  FurtherNode,
  Joined,
  MustWord,
  Phrase,
  RenewalNode,
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
  "every",
  "renewed",
  "only",
  "may",
  "can",
  "beyond",
  "attribution",
];

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
  ["every", "time"],
  ["renewed", "time"],
  ["only", "onlyAfter"],
  ["as", "occasion"],
  ["if", "continues"],
  ["text", "unseen"],
]);

/** Units of distance, so that `within 5 km of` is told from `within 30 days`. */
export const LENGTHS: readonly string[] = ["m", "km", "metre", "metres", "mile", "miles", "nm"];

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
    if (clause === "onlyAfter") cursor.eat("after");
    if (clause === "occasion") cursor.eat("one", "occasion");
    if (clause === "continues") cursor.eat("breached");
    if (clause === "unseen") cursor.eat("unseen");
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
  if (cursor.eat("must", "reach")) return must(cursor, span, "must reach");
  if (cursor.eat("must")) return must(cursor, span, "must");
  if (cursor.eat("may")) return must(cursor, span, "may");
  if (cursor.eat("can")) return can(cursor, span);
  if (cursor.eat("reach")) return must(cursor, span, "reach");
  if (cursor.eat("unless")) return unless(cursor, span);
  if (cursor.eat("in")) return { kind: "place", span, zone: phrase(cursor, cursor.rest(), "the place") };
  if (cursor.eat("owed", "to"))
    return { kind: "owed", span, to: phrase(cursor, cursor.rest(), "the one to whom it is owed") };
  if (cursor.at("beyond") || (cursor.at("within") && isWord(cursor.peek(2), ...LENGTHS)))
    return { kind: "place", span, zone: phrase(cursor, cursor.rest(), "the place") };
  if (cursor.at("by", "within", "from", "until", "for", "every", "renewed")) return time(cursor, span);
  if (cursor.eat("only", "after"))
    return { kind: "only-after", span, events: phrases(cursor, cursor.rest(), "what comes first") };
  if (cursor.eat("as", "one", "occasion")) {
    if (!cursor.eat("until")) cursor.missing('"until" and a length of time, as in "until 7 days without"');
    const apart = cursor.duration();
    if (!cursor.eat("without")) cursor.missing('"without"');
    cursor.end();
    return { kind: "occasion", span, apart };
  }
  if (cursor.eat("if", "breached")) {
    if (!cursor.eat("the", "duty", "continues")) cursor.missing('"the duty continues"');
    cursor.end();
    return { kind: "continues", span };
  }
  if (cursor.eat("text", "unseen")) {
    cursor.end();
    return { kind: "unseen", span };
  }
  if (cursor.eat("attribution")) {
    if (context !== "reading") {
      cursor.stop("SV111", span, {
        word: "attribution",
        declaration: label,
        help: "Whose conduct is whose is a reading: put it under reading NAME of NORM, held by HOLDER",
      });
    }
    if (!cursor.eat("conduct", "of")) cursor.missing('"conduct of" and a name');
    const conductOf = cursor.name("an attribution", "whose conduct is meant");
    if (!cursor.eat("counts", "as")) cursor.missing('"counts as" and a name');
    const countsAs = cursor.name("an attribution", "whose it is held to be");
    cursor.end();
    return { kind: "attribution", span, conductOf, countsAs };
  }
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
  const tokens = cursor.rest();
  const anew = isWord(tokens.at(-1), "anew");
  return {
    kind: "must",
    span,
    word,
    items: phrases(cursor, anew ? tokens.slice(0, -1) : tokens, "what is owed"),
    anew,
  };
}

/** `suspend duties owed to Y, by ACT, for D` or `terminate NAME, by ACT [, after D]`. */
function can(cursor: Cursor, span: CanNode["span"]): CanNode {
  const help = "Write: can suspend duties owed to X, by notify, for 6 months; or: can terminate NORM, by notify";
  const part = (until: readonly string[]): Token[] => {
    const taken: Token[] = [];
    while (!cursor.done && !(cursor.atComma && isWord(cursor.peek(1), ...until))) taken.push(cursor.take());
    return taken;
  };
  let effect: CanNode["effect"];
  if (cursor.eat("suspend")) {
    if (!cursor.eat("duties", "owed", "to")) cursor.missing('"duties owed to" and a name', help);
    effect = { kind: "suspend", owedTo: phrase(cursor, part(["by", "for"]), "to whom they are owed") };
  } else if (cursor.eat("terminate")) effect = { kind: "terminate", of: cursor.name("a power", "what it ends") };
  else return cursor.missing('"suspend" or "terminate"', help);
  if (!cursor.eatPair("by")) cursor.missing('", by" and the act that does it', help);
  const by = phrase(cursor, part(["for", "after"]), "the act that does it");
  const lasting = effect.kind === "suspend" && cursor.eatPair("for") ? cursor.duration() : null;
  const after = effect.kind === "terminate" && cursor.eatPair("after") ? cursor.duration() : null;
  cursor.end();
  return { kind: "can", span, effect, by, for: lasting, after };
}

/** After `renewed for`: `5 years [unless any party objects at least 6 months before expiry]`. */
export function renewal(cursor: Cursor, span: Span): RenewalNode {
  const lasting = cursor.duration();
  if (!cursor.eat("unless")) return { for: lasting, unless: null, span };
  const by = cursor.eat("any", "party") ? null : cursor.name("a renewal", "who can stop it");
  const verb = cursor.name("a renewal", "the act that stops it");
  if (!cursor.eat("at", "least")) cursor.missing('"at least" and a length of time before expiry');
  const before = cursor.duration();
  if (!cursor.eat("before", "expiry")) cursor.missing('"before expiry"');
  return { for: lasting, unless: { by, verb, before }, span };
}

/** A phrase that may end in `within 14 days [, assumed …]`. */
function timed(
  cursor: Cursor,
  tokens: readonly Token[],
  what: string,
): { phrase: Phrase; within: DurationNode | null; assumed: AssumptionNode | null } {
  const at = tokens.findIndex(
    (token, index) =>
      isWord(token, "within") && /^\d/u.test(tokens[index + 1]?.text ?? "") && !isWord(tokens[index + 2], ...LENGTHS),
  );
  if (at < 0) return { phrase: phrase(cursor, tokens, what), within: null, assumed: null };
  const tail = cursor.over(tokens.slice(at + 1));
  const within = tail.duration();
  const assumed = tail.assumption();
  tail.eatTrailingComma();
  tail.end();
  return { phrase: phrase(cursor, tokens.slice(0, at), what), within, assumed };
}

function whenParts(cursor: Cursor): { anchor: Phrase; further: FurtherNode[]; or: Phrase[] } {
  const { connective, items } = divide(cursor, cursor.rest());
  const [first = [], ...others] = items;
  if (connective === "or") {
    const or = others.map((item) => phrase(cursor, item, "the other event"));
    return { anchor: phrase(cursor, first, "the event"), further: [], or };
  }
  return {
    or: [],
    anchor: phrase(cursor, first, "the event"),
    further: others.map((item) => timed(cursor, item, "the second event")),
  };
}

function unless(cursor: Cursor, span: ClauseNode["span"]): ClauseNode {
  const { connective, items } = divide(cursor, cursor.rest());
  const conditions: UnlessNode[] = items.map((item) => {
    const { phrase: said, within, assumed } = timed(cursor, item, "the exception");
    return { phrase: said, within, assumed };
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
    every: null,
    renewal: null,
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
    if (cursor.at("from") && /^\d/u.test(cursor.peek(1)?.text ?? ""))
      cursor.end("Days are counted from the trigger, or from entry into force. Write the day itself: by DATE");
    if (cursor.eat("of") || cursor.eat("from")) {
      if (!entry(cursor)) {
        const { count, unit } = node.within.duration;
        cursor.stop("SV416", span, {
          event: cursor.restText(),
          length: `${count} ${unit}${count === 1 ? "" : "s"}`,
        });
      }
      node.fromEntry = true;
    }
  } else if (word === "every") {
    node.every = cursor.duration();
  } else if (word === "renewed") {
    if (!cursor.eat("for")) cursor.missing('"for" and a length of time');
    node.renewal = renewal(cursor, span);
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
