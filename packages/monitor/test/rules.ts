/**
 * Small cases by rule number, each with the outcome that follows from the rule by hand. Both the reference and the engine are held to
 * them. The world is fictional: parties A, B and C (and D, who is none) of one instrument, in force from 1 January 2030.
 */
import type {
  Act,
  Clauses,
  EventPattern,
  Instrument,
  Item,
  Membership,
  Model,
  Norm,
  Period,
  Reading,
  State,
  Term,
  Time,
  Zone,
} from "@servanda/language";
import type { Finding } from "../src/finding.ts";
import { type Account, type Coverage, type Record, type Source, UNSAID } from "../src/record.ts";

// ── Builders ────────────────────────────────────────────────────────────────────────────────────

export const DAY = 86_400;

/** Seconds of a date and time in UTC: `2030-01-05` or `2030-01-05T12:00:00`. */
export function second(text: string): number {
  return Date.parse(text.includes("T") ? `${text}Z` : `${text}T00:00:00Z`) / 1000;
}

/** A day as bounds, or an exact second. */
export function time(text: string): Time {
  const earliest = second(text);
  return { earliest, latest: text.includes("T") ? earliest : earliest + DAY - 1, text };
}

export function exactly(instant: number, until: number = instant): Time {
  return { earliest: instant, latest: until, text: `${instant}..${until}` };
}

export const span = { path: "case.md", line: 1, column: 1, endLine: 1, endColumn: 1 };

const act = (id: string, admittedBy: Act["admittedBy"] = null): Act => ({
  id,
  present: `${id}s`,
  past: `${id}ed`,
  roles: [
    { name: "actor", preposition: null, column: "actor", kind: null },
    { name: "target", preposition: null, column: "target", kind: null },
    { name: "object", preposition: "with", column: "object", kind: null },
    { name: "place", preposition: "in", column: "place", kind: null },
  ],
  admittedBy,
  standard: false,
});

const ACTS: readonly Act[] = [
  act("attack", "actor"),
  act("block", "actor"),
  act("deliver", "target"),
  act("notify"),
  act("request"),
  act("unblock"),
];

export const BLOCKED: State = {
  id: "blocked",
  subjectKind: null,
  initially: false,
  startedBy: [{ act: "block", column: "object" }],
  endedBy: [{ act: "unblock", column: "object" }],
};

export const zone = (id: string, within: readonly string[] = [], outside: readonly string[] = []): Zone => ({
  id,
  names: [id],
  kind: null,
  within: within.map((z) => ({ zone: z, source: null })),
  outside: outside.map((z) => ({ zone: z, source: null })),
  span,
});

const ALWAYS_PARTY: readonly Period[] = [{ from: null, until: null }];

export const member = (actor: string, periods: readonly Period[] = ALWAYS_PARTY): Membership => ({ actor, periods });

export const INSTRUMENT: Instrument = {
  id: "pact",
  names: ["Pact"],
  signed: null,
  inForce: { from: time("2030-01-01"), until: null },
  offset: null,
  parties: [member("A"), member("B"), member("C")],
  survive: false,
  span,
};

const NO_CLAUSES: Clauses = {
  when: null,
  bearer: { kind: "named", actors: ["A"] },
  must: { connective: "and", items: [] },
  time: null,
  place: null,
  unless: null,
  owedTo: null,
};

export const NO_TIME: NonNullable<Clauses["time"]> = {
  by: null,
  within: null,
  from: null,
  until: null,
  for: null,
  assumed: null,
};

export const pattern = (actId: string, more: Partial<EventPattern> = {}): EventPattern => ({
  act: actId,
  actor: null,
  target: null,
  object: null,
  place: null,
  ...more,
});

export const name = (id: string) => ({ kind: "name", id }) as const;
export const variable = (id: string, restrict: string | null = null) =>
  ({ kind: "variable", name: id, restrict }) as const;
export const count = (n: number, unit: "second" | "hour" | "day" | "week" | "month") =>
  ({ count: n, unit, rounding: unit === "month" ? "last-day" : null }) as const;

export const duty = (clauses: Partial<Clauses>, more: Partial<Norm> = {}): Norm => ({
  id: "n",
  kind: "duty",
  instrument: "pact",
  article: "article 1",
  prose: "",
  clauses: { ...NO_CLAUSES, ...clauses },
  amendments: [],
  span,
  ...more,
});

export const all = (...items: Item[]): Clauses["must"] => ({ connective: "and", items });
export const any = (...items: Item[]): Clauses["must"] => ({ connective: "or", items });

export const reading = (id: string, holder: string, more: Partial<Reading>): Reading => ({
  id,
  of: { kind: "norm", id: "n" },
  holders: [holder],
  source: null,
  stated: null,
  means: [],
  clauses: {},
  notBinding: false,
  prose: "",
  span,
  ...more,
});

const term = (id: string): Term => ({ id, names: [id], parameters: [], span });

export function model(norms: readonly Norm[], more: Partial<Model> = {}): Model {
  return {
    format: 1,
    case: {
      id: "test",
      title: "Test",
      recordCloses: time("2030-12-31"),
      offset: 0,
      standard: "reasonable-grounds",
      borders: "none",
    },
    actors: ["A", "B", "C", "D"].map((id) => ({ id, names: [id], kind: "state", codes: [], members: [], span })),
    acts: ACTS,
    states: [BLOCKED],
    zones: [zone("north", ["land"]), zone("land"), zone("sea", [], ["land"]), zone("strait")],
    terms: [term("help"), term("region"), term("forces"), term("passage")],
    sources: [],
    instruments: [INSTRUMENT],
    norms,
    readings: [],
    suppositions: [],
    ...more,
  };
}

const source = (id: string, more: Partial<Source> = {}): Source => ({
  id,
  title: id,
  publisher: null,
  kind: null,
  speaksFor: [],
  origin: id,
  mandate: [],
  leaning: null,
  url: null,
  published: null,
  licence: null,
  handling: "public",
  ...more,
});

/** `m1`, `m2` monitors; `copy` copies m1; `ofA`, `ofB` speak for A, B; `wiki` is tertiary; `court` may find on attacks. */
export const SOURCES: readonly Source[] = [
  source("copy", { origin: "m1" }),
  source("court", { mandate: ["attack"] }),
  source("m1"),
  source("m2"),
  source("ofA", { speaksFor: ["A"] }),
  source("ofB", { speaksFor: ["B"] }),
  source("repost", { kind: "repost", origin: "m1" }),
  source("wiki", { kind: "tertiary" }),
];

type Told = Partial<Omit<Account, "when">> & { when?: string | Time | null };

/** An account; `when` as text. */
export function account(event: string, from: string, told: Told = {}): Account {
  const { when = null, ...rest } = told;
  return {
    ...UNSAID,
    id: `${event}/${from}`,
    event,
    source: from,
    stance: "asserts",
    when: typeof when === "string" ? time(when) : when,
    status: "verified",
    handling: "public",
    grade: "report",
    at: { path: "conduct.csv", row: 2 },
    ...rest,
  };
}

export const coverage = (
  kinds: string,
  from: string,
  until: string,
  place: string | null = null,
  by = "m1",
): Coverage => ({
  id: `${by}/${kinds}/${from}/${until}/${place ?? ""}`,
  source: by,
  kinds: kinds.split(" "),
  place,
  from: second(from),
  until: second(until),
  threshold: null,
  why: "it says so",
  handling: "public",
  at: { path: "coverage.csv", row: 2 },
});

export const record = (
  accounts: readonly Account[],
  rows: readonly Coverage[] = [],
  more: Partial<Record> = {},
): Record => ({
  accounts,
  sources: SOURCES,
  coverage: rows,
  shapes: [],
  ...more,
});

// ── The table ───────────────────────────────────────────────────────────────────────────────────

export interface Expected {
  readonly possible: readonly string[];
  /** Left out: `settled` where one outcome is possible, else `unknown`. */
  readonly footing?: "settled" | "contested on facts" | "unknown";
  readonly breaches?: readonly string[];
  /** `ID FIRST-SECOND UNTIL`: UNTIL is the first second after a failure of a state, `now` while it goes on, an act's own second. What is not certain has its bounds, `A..B`. */
  readonly times?: readonly string[];
  /** When it was done, and `late` after the deadline; null: not. */
  readonly performed?: string | null;
  /** The window, FROM and UNTIL in seconds; `open` where it has no end. */
  readonly window?: string;
  readonly approximate?: true;
  /** What it turns on: `REF: ANSWER OUTCOME|OUTCOME, …`. */
  readonly turns?: readonly string[];
  /** The accounts of what breaches it or, where nothing does, of what performed it. */
  readonly by?: readonly string[];
  /** Events that are uses, with why one is void, or what it turns on. */
  readonly uses?: readonly string[];
  /** Steps of the reasons, `RULE VALUE`, among others and in this order; with `!` before it, none of them. */
  readonly says?: readonly string[];
}

export interface RuleCase {
  readonly rule: string;
  readonly title: string;
  readonly model: Model;
  readonly record: Record;
  readonly options?: { at?: Time; asOf?: Time; standard?: Model["case"]["standard"] };
  /** By finding id. Findings not named are not looked at, unless `only`. */
  readonly expect: { readonly [id: string]: Expected };
  readonly only?: true;
}

function stepsOf({ children }: Finding["because"]): string[] {
  return children.flatMap((step) => [`${step.rule} ${step.value}`, ...stepsOf(step)]);
}

/** What the engine's findings are not, that a case expects; empty: nothing. */
export function unmet({ expect: wanted, only }: RuleCase, findings: readonly Finding[]): string[] {
  const found = new Map(findings.map((f) => [f.id, f]));
  const told: string[] = [];
  const say = (what: string, is: unknown, expected: unknown): void => {
    const [a, b] = [JSON.stringify(is), JSON.stringify(expected)];
    if (a !== b) told.push(`${what}: ${a}, expected ${b}`);
  };
  const at = (instant: number): string => new Date(instant * 1000).toISOString().slice(0, 19);
  const bounds = ({ earliest, latest }: Time): string =>
    earliest === latest ? at(earliest) : `${at(earliest)}..${at(latest)}`;
  for (const [id, expected] of Object.entries(wanted)) {
    const finding = found.get(id);
    if (!finding) {
      told.push(`${id} is not among ${[...found.keys()].join(", ")}`);
      continue;
    }
    const { possible, footing, breaches, times, performed, by, uses, says, window, turns } = expected;
    if (expected.approximate !== undefined) say(`${id}: approximate`, finding.approximate, expected.approximate);
    say(`${id}: possible`, finding.possible.toSorted(), possible);
    say(`${id}: footing`, finding.footing, footing ?? (possible.length === 1 ? "settled" : "unknown"));
    // A piece of a failure is a breach of its own; an act is one.
    const ids = finding.breaches.map((b) => `${b.id} ${b.from.earliest}`);
    if (new Set(ids).size < ids.length) told.push(`${id}: told twice: ${ids.join(", ")}`);
    if (breaches) say(`${id}: breaches`, [...new Set(finding.breaches.map((b) => b.id))].toSorted(), breaches);
    if (times)
      say(
        `${id}: times`,
        finding.breaches.map(
          (b) => `${b.id}${b.item === 0 ? "" : `#${b.item}`} ${bounds(b.from)} ${b.until ? bounds(b.until) : "now"}`,
        ),
        times,
      );
    const done = finding.performed;
    if (performed !== undefined)
      say(`${id}: performed`, done && `${at(done.time.earliest)}${done.late ? " late" : ""}`, performed);
    if (by)
      say(`${id}: by`, finding.breaches.length > 0 ? finding.breaches.flatMap((b) => b.accounts) : done?.accounts, by);
    const use = (u: NonNullable<Finding["uses"]>[number]): string =>
      [u.event, ...(u.void === null ? [] : [u.void]), ...(u.footing === "settled" ? [] : [u.footing])].join(" ");
    if (uses) say(`${id}: uses`, (finding.uses ?? []).map(use), uses);
    const { from, until } = finding.window ?? { from: null, until: null };
    if (window !== undefined)
      say(`${id}: window`, from && `${at(from.earliest)} ${until ? at(until.earliest) : "open"}`, window);
    if (turns) {
      const atoms = finding.pivots.atoms.map(
        ({ ref, answers }) => `${ref}: ${answers.map((a) => `${a.value} ${a.outcomes.join("|")}`).join(", ")}`,
      );
      say(`${id}: turns`, atoms, turns);
    }
    const steps = stepsOf(finding.because);
    let last = -1;
    for (const step of says ?? []) {
      const place = steps.indexOf(step.replace(/^!/u, ""));
      const isAsSaid = step.startsWith("!") ? place < 0 : place > last;
      if (!isAsSaid) told.push(`${id}: “${step}”, but it has ${steps.join("; ")}`);
      last = Math.max(last, place);
    }
  }
  if (only) say("findings", [...found.keys()].toSorted(), Object.keys(wanted).toSorted());
  return told;
}

export const deliver = (more: Partial<EventPattern> = {}): Item => ({
  kind: "do",
  pattern: pattern("deliver", { target: name("B"), ...more }),
});
export const noAttack: Item = { kind: "not-do", pattern: pattern("attack", { target: name("B") }) };
export const keepOpen: Item = { kind: "keep", state: { state: "blocked", negated: true, subject: name("road") } };
export const within = (n: number, unit: "second" | "hour" | "day" | "week" | "month") => ({
  ...NO_TIME,
  within: count(n, unit),
});

/** A must deliver to B within three days of entry into force: by the last second of 4 January. */
export const DELIVERY = duty({ must: all(deliver()), time: within(3, "day") });
/** A must not attack B. */
export const CEASEFIRE = duty({ must: all(noAttack) }, { kind: "ban" });
/** A must keep the road unblocked. */
export const ROAD = duty({ must: all(keepOpen) });
/** Whoever of the parties is attacked: A must deliver to it within three days. */
export const HELP = duty({
  when: {
    anchor: pattern("attack", { actor: variable("attacker"), target: variable("victim", "party") }),
    further: [],
  },
  must: all({ kind: "do", pattern: pattern("deliver", { target: variable("victim") }) }),
  time: within(3, "day"),
});

export const delivered = (when: string, more: Told = {}): Account =>
  account("d", "m1", { kind: "deliver", actor: "A", target: "B", when, ...more });
export const attacked = (when: string, more: Told = {}): Account =>
  account("a", "m1", { kind: "attack", actor: "A", target: "B", when, ...more });
export const changed = (id: string, kind: "block" | "unblock", when: string, more: Told = {}): Account =>
  account(id, "m1", { kind, actor: "B", object: "road", when, ...more });

/** By the source that tells of most events here: what it tells of, it does not deny by silence (4.3). */
export const ALL_SEEN = coverage("*", "2029-01-01", "2041-01-01");
export const one = (outcome: string, ...breaches: string[]): Expected => ({ possible: [outcome], breaches });
export const either = (...possible: string[]): Expected => ({ possible: possible.toSorted() });

export const D = "n/text/A→B/entry";
export const K = "n/text/A/entry";

export const RULES: readonly RuleCase[] = [
  // 1 Accounts and events
  {
    rule: "1.3",
    title: "a withdrawn account does not count, and silence alone leaves a missed deadline open",
    model: model([DELIVERY]),
    record: record([delivered("2030-01-02", { status: "withdrawn" })]),
    expect: { [D]: either("breached", "kept") },
  },
  {
    rule: "1.3",
    title: "what was published after `as-of` was not known then",
    model: model([CEASEFIRE]),
    record: record([attacked("2030-01-02T00:00:00", { published: time("2030-03-01") })]),
    options: { asOf: time("2030-02-28") },
    expect: { [D]: one("no breach observed") },
  },
  {
    rule: "1.3",
    title: "what was published on the day of `as-of` was known",
    model: model([CEASEFIRE]),
    record: record([attacked("2030-01-02T00:00:00", { published: time("2030-02-28") })]),
    options: { asOf: time("2030-02-28") },
    expect: { [D]: one("breached", "a") },
  },
  {
    rule: "1.4",
    title: "what happens a second after `at` has not happened; at its last second it has",
    model: model([CEASEFIRE]),
    record: record([
      attacked("2030-06-02T00:00:00"),
      account("b", "m1", { kind: "attack", actor: "A", target: "B", when: "2030-06-01T23:59:59" }),
    ]),
    options: { at: time("2030-06-01") },
    expect: { [D]: one("breached", "b") },
  },
  {
    rule: "1.6",
    title: "an event that no account dates is not used",
    model: model([CEASEFIRE]),
    record: record([attacked("2030-06-02", { when: null })]),
    expect: { [D]: one("no breach observed") },
  },
  // 2 Support
  {
    rule: "2.1",
    title: "a tertiary source alone does not reach reasonable grounds: the event is unknown",
    model: model([CEASEFIRE]),
    record: record([attacked("2030-06-02T00:00:00", { source: "wiki" })]),
    expect: { [D]: { ...either("breached", "no breach observed"), breaches: ["a"] } },
  },
  {
    rule: "2.1",
    title: "the same account is enough for the standard `alleged`",
    model: model([CEASEFIRE]),
    record: record([attacked("2030-06-02T00:00:00", { source: "wiki" })]),
    options: { standard: "alleged" },
    expect: { [D]: one("breached", "a") },
  },
  {
    rule: "2.1",
    title: "a copy corroborates nothing",
    model: model([CEASEFIRE]),
    record: record([
      attacked("2030-06-02T00:00:00"),
      account("a", "copy", { kind: "attack", actor: "A", target: "B", when: "2030-06-02T00:00:00" }),
    ]),
    options: { standard: "corroborated" },
    expect: { [D]: either("breached", "no breach observed") },
  },
  {
    rule: "2.1",
    title: "two sources of different origin corroborate",
    model: model([CEASEFIRE]),
    record: record([
      attacked("2030-06-02T00:00:00"),
      account("a", "m2", { kind: "attack", actor: "A", target: "B", when: "2030-06-02T00:00:00" }),
    ]),
    options: { standard: "corroborated" },
    expect: { [D]: one("breached", "a") },
  },
  {
    rule: "2.1",
    title: "a finding by a body with the mandate is level 4; a report by it is not",
    model: model([CEASEFIRE]),
    record: record([
      attacked("2030-06-02T00:00:00", { source: "court", grade: "finding" }),
      account("b", "court", { kind: "attack", actor: "A", target: "B", when: "2030-06-03T00:00:00" }),
    ]),
    options: { standard: "adjudicated" },
    // `a` is a breach in every history, `b` in some.
    expect: { [D]: one("breached", "a", "b") },
  },
  {
    rule: "2.2",
    title: "A's own word that it attacked is against its interest; B's word that A did is not",
    model: model([CEASEFIRE]),
    record: record([attacked("2030-06-02T00:00:00", { source: "ofA" })]),
    expect: { [D]: one("breached", "a") },
  },
  {
    rule: "2.2",
    title: "B's word alone that A attacked leaves it unknown",
    model: model([CEASEFIRE]),
    record: record([attacked("2030-06-02T00:00:00", { source: "ofB" })]),
    expect: { [D]: either("breached", "no breach observed") },
  },
  {
    rule: "2.2",
    title: "B's denial that it was attacked is against its interest: with a monitor's word, contested",
    model: model([CEASEFIRE]),
    record: record([attacked("2030-06-02T00:00:00"), account("a", "ofB", { stance: "denies" })]),
    expect: { [D]: { ...either("breached", "no breach observed"), footing: "contested on facts" } },
  },
  // 3 Versions
  {
    rule: "3.2",
    title: "fields of different versions never mix: A in June or C in July, never A in July",
    model: model([duty({ must: all(noAttack), time: { ...NO_TIME, from: time("2030-07-01") } }, { kind: "ban" })]),
    record: record([
      attacked("2030-06-02T00:00:00"),
      account("a", "m2", { kind: "attack", actor: "C", target: "B", when: "2030-07-02T00:00:00" }),
    ]),
    expect: { [D]: one("no breach observed") },
  },
  {
    rule: "3.7",
    title: "two accepted accounts that name different actors are contested on facts",
    model: model([CEASEFIRE]),
    record: record([
      attacked("2030-06-02T00:00:00"),
      account("a", "m2", { kind: "attack", actor: "C", target: "B", when: "2030-06-02T00:00:00" }),
    ]),
    expect: { [D]: { ...either("breached", "no breach observed"), footing: "contested on facts", breaches: ["a"] } },
  },
  {
    rule: "3.4",
    title: "a tertiary source that names another actor is set aside",
    model: model([CEASEFIRE]),
    record: record([
      attacked("2030-06-02T00:00:00"),
      account("a", "wiki", { kind: "attack", actor: "C", target: "B", when: "2030-06-02T00:00:00" }),
    ]),
    expect: { [D]: one("breached", "a") },
  },
  {
    rule: "3.7",
    title: "an accepted event whose actor only a tertiary source names: it may have been somebody else",
    model: model([CEASEFIRE]),
    record: record([
      account("a", "m1", { kind: "attack", target: "B", when: "2030-06-02T00:00:00" }),
      account("a", "wiki", { kind: "attack", actor: "A", target: "B", when: "2030-06-02T00:00:00" }),
    ]),
    expect: { [D]: { ...either("breached", "no breach observed"), footing: "unknown" } },
  },
  {
    rule: "3.6",
    title: "an event refused and not accepted is absent",
    model: model([CEASEFIRE]),
    record: record([attacked("2030-06-02T00:00:00", { source: "wiki" }), account("a", "m1", { stance: "denies" })]),
    expect: { [D]: one("no breach observed") },
  },
  {
    rule: "3.5",
    title: "a denial of the actor leaves the event to somebody else, not to nobody",
    model: model([duty({ must: all({ kind: "free-of", pattern: pattern("attack", { target: name("B") }) }) })]),
    record: record([attacked("2030-06-02T00:00:00"), account("a", "m2", { stance: "denies", actor: "A" })]),
    // `free-of` does not ask who acts: that it was not A says nothing to it.
    expect: { [K]: one("breached", "a") },
  },
  // 4 Silence
  {
    rule: "4.2",
    title: "a missed deadline is a breach where the window is covered",
    model: model([DELIVERY]),
    record: record([], [coverage("deliver", "2030-01-01", "2030-01-05")]),
    expect: { [D]: { possible: ["breached"] } },
  },
  {
    rule: "4.2",
    title: "one second without coverage leaves it unknown",
    model: model([DELIVERY]),
    record: record([], [coverage("deliver", "2030-01-01", "2030-01-04T23:59:59")]),
    expect: { [D]: either("breached", "kept") },
  },
  {
    rule: "4.2",
    title: "a row for another kind of conduct says nothing",
    model: model([DELIVERY]),
    record: record([], [coverage("attack", "2030-01-01", "2030-01-05")]),
    expect: { [D]: either("breached", "kept") },
  },
  {
    rule: "4.2",
    title: "an accepted denial over the whole window is as good as coverage",
    model: model([DELIVERY]),
    record: record([
      account("none", "m1", {
        stance: "denies",
        kind: "deliver",
        actor: "A",
        target: "B",
        when: exactly(second("2030-01-01"), second("2030-01-05") - 1),
      }),
    ]),
    expect: { [D]: { possible: ["breached"] } },
  },
  {
    rule: "4.2",
    title: "a denial that A delivered to C says nothing of B",
    model: model([DELIVERY]),
    record: record([
      account("none", "m1", {
        stance: "denies",
        kind: "deliver",
        actor: "A",
        target: "C",
        when: exactly(second("2030-01-01"), second("2030-01-05") - 1),
      }),
    ]),
    expect: { [D]: either("breached", "kept") },
  },
  {
    rule: "4.3",
    title: "a source that covers the act and does not tell of it denies it: against a tertiary account, absent",
    model: model([CEASEFIRE]),
    record: record(
      [attacked("2030-06-02T00:00:00", { source: "wiki" })],
      [coverage("attack", "2030-06-01", "2030-06-03", null, "m2")],
    ),
    expect: { [D]: one("no breach observed") },
  },
  {
    rule: "4.3",
    title: "a row that speaks of a place denies what is told to lie there, whether or not the norm asks where",
    model: model([CEASEFIRE]),
    record: record(
      [
        attacked("2030-06-02T00:00:00", { source: "wiki", place: "north" }),
        account("a", "ofB", { kind: "attack", place: "land", grade: "claim" }),
      ],
      [coverage("attack", "2030-06-01", "2030-06-03", "land", "m2")],
    ),
    expect: { [D]: one("no breach observed") },
  },
  {
    rule: "4.3",
    title: "where accounts put it in two places, nobody knows that it was where somebody watched",
    model: model([CEASEFIRE]),
    record: record(
      [
        attacked("2030-06-02T00:00:00", { source: "wiki", place: "north" }),
        account("a", "ofB", { kind: "attack", place: "sea", grade: "claim" }),
      ],
      [coverage("attack", "2030-06-01", "2030-06-03", "land", "m2")],
    ),
    expect: { [D]: either("breached", "no breach observed") },
  },
  {
    rule: "4.3",
    title: "so with the thing that it was done to: agreed on it denies, disputed it does not",
    model: model([CEASEFIRE]),
    record: record(
      [attacked("2030-06-02T00:00:00", { source: "wiki", object: "gun" })],
      [coverage("attack", "2030-06-01", "2030-06-03", "gun", "m2")],
    ),
    expect: { [D]: one("no breach observed") },
  },
  {
    rule: "4.3",
    title: "two things told of are none that is known",
    model: model([CEASEFIRE]),
    record: record(
      [
        attacked("2030-06-02T00:00:00", { source: "wiki", object: "gun" }),
        account("a", "ofB", { kind: "attack", object: "lamp", grade: "claim" }),
      ],
      [coverage("attack", "2030-06-01", "2030-06-03", "gun", "m2")],
    ),
    expect: { [D]: either("breached", "no breach observed") },
  },
  {
    rule: "4.4",
    title: "on the last second of the deadline a duty is pending",
    model: model([DELIVERY]),
    record: record([], [ALL_SEEN]),
    options: { at: time("2030-01-04") },
    expect: { [D]: one("pending") },
  },
  {
    rule: "4.1",
    title: "silence invents no breach of a ban, and without coverage no keeping of it",
    model: model([duty({ must: all(noAttack), time: { ...NO_TIME, until: time("2030-02-01") } }, { kind: "ban" })]),
    record: record([]),
    expect: { [D]: one("no breach observed") },
  },
  // 5 Time and place
  {
    rule: "5.2",
    title: "an act in the last second of the third day keeps the duty",
    model: model([DELIVERY]),
    record: record([delivered("2030-01-04T23:59:59")], [ALL_SEEN]),
    expect: { [D]: one("kept") },
  },
  {
    rule: "5.2",
    title: "a second later it is late, and the duty is breached",
    model: model([DELIVERY]),
    record: record([delivered("2030-01-05T00:00:00")], [ALL_SEEN]),
    expect: { [D]: { possible: ["breached"] } },
  },
  {
    rule: "5.1",
    title: "days are counted in the instrument's zone: at +04:00 the window ends four hours earlier in UTC",
    model: model([duty({ must: all(deliver()), time: { ...NO_TIME, within: count(3, "day") } })], {
      instruments: [{ ...INSTRUMENT, offset: 240 }],
    }),
    // In force from 04:00 of 1 January there; the third day after is the 4th, which ends at 19:59:59 UTC.
    record: record([delivered("2030-01-04T20:00:00")], [ALL_SEEN]),
    expect: { [D]: { possible: ["breached"] } },
  },
  {
    rule: "5.2",
    title: "`within 72 hours` includes its last second",
    model: model([duty({ must: all(deliver()), time: within(72, "hour") })]),
    record: record([delivered("2030-01-04T00:00:00")], [ALL_SEEN]),
    expect: { [D]: one("kept") },
  },
  {
    rule: "5.2",
    title: "a month from 31 January, to the last day, ends with 28 February",
    model: model([duty({ must: all(deliver()), time: { ...within(1, "month"), from: time("2030-01-31") } })]),
    record: record([delivered("2030-03-01T00:00:00")], [ALL_SEEN]),
    expect: { [D]: { possible: ["breached"] } },
  },
  {
    rule: "5.3",
    title: "an act some time around midnight of the last day: kept or breached, unknown",
    model: model([DELIVERY]),
    record: record([delivered("", { when: exactly(second("2030-01-05") - 2, second("2030-01-05") + 1) })], [ALL_SEEN]),
    expect: { [D]: { ...either("breached", "kept"), footing: "unknown" } },
  },
  {
    rule: "5.4",
    title: "at one instant without sequence, the performance is inside the window that its trigger opens",
    model: model([HELP]),
    record: record(
      [
        account("a", "m1", { kind: "attack", actor: "D", target: "B", when: "2030-06-02T10:00:00" }),
        delivered("2030-06-02T10:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: { "n/text/A→B/a/attacker=D": one("kept") },
  },
  {
    rule: "5.4",
    title: "at one instant but before the trigger in sequence, it is not",
    model: model([HELP]),
    record: record(
      [
        account("a", "m1", { kind: "attack", actor: "D", target: "B", when: "2030-06-02T10:00:00", order: 2 }),
        delivered("2030-06-02T10:00:00", { order: 1 }),
      ],
      [ALL_SEEN],
    ),
    expect: { "n/text/A→B/a/attacker=D": { possible: ["breached"] } },
  },
  {
    rule: "5.4",
    title: "where a state ends and starts at one instant, it starts",
    model: model([ROAD]),
    record: record([changed("s", "block", "2030-06-02T10:00:00"), changed("e", "unblock", "2030-06-02T10:00:00")]),
    expect: { [K]: one("breached", "s") },
  },
  {
    rule: "5.4",
    title: "with sequence, the later of the two counts, and no second of failure is left",
    model: model([ROAD]),
    record: record([
      changed("s", "block", "2030-06-02T10:00:00", { order: 1 }),
      changed("e", "unblock", "2030-06-02T10:00:00", { order: 2 }),
    ]),
    expect: { [K]: one("no breach observed") },
  },
  {
    rule: "5.6",
    title: "a place within the zone by a stated relation is in; one stated outside is out; another is open",
    model: model([duty({ must: all(noAttack), place: { kind: "zone", id: "land" } }, { kind: "ban" })]),
    record: record([
      attacked("2030-06-02T00:00:00", { place: "sea" }),
      account("b", "m1", { kind: "attack", actor: "A", target: "B", when: "2030-06-03T00:00:00", place: "strait" }),
    ]),
    expect: { [D]: { ...either("breached", "no breach observed"), breaches: ["b"] } },
  },
  {
    rule: "5.6",
    title: "a point surely in the shape settles what relations leave open",
    model: model([duty({ must: all(noAttack), place: { kind: "zone", id: "land" } }, { kind: "ban" })]),
    record: record([attacked("2030-06-02T00:00:00", { located: true, inside: ["land"] })], [], { shapes: ["land"] }),
    expect: { [D]: one("breached", "a") },
  },
  // 6 Views
  {
    rule: "6.6",
    title: "an open term leaves the text's view open, and a reading answers it for its holder alone",
    model: model(
      [
        duty({
          must: all({ kind: "term", use: { kind: "term", term: "help", arguments: [] }, mode: "achieve" }),
          time: within(3, "day"),
        }),
      ],
      {
        readings: [
          reading("r", "B", {
            means: [
              {
                term: "help",
                parameters: [],
                body: { kind: "items", must: all({ kind: "do", pattern: pattern("notify") }) },
                span,
              },
            ],
          }),
        ],
      },
    ),
    record: record([account("e", "m1", { kind: "notify", actor: "A", when: "2030-01-02T00:00:00" })], [ALL_SEEN]),
    expect: { [K]: either("breached", "kept"), "n/B/A/entry": one("kept") },
    only: true,
  },
  {
    rule: "6.1",
    title: "two readings of one norm by one holder are two views",
    model: model([DELIVERY], {
      readings: [
        reading("long", "B", { clauses: { time: within(10, "day") } }),
        reading("short", "B", { clauses: { time: within(1, "day") } }),
      ],
    }),
    record: record([delivered("2030-01-04T00:00:00")], [ALL_SEEN]),
    expect: { [D]: one("kept"), "n/B:long/A→B/entry": one("kept"), "n/B:short/A→B/entry": { possible: ["breached"] } },
    only: true,
  },
  {
    rule: "6.3",
    title: "a reading of the instrument restates a clause in each norm, where it gives no meaning",
    model: model([DELIVERY], {
      readings: [reading("r", "C", { of: { kind: "instrument", id: "pact" }, clauses: { time: within(1, "day") } })],
    }),
    record: record([delivered("2030-01-04T00:00:00")], [ALL_SEEN]),
    expect: { [D]: one("kept"), "n/C/A→B/entry": { possible: ["breached"] } },
    only: true,
  },
  {
    rule: "6.4",
    title: "an amendment that begins before the deadline moves it",
    model: model([
      duty(
        { must: all(deliver()), time: within(3, "day") },
        {
          amendments: [
            {
              from: time("2030-01-04"),
              byConsentOf: [],
              clauses: { time: within(10, "day") },
              repealed: false,
              source: null,
              span,
            },
          ],
        },
      ),
    ]),
    record: record([delivered("2030-01-11T23:59:59")], [ALL_SEEN]),
    expect: { [D]: one("kept") },
  },
  {
    rule: "6.4",
    title: "an amendment that begins after the deadline comes too late",
    model: model([
      duty(
        { must: all(deliver()), time: within(3, "day") },
        {
          amendments: [
            {
              from: time("2030-01-05"),
              byConsentOf: [],
              clauses: { time: within(10, "day") },
              repealed: false,
              source: null,
              span,
            },
          ],
        },
      ),
    ]),
    record: record([delivered("2030-01-11T23:59:59")], [ALL_SEEN]),
    expect: { [D]: { possible: ["breached"] } },
  },
  {
    rule: "6.4",
    title: "a repeal lapses a duty still pending, and ends the window of a ban",
    model: model(
      [DELIVERY, { ...CEASEFIRE, id: "x" }].map((n) => ({
        ...n,
        amendments: [{ from: time("2030-01-03"), byConsentOf: [], clauses: {}, repealed: true, source: null, span }],
      })),
    ),
    record: record([attacked("2030-01-03T00:00:00")], [ALL_SEEN]),
    expect: { [D]: one("lapsed"), "x/text/A→B/entry": one("kept") },
    only: true,
  },
  {
    rule: "6.7",
    title: "a reading that says `not binding` gives that, and nothing else",
    model: model([CEASEFIRE], { readings: [reading("r", "B", { notBinding: true })] }),
    record: record([attacked("2030-06-02T00:00:00")]),
    expect: { [D]: one("breached", "a") },
  },
  // 7 Instances
  {
    rule: "7.1",
    title: "each period of membership is an instance; between them nothing is owed",
    model: model(
      [duty({ bearer: { kind: "each-party", except: [name("B"), name("C")] }, must: all(noAttack) }, { kind: "ban" })],
      {
        instruments: [
          {
            ...INSTRUMENT,
            parties: [
              member("A", [
                { from: null, until: time("2030-02-01") },
                { from: time("2030-03-01"), until: null },
              ]),
              member("B"),
            ],
          },
        ],
      },
    ),
    record: record(
      [
        attacked("2030-02-01T00:00:00"),
        account("b", "m1", { kind: "attack", actor: "A", target: "B", when: "2030-03-01T00:00:00" }),
      ],
      [ALL_SEEN],
    ),
    expect: { [D]: one("kept"), "n/text/A→B/entry-2": one("breached", "b") },
    only: true,
  },
  {
    rule: "7.1",
    title: "before entry into force a norm is not in force",
    model: model([CEASEFIRE]),
    record: record([]),
    options: { at: time("2029-12-31") },
    expect: { [D]: one("not in force") },
    only: true,
  },
  {
    rule: "7.3",
    title: "a disputed victim gives an instance for each, and each may be not triggered",
    model: model([HELP]),
    record: record(
      [
        account("a", "m1", { kind: "attack", actor: "D", target: "B", when: "2030-06-02T10:00:00" }),
        account("a", "m2", { kind: "attack", actor: "D", target: "C", when: "2030-06-02T10:00:00" }),
      ],
      [coverage("deliver", "2029-01-01", "2041-01-01")],
    ),
    expect: {
      "n/text/A→B/a/attacker=D": { possible: ["breached", "not triggered"], footing: "contested on facts" },
      "n/text/A→C/a/attacker=D": { possible: ["breached", "not triggered"], footing: "contested on facts" },
    },
    only: true,
  },
  {
    rule: "7.2",
    title: "an attack on one who is no party at that instant begins nothing",
    model: model([HELP]),
    record: record(
      [account("a", "m1", { kind: "attack", actor: "A", target: "D", when: "2030-06-02T10:00:00" })],
      [ALL_SEEN],
    ),
    expect: {},
  },
  {
    rule: "7.4",
    title: "without the further event in time, and with its time covered, it is not triggered",
    model: model([
      {
        ...HELP,
        clauses: {
          ...HELP.clauses,
          when: {
            ...HELP.clauses.when!,
            further: [
              { pattern: pattern("request", { actor: variable("victim") }), within: count(2, "day"), assumed: null },
            ],
          },
        },
      },
    ]),
    record: record(
      [account("a", "m1", { kind: "attack", actor: "D", target: "B", when: "2030-06-02T10:00:00" })],
      [ALL_SEEN],
    ),
    expect: { "n/text/A→B/a/attacker=D": one("not triggered") },
  },
  {
    rule: "7.4",
    title: "the time runs from the further event, the latest of the two",
    model: model([
      {
        ...HELP,
        clauses: {
          ...HELP.clauses,
          when: {
            ...HELP.clauses.when!,
            further: [
              { pattern: pattern("request", { actor: variable("victim") }), within: count(2, "day"), assumed: null },
            ],
          },
        },
      },
    ]),
    record: record(
      [
        account("a", "m1", { kind: "attack", actor: "D", target: "B", when: "2030-06-02T10:00:00" }),
        account("q", "m1", { kind: "request", actor: "B", when: "2030-06-04T23:59:59" }),
        // Three days after the fourth: to the end of the seventh.
        delivered("2030-06-07T23:59:59"),
      ],
      [ALL_SEEN],
    ),
    expect: { "n/text/A→B/a/attacker=D": one("kept") },
  },
  {
    rule: "7.4",
    title: "where nobody would have told of the further event, it may have come",
    model: model([
      {
        ...HELP,
        clauses: {
          ...HELP.clauses,
          when: {
            ...HELP.clauses.when!,
            further: [
              { pattern: pattern("request", { actor: variable("victim") }), within: count(2, "day"), assumed: null },
            ],
          },
        },
      },
    ]),
    record: record(
      [account("a", "m1", { kind: "attack", actor: "D", target: "B", when: "2030-06-02T10:00:00" })],
      [coverage("deliver", "2029-01-01", "2041-01-01")],
    ),
    expect: { "n/text/A→B/a/attacker=D": either("breached", "not triggered") },
  },
  // 8 Outcomes
  {
    rule: "8.2",
    title: "performed once is kept: what A does later takes nothing from it",
    model: model([DELIVERY]),
    record: record([delivered("2030-01-02T00:00:00"), attacked("2030-01-03T00:00:00")], [ALL_SEEN]),
    expect: { [D]: one("kept") },
  },
  {
    rule: "8.2",
    title: "the exception in the window excuses a duty not performed",
    model: model([
      duty({
        must: all(deliver()),
        time: within(3, "day"),
        unless: {
          connective: "or",
          conditions: [{ kind: "event", pattern: pattern("attack", { actor: name("B") }), within: null }],
        },
      }),
    ]),
    record: record(
      [account("a", "m1", { kind: "attack", actor: "B", target: "A", when: "2030-01-04T23:59:59" })],
      [ALL_SEEN],
    ),
    expect: { [D]: one("excused") },
  },
  {
    rule: "8.2",
    title: "the instrument ends before the deadline: lapsed; where triggered duties survive, pending",
    model: model([duty({ must: all(deliver()), time: { ...NO_TIME, by: time("2031-01-31") } })], {
      instruments: [{ ...INSTRUMENT, inForce: { from: time("2030-01-01"), until: time("2030-02-01") } }],
    }),
    record: record([], [ALL_SEEN]),
    expect: { [D]: one("lapsed") },
  },
  {
    rule: "8.2",
    title: "a duty that survives its instrument is pending still",
    model: model([duty({ must: all(deliver()), time: { ...NO_TIME, by: time("2031-01-31") } })], {
      instruments: [{ ...INSTRUMENT, inForce: { from: time("2030-01-01"), until: time("2030-02-01") }, survive: true }],
    }),
    record: record([], [ALL_SEEN]),
    expect: { [D]: one("pending") },
  },
  {
    rule: "8.3",
    title: "an exception of which nobody would tell may have come: breached, excused or kept",
    model: model([
      duty({
        must: all(deliver()),
        time: within(3, "day"),
        unless: {
          connective: "or",
          conditions: [{ kind: "event", pattern: pattern("attack", { actor: name("B") }), within: null }],
        },
      }),
    ]),
    record: record([]),
    expect: { [D]: either("breached", "excused", "kept") },
  },
  {
    rule: "8.4",
    title: "a breach does not end a ban: the second attack is a breach as well",
    model: model([CEASEFIRE]),
    record: record([
      attacked("2030-06-02T00:00:00"),
      account("b", "m1", { kind: "attack", actor: "A", target: "B", when: "2030-07-02T00:00:00" }),
    ]),
    expect: { [D]: one("breached", "a", "b") },
  },
  {
    rule: "8.4",
    title: "an exception within two days before: the last second that it covers, and one later",
    model: model([
      duty(
        {
          must: all(noAttack),
          unless: {
            connective: "or",
            conditions: [{ kind: "event", pattern: pattern("notify", { actor: name("A") }), within: count(2, "day") }],
          },
        },
        { kind: "ban" },
      ),
    ]),
    record: record(
      [
        account("x", "m1", { kind: "notify", actor: "A", when: "2030-06-02T12:00:00" }),
        attacked("2030-06-04T23:59:59"),
        account("b", "m1", { kind: "attack", actor: "A", target: "B", when: "2030-06-05T00:00:00" }),
      ],
      [ALL_SEEN],
    ),
    expect: { [D]: one("breached", "b") },
  },
  {
    rule: "8.4",
    title: "an exception by a state that holds at the act",
    model: model([
      duty(
        {
          must: all(noAttack),
          unless: {
            connective: "or",
            conditions: [{ kind: "state", state: { state: "blocked", negated: false, subject: name("road") } }],
          },
        },
        { kind: "ban" },
      ),
    ]),
    record: record([
      changed("s", "block", "2030-06-01T00:00:00"),
      attacked("2030-06-02T00:00:00"),
      changed("e", "unblock", "2030-06-03T00:00:00"),
      account("b", "m1", { kind: "attack", actor: "A", target: "B", when: "2030-06-03T00:00:00" }),
    ]),
    expect: { [D]: one("breached", "b") },
  },
  {
    rule: "8.5",
    title: "two failures, each from the event that began it; blocking again what is blocked begins nothing",
    model: model([ROAD]),
    record: record([
      changed("s1", "block", "2030-06-01T00:00:00"),
      changed("s2", "block", "2030-06-02T00:00:00"),
      changed("e1", "unblock", "2030-06-03T00:00:00"),
      changed("s3", "block", "2030-06-04T00:00:00"),
    ]),
    expect: { [K]: one("breached", "s1", "s3") },
  },
  {
    rule: "8.5",
    title: "a state that nobody started does not fail before its first event, where nothing is said of its beginning",
    model: model(
      [duty({ must: all({ kind: "keep", state: { state: "blocked", negated: false, subject: name("road") } }) })],
      { states: [{ ...BLOCKED, initially: null }] },
    ),
    record: record([changed("s", "block", "2030-06-01T00:00:00"), changed("e", "unblock", "2030-07-01T00:00:00")]),
    expect: { [K]: one("breached", "e") },
  },
  {
    rule: "8.5",
    title: "where it begins not held, the failure begins with the window",
    model: model([
      duty({ must: all({ kind: "keep", state: { state: "blocked", negated: false, subject: name("road") } }) }),
    ]),
    record: record([changed("s", "block", "2030-06-01T00:00:00")]),
    expect: { [K]: { possible: ["breached"] } },
  },
  {
    rule: "8.7",
    title: "a ban whose window has ended and is covered is kept; the window's last second is before `at`",
    model: model([duty({ must: all(noAttack), time: { ...NO_TIME, until: time("2030-02-01") } }, { kind: "ban" })]),
    record: record([attacked("2030-02-02T00:00:00")], [ALL_SEEN]),
    expect: { [D]: one("kept") },
  },
  {
    rule: "8.7",
    title: "while `at` is the window's last second, no breach is observed",
    model: model([duty({ must: all(noAttack), time: { ...NO_TIME, until: time("2030-02-01") } }, { kind: "ban" })]),
    record: record([], [ALL_SEEN]),
    options: { at: time("2030-02-01") },
    expect: { [D]: one("no breach observed") },
  },
  {
    rule: "8.8",
    title: "`and`: the breach of one item is the breach of the whole",
    model: model([duty({ must: all(deliver(), noAttack), time: within(3, "day") })]),
    record: record([delivered("2030-01-02T00:00:00"), attacked("2030-01-03T00:00:00")], [ALL_SEEN]),
    expect: { [D]: one("breached", "a") },
  },
  {
    rule: "8.8",
    title: "`or`: performing one is enough",
    model: model([duty({ must: any(deliver(), { kind: "do", pattern: pattern("notify") }), time: within(3, "day") })]),
    record: record([account("x", "m1", { kind: "notify", actor: "A", when: "2030-01-02T00:00:00" })], [ALL_SEEN]),
    expect: { [D]: one("kept") },
  },
  {
    rule: "8.9",
    title: "an aim is reached, open or not reached, never breached",
    model: model([{ ...DELIVERY, kind: "aim" as const }]),
    record: record([], [ALL_SEEN]),
    expect: { [D]: one("not reached") },
  },
  // 9 Findings
  {
    rule: "9.3",
    title: "sides that change nothing leave the finding settled",
    model: model([CEASEFIRE]),
    record: record([
      attacked("2030-06-02T00:00:00"),
      account("a", "m2", { kind: "attack", actor: "A", target: "B", when: "2030-06-05T00:00:00" }),
    ]),
    expect: { [D]: one("breached", "a") },
  },
  {
    rule: "9.3",
    title: "what only an uncertain time decides is unknown, though a contested event stands beside it",
    model: model([DELIVERY]),
    record: record(
      [
        delivered("", { when: exactly(second("2030-01-05") - 1, second("2030-01-05")) }),
        // Told by two, of the wrong receiver, at two times: contested, and without weight.
        account("z", "m1", { kind: "deliver", actor: "A", target: "C", when: "2030-01-02T00:00:00" }),
        account("z", "m2", { kind: "deliver", actor: "A", target: "C", when: "2030-01-03T00:00:00" }),
      ],
      [ALL_SEEN],
    ),
    expect: { [D]: { ...either("breached", "kept"), footing: "unknown" } },
  },
  // What the comparison of generated cases has found
  {
    rule: "2.1",
    title: "a body denies by its mandate an event whose kind only others name",
    model: model([CEASEFIRE]),
    record: record([attacked("2030-06-02T00:00:00"), account("a", "court", { stance: "denies", grade: "finding" })]),
    options: { standard: "adjudicated" },
    expect: { [D]: one("no breach observed") },
  },
  {
    rule: "3.2",
    title: "an account without a date still disputes who did it",
    model: model([CEASEFIRE]),
    record: record([attacked("2030-06-02T00:00:00"), account("a", "m2", { kind: "attack", actor: "C", target: "B" })]),
    expect: { [D]: { ...either("breached", "no breach observed"), footing: "contested on facts" } },
  },
  {
    rule: "4.2",
    title: "what must be in two places is covered by a row for either",
    model: model([
      duty({
        must: all(deliver({ place: { kind: "zone", id: "north" } })),
        time: within(3, "day"),
        place: { kind: "zone", id: "sea" },
      }),
    ]),
    record: record([], [coverage("*", "2029-01-01", "2041-01-01", "sea")]),
    expect: { [D]: one("breached") },
  },
  {
    rule: "4.2",
    title: "a state changes anywhere: a row for the place of the clause does not cover it",
    model: model([
      duty({
        must: all(keepOpen),
        time: { ...NO_TIME, until: time("2030-02-01") },
        place: { kind: "zone", id: "land" },
      }),
    ]),
    record: record([], [coverage("*", "2029-01-01", "2041-01-01", "land")]),
    expect: { [K]: one("no breach observed") },
  },
  {
    rule: "5.4",
    title: "a state that ends and starts at one instant has not been interrupted",
    model: model([ROAD]),
    record: record([
      changed("s1", "block", "2030-06-01T00:00:00"),
      changed("e", "unblock", "2030-06-02T00:00:00"),
      changed("s2", "block", "2030-06-02T00:00:00"),
    ]),
    expect: { [K]: one("breached", "s1") },
  },
  {
    rule: "6.5",
    title: "a reading of the instrument that says `not binding` says it of each norm, whatever terms it reads besides",
    model: model([CEASEFIRE], {
      readings: [
        reading("r", "B", {
          of: { kind: "instrument", id: "pact" },
          notBinding: true,
          means: [{ term: "region", parameters: [], body: { kind: "zone", zone: { kind: "zone", id: "land" } }, span }],
        }),
      ],
    }),
    record: record([]),
    expect: { [D]: one("no breach observed"), "n/B/A/none": one("not binding") },
    only: true,
  },
  {
    rule: "7.3",
    title: "who has left when the occasion comes is not bound by it",
    model: model([HELP], {
      instruments: [
        { ...INSTRUMENT, parties: [member("A", [{ from: null, until: time("2030-06-02") }]), member("B")] },
      ],
    }),
    record: record(
      [account("a", "m1", { kind: "attack", actor: "D", target: "B", when: "2030-06-02T00:00:00" })],
      [ALL_SEEN],
    ),
    expect: { "n/text/A→B/a/attacker=D": one("not triggered") },
  },
  {
    rule: "7.4",
    title: "who has left before all conditions have come together is not bound either",
    model: model(
      [
        {
          ...HELP,
          clauses: {
            ...HELP.clauses,
            when: {
              ...HELP.clauses.when!,
              further: [{ pattern: pattern("request"), within: count(5, "day"), assumed: null }],
            },
          },
        },
      ],
      {
        instruments: [
          { ...INSTRUMENT, parties: [member("A", [{ from: null, until: time("2030-06-03") }]), member("B")] },
        ],
      },
    ),
    record: record(
      [
        account("a", "m1", { kind: "attack", actor: "D", target: "B", when: "2030-06-02T00:00:00" }),
        account("q", "m1", { kind: "request", actor: "C", when: "2030-06-03T00:00:00" }),
      ],
      [ALL_SEEN],
    ),
    expect: { "n/text/A→B/a/attacker=D": one("not triggered") },
  },
  {
    rule: "7.4",
    title: "a further condition without a subject is met by anyone",
    model: model([
      {
        ...HELP,
        clauses: {
          ...HELP.clauses,
          when: {
            ...HELP.clauses.when!,
            further: [{ pattern: pattern("request"), within: count(5, "day"), assumed: null }],
          },
        },
      },
    ]),
    record: record(
      [
        account("a", "m1", { kind: "attack", actor: "D", target: "B", when: "2030-06-02T00:00:00" }),
        account("q", "m1", { kind: "request", actor: "C", when: "2030-06-03T00:00:00" }),
      ],
      [ALL_SEEN],
    ),
    expect: { "n/text/A→B/a/attacker=D": { possible: ["breached"] } },
  },
  {
    rule: "7.5",
    title: "`each other` leaves out whom the bearers leave out",
    model: model([
      duty(
        {
          bearer: { kind: "each-party", except: [name("C")] },
          must: all({ kind: "not-do", pattern: pattern("attack", { target: { kind: "other" } }) }),
        },
        { kind: "ban" },
      ),
    ]),
    record: record([
      account("a", "m1", { kind: "attack", actor: "A", target: "C", when: "2030-06-02T00:00:00" }),
      account("b", "m1", { kind: "attack", actor: "B", target: "A", when: "2030-06-02T00:00:00" }),
    ]),
    expect: { [K]: one("no breach observed"), "n/text/B/entry": one("breached", "b") },
    only: true,
  },
  {
    rule: "8.2",
    title: "what lapsed before its deadline is not asked about further",
    model: model([DELIVERY], {
      instruments: [{ ...INSTRUMENT, inForce: { from: time("2030-01-01"), until: time("2030-01-03") } }],
    }),
    record: record([]),
    expect: { [D]: one("lapsed") },
  },
  {
    rule: "8.3",
    title: "an aim may have been reached unseen, though the instrument has ended",
    model: model([{ ...DELIVERY, kind: "aim" as const }], {
      instruments: [{ ...INSTRUMENT, inForce: { from: time("2030-01-01"), until: time("2030-01-03") } }],
    }),
    record: record([]),
    expect: { [D]: either("not reached", "reached") },
  },
  {
    rule: "8.5",
    title: "a failure longer than an exception could have lasted is a breach, though its first day is not covered",
    model: model([
      duty({
        must: all(keepOpen),
        unless: {
          connective: "or",
          conditions: [{ kind: "event", pattern: pattern("notify", { actor: name("A") }), within: count(1, "day") }],
        },
      }),
    ]),
    record: record([changed("s", "block", "2030-06-01T00:00:00")], [coverage("notify", "2030-06-02", "2041-01-01")]),
    expect: { [K]: one("breached", "s") },
  },
  {
    rule: "8.5",
    title: "`free-of` asks who acts only where it says so",
    model: model([duty({ must: all({ kind: "free-of", pattern: pattern("attack", { target: name("B") }) }) })]),
    record: record([account("a", "m1", { kind: "attack", actor: "C", target: "B", when: "2030-06-02T00:00:00" })]),
    expect: { [K]: one("breached", "a") },
  },
  {
    rule: "8.8",
    title: "`or`: what does not breach the whole is no breach",
    model: model([duty({ must: any(keepOpen, noAttack) })]),
    record: record([changed("s", "block", "2030-06-01T00:00:00")]),
    expect: { [K]: one("no breach observed") },
  },
  {
    rule: "8.8",
    title: "a deadline is for what is to be done, an end for what is banned, in one clause",
    model: model([duty({ must: all(deliver(), noAttack), time: { ...within(3, "day"), until: time("2030-02-01") } })]),
    record: record([delivered("2030-01-02T00:00:00"), attacked("2030-02-01T23:59:59")], [ALL_SEEN]),
    expect: { [D]: one("breached", "a") },
  },
  {
    rule: "6.4",
    title: "a ban joined to a duty is judged by the stage of each instant, whatever became of the duty",
    model: model([
      duty(
        { must: any(deliver(), noAttack), time: within(1, "day") },
        {
          amendments: [
            {
              from: time("2030-01-05"),
              byConsentOf: [],
              clauses: { time: { ...NO_TIME, until: time("2030-02-01") } },
              repealed: false,
              source: null,
              span,
            },
          ],
        },
      ),
    ]),
    record: record([], [ALL_SEEN]),
    options: { at: time("2030-01-10") },
    expect: { [D]: one("no breach observed") },
  },
  {
    rule: "7.4",
    title: "a norm repealed before all conditions have come together triggers nothing",
    model: model([
      {
        ...HELP,
        clauses: {
          ...HELP.clauses,
          when: {
            ...HELP.clauses.when!,
            further: [{ pattern: pattern("request"), within: count(5, "day"), assumed: null }],
          },
        },
        amendments: [{ from: time("2030-06-03"), byConsentOf: [], clauses: {}, repealed: true, source: null, span }],
      },
    ]),
    record: record(
      [
        account("a", "m1", { kind: "attack", actor: "D", target: "B", when: "2030-06-02T00:00:00" }),
        account("q", "m1", { kind: "request", actor: "C", when: "2030-06-03T00:00:00" }),
      ],
      [ALL_SEEN],
    ),
    expect: { "n/text/A→B/a/attacker=D": one("not triggered") },
  },
  {
    rule: "9.3",
    title: "whether one failure was excused unseen is one question, whenever it began",
    model: model([
      duty({
        must: all(keepOpen),
        unless: {
          connective: "or",
          conditions: [{ kind: "event", pattern: pattern("notify", { actor: name("A") }), within: null }],
        },
      }),
    ]),
    // Two accounts differ on the day. On either, it is excused or not by what nobody would have told.
    record: record([
      changed("s", "block", "2030-06-01T00:00:00"),
      account("s", "m2", { kind: "block", actor: "B", object: "road", when: "2030-06-02T00:00:00" }),
    ]),
    expect: { [K]: { ...either("breached", "no breach observed"), footing: "unknown", breaches: ["s"] } },
  },
  {
    rule: "4.2",
    title: "nor does it where the state is the meaning of a term",
    model: model(
      [
        duty({
          must: all({ kind: "term", use: { kind: "term", term: "passage", arguments: [] }, mode: "keep" }),
          time: { ...NO_TIME, until: time("2030-02-01") },
          place: { kind: "zone", id: "land" },
        }),
      ],
      {
        readings: [
          reading("r", "B", {
            means: [{ term: "passage", parameters: [], body: { kind: "items", must: all(keepOpen) }, span }],
          }),
        ],
      },
    ),
    record: record([], [coverage("*", "2029-01-01", "2041-01-01", "land")]),
    expect: { "n/B/A/entry": one("no breach observed") },
  },
  {
    rule: "4.2",
    title: "that A did not notify does not say that nobody did",
    model: model([
      duty({
        must: all(deliver()),
        time: within(3, "day"),
        unless: { connective: "or", conditions: [{ kind: "event", pattern: pattern("notify"), within: null }] },
      }),
    ]),
    record: record([
      account("none", "m1", {
        stance: "denies",
        kind: "notify",
        actor: "A",
        when: exactly(second("2030-01-01"), second("2030-01-05") - 1),
      }),
    ]),
    expect: { [D]: either("breached", "excused", "kept") },
  },
  {
    rule: "8.8",
    title: "what a term means is done item by item, each act by the stage in which it falls",
    model: model(
      [
        duty(
          {
            must: all({ kind: "term", use: { kind: "term", term: "help", arguments: [] }, mode: "achieve" }),
            time: within(3, "day"),
          },
          {
            amendments: [
              {
                from: time("2030-01-03"),
                byConsentOf: [],
                clauses: { time: within(7, "day") },
                repealed: false,
                source: null,
                span,
              },
            ],
          },
        ),
      ],
      {
        readings: [
          reading("r", "B", {
            means: [
              {
                term: "help",
                parameters: [],
                body: { kind: "items", must: all(deliver(), { kind: "do", pattern: pattern("notify") }) },
                span,
              },
            ],
          }),
        ],
      },
    ),
    record: record([
      delivered("2030-01-02T00:00:00"),
      account("x", "m1", { kind: "notify", actor: "A", when: "2030-01-06T00:00:00" }),
    ]),
    expect: { "n/B/A/entry": one("kept") },
  },
  {
    rule: "14.2",
    title: "two whom one act failed make two occasions, where the answer is owed to each",
    model: model([
      duty(
        {
          when: { anchor: pattern("request", { actor: variable("asker"), target: name("A") }), further: [] },
          must: all({ kind: "not-do", pattern: pattern("attack") }),
        },
        { kind: "ban" },
      ),
      duty(
        {
          breach: { norm: "n", by: null, against: null, further: [] },
          must: all(
            { kind: "do", pattern: pattern("notify") },
            { kind: "do", pattern: pattern("deliver", { target: { ...variable("asker"), of: "n" } }) },
          ),
          time: within(3, "day"),
        },
        { id: "z" },
      ),
    ]),
    record: record(
      [
        account("p", "m1", { kind: "request", actor: "B", target: "A", when: "2030-02-01T00:00:00" }),
        account("q", "m1", { kind: "request", actor: "C", target: "A", when: "2030-02-02T00:00:00" }),
        attacked("2030-03-01T00:00:00", { target: "D" }),
        account("r", "m1", { kind: "notify", actor: "A", when: "2030-03-02T00:00:00" }),
        account("d", "m1", { kind: "deliver", actor: "A", target: "C", when: "2030-03-02T00:00:00" }),
      ],
      [ALL_SEEN],
    ),
    expect: {
      "z/text/A/a/asker of n=B": one("breached"),
      "z/text/A/a/asker of n=C": one("kept"),
    },
  },
  {
    rule: "14.8",
    title: "whom a breach allows to end the agreement ends it also for the norm that was breached",
    model: model([
      duty({
        when: { anchor: pattern("attack", { actor: variable("x"), target: variable("y") }), further: [] },
        bearer: { kind: "each-party", except: [] },
        must: all({ kind: "do", pattern: pattern("deliver") }),
        time: within(2, "day"),
      }),
      duty(
        {
          breach: { norm: "n", by: null, against: null, further: [] },
          bearer: { kind: "named", actors: ["A", "B"] },
          power: { kind: "terminate", of: { kind: "instrument", id: "pact" }, after: null },
          must: all({ kind: "do", pattern: pattern("notify") }),
        },
        { id: "t", kind: "power" },
      ),
    ]),
    // The first attack is left without an answer; A ends the agreement, and the second attack falls under nothing.
    record: record(
      [
        attacked("2030-02-01T00:00:00"),
        account("end", "m1", { kind: "notify", actor: "A", when: "2030-02-10T00:00:00" }),
        account("late", "m1", { kind: "attack", actor: "B", target: "A", when: "2030-02-11T00:00:00" }),
      ],
      [ALL_SEEN],
    ),
    expect: {
      "n/text/C/a/x=A/y=B": one("breached"),
      "n/text/C/late/x=B/y=A": one("not triggered"),
      "t/text/A/deadline:a": one("lapsed"),
    },
  },
  {
    rule: "14.5",
    title: "a ban that may have begun the second after the deadline excuses the duty only if it did not",
    model: model(
      [
        duty(
          {
            when: { anchor: pattern("attack", { actor: variable("x"), target: variable("y") }), further: [] },
            must: all({ kind: "not-do", pattern: pattern("deliver") }),
          },
          { id: "first", kind: "ban" },
        ),
        duty({ must: all(deliver()), time: { ...NO_TIME, by: time("2030-01-10") } }),
      ],
      { precedences: [{ higher: "first", lower: "n", holders: ["A"], source: null, stated: null, span }] },
    ),
    record: record(
      [attacked("2030-01-10", { when: exactly(second("2030-01-10T23:59:59"), second("2030-01-11T00:00:00")) })],
      [ALL_SEEN],
    ),
    expect: {
      "n/text/A→B/entry": one("breached"),
      "n/A/A→B/entry": either("breached", "excused"),
    },
  },
  {
    rule: "8.4",
    title: "what came on the last of February does not excuse for a month an act of the last of March",
    model: model([
      duty(
        {
          must: all(noAttack),
          unless: {
            connective: "or",
            conditions: [
              { kind: "event", pattern: pattern("notify", { actor: name("A") }), within: count(1, "month") },
            ],
          },
        },
        { kind: "ban" },
      ),
    ]),
    // A month from 28 February ends on 28 March; from 1 March on all is seen.
    record: record([attacked("2030-03-31T00:00:00")], [coverage("*", "2030-03-01", "2041-01-01")]),
    expect: { "n/text/A→B/entry": one("breached", "a") },
  },
];
