/**
 * Faults of a case folder, as values. Every issue has a stable code with one entry in the table below: what it says,
 * the likely repair, and what it means. docs/case.md shows the table, and a test keeps them equal.
 */
import type { Handling } from "@servanda/monitor";

export interface Issue {
  /** Stable: `SD301`. */
  readonly code: string;
  readonly severity: "error" | "warning";
  /** Relative to the case folder, with `/`; `.` for the folder itself. */
  readonly file: string;
  /** The line on which the row begins; the header is row 1. Null where a fault has no row. */
  readonly row: number | null;
  readonly column: string | null;
  /** What stands there, made printable and cut to 80 characters. */
  readonly value: string | null;
  readonly message: string;
  readonly repair: string | null;
  /**
   * How the row that the issue speaks of is to be handled: its message may repeat what stands there, so whoever
   * shows issues leaves out those that are not public.
   */
  readonly handling: Handling;
}

/** Severity, sentence, likely repair, meaning. Words in braces are filled in. */
type Entry = readonly ["error" | "warning", string, string | null, string];

const ISSUES = {
  // ── The folder and its files ──────────────────────────────────────────────────────────────────
  SD101: [
    "error",
    "There is no folder here.",
    "Check the path; `servanda new NAME` starts a case.",
    "The case folder does not exist.",
  ],
  SD102: [
    "error",
    "This is a file, not a case folder.",
    "Give the folder that holds case.md.",
    "The path that was given is a file.",
  ],
  SD103: [
    "error",
    "This cannot be opened{why}.",
    "Check that it exists and that you may read it.",
    "A file or folder that the system does not let us read.",
  ],
  SD104: [
    "error",
    "This link leads out of the case folder, so it is not followed.",
    "Copy the file into the folder.",
    "A link that leads out of the case folder: a case may read only what lies inside it.",
  ],
  SD105: [
    "warning",
    "This link is not followed: {why}.",
    "Remove the link, or put the files in its place.",
    "A link to a folder, or to a file that is read anyway.",
  ],
  SD106: [
    "error",
    "This is {what}, where a file should be.",
    "Rename it, or put a file in its place.",
    "A folder, pipe or device under the name of a file that is read.",
  ],
  SD107: [
    "error",
    "This file has {size} MB; the most that is read is {limit} MB.",
    "Divide it into several files.",
    "A file too large to be read.",
  ],
  SD108: [
    "error",
    "This file is not in UTF-8{what}.",
    "Open it and save it again as UTF-8 (in a spreadsheet: “CSV UTF-8”).",
    "A file in another encoding than UTF-8, which reads the same everywhere, in every script.",
  ],
  SD109: [
    "error",
    "This is not a text file{what}.",
    "Save it as plain text in UTF-8 (in a spreadsheet: “CSV UTF-8”).",
    "A file with bytes that no text has.",
  ],
  SD110: [
    "error",
    "The folder has no case.md.",
    "Write one, with a `case` declaration in a servanda block.",
    "There is no case.md, where a case has its title, time zone and closing date.",
  ],
  SD111: [
    "warning",
    "This file is not read.",
    "{help}",
    "A file that looks like data but has a name or a place that nothing reads.",
  ],
  SD112: [
    "error",
    "The folder holds too much: {what}.",
    "Move what does not belong to the case out of the folder.",
    "More than 20,000 files and folders, or folders more than 16 deep.",
  ],
  SD113: [
    "error",
    "This page is included, and is not read: {why}.",
    "Include a page of a case that lies beside this one, or copy the declarations.",
    "A case may include pages of the cases beside it, and nothing else of the machine that it lies on.",
  ],
  SD114: [
    "error",
    "The accounts in this file are not read: {why}.",
    "{help}",
    "Accounts in a spreadsheet, or in a table under a name or an ending that is not read. Nobody knows what they tell, so no silence counts.",
  ],
  SD120: [
    "error",
    "This line of the feed is not one JSON object{why}.",
    "Write each account as one object on a line of its own, its names those of the columns.",
    "A line of a feed of JSON that cannot be read. It is set aside.",
  ],
  SD121: [
    "error",
    "This row of the feed does not end: more than {count} bytes, or a quotation mark that does not close.",
    "Close the quotation mark, or shorten the row.",
    "A row of a feed that is longer than any row may be. It is set aside, up to the next line end.",
  ],
  SD122: [
    "error",
    "This row of the feed is not UTF-8.",
    "Let whoever writes the feed write UTF-8.",
    "A row of a feed in another encoding. It is set aside.",
  ],
  SD198: [
    "error",
    "Rows that are withheld, or may be, have a fault here, and are not read.",
    "Look with `--handling confidential`.",
    "A fault in rows that are withheld or, being at fault, may be. Where and how many is told at that handling only.",
  ],
  SD199: [
    "error",
    "{count} more issues like this one are not listed ({code}).",
    "Mend those that are listed first.",
    "More faults of one kind in a file than the 50 that are listed.",
  ],
  // ── Tables ────────────────────────────────────────────────────────────────────────────────────
  SD201: [
    "error",
    "The file is empty.",
    "Begin it with a line of column names: {columns}.",
    "A table without a header line.",
  ],
  SD202: [
    "error",
    "The columns are separated by {what}, not by commas.",
    "Save the file again with commas between the columns.",
    "A table whose columns are not separated by commas.",
  ],
  SD203: [
    "error",
    "There is no column “{value}”, so no row can be read.",
    "Did you mean “{help}”?",
    "A column that is likely one of ours under another name. Rows without it would say something else: none is read.",
  ],
  SD204: [
    "error",
    "The column “{column}” is missing, so no row can be read.",
    "{help}",
    "A column is missing without which a row says nothing, or under whose name nothing stands while another is not read. No row is read.",
  ],
  SD205: [
    "error",
    "The column “{value}” stands twice; only the first is read.",
    "Remove or rename one of them.",
    "Two columns with one name.",
  ],
  SD206: [
    "error",
    "This row has {count} cells, and the line of column names has {expected}.",
    "{help}",
    "A row with more or fewer cells than the header. The row is left out.",
  ],
  SD207: [
    "error",
    "A quotation mark opens a cell here and is not closed.",
    'Close it, or double it ("") if it is part of the text.',
    "A quotation mark opens a cell and does not close it. Its line is left out; reading goes on with the next.",
  ],
  SD208: [
    "error",
    "Something follows the closing quotation mark of a cell.",
    'Double the marks that are part of the text (""), and put the whole cell in quotation marks.',
    "Something follows the quotation mark that closes a cell. The row is left out.",
  ],
  SD209: ["warning", "The column “{value}” is not read.", "{help}", "A column that nothing reads."],
  SD210: [
    "error",
    "The column “{value}” is not read, but cells of it mark what is not for everybody: their rows are withheld.",
    "Name it `handling`, with the words public, restricted or confidential.",
    "Words of handling in a column under another name. Its rows are withheld all the same.",
  ],
  // ── Accounts ──────────────────────────────────────────────────────────────────────────────────
  SD301: [
    "error",
    "This account names no event.",
    "Give the event an id, such as E1; accounts of one event share it.",
    "An account without an event. The row is left out.",
  ],
  SD302: [
    "error",
    "This account names no source.",
    "Name a source of sources.csv.",
    "An account without a source. The row is left out.",
  ],
  SD303: [
    "error",
    "There is no source “{value}”.",
    "{help}",
    "A source that is neither in sources.csv nor declared in a text. The row is left out.",
  ],
  SD304: [
    "error",
    "{reason}",
    "Write dates as 2020-11-09, 2020-11, 2020-11-09T23:00+04:00, or as an interval A/B.",
    "A date that cannot be read. The row is left out.",
  ],
  SD305: [
    "error",
    "“{value}” is not one of the words for {column}.",
    "Write one of: {words}.{help}",
    "A word that is not among the few that the column takes. The row is left out.",
  ],
  SD306: [
    "error",
    "There is no act “{value}”.",
    "{help}",
    "A kind that is not the base form of an act. The row is left out.",
  ],
  SD307: [
    "error",
    "“{value}” is not declared.",
    "{help}",
    "A name in `actor`, `target` or `object` that the case does not declare. The row is left out.",
  ],
  SD308: [
    "error",
    "There is no zone “{value}”.",
    "{help}",
    "A name in `place` that is no zone of the case. The row is left out.",
  ],
  SD309: [
    "error",
    "“{value}” is not a number{what}.",
    "Write digits, with a point before decimals: 1200, 0.5.",
    "A cell that takes a number holds something else. The row is left out.",
  ],
  SD310: [
    "error",
    "The numbers of deaths do not go up from low to best to high.",
    "Check the three columns.",
    "Numbers of deaths that do not go up from low to best to high. The row is left out.",
  ],
  SD311: ["error", "{what}", "{help}", "A point that is incomplete, out of range, or 0, 0. The row is left out."],
  SD312: [
    "error",
    "“{value}” is not a precision.",
    "Write kilometres, as in 5 or 5 km, or metres, as in 500 m.",
    "A precision that is not a length. The row is left out.",
  ],
  SD313: [
    "warning",
    "The point lies outside {zone}, which the same row names as the place.",
    "Check the point and the place; the place counts.",
    "A point and a named place that do not go together.",
  ],
  SD314: [
    "error",
    "“{value}” cannot be an id.",
    "Use letters, digits, hyphens, underscores and dots, beginning with a letter or digit.",
    "An id that could not be written as a name in the language. The row is left out.",
  ],
  SD315: [
    "warning",
    "The same account stands in row {first} of {path}; this one is not used.",
    "Remove one of them.",
    "Two rows that are the same in every column.",
  ],
  SD316: [
    "warning",
    "No account has the event “{value}”, so nothing is joined.",
    "Check the id.",
    "A `same_as` that joins nothing.",
  ],
  SD317: [
    "warning",
    "The act “{act}” has no role for {column}: nothing reads what stands there.",
    "{help}",
    "A cell that no norm can ask about, because of how the act is declared.",
  ],
  SD318: [
    "warning",
    "No account says when {event} happened, so it is not used.",
    "Give a date, if only a rough one: 2020, 2020-09/2020-11.",
    "An event without any date can be in no window.",
  ],
  SD319: [
    "warning",
    "No account says what kind of event {event} was, so it is not used.",
    "Fill in `kind` in one of its accounts.",
    "An event without a kind matches no norm.",
  ],
  SD320: [
    "warning",
    "This was published before it happened.",
    "Check the dates in `when` and `published`.",
    "An account with a publication date earlier than its event.",
  ],
  // ── Sources and coverage ──────────────────────────────────────────────────────────────────────
  SD401: [
    "error",
    "This row has no id.",
    "Give it one, such as {example}.",
    "A row of sources or coverage without an id. The row is left out.",
  ],
  SD402: [
    "error",
    "The id “{value}” stands twice; only the first row counts.",
    "Give each row an id of its own.",
    "Two rows with one id. The second is left out.",
  ],
  SD403: [
    "error",
    "“{value}” is not declared, and is left out of {column}.",
    "{help}",
    "An actor or act in sources.csv that is not declared. The rest of the row is read.",
  ],
  SD404: [
    "error",
    "“{value}” is not a web address, and is left out.",
    "Write an address that begins with https:// or http://.",
    "A `url` that is not a web address. The rest of the row is read.",
  ],
  SD405: [
    "warning",
    "“{value}” is not a kind of source that we know, so nothing rests on it.",
    "{help}",
    "A kind of source that is none of those that have a meaning, nor one that a standard of the case asks for.",
  ],
  SD406: [
    "warning",
    "The source “{value}” is also declared in {path}; this row counts.",
    "Keep one of the two.",
    "A source is declared in the text and in sources.csv.",
  ],
  SD407: [
    "error",
    "The coverage says nothing in {column}.",
    "{help}",
    "Coverage without a source, kinds, from, until or why. The row is left out.",
  ],
  SD408: [
    "error",
    "{what}.",
    "{help}",
    "Coverage that ends before it begins, or breaks off before or after its time. The row is left out.",
  ],
  SD409: [
    "error",
    "“{value}” is neither a zone nor a thing of the case.",
    "{help}",
    "A `place` of coverage that the case does not declare. The row is left out.",
  ],
  SD410: [
    "error",
    "{reason}",
    "Write dates as 2020-11-09, 2020-11 or 2020.",
    "A date of a source that cannot be read. The source is read without it.",
  ],
  SD411: [
    "error",
    "“{value}” is not one of the words for {column}.",
    "Write one of: {words}.{help}",
    "A word for the handling of a source that is none of the three. The source counts as confidential until it is mended.",
  ],
  SD412: [
    "error",
    "{what}, so {count} not read.",
    "{help}",
    "The table of sources is not there, or cannot be read, while accounts name sources. They are left out.",
  ],
  // ── Places ────────────────────────────────────────────────────────────────────────────────────
  SD501: [
    "error",
    "The file is damaged: from this line on it cannot be read as GeoJSON.",
    "Check the brackets, commas and quotation marks near this line.",
    "A places.geojson that is not JSON. Nothing in it is read.",
  ],
  SD502: [
    "error",
    "This is no collection of shapes, as GeoJSON has it.",
    "Export it as GeoJSON, with `type` FeatureCollection and a list `features`.",
    "A places.geojson that is not a FeatureCollection. Nothing in it is read.",
  ],
  SD503: [
    "error",
    "This feature names no zone.",
    "Give it a property `id` with the id of a zone.",
    "A shape that does not say which zone it is of. It is left out.",
  ],
  SD504: [
    "warning",
    "This feature is {what}: only areas are read.",
    "Draw it as a Polygon or MultiPolygon.",
    "A point, a line or nothing, where only an area can have something inside. It is left out.",
  ],
  SD505: [
    "error",
    "These are not the coordinates of an area: {what}.",
    "Each ring is a list of at least three points [longitude, latitude], in degrees.",
    "Coordinates that are no area, or out of range. The shape is left out.",
  ],
  SD506: [
    "error",
    "{reason}",
    "Write dates as 1994-05-12 or 1994-05.",
    "A `valid_from` or `valid_until` that is not a date, or that do not go together. The shape is left out.",
  ],
  SD507: [
    "error",
    "“{value}” is not declared.",
    "{help}",
    "A `whose` or `source` of a shape that is not declared. The shape is used all the same.",
  ],
  SD508: [
    "warning",
    "No zone is called “{value}”, so the shape is not used.",
    "{help}",
    "A shape of a zone that is not declared. It is left out.",
  ],
  // ── Series ────────────────────────────────────────────────────────────────────────────────────
  SD601: [
    "error",
    "There is no series “{value}”.",
    "{help}",
    "A value of a series that the case does not declare. The row is left out.",
  ],
  SD602: [
    "error",
    "The row does not fill {column}.",
    "{help}",
    "A value without its series, the one whom it is of, its period, its number or its source. The row is left out.",
  ],
  SD603: [
    "error",
    "The bounds do not enclose the value: {value}.",
    "Write the least under `low`, the likeliest under `value`, the most under `high`.",
    "A value outside its own bounds. The row is left out.",
  ],
  SD604: [
    "error",
    "“{value}” is not the unit of {series}, which is in {unit}.",
    "Convert the value, or leave the cell blank if it is in {unit} already.",
    "A value in another unit than its series: the two cannot be compared. The row is left out.",
  ],
  SD605: [
    "error",
    "{series} is not of so many: “{value}” has no role in it.",
    "Leave the cell blank, or declare the series with a further role.",
    "A row that names more than the series has roles for. The row is left out.",
  ],
} as const;

export type IssueCode = keyof typeof ISSUES;

/** Faults that cost the row in which they stand. */
const COSTLY: ReadonlySet<string> = new Set<IssueCode>([
  ...(["SD206", "SD207", "SD208", "SD301", "SD302", "SD303", "SD304", "SD305", "SD306", "SD307", "SD308"] as const),
  ...(["SD309", "SD310", "SD311", "SD312", "SD314", "SD401", "SD402", "SD407", "SD408", "SD409"] as const),
  ...(["SD601", "SD602", "SD603", "SD604", "SD605"] as const),
]);

/** Whether an issue says that its row was left out of the record. */
export function costsRow({ code, row }: { readonly code: string; readonly row: number | null }): boolean {
  return row !== null && COSTLY.has(code);
}

/** Faults that cost all rows of the file in which they stand. */
const COSTLIEST: ReadonlySet<string> = new Set<IssueCode>([
  ...(["SD103", "SD104", "SD106", "SD107", "SD108", "SD109", "SD112", "SD114", "SD412"] as const),
  ...(["SD201", "SD202", "SD203", "SD204"] as const),
]);

/** Whether an issue says that nothing of its file was read. */
export function costsFile({ code }: { readonly code: string }): boolean {
  return COSTLIEST.has(code);
}

/** What an issue's code means, for help and for the reference; null for a code that does not exist. */
export interface IssueMeaning {
  readonly code: string;
  readonly severity: "error" | "warning";
  /** As it is told, with braces where the case fills something in. */
  readonly sentence: string;
  readonly meaning: string;
  readonly repair: string | null;
}

/** All codes, in order. */
export const ISSUE_CODES: readonly string[] = Object.keys(ISSUES);

export function explainIssue(code: string): IssueMeaning | null {
  const entry: Entry | undefined = new Map<string, Entry>(Object.entries(ISSUES)).get(code);
  if (entry === undefined) return null;
  const [severity, sentence, repair, meaning] = entry;
  // A repair that is only known from the case itself says nothing here.
  return { code, severity, sentence, meaning, repair: repair === null || repair.includes("{") ? null : repair };
}

const LISTED = 50;

interface Where {
  readonly file: string;
  readonly row?: number | null;
  readonly column?: string | null;
  readonly value?: string | null;
  readonly handling?: Handling;
}

interface Overflow {
  readonly file: string;
  readonly handling: Handling;
  readonly code: IssueCode;
  seen: number;
  listed: number;
  /** What stood at fault, of so many at most. */
  readonly values: Set<string>;
}

/**
 * Collects issues, so many of a kind and file, and one of each thing that is at fault where one is so in more rows; `list` returns them in the order of
 * files and rows.
 */
export class Issues {
  readonly #issues: Issue[] = [];
  readonly #kinds = new Map<string, Overflow>();

  /** `words` fill the braces of the table's sentence; it is a function where finding them takes time. */
  add(code: IssueCode, where: Where, words: Words | (() => Words) = {}): void {
    const handling = where.handling ?? "public";
    const key = `${code}\n${handling}\n${where.file}`;
    const empty = { file: where.file, handling, code, seen: 0, listed: 0, values: new Set<string>() };
    const kind: Overflow = this.#kinds.get(key) ?? empty;
    kind.seen += 1;
    this.#kinds.set(key, kind);
    const isNew = kind.values.size < LISTED && !kind.values.has(where.value ?? "");
    if (kind.seen > LISTED && !isNew) return;
    kind.values.add(where.value ?? "");
    kind.listed += 1;
    const [severity, sentence, help]: Entry = ISSUES[code];
    const value = where.value === undefined || where.value === null ? null : printable(where.value);
    const filling: Words = {
      value: value ?? "",
      column: where.column ?? "",
      ...(typeof words === "function" ? words() : words),
    };
    const repair = help === null ? null : fill(help, filling);
    this.#issues.push({
      code,
      severity,
      file: printable(where.file, 400),
      row: where.row ?? null,
      column: where.column === undefined || where.column === null ? null : printable(where.column),
      value,
      message: fill(sentence, filling),
      repair: repair === "" ? null : repair,
      handling,
    });
  }

  list(): Issue[] {
    const all = [...this.#issues];
    for (const { file, handling, code, seen, listed } of this.#kinds.values()) {
      if (seen === listed) continue;
      const [severity]: Entry = ISSUES[code];
      const [, sentence, repair]: Entry = ISSUES.SD199;
      all.push({
        code: "SD199",
        severity,
        file: printable(file, 400),
        row: null,
        column: null,
        value: null,
        message: fill(sentence, { count: String(seen - listed), code }),
        repair,
        handling,
      });
    }
    return all.sort(
      (a, b) =>
        compare(a.file, b.file) ||
        // What has no row speaks of the whole file, and comes first; the note on what is not listed, last.
        place(a) - place(b) ||
        compare(a.code, b.code) ||
        compare(a.column ?? "", b.column ?? "") ||
        compare(a.value ?? "", b.value ?? "") ||
        compare(a.message, b.message),
    );
  }
}

export type Words = { readonly [name: string]: string };

function place(issue: Issue): number {
  return issue.code === "SD199" ? Number.MAX_SAFE_INTEGER : (issue.row ?? 0);
}

function fill(template: string, words: Words): string {
  return template.replace(/\{(\w+)\}/gu, (_, name: string) => (Object.hasOwn(words, name) ? (words[name] ?? "") : ""));
}

/** Order by UTF-16 code unit: the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

// Control characters, and those that turn the direction of writing: they could make a terminal show something else.
const UNPRINTABLE = /[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/gu;

/** A text of the case that can be shown anywhere: no control characters, not too long. */
export function printable(text: string, most = 80): string {
  let shown = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  if (!shown.isWellFormed()) shown = shown.toWellFormed();
  return shown.replace(UNPRINTABLE, (mark) => (mark === "\n" || mark === "\t" || mark === "\r" ? " " : "�"));
}
