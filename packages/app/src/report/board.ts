/** The board: a line a norm and bearer, under its instrument; then the counts and what the answer rests on. */
import type { Model } from "@servanda/language";
import type { BoardLine, Finding, Result } from "@servanda/monitor";
import { lineKey } from "../selection.ts";
import { byKey, counts } from "./json.ts";
import { type Cell, cells, hang, plain, row } from "./width.ts";
import {
  all,
  count,
  datesOf,
  ink,
  type Ink,
  namer,
  type Paper,
  phraseOf,
  sign,
  standardWords,
  viewWords,
  type Word,
  WORDS,
  wordOf,
} from "./words.ts";

/** What is said below the board about what it was made from. Counts are of what is shown, never of what is withheld. */
export interface Basis {
  readonly accounts: number;
  readonly sources: number;
  readonly handling: string;
  /** Findings that withheld accounts would change; null where nothing is withheld. */
  readonly resting: number | null;
  /** The one view asked for. */
  readonly view: string | null;
}

export function boardLines(model: Model, result: Result, basis: Basis, paper: Paper): string[] {
  const pen = ink(paper);
  const name = namer(model);
  const out = [
    ...hang("", `${pen.bold(plain(model.case.title))}`, paper.width),
    ...hang(
      "",
      `Findings at ${plain(result.at.text)}${result.asOf ? `, as known on ${plain(result.asOf.text)}` : ""}, ` +
        `standard of proof: ${standardWords(result.standard)}` +
        `${basis.view === null ? "" : `, ${viewWords(basis.view, name)}`}.`,
      paper.width,
    ),
    "",
  ];
  const findings = Map.groupBy(result.findings, (f) => lineKey(f));
  const entries = inReadingOrder(model, result.board).map((line) =>
    entryOf(line, findings.get(lineKey(line)) ?? [], basis.view, name),
  );
  const widths = widthsOf(entries, paper.width);
  for (const [instrument, lines] of Map.groupBy(entries, (e) => e.line.instrument)) {
    out.push(...hang("", pen.bold(titleOf(model, instrument)), paper.width));
    for (const entry of lines) out.push(...entryLines(entry, widths, paper.width, pen));
    out.push("");
  }
  if (entries.length === 0) out.push("No finding is of the kind asked for.", "");
  out.push(...basisLines(result, basis, paper, pen));
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
  /** What each view says, where they differ. */
  readonly views: readonly { readonly word: Word; readonly text: string }[];
}

function entryOf(
  line: BoardLine,
  findings: readonly Finding[],
  asked: string | null,
  name: (id: string) => string,
): Entry {
  const main = line.byView.find((v) => v.view === asked)?.view ?? "text";
  const differ = line.byView.some((v) => phraseOf(v) !== phraseOf(line)) && line.byView.length > 1;
  const contested = line.outcome === "contested on reading";
  const views = differ
    ? line.byView.map((v) => {
        const dates = summaryOf(findings.filter((f) => f.view === v.view));
        return {
          word: wordOf(v),
          text: `${viewWords(v.view, name)}: ${phraseOf(v)}${dates === "" ? "" : `, ${dates}`}`,
        };
      })
    : [];
  const occasions = line.occasions > 1 || findings.some((f) => f.trigger?.by === "event") ? line.occasions : 0;
  const details = [
    contested ? "" : summaryOf(findings.filter((f) => f.view === main)),
    occasions > 0 ? count(occasions, "occasion") : "",
    differ && !contested ? "views differ" : "",
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

/** The dates of one view's findings on a line; with several occasions, how many say what. */
function summaryOf(findings: readonly Finding[]): string {
  const triggered = findings.filter((f) => f.trigger !== null);
  const [only] = triggered;
  if (only && triggered.length === 1) return datesOf(only);
  const said = Map.groupBy(triggered, (f) => wordOf(f));
  return WORDS.flatMap((word) => {
    const these = said.get(word) ?? [];
    const [one] = these;
    if (!one) return [];
    const dates = these.length === 1 ? datesOf(one) : "";
    return [`${these.length} ${word}${dates === "" ? "" : ` (${dates})`}`];
  }).join(", ");
}

const GAP = 2;

/** Widths of the four columns, or null where the page is too narrow for columns. */
function widthsOf(entries: readonly Entry[], width: number): readonly number[] | null {
  const longest = (of: (e: Entry) => string, most: number): number =>
    Math.min(most, Math.max(8, ...entries.map((e) => cells(of(e)))));
  const share = Math.floor(width / 4);
  const verdict = longest((e) => e.verdict, Math.max(24, share));
  const norm = longest((e) => e.norm, Math.max(18, share));
  const bearer = longest((e) => e.bearer, Math.max(14, Math.floor(share * 0.7)));
  const rest = width - 2 - verdict - norm - bearer - 3 * GAP;
  return rest >= 20 ? [verdict, norm, bearer, rest] : null;
}

function entryLines(entry: Entry, widths: readonly number[] | null, width: number, pen: Ink): string[] {
  const paint = (text: string): string => pen.word(entry.word, text);
  const out: string[] = [];
  if (widths) {
    const columns: Cell[] = [
      { text: entry.verdict, paint },
      { text: entry.norm },
      { text: entry.bearer },
      { text: entry.details },
    ];
    out.push(...row(columns, widths).map((line) => `  ${line}`));
  } else {
    const [first = "", ...more] = hang("  ", entry.verdict, width);
    out.push(paint(first), ...more.map(paint), ...hang("    ", `${entry.norm}, ${entry.bearer}`, width));
    if (entry.details !== "") out.push(...hang("    ", entry.details, width));
  }
  for (const view of entry.views) {
    const lines = hang(`      ${sign(view.word)} `, view.text, width);
    out.push(...lines.map((line, i) => (i === 0 ? line.replace(sign(view.word), (s) => pen.word(view.word, s)) : line)));
  }
  return out;
}

function basisLines(result: Result, basis: Basis, paper: Paper, pen: Ink): string[] {
  const told = counts(result.board);
  const list = WORDS.flatMap((word) => {
    const n = told[word] ?? 0;
    return n > 0 ? [`${n} ${word}`] : [];
  });
  const lines = [
    `${count(result.board.length, "line")}: ${all(list) || "nothing to count"}.`,
    `From ${count(basis.accounts, "account")} by ${count(basis.sources, "source")}, standard of proof: ${standardWords(result.standard)}.`,
  ];
  if (result.undated > 0) {
    lines.push(`${count(result.undated, "account")} without a publication date left out, because of --as-of.`);
  }
  lines.push(...handlingLines(basis));
  return [pen.bold(""), ...lines.flatMap((line) => hang("", line, paper.width))].filter((line) => line !== "");
}

/** What is withheld, and what it would change: a number of findings, nothing else. */
export function handlingLines(basis: { readonly handling: string; readonly resting: number | null }): string[] {
  const lines: string[] = [];
  if (basis.handling !== "public") {
    lines.push(`Shows what is marked up to “${basis.handling}”: not for publication.`);
  }
  if (basis.resting !== null) {
    lines.push(
      `What is shown rests on accounts marked “${basis.handling}”${basis.handling === "public" ? "" : " or less"} alone. ` +
        `${count(basis.resting, "finding rests", "findings rest")} on withheld accounts and may differ with them.`,
    );
  }
  return lines;
}
