/**
 * What goes from the monitor's worker to the page: not all findings, but those that are not as they were in the answer before. Their
 * reasons, most of what a finding says, follow by themselves and are read when somebody looks at them.
 */
import type { Because, BoardLine, Finding, Found, KeptResult, Result } from "@servanda/monitor";

/** A finding by the number under which its reasons come. */
export interface Numbered {
  readonly number: number;
  readonly found: Found;
}

/** Reasons as JSON, by the number of their finding. */
export type Reasons = readonly (readonly [number: number, json: string])[];

/** What makes of the answer before this one. */
export interface Patch extends Omit<Result, "findings" | "board"> {
  /** Findings that are new or not as they were, and ids of those that are no more. */
  readonly findings: readonly Numbered[];
  readonly gone: readonly string[];
  readonly lines: readonly BoardLine[];
  readonly goneLines: readonly string[];
  /** Some reasons that are wanted at once. */
  readonly reasons: Reasons;
}

export function lineOf({ instrument, norm, bearer }: BoardLine): string {
  return JSON.stringify([instrument, norm, bearer]);
}

/** `number`: how a finding is known, the same for the same. */
export function patchOf(before: KeptResult | null, now: KeptResult, number: (found: Found) => number): Patch {
  const { findings, board, ...terms } = now;
  const had = new Set(before?.findings);
  const ids = new Set(findings.map(({ id }) => id));
  const lines = new Map(before?.board.map((line) => [lineOf(line), JSON.stringify(line)]));
  const changed = board.filter((line) => {
    const key = lineOf(line);
    const same = lines.get(key) === JSON.stringify(line);
    lines.delete(key);
    return !same;
  });
  return {
    ...terms,
    findings: findings.filter((found) => !had.has(found)).map((found) => ({ number: number(found), found })),
    gone: (before?.findings ?? []).map(({ id }) => id).filter((id) => !ids.has(id)),
    lines: changed,
    goneLines: [...lines.keys()],
    reasons: [],
  };
}

/** The step that stands where reasons have not come yet. */
const NOT_YET: Because = { rule: "", kind: "finding", value: "", refs: [], children: [] };

/** Reasons of findings on the page, read from JSON when somebody looks at them. */
export class ReasonBook {
  private readonly kept = new Map<number, string | Because>();

  add(reasons: Reasons): void {
    for (const [number, json] of reasons) if (!this.kept.has(number)) this.kept.set(number, json);
  }

  of(number: number): Because {
    const known = this.kept.get(number);
    if (known === undefined) return NOT_YET;
    if (typeof known !== "string") return known;
    const reasons = JSON.parse(known) as Because;
    this.kept.set(number, reasons);
    return reasons;
  }

  /** A finding as the page has it. */
  finding({ number, found }: Numbered): Finding {
    return Object.defineProperty({ ...found } as Finding, "because", { enumerable: true, get: () => this.of(number) });
  }
}

/** Whether the reasons of a finding have come. */
export function hasReasons(finding: Finding): boolean {
  return finding.because !== NOT_YET;
}

/** An answer of the server, which is for the board: all the rest comes with the answer of the page's own monitor. */
export function unreasoned({ findings, ...terms }: KeptResult): Result {
  return { ...terms, findings: findings.map((found) => ({ ...found, because: NOT_YET })) };
}

/** The answer that a patch makes of the one before. What did not change is the same object. */
export function patchedBy(before: Result | null, patch: Patch, book: ReasonBook): Result {
  book.add(patch.reasons);
  const { findings, gone, lines, goneLines, reasons: _reasons, ...terms } = patch;
  const all = new Map(before?.findings.map((finding) => [finding.id, finding]));
  for (const id of gone) all.delete(id);
  for (const each of findings) all.set(each.found.id, book.finding(each));
  const board = new Map(before?.board.map((line) => [lineOf(line), line]));
  for (const key of goneLines) board.delete(key);
  for (const line of lines) board.set(lineOf(line), line);
  return { ...terms, findings: inOrder(all), board: inOrder(board) };
}

/** An earlier result with the findings and lines of some norms, all that a later one has, in place of its own. */
export function replaced(earlier: Result, part: Result, norms: ReadonlySet<string>): Result {
  const findings = [...earlier.findings.filter(({ norm }) => !norms.has(norm)), ...part.findings];
  const board = [...earlier.board.filter(({ norm }) => !norms.has(norm)), ...part.board];
  return {
    ...part,
    findings: inOrder(new Map(findings.map((finding) => [finding.id, finding]))),
    board: inOrder(new Map(board.map((line) => [lineOf(line), line]))),
  };
}

function inOrder<T>(byKey: ReadonlyMap<string, T>): T[] {
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, item]) => item);
}
