/**
 * Reads what phrases say of their nouns: acts with their roles, states with their subjects, what is owed. Every method reports what is
 * wrong and returns null for it.
 */
import { isWord, spanOf, textOf, type Token } from "./lexer.ts";
import type { Act, Argument, Count, EventPattern, Item, Role, StateExpression, ZoneExpression } from "./model.ts";
import { atDistance, readCount } from "./measure.ts";
import { nameOf } from "./names.ts";
import { NounReader, termWords } from "./noun.ts";
import { explainExtra, explainNoState, explainNoVerb, explainPreposition } from "./slip.ts";
import { PREPOSITIONS } from "./vocabulary.ts";

/** What an item says, and a place that belongs to the whole clause (`keep guns deployed in ZONE`). */
export interface PlacedItem {
  readonly item: Item;
  readonly place: ZoneExpression | null;
}

export type ItemMode = "achieve" | "keep" | "forbid" | "reach" | "achieve-term" | "keep-term";

type Parts = { actor: Argument | null; target: Argument | null; object: Argument | null; place: ZoneExpression | null };

/** Reads one phrase from left to right. */
export class PhraseReader extends NounReader {
  /** Which counts may stand behind an act: those that an act can reach, or, in claims, any. */
  counts: "reached" | "any" = "reached";

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
