/**
 * Random cases of the whole language: the small cases of generated.ts, each with one to three of the things that rules 11 to 16 speak of
 * (docs/semantics.md) put into it: how often, again and again, jointly, by breach, under permissions and powers, leaving, going on,
 * attribution, measures and distances.
 */
import fc from "fast-check";
import type {
  Argument,
  Clauses,
  Count,
  Item,
  Measure,
  Model,
  Must,
  Norm,
  Reading,
  Renewal,
  VariableUse,
  ZoneExpression,
} from "@servanda/language";
import type { Account, Value } from "../src/record.ts";
import { bindsOwn, generatedCase, type GeneratedCase, withoutOwn } from "./generated.ts";
import {
  alsoNorms,
  asWritten,
  attackedBy,
  type Change,
  dayOf,
  duration,
  grouped,
  main,
  maybe,
  offsetOf,
  one,
  onlyActs,
  patterned,
  plain,
  START,
  triggered,
  unread,
  window,
  withClauses,
  withInstrument,
  withModel,
  withNorm,
} from "./generatedchange.ts";
import { RARE } from "./generatedrare.ts";
import { withStory } from "./generatedstory.ts";
import { account, count, DAY, duty, exactly, name, NO_TIME, pattern, reading, span, variable } from "./rules.ts";

// ── 11 How often, and after what ────────────────────────────────────────────────────────────────

const howOften: fc.Arbitrary<Count> = fc.record({
  comparison: fc.constantFrom("at least" as const, "more than" as const),
  times: fc.constantFrom(1, 2),
  in: maybe(duration),
});

const counted: fc.Arbitrary<Change> = fc
  .record({ how: howOften, where: fc.constantFrom("must", "unless", "when"), made: fc.boolean() })
  .map(({ how, where, made }) => (given) => {
    const c = where === "when" && made ? triggered(given) : given;
    if (where === "must") return patterned(c, (p) => ({ ...p, count: how }));
    const { when, unless } = main(c).clauses;
    if (where === "when" && when !== null)
      return withClauses(c, { when: { ...when, anchor: { ...when.anchor, count: how } } });
    if (where === "unless" && unless !== null)
      return withClauses(c, {
        unless: {
          ...unless,
          conditions: unless.conditions.map((x) =>
            x.kind === "event" ? { ...x, pattern: { ...x.pattern, count: how } } : x,
          ),
        },
      });
    return c;
  });

const occasion: fc.Arbitrary<Change> = fc.tuple(duration, fc.boolean()).map(([d, made]) => (given) => {
  const c = made ? triggered(given) : given;
  if (main(c).clauses.when === null) return c;
  return withClauses(c, { occasion: d });
});

/** Another anchor, that binds the same variables. */
const orAnchor: fc.Arbitrary<Change> = fc
  .record({ act: fc.constantFrom("attack", "request", "notify"), swapped: fc.boolean() })
  .map(({ act, swapped }) => (c) => {
    const { when } = main(c).clauses;
    if (when === null) return c;
    const { actor, target } = when.anchor;
    const other = pattern(act, swapped ? { actor: target, target: actor } : { actor, target });
    return withClauses(c, { when: { ...when, or: [other] } });
  });

/** Amendments may say how often from then on. */
const every: fc.Arbitrary<Change> = fc
  .record({
    d: fc.constantFrom(count(1, "day"), count(2, "day"), count(36, "hour"), count(1, "week"), count(1, "month")),
    later: fc.constantFrom(null, count(1, "day"), count(36, "hour"), count(1, "week")),
    amended: fc.boolean(),
  })
  .map(({ d, later, amended }) => (c) => {
    const norm = main(c);
    if (norm.kind !== "duty" || !onlyActs(norm.clauses.must)) return c;
    const recurring = withClauses(amended ? c : unread(c), { time: { ...(norm.clauses.time ?? NO_TIME), every: d } });
    return withNorm(recurring, (n) => ({
      ...n,
      amendments: n.amendments.map((a) =>
        a.clauses.time ? { ...a, clauses: { ...a.clauses, time: { ...a.clauses.time, every: later ?? d } } } : a,
      ),
    }));
  });

const onlyAfter: fc.Arbitrary<Change> = fc
  .record({
    connective: fc.constantFrom("and" as const, "or" as const),
    acts: fc.array(fc.constantFrom("notify", "request", "deliver"), { minLength: 1, maxLength: 2 }),
    actor: maybe(fc.constantFrom("A", "B").map(name)),
  })
  .map(({ connective, acts, actor }) => (c) => {
    const norm = main(c);
    if (norm.kind === "aim" || norm.clauses.time?.every) return c;
    const patterns = acts.map((act) => pattern(act, { actor: actor ?? { kind: "anyone" } }));
    return withClauses(unread(c), { onlyAfter: { connective, patterns } });
  });

/** Mostly with a deadline so early that there is time to be late. */
const goesOn: fc.Arbitrary<Change> = maybe(fc.constantFrom(count(12, "hour"), count(1, "day"))).map((within) => (c) => {
  const { kind, clauses } = main(c);
  if (kind !== "duty" || !onlyActs(clauses.must) || clauses.time?.every) return c;
  return withClauses(c, { continues: true, ...(within ? { time: { ...NO_TIME, within } } : {}) });
});

const anew: fc.Arbitrary<Change> = fc.boolean().map((made) => (given) => {
  const c = made ? triggered(given) : given;
  const { kind, clauses } = main(c);
  if (kind !== "duty" || clauses.when === null || !onlyActs(clauses.must) || clauses.time?.every) return c;
  return withClauses(plain(c), { must: { ...clauses.must, anew: true } });
});

// ── 12 Who acts ─────────────────────────────────────────────────────────────────────────────────

const jointly: fc.Arbitrary<Change> = fc
  .record({
    mode: fc.constantFrom("together" as const, "any" as const),
    each: fc.boolean(),
    amended: fc.boolean(),
    other: fc.boolean(),
    except: fc.constantFrom<readonly string[]>([], [], ["A"], ["B"]),
    until: fc.constantFrom(null, dayOf(3)),
  })
  .map(({ mode, each, amended, other, except, until }) => (c) => {
    const bare = grouped(amended ? asWritten(c) : unread(c), until);
    const joined = other ? patterned(bare, (p) => ({ ...p, target: { kind: "other" } })) : bare;
    // Who is a party does not change while several bear as one.
    const always = joined.model.instruments
      .flatMap((i) => i.parties)
      .every((p) => p.periods.every((x) => !x.from && !x.until));
    if (each && always) return withClauses(joined, { bearer: { kind: "each-party", except: except.map(name), mode } });
    return withClauses(joined, { bearer: { kind: "named", actors: ["A", "B"], mode } });
  });

const whoeverActs: fc.Arbitrary<Change> = fc.constantFrom("party", "state", "group").map((restrict) => (c) => {
  const { kind, clauses } = main(c);
  if (kind === "aim" || clauses.must.items.some((i) => !("pattern" in i))) return c;
  return withClauses(grouped(unread(c)), { bearer: { kind: "variable", name: "w", binds: { restrict } } });
});

const attribution: fc.Arbitrary<Change> = fc
  .record({
    of: fc.constantFrom<Reading["of"]>({ kind: "norm", id: "n" }, { kind: "instrument", id: "pact" }),
    list: fc.constantFrom(
      [{ conductOf: "D", countsAs: "A" }],
      [
        { conductOf: "D", countsAs: "C" },
        { conductOf: "C", countsAs: "A" },
      ],
      [{ conductOf: "B", countsAs: "A" }],
    ),
  })
  .map(
    ({ of, list }) =>
      (c) =>
        withModel(c, { readings: [...c.model.readings, reading("ra", "C", { of, attribution: list })] }),
  );

const partyToward: fc.Arbitrary<Change> = fc
  .constantFrom<Argument>({ kind: "anyone", party: "any" }, { kind: "anyone", party: "each" })
  .map((party) => (c) => patterned(c, (p) => ({ ...p, target: party })));

// ── 13 Leaving and going on ─────────────────────────────────────────────────────────────────────

const withdrawal: fc.Arbitrary<Change> = fc
  .record({ act: fc.constantFrom("notify", "request"), after: maybe(duration) })
  .map((w) => (c) => withInstrument(c, { withdrawal: w }));

const renewing: fc.Arbitrary<Renewal> = fc.record({
  for: fc.constantFrom(count(2, "day"), count(1, "week"), count(1, "month")),
  unless: maybe(
    fc.record({
      by: maybe(fc.constantFrom("A", "B")),
      act: fc.constantFrom("notify", "request"),
      before: fc.constantFrom(count(1, "day"), count(12, "hour"), count(1, "month")),
    }),
  ),
});

const renewal: fc.Arbitrary<Change> = fc
  .record({ r: renewing, ofWindow: fc.boolean() })
  .map(({ r, ofWindow }) => (c) => {
    if (!ofWindow) return withInstrument(c, { renewal: r });
    const { time } = main(c).clauses;
    return time?.for ? withClauses(unread(c), { time: { ...time, renewal: r } }) : c;
  });

// ── 14 Norms that bear on norms ─────────────────────────────────────────────────────────────────

const holder = fc.constantFrom("A", "C");

function before(c: GeneratedCase, higher: string, lower: string, by: string): GeneratedCase {
  const precedence = { higher, lower, holders: [by], source: null, stated: null, span };
  return withModel(c, { precedences: [...(c.model.precedences ?? []), precedence] });
}

/** Who is attacked may attack back; perhaps that goes before the norm. */
const permission: fc.Arbitrary<Change> = fc
  .record({ time: window, first: fc.boolean(), by: holder, act: fc.constantFrom("attack", "block", "notify") })
  .map(({ time, first, by, act }) => (c) => {
    const may = duty(
      {
        when: attackedBy,
        bearer: { kind: "variable", name: "y" },
        must: one("do", pattern(act, act === "attack" ? { target: variable("x") } : {})),
        time,
      },
      { id: "may", kind: "permission" },
    );
    const added = alsoNorms(c, may);
    return first ? before(added, "may", "n", by) : added;
  });

/** A duty or a ban that goes before the norm. */
const higher: fc.Arbitrary<Change> = fc
  .record({
    banned: fc.boolean(),
    upon: fc.boolean(),
    by: holder,
    time: window,
    act: fc.constantFrom("attack", "deliver", "notify"),
  })
  .map(({ banned, upon, by, time, act }) => (c) => {
    const first = duty(
      {
        when: banned && !upon ? null : attackedBy,
        must: one(banned ? "not-do" : "do", pattern(act)),
        time: banned && !upon ? null : time,
      },
      { id: "first", kind: banned ? "ban" : "duty" },
    );
    return before(alsoNorms(c, first), "first", "n", by);
  });

/** By the breach of the norm: a duty, or a permission. */
const byBreach: fc.Arbitrary<Change> = fc
  .record({
    against: maybe(fc.constantFrom<Argument>(variable("v"), name("B"), { kind: "anyone" })),
    by: fc.constantFrom<Argument | null>(variable("o"), name("A"), null),
    kind: fc.constantFrom("duty" as const, "permission" as const, "ban" as const),
    bearer: fc.constantFrom("o", "v", "A"),
    theirs: fc.constantFrom("target", "owed to", "unless", "bearer", "second"),
    time: window,
    further: maybe(
      fc.record({
        pattern: fc.constantFrom("request", "notify").map((act) => pattern(act)),
        within: duration,
        assumed: fc.constant(null),
      }),
    ),
  })
  .map(({ against, by, kind, bearer, theirs, time, further }) => (c) => {
    const bound = [by, against].flatMap((a) => (a?.kind === "variable" ? [a.name] : []));
    const after = duty(
      {
        breach: { norm: "n", by, against, further: further === null ? [] : [further] },
        bearer: bound.includes(bearer) ? { kind: "variable", name: bearer } : { kind: "named", actors: ["A", "B"] },
        must: one(kind === "ban" ? "not-do" : "do", pattern(kind === "duty" ? "deliver" : "attack")),
        time,
      },
      { id: "z", kind },
    );
    const { when } = main(c).clauses;
    const names = [when?.anchor.target, when?.anchor.actor].flatMap((a) => (a?.kind === "variable" ? [a.name] : []));
    const [known] = names;
    return alsoNorms(c, known === undefined ? after : borrowing(after, known, theirs));
  });

/** `y of n`: what y is in the instance of the norm that is breached (14.2). */
function borrowing(norm: Norm, known: string, where: string): Norm {
  const whom: VariableUse = { ...variable(known), of: "n" };
  const { must } = norm.clauses;
  const toward = (item: Item): Item =>
    "pattern" in item ? { ...item, pattern: { ...item.pattern, target: whom } } : item;
  const more: Readonly<Record<string, Partial<Clauses>>> = {
    target: { must: { ...must, items: must.items.map(toward) } },
    "owed to": { owedTo: whom },
    unless: {
      unless: {
        connective: "or",
        conditions: [{ kind: "event", pattern: pattern("attack", { actor: whom }), within: null }],
      },
    },
    bearer: { bearer: { kind: "variable", name: known, of: "n" } },
    second: { must: { ...must, items: [...must.items, ...must.items.map(toward)] } },
  };
  return { ...norm, clauses: { ...norm.clauses, ...more[where] } };
}

/** The norm whose breach a power waits for: that which answers for the breach of another, where there is one. */
const chained = (c: GeneratedCase, isLast: boolean): string =>
  isLast && c.model.norms.some((n) => n.id === "z" && n.kind !== "permission") ? "z" : "n";

/** That a power is used some day, and that somebody attacks and is attacked later, else seldom come together. */
const use = maybe(
  fc.record({ by: fc.constantFrom("A", "B"), day: fc.integer({ min: 1, max: 6 }), again: fc.boolean() }),
);

function used(
  c: GeneratedCase,
  [first, later]: readonly [string, string],
  told: { by: string; day: number; again: boolean } | null,
): GeneratedCase {
  if (told === null) return c;
  const noon = START + told.day * DAY + DAY / 2 - offsetOf(c) * 60;
  const acts = [account(first, "m1", { kind: "notify", actor: told.by, when: exactly(noon) })];
  if (told.again)
    acts.push(account(later, "m1", { kind: "attack", actor: "B", target: "A", when: exactly(noon + DAY) }));
  return { ...c, record: { ...c.record, accounts: [...c.record.accounts, ...acts] } };
}

/** Who suffers a breach or an attack, or B at any time, can suspend what is owed to the other, or to somebody else. */
const suspending: fc.Arbitrary<Change> = fc
  .record({
    upon: fc.constantFrom("breach", "attack", null),
    owed: fc.constantFrom<Argument | null>(null, name("A"), name("B"), name("C"), variable("v")),
    last: fc.boolean(),
    by: fc.constantFrom("A", "B"),
    for: maybe(duration),
    time: window,
    use,
  })
  .map(({ upon, owed, last, by, time, for: length, use: told }) => (c) => {
    const holders: Clauses["bearer"] = { kind: "named", actors: ["A", "B"] };
    const against = owed?.kind === "variable" ? owed : null;
    const occasions = {
      breach: {
        breach: { norm: chained(c, last), by: variable("o"), against, further: [] },
        bearer: holders,
        owedTo: owed ?? variable("o"),
      },
      attack: {
        when: attackedBy,
        bearer: { kind: "variable" as const, name: "y" },
        owedTo: against ? variable("y") : (owed ?? variable("x")),
      },
      none: {
        bearer: { kind: "named" as const, actors: [by] },
        owedTo: against === null && owed ? owed : name(by === "A" ? "B" : "A"),
      },
    };
    const { owedTo, ...begins } = occasions[upon ?? "none"];
    const power = duty(
      { ...begins, power: { kind: "suspend", owedTo, for: length }, must: one("do", pattern("notify")), time },
      { id: "s", kind: "power" },
    );
    return alsoNorms(used(c, ["u1", "u2"], told), power);
  });

const terminating: fc.Arbitrary<Change> = fc
  .record({ norm: fc.boolean(), after: maybe(duration), time: window, upon: fc.boolean(), last: fc.boolean(), use })
  .map(
    ({ norm, after, time, upon, last, use: told }) =>
      (c) =>
        alsoNorms(
          used(c, ["w1", "w2"], told),
          duty(
            {
              ...(upon ? { breach: { norm: chained(c, last), by: null, against: null, further: [] } } : {}),
              bearer: { kind: "named", actors: ["A", "B"] },
              power: {
                kind: "terminate",
                of: norm ? { kind: "norm", id: "n" } : { kind: "instrument", id: "pact" },
                after,
              },
              must: one("do", pattern("notify")),
              time,
            },
            { id: "t", kind: "power" },
          ),
        ),
  );

// ── 15 Measures ─────────────────────────────────────────────────────────────────────────────────

const SERIES: NonNullable<Model["series"]> = [
  { id: "flow", names: ["flow"], parameters: [{ preposition: "of", name: "whose" }], per: "day", unit: "bcm", span },
];

const value: fc.Arbitrary<Omit<Value, "id">> = fc
  .record({
    source: fc.constantFrom("m1", "m2", "wiki", "ofA", "copy"),
    whose: fc.constantFrom("A", "A", "B"),
    day: fc.constantFrom(1, 1, 2),
    low: fc.constantFrom(8, 9, 10, 11, 20),
    width: fc.constantFrom(0, 0, 1, 2),
    unit: fc.constantFrom("bcm", "bcm", "percent"),
  })
  .map(({ source, whose, day, low, width, unit }) => ({
    series: "flow",
    arguments: [whose],
    in: dayOf(day),
    low,
    best: low,
    high: low + width,
    unit,
    source,
    published: dayOf(day),
    handling: "public",
    note: null,
    at: { path: "series/flow.csv", row: 2 },
  }));

const measures: fc.Arbitrary<Change> = fc
  .record({
    comparison: fc.constantFrom(
      "at least" as const,
      "more than" as const,
      "less than" as const,
      "at most" as const,
      "about" as const,
      "exactly" as const,
    ),
    number: fc.constantFrom(9, 10, 20),
    unit: fc.constantFrom(null, "bcm", "percent"),
    times: maybe(fc.constantFrom(1, 2)),
    twice: fc.boolean(),
    connective: fc.constantFrom("and" as const, "or" as const),
    values: fc.array(value, { maxLength: 5 }),
    binding: fc.boolean(),
  })
  .map(({ comparison, number, unit, times, twice, connective, values, binding }) => (c) => {
    const flow = { series: "flow", arguments: [name("A")] };
    const measure: Measure = {
      of: flow,
      in: dayOf(1),
      comparison,
      value: times === null ? { kind: "number", number, unit } : { kind: "times", times, of: flow, in: dayOf(2) },
    };
    const other: Measure = { ...measure, comparison: "at least", value: { kind: "number", number: 10, unit: null } };
    const must: Must = { connective, items: [], measures: twice ? [measure, other] : [measure] };
    const aim = duty({ must, bearer: { kind: "named", actors: ["A"] } }, { id: "aim", kind: "aim" });
    const read = reading("rm", "B", { of: { kind: "norm", id: "aim" }, clauses: { must: { ...must, binding: true } } });
    const added = withModel(alsoNorms(c, aim), {
      series: SERIES,
      readings: binding ? [...c.model.readings, read] : c.model.readings,
    });
    return {
      ...added,
      record: { ...c.record, values: values.map((v, n) => ({ ...v, id: `series/flow.csv:${n + 2}` })) },
    };
  });

// ── 16 Distances ────────────────────────────────────────────────────────────────────────────────

const distance: fc.Arbitrary<Change> = fc
  .record({
    relation: fc.constantFrom("within" as const, "beyond" as const),
    metres: fc.constantFrom(1000, 5000),
    inPattern: fc.boolean(),
    bounds: fc.constantFrom([0, 0], [999, 1000], [1000, 1001], [1001, 4000], [4000, 5001], [5001, 9000]),
  })
  .map(({ relation, metres, inPattern, bounds: [low, high] }) => (c) => {
    const place: ZoneExpression = { kind: "zone", id: "land", distance: { relation, metres, text: `${metres} m` } };
    // What lies inside is at no distance; what may, perhaps at none.
    const bounds = (a: Account): { low: number; high: number } =>
      a.inside.includes("land")
        ? { low: 0, high: 0 }
        : a.perhapsInside.includes("land")
          ? { low: 0, high }
          : { low: Math.max(low, 1), high: Math.max(high, 1) };
    const accounts = c.record.accounts.map((a): Account =>
      a.located ? { ...a, distances: [{ zone: "land", ...bounds(a) }] } : a,
    );
    const told = { ...c, record: { ...c.record, accounts, shapes: ["land"] } };
    return inPattern ? patterned(told, (p) => ({ ...p, place })) : withClauses(plain(told), { place });
  });

/** Each thing by the rule that it is of, so that a failure says what it was. */
const CHANGES: Readonly<Record<string, fc.Arbitrary<Change>>> = {
  ...RARE,
  "11.1 or": orAnchor,
  "11.2 occasion": occasion,
  "11.3 count": counted,
  "11.4 every": every,
  "11.5 only after": onlyAfter,
  "11.6 continues": goesOn,
  "11.7 anew": anew,
  "12.1 jointly": jointly,
  "12.3 whoever acts": whoeverActs,
  "12.4 attribution": attribution,
  "12.5 party": partyToward,
  "13.1 withdrawal": withdrawal,
  "13.2 renewal": renewal,
  "14.2 by breach": byBreach,
  "14.4 permission": permission,
  "14.5 precedence": higher,
  "14.7 suspension": suspending,
  "14.8 termination": terminating,
  "15 measures": measures,
  "16 distances": distance,
};

export interface WholeCase extends GeneratedCase {
  /** The names of the changes. */
  readonly of: readonly string[];
}

/** What a change has taken the variable from that an act banned binds, speaks of anyone. */
function withoutUnbound(c: GeneratedCase): GeneratedCase {
  const { must, unless } = main(c).clauses;
  return unless === null || bindsOwn(must) ? c : withClauses(c, { unless: withoutOwn(unless) });
}

export const wholeCase = (names: readonly string[] = Object.keys(CHANGES), most = 4): fc.Arbitrary<WholeCase> =>
  fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: most }).chain((of) => {
    // In the order of the rules, so that the later can see the earlier.
    const sorted = of.toSorted();
    return withStory(
      fc
        .tuple(generatedCase, fc.tuple(...sorted.map((n) => CHANGES[n]!)))
        .map(([base, changes]) => ({ ...withoutUnbound(changes.reduce((c, change) => change(c), base)), of: sorted })),
    );
  });
