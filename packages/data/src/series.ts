/** Values of series, from series/*.csv (docs/semantics.md 15.1). */
import { parseTime, type Model, type Series, type Time } from "@servanda/language";
import type { Handling, Source, Value } from "@servanda/monitor";
import { compare, type IssueCode, type Issues, type Words } from "./issue.ts";
import { helpWith, Names } from "./names.ts";
import { type CaseNames, HANDLINGS, mayBeSeen, sourceNames, stricter, textOf } from "./sources.ts";
import { numberOf, readTable, type Row, type Shape, wordOf } from "./table.ts";

export const SERIES_COLUMNS: Shape = {
  columns: [
    "series",
    "actor",
    "partner",
    "period",
    "value",
    "low",
    "high",
    "unit",
    "source",
    "published",
    "handling",
    "note",
  ],
  required: ["series", "period", "source"],
  keys: ["series", "period", "source"],
  remarks: ["note"],
  aliases: [
    ["actor", "country state"],
    ["period", "year date month in"],
    ["value", "amount number"],
  ],
};

/** What the parameters of a series stand under, in their order. */
const ROLES = ["actor", "partner"] as const;

/** What values may speak of. */
export interface Measured {
  readonly model: Model;
  readonly names: CaseNames;
  readonly sources: ReadonlyMap<string, Source>;
  readonly upTo: Handling;
}

/** Reads all values, sorted by file and row. `tables` are the texts of series/*.csv by path. */
export function readSeries(
  tables: readonly (readonly [path: string, text: string])[],
  scene: Measured,
  issues: Issues,
): Value[] {
  const declared = new Map((scene.model.series ?? []).map((series) => [series.id, series]));
  const known = { series: new Names(declared.keys()), sources: sourceNames(scene.sources) };
  const values: Omit<Value, "id">[] = [];
  for (const [path, text] of tables) {
    for (const row of readTable(path, text, SERIES_COLUMNS, issues)) {
      const value = readValue(path, row, declared, known, scene, issues);
      if (value !== null && mayBeSeen(value.handling, scene.upTo)) values.push(value);
    }
  }
  return named(values);
}

/**
 * Sorted by id: `SERIES/ARGUMENT,…/PERIOD/SOURCE`, with `/2` and so on for further values of the same. What a value is called does not
 * depend on where its row stands.
 */
function named(values: readonly Omit<Value, "id">[]): Value[] {
  const entries = values.map(({ at, ...content }) => {
    const key = [content.series, content.arguments.join(","), content.in.text, content.source].join("/");
    return { key, text: JSON.stringify(content), content, at };
  });
  entries.sort(
    (a, b) => compare(a.key, b.key) || compare(a.text, b.text) || compare(a.at.path, b.at.path) || a.at.row - b.at.row,
  );
  let count = 0;
  return entries
    .map(({ key, content, at }, n): Value => {
      count = entries[n - 1]?.key === key ? count + 1 : 1;
      return { id: count === 1 ? key : `${key}/${count}`, ...content, at };
    })
    .sort((a, b) => compare(a.id, b.id));
}

function readValue(
  path: string,
  row: Row,
  declared: ReadonlyMap<string, Series>,
  known: { readonly series: Names; readonly sources: Names },
  { names, sources }: Measured,
  issues: Issues,
): Omit<Value, "id"> | null {
  const source = row.cell("source");
  const own = wordOf(row, "handling", HANDLINGS, "public", path, issues);
  const handling = stricter(row.handling, sources.get(source)?.handling ?? "public");
  let sound = own !== null;
  const fault = (code: IssueCode, column: string, value: string, words: () => Words): void => {
    sound = false;
    issues.add(code, { file: path, row: row.row, column, value, handling }, words);
  };
  if (source === "") fault("SD602", "source", "", () => ({ help: "Name the source that gives the value." }));
  else if (!known.sources.has(source)) {
    fault("SD303", "source", source, () => ({ help: helpWith(known.sources, source, "Add it to sources.csv.") }));
  }
  const id = row.cell("series");
  const series = declared.get(id);
  if (id === "") fault("SD602", "series", "", () => ({ help: "Name the series." }));
  else if (!series) fault("SD601", "series", id, () => ({ help: helpWith(known.series, id, "Declare it.") }));

  const given: string[] = [];
  for (const [i, column] of ROLES.entries()) {
    const value = row.cell(column);
    const parameter = series?.parameters[i];
    if (value === "" && parameter) {
      fault("SD602", column, "", () => ({ help: `The series is of ${parameter.name}: name it here.` }));
    } else if (value !== "" && series && !parameter) {
      fault("SD605", column, value, () => ({ series: id }));
    } else if (value !== "" && !names.actors.has(value)) {
      fault("SD307", column, value, () => ({ help: helpWith(names.actors, value, "Declare it.") }));
    }
    if (value !== "") given.push(value);
  }
  const period = timeOf(row, "period", names.offset, fault);
  const low = numberIn(row, "low", fault);
  const high = numberIn(row, "high", fault);
  const best = numberIn(row, "value", fault);
  const all = [low, best, high].filter((n) => n !== null);
  if (sound && all.length === 0) fault("SD602", "value", "", () => ({ help: "Give the value, or its bounds." }));
  if (all.some((n, i) => i > 0 && n < all[i - 1]!)) {
    fault("SD603", "low", row.cell("low"), () => ({ value: all.join(", ") }));
  }
  const unit = textOf(row, "unit");
  if (unit !== null && series?.unit != null && unit !== series.unit) {
    fault("SD604", "unit", unit, () => ({ series: id, unit: series.unit! }));
  }
  const published =
    row.cell("published") === ""
      ? (sources.get(source)?.published ?? null)
      : timeOf(row, "published", names.offset, fault);
  if (!sound || !series || !period || all.length === 0) return null;
  return {
    series: id,
    arguments: given,
    in: period,
    low: low ?? best ?? high!,
    best: best ?? (all[0]! + all.at(-1)!) / 2,
    high: high ?? best ?? low!,
    unit: unit ?? series.unit,
    source,
    published,
    handling,
    note: textOf(row, "note"),
    at: { path, row: row.row },
  };
}

type Fault = (code: IssueCode, column: string, value: string, words: () => Words) => void;

function timeOf(row: Row, column: string, offset: number, fault: Fault): Time | null {
  const value = row.cell(column);
  if (value === "") {
    fault("SD602", column, "", () => ({ help: "Give the year, month or day." }));
    return null;
  }
  const parsed = parseTime(value, offset);
  if ("time" in parsed) return parsed.time;
  fault("SD304", column, value, () => ({ reason: parsed.fault }));
  return null;
}

function numberIn(row: Row, column: string, fault: Fault): number | null {
  const value = row.cell(column);
  if (value === "") return null;
  const number = numberOf(value);
  if (number === null) fault("SD309", column, value, () => ({ what: "" }));
  return number;
}
