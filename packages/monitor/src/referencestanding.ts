/**
 * What comes of what is banned or to be kept, and what exceptions excuse, by the oracle (docs/semantics.md 8.4 to 8.7, 12.6).
 */
import type { EventPattern, Instant, StateExpression, Unless, VariableUse } from "@servanda/language";
import { isMember, isSuspended, suspensionOf } from "./referencebond.ts";
import { OTHER } from "./referencerecord.ts";
import {
  changePattern,
  changesOf,
  happened,
  happenings,
  isCovered,
  isSo,
  runsCovered,
  under,
} from "./referencescene.ts";
import type { Change, Happening, Scene } from "./referencescene.ts";
import { before, firstSecondReaching, gapsBetween, lastSecondWithin } from "./referencetime.ts";
import type { Moment, Run } from "./referencetime.ts";
import { itemAt, stateOf, united, wordsOf } from "./referenceview.ts";
import type { Breach, Verdict } from "./referenceverdict.ts";
import { askedOf, holdsIn, lies, windowOf } from "./referencewindow.ts";
import type { Stretch, Triggered } from "./referencewindow.ts";

/** 8.7: a ban or keep, each instant by the stage then (6.4). */
export function judgeStanding(s: Scene, t: Triggered, path: readonly number[]): Verdict {
  // 11.5
  if (t.due === null) return { outcome: "pending", breaches: [] };
  const window = windowOf(s, t);
  const breaches = [...forbiddenActs(s, window, path), ...failures(s, window, path)];
  if (hasFailedInWords(s, window, path) || breaches.length > 0) return { outcome: "breached", breaches };
  const hasEnded = window.every((x) => x.to < s.j.e.at);
  const covered = window.every((x) => {
    if (x.from.second > x.to) return true;
    const item = itemAt(s.j, x.clauses, path);
    const scene = under(s, x.clauses);
    const run = { from: x.from.second, to: x.to };
    if (item?.kind === "not-do" || item?.kind === "free-of") {
      return isCovered(scene, item.pattern, item.kind === "not-do", x.clauses.place, run);
    }
    // Words without meaning are never covered.
    if (item?.kind !== "keep") return false;
    const { startedBy, endedBy } = stateOf(s.j, item.state);
    return (item.state.negated ? startedBy : endedBy).every((c) =>
      isCovered(scene, changePattern(c.act, c.column, item.state.subject), false, null, run, []),
    );
  });
  return { outcome: hasEnded && covered ? "kept" : "no breach observed", breaches };
}

/** 8.4, and `free-of` of 8.5 */
function forbiddenActs(bare: Scene, window: readonly Stretch[], path: readonly number[]): readonly Breach[] {
  return window.flatMap((x) => {
    const s: Scene = { ...bare, clauses: x.clauses };
    const item = itemAt(s.j, x.clauses, path);
    if (item?.kind !== "not-do" && item?.kind !== "free-of") return [];
    const free = freeIn(s, item.pattern);
    return choices(s, free).flatMap((one) =>
      happenings(one, item.pattern, {
        byBearer: item.kind === "not-do",
        place: x.clauses.place,
        since: window[0]!.from,
      })
        .filter(
          (h) =>
            lies(h.moment, x) &&
            isOfKind(one, free, h) &&
            !isSuspended(one, h.moment.second, h.option.target) &&
            !one.j.law.isPermitted(one, h.event, h.moment) &&
            !isExcusedAt(one, window, h),
        )
        .map(({ event, moment, option: { target } }) => ({
          id: event,
          moment,
          event,
          target: target === OTHER ? null : target,
          told: true,
          until: moment.second,
        })),
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
    if (restrict === "party") return isMember(s, value, moment.second);
    return restrict === null || s.j.e.model.actors.find((a) => a.id === value)?.kind === restrict;
  });
}

/** 8.5: what began each failure of a state. */
function failures(bare: Scene, window: readonly Stretch[], path: readonly number[]): readonly Breach[] {
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
    const suspended = suspensionOf(s).whole.flatMap((r) => [r.from, r.to + 1]);
    const seconds = [x.from.second, ...changes.map((c) => c.moment.second), ...excuse.seconds, ...suspended];
    const marks = [...new Set(seconds)]
      .filter((second) => x.from.second <= second && second <= last)
      .sort((a, b) => a - b);
    for (const [n, from] of marks.entries()) {
      const fails = isSo(s, state, changes, { second: from, order: null }) === false && !excuse.at(from);
      if (!fails || isSuspended(s, from, null)) continue;
      const to = (marks[n + 1] ?? last + 1) - 1;
      const run = runs.at(-1);
      if (run !== undefined && run.scene === s && run.to === from - 1) run.to = to;
      else runs.push({ from, to, began: whatBegan(s, state, changes, from), scene: s });
    }
  }
  return (
    runs
      .flatMap((run) =>
        unexcused(run.scene, window, run, `${askedOf(run.scene, null, path)} ${run.began}`).map((r) => ({
          ...run,
          ...r,
        })),
      )
      // What goes on when another stage begins to judge it is one breach.
      .reduce<readonly { from: Instant; to: Instant; began: string; scene: Scene }[]>((all, run) => {
        const last = all.at(-1);
        if (last?.to !== run.from - 1 || last.began !== run.began) return [...all, run];
        return [...all.slice(0, -1), { ...last, to: run.to }];
      }, [])
      .flatMap(({ began, from, to, scene }) => {
        const event = began === "entry" ? null : began;
        const cause = event === null ? undefined : happened(scene, event);
        if (cause && scene.j.law.isPermitted(scene, cause.event, cause.moment)) return [];
        const moment = cause?.moment.second === from ? cause.moment : { second: from, order: null };
        // 14.2: it is no act, so there is none towards whom.
        return [
          { id: began, moment, event, target: null, told: true, until: to < at ? to + 1 : null, item: path.join() },
        ];
      })
  );
}

/** The event by which a state came to fail as it fails at a second; the trigger where no event did. */
function whatBegan(s: Scene, state: StateExpression, changes: readonly Change[], second: Instant): string {
  const seconds = [...new Set(changes.map((c) => c.moment.second))].filter((t) => t <= second).sort((a, b) => b - a);
  let began = "entry";
  for (const at of seconds) {
    if (isSo(s, state, changes, { second: at, order: null }) !== false) break;
    const then = changes.filter((c) => c.moment.second === at);
    const failing = then.filter((c) => c.starts === state.negated);
    // 5.4: what was ended again within the second did not begin it.
    const left = failing.filter((c) => !then.some((o) => o.starts !== state.negated && before(c.moment, o.moment)));
    const first = left.filter((c) => !left.some((o) => before(o.moment, c.moment)));
    began = first.map((c) => c.event).sort()[0] ?? began;
  }
  // It failed before its first event: no event began it.
  const failedFromTheStart =
    stateOf(s.j, state).initially === state.negated &&
    seconds.every((at) => isSo(s, state, changes, { second: at, order: null }) === false);
  return seconds.length === 0 || failedFromTheStart ? "entry" : began;
}

/** 6.6: whether a keep in words without meaning has failed. */
function hasFailedInWords(s: Scene, window: readonly Stretch[], path: readonly number[]): boolean {
  return window.some((x) => {
    const item = itemAt(s.j, x.clauses, path);
    if (item?.kind !== "term" || x.from.second > Math.min(x.to, s.j.e.at)) return false;
    return s.ask(`term ${wordsOf(s.j, s.instance.bindings, item.use)}: failed ${askedOf(s, null, [])}`, 2) === 1;
  });
}

/** 8.2, 8.3: whether the exception of some stage occurs or holds in the part of the window that the stage judges. */
export function isExcusedIn(
  bare: Scene,
  t: Triggered,
  stretches: readonly Stretch[],
  deadlinePassed: boolean,
): boolean {
  const begin = stretches[0]!.from;
  return stretches.some((x) => {
    const s = under(bare, x.clauses);
    return meets(x.clauses.unless, (c, n) => {
      if (c.kind === "state") return holdsIn(s, c.state, x);
      if (exceptional(s, c, begin).some((h) => lies(h.moment, x))) return true;
      const covered = isCovered(s, c.pattern, false, null, { from: x.from.second, to: x.to });
      return deadlinePassed && !covered && s.ask(`unreported exception ${n} ${askedOf(s, t, [])}`, 2) === 1;
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
    const covered = isCovered(s, c.pattern, false, null, { from, to: moment.second }, [s.instance.anchor, act]);
    return !covered && s.ask(`unreported exception ${n} for ${act} ${askedOf(s, null, [])}`, 2) === 1;
  });
}

/** 11.3: the events of an exception; where it counts without a time of the count, in its own, else from the window's beginning. */
function exceptional(s: Scene, { pattern, within }: EventCondition, begin: Moment): readonly Happening[] {
  const { count } = pattern;
  if (count === undefined || count.in !== null) return happenings(s, pattern);
  if (within === null) return happenings(s, pattern, { since: begin });
  return happenings(s, { ...pattern, count: { ...count, in: within } });
}

/** The events of an exception, each with the last second that it excuses. */
function excusingEvents(s: Scene, c: EventCondition, begin: Moment): readonly (Happening & { to: Instant })[] {
  return exceptional(s, c, begin)
    .filter((h) => c.within !== null || !before(h.moment, begin))
    .map((h) => ({
      ...h,
      to: c.within === null ? Number.POSITIVE_INFINITY : lastSecondWithin(h.moment.second, c.within, s.j.offset),
    }));
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

/** 4.1, 8.5: what exceptions that nobody reported, at seconds not covered, leave of a failure. */
function unexcused(s: Scene, window: readonly Stretch[], run: Run, about: string): readonly Run[] {
  const excuse = excuseOf(s, window, (c, n) => {
    const from = c.within === null ? window[0]!.from.second : firstSecondReaching(run.from, c.within, s.j.offset);
    const gaps = gapsBetween(runsCovered(s, c.pattern, false, null), { from, to: run.to });
    if (gaps.length === 0 || s.ask(`unreported exception ${n} for ${about}`, 2) === 0) return [];
    return gaps.map((g) => ({
      from: g.from,
      to: c.within === null ? run.to : lastSecondWithin(g.to, c.within, s.j.offset),
    }));
  });
  const marks = [...new Set([run.from, ...excuse.seconds])].filter((t) => run.from <= t && t <= run.to);
  const pieces = marks.toSorted((a, b) => a - b).map((from, n, all) => ({ from, to: (all[n + 1] ?? run.to + 1) - 1 }));
  return united(pieces.filter((p) => !excuse.at(p.from)));
}
