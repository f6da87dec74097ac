/**
 * What a case declares, found in the words alone: a page with faults still has its names. The editor services stand on
 * this and on the checked model, which knows more of whatever is sound.
 */
import { isWord, lex, spanOf, type Clause, type Token } from "./lexer.ts";
import { findBlocks } from "./markdown.ts";
import type { Span } from "./model.ts";
import type { Document } from "./parser.ts";
import { byCodeUnit, fold } from "./spelling.ts";

/** The word that opens the declaration; `variable` for what a norm binds, or a term's parameter. */
export type ThingKind =
  | "actor"
  | "group"
  | "act"
  | "state"
  | "zone"
  | "term"
  | "series"
  | "source"
  | "case"
  | "agreement"
  | "instrument"
  | "duty"
  | "ban"
  | "permission"
  | "power"
  | "aim"
  | "amend"
  | "reading"
  | "precedence"
  | "claim"
  | "suppose"
  | "include"
  | "variable";

/** Names of one space differ from each other; one name may stand in several spaces. */
export type Space = "noun" | "base" | "present" | "past" | "paper" | "reading" | "source" | "story" | "case" | "claim";

/** Something with a name, declared in a page. */
export interface Thing {
  /** What all its mentions have in common. */
  readonly key: string;
  readonly space: Space;
  readonly kind: ThingKind;
  readonly name: string;
  /** As shown to people; empty if there are none. */
  readonly titles: readonly string[];
  /** The owner of a zone that is one of a family. */
  readonly owner: string | null;
  /** Where the name stands. */
  readonly at: Span;
  /** The whole declaration. */
  readonly span: Span;
}

/** A declaration with its lines, as words. */
export interface Passage {
  readonly word: ThingKind;
  readonly head: Clause;
  readonly body: readonly Clause[];
  /** The prose above its block. */
  readonly prose: string;
}

/** One entry of an outline. */
export interface Heading {
  readonly name: string;
  readonly kind: ThingKind;
  /** What it belongs to, or its names. */
  readonly detail: string;
  readonly at: Span;
  readonly span: Span;
}

const SPACES: ReadonlyMap<string, Space | null> = new Map<ThingKind, Space | null>([
  ["actor", "noun"],
  ["group", "noun"],
  ["act", "base"],
  ["state", "noun"],
  ["zone", "noun"],
  ["term", "noun"],
  ["series", "noun"],
  ["source", "source"],
  ["case", "case"],
  ["agreement", "paper"],
  ["instrument", "paper"],
  ["duty", "paper"],
  ["ban", "paper"],
  ["permission", "paper"],
  ["power", "paper"],
  ["aim", "paper"],
  ["amend", null],
  ["reading", "reading"],
  ["precedence", null],
  ["claim", "claim"],
  ["suppose", "story"],
  ["include", null],
]);

/** Declarations with names for people, in quotes after the name. */
const TITLED: ReadonlySet<ThingKind> = new Set<ThingKind>([
  "actor",
  "group",
  "zone",
  "term",
  "series",
  "source",
  "case",
  "agreement",
  "instrument",
]);

/** The words that open a declaration, in the order in which a case is written. */
export const DECLARATIONS: readonly ThingKind[] = Array.from(SPACES.keys()) as ThingKind[];

/** What the mentions of a name have in common. */
export function keyOf(space: Space, name: string): string {
  return `${space}:${name}`;
}

/** The declarations of one block's lines. Lines above the first declaration belong to none. */
export function passagesOf(clauses: readonly Clause[], prose = ""): readonly Passage[] {
  const passages: { word: ThingKind; head: Clause; body: Clause[]; prose: string }[] = [];
  for (const clause of clauses) {
    const first = clause.tokens[0];
    if (first?.kind === "word" && SPACES.has(first.text))
      passages.push({ word: first.text as ThingKind, head: clause, body: [], prose });
    else passages.at(-1)?.body.push(clause);
  }
  return passages;
}

/** The declarations of a page, in its order. */
export function readPassages(document: Document): readonly Passage[] {
  return findBlocks(document.text).flatMap((block) => passagesOf(lex(document.path, block.lines).clauses, block.prose));
}

/** The words that declare something: the name, or the three forms of an act. Empty where the name is missing. */
export function declaring({ word, head }: Passage): readonly Token[] {
  const named = (token: Token | undefined): token is Token => token?.kind === "word" || token?.kind === "quoted";
  if (SPACES.get(word) == null) return [];
  if (word !== "act") return head.tokens.slice(1, 2).filter(named);
  return [head.tokens[1], head.tokens[3], head.tokens[5]].filter(named);
}

/** What a declaration declares: one thing, or the three forms of an act. */
export function thingsOf(passage: Passage): readonly Thing[] {
  const { word, head } = passage;
  const span = spanOf(head.tokens[0] as Token, (passage.body.at(-1) ?? head).tokens.at(-1));
  const titles = head.tokens.slice(2).filter((token) => token.kind === "quoted");
  const owner = word === "zone" && isWord(head.tokens[2], "of") ? (head.tokens[3]?.text ?? null) : null;
  const forms: readonly Space[] = word === "act" ? ["base", "present", "past"] : [SPACES.get(word) ?? "case"];
  return declaring(passage).map((token, index) => {
    const space = forms[index] ?? "base";
    return {
      key: keyOf(space, token.text),
      space,
      kind: word,
      name: token.text,
      titles: TITLED.has(word) ? titles.map((title) => title.text) : [],
      owner,
      at: token.span,
      span,
    };
  });
}

/** The outline of a page: its declarations, in its order. */
export function outline(document: Document): readonly Heading[] {
  return readPassages(document).flatMap((passage): Heading[] => {
    const { word, head } = passage;
    const name = head.tokens[1];
    if (name === undefined) return [];
    const thing = thingsOf(passage)[0];
    const of = head.tokens.findIndex((token) => isWord(token, "of"));
    const on = word === "amend" || word === "precedence" ? -1 : of;
    const detail = thing !== undefined && thing.titles.length > 0 ? thing.titles.join(" / ") : textAfter(head, on);
    const span = spanOf(head.tokens[0] as Token, (passage.body.at(-1) ?? head).tokens.at(-1));
    const dated = head.tokens.findIndex((token) => isWord(token, "from"));
    const said = word === "amend" && dated > 0 ? `${name.text} from ${head.tokens[dated + 1]?.text ?? ""}` : name.text;
    return [{ name: said, kind: word, detail, at: name.span, span }];
  });
}

function textAfter({ tokens }: Clause, index: number): string {
  if (index < 0) return "";
  const until = tokens.findIndex((token, at) => at > index && isWord(token, "held", "source", "stated"));
  return tokens
    .slice(index, until < 0 ? undefined : until)
    .map((token) => token.text)
    .join(" ")
    .replaceAll(" ,", ",")
    .replace(/,\s*$/u, "");
}

/** Things whose name, or a name shown to people, contains these letters, whatever their case and accents; at most `most`. */
export function findThings(things: Iterable<Thing>, letters: string, most: number): readonly Thing[] {
  const wanted = fold(letters.slice(0, 200));
  const found: Thing[] = [];
  for (const thing of things) {
    if (thing.space === "present" || thing.space === "past") continue;
    if ([thing.name, ...thing.titles].some((name) => fold(name).includes(wanted))) found.push(thing);
  }
  return found
    .sort((a, b) => byCodeUnit(a.name, b.name) || byCodeUnit(a.at.path, b.at.path) || a.at.line - b.at.line)
    .slice(0, most);
}
