/** The lines of a supposition: what happens, what is left out, what is expected. */
import { Cursor } from "./cursor.ts";
import { spanOf, type Token } from "./lexer.ts";
import { nearestWord } from "./spelling.ts";
import type { ExpectNode, Name, SuppositionLine } from "./syntax.ts";

/** Outcomes of docs/semantics.md, with the two footings that a finding without one outcome has. */
export const OUTCOME_WORDS: readonly string[] = [
  "not in force",
  "not triggered",
  "not binding",
  "pending",
  "no breach observed",
  "kept",
  "breached",
  "excused",
  "lapsed",
  "suspended",
  "open",
  "reached",
  "not reached",
  "unknown",
  "contested on facts",
  "contested on reading",
];

const BY_LENGTH: readonly (readonly string[])[] = OUTCOME_WORDS.map((each) => each.split(" ")).sort(
  (a, b) => b.length - a.length,
);

const TAIL: readonly string[] = ["from", "for", "on", "under", "at", "by", "to", "after"];

export function parseSuppositionLine(cursor: Cursor): SuppositionLine {
  const first = cursor.peek() as Token;
  const span = spanOf(first, cursor.tokens.at(-1));
  if (cursor.atDate) {
    const when = cursor.date();
    cursor.eatComma();
    const tokens = cursor.rest();
    const start = tokens[0];
    if (start === undefined) return cursor.missing("what happens then");
    for (const token of tokens) if (token.kind === "mark") cursor.stop("SV002", token.span, { mark: token.text });
    return { kind: "happens", span, when, phrase: { tokens, span: spanOf(start, tokens.at(-1)) } };
  }
  if (cursor.eat("without")) {
    const what = cursor.oneOf("without", ["event", "coverage", "source"] as const);
    const id = cursor.id(`the ${what}`);
    cursor.end();
    return { kind: "without", span, what, id };
  }
  if (cursor.eat("event")) {
    const event = cursor.id("the event");
    if (!cursor.eat("at")) cursor.missing('"at" and the date to which it is moved');
    const to = cursor.date();
    cursor.end();
    return { kind: "moved", span, event, to };
  }
  if (cursor.eat("expect")) return expect(cursor, span);
  const near = first.kind === "word" ? nearestWord(first.text, ["with", "without", "event", "expect"]) : null;
  const help =
    near === null
      ? 'Its lines open with a date, "with the record", "without", "event" or "expect".'
      : `Perhaps "${near}" is meant.`;
  return cursor.stop("SV102", first.span, { word: first.text, declaration: "a supposition", help });
}

type ExpectParts = { -readonly [K in keyof ExpectNode]: ExpectNode[K] };

function expect(cursor: Cursor, span: ExpectNode["span"]): ExpectNode {
  const node: ExpectParts = {
    kind: "expect",
    span,
    norm: cursor.name("an expectation", "the norm"),
    bearer: null,
    counterparty: null,
    after: null,
    outcome: "",
    possible: [],
    from: null,
    days: null,
    on: null,
    under: null,
    standard: null,
  };
  const seen = new Set<string>();
  const who = (): boolean => {
    const word = cursor.peek();
    if (word === undefined || !cursor.at("by", "to", "after")) return false;
    once(cursor, seen, word);
    cursor.take();
    if (word.text === "by") node.bearer = cursor.name("an expectation", "the bearer");
    else if (word.text === "to") node.counterparty = cursor.name("an expectation", "the counterparty");
    else node.after = cursor.id("the event");
    return true;
  };
  while (who());
  if (!cursor.eat("is")) return cursor.missing('"is" and the outcome');
  node.outcome = outcome(cursor);
  if (cursor.eatMark(":")) {
    const possible = [outcome(cursor)];
    while (cursor.eatComma() || cursor.at("or", "and")) {
      cursor.eat("or");
      cursor.eat("and");
      possible.push(outcome(cursor));
    }
    node.possible = possible;
  }
  while (!cursor.done) {
    cursor.eatComma();
    const word = cursor.peek();
    if (word === undefined) break;
    if (who()) continue;
    once(cursor, seen, word);
    if (cursor.eat("from")) node.from = cursor.date();
    else if (cursor.eat("on")) node.on = cursor.date();
    else if (cursor.eat("for")) node.days = days(cursor);
    else if (cursor.eat("at", "standard")) node.standard = cursor.standard();
    else if (cursor.eat("under", "the", "text")) node.under = null;
    else if (cursor.eat("under")) node.under = view(cursor);
    else
      cursor.end(`After the outcome come, in any order: from DATE, for N days, on DATE, under HOLDER, at standard S.`);
  }
  return node;
}

function once(cursor: Cursor, seen: Set<string>, word: Token): void {
  if (!TAIL.includes(word.text)) return;
  if (seen.has(word.text)) cursor.stop("SV103", word.span, { declaration: "the expectation", word: word.text });
  seen.add(word.text);
}

function days(cursor: Cursor): number {
  const { duration, span } = cursor.duration();
  if (duration.unit !== "day") cursor.stop("SV109", span, { text: `${duration.count} ${duration.unit}s` });
  return duration.count;
}

/** A holder, a reading, `the case`, or `HOLDER:READING`. */
function view(cursor: Cursor): Name {
  const first = cursor.peek();
  if (first !== undefined && cursor.eat("the", "case")) return { text: "the-case", span: first.span };
  const holder = cursor.name("an expectation", "the holder or reading");
  const colon = cursor.peek();
  const reading = cursor.peek(1);
  if (
    colon?.kind !== "mark" ||
    colon.text !== ":" ||
    colon.span.column !== holder.span.endColumn ||
    reading === undefined
  )
    return holder;
  cursor.eatMark(":");
  const name = cursor.name("an expectation", "the reading");
  return {
    text: `${holder.text}:${name.text}`,
    span: { ...holder.span, endLine: name.span.endLine, endColumn: name.span.endColumn },
  };
}

function outcome(cursor: Cursor): string {
  for (const words of BY_LENGTH) if (cursor.eat(...words)) return words.join(" ");
  const first = cursor.peek();
  if (first === undefined) return cursor.missing("the outcome");
  let text = "";
  let last = first;
  while (!cursor.done && !cursor.atComma && !cursor.at(...TAIL) && cursor.peek()?.kind === "word") {
    last = cursor.take();
    text += (text === "" ? "" : " ") + last.text;
  }
  const near = nearestWord(text, OUTCOME_WORDS);
  const help = near === null ? `Outcomes are: ${OUTCOME_WORDS.join(", ")}.` : `Perhaps "${near}" is meant.`;
  return cursor.stop("SV601", spanOf(first, last), { text: text === "" ? first.text : text, help });
}
