/**
 * Parts of a model in words: names, conduct, places, clauses. As Servanda text, for `print`; or, with what the variables stand
 * for, for whoever tells people of a clause.
 */
import { NORM_WORDS } from "./clause.ts";
import { lex } from "./lexer.ts";
import type {
  Act,
  Argument,
  Assumption,
  Bearer,
  Duration,
  EventPattern,
  Item,
  Meaning,
  Model,
  Must,
  Norm,
  RestatedClauses,
  StateExpression,
  Statement,
  Term,
  TermUse,
  BreachTrigger,
  Count,
  Measure,
  Power,
  Quantity,
  Renewal,
  Series,
  SeriesUse,
  Time,
  TimeClause,
  Unless,
  When,
  ZoneExpression,
} from "./model.ts";
import { nearestWord } from "./spelling.ts";

/** Words that mean something in some place where a name may stand: as names they are quoted. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    "a act actor admitted after against agreement aim amend an and anew any anyone anything as assumed at attribution ban beyond binding " +
    "breached by can case claim conditional consent coverage duties duty each ended every event except expect " +
    "for force from give group held if in include includes initially instrument into is keep means members more must no not of on only or other " +
    "outside owed parties party permission power precedence reach reading reads record renewed repealed " +
    "replaces roles series signed source standard started state stated subject supersedes suppose " +
    "term the time to together unless unnamed until when with withdrawal within without zone about least less most " +
    "than times over under towards into between through that was were never rose fell before exactly plus minus " +
    "km m nm metre metres mile miles expiry breached is because called checkable checked held lay member refuted rejected ruled throughout used"
  ).split(/\s+/u),
);

/** Those that divide a clause wherever they stand. */
const DIVIDING: readonly string[] = ["and", "or", "means", "within"];

/** How the words of a clause come to stand for somebody: a name for a variable, or null for its own. */
export type Stand = (variable: string) => string | null;

/** What a `must` stands in: its clause, or what a term means; there the words that tell its kind differ. */
type Place = "must" | "must not" | "reach" | "means" | "means acts";

export class Wording {
  protected readonly acts: ReadonlyMap<string, Act>;
  protected readonly terms: ReadonlyMap<string, Term>;
  private readonly series: ReadonlyMap<string, Series>;
  /** Words that the case has given a use: verbs and prepositions. */
  private readonly taken = new Set<string>();
  private readonly stand: Stand | null;
  protected ofActs: ReadonlySet<string> = new Set();

  /** With `stand`, variables are told by what they stand for, and nothing is quoted: words for people. */
  constructor(model: Pick<Model, "acts" | "terms" | "series">, stand: Stand | null = null) {
    this.acts = new Map(model.acts.map((act) => [act.id, act]));
    this.terms = new Map(model.terms.map((term) => [term.id, term]));
    this.stand = stand;
    for (const act of model.acts) {
      this.taken.add(act.present);
      this.taken.add(act.past);
      for (const role of act.roles) if (role.preposition !== null) this.taken.add(role.preposition);
    }
    this.series = new Map((model.series ?? []).map((series) => [series.id, series]));
    for (const { parameters } of [...model.terms, ...this.series.values()])
      for (const { preposition } of parameters) this.taken.add(preposition);
  }

  // ── Names ─────────────────────────────────────────────────────────────────────────────────────

  /** A name as it must be written: in quotes where it would be read as something else. */
  name(text: string): string {
    if (this.stand !== null) return text;
    const plain = !RESERVED.has(text) && !this.taken.has(text) && !/^\d{4}/u.test(text) && isOneWord(text);
    return plain ? text : quote(text);
  }

  /** An actor, zone or thing; a zone may be one of a family: `inner-waters of Northshore`. */
  protected noun(id: string): string {
    const at = id.indexOf(" of ");
    return at < 0 ? this.name(id) : `${this.name(id.slice(0, at))} of ${this.name(id.slice(at + 4))}`;
  }

  protected list(ids: readonly string[]): string {
    return ids.map((id) => this.noun(id)).join(", ");
  }

  protected kind(kind: string): string {
    const plain = !this.taken.has(kind) && !DIVIDING.includes(kind) && isOneWord(kind);
    return `${/^[aeiou]/iu.test(kind) ? "an" : "a"} ${plain || this.stand !== null ? kind : quote(kind)}`;
  }

  protected source(source: string | null): string {
    return source === null ? "" : `, source ${this.name(source)}`;
  }

  /** Where a preposition is declared it may be any word, but `a` and `an` begin a kind. */
  protected preposition(word: string): string {
    return word === "a" || word === "an" || !isOneWord(word) ? quote(word) : word;
  }

  protected form(word: string): string {
    return RESERVED.has(word) || !isOneWord(word) ? quote(word) : word;
  }

  protected after(duration: Duration | null): string {
    return duration === null ? "" : `, after ${this.duration(duration)}`;
  }

  protected renewal({ for: lasting, unless }: Renewal): string {
    const head = `renewed for ${this.duration(lasting)}`;
    if (unless === null) return head;
    const by = unless.by === null ? "any party" : this.name(unless.by);
    const verb = this.acts.get(unless.act)?.present ?? unless.act;
    return `${head} unless ${by} ${this.form(verb)} at least ${this.duration(unless.before)} before expiry`;
  }

  // ── Clauses ───────────────────────────────────────────────────────────────────────────────────

  /** The lines of some clauses. `whole`: those of a norm, where a clause that is null is not there. */
  protected clauses(clauses: RestatedClauses, kind: Norm["kind"] | null, whole: boolean): string[] {
    const lines: string[] = [];
    const drop = (word: string): void => {
      if (!whole) lines.push(`  no ${word}`);
    };
    const { when, bearer, must, time, place, unless, owedTo, breach, power, occasion, continues, onlyAfter, unseen } =
      clauses;
    if (breach != null) lines.push(...this.breach(breach));
    else if (when === null) drop("when");
    else if (when !== undefined) lines.push(...this.when(when));
    if (bearer !== undefined) lines.push(`  ${this.bearer(bearer)}`);
    if (power != null) lines.push(`  can ${this.power(power, must)}`);
    else if (must !== undefined) {
      const word = mustWord(must, kind);
      lines.push(`  ${word} ${this.must(must, MUST_PLACES[word])}`);
    }
    if (time === null) drop("by");
    else if (time !== undefined) lines.push(...this.time(time).map((line) => `  ${line}`));
    if (place === null) drop("in");
    else if (place !== undefined) lines.push(`  ${phrase(this.where(place))}`);
    if (unless === null) drop("unless");
    else if (unless !== undefined) lines.push(`  ${this.unless(unless)}`);
    if (owedTo === null) drop("owed to");
    else if (owedTo !== undefined) lines.push(`  owed to ${ended(this.argument(owedTo))}`);
    if (onlyAfter === null) drop("only after");
    else if (onlyAfter !== undefined) {
      const events = onlyAfter.patterns.map((pattern) => this.event(pattern));
      lines.push(`  only after ${events.join(` ${onlyAfter.connective} `)}`);
    }
    if (occasion === null) drop("as one occasion");
    else if (occasion !== undefined) lines.push(`  as one occasion until ${this.duration(occasion)} without`);
    if (continues === null) drop("if breached");
    else if (continues !== undefined) lines.push("  if breached the duty continues");
    if (unseen === null) drop("text unseen");
    else if (unseen !== undefined) lines.push("  text unseen");
    return lines;
  }

  private when({ anchor, further, or }: When): string[] {
    return [
      `  when ${this.event(anchor)}`,
      ...(or ?? []).map((pattern) => `   or ${this.event(pattern)}`),
      ...this.further(further),
    ];
  }

  private breach({ norm, by, against, further }: BreachTrigger): string[] {
    const who = [
      ...(by === null ? [] : ["by", this.argument(by)]),
      ...(against === null ? [] : ["against", this.argument(against)]),
    ];
    return [`  when ${phrase([this.name(norm), "is breached", ...who])}`, ...this.further(further)];
  }

  private further(further: When["further"]): string[] {
    return further.map(
      ({ pattern, within, assumed }) =>
        `   and ${this.event(pattern)} within ${this.duration(within)}${this.assumption(assumed)}`,
    );
  }

  /** `suspend duties owed to offender, by notify, for 6 months`. */
  private power(power: Power, must: Must | undefined): string {
    const items = must?.items ?? [];
    const by = `, by ${items.map((item) => this.item(item)).join(" and ")}`;
    if (power.kind === "terminate") return `terminate ${this.name(power.of.id)}${by}${this.after(power.after)}`;
    const lasting = power.for === null ? "" : `, for ${this.duration(power.for)}`;
    return `suspend duties owed to ${ended(this.argument(power.owedTo))}${by}${lasting}`;
  }

  /** Who is bound: `each party except victim`. */
  bearer(bearer: Bearer): string {
    switch (bearer.kind) {
      case "named": {
        const { actors, variables = [], mode } = bearer;
        const all = [
          ...(actors.length === 0 ? [] : [this.list(actors)]),
          ...variables.map((v) => this.argument(v)),
        ].join(", ");
        return `${mode === "any" ? "any of " : ""}${all}${mode === "together" ? " together" : ""}`;
      }
      case "each-party": {
        const { except, mode } = bearer;
        const all = `${mode === "any" ? "any" : "each"} party${except.length === 0 ? "" : ` except ${this.arguments(except)}`}`;
        return mode === "together" ? `${all} together` : all;
      }
      case "variable":
        return (
          this.variable(bearer.name) +
          (bearer.of === undefined ? "" : ` of ${this.name(bearer.of)}`) +
          (bearer.binds === undefined ? "" : `, ${this.kind(bearer.binds.restrict)}`)
        );
      case "unnamed":
        return "unnamed";
      case "open":
        return ended(this.use(bearer.use, true));
    }
  }

  /** What is owed, behind the word that opens the clause. */
  must(must: Must, place: Place = "must"): string {
    const items = must.items.map((item, index) => this.item(item, place, index === 0));
    const measures = (must.measures ?? []).map((measure) => this.measure(measure));
    return [...items, ...measures].join(` ${must.connective} `) + (must.anew ? " anew" : "");
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
  time({ by, within, from, until, for: lasting, assumed, every, renewal }: TimeClause): string[] {
    const window = [
      ...(from === null ? [] : [`from ${from.text}`]),
      ...(until === null ? [] : [`until ${until.text}`]),
    ].join(" ");
    const [first = "from entry into force", ...others] = [
      ...(by === null ? [] : [`by ${by.text}`]),
      ...(within === null ? [] : [`within ${this.duration(within)}`]),
      ...(window === "" ? [] : [window]),
      ...(lasting === null ? [] : [`for ${this.duration(lasting)}`]),
      ...(every === undefined ? [] : [`every ${this.duration(every)}`]),
      ...(renewal === undefined ? [] : [this.renewal(renewal)]),
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
          (condition.within === null ? "" : ` within ${this.duration(condition.within)}`) +
          this.assumption(condition.assumed ?? null),
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

  protected base(act: string): string {
    return this.stand !== null || (isOneWord(act) && !RESERVED.has(act)) ? act : quote(act);
  }

  /** `attack on traffic by Southshore in the-bay`, behind `no`. */
  private freeOf(pattern: EventPattern): string {
    const act = this.acts.get(pattern.act);
    const { actor } = pattern;
    const anyone = actor === null || (actor.kind === "anyone" && actor.party === undefined);
    const by = anyone ? [] : ["by", this.argument(actor)];
    const [first] = this.bare(act);
    const taken = act?.roles.some((role) => role.preposition === "on") ?? false;
    const on = first !== undefined && pattern[first] !== null && !taken ? ["on"] : [];
    const { place, count, ...rest } = pattern;
    const parts = this.roles({ ...rest, place: null }, act);
    return phrase([this.base(pattern.act), ...on, ...parts, ...by, ...this.where(place), ...this.often(count)]);
  }

  private where(place: ZoneExpression | null): string[] {
    if (place === null) return [];
    return place.distance === undefined ? ["in", this.place(place)] : [this.place(place)];
  }

  private often(count: Count | undefined): string[] {
    if (count === undefined) return [];
    const { comparison, times, in: stretch } = count;
    return [
      `${comparison} ${times} ${times === 1 ? "time" : "times"}${stretch === null ? "" : ` in ${this.duration(stretch)}`}`,
    ];
  }

  /** The roles said without a preposition, in the order in which they are read. */
  protected bare(act: Act | undefined): readonly ("target" | "object")[] {
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
    return [...parts, ...this.where(pattern.place), ...this.often(pattern.count)];
  }

  // ── Who, what, where ──────────────────────────────────────────────────────────────────────────

  /** Who or what stands in a role. A restriction ends in a comma, for what may follow. */
  argument(argument: Argument): string {
    switch (argument.kind) {
      case "name":
        return this.noun(argument.id);
      case "variable": {
        const { restrict, of } = argument;
        const name = this.variable(argument.name) + (of === undefined ? "" : ` of ${this.name(of)}`);
        return restrict === null || this.stand !== null ? name : `${name}, ${this.kind(restrict)},`;
      }
      case "anyone":
        return argument.party === undefined ? "anyone" : `${argument.party} party`;
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
  place({ distance, ...zone }: ZoneExpression): string {
    if (distance !== undefined) return `${distance.relation} ${distance.text} of ${this.place(zone)}`;
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

  /** One thing that is claimed. */
  statement(statement: Statement): string {
    const during = (time: Time | null): string => (time === null ? "" : ` in ${time.text}`);
    const give = (tolerance: number | null): string =>
      tolerance === null ? "" : ` plus or minus ${decimal(Number((tolerance * 100).toPrecision(12)))} percent`;
    const was = (negated: boolean): string => (negated ? "was not" : "was");
    switch (statement.kind) {
      case "outcome": {
        const { norm, by, against, outcome } = statement;
        const who =
          (by === null ? "" : ` by ${this.name(by)}`) + (against === null ? "" : ` against ${this.name(against)}`);
        return `${this.name(norm)}${who} was ${outcome}${during(statement.in)}`;
      }
      case "amendment":
        return `${this.name(statement.norm)} was ${statement.was}${during(statement.in)}`;
      case "act": {
        const { event, never, amount } = statement;
        const much =
          amount === null ? "" : ` with ${amount.comparison} ${decimal(amount.number)} ${this.name(amount.unit)}`;
        return this.happened(event, never) + much + during(statement.in);
      }
      case "state": {
        const { state, throughout, lasting } = statement;
        const long =
          lasting === null ? "" : ` for ${lasting.comparison} ${lasting.days} ${lasting.days === 1 ? "day" : "days"}`;
        return `${this.stateOf(state)} held${throughout ? " throughout" : ""}${long}${during(statement.in)}`;
      }
      case "instrument": {
        const { instrument, was: what, between, negated } = statement;
        const parties = between.length === 0 ? "" : ` between ${this.list(between)}`;
        return `${this.name(instrument)} ${was(negated)} ${what}${parties}${during(statement.in)}`;
      }
      case "member": {
        const { actor, of, negated } = statement;
        const link = of.kind === "instrument" ? "party to" : "a member of";
        return `${this.name(actor)} ${was(negated)} ${link} ${this.name(of.id)}${during(statement.in)}`;
      }
      case "reading":
        return `${this.name(statement.reading)} was held by ${this.name(statement.by)}${during(statement.in)}`;
      case "place":
        return `${this.noun(statement.zone)} lay ${statement.relation} ${this.noun(statement.of)}`;
      case "value": {
        const { of, in: year, comparison, value } = statement.measure;
        // `A was 3 times B in 2023`: one year for both.
        const same = value.kind === "times" && value.in.text === year.text && statement.tolerance === null;
        const when = same ? "" : ` in ${year.text}`;
        return `${this.value(of)} was ${comparison} ${this.quantity(value)}${give(statement.tolerance)}${when}`;
      }
      case "change": {
        const { of, direction, comparison, by, from, to, tolerance } = statement;
        const much = by === null ? "" : ` by ${comparison ?? "exactly"} ${this.quantity(by)}`;
        return `${this.value(of)} ${direction}${much}${give(tolerance)} from ${from.text} to ${to.text}`;
      }
      case "order":
        return statement.stages.map((stage) => this.happened(stage.event) + during(stage.in)).join(" before ");
    }
  }

  /** In the past form; in the passive where that leaves out what the active form would have to say. */
  protected happened(pattern: EventPattern, never = false): string {
    const act = this.acts.get(pattern.act);
    const actor = pattern.actor ?? { kind: "anyone" };
    const not = never ? ["never"] : [];
    const past = act?.past ?? pattern.act;
    if (this.bare(act).every((column) => pattern[column] !== null))
      return phrase([this.argument(actor), ...not, past, ...this.roles(pattern, act)]);
    const column = act?.roles.some((role) => role.column === "object") ? "object" : "target";
    const subject = this.argument(pattern[column] ?? { kind: "anyone" });
    const by = actor.kind === "anyone" && actor.party === undefined ? [] : ["by", this.argument(actor)];
    const { place, count, ...rest } = pattern;
    const others = this.roles({ ...rest, [column]: null, place: null }, act);
    return phrase([subject, "was", ...not, past, ...others, ...by, ...this.where(place), ...this.often(count)]);
  }

  /** `trade of Northshore to Southshore`. */
  value({ series, arguments: found }: SeriesUse): string {
    const declared = this.series.get(series)?.parameters ?? [];
    return phrase([
      this.name(series),
      ...found.flatMap((argument, index) => [declared[index]?.preposition ?? "of", this.argument(argument)]),
    ]);
  }

  protected quantity(quantity: Quantity): string {
    if (quantity.kind === "number")
      return `${decimal(quantity.number)}${quantity.unit === null ? "" : ` ${quantity.unit}`}`;
    return `${decimal(quantity.times)} times ${this.value(quantity.of)} in ${quantity.in.text}`;
  }

  protected measure({ of, in: year, comparison, value }: Measure): string {
    return `${this.value(of)} in ${year.text} ${comparison} ${this.quantity(value)}`;
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
}

/** Parts of a phrase in one; the comma of a restriction at its end falls away. */
function phrase(parts: readonly string[]): string {
  return ended(parts.join(" "));
}

function ended(text: string): string {
  return text.endsWith(",") ? text.slice(0, -1) : text;
}

/** Whether a thing is kept rather than done. */
function isKept(item: Item): boolean {
  return item.kind === "keep" || item.kind === "free-of" || (item.kind === "term" && item.mode === "keep");
}

type MustWord = "must" | "must not" | "must reach" | "reach" | "may";

const MUST_PLACES: { readonly [W in MustWord]: Place } = {
  must: "must",
  may: "must",
  reach: "reach",
  "must reach": "reach",
  "must not": "must not",
};

function mustWord(must: Must, kind: Norm["kind"] | null): MustWord {
  if (kind === "aim") return must.binding === true ? "must reach" : "reach";
  if (kind === "ban") return "must not";
  if (kind === "permission") return "may";
  if (must.measures !== undefined) return "must reach";
  if (kind === "duty") return "must";
  // A reading of a whole agreement: only what is forbidden throughout says so with its first words.
  return must.items.every((item) => item.kind === "not-do") && must.connective === "and" ? "must not" : "must";
}

/** A number as it is written: without an exponent. */
function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(0) : value.toFixed(9).replace(/0+$/u, "");
}

function isOneWord(text: string): boolean {
  const { clauses, unclosed } = lex("", [{ line: 1, column: 1, text }]);
  const tokens = clauses[0]?.tokens ?? [];
  return unclosed.length === 0 && tokens.length === 1 && tokens[0]?.kind === "word" && tokens[0].text === text;
}

/** In the first quotes that it does not close; line ends, which no quotation of a text can hold, become spaces. */
export function quote(text: string): string {
  const line = text.replace(/[\r\n]+/gu, " ");
  if (!line.includes('"')) return `"${line}"`;
  if (!line.includes("»")) return `«${line}»`;
  if (!line.includes("”")) return `“${line}”`;
  if (!line.includes("“")) return `„${line}“`;
  return `"${line.replaceAll('"', "'")}"`;
}
