/** What is done to a small random case to make one of the whole language of it: the pieces of generatedwhole.ts and generatedrare.ts. */
import fc from "fast-check";
import type { Clauses, EventPattern, Instrument, Item, Model, Must, Norm, Time } from "@servanda/language";
import type { GeneratedCase } from "./generated.ts";
import { count, DAY, NO_TIME, pattern, second, variable } from "./rules.ts";

export type Change = (c: GeneratedCase) => GeneratedCase;

export const START = second("2030-01-01");
export const dayOf = (n: number, offset = 0): Time => {
  const earliest = START + n * DAY - offset * 60;
  return { earliest, latest: earliest + DAY - 1, text: `day ${n}` };
};
/** Of the agreement, in minutes. */
export const offsetOf = (c: GeneratedCase): number => c.model.instruments[0]!.offset ?? 0;

export const duration = fc.constantFrom(count(1, "day"), count(2, "day"), count(36, "hour"), count(1, "week"));
export const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null, freq: 2 });

export const main = (c: GeneratedCase): Norm => c.model.norms.find((n) => n.id === "n")!;

export function withModel(c: GeneratedCase, more: Partial<Model>): GeneratedCase {
  return { ...c, model: { ...c.model, ...more } };
}

export function withNorm(c: GeneratedCase, change: (norm: Norm) => Norm): GeneratedCase {
  return withModel(c, { norms: c.model.norms.map((n) => (n.id === "n" ? change(n) : n)) });
}

export function withClauses(c: GeneratedCase, more: Partial<Clauses>): GeneratedCase {
  return withNorm(c, (n) => ({ ...n, clauses: { ...n.clauses, ...more } }));
}

export function withInstrument(c: GeneratedCase, more: Partial<Instrument>): GeneratedCase {
  return withModel(c, { instruments: c.model.instruments.map((i) => ({ ...i, ...more })) });
}

/** Declarations are sorted by id, as the language leaves them. */
export function alsoNorms(c: GeneratedCase, ...norms: readonly Norm[]): GeneratedCase {
  const others = c.model.norms.filter((n) => !norms.some((m) => m.id === n.id));
  return withModel(c, { norms: [...others, ...norms].toSorted((a, b) => (a.id < b.id ? -1 : 1)) });
}

/** No amendment touches what the change rests on. */
export function plain(c: GeneratedCase): GeneratedCase {
  return withNorm(c, (n) => ({ ...n, amendments: n.amendments.filter((a) => Object.keys(a.clauses).length === 0) }));
}

/** No reading restates what it rests on; what terms mean stays. */
export function unread(c: GeneratedCase): GeneratedCase {
  return asWritten(plain(c));
}

/** No reading restates it; amendments may. */
export function asWritten(c: GeneratedCase): GeneratedCase {
  return withModel(c, { readings: c.model.readings.map((r) => ({ ...r, clauses: {} })) });
}

export const onlyActs = (must: Must): boolean => must.items.every((i) => i.kind === "do");
export const patterned = (c: GeneratedCase, change: (p: EventPattern) => EventPattern): GeneratedCase =>
  withNorm(c, (n) => ({
    ...n,
    clauses: {
      ...n.clauses,
      must: {
        ...n.clauses.must,
        items: n.clauses.must.items.map((i): Item => ("pattern" in i ? { ...i, pattern: change(i.pattern) } : i)),
      },
    },
  }));

export const one = (kind: "do" | "not-do", p: EventPattern): Must => ({
  connective: "and",
  items: [{ kind, pattern: p }],
});

export const window = fc.constantFrom<Clauses["time"]>(
  null,
  { ...NO_TIME, within: count(2, "day") },
  { ...NO_TIME, within: count(36, "hour") },
);

/** Somebody attacks somebody. */
export const attackedBy: NonNullable<Clauses["when"]> = {
  anchor: pattern("attack", { actor: variable("x"), target: variable("y") }),
  further: [],
};

/** What changes of duties that are triggered are made to, where chance has made no such duty. */
export function triggered(c: GeneratedCase): GeneratedCase {
  const { kind, clauses } = main(c);
  if (kind === "duty" && clauses.when !== null && onlyActs(clauses.must)) return c;
  const when = clauses.when ?? { anchor: pattern("attack", { actor: variable("x") }), further: [] };
  const must = one("do", pattern("deliver"));
  return withNorm(withClauses(unread(c), { when, must }), (n) => ({ ...n, kind: "duty" }));
}

/** D is a group of A and C, perhaps not all the time. */
export function grouped(c: GeneratedCase, until: Time | null = null): GeneratedCase {
  const members = ["A", "C"].map((actor) => ({
    actor,
    periods: [{ from: null, until: actor === "A" ? until : null }],
  }));
  return withModel(c, { actors: c.model.actors.map((a) => (a.id === "D" ? { ...a, kind: "group", members } : a)) });
}
