/** What may bear on a claim: everything but the source that it is taken from, and its copies (docs/analysis.md 1.3). */
import type { Act, Model, Time } from "@servanda/language";
import {
  againstInterest,
  monitor,
  barOf,
  type Account,
  type Finding,
  type Bar,
  type Options,
  type Record,
  type Result,
  type Source,
} from "@servanda/monitor";

/** A case as it may bear on claims of one source. */
export class Evidence {
  readonly model: Model;
  readonly record: Record;
  readonly at: Time;
  readonly asOf: Time | null;
  readonly bar: Bar;
  readonly sources: ReadonlyMap<string, Source>;
  /** When the source of the claims was published. */
  readonly published: Time | null;
  /** Whether anything was left out. */
  readonly reduced: boolean;
  private readonly acts: ReadonlyMap<string, Act>;
  private readonly options: Options;
  private readonly barred: (source: string | null) => boolean;
  private readonly results = new Map<string, Result>();
  private readonly byEvent: ReadonlyMap<string, readonly Account[]>;

  /** `source` null: nothing is left out. */
  constructor(model: Model, record: Record, options: Options, source: string | null) {
    const at = options.at ?? model.case.recordCloses;
    if (!at) throw new RangeError("no date to speak about: the case has no `record closes` and no `at` was given");
    this.sources = new Map(record.sources.map((each) => [each.id, each]));
    const origin = (id: string): string => this.sources.get(id)?.origin ?? id;
    const own = source === null ? new Set<string>() : new Set([source, origin(source)]);
    this.barred = (id) => id !== null && (own.has(id) || own.has(origin(id)));
    const accounts = record.accounts.filter((account) => !this.barred(account.source));
    const coverage = record.coverage.filter((row) => !this.barred(row.source));
    const values = (record.values ?? []).filter((value) => !this.barred(value.source));
    const readings = model.readings.filter((reading) => !this.barred(reading.source));
    this.reduced =
      accounts.length < record.accounts.length ||
      coverage.length < record.coverage.length ||
      values.length < (record.values ?? []).length ||
      readings.length < model.readings.length;
    this.model = { ...model, readings };
    this.record = { ...record, accounts, coverage, values };
    this.acts = new Map(model.acts.map((act) => [act.id, act]));
    this.at = at;
    this.asOf = options.asOf ?? null;
    this.options = options;
    this.bar = barOf(model, options.standard ?? model.case.standard);
    this.published = source === null ? null : (this.sources.get(source)?.published ?? null);
    this.byEvent = Map.groupBy(
      accounts.filter((account) => counts(account, options.asOf)),
      (account) => account.event,
    );
  }

  /**
   * A source as it is told of beside an event, with why it may not reach the standard (it speaks for somebody named there, is second-hand, or only
   * claims it) and, if asked, whom it names as who acts.
   */
  telling(account: Account, told: readonly Account[], naming = false): string {
    const { source, grade, status, actor } = account;
    const known = this.sources.get(source);
    const named = new Set(told.flatMap((each) => [each.actor, each.target, each.object]));
    const own = known?.speaksFor.filter((who) => named.has(who)) ?? [];
    const weak = known?.kind === "tertiary" || known?.kind === "repost" ? known.kind : null;
    const doubt = status === "not-verified" ? "not verified" : grade === "claim" && own.length === 0 ? "a claim" : null;
    const notes = [
      naming && actor !== null ? `names ${actor}` : null,
      own.length > 0 ? `for ${own.join(", ")}${this.admits(account, told) ? ", against its interest" : ""}` : null,
      weak ?? doubt,
    ].filter((note) => note !== null);
    return notes.length === 0 ? source : `${source} (${notes.join("; ")})`;
  }

  private admits(account: Account, told: readonly Account[]): boolean {
    return againstInterest(account, { acts: this.acts, sources: this.sources, told });
  }

  mayBear(source: string | null): boolean {
    return !this.barred(source);
  }

  accountsOf(event: string): readonly Account[] {
    return this.byEvent.get(event) ?? [];
  }

  /** Findings on some norms, at a date no later than the close. */
  findings(norms: ReadonlySet<string>, at: Time = this.at): Result {
    const key = JSON.stringify([[...norms].sort(), at.latest]);
    let result = this.results.get(key);
    if (result === undefined) {
      result = monitor(this.model, this.record, { ...this.options, at, norms });
      this.results.set(key, result);
    }
    return result;
  }

  /** What is found on norms that are no case's own; at the case's standard, or at the lowest. */
  probe(model: Model, lowest: boolean): Finding | null {
    const options: Options = lowest ? { ...this.options, standard: "alleged" } : this.options;
    return monitor(model, this.record, { ...options, at: this.at }).findings[0] ?? null;
  }
}

/** Rule 1.3 of docs/semantics.md. */
function counts(account: Account, asOf: Time | undefined): boolean {
  if (account.status === "withdrawn") return false;
  return asOf === undefined || (account.published !== null && account.published.latest <= asOf.latest);
}

/** Ids sorted, each once. */
export function distinct(ids: Iterable<string>): string[] {
  return [...new Set(ids)].sort();
}
