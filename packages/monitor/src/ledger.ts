/**
 * Columns that grow (columns.ts says what a settled event is). An account whose event is settled and comes after all others adds a row at the end.
 * Whatever else comes in (a denial, another version, something late, a withdrawal) moves rows in or out, and `take` tells which acts it speaks of.
 */
import type { Instant, Model } from "@servanda/language";
import { Codes, COLUMNS, larger, type Columns, type Named } from "./columns.ts";
import { Archive, type Said } from "./archive.ts";
import { Directory } from "./directory.ts";
import { push } from "./grouping.ts";
import type { Account, Coverage, Record } from "./record.ts";
import { type Bar, reaches, type Circumstances } from "./support.ts";

/** What accounts did to the columns. */
export interface Taken {
  /** Rows from this rank on came in at the end. */
  readonly first: number;
  /** Of each event that is told of otherwise than by those rows, its accounts, before and now. The ranks of rows before those may be others now. */
  readonly otherwise: readonly (readonly Account[])[];
}

/** Where an event is. */
const NOWHERE = 0;
const ROW = 1;
/** Agreed, but another event of its second leaves their order open. */
const TIED = 2;
const OPEN = 3;

const NONE = new Int32Array(0);
const NOBODY: readonly number[] = [];

/** Ranks in order, with room for more. */
class Ranks {
  length = 0;
  private all = new Int32Array(4);

  get list(): Int32Array {
    return this.all.subarray(0, this.length);
  }

  push(rank: number): void {
    this.room();
    this.all[this.length++] = rank;
  }

  /** Ranks from one on are those of the next row (`by` 1), or of the one before (-1), now. */
  shift(from: number, by: 1 | -1): void {
    for (let i = this.length - 1; i >= 0 && this.all[i]! >= from; i--) this.all[i]! += by;
  }

  insert(rank: number): void {
    this.room();
    let i = this.length++;
    for (; i > 0 && this.all[i - 1]! > rank; i--) this.all[i] = this.all[i - 1]!;
    this.all[i] = rank;
  }

  remove(rank: number): void {
    const i = this.all.subarray(0, this.length).lastIndexOf(rank);
    this.all.copyWithin(i, i + 1, this.length--);
  }

  private room(): void {
    if (this.length < this.all.length) return;
    this.all = larger(this.all, new Int32Array(this.all.length * 2));
  }
}

type List = Ranks | undefined;

/** What was so of an event before accounts of it came in. */
interface Before {
  readonly state: number;
  readonly told: readonly Account[];
}

export class Ledger implements Columns {
  readonly acts: Codes = new Codes();
  readonly things: Codes = new Codes();
  count = 0;
  kind: Int16Array<ArrayBuffer> = new Int16Array(0);
  actor: Int32Array<ArrayBuffer> = new Int32Array(0);
  target: Int32Array<ArrayBuffer> = new Int32Array(0);
  object: Int32Array<ArrayBuffer> = new Int32Array(0);
  when: Float64Array<ArrayBuffer> = new Float64Array(0);
  order: Float64Array<ArrayBuffer> = new Float64Array(0);
  unsettled: readonly string[] = [];
  /** By act and column, how many rows leave it blank. */
  private readonly blank: number[] = [];
  /** The event of each row. */
  private events: Int32Array<ArrayBuffer> = new Int32Array(0);
  /** Larger columns, into which so many rows were moved already; and the number of rows at which more are to be. */
  private spare: Arrays | null = null;
  private ahead = 0;
  private next = 0;
  private readonly ids: string[] = [];
  private readonly numbers = new Directory((event) => this.ids[event]!);
  /** All accounts, in the order in which their ids first came in; and by id, their places. */
  private readonly kept = new Archive(this.acts, this.things, (event) => this.ids[event]!);
  private readonly places = new Directory((place) => this.kept.id(place));
  /** Of each event, the place of its one counting account; -1: it has none, or several. */
  private told: Int32Array<ArrayBuffer> = new Int32Array(1024);
  private readonly several = new Map<number, readonly number[]>();
  private state: Uint8Array<ArrayBuffer> = new Uint8Array(1024);
  private readonly open = new Set<number>();
  /** By act: events that are not settled, of which some account speaks of it. */
  private readonly openOf = new Map<number, Set<number>>();
  private readonly tied = new Map<Instant, Set<number>>();
  private readonly byAct = new Map<number, Ranks>();
  /** By act and column, then by thing. */
  private readonly byThing: (List[] | undefined)[] = [];
  private readonly coverage: readonly Coverage[];
  private readonly silence = new Map<string, readonly Coverage[]>();
  private readonly bar: Bar;
  private readonly circumstances: Omit<Circumstances, "told">;

  /** `record`: its accounts are taken in. */
  constructor(model: Model, record: Record, bar: Bar) {
    // What the case speaks of has a number, whether or not an account names it.
    for (const { id } of model.actors) this.things.code(id);
    for (const { id } of model.zones) this.things.code(id);
    for (const { id } of model.acts) this.acts.code(id);
    this.coverage = record.coverage;
    this.bar = bar;
    this.circumstances = {
      acts: new Map(model.acts.map((act) => [act.id, act])),
      sources: new Map(record.sources.map((source) => [source.id, source])),
    };
    this.take(record.accounts);
  }

  // ── What stands there ──────────────────────────────────────────────────────────────────────

  /** The number of an event, which it keeps whatever becomes of its rank. */
  event(rank: number): number {
    return this.events[rank]!;
  }

  eventId(event: number): string {
    return this.ids[event]!;
  }

  id(rank: number): string {
    return this.eventId(this.event(rank));
  }

  /** The number of an event that is not settled, by its place in `unsettled`. */
  unsettledEvent(place: number): number {
    return this.numbers.find(this.unsettled[place]!);
  }

  /** The rank of a settled event, whose second is known. */
  rank(event: number, second: Instant): number {
    let rank = this.after(second - 1);
    while (this.events[rank] !== event) rank++;
    return rank;
  }

  /** The first second at which some account has an event; Infinity: none says when it was. */
  earliest(event: number): Instant {
    return this.accountsOf(event).reduce((first, { when }) => Math.min(first, when?.earliest ?? Infinity), Infinity);
  }

  /** The last second at which some account has an event; -Infinity: none says when it was. */
  latest(event: number): Instant {
    return this.accountsOf(event).reduce((last, { when }) => Math.max(last, when?.latest ?? -Infinity), -Infinity);
  }

  accounts(rank: number): readonly Account[] {
    return this.accountsOf(this.event(rank));
  }

  unsettledAccounts(): Account[] {
    return [...this.open].flatMap((event) => this.accountsOf(event));
  }

  /** All accounts, whether or not they count, in the order in which their ids first came in. */
  all(): Account[] {
    return this.kept.all();
  }

  /** Whether something that is not settled may be of an act. */
  isOpen(act: number): boolean {
    return this.openOf.has(act);
  }

  /** The first rank after a second. */
  after(second: Instant): number {
    // Most ask for the end.
    if (this.count === 0 || this.when[this.count - 1]! <= second) return this.count;
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.when[middle]! <= second) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  ofAct(act: number): Int32Array {
    let ranks = this.byAct.get(act);
    if (!ranks) {
      this.byAct.set(act, (ranks = new Ranks()));
      for (let rank = 0; rank < this.count; rank++) if (this.kind[rank] === act) ranks.push(rank);
    }
    return ranks.list;
  }

  with(act: number, column: Named, thing: number): Int32Array {
    if (thing < 0 || act < 0) return NONE;
    const key = act * COLUMNS.length + COLUMNS.indexOf(column);
    let lists = this.byThing[key];
    if (!lists) {
      lists = this.byThing[key] = [];
      for (const rank of this.ofAct(act)) this.list(lists, this[column][rank]!)?.push(rank);
    }
    return lists[thing]?.list ?? NONE;
  }

  private list(lists: List[], thing: number): List {
    return thing < 0 ? undefined : (lists[thing] ??= new Ranks());
  }

  /** The lists of an act by what stands in a column, so far as anybody asked for them. */
  private *listsOf(act: number): Generator<readonly [lists: List[], column: Named]> {
    for (const [place, column] of COLUMNS.entries()) {
      const lists = this.byThing[act * COLUMNS.length + place];
      if (lists) yield [lists, column];
    }
  }

  private accountsOf(event: number): readonly Account[] {
    return this.placesOf(event).map((place) => this.kept.get(place));
  }

  private placesOf(event: number): readonly number[] {
    const place = this.told[event]!;
    return place >= 0 ? [place] : (this.several.get(event) ?? NOBODY);
  }

  private setPlaces(event: number, places: readonly number[]): void {
    this.told[event] = places.length === 1 ? places[0]! : -1;
    if (places.length > 1) this.several.set(event, places);
    else this.several.delete(event);
  }

  // ── What comes in ──────────────────────────────────────────────────────────────────────────

  /** Takes accounts in; one with the id of another replaces it. */
  take(accounts: readonly Account[]): Taken {
    const first = this.count;
    const number = this.ids.length;
    let next = 0;
    while (next < accounts.length && this.isNext(accounts[next]!)) next++;
    if (next === accounts.length) return { first, otherwise: [] };
    const before = new Map<number, Before>();
    for (let i = next; i < accounts.length; i++) {
      const account = accounts[i]!;
      const known = this.places.find(account.id);
      const old = known < 0 ? undefined : this.kept.get(known);
      if (old && old.status !== "withdrawn") {
        const event = this.numbers.find(old.event);
        this.note(event, before);
        const left = this.placesOf(event).filter((place) => place !== known);
        this.setPlaces(event, left);
      }
      const isGone = account.status === "withdrawn";
      const event = isGone ? -1 : this.numberOf(account.event);
      // What was so of its event is noted before another account stands in the place of one of it.
      if (!isGone) this.note(event, before);
      const place = this.keep(known, account, event, isGone ? null : this.code(account));
      if (isGone) continue;
      this.setPlaces(event, [...this.placesOf(event), place]);
    }
    const taken = this.settle(before);
    // The first of those that came in at the end, and stayed.
    for (let event = number; event < number + next; event++) {
      if (this.state[event] === ROW && !before.has(event))
        return { ...taken, first: this.rank(event, this.earliest(event)) };
    }
    return taken;
  }

  /** The common case: a new event that is settled and comes after all others. */
  private isNext(account: Account): boolean {
    if (account.status === "withdrawn") return false;
    if (this.numbers.find(account.event) >= 0 || this.places.find(account.id) >= 0) return false;
    if (!this.isAgreed([account])) return false;
    const second = account.when!.earliest;
    if (this.count > 0) {
      const last = this.when[this.count - 1]!;
      if (second < last || (second === last && !(account.order! > this.order[this.count - 1]!))) return false;
      if (second === last && account.order === null) return false;
    }
    if (this.tied.has(second)) return false;
    const event = this.begin(account.event);
    const said = this.code(account);
    this.told[event] = this.keep(-1, account, event, said);
    this.append(event, account, said);
    return true;
  }

  private numberOf(id: string): number {
    const event = this.numbers.find(id);
    return event < 0 ? this.begin(id) : event;
  }

  /** The number of an event that is told of for the first time. */
  private begin(id: string): number {
    const event = this.ids.push(id) - 1;
    this.numbers.add(id, event);
    if (event === this.told.length) {
      this.told = larger(this.told, new Int32Array(event * 2));
      this.state = larger(this.state, new Uint8Array(event * 2));
    }
    this.told[event] = -1;
    this.state[event] = NOWHERE;
    return event;
  }

  /** `known`: the place of what stood under its id; -1: nothing did. @returns its place. */
  private keep(known: number, account: Account, event: number, said: Said | null): number {
    const place = known < 0 ? this.kept.length : known;
    if (known < 0) this.places.add(account.id, place);
    this.kept.set(place, account, event, said);
    return place;
  }

  private note(event: number, before: Map<number, Before>): void {
    if (before.has(event)) return;
    before.set(event, { state: this.state[event]!, told: this.accountsOf(event) });
  }

  /** What is named has a number, settled or not. */
  private code({ kind, actor, target, object }: Account): Said {
    const { things } = this;
    return {
      kind: kind === null ? -1 : this.acts.code(kind),
      actor: actor === null ? -1 : things.code(actor),
      target: target === null ? -1 : things.code(target),
      object: object === null ? -1 : things.code(object),
    };
  }

  private actsOf(told: readonly Account[]): number[] {
    const acts = new Set<number>();
    for (const { kind } of told) if (kind !== null) acts.add(this.acts.find(kind));
    return [...acts];
  }

  /** Puts each event where it belongs now; `before` keeps those that are not where they were. */
  private settle(before: Map<number, Before>): Taken {
    const otherwise = new Map<number, readonly Account[]>();
    const seconds = new Map<Instant, number[]>();
    const toSecond = (second: Instant, event: number): void => {
      push(seconds, second, event);
    };
    for (const [event, { state, told: old }] of before) {
      const told = this.accountsOf(event);
      const isAgreed = told.length > 0 && this.isAgreed(told);
      const second = old[0]?.when?.earliest ?? NaN;
      if (state === ROW) {
        if (isAgreed && isSame(old[0]!, told[0]!)) {
          before.delete(event);
          continue;
        }
        this.removeRow(this.rank(event, second));
      } else if (state === TIED) {
        this.untie(event, second, old);
        // Those that it was tied with may be settled without it.
        seconds.set(second, seconds.get(second) ?? []);
      } else if (state === OPEN) this.setOpen(event, old, false);
      if (state !== NOWHERE || (told.length > 0 && !isAgreed)) otherwise.set(event, [...old, ...told]);
      this.state[event] = NOWHERE;
      if (isAgreed) toSecond(told[0]!.when!.earliest, event);
      else if (told.length > 0) {
        this.state[event] = OPEN;
        this.setOpen(event, told, true);
      }
    }
    let first = -1;
    for (const [second, events] of inOrder(seconds)) {
      const all = this.orderOf(events);
      if (this.isAfterAll(second, all)) {
        if (first < 0) first = this.count;
        for (const event of all) this.append(event, this.accountsOf(event)[0]!);
      } else this.regroup(second, events, otherwise);
    }
    if (otherwise.size > 0) this.unsettled = [...this.open].map((event) => this.ids[event]!);
    return { first: first < 0 ? this.count : first, otherwise: [...otherwise.values()] };
  }

  private orderOf(events: readonly number[]): number[] {
    if (events.length < 2) return [...events];
    const order = (event: number): number => this.accountsOf(event)[0]!.order ?? NaN;
    return events.toSorted((a, b) => order(a) - order(b));
  }

  /** Whether agreed events of one second, by their order, can all stand at the end. */
  private isAfterAll(second: Instant, events: readonly number[]): boolean {
    if (this.tied.has(second)) return false;
    const last = this.count > 0 ? this.when[this.count - 1]! : -Infinity;
    if (second < last) return false;
    const orders = events.map((event) => this.accountsOf(event)[0]!.order ?? NaN);
    if (second === last) orders.unshift(this.order[this.count - 1]!);
    return orders.length < 2 || orders.every((order, i) => (i === 0 ? order === order : order > orders[i - 1]!));
  }

  /** All agreed events of a second anew, with some more: all are rows if each has its place among them, else none is. */
  private regroup(second: Instant, more: readonly number[], otherwise: Map<number, readonly Account[]>): void {
    const from = this.after(second - 1);
    const rows: number[] = [];
    for (let rank = from; rank < this.count && this.when[rank] === second; rank++) rows.push(this.events[rank]!);
    const tied = [...(this.tied.get(second) ?? [])];
    const all = [...rows, ...tied, ...more];
    const orders = all.map((event) => this.accountsOf(event)[0]!.order);
    const strict = all.length < 2 || (!orders.includes(null) && new Set(orders).size === all.length);
    const tell = (event: number): void => {
      otherwise.set(event, [...(otherwise.get(event) ?? []), ...this.accountsOf(event)]);
    };
    for (const event of tied) this.untie(event, second, this.accountsOf(event));
    if (strict) {
      for (const event of [...tied, ...more]) {
        tell(event);
        this.insertRow(event, this.accountsOf(event)[0]!);
      }
      return;
    }
    for (let i = rows.length - 1; i >= 0; i--) this.removeRow(from + i);
    for (const event of all) {
      tell(event);
      this.state[event] = TIED;
      this.setOpen(event, this.accountsOf(event), true);
      let group = this.tied.get(second);
      if (!group) this.tied.set(second, (group = new Set()));
      group.add(event);
    }
  }

  /** `told`: the accounts by which it was tied. */
  private untie(event: number, second: Instant, told: readonly Account[]): void {
    const group = this.tied.get(second)!;
    if (!group.delete(event)) return;
    if (group.size === 0) this.tied.delete(second);
    this.setOpen(event, told, false);
    this.state[event] = NOWHERE;
  }

  private setOpen(event: number, told: readonly Account[], isOpen: boolean): void {
    if (isOpen) this.open.add(event);
    else this.open.delete(event);
    for (const act of this.actsOf(told)) {
      const events = this.openOf.get(act);
      if (isOpen && events) events.add(event);
      else if (isOpen) this.openOf.set(act, new Set([event]));
      else if (events?.delete(event) && events.size === 0) this.openOf.delete(act);
    }
  }

  /** Whether accounts of one event say that it is settled, so far as the event alone decides. */
  private isAgreed(told: readonly Account[]): boolean {
    const [first] = told;
    if (first!.kind === null || first!.when === null || first!.when.earliest !== first!.when.latest) return false;
    for (const account of told) if (account.stance === "denies" || !isSame(first!, account)) return false;
    const second = first!.when.earliest;
    for (const { from, until, source } of this.silentOn(first!.kind)) {
      // 4.3; a row that speaks of a place is taken to be silent on whatever may lie there.
      if (from <= second && second < until && !told.some((account) => account.source === source)) return false;
    }
    return this.bar.level === 1 || reaches(this.bar, told, { ...this.circumstances, told });
  }

  /** Whether any row of coverage speaks of an act. */
  isWatched(act: number): boolean {
    return this.silentOn(this.acts.words[act]!).length > 0;
  }

  private silentOn(act: string): readonly Coverage[] {
    let rows = this.silence.get(act);
    if (!rows) {
      rows = this.coverage.filter(({ kinds }) => kinds.includes("*") || kinds.includes(act));
      this.silence.set(act, rows);
    }
    return rows;
  }

  // ── Rows ───────────────────────────────────────────────────────────────────────────────────

  private append(event: number, account: Account, said: Said = this.code(account)): void {
    const rank = this.count;
    this.write(rank, event, account, said);
    this.count = rank + 1;
    const act = this.kind[rank]!;
    this.byAct.get(act)?.push(rank);
    // In the order of `COLUMNS`; one by one, for this is done for each row.
    const first = act * COLUMNS.length;
    this.enlist(first, this.actor[rank]!, rank);
    this.enlist(first + 1, this.target[rank]!, rank);
    this.enlist(first + 2, this.object[rank]!, rank);
  }

  /** A row at the end, in the lists of its act and a column, so far as anybody asked for them. */
  private enlist(of: number, thing: number, rank: number): void {
    const lists = this.byThing[of];
    if (lists !== undefined && thing >= 0) (lists[thing] ??= new Ranks()).push(rank);
  }

  private insertRow(event: number, account: Account): void {
    const second = account.when!.earliest;
    let rank = this.after(second - 1);
    while (rank < this.count && this.when[rank] === second && this.order[rank]! < account.order!) rank++;
    this.room();
    for (const column of this.arrays()) column.copyWithin(rank + 1, rank, this.count);
    this.moved(rank);
    this.count++;
    for (const ranks of this.lists()) ranks.shift(rank, 1);
    this.write(rank, event, account, this.code(account));
    const act = this.kind[rank]!;
    this.byAct.get(act)?.insert(rank);
    for (const [lists, column] of this.listsOf(act)) this.list(lists, this[column][rank]!)?.insert(rank);
  }

  private removeRow(rank: number): void {
    const act = this.kind[rank]!;
    this.countBlank(rank, -1);
    this.byAct.get(act)?.remove(rank);
    for (const [lists, column] of this.listsOf(act)) lists[this[column][rank]!]?.remove(rank);
    this.state[this.events[rank]!] = NOWHERE;
    for (const column of this.arrays()) column.copyWithin(rank, rank + 1, this.count);
    this.moved(rank);
    this.count--;
    for (const ranks of this.lists()) ranks.shift(rank + 1, -1);
  }

  private write(rank: number, event: number, { when, order }: Account, { kind, actor, target, object }: Said): void {
    this.room();
    this.events[rank] = event;
    this.state[event] = ROW;
    this.kind[rank] = kind;
    this.actor[rank] = actor;
    this.target[rank] = target;
    this.object[rank] = object;
    this.when[rank] = when!.earliest;
    this.order[rank] = order ?? NaN;
    this.countBlank(rank, 1);
  }

  private countBlank(rank: number, by: 1 | -1): void {
    const first = this.kind[rank]! * COLUMNS.length;
    const { blank } = this;
    if (this.actor[rank]! < 0) blank[first] = (blank[first] ?? 0) + by;
    if (this.target[rank]! < 0) blank[first + 1] = (blank[first + 1] ?? 0) + by;
    if (this.object[rank]! < 0) blank[first + 2] = (blank[first + 2] ?? 0) + by;
  }

  leavesNone(act: number, bits: number): boolean {
    const first = act * COLUMNS.length;
    return COLUMNS.every((_, place) => (bits & (1 << place)) === 0 || !this.blank[first + place]);
  }

  private arrays(): Arrays {
    return [this.events, this.kind, this.actor, this.target, this.object, this.when, this.order];
  }

  /** From a row on, others stand where some stood that were moved ahead. */
  private moved(rank: number): void {
    this.ahead = Math.min(this.ahead, rank);
  }

  private *lists(): Generator<Ranks> {
    yield* this.byAct.values();
    for (const lists of this.byThing) for (const ranks of lists ?? []) if (ranks) yield ranks;
  }

  /** Room for one more row. What stands there is moved into larger columns bit by bit, before they are needed: no one row waits for all others. */
  private room(): void {
    const { count } = this;
    if (count < this.next) return;
    const size = this.events.length;
    const isFull = count === size;
    const wider = (this.spare ??= arraysOf(Math.max(1024, size * 2)));
    const to = isFull ? count : Math.min(count, this.ahead + STEP * AHEAD);
    for (const [i, array] of this.arrays().entries()) wider[i]!.set(array.subarray(this.ahead, to), this.ahead);
    this.ahead = to;
    this.next = Math.min(size, count + STEP);
    if (!isFull) return;
    [this.events, this.kind, this.actor, this.target, this.object, this.when, this.order] = wider;
    this.spare = null;
    this.ahead = 0;
    this.next = Math.floor(wider[0].length * FULL);
  }
}

/** A full column is to be done with moving when so many rows more have come in: each time, so many times as many are moved. */
const FULL = 7 / 8;
const STEP = 512;
const AHEAD = 10;

/** Columns of rows, in one order: events, acts, actors, targets, objects, seconds, orders. */
type Arrays = readonly [Whole, Short, Whole, Whole, Whole, Real, Real];
type Whole = Int32Array<ArrayBuffer>;
type Short = Int16Array<ArrayBuffer>;
type Real = Float64Array<ArrayBuffer>;

function arraysOf(size: number): Arrays {
  const whole = (): Whole => new Int32Array(size);
  const real = (): Real => new Float64Array(size);
  return [whole(), new Int16Array(size), whole(), whole(), whole(), real(), real()];
}

/** Whether two accounts say the same of all that a row holds. */
function isSame(a: Account, b: Account): boolean {
  return (
    a === b ||
    (a.kind === b.kind &&
      a.actor === b.actor &&
      a.target === b.target &&
      a.object === b.object &&
      a.order === b.order &&
      a.when?.earliest === b.when?.earliest &&
      a.when?.latest === b.when?.latest)
  );
}

/** Seconds with what is of them, in order. */
function inOrder<T>(seconds: ReadonlyMap<Instant, T>): (readonly [Instant, T])[] {
  const list = [...seconds];
  let sorted = true;
  for (let i = 1; i < list.length && sorted; i++) sorted = list[i - 1]![0] < list[i]![0];
  return sorted ? list : list.sort(([a], [b]) => a - b);
}
