/**
 * The naive oracle: docs/semantics.md, rule by rule, by enumerating histories one after the other. Slow, small, and written to be read
 * beside the rules. It imports only types of the project, and knows nothing of how the engine does it: tests compare the two.
 *
 * An uncertain time is tried second by second: keep the bounds of uncertain times to a few seconds.
 */
import type {
  Amendment,
  Argument,
  Clauses,
  Column,
  EventPattern,
  Instant,
  Instrument,
  Item,
  Meaning,
  Model,
  Must,
  Norm,
  Period,
  Reading,
  Standard,
  State,
  StateExpression,
  TermUse,
  Time,
  Unless,
  ZoneExpression,
} from "@servanda/language";
import type { Outcome } from "./finding.ts";
import type { Record } from "./record.ts";
import { coverageOf, eventOf, evidence, OTHER, placement } from "./referencerecord.ts";
import type { Event, Evidence, Option, Wanted } from "./referencerecord.ts";
import { before, coveredBy, firstSecondReaching, lastSecondFor, lastSecondWithin } from "./referencetime.ts";
import type { Moment, Run } from "./referencetime.ts";

export interface ReferenceFinding {
  readonly id: string;
  readonly norm: string;
  readonly view: string;
  readonly bearer: string;
  readonly counterparty: string | null;
  /** Sorted by code unit. */
  readonly possible: readonly Outcome[];
  readonly footing: "agreed" | "contested on facts" | "unknown";
  /** What begins a breach in at least one history: an event id; `entry` (or the anchor) where no event does. Sorted. */
  readonly breaches: readonly string[];
}

export interface ReferenceOptions {
  readonly at?: Time | undefined;
  readonly asOf?: Time | undefined;
  readonly standard?: Standard | undefined;
}

/** More histories of one finding than this are not tried: the call throws. */
const MOST_HISTORIES = 200_000;

/** Every finding of a case, sorted by id. Throws where `at` is nowhere given, or where there are too many histories. */
export function reference(model: Model, record: Record, options: ReferenceOptions = {}): readonly ReferenceFinding[] {
  const at = options.at ?? model.case.recordCloses;
  if (at === null) throw new Error("no date to speak about");
  const e = evidence(model, record, at.latest, options.asOf?.latest ?? null, options.standard ?? model.case.standard);
  const findings = model.norms.flatMap((norm) =>
    views(model)
      .filter((view) => view.id === "text" || view.readings.some((r) => reads(r, norm)))
      .flatMap((view) => findingsOf(judgeOf(e, norm, view))),
  );
  return findings.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

// ── 6 Views ─────────────────────────────────────────────────────────────────────────────────────

interface View {
  readonly id: string;
  readonly readings: readonly Reading[];
}

/** 6.1 */
function views(model: Model): readonly View[] {
  const holders = [...new Set(model.readings.flatMap((r) => r.holders))].sort();
  const ofHolders = holders.flatMap((holder): View[] => {
    const held = model.readings.filter((r) => r.holders.includes(holder));
    const rivals = (r: Reading): number => held.filter((o) => o.of.kind === r.of.kind && o.of.id === r.of.id).length;
    const alone = held.filter((r) => rivals(r) === 1);
    const several = held.filter((r) => rivals(r) > 1);
    if (several.length === 0) return [{ id: holder, readings: alone }];
    return several.map((r) => ({ id: `${holder}:${r.id}`, readings: [r, ...alone] }));
  });
  return [{ id: "text", readings: [] }, ...ofHolders];
}

/** 6.5 */
function reads(reading: Reading, norm: Norm): boolean {
  if (reading.of.kind === "norm") return reading.of.id === norm.id;
  return (
    reading.of.id === norm.instrument && (reading.notBinding || givesMeaning(reading, norm) || restates(reading, norm))
  );
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
interface Stage {
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
interface Judge {
  readonly e: Evidence;
  readonly norm: Norm;
  readonly instrument: Instrument;
  readonly view: string;
  readonly offset: number;
  readonly meanings: ReadonlyMap<string, Meaning>;
  readonly notBinding: boolean;
  readonly stages: readonly Stage[];
  readonly events: readonly Event[];
}

function judgeOf(e: Evidence, norm: Norm, view: View): Judge {
  const instrument = e.model.instruments.find((i) => i.id === norm.instrument);
  if (instrument === undefined) throw new Error(`no instrument ${norm.instrument}`);
  // 6.2: what comes later goes before.
  const readings = view.readings.filter((r) => reads(r, norm)).toSorted((a) => (a.of.kind === "instrument" ? -1 : 1));
  const bare: Judge = {
    e,
    norm,
    instrument,
    view: view.id,
    offset: instrument.offset ?? e.model.case.offset,
    meanings: new Map(readings.flatMap((r) => r.means.map((m) => [m.term, m] as const))),
    notBinding: readings.some((r) => r.notBinding),
    stages: stagesOf(norm, readings),
    events: [],
  };
  const asked = columnsAsked(bare);
  const events = [...e.events.keys()].sort().map((id) => eventOf(e, id, (act) => [...(asked.get(act) ?? [])]));
  return { ...bare, events };
}

function stageAt(j: Judge, second: Instant): Stage {
  return j.stages.findLast((s) => s.from <= second)!;
}

/** 1.5: which columns the patterns of a norm ask about, act by act. */
function columnsAsked(j: Judge): ReadonlyMap<string, ReadonlySet<Column>> {
  const asked = new Map<string, Set<Column>>();
  const ask = (act: string, column: Column): void => {
    asked.set(act, (asked.get(act) ?? new Set<Column>()).add(column));
  };
  const pattern = (p: EventPattern, byBearer: boolean, place: ZoneExpression | null): void => {
    for (const c of ["actor", "target", "object"] as const) if (p[c] !== null && p[c].kind !== "anyone") ask(p.act, c);
    if (byBearer && p.actor === null) ask(p.act, "actor");
    if (p.place !== null || place !== null) ask(p.act, "place");
  };
  const state = (s: StateExpression, place: ZoneExpression | null): void => {
    const { startedBy, endedBy } = stateOf(j, s);
    for (const change of [...startedBy, ...endedBy]) {
      if (s.subject.kind !== "anyone") ask(change.act, change.column);
      if (place !== null) ask(change.act, "place");
    }
  };
  for (const { clauses, repealed } of j.stages) {
    if (repealed) continue;
    for (const p of [clauses.when?.anchor, ...(clauses.when?.further ?? []).map((f) => f.pattern)]) {
      if (p !== undefined) pattern(p, false, null);
    }
    for (const c of clauses.unless?.conditions ?? []) {
      if (c.kind === "event") pattern(c.pattern, false, null);
      else state(c.state, null);
    }
    for (const item of leaves(expand(j, clauses.must))) {
      if (item.kind === "keep") state(item.state, clauses.place);
      else if (item.kind !== "term")
        pattern(item.pattern, item.kind !== "free-of" && clauses.bearer.kind !== "unnamed", clauses.place);
    }
  }
  return asked;
}

function stateOf(j: Judge, s: StateExpression): State {
  const found = j.e.model.states.find((state) => state.id === s.state);
  if (found === undefined) throw new Error(`no state ${s.state}`);
  return found;
}

// ── 6.6 Terms ───────────────────────────────────────────────────────────────────────────────────

/** What is owed, with every term that has a meaning put as its meaning. */
type Node = Item | { readonly kind: "node"; readonly connective: "and" | "or"; readonly parts: readonly Node[] };

function expand(j: Judge, must: Must): Node {
  return {
    kind: "node",
    connective: must.connective,
    parts: must.items.map((item) => {
      const meaning = item.kind === "term" ? j.meanings.get(item.use.term) : undefined;
      if (item.kind !== "term" || meaning?.body.kind !== "items") return item;
      return expand(j, substitute(meaning.body.must, parametersOf(meaning, item.use)) as Must);
    }),
  };
}

function leaves(node: Node): readonly Item[] {
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

// ── Histories ───────────────────────────────────────────────────────────────────────────────────

/**
 * One history, asked piece by piece (9.1). A question has the same answer wherever it is asked. What is never asked
 * makes no difference, so it is not tried.
 */
type Ask = (question: string, answers: number) => number;

interface Verdict {
  readonly outcome: Outcome;
  readonly breaches: readonly string[];
}

interface Told extends Verdict {
  readonly answers: ReadonlyMap<string, number>;
}

/** Every history, by counting up through the answers. */
function histories(judge: (ask: Ask) => Verdict): readonly Told[] {
  const told: Told[] = [];
  let script: { question: string; answer: number; answers: number }[] = [];
  for (;;) {
    const answers = new Map(script.map((s) => [s.question, s.answer]));
    const verdict = judge((question, count) => {
      const known = answers.get(question);
      if (known !== undefined) return known;
      if (count > 1) script.push({ question, answer: 0, answers: count });
      answers.set(question, 0);
      return 0;
    });
    told.push({ ...verdict, answers: new Map(script.map((s) => [s.question, s.answer])) });
    if (told.length > MOST_HISTORIES) throw new Error("too many histories for the reference");
    script = script.slice(0, script.findLastIndex((s) => s.answer + 1 < s.answers) + 1);
    if (script.length === 0) return told;
    const last = script.pop()!;
    script.push({ ...last, answer: last.answer + 1 });
  }
}

/** 9.3 */
function footingOf(j: Judge, told: readonly Told[]): ReferenceFinding["footing"] {
  if (told.every((t) => t.outcome === told[0]!.outcome)) return "agreed";
  const contested = new Set(j.events.filter((v) => v.contested).map((v) => `event ${v.id}`));
  const turning = told.filter((t) => [...t.answers.keys()].some((q) => contested.has(q)));
  const allElseHeld = (a: Told, b: Told): boolean =>
    [...a.answers].every(([q, answer]) => contested.has(q) || !b.answers.has(q) || b.answers.get(q) === answer);
  return turning.some((a) => turning.some((b) => a.outcome !== b.outcome && allElseHeld(a, b)))
    ? "contested on facts"
    : "unknown";
}

// ── 7 Instances ─────────────────────────────────────────────────────────────────────────────────

interface Bearer {
  readonly id: string;
  /** Set where the bearer is known by words only. */
  readonly words: string | null;
  readonly unnamed: boolean;
}

interface Instance {
  readonly id: string;
  readonly bearer: Bearer;
  readonly counterparty: string | null;
  readonly bindings: ReadonlyMap<string, string>;
  /** `entry`, `entry-N`, or the anchor's event. */
  readonly trigger: string;
}

const ALWAYS: Run = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

function periodRun(period: Period, otherwise: Run): Run {
  return {
    from: Math.max(period.from?.earliest ?? otherwise.from, otherwise.from),
    to: Math.min(period.until === null ? otherwise.to : period.until.earliest - 1, otherwise.to),
  };
}

/** 7.1: when the instrument is in force and, if the bearer is among the parties, the bearer is a party. Adjacent runs are one. */
function boundRuns(j: Judge, bearer: string | null): readonly Run[] {
  if (j.instrument.inForce === null) return [];
  const inForce = periodRun(j.instrument.inForce, ALWAYS);
  const membership = j.instrument.parties.filter((p) => p.actor === bearer);
  const periods = membership.length === 0 ? [{ from: null, until: null }] : membership.flatMap((m) => m.periods);
  const runs = periods.map((p) => periodRun(p, inForce)).filter((r) => r.from <= r.to);
  return runs
    .toSorted((a, b) => a.from - b.from)
    .reduce<Run[]>((merged, run) => {
      const last = merged.at(-1);
      if (last === undefined || run.from > last.to + 1) return [...merged, run];
      return [...merged.slice(0, -1), { from: last.from, to: Math.max(last.to, run.to) }];
    }, []);
}

function runAt(runs: readonly Run[], second: Instant): Run | null {
  return runs.find((r) => r.from <= second && second <= r.to) ?? null;
}

function isMember(j: Judge, actor: string, second: Instant): boolean {
  return j.instrument.parties.some((p) => p.actor === actor) && runAt(boundRuns(j, actor), second) !== null;
}

const actorBearer = (id: string): Bearer => ({ id, words: null, unnamed: false });

/** 7.5: who bears a norm, at an instant; null: who ever did. */
function bearersOf(
  j: Judge,
  clauses: Clauses,
  bindings: ReadonlyMap<string, string>,
  second: Instant | null,
): readonly Bearer[] {
  const bearer = clauses.bearer;
  switch (bearer.kind) {
    case "named":
      return [...new Set(bearer.actors)].map(actorBearer);
    case "each-party": {
      const except = bearer.except.flatMap((a) => things(j, bindings, a)?.ids ?? []);
      const parties = [...new Set(j.instrument.parties.map((p) => p.actor))].filter((p) => !except.includes(p));
      return parties
        .filter((p) => (second === null ? boundRuns(j, p).length > 0 : isMember(j, p, second)))
        .map(actorBearer);
    }
    case "variable": {
      const value = bindings.get(bearer.name);
      return [actorBearer(value ?? bearer.name)];
    }
    case "unnamed":
      return [{ id: "unnamed", words: null, unnamed: true }];
    case "open": {
      const meant = things(j, bindings, bearer.use);
      if (meant?.words === null) return [...new Set(meant.ids)].map(actorBearer);
      return [{ id: asWritten(j, bindings, bearer.use), words: wordsOf(j, bindings, bearer.use), unnamed: false }];
    }
  }
}

/** 7.7 */
function instanceOf(
  j: Judge,
  clauses: Clauses,
  bearer: Bearer,
  bindings: ReadonlyMap<string, string>,
  trigger: string,
): Instance {
  const first = clauses.must.items[0];
  const target = first?.kind === "do" || first?.kind === "not-do" ? first.pattern.target : null;
  const owed = trigger === "none" ? null : (clauses.owedTo ?? target);
  const counterparty = owed === null ? null : nameOf(j, bindings, owed, false);
  const roles = [clauses.bearer, owed].flatMap((r) => (r?.kind === "variable" ? [r.name] : []));
  const others = [...bindings].filter(([name]) => !roles.includes(name)).map(([name, value]) => `/${name}=${value}`);
  const whom = counterparty === null ? bearer.id : `${bearer.id}→${counterparty}`;
  const id = `${j.norm.id}/${j.view}/${whom}/${trigger}${others.sort().join("")}`;
  return { id, bearer, counterparty, bindings, trigger };
}

const UNBOUND: ReadonlyMap<string, string> = new Map();

/** Everything that is found of a norm under a view. */
function findingsOf(j: Judge): readonly ReferenceFinding[] {
  const single = (clauses: Clauses, bearer: Bearer, outcome: Outcome): ReferenceFinding =>
    findingOf(j, instanceOf(j, clauses, bearer, UNBOUND, "none"), () => ({ outcome, breaches: [] }));
  const living = j.stages.filter((s) => !s.repealed);
  const everyBearer = new Map(
    living.flatMap((s) => bearersOf(j, s.clauses, UNBOUND, null).map((b) => [b.id, [s.clauses, b]] as const)),
  );
  // 6.7
  if (j.notBinding) {
    return [...everyBearer.values()].flatMap(([clauses, bearer]) =>
      hasJoined(j, clauses, bearer) ? [single(clauses, bearer, "not binding")] : [],
    );
  }

  const found = new Map<string, ReferenceFinding>();
  const bearersFound = new Set<string>();
  const add = (instance: Instance, judge: (ask: Ask) => Verdict): void => {
    bearersFound.add(instance.bearer.id);
    if (!found.has(instance.id)) found.set(instance.id, findingOf(j, instance, judge));
  };
  // 7.1
  for (const [, bearer] of everyBearer.values()) {
    for (const [n, run] of boundRuns(j, bearer.id).entries()) {
      const { clauses } = stageAt(j, run.from);
      if (clauses.when !== null || !bearersOf(j, clauses, UNBOUND, null).some((b) => b.id === bearer.id)) continue;
      const instance = instanceOf(j, clauses, bearer, UNBOUND, n === 0 ? "entry" : `entry-${n + 1}`);
      add(instance, (ask) => judgeEntry({ ask, j, instance, clauses }, run));
    }
  }
  // 7.2
  for (const event of j.events) {
    for (const option of event.options) {
      if (option === null || option.when === null || !living.some((s) => s.clauses.when?.anchor.act === option.kind))
        continue;
      if (option.when.to - option.when.from > MOST_HISTORIES) throw new Error("too long a time for the reference");
      for (let second = option.when.from; second <= option.when.to; second += 1) {
        for (const instance of anchored(j, event.id, option, second))
          add(instance, (ask) => judgeAnchored({ ask, j, instance, clauses: j.norm.clauses }, event));
      }
    }
  }
  // 7.6
  const inForce = runAt(boundRuns(j, null), j.e.at) !== null;
  for (const [clauses, bearer] of everyBearer.values()) {
    const isVariable = clauses.bearer.kind === "variable";
    if (isVariable ? found.size > 0 : bearersFound.has(bearer.id)) continue;
    if (!hasJoined(j, clauses, bearer)) continue;
    const instance = single(clauses, bearer, clauses.when !== null && inForce ? "not triggered" : "not in force");
    found.set(instance.id, instance);
  }
  return [...found.values()];
}

/** Of `each party` with a `when`, who has not joined by `at` has no finding. */
function hasJoined(j: Judge, clauses: Clauses, bearer: Bearer): boolean {
  const isLater = boundRuns(j, bearer.id).every((r) => r.from > j.e.at);
  return clauses.when === null || clauses.bearer.kind !== "each-party" || !isLater;
}

function findingOf(j: Judge, instance: Instance, judge: (ask: Ask) => Verdict): ReferenceFinding {
  const told = histories(judge);
  return {
    id: instance.id,
    norm: j.norm.id,
    view: j.view,
    bearer: instance.bearer.id,
    counterparty: instance.counterparty,
    possible: [...new Set(told.map((t) => t.outcome))].sort(),
    footing: footingOf(j, told),
    breaches: [...new Set(told.flatMap((t) => t.breaches))].sort(),
  };
}

/** 7.2: the instances that an event begins, were it this and then. */
function anchored(j: Judge, event: string, option: Option, second: Instant): readonly Instance[] {
  const { clauses, repealed } = stageAt(j, second);
  if (second > j.e.at || repealed || clauses.when === null || runAt(boundRuns(j, null), second) === null) return [];
  const bindings = bind(j, clauses.when.anchor, option, second);
  if (bindings === null) return [];
  return bearersOf(j, clauses, bindings, second).map((bearer) => instanceOf(j, clauses, bearer, bindings, event));
}

/** 7.2: what the variables of an anchor take; null: it does not agree. Open terms may agree, and are asked later. */
function bind(j: Judge, anchor: EventPattern, option: Option, second: Instant): ReadonlyMap<string, string> | null {
  if (option.kind !== anchor.act) return null;
  const bindings = new Map<string, string>();
  for (const column of ["actor", "target", "object"] as const) {
    const argument = anchor[column];
    const value = option[column];
    if (argument === null || argument.kind === "anyone") continue;
    if (value === null || value === OTHER) return null;
    if (argument.kind === "variable") {
      if (argument.restrict === "party" && !isMember(j, value, second)) return null;
      if (
        argument.restrict !== null &&
        argument.restrict !== "party" &&
        j.e.model.actors.find((a) => a.id === value)?.kind !== argument.restrict
      )
        return null;
      if ((bindings.get(argument.name) ?? value) !== value) return null;
      if ([...bindings].some(([name, taken]) => name !== argument.name && taken === value)) return null;
      bindings.set(argument.name, value);
    } else if (argument.kind !== "other") {
      const meant = things(j, bindings, argument);
      if (meant !== null && meant.words === null && !meant.ids.includes(value)) return null;
    }
  }
  return bindings;
}

// ── What stands in a role, and where ────────────────────────────────────────────────────────────

/** Things by id, or words that have no meaning; null: anything. */
interface Things {
  readonly ids: readonly string[];
  readonly words: string | null;
}

function things(j: Judge, bindings: ReadonlyMap<string, string>, argument: Argument): Things | null {
  switch (argument.kind) {
    case "name":
      return { ids: [argument.id], words: null };
    case "variable": {
      const value = bindings.get(argument.name);
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

/** The one thing that an argument names, if it is one; else, if wished, the words of an open term. */
function nameOf(
  j: Judge,
  bindings: ReadonlyMap<string, string>,
  argument: Argument,
  orWords: boolean = true,
): string | null {
  const named = things(j, bindings, argument);
  if (argument.kind === "term" && named?.words) return orWords ? asWritten(j, bindings, argument) : null;
  return named?.ids.length === 1 ? named.ids[0]! : null;
}

/** The words of an open term, by which the same question is known again (6.6). */
function wordsOf(j: Judge, bindings: ReadonlyMap<string, string>, use: TermUse): string {
  return [use.term, ...use.arguments.map((a) => nameOf(j, bindings, a) ?? "anyone")].join(" ");
}

function asWritten(j: Judge, bindings: ReadonlyMap<string, string>, use: TermUse): string {
  const term = j.e.model.terms.find((t) => t.id === use.term);
  const tail = use.arguments.map(
    (a, i) => `${term?.parameters[i]?.preposition ?? "of"} ${nameOf(j, bindings, a) ?? "anyone"}`,
  );
  return [use.term, ...tail].join(" ");
}

interface Place {
  readonly zone: string | null;
  readonly words: string | null;
}

function zoneOf(j: Judge, bindings: ReadonlyMap<string, string>, zone: ZoneExpression | Argument): Place | null {
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

/** A history, and the clauses and instance in whose light something is judged. */
interface Scene {
  readonly ask: Ask;
  readonly j: Judge;
  readonly instance: Instance;
  readonly clauses: Clauses;
}

/** 7.2, 6.6: whether what stands in a column agrees with an argument. */
function agrees(s: Scene, argument: Argument | null, value: string | null, second: Instant): boolean {
  if (argument === null || argument.kind === "anyone") return true;
  if (value === null || value === OTHER) return false;
  if (argument.kind === "other") {
    const bearers = bearersOf(s.j, s.clauses, s.instance.bindings, second).map((b) => b.id);
    return value !== s.instance.bearer.id && bearers.includes(value) && runAt(boundRuns(s.j, value), second) !== null;
  }
  const meant = things(s.j, s.instance.bindings, argument);
  if (meant === null || meant.ids.includes(value)) return true;
  return meant.words !== null && s.ask(`term ${meant.words}: ${value}`, 2) === 1;
}

function isBearer(s: Scene, value: string | null): boolean {
  const { bearer } = s.instance;
  if (bearer.unnamed) return true;
  if (bearer.words === null) return value === bearer.id;
  return value !== null && value !== OTHER && s.ask(`term ${bearer.words}: ${value}`, 2) === 1;
}

/** 5.6, 6.6: whether an event lies where a clause says. */
function isIn(s: Scene, place: ZoneExpression | null, event: string, option: Option): boolean {
  if (place === null) return true;
  const thing = option.place ?? `event ${event}`;
  const zone = zoneOf(s.j, s.instance.bindings, place);
  if (zone === null) return false;
  if (zone.words !== null) return option.place !== OTHER && s.ask(`term ${zone.words}: ${thing}`, 2) === 1;
  const answer = placement(s.j.e, option, zone.zone ?? "");
  return answer === "open" ? s.ask(`place ${thing} in ${zone.zone}`, 2) === 1 : answer === "in";
}

/** An event as it is in a history. */
interface Happening {
  readonly event: string;
  readonly moment: Moment;
}

/** 3.7, 3.8: what an event is in this history. */
function optionOf(s: Scene, event: Event): Option | null {
  return event.options[s.ask(`event ${event.id}`, event.options.length)]!;
}

/** 5.3: when it is, in this history; null: not by `at`, or at no time that is known. */
function momentOf(s: Scene, event: string, option: Option): Moment | null {
  if (option.when === null) return null;
  const { from, to } = option.when;
  const second = from + s.ask(`time ${event}: ${from} to ${to}`, to - from + 1);
  return second > s.j.e.at ? null : { second, order: option.order };
}

/** Every event of a pattern, in time order. `byBearer`: an item, so the bearer acts unless it says who. */
function happenings(
  s: Scene,
  pattern: EventPattern,
  byBearer: boolean,
  place: ZoneExpression | null,
): readonly Happening[] {
  return s.j.events
    .flatMap((event): Happening[] => {
      if (!event.options.some((o) => o?.kind === pattern.act)) return [];
      const option = optionOf(s, event);
      if (option?.kind !== pattern.act) return [];
      const moment = momentOf(s, event.id, option);
      if (moment === null) return [];
      const fits =
        (byBearer && pattern.actor === null
          ? isBearer(s, option.actor)
          : agrees(s, pattern.actor, option.actor, moment.second)) &&
        agrees(s, pattern.target, option.target, moment.second) &&
        agrees(s, pattern.object, option.object, moment.second) &&
        isIn(s, pattern.place, event.id, option) &&
        isIn(s, place, event.id, option);
      return fits ? [{ event: event.id, moment }] : [];
    })
    .toSorted((a, b) => (before(a.moment, b.moment) ? -1 : before(b.moment, a.moment) ? 1 : 0));
}

/** 4.2: whether a run of seconds is covered for a pattern. */
function isCovered(
  s: Scene,
  pattern: EventPattern,
  byBearer: boolean,
  place: ZoneExpression | null,
  run: Run,
): boolean {
  const { j, instance } = s;
  const name = (a: Argument | null): string | null => (a === null ? null : nameOf(j, instance.bindings, a));
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
  return coveredBy(coverageOf(j.e, wanted), run);
}

// ── 8.6 States ──────────────────────────────────────────────────────────────────────────────────

interface Change extends Happening {
  readonly starts: boolean;
}

function changesOf(s: Scene, expression: StateExpression, place: ZoneExpression | null): readonly Change[] {
  const { startedBy, endedBy } = stateOf(s.j, expression);
  const by = (starts: boolean) =>
    (starts ? startedBy : endedBy).flatMap((c) =>
      happenings(s, changePattern(c.act, c.column, expression.subject), false, place).map((h) => ({ ...h, starts })),
    );
  return [...by(true), ...by(false)];
}

function changePattern(act: string, column: Column, subject: Argument): EventPattern {
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
function isSo(s: Scene, expression: StateExpression, changes: readonly Change[], moment: Moment): boolean | null {
  const value = after(
    changes.filter((c) => !before(moment, c.moment)),
    stateOf(s.j, expression).initially,
  );
  return value === null ? null : value !== expression.negated;
}

// ── 7.3, 7.4 The trigger in one history ─────────────────────────────────────────────────────────

/** What an instance has to be judged by, once it is triggered. */
interface Triggered {
  readonly moment: Moment;
  /** The seconds for which instrument and membership last. */
  readonly bound: Run;
}

function judgeEntry(s: Scene, run: Run): Verdict {
  if (run.from > s.j.e.at || stageAt(s.j, run.from).repealed) return { outcome: "not in force", breaches: [] };
  return judge(s, { moment: { second: run.from, order: null }, bound: run });
}

function judgeAnchored(bare: Scene, event: Event): Verdict {
  const notTriggered: Verdict = { outcome: "not triggered", breaches: [] };
  const { j } = bare;
  const option = optionOf(bare, event);
  if (option === null) return notTriggered;
  const anchor = momentOf(bare, event.id, option);
  if (anchor === null) return notTriggered;
  const { clauses } = stageAt(j, anchor.second);
  const s: Scene = { ...bare, clauses };
  // 7.3
  if (!anchored(j, event.id, option, anchor.second).some((i) => i.id === s.instance.id)) return notTriggered;
  const when = clauses.when!;
  const agree = (["actor", "target", "object"] as const).every((c) =>
    agrees(s, when.anchor[c], option[c], anchor.second),
  );
  if (!agree || !isIn(s, when.anchor.place, event.id, option)) return notTriggered;
  const bound = runAt(boundRuns(j, s.instance.bearer.id), anchor.second);
  if (bound === null) return notTriggered;
  // 7.4
  let moment = anchor;
  for (const [n, further] of when.further.entries()) {
    const end = lastSecondWithin(anchor.second, further.within, j.offset);
    const match = happenings(s, further.pattern, false, null).find(
      (h) => !before(h.moment, anchor) && h.moment.second <= end,
    );
    if (match !== undefined) moment = later(moment, match.moment);
    else if (j.e.at <= end) return notTriggered;
    else if (isCovered(s, further.pattern, false, null, { from: anchor.second, to: end })) return notTriggered;
    else if (s.ask(`unreported condition ${n}`, 2) === 0) return notTriggered;
    else moment = later(moment, { second: end, order: null });
  }
  return judge(s, { moment, bound });
}

function later(a: Moment, b: Moment): Moment {
  return before(a, b) || (a.second === b.second && a.order === null) ? b : a;
}

// ── 8 Outcomes in one history ───────────────────────────────────────────────────────────────────

/** A stretch of the window judged by one stage. */
interface Stretch {
  readonly clauses: Clauses;
  readonly from: Moment;
  readonly to: Instant;
}

/** The beginning of the window by some clauses: the trigger, or `from`. */
function beginning(clauses: Clauses, trigger: Moment): Moment {
  const from = clauses.time?.from?.earliest ?? trigger.second;
  return from > trigger.second ? { second: from, order: null } : trigger;
}

/** 5.2: the last second of the window: what is to be done has its deadline, what is banned or kept its end; else the other of the two. */
function endOf(j: Judge, clauses: Clauses, trigger: Moment, achieve: boolean): Instant {
  const { by = null, within = null, until = null, for: during = null } = clauses.time ?? {};
  const due = by?.latest ?? (within && lastSecondWithin(trigger.second, within, j.offset));
  const end = until?.latest ?? (during && lastSecondFor(beginning(clauses, trigger).second, during, j.offset));
  return (achieve ? (due ?? end) : (end ?? due)) ?? Number.POSITIVE_INFINITY;
}

/** The stages that can bear on an instance: from that of its trigger to the last begun by `at`. */
function stagesFrom(j: Judge, trigger: Moment): readonly Stage[] {
  const first = stageAt(j, trigger.second);
  return j.stages.filter((stage) => stage === first || (stage.from > trigger.second && stage.from <= j.e.at));
}

function stretch(clauses: Clauses, stage: Stage, trigger: Moment, to: Instant): Stretch {
  const begin = beginning(clauses, trigger);
  return { clauses, from: stage.from > begin.second ? { second: stage.from, order: null } : begin, to };
}

interface DutyTime {
  readonly stretches: readonly Stretch[];
  readonly deadline: Instant;
  /** The first second at which it is no longer owed, if that comes before the deadline and by `at` (8.2). */
  readonly ended: Instant | null;
  /** The clauses that govern in the end. */
  readonly clauses: Clauses;
}

/** 6.4: the window of an achieve duty, stage by stage. */
function dutyTime(j: Judge, t: Triggered): DutyTime {
  const stages = stagesFrom(j, t.moment);
  const stretches: Stretch[] = [];
  let ended = Number.POSITIVE_INFINITY;
  let n = 0;
  let deadline = endOf(j, stages[0]!.clauses, t.moment, true);
  for (; ; n += 1) {
    const { clauses } = stages[n]!;
    deadline = endOf(j, clauses, t.moment, true);
    const next = stages[n + 1];
    const goesOn = next !== undefined && next.from <= deadline;
    stretches.push(stretch(clauses, stages[n]!, t.moment, goesOn ? next.from - 1 : deadline));
    if (!goesOn) break;
    if (next.repealed) ended = next.from;
    if (next.repealed) break;
  }
  const isAim = j.norm.kind === "aim";
  if (!j.instrument.survive && !isAim && t.bound.to < deadline) ended = Math.min(ended, t.bound.to + 1);
  const last = ended <= j.e.at ? ended - 1 : Number.POSITIVE_INFINITY;
  return {
    stretches: stretches.map((x) => ({ ...x, to: Math.min(x.to, last) })),
    deadline,
    ended: ended <= j.e.at ? ended : null,
    clauses: stages[n]!.clauses,
  };
}

/** 6.4: the window of a ban or keep, stage by stage. */
function windowOf(j: Judge, t: Triggered): readonly Stretch[] {
  const stages = stagesFrom(j, t.moment);
  const repealed = stages.findIndex((s) => s.repealed);
  return stages
    .slice(0, repealed < 0 ? stages.length : repealed)
    .map((stage, n) => {
      const next = stages[n + 1]?.from ?? Number.POSITIVE_INFINITY;
      return stretch(
        stage.clauses,
        stage,
        t.moment,
        Math.min(next - 1, endOf(j, stage.clauses, t.moment, false), t.bound.to),
      );
    })
    .filter((x) => x.from.second <= x.to);
}

function judge(s: Scene, t: Triggered): Verdict {
  const { clauses } = dutyTime(s.j, t);
  return judgeNode(s, t, expand(s.j, clauses.must), []);
}

/** 8.8: worst first. */
const ORDER: readonly Outcome[] = ["breached", "pending", "lapsed", "excused", "no breach observed", "kept"];
const AIM_ORDER: readonly Outcome[] = ["not reached", "open", "reached"];

function judgeNode(s: Scene, t: Triggered, node: Node, path: readonly number[]): Verdict {
  if (node.kind !== "node") return judgeItem(s, t, node, path);
  const order = s.j.norm.kind === "aim" ? AIM_ORDER : ORDER;
  const parts = node.parts.map((part, n) => judgeNode(s, t, part, [...path, n]));
  const ranks = parts.map((p) => order.indexOf(p.outcome));
  const outcome = order[node.connective === "and" ? Math.min(...ranks) : Math.max(...ranks)]!;
  return { outcome, breaches: outcome === "breached" ? parts.flatMap((p) => p.breaches) : [] };
}

function judgeItem(s: Scene, t: Triggered, item: Item, path: readonly number[]): Verdict {
  if (s.j.norm.kind === "aim") return judgeAim(s, t, item, path);
  switch (item.kind) {
    case "do":
      return judgeAchieve(s, t, path);
    case "not-do":
    case "free-of":
    case "keep":
      return judgeStanding(s, t, path);
    case "term":
      return item.mode === "achieve" ? judgeAchieve(s, t, path) : judgeOpenKeep(s, t, item.use);
  }
}

/** The item at a place of the clause in another stage; null where that stage has none there. */
function itemAt(j: Judge, clauses: Clauses, path: readonly number[]): Item | null {
  let node: Node = expand(j, clauses.must);
  for (const n of path) {
    if (node.kind !== "node" || node.parts[n] === undefined) return null;
    node = node.parts[n];
  }
  return node.kind === "node" ? null : node;
}

function lies(moment: Moment, x: Stretch): boolean {
  return !before(moment, x.from) && moment.second <= x.to;
}

/** 8.1, 8.3, 8.9: whether an item is performed in its window, seen or unseen. */
function isPerformed(s: Scene, t: Triggered, path: readonly number[]): boolean {
  const { stretches, deadline, ended } = dutyTime(s.j, t);
  const judged = stretches.flatMap((x) => {
    const item = itemAt(s.j, x.clauses, path);
    return item === null ? [] : [{ x, item, scene: { ...s, clauses: x.clauses } }];
  });
  const seen = judged.some(({ x, item, scene }) => {
    if (item.kind === "term")
      return (
        x.from.second <= s.j.e.at && scene.ask(`term ${wordsOf(s.j, s.instance.bindings, item.use)}: done`, 2) === 1
      );
    if (item.kind === "keep") return holdsIn(scene, item.state, x.clauses.place, x);
    return happenings(scene, item.pattern, item.kind === "do", x.clauses.place).some((h) => lies(h.moment, x));
  });
  if (seen) return true;
  const covered = judged.every(({ x, item, scene }) => {
    const run = { from: x.from.second, to: x.to };
    if (item.kind === "term") return true;
    if (item.kind === "do" || item.kind === "not-do" || item.kind === "free-of")
      return isCovered(scene, item.pattern, item.kind === "do", x.clauses.place, run);
    const { startedBy, endedBy } = stateOf(s.j, item.state);
    return (item.state.negated ? endedBy : startedBy).every((c) =>
      isCovered(scene, changePattern(c.act, c.column, item.state.subject), false, x.clauses.place, run),
    );
  });
  return (
    s.j.e.at > deadline && ended === null && !covered && s.ask(`unreported performance ${path.join(".")}`, 2) === 1
  );
}

/** Whether what an expression says is so at some second of a stretch, up to `at`. */
function holdsIn(s: Scene, expression: StateExpression, place: ZoneExpression | null, x: Stretch): boolean {
  const changes = changesOf(s, expression, place);
  const last = Math.min(x.to, s.j.e.at);
  const seconds = [x.from.second, ...changes.map((c) => c.moment.second)].filter(
    (t) => x.from.second <= t && t <= last,
  );
  return seconds.some((second) => isSo(s, expression, changes, { second, order: null }) === true);
}

/** 8.2 */
function judgeAchieve(s: Scene, t: Triggered, path: readonly number[]): Verdict {
  const { stretches, deadline, ended } = dutyTime(s.j, t);
  const { at } = s.j.e;
  if (isPerformed(s, t, path)) return { outcome: "kept", breaches: [] };
  if (stretches.some((x) => isExcusedIn(s, x, stretches, at > deadline && ended === null)))
    return { outcome: "excused", breaches: [] };
  if (ended !== null) return { outcome: "lapsed", breaches: [] };
  if (at <= deadline) return { outcome: "pending", breaches: [] };
  return { outcome: "breached", breaches: [] };
}

/** 8.2, 8.3: whether the exception occurs or holds in a stretch of an achieve duty's window. */
function isExcusedIn(bare: Scene, x: Stretch, all: readonly Stretch[], deadlinePassed: boolean): boolean {
  const s: Scene = { ...bare, clauses: x.clauses };
  return meets(x.clauses.unless, (c, n) => {
    if (c.kind === "state") return holdsIn(s, c.state, null, x);
    if (happenings(s, c.pattern, false, null).some((h) => lies(h.moment, x))) return true;
    const covered = all.every((y) => isCovered(s, c.pattern, false, null, { from: y.from.second, to: y.to }));
    return deadlinePassed && !covered && s.ask(`unreported exception ${n}`, 2) === 1;
  });
}

type Condition = Unless["conditions"][number];

function meets(unless: Unless | null, isMet: (condition: Condition, n: number) => boolean): boolean {
  if (unless === null) return false;
  return unless.connective === "and" ? unless.conditions.every(isMet) : unless.conditions.some(isMet);
}

/** 8.4, 8.5: whether the exception is there for an act, or for a failure that begins, at an instant. `about` names it. */
function isExcusedAt(s: Scene, window: readonly Stretch[], moment: Moment, about: string): boolean {
  const begin = window[0]!.from;
  return meets(s.clauses.unless, (c, n) => {
    if (c.kind === "state") return isSo(s, c.state, changesOf(s, c.state, null), moment) === true;
    if (excusingEvents(s, c, begin).some((h) => !before(moment, h.moment) && moment.second <= h.to)) return true;
    const from = c.within === null ? begin.second : firstSecondReaching(moment.second, c.within, s.j.offset);
    const covered = isCovered(s, c.pattern, false, null, { from, to: moment.second });
    return !covered && s.ask(`unreported exception ${n} for ${about}`, 2) === 1;
  });
}

/** The events of an exception, each with the last second that it excuses. */
function excusingEvents(
  s: Scene,
  c: Extract<Condition, { kind: "event" }>,
  begin: Moment,
): readonly (Happening & { to: Instant })[] {
  return happenings(s, c.pattern, false, null)
    .filter((h) => c.within !== null || !before(h.moment, begin))
    .map((h) => ({
      ...h,
      to: c.within === null ? Number.POSITIVE_INFINITY : lastSecondWithin(h.moment.second, c.within, s.j.offset),
    }));
}

/** 8.7: a ban or keep, each instant by the stage then (6.4). */
function judgeStanding(s: Scene, t: Triggered, path: readonly number[]): Verdict {
  const window = windowOf(s.j, t);
  const breaches = [...forbiddenActs(s, window, path), ...failures(s, window, path)];
  if (breaches.length > 0) return { outcome: "breached", breaches };
  const hasEnded = window.every((x) => x.to < s.j.e.at);
  const covered = window.every((x) => {
    const item = itemAt(s.j, x.clauses, path);
    const scene: Scene = { ...s, clauses: x.clauses };
    const run = { from: x.from.second, to: x.to };
    if (item?.kind === "not-do" || item?.kind === "free-of") {
      return isCovered(scene, item.pattern, item.kind === "not-do", x.clauses.place, run);
    }
    if (item?.kind !== "keep") return false;
    const { startedBy, endedBy } = stateOf(s.j, item.state);
    return (item.state.negated ? startedBy : endedBy).every((c) =>
      isCovered(scene, changePattern(c.act, c.column, item.state.subject), false, x.clauses.place, run),
    );
  });
  return { outcome: hasEnded && covered ? "kept" : "no breach observed", breaches };
}

/** 8.4, and `free-of` of 8.5 */
function forbiddenActs(bare: Scene, window: readonly Stretch[], path: readonly number[]): readonly string[] {
  return window.flatMap((x) => {
    const s: Scene = { ...bare, clauses: x.clauses };
    const item = itemAt(s.j, x.clauses, path);
    if (item?.kind !== "not-do" && item?.kind !== "free-of") return [];
    return happenings(s, item.pattern, item.kind === "not-do", x.clauses.place)
      .filter((h) => lies(h.moment, x) && !isExcusedAt(s, window, h.moment, `${path.join(".")} ${h.event}`))
      .map((h) => h.event);
  });
}

/** 8.5: what began each failure of a state. */
function failures(bare: Scene, window: readonly Stretch[], path: readonly number[]): readonly string[] {
  const { at } = bare.j.e;
  const stretches = window.flatMap((x) => {
    const item = itemAt(bare.j, x.clauses, path);
    return item?.kind === "keep" ? [{ x, state: item.state, s: { ...bare, clauses: x.clauses } }] : [];
  });
  // Between two of these seconds nothing changes.
  const runs: { from: Instant; to: Instant; began: string; scene: Scene }[] = [];
  for (const { x, state, s } of stretches) {
    const changes = changesOf(s, state, x.clauses.place);
    const excuse = excuseOf(s, window);
    const last = Math.min(x.to, at);
    const seconds = [x.from.second, ...changes.map((c) => c.moment.second), ...excuse.seconds];
    const marks = [...new Set(seconds)]
      .filter((second) => x.from.second <= second && second <= last)
      .sort((a, b) => a - b);
    for (const [n, from] of marks.entries()) {
      const fails = isSo(s, state, changes, { second: from, order: null }) === false && !excuse.at(from);
      if (!fails) continue;
      const to = (marks[n + 1] ?? last + 1) - 1;
      const run = runs.at(-1);
      if (run !== undefined && run.to === from - 1) run.to = to;
      else runs.push({ from, to, began: whatBegan(s, state, changes, from), scene: s });
    }
  }
  return runs.filter((run) => !isExcusedUnseen(run.scene, window, run, path)).map((run) => run.began);
}

/** 8.5: whether failure is excused at a second by what is on record, and the seconds at which that may change. */
function excuseOf(
  s: Scene,
  window: readonly Stretch[],
): { at: (second: Instant) => boolean; seconds: readonly Instant[] } {
  const conditions = (s.clauses.unless?.conditions ?? []).map((c) => {
    if (c.kind === "state") {
      const changes = changesOf(s, c.state, null);
      const at = (second: Instant): boolean => isSo(s, c.state, changes, { second, order: null }) === true;
      return { c, at, seconds: changes.map((x) => x.moment.second) };
    }
    const events = excusingEvents(s, c, window[0]!.from);
    const at = (second: Instant): boolean => events.some((h) => h.moment.second <= second && second <= h.to);
    return { c, at, seconds: events.flatMap((h) => [h.moment.second, h.to + 1]) };
  });
  return {
    at: (second) => meets(s.clauses.unless, (_, n) => conditions[n]!.at(second)),
    seconds: conditions.flatMap((x) => x.seconds),
  };
}

/** 8.4 for a keep: whether an unreported exception excuses the whole of a failure. */
function isExcusedUnseen(
  s: Scene,
  window: readonly Stretch[],
  run: Run & { began: string },
  path: readonly number[],
): boolean {
  if (!isExcusedAt(s, window, { second: run.from, order: null }, `${path.join(".")} ${run.began} ${run.from}`))
    return false;
  const lengths = s.clauses.unless!.conditions.flatMap((c) => (c.kind === "event" ? [c.within] : []));
  return lengths.every((within) => within === null || lastSecondWithin(run.from, within, s.j.offset) >= run.to);
}

/** The event by which a state came to fail as it fails at a second; the trigger where no event did. */
function whatBegan(s: Scene, state: StateExpression, changes: readonly Change[], second: Instant): string {
  const seconds = [...new Set(changes.map((c) => c.moment.second))].filter((t) => t <= second).sort((a, b) => b - a);
  let began = "entry";
  for (const at of seconds) {
    if (isSo(s, state, changes, { second: at, order: null }) !== false) break;
    const failing = changes.filter((c) => c.moment.second === at && c.starts === state.negated).map((c) => c.event);
    began = failing.sort()[0] ?? began;
  }
  const first = seconds.at(-1);
  // It failed before its first event: no event began it.
  const failedFromTheStart =
    stateOf(s.j, state).initially === state.negated &&
    seconds.every((at) => isSo(s, state, changes, { second: at, order: null }) === false);
  return first === undefined || failedFromTheStart ? "entry" : began;
}

/** 6.6: a keep in words without meaning: has it failed? */
function judgeOpenKeep(s: Scene, t: Triggered, use: TermUse): Verdict {
  const window = windowOf(s.j, t);
  const begun = window.some((x) => x.from.second <= s.j.e.at);
  const failed = begun && s.ask(`term ${wordsOf(s.j, s.instance.bindings, use)}: failed`, 2) === 1;
  return { outcome: failed ? "breached" : "no breach observed", breaches: [] };
}

/** 8.9 */
function judgeAim(s: Scene, t: Triggered, _item: Item, path: readonly number[]): Verdict {
  if (isPerformed(s, t, path)) return { outcome: "reached", breaches: [] };
  return { outcome: s.j.e.at > dutyTime(s.j, t).deadline ? "not reached" : "open", breaches: [] };
}
