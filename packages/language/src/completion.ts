/**
 * What may stand at a place: the words that open a clause where one opens, else what is declared and fits, by the words
 * before it. Dates and new names are never guessed. The page may be newer than what was studied: only its block is read.
 */
import type { Place, Study } from "./editor.ts";
import { isWord, lex, type Token } from "./lexer.ts";
import { findBlocks } from "./markdown.ts";
import type { Act, Column } from "./model.ts";
import { CLAUSE_WORDS } from "./occurrence.ts";
import { clauseOpenings, headOpenings } from "./opening.ts";
import type { Document } from "./parser.ts";
import { byCodeUnit, fold } from "./spelling.ts";
import { STANDARDS } from "./standard.ts";
import { CLAIM_KINDS } from "./statement.ts";
import { OUTCOME_WORDS } from "./story.ts";
import { DECLARATIONS, passagesOf, type Passage, type ThingKind } from "./symbol.ts";

export interface Completion {
  readonly label: string;
  /** What is written: the label, in quotes where it must be. */
  readonly text: string;
  /** `word` for a word of the language. */
  readonly kind: ThingKind | "word";
  /** Names shown to people, or the form of a clause. */
  readonly detail: string;
  /** A sentence about it, or empty. */
  readonly says: string;
}

export interface Completions {
  readonly items: readonly Completion[];
  /** The column at which the word that is being written begins. */
  readonly column: number;
  /** Whether there are more than were listed. */
  readonly cut: boolean;
}

const MOST = 300;
const NORMS: ReadonlySet<ThingKind> = new Set(["duty", "ban", "permission", "power", "aim"]);
const PAPERS: readonly ThingKind[] = ["agreement", "instrument"];
const NORM_LIST: readonly ThingKind[] = Array.from(NORMS);
const WHO: readonly ThingKind[] = ["actor", "group"];
const WHERE: readonly ThingKind[] = ["zone", "term"];

/** What may stand at a place of a page. */
export function complete(studied: Study, document: Document, place: Place): Completions {
  const none: Completions = { items: [], column: place.column, cut: false };
  const block = findBlocks(document.text).findLast(({ line }) => line < place.line);
  const last = block?.lines.findLast(({ line }) => line <= place.line);
  if (block === undefined || last === undefined || last.line !== place.line || place.column < last.column) return none;
  const written = last.text.slice(0, place.column - last.column);
  const prefix = /[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]*$/u.exec(written)?.[0] ?? "";
  const before = written.slice(0, written.length - prefix.length);
  const lines = block.lines.filter(({ line }) => line < place.line);
  const here = lex(document.path, [{ ...last, text: before }]);
  if (here.unclosed.length > 0 || isComment(before)) return none;
  if (here.clauses.length > 0) lines.push({ ...last, text: before });
  const { clauses } = lex(document.path, lines);
  const passages = passagesOf(clauses);
  const passage = passages.at(-1) ?? null;
  const clause = clauses.at(-1)?.tokens ?? [];
  const continues = clause.at(-1)?.kind === "comma";
  const opens = here.clauses.length === 0 && !continues;
  const offer = new Offer(studied, passage);
  if (opens) offer.openings();
  else if (passage !== null) {
    if (clause === passage.head.tokens) offer.head(clause);
    else offer.clause(clause);
  }
  const wanted = fold(prefix);
  const fitting = offer.list.filter(
    ({ label, detail }) => fold(label).includes(wanted) || (wanted !== "" && fold(detail).includes(wanted)),
  );
  return { items: fitting.slice(0, MOST), column: place.column - prefix.length, cut: fitting.length > MOST };
}

/** Whether a comment has begun, outside quotes. */
function isComment(text: string): boolean {
  return text.replace(/"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»/gu, "").includes("--");
}

class Offer {
  readonly list: Completion[] = [];
  private readonly studied: Study;
  private readonly passage: Passage | null;
  private readonly taken = new Set<string>();

  constructor(studied: Study, passage: Passage | null) {
    this.studied = studied;
    this.passage = passage;
  }

  private get word(): ThingKind | null {
    return this.passage?.word ?? null;
  }

  private put(item: Completion): void {
    const key = `${item.kind}\n${item.label}`;
    if (this.taken.has(key)) return;
    this.taken.add(key);
    this.list.push(item);
  }

  private words(...labels: readonly string[]): void {
    for (const label of labels) this.put({ label, text: label, kind: "word", detail: "", says: "" });
  }

  /** Names of these kinds, by code unit. */
  private names(...kinds: readonly ThingKind[]): void {
    const found: Completion[] = [];
    for (const things of this.studied.things.values()) {
      const [thing] = things;
      if (thing === undefined || !kinds.includes(thing.kind) || thing.space === "present" || thing.space === "past")
        continue;
      const text =
        CLAUSE_WORDS.has(thing.name) || DECLARATIONS.some((word) => word === thing.name)
          ? `"${thing.name}"`
          : thing.name;
      const owned = thing.kind === "zone" && thing.owner !== null ? "of its owner" : "";
      const detail = thing.titles.length > 0 ? thing.titles.join(" / ") : owned;
      found.push({ label: thing.name, text, kind: thing.kind, detail, says: "" });
    }
    for (const item of found.sort((a, b) => byCodeUnit(a.label, b.label))) this.put(item);
  }

  private sources(): void {
    this.names("source");
    for (const id of Array.from(this.studied.known.sources ?? []).sort(byCodeUnit)) {
      const text = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]*$/u.test(id) ? id : `"${id}"`;
      this.put({ label: id, text, kind: "source", detail: "sources.csv", says: "" });
    }
  }

  private acts(form: "base" | "present" | "past"): void {
    for (const act of this.studied.model.acts) {
      const label = form === "base" ? act.id : act[form];
      this.put({ label, text: label, kind: "act", detail: rolesOf(act), says: "" });
    }
  }

  /** The variables of the norm, as far as they were bound when the case was studied, or are in this passage. */
  private variables(): void {
    const { passage } = this;
    if (passage === null) return;
    const names = new Set<string>();
    const own = passage.head.tokens[1]?.text ?? "";
    const of = this.word === "reading" ? (passage.head.tokens[3]?.text ?? "") : own;
    for (const list of this.studied.occurrences.values())
      for (const { key, name } of list) if (key === `variable:${of}:${name}`) names.add(name);
    for (const { tokens } of passage.body) {
      if (!isWord(tokens[0], "when")) continue;
      for (const [index, token] of tokens.entries()) {
        const known = ["noun", "present", "base"].some((space) => this.studied.things.has(`${space}:${token.text}`));
        const act = this.studied.model.acts.some((each) => each.present === token.text);
        const kind = isWord(tokens[index - 1], "a", "an", "within");
        if (
          token.kind === "word" &&
          !known &&
          !act &&
          !kind &&
          /^\p{L}/u.test(token.text) &&
          !CLAUSE_WORDS.has(token.text)
        )
          names.add(token.text);
      }
    }
    for (const label of Array.from(names).sort(byCodeUnit))
      this.put({ label, text: label, kind: "variable", detail: "bound by when", says: "" });
  }

  private who(): void {
    this.variables();
    this.names(...WHO, "term");
  }

  // ── Where a line opens ────────────────────────────────────────────────────────────────────────

  openings(): void {
    const { passage } = this;
    if (passage !== null) {
      const there = passage.body.map(({ tokens }) => tokens.map(({ text }) => text).join(" "));
      for (const { words, form, says } of clauseOpenings(passage.word)) {
        const many =
          [
            "in",
            "outside",
            "no",
            "expect",
            "event",
            "refuted by",
            "not checked",
            "used by",
            "rejected by",
            "ruled by",
          ].includes(words) || words.startsWith("without");
        const twice = there.some((line) => line === words || line.startsWith(`${words} `));
        if (!twice || (many && !NORMS.has(passage.word)))
          this.put({ label: words, text: words, kind: "word", detail: form, says });
      }
      if (NORMS.has(passage.word)) {
        this.words("each party", "each party except", "unnamed");
        this.who();
      }
      if (passage.word === "reading") this.names("term");
      if (passage.word === "claim") this.claimable();
      if (passage.body.length > 0) this.words("and", "or");
    }
    for (const { words, form, says } of headOpenings())
      this.put({ label: words, text: words, kind: "word", detail: form, says });
  }

  // ── In the first line of a declaration ────────────────────────────────────────────────────────

  head(tokens: readonly Token[]): void {
    const { word } = this;
    const last = tokens.at(-1);
    const count = tokens.length;
    if (word === null || count < 2) {
      if (word === "amend" || word === "precedence") this.names(...NORM_LIST);
      return;
    }
    const attribution = (...more: readonly string[]): void => {
      if (isWord(last, "source")) this.sources();
      else if (last?.kind === "comma" && inList(tokens)) {
        this.names(...WHO);
        this.words("source", ...more);
      } else if (last?.kind === "comma") this.words("held by", "held by the case", "source", ...more);
      else if (isWord(last, "by") && isWord(tokens.at(-2), "held")) {
        this.words("the case");
        this.names(...WHO);
      }
    };
    if (NORMS.has(word)) {
      if (count === 2) this.words("of");
      else if (count === 3) this.names(...PAPERS);
      else if (count === 5) this.words("article", "point");
    } else if (word === "reading") {
      if (count === 2) this.words("of");
      else if (count === 3) this.names(...NORM_LIST, ...PAPERS);
      else attribution("stated");
    } else if (word === "amend") {
      if (count === 2) this.words("from");
      else if (isWord(last, "source")) this.sources();
      else if (isWord(last, "of")) this.names(...WHO);
      else if (last?.kind === "comma") this.words("by consent of", "source");
    } else if (word === "precedence") {
      if (count === 2) this.words("over");
      else if (isWord(last, "over")) this.names(...NORM_LIST);
      else attribution();
    } else if (word === "claim") {
      if (count === 2) this.words("at");
      else if (isWord(last, "source")) this.sources();
      else if (isWord(last, "a", "an")) this.words(...CLAIM_KINDS);
      else if (last?.kind === "comma") this.words("a", "source");
    } else if (word === "zone" && count === 2) this.words("of");
    else if (word === "zone" && count === 3) this.names(...WHO);
    else if (isWord(last, "a", "an")) this.kinds();
    else if (word === "state" && isWord(last, "of")) this.words("a", "anything");
    else if (word === "state" && last?.kind === "comma") this.words("initially");
    else if (isWord(last, "initially")) this.words("true", "false");
    else if (last?.kind === "comma" && (word === "actor" || word === "group" || word === "zone")) this.words("a");
  }

  private kinds(): void {
    const kinds = new Set(["state", "body", "court", "person", "thing"]);
    for (const { kind } of this.studied.model.actors) if (kind !== null) kinds.add(kind);
    this.words(...Array.from(kinds).sort(byCodeUnit));
  }

  // ── In a clause ───────────────────────────────────────────────────────────────────────────────

  clause(tokens: readonly Token[]): void {
    const { word } = this;
    const first = tokens[0];
    const last = tokens.at(-1);
    if (word === null || first === undefined) return;
    if (isWord(last, "source")) return this.sources();
    if (isWord(last, "assumed")) return this.words("by", "source");
    if (isWord(last, "by") && isWord(tokens.at(-2), "assumed")) {
      this.words("the case");
      return this.names(...WHO);
    }
    switch (word) {
      case "case":
        if (isWord(first, "standard")) this.words(...STANDARDS);
        else if (isWord(first, "borders")) this.words("none", "de-facto", "un", "disputed-marked");
        return;
      case "act":
        if (isWord(first, "admitted")) this.words("actor", "target");
        return;
      case "state":
        if (last?.kind === "comma" || isWord(last, "by", "and", "or")) this.acts("base");
        if (last?.kind === "comma") this.words("ended by");
        return;
      case "zone":
        if (isWord(last, "of")) this.names(...WHO);
        else if (tokens.length === 1) this.names("zone");
        else if (last?.kind === "comma") this.words("source");
        return;
      case "agreement":
      case "instrument":
      case "group":
        if (isWord(last, "parties", "members", "and") || last?.kind === "comma") this.names(...WHO);
        else if (isWord(last, "withdrawal", "by")) this.acts("base");
        else if (isWord(first, "parties", "members") && !isWord(last, "from", "until"))
          this.words("from", "until", "and");
        return;
      case "suppose":
        return this.story(tokens);
      case "claim":
        return this.claimed(tokens);
      case "duty":
      case "ban":
      case "permission":
      case "power":
      case "aim":
      case "amend":
      case "reading":
        return this.norm(tokens);
      default:
    }
  }

  /** A line of a claim: whom it names, what was done, what a norm came to. */
  private claimed(tokens: readonly Token[]): void {
    const [first, second] = tokens;
    const last = tokens.at(-1);
    if (isWord(first, "called")) return tokens.length === 1 ? this.words("as in") : undefined;
    if (isWord(first, "used", "rejected", "ruled") && isWord(second, "by")) {
      if (isWord(last, "by") || last?.kind === "comma") this.names(...WHO);
      if (last?.kind === "comma") this.words("source", "stated");
      return;
    }
    const part = lastPart(isWord(first, "refuted") ? tokens.slice(2) : tokens);
    const [subject] = part;
    if (subject === undefined) return this.claimable();
    const kinds = ["paper", "reading", "noun"].flatMap((space) =>
      (this.studied.things.get(`${space}:${subject.text}`) ?? []).map(({ kind }) => kind),
    );
    const is = (...wanted: readonly ThingKind[]): boolean => kinds.some((kind) => wanted.includes(kind));
    if (is(...NORM_LIST)) {
      if (isWord(last, "was")) this.words(...OUTCOME_WORDS, "owed", "amended", "repealed");
      else if (isWord(last, "by", "against")) this.names(...WHO);
      else this.words("was", "by", "against", "in");
    } else if (is(...PAPERS)) {
      if (isWord(last, "was", "not")) this.words("signed", "in force", ...(isWord(last, "was") ? ["not"] : []));
      else if (isWord(last, "between") || last?.kind === "comma") this.names(...WHO);
      else this.words(...(part.length === 1 ? ["was"] : ["between", "in"]));
    } else if (is("reading")) this.words(...(part.length === 1 ? ["was held by"] : []));
    else if (is("series")) {
      if (isWord(last, "was")) this.words("about", "at least", "at most", "more than", "less than", "exactly");
      else this.words("was", "rose", "fell", "in", "from", "to", "by");
      if (!isWord(last, "was", "in")) this.names(...WHO);
    } else if (isWord(last, "before", "after")) this.names(...WHO);
    else {
      if (part.length === 1) this.words("was", "never");
      else this.words("before", "after", "in", "with");
      this.acts("past");
      const verb = part.findIndex((token) => this.studied.model.acts.some((act) => act.past === token.text));
      if (verb >= 0) this.roles(part.slice(verb), "past");
    }
  }

  /** What a statement may be of. */
  private claimable(): void {
    this.names(...WHO, "zone", "state", "series", "reading", ...NORM_LIST, ...PAPERS);
    this.words("anyone", "not");
  }

  private norm(tokens: readonly Token[]): void {
    const first = tokens[0];
    const last = tokens.at(-1);
    const means = tokens.findIndex((token) => isWord(token, "means"));
    if (means >= 0) {
      if (isWord(last, "means", "or", "and")) {
        this.names("zone", ...WHO, "state", "term");
        this.words("no", "not");
        this.acts("base");
        for (const token of tokens.slice(1, means).filter((_, index) => index % 2 === 1)) this.words(token.text);
      } else this.roles(tokens.slice(means + 1));
    } else if (isWord(first, "when")) this.condition(tokens, "present");
    else if (isWord(first, "unless") || isWord(first, "only")) this.condition(tokens, "present");
    else if (isWord(first, "must", "reach") || tokens.some((token) => isWord(token, "may", "can"))) this.owed(tokens);
    else if (isWord(first, "in")) {
      if (tokens.length === 1) this.names(...WHERE);
      else if (isWord(last, "of")) this.who();
    } else if (isWord(first, "owed")) {
      if (tokens.length === 1) this.words("to");
      else if (isWord(last, "to", "of")) this.who();
    } else if (isWord(first, "no")) {
      if (tokens.length === 1) this.words("when", "by", "within", "from", "until", "for", "in", "unless", "owed to");
    } else if (isWord(first, "each") || isWord(first, "any")) {
      if (tokens.length === 1) this.words("party", "party except");
      else if (isWord(last, "except") || last?.kind === "comma") this.who();
      else if (isWord(last, "party")) this.words("except");
    } else if (isWord(first, "by", "within", "from", "until", "for", "every", "renewed")) {
      if (last?.kind === "comma") this.words("assumed", "to the last day", "to the next month");
    } else if (last?.kind === "comma") this.names(...WHO);
    else if (this.studied.things.get(`noun:${first?.text}`)?.[0]?.kind === "term") {
      this.words("means");
      if (tokens.length > 1) this.who();
    }
  }

  /** Who does what to whom: `attacker attacks victim, a party, in territory of victim`. */
  private condition(tokens: readonly Token[], form: "present" | "past"): void {
    const part = lastPart(tokens.slice(1));
    const last = tokens.at(-1);
    const joined = isWord(last, "and", "or") || part.length === 0;
    if (joined || (part.length === 1 && isWord(part[0], "after", "not"))) {
      this.who();
      this.words("anyone");
      if (isWord(tokens[0], "unless")) {
        this.words("not");
        this.names("state");
      }
      if (isWord(tokens[0], "when")) this.names(...NORM_LIST);
      return;
    }
    if (isWord(last, "a", "an")) {
      this.words("party");
      return this.kinds();
    }
    const acts = this.studied.model.acts;
    const verb = part.findIndex((token) => acts.some((act) => act[form] === token.text));
    const [subject] = part;
    const state = this.studied.things.get(`noun:${subject?.text}`)?.some(({ kind }) => kind === "state") === true;
    if (verb >= 0) return this.roles(part.slice(verb), form);
    if (state) {
      if (isWord(last, "of")) this.who();
      else this.words("of");
    } else if (this.studied.things.get(`paper:${subject?.text}`) !== undefined && part.length === 1)
      this.words("is breached by");
    else if (isWord(last, "by", "against", "of")) this.who();
    else if (last?.kind === "comma") this.words("a");
    else this.acts(form);
  }

  /** What is owed: `must hand-over ferry to Northshore`, `must keep blocked of channel`. */
  private owed(tokens: readonly Token[]): void {
    const last = tokens.at(-1);
    const keeps = tokens.some((token) => isWord(token, "keep"));
    const part = lastPart(tokens);
    if (isWord(last, "no")) return this.acts("base");
    if (isWord(last, "give")) return this.names("term");
    if (isWord(last, "must", "not", "reach", "may", "can", "and", "or", "keep")) {
      if (isWord(last, "must")) this.words("not", "keep", "give", "reach");
      if (keeps) this.words("no", "not");
      this.names("term");
      if (keeps || isWord(last, "reach")) this.names("state");
      if (isWord(last, "reach")) this.names("series");
      if (isWord(last, "can")) this.words("suspend duties owed to", "terminate");
      if (keeps && isWord(last, "keep")) this.names(...WHO);
      if (!keeps || isWord(last, "not", "and", "or")) this.acts("base");
      return;
    }
    this.roles(part);
  }

  /** What fills the roles of the act, state or term in these words. */
  private roles(part: readonly Token[], form: "base" | "present" | "past" = "base"): void {
    const last = part.at(-1);
    const act = this.studied.model.acts.find((each) =>
      part.some((token) => token.text === (form === "base" ? each.id : each[form])),
    );
    const column = (wanted: Column): void => {
      if (wanted === "place") this.names(...WHERE);
      else {
        this.who();
        this.words("anyone");
        if (wanted === "target") this.words("each other");
      }
    };
    if (last === undefined) return;
    if (isWord(last, "in")) return this.names(...WHERE);
    if (isWord(last, "a", "an")) {
      this.words("party");
      return this.kinds();
    }
    if (last.kind === "comma") return this.words("a");
    const role = act?.roles.find(({ preposition }) => preposition !== null && isWord(last, preposition));
    if (role !== undefined) return column(role.column);
    if (isWord(last, "of", "on", "to", "by", "with", "against", "for")) {
      this.who();
      return this.words("anyone");
    }
    if (isWord(last, "within")) return;
    if (act === undefined) {
      const term = part
        .map((token) => this.studied.model.terms.find(({ id }) => id === token.text))
        .find((each) => each !== undefined);
      const state = part.some((token) => this.studied.model.states.some(({ id }) => id === token.text));
      if (term !== undefined) this.words(...term.parameters.map(({ preposition }) => preposition));
      if (state) this.words("of");
      return;
    }
    const verb = part.findIndex((token) => token.text === (form === "base" ? act.id : act[form]));
    const bare = act.roles.slice(1).find(({ preposition }) => preposition === null);
    if (bare !== undefined && verb === part.length - 1) column(bare.column);
    for (const { preposition } of act.roles.slice(1))
      if (preposition !== null && !part.some((token) => isWord(token, preposition))) this.words(preposition);
    if (!part.some((token) => isWord(token, "in"))) this.words("in");
    this.words("and", "or");
    if (form === "present") this.words("within");
  }

  private story(tokens: readonly Token[]): void {
    const [first] = tokens;
    const last = tokens.at(-1);
    if (isWord(first, "without")) {
      if (tokens.length === 1) this.words("event", "coverage", "source");
    } else if (isWord(first, "event")) {
      if (tokens.length === 2) this.words("at");
    } else if (isWord(first, "expect")) {
      if (tokens.length === 1) this.names(...NORM_LIST);
      else if (isWord(last, "by", "to", "against")) this.names(...WHO);
      else if (isWord(last, "is", "or") || last?.text === ":") this.words(...OUTCOME_WORDS);
      else if (isWord(last, "under")) {
        this.words("the text");
        this.names("reading", ...WHO);
      } else if (isWord(last, "standard")) this.words(...STANDARDS);
      else if (isWord(last, "from", "on", "for", "after", "at")) return;
      else if (tokens.some((token) => isWord(token, "is"))) this.words("from", "on", "under", "for", "at standard");
      else this.words("is", "by", "to", "after");
    } else this.condition(tokens, "present");
  }
}

/** The words after the last `and` or `or`; with it, where it is the last word, none. */
function lastPart(tokens: readonly Token[]): readonly Token[] {
  const at = tokens.findLastIndex((token) => isWord(token, "and", "or"));
  return tokens.slice(at + 1);
}

/** Whether the last comma stands in a list of holders. */
function inList(tokens: readonly Token[]): boolean {
  const at = tokens.findLastIndex((token) => isWord(token, "held", "source", "stated"));
  return at >= 0 && isWord(tokens[at], "held") && !isWord(tokens[at + 2], "the");
}

function rolesOf(act: Act): string {
  return act.roles.map(({ preposition, name }) => (preposition === null ? name : `${preposition} ${name}`)).join(", ");
}
