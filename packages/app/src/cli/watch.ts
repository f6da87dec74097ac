/** `servanda watch CASE --feed FILE|-`: tells each finding that changes, with what it was, as accounts come in. */
import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  realpathSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { basename, dirname, resolve, sep } from "node:path";
import { readFiles, sceneOf } from "@servanda/data";
import type { Instant } from "@servanda/language";
import { load, partOf } from "../case.ts";
import { changeLines } from "../report/change.ts";
import { diagnosticLines } from "../report/diagnostic.ts";
import { ink, type Paper } from "../report/words.ts";
import { Unrunnable, Usage } from "../usage.ts";
import { VERSION } from "../version.ts";
import { GrowingFile, Input, type Next, type Source } from "../watch/follow.ts";
import { Journal } from "../watch/journal.ts";
import { type Message, type Plan, replay, Session } from "../watch/session.ts";
import { DONE, languageOf, paperOf, type RunFlags, shown, type Surroundings } from "./surroundings.ts";

export interface WatchFlags extends RunFlags {
  readonly feed: string;
  readonly format: "text" | "ndjson";
  /** False: nothing is kept. */
  readonly state?: string | false;
  readonly out?: string;
  readonly clock: "machine" | "feed";
  readonly once?: boolean;
}

const LONGEST_WAIT = 60_000;

export async function watchCommand(folder: string, flags: WatchFlags, around: Surroundings): Promise<number> {
  const paper = paperOf(flags, around);
  const isInput = flags.feed === "-";
  refuseInside(folder, flags);
  const plan = planOf(folder, flags, languageOf(flags, around), paper);
  const state = flags.state ?? (isInput ? false : `${flags.feed}.watch`);
  const journal = state === false ? null : new Journal(state, basisOf(plan, folder, flags));
  const log = flags.out === undefined ? null : new Log(flags.out);
  let told = 0;
  // Nothing more is taken in before what was said is out: a slow reader must not make us grow.
  const write = around.write ?? (async (text: string): Promise<void> => around.out(text));
  const session = new Session(plan, journal?.state ?? null, async (message) => {
    log?.add(message);
    if (message.number <= told) return;
    const isData = flags.format === "ndjson";
    const lines = isData ? [JSON.stringify(message)] : shown(around, changeLines(message, plan.loaded.model, paper));
    await write(`${lines.join("\n")}\n`);
    journal?.add({ kind: "told", number: message.number });
  });
  const file = isInput ? null : new GrowingFile(flags.feed, flags.once ?? false);
  const ending = new AbortController();
  const ended = ending.signal;
  const end = (): void => ending.abort();
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  let source: Source | null = file;
  try {
    if (journal !== null) {
      if (journal.state !== null) file?.hold(journal.state.place.offset, journal.state.mark);
      // Messages up to here went out; whether those after it did is not known.
      told = Math.max(journal.state?.told ?? 0, ...journal.entries.map((e) => (e.kind === "told" ? e.number : 0)));
      const again = (from: number, to: number): Uint8Array => file?.again(from, to) ?? new Uint8Array(0);
      if (!(await replay(session, journal, again, ended))) return DONE;
      session.forget();
    }
    file?.seek(session.place.offset);
    source = file ?? new Input(around.input ?? process.stdin);
    const fold = (): void => journal?.fold(session.state(file?.mark(session.place.offset) ?? null));
    if (await follow({ session, source, journal, flags, ended, fold })) fold();
    return DONE;
  } finally {
    process.off("SIGINT", end);
    process.off("SIGTERM", end);
    source?.close();
    journal?.close();
    log?.close();
  }
}

interface Watch {
  readonly session: Session;
  readonly source: Source;
  readonly journal: Journal | null;
  readonly flags: WatchFlags;
  readonly ended: AbortSignal;
  readonly fold: () => void;
}

/** False: broken off amid rows, which are taken in anew at the next start. */
async function follow({ session, source, journal, flags, ended, fold }: Watch): Promise<boolean> {
  const isInput = flags.feed === "-";
  const done = (): void => {
    if (journal?.isLong) fold();
  };
  while (!ended.aborted) {
    const next: Next = await source.next(waitOf(session, flags));
    const now = secondOf();
    if (next !== null) {
      const last = next === "end";
      const bytes = last ? new Uint8Array(0) : next;
      const pieces = session.split(bytes, last);
      // In the journal first: what is told must never be lost sight of.
      if (pieces.length > 0 || (isInput && bytes.length > 0)) {
        const kept = isInput ? Buffer.from(bytes).toString("base64") : null;
        journal?.add({ kind: "rows", to: session.place.offset, now, bytes: kept, last });
        if (!(await session.take(pieces, now, ended))) return false;
        done();
      }
      if (last) return true;
    }
    if (flags.clock === "machine" && (next === null || isDue(session, now))) {
      if (isDue(session, now) || now - session.now >= LONGEST_WAIT / 1000) {
        journal?.add({ kind: "time", now });
        await session.time(now);
        done();
      }
    }
  }
  return true;
}

function isDue(session: Session, now: Instant): boolean {
  return session.due !== null && session.due <= now;
}

/** Milliseconds until the next deadline, and at most a minute. */
function waitOf(session: Session, flags: WatchFlags): number {
  if (flags.clock === "feed" || session.due === null) return LONGEST_WAIT;
  return Math.max(0, Math.min(LONGEST_WAIT, (session.due - secondOf()) * 1000));
}

/** The one place in Servanda that reads the machine's clock. */
function secondOf(): Instant {
  // oxlint-disable-next-line no-restricted-properties -- a watch tells what is due by the clock; nothing else may read it
  return Math.floor(Date.now() / 1000);
}

function planOf(folder: string, flags: WatchFlags, language: string | null, paper: Paper): Plan {
  const loaded = load(folder, flags.handling, language);
  if (loaded.faults.some((f) => f.severity === "error")) {
    throw new Unrunnable([
      ...diagnosticLines(loaded.faults, paper.width, ink({ ...paper, colour: false })),
      "Mend the case before it is watched: what faults leave out would be missing from all that is told.",
    ]);
  }
  const { at: _, ...options } = partOf(loaded.model, flags);
  const closes = loaded.model.case.recordCloses?.latest ?? 0;
  return {
    loaded,
    scene: sceneOf(readFiles(folder), loaded.model, flags.handling),
    options,
    name: flags.feed === "-" ? "standard input" : basename(flags.feed),
    clock: flags.clock,
    begin: flags.clock === "feed" ? closes : Math.max(closes, secondOf()),
  };
}

/** A feed inside the case is read with it already: its rows would count twice. */
function refuseInside(folder: string, { feed, state, out }: WatchFlags): void {
  if (!existsSync(folder)) return;
  const home = realpathSync(folder) + sep;
  for (const [option, path] of Object.entries({ feed: feed === "-" ? undefined : feed, state, out })) {
    if (path === undefined || path === false) continue;
    const whole = existsSync(path)
      ? realpathSync(path)
      : resolve(realpathSync(existing(dirname(resolve(path)))), basename(path));
    if (!whole.startsWith(home)) continue;
    throw new Usage(`--${option} ${path} lies in the case folder, which is read as it is. Keep it beside the folder.`);
  }
}

function existing(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));
}

/** What the messages depend on beside the feed: with any other, numbers would mean something else. */
function basisOf({ loaded, options }: Plan, folder: string, flags: WatchFlags): string {
  const feed = flags.feed === "-" ? "-" : resolve(flags.feed);
  const basis = [VERSION, resolve(folder), loaded.inputs, feed, flags.handling, flags.clock, options];
  return createHash("sha256").update(JSON.stringify(basis)).digest("hex");
}

/** The messages in a file: whatever happens, each stands there once. */
class Log {
  readonly #file: number;
  #last: number;

  constructor(path: string) {
    const { last, size } = lastOf(path);
    this.#last = last;
    if (existsSync(path)) truncateSync(path, size);
    this.#file = openSync(path, "a");
    if (!fstatSync(this.#file).isFile()) throw new Usage(`--out ${path} is not a file.`);
  }

  add(message: Message): void {
    if (message.number <= this.#last) return;
    this.#last = message.number;
    writeSync(this.#file, `${JSON.stringify(message)}\n`);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** The number of the last whole message of a log, and how many bytes it takes: a line that was not finished does not count. */
function lastOf(path: string): { readonly last: number; readonly size: number } {
  if (!existsSync(path)) return { last: 0, size: 0 };
  const bytes = readFileSync(path);
  const size = bytes.lastIndexOf(10) + 1;
  const line = bytes.subarray(bytes.lastIndexOf(10, size - 2) + 1, size).toString("utf8");
  if (line === "") return { last: 0, size };
  try {
    const { number } = JSON.parse(line) as { readonly number: unknown };
    if (typeof number === "number") return { last: number, size };
  } catch {
    // Told below.
  }
  throw new Usage(`--out ${path} holds something else than the messages of a watch: give another file.`);
}
