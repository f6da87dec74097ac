/**
 * All that is found, kept up to date over columns that grow. A settled account that comes after all others is shown to the plans that look at such an
 * event, and costs what it touches. Of anything else that comes in, the norms that it may concern are judged anew; norms without a plan always are.
 */
import { formatInstant, type Instant, type Model, type Standard, type Time } from "@servanda/language";
import { Assessment, lineOf, type Line } from "./assess.ts";
import { changes, isDue, type Change, type Told } from "./change.ts";
import type { Ledger, Taken } from "./ledger.ts";
import { monitor } from "./monitor.ts";
import type { Account, Record } from "./record.ts";
import type { Listener, Note, Running, Start } from "./running.ts";
import { RunningForbidden } from "./runningforbidden.ts";
import { RunningOwed } from "./runningowed.ts";
import { RunningStanding } from "./runningstanding.ts";
import { COLUMNS, type Named } from "./columns.ts";
import { push } from "./grouping.ts";
import { Queue } from "./queue.ts";
import { rowLeaves } from "./unsaid.ts";
import { footingOf, outcomesOf } from "./verdicts.ts";

export interface Scene {
  readonly model: Model;
  /** What surrounds the accounts. */
  readonly record: Omit<Record, "accounts">;
  readonly standard: Standard;
  readonly norms: ReadonlySet<string> | undefined;
}

/** How pushes went. */
export interface Tally {
  /** Rows that plans took in by themselves, each counted once. */
  rows: number;
  /** Plans that were judged anew. */
  anew: number;
  /** Times that everything was. */
  whole: number;
}

/** Plans that look at an act: whoever does it, and by what stands in a column, in the order of `COLUMNS`. */
interface Looking {
  readonly all: Running[];
  readonly by: readonly { readonly column: Named; readonly of: Map<number, Running[]> }[];
}

/** Plans that ask about an act where nobody reports it, with the columns that each names, and those that any does. */
interface Asking {
  bits: number;
  readonly parts: Map<Running, number>;
}

export class Live implements Listener {
  readonly tally: Tally = { rows: 0, anew: 0, whole: 0 };
  private readonly scene: Scene;
  private readonly ledger: Ledger;
  /** All words that the norms hold: one that comes in anew may be what a plan could not know. */
  private readonly words: ReadonlySet<string>;
  /** Seconds at which an agreement or a membership begins or ends. */
  private readonly turns: readonly Instant[];
  /** The next of them. */
  private turn: Instant = Infinity;
  private now: Instant;
  private parts = new Set<Running>();
  /** Those that are to be judged anew at some second. */
  private uneasy = new Set<Running>();
  private looking = new Map<number, Looking>();
  private asking = new Map<number, Asking>();
  private queue = new Queue<Running>();
  /** Norms, each with a view, that have no plan; and what is found of them. */
  private left = new Set<string>();
  private general: ReadonlyMap<string, Line> = new Map();
  /** Those that this push leaves to be judged anew. */
  private readonly anew = new Set<Running>();
  /** Those whose findings have changed and were not told yet. */
  private touched: Running[] = [];
  /** So many things were known when plans were made. */
  private known = 0;

  constructor(scene: Scene, ledger: Ledger, now: Instant) {
    this.scene = scene;
    this.ledger = ledger;
    this.now = now;
    const { norms, states, instruments } = scene.model;
    this.words = new Set(texts([norms, states]));
    this.turns = [...new Set(instants(instruments))].toSorted((a, b) => a - b);
    this.judge();
  }

  /** The first second after now at which a deadline that is still awaited has passed. */
  get due(): Instant | null {
    const { queue } = this;
    this.forget();
    let first = queue.length === 0 ? null : queue.due;
    for (const { due } of this.general.values()) {
      if (due !== null && due > this.now && (first === null || due < first)) first = due;
    }
    return first;
  }

  /** Everything that is found, by id. */
  lines(): ReadonlyMap<string, Line> {
    return byId([...this.parts].flatMap((part) => part.lines()).concat([...this.general.values()]));
  }

  /** The clock is at `now`, and the ledger has taken something in. */
  push({ first, otherwise }: Taken, now: Instant): Change[] {
    const { ledger, now: then } = this;
    this.now = now;
    if (this.isStale()) {
      this.tally.whole++;
      const before = this.lines();
      this.judge();
      return changes(before, this.lines());
    }
    const { anew, queue } = this;
    if (anew.size > 0) anew.clear();
    if (this.uneasy.size > 0) for (const part of this.uneasy) if (part.alarm <= now) anew.add(part);
    for (const told of otherwise) this.concerned(told, anew);
    for (let rank = Math.min(first, ledger.after(then)), end = ledger.after(now); rank < end; rank++)
      this.show(rank, anew);
    for (this.forget(); queue.length > 0 && queue.due <= now; this.forget()) {
      const { first: part, row } = queue;
      queue.shift();
      if (!anew.has(part) && !part.expire(row)) anew.add(part);
    }
    const out = anew.size > 0 ? this.again(anew) : [];
    if (this.left.size > 0) {
      const before = this.general;
      this.general = this.judgeGeneral(this.left);
      out.push(...changes(before, this.general));
    }
    return this.told(out);
  }

  // ── Rows ───────────────────────────────────────────────────────────────────────────────────

  touch(part: Running): void {
    this.touched.push(part);
  }

  wait(part: Running, row: number, due: Instant): void {
    this.queue.push(part, row, due);
  }

  private show(rank: number, anew: Set<Running>): void {
    const looking = this.looking.get(this.ledger.kind[rank]!);
    this.tally.rows++;
    if (!looking) return;
    this.leaves(rank, anew);
    for (const part of looking.all) this.showTo(part, rank, anew);
    const { actor, target, object } = this.ledger;
    this.showThose(looking.by[0]!.of, actor[rank]!, rank, anew);
    this.showThose(looking.by[1]!.of, target[rank]!, rank, anew);
    this.showThose(looking.by[2]!.of, object[rank]!, rank, anew);
  }

  private showThose(of: ReadonlyMap<number, Running[]>, thing: number, rank: number, anew: Set<Running>): void {
    const parts = of.size === 0 ? undefined : of.get(thing);
    if (parts) for (const part of parts) this.showTo(part, rank, anew);
  }

  /** 4.5: of what leaves blank whom it concerned, silence is not what it was. */
  private leaves(rank: number, anew: Set<Running>): void {
    const { ledger } = this;
    const act = ledger.kind[rank]!;
    const asking = this.asking.get(act);
    if (!asking || !rowLeaves(ledger, rank, asking.bits) || (!ledger.isWatched(act) && !ledger.isOpen(act))) return;
    for (const [part, bits] of asking.parts) if (rowLeaves(ledger, rank, bits)) anew.add(part);
  }

  /** Plans that an event may concern, whatever it is of all that is told of it. */
  private concerned(told: readonly Account[], into: Set<Running>): void {
    const { acts, things } = this.ledger;
    for (const kind of new Set(told.map((account) => account.kind))) {
      const looking = kind === null ? undefined : this.looking.get(acts.find(kind));
      if (!looking) continue;
      for (const part of looking.all) into.add(part);
      for (const { column, of } of looking.by) {
        const words = new Set(
          told.flatMap((a) => (a.stance === "denies" && a.kind === null && a[column] === null ? [] : [a[column]])),
        );
        // Where one says nothing, another's word may stand, or anybody's; but who only denies the event names nobody.
        const lists = words.has(null) ? of.values() : [...words].map((word) => of.get(things.find(word!)));
        for (const parts of lists) for (const part of parts ?? []) into.add(part);
      }
    }
  }

  private showTo(part: Running, rank: number, anew: Set<Running>): void {
    // Two of its shapes may look at the same row.
    if (part.shown === this.tally.rows || anew.has(part)) return;
    part.shown = this.tally.rows;
    if (!part.take(rank)) anew.add(part);
  }

  /** Drops what waits first and has nothing to wait for any more. */
  private forget(): void {
    const { queue, parts } = this;
    while (queue.length > 0 && !(parts.has(queue.first) && queue.first.isAwaited(queue.row))) queue.shift();
  }

  private told(out: Change[]): Change[] {
    const { touched } = this;
    let all = out;
    for (let part = touched.pop(); part; part = touched.pop()) {
      for (const note of part.notes) {
        const change = changeOf(part, note);
        // Mostly there is one: then the list is made with it.
        if (change && all.length === 0) all = [change];
        else if (change) all.push(change);
      }
      part.settle();
    }
    return byIds(all);
  }

  // ── Judging ────────────────────────────────────────────────────────────────────────────────

  /** Whether plans were made for another time, or without knowing words that have come in since. */
  private isStale(): boolean {
    const { things } = this.ledger;
    let stale = this.turn <= this.now;
    for (; this.known < things.size; this.known++) stale ||= this.words.has(things.words[this.known]!);
    return stale;
  }

  private get at(): Time {
    const { now } = this;
    return { earliest: now, latest: now, text: formatInstant(now, this.scene.model.case.offset) };
  }

  private assess(norms: ReadonlySet<string> | undefined): Assessment {
    const { model, record, standard } = this.scene;
    return new Assessment(model, this.ledger, record, { at: this.at, standard, norms });
  }

  private judge(): void {
    const { ledger } = this;
    this.turn = this.turns.find((turn) => turn > this.now) ?? Infinity;
    this.parts = new Set();
    this.uneasy = new Set();
    this.looking = new Map();
    this.asking = new Map();
    this.queue = new Queue();
    this.known = ledger.things.size;
    const assessment = this.assess(this.scene.norms);
    this.left = new Set(assessment.ways.flatMap(({ norm, view, why }) => (why === null ? [] : [`${norm} ${view}`])));
    this.general = byId(assessment.general.map(lineOf));
    this.run(assessment);
  }

  private run(assessment: Assessment): void {
    for (const index of assessment.plans.keys()) {
      const start: Start = { ledger: this.ledger, assessment, index, now: this.now, listener: this };
      const { kind } = assessment.plans[index]!;
      const Kind = kind === "standing" ? RunningStanding : kind === "owed" ? RunningOwed : RunningForbidden;
      const part = new Kind(start);
      this.parts.add(part);
      if (part.alarm < Infinity) this.uneasy.add(part);
      for (const [act, bits] of part.silences) {
        const asking = this.asking.get(act) ?? { bits: 0, parts: new Map<Running, number>() };
        this.asking.set(act, asking);
        asking.bits |= bits;
        asking.parts.set(part, (asking.parts.get(part) ?? 0) | bits);
      }
      for (const shape of part.shapes) {
        if (shape.act < 0) continue;
        let looking = this.looking.get(shape.act);
        if (!looking)
          this.looking.set(
            shape.act,
            (looking = { all: [], by: COLUMNS.map((column) => ({ column, of: new Map() })) }),
          );
        const { all, by } = looking;
        const place = COLUMNS.findLastIndex((column) => shape[column].kind === "is");
        if (place < 0) all.push(part);
        else {
          const column = COLUMNS[place]!;
          const test = shape[column];
          const { of } = by[place]!;
          const thing = test.kind === "is" ? test.thing : -1;
          push(of, thing, part);
        }
      }
    }
  }

  /** Judges norms anew of which some plan could not go on. */
  private again(anew: ReadonlySet<Running>): Change[] {
    const norms = new Set([...anew].map((part) => part.plan.subject.norm.id));
    const old = [...this.parts].filter((part) => norms.has(part.plan.subject.norm.id));
    this.tally.anew += old.length;
    for (const part of old) {
      part.undo();
      this.drop(part);
    }
    const others = new Set(this.parts);
    this.run(this.assess(norms));
    const fresh = new Map<string, Running>();
    for (const part of this.parts) if (!others.has(part)) fresh.set(nameOf(part), part);
    return old.flatMap((part) => {
      const [before, after] = part.differences(fresh.get(nameOf(part))!);
      return changes(byId(before), byId(after));
    });
  }

  private drop(part: Running): void {
    this.parts.delete(part);
    this.uneasy.delete(part);
    for (const [act] of part.silences) this.asking.get(act)?.parts.delete(part);
    for (const shape of part.shapes) {
      const looking = this.looking.get(shape.act);
      if (!looking) continue;
      remove(looking.all, part);
      for (const { column, of } of looking.by) {
        const test = shape[column];
        if (test.kind === "is") remove(of.get(test.thing) ?? [], part);
      }
    }
  }

  private judgeGeneral(left: ReadonlySet<string>): ReadonlyMap<string, Line> {
    const { model, record, standard } = this.scene;
    const norms = new Set([...left].map((each) => each.slice(0, each.indexOf(" "))));
    const accounts = this.ledger.all();
    const { findings } = monitor(model, { ...record, accounts }, { at: this.at, standard, norms });
    return byId(findings.filter(({ norm, view }) => left.has(`${norm} ${view}`)).map(lineOf));
  }
}

function remove<T>(list: T[], item: T): void {
  for (let at = list.indexOf(item); at >= 0; at = list.indexOf(item)) list.splice(at, 1);
}

function nameOf({ plan }: Running): string {
  return `${plan.subject.norm.id} ${plan.subject.view.id}`;
}

/** Puts changes in order: by hand where they are few, as they are at nearly every push. */
function byIds(out: Change[]): Change[] {
  if (out.length > 8) return out.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  for (let i = 1; i < out.length; i++) {
    const change = out[i]!;
    let at = i;
    for (; at > 0 && out[at - 1]!.id > change.id; at--) out[at] = out[at - 1]!;
    out[at] = change;
  }
  return out;
}

function byId(lines: readonly Line[]): ReadonlyMap<string, Line> {
  return new Map(lines.map((line) => [line.id, line]));
}

/** What became of an instance; null: nothing. */
function changeOf(part: Running, note: Note): Change | null {
  const { row, breaches } = note;
  const was = toldOf(note.possible, note.footing, note.approximate);
  const now = toldOf(part.possible[row]!, part.footing[row]!, part.approximate[row]!);
  if (was === now && breaches.length === 0) return null;
  const { norm, view } = part.plan.subject;
  const { id, bearer, counterparty } = part.identity(row);
  const sorted = breaches.length < 2 ? breaches : breaches.toSorted();
  const told =
    sorted.length === 0 ? NONE : sorted.map((breach) => ({ id: breach, now: "settled" as const, was: null }));
  const due = isDue(was, now);
  return { id, norm: norm.id, view: view.id, bearer, counterparty, now, was, breaches: told, due };
}

const NONE: Change["breaches"] = [];
const TOLD = new Map<number, Told>();

/** Of the same, the same object; null: there is no such instance. */
function toldOf(bits: number, footing: number, approximate: number): Told | null {
  if (bits === 0) return null;
  const key = (bits * 4 + footing) * 2 + approximate;
  let told = TOLD.get(key);
  if (!told) {
    const possible = outcomesOf(bits);
    const outcome = possible.length === 1 ? possible[0]! : null;
    told = { outcome, possible, footing: footingOf(footing), approximate: approximate === 1 };
    TOLD.set(key, told);
  }
  return told;
}

/** All that is written in plain data. */
function* texts(data: unknown): Generator<string> {
  if (typeof data === "string") yield data;
  else if (typeof data === "object" && data !== null) for (const value of Object.values(data)) yield* texts(value);
}

/** All instants in plain data. */
function* instants(data: unknown): Generator<Instant> {
  if (typeof data === "number") yield data;
  else if (typeof data === "object" && data !== null) for (const value of Object.values(data)) yield* instants(value);
}
