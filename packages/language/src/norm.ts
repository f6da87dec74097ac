/** Clauses of norms, amendments and readings: syntax to model. */
import { readBearer } from "./bearer.ts";
import { isWord } from "./lexer.ts";
import { readMeasure } from "./measure.ts";
import type {
  Argument,
  Assumption,
  BreachTrigger,
  ClauseName,
  Clauses,
  Duration,
  EventPattern,
  FurtherCondition,
  Item,
  Measure,
  Must,
  Power,
  Renewal,
  RestatedClauses,
  Span,
  TimeClause,
  Unless,
  When,
  ZoneExpression,
} from "./model.ts";
import { nameOf, variables, type Scope, type Variables } from "./names.ts";
import { PhraseReader, type ItemMode } from "./phrase.ts";
import { explainNoVerb } from "./slip.ts";
import type { AssumptionNode, CanNode, ClauseNode, NormNode, Phrase, RenewalNode, TimeNode } from "./syntax.ts";

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
  /** The clauses are those of a reading. */
  readonly reading?: true;
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
  const fitting = new Map<Fitting, Span>();
  const note = (name: ClauseName, span: Span): void => {
    if (!spans.has(name)) spans.set(name, span);
  };
  let scoped = given;
  const whenNode = nodes.find((node) => node.kind === "when");
  if (whenNode?.kind === "when") {
    scoped = variables();
    const when = readWhen(scope, whenNode, scoped);
    if (when === null) scoped.lenient = true;
    else if ("anchor" in when) draft.when = when;
    else {
      draft.when = null;
      draft.breach = when;
    }
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
  // A bearer line may bind a variable (`leader, a person`): the other clauses are read after it.
  // So may what is forbidden (`must not attack victim, a party`).
  const isForbidding = (node: ClauseNode): boolean => node.kind === "must" && node.word === "must not";
  const ordered = [
    ...nodes.filter((node) => node.kind === "bearer"),
    ...nodes.filter(isForbidding),
    ...nodes.filter((node) => node.kind !== "bearer" && !isForbidding(node)),
  ];
  for (const node of ordered) {
    switch (node.kind) {
      case "when":
      case "means":
      case "attribution":
        break;
      case "can": {
        const found = readPower(scope, node, scoped, setting);
        note("power", node.span);
        note("must", node.span);
        if (found === null) break;
        draft.power = found.power;
        draft.must = found.must;
        break;
      }
      case "occasion":
        scope.rounding(node.apart.duration, node.apart.span, null);
        note("occasion", node.span);
        draft.occasion = node.apart.duration;
        break;
      case "continues":
        note("continues", node.span);
        draft.continues = true;
        break;
      case "unseen":
        note("unseen", node.span);
        draft.unseen = true;
        break;
      case "only-after": {
        note("onlyAfter", node.span);
        const patterns = node.events.items.map((item) => readEvent(scope, item, scoped));
        const sound = patterns.filter((pattern) => pattern !== null);
        if (sound.length === patterns.length) draft.onlyAfter = { connective: node.events.connective, patterns: sound };
        break;
      }
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
        else if (node.clause === "occasion") draft.occasion = null;
        else if (node.clause === "continues") draft.continues = null;
        else if (node.clause === "unseen") draft.unseen = null;
        else if (node.clause === "onlyAfter") draft.onlyAfter = null;
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
    const every = times.find((node) => node.every !== null);
    if (every) fitting.set("every", every.span);
  }
  for (const name of ["unless", "continues", "onlyAfter"] as const) {
    const span = spans.get(name);
    if (span !== undefined && draft[name] != null) fitting.set(name, span);
  }
  checkFit(scope, draft, fitting, setting);
  return { clauses: draft, spans, variables: scoped, repealed, notBinding };
}

/** Clauses that only some kinds of norm can have. */
type Fitting = "every" | "continues" | "unless" | "onlyAfter";

/** What a clause would change in nothing is refused: it would be read as if it did. */
function checkFit(scope: Scope, { must }: Draft, found: ReadonlyMap<Fitting, Span>, { norm, reading }: Setting): void {
  if (norm === null) return;
  const owesNothing = norm === "permission" || norm === "power";
  const isAct = ({ kind, ...item }: Item): boolean => kind === "do" || ("mode" in item && item.mode === "achieve");
  const acts = must == null || must.items.length === 0 ? null : must.items.filter(isAct).length;
  const isOwed = norm === "duty" || (norm === "aim" && reading === true);
  const article = norm === "aim" ? "an" : "a";
  const misfits: { readonly [clause in Fitting]: readonly [boolean, string, string] } = {
    every: [
      !isOwed || (acts !== null && acts < must!.items.length),
      isOwed
        ? '"every" asks again and again for what is to be done, and this is to be kept or forborne all the time.'
        : `"every" asks again and again for what is to be done, and this is ${article} ${norm}.`,
      "Leave it out, or write a duty of its own for what is to be done again and again.",
    ],
    continues: [
      !isOwed || acts === 0,
      `What is late goes on to be owed where something was to be done by a deadline${isOwed ? "" : `, and this is ${article} ${norm}`}.`,
      "Leave it out: what is banned or to be kept goes on after a breach.",
    ],
    unless: [
      owesNothing,
      `"unless" excuses what is owed, and ${article} ${norm} owes nothing.`,
      "Say it by a ban that goes before it: precedence BAN over NORM, held by …",
    ],
    onlyAfter: [
      owesNothing,
      `"only after" puts off what is owed, and ${article} ${norm} owes nothing.`,
      "Say its occasion by when: when WHO does …",
    ],
  };
  for (const [clause, span] of found) {
    const [isMisfit, what, help] = misfits[clause];
    if (isMisfit) scope.report("SV408", span, { what, help });
  }
}

// ── when ────────────────────────────────────────────────────────────────────────────────────────

function readWhen(scope: Scope, node: ClauseNode & { kind: "when" }, scoped: Variables): When | BreachTrigger | null {
  scoped.binding = true;
  const breach = isBreach(node.anchor) ? readBreach(scope, node.anchor, scoped) : undefined;
  const anchor = breach === undefined ? readEvent(scope, node.anchor, scoped) : null;
  let sound = breach === undefined ? anchor !== null : breach !== null;
  const further: FurtherCondition[] = [];
  for (const condition of node.further) {
    const pattern = readEvent(scope, condition.phrase, scoped);
    if (condition.within === null) scope.report("SV403", condition.phrase.span);
    else scope.rounding(condition.within.duration, condition.within.span, null);
    const assumed = readAssumption(scope, condition.assumed);
    if (pattern === null || condition.within === null) sound = false;
    else further.push({ pattern, within: condition.within.duration, assumed });
  }
  const or = readAlternatives(scope, node, scoped);
  scoped.binding = false;
  if (!sound || or === null) return null;
  if (breach != null) return { ...breach, further };
  if (anchor === null) return null;
  return or.length === 0 ? { anchor, further } : { anchor, further, or };
}

/** The other events of `when A or B`: each binds the variables that the first does. */
function readAlternatives(scope: Scope, node: ClauseNode & { kind: "when" }, scoped: Variables): EventPattern[] | null {
  const [first] = node.or;
  if (first === undefined) return [];
  const found: EventPattern[] = [];
  for (const phrase of node.or) {
    if (isBreach(node.anchor) || isBreach(phrase)) {
      scope.report("SV408", phrase.span, {
        what: "A breach and another event do not make one trigger.",
        help: "Divide it into two norms.",
      });
      return null;
    }
    const own = variables();
    own.binding = true;
    const pattern = readEvent(scope, phrase, own);
    if (pattern === null) return null;
    const missing = [...scoped.bound].find((name) => !own.bound.has(name));
    const extra = [...own.bound].find((name) => !scoped.bound.has(name));
    if (missing !== undefined || extra !== undefined) {
      scope.report("SV408", phrase.span, {
        what: `The events that are joined by "or" do not speak of the same ones: "${missing ?? extra ?? ""}" stands in one of them only.`,
        help: "Use the same names in each, or divide it into two norms.",
      });
      return null;
    }
    found.push(pattern);
  }
  return found;
}

function isBreach({ tokens }: Phrase): boolean {
  return isWord(tokens[1], "is") && isWord(tokens[2], "breached");
}

/** `NORM is breached [by X] [against Y]`. */
function readBreach(scope: Scope, phrase: Phrase, scoped: Variables): BreachTrigger | null {
  const [name] = phrase.tokens;
  if (name === undefined) return null;
  const norm = scope.norm(nameOf(name));
  const reader = new PhraseReader(scope, phrase, scoped);
  reader.skip(3);
  let by: Argument | null = null;
  let against: Argument | null = null;
  while (!reader.done) {
    if (by === null && reader.eat("by")) by = reader.argument();
    else if (against === null && reader.eat("against")) against = reader.argument();
    else if (!reader.eatComma()) {
      reader.end("Write: NORM is breached by WHO against WHOM");
      return null;
    } else continue;
    if (by === null && against === null) return null;
  }
  return norm === null ? null : { norm: norm.name.text, by, against, further: [] };
}

// ── Powers ──────────────────────────────────────────────────────────────────────────────────────

function readPower(
  scope: Scope,
  node: CanNode,
  scoped: Variables,
  setting: Setting,
): { power: Power; must: Must } | null {
  if (setting.norm !== null && setting.norm !== "power") {
    const what = `"can" says what a power changes, and this is ${setting.norm === "aim" ? "an aim" : `a ${setting.norm}`}.`;
    scope.report("SV408", node.span, {
      what,
      help: 'What may be done is a permission: begin with "permission", and write: may …',
    });
    return null;
  }
  const by = new PhraseReader(scope, node.by, scoped);
  const pattern = by.looseAct();
  if (pattern === null || !by.end()) return null;
  for (const length of [node.for, node.after]) if (length !== null) scope.rounding(length.duration, length.span, null);
  const must: Must = { connective: "and", items: [{ kind: "do", pattern }] };
  if (node.effect.kind === "suspend") {
    const reader = new PhraseReader(scope, node.effect.owedTo, scoped);
    const owedTo = reader.argument();
    if (owedTo === null || !reader.end()) return null;
    return { must, power: { kind: "suspend", owedTo, for: node.for?.duration ?? null } };
  }
  const { of } = node.effect;
  const kind = scope.instruments.has(of.text) ? "instrument" : "norm";
  if (kind === "norm" && scope.norm(of) === null) return null;
  return { must, power: { kind: "terminate", of: { kind, id: of.text }, after: node.after?.duration ?? null } };
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

// ── What is owed ────────────────────────────────────────────────────────────────────────────────

function readMust(
  scope: Scope,
  node: ClauseNode & { kind: "must" },
  scoped: Variables,
  setting: Setting,
): { must: Must; place: ZoneExpression | null } | null {
  const wanted =
    setting.norm === null
      ? node.word
      : ({ duty: "must", ban: "must not", aim: "reach", permission: "may", power: "can" } as const)[setting.norm];
  // A reading may hold that what reads as a hope is owed.
  const binding = setting.norm === "aim" && setting.reading === true && node.word === "must reach";
  if (wanted !== node.word && !binding && !(wanted === "must" && node.word === "must reach")) {
    const kind = `${setting.norm === "aim" ? "an" : "a"} ${setting.norm}`;
    const what = `This is ${kind}, which says "${wanted} …"; here stands "${node.word} …".`;
    const help =
      node.word === "must" && setting.norm === "ban"
        ? 'If it is forbidden, write "must not …". If it is to be done, begin the declaration with "duty" in place of "ban".'
        : node.word === "must not"
          ? `If it is forbidden, begin the declaration with "ban" in place of "${setting.norm}".${setting.norm === "duty" ? ' If it is to be done, write "must …".' : ""}`
          : node.word === "reach"
            ? 'What is hoped for and never breached is an aim: begin the declaration with "aim".'
            : node.word === "may"
              ? 'What may be done is a permission: begin the declaration with "permission".'
              : node.word === "must reach"
                ? "Only a reading can hold that an aim is owed."
                : 'What is to be done is a duty: begin the declaration with "duty".';
    scope.report("SV408", node.span, { what, help });
    return null;
  }
  const isMeasure = ({ tokens }: Phrase): boolean => scope.nouns.get(tokens[0]?.text ?? "")?.kind === "series";
  const measures: Measure[] = [];
  for (const phrase of node.items.items.filter(isMeasure)) {
    const measure = readMeasure(scope, new PhraseReader(scope, phrase, scoped), setting.offset);
    if (measure === null) return null;
    measures.push(measure);
  }
  const reaching = node.word === "reach" || node.word === "must reach";
  scoped.forbidding = node.word === "must not";
  const items = readItems(
    scope,
    { items: node.items.items.filter((phrase) => !isMeasure(phrase)) },
    scoped,
    node.word === "must not" ? "forbid" : reaching ? "reach" : "achieve",
  );
  scoped.forbidding = false;
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
  return {
    must: {
      connective,
      items: items.map(({ item }) => item),
      ...(measures.length > 0 ? { measures } : {}),
      ...(binding ? { binding: true } : {}),
      ...(node.anew ? { anew: true } : {}),
    },
    place,
  };
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
  const pick = (key: "by" | "within" | "from" | "until" | "for" | "every" | "renewal"): TimeNode | null => {
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
  const every = pick("every")?.every ?? null;
  const renewed = pick("renewal");
  const renewal = renewed?.renewal == null ? null : readRenewal(scope, renewed.renewal);
  if (renewed !== null) {
    if (lasting === null && until === null)
      scope.report("SV408", renewed.span, {
        what: "What has no end is not renewed.",
        help: "Say how long it lasts at first: for 5 years from entry into force.",
      });
  }
  const assumptions = nodes.filter((node) => node.assumed !== null);
  const assumed = readAssumption(scope, assumptions[0]?.assumed ?? null);
  if (scope.errors !== mark) return null;
  return {
    by,
    within,
    from,
    until,
    for: lasting,
    assumed,
    ...(every === null ? {} : { every: every.duration }),
    ...(renewal === null ? {} : { renewal }),
  };
}

/** Who can stop a renewal, and by which act. */
export function readRenewal(scope: Scope, node: RenewalNode): Renewal | null {
  if (node.unless === null) return { for: node.for.duration, unless: null };
  const { by, verb, before } = node.unless;
  const act = scope.forms.present.get(verb.text);
  if (act === undefined) {
    const phrase = {
      tokens: [
        { kind: "word", ...verb },
        { kind: "word", ...verb },
      ] as const,
      span: verb.span,
    };
    explainNoVerb(scope, phrase.tokens, 0, variables(), "present");
  }
  const who = by === null ? null : scope.actor(by);
  if (act === undefined || (by !== null && who === null)) return null;
  return { for: node.for.duration, unless: { by: who, act: act.id, before: before.duration } };
}

// ── unless ──────────────────────────────────────────────────────────────────────────────────────

function readUnless(scope: Scope, node: ClauseNode & { kind: "unless" }, scoped: Variables): Unless | null {
  const conditions: Unless["conditions"][number][] = [];
  let sound = true;
  for (const { phrase, within, assumed: supplied } of node.conditions.items) {
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
    if (within !== null) scope.rounding(within.duration, within.span, null);
    const assumed = readAssumption(scope, supplied);
    const length = within?.duration ?? null;
    if (pattern === null) sound = false;
    else conditions.push({ kind: "event", pattern, within: length, ...(assumed === null ? {} : { assumed }) });
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
  visit(clauses.power, used);
  visit(clauses.onlyAfter, used);
  if (bearer?.kind === "variable" && bearer.binds !== undefined) used.delete(bearer.name);
  // What is forbidden binds those whose kind it says.
  walk(
    must?.items.filter((item) => item.kind === "not-do"),
    (node) => {
      if (node["kind"] === "variable" && typeof node["name"] === "string" && node["restrict"] !== null)
        used.delete(node["name"]);
    },
  );
  return used;
}

/** Every open term that some clauses use. */
export function usedTerms(value: unknown, into: Set<string> = new Set()): Set<string> {
  walk(value, (node) => {
    if (node["kind"] === "term" && typeof node["term"] === "string") into.add(node["term"]);
  });
  return into;
}

/** Whether a clause speaks of `each other`. */
export function speaksOfOthers(clause: unknown): boolean {
  let speaks = false;
  walk(clause, (node) => {
    if (node["kind"] === "other") speaks = true;
  });
  return speaks;
}

/** Every variable that what is given speaks of, those of other norms apart. */
export function variablesIn(value: unknown): Set<string> {
  const found = new Set<string>();
  visit(value, found);
  return found;
}

function visit(value: unknown, into: Set<string>): void {
  walk(value, (node) => {
    if (node["kind"] === "variable" && typeof node["name"] === "string" && node["of"] === undefined)
      into.add(node["name"]);
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
