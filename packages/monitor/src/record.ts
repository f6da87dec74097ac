/**
 * The record: accounts of conduct, the sources that give them, and what those sources cover.
 * Readers in `data` make it; everything here is plain, readonly data.
 */
import type { Instant, Time } from "@servanda/language";

export type Stance = "asserts" | "denies";
export type Status = "alleged" | "under-inquiry" | "verified" | "not-verified" | "withdrawn";
export type Handling = "public" | "restricted" | "confidential";
export type Grade = "finding" | "observation" | "report" | "claim";

/** One account: a source says, or denies, that an event happened. Null: the source does not say. */
export interface Account {
  /** Stable and readable: `EVENT/SOURCE`, with `/2` … where one source tells of one event more than once. */
  readonly id: string;
  /** Accounts with one event id tell of one event (joined by `same_as` already). */
  readonly event: string;
  readonly source: string;
  readonly stance: Stance;
  readonly when: Time | null;
  /** Sequence among events of one instant. */
  readonly order: number | null;
  /** An act of the model. */
  readonly kind: string | null;
  readonly actor: string | null;
  readonly target: string | null;
  readonly object: string | null;
  /** A zone of the model. */
  readonly place: string | null;
  /** Whether it gives a point (lat, lon). Only then do the next two say anything. */
  readonly located: boolean;
  /** Zones that the point, with its precision, is surely in; may be in. Other zones with a shape: surely not. */
  readonly inside: readonly string[];
  readonly perhapsInside: readonly string[];
  /** How far the point lies from each zone with a shape valid then, in metres: the least and the most. Sorted by zone; absent: not known of any. */
  readonly distances?: readonly { readonly zone: string; readonly low: number; readonly high: number }[];
  readonly quantity: number | null;
  readonly unit: string | null;
  readonly deaths: { readonly low: number | null; readonly best: number | null; readonly high: number | null } | null;
  readonly status: Status;
  /** What the accused party answered, in the author's words; shown, never judged. */
  readonly reply: string | null;
  readonly handling: Handling;
  readonly grade: Grade;
  /** Its own publication date, else its source's; null: counts only without `as-of`. */
  readonly published: Time | null;
  readonly note: string | null;
  /** Where it stands: file and row (header is row 1). */
  readonly at: { readonly path: string; readonly row: number };
}

/** The columns of an account that says nothing. One that is made here, and not read, begins with it. */
export const UNSAID: Omit<Account, "id" | "event" | "source" | "stance" | "status" | "handling" | "grade" | "at"> = {
  when: null,
  order: null,
  kind: null,
  actor: null,
  target: null,
  object: null,
  place: null,
  located: false,
  inside: [],
  perhapsInside: [],
  quantity: null,
  unit: null,
  deaths: null,
  reply: null,
  published: null,
  note: null,
};

export interface Source {
  readonly id: string;
  readonly title: string;
  readonly publisher: string | null;
  /** `official`, `agency`, `media`, `monitor`, `court`, `ngo`, `scholarly`, `data`, `tertiary`, `repost` … */
  readonly kind: string | null;
  /** Actors it speaks for. */
  readonly speaksFor: readonly string[];
  /** Copies share it; its own id where nothing else is said. */
  readonly origin: string;
  /** Acts its body has the mandate to find on; `*` for all. Empty: no mandate. */
  readonly mandate: readonly string[];
  readonly leaning: string | null;
  readonly url: string | null;
  readonly published: Time | null;
  readonly licence: string | null;
  readonly handling: Handling;
}

/** A source records these kinds of event, there and then: had one happened, it would say so. */
export interface Coverage {
  readonly id: string;
  readonly source: string;
  /** Acts; `*` for all. */
  readonly kinds: readonly string[];
  /** A zone or thing of the model; null: everywhere. */
  readonly place: string | null;
  /** Half-open `[from, until)`. */
  readonly from: Instant;
  readonly until: Instant;
  readonly threshold: string | null;
  readonly why: string;
  readonly handling: Handling;
  readonly at: { readonly path: string; readonly row: number };
}

/** One value of a series, as one source gives it: a row of series/. */
export interface Value {
  /** `PATH:ROW`. */
  readonly id: string;
  /** A series of the model. */
  readonly series: string;
  /** Actors (or other words), in the order of the series' parameters. */
  readonly arguments: readonly string[];
  /** The year, month or day that it is of. */
  readonly in: Time;
  /** `low` to `high` are the source's own bounds; all three are equal where it gives one number. */
  readonly low: number;
  readonly best: number;
  readonly high: number;
  /** As the row gives it, else the series' unit. */
  readonly unit: string | null;
  readonly source: string;
  readonly published: Time | null;
  readonly handling: Handling;
  readonly note: string | null;
  readonly at: { readonly path: string; readonly row: number };
}

export interface Record {
  readonly accounts: readonly Account[];
  readonly sources: readonly Source[];
  readonly coverage: readonly Coverage[];
  /** Zones that have a shape in places.geojson. */
  readonly shapes: readonly string[];
  /** Values of series. Absent: none. */
  readonly values?: readonly Value[];
  /** Other ids of events, by `same_as`, each with the one that the event goes by in `accounts`. Sorted by id. */
  readonly joined?: readonly { readonly id: string; readonly event: string }[];
  /** There are accounts that could not be read. `coverage` leaves out already what they may speak of. Absent: all could be read. */
  readonly unread?: true;
}
