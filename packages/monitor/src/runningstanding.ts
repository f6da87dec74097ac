/** Bans that stand, kept up to date: each act is judged as it comes by the last changes and events of its key. */
import type { Instant } from "@servanda/language";
import { larger } from "./columns.ts";
import type { Interval } from "./interval.ts";
import type { Ledger } from "./ledger.ts";
import type { Condition, Standing } from "./plan.ts";
import { Running, type Start } from "./running.ts";
import { candidates, fits, isCovered, keyColumn, passes } from "./sweep.ts";
import { outcomeCode } from "./verdicts.ts";

const BREACHED = 1 << outcomeCode("breached");
/** Stands for the key where there is none. */
const ALL = -1;

/** A condition of the exception, as of the last row. */
abstract class Kept {
  /** Takes a row in. */
  abstract take(rank: number): void;
  /** Whether it excuses an act now: 1 yes, 0 no, -1 silence leaves it open. `from`: when the window began. */
  abstract holds(second: Instant, key: number, from: Instant): number;
}

class KeptEvent extends Kept {
  private readonly ledger: Ledger;
  private readonly condition: Condition & { kind: "event" };
  private readonly covered: readonly Interval[];
  private readonly column: ReturnType<typeof keyColumn>;
  /** The second of the last such event, by key. */
  private readonly latest = new Map<number, Instant>();

  constructor(ledger: Ledger, condition: Condition & { kind: "event" }, covered: readonly Interval[], end: number) {
    super();
    this.ledger = ledger;
    this.condition = condition;
    this.covered = covered;
    this.column = keyColumn(condition.shape);
    for (const rank of candidates(ledger, condition.shape)) if (rank < end) this.take(rank);
  }

  take(rank: number): void {
    const { ledger, column } = this;
    const { shape } = this.condition;
    if (ledger.kind[rank] !== shape.act || !fits(ledger, shape, rank)) return;
    const key = column ? ledger[column][rank]! : ALL;
    if (column === null || key >= 0) this.latest.set(key, ledger.when[rank]!);
  }

  holds(second: Instant, key: number, from: Instant): number {
    const { reach } = this.condition;
    const last = this.latest.get(this.column ? key : ALL);
    if (last !== undefined) {
      if (reach === null ? last >= from : reach.end(last) >= second) return 1;
    }
    return isCovered(this.covered, reach === null ? from : reach.earliest(second), second) ? 0 : -1;
  }
}

class KeptState extends Kept {
  private readonly ledger: Ledger;
  private readonly condition: Condition & { kind: "state" };
  private readonly state = new Map<number, number>();

  constructor(ledger: Ledger, condition: Condition & { kind: "state" }, end: number) {
    super();
    this.ledger = ledger;
    this.condition = condition;
    const last = new Map<number, number>();
    for (const { act, column, starts } of condition.changes) {
      if (act < 0 || condition.subject === -2) continue;
      const list = condition.subject >= 0 ? ledger.with(act, column, condition.subject) : ledger.ofAct(act);
      for (const rank of list) {
        const subject = ledger[column][rank]!;
        if (rank >= end || subject < 0 || rank < (last.get(subject) ?? -1)) continue;
        last.set(subject, rank);
        this.state.set(subject, starts ? 1 : 0);
      }
    }
  }

  take(rank: number): void {
    const { ledger, condition } = this;
    for (const { act, column, starts } of condition.changes) {
      if (act !== ledger.kind[rank]) continue;
      const subject = ledger[column][rank]!;
      if (subject >= 0 && (condition.subject < 0 || subject === condition.subject))
        this.state.set(subject, starts ? 1 : 0);
    }
  }

  holds(_: Instant, key: number): number {
    const { subject, initially, wanted } = this.condition;
    const known = subject === -2 ? initially : (this.state.get(subject === -1 ? key : subject) ?? initially);
    return known === wanted ? 1 : 0;
  }
}

/** Of each key, the seconds of the last acts, as many as must come before a breach. */
class Rings {
  private readonly others: number;
  private readonly slots = new Map<number, number>();
  private met = new Int32Array(64);
  private seconds: Float64Array;

  constructor(others: number) {
    this.others = others;
    this.seconds = new Float64Array(64 * others);
  }

  /** Takes an act in. The second of the one that so many others lie between; -Infinity: there were not so many. */
  take(key: number, second: Instant): Instant {
    const { others } = this;
    let slot = this.slots.get(key);
    if (slot === undefined) {
      this.slots.set(key, (slot = this.slots.size));
      if (slot === this.met.length) this.grow();
    }
    const before = this.met[slot]!;
    const place = slot * others + (before % others);
    const then = this.seconds[place]!;
    this.seconds[place] = second;
    this.met[slot] = before + 1;
    return before >= others ? then : -Infinity;
  }

  private grow(): void {
    this.met = larger(this.met, new Int32Array(this.met.length * 2));
    this.seconds = larger(this.seconds, new Float64Array(this.seconds.length * 2));
  }
}

export class RunningStanding extends Running {
  private readonly standing: Standing;
  private readonly conditions: readonly Kept[];
  private readonly rings: Rings | null;
  /** By key (-1: by all), the last second that something which is not settled may reach. */
  private readonly reached: ReadonlyMap<number, Instant>;

  constructor(start: Start) {
    super(start);
    const { ledger, assessment, now } = start;
    const plan = (this.standing = this.plan as Standing);
    const end = ledger.after(now);
    const conditions = plan.excuse?.conditions ?? [];
    this.conditions = conditions.map((condition) =>
      condition.kind === "state"
        ? new KeptState(ledger, condition, end)
        : new KeptEvent(ledger, condition, assessment.covered(condition.pattern, false), end),
    );
    this.rings = plan.count && new Rings(plan.count.others);
    if (plan.count) for (const rank of candidates(ledger, plan.shape)) if (rank < end) this.count(rank);
    this.reached = this.isBeset ? assessment.reached(plan) : new Map();
  }

  take(rank: number): boolean {
    const { ledger, standing: plan } = this;
    const second = ledger.when[rank]!;
    if (second <= this.doubtUntil) return false;
    // What an act itself changes has changed by then (8.6), but no act is its own exception (8.4). What comes after it changes nothing for it (5.4).
    for (const kept of this.conditions) if (kept instanceof KeptState) kept.take(rank);
    if (ledger.kind[rank] === plan.shape.act && !this.act(rank, second)) return false;
    for (const kept of this.conditions) if (kept instanceof KeptEvent) kept.take(rank);
    return true;
  }

  expire(): boolean {
    return true;
  }

  /** The instance whose bearer did it, and its key; null: it is no act of the kind. */
  private instanceOf(rank: number): number {
    const { of, from, shape, own } = this.standing;
    const { ledger } = this;
    const who = ledger.actor[rank]!;
    const instance = of === null ? 0 : who < 0 ? -1 : (of[who] ?? -1);
    if (instance < 0 || !(ledger.when[rank]! >= from[instance]!)) return -1;
    if (!passes(shape.target, ledger.target[rank]!, who) || !passes(shape.object, ledger.object[rank]!, who)) return -1;
    if (own === null) return instance;
    const key = ledger[own.column][rank]!;
    return key < 0 || (own.mask !== null && own.mask[key] !== 1) ? -1 : instance;
  }

  /** Whether an act comes after so many others in the time that is counted; it counts from now on. */
  private count(rank: number): boolean {
    const { count, own } = this.standing;
    const instance = this.instanceOf(rank);
    if (instance < 0) return false;
    const { reach } = count!;
    const second = this.ledger.when[rank]!;
    const key = own ? this.ledger[own.column][rank]! : 0;
    const then = this.rings!.take(instance + key * this.standing.instances.length, second);
    return then > -Infinity && (reach === null || reach.end(then) >= second);
  }

  private act(rank: number, second: Instant): boolean {
    const { ledger, standing: plan } = this;
    const instance = this.instanceOf(rank);
    if (instance < 0) return true;
    const { reached } = this;
    const key = plan.own ? ledger[plan.own.column][rank]! : ALL;
    const isMany = plan.count === null || this.count(rank);
    if (reached.size > 0 && ((reached.get(key) ?? -1) >= second || (reached.get(ALL) ?? -1) >= second)) return false;
    if (!isMany) return true;
    if (plan.excuse) {
      const answers = this.answers(second, key, plan.from[instance]!);
      const verdict = this.verdict(answers);
      if (verdict === "open") return false;
      if (verdict === "excused") return true;
    }
    this.breached(instance, ledger.event(rank), BREACHED);
    return true;
  }

  private answers(second: Instant, key: number, from: Instant): number[] {
    return this.conditions.map((kept) => kept.holds(second, key, from));
  }

  private verdict(answers: readonly number[]): "breach" | "excused" | "open" {
    if (this.standing.excuse!.all) return answers.includes(0) ? "breach" : answers.includes(-1) ? "open" : "excused";
    return answers.includes(1) ? "excused" : answers.includes(-1) ? "open" : "breach";
  }
}
