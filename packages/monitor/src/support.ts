/** Levels of support (docs/semantics.md 2): how far a set of accounts carries what it says. */
import type { Act, Standard } from "@servanda/language";
import type { Account, Source, Value } from "./record.ts";

export type Level = 0 | 1 | 2 | 3 | 4;

/** 2.3 */
export const STANDARDS: { readonly [name in Standard]: Level } = {
  alleged: 1,
  "reasonable-grounds": 2,
  corroborated: 3,
  adjudicated: 4,
};

/** Kinds of source that never reach above level 1 alone (2.1). */
const SECOND_HAND: ReadonlySet<string> = new Set(["tertiary", "repost"]);

/** What level needs to know of the event that the accounts tell of. */
export interface Circumstances {
  readonly acts: ReadonlyMap<string, Act>;
  readonly sources: ReadonlyMap<string, Source>;
  /** Every counting account of the event, asserting or denying. */
  readonly told: readonly Account[];
}

/** Whom the accounts of an event name, as actor, target or object. */
function named(told: readonly Account[]): Set<string> {
  const out = new Set<string>();
  for (const account of told) {
    for (const name of [account.actor, account.target, account.object]) if (name !== null) out.add(name);
  }
  return out;
}

/** 2.2 */
export function againstInterest(account: Account, circumstances: Circumstances): boolean {
  const source = circumstances.sources.get(account.source);
  if (!source) return false;
  const kinds = account.kind === null ? circumstances.told.map((other) => other.kind) : [account.kind];
  for (const kind of kinds) {
    const column = kind === null ? null : (circumstances.acts.get(kind)?.admittedBy ?? null);
    if (column === null) continue;
    if (account.stance === "asserts") {
      const who = account[column];
      if (who !== null && source.speaksFor.includes(who)) return true;
    } else {
      const other = column === "actor" ? "target" : "actor";
      if (circumstances.told.some((a) => a[other] !== null && source.speaksFor.includes(a[other]))) return true;
    }
  }
  return false;
}

/** Whether one account by itself reaches level 2 (2.1). */
function independent(account: Account, circumstances: Circumstances): boolean {
  const source = circumstances.sources.get(account.source);
  if (!source || SECOND_HAND.has(source.kind ?? "") || account.status === "not-verified") return false;
  if (againstInterest(account, circumstances)) return true;
  if (account.grade === "claim") return false;
  const names = named(circumstances.told);
  return !source.speaksFor.some((who) => names.has(who));
}

/** Whether one account is a finding of a body with the mandate for the act (2.1); a denial that names none denies what the others name. */
function mandated(account: Account, circumstances: Circumstances): boolean {
  if (account.grade !== "finding") return false;
  const mandate = circumstances.sources.get(account.source)?.mandate ?? [];
  const kinds = account.kind === null ? circumstances.told.map((other) => other.kind) : [account.kind];
  return mandate.includes("*") || kinds.some((kind) => kind !== null && mandate.includes(kind));
}

/** 2.1 */
export function level(accounts: readonly Account[], circumstances: Circumstances): Level {
  if (accounts.length === 0) return 0;
  if (accounts.some((account) => mandated(account, circumstances))) return 4;
  const origins = new Set<string>();
  for (const account of accounts) {
    if (independent(account, circumstances)) origins.add(circumstances.sources.get(account.source)!.origin);
  }
  return origins.size > 1 ? 3 : origins.size === 1 ? 2 : 1;
}

/** 15.1, 2.1: of values of a series. */
export function levelOfValues(values: readonly Value[], sources: ReadonlyMap<string, Source>): Level {
  if (values.length === 0) return 0;
  const origins = new Set<string>();
  for (const value of values) {
    const source = sources.get(value.source);
    if (!source || SECOND_HAND.has(source.kind ?? "")) continue;
    if (!source.speaksFor.some((who) => value.arguments.includes(who))) origins.add(source.origin);
  }
  return origins.size > 1 ? 3 : origins.size === 1 ? 2 : 1;
}
