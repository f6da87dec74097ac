/** What plans find, as columns: a row an instance, and a row a breach. Words are made of them only for who asks. */
import { larger } from "./columns.ts";
import { OUTCOMES, type Footing, type Outcome } from "./finding.ts";

const FOOTINGS: readonly Footing[] = ["settled", "contested on facts", "unknown"];

export function outcomeCode(outcome: Outcome): number {
  return OUTCOMES.indexOf(outcome);
}

export function footingCode(footing: Footing): number {
  return FOOTINGS.indexOf(footing);
}

export function footingOf(code: number): Footing {
  return FOOTINGS[code]!;
}

/** Of a bit each. */
export function outcomesOf(bits: number): Outcome[] {
  return OUTCOMES.filter((_, code) => (bits & (1 << code)) !== 0).toSorted();
}

/** An event: a settled one by its rank, others from `Columns.count` up, by their place in its `unsettled`. */
type EventNumber = number;

export class Verdicts {
  /** Instances. */
  length = 0;
  /** The plan, by its place in the list. */
  plan: Int32Array<ArrayBuffer> = new Int32Array(0);
  /** Of a standing norm: its place in the plan's instances. Of one with a trigger: the thing; where nothing binds anybody, the place in the plan's `idle`. */
  bearer: Int32Array<ArrayBuffer> = new Int32Array(0);
  /** The event that makes it; -1: none. */
  trigger: Int32Array<ArrayBuffer> = new Int32Array(0);
  /** A bit an outcome that is possible. */
  possible: Uint16Array<ArrayBuffer> = new Uint16Array(0);
  footing: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  approximate: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  /** The event that performs it; -1: none, or not certainly. */
  performed: Int32Array<ArrayBuffer> = new Int32Array(0);

  /** Breaches. */
  breaches = 0;
  /** The instance. */
  of: Int32Array<ArrayBuffer> = new Int32Array(0);
  event: Int32Array<ArrayBuffer> = new Int32Array(0);
  on: Uint8Array<ArrayBuffer> = new Uint8Array(0);

  /** Makes room for so many more instances. */
  room(more: number): void {
    const size = this.length + more;
    if (size <= this.plan.length) return;
    const grown = Math.max(size, this.plan.length * 2, 256);
    this.plan = larger(this.plan, new Int32Array(grown));
    this.bearer = larger(this.bearer, new Int32Array(grown));
    this.trigger = larger(this.trigger, new Int32Array(grown));
    this.possible = larger(this.possible, new Uint16Array(grown));
    this.footing = larger(this.footing, new Uint8Array(grown));
    this.approximate = larger(this.approximate, new Uint8Array(grown));
    this.performed = larger(this.performed, new Int32Array(grown));
  }

  /** An instance that is settled; `room` must have been made. */
  add(plan: number, bearer: number, trigger: EventNumber, possible: number, performed: EventNumber): number {
    const row = this.length++;
    this.plan[row] = plan;
    this.bearer[row] = bearer;
    this.trigger[row] = trigger;
    this.possible[row] = possible;
    this.performed[row] = performed;
    return row;
  }

  breach(of: number, event: EventNumber, on: number): void {
    if (this.breaches === this.of.length) {
      const grown = Math.max(256, this.breaches * 2);
      this.of = larger(this.of, new Int32Array(grown));
      this.event = larger(this.event, new Int32Array(grown));
      this.on = larger(this.on, new Uint8Array(grown));
    }
    const at = this.breaches++;
    this.of[at] = of;
    this.event[at] = event;
    this.on[at] = on;
  }

  /** Bytes taken. */
  get bytes(): number {
    return this.plan.length * (4 * 4 + 2 + 1 + 1) + this.of.length * (4 + 4 + 1);
  }
}
