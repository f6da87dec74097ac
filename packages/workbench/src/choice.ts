/** Which findings stand for what is chosen: under a view, and of a norm alone. */
import type { BoardLine, Finding, Outcome } from "@servanda/monitor";
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

/** Whether a fact that nobody has settled decides if the norm was set off at all: the event, or what else its occasion asks for. What words cover is no fact. */
function mayNotHaveArisen({ trigger, pivots }: Finding): boolean {
  return pivots.atoms.some(
    ({ kind, ref, answers }) =>
      (kind === "event" && ref === trigger?.id) ||
      (kind !== "term" && answers.some(({ outcomes }) => outcomes.every(isUnasked))),
  );
}

/** What has happened goes before what may not have, this before what was never set off; and of either what happened last. */
function telling(finding: Finding): readonly [rank: number, when: number] {
  const { outcome, trigger } = finding;
  if (outcome !== null && isUnasked(outcome)) return [0, 0];
  if (trigger?.by !== "event") return [2, 0];
  return [mayNotHaveArisen(finding) ? 1 : 2, trigger.time.latest];
}

function isUnasked(outcome: Outcome): boolean {
  return outcome === "not triggered" || outcome === "not in force";
}

function tellsMore(one: Finding, other: Finding): boolean {
  const [[rank, when], [otherRank, otherWhen]] = [telling(one), telling(other)];
  return rank === otherRank ? when > otherWhen : rank > otherRank;
}

/** Of several findings the one that tells most; null: there is none. */
export function tellingFinding(findings: readonly Finding[]): Finding | null {
  return findings.reduce<Finding | null>((best, f) => (best === null || tellsMore(f, best) ? f : best), null);
}

/** Whether one of these owes, or is owed. */
export function concerns({ bearer, counterparty }: Finding, parties: readonly string[]): boolean {
  return parties.includes(bearer) || (counterparty !== null && parties.includes(counterparty));
}

/** Of a norm's findings those of what the chosen parties owe; else those of what they are owed; else all. */
function ofParties(findings: readonly Finding[], parties: readonly string[]): readonly Finding[] {
  const owed = findings.filter((f) => concerns(f, parties));
  const owing = owed.filter(({ bearer }) => parties.includes(bearer));
  return [owing, owed].find((list) => list.length > 0) ?? findings;
}

/**
 * The finding that is selected; else one of the norm that is: under the view that is chosen, or by the text, and there of a party that is chosen.
 * Never under a view that nobody chose, unless only readings bind whom it is asked of.
 */
export function chosenFinding(desk: Desk, selection: Selection): Finding | null {
  if (selection.finding !== null) return desk.findings.get(selection.finding) ?? null;
  const { norm } = selection;
  if (norm === null) return null;
  const own = desk.result.findings.filter((f) => f.norm === norm);
  const theirs = ofParties(own, selection.parties);
  const seen = viewsShown(desk, norm, selection.view ?? "text");
  const shown = (findings: readonly Finding[]): Finding | null =>
    tellingFinding(findings.filter((f) => seen.includes(f.view)));
  return shown(theirs) ?? (selection.view === null ? null : shown(own)) ?? tellingFinding(theirs);
}
