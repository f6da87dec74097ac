/** Findings kept up to date while accounts come in: after any push they are those of the batch on all accounts so far. */
import { formatInstant, type Instant, type Model, type Standard, type Time } from "@servanda/language";
import { lineOf, type Line } from "./assess.ts";
import { changes, type Change } from "./change.ts";
import type { Finding, Result } from "./finding.ts";
import { Ledger } from "./ledger.ts";
import { Live, type Tally } from "./live.ts";
import { monitor, type Options } from "./monitor.ts";
import type { Account, Record } from "./record.ts";
import { barOf } from "./support.ts";

/** Everything that a stream needs to go on after a restart, as plain data. */
export interface Snapshot {
  readonly format: 1;
  /** Second of the last push. */
  readonly now: Instant;
  readonly accounts: readonly Account[];
}

/**
 * A case whose accounts come in one after the other, in the order in which they are published. Events may lie in any order: what
 * comes late, denies or withdraws changes the findings that it touches, and each change is told with what was said before.
 */
export class Stream {
  private readonly model: Model;
  private record: Record;
  private readonly options: Omit<Options, "at" | "asOf">;
  private ledger: Ledger;
  private readonly share: number;
  /** Null: too little is settled, and all is judged together, each time: `lines`. */
  private live: Live | null = null;
  private lines: ReadonlyMap<string, Line> = new Map();
  private second: Instant;

  /**
   * `record`: what is known at the beginning; its findings are told by no change. `now`: the second that findings speak about. `share`: plans are used
   * while of so many events at least one fewer is settled.
   */
  constructor(model: Model, record: Record, options: Omit<Options, "at" | "asOf">, now: Instant, share = 10) {
    this.model = model;
    // The accounts are the ledger's: it keeps them otherwise.
    this.record = { ...record, accounts: [] };
    this.options = options;
    this.second = now;
    this.share = share;
    this.ledger = new Ledger(model, record, barOf(model, this.standard));
    this.judge();
  }

  /**
   * Puts other coverage in the place of what there was: an account was lost, and nobody is known to have kept silent where it may speak. All is judged anew.
   * @returns the findings that changed, by id.
   */
  cover(coverage: Record["coverage"]): Change[] {
    const before = this.live?.lines() ?? this.lines;
    const accounts = this.ledger.all();
    this.record = { ...this.record, coverage };
    this.ledger = new Ledger(this.model, { ...this.record, accounts }, barOf(this.model, this.standard));
    this.judge();
    return changes(before, this.live?.lines() ?? this.lines);
  }

  /** The second that findings speak about now. */
  get now(): Instant {
    return this.second;
  }

  /**
   * The first second after `now` at which a deadline that is still awaited has passed; null if there is none. Whoever lets time pass
   * stops there, so that what is due and not seen is told at that second and no later.
   */
  get due(): Instant | null {
    if (this.live) return this.live.due;
    let first: Instant | null = null;
    for (const { due } of this.lines.values()) {
      if (due !== null && due > this.second && (first === null || due < first)) first = due;
    }
    return first;
  }

  /** How pushes went since plans were last taken up; null: they are not used now. */
  get tally(): Tally | null {
    return this.live?.tally ?? null;
  }

  /**
   * Takes accounts in, and moves the clock to `now` (it never goes back); an account with the id of one that is there replaces it,
   * so that one can be withdrawn. With no accounts, time alone passes.
   * @returns the findings that changed, by id.
   */
  push(accounts: readonly Account[], now: Instant): Change[] {
    const taken = this.ledger.take(accounts);
    this.second = Math.max(this.second, now);
    if (this.live && this.isMostlySettled(2)) return this.live.push(taken, this.second);
    const before = this.live?.lines() ?? this.lines;
    this.judge();
    return changes(before, this.live?.lines() ?? this.lines);
  }

  /** A finding with its reasons; null if there is none of that id. */
  finding(id: string): Finding | null {
    const norm = id.slice(0, id.indexOf("/"));
    const { norms } = this.options;
    if (norms && !norms.has(norm)) return null;
    return this.all(new Set([norm])).findings.find((f) => f.id === id) ?? null;
  }

  /** All findings and the board, as of now. */
  result(): Result {
    return this.all(this.options.norms);
  }

  /** What `restore` goes on from. */
  snapshot(): Snapshot {
    return { format: 1, now: this.second, accounts: this.ledger.all() };
  }

  /** The stream as it was when the snapshot was taken. `record`: its sources, coverage and shapes; its accounts are those of the snapshot. */
  static restore(
    model: Model,
    record: Record,
    options: Omit<Options, "at" | "asOf">,
    { now, accounts }: Snapshot,
  ): Stream {
    return new Stream(model, { ...record, accounts }, options, now);
  }

  private get at(): Time {
    return { earliest: this.second, latest: this.second, text: formatInstant(this.second, this.model.case.offset) };
  }

  private all(norms: Options["norms"]): Result {
    const record = { ...this.record, accounts: this.ledger.all() };
    return monitor(this.model, record, { ...this.options, norms, at: this.at });
  }

  private get standard(): Standard {
    return this.options.standard ?? this.model.case.standard;
  }

  /** Plans are for records most of which is settled: where little is, keys are opened one by one that are better judged together. */
  private isMostlySettled(leniency: number): boolean {
    const { unsettled, count } = this.ledger;
    return unsettled.length * this.share <= count * leniency;
  }

  /** By plans, as far as they reach; reasons are for who asks. */
  private judge(): void {
    const { model, record, options, ledger, standard } = this;
    const { norms } = options;
    this.live = this.isMostlySettled(1) ? new Live({ model, record, standard, norms }, ledger, this.second) : null;
    this.lines = this.live
      ? new Map()
      : new Map(
          this.all(norms)
            .findings.map(lineOf)
            .map((line) => [line.id, line]),
        );
  }
}
