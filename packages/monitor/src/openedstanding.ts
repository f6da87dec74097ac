/** Bans that stand: what becomes of the settled acts that something open may concern, and of acts that are open themselves. */
import type { EventPattern, Instant } from "@servanda/language";
import { firstFrom } from "./columns.ts";
import type { Event } from "./evidence.ts";
import type { Footing, Outcome } from "./finding.ts";
import { LIMIT } from "./instance.ts";
import type { Interval } from "./interval.ts";
import { Judge } from "./judge.ts";
import { MOST_TOGETHER, NOTHING } from "./opened.ts";
import { Bounding } from "./openedcertainty.ts";
import { ANY } from "./openedreach.ts";
import { turningOn } from "./pivot.ts";
import type { Condition, Reach, Shape, Standing } from "./plan.ts";
import { isDated, type Choice, type Open } from "./sight.ts";
import { candidates, fits, isCovered, keyColumn, passes } from "./sweep.ts";
import { bitsAsked } from "./unsaid.ts";
import { footingCode, outcomeCode, type Verdicts } from "./verdicts.ts";
import { explore, type World } from "./world.ts";

/** What is open to a ban without `when`. */
export class OpenedStanding extends Bounding {
  /**
   * Judges the settled acts that were opened, and all acts that are not settled; then the instances that no settled act decides.
   * `base`: the row of the plan's first instance.
   */
  judgeStanding(plan: Standing, base: number, ranks: Iterable<number>, out: Verdicts): void {
    const doubtful = new Map<number, { readonly acts: Event[]; readonly events: Set<Event> }>();
    const told = (instance: number, event: Event, events: ReadonlySet<Event>): void => {
      const judge = new Judge(this.matcher(events), plan.instances[instance]!, null);
      const footing = this.breach(judge, event);
      if (footing === null) return;
      const row = base + instance;
      out.breach(row, this.sight.numberOf(event), footingCode(footing));
      if (footing === "settled") out.possible[row] = BREACHED;
      let all = doubtful.get(instance);
      if (!all) doubtful.set(instance, (all = { acts: [], events: new Set() }));
      all.acts.push(event);
      for (const each of events) all.events.add(each);
    };
    for (const rank of ranks) {
      const instance = plan.of === null ? 0 : plan.of[this.columns.actor[rank]!]!;
      const own = plan.own ? this.columns[plan.own.column][rank]! : -1;
      const footing = this.settledBreach(plan, instance, own, rank);
      if (footing === "none") continue;
      if (footing !== null && (footing === "settled" || out.possible[base + instance] === BREACHED)) {
        out.breach(base + instance, rank, footingCode(footing));
        out.possible[base + instance] = BREACHED;
        continue;
      }
      const event = this.event(rank);
      const second = this.columns.when[rank]!;
      told(instance, event, this.around(plan, event, instance, [own], second, second));
    }
    for (const { instance, options } of this.openActs(plan)) {
      const open = options[0]!.of;
      this.assumed = [{ number: open.number, choice: null }];
      const touched = (this.touched = []);
      const sure = options.map((o) => this.surely(plan, instance, plan.own ? o[plan.own.column] : -1, o.from, o.to));
      const footing =
        this.footingOfOne(open, sure) ??
        this.actInPieces(plan, instance, open, options, touched) ??
        this.actTogether(plan, instance, open, options, touched);
      this.assumed = NOTHING;
      this.touched = null;
      if (footing === "none") continue;
      if (footing !== null && (footing === "settled" || out.possible[base + instance] === BREACHED)) {
        out.breach(base + instance, this.columns.count + open.number, footingCode(footing));
        out.possible[base + instance] = BREACHED;
        continue;
      }
      const own = [...new Set(options.map((o) => (plan.own ? o[plan.own.column] : -1)))];
      const from = Math.min(...options.map((o) => o.from));
      const to = Math.max(...options.map((o) => o.to));
      told(instance, open.event, this.around(plan, open.event, instance, own, from, to));
    }
    for (const [instance, { acts, events }] of doubtful) {
      const row = base + instance;
      if (out.possible[row] === BREACHED) continue;
      if (isFree(acts, events)) {
        out.possible[row] = BREACHED | QUIET;
        out.footing[row] = footingCode("unknown");
      } else this.judgeRow(new Judge(this.matcher(events), plan.instances[instance]!, null), acts, row, out);
    }
  }

  /**
   * What becomes of an instance that only these acts may breach. No other is asked about: what excuses it need not be among the events of the judge.
   */
  private judgeRow(judge: Judge, acts: readonly Event[], row: number, out: Verdicts): void {
    const { matcher } = judge;
    matcher.note();
    const ask = (world: World): { readonly outcome: Outcome } => {
      for (const act of acts) if (world.apart(() => judge.failure(world, act))) return { outcome: "breached" };
      return { outcome: "no breach observed" };
    };
    const tried = explore(ask, matcher, LIMIT);
    const exact = tried.complete && matcher.events.every((e) => e.whole || !matcher.consulted.has(e.id));
    let possible = exact ? 0 : BREACHED | QUIET;
    for (const { value } of tried.leaves) possible |= 1 << outcomeCode(value.outcome);
    const turned = turningOn(tried);
    out.possible[row] = possible;
    out.footing[row] = footingCode(turned === "settled" && possible === (BREACHED | QUIET) ? "unknown" : turned);
    out.approximate[row] = exact ? 0 : 1;
  }

  /** The same of a settled act: `none`, or on which footing; null: for the general evaluator. */
  private settledBreach(plan: Standing, instance: number, own: number, rank: number): Footing | "none" | null {
    const second = this.columns.when[rank]!;
    const touched = (this.touched = []);
    const sure = this.surely(plan, instance, own, second, second, rank);
    this.touched = null;
    if (sure >= 0) return sure === 1 ? "settled" : "none";
    const open = touched.length === 1 ? this.open(touched[0]!) : null;
    if (open === null) return this.othersTogether(plan, instance, own, rank, touched);
    let next = 0;
    const answers = open.event.options.map((option) => {
      this.assumed = [{ number: open.number, choice: isDated(option) ? open.options[next++]! : null }];
      const answer = this.surely(plan, instance, own, second, second, rank);
      this.assumed = NOTHING;
      return answer;
    });
    return this.footingOfOne(open, answers) ?? this.otherInPieces(plan, instance, own, rank, open);
  }

  /** The same of an open act of which only the second is open: piece by piece between what turns its answer. `met`: takes the open events that it meets. */
  private actInPieces(
    plan: Standing,
    instance: number,
    open: Open,
    options: readonly Choice[],
    met: number[],
  ): Footing | "none" | null {
    const [act] = options;
    if (!act || !isOnlyUndated(open)) return null;
    const own = plan.own ? act[plan.own.column] : -1;
    const cuts = this.cutsFor(plan, instance, own, act.from, act.to);
    if (cuts === null) return null;
    const touched = (this.touched = []);
    const footing = inPieces(act.from, act.to, cuts, (from, to) => this.surely(plan, instance, own, from, to));
    this.touched = null;
    for (const number of touched) if (!met.includes(number)) met.push(number);
    // Where a piece is not sure because of another open event, that may be contested.
    return footing !== null && (footing.sure || touched.length === 0) ? footing.footing : null;
  }

  /** The same of a settled act that turns on the second of one open event. */
  private otherInPieces(
    plan: Standing,
    instance: number,
    own: number,
    rank: number,
    open: Open,
  ): Footing | "none" | null {
    const second = this.columns.when[rank]!;
    const [choice] = open.options;
    if (!choice || !isOnlyUndated(open)) return null;
    const cuts = this.cutsBefore(plan, instance, own, second, choice);
    if (cuts === null) return null;
    const found = inPieces(choice.from, choice.to, cuts, (from, to) => {
      this.assumed = [{ number: open.number, choice: { ...choice, from, to } }];
      const answer = this.surely(plan, instance, own, second, second, rank);
      this.assumed = NOTHING;
      return answer;
    });
    return found && found.footing;
  }

  /** Seconds of the time of another event at which it may turn what becomes of an act at a second; null: that is not known. */
  private cutsBefore(plan: Standing, instance: number, own: number, second: Instant, other: Choice): Cut[] | null {
    const cuts: Cut[] = [{ at: second, tie: true }];
    const reaches = [plan.count?.reach ?? null];
    for (const condition of plan.excuse?.conditions ?? []) {
      if (condition.kind === "event") reaches.push(condition.reach);
      else for (const at of this.changesOf(condition, own, other.from, other.to)) cuts.push({ at, tie: true });
    }
    for (const reach of reaches) {
      if (reach === null) continue;
      if (Number.isNaN(reach.seconds)) return null;
      cuts.push({ at: second - reach.seconds, tie: false });
    }
    cuts.push({ at: plan.from[instance]!, tie: false });
    return cuts;
  }

  /** The same of a settled act that turns on a few open events together. */
  private othersTogether(
    plan: Standing,
    instance: number,
    own: number,
    rank: number,
    touched: readonly number[],
  ): Footing | "none" | null {
    const second = this.columns.when[rank]!;
    const turns = this.turnsOf(touched, (choice) => this.cutsBefore(plan, instance, own, second, choice));
    return turns && this.together(turns, () => this.surely(plan, instance, own, second, second, rank));
  }

  /** The same of an open act, which is one of them. */
  private actTogether(
    plan: Standing,
    instance: number,
    open: Open,
    options: readonly Choice[],
    touched: readonly number[],
  ): Footing | "none" | null {
    const ownOf = (choice: Choice): number => (plan.own ? choice[plan.own.column] : -1);
    const cutsOf = (choice: Choice): Cut[] | null =>
      choice.of === open
        ? this.cutsFor(plan, instance, ownOf(choice), choice.from, choice.to)
        : this.cutsBefore(plan, instance, ownOf(options[0]!), options[0]!.from, choice);
    const turns = this.turnsOf([open.number, ...touched], cutsOf);
    if (turns === null) return null;
    const [act] = turns;
    return this.together(turns, () => {
      const { number, choice } = this.assumed[0]!;
      // A version by another, or of something else, is no act of this one.
      const mine = choice !== null && options.some((o) => o === choice || (act!.inPieces && o.of === choice.of));
      if (!mine) return 0;
      this.assumed = [{ number, choice: null }, ...this.assumed.slice(1)];
      return this.surely(plan, instance, ownOf(choice), choice.from, choice.to);
    });
  }

  /** What some open events may be, so far as it may make a difference; null: that is not known. */
  private turnsOf(numbers: readonly number[], cutsOf: (choice: Choice) => Cut[] | null): Turn[] | null {
    if (numbers.length === 0 || numbers.length > MOST_TOGETHER) return null;
    const opens = numbers.map((number) => this.open(number));
    const out: Turn[] = [];
    for (const open of opens) {
      if (!open?.event.whole) return null;
      const { number, event, options } = open;
      const [only] = options;
      if (only && only.from < only.to && isOnlyUndated(open)) {
        const cuts = cutsOf(only);
        if (cuts === null) return null;
        for (const other of opens)
          if (other !== open)
            for (const { from, to } of other?.options ?? []) if (from === to) cuts.push({ at: from, tie: true });
        const ways = piecesOf(only.from, only.to, cuts).map(({ from, to }) => ({ ...only, from, to }));
        out.push({ number, contested: false, inPieces: true, ways });
        continue;
      }
      // Where versions differ in their time, that is open as well.
      const exact = options.every((o) => o.from === o.to) || event.options.filter((o) => o !== null).length === 1;
      if (!exact) return null;
      let next = 0;
      const ways = event.options.map((option) => (isDated(option) ? options[next++]! : null));
      out.push({ number, contested: event.contested, inPieces: false, ways });
    }
    return out;
  }

  /**
   * Whether something is so, where it turns on a few open events together, each free of the others: `ask` of all that they may be. It turns on what is contested if it is
   * otherwise for another version of such an event, all else held (9.3). Null: more would have to be asked.
   */
  private together(turns: readonly Turn[], ask: () => number): Footing | "none" | null {
    let count = 1;
    for (const { ways } of turns) count *= ways.length;
    if (count > MOST_WAYS) return null;
    const [assumed, touched] = [this.assumed, this.touched];
    const others = (this.touched = []);
    const answers: number[] = [];
    for (let i = 0; i < count; i++) {
      let rest = i;
      this.assumed = turns.map(({ number, ways }) => {
        const choice = ways[rest % ways.length]!;
        rest = Math.floor(rest / ways.length);
        return { number, choice };
      });
      answers.push(ask());
    }
    this.assumed = assumed;
    this.touched = touched;
    const isSure = !answers.includes(-1);
    // Where it is not sure because of yet another open event, that may be contested.
    if (!isSure && others.length > 0) return null;
    let stride = 1;
    for (const { contested, ways } of turns) {
      if (contested && isTurned(answers, stride, ways.length)) return "contested on facts";
      stride *= ways.length;
    }
    if (!isSure && turns.some(({ contested }) => contested)) return null;
    const [some, none] = [answers.includes(1), answers.includes(0)];
    return some && none ? "unknown" : !isSure ? null : some ? "settled" : "none";
  }

  /** Seconds of a time at which the answer of `surely` may turn; null: that is not known. */
  private cutsFor(plan: Standing, instance: number, own: number, from: Instant, to: Instant): Cut[] | null {
    const { columns } = this;
    const { when } = columns;
    const cuts: Cut[] = [];
    const shapes: [list: Int32Array, reach: Reach | null][] = [];
    if (plan.count) {
      const list = own >= 0 ? columns.with(plan.shape.act, plan.own!.column, own) : candidates(columns, plan.shape);
      shapes.push([list, plan.count.reach]);
    }
    for (const condition of plan.excuse?.conditions ?? []) {
      if (condition.kind === "state") {
        for (const at of this.changesOf(condition, own, from, to)) cuts.push({ at, tie: true });
        continue;
      }
      const { shape, reach } = condition;
      const keyed = keyColumn(shape);
      shapes.push([keyed && own >= 0 ? columns.with(shape.act, keyed, own) : candidates(columns, shape), reach]);
    }
    for (const [list, reach] of shapes) {
      if (reach && Number.isNaN(reach.seconds)) return null;
      const since = reach ? from - reach.seconds - 1 : from;
      for (let i = firstFrom(when, list, since); i < list.length && when[list[i]!]! <= to; i++) {
        const at = when[list[i]!]!;
        if (cuts.length > MOST_CUTS) return null;
        if (at >= from) cuts.push({ at, tie: true });
        if (reach && at + reach.seconds < to && at + reach.seconds >= from - 1)
          cuts.push({ at: at + reach.seconds + 1, tie: false });
      }
    }
    cuts.push({ at: plan.from[instance]!, tie: false });
    return cuts;
  }

  /** Seconds of a time at which a state is changed by what is settled. */
  private changesOf(condition: Condition & { kind: "state" }, own: number, from: Instant, to: Instant): Instant[] {
    const { columns } = this;
    const { when } = columns;
    const subject = condition.subject === -1 ? own : condition.subject;
    const out: Instant[] = [];
    for (const { act, column } of condition.changes) {
      const list = columns.with(act, column, subject);
      for (let i = firstFrom(when, list, from); i < list.length && when[list[i]!]! <= to; i++)
        out.push(when[list[i]!]!);
    }
    return out;
  }

  /** Acts that are not settled, each with what it may be to one instance. */
  private openActs(plan: Standing): { readonly instance: number; readonly options: Choice[] }[] {
    const acts: { readonly instance: number; readonly options: Choice[] }[] = [];
    for (const option of this.opens(plan.shape)) {
      const instance = plan.of === null ? 0 : (plan.of[option.actor] ?? -1);
      if (instance < 0 || (plan.own && option[plan.own.column] < 0)) continue;
      if (!passes(plan.shape.target, option.target, option.actor)) continue;
      if (!passes(plan.shape.object, option.object, option.actor)) continue;
      // Options of one event follow each other.
      let at = acts.length - 1;
      while (at >= 0 && acts[at]!.options[0]!.of === option.of && acts[at]!.instance !== instance) at--;
      if (at >= 0 && acts[at]!.options[0]!.of === option.of) acts[at]!.options.push(option);
      else acts.push({ instance, options: [option] });
    }
    return acts;
  }

  /** The events by which one act of a bearer is judged, by their numbers; that of the act among them. `spare`: or would be, were one of them left out. */
  concerning(plan: Standing, instance: number, act: number, spare = false): number[] {
    const { columns } = this;
    const open = act < columns.count ? null : this.open(act - columns.count);
    let events: ReadonlySet<Event>;
    if (open) {
      const { act: forbidden } = plan.shape;
      const mine = open.options.filter(
        (o) => o.act === forbidden && (plan.of === null || plan.of[o.actor] === instance),
      );
      const own = [...new Set(mine.map((o) => (plan.own ? o[plan.own.column] : -1)))];
      const from = Math.min(...mine.map((o) => o.from));
      const to = Math.max(...mine.map((o) => o.to));
      events = this.around(plan, open.event, instance, own, from, to, spare);
    } else {
      const own = plan.own ? columns[plan.own.column][act]! : -1;
      const second = columns.when[act]!;
      events = this.around(plan, this.event(act), instance, [own], second, second, spare);
    }
    return [...events].map((event) => this.sight.numberOf(event));
  }

  /** All that an act may be judged by. `own`: whom it may name. */
  private around(
    plan: Standing,
    act: Event,
    instance: number,
    own: readonly number[],
    from: Instant,
    to: Instant,
    spare = false,
  ): Set<Event> {
    const { columns } = this;
    const { when } = columns;
    const events = new Set([act]);
    for (const key of own) {
      if (plan.count) {
        const earliest = plan.count.reach ? plan.count.reach.earliest(from) : plan.from[instance]!;
        const list = key >= 0 ? columns.with(plan.shape.act, plan.own!.column, key) : candidates(columns, plan.shape);
        for (let i = firstFrom(when, list, earliest); i < list.length && when[list[i]!]! <= to; i++) {
          if (plan.of === null || plan.of[columns.actor[list[i]!]!] === instance) events.add(this.event(list[i]!));
        }
        for (const { of } of this.opens(this.named(plan, instance, key), -1, earliest, to)) events.add(of.event);
      }
      for (const condition of plan.excuse?.conditions ?? []) {
        if (condition.kind === "state") this.aroundState(condition, key, from, to, events, spare);
        else this.aroundEvent(condition, key, plan.from[instance]!, from, to, events);
      }
    }
    return events;
  }

  /** The last settled change before, those during, and the open ones that may come after it. */
  private aroundState(
    condition: Condition & { kind: "state" },
    key: number,
    from: Instant,
    to: Instant,
    events: Set<Event>,
    spare: boolean,
  ): void {
    const { columns } = this;
    const { when } = columns;
    const subject = condition.subject === -1 ? key : condition.subject;
    let last = -1;
    let before = -1;
    for (const { act, column } of condition.changes) {
      const list = columns.with(act, column, subject);
      // Those of the second itself may come after it (5.4).
      let i = firstFrom(when, list, from);
      for (const rank of spare ? list.subarray(Math.max(0, i - 2), i) : []) {
        if (rank > last) [before, last] = [last, rank];
        else before = Math.max(before, rank);
      }
      if (i > 0) last = Math.max(last, list[i - 1]!);
      for (; i < list.length && when[list[i]!]! <= to; i++) events.add(this.event(list[i]!));
    }
    if (last >= 0) events.add(this.event(last));
    if (before >= 0) events.add(this.event(before));
    const first = spare ? before : last;
    const since = first >= 0 ? when[first]! : -Infinity;
    this.changes(condition, subject, since, to, ({ of }) => void events.add(of.event));
  }

  /** The last settled event that excuses, those during, and the open ones that may. */
  private aroundEvent(
    { shape, reach, pattern }: Condition & { kind: "event" },
    key: number,
    begin: Instant,
    from: Instant,
    to: Instant,
    events: Set<Event>,
  ): void {
    const { columns } = this;
    const { when } = columns;
    const earliest = reach ? reach.earliest(from) : begin;
    const keyed = keyColumn(shape);
    const list = keyed && key >= 0 ? columns.with(shape.act, keyed, key) : candidates(columns, shape);
    let last = -1;
    for (let i = firstFrom(when, list, earliest); i < list.length && when[list[i]!]! <= to; i++) {
      const rank = list[i]!;
      if (!fits(columns, shape, rank)) continue;
      // Those of the second itself may come after it (5.4), or be the act, which is not its own exception.
      if (when[rank]! < from) last = rank;
      else events.add(this.event(rank));
    }
    if (last >= 0) events.add(this.event(last));
    for (const { of } of this.opens(shape, keyed ? key : -1, earliest, to)) events.add(of.event);
    const covered = this.covered(pattern, false);
    if (from < to && covered.length > 0 && !isCovered(covered, earliest, to))
      this.aroundSilence(pattern, shape, earliest, to, events);
  }

  /** What leaves blank whom it concerned, so that silence denies nothing at its time (4.5): where the second of an act is open, it may turn on whether it was then. */
  private aroundSilence(pattern: EventPattern, { act }: Shape, from: Instant, to: Instant, events: Set<Event>): void {
    const { columns } = this;
    const bits = bitsAsked(pattern, false);
    for (const rank of this.leaving(act, bits)) {
      if (columns.when[rank]! >= from && columns.when[rank]! <= to) events.add(this.event(rank));
    }
    for (const { of } of this.opens({ act, actor: ANY, target: ANY, object: ANY }, -1, from, to)) events.add(of.event);
  }
}

const BREACHED = 1 << outcomeCode("breached");
const QUIET = 1 << outcomeCode("no breach observed");

/** A second at which an answer may turn. `tie`: it may be another in that second alone. */
interface Cut {
  readonly at: Instant;
  readonly tie: boolean;
}

/**
 * Whether none of these acts, each a breach in some history, need have happened, and nobody contests any of the events by which they are judged: then there are a
 * history with a breach and one without, and it turns on what nobody knows (9.1, 9.3). That needs no look at histories, which are many where little is settled.
 */
function isFree(acts: readonly Event[], events: ReadonlySet<Event>): boolean {
  if (!acts.every((act) => act.options.includes(null))) return false;
  for (const event of events) if (event.contested || !event.whole) return false;
  return true;
}

/** An open event among others, with what it may be (null: nothing), or the pieces of its time. */
interface Turn {
  readonly number: number;
  readonly contested: boolean;
  readonly inPieces: boolean;
  readonly ways: readonly (Choice | null)[];
}

/** Pieces beyond which the general evaluator is as quick. */
const MOST_CUTS = 24;
/** The same of all that a few open events may be together. */
const MOST_WAYS = 64;

/** Whether of an event nothing is open but its second. */
function isOnlyUndated({ event, options }: Open): boolean {
  return options.length === 1 && event.options.length === 1 && event.whole && !event.contested;
}

/**
 * What is so over a time, from what is so in each piece of it between two cuts, and in the second of each tie: 1, 0 or -1 (not known). `sure`: all were known. Null: it
 * is not known.
 */
function inPieces(
  from: Instant,
  to: Instant,
  cuts: readonly Cut[],
  ask: (from: Instant, to: Instant) => number,
): { readonly footing: Footing | "none"; readonly sure: boolean } | null {
  const seen = [false, false];
  let sure = true;
  for (const piece of piecesOf(from, to, cuts)) {
    const found = ask(piece.from, piece.to);
    if (found < 0) sure = false;
    else seen[found] = true;
  }
  if (seen[0] && seen[1]) return { footing: "unknown", sure };
  if (!sure) return null;
  return { footing: seen[1] ? "settled" : "none", sure };
}

/** Whether of answers that are known two differ in one event alone: its ways stand so far from each other. */
function isTurned(answers: readonly number[], stride: number, ways: number): boolean {
  return answers.some((answer, i) => {
    const left = ways - 1 - (Math.floor(i / stride) % ways);
    for (let other = 1; other <= left; other++) {
      const both = [answer, answers[i + other * stride]!];
      if (both.includes(0) && both.includes(1)) return true;
    }
    return false;
  });
}

function piecesOf(from: Instant, to: Instant, cuts: readonly Cut[]): Interval[] {
  const starts = [from];
  for (const { at, tie } of cuts) {
    if (at > from && at <= to) starts.push(at);
    if (tie && at >= from && at < to) starts.push(at + 1);
  }
  starts.sort((a, b) => a - b);
  const out: Interval[] = [];
  for (let i = 0; i < starts.length; i++) {
    const next = i + 1 < starts.length ? starts[i + 1]! : to + 1;
    if (next > starts[i]!) out.push({ from: starts[i]!, to: next - 1 });
  }
  return out;
}
