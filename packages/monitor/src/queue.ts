/** What waits for an instant, the first first: who, and for which of its rows. Columns, for very many wait. */
import type { Instant } from "@servanda/language";
import { larger } from "./columns.ts";

export class Queue<T> {
  length = 0;
  private readonly who: T[] = [];
  private rows: Int32Array<ArrayBuffer> = new Int32Array(64);
  private dues: Float64Array<ArrayBuffer> = new Float64Array(64);

  /** Who waits first; there must be one. */
  get first(): T {
    return this.who[0]!;
  }

  /** For which row. */
  get row(): number {
    return this.rows[0]!;
  }

  /** Until when. */
  get due(): Instant {
    return this.dues[0]!;
  }

  push(who: T, row: number, due: Instant): void {
    if (this.length === this.rows.length) {
      this.rows = larger(this.rows, new Int32Array(this.length * 2));
      this.dues = larger(this.dues, new Float64Array(this.length * 2));
    }
    let at = this.length++;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.dues[above]! <= due) break;
      this.move(above, at);
      at = above;
    }
    this.put(at, who, row, due);
  }

  /** Takes the first out. */
  shift(): void {
    const last = --this.length;
    const who = this.who.pop()!;
    if (last === 0) return;
    const row = this.rows[last]!;
    const due = this.dues[last]!;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= last) break;
      if (below + 1 < last && this.dues[below + 1]! < this.dues[below]!) below++;
      if (this.dues[below]! >= due) break;
      this.move(below, at);
      at = below;
    }
    this.put(at, who, row, due);
  }

  private move(from: number, to: number): void {
    this.put(to, this.who[from]!, this.rows[from]!, this.dues[from]!);
  }

  private put(at: number, who: T, row: number, due: Instant): void {
    this.who[at] = who;
    this.rows[at] = row;
    this.dues[at] = due;
  }
}
