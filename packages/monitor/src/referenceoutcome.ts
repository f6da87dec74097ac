/**
 * What comes of a triggered instance in one history, by the oracle (docs/semantics.md 8, and 6.4 for what changes on the way).
 */
import type { Clauses, EventPattern, Instant, Item, StateExpression, Unless, VariableUse } from "@servanda/language";
import type { Outcome } from "./finding.ts";
import { OTHER } from "./referencerecord.ts";
import { changePattern, changesOf, happenings, isCovered, isSo, runsCovered } from "./referencescene.ts";
import type { Change, Happening, Scene } from "./referencescene.ts";
import { before, firstSecondReaching, gapsBetween, lastSecondFor, lastSecondWithin } from "./referencetime.ts";
import type { Moment, Run } from "./referencetime.ts";
import { expand, isMember, stageAt, stateOf, wordsOf } from "./referenceview.ts";
import type { Node, NormView, Stage } from "./referenceview.ts";

export interface Verdict {
  readonly outcome: Outcome;
  readonly breaches: readonly string[];
}

/** What an instance has to be judged by, once it is triggered. */
interface Triggered {
  readonly moment: Moment;
  /** The seconds for which instrument and membership last. */
  readonly bound: Run;
}

/** A stretch of the window judged by one stage. */
interface Stretch {
  readonly clauses: Clauses;
  readonly from: Moment;
  readonly to: Instant;
}

/** The beginning of the window by some clauses: the trigger, or `from`. */
function beginning(clauses: Clauses, trigger: Moment): Moment {
  const from = clauses.time?.from?.earliest ?? trigger.second;
  return from > trigger.second ? { second: from, order: null } : trigger;
}

/** 5.2: the last second of the window: what is to be done has its deadline, what is banned or kept its end; else the other of the two. */
function endOf(j: NormView, clauses: Clauses, trigger: Moment, achieve: boolean): Instant {
  const { by = null, within = null, until = null, for: during = null } = clauses.time ?? {};
  const due = by?.latest ?? (within && lastSecondWithin(trigger.second, within, j.offset));
  const end = until?.latest ?? (during && lastSecondFor(beginning(clauses, trigger).second, during, j.offset));
  return (achieve ? (due ?? end) : (end ?? due)) ?? Number.POSITIVE_INFINITY;
}

/** The stages that can bear on an instance: from that of its trigger to the last begun by `at`, while it is bound. */
function stagesFrom(j: NormView, { moment, bound }: Triggered): readonly Stage[] {
  const first = stageAt(j, moment.second);
  // 8.9: an aim goes on.
  const isAim = j.norm.kind === "aim";
  const last = j.instrument.survive || isAim ? j.e.at : Math.min(bound.to, j.e.at);
  const begun = j.stages.filter((stage) => stage.from > moment.second && stage.from <= last);
  return [first, ...begun.filter((stage) => !isAim || !stage.repealed)];
}

function stretch(clauses: Clauses, stage: Stage, trigger: Moment, to: Instant): Stretch {
  const begin = beginning(clauses, trigger);
  return { clauses, from: stage.from > begin.second ? { second: stage.from, order: null } : begin, to };
}

/** 7.9: whether the window ends before it begins. */
export function isEmpty(j: NormView, moment: Moment): boolean {
  const { clauses } = stageAt(j, moment.second);
  const begin = beginning(clauses, moment).second;
  return [true, false].every((achieve) => endOf(j, clauses, moment, achieve) < begin);
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
function dutyTime(j: NormView, t: Triggered): DutyTime {
  const stages = stagesFrom(j, t);
  const stretches: Stretch[] = [];
  let ended = Number.POSITIVE_INFINITY;
  let n = 0;
  let deadline = endOf(j, stages[0]!.clauses, t.moment, true);
  for (; ; n += 1) {
    const { clauses } = stages[n]!;
    deadline = endOf(j, clauses, t.moment, true);
    const next = stages[n + 1];
    const goesOn = next !== undefined && next.from <= deadline;
    stretches.push(stretch(clauses, stages[n]!, t.moment, goesOn ? next.from - 1 : deadline));
    if (!goesOn) break;
    if (next.repealed) ended = next.from;
    if (next.repealed) break;
  }
  if (!j.instrument.survive && j.norm.kind !== "aim" && t.bound.to < deadline) ended = Math.min(ended, t.bound.to + 1);
  const hasEnded = ended <= j.e.at;
  return {
    stretches: stretches.map((x) => ({ ...x, to: hasEnded ? Math.min(x.to, ended - 1) : x.to })),
    deadline,
    ended: hasEnded ? ended : null,
    clauses: stages[n]!.clauses,
  };
}

/** 6.4: the window of a ban or keep, stage by stage. */
function windowOf(j: NormView, t: Triggered): readonly Stretch[] {
  const stages = stagesFrom(j, t);
  const repealed = stages.findIndex((s) => s.repealed);
  return stages.slice(0, repealed < 0 ? stages.length : repealed).map((stage, n) => {
    const next = stages[n + 1]?.from ?? Number.POSITIVE_INFINITY;
    return stretch(
      stage.clauses,
      stage,
      t.moment,
      Math.min(next - 1, endOf(j, stage.clauses, t.moment, false), t.bound.to),
    );
  });
}

export function outcomeOf(s: Scene, t: Triggered): Verdict {
  const { clauses } = dutyTime(s.j, t);
  return judgeNode(s, t, expand(s.j, clauses.must), []);
}

/** 8.8: worst first. */
const ORDER: readonly Outcome[] = ["breached", "pending", "lapsed", "excused", "no breach observed", "kept"];
const AIM_ORDER: readonly Outcome[] = ["not reached", "open", "reached"];

function judgeNode(s: Scene, t: Triggered, node: Node, path: readonly number[]): Verdict {
  if (node.kind !== "node") return judgeItem(s, t, node, path);
  const order = s.j.norm.kind === "aim" ? AIM_ORDER : ORDER;
  const parts = node.parts.map((part, n) => judgeNode(s, t, part, [...path, n]));
  const ranks = parts.map((p) => order.indexOf(p.outcome));
  const outcome = order[node.connective === "and" ? Math.min(...ranks) : Math.max(...ranks)]!;
  return { outcome, breaches: outcome === "breached" ? parts.flatMap((p) => p.breaches) : [] };
}

function judgeItem(s: Scene, t: Triggered, item: Item, path: readonly number[]): Verdict {
  if (s.j.norm.kind === "aim") return judgeAim(s, t, item, path);
  switch (item.kind) {
    case "do":
      return judgeAchieve(s, t, path);
    case "not-do":
    case "free-of":
    case "keep":
      return judgeStanding(s, t, path);
    case "term":
      return item.mode === "achieve" ? judgeAchieve(s, t, path) : judgeStanding(s, t, path);
  }
}

/** The item at a place of the clause in another stage; null where that stage has none there. */
function itemAt(j: NormView, clauses: Clauses, path: readonly number[]): Item | null {
  let node: Node = expand(j, clauses.must);
  for (const n of path) {
    if (node.kind !== "node" || node.parts[n] === undefined) return null;
    node = node.parts[n];
  }
  return node.kind === "node" ? null : node;
}

function lies(moment: Moment, x: Stretch): boolean {
  return !before(moment, x.from) && moment.second <= x.to;
}

/** 8.1, 8.3, 8.9: whether an item is performed in its window, seen or unseen. */
function isPerformed(s: Scene, t: Triggered, path: readonly number[]): boolean {
  const { stretches, deadline, ended } = dutyTime(s.j, t);
  const judged = stretches.flatMap((x) => {
    const item = itemAt(s.j, x.clauses, path);
    return item === null ? [] : [{ x, item, scene: { ...s, clauses: x.clauses } }];
  });
  const seen = judged.some(({ x, item, scene }) => {
    if (item.kind === "term")
      return (
        x.from.second <= Math.min(x.to, s.j.e.at) &&
        scene.ask(`term ${wordsOf(s.j, s.instance.bindings, item.use)}: done`, 2) === 1
      );
    if (item.kind === "keep") return holdsIn(scene, item.state, x);
    return happenings(scene, item.pattern, item.kind === "do", x.clauses.place).some((h) => lies(h.moment, x));
  });
  if (seen) return true;
  const covered = judged.every(({ x, item, scene }) => {
    const run = { from: x.from.second, to: x.to };
    if (item.kind === "term") return true;
    if (item.kind === "do" || item.kind === "not-do" || item.kind === "free-of")
      return isCovered(scene, item.pattern, item.kind === "do", x.clauses.place, run);
    const { startedBy, endedBy } = stateOf(s.j, item.state);
    return (item.state.negated ? endedBy : startedBy).every((c) =>
      isCovered(scene, changePattern(c.act, c.column, item.state.subject), false, null, run),
    );
  });
  return (
    s.j.e.at > deadline && ended === null && !covered && s.ask(`unreported performance ${path.join(".")}`, 2) === 1
  );
}

/** Whether what an expression says is so at some second of a stretch, up to `at`. */
function holdsIn(s: Scene, expression: StateExpression, x: Stretch): boolean {
  const changes = changesOf(s, expression);
  const last = Math.min(x.to, s.j.e.at);
  const seconds = [x.from.second, ...changes.map((c) => c.moment.second)].filter(
    (t) => x.from.second <= t && t <= last,
  );
  return seconds.some((second) => isSo(s, expression, changes, { second, order: null }) === true);
}

/** 8.2 */
function judgeAchieve(s: Scene, t: Triggered, path: readonly number[]): Verdict {
  const { stretches, deadline, ended } = dutyTime(s.j, t);
  const { at } = s.j.e;
  if (isPerformed(s, t, path)) return { outcome: "kept", breaches: [] };
  if (isExcusedIn(s, stretches, at > deadline && ended === null)) return { outcome: "excused", breaches: [] };
  if (ended !== null) return { outcome: "lapsed", breaches: [] };
  if (at <= deadline) return { outcome: "pending", breaches: [] };
  return { outcome: "breached", breaches: [] };
}

/** 8.2, 8.3: whether the exception of some stage occurs or holds in the part of the window that the stage judges. */
function isExcusedIn(bare: Scene, stretches: readonly Stretch[], deadlinePassed: boolean): boolean {
  return stretches.some((x) => {
    const s: Scene = { ...bare, clauses: x.clauses };
    return meets(x.clauses.unless, (c) => {
      if (c.kind === "state") return holdsIn(s, c.state, x);
      if (happenings(s, c.pattern, false, null).some((h) => lies(h.moment, x))) return true;
      const covered = isCovered(s, c.pattern, false, null, { from: x.from.second, to: x.to });
      return deadlinePassed && !covered && s.ask(`unreported exception: ${JSON.stringify(c)}`, 2) === 1;
    });
  });
}

type Condition = Unless["conditions"][number];
type EventCondition = Extract<Condition, { kind: "event" }>;

function meets(unless: Unless | null, isMet: (condition: Condition, n: number) => boolean): boolean {
  if (unless === null) return false;
  return unless.connective === "and" ? unless.conditions.every(isMet) : unless.conditions.some(isMet);
}

/** 8.4: whether the exception is there for an act. The act itself is not its own exception. */
function isExcusedAt(s: Scene, window: readonly Stretch[], { event: act, moment }: Happening): boolean {
  const begin = window[0]!.from;
  return meets(s.clauses.unless, (c, n) => {
    if (c.kind === "state") return isSo(s, c.state, changesOf(s, c.state), moment) === true;
    const events = excusingEvents(s, c, begin).filter((h) => h.event !== act);
    if (events.some((h) => !before(moment, h.moment) && moment.second <= h.to)) return true;
    const from = c.within === null ? begin.second : firstSecondReaching(moment.second, c.within, s.j.offset);
    const covered = isCovered(s, c.pattern, false, null, { from, to: moment.second });
    return !covered && s.ask(`unreported exception ${n} for ${act}`, 2) === 1;
  });
}

/** The events of an exception, each with the last second that it excuses. */
function excusingEvents(s: Scene, c: EventCondition, begin: Moment): readonly (Happening & { to: Instant })[] {
  return happenings(s, c.pattern, false, null)
    .filter((h) => c.within !== null || !before(h.moment, begin))
    .map((h) => ({
      ...h,
      to: c.within === null ? Number.POSITIVE_INFINITY : lastSecondWithin(h.moment.second, c.within, s.j.offset),
    }));
}

/** 8.7: a ban or keep, each instant by the stage then (6.4). */
function judgeStanding(s: Scene, t: Triggered, path: readonly number[]): Verdict {
  const window = windowOf(s.j, t);
  const breaches = [...forbiddenActs(s, window, path), ...failures(s, window, path)];
  if (hasFailedInWords(s, window, path) || breaches.length > 0) return { outcome: "breached", breaches };
  const hasEnded = window.every((x) => x.to < s.j.e.at);
  const covered = window.every((x) => {
    if (x.from.second > x.to) return true;
    const item = itemAt(s.j, x.clauses, path);
    const scene: Scene = { ...s, clauses: x.clauses };
    const run = { from: x.from.second, to: x.to };
    if (item?.kind === "not-do" || item?.kind === "free-of") {
      return isCovered(scene, item.pattern, item.kind === "not-do", x.clauses.place, run);
    }
    // Words without meaning are never covered.
    if (item?.kind !== "keep") return false;
    const { startedBy, endedBy } = stateOf(s.j, item.state);
    return (item.state.negated ? startedBy : endedBy).every((c) =>
      isCovered(scene, changePattern(c.act, c.column, item.state.subject), false, null, run),
    );
  });
  return { outcome: hasEnded && covered ? "kept" : "no breach observed", breaches };
}

/** 8.4, and `free-of` of 8.5 */
function forbiddenActs(bare: Scene, window: readonly Stretch[], path: readonly number[]): readonly string[] {
  return window.flatMap((x) => {
    const s: Scene = { ...bare, clauses: x.clauses };
    const item = itemAt(s.j, x.clauses, path);
    if (item?.kind !== "not-do" && item?.kind !== "free-of") return [];
    const free = freeIn(s, item.pattern);
    return choices(s, free).flatMap((one) =>
      happenings(one, item.pattern, item.kind === "not-do", x.clauses.place)
        .filter((h) => lies(h.moment, x) && isOfKind(one, free, h) && !isExcusedAt(one, window, h))
        .map((h) => h.event),
    );
  });
}

type Free = readonly (readonly ["target" | "object", VariableUse])[];

/** 12.6: the variables that what is forbidden binds, and their columns. */
function freeIn(s: Scene, pattern: EventPattern): Free {
  return (["target", "object"] as const).flatMap((column) => {
    const argument = pattern[column];
    if (argument?.kind !== "variable" || argument.of !== undefined) return [];
    return s.instance.bindings.has(argument.name) ? [] : [[column, argument] as const];
  });
}

/** 12.6: the scene with each choice of what those variables may be. */
function choices(s: Scene, free: Free): readonly Scene[] {
  let scenes: readonly Scene[] = [s];
  for (const [column, { name }] of free) {
    const values = new Set(s.j.events.flatMap((e) => e.options.map((o) => o?.[column] ?? OTHER)));
    scenes = scenes.flatMap((each) =>
      [...values]
        .filter((value) => value !== OTHER && ![...each.instance.bindings.values()].includes(value))
        .map((value) => {
          const bindings = new Map([...each.instance.bindings, [name, value]]);
          return { ...each, instance: { ...each.instance, bindings } };
        }),
    );
  }
  return scenes;
}

/** 7.2: whether what those variables take is of the kind that is said, then. */
function isOfKind(s: Scene, free: Free, { moment }: Happening): boolean {
  return free.every(([, { name, restrict }]) => {
    const value = s.instance.bindings.get(name)!;
    if (restrict === "party") return isMember(s.j, value, moment.second);
    return restrict === null || s.j.e.model.actors.find((a) => a.id === value)?.kind === restrict;
  });
}

/** 8.5: what began each failure of a state. */
function failures(bare: Scene, window: readonly Stretch[], path: readonly number[]): readonly string[] {
  const { at } = bare.j.e;
  const stretches = window.flatMap((x) => {
    const item = itemAt(bare.j, x.clauses, path);
    return item?.kind === "keep" ? [{ x, state: item.state, s: { ...bare, clauses: x.clauses } }] : [];
  });
  // Between two of these seconds nothing changes.
  const runs: { from: Instant; to: Instant; began: string; scene: Scene }[] = [];
  for (const { x, state, s } of stretches) {
    const changes = changesOf(s, state);
    const excuse = excuseOf(s, window, () => []);
    const last = Math.min(x.to, at);
    const seconds = [x.from.second, ...changes.map((c) => c.moment.second), ...excuse.seconds];
    const marks = [...new Set(seconds)]
      .filter((second) => x.from.second <= second && second <= last)
      .sort((a, b) => a - b);
    for (const [n, from] of marks.entries()) {
      const fails = isSo(s, state, changes, { second: from, order: null }) === false && !excuse.at(from);
      if (!fails) continue;
      const to = (marks[n + 1] ?? last + 1) - 1;
      const run = runs.at(-1);
      if (run !== undefined && run.scene === s && run.to === from - 1) run.to = to;
      else runs.push({ from, to, began: whatBegan(s, state, changes, from), scene: s });
    }
  }
  return runs
    .filter((run) => !isExcusedUnseen(run.scene, window, run, `${path.join(".")} ${run.began}`))
    .map((run) => run.began);
}

/** 8.5: whether failure is excused at a second, and the seconds at which that may change. `unseen`: by what condition n adds. */
function excuseOf(
  s: Scene,
  window: readonly Stretch[],
  unseen: (condition: EventCondition, n: number) => readonly Run[],
): { at: (second: Instant) => boolean; seconds: readonly Instant[] } {
  const conditions = (s.clauses.unless?.conditions ?? []).map((c, n) => {
    if (c.kind === "state") {
      const changes = changesOf(s, c.state);
      const at = (second: Instant): boolean => isSo(s, c.state, changes, { second, order: null }) === true;
      return { at, seconds: changes.map((x) => x.moment.second) };
    }
    const seen = excusingEvents(s, c, window[0]!.from).map((h) => ({ from: h.moment.second, to: h.to }));
    const runs = [...seen, ...unseen(c, n)];
    const at = (second: Instant): boolean => runs.some((r) => r.from <= second && second <= r.to);
    return { at, seconds: runs.flatMap((r) => [r.from, r.to + 1]) };
  });
  return {
    at: (second) => meets(s.clauses.unless, (_, n) => conditions[n]!.at(second)),
    seconds: conditions.flatMap((x) => x.seconds),
  };
}

/** 4.1, 8.5: whether exceptions that nobody reported, at seconds not covered, excuse the whole of a failure. */
function isExcusedUnseen(s: Scene, window: readonly Stretch[], run: Run, about: string): boolean {
  const excuse = excuseOf(s, window, (c, n) => {
    const from = c.within === null ? window[0]!.from.second : firstSecondReaching(run.from, c.within, s.j.offset);
    const gaps = gapsBetween(runsCovered(s, c.pattern, false, null), { from, to: run.to });
    if (gaps.length === 0 || s.ask(`unreported exception ${n} for ${about}`, 2) === 0) return [];
    return gaps.map((g) => ({
      from: g.from,
      to: c.within === null ? run.to : lastSecondWithin(g.to, c.within, s.j.offset),
    }));
  });
  return [run.from, ...excuse.seconds].filter((t) => run.from <= t && t <= run.to).every(excuse.at);
}

/** The event by which a state came to fail as it fails at a second; the trigger where no event did. */
function whatBegan(s: Scene, state: StateExpression, changes: readonly Change[], second: Instant): string {
  const seconds = [...new Set(changes.map((c) => c.moment.second))].filter((t) => t <= second).sort((a, b) => b - a);
  let began = "entry";
  for (const at of seconds) {
    if (isSo(s, state, changes, { second: at, order: null }) !== false) break;
    const failing = changes.filter((c) => c.moment.second === at && c.starts === state.negated).map((c) => c.event);
    began = failing.sort()[0] ?? began;
  }
  const first = seconds.at(-1);
  // It failed before its first event: no event began it.
  const failedFromTheStart =
    stateOf(s.j, state).initially === state.negated &&
    seconds.every((at) => isSo(s, state, changes, { second: at, order: null }) === false);
  return first === undefined || failedFromTheStart ? "entry" : began;
}

/** 6.6: whether a keep in words without meaning has failed. */
function hasFailedInWords(s: Scene, window: readonly Stretch[], path: readonly number[]): boolean {
  return window.some((x) => {
    const item = itemAt(s.j, x.clauses, path);
    if (item?.kind !== "term" || x.from.second > Math.min(x.to, s.j.e.at)) return false;
    return s.ask(`term ${wordsOf(s.j, s.instance.bindings, item.use)}: failed`, 2) === 1;
  });
}

/** 8.9 */
function judgeAim(s: Scene, t: Triggered, _item: Item, path: readonly number[]): Verdict {
  if (isPerformed(s, t, path)) return { outcome: "reached", breaches: [] };
  return { outcome: s.j.e.at > dutyTime(s.j, t).deadline ? "not reached" : "open", breaches: [] };
}
