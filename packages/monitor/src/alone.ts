/**
 * One finding of an assessment, judged by the general evaluator on the events that can concern it and no others: it says what it would say among all
 * of them, reasons included.
 */
import type { EventPattern, Instant, Model, Standard } from "@servanda/language";
import { Assessment, type Asked, type Line } from "./assess.ts";
import { COLUMNS, columnsOf, firstFrom } from "./columns.ts";
import { bitsOf, Evidence } from "./evidence.ts";
import type { Breach, Finding } from "./finding.ts";
import type { Interval } from "./interval.ts";
import { judged } from "./monitor.ts";
import { OpenedStanding } from "./openedstanding.ts";
import type { Forbidden, Owed, Plan, Shape, Standing } from "./plan.ts";
import type { Account, Record } from "./record.ts";
import { sightOf } from "./bearing.ts";
import { push } from "./grouping.ts";
import { barOf } from "./support.ts";
import { blankIn, ranksLeaving } from "./unsaid.ts";
import { footingOf, outcomesOf } from "./verdicts.ts";
import { writer } from "./writing.ts";

/** What a line of the board says of its one finding. */
export type Brief = Pick<
  Finding,
  "outcome" | "possible" | "footing" | "trigger" | "window" | "performed" | "coverage" | "approximate" | "readings"
> & {
  /** In their order; dates are put into words when they are looked at. */
  readonly breaches: readonly Pick<Breach, "footing" | "from" | "until" | "days" | "accounts">[];
};

export class Alone {
  private readonly model: Model;
  private readonly record: Omit<Record, "accounts">;
  private readonly assessment: Assessment;
  private readonly asked: Asked;
  private readonly quiet = new Map<Plan, ReadonlyMap<string, Finding>>();
  private readonly opened = new Map<Standing, OpenedStanding>();
  private byRow: ReadonlyMap<number, readonly number[]> | null = null;
  private told: ReadonlyMap<string, readonly Account[]> | null = null;
  private readonly denied = new Map<number, readonly number[]>();
  private readonly blank = new Map<string, readonly number[]>();
  private last: { readonly row: number; readonly accounts: readonly Account[] } | null = null;

  /** All of the same model, record and question. `record`: what surrounds the accounts. */
  constructor(model: Model, record: Omit<Record, "accounts">, assessment: Assessment, asked: Asked) {
    this.model = model;
    this.record = record;
    this.assessment = assessment;
    this.asked = asked;
  }

  private finding(plan: Owed | Forbidden, row: number): Finding {
    const { id } = this.assessment.instance(row)!;
    const [found] = this.judge(plan, this.accountsAfter(plan, row), id);
    if (!found) throw new Error(`no finding ${id} on its own events`);
    return found;
  }

  /**
   * The accounts of all that can concern the finding of a row, whatever the standard of proof: it is then `whole`. Of a ban that stands, where that is more
   * than so many events, only those by which its acts are judged at this standard, or would be, were one of them left out.
   */
  accountsOf(row: number, most: number): { readonly accounts: Account[]; readonly whole: boolean } {
    const plan = this.planOf(row);
    if (plan.kind !== "standing") return { accounts: this.accountsAfter(plan, row), whole: true };
    const instance = this.assessment.verdicts.bearer[row]!;
    const acts = this.actsOf(plan, instance);
    const all = this.eventsAround(plan, acts);
    if (all.size <= most) return { accounts: this.accounts(all, plan), whole: true };
    const events = new Set<number>();
    for (const act of acts)
      for (const event of this.openedOf(plan).concerning(plan, instance, act, true)) events.add(event);
    return { accounts: this.accounts(events, plan), whole: false };
  }

  /**
   * What is found of a ban that stands at another standard, on all that can concern it and nothing else. Null: more than so many of these events are then not
   * settled, and it is not tried.
   */
  tried(row: number, standard: Standard, most: number): Pick<Line, "outcome" | "possible" | "footing"> | null {
    const { model, asked } = this;
    const plan = this.planOf(row);
    if (plan.kind !== "standing") throw new Error("a finding on an event is judged on its own events");
    const instance = this.assessment.verdicts.bearer[row]!;
    const accounts = this.around(row);
    const record = { ...this.record, accounts };
    const columns = columnsOf(model, record, barOf(model, standard), asked.asOf);
    if (columns.unsettled.length > most) return null;
    const norms = new Set([plan.subject.norm.id]);
    const assessment = new Assessment(model, columns, this.record, { ...asked, standard, norms });
    const { id } = plan.instances[instance]!;
    return assessment.lines().find((line) => line.id === id) ?? null;
  }

  /** The accounts of all that can concern a ban that stands, whatever the standard: those of the row that was asked for last are kept. */
  private around(row: number): readonly Account[] {
    if (this.last?.row !== row) {
      const plan = this.planOf(row) as Standing;
      const instance = this.assessment.verdicts.bearer[row]!;
      this.last = { row, accounts: this.accounts(this.eventsAround(plan, this.actsOf(plan, instance)), plan) };
    }
    return this.last.accounts;
  }

  /** What the board says of the finding of a row. */
  brief(row: number): Brief {
    const plan = this.planOf(row);
    return plan.kind === "standing" ? this.standing(plan, row) : this.finding(plan, row);
  }

  private planOf(row: number): Plan {
    return this.assessment.plans[this.assessment.verdicts.plan[row]!]!;
  }

  private judge(plan: Plan, accounts: readonly Account[], only: string | null): Finding[] {
    const { at, standard, asOf } = this.asked;
    const { norm, view } = plan.subject;
    const evidence = new Evidence(this.model, { ...this.record, accounts }, barOf(this.model, standard), asOf);
    const found = judged(this.model, evidence, sightOf(this.model, norm, view), at.latest, only);
    return found.map((one) => one.finding(standard));
  }

  // ── After an event ─────────────────────────────────────────────────────────────────────────

  private accountsAfter(plan: Owed | Forbidden, row: number): Account[] {
    const { assessment } = this;
    const { verdicts, unsettled, columns } = assessment;
    const trigger = verdicts.trigger[row]!;
    const events = new Set<number>();
    if (trigger >= 0) {
      const bearer = columns.things.find(assessment.instance(row)!.bearer);
      events.add(trigger);
      const since = trigger < columns.count ? columns.when[trigger]! : unsettled.from[trigger - columns.count]!;
      const { target } = plan.shape;
      const named = target.kind === "key" || target.kind === "counterpart" ? this.named(trigger) : null;
      const whom = target.kind === "is" ? new Set([target.thing]) : named;
      this.gather(plan.shape.act, 0, bearer, since, events, whom);
      if (plan.kind === "forbidden" && plan.until) {
        for (const thing of this.named(trigger)) this.gatherShape(plan.until, thing, since, events);
      }
    }
    return this.accounts(events, plan);
  }

  /** Events of an act with a thing in a column, from a second on. `whom`: settled ones only with one of these as target. */
  private gather(
    act: number,
    place: number,
    thing: number,
    since: Instant,
    into: Set<number>,
    whom: ReadonlySet<number> | null = null,
  ): void {
    const { columns, unsettled } = this.assessment;
    if (thing < 0 || act < 0) return;
    const list = columns.with(act, COLUMNS[place]!, thing);
    for (let i = firstFrom(columns.when, list, since); i < list.length; i++) {
      if (whom === null || whom.has(columns.target[list[i]!]!)) into.add(list[i]!);
    }
    for (const number of unsettled.with(act, place, thing)) {
      if (unsettled.to[number]! >= since) into.add(columns.count + number);
    }
  }

  /** The same of a shape, where its key stands for a thing. */
  private gatherShape(shape: Shape, thing: number, since: Instant, into: Set<number>): void {
    const tests = COLUMNS.map((column) => shape[column]);
    const place = tests.findIndex(({ kind }) => kind === "key" || kind === "is");
    const test = tests[place];
    if (test) {
      this.gather(shape.act, place, test.kind === "is" ? test.thing : thing, since, into);
      return;
    }
    const { columns, unsettled } = this.assessment;
    const list = columns.ofAct(shape.act);
    for (let i = firstFrom(columns.when, list, since); i < list.length; i++) into.add(list[i]!);
    for (const number of unsettled.ofAct(shape.act)) into.add(columns.count + number);
  }

  /** Whom some account of an event names. */
  private named(event: number): ReadonlySet<number> {
    const { things } = this.assessment.columns;
    const all = this.toldOf(event).flatMap(({ actor, target }) => [actor, target]);
    return new Set(all.flatMap((id) => (id === null ? [] : [things.find(id)])));
  }

  private toldOf(event: number): readonly Account[] {
    const { columns } = this.assessment;
    if (event < columns.count) return columns.accounts(event);
    this.told ??= Map.groupBy(columns.unsettledAccounts(), (account) => account.event);
    return this.told.get(columns.unsettled[event - columns.count]!)!;
  }

  /**
   * Their accounts, and those that say of an act that is asked about that it did not happen at all, or leave open whom it concerned: silence rests on them
   * as well (4.2, 4.5).
   */
  private accounts(events: Iterable<number>, plan: Plan): Account[] {
    const all = new Set(events);
    const { assessment } = this;
    for (const [word, columns] of plan.normView.columnsRead(plan.bare.states)) {
      const act = assessment.columns.acts.find(word);
      const denied = this.deniedOnly(act);
      for (const event of denied) all.add(event);
      if (denied.length === 0 && !assessment.isSilent(word)) continue;
      for (const event of this.leaving(word, act, bitsOf(columns))) all.add(event);
    }
    return [...all].flatMap((event) => this.toldOf(event));
  }

  /** Events of an act that leave one of some columns blank. */
  private leaving(word: string, act: number, bits: number): readonly number[] {
    const key = `${act} ${bits}`;
    let found = this.blank.get(key);
    if (!found) {
      const { columns, unsettled } = this.assessment;
      const open = unsettled.ofAct(act).map((number) => columns.count + number);
      const isLeaving = (event: number): boolean =>
        this.toldOf(event).some((account) => (blankIn(account, word) & bits) !== 0);
      this.blank.set(key, (found = [...ranksLeaving(columns, act, bits), ...open.filter(isLeaving)]));
    }
    return found;
  }

  private deniedOnly(act: number): readonly number[] {
    let found = this.denied.get(act);
    if (!found) {
      const { columns, unsettled } = this.assessment;
      const all = unsettled.ofAct(act).map((number) => columns.count + number);
      found = all.filter((event) => this.toldOf(event).every(({ stance }) => stance === "denies"));
      this.denied.set(act, found);
    }
    return found;
  }

  // ── Bans that stand ────────────────────────────────────────────────────────────────────────

  /** Acts that may be a bearer's, by their numbers. */
  private actsOf(plan: Standing, instance: number): number[] {
    const { columns, unsettled } = this.assessment;
    const { act } = plan.shape;
    const { bearer } = plan.instances[instance]!;
    const thing = columns.things.find(bearer);
    const settled = plan.of === null ? columns.ofAct(act) : columns.with(act, "actor", thing);
    const open = plan.of === null ? unsettled.ofAct(act) : unsettled.with(act, 0, thing);
    return [...settled, ...open.map((number) => columns.count + number)];
  }

  /** Acts, with all that may excuse any of them or change a state that does, whenever it was. */
  private eventsAround(plan: Standing, acts: readonly number[]): Set<number> {
    const out = new Set(acts);
    const { own, excuse } = plan;
    const { columns } = this.assessment;
    const keys = new Set<number>();
    for (const act of own && excuse ? acts : []) {
      if (act < columns.count) keys.add(columns[own!.column][act]!);
      else for (const account of this.toldOf(act)) keys.add(columns.things.find(account[own!.column] ?? ""));
    }
    const things = own ? [...keys] : [-1];
    for (const condition of excuse?.conditions ?? []) {
      for (const thing of things) {
        if (condition.kind === "event") this.gatherShape(condition.shape, thing, -Infinity, out);
        else
          for (const { act, column } of condition.changes)
            this.gather(
              act,
              COLUMNS.indexOf(column),
              condition.subject === -1 ? thing : condition.subject,
              -Infinity,
              out,
            );
      }
    }
    return out;
  }

  private openedOf(plan: Standing): OpenedStanding {
    let opened = this.opened.get(plan);
    if (!opened) {
      const { sight } = this.assessment;
      const covered = (pattern: EventPattern, own: boolean): readonly Interval[] =>
        this.assessment.covered(pattern, own);
      this.opened.set(plan, (opened = new OpenedStanding(sight, plan, covered)));
    }
    return opened;
  }

  /** Its window and what watches over it do not depend on acts; breaches are those that the assessment has. */
  private standing(plan: Standing, row: number): Brief {
    const { verdicts } = this.assessment;
    let quiet = this.quiet.get(plan);
    if (!quiet) {
      quiet = new Map(this.judge(plan, this.accounts([], plan), null).map((finding) => [finding.id, finding]));
      this.quiet.set(plan, quiet);
    }
    const instance = verdicts.bearer[row]!;
    const possible = outcomesOf(verdicts.possible[row]!);
    return {
      ...quiet.get(plan.instances[instance]!.id)!,
      outcome: possible.length === 1 ? possible[0]! : null,
      possible,
      footing: footingOf(verdicts.footing[row]!),
      approximate: verdicts.approximate[row] === 1,
      breaches: this.breachesOf(plan, instance, row),
    };
  }

  private breachesOf(plan: Standing, instance: number, row: number): Brief["breaches"] {
    const { assessment } = this;
    const { verdicts, columns } = assessment;
    this.byRow ??= byRow(assessment);
    const { ground } = plan.subject;
    const text = writer(this.model.case.offset, ground.offset);
    const found = (this.byRow.get(row) ?? []).map((at) => {
      const event = verdicts.event[at]!;
      const footing = footingOf(verdicts.on[at]!);
      if (event >= columns.count || footing !== "settled") {
        const breach = this.breach(plan, instance, event);
        return { breach, second: breach.from.earliest, event };
      }
      const second = columns.when[event]!;
      const time = { earliest: second, latest: second };
      const breach = {
        footing,
        days: 0,
        accounts: [],
        get from() {
          return { ...time, text: text(second, second).text };
        },
        get until() {
          return { ...time, text: text(second, second).text };
        },
      };
      return { breach, second, event };
    });
    found.sort((a, b) => a.second - b.second || (assessment.eventId(a.event) < assessment.eventId(b.event) ? -1 : 1));
    return found.map(({ breach }) => breach);
  }

  /** What the finding of a bearer says of one act that is a breach, or may be. */
  private breach(plan: Standing, instance: number, act: number): Breach {
    const events = this.openedOf(plan).concerning(plan, instance, act);
    const [finding] = this.judge(plan, this.accounts(events, plan), plan.instances[instance]!.id);
    const id = this.assessment.eventId(act);
    const found = finding?.breaches.find((breach) => breach.id === id);
    if (!found) throw new Error(`no breach ${id} on its own events`);
    return found;
  }
}

/** Breaches by the row of their instance. */
function byRow({ verdicts }: Assessment): ReadonlyMap<number, readonly number[]> {
  const out = new Map<number, number[]>();
  for (let at = 0; at < verdicts.breaches; at++) {
    const of = verdicts.of[at]!;
    push(out, of, at);
  }
  return out;
}
