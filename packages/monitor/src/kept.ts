/**
 * Findings of a case asked for again and again on other terms: at another standard, date or state of knowledge, or of the record as
 * somebody supposes it. What a norm under a view rests on is compared with what it rested on before, and only what can differ is judged.
 */
import type { Model, Norm, Standard } from "@servanda/language";
import { type Sight, sightOf } from "./bearing.ts";
import { type Event, Evidence, type SeenBefore } from "./evidence.ts";
import type { Found, Result } from "./finding.ts";
import { type Judged, judged, judgedViews, type Options, resultOf, type Terms, termsOf } from "./monitor.ts";
import type { Record } from "./record.ts";
import { barOf } from "./support.ts";
import type { HeldView } from "./view.ts";

/** What the findings on a norm under a view followed from. */
interface Basis {
  readonly events: readonly Event[];
  /** Everything else that they may rest on, as words. */
  readonly rest: string;
  /** Everything that sources cover, where that mattered besides. */
  readonly coverage: string | null;
}

interface Entry extends Basis {
  readonly judged: readonly Judged[];
}

/** A result whose reasons are put together when they are asked for, each with the finding that it is of. */
export interface KeptResult extends Omit<Result, "findings"> {
  readonly findings: readonly Found[];
}

/** So many states of what a norm rests on are kept. */
const MOST_KEPT = 12;

/** Of one model; for another model make another. Accounts, sources and rows of coverage with the same id must be the same. */
export class Kept {
  private readonly model: Model;
  private readonly sights = new Map<Norm, Map<string, Sight>>();
  private readonly entries = new Map<Sight, Entry[]>();
  private readonly events = new Map<string, Event[]>();
  private readonly lists = new Map<string, (readonly Event[])[]>();
  private readonly differences = new WeakMap<readonly Event[], WeakMap<readonly Event[], readonly Event[]>>();
  private readonly sources = new WeakMap<Found, Judged>();
  private last: {
    readonly record: Record;
    readonly standard: Standard;
    readonly asOf: number | undefined;
    readonly evidence: Evidence;
  } | null = null;
  private readonly seenBefore: SeenBefore = {
    event: (key, event) => known(this.events, key, event, isSameEvent),
    list: (key, list) => known(this.lists, key, list, isSameList),
  };

  constructor(model: Model) {
    this.model = model;
  }

  /**
   * What `monitor` finds, but for the reasons. A finding that is as it was is the same object as before.
   * @throws {RangeError} as `monitor` does.
   */
  ask(record: Record, options: Options): KeptResult {
    const steps = this.steps(record, options);
    for (;;) {
      const next = steps.next();
      if (next.done) return next.value;
    }
  }

  /** The same, norm by norm: whoever asks may stop or wait in between. */
  *steps(record: Record, options: Options): Generator<void, KeptResult> {
    const { model } = this;
    const terms = termsOf(model, options);
    const evidence = this.evidenceOf(record, terms);
    const coverage = JSON.stringify(evidence.coverage.map((row) => row.id));
    const found: Found[] = [];
    for (const { norm, view } of judgedViews(model, options)) {
      const { judged: all } = this.entry(evidence, record, coverage, this.sightOf(norm, view), terms);
      for (const each of all) found.push(each.found);
      yield;
    }
    return resultOf(model, terms, evidence, found);
  }

  /** What a finding that was given rests on, with its reasons; null: it was not given by this, or is forgotten. */
  judgedFor(found: Found): Judged | null {
    return this.sources.get(found) ?? null;
  }

  /** At another date the same is on record. */
  private evidenceOf(record: Record, { standard, asOf }: Terms): Evidence {
    const last = this.last;
    if (last && last.record === record && last.standard === standard && last.asOf === asOf?.latest)
      return last.evidence;
    const evidence = new Evidence(this.model, record, barOf(this.model, standard), asOf, this.seenBefore);
    this.last = { record, standard, asOf: asOf?.latest, evidence };
    return evidence;
  }

  private sightOf(norm: Norm, view: HeldView): Sight {
    let byView = this.sights.get(norm);
    if (!byView) this.sights.set(norm, (byView = new Map()));
    let sight = byView.get(view.id);
    if (!sight) byView.set(view.id, (sight = sightOf(this.model, norm, view)));
    return sight;
  }

  private entry(evidence: Evidence, record: Record, coverage: string, sight: Sight, terms: Terms): Entry {
    const { read } = sight;
    const events = evidence.events(read);
    const measured = isMeasured(sight)
      ? [terms.standard, (record.values ?? []).map((value) => value.id), terms.asOf]
      : [];
    const rest = JSON.stringify([terms.at.latest, evidence.silenceOn(read), measured]);
    let entries = this.entries.get(sight);
    if (!entries) this.entries.set(sight, (entries = []));
    const isSo = (entry: Entry): boolean => entry.rest === rest && (entry.coverage ?? coverage) === coverage;
    const before = entries.find((entry) => entry.events === events && isSo(entry));
    if (before) return before;
    // Events may differ that nobody looked at.
    const alike = entries.findLast((entry) => isSo(entry) && this.isApart(entry, events));
    if (alike) return this.enter(entries, { ...alike, events });
    const all = judged(this.model, evidence, sight, terms.at.latest);
    for (const each of all) this.sources.set(each.found, each);
    const isBound = all.some((each) => each.cutsAsked);
    return this.enter(entries, { events, rest, coverage: isBound ? coverage : null, judged: all });
  }

  private enter(entries: Entry[], entry: Entry): Entry {
    entries.push(entry);
    if (entries.length > MOST_KEPT) entries.shift();
    return entry;
  }

  private isApart({ events, judged: all }: Entry, now: readonly Event[]): boolean {
    const others = this.differing(events, now);
    return all.every((each) => each.isApartFrom(others));
  }

  /** Events that are in one of two lists. */
  private differing(a: readonly Event[], b: readonly Event[]): readonly Event[] {
    let others = this.differences.get(a);
    if (!others) this.differences.set(a, (others = new WeakMap()));
    let events = others.get(b);
    if (!events) {
      const [mine, theirs] = [new Set(a), new Set(b)];
      events = [...a.filter((event) => !theirs.has(event)), ...b.filter((event) => !mine.has(event))];
      others.set(b, events);
    }
    return events;
  }
}

function isMeasured({ reached }: Sight): boolean {
  return [...reached.values()].some(({ stages }) =>
    stages.some(({ clauses }) => (clauses.must.measures ?? []).length > 0),
  );
}

/** What is the same as something known under that key, as the object known; else it is known from now on. */
function known<T>(all: Map<string, T[]>, key: string, item: T, isSame: (a: T, b: T) => boolean): T {
  let list = all.get(key);
  if (!list) all.set(key, (list = []));
  const before = list.find((each) => isSame(each, item));
  if (before !== undefined) return before;
  list.push(item);
  if (list.length > MOST_KEPT) list.shift();
  return item;
}

function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i]);
}

/** By the same accounts: then options differ only by how far those carry. */
function isSameEvent(a: Event, b: Event): boolean {
  return (
    isSameList(a.accounts, b.accounts) &&
    a.contested === b.contested &&
    a.whole === b.whole &&
    a.support === b.support &&
    a.against === b.against &&
    isSameList(a.silent, b.silent) &&
    a.options.length === b.options.length &&
    JSON.stringify(a.options) === JSON.stringify(b.options)
  );
}
