/** Duties after an event: those that an open event may perform, and those that an open event makes. */
import type { Instant } from "@servanda/language";
import { firstFrom } from "./columns.ts";
import type { Event } from "./evidence.ts";
import { push } from "./grouping.ts";
import { Opened, type After, type Choice, type Exactly } from "./opened.ts";
import type { Bearer, Owed, Shape } from "./plan.ts";
import { asked, bearerOf, isCovered, passes } from "./sweep.ts";
import { outcomeCode, type Verdicts } from "./verdicts.ts";

/** What is open to a duty with a `when`. */
export class OpenedOwed extends Opened {
  /** Open performances of a duty by each bearer that some version names. */
  performances(plan: Owed): ReadonlyMap<number, readonly { readonly from: Instant; readonly to: Instant }[]> {
    const out = new Map<number, { from: Instant; to: Instant }[]>();
    for (const bearer of new Set(plan.bearers.flatMap((b) => (b.kind === "is" ? [b.thing] : [-1])))) {
      const shape = bearer < 0 ? plan.shape : { ...plan.shape, actor: { kind: "is", thing: bearer } as const };
      for (const { option } of this.opens(shape)) {
        const who = option.actor;
        push(out, who, { from: option.from, to: option.to });
      }
    }
    return out;
  }

  /** Duties after settled events that were opened, by bearer. */
  judgeOwed(plan: Owed, index: number, rank: number, bearer: number, out: Verdicts, named: Exactly): void {
    const second = this.columns.when[rank]!;
    const events = new Set([this.event(rank)]);
    this.aroundOwed(plan, bearer, second, second, events);
    this.follow(index, this.event(rank), events, bearer, out, named);
  }

  /** Duties after events that are not settled. */
  judgeOpenOwed(plan: Owed, index: number, out: Verdicts, named: Exactly): void {
    for (const [open, options] of this.openAnchors(plan)) {
      const after = (who: Bearer, p0: number, p1: number, choices: readonly Choice[]): After | null => {
        const [bearer, target] = [bearerOf(who, p0, p1), asked(plan.shape.target, p0, p1, who)];
        const [outcome, ...others] = choices.map((choice) => this.surelyAfter(plan, bearer, target, choice));
        return outcome && others.every((other) => other === outcome) ? { outcome, breaches: [] } : null;
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
    for (let i = firstFrom(when, list, from); i < list.length && when[list[i]!]! <= Math.min(latest, this.at); i++) {
      const rank = list[i]!;
      if (target >= 0 && columns.target[rank] !== target) continue;
      if (!passes(shape.target, columns.target[rank]!, bearer)) continue;
      if (!passes(shape.object, columns.object[rank]!, bearer)) continue;
      return when[rank]! > to && when[rank]! <= soonest ? KEPT : 0;
    }
    if (this.opens({ ...shape, actor: { kind: "is", thing: bearer } }, -1, from, Math.min(latest, this.at)).length > 0)
      return 0;
    if (this.at <= soonest) return PENDING;
    const [item] = plan.clauses.must.items;
    const act = item?.kind === "do" ? item.pattern.act : "";
    return this.at > latest && isCovered(this.covered(act), from, latest) ? MISSED : 0;
  }

  private aroundOwed(plan: Owed, bearer: number, from: Instant, to: Instant, events: Set<Event>): void {
    const { columns } = this;
    const { when } = columns;
    const end = plan.reach ? plan.reach.end(to) : this.at;
    const list = columns.with(plan.shape.act, "actor", bearer);
    for (let i = firstFrom(when, list, from); i < list.length && when[list[i]!]! <= end; i++)
      events.add(this.event(list[i]!));
    const shape: Shape = { ...plan.shape, actor: { kind: "is", thing: bearer } };
    for (const { open } of this.opens(shape, -1, from, end)) events.add(open.event);
  }
}

const MISSED = 1 << outcomeCode("breached");
const KEPT = 1 << outcomeCode("kept");
const PENDING = 1 << outcomeCode("pending");
