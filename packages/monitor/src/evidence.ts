/**
 * From accounts to what a history may choose for each event: versions, denials, options
 * (docs/semantics.md 1, 3, 4.3).
 */
import { DISTANT_FUTURE, type Act, type Column, type Model, type Time } from "@servanda/language";
import type { Instant } from "@servanda/language";
import { push } from "./grouping.ts";
import { gaps, union, type Interval } from "./interval.ts";
import {
  blot,
  cliques,
  COLUMNS,
  type Distant,
  distinct,
  narrower,
  type Option,
  optionOf,
  sayings,
  VERSIONS,
} from "./option.ts";
import { OTHER, Places } from "./place.ts";
import { type Account, type Coverage, type Record, type Source, type Value, UNSAID } from "./record.ts";
import { type Bar, counts, isKnown, level, reaches, type Circumstances, type Level } from "./support.ts";
import { Blanks } from "./unsaid.ts";

/** An event as one norm under one view sees it: what it may be in a history. */
export interface Event {
  readonly id: string;
  /** Null stands for absent. More than one: open. */
  readonly options: readonly (Option | null)[];
  readonly contested: boolean;
  /** Counting accounts, by id. */
  readonly accounts: readonly Account[];
  /** False where it has more versions than are told apart: what rests on it is approximate (9.5). */
  readonly whole: boolean;
  /** Level of the assertions together, and of what denies the event. */
  readonly support: Level;
  readonly against: Level;
  /** Rows whose source is silent on it (4.3). */
  readonly silent: readonly Coverage[];
}

/** Gives what is the same as before back as the same object. */
export interface SeenBefore {
  readonly event: (key: string, event: Event) => Event;
  readonly list: (key: string, events: readonly Event[]) => readonly Event[];
}

/** Which columns a norm reads, by act (1.5). */
export type ColumnsRead = ReadonlyMap<string, ReadonlySet<Column>>;

/** Every set of columns, by its bits. */
const COLUMN_SETS = Array.from({ length: 1 << COLUMNS.length }, (_, bits) => {
  const columns = COLUMNS.filter((_column, place) => (bits & (1 << place)) !== 0);
  return { bits, name: columns.join(), set: new Set(columns) };
});

/** A set of columns, each a bit. */
export function bitsOf(columns: ReadonlySet<Column>): number {
  let bits = 0;
  for (let place = 0; place < COLUMNS.length; place++) if (columns.has(COLUMNS[place]!)) bits |= 1 << place;
  return bits;
}

/** Instants at which silence denies, and what says so: a row, or an accepted denial. */
export interface Piece extends Interval {
  readonly row: Coverage | null;
  readonly denial: Account | null;
}

interface Version {
  readonly accounts: readonly Account[];
  readonly option: Option;
  /** Each column read that it fills, with whether it reaches the standard there (3.3). */
  readonly reached: ReadonlyMap<Column | "kind" | "when", boolean>;
}

/** Counting accounts of an event, by id; and what is seen of it, by the columns that are read. */
interface Told {
  readonly id: string;
  accounts: Account[];
  readonly seen: (Event | null | undefined)[];
}

export class Evidence {
  readonly places: Places;
  readonly acts: ReadonlyMap<string, Act>;
  readonly sources: ReadonlyMap<string, Source>;
  readonly coverage: readonly Coverage[];
  readonly undated: number;
  /** Counting accounts by id, once somebody asks. */
  private byId: Map<string, Account> | null = null;
  private readonly told = new Map<string, Told>();
  private readonly lists = new Map<string, readonly Event[]>();
  readonly bar: Bar;
  private readonly bySeries = new Map<string, Value[]>();
  private readonly horizon: Instant;
  /** Event ids by act, so that a norm looks only at what can concern it. */
  private readonly byAct = new Map<string, string[]>();
  private readonly denied = new Map<string, readonly string[]>();
  /** What leaves something blank (4.5). */
  readonly blanks: Blanks = new Blanks({
    idsOf: (act) => this.byAct.get(act) ?? [],
    accountsOf: (event) => this.accountsOf(event),
    event: (event, read) => this.event(event, read),
  });

  private readonly silences = new Map<ColumnsRead, string>();
  private readonly seenBefore: SeenBefore | null;

  /** `seenBefore`: what was made of events on other terms, where that is kept. */
  constructor(model: Model, record: Record, bar: Bar, asOf: Time | undefined, seenBefore: SeenBefore | null = null) {
    this.seenBefore = seenBefore;
    this.places = new Places(model.zones, record.shapes);
    this.acts = new Map(model.acts.map((act) => [act.id, act]));
    this.sources = new Map(record.sources.map((source) => [source.id, source]));
    this.coverage = record.coverage.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
    this.bar = bar;
    this.horizon = asOf?.latest ?? DISTANT_FUTURE;
    this.undated = asOf ? record.accounts.filter((account) => account.published === null).length : 0;
    const all: Told[] = [];
    for (const account of record.accounts) {
      if (!counts(account, asOf)) continue;
      // Mostly the accounts of an event follow each other.
      const told = all.at(-1)?.id === account.event ? all.at(-1) : this.told.get(account.event);
      // A list that grows by one takes room for sixteen: most have one or two, and there are many.
      if (told?.accounts.length === 1) told.accounts = [told.accounts[0]!, account];
      else if (told) told.accounts.push(account);
      else {
        const made: Told = {
          id: account.event,
          accounts: [account],
          seen: [undefined, undefined, undefined, undefined],
        };
        this.told.set(account.event, made);
        all.push(made);
      }
    }
    for (const { id, accounts } of all) {
      // Mostly they come in that order, and to sort each few anew costs more than all else here.
      const sorted = accounts.every((account, i) => i === 0 || accounts[i - 1]!.id <= account.id);
      if (!sorted) accounts.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
      for (let i = 0; i < accounts.length; i++) {
        const { kind } = accounts[i]!;
        if (kind === null) continue;
        let before = 0;
        while (accounts[before]!.kind !== kind) before++;
        if (before === i) push(this.byAct, kind, id);
      }
    }
    for (const value of record.values ?? []) {
      if (!isKnown(value, asOf)) continue;
      push(this.bySeries, value.series, value);
    }
    for (const values of this.bySeries.values()) values.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  }

  /** Values of a series that count, by id (15.1). */
  values(series: string): readonly Value[] {
    return this.bySeries.get(series) ?? [];
  }

  /** A counting account by its id. */
  account(id: string): Account | undefined {
    if (!this.byId) {
      this.byId = new Map();
      for (const { accounts } of this.told.values()) for (const account of accounts) this.byId.set(account.id, account);
    }
    return this.byId.get(id);
  }

  /** Every counting account of an event. */
  accountsOf(event: string): readonly Account[] {
    return this.told.get(event)?.accounts ?? [];
  }

  circumstances(event: string): Circumstances {
    return { acts: this.acts, sources: this.sources, told: this.accountsOf(event) };
  }

  /** The dated events that some account says are of one of these acts, as this norm sees them. */
  events(read: ColumnsRead): readonly Event[] {
    const asked = [...read].map(([act, columns]) => `${act} ${[...columns].toSorted().join()}`).toSorted();
    const key = asked.join("; ");
    let events = this.lists.get(key);
    if (!events) {
      events = this.allOf(read);
      this.lists.set(key, (events = this.seenBefore?.list(key, events) ?? events));
    }
    return events;
  }

  /** On what silence rests where acts of these are asked about (4.2): where that is the same, it denies the same. */
  silenceOn(read: ColumnsRead): string {
    let said = this.silences.get(read);
    if (said === undefined) this.silences.set(read, (said = this.silenceTold(read)));
    return said;
  }

  private silenceTold(read: ColumnsRead): string {
    const rows = this.coverage.filter(({ kinds }) => kinds.some((kind) => kind === "*" || read.has(kind)));
    const denials = [...read.keys()].flatMap((act) =>
      this.deniedOnly(act).map((id) => {
        const told = this.accountsOf(id);
        const circumstances = this.circumstances(id);
        // No part of the accounts carries further than all of them, nor less far than each.
        const isAbove = told.every((account) => reaches(this.bar, [account], circumstances));
        const isBelow = !reaches(this.bar, told, circumstances);
        const counted = isAbove ? "all" : isBelow ? "none" : this.bar.standard;
        return [id, counted, told.map((account) => account.id)];
      }),
    );
    const isAsked = rows.length > 0 || denials.length > 0;
    const blank = [...(isAsked ? read : [])].flatMap(([act, columns]) => this.blanks.of(act, bitsOf(columns), read));
    const told = [...new Set(blank.map(({ event }) => event))].map((id) => {
      const { options, contested, accounts, support, against, silent } = this.event(id, read)!;
      return [id, options, contested, support, against, accounts.map((a) => a.id), silent.map((row) => row.id)];
    });
    return JSON.stringify([rows.map((row) => row.id), rows.length === 0 ? 0 : this.horizon, denials, told]);
  }

  private allOf(read: ColumnsRead): Event[] {
    const ids = new Set<string>();
    for (const act of read.keys()) for (const id of this.byAct.get(act) ?? []) ids.add(id);
    const out: Event[] = [];
    for (const id of [...ids].toSorted()) {
      const event = this.event(id, read);
      if (event) out.push(event);
    }
    return out;
  }

  /** One event as a norm sees it; null: it is not used. */
  event(id: string, read: ColumnsRead): Event | null {
    const told = this.accountsOf(id);
    // Norms that ask the same of an event share what they see of it.
    let columns = COLUMN_SETS[0]!;
    let kind: string | null = null;
    for (const account of told) {
      if (account.kind === null || account.kind === kind) continue;
      kind = account.kind;
      const asked = read.get(kind);
      if (asked) columns = COLUMN_SETS[columns.bits | bitsOf(asked)]!;
    }
    return this.eventBy(id, columns.bits);
  }

  /** The same, by the columns that are read of it. */
  eventBy(id: string, bits: number): Event | null {
    const { accounts, seen } = this.told.get(id)!;
    let event = seen[bits];
    if (event === undefined) {
      const { set, name } = COLUMN_SETS[bits]!;
      event = this.see(id, accounts, set);
      if (event && this.seenBefore) event = this.seenBefore.event(`${name} ${id}`, event);
      seen[bits] = event;
    }
    return event;
  }

  private see(id: string, told: readonly Account[], columns: ReadonlySet<Column>): Event | null {
    if (told.every((a) => a.when === null)) return null;
    const circumstances = { acts: this.acts, sources: this.sources, told };
    if (told.length === 2 && this.bar.level === 1) {
      const event = this.seeTwo(id, told, columns, circumstances);
      if (event) return event;
    }
    const assertions = told.filter((a) => a.stance === "asserts");
    if (told.length === 1 && assertions.length === 1) {
      // One account that nothing contradicts: there is nothing to choose.
      const support = level(told, circumstances);
      const option = this.merge(told, columns);
      if (reaches(this.bar, told, circumstances, support) && this.silentCoverage([option], circumstances).length === 0)
        return {
          id,
          options: [option],
          contested: false,
          accounts: told,
          support,
          against: 0,
          silent: [],
          whole: true,
        };
    }
    const { versions, whole } = this.versions(assertions, columns, circumstances);
    if (versions.length === 0) return null;
    return { ...this.choose(id, told, versions, columns, circumstances), whole };
  }

  /**
   * The same of two accounts, each enough by itself, where one denies what the other says altogether, or both assert it: the commonest ways in which an event
   * is open, at little cost. Null: the two are otherwise, or somebody is silent on the event.
   */
  private seeTwo(
    id: string,
    told: readonly Account[],
    columns: ReadonlySet<Column>,
    circumstances: Circumstances,
  ): Event | null {
    const [a, b] = [told[0]!, told[1]!];
    const against = a.stance === "denies" ? a : b.stance === "denies" ? b : null;
    const assertions = against === null ? told : [against === a ? b : a];
    if (against !== null && (assertions[0]!.stance === "denies" || !isOfEvent(against))) return null;
    const isOne = against === null && this.compatible(a, b, columns);
    const options = isOne ? [this.merge(told, columns)] : assertions.map((account) => this.merge([account], columns));
    if (this.silentCoverage(options, circumstances).length > 0) return null;
    return {
      id,
      options: against === null ? distinct(options) : [options[0]!, null],
      contested: !isOne,
      accounts: told,
      support: level(assertions, circumstances),
      against: against === null ? 0 : level([against], circumstances),
      silent: [],
      whole: true,
    };
  }

  /** 3.2, 3.3 */
  private versions(
    assertions: readonly Account[],
    columns: ReadonlySet<Column>,
    c: Circumstances,
  ): { readonly versions: readonly Version[]; readonly whole: boolean } {
    const versions: Version[] = [];
    if (assertions.length === 1) {
      const option = this.merge(assertions, columns);
      const reached = new Map<Column | "kind" | "when", boolean>();
      const own = reaches(this.bar, assertions, c);
      for (const column of ["kind", "when", ...columns] as const) {
        if (assertions[0]![column] !== null) reached.set(column, own);
      }
      return { versions: [{ accounts: assertions, option, reached }], whole: true };
    }
    const [one, other] = assertions;
    if (assertions.length === 2 && !this.compatible(one!, other!, columns)) {
      // The two contradict each other: there is nothing to put together.
      const found = assertions.map((account) => this.versions([account], columns, c).versions[0]!);
      return { versions: found, whole: true };
    }
    // Accounts that say the same stand together: what differs is few, however many tell of it.
    const alike = new Map<string, Account[]>();
    for (const account of assertions) push(alike, sayings(account, columns), account);
    const leading = [...alike.values()].map((list) => list[0]!);
    const found = cliques(leading, (a, b) => this.compatible(a, b, columns));
    for (const clique of found.slice(0, VERSIONS)) {
      const accounts = clique.flatMap((a) => alike.get(sayings(a, columns))!);
      const option = this.merge(accounts, columns);
      const reached = new Map<Column | "kind" | "when", boolean>();
      for (const column of ["kind", "when", ...columns] as const) {
        const filling = accounts.filter((a) => a[column] !== null);
        if (filling.length > 0) reached.set(column, reaches(this.bar, filling, c));
      }
      versions.push({ accounts, option, reached });
    }
    return { versions, whole: found.length <= VERSIONS };
  }

  /** 3.1 */
  private compatible(a: Account, b: Account, columns: ReadonlySet<Column>): boolean {
    if (a.kind !== null && b.kind !== null && a.kind !== b.kind) return false;
    if (a.when && b.when && (a.when.latest < b.when.earliest || b.when.latest < a.when.earliest)) return false;
    for (const column of columns) if (!this.agree(column, a[column], b[column])) return false;
    return true;
  }

  private agree(column: Column, a: string | null, b: string | null): boolean {
    if (a === null || b === null || a === b) return true;
    return column === "place" && this.places.compatible(a, b);
  }

  private merge(accounts: readonly Account[], columns: ReadonlySet<Column>): Option {
    const [only] = accounts;
    if (accounts.length === 1 && !(only!.located && columns.has("place"))) return optionOf(only!, columns);
    let from = -Infinity;
    let to = Infinity;
    const orders = new Set<number>();
    let kind: string | null = null;
    const inside = new Set<string>();
    const perhaps = new Set<string>();
    let located = false;
    const distances = new Map<string, Distant>();
    const fields: { [column in Column]: string | null } = { actor: null, target: null, object: null, place: null };
    for (const account of accounts) {
      kind ??= account.kind;
      if (account.when) {
        from = Math.max(from, account.when.earliest);
        to = Math.min(to, account.when.latest);
      }
      if (account.order !== null) orders.add(account.order);
      for (const column of columns) {
        const value = account[column];
        if (value === null) continue;
        const known = fields[column];
        if (known === null || (column === "place" && this.places.within(value, known))) fields[column] = value;
      }
      if (account.located && columns.has("place")) {
        located = true;
        for (const zone of account.inside) inside.add(zone);
        for (const zone of account.perhapsInside) perhaps.add(zone);
        for (const far of account.distances ?? []) distances.set(far.zone, narrower(distances.get(far.zone), far));
      }
    }
    return {
      kind: kind ?? OTHER,
      ...fields,
      located,
      inside: [...inside].toSorted(),
      perhapsInside: [...perhaps].filter((zone) => !inside.has(zone)).toSorted(),
      ...(distances.size > 0 ? { distances: [...distances.values()] } : {}),
      order: orders.size === 1 ? [...orders][0]! : null,
      from: from === -Infinity ? Infinity : from,
      to,
      accounts: accounts.map((a) => a.id).toSorted(),
    };
  }

  /** 3.4 to 3.7 */
  private choose(
    id: string,
    told: readonly Account[],
    versions: readonly Version[],
    columns: ReadonlySet<Column>,
    c: Circumstances,
  ): Omit<Event, "whole"> {
    const { bar } = this;
    const denials = told.filter((a) => a.stance === "denies");
    const assertions = told.filter((a) => a.stance === "asserts");
    const ofEvent = (d: Account): boolean => COLUMNS.every((column) => d[column] === null);
    const rows = this.silentCoverage(
      versions.map((v) => v.option),
      c,
    );
    const silent = rows.map(stillness);

    const support = level(assertions, c);
    const hits = versions.map((v) => denials.filter((d) => this.hits(d, v, columns)));
    const common = denials.filter((d) => ofEvent(d) && hits.every((h) => h.includes(d)));
    const against = level([...common, ...silent], c);
    const accepted = reaches(bar, assertions, c, support);
    const refused = reaches(bar, [...common, ...silent], c, against);

    const options: (Option | null)[] = [];
    let contested = accepted && refused;
    if (refused && !accepted) {
      options.push(null);
    } else {
      let kept = versions.map((v, i) => ({ v, hit: hits[i]! })).filter(({ v }) => !this.setAside(v, versions, columns));
      if (kept.length === 0) kept = versions.map((v, i) => ({ v, hit: hits[i]! }));
      const isAccepted = (v: Version): boolean => [...v.reached.values()].every(Boolean);
      for (const { v, hit } of kept) {
        const acceptedVersion = isAccepted(v);
        const denied = reaches(bar, [...hit, ...silent], c);
        if (!denied || acceptedVersion) options.push(v.option);
        if (denied) {
          if (acceptedVersion) contested = true;
          if (silent.length > 0 || hit.some(ofEvent)) options.push(null);
          else options.push(blot(v.option, (column) => columns.has(column) && hit.some((d) => d[column] !== null)));
        } else if (!acceptedVersion && accepted) {
          const isDoubted = (column: Column | "kind" | "when"): boolean => v.reached.get(column) === false;
          options.push(isDoubted("kind") || isDoubted("when") ? null : blot(v.option, isDoubted));
        }
      }
      if (!accepted || refused) options.push(null);
      const solid = kept.filter(({ v }) => isAccepted(v)).map(({ v }) => v);
      if (solid.some((v) => solid.some((w) => v !== w))) contested = true;
    }
    return { id, options: distinct(options), contested, accounts: told, support, against, silent: rows };
  }

  /** 4.2: with `as-of`, no row reaches past it. */
  lastSecond(row: Coverage): Instant {
    return Math.min(row.until - 1, this.horizon);
  }

  /** 3.5 */
  private hits(denial: Account, { accounts, option }: Version, columns: ReadonlySet<Column>): boolean {
    if (denial.kind !== null && denial.kind !== option.kind) return false;
    if (denial.when && (option.from < denial.when.earliest || option.to > denial.when.latest)) return false;
    let fills = false;
    let asked = false;
    for (const column of COLUMNS) {
      const said = denial[column];
      if (said === null) continue;
      fills = true;
      if (columns.has(column)) asked = true;
      // What is not read does not divide versions: each account of one may say something else.
      const told = columns.has(column) ? [option[column]] : accounts.map((a) => a[column]).filter((v) => v !== null);
      const denied = (value: string | null): boolean =>
        value !== null && (column === "place" ? this.places.within(value, said) : value === said);
      if (told.length === 0 || !told.every(denied)) return false;
    }
    return asked || !fills;
  }

  /** 3.4 */
  private setAside(v: Version, versions: readonly Version[], columns: ReadonlySet<Column>): boolean {
    return versions.some((w) => {
      if (w === v) return false;
      for (const column of ["kind", "when", ...columns] as const) {
        if (v.reached.get(column) !== false || w.reached.get(column) !== true) continue;
        if (column === "kind" && v.option.kind !== w.option.kind) return true;
        if (column === "when" && (v.option.to < w.option.from || w.option.to < v.option.from)) return true;
        if (column !== "kind" && column !== "when" && !this.agree(column, v.option[column], w.option[column]))
          return true;
      }
      return false;
    });
  }

  /** 4.3: rows whose source would have told, one a source. */
  private silentCoverage(options: readonly Option[], c: Circumstances): Coverage[] {
    const out: Coverage[] = [];
    for (const row of this.coverage) {
      if (c.told.some((a) => a.source === row.source) || out.some((other) => other.source === row.source)) continue;
      const speaks = options.every((option) => {
        if (!row.kinds.includes("*") && !row.kinds.includes(option.kind)) return false;
        if (option.from < row.from || option.to > this.lastSecond(row)) return false;
        return row.place === null || this.liesAt(row.place, option, c.told);
      });
      if (speaks) out.push(row);
    }
    return out;
  }

  /** 4.3: whether a version lies at a place, by all that its accounts give: what happened somewhere happened there, whether or not a norm asks where. */
  private liesAt(zone: string, { place, object, accounts }: Option, told: readonly Account[]): boolean {
    if (this.at(place, zone) || this.at(object, zone)) return true;
    if (place !== null && object !== null) return false;
    const own = told.filter((a) => accounts.includes(a.id));
    const places = own.flatMap((a) => a.place ?? []);
    const objects = own.flatMap((a) => a.object ?? []);
    // Where accounts differ on what is not asked about, nobody knows where it was unless one place lies within all the others.
    const narrowest = places.find((p) => places.every((q) => p === q || this.places.within(p, q)));
    return (
      this.at(narrowest ?? null, zone) || (objects.every((o) => o === objects[0]) && this.at(objects[0] ?? null, zone))
    );
  }

  private at(value: string | null, zone: string): boolean {
    return value !== null && value !== OTHER && this.places.within(value, zone);
  }

  /** Events that somebody denies and nobody asserts, by id. */
  private deniedOnly(act: string): readonly string[] {
    let ids = this.denied.get(act);
    if (!ids) {
      const all = [...(this.byAct.get(act) ?? [])];
      ids = all.filter((id) => this.accountsOf(id).every((a) => a.stance === "denies")).toSorted();
      this.denied.set(act, ids);
    }
    return ids;
  }

  /**
   * 4.2: the instants at which silence denies an event of the act that would lie in all of the places and be on the object (null: not named), but for
   * what was told and left open (4.5). `general` tells whether an accepted denial is at least as general as the pattern.
   */
  covered(
    act: string,
    places: readonly string[],
    object: string | null,
    general: (denial: Account) => boolean,
  ): readonly Piece[] {
    const pieces: Piece[] = [];
    for (const row of this.coverage) {
      if (!row.kinds.includes("*") && !row.kinds.includes(act)) continue;
      const { place } = row;
      if (place !== null && !places.some((p) => this.at(p, place)) && !this.at(object, place)) continue;
      const to = this.lastSecond(row);
      if (to >= row.from) pieces.push({ from: row.from, to, row, denial: null });
    }
    for (const id of this.deniedOnly(act)) {
      const told = this.accountsOf(id);
      const spanning = told.filter((a) => a.kind === act && a.when !== null && general(a));
      if (!reaches(this.bar, spanning, this.circumstances(id))) continue;
      for (const denial of spanning)
        pieces.push({ from: denial.when!.earliest, to: denial.when!.latest, row: null, denial });
    }
    return pieces;
  }

  /** The instants at which rows that speak of no place cover an act for whatever names these columns, each a bit, whoever is meant. */
  surelyCovered(act: string, bits: number): readonly Interval[] {
    const all = union(this.covered(act, [], null, () => false));
    if (all.length === 0) return all;
    const blank = union(this.blanks.times(act, bits));
    return blank.length === 0 ? all : all.flatMap((piece) => gaps(piece, blank));
  }
}

/** Whether a denial is of all that is said of an event, whatever that is. */
function isOfEvent(denial: Account): boolean {
  const { kind, when, actor, target, object, place } = denial;
  return [kind, when, actor, target, object, place].every((field) => field === null);
}

/** A row's source as a denial of the event, at its own level. */
function stillness(row: Coverage): Account {
  return {
    ...UNSAID,
    id: `coverage ${row.id}`,
    event: "",
    source: row.source,
    stance: "denies",
    status: "verified",
    handling: row.handling,
    grade: "report",
    at: row.at,
  };
}
