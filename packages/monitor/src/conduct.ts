/** What was done, what failed and who would have told, as a finding tells it (docs/semantics.md 8, 9.6, 9.7). */
import { DISTANT_FUTURE, dayDifference, type Instant } from "@servanda/language";
import type { Binding } from "./binding.ts";
import type { Breach, Finding, Footing, Use } from "./finding.ts";
import { push } from "./grouping.ts";
import { LIMIT } from "./instance.ts";
import { gaps, intersection, measure, union } from "./interval.ts";
import { EVERY, type Judge } from "./judge.ts";
import type { Bounds, Failure, Verdict } from "./verdict.ts";
import type { Matcher } from "./match.ts";
import { turningOn } from "./pivot.ts";
import type { Silence } from "./silence.ts";
import type { Unsaid } from "./unsaid.ts";
import { answersTo, explore, type Exploration, type Leaf, type Moment } from "./world.ts";
import { firstSecond, type Writer } from "./writing.ts";

/** Last second of the window; null: none. */
export function end(binding: Binding): Instant | null {
  const { until } = binding.current;
  const over = binding.closes === Infinity || binding.closes >= DISTANT_FUTURE ? null : binding.closes - 1;
  if (until === null) return over;
  return over === null ? until : Math.min(until, over);
}

export function bounds(leaf: Leaf<unknown>, moment: Moment): Bounds {
  if (moment.fact === null) return moment;
  const told = answersTo(leaf, moment.fact.id).map((answer) => (answer && "from" in answer ? answer : moment));
  return told.length === 1 ? told[0]! : hull(told);
}

export function span<T>(leaves: readonly Leaf<T>[], of: (leaf: Leaf<T>) => Bounds): Bounds | null {
  if (leaves.length === 0) return null;
  return hull(leaves.map(of));
}

/** The bounds that the accounts themselves give: histories narrow them only to decide, not to know better. */
function asTold(matcher: Matcher, accounts: readonly string[], met: Bounds): Bounds {
  const named = new Set(accounts);
  const told = new Set(accounts.map((account) => matcher.eventTold(account)).filter((event) => event !== null));
  const options = [...told]
    .flatMap((e) => e.options)
    .filter((o) => o !== null)
    .filter((o) => o.from <= met.to && met.from <= o.to && o.accounts.some((id) => named.has(id)));
  return hull([met, ...options]);
}

function hull(all: readonly Bounds[]): Bounds {
  let [from, to] = [Infinity, -Infinity];
  for (const each of all) [from, to] = [Math.min(from, each.from), Math.max(to, each.to)];
  return { from, to };
}

/** Whether every history has it, and if not, what that turns on (9.6). */
export function footingOf<T>(tried: Exploration<T>, has: (value: T) => boolean): Footing {
  const leaves = tried.leaves.map((leaf) => ({
    ...leaf,
    value: { outcome: has(leaf.value) ? "breached" : "kept" } as const,
  }));
  return turningOn({ ...tried, leaves });
}

/** What performed it: as the histories that keep it tell; else an accepted act after the deadline. */
export function performance(
  matcher: Matcher,
  judge: Judge,
  tried: Exploration<Verdict>,
  text: Writer,
): Finding["performed"] {
  const byAct = (v: Verdict | null): boolean => v !== null && (v.performed?.accounts.length ?? 0) > 0;
  const done = tried.leaves.filter((leaf) => byAct(leaf.value)).map((leaf) => leaf.value.performed!);
  const tell = (
    all: readonly NonNullable<Verdict["performed"]>[],
    late: boolean,
    footing: Footing,
  ): Finding["performed"] => {
    const accounts = [...new Set(all.flatMap((p) => p.accounts))].toSorted();
    const { from, to } = asTold(matcher, accounts, hull(all.map((p) => p.at)));
    return { time: text(from, to), late, footing, accounts };
  };
  if (done.length > 0) return tell(done, false, footingOf(tried, byAct));
  const missed = tried.leaves.some(({ value }) => value.outcome === "breached" || value.outcome === "not reached");
  // Of what recurs no one act is done late: what was done in one stretch is not what another missed (11.4).
  if (!missed || tried.leaves.some(({ value }) => value.stretches.length > 0)) return null;
  const after = explore((world) => judge.late(world), matcher, LIMIT);
  const late = after.leaves.map((leaf) => leaf.value).filter((l) => l !== null);
  if (!after.complete || late.length < after.leaves.length) return null;
  return tell(late, true, "settled");
}

/** Every breach that some history has, with whether all have it (9.6). */
export function listBreaches(matcher: Matcher, judge: Judge, tried: Exploration<Verdict>, text: Writer): Breach[] {
  const out: Breach[] = [];
  const tell = (told: readonly Failure[], footing: Footing): void => {
    const accounts = [...new Set(told.flatMap((f) => f.accounts))].toSorted();
    const begun = hull(told.map((f) => f.from));
    const from =
      accounts.length === 0 || told[0]!.id === "entry" || told[0]!.id === "deadline"
        ? begun
        : asTold(matcher, accounts, begun);
    const ends = told.map((f) => f.until).filter((e) => e !== null);
    let until = ends.length === 0 ? null : firstSecond(text(hull(ends).from, hull(ends).to), matcher.offset);
    // Where some histories end it and others do not, both are told.
    if (until && ends.length < told.length) {
      until = {
        earliest: until.earliest,
        latest: Math.max(until.latest, matcher.at),
        text: `${until.text}, or still so`,
      };
    }
    if (until && !told[0]!.state) until = text(from.from, from.to);
    out.push({
      id: told[0]!.id,
      item: told[0]!.item,
      from: text(from.from, from.to),
      until,
      days: told[0]!.state ? dayDifference(from.to, until ? until.latest : matcher.at, matcher.offset) : 0,
      footing,
      accounts,
    });
  };
  for (const event of judge.suspects()) {
    const asked = explore(
      (world) => (judge.isBreachedBy(world, event) ? judge.failure(world, event) : null),
      matcher,
      LIMIT,
    );
    const told = asked.leaves.map((leaf) => leaf.value).filter((f) => f !== null);
    if (told.length > 0)
      tell(
        told,
        footingOf(asked, (f) => f !== null),
      );
  }
  // 8.8: one of two alternatives that is kept makes the failure of the other no breach.
  const isSpared = (v: Verdict): boolean => judge.alternatives && v.outcome !== "breached";
  // Failures of a state come from the histories themselves; each piece between excuses is one.
  const key = (f: Failure): string => `${f.id}#${f.piece ?? 0}`;
  const spells = new Map<string, Failure[]>();
  for (const leaf of tried.leaves) {
    for (const failure of leaf.value.failures) {
      if (!failure.state || isSpared(leaf.value)) continue;
      push(spells, key(failure), failure);
    }
  }
  for (const [id, told] of spells)
    tell(
      told,
      footingOf(tried, (v) => !isSpared(v) && v.failures.some((f) => f.state && key(f) === id)),
    );
  // Each stretch missed (11.4), for itself: whether or not an earlier one decides already.
  const many = tried.leaves.some((leaf) => leaf.value.stretches.length > 0) ? judge.stretchCount : 0;
  for (let number = 1; number <= many; number += 1) {
    const asked = explore((world) => judge.missing(world, number), matcher, LIMIT);
    const ends = asked.leaves.map((leaf) => leaf.value).filter((at) => at !== null);
    if (ends.length === 0) continue;
    // Where what began it is not known to the second, neither is when it was missed.
    const begun = hull(ends.map((at) => ({ from: at, to: at })));
    const failure: Failure = {
      id: `${EVERY}${number}`,
      item: 0,
      from: begun,
      until: begun,
      accounts: [],
      state: false,
    };
    tell(
      [failure],
      footingOf(asked, (missed) => missed !== null),
    );
  }
  return out.toSorted((a, b) => a.from.earliest - b.from.earliest || (a.id < b.id ? -1 : 1));
}

/** Every use of a permission or power that some history has (14.4). */
export function uses(matcher: Matcher, judge: Judge, text: Writer): Use[] {
  const out: Use[] = [];
  for (const event of judge.acts()) {
    const asked = explore((world) => judge.use(world, event), matcher, LIMIT);
    const told = asked.leaves.flatMap((leaf) => leaf.value ?? []);
    if (told.length === 0) continue;
    const seconds = hull(told.map(({ second }) => ({ from: second, to: second })));
    const accounts = [...new Set(event.options.flatMap((o) => o?.accounts ?? []))].toSorted();
    const { from, to } = asTold(matcher, accounts, seconds);
    const reasons = [...new Set(told.map((use) => use.void))].filter((r) => r !== null).toSorted();
    out.push({
      event: event.id,
      by: judge.instance.bearer,
      time: text(from, to),
      void: reasons.length === 0 ? null : reasons.join(", or "),
      footing: footingOf(asked, (use) => use?.void === null),
      accounts,
    });
  }
  return out.toSorted((a, b) => a.time.earliest - b.time.earliest || (a.event < b.event ? -1 : 1));
}

/** Events that would be breaches, in some history, were there no exception. */
export function excusedActs(matcher: Matcher, judge: Judge): string[] {
  const judged = matcher.normView.stages.some((s) => s.clauses.unless !== null);
  if (!judged || judge.aim) return [];
  return judge
    .suspects()
    .filter((e) => explore((world) => judge.wouldFail(world, e), matcher, LIMIT).leaves.some((l) => l.value))
    .map((e) => e.id);
}

/** Events that another norm keeps from being breaches, in some history, and how. */
export function sparedActs(matcher: Matcher, judge: Judge): { event: string; rule: string; by: string }[] {
  if (!judge.bearing || judge.aim) return [];
  return judge.suspects().flatMap((event) => {
    const asked = explore((world) => judge.sparing(world, event), matcher, LIMIT);
    const found = asked.leaves.map((leaf) => leaf.value).find((value) => value !== null);
    return found ? [{ event: event.id, ...found }] : [];
  });
}

/** 9.7, the denials that silence rests on, and what was told and takes from it (4.5). */
export function coverageOf(
  matcher: Matcher,
  judge: Judge,
  bound: readonly Leaf<Verdict>[],
  text: Writer,
): { readonly told: Finding["coverage"]; readonly denials: readonly string[]; readonly unsaid: readonly Unsaid[] } {
  const nothing = { told: { share: null, gaps: [], rows: [] }, denials: [], unsaid: [] };
  // A ban or keep that waits has not begun (11.5).
  const begun = bound.filter(({ value: { binding } }) => !binding!.waiting || binding!.current === binding!.due.at(-1));
  const window = span(begun, (leaf) => ({
    from: bounds(leaf, leaf.value.binding!.current.start).from,
    to: Math.min(end(leaf.value.binding!) ?? Infinity, matcher.at),
  }));
  if (!window || window.to < window.from) return nothing;
  const found: ReturnType<Silence["coverage"]>[] = [];
  const asked = new Set<string>();
  for (const { value } of begun) {
    const { current, setting } = value.binding!;
    // What is asked is the same by the same stage, for the same values of variables.
    const key = `${current.stage.from} ${[...setting.bindings].join()}`;
    if (asked.has(key)) continue;
    asked.add(key);
    for (const item of current.stage.clauses.must.items) {
      const watched = judge.silence.watched(item, current.stage.clauses.place);
      if (watched === null) return nothing;
      found.push(...watched.map((p) => judge.silence.coverage(p, setting)));
    }
  }
  if (found.length === 0) return nothing;
  const covered = intersection(
    [window],
    found.map((c) => union(c.pieces)).reduce((a, b) => intersection(a, b)),
  );
  const missing = gaps(window, covered);
  const share = measure(covered) / (window.to - window.from + 1);
  const pieces = found.flatMap((c) => c.pieces).filter(({ from, to }) => from <= window.to && to >= window.from);
  const rows = pieces.flatMap(({ row }) => row?.id ?? []);
  const denials = pieces.flatMap(({ denial }) => denial?.id ?? []);
  const open = found.flatMap((c) => c.unsaid).filter(({ option: o }) => o.from <= window.to && o.to >= window.from);
  return {
    told: {
      // A gap of one second is a gap: it never rounds to all.
      share: missing.length === 0 ? 1 : Math.floor(share * 10_000) / 10_000,
      gaps: missing.map((g) => ({ from: text(g.from, g.from), until: text(g.to, g.to) })),
      rows: [...new Set(rows)].toSorted(),
    },
    denials: [...new Set(denials)],
    unsaid: [...new Map(open.map((each) => [each.event, each])).values()].toSorted((a, b) =>
      a.event < b.event ? -1 : 1,
    ),
  };
}
