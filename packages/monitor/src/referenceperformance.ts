/**
 * Whether what is to be done is done, by whom and towards whom it must be, in time or late, by the oracle (docs/semantics.md 8.1, 8.3, 11.6, 11.7, 12.1, 12.5).
 */
import type { Argument, EventPattern, Instant } from "@servanda/language";
import { isPartyTo } from "./referencebond.ts";
import { changePattern, happenings, isCovered, under } from "./referencescene.ts";
import type { Happening, Scene } from "./referencescene.ts";
import { before } from "./referencetime.ts";
import type { Moment } from "./referencetime.ts";
import { expand, itemAt, itemsOf, leaves, stateOf, wordsOf } from "./referenceview.ts";
import type { Node } from "./referenceview.ts";
import { askedOf, dueOf, dutyTime, holdsIn, lies } from "./referencewindow.ts";
import type { Stretch, Triggered } from "./referencewindow.ts";

interface Sighting {
  readonly x: Stretch;
  readonly scene: Scene;
  readonly pattern: EventPattern;
  readonly byBearer: boolean;
}

/** The acts of an item in its window, in order of time, then by id. */
function sightings({ x, scene, pattern, byBearer }: Sighting, since: Moment): readonly Happening[] {
  return happenings(scene, pattern, { byBearer, place: x.clauses.place, since })
    .filter((h) => lies(h.moment, x))
    .toSorted((a, b) => a.moment.second - b.moment.second || (before(a.moment, b.moment) ? -1 : 0));
}

/** 12.1, 12.2, 12.5: whether it has been done, by whom and towards whom it must be. */
function isDone(
  s: Scene,
  all: readonly Sighting[],
  since: Moment,
  taken: ReadonlySet<string>,
  acting: string | null = null,
): boolean {
  const { bearer } = s.instance;
  const byBearer = all.some((one) => one.byBearer && one.pattern.actor === null);
  if (acting === null && bearer.joint?.mode === "together" && byBearer)
    return bearer.joint.members.every((m) => isDone(s, all, since, taken, m));
  if (all.some((one) => eachColumn(one.pattern) !== null)) {
    return othersThan(s, acting, since).every((id) => {
      const one = all.map((x) => ({ ...x, pattern: toward(x.pattern, id) }));
      return isDone(s, one, since, taken, acting);
    });
  }
  return all.some((one) => {
    const scene = acting === null ? one.scene : { ...one.scene, acting };
    return sightings({ ...one, scene }, since).some((h) => !taken.has(h.event));
  });
}

function eachColumn(pattern: EventPattern): "target" | "object" | null {
  const isEach = (a: Argument | null): boolean => a?.kind === "anyone" && a.party === "each";
  return isEach(pattern.target) ? "target" : isEach(pattern.object) ? "object" : null;
}

function toward(pattern: EventPattern, id: string): EventPattern {
  const column = eachColumn(pattern);
  return column === null ? pattern : { ...pattern, [column]: { kind: "name", id } };
}

/** 8.1, 8.3, 8.9: whether an item is performed in its window, seen or unseen. */
export function isPerformed(s: Scene, t: Triggered, path: readonly number[]): boolean {
  const { stretches, deadline, ended, clauses } = dutyTime(s, t);
  const judged = stretches.flatMap((x) => {
    const item = itemAt(s.j, x.clauses, path);
    return item === null ? [] : [{ x, item, scene: under(s, x.clauses) }];
  });
  const since = stretches[0]!.from;
  const taken = clauses.must.anew === true ? takenBefore(s, t, path) : new Set<string>();
  const acts = judged.flatMap(({ x, item, scene }) =>
    "pattern" in item ? [{ x, scene, pattern: item.pattern, byBearer: item.kind === "do" }] : [],
  );
  const seen =
    (acts.length > 0 && isDone(s, acts, since, taken)) ||
    judged.some(({ x, item, scene }) => {
      if (item.kind === "term")
        return (
          x.from.second <= Math.min(x.to, s.j.e.at) &&
          scene.ask(`term ${wordsOf(s.j, s.instance.bindings, item.use)}: done ${askedOf(s, t, [])}`, 2) === 1
        );
      return item.kind === "keep" && holdsIn(scene, item.state, x);
    });
  if (seen) return true;
  const covered = judged.every(({ x, item, scene }) => {
    const run = { from: x.from.second, to: x.to };
    if (item.kind === "term" || item.kind === "measure") return true;
    if (item.kind === "do" || item.kind === "not-do" || item.kind === "free-of")
      return isCovered(scene, item.pattern, item.kind === "do", x.clauses.place, run);
    const { startedBy, endedBy } = stateOf(s.j, item.state);
    return (item.state.negated ? endedBy : startedBy).every((c) =>
      isCovered(scene, changePattern(c.act, c.column, item.state.subject), false, null, run, []),
    );
  });
  return (
    s.j.e.at > deadline && ended === null && !covered && s.ask(`unreported performance ${askedOf(s, t, path)}`, 2) === 1
  );
}

/** 11.7: what the instances whose turn comes before have taken. */
function takenBefore(s: Scene, t: Triggered, path: readonly number[]): ReadonlySet<string> {
  if (t.every) return new Set();
  const all = takings(s, path);
  const own = all.findIndex((x) => x.instance === s.instance.id);
  return new Set(all.slice(0, own < 0 ? all.length : own).flatMap((x) => x.inTime?.event ?? []));
}

/** What an instance takes; of those who owe it as one, one of them; towards each party, towards one. */
interface Taking {
  readonly instance: string;
  readonly acting: string | null;
  readonly party: string | null;
  readonly inTime: Happening | null;
  /** Where it took nothing in time: what it took of what was left by all. */
  readonly late: Happening | null;
}

/** 11.7: what each instance takes of the acts of an item, in turn. */
function takings(s: Scene, path: readonly number[]): readonly Taking[] {
  const taken = new Set<string>();
  const turns = s.j.law.turnsOf(s.ask, s.j, s.instance.bearer.id).toSorted((a, b) => comesBefore(a, b));
  const inTurn = (isLate: boolean): (Pick<Taking, "instance" | "acting" | "party"> & { act: Happening | null })[] =>
    turns.flatMap((turn) => {
      // 11.5: what is not due yet has no deadline, and nothing is done late for it.
      const { stretches, deadline } = dutyTime(turn.s, { ...turn.t, ...dueOf(turn.s, turn.t) });
      const since = stretches[0]!.from;
      const late = { ...stretches.at(-1)!, from: { second: deadline + 1, order: null }, to: Number.POSITIVE_INFINITY };
      const mine = turnsWithin(turn.s, since).map(({ acting, party }) => {
        const acts = (isLate ? [late] : stretches)
          .flatMap((x) => {
            const item = itemAt(s.j, x.clauses, path);
            if (item?.kind !== "do") return [];
            const scene = under(acting === null ? turn.s : { ...turn.s, acting }, x.clauses);
            const pattern = party === null ? item.pattern : toward(item.pattern, party);
            return sightings({ x, scene, pattern, byBearer: true }, since).filter((h) => !before(h.moment, since));
          })
          .toSorted((a, b) => a.moment.second - b.moment.second || (a.event < b.event ? -1 : 1));
        const key = `${turn.s.instance.id} ${acting} ${party}`;
        const act = (isLate && seen.has(key) ? null : acts.find((h) => !taken.has(h.event))) ?? null;
        return { instance: turn.s.instance.id, acting, party, act, key };
      });
      for (const { act, key } of mine) {
        if (act !== null) taken.add(act.event);
        if (act !== null && !isLate) seen.add(key);
      }
      return mine;
    });
  const seen = new Set<string>();
  const inTime = inTurn(false);
  const late = inTurn(true);
  return inTime.map(({ act, ...whose }, n) => ({ ...whose, inTime: act, late: late[n]!.act }));
}

/** 12.1, 12.5: of those who owe it as one each takes an act, and one towards each. */
function turnsWithin(
  s: Scene,
  since: Moment,
): readonly { readonly acting: string | null; readonly party: string | null }[] {
  const { joint } = s.instance.bearer;
  const own = joint?.members ?? [s.instance.bearer.id];
  const acting = joint?.mode === "together" ? joint.members : [null];
  const isToEach = leaves(expand(s.j, s.clauses.must)).some((i) => "pattern" in i && eachColumn(i.pattern) !== null);
  const parties = [...new Set(s.j.instrument.parties.map((p) => p.actor))];
  const others = isToEach ? parties.filter((p) => !own.includes(p) && isPartyTo(s, p, since.second)) : [null];
  return acting.flatMap((a) => others.map((party) => ({ acting: a, party })));
}

function comesBefore(a: { s: Scene; t: Triggered }, b: { s: Scene; t: Triggered }): number {
  if (before(a.t.moment, b.t.moment)) return -1;
  if (before(b.t.moment, a.t.moment)) return 1;
  return a.s.instance.id < b.s.instance.id ? -1 : 1;
}

/** 11.6: when, after the deadline, all that was due is done; null: it is not. */
export function doneLate(s: Scene, t: Triggered): Instant | null {
  const { stretches, deadline, clauses } = dutyTime(s, t);
  const since = stretches[0]!.from;
  const { bearer } = s.instance;
  const last = (all: readonly (Instant | null)[]): Instant | null =>
    all.some((x) => x === null) ? null : Math.max(...all.map((x) => x!));
  const first = (all: readonly (Instant | null)[]): Instant | null => {
    const some = all.filter((x) => x !== null);
    return some.length === 0 ? null : Math.min(...some);
  };
  const doneBy = (path: readonly number[], acting: string | null, party: string | null): Instant | null => {
    if (clauses.must.anew) {
      const own = takings(s, path).find(
        (x) => x.instance === s.instance.id && x.acting === acting && x.party === party,
      );
      return (own?.inTime ?? own?.late)?.moment.second ?? null;
    }
    // In time by the stage of each act, late by the last.
    const late = { ...stretches.at(-1)!, from: { second: deadline + 1, order: null }, to: Number.POSITIVE_INFINITY };
    const acts = [...stretches, late].flatMap((x) => {
      const item = itemAt(s.j, x.clauses, path);
      if (item?.kind !== "do") return [];
      const scene = under(acting === null ? s : { ...s, acting }, x.clauses);
      const meant = party === null ? item.pattern : toward(item.pattern, party);
      return sightings({ x, scene, pattern: meant, byBearer: true }, since).filter((h) => !before(h.moment, since));
    });
    return first(acts.map((h) => h.moment.second));
  };
  // Towards each by an earlier text, and not by the last: towards one of them was no performance (6.4).
  const isToEach = (path: readonly number[]): boolean =>
    stretches.some((x) => {
      const item = itemAt(s.j, x.clauses, path);
      return item?.kind === "do" && eachColumn(item.pattern) !== null;
    });
  const done = (node: Node, path: readonly number[]): Instant | null => {
    if (node.kind === "node")
      return (node.connective === "and" ? last : first)(node.parts.map((p, n) => done(p, [...path, n])));
    if (node.kind !== "do") return null;
    const isTogether = bearer.joint?.mode === "together" && node.pattern.actor === null;
    return last(
      (isTogether ? bearer.joint.members : [null]).flatMap((acting) => {
        const parties = isToEach(path) ? othersThan(s, acting, since) : [null];
        return parties.map((party) => doneBy(path, acting, party));
      }),
    );
  };
  const end = done(itemsOf(s.j, clauses.must), []);
  return end === null ? null : Math.max(end, deadline + 1);
}

/** 12.5: towards whom something is to be done, where towards each party. */
function othersThan(s: Scene, acting: string | null, since: Moment): readonly string[] {
  const { bearer } = s.instance;
  const own = acting !== null ? [acting] : (bearer.joint?.members ?? [bearer.id]);
  const parties = [...new Set(s.j.instrument.parties.map((p) => p.actor))];
  return parties.filter((a) => !own.includes(a) && isPartyTo(s, a, since.second));
}
