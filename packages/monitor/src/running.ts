/**
 * A plan kept up to date: its verdicts, and by key what the next row needs to know of those before it. A row that comes in at the end costs what it
 * touches. What a row alone cannot decide, because something that is not settled bears on it or silence leaves it open, is left to the batch.
 */
import type { Instant } from "@servanda/language";
import type { Assessment, Line } from "./assess.ts";
import { larger } from "./columns.ts";
import { identityOf, namingOf, type Naming } from "./instance.ts";
import type { Ledger } from "./ledger.ts";
import type { Identity } from "./opened.ts";
import type { Forbidden, Owed, Plan, Shape } from "./plan.ts";
import { bindings } from "./sweep.ts";
import { bitsAsked } from "./unsaid.ts";
import { footingOf, outcomeCode, outcomesOf } from "./verdicts.ts";

/** An instance that is not what it was before this push. */
export interface Note {
  readonly row: number;
  /** As verdicts have it; 0: there was none. */
  readonly possible: number;
  readonly footing: number;
  readonly approximate: number;
  /** Ids of new breaches. */
  breaches: string[];
}

/** To whom a running plan tells what becomes of it. */
export interface Listener {
  /** Before an instance changes, the first since it was settled. */
  touch(part: Running): void;
  /** An instance is to be asked again at a second. */
  wait(part: Running, row: number, due: Instant): void;
}

/** What a plan is made to run from: verdicts of the batch, as of a second. */
export interface Start {
  readonly ledger: Ledger;
  readonly assessment: Assessment;
  /** The place of the plan in it. */
  readonly index: number;
  readonly now: Instant;
  readonly listener: Listener;
}

/** Breaches by instance: those of one from its offset up to the next. */
interface Grouped {
  readonly offsets: Int32Array;
  readonly list: Int32Array;
}

/** More than there will be things, and few enough for a pair to be a whole number. */
export const WIDTH: number = 2 ** 26;
/** More than there will be events. */
const MANY = 2 ** 31;

/** Of most notes: there is no new breach. */
const NONE: string[] = [];
const UNBOUND: ReadonlyMap<string, string> = new Map();
const PENDING = 1 << outcomeCode("pending");

export abstract class Running {
  readonly plan: Plan;
  protected readonly ledger: Ledger;
  protected readonly listener: Listener;
  /** Acts of which it reads. */
  readonly acts: ReadonlySet<number>;
  /** Whether anything that is not settled may be of one of those acts. */
  readonly isBeset: boolean;
  /** The last second at which some such thing may have been. */
  readonly doubtUntil: Instant;
  /** From this second on it is to be judged anew. */
  alarm: Instant = Infinity;
  /** The last row that it was shown, by how many rows there had been. */
  shown: number = 0;
  /** Instances. */
  length: number = 0;
  /** As in verdicts; but an event goes by its number in the ledger. A possible of 0: gone. */
  protected bearer: Int32Array<ArrayBuffer>;
  protected trigger: Int32Array<ArrayBuffer>;
  possible: Uint16Array<ArrayBuffer>;
  footing: Uint8Array<ArrayBuffer>;
  approximate: Uint8Array<ArrayBuffer>;
  /** What the trigger binds. */
  protected p0: Int32Array<ArrayBuffer>;
  protected p1: Int32Array<ArrayBuffer>;
  /** The second of the trigger, where that is settled; the last second of a duty that may be pending. */
  protected since: Float64Array<ArrayBuffer>;
  protected until: Float64Array<ArrayBuffer>;
  private breaches = 0;
  private of: Int32Array<ArrayBuffer>;
  private event: Int32Array<ArrayBuffer>;
  private on: Uint8Array<ArrayBuffer>;
  private readonly namings = new Map<number, Naming>();
  /** Instances that only the general evaluator could name. */
  protected readonly named: Map<number, Identity> = new Map();
  /** Instances that changed since `settle`; and by instance, its place among them, from 1. */
  readonly notes: Note[] = [];
  private noted: Int32Array<ArrayBuffer>;
  private mark: { readonly length: number; readonly breaches: number } | null = null;

  constructor({ ledger, assessment, index, now, listener }: Start) {
    const plan = (this.plan = assessment.plans[index]!);
    this.ledger = ledger;
    this.listener = listener;
    this.acts = new Set(shapesOf(plan).flatMap(({ act }) => (act >= 0 ? [act] : [])));
    this.isBeset = [...this.acts].some((act) => ledger.isOpen(act));
    this.doubtUntil = this.isBeset ? assessment.doubtUntil(this.acts) : -Infinity;
    if (this.doubtUntil > now) this.alarm = now + 1;
    const { verdicts } = assessment;
    const { rows, breaches } = assessment.range(index);
    const size = rows.to - rows.from;
    this.bearer = new Int32Array(size);
    this.trigger = new Int32Array(size);
    this.possible = new Uint16Array(size);
    this.footing = new Uint8Array(size);
    this.approximate = new Uint8Array(size);
    this.p0 = new Int32Array(size);
    this.p1 = new Int32Array(size);
    this.since = new Float64Array(size);
    this.until = new Float64Array(size);
    this.noted = new Int32Array(size);
    const number = (event: number): number =>
      event < ledger.count ? ledger.event(event) : ledger.unsettledEvent(event - ledger.count);
    const places = new Int32Array(size).fill(-1);
    for (let from = rows.from; from < rows.to; from++) {
      if (verdicts.plan[from] !== index) continue;
      const trigger = verdicts.trigger[from]!;
      const isRow = trigger >= 0 && trigger < ledger.count;
      const row = this.add(
        verdicts.bearer[from]!,
        trigger < 0 ? -1 : number(trigger),
        isRow ? ledger.actor[trigger]! : -1,
        isRow ? ledger.target[trigger]! : -1,
        isRow ? ledger.when[trigger]! : NaN,
        verdicts.possible[from]!,
      );
      places[from - rows.from] = row;
      this.footing[row] = verdicts.footing[from]!;
      this.approximate[row] = verdicts.approximate[from]!;
      const exact = assessment.exactly.get(from);
      if (exact) this.named.set(row, { id: exact.id, bearer: exact.bearer, counterparty: exact.counterparty });
      const due = (verdicts.possible[from]! & PENDING) === 0 ? null : assessment.due(from);
      this.until[row] = due === null ? Infinity : due - 1;
    }
    const told = breaches.to - breaches.from;
    this.of = new Int32Array(told);
    this.event = new Int32Array(told);
    this.on = new Uint8Array(told);
    for (let i = breaches.from; i < breaches.to; i++) {
      const row = places[verdicts.of[i]! - rows.from]!;
      if (row >= 0) this.breach(row, number(verdicts.event[i]!), verdicts.on[i]!);
    }
    this.mark = null;
  }

  /** What may concern it. */
  get shapes(): readonly Shape[] {
    return shapesOf(this.plan);
  }

  /** Acts that it asks about where nobody reports them, each with the columns that its patterns name. */
  get silences(): readonly (readonly [act: number, bits: number])[] {
    return silencesOf(this.plan);
  }

  /** A settled event after all others, of one of its acts. False: it must be judged anew, and nothing of it may be used. */
  abstract take(rank: number): boolean;

  /** The second at which an instance was to be asked again has come. False: as above. */
  abstract expire(row: number): boolean;

  /** Whether an instance is to be asked again when its time comes. */
  isAwaited(row: number): boolean {
    return this.possible[row] === PENDING && !this.named.has(row);
  }

  /** What has been noted holds from now on. */
  settle(): void {
    // One by one: a list that is cut to nothing gives its room back, and takes it anew at the next push.
    for (let note = this.notes.pop(); note; note = this.notes.pop()) this.noted[note.row] = 0;
    this.mark = null;
  }

  /** Back to what it was before the last `settle`, to be compared; it must not be shown anything then. */
  undo(): void {
    for (const { row, possible, footing, approximate } of this.notes) {
      this.possible[row] = possible;
      this.footing[row] = footing;
      this.approximate[row] = approximate;
    }
    if (this.mark) ({ length: this.length, breaches: this.breaches } = this.mark);
    this.settle();
  }

  identity(row: number): Identity {
    const { plan } = this;
    const bearer = this.bearer[row]!;
    if (plan.kind === "standing") return plan.instances[bearer]!;
    if (this.trigger[row]! < 0) return plan.idle()[bearer]!;
    const named = this.named.get(row);
    if (named) return named;
    const { words } = this.ledger.things;
    if (!plan.binds.actor && !plan.binds.target) {
      const { before, counterparty } = this.naming(plan, bearer);
      return { bearer: words[bearer]!, id: `${before}${this.ledger.eventId(this.trigger[row]!)}`, counterparty };
    }
    const bound = new Map<string, string>();
    if (plan.binds.actor) bound.set(plan.binds.actor.name, words[this.p0[row]!]!);
    if (plan.binds.target) bound.set(plan.binds.target.name, words[this.p1[row]!]!);
    const id = words[bearer]!;
    return { bearer: id, ...identityOf(plan.bare, id, this.ledger.eventId(this.trigger[row]!), bound) };
  }

  /** Of a bearer, where nothing is bound: the same whatever event binds it. */
  private naming(plan: Owed | Forbidden, bearer: number): Naming {
    let naming = this.namings.get(bearer);
    if (!naming) {
      naming = namingOf(plan.bare, this.ledger.things.words[bearer]!, UNBOUND);
      this.namings.set(bearer, naming);
    }
    return naming;
  }

  /**
   * What of this plan is not as it is in another, of the same norm and view: the instances of either that have no equal in the other.
   */
  differences(other: Running): readonly [these: Line[], those: Line[]] {
    const [mine, theirs] = [this.byRow(), other.byRow()];
    const rows = new Map<number, number>();
    for (let row = 0; row < other.length; row++) {
      if (other.possible[row] !== 0 && !other.named.has(row)) rows.set(other.made(row), row);
    }
    const [these, those] = [new Set<number>(), new Set<number>()];
    for (let row = 0; row < other.length; row++) those.add(row);
    for (let row = 0; row < this.length; row++) {
      if (this.possible[row] === 0) continue;
      const like = this.named.has(row) ? undefined : rows.get(this.made(row));
      if (like !== undefined && this.isEqual(row, mine, other, like, theirs)) those.delete(like);
      else these.add(row);
    }
    return [this.linesOf(these, mine), other.linesOf(those, theirs)];
  }

  /** Everything in words. */
  lines(): Line[] {
    return this.linesOf(
      Array.from({ length: this.length }, (_, row) => row),
      this.byRow(),
    );
  }

  /** Of an instance that needs no name: the event and the bearer that make it. */
  private made(row: number): number {
    return this.bearer[row]! * MANY + this.trigger[row]! + 1;
  }

  private isEqual(row: number, mine: Grouped, other: Running, like: number, theirs: Grouped): boolean {
    if (
      this.possible[row] !== other.possible[like] ||
      this.footing[row] !== other.footing[like] ||
      this.approximate[row] !== other.approximate[like] ||
      this.p0[row] !== other.p0[like] ||
      this.p1[row] !== other.p1[like]
    )
      return false;
    const [from, there] = [mine.offsets[row]!, theirs.offsets[like]!];
    const count = mine.offsets[row + 1]! - from;
    if (count !== theirs.offsets[like + 1]! - there) return false;
    for (let i = 0; i < count; i++) {
      const [a, b] = [mine.list[from + i]!, theirs.list[there + i]!];
      if (this.event[a] !== other.event[b] || this.on[a] !== other.on[b]) return false;
    }
    return true;
  }

  private byRow(): Grouped {
    const offsets = new Int32Array(this.length + 1);
    for (let i = 0; i < this.breaches; i++) offsets[this.of[i]! + 1]!++;
    for (let row = 0; row < this.length; row++) offsets[row + 1]! += offsets[row]!;
    const next = offsets.slice(0, this.length);
    const list = new Int32Array(this.breaches);
    for (let i = 0; i < this.breaches; i++) list[next[this.of[i]!]!++] = i;
    return { offsets, list };
  }

  private linesOf(rows: Iterable<number>, { offsets, list }: Grouped): Line[] {
    const out: Line[] = [];
    const { norm, view } = this.plan.subject;
    for (const row of rows) {
      if (this.possible[row] === 0) continue;
      const breaches = Array.from(list.subarray(offsets[row], offsets[row + 1]), (i) => ({
        id: this.ledger.eventId(this.event[i]!),
        footing: footingOf(this.on[i]!),
      }));
      const { id, bearer, counterparty } = this.identity(row);
      const possible = outcomesOf(this.possible[row]!);
      const until = (this.possible[row]! & PENDING) === 0 ? Infinity : this.until[row]!;
      out.push({
        id,
        norm: norm.id,
        view: view.id,
        bearer,
        counterparty,
        outcome: possible.length === 1 ? possible[0]! : null,
        possible,
        footing: footingOf(this.footing[row]!),
        approximate: this.approximate[row] === 1,
        breaches,
        due: until === Infinity ? null : until + 1,
      });
    }
    return out;
  }

  /** Instances whose verdict rests on something that is not settled, and that may still come to something else. */
  protected *doubtful(): Generator<number> {
    for (let row = 0; row < this.length; row++) {
      const possible = this.possible[row]!;
      if (this.named.has(row) || (possible & (possible - 1)) !== 0) yield row;
    }
  }

  protected add(bearer: number, trigger: number, p0: number, p1: number, since: Instant, possible: number): number {
    this.begin();
    if (this.length === this.bearer.length) this.grow();
    const row = this.length++;
    this.bearer[row] = bearer;
    this.trigger[row] = trigger;
    this.p0[row] = p0;
    this.p1[row] = p1;
    this.since[row] = since;
    this.possible[row] = possible;
    this.footing[row] = 0;
    this.approximate[row] = 0;
    return row;
  }

  /** An instance that a settled event makes. */
  protected found(bearer: number, rank: number, possible: number, until: Instant): number {
    const { actor, target, when } = this.ledger;
    const row = this.add(bearer, this.ledger.event(rank), actor[rank]!, target[rank]!, when[rank]!, 0);
    this.touch(row);
    this.possible[row] = possible;
    this.until[row] = until;
    return row;
  }

  /** An instance comes to something in every history. */
  protected become(row: number, possible: number, footing = 0): Note {
    this.begin();
    const note = this.touch(row);
    this.possible[row] = possible;
    this.footing[row] = footing;
    this.approximate[row] = 0;
    return note;
  }

  /** An act that is a breach in every history. */
  protected breached(row: number, event: number, outcome: number): void {
    const note = this.become(row, outcome);
    this.breach(row, event, 0);
    const id = this.ledger.eventId(event);
    if (note.breaches === NONE) note.breaches = [id];
    else note.breaches.push(id);
  }

  protected breach(row: number, event: number, on: number): void {
    this.begin();
    if (this.breaches === this.of.length) {
      const size = Math.max(16, this.breaches * 2);
      this.of = larger(this.of, new Int32Array(size));
      this.event = larger(this.event, new Int32Array(size));
      this.on = larger(this.on, new Uint8Array(size));
    }
    const at = this.breaches++;
    this.of[at] = row;
    this.event[at] = event;
    this.on[at] = on;
  }

  private touch(row: number): Note {
    const { notes, noted } = this;
    const at = noted[row]!;
    if (at > 0) return notes[at - 1]!;
    if (notes.length === 0) this.listener.touch(this);
    const note = {
      row,
      possible: this.possible[row]!,
      footing: this.footing[row]!,
      approximate: this.approximate[row]!,
      breaches: NONE,
    };
    noted[row] = notes.push(note);
    return note;
  }

  private begin(): void {
    this.mark ??= { length: this.length, breaches: this.breaches };
  }

  private grow(): void {
    const size = Math.max(16, this.length * 2);
    this.bearer = larger(this.bearer, new Int32Array(size));
    this.trigger = larger(this.trigger, new Int32Array(size));
    this.possible = larger(this.possible, new Uint16Array(size));
    this.footing = larger(this.footing, new Uint8Array(size));
    this.approximate = larger(this.approximate, new Uint8Array(size));
    this.p0 = larger(this.p0, new Int32Array(size));
    this.p1 = larger(this.p1, new Int32Array(size));
    this.since = larger(this.since, new Float64Array(size));
    this.until = larger(this.until, new Float64Array(size));
    this.noted = larger(this.noted, new Int32Array(size));
  }
}

/** A plan with a trigger, kept up to date: who is bound by some event (7.6). */
export abstract class Triggered<P extends Owed | Forbidden> extends Running {
  private readonly bound = new Set<number>();
  private readonly idle: number[] = [];

  constructor(start: Start) {
    super(start);
    for (let row = 0; row < this.length; row++) {
      if (this.trigger[row]! < 0) this.idle.push(row);
      else this.bound.add(this.bearer[row]!);
    }
  }

  protected abstract get owner(): P;

  /** What a settled event binds; null: it is no trigger. */
  protected bindings(rank: number): ReturnType<typeof bindings> {
    const { ledger, owner: plan } = this;
    if (ledger.when[rank]! < plan.bare.force()!.from) return null;
    return bindings(plan, ledger.actor[rank]!, ledger.target[rank]!, ledger.object[rank]!);
  }

  /** Nobody in particular stands in for one who is bound. */
  protected bind(bearer: number): void {
    if (this.bound.has(bearer)) return;
    this.bound.add(bearer);
    if (this.idle.length === 0) return;
    const plan = this.owner;
    const known = plan.bearers.every((who) => who.kind === "is" && this.bound.has(who.thing));
    const none = known || plan.isByVariable;
    const { things } = this.ledger;
    const kept = this.idle.splice(0);
    for (const row of kept) {
      if (!none && !this.bound.has(things.find(plan.idle()[this.bearer[row]!]!.bearer))) this.idle.push(row);
      else this.become(row, 0);
    }
  }
}

/** What a plan asks of silence (4.1): by act, the columns that its patterns name, each a bit. */
function silencesOf(plan: Plan): (readonly [act: number, bits: number])[] {
  if (plan.kind === "owed") {
    const [item] = plan.clauses.must.items;
    return item?.kind === "do" ? [[plan.shape.act, bitsAsked(item.pattern, true)]] : [];
  }
  if (plan.kind === "standing") {
    const conditions = plan.excuse?.conditions ?? [];
    return conditions.flatMap((c) => (c.kind === "event" ? [[c.shape.act, bitsAsked(c.pattern, false)] as const] : []));
  }
  const until = plan.clauses.unless?.conditions[0];
  return plan.until && until?.kind === "event" ? [[plan.until.act, bitsAsked(until.pattern, false)]] : [];
}

/** All that a plan looks at. */
function shapesOf(plan: Plan): Shape[] {
  const any = { kind: "any" } as const;
  if (plan.kind === "standing") {
    const conditions = (plan.excuse?.conditions ?? []).flatMap((condition): Shape[] => {
      if (condition.kind === "event") return [condition.shape];
      return condition.changes.map(({ act, column }) => ({
        act,
        actor: any,
        target: any,
        object: any,
        ...(condition.subject >= 0 ? { [column]: { kind: "is", thing: condition.subject } } : {}),
      }));
    });
    return [plan.shape, ...conditions];
  }
  const ends = plan.kind === "forbidden" && plan.until ? [plan.until] : [];
  const own = plan.bearers.map((who): Shape =>
    who.kind === "is" ? { ...plan.shape, actor: { kind: "is", thing: who.thing } } : plan.shape,
  );
  return [plan.anchor, ...own, ...ends];
}
