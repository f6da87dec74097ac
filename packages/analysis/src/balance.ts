/** What a case holds of each party, counted in the same way for all (docs/analysis.md 8). */
import type { Act, Model, Standard, Time } from "@servanda/language";
import {
  monitor,
  type Account,
  type Finding,
  type Footing,
  type Options,
  type Outcome,
  type Record,
  type Result,
} from "@servanda/monitor";
import { distinct } from "./evidence.ts";
import { sum } from "./figure.ts";

/** Kind of a group that is counted as one (8.1). */
export const SIDE = "side";

export type Word = Outcome | Exclude<Footing, "settled">;

/** Of what a holder's own readings of one norm find in more than one way (8.3). */
export const DIVIDED = "depends on its reading";

export interface Counted<K extends string> {
  readonly what: K;
  readonly count: number;
}

/** Of one side, or of one party that is of no side. */
export interface Row {
  /** The id of the side or party. */
  readonly id: string;
  /** Display names. */
  readonly names: readonly string[];
  /** Actors that are counted with it; of a party by itself, that one. Sorted. */
  readonly members: readonly string[];
  /** Norms that bind it by the text; and those that bind it by readings alone. Ids, sorted. */
  readonly norms: { readonly byText: readonly string[]; readonly byReading: readonly string[] };
  readonly readings: readonly string[];
  /** Accounts by sources that speak for it. */
  readonly accountsBy: { readonly asserting: number; readonly denying: number };
  /** Accounts that name it as who acts, or to whom or what it was done: by who tells. */
  readonly accountsAbout: {
    readonly total: number;
    readonly acting: number;
    readonly suffering: number;
    /** Of what two do with each other: told of both, whichever of them the row names first. Counted in neither of the two above. */
    readonly together: number;
    readonly byItself: number;
    readonly byOthers: number;
    readonly byNobodys: number;
    /** By what sources.csv says of the leaning of their sources, sorted; empty where it says nothing. */
    readonly byLeaning: readonly Counted<string>[];
  };
  /** Events of acts that their actors would have to admit, told as done to it. Null: no account gives deaths. */
  readonly harm: {
    readonly events: number;
    /** Of these, events that some account denies. A reply is prose, and counts as none. */
    readonly denied: number;
    /** Of these, events whose deaths some account gives. */
    readonly counted: number;
    /** Sums over these of the least and of the most that any account gives. */
    readonly deaths: { readonly least: number; readonly most: number } | null;
  };
  /** Findings by the text in which it owes, and in which it is owed, by outcome (or footing, where there is no one outcome). */
  readonly findings: readonly Counted<Word>[];
  readonly owed: readonly Counted<Word>[];
  /** The same under all that each holder of a side reads (8.3); by id of the holder. */
  readonly views: readonly Seen[];
}

/** What is counted of one row under one holder's readings; the text stands for the norms that it does not read. */
export interface Seen {
  /** The id of the holder. */
  readonly view: string;
  readonly findings: readonly Counted<Word | typeof DIVIDED>[];
  readonly owed: readonly Counted<Word | typeof DIVIDED>[];
}

/** A finding as it is counted: one, or the same one under several readings of a holder. */
interface Told<W extends string = Word | typeof DIVIDED> {
  readonly finding: Finding;
  readonly word: W;
}

export interface Balance {
  readonly at: Time;
  readonly asOf: Time | null;
  readonly standard: Standard;
  /** Sides first, then parties of no side; each by id. */
  readonly rows: readonly Row[];
}

export interface BalanceOptions extends Omit<Options, "norms"> {
  /** Only these sides or parties; default: all. */
  readonly rows?: ReadonlySet<string> | undefined;
  /** The findings on all norms with the same options, where they are worked out already. */
  readonly result?: Result | undefined;
}

/**
 * What the case holds of each side that it declares (`group NAME, a side`) and of each party of an agreement that is of none.
 * Browser-safe; counting is not judging.
 * @throws {RangeError} as `monitor` does, if there is no date to speak about.
 */
export function balanceOf(model: Model, record: Record, options: BalanceOptions = {}): Balance {
  const { at, asOf, standard, rows } = options;
  const result = options.result ?? monitor(model, record, { at, asOf, standard });
  const counting = record.accounts.filter((account) => counts(account, asOf, result.at));
  const all = sidesOf(model).filter((side) => rows?.has(side.id) ?? true);
  const seen = seenBy(model, result);
  return {
    at: result.at,
    asOf: result.asOf,
    standard: result.standard,
    rows: all.map((side) => rowOf(side, model, { ...record, accounts: counting }, result.findings, seen)),
  };
}

interface Side {
  readonly id: string;
  readonly names: readonly string[];
  readonly members: ReadonlySet<string>;
}

/** The ids that a balance has rows for: sides, then parties of no side. */
export function sidesOf(model: Model): readonly Side[] {
  const names = new Map(model.actors.map((actor) => [actor.id, actor.names]));
  const sides = model.actors
    .filter((actor) => actor.kind === SIDE)
    .map((actor) => ({ id: actor.id, names: actor.names, members: new Set(actor.members.map((m) => m.actor)) }));
  const taken = new Set(sides.flatMap((side) => [...side.members]));
  const parties = distinct(model.instruments.flatMap((each) => each.parties.map((party) => party.actor)));
  const alone = parties
    .filter((id) => !taken.has(id))
    .map((id) => ({ id, names: names.get(id) ?? [id], members: new Set([id]) }));
  return [...sides, ...alone];
}

/** Rules 1.3 and 1.4 of docs/semantics.md. */
function counts(account: Account, asOf: Time | undefined, at: Time): boolean {
  if (account.status === "withdrawn" || (account.when !== null && account.when.earliest > at.latest)) return false;
  return asOf === undefined || (account.published !== null && account.published.latest <= asOf.latest);
}

/** The findings under what each holder of a side reads; where the case declares no side, each party (8.3). */
function seenBy(model: Model, { views, findings }: Result): ReadonlyMap<string, readonly Told[]> {
  const all = sidesOf(model);
  const kinds = new Map(model.actors.map((actor) => [actor.id, actor.kind]));
  const declared = all.filter(({ id }) => kinds.get(id) === SIDE);
  const counted = new Set((declared.length > 0 ? declared : all).flatMap(({ members }) => [...members]));
  const holders = distinct(views.flatMap(({ holder }) => (holder !== null && counted.has(holder) ? [holder] : [])));
  return new Map(
    holders.map((holder) => {
      const own = new Set(views.filter((view) => view.holder === holder).map(({ id }) => id));
      const under = findings.filter((f) => own.has(f.view));
      const read = new Set(under.map((f) => f.norm));
      const text = findings.filter((f) => f.view === "text" && !read.has(f.norm));
      return [holder, [...text.map(toldOf), ...merged(under)]];
    }),
  );
}

/** Two readings of one holder say the same of whom only one of them names, and part where they differ on the same duty. */
function merged(findings: readonly Finding[]): Told[] {
  const same = Map.groupBy(findings, ({ norm, bearer, counterparty, trigger, bindings }) =>
    JSON.stringify([norm, bearer, counterparty, trigger?.by, trigger?.id, bindings]),
  );
  return [...same.values()].map((all): Told => {
    const words = new Set(all.map((finding) => wordOf(finding)));
    return words.size === 1 ? toldOf(all[0]!) : { finding: all[0]!, word: DIVIDED };
  });
}

function rowOf(
  { id, names, members }: Side,
  model: Model,
  record: Record,
  findings: readonly Finding[],
  seen: ReadonlyMap<string, readonly Told[]>,
): Row {
  const is = (actor: string | null): boolean => actor !== null && members.has(actor);
  const binds = (finding: Finding): boolean => finding.bearer.split(/[+,]/u).some((bearer) => is(bearer));
  const byText = distinct(findings.filter((f) => f.view === "text" && binds(f)).map((f) => f.norm));
  const byReading = distinct(findings.filter((f) => f.view !== "text" && binds(f)).map((f) => f.norm));
  const speaksFor = new Map(record.sources.map((source) => [source.id, source.speaksFor]));
  const leaning = new Map(record.sources.map((source) => [source.id, source.leaning ?? ""]));
  const own = (account: Account): boolean => (speaksFor.get(account.source) ?? []).some((who) => is(who));
  const by = record.accounts.filter((account) => own(account));
  const partner = partnerOf(model);
  const acting = record.accounts.filter((account) => is(account.actor) && partner(account) === null);
  const suffering = record.accounts.filter((account) => {
    const beside = partner(account);
    return (is(account.target) && beside !== account.target) || (is(account.object) && beside !== account.object);
  });
  const together = record.accounts.filter((account) => {
    const beside = partner(account);
    return beside !== null && (is(account.actor) || is(beside));
  });
  const about = record.accounts.filter((account) =>
    [account.actor, account.target, account.object].some((who) => is(who)),
  );
  const tallied = <W extends string>(told: readonly Told<W>[]) => ({
    findings: tally(told.filter(({ finding }) => binds(finding)).map(({ word }) => word)),
    owed: tally(told.filter(({ finding }) => is(finding.counterparty)).map(({ word }) => word)),
  });
  const others = about.filter((account) => !own(account) && (speaksFor.get(account.source) ?? []).length > 0);
  return {
    id,
    names,
    members: [...members].sort(),
    norms: { byText, byReading: byReading.filter((norm) => !byText.includes(norm)) },
    readings: distinct(model.readings.filter((r) => r.holders.some((holder) => is(holder))).map((r) => r.id)),
    accountsBy: {
      asserting: by.filter((account) => account.stance === "asserts").length,
      denying: by.filter((account) => account.stance === "denies").length,
    },
    accountsAbout: {
      total: about.length,
      acting: acting.length,
      suffering: suffering.length,
      together: together.length,
      byItself: about.filter((account) => own(account)).length,
      byOthers: others.length,
      byNobodys: about.filter((account) => (speaksFor.get(account.source) ?? []).length === 0).length,
      byLeaning: tally(about.map((account) => leaning.get(account.source) ?? "")),
    },
    harm: harmTo(is, model, record),
    ...tallied(findings.filter((f) => f.view === "text").map(toldOf)),
    views: [...seen].map(([view, under]) => ({ view, ...tallied(under) })),
  };
}

/** With whom an account has its actor do something, by the word `with` of the act (8.1). Null: with nobody. */
function partnerOf(model: Model): (account: Account) => string | null {
  const columns = new Map(
    model.acts.flatMap(({ id, roles }) => {
      const role = roles.find(({ preposition }) => preposition === "with");
      return role === undefined ? [] : [[id, role.column]];
    }),
  );
  return ({ kind, actor, target, object }) => {
    const column = kind === null || actor === null ? undefined : columns.get(kind);
    if (column === "target") return target;
    return column === "object" ? object : null;
  };
}

function harmTo(is: (actor: string | null) => boolean, model: Model, record: Record): Row["harm"] {
  const acts: ReadonlyMap<string, Act> = new Map(model.acts.map((act) => [act.id, act]));
  const harmful = (account: Account): boolean =>
    account.kind !== null &&
    acts.get(account.kind)?.admittedBy === "actor" &&
    (is(account.target) || is(account.object));
  const told = Map.groupBy(record.accounts, (account) => account.event);
  const events = [...told.values()].filter((accounts) => accounts.some((a) => a.stance === "asserts" && harmful(a)));
  const deaths = events.flatMap((accounts) => {
    const given = accounts.flatMap((a) => (a.stance === "asserts" && a.deaths !== null ? [a.deaths] : []));
    const all = given.flatMap(({ low, best, high }) => [low, best, high].filter((n) => n !== null));
    return all.length === 0 ? [] : [{ least: Math.min(...all), most: Math.max(...all) }];
  });
  return {
    events: events.length,
    denied: events.filter((accounts) => accounts.some((a) => a.stance === "denies")).length,
    counted: deaths.length,
    deaths:
      deaths.length === 0
        ? null
        : { least: sum(deaths.map((each) => each.least)), most: sum(deaths.map((each) => each.most)) },
  };
}

function toldOf(finding: Finding): Told<Word> {
  return { finding, word: wordOf(finding) };
}

function wordOf(finding: Finding): Word {
  if (finding.outcome !== null) return finding.outcome;
  return finding.footing === "settled" ? "unknown" : finding.footing;
}

/** How often each is there, sorted by what it is. */
function tally<K extends string>(list: readonly K[]): Counted<K>[] {
  return [...Map.groupBy(list, (each) => each)]
    .map(([what, all]) => ({ what, count: all.length }))
    .sort((a, b) => (a.what < b.what ? -1 : 1));
}
