/** Findings kept up to date while accounts come in: after any push they are those of the batch on all accounts so far. */
import { formatInstant, type Instant, type Model, type Time } from "@servanda/language";
import { Assessment, lineOf, type Line } from "./assess.ts";
import { columnsOf } from "./columns.ts";
import type { Finding, Footing, Outcome, Result } from "./finding.ts";
import { monitor, type Options } from "./monitor.ts";
import type { Account, Record } from "./record.ts";
import { STANDARDS } from "./support.ts";

/** What a finding says, without its reasons. */
export interface Told {
  readonly outcome: Outcome | null;
  readonly possible: readonly Outcome[];
  readonly footing: Footing;
  readonly approximate: boolean;
}

/** One finding that is not what it was. */
export interface Change {
  readonly id: string;
  readonly norm: string;
  readonly view: string;
  readonly bearer: string;
  readonly counterparty: string | null;
  /** Null: there is no such finding any more. */
  readonly now: Told | null;
  /** Null: it is new. */
  readonly was: Told | null;
  /** Breaches that came, went, or stand on another footing, by id (of an event, or of what began a failure). */
  readonly breaches: readonly { readonly id: string; readonly now: Footing | null; readonly was: Footing | null }[];
  /** A deadline has passed and nothing on record does what was due: it was pending, and may now be breached. */
  readonly due: boolean;
}

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
  private readonly record: Record;
  private readonly options: Omit<Options, "at" | "asOf">;
  private readonly accounts = new Map<string, Account>();
  private lines: ReadonlyMap<string, Line> = new Map();
  private second: Instant;

  /**
   * `record`: what is known at the beginning; its findings are told by no change. `now`: the second that findings speak about.
   */
  constructor(model: Model, record: Record, options: Omit<Options, "at" | "asOf">, now: Instant) {
    this.model = model;
    this.record = record;
    this.options = options;
    this.second = now;
    for (const account of record.accounts) this.accounts.set(account.id, account);
    this.lines = this.judge();
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
    let first: Instant | null = null;
    for (const { due } of this.lines.values()) {
      if (due !== null && due > this.second && (first === null || due < first)) first = due;
    }
    return first;
  }

  /**
   * Takes accounts in, and moves the clock to `now` (it never goes back); an account with the id of one that is there replaces it,
   * so that one can be withdrawn. With no accounts, time alone passes.
   * @returns the findings that changed, by id.
   */
  push(accounts: readonly Account[], now: Instant): Change[] {
    for (const account of accounts) this.accounts.set(account.id, account);
    this.second = Math.max(this.second, now);
    const before = this.lines;
    this.lines = this.judge();
    return changes(before, this.lines);
  }

  /** A finding with its reasons; null if there is none of that id. */
  finding(id: string): Finding | null {
    const line = this.lines.get(id);
    if (!line) return null;
    return this.all(new Set([line.norm])).findings.find((f) => f.id === id) ?? null;
  }

  /** All findings and the board, as of now. */
  result(): Result {
    return this.all(this.options.norms);
  }

  /** What `restore` goes on from. */
  snapshot(): Snapshot {
    return { format: 1, now: this.second, accounts: [...this.accounts.values()] };
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
    const record = { ...this.record, accounts: [...this.accounts.values()] };
    return monitor(this.model, record, { ...this.options, norms, at: this.at });
  }

  /** By plans, as far as they reach; reasons are for who asks. */
  private judge(): ReadonlyMap<string, Line> {
    const { model } = this;
    const standard = this.options.standard ?? model.case.standard;
    const record = { ...this.record, accounts: [...this.accounts.values()] };
    const columns = columnsOf(model, record, STANDARDS[standard], undefined);
    const { norms } = this.options;
    // Plans are for records most of which is settled: where little is, keys are opened one by one that are better judged together.
    const plans = columns.unsettled.length * 10 <= columns.count;
    const lines = plans
      ? new Assessment(model, columns, record, { at: this.at, standard, norms }).lines()
      : this.all(norms).findings.map(lineOf);
    return new Map(lines.map((line) => [line.id, line]));
  }
}

function changes(before: ReadonlyMap<string, Line>, after: ReadonlyMap<string, Line>): Change[] {
  const out: Change[] = [];
  for (const id of [...new Set([...before.keys(), ...after.keys()])].toSorted()) {
    const was = before.get(id);
    const now = after.get(id);
    const told = breachesOf(was, now);
    if (was && now && told.length === 0 && JSON.stringify(toldOf(was)) === JSON.stringify(toldOf(now))) continue;
    const { norm, view, bearer, counterparty } = (now ?? was)!;
    out.push({
      id,
      norm,
      view,
      bearer,
      counterparty,
      now: now ? toldOf(now) : null,
      was: was ? toldOf(was) : null,
      breaches: told,
      due: was?.outcome === "pending" && now !== undefined && now.possible.includes("breached"),
    });
  }
  return out;
}

function breachesOf(was: Line | undefined, now: Line | undefined): Change["breaches"] {
  const [before, after] = [was, now].map((line) => new Map((line?.breaches ?? []).map((b) => [b.id, b.footing])));
  return [...new Set([...before!.keys(), ...after!.keys()])].toSorted().flatMap((id) => {
    const [a, b] = [before!.get(id) ?? null, after!.get(id) ?? null];
    return a === b ? [] : [{ id, now: b, was: a }];
  });
}

function toldOf({ outcome, possible, footing, approximate }: Line): Told {
  return { outcome, possible, footing, approximate };
}
