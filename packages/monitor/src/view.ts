/** Views, and what a norm says under one of them over time (docs/semantics.md 6). */
import type {
  Argument,
  Clauses,
  Column,
  EventPattern,
  Instant,
  Item,
  Meaning,
  Model,
  Must,
  Norm,
  Precedence,
  Reading,
  State,
  StateExpression,
  TermUse,
  ZoneExpression,
} from "@servanda/language";
import type { View } from "./finding.ts";
import { catalogueOf } from "./catalogue.ts";
import { push } from "./grouping.ts";
import { leavingPatterns } from "./membership.ts";

export interface HeldView extends View {
  /** For `HOLDER:READING`, that reading: the view reads only what it reads. */
  readonly primary: string | null;
  /** Which norms its holder puts before which (14.5); in all views of that holder. */
  readonly precedences: readonly Precedence[];
}

const TEXT: HeldView = { id: "text", holder: null, readings: [], primary: null, precedences: [] };

const ONLY_TEXT: readonly HeldView[] = [TEXT];

/** Ids of what a view reads by, and of the norms that yield under it. */
interface Reach {
  readonly held: ReadonlySet<string>;
  readonly yielding: ReadonlySet<string>;
}

const reaches = new WeakMap<HeldView, Reach>();

function reachOf(view: HeldView): Reach {
  let reach = reaches.get(view);
  if (!reach) {
    reach = { held: new Set(view.readings), yielding: new Set(view.precedences.map((p) => p.lower)) };
    reaches.set(view, reach);
  }
  return reach;
}

/** Views by the reading that is theirs alone, and those that have none. */
interface Sorted {
  readonly own: ReadonlyMap<string, readonly HeldView[]>;
  readonly plain: readonly HeldView[];
}

const sorted = new WeakMap<readonly HeldView[], Sorted>();

function sortedOf(all: readonly HeldView[]): Sorted {
  let known = sorted.get(all);
  if (!known) {
    const own = Map.groupBy(
      all.filter((v) => v.primary !== null),
      (v) => v.primary!,
    );
    known = { own, plain: all.filter((v) => v.holder !== null && v.primary === null) };
    sorted.set(all, known);
  }
  return known;
}

/** 6.1: the text first, then by id. */
export function views(model: Model): HeldView[] {
  const byHolder = new Map<string, Reading[]>();
  for (const reading of model.readings) {
    for (const holder of new Set(reading.holders)) {
      push(byHolder, holder, reading);
    }
  }
  for (const { holders } of model.precedences ?? []) {
    for (const holder of holders) if (!byHolder.has(holder)) byHolder.set(holder, []);
  }
  const out: HeldView[] = [];
  for (const [holder, readings] of byHolder) {
    const precedences = (model.precedences ?? []).filter((p) => p.holders.includes(holder));
    const ranks = precedences.map(precedenceId);
    const of = new Map<string, Reading[]>();
    for (const reading of readings) {
      const key = `${reading.of.kind} ${reading.of.id}`;
      push(of, key, reading);
    }
    const alone = [...of.values()].filter((list) => list.length === 1).map((list) => list[0]!.id);
    if (alone.length > 0 || ranks.length > 0)
      out.push({ id: holder, holder, readings: [...alone, ...ranks].toSorted(), primary: null, precedences });
    for (const list of of.values()) {
      if (list.length === 1) continue;
      for (const reading of list) {
        const ids = [reading.id, ...alone, ...ranks].toSorted();
        out.push({ id: `${holder}:${reading.id}`, holder, readings: ids, primary: reading.id, precedences });
      }
    }
  }
  return [TEXT, ...out.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))];
}

/** How a view lists a precedence among its readings. */
function precedenceId({ higher, lower }: Precedence): string {
  return `${higher} over ${lower}`;
}

/** The views under which findings on a norm are given (6.5), the text first. */
export function viewsOf(model: Model, norm: Norm, all: readonly HeldView[]): readonly HeldView[] {
  if (all.length === 1) return ONLY_TEXT;
  const reading = catalogueOf(model)
    .readingsOf(norm)
    .filter((r) => readsNorm(r, norm));
  const known = sortedOf(all);
  const own = reading.flatMap((r) => known.own.get(r.id) ?? []);
  const plain = known.plain.filter((v) => {
    const { held, yielding } = reachOf(v);
    const reads = yielding.has(norm.id) || reading.some((r) => held.has(r.id));
    return reads && !own.some((o) => o.holder === v.holder);
  });
  return [TEXT, ...[...own, ...plain].toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))];
}

function readsNorm(reading: Reading, norm: Norm): boolean {
  if (reading.of.kind === "norm") return reading.of.id === norm.id;
  if (reading.of.id !== norm.instrument) return false;
  if (reading.notBinding || (reading.attribution ?? []).length > 0) return true;
  const used = termsOf(norm);
  if (reading.means.some((m) => used.has(m.term))) return true;
  return reading.means.length === 0 && Object.keys(reading.clauses).length > 0;
}

/** Terms that the text of a norm uses, in any stage. */
function termsOf(norm: Norm): Set<string> {
  const out = new Set<string>();
  for (const clauses of [norm.clauses, ...norm.amendments.map((a) => a.clauses)]) collectTerms(clauses, out);
  return out;
}

/** Term uses are the only nodes with `kind: "term"` and a `term`; the model is plain data, so a walk finds them all. */
function collectTerms(node: unknown, out: Set<string>): void {
  if (Array.isArray(node)) {
    for (const child of node) collectTerms(child, out);
  } else if (node !== null && typeof node === "object") {
    const { kind, term } = node as { kind?: unknown; term?: unknown };
    if (kind === "term" && typeof term === "string") out.add(term);
    for (const child of Object.values(node)) collectTerms(child, out);
  }
}

/** What a norm says from one instant to the next change, under one view. */
export interface Stage {
  /** First instant of it; the text as first agreed has none. */
  readonly from: Instant | null;
  readonly clauses: Clauses;
  /** Amendments applied, by place in the norm's list. */
  readonly amendments: number;
  readonly repealed: boolean;
}

/** A norm under a view: its stages, and the meanings that the view gives to its terms. */
export class NormView {
  readonly norm: Norm;
  readonly view: HeldView;
  readonly stages: readonly Stage[];
  readonly meanings: ReadonlyMap<string, { readonly meaning: Meaning; readonly reading: string }>;
  /** Readings of the view that read this norm, the norm's own last. */
  readonly readings: readonly Reading[];
  readonly binding: boolean;
  /** Another norm's variables that its clauses speak of, by their keys (14.2). */
  readonly borrowed: ReadonlySet<string>;
  /** Whose conduct counts as whose besides (12.4). */
  readonly attributions: ReadonlyMap<string, readonly string[]>;
  private readonly leaving: readonly EventPattern[];
  /** What terms stand for, by use: the same use has the same patterns. */
  private readonly owed = new Map<TermUse, Must | null>();

  constructor(model: Model, norm: Norm, view: HeldView) {
    this.norm = norm;
    this.view = view;
    const catalogue = catalogueOf(model);
    const { held } = reachOf(view);
    this.readings = catalogue.readingsOf(norm).filter((r) => held.has(r.id) && readsNorm(r, norm));
    this.binding = !this.readings.some((r) => r.notBinding);
    const attributions = new Map<string, string[]>();
    const counted = this.readings.flatMap((r) => r.attribution ?? []);
    // 12.4: lines have no order.
    for (const { conductOf, countsAs } of counted.toSorted((a, b) => (a.countsAs < b.countsAs ? -1 : 1))) {
      push(attributions, conductOf, countsAs);
    }
    this.attributions = attributions;
    const meanings = new Map<string, { meaning: Meaning; reading: string }>();
    for (const reading of this.readings) {
      for (const meaning of reading.means) meanings.set(meaning.term, { meaning, reading: reading.id });
    }
    // 6.6: what a term means by way of itself, it does not mean.
    const circular = [...meanings.keys()].filter((term) => isCircular(term, meanings));
    for (const term of circular) meanings.delete(term);
    this.meanings = meanings;

    const stages: Stage[] = [];
    let text = norm.clauses;
    const restated = (clauses: Clauses): Clauses =>
      this.readings.reduce((sum, reading) => ({ ...sum, ...reading.clauses }), clauses);
    stages.push({ from: null, clauses: restated(text), amendments: 0, repealed: false });
    const dated = norm.amendments.toSorted((a, b) => a.from.earliest - b.from.earliest);
    for (const [i, amendment] of dated.entries()) {
      text = { ...text, ...amendment.clauses };
      stages.push({
        from: amendment.from.earliest,
        clauses: restated(text),
        amendments: i + 1,
        repealed: amendment.repealed,
      });
    }
    this.stages = stages;
    this.borrowed = new Set(stages.flatMap(({ clauses }) => (clauses.breach ? borrowedBy(clauses) : [])));
    const instrument = catalogue.instruments.get(norm.instrument);
    const renewals = [instrument?.renewal, ...stages.map(({ clauses }) => clauses.time?.renewal)];
    this.leaving = leavingPatterns(instrument?.withdrawal, renewals);
  }

  /** The items that a term stands for, its parameters replaced; null where it is open. */
  items(use: TermUse): Must | null {
    let items = this.owed.get(use);
    if (items === undefined) this.owed.set(use, (items = this.itemsOf(use)));
    return items;
  }

  private itemsOf(use: TermUse): Must | null {
    const found = this.meanings.get(use.term);
    if (!found || found.meaning.body.kind !== "items") return null;
    const put = this.put(found.meaning, use);
    return {
      connective: found.meaning.body.must.connective,
      items: found.meaning.body.must.items.map((item) => substituteItem(item, put)),
    };
  }

  /** The zone that a term stands for; null where it is open. */
  zone(use: TermUse): ZoneExpression | null {
    const found = this.meanings.get(use.term);
    if (!found || found.meaning.body.kind !== "zone") return null;
    return substituteZone(found.meaning.body.zone, this.put(found.meaning, use));
  }

  /** The actors that a term stands for; null where it is open. */
  actors(use: TermUse): readonly Argument[] | null {
    const found = this.meanings.get(use.term);
    if (!found || found.meaning.body.kind !== "actors") return null;
    const put = this.put(found.meaning, use);
    return found.meaning.body.actors.map((actor) => substituteArgument(actor, put));
  }

  private put(meaning: Meaning, use: TermUse): Put {
    return new Map(meaning.parameters.map((name, i) => [name, use.arguments[i] ?? { kind: "anyone" }]));
  }

  /** 1.5, 14.1 (`linked`: with other norms): for each act that some pattern of this norm names, the columns it asks about. */
  columnsRead(states: ReadonlyMap<string, State>, linked = false): Map<string, Set<Column>> {
    const out = new Map<string, Set<Column>>();
    const pattern = (p: EventPattern, bearer: boolean, place: boolean): void => {
      let columns = out.get(p.act);
      if (!columns) out.set(p.act, (columns = new Set()));
      if (bearer && p.actor === null) columns.add("actor");
      for (const column of ["actor", "target", "object"] as const) {
        const argument = p[column];
        if (argument !== null && (argument.kind !== "anyone" || argument.party)) columns.add(column);
      }
      if (place || p.place !== null) columns.add("place");
    };
    const state = (expression: StateExpression): void => {
      const declared = states.get(expression.state);
      for (const change of [...(declared?.startedBy ?? []), ...(declared?.endedBy ?? [])]) {
        let columns = out.get(change.act);
        if (!columns) out.set(change.act, (columns = new Set()));
        columns.add(change.column);
      }
    };
    const item = (i: Item, bearer: boolean, place: boolean): void => {
      if (i.kind === "do" || i.kind === "not-do") pattern(i.pattern, bearer, place);
      else if (i.kind === "free-of") pattern(i.pattern, false, place);
      if (linked && i.kind !== "keep" && i.kind !== "term") out.get(i.pattern.act)!.add("target");
      if (i.kind === "do" || i.kind === "not-do" || i.kind === "free-of") return;
      if (i.kind === "keep") state(i.state);
      else for (const inner of this.items(i.use)?.items ?? []) item(inner, bearer, place);
    };
    for (const leaving of this.leaving) pattern(leaving, true, false);
    for (const { clauses } of this.stages) {
      const bearer = clauses.bearer.kind !== "unnamed";
      if (clauses.when) {
        for (const anchor of [clauses.when.anchor, ...(clauses.when.or ?? [])]) pattern(anchor, false, false);
        for (const further of clauses.when.further) pattern(further.pattern, false, false);
      }
      for (const further of clauses.breach?.further ?? []) pattern(further.pattern, false, false);
      for (const after of clauses.onlyAfter?.patterns ?? []) pattern(after, false, false);
      for (const i of clauses.must.items) item(i, bearer, clauses.place !== null);
      for (const condition of clauses.unless?.conditions ?? []) {
        if (condition.kind === "event") pattern(condition.pattern, false, false);
        else state(condition.state);
      }
    }
    return out;
  }
}

/** Whether the meaning of a term leads back to it. */
function isCircular(term: string, meanings: ReadonlyMap<string, { readonly meaning: Meaning }>): boolean {
  const met = new Set<string>();
  const waiting = [term];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const used = termsIn(meanings.get(next)?.meaning.body);
    if (used.includes(term)) return true;
    waiting.push(...used.filter((each) => !met.has(each)));
    for (const each of used) met.add(each);
  }
  return false;
}

/** The terms that a piece of the model uses, anywhere in it. */
function termsIn(piece: unknown): string[] {
  if (typeof piece !== "object" || piece === null) return [];
  const own = "term" in piece && typeof piece.term === "string" ? [piece.term] : [];
  return [...own, ...Object.values(piece).flatMap(termsIn)];
}

type Put = ReadonlyMap<string, Argument>;

function substituteArgument(argument: Argument, put: Put): Argument {
  if (argument.kind === "variable") return put.get(argument.name) ?? argument;
  if (argument.kind === "term") return substituteUse(argument, put);
  return argument;
}

function substituteUse(use: TermUse, put: Put): TermUse {
  return { ...use, arguments: use.arguments.map((a) => substituteArgument(a, put)) };
}

function substituteZone(zone: ZoneExpression, put: Put): ZoneExpression {
  switch (zone.kind) {
    case "zone":
      return zone;
    case "zone-of":
      return { ...zone, of: substituteArgument(zone.of, put) };
    case "term":
      return substituteUse(zone, put);
    case "variable": {
      const value = put.get(zone.name);
      const far = zone.distance ? { distance: zone.distance } : {};
      if (value?.kind === "name") return { kind: "zone", id: value.id, ...far };
      if (value?.kind === "variable") return { kind: "variable", name: value.name, ...far };
      if (value?.kind === "term") return { ...value, ...far };
      return zone;
    }
  }
}

function substitutePattern(pattern: EventPattern, put: Put): EventPattern {
  const of = (argument: Argument | null): Argument | null => argument && substituteArgument(argument, put);
  return {
    act: pattern.act,
    actor: of(pattern.actor),
    target: of(pattern.target),
    object: of(pattern.object),
    place: pattern.place && substituteZone(pattern.place, put),
    ...(pattern.count ? { count: pattern.count } : {}),
  };
}

function substituteItem(item: Item, put: Put): Item {
  switch (item.kind) {
    case "do":
    case "not-do":
    case "free-of":
      return { kind: item.kind, pattern: substitutePattern(item.pattern, put) };
    case "keep":
      return { kind: "keep", state: { ...item.state, subject: substituteArgument(item.state.subject, put) } };
    case "term":
      return { ...item, use: substituteUse(item.use, put) };
  }
}

/** The keys of another norm's variables in some clauses: the model is plain data, so a walk finds them. */
function borrowedBy(node: unknown): readonly string[] {
  if (node === null || typeof node !== "object") return [];
  const { kind, name, of } = node as { kind?: unknown; name?: unknown; of?: unknown };
  const own = kind === "variable" && typeof of === "string" ? [`${String(name)} of ${of}`] : [];
  return [...own, ...Object.values(node).flatMap(borrowedBy)];
}
