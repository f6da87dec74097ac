/** From the files of a case and its checked model to the record that the monitor reads. */
import type { Model } from "@servanda/language";
import type { Coverage, Handling, Record } from "@servanda/monitor";
import { type Lost, readAccounts, type Scene, type Unread } from "./accounts.ts";
import { type CaseFiles, isConduct, isSeries } from "./files.ts";
import { compare, costsFile, costsRow, type Issue, Issues } from "./issue.ts";
import { Places, PLACES, readPlaces, shapeIds } from "./places.ts";
import { readSeries } from "./series.ts";
import {
  COVERAGE,
  mayBeSeen,
  namesOf,
  readCoverage,
  readSources,
  settleOrigins,
  sourceIds,
  sourceNames,
  SOURCES,
} from "./sources.ts";

/** The ids that the text of a case may speak of but does not declare: for the check of the language. */
export interface Known {
  /** Sources of sources.csv. */
  readonly sources: ReadonlySet<string>;
  /** Zones with a shape in places.geojson. */
  readonly shapes: ReadonlySet<string>;
  /** The name of the case's folder. */
  readonly folder: string;
}

/** Only names; what is wrong with the tables is told by `readRecord`. */
export function knownOf(files: CaseFiles): Known {
  const sources = files.files.get(SOURCES);
  const shapes = files.files.get(PLACES);
  return {
    sources: sources === undefined ? new Set() : sourceIds(sources, new Issues()),
    shapes: shapes === undefined ? new Set() : shapeIds(shapes),
    folder: files.folder,
  };
}

/**
 * Reads accounts, sources, coverage and shapes. Rows with a fault are left out and told; the others are read. The
 * record does not depend on the order of files and rows, but for the places (`at`) that it cites.
 *
 * Rows that are handled more strictly than `upTo` are left out as if they were not there: nothing in the record,
 * no id, no number and no joining of events, comes from them. The issues are those of all rows of the tables, each
 * with its handling; they do not include those of `files`.
 *
 * Of what could not be read nobody knows what it tells: where it may tell of something, that nothing is told proves nothing. So
 * `coverage` is without the times and acts that such rows may speak of.
 */
export function readRecord(
  files: CaseFiles,
  model: Model,
  upTo: Handling = "confidential",
): { readonly record: Record; readonly issues: Issue[] } {
  const issues = new Issues();
  const names = namesOf(model);
  const sources = readSources(files.files.get(SOURCES) ?? null, model, names, issues);
  const shapes = files.files.get(PLACES);
  const places =
    shapes === undefined ? new Places([]) : readPlaces(shapes, { ...names, sources: sourceNames(sources) }, issues);
  const tables = [...files.files].filter(([path]) => isConduct(path)).sort(([a], [b]) => compare(a, b));
  const measured = measuredZones(model, places.zones);
  const isUnread = [...files.issues, ...issues.list()].some((issue) => issue.file === SOURCES && costsFile(issue));
  const sourceless = sources.size === 0 || isUnread;
  const scene = { model, names, sources, places, measured, upTo, sourceless };
  const { accounts, joined, unread } = readAccounts(tables, scene, issues);
  if (sourceless) {
    const rows = unread.filter(({ source }) => source !== "" && !sources.has(source)).length;
    tellSourceless(rows, isUnread, issues);
  }
  const covered = files.files.get(COVERAGE);
  const coverage = covered === undefined ? [] : readCoverage(covered, names, sources, issues, sourceless);
  const measures = [...files.files].filter(([path]) => isSeries(path)).sort(([a], [b]) => compare(a, b));
  const values = readSeries(measures, { model, names, sources, upTo }, issues);
  const lost = lostIn([...files.issues, ...issues.list()], unread, upTo);
  const record: Record = {
    accounts,
    sources: settleOrigins(new Map([...sources].filter(([, { handling }]) => mayBeSeen(handling, upTo)))),
    coverage: uncovered(
      coverage.filter(({ handling }) => mayBeSeen(handling, upTo)),
      lost,
    ),
    shapes: places.zones,
    ...(values.length > 0 ? { values } : {}),
    joined,
    ...(lost.length > 0 ? { unread: true } : {}),
  };
  return { record, issues: issues.list() };
}

/** Once, and not for each account; where the table is there, what is wrong with it is told beside. */
function tellSourceless(rows: number, isUnread: boolean, issues: Issues): void {
  if (rows === 0) return;
  const what = isUnread ? "No source could be read" : "No source is listed";
  const help = isUnread
    ? "Mend that table: what is wrong with it is told beside."
    : "List them in sources.csv, a row each, under the line: id,title,publisher,kind,speaks_for,published";
  issues.add("SD412", { file: SOURCES }, { what, help, count: rows === 1 ? "1 account is" : `${rows} accounts are` });
}

/** A row of conduct that could not be read, or (null) a file of which none could. */
type LostIn = Omit<Unread, "row" | "source"> & { readonly row: number | null };

function lostIn(issues: readonly Issue[], unread: readonly Unread[], upTo: Handling): LostIn[] {
  const known = new Set(unread.map(({ path, row }) => `${path}:${row}`));
  const lost: LostIn[] = [...unread];
  for (const issue of issues) {
    const { code, file, row, handling } = issue;
    const conduct = isConduct(file) || file === "conduct" || code === "SD112" || code === "SD114";
    if (issue.severity !== "error" || !conduct || !mayBeSeen(handling, upTo)) continue;
    // Not of rows that are, or may be, withheld (SD198): what is shown follows from what may be shown.
    const whole = costsFile(issue);
    if (whole || (costsRow(issue) && !known.has(`${file}:${row}`)))
      lost.push({ path: file, row: whole ? null : row, kind: null, when: null });
  }
  return lost;
}

/** Coverage without the times and acts that lost rows may speak of: none, where that is not known of one of them. */
export function uncovered(coverage: readonly Coverage[], lost: readonly Lost[]): readonly Coverage[] {
  if (lost.length === 0) return coverage;
  const times = new Map<string | null, { from: number; until: number }[]>();
  const always = new Set<string | null>();
  for (const { kind, when } of lost) {
    if (when === null) always.add(kind);
    else {
      const span = { from: when.earliest, until: when.latest + 1 };
      const others = times.get(kind);
      if (others) others.push(span);
      else times.set(kind, [span]);
    }
  }
  if (always.has(null)) return [];
  return coverage.flatMap((row): Coverage[] => {
    const speaksOf = (kind: string | null): boolean =>
      kind === null || row.kinds.includes("*") || row.kinds.includes(kind);
    if ([...always].some(speaksOf)) return [];
    const cuts = [...times].flatMap(([kind, all]) => (speaksOf(kind) ? all : []));
    const pieces: Coverage[] = [];
    let { from } = row;
    for (const cut of [...cuts.sort((a, b) => a.from - b.from), { from: row.until, until: row.until }]) {
      const until = Math.min(cut.from, row.until);
      if (from < until) pieces.push({ ...row, from, until });
      from = Math.max(from, cut.until);
    }
    return pieces;
  });
}

/** What accounts of a case may speak of, for rows that come in later. What is wrong with the case's own tables `readRecord` tells. */
export function sceneOf(files: CaseFiles, model: Model, upTo: Handling): Scene {
  const issues = new Issues();
  const names = namesOf(model);
  const sources = readSources(files.files.get(SOURCES) ?? null, model, names, issues);
  const shapes = files.files.get(PLACES);
  const known = { ...names, sources: sourceNames(sources) };
  const places = shapes === undefined ? new Places([]) : readPlaces(shapes, known, issues);
  return { model, names, sources, places, measured: measuredZones(model, places.zones), upTo };
}

/** Zones with a shape from which some clause measures: `within 5 km of bay`. */
function measuredZones(model: Model, shapes: readonly string[]): ReadonlySet<string> {
  const zones = new Set<string>();
  if (shapes.length === 0) return zones;
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) visit(each);
    if (typeof value !== "object" || value === null) return;
    if ("distance" in value && "kind" in value) {
      for (const id of shapes) {
        // What a variable or a term stands for is not known yet.
        if ("zone" in value && typeof value.zone === "string" ? id.startsWith(`${value.zone} of `) : !("id" in value)) {
          zones.add(id);
        }
        if ("id" in value && value.id === id) zones.add(id);
      }
    }
    for (const each of Object.values(value)) visit(each);
  };
  visit([model.norms, model.readings, model.claims]);
  return zones;
}
