/** Occasions on which a norm binds somebody: its instances (docs/semantics.md 7). */
import type { Argument, Bearer, Clauses, EventPattern, FurtherCondition, Instant, Time } from "@servanda/language";
import type { Bearing, BreachSource } from "./bearing.ts";
import { meets } from "./count.ts";
import type { Event } from "./evidence.ts";
import type { Option } from "./option.ts";
import { keyOf, UNNAMED, type Bindings, type Matcher, type Setting } from "./match.ts";
import { OTHER } from "./place.ts";
import type { Stage } from "./view.ts";
import { exactly, explore, type Moment, type World } from "./world.ts";

/** Histories tried for one question; beyond, the answer is approximate (9.5). */
export const LIMIT = 4096;

export interface Instance {
  readonly id: string;
  readonly bearer: string;
  readonly counterparty: string | null;
  /** What the anchor binds. */
  readonly bindings: ReadonlyMap<string, string>;
  /** Whose acts are meant, where several are one bearer (12.1, 12.2). */
  readonly members?: readonly string[] | undefined;
  /** An anchor event (`sources`: as the breach of another norm), another norm's breach without an event, or a period in force. */
  readonly by:
    | { readonly kind: "event"; readonly event: Event; readonly sources?: BreachSource[] }
    | { readonly kind: "breach"; readonly label: string; readonly sources: BreachSource[] }
    | { readonly kind: "entry" | "membership"; readonly from: Instant; readonly label: string }
    | { readonly kind: "none" };
}

/** An anchor as one history has it (7.2, 14.2). */
export interface Occasion {
  readonly stage: Stage;
  readonly further: readonly FurtherCondition[];
  readonly moment: Moment;
  readonly order: number | null;
  readonly bindings: Bindings;
  /** Variables of the norm whose breach it is, as `victim of NORM` (14.2). */
  readonly theirs: ReadonlyMap<string, string>;
  readonly bearers: readonly Bound[];
}

/** A bearer, and of a joint one its members. */
export interface Bound {
  readonly id: string;
  readonly members?: readonly string[] | undefined;
}

/** Instances of a norm, by id. */
export interface Instances {
  readonly list: readonly Instance[];
  /** Whether all are known (9.5). */
  readonly complete: boolean;
}

/** Every instance of the norm, and a stand-in for each bearer that has none (7.6). */
export function instances(matcher: Matcher, bearing: Bearing | null): Instances {
  const { list, complete } = occasions(matcher, bearing);
  return { list: [...list, ...idle(matcher, bearing, list)].toSorted(byId), complete };
}

/** Every instance of the norm. */
export function occasions(matcher: Matcher, bearing: Bearing | null): Instances {
  const first = matcher.normView.stages[0]!.clauses;
  if (!matcher.normView.binding || matcher.force() === null) return { list: [], complete: true };
  if (first.when === null && !first.breach) return { list: standing(matcher), complete: true };
  const found = new Map<string, Instance>();
  let complete = true;
  const add = (at: Occasion, by: Instance["by"]): void => {
    for (const bearer of at.bearers) {
      const instance = anchored(matcher, by, at, bearer);
      const known = found.get(instance.id);
      // Several breaches may make one and the same occasion (14.2).
      if (known && sourcesOf(known) && sourcesOf(instance)) sourcesOf(known)!.push(...sourcesOf(instance)!);
      else found.set(instance.id, instance);
    }
  };
  // Asked of the patterns, not of each event: what is looked for is then known also where nothing is on record.
  const suited = new Set(
    matcher.normView.stages.flatMap(({ clauses }) =>
      anchors(clauses).flatMap((pattern) => matcher.suited(pattern, NOBODY, false)),
    ),
  );
  for (const event of matcher.events) {
    if (!suited.has(event)) continue;
    const tried = explore((world) => occasion(world, matcher, event), matcher, LIMIT);
    complete &&= tried.complete;
    for (const { value } of tried.leaves) if (value) add(value, { kind: "event", event });
  }
  for (const source of bearing?.breaches(matcher.normView) ?? []) {
    const tried = explore((world) => breached(world, matcher, source), matcher, LIMIT);
    complete &&= tried.complete;
    const seen = new Set<string>();
    for (const { value } of tried.leaves) {
      const key = value && JSON.stringify([[...value.bindings], value.bearers]);
      if (!value || seen.has(key!)) continue;
      seen.add(key!);
      const event = source.event;
      add(
        value,
        event
          ? { kind: "event", event, sources: [source] }
          : { kind: "breach", label: source.label, sources: [source] },
      );
    }
  }
  return { list: [...found.values()].toSorted(byId), complete };
}

/** 7.6: a stand-in for each bearer that has no instance. */
export function idle(matcher: Matcher, bearing: Bearing | null, made: readonly Instance[]): readonly Instance[] {
  const first = matcher.normView.stages[0]!.clauses;
  const isJudged = matcher.normView.binding && matcher.force() !== null;
  if (isJudged && first.when === null && !first.breach) return [];
  const busy = new Set(made.map((i) => i.bearer));
  // A bearer known only as a variable is nobody in particular once somebody is bound.
  const variables = made.length === 0 ? [] : variablesOf(first.bearer);
  return idleBearers(matcher, bearing)
    .filter(({ id }) => !busy.has(id) && !variables.includes(id))
    .map(({ id }) => none(matcher, id));
}

function byId(a: Instance, b: Instance): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function sourcesOf({ by }: Instance): BreachSource[] | undefined {
  return by.kind === "event" || by.kind === "breach" ? by.sources : undefined;
}

/** The patterns of which an event is an anchor: the first that it agrees with (11.1). */
function anchors({ when }: Clauses): readonly EventPattern[] {
  return when === null ? [] : [when.anchor, ...(when.or ?? [])];
}

const NOBODY: Setting = { bearer: "", clause: { kind: "unnamed" }, bindings: new Map() };

function mayAnchor(matcher: Matcher, event: Event, clauses: Clauses): boolean {
  return anchors(clauses).some((pattern) => matcher.mayMatch(event, pattern, NOBODY, false));
}

/**
 * The event as an anchor in one history: what it binds, and whom (7.2). Further conditions are judged later; so is the place,
 * unless `placed`.
 */
export function occasion(world: World, matcher: Matcher, event: Event, placed = false): Occasion | null {
  const option = matcher.take(world, event);
  if (!option) return null;
  const moment = matcher.moment(event, option);
  if (!matcher.inForceAt(world, moment)) return null;
  const stage = matcher.stageAt(world, moment);
  if (!stage.clauses.when || stage.repealed) return null;
  for (const pattern of anchors(stage.clauses)) {
    const bindings: Bindings = new Map();
    const setting: Setting = { bearer: "", clause: stage.clauses.bearer, bindings };
    if (!matcher.agrees(world, event, option, pattern, setting, false)) continue;
    if (placed && !often(world, matcher, event, option, moment, pattern, setting)) return null;
    const further = stage.clauses.when.further;
    const bound = bearers(world, matcher, stage.clauses, bindings, moment);
    return { stage, further, moment, order: option.order, bindings, theirs: new Map(), bearers: bound };
  }
  return null;
}

/** Whether an anchor lies where it must, as often as it must, while the instrument is in force (11.3). */
function often(
  world: World,
  matcher: Matcher,
  event: Event,
  option: Option,
  moment: Moment,
  pattern: EventPattern,
  setting: Setting,
): boolean {
  const since = { moment: exactly(matcher.force()!.from), order: null };
  return meets(world, matcher, pattern, false, setting, [pattern.place], { event, option, moment }, since, null);
}

/** The breach of another norm as an anchor in one history (14.2). */
export function breached(world: World, matcher: Matcher, source: BreachSource): Occasion | null {
  const found = source.occurs(world);
  if (!found) return null;
  const { moment, order, target } = found;
  if (!matcher.inForceAt(world, moment)) return null;
  const stage = matcher.stageAt(world, moment);
  const { breach } = stage.clauses;
  if (!breach || stage.repealed || breach.norm !== source.norm) return null;
  const bindings: Bindings = new Map();
  const setting: Setting = { bearer: "", clause: stage.clauses.bearer, bindings };
  if (breach.by && !matcher.argument(world, breach.by, source.bearer, setting, moment)) return null;
  if (breach.against && !matcher.argument(world, breach.against, target ?? source.counterparty, setting, moment))
    return null;
  const theirs = new Map([...source.bindings].map(([variable, value]) => [`${variable} of ${source.norm}`, value]));
  const seen = new Map([...bindings, ...theirs]);
  const bound = bearers(world, matcher, stage.clauses, seen, moment);
  return { stage, further: breach.further, moment, order, bindings, theirs, bearers: bound };
}

/** 11.2: whether an earlier event is still the same occasion. */
export function isOneWithEarlier(world: World, matcher: Matcher, event: Event, at: Occasion): boolean {
  const { occasion: apart } = at.stage.clauses;
  if (!apart) return false;
  return matcher.events.some((other) => {
    if (other === event || !matcher.normView.stages.some((s) => mayAnchor(matcher, other, s.clauses))) return false;
    const option = matcher.take(world, other);
    if (!option) return false;
    const moment = matcher.moment(other, option);
    if (!world.inOrder(moment, at.moment)) return false;
    if (world.inOrder(at.moment, moment)) {
      const [a, b] = [option.order, at.order];
      if (a !== null && b !== null && a !== b ? a > b : other.id > event.id) return false;
    }
    const found = occasion(world, matcher, other, true);
    if (!found || !same(found.bindings, at.bindings)) return false;
    return world.notAfter(at.moment, matcher.endOf(world, moment, apart));
  });
}

export function same(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}

/** 7.5, 12: whom the clause names; whether they are bound then is judged later (7.3). */
function bearers(world: World, matcher: Matcher, clauses: Clauses, bindings: Bindings, moment: Moment): Bound[] {
  const clause = clauses.bearer;
  switch (clause.kind) {
    case "named":
      return joined(clause, named(matcher, clause, bindings));
    case "each-party": {
      const ever = everParty(matcher, clause.except, bindings);
      return joined(
        clause,
        ever.filter((actor) => matcher.partyAt(world, actor, moment)),
      );
    }
    case "variable": {
      const value = bindings.get(keyOf(clause));
      if (value === undefined && clause.binds) return [...actingAs(matcher, clauses, clause.binds.restrict, bindings)];
      return value === undefined ? [] : [{ id: value }];
    }
    case "unnamed":
      return [{ id: UNNAMED }];
    case "open":
      return openBearers(matcher, clause, bindings).map((id) => ({ id }));
  }
}

function variablesOf(clause: Bearer): readonly string[] {
  if (clause.kind === "variable") return [clause.name];
  return clause.kind === "named" ? (clause.variables ?? []).map((v) => v.name) : [];
}

/** Those named, and whom the variables beside them stand for. */
function named(matcher: Matcher, clause: Bearer & { kind: "named" }, bindings: Bindings): string[] {
  const values = (clause.variables ?? []).flatMap((variable) => matcher.value(variable, bindings) ?? []);
  return [...new Set([...clause.actors, ...values])];
}

/** 12.1, 12.2: several as one, known by all their names. */
function joined({ mode }: Bearer & { mode?: "together" | "any" }, actors: string[]): Bound[] {
  if (mode === undefined || actors.length === 0) return actors.map((id) => ({ id }));
  const members = actors.toSorted();
  return [{ id: members.join(mode === "together" ? "+" : ","), members }];
}

/** 12.3: who of a kind is on record as doing what the norm speaks of. */
function* actingAs(matcher: Matcher, clauses: Clauses, kind: string, bindings: Bindings): Generator<Bound> {
  const acts = new Set(
    clauses.must.items.flatMap((item) => (item.kind === "keep" || item.kind === "term" ? [] : [item.pattern.act])),
  );
  const taken = new Set(bindings.values());
  const found = new Set<string>();
  const does = ({ options }: Event): boolean => options.some((option) => option !== null && acts.has(option.kind));
  for (const { options } of matcher.select(`done: ${[...acts].join(" ")}`, does)) {
    for (const option of options) {
      if (!option || !acts.has(option.kind)) continue;
      for (const actor of matcher.actorsOf(option)) {
        if (actor === OTHER || taken.has(actor)) continue;
        if (kind === "party" ? matcher.periodsOf(actor).length > 0 : matcher.isA(actor, kind)) found.add(actor);
      }
    }
  }
  for (const id of [...found].toSorted()) yield { id };
}

function openBearers(matcher: Matcher, clause: Bearer & { kind: "open" }, bindings: Bindings): string[] {
  const actors = matcher.normView.actors(clause.use);
  if (actors === null) {
    matcher.openTerms.add(matcher.words(clause.use, bindings));
    return [matcher.words(clause.use, bindings)];
  }
  matcher.noteMeaning(clause.use, bindings);
  return actors.map((actor) => matcher.value(actor, bindings)).filter((actor) => actor !== null);
}

/** 7.1 */
function standing(matcher: Matcher): Instance[] {
  const force = matcher.force()!;
  const stages = matcher.normView.stages;
  const out = new Map<string, Instance>();
  const variables = new Set<string>();
  for (const stage of stages) {
    if (stage.repealed) continue;
    const clause = stage.clauses.bearer;
    if (clause.kind === "variable") variables.add(clause.name);
    for (const { id: bearer, members } of standingBearers(matcher, stage.clauses)) {
      const own = members ? [] : matcher.periodsOf(bearer);
      const periods = own.length > 0 ? own : [force];
      for (const [i, period] of periods.entries()) {
        if (governing(stages, period.from) !== stage) continue;
        const label = i === 0 ? "entry" : `entry-${i + 1}`;
        const counterparty = partnerOf(matcher, stage.clauses, new Map());
        const kind = own.length > 0 && period.from !== force.from ? "membership" : "entry";
        const id = name(matcher, bearer, counterparty, label, new Map(), stage.clauses);
        if (!out.has(id)) {
          out.set(id, {
            id,
            bearer,
            counterparty,
            bindings: new Map(),
            members,
            by: { kind, from: period.from, label },
          });
        }
      }
    }
  }
  // Nobody is on record as doing what a norm on anybody of a kind speaks of (12.3).
  if (out.size === 0) for (const variable of variables) out.set(variable, none(matcher, variable));
  return [...out.values()].toSorted(byId);
}

function standingBearers(matcher: Matcher, clauses: Clauses): readonly Bound[] {
  const clause = clauses.bearer;
  switch (clause.kind) {
    case "named":
      return joined(clause, named(matcher, clause, new Map()));
    case "each-party": {
      const ever = everParty(matcher, clause.except, new Map());
      if (clause.mode === undefined) return ever.map((id) => ({ id }));
      const { from } = matcher.force()!;
      const first = (actor: string): boolean => matcher.periodsOf(actor).some((p) => p.from <= from && from < p.until);
      return joined(clause, ever.filter(first));
    }
    case "variable":
      return clause.binds ? [...actingAs(matcher, clauses, clause.binds.restrict, new Map())] : [{ id: clause.name }];
    case "unnamed":
      return [{ id: UNNAMED }];
    case "open":
      return openBearers(matcher, clause, new Map()).map((id) => ({ id }));
  }
}

/** The stage at an instant that is known exactly (6.4: the bearer is judged by the stage at the beginning). */
function governing(stages: readonly Stage[], instant: Instant): Stage {
  return stages.findLast((s) => s.from === null || s.from <= instant)!;
}

function everParty(matcher: Matcher, except: readonly Argument[], bindings: Bindings): string[] {
  const left = new Set(except.map((argument) => matcher.value(argument, bindings)));
  return [...new Set(matcher.instrument.parties.map((m) => m.actor))].filter((actor) => !left.has(actor)).toSorted();
}

/** Whom a norm would bind, seen from `at`, whatever the occasion. */
function idleBearers(matcher: Matcher, bearing: Bearing | null): readonly Bound[] {
  const now = exactly(matcher.at);
  const { leaves } = explore(
    (world) => {
      const { clauses } = matcher.stageAt(world, now);
      if (clauses.bearer.kind === "variable") return { bound: [{ id: clauses.bearer.name }], current: null };
      if (clauses.bearer.kind === "named") {
        const { actors, variables = [] } = clauses.bearer;
        return {
          bound: joined(clauses.bearer, [...new Set([...actors, ...variables.map((v) => v.name)])]),
          current: null,
        };
      }
      if (clauses.bearer.kind !== "each-party") {
        return { bound: bearers(world, matcher, clauses, new Map(), now), current: null };
      }
      const ever = everParty(matcher, clauses.bearer.except, new Map());
      // Of what somebody has ended nobody is a member any more (14.8).
      const isOver = bearing !== null && bearing.ended(world, matcher.normView.norm) <= matcher.at;
      const current = isOver ? [] : ever.filter((actor) => matcher.partyAt(world, actor, now));
      return { bound: joined(clauses.bearer, ever), current, joined: clauses.bearer };
    },
    matcher,
    LIMIT,
  );
  const { bound, joined: line } = leaves[0]!.value;
  // Who has left in one history may have stayed in another.
  const current = new Set(leaves.flatMap((leaf) => leaf.value.current ?? []));
  return line && current.size > 0 ? joined(line, [...current].toSorted()) : bound;
}

function none(matcher: Matcher, bearer: string): Instance {
  const id = `${matcher.normView.norm.id}/${matcher.normView.view.id}/${bearer}/none`;
  return { id, bearer, counterparty: null, bindings: new Map(), by: { kind: "none" } };
}

function anchored(matcher: Matcher, by: Instance["by"], at: Occasion, { id: bearer, members }: Bound): Instance {
  const all = new Map([...at.bindings, ...at.theirs]);
  const counterparty = partnerOf(matcher, at.stage.clauses, all);
  const label = by.kind === "event" ? by.event.id : by.kind === "none" ? "none" : by.label;
  const { borrowed } = matcher.normView;
  const spoken = [...at.theirs].filter(([key]) => borrowed.has(key));
  const values = spoken.length === 0 ? at.bindings : new Map([...at.bindings, ...spoken]);
  const id = name(matcher, bearer, counterparty, label, values, at.stage.clauses);
  return { id, bearer, counterparty, bindings: at.bindings, members, by };
}

/** 7.7: whether an occasion makes this instance, and not one that another stage says is owed to somebody else. */
export function isCalled(matcher: Matcher, instance: Instance, at: Occasion, bound: Bound): boolean {
  return matcher.normView.stages.length === 1 || anchored(matcher, instance.by, at, bound).id === instance.id;
}

/** 7.7: the finding's id and counterparty, where an event makes an instance that binds so. */
export function identityOf(
  matcher: Matcher,
  bearer: string,
  trigger: string,
  bindings: ReadonlyMap<string, string>,
): { readonly id: string; readonly counterparty: string | null } {
  const { before, after, counterparty } = namingOf(matcher, bearer, bindings);
  return { id: `${before}${trigger}${after}`, counterparty };
}

/** What findings are called of instances that bind alike: what stands before and after the event that makes one. */
export interface Naming {
  readonly before: string;
  readonly after: string;
  readonly counterparty: string | null;
}

/** 7.7: the same for whatever event. */
export function namingOf(matcher: Matcher, bearer: string, bindings: ReadonlyMap<string, string>): Naming {
  const { clauses } = matcher.normView.stages[0]!;
  const counterparty = partnerOf(matcher, clauses, bindings);
  return { before: beginning(matcher, bearer, counterparty), after: ending(bindings, clauses), counterparty };
}

/** 7.7 */
function name(
  matcher: Matcher,
  bearer: string,
  counterparty: string | null,
  trigger: string,
  bindings: ReadonlyMap<string, string>,
  clauses: Clauses,
): string {
  return `${beginning(matcher, bearer, counterparty)}${trigger}${ending(bindings, clauses)}`;
}

function beginning(matcher: Matcher, bearer: string, counterparty: string | null): string {
  const { norm, view } = matcher.normView;
  const who = counterparty === null ? bearer : `${bearer}→${counterparty}`;
  return `${norm.id}/${view.id}/${who}/`;
}

function ending(bindings: ReadonlyMap<string, string>, clauses: Clauses): string {
  // Many have nothing to add, and very many are named.
  if (bindings.size === 0) return "";
  const owner = partner(clauses);
  const rest: string[] = [];
  for (const [variable, value] of bindings) {
    if (clauses.bearer.kind === "variable" && keyOf(clauses.bearer) === variable) continue;
    if (owner?.kind === "variable" && keyOf(owner) === variable) continue;
    rest.push(`${variable}=${value}`);
  }
  return rest.length === 0 ? "" : `/${rest.length === 1 ? rest[0]! : rest.sort(byVariable).join("/")}`;
}

/** By the words before the first `=`. */
function byVariable(a: string, b: string): number {
  return a.slice(0, a.indexOf("=")) < b.slice(0, b.indexOf("=")) ? -1 : 1;
}

function partnerOf(matcher: Matcher, clauses: Clauses, bindings: ReadonlyMap<string, string>): string | null {
  const argument = partner(clauses);
  return argument && matcher.value(argument, bindings);
}

/** Whom the norm is owed to, else the target that its first item names. */
function partner(clauses: Clauses): Argument | null {
  if (clauses.owedTo) return clauses.owedTo;
  const item = clauses.must.items[0];
  const pattern = item && (item.kind === "do" || item.kind === "not-do") ? item.pattern : null;
  const target = pattern?.target ?? null;
  return target && (target.kind === "name" || target.kind === "variable") ? target : null;
}

/** How a finding tells what began the instance; null where nothing did, or only histories can tell. */
export function triggerTime(instance: Instance, text: (from: Instant, to: Instant) => Time): Time | null {
  if (instance.by.kind === "none" || instance.by.kind === "breach") return null;
  if (instance.by.kind !== "event") return text(instance.by.from, instance.by.from);
  const options = instance.by.event.options.filter((o) => o !== null).filter((o) => o.to !== Infinity);
  return text(Math.min(...options.map((o) => o.from)), Math.max(...options.map((o) => o.to)));
}
