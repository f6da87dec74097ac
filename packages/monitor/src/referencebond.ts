/**
 * Who is bound in one history, by the oracle, and for how long: leaving, renewal and termination (docs/semantics.md 13, 14.8), and what is
 * suspended (14.7).
 */
import type { Instant, Renewal } from "@servanda/language";
import { happenings, once } from "./referencescene.ts";
import type { Scene } from "./referencescene.ts";
import { lastSecondFor, lastSecondWithin, secondBefore } from "./referencetime.ts";
import type { Run } from "./referencetime.ts";
import { asOfSecond, isParty, membershipRuns, nameOf, reachedFrom, runAt, textRun, united } from "./referenceview.ts";
import type { NormView } from "./referenceview.ts";

function about(s: Scene, what: string): string {
  return `${what} ${s.j.norm.id} ${s.j.e.at}`;
}

/** 13.2, 14.8: when the instrument is in force, and the norm with it. */
export function inForceRun(s: Scene): Run | null {
  return once(s.ask, about(s, "in force"), () => {
    const run = lastingRun(s);
    return run && { from: run.from, to: Math.min(run.to, terminated(s)) };
  });
}

/** 13.2: when it would be, had nobody ended it. */
export function lastingRun(s: Scene): Run | null {
  return once(s.ask, about(s, "lasting"), () => {
    const run = textRun(s.j, false);
    const { renewal } = s.j.instrument;
    return run && { from: run.from, to: renewal ? renewed(s, renewal, run.to) : run.to };
  });
}

/** 13.2: the last second, after all renewals. */
export function renewed(s: Scene, renewal: Renewal, last: Instant): Instant {
  let end = last;
  for (let k = 1; end + 1 <= s.j.e.at && !isStopped(s, renewal, end + 1); k += 1)
    end = lastSecondFor(last + 1, { ...renewal.for, count: renewal.for.count * k }, s.j.offset);
  return end;
}

function isStopped(s: Scene, { unless }: Renewal, expiry: Instant): boolean {
  if (unless === null) return false;
  const latest = secondBefore(expiry, unless.before, s.j.offset);
  return actsOf(s, unless.act).some(
    ({ who, second }) =>
      second <= latest &&
      who.some((w) =>
        unless.by === null
          ? isParty(s.j, w) && runAt(staying(s, w, textRun(s.j, true)), second) !== null
          : w === unless.by,
      ),
  );
}

/** Who does an act, and when. What begins an instance is an act as any. */
function actsOf(s: Scene, act: string): readonly { readonly who: readonly string[]; readonly second: Instant }[] {
  const anyone = { act, actor: null, target: null, object: null, place: null };
  return happenings(s, anyone, { isChange: true }).map(({ moment, option: { actor } }) => ({
    who: actor === null ? [] : [actor],
    second: moment.second,
  }));
}

/** 13.1: the memberships of an actor in some time, each to the end of what its withdrawal leaves. */
function staying(s: Scene, actor: string, inForce: Run | null): readonly Run[] {
  const runs = membershipRuns(s.j, actor, inForce);
  const { withdrawal } = s.j.instrument;
  if (!withdrawal || !isParty(s.j, actor)) return runs;
  const acts = actsOf(s, withdrawal.act).filter((a) => a.who.includes(actor));
  return runs.map((run) => {
    const first = acts
      .map((a) => a.second)
      .filter((second) => run.from <= second && second <= run.to)
      .sort((a, b) => a - b)[0];
    if (first === undefined) return run;
    const last = withdrawal.after === null ? first : lastSecondWithin(first, withdrawal.after, s.j.offset);
    return { from: run.from, to: Math.min(run.to, last) };
  });
}

/** When an actor is bound in this history (7.1). */
function runsOf(s: Scene, actor: string): readonly Run[] {
  return united(staying(s, actor, inForceRun(s)));
}

export function isMember(s: Scene, actor: string, second: Instant): boolean {
  return isParty(s.j, actor) && runAt(runsOf(s, actor), second) !== null;
}

/** 12.5: of an agreement that is over, the parties are those of its last second. */
export function isPartyTo(s: Scene, actor: string, second: Instant): boolean {
  return isMember(s, actor, Math.min(second, inForceRun(s)?.to ?? second));
}

/** 7.2: the same, had nobody ended the instrument: whether it was over is asked later (7.3). */
export function wouldBeMember(s: Scene, actor: string, second: Instant): boolean {
  return isParty(s.j, actor) && runAt(united(staying(s, actor, lastingRun(s))), second) !== null;
}

/** When the bearer is bound. Several that bear as one are no party: as one they are bound while the instrument is in force (12.1). */
export function bearerRuns(s: Scene): readonly Run[] {
  return runsOf(s, s.instance.bearer.id);
}

function powersOver(j: NormView): readonly NormView[] {
  // 14.9: what was used strictly before.
  const earlier = asOfSecond(j, j.e.at - 1);
  return [...j.near.keys()].map((id) => reachedFrom(earlier, id)).filter((p) => p.norm.clauses.power);
}

/** 14.8: the last second before a power ends it. */
function terminated(s: Scene): Instant {
  const ends = powersOver(s.j).flatMap((p) => {
    const { power } = p.norm.clauses;
    if (power?.kind !== "terminate") return [];
    const isThis = power.of.kind === "norm" ? power.of.id === s.j.norm.id : power.of.id === s.j.instrument.id;
    if (!isThis) return [];
    return s.j.law
      .usesOf(s.ask, p)
      .map(({ moment: { second } }) =>
        power.after === null ? second : lastSecondWithin(second, power.after, p.offset),
      );
  });
  return Math.min(Number.POSITIVE_INFINITY, ...ends);
}

export interface Suspension {
  /** Of the instance as a whole. */
  readonly whole: readonly Run[];
  /** Of what it owes towards one. */
  readonly toward: readonly { readonly whom: string; readonly run: Run }[];
}

/** 14.7 */
export function suspensionOf(s: Scene): Suspension {
  const { kind } = s.j.norm;
  if (kind !== "duty" && kind !== "ban") return { whole: [], toward: [] };
  return once(s.ask, about(s, `suspended ${s.instance.id}`), () => {
    const all = powersOver(s.j).flatMap((p) => {
      const { power } = p.norm.clauses;
      if (power?.kind !== "suspend" || p.norm.instrument !== s.j.norm.instrument) return [];
      return s.j.law.usesOf(s.ask, p).flatMap((use) => {
        if (use.scene.instance.bearer.id !== s.instance.bearer.id) return [];
        const whom = nameOf(p, use.scene.instance.bindings, power.owedTo);
        if (whom === null) return [];
        const { second } = use.moment;
        const to = power.for === null ? Number.POSITIVE_INFINITY : lastSecondWithin(second, power.for, p.offset);
        return [{ whom, run: { from: second + 1, to } }];
      });
    });
    const { counterparty } = s.instance;
    return {
      whole: united(all.filter((x) => x.whom === counterparty).map((x) => x.run)),
      toward: counterparty === null ? all : [],
    };
  });
}

/** Whether an act towards somebody is suspended then. */
export function isSuspended(s: Scene, second: Instant, target: string | null): boolean {
  const { whole, toward } = suspensionOf(s);
  const holds = (run: Run): boolean => run.from <= second && second <= run.to;
  return whole.some(holds) || toward.some((t) => t.whom === target && holds(t.run));
}
