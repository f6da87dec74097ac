/** Norms of the shapes that have plans, and records of such events, as generators make them. */
import fc from "fast-check";
import type { Argument, Clauses, EventPattern, Item, Norm, State, Unless } from "@servanda/language";
import { lineOf, type Line } from "../src/assess.ts";
import type { Finding } from "../src/finding.ts";
import type { Account, Coverage } from "../src/record.ts";
import type { GeneratedCase } from "./generated.ts";
import {
  account,
  BLOCKED,
  count,
  DAY,
  duty,
  exactly,
  model,
  name,
  NO_TIME,
  pattern,
  second,
  SOURCES,
  variable,
} from "./rules.ts";

export const START = second("2030-01-01");
export const HOUR = 3600;

// ── Norms that have plans ───────────────────────────────────────────────────────────────────────

const actor = fc.constantFrom("A", "B", "C", "D");
const somebody: fc.Arbitrary<Argument | null> = fc.oneof(
  fc.constant(null),
  fc.constant<Argument>({ kind: "anyone" }),
  actor.map(name),
);
const length = fc.constantFrom(count(1, "hour"), count(2, "hour"), count(5, "hour"), count(1, "day"), count(2, "day"));

/** What an exception speaks of; `v` may stand where the act names somebody. */
const conditions = (v: Argument | null): fc.Arbitrary<Unless["conditions"][number]> => {
  const who = v === null ? somebody : fc.oneof(somebody, fc.constant(v));
  return fc.oneof(
    fc
      .record({
        act: fc.constantFrom("deliver", "notify", "attack"),
        actor: somebody,
        target: who,
        within: fc.option(length),
      })
      .map(({ within, act, ...roles }) => ({ kind: "event" as const, pattern: pattern(act, roles), within })),
    fc
      .record({ actor: who, target: somebody, within: fc.option(length) })
      .map(({ within, ...roles }) => ({ kind: "event" as const, pattern: pattern("notify", roles), within })),
    fc
      .record({
        negated: fc.boolean(),
        subject: v === null ? actor.map(name) : fc.oneof(fc.constant(v), actor.map(name)),
      })
      .map((state) => ({ kind: "state" as const, state: { state: "backed", ...state } })),
  );
};

const unless = (v: Argument | null): fc.Arbitrary<Unless | null> =>
  fc.option(
    fc.record({
      connective: fc.constantFrom("and" as const, "or" as const),
      conditions: fc.array(conditions(v), { minLength: 1, maxLength: 2 }),
    }),
  );

const many: fc.Arbitrary<Pick<EventPattern, "count">> = fc
  .option(
    fc.record({
      comparison: fc.constantFrom("more than" as const, "at least" as const),
      times: fc.integer({ min: 1, max: 3 }),
      in: fc.option(length),
    }),
  )
  .map((c) => (c === null ? {} : { count: c }));

const standing: fc.Arbitrary<Clauses> = fc
  .record({
    bearer: fc.constantFrom<Clauses["bearer"]>(
      { kind: "each-party", except: [] },
      { kind: "named", actors: ["A", "B"] },
      { kind: "unnamed" },
    ),
    target: fc.oneof(
      fc.constant(variable("v", "party")),
      fc.constant(variable("v", "state")),
      fc.constant<Argument>({ kind: "other" }),
      somebody,
    ),
    many,
  })
  .chain(({ bearer, target, many: often }) => {
    const v = target?.kind === "variable" ? target : null;
    const whom = bearer.kind === "unnamed" && target?.kind === "other" ? null : target;
    const item: Item = { kind: "not-do", pattern: { ...pattern("attack", { target: whom }), ...often } };
    return unless(v).map((u) => clausesOf({ bearer, must: { connective: "and", items: [item] }, unless: u }));
  });

const anchor = fc.record({
  actor: fc.oneof(fc.constant(variable("x")), fc.constant(variable("x", "party")), somebody),
  target: fc.oneof(fc.constant(variable("y")), fc.constant(variable("y", "state")), somebody),
});

function bound(a: { actor: Argument | null; target: Argument | null }): Argument[] {
  return [a.actor, a.target].filter((x) => x?.kind === "variable").map((x) => variable((x as { name: string }).name));
}

const bearerOf = (variables: readonly Argument[]): fc.Arbitrary<Clauses["bearer"]> =>
  fc.oneof(
    fc.constantFrom<Clauses["bearer"]>({ kind: "named", actors: ["A"] }, { kind: "named", actors: ["A", "B"] }),
    ...(variables.length === 0
      ? []
      : [
          fc.constantFrom(...variables).map((x) => ({ kind: "variable" as const, name: (x as { name: string }).name })),
          fc.constant({ kind: "named" as const, actors: [], variables: variables as never }),
        ]),
  );

const followed = (kind: "do" | "not-do"): fc.Arbitrary<Clauses> =>
  anchor.chain((a) => {
    const variables = bound(a);
    const known = variables.length === 0 ? somebody : fc.oneof(somebody, fc.constantFrom(...variables));
    return fc
      .record({
        act: fc.constantFrom("notify", "request", "attack"),
        bearer: bearerOf(variables),
        target: variables.length === 2 ? fc.oneof(known, fc.constant<Argument>({ kind: "other" })) : known,
        within: fc.option(length),
        end: fc.option(fc.record({ actor: known, target: known })),
      })
      .map(({ act, bearer, target, within, end }) => {
        const several = bearer.kind === "named" && (bearer.variables ?? bearer.actors).length > 1;
        const whom = target?.kind === "other" && !several ? null : target;
        const item: Item = { kind, pattern: pattern(kind === "do" ? "deliver" : "attack", { target: whom }) };
        return clausesOf({
          when: { anchor: pattern(act, a), further: [] },
          bearer,
          must: { connective: "and", items: [item] },
          time: kind === "do" && within ? { ...NO_TIME, within } : null,
          unless:
            kind === "not-do" && end
              ? { connective: "and", conditions: [{ kind: "event", pattern: pattern("notify", end), within: null }] }
              : null,
        });
      });
  });

export function clausesOf(clauses: Partial<Clauses>): Clauses {
  return duty(clauses).clauses;
}

export const norm: fc.Arbitrary<Norm> = fc.oneof(
  standing.map((clauses) => duty(clauses, { kind: "ban" })),
  followed("not-do").map((clauses) => duty(clauses, { kind: "ban" })),
  followed("do").map((clauses) => duty(clauses)),
);

// ── Records ─────────────────────────────────────────────────────────────────────────────────────

/** Whole hours of a few days, so that equal seconds and the ends of windows are met often. */
const hour = fc.integer({ min: 0, max: 60 }).map((n) => START + n * HOUR);

/** `settled`: so many of as many and eight are. `who`: whom it names, `at`: when it may be. */
export const happening = (id: string, settled = 4, who = actor, at = hour): fc.Arbitrary<Account[]> =>
  fc
    .record({
      kind: fc.constantFrom("attack", "attack", "attack", "deliver", "notify", "request"),
      actor: who,
      target: fc.option(who, { freq: 6 }),
      when: at,
      order: fc.option(fc.integer({ min: 1, max: 3 })),
      how: fc.constantFrom(
        ...Array.from({ length: settled }, () => "settled" as const),
        "twice",
        "denied",
        "refused",
        "day",
        "disputed",
        "moved",
        "kind",
        "blank",
      ),
      other: who,
      later: at,
    })
    .map(({ how, other, later, when, ...fields }) => {
      const said = { ...fields, when: exactly(when) };
      const one = account(id, "m1", said);
      switch (how) {
        case "settled":
          return [one];
        case "twice":
          return [one, account(id, "m2", said)];
        case "denied":
          return [one, account(id, "m2", { stance: "denies" })];
        case "refused":
          return [one, account(id, "m2", { stance: "denies", actor: fields.actor, kind: fields.kind })];
        case "day": {
          const from = START + Math.floor((when - START) / 86_400) * 86_400;
          return [account(id, "m1", { ...said, when: exactly(from, from + 86_399) })];
        }
        case "disputed":
          return [one, account(id, "m2", { ...said, actor: other })];
        case "moved":
          return [one, account(id, "m2", { ...said, when: exactly(later) })];
        case "kind":
          return [one, account(id, "m2", { ...said, kind: "deliver" })];
        default:
          return [one, account(id, "m2", { ...said, target: null })];
      }
    });

export const silence: fc.Arbitrary<readonly Coverage[]> = fc
  .record({
    whole: fc.boolean(),
    source: fc.constantFrom("m1", "m2"),
    from: hour,
    kinds: fc.constantFrom(["*"], ["deliver"], ["notify", "deliver"]),
  })
  .map(({ whole, source, from, kinds }) => [
    {
      id: "row",
      source,
      kinds,
      place: null,
      from: whole ? START - 90 * 86_400 : from,
      until: START + 90 * 86_400,
      threshold: null,
      why: "it says so",
      handling: "public" as const,
      at: { path: "coverage.csv", row: 2 },
    },
  ]);

export const backed = (initially: boolean | null): State => ({
  id: "backed",
  subjectKind: null,
  initially,
  startedBy: [{ act: "deliver", column: "target" }],
  endedBy: [{ act: "notify", column: "actor" }],
});

/** Of one of such norms and so many events, each made so. `watched`: who would have told of others. */
const plannedOf = (
  one: fc.Arbitrary<Norm>,
  [least, most]: readonly [number, number],
  watched: fc.Arbitrary<readonly Coverage[]>,
  event: (id: string, number: number) => fc.Arbitrary<Account[]>,
  at = fc.oneof(fc.constant(START + 70 * HOUR), hour),
): fc.Arbitrary<GeneratedCase> =>
  fc
    .record({
      norm: one,
      events: fc
        .array(fc.nat(), { minLength: least, maxLength: most })
        .chain((list) => fc.tuple(...list.map((_, i) => event(`e${i + 1}`, i + 1))).map((all) => all.flat())),
      coverage: watched,
      standard: fc.constantFrom("alleged" as const, "alleged" as const, "reasonable-grounds" as const),
      initially: fc.constantFrom(false, true, null),
      at,
    })
    .map(({ norm: n, events, coverage, standard, initially, at: asked }) => ({
      model: model([n], { states: [BLOCKED, backed(initially)] }),
      record: { accounts: events, sources: SOURCES, coverage, shapes: [] },
      options: { at: exactly(asked), standard },
    }));

export const planned: fc.Arbitrary<GeneratedCase> = plannedOf(
  norm,
  [1, 9],
  fc.oneof(fc.constant<readonly Coverage[]>([]), silence, silence),
  (id) => happening(id),
);

// ── Several open events about one key ───────────────────────────────────────────────────────────

const between = fc.constantFrom("A", "B");
const [x, y] = [variable("x"), variable("y")];

/** One requests of the other: then neither attacks the other, or the first does not, until it gives notice; or somebody delivers within a time. */
const afterRequest: fc.Arbitrary<Norm> = fc
  .record({
    target: fc.constantFrom<Argument | null>(null, { kind: "other" }, y),
    both: fc.boolean(),
    end: fc.option(fc.constantFrom({ actor: x, target: y }, { actor: y, target: x })),
    // Of three, two are bans: an act and an exception may both be open there.
    owed: fc.option(fc.record({ target: fc.constantFrom(null, y), within: length }), { freq: 2 }),
  })
  .map(({ target, both, end, owed }) => {
    const bearer: Clauses["bearer"] = both
      ? { kind: "named", actors: [], variables: [x, y] as never }
      : { kind: "variable", name: "x" };
    const when: Clauses["when"] = { anchor: pattern("request", { actor: x, target: y }), further: [] };
    const must = (kind: "do" | "not-do", act: string, whom: Argument | null): Clauses["must"] => ({
      connective: "and",
      items: [{ kind, pattern: pattern(act, { target: whom }) }],
    });
    if (owed) {
      const time = { ...NO_TIME, within: owed.within };
      return duty({ when, bearer, must: must("do", "deliver", both ? null : owed.target), time });
    }
    const ended: Unless | null = end && {
      connective: "and",
      conditions: [{ kind: "event", pattern: pattern("notify", end), within: null }],
    };
    // What names nobody tells no two pairs apart: such a ban has no plan.
    const whom: Argument = both ? { kind: "other" } : target?.kind === "variable" ? target : y;
    return duty({ when, bearer, must: must("not-do", "attack", whom), unless: ended }, { kind: "ban" });
  });

/** Mostly who tells of all else would have told of this as well: then a time that has passed without an act has done so surely. */
const mostlyWatched = fc.oneof(
  {
    arbitrary: silence.map((rows) => rows.map((row) => ({ ...row, source: "m1", kinds: ["*"], from: START - DAY }))),
    weight: 4,
  },
  { arbitrary: silence, weight: 1 },
);

/** Such norms, and between two, within a day and a half, the acts that they speak of: several that are not settled concern one key. */
export const crowded: fc.Arbitrary<GeneratedCase> = plannedOf(
  fc.oneof(
    { arbitrary: afterRequest, weight: 2 },
    { arbitrary: standing.map((c) => duty(c, { kind: "ban" })), weight: 1 },
  ),
  [5, 10],
  mostlyWatched,
  (id, number) =>
    fc
      .record({
        // Biased towards the first hours, all would be in one second, and of no known order.
        told: fc.noBias(
          happening(
            id,
            number === 1 ? 80 : 5,
            between,
            fc.integer({ min: 0, max: number === 1 ? 6 : 36 }).map((n) => START + n * HOUR),
          ),
        ),
        kind:
          number === 1 ? fc.constant("request") : fc.constantFrom("request", "attack", "deliver", "notify", "notify"),
        away: fc.constantFrom(true, true, false),
        apart: fc.constantFrom(true, true, false),
      })
      .map(({ told, kind, away, apart }) =>
        told.map((one) => ({
          ...one,
          kind: one.kind === null ? null : kind,
          // Mostly one does it to the other, and in a minute of its own.
          target: away && one.actor !== null ? (one.actor === "A" ? "B" : "A") : one.target,
          when: one.when && apart ? exactly(one.when.earliest + number * 60, one.when.latest + number * 60) : one.when,
        })),
      ),
  fc.oneof({ arbitrary: fc.constant(START + 70 * HOUR), weight: 3 }, { arbitrary: hour, weight: 1 }),
);

/** Bans with an exception, and few seconds, in each of which several things happen one after the other: an act, and before or after it what changes a state (5.4). */
export const ordered: fc.Arbitrary<GeneratedCase> = plannedOf(
  standing.filter((c) => c.unless !== null).map((c) => duty(c, { kind: "ban" })),
  [5, 10],
  mostlyWatched,
  (id, number) =>
    fc
      .record({
        told: fc.noBias(
          happening(
            id,
            20,
            between,
            fc.constantFrom(1, 2, 3).map((n) => START + n * HOUR),
          ),
        ),
        inTurn: fc.constantFrom(true, true, true, true, true, true, false),
      })
      // Their order is not that in which they are told.
      .map(({ told, inTurn }) => (inTurn ? told.map((one) => ({ ...one, order: (number * 7) % 11 })) : told)),
);

/**
 * By id. What should be found. What is approximate must only contain what is found exactly; where the general evaluator compared a sample of too many histories
 * (its pivots are not minimal), it may have missed what the footing turns on.
 */
export function toBeFound(found: readonly Line[], findings: readonly Finding[]): readonly Line[] {
  const exact = new Map(found.map((f) => [f.id, f]));
  return findings.map((finding) => {
    const wanted = lineOf(finding);
    const f = exact.get(finding.id);
    if (f && !finding.pivots.minimal && !finding.approximate) return { ...wanted, footing: f.footing };
    if (!finding.approximate || !f) return wanted;
    return f.possible.every((outcome) => finding.possible.includes(outcome)) ? f : wanted;
  });
}
