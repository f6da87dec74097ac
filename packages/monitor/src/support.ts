/** Levels of support (docs/semantics.md 2): how far a set of accounts carries what it says. */
import type { Act, Model, OwnStandard, Standard, Time } from "@servanda/language";
import type { Account, Source, Value } from "./record.ts";

export type Level = 0 | 1 | 2 | 3 | 4;

/** 2.3 */
const LEVELS: ReadonlyMap<Standard, Level> = new Map<Standard, Level>([
  ["alleged", 1],
  ["reasonable-grounds", 2],
  ["corroborated", 3],
  ["adjudicated", 4],
]);

/** What a set of accounts, or of values, is worth. */
interface Worth {
  readonly level: Level;
  /** How many different origins have sources of these kinds that by themselves reach level 2. */
  readonly independent: (kinds: readonly string[]) => number;
}

/** What must be reached for something to be believed: a level (2.3), or what a standard of the case asks for (2.5). */
export interface Bar {
  readonly standard: Standard;
  /** Null: it is no level. */
  readonly level: Level | null;
  readonly meets: (worth: Worth) => boolean;
}

/** The bar that a standard sets, by name. */
export function barOf({ case: settings }: Pick<Model, "case">, standard: Standard): Bar {
  const asked = LEVELS.get(standard);
  if (asked !== undefined) return { standard, level: asked, meets: (worth) => worth.level >= asked };
  const own = settings.standards?.find(({ id }) => id === standard);
  if (!own) throw new Error(`There is no standard of proof ${standard}.`);
  const meets = meeting(settings.standards ?? [], own);
  return { standard, level: null, meets: (worth) => worth.level === 4 || meets(worth) };
}

/** 2.5. A part may be a standard that is defined before it, so this ends. */
function meeting(all: readonly OwnStandard[], { connective, parts }: OwnStandard): Bar["meets"] {
  const each = parts.map((part): Bar["meets"] => {
    if (part.kind === "sources") return (worth) => worth.independent(part.of) >= part.count;
    const asked = LEVELS.get(part.standard);
    if (asked !== undefined) return (worth) => worth.level >= asked;
    return meeting(
      all,
      all.find(({ id }) => id === part.standard)!,
    );
  });
  return connective === "and"
    ? (worth) => each.every((meets) => meets(worth))
    : (worth) => each.some((meets) => meets(worth));
}

/** Kinds of source that never reach above level 1 alone (2.1). */
const SECOND_HAND: ReadonlySet<string> = new Set(["tertiary", "repost"]);

/** What level needs to know of the event that the accounts tell of. */
export interface Circumstances {
  readonly acts: ReadonlyMap<string, Act>;
  readonly sources: ReadonlyMap<string, Source>;
  /** Every counting account of the event, asserting or denying. */
  readonly told: readonly Account[];
}

/** Whether the accounts of an event name somebody, as actor, target or object. */
function isNamed(who: string, told: readonly Account[]): boolean {
  return told.some(({ actor, target, object }) => actor === who || target === who || object === who);
}

/** 2.2 */
export function againstInterest(account: Account, circumstances: Circumstances): boolean {
  const source = circumstances.sources.get(account.source);
  if (!source || source.speaksFor.length === 0) return false;
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
  return !source.speaksFor.some((who) => isNamed(who, circumstances.told));
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
  let first: string | null = null;
  for (const account of accounts) {
    if (!independent(account, circumstances)) continue;
    const { origin } = circumstances.sources.get(account.source)!;
    if (first !== null && origin !== first) return 3;
    first = origin;
  }
  return first === null ? 1 : 2;
}

/** Whether accounts of an event, of a level that may be known already, reach the bar. */
export function reaches(
  bar: Bar,
  accounts: readonly Account[],
  circumstances: Circumstances,
  worth: Level = level(accounts, circumstances),
): boolean {
  if (bar.level !== null) return worth >= bar.level;
  const { sources } = circumstances;
  return bar.meets({
    level: worth,
    independent: (kinds) =>
      originsOf(
        sources,
        kinds,
        accounts.filter((account) => independent(account, circumstances)),
      ),
  });
}

function originsOf(
  sources: ReadonlyMap<string, Source>,
  kinds: readonly string[],
  told: readonly { readonly source: string }[],
): number {
  const origins = new Set<string>();
  for (const { source: id } of told) {
    const source = sources.get(id);
    if (source && source.kind !== null && kinds.includes(source.kind)) origins.add(source.origin);
  }
  return origins.size;
}

/** 15.1, 2.1: whether values of a series reach the bar. */
export function reachedBy(bar: Bar, values: readonly Value[], sources: ReadonlyMap<string, Source>): boolean {
  const own = values.filter((value) => {
    const source = sources.get(value.source);
    if (!source || SECOND_HAND.has(source.kind ?? "")) return false;
    return !source.speaksFor.some((who) => value.arguments.includes(who));
  });
  const origins = new Set(own.map((value) => sources.get(value.source)!.origin));
  const worth = values.length === 0 ? 0 : origins.size > 1 ? 3 : origins.size === 1 ? 2 : 1;
  return bar.meets({ level: worth, independent: (kinds) => originsOf(sources, kinds, own) });
}

/** Whether an account was published as of then: what was not does for nothing (docs/semantics.md 1.3). `asOf` null or not given: whenever it was. */
export function isKnown({ published }: Pick<Account, "published">, asOf: Time | null | undefined): boolean {
  return !asOf || (published !== null && published.latest <= asOf.latest);
}

/** 1.3: and was not withdrawn. */
export function counts(account: Account, asOf: Time | undefined): boolean {
  return account.status !== "withdrawn" && isKnown(account, asOf);
}
