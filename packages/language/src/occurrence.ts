/**
 * Which word of a page stands for what. Words are read where they stand, clause by clause, not from the syntax: so the
 * mentions in a clause with a fault are found too.
 */
import { isWord, type Clause, type Token } from "./lexer.ts";
import type { Span } from "./model.ts";
import { declaring, keyOf, thingsOf, type Passage, type Space, type Thing } from "./symbol.ts";

/** A mention of something: its name, as it stands in a page. */
export interface Occurrence {
  readonly key: string;
  readonly name: string;
  readonly span: Span;
  /** Whether it is here that the name is given. */
  readonly declares: boolean;
  /** Whether it stands in quotes, which belong to the span. */
  readonly quoted: boolean;
  /** For a zone, the owner that follows it. */
  readonly owner: string | null;
}

/** What a word may stand for: whether a key is declared, or comes with the language. */
export type IsKnown = (key: string) => boolean;

/** Words that mean something wherever they stand without quotes in a clause. */
export const CLAUSE_WORDS: ReadonlySet<string> = new Set(
  (
    "when must not keep give reach by within from until for in owed to unless and or no means held the is was were of on " +
    "at a an any anyone each other except every only after renewed if as may can anew together repealed binding assumed " +
    "source stated with without expect under more less than times least most about beyond over before during consent entry into force " +
    "lay throughout because"
  ).split(" "),
);

const NORMS: ReadonlySet<string> = new Set(["duty", "ban", "permission", "power", "aim"]);
const PRESENT: ReadonlySet<string> = new Set(["when", "unless", "only"]);
const PERIOD = /^(?:[+-]?\d|\.\.|\/|[[{])/u;

/** Every mention on a page, from top to bottom. */
export function occurrencesOf(
  passages: readonly Passage[],
  known: IsKnown,
  bound: BoundVariables,
): readonly Occurrence[] {
  const found: Occurrence[] = [];
  for (const passage of passages) new Finder(passage, known, bound, found).read();
  return found.sort((a, b) => a.span.line - b.span.line || a.span.column - b.span.column);
}

/** The variables of each norm, by the name of the norm (or `reading NAME`, of an agreement's reading). */
export type BoundVariables = Map<string, Set<string>>;

/** Notes the variables that the conditions and bearers of these declarations bind. To be done for all pages first. */
export function bindVariables(passages: readonly Passage[], known: IsKnown, bound: BoundVariables): void {
  for (const passage of passages) {
    const scope = scopeOf(passage, known);
    if (scope === null) continue;
    for (const { tokens } of passage.body) {
      const names = boundIn(tokens, known);
      if (names.length === 0) continue;
      const set = bound.get(scope);
      if (set === undefined) bound.set(scope, new Set(names));
      else for (const name of names) set.add(name);
    }
  }
}

function scopeOf({ word, head }: Passage, known: IsKnown): string | null {
  const name = head.tokens[1]?.text;
  if (name === undefined) return null;
  if (NORMS.has(word) || word === "amend") return name;
  if (word !== "reading") return null;
  const of = head.tokens[3]?.text ?? "";
  return known(`norm:${of}`) ? of : `reading ${name}`;
}

/** The variables that a clause binds: the unknown words of `when`, those after `breached by`, `leader, a person`, and in `must not` those of a kind. */
function boundIn(tokens: readonly Token[], known: IsKnown): string[] {
  const free = (token: Token | undefined): token is Token =>
    token?.kind === "word" &&
    !CLAUSE_WORDS.has(token.text) &&
    !PERIOD.test(token.text) &&
    !(["noun", "present", "paper"] as const).some((space) => known(keyOf(space, token.text)));
  if (isWord(tokens[0], "when")) {
    const names: string[] = [];
    for (let at = 1; at < tokens.length; at += 1) {
      const token = tokens[at];
      if (isWord(token, "within", "assumed", "source")) {
        while (at + 1 < tokens.length && !isWord(tokens[at + 1], "and", "or")) at += 1;
      } else if (isWord(token, "a", "an", "is")) at += 1;
      else if (free(token) && !isVerbSlot(tokens, at) && !known(`preposition:${token.text}`)) names.push(token.text);
    }
    return names;
  }
  if (isWord(tokens[0], "must") && isWord(tokens[1], "not")) {
    return tokens.flatMap((token, at) =>
      free(token) && tokens[at + 1]?.kind === "comma" && isWord(tokens[at + 2], "a", "an") ? [token.text] : [],
    );
  }
  const [first, comma, article] = tokens;
  return free(first) && comma?.kind === "comma" && isWord(article, "a", "an") ? [first.text] : [];
}

/** The second word of a condition is its verb, even where it is misspelt. */
function isVerbSlot(tokens: readonly Token[], at: number): boolean {
  const opens = (token: Token | undefined): boolean => isWord(token, "when", "unless", "and", "or", "after");
  return opens(tokens[at - 2]) && !isWord(tokens[at - 1], "not", "no", "is", "any");
}

class Finder {
  private readonly passage: Passage;
  private readonly known: IsKnown;
  private readonly bound: BoundVariables;
  private readonly found: Occurrence[];

  constructor(passage: Passage, known: IsKnown, bound: BoundVariables, found: Occurrence[]) {
    this.passage = passage;
    this.known = known;
    this.bound = bound;
    this.found = found;
  }

  read(): void {
    const { word, head, body } = this.passage;
    const things: readonly Thing[] = thingsOf(this.passage);
    for (const [index, token] of declaring(this.passage).entries()) {
      const thing = things[index];
      if (thing !== undefined) this.add(thing.key, token, true, thing.owner);
    }
    this.readHead(head.tokens);
    for (const clause of body) {
      if (word === "act" || word === "source" || word === "term" || word === "case" || word === "series") continue;
      this.readClause(clause);
    }
  }

  private add(key: string, token: Token, declares: boolean, owner: string | null = null): void {
    this.found.push({ key, name: token.text, span: token.span, declares, quoted: token.kind === "quoted", owner });
  }

  /** Notes the word as a mention in the first of these spaces that knows it; false if none does. */
  private mention(token: Token | undefined, spaces: readonly Space[], owner: string | null = null): boolean {
    if (token === undefined || token.kind === "comma" || token.kind === "mark") return false;
    for (const space of spaces) {
      const key = keyOf(space, token.text);
      if (!this.known(key)) continue;
      this.add(key, token, false, owner);
      return true;
    }
    return false;
  }

  private readHead(tokens: readonly Token[]): void {
    const { word } = this.passage;
    if (word === "zone") {
      if (isWord(tokens[2], "of")) this.mention(tokens[3], ["noun"]);
    } else if (NORMS.has(word)) {
      if (isWord(tokens[2], "of")) this.mention(tokens[3], ["paper"]);
    } else if (word === "amend" || word === "precedence" || word === "reading" || word === "claim") {
      let spaces: readonly Space[] = word === "claim" ? [] : ["paper"];
      for (const [index, token] of tokens.entries()) {
        if (index === 0 || (index === 1 && word !== "amend" && word !== "precedence")) continue;
        if (isWord(token, "from", "stated", "at")) spaces = [];
        else if (isWord(token, "held", "consent")) spaces = ["noun"];
        else if (isWord(token, "source")) spaces = ["source"];
        else if (token.kind === "quoted" || !CLAUSE_WORDS.has(token.text)) this.mention(token, spaces);
      }
    }
  }

  private readClause({ tokens }: Clause): void {
    const { word } = this.passage;
    const first = tokens[0];
    if (word === "actor" || word === "group") this.readList(tokens, ["noun"]);
    else if (word === "state") this.readList(tokens, ["base"]);
    else if (word === "zone") this.readList(tokens, ["noun"]);
    else if (word === "agreement" || word === "instrument")
      this.readList(tokens, isWord(first, "parties") ? ["noun"] : ["base", "paper"]);
    else if (word === "suppose") this.readStory(tokens);
    else if (word === "claim") this.readClaimed(tokens);
    else if (tokens.some((token) => isWord(token, "means"))) this.readMeaning(tokens);
    else this.readPhrase(tokens, first !== undefined && PRESENT.has(first.text) ? "present" : "base");
  }

  private readList(tokens: readonly Token[], spaces: readonly Space[]): void {
    for (const [index, token] of tokens.entries()) {
      if (index === 0 && token.kind === "word") continue;
      if (isWord(tokens[index - 1], "source")) this.mention(token, ["source"]);
      else if (isWord(tokens[index - 1], "from", "until")) continue;
      else if (token.kind === "quoted" || !CLAUSE_WORDS.has(token.text))
        this.mention(token, spaces, ownerAt(tokens, index));
    }
  }

  private readStory(tokens: readonly Token[]): void {
    const first = tokens[0];
    if (isWord(first, "without")) {
      if (isWord(tokens[1], "source")) this.mention(tokens[2], ["source"]);
    } else if (isWord(first, "expect")) {
      this.mention(tokens[1], ["paper"]);
      for (let at = 2; at < tokens.length; at += 1) {
        if (isWord(tokens[at], "by", "to", "against")) this.mention(tokens[at + 1], ["noun"]);
        else if (isWord(tokens[at], "under")) this.mention(tokens[at + 1], ["reading", "noun"]);
        // `under Northshore: strict`: one of the readings of a holder.
        else if (tokens[at]?.text === ":" && isWord(tokens[at - 2], "under")) this.mention(tokens[at + 1], ["reading"]);
      }
    } else if (first !== undefined && PERIOD.test(first.text)) this.readPhrase(tokens, "present");
  }

  /** A line of a claim: names and verbs, or who said so where. */
  private readClaimed(tokens: readonly Token[]): void {
    const [first, second] = tokens;
    if (isWord(first, "called")) {
      if (isWord(second, "as")) this.mention(tokens[3], ["claim"]);
    } else if (isWord(first, "used", "rejected", "ruled") && isWord(second, "by")) {
      for (const [index, token] of tokens.entries()) {
        if (index < 2 || isWord(tokens[index - 1], "stated")) continue;
        if (isWord(tokens[index - 1], "source")) this.mention(token, ["source"]);
        else if (token.kind !== "word" || !CLAUSE_WORDS.has(token.text)) this.mention(token, ["noun"]);
      }
    } else if (!isWord(second, "checkable", "checked")) {
      const claimed = isWord(first, "refuted") ? tokens.slice(2) : tokens;
      for (const [index, token] of claimed.entries())
        if (isWord(claimed[index + 1], "was") && isWord(claimed[index + 2], "held")) this.mention(token, ["reading"]);
      this.readPhrase(claimed, "past");
    }
  }

  private readMeaning(tokens: readonly Token[]): void {
    const at = tokens.findIndex((token) => isWord(token, "means"));
    this.mention(tokens[0], ["noun"]);
    const line = tokens[0]?.span;
    const parameters = new Map<string, string>();
    for (const token of tokens.slice(1, at).filter((_, index) => index % 2 === 1)) {
      const key = `variable:${line?.path}:${line?.line}:${token.text}`;
      parameters.set(token.text, key);
      this.add(key, token, true);
    }
    this.readPhrase(tokens.slice(at), "base", parameters);
  }

  /** A clause about conduct: names, verbs in one form, norms and variables. */
  private readPhrase(tokens: readonly Token[], form: Space, parameters: ReadonlyMap<string, string> = new Map()): void {
    const scope = scopeOf(this.passage, this.known);
    const told = scope === null ? undefined : this.bound.get(scope);
    const binds = new Set(scope === null ? [] : boundIn(tokens, this.known));
    for (const [index, token] of tokens.entries()) {
      if (token.kind === "comma" || token.kind === "mark") continue;
      const before = tokens[index - 1];
      const after = tokens[index + 1];
      if (token.kind === "word" && (CLAUSE_WORDS.has(token.text) || PERIOD.test(token.text))) continue;
      if (isWord(before, "source")) {
        this.mention(token, ["source"]);
        continue;
      }
      if (isWord(before, "a", "an")) continue;
      const parameter = token.kind === "word" ? parameters.get(token.text) : undefined;
      if (parameter !== undefined) {
        this.add(parameter, token, false);
        continue;
      }
      const opens =
        before === undefined ||
        isWord(before, "must", "not", "and", "or", "no", "give", "may", "can", "means", "reach");
      const verb = form === "base" ? opens : !opens && isVerbSlot(tokens, index);
      const spaces: readonly Space[] = verb ? [form, "noun", "paper"] : ["noun", form, "paper"];
      const other = isWord(after, "of") ? tokens[index + 2]?.text : undefined;
      if (token.kind === "word" && other !== undefined && this.bound.get(other)?.has(token.text) === true)
        this.add(`variable:${other}:${token.text}`, token, false);
      else if (this.mention(token, spaces, ownerAt(tokens, index))) continue;
      else if (token.kind === "word" && told?.has(token.text) === true)
        this.add(`variable:${scope}:${token.text}`, token, binds.delete(token.text));
    }
  }
}

/** `inner-waters of Northshore`: the owner that follows a zone. */
function ownerAt(tokens: readonly Token[], index: number): string | null {
  return isWord(tokens[index + 1], "of") ? (tokens[index + 2]?.text ?? null) : null;
}
