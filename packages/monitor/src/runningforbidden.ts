/** Bans after an event, kept up to date: by key, the occasions that stand. */
import type { Instant } from "@servanda/language";
import { push } from "./grouping.ts";
import type { Interval } from "./interval.ts";
import type { Forbidden } from "./plan.ts";
import { Triggered, WIDTH, type Start } from "./running.ts";
import { bearerOf, candidates, isCovered, keyOf, keyOfAct, keyOfEnd, passes } from "./sweep.ts";
import { outcomeCode } from "./verdicts.ts";

const BREACHED = 1 << outcomeCode("breached");
const QUIET = 1 << outcomeCode("no breach observed");

export class RunningForbidden extends Triggered<Forbidden> {
  protected readonly owner: Forbidden;
  /** By key, the first rows of the occasions that stand: one for each bearer follows. */
  private readonly standing = new Map<number, number[]>();
  /** By key, up to which second occasions begin of which it is not certain that they stand; Infinity: some such occasion has acts to be judged by. */
  private readonly doubted: ReadonlyMap<number, Instant>;
  private readonly covered: readonly Interval[];

  constructor(start: Start) {
    super(start);
    const { assessment, ledger, now } = start;
    const plan = (this.owner = this.plan as Forbidden);
    const until = plan.until ? plan.clauses.unless!.conditions[0]! : null;
    this.covered = until?.kind === "event" ? assessment.covered(until.pattern, false) : [];
    const end = ledger.after(now);
    const ended = new Map<number, number>();
    for (const rank of plan.until ? candidates(ledger, plan.until) : []) {
      const key = keyOfEnd(ledger, plan, rank, WIDTH);
      if (rank < end && key >= 0) ended.set(key, rank);
    }
    const doubted = (this.doubted = new Map<number, Instant>());
    // What a settled event has ended since is over, whatever else it was.
    const doubt = (key: number, since: Instant, reach: Instant): void => {
      const last = ended.get(key);
      if (last === undefined || ledger.when[last]! <= since)
        doubted.set(key, Math.max(doubted.get(key) ?? -Infinity, reach));
    };
    if (this.isBeset) {
      const { ends, anchors } = assessment.doubted(plan, WIDTH);
      for (const [key, second] of ends) doubt(key, second, second);
      for (const [key, second] of anchors) doubt(key, second, Infinity);
    }
    let trigger = -1;
    for (let row = 0; row < this.length; row++) {
      const since = this.since[row]!;
      if (this.trigger[row]! < 0 || Number.isNaN(since)) continue;
      const key = keyOf(plan, WIDTH, this.p0[row]!, this.p1[row]!);
      if (this.named.has(row)) doubt(key, since, Infinity);
      else if (this.trigger[row] !== trigger) {
        trigger = this.trigger[row]!;
        const last = ended.get(key);
        if (last === undefined || last <= ledger.rank(trigger, since)) push(this.standing, key, row);
      }
    }
  }

  take(rank: number): boolean {
    const { ledger, owner: plan } = this;
    if (ledger.when[rank]! <= this.doubtUntil) return false;
    const act = ledger.kind[rank]!;
    // An act that is itself a change of what stands is judged first: it excuses, and begins, only what comes after.
    if (act === plan.shape.act && !this.act(rank)) return false;
    if (plan.until !== null && act === plan.until.act) {
      const key = keyOfEnd(ledger, plan, rank, WIDTH);
      if (this.doubted.has(key)) return false;
      this.standing.delete(key);
    }
    if (act === plan.anchor.act) this.follow(rank);
    return true;
  }

  expire(): boolean {
    return true;
  }

  private act(rank: number): boolean {
    const { ledger, owner: plan } = this;
    const who = ledger.actor[rank]!;
    if (!passes(plan.shape.object, ledger.object[rank]!, who)) return true;
    const second = ledger.when[rank]!;
    for (let b = 0; b < plan.bearers.length; b++) {
      const key = keyOfAct(WIDTH, plan, plan.bearers[b]!, who, ledger.target[rank]!);
      if (key < 0) continue;
      const doubt = this.doubted.size === 0 ? undefined : this.doubted.get(key);
      if (doubt === Infinity) return false;
      for (const first of this.standing.get(key) ?? []) {
        if (doubt !== undefined && doubt >= this.since[first]!) return false;
        if (plan.until && !isCovered(this.covered, this.since[first]!, second)) return false;
        this.breached(first + b, ledger.event(rank), BREACHED);
      }
    }
    return true;
  }

  private follow(rank: number): void {
    const { owner: plan } = this;
    const bound = this.bindings(rank);
    if (bound === null) return;
    const { p0, p1 } = bound;
    plan.bearers.forEach((who, b) => {
      const bearer = bearerOf(who, p0, p1);
      const row = this.found(bearer, rank, QUIET, Infinity);
      this.bind(bearer);
      if (b === 0) push(this.standing, keyOf(plan, WIDTH, p0, p1), row);
    });
  }
}
