/** One watch: rows in, changed findings out, each told once and numbered. What is on disk is journal.ts; where rows come from, follow.ts. */
import { setImmediate as immediate } from "node:timers/promises";
import { Feed, type Issue, type Lost, type Piece, type Place, Splitter, uncovered } from "@servanda/data";
import { formatInstant, type Instant } from "@servanda/language";
import { type Account, type Change, Stream } from "@servanda/monitor";
import type { Loaded } from "../case.ts";
import { Unrunnable } from "../usage.ts";
import type { Journal, State } from "./journal.ts";

/** Between so many rows it is asked whether to end. */
const HEARING = 16;

/** One thing told. `number` counts from 1 and is the same after a restart. */
export type Message =
  | {
      readonly number: number;
      readonly kind: "change" | "due";
      readonly at: string;
      /** The row that brought it about; null: time alone did. */
      readonly row: number | null;
      /** What the row brought in; none: it was set aside, and it is not known any more that nothing else was told. */
      readonly accounts: readonly string[];
      readonly change: Change;
    }
  | { readonly number: number; readonly kind: "set aside" | "remark"; readonly at: string; readonly fault: Issue };

export interface Plan {
  readonly loaded: Loaded;
  readonly scene: ConstructorParameters<typeof Feed>[2];
  readonly options: ConstructorParameters<typeof Stream>[2];
  /** Under which name rows of the feed are told of. */
  readonly name: string;
  /** Whether the feed tells the time: the dates of its rows. Else the machine's clock does. */
  readonly clock: "machine" | "feed";
  /** The second that findings speak about before anything comes in. */
  readonly begin: Instant;
}

export class Session {
  readonly #plan: Plan;
  readonly #stream: Stream;
  readonly #tell: (message: Message) => Promise<void>;
  #feed: Feed | null;
  #splitter: Splitter | null;
  #place: Place;
  #json: boolean | null;
  /** What rows that were set aside may have told of, where somebody would have told of it; and the coverage that is left. */
  #lost: readonly Lost[];
  #coverage: Loaded["record"]["coverage"];
  /** Blank so far, so that it is not known yet what comes. */
  #head: Uint8Array = new Uint8Array(0);
  /** Of the last message made. */
  number: number;

  /** Goes on from `state`, where there is one. */
  constructor(plan: Plan, state: State | null, tell: (message: Message) => Promise<void>) {
    const { loaded, options, scene, name } = plan;
    this.#plan = plan;
    this.#tell = tell;
    this.number = state?.number ?? 0;
    this.#json = state?.json ?? null;
    this.#place = state?.place ?? { offset: 0, row: 1, skipping: false };
    this.#lost = state?.lost ?? [];
    this.#coverage = uncovered(loaded.record.coverage, this.#lost);
    const accounts = state ? state.stream.accounts : loaded.record.accounts;
    const record = { ...loaded.record, accounts, coverage: this.#coverage };
    this.#stream = state
      ? Stream.restore(loaded.model, record, options, state.stream)
      : new Stream(loaded.model, record, options, plan.begin);
    this.#feed = this.#json === null ? null : new Feed(name, this.#json, scene, record, state?.feed);
    this.#splitter = this.#json === null ? null : new Splitter(!this.#json, this.#place);
  }

  get place(): Place {
    return this.#splitter?.place ?? this.#place;
  }

  /** The second at which something due will not have been seen; null: nothing is awaited. */
  get due(): Instant | null {
    return this.#stream.due;
  }

  get now(): Instant {
    return this.#stream.now;
  }

  /** All so far, told. `mark` is of the bytes before its place. */
  state(mark: string | null): State {
    return {
      mark,
      place: this.place,
      number: this.number,
      told: this.number,
      feed: this.#feed?.memory() ?? { header: null, joined: [] },
      lost: this.#lost,
      json: this.#json,
      stream: this.#stream.snapshot(),
    };
  }

  /** The rows that bytes complete, before they are taken in. `last`: nothing follows. */
  split(bytes: Uint8Array, last: boolean): Piece[] {
    if (this.#splitter !== null) return [...this.#splitter.take(bytes, last)];
    const head = Buffer.concat([this.#head, bytes]);
    const first = new TextDecoder().decode(head).trimStart()[0];
    this.#head = head;
    if (first === undefined) return [];
    this.#json = first === "{";
    this.#feed = new Feed(this.#plan.name, this.#json, this.#plan.scene, this.#plan.loaded.record);
    this.#splitter = new Splitter(!this.#json, this.#place);
    return [...this.#splitter.take(head, last)];
  }

  /** Takes rows in. False: `ended` broke it off, and what was told does not yet follow from all of them. */
  async take(pieces: readonly Piece[], now: Instant, ended: AbortSignal): Promise<boolean> {
    for (const [i, piece] of pieces.entries()) {
      // Whoever wants to end us must be heard.
      if (i % HEARING === 0) await immediate();
      if (ended.aborted) return false;
      await this.#row(piece, now);
    }
    return true;
  }

  /** Time passes; whatever was due by then and not seen is told at its own second. */
  async time(now: Instant): Promise<void> {
    for (let due = this.#stream.due; due !== null && due <= now; due = this.#stream.due) {
      await this.#changes(this.#stream.push([], due), null, []);
    }
    if (now > this.#stream.now) await this.#changes(this.#stream.push([], now), null, []);
  }

  /** Leaves out a row that had begun when the process ended: whoever sends begins anew. */
  forget(): void {
    this.#splitter?.forget();
  }

  async #row(piece: Piece, clock: Instant): Promise<void> {
    const taken = this.#feed!.take(piece);
    for (const fault of taken.issues) {
      const kind = fault.severity === "error" ? "set aside" : "remark";
      await this.#tell({ number: (this.number += 1), kind, at: this.#at(), fault });
    }
    if (this.#feed!.hopeless) {
      throw new Unrunnable([
        "The first row of the feed does not name the columns `event` and `source`; the fault is told above.",
        "Begin the feed with a row of column names, or write JSON, an object a line.",
      ]);
    }
    if (taken.lost !== null) await this.#lose(taken.lost, piece.row);
    if (taken.accounts.length === 0) return;
    const now = this.#plan.clock === "machine" ? clock : (taken.second ?? this.#stream.now);
    await this.time(Math.max(now, this.#stream.now));
    await this.#changes(this.#stream.push(taken.accounts, now), piece.row, taken.accounts);
  }

  /** What a row may have told of, and does not, takes certainty away: silence proves nothing of it any more. */
  async #lose(lost: Lost, row: number): Promise<void> {
    const all = [...this.#lost, lost];
    const coverage = uncovered(this.#plan.loaded.record.coverage, all);
    // Nobody would have told of it, or that much is lost already.
    if (JSON.stringify(coverage) === JSON.stringify(this.#coverage)) return;
    this.#lost = all;
    this.#coverage = coverage;
    await this.#changes(this.#stream.cover(coverage), row, []);
  }

  async #changes(changes: readonly Change[], row: number | null, accounts: readonly Account[]): Promise<void> {
    for (const change of changes) {
      const kind = change.due ? "due" : "change";
      const ids = accounts.map((a) => a.id);
      await this.#tell({ number: (this.number += 1), kind, at: this.#at(), row, accounts: ids, change });
    }
  }

  #at(): string {
    return formatInstant(this.#stream.now, this.#plan.loaded.model.case.offset);
  }
}

/** Does again what the journal says was done after the snapshot. `bytes` gives what stood in the feed. False: broken off. */
export async function replay(
  session: Session,
  journal: Journal,
  bytes: (from: number, to: number) => Uint8Array,
  ended: AbortSignal,
): Promise<boolean> {
  for (const entry of journal.entries) {
    if (entry.kind === "time") await session.time(entry.now);
    if (entry.kind === "rows") {
      const part = entry.bytes === null ? bytes(session.place.offset, entry.to) : Buffer.from(entry.bytes, "base64");
      if (!(await session.take(session.split(part, entry.last), entry.now, ended))) return false;
    }
  }
  return true;
}
