/**
 * `servanda fmt PATH…`: the blocks of Markdown files laid out in the one way. A case folder is not trusted: only ordinary
 * files that lie in it are written, no link is followed, and each file is replaced in one step or not at all.
 */
import { isUtf8 } from "node:buffer";
import { lstatSync, statSync, type Stats } from "node:fs";
import { basename, dirname, join } from "node:path";
import { readFiles } from "@servanda/data";
import { format, isForeign } from "@servanda/language";
import { hang, plain } from "../report/width.ts";
import { count } from "../report/words.ts";
import { LARGEST_FILE, liesIn, readPlain, replace } from "../replace.ts";
import { Usage } from "../usage.ts";
import { CASE_HAS_FAULTS, DONE, paperOf, print, type Surroundings } from "./surroundings.ts";

export interface FmtFlags {
  /** Write nothing; say which files would change. */
  readonly check?: boolean;
}

/** Why a file, or a block of it, stays as it is. */
interface Fault {
  /** With line and column, where there are any. */
  readonly place: string;
  readonly code: string | null;
  readonly message: string;
  readonly repair: string | null;
}

/** What was done, file by file. */
interface Report {
  readonly faults: Fault[];
  readonly changed: string[];
  files: number;
}

export function fmtCommand(paths: readonly string[], flags: FmtFlags, around: Surroundings): number {
  const report: Report = { faults: [], changed: [], files: 0 };
  // Wrong usage is told before anything is written.
  const kinds = paths.map((path) => ({ path, folder: isFolder(path) }));
  for (const { path, folder } of kinds) {
    if (folder) formatFolder(path, flags, report);
    else formatFile(dirname(path), basename(path), path, flags, report);
  }
  const { faults, changed, files } = report;
  const { width } = paperOf({ color: false }, around);
  print(around, [
    ...faults.flatMap(({ place, code, message, repair }) => [
      plain(code === null ? place : `${place} ${code}`),
      ...hang("    ", plain(message), width),
      ...(repair === null ? [] : hang("    → ", plain(repair), width)),
    ]),
    ...changed.map((path) => `${flags.check ? "would change" : "changed"} ${plain(path)}`),
    `${count(files, "file")}: ${changed.length} ${flags.check ? "would change" : "changed"}, ${files - changed.length} as before.`,
  ]);
  return faults.length > 0 || (flags.check && changed.length > 0) ? CASE_HAS_FAULTS : DONE;
}

function isFolder(path: string): boolean {
  let found: Stats;
  try {
    found = statSync(path);
  } catch {
    throw new Usage(`There is no file or folder “${path}”.`);
  }
  if (found.isDirectory()) return true;
  if (lstatSync(path).isSymbolicLink()) throw new Usage(`“${path}” is a link: give the file that it leads to.`);
  if (!/\.md$/iu.test(path)) throw new Usage(`“${path}” is not a Markdown file: its name does not end in .md.`);
  return false;
}

function formatFolder(folder: string, flags: FmtFlags, report: Report): void {
  const { documents, issues } = readFiles(folder);
  for (const { code, severity, file, row, message, repair } of issues) {
    // Tables are no matter of this command, nor are other cases, nor that a folder of pages is not a whole case.
    if (
      code === "SD110" ||
      isForeign(file) ||
      severity !== "error" ||
      !(file.endsWith(".md") || !/\.[^./]+$/u.test(file))
    )
      continue;
    report.faults.push({ place: join(folder, file) + (row === null ? "" : `:${row}`), code, message, repair });
  }
  for (const { path } of documents.filter((page) => !isForeign(page.path)))
    formatFile(folder, path, join(folder, path), flags, report);
}

/** `path` is relative to the folder; `shown` is as the person who asks knows it. */
function formatFile(folder: string, path: string, shown: string, flags: FmtFlags, report: Report): void {
  report.files += 1;
  const refuse = (why: string, help: string | null = null): void =>
    void report.faults.push({ place: shown, code: null, message: why, repair: help });
  const file = join(folder, path);
  let bytes: Buffer;
  try {
    if (!liesIn(folder, file)) return refuse("The file does not lie in the folder.", "Give its own path.");
    bytes = readPlain(file);
  } catch {
    return refuse("This is a link, or no ordinary file that can be read: it is left as it is.");
  }
  if (bytes.length > LARGEST_FILE) return refuse("The file is too large.", "Divide it into several files.");
  if (!isUtf8(bytes)) return refuse("This file is not in UTF-8.", "Save it again as UTF-8.");
  const text = bytes.toString("utf8");
  const formatted = format({ path: shown, text });
  for (const { line, fault } of formatted.left) {
    const told = `The block that opens in line ${line} is left as it is.`;
    if (fault === null) {
      const message = `${told} Laid out, it would say something else.`;
      report.faults.push({ place: `${shown}:${line}`, code: null, message, repair: OURS });
    } else {
      const { span, code, message, repair } = fault;
      const place = `${shown}:${span.line}:${span.column}`;
      report.faults.push({ place, code, message: `${told} ${message}`, repair });
    }
  }
  if (formatted.text === text) return;
  if (!flags.check) {
    try {
      replace(file, bytes, Buffer.from(formatted.text, "utf8"));
    } catch {
      return refuse(
        "The file could not be written: it is left as it is.",
        "Check who may write to it and to its folder.",
      );
    }
  }
  report.changed.push(shown);
}

const OURS = "This is a fault of ours, not of your case: please report it with the block.";
