/** Clauses of norms, amendments and readings: syntax to model. */
import { formatDay } from "./calendar.ts";
import { isWord, spanOf, textOf } from "./lexer.ts";
import type {
  Assumption,
  Bearer,
  ClauseName,
  Clauses,
  Duration,
  EventPattern,
  FurtherCondition,
  Item,
  Must,
  RestatedClauses,
  Span,
  TimeClause,
  Unless,
  When,
  ZoneExpression,
} from "./model.ts";
import { variables, type Scope, type Variables } from "./names.ts";
import { PhraseReader, type ItemMode } from "./phrase.ts";
import type { AssumptionNode, ClauseNode, NormNode, Phrase, TimeNode } from "./syntax.ts";

type Draft = { -readonly [K in ClauseName]?: Clauses[K] };

/** What a set of clauses says, and where each clause stands. */
export interface ReadClauses {
  readonly clauses: RestatedClauses;
  readonly spans: ReadonlyMap<ClauseName, Span>;
  /** The variables that hold after it: those of its own `when`, else those given. */
  readonly variables: Variables;
  readonly repealed: boolean;
  readonly notBinding: boolean;
}

/** The norm whose clauses these are, or are to replace. */
export interface Setting {
  readonly norm: NormNode["norm"] | null;
  readonly offset: number;
  /** True if a clause of the same declaration could not be parsed. */
  readonly broken: boolean;
}

/** Reads the clauses of a declaration; those with a fault are reported and left out. */
export function readClauses(
  scope: Scope,
  nodes: readonly ClauseNode[],
  given: Variables,
  setting: Setting,
): ReadClauses {
  const draft: Draft = {};
  const spans = new Map<ClauseName, Span>();
  const note = (name: ClauseName, span: Span): void => {
    if (!spans.has(name)) spans.set(name, span);
  };
  let scoped = given;
  const whenNode = nodes.find((node) => node.kind === "when");
  if (whenNode?.kind === "when") {
    scoped = variables();
    const when = readWhen(scope, whenNode, scoped);
    if (when !== null) draft.when = when;
    else scoped.lenient = true;
    note("when", whenNode.span);
  } else if (nodes.some((node) => node.kind === "no" && node.clause === "when")) {
    scoped = variables();
  } else if (setting.broken) {
    scoped = { ...variables(given.bound), lenient: true };
  }
  const times: TimeNode[] = [];
  let extraPlace: { zone: ZoneExpression; span: Span } | null = null;
  let repealed = false;
  let notBinding = false;
  for (const node of nodes) {
    switch (node.kind) {
      case "when":
      case "means":
        break;
      case "bearer": {
        const bearer = readBearer(scope, node.who, scoped);
        note("bearer", node.span);
        if (bearer !== null) draft.bearer = bearer;
        break;
      }
      case "must": {
        const found = readMust(scope, node, scoped, setting);
        note("must", node.span);
        if (found === null) break;
        draft.must = found.must;
        if (found.place !== null) extraPlace = { zone: found.place, span: node.span };
        break;
      }
      case "time":
        note("time", node.span);
        times.push(node);
        break;
      case "place": {
        note("place", node.span);
        const reader = new PhraseReader(scope, node.zone, scoped);
        const zone = reader.zone();
        if (zone !== null && reader.end()) draft.place = zone;
        break;
      }
      case "owed": {
        note("owedTo", node.span);
        const reader = new PhraseReader(scope, node.to, scoped);
        const to = reader.argument();
        if (to !== null && reader.end()) draft.owedTo = to;
        break;
      }
      case "unless": {
        note("unless", node.span);
        const unless = readUnless(scope, node, scoped);
        if (unless !== null) draft.unless = unless;
        break;
      }
      case "no":
        if (spans.has(node.clause))
          scope.report("SV103", node.span, { declaration: "the declaration", word: node.word });
        note(node.clause, node.span);
        if (node.clause === "when") draft.when = null;
        else if (node.clause === "time") draft.time = null;
        else if (node.clause === "place") draft.place = null;
        else if (node.clause === "unless") draft.unless = null;
        else if (node.clause === "owedTo") draft.owedTo = null;
        break;
      case "repealed":
        repealed = true;
        break;
      case "not-binding":
        notBinding = true;
        break;
    }
  }
  if (extraPlace !== null) {
    if (spans.has("place")) scope.report("SV103", extraPlace.span, { declaration: "the norm", word: "in" });
    else {
      note("place", extraPlace.span);
      draft.place = extraPlace.zone;
    }
  }
  if (times.length > 0) {
    if (spans.get("time") !== times[0]?.span && draft.time === null) {
      scope.report("SV103", times[0]?.span as Span, { declaration: "the declaration", word: times[0]?.word ?? "by" });
    }
    const time = readTime(scope, times, setting);
    if (time !== null) draft.time = time;
  }
  return { clauses: draft, spans, variables: scoped, repealed, notBinding };
}

// ── when ────────────────────────────────────────────────────────────────────────────────────────

function readWhen(scope: Scope, node: ClauseNode & { kind: "when" }, scoped: Variables): When | null {
  scoped.binding = true;
  const anchor = readEvent(scope, node.anchor, scoped);
  let sound = anchor !== null;
  const further: FurtherCondition[] = [];
  for (const condition of node.further) {
    const pattern = readEvent(scope, condition.phrase, scoped);
    if (condition.within === null) scope.report("SV403", condition.phrase.span);
    else rounding(scope, condition.within.duration, condition.within.span, null);
    const assumed = readAssumption(scope, condition.assumed);
    if (pattern === null || condition.within === null) sound = false;
    else further.push({ pattern, within: condition.within.duration, assumed });
  }
  scoped.binding = false;
  return anchor === null || !sound ? null : { anchor, further };
}

function readEvent(scope: Scope, phrase: Phrase, scoped: Variables): EventPattern | null {
  const reader = new PhraseReader(scope, phrase, scoped);
  const event = reader.event();
  return event !== null && reader.end() ? event : null;
}

function readAssumption(scope: Scope, node: AssumptionNode | null): Assumption | null {
  if (node === null) return null;
  return { by: node.by === null ? null : scope.actor(node.by), source: scope.source(node.source) };
}

// ── Who is bound ────────────────────────────────────────────────────────────────────────────────

function readBearer(scope: Scope, phrase: Phrase, scoped: Variables): Bearer | null {
  const { tokens } = phrase;
  const first = tokens[0];
  if (first === undefined) return null;
  if (isWord(first, "unnamed") && tokens.length === 1) return { kind: "unnamed" };
  if (isWord(first, "any", "each") && isWord(tokens[1], "party", "parties")) {
    if (first.text === "any" || isWord(tokens[2], "together")) {
      scope.report("SV901", phrase.span, { word: textOf(tokens.slice(0, 3)) });
      return null;
    }
    if (tokens.length === 2) return { kind: "each-party", except: [] };
    const rest = tokens.slice(3);
    const start = rest[0];
    if (!isWord(tokens[2], "except")) {
      const left = tokens.slice(2);
      scope.report("SV106", spanOf(left[0] ?? first, left.at(-1)), {
        rest: textOf(left),
        help: "Write: each party, or: each party except …",
      });
      return null;
    }
    if (start === undefined) {
      scope.report("SV107", phrase.span, { what: "who is excepted", help: "" });
      return null;
    }
    const except = new PhraseReader(scope, { tokens: rest, span: spanOf(start, rest.at(-1)) }, scoped).actors();
    return except === null ? null : { kind: "each-party", except };
  }
  const comma = tokens[1]?.kind === "comma";
  if (comma && isWord(tokens[2], "a", "an") && scope.nouns.get(first.text) === undefined) {
    scope.report("SV901", phrase.span, { word: `${textOf(tokens)}, as the bearer` });
    return null;
  }
  const found = new PhraseReader(scope, phrase, scoped).actors();
  if (found === null) return null;
  const [only] = found;
  if (found.length === 1 && only !== undefined) {
    if (only.kind === "variable") return { kind: "variable", name: only.name };
    if (only.kind === "term") return { kind: "open", use: only };
  }
  const actors: string[] = [];
  for (const argument of found) {
    if (argument.kind === "name") actors.push(argument.id);
    else {
      scope.report("SV901", phrase.span, { word: `a list of bearers with a variable, "anyone" or an open term in it` });
      return null;
    }
  }
  return { kind: "named", actors };
}

// ── What is owed ────────────────────────────────────────────────────────────────────────────────

function readMust(
  scope: Scope,
  node: ClauseNode & { kind: "must" },
  scoped: Variables,
  setting: Setting,
): { must: Must; place: ZoneExpression | null } | null {
  const wanted =
    setting.norm === null ? node.word : ({ duty: "must", ban: "must not", aim: "reach" } as const)[setting.norm];
  if (wanted !== node.word) {
    const span = node.span;
    if (setting.norm === "aim" && node.word === "must")
      scope.report("SV901", span, { word: "a reading that makes an aim binding" });
    else {
      const what = `A ${setting.norm} says "${wanted} …", and this line says "${node.word} …".`;
      const help =
        node.word === "must not"
          ? 'What is only forbidden is a ban: begin the declaration with "ban".'
          : node.word === "reach"
            ? 'What is hoped for and never breached is an aim: begin the declaration with "aim".'
            : 'What is to be done is a duty: begin the declaration with "duty".';
      scope.report("SV408", span, { what, help });
    }
    return null;
  }
  const items = readItems(
    scope,
    node.items,
    scoped,
    node.word === "must not" ? "forbid" : node.word === "reach" ? "reach" : "achieve",
  );
  if (items === null) return null;
  let place: ZoneExpression | null = null;
  for (const { place: found } of items) {
    if (found === null) continue;
    if (place !== null && JSON.stringify(place) !== JSON.stringify(found)) {
      scope.report("SV408", node.span, {
        what: "The parts of this clause name different places.",
        help: "Divide it into two norms.",
      });
      return null;
    }
    place = found;
  }
  // Whichever word joins the acts of a ban, each of them is forbidden.
  const connective = node.word === "must not" ? "and" : node.items.connective;
  return { must: { connective, items: items.map(({ item }) => item) }, place };
}

/** Items joined by one word. A part that opens with no verb of its own goes on with `keep`. */
export function readItems(
  scope: Scope,
  joined: { readonly items: readonly Phrase[] },
  scoped: Variables,
  mode: ItemMode,
): { item: Item; place: ZoneExpression | null }[] | null {
  const found: { item: Item; place: ZoneExpression | null }[] = [];
  let current = mode;
  let sound = true;
  for (const phrase of joined.items) {
    const [first, second] = phrase.tokens;
    const verb = isWord(first, "not") ? second : first;
    const ownVerb = verb !== undefined && scope.forms.base.has(verb.text) && !scope.nouns.has(verb.text);
    const own = ownVerb || isWord(first, "give");
    if (isWord(first, "keep") && mode !== "forbid") current = "keep";
    const item = new PhraseReader(scope, phrase, scoped).item(own || isWord(first, "keep") ? mode : current);
    if (item === null) sound = false;
    else found.push(item);
  }
  return sound ? found : null;
}

// ── Time ────────────────────────────────────────────────────────────────────────────────────────

function readTime(scope: Scope, nodes: readonly TimeNode[], setting: Setting): TimeClause | null {
  const mark = scope.errors;
  const pick = (key: "by" | "within" | "from" | "until" | "for"): TimeNode | null => {
    const holding = nodes.filter((node) => node[key] !== null);
    const [first, second] = holding;
    if (second !== undefined) scope.report("SV103", second.span, { declaration: "the norm", word: key });
    return first ?? null;
  };
  const date = (key: "by" | "from" | "until"): TimeClause["by"] => {
    const node = pick(key)?.[key] ?? null;
    return node === null ? null : scope.date(node, setting.offset);
  };
  const length = (key: "within" | "for"): Duration | null => pick(key)?.[key]?.duration ?? null;
  const by = date("by");
  const from = date("from");
  const until = date("until");
  const within = length("within");
  const lasting = length("for");
  const withinNode = nodes.find((node) => node.within !== null);
  if (withinNode !== undefined && nodes.some((node) => node.by !== null)) scope.report("SV409", withinNode.span);
  const forNode = nodes.find((node) => node.for !== null);
  if (forNode !== undefined && nodes.some((node) => node.until !== null)) {
    scope.report("SV408", forNode.span, {
      what: 'The clause has two ends, "until" and "for".',
      help: "Keep the one that the article gives.",
    });
  }
  if (from !== null && until !== null && until.latest < from.earliest) {
    scope.report("SV410", (nodes.find((node) => node.until !== null) as TimeNode).span, {
      from: from.text,
      until: until.text,
    });
  }
  const assumptions = nodes.filter((node) => node.assumed !== null);
  const assumed = readAssumption(scope, assumptions[0]?.assumed ?? null);
  if (scope.errors !== mark) return null;
  return { by, within, from, until, for: lasting, assumed };
}

/**
 * Months and years need a rounding where the day they are counted from may be one that the target month lacks.
 * `base`: that day as `[earliest, latest]` if it is known, in the zone of the instrument.
 */
export function rounding(
  scope: Scope,
  duration: Duration,
  span: Span,
  base: { readonly earliest: number; readonly latest: number; readonly offset: number } | null,
): void {
  if (duration.rounding !== null || (duration.unit !== "month" && duration.unit !== "year")) return;
  if (base !== null) {
    const first = formatDay(base.earliest, base.offset);
    const last = formatDay(base.latest, base.offset);
    const sure =
      first === last && (duration.unit === "year" ? !first.endsWith("-02-29") : Number(first.slice(-2)) <= 28);
    if (sure) return;
  }
  scope.report("SV406", span, {
    count: String(duration.count),
    unit: `${duration.unit}${duration.count === 1 ? "" : "s"}`,
  });
}

// ── unless ──────────────────────────────────────────────────────────────────────────────────────

function readUnless(scope: Scope, node: ClauseNode & { kind: "unless" }, scoped: Variables): Unless | null {
  const conditions: Unless["conditions"][number][] = [];
  let sound = true;
  for (const { phrase, within } of node.conditions.items) {
    const verb = phrase.tokens.findIndex((token, index) => index > 0 && scope.forms.present.has(token.text));
    const state = phrase.tokens.some((token) => scope.nouns.get(token.text)?.kind === "state");
    if (verb < 0 && state) {
      const reader = new PhraseReader(scope, phrase, scoped);
      const expression = reader.state();
      if (within !== null)
        scope.report("SV408", within.span, {
          what: "A state holds or does not: it takes no length of time here.",
          help: 'Leave out "within".',
        });
      if (expression !== null && reader.end()) conditions.push({ kind: "state", state: expression });
      else sound = false;
      continue;
    }
    const pattern = readEvent(scope, phrase, scoped);
    if (within !== null) rounding(scope, within.duration, within.span, null);
    if (pattern === null) sound = false;
    else conditions.push({ kind: "event", pattern, within: within?.duration ?? null });
  }
  return sound ? { connective: node.conditions.connective, conditions } : null;
}

// ── Which variables are used ────────────────────────────────────────────────────────────────────

/** Every variable that some clauses use, except those that `when` binds. */
export function usedVariables(clauses: RestatedClauses): Set<string> {
  const used = new Set<string>();
  const { bearer, must, place, unless, owedTo } = clauses;
  visit(bearer, used);
  visit(must, used);
  visit(place, used);
  visit(unless, used);
  visit(owedTo, used);
  return used;
}

/** Every open term that some clauses use. */
export function usedTerms(value: unknown, into: Set<string> = new Set()): Set<string> {
  walk(value, (node) => {
    if (node["kind"] === "term" && typeof node["term"] === "string") into.add(node["term"]);
  });
  return into;
}

function visit(value: unknown, into: Set<string>): void {
  walk(value, (node) => {
    if (node["kind"] === "variable" && typeof node["name"] === "string") into.add(node["name"]);
  });
}

function walk(value: unknown, see: (node: { readonly [key: string]: unknown }) => void): void {
  if (value === null || typeof value !== "object") return;
  if (Array.isArray(value)) {
    for (const item of value) walk(item, see);
    return;
  }
  see(value as { readonly [key: string]: unknown });
  for (const item of Object.values(value)) walk(item, see);
}
