/** Under which views something is seen where one view is chosen. */
import type { BoardLine } from "@servanda/monitor";

/** Whose view it is; the text is its own. */
function holderOf(view: string): string {
  const cut = view.indexOf(":");
  return cut < 0 ? view : view.slice(0, cut);
}

/**
 * Of the views that read a norm, `there`, those that stand for the one that is chosen: that one; else those of its holder, which
 * are several where the holder has several readings of this norm, and one where it has several of another; else the text. Empty:
 * only others’ readings tell of it. Meaning: docs/semantics.md 6.1, 6.5.
 */
export function viewsSeen(chosen: string, there: readonly string[]): readonly string[] {
  if (there.includes(chosen)) return [chosen];
  const own = there.filter((view) => view !== "text" && holderOf(view) === holderOf(chosen));
  return own.length > 0 ? own : there.filter((view) => view === "text");
}

/** The views that read each norm, by its id: of all its bearers, for a reading can bind another than the text does. */
export function viewsByNorm(
  board: readonly Pick<BoardLine, "norm" | "byView">[],
): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, Set<string>>();
  for (const { norm, byView } of board) {
    const known = all.get(norm) ?? new Set();
    for (const { view } of byView) known.add(view);
    all.set(norm, known);
  }
  return new Map([...all].map(([norm, views]) => [norm, [...views].sort()]));
}

/** A line of the board as these views tell it; null: under them the norm does not bind its bearer. Where they differ, what any of them leaves possible is. */
export function lineUnder(line: BoardLine, views: readonly string[]): BoardLine | null {
  const byView = line.byView.filter(({ view }) => views.includes(view));
  const [first] = byView;
  if (!first) return null;
  const isOne = byView.every(
    ({ outcome, possible }) => outcome === first.outcome && possible.join() === first.possible.join(),
  );
  if (isOne) return { ...line, outcome: first.outcome, possible: first.possible, footing: first.footing, byView };
  const possible = [...new Set(byView.flatMap((each) => each.possible))].sort();
  const isContested = byView.some(({ footing }) => footing === "contested on facts");
  return { ...line, outcome: null, possible, footing: isContested ? "contested on facts" : "unknown", byView };
}
