/**
 * What a watch has taken in and told, on disk. A snapshot holds all up to some row; a journal, what came after. Each row is in the
 * journal before anything of it is told, and that something was told is noted after it was written out. A process that ends at
 * any instant therefore loses nothing, and tells again only what may not have gone out.
 */
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { FeedMemory, Lost, Place } from "@servanda/data";
import type { Instant } from "@servanda/language";
import type { Snapshot } from "@servanda/monitor";
import { Usage } from "../usage.ts";

/** A watch as of some row. */
export interface State {
  readonly place: Place;
  /** Of the bytes of the feed before that place: a feed that was rewritten is another. Null: of one that cannot be read again. */
  readonly mark: string | null;
  /** Number of the last message that follows from the rows so far. */
  readonly number: number;
  /** Number of the last message known to have gone out. */
  readonly told: number;
  readonly feed: FeedMemory;
  /** What rows that were set aside may have told of, and was covered. */
  readonly lost: readonly Lost[];
  readonly json: boolean | null;
  readonly stream: Snapshot;
}

export type Entry =
  /** Rows up to `to`, in bytes of the feed, were taken in, at `now` of the machine's clock. `bytes`, in base 64: of a feed that cannot be read again. */
  | {
      readonly kind: "rows";
      readonly to: number;
      readonly now: Instant;
      readonly bytes: string | null;
      /** Nothing followed: what stood there was whole. */
      readonly last: boolean;
    }
  /** Time passed. */
  | { readonly kind: "time"; readonly now: Instant }
  | { readonly kind: "told"; readonly number: number };

interface Kept {
  readonly format: 1;
  /** Of what the watch was made: another case or other options give other findings. */
  readonly basis: string;
  readonly generation: number;
  readonly state: State | null;
}

const SNAPSHOT = "snapshot.json";
const LOCK = "running";
/** A journal of fewer bytes is never folded. */
const SHORTEST = 1_000_000;

export class Journal {
  readonly folder: string;
  readonly #basis: string;
  #generation: number;
  #file: number;
  /** Bytes in the journal, and letters in the snapshot. */
  #size = 0;
  #kept = 0;
  readonly state: State | null;
  /** What came after the snapshot, in order. */
  readonly entries: readonly Entry[];

  /** @throws {Usage} where the folder is in use, or holds the state of another watch. */
  constructor(folder: string, basis: string) {
    this.folder = folder;
    this.#basis = basis;
    mkdirSync(folder, { recursive: true });
    lock(folder);
    const kept = this.#read();
    this.#generation = kept?.generation ?? 0;
    this.state = kept?.state ?? null;
    if (kept === null) this.#write(null);
    for (const name of readdirSync(folder)) {
      if (/^journal-\d+\.ndjson$/u.test(name) && name !== this.#name()) rmSync(join(folder, name));
    }
    this.entries = this.#entries();
    this.#file = openSync(join(folder, this.#name()), "a");
  }

  /**
   * Whether it is time for a snapshot: the journal is long, and not short beside the last snapshot, which is written whole. So what a row costs does
   * not grow with the rows before it.
   */
  get isLong(): boolean {
    return this.#size > Math.max(SHORTEST, this.#kept / 2);
  }

  add(entry: Entry): void {
    const line = `${JSON.stringify(entry)}\n`;
    this.#size += line.length;
    writeSync(this.#file, line);
    if (entry.kind === "rows") fdatasyncSync(this.#file);
  }

  /** Begins a new journal after a snapshot of `state`. */
  fold(state: State): void {
    this.#generation += 1;
    const file = openSync(join(this.folder, this.#name()), "w");
    this.#write(state);
    closeSync(this.#file);
    this.#file = file;
    this.#size = 0;
    rmSync(join(this.folder, `journal-${this.#generation - 1}.ndjson`), { force: true });
  }

  close(): void {
    closeSync(this.#file);
    rmSync(join(this.folder, LOCK), { force: true });
  }

  #name(): string {
    return `journal-${this.#generation}.ndjson`;
  }

  #read(): Kept | null {
    const path = join(this.folder, SNAPSHOT);
    if (!existsSync(path)) return null;
    let kept: Kept;
    try {
      const text = readFileSync(path, "utf8");
      this.#kept = text.length;
      kept = JSON.parse(text) as Kept;
      if (kept.format !== 1 || typeof kept.generation !== "number") throw new Error("another format");
    } catch {
      throw new Usage(`${path} is not the state of a watch. Give another folder with --state, or remove this one.`);
    }
    if (kept.basis === this.#basis) return kept;
    throw new Usage(
      `${this.folder} holds the state of a watch of another case, feed or choice of options, or the case has changed since. ` +
        "Give another folder with --state, or remove this one: then the whole feed is told anew.",
    );
  }

  /** In one step, so that there is always one whole snapshot. */
  #write(state: State | null): void {
    const kept: Kept = { format: 1, basis: this.#basis, generation: this.#generation, state };
    const path = join(this.folder, `${SNAPSHOT}.new`);
    const file = openSync(path, "w");
    const text = JSON.stringify(kept);
    this.#kept = text.length;
    writeFileSync(file, text);
    fdatasyncSync(file);
    closeSync(file);
    renameSync(path, join(this.folder, SNAPSHOT));
  }

  #entries(): Entry[] {
    const path = join(this.folder, this.#name());
    if (!existsSync(path)) return [];
    const text = readFileSync(path, "utf8");
    // A line that was being written when the process ended: nothing was done on it yet.
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
    this.#size = whole.length;
    return whole
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Entry);
  }
}

/** One process a state. A lock that a dead process left is taken over. */
function lock(folder: string): void {
  const path = join(folder, LOCK);
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
      return;
    } catch {
      const owner = Number(existsSync(path) ? readFileSync(path, "utf8") : "");
      if (owner !== process.pid && isAlive(owner)) {
        throw new Usage(
          `Another watch (process ${owner}) uses ${folder}. End it, or give another folder with --state. If it is none, remove ${path}.`,
        );
      }
      rmSync(path, { force: true });
    }
  }
}

function isAlive(process_: number): boolean {
  if (!Number.isInteger(process_) || process_ <= 0) return false;
  try {
    process.kill(process_, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
