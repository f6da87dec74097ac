/**
 * What each source says was observed, without who did it: an account as a table and in words. Runs in a browser, too.
 */
import type { Model, Time } from "@servanda/language";
import { isKnown, type Account, type Record, type Result } from "@servanda/monitor";
import { type Beside, NOTHING_BESIDE, table } from "./csv.ts";
import { plain } from "./width.ts";

/** What one source says, or denies, of an event. Null: it does not say. */
export interface Observation {
  readonly event: string;
  readonly account: string;
  readonly source: string;
  readonly publisher: string | null;
  readonly stance: Account["stance"];
  readonly when: Account["when"];
  readonly kind: string | null;
  readonly target: string | null;
  readonly object: string | null;
  readonly place: string | null;
  readonly quantity: number | null;
  readonly unit: string | null;
  readonly deaths: Account["deaths"];
  readonly status: Account["status"];
  readonly grade: Account["grade"];
  readonly published: Account["published"];
}

/** Who may act: their names may characterise, or tell who did it. So may that of an actor whose kind nobody says. */
const ACTING: ReadonlySet<string | null> = new Set(["group", "body", "court", "scholar", "person", null]);

/** Ids that facts only have by their names: of places, of states, and of what is dealt with (`a thing`, `a text`, `a road`). All others stay as they are. */
export function namedInFacts(model: Model): ReadonlySet<string> {
  const named = model.actors.filter(({ kind }) => !ACTING.has(kind));
  return new Set([...model.zones, ...named].map(({ id }) => id));
}

/** How many accounts there are, and by how many sources. */
export interface Told {
  readonly accounts: number;
  readonly sources: number;
}

export function toldOf(record: Pick<Record, "accounts">, asOf: Time | null = null): Told {
  const accounts = record.accounts.filter((account) => isKnown(account, asOf));
  return { accounts: accounts.length, sources: new Set(accounts.map(({ source }) => source)).size };
}

/** Up to `at` and as known at `as-of`; by the event's earliest time, then by id. */
export function observed(record: Record, result: Result): Observation[] {
  const { at, asOf } = result;
  const sources = new Map(record.sources.map((s) => [s.id, s]));
  const seen = record.accounts.filter(
    (a) =>
      (a.stance === "asserts" || a.actor === null) &&
      (a.when === null || a.when.earliest <= at.latest) &&
      isKnown(a, asOf),
  );
  const first = new Map<string, number>();
  for (const a of seen) {
    const when = a.when?.earliest ?? Number.MAX_SAFE_INTEGER;
    first.set(a.event, Math.min(first.get(a.event) ?? when, when));
  }
  return seen
    .map((a): Observation => {
      const source = sources.get(a.source);
      return {
        event: a.event,
        account: a.id,
        source: a.source,
        publisher: source?.publisher ?? null,
        stance: a.stance,
        when: a.when,
        kind: a.kind,
        target: a.target,
        object: a.object,
        place: a.place,
        quantity: a.quantity,
        unit: a.unit,
        deaths: a.deaths,
        status: a.status,
        grade: a.grade,
        published: a.published,
      };
    })
    .sort(
      (a, b) =>
        (first.get(a.event) ?? 0) - (first.get(b.event) ?? 0) ||
        byUnit(a.event, b.event) ||
        byUnit(a.account, b.account),
    );
}

const COLUMNS = [
  "event",
  "account",
  "source",
  "stance",
  "when",
  "kind",
  "target",
  "object",
  "place",
  "quantity",
  "unit",
  "deaths_low",
  "deaths_best",
  "deaths_high",
  "status",
  "grade",
  "published",
] as const;

export function factsCsv(seen: readonly Observation[], beside: Beside<Observation> = NOTHING_BESIDE): string {
  return table(
    [...COLUMNS, ...beside.header],
    seen.map((o) => [
      o.event,
      o.account,
      o.source,
      o.stance,
      o.when?.text ?? null,
      o.kind,
      o.target,
      o.object,
      o.place,
      o.quantity,
      o.unit,
      o.deaths?.low ?? null,
      o.deaths?.best ?? null,
      o.deaths?.high ?? null,
      o.status,
      o.grade,
      o.published?.text ?? null,
      ...beside.cells(o),
    ]),
  );
}

/** `S34 (Title, publisher)`. */
export function sourceWords(of: {
  readonly source: string;
  readonly title: string | null;
  readonly publisher: string | null;
}): string {
  const about = [of.title, of.publisher].filter((text) => text !== null && text !== "" && text !== of.source);
  return plain(about.length > 0 ? `${of.source} (${about.join(", ")})` : of.source);
}

interface Said {
  readonly when: Account["when"];
  readonly kind: string | null;
  readonly actor?: string | null;
  readonly target: string | null;
  readonly object: string | null;
  readonly place: string | null;
  readonly quantity: number | null;
  readonly unit: string | null;
  readonly deaths: Account["deaths"];
  readonly status: Account["status"];
  readonly grade: Account["grade"];
  readonly published: Account["published"];
}

/** What an account fills, in words; its actor only where it is handed in. */
export function saidWords(said: Said, name: (id: string) => string): string {
  const { deaths } = said;
  const parts = [
    said.kind,
    said.when?.text ?? null,
    said.actor ? `by ${name(said.actor)}` : null,
    said.object ? `object ${name(said.object)}` : null,
    said.target ? `target ${name(said.target)}` : null,
    said.place ? `in ${name(said.place)}` : null,
    said.quantity === null ? null : `${said.quantity}${said.unit ? ` ${said.unit}` : ""}`,
    deaths === null ? null : deathsWords(deaths),
  ].filter((part) => part !== null && part !== "");
  const weight = [
    said.grade,
    said.status.replaceAll("-", " "),
    said.published ? `published ${said.published.text}` : "undated",
  ];
  return plain(`${parts.length > 0 ? parts.join(", ") : "the event"} [${weight.join(", ")}]`);
}

function deathsWords(deaths: NonNullable<Account["deaths"]>): string | null {
  const { low, best, high } = deaths;
  const range = low !== null && high !== null && low !== high ? `${low} to ${high}` : null;
  if (best !== null) return `deaths ${best}${range === null ? "" : ` (${range})`}`;
  if (range !== null) return `deaths ${range}`;
  const one = low ?? high;
  return one === null ? null : `deaths ${low === null ? "up to " : high === null ? "at least " : ""}${one}`;
}

function byUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
