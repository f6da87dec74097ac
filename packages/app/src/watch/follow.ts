/** Where a feed comes from: a file that grows, or standard input. Never more than one stretch of it is held. */
import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import type { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { Unrunnable, Usage } from "../usage.ts";

const STRETCH = 65_536;
const LOOK_AGAIN = 200;
const MARKED = 4096;

/** What comes next: bytes; `end` where nothing follows; null where there was nothing for a while. */
export type Next = Uint8Array | "end" | null;

export interface Source {
  /** Waits up to `wait` milliseconds. */
  next(wait: number): Promise<Next>;
  close(): void;
}

/** A file, from its beginning on. `once`: it ends where the file ends now; else it is followed as it grows. */
export class GrowingFile implements Source {
  readonly #path: string;
  readonly #file: number;
  readonly #once: boolean;
  #offset = 0;

  constructor(path: string, once: boolean) {
    this.#path = path;
    this.#once = once;
    try {
      this.#file = openSync(path, "r");
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
      throw new Usage(missing ? `There is no feed ${path}.` : `The feed ${path} cannot be opened.`);
    }
    if (!fstatSync(this.#file).isFile()) {
      throw new Usage(`${path} is not a file. Give a file that accounts are appended to, or - for standard input.`);
    }
  }

  async next(wait: number): Promise<Next> {
    const bytes = new Uint8Array(STRETCH);
    const count = readSync(this.#file, bytes, 0, STRETCH, this.#offset);
    if (count > 0) {
      this.#offset += count;
      return bytes.subarray(0, count);
    }
    if (this.#once) return "end";
    const { size, ino } = fstatSync(this.#file);
    const now = statSync(this.#path, { throwIfNoEntry: false });
    if (size < this.#offset || (now && now.ino !== ino)) this.#shorter();
    await pause(Math.min(wait, LOOK_AGAIN));
    return null;
  }

  /** Goes on at `offset`. */
  seek(offset: number): void {
    this.#offset = offset;
    if (fstatSync(this.#file).size < offset) this.#shorter();
  }

  /** Bytes that were read before, for what is done again after a restart. */
  again(from: number, to: number): Uint8Array {
    const bytes = new Uint8Array(to - from);
    for (let at = 0; at < bytes.length;) {
      const count = readSync(this.#file, bytes, at, bytes.length - at, from + at);
      if (count === 0) this.#shorter();
      at += count;
    }
    return bytes;
  }

  /** A mark of the bytes before `offset`. */
  mark(offset: number): string {
    return createHash("sha256")
      .update(this.again(Math.max(0, offset - MARKED), offset))
      .digest("hex");
  }

  /** @throws {Unrunnable} if what stands before `offset` is not what stood there. */
  hold(offset: number, mark: string | null): void {
    if (mark !== null && this.mark(offset) !== mark) this.#shorter();
  }

  close(): void {
    closeSync(this.#file);
  }

  #shorter(): never {
    throw new Unrunnable([
      `${this.#path} is not the file that was followed: it has become shorter, what was read has changed, or another has taken its place.`,
      "Append to a feed, and never rewrite it. To begin anew with this file, give another folder with --state.",
    ]);
  }
}

/** Standard input: read only when asked, so that whoever writes it waits for us. */
export class Input implements Source {
  readonly #stream: Readable;
  #waiting: ((next: Next) => void) | null = null;
  #ended = false;

  constructor(stream: Readable) {
    this.#stream = stream;
    stream.on("readable", () => this.#wake());
    stream.on("end", () => {
      this.#ended = true;
      this.#wake();
    });
  }

  async next(wait: number): Promise<Next> {
    const ready = this.#ready();
    if (ready !== null) return ready;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#waiting = () => resolve();
      timer = setTimeout(resolve, wait);
    });
    clearTimeout(timer);
    this.#waiting = null;
    return this.#ready();
  }

  close(): void {
    this.#stream.destroy();
  }

  #ready(): Next {
    const bytes = this.#stream.read() as Buffer | null;
    if (bytes !== null) return bytes;
    return this.#ended ? "end" : null;
  }

  #wake(): void {
    this.#waiting?.(null);
  }
}
