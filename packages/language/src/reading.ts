/** Readings: who holds that a clause says what, and which meaning that gives to open words. */
import { isWord } from "./lexer.ts";
import {
  THE_CASE,
  type ClauseName,
  type Meaning,
  type Norm,
  type Precedence,
  type Reading,
  type RestatedClauses,
} from "./model.ts";
import { nameOf, variables, type Scope, type TermRole, type Variables } from "./names.ts";
import { readClauses, readItems, usedTerms, type ReadClauses, type Setting } from "./norm.ts";
import { termWords } from "./noun.ts";
import { PhraseReader } from "./phrase.ts";
import type { ClauseNode, Joined, Phrase, PrecedenceNode, ReadingNode, TermNode } from "./syntax.ts";

type MeansNode = ClauseNode & { readonly kind: "means" };

/** A norm as far as it is checked: what its readings need to know of it. */
export interface ReadNorm {
  readonly norm: Norm | null;
  /** The text's clauses and those of its amendments. */
  readonly layers: readonly RestatedClauses[];
  /** The open terms that the layers use. */
  readonly terms: ReadonlySet<string>;
  readonly variables: Variables;
}

/** A reading under check: its clauses are read, its meanings wait until every term's role is known. */
export interface PendingReading {
  readonly node: ReadingNode;
  readonly of: Reading["of"] | null;
  readonly read: ReadClauses;
  readonly targets: readonly ReadNorm[];
  readonly meanings: (Meaning | null)[];
  readonly attribution: readonly { readonly conductOf: string; readonly countsAs: string }[];
  sound: boolean;
}

export function beginReading(
  scope: Scope,
  node: ReadingNode,
  of: Reading["of"] | null,
  targets: readonly ReadNorm[],
  known: Variables,
  setting: Setting,
): PendingReading {
  const mark = scope.errors;
  const given: Variables = { ...variables(known.bound), lenient: known.lenient || of === null };
  const read = readClauses(scope, node.clauses, given, { ...setting, reading: true });
  const attribution: { conductOf: string; countsAs: string }[] = [];
  for (const each of node.clauses) {
    if (each.kind !== "attribution") continue;
    const conductOf = scope.actor(each.conductOf);
    const countsAs = scope.actor(each.countsAs);
    if (conductOf !== null && countsAs !== null) attribution.push({ conductOf, countsAs });
  }
  return { node, of, read, targets, meanings: [], attribution, sound: scope.errors === mark };
}

/**
 * Reads the meanings of all readings. What a term stands for is known from where the text uses it; a term that
 * only other meanings use, from those.
 */
export function readMeanings(scope: Scope, readings: readonly PendingReading[]): void {
  interface Waiting {
    readonly reading: PendingReading;
    readonly node: MeansNode;
    readonly slot: number;
    readonly term: TermNode;
    readonly parameters: readonly string[];
  }
  const waiting = new Map<string, Waiting[]>();
  for (const reading of readings) {
    const given = new Set<string>();
    for (const node of reading.node.clauses) {
      if (node.kind !== "means") continue;
      const mark = scope.errors;
      const head = readTermHead(scope, node);
      if (scope.errors !== mark) reading.sound = false;
      if (head === null) continue;
      const name = head.term.name.text;
      if (given.has(name)) {
        scope.report("SV103", node.span, { declaration: "the reading", word: `${name} means` });
        reading.sound = false;
        continue;
      }
      given.add(name);
      const slot = reading.meanings.push(null) - 1;
      const list = waiting.get(name) ?? [];
      list.push({ reading, node, slot, ...head });
      waiting.set(name, list);
    }
  }
  const settle = (term: string): void => {
    const list = waiting.get(term);
    waiting.delete(term);
    for (const { reading, node, slot, term: declared, parameters } of list ?? []) {
      const mark = scope.errors;
      const role = scope.termRoles.get(term)?.role ?? guessRole(scope, node.body);
      const body = readBody(scope, node.body, variables(parameters), role, declared);
      if (body === null || scope.errors !== mark) reading.sound = false;
      else reading.meanings[slot] = { term, parameters, body, span: node.span };
    }
  };
  // Reading a body may show the role of a further term; the iteration sees what is added to the map meanwhile.
  for (const term of scope.termRoles.keys()) settle(term);
  for (const term of Array.from(waiting.keys())) settle(term);
}

function readTermHead(scope: Scope, node: MeansNode): { term: TermNode; parameters: readonly string[] } | null {
  const [first, ...rest] = node.term.tokens;
  if (first === undefined) return null;
  const name = nameOf(first);
  const noun = scope.nouns.get(name.text);
  if (noun === undefined) {
    scope.undeclared(name, "a term");
    return null;
  }
  if (noun.kind !== "term") {
    scope.wrongKind(name, noun, "an open term");
    return null;
  }
  const parameters: string[] = [];
  let fits = rest.length === noun.node.parameters.length * 2;
  noun.node.parameters.forEach((parameter, index) => {
    const preposition = rest[index * 2];
    const parameterName = rest[index * 2 + 1];
    if (preposition === undefined || parameterName === undefined || !isWord(preposition, parameter.preposition))
      fits = false;
    else parameters.push(parameterName.text);
  });
  if (!fits || new Set(parameters).size !== parameters.length) {
    scope.report("SV506", node.term.span, {
      term: name.text,
      declared: termWords(noun.node),
      help: `Write: ${termWords(noun.node)} means …`,
    });
    return null;
  }
  return { term: noun.node, parameters };
}

function guessRole(scope: Scope, body: Joined<Phrase>): TermRole {
  const first = body.items[0]?.tokens[0];
  if (first === undefined) return "actors";
  if (isWord(first, "no", "not", "keep")) return "a state of things";
  switch (scope.nouns.get(first.text)?.kind) {
    case "zone":
    case "family":
      return "a place";
    case "state":
      return "a state of things";
    case "term":
      return scope.termRoles.get(first.text)?.role ?? "acts";
    case "actor":
    case "series":
      return "actors";
    case undefined:
      return scope.forms.base.has(first.text) ? "acts" : "actors";
  }
}

function readBody(
  scope: Scope,
  body: Joined<Phrase>,
  scoped: Variables,
  role: TermRole,
  term: TermNode,
): Meaning["body"] | null {
  const [first, second] = body.items;
  if (first === undefined) return null;
  if (role === "a place") {
    if (second !== undefined) {
      scope.report("SV507", second.span, {
        what: `"${term.name.text}" stands for a place, and a place is one zone.`,
        help: "Declare a zone that holds both: zone NAME, and put each in it.",
      });
      return null;
    }
    const reader = new PhraseReader(scope, first, scoped);
    const zone = reader.zone();
    return zone !== null && reader.end() ? { kind: "zone", zone } : null;
  }
  if (role === "actors") {
    if (body.connective === "or") {
      scope.report("SV507", second?.span ?? first.span, {
        what: `"${term.name.text}" stands for actors, and they are all meant together.`,
        help: 'Set them apart with commas or "and".',
      });
      return null;
    }
    const actors = [];
    for (const phrase of body.items) {
      const found = new PhraseReader(scope, phrase, scoped).actors();
      if (found === null) return null;
      actors.push(...found);
    }
    return { kind: "actors", actors };
  }
  const items = readItems(scope, body, scoped, role === "acts" ? "achieve-term" : "keep-term");
  if (items === null) return null;
  const placed = items.findIndex((item) => item.place !== null);
  if (placed >= 0) {
    scope.report("SV509", body.items[placed]?.span ?? first.span, { term: term.name.text });
    return null;
  }
  return { kind: "items", must: { connective: body.connective, items: items.map(({ item }) => item) } };
}

const CLAUSE_WORDS: { readonly [K in ClauseName]: string } = {
  when: 'its "when"',
  bearer: "its line on who is bound",
  must: 'its "must"',
  time: "its clause on time",
  place: 'its "in"',
  unless: 'its "unless"',
  owedTo: 'its "owed to"',
  breach: 'its "when"',
  power: 'its "can"',
  occasion: 'its "as one occasion"',
  continues: 'its "if breached"',
  onlyAfter: 'its "only after"',
  unseen: 'its "text unseen"',
};

/** The reading, if all of it is sound; with warnings for what in it changes nothing. */
export function endReading(scope: Scope, pending: PendingReading, offset: number): Reading | null {
  const { node, of, read } = pending;
  const mark = scope.errors;
  const holders = readHolders(scope, node);
  const source = scope.source(node.source);
  const stated = node.stated === null ? null : scope.date(node.stated, offset);
  if (node.sound && pending.sound) warnIdle(scope, pending);
  if (
    scope.errors !== mark ||
    !node.sound ||
    !pending.sound ||
    of === null ||
    pending.targets.some((target) => target.norm === null)
  )
    return null;
  const means = pending.meanings.filter((meaning) => meaning !== null);
  return {
    id: node.name.text,
    of,
    holders,
    source,
    stated,
    means,
    clauses: read.clauses,
    notBinding: read.notBinding,
    ...(pending.attribution.length > 0 ? { attribution: pending.attribution } : {}),
    prose: node.prose,
    span: node.span,
  };
}

function warnIdle(scope: Scope, pending: PendingReading): void {
  const { node, read, targets } = pending;
  if (node.clauses.length === 0) {
    scope.report("SV504", node.name.span, {
      why: "it has no lines",
      help: "Say what a term means, restate a clause, or write: not binding",
    });
    return;
  }
  if (targets.length === 0) return;
  const used = usedTerms(read.clauses);
  for (const meaning of pending.meanings) if (meaning !== null) usedTerms(meaning.body, used);
  for (const meaning of pending.meanings) {
    if (meaning === null || used.has(meaning.term) || targets.some((target) => target.terms.has(meaning.term)))
      continue;
    const span = meaning.span;
    scope.report("SV504", span, {
      why: `the words "${meaning.term}" are not used where it applies`,
      help: "Check which norm it reads, or use the term in its clause.",
    });
  }
  for (const [name, span] of read.spans) {
    const value = JSON.stringify(read.clauses[name] ?? null);
    const same = targets.every((target) =>
      target.layers.every(
        (layer, index) => (index > 0 && !(name in layer)) || JSON.stringify(layer[name] ?? null) === value,
      ),
    );
    if (!same) continue;
    const why = value === "null" ? `the text has no such clause` : `${CLAUSE_WORDS[name]} says what the text says`;
    scope.report("SV504", span, { why, help: "Leave the line out." });
  }
}

/** `precedence A over B, held by …`; null if it is not sound. */
export function readPrecedence(scope: Scope, node: PrecedenceNode): Precedence | null {
  const mark = scope.errors;
  const higher = scope.norm(node.name);
  const lower = scope.norm(node.lower);
  if (higher !== null && higher === lower) scope.report("SV209", node.lower.span, { name: node.lower.text, ring: "" });
  const holders = readHolders(scope, node);
  const source = scope.source(node.source);
  const stated = node.stated === null ? null : scope.date(node.stated, scope.offset);
  if (higher === null || lower === null || !node.sound || scope.errors !== mark) return null;
  return { higher: higher.name.text, lower: lower.name.text, holders, source, stated, span: node.span };
}

/** Who holds it: somebody with a source, or the case. */
function readHolders(scope: Scope, node: ReadingNode | PrecedenceNode): string[] {
  const holders: string[] = [];
  if (node.holders.length === 0) scope.report("SV502", node.name.span);
  for (const holder of node.holders) {
    const id = holder === null ? THE_CASE : scope.actor(holder);
    if (id !== null) holders.push(id);
  }
  const [first] = node.holders;
  if (first != null && node.source === null) scope.report("SV503", node.name.span, { holder: first.text });
  return holders;
}
