/** Sound models to test with: every one of them could have been written as text. Spans are empty. */
import fc from "fast-check";
import {
  check,
  CLAIM_KINDS,
  parseTime,
  type Act,
  type Actor,
  type Argument,
  type Assumption,
  type Attribution,
  type Claim,
  type Clauses,
  type Duration,
  type EventPattern,
  type Instrument,
  type Item,
  type Meaning,
  type Membership,
  type Model,
  type Must,
  type Norm,
  type Quantity,
  type Reading,
  type SeriesUse,
  type Stage,
  type Statement,
  type RestatedClauses,
  type Span,
  type State,
  type StateExpression,
  type Supposition,
  type Term,
  type TermUse,
  type Time,
  type TimeClause,
  type Unless,
  type When,
  type Zone,
  type ZoneExpression,
} from "@servanda/language";

const SPAN: Span = { path: "", line: 0, column: 0, endLine: 0, endColumn: 0 };
const STANDARD: readonly Act[] = check([]).model.acts;

/** No two of them are a slip of one another; some are words of the language, some need quotes for their shape. */
const NAMES: readonly string[] = [
  ..."Northshore Հայաստան საქართველო Приморье must when means and within party unnamed constructor duty anyone".split(
    " ",
  ),
  ..."repealed Azərbaycan x-1 a--b full.stop. proto__ ferry reading unless-so שלום 東京 event the-case-file".split(" "),
];
const VARIABLES: readonly string[] = ["attacker", "victim", "պաշտպանված", "third body", "owed", "по-пути", 'said "so"'];
const PARAMETERS: readonly string[] = ["helper", "whoever", "until", "пункт"];
const KINDS: readonly string[] = ["state", "body", "person", "and", "route", "οργανισμός"];
const TITLES: readonly string[] = ["Harbour Accord", "Հայաստան", 'The "Accord"', "", "«A» and “B”", "-- none", "```"];
const PROSE: readonly string[] = [
  "",
  "Neither attacks the other.",
  "First.\n\n- one\n- two",
  "> said so",
  "Примечание: *must*",
  "    indented",
];

const OWN_ACTS: readonly Act[] = [
  act("lay-mines", "lays-mines", "laid-mines", [
    ["agent", null, "actor", null],
    ["object", null, "object", null],
    ["place-of", "on", "target", null],
  ]),
  act("send", "sends", "sent", [
    ["actor", null, "actor", null],
    ["target", null, "target", null],
    ["object", null, "object", null],
    ["zone", "in", "place", null],
  ]),
  act("unused", "unuses", "unused-it", [
    ["actor", null, "actor", "state"],
    ["whom", "towards", "target", "and"],
  ]),
];

function act(
  id: string,
  present: string,
  past: string,
  roles: readonly (readonly [string, string | null, Act["roles"][number]["column"], string | null])[],
): Act {
  return {
    id,
    present,
    past,
    roles: roles.map(([name, preposition, column, kind]) => ({ name, preposition, column, kind })),
    admittedBy: id === "send" ? "target" : null,
    standard: false,
  };
}

/** The acts that norms speak of: with and without an object, a place, a bare role, two bare roles. */
const USED: readonly string[] = [
  "attack",
  "hand-over",
  "consult",
  "withdraw",
  "block",
  "declare-war",
  "lay-mines",
  "send",
];

const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/** What a term of each role is called; the role is what it stands for. */
interface Terms {
  readonly place: Term;
  readonly acts: Term;
  readonly state: Term;
  readonly actors: Term;
}

/** `each other` is said of several who are bound: where a norm, an amendment or a reading binds one alone, it says `anyone`. */
function amongSeveral(norms: readonly Norm[], readings: readonly Reading[]): { norms: Norm[]; readings: Reading[] } {
  const said = <T>(piece: T): T =>
    JSON.parse(JSON.stringify(piece).replaceAll('{"kind":"other"}', '{"kind":"anyone"}')) as T;
  const bindsOne = ({ bearer }: RestatedClauses): boolean =>
    bearer?.kind === "unnamed" ||
    bearer?.kind === "variable" ||
    (bearer?.kind === "named" && bearer.actors.length + (bearer.variables ?? []).length < 2);
  const alone = (norm: Norm): boolean =>
    [norm, ...norm.amendments, ...readings.filter((r) => r.of.id === norm.id)].some((x) => bindsOne(x.clauses));
  const few = new Set(norms.filter(alone).map((norm) => norm.id));
  return {
    norms: norms.map((norm) => (few.has(norm.id) ? said(norm) : norm)),
    readings: readings.map((r) => (few.has(r.of.id) || bindsOne(r.clauses) ? said(r) : r)),
  };
}

/** Without what the kind of norm cannot have: what recurs and what is late is to be done. */
function fitting(kind: Norm["kind"] | null, clauses: RestatedClauses): RestatedClauses {
  const { time, must, continues, ...others } = clauses;
  const acts = must?.items.filter((item) => item.kind === "do" || (item.kind === "term" && item.mode === "achieve"));
  const recurs = kind === "duty" && acts?.length === must?.items.length;
  const isLate = kind === "duty" && acts?.length !== 0;
  return {
    ...others,
    ...(must ? { must } : {}),
    ...(time === undefined ? {} : { time: time === null || recurs ? time : onceOnly(time) }),
    ...(continues === undefined || (continues && !isLate) ? {} : { continues }),
  };
}

function onceOnly(time: TimeClause): TimeClause {
  const once: { -readonly [K in keyof TimeClause]: TimeClause[K] } = { ...time };
  delete once.every;
  return once;
}

class Builder {
  private readonly g: fc.GeneratorValue;
  private readonly offset: number;
  private readonly actors: readonly Actor[];
  private readonly zones: readonly string[];
  private readonly family: { readonly name: string; readonly owner: string };
  private readonly terms: Terms;
  private readonly states: readonly string[];
  private readonly acts: readonly Act[];
  private readonly all: Model;

  constructor(g: fc.GeneratorValue) {
    this.g = g;
    this.offset = this.pick([0, 60, 240, -210]);
    const names = g(() => fc.shuffledSubarray([...NAMES], { minLength: 14, maxLength: 14 }));
    const take = (count: number): string[] => names.splice(0, count);
    const ids = take(4).sort();
    this.actors = ids.map((id, index) => this.actor(id, index === 3 ? ids.slice(0, 3) : []));
    this.zones = take(2);
    const [familyName = ""] = take(1);
    this.family = { name: familyName, owner: ids[0] ?? "" };
    this.terms = {
      place: this.term(take(1)),
      acts: this.term(take(1)),
      state: this.term(take(1)),
      actors: this.term(take(1)),
    };
    this.states = take(2);
    this.acts = [...STANDARD, ...OWN_ACTS];
    const instrument = this.instrument();
    const made = ["duty", "ban", "aim"].map((kind, index) =>
      this.norm(`${this.pick(["article", "point", "until"])}-${index}`, kind as "duty", instrument, index === 0),
    );
    const { norms, readings } = amongSeveral(made, this.readings(made, instrument));
    this.all = {
      format: 1,
      case: {
        id: this.pick(NAMES),
        title: this.pick(TITLES),
        recordCloses: this.maybe(() => this.date(this.offset)),
        offset: this.offset,
        standard: this.pick(["alleged", "reasonable-grounds", "corroborated", "adjudicated"] as const),
        borders: this.pick(["none", "de-facto", "un", "disputed-marked"] as const),
        ...(this.pick([true, false]) ? { placesNamedIn: this.pick([["hy", "az"], ["zh-Hant"]]) } : {}),
      },
      actors: this.actors,
      acts: [...this.acts].sort(byId),
      states: this.stateList(),
      zones: this.zoneList(),
      terms: Object.values(this.terms as unknown as { [role: string]: Term }).sort(byId),
      sources: [
        { id: "S1", title: this.pick(TITLES), span: SPAN },
        { id: "source 2", title: "source 2", span: SPAN },
      ],
      instruments: [instrument],
      norms: norms.sort(byId),
      readings,
      suppositions: [this.supposition(norms, instrument)],
      series: [
        {
          id: "trade",
          names: this.titles("trade"),
          parameters: [
            { preposition: "of", name: "actor" },
            { preposition: "to", name: "partner" },
          ],
          per: this.pick(["year", "month", "day"] as const),
          unit: this.pick([null, "percent"]),
          span: SPAN,
        },
      ],
      precedences: [
        {
          higher: norms[0]?.id ?? "",
          lower: norms[1]?.id ?? "",
          holders: [this.name()],
          source: "source 2",
          stated: this.maybe(() => this.date(this.offset)),
          span: SPAN,
        },
      ],
      claims: [this.claim("E1", norms, instrument), this.words("E2"), this.unchecked("E3")],
    };
  }

  get model(): Model {
    return this.all;
  }

  // ── Chance ────────────────────────────────────────────────────────────────────────────────────

  private pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  private below(count: number): number {
    return this.g(() => fc.nat({ max: count - 1 }));
  }

  private chance(): boolean {
    return this.below(2) === 0;
  }

  private maybe<T>(make: () => T): T | null {
    return this.chance() ? make() : null;
  }

  private many<T>(most: number, make: (index: number) => T): T[] {
    return Array.from({ length: this.below(most + 1) }, (_, index) => make(index));
  }

  /** From 2031 on, so that no deadline lies before the agreement enters into force. */
  private date(offset: number, year = 2031 + this.below(9)): Time {
    const plain = [
      "",
      "-06",
      "-06-15",
      "-06~",
      "-02-28T10:30",
      "-06-15T10:30:15Z",
      "-06-15T00:00+03:00",
      "-22",
      "-06-XX",
    ];
    const shape = this.pick(plain);
    const text = this.pick([
      `${year}${shape}`,
      `[${year}-03-03, ${year}-03-05..${year}-03-07]`,
      `{${year}-05, ${year}-07-01}`,
    ]);
    const parsed = parseTime(this.chance() ? text : `${year}${shape}`, offset);
    if (!("time" in parsed)) throw new Error(parsed.fault);
    return parsed.time;
  }

  private duration(): Duration {
    const unit = this.pick(["second", "minute", "hour", "day", "week", "month", "year"] as const);
    const rounded = unit === "month" || unit === "year";
    return {
      count: 1 + this.below(40),
      unit,
      rounding: rounded ? this.pick(["last-day", "next-month"] as const) : null,
    };
  }

  private titles(id: string): readonly string[] {
    return this.chance() ? [id] : [this.pick(TITLES), ...this.many(2, () => this.pick(TITLES))];
  }

  // ── The world ─────────────────────────────────────────────────────────────────────────────────

  private actor(id: string, members: readonly string[]): Actor {
    return {
      id,
      names: this.titles(id),
      kind: members.length > 0 ? this.pick(["group", "body"]) : this.maybe(() => this.pick(KINDS)),
      codes: this.many(2, () => ({
        scheme: this.pick(["iso", "cow", "a", "in"]),
        code: this.pick(["ARM", "371", "an"]),
      })),
      members: members.length > 0 && this.chance() ? this.members(members, this.offset) : [],
      span: SPAN,
    };
  }

  private members(ids: readonly string[], offset: number): Membership[] {
    return ids.map((actor) => {
      const first = {
        from: this.maybe(() => this.date(offset, 2031)),
        until: this.maybe(() => this.date(offset, 2033)),
      };
      if (first.from === null && first.until === null) return { actor, periods: [first] };
      const more = this.many(2, (index) => ({
        from: this.date(offset, 2035 + 4 * index),
        until: this.date(offset, 2037 + 4 * index),
      }));
      return { actor, periods: [first, ...more] };
    });
  }

  private term([id = ""]: readonly string[]): Term {
    const parameters = this.many(2, (index) => ({
      preposition: this.pick(["of", "to", "in", "over"]),
      name: `x${index}`,
    }));
    return { id, names: this.titles(id), parameters, span: SPAN };
  }

  private stateList(): State[] {
    const states = this.states.map((id) => ({
      id,
      subjectKind: null,
      initially: this.pick([true, false, null]),
      startedBy: [{ act: "block", column: "object" as const }],
      endedBy: this.chance() ? [] : [{ act: "attack", column: "target" as const }],
    }));
    const extra: State = {
      id: "unused-state",
      subjectKind: this.pick(KINDS),
      initially: null,
      startedBy: [],
      endedBy: [
        { act: "withdraw", column: "actor" },
        { act: "send", column: "object" },
      ],
    };
    return [...states, extra].sort(byId);
  }

  private zoneList(): Zone[] {
    const own = `${this.family.name} of ${this.family.owner}`;
    const [first = "", second = ""] = this.zones;
    const source = (): string | null => this.pick([null, "S1", "source 2"]);
    const zone = (id: string, within: Zone["within"], outside: Zone["outside"]): Zone => ({
      id,
      names: this.titles(id),
      kind: this.maybe(() => this.pick(KINDS)),
      within,
      outside,
      span: SPAN,
    });
    return [
      zone(first, [{ zone: own, source: source() }], []),
      zone(
        second,
        [],
        [
          { zone: first, source: source() },
          { zone: own, source: source() },
        ],
      ),
      zone(own, [], []),
    ].sort(byId);
  }

  private instrument(): Instrument {
    const offset = this.pick([null, 120]);
    const zone = offset ?? this.offset;
    const parsed = parseTime("2030-01-01", zone);
    if (!("time" in parsed)) throw new Error(parsed.fault);
    const ids = this.actors.map(({ id }) => id);
    const always = { from: null, until: null };
    const until = this.maybe(() => this.date(zone, 2060));
    return {
      ...(this.chance() ? { withdrawal: { act: "denounce", after: this.maybe(() => this.duration()) } } : {}),
      ...(until !== null && this.chance() ? { renewal: this.renewal() } : {}),
      id: "accord",
      names: this.titles("accord"),
      signed: this.maybe(() => this.date(zone)),
      inForce: { from: parsed.time, until },
      offset,
      parties: [...ids.slice(0, 2).map((actor) => ({ actor, periods: [always] })), ...this.members(ids.slice(2), zone)],
      survive: this.chance(),
      span: SPAN,
    };
  }

  // ── Who, what, where ──────────────────────────────────────────────────────────────────────────

  private name(): string {
    return this.pick(this.actors).id;
  }

  private argument(bound: readonly string[]): Argument {
    switch (this.pick(["name", "thing", "variable", "variable", "anyone", "other", "term"])) {
      case "thing":
        return { kind: "name", id: this.pick([...this.zones, `${this.family.name} of ${this.family.owner}`]) };
      case "variable":
        if (bound.length === 0) break;
        return { kind: "variable", name: this.pick(bound), restrict: this.pick([null, null, "party", ...KINDS]) };
      case "anyone":
        return this.below(3) > 0 ? { kind: "anyone" } : { kind: "anyone", party: this.pick(["any", "each"] as const) };
      case "other":
        return { kind: "other" };
      case "term":
        return this.use(this.terms.actors, bound);
    }
    return { kind: "name", id: this.name() };
  }

  /** As `argument`, but no place. */
  private somebody(bound: readonly string[]): Argument {
    const found = this.argument(bound);
    return found.kind === "name" ? { kind: "name", id: this.name() } : found;
  }

  private use({ id, parameters }: Term, bound: readonly string[], depth = 0): TermUse {
    return {
      kind: "term",
      term: id,
      arguments: parameters.map((): Argument => {
        const found = depth > 1 ? ({ kind: "name", id: this.name() } as const) : this.argument(bound);
        // A restriction would end in a comma within a list; a term within a term is told by its own parameters.
        return found.kind === "term" ? { kind: "anyone" } : found;
      }),
    };
  }

  private place(bound: readonly string[], places: readonly string[] = []): ZoneExpression {
    return { ...this.near(bound, places), ...this.far() };
  }

  private near(bound: readonly string[], places: readonly string[]): ZoneExpression {
    switch (this.pick(["zone", "family", "zone-of", "term", "variable"])) {
      case "family":
        return { kind: "zone", id: `${this.family.name} of ${this.family.owner}` };
      case "zone-of": {
        const of: Argument =
          bound.length > 0 && this.chance()
            ? { kind: "variable", name: this.pick(bound), restrict: null }
            : this.use(this.terms.actors, bound);
        return { kind: "zone-of", zone: this.family.name, of };
      }
      case "term":
        return this.use(this.terms.place, bound);
      case "variable":
        if (places.length > 0) return { kind: "variable", name: this.pick(places) };
    }
    return { kind: "zone", id: this.pick(this.zones) };
  }

  /** `actor` as given; a bare role is always said, one with a preposition may be. */
  private pattern(
    actor: Argument | null,
    bound: readonly string[],
    argument = (): Argument => this.argument(bound),
  ): EventPattern {
    const chosen = this.used();
    const of = (column: "target" | "object"): Argument | null => {
      const role = chosen.roles.slice(1).find((each) => each.column === column);
      if (role === undefined) return null;
      return role.preposition === null || this.chance() ? argument() : null;
    };
    return {
      act: chosen.id,
      actor,
      target: of("target"),
      object: of("object"),
      place: this.maybe(() => this.place(bound)),
      ...this.often(),
    };
  }

  private often(): Pick<EventPattern, "count"> {
    if (this.below(5) > 0) return {};
    const { count, unit, rounding } = this.duration();
    const comparison = this.pick(["more than", "at least"] as const);
    return { count: { comparison, times: 1 + this.below(9), in: this.maybe(() => ({ count, unit, rounding })) } };
  }

  private far(): Pick<ZoneExpression, "distance"> {
    if (this.below(4) > 0) return {};
    const [metres, text] = this.pick([
      [5000, "5 km"],
      [0.5, "0.5 m"],
      [22_224, "12 nm"],
    ] as const);
    return { distance: { relation: this.pick(["within", "beyond"] as const), metres, text } };
  }

  private renewal(): NonNullable<TimeClause["renewal"]> {
    const unless = this.maybe(() => ({ by: this.maybe(() => this.name()), act: "object", before: this.duration() }));
    return { for: this.duration(), unless };
  }

  private used(): Act {
    const wanted = this.pick(USED);
    return this.acts.find(({ id }) => id === wanted) as Act;
  }

  private event(bound: readonly string[]): EventPattern {
    return this.pattern(this.argument(bound), bound);
  }

  // ── Clauses ───────────────────────────────────────────────────────────────────────────────────

  /** All variables are mentioned in the anchor, where they are bound. */
  private when(): { when: When; bound: readonly string[] } {
    const bound = this.g(() => fc.shuffledSubarray([...VARIABLES], { minLength: 2, maxLength: 2 }));
    const [one = "", other = ""] = bound;
    const variable = (name: string): Argument => ({
      kind: "variable",
      name,
      restrict: this.pick([null, "party", ...KINDS]),
    });
    const anchor: EventPattern = {
      act: "attack",
      actor: variable(one),
      target: variable(other),
      object: null,
      place: this.maybe(() => this.place(bound)),
    };
    const assumed = (): When["further"][number]["assumed"] =>
      this.maybe(() => ({ by: this.maybe(() => this.name()), source: this.maybe(() => "source 2") }));
    const further = this.many(2, () => ({
      pattern: this.pattern(variable(one), []),
      within: this.duration(),
      assumed: assumed(),
    }));
    return { when: { anchor, further }, bound };
  }

  private bearer(bound: readonly string[]): Clauses["bearer"] {
    switch (this.pick(["named", "each-party", "variable", "unnamed", "open"])) {
      case "each-party":
        return {
          kind: "each-party",
          except: this.many(3, (): Argument => {
            if (bound.length > 0)
              return { kind: "variable", name: this.pick(bound), restrict: this.pick([null, "state"]) };
            return this.use(this.terms.actors, bound);
          }),
        };
      case "variable":
        if (bound.length > 0) return { kind: "variable", name: this.pick(bound) };
        break;
      case "unnamed":
        return { kind: "unnamed" };
      case "open":
        return { kind: "open", use: this.use(this.terms.actors, bound) };
    }
    const mode = this.pick([{}, { mode: "together" }, { mode: "any" }] as const);
    const also = bound.length === 0 ? [] : this.many(1, () => this.pick(bound));
    if (also.length === 0) return { kind: "named", actors: [this.name(), ...this.many(2, () => this.name())], ...mode };
    const variables = also.map((name) => ({ kind: "variable", name, restrict: null }) as const);
    return { kind: "named", actors: [this.name(), ...this.many(2, () => this.name())], variables, ...mode };
  }

  private state(bound: readonly string[]): StateExpression {
    return { state: this.pick(this.states), negated: this.chance(), subject: this.argument(bound) };
  }

  private kept(bound: readonly string[]): Item {
    switch (this.pick(["keep", "free-of", "term"])) {
      case "free-of": {
        const pattern = this.pattern(this.chance() ? { kind: "anyone" } : this.argument(bound), bound);
        return { kind: "free-of", pattern };
      }
      case "term":
        return { kind: "term", use: this.use(this.terms.state, bound), mode: "keep" };
    }
    return { kind: "keep", state: this.state(bound) };
  }

  private done(bound: readonly string[]): Item {
    if (this.chance()) return { kind: "term", use: this.use(this.terms.acts, bound), mode: "achieve" };
    return { kind: "do", pattern: this.pattern(null, bound) };
  }

  private must(kind: Norm["kind"] | null, bound: readonly string[]): Must {
    const connective = this.pick(["and", "or"] as const);
    const items = [0, ...this.many(2, (index) => index + 1)].map((index): Item => {
      if (kind === "ban") return { kind: "not-do", pattern: this.pattern(null, bound) };
      const word = this.pick(["done", "kept", "not"]);
      if (word === "kept") return this.kept(bound);
      // A clause that begins with "must not" is a ban.
      if (word === "not" && index > 0) return { kind: "not-do", pattern: this.pattern(null, bound) };
      return this.done(bound);
    });
    return { connective: items.length === 1 || kind === "ban" ? "and" : connective, items };
  }

  private time(offset: number): TimeClause {
    const deadline = this.pick(["by", "within", "none"]);
    const end = this.pick(["until", "for", "none"]);
    return {
      by: deadline === "by" ? this.date(offset) : null,
      within: deadline === "within" ? this.duration() : null,
      from: this.maybe(() => this.date(offset, 2031)),
      until: end === "until" ? this.date(offset, 2040) : null,
      for: end === "for" ? this.duration() : null,
      assumed: this.maybe(() => ({ by: this.maybe(() => this.name()), source: this.maybe(() => "S1") })),
      ...(this.below(4) === 0 ? { every: this.duration() } : {}),
      ...(end === "for" && this.chance() ? { renewal: this.renewal() } : {}),
    };
  }

  private excusing(): { readonly within: Duration | null; readonly assumed?: Assumption } {
    const within = this.maybe(() => this.duration());
    return within === null || this.chance()
      ? { within }
      : { within, assumed: { by: this.maybe(() => this.name()), source: this.maybe(() => "S1") } };
  }

  private unless(bound: readonly string[]): Unless {
    const conditions = [0, ...this.many(2, (index) => index)].map((): Unless["conditions"][number] =>
      this.chance()
        ? { kind: "event", pattern: this.event(bound), ...this.excusing() }
        : { kind: "state", state: this.state(bound) },
    );
    return { connective: conditions.length === 1 ? "and" : this.pick(["and", "or"] as const), conditions };
  }

  private norm(id: string, kind: "duty" | "ban" | "aim", instrument: Instrument, uses: boolean): Norm {
    const offset = instrument.offset ?? this.offset;
    const { when, bound } = this.when();
    const triggered = this.chance();
    const known = triggered ? bound : [];
    // One norm uses every term, so that what each stands for is sure.
    const must: Must = uses
      ? {
          connective: "and",
          items: [
            { kind: "term", use: this.use(this.terms.acts, known), mode: "achieve" },
            { kind: "term", use: this.use(this.terms.state, known), mode: "keep" },
          ],
        }
      : this.must(kind, known);
    const clauses: Clauses = {
      when: triggered ? when : null,
      bearer: uses ? { kind: "open", use: this.use(this.terms.actors, known) } : this.bearer(known),
      must,
      time: this.maybe(() => this.time(offset)),
      place: uses ? this.use(this.terms.place, known) : this.maybe(() => this.place(known)),
      unless: this.maybe(() => this.unless(known)),
      owedTo: this.maybe(() => this.argument(known)),
      ...this.sequence(known),
    };
    const amendments = this.many(2, (index) => {
      const restated = this.restated(kind, known, offset, triggered ? when : null);
      return {
        from: this.date(offset, 2032 + index),
        byConsentOf: this.many(2, () => this.name()),
        clauses: restated,
        repealed: Object.keys(restated).length === 0 || this.chance(),
        source: this.maybe(() => "source 2"),
        span: SPAN,
      };
    });
    return {
      id,
      kind,
      instrument: instrument.id,
      article: this.pick(["article 4", "point 6(2)", 'annex "B", no. 3', "§ 4,1", "article 12 bis"]),
      prose: this.pick(PROSE),
      clauses: fitting(kind, clauses) as Clauses,
      amendments,
      span: SPAN,
    };
  }

  private sequence(bound: readonly string[]): RestatedClauses {
    const patterns = [this.event(bound), ...this.many(1, () => this.event(bound))];
    const connective = patterns.length === 1 ? "and" : this.pick(["and", "or"] as const);
    return {
      ...(this.below(4) === 0 ? { occasion: this.duration() } : {}),
      ...(this.below(4) === 0 ? { continues: true } : {}),
      ...(this.below(4) === 0 ? { onlyAfter: { connective, patterns } } : {}),
      ...(this.below(4) === 0 ? { unseen: true } : {}),
    };
  }

  /** Some clauses anew; `when` only as it is, for the others rest on it. */
  private restated(
    kind: Norm["kind"] | null,
    bound: readonly string[],
    offset: number,
    when: When | null,
  ): RestatedClauses {
    return fitting(kind, {
      ...(when !== null && this.chance() ? { when } : {}),
      ...(this.chance() ? { bearer: this.bearer(bound) } : {}),
      ...(this.chance() ? { must: this.must(kind, bound) } : {}),
      ...(this.chance() ? { time: this.maybe(() => this.time(offset)) } : {}),
      ...(this.chance() ? { place: this.maybe(() => this.place(bound)) } : {}),
      ...(this.chance() ? { unless: this.maybe(() => this.unless(bound)) } : {}),
      ...(this.chance() ? { owedTo: this.maybe(() => this.argument(bound)) } : {}),
      ...(this.chance()
        ? this.sequence(bound)
        : this.pick([{}, { occasion: null }, { continues: null, onlyAfter: null, unseen: null }])),
    });
  }

  // ── Readings and suppositions ─────────────────────────────────────────────────────────────────

  private readings(norms: readonly Norm[], instrument: Instrument): Reading[] {
    const offset = instrument.offset ?? this.offset;
    return this.many(3, (index): Reading => {
      const norm = this.pick([null, ...norms]);
      const anyone = this.chance();
      const bound = norm?.clauses.when == null ? [] : variablesOf(norm.clauses.when);
      const roles = this.g(() => fc.shuffledSubarray(["place", "acts", "state", "actors"] as const));
      return {
        id: this.pick(["view", "until", "чтение"]) + index,
        of: norm === null ? { kind: "instrument", id: instrument.id } : { kind: "norm", id: norm.id },
        holders: anyone ? ["the-case"] : [this.name(), ...this.many(1, () => this.name())],
        source: anyone ? this.maybe(() => "S1") : this.pick(["S1", "source 2"]),
        stated: this.maybe(() => this.date(offset)),
        means: roles.map((role) => this.meaning(role)),
        clauses:
          norm === null
            ? this.restated(this.pick(["duty", "ban"] as const), [], offset, null)
            : this.restated(norm.kind, bound, offset, norm.clauses.when),
        notBinding: this.chance(),
        ...(this.below(3) === 0 ? { attribution: [{ conductOf: this.name(), countsAs: this.name() }] } : {}),
        prose: this.pick(PROSE),
        span: SPAN,
      };
    }).sort(byId);
  }

  private value(): SeriesUse {
    const name = (): Argument => ({ kind: "name", id: this.name() });
    return { series: "trade", arguments: [name(), name()] };
  }

  private quantity(): Quantity {
    const number = this.pick([0, 2, 0.25, 89, 1_000_000, -3.5]);
    if (this.chance()) return { kind: "number", number, unit: this.pick([null, "percent"]) };
    return { kind: "times", times: number, of: this.value(), in: this.date(this.offset) };
  }

  private claim(id: string, norms: readonly Norm[], paper: Instrument): Claim {
    return {
      id,
      at: this.pick([null, "T 8"]),
      kind: this.maybe(() => this.pick(CLAIM_KINDS)),
      source: this.pick(["source 2", "S1"]),
      statements: [this.statement(norms, paper), ...this.many(3, () => this.statement(norms, paper))],
      refutedBy: this.many(2, () => this.statement(norms, paper)),
      called: this.maybe(() => ({ words: null, asIn: "E2", attributions: [] })),
      unchecked: this.many(2, () => this.pick(["that it lasted, as it says", "why"])),
      notCheckable: null,
      prose: this.pick(PROSE),
      span: SPAN,
    };
  }

  private words(id: string): Claim {
    const attribution = (): Attribution => ({
      kind: this.pick(["used", "rejected", "ruled"] as const),
      by: [this.name(), ...this.many(2, () => this.name())],
      source: this.pick(["source 2", "S1"]),
      stated: this.maybe(() => this.date(this.offset)),
      words: this.pick([null, "other, words", "it's 5 %"]),
    });
    const called = { words: "a word", asIn: null, attributions: [attribution(), ...this.many(2, attribution)] };
    return { ...this.unchecked(id), called, notCheckable: null };
  }

  private unchecked(id: string): Claim {
    return {
      id,
      at: null,
      kind: "assessment",
      source: "source 2",
      statements: [],
      refutedBy: [],
      called: null,
      unchecked: [],
      notCheckable: this.pick(["nobody counts them", "a value; no record decides it (yet)"]),
      prose: this.pick(PROSE),
      span: SPAN,
    };
  }

  private statement(norms: readonly Norm[], { id: instrument }: Instrument): Statement {
    const comparison = this.pick(["more than", "at least", "about", "exactly", "less than", "at most"] as const);
    const tolerance = this.pick([null, 0.05, 0.07, 0.125]);
    const during = this.maybe(() => this.date(this.offset));
    const negated = this.chance();
    const named = (): Argument => ({ kind: "name", id: this.name() });
    const happened = (): EventPattern => {
      const { count: _, ...event } = this.pattern(named(), [], named);
      return event;
    };
    switch (
      this.pick([
        "outcome",
        "amendment",
        "act",
        "state",
        "instrument",
        "member",
        "group",
        "place",
        "value",
        "change",
        "order",
      ])
    ) {
      case "amendment":
        return {
          kind: "amendment",
          norm: this.pick(norms).id,
          was: this.pick(["amended", "repealed"] as const),
          in: during,
        };
      case "act": {
        const amount = this.maybe(() => ({ comparison, number: this.below(900), unit: "deaths" }));
        const often = amount === null && this.chance() ? { count: { comparison, times: 3, in: null } } : {};
        const event = { ...happened(), ...often };
        return {
          kind: "act",
          event,
          in: during,
          never: amount === null && event.count === undefined && negated,
          amount,
        };
      }
      case "state": {
        const lasting = this.maybe(() => ({ comparison, days: 1 + this.below(400) }));
        const state = { state: this.pick(this.states), negated, subject: named() };
        return { kind: "state", state, throughout: this.chance(), lasting, in: during };
      }
      case "instrument": {
        const was = this.pick(["signed", "in force"] as const);
        const between = was === "signed" || this.chance() ? [] : [this.name(), this.name()];
        return { kind: "instrument", instrument, was, between, negated, in: during };
      }
      case "member":
        return { kind: "member", actor: this.name(), of: { kind: "instrument", id: instrument }, negated, in: during };
      case "group":
        return { kind: "member", actor: this.name(), of: { kind: "group", id: this.name() }, negated, in: during };
      case "place": {
        const zone = (): string => this.pick([...this.zones, `${this.family.name} of ${this.family.owner}`]);
        return { kind: "place", zone: zone(), relation: this.pick(["in", "outside"] as const), of: zone() };
      }
      case "value": {
        const measure = { of: this.value(), in: this.date(this.offset), comparison, value: this.quantity() };
        return { kind: "value", measure, tolerance };
      }
      case "change": {
        const by = this.maybe(() => this.quantity());
        return {
          kind: "change",
          of: this.value(),
          direction: this.pick(["rose", "fell"] as const),
          comparison: by === null ? null : comparison,
          by,
          from: this.date(this.offset, 2031),
          to: this.date(this.offset, 2040),
          tolerance,
        };
      }
      case "order": {
        const stage = (): Stage => ({ event: happened(), in: this.maybe(() => this.date(this.offset)) });
        return { kind: "order", stages: [stage(), stage(), ...this.many(1, stage)] };
      }
    }
    return {
      kind: "outcome",
      norm: this.pick(norms).id,
      by: this.maybe(() => this.name()),
      against: this.maybe(() => this.name()),
      outcome: this.pick(["kept", "breached", "no breach observed", "owed"]),
      in: during,
    };
  }

  private meaning(role: keyof Terms): Meaning {
    const { id: term, parameters: declared } = this.terms[role];
    const parameters = this.g(() =>
      fc.shuffledSubarray([...PARAMETERS], { minLength: declared.length, maxLength: declared.length }),
    );
    const more = <T>(make: () => T): [T, ...T[]] => [make(), ...this.many(2, make)];
    const joined = (items: readonly Item[]): Must => ({
      connective: items.length === 1 ? "and" : this.pick(["and", "or"] as const),
      items,
    });
    const body = (): Meaning["body"] => {
      switch (role) {
        case "place":
          return { kind: "zone", zone: this.place(parameters, parameters) };
        case "actors":
          return { kind: "actors", actors: more(() => this.somebody(parameters)) };
        case "state":
          return { kind: "items", must: joined(more(() => this.kept(parameters))) };
        case "acts":
          return { kind: "items", must: joined(more(() => this.done(parameters))) };
      }
    };
    return { term, parameters, body: body(), span: SPAN };
  }

  private supposition(norms: readonly Norm[], instrument: Instrument): Supposition {
    const id = this.pick(["strike", "until", "if-then"]);
    const withRecord = this.chance();
    const offset = instrument.offset ?? this.offset;
    const ids = (): string[] => (withRecord ? this.many(2, () => this.pick(["E1", "event 2", "strike#1"])) : []);
    const events = this.many(3, (index) => {
      const chosen = this.used();
      const has = (column: "target" | "object"): boolean =>
        chosen.roles.slice(1).some((role) => role.column === column);
      const places = [...this.zones, `${this.family.name} of ${this.family.owner}`];
      return {
        id: `${id}#${index + 1}`,
        when: this.date(this.offset),
        act: chosen.id,
        actor: this.maybe(() => this.name()),
        target: has("target") ? this.maybe(() => this.name()) : null,
        object: has("object") ? this.maybe(() => this.pick([this.name(), ...places])) : null,
        place: this.maybe(() => this.pick(places)),
        span: SPAN,
      };
    });
    return {
      id,
      withRecord,
      events,
      withoutEvents: ids(),
      withoutCoverage: ids(),
      withoutSources: withRecord ? this.many(1, () => "source 2") : [],
      moves: withRecord ? this.many(1, () => ({ event: "event 2", to: this.date(this.offset) })) : [],
      expectations: [0, ...this.many(2, (index) => index)].map(() => ({
        norm: this.pick(norms).id,
        bearer: this.maybe(() => this.pick([this.name(), "unnamed", this.terms.actors.id])),
        counterparty: this.maybe(() => this.pick([this.name(), this.pick(this.zones)])),
        after: this.maybe(() => this.pick(["E1", "event 2", `${id}#1`])),
        under: null,
        outcome: this.pick(["kept", "unknown", "contested on facts", "no breach observed"]),
        possible: this.many(2, () => this.pick(["kept", "breached", "not in force"])),
        from: this.maybe(() => this.date(offset)),
        days: this.maybe(() => this.below(3)),
        on: this.maybe(() => this.date(offset)),
        standard: this.maybe(() => this.pick(["alleged", "adjudicated"] as const)),
        span: SPAN,
      })),
      span: SPAN,
    };
  }
}

function variablesOf({ anchor }: When): string[] {
  return [anchor.actor, anchor.target].flatMap((argument) => (argument?.kind === "variable" ? [argument.name] : []));
}

export const models: fc.Arbitrary<Model> = fc.gen().map((g) => new Builder(g).model);

/** A model as a value without its spans, in which the order of keys means nothing. */
export function withoutSpans(model: Model): unknown {
  return JSON.parse(JSON.stringify(model, (key, value: unknown) => (key === "span" ? undefined : value)));
}
