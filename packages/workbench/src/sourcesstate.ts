/** Who says what, without pixels: sources by leaning, each side's word against what is accepted, and the balance of them all. */
import type { Account, Because, Coverage, Source } from "@servanda/monitor";
import type { Desk } from "./desk.ts";
import { compare } from "./order.ts";
import { hasReasons } from "./patch.ts";

/**
 * How an event stands at the chosen standard. `unasked`: no norm asks about it; `untold`: whether one does has not come yet; `undated`: there is
 * no date on which it could stand.
 */
export type Standing = "accepted" | "contested" | "unsettled" | "denied" | "unasked" | "untold" | "undated";

export const STANDINGS: readonly Standing[] = [
  "accepted",
  "contested",
  "unsettled",
  "denied",
  "unasked",
  "untold",
  "undated",
];

export interface SourceLine {
  readonly source: Source;
  readonly says: number;
  readonly denies: number;
  /** Others that share its origin: copies count once. */
  readonly copies: readonly string[];
}

export interface Group {
  /** Whom its sources speak for, by id; null: for nobody who is told. */
  readonly side: string | null;
  readonly title: string;
  readonly lines: readonly SourceLine[];
  readonly balance: Balance;
}

export interface Balance {
  readonly sources: number;
  /** Copies of one origin counted once. */
  readonly origins: number;
  readonly says: number;
  readonly denies: number;
  readonly events: number;
  readonly standing: Tally;
}

export type Tally = { readonly [S in Standing]: number };

/** What one side says of itself or of another, or denies: by event. */
export interface Word {
  readonly side: string;
  /** Whose act it tells of; null: it names nobody. */
  readonly of: string | null;
  readonly stance: Account["stance"];
  readonly events: readonly {
    readonly event: string;
    readonly standing: Standing;
    readonly accounts: readonly string[];
  }[];
  readonly tally: Tally;
}

export interface SourcesState {
  readonly groups: readonly Group[];
  /** Groups that have a row of their own in the balance: sides, and leanings that are heard more than now and then. */
  readonly heard: readonly Group[];
  /** All other leanings as one; null where there is none. */
  readonly rest: { readonly leanings: number; readonly balance: Balance } | null;
  readonly words: readonly Word[];
  readonly whole: Balance;
  /** How each event on record stands. */
  readonly standing: ReadonlyMap<string, Standing>;
}

/** So many accounts of one leaning have a row of their own. */
const OFTEN = 5;

/** How every event on record stands, from the reasons of all findings. */
export function standingOf(desk: Desk): ReadonlyMap<string, Standing> {
  const found = new Map<string, Standing>();
  const visit = (step: Because): void => {
    const [event] = step.refs;
    if (step.kind === "event" && event !== undefined && !found.has(event)) found.set(event, standingNamed(step.value));
    for (const child of step.children) visit(child);
  };
  let isWhole = true;
  for (const finding of desk.result.findings) {
    if (hasReasons(finding)) visit(finding.because);
    else isWhole = false;
  }
  const rest = !desk.isDated ? "undated" : isWhole ? "unasked" : "untold";
  for (const event of desk.events.keys()) if (!found.has(event)) found.set(event, rest);
  return found;
}

function standingNamed(value: string): Standing {
  const [word = ""] = value.split(";");
  if (word === "decided") return "accepted";
  if (word === "contested") return "contested";
  return word === "denied only" ? "denied" : "unsettled";
}

export function sourcesOf(desk: Desk): SourcesState {
  const { record } = desk;
  const standing = standingOf(desk);
  const bySource = Map.groupBy(record.accounts, (a) => a.source);
  const byOrigin = Map.groupBy(record.sources, (s) => s.origin);
  const told = record.sources.filter((s) => bySource.has(s.id));
  const line = (source: Source): SourceLine => {
    const own = bySource.get(source.id) ?? [];
    return {
      source,
      says: own.filter((a) => a.stance === "asserts").length,
      denies: own.filter((a) => a.stance === "denies").length,
      copies: (byOrigin.get(source.origin) ?? []).map((s) => s.id).filter((id) => id !== source.id),
    };
  };
  const keyed = Map.groupBy(told, (source) => JSON.stringify([source.speaksFor[0] ?? null, headOf(source)]));
  const groups = [...keyed].map(([key, sources]): Group => {
    const [side, head] = JSON.parse(key) as [string | null, string];
    return {
      side,
      title: side === null ? head : `speaks for ${desk.name(side)}`,
      lines: sources
        .map(line)
        .sort((a, b) => compare(b.says + b.denies, a.says + a.denies) || compare(a.source.id, b.source.id)),
      balance: balanceOf(sources, bySource, standing),
    };
  });
  groups.sort(
    (a, b) =>
      compare(Number(a.side === null), Number(b.side === null)) ||
      compare(b.balance.says + b.balance.denies, a.balance.says + a.balance.denies) ||
      compare(a.title, b.title),
  );
  const isHeard = ({ side, balance }: Group): boolean => side !== null || balance.says + balance.denies >= OFTEN;
  const seldom = groups.filter((group) => !isHeard(group));
  const rest = seldom.flatMap(({ lines }) => lines.map(({ source }) => source));
  return {
    groups,
    heard: seldom.length > 1 ? groups.filter(isHeard) : groups,
    rest: seldom.length > 1 ? { leanings: seldom.length, balance: balanceOf(rest, bySource, standing) } : null,
    words: wordsOf(desk, standing),
    whole: balanceOf(told, bySource, standing),
    standing,
  };
}

/** The leaning of those who speak for nobody, without whom they quote; those who speak for a side make one group. */
function headOf(source: Source): string {
  if (source.speaksFor.length > 0) return "";
  const [head = ""] = (source.leaning ?? "").split(/ quoting | through |[,(]/u);
  return head.trim() === "" ? "leaning not told" : head.trim();
}

function balanceOf(
  sources: readonly Source[],
  bySource: ReadonlyMap<string, readonly Account[]>,
  standing: ReadonlyMap<string, Standing>,
): Balance {
  const accounts = sources.flatMap((s) => bySource.get(s.id) ?? []);
  const events = new Set(accounts.map((a) => a.event));
  return {
    sources: sources.length,
    origins: new Set(sources.map((s) => s.origin)).size,
    says: accounts.filter((a) => a.stance === "asserts").length,
    denies: accounts.filter((a) => a.stance === "denies").length,
    events: events.size,
    standing: tallyOf(events, standing),
  };
}

function tallyOf(events: Iterable<string>, standing: ReadonlyMap<string, Standing>): Tally {
  const tally = { accepted: 0, contested: 0, unsettled: 0, denied: 0, unasked: 0, untold: 0, undated: 0 };
  for (const event of events) tally[standing.get(event) ?? "unasked"] += 1;
  return tally;
}

/** Each side's own word: what sources that speak for it say and deny, by whose act it is. */
function wordsOf(desk: Desk, standing: ReadonlyMap<string, Standing>): Word[] {
  const { record } = desk;
  const said = record.accounts.flatMap((account) =>
    (desk.sources.get(account.source)?.speaksFor ?? []).map((side) => ({ side, account, of: actorOf(desk, account) })),
  );
  const keyed = Map.groupBy(said, ({ side, account, of }) => JSON.stringify([side, account.stance, of]));
  const words = [...keyed].map(([key, own]): Word => {
    const [side, stance, of] = JSON.parse(key) as [string, Account["stance"], string | null];
    const events = [...Map.groupBy(own, ({ account }) => account.event)].map(([event, these]) => ({
      event,
      standing: standing.get(event) ?? "unasked",
      accounts: these.map(({ account }) => account.id),
    }));
    return {
      side,
      of,
      stance,
      events,
      tally: tallyOf(
        events.map(({ event }) => event),
        standing,
      ),
    };
  });
  const weight = new Map<string, number>();
  for (const { side } of said) weight.set(side, (weight.get(side) ?? 0) + 1);
  return words.sort(
    (a, b) =>
      compare(weight.get(b.side) ?? 0, weight.get(a.side) ?? 0) ||
      compare(a.side, b.side) ||
      compare(a.stance, b.stance) ||
      compare(b.events.length, a.events.length) ||
      compare(a.of ?? "", b.of ?? ""),
  );
}

/** Whose act an account tells of: its own word, or, where it names nobody, the one whom all others name. */
function actorOf(desk: Desk, account: Account): string | null {
  if (account.actor !== null) return account.actor;
  const named = new Set((desk.events.get(account.event) ?? []).flatMap((a) => (a.actor === null ? [] : [a.actor])));
  const [only] = named;
  return named.size === 1 && only !== undefined ? only : null;
}

/** All of one source: what it tells, by date, and what it covers. */
export function tellingOf(
  desk: Desk,
  source: string,
): { readonly accounts: readonly Account[]; readonly coverage: readonly Coverage[] } {
  const accounts = desk.record.accounts.filter((a) => a.source === source);
  return {
    accounts: accounts.toSorted((a, b) => compare(a.when?.earliest ?? 0, b.when?.earliest ?? 0) || compare(a.id, b.id)),
    coverage: desk.record.coverage.filter((row) => row.source === source),
  };
}
