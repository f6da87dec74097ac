/** From a folder to findings: files → model and record → what may be shown → result. */
import { type CaseFiles, knownOf, readFiles, readRecord } from "@servanda/data";
import { check, type Diagnostic, type Model, parseTime, type Standard, type Time } from "@servanda/language";
import { type Handling, monitor, type Options, type Record, type Result } from "@servanda/monitor";
import type { Fault } from "./report/diagnostic.ts";
import type { Input } from "./report/json.ts";
import { restingOn, type Shown, withhold } from "./handling.ts";
import { Usage } from "./usage.ts";

/** A case as it was read, with all that it holds. Nothing but `handling.ts` may hand on what is in here. */
export interface Loaded {
  /** As the user wrote it. */
  readonly folder: string;
  readonly model: Model;
  readonly record: Record;
  /** Faults of the texts. */
  readonly diagnostics: readonly Diagnostic[];
  /** Faults of the texts if withheld sources were not known; what both lists have can be told. */
  readonly recheck: (withoutSources: ReadonlySet<string>) => readonly Diagnostic[];
  readonly issues: CaseFiles["issues"];
  readonly inputs: CaseFiles["inputs"];
}

export function load(folder: string): Loaded {
  const files = readFiles(folder);
  const missing = files.issues.find((issue) => ["SD101", "SD102"].includes(issue.code));
  if (missing) throw new Usage(`${folder}: ${missing.message}${missing.repair ? ` ${missing.repair}` : ""}`);
  const known = knownOf(files);
  const checked = check(files.documents, known);
  const read = readRecord(files, checked.model);
  return {
    folder,
    model: checked.model,
    record: read.record,
    diagnostics: checked.diagnostics,
    recheck: (without) =>
      check(files.documents, { ...known, sources: new Set([...known.sources].filter((id) => !without.has(id))) }).diagnostics,
    issues: [...files.issues, ...read.issues],
    inputs: files.inputs,
  };
}

/** What was asked of a run, as words of the command line. */
export interface RunOptions {
  readonly at?: string | undefined;
  readonly asOf?: string | undefined;
  readonly standard?: string | undefined;
  readonly handling: Handling;
}

export interface Run {
  readonly folder: string;
  readonly model: Model;
  readonly record: Record;
  readonly faults: readonly Fault[];
  readonly inputs: readonly Input[];
  readonly result: Result;
  readonly handling: Handling;
  /** Findings that what is withheld would change; null where nothing is. */
  readonly resting: number | null;
}

export function run(loaded: Loaded, asked: RunOptions): Run {
  const options = optionsOf(loaded.model, asked);
  const shown: Shown = withhold(loaded, asked.handling);
  const result = monitor(shown.model, shown.record, options);
  return {
    folder: loaded.folder,
    model: shown.model,
    record: shown.record,
    faults: shown.faults,
    inputs: shown.inputs,
    result,
    handling: asked.handling,
    resting: shown.complete ? null : restingOn(monitor(shown.model, loaded.record, options), result),
  };
}

export const STANDARDS: readonly Standard[] = ["alleged", "reasonable-grounds", "corroborated", "adjudicated"];

/** The options in the monitor's terms. A case without `record closes` needs `--at`. */
export function optionsOf(model: Model, asked: RunOptions): Options {
  const at = asked.at === undefined ? undefined : dateOf("--at", asked.at, model.case.offset);
  if (at === undefined && model.case.recordCloses === null) {
    throw new Usage("The case does not say when its record closes: give a date with --at, or add `record closes` to case.md.");
  }
  return {
    at,
    asOf: asked.asOf === undefined ? undefined : dateOf("--as-of", asked.asOf, model.case.offset),
    standard: asked.standard === undefined ? undefined : standardOf(asked.standard),
  };
}

function standardOf(text: string): Standard {
  const standard = STANDARDS.find((s) => s === text.trim().toLowerCase().replaceAll(" ", "-"));
  if (standard) return standard;
  throw new Usage(`“${text}” is not a standard of proof. Standards are: ${STANDARDS.join(", ")}.`);
}

function dateOf(option: string, text: string, offset: number): Time {
  const parsed = parseTime(text, offset);
  if ("time" in parsed) return parsed.time;
  throw new Usage(`${option} “${text}” is not a date: write one such as 2022-12-31 or 2022-12-31T18:00+04:00.`);
}
