/**
 * What clauses speak of, told: the occasion of a norm, what is owed, what excuses, one after the other. Accounts made by chance alone seldom meet clauses
 * that name several things. And times that are known to the day, or from one side only, as most are in a record.
 */
import fc from "fast-check";
import type { Argument, Clauses, EventPattern, Item, Norm, Time } from "@servanda/language";
import { DISTANT_FUTURE, DISTANT_PAST } from "@servanda/language";
import type { Account } from "../src/record.ts";
import type { GeneratedCase } from "./generated.ts";
import { dayOf, offsetOf, START } from "./generatedchange.ts";
import { account, DAY, exactly } from "./rules.ts";

interface Step {
  readonly part: number;
  readonly gap: number;
  readonly beside: number;
  readonly source: string;
}

interface Story {
  readonly norm: number;
  readonly who: readonly string[];
  readonly begin: number;
  /** Which part comes first: what begins it or is owed, or, -1, what excuses. */
  readonly first: number;
  readonly steps: readonly Step[];
}

const story: fc.Arbitrary<Story> = fc.record({
  norm: fc.nat({ max: 3 }),
  who: fc.constantFrom(["A", "B"], ["B", "A"], ["A", "C"], ["D", "A"], ["B", "D"]),
  begin: fc.integer({ min: 0, max: 8 }),
  first: fc.constantFrom(0, 0, -1),
  steps: fc.array(
    fc.record({
      part: fc.nat({ max: 7 }),
      gap: fc.integer({ min: 0, max: 4 }),
      beside: fc.constantFrom(0, 0, 1, -1),
      source: fc.constantFrom("m1", "m1", "m1", "m2", "ofB", "wiki"),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

/** Half days since the first, and how an uncertain time goes on from there. */
interface Long {
  readonly nth: number;
  readonly shape: "day" | "days" | "night" | "since" | "until";
}

const long: fc.Arbitrary<Long> = fc.record({
  nth: fc.nat({ max: 5 }),
  shape: fc.constantFrom("day", "night", "days", "since", "until"),
});

const seldom = fc.oneof(
  { withCrossShrink: true },
  { arbitrary: fc.constant(null), weight: 15 },
  { arbitrary: long, weight: 1 },
);

/** Half of the cases with a story, one of sixteen with a time that is long. */
export function withStory<C extends GeneratedCase>(cases: fc.Arbitrary<C>): fc.Arbitrary<C> {
  return fc
    .tuple(cases, fc.option(story, { nil: null, freq: 2 }), seldom)
    .map(([c, told, length]) => lengthened(told === null ? c : telling(c, told), length));
}

/** What a norm asks about, what begins it first. */
function partsOf({ clauses }: Norm): readonly EventPattern[] {
  const { when, breach, onlyAfter, must, unless } = clauses;
  const road = { actor: null, target: null, object: { kind: "name", id: "road" }, place: null } as const;
  const ofItem = (item: Item): readonly EventPattern[] => {
    if (item.kind === "term") return [{ ...road, act: "deliver", object: null }];
    return item.kind === "keep" ? ["block", "unblock"].map((act) => ({ ...road, act })) : [item.pattern];
  };
  return [
    ...(when === null ? [] : [when.anchor, ...(when.or ?? [])]),
    ...[...(when?.further ?? []), ...(breach?.further ?? [])].map((f) => f.pattern),
    ...(onlyAfter?.patterns ?? []),
    ...must.items.flatMap(ofItem),
    ...(unless?.conditions ?? []).flatMap((x) =>
      x.kind === "event" ? [x.pattern] : ofItem({ kind: "keep", state: x.state }),
    ),
  ];
}

function telling<C extends GeneratedCase>(c: C, { norm, who, begin, first, steps }: Story): C {
  const chosen = c.model.norms[norm % c.model.norms.length]!;
  // Of what answers for a breach, the breach first.
  const broken = c.model.norms.find((n) => n.id === chosen.clauses.breach?.norm);
  const parts = [...(broken === undefined ? [] : partsOf(broken)), ...partsOf(chosen)];
  if (parts.length === 0) return c;
  const named = new Map<string, string>();
  let half = begin;
  const accounts = steps.map((step, n): Account => {
    const p = n === 0 ? parts.at(first)! : parts[step.part % parts.length]!;
    half += n === 0 ? 0 : step.gap;
    const actor = p.actor === null ? ofBearer(chosen.clauses.bearer, named, who) : fitting(p.actor, named, who, 0);
    return account(`s${n + 1}`, step.source, {
      kind: p.act,
      actor,
      target: p.target === null ? null : fitting(p.target, named, who, actor === who[1] ? 0 : 1),
      object: p.object === null ? null : fitting(p.object, named, who, 1),
      place:
        p.place?.kind === "zone" ? p.place.id : chosen.clauses.place?.kind === "zone" ? chosen.clauses.place.id : null,
      when: exactly(START + (half * DAY) / 2 + step.beside - offsetOf(c) * 60),
    });
  });
  return { ...c, record: { ...c.record, accounts: [...c.record.accounts, ...accounts] } };
}

/** Somebody of whom a clause may speak. */
function fitting(a: Argument, named: Map<string, string>, who: readonly string[], nth: number): string {
  if (a.kind === "name") return a.id;
  if (a.kind !== "variable") return who[nth]!;
  const known = named.get(a.name) ?? who.find((w) => ![...named.values()].includes(w)) ?? who[nth]!;
  named.set(a.name, known);
  return known;
}

function ofBearer(bearer: Clauses["bearer"], named: ReadonlyMap<string, string>, who: readonly string[]): string {
  if (bearer.kind === "named" && bearer.actors.length > 0)
    return bearer.actors.includes(who[0]!) ? who[0]! : bearer.actors[0]!;
  return (bearer.kind === "variable" && named.get(bearer.name)) || who[0]!;
}

/** One event is known to the night, to a day or to several, or from one side only. */
function lengthened<C extends GeneratedCase>(c: C, told: Long | null): C {
  const events = [
    ...new Set(c.record.accounts.flatMap((a) => (a.when !== null && a.stance === "asserts" ? [a.event] : []))),
  ];
  if (told === null || events.length === 0) return c;
  const event = events[told.nth % events.length]!;
  const over = (when: Time): Time => {
    const from = when.earliest;
    const day = dayOf(Math.floor((from + offsetOf(c) * 60 - START) / DAY), offsetOf(c));
    const shapes = {
      day,
      night: exactly(from, from + DAY / 2),
      days: { ...day, latest: day.latest + 2 * DAY },
      since: exactly(from, DISTANT_FUTURE),
      until: exactly(DISTANT_PAST, from),
    };
    return shapes[told.shape];
  };
  const accounts = c.record.accounts.map((a) =>
    a.event === event && a.when !== null ? { ...a, when: over(a.when) } : a,
  );
  // What goes on without end is told up to a day that is near: the oracle tries each.
  const isNear = told.shape !== "since" || c.options.at!.latest < START + 13 * DAY;
  const options = isNear ? c.options : { ...c.options, at: dayOf(9, offsetOf(c)) };
  return { ...c, options, record: { ...c.record, accounts } };
}
