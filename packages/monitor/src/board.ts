/** One line a norm and bearer (docs/semantics.md 10). */
import type { Model } from "@servanda/language";
import type { BoardLine, Footing, Found, Outcome, View } from "./finding.ts";
import { push } from "./grouping.ts";

const RANK: readonly Outcome[] = [
  "breached",
  "not reached",
  "pending",
  "open",
  "suspended",
  "excused",
  "lapsed",
  "no breach observed",
  "kept",
  "reached",
  "not triggered",
  "not binding",
  "not in force",
];

interface Sum {
  readonly outcome: Outcome | null;
  readonly possible: readonly Outcome[];
  readonly footing: Footing;
}

/** What a line is made of: a finding, or several that say the same. */
export interface Counted extends Pick<
  Found,
  "norm" | "instrument" | "article" | "bearer" | "view" | "possible" | "footing"
> {
  readonly trigger: Pick<NonNullable<Found["trigger"]>, "by"> | null;
  /** How many say so; default: one. */
  readonly times?: number;
}

/** The lines that findings make (10.1), sorted by instrument, norm and bearer. `views`: whose they are. */
export function board(
  model: Model,
  findings: readonly Counted[],
  views: readonly Pick<View, "id" | "holder">[],
): BoardLine[] {
  const instruments = new Map(model.instruments.map((i) => [i.id, i]));
  const holders = new Map(views.map((v) => [v.id, v.holder]));
  const lines = new Map<string, Counted[]>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.instrument, finding.norm, finding.bearer]);
    push(lines, key, finding);
  }
  // Views that bind somebody to a norm; a bearer whom only some of them know is bound by reading alone.
  const reading = new Map<string, Set<string>>();
  for (const { norm, view } of findings) {
    const known = reading.get(norm);
    if (known) known.add(view);
    else reading.set(norm, new Set([view]));
  }
  const out: BoardLine[] = [];
  for (const list of lines.values()) {
    const byView = new Map<string, Counted[]>();
    for (const finding of list) {
      push(byView, finding.view, finding);
    }
    const { norm, instrument, article, bearer } = list[0]!;
    const parties = new Set(instruments.get(instrument)?.parties.map((m) => m.actor));
    const sums = [...byView].map(([view, own]) => ({ view, ...sum(own) }));
    sums.sort((a, b) => Number(b.view === "text") - Number(a.view === "text") || (a.view < b.view ? -1 : 1));
    const isParty = (view: string): boolean => parties.has(holders.get(view) ?? "");
    const held = sums.filter((s) => isParty(s.view));
    const unbound = [...reading.get(norm)!].some((view) => isParty(view) && !byView.has(view));
    const contested = held.some((s) => !alike(s, held[0]!)) || (held.length > 0 && unbound);
    const text = sums.find((s) => s.view === "text") ?? together(sums);
    const occasions = Math.max(...[...byView.values()].map(occasionsOf));
    out.push({
      norm,
      instrument,
      article,
      bearer,
      outcome: contested ? "contested on reading" : text.outcome,
      possible: text.possible,
      footing: text.footing,
      occasions,
      byView: sums,
    });
  }
  const keyed = out.map((line) => ({ line, key: JSON.stringify([line.instrument, line.norm, line.bearer]) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ line }) => line);
}

function occasionsOf(findings: readonly Counted[]): number {
  return findings.reduce((all, { trigger, times }) => all + (trigger?.by === "event" ? (times ?? 1) : 0), 0);
}

/** Where the text binds no such bearer, the line has no outcome of its own: it shows what the views that do say. */
function together(sums: readonly Sum[]): Sum {
  const possible = [...new Set(sums.flatMap((s) => s.possible))].toSorted();
  const footing = sums.some((s) => s.footing === "contested on facts") ? "contested on facts" : "unknown";
  return { outcome: null, possible, footing };
}

function alike(a: Sum, b: Sum): boolean {
  return a.outcome === b.outcome && a.possible.join() === b.possible.join();
}

/** Several occasions as one (10.1): for each history of each, the first in rank; so for the sets. */
function sum(findings: readonly Counted[]): Sum {
  let possible = new Set<Outcome>(["not in force"]);
  for (const finding of findings) {
    const next = new Set<Outcome>();
    for (const a of possible) for (const b of finding.possible) next.add(RANK.indexOf(a) <= RANK.indexOf(b) ? a : b);
    possible = next;
  }
  const list = [...possible].toSorted();
  if (list.length === 1) return { outcome: list[0]!, possible: list, footing: "settled" };
  const contested = findings.some((f) => f.footing === "contested on facts");
  return { outcome: null, possible: list, footing: contested ? "contested on facts" : "unknown" };
}
