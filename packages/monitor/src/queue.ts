/** What waits for an instant, the first first. */
import type { Instant } from "@servanda/language";

export class Queue<T extends { readonly due: Instant }> {
  private readonly heap: T[] = [];

  /** Undefined: nothing waits. */
  get first(): T | undefined {
    return this.heap[0];
  }

  push(item: T): void {
    const { heap } = this;
    let at = heap.push(item) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (heap[above]!.due <= item.due) break;
      heap[at] = heap[above]!;
      at = above;
    }
    heap[at] = item;
  }

  /** Takes the first out. */
  shift(): void {
    const { heap } = this;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && heap[below + 1]!.due < heap[below]!.due) below++;
      if (heap[below]!.due >= last.due) break;
      heap[at] = heap[below]!;
      at = below;
    }
    heap[at] = last;
  }
}
