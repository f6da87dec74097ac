/** Events chosen by what is so of them, and what a history is asked of one: the same for all norms that see an event alike. */
import type { Event } from "./evidence.ts";
import type { Option } from "./option.ts";
import { OTHER } from "./place.ts";
import { exactly, type Fact, type Moment } from "./world.ts";

/** Events that something is so of. */
export class Choice {
  readonly is: (event: Event) => boolean;
  byId: readonly Event[] | null = null;
  certainFirst: readonly Event[] | null = null;
  private readonly known = new Map<Event, boolean>();

  constructor(is: (event: Event) => boolean) {
    this.is = is;
  }

  readonly has = (event: Event): boolean => {
    let known = this.known.get(event);
    if (known === undefined) this.known.set(event, (known = this.is(event)));
    return known;
  };
}

/** Columns whose values events are found by. */
export type Found = "actor" | "target" | "object";

type ByValue = ReadonlyMap<string | null, readonly Event[]>;

const sortings = new WeakMap<readonly Event[], Map<string, ByValue>>();

/** A list that is shorter is gone through as quickly as it is sorted out. */
const SHORT = 64;

/** Events of a list, in its order, some option of which is of an act with a value in a column; of a short list all. */
export function having(events: readonly Event[], act: string, column: Found, value: string): readonly Event[] {
  if (events.length < SHORT) return events;
  let sorted = sortings.get(events);
  if (!sorted) sortings.set(events, (sorted = new Map()));
  const key = `${act} ${column}`;
  let byValue = sorted.get(key);
  if (!byValue) sorted.set(key, (byValue = sortedBy(events, act, column)));
  return byValue.get(value) ?? [];
}

function sortedBy(events: readonly Event[], act: string, column: Found): ByValue {
  const out = new Map<string | null, Event[]>();
  for (const event of events) {
    for (const option of event.options) {
      if (option === null || option.kind !== act) continue;
      const list = out.get(option[column]);
      if (!list) out.set(option[column], [event]);
      else if (list.at(-1) !== event) list.push(event);
    }
  }
  return out;
}

/** The open fact of an event with more than one option, and what may be answered. */
interface Asking {
  readonly fact: Fact;
  readonly words: readonly string[];
}

const askings = new WeakMap<Event, Asking>();
const moments = new WeakMap<Option, Moment>();

/** What a history is asked of an event that may be several things. */
export function askingOf(event: Event): Asking {
  let asking = askings.get(event);
  if (!asking) {
    const { id, options, contested } = event;
    const at = Math.min(...options.map((o) => o?.from ?? Infinity));
    const fact: Fact = { id: `event:${id}`, kind: "event", ref: id, contested, at };
    askings.set(event, (asking = { fact, words: options.map((o) => describe(o, options)) }));
  }
  return asking;
}

/** When an event happened, so taken. */
export function momentOf(event: Event, option: Option): Moment {
  let moment = moments.get(option);
  if (!moment) moments.set(option, (moment = momentNew(event, option)));
  return moment;
}

function momentNew(event: Event, option: Option): Moment {
  if (option.from === option.to) return exactly(option.from);
  const { from, to } = option;
  // Versions with the same bounds share one uncertain time, others have each their own (5.3).
  const fact: Fact = { id: `time:${event.id}:${from}:${to}`, kind: "time", ref: event.id, contested: false, at: from };
  return { fact, from, to };
}

/** An option in words that tell it from the others of its event. */
function describe(option: Option | null, all: readonly (Option | null)[]): string {
  if (option === null) return "did not happen";
  const others = all.filter((o): o is Option => o !== null && o !== option);
  const parts: string[] = [];
  for (const column of ["kind", "actor", "target", "object", "place"] as const) {
    if (others.every((o) => o[column] === option[column])) continue;
    parts.push(`${column} ${option[column] === OTHER ? "another" : (option[column] ?? "not said")}`);
  }
  if (others.some((o) => o.from !== option.from || o.to !== option.to))
    parts.push(`time as in ${option.accounts.join(", ")}`);
  return parts.length === 0 ? "happened" : `happened, ${parts.join(", ")}`;
}
