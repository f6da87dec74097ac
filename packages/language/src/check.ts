/** Syntax of all documents to one checked model. What is not sound is reported and left out. */
import { readClaim } from "./claim.ts";
import { checkChains, checkConflicts, checkTriggers, dropHollow, type Known as KnownNorm } from "./conflict.ts";
import { declareAll } from "./declaration.ts";
import { includesOf, lentOf } from "./include.ts";
import { sorted, type Diagnostic } from "./message.ts";
import {
  type Amendment,
  type CaseSettings,
  type Claim,
  type ClauseName,
  type Clauses,
  type Instrument,
  type Model,
  type Norm,
  type Precedence,
  type Reading,
  type RestatedClauses,
  type Span,
  type Supposition,
  type TextSource,
} from "./model.ts";
import { Scope, variables, type Known, type Variables } from "./names.ts";
import { readClauses, readRenewal, usedTerms, usedVariables, type ReadClauses, type Setting } from "./norm.ts";
import { parse, type Document } from "./parser.ts";
import {
  beginReading,
  endReading,
  readMeanings,
  readPrecedence,
  type PendingReading,
  type ReadNorm,
} from "./reading.ts";
import { byCodeUnit } from "./spelling.ts";
import { ownStandards, standardOf } from "./standard.ts";
import { readSupposition } from "./supposition.ts";
import type { AmendNode, CaseNode, Declaration, InstrumentNode, Name, NormNode } from "./syntax.ts";
import { checkWindow, readWithdrawal } from "./window.ts";
import { actorsOf, byId, membersOf, periodOf, seriesOf, statesOf, termsOf, zonesOf } from "./world.ts";

export interface Checked {
  /** Whatever was sound. Deeply frozen; equal to itself after a JSON round trip. */
  readonly model: Model;
  /** By path, line, column, code. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads and checks a case. The order of the documents does not matter. */
export function check(documents: readonly Document[], known: Known = { sources: null, shapes: null }): Checked {
  const diagnostics: Diagnostic[] = [];
  const declarations: Declaration[] = [];
  for (const document of Array.from(documents).sort(
    (a, b) => byCodeUnit(a.path, b.path) || byCodeUnit(a.text, b.text),
  )) {
    const syntax = parse(document);
    const lent = lentOf(document.path, syntax);
    for (const declaration of lent.declarations) declarations.push(declaration);
    for (const found of lent.diagnostics) diagnostics.push(found);
  }
  const paths = new Set(documents.map(({ path }) => path));
  const model = new Checker(known, diagnostics, declarations).model(paths);
  return { model: freeze(model), diagnostics: sorted(diagnostics) };
}

function freeze<T>(value: T): T {
  if (value !== null && typeof value === "object" && !Object.isFrozen(value)) {
    Object.freeze(value);
    // Most of a model is texts and numbers: those are not even called for.
    for (const key in value) if (typeof value[key] === "object") freeze(value[key]);
  }
  return value;
}

/** The clauses that most norms do not have. */
function further({ breach, power, occasion, continues, onlyAfter, unseen }: RestatedClauses): RestatedClauses {
  return {
    ...(breach == null ? {} : { breach }),
    ...(power == null ? {} : { power }),
    ...(occasion == null ? {} : { occasion }),
    ...(continues == null ? {} : { continues }),
    ...(onlyAfter == null ? {} : { onlyAfter }),
    ...(unseen == null ? {} : { unseen }),
  };
}

function holds(outer: Span, inner: Span): boolean {
  return outer.path === inner.path && outer.line <= inner.line && inner.endLine <= outer.endLine;
}

/** The norms by which precedences of a holder lead from one norm to another, both included; null: they do not. */
function pathBetween(ranks: readonly Precedence[], holder: string, from: string, to: string): string[] | null {
  const cameBy = new Map<string, string | null>([[from, null]]);
  for (const at of cameBy.keys()) {
    if (at === to) break;
    for (const { higher, lower, holders } of ranks) {
      if (higher === at && holders.includes(holder) && !cameBy.has(lower)) cameBy.set(lower, at);
    }
  }
  if (!cameBy.has(to)) return null;
  const path: string[] = [];
  for (let at: string | null = to; at !== null; at = cameBy.get(at) ?? null) path.unshift(at);
  return path;
}

const CLAUSE_WORDS: { readonly [name in ClauseName]: string } = {
  when: "when",
  breach: "when",
  bearer: "who is bound",
  must: "what is owed",
  power: "can",
  time: "when it is due",
  place: "in",
  unless: "unless",
  owedTo: "owed to",
  occasion: "as one occasion",
  continues: "if breached",
  onlyAfter: "only after",
  unseen: "text unseen",
};

/** A norm while it is checked. */
interface Building extends ReadNorm {
  readonly node: NormNode;
  readonly when: Span;
  /** Null where it is not sound, or speaks of one that is not. */
  norm: Norm | null;
}

class Checker {
  private readonly scope: Scope;
  private readonly declarations: readonly Declaration[];
  private readonly instruments = new Map<
    string,
    {
      readonly node: InstrumentNode;
      readonly instrument: Instrument | null;
      readonly offset: number;
    }
  >();
  private readonly norms = new Map<string, Building>();
  private readonly normsOf = new Map<string, Building[]>();

  constructor(known: Known, diagnostics: Diagnostic[], declarations: readonly Declaration[]) {
    this.scope = new Scope(known, diagnostics);
    this.declarations = declarations;
  }

  private of<K extends Declaration["kind"]>(kind: K): (Declaration & { kind: K })[] {
    return this.declarations.filter((node): node is Declaration & { kind: K } => node.kind === kind);
  }

  model(paths: ReadonlySet<string>): Model {
    const settings = this.settings();
    this.scope.offset = settings.offset;
    const zoneNodes = declareAll(this.scope, this.declarations);
    const actors = actorsOf(this.scope, this.of("actor"));
    const states = statesOf(this.scope, this.of("state"));
    const zones = zonesOf(this.scope, zoneNodes);
    const sources: TextSource[] = Array.from(this.scope.sources.values()).map((node) => ({
      id: node.name.text,
      title: node.kind === "source" ? (node.title ?? node.name.text) : node.name.text,
      span: node.span,
    }));
    this.readInstruments();
    this.readNorms();
    const precedences = this.precedences();
    this.checkNorms(precedences);
    const readings = this.readings();
    const suppositions = this.suppositions();
    const inModel = (id: string): boolean => this.norms.get(id)?.norm != null;
    const series = seriesOf(this.scope, this.of("series"));
    const claims = this.claims();
    const ranks = precedences.filter(({ higher, lower }) => inModel(higher) && inModel(lower));
    const includes = includesOf(this.scope, this.of("include"), paths);
    return {
      format: 1,
      case: settings,
      actors: actors.sort(byId),
      acts: Array.from(this.scope.acts.values()).sort(byId),
      states: states.sort(byId),
      zones: zones.sort(byId),
      terms: termsOf(this.scope, this.of("term")),
      sources: sources.sort(byId),
      instruments: Array.from(this.instruments.values())
        .flatMap(({ instrument }) => (instrument === null ? [] : [instrument]))
        .sort(byId),
      norms: Array.from(this.norms.values())
        .flatMap(({ norm }) => (norm === null ? [] : [norm]))
        .sort(byId),
      readings: readings.sort(byId),
      suppositions: suppositions.sort(byId),
      ...(series.length > 0 ? { series } : {}),
      ...(ranks.length > 0 ? { precedences: ranks } : {}),
      ...(claims.length > 0 ? { claims } : {}),
      ...(includes.length > 0 ? { includes } : {}),
    };
  }

  // ── The case ───────────────────────────────────────────────────────────────────────────────

  private settings(): CaseSettings {
    const [node, ...others] = this.of("case");
    for (const other of others)
      this.scope.duplicate(other.name.text, other.name.span, "the case", (node as CaseNode).name.span);
    const offset = node?.offset ?? 0;
    const standards = ownStandards(this.scope, node?.standards ?? []);
    const placesNamedIn = (node?.placesNamedIn ?? []).flatMap((name) => tagOf(this.scope, name) ?? []);
    return {
      id: node?.name.text ?? "case",
      title: node?.title ?? node?.name.text ?? "",
      recordCloses: node?.closes == null ? null : this.scope.date(node.closes, offset),
      offset,
      standard: (node?.standard && standardOf(this.scope, node.standard)) ?? "reasonable-grounds",
      borders: node?.borders ?? "disputed-marked",
      ...(standards.length > 0 ? { standards } : {}),
      ...(placesNamedIn.length > 0 ? { placesNamedIn } : {}),
    };
  }

  // ── Instruments ───────────────────────────────────────────────────────────────────────────────

  private readInstruments(): void {
    const { scope } = this;
    for (const node of this.of("instrument")) {
      if (scope.instruments.get(node.name.text) !== node) continue;
      const mark = scope.errors;
      const offset = node.offset ?? scope.offset;
      const signed = node.signed === null ? null : scope.date(node.signed, offset);
      const period =
        node.inForce === null
          ? null
          : periodOf(
              scope,
              { from: node.inForce.from, until: node.inForce.until, span: node.inForce.from.span },
              offset,
            );
      const parties = membersOf(scope, node.parties, offset);
      const leaving = node.withdrawal === null ? null : readWithdrawal(scope, node.withdrawal);
      const renewed = node.renewal === null ? null : this.instrumentRenewal(node, node.renewal);
      if (node.sound && node.parties.length === 0) scope.report("SV405", node.name.span, { name: node.name.text });
      if (node.sound && node.inForce === null) scope.report("SV411", node.name.span, { name: node.name.text });
      const sound = node.sound && scope.errors === mark && period?.from != null;
      const instrument: Instrument | null =
        sound && period?.from != null
          ? {
              id: node.name.text,
              names: node.titles.length > 0 ? node.titles : [node.name.text],
              signed,
              inForce: { from: period.from, until: period.until },
              offset: node.offset,
              parties,
              survive: node.survive,
              ...(leaving === null ? {} : { withdrawal: leaving }),
              ...(renewed === null ? {} : { renewal: renewed }),
              span: node.span,
            }
          : null;
      this.instruments.set(node.name.text, { node, instrument, offset });
    }
  }

  private instrumentRenewal(
    node: InstrumentNode,
    renewal: NonNullable<InstrumentNode["renewal"]>,
  ): NonNullable<Instrument["renewal"]> | null {
    if (node.sound && node.inForce !== null && node.inForce.until === null)
      this.scope.report("SV408", renewal.span, {
        what: "What has no end is not renewed.",
        help: "Say how long it lasts at first: in force from DATE until DATE.",
      });
    return readRenewal(this.scope, renewal);
  }

  // ── Norms ─────────────────────────────────────────────────────────────────────────────────────

  private readNorms(): void {
    const { scope } = this;
    const amendments = new Map<string, AmendNode[]>();
    for (const node of this.of("amend")) {
      const norm = scope.norm(node.name);
      if (norm === null) continue;
      const list = amendments.get(norm.name.text);
      if (list === undefined) amendments.set(norm.name.text, [node]);
      else list.push(node);
    }
    for (const node of this.of("norm")) {
      if (scope.norms.get(node.name.text) !== node) continue;
      const building = this.readNorm(node, amendments.get(node.name.text) ?? []);
      this.norms.set(node.name.text, building);
      const list = this.normsOf.get(node.of.text);
      if (list === undefined) this.normsOf.set(node.of.text, [building]);
      else list.push(building);
    }
  }

  private readNorm(node: NormNode, amendNodes: readonly AmendNode[]): Building {
    const { scope } = this;
    const mark = scope.errors;
    scope.instrument(node.of);
    const paper = this.instruments.get(node.of.text);
    const offset = paper?.offset ?? scope.offset;
    const instrument = paper?.instrument ?? null;
    const setting: Setting = { norm: node.norm, offset, broken: !node.sound };
    if (node.prose.trim() === "") scope.report("SV404", node.name.span, { norm: node.norm });
    const read = readClauses(scope, node.clauses, variables(), setting);
    if (node.sound) {
      if (!read.spans.has("bearer"))
        scope.report("SV407", node.name.span, {
          norm: node.norm,
          what: "who is bound",
          help: 'Add a line with the name of the bearer, "each party", or "unnamed" where the text names nobody.',
        });
      if (!read.spans.has("must"))
        scope.report("SV407", node.name.span, {
          norm: node.norm,
          what: "what is owed",
          help: {
            ban: "Add a line: must not …",
            aim: "Add a line: reach …",
            duty: "Add a line: must …",
            permission: "Add a line: may …",
            power: "Add a line: can suspend duties owed to …, by …; or: can terminate …, by …",
          }[node.norm],
        });
    }
    const { bearer, must } = read.clauses;
    const clauses: Clauses | null =
      bearer === undefined || must === undefined
        ? null
        : {
            when: read.clauses.when ?? null,
            bearer,
            must,
            time: read.clauses.time ?? null,
            place: read.clauses.place ?? null,
            unless: read.clauses.unless ?? null,
            owedTo: read.clauses.owedTo ?? null,
            ...further(read.clauses),
          };
    if (node.norm === "permission" && clauses !== null && clauses.time === null && read.spans.has("when"))
      if (!setting.broken) scope.report("SV415", read.spans.get("when") as Span);
    if (clauses !== null) checkWindow(scope, clauses, read, instrument, offset);
    const layers: RestatedClauses[] = [clauses ?? read.clauses];
    const { amendments, known } = this.readAmendments(amendNodes, read, layers, setting, instrument);
    const sound = clauses !== null && node.sound && scope.errors === mark && amendments !== null && instrument !== null;
    const norm: Norm | null =
      sound && clauses !== null && amendments !== null
        ? {
            id: node.name.text,
            kind: node.norm,
            instrument: node.of.text,
            article: node.article,
            prose: node.prose,
            clauses,
            amendments,
            span: node.span,
          }
        : null;
    const when = read.spans.get("when") ?? node.name.span;
    return { node, norm, layers, terms: usedTerms(layers), variables: known, when };
  }

  /** What needs all norms: marks those on which a provision bears that nothing judges yet. */
  private checkNorms(precedences: readonly Precedence[]): void {
    const { scope } = this;
    const known = new Map<string, KnownNorm>();
    for (const [id, { node, layers, when }] of this.norms) {
      const members = this.instruments.get(node.of.text)?.instrument?.parties ?? [];
      const parties = new Set(members.map(({ actor }) => actor));
      known.set(id, { id, kind: node.norm, clauses: layers[0] ?? {}, parties, when, name: node.name.span });
    }
    for (const id of [...checkTriggers(scope, known), ...checkChains(scope, known)]) {
      const faulty = this.norms.get(id);
      if (faulty !== undefined) faulty.norm = null;
    }
    checkConflicts(scope, Array.from(known.values()), precedences);
    for (const { norm, name, span } of scope.foreign) {
      const other = this.norms.get(norm);
      if (other === undefined || other.variables.lenient) continue;
      const bound = Array.from(other.variables.bound).filter((each) => !other.variables.ofAct.has(each));
      if (bound.includes(name)) continue;
      const help = bound.length === 0 ? "" : `It speaks of ${bound.join(", ")}.`;
      scope.report("SV208", span, { norm, name, help });
      for (const speaking of this.norms.values())
        if (speaking.norm !== null && holds(speaking.node.span, span)) speaking.norm = null;
    }
    dropHollow(this.norms);
  }

  private precedences(): Precedence[] {
    const { scope } = this;
    const ranks: Precedence[] = [];
    for (const node of this.of("precedence")) {
      const rank = readPrecedence(scope, node);
      if (rank === null) continue;
      const ring = rank.holders.map((holder) => pathBetween(ranks, holder, rank.lower, rank.higher)).find((p) => p);
      if (ring) {
        const way = [rank.higher, ...ring].map((norm, at, all) => (at === 0 ? "" : `${all[at - 1]} over ${norm}`));
        scope.report("SV209", node.lower.span, { name: rank.higher, ring: `: ${way.slice(1).join(", ")}` });
      } else ranks.push(rank);
    }
    return ranks;
  }

  private claims(): Claim[] {
    return this.of("claim")
      .filter((node) => this.scope.claims.get(node.name.text) === node)
      .flatMap((node) => readClaim(this.scope, node) ?? [])
      .filter(({ statements, refutedBy }) =>
        [...statements, ...refutedBy].every((each) => !("norm" in each) || this.norms.get(each.norm)?.norm != null),
      )
      .sort(byId);
  }

  private readAmendments(
    nodes: readonly AmendNode[],
    base: ReadClauses,
    layers: RestatedClauses[],
    setting: Setting,
    instrument: Instrument | null,
  ): { amendments: Amendment[] | null; known: Variables } {
    const { scope } = this;
    const known: Variables = { ...variables(base.variables.bound), lenient: base.variables.lenient || setting.broken };
    const dated = nodes.map((node) => ({ node, from: scope.date(node.from, setting.offset) }));
    dated.sort((a, b) => (a.from?.earliest ?? 0) - (b.from?.earliest ?? 0));
    let current: RestatedClauses = { ...base.clauses };
    let scoped: Variables = base.variables;
    const amendments: Amendment[] = [];
    const restated = new Set<string>();
    let sound = true;
    for (const { node, from } of dated) {
      const mark = scope.errors;
      const read = readClauses(scope, node.clauses, scoped, { ...setting, broken: setting.broken || !node.sound });
      const byConsentOf = node.byConsentOf.map((name) => scope.actor(name));
      const source = scope.source(node.source);
      // Which of two comes first is nowhere said: neither lines nor files have an order (docs/semantics.md 5.5).
      for (const [name, span] of read.spans) {
        const key = `${from?.earliest ?? ""} ${name}`;
        const declaration = `The text of ${node.name.text} from ${node.from.text}`;
        if (restated.has(key)) scope.report("SV103", span, { declaration, word: CLAUSE_WORDS[name] });
        restated.add(key);
      }
      current = { ...current, ...read.clauses };
      scoped = read.variables;
      for (const name of read.variables.bound) known.bound.add(name);
      if (read.variables.lenient) known.lenient = true;
      if (read.spans.has("when")) this.stillBound(current, read);
      if (node.sound && node.clauses.length === 0) {
        scope.report("SV105", node.name.span, {
          declaration: "an amendment",
          what: "what it changes",
          help: "Restate a clause under it, or write: repealed",
        });
      }
      checkWindow(scope, current, read, instrument, setting.offset);
      layers.push(read.clauses);
      if (from === null || !node.sound || scope.errors !== mark) sound = false;
      else {
        amendments.push({
          from,
          byConsentOf: byConsentOf.filter((actor) => actor !== null),
          clauses: read.clauses,
          repealed: read.repealed,
          source,
          span: node.span,
        });
      }
    }
    return { amendments: sound ? amendments : null, known };
  }

  /** A restated `when` binds the variables of the clauses that stay as they are. */
  private stillBound(clauses: RestatedClauses, read: ReadClauses): void {
    if (read.variables.lenient) return;
    const span = read.spans.get("when") as Span;
    for (const name of usedVariables(clauses)) {
      if (read.variables.bound.has(name)) continue;
      this.scope.report("SV203", span, {
        name,
        help: `Another clause speaks of ${name}: mention it here too, or restate that clause.`,
      });
    }
  }

  // ── Readings and suppositions ─────────────────────────────────────────────────────────────────

  private readings(): Reading[] {
    const { scope } = this;
    const pending: { reading: PendingReading; offset: number }[] = [];
    for (const node of this.of("reading")) {
      if (scope.readings.get(node.name.text) !== node) continue;
      const name = node.of.text;
      const one = this.norms.get(name);
      const paper = this.instruments.get(name);
      let of: Reading["of"] | null = null;
      let known = one?.variables ?? variables();
      let targets: readonly ReadNorm[] = [];
      let instrument: Instrument | null = null;
      let offset = scope.offset;
      if (one !== undefined) {
        of = { kind: "norm", id: name };
        targets = [one];
        const home = this.instruments.get(one.node.of.text);
        instrument = home?.instrument ?? null;
        offset = home?.offset ?? offset;
      } else if (paper !== undefined) {
        // An agreement with a fault is not in the model; neither is a reading of it.
        if (paper.instrument !== null) of = { kind: "instrument", id: name };
        targets = this.normsOf.get(name) ?? [];
        known = this.allVariables(name, targets);
        instrument = paper.instrument;
        offset = paper.offset;
      } else scope.noPaper(node.of, "norm");
      const reading = beginReading(scope, node, of, targets, known, {
        norm: one?.node.norm ?? null,
        offset,
        broken: !node.sound,
      });
      const mark = scope.errors;
      if (one === undefined) checkWindow(scope, reading.read.clauses, reading.read, instrument, offset, true);
      else {
        const effective: { -readonly [K in ClauseName]?: Clauses[K] } = Object.assign(
          {},
          ...one.layers,
          reading.read.clauses,
        );
        if (reading.read.spans.has("when") && !one.variables.lenient) this.stillBound(effective, reading.read);
        checkWindow(scope, effective, reading.read, instrument, offset);
      }
      if (scope.errors !== mark) reading.sound = false;
      pending.push({ reading, offset });
    }
    readMeanings(
      scope,
      pending.map(({ reading }) => reading),
    );
    return pending.flatMap(({ reading, offset }) => endReading(scope, reading, offset) ?? []);
  }

  private readonly variablesOf = new Map<string, Variables>();

  /** The variables of all norms of an instrument, for a reading of the whole. */
  private allVariables(instrument: string, norms: readonly ReadNorm[]): Variables {
    const found = this.variablesOf.get(instrument);
    if (found !== undefined) return found;
    const all = variables();
    for (const norm of norms) {
      for (const name of norm.variables.bound) all.bound.add(name);
      if (norm.variables.lenient) all.lenient = true;
    }
    this.variablesOf.set(instrument, all);
    return all;
  }

  private suppositions(): Supposition[] {
    const { scope } = this;
    const holders = new Set<string>();
    for (const node of [...scope.readings.values(), ...this.of("precedence")])
      for (const holder of node.holders) holders.add(holder === null ? "the-case" : holder.text);
    const offsetOf = (norm: string): number | null => {
      const building = this.norms.get(norm);
      return building?.norm == null ? null : (this.instruments.get(building.norm.instrument)?.offset ?? scope.offset);
    };
    return this.of("supposition").flatMap((node) => {
      if (scope.suppositions.get(node.name.text) !== node) return [];
      return (
        readSupposition(scope, node, {
          offset: scope.offset,
          offsetOf,
          holders,
          readings: new Set(scope.readings.keys()),
        }) ?? []
      );
    });
  }
}

/** The tag of a language (BCP 47) in its usual form. Null if it is none. */
export function languageTag(text: string): string | null {
  try {
    return Intl.getCanonicalLocales(text)[0] ?? null;
  } catch {
    return null;
  }
}

function tagOf(scope: Scope, { text, span }: Name): string | null {
  const tag = languageTag(text);
  if (tag === null) scope.report("SV120", span, { text });
  return tag;
}
