/**
 * Small random cases. Everything happens in the first days of 2030, near midnights and noons, where windows begin and end, and between few
 * actors and acts, so that accounts meet clauses often. Simplest first in each choice, so that a failing case shrinks to little.
 */
import fc from "fast-check";
import type {
  Amendment,
  Argument,
  Clauses,
  EventPattern,
  Instrument,
  Item,
  Meaning,
  Model,
  Norm,
  Period,
  Reading,
  RestatedClauses,
  OwnStandard,
  Standard,
  TermUse,
  Time,
  Unless,
  ZoneExpression,
} from "@servanda/language";
import type { Account, Coverage, Record } from "../src/record.ts";
import {
  account,
  BLOCKED,
  count,
  DAY,
  duty,
  exactly,
  INSTRUMENT,
  member,
  model,
  name,
  NO_TIME,
  pattern,
  reading,
  second,
  SOURCES,
  span,
  variable,
  zone,
} from "./rules.ts";

export interface GeneratedCase {
  readonly model: Model;
  readonly record: Record;
  readonly options: { readonly at?: Time; readonly asOf?: Time; readonly standard?: Standard };
}

/** To the first choice, not only within the one made. */
const SHRINK = { withCrossShrink: true };

const START = second("2030-01-01");

/** Midnights and noons of the first days, in the instrument's zone, and the seconds beside them. */
const instant = (offset: number): fc.Arbitrary<number> =>
  fc
    .tuple(fc.integer({ min: 0, max: 18 }), fc.constantFrom(0, -1, 1))
    .map(([half, beside]) => START + half * (DAY / 2) + beside - offset * 60);

const day = (n: number, offset: number): Time => {
  const earliest = START + n * DAY - offset * 60;
  return { earliest, latest: earliest + DAY - 1, text: `day ${n}` };
};

const someDay = (offset: number): fc.Arbitrary<Time> => fc.integer({ min: 0, max: 9 }).map((n) => day(n, offset));

const rarely = <T>(value: fc.Arbitrary<T>, weight = 1, of = 4): fc.Arbitrary<T | null> =>
  fc.oneof(SHRINK, { arbitrary: fc.constant(null), weight: of - weight }, { arbitrary: value, weight });

const actor = fc.constantFrom("A", "B", "C", "D");
const term = (id: string): TermUse => ({ kind: "term", term: id, arguments: [] });

// ── Norms ───────────────────────────────────────────────────────────────────────────────────────

const zoneExpression: fc.Arbitrary<ZoneExpression> = fc.oneof(
  SHRINK,
  { arbitrary: fc.constantFrom("land", "north", "sea").map((id) => ({ kind: "zone", id }) as const), weight: 3 },
  { arbitrary: fc.constant(term("region")), weight: 2 },
);

/** Who may stand in a role, given the variables that are bound. */
const argument = (bound: readonly string[]): fc.Arbitrary<Argument> =>
  fc.oneof(
    SHRINK,
    { arbitrary: fc.constantFrom("B", "A", "C").map(name), weight: 3 },
    { arbitrary: fc.constant<Argument>({ kind: "other" }), weight: 1 },
    { arbitrary: fc.constant<Argument>({ kind: "anyone" }), weight: 1 },
    { arbitrary: fc.constant<Argument>(term("forces")), weight: 1 },
    ...(bound.length === 0 ? [] : [{ arbitrary: fc.constantFrom(...bound).map((v) => variable(v)), weight: 4 }]),
  );

const eventPattern = (
  acts: readonly string[],
  bound: readonly string[],
  actorToo: boolean,
): fc.Arbitrary<EventPattern> =>
  fc
    .record({
      act: fc.constantFrom(...acts),
      actor: actorToo ? rarely(argument(bound), 1, 2) : fc.constant(null),
      target: rarely(argument(bound), 1, 2),
      object: rarely(fc.constant(name("road")), 1, 6),
      place: rarely(zoneExpression, 1, 8),
    })
    .map((p) => pattern(p.act, p));

const stateExpression = fc.record({
  state: fc.constant("blocked"),
  negated: fc.boolean(),
  subject: fc.constant(name("road")),
});

const doItem = (bound: readonly string[]): fc.Arbitrary<Item> =>
  eventPattern(["deliver", "notify"], bound, false).map((p) => ({ kind: "do", pattern: p }));
const helpItem: Item = { kind: "term", use: term("help"), mode: "achieve" };
const achieveItem = (bound: readonly string[]): fc.Arbitrary<Item> =>
  fc.oneof(SHRINK, { arbitrary: doItem(bound), weight: 5 }, { arbitrary: fc.constant(helpItem), weight: 1 });
/** `must not attack v, a party`: each act has its own v. */
const banItem = (bound: readonly string[]): fc.Arbitrary<Item> =>
  fc
    .tuple(eventPattern(["attack", "notify"], bound, false), rarely(fc.constant(variable("v", "party")), 1, 6))
    .map(([p, own]) => ({ kind: "not-do", pattern: own === null ? p : { ...p, target: own } }));
export const bindsOwn = ({ items: [first] }: Clauses["must"]): boolean =>
  first?.kind === "not-do" && first.pattern.target?.kind === "variable" && first.pattern.target.name === "v";
const keepItem = (bound: readonly string[]): fc.Arbitrary<Item> =>
  fc.oneof(
    SHRINK,
    { arbitrary: stateExpression.map((state): Item => ({ kind: "keep", state })), weight: 4 },
    { arbitrary: eventPattern(["attack"], bound, true).map((p): Item => ({ kind: "free-of", pattern: p })), weight: 2 },
    { arbitrary: fc.constant<Item>({ kind: "term", use: term("passage"), mode: "keep" }), weight: 1 },
  );

const must = (kind: string, bound: readonly string[]): fc.Arbitrary<Clauses["must"]> => {
  const single = (item: fc.Arbitrary<Item>): fc.Arbitrary<Clauses["must"]> =>
    item.map((i) => ({ connective: "and", items: [i] }));
  const pair = (...items: fc.Arbitrary<Item>[]): fc.Arbitrary<Clauses["must"]> =>
    fc
      .tuple(fc.constantFrom("and" as const, "or" as const), fc.tuple(...items))
      .map(([connective, i]) => ({ connective, items: i }));
  if (kind === "aim") {
    const state = stateExpression.map((s): Item => ({ kind: "keep", state: s }));
    return fc.oneof(single(achieveItem(bound)), single(state), pair(doItem(bound), doItem(bound)));
  }
  if (kind === "ban")
    return fc.oneof(
      SHRINK,
      { arbitrary: single(banItem(bound)), weight: 5 },
      { arbitrary: pair(banItem(bound), banItem(bound)), weight: 1 },
    );
  if (kind === "keep") return single(keepItem(bound));
  return fc.oneof(
    SHRINK,
    { arbitrary: single(achieveItem(bound)), weight: 6 },
    { arbitrary: pair(doItem(bound), doItem(bound)), weight: 1 },
    { arbitrary: pair(doItem(bound), banItem(bound)), weight: 1 },
    { arbitrary: pair(keepItem(bound), banItem(bound)), weight: 1 },
  );
};

const length = fc.oneof(
  SHRINK,
  { arbitrary: fc.constantFrom(count(1, "day"), count(2, "day"), count(4, "day")), weight: 4 },
  { arbitrary: fc.constantFrom(count(12, "hour"), count(36, "hour"), count(1, "hour")), weight: 3 },
  { arbitrary: fc.constantFrom(count(1, "week"), count(1, "month")), weight: 1 },
);

const timeClause = (offset: number): fc.Arbitrary<Clauses["time"]> =>
  fc
    .record({
      due: rarely(fc.oneof(length, someDay(offset)), 4, 5),
      from: rarely(someDay(offset), 1, 8),
      ends: rarely(fc.oneof(length, someDay(offset)), 1, 2),
    })
    .map(({ due, from, ends: end }) => {
      // A deadline and an end in one clause: which item has which is not tested here.
      const ends = due === null ? end : null;
      const isLength = (x: typeof due): x is ReturnType<typeof count> => x !== null && "unit" in x;
      const clause = {
        ...NO_TIME,
        from,
        within: isLength(due) ? due : null,
        by: due === null || isLength(due) ? null : due,
        for: isLength(ends) ? ends : null,
        until: ends === null || isLength(ends) ? null : ends,
      };
      return due === null && from === null && ends === null ? null : clause;
    });

const unless = (bound: readonly string[]): fc.Arbitrary<Unless> =>
  fc.record({
    connective: fc.constantFrom("or" as const, "and" as const),
    conditions: fc.array(
      fc.oneof(
        SHRINK,
        fc
          .record({ pattern: eventPattern(["notify", "attack", "request"], bound, true), within: rarely(length, 1, 2) })
          .map((c) => ({ kind: "event" as const, ...c })),
        stateExpression.map((state) => ({ kind: "state" as const, state })),
      ),
      { minLength: 1, maxLength: 2 },
    ),
  });

const when: fc.Arbitrary<NonNullable<Clauses["when"]>> = fc
  .record({
    act: fc.constantFrom("attack", "request"),
    actor: fc.constantFrom<Argument>(variable("x"), { kind: "anyone" }, name("B"), term("forces")),
    target: fc.constantFrom<Argument | null>(null, variable("y"), variable("y", "party"), name("B")),
    place: rarely(zoneExpression, 1, 4),
    further: rarely(
      fc.record({
        pattern: eventPattern(["request", "notify"], ["y"], true),
        within: length,
        assumed: fc.constant(null),
      }),
      1,
      4,
    ),
  })
  .map(({ further, ...anchor }) => {
    const names = boundBy(anchor);
    const known = (a: Argument | null): Argument | null =>
      a?.kind === "variable" && !names.includes(a.name) ? { kind: "anyone" } : a;
    const condition = further && {
      ...further,
      pattern: { ...further.pattern, actor: known(further.pattern.actor), target: known(further.pattern.target) },
    };
    return { anchor: pattern(anchor.act, anchor), further: condition === null ? [] : [condition] };
  });

function boundBy(anchor: Pick<EventPattern, "actor" | "target">): readonly string[] {
  return [anchor.actor, anchor.target].flatMap((a) => (a?.kind === "variable" ? [a.name] : []));
}

const bearer = (bound: readonly string[]): fc.Arbitrary<Clauses["bearer"]> =>
  fc.oneof(
    SHRINK,
    {
      arbitrary: fc.constantFrom(["A"], ["A", "B"], ["A", "D"]).map((actors) => ({ kind: "named" as const, actors })),
      weight: 5,
    },
    {
      arbitrary: fc
        .subarray<Argument>([name("C"), ...bound.map((v) => variable(v))])
        .map((except) => ({ kind: "each-party" as const, except })),
      weight: 3,
    },
    { arbitrary: fc.constant({ kind: "unnamed" as const }), weight: 1 },
    { arbitrary: fc.constant({ kind: "open" as const, use: term("forces") }), weight: 1 },
    ...(bound.length === 0
      ? []
      : [{ arbitrary: fc.constantFrom(...bound).map((v) => ({ kind: "variable" as const, name: v })), weight: 2 }]),
  );

/** Where nothing binds v, nothing speaks of it. */
export function withoutOwn(clause: Unless | null): Unless | null {
  const known = (a: Argument | null): Argument | null =>
    a?.kind === "variable" && a.name === "v" ? { kind: "anyone" } : a;
  const conditions = clause?.conditions.map((c) =>
    c.kind === "state"
      ? c
      : { ...c, pattern: { ...c.pattern, actor: known(c.pattern.actor), target: known(c.pattern.target) } },
  );
  return clause && { ...clause, conditions: conditions! };
}

/** The target stays that of the text: a finding is named by it. */
function withTargetOf(text: Pick<Clauses, "must">, clauses: RestatedClauses): RestatedClauses {
  const old = text.must.items[0]!;
  const item = clauses.must?.items[0];
  if (item === undefined || !("pattern" in item)) return clauses;
  const target = "pattern" in old ? old.pattern.target : null;
  return { must: { connective: "and", items: [{ ...item, pattern: { ...item.pattern, target } }] } };
}

/** Clauses that an amendment puts in place of others, from a day on. It sets no deadline that has passed by then. */
const amended = (kind: string, offset: number, bound: readonly string[], from: number): fc.Arbitrary<RestatedClauses> =>
  fc.oneof(
    SHRINK,
    {
      arbitrary: fc
        .record({
          end: fc.oneof(
            SHRINK,
            fc.integer({ min: from, max: 9 }).map((n) => day(n, offset)),
            fc.constantFrom(count(1, "week"), count(1, "month")),
          ),
          isDue: fc.boolean(),
        })
        .map(({ end, isDue }) => {
          if ("unit" in end) return { time: { ...NO_TIME, ...(isDue ? { within: end } : { for: end }) } };
          return { time: { ...NO_TIME, ...(isDue ? { by: end } : { until: end }) } };
        }),
      weight: 4,
    },
    { arbitrary: rarely(unless(bound), 2, 4).map((u) => ({ unless: u })), weight: 2 },
    { arbitrary: rarely(zoneExpression, 2, 4).map((place) => ({ place })), weight: 2 },
    // One item for one item: what becomes of several is not said.
    {
      arbitrary: (kind === "ban" ? banItem(bound) : kind === "keep" ? keepItem(bound) : doItem(bound)).map((i) => ({
        must: { connective: "and" as const, items: [i] },
      })),
      weight: 1,
    },
  );

const norm = (offset: number): fc.Arbitrary<Norm> =>
  fc
    .record({
      kind: fc.constantFrom("duty" as const, "ban" as const, "keep" as const, "aim" as const),
      when: rarely(when, 2, 5),
    })
    .chain(({ kind, when: trigger }) => {
      const bound = trigger === null ? [] : boundBy(trigger.anchor);
      return fc
        .record({
          must: must(kind, bound),
          bearer: bearer(bound),
          time: timeClause(offset),
          place: rarely(zoneExpression, 1, 4),
          unless: rarely(unless(kind === "ban" ? [...bound, "v"] : bound), 1, 4),
          owedTo: rarely(fc.constantFrom<Argument>(name("C"), ...bound.map((v) => variable(v))), 1, 4),
          amendments: fc.array(
            fc.integer({ min: 0, max: 6 }).chain((n) =>
              fc.record({
                from: fc.constant(day(n, offset)),
                repealed: rarely(fc.constant(true), 1, 5),
                clauses: amended(kind, offset, bound, n),
              }),
            ),
            { maxLength: 2 },
          ),
        })
        .map(({ amendments, ...read }) => {
          const clauses =
            read.must.items.length === 1 && bindsOwn(read.must) ? read : { ...read, unless: withoutOwn(read.unless) };
          const single = clauses.must.items.length === 1 && clauses.must.items[0]!.kind !== "term";
          const written = amendments
            .toSorted((a, b) => a.from.earliest - b.from.earliest)
            .map((a): Amendment => ({
              from: a.from,
              byConsentOf: [],
              // A new time keeps no `from` of the old: it would move the beginning of a window that has begun.
              clauses:
                a.repealed === true || ("must" in a.clauses && !single) || ("time" in a.clauses && clauses.time?.from)
                  ? {}
                  : withTargetOf(clauses, a.clauses),
              repealed: a.repealed === true,
              source: null,
              span,
            }));
          // One amendment a day; a repeal is the end.
          written.splice(1, written[1]?.from.earliest === written[0]?.from.earliest ? 1 : 0);
          const end = written.findIndex((a) => a.repealed);
          return duty(
            { ...clauses, when: trigger },
            {
              kind: kind === "keep" ? "duty" : kind,
              amendments: end < 0 ? written : written.slice(0, end + 1),
            },
          );
        });
    });

// ── Readings ────────────────────────────────────────────────────────────────────────────────────

const meaning: fc.Arbitrary<Meaning> = fc.oneof(
  SHRINK,
  fc.constantFrom("land", "north", "strait").map((id): Meaning => ({
    term: "region",
    parameters: [],
    body: { kind: "zone", zone: { kind: "zone", id } },
    span,
  })),
  fc
    .subarray(["A", "B", "D"], { minLength: 1 })
    .map((ids): Meaning => ({ term: "forces", parameters: [], body: { kind: "actors", actors: ids.map(name) }, span })),
  fc
    .tuple(fc.constantFrom("or" as const, "and" as const), fc.array(doItem([]), { minLength: 1, maxLength: 2 }))
    .map(([connective, items]): Meaning => ({
      term: "help",
      parameters: [],
      body: { kind: "items", must: { connective, items } },
      span,
    })),
  keepItem([])
    .filter((item) => item.kind !== "term")
    .map((item): Meaning => ({
      term: "passage",
      parameters: [],
      body: { kind: "items", must: { connective: "and", items: [item] } },
      span,
    })),
);

const readings = (offset: number): fc.Arbitrary<readonly Reading[]> =>
  fc
    .array(
      fc.record({
        holder: fc.constantFrom("B", "A", "C"),
        ofInstrument: rarely(fc.constant(true), 1, 4),
        means: fc.array(meaning, { maxLength: 2 }),
        clauses: rarely(
          fc.oneof(
            SHRINK,
            timeClause(offset).map((time): RestatedClauses => ({ time })),
            rarely(unless([]), 1, 2).map((u): RestatedClauses => ({ unless: u })),
            rarely(zoneExpression, 1, 2).map((place): RestatedClauses => ({ place })),
            bearer([]).map((b): RestatedClauses => ({ bearer: b })),
          ),
          1,
          2,
        ),
        notBinding: rarely(fc.constant(true), 1, 10),
      }),
      { maxLength: 3 },
    )
    .map((list) =>
      list.map((r, n) =>
        reading(`r${n}`, r.holder, {
          of: r.ofInstrument === true ? { kind: "instrument", id: "pact" } : { kind: "norm", id: "n" },
          means:
            r.notBinding === true ? [] : r.means.filter((m, i) => r.means.findIndex((o) => o.term === m.term) === i),
          clauses: r.clauses ?? {},
          notBinding: r.notBinding === true,
        }),
      ),
    );

// ── The instrument ──────────────────────────────────────────────────────────────────────────────

const instrument = (offset: number): fc.Arbitrary<Instrument> => {
  const always: readonly Period[] = [{ from: null, until: null }];
  const periods = fc.constantFrom<readonly Period[]>(
    always,
    [
      { from: null, until: day(3, offset) },
      { from: day(5, offset), until: null },
    ],
    [{ from: day(2, offset), until: null }],
    [{ from: null, until: day(4, offset) }],
  );
  return fc
    .record({
      until: rarely(fc.integer({ min: 3, max: 8 }), 1, 5),
      a: fc.oneof(SHRINK, { arbitrary: fc.constant(always), weight: 2 }, { arbitrary: periods, weight: 1 }),
      b: fc.oneof(SHRINK, { arbitrary: fc.constant(always), weight: 3 }, { arbitrary: periods, weight: 1 }),
      survive: fc.boolean(),
    })
    .map(({ until, a, b, survive }) => ({
      ...INSTRUMENT,
      offset: offset === 0 ? null : offset,
      inForce: { from: day(0, offset), until: until === null ? null : day(until, offset) },
      parties: [member("A", a), member("B", b), member("C")],
      survive,
    }));
};

// ── The record ──────────────────────────────────────────────────────────────────────────────────

const published = rarely(someDay(0), 2, 3);
const placeName = fc.constantFrom("land", "north", "sea", "strait");

/** One event: what is mostly told of it, and what each account tells otherwise. */
const event = (id: string, offset: number): fc.Arbitrary<readonly Account[]> =>
  fc
    .record({
      truth: fc.record({
        kind: fc.constantFrom("attack", "deliver", "request", "notify", "block", "unblock", "attack", "request"),
        actor: fc.constantFrom("A", "B", "D", "C"),
        target: rarely(actor, 3, 4),
        place: rarely(placeName, 1, 2),
        from: instant(offset),
        width: fc.oneof(
          SHRINK,
          { arbitrary: fc.constant(0), weight: 5 },
          { arbitrary: fc.integer({ min: 1, max: 3 }), weight: 1 },
        ),
        order: rarely(fc.constantFrom(1, 2), 1, 3),
        point: rarely(fc.constantFrom<readonly [string[], string[]]>([["land"], []], [[], ["land"]], [[], []]), 1, 6),
      }),
      accounts: fc.oneof(
        SHRINK,
        { arbitrary: fc.array(told(offset), { minLength: 1, maxLength: 1 }), weight: 4 },
        { arbitrary: fc.array(told(offset), { minLength: 1, maxLength: 2 }), weight: 3 },
        { arbitrary: fc.array(told(offset), { minLength: 2, maxLength: 4 }), weight: 3 },
      ),
    })
    .map(({ truth, accounts }) =>
      accounts.map((told_, n) => {
        const { source, differs, stance, denial, blank, ...rest } = told_;
        const isRoad = truth.kind === "block" || truth.kind === "unblock";
        const fields = {
          kind: truth.kind,
          actor: truth.actor,
          target: truth.target,
          object: isRoad ? "road" : null,
          place: truth.place,
          when: exactly(truth.from, truth.from + truth.width),
          ...differs,
        };
        const nothing = { kind: null, actor: null, target: null, object: null, place: null, when: null };
        const said =
          stance === "denies"
            ? { ...nothing, ...Object.fromEntries(denial.map((c) => [c, fields[c]])) }
            : { ...fields, ...Object.fromEntries(blank.map((c) => [c, null])) };
        const point =
          stance === "asserts" && truth.point !== null
            ? { located: true, inside: truth.point[0], perhapsInside: truth.point[1] }
            : {};
        return {
          ...account(id, source, { ...rest, stance, ...said, ...point, order: truth.order }),
          id: `${id}/${source}/${n + 1}`,
        };
      }),
    );

const column = fc.constantFrom<Said>("actor", "target", "place", "kind", "when");

type Said = "kind" | "when" | "actor" | "target" | "place";

const told = (offset: number) =>
  fc.record({
    source: fc.oneof(
      SHRINK,
      { arbitrary: fc.constant("m1"), weight: 4 },
      { arbitrary: fc.constantFrom(...SOURCES.map((s) => s.id)), weight: 4 },
    ),
    stance: fc.oneof(
      SHRINK,
      { arbitrary: fc.constant("asserts" as const), weight: 5 },
      { arbitrary: fc.constant("denies" as const), weight: 1 },
    ),
    denial: fc.oneof(
      SHRINK,
      fc.constant<readonly Said[]>([]),
      fc.constantFrom<readonly Said[]>(
        ["kind", "when"],
        ["kind", "when", "actor", "target"],
        ["actor"],
        ["place"],
        ["target"],
      ),
    ),
    blank: fc.oneof(
      SHRINK,
      { arbitrary: fc.constant<readonly Said[]>([]), weight: 5 },
      { arbitrary: column.map((c): readonly Said[] => [c]), weight: 1 },
    ),
    differs: fc.oneof(
      SHRINK,
      { arbitrary: fc.constant({}), weight: 5 },
      { arbitrary: actor.map((a) => ({ actor: a })), weight: 1 },
      { arbitrary: actor.map((t) => ({ target: t })), weight: 1 },
      { arbitrary: placeName.map((place) => ({ place })), weight: 1 },
      { arbitrary: instant(offset).map((t) => ({ when: exactly(t) })), weight: 1 },
      { arbitrary: fc.constantFrom("attack", "deliver", "block", "unblock").map((kind) => ({ kind })), weight: 1 },
    ),
    status: fc.oneof(
      SHRINK,
      { arbitrary: fc.constant("verified" as const), weight: 6 },
      { arbitrary: fc.constantFrom("withdrawn" as const, "not-verified" as const, "alleged" as const), weight: 1 },
    ),
    grade: fc.oneof(
      SHRINK,
      { arbitrary: fc.constant("report" as const), weight: 4 },
      { arbitrary: fc.constantFrom("claim" as const, "finding" as const), weight: 1 },
    ),
    published,
  });

/** That nothing of a kind was done, over some time. */
const denialOfKind = (id: string, offset: number): fc.Arbitrary<readonly Account[]> =>
  fc
    .record({
      source: fc.constantFrom("m1", "m2", "ofA", "wiki"),
      kind: fc.constantFrom("deliver", "notify", "attack", "block"),
      actor: rarely(fc.constant("A"), 1, 2),
      target: rarely(fc.constant("B"), 1, 2),
      from: instant(offset),
      days: fc.integer({ min: 0, max: 10 }),
      published,
    })
    .map(({ from, days, source, ...rest }) => [
      account(id, source, { ...rest, stance: "denies", when: exactly(from, from + days * DAY) }),
    ]);

/** What is told and leaves open who did it, or towards whom: silence at its time denies nothing (4.5). */
const leftOpen = (id: string, offset: number): fc.Arbitrary<readonly Account[]> =>
  fc
    .record({
      source: fc.constantFrom("m1", "m2", "ofA", "wiki"),
      kind: fc.constantFrom("deliver", "notify", "request", "attack", "block", "unblock"),
      actor: rarely(actor, 1, 2),
      target: rarely(actor, 1, 3),
      place: rarely(placeName, 1, 3),
      from: instant(offset),
      width: fc.oneof(SHRINK, fc.constant(0), fc.integer({ min: 1, max: 3 })),
      published,
    })
    .map(({ from, width, source, ...rest }) => [account(id, source, { ...rest, when: exactly(from, from + width) })]);

const row = (offset: number): fc.Arbitrary<Coverage> =>
  fc
    .record({
      source: fc.constantFrom("m1", "wiki", "m2", "court"),
      kinds: fc.oneof(
        SHRINK,
        { arbitrary: fc.constant(["*"]), weight: 2 },
        {
          arbitrary: fc.subarray(["attack", "deliver", "notify", "request", "block", "unblock"], { minLength: 1 }),
          weight: 1,
        },
      ),
      place: rarely(fc.constantFrom("land", "north", "road"), 1, 4),
      span: fc.oneof(
        SHRINK,
        { arbitrary: fc.constant([START - 5 * DAY, START + 60 * DAY] as const), weight: 2 },
        {
          arbitrary: fc
            .tuple(instant(offset), instant(offset))
            .map(([a, b]) => [Math.min(a, b), Math.max(a, b) + 1] as const),
          weight: 2,
        },
      ),
    })
    .map(({ source, kinds, place, span: [from, until] }) => ({
      id: `${source}/${kinds.join("+")}/${from}/${until}/${place ?? ""}`,
      source,
      kinds,
      place,
      from,
      until,
      threshold: null,
      why: "it says so",
      handling: "public",
      at: { path: "coverage.csv", row: 2 },
    }));

const record = (offset: number): fc.Arbitrary<Record> =>
  fc
    .record({
      events: fc.tuple(
        ...["e1", "e2", "e3", "e4", "e5", "e6"].map((id, n) => rarely(event(id, offset), n < 3 ? 3 : 1, n < 3 ? 4 : 3)),
        rarely(denialOfKind("no1", offset), 1, 4),
        rarely(leftOpen("open1", offset), 1, 2),
      ),
      coverage: fc.array(row(offset), { maxLength: 3 }),
      shaped: fc.boolean(),
    })
    .map(({ events, coverage, shaped }) => ({
      accounts: events.flatMap((e) => e ?? []),
      sources: SOURCES,
      coverage: coverage.filter((c, n) => coverage.findIndex((o) => o.id === c.id) === n),
      shapes: shaped ? ["land"] : [],
    }));

const options = (offset: number): fc.Arbitrary<GeneratedCase["options"]> =>
  fc
    .record({
      at: fc.oneof(
        SHRINK,
        { arbitrary: fc.constant(day(40, offset)), weight: 2 },
        { arbitrary: fc.integer({ min: 0, max: 12 }).map((n) => day(n, offset)), weight: 3 },
        { arbitrary: instant(offset).map((t) => exactly(t)), weight: 1 },
      ),
      asOf: rarely(someDay(0), 1, 6),
      standard: rarely(fc.constantFrom<Standard>("alleged", "corroborated", "adjudicated"), 1, 3),
    })
    .map(({ at, asOf, standard }) => ({
      at,
      ...(asOf === null ? {} : { asOf }),
      ...(standard === null ? {} : { standard }),
    }));

/** A model of one norm, a record, and what is asked of them. */
export const generatedCase: fc.Arbitrary<GeneratedCase> = fc.constantFrom(0, 240, -330).chain((offset) =>
  fc
    .record({
      norm: norm(offset),
      readings: readings(offset),
      instrument: instrument(offset),
      initially: fc.constantFrom(false, true, null),
      record: record(offset),
      options: options(offset),
    })
    .map((c) => ({
      model: model([c.norm], {
        readings: c.readings,
        instruments: [c.instrument],
        states: [{ ...BLOCKED, initially: c.initially }],
        zones: [zone("north", ["land"]), zone("land"), zone("sea", [], ["land"]), zone("strait")],
      }),
      record: c.record,
      options: c.options,
    })),
);

/** More open facts than the engine tells apart one by one: its answer must then contain the reference's (9.5). */
export const crowdedCase: fc.Arbitrary<GeneratedCase> = fc
  .record({
    kind: fc.constantFrom("block" as const, "attack" as const, "deliver" as const),
    time: timeClause(0),
    events: fc.array(fc.record({ when: instant(0), ends: fc.boolean() }), { minLength: 11, maxLength: 13 }),
    rows: fc.array(row(0), { maxLength: 1 }),
  })
  .map(({ kind, time, events, rows }) => {
    const items = {
      attack: { kind: "not-do", pattern: pattern("attack") },
      block: { kind: "keep", state: { state: "blocked", negated: true, subject: name("road") } },
      deliver: { kind: "do", pattern: pattern("deliver") },
    } as const;
    const accounts = events.map(({ when: instantOf, ends }, n) =>
      account(`e${n}`, "wiki", {
        kind: kind === "block" && ends ? "unblock" : kind,
        actor: "A",
        object: kind === "block" ? "road" : null,
        when: exactly(instantOf),
      }),
    );
    return {
      model: model([
        duty({ must: { connective: "and", items: [items[kind]] }, time }, { kind: kind === "attack" ? "ban" : "duty" }),
      ]),
      record: { accounts, sources: SOURCES, coverage: rows, shapes: [] },
      options: { at: day(40, 0) },
    };
  });

/** Small cases that are judged by a standard of their own (docs/semantics.md 2.5). */
export const ownStandardCase: fc.Arbitrary<GeneratedCase> = fc
  .tuple(generatedCase, fc.constantFrom("one", "two", "both", "either"))
  .map(([small, standard]) => {
    const kinds = new Map([
      ["m1", "monitor"],
      ["m2", "ngo"],
      ["ofA", "official"],
      ["ofB", "official"],
    ]);
    const standards: readonly OwnStandard[] = [
      { id: "one", connective: "or", parts: [{ kind: "sources", count: 1, of: ["monitor", "ngo"] }], span },
      { id: "two", connective: "or", parts: [{ kind: "sources", count: 2, of: ["monitor", "ngo"] }], span },
      {
        id: "both",
        connective: "and",
        parts: [
          { kind: "sources", count: 1, of: ["monitor", "official"] },
          { kind: "standard", standard: "corroborated" },
        ],
        span,
      },
      {
        id: "either",
        connective: "or",
        parts: [
          { kind: "standard", standard: "one" },
          { kind: "sources", count: 1, of: ["official"] },
        ],
        span,
      },
    ];
    return {
      model: { ...small.model, case: { ...small.model.case, standards } },
      record: {
        ...small.record,
        sources: small.record.sources.map((s) => ({ ...s, kind: kinds.get(s.id) ?? s.kind })),
      },
      options: { ...small.options, standard },
    };
  });
