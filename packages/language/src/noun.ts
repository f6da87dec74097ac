/**
 * Reads the words of a phrase, and with the vocabulary of the case what its nouns stand for: who, what and where, open terms with their
 * arguments. Every method reports what is wrong and returns null for it.
 */
import { isWord, spanOf, textOf, type Token } from "./lexer.ts";
import type { Argument, Span, TermUse, ZoneExpression } from "./model.ts";
import { atDistance, readDistance } from "./measure.ts";
import { nameOf, type Scope, type TermRole, type Variables } from "./names.ts";
import { distance } from "./spelling.ts";
import type { Name, Phrase, TermNode } from "./syntax.ts";

/** Words that begin a clause of their own; inside a phrase they show a line that should have been two. */
const OPENERS: readonly string[] = ["within", "unless", "until", "owed", "when", "every"];

/** Reads one phrase from left to right: its words, and the nouns among them. */
export class NounReader {
  protected readonly scope: Scope;
  protected readonly tokens: readonly Token[];
  protected readonly variables: Variables;
  protected index = 0;

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

  protected get last(): Token {
    return this.tokens[Math.min(this.index, this.tokens.length - 1)] as Token;
  }

  protected restSpan(): Span {
    return spanOf(this.last, this.tokens.at(-1));
  }

  protected restText(): string {
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
  protected opener(): boolean {
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

  protected term(name: Name, node: TermNode, role: TermRole): TermUse | null {
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
}

/** A term as declared: `safe-movement on route`. */
export function termWords(node: TermNode): string {
  return [node.name.text, ...node.parameters.map((parameter) => `${parameter.preposition} ${parameter.name}`)].join(
    " ",
  );
}
