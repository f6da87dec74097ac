/** The way in: a model and a record become findings (docs/semantics.md 9). */
import {
  type Assumption,
  type Instant,
  type Instrument,
  type Model,
  type Norm,
  type Standard,
  STANDARDS,
  type Time,
} from "@servanda/language";
import { because } from "./because.ts";
import { Bearing, type Sight, sightOf } from "./bearing.ts";
import { isAchieveItem } from "./binding.ts";
import { board } from "./board.ts";
import { catalogueOf } from "./catalogue.ts";
import { bounds, coverageOf, end, excusedActs, listBreaches, performance, span, sparedActs, uses } from "./conduct.ts";
import { type Event, Evidence } from "./evidence.ts";
import type { Atom, Because, Finding, Found, Outcome, Result } from "./finding.ts";
import { instances, LIMIT, triggerTime } from "./instance.ts";
import { Judge } from "./judge.ts";
import { Matcher } from "./match.ts";
import { lasting } from "./phrase.ts";
import { turning } from "./pivot.ts";
import type { Record } from "./record.ts";
import { barOf } from "./support.ts";
import type { Verdict } from "./verdict.ts";
import { type NormView, views, viewsOf, type HeldView } from "./view.ts";
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
  /** Only this finding, by its id; the board is then of it alone. */
  readonly only?: string | undefined;
}

/**
 * All findings of a case, sorted by id.
 * @throws {RangeError} if neither `at` nor the case's `record closes` is given: the command refuses that before.
 */
export function monitor(model: Model, record: Record, options: Options): Result {
  const terms = termsOf(model, options);
  const evidence = new Evidence(model, record, barOf(model, terms.standard), terms.asOf);
  const findings = judgedViews(model, options).flatMap(({ norm, view }) =>
    judged(model, evidence, sightOf(model, norm, view), terms.at.latest, options.only ?? null).map((each) =>
      each.finding(terms.standard),
    ),
  );
  return resultOf(model, terms, evidence, findings);
}

/** On what terms findings are asked for. */
export interface Terms {
  readonly at: Time;
  readonly asOf: Time | undefined;
  readonly standard: Standard;
}

export function termsOf(model: Model, options: Options): Terms {
  const at = options.at ?? model.case.recordCloses;
  if (!at) throw new RangeError("no date to speak about: the case has no `record closes` and no `at` was given");
  return { at, asOf: options.asOf, standard: options.standard ?? model.case.standard };
}

/** Each norm that is asked for, under each view that reads it. */
export function judgedViews(model: Model, options: Options): { readonly norm: Norm; readonly view: HeldView }[] {
  const { instruments } = catalogueOf(model);
  const all = views(model);
  return model.norms
    .filter((norm) => instruments.has(norm.instrument) && options.norms?.has(norm.id) !== false)
    .flatMap((norm) => viewsOf(model, norm, all).map((view) => ({ norm, view })));
}

/** Findings put in order, with the board and what all of them have in common. */
export function resultOf<T extends Found>(
  model: Model,
  { at, asOf, standard }: Terms,
  evidence: Evidence,
  found: readonly T[],
): Omit<Result, "findings"> & { readonly findings: readonly T[] } {
  const all = views(model);
  const findings = found.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return {
    at,
    asOf: asOf ?? null,
    standard,
    views: all.map(({ id, holder, readings }) => ({ id, holder, readings })),
    findings,
    board: board(model, findings, all),
    undated: evidence.undated,
  };
}

/** A finding whose reasons are put together when they are asked for. */
export class Judged {
  readonly found: Found;
  /** Whose events it followed from. */
  private readonly matchers: readonly Matcher[];
  private make: (() => Because) | null;
  private reasons: Because | null = null;
  /** Whether events may yet be looked at for the reasons that were not for the finding. */
  private readonly isOpen: boolean;

  constructor(found: Found, matchers: readonly Matcher[], isOpen: boolean, make: () => Because) {
    this.found = found;
    this.matchers = matchers;
    this.isOpen = isOpen;
    this.make = make;
  }

  /** Whether it mattered with what else times may be compared: when sources cover anything at all, and all that happened. */
  get cutsAsked(): boolean {
    return this.matchers.some((matcher) => matcher.cutsAsked);
  }

  /** Whether it would be as it is, were these events not as they are, or not on record. */
  isApartFrom(events: readonly Event[]): boolean {
    if (this.isOpen && this.make !== null) return false;
    return !events.some((event) => this.matchers.some((matcher) => matcher.looksAt(event)));
  }

  /** The reasons, at the standard that they are told at: no other step speaks of it. */
  because(standard: Standard): Because {
    if (this.make) {
      this.reasons = this.make();
      this.make = null;
    }
    const reasons = this.reasons!;
    const rule = STANDARDS.includes(standard) ? "2.3" : "2.5";
    const children = reasons.children.map((step) =>
      step.kind === "standard" ? { ...step, rule, value: standard } : step,
    );
    return { ...reasons, children };
  }

  finding(standard: Standard): Finding {
    return { ...this.found, because: this.because(standard) };
  }
}

/** The findings on a norm under a view. `only`: no other than this one; null: all. */
export function judged(
  model: Model,
  evidence: Evidence,
  sight: Sight,
  at: Instant,
  only: string | null = null,
): Judged[] {
  const { norm, reached, read } = sight;
  const instrument = catalogueOf(model).instruments.get(norm.instrument)!;
  const bearing = sight.isLinked ? new Bearing(model, evidence, sight, at) : null;
  const normView = reached.get(norm.id)!;
  const matcher =
    bearing?.matcher(norm.id) ??
    new Matcher(model, evidence, normView, instrument, at, [normView], evidence.events(read));
  const { list, complete } = bearing
    ? { list: bearing.judges(norm.id), complete: bearing.complete }
    : judgesOf(instances(matcher, null), matcher);
  const asked = only === null ? list : list.filter(({ instance }) => instance.id === only);
  return asked.map((judge) => finding(matcher, norm, instrument, judge, complete));
}

function judgesOf(
  { list, complete }: ReturnType<typeof instances>,
  matcher: Matcher,
): { list: readonly Judge[]; complete: boolean } {
  const judges = list.map((instance) => new Judge(matcher, instance, null));
  Judge.acquaint(judges);
  return { list: judges, complete };
}

function finding(matcher: Matcher, norm: Norm, instrument: Instrument, judge: Judge, complete: boolean): Judged {
  const { instance } = judge;
  const { normView } = matcher;
  matcher.note();
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
  const open = coverage.unsaid.flatMap(({ event }) => matcher.evidence.accountsOf(event).map((a) => a.id));

  const out: Found = {
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
    footing: possible.length === 1 ? "settled" : turns.footing === "settled" ? "unknown" : turns.footing,
    approximate: !exact,
    breaches,
    performed,
    ...(norm.kind === "permission" || norm.kind === "power" ? { uses: uses(matcher, judge, text) } : {}),
    pivots: { minimal: turns.minimal, atoms: turns.atoms.toSorted(byKindAndRef) },
    coverage: coverage.told,
    assumed,
    accounts: [...new Set([...accounts, ...coverage.denials, ...open])].toSorted(),
  };
  const notes = matcher.noted;
  const why = (): Because => {
    const before = matcher.note(notes);
    const reasons = because({
      matcher,
      norm,
      instrument,
      instance,
      leaves: tried.leaves,
      finding: out,
      text: windowText,
      denials: coverage.denials,
      unsaid: coverage.unsaid,
      excused: excusedActs(matcher, judge),
      spared: sparedActs(matcher, judge),
    });
    matcher.note(before);
    return reasons;
  };
  const excusable = normView.stages.some(({ clauses }) => clauses.unless !== null);
  return new Judged(out, judge.bearing?.matchers ?? [matcher], excusable || judge.bearing !== null, why);
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
