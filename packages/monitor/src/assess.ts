/** Columns to verdicts: each norm under each view by its plan, where it has one; else by the general evaluator. */
import type { EventPattern, Instant, Instrument, Model, Norm, Standard, Time } from "@servanda/language";
import { catalogueOf } from "./catalogue.ts";
import type { Columns } from "./columns.ts";
import { Compiler } from "./compiler.ts";
import { Evidence } from "./evidence.ts";
import type { Finding, Footing, Outcome } from "./finding.ts";
import { push } from "./grouping.ts";
import { identityOf } from "./instance.ts";
import type { Interval } from "./interval.ts";
import { Matcher } from "./match.ts";
import { monitor } from "./monitor.ts";
import type { Exactly } from "./opened.ts";
import { endsOf, OpenedForbidden } from "./openedforbidden.ts";
import { OpenedOwed } from "./openedowed.ts";
import { OpenedStanding } from "./openedstanding.ts";
import { Subject, type Condition, type Forbidden, type Owed, type Plan, type Standing } from "./plan.ts";
import type { Account, Record } from "./record.ts";
import { outlinesOf } from "./outline.ts";
import { Sight } from "./sight.ts";
import { barOf } from "./support.ts";
import { bindings, keyOf, mostInstances, passes, sweepForbidden, sweepOwed, sweepStanding } from "./sweep.ts";
import { bitsAsked, ranksLeaving } from "./unsaid.ts";
import { Unsettled } from "./unsettled.ts";
import { footingOf, outcomeCode, outcomesOf, Verdicts } from "./verdicts.ts";
import { NormView, views, viewsOf, type HeldView } from "./view.ts";

/** What is said of one instance, without reasons. */
export interface Line {
  readonly id: string;
  readonly norm: string;
  readonly view: string;
  readonly bearer: string;
  readonly counterparty: string | null;
  readonly outcome: Outcome | null;
  readonly possible: readonly Outcome[];
  readonly footing: Footing;
  readonly approximate: boolean;
  readonly breaches: readonly { readonly id: string; readonly footing: Footing }[];
  /** The first second after its deadline, where it may still be pending; null: none. */
  readonly due: Instant | null;
}

export interface Asked {
  /** What findings speak about: its last second. */
  readonly at: Time;
  readonly standard: Standard;
  /** Only these norms; default: all. */
  readonly norms?: ReadonlySet<string> | undefined;
  /** If some norm has no plan, judge none: `ways` says which, and why. Else the general evaluator judges such norms, however long it takes. */
  readonly plansOnly?: boolean;
  readonly asOf?: Time | undefined;
}

/** How each norm was judged: under which view, and why not by a plan (null: by one). */
export interface Way {
  readonly norm: string;
  readonly view: string;
  readonly why: string | null;
}

/** From one place to the next after the last. */
interface Range {
  readonly from: number;
  readonly to: number;
}

export class Assessment {
  readonly verdicts: Verdicts = new Verdicts();
  /** Findings on norms without a plan. */
  readonly general: Finding[] = [];
  readonly plans: Plan[] = [];
  /** In the order of the norms: by a plan, or why not. */
  private readonly tried: (Plan | Way)[] = [];
  /** The first norm that has no plan, and why; null: all have one. */
  readonly unplanned: Way | null = null;
  readonly columns: Columns;
  /** Of the events that are not settled. */
  readonly evidence: Evidence;
  readonly unsettled: Unsettled;
  readonly sight: Sight;
  /** Plan by plan, how many rows and breaches there are among the verdicts when it has run; first before any has. */
  private ends: Int32Array<ArrayBuffer> = new Int32Array(2);
  readonly exactly: Exactly = new Map();
  private readonly work: Work;

  /**
   * `record`: what surrounds the accounts: sources, coverage, shapes, values. The columns must be made of the same, at the same standard.
   */
  constructor(model: Model, columns: Columns, record: Omit<Record, "accounts">, asked: Asked) {
    this.columns = columns;
    const unsettled = columns.unsettledAccounts();
    const evidence = new Evidence(model, { ...record, accounts: unsettled }, barOf(model, asked.standard), asked.asOf);
    this.evidence = evidence;
    this.unsettled = new Unsettled(columns, unsettled);
    const sight = (this.sight = new Sight(columns, evidence, this.unsettled));
    evidence.blanks.beside = (act, bits) =>
      ranksLeaving(columns, columns.acts.find(act), bits).map((rank) => {
        const { id, options } = sight.event(rank);
        return { event: id, option: options[0]! };
      });
    const { bearing } = catalogueOf(model);
    const all = views(model);
    const work = (this.work = new Work(this.sight, asked.at.latest, this.verdicts, this.exactly));
    const left = new Map<string, string>();
    const compiler = new Compiler(columns);
    const grounds = new Map<Instrument, Matcher>();
    const groundOf = (norm: Norm, view: HeldView, instrument: Instrument): Matcher => {
      let ground = grounds.get(instrument);
      if (!ground) {
        const normView = new NormView(model, norm, view);
        ground = new Matcher(model, evidence, normView, instrument, asked.at.latest, [normView], []);
        grounds.set(instrument, ground);
      }
      return ground;
    };
    // How many rows there may be is asked of a plan while it is at hand.
    let most = 0;
    const isRead = model.readings.length > 0;
    const outlines = outlinesOf(model);
    for (let place = 0; place < model.norms.length; place++) {
      const norm = model.norms[place]!;
      const instrument = outlines.instruments[place];
      if (!instrument || (asked.norms && !asked.norms.has(norm.id))) continue;
      for (const view of viewsOf(model, norm, all)) {
        const alone = (bearing.size === 0 || !bearing.has(norm.id)) && view.precedences.length === 0;
        const plan = alone
          ? compiler.compile(
              new Subject(norm, view, groundOf(norm, view, instrument)),
              isRead ? null : outlines.of(place),
            )
          : "other norms bear on it";
        if (typeof plan === "string") {
          const way = { norm: norm.id, view: view.id, why: plan };
          this.tried.push(way);
          this.unplanned ??= way;
          left.set(`${norm.id} ${view.id}`, norm.id);
        } else {
          this.tried.push(plan);
          this.plans.push(plan);
          most += mostInstances(columns, plan) + this.mostOpen(plan);
        }
      }
    }
    if (asked.plansOnly && left.size > 0) return;
    this.verdicts.room(most);
    this.ends = new Int32Array(2 * (this.plans.length + 1));
    for (let index = 0; index < this.plans.length; index++) {
      work.run(this.plans[index]!, index);
      this.ends[2 * index + 2] = this.verdicts.length;
      this.ends[2 * index + 3] = this.verdicts.breaches;
    }
    if (left.size > 0) {
      const accounts: Account[] = [...unsettled];
      for (let rank = 0; rank < columns.count; rank++) accounts.push(...columns.accounts(rank));
      const { at, asOf, standard } = asked;
      const { findings } = monitor(
        model,
        { ...record, accounts },
        { at, asOf, standard, norms: new Set(left.values()) },
      );
      for (const finding of findings) if (left.has(`${finding.norm} ${finding.view}`)) this.general.push(finding);
    }
  }

  /** How many instances open events make of a plan, about: to make room for more is to move all. */
  private mostOpen(plan: Plan): number {
    const { unsettled } = this;
    if (plan.kind === "standing" || unsettled.ids.length === 0) return 0;
    return unsettled.shortest(plan.anchor, -1).length * plan.bearers.length;
  }

  /** The rows and breaches of a plan among the verdicts. */
  range(index: number): { readonly rows: Range; readonly breaches: Range } {
    const [rowsFrom, from, rowsTo, to] = this.ends.subarray(2 * index, 2 * index + 4);
    return { rows: { from: rowsFrom!, to: rowsTo! }, breaches: { from: from!, to: to! } };
  }

  /** Which way each norm went under each view. */
  get ways(): Way[] {
    return this.tried.map((one) =>
      "why" in one ? one : { norm: one.subject.norm.id, view: one.subject.view.id, why: null },
    );
  }

  /** The event of a verdict by its number. */
  eventId(event: number): string {
    const { columns } = this;
    return event < columns.count ? columns.id(event) : columns.unsettled[event - columns.count]!;
  }

  /** What a row says. */
  judged(row: number): Pick<Line, "outcome" | "possible" | "footing"> {
    const possible = outcomesOf(this.verdicts.possible[row]!);
    const outcome = possible.length === 1 ? possible[0]! : null;
    return { outcome, possible, footing: footingOf(this.verdicts.footing[row]!) };
  }

  /** The instance of a row: null where the row was put aside. */
  instance(row: number): { readonly id: string; readonly bearer: string; readonly counterparty: string | null } | null {
    const { verdicts, columns } = this;
    const plan = this.plans[verdicts.plan[row]!];
    if (!plan) return null;
    const trigger = verdicts.trigger[row]!;
    if (plan.kind === "standing") return plan.instances[verdicts.bearer[row]!]!;
    if (trigger < 0) return plan.idle()[verdicts.bearer[row]!]!;
    const exact = this.exactly.get(row);
    if (exact) return exact;
    const bound = this.words(plan, columns.actor[trigger]!, columns.target[trigger]!);
    const bearer = columns.things.words[verdicts.bearer[row]!]!;
    return { bearer, ...identityOf(plan.bare, bearer, columns.id(trigger), bound) };
  }

  /** The first second after the deadline of a duty that a plan judges. */
  due(row: number): Instant | null {
    const { verdicts, columns } = this;
    const plan = this.plans[verdicts.plan[row]!]!;
    if (plan.kind !== "owed" || plan.reach === null) return null;
    const trigger = verdicts.trigger[row]!;
    if (trigger < columns.count) return plan.reach.end(columns.when[trigger]!) + 1;
    // Of the versions that make this instance, the one that has it latest, so far.
    const event = this.evidence.event(this.eventId(trigger), plan.normView.columnsRead(plan.bare.states));
    const { id, bearer } = this.instance(row)!;
    const code = (word: string | null): number => (word === null ? -1 : columns.things.find(word));
    let latest = -Infinity;
    for (const option of event?.options ?? []) {
      if (!option || option.kind !== plan.pattern.act || option.from > plan.bare.at) continue;
      const bound = bindings(plan, code(option.actor), code(option.target), code(option.object));
      if (bound === null || identityOf(plan.bare, bearer, event!.id, this.words(plan, bound.p0, bound.p1)).id !== id)
        continue;
      latest = Math.max(latest, Math.min(option.to, plan.bare.at));
    }
    return latest === -Infinity ? null : plan.reach.end(latest) + 1;
  }

  /** The seconds at which silence surely denies what a pattern asks for. `own`: of a bearer, where it names no actor. */
  covered(pattern: EventPattern, own: boolean): readonly Interval[] {
    return this.work.coveredFor(pattern, own);
  }

  /** Whether somebody would tell of an act. */
  isSilent(act: string): boolean {
    return this.work.isSilent(act);
  }

  /** The last second at which something may have been that is not settled and that some account says was one of these acts. */
  doubtUntil(acts: ReadonlySet<number>): Instant {
    return this.work.doubtUntil(acts);
  }

  /** By key (-1: by whatever key), the last second at which a settled act may be judged by something that is not settled. */
  reached(plan: Standing): ReadonlyMap<number, Instant> {
    return this.work.opened(OpenedStanding, plan).reached(plan);
  }

  /** By key, the last second at which something that is not settled may end an occasion, and at which it may be one. */
  doubted(plan: Forbidden, size: number): ReturnType<OpenedForbidden["doubted"]> {
    return this.work.opened(OpenedForbidden, plan).doubted(plan, size);
  }

  /** What an anchor binds, in words. */
  private words({ binds }: Owed | Forbidden, p0: number, p1: number): Map<string, string> {
    const { words } = this.columns.things;
    const out = new Map<string, string>();
    if (binds.actor) out.set(binds.actor.name, words[p0]!);
    if (binds.target) out.set(binds.target.name, words[p1]!);
    return out;
  }

  /** Everything in words, by id. */
  lines(): Line[] {
    const { verdicts } = this;
    const breaches = new Map<number, { id: string; footing: Footing }[]>();
    for (let i = 0; i < verdicts.breaches; i++) {
      const of = verdicts.of[i]!;
      const breach = { id: this.eventId(verdicts.event[i]!), footing: footingOf(verdicts.on[i]!) };
      push(breaches, of, breach);
    }
    const out: Line[] = this.general.map(lineOf);
    for (let row = 0; row < verdicts.length; row++) {
      const instance = this.instance(row);
      if (!instance) continue;
      const { subject } = this.plans[verdicts.plan[row]!]!;
      const said = this.judged(row);
      out.push({
        id: instance.id,
        norm: subject.norm.id,
        view: subject.view.id,
        bearer: instance.bearer,
        counterparty: instance.counterparty,
        ...said,
        approximate: verdicts.approximate[row] === 1,
        breaches: sorted(breaches.get(row) ?? []),
        due: said.possible.includes("pending") ? this.due(row) : null,
      });
    }
    return out.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  }
}

/** What a finding says, without its reasons. */
export function lineOf(finding: Finding): Line {
  const { id, norm, view, bearer, counterparty, outcome, possible, footing, approximate } = finding;
  const breaches = sorted(finding.breaches.map((b) => ({ id: b.id, footing: b.footing })));
  const until = possible.includes("pending") ? (finding.window?.until ?? null) : null;
  const due = until && until.latest + 1;
  return { id, norm, view, bearer, counterparty, outcome, possible, footing, approximate, breaches, due };
}

function sorted<T extends { readonly id: string }>(list: readonly T[]): T[] {
  return list.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** What silence says of an act. */
interface Silence {
  /** Whether any row of coverage speaks of it. */
  readonly silent: boolean;
  /** By the columns that are named, each a bit: the seconds at which it denies such an act. */
  readonly covered: (readonly Interval[])[];
}

const NOTHING: readonly Interval[] = [];

/** Runs plans one after the other over the same columns. */
class Work {
  private readonly columns: Columns;
  private readonly evidence: Evidence;
  private readonly unsettled: Unsettled;
  private readonly sight: Sight;
  private readonly at: Instant;
  private readonly out: Verdicts;
  private readonly exactly: Exactly;
  private marked: Uint8Array | null = null;
  /** Duties of the plan that runs which its sweep leaves: of ten thousand norms few leave any. */
  private readonly left: [rank: number, bearer: number][] = [];
  private readonly leave = (rank: number, bearer: number): void => void this.left.push([rank, bearer]);
  private readonly silences = new Map<string, Silence>();
  private readonly silencesByAct: Silence[] = [];
  /** The agreement of the plan that ran last, and since when it is in force. */
  private ground: Matcher | null = null;
  private begin = NaN;

  constructor(sight: Sight, at: Instant, out: Verdicts, exactly: Exactly) {
    this.sight = sight;
    this.columns = sight.columns;
    this.evidence = sight.evidence;
    this.unsettled = sight.unsettled;
    this.at = at;
    this.out = out;
    this.exactly = exactly;
  }

  run(plan: Plan, index: number): void {
    const isOpen = this.unsettled.ids.length > 0;
    if (plan.kind === "standing") this.standing(plan, index, isOpen ? this.opened(OpenedStanding, plan) : null);
    else if (plan.kind === "owed") this.owed(plan, index, isOpen ? this.opened(OpenedOwed, plan) : null);
    else this.forbidden(plan, index, isOpen ? this.opened(OpenedForbidden, plan) : null);
  }

  opened<O>(Kind: new (...what: ConstructorParameters<typeof OpenedStanding>) => O, plan: Plan): O {
    return new Kind(this.sight, plan, (pattern, own) => this.coveredFor(pattern, own));
  }

  /** The seconds at which rows that speak of no place cover whatever a pattern may ask for, whoever is meant (4.5). */
  coveredFor(pattern: EventPattern, own: boolean): readonly Interval[] {
    const bits = bitsAsked(pattern, own);
    return (this.silenceOn(pattern.act).covered[bits] ??= this.evidence.surelyCovered(pattern.act, bits));
  }

  isSilent(act: string): boolean {
    return this.silenceOn(act).silent;
  }

  /** On what is owed: of ten thousand duties most are of a few acts, and their text lies far apart. */
  private silenceFor(plan: Owed): Silence {
    const { act } = plan.shape;
    return act < 0 ? this.silenceOn(plan.owed.act) : (this.silencesByAct[act] ??= this.silenceOn(plan.owed.act));
  }

  /** The first second at which an agreement is in force. */
  private since(ground: Matcher): Instant {
    if (ground !== this.ground) {
      this.ground = ground;
      this.begin = ground.force()!.from;
    }
    return this.begin;
  }

  private silenceOn(act: string): Silence {
    let found = this.silences.get(act);
    if (!found) {
      const silent = this.evidence.coverage.some((row) => row.kinds.includes("*") || row.kinds.includes(act));
      this.silences.set(act, (found = { silent, covered: [] }));
    }
    return found;
  }

  doubtUntil(acts: ReadonlySet<number>): Instant {
    const { to } = this.unsettled;
    let last = -Infinity;
    for (const act of acts) for (const number of this.unsettled.ofAct(act)) last = Math.max(last, to[number]!);
    return last;
  }

  private standing(plan: Standing, index: number, opened: OpenedStanding | null): void {
    const { out } = this;
    const ranks: number[] = [];
    let marked: Uint8Array | null = null;
    if (opened) {
      marked = this.marked ??= new Uint8Array(this.columns.count);
      opened.markStanding(plan, (rank) => {
        if (marked![rank] === 1) return;
        marked![rank] = 1;
        ranks.push(rank);
      });
    }
    const covered = (condition: Condition): readonly Interval[] =>
      condition.kind === "event" ? this.coveredFor(condition.pattern, false) : [];
    const left: number[] = [];
    const base = sweepStanding(this.columns, plan, index, covered, marked, (rank) => left.push(rank), out);
    for (const rank of ranks) marked![rank] = 0;
    const mine = ranks.filter((rank) => this.isOf(plan, rank));
    if (opened || left.length > 0)
      (opened ?? this.opened(OpenedStanding, plan)).judgeStanding(plan, base, [...mine, ...left], out);
  }

  /** Whether a settled act is some bearer's at all. */
  private isOf(plan: Standing, rank: number): boolean {
    const { columns } = this;
    const actor = columns.actor[rank]!;
    const instance = plan.of === null ? 0 : actor < 0 ? -1 : plan.of[actor]!;
    if (instance < 0) return false;
    const { target, object } = plan.shape;
    if (!passes(target, columns.target[rank]!, actor) || !passes(object, columns.object[rank]!, actor)) return false;
    if (plan.own === null) return true;
    const own = columns[plan.own.column][rank]!;
    return own >= 0 && (plan.own.mask === null || plan.own.mask[own] === 1);
  }

  private owed(plan: Owed, index: number, opened: OpenedOwed | null): void {
    const { out, at } = this;
    const { act } = plan.shape;
    const silence = this.silenceFor(plan);
    const { silent } = silence;
    const denied = act >= 0 && this.unsettled.ofAct(act).length > 0;
    const first = out.length;
    const performances = opened && act >= 0 ? opened.performances(plan) : null;
    const left = this.left;
    left.length = 0;
    const uses = performances && performances.size > 0 ? this.performedPerhaps(plan, performances) : null;
    const covered = silent ? (silence.covered[plan.bits] ?? this.coveredFor(plan.owed, true)) : NOTHING;
    sweepOwed(
      this.columns,
      plan,
      index,
      at,
      this.since(plan.subject.ground),
      covered,
      !silent && !denied,
      uses,
      this.leave,
      out,
    );
    if (left.length > 0) {
      const judging = opened ?? this.opened(OpenedOwed, plan);
      for (const [rank, bearer] of left) judging.judgeOwed(plan, index, rank, bearer, out, this.exactly);
    }
    opened?.judgeOpenOwed(plan, index, out, this.exactly);
    if (!this.isBound(plan, index, first)) this.idle(plan, index, first);
  }

  /** Whether something open may perform a duty that nothing settled does: then it is judged apart. */
  private performedPerhaps(
    { reach }: Owed,
    performances: ReadonlyMap<number, readonly Interval[]>,
  ): (rank: number, bearer: number, performed: number) => boolean {
    return (rank, bearer, performed) => {
      if (performed >= 0) return false;
      const second = this.columns.when[rank]!;
      const end = reach ? reach.end(second) : this.at;
      if (!performances.get(bearer)?.some(({ from, to }) => to >= second && from <= end)) return false;
      this.left.push([rank, bearer]);
      return true;
    };
  }

  private forbidden(plan: Forbidden, index: number, opened: OpenedForbidden | null): void {
    const { out, columns, at } = this;
    const { when } = columns;
    const first = out.length;
    const concerns = opened?.concerns(plan) ?? null;
    const ends = opened ? endsOf(columns, plan) : null;
    const left = new Set<number>();
    const isOpened = (rank: number): boolean => {
      const key = keyOf(plan, columns.things.size, columns.actor[rank]!, columns.target[rank]!);
      const list = concerns!.get(key);
      if (!list) return false;
      const second = when[rank]!;
      let close = Infinity;
      for (const end of ends!.get(key)) {
        if (end <= rank) continue;
        close = when[end]!;
        break;
      }
      const met = list.some(({ from, to }) => to >= second && from <= close);
      if (met) left.add(rank);
      return met;
    };
    const until = plan.until ? plan.clauses.unless!.conditions[0]! : null;
    const covered = until?.kind === "event" ? this.coveredFor(until.pattern, false) : [];
    const silent = new Set<number>();
    const isClosed = concerns && concerns.size > 0 ? isOpened : null;
    sweepForbidden(
      columns,
      plan,
      index,
      at,
      this.since(plan.subject.ground),
      covered,
      isClosed,
      (rank) => silent.add(rank),
      out,
    );
    if (opened) {
      opened.judgeOpenActs(plan, ends!, first, out, (rank) => silent.add(rank));
    }
    if (silent.size > 0) {
      // Rows follow each other as their occasions do.
      const triggers = out.trigger.subarray(first, out.length);
      for (const rank of silent) {
        for (let i = placeOf(triggers, rank); triggers[i] === rank; i++) out.plan[first + i] = -1;
        left.add(rank);
      }
    }
    if (left.size > 0 || opened) {
      const judging = opened ?? this.opened(OpenedForbidden, plan);
      const closing = ends ?? endsOf(columns, plan);
      for (const rank of left) {
        if (judging.judgeOccasion(plan, closing, index, rank, out)) continue;
        judging.judgeForbidden(plan, closing, index, rank, out, this.exactly);
      }
      judging.judgeOpenForbidden(plan, closing, index, out, this.exactly);
    }
    if (!this.isBound(plan, index, first)) this.idle(plan, index, first);
  }

  /** Whether all bearers have an instance, seen at once: where one is named, any row will do. */
  private isBound(plan: Owed | Forbidden, index: number, first: number): boolean {
    const { out } = this;
    if (plan.bearers.length !== 1 || plan.bearers[0]!.kind !== "is") return false;
    for (let row = first; row < out.length; row++) if (out.plan[row] === index) return true;
    return false;
  }

  /** 7.6 */
  private idle(plan: Owed | Forbidden, index: number, first: number): void {
    const { out } = this;
    const bound = new Set<number>();
    let last = -1;
    for (let row = first; row < out.length; row++) {
      const bearer = out.bearer[row]!;
      if (bearer === last || out.plan[row] !== index) continue;
      bound.add((last = bearer));
    }
    const known = plan.bearers.every((one) => one.kind === "is" && bound.has(one.thing));
    if (known || (plan.isByVariable && bound.size > 0)) return;
    for (const [i, instance] of plan.idle().entries()) {
      if (bound.has(this.columns.things.find(instance.bearer))) continue;
      out.room(1);
      out.add(index, i, -1, 1 << outcomeCode("not triggered"), -1);
    }
  }
}

/** In numbers that ascend, the first place at which one is no less. */
function placeOf(numbers: Int32Array, wanted: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
