/**
 * How long an instance lasts in one history, and by which clauses it is judged meanwhile, by the oracle (docs/semantics.md 5.2, 6.4, 7.9, 11.5).
 */
import type { Clauses, Instant, Measure, StateExpression, Time } from "@servanda/language";
import { renewed, suspensionOf } from "./referencebond.ts";
import { changesOf, happenings, isSo } from "./referencescene.ts";
import type { Scene } from "./referencescene.ts";
import { before, lastSecondFor, lastSecondWithin, movedBy } from "./referencetime.ts";
import type { Moment, Run } from "./referencetime.ts";
import { stageAt } from "./referenceview.ts";
import type { NormView, Stage } from "./referenceview.ts";

/** What an instance has to be judged by, once it is triggered. */
export interface Triggered {
  readonly moment: Moment;
  /** The seconds for which instrument and membership last. */
  readonly bound: Run;
  /** 11.5: when it falls due; null: not yet; absent: at once. */
  readonly due?: Moment | null;
  /** 15.4: the measure that is judged. */
  readonly measure?: Measure;
  /** 11.4: the one of its stretches that is judged. */
  readonly every?: { readonly k: number; readonly from: Instant; readonly to: Instant };
}

/** A stretch of the window judged by one stage. */
export interface Stretch {
  readonly clauses: Clauses;
  readonly from: Moment;
  readonly to: Instant;
}

/** The beginning of the window by some clauses: the trigger, or `from`. */
export function beginning(clauses: Clauses, trigger: Moment): Moment {
  const from = clauses.time?.from?.earliest ?? trigger.second;
  return from > trigger.second ? { second: from, order: null } : trigger;
}

/** 5.2: the last second of the window: what is to be done has its deadline, what is banned or kept its end; else the other of the two. */
export function endOf(s: Scene, clauses: Clauses, t: Triggered, achieve: boolean): Instant {
  const { by = null, within = null, until = null, for: during = null, renewal } = clauses.time ?? {};
  const { offset } = s.j;
  // 11.5
  if (t.due === null && achieve) return Number.POSITIVE_INFINITY;
  const due = t.due ?? null;
  const counted = due === null ? t.moment : later(t.moment, due);
  const begin = later(beginning(clauses, t.moment), counted);
  const dated = (time: Time | null, asDeadline: boolean): Instant | null =>
    time === null || (asDeadline && due !== null && time.latest < due.second) ? null : time.latest;
  // 14.7: what is counted moves, what is dated does not.
  const moved = (from: Moment, end: Instant): Instant => movedBy(suspensionOf(s).whole, from.second, end);
  const deadline = dated(by, true) ?? (within && moved(counted, lastSecondWithin(counted.second, within, offset)));
  const length = during && lastSecondFor(begin.second, during, offset);
  const end =
    dated(until, achieve) ?? (length === null ? null : moved(begin, renewal ? renewed(s, renewal, length) : length));
  return (achieve ? (deadline ?? end) : (end ?? deadline)) ?? Number.POSITIVE_INFINITY;
}

/** The stages that can bear on an instance: from that of its trigger to the last begun by `at`, while it is bound. */
function stagesFrom(s: Scene, { moment, bound }: Triggered): readonly Stage[] {
  const { j } = s;
  const first = stageAt(j, moment.second);
  // 8.9: an aim goes on.
  const goesOn = isAim(s);
  const last = j.instrument.survive || goesOn ? j.e.at : Math.min(bound.to, j.e.at);
  const begun = j.stages.filter((stage) => stage.from > moment.second && stage.from <= last);
  return [first, ...begun.filter((stage) => !goesOn || !stage.repealed)];
}

function stretch(clauses: Clauses, stage: Stage, begin: Moment, to: Instant): Stretch {
  return { clauses, from: stage.from > begin.second ? { second: stage.from, order: null } : begin, to };
}

/** 7.9: whether the window ends before it begins. */
export function isEmpty(s: Scene, t: Triggered): boolean {
  const { clauses } = stageAt(s.j, t.moment.second);
  const begin = beginning(clauses, t.moment).second;
  const { items, measures = [] } = clauses.must;
  const isDated = Number.isFinite(endOf(s, clauses, t, true));
  if (!isDated && items.length === 0 && measures.length > 0) return measures.every((m) => m.in.latest < begin);
  const asDue = { ...t, ...dueOf(s, t) };
  if (asDue.due === null) return false;
  const due = asDue.due?.second ?? begin;
  return endOf(s, clauses, asDue, true) < begin && endOf(s, clauses, asDue, false) < Math.max(begin, due);
}

interface DutyTime {
  readonly stretches: readonly Stretch[];
  readonly deadline: Instant;
  /** The first second at which it is no longer owed, if that comes before the deadline and by `at` (8.2). */
  readonly ended: Instant | null;
  /** The clauses that govern in the end. */
  readonly clauses: Clauses;
}

/** 6.4: the window of an achieve duty, stage by stage. */
export function dutyTime(s: Scene, t: Triggered): DutyTime {
  const { j } = s;
  const stages = t.every ? [stageAt(j, t.every.from)] : stagesFrom(s, t);
  const stretches: Stretch[] = [];
  let ended = Number.POSITIVE_INFINITY;
  let n = 0;
  let deadline: Instant;
  for (; ; n += 1) {
    const { clauses } = stages[n]!;
    deadline = t.every?.to ?? t.measure?.in.latest ?? endOf(s, clauses, t, true);
    const next = stages[n + 1];
    const goesOn = next !== undefined && next.from <= deadline;
    const begin = t.every && t.every.k > 1 ? { second: t.every.from, order: null } : beginning(clauses, t.moment);
    stretches.push(stretch(clauses, stages[n]!, begin, goesOn ? next.from - 1 : deadline));
    if (!goesOn) break;
    if (next.repealed) ended = next.from;
    if (next.repealed) break;
  }
  if (t.every) ended = j.stages.find((x) => x.repealed && x.from > t.every!.from && x.from <= deadline)?.from ?? ended;
  const survives = (j.instrument.survive && !isOption(j)) || isAim(s);
  if (!survives && t.bound.to < deadline) ended = Math.min(ended, t.bound.to + 1);
  const hasEnded = ended <= j.e.at;
  return {
    stretches: stretches.map((x) => ({ ...x, to: hasEnded ? Math.min(x.to, ended - 1) : x.to })),
    deadline,
    ended: hasEnded ? ended : null,
    clauses: stages[n]!.clauses,
  };
}

/** 6.4: the window of a ban or keep, stage by stage. */
export function windowOf(s: Scene, t: Triggered): readonly Stretch[] {
  const stages = stagesFrom(s, t);
  const repealed = stages.findIndex((x) => x.repealed);
  return stages.slice(0, repealed < 0 ? stages.length : repealed).map((stage, n) => {
    const next = stages[n + 1]?.from ?? Number.POSITIVE_INFINITY;
    const begin = beginning(stage.clauses, t.moment);
    return stretch(
      stage.clauses,
      stage,
      t.due ? later(begin, t.due) : begin,
      Math.min(next - 1, endOf(s, stage.clauses, t, false), t.bound.to),
    );
  });
}

/** A permission or power: what may be done, not what must. */
export function isOption(j: NormView): boolean {
  return j.norm.kind === "permission" || j.norm.kind === "power";
}

export function later(a: Moment, b: Moment): Moment {
  return before(a, b) || (a.second === b.second && a.order === null) ? b : a;
}

/** 11.5: by the stage at the trigger. */
export function dueOf(s: Scene, t: Triggered): Pick<Triggered, "due"> {
  const { onlyAfter } = stageAt(s.j, t.moment.second).clauses;
  if (!onlyAfter) return {};
  const first = onlyAfter.patterns.map((p) => happenings(s, p)[0]?.moment ?? null);
  const seen = first.filter((m) => m !== null);
  if (onlyAfter.connective === "and" && seen.length < first.length) return { due: null };
  if (seen.length === 0) return { due: null };
  const pick = onlyAfter.connective === "and" ? later : (a: Moment, b: Moment): Moment => (before(b, a) ? b : a);
  return { due: seen.reduce(pick) };
}

/** 15.4: an aim that a reading makes a duty is none. */
export function isAim(s: Scene): boolean {
  return s.j.norm.kind === "aim" && s.clauses.must.binding !== true;
}

/** Whether something happens in a stretch. */
export function lies(moment: Moment, x: Stretch): boolean {
  return !before(moment, x.from) && moment.second <= x.to;
}

/** Whether what an expression says is so at some second of a stretch, up to `at`. */
export function holdsIn(s: Scene, expression: StateExpression, x: Stretch): boolean {
  const changes = changesOf(s, expression);
  const last = Math.min(x.to, s.j.e.at);
  const seconds = [x.from.second, ...changes.map((c) => c.moment.second)].filter(
    (t) => x.from.second <= t && t <= last,
  );
  return seconds.some((second) => isSo(s, expression, changes, { second, order: null }) === true);
}

/** Where a thing that is asked belongs: the instance and, of several, the item and the stretch. */
export function askedOf(s: Scene, t: Triggered | null, path: readonly number[]): string {
  return `${s.instance.id} ${path.join(".")}${t?.every ? ` every-${t.every.k}` : ""}`;
}
