/**
 * What the record lets happen, by the oracle: docs/semantics.md 1 to 4, and 5.6. Accounts become versions, versions become the
 * options of an event, coverage and denials become seconds at which nothing can be added. Plain and slow, to be read
 * beside the rules; it shares no code with the engine.
 */
import type {
  Act,
  Column,
  Comparison,
  Instant,
  Measure,
  Model,
  SeriesUse,
  Standard,
  Time,
  Zone,
} from "@servanda/language";
import type { Account, Coverage, Record, Source } from "./record.ts";
import type { Run } from "./referencetime.ts";

/** 3.7: nobody and nothing that the norm names. No id of a case is this. */
export const OTHER = "\u0000other";

/** Everything that is fixed before a norm is looked at. */
export interface Evidence {
  readonly model: Model;
  readonly record: Record;
  readonly at: Instant;
  /** The `at` of the whole case, where a norm is judged as of an earlier second (14.1). */
  readonly last: Instant;
  readonly asOf: Instant | null;
  /** The standard in force (2.3, 2.5). */
  readonly standard: Standard;
  /** Counting accounts by event. */
  readonly events: ReadonlyMap<string, readonly Account[]>;
  readonly sources: ReadonlyMap<string, Source>;
  readonly acts: ReadonlyMap<string, Act>;
  readonly zones: ReadonlyMap<string, Zone>;
}

/** 2.3 */
const LEVELS = ["alleged", "reasonable-grounds", "corroborated", "adjudicated"];

export function evidence(
  model: Model,
  record: Record,
  at: Instant,
  asOf: Instant | null,
  standard: Standard,
): Evidence {
  const events = new Map<string, Account[]>();
  for (const account of record.accounts.filter((a) => counts(a, asOf))) {
    events.set(account.event, [...(events.get(account.event) ?? []), account]);
  }
  // 1.6
  for (const [event, accounts] of events) if (accounts.every((a) => a.when === null)) events.delete(event);
  return {
    model,
    record,
    at,
    last: at,
    asOf,
    standard,
    events,
    sources: new Map(record.sources.map((s) => [s.id, s])),
    acts: new Map(model.acts.map((a) => [a.id, a])),
    zones: new Map(model.zones.map((z) => [z.id, z])),
  };
}

/** 1.3 */
function counts(account: Account, asOf: Instant | null): boolean {
  if (account.status === "withdrawn") return false;
  return asOf === null || (account.published !== null && account.published.latest <= asOf);
}

// ── 2 Support ───────────────────────────────────────────────────────────────────────────────────

/** 2.1: the level of some accounts of an event, `all` being every account of it. */
function level(e: Evidence, accounts: readonly Account[], all: readonly Account[]): number {
  if (
    accounts.some((a) =>
      e.sources.get(a.source)?.mandate.some((m) => a.grade === "finding" && (m === "*" || actsOf(a, all).includes(m))),
    )
  ) {
    return 4;
  }
  const origins = accounts.filter((a) => isLevelTwo(e, a, all)).map((a) => e.sources.get(a.source)?.origin ?? a.source);
  if (new Set(origins).size >= 2) return 3;
  if (origins.length > 0) return 2;
  return accounts.length > 0 ? 1 : 0;
}

/** 2.3, 2.5: whether accounts reach a standard. */
function reach(
  e: Evidence,
  accounts: readonly Account[],
  all: readonly Account[],
  standard: Standard = e.standard,
): boolean {
  const asked = LEVELS.indexOf(standard) + 1;
  if (asked > 0) return level(e, accounts, all) >= asked;
  if (level(e, accounts, all) === 4) return true;
  const { connective, parts } = e.model.case.standards!.find((s) => s.id === standard)!;
  const reached = parts.map((part) => {
    if (part.kind === "standard") return reach(e, accounts, all, part.standard);
    const fitting = accounts.filter((a) => isOfKind(e, a.source, part.of) && isLevelTwo(e, a, all));
    return new Set(fitting.map((a) => e.sources.get(a.source)!.origin)).size >= part.count;
  });
  return connective === "and" ? !reached.includes(false) : reached.includes(true);
}

function isOfKind(e: Evidence, source: string, kinds: readonly string[]): boolean {
  return kinds.includes(e.sources.get(source)?.kind ?? "");
}

/** 2.1, item 2 */
function isLevelTwo(e: Evidence, account: Account, all: readonly Account[]): boolean {
  const source = e.sources.get(account.source);
  if (source?.kind === "tertiary" || source?.kind === "repost" || account.status === "not-verified") return false;
  const speaksFor = source?.speaksFor ?? [];
  const named = all.flatMap((a) => [a.actor, a.target, a.object]);
  const impartial = account.grade !== "claim" && !speaksFor.some((actor) => named.includes(actor));
  return impartial || isAgainstInterest(e, account, all, speaksFor);
}

/** 2.2 */
function isAgainstInterest(
  e: Evidence,
  account: Account,
  all: readonly Account[],
  speaksFor: readonly string[],
): boolean {
  return actsOf(account, all).some((id) => {
    const admittedBy = e.acts.get(id)?.admittedBy ?? null;
    if (admittedBy === null) return false;
    if (account.stance === "asserts") return speaksFor.some((actor) => account[admittedBy] === actor);
    const others = admittedBy === "actor" ? "target" : "actor";
    return speaksFor.some((actor) => all.some((a) => a[others] === actor));
  });
}

/** The act that an account speaks of; where it does not say, whatever the event is said to be. */
function actsOf(account: Account, all: readonly Account[]): readonly string[] {
  return account.kind !== null ? [account.kind] : all.flatMap((a) => (a.kind === null ? [] : [a.kind]));
}

// ── 3 Versions and options ──────────────────────────────────────────────────────────────────────

/** The columns that a norm asks about, for an act (1.5). */
export type Asks = (act: string) => readonly Column[];

type ReadColumn = Column | "kind" | "when";

/** What an event may have been. A column that is not read is blank. */
export interface Option {
  readonly kind: string | null;
  readonly actor: string | null;
  readonly target: string | null;
  readonly object: string | null;
  readonly place: string | null;
  /** Null where no account of this version dates it: it is then at no instant that can be named. */
  readonly when: Run | null;
  readonly order: number | null;
  /** From points: the zones it is surely in, may be in. Null: no account gives a point. */
  readonly point: {
    readonly inside: readonly string[];
    readonly perhaps: readonly string[];
    /** 16.1: how far off, from the zones of which that is known. */
    readonly distances: readonly { readonly zone: string; readonly low: number; readonly high: number }[];
  } | null;
}

interface Version extends Option {
  readonly accounts: readonly Account[];
  /** Where it was, and of what, by all that the accounts give. */
  readonly whereabouts: { readonly place: string | null; readonly object: string | null };
}

export interface Event {
  readonly id: string;
  /** 3.7; null is *absent*. */
  readonly options: readonly (Option | null)[];
  readonly contested: boolean;
}

/** 3.7, for one event under one norm's columns. */
export function eventOf(e: Evidence, id: string, asks: Asks): Event {
  const all = e.events.get(id) ?? [];
  const read = columnsRead(all, asks);
  const assertions = all.filter((a) => a.stance === "asserts");
  const versions = largestSets(assertions, (a, b) => areCompatible(e, a, b, read)).map((s) => versionOf(e, s, read));
  if (versions.length === 0) return { id, options: [null], contested: false };
  const denials = [...all.filter((a) => a.stance === "denies"), ...silentWitnesses(e, id, all, versions)];

  const isAccepted = (v: Version): boolean => read.every((c) => blank(v, c) || reachOn(e, v, c, all)); // 3.3
  const hits = (v: Version): Account[] => denials.filter((d) => doesHit(e, d, v, read));
  const isDenied = (v: Version): boolean => reach(e, hits(v), all);
  const standing = notSetAside(e, versions, read, all);
  const deniesEvent = (d: Account): boolean => FIELDS.every((c) => d[c] === null);
  // 3.6
  const accepted = reach(e, assertions, all);
  const refused = reach(
    e,
    denials.filter((d) => deniesEvent(d) && versions.every((v) => doesHit(e, d, v, read))),
    all,
  );

  const options: (Option | null)[] = [];
  if (refused && !accepted) options.push(null);
  else {
    for (const v of standing) {
      if (!isDenied(v) || isAccepted(v)) options.push(v);
      if (isDenied(v)) {
        options.push(
          hits(v).some(deniesEvent)
            ? null
            : withOther(
                v,
                hits(v).flatMap((d) => fieldsDenied(d, read)),
              ),
        );
      } else if (!isAccepted(v) && accepted) {
        const low = read.filter((c) => !blank(v, c) && !reachOn(e, v, c, all));
        options.push(low.includes("kind") || low.includes("when") ? null : withOther(v, low));
      }
    }
    if (!accepted || refused) options.push(null);
  }
  const unique = [...new Map(options.map((o) => [keyOf(o), o && strip(o)])).values()];
  const contested =
    unique.length > 1 &&
    ((accepted && refused) ||
      versions.some((v) => isAccepted(v) && isDenied(v)) ||
      versions.filter(isAccepted).length > 1);
  return { id, options: unique, contested };
}

/** 1.5 */
function columnsRead(all: readonly Account[], asks: Asks): readonly ReadColumn[] {
  const asked = all.flatMap((a) => (a.kind === null ? [] : asks(a.kind)));
  return ["kind", "when", ...new Set(asked)];
}

/** 3.1 */
function areCompatible(e: Evidence, a: Account, b: Account, read: readonly ReadColumn[]): boolean {
  return read.every((c) => !disagree(e, fieldsOf(a), fieldsOf(b), c));
}

type Fields = Pick<Option, "kind" | "actor" | "target" | "object" | "place" | "when">;

function fieldsOf(a: Account): Fields {
  return { ...a, when: a.when === null ? null : { from: a.when.earliest, to: a.when.latest } };
}

/** Both say something in a column, and it cannot be true together. */
function disagree(e: Evidence, a: Fields, b: Fields, column: ReadColumn): boolean {
  if (column === "when") {
    return a.when !== null && b.when !== null && (a.when.to < b.when.from || b.when.to < a.when.from);
  }
  const one = a[column];
  const two = b[column];
  if (one === null || two === null || one === two) return false;
  return column !== "place" || !(liesWithin(e, one, two) || liesWithin(e, two, one));
}

/** 3.2: every set of accounts that agree pair by pair and to which no other can be added. */
function largestSets(
  accounts: readonly Account[],
  agree: (a: Account, b: Account) => boolean,
): readonly (readonly Account[])[] {
  if (accounts.length > 16) throw new Error("too many accounts of one event for the reference");
  const sets: Account[][] = [];
  for (let mask = 1; mask < 2 ** accounts.length; mask += 1) {
    const set = accounts.filter((_, i) => (mask >> i) % 2 === 1);
    const others = accounts.filter((_, i) => (mask >> i) % 2 === 0);
    const agrees = set.every((a) => set.every((b) => agree(a, b)));
    if (agrees && !others.some((o) => set.every((a) => agree(a, o)))) sets.push(set);
  }
  return sets;
}

/** 3.2: what the accounts give as a place, where one lies within all others, and as an object, where they agree, whether or not the norm asks. */
function whereaboutsOf(e: Evidence, accounts: readonly Account[]): Version["whereabouts"] {
  const places = accounts.flatMap((a) => a.place ?? []);
  const objects = new Set(accounts.flatMap((a) => a.object ?? []));
  return {
    place: places.find((p) => places.every((q) => p === q || liesWithin(e, p, q))) ?? null,
    object: objects.size === 1 ? [...objects][0]! : null,
  };
}

/** 3.2: the fields of a version. Columns that the norm does not read are left blank. */
function versionOf(e: Evidence, accounts: readonly Account[], read: readonly ReadColumn[]): Version {
  const field = (column: Column | "kind"): string | null => {
    const said = read.includes(column) ? accounts.flatMap((a) => a[column] ?? []) : [];
    if (column !== "place") return said[0] ?? null;
    return said.find((p) => said.every((q) => p === q || liesWithin(e, p, q))) ?? null;
  };
  const times = accounts.flatMap((a) => a.when ?? []);
  const orders = [...new Set(accounts.flatMap((a) => a.order ?? []))];
  const located = read.includes("place") ? accounts.filter((a) => a.located) : [];
  return {
    accounts,
    whereabouts: whereaboutsOf(e, accounts),
    kind: field("kind"),
    actor: field("actor"),
    target: field("target"),
    object: field("object"),
    place: field("place"),
    when:
      times.length === 0
        ? null
        : { from: Math.max(...times.map((t) => t.earliest)), to: Math.min(...times.map((t) => t.latest)) },
    // Accounts that disagree on the sequence leave it open.
    order: orders.length === 1 ? orders[0]! : null,
    point:
      located.length === 0
        ? null
        : {
            inside: located.flatMap((a) => a.inside),
            perhaps: located.flatMap((a) => a.perhapsInside),
            distances: narrowest(located.flatMap((a) => a.distances ?? [])),
          },
  };
}

/** 16.1: of each zone, what all agree on. */
function narrowest(all: NonNullable<Account["distances"]>): NonNullable<Option["point"]>["distances"] {
  return [...new Set(all.map((d) => d.zone))].map((zone) => {
    const own = all.filter((d) => d.zone === zone);
    return { zone, low: Math.max(...own.map((d) => d.low)), high: Math.min(...own.map((d) => d.high)) };
  });
}

function blank(v: Option, column: ReadColumn): boolean {
  return v[column] === null;
}

/** 3.3 */
function reachOn(e: Evidence, v: Version, column: ReadColumn, all: readonly Account[]): boolean {
  return reach(
    e,
    v.accounts.filter((a) => a[column] !== null),
    all,
  );
}

/** 3.4 */
function notSetAside(
  e: Evidence,
  versions: readonly Version[],
  read: readonly ReadColumn[],
  all: readonly Account[],
): readonly Version[] {
  const left = versions.filter(
    (v) =>
      !versions.some((w) => read.some((c) => disagree(e, v, w, c) && reachOn(e, w, c, all) && !reachOn(e, v, c, all))),
  );
  return left.length === 0 ? versions : left;
}

/** 3.5: whether all that a denial says of the columns read is true of a version. */
function doesHit(e: Evidence, denial: Account, v: Version, read: readonly ReadColumn[]): boolean {
  const filled = FIELDS.filter((c) => denial[c] !== null);
  if (filled.length > 0 && fieldsDenied(denial, read).length === 0) return false;
  if (denial.kind !== null && v.kind !== denial.kind) return false;
  if (denial.when !== null) {
    if (v.when === null || v.when.from < denial.when.earliest || v.when.to > denial.when.latest) return false;
  }
  return filled.every((column) => {
    const said = read.includes(column)
      ? [v[column]]
      : v.accounts.map((a) => a[column]).filter((value) => value !== null);
    const denied = (value: string | null): boolean =>
      value !== null && (value === denial[column] || (column === "place" && liesWithin(e, value, denial.place!)));
    return said.length > 0 && said.every(denied);
  });
}

const FIELDS = ["actor", "target", "object", "place"] as const;

/** 3.5: the fields that a denial denies, of those that are read. */
function fieldsDenied(denial: Account, read: readonly ReadColumn[]): readonly Column[] {
  return FIELDS.filter((c) => read.includes(c) && denial[c] !== null);
}

function withOther(v: Version, columns: readonly ReadColumn[]): Option {
  const put = (c: Column): string | null => (columns.includes(c) ? OTHER : v[c]);
  const point = columns.includes("place") ? null : v.point;
  return { ...v, actor: put("actor"), target: put("target"), object: put("object"), place: put("place"), point };
}

function strip({ kind, actor, target, object, place, when, order, point }: Option): Option {
  return { kind, actor, target, object, place, when, order, point };
}

function keyOf(option: Option | null): string {
  return option === null ? "absent" : JSON.stringify(strip(option));
}

// ── 4 Silence ───────────────────────────────────────────────────────────────────────────────────

/** 4.3: each source that would have told of the event, and did not, denies it. */
function silentWitnesses(
  e: Evidence,
  event: string,
  all: readonly Account[],
  versions: readonly Version[],
): readonly Account[] {
  const speaks = (row: Coverage, v: Version): boolean =>
    v.when !== null &&
    row.from <= v.when.from &&
    v.when.to <= lastSecondOf(e, row) &&
    (row.kinds.includes("*") || (v.kind !== null && row.kinds.includes(v.kind))) &&
    speaksOfPlace(e, row, [v.whereabouts.place, v.whereabouts.object]);
  const silent = e.record.coverage.filter(
    (row) => !all.some((a) => a.source === row.source) && versions.every((v) => speaks(row, v)),
  );
  return [...new Set(silent.map((row) => row.source))].map((source) => ({
    id: `${event}/${source}/silence`,
    event,
    source,
    stance: "denies",
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
    status: "alleged",
    reply: null,
    handling: "public",
    grade: "observation",
    published: null,
    note: null,
    at: { path: "", row: 0 },
  }));
}

/** 4.2: with `as-of`, no row reaches past it. */
function lastSecondOf(e: Evidence, row: Coverage): Instant {
  return e.asOf === null ? row.until - 1 : Math.min(row.until - 1, e.asOf);
}

/** 4.2: whether a row speaks of a place or object (or of one of several that all hold). */
function speaksOfPlace(e: Evidence, row: Coverage, places: readonly (string | null)[]): boolean {
  return row.place === null || places.some((p) => p !== null && (p === row.place || liesWithin(e, p, row.place!)));
}

/** What a pattern names, once everything in it that has a name is named. */
export interface Wanted {
  readonly act: string;
  readonly actor: string | null;
  readonly target: string | null;
  readonly object: string | null;
  readonly places: readonly string[];
}

/** A run of seconds, and the coverage row by which it is covered; null: a denial does it, which fills some columns. */
export interface Covered extends Run {
  readonly row: string | null;
  readonly fills: readonly Column[];
}

/** 4.2: the runs of seconds at which nothing of this kind could have gone unreported. */
export function coverageOf(e: Evidence, wanted: Wanted): readonly Covered[] {
  const rows = e.record.coverage
    .filter((row) => row.kinds.includes("*") || row.kinds.includes(wanted.act))
    .filter((row) => speaksOfPlace(e, row, [...wanted.places, wanted.object]))
    .map((row) => ({ from: row.from, to: lastSecondOf(e, row), row: row.id, fills: [] }))
    .filter((row) => row.from <= row.to);
  const denied = [...e.events.values()].flatMap((all) => {
    if (all.some((a) => a.stance === "asserts")) return [];
    const fitting = all.filter(
      (a) =>
        a.kind === wanted.act &&
        a.when !== null &&
        (["actor", "target", "object"] as const).every((c) => a[c] === null || a[c] === wanted[c]) &&
        (a.place === null || wanted.places.includes(a.place)),
    );
    return reach(e, fitting, all)
      ? fitting.map((a) => ({
          from: a.when!.earliest,
          to: a.when!.latest,
          row: null,
          fills: FIELDS.filter((c) => a[c] !== null),
        }))
      : [];
  });
  return [...rows, ...denied];
}

// ── 5.6 Places ──────────────────────────────────────────────────────────────────────────────────

/** The zones that a place lies within, step by step, and itself. */
function around(e: Evidence, place: string): readonly string[] {
  const found = [place];
  for (const zone of found) {
    for (const wider of e.zones.get(zone)?.within ?? []) if (!found.includes(wider.zone)) found.push(wider.zone);
  }
  return found;
}

function liesWithin(e: Evidence, place: string, zone: string): boolean {
  return place !== zone && around(e, place).includes(zone);
}

/** 5.6: in, out or open. Relations go before shapes. */
export function placement(e: Evidence, option: Option, zone: string): "in" | "out" | "open" {
  if (option.place === OTHER) return "out";
  if (option.place !== null) {
    if (around(e, option.place).includes(zone)) return "in";
    const stated = around(e, option.place).flatMap((p) => e.zones.get(p)?.outside ?? []);
    if (stated.some((s) => around(e, zone).includes(s.zone))) return "out";
  }
  if (option.point === null || !e.record.shapes.includes(zone)) return "open";
  if (option.point.inside.includes(zone)) return "in";
  return option.point.perhaps.includes(zone) ? "open" : "out";
}

/** 16.1: whether that is within a distance of a zone. */
export function nearness(e: Evidence, option: Option, zone: string, metres: number): "in" | "out" | "open" {
  if (option.place === OTHER) return "out";
  if (option.place !== null && around(e, option.place).includes(zone)) return "in";
  const found = option.point?.distances.find((d) => d.zone === zone);
  if (found === undefined) return "open";
  if (found.high <= metres) return "in";
  return found.low > metres ? "out" : "open";
}

// ── 15 Values ───────────────────────────────────────────────────────────────────────────────────

/** A number that a source gives, between its bounds. */
interface Given {
  readonly low: number;
  readonly high: number;
  readonly source: string;
}

function valuesOf(
  e: Evidence,
  series: string,
  of: readonly (string | null)[],
  when: Time,
  unit: string | null,
): readonly Given[] {
  const own = (e.model.series ?? []).find((s) => s.id === series)?.unit ?? null;
  return (e.record.values ?? []).filter(
    (v) =>
      v.series === series &&
      (v.unit ?? own) === (unit ?? own) &&
      v.arguments.length === of.length &&
      v.arguments.every((a, i) => a === of[i]) &&
      v.in.earliest === when.earliest &&
      v.in.latest === when.latest &&
      (e.asOf === null || (v.published !== null && v.published.latest <= e.asOf)),
  );
}

/** 15.2: what every number between two bounds comes to beside every number between two others; null: it depends. */
function compared(
  low: number,
  high: number,
  comparison: Comparison,
  to: { low: number; high: number },
): boolean | null {
  const corners = [low, high].flatMap((a) => [to.low, to.high].map((b) => [a, b] as const));
  const all = (test: (a: number, b: number) => boolean): boolean | null => {
    const said = corners.map(([a, b]) => test(a, b));
    return said.every(Boolean) ? true : said.some(Boolean) ? null : false;
  };
  switch (comparison) {
    case "more than":
      return all((a, b) => a > b);
    case "at least":
      return all((a, b) => a >= b);
    case "less than":
      return all((a, b) => a < b);
    case "at most":
      return all((a, b) => a <= b);
    case "exactly":
      // Two ranges that touch may be equal; two that are the same single number are.
      if (low === high && to.low === to.high) return low === to.low;
      return high < to.low || low > to.high ? false : null;
    case "about": {
      if (all((a, b) => Math.abs(a - b) <= Math.abs(b) / 10) === true) return true;
      const limits = [to.low, to.high].flatMap((b) => [b - Math.abs(b) / 10, b + Math.abs(b) / 10]);
      return high < Math.min(...limits) || low > Math.max(...limits) ? false : null;
    }
  }
}

/** 15.3: whether a measure is so: true and false in all histories, else one open fact. */
export function measured(
  e: Evidence,
  measure: Measure,
  argumentsOf: (of: SeriesUse) => readonly (string | null)[],
): Truth {
  const own = argumentsOf(measure.of);
  const { value } = measure;
  const unit = value.kind === "number" ? value.unit : null;
  const given = valuesOf(e, measure.of.series, own, measure.in, unit);
  const said: { yes: boolean | null; source: string }[] = [];
  if (value.kind === "number") {
    for (const g of given) {
      const to = { low: value.number, high: value.number };
      said.push({ yes: compared(g.low, g.high, measure.comparison, to), source: g.source });
    }
  } else {
    const others = valuesOf(e, value.of.series, argumentsOf(value.of), value.in, null);
    const both = given.filter((g) => others.some((o) => o.source === g.source));
    for (const g of both.length > 0 ? both : given) {
      for (const o of others) {
        if (both.length > 0 && o.source !== g.source) continue;
        const to = { low: o.low * value.times, high: o.high * value.times };
        said.push({ yes: compared(g.low, g.high, measure.comparison, to), source: g.source });
      }
    }
  }
  const reached = (yes: boolean): boolean => {
    const sources = said.filter((x) => x.yes === yes).map((x) => x.source);
    return valuesReach(e, sources, own, e.standard);
  };
  if (reached(true)) return reached(false) ? "contested" : "true";
  return reached(false) ? "false" : "unknown";
}

type Truth = "true" | "false" | "contested" | "unknown";

/** 15.1: 2.1, with the arguments of the series as whom the source may speak for. */
function valuesReach(
  e: Evidence,
  sources: readonly string[],
  named: readonly (string | null)[],
  standard: Standard,
): boolean {
  const good = sources.filter((id) => {
    const source = e.sources.get(id);
    return (
      source?.kind !== "tertiary" && source?.kind !== "repost" && !source?.speaksFor.some((a) => named.includes(a))
    );
  });
  const origins = (ids: readonly string[]): number => new Set(ids.map((id) => e.sources.get(id)?.origin ?? id)).size;
  const asked = LEVELS.indexOf(standard) + 1;
  if (asked > 0) return (good.length > 0 ? Math.min(origins(good), 2) + 1 : Math.min(sources.length, 1)) >= asked;
  const { connective, parts } = e.model.case.standards!.find((s) => s.id === standard)!;
  const reached = parts.map((part) =>
    part.kind === "standard"
      ? valuesReach(e, sources, named, part.standard)
      : origins(good.filter((id) => isOfKind(e, id, part.of))) >= part.count,
  );
  return connective === "and" ? !reached.includes(false) : reached.includes(true);
}
