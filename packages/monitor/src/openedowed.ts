/** Duties after an event: those that an open event may perform, and those that an open event makes. */
import type { Instant } from "@servanda/language";
import { firstFrom } from "./columns.ts";
import type { Event } from "./evidence.ts";
import { push } from "./grouping.ts";
import type { Interval } from "./interval.ts";
import { byEvent, EITHER, OPEN, Opened, towards, type After, type Exactly } from "./opened.ts";
import type { Bearer, Owed, Shape } from "./plan.ts";
import type { Choice } from "./sight.ts";
import { asked, bearerOf, isCovered, passes } from "./sweep.ts";
import { footingCode, outcomeCode, type Verdicts } from "./verdicts.ts";

/** What is open to a duty with a `when`. */
export class OpenedOwed extends Opened {
  /** Open performances of a duty by each bearer that some version names. */
  performances(plan: Owed): ReadonlyMap<number, readonly Interval[]> {
    const out = new Map<number, Interval[]>();
    for (const bearer of new Set(plan.bearers.flatMap((b) => (b.kind === "is" ? [b.thing] : [-1])))) {
      const shape = bearer < 0 ? plan.shape : { ...plan.shape, actor: { kind: "is", thing: bearer } as const };
      for (const option of this.opens(shape)) push(out, option.actor, option);
    }
    return out;
  }

  /** Duties after settled events that were opened, by bearer. */
  judgeOwed(plan: Owed, index: number, rank: number, bearer: number, out: Verdicts, named: Exactly): void {
    const second = this.columns.when[rank]!;
    if (this.performedPerhaps(plan, index, rank, bearer, out)) return;
    const events = new Set([this.event(rank)]);
    this.aroundOwed(plan, bearer, second, second, events);
    this.follow(index, this.event(rank), events, bearer, out, named);
  }

  /**
   * A duty after a settled event that no settled one performs: what open performances make of it, each by itself. False: more would have to be asked, and it
   * gets no row.
   */
  private performedPerhaps(plan: Owed, index: number, rank: number, bearer: number, out: Verdicts): boolean {
    const { columns, at } = this;
    const second = columns.when[rank]!;
    const p0 = plan.binds.actor ? columns.actor[rank]! : -1;
    const p1 = plan.binds.target ? columns.target[rank]! : -1;
    const [who, ...others] = plan.bearers.filter((one) => bearerOf(one, p0, p1) === bearer);
    if (!who || others.length > 0) return false;
    const end = plan.reach ? plan.reach.end(second) : Infinity;
    const missed = at <= end ? PENDING : this.isMissed(plan, second, end) ? MISSED : 0;
    const whom = asked(plan.shape.target, p0, p1, who);
    const met = this.opens(towards(plan.shape, bearer, whom), -1, second, Math.min(end, at));
    const footing = this.footingOfAny(met, (choice) => {
      if (!passes(plan.shape.target, choice.target, bearer) || !passes(plan.shape.object, choice.object, bearer))
        return 0;
      const first = Math.max(choice.from, second + 1);
      const last = Math.min(choice.to, end, at);
      const may = first <= last;
      const mayNot = choice.from < second || choice.to > end || choice.to > at;
      if (may && mayNot) return EITHER;
      // In the second of the event its order decides, and that is not asked here.
      return choice.from <= second && second <= choice.to ? OPEN : may ? 1 : 0;
    });
    if (footing === null || (footing !== "settled" && missed === 0)) return false;
    const possible = footing === "none" ? missed : footing === "settled" ? KEPT : KEPT | missed;
    out.room(1);
    const row = out.add(index, bearer, rank, possible, -1);
    out.footing[row] = footing === "none" ? 0 : footingCode(footing);
    return true;
  }

  /** Duties after events that are not settled. */
  judgeOpenOwed(plan: Owed, index: number, out: Verdicts, named: Exactly): void {
    for (const options of byEvent(this.opens(plan.anchor))) {
      const open = options[0]!.of;
      const after = (who: Bearer, p0: number, p1: number, choices: readonly Choice[]): After | null => {
        const [bearer, target] = [bearerOf(who, p0, p1), asked(plan.shape.target, p0, p1, who)];
        const [outcome, ...others] = choices.map((choice) => this.surelyAfter(plan, bearer, target, choice));
        return outcome && others.every((other) => other === outcome) ? { outcome, breaches: [], perhaps: [] } : null;
      };
      if (this.judgeSurely(plan, index, open, options, after, out, named)) continue;
      const events = new Set([open.event]);
      for (const option of options) {
        const [p0, p1] = this.partsOf(plan, option);
        for (const who of plan.bearers) {
          this.aroundOwed(plan, bearerOf(who, p0, p1), option.from, option.to, events);
        }
      }
      this.follow(index, open.event, events, -1, out, named);
    }
  }

  /** What surely becomes of a duty after an event at some second of a time, as a bit; 0: not sure. */
  private surelyAfter(plan: Owed, bearer: number, target: number, { from, to }: Choice): number {
    const { columns } = this;
    const { when } = columns;
    if (from < plan.bare.force()!.from || to > this.at) return 0;
    const [soonest, latest] = plan.reach ? [plan.reach.end(from), plan.reach.end(to)] : [Infinity, Infinity];
    const { shape } = plan;
    const list = columns.with(shape.act, "actor", bearer);
    let doubtful = false;
    for (let i = firstFrom(when, list, from); i < list.length && when[list[i]!]! <= Math.min(latest, this.at); i++) {
      const rank = list[i]!;
      if (target >= 0 && columns.target[rank] !== target) continue;
      if (!passes(shape.target, columns.target[rank]!, bearer)) continue;
      if (!passes(shape.object, columns.object[rank]!, bearer)) continue;
      // One that is surely after the event performs the duty, whatever was done before it.
      if (when[rank]! > to && when[rank]! <= soonest) return KEPT;
      doubtful = true;
    }
    if (doubtful) return 0;
    if (this.opens({ ...shape, actor: { kind: "is", thing: bearer } }, -1, from, Math.min(latest, this.at)).length > 0)
      return 0;
    if (this.at <= soonest) return PENDING;
    return this.at > latest && this.isMissed(plan, from, latest) ? MISSED : 0;
  }

  /** Whether silence surely denies that it was done. */
  private isMissed(plan: Owed, from: Instant, to: Instant): boolean {
    const [item] = plan.clauses.must.items;
    return item?.kind === "do" && isCovered(this.covered(item.pattern, true), from, to);
  }

  private aroundOwed(plan: Owed, bearer: number, from: Instant, to: Instant, events: Set<Event>): void {
    const { columns } = this;
    const { when } = columns;
    const end = plan.reach ? plan.reach.end(to) : this.at;
    const list = columns.with(plan.shape.act, "actor", bearer);
    for (let i = firstFrom(when, list, from); i < list.length && when[list[i]!]! <= end; i++)
      events.add(this.event(list[i]!));
    const shape: Shape = { ...plan.shape, actor: { kind: "is", thing: bearer } };
    for (const { of } of this.opens(shape, -1, from, end)) events.add(of.event);
  }
}

const MISSED = 1 << outcomeCode("breached");
const KEPT = 1 << outcomeCode("kept");
const PENDING = 1 << outcomeCode("pending");
