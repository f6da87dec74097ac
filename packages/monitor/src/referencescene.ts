/**
 * One history, by the oracle: what happens in it, where and when, and which states hold (docs/semantics.md 3.8, 5, 6.6, 8.6).
 */
import type {
  Argument,
  Clauses,
  Column,
  EventPattern,
  Instant,
  StateExpression,
  ZoneExpression,
} from "@servanda/language";
import { OTHER, coverageOf, placement } from "./referencerecord.ts";
import type { Event, Option, Wanted } from "./referencerecord.ts";
import { before, coveredBy } from "./referencetime.ts";
import type { Moment, Run } from "./referencetime.ts";
import { bearersOf, nameOf, stateOf, things, zoneOf } from "./referenceview.ts";
import type { Bearer, NormView } from "./referenceview.ts";

/**
 * One history, asked piece by piece (9.1). A question has the same answer wherever it is asked. What is never asked
 * makes no difference, so it is not tried.
 */
export type Ask = (question: string, answers: number) => number;

export interface Instance {
  readonly id: string;
  readonly bearer: Bearer;
  readonly counterparty: string | null;
  readonly bindings: ReadonlyMap<string, string>;
  /** The event that begins it; null: none does. */
  readonly anchor: string | null;
}

/** A history, and the clauses and instance in whose light something is judged. */
export interface Scene {
  readonly ask: Ask;
  readonly j: NormView;
  readonly instance: Instance;
  readonly clauses: Clauses;
}

/** 7.2, 6.6: whether what stands in a column agrees with an argument. */
export function agrees(s: Scene, argument: Argument | null, value: string | null, second: Instant): boolean {
  if (argument === null || argument.kind === "anyone") return true;
  if (value === null || value === OTHER) return false;
  if (argument.kind === "other") {
    const bearers = bearersOf(s.j, s.clauses, s.instance.bindings, second).map((b) => b.id);
    return value !== s.instance.bearer.id && bearers.includes(value);
  }
  const meant = things(s.j, s.instance.bindings, argument);
  if (meant === null || meant.ids.includes(value)) return true;
  return meant.words !== null && s.ask(`term ${meant.words}: ${value}`, 2) === 1;
}

/** 7.2: `each other` beside `each other` as subject is the one judged. */
function besideOther(s: Scene, pattern: EventPattern, argument: Argument | null): Argument | null {
  const both = pattern.actor?.kind === "other" && argument?.kind === "other";
  return both ? { kind: "name", id: s.instance.bearer.id } : argument;
}

function isBearer(s: Scene, value: string | null): boolean {
  const { bearer } = s.instance;
  if (bearer.unnamed) return true;
  if (bearer.words === null) return value === bearer.id;
  return value !== null && value !== OTHER && s.ask(`term ${bearer.words}: ${value}`, 2) === 1;
}

/** 5.6, 6.6: whether an event lies where a clause says. */
export function isIn(s: Scene, place: ZoneExpression | null, event: string, option: Option): boolean {
  if (place === null) return true;
  const thing = option.place ?? `event ${event}`;
  const zone = zoneOf(s.j, s.instance.bindings, place);
  if (zone === null) return false;
  if (zone.words !== null) return option.place !== OTHER && s.ask(`term ${zone.words}: ${thing}`, 2) === 1;
  const answer = placement(s.j.e, option, zone.zone ?? "");
  return answer === "open" ? s.ask(`place ${thing} in ${zone.zone}`, 2) === 1 : answer === "in";
}

/** An event as it is in a history. */
export interface Happening {
  readonly event: string;
  readonly moment: Moment;
}

/** 3.7, 3.8: what an event is in this history. */
export function optionOf(s: Scene, event: Event): Option | null {
  return event.options[s.ask(`event ${event.id}`, event.options.length)]!;
}

/** 5.3: when it is, in this history; null: not by `at`, or at no time that is known. */
export function momentOf(s: Scene, event: string, option: Option): Moment | null {
  if (option.when === null) return null;
  const { from, to } = option.when;
  const second = from + s.ask(`time ${event}: ${from} to ${to}`, to - from + 1);
  return second > s.j.e.at ? null : { second, order: option.order };
}

/** Every event of a pattern, in time order. `byBearer`: an item, so the bearer acts unless it says who. */
export function happenings(
  s: Scene,
  pattern: EventPattern,
  byBearer: boolean,
  place: ZoneExpression | null,
  isChange: boolean = false,
): readonly Happening[] {
  return s.j.events
    .flatMap((event): Happening[] => {
      if (!event.options.some((o) => o?.kind === pattern.act)) return [];
      // What begins an instance does not perform, breach or excuse it; it may change a state.
      if (event.id === s.instance.anchor && !isChange) return [];
      const option = optionOf(s, event);
      if (option?.kind !== pattern.act) return [];
      const moment = momentOf(s, event.id, option);
      if (moment === null) return [];
      const fits =
        (byBearer && pattern.actor === null
          ? isBearer(s, option.actor)
          : agrees(s, pattern.actor, option.actor, moment.second)) &&
        agrees(s, besideOther(s, pattern, pattern.target), option.target, moment.second) &&
        agrees(s, besideOther(s, pattern, pattern.object), option.object, moment.second) &&
        isIn(s, pattern.place, event.id, option) &&
        isIn(s, place, event.id, option);
      return fits ? [{ event: event.id, moment }] : [];
    })
    .toSorted((a, b) => (before(a.moment, b.moment) ? -1 : before(b.moment, a.moment) ? 1 : 0));
}

/** 4.2: whether a run of seconds is covered for a pattern. */
export function isCovered(
  s: Scene,
  pattern: EventPattern,
  byBearer: boolean,
  place: ZoneExpression | null,
  run: Run,
): boolean {
  return coveredBy(runsCovered(s, pattern, byBearer, place), run);
}

export function runsCovered(
  s: Scene,
  pattern: EventPattern,
  byBearer: boolean,
  place: ZoneExpression | null,
): readonly Run[] {
  const { j, instance } = s;
  // Words, with or without a meaning, name nobody.
  const name = (a: Argument | null): string | null =>
    a === null || a.kind === "term" ? null : nameOf(j, instance.bindings, a);
  const { bearer } = instance;
  const wanted: Wanted = {
    act: pattern.act,
    actor:
      byBearer && pattern.actor === null
        ? bearer.unnamed || bearer.words !== null
          ? null
          : bearer.id
        : name(pattern.actor),
    target: name(pattern.target),
    object: name(pattern.object),
    places: [pattern.place, place].flatMap((z) => (z === null ? [] : (zoneOf(j, instance.bindings, z)?.zone ?? []))),
  };
  return coverageOf(j.e, wanted);
}

export interface Change extends Happening {
  readonly starts: boolean;
}

export function changesOf(s: Scene, expression: StateExpression): readonly Change[] {
  const { startedBy, endedBy } = stateOf(s.j, expression);
  const by = (starts: boolean) =>
    (starts ? startedBy : endedBy).flatMap((c) =>
      happenings(s, changePattern(c.act, c.column, expression.subject), false, null, true).map((h) => ({
        ...h,
        starts,
      })),
    );
  return [...by(true), ...by(false)];
}

export function changePattern(act: string, column: Column, subject: Argument): EventPattern {
  const none = { act, actor: null, target: null, object: null, place: null };
  if (column === "place") throw new Error("the subject of a state is not a place");
  return { ...none, [column]: subject };
}

/** 8.6, 5.4: whether a state holds after some changes; null: nothing says. */
function after(changes: readonly Change[], initially: boolean | null): boolean | null {
  const last = changes.filter((c) => !changes.some((o) => before(c.moment, o.moment)));
  return last.length === 0 ? initially : last.some((c) => c.starts);
}

/** Whether what an expression says is so at an instant; null: nothing says. */
export function isSo(
  s: Scene,
  expression: StateExpression,
  changes: readonly Change[],
  moment: Moment,
): boolean | null {
  const value = after(
    changes.filter((c) => !before(moment, c.moment)),
    stateOf(s.j, expression).initially,
  );
  return value === null ? null : value !== expression.negated;
}
