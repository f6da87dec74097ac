/** Occasions on which a norm binds somebody: its instances (docs/semantics.md 7). */
import type { Argument, Bearer, Clauses, EventPattern, Instant, Time, When } from "@servanda/language";
import type { Event } from "./evidence.ts";
import { UNNAMED, type Bindings, type Matcher, type Setting } from "./match.ts";
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
  /** An anchor event, or a period in force. */
  readonly by:
    | { readonly kind: "event"; readonly event: Event }
    | { readonly kind: "entry" | "membership"; readonly from: Instant; readonly label: string }
    | { readonly kind: "none" };
}

export interface Occasion {
  readonly stage: Stage;
  readonly when: When;
  readonly moment: Moment;
  readonly bindings: Bindings;
  readonly bearers: readonly string[];
}

/** Every instance of the norm, and a stand-in for each bearer that has none (7.6). */
export function instances(matcher: Matcher): { readonly list: readonly Instance[]; readonly complete: boolean } {
  const first = matcher.normView.stages[0]!.clauses;
  if (!matcher.normView.binding || matcher.force() === null) {
    return { list: idleBearers(matcher).map((bearer) => none(matcher, bearer)), complete: true };
  }
  if (first.when === null) return { list: standing(matcher), complete: true };
  const found = new Map<string, Instance>();
  let complete = true;
  for (const event of matcher.events) {
    if (!matcher.normView.stages.some((s) => s.clauses.when && mayAnchor(matcher, event, s.clauses.when.anchor)))
      continue;
    const tried = explore((world) => occasion(world, matcher, event), matcher.cuts, LIMIT);
    complete &&= tried.complete;
    for (const { value } of tried.leaves) {
      for (const bearer of value?.bearers ?? []) {
        const instance = anchored(matcher, event, value!, bearer);
        found.set(instance.id, instance);
      }
    }
  }
  const busy = new Set([...found.values()].map((i) => i.bearer));
  const idle = idleBearers(matcher).filter((bearer) => !busy.has(bearer));
  // A bearer known only as a variable is nobody in particular once somebody is bound.
  const variable = first.bearer.kind === "variable" && found.size > 0;
  const list = [...found.values(), ...(variable ? [] : idle.map((bearer) => none(matcher, bearer)))];
  return { list: list.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)), complete };
}

function mayAnchor(matcher: Matcher, event: Event, anchor: EventPattern): boolean {
  return matcher.mayMatch(event, anchor, { bearer: "", clause: { kind: "unnamed" }, bindings: new Map() }, false);
}

/** The event as an anchor in one history: what it binds, and whom (7.2); place and further conditions are judged later. */
export function occasion(world: World, matcher: Matcher, event: Event): Occasion | null {
  const option = matcher.take(world, event);
  if (!option) return null;
  const moment = matcher.moment(event, option);
  if (!matcher.inForceAt(world, moment)) return null;
  const stage = matcher.stageAt(world, moment);
  const when = stage.clauses.when;
  if (!when || stage.repealed) return null;
  const bindings: Bindings = new Map();
  const setting: Setting = { bearer: "", clause: stage.clauses.bearer, bindings };
  if (!matcher.agrees(world, event, option, when.anchor, setting, false)) return null;
  return { stage, when, moment, bindings, bearers: bearers(world, matcher, stage.clauses.bearer, bindings, moment) };
}

/** 7.5: whom the clause names; whether they are bound then is judged later (7.3). */
function bearers(world: World, matcher: Matcher, clause: Bearer, bindings: Bindings, moment: Moment): string[] {
  switch (clause.kind) {
    case "named":
      return [...clause.actors];
    case "each-party": {
      const except = new Set(clause.except.map((argument) => matcher.value(argument, bindings)));
      const ever = [...new Set(matcher.instrument.parties.map((m) => m.actor))].toSorted();
      return ever.filter((actor) => !except.has(actor) && matcher.partyAt(world, actor, moment));
    }
    case "variable": {
      const value = bindings.get(clause.name);
      return value === undefined ? [] : [value];
    }
    case "unnamed":
      return [UNNAMED];
    case "open":
      return openBearers(matcher, clause, bindings);
  }
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
  for (const stage of stages) {
    if (stage.repealed) continue;
    const clause = stage.clauses.bearer;
    const names =
      clause.kind === "named"
        ? clause.actors
        : clause.kind === "each-party"
          ? everParty(matcher, clause.except)
          : clause.kind === "open"
            ? openBearers(matcher, clause, new Map())
            : [clause.kind === "variable" ? clause.name : UNNAMED];
    for (const bearer of names) {
      const own = matcher.periodsOf(bearer);
      const periods = own.length > 0 ? own : [force];
      for (const [i, period] of periods.entries()) {
        if (governing(stages, period.from) !== stage) continue;
        const label = i === 0 ? "entry" : `entry-${i + 1}`;
        const counterparty = partnerOf(matcher, stage.clauses, new Map());
        const kind = own.length > 0 && period.from !== force.from ? "membership" : "entry";
        const id = name(matcher, bearer, counterparty, label, new Map(), stage.clauses);
        if (!out.has(id)) {
          out.set(id, { id, bearer, counterparty, bindings: new Map(), by: { kind, from: period.from, label } });
        }
      }
    }
  }
  return [...out.values()].toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** The stage at an instant that is known exactly (6.4: the bearer is judged by the stage at the beginning). */
function governing(stages: readonly Stage[], instant: Instant): Stage {
  return stages.findLast((s) => s.from === null || s.from <= instant)!;
}

function everParty(matcher: Matcher, except: readonly Argument[]): string[] {
  const left = new Set(except.map((argument) => matcher.value(argument, new Map())));
  return [...new Set(matcher.instrument.parties.map((m) => m.actor))].filter((actor) => !left.has(actor)).toSorted();
}

/** Whom a norm would bind, seen from `at`, whatever the occasion. */
function idleBearers(matcher: Matcher): string[] {
  const now = exactly(matcher.at);
  const { leaves } = explore(
    (world) => {
      const { clauses } = matcher.stageAt(world, now);
      if (clauses.bearer.kind === "variable") return [clauses.bearer.name];
      if (clauses.bearer.kind !== "each-party") return bearers(world, matcher, clauses.bearer, new Map(), now);
      const ever = everParty(matcher, clauses.bearer.except);
      const current = ever.filter((actor) => matcher.partyAt(world, actor, now));
      return current.length > 0 ? current : ever;
    },
    matcher.cuts,
    LIMIT,
  );
  return leaves[0]!.value;
}

function none(matcher: Matcher, bearer: string): Instance {
  const id = `${matcher.normView.norm.id}/${matcher.normView.view.id}/${bearer}/none`;
  return { id, bearer, counterparty: null, bindings: new Map(), by: { kind: "none" } };
}

function anchored(matcher: Matcher, event: Event, at: Occasion, bearer: string): Instance {
  const counterparty = partnerOf(matcher, at.stage.clauses, at.bindings);
  const id = name(matcher, bearer, counterparty, event.id, at.bindings, at.stage.clauses);
  return { id, bearer, counterparty, bindings: at.bindings, by: { kind: "event", event } };
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
  const { norm, view } = matcher.normView;
  const who = counterparty === null ? bearer : `${bearer}→${counterparty}`;
  const owner = partner(clauses);
  const own = new Set([
    clauses.bearer.kind === "variable" ? clauses.bearer.name : null,
    owner?.kind === "variable" ? owner.name : null,
  ]);
  const rest = [...bindings].filter(([variable]) => !own.has(variable)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [norm.id, view.id, who, trigger, ...rest.map(([variable, value]) => `${variable}=${value}`)].join("/");
}

function partnerOf(matcher: Matcher, clauses: Clauses, bindings: Bindings): string | null {
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

/** How a finding tells what began the instance; null where nothing did. */
export function triggerTime(instance: Instance, text: (from: Instant, to: Instant) => Time): Time | null {
  if (instance.by.kind === "none") return null;
  if (instance.by.kind !== "event") return text(instance.by.from, instance.by.from);
  const options = instance.by.event.options.filter((o) => o !== null).filter((o) => o.to !== Infinity);
  return text(Math.min(...options.map((o) => o.from)), Math.max(...options.map((o) => o.to)));
}
