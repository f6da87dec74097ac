/**
 * Events as plans see them, for the general evaluator and in codes. Plans that read the same columns of an event that is not settled share what they see of
 * it: a thousand norms look at it once.
 */
import type { Instant } from "@servanda/language";
import type { Columns } from "./columns.ts";
import { bitsOf, type ColumnsRead, type Event, type Evidence } from "./evidence.ts";
import type { Option } from "./option.ts";
import type { Unsettled } from "./unsettled.ts";

/** An event that is not settled, as those see it who read some columns. */
export interface Open {
  readonly number: number;
  readonly event: Event;
  readonly options: readonly Choice[];
}

/** What it may be, in codes; -1 where it is nothing that is known. */
export interface Choice {
  readonly of: Open;
  readonly act: number;
  readonly actor: number;
  readonly target: number;
  readonly object: number;
  readonly from: Instant;
  readonly to: Instant;
}

export class Sight {
  readonly columns: Columns;
  readonly evidence: Evidence;
  readonly unsettled: Unsettled;
  /** Settled events by their ranks, those that were asked for. */
  private readonly ranks = new Map<Event, number>();
  /** By the columns that are read of it, and by event. */
  private readonly seen: (Open | null | undefined)[][] = [];
  private readonly settled = new Map<number, Event>();

  constructor(columns: Columns, evidence: Evidence, unsettled: Unsettled) {
    this.columns = columns;
    this.evidence = evidence;
    this.unsettled = unsettled;
  }

  /** The columns that are read of each act, by its code. */
  setsOf(read: ColumnsRead): Uint8Array {
    const { acts } = this.columns;
    const out = new Uint8Array(acts.size);
    for (const [word, columns] of read) {
      const act = acts.find(word);
      if (act >= 0) out[act] = bitsOf(columns);
    }
    return out;
  }

  /** `sets`: of `setsOf`. Null: it is not used. */
  open(number: number, sets: Uint8Array): Open | null {
    let bits = 0;
    const { kinds } = this.unsettled;
    const only = kinds[number]!;
    if (only >= 0) bits = sets[only]!;
    else for (const act of this.unsettled.kindsOf(number)) bits |= sets[act]!;
    const seen = (this.seen[bits] ??= Array.from<undefined>({ length: this.unsettled.ids.length }));
    const open = seen[number];
    return open === undefined ? (seen[number] = this.see(number, bits)) : open;
  }

  private see(number: number, bits: number): Open | null {
    const event = this.evidence.eventBy(this.unsettled.ids[number]!, bits);
    if (event === null) return null;
    const dated = event.options.every(isDated) ? event.options : event.options.filter(isDated);
    const open: { number: number; event: Event; options: Choice[] } = { number, event, options: [] };
    open.options = dated.map((option) => this.choice(open, option));
    return open;
  }

  /** Of an event as it is seen here: a settled one by its rank, others from `Columns.count` up. */
  numberOf(event: Event): number {
    return this.ranks.get(event) ?? this.columns.count + this.unsettled.numberOf(event.id);
  }

  private choice(of: Open, { kind, actor, target, object, from, to }: Option): Choice {
    return {
      of,
      act: this.columns.acts.find(kind),
      actor: this.thing(actor),
      target: this.thing(target),
      object: this.thing(object),
      from,
      to,
    };
  }

  private thing(word: string | null): number {
    return word === null ? -1 : this.columns.things.find(word);
  }

  /** A settled event as the general evaluator sees it. */
  event(rank: number): Event {
    let event = this.settled.get(rank);
    if (!event) {
      const { columns } = this;
      const word = (code: number): string | null => (code < 0 ? null : columns.things.words[code]!);
      const second = columns.when[rank]!;
      const order = columns.order[rank]!;
      const option: Option = {
        kind: columns.acts.words[columns.kind[rank]!]!,
        actor: word(columns.actor[rank]!),
        target: word(columns.target[rank]!),
        object: word(columns.object[rank]!),
        place: null,
        located: false,
        inside: [],
        perhapsInside: [],
        order: Number.isNaN(order) ? null : order,
        from: second,
        to: second,
        accounts: [],
      };
      const id = columns.id(rank);
      event = {
        id,
        options: [option],
        contested: false,
        accounts: [],
        whole: true,
        support: 4,
        against: 0,
        silent: [],
      };
      this.settled.set(rank, event);
      this.ranks.set(event, rank);
    }
    return event;
  }
}

/** Whether a version happened, at a time that somebody gives: only such a one is a choice. */
export function isDated(option: Option | null): option is Option {
  return option !== null && option.to !== Infinity;
}
