/**
 * Bans that stand: what is so of an act whatever the open events are. Bounds only, from what is settled and what may be, without a look at histories.
 */
import type { Instant } from "@servanda/language";
import { firstFrom } from "./columns.ts";
import { Reaching } from "./openedreach.ts";
import type { Condition, Shape, Standing } from "./plan.ts";
import type { Choice } from "./sight.ts";
import { candidates, fits, isCovered, keyColumn, passes } from "./sweep.ts";

/** What can be said of an act for certain: 1 that it is so, 0 that it is not, -1 nothing. */
export abstract class Bounding extends Reaching {
  /**
   * Whether an act at some second of a time is a breach whatever the open events are: 1; is none whatever they are: 0; else -1. Bounds only: events that
   * are surely there against events that may be. Everything nearer is the general evaluator's. `rank`: of the act, where it is settled, and with it which others
   * are before it.
   */
  protected surely(plan: Standing, instance: number, own: number, from: Instant, to: Instant, rank = -1): number {
    const { columns } = this;
    const { when } = columns;
    if (to < plan.from[instance]! || from > plan.to[instance]!) return 0;
    if (from < plan.from[instance]! || to > plan.to[instance]!) return -1;
    if (plan.own?.mask && plan.own.mask[own] === 0) return 0;
    let breach = 1;
    if (plan.count) {
      const { others, reach } = plan.count;
      const earliest = Math.max(reach ? reach.earliest(from) : plan.from[instance]!, plan.from[instance]!);
      const list = own >= 0 ? columns.with(plan.shape.act, plan.own!.column, own) : candidates(columns, plan.shape);
      let sure = 0;
      let most = 0;
      for (let i = firstFrom(when, list, earliest); i < list.length && when[list[i]!]! <= to; i++) {
        const other = list[i]!;
        if (rank >= 0 && other >= rank) break;
        if (plan.of !== null && plan.of[columns.actor[other]!] !== instance) continue;
        if (!passes(plan.shape.target, columns.target[other]!, columns.actor[other]!)) continue;
        if (!passes(plan.shape.object, columns.object[other]!, columns.actor[other]!)) continue;
        const reaches = !reach || reach.end(when[other]!) >= to;
        if (rank < 0 || reaches) most++;
        if (reaches && (rank >= 0 || when[other]! < from)) sure++;
      }
      const named = this.named(plan, instance, own);
      for (const { choice: one } of this.assumed) {
        if (!one || one.act !== named.act || one.to < earliest || one.from > to || !this.fits(named, -1, one)) continue;
        if (!passes(plan.shape.target, one.target, one.actor) || !passes(plan.shape.object, one.object, one.actor))
          continue;
        most++;
        if (one.from >= earliest && one.to < from && (!reach || reach.end(one.from) >= to)) sure++;
      }
      const open = this.met(named, -1, earliest, to);
      if (most + open < others) return 0;
      if (sure < others) breach = -1;
    }
    const { excuse } = plan;
    if (!excuse) return breach;
    let some = false;
    let every = true;
    let open = false;
    for (const condition of excuse.conditions) {
      const answer =
        condition.kind === "state"
          ? this.surelyState(condition, own, from, to, rank)
          : this.surelyEvent(condition, own, plan.from[instance]!, from, to);
      if (answer === 1) some = true;
      else if (answer === 0) every = false;
      else open = true;
      if (excuse.all ? !every : some) break;
    }
    if (excuse.all ? every && !open : some) return 0;
    if (excuse.all ? !every : !open) return breach;
    return -1;
  }

  /** What is forbidden, by one bearer towards one. */
  protected named(plan: Standing, instance: number, own: number): Shape {
    const bearer = plan.of === null ? -1 : this.columns.things.find(plan.instances[instance]!.bearer);
    const shape: Shape = bearer < 0 ? plan.shape : { ...plan.shape, actor: { kind: "is", thing: bearer } };
    return plan.own ? { ...shape, [plan.own.column]: { kind: "is", thing: own } } : shape;
  }

  private surelyState(
    condition: Condition & { kind: "state" },
    own: number,
    from: Instant,
    to: Instant,
    rank: number,
  ): number {
    const { columns } = this;
    const { when, order } = columns;
    // In the second of the act its order decides (5.4): of a settled one its rank tells it; else it is not asked here.
    const isSettled = rank >= 0;
    const mayBeOrdered = !isSettled || !Number.isNaN(order[rank]!);
    const end = isSettled ? rank : columns.count;
    const subject = condition.subject === -1 ? own : condition.subject;
    let last = -1;
    let starts = false;
    for (const change of condition.changes) {
      const list = columns.with(change.act, change.column, subject);
      let i = firstFrom(when, list, from + 1);
      if (i < list.length && when[list[i]!]! <= to) return -1;
      while (i > 0 && list[i - 1]! > end) i--;
      const before = i > 0 ? list[i - 1]! : -1;
      const isWithAct = before >= 0 && from === when[before];
      if (!isSettled && isWithAct && !Number.isNaN(order[before]!)) return -1;
      if (before > last) {
        last = before;
        starts = change.starts;
      }
    }
    let since = last >= 0 ? when[last]! : -Infinity;
    let latest: Choice | null = null;
    for (const { choice: one } of this.assumed) {
      const change = one && condition.changes.find(({ act, column }) => act === one.act && one[column] === subject);
      if (!one || !change || one.to < since || one.from > to) continue;
      if (one.to > from || one.from <= since) return -1;
      if (one.to === from && mayBeOrdered && one.of.event.options.some((o) => o !== null && o.order !== null))
        return -1;
      if (latest !== null && one.to < latest.from) continue;
      if (latest !== null && latest.to >= one.from) return -1;
      latest = one;
      starts = change.starts;
    }
    if (latest !== null) {
      since = latest.to;
      // What else is open may lie between: then it is not known which comes last.
      if (this.changesMet(condition, subject, latest.from, latest.to)) return -1;
    }
    if (this.changesMet(condition, subject, since, to)) return -1;
    return (since > -Infinity ? Number(starts) : condition.initially) === condition.wanted ? 1 : 0;
  }

  private surelyEvent(
    { shape, reach, pattern }: Condition & { kind: "event" },
    own: number,
    begin: Instant,
    from: Instant,
    to: Instant,
  ): number {
    const { columns } = this;
    const { when } = columns;
    const earliest = reach ? reach.earliest(from) : begin;
    const keyed = keyColumn(shape);
    const list = keyed && own >= 0 ? columns.with(shape.act, keyed, own) : candidates(columns, shape);
    let may = false;
    for (const { choice: one } of this.assumed) {
      if (!one || one.act !== shape.act || one.to < earliest || one.from > to) continue;
      if (!this.fits(shape, keyed ? own : -1, one)) continue;
      if (one.from >= earliest && one.to < from && (!reach || reach.end(one.from) >= to)) return 1;
      may = true;
    }
    for (let i = firstFrom(when, list, to + 1) - 1; i >= 0 && when[list[i]!]! >= earliest; i--) {
      const rank = list[i]!;
      if (!fits(columns, shape, rank)) continue;
      may = true;
      if (when[rank]! >= from) continue;
      if (when[rank]! < begin && !reach) break;
      if (!reach || reach.end(when[rank]!) >= to) return 1;
      break;
    }
    if (this.met(shape, keyed ? own : -1, earliest, to) > 0 || may) return -1;
    return isCovered(this.covered(pattern, false), earliest, to) ? 0 : -1;
  }
}
