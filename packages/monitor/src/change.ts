/** What is told of a finding that is not what it was. */
import type { Line } from "./assess.ts";
import type { Footing, Outcome } from "./finding.ts";

/** What a finding says, without its reasons. */
export interface Told {
  readonly outcome: Outcome | null;
  readonly possible: readonly Outcome[];
  readonly footing: Footing;
  readonly approximate: boolean;
}

/** One finding that is not what it was. */
export interface Change {
  readonly id: string;
  readonly norm: string;
  readonly view: string;
  readonly bearer: string;
  readonly counterparty: string | null;
  /** Null: there is no such finding any more. */
  readonly now: Told | null;
  /** Null: it is new. */
  readonly was: Told | null;
  /** Breaches that came, went, or stand on another footing, by id (of an event, or of what began a failure). */
  readonly breaches: readonly { readonly id: string; readonly now: Footing | null; readonly was: Footing | null }[];
  /** A deadline has passed and nothing on record does what was due: it was pending, and may now be breached. */
  readonly due: boolean;
}

export function isDue(was: Told | null, now: Told | null): boolean {
  return was?.outcome === "pending" && now !== null && now.possible.includes("breached");
}

/** From all that was found to all that is found, by id. */
export function changes(before: ReadonlyMap<string, Line>, after: ReadonlyMap<string, Line>): Change[] {
  const out: Change[] = [];
  for (const id of [...new Set([...before.keys(), ...after.keys()])].toSorted()) {
    const was = before.get(id);
    const now = after.get(id);
    const told = breachesOf(was, now);
    if (was && now && told.length === 0 && JSON.stringify(toldOf(was)) === JSON.stringify(toldOf(now))) continue;
    const { norm, view, bearer, counterparty } = (now ?? was)!;
    const [then, since] = [was ? toldOf(was) : null, now ? toldOf(now) : null];
    const due = isDue(then, since);
    out.push({ id, norm, view, bearer, counterparty, now: since, was: then, breaches: told, due });
  }
  return out;
}

function breachesOf(was: Line | undefined, now: Line | undefined): Change["breaches"] {
  const [before, after] = [was, now].map((line) => new Map((line?.breaches ?? []).map((b) => [b.id, b.footing])));
  return [...new Set([...before!.keys(), ...after!.keys()])].toSorted().flatMap((id) => {
    const [a, b] = [before!.get(id) ?? null, after!.get(id) ?? null];
    return a === b ? [] : [{ id, now: b, was: a }];
  });
}

function toldOf({ outcome, possible, footing, approximate }: Line): Told {
  return { outcome, possible, footing, approximate };
}
