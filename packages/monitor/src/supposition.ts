/**
 * Runs the tests that a case holds: `suppose … expect …` (docs/language.md, Suppositions). A supposition changes the record, the
 * monitor answers, and each expectation is compared with every finding that it speaks of.
 */
import {
  DISTANT_FUTURE,
  DISTANT_PAST,
  type Expectation,
  type Model,
  type Supposition,
  type SupposedEvent,
  type Time,
} from "@servanda/language";
import type { BoardLine, Finding, Outcome, Result } from "./finding.ts";
import { monitor, type Options } from "./monitor.ts";
import { type Account, type Coverage, type Record, type Source, UNSAID } from "./record.ts";

export interface Tried {
  readonly supposition: Supposition;
  readonly expectations: readonly {
    readonly expectation: Expectation;
    readonly met: boolean;
    /** What was found, in words; on one line. */
    readonly found: string;
  }[];
}

/** The source of what is supposed. */
const SUPPOSED = "supposed";

/**
 * Every supposition of the model, in its order. `options` hold where an expectation does not say otherwise. `judge` answers in the place of
 * the monitor: who wants to see each record that is supposed can listen there.
 */
export function suppose(
  model: Model,
  record: Record,
  options: Options,
  judge: typeof monitor = monitor,
): readonly Tried[] {
  return model.suppositions.map((written) => {
    const supposition = underOwnIds(written, record);
    const amiss = missing(supposition, record);
    const changed = recordOf(supposition, record);
    const results = new Map<string, Result>();
    const norms = new Set(supposition.expectations.map((expectation) => expectation.norm));
    const resultFor = (expectation: Expectation): Result | null => {
      const at = expectation.on ?? options.at ?? closing(model, supposition);
      if (at === null) return null;
      const standard = expectation.standard ?? options.standard ?? model.case.standard;
      const key = `${at.latest} ${standard}`;
      const result = results.get(key) ?? judge(model, changed, { ...options, at, standard, norms });
      results.set(key, result);
      return result;
    };
    return {
      supposition: written,
      expectations: written.expectations.map((expectation, i) => {
        if (amiss !== null) return { expectation, met: false, found: amiss };
        const asked = supposition.expectations[i] ?? expectation;
        const result = resultFor(asked);
        if (result === null) {
          return {
            expectation,
            met: false,
            found: "no date to judge at: the case has no `record closes` (add `on DATE`)",
          };
        }
        return { expectation, ...compare(asked, result, model) };
      }),
    };
  });
}

/** With each event under the id that it goes by in the record: any id joined by `same_as` may be written (semantics 1.2). */
function underOwnIds(supposition: Supposition, record: Record): Supposition {
  const joined = new Map((record.joined ?? []).map(({ id, event }) => [id, event]));
  if (joined.size === 0 || !supposition.withRecord) return supposition;
  const own = (id: string): string => joined.get(id) ?? id;
  return {
    ...supposition,
    withoutEvents: supposition.withoutEvents.map(own),
    moves: supposition.moves.map((move) => ({ ...move, event: own(move.event) })),
    expectations: supposition.expectations.map((e) => (e.after === null ? e : { ...e, after: own(e.after) })),
  };
}

/** The later of the record's close and the last event supposed. */
function closing(model: Model, supposition: Supposition): Time | null {
  const times = supposition.events.map((event) => event.when);
  if (model.case.recordCloses) times.push(model.case.recordCloses);
  return times.reduce<Time | null>((last, time) => (last === null || time.latest > last.latest ? time : last), null);
}

/** A supposition that leaves out or moves what is not there would prove nothing. */
function missing(supposition: Supposition, record: Record): string | null {
  const events = new Set(record.accounts.map((a) => a.event));
  const rows = new Set(record.coverage.map((c) => c.id));
  const sources = new Set([...record.sources.map((s) => s.id), ...record.accounts.map((a) => a.source)]);
  for (const id of [...supposition.withoutEvents, ...supposition.moves.map((m) => m.event)]) {
    if (!events.has(id)) return `the record has no event ${id}`;
  }
  for (const id of supposition.withoutCoverage) if (!rows.has(id)) return `the record has no coverage row ${id}`;
  for (const id of supposition.withoutSources) if (!sources.has(id)) return `the record has no source ${id}`;
  return null;
}

/** The record that the supposition speaks of. */
function recordOf(supposition: Supposition, record: Record): Record {
  const base: Record = supposition.withRecord
    ? withChanges(supposition, record)
    : { ...record, accounts: [], coverage: [] };
  // What a source that covers kind, place and time does not report counts as denied by it (semantics 4.3). A supposed event
  // is certain, so that every source with coverage tells of it too.
  const tellers = [...new Set(base.coverage.map((row) => row.source))].sort(byCodeUnit);
  return {
    ...base,
    sources: [...base.sources.filter((s) => s.id !== SUPPOSED), supposing(SUPPOSED, "Supposed by the case")],
    accounts: [
      ...base.accounts,
      ...supposition.events.flatMap((event) => [SUPPOSED, ...tellers].map((teller) => account(event, teller))),
    ],
    coverage: supposition.withRecord ? base.coverage : [everything(supposition)],
  };
}

function withChanges(supposition: Supposition, record: Record): Record {
  const moved = new Map(supposition.moves.map((move) => [move.event, move.to]));
  return {
    ...record,
    accounts: record.accounts
      .filter((a) => !supposition.withoutEvents.includes(a.event) && !supposition.withoutSources.includes(a.source))
      .map((a) => {
        const to = moved.get(a.event);
        return to && a.when ? { ...a, when: to } : a;
      }),
    coverage: record.coverage.filter(
      (c) => !supposition.withoutCoverage.includes(c.id) && !supposition.withoutSources.includes(c.source),
    ),
  };
}

/** A source that nobody published: it speaks of all, for nobody, and was always known. What is supposed is told by it. */
export function supposing(id: string, title: string): Source {
  return {
    id,
    title,
    publisher: null,
    kind: null,
    speaksFor: [],
    origin: id,
    mandate: ["*"],
    leaning: null,
    url: null,
    published: { earliest: DISTANT_PAST, latest: DISTANT_PAST, text: "always" },
    licence: null,
    handling: "public",
  };
}

function account(event: SupposedEvent, teller: string): Account {
  return {
    ...UNSAID,
    id: `${event.id}/${teller}`,
    event: event.id,
    source: teller,
    stance: "asserts",
    when: event.when,
    kind: event.act,
    actor: event.actor,
    target: event.target,
    object: event.object,
    place: event.place,
    status: "verified",
    handling: "public",
    grade: "finding",
    published: { earliest: DISTANT_PAST, latest: DISTANT_PAST, text: "always" },
    at: { path: event.span.path, row: event.span.line },
  };
}

/** The story told is the whole story: nothing else happened, and all is seen. */
function everything(supposition: Supposition): Coverage {
  return {
    id: SUPPOSED,
    source: SUPPOSED,
    kinds: ["*"],
    place: null,
    from: DISTANT_PAST,
    until: DISTANT_FUTURE,
    threshold: null,
    why: "the story told is the whole story",
    handling: "public",
    at: { path: supposition.span.path, row: supposition.span.line },
  };
}

// ── Comparing ───────────────────────────────────────────────────────────────────────────────────

/** Whether every finding that the expectation speaks of is as expected, and there is one. */
function compare(expectation: Expectation, result: Result, model: Model): { met: boolean; found: string } {
  if (expectation.outcome === "contested on reading") return contestedOnReading(expectation, result, model);
  const views = viewsOf(expectation, result);
  if (views === null) return { met: false, found: `no view “${expectation.under ?? ""}”` };
  const fitting = result.findings.filter((f) => speaksOf(expectation, f) && views.includes(f.view));
  const findings =
    fitting.length > 0 ? fitting : idle(expectation, result, model).filter((f) => views.includes(f.view));
  if (findings.length === 0) {
    return {
      met: expectation.outcome === "not triggered" && unnamed(expectation, result, model),
      found: noFinding(expectation, result),
    };
  }
  const against = findings.filter((f) => !meets(expectation, f));
  return { met: against.length === 0, found: described(against.length > 0 ? against : findings) };
}

function speaksOf(e: Expectation, f: Finding): boolean {
  return (
    f.norm === e.norm &&
    (e.bearer === null || f.bearer === e.bearer) &&
    (e.counterparty === null || f.counterparty === e.counterparty) &&
    (e.after === null || f.trigger?.id === e.after)
  );
}

/**
 * Where the occasion itself would say who owes (`attacker must …`) and none arose, there is one finding, on nobody in particular
 * (semantics 7.6): it is so of whoever is asked about.
 */
function idle(e: Expectation, result: Result, model: Model): readonly Finding[] {
  if (!unnamed(e, result, model)) return [];
  return result.findings.filter((f) => f.norm === e.norm && f.trigger === null);
}

/** An occasion would name the bearer, and none names the one asked about. */
function unnamed(e: Expectation, result: Result, model: Model): boolean {
  const norm = model.norms.find((n) => n.id === e.norm);
  return (
    e.bearer !== null &&
    e.after === null &&
    norm?.clauses.bearer.kind === "variable" &&
    !result.findings.some((f) => f.norm === e.norm && f.bearer === e.bearer)
  );
}

/**
 * The views meant: those of the holder, or that follow the reading. Where none of them reads the norm they see it as the text does
 * (semantics 6.1, 6.5). Null: there is no such view.
 */
function viewsOf(e: Expectation, result: Result): readonly string[] | null {
  if (e.under === null) return ["text"];
  const { under } = e;
  const meant =
    [
      result.views.filter((v) => v.id === under),
      result.views.filter((v) => v.holder === under),
      result.views.filter((v) => v.readings.includes(under)),
    ].find((views) => views.length > 0) ?? null;
  if (meant === null) return null;
  const reading = meant
    .map((v) => v.id)
    .filter((id) => result.findings.some((f) => f.norm === e.norm && f.view === id));
  return reading.length > 0 ? reading : ["text"];
}

function meets(e: Expectation, f: Finding): boolean {
  if (e.outcome === "unknown" || e.outcome === "contested on facts") {
    if (f.outcome !== null || f.footing !== e.outcome) return false;
    if (e.possible.length > 0 && !sameSet(e.possible, f.possible)) return false;
  } else if (f.outcome !== e.outcome) return false;
  const { from, days } = e;
  if (from === null && days === null) return true;
  return f.breaches.some(
    (breach) =>
      (from === null || (breach.from.earliest >= from.earliest && breach.from.latest <= from.latest)) &&
      (days === null || breach.days === days),
  );
}

function contestedOnReading(e: Expectation, result: Result, model: Model): { met: boolean; found: string } {
  if (e.after === null) {
    const lines = result.board.filter((l) => l.norm === e.norm && (e.bearer === null || l.bearer === e.bearer));
    if (lines.length === 0) return { met: false, found: noFinding(e, result) };
    const against = lines.filter((l) => l.outcome !== "contested on reading");
    return { met: against.length === 0, found: list((against.length > 0 ? against : lines).map(lineWords)) };
  }
  const norm = model.norms.find((n) => n.id === e.norm);
  const parties = model.instruments.find((i) => i.id === norm?.instrument)?.parties.map((m) => m.actor) ?? [];
  const views = result.views.filter(
    (v) =>
      v.holder !== null &&
      parties.includes(v.holder) &&
      result.findings.some((f) => f.norm === e.norm && f.view === v.id),
  );
  const findings = result.findings.filter((f) => speaksOf(e, f));
  if (findings.length === 0) return { met: false, found: noFinding(e, result) };
  const bearers = [...new Set(findings.map((f) => f.bearer))].sort(byCodeUnit);
  const told = bearers.map((bearer) => {
    // A view for which the occasion does not arise says: not triggered (semantics 7.6).
    const says = views.map((view) => {
      const own = findings.filter((f) => f.bearer === bearer && f.view === view.id);
      return { view: view.id, words: own.length > 0 ? list(own.map(outcomeWords)) : "not triggered" };
    });
    return { bearer, differ: new Set(says.map((s) => s.words)).size > 1, says };
  });
  const against = told.filter((t) => !t.differ);
  return {
    met: against.length === 0,
    found: list(
      (against.length > 0 ? against : told).map(
        (t) =>
          `${t.bearer}: ${t.says.length === 0 ? "no party holds a reading" : t.says.map((s) => `${s.words} under ${s.view}`).join(", ")}`,
      ),
    ),
  };
}

// ── Words for what was found ────────────────────────────────────────────────────────────────────

function noFinding(e: Expectation, result: Result): string {
  const near = result.findings.filter((f) => f.norm === e.norm);
  if (near.length === 0) return "no finding on this norm";
  if (near.every((f) => f.trigger === null)) return described(near.filter((f) => f.view === near[0]?.view));
  if (e.bearer !== null && !near.some((f) => f.bearer === e.bearer)) {
    return `no finding for ${e.bearer}, only for ${distinct(near.map((f) => f.bearer))}`;
  }
  if (e.after !== null && !near.some((f) => f.trigger?.id === e.after)) {
    const triggers = distinct(near.flatMap((f) => (f.trigger ? [f.trigger.id] : [])));
    return `no occasion after ${e.after}, ${triggers === "" ? "nor any other" : `only after ${triggers}`}`;
  }
  return "no finding fits";
}

function described(findings: readonly Finding[]): string {
  const [only] = findings;
  if (only && findings.length === 1) return findingWords(only);
  return list(findings.map((f) => `${f.bearer}${f.trigger ? ` after ${f.trigger.id}` : ""}: ${findingWords(f)}`));
}

function findingWords(f: Finding): string {
  const parts = [outcomeWords(f)];
  if (f.possible.includes("breached")) {
    for (const breach of f.breaches.slice(0, 3)) {
      const possible = breach.footing === "settled" ? "" : "possible breach ";
      parts.push(`${possible}from ${breach.from.text} for ${breach.days} days`);
    }
    if (f.breaches.length > 3) parts.push(`and ${f.breaches.length - 3} more`);
  }
  if (f.performed) {
    parts.push(`${f.performed.footing === "settled" ? "" : "would be "}performed ${f.performed.time.text}`);
  }
  return parts.join(", ");
}

function outcomeWords(f: { outcome: Outcome | null; footing: string; possible: readonly Outcome[] }): string {
  return f.outcome ?? `${f.footing}: ${f.possible.join(" or ")}`;
}

function lineWords(line: BoardLine): string {
  const views = line.byView.map((v) => `${outcomeWords(v)} under ${v.view}`).join(", ");
  return `${line.bearer}: ${line.outcome ?? outcomeWords({ ...line, outcome: null })}${views === "" ? "" : ` (${views})`}`;
}

function distinct(names: readonly string[]): string {
  return [...new Set(names)].sort(byCodeUnit).join(", ");
}

function list(parts: readonly string[]): string {
  return parts.join("; ");
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.every((x) => b.includes(x)) && b.every((x) => a.includes(x));
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
