/**
 * Reads phrases with the vocabulary of the case: who and where, acts with their roles, states with their
 * subjects, open terms with their arguments. Every method reports what is wrong and returns null for it.
 */
import { isWord, spanOf, textOf, type Token } from "./lexer.ts";
import type {
  Act,
  Argument,
  Count,
  EventPattern,
  Item,
  Role,
  Span,
  StateExpression,
  TermUse,
  ZoneExpression,
} from "./model.ts";
import { atDistance, readCount, readDistance } from "./measure.ts";
import { nameOf, type Scope, type TermRole, type Variables } from "./names.ts";
import { explainExtra, explainNoState, explainNoVerb, explainPreposition } from "./slip.ts";
import { distance } from "./spelling.ts";
import type { Name, Phrase, TermNode } from "./syntax.ts";
import { PREPOSITIONS } from "./vocabulary.ts";

/** What an item says, and a place that belongs to the whole clause (`keep guns deployed in ZONE`). */
export interface PlacedItem {
  readonly item: Item;
  readonly place: ZoneExpression | null;
}

export type ItemMode = "achieve" | "keep" | "forbid" | "reach" | "achieve-term" | "keep-term";

type Parts = { actor: Argument | null; target: Argument | null; object: Argument | null; place: ZoneExpression | null };

/** Words that begin a clause of their own; inside a phrase they show a line that should have been two. */
const OPENERS: readonly string[] = ["within", "unless", "until", "owed", "when", "every"];
/** Reads one phrase from left to right. */
export class PhraseReader {
  private readonly scope: Scope;
  private readonly tokens: readonly Token[];
  private readonly variables: Variables;
  private index = 0;
  /** Which counts may stand behind an act: those that an act can reach, or, in claims, any. */
  counts: "reached" | "any" = "reached";

  constructor(scope: Scope, phrase: Phrase, variables: Variables) {
    this.scope = scope;
    this.tokens = phrase.tokens;
    this.variables = variables;
  }

  get done(): boolean {
    return this.index >= this.tokens.length;
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.index + ahead];
  }

  eat(...words: readonly string[]): boolean {
    for (let ahead = 0; ahead < words.length; ahead += 1)
      if (!isWord(this.peek(ahead), words[ahead] ?? "")) return false;
    this.index += words.length;
    return true;
  }

  skip(count: number): void {
    this.index += count;
  }

  lastToken(): Token {
    return this.tokens.at(-1) as Token;
  }

  tokensFrom(first: Token): readonly Token[] {
    return this.tokens.slice(this.tokens.indexOf(first));
  }

  /** The words from one to another. */
  text(first: Token, last: Token): string {
    return textOf(this.tokens.slice(this.tokens.indexOf(first), this.tokens.indexOf(last) + 1));
  }

  eatComma(): boolean {
    if (this.peek()?.kind !== "comma") return false;
    this.index += 1;
    return true;
  }

  private get last(): Token {
    return this.tokens[Math.min(this.index, this.tokens.length - 1)] as Token;
  }

  private restSpan(): Span {
    return spanOf(this.last, this.tokens.at(-1));
  }

  private restText(): string {
    return textOf(this.tokens.slice(this.index));
  }

  /** Reports words that are left; true if there are none. */
  end(help = ""): boolean {
    if (this.done) return true;
    if (!this.opener()) this.scope.report("SV106", this.restSpan(), { rest: this.restText(), help });
    return false;
  }

  missing(what: string, help = ""): null {
    const last = this.tokens.at(-1) as Token;
    this.scope.report("SV107", last.span, { what, help });
    return null;
  }

  /** Reports a word that opens a clause of its own; false if none comes next. */
  private opener(): boolean {
    const token = this.peek();
    if (token === undefined || token.kind !== "word") return false;
    const next = this.peek(1)?.text ?? "";
    if (
      OPENERS.includes(token.text) ||
      ((token.text === "by" || token.text === "from" || token.text === "for") && /^\d/u.test(next))
    ) {
      this.scope.report("SV114", token.span, { word: token.text });
      return true;
    }
    return false;
  }

  // ── Who, what, where ──────────────────────────────────────────────────────────────────────────

  /** A name, a variable (bound here if the variables are binding), `anyone`, `each other`, an open term. */
  argument(): Argument | null {
    const token = this.peek();
    if (token === undefined || token.kind === "comma") return this.missing("a name");
    if (this.eat("anyone")) return { kind: "anyone" };
    if (this.eat("each", "other")) return { kind: "other" };
    if (isWord(token, "any", "each") && isWord(this.peek(1), "party")) {
      const party = token.text === "each" ? "each" : "any";
      this.index += 2;
      return { kind: "anyone", party };
    }
    if (isWord(token, "each") && this.peek(1) !== undefined) return this.missing('"each other"');
    this.index += 1;
    const name = nameOf(token);
    const home = this.peek(1);
    if (isWord(this.peek(), "of") && home !== undefined && this.scope.norms.has(home.text)) {
      this.index += 2;
      this.scope.foreign.push({ norm: home.text, name: name.text, span: spanOf(token, home) });
      return { kind: "variable", name: name.text, restrict: null, of: home.text };
    }
    if (this.variables.bound.has(name.text)) return this.restricted(name.text);
    const noun = this.scope.nouns.get(name.text);
    if (noun === undefined) return this.variable(name);
    switch (noun.kind) {
      case "actor":
      case "zone":
        return { kind: "name", id: name.text };
      case "term":
        return this.term(name, noun.node, "actors");
      case "family": {
        const zone = this.family(name, noun.owners);
        if (zone === null) return null;
        if (zone.kind === "zone") return { kind: "name", id: zone.id };
        const [owner = ""] = noun.owners;
        this.scope.report("SV211", spanOf(token, this.tokens[this.index - 1]), {
          name: textOf(this.tokens.slice(this.tokens.indexOf(token), this.index)),
          example: `${name.text} of ${owner}`,
        });
        return null;
      }
      case "state":
      case "series":
        this.scope.wrongKind(name, noun, "an actor, a thing or a zone");
        return null;
    }
  }

  private variable(name: Name): Argument | null {
    if (this.scope.hollow.has(name.text)) {
      this.scope.quiet();
      return null;
    }
    const declared = this.scope.nearNoun(name.text);
    if (declared !== null) {
      if (this.variables.told.has(name.text)) this.scope.quiet();
      else this.scope.misspelt(name, declared);
      this.variables.told.add(name.text);
      return null;
    }
    const kinded = this.peek()?.kind === "comma" && isWord(this.peek(1), "a", "an");
    if (this.variables.binding || (this.variables.forbidding && kinded)) {
      this.variables.bound.add(name.text);
      if (!this.variables.binding) this.variables.ofAct.add(name.text);
      return this.restricted(name.text);
    }
    if (this.variables.lenient || this.variables.told.has(name.text)) {
      this.scope.quiet();
      return null;
    }
    this.variables.told.add(name.text);
    if (this.variables.bound.size === 0) {
      this.scope.undeclared(name, null);
      return null;
    }
    const bound = Array.from(this.variables.bound);
    const near = bound.find((candidate) => distance(name.text, candidate, 1) <= 1);
    const help =
      near !== undefined
        ? `Perhaps "${near}" is meant.`
        : `Declare it, or use a name that is bound already: ${bound.join(", ")}.`;
    this.scope.report("SV203", name.span, { name: name.text, help });
    return null;
  }

  /** `victim, a party,`: the restriction right behind a variable. */
  private restricted(name: string): Argument | null {
    let restrict: string | null = null;
    if (this.peek()?.kind === "comma" && isWord(this.peek(1), "a", "an")) {
      this.index += 2;
      const kind = this.peek();
      if (kind === undefined || kind.kind === "comma") return this.missing("the kind");
      this.index += 1;
      restrict = kind.text;
      if (!this.done) this.eatComma();
    }
    return { kind: "variable", name, restrict };
  }

  private term(name: Name, node: TermNode, role: TermRole): TermUse | null {
    this.scope.useTerm(name.text, role, name.span);
    const found: Argument[] = [];
    for (const parameter of node.parameters) {
      if (!this.eat(parameter.preposition)) {
        this.scope.report("SV506", spanOf(this.tokens[this.index - 1] as Token), {
          term: name.text,
          declared: termWords(node),
          help: `Write: ${termWords(node)}, with a name in place of ${parameter.name}.`,
        });
        return null;
      }
      const binding = this.variables.binding;
      // An argument of a term never binds: `in territory of victim` speaks of a victim already known.
      this.variables.binding = false;
      const argument = this.argument();
      this.variables.binding = binding;
      if (argument === null) return null;
      found.push(argument);
    }
    return { kind: "term", term: name.text, arguments: found };
  }

  /** The rest of `inner-waters of Northshore`. */
  private family(name: Name, owners: ReadonlySet<string>): ZoneExpression | null {
    if (!this.eat("of")) {
      const list = Array.from(owners).map((owner) => `${name.text} of ${owner}`);
      this.scope.report("SV107", name.span, {
        what: `whose ${name.text}`,
        help: `Write ${list.slice(0, 3).join(" or ")}.`,
      });
      return null;
    }
    const owner = this.peek();
    const of = this.argument();
    if (of === null || owner === undefined) return null;
    if (of.kind === "name") {
      const id = `${name.text} of ${of.id}`;
      if (owners.has(of.id)) return { kind: "zone", id };
      this.scope.report(
        "SV201",
        { ...name.span, endLine: owner.span.endLine, endColumn: owner.span.endColumn },
        { name: id, as: " as a zone", help: `Declare it: zone ${id} "…"` },
      );
      return null;
    }
    return { kind: "zone-of", zone: name.text, of };
  }

  /** A place. */
  zone(): ZoneExpression | null {
    const token = this.peek();
    if (token === undefined || token.kind === "comma") return this.missing("the place");
    if (atDistance(this)) {
      const far = readDistance(this.scope, this);
      const zone = far === null ? null : this.zone();
      return far === null || zone === null ? null : { ...zone, distance: far };
    }
    if (token.kind === "word" && /^\d{4}(?:-|$)/u.test(token.text) && !this.scope.nouns.has(token.text)) {
      this.scope.report("SV418", token.span, { date: token.text });
      return null;
    }
    this.index += 1;
    const name = nameOf(token);
    if (this.variables.bound.has(name.text)) return { kind: "variable", name: name.text };
    const noun = this.scope.nouns.get(name.text);
    switch (noun?.kind) {
      case "zone":
        return { kind: "zone", id: name.text };
      case "family":
        return this.family(name, noun.owners);
      case "term":
        return this.term(name, noun.node, "a place");
      case undefined:
        if (this.variables.lenient && this.scope.nearNoun(name.text) === null) this.scope.quiet();
        else this.scope.undeclared(name, "a zone");
        return null;
      default:
        this.scope.wrongKind(name, noun as NonNullable<typeof noun>, "a zone");
        return null;
    }
  }

  /** Names of actors, set apart by commas. */
  actors(): Argument[] | null {
    const found: Argument[] = [];
    while (!this.done) {
      if (found.length > 0 && !this.eatComma() && !this.eat("and")) break;
      const at = this.peek();
      const argument = this.argument();
      if (argument === null) return null;
      if (argument.kind === "name" && this.scope.nouns.get(argument.id)?.kind === "zone" && at !== undefined) {
        this.scope.wrongKind(nameOf(at), this.scope.nouns.get(argument.id) as never, "an actor");
        return null;
      }
      found.push(argument);
    }
    return this.end() ? found : null;
  }

  // ── Conduct ───────────────────────────────────────────────────────────────────────────────────

  /** `SUBJECT VERB ROLES`: `attacker attacks victim, a party, in territory of victim`; in claims the past form. */
  event(form: "present" | "past" = "present"): EventPattern | null {
    const verb = this.tokens.findIndex(
      (token, index) => index > 0 && token.kind === "word" && this.scope.forms[form].has(token.text),
    );
    if (verb < 0) return this.noVerb(form);
    const token = this.tokens[verb] as Token;
    const act = this.scope.forms[form].get(token.text) as Act;
    const start = this.peek();
    const actor = this.argument();
    if (actor === null) return null;
    const [first] = act.roles;
    if (
      actor.kind === "name" &&
      start !== undefined &&
      !this.scope.fits(actor.id, first?.kind ?? null, `who ${act.present}`, start.span)
    )
      return null;
    this.eatComma();
    if (this.index !== verb) {
      const left = this.tokens.slice(this.index, verb);
      const wrong = left[0];
      if (wrong !== undefined)
        this.scope.report("SV106", spanOf(wrong, left.at(-1)), {
          rest: textOf(left),
          help: `Before "${token.text}" stands only who does it.`,
        });
      return null;
    }
    this.index += 1;
    return this.roles(act, actor, token, true);
  }

  /** `ACT ROLES`, in the base form; the actor is the bearer. */
  act(): EventPattern | null {
    const token = this.peek();
    const act = token?.kind === "word" || token?.kind === "quoted" ? this.scope.forms.base.get(token.text) : undefined;
    if (token === undefined || act === undefined) return this.noVerb("base");
    this.index += 1;
    return this.roles(act, null, token, true);
  }

  /** An act that is named for its kind: its roles may be left out (`by notify`). */
  looseAct(): EventPattern | null {
    const token = this.peek();
    const act = token?.kind === "word" || token?.kind === "quoted" ? this.scope.forms.base.get(token.text) : undefined;
    if (token === undefined || act === undefined) return this.noVerb("base");
    this.index += 1;
    return this.roles(act, null, token, false);
  }

  /** `X was disarmed [by Y] [in ZONE]`, in claims: the subject is whom or what it was done to. */
  passive(): EventPattern | null {
    const subject = this.argument();
    if (subject === null) return null;
    if (!this.eat("was") && !this.eat("were")) return this.missing('"was"');
    const token = this.peek();
    const act = token === undefined ? undefined : this.scope.forms.past.get(token.text);
    if (token === undefined || act === undefined) return this.noVerb("past");
    this.index += 1;
    const pattern = this.roles(act, { kind: "anyone" }, token, false);
    if (pattern === null) return null;
    const column = act.roles.some((role) => role.column === "object") ? "object" : "target";
    if (!act.roles.some((role) => role.column === column) || pattern[column] !== null) {
      this.scope.report("SV304", token.span, { act: act.id, extra: "was", help: "Say who did it, and to whom." });
      return null;
    }
    return { ...pattern, [column]: subject };
  }

  /** `no ACT [on TARGET] [by ACTOR] [in ZONE]`, after `no`. */
  private freeOf(): Item | null {
    const token = this.peek();
    if (token === undefined) return this.missing("the act that must not occur");
    const act = this.scope.forms.base.get(token.text);
    if (act === undefined) return this.noVerb("base");
    this.index += 1;
    const pattern = this.roles(act, { kind: "anyone" }, token, false);
    return pattern === null ? null : { kind: "free-of", pattern };
  }

  /** What follows the verb. `strict`: the bare roles must be said; else `on` and `by` are taken too. */
  private roles(act: Act, actor: Argument | null, verb: Token, strict: boolean): EventPattern | null {
    const parts: Parts = { actor, target: null, object: null, place: null };
    const bare = act.roles.filter((role, index) => index > 0 && role.preposition === null);
    const bareRole = bare.find((role) => role.column === "object") ?? bare[0];
    let byActor = false;
    let count: Count | undefined;
    while (!this.done) {
      if (this.eatComma()) {
        if (this.done) break;
        continue;
      }
      const token = this.peek() as Token;
      const counted = readCount(this.scope, this);
      if (counted === null) return null;
      if (counted !== undefined) {
        if (count !== undefined) return this.twice(act, "how often", token);
        count = counted;
        continue;
      }
      if (atDistance(this)) {
        if (!this.takePlace(parts, act, token)) return null;
        continue;
      }
      const word = token.kind === "word" ? token.text : "";
      const role = act.roles.find(
        (candidate, index) => index > 0 && candidate.preposition !== null && candidate.preposition === word,
      );
      if (role !== undefined) {
        this.index += 1;
        if (!this.take(parts, role, act, token)) return null;
      } else if (word === "in") {
        this.index += 1;
        if (!this.takePlace(parts, act, token)) return null;
      } else if (!strict && word === "on" && bareRole !== undefined) {
        this.index += 1;
        if (!this.take(parts, bareRole, act, token)) return null;
      } else if (!strict && word === "by" && !/^\d/u.test(this.peek(1)?.text ?? "")) {
        this.index += 1;
        if (byActor) return this.twice(act, "who acts", token);
        byActor = true;
        parts.actor = this.argument();
        if (parts.actor === null) return null;
      } else if (this.opener()) {
        return null;
      } else if (this.isPreposition(word)) {
        explainPreposition(this.scope, act, verb, token);
        return null;
      } else {
        const free = bare.find(
          (candidate) => candidate.column !== "place" && parts[candidate.column as "target" | "object"] === null,
        );
        const chosen =
          bareRole !== undefined && parts[bareRole.column as "target" | "object"] === null ? bareRole : free;
        if (chosen === undefined) {
          explainExtra(this.scope, act, verb, token);
          return null;
        }
        if (!this.take(parts, chosen, act, token)) return null;
      }
    }
    if (strict) {
      for (const role of bare) {
        if (role.column === "place" || parts[role.column as "target" | "object"] !== null) continue;
        this.scope.report("SV303", verb.span, {
          act: verb.text,
          role: role.column === "object" ? "what" : `whom: the ${role.name}`,
          help: `Name it after the verb: ${verb.text} …; or write "anyone".`,
        });
        return null;
      }
    }
    return count === undefined ? { act: act.id, ...parts } : { act: act.id, ...parts, count };
  }

  private isPreposition(word: string): boolean {
    if (word === "" || this.scope.nouns.has(word) || this.variables.bound.has(word)) return false;
    return this.scope.prepositions.has(word) || PREPOSITIONS.includes(word);
  }

  private take(parts: Parts, role: Role, act: Act, at: Token): boolean {
    if (role.column === "place") return this.takePlace(parts, act, at);
    if (role.column === "actor") return false;
    if (parts[role.column] !== null) {
      this.twice(act, role.name === "object" ? "what" : `the ${role.name}`, at);
      return false;
    }
    const start = this.peek();
    const argument = this.argument();
    if (argument === null) return false;
    const where = `${role.preposition === null ? "" : `${role.preposition} `}the ${role.name} of ${act.id}`;
    if (argument.kind === "name" && !this.scope.fits(argument.id, role.kind, where, (start ?? at).span)) return false;
    parts[role.column] = argument;
    return true;
  }

  private takePlace(parts: Parts, act: Act, at: Token): boolean {
    if (parts.place !== null) {
      this.twice(act, "where", at);
      return false;
    }
    parts.place = this.zone();
    return parts.place !== null;
  }

  private twice(act: Act, role: string, at: Token): null {
    this.scope.report("SV306", at.span, { act: act.id, role });
    return null;
  }

  /** Says why no verb was found. */
  private noVerb(wanted: "base" | "present" | "past"): null {
    explainNoVerb(this.scope, this.tokens, this.index, this.variables, wanted);
    return null;
  }

  // ── What is owed ──────────────────────────────────────────────────────────────────────────────

  /** One thing that is owed, kept, forbidden or reached. */
  item(mode: ItemMode): PlacedItem | null {
    const token = this.peek();
    if (token === undefined) {
      this.missing("what is owed");
      return null;
    }
    if (isWord(token, "must") && !this.scope.forms.base.has("must")) {
      const rest = textOf(this.tokens.slice(1)).replace(mode === "forbid" ? /^not / : /^$/u, "");
      const help = `Leave it out the second time: and ${rest}`;
      this.scope.report("SV408", token.span, { what: '"must" stands once, at the beginning of the clause.', help });
      return null;
    }
    if (mode === "forbid") {
      // `must not attack anyone and not lay-mines`: said again, it forbids no less.
      if (isWord(token, "not") && !this.scope.forms.base.has("not")) this.index += 1;
      const pattern = this.act();
      return pattern === null || !this.end() ? null : { item: { kind: "not-do", pattern }, place: null };
    }
    if (this.eat("keep")) return this.kept();
    if (mode === "keep" || mode === "keep-term") return this.kept();
    if (isWord(token, "give") && this.nounAt(1) === "term") this.index += 1;
    if (isWord(token, "no") && this.scope.forms.base.has(this.peek(1)?.text ?? "")) {
      if (mode === "achieve-term") return this.mismatch(token, "acts", 'a state of things ("no …")');
      return mode === "achieve" ? this.twofold(token) : this.kept();
    }
    if (this.nounAt(0) === "term") return this.openTerm("achieve");
    if (this.nounAt(0) === "state" && (isWord(this.peek(1), "of") || !this.scope.forms.base.has(token.text))) {
      if (mode === "reach") return this.kept();
      if (mode === "achieve-term") return this.mismatch(token, "acts", "a state");
      this.scope.report("SV408", token.span, {
        what: `"${token.text}" is a state: it is kept, not done.`,
        help: `Write: must keep ${this.restText()}`,
      });
      return null;
    }
    if (isWord(token, "not")) {
      if (this.nounAt(1) === "state") {
        if (mode === "reach") return this.kept();
        return this.mismatch(token, "acts", "a state");
      }
      this.index += 1;
      const pattern = this.act();
      return pattern === null || !this.end() ? null : { item: { kind: "not-do", pattern }, place: null };
    }
    const pattern = this.act();
    return pattern === null || !this.end() ? null : { item: { kind: "do", pattern }, place: null };
  }

  /** `must no attack`: whose attack is not said. */
  private twofold(token: Token): null {
    const act = this.peek(1)?.text ?? "";
    this.scope.report("SV408", token.span, {
      what: `"must no ${act}" may mean that nobody is to ${act}, or that whoever is bound is not to.`,
      help: `Write "keep ${this.restText()}" if nobody is to, whoever acts. If whoever is bound is not to, write a ban: must not ${act} ….`,
    });
    return null;
  }

  private mismatch(token: Token, wanted: string, got: string): null {
    this.scope.report("SV507", token.span, {
      what: `The term stands for ${wanted}, and this is ${got}.`,
      help: "Say it as the clause that uses the term needs it.",
    });
    return null;
  }

  private nounAt(ahead: number): string | undefined {
    const token = this.peek(ahead);
    if (token === undefined || this.variables.bound.has(token.text)) return undefined;
    return this.scope.nouns.get(token.text)?.kind;
  }

  /** After `keep`: a state, an open term, or `no ACT`. */
  private kept(): PlacedItem | null {
    const token = this.peek();
    if (token === undefined) return this.missing("what is kept");
    let item: Item | null;
    if (isWord(token, "no") && this.nounAt(0) === undefined) {
      this.index += 1;
      item = this.freeOf();
    } else if (this.nounAt(0) === "term") {
      return this.openTerm("keep");
    } else {
      const state = this.state();
      item = state === null ? null : { kind: "keep", state };
    }
    if (item === null) return null;
    return this.withPlace(item);
  }

  private openTerm(mode: "achieve" | "keep"): PlacedItem | null {
    const name = nameOf(this.peek() as Token);
    this.index += 1;
    const noun = this.scope.nouns.get(name.text);
    if (noun?.kind !== "term") return null;
    const use = this.term(name, noun.node, mode === "keep" ? "a state of things" : "acts");
    return use === null ? null : this.withPlace({ kind: "term", use, mode });
  }

  /** `in ZONE` behind a state or a term is the place of the clause. */
  private withPlace(item: Item): PlacedItem | null {
    if (this.done) return { item, place: null };
    if (this.eat("in") || atDistance(this)) {
      const place = this.zone();
      return place === null || !this.end() ? null : { item, place };
    }
    const token = this.peek() as Token;
    if (item.kind === "term" && token.kind === "word" && this.isPreposition(token.text)) {
      const noun = this.scope.nouns.get(item.use.term);
      const declared = noun?.kind === "term" ? termWords(noun.node) : item.use.term;
      this.scope.report("SV506", token.span, {
        term: item.use.term,
        declared,
        help: `It takes no "${token.text}" after it; declare it with one if the text has it.`,
      });
      return null;
    }
    this.end();
    return null;
  }

  /** `[not] STATE of SUBJECT`, or `SUBJECT [not] STATE`. */
  state(): StateExpression | null {
    let negated = this.eat("not");
    const first = this.peek();
    if (first === undefined) return this.missing("the state");
    if (this.nounAt(0) === "state") {
      this.index += 1;
      if (!this.eat("of")) {
        this.scope.report("SV107", first.span, { what: `what is ${first.text}`, help: `Write: ${first.text} of …` });
        return null;
      }
      return this.stateOf(first.text, negated, this.peek(), this.argument());
    }
    const later = this.tokens.findIndex(
      (token, index) =>
        index > this.index &&
        this.scope.nouns.get(token.text)?.kind === "state" &&
        !this.variables.bound.has(token.text),
    );
    if (later < 0) {
      explainNoState(this.scope, this.tokens.slice(this.index), this.variables);
      return null;
    }
    const start = this.peek();
    const subject = this.argument();
    if (subject === null) return null;
    if (this.eat("not")) negated = !negated;
    const token = this.peek();
    if (token === undefined || this.scope.nouns.get(token.text)?.kind !== "state") {
      this.end();
      return null;
    }
    this.index += 1;
    return this.stateOf(token.text, negated, start, subject);
  }

  private stateOf(
    state: string,
    negated: boolean,
    start: Token | undefined,
    subject: Argument | null,
  ): StateExpression | null {
    if (subject === null) return null;
    const wanted = this.scope.stateKinds.get(state) ?? null;
    const span = (start ?? this.last).span;
    if (subject.kind === "name" && !this.scope.fits(subject.id, wanted, `what is ${state}`, span)) return null;
    return { state, negated, subject };
  }
}

/** A term as declared: `safe-movement on route`. */
export function termWords(node: TermNode): string {
  return [node.name.text, ...node.parameters.map((parameter) => `${parameter.preposition} ${parameter.name}`)].join(
    " ",
  );
}
