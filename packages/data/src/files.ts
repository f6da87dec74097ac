/**
 * From a folder to the texts of a case. A case folder is not trusted: only ordinary files that lie inside it are
 * read, nothing in it is run, and whatever is wrong with a file is an issue, never an exception.
 */
import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { includedBy, isForeign } from "@servanda/language";
import { compare, type Issue, Issues } from "./issue.ts";
import { Names } from "./names.ts";

export interface CaseFiles {
  /** The folder, as an absolute path of this machine: not for output. */
  readonly root: string;
  /** The folder's name. */
  readonly id: string;
  /** The folder's name among its neighbours: links to it resolved. */
  readonly folder: string;
  /**
   * Every Markdown file, sorted by path; paths are relative to the folder, with `/`. With them the pages of neighbouring
   * cases that they include: their paths begin with `../`.
   */
  readonly documents: readonly { readonly path: string; readonly text: string }[];
  /** Every text that was read, by path: the documents and the tables. Without a byte-order mark. */
  readonly files: ReadonlyMap<string, string>;
  /** Every file that was opened and read to its end, sorted by path, with the SHA-256 of its bytes in hex. */
  readonly inputs: readonly { readonly path: string; readonly sha256: string }[];
  readonly issues: readonly Issue[];
}

const MEGABYTE = 1_000_000;
/** The largest file that is read, in bytes. */
export const LARGEST_FILE: number = 64 * MEGABYTE;
const MOST_ENTRIES = 20_000;
const DEEPEST = 16;
const MOST_INCLUDED = 500;

/** Endings of tables that are not read. */
const SHEET = /\.(?:xlsx?|xlsm|ods|numbers|tsv|tab|json|jsonl|ndjson|geojson|parquet|dta|sav)$/iu;

/** The tables with fixed names. */
const TABLES: readonly string[] = ["coverage.csv", "places.geojson", "sources.csv"];

export function isConduct(path: string): boolean {
  return /^conduct\/.*\.csv$/iu.test(path);
}

export function isSeries(path: string): boolean {
  return /^series\/.*\.csv$/iu.test(path);
}

function isDocument(path: string): boolean {
  return /\.md$/iu.test(path);
}

function isWanted(path: string): boolean {
  return isDocument(path) || isConduct(path) || isSeries(path) || TABLES.includes(path);
}

/** Reads a case folder. It never throws for what it finds there. */
export function readFiles(folder: string): CaseFiles {
  const issues = new Issues();
  const root = resolve(folder);
  const id = basename(root);
  let home = root;
  const nothing = (): CaseFiles => ({
    root,
    id,
    folder: basename(home),
    documents: [],
    files: new Map(),
    inputs: [],
    issues: issues.list(),
  });
  try {
    if (!statSync(root).isDirectory()) {
      issues.add("SD102", { file: "." });
      return nothing();
    }
    home = realpathSync(root);
  } catch (cause) {
    if (codeOf(cause) === "ENOENT" || codeOf(cause) === "ENOTDIR") issues.add("SD101", { file: "." });
    else issues.add("SD103", { file: "." }, { why: reason(cause) });
    return nothing();
  }

  const walk = new Walk(home, issues);
  walk.folder("", 0);
  walk.tellStrays();
  const files = new Map<string, string>();
  const inputs: { path: string; sha256: string }[] = [];
  const take = (file: string, path: string): void => {
    const bytes = readBytes(file, path, issues);
    if (bytes === null) return;
    inputs.push({ path, sha256: createHash("sha256").update(bytes).digest("hex") });
    const text = decode(bytes, path, issues);
    if (text !== null) files.set(path, text);
  };
  for (const path of walk.wanted.sort(compare)) take(join(home, path), path);
  if (!walk.wanted.includes("case.md")) issues.add("SD110", { file: "case.md" });
  const own = [...files].filter(([path]) => isDocument(path));
  const neighbours = new Neighbours(home, issues);
  const seen = new Set<string>();
  const waiting = own.map(([path, text]) => ({ path, text }));
  for (let document = waiting.pop(); document !== undefined; document = waiting.pop()) {
    for (const path of includedBy(document, basename(home))) {
      if (!isForeign(path) || seen.has(path)) continue;
      seen.add(path);
      const file = neighbours.find(path);
      if (file !== null) take(file, path);
      const text = files.get(path);
      if (text !== undefined) waiting.push({ path, text });
    }
  }
  const documents = [...files].filter(([path]) => isDocument(path)).map(([path, text]) => ({ path, text }));
  documents.sort((a, b) => compare(a.path, b.path));
  inputs.sort((a, b) => compare(a.path, b.path));
  return { root, id, folder: basename(home), documents, files, inputs, issues: issues.list() };
}

/**
 * Pages of cases in the folder in which the case itself lies, and of nothing else: whoever wrote the case must not make
 * somebody's other files be read.
 */
class Neighbours {
  readonly #home: string;
  readonly #issues: Issues;
  #found = 0;

  constructor(home: string, issues: Issues) {
    this.#home = home;
    this.#issues = issues;
  }

  /** Where it lies; null, and told, if it is not to be read. What is not there is told where it is included. */
  find(path: string): string | null {
    const refuse = (why: string): null => {
      this.#issues.add("SD113", { file: path }, { why });
      return null;
    };
    const [, name = "", ...parts] = path.split("/");
    if ([name, ...parts].some((part) => part.startsWith(".") || part === "node_modules"))
      return refuse("what is hidden is not read");
    if (!isDocument(path)) return refuse("only pages, whose names end in .md, lend their words");
    this.#found += 1;
    if (this.#found > MOST_INCLUDED) {
      // Told once.
      return this.#found > MOST_INCLUDED + 1 ? null : refuse(`more than ${MOST_INCLUDED} pages are included`);
    }
    const neighbour = join(dirname(this.#home), name);
    let file: string;
    try {
      file = realpathSync(join(neighbour, ...parts));
    } catch (cause) {
      return ["ENOENT", "ENOTDIR"].includes(codeOf(cause)) ? null : refuse("it cannot be opened");
    }
    if (!file.startsWith(neighbour + sep)) return refuse("a link on the way to it leads out of its case");
    try {
      if (lstatSync(join(neighbour, "case.md")).isFile()) return file;
    } catch {
      // Said below.
    }
    return refuse(`the folder ${name} is no case: it has no case.md`);
  }
}

/** Finds the files to read, and says which others look as if they were meant to be. */
class Walk {
  readonly wanted: string[] = [];
  readonly #strays: string[] = [];
  readonly #home: string;
  readonly #issues: Issues;
  #entries = 0;
  #full = false;

  constructor(home: string, issues: Issues) {
    this.#home = home;
    this.#issues = issues;
  }

  /** `path` is empty for the root, else ends with `/`. */
  folder(path: string, depth: number): void {
    if (depth > DEEPEST) {
      this.#issues.add("SD112", { file: path.slice(0, -1) }, { what: `it goes deeper than ${DEEPEST} folders` });
      return;
    }
    let entries: Dirent[];
    try {
      entries = readdirSync(join(this.#home, path), { withFileTypes: true });
    } catch (cause) {
      this.#issues.add("SD103", { file: path === "" ? "." : path.slice(0, -1) }, { why: reason(cause) });
      return;
    }
    entries.sort((a, b) => compare(a.name, b.name));
    for (const entry of entries) {
      // What editors, version control and office programs leave behind is no part of a case.
      if (entry.name.startsWith(".") || entry.name.startsWith("~$") || entry.name === "node_modules") continue;
      this.#entries += 1;
      if (this.#entries > MOST_ENTRIES) {
        if (!this.#full)
          this.#issues.add("SD112", { file: "." }, { what: `more than ${MOST_ENTRIES} files and folders` });
        this.#full = true;
        return;
      }
      this.#entry(path + entry.name, entry, depth);
    }
  }

  #entry(path: string, entry: Dirent, depth: number): void {
    if (entry.isSymbolicLink()) {
      this.#link(path);
    } else if (entry.isDirectory()) {
      if (isWanted(path)) this.#issues.add("SD106", { file: path }, { what: "a folder" });
      else this.folder(`${path}/`, depth + 1);
    } else if (isWanted(path)) {
      if (entry.isFile()) this.wanted.push(path);
      else this.#issues.add("SD106", { file: path }, { what: "not an ordinary file" });
    } else if (entry.isFile()) {
      this.#strays.push(path);
    }
  }

  #link(path: string): void {
    let target: string;
    let folder: boolean;
    try {
      target = realpathSync(join(this.#home, path));
      folder = statSync(target).isDirectory();
    } catch (cause) {
      if (isWanted(path)) this.#issues.add("SD103", { file: path }, { why: reason(cause) });
      return;
    }
    const inside = target === this.#home || target.startsWith(this.#home.endsWith(sep) ? this.#home : this.#home + sep);
    if (folder) {
      if (inside) this.#issues.add("SD105", { file: path }, { why: "it leads to a folder" });
      else this.#issues.add("SD104", { file: path });
    } else if (isWanted(path)) {
      // A file that is read under its own name would be counted twice.
      const within = inside
        ? target
            .slice(this.#home.length)
            .split(sep)
            .filter((part) => part !== "")
            .join("/")
        : "";
      if (!inside) this.#issues.add("SD104", { file: path });
      else if (isWanted(within))
        this.#issues.add("SD105", { file: path }, { why: `${within} is read under its own name` });
      else this.wanted.push(path);
    }
  }

  /** Says so where a file's name or place shows that somebody expects it to be read. */
  tellStrays(): void {
    for (const path of this.#strays) this.#stray(path);
  }

  #stray(path: string): void {
    const tell = (help: string): void => this.#issues.add("SD111", { file: path }, { help });
    const unread = (why: string, help: string): void => this.#issues.add("SD114", { file: path }, { why, help });
    const sheet = SHEET.test(path);
    const asCsv = path.replace(SHEET, ".csv");
    // Who works in a spreadsheet keeps it beside what was exported from it.
    if (sheet && this.wanted.some((wanted) => wanted === asCsv || wanted === `conduct/${asCsv}`)) {
      tell(`${asCsv} is read, if it was saved from this file: save it anew after each change.`);
    } else if (path.startsWith("conduct/")) {
      if (sheet) unread("it is not a CSV file", "Save it as a CSV file in UTF-8.");
      else if (/\.(?:txt|zip|gz)$/iu.test(path)) tell("If it holds accounts, save them as a CSV file in UTF-8.");
    } else if (!path.includes("/")) {
      const near = new Names([...TABLES, "case.md", "actors.md"]).nearest(path);
      if (near !== null) tell(`Did you mean ${near}?`);
      else if (/^(?:conduct|accounts|events|incidents)\.csv$/iu.test(path))
        unread("they are read from the folder conduct", "Put accounts into a folder named conduct.");
      else if (sheet && /^(?:conduct|accounts|events|incidents)\./iu.test(path))
        unread(
          "it is not a CSV file in the folder conduct",
          "Save it as a CSV file in UTF-8, in a folder named conduct.",
        );
      else if (sheet && TABLES.includes(asCsv)) tell(`Save it as ${asCsv}, in UTF-8.`);
      else if (/\.csv$/iu.test(path))
        tell("Accounts go into the folder conduct; other tables are sources.csv and coverage.csv.");
      else if (/\.geojson$/iu.test(path)) tell("Shapes are read from places.geojson.");
    }
  }
}

function readBytes(file: string, path: string, issues: Issues): Buffer | null {
  let handle: number | null = null;
  try {
    // The walk has resolved links already. Not to wait for a pipe, nor to follow what was swapped in since.
    handle = openSync(
      realpathSync(file),
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
    const { size } = fstatSync(handle);
    if (!fstatSync(handle).isFile()) {
      issues.add("SD106", { file: path }, { what: "not an ordinary file" });
      return null;
    }
    if (size > LARGEST_FILE) {
      const words = { size: String(Math.ceil(size / MEGABYTE)), limit: String(LARGEST_FILE / MEGABYTE) };
      issues.add("SD107", { file: path }, words);
      return null;
    }
    return readFileSync(handle);
  } catch (cause) {
    issues.add("SD103", { file: path }, { why: reason(cause) });
    return null;
  } finally {
    if (handle !== null) closeSync(handle);
  }
}

function decode(bytes: Buffer, path: string, issues: Issues): string | null {
  const wide = wideEncoding(bytes);
  if (wide !== null) {
    issues.add("SD108", { file: path }, { what: `: it is in ${wide}` });
    return null;
  }
  const zero = bytes.indexOf(0);
  if (zero !== -1) {
    const packed = bytes.subarray(0, 4).equals(PACKED);
    const what = packed
      ? ": it is a packed file, perhaps a spreadsheet under another name"
      : ": it has bytes of value zero";
    issues.add("SD109", { file: path, row: lineOf(bytes, zero) }, { what });
    return null;
  }
  if (!isUtf8(bytes)) {
    const what = ": perhaps in an older encoding, such as Windows-1252 or Windows-1251";
    issues.add("SD108", { file: path, row: firstBadLine(bytes) }, { what });
    return null;
  }
  const text = bytes.toString("utf8");
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

const PACKED = Buffer.from([0x50, 0x4b, 0x03, 0x04]);

function wideEncoding(bytes: Buffer): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? "UTF-32" : "UTF-16";
  if (a === 0xfe && b === 0xff) return "UTF-16";
  // Without a mark: every second byte of Latin text is zero.
  const start = bytes.subarray(0, 512);
  if (start.length < 4) return null;
  let even = 0;
  let odd = 0;
  for (const [index, byte] of start.entries()) {
    if (byte !== 0) continue;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  }
  const half = start.length / 2;
  return (odd > half * 0.6 && even < half * 0.1) || (even > half * 0.6 && odd < half * 0.1) ? "UTF-16" : null;
}

function lineOf(bytes: Buffer, position: number): number {
  let line = 1;
  for (let at = bytes.indexOf(10); at !== -1 && at < position; at = bytes.indexOf(10, at + 1)) line += 1;
  return line;
}

/** No character of UTF-8 contains the byte of a line end, so lines can be tried one by one. */
function firstBadLine(bytes: Buffer): number {
  let line = 1;
  let from = 0;
  for (;;) {
    const end = bytes.indexOf(10, from);
    if (end === -1 || !isUtf8(bytes.subarray(from, end))) return line;
    from = end + 1;
    line += 1;
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";
}

/** Why the system refused, where that is of use; its own words hold paths of this machine. */
function reason(cause: unknown): string {
  switch (codeOf(cause)) {
    case "EACCES":
    case "EPERM":
      return ": you have no permission to read it";
    case "ENOENT":
      return ": there is no such file";
    case "ELOOP":
      return ": its links lead in a circle";
    default:
      return "";
  }
}
