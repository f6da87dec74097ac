/** The case behind the server: read when asked, kept until its folder changes, and written to one page at a time. */
import { createHash, randomBytes } from "node:crypto";
import { type FSWatcher, lstatSync, readdirSync, realpathSync, statSync, watch } from "node:fs";
import { dirname, join } from "node:path";
import { isUtf8 } from "node:buffer";
import { knownOf, readCsv, withhold } from "@servanda/data";
import type { Handling, Record } from "@servanda/monitor";
import { type Loaded, loadFrom, open, run, type RunOptions } from "../case.ts";
import { LARGEST_FILE, liesIn, readPlain, replace } from "../replace.ts";
import { Usage } from "../usage.ts";
import { VERSION } from "../version.ts";
import { boardOf } from "./extract.ts";
import { Flips } from "./flips.ts";
import type { Bytes } from "./packing.ts";
import type { BoardPayload, CasePayload, PointOf, Shape } from "./payload.ts";

export type { RunOptions };

/** Why a page was not written, or that it was. `changed`: its text on disk is not the one that was edited. */
export type Written =
  | { readonly kind: "written"; readonly sha256: string }
  | { readonly kind: "changed"; readonly text: string; readonly sha256: string }
  | { readonly kind: "refused"; readonly why: string };

/** Several changes at once are one. In milliseconds. */
const PAUSE = 120;
/** So often a folder that cannot be watched is looked at. In milliseconds. */
const GLANCE = 1500;
/** So long after watching it failed that is not tried again. In milliseconds. */
const PATIENCE = 5000;
const MOST_TRACED = 20_000;

/** The case as it was read, and what was written of it: each only once somebody asked. */
interface Kept {
  readonly loaded: Loaded;
  readonly payload: CasePayload;
  whole: Bytes | null;
  board: Bytes | null;
  flips: Flips | null;
}

/** So many accounts are judged while a browser starts. */
const QUICK = 20_000;

export class House {
  readonly folder: string;
  readonly handling: Handling;
  private readonly asked: RunOptions;
  private kept: Kept | null = null;
  private readonly listeners = new Set<() => void>();
  private watcher: FSWatcher | null = null;
  /** Folders of other cases that lend pages. */
  private readonly beside: FSWatcher[] = [];
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly start = randomBytes(6).toString("hex");
  private changes = 0;
  private isClosed = false;
  /** Looks at a folder that cannot be watched; not watched before `patience`, by the clock of this process; `trace`: as it was found. */
  private glancing: ReturnType<typeof setInterval> | null = null;
  private patience = 0;
  private trace = "";

  constructor(folder: string, handling: Handling, asked: RunOptions) {
    this.folder = folder;
    this.handling = handling;
    this.asked = asked;
  }

  /** Another whenever the folder has changed, and in another process: whoever read the case at this state has missed nothing. */
  get state(): string {
    return `${this.start}-${this.changes}`;
  }

  /** What the case is called. Throws `Usage` where there is none. */
  get title(): string {
    return this.read().payload.model.case.title;
  }

  /** The case as it is on disk, as JSON. Throws `Usage` where there is none. */
  whole(): Bytes {
    const kept = this.read();
    kept.whole ??= bytesOf(kept.payload);
    return kept.whole;
  }

  /** What its board needs, as JSON: the findings of the case by itself. Throws `Usage` where there is no case. */
  board(): Bytes {
    const kept = this.read();
    const { loaded, payload } = kept;
    kept.board ??= bytesOf(
      boardOf(payload, payload.model.case.recordCloses === null ? null : run({ ...loaded, whole: null }, {}).result),
    );
    return kept.board;
  }

  /** Findings on other terms, as JSON. Null: there is no date to speak about, or they take too long to be worth asking for here. */
  findings(query: URLSearchParams): Bytes | null {
    return this.flips(this.read())?.answer(query) ?? null;
  }

  private flips(kept: Kept): Flips | null {
    if (kept.payload.record.accounts.length > QUICK) return null;
    kept.flips ??= new Flips(kept.payload);
    return kept.flips;
  }

  /** Works out what is asked for first. What is wrong with the case is told to whoever asks. */
  warm(): void {
    try {
      // A record that takes long to judge would keep waiting whoever asks for something else.
      const kept = this.read();
      if (kept.payload.record.accounts.length > QUICK) return;
      this.board();
      this.flips(kept)?.ahead();
    } catch (error) {
      if (!(error instanceof Usage)) throw error;
    }
  }

  private read(): Kept {
    // Watched from the first reading on: what changes before a page is open must not be missed.
    this.attend();
    // Nobody tells of a change: so it is looked for.
    if (this.watcher === null) this.kept = null;
    if (this.kept !== null) return this.kept;
    // While it is glanced at, that tells of what is different: whoever reads in between must not take it away.
    if (this.glancing === null) this.trace = traceOf(this.folder);
    const kept = { ...payloadOf(this.folder, this.handling, this.asked), whole: null, board: null, flips: null };
    this.kept = kept;
    this.attendNeighbours(kept.payload.pages);
    return kept;
  }

  /** Calls back when the folder has changed; returns what ends that. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    this.attend();
    return () => void this.listeners.delete(listener);
  }

  close(): void {
    this.isClosed = true;
    this.kept?.flips?.end();
    if (this.glancing !== null) clearInterval(this.glancing);
    this.watcher?.close();
    for (const watcher of this.beside) watcher.close();
    if (this.timer !== null) clearTimeout(this.timer);
  }

  /** Puts a text in place of a page, if the page is still what `before` (a SHA-256) says. Never a page that the case does not have. */
  write(path: string, text: string, before: string): Written {
    const file = join(this.folder, path);
    const plain = withoutMark(text);
    const bytes = Buffer.from(plain, "utf8");
    if (bytes.length > LARGEST_FILE) return { kind: "refused", why: "The page is too large." };
    // Such a page could not be read again.
    if (plain.includes("\0") || !plain.isWellFormed()) {
      return { kind: "refused", why: "The page has a character in it that no text has, perhaps pasted by mistake." };
    }
    try {
      if (!this.read().payload.pages.some((page) => page.path === path)) {
        return { kind: "refused", why: "The case has no such page: it was removed, or has another name by now." };
      }
      if (!liesIn(this.folder, file)) return { kind: "refused", why: "The page does not lie in the case folder." };
      const there = readPlain(file);
      if (!isUtf8(there)) return { kind: "refused", why: "The page on disk is not in UTF-8." };
      const now = withoutMark(there.toString("utf8"));
      if (hashOf(now) !== before) return { kind: "changed", text: now, sha256: hashOf(now) };
      // A byte-order mark is no part of the text, and stays where it was.
      const mark = there.subarray(0, there.length - Buffer.byteLength(now));
      replace(file, there, Buffer.concat([mark, bytes]));
    } catch (cause) {
      return { kind: "refused", why: cause instanceof Usage ? "The case folder cannot be read." : refusalOf(cause) };
    }
    this.changed();
    return { kind: "written", sha256: hashOf(plain) };
  }

  /** Watches the folder; where that cannot be done, looks at it from time to time, until it can. */
  private attend(): void {
    if (this.watcher !== null || this.isClosed) return;
    if (performance.now() >= this.patience) this.watcher = this.look();
    if (this.watcher === null) {
      this.glancing ??= setInterval(() => this.glance(), GLANCE).unref();
    } else if (this.glancing !== null) {
      clearInterval(this.glancing);
      this.glancing = null;
    }
  }

  private look(): FSWatcher | null {
    try {
      // On Linux what is not there is watched without a word, for ever.
      if (!statSync(this.folder).isDirectory()) return null;
      const watcher = watch(this.folder, { recursive: true, persistent: false }, () => this.stir());
      watcher.on("error", () => {
        if (this.watcher !== watcher) return;
        // Tried again at once, it would fail again at once.
        this.patience = performance.now() + PATIENCE;
        watcher.close();
        this.watcher = null;
        this.attend();
      });
      return watcher;
    } catch {
      return null;
    }
  }

  /** Pages that the case includes from cases beside it are parts of it, too. */
  private attendNeighbours(pages: CasePayload["pages"]): void {
    for (const watcher of this.beside.splice(0)) watcher.close();
    const foreign = pages.filter(({ path }) => path.startsWith("../"));
    if (foreign.length === 0 || this.isClosed) return;
    try {
      const home = realpathSync(this.folder);
      for (const folder of new Set(foreign.map(({ path }) => dirname(join(home, path))))) {
        const watcher = watch(folder, { persistent: false }, () => this.stir());
        watcher.on("error", () => watcher.close());
        this.beside.push(watcher);
      }
    } catch {
      // They are read again with the next change of the case itself.
    }
  }

  private stir(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changed(), PAUSE);
  }

  /** Whether the folder is another than when it was read; if not, whether it can be watched by now. */
  private glance(): void {
    const trace = traceOf(this.folder);
    if (trace === this.trace) this.attend();
    else {
      this.trace = trace;
      this.changed();
    }
  }

  private changed(): void {
    this.kept?.flips?.end();
    this.kept = null;
    this.changes += 1;
    // A file that was put in another's place, as saving does, is watched by nobody: the folder is looked at anew.
    this.watcher?.close();
    this.watcher = null;
    this.attend();
    // What is told now is the folder as it is now.
    if (this.glancing !== null) this.trace = traceOf(this.folder);
    for (const listener of this.listeners) listener();
  }
}

/** What of a folder changes with what is in it: names, sizes and times; empty where it cannot be read. Not more than is soon done. */
function traceOf(folder: string): string {
  const hash = createHash("sha256");
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    for (const { parentPath, name } of entries.slice(0, MOST_TRACED)) {
      const found = lstatSync(join(parentPath, name), { throwIfNoEntry: false });
      hash.update(JSON.stringify([parentPath, name, found?.size, found?.mtimeMs, found?.ino]));
    }
    return hash.digest("hex");
  } catch {
    return "";
  }
}

/** Why a page could not be written, of what the system said. */
export function refusalOf(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : null;
  const why = typeof code === "string" ? WHYS.get(code) : undefined;
  return `The page could not be written: ${why ?? "it is a link, or no ordinary file"}. On disk it is as it was.`;
}

const WHYS: ReadonlyMap<string, string> = new Map([
  ["ENOSPC", "the disk is full"],
  ["EDQUOT", "there is no room left for you on the disk"],
  ["EROFS", "the disk is read-only"],
  ["EACCES", "you may not write to it, or to its folder"],
  ["EPERM", "you may not write to it, or to its folder"],
  ["ENOENT", "it is no longer there"],
  ["ENOTDIR", "its folder is no longer there"],
  ["EIO", "the disk reports a fault"],
  ["EBUSY", "another program holds it"],
]);

function payloadOf(folder: string, handling: Handling, asked: RunOptions): Pick<Kept, "loaded" | "payload"> {
  const opened = open(folder);
  const held = withhold(opened.files, handling);
  const loaded = loadFrom(opened, handling, held);
  const shown = held.files;
  const known = knownOf(shown);
  const { model, record } = loaded;
  const canRun = asked.at !== undefined || model.case.recordCloses !== null;
  const core = {
    servanda: VERSION,
    folder: opened.files.id,
    model,
    record,
    points: pointsOf(record, shown.files),
    shapes: shapesOf(shown.files.get("places.geojson")),
    pages: shown.documents.map(({ path, text }) => ({ path, text, sha256: hashOf(text) })),
    faults: loaded.faults,
    handling,
    known: { sources: [...known.sources].sort(), shapes: [...known.shapes].sort() },
    asked: { at: asked.at ?? null, asOf: asked.asOf ?? null, standard: asked.standard ?? null },
  };
  // Of what is shown, and of nothing else: what is withheld cannot be guessed at by its hash.
  const version = hashOf(JSON.stringify(core)).slice(0, 12);
  const resting = loaded.whole !== null && canRun ? run(loaded, asked).resting : null;
  return { loaded, payload: { ...core, version, inputs: loaded.inputs, resting } };
}

function bytesOf(payload: CasePayload | BoardPayload): Bytes {
  return new TextEncoder().encode(JSON.stringify(payload));
}

function hashOf(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/** Points of accounts that have one; the record holds only in which zones they lie. */
function pointsOf(record: Record, files: ReadonlyMap<string, string>): PointOf[] {
  const tables = new Map<string, ReadonlyMap<number, ReadonlyMap<string, string>>>();
  return record.accounts.flatMap((account): PointOf[] => {
    if (!account.located) return [];
    const { path, row } = account.at;
    let table = tables.get(path);
    if (table === undefined) {
      table = cellsOf(files.get(path) ?? "");
      tables.set(path, table);
    }
    const cells = table.get(row);
    const text = (name: string): string => cells?.get(name) ?? "";
    const [lat, lon] = [Number(text("lat")), Number(text("lon"))];
    if (text("lat") === "" || text("lon") === "" || !Number.isFinite(lat) || !Number.isFinite(lon)) return [];
    const [, digits = "", unit = ""] = /^([\d.]+)\s*(km|m|)$/iu.exec(text("precision")) ?? [];
    const decimals = Math.min(...[text("lat"), text("lon")].map((each) => each.split(".")[1]?.length ?? 0));
    const kilometres =
      digits === ""
        ? (KILOMETRES_A_DEGREE / 2) * 10 ** -decimals
        : Number(digits) / (unit.toLowerCase() === "m" ? 1000 : 1);
    return [{ account: account.id, lat, lon, kilometres }];
  });
}

const KILOMETRES_A_DEGREE = 111.32;

/** Cells by row and column. */
function cellsOf(text: string): ReadonlyMap<number, ReadonlyMap<string, string>> {
  const rows = new Map<number, ReadonlyMap<string, string>>();
  let header: readonly string[] | null = null;
  for (const record of readCsv(text)) {
    if ("fault" in record || record.cells[0] === "sep=") continue;
    const cells = record.cells.map((cell) => cell.trim());
    if (header === null) header = cells.map((name) => name.toLowerCase());
    else rows.set(record.row, new Map(header.map((name, i) => [name, cells[i] ?? ""])));
  }
  return rows;
}

function shapesOf(text: string | undefined): Shape[] {
  if (text === undefined) return [];
  try {
    const whole = JSON.parse(text) as { features?: unknown };
    return Array.isArray(whole.features) ? whole.features.filter(isFeature) : [];
  } catch {
    // Told as a fault of the case already.
    return [];
  }
}

function isFeature(value: unknown): value is Shape {
  return typeof value === "object" && value !== null && "geometry" in value;
}
