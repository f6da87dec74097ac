/** Which findings stand for what is chosen: under a view, and of a norm alone. */
import type { BoardLine, Finding } from "@servanda/monitor";
import { viewsByNorm, viewsSeen } from "servanda/words";
import type { Desk, Selection } from "./desk.ts";

const known = new WeakMap<readonly BoardLine[], ReadonlyMap<string, readonly string[]>>();

/** The views under which a norm is shown; with none chosen all that read it. */
export function viewsShown({ result }: Pick<Desk, "result">, norm: string, view: string | null): readonly string[] {
  let byNorm = known.get(result.board);
  if (!byNorm) known.set(result.board, (byNorm = viewsByNorm(result.board)));
  const there = byNorm.get(norm) ?? [];
  return view === null ? there : viewsSeen(view, there);
}

/** What has happened goes before what was never set off, and what happened last before all else. */
function telling(finding: Finding): number {
  if (finding.outcome === "not triggered" || finding.outcome === "not in force") return Number.NEGATIVE_INFINITY;
  return finding.trigger?.by === "event" ? finding.trigger.time.latest : 0;
}

/** Of several findings the one that tells most; null: there is none. */
export function tellingFinding(findings: readonly Finding[]): Finding | null {
  return findings.reduce<Finding | null>((best, f) => (best === null || telling(f) > telling(best) ? f : best), null);
}

/**
 * The finding that is selected; else one of the norm that is: under the view that is chosen, or by the text. Never under one that nobody
 * chose, unless only readings bind anybody to that norm.
 */
export function chosenFinding(desk: Desk, selection: Selection): Finding | null {
  if (selection.finding !== null) return desk.findings.get(selection.finding) ?? null;
  const { norm } = selection;
  if (norm === null) return null;
  const own = desk.result.findings.filter((f) => f.norm === norm);
  const seen = viewsShown(desk, norm, selection.view ?? "text");
  return tellingFinding(own.filter((f) => seen.includes(f.view))) ?? tellingFinding(own);
}
