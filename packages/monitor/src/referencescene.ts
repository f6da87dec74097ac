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
import { OTHER, coverageOf, nearness, placement } from "./referencerecord.ts";
import type { Covered, Event, Evidence, Option, Wanted } from "./referencerecord.ts";
import { before, coveredBy, gapsBetween, lastSecondWithin } from "./referencetime.ts";
import type { Moment, Run } from "./referencetime.ts";
import { ascribed, bearersOf, nameOf, stateOf, things, zoneOf } from "./referenceview.ts";
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
  /** What it is known by (7.7): an event, `entry`, or a breach. */
  readonly trigger: string;
}

/** A history, and the clauses and instance in whose light something is judged. */
export interface Scene {
  readonly ask: Ask;
  readonly j: NormView;
  readonly instance: Instance;
  readonly clauses: Clauses;
  /** 12.1: whose act is asked about, where several bear as one; absent: that of any of them. */
  readonly acting?: string;
}

/** What is worked out once in a history. */
const told = new WeakMap<Ask, Map<string, unknown>>();

export function once<T>(ask: Ask, about: string, work: () => T): T {
  const known = told.get(ask) ?? new Map<string, unknown>();
  told.set(ask, known);
  if (!known.has(about)) known.set(about, work());
  return known.get(about) as T;
}

/** The same scene in the light of a stage's clauses. */
export function under(s: Scene, clauses: Clauses): Scene {
  return { ...s, clauses };
}

/** 7.2, 6.6: whether what stands in a column agrees with an argument. 12.4: an actor is also whoever its conduct counts as. */
export function agrees(
  s: Scene,
  argument: Argument | null,
  value: string | null,
  second: Instant,
  isActor: boolean = false,
): boolean {
  if (argument === null || (argument.kind === "anyone" && argument.party === undefined)) return true;
  if (value === null || value === OTHER) return false;
  return (isActor ? ascribed(s.j, value) : [value]).some((who) => isMeant(s, argument, who, second));
}

function isMeant(s: Scene, argument: Argument, value: string, second: Instant): boolean {
  // 12.5
  if (argument.kind === "anyone") return s.j.law.isPartyTo(s, value, second);
  if (argument.kind === "other") {
    const bearers = bearersOf(s.j, s.clauses, s.instance.bindings, (a) => s.j.law.isPartyTo(s, a, second));
    const { bearer } = s.instance;
    // 12.1: beside several that bear as one it is any of them.
    if (bearer.joint !== null) return bearer.joint.members.includes(value);
    // 12.3
    const line = s.clauses.bearer;
    if (line.kind === "variable" && line.binds) {
      const { restrict } = line.binds;
      if ([...s.instance.bindings.values()].includes(value)) return false;
      if (restrict === "party") return s.j.law.isPartyTo(s, value, second);
      return s.j.e.model.actors.find((a) => a.id === value)?.kind === restrict;
    }
    // 7.2: words without a meaning: whoever they mean.
    if (bearer.words !== null) return s.ask(`term ${bearer.words}: ${value}`, 2) === 1;
    return value !== bearer.id && bearers.some((b) => b.id === value);
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

function isBearer(s: Scene, actor: string | null, second: Instant): boolean {
  const { bearer } = s.instance;
  if (bearer.unnamed) return true;
  if (actor === null || actor === OTHER) return false;
  return ascribed(s.j, actor).some((value) => {
    if (bearer.joint !== null) {
      const members = s.acting === undefined ? bearer.joint.members : [s.acting];
      return members.some((m) => m === value || isInGroup(s, m, value, second));
    }
    if (bearer.words === null) return value === bearer.id;
    return s.ask(`term ${bearer.words}: ${value}`, 2) === 1;
  });
}

/** 12.1: whether somebody belongs to a group then. */
function isInGroup(s: Scene, member: string, group: string, second: Instant): boolean {
  const membership = s.j.e.model.actors.find((a) => a.id === group)?.members ?? [];
  return membership.some(
    (m) =>
      m.actor === member &&
      m.periods.some(
        (p) => (p.from === null || p.from.earliest <= second) && (p.until === null || second < p.until.earliest),
      ),
  );
}

/** 5.6, 6.6: whether an event lies where a clause says. */
export function isIn(s: Scene, place: ZoneExpression | null, event: string, option: Option): boolean {
  if (place === null) return true;
  const thing = option.place ?? `event ${event}`;
  const zone = zoneOf(s.j, s.instance.bindings, place);
  if (zone === null) return false;
  if (zone.words !== null) return option.place !== OTHER && s.ask(`term ${zone.words}: ${thing}`, 2) === 1;
  if (zone.distance !== undefined && zone.zone !== null) {
    // 16.1
    const { metres, relation } = zone.distance;
    const near = nearness(s.j.e, option, zone.zone, metres);
    if (near === "open") {
      const isNear = s.ask(`place ${thing} within ${metres} of ${zone.zone}`, 2) === 1;
      return isNear === (relation === "within");
    }
    return option.place !== OTHER && near === (relation === "within" ? "in" : "out");
  }
  const answer = placement(s.j.e, option, zone.zone ?? "");
  return answer === "open" ? s.ask(`place ${thing} in ${zone.zone}`, 2) === 1 : answer === "in";
}

/** An event as it is in a history. */
export interface Happening {
  readonly event: string;
  readonly moment: Moment;
  readonly option: Option;
}

/** 3.7, 3.8: what an event is in this history. */
export function optionOf(s: Scene, event: Event): Option | null {
  return event.options[s.ask(`event ${event.id}`, event.options.length)]!;
}

/** Times of more seconds than these are not tried second by second. */
const MOST_SECONDS = 60;
const tried = new WeakMap<Evidence, Map<string, readonly Instant[]>>();

/**
 * 5.3: all seconds of a short time. Of a long one its bounds and those about noon, midnight and the hours beside them, where an agreement counts its
 * days, from two days before it entered into force: from nothing else do the generated cases count. More after such a mark than before it, since what
 * begins when something else is over begins a second later, and what breaks that off one later still. The first after `at` stands for all after it, one
 * long before the agreement for all before.
 */
function secondsTried(e: Evidence, { from, to }: Run): readonly Instant[] {
  if (to - from < MOST_SECONDS) return Array.from({ length: to - from + 1 }, (_, n) => from + n);
  const known = tried.get(e) ?? new Map<string, readonly Instant[]>();
  tried.set(e, known);
  const key = `${from} ${to}`;
  const found = known.get(key) ?? secondsAbout(e, { from, to });
  known.set(key, found);
  return found;
}

function secondsAbout(e: Evidence, { from, to }: Run): readonly Instant[] {
  const [half, hour, day] = [43_200, 3_600, 86_400];
  const begin = Math.min(e.last, ...e.model.instruments.flatMap((i) => i.inForce?.from.earliest ?? []));
  const first = Math.max(from, begin - 2 * day);
  const last = Math.min(to, Math.max(from, e.last + 1));
  const seconds = new Set<Instant>([Math.max(from, Math.min(to, begin - 800 * day)), last]);
  for (const offset of new Set([
    e.model.case.offset,
    ...e.model.instruments.map((i) => i.offset ?? e.model.case.offset),
  ])) {
    for (let noon = Math.floor(first / half) * half - offset * 60; noon <= last + half; noon += half) {
      for (const beside of [-hour, 0, hour]) {
        for (const second of [-2, -1, 0, 1, 2, 3, 4].map((n) => noon + beside + n))
          if (second >= first && second <= last) seconds.add(second);
      }
    }
  }
  return [...seconds].toSorted((a, b) => a - b);
}

/** 5.3: when it is, in this history; null: not by `at`, or at no time that is known. */
export function momentOf(s: Scene, event: string, option: Option): Moment | null {
  if (option.when === null) return null;
  const { from, to } = option.when;
  const seconds = secondsTried(s.j.e, option.when);
  const second = seconds[s.ask(`time ${event}: ${from} to ${to}`, seconds.length)]!;
  return second > s.j.e.at ? null : { second, order: option.order };
}

/** What an event is in this history, if it happens by then. */
export function happened(s: Scene, id: string): Happening | undefined {
  const event = s.j.events.find((e) => e.id === id)!;
  const option = optionOf(s, event);
  const moment = option && momentOf(s, id, option);
  return option && moment ? { event: id, moment, option } : undefined;
}

export interface Sought {
  /** An item: so the bearer acts, unless it says who. */
  readonly byBearer?: boolean;
  readonly place?: ZoneExpression | null;
  /** What changes a state: what begins the instance may do that. */
  readonly isChange?: boolean;
  /** 11.3: the time counted from; absent: none. */
  readonly since?: Moment | null;
}

/** Every event of a pattern, in time order. */
export function happenings(s: Scene, pattern: EventPattern, sought: Sought = {}): readonly Happening[] {
  const all = agreeing(s, pattern, sought);
  const { count } = pattern;
  if (count === undefined) return all;
  // 11.3
  const wanted = count.comparison === "more than" ? count.times + 1 : count.times;
  const since = sought.since ?? null;
  return all.filter((h) => {
    const counted = all.filter(
      (o) =>
        !before(h.moment, o.moment) &&
        (since === null || !before(o.moment, since)) &&
        (count.in === null || h.moment.second <= lastSecondWithin(o.moment.second, count.in, s.j.offset)),
    );
    return counted.length >= wanted;
  });
}

/** The events that agree with a pattern, however often. */
function agreeing(s: Scene, pattern: EventPattern, sought: Sought): readonly Happening[] {
  const { byBearer = false, place = null, isChange = false } = sought;
  return s.j.events
    .flatMap((event): Happening[] => {
      if (!event.options.some((o) => o?.kind === pattern.act)) return [];
      // 7.8: what begins an instance does not perform, breach or excuse it; it may change a state.
      if (event.id === s.instance.anchor && !isChange) return [];
      const option = optionOf(s, event);
      if (option?.kind !== pattern.act) return [];
      const moment = momentOf(s, event.id, option);
      if (moment === null) return [];
      const fits =
        (byBearer && pattern.actor === null
          ? isBearer(s, option.actor, moment.second)
          : agrees(s, pattern.actor, option.actor, moment.second, true)) &&
        agrees(s, besideOther(s, pattern, pattern.target), option.target, moment.second) &&
        agrees(s, besideOther(s, pattern, pattern.object), option.object, moment.second) &&
        isIn(s, pattern.place, event.id, option) &&
        isIn(s, place, event.id, option);
      return fits ? [{ event: event.id, moment, option }] : [];
    })
    .toSorted((a, b) => (before(a.moment, b.moment) ? -1 : before(b.moment, a.moment) ? 1 : 0));
}

/** 4.2: whether a run of seconds is covered for a pattern. `apart`: as below. */
export function isCovered(
  s: Scene,
  pattern: EventPattern,
  byBearer: boolean,
  place: ZoneExpression | null,
  run: Run,
  apart?: readonly (string | null)[],
): boolean {
  return coveredBy(runsCovered(s, pattern, byBearer, place, apart), run);
}

/** `apart`: events that take nothing away (4.5): what begins the instance, where nothing else is said (7.8). */
export function runsCovered(
  s: Scene,
  pattern: EventPattern,
  byBearer: boolean,
  place: ZoneExpression | null,
  apart: readonly (string | null)[] = [s.instance.anchor],
): readonly Covered[] {
  const { j, instance } = s;
  // Words, with or without a meaning, name nobody.
  const name = (a: Argument | null): string | null =>
    a === null || a.kind === "term" ? null : nameOf(j, instance.bindings, a);
  const { bearer } = instance;
  const wanted: Wanted = {
    act: pattern.act,
    actor:
      byBearer && pattern.actor === null
        ? bearer.unnamed || bearer.words !== null || bearer.joint !== null
          ? null
          : bearer.id
        : name(pattern.actor),
    target: name(pattern.target),
    object: name(pattern.object),
    // 16.1: near a zone is not in it.
    places: [pattern.place, place].flatMap((z) =>
      z === null || z.distance !== undefined ? [] : (zoneOf(j, instance.bindings, z)?.zone ?? []),
    ),
  };
  const open = leftOpen(s, pattern, byBearer, place).filter((t) => !apart.includes(t.event));
  return coverageOf(j.e, wanted).flatMap((c) => {
    const taking = open.filter((t) => !t.blank.some((column) => c.fills.includes(column)));
    return gapsBetween(taking, c).map((left) => ({ ...c, ...left }));
  });
}

/** 4.5: what was told, may have been of the pattern, and leaves blank some column that is asked about. */
function leftOpen(
  s: Scene,
  pattern: EventPattern,
  byBearer: boolean,
  place: ZoneExpression | null,
): readonly (Run & { readonly event: string; readonly blank: readonly Column[] })[] {
  const target = besideOther(s, pattern, pattern.target);
  const object = besideOther(s, pattern, pattern.object);
  const ofBearer = byBearer && pattern.actor === null && !s.instance.bearer.unnamed;
  const asked = (["actor", "target", "object"] as const).filter((c) =>
    c === "actor" && ofBearer ? true : asks(pattern[c]),
  );
  return s.j.events.flatMap((event) =>
    event.options.flatMap((o) => {
      if (o === null || o.kind !== pattern.act || o.when === null) return [];
      const blank = asked.filter((c) => o[c] === null);
      const may =
        (o.actor === null || (ofBearer ? maybeBearer(s, o.actor) : mayBeMeant(s, pattern.actor, o.actor, true))) &&
        (o.target === null || mayBeMeant(s, target, o.target, false)) &&
        (o.object === null || mayBeMeant(s, object, o.object, false)) &&
        [pattern.place, place].every((zone) => mayLieIn(s, zone, o));
      return blank.length > 0 && may ? [{ ...o.when, event: event.id, blank }] : [];
    }),
  );
}

/** Whether an argument asks who or what it was. */
function asks(argument: Argument | null): boolean {
  return argument !== null && !(argument.kind === "anyone" && argument.party === undefined);
}

/** 4.5: whether what stands in a column may be what an argument asks for, whatever words mean and whoever is a party when. */
function mayBeMeant(s: Scene, argument: Argument | null, value: string, isActor: boolean): boolean {
  if (argument === null || !asks(argument)) return true;
  if (value === OTHER) return false;
  const { bearer } = s.instance;
  return (isActor ? ascribed(s.j, value) : [value]).some((who) => {
    if (argument.kind === "anyone") return s.j.instrument.parties.some((p) => p.actor === who);
    if (argument.kind === "other")
      return bearer.joint === null ? mayBeOther(s, who) : bearer.joint.members.includes(who);
    const meant = things(s.j, s.instance.bindings, argument);
    return meant === null || meant.words !== null || meant.ids.includes(who);
  });
}

/** Whoever may bear it besides the one judged: anybody, where words or a variable say who does. */
function mayBeOther(s: Scene, who: string): boolean {
  const { bearer } = s.instance;
  if (who === bearer.id) return false;
  const line = s.clauses.bearer;
  if (bearer.words !== null || (line.kind === "variable" && line.binds !== undefined)) return true;
  const isParty = (a: string): boolean => s.j.instrument.parties.some((p) => p.actor === a);
  return bearersOf(s.j, s.clauses, s.instance.bindings, isParty).some((b) => b.id === who);
}

function maybeBearer(s: Scene, actor: string): boolean {
  if (actor === OTHER) return false;
  const { bearer } = s.instance;
  return ascribed(s.j, actor).some((who) => {
    if (bearer.joint === null) return bearer.words !== null || who === bearer.id;
    const group = s.j.e.model.actors.find((a) => a.id === who)?.members ?? [];
    return bearer.joint.members.some((m) => m === who || group.some((g) => g.actor === m));
  });
}

/** 4.5: whether it is not out of a place. */
function mayLieIn(s: Scene, place: ZoneExpression | null, option: Option): boolean {
  if (place === null) return true;
  if (option.place === OTHER) return false;
  const zone = zoneOf(s.j, s.instance.bindings, place);
  if (zone === null || zone.zone === null) return true;
  if (zone.distance === undefined) return placement(s.j.e, option, zone.zone) !== "out";
  const near = nearness(s.j.e, option, zone.zone, zone.distance.metres);
  return near === "open" || (near === "in") === (zone.distance.relation === "within");
}

export interface Change extends Happening {
  readonly starts: boolean;
}

export function changesOf(s: Scene, expression: StateExpression): readonly Change[] {
  const { startedBy, endedBy } = stateOf(s.j, expression);
  const by = (starts: boolean) =>
    (starts ? startedBy : endedBy).flatMap((c) =>
      happenings(s, changePattern(c.act, c.column, expression.subject), { isChange: true }).map((h) => ({
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
