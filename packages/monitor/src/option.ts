/**
 * What one history may take an event to be, and how accounts that agree become one such option
 * (docs/semantics.md 1, 3).
 */
import type { Column, Instant } from "@servanda/language";
import { OTHER } from "./place.ts";
import type { Account } from "./record.ts";

/** The columns that a norm may read besides act and time. */
export const COLUMNS: readonly Column[] = ["actor", "target", "object", "place"];

const NONE: readonly string[] = [];

/** What one history may take an event to be: fields, each null (not said), `OTHER`, or an id. */
export interface Option {
  readonly kind: string;
  readonly actor: string | null;
  readonly target: string | null;
  readonly object: string | null;
  readonly place: string | null;
  readonly located: boolean;
  readonly inside: readonly string[];
  readonly perhapsInside: readonly string[];
  /** How far from zones with a shape, in metres (16.1). */
  readonly distances?: readonly Distant[];
  readonly order: number | null;
  /** Infinity, both: no account of this version gives a time, and it matches nothing. */
  readonly from: Instant;
  readonly to: Instant;
  readonly accounts: readonly string[];
}

export interface Distant {
  readonly zone: string;
  readonly low: number;
  readonly high: number;
}

/** What two accounts agree on; where they do not, what either says. */
export function narrower(a: Distant | undefined, b: Distant): Distant {
  if (!a) return b;
  const both = { zone: b.zone, low: Math.max(a.low, b.low), high: Math.min(a.high, b.high) };
  return both.low <= both.high ? both : { zone: b.zone, low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
}

/** What one account says that tells no point. */
export function optionOf(account: Account, columns: ReadonlySet<Column>): Option {
  const { id, kind, when, order } = account;
  return {
    kind: kind ?? OTHER,
    actor: columns.has("actor") ? account.actor : null,
    target: columns.has("target") ? account.target : null,
    object: columns.has("object") ? account.object : null,
    place: columns.has("place") ? account.place : null,
    located: false,
    inside: NONE,
    perhapsInside: NONE,
    order,
    from: when === null ? Infinity : when.earliest,
    to: when === null ? Infinity : when.latest,
    accounts: [id],
  };
}

/** An option in which nobody knows what these columns hold. */
export function blot(option: Option, gone: (column: Column) => boolean): Option {
  const out = { ...option };
  for (const column of COLUMNS) if (gone(column)) out[column] = OTHER;
  if (out.place === OTHER) Object.assign(out, { located: false, inside: [], perhapsInside: [] });
  return out;
}

/** Each option once, absent last, in an order that does not hang on that of the rows. */
export function distinct(options: readonly (Option | null)[]): readonly (Option | null)[] {
  if (options.length === 1 || (options.length === 2 && options[0] !== null && options[1] === null)) return options;
  const [one, other] = options;
  if (options.length === 2 && one && other && one.distances === undefined && other.distances === undefined) {
    const order = compared(one, other);
    return order < 0 ? options : order > 0 ? [other, one] : [one];
  }
  const seen = new Map<string, Option | null>();
  for (const option of options) {
    const { accounts: _accounts, ...rest } = option ?? { accounts: [] };
    const key = option === null ? "absent" : JSON.stringify(rest);
    if (!seen.has(key)) seen.set(key, option);
  }
  // Absent goes last, the rest by what they say: row order must not show.
  return [...seen.entries()]
    .toSorted(([a, x], [b, y]) => Number(x === null) - Number(y === null) || (a < b ? -1 : a > b ? 1 : 0))
    .map(([, option]) => option);
}

const TOLD = [
  "kind",
  "actor",
  "target",
  "object",
  "place",
  "located",
  "inside",
  "perhapsInside",
  "order",
  "from",
  "to",
] as const satisfies readonly (keyof Option)[];

/** As `distinct` sorts them, but written out only where they differ first. */
function compared(one: Option, other: Option): number {
  for (const field of TOLD) {
    const [a, b] = [one[field], other[field]];
    if (a === b) continue;
    const end = field === "to" ? "}" : ",";
    const [x, y] = [JSON.stringify(a) + end, JSON.stringify(b) + end];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

/** Versions of one event that are told apart; no real event comes near. */
export const VERSIONS = 1024;

/** What an account says on the columns read, as a key. */
export function sayings(account: Account, columns: ReadonlySet<Column>): string {
  const { kind, when, order, located, inside, perhapsInside } = account;
  const point = columns.has("place") && located ? [inside, perhapsInside] : null;
  return JSON.stringify([kind, when?.earliest, when?.latest, order, ...[...columns].map((c) => account[c]), point]);
}

/** Largest sets of pairwise compatible accounts (3.2); no more than are told apart, and one. */
export function cliques(accounts: readonly Account[], compatible: (a: Account, b: Account) => boolean): Account[][] {
  const out: Account[][] = [];
  const neighbours = new Map(
    accounts.map((a) => [a, new Set(accounts.filter((b) => a !== b && compatible(a, b)))] as const),
  );
  const extend = (chosen: Account[], candidates: Account[], excluded: Account[]): void => {
    if (out.length > VERSIONS) return;
    if (candidates.length === 0) {
      if (excluded.length === 0 && chosen.length > 0) out.push(chosen);
      return;
    }
    // The pivot with most neighbours leaves fewest branches; where all agree there is one.
    const pivot = [...candidates, ...excluded].reduce((best, a) =>
      count(neighbours.get(a)!, candidates) > count(neighbours.get(best)!, candidates) ? a : best,
    );
    let open = [...candidates];
    const closed = [...excluded];
    for (const account of candidates.filter((a) => !neighbours.get(pivot)!.has(a))) {
      const near = neighbours.get(account)!;
      extend(
        [...chosen, account],
        open.filter((a) => near.has(a)),
        closed.filter((a) => near.has(a)),
      );
      open = open.filter((a) => a !== account);
      closed.push(account);
    }
  };
  extend([], [...accounts], []);
  return out.map((clique) => clique.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
}

function count(near: ReadonlySet<Account>, candidates: readonly Account[]): number {
  return candidates.filter((a) => near.has(a)).length;
}
