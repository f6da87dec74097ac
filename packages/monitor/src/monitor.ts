/** The way in: a model and a record become findings (docs/semantics.md 9). */
import {
  DISTANT_FUTURE,
  DISTANT_PAST,
  dayDifference,
  formatDay,
  formatInstant,
  type Instant,
  type Instrument,
  type Model,
  type Norm,
  type Standard,
  type Time,
} from "@servanda/language";
import { because } from "./because.ts";
import { board } from "./board.ts";
import { Evidence } from "./evidence.ts";
import { OUTCOMES, type Breach, type Finding, type Outcome, type Result } from "./finding.ts";
import { instances, LIMIT, triggerTime, type Instance } from "./instance.ts";
import { gaps, intersection, measure } from "./interval.ts";
import type { Binding } from "./binding.ts";
import { Judge, type Bounds, type Failure, type Verdict } from "./judge.ts";
import { Matcher } from "./match.ts";
import { turning } from "./pivot.ts";
import type { Record } from "./record.ts";
import { STANDARDS } from "./support.ts";
import { NormView, views, viewsOf } from "./view.ts";
import { explore, type Leaf, type Moment } from "./world.ts";

export interface Options {
  /** The date findings speak about; its last second is `at`. Default: the case's `record closes`. */
  readonly at?: Time | undefined;
  /** What was known by then; default: all. */
  readonly asOf?: Time | undefined;
  readonly standard?: Standard | undefined;
  /** Only findings on these norms, by id; default: all. Findings do not depend on which others are asked for. */
  readonly norms?: ReadonlySet<string> | undefined;
}

/**
 * All findings of a case, sorted by id.
 * @throws {RangeError} if neither `at` nor the case's `record closes` is given: the command refuses that before.
 */
export function monitor(model: Model, record: Record, options: Options): Result {
  const at = options.at ?? model.case.recordCloses;
  if (!at) throw new RangeError("no date to speak about: the case has no `record closes` and no `at` was given");
  const standard = options.standard ?? model.case.standard;
  const evidence = new Evidence(model, record, STANDARDS[standard], options.asOf);
  const instruments = new Map(model.instruments.map((i) => [i.id, i]));
  const all = views(model);
  const findings: Finding[] = [];
  for (const norm of model.norms) {
    const instrument = instruments.get(norm.instrument);
    if (!instrument || (options.norms && !options.norms.has(norm.id))) continue;
    for (const view of viewsOf(model, norm, all)) {
      const matcher = new Matcher(model, evidence, new NormView(model, norm, view), instrument, at.latest);
      findings.push(...normFindings(matcher, norm, instrument, standard));
    }
  }
  findings.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return {
    at,
    asOf: options.asOf ?? null,
    standard,
    views: all.map(({ id, holder, readings }) => ({ id, holder, readings })),
    findings,
    board: board(model, findings, all),
    undated: evidence.undated,
  };
}

function normFindings(matcher: Matcher, norm: Norm, instrument: Instrument, standard: Standard): Finding[] {
  const { list, complete } = instances(matcher);
  return list.map((instance) => finding(matcher, norm, instrument, instance, standard, complete));
}

function finding(
  matcher: Matcher,
  norm: Norm,
  instrument: Instrument,
  instance: Instance,
  standard: Standard,
  complete: boolean,
): Finding {
  const { normView } = matcher;
  matcher.consulted.clear();
  matcher.openTerms.clear();
  matcher.meanings.clear();
  const judge = new Judge(matcher, instance);
  const tried = explore((world) => judge.judge(world), matcher.cuts, LIMIT);
  const exact = tried.complete && complete && matcher.events.every((e) => e.whole || !matcher.consulted.has(e.id));
  const outcomes = new Set<Outcome>(tried.leaves.map((leaf) => leaf.value.outcome));
  if (!exact) for (const outcome of conceivable(judge, outcomes)) outcomes.add(outcome);
  const possible = [...outcomes].toSorted();
  const turns = turning(tried);
  // Windows are told in the zone they are counted in, events in the zone their accounts are written in.
  const windowText = writer(matcher.offset, matcher.model.case.offset);
  const text = writer(matcher.model.case.offset, matcher.offset);

  const bound = tried.leaves.filter((leaf) => leaf.value.binding !== null);
  const trigger = span(bound, (leaf) => bounds(leaf, leaf.value.binding!.trigger));
  const from = span(bound, (leaf) => bounds(leaf, last(leaf.value.binding!).start));
  const ends = bound.map((leaf) => end(leaf.value.binding!));
  const until =
    ends.length === 0 || ends.includes(null)
      ? null
      : [Math.min(...(ends as number[])), Math.max(...(ends as number[]))];
  const assumed = assumptions(normView, bound.length > 0);
  const by = instance.by;
  const time = trigger ? text(trigger.from, trigger.to) : triggerTime(instance, text);
  const window = from && {
    from: windowText(from.from, from.to),
    until: until && windowText(until[0]!, until[1]!),
    assumed: bound.some((leaf) => last(leaf.value.binding!).stage.clauses.time?.assumed != null),
  };
  const performed = performance(matcher, judge, tried.leaves, text);
  const breaches = outcomes.has("breached") ? listBreaches(matcher, judge, tried.leaves, text) : [];
  const coverage = coverageOf(matcher, judge, bound, windowText);
  const accounts = [...matcher.consulted].flatMap((id) => matcher.evidence.accountsOf(id).map((a) => a.id));

  const out: Omit<Finding, "because"> = {
    id: instance.id,
    norm: norm.id,
    instrument: norm.instrument,
    article: norm.article,
    view: normView.view.id,
    readings: normView.readings.map((r) => r.id).toSorted(),
    bearer: instance.bearer,
    counterparty: instance.counterparty,
    bindings: [...instance.bindings]
      .map(([name, value]) => ({ name, value }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    trigger:
      by.kind === "none" ? null : { by: by.kind, id: by.kind === "event" ? by.event.id : instrument.id, time: time! },
    window,
    outcome: possible.length === 1 ? possible[0]! : null,
    possible,
    footing: possible.length === 1 ? "agreed" : turns.footing === "agreed" ? "unknown" : turns.footing,
    approximate: !exact,
    breaches,
    performed,
    pivots: { minimal: turns.minimal, atoms: turns.atoms },
    coverage: coverage.told,
    assumed,
    accounts: [...new Set([...accounts, ...coverage.denials])].toSorted(),
  };
  return {
    ...out,
    because: because({
      matcher,
      norm,
      instrument,
      instance,
      leaves: tried.leaves,
      finding: out,
      standard,
      text: windowText,
    }),
  };
}

/** What a finding that is not exact may be besides what was met (9.5): the true set is within it. */
function conceivable(judge: Judge, met: ReadonlySet<Outcome>): readonly Outcome[] {
  const all: readonly Outcome[] = judge.aim
    ? ["open", "reached", "not reached", "not triggered"]
    : OUTCOMES.slice(1, 9);
  return all.filter((outcome) => !met.has(outcome) && outcome !== "not binding");
}

function last(binding: Binding): Binding["segments"][number] {
  return binding.current;
}

/** Last second of the window; null: none. */
function end(binding: Binding): Instant | null {
  const { until } = last(binding);
  const over = binding.over === Infinity || binding.over >= DISTANT_FUTURE ? null : binding.over - 1;
  if (until === null) return over;
  return over === null ? until : Math.min(until, over);
}

function bounds(leaf: Leaf<unknown>, moment: Moment): Bounds {
  const answer = moment.fact && leaf.answers.get(moment.fact.id);
  return answer && "from" in answer ? answer : { from: moment.from, to: moment.to };
}

function span<T>(leaves: readonly Leaf<T>[], of: (leaf: Leaf<T>) => Bounds): Bounds | null {
  if (leaves.length === 0) return null;
  const all = leaves.map(of);
  return { from: Math.min(...all.map((b) => b.from)), to: Math.max(...all.map((b) => b.to)) };
}

/** Dates in a zone, no finer than they are known: a day (of either zone), a minute, a second, else both ends. */
function writer(offset: number, second: number): (from: Instant, to: Instant) => Time {
  const clock = (instant: Instant, zone = offset): number => (((instant + zone * 60) % 86_400) + 86_400) % 86_400;
  const minute = (instant: Instant): string =>
    formatInstant(instant, offset).replace(":00+", "+").replace(":00-", "-").replace(/:00Z$/, "Z");
  const text = (from: Instant, to: Instant): string => {
    if (from <= DISTANT_PAST || to >= DISTANT_FUTURE) return "unknown";
    if (from === to) return clock(from) % 60 === 0 ? minute(from) : formatInstant(from, offset);
    if (to === from + 59 && clock(from) % 60 === 0) return minute(from);
    // Accounts count their days in the case's zone, deadlines in the instrument's; a day is told as the day it is.
    for (const zone of [offset, second]) {
      if (clock(from, zone) !== 0 || clock(to, zone) !== 86_399) continue;
      const [a, b] = [formatDay(from, zone), formatDay(to, zone)];
      return a === b ? a : `${a}/${b}`;
    }
    return `${text(from, from)}/${text(to, to)}`;
  };
  return (from, to) => ({ earliest: from, latest: to, text: text(from, to) });
}

type Writer = ReturnType<typeof writer>;

/** What performed it: as the histories that keep it tell; else an accepted act after the deadline. */
function performance(
  matcher: Matcher,
  judge: Judge,
  leaves: readonly Leaf<Verdict>[],
  text: Writer,
): Finding["performed"] {
  const done = leaves.filter((leaf) => leaf.value.performed !== null && leaf.value.performed.accounts.length > 0);
  if (done.length > 0) {
    const all = done.map((leaf) => leaf.value.performed!);
    const at = text(Math.min(...all.map((p) => p.at.from)), Math.max(...all.map((p) => p.at.to)));
    return { time: at, late: false, accounts: [...new Set(all.flatMap((p) => p.accounts))].toSorted() };
  }
  if (!leaves.some((leaf) => leaf.value.outcome === "breached" || leaf.value.outcome === "not reached")) return null;
  const tried = explore((world) => judge.late(world), matcher.cuts, LIMIT);
  const late = tried.leaves.map((leaf) => leaf.value);
  if (!tried.complete || late.some((l) => l === null)) return null;
  const from = Math.min(...late.map((l) => l!.at.from));
  return {
    time: text(from, Math.max(...late.map((l) => l!.at.to))),
    late: true,
    accounts: [...new Set(late.flatMap((l) => l!.accounts))].toSorted(),
  };
}

/** Every breach that some history has, with whether all have it (9.6). */
function listBreaches(matcher: Matcher, judge: Judge, leaves: readonly Leaf<Verdict>[], text: Writer): Breach[] {
  const out: Breach[] = [];
  const tell = (told: readonly Failure[], footing: Breach["footing"]): void => {
    const ends = told.map((f) => f.until);
    const from = text(Math.min(...told.map((f) => f.from.from)), Math.max(...told.map((f) => f.from.to)));
    const until = ends.includes(null)
      ? null
      : text(Math.min(...ends.map((e) => e!.from)), Math.max(...ends.map((e) => e!.to)));
    out.push({
      id: told[0]!.id,
      item: told[0]!.item,
      from,
      until,
      days: dayDifference(from.earliest, until ? until.latest : matcher.at, matcher.offset),
      footing,
      accounts: [...new Set(told.flatMap((f) => f.accounts))].toSorted(),
    });
  };
  for (const event of matcher.events) {
    const tried = explore((world) => judge.failure(world, event), matcher.cuts, LIMIT);
    const told = tried.leaves.map((leaf) => leaf.value).filter((f) => f !== null);
    if (told.length === 0) continue;
    const footing = turning({
      ...tried,
      leaves: tried.leaves.map((leaf) => ({ ...leaf, value: { outcome: leaf.value ? "breached" : "kept" } as const })),
    }).footing;
    tell(told, footing);
  }
  // Failures of a state come from the histories themselves.
  const spells = new Map<string, Failure[]>();
  for (const leaf of leaves) {
    for (const failure of leaf.value.failures) {
      if (!failure.state) continue;
      const list = spells.get(failure.id);
      if (list) list.push(failure);
      else spells.set(failure.id, [failure]);
    }
  }
  for (const [id, told] of spells) {
    const everywhere = leaves.every((leaf) => leaf.value.failures.some((f) => f.id === id));
    tell(
      told,
      everywhere
        ? "agreed"
        : turning({
              leaves: leaves.map((leaf) => ({
                ...leaf,
                value: { outcome: leaf.value.failures.some((f) => f.id === id) ? "breached" : "kept" } as const,
              })),
              facts: new Map(),
              complete: true,
            }).footing === "contested on facts"
          ? "contested on facts"
          : "unknown",
    );
  }
  return out.toSorted((a, b) => a.from.earliest - b.from.earliest || (a.id < b.id ? -1 : 1));
}

/** 9.7, and the denials that silence rests on. */
function coverageOf(
  matcher: Matcher,
  judge: Judge,
  bound: readonly Leaf<Verdict>[],
  text: Writer,
): { readonly told: Finding["coverage"]; readonly denials: readonly string[] } {
  const nothing = { told: { share: null, gaps: [], rows: [] }, denials: [] };
  const leaf = bound[0];
  if (!leaf) return nothing;
  const binding = leaf.value.binding!;
  const segment = last(binding);
  const from = bounds(leaf, segment.start).from;
  const to = Math.min(end(binding) ?? Infinity, matcher.at);
  const patterns = segment.stage.clauses.must.items.map((item) => judge.silence.watched(item));
  if (to < from || patterns.some((p) => p === null)) return nothing;
  const found = patterns
    .flatMap((p) => p!)
    .map((p) => judge.silence.coverage(p, segment.stage.clauses.place, binding.setting));
  if (found.length === 0) return nothing;
  const covered = intersection(
    [{ from, to }],
    found.map((c) => c.instants).reduce((a, b) => intersection(a, b)),
  );
  const share = measure(covered) / (to - from + 1);
  const touching = (a: Instant, b: Instant): boolean => a <= to && b >= from;
  const rows = found.flatMap((c) => c.rows.filter((r) => touching(r.from, r.until - 1)).map((r) => r.id));
  const denials = found.flatMap((c) =>
    c.denials.filter((d) => touching(d.when!.earliest, d.when!.latest)).map((d) => d.id),
  );
  return {
    told: {
      share: Math.round(share * 10_000) / 10_000,
      gaps: gaps({ from, to }, covered).map((g) => ({ from: text(g.from, g.from), until: text(g.to, g.to) })),
      rows: [...new Set(rows)].toSorted(),
    },
    denials: [...new Set(denials)],
  };
}

/** Values that the text does not give, each with its holder, in words. */
function assumptions(normView: NormView, bound: boolean): string[] {
  const out = new Set<string>();
  const holder = (by: string | null, source: string | null): string =>
    `assumed by ${by ?? "the case"}${source ? ` (${source})` : ""}`;
  for (const { clauses } of normView.stages) {
    const time = clauses.time;
    if (bound && time?.assumed) {
      const what = time.within
        ? `within ${time.within.count} ${time.within.unit}s`
        : time.by
          ? `by ${time.by.text}`
          : "its time";
      out.add(`${what}: ${holder(time.assumed.by ?? heldBy(normView, "time"), time.assumed.source)}`);
    }
    for (const further of clauses.when?.further ?? []) {
      if (!further.assumed) continue;
      const { within, assumed, pattern } = further;
      const by = assumed.by ?? heldBy(normView, "when");
      out.add(`${pattern.act} within ${within.count} ${within.unit}s: ${holder(by, assumed.source)}`);
    }
  }
  return [...out].toSorted();
}

/** An assumption in a reading's restated clause is its holder's. */
function heldBy(normView: NormView, clause: "time" | "when"): string | null {
  return normView.readings.some((r) => r.clauses[clause]) ? normView.view.holder : null;
}
