/**
 * A case with very many accounts, judged by plans over columns: the board and what stands in it, without a finding with its reasons for each occasion.
 * It says what the general way says. Norms that have no plan, of which somebody has a reading, or that ask about what is withheld, go that way, and no others.
 */
import { isConduct, readPlain, withhold } from "@servanda/data";
import { DISTANT_FUTURE, type Standard, type Time } from "@servanda/language";
import {
  Alone,
  Assessment,
  type BoardLine,
  type Finding,
  type Columns,
  columnsOf,
  ColumnsBuilder,
  type Handling,
  monitor,
  type Options,
  type Record,
  barOf,
  type Said,
  tallies,
  type Tally,
} from "@servanda/monitor";
import { faultsOf, type Loaded, loadFrom, type Opened, optionsFor, run, type Run, type RunOptions } from "./case.ts";
import { behindFindings, type Behind, type Shown } from "./report/board.ts";
import { toldOf } from "./report/observation.ts";
import { byKey } from "./report/json.ts";
import { standardWords, tallyWords, type Word, wordOf } from "./report/words.ts";
import { unusedLines, unusedOfColumns } from "./report/unused.ts";
import { type Asked, choose, lineKey, named } from "./selection.ts";

/** A case of so many accounts is a large one: the general way takes minutes from here on, and its time grows with the square. */
export const LARGE = 20_000;
/** A row is hardly shorter than this, in letters. */
const SHORTEST_ROW = 16;
/** So many events that are not settled, where they are not few beside the others, may take long. */
const MANY_OPEN = 1000;
/** The id of the view that follows no reading. */
const TEXT = "text";

export interface Large extends Omit<Loaded, "record" | "whole"> {
  readonly columns: Columns;
  /** What surrounds the accounts. */
  readonly record: Omit<Record, "accounts">;
  readonly options: Options;
  readonly assessment: Assessment;
  readonly alone: Alone;
  /** Norms that are not judged by plans. */
  readonly left: ReadonlySet<string>;
  /** What is found of those, once somebody asks; null: there are none. */
  readonly general: () => Run | null;
  /** Whether anything is withheld. */
  readonly withholds: boolean;
  /** How many findings that would change; null: nothing is withheld. */
  readonly resting: () => number | null;
  /** Line by line, of all others. */
  readonly told: readonly Tally[];
  /** With the lines of those. */
  readonly result: Shown;
  readonly accounts: number;
  readonly sources: number;
  /** How many findings there are of all norms. */
  readonly findings: () => number;
  /** What no finding can rest on, in words. */
  readonly unused: () => string[];
}

/** `warn`: told that it may take long, before it does. Null: the case is not large, more than accounts is withheld, or no norm of it is judged so (docs/performance.md says which are). */
export function assess(
  opened: Opened,
  asked: RunOptions & { handling: Handling },
  least: number,
  warn: (line: string) => void,
): Large | null {
  const { files, checked } = opened;
  // What is told then, the general way knows.
  if (asked.at === undefined && checked.model.case.recordCloses === null) return null;
  let letters = 0;
  for (const [path, text] of files.files) if (isConduct(path)) letters += text.length;
  if (letters < least * SHORTEST_ROW) return null;
  const rest = { ...files, files: new Map([...files.files].filter(([path]) => !isConduct(path))) };
  if (withhold(rest, asked.handling).partly.size > 0) return null;
  const options = optionsFor({ model: checked.model, faults: faultsOf(checked.diagnostics, files.issues) }, asked);
  const standard = options.standard ?? checked.model.case.standard;
  const at = options.at ?? checked.model.case.recordCloses!;
  const question = { at, standard, asOf: options.asOf, plansOnly: true };
  const found = plainly(opened, question) ?? wholly(loadFrom(opened, asked.handling), question);
  if (found.accounts < least) return null;
  const { model, columns, record, unused } = found;
  const open = columns.unsettled.length;
  if (open > MANY_OPEN && open * 5 > columns.count)
    warn(
      `At the standard ${standardWords(standard)}, ${open} of ${open + columns.count} events are not settled. What follows from them is sought among all that they may be, which can take very long; at a standard that most events reach it does not.\n`,
    );
  const tried = new Assessment(model, columns, record, question);
  const left = new Set(tried.ways.flatMap(({ norm, view, why }) => (why !== null || view !== TEXT ? [norm] : [])));
  const behind = found.whole === null ? null : actsBehind(found.whole, found.record);
  // Where a row cannot be read, its source is not taken to be silent: then coverage is not what it would be, whatever is asked about.
  if (found.whole !== null && !isAround(found.whole, found.record)) return null;
  for (const { subject, bare, normView } of behind ? tried.plans : [])
    if ([...normView.columnsRead(bare.states).keys()].some((act) => behind!.has(act))) left.add(subject.norm.id);
  const planned = new Set(model.norms.flatMap(({ id }) => (left.has(id) ? [] : [id])));
  if (planned.size === 0) return null;
  const assessment = left.size === 0 ? tried : new Assessment(model, columns, record, { ...question, norms: planned });
  const told = tallies(model, assessment, null);
  const rows = assessment.verdicts.plan
    .subarray(0, assessment.verdicts.length)
    .reduce((n, plan) => n + (plan < 0 ? 0 : 1), 0);
  let others: Run | null = null;
  const general = (): Run | null => {
    if (left.size > 0) others ??= run(found.loaded ?? loadFrom(opened, asked.handling), asked, left);
    return others;
  };
  return {
    model,
    columns,
    record,
    faults: found.faults,
    inputs: found.inputs,
    handling: asked.handling,
    hidden: found.hidden,
    options,
    assessment,
    alone: new Alone(model, record, assessment, question),
    left,
    general,
    withholds: behind !== null,
    resting: () => (behind === null ? null : (general()?.resting ?? 0)),
    told,
    result: {
      ...monitor(model, { ...record, accounts: [] }, { ...options, norms: new Set() }),
      board: told.map(({ line }) => line),
      undated: found.undated,
    },
    accounts: found.accounts,
    sources: found.sources,
    unused: () => unused(at),
    findings: () => rows + (general()?.result.findings.length ?? 0),
  };
}

/** Whether all that surrounds the accounts is the same. */
function isAround(whole: Record, shown: Omit<Record, "accounts">): boolean {
  const around = ({ sources, coverage, shapes, values }: Omit<Record, "accounts">): string =>
    JSON.stringify([sources, coverage, shapes, values]);
  return around(whole) === around(shown);
}

/** Acts of which events tell that are not told of as they are shown: by more accounts, or by others. */
function actsBehind(whole: Record, shown: Omit<Record, "accounts"> & Partial<Record>): ReadonlySet<string> {
  const [all, some] = [whole.accounts, shown.accounts ?? []].map((list) => Map.groupBy(list, ({ event }) => event));
  const out = new Set<string>();
  for (const event of new Set([...all!.keys(), ...some!.keys()])) {
    const [told, left] = [all!.get(event) ?? [], some!.get(event) ?? []];
    if (JSON.stringify(told) === JSON.stringify(left)) continue;
    for (const { kind } of [...told, ...left]) if (kind !== null) out.add(kind);
  }
  return out;
}

interface Found extends Omit<Loaded, "record" | "handling"> {
  readonly columns: Columns;
  /** With its accounts, where they were read as such. */
  readonly record: Omit<Record, "accounts"> & Partial<Record>;
  /** Null: it was not read as others are. */
  readonly loaded: Loaded | null;
  readonly accounts: number;
  readonly sources: number;
  readonly undated: number;
  readonly unused: (at: Time) => string[];
}

interface Question {
  readonly standard: Standard;
  readonly asOf: Time | undefined;
}

/** Straight from the tables, where they are plain and nothing turns on when an account was published; else null. */
function plainly({ files, checked }: Opened, { standard, asOf }: Question): Found | null {
  if (asOf) return null;
  const { model } = checked;
  const builder = new ColumnsBuilder(model);
  const read = readPlain(files, model, builder);
  if (read === null) return null;
  const { record, issues, accounts, sources } = read;
  const columns = builder.build(model, record, barOf(model, standard), DISTANT_FUTURE, read.event, read.account);
  const unused = (at: Time): string[] => unusedOfColumns(model, columns, at);
  const faults = faultsOf(checked.diagnostics, [...files.issues, ...issues]);
  const nothing = { hidden: new Set<string>(), whole: null, loaded: null, undated: 0 };
  return { model, columns, record, faults, inputs: files.inputs, accounts, sources, unused, ...nothing };
}

/** From tables as all are read. */
function wholly(loaded: Loaded, { standard, asOf }: Question): Found {
  const { model, record } = loaded;
  return {
    ...loaded,
    loaded,
    columns: columnsOf(model, record, barOf(model, standard), asOf),
    ...toldOf(record, asOf ?? null),
    unused: (at) => unusedLines(model, record, at),
    undated: asOf ? record.accounts.filter(({ published }) => published === null).length : 0,
  };
}

/** One of its findings, as far as it is told by name. */
export interface Listed {
  readonly id: string;
  readonly norm: string;
  readonly view: string;
  readonly bearer: string;
  readonly counterparty: string | null;
  readonly trigger: { readonly id: string } | null;
  readonly outcome: Finding["outcome"];
  readonly possible: Finding["possible"];
  readonly footing: Finding["footing"];
  /** Its row among the verdicts; -1: it is not of a plan. */
  readonly row: number;
}

/** Its findings, of one norm or (null) of all. */
export function listed({ assessment, left, general }: Large, norm: string | null): Listed[] {
  const out: Listed[] = [];
  if (norm === null || left.has(norm))
    for (const finding of general()?.result.findings ?? [])
      if (norm === null || finding.norm === norm) out.push({ ...finding, row: -1 });
  const { verdicts, plans } = assessment;
  for (let row = 0; row < verdicts.length; row++) {
    const plan = plans[verdicts.plan[row]!];
    if (!plan || (norm !== null && plan.subject.norm.id !== norm)) continue;
    const { id, bearer, counterparty } = assessment.instance(row)!;
    const event = verdicts.trigger[row]!;
    const trigger = event >= 0 ? assessment.eventId(event) : plan.kind === "standing" ? plan.instrument.id : null;
    const { norm: own, view } = plan.subject;
    out.push({
      id,
      norm: own.id,
      view: view.id,
      bearer,
      counterparty,
      trigger: trigger === null ? null : { id: trigger },
      ...assessment.judged(row),
      row,
    });
  }
  return out;
}

/** What was asked for of it, and what stands behind each line. */
export function selected(
  { model, assessment, alone, told, result, left, general }: Large,
  asked: Asked,
): { readonly view: string | null; readonly shown: Shown; readonly behind: (line: BoardLine) => Behind } {
  const others = general()?.result ?? { ...result, board: [], findings: [] };
  const wanted = named(model, { ...result, board: [...result.board, ...others.board] }, asked);
  const { view, instruments, parties, outcomes } = wanted;
  const beside = choose(others, wanted);
  const ofOthers = behindFindings(model, beside.findings);
  const fits = (bearer: string, counterparty: string | null): boolean =>
    parties.includes(bearer) || (counterparty !== null && parties.includes(counterparty));
  const chosen = (parties.length === 0 ? told : tallies(model, assessment, fits)).filter(
    ({ line }) =>
      (instruments.length === 0 || instruments.includes(line.instrument)) &&
      (outcomes.length === 0 || outcomes.includes(wordOf(line))),
  );
  const byLine = new Map(chosen.map((tally) => [lineKey(tally.line), tally]));
  const behind = (line: BoardLine): Behind => {
    if (left.has(line.norm)) return ofOthers(line);
    const tally = byLine.get(lineKey(line));
    const said = (tally?.said ?? []).filter((one) => outcomes.length === 0 || outcomes.includes(wordOf(one)));
    const say = (): string => wordsOf(said, tally?.eventful ?? false, alone, model.case.offset);
    return { say, found: say, eventful: tally?.eventful === true && said.length > 0 };
  };
  const board = inOrder([...chosen.map(({ line }) => line), ...beside.board]);
  return { view, shown: { ...result, views: beside.views, board }, behind };
}

/** As a board has its lines, which come from two ways here. */
function inOrder(lines: readonly BoardLine[]): BoardLine[] {
  return byKey(lines, ({ instrument, norm, bearer }) => JSON.stringify([instrument, norm, bearer]));
}

function wordsOf(said: readonly Said[], eventful: boolean, alone: Alone, offset: number): string {
  const times = new Map<Word, number>();
  for (const one of said) times.set(wordOf(one), (times.get(wordOf(one)) ?? 0) + one.times);
  const only = () => alone.brief(said.find((one) => wordOf(one) !== "not triggered")!.row);
  return tallyWords(times, eventful, only, offset);
}
