/** What makes one result of another: of a flip hardly anything differs, and that alone is told. */
import type { BoardLine, Finding, Found, KeptResult, Result } from "@servanda/monitor";

/** `F`: a finding as it is told. */
export interface Difference<F> extends Omit<Result, "findings" | "board"> {
  /** Findings that are new or not as they were, and ids of those that are no more. */
  readonly findings: readonly F[];
  readonly gone: readonly string[];
  /** The same of the lines of the board, by their keys. */
  readonly lines: readonly BoardLine[];
  readonly goneLines: readonly string[];
}

function keyOf({ instrument, norm, bearer }: BoardLine): string {
  return JSON.stringify([instrument, norm, bearer]);
}

/** Of two results of one monitor, which gives the same object for a finding that is as it was; `before` null: all of it. */
export function differenceOf(before: KeptResult | null, now: KeptResult): Difference<Found> {
  const { findings, board, ...terms } = now;
  const had = new Set(before?.findings);
  const ids = new Set(findings.map(({ id }) => id));
  const lines = new Map(before?.board.map((line) => [keyOf(line), line]));
  const changed = board.filter((line) => {
    const key = keyOf(line);
    const same = isSame(lines.get(key), line);
    lines.delete(key);
    return !same;
  });
  return {
    ...terms,
    findings: findings.filter((found) => !had.has(found)),
    gone: (before?.findings ?? []).map(({ id }) => id).filter((id) => !ids.has(id)),
    lines: changed,
    goneLines: [...lines.keys()],
  };
}

/** The result that a difference makes of the one before. What did not change is the same object. */
export function resultAfter(before: Result | null, difference: Difference<Finding>): Result {
  const { findings, gone, lines, goneLines, ...terms } = difference;
  const all = new Map(before?.findings.map((finding) => [finding.id, finding]));
  for (const id of gone) all.delete(id);
  for (const each of findings) all.set(each.id, each);
  const board = new Map(before?.board.map((line) => [keyOf(line), line]));
  for (const key of goneLines) board.delete(key);
  for (const line of lines) board.set(keyOf(line), line);
  return { ...terms, findings: inOrder(all), board: inOrder(board) };
}

/** An earlier result with the findings and lines of some norms, all that a later one has, in place of its own. */
export function replaced(earlier: Result, part: Result, norms: ReadonlySet<string>): Result {
  const before = new Map(earlier.board.map((line) => [keyOf(line), line]));
  const lines = part.board.map((line) => {
    const own = before.get(keyOf(line));
    return own !== undefined && isSame(own, line) ? own : line;
  });
  const findings = [...earlier.findings.filter(({ norm }) => !norms.has(norm)), ...part.findings];
  const board = [...earlier.board.filter(({ norm }) => !norms.has(norm)), ...lines];
  return {
    ...part,
    findings: inOrder(new Map(findings.map((finding) => [finding.id, finding]))),
    board: inOrder(new Map(board.map((line) => [keyOf(line), line]))),
  };
}

function isSame(a: BoardLine | undefined, b: BoardLine): boolean {
  return a === b || (a !== undefined && JSON.stringify(a) === JSON.stringify(b));
}

function inOrder<T>(byKey: ReadonlyMap<string, T>): T[] {
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, item]) => item);
}
