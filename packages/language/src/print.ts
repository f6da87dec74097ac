/**
 * A checked model back to Servanda text: Markdown with the prose of each norm and reading above its block. Checking what is
 * printed gives the same model but for its spans, if no error was told of the first; what was left out for a fault
 * is not in the model, and cannot be printed. Not kept, for the model does not hold them: comments, the order of
 * declarations and clauses, prose above anything but a norm or a reading, and which of two ways of saying a thing
 * was chosen. The layout is that of `format`.
 *
 * `Printer` prints the parts alone too, for whoever tells of a clause in its own words.
 */
import { formatOffset } from "./calendar.ts";
import { NORM_WORDS } from "./clause.ts";
import { lex } from "./lexer.ts";
import {
  THE_CASE,
  type Act,
  type Actor,
  type Amendment,
  type Argument,
  type Assumption,
  type Bearer,
  type CaseSettings,
  type Duration,
  type EventPattern,
  type Expectation,
  type Instrument,
  type Item,
  type Meaning,
  type Membership,
  type Model,
  type Must,
  type Norm,
  type Reading,
  type RestatedClauses,
  type State,
  type StateExpression,
  type SupposedEvent,
  type Supposition,
  type Term,
  type TermUse,
  type TimeClause,
  type Unless,
  type When,
  type Zone,
  type ZoneExpression,
} from "./model.ts";
import { nearestWord } from "./spelling.ts";

/** The whole model as one Markdown document. The same model gives the same text. */
export function print(model: Model): string {
  return new Printer(model).document(model);
}

/** Words that mean something in some place where a name may stand: as names they are quoted. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    "a act actor admitted after against agreement aim amend an and anew any anyone anything as assumed at attribution ban beyond binding " +
    "breached by can case claim conditional consent coverage duties duty each ended every event except expect " +
    "for force from give group held if in include includes initially instrument into is keep means members more must no not of on only or other " +
    "outside owed parties party permission power precedence reach reading reads record renewed repealed " +
    "replaces roles series signed source standard started state stated subject supersedes suppose " +
    "term the time to together unless unnamed until when with withdrawal within without zone about least less most " +
    "than times over under towards into between through that was were"
  ).split(/\s+/u),
);

/** Those that divide a clause wherever they stand. */
const DIVIDING: readonly string[] = ["and", "or", "means", "within"];

/** How the words of a clause come to stand for somebody: a name for a variable, or null for its own. */
export type Stand = (variable: string) => string | null;

/** What a `must` stands in: its clause, or what a term means; there the words that tell its kind differ. */
type Place = "must" | "must not" | "reach" | "means" | "means acts";

export class Printer {
  private readonly acts: ReadonlyMap<string, Act>;
  private readonly terms: ReadonlyMap<string, Term>;
  /** Words that the case has given a use: verbs and prepositions. */
  private readonly taken = new Set<string>();
  private readonly stand: Stand | null;
  private ofActs: ReadonlySet<string> = new Set();

  /** With `stand`, variables are told by what they stand for, and nothing is quoted: words for people. */
  constructor(model: Pick<Model, "acts" | "terms">, stand: Stand | null = null) {
    this.acts = new Map(model.acts.map((act) => [act.id, act]));
    this.terms = new Map(model.terms.map((term) => [term.id, term]));
    this.stand = stand;
    for (const act of model.acts) {
      this.taken.add(act.present);
      for (const role of act.roles) if (role.preposition !== null) this.taken.add(role.preposition);
    }
    for (const term of model.terms) for (const { preposition } of term.parameters) this.taken.add(preposition);
  }

  document(model: Model): string {
    this.ofActs = achieved([model.norms, model.readings]);
    const out: string[] = [];
    const block = (declarations: readonly (readonly string[])[], prose = ""): void => {
      if (declarations.length === 0) return;
      if (prose !== "") out.push(prose, "");
      out.push("```servanda");
      declarations.forEach((lines, index) => {
        const before = declarations[index - 1];
        const together = lines.length === 1 && before?.length === 1 && opening(before) === opening(lines);
        if (index > 0 && !together) out.push("");
        out.push(...lines);
      });
      out.push("```", "");
    };
    block([this.settings(model.case)]);
    block(model.sources.map(({ id, title }) => [`source ${this.name(id)}${titles([title], id)}`]));
    block(model.actors.map((actor) => this.actor(actor)));
    block(model.acts.filter((act) => !act.standard).map((act) => this.act(act)));
    block(model.states.map((state) => this.state(state)));
    block(model.zones.map((zone) => this.zone(zone)));
    block(model.terms.map((term) => [this.term(term)]));
    for (const instrument of model.instruments) block([this.instrument(instrument)]);
    for (const norm of model.norms)
      block([this.norm(norm), ...norm.amendments.map((amendment) => this.amendment(norm, amendment))], norm.prose);
    const kinds = new Map(model.norms.map(({ id, kind }) => [id, kind]));
    for (const reading of model.readings) {
      const kind = reading.of.kind === "norm" ? (kinds.get(reading.of.id) ?? null) : null;
      block([this.reading(reading, kind)], reading.prose);
    }
    for (const supposition of model.suppositions) block([this.supposition(supposition)]);
    return out.slice(0, -1).join("\n") + "\n";
  }

  // ── Names ─────────────────────────────────────────────────────────────────────────────────────

  /** A name as it must be written: in quotes where it would be read as something else. */
  name(text: string): string {
    if (this.stand !== null) return text;
    const plain = !RESERVED.has(text) && !this.taken.has(text) && !/^\d{4}/u.test(text) && isOneWord(text);
    return plain ? text : quote(text);
  }

  /** An actor, zone or thing; a zone may be one of a family: `inner-waters of Northshore`. */
  private noun(id: string): string {
    const at = id.indexOf(" of ");
    return at < 0 ? this.name(id) : `${this.name(id.slice(0, at))} of ${this.name(id.slice(at + 4))}`;
  }

  private list(ids: readonly string[]): string {
    return ids.map((id) => this.noun(id)).join(", ");
  }

  private kind(kind: string): string {
    const plain = !this.taken.has(kind) && !DIVIDING.includes(kind) && isOneWord(kind);
    return `${/^[aeiou]/iu.test(kind) ? "an" : "a"} ${plain || this.stand !== null ? kind : quote(kind)}`;
  }

  private source(source: string | null): string {
    return source === null ? "" : `, source ${this.name(source)}`;
  }

  // ── Declarations ──────────────────────────────────────────────────────────────────────────────

  private settings(settings: CaseSettings): string[] {
    const { id, title, recordCloses, offset, standard, borders } = settings;
    return [
      `case ${this.name(id)}${titles([title], id)}`,
      ...(recordCloses === null ? [] : [`  record closes ${recordCloses.text}`]),
      `  time zone ${formatOffset(offset)}`,
      `  standard ${standard}`,
      `  borders ${borders}`,
    ];
  }

  private actor({ id, names, kind, codes, members }: Actor): string[] {
    const group = kind === "group" || members.length > 0;
    const said = [
      ...(kind === null || kind === "group" ? [] : [this.kind(kind)]),
      ...codes.map(({ scheme, code }) => `${this.name(scheme)} ${this.name(code)}`),
    ];
    const head = `${group ? "group" : "actor"} ${this.name(id)}${titles(names, id)}`;
    return [[head, ...said].join(", "), ...this.members("members", members)];
  }

  /** The first line holds those without dates; each other has a line of its own. */
  private members(word: string, members: readonly Membership[]): string[] {
    const lines: string[] = [];
    let before = false;
    for (const { actor, periods } of members) {
      const said = periods.flatMap(({ from, until }) => {
        const parts = [
          ...(from === null ? [] : [`from ${from.text}`]),
          ...(until === null ? [] : [`until ${until.text}`]),
        ];
        return parts.length === 0 ? [] : [parts.join(" ")];
      });
      const dated = said.length > 0;
      const text = this.name(actor) + (dated ? ` ${said.join(", ")}` : "");
      const last = lines.length - 1;
      if (last < 0) lines.push(`  ${word} ${text}`);
      else if (dated || before) lines.push(`   and ${text}`);
      else lines[last] += `, ${text}`;
      before = dated;
    }
    return lines;
  }

  private act({ id, present, past, roles, admittedBy }: Act): string[] {
    const said = roles.map(
      ({ name, preposition, kind }) =>
        (preposition === null ? "" : `${this.preposition(preposition)} `) +
        this.name(name) +
        (kind === null ? "" : `, ${this.kind(kind)}`),
    );
    return [
      `act ${this.name(id)}, ${this.form(present)}, ${this.name(past)}`,
      `  roles ${said.join(", ")}`,
      ...(admittedBy === null ? [] : [`  admitted by ${admittedBy}`]),
    ];
  }

  /** Where a preposition is declared it may be any word, but `a` and `an` begin a kind. */
  private preposition(word: string): string {
    return word === "a" || word === "an" || !isOneWord(word) ? quote(word) : word;
  }

  private form(word: string): string {
    return RESERVED.has(word) || !isOneWord(word) ? quote(word) : word;
  }

  private state({ id, subjectKind, initially, startedBy, endedBy }: State): string[] {
    const acts = (word: string, changes: State["startedBy"]): string[] =>
      changes.length === 0 ? [] : [`  ${word} ${this.list(changes.map(({ act }) => act))}`];
    return [
      `state ${this.name(id)}` +
        (subjectKind === null ? "" : ` of ${this.kind(subjectKind)}`) +
        (initially === null ? "" : `, initially ${initially ? "true" : "false"}`),
      ...acts("started by", startedBy),
      ...acts("ended by", endedBy),
    ];
  }

  private zone({ id, names, kind, within, outside }: Zone): string[] {
    const placed = (word: string, list: Zone["within"]): string[] =>
      list.map(({ zone, source }) => `  ${word} ${this.noun(zone)}${this.source(source)}`);
    return [
      `zone ${this.noun(id)}${titles(names, id)}${kind === null ? "" : `, ${this.kind(kind)}`}`,
      ...placed("in", within),
      ...placed("outside", outside),
    ];
  }

  private term({ id, names, parameters }: Term): string {
    const said = parameters.map(({ preposition, name }) => ` ${preposition} ${this.name(name)}`);
    return `term ${this.name(id)}${said.join("")}${titles(names, id)}`;
  }

  private instrument({ id, names, signed, inForce, offset, parties, survive }: Instrument): string[] {
    const until = inForce?.until ?? null;
    return [
      `agreement ${this.name(id)}${titles(names, id)}`,
      ...(signed === null ? [] : [`  signed ${signed.text}`]),
      ...(inForce === null
        ? []
        : [`  in force from ${inForce.from.text}${until === null ? "" : ` until ${until.text}`}`]),
      ...(offset === null ? [] : [`  time zone ${formatOffset(offset)}`]),
      ...this.members("parties", parties),
      ...(survive ? ["  duties already triggered survive"] : []),
    ];
  }

  private norm(norm: Norm): string[] {
    return [
      `${norm.kind} ${this.name(norm.id)} of ${this.name(norm.instrument)}, ${norm.article}`,
      ...this.clauses(norm.clauses, norm.kind, true),
    ];
  }

  private amendment(norm: Norm, { from, byConsentOf, clauses, repealed, source }: Amendment): string[] {
    const consent = byConsentOf.length === 0 ? "" : `, by consent of ${this.list(byConsentOf)}`;
    return [
      `amend ${this.name(norm.id)} from ${from.text}${consent}${this.source(source)}`,
      ...this.clauses(clauses, norm.kind, false),
      ...(repealed ? ["  repealed"] : []),
    ];
  }

  private reading(reading: Reading, kind: Norm["kind"] | null): string[] {
    const { id, of, holders, source, stated, means, clauses, notBinding } = reading;
    const nobody = holders.length === 1 && holders[0] === THE_CASE;
    return [
      `reading ${this.name(id)} of ${this.name(of.id)}, held by ${nobody ? "the case" : this.list(holders)}` +
        this.source(source) +
        (stated === null ? "" : `, stated ${stated.text}`),
      ...means.map((meaning) => `  ${this.means(meaning)}`),
      ...this.clauses(clauses, kind, false),
      ...(notBinding ? ["  not binding"] : []),
    ];
  }

  private means({ term, parameters, body }: Meaning): string {
    const declared = this.terms.get(term)?.parameters ?? [];
    const head = parameters.map((name, index) => ` ${declared[index]?.preposition ?? "of"} ${this.name(name)}`);
    return `${this.name(term)}${head.join("")} means ${this.body(body, this.ofActs.has(term))}`;
  }

  /** What a term means, without the term. `acts`: the term stands for acts, so that what is kept says `keep`. */
  body(body: Meaning["body"], acts = false): string {
    switch (body.kind) {
      case "zone":
        return this.place(body.zone);
      case "actors":
        return this.arguments(body.actors);
      case "items":
        return this.must(body.must, acts || !body.must.items.every(isKept) ? "means acts" : "means");
    }
  }

  private supposition(supposition: Supposition): string[] {
    const { id, withRecord, events, withoutEvents, withoutCoverage, withoutSources, moves, expectations } = supposition;
    const without = (what: string, ids: readonly string[]): string[] =>
      ids.map((each) => `  without ${what} ${this.name(each)}`);
    return [
      `suppose ${this.name(id)}`,
      ...(withRecord ? ["  with the record"] : []),
      ...without("event", withoutEvents),
      ...without("coverage", withoutCoverage),
      ...without("source", withoutSources),
      ...moves.map(({ event, to }) => `  event ${this.name(event)} at ${to.text}`),
      ...events.map((event) => `  ${this.happening(event)}`),
      ...expectations.map((expectation) => `  ${this.expectation(expectation)}`),
    ];
  }

  private happening({ when, act, actor, target, object, place }: SupposedEvent): string {
    const bare = this.bare(this.acts.get(act));
    const named = (id: string | null, said: boolean): Argument | null =>
      id !== null ? { kind: "name", id } : said ? { kind: "anyone" } : null;
    const pattern: EventPattern = {
      act,
      actor: named(actor, true),
      target: named(target, bare.includes("target")),
      object: named(object, bare.includes("object")),
      place: place === null ? null : { kind: "zone", id: place },
    };
    return `${when.text} ${this.event(pattern)}`;
  }

  private expectation(expectation: Expectation): string {
    const { norm, bearer, counterparty, after, under, outcome, possible, from, days, on, standard } = expectation;
    const view = (text: string): string =>
      text === THE_CASE
        ? "the case"
        : text
            .split(":")
            .map((part) => this.name(part))
            .join(":");
    return [
      `expect ${this.name(norm)}`,
      ...(bearer === null ? [] : [`by ${bearer === "unnamed" ? bearer : this.name(bearer)}`]),
      ...(counterparty === null ? [] : [`to ${this.name(counterparty)}`]),
      ...(after === null ? [] : [`after ${this.name(after)}`]),
      `is ${outcome}${possible.length === 0 ? "" : `: ${possible.join(" or ")}`}`,
      ...(from === null ? [] : [`from ${from.text}`]),
      ...(days === null ? [] : [`for ${days} ${days === 1 ? "day" : "days"}`]),
      ...(on === null ? [] : [`on ${on.text}`]),
      ...(under === null ? [] : [`under ${view(under)}`]),
      ...(standard === null ? [] : [`at standard ${standard}`]),
    ].join(" ");
  }

  // ── Clauses ───────────────────────────────────────────────────────────────────────────────────

  /** The lines of some clauses. `whole`: those of a norm, where a clause that is null is not there. */
  private clauses(clauses: RestatedClauses, kind: Norm["kind"] | null, whole: boolean): string[] {
    const lines: string[] = [];
    const drop = (word: string): void => {
      if (!whole) lines.push(`  no ${word}`);
    };
    const { when, bearer, must, time, place, unless, owedTo } = clauses;
    if (when === null) drop("when");
    else if (when !== undefined) lines.push(...this.when(when));
    if (bearer !== undefined) lines.push(`  ${this.bearer(bearer)}`);
    if (must !== undefined) {
      const word = mustWord(must, kind);
      lines.push(`  ${word} ${this.must(must, word)}`);
    }
    if (time === null) drop("by");
    else if (time !== undefined) lines.push(...this.time(time).map((line) => `  ${line}`));
    if (place === null) drop("in");
    else if (place !== undefined) lines.push(`  in ${this.place(place)}`);
    if (unless === null) drop("unless");
    else if (unless !== undefined) lines.push(`  ${this.unless(unless)}`);
    if (owedTo === null) drop("owed to");
    else if (owedTo !== undefined) lines.push(`  owed to ${ended(this.argument(owedTo))}`);
    return lines;
  }

  private when({ anchor, further }: When): string[] {
    return [
      `  when ${this.event(anchor)}`,
      ...further.map(
        ({ pattern, within, assumed }) =>
          `   and ${this.event(pattern)} within ${this.duration(within)}${this.assumption(assumed)}`,
      ),
    ];
  }

  /** Who is bound: `each party except victim`. */
  bearer(bearer: Bearer): string {
    switch (bearer.kind) {
      case "named":
        return this.list(bearer.actors);
      case "each-party":
        return bearer.except.length === 0 ? "each party" : `each party except ${this.arguments(bearer.except)}`;
      case "variable":
        return this.variable(bearer.name);
      case "unnamed":
        return "unnamed";
      case "open":
        return ended(this.use(bearer.use, true));
    }
  }

  /** What is owed, behind the word that opens the clause. */
  must(must: Must, place: Place = "must"): string {
    return must.items.map((item, index) => this.item(item, place, index === 0)).join(` ${must.connective} `);
  }

  /** One thing that is owed, kept, forbidden or reached. */
  item(item: Item, place: Place = "must", first = true): string {
    const keep = place === "must" || place === "means acts" ? "keep " : "";
    switch (item.kind) {
      case "do":
        return this.pattern(item.pattern);
      case "not-do":
        return `${place === "must not" ? "" : "not "}${this.pattern(item.pattern)}`;
      case "keep":
        return `${keep}${this.stateOf(item.state)}`;
      case "free-of":
        return `${keep}no ${this.freeOf(item.pattern)}`;
      case "term": {
        // The first word of a meaning shows what the term stands for, where nothing else does.
        const give = place.startsWith("means") && first ? "" : "give ";
        const word = item.mode === "achieve" ? give : place === "means" ? "" : "keep ";
        return ended(word + this.use(item.use));
      }
    }
  }

  private stateOf({ state, negated, subject }: StateExpression): string {
    return `${negated ? "not " : ""}${this.name(state)} of ${ended(this.argument(subject))}`;
  }

  /** The clause of time, a line each word. */
  time({ by, within, from, until, for: lasting, assumed }: TimeClause): string[] {
    const window = [
      ...(from === null ? [] : [`from ${from.text}`]),
      ...(until === null ? [] : [`until ${until.text}`]),
    ].join(" ");
    const [first = "from entry into force", ...others] = [
      ...(by === null ? [] : [`by ${by.text}`]),
      ...(within === null ? [] : [`within ${this.duration(within)}`]),
      ...(window === "" ? [] : [window]),
      ...(lasting === null ? [] : [`for ${this.duration(lasting)}`]),
    ];
    return [first + this.assumption(assumed), ...others];
  }

  /** `14 days`, `1 month, to the last day`. */
  duration({ count, unit, rounding }: Duration): string {
    const tail = rounding === null ? "" : rounding === "last-day" ? ", to the last day" : ", to the next month";
    return `${count} ${unit}${count === 1 ? "" : "s"}${tail}`;
  }

  private assumption(assumed: Assumption | null): string {
    if (assumed === null) return "";
    return `, assumed${assumed.by === null ? "" : ` by ${this.name(assumed.by)}`}${this.source(assumed.source)}`;
  }

  private unless({ connective, conditions }: Unless): string {
    const said = conditions.map((condition) =>
      condition.kind === "state"
        ? this.stateOf(condition.state)
        : this.event(condition.pattern) +
          (condition.within === null ? "" : ` within ${this.duration(condition.within)}`),
    );
    return `unless ${said.join(` ${connective} `)}`;
  }

  // ── Conduct ───────────────────────────────────────────────────────────────────────────────────

  /** With who acts: `attacker attacks victim, a party, in waters of victim`. */
  event(pattern: EventPattern): string {
    const act = this.acts.get(pattern.act);
    const actor = this.argument(pattern.actor ?? { kind: "anyone" });
    return phrase([actor, act?.present ?? pattern.act, ...this.roles(pattern, act)]);
  }

  /** In the base form, without who acts: `hand-over the-island to Northshore in the-bay`. */
  pattern(pattern: EventPattern): string {
    return phrase([this.base(pattern.act), ...this.roles(pattern, this.acts.get(pattern.act))]);
  }

  private base(act: string): string {
    return this.stand !== null || (isOneWord(act) && !RESERVED.has(act)) ? act : quote(act);
  }

  /** `attack on traffic by Southshore in the-bay`, behind `no`. */
  private freeOf(pattern: EventPattern): string {
    const act = this.acts.get(pattern.act);
    const { actor } = pattern;
    const by = actor === null || actor.kind === "anyone" ? [] : ["by", this.argument(actor)];
    const [first] = this.bare(act);
    const taken = act?.roles.some((role) => role.preposition === "on") ?? false;
    const on = first !== undefined && pattern[first] !== null && !taken ? ["on"] : [];
    const place = pattern.place === null ? [] : ["in", this.place(pattern.place)];
    return phrase([this.base(pattern.act), ...on, ...this.roles({ ...pattern, place: null }, act), ...by, ...place]);
  }

  /** The roles said without a preposition, in the order in which they are read. */
  private bare(act: Act | undefined): readonly ("target" | "object")[] {
    const columns = (act?.roles.slice(1) ?? []).flatMap(({ preposition, column }) =>
      preposition === null && (column === "target" || column === "object") ? [column] : [],
    );
    return columns.sort((a, b) => (a === b ? 0 : a === "object" ? -1 : 1));
  }

  private roles(pattern: EventPattern, act: Act | undefined): string[] {
    const parts: string[] = [];
    const bare = this.bare(act);
    for (const column of bare) {
      const argument = pattern[column];
      if (argument !== null) parts.push(this.argument(argument));
    }
    for (const { preposition, column } of act?.roles.slice(1) ?? []) {
      if (preposition === null || column === "place" || column === "actor") continue;
      const argument = pattern[column];
      if (argument !== null) parts.push(preposition, this.argument(argument));
    }
    if (pattern.place !== null) parts.push("in", this.place(pattern.place));
    return parts;
  }

  // ── Who, what, where ──────────────────────────────────────────────────────────────────────────

  /** Who or what stands in a role. A restriction ends in a comma, for what may follow. */
  argument(argument: Argument): string {
    switch (argument.kind) {
      case "name":
        return this.noun(argument.id);
      case "variable": {
        const { restrict } = argument;
        const name = this.variable(argument.name);
        return restrict === null || this.stand !== null ? name : `${name}, ${this.kind(restrict)},`;
      }
      case "anyone":
        return "anyone";
      case "other":
        return "each other";
      case "term":
        return this.use(argument);
    }
  }

  /** A list; behind a restriction it goes on with `and`. */
  private arguments(list: readonly Argument[]): string {
    let text = "";
    for (const argument of list) {
      if (text !== "") text += text.endsWith(",") ? " and " : ", ";
      text += this.argument(argument);
    }
    return ended(text);
  }

  private variable(name: string): string {
    return this.stand?.(name) ?? this.name(name);
  }

  /** A place: `waters of Northshore`. */
  place(zone: ZoneExpression): string {
    switch (zone.kind) {
      case "zone":
        return this.noun(zone.id);
      case "variable":
        return this.variable(zone.name);
      case "zone-of":
        return ended(`${this.name(zone.zone)} of ${this.argument(zone.of)}`);
      case "term":
        return ended(this.use(zone));
    }
  }

  private use(use: TermUse, opens = false): string {
    const declared = this.terms.get(use.term)?.parameters ?? [];
    const parts = use.arguments.flatMap((argument, index) => [
      declared[index]?.preposition ?? "of",
      this.argument(argument),
    ]);
    return parts.length === 0
      ? this.name(use.term)
      : [opens ? this.opener(use.term) : this.name(use.term), ...parts].join(" ");
  }

  /** A term at the beginning of a line: quoted where it would be taken for a slip in a clause word. */
  private opener(term: string): string {
    return this.stand === null && nearestWord(term, NORM_WORDS) !== null ? quote(term) : this.name(term);
  }
}

/** Parts of a phrase in one; the comma of a restriction at its end falls away. */
function phrase(parts: readonly string[]): string {
  return ended(parts.join(" "));
}

function ended(text: string): string {
  return text.endsWith(",") ? text.slice(0, -1) : text;
}

function opening(lines: readonly string[]): string {
  return lines[0]?.split(" ", 1)[0] ?? "";
}

/** Whether a thing is kept rather than done. */
function isKept(item: Item): boolean {
  return item.kind === "keep" || item.kind === "free-of" || (item.kind === "term" && item.mode === "keep");
}

/** The terms that a clause or meaning uses for acts. */
function achieved(value: unknown, into: Set<string> = new Set()): ReadonlySet<string> {
  if (value === null || typeof value !== "object") return into;
  const node = value as Partial<Item & { kind: "term" }>;
  if (node.kind === "term" && node.mode === "achieve" && node.use !== undefined) into.add(node.use.term);
  for (const part of Object.values(value)) achieved(part, into);
  return into;
}

function mustWord(must: Must, kind: Norm["kind"] | null): "must" | "must not" | "reach" {
  if (kind === "aim") return "reach";
  if (kind === "ban") return "must not";
  if (kind === "duty") return "must";
  // A reading of a whole agreement: only what is forbidden throughout says so with its first words.
  return must.items.every((item) => item.kind === "not-do") && must.connective === "and" ? "must not" : "must";
}

/** Display names, unless they are what an absent list stands for. */
function titles(names: readonly string[], id: string): string {
  if (names.length === 1 && names[0] === id) return "";
  return ` ${names.map(quote).join(" / ")}`;
}

function isOneWord(text: string): boolean {
  const { clauses, unclosed } = lex("", [{ line: 1, column: 1, text }]);
  const tokens = clauses[0]?.tokens ?? [];
  return unclosed.length === 0 && tokens.length === 1 && tokens[0]?.kind === "word" && tokens[0].text === text;
}

/** In the first quotes that it does not close; line ends, which no quotation of a text can hold, become spaces. */
function quote(text: string): string {
  const line = text.replace(/[\r\n]+/gu, " ");
  if (!line.includes('"')) return `"${line}"`;
  if (!line.includes("»")) return `«${line}»`;
  if (!line.includes("”")) return `“${line}”`;
  if (!line.includes("“")) return `„${line}“`;
  return `"${line.replaceAll('"', "'")}"`;
}
