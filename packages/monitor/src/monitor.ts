/** The way in: a model and a record become findings (docs/semantics.md 9). */
import { type Assumption, type Instrument, type Model, type Norm, type Standard, type Time } from "@servanda/language";
import { because } from "./because.ts";
import { Bearing } from "./bearing.ts";
import { isAchieveItem } from "./binding.ts";
import { board } from "./board.ts";
import { catalogueOf } from "./catalogue.ts";
import { bounds, coverageOf, end, excusedActs, listBreaches, performance, span, sparedActs, uses } from "./conduct.ts";
import { Evidence } from "./evidence.ts";
import type { Atom, Finding, Outcome, Result } from "./finding.ts";
import { instances, LIMIT, triggerTime } from "./instance.ts";
import { Judge } from "./judge.ts";
import { Matcher } from "./match.ts";
import { lasting } from "./phrase.ts";
import { turning } from "./pivot.ts";
import type { Record } from "./record.ts";
import { STANDARDS } from "./support.ts";
import type { Verdict } from "./verdict.ts";
import { NormView, views, viewsOf, type HeldView } from "./view.ts";
import { explore, type Leaf } from "./world.ts";
import { lastSecond, writer } from "./writing.ts";

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
  const { instruments } = catalogueOf(model);
  const all = views(model);
  const findings: Finding[] = [];
  for (const norm of model.norms) {
    const instrument = instruments.get(norm.instrument);
    if (!instrument || (options.norms && !options.norms.has(norm.id))) continue;
    for (const view of viewsOf(model, norm, all)) {
      const bearing = bearingOn(model, evidence, norm, view, at.latest);
      const matcher =
        bearing?.matcher(norm.id) ??
        new Matcher(model, evidence, new NormView(model, norm, view), instrument, at.latest);
      for (const each of normFindings(matcher, bearing, norm, instrument, standard)) findings.push(each);
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

/** What bears on a norm under a view; null: nothing does, and it is judged for itself. */
function bearingOn(model: Model, evidence: Evidence, norm: Norm, view: HeldView, at: number): Bearing | null {
  // Most cases hold no norm on norms: then there is nothing to look for.
  if (!catalogueOf(model).linked && view.precedences.length === 0) return null;
  const bearing = new Bearing(model, evidence, norm, view, at);
  return bearing.matters ? bearing : null;
}

function normFindings(
  matcher: Matcher,
  bearing: Bearing | null,
  norm: Norm,
  instrument: Instrument,
  standard: Standard,
): Finding[] {
  const { list, complete } = bearing
    ? { list: bearing.judges(norm.id), complete: bearing.complete }
    : judgesOf(instances(matcher, null), matcher);
  const siblings = Map.groupBy(list, (judge) => judge.instance.bearer);
  for (const same of siblings.values()) for (const judge of same) judge.siblings = same;
  return list.map((judge) => finding(matcher, norm, instrument, judge, standard, complete));
}

function judgesOf(
  { list, complete }: ReturnType<typeof instances>,
  matcher: Matcher,
): { list: readonly Judge[]; complete: boolean } {
  return { list: list.map((instance) => new Judge(matcher, instance, null)), complete };
}

function finding(
  matcher: Matcher,
  norm: Norm,
  instrument: Instrument,
  judge: Judge,
  standard: Standard,
  complete: boolean,
): Finding {
  const { instance } = judge;
  const { normView } = matcher;
  matcher.consulted.clear();
  matcher.openTerms.clear();
  matcher.meanings.clear();
  const tried = explore((world) => judge.judge(world), matcher, LIMIT);
  const exact =
    tried.complete &&
    complete &&
    !judge.truncated &&
    matcher.events.every((e) => e.whole || !matcher.consulted.has(e.id));
  const outcomes = new Set<Outcome>(tried.leaves.map((leaf) => leaf.value.outcome));
  if (!exact) for (const outcome of conceivable(judge, tried.leaves)) outcomes.add(outcome);
  const possible = [...outcomes].toSorted();
  const turns = turning(tried);
  // Windows are told in the zone they are counted in, events in the zone their accounts are written in.
  const windowText = writer(matcher.offset, matcher.model.case.offset);
  const text = writer(matcher.model.case.offset, matcher.offset);

  const bound = tried.leaves.filter((leaf) => leaf.value.binding !== null);
  const trigger = span(bound, (leaf) => bounds(leaf, leaf.value.binding!.trigger));
  const from = span(bound, (leaf) => bounds(leaf, leaf.value.binding!.current.start));
  const ends = bound.map((leaf) => end(leaf.value.binding!));
  const until =
    ends.length === 0 || ends.includes(null)
      ? null
      : [Math.min(...(ends as number[])), Math.max(...(ends as number[]))];
  const assumed = assumptions(normView, bound.length > 0);
  const by = instance.by;
  const happened = by.kind === "event" ? text : windowText;
  const time = trigger ? happened(trigger.from, trigger.to) : triggerTime(instance, happened);
  const window = from && {
    from: windowText(from.from, from.to),
    until: until && lastSecond(windowText(until[0]!, until[1]!), matcher.offset),
    assumed: bound.some((leaf) => leaf.value.binding!.current.stage.clauses.time?.assumed != null),
  };
  const performed = performance(matcher, judge, tried, text);
  const breaches = outcomes.has("breached") ? listBreaches(matcher, judge, tried, text) : [];
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
      by.kind === "none" || time === null
        ? null
        : {
            by: by.kind,
            id: by.kind === "event" ? by.event.id : by.kind === "breach" ? by.label : instrument.id,
            time,
          },
    window,
    outcome: possible.length === 1 ? possible[0]! : null,
    possible,
    footing: possible.length === 1 ? "agreed" : turns.footing === "agreed" ? "unknown" : turns.footing,
    approximate: !exact,
    breaches,
    performed,
    ...(norm.kind === "permission" || norm.kind === "power" ? { uses: uses(matcher, judge, text) } : {}),
    pivots: { minimal: turns.minimal, atoms: turns.atoms.toSorted(byKindAndRef) },
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
      denials: coverage.denials,
      excused: excusedActs(matcher, judge),
      spared: sparedActs(matcher, judge),
    }),
  };
}

/** What a finding that is not exact may be besides what was met (9.5): the true set is within it. */
export function conceivable(judge: Judge, leaves: readonly Leaf<Verdict>[]): readonly Outcome[] {
  const out = new Set<Outcome>();
  if (judge.instance.by.kind === "event") out.add("not triggered");
  for (const { value } of leaves) {
    if (!value.binding) continue;
    const { clauses } = value.binding.current.stage;
    const achieves = clauses.must.items.some(isAchieveItem);
    const passed = value.binding.current.until !== null && value.binding.current.until < judge.matcher.at;
    if (judge.aim) out.add("reached").add(passed ? "not reached" : "open");
    else if (achieves) out.add("kept").add(passed ? "breached" : "pending");
    else out.add("breached").add("no breach observed").add("kept");
    if (achieves && clauses.unless) out.add("excused");
    if (achieves && value.binding.lapse <= judge.matcher.at) out.add("lapsed");
  }
  return [...out];
}

function byKindAndRef(a: Atom, b: Atom): number {
  return a.kind !== b.kind ? (a.kind < b.kind ? -1 : 1) : a.ref < b.ref ? -1 : a.ref > b.ref ? 1 : 0;
}

/** Values that the text does not give, in words, each with its holder: the case, where nobody is named. */
function assumptions(normView: NormView, bound: boolean): string[] {
  const out = new Set<string>();
  const say = (what: string, { by, source }: Assumption): void => {
    out.add(`${what}: assumed by ${by ?? "the case"}${source ? ` (${source})` : ""}`);
  };
  for (const { clauses } of normView.stages) {
    if (clauses.unseen) out.add("the wording of the article was not read: stated by the case");
    const time = clauses.time;
    if (bound && time?.assumed) {
      say(time.within ? `within ${lasting(time.within)}` : time.by ? `by ${time.by.text}` : "its time", time.assumed);
    }
    for (const { within, assumed, pattern } of clauses.when?.further ?? []) {
      if (assumed) say(`${pattern.act} within ${lasting(within)}`, assumed);
    }
  }
  return [...out].toSorted();
}
