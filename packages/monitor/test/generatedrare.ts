/**
 * What chance alone would make seldom or never of the language, put into a small case (docs/semantics.md): both ends in one clause, lengths that the
 * calendar bends, `each other`, bearers named beside those that the trigger binds, states of who acts, what is owed to several, norms of another
 * agreement, and readings and amendments of the norms that bear on the norm.
 */
import fc from "fast-check";
import type {
  Amendment,
  Argument,
  Clauses,
  Duration,
  Instrument,
  Norm,
  State,
  StateExpression,
} from "@servanda/language";
import {
  alsoNorms,
  type Change,
  dayOf,
  main,
  maybe,
  offsetOf,
  patterned,
  triggered,
  unread,
  withClauses,
  withInstrument,
  withModel,
  withNorm,
} from "./generatedchange.ts";
import type { GeneratedCase } from "./generated.ts";
import { count, member, name, NO_TIME, pattern, reading, span, variable } from "./rules.ts";

/** A deadline and an end in one clause. */
const bothEnds: fc.Arbitrary<Change> = fc
  .record({
    due: fc.constantFrom(count(1, "day"), count(2, "day"), count(36, "hour"), 3, 6),
    end: fc.constantFrom(count(1, "day"), count(4, "day"), count(12, "hour"), 2, 5),
  })
  .map(({ due, end }) => (c) => {
    const offset = offsetOf(c);
    const length = (x: typeof due): Duration | null => (typeof x === "number" ? null : x);
    const date = (x: typeof due) => (typeof x === "number" ? dayOf(x, offset) : null);
    const { time } = main(c).clauses;
    if (time?.every || time?.renewal) return c;
    return withClauses(unread(c), {
      time: { ...NO_TIME, within: length(due), by: date(due), for: length(end), until: date(end) },
    });
  });

const BENT: readonly Duration[] = [
  { count: 1, unit: "month", rounding: "next-month" },
  { count: 1, unit: "month", rounding: "last-day" },
  { count: 1, unit: "year", rounding: "next-month" },
  { count: 720, unit: "minute", rounding: null },
  { count: 86_400, unit: "second", rounding: null },
];

/** Months and years that end on no day of that number, and small units. */
const bent: fc.Arbitrary<Change> = fc
  .record({ length: fc.constantFrom(...BENT), where: fc.constantFrom("within", "for", "unless", "withdrawal") })
  .map(({ length, where }) => (c) => {
    if (where === "withdrawal") return withInstrument(c, { withdrawal: { act: "notify", after: length } });
    const { time, unless } = main(c).clauses;
    if (where !== "unless") return withClauses(unread(c), { time: { ...NO_TIME, [where]: length } });
    if (unless === null || time?.every) return c;
    const conditions = unless.conditions.map((x) => (x.kind === "event" ? { ...x, within: length } : x));
    return withClauses(c, { unless: { ...unless, conditions } });
  });

/** An amendment, or a reading, of the norms that bear on the norm. */
const othersRead: fc.Arbitrary<Change> = fc
  .record({
    from: fc.integer({ min: 1, max: 5 }),
    how: fc.constantFrom("repealed", "time", "not binding", "reads time", "reads bearer"),
    holder: fc.constantFrom("A", "B", "C"),
    time: fc.constantFrom(
      null,
      { ...NO_TIME, within: count(1, "day") },
      { ...NO_TIME, within: count(4, "day") },
      { ...NO_TIME, for: count(2, "day") },
    ),
  })
  .map(({ from, how, holder, time }) => (c) => {
    const others = c.model.norms.filter((n) => n.id !== "n");
    if (others.length === 0) return c;
    if (how === "repealed" || how === "time") {
      const amendment: Amendment = {
        from: dayOf(from, offsetOf(c)),
        byConsentOf: [],
        clauses: how === "time" ? { time } : {},
        repealed: how === "repealed",
        source: null,
        span,
      };
      return alsoNorms(c, ...others.map((n): Norm => ({ ...n, amendments: [amendment] })));
    }
    const readings = others
      .filter((n) => n.kind !== "aim")
      .map((n) =>
        reading(`r-${n.id}`, holder, {
          of: { kind: "norm", id: n.id },
          notBinding: how === "not binding",
          clauses:
            how === "not binding" ? {} : how === "reads time" ? { time } : { bearer: { kind: "named", actors: ["B"] } },
        }),
      );
    return withModel(c, { readings: [...c.model.readings, ...readings] });
  });

/** The norms that bear on the norm are of another agreement, with other parties and days, that ends or not. */
const secondAgreement: fc.Arbitrary<Change> = fc
  .record({ until: maybe(fc.integer({ min: 3, max: 8 })), offset: fc.constantFrom(0, 120), parties: fc.boolean() })
  .map(({ until, offset, parties }) => (c) => {
    const others = c.model.norms.filter((n) => n.id !== "n");
    if (others.length === 0) return c;
    const [pact] = c.model.instruments;
    const own: Instrument = {
      ...pact!,
      id: "treaty",
      offset,
      inForce: { from: dayOf(0, offset), until: until === null ? null : dayOf(until, offset) },
      parties: (parties ? ["A", "B", "D"] : ["A", "B", "C"]).map((a) => member(a)),
    };
    const moved = alsoNorms(c, ...others.map((n): Norm => ({ ...n, instrument: "treaty" })));
    return withModel(moved, { instruments: [...c.model.instruments, own] });
  });

/** Each other, where there is another. */
const eachOther: fc.Arbitrary<Change> = fc
  .record({
    bearer: fc.constantFrom<Clauses["bearer"] | null>(
      null,
      { kind: "named", actors: ["A", "B"] },
      { kind: "named", actors: ["A", "B", "C"] },
      { kind: "each-party", except: [] },
    ),
    excused: fc.boolean(),
  })
  .map(({ bearer, excused }) => (c) => {
    const { mode } = main(c).clauses.bearer as { mode?: unknown };
    const other: Argument = { kind: "other" };
    const toward = patterned(c, (p) => ({ ...p, target: other }));
    const owed = bearer === null || mode !== undefined ? toward : withClauses(unread(toward), { bearer });
    if (!excused) return owed;
    return withClauses(owed, {
      unless: {
        connective: "or",
        conditions: [{ kind: "event", pattern: pattern("attack", { actor: other }), within: null }],
      },
    });
  });

/** Bearers of all kinds, each for itself. */
const bearers: fc.Arbitrary<Change> = fc
  .record({
    actors: fc.subarray(["A", "B"]),
    all: fc.boolean(),
  })
  .map(({ actors, all }) => (c) => {
    const made = unread(triggered(c));
    const names = [main(made).clauses.when!.anchor.actor, main(made).clauses.when!.anchor.target].flatMap((a) =>
      a?.kind === "variable" ? [variable(a.name)] : [],
    );
    const variables = all ? names : names.slice(0, 1);
    if (variables.length === 0) return c;
    return withClauses(made, { bearer: { kind: "named", actors, variables } });
  });

const owedTo: fc.Arbitrary<Change> = fc
  .constantFrom<Argument>(
    { kind: "other" },
    { kind: "anyone", party: "any" },
    { kind: "anyone", party: "each" },
    { kind: "term", term: "forces", arguments: [] },
    name("B"),
  )
  .map((to) => (c) => withClauses(c, { owedTo: to }));

const MOBILISED: State = {
  id: "mobilised",
  subjectKind: null,
  initially: false,
  startedBy: [{ act: "attack", column: "actor" }],
  endedBy: [{ act: "notify", column: "actor" }],
};

/** A state of who acts: what must not be, or what excuses, also where what is banned begins or ends it. */
const ofWhoActs: fc.Arbitrary<Change> = fc
  .record({
    where: fc.constantFrom("keep", "unless", "ban"),
    subject: fc.constantFrom("A", "B"),
    negated: fc.boolean(),
    initially: fc.constantFrom(false, true, null),
    act: fc.constantFrom("block", "unblock", "attack", "notify"),
  })
  .map(({ where, subject, negated, initially, act }) => (given) => {
    const c = withModel(given, { states: [...given.model.states, { ...MOBILISED, initially }] });
    const state: StateExpression = { state: "mobilised", negated, subject: name(subject) };
    const blocked: StateExpression = { state: "blocked", negated, subject: name("road") };
    const { time } = main(c).clauses;
    if (where === "unless")
      return withClauses(c, { unless: { connective: "or", conditions: [{ kind: "state", state }] } });
    if (time?.every) return c;
    const bare = withClauses(unread(c), { continues: null, onlyAfter: null });
    if (where === "keep") {
      const kept = withClauses(bare, { must: { connective: "and", items: [{ kind: "keep", state }] }, owedTo: null });
      return withNorm(kept, (n) => ({ ...n, kind: n.kind === "aim" ? "aim" : "duty" }));
    }
    const isRoad = act === "block" || act === "unblock";
    const banned = withClauses(bare, {
      must: { connective: "and", items: [{ kind: "not-do", pattern: pattern(act) }] },
      unless: { connective: "or", conditions: [{ kind: "state", state: isRoad ? blocked : state }] },
    });
    return withNorm(banned, (n) => ({ ...n, kind: "ban" }));
  });

/** An agreement that has never entered into force. */
const neverInForce: fc.Arbitrary<Change> = fc.constant((c: GeneratedCase) => withInstrument(c, { inForce: null }));

/** By rule; they are put in after those of generatedwhole.ts with smaller numbers. */
export const RARE: Readonly<Record<string, fc.Arbitrary<Change>>> = {
  "5.2 both ends": bothEnds,
  "5.2 lengths": bent,
  "7.2 each other": eachOther,
  "7.5 bearers": bearers,
  "7.6 never in force": neverInForce,
  "7.7 owed to": owedTo,
  "8.6 of who acts": ofWhoActs,
  "14.9 others read": othersRead,
  "14.9 second agreement": secondAgreement,
};
