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

/** `settled`: so many of as many and eight are. */
export const happening = (id: string, settled = 4): fc.Arbitrary<Account[]> =>
  fc
    .record({
      kind: fc.constantFrom("attack", "attack", "attack", "deliver", "notify", "request"),
      actor,
      target: fc.option(actor, { freq: 6 }),
      when: hour,
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
      other: actor,
      later: hour,
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

export const planned: fc.Arbitrary<GeneratedCase> = fc
  .record({
    norm,
    events: fc
      .array(fc.nat(), { minLength: 1, maxLength: 9 })
      .chain((list) => fc.tuple(...list.map((_, i) => happening(`e${i + 1}`))).map((all) => all.flat())),
    coverage: fc.oneof(fc.constant<readonly Coverage[]>([]), silence, silence),
    standard: fc.constantFrom("alleged" as const, "alleged" as const, "reasonable-grounds" as const),
    initially: fc.constantFrom(false, true, null),
    at: fc.oneof(fc.constant(START + 70 * HOUR), hour),
  })
  .map(({ norm: n, events, coverage, standard, initially, at }) => ({
    model: model([n], { states: [BLOCKED, backed(initially)] }),
    record: { accounts: events, sources: SOURCES, coverage, shapes: [] },
    options: { at: exactly(at), standard },
  }));

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
