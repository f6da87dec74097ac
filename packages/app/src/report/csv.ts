/**
 * Tables as CSV (RFC 4180: commas, CRLF, quotes doubled). A cell that a spreadsheet would run as a formula (it starts with
 * `=`, `+`, `-`, `@`, a tab or a carriage return) gets an apostrophe before it; controls are written as escapes.
 */
import type { Finding } from "@servanda/monitor";
import { safe } from "./width.ts";
import { wordOf } from "./words.ts";

const COLUMNS = [
  "id",
  "instrument",
  "norm",
  "article",
  "view",
  "readings",
  "bearer",
  "counterparty",
  "trigger",
  "trigger_time",
  "window_from",
  "window_until",
  "finding",
  "outcome",
  "possible",
  "footing",
  "approximate",
  "breaches",
  "first_breach_from",
  "first_breach_until",
  "first_breach_days",
  "first_breach_footing",
  "performed",
  "late",
  "performed_footing",
  "coverage",
  "assumed",
  "accounts",
] as const;

/** Columns that somebody puts beside those of a table: what holds of each row, or of all. */
export interface Beside<Row> {
  readonly header: readonly string[];
  readonly cells: (row: Row) => readonly CsvValue[];
}

export const NOTHING_BESIDE: Beside<unknown> = { header: [], cells: () => [] };

/** One row a finding, sorted by id. Lists in a cell are separated by `; `. What does not apply is empty. */
export function findingsCsv(findings: readonly Finding[], beside: Beside<Finding> = NOTHING_BESIDE): string {
  const rows = findings.map((f): CsvValue[] => {
    const [first] = f.breaches;
    return [
      f.id,
      f.instrument,
      f.norm,
      f.article,
      f.view,
      f.readings.join("; "),
      f.bearer,
      f.counterparty,
      f.trigger?.id ?? null,
      f.trigger?.time.text ?? null,
      f.window?.from.text ?? null,
      f.window?.until?.text ?? null,
      wordOf(f),
      f.outcome,
      f.possible.join("; "),
      f.footing,
      f.approximate,
      f.breaches.length,
      first?.from.text ?? null,
      first?.until?.text ?? null,
      first?.days ?? null,
      first?.footing ?? null,
      f.performed?.time.text ?? null,
      f.performed?.late ?? null,
      f.performed?.footing ?? null,
      f.coverage.share,
      f.assumed.join("; "),
      f.accounts.join("; "),
      ...beside.cells(f),
    ];
  });
  return table([...COLUMNS, ...beside.header], rows);
}

export type CsvValue = string | number | boolean | null;

export function table(header: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return [header, ...rows].map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");
}

function cell(value: CsvValue): string {
  if (value === null) return "";
  // A number is not text that somebody wrote: a leading minus there is a minus.
  if (typeof value !== "string") return String(value);
  const guarded = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value;
  const text = safe(guarded.replace(/\r\n?/gu, "\n"));
  return /[",\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
