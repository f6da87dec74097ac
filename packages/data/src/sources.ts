/** Sources (sources.csv, and `source` declarations in the text) and what they cover (coverage.csv). */
import type { Model, Time } from "@servanda/language";
import { parseTime } from "@servanda/language";
import type { Coverage, Handling, Source } from "@servanda/monitor";
import { compare, type IssueCode, type Issues, printable, type Words } from "./issue.ts";
import { helpWith, isName, Names } from "./names.ts";
import { handlingOf, listOf, readTable, type Row, type Shape, wordOf } from "./table.ts";

export const SOURCES = "sources.csv";
export const COVERAGE = "coverage.csv";

export const SOURCE_COLUMNS: Shape = {
  columns: [
    "id",
    "title",
    "publisher",
    "kind",
    "speaks_for",
    "origin",
    "mandate",
    "leaning",
    "url",
    "published",
    "licence",
    "handling",
  ],
  required: ["id"],
  keys: ["id"],
  remarks: ["title", "publisher", "leaning", "url", "licence"],
  aliases: [
    ["id", "source source_id"],
    ["title", "name"],
    ["kind", "type"],
    ["speaks_for", "party side actor speaks_on_behalf_of"],
    ["leaning", "bias note notes"],
    ["url", "link address"],
    ["published", "date date_published publication_date"],
  ],
};

export const COVERAGE_COLUMNS: Shape = {
  columns: ["id", "source", "kinds", "place", "from", "until", "except", "threshold", "why", "handling"],
  required: ["id", "source", "kinds", "from", "until", "why"],
  keys: ["id", "source", "kinds", "from", "until", "why"],
  remarks: ["threshold"],
  aliases: [
    ["source", "who observer monitor"],
    ["kinds", "acts types what events"],
    ["place", "zone where location area"],
    ["from", "start since begin date_from"],
    ["until", "end to date_to"],
    ["except", "gaps not_watched"],
    ["why", "reason because basis"],
  ],
};

export const HANDLINGS: readonly Handling[] = ["public", "restricted", "confidential"];

/** The stricter of two: what comes from a confidential source is confidential. */
export function stricter(a: Handling, b: Handling): Handling {
  return HANDLINGS[Math.max(HANDLINGS.indexOf(a), HANDLINGS.indexOf(b))] ?? "confidential";
}

/** What a case declares, as far as its tables speak of it. */
export interface CaseNames {
  readonly acts: Names;
  readonly actors: Names;
  readonly zones: Names;
  /** Actors, groups, things and zones: what may stand in `actor`, `target` and `object`. */
  readonly things: Names;
  readonly offset: number;
}

export function namesOf(model: Model): CaseNames {
  const acts = new Names(model.acts.map(({ id }) => id));
  for (const { id, present, past } of model.acts) {
    acts.know(present, id);
    acts.know(past, id);
  }
  const actors = new Names(model.actors.map(({ id }) => id));
  const zones = new Names(model.zones.map(({ id }) => id));
  const things = new Names([...model.actors, ...model.zones].map(({ id }) => id));
  for (const { id, names } of model.actors) {
    for (const name of names) {
      actors.know(name, id);
      things.know(name, id);
    }
  }
  for (const { id, names } of model.zones) {
    for (const name of names) {
      zones.know(name, id);
      things.know(name, id);
    }
  }
  return { acts, actors, zones, things, offset: model.case.offset };
}

export function textOf(row: Row, column: string): string | null {
  const text = row.cell(column);
  return text === "" ? null : text;
}

/** The ids of the sources of a table, without looking at anything else. */
export function sourceIds(text: string, issues: Issues): ReadonlySet<string> {
  const rows = readTable(SOURCES, text, SOURCE_COLUMNS, issues);
  return new Set(rows.map((row) => row.cell("id")).filter(isName));
}

/** Whether a row of this handling may be seen where rows up to `upTo` may. */
export function mayBeSeen(handling: Handling, upTo: Handling): boolean {
  return HANDLINGS.indexOf(handling) <= HANDLINGS.indexOf(upTo);
}

/** Every source of the case by id, those of the table before those of the text. Origins are as written. */
export function readSources(
  text: string | null,
  model: Model,
  names: CaseNames,
  issues: Issues,
): ReadonlyMap<string, Source> {
  const sources = new Map<string, Source>();
  const declared = new Map(model.sources.map((source) => [source.id, source]));
  const kinds = kindsOf(model);
  for (const row of text === null ? [] : readTable(SOURCES, text, SOURCE_COLUMNS, issues)) {
    const source = readSource(row, names, kinds, issues);
    if (source === null) continue;
    const where = { file: SOURCES, row: row.row, column: "id", value: source.id, handling: source.handling };
    if (sources.has(source.id)) {
      issues.add("SD402", where);
      continue;
    }
    const also = declared.get(source.id);
    if (also !== undefined) issues.add("SD406", where, { path: also.span.path });
    sources.set(source.id, source);
  }
  for (const { id, title } of model.sources) {
    if (sources.has(id)) continue;
    sources.set(id, {
      id,
      title,
      publisher: null,
      kind: null,
      speaksFor: [],
      origin: id,
      mandate: [],
      leaning: null,
      url: null,
      published: null,
      licence: null,
      handling: "public",
    });
  }
  return sources;
}

function readSource(row: Row, names: CaseNames, kinds: ReadonlySet<string>, issues: Issues): Source | null {
  const { handling: marked } = row;
  const where = (column: string, value: string): Place => ({
    file: SOURCES,
    row: row.row,
    column,
    value,
    handling: marked,
  });
  const id = row.cell("id");
  if (id === "") {
    issues.add("SD401", where("id", ""), { example: "S1" });
    return null;
  }
  if (!isName(id)) {
    issues.add("SD314", where("id", id));
    return null;
  }
  const speaksFor = listOf(row.cell("speaks_for")).filter((actor) => {
    if (names.actors.has(actor)) return true;
    const help = (): Words => ({ help: helpWith(names.actors, actor, "Declare the actor, or correct the name.") });
    issues.add("SD403", where("speaks_for", actor), help);
    return false;
  });
  const mandate = listOf(row.cell("mandate")).filter((act) => {
    if (act === "*" || names.acts.has(act)) return true;
    const help = (): Words => ({ help: helpWith(names.acts, act, "Name an act in its base form, or * for all.") });
    issues.add("SD403", where("mandate", act), help);
    return false;
  });
  const kind = textOf(row, "kind");
  if (kind !== null && !kinds.has(kind)) {
    const near = KINDS.nearest(kind);
    const help = near === null ? "" : ` Did you mean ${near}?`;
    issues.add("SD405", where("kind", kind), { help: `Kinds are: ${SOURCE_KINDS.join(", ")}.${help}` });
  }
  let url = textOf(row, "url");
  if (url !== null && !isWebAddress(url)) {
    issues.add("SD404", where("url", url));
    url = null;
  }
  let published: Time | null = null;
  const date = row.cell("published");
  if (date !== "") {
    const parsed = parseTime(date, names.offset);
    if ("fault" in parsed) issues.add("SD410", where("published", date), { reason: parsed.fault });
    else published = parsed.time;
  }
  const word = row.cell("handling");
  if (handlingOf(word) === null) {
    const near = new Names(HANDLINGS).nearest(word);
    issues.add("SD411", where("handling", word), {
      words: HANDLINGS.join(", "),
      help: near === null ? "" : ` Did you mean ${near}?`,
    });
  }
  return {
    id,
    title: textOf(row, "title") ?? id,
    publisher: textOf(row, "publisher"),
    kind,
    speaksFor: speaksFor.sort(compare),
    origin: textOf(row, "origin") ?? id,
    mandate: mandate.sort(compare),
    leaning: textOf(row, "leaning"),
    url,
    published,
    licence: textOf(row, "licence"),
    handling: marked,
  };
}

/** A slip in one would change findings: the last two weigh less (docs/semantics.md 2.1), and a standard may ask for any (2.5). */
const SOURCE_KINDS = "official,agency,media,monitor,court,ngo,scholarly,data,tertiary,repost".split(",");
const KINDS = new Names(SOURCE_KINDS);

/** Kinds that the standards of the case ask for are kinds, too. */
function kindsOf({ case: { standards = [] } }: Model): ReadonlySet<string> {
  const asked = standards.flatMap(({ parts }) => parts.flatMap((part) => (part.kind === "sources" ? part.of : [])));
  return new Set([...SOURCE_KINDS, ...asked]);
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\//iu.test(text) && URL.canParse(text);
}

/** A copy of a copy has the origin of the first: origins that name sources are followed (docs/semantics.md 2.1). */
export function settleOrigins(sources: ReadonlyMap<string, Source>): Source[] {
  const settled: Source[] = [];
  for (const source of sources.values()) {
    const seen = new Set([source.id]);
    let origin = source.origin;
    while (!seen.has(origin)) {
      seen.add(origin);
      origin = sources.get(origin)?.origin ?? origin;
    }
    // `origin` is now the end of the chain, or on a circle, of which the first by code unit stands for all.
    let first = origin;
    for (
      let next = sources.get(origin)?.origin ?? origin;
      next !== origin;
      next = sources.get(next)?.origin ?? origin
    ) {
      if (compare(next, first) < 0) first = next;
    }
    settled.push({ ...source, origin: first });
  }
  return settled.sort((a, b) => compare(a.id, b.id));
}

interface Place {
  readonly file: string;
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly handling: Handling;
}

/** Names of sources; those that are not public are known, but never offered as help. */
export function sourceNames(sources: ReadonlyMap<string, Source>): Names {
  const all = [...sources.values()];
  const open = all.filter(({ handling }) => handling === "public").map(({ id }) => id);
  return new Names(
    open,
    all.map(({ id }) => id),
  );
}

export function readCoverage(
  text: string,
  names: CaseNames,
  sources: ReadonlyMap<string, Source>,
  issues: Issues,
  sourceless = false,
): Coverage[] {
  const known = sourceNames(sources);
  const coverage = new Map<string, readonly Coverage[]>();
  for (const row of readTable(COVERAGE, text, COVERAGE_COLUMNS, issues)) {
    const read = readCoverageRow(row, names, sources, known, issues, sourceless);
    if (read === null) continue;
    const { id, handling, pieces } = read;
    if (coverage.has(id)) issues.add("SD402", { file: COVERAGE, row: row.row, column: "id", value: id, handling });
    else coverage.set(id, pieces);
  }
  return [...coverage.keys()].sort(compare).flatMap((id) => coverage.get(id)!);
}

const NEEDED: readonly (readonly [column: string, help: string])[] = [
  ["source", "Name the source that records these events."],
  ["kinds", "Name the acts that the source records, or * for all."],
  ["from", "Give the first day that the source covers."],
  ["until", "Give the last day that the source covers; it is included."],
  ["why", "Say in your own words why the source would have told of such an event."],
];

/** A row in as many pieces as the times leave of it in which its source did not watch. */
function readCoverageRow(
  row: Row,
  names: CaseNames,
  sources: ReadonlyMap<string, Source>,
  known: Names,
  issues: Issues,
  sourceless: boolean,
): { readonly id: string; readonly handling: Handling; readonly pieces: readonly Coverage[] } | null {
  const source = row.cell("source");
  const own = wordOf(row, "handling", HANDLINGS, "public", COVERAGE, issues);
  const handling = stricter(row.handling, sources.get(source)?.handling ?? "public");
  let sound = own !== null;
  const fault = (code: IssueCode, column: string, value: string, words: () => Words): void => {
    sound = false;
    issues.add(code, { file: COVERAGE, row: row.row, column, value, handling }, words);
  };
  const id = row.cell("id");
  if (id === "") fault("SD401", "id", "", () => ({ example: "V1" }));
  else if (!isName(id)) fault("SD314", "id", id, () => ({}));
  for (const [column, help] of NEEDED) if (row.cell(column) === "") fault("SD407", column, "", () => ({ help }));
  if (source !== "" && !known.has(source)) {
    // Told once, with the accounts.
    if (sourceless) sound = false;
    else fault("SD303", "source", source, () => ({ help: helpWith(known, source, "Add it to sources.csv.") }));
  }
  const kinds = listOf(row.cell("kinds"));
  for (const kind of kinds) {
    if (kind === "*" || names.acts.has(kind)) continue;
    fault("SD306", "kinds", kind, () => ({
      help: helpWith(names.acts, kind, "Name an act in its base form, or * for all."),
    }));
  }
  const place = textOf(row, "place");
  if (place !== null && !names.things.has(place)) {
    fault("SD409", "place", place, () => ({
      help: helpWith(names.things, place, "Declare it, or leave the cell blank."),
    }));
  }
  const dateOf = (column: string, value: string): Time | null => {
    if (value === "") return null;
    const parsed = parseTime(value, names.offset);
    if ("time" in parsed) return parsed.time;
    fault("SD304", column, value, () => ({ reason: parsed.fault }));
    return null;
  };
  const [from, until] = ["from", "until"].map((column) => dateOf(column, row.cell(column)));
  if (from && until && until.latest < from.earliest) {
    fault("SD408", "until", row.cell("until"), () => ({
      what: `The last day, ${until.text}, is before the first, ${from.text}`,
      help: "Check `from` and `until`.",
    }));
  }
  const broken = row
    .cell("except")
    .split(";")
    .flatMap((value) => dateOf("except", value.trim()) ?? []);
  for (const { earliest, latest, text } of broken) {
    if (from && until && (latest < from.earliest || earliest > until.latest))
      fault("SD408", "except", text, () => ({
        what: `“${printable(text)}” is said not to have been watched, but the row speaks of ${from.text} to ${until.text} only`,
        help: "Leave it out of `except`, or change `from` or `until`.",
      }));
  }
  if (!sound || !from || !until) return null;
  const whole = {
    id,
    source,
    kinds: kinds.sort(compare),
    place,
    threshold: textOf(row, "threshold"),
    why: row.cell("why"),
    handling,
    at: { path: COVERAGE, row: row.row },
  };
  const pieces: Coverage[] = [];
  let begin = from.earliest;
  // Half-open: up to the first second after the last one meant.
  for (const { earliest, latest } of [
    ...broken.toSorted((a, b) => a.earliest - b.earliest),
    { earliest: until.latest + 1, latest: until.latest + 1 },
  ]) {
    if (earliest > begin) pieces.push({ ...whole, from: begin, until: Math.min(earliest, until.latest + 1) });
    begin = Math.max(begin, latest + 1);
  }
  return { id, handling, pieces };
}
