/**
 * What begins an instance, by the oracle (docs/semantics.md 7.1 to 7.4, 7.7, 11.1, 11.2, 14.2).
 */
import type { Argument, Clauses, EventPattern, FurtherCondition, Instant } from "@servanda/language";
import type { Outcome } from "./finding.ts";
import { bearerRuns, inForceRun, isMember, lastingRun, wouldBeMember } from "./referencebond.ts";
import type { Breach } from "./referenceverdict.ts";
import { OTHER } from "./referencerecord.ts";
import type { Event, Option } from "./referencerecord.ts";
import { agrees, happenings, isCovered, isIn, momentOf, optionOf, under } from "./referencescene.ts";
import type { Ask, Instance, Scene } from "./referencescene.ts";
import { before, lastSecondWithin } from "./referencetime.ts";
import type { Moment, Run } from "./referencetime.ts";
import {
  anchorsOf,
  ascribed,
  bearersOf,
  mayBeMember,
  membershipRuns,
  nameIn,
  nameOf,
  reachedFrom,
  runAt,
  stageAt,
  textRun,
  things,
} from "./referenceview.ts";
import type { Bearer, NormView } from "./referenceview.ts";
import { isEmpty, later } from "./referencewindow.ts";
import type { Triggered } from "./referencewindow.ts";

/** What an instance begins with in a history: all that its outcome needs, or that it does not begin. */
export type Begun = { readonly s: Scene; readonly t: Triggered } | { readonly outcome: Outcome };

export interface Occasion {
  readonly instance: Instance;
  readonly begins: (ask: Ask, j: NormView) => Begun;
}

type Bindings = ReadonlyMap<string, string>;

export const UNBOUND: Bindings = new Map();

const NOT_TRIGGERED: Begun = { outcome: "not triggered" };

/** 7.7 */
export function instanceOf(
  j: NormView,
  clauses: Clauses,
  bearer: Bearer,
  bound: Bindings,
  trigger: string,
  anchor: string | null,
): Instance {
  // 12.3: what the bearer line binds.
  const line = clauses.bearer;
  const own = line.kind === "variable" && line.binds && trigger !== "none" ? [[line.name, bearer.id] as const] : [];
  const bindings = new Map([...own, ...bound]);
  const first = clauses.must.items[0];
  const target = first?.kind === "do" || first?.kind === "not-do" ? first.pattern.target : null;
  const owed = trigger === "none" ? null : (clauses.owedTo ?? target);
  // Words, with or without a meaning, name nobody.
  const counterparty = owed === null || owed.kind === "term" ? null : nameOf(j, bindings, owed);
  const roles = [line, owed].flatMap((r) => (r?.kind === "variable" ? [nameIn(r)] : []));
  // 14.2: another norm's variables are its own where it speaks of them.
  const isOwn = (name: string): boolean => !name.includes("\u0000") || speaksOf(j, name);
  const written = (name: string): string => name.split("\u0000").toReversed().join(" of ");
  const others = [...bindings]
    .filter(([name]) => !roles.includes(name) && isOwn(name))
    .map(([name, value]) => `/${written(name)}=${value}`);
  const whom = counterparty === null ? bearer.id : `${bearer.id}→${counterparty}`;
  const id = `${j.norm.id}/${j.view}/${whom}/${trigger}${others.sort().join("")}`;
  return {
    id,
    bearer,
    counterparty,
    bindings,
    anchor,
    trigger,
  };
}

/** Whether some clause of a norm speaks of a variable. */
function speaksOf(j: NormView, variable: string): boolean {
  const speaks = (node: unknown): boolean => {
    if (node === null || typeof node !== "object") return false;
    const { kind, name, of } = node as { kind?: unknown; name?: unknown; of?: unknown };
    if (kind === "variable" && `${String(of)}\u0000${String(name)}` === variable) return true;
    return Object.values(node).some(speaks);
  };
  return j.stages.some((s) => speaks(s.clauses));
}

/** 7.1: the instances of a norm that stands by itself. */
export function entriesOf(j: NormView): readonly Occasion[] {
  const isOwn = (clauses: Clauses): boolean => clauses.when === null && !clauses.breach;
  const living = j.stages.filter((s) => !s.repealed && isOwn(s.clauses));
  const start = textRun(j, false)?.from ?? 0;
  const isJoint = (c: Clauses): boolean => "mode" in c.bearer && c.bearer.mode !== undefined;
  const bearers = (c: Clauses): readonly Bearer[] =>
    bearersOf(j, c, UNBOUND, (a) => !isJoint(c) || mayBeMember(j, a, start));
  const all = new Map(living.flatMap((s) => bearers(s.clauses).map((b) => [b.id, b] as const)));
  return [...all.values()].flatMap((bearer) =>
    membershipRuns(j, bearer.id, textRun(j, true)).flatMap((run, n): Occasion[] => {
      const { clauses, repealed } = stageAt(j, run.from);
      if (repealed || !isOwn(clauses) || !bearers(clauses).some((b) => b.id === bearer.id)) return [];
      if (clauses.bearer.kind === "variable" && clauses.bearer.name === bearer.id) return [];
      const instance = instanceOf(j, clauses, bearer, UNBOUND, n === 0 ? "entry" : `entry-${n + 1}`, null);
      return [{ instance, begins: (ask, k) => beginsAtEntry({ ask, j: k, instance, clauses }, run) }];
    }),
  );
}

function beginsAtEntry(s: Scene, run: Run): Begun {
  if (run.from > s.j.e.at) return { outcome: "not in force" };
  const moment = { second: run.from, order: null };
  const bound = runAt(bearerRuns(s), run.from);
  if (bound === null) return { outcome: "not in force" };
  const t = { moment, bound };
  return isEmpty(s, t) ? { outcome: "not in force" } : { s, t };
}

/** 7.2: the instances that an event begins, were it this and then. */
export function occasionsOf(
  j: NormView,
  event: string,
  option: Option,
  second: Instant,
  isParty: (actor: string) => boolean,
): readonly Instance[] {
  const { clauses, repealed } = stageAt(j, second);
  const inForce = textRun(j, true);
  if (second > j.e.at || repealed || inForce === null || runAt([inForce], second) === null) return [];
  const found: Instance[] = [];
  for (const anchor of anchorsOf(clauses)) {
    const bindings = bind(j, anchor, option, isParty);
    if (bindings === null) continue;
    const bearers = bearersOf(j, clauses, bindings, isParty);
    found.push(...bearers.map((bearer) => instanceOf(j, clauses, bearer, bindings, event, event)));
  }
  return found;
}

/** 7.2: what the variables of an anchor take; null: it does not agree. Open terms may agree, and are asked later. */
function bind(j: NormView, anchor: EventPattern, option: Option, isParty: (actor: string) => boolean): Bindings | null {
  if (option.kind !== anchor.act) return null;
  const bindings = new Map<string, string>();
  for (const column of ["actor", "target", "object"] as const) {
    const argument = anchor[column];
    const value = option[column];
    if (argument === null || (argument.kind === "anyone" && argument.party === undefined)) continue;
    if (value === null || value === OTHER) return null;
    // 12.4
    const all = column === "actor" ? ascribed(j, value) : [value];
    if (argument.kind === "variable") {
      if (!take(j, bindings, argument, all.at(-1)!, isParty)) return null;
    } else if (argument.kind === "anyone") {
      if (!all.some(isParty)) return null;
    } else if (argument.kind !== "other") {
      const meant = things(j, bindings, argument);
      if (meant !== null && meant.words === null && !all.some((v) => meant.ids.includes(v))) return null;
    }
  }
  return bindings;
}

/** 7.2: what a variable may take. */
function take(
  j: NormView,
  bindings: Map<string, string>,
  variable: Extract<Argument, { kind: "variable" }>,
  value: string,
  isParty: (actor: string) => boolean,
): boolean {
  const { restrict } = variable;
  if (restrict === "party" && !isParty(value)) return false;
  if (restrict !== null && restrict !== "party" && j.e.model.actors.find((a) => a.id === value)?.kind !== restrict)
    return false;
  const name = nameIn(variable);
  if ((bindings.get(name) ?? value) !== value) return false;
  if ([...bindings].some(([other, taken]) => other !== name && !other.includes("\u0000") && taken === value))
    return false;
  bindings.set(name, value);
  return true;
}

/** 11.1: the first pattern that an event agrees with in this history, place and count apart. */
function firstAgreeing(
  bare: Scene,
  clauses: Clauses,
  option: Option,
  { second }: Moment,
  isThen = (actor: string): boolean => isMember(bare, actor, second),
): { readonly pattern: EventPattern; readonly s: Scene } | null {
  for (const pattern of anchorsOf(clauses)) {
    const bindings = bind(bare.j, pattern, option, isThen);
    if (bindings === null) continue;
    const s: Scene = { ...bare, clauses, instance: { ...bare.instance, bindings } };
    const agree = (["actor", "target", "object"] as const).every((c) =>
      agrees(s, pattern[c], option[c], second, c === "actor"),
    );
    if (agree) return { pattern, s };
  }
  return null;
}

/** 7.2, 11.1: the instances that an event may begin in a history, place and count apart. */
export function mayBegin(bare: Scene, event: Event): readonly Instance[] {
  const { j } = bare;
  const option = optionOf(bare, event);
  const moment = option && momentOf(bare, event.id, option);
  // What ran out before, not renewed, was not in force. What somebody ended is asked about later (14.8).
  if (option === null || moment === null || !isLasting(bare, moment.second)) return [];
  const { clauses } = stageAt(j, moment.second);
  const isThen = (a: string): boolean => wouldBeMember(bare, a, moment.second);
  const first = firstAgreeing(bare, clauses, option, moment, isThen);
  if (first === null) return [];
  const { bindings } = first.s.instance;
  const ids = bearersOf(j, clauses, bindings, isThen).map(
    (b) => instanceOf(j, clauses, b, bindings, event.id, event.id).id,
  );
  return occasionsOf(j, event.id, option, moment.second, isThen).filter((i) => ids.includes(i.id));
}

function isLasting(s: Scene, second: Instant): boolean {
  const run = lastingRun(s);
  return run !== null && runAt([run], second) !== null;
}

/** 11.1, 7.3: what the variables take where an event anchors the norm in this history; null: it does not. */
function anchors(bare: Scene, event: string, option: Option, moment: Moment): Bindings | null {
  const { j } = bare;
  const { clauses, repealed } = stageAt(j, moment.second);
  const inForce = inForceRun(bare);
  if (repealed || inForce === null || runAt([inForce], moment.second) === null) return null;
  const first = firstAgreeing(bare, clauses, option, moment);
  if (first === null) return null;
  const { pattern, s } = first;
  if (!isIn(s, pattern.place, event, option)) return null;
  const since = { second: inForce.from, order: null };
  if (pattern.count && !happenings(s, pattern, { isChange: true, since }).some((h) => h.event === event)) return null;
  return s.j.law.isLawfulUse(s, event, moment) ? null : s.instance.bindings;
}

export function beginsAnchored(bare: Scene, event: Event): Begun {
  const { j, instance } = bare;
  const option = optionOf(bare, event);
  const anchor = option && momentOf(bare, event.id, option);
  if (option === null || anchor === null) return NOT_TRIGGERED;
  const bindings = anchors(bare, event.id, option, anchor);
  if (bindings === null) return NOT_TRIGGERED;
  const { clauses } = stageAt(j, anchor.second);
  // 7.3: this one, for this bearer.
  const isThis = bearersOf(j, clauses, bindings, (a) => isMember(bare, a, anchor.second)).some(
    (b) => instanceOf(j, clauses, b, bindings, event.id, event.id).id === instance.id,
  );
  if (!isThis || (clauses.occasion && isSameOccasion(bare, clauses, event, anchor, bindings))) return NOT_TRIGGERED;
  return beginsFrom(under(bare, clauses), anchor, clauses.when!.further);
}

/** 11.2 */
function isSameOccasion(s: Scene, clauses: Clauses, event: Event, anchor: Moment, bindings: Bindings): boolean {
  return s.j.events.some((other) => {
    if (other.id === event.id || !other.options.some((o) => o && anchorsOf(clauses).some((p) => p.act === o.kind)))
      return false;
    const option = optionOf(s, other);
    const moment = option && momentOf(s, other.id, option);
    if (option === null || !moment) return false;
    const isEarlier =
      before(moment, anchor) || (moment.second === anchor.second && !before(anchor, moment) && other.id < event.id);
    if (!isEarlier || anchor.second > lastSecondWithin(moment.second, clauses.occasion!, s.j.offset)) return false;
    const same = anchors(s, other.id, option, moment);
    return (
      same !== null && same.size === bindings.size && [...same].every(([name, value]) => bindings.get(name) === value)
    );
  });
}

/** 7.4 */
function beginsFrom(s: Scene, anchor: Moment, conditions: readonly FurtherCondition[]): Begun {
  const { j } = s;
  const bound = runAt(bearerRuns(s), anchor.second);
  if (bound === null) return NOT_TRIGGERED;
  let moment = anchor;
  for (const [n, further] of conditions.entries()) {
    const end = lastSecondWithin(anchor.second, further.within, j.offset);
    const match = happenings(s, further.pattern, { since: anchor }).find(
      (h) => !before(h.moment, anchor) && h.moment.second <= end,
    );
    if (match !== undefined) moment = later(moment, match.moment);
    else if (j.e.at <= end) return NOT_TRIGGERED;
    else if (isCovered(s, further.pattern, false, null, { from: anchor.second, to: end })) return NOT_TRIGGERED;
    else if (s.ask(`unreported condition ${n} ${s.instance.id}`, 2) === 0) return NOT_TRIGGERED;
    else moment = later(moment, { second: end, order: null });
  }
  // Nobody is bound any more when all has come together.
  const t = { moment, bound };
  if (moment.second > bound.to || stageAt(j, moment.second).repealed || isEmpty(s, t)) return NOT_TRIGGERED;
  return { s: under(s, stageAt(j, moment.second).clauses), t };
}

// ── 14.2 By breach ──────────────────────────────────────────────────────────────────────────────

interface BreachAnchor {
  /** The id of the instance breached. */
  readonly of: string;
  readonly trigger: string;
  readonly breach: Breach;
  readonly bindings: Bindings;
  readonly clauses: Clauses;
}

/** The breaches of other norms that anchor this one in a history. */
function breachAnchors(
  ask: Ask,
  j: NormView,
  isParty: (actor: string, second: Instant) => boolean,
): readonly BreachAnchor[] {
  const norms = new Set(j.stages.flatMap((s) => (s.repealed ? [] : (s.clauses.breach?.norm ?? []))));
  return [...norms].flatMap((norm) =>
    j.law.breachesOf(ask, reachedFrom(j, norm)).flatMap(({ of, breach }): BreachAnchor[] => {
      const { clauses, repealed } = stageAt(j, breach.moment.second);
      const inForce = textRun(j, true);
      if (inForce === null || runAt([inForce], breach.moment.second) === null) return [];
      if (repealed || clauses.breach?.norm !== norm) return [];
      const { by, against } = clauses.breach;
      const bindings = new Map(
        [...of.bindings].flatMap(([n, v]) => (n.includes("\u0000") ? [] : [[`${norm}\u0000${n}`, v]])),
      );
      const agreesWith = (argument: Argument | null, value: string | null): boolean => {
        if (argument === null || (argument.kind === "anyone" && argument.party === undefined)) return true;
        if (value === null) return false;
        if (argument.kind === "variable")
          return take(j, bindings, argument, value, (a) => isParty(a, breach.moment.second));
        if (argument.kind === "anyone") return isParty(value, breach.moment.second);
        const meant = things(j, bindings, argument);
        return meant === null || meant.ids.includes(value);
      };
      if (!agreesWith(by, of.bearer.id) || !agreesWith(against, breach.target ?? of.counterparty)) return [];
      const trigger = breach.event ?? `${breach.id === "entry" ? "entry" : breach.id}:${of.trigger}`;
      return [{ of: of.id, trigger, breach, bindings, clauses }];
    }),
  );
}

/** The instances that breaches begin in a history. */
export function instancesOfBreach(bare: Scene): readonly Instance[] {
  const { ask, j } = bare;
  return breachAnchors(ask, j, (a, second) => wouldBeMember(bare, a, second))
    .filter(({ breach }) => isLasting(bare, breach.moment.second))
    .flatMap(({ trigger, breach, bindings, clauses }) =>
      bearersOf(j, clauses, bindings, (a) => wouldBeMember(bare, a, breach.moment.second)).map((bearer) =>
        instanceOf(j, clauses, bearer, bindings, trigger, breach.event),
      ),
    );
}

export function beginsBreached(bare: Scene): Begun {
  const { ask, j, instance } = bare;
  const inForce = inForceRun(bare);
  const own = breachAnchors(ask, j, (a, second) => isMember(bare, a, second)).filter(
    ({ trigger, breach, bindings, clauses }) =>
      inForce !== null &&
      runAt([inForce], breach.moment.second) !== null &&
      bearersOf(j, clauses, bindings, (a) => isMember(bare, a, breach.moment.second)).some(
        (b) => instanceOf(j, clauses, b, bindings, trigger, breach.event).id === instance.id,
      ),
  );
  // Of several that make it, the first by which it begins.
  const isEarlier = (a: BreachAnchor, b: BreachAnchor): boolean =>
    before(a.breach.moment, b.breach.moment) || (!before(b.breach.moment, a.breach.moment) && a.of < b.of);
  for (const { breach, clauses } of own.toSorted((a, b) => (isEarlier(a, b) ? -1 : 1))) {
    const begun = beginsFrom(under(bare, clauses), breach.moment, clauses.breach!.further);
    if (!("outcome" in begun)) return begun;
  }
  return NOT_TRIGGERED;
}
