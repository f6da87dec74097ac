/** `servanda explain CASE FINDING`: the steps that lead to one finding. */
import { type Model, type Standard, standardsOf } from "@servanda/language";
import { type Finding, monitor, type Options, type Record } from "@servanda/monitor";
import { type Loaded, loadFrom, open, run, type Run } from "../case.ts";
import { assess, LARGE, type Large, type Listed, listed } from "../large.ts";
import { handlingLines } from "../report/board.ts";
import { findingsCsv } from "../report/csv.ts";
import { diagnosticCount } from "../report/diagnostic.ts";
import { type Change, explanationLines } from "../report/explanation.ts";
import { byKey, findingsJson } from "../report/json.ts";
import { hang } from "../report/width.ts";
import { viewsSeen } from "../report/view.ts";
import { namer, phraseOf, phraseWithin, viewWords } from "../report/words.ts";
import { lineKey, viewNamed } from "../selection.ts";
import { nearest } from "../spelling.ts";
import { Usage } from "../usage.ts";
import { codeOf, envelopeOf, languageOf, paperOf, print, type RunFlags, type Surroundings } from "./surroundings.ts";

export interface ExplainFlags extends RunFlags {
  readonly format: "text" | "json" | "csv";
}

/** `least`: how many accounts make a case a large one. */
export function explainCommand(
  folder: string,
  asked: string,
  flags: ExplainFlags,
  around: Surroundings,
  least: number = LARGE,
  most: number = MOST_EVENTS,
): number {
  const opened = open(folder, languageOf(flags, around));
  const large = assess(opened, flags, least, around.err);
  const general = (id: string): One => ofAll(loadFrom(opened, flags.handling), folder, id, flags);
  const one = large ? ofLarge(large, folder, asked, flags, most, general) : general(asked);
  const { done, finding, board, view } = one;
  const paper = paperOf(flags, around);
  const code = codeOf(done.faults);
  if (flags.format === "csv") {
    around.out(findingsCsv([finding]));
    return code;
  }
  if (flags.format === "json") {
    const own = board.filter((line) => lineKey(line) === lineKey(finding));
    around.out(findingsJson(envelopeOf(done), { ...done.result, findings: [finding], board: own }));
    return code;
  }
  print(around, [
    ...diagnosticCount(done.faults, done.record, paper.width),
    ...explanationLines({ ...done, finding, view, ...one.tried() }, paper),
    ...handlingLines(done).flatMap((line) => hang("", line, paper.width)),
  ]);
  return code;
}

interface One {
  readonly done: Run;
  readonly finding: Finding;
  /** Which was asked for; null: none. */
  readonly view: string | null;
  readonly board: Run["result"]["board"];
  readonly tried: () => { readonly changes: readonly Change[]; readonly untried?: readonly string[] };
}

/** Where it is said of which norm, no other is judged; how many findings rest on what is withheld only all of them tell. */
function ofAll(loaded: Loaded, folder: string, asked: string, flags: ExplainFlags): One {
  const find = (done: Run): One => {
    const view = viewOf(flags, done.model, done.result);
    const finding = findingNamed(done.model, done.result.findings, asked, view, folder);
    return { done, finding, view, board: done.result.board, tried: () => ({ changes: changesOf(done, finding) }) };
  };
  const norm = loaded.whole === null ? normOf(loaded.model, asked) : null;
  if (norm === null) return find(run(loaded, flags));
  return either(
    () => find(run(loaded, flags, new Set([norm]))),
    () => find(run(loaded, flags)),
  );
}

/** A finding on more events is not judged again without each of them in turn. */
const MOST_EVENTS = 300;
/** Where more of them are not settled at another standard, it is not tried at that. */
const MOST_OPEN = 200;

/** Of a large case: found by its name among the verdicts, judged on the accounts that can concern it. `general`: one that is not of a plan. */
function ofLarge(
  large: Large,
  folder: string,
  asked: string,
  flags: ExplainFlags,
  most: number,
  general: (id: string) => One,
): One {
  const { model, result, alone, options } = large;
  const norm = normOf(model, asked);
  // No other norm need be judged, unless all are asked for what is withheld from them.
  if (norm !== null && large.left.has(norm) && !large.withholds) return general(asked);
  const view = viewOf(flags, model, result);
  const find = (of: string | null): Listed => findingNamed(model, listed(large, of), asked, view, folder);
  const {
    row,
    id,
    norm: own,
  } = either(
    () => find(norm),
    () => find(null),
  );
  const beside = row < 0 ? large.general() : null;
  if (beside) {
    const finding = beside.result.findings.find((one) => one.id === id)!;
    return {
      done: beside,
      finding,
      view,
      board: beside.result.board,
      tried: () => ({ changes: changesOf(beside, finding) }),
    };
  }
  const { accounts, whole } = alone.accountsOf(row, most);
  const record: Record = { ...large.record, accounts };
  const narrow = { ...options, norms: new Set([own]), only: id };
  const [finding] = monitor(model, record, narrow).findings;
  if (!finding) throw new Error(`no finding ${id} on its own events`);
  const done: Run = {
    ...large,
    record,
    options: narrow,
    result: { ...result, findings: [finding] },
    whole: null,
    resting: large.resting(),
  };
  const tried = (): ReturnType<One["tried"]> => {
    if (whole) return { changes: changesOf(done, finding) };
    const left: Standard[] = [];
    const standard = (other: Standard): string => {
      const found = alone.tried(row, other, MOST_OPEN);
      if (!found) left.push(other);
      return phraseWithin(found ?? finding);
    };
    const changes = changesOf(done, finding, standard);
    const standards = left.map((one) => `the standard ${one.replaceAll("-", " ")}`);
    return { changes, untried: ["single events or coverage rows left out", ...standards] };
  };
  return { done, finding, view, board: result.board, tried };
}

/** Sought among the findings of one norm; what might have been meant, where it is not there, among all. */
function either<T>(some: () => T, all: () => T): T {
  try {
    return some();
  } catch (thrown) {
    if (thrown instanceof Usage) return all();
    throw thrown;
  }
}

/** The norm with which what was asked for begins; null: with none. */
function normOf(model: Model, asked: string): string | null {
  const [first] = asked.split("/");
  return model.norms.some(({ id }) => id === first) ? first! : null;
}

function viewOf(flags: ExplainFlags, model: Model, { views }: Pick<Run["result"], "views">): string | null {
  return flags.view === undefined ? null : viewNamed(model, views, flags.view);
}

/** What of a finding its name is made of. */
type Named = Pick<Finding, "id" | "norm" | "view" | "bearer" | "counterparty" | "outcome" | "possible" | "footing"> & {
  readonly trigger: { readonly id: string } | null;
  /** Absent: not listed. */
  readonly breaches?: Finding["breaches"];
};

/**
 * The finding meant: by its id; by NORM[/VIEW[/BEARER[/EVENT]]], each by id or name, the event as what set it off or is a breach; or by the beginning of its id.
 * Where several fit, the one of the text is not preferred: the candidates are listed. Under a view that does not read a norm it is sought as
 * `check` shows it: under those of its holder that do, else by the text.
 */
function findingNamed<F extends Named>(
  model: Model,
  all: readonly F[],
  asked: string,
  view: string | null,
  folder: string,
): F {
  const findings = view === null ? all : seenUnder(view, all);
  const parts = asked.split("/");
  const found = fitting(model, findings, asked);
  const [only] = found;
  if (only && found.length === 1) return only;
  if (found.length > 1)
    throw new Usage(`“${asked}” fits ${found.length} findings. Explain one of them by${listOf(found, folder)}`);
  const elsewhere = fitting(model, all, asked);
  if (view !== null && elsewhere.length > 0)
    throw new Usage(
      `There is no finding “${asked}” ${viewWords(view, namer(model))}. There are${listOf(elsewhere, folder)}`,
    );
  const of = findings.filter((f) => isOfEvent(f, asked));
  if (of.length > 0)
    throw new Usage(
      `“${asked}” is an event; servanda check ${shellWord(folder)} --event ${shellWord(asked)} shows what each view makes of it. It is in${listOf(of, folder)}`,
    );
  const near = findings.filter((f) => f.id.toLowerCase().includes(asked.toLowerCase()));
  const like = near.length > 0 ? near : reordered(model, findings, parts);
  if (like.length > 0) throw new Usage(`There is no finding “${asked}”. There are${listOf(like, folder)}`);
  const meant = respelt(model, findings, parts);
  throw new Usage(
    `There is no finding “${asked}”. ${meant === null ? normsLike(findings, parts[0] ?? "", folder) : `Did you mean “${meant}”?`}`,
  );
}

/** Findings of the norm in whose name all other parts stand, in whatever order: as view, as who is bound or to whom, as what set it off. */
function reordered<F extends Named>(model: Model, findings: readonly F[], [norm, ...parts]: readonly string[]): F[] {
  if (parts.length < 2 || parts.includes("")) return [];
  return findings.filter(({ norm: own, view, bearer, counterparty, trigger }) => {
    const named = [view, bearer, counterparty ?? bearer, trigger?.id ?? "entry"];
    return own === norm && parts.every((part) => named.some((id) => id === part || isNamed(model, id, part)));
  });
}

/** How many norms are told when none is like the one asked for. */
const FEW_NORMS = 20;

/** The norms that share a word with the one asked for; else all, where they are few; else where they are to be seen. */
function normsLike(findings: readonly Named[], asked: string, folder: string): string {
  const norms = [...new Set(findings.map((f) => f.norm))].sort();
  const words = new Set(asked.toLowerCase().split("-"));
  const like = norms.filter((norm) => norm.split("-").some((word) => words.has(word)));
  if (like.length > 0 && like.length <= FEW_NORMS) return `Norms with a word of it are: ${like.join(", ")}.`;
  if (norms.length <= FEW_NORMS) return `Its norms are: ${norms.join(", ") || "none"}.`;
  return `The case has ${norms.length} norms with findings: servanda check ${shellWord(folder)} shows them.`;
}

/** All that are so named; the one whose id it is alone. */
function fitting<F extends Named>(model: Model, findings: readonly F[], asked: string): readonly F[] {
  const exact = findings.find((f) => f.id === asked);
  if (exact) return [exact];
  const parts = asked.split("/");
  const named =
    parts.length <= 4
      ? findings.filter(
          (f) =>
            f.norm === parts[0] &&
            (!parts[1] || f.view === parts[1] || isNamed(model, f.view, parts[1])) &&
            (!parts[2] || f.bearer === parts[2] || isNamed(model, f.bearer, parts[2])) &&
            (parts[3] === undefined || isOfEvent(f, parts[3])),
        )
      : [];
  // NORM/PARTY: of whom the norm binds, and not only as the one whose reading it is: nobody is given his own view unasked.
  const borne =
    parts.length === 2
      ? findings.filter(
          (f) => f.norm === parts[0] && (f.bearer === parts[1] || isNamed(model, f.bearer, parts[1] ?? "")),
        )
      : [];
  const told = findings.filter((f) => named.includes(f) || borne.includes(f));
  return told.length > 0 ? told : findings.filter((f) => f.id.startsWith(asked));
}

function isOfEvent({ trigger, breaches }: Named, event: string): boolean {
  return trigger?.id === event || breaches?.some(({ id }) => id === event) === true;
}

/** Findings as one view shows them (docs/semantics.md 6.1, 6.5). */
function seenUnder<F extends Named>(view: string, all: readonly F[]): F[] {
  return [...Map.groupBy(all, (f) => f.norm).values()].flatMap((own) => {
    const seen = viewsSeen(view, [...new Set(own.map((f) => f.view))]);
    return own.filter((f) => seen.includes(f.view));
  });
}

/** Part by part what was probably meant, as far as there are findings so named; null where a part is like nothing. */
function respelt(model: Model, findings: readonly Named[], parts: readonly string[]): string | null {
  const named = (id: string): string[] => model.actors.flatMap((actor) => (actor.id === id ? actor.names : []));
  const columns: readonly ((f: Named) => readonly string[])[] = [
    (f) => [f.norm],
    (f) => [f.view, ...named(f.view)],
    (f) => [f.bearer, ...named(f.bearer)],
    (f) => [f.trigger?.id ?? "entry"],
  ];
  let alike = findings;
  const meant: string[] = [];
  for (const [i, part] of parts.slice(0, columns.length).entries()) {
    const column = columns[i];
    if (column === undefined) break;
    const near = nearest(part, alike.flatMap(column));
    if (near === null) return meant.length === 0 ? null : meant.join("/");
    meant.push(near);
    alike = alike.filter((f) => column(f).includes(near));
  }
  return meant.join("/");
}

const MOST_LISTED = 40;

/** As commands that can be copied, with what each would explain. */
function listOf(findings: readonly Named[], folder: string): string {
  const lines = byKey(findings, (f) => f.id).map(
    (f) => `\n  servanda explain ${shellWord(folder)} ${shellWord(f.id)}   ${phraseOf(f)}`,
  );
  const more = lines.length - MOST_LISTED;
  return lines.slice(0, MOST_LISTED).join("") + (more > 0 ? `\n  … and ${more} more` : "");
}

/** A word as a shell takes it. */
function shellWord(text: string): string {
  return /^[\p{L}\p{N}_./+:,-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function isNamed(model: Model, id: string, name: string): boolean {
  return model.actors.some((actor) => actor.id === id && actor.names.includes(name));
}

const MOST_TRIED = 12;

/**
 * Tries the finding again at the other standards, and without each event and each coverage row that it rests on. `standardly`: how it is tried at
 * another standard, where the record is too narrow for that; then no event and no row is left out.
 */
function changesOf(
  { model, record, options }: Run,
  finding: Finding,
  standardly: ((standard: Standard) => string) | null = null,
): Change[] {
  const norms = new Set([finding.norm]);
  const again = (changed: Record, standard: Options["standard"]): string | null => {
    const { findings } = monitor(model, changed, { ...options, standard, norms, only: finding.id });
    const [found] = findings;
    return found ? `${phraseWithin(found)}${found.approximate ? ", approximate" : ""}` : null;
  };
  const standard = options.standard ?? model.case.standard;
  const rested = new Set(finding.accounts);
  const events = new Set(record.accounts.filter((a) => rested.has(a.id)).map((a) => a.event));
  const tried: Change[] = [
    ...standardsOf(model)
      .filter((s) => s !== standard)
      .map((ref): Change => ({
        kind: "standard",
        ref,
        phrase: standardly ? standardly(ref) : again(record, ref),
      })),
    ...[...events]
      .sort()
      .slice(0, standardly ? 0 : MOST_TRIED)
      .map((ref): Change => {
        const accounts = record.accounts.filter((a) => a.event !== ref);
        return { kind: "event", ref, phrase: again({ ...record, accounts }, options.standard) };
      }),
    ...finding.coverage.rows.slice(0, standardly ? 0 : MOST_TRIED).map((ref): Change => {
      const coverage = record.coverage.filter((c) => c.id !== ref);
      return { kind: "coverage", ref, phrase: again({ ...record, coverage }, options.standard) };
    }),
  ];
  return tried.filter((change) => change.phrase !== phraseWithin(finding));
}
