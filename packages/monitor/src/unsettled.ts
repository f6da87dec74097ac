/** Events that are not settled, sorted out once for all plans. */
import type { Instant } from "@servanda/language";
import { COLUMNS, type Columns } from "./columns.ts";
import { push } from "./grouping.ts";
import type { Shape, Test } from "./plan.ts";
import type { Account } from "./record.ts";

/** Of an event, where its accounts tell of several acts, or of none. */
const SEVERAL = -2;

const NONE: readonly number[] = [];

/** Events that are not settled, by act and by whom some account of them names. */
export class Unsettled {
  readonly ids: readonly string[];
  /** The act of an event, where all its accounts that tell of one tell of the same; -2: they do not. */
  readonly kinds: Int32Array;
  private readonly several = new Map<number, readonly number[]>();
  private readonly byAct = new Map<number, number[]>();
  private readonly byThing = new Map<number, number[]>();
  private readonly size: number;
  /** By id, once somebody asks. */
  private numbers: ReadonlyMap<string, number> | null = null;
  /** Bounds of all that is said of when each was. */
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** The longest time that is said of any of them, in seconds. */
  private readonly longest: number;

  constructor(columns: Columns, accounts: readonly Account[]) {
    const { unsettled: ids, acts, things } = columns;
    this.ids = ids;
    this.size = things.size;
    this.kinds = new Int32Array(ids.length).fill(SEVERAL);
    this.from = new Float64Array(ids.length).fill(Infinity);
    this.to = new Float64Array(ids.length).fill(-Infinity);
    // The accounts of each event, one behind the other.
    const first = new Int32Array(ids.length).fill(-1);
    const next = new Int32Array(accounts.length);
    let at = ids.length;
    for (let i = accounts.length - 1; i >= 0; i--) {
      // Mostly they stand event by event, in the order of the ids: then no id need be looked up.
      const id = accounts[i]!.event;
      if (id !== ids[at]) at = at > 0 && id === ids[at - 1] ? at - 1 : this.numberOf(id);
      next[i] = first[at]!;
      first[at] = i;
    }
    let longest = 0;
    for (let event = 0; event < ids.length; event++) {
      for (let i = first[event]!; i >= 0; i = next[i]!) {
        const { when } = accounts[i]!;
        if (when === null) continue;
        if (when.earliest < this.from[event]!) this.from[event] = when.earliest;
        if (when.latest > this.to[event]!) this.to[event] = when.latest;
      }
      longest = Math.max(longest, this.to[event]! - this.from[event]!);
    }
    this.longest = longest;
    const told: number[] = [];
    const named: number[] = [];
    for (const event of this.inOrder()) {
      told.length = 0;
      for (let i = first[event]!; i >= 0; i = next[i]!) {
        const { kind } = accounts[i]!;
        if (kind !== null) include(told, acts.find(kind));
      }
      if (told.length === 1) this.kinds[event] = told[0]!;
      else this.several.set(event, [...told]);
      for (let place = 0; place < COLUMNS.length; place++) {
        const column = COLUMNS[place]!;
        named.length = 0;
        for (let i = first[event]!; i >= 0; i = next[i]!) {
          const thing = accounts[i]![column];
          if (thing !== null) include(named, things.find(thing));
        }
        for (let act = 0; act < told.length; act++)
          for (let i = 0; i < named.length; i++) push(this.byThing, this.key(told[act]!, place, named[i]!), event);
      }
      for (let act = 0; act < told.length; act++) push(this.byAct, told[act]!, event);
    }
  }

  /** By the first second at which they may have been; those of which none is known come last. */
  private inOrder(): number[] {
    const { from } = this;
    const all = Array.from(from, (_second, event) => event);
    return all.sort((a, b) => (from[a]! < from[b]! ? -1 : from[a]! > from[b]! ? 1 : a - b));
  }

  /** In a list of them by that second, the first place from which some may have been at or after one. */
  firstFrom(list: readonly number[], second: Instant): number {
    const since = second - this.longest;
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.from[list[middle]!]! < since) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private key(act: number, column: number, thing: number): number {
    return (act * COLUMNS.length + column) * this.size + thing;
  }

  /** Of an event that is not settled, by its id. */
  numberOf(id: string): number {
    this.numbers ??= new Map(this.ids.map((each, number) => [each, number]));
    return this.numbers.get(id)!;
  }

  /** All acts that accounts of an event tell of. */
  kindsOf(event: number): readonly number[] {
    return this.several.get(event) ?? [this.kinds[event]!];
  }

  /** By the first second at which they may have been, as all lists are. */
  ofAct(act: number): readonly number[] {
    return this.byAct.get(act) ?? NONE;
  }

  /** The shortest list in which all are that may be of a shape. `key`: what stands in its key's column; -1: whatever does. */
  shortest({ act, actor, target, object }: Shape, key: number): readonly number[] {
    let best: readonly number[] | null = null;
    const [a, b, c] = [thingOf(actor, key), thingOf(target, key), thingOf(object, key)];
    if (a >= 0) best = this.with(act, 0, a);
    if (b >= 0) best = shorter(best, this.with(act, 1, b));
    if (c >= 0) best = shorter(best, this.with(act, 2, c));
    return best ?? this.ofAct(act);
  }

  /** `column`: its place in `COLUMNS`. */
  with(act: number, column: number, thing: number): readonly number[] {
    return this.byThing.get(this.key(act, column, thing)) ?? NONE;
  }
}

/** What a test asks for by itself, or where it asks for the key; -1: for no one thing. */
function thingOf(test: Test, key: number): number {
  return test.kind === "is" ? test.thing : test.kind === "key" ? key : -1;
}

function shorter(one: readonly number[] | null, other: readonly number[]): readonly number[] {
  return one === null || other.length < one.length ? other : one;
}

function include(list: number[], value: number): void {
  if (!list.includes(value)) list.push(value);
}
