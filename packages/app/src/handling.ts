/**
 * What may be shown. Whatever is marked above the level asked for is taken out before anything is worked out or written, so that
 * no later step can let it through: the findings shown are those of the remaining record. A second run, on all of it, serves
 * for one number only: how many findings the withheld accounts would change.
 */
import type { Diagnostic, Model, Reading } from "@servanda/language";
import type { Account, Coverage, Finding, Handling, Record, Result, Source } from "@servanda/monitor";
import type { Loaded } from "./case.ts";
import type { Fault } from "./report/diagnostic.ts";
import type { Input } from "./report/json.ts";

export const LEVELS: readonly Handling[] = ["public", "restricted", "confidential"];

export interface Shown {
  readonly model: Model;
  readonly record: Record;
  readonly faults: readonly Fault[];
  readonly inputs: readonly Input[];
  /** Nothing is withheld at this level. */
  readonly complete: boolean;
}

const SOURCES = "sources.csv";

export function withhold(loaded: Loaded, level: Handling): Shown {
  const may = (handling: Handling): boolean => LEVELS.indexOf(handling) <= LEVELS.indexOf(level);
  const { record } = loaded;
  const sources = record.sources.filter((s) => may(s.handling));
  const hiddenSources = new Set(record.sources.filter((s) => !may(s.handling)).map((s) => s.id));
  // What a withheld source says would name it.
  const accounts = record.accounts.filter((a) => may(a.handling) && !hiddenSources.has(a.source));
  const coverage = record.coverage.filter((c) => may(c.handling) && !hiddenSources.has(c.source));
  const hiddenAccounts = without(record.accounts, accounts);
  const hiddenCoverage = without(record.coverage, coverage);

  const hidden = namesOf(hiddenAccounts, hiddenCoverage, hiddenSources);
  // An event that is still told of, or a name that something shown bears, is no secret.
  for (const account of accounts) for (const name of [account.event, account.id]) hidden.delete(name);
  for (const row of [...sources, ...coverage]) hidden.delete(row.id);

  const issues = loaded.issues.filter((issue) => may(issue.handling));
  const complete =
    hiddenAccounts.length + hiddenCoverage.length + hiddenSources.size === 0 && issues.length === loaded.issues.length;
  if (complete) return { model: loaded.model, record, faults: faultsOf(loaded.diagnostics, issues), inputs: loaded.inputs, complete };

  const partly = new Set<string>([
    ...[...hiddenAccounts, ...hiddenCoverage].map((row) => row.at.path),
    ...(hiddenSources.size > 0 ? [SOURCES] : []),
    ...loaded.issues.filter((issue) => !may(issue.handling)).map((issue) => issue.file),
  ]);
  const shownPaths = new Set<string>([
    ...[...accounts, ...coverage].map((row) => row.at.path),
    ...(sources.length > 0 ? [SOURCES] : []),
    ...issues.filter((issue) => issue.row !== null).map((issue) => issue.file),
  ]);
  return {
    model: hiddenSources.size === 0 ? loaded.model : withoutSources(loaded.model, hiddenSources),
    record: { ...record, accounts, sources, coverage },
    faults: faultsOf(
      diagnosticsWithout(loaded, hiddenSources),
      issues.map((issue) =>
        [issue.message, issue.value, issue.repair].some((text) => text !== null && speaksOf(text, hidden))
          ? { ...issue, message: "There is a fault here that cannot be told without what is withheld.", value: null, repair: null }
          : issue,
      ),
    ),
    inputs: loaded.inputs.flatMap((input): Input[] => {
      if (!partly.has(input.path)) return [input];
      // Of a file with nothing to show, not even the name, which may tell what is in it.
      return shownPaths.has(input.path) ? [{ path: input.path, sha256: null, note: "withheld rows" }] : [];
    }),
    complete,
  };
}

/** How many findings what is withheld would change: of all findings, those that the shown ones do not have, or have otherwise. */
export function restingOn(whole: Result, shown: Result): number {
  const known = new Map(shown.findings.map((f) => [f.id, JSON.stringify(f)]));
  const changed = whole.findings.filter((f) => known.get(f.id) !== JSON.stringify(f)).length;
  // An occasion that withheld accounts would undo; the finding of a norm without any occasion gives way to others, counted above.
  const ids = new Set(whole.findings.map((f) => f.id));
  const undone = shown.findings.filter((f: Finding) => f.trigger !== null && !ids.has(f.id)).length;
  return changed + undone;
}

/** The names and ids that only withheld rows have. */
export function hiddenNames(loaded: Loaded, shown: Shown): ReadonlySet<string> {
  const hidden = namesOf(
    without(loaded.record.accounts, shown.record.accounts),
    without(loaded.record.coverage, shown.record.coverage),
    new Set(without(loaded.record.sources, shown.record.sources).map((s: Source) => s.id)),
  );
  for (const account of shown.record.accounts) for (const name of [account.event, account.id]) hidden.delete(name);
  for (const row of [...shown.record.sources, ...shown.record.coverage]) hidden.delete(row.id);
  return hidden;
}

function namesOf(
  accounts: readonly Account[],
  coverage: readonly Coverage[],
  sources: ReadonlySet<string>,
): Set<string> {
  return new Set([...accounts.flatMap((a) => [a.event, a.id]), ...coverage.map((c) => c.id), ...sources]);
}

function without<T>(list: readonly T[], kept: readonly T[]): T[] {
  const has = new Set(kept);
  return list.filter((item) => !has.has(item));
}

function speaksOf(text: string, hidden: ReadonlySet<string>): boolean {
  return [...hidden].some((name) => name !== "" && text.includes(name));
}

/** The model with no mention of those sources. Nothing that is worked out depends on a source of the text. */
function withoutSources(model: Model, hidden: ReadonlySet<string>): Model {
  const clean = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(clean);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        key === "source" && typeof inner === "string" && hidden.has(inner) ? null : clean(inner),
      ]),
    );
  };
  const cleaned = <T>(value: T): T => clean(value) as T;
  return {
    ...model,
    zones: cleaned(model.zones),
    sources: model.sources.filter((s) => !hidden.has(s.id)),
    norms: cleaned(model.norms),
    readings: cleaned<readonly Reading[]>(model.readings),
  };
}

/** Faults that are there with and without knowledge of the withheld sources, in the words of the latter. */
function diagnosticsWithout(loaded: Loaded, hidden: ReadonlySet<string>): readonly Diagnostic[] {
  if (hidden.size === 0) return loaded.diagnostics;
  const place = (d: Diagnostic): string => `${d.code} ${d.span.path} ${d.span.line} ${d.span.column}`;
  const real = new Set(loaded.diagnostics.map(place));
  return loaded.recheck(hidden).filter((d) => real.has(place(d)));
}

function faultsOf(diagnostics: readonly Diagnostic[], issues: Loaded["issues"]): Fault[] {
  return [
    ...diagnostics.map((d) => ({
      code: d.code,
      severity: d.severity,
      path: d.span.path,
      line: d.span.line,
      column: d.span.column,
      row: null,
      field: null,
      value: null,
      message: d.message,
      repair: d.repair,
    })),
    ...issues.map((i) => ({
      code: i.code,
      severity: i.severity,
      path: i.file,
      line: null,
      column: null,
      row: i.row,
      field: i.column,
      value: i.value,
      message: i.message,
      repair: i.repair,
    })),
  ];
}
