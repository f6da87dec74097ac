/**
 * Accounts that a stream keeps, as columns: a million objects are what the collector of garbage goes over again and again. Each is given back as it was;
 * one that says what there is no column for is kept as it is.
 */
import type { Codes } from "./columns.ts";
import type { Account } from "./record.ts";

/** What an account names, by numbers; -1: nothing. */
export interface Said {
  readonly kind: number;
  readonly actor: number;
  readonly target: number;
  readonly object: number;
}

/** What many accounts have in common. */
type Manner = Pick<Account, "source" | "stance" | "status" | "handling" | "grade"> & { readonly path: string };

const NOWHERE: readonly string[] = [];

/** So many accounts stand together: what is full is never copied, however many come in. */
const SHELF = 4096;
/** So many codes and numbers an account has. */
const CODES = 8;
const NUMBERS = 3;

class Shelf {
  readonly ids: string[] = [];
  readonly texts: string[] = [];
  /** The event, what it has in common with others, its row, its act, whom it names, and its place; -1: none. */
  readonly codes: Int32Array = new Int32Array(SHELF * CODES);
  /** The first and last second, and the order; NaN: none. */
  readonly numbers: Float64Array = new Float64Array(SHELF * NUMBERS);
}

export class Archive {
  length = 0;
  private readonly acts: Codes;
  private readonly things: Codes;
  private readonly shelves: Shelf[] = [];
  /** Of accounts that say so, what few do. */
  private readonly notes = new Map<number, string>();
  private readonly published = new Map<number, NonNullable<Account["published"]>>();
  private readonly odd = new Map<number, Account>();
  private readonly manners: Manner[] = [];
  private readonly mannerOf = new Map<string, number>();
  private last = -1;
  private readonly eventId: (event: number) => string;

  /** `acts`, `things`: in which the words of all accounts that are not odd have numbers. `eventId`: the id of an event by its number. */
  constructor(acts: Codes, things: Codes, eventId: (event: number) => string) {
    this.acts = acts;
    this.things = things;
    this.eventId = eventId;
  }

  /** Keeps an account at a place: the next, or in place of another. `event`: its number; `said`: what it names, as numbers; -1 and null: it has none. */
  set(place: number, account: Account, event: number, said: Said | null): void {
    if (place === this.length) {
      if (this.length++ % SHELF === 0) this.shelves.push(new Shelf());
    } else {
      this.notes.delete(place);
      this.published.delete(place);
      this.odd.delete(place);
    }
    const { ids, texts, codes, numbers } = this.shelves[Math.floor(place / SHELF)]!;
    const on = place % SHELF;
    const { when } = account;
    ids[on] = account.id;
    texts[on] = when?.text ?? "";
    const zone = account.place === null ? -1 : this.things.find(account.place);
    if (said === null || !isPlain(account) || (account.place !== null && zone < 0)) {
      this.odd.set(place, account);
      return;
    }
    const at = on * CODES;
    codes[at] = event;
    codes[at + 1] = this.manner(account);
    codes[at + 2] = account.at.row;
    codes[at + 3] = said.kind;
    codes[at + 4] = said.actor;
    codes[at + 5] = said.target;
    codes[at + 6] = said.object;
    codes[at + 7] = zone;
    numbers[on * NUMBERS] = when?.earliest ?? NaN;
    numbers[on * NUMBERS + 1] = when?.latest ?? NaN;
    numbers[on * NUMBERS + 2] = account.order ?? NaN;
    if (account.note !== null) this.notes.set(place, account.note);
    if (account.published !== null) this.published.set(place, account.published);
  }

  id(place: number): string {
    return this.shelves[Math.floor(place / SHELF)]!.ids[place % SHELF]!;
  }

  get(place: number): Account {
    const odd = this.odd.size === 0 ? undefined : this.odd.get(place);
    if (odd) return odd;
    const { ids, texts, codes, numbers } = this.shelves[Math.floor(place / SHELF)]!;
    const on = place % SHELF;
    const at = on * CODES;
    const { path, source, stance, status, handling, grade } = this.manners[codes[at + 1]!]!;
    const thing = (code: number): string | null => (code < 0 ? null : this.things.words[code]!);
    const act = codes[at + 3]!;
    const earliest = numbers[on * NUMBERS]!;
    const latest = numbers[on * NUMBERS + 1]!;
    const order = numbers[on * NUMBERS + 2]!;
    return {
      id: ids[on]!,
      event: this.eventId(codes[at]!),
      source,
      stance,
      when: Number.isNaN(earliest) ? null : { earliest, latest, text: texts[on]! },
      order: Number.isNaN(order) ? null : order,
      kind: act < 0 ? null : this.acts.words[act]!,
      actor: thing(codes[at + 4]!),
      target: thing(codes[at + 5]!),
      object: thing(codes[at + 6]!),
      place: thing(codes[at + 7]!),
      located: false,
      inside: NOWHERE,
      perhapsInside: NOWHERE,
      quantity: null,
      unit: null,
      deaths: null,
      status,
      reply: null,
      handling,
      grade,
      published: this.published.get(place) ?? null,
      note: this.notes.get(place) ?? null,
      at: { path, row: codes[at + 2]! },
    };
  }

  /** All of them, by their places. */
  all(): Account[] {
    return Array.from({ length: this.length }, (_, place) => this.get(place));
  }

  private manner({ source, stance, status, handling, grade, at: { path } }: Account): number {
    const { last } = this;
    const before = this.manners[last];
    // Most are as the one before.
    if (
      before &&
      before.source === source &&
      before.stance === stance &&
      before.status === status &&
      before.handling === handling &&
      before.grade === grade &&
      before.path === path
    )
      return last;
    const key = JSON.stringify([source, stance, status, handling, grade, path]);
    let code = this.mannerOf.get(key);
    if (code === undefined) {
      code = this.manners.push({ source, stance, status, handling, grade, path }) - 1;
      this.mannerOf.set(key, code);
    }
    return (this.last = code);
  }
}

/** Whether it says nothing that has no column. */
function isPlain(account: Account): boolean {
  const { located, inside, perhapsInside, distances, quantity, unit, deaths, reply } = account;
  return (
    !located &&
    inside.length === 0 &&
    perhapsInside.length === 0 &&
    distances === undefined &&
    quantity === null &&
    unit === null &&
    deaths === null &&
    reply === null
  );
}
