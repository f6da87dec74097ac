/** `servanda explain CASE FINDING`: the steps that lead to one finding. */
import type { Model } from "@servanda/language";
import { type Finding, monitor, type Options, type Record } from "@servanda/monitor";
import { load, run, type Run, STANDARDS } from "../case.ts";
import { handlingLines } from "../report/board.ts";
import { findingsCsv } from "../report/csv.ts";
import { diagnosticCount } from "../report/diagnostic.ts";
import { type Change, explanationLines } from "../report/explanation.ts";
import { byKey, findingsJson } from "../report/json.ts";
import { hang } from "../report/width.ts";
import { phraseOf, phraseWithin } from "../report/words.ts";
import { lineKey, nearest, viewNamed } from "../selection.ts";
import { Usage } from "../usage.ts";
import { basisOf, envelopeOf } from "./check.ts";
import { CASE_HAS_FAULTS, DONE, paperOf, print, type RunFlags, type Surroundings } from "./surroundings.ts";

export interface ExplainFlags extends RunFlags {
  readonly format: "text" | "json" | "csv";
}

export function explainCommand(folder: string, asked: string, flags: ExplainFlags, around: Surroundings): number {
  const done = run(load(folder, flags.handling), flags);
  const view = flags.view === undefined ? null : viewNamed(done.model, done.result.views, flags.view);
  const finding = findingNamed(done, asked, view);
  const paper = paperOf(flags, around);
  const code = done.faults.some((f) => f.severity === "error") ? CASE_HAS_FAULTS : DONE;
  if (flags.format === "csv") {
    around.out(findingsCsv([finding]));
    return code;
  }
  if (flags.format === "json") {
    const board = done.result.board.filter((line) => lineKey(line) === lineKey(finding));
    around.out(findingsJson(envelopeOf(done), { ...done.result, findings: [finding], board }));
    return code;
  }
  const changes = changesOf(done, finding);
  print(around, [
    ...diagnosticCount(done.faults, paper.width),
    ...explanationLines({ ...done, finding, changes }, paper),
    ...handlingLines(basisOf(done)).flatMap((line) => hang("", line, paper.width)),
  ]);
  return code;
}

/**
 * The finding meant: by its id; by NORM[/VIEW[/BEARER[/EVENT]]], each by id or name; or by the beginning of its id.
 * Where several fit, the one of the text is not preferred: the candidates are listed.
 */
function findingNamed(done: Run, asked: string, view: string | null): Finding {
  const findings = done.result.findings.filter((f) => view === null || f.view === view);
  const exact = findings.find((f) => f.id === asked);
  if (exact) return exact;
  const parts = asked.split("/");
  const named =
    parts.length <= 4
      ? findings.filter(
          (f) =>
            f.norm === parts[0] &&
            (parts[1] === undefined || f.view === parts[1] || isNamed(done.model, f.view, parts[1])) &&
            (parts[2] === undefined || f.bearer === parts[2] || isNamed(done.model, f.bearer, parts[2])) &&
            (parts[3] === undefined || f.trigger?.id === parts[3]),
        )
      : [];
  const found = named.length > 0 ? named : findings.filter((f) => f.id.startsWith(asked));
  const [only] = found;
  if (only && found.length === 1) return only;
  if (found.length > 1) throw new Usage(`“${asked}” fits ${found.length} findings; say which:${listOf(found)}`);
  const near = findings.filter((f) => f.id.toLowerCase().includes(asked.toLowerCase()));
  const meant = near.length > 0 ? null : respelt(done.model, findings, parts);
  throw new Usage(
    near.length > 0
      ? `There is no finding “${asked}”. There are:${listOf(near)}`
      : meant !== null
        ? `There is no finding “${asked}”. Did you mean “${meant}”?`
        : `There is no finding “${asked}”. Its norms are: ${[...new Set(findings.map((f) => f.norm))].sort().join(", ") || "none"}.`,
  );
}

/** Part by part what was probably meant, as far as there are findings so named; null where a part is like nothing. */
function respelt(model: Model, findings: readonly Finding[], parts: readonly string[]): string | null {
  const named = (id: string): string[] => model.actors.flatMap((actor) => (actor.id === id ? actor.names : []));
  const columns: readonly ((f: Finding) => readonly string[])[] = [
    (f) => [f.norm],
    (f) => [f.view, ...named(f.view)],
    (f) => [f.bearer, ...named(f.bearer)],
    (f) => [f.trigger?.id ?? "entry"],
  ];
  let fitting = findings;
  const meant: string[] = [];
  for (const [i, part] of parts.slice(0, columns.length).entries()) {
    const column = columns[i];
    if (column === undefined) break;
    const near = nearest(part, fitting.flatMap(column));
    if (near === null) return meant.length === 0 ? null : meant.join("/");
    meant.push(near);
    fitting = fitting.filter((f) => column(f).includes(near));
  }
  return meant.join("/");
}

const MOST_LISTED = 40;

function listOf(findings: readonly Finding[]): string {
  const lines = byKey(findings, (f) => f.id).map((f) => `\n  ${f.id}   ${phraseOf(f)}`);
  const more = lines.length - MOST_LISTED;
  return lines.slice(0, MOST_LISTED).join("") + (more > 0 ? `\n  … and ${more} more` : "");
}

function isNamed(model: Model, id: string, name: string): boolean {
  return model.actors.some((actor) => actor.id === id && actor.names.includes(name));
}

const MOST_TRIED = 12;

/** Tries the finding again at the other standards, and without each event and each coverage row that it rests on. */
function changesOf({ model, record, options }: Run, finding: Finding): Change[] {
  const norms = new Set([finding.norm]);
  const again = (changed: Record, standard: Options["standard"]): string | null => {
    const found = monitor(model, changed, { ...options, standard, norms }).findings.find((f) => f.id === finding.id);
    return found ? phraseWithin(found) : null;
  };
  const standard = options.standard ?? model.case.standard;
  const events = new Set(record.accounts.filter((a) => finding.accounts.includes(a.id)).map((a) => a.event));
  const tried: Change[] = [
    ...STANDARDS.filter((s) => s !== standard).map((ref): Change => ({
      kind: "standard",
      ref,
      phrase: again(record, ref),
    })),
    ...[...events]
      .sort()
      .slice(0, MOST_TRIED)
      .map((ref): Change => {
        const accounts = record.accounts.filter((a) => a.event !== ref);
        return { kind: "event", ref, phrase: again({ ...record, accounts }, options.standard) };
      }),
    ...finding.coverage.rows.slice(0, MOST_TRIED).map((ref): Change => {
      const coverage = record.coverage.filter((c) => c.id !== ref);
      return { kind: "coverage", ref, phrase: again({ ...record, coverage }, options.standard) };
    }),
  ];
  return tried.filter((change) => change.phrase !== phraseWithin(finding));
}
