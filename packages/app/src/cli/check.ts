/** `servanda check CASE`: the faults of the case, then the board. */
import { isKnown } from "@servanda/monitor";
import { type Loaded, loadFrom, open, run, type Run } from "../case.ts";
import { assess, LARGE, type Large, selected } from "../large.ts";
import { behindFindings, boardLines, handlingLines, type Basis } from "../report/board.ts";
import { unusedLines } from "../report/unused.ts";
import { findingsCsv } from "../report/csv.ts";
import { diagnosticLines, leftOutLine } from "../report/diagnostic.ts";
import { factsJson, factsLines } from "../report/facts.ts";
import { factsCsv, observed, toldOf } from "../report/observation.ts";
import { findingsJson } from "../report/json.ts";
import { dateWords, ink } from "../report/words.ts";
import type { Events } from "../event.ts";
import { type Asked, select } from "../selection.ts";
import { Usage } from "../usage.ts";
import {
  codeOf,
  envelopeOf,
  languageOf,
  paperOf,
  print,
  remark,
  type RunFlags,
  type Surroundings,
} from "./surroundings.ts";

export interface CheckFlags extends RunFlags {
  readonly instrument?: readonly string[];
  readonly party?: readonly string[];
  readonly event?: readonly string[];
  readonly outcome?: readonly string[];
  readonly format: "text" | "json" | "csv";
  readonly factsOnly?: boolean;
  readonly full?: boolean;
}

/** `least`: how many accounts make a case a large one. */
export function checkCommand(folder: string, flags: CheckFlags, around: Surroundings, least: number = LARGE): number {
  if (flags.factsOnly) refuseJudgements(flags);
  const opened = open(folder, languageOf(flags, around));
  const large = flags.factsOnly || flags.full ? null : assess(opened, flags, least, around.err);
  if (large) {
    tallied(large, flags, around);
    return codeOf(large.faults);
  }
  const loaded = loadFrom(opened, flags.handling);
  const done = run(loaded, flags, normsAsked(loaded, flags));
  if (flags.factsOnly) facts(done, flags, around);
  else findings(done, flags, around);
  return codeOf(done.faults);
}

/**
 * The norms of what was asked for, and none where no finding was: findings on the others need not be looked for. Undefined: all, also where
 * all have to be known to say that an agreement or a party is none, or how many findings rest on what is withheld.
 */
function normsAsked({ model, whole }: Loaded, { instrument, party, factsOnly }: CheckFlags): Set<string> | undefined {
  if (whole !== null) return undefined;
  if (factsOnly) return new Set();
  const isDeclared = (ids: readonly string[], declared: readonly { readonly id: string }[]): boolean =>
    ids.every((id) => declared.some((each) => each.id === id));
  if (instrument === undefined || !isDeclared(instrument, model.instruments)) return undefined;
  if (!isDeclared(party ?? [], model.actors)) return undefined;
  return new Set(model.norms.filter((norm) => instrument.includes(norm.instrument)).map(({ id }) => id));
}

function findings(done: Run, flags: CheckFlags, around: Surroundings): void {
  const { view, events, result, told, others } = select(done.model, done.record, done.result, askedBy(flags));
  const paper = paperOf(flags, around);
  switch (flags.format) {
    case "json":
      around.out(findingsJson(envelopeOf(done), result, 0, events.ids));
      return;
    case "csv":
      around.out(findingsCsv(result.findings));
      remark(around, handlingLines(done), done.faults);
      return;
    case "text": {
      const basis = {
        ...basisOf(done),
        view,
        ...(isPart(flags) ? { unused: [] } : {}),
        asked: askedEvents(done, events),
      };
      print(around, [
        ...diagnosticLines(done.faults, paper.width, ink(paper)),
        ...boardLines(done.model, result, behindFindings(done.model, told, others), basis, paper),
      ]);
    }
  }
}

/** So many of the events that are told of over a longer time are named. */
const MOST_LEFT = 12;

/** Each event asked for with what was done and when, as its accounts tell. */
function askedEvents({ model, record, result }: Run, { ids, longer }: Events): string[] {
  const told = ids.map((id) => {
    const own = record.accounts.filter((account) => account.event === id && isKnown(account, result.asOf));
    const acts = [...new Set(own.flatMap(({ kind }) => kind ?? []))];
    const days = [...new Set(own.flatMap(({ when }) => (when === null ? [] : dateWords(when, model.case.offset))))];
    return `${id} (${[acts.join(" or "), days.join(" or ")].filter(Boolean).join(", ")})`;
  });
  if (ids.length + longer.length === 0) return [];
  const left =
    longer.slice(0, MOST_LEFT).join(", ") + (longer.length > MOST_LEFT ? ` and ${longer.length - MOST_LEFT} more` : "");
  return [
    `Of ${told.length === 0 ? "no event" : told.join(", ")} alone.`,
    ...(longer.length === 0 ? [] : [`Told of over a longer time, and so asked of by id alone: ${left}.`]),
  ];
}

/** The board of a large case: of its findings only as many as a line needs are judged one by one. */
function tallied(large: Large, flags: CheckFlags, around: Surroundings): void {
  if (flags.event !== undefined)
    throw new Usage(
      "The case is large: what one event set off or broke is told of each finding, and only lines are made of so many. Use --full with --event, however long it takes.",
    );
  const { view, shown, behind } = selected(large, askedBy(flags));
  const paper = paperOf(flags, around);
  const resting = large.resting();
  const envelope = envelopeOf({ ...large, resting });
  switch (flags.format) {
    case "json": {
      const omitted = large.findings();
      around.out(findingsJson(envelope, { ...shown, findings: [] }, omitted));
      around.err(
        `The case is large: its ${omitted} findings are not in the output, only its board. Use servanda explain for one of them, or --full for all, however long it takes.\n`,
      );
      return;
    }
    case "csv":
      throw new Usage(
        `The case is large: a table would have ${large.findings()} findings, each judged with its reasons. Use --format json for the board, servanda explain for one finding, or --full for the table, however long it takes.`,
      );
    case "text": {
      const { accounts, sources, handling } = large;
      const unused = isPart(flags) ? [] : large.unused();
      const basis = {
        accounts,
        sources,
        leftOut: leftOutLine(large.faults, large.record),
        unused,
        handling,
        resting,
        view,
        asked: [],
      };
      print(around, [
        ...diagnosticLines(large.faults, paper.width, ink(paper)),
        ...boardLines(large.model, shown, behind, basis, paper),
      ]);
    }
  }
}

/** What no norm asks about is a remark on the whole case, not on a part of it. */
function isPart({ view, instrument, party, event, outcome }: CheckFlags): boolean {
  return [view, instrument, party, event, outcome].some((flag) => flag !== undefined);
}

function askedBy({ view, instrument, party, event, outcome }: CheckFlags): Asked {
  return {
    view: view ?? null,
    instruments: instrument ?? [],
    parties: party ?? [],
    events: event ?? [],
    outcomes: outcome ?? [],
  };
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
      remark(around, handlingLines({ handling: done.handling, resting: null }), done.faults);
      return;
    case "text":
      print(around, factsLines(done, seen, paper));
  }
}

function basisOf(done: Run): Omit<Basis, "view" | "asked"> {
  return {
    ...toldOf(done.record, done.result.asOf),
    leftOut: leftOutLine(done.faults, done.record),
    unused: unusedLines(done.model, done.record, done.result.at),
    handling: done.handling,
    resting: done.resting,
  };
}

function refuseJudgements(flags: CheckFlags): void {
  const given = [
    flags.view === undefined ? "" : "--view",
    flags.standard === undefined ? "" : "--standard",
    flags.instrument === undefined ? "" : "--instrument",
    flags.party === undefined ? "" : "--party",
    flags.event === undefined ? "" : "--event",
    flags.outcome === undefined ? "" : "--outcome",
  ].filter(Boolean);
  if (given.length === 0) return;
  throw new Usage(`--facts-only has no bearer, reading or outcome, so it cannot be used with ${given.join(", ")}.`);
}
