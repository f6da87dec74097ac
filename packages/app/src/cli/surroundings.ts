/** What every command is given: where its output goes, and the options that commands share. Tests stand in for a terminal with it. */
import type { Readable } from "node:stream";
import type { Handling } from "@servanda/monitor";
import type { Run } from "../case.ts";
import { type Fault, faultCount } from "../report/diagnostic.ts";
import type { Envelope } from "../report/json.ts";
import { apart } from "../report/width.ts";
import type { Paper } from "../report/words.ts";
import { VERSION } from "../version.ts";

export interface Surroundings {
  readonly out: (text: string) => void;
  /** As `out`, and waits until the system has taken it. Absent: `out` does not buffer. */
  readonly write?: (text: string) => Promise<void>;
  readonly err: (text: string) => void;
  readonly env: { readonly [name: string]: string | undefined };
  /** Whether output goes to a terminal. */
  readonly terminal: boolean;
  readonly columns: number | undefined;
  /** Standard input, where it is not the process's own. */
  readonly input?: Readable;
  /** Asks the person at the keyboard; null where there is nobody. */
  readonly ask: ((question: string) => Promise<string>) | null;
}

/** Options that check, explain and test share, as commander hands them over. */
export interface RunFlags {
  readonly view?: string;
  readonly standard?: string;
  readonly at?: string;
  readonly asOf?: string;
  readonly handling: Handling;
  readonly width?: number;
  readonly color: boolean;
  readonly lang?: string;
}

export const DONE = 0;
export const CASE_HAS_FAULTS = 1;
export const WRONG_USAGE = 2;
/** Not the user's doing: `EX_SOFTWARE` of sysexits. */
export const FAULT_OF_OURS = 70;

/** Where text goes: `--width`, else the terminal, else COLUMNS, else 100. */
export function paperOf(flags: { readonly width?: number; readonly color: boolean }, around: Surroundings): Paper {
  const { env } = around;
  const given = Number(env["COLUMNS"]);
  const width =
    flags.width ??
    (around.terminal && around.columns ? around.columns : Number.isInteger(given) && given > 0 ? given : 100);
  const forced = env["FORCE_COLOR"] !== undefined && !["", "0", "false"].includes(env["FORCE_COLOR"]);
  const colour =
    flags.color &&
    !env["NO_COLOR"] &&
    env["FORCE_COLOR"] !== "0" &&
    (forced || (around.terminal && env["TERM"] !== "dumb"));
  return { width: Math.max(20, width), colour };
}

/** The language of whoever reads, as a tag: `--lang`, else that of the system. Null for JSON and CSV, which nobody reads and which say the same everywhere. */
export function languageOf(
  flags: { readonly format?: string; readonly lang?: string },
  around: Surroundings,
): string | null {
  if (flags.format !== undefined && flags.format !== "text") return null;
  if (flags.lang !== undefined) return flags.lang;
  const { env } = around;
  const [tag = ""] = (env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"] || "").split(/[.@]/u);
  return ["", "C", "POSIX"].includes(tag) ? "en" : tag.replaceAll("_", "-");
}

/** Lines for somebody to read. */
export function print(around: Surroundings, lines: readonly string[]): void {
  if (lines.length > 0) around.out(`${shown(around, lines).join("\n")}\n`);
}

/** As a terminal shows them; what goes elsewhere has nothing in it that nobody wrote. */
export function shown(around: Surroundings, lines: readonly string[]): readonly string[] {
  return around.terminal ? lines.map(apart) : lines;
}

/** A table has no room for remarks: they go to standard error, and that there are faults with them. */
export function remark(around: Surroundings, remarks: readonly string[], faults: readonly Fault[]): void {
  for (const line of remarks) around.err(`${line}\n`);
  if (faults.length > 0) around.err(`The case has ${faultCount(faults)}: run servanda check to see.\n`);
}

/** What stands at the head of JSON. */
export function envelopeOf(of: Pick<Run, "model" | "inputs" | "faults" | "handling" | "resting">): Envelope {
  return {
    servanda: VERSION,
    case: { id: of.model.case.id, title: of.model.case.title },
    inputs: of.inputs,
    diagnostics: of.faults,
    withheld: { handling: of.handling, findings: of.resting ?? 0 },
  };
}

/** How a command ends that could do what was asked. */
export function codeOf(faults: readonly Fault[]): number {
  return faults.some(({ severity }) => severity === "error") ? CASE_HAS_FAULTS : DONE;
}
