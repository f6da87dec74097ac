/**
 * What is said of an instance besides its outcome, by the oracle: its window, and how much of it is covered (docs/semantics.md 9.7).
 */
import type { Clauses, Instant } from "@servanda/language";
import type { Covered } from "./referencerecord.ts";
import { changePattern, runsCovered, under } from "./referencescene.ts";
import type { Scene } from "./referencescene.ts";
import { gapsBetween } from "./referencetime.ts";
import type { Run } from "./referencetime.ts";
import { expand, leaves, stateOf, united } from "./referenceview.ts";
import type { Leaf } from "./referenceview.ts";
import { beginning, dueOf, dutyTime, endOf, isAim, isOption, later, windowOf } from "./referencewindow.ts";
import type { Triggered } from "./referencewindow.ts";

/** The window of an instance in one history, and for each thing asked the seconds covered; null: words without meaning are asked. */
export interface Watch {
  readonly from: Instant;
  /** Infinity: it has no end. */
  readonly to: Instant;
  readonly asked: readonly (readonly Covered[])[] | null;
}

/** What a finding says of coverage: null where it says nothing. */
export interface ReferenceCoverage {
  readonly share: number;
  readonly gaps: readonly Run[];
  readonly rows: readonly string[];
}

/** Null: a ban or keep that waits has not begun (11.5). */
export function watchOf(s: Scene, triggered: Triggered): Watch | null {
  const t = { ...triggered, ...dueOf(s, triggered) };
  const duty = dutyTime(s, t).clauses;
  const achieves = isAim(s) || s.j.norm.kind === "aim" || isOwed(duty);
  if (!achieves && t.due === null) return null;
  const clauses = achieves ? duty : windowOf(s, t).at(-1)!.clauses;
  const begin = beginning(clauses, t.moment);
  const from = achieves || !t.due ? begin : later(begin, t.due);
  return {
    from: from.second,
    to: Math.min(lastOf(s, clauses, t, achieves), closed(s, t, achieves)),
    asked: askedOf(s, clauses),
  };
}

/** Whether something is to be done, not only forborne or kept. */
function isOwed({ must }: Clauses): boolean {
  const { items, measures = [] } = must;
  return measures.length > 0 || items.some((i) => i.kind === "do" || (i.kind === "term" && i.mode === "achieve"));
}

function lastOf(s: Scene, clauses: Clauses, t: Triggered, achieves: boolean): Instant {
  const end = endOf(s, clauses, t, achieves);
  const { measures = [] } = clauses.must;
  return Number.isFinite(end) || measures.length === 0 ? end : Math.max(...measures.map((m) => m.in.latest));
}

/** The last second at which instrument, membership and norm let it go on. */
function closed(s: Scene, t: Triggered, achieves: boolean): Instant {
  if (isAim(s)) return Number.POSITIVE_INFINITY;
  const repeal = s.j.stages.find((x) => x.repealed && x.from > t.moment.second && x.from <= s.j.e.at);
  const survives = s.j.instrument.survive && achieves && !isOption(s.j);
  const bound = survives ? Number.POSITIVE_INFINITY : t.bound.to;
  return Math.min(bound, repeal === undefined ? Number.POSITIVE_INFINITY : repeal.from - 1);
}

function askedOf(bare: Scene, clauses: Clauses): readonly (readonly Covered[])[] | null {
  const s = under(bare, clauses);
  const items = leaves(expand(s.j, clauses.must)).filter((i) => i.kind !== "measure");
  return items.some((i) => i.kind === "term") ? null : items.flatMap((i) => coveredFor(s, i));
}

function coveredFor(s: Scene, item: Leaf): readonly (readonly Covered[])[] {
  if (item.kind === "do" || item.kind === "not-do" || item.kind === "free-of")
    return [runsCovered(s, item.pattern, item.kind !== "free-of", s.clauses.place)];
  if (item.kind !== "keep") return [];
  const { startedBy, endedBy } = stateOf(s.j, item.state);
  const isWished = s.j.norm.kind === "aim";
  return (item.state.negated === isWished ? endedBy : startedBy).map((c) =>
    runsCovered(s, changePattern(c.act, c.column, item.state.subject), false, null, []),
  );
}

/** Over all histories in which the instance is triggered. */
export function coverageOver(watches: readonly Watch[], at: Instant): ReferenceCoverage | null {
  const window = {
    from: Math.min(...watches.map((w) => w.from)),
    to: Math.max(...watches.map((w) => Math.min(w.to, at))),
  };
  const asked = watches.flatMap((w) => w.asked ?? []);
  if (watches.length === 0 || window.to < window.from || asked.length === 0 || watches.some((w) => w.asked === null))
    return null;
  const gaps = united(asked.flatMap((covered) => gapsBetween(covered, window)));
  const open = gaps.reduce((sum, g) => sum + g.to - g.from + 1, 0);
  const all = window.to - window.from + 1;
  const rows = asked
    .flat()
    .flatMap((c) => (c.row !== null && c.from <= window.to && c.to >= window.from ? [c.row] : []));
  return { share: Math.floor(((all - open) / all) * 10_000) / 10_000, gaps, rows: [...new Set(rows)].sort() };
}
