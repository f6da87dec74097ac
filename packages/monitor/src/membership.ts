/** How long an instrument, and a membership in it, last in one history (docs/semantics.md 13). */
import type { EventPattern, Instant, Period, Renewal } from "@servanda/language";
import type { Event } from "./evidence.ts";
import type { Option } from "./option.ts";
import type { Matcher } from "./match.ts";
import { after } from "./duration.ts";
import type { Moment, World } from "./world.ts";

/** Half-open. */
export interface Run {
  readonly from: Instant;
  readonly until: Instant;
}

/** Renewals tried; what renews itself more often is taken to last. */
const MOST = 4096;

/** 13.2: the first second after what renews itself, whose first expiry is given. */
export function renewed(world: World, matcher: Matcher, expiry: Instant, renewal: Renewal): Instant {
  const now = world.now(matcher.at);
  let end = expiry;
  for (let k = 1; k <= MOST; k++) {
    if (end > now || isStopped(world, matcher, end, renewal)) return end;
    end = after(expiry, { ...renewal.for, count: renewal.for.count * k }, matcher.offset);
  }
  return Infinity;
}

/** Whether somebody who can has said in time that it shall not go on. */
function isStopped(world: World, matcher: Matcher, expiry: Instant, { unless }: Renewal): boolean {
  if (!unless) return false;
  const last = after(expiry, { ...unless.before, count: -unless.before.count }, matcher.offset);
  return acts(matcher, unless.act, unless.by).some((event) => {
    const option = matcher.take(world, event);
    if (!option || option.kind !== unless.act || option.actor === null) return false;
    const moment = matcher.moment(event, option);
    if (!world.notAfter(moment, last)) return false;
    const isTheirs = unless.by === null ? isMember(world, matcher, option.actor, moment) : option.actor === unless.by;
    if (!isTheirs) return false;
    matcher.consulted.add(event.id);
    return true;
  });
}

/** Events that some history may take for that act, by that actor. */
function acts(matcher: Matcher, act: string, by: string | null): readonly Event[] {
  const is = (o: Option | null): boolean => o?.kind === act && o.to !== Infinity && (by === null || o.actor === by);
  return matcher.select(`${act} by ${by ?? "anybody"}`, (event) => event.options.some(is));
}

/** Whether an actor is a party then, by the text and what it has done; of what renews itself, whether it is in force is not asked. */
function isMember(world: World, matcher: Matcher, actor: string, moment: Moment): boolean {
  const force = matcher.force();
  const until = matcher.instrument.renewal ? Infinity : (force?.until ?? Infinity);
  if (force && !inRun(world, moment, { from: force.from, until })) return false;
  return memberships(world, matcher, actor).some((run) => inRun(world, moment, run));
}

/** 13.1: an actor's periods as a party, as this history has them; not cut to the end of the instrument. */
export function memberships(world: World, matcher: Matcher, actor: string): readonly Run[] {
  const runs = matcher.ownPeriods(actor);
  const { withdrawal } = matcher.instrument;
  if (!withdrawal || runs.length === 0) return runs;
  const leaving = acts(matcher, withdrawal.act, actor);
  return runs.map((run) => {
    let { until } = run;
    for (const event of leaving) {
      const option = matcher.take(world, event);
      if (!option || option.kind !== withdrawal.act || option.actor !== actor) continue;
      const moment = matcher.moment(event, option);
      if (!inRun(world, moment, run)) continue;
      matcher.consulted.add(event.id);
      const end = withdrawal.after ? matcher.endOf(world, moment, withdrawal.after) : world.instant(moment);
      until = Math.min(until, end + 1);
    }
    return { from: run.from, until };
  });
}

export function inRun(world: World, moment: Moment, { from, until }: Run): boolean {
  return !world.notAfter(moment, from - 1) && (until === Infinity || world.notAfter(moment, until - 1));
}

/** What the instrument's own words ask of events, for the columns read (1.5). */
export function leavingPatterns(
  withdrawal: { readonly act: string } | undefined,
  renewals: readonly (Renewal | undefined)[],
): EventPattern[] {
  const words = [withdrawal?.act, ...renewals.map((renewal) => renewal?.unless?.act)];
  return words.flatMap((act) =>
    act === undefined ? [] : [{ act, actor: null, target: null, object: null, place: null }],
  );
}

/** A period as instants, cut to a beginning. */
export function runOf(period: Period, from: Instant): Run {
  return { from: Math.max(period.from?.earliest ?? from, from), until: period.until?.earliest ?? Infinity };
}

/** The same, ended at the latest with that second. */
export function cut(runs: readonly Run[], end: Instant): Run[] {
  return runs.map(({ from, until }) => ({ from, until: Math.min(until, end) })).filter((r) => r.from < r.until);
}
