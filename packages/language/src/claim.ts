/** Claims: what a text states, put so that it can be checked. Phrases to model. */
import { isWord, spanOf, textOf, type Token } from "./lexer.ts";
import { isNumber, readComparison, readQuantity, readSeries, readYear } from "./measure.ts";
import type { Claim, Comparison, EventPattern, Quantity, SeriesUse, Statement, Time } from "./model.ts";
import { nameOf, variables, type Scope } from "./names.ts";
import { PhraseReader } from "./phrase.ts";
import { nearestWord } from "./spelling.ts";
import { OUTCOME_WORDS } from "./story.ts";
import type { ClaimNode, Phrase } from "./syntax.ts";

/** The claim, if all of it is sound. */
export function readClaim(scope: Scope, node: ClaimNode): Claim | null {
  const mark = scope.errors;
  scope.leftOut = "this claim";
  const statements = node.statements.flatMap((phrase) => readStatement(scope, phrase) ?? []);
  if (node.sound && statements.length > 0 && scope.errors === mark)
    scope.report("SV902", node.name.span, { words: `claim ${node.name.text}`, what: scope.leftOut });
  if (!node.sound || scope.errors !== mark || statements.length !== node.statements.length) return null;
  return { id: node.name.text, at: node.at, statements, prose: node.prose, span: node.span };
}

function readStatement(scope: Scope, phrase: Phrase): Statement | null {
  const [first] = phrase.tokens;
  if (first === undefined) return null;
  if (scope.nouns.get(first.text)?.kind === "series") return readFigure(scope, phrase);
  if (scope.norms.has(first.text)) return readOutcome(scope, phrase);
  const order = phrase.tokens.findIndex((token) => isWord(token, "before", "after"));
  if (order > 0) return readOrder(scope, phrase, order);
  const { rest, when } = period(scope, phrase);
  const never = rest.tokens.findIndex((token) => isWord(token, "never"));
  const words = never < 0 ? rest : part([...rest.tokens.slice(0, never), ...rest.tokens.slice(never + 1)], rest);
  const event = readPast(scope, words);
  return event === null || when === undefined ? null : { kind: "act", event, in: when, never: never >= 0 };
}

/** A phrase of some of its words. */
function part(tokens: readonly Token[], whole: Phrase): Phrase {
  const [first] = tokens;
  return first === undefined ? whole : { tokens, span: spanOf(first, tokens.at(-1)) };
}

/** What stands before `in PERIOD` at the end, and the period; undefined if it is no date. */
function period(scope: Scope, phrase: Phrase): { rest: Phrase; when: Time | null | undefined } {
  const { tokens } = phrase;
  const date = tokens.at(-1);
  const dated = date !== undefined && date.kind === "word" && /^(?:\d|\.\.|\/)/u.test(date.text);
  if (!dated || tokens.length < 3 || !isWord(tokens.at(-2), "in", "on")) return { rest: phrase, when: null };
  const when = scope.date({ text: date.text, span: date.span }, scope.offset) ?? undefined;
  return { rest: part(tokens.slice(0, -2), phrase), when };
}

/** `A attacked B …` or `B was attacked [by A] …`. Everybody in a claim is somebody in particular. */
function readPast(scope: Scope, phrase: Phrase): EventPattern | null {
  const reader = new PhraseReader(scope, phrase, variables());
  const passive = isWord(phrase.tokens[1], "was", "were");
  const event = passive ? reader.passive() : reader.event("past");
  return event !== null && reader.end() ? event : null;
}

function readOrder(scope: Scope, phrase: Phrase, at: number): Statement | null {
  const after = isWord(phrase.tokens[at], "after");
  const one = readPast(scope, part(phrase.tokens.slice(0, at), phrase));
  const rest = phrase.tokens.slice(at + 1);
  if (rest.length === 0) {
    scope.report("SV107", phrase.span, { what: `what it was ${after ? "after" : "before"}`, help: "" });
    return null;
  }
  const two = readPast(scope, part(rest, phrase));
  if (one === null || two === null) return null;
  return after ? { kind: "order", first: two, second: one } : { kind: "order", first: one, second: two };
}

/** `NORM [by BEARER] [against X] was OUTCOME [in PERIOD]`. */
function readOutcome(scope: Scope, phrase: Phrase): Statement | null {
  const { rest, when } = period(scope, phrase);
  const [norm] = rest.tokens;
  const was = rest.tokens.findIndex((token) => isWord(token, "was", "were"));
  if (norm === undefined || when === undefined) return null;
  const said = rest.tokens.slice(was + 1);
  if (was < 0 || said.length === 0) {
    scope.report("SV107", rest.span, {
      what: '"was" and the outcome',
      help: `Write: ${norm.text} was breached in 2022`,
    });
    return null;
  }
  const reader = new PhraseReader(scope, part(rest.tokens.slice(0, was), rest), variables());
  reader.skip(1);
  let by: string | null = null;
  let against: string | null = null;
  while (!reader.done) {
    const isBy = reader.eat("by");
    if (!isBy && !reader.eat("against")) {
      reader.end('Between the norm and "was" stand: by BEARER, against WHOM.');
      return null;
    }
    const token = reader.peek();
    if (token === undefined) return reader.missing("a name");
    reader.skip(1);
    const actor = scope.actor(nameOf(token));
    if (actor === null) return null;
    if (isBy) by = actor;
    else against = actor;
  }
  const outcome = textOf(said);
  if (!OUTCOME_WORDS.includes(outcome)) {
    const near = nearestWord(outcome, OUTCOME_WORDS);
    const help = near === null ? `Outcomes are: ${OUTCOME_WORDS.join(", ")}.` : `Perhaps "${near}" is meant.`;
    scope.report("SV601", spanOf(said[0] as Token, said.at(-1)), { text: outcome, help });
    return null;
  }
  return { kind: "outcome", norm: norm.text, by, against, outcome, in: when };
}

/** `SERIES was about 89 percent in 2023`; `SERIES rose by about 20 percent from 2019 to 2023`. */
function readFigure(scope: Scope, phrase: Phrase): Statement | null {
  const reader = new PhraseReader(scope, phrase, variables());
  const of = readSeries(scope, reader);
  if (of === null) return null;
  if (reader.eat("was")) return readValue(scope, reader, of);
  const direction = reader.eat("rose") ? "rose" : reader.eat("fell") ? "fell" : null;
  if (direction === null) {
    const what = `A claim on a series says what it "was", or that it "rose" or "fell".`;
    scope.report("SV604", phrase.span, { what, help: "Write: SERIES was about 89 percent in 2023" });
    return null;
  }
  let comparison: Comparison | null = null;
  let by: Quantity | null = null;
  if (reader.eat("by")) {
    comparison = readComparison(reader) ?? "exactly";
    // A change may be told in percent, whatever the unit of the series.
    const percent = isNumber(reader.peek()) && isWord(reader.peek(1), "percent");
    by = readQuantity(scope, reader, percent ? null : of, scope.offset);
    if (by === null) return null;
  }
  const tolerance = readTolerance(scope, reader);
  const from = readYear(scope, reader, scope.offset, "from");
  const to = from === null ? null : readYear(scope, reader, scope.offset, "to");
  if (from === null || to === null || !reader.end() || tolerance === undefined) return null;
  if (to.latest <= from.earliest) {
    scope.report("SV410", phrase.span, { from: from.text, until: to.text });
    return null;
  }
  return { kind: "change", of, direction, comparison, by, from, to, tolerance };
}

function readValue(scope: Scope, reader: PhraseReader, of: SeriesUse): Statement | null {
  const comparison = readComparison(reader) ?? "exactly";
  const value = readQuantity(scope, reader, of, scope.offset);
  if (value === null) return null;
  const tolerance = readTolerance(scope, reader);
  const year = tolerance === undefined ? null : readYear(scope, reader, scope.offset);
  if (tolerance === undefined || year === null || !reader.end()) return null;
  return { kind: "value", measure: { of, in: year, comparison, value }, tolerance };
}

/** `plus or minus 5 percent`, as a share of one; null if it is not said, undefined if it has a fault. */
function readTolerance(scope: Scope, reader: PhraseReader): number | null | undefined {
  reader.eatComma();
  if (!reader.eat("plus", "or", "minus")) return null;
  const token = reader.peek();
  if (!isNumber(token) || !isWord(reader.peek(1), "percent") || Number(token.text) < 0) {
    scope.report("SV107", token?.span ?? reader.lastToken().span, { what: "the tolerance, in percent", help: "" });
    return undefined;
  }
  reader.skip(2);
  return Number(token.text) / 100;
}
