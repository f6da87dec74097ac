/** The first line of a claim, and those below it: what is claimed, what would refute it, who uses the words, why nothing can be checked. */
import type { Cursor } from "./cursor.ts";
import { isWord, spanOf, type Clause } from "./lexer.ts";
import { readStatements } from "./list.ts";
import type { Diagnostic } from "./message.ts";
import type { ClaimKind } from "./model.ts";
import type { AttributionNode, ClaimNode, DateNode, Name, Phrase } from "./syntax.ts";

/** The kinds of claim, as they are written after `a`. */
export const CLAIM_KINDS: readonly ClaimKind[] = [
  "event",
  "instrument",
  "relation",
  "quantity",
  "cause",
  "motive",
  "forecast",
  "assessment",
];

/** A claim whose lines are being read. */
export interface OpenClaim extends Omit<
  ClaimNode,
  "statements" | "refutedBy" | "attributions" | "unchecked" | "called" | "notCheckable"
> {
  readonly statements: Phrase[];
  readonly refutedBy: Phrase[];
  readonly attributions: AttributionNode[];
  readonly unchecked: string[];
  called: ClaimNode["called"];
  notCheckable: string | null;
}

/** `claim E118 at T8, a quantity, source essay`. */
export function parseClaimHead(head: Cursor): OpenClaim {
  const word = head.take();
  const name = head.id("the claim");
  const at = head.eat("at") ? head.id("the passage that states it").text : null;
  let a: ClaimKind | null = null;
  let source: Name | null = null;
  while (head.eatComma()) {
    if (head.eat("a") || head.eat("an")) a = head.oneOf("a", CLAIM_KINDS);
    else if (head.eat("source")) source = head.id("a source");
    else break;
  }
  head.end("After the passage come, set off by commas: a KIND, source ID");
  if (source === null)
    head.report("SV105", name.span, {
      declaration: "a claim",
      what: "the source that it is taken from",
      help: `Write: claim ${name.text}${at === null ? "" : ` at ${at}`}, source ID`,
    });
  return {
    kind: "claim",
    name,
    at,
    a,
    source,
    statements: [],
    refutedBy: [],
    called: null,
    attributions: [],
    unchecked: [],
    notCheckable: null,
    prose: "",
    span: spanOf(word),
    sound: true,
  };
}

/** Adds what one line says. */
export function parseClaimLine(claim: OpenClaim, clause: Clause, cursor: Cursor, diagnostics: Diagnostic[]): void {
  const [first, second] = clause.tokens;
  if (first === undefined) return;
  if (cursor.eat("refuted", "by")) claim.refutedBy.push(...readStatements(clause, diagnostics, 2));
  else if (isWord(first, "called") && (second?.kind === "quoted" || isWord(second, "as"))) {
    cursor.take();
    const span = spanOf(first, clause.tokens.at(-1));
    if (claim.called !== null) cursor.stop("SV103", span, { declaration: "a claim", word: "called" });
    const asIn = cursor.eat("as", "in") ? cursor.id("the claim that has the words") : null;
    claim.called = { words: asIn === null ? words(cursor) : null, asIn, span };
    cursor.end();
  } else if (isWord(first, "used", "rejected", "ruled") && isWord(second, "by")) {
    claim.attributions.push(attribution(first.text as AttributionNode["kind"], cursor));
  } else if (cursor.eat("not", "checked")) {
    claim.unchecked.push(words(cursor));
    cursor.end();
  } else if (cursor.eat("not", "checkable")) {
    const span = spanOf(first, clause.tokens.at(-1));
    if (claim.notCheckable !== null) cursor.stop("SV103", span, { declaration: "a claim", word: "not checkable" });
    cursor.eatComma();
    if (!cursor.eat("because")) cursor.missing("why", 'Write: not checkable because "no source counts them"');
    claim.notCheckable = words(cursor);
    cursor.end();
  } else claim.statements.push(...readStatements(clause, diagnostics));
}

/** `used by A, B, source S, stated DATE, "WORDS"`. */
function attribution(kind: AttributionNode["kind"], cursor: Cursor): AttributionNode {
  const first = cursor.take();
  cursor.take();
  const by = cursor.names("a line on words", ["source", "stated"]);
  let source: Name | null = null;
  let stated: DateNode | null = null;
  let said: string | null = null;
  while (cursor.eatComma()) {
    if (cursor.eat("source")) source = cursor.id("a source");
    else if (cursor.eat("stated")) stated = cursor.date();
    else said = words(cursor);
  }
  cursor.end('After the names come, set off by commas: source ID, stated DATE, "their words"');
  if (source === null) return cursor.missing("where they said so", "Add: , source ID");
  return { kind, by, source, stated, words: said, span: spanOf(first, cursor.tokens.at(-1)) };
}

/** Words in quotes; never empty. */
function words(cursor: Cursor): string {
  if (!cursor.atQuoted || cursor.peek()?.text.trim() === "") return cursor.missing("words in quotes");
  return cursor.take().text;
}
