/** Replaces files in a folder that is not trusted: only ordinary files that lie in it, each in one step or not at all. */
import { randomBytes } from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/** In bytes: as much as is read of any file of a case. */
export const LARGEST_FILE: number = 64_000_000;

/** Whether the folder that holds the file is the given one or lies in it, links resolved. */
export function liesIn(folder: string, file: string): boolean {
  const way = relative(realpathSync(folder), realpathSync(dirname(file)));
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !/^(?:[a-z]:|[\\/])/iu.test(way));
}

/** Throws for a link, and for whatever is no ordinary file. Of a file that is too large, one byte more than is taken. */
export function readPlain(file: string): Buffer {
  const handle = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const found = fstatSync(handle);
    if (!found.isFile() || lstatSync(file).isSymbolicLink()) throw new Error("not an ordinary file");
    return found.size > LARGEST_FILE ? Buffer.alloc(LARGEST_FILE + 1) : readFileSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** What is being written, beside the file that it is to replace. Whoever reads a case passes it over, as all that begins with a dot. */
const ASIDE = ".servanda-saving-";
const LEFT = /^\.servanda-saving-[0-9a-f]{12}$/u;
/** By then a saving has come to its end, one way or the other. In milliseconds. */
const LONG = 60_000;

/**
 * Puts new bytes in place of those that were read, in one step. Throws, and changes nothing, where it cannot. Clears away what a saving in that
 * folder left that was killed.
 */
export function replace(file: string, before: Buffer, after: Buffer): void {
  accessSync(file, constants.W_OK);
  const aside = join(dirname(file), `${ASIDE}${randomBytes(6).toString("hex")}`);
  const mode = lstatSync(file).mode & 0o777;
  try {
    const handle = openSync(aside, "wx", mode);
    try {
      writeFileSync(handle, after);
      fchmodSync(handle, mode);
      fsyncSync(handle);
      clear(dirname(file), fstatSync(handle).mtimeMs - LONG);
    } finally {
      closeSync(handle);
    }
    if (!readPlain(file).equals(before)) throw new Error("the file was changed meanwhile");
    renameSync(aside, file);
  } catch (cause) {
    rmSync(aside, { force: true });
    throw cause;
  }
}

/** By the clock of the file system: what was begun before that. One that cannot be cleared away hinders nobody. */
function clear(folder: string, before: number): void {
  try {
    for (const name of readdirSync(folder)) {
      if (!LEFT.test(name)) continue;
      const found = lstatSync(join(folder, name), { throwIfNoEntry: false });
      if (found?.isFile() && found.mtimeMs < before) rmSync(join(folder, name), { force: true });
    }
  } catch {
    // A folder that may be written to and not be listed.
  }
}
