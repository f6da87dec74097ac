/** Duties after an event, kept up to date: by bearer, those that wait for what is owed. */
import { DISTANT_FUTURE, type Instant } from "@servanda/language";
import { larger } from "./columns.ts";
import type { Interval } from "./interval.ts";
import type { Owed } from "./plan.ts";
import { Triggered, WIDTH, type Start } from "./running.ts";
import { asked, bearerOf, isCovered, passes } from "./sweep.ts";
import { outcomeCode } from "./verdicts.ts";

const BREACHED = 1 << outcomeCode("breached");
const KEPT = 1 << outcomeCode("kept");
const PENDING = 1 << outcomeCode("pending");
/** The footing of what nobody knows. */
const UNKNOWN = 2;

export class RunningOwed extends Triggered<Owed> {
  protected readonly owner: Owed;
  private readonly isPair: boolean;
  /** By bearer and, where it is owed towards somebody in particular, by whom: the last row that waits; and by row, the one before it, -1: none. */
  private readonly waiting = new Map<number, number>();
  private before: Int32Array<ArrayBuffer>;
  /** Bearers of duties whose fate rests on something that is not settled. */
  private readonly doubted = new Set<number>();
  /** The last second of the duties that nobody saw done in time: what was done before it, and is told now, may change them. */
  private missed: Instant = -Infinity;
  /** Seconds at which silence denies that it was done; null: nobody would tell of it. */
  private readonly covered: readonly Interval[] | null;

  constructor(start: Start) {
    super(start);
    const { assessment, ledger, now } = start;
    const plan = (this.owner = this.plan as Owed);
    this.isPair = plan.shape.target.kind === "key" || plan.shape.target.kind === "counterpart";
    const [item] = plan.clauses.must.items;
    const owed = item?.kind === "do" ? item.pattern : null;
    this.covered = owed && assessment.isSilent(owed.act) ? assessment.covered(owed, true) : null;
    this.before = new Int32Array(this.length);
    for (let row = 0; row < this.length; row++) {
      if (this.isAwaited(row)) {
        this.hold(this.keyOfRow(row), row);
        if (this.until[row] !== Infinity) this.listener.wait(this, row, this.until[row]! + 1);
      } else if (plan.reach && (this.possible[row]! & BREACHED) !== 0)
        this.missed = Math.max(this.missed, plan.reach.end(ledger.latest(this.trigger[row]!)));
    }
    for (const row of this.doubtful()) {
      if ((this.possible[row]! & PENDING) === 0) continue;
      this.doubted.add(this.bearer[row]!);
      if (this.until[row] === Infinity) continue;
      // Of a trigger whose second is not known, the earliest it may be.
      const first = ledger.earliest(this.trigger[row]!);
      const soonest = plan.reach ? plan.reach.end(first) + 1 : Infinity;
      this.alarm = Math.min(this.alarm, Math.max(soonest, now + 1));
      this.listener.wait(this, row, this.until[row]! + 1);
    }
  }

  take(rank: number): boolean {
    const { ledger, owner: plan } = this;
    if (ledger.when[rank]! <= this.doubtUntil) return false;
    const act = ledger.kind[rank]!;
    if (act === plan.shape.act && !this.perform(rank)) return false;
    if (act === plan.anchor.act) this.follow(rank);
    return true;
  }

  override isAwaited(row: number): boolean {
    return super.isAwaited(row) || (this.until[row] !== Infinity && (this.possible[row]! & PENDING) !== 0);
  }

  expire(row: number): boolean {
    this.missed = Math.max(this.missed, this.until[row]!);
    if (this.possible[row] !== PENDING || this.named.has(row)) return false;
    const { covered, until, since } = this;
    if (covered === null) {
      if (this.ledger.isOpen(this.owner.shape.act)) return false;
      this.become(row, BREACHED | KEPT, UNKNOWN);
      return true;
    }
    if (!isCovered(covered, since[row]!, until[row]!)) return false;
    this.become(row, BREACHED);
    return true;
  }

  /** Whatever waits for it is done, where its time has not passed. */
  private perform(rank: number): boolean {
    const { ledger, owner: plan } = this;
    const actor = ledger.actor[rank]!;
    if (actor < 0) return true;
    const target = ledger.target[rank]!;
    if (!passes(plan.shape.target, target, actor) || !passes(plan.shape.object, ledger.object[rank]!, actor))
      return true;
    if (this.doubted.has(actor)) return false;
    if (this.isPair && target < 0) return true;
    const second = ledger.when[rank]!;
    if (second <= this.missed) return false;
    const key = this.key(actor, target);
    const last = this.waiting.get(key);
    if (last === undefined) return true;
    this.waiting.delete(key);
    for (let row = last; row >= 0; row = this.before[row]!)
      if (this.possible[row] === PENDING && second <= this.until[row]!) this.become(row, KEPT);
    return true;
  }

  private follow(rank: number): void {
    const { owner: plan } = this;
    const bound = this.bindings(rank);
    if (bound === null) return;
    const { p0, p1 } = bound;
    const until = plan.reach === null ? Infinity : plan.reach.end(this.ledger.when[rank]!);
    for (const who of plan.bearers) {
      const bearer = bearerOf(who, p0, p1);
      const row = this.found(bearer, rank, PENDING, until);
      this.bind(bearer);
      this.hold(this.key(bearer, asked(plan.shape.target, p0, p1, who)), row);
      if (until < DISTANT_FUTURE) this.listener.wait(this, row, until + 1);
    }
  }

  /** A row waits from now on. */
  private hold(key: number, row: number): void {
    if (row >= this.before.length) this.before = larger(this.before, new Int32Array(Math.max(16, row * 2)));
    this.before[row] = this.waiting.get(key) ?? -1;
    this.waiting.set(key, row);
  }

  private keyOfRow(row: number): number {
    const { owner: plan } = this;
    const bearer = this.bearer[row]!;
    if (!this.isPair) return this.key(bearer, -1);
    const [p0, p1] = [plan.binds.actor ? this.p0[row]! : -1, plan.binds.target ? this.p1[row]! : -1];
    const who = plan.bearers.find((one) => bearerOf(one, p0, p1) === bearer);
    return this.key(bearer, who ? asked(plan.shape.target, p0, p1, who) : -1);
  }

  private key(bearer: number, whom: number): number {
    return this.isPair ? bearer * WIDTH + whom : bearer;
  }
}
