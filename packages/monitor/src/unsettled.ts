/** Events that are not settled, sorted out once for all plans. */
import { COLUMNS, type Columns } from "./columns.ts";
import { push } from "./grouping.ts";
import type { Account } from "./record.ts";

/** Events that are not settled, by act and by whom some account of them names. */
export class Unsettled {
  readonly ids: readonly string[];
  private readonly byAct = new Map<number, number[]>();
  private readonly byThing = new Map<number, number[]>();
  private readonly size: number;
  /** Bounds of all that is said of when each was. */
  readonly from: Float64Array;
  readonly to: Float64Array;

  constructor(columns: Columns, accounts: readonly Account[]) {
    this.ids = columns.unsettled;
    this.size = columns.things.size;
    this.from = new Float64Array(this.ids.length).fill(Infinity);
    this.to = new Float64Array(this.ids.length).fill(-Infinity);
    const number = new Map(this.ids.map((id, i) => [id, i]));
    const told = Map.groupBy(accounts, (account) => account.event);
    for (const [id, all] of told) {
      const event = number.get(id)!;
      for (const { when } of all) {
        if (when === null) continue;
        this.from[event] = Math.min(this.from[event]!, when.earliest);
        this.to[event] = Math.max(this.to[event]!, when.latest);
      }
      for (const word of new Set(all.map((a) => a.kind))) {
        if (word === null) continue;
        const act = columns.acts.find(word);
        push(this.byAct, act, event);
        for (const [place, column] of COLUMNS.entries()) {
          for (const thing of new Set(all.map((a) => a[column]))) {
            if (thing !== null) push(this.byThing, this.key(act, place, columns.things.find(thing)), event);
          }
        }
      }
    }
  }

  private key(act: number, column: number, thing: number): number {
    return (act * COLUMNS.length + column) * this.size + thing;
  }

  ofAct(act: number): readonly number[] {
    return this.byAct.get(act) ?? [];
  }

  /** `column`: its place in `COLUMNS`. */
  with(act: number, column: number, thing: number): readonly number[] {
    return this.byThing.get(this.key(act, column, thing)) ?? [];
  }
}
