/** Bans that stand: which settled acts something open may concern. */
import type { Instant } from "@servanda/language";
import { COLUMNS, firstFrom } from "./columns.ts";
import { Opened } from "./opened.ts";
import type { Condition, Reach, Shape, Standing, Test } from "./plan.ts";
import type { Choice } from "./sight.ts";
import { candidates, fits, keyColumn } from "./sweep.ts";
import { ranksLeaving } from "./unsaid.ts";

/** How far what is open reaches. */
export abstract class Reaching extends Opened {
  private readonly blank = new Map<number, readonly number[]>();

  /** Settled acts that something open may concern. */
  markStanding(plan: Standing, mark: (rank: number) => void): void {
    const { columns } = this;
    const { when } = columns;
    const acts = (key: number): Int32Array => {
      if (key >= 0 && plan.own) return columns.with(plan.shape.act, plan.own.column, key);
      return candidates(columns, plan.shape);
    };
    const during = (key: number, from: Instant, to: Instant, actor = -1): void => {
      const list = acts(key);
      for (let i = firstFrom(when, list, from); i < list.length && when[list[i]!]! <= to; i++) {
        if (actor < 0 || columns.actor[list[i]!] === actor) mark(list[i]!);
      }
    };
    if (plan.count) {
      const { reach } = plan.count;
      for (const option of this.opens(plan.shape)) {
        const key = plan.own ? option[plan.own.column] : -1;
        const actor = plan.of === null ? -1 : option.actor;
        if (!plan.own || key >= 0) during(key, option.from, reach ? reach.end(option.to) : this.at, actor);
      }
    }
    for (const condition of plan.excuse?.conditions ?? []) {
      if (condition.kind === "event") {
        const keyed = keyColumn(condition.shape);
        for (const option of this.opens(condition.shape)) {
          const key = keyed ? option[keyed] : -1;
          if (keyed && key < 0) continue;
          const { reach } = condition;
          if (reach) this.markUnexcused(condition, reach, key, acts(key), option, mark);
          else during(key, option.from, this.at);
        }
      } else {
        this.changes(condition, -1, -Infinity, Infinity, (option, subject, starts) => {
          const list = acts(condition.subject === -1 ? subject : -1);
          this.markUnlike(condition, subject, starts, list, option, mark);
        });
      }
    }
  }

  /** Of the acts that an open exception may reach, those that no settled one excuses already. */
  private markUnexcused(
    { shape }: Condition & { kind: "event" },
    reach: Reach,
    key: number,
    acts: Int32Array,
    { from, to }: Choice,
    mark: (rank: number) => void,
  ): void {
    const { columns } = this;
    const { when } = columns;
    const end = reach.end(to);
    const keyed = keyColumn(shape);
    const others = keyed ? columns.with(shape.act, keyed, key) : candidates(columns, shape);
    let i = firstFrom(when, acts, from);
    if (i === acts.length || when[acts[i]!]! > end) return;
    let next = firstFrom(when, others, reach.earliest(from));
    let until = -Infinity;
    for (; i < acts.length && when[acts[i]!]! <= end; i++) {
      const rank = acts[i]!;
      for (; next < others.length && others[next]! < rank; next++)
        if (fits(columns, shape, others[next]!)) until = reach.end(when[others[next]!]!);
      if (until < when[rank]!) mark(rank);
    }
  }

  /** Of the acts after an open change, up to the next settled one, those at which the state is otherwise without it. */
  private markUnlike(
    condition: Condition & { kind: "state" },
    subject: number,
    starts: boolean,
    acts: Int32Array,
    { from, to }: Choice,
    mark: (rank: number) => void,
  ): void {
    const { when } = this.columns;
    const end = this.nextChange(condition, subject, to);
    let i = firstFrom(when, acts, from);
    if (i === acts.length || when[acts[i]!]! > end) return;
    let since = -Infinity;
    let until = -Infinity;
    let known = 2;
    for (; i < acts.length && when[acts[i]!]! <= end; i++) {
      const rank = acts[i]!;
      if (rank >= until || rank < since) ({ since, until, known } = this.settledState(condition, subject, rank));
      if (known !== (starts ? 1 : 0)) mark(rank);
    }
  }

  /** What settled changes make of a state at an act (2: nobody knows), since which rank, and before which. */
  private settledState(
    { changes, initially }: Condition & { kind: "state" },
    subject: number,
    rank: number,
  ): { readonly since: number; readonly until: number; readonly known: number } {
    const { columns } = this;
    const { when } = columns;
    let last = -1;
    let until = Infinity;
    let known = initially;
    for (const { act, column, starts } of changes) {
      const list = columns.with(act, column, subject);
      let i = firstFrom(when, list, when[rank]! + 1);
      // In its second, what comes after it has not changed yet (5.4).
      while (i > 0 && list[i - 1]! > rank) i--;
      if (i < list.length) until = Math.min(until, list[i]!);
      if (i > 0 && list[i - 1]! > last) {
        last = list[i - 1]!;
        known = starts ? 1 : 0;
      }
    }
    return { since: last, until, known };
  }

  /** By key (-1: by whatever key), the last second at which a settled act may be judged by something open. */
  reached(plan: Standing): ReadonlyMap<number, Instant> {
    const out = new Map<number, Instant>();
    const reach = (key: number, until: Instant): void => {
      out.set(key, Math.max(out.get(key) ?? -Infinity, until));
    };
    for (const option of plan.count ? this.opens(plan.shape) : []) {
      const key = plan.own ? option[plan.own.column] : -1;
      if (!plan.own || key >= 0) reach(key, plan.count!.reach ? plan.count!.reach.end(option.to) : Infinity);
    }
    for (const condition of plan.excuse?.conditions ?? []) {
      if (condition.kind === "event") {
        const keyed = keyColumn(condition.shape);
        for (const option of this.opens(condition.shape)) {
          const key = keyed ? option[keyed] : -1;
          if (!keyed || key >= 0) reach(key, condition.reach ? condition.reach.end(option.to) : Infinity);
        }
      } else {
        this.changes(condition, -1, -Infinity, Infinity, (option, subject) => {
          const next = this.nextChange(condition, subject, option.to);
          reach(condition.subject === -1 ? subject : -1, next < this.at ? next : Infinity);
        });
      }
    }
    return out;
  }

  /** Open changes of a state. `of`: of one subject; -1: of any that matters. */
  protected changes(
    condition: Condition & { kind: "state" },
    of: number,
    since: Instant,
    until: Instant,
    tell: (option: Choice, subject: number, starts: boolean) => void,
  ): void {
    const wanted = condition.subject >= 0 ? condition.subject : of;
    if (condition.subject === -2) return;
    for (const { act, column, starts } of condition.changes) {
      const test: Test = wanted >= 0 ? { kind: "is", thing: wanted } : ANY;
      const shape = { act, actor: ANY, target: ANY, object: ANY, [column]: test } as Shape;
      for (const option of this.opens(shape, -1, since, until)) {
        const subject = option[column];
        if (subject >= 0) tell(option, subject, starts);
      }
    }
  }

  /** Whether there are any of one subject: `changes`, without telling which. */
  protected changesMet(condition: Condition & { kind: "state" }, of: number, since: Instant, until: Instant): boolean {
    let met = false;
    const { from, to } = this.unsettled;
    for (const { act, column } of condition.changes) {
      if (act < 0 || of < 0) continue;
      const numbers = this.unsettled.with(act, COLUMNS.indexOf(column), of);
      for (let i = this.unsettled.firstFrom(numbers, since); i < numbers.length; i++) {
        const number = numbers[i]!;
        if (from[number]! > until) break;
        if (to[number]! < since || this.isAssumed(number)) continue;
        for (const option of this.open(number)?.options ?? []) {
          if (option.act !== act || option[column] !== of || option.to < since || option.from > until) continue;
          met = true;
          this.touch(number);
        }
      }
    }
    return met;
  }

  /** Settled events of an act that leave one of some columns blank, each a bit. */
  protected leaving(act: number, bits: number): readonly number[] {
    const key = (act << COLUMNS.length) | bits;
    let ranks = this.blank.get(key);
    if (!ranks) this.blank.set(key, (ranks = ranksLeaving(this.columns, act, bits)));
    return ranks;
  }

  /** The second of the first settled change after a second: what comes before it in that second, too, is as it was. */
  private nextChange({ changes }: Condition & { kind: "state" }, subject: number, after: Instant): Instant {
    const { when } = this.columns;
    let next = this.at;
    for (const { act, column } of changes) {
      const list = this.columns.with(act, column, subject);
      const i = firstFrom(when, list, after + 1);
      if (i < list.length) next = Math.min(next, when[list[i]!]!);
    }
    return next;
  }
}

export const ANY: Test = { kind: "any" };
