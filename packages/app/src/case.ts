/** From a folder to findings: files → model and record → what may be shown → result. */
import { type CaseFiles, type Issue, knownOf, readFiles, readRecord, type Shown, withhold } from "@servanda/data";
import {
  check,
  type Diagnostic,
  type Model,
  parseTime,
  type Standard,
  standardsOf,
  type Time,
} from "@servanda/language";
import { type Handling, monitor, type Options, type Record, type Result } from "@servanda/monitor";
import { restingOn, tellable, withSources } from "./handling.ts";
import { diagnosticLines, type Fault } from "./report/diagnostic.ts";
import type { Input } from "./report/json.ts";
import { type Order, orderFor } from "./report/order.ts";
import { ink } from "./report/words.ts";
import { Unrunnable, Usage } from "./usage.ts";

/** A case as far as it may be shown. */
export interface Loaded {
  readonly model: Model;
  readonly record: Record;
  readonly faults: readonly Fault[];
  readonly inputs: readonly Input[];
  readonly handling: Handling;
  /** Ids that only withheld rows have: for refusing to speak of them. */
  readonly hidden: ReadonlySet<string>;
  /** The record with all that is withheld, for counting what rests on it; null where nothing is. */
  readonly whole: Record | null;
}

/** The files of a case, and what its texts say, with all that is withheld. */
export interface Opened {
  readonly files: CaseFiles;
  readonly checked: ReturnType<typeof check>;
  /** In which order names stand for whoever reads. */
  readonly order: Order;
}

/** `language`: of whoever reads; null where nobody does, and all is to stay as it was written. */
export function open(folder: string, language: string | null = null): Opened {
  const files = readFiles(folder);
  const missing = files.issues.find((issue) => ["SD101", "SD102"].includes(issue.code));
  if (missing) throw new Usage(`${folder}: ${missing.message}${missing.repair ? ` ${missing.repair}` : ""}`);
  const checked = check(files.documents, knownOf(files));
  const order = orderFor(checked.model, language);
  return { files, checked: { ...checked, model: order.model(checked.model) }, order };
}

export function load(folder: string, handling: Handling, language: string | null = null): Loaded {
  return loadFrom(open(folder, language), handling);
}

/** `shown`: what of the files may be shown, where that is known already. */
export function loadFrom(
  { files, checked, order }: Opened,
  handling: Handling,
  shown: Shown = withhold(files, handling),
): Loaded {
  if (shown.partly.size === 0) {
    const { record, issues } = readRecord(files, checked.model);
    return {
      model: checked.model,
      record: order.record(record),
      faults: faultsOf(checked.diagnostics, [...files.issues, ...issues]),
      inputs: files.inputs,
      handling,
      hidden: new Set(),
      whole: null,
    };
  }
  const known = knownOf(shown.files);
  const { record, issues } = readRecord(shown.files, checked.model);
  const { record: whole, issues: all } = readRecord(files, checked.model);
  // That a column marks rows is seen in the rows that it marks.
  const marking = all.filter((i) => i.code === "SD210");
  const other = issues.filter((i) => !marking.some((m) => m.file === i.file && m.column === i.column));
  const told = tellable(checked.diagnostics, check(files.documents, known).diagnostics);
  const sources = new Set([...known.sources, ...checked.model.sources.map((s) => s.id)]);
  return {
    model: withSources(checked.model, sources),
    record: order.record(record),
    faults: faultsOf(told, [...shown.files.issues, ...shown.issues, ...marking, ...other]),
    inputs: inputsOf(files, shown.partly, shown.emptied),
    handling,
    hidden: shown.hidden,
    whole: order.record(whole),
  };
}

/** Of a file with nothing to show, not even the name, which may tell what is in it. */
function inputsOf(files: CaseFiles, partly: ReadonlySet<string>, emptied: ReadonlySet<string>): Input[] {
  return files.inputs.flatMap((input): Input[] => {
    if (emptied.has(input.path)) return [];
    return partly.has(input.path) ? [{ path: input.path, sha256: null, note: "withheld rows" }] : [input];
  });
}

/** What was asked of a run, as words of the command line. */
export interface RunOptions {
  readonly at?: string | undefined;
  readonly asOf?: string | undefined;
  readonly standard?: string | undefined;
}

export interface Run extends Loaded {
  readonly options: Options;
  readonly result: Result;
  /** Findings that what is withheld would change; null where nothing is. */
  readonly resting: number | null;
}

/** `norms`: only findings on these. */
export function run(loaded: Loaded, asked: RunOptions, norms?: ReadonlySet<string>): Run {
  const options = { ...optionsFor(loaded, asked), norms };
  const result = monitor(loaded.model, loaded.record, options);
  const resting = loaded.whole === null ? null : restingOn(monitor(loaded.model, loaded.whole, options), result);
  return { ...loaded, options, result, resting };
}

/** What was asked, in the monitor's terms; refuses a case that cannot be run. */
export function optionsFor(loaded: Pick<Loaded, "model" | "faults">, asked: RunOptions): Options {
  const undated = asked.at === undefined && loaded.model.case.recordCloses === null;
  // The date may be missing because of another fault, which is then the thing to tell.
  if (undated && loaded.faults.some((f) => f.severity === "error")) {
    throw new Unrunnable([
      ...diagnosticLines(loaded.faults, 100, ink({ width: 100, colour: false })),
      "Nothing can be found before the case says when its record closes (or --at gives a date).",
    ]);
  }
  return optionsOf(loaded.model, asked);
}

/** The options in the monitor's terms. A case without `record closes` needs `--at`. */
function optionsOf(model: Model, asked: RunOptions): Options {
  const at = asked.at === undefined ? undefined : dateOf("--at", asked.at, model.case.offset);
  if (at === undefined && model.case.recordCloses === null) {
    throw new Usage(
      "The case does not say when its record closes: give a date with --at, or add `record closes` to case.md.",
    );
  }
  return { at, ...partOf(model, asked) };
}

/** As `optionsOf`, where the date may be left to whoever asks. */
export function partOf(model: Model, asked: RunOptions): Options {
  return {
    asOf: asked.asOf === undefined ? undefined : dateOf("--as-of", asked.asOf, model.case.offset),
    standard: asked.standard === undefined ? undefined : standardOf(model, asked.standard),
    ...(asked.at === undefined ? {} : { at: dateOf("--at", asked.at, model.case.offset) }),
  };
}

function standardOf(model: Model, text: string): Standard {
  const standards = standardsOf(model);
  const plain = text.trim();
  const standard = [plain, plain.toLowerCase().replaceAll(" ", "-")].find((each) => standards.includes(each));
  if (standard !== undefined) return standard;
  throw new Usage(`“${text}” is not a standard of proof. Standards are: ${standards.join(", ")}.`);
}

function dateOf(option: string, text: string, offset: number): Time {
  const parsed = parseTime(text, offset);
  if ("time" in parsed) return parsed.time;
  throw new Usage(`${option} “${text}” is not a date: write one such as 2022-12-31 or 2022-12-31T18:00+04:00.`);
}

export function faultsOf(texts: readonly Diagnostic[], tables: readonly Issue[]): Fault[] {
  return [...texts.map(ofText), ...tables.map(ofTable)];
}

function ofText(d: Diagnostic): Fault {
  const { path, line, column } = d.span;
  const { code, severity, message, repair } = d;
  return { code, severity, path, line, column, row: null, field: null, value: null, message, repair };
}

function ofTable(i: Issue): Fault {
  const { code, severity, row, value, message, repair } = i;
  return { code, severity, path: i.file, line: null, column: null, row, field: i.column, value, message, repair };
}
