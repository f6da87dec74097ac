/** `servanda explain-message CODE`: what a message means, a fault that brings it about, and the repair. */
import { explainIssue, ISSUE_CODES } from "@servanda/data";
import { MESSAGES } from "@servanda/language";
import { type Lesson, lessonOf } from "../report/lesson.ts";
import { hang, plain } from "../report/width.ts";
import { ink } from "../report/words.ts";
import { Usage } from "../usage.ts";
import { DONE, paperOf, print, type Surroundings } from "./surroundings.ts";

export interface MessageFlags {
  readonly width?: number;
  readonly color: boolean;
}

interface Meaning {
  readonly severity: "error" | "warning";
  readonly sentence: string;
  readonly meaning: string;
  readonly repair: string | null;
}

const OF_TEXTS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>(Object.entries(MESSAGES));

/** Every code, of texts and of files, in order. */
export const CODES: readonly string[] = [...ISSUE_CODES, ...OF_TEXTS.keys()].toSorted();

export function messageCommand(asked: string, flags: MessageFlags, around: Surroundings): number {
  const code = asked
    .trim()
    .toUpperCase()
    .replace(/[\s_-]+/gu, "");
  const meaning = meaningOf(code);
  if (meaning === null) throw new Usage(`There is no message “${asked.slice(0, 40)}”. ${nearTo(code)}`);
  const paper = paperOf(flags, around);
  const { width } = paper;
  const pen = ink(paper);
  const kind = meaning.severity === "error" ? pen.word("breached", "fault") : pen.word("pending", "warning");
  const lines = [`${pen.bold(code)} ${kind}`, ...hang("  ", meaning.meaning, width)];
  const sentence = blanks(meaning.sentence);
  if (/\p{L}/u.test(sentence)) lines.push("", "It is told as", ...hang("  ", sentence, width));
  if (meaning.repair !== null && !/^\{\w+\}$/u.test(meaning.repair))
    lines.push("", "Repair", ...hang("  ", blanks(meaning.repair), width));
  const lesson = lessonOf(code);
  if (lesson !== null) {
    lines.push("", `At fault${whereOf(lesson)}`, ...shown(lesson.fault));
    lines.push("", "Mended", ...shown(lesson.repair));
  }
  print(around, lines);
  return DONE;
}

function meaningOf(code: string): Meaning | null {
  return OF_TEXTS.get(code) ?? explainIssue(code);
}

/** What the case fills in is left open. */
function blanks(sentence: string): string {
  return plain(sentence.replace(/\{\w+\}/gu, "…")).trim();
}

function whereOf(lesson: Lesson): string {
  if (lesson.kind === "words") return "";
  return lesson.path === null ? ", in a servanda block" : `, in ${lesson.path}`;
}

/** As it stands in the file: never broken, so that it can be copied. */
function shown(text: string): string[] {
  return text === "\n"
    ? ["    (nothing)"]
    : text
        .trimEnd()
        .split("\n")
        .map((line) => (line === "" ? "" : `    ${plain(line)}`));
}

/** Codes that differ in one sign, else those of the same kind. */
function nearTo(code: string): string {
  const digits = code.replace(/\D/gu, "");
  const near = CODES.filter(
    (each) => (digits !== "" && each.slice(2) === digits) || (each.length === code.length && apart(each, code) === 1),
  );
  if (near.length > 0) return `Near it are ${near.slice(0, 12).join(", ")}.`;
  const kind = CODES.filter((each) => code.length >= 2 && each.startsWith(code.slice(0, 3)));
  if (kind.length > 0 && code.length <= 8) return `Near it are ${kind.slice(0, 12).join(", ")}.`;
  return `Codes begin with SV (texts) or SD (files and tables), such as ${CODES[0]}; docs/language.md and docs/case.md list them.`;
}

function apart(a: string, b: string): number {
  let count = 0;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) count += 1;
  return count;
}
