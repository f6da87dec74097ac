/** Faults of a case in one shape, wherever they were found, and how they are told. */
import { costsFile, costsRow } from "@servanda/data";
import type { Record } from "@servanda/monitor";
import { hang, plain, wrap } from "./width.ts";
import { count, type Ink } from "./words.ts";

/** A fault in a text (`line`, `column`) or in a row of a table (`row`, `field`, `value`). Everything counts from 1. */
export interface Fault {
  readonly code: string;
  readonly severity: "error" | "warning";
  /** Relative to the case folder, with `/`. */
  readonly path: string;
  readonly line: number | null;
  readonly column: number | null;
  /** The header is row 1. */
  readonly row: number | null;
  readonly field: string | null;
  readonly value: string | null;
  readonly message: string;
  readonly repair: string | null;
}

/** By file, place and code; the same whatever order they were found in. */
export function sorted(faults: readonly Fault[]): Fault[] {
  const key = (f: Fault): readonly (string | number)[] => [
    f.path,
    // What is not listed comes after what is.
    f.line ?? f.row ?? (f.code === "SD199" ? Infinity : 0),
    f.column ?? 0,
    f.field ?? "",
    f.code,
    f.message,
  ];
  return [...faults].sort((a, b) => {
    const left = key(a);
    const right = key(b);
    for (let i = 0; i < left.length; i += 1) {
      const x = left[i] ?? 0;
      const y = right[i] ?? 0;
      if (x < y) return -1;
      if (x > y) return 1;
    }
    return 0;
  });
}

/** Of one code in one file, so many are told; the rest are counted. Tables keep the same bound (SD199). */
const LISTED = 50;

/** The lines that tell of the faults, then how many there are; nothing where there are none. */
export function diagnosticLines(faults: readonly Fault[], width: number, pen: Ink): string[] {
  if (faults.length === 0) return [];
  const lines: string[] = [];
  const alike = new Map<string, { readonly fault: Fault; seen: number }>();
  for (const { fault, rows } of once(sorted(faults))) {
    const group = alike.get(`${fault.code} ${fault.path}`) ?? { fault, seen: 0 };
    group.seen += 1;
    alike.set(`${fault.code} ${fault.path}`, group);
    if (group.seen > LISTED) continue;
    const kind = fault.severity === "error" ? pen.word("breached", "fault") : pen.word("pending", "warning");
    const head = `${plain(fault.code)} ${fault.severity === "error" ? "fault" : "warning"}`;
    const where = wrap(`${place(fault)} ${head}`, width);
    if (where.length === 1) lines.push(`${pen.bold(place(fault))} ${plain(fault.code)} ${kind}`);
    else lines.push(...where);
    lines.push(...hang("    ", `${plain(cut(fault.message))}${alsoIn(rows)}`, width));
    if (fault.repair !== null) lines.push(...hang("    → ", plain(cut(fault.repair)), width));
  }
  for (const { fault, seen } of alike.values()) {
    if (seen <= LISTED) continue;
    const more = `${seen - LISTED} more like these in ${plain(fault.path)} are not listed (${plain(fault.code)}).`;
    lines.push(...hang("", more, width));
  }
  const rest = faults.some((f) => f.severity === "error") ? " What is found below rests on what could be read." : "";
  lines.push("", ...hang("", `${faultCount(faults)} in the case.${rest}`, width), "");
  return lines;
}

/** What is at fault in one way in many rows of a table, once, with the other rows; in the order given. */
function once(faults: readonly Fault[]): { readonly fault: Fault; readonly rows: number[] }[] {
  const found = new Map<unknown, { readonly fault: Fault; readonly rows: number[] }>();
  for (const fault of faults) {
    const { code, path, row, column, field, value, message, repair } = fault;
    // What is not of a row stands by itself.
    if (row === null) {
      found.set(fault, { fault, rows: [] });
      continue;
    }
    const key = JSON.stringify([code, path, field, value, message, repair, column]);
    const first = found.get(key);
    if (first) first.rows.push(row);
    else found.set(key, { fault, rows: [] });
  }
  return [...found.values()];
}

/** So many rows are told by their numbers. */
const NUMBERED = 10;

function alsoIn(rows: readonly number[]): string {
  const others = [...new Set(rows)];
  const [only] = others;
  if (only === undefined) return "";
  if (others.length === 1) return ` So in row ${only}.`;
  const told = others.slice(0, NUMBERED);
  const left = others.length - told.length;
  return ` So in rows ${left > 0 ? `${told.join(", ")} and ${left} more` : `${told.slice(0, -1).join(", ")} and ${told.at(-1)}`}.`;
}

/** A message repeats what stands in the file, which may be a name of a million letters. */
function cut(text: string): string {
  return text.length > 1000 ? `${text.slice(0, 999)}…` : text;
}

/**
 * What is not in the findings because of faults: rows, by table, and what stands in texts with a fault. It goes with what is
 * found, so that nobody takes the rest for the whole; nothing where nothing is left out.
 */
export function leftOutLine(
  faults: readonly Fault[],
  { unread }: Pick<Record, "unread">,
  told: string = ", for the faults told above",
): string | null {
  const rows = new Map<string, Set<number>>();
  const whole = new Set<string>();
  const texts = new Set<string>();
  let uncounted = false;
  for (const fault of faults) {
    if (fault.severity !== "error") continue;
    if (fault.line !== null) texts.add(fault.path);
    else if (costsFile(fault)) whole.add(fault.path);
    else if (costsRow(fault)) rows.set(fault.path, (rows.get(fault.path) ?? new Set()).add(fault.row ?? 0));
    else uncounted ||= fault.code === "SD199" || fault.code === "SD198";
  }
  const left = [
    ...[...whole].map((path) => (path === "." ? "files beyond what is read of a folder" : `all of ${plain(path)}`)),
    ...[...rows].map(([path, all]) => `${count(all.size, "row")} of ${plain(path)}`),
    ...(texts.size > 0 ? [`what is at fault in ${[...texts].sort().map(plain).join(", ")}`] : []),
    ...(uncounted ? [rows.size > 0 ? "and rows that are not listed" : "rows that are not listed"] : []),
  ];
  if (left.length === 0) return null;
  const silence = unread ? " Where accounts among it may tell of something, no silence counts." : "";
  return `Left out${told}: ${left.join("; ")}.${silence}`;
}

/** `2 faults and 3 warnings`. */
export function faultCount(faults: readonly Fault[]): string {
  const errors = faults.filter((f) => f.severity === "error").length;
  const warnings = faults.length - errors;
  return [errors > 0 ? count(errors, "fault") : "", warnings > 0 ? count(warnings, "warning") : ""]
    .filter(Boolean)
    .join(" and ");
}

function place(fault: Fault): string {
  const path = plain(fault.path);
  if (fault.line !== null) return `${path}:${fault.line}${fault.column === null ? "" : `:${fault.column}`}`;
  if (fault.row !== null) return `${path} row ${fault.row}${fault.field === null ? "" : `, ${plain(fault.field)}`}`;
  return path;
}

/** For pages that speak of something else: how many there are, and what is left out for them; nothing where there are none. */
export function diagnosticCount(faults: readonly Fault[], record: Pick<Record, "unread">, width: number): string[] {
  if (faults.length === 0) return [];
  const errors = faults.filter((f) => f.severity === "error").length;
  const told =
    errors > 0 ? `${count(errors, "fault")}: what is found rests on the rest of it` : count(faults.length, "warning");
  const left = leftOutLine(faults, record, "");
  return [
    ...hang("", `The case has ${told} (servanda check tells).`, width),
    ...(left === null ? [] : hang("", left, width)),
    "",
  ];
}
