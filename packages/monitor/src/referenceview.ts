/**
 * A norm as a view has it, by the oracle (docs/semantics.md 6, 7.1, 7.5): its stages, the meaning of its terms, who is bound and when.
 */
import type {
  Amendment,
  Argument,
  BearerMode,
  Clauses,
  Column,
  Distance,
  EventPattern,
  Instant,
  Instrument,
  Item,
  Meaning,
  Measure,
  Model,
  Must,
  Norm,
  Period,
  Precedence,
  Reading,
  State,
  StateExpression,
  TermUse,
  ZoneExpression,
} from "@servanda/language";
import type { Law } from "./referencelaw.ts";
import { OTHER, eventOf } from "./referencerecord.ts";
import type { Event, Evidence } from "./referencerecord.ts";
import type { Run } from "./referencetime.ts";

interface View {
  readonly id: string;
  readonly readings: readonly Reading[];
  readonly precedences: readonly Precedence[];
  /** Whether it reads a norm (6.5), and so has findings of it. The text has findings of each. */
  readonly reads: (norm: Norm) => boolean;
}

/** 6.1 */
export function views(model: Model): readonly View[] {
  const precedences = model.precedences ?? [];
  const holders = [...new Set([...model.readings, ...precedences].flatMap((r) => r.holders))].sort();
  const ofHolders = holders.flatMap((holder): View[] => {
    const held = model.readings.filter((r) => r.holders.includes(holder));
    const rivals = (r: Reading): number => held.filter((o) => o.of.kind === r.of.kind && o.of.id === r.of.id).length;
    const alone = held.filter((r) => rivals(r) === 1);
    const several = held.filter((r) => rivals(r) > 1);
    // 14.5
    const before = precedences.filter((p) => p.holders.includes(holder));
    const plain: View = {
      id: holder,
      readings: alone,
      precedences: before,
      reads: (norm) =>
        (alone.some((r) => reads(r, norm)) || before.some((p) => p.lower === norm.id)) &&
        !several.some((r) => reads(r, norm)),
    };
    const ofEach = several.map((r): View => ({
      id: `${holder}:${r.id}`,
      readings: [r, ...alone],
      precedences: before,
      reads: (norm) => reads(r, norm),
    }));
    return [plain, ...ofEach];
  });
  return [{ id: "text", readings: [], precedences: [], reads: () => true }, ...ofHolders];
}

/** 6.5 */
function reads(reading: Reading, norm: Norm): boolean {
  if (reading.of.kind === "norm") return reading.of.id === norm.id;
  return (
    reading.of.id === norm.instrument &&
    (reading.notBinding || attributes(reading) || givesMeaning(reading, norm) || restates(reading, norm))
  );
}

/** 12.4 */
function attributes(reading: Reading): boolean {
  return (reading.attribution ?? []).length > 0;
}

function givesMeaning(reading: Reading, norm: Norm): boolean {
  return reading.means.some((m) => usesTerm([norm.clauses, norm.amendments.map((a) => a.clauses)], m.term));
}

/** 6.3 */
function restates(reading: Reading, norm: Norm): boolean {
  if (Object.keys(reading.clauses).length === 0) return false;
  return reading.of.kind === "norm" || reading.means.length === 0 || givesMeaning(reading, norm);
}

/** Whether a term is used anywhere in a piece of the model. */
function usesTerm(piece: unknown, term: string): boolean {
  if (typeof piece !== "object" || piece === null) return false;
  if ("kind" in piece && piece.kind === "term" && "term" in piece && piece.term === term) return true;
  return Object.values(piece).some((part) => usesTerm(part, term));
}

/** The text in force from an instant on. */
export interface Stage {
  readonly from: Instant;
  readonly clauses: Clauses;
  readonly repealed: boolean;
}

/** 6.2: in order of time, the first from always. */
function stagesOf(norm: Norm, readings: readonly Reading[]): readonly Stage[] {
  const dated: Amendment[] = norm.amendments.toSorted((a, b) => a.from.earliest - b.from.earliest);
  const begin = [Number.NEGATIVE_INFINITY, ...new Set(dated.map((a) => a.from.earliest))];
  return begin.map((from) => {
    const begun = dated.filter((a) => a.from.earliest <= from);
    const amended = begun.reduce<Clauses>((clauses, a) => ({ ...clauses, ...a.clauses }), norm.clauses);
    const clauses = readings.reduce<Clauses>((c, r) => (restates(r, norm) ? { ...c, ...r.clauses } : c), amended);
    return { from, clauses, repealed: begun.some((a) => a.repealed) };
  });
}

/** A norm under a view: all that is needed to judge it. */
export interface NormView {
  readonly e: Evidence;
  readonly norm: Norm;
  readonly instrument: Instrument;
  readonly view: string;
  readonly offset: number;
  readonly meanings: ReadonlyMap<string, Meaning>;
  readonly notBinding: boolean;
  readonly stages: readonly Stage[];
  readonly events: readonly Event[];
  /** 12.4 */
  readonly attribution: readonly { readonly conductOf: string; readonly countsAs: string }[];
  readonly precedences: readonly Precedence[];
  /** 14.1: what it reaches, and itself, by id. They have their events in common. */
  readonly near: ReadonlyMap<string, NormView>;
  readonly law: Law;
}

/** 14.1: judged as if that were `at`. */
export function asOfSecond(j: NormView, at: Instant): NormView {
  return { ...j, e: { ...j.e, at } };
}

/** What a norm reaches, seen from the second at which this one is judged. */
export function reachedFrom(j: NormView, norm: string): NormView {
  const there = j.near.get(norm);
  if (there === undefined) throw new Error(`${j.norm.id} does not reach ${norm}`);
  return { ...there, e: j.e, near: j.near };
}

export function normUnder(e: Evidence, norm: Norm, view: View, law: Law): NormView {
  const near = new Map([[norm.id, bareNorm(e, norm, view, law)]]);
  for (const j of near.values()) {
    for (const other of e.model.norms)
      if (!near.has(other.id) && reaches(j, other)) near.set(other.id, bareNorm(e, other, view, law));
  }
  const asked = new Map<string, Set<Column>>();
  for (const j of near.values()) {
    for (const [act, columns] of columnsAsked(j, near.size > 1))
      asked.set(act, new Set([...(asked.get(act) ?? []), ...columns]));
  }
  const events = [...e.events.keys()].sort().map((id) => eventOf(e, id, (act) => [...(asked.get(act) ?? [])]));
  const all = new Map([...near].map(([id, j]) => [id, { ...j, events }]));
  return { ...all.get(norm.id)!, near: all };
}

/** 14.1 */
function reaches(j: NormView, other: Norm): boolean {
  const { norm } = j;
  if (j.stages.some((s) => s.clauses.breach?.norm === other.id)) return true;
  if (j.precedences.some((p) => p.higher === other.id && p.lower === norm.id)) return true;
  const { power } = other.clauses;
  if (
    power?.kind === "suspend" &&
    other.instrument === norm.instrument &&
    (norm.kind === "duty" || norm.kind === "ban")
  )
    return true;
  if (power?.kind === "terminate" && power.of.id === (power.of.kind === "norm" ? norm.id : norm.instrument))
    return true;
  return norm.kind === "permission" && other.kind === "permission" && j.precedences.some((p) => p.higher === other.id);
}

/** 6.6: what terms mean; one whose meaning leads back to it means nothing. */
function meaningsOf(readings: readonly Reading[]): ReadonlyMap<string, Meaning> {
  const all = new Map(readings.flatMap((r) => r.means.map((m) => [m.term, m] as const)));
  const uses = (term: string): readonly string[] =>
    [...all.keys()].filter((other) => JSON.stringify(all.get(term)?.body ?? null).includes(`"term":"${other}"`));
  const leadsTo = (from: string, to: string, met: readonly string[]): boolean =>
    uses(from).some((next) => next === to || (!met.includes(next) && leadsTo(next, to, [...met, next])));
  return new Map([...all].filter(([term]) => !leadsTo(term, term, [])));
}

function bareNorm(e: Evidence, norm: Norm, view: View, law: Law): NormView {
  const instrument = e.model.instruments.find((i) => i.id === norm.instrument);
  if (instrument === undefined) throw new Error(`no instrument ${norm.instrument}`);
  // 6.2: what comes later goes before.
  const readings = view.readings.filter((r) => reads(r, norm)).toSorted((a) => (a.of.kind === "instrument" ? -1 : 1));
  return {
    e,
    norm,
    instrument,
    view: view.id,
    offset: instrument.offset ?? e.model.case.offset,
    meanings: meaningsOf(readings),
    notBinding: readings.some((r) => r.notBinding),
    stages: stagesOf(norm, readings),
    events: [],
    attribution: readings.flatMap((r) => r.attribution ?? []),
    precedences: view.precedences,
    near: new Map(),
    law,
  };
}

export function stageAt(j: NormView, second: Instant): Stage {
  return j.stages.findLast((s) => s.from <= second)!;
}

/** 1.5: which columns the patterns of a norm ask about, act by act. */
function columnsAsked(j: NormView, reachesAny: boolean): ReadonlyMap<string, ReadonlySet<Column>> {
  const asked = new Map<string, Set<Column>>();
  const ask = (act: string, column: Column): void => {
    asked.set(act, (asked.get(act) ?? new Set<Column>()).add(column));
  };
  const pattern = (p: EventPattern, byBearer: boolean, place: ZoneExpression | null): void => {
    for (const c of ["actor", "target", "object"] as const) {
      const argument = p[c];
      if (argument !== null && !(argument.kind === "anyone" && argument.party === undefined)) ask(p.act, c);
    }
    if (byBearer && p.actor === null) ask(p.act, "actor");
    if (p.place !== null || place !== null) ask(p.act, "place");
  };
  const state = (s: StateExpression): void => {
    const { startedBy, endedBy } = stateOf(j, s);
    for (const change of [...startedBy, ...endedBy]) {
      if (s.subject.kind !== "anyone") ask(change.act, change.column);
    }
  };
  for (const { clauses, repealed } of j.stages) {
    if (repealed) continue;
    const further = [...(clauses.when?.further ?? []), ...(clauses.breach?.further ?? [])].map((f) => f.pattern);
    for (const p of [...anchorsOf(clauses), ...further, ...(clauses.onlyAfter?.patterns ?? [])])
      pattern(p, false, null);
    // 13: who leaves, and who objects.
    if (j.instrument.withdrawal) ask(j.instrument.withdrawal.act, "actor");
    for (const renewal of [j.instrument.renewal, clauses.time?.renewal])
      if (renewal?.unless) ask(renewal.unless.act, "actor");
    for (const c of clauses.unless?.conditions ?? []) {
      if (c.kind === "event") pattern(c.pattern, false, null);
      else state(c.state);
    }
    for (const item of leaves(expand(j, clauses.must))) {
      if (item.kind === "keep") state(item.state);
      else if (item.kind !== "term" && item.kind !== "measure") {
        pattern(item.pattern, item.kind !== "free-of" && clauses.bearer.kind !== "unnamed", clauses.place);
        if (reachesAny) ask(item.pattern.act, "target");
      }
    }
  }
  return asked;
}

/** 11.1 */
export function anchorsOf(clauses: Clauses): readonly EventPattern[] {
  return clauses.when === null ? [] : [clauses.when.anchor, ...(clauses.when.or ?? [])];
}

export function stateOf(j: NormView, s: StateExpression): State {
  const found = j.e.model.states.find((state) => state.id === s.state);
  if (found === undefined) throw new Error(`no state ${s.state}`);
  return found;
}

/** What is owed, with every term that has a meaning put as its meaning. */
export type Leaf = Item | { readonly kind: "measure"; readonly measure: Measure };
export type Node = Leaf | { readonly kind: "node"; readonly connective: "and" | "or"; readonly parts: readonly Node[] };

export function expand(j: NormView, must: Must): Node {
  const { parts } = itemsOf(j, must);
  // One item is itself, whatever joins it.
  return parts.length === 1 ? parts[0]! : { kind: "node", connective: must.connective, parts };
}

/** The same, item by item, be it only one. */
export function itemsOf(j: NormView, must: Must): Extract<Node, { kind: "node" }> {
  const parts = must.items.map((item): Node => {
    const meaning = item.kind === "term" ? j.meanings.get(item.use.term) : undefined;
    if (item.kind !== "term" || meaning?.body.kind !== "items") return item;
    return expand(j, substitute(meaning.body.must, parametersOf(meaning, item.use)) as Must);
  });
  parts.push(...(must.measures ?? []).map((measure) => ({ kind: "measure" as const, measure })));
  return { kind: "node", connective: must.connective, parts };
}

export function leaves(node: Node): readonly Leaf[] {
  return node.kind === "node" ? node.parts.flatMap(leaves) : [node];
}

type Parameters = ReadonlyMap<string, Argument>;

function parametersOf(meaning: Meaning, use: TermUse): Parameters {
  return new Map(meaning.parameters.map((name, i) => [name, use.arguments[i] ?? { kind: "anyone" }]));
}

/** Put arguments for the parameters of a term, anywhere in a piece of the model. */
function substitute(piece: unknown, parameters: Parameters): unknown {
  if (Array.isArray(piece)) return piece.map((part) => substitute(part, parameters));
  if (typeof piece !== "object" || piece === null) return piece;
  if ("kind" in piece && piece.kind === "variable" && "name" in piece)
    return parameters.get(String(piece.name)) ?? piece;
  return Object.fromEntries(Object.entries(piece).map(([key, part]) => [key, substitute(part, parameters)]));
}

export interface Bearer {
  readonly id: string;
  /** Set where the bearer is known by words only. */
  readonly words: string | null;
  readonly unnamed: boolean;
  /** 12.1, 12.2: who they are that bear it as one. */
  readonly joint: { readonly members: readonly string[]; readonly mode: BearerMode } | null;
}

const ALWAYS: Run = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

function periodRun(period: Period, otherwise: Run): Run {
  return {
    from: Math.max(period.from?.earliest ?? otherwise.from, otherwise.from),
    to: Math.min(period.until === null ? otherwise.to : period.until.earliest - 1, otherwise.to),
  };
}

/** 7.1: when, by the text, the instrument is in force. `renewed`: for as long as it may go on. */
export function textRun(j: NormView, renewed: boolean): Run | null {
  const { inForce, renewal } = j.instrument;
  if (inForce === null) return null;
  const run = periodRun(inForce, ALWAYS);
  return renewed && renewal ? { from: run.from, to: Number.POSITIVE_INFINITY } : run;
}

/** 7.1: of the time in force, when the bearer, if it is among the parties, is a party. Adjacent runs are one. */
export function membershipRuns(j: NormView, bearer: string | null, inForce: Run | null): readonly Run[] {
  if (inForce === null) return [];
  const membership = j.instrument.parties.filter((p) => p.actor === bearer);
  const periods = membership.length === 0 ? [{ from: null, until: null }] : membership.flatMap((m) => m.periods);
  return united(periods.map((p) => periodRun(p, inForce)));
}

/** Runs in order of time, the empty left out and the adjacent joined. */
export function united(runs: readonly Run[]): readonly Run[] {
  return runs
    .filter((r) => r.from <= r.to)
    .toSorted((a, b) => a.from - b.from)
    .reduce<Run[]>((merged, run) => {
      const last = merged.at(-1);
      if (last === undefined || run.from > last.to + 1) return [...merged, run];
      return [...merged.slice(0, -1), { from: last.from, to: Math.max(last.to, run.to) }];
    }, []);
}

export function runAt(runs: readonly Run[], second: Instant): Run | null {
  return runs.find((r) => r.from <= second && second <= r.to) ?? null;
}

export function isParty(j: NormView, actor: string): boolean {
  return j.instrument.parties.some((p) => p.actor === actor);
}

/** By the text: whether an actor may be a party at an instant. Who leaves is seen in each history. */
export function mayBeMember(j: NormView, actor: string, second: Instant): boolean {
  return isParty(j, actor) && runAt(membershipRuns(j, actor, textRun(j, true)), second) !== null;
}

const actorBearer = (id: string): Bearer => ({ id, words: null, unnamed: false, joint: null });

/** 12.1, 12.2: one bearer of several, or each for itself. */
function asBorne(ids: readonly string[], mode: BearerMode | undefined): readonly Bearer[] {
  const members = [...new Set(ids)];
  if (mode === undefined || members.length === 0) return members.map(actorBearer);
  const id = members.toSorted().join(mode === "together" ? "+" : ",");
  return [{ id, words: null, unnamed: false, joint: { members, mode } }];
}

/** 7.5: who bears a norm; of each party those of whom it is so that they are parties. */
export function bearersOf(
  j: NormView,
  clauses: Clauses,
  bindings: ReadonlyMap<string, string>,
  isPartyThen: (actor: string) => boolean,
): readonly Bearer[] {
  const bearer = clauses.bearer;
  switch (bearer.kind) {
    case "named": {
      const bound = (bearer.variables ?? []).map((v) => bindings.get(nameIn(v)) ?? v.name);
      return asBorne([...bearer.actors, ...bound], bearer.mode);
    }
    case "each-party": {
      const except = bearer.except.flatMap((a) => things(j, bindings, a)?.ids ?? []);
      const parties = [...new Set(j.instrument.parties.map((p) => p.actor))].filter((p) => !except.includes(p));
      return asBorne(parties.filter(isPartyThen), bearer.mode);
    }
    case "variable": {
      const known = bindings.get(nameIn(bearer));
      if (known !== undefined || bearer.binds === undefined) return [actorBearer(known ?? bearer.name)];
      return whoActs(j, clauses, bearer.binds.restrict, [...bindings.values()]).map(actorBearer);
    }
    case "unnamed":
      return [{ id: "unnamed", words: null, unnamed: true, joint: null }];
    case "open": {
      const meant = things(j, bindings, bearer.use);
      if (meant?.words === null) return [...new Set(meant.ids)].map(actorBearer);
      return [
        {
          id: asWritten(j, bindings, bearer.use),
          words: wordsOf(j, bindings, bearer.use),
          unnamed: false,
          joint: null,
        },
      ];
    }
  }
}

/** 12.3 */
function whoActs(j: NormView, clauses: Clauses, restrict: string, taken: readonly string[]): readonly string[] {
  const acts = leaves(expand(j, clauses.must)).flatMap((i) => ("pattern" in i ? [i.pattern.act] : []));
  const actors = j.events.flatMap((e) =>
    e.options.flatMap((o) =>
      o?.kind != null && acts.includes(o.kind) && o.actor !== null ? ascribed(j, o.actor) : [],
    ),
  );
  const isOfKind = (id: string): boolean =>
    restrict === "party" ? isParty(j, id) : j.e.model.actors.find((a) => a.id === id)?.kind === restrict;
  return [...new Set(actors)].filter((a) => a !== OTHER && isOfKind(a) && !taken.includes(a)).sort();
}

/** 12.4: whose conduct an actor's is: its own, and of those to whom it is attributed in turn. */
export function ascribed(j: NormView, actor: string): readonly string[] {
  const all = [actor];
  const byId = [...j.attribution].sort((a, b) => (a.countsAs < b.countsAs ? -1 : 1));
  for (const one of all) {
    for (const a of byId) if (a.conductOf === one && !all.includes(a.countsAs)) all.push(a.countsAs);
  }
  return all;
}

/** What a variable is bound under: that of another norm (14.2) apart from its own. */
export function nameIn(variable: { readonly name: string; readonly of?: string }): string {
  return variable.of === undefined ? variable.name : `${variable.of}\u0000${variable.name}`;
}

/** Things by id, or words that have no meaning; null: anything. */
interface Things {
  readonly ids: readonly string[];
  readonly words: string | null;
}

export function things(j: NormView, bindings: ReadonlyMap<string, string>, argument: Argument): Things | null {
  switch (argument.kind) {
    case "name":
      return { ids: [argument.id], words: null };
    case "variable": {
      const value = bindings.get(nameIn(argument));
      return value === undefined ? null : { ids: [value], words: null };
    }
    case "anyone":
    case "other":
      return null;
    case "term": {
      const meaning = j.meanings.get(argument.term);
      if (meaning === undefined || meaning.body.kind === "items")
        return { ids: [], words: wordsOf(j, bindings, argument) };
      const parameters = parametersOf(meaning, argument);
      if (meaning.body.kind === "zone") {
        const zone = zoneOf(j, bindings, substitute(meaning.body.zone, parameters) as ZoneExpression);
        return zone === null ? null : { ids: zone.zone === null ? [] : [zone.zone], words: zone.words };
      }
      const all = (substitute(meaning.body.actors, parameters) as readonly Argument[]).map((a) =>
        things(j, bindings, a),
      );
      return { ids: all.flatMap((t) => t?.ids ?? []), words: all.find((t) => t?.words)?.words ?? null };
    }
  }
}

/** The one thing that an argument names, if it is one; else the words of an open term. */
export function nameOf(j: NormView, bindings: ReadonlyMap<string, string>, argument: Argument): string | null {
  const named = things(j, bindings, argument);
  if (argument.kind === "term" && named?.words) return asWritten(j, bindings, argument);
  return named?.ids.length === 1 ? named.ids[0]! : null;
}

/** The words of an open term, by which the same question is known again (6.6). */
export function wordsOf(j: NormView, bindings: ReadonlyMap<string, string>, use: TermUse): string {
  return [use.term, ...use.arguments.map((a) => nameOf(j, bindings, a) ?? "anyone")].join(" ");
}

function asWritten(j: NormView, bindings: ReadonlyMap<string, string>, use: TermUse): string {
  const term = j.e.model.terms.find((t) => t.id === use.term);
  const tail = use.arguments.map(
    (a, i) => `${term?.parameters[i]?.preposition ?? "of"} ${nameOf(j, bindings, a) ?? "anyone"}`,
  );
  return [use.term, ...tail].join(" ");
}

interface Place {
  readonly zone: string | null;
  readonly words: string | null;
  /** 16.1 */
  readonly distance?: Distance | undefined;
}

export function zoneOf(
  j: NormView,
  bindings: ReadonlyMap<string, string>,
  zone: ZoneExpression | Argument,
): Place | null {
  const place = plainZone(j, bindings, zone);
  return place !== null && "distance" in zone ? { ...place, distance: zone.distance } : place;
}

function plainZone(j: NormView, bindings: ReadonlyMap<string, string>, zone: ZoneExpression | Argument): Place | null {
  switch (zone.kind) {
    case "zone":
    case "name":
      return { zone: zone.id, words: null };
    case "zone-of": {
      const owner = nameOf(j, bindings, zone.of);
      return owner === null ? null : { zone: `${zone.zone} of ${owner}`, words: null };
    }
    case "term": {
      const meaning = j.meanings.get(zone.term);
      if (meaning?.body.kind !== "zone") return { zone: null, words: wordsOf(j, bindings, zone) };
      return zoneOf(j, bindings, substitute(meaning.body.zone, parametersOf(meaning, zone)) as ZoneExpression);
    }
    case "variable":
      return { zone: bindings.get(zone.name) ?? null, words: null };
    case "anyone":
    case "other":
      return null;
  }
}

/** The item at a place of the clause in another stage; null where that stage has none there. */
export function itemAt(j: NormView, clauses: Clauses, path: readonly number[]): Leaf | null {
  let node: Node = itemsOf(j, clauses.must);
  for (const n of path) {
    if (node.kind !== "node" || node.parts[n] === undefined) return null;
    node = node.parts[n];
  }
  return node.kind === "node" ? null : node;
}
