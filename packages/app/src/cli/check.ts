/** `servanda check CASE`: the faults of the case, then the board. */
import { load, run, type Run } from "../case.ts";
import { boardLines, handlingLines, type Basis } from "../report/board.ts";
import { unusedLines } from "../report/unused.ts";
import { findingsCsv } from "../report/csv.ts";
import { diagnosticLines, faultCount, leftOutLine } from "../report/diagnostic.ts";
import { factsJson, factsLines } from "../report/facts.ts";
import { factsCsv, observed } from "../report/observation.ts";
import { type Envelope, findingsJson } from "../report/json.ts";
import { ink } from "../report/words.ts";
import { select } from "../selection.ts";
import { Usage } from "../usage.ts";
import { VERSION } from "../version.ts";
import { CASE_HAS_FAULTS, DONE, paperOf, print, type RunFlags, type Surroundings } from "./surroundings.ts";

export interface CheckFlags extends RunFlags {
  readonly instrument?: readonly string[];
  readonly party?: readonly string[];
  readonly outcome?: readonly string[];
  readonly format: "text" | "json" | "csv";
  readonly factsOnly?: boolean;
}

export function checkCommand(folder: string, flags: CheckFlags, around: Surroundings): number {
  if (flags.factsOnly) refuseJudgements(flags);
  const done = run(load(folder, flags.handling), flags);
  if (flags.factsOnly) facts(done, flags, around);
  else findings(done, flags, around);
  return done.faults.some((f) => f.severity === "error") ? CASE_HAS_FAULTS : DONE;
}

function findings(done: Run, flags: CheckFlags, around: Surroundings): void {
  const { view, result } = select(done.model, done.result, {
    view: flags.view ?? null,
    instruments: flags.instrument ?? [],
    parties: flags.party ?? [],
    outcomes: flags.outcome ?? [],
  });
  const paper = paperOf(flags, around);
  switch (flags.format) {
    case "json":
      around.out(findingsJson(envelopeOf(done), result));
      return;
    case "csv":
      around.out(findingsCsv(result.findings));
      tell(done, around);
      return;
    case "text": {
      // What no norm asks about is a remark on the whole case, not on a part of it.
      const whole = !view && !flags.instrument && !flags.party && !flags.outcome;
      const basis = { ...basisOf(done), view, ...(whole ? {} : { unused: [] }) };
      print(around, [
        ...diagnosticLines(done.faults, paper.width, ink(paper)),
        ...boardLines(done.model, result, basis, paper),
      ]);
    }
  }
}

function facts(done: Run, flags: CheckFlags, around: Surroundings): void {
  const paper = paperOf(flags, around);
  const seen = observed(done.record, done.result);
  switch (flags.format) {
    case "json":
      around.out(factsJson(envelopeOf(done), done.result, seen));
      return;
    case "csv":
      around.out(factsCsv(seen));
      tell(done, around, false);
      return;
    case "text":
      print(around, factsLines(done, seen, paper));
  }
}

/** A table has no room for remarks: they go to standard error. */
function tell(done: Run, around: Surroundings, findingsToo = true): void {
  const lines = findingsToo ? handlingLines(basisOf(done)) : handlingLines({ handling: done.handling, resting: null });
  if (done.faults.length > 0) lines.push(`The case has ${faultCount(done.faults)}: run servanda check to see.`);
  for (const line of lines) around.err(`${line}\n`);
}

export function basisOf(done: Run): Omit<Basis, "view"> {
  return {
    accounts: done.record.accounts.length,
    sources: new Set(done.record.accounts.map((a) => a.source)).size,
    leftOut: leftOutLine(done.faults),
    unused: unusedLines(done.model, done.record, done.result),
    handling: done.handling,
    resting: done.resting,
  };
}

export function envelopeOf(done: Run): Envelope {
  return {
    servanda: VERSION,
    case: { id: done.model.case.id, title: done.model.case.title },
    inputs: done.inputs,
    diagnostics: done.faults,
    withheld: { handling: done.handling, findings: done.resting ?? 0 },
  };
}

function refuseJudgements(flags: CheckFlags): void {
  const given = [
    flags.view === undefined ? "" : "--view",
    flags.standard === undefined ? "" : "--standard",
    flags.instrument === undefined ? "" : "--instrument",
    flags.party === undefined ? "" : "--party",
    flags.outcome === undefined ? "" : "--outcome",
  ].filter(Boolean);
  if (given.length === 0) return;
  throw new Usage(`--facts-only has no bearer, reading or outcome, so it cannot be used with ${given.join(", ")}.`);
}
