/** The board: a line a norm and bearer, under its instrument; then the counts and what the answer rests on. */
import type { Model } from "@servanda/language";
import type { BoardLine, Finding, Result } from "@servanda/monitor";
import { lineKey } from "../selection.ts";
import { byKey, counts } from "./json.ts";
import { type Cell, cells, hang, plain, row, wrap } from "./width.ts";
import {
  all,
  count,
  ink,
  type Ink,
  namer,
  type Paper,
  phraseOf,
  phraseWithin,
  sign,
  standardWords,
  viewsWords,
  viewWords,
  type Word,
  WORDS,
  wordOf,
  summaryOf,
  foundOf,
} from "./words.ts";

/** What is said below the board about what it was made from. Counts are of what is shown, never of what is withheld. */
export interface Basis {
  readonly accounts: number;
  readonly sources: number;
  /** What faults of the case keep out of the findings, in words. */
  readonly leftOut: string | null;
  /** What no finding can rest on, in words. */
  readonly unused: readonly string[];
  readonly handling: string;
  /** Findings that withheld accounts would change; null where nothing is withheld. */
  readonly resting: number | null;
  /** The one view asked for. */
  readonly view: string | null;
  /** What is said of the events asked for; none: whatever they are of. */
  readonly asked: readonly string[];
}

/** What stands behind a line of the board. */
export interface Behind {
  /** One view's findings in words. */
  readonly say: (view: string) => string;
  /** What they find, to the second, whenever readings were first stated: views that differ in it do not find the same. */
  readonly found: (view: string) => string;
  /** Whether any is on an event. */
  readonly eventful: boolean;
}

/** What of a result the board shows. */
export type Shown = Omit<Result, "findings">;

/** `others`: ids of findings of which another event did what is done than was asked of. */
export function behindFindings(
  model: Model,
  findings: readonly Finding[],
  others: ReadonlySet<string> = new Set(),
): (line: BoardLine) => Behind {
  const byLine = Map.groupBy(findings, (f) => lineKey(f));
  return (line) => {
    const own = byLine.get(lineKey(line)) ?? [];
    const under = (view: string): Finding[] => own.filter((f) => f.view === view);
    const say = (view: string): string => {
      const its = under(view);
      const byOthers = its.length > 0 && its.every(({ id }) => others.has(id));
      return [summaryOf(its, model), byOthers ? "by another event" : ""].filter(Boolean).join(", ");
    };
    const found = (view: string): string => foundOf(under(view));
    return { say, found, eventful: own.some((f) => f.trigger?.by === "event") };
  };
}

export function boardLines(
  model: Model,
  result: Shown,
  behind: (line: BoardLine) => Behind,
  basis: Basis,
  paper: Paper,
): string[] {
  const pen = ink(paper);
  const name = namer(model);
  const out = [
    ...wrap(plain(model.case.title), paper.width).map(pen.bold),
    ...hang(
      "",
      `Findings at ${plain(result.at.text)}${result.asOf ? `, as known on ${plain(result.asOf.text)}` : ""}, ` +
        `standard of proof: ${standardWords(result.standard)}` +
        `${basis.view === null ? "" : `, ${viewWords(basis.view, name)}`}.`,
      paper.width,
    ),
    ...basis.asked.flatMap((line) => hang("", plain(line), paper.width)),
    "",
  ];
  const entries = inReadingOrder(model, result.board).map((line) =>
    entryOf(model, line, behind(line), basis.view, name),
  );
  const widths = widthsOf(entries, paper.width);
  for (const [instrument, lines] of Map.groupBy(entries, (e) => e.line.instrument)) {
    out.push(...wrap(titleOf(model, instrument), paper.width).map(pen.bold));
    const told = new Map<string, string>();
    for (const group of grouped(lines)) {
      for (const entry of group) out.push(...entryLines(entry, widths, paper.width, pen));
      const [first] = group;
      if (!first) continue;
      const before = told.get(viewsKey(first));
      if (before !== undefined) out.push(...hang("      ", `views as for ${before}`, paper.width));
      else out.push(...viewLines(group, paper.width, pen));
      if (first.views.length > 0 && before === undefined) told.set(viewsKey(first), first.bearer);
    }
    out.push("");
  }
  if (entries.length === 0)
    out.push(
      ...(basis.asked.length === 0
        ? ["There is no finding to show."]
        : hang(
            "",
            "No finding that is asked for was set off, broken, used or performed by it. What it excused, ended or was counted with stands in the reasons of others (servanda explain).",
            paper.width,
          )),
      "",
    );
  out.push(...basisLines(result, basis, paper));
  return out;
}

/** Instruments by id; their norms as they stand in the text; bearers by id. */
function inReadingOrder(model: Model, board: readonly BoardLine[]): BoardLine[] {
  const place = new Map(
    byKey(model.norms, (n) => `${n.span.path}\u0000${String(n.span.line).padStart(9, "0")}`).map((n, i) => [n.id, i]),
  );
  return byKey(
    board,
    (l) => `${l.instrument}\u0000${String(place.get(l.norm) ?? 0).padStart(9, "0")}\u0000${l.norm}\u0000${l.bearer}`,
  );
}

function titleOf(model: Model, id: string): string {
  const names = model.instruments.find((i) => i.id === id)?.names ?? [];
  const title = names.map(plain).join(" / ") || plain(id);
  return title === id ? title : `${title} (${plain(id)})`;
}

interface Entry {
  readonly line: BoardLine;
  readonly word: Word;
  readonly verdict: string;
  readonly norm: string;
  readonly bearer: string;
  readonly details: string;
  /** What each view says, where they differ; of views that say the same once. */
  readonly views: readonly { readonly word: Word; readonly text: string }[];
}

function entryOf(
  model: Model,
  line: BoardLine,
  { say, found, eventful }: Behind,
  asked: string | null,
  name: (id: string) => string,
): Entry {
  const main = (asked === null ? null : line.byView[0]?.view) ?? "text";
  // Two views may have one word and not find the same: more breaches, or others. What a reading adds then stands beside what the text finds.
  // A bearer whom only readings name has no line of the text: then it is said who names it.
  const differ =
    (line.byView.length > 1 &&
      line.byView.some((v) => phraseOf(v) !== phraseOf(line) || found(v.view) !== found(main))) ||
    (asked === null && line.byView[0]?.view !== "text");
  const contested = line.outcome === "contested on reading";
  const views = differ
    ? [...Map.groupBy(line.byView, (v) => JSON.stringify([phraseWithin(v), say(v.view), found(v.view)])).values()].map(
        (same) => {
          const said = [phraseWithin(same[0]!), say(same[0]!.view)].filter(Boolean).join(", ");
          const by = viewsWords(
            same.map(({ view }) => view),
            name,
          );
          return { word: wordOf(same[0]!), text: `${by}: ${said}` };
        },
      )
    : [];
  const occasions = eventful ? line.occasions : 0;
  const unread = model.norms.find((n) => n.id === line.norm)?.clauses.unseen === true;
  const said = differ ? "" : say(main);
  const isCounted = said.startsWith(`on ${occasions} occasions`);
  const details = [
    said,
    unread ? "text unseen" : "",
    occasions > 0 && !isCounted ? count(occasions, "occasion") : "",
    differ && line.byView.length === 1 ? "by a reading alone" : "",
    differ && line.byView.length > 1 && !contested ? "views differ" : "",
  ].filter(Boolean);
  const word = wordOf(line);
  return {
    line,
    word,
    verdict: `${sign(word)} ${line.outcome === null ? phraseOf(line) : word}`,
    norm: `${plain(line.norm)}, ${plain(line.article)}`,
    bearer: name(line.bearer),
    details: details.join("; "),
    views,
  };
}

const GAP = 2;

/** Widths of the four columns, or null where the page is too narrow for columns. */
function widthsOf(entries: readonly Entry[], width: number): readonly number[] | null {
  const longest = (of: (e: Entry) => string, most: number): number =>
    entries.reduce((sum, e) => (sum >= most ? most : Math.min(most, Math.max(sum, cells(of(e))))), 8);
  const share = Math.floor(width / 4);
  const verdict = longest((e) => e.verdict, Math.max(24, share + 2));
  const norm = longest((e) => e.norm, Math.max(20, Math.floor(width * 0.3)));
  const bearer = longest((e) => e.bearer, Math.max(14, Math.floor(share * 0.7)));
  const rest = width - 2 - verdict - norm - bearer - 3 * GAP;
  return rest >= 12 ? [verdict, norm, bearer, rest] : null;
}

function entryLines(entry: Entry, widths: readonly number[] | null, width: number, pen: Ink): string[] {
  const paint = (text: string): string => pen.word(entry.word, text);
  if (widths) {
    const fits = cells(entry.details) <= (widths[3] ?? 0);
    const columns: Cell[] = [
      { text: entry.verdict, paint },
      { text: entry.norm },
      { text: entry.bearer },
      { text: fits ? entry.details : "" },
    ];
    return [...row(columns, widths).map((line) => `  ${line}`), ...(fits ? [] : hang("      ", entry.details, width))];
  }
  const [first = "", ...more] = hang("  ", entry.verdict, width);
  return [
    paint(first),
    ...more.map(paint),
    ...hang("    ", `${entry.norm}, ${entry.bearer}`, width),
    ...(entry.details === "" ? [] : hang("    ", entry.details, width)),
  ];
}

/** What the views say; once for bearers of one norm that follow each other and of whom all say the same. */
function viewLines(group: readonly Entry[], width: number, pen: Ink): string[] {
  const views = group[0]?.views ?? [];
  if (views.length === 0) return [];
  return [
    ...(group.length > 1 ? hang("      ", `for each of these ${group.length}:`, width) : []),
    ...views.flatMap((view) =>
      hang(`      ${sign(view.word)} `, view.text, width).map((line, i) =>
        i === 0 ? line.replace(sign(view.word), (s) => pen.word(view.word, s)) : line,
      ),
    ),
  ];
}

function viewsKey(entry: Entry): string {
  return JSON.stringify([entry.line.norm, entry.views]);
}

/** Entries that follow each other with one norm and the same views. */
function grouped(entries: readonly Entry[]): Entry[][] {
  const groups: Entry[][] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (last?.[0] && entry.views.length > 0 && viewsKey(last[0]) === viewsKey(entry)) last.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

function basisLines(result: Shown, basis: Basis, paper: Paper): string[] {
  const told = counts(result.board);
  const list = WORDS.flatMap((word) => {
    const n = told[word] ?? 0;
    return n > 0 ? [`${n} ${word}`] : [];
  });
  const lines = [
    list.length === 0 ? "" : `${count(result.board.length, "line")}: ${all(list)}.`,
    `From ${count(basis.accounts, "account")} by ${count(basis.sources, "source")}, standard of proof: ${standardWords(result.standard)}.`,
  ];
  if (basis.leftOut !== null) lines.push(basis.leftOut);
  if (result.undated > 0) {
    lines.push(`${count(result.undated, "account")} without a publication date left out, because of --as-of.`);
  }
  lines.push(...basis.unused, ...handlingLines(basis));
  return lines.filter((line) => line !== "").flatMap((line) => hang("", line, paper.width));
}

/** What is withheld, and what it would change: a number of findings (or claims), nothing else. */
export function handlingLines(
  basis: { readonly handling: string; readonly resting: number | null },
  what: "finding" | "claim" = "finding",
): string[] {
  const lines: string[] = [];
  if (basis.handling !== "public") {
    lines.push(`Shows what is marked up to “${basis.handling}”: not for publication.`);
  }
  if (basis.resting !== null) {
    lines.push(
      `What is shown rests on accounts marked “${basis.handling}”${basis.handling === "public" ? "" : " or less"} alone. ` +
        `${count(basis.resting, `${what} rests`, `${what}s rest`)} on withheld accounts and may differ with them.`,
    );
  }
  return lines;
}
