/**
 * The record as columns of typed arrays with posting lists. A row is a *settled* event: all its counting accounts assert it and agree on
 * kind, actor, target, object and order, with one exact second; together they reach the standard; no source that would have told of it is silent; and
 * no other event of its second leaves the order of the two open. In every history a settled event is what its row says (docs/semantics.md 3.7).
 * All other events stand beside the columns, with their accounts. Places are not in the columns: plans do not read them.
 */
import { DISTANT_FUTURE, type Instant, type Model, type Time } from "@servanda/language";
import type { Account, Coverage, Record } from "./record.ts";
import { type Bar, counts, reaches } from "./support.ts";

/** Words as numbers, from 0. */
export class Codes {
  readonly words: string[] = [];
  private readonly codes = new Map<string, number>();
  /** What was asked for last, and before that: a norm names the same more than once. */
  private asked: string | null = null;
  private answer = -1;
  private askedBefore: string | null = null;
  private answerBefore = -1;

  code(word: string): number {
    let code = this.codes.get(word);
    if (code === undefined) {
      this.asked = this.askedBefore = null;
      code = this.words.length;
      this.words.push(word);
      this.codes.set(word, code);
    }
    return code;
  }

  /** -1: never met. */
  find(word: string): number {
    if (word === this.asked) return this.answer;
    const found = word === this.askedBefore ? this.answerBefore : (this.codes.get(word) ?? -1);
    this.askedBefore = this.asked;
    this.answerBefore = this.answer;
    this.asked = word;
    return (this.answer = found);
  }

  get size(): number {
    return this.words.length;
  }
}

/** What one account says, as codes; -1 where it says nothing. */
export interface Saying {
  readonly event: number;
  readonly source: number;
  readonly denies: boolean;
  readonly kind: number;
  readonly actor: number;
  readonly target: number;
  readonly object: number;
  /** Bounds of its time; NaN, both: it gives none. */
  readonly from: number;
  readonly to: number;
  /** NaN: none. */
  readonly order: number;
}

/** Columns whose length doubles as they fill. */
class Growing {
  length = 0;
  event: Int32Array<ArrayBuffer> = new Int32Array(0);
  source: Int32Array<ArrayBuffer> = new Int32Array(0);
  next: Int32Array<ArrayBuffer> = new Int32Array(0);
  kind: Int16Array<ArrayBuffer> = new Int16Array(0);
  actor: Int32Array<ArrayBuffer> = new Int32Array(0);
  target: Int32Array<ArrayBuffer> = new Int32Array(0);
  object: Int32Array<ArrayBuffer> = new Int32Array(0);
  when: Float64Array<ArrayBuffer> = new Float64Array(0);
  order: Float64Array<ArrayBuffer> = new Float64Array(0);
  /** Of an event: its first account; whether it is not settled, so far as its accounts tell. */
  first: Int32Array<ArrayBuffer> = new Int32Array(0);
  last: Int32Array<ArrayBuffer> = new Int32Array(0);
  open: Uint8Array<ArrayBuffer> = new Uint8Array(0);

  /** Room for so many more accounts and events. */
  room(more: number): void {
    const needed = this.length + more;
    if (needed <= this.source.length) return;
    const size = Math.max(1024, needed, this.source.length * 2);
    this.event = larger(this.event, new Int32Array(size));
    this.source = larger(this.source, new Int32Array(size));
    this.next = larger(this.next, new Int32Array(size));
    this.kind = larger(this.kind, new Int16Array(size));
    this.actor = larger(this.actor, new Int32Array(size));
    this.target = larger(this.target, new Int32Array(size));
    this.object = larger(this.object, new Int32Array(size));
    this.when = larger(this.when, new Float64Array(size));
    this.order = larger(this.order, new Float64Array(size));
    this.first = larger(this.first, new Int32Array(size));
    this.last = larger(this.last, new Int32Array(size));
    this.open = larger(this.open, new Uint8Array(size));
  }
}

/**
 * Takes accounts in, in any order, and makes the columns of them. Only accounts that count are to be given (1.3).
 */
export class ColumnsBuilder {
  readonly acts: Codes = new Codes();
  readonly things: Codes = new Codes();
  readonly sources: Codes = new Codes();
  private readonly rows = new Growing();
  private events = 0;

  constructor(model: Model) {
    // What the case speaks of has a number, whether or not an account names it.
    for (const { id } of model.actors) this.things.code(id);
    for (const { id } of model.zones) this.things.code(id);
  }

  /** Makes room for so many more accounts. */
  expect(accounts: number): void {
    this.rows.room(accounts);
  }

  /** Whether a source has told of an event. */
  tells(event: number, source: number): boolean {
    const { rows } = this;
    for (let at = rows.first[event]!; at >= 0; at = rows.next[at]!) if (rows.source[at] === source) return true;
    return false;
  }

  /** `event` numbers count up from 0 as events are first met. */
  add(said: Saying): void {
    const { rows } = this;
    if (rows.length === rows.source.length) rows.room(1);
    const { event } = said;
    const account = rows.length++;
    rows.source[account] = said.source;
    rows.next[account] = -1;
    rows.event[account] = event;
    if (event === this.events) {
      this.events++;
      rows.first[event] = rows.last[event] = account;
      rows.kind[event] = said.kind;
      rows.actor[event] = said.actor;
      rows.target[event] = said.target;
      rows.object[event] = said.object;
      rows.when[event] = said.from;
      rows.order[event] = said.order;
      rows.open[event] = said.denies || said.kind < 0 || said.from !== said.to ? 1 : 0;
      return;
    }
    rows.next[rows.last[event]!] = account;
    rows.last[event] = account;
    const same =
      !said.denies &&
      rows.kind[event] === said.kind &&
      rows.actor[event] === said.actor &&
      rows.target[event] === said.target &&
      rows.object[event] === said.object &&
      rows.when[event] === said.from &&
      said.from === said.to &&
      Object.is(rows.order[event], said.order);
    if (!same) rows.open[event] = 1;
  }

  /**
   * `event`: the id of an event by its number; `account`: an account by its number, in the order in which they were added.
   */
  build(
    model: Model,
    surroundings: Omit<Record, "accounts">,
    bar: Bar,
    horizon: Instant,
    event: (event: number) => string,
    account: (account: number) => Account,
  ): Columns {
    const { rows, events } = this;
    const accountsOf = (number: number): Account[] => {
      const out: Account[] = [];
      for (let at = rows.first[number]!; at >= 0; at = rows.next[at]!) out.push(account(at));
      return out;
    };
    const silence = this.silence(surroundings.coverage, horizon);
    for (let at = 0; at < events; at++) {
      const rowsOfKind = rows.open[at] === 0 ? silence[rows.kind[at]!] : undefined;
      if (rowsOfKind && rowsOfKind.some((row) => this.isSilent(row, at))) rows.open[at] = 1;
    }
    if (bar.level === null || bar.level > 1) {
      const acts = new Map(model.acts.map((act) => [act.id, act]));
      const sources = new Map(surroundings.sources.map((source) => [source.id, source]));
      for (let at = 0; at < events; at++) {
        if (rows.open[at] !== 0) continue;
        const told = accountsOf(at);
        if (!reaches(bar, told, { acts, sources, told })) rows.open[at] = 1;
      }
    }
    const ranked = this.ranked();
    return new Whole(this, rows, ranked, this.unsettled(), event, accountsOf);
  }

  /** By act: the rows of coverage whose source would have told of such an event. */
  private silence(coverage: readonly Coverage[], horizon: Instant): (readonly Silent[] | undefined)[] {
    const out: Silent[][] = [];
    for (const row of coverage) {
      const told: Silent = {
        source: this.sources.find(row.source),
        from: row.from,
        to: Math.min(row.until - 1, horizon),
      };
      for (const [act, word] of this.acts.words.entries()) {
        if (row.kinds.includes("*") || row.kinds.includes(word)) (out[act] ??= []).push(told);
      }
    }
    return out;
  }

  /** 4.3; a row that speaks of a place is taken to be silent on whatever may lie there. */
  private isSilent({ source, from, to }: Silent, event: number): boolean {
    const { rows } = this;
    if (rows.when[event]! < from || rows.when[event]! > to) return false;
    for (let at = rows.first[event]!; at >= 0; at = rows.next[at]!) if (rows.source[at] === source) return false;
    return true;
  }

  /** Settled events in the order of their seconds and, within one, of `order`; those whose order is open are no longer settled. */
  private ranked(): Int32Array<ArrayBuffer> {
    const { rows, events } = this;
    const inOrder = new Int32Array(events);
    const late: number[] = [];
    let count = 0;
    const { when, order, open } = rows;
    const isBefore = (a: number, b: number): boolean =>
      when[a]! < when[b]! || (when[a] === when[b] && order[a]! < order[b]!);
    for (let at = 0; at < events; at++) {
      if (open[at] !== 0) continue;
      if (count > 0 && isBefore(at, inOrder[count - 1]!)) late.push(at);
      else inOrder[count++] = at;
    }
    late.sort((a, b) => when[a]! - when[b]! || order[a]! - order[b]! || a - b);
    const merged = new Int32Array(count + late.length);
    let taken = 0;
    let into = 0;
    for (const at of late) {
      while (taken < count && !isBefore(at, inOrder[taken]!)) merged[into++] = inOrder[taken++]!;
      merged[into++] = at;
    }
    while (taken < count) merged[into++] = inOrder[taken++]!;
    // A second in which some two have no order between them.
    let kept = 0;
    for (let at = 0; at < merged.length;) {
      const second = when[merged[at]!]!;
      let end = at + 1;
      while (end < merged.length && when[merged[end]!] === second) end++;
      let strict = true;
      if (end > at + 1) {
        const orders = new Set<number>();
        for (let i = at; i < end; i++) orders.add(order[merged[i]!]!);
        strict = orders.size === end - at && !orders.has(NaN);
        if (strict) merged.subarray(at, end).sort((a, b) => order[a]! - order[b]!);
      }
      for (; at < end; at++) {
        if (strict) merged[kept++] = merged[at]!;
        else open[merged[at]!] = 1;
      }
    }
    return merged.slice(0, kept);
  }

  private unsettled(): number[] {
    const out: number[] = [];
    for (let at = 0; at < this.events; at++) if (this.rows.open[at] !== 0) out.push(at);
    return out;
  }
}

interface Silent {
  readonly source: number;
  readonly from: Instant;
  readonly to: Instant;
}

export type Named = "actor" | "target" | "object";

/** Those columns, by their places in what is kept by column. */
export const COLUMNS: readonly Named[] = ["actor", "target", "object"];

/** Ranks of settled events, grouped by a thing: those of thing `t` from `offsets[t]` up to `offsets[t + 1]`. */
export class Postings {
  readonly offsets: Int32Array;
  readonly ranks: Int32Array;
  private readonly columns: Columns;
  private second: Float64Array | null = null;
  private readonly lists: (Int32Array | undefined)[] = [];
  private readonly beside = new Map<Named, Int32Array>();

  constructor(columns: Columns, all: Int32Array, values: Int32Array) {
    const size = columns.things.size;
    const offsets = new Int32Array(size + 1);
    for (let i = 0; i < all.length; i++) {
      const value = values[all[i]!]!;
      if (value >= 0) offsets[value + 1]!++;
    }
    for (let i = 0; i < size; i++) offsets[i + 1]! += offsets[i]!;
    const next = offsets.slice(0, size);
    const ranks = new Int32Array(offsets[size]!);
    for (let i = 0; i < all.length; i++) {
      const value = values[all[i]!]!;
      if (value >= 0) ranks[next[value]!++] = all[i]!;
    }
    this.columns = columns;
    this.offsets = offsets;
    this.ranks = ranks;
  }

  /** The ranks of one thing. */
  of(thing: number): Int32Array {
    return (this.lists[thing] ??= this.ranks.subarray(this.offsets[thing], this.offsets[thing + 1]));
  }

  /** Their seconds, beside the ranks: whoever goes through a short list need not look all over the columns. */
  get seconds(): Float64Array {
    if (this.second) return this.second;
    const { ranks, columns } = this;
    const { when } = columns;
    const seconds = new Float64Array(ranks.length);
    for (let i = 0; i < ranks.length; i++) seconds[i] = when[ranks[i]!]!;
    return (this.second = seconds);
  }

  /** The same of one thing, beside its ranks. */
  valuesOf(column: Named, thing: number): Int32Array {
    return this.values(column).subarray(this.offsets[thing], this.offsets[thing + 1]);
  }

  /** What stands in another column, beside the ranks. */
  values(column: Named): Int32Array {
    let found = this.beside.get(column);
    if (!found) {
      const values = this.columns[column];
      this.beside.set(column, (found = this.ranks.map((rank) => values[rank]!)));
    }
    return found;
  }
}

export interface Columns {
  readonly acts: Codes;
  readonly things: Codes;
  /** Settled events; they are numbered by rank: their place in time. */
  readonly count: number;
  readonly kind: Int16Array;
  readonly actor: Int32Array;
  readonly target: Int32Array;
  readonly object: Int32Array;
  readonly when: Float64Array;
  /** NaN: none. */
  readonly order: Float64Array;
  /** Ids of the other events. */
  readonly unsettled: readonly string[];
  /** The id of a settled event. */
  id(rank: number): string;
  /** Its counting accounts. */
  accounts(rank: number): readonly Account[];
  /** The accounts of all events that are not settled. */
  unsettledAccounts(): readonly Account[];
  /** Ranks of the settled events of an act. */
  ofAct(act: number): Int32Array;
  /** Ranks of an act with a thing in a column (-1 for the thing: none). */
  with(act: number, column: Named, thing: number): Int32Array;
  /** Whether it is known that no settled event of an act leaves any of some columns blank, each a bit by its place in `COLUMNS`. */
  leavesNone?(act: number, bits: number): boolean;
  /** All such lists side by side, where they are kept so: those of a whole record. */
  postings?(act: number, column: Named): Postings;
}

/** Columns of a record that is whole. */
class Whole implements Columns {
  readonly acts: Codes;
  readonly things: Codes;
  readonly count: number;
  readonly kind: Int16Array;
  readonly actor: Int32Array;
  readonly target: Int32Array;
  readonly object: Int32Array;
  readonly when: Float64Array;
  readonly order: Float64Array;
  readonly unsettled: readonly string[];
  private readonly events: Int32Array;
  private readonly others: readonly number[];
  private readonly eventId: (event: number) => string;
  private readonly accountsOf: (event: number) => Account[];
  private told: readonly Account[] | null = null;
  private readonly byAct = new Map<number, Int32Array>();
  /** By act, a list for each of actor, target and object. */
  private readonly byThing: (Postings | undefined)[] = [];

  constructor(
    { acts, things }: ColumnsBuilder,
    rows: Growing,
    ranked: Int32Array<ArrayBuffer>,
    others: readonly number[],
    event: (event: number) => string,
    accountsOf: (event: number) => Account[],
  ) {
    this.acts = acts;
    this.things = things;
    const count = (this.count = ranked.length);
    this.events = ranked;
    this.others = others;
    this.eventId = event;
    this.accountsOf = accountsOf;
    this.unsettled = others.map(event);
    const same = ranked.every((at, rank) => at === rank);
    const taken = <T extends Int32Array | Int16Array | Float64Array>(from: T, made: T): T => {
      if (same) return from.subarray(0, count) as T;
      for (let rank = 0; rank < count; rank++) made[rank] = from[ranked[rank]!]!;
      return made;
    };
    this.kind = taken(rows.kind, new Int16Array(same ? 0 : count));
    this.actor = taken(rows.actor, new Int32Array(same ? 0 : count));
    this.target = taken(rows.target, new Int32Array(same ? 0 : count));
    this.object = taken(rows.object, new Int32Array(same ? 0 : count));
    this.when = taken(rows.when, new Float64Array(same ? 0 : count));
    this.order = taken(rows.order, new Float64Array(same ? 0 : count));
  }

  id(rank: number): string {
    return this.eventId(this.events[rank]!);
  }

  accounts(rank: number): Account[] {
    return this.accountsOf(this.events[rank]!);
  }

  unsettledAccounts(): readonly Account[] {
    return (this.told ??= this.others.flatMap(this.accountsOf));
  }

  ofAct(act: number): Int32Array {
    let ranks = this.byAct.get(act);
    if (!ranks) {
      let count = 0;
      for (let rank = 0; rank < this.count; rank++) if (this.kind[rank] === act) count++;
      ranks = new Int32Array(count);
      count = 0;
      for (let rank = 0; rank < this.count; rank++) if (this.kind[rank] === act) ranks[count++] = rank;
      this.byAct.set(act, ranks);
    }
    return ranks;
  }

  postings(act: number, column: Named): Postings {
    const key = act * COLUMNS.length + COLUMNS.indexOf(column);
    return (this.byThing[key] ??= new Postings(this, this.ofAct(act), this[column]));
  }

  with(act: number, column: Named, thing: number): Int32Array {
    return thing < 0 || act < 0 ? NONE : this.postings(act, column).of(thing);
  }
}

const NONE = new Int32Array(0);

/** Columns from accounts as objects. */
export function columnsOf(model: Model, record: Record, bar: Bar, asOf: Time | undefined): Columns {
  const builder = new ColumnsBuilder(model);
  const events = new Codes();
  const kept: Account[] = [];
  const thing = (word: string | null): number => (word === null ? -1 : builder.things.code(word));
  for (const account of record.accounts) {
    if (!counts(account, asOf)) continue;
    kept.push(account);
    builder.add({
      event: events.code(account.event),
      source: builder.sources.code(account.source),
      denies: account.stance === "denies",
      kind: account.kind === null ? -1 : builder.acts.code(account.kind),
      actor: thing(account.actor),
      target: thing(account.target),
      object: thing(account.object),
      from: account.when?.earliest ?? NaN,
      to: account.when?.latest ?? NaN,
      order: account.order ?? NaN,
    });
  }
  return builder.build(
    model,
    record,
    bar,
    asOf?.latest ?? DISTANT_FUTURE,
    (event) => events.words[event]!,
    (account) => kept[account]!,
  );
}

/** The first place in a list of ranks whose second is at or after one. */
export function firstFrom(when: Float64Array, ranks: Int32Array, second: Instant): number {
  let low = 0;
  let high = ranks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (when[ranks[middle]!]! < second) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What stands in one, at the beginning of another that has more room. */
export function larger<T extends Int32Array | Int16Array | Uint16Array | Uint8Array | Float64Array>(
  old: T,
  made: T,
): T {
  made.set(old);
  return made;
}
