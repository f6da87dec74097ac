/**
 * What comes of a triggered instance in one history, by the oracle: each item by its kind, and all of them as one (docs/semantics.md 8.2, 8.8, 8.9, 11.4, 14.3, 15).
 */
import type { Clauses, Instant, Measure, SeriesUse } from "@servanda/language";
import type { Outcome } from "./finding.ts";
import { isSuspended, suspensionOf } from "./referencebond.ts";
import { doneLate, isPerformed } from "./referenceperformance.ts";
import { measured } from "./referencerecord.ts";
import { under } from "./referencescene.ts";
import type { Scene } from "./referencescene.ts";
import { isExcusedIn, judgeStanding } from "./referencestanding.ts";
import { lastSecondFor } from "./referencetime.ts";
import type { Verdict } from "./referenceverdict.ts";
import { itemsOf, nameOf, stageAt } from "./referenceview.ts";
import type { Leaf, Node } from "./referenceview.ts";
import { dueOf, dutyTime, endOf, isAim, isOption } from "./referencewindow.ts";
import type { Stretch, Triggered } from "./referencewindow.ts";

export function outcomeOf(s: Scene, triggered: Triggered): Verdict {
  if (isOption(s.j)) return judgeOption(s, triggered);
  const t = { ...triggered, ...dueOf(s, triggered) };
  const { clauses } = dutyTime(s, t);
  const verdict = s.clauses.time?.every ? judgeEvery(s, t) : judgeNode(s, t, itemsOf(s.j, clauses.must), []);
  // 14.7
  const waits = verdict.outcome === "pending" || verdict.outcome === "no breach observed";
  const { at } = s.j.e;
  if (waits && suspensionOf(s).whole.some((r) => r.from <= at && at <= r.to))
    return { outcome: "suspended", breaches: [] };
  return verdict;
}

/** 14.3 */
function judgeOption(s: Scene, t: Triggered): Verdict {
  const { deadline, ended } = dutyTime(s, t);
  return { outcome: ended !== null || s.j.e.at > deadline ? "lapsed" : "open", breaches: [] };
}

/** 11.4 */
function judgeEvery(s: Scene, t: Triggered): Verdict {
  const { at } = s.j.e;
  const repealed = s.j.stages.find((x) => x.repealed && x.from > t.moment.second)?.from ?? Number.POSITIVE_INFINITY;
  const over = Math.min(t.bound.to + 1, repealed);
  const { stretches: governing, deadline: windowEnd } = dutyTime(s, t);
  const parts = stretchesOf(s, t, governing, Math.min(at, over - 1)).map((every) => {
    const { clauses } = stageAt(s.j, every.from);
    return judgeNode(under(s, clauses), { ...t, every }, itemsOf(s.j, clauses.must), []);
  });
  const going: readonly Verdict[] = windowEnd > at && over - 1 > at ? [{ outcome: "pending", breaches: [] }] : [];
  const all = [...parts, ...going];
  if (all.length === 0) return { outcome: "kept", breaches: [] };
  const outcome = ORDER[Math.min(...all.map((p) => ORDER.indexOf(p.outcome)))]!;
  return { outcome, breaches: outcome === "breached" ? parts.flatMap((p) => p.breaches) : [] };
}

/** The stretches owed that begin by a second: run by run of stages that say the same length. */
function stretchesOf(
  s: Scene,
  t: Triggered,
  governing: readonly Stretch[],
  last: Instant,
): readonly NonNullable<Triggered["every"]>[] {
  const found: NonNullable<Triggered["every"]>[] = [];
  const clausesAt = (second: Instant): Clauses =>
    (governing.findLast((x) => x.from.second <= second) ?? governing[0]!).clauses;
  let k = 1;
  let from = governing[0]!.from.second;
  while (from <= last) {
    const base = from;
    const every = clausesAt(base).time?.every;
    if (!every) {
      const next = governing.find((x) => x.from.second > base && x.clauses.time?.every);
      if (next === undefined) break;
      from = next.from.second;
      continue;
    }
    const saysSo = (second: Instant): boolean => {
      const then = clausesAt(second).time?.every;
      return then != null && then.count === every.count && then.unit === every.unit;
    };
    for (let n = 1; from <= last && saysSo(from); n += 1, k += 1) {
      const to = lastSecondFor(base, { ...every, count: every.count * n }, s.j.offset);
      if (to <= endOf(s, clausesAt(from), t, true)) found.push({ k, from, to });
      from = to + 1;
    }
  }
  return found;
}

/** 8.8: worst first. */
const ORDER: readonly Outcome[] = ["breached", "pending", "lapsed", "excused", "no breach observed", "kept"];
const AIM_ORDER: readonly Outcome[] = ["not reached", "open", "reached"];

function judgeNode(s: Scene, t: Triggered, node: Node, path: readonly number[]): Verdict {
  if (node.kind !== "node") return judgeItem(s, t, node, path);
  const order = isAim(s) ? AIM_ORDER : ORDER;
  const parts = node.parts.map((part, n) => judgeNode(s, t, part, [...path, n]));
  const ranks = parts.map((p) => order.indexOf(p.outcome));
  const outcome = order[node.connective === "and" ? Math.min(...ranks) : Math.max(...ranks)]!;
  return { outcome, breaches: outcome === "breached" ? parts.flatMap((p) => p.breaches) : [] };
}

function judgeItem(s: Scene, t: Triggered, item: Leaf, path: readonly number[]): Verdict {
  if (item.kind === "measure") return judgeMeasure(s, t, item.measure);
  if (isAim(s)) return judgeAim(s, t, item, path);
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

/** 15.4: an aim by its period; a duty as one with that deadline. */
function judgeMeasure(s: Scene, t: Triggered, measure: Measure): Verdict {
  if (!isAim(s)) return judgeAchieve(s, { ...t, measure }, []);
  if (s.j.e.at <= measure.in.latest) return { outcome: "open", breaches: [] };
  return { outcome: isSoMeasured(s, measure) ? "reached" : "not reached", breaches: [] };
}

/** 15.3 */
function isSoMeasured(s: Scene, measure: Measure): boolean {
  const argumentsOf = (of: SeriesUse): readonly (string | null)[] =>
    of.arguments.map((a) => nameOf(s.j, s.instance.bindings, a));
  const truth = measured(s.j.e, measure, argumentsOf);
  if (truth === "true" || truth === "false") return truth === "true";
  return s.ask(`value ${truth} ${JSON.stringify([measure, argumentsOf(measure.of)])}`, 2) === 1;
}

/** 8.2 */
function judgeAchieve(s: Scene, t: Triggered, path: readonly number[]): Verdict {
  const { stretches, deadline, ended, clauses } = dutyTime(s, t);
  const { at } = s.j.e;
  const tell = (outcome: Outcome): Verdict => ({ outcome, breaches: [] });
  if (t.measure ? at > deadline && ended === null && isSoMeasured(s, t.measure) : isPerformed(s, t, path))
    return tell("kept");
  if (t.due !== null && isExcusedIn(s, t, stretches, at > deadline && ended === null)) return tell("excused");
  if (ended !== null) return tell("lapsed");
  if (at <= deadline) return tell("pending");
  // 14.5, 14.7
  if (s.j.law.isForbidden(s, stretches) || isSuspended(s, deadline, null)) return tell("excused");
  const missed = {
    id: t.every ? `every-${t.every.k}` : "deadline",
    moment: { second: deadline + 1, order: null },
    event: null,
    target: null,
    told: t.every !== undefined || clauses.continues === true,
    ...(t.every === undefined && clauses.continues
      ? { until: doneLate(s, t), item: path.join() }
      : { until: deadline + 1 }),
  };
  return { outcome: "breached", breaches: [missed] };
}

/** 8.9 */
function judgeAim(s: Scene, t: Triggered, _item: Leaf, path: readonly number[]): Verdict {
  if (isPerformed(s, t, path)) return { outcome: "reached", breaches: [] };
  return { outcome: s.j.e.at > dutyTime(s, t).deadline ? "not reached" : "open", breaches: [] };
}
