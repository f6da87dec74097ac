/** Accounts of conduct, from conduct/*.csv (docs/semantics.md 1.1 to 1.3). */
import { actMeant, parseTime, type Act, type Model, type Time } from "@servanda/language";
import type { Account, Grade, Handling, Source, Stance, Status } from "@servanda/monitor";
import { compare, type IssueCode, type Issues, type Words } from "./issue.ts";
import { helpWith, isName, type Names } from "./names.ts";
import type { Places, Point } from "./places.ts";
import { type CaseNames, HANDLINGS, mayBeSeen, sourceNames, stricter, textOf } from "./sources.ts";
import { listOf, numberOf, readTable, type Row, type Shape, wordOf } from "./table.ts";

export const ACCOUNT_COLUMNS: Shape = {
  columns: [
    "event",
    "source",
    "stance",
    "when",
    "order",
    "kind",
    "actor",
    "target",
    "object",
    "place",
    "lat",
    "lon",
    "precision",
    "quantity",
    "unit",
    "deaths_low",
    "deaths_best",
    "deaths_high",
    "status",
    "reply",
    "grade",
    "handling",
    "published",
    "same_as",
    "note",
  ],
  required: ["event", "source", "when", "kind"],
  keys: ["event", "source"],
  sought: ["actor"],
  remarks: ["note", "reply"],
  aliases: [
    ["event", "event_id incident incident_id"],
    ["source", "source_id reporter reported_by"],
    ["stance", "position"],
    ["when", "date day event_date date_of_event time datetime timestamp occurred happened_on"],
    ["kind", "act action event_type type type_of_event event_kind act_type what"],
    ["actor", "perpetrator who by actor1 side party attacker violator responsible_party author_of_act"],
    ["target", "victim actor2 against to_whom whom"],
    ["place", "location zone where site"],
    ["lat", "latitude"],
    ["lon", "longitude lng long"],
    ["quantity", "amount number"],
    ["deaths_best", "deaths fatalities killed"],
    ["reply", "response answer"],
    ["handling", "confidentiality classification sensitivity"],
    ["published", "reported date_reported report_date publication_date reported_on"],
    ["note", "notes remark remarks comment comments description details"],
  ],
};

const STANCES: readonly Stance[] = ["asserts", "denies"];
const STATUSES: readonly Status[] = ["alleged", "under-inquiry", "verified", "not-verified", "withdrawn"];
const GRADES: readonly Grade[] = ["finding", "observation", "report", "claim"];

/** A row that could be read, its event not yet joined. */
export interface Draft {
  readonly account: Omit<Account, "id">;
  readonly sameAs: readonly string[];
  /** Everything the row says, in one text: the order of accounts is that of what they say. */
  readonly content: string;
}

/** What a row that could not be read may speak of; null: it may be anything, or at any time. */
export interface Lost {
  readonly kind: string | null;
  readonly when: Time | null;
}

/** A row that could not be read, as far as it says what it may speak of. */
export interface Unread extends Lost {
  readonly path: string;
  readonly row: number;
  readonly source: string;
}

/** What accounts may speak of. */
export interface Scene {
  readonly model: Model;
  readonly names: CaseNames;
  readonly sources: ReadonlyMap<string, Source>;
  readonly places: Places;
  /** Zones from which a clause measures a distance. */
  readonly measured: ReadonlySet<string>;
  /** There is no table of sources, or none that can be read: that their source is not known is told of all accounts at once. */
  readonly sourceless?: boolean;
  /** Accounts handled more strictly are left out, before events are joined and accounts named. */
  readonly upTo: Handling;
}

/** Reads all accounts, joined and named, sorted by id. `tables` are the texts of conduct/*.csv by path. */
export function readAccounts(
  tables: readonly (readonly [path: string, text: string])[],
  scene: Scene,
  issues: Issues,
): {
  readonly accounts: Account[];
  readonly joined: { readonly id: string; readonly event: string }[];
  readonly unread: readonly Unread[];
} {
  const drafts: Draft[] = [];
  const unread: Unread[] = [];
  const lost = new Set<string>();
  const read = accountReader(scene);
  for (const [path, text] of tables) {
    for (const row of readTable(path, text, ACCOUNT_COLUMNS, issues)) {
      const draft = read(path, row, issues);
      if (draft === null) {
        if (!mayBeSeen(row.handling, scene.upTo)) continue;
        for (const id of meantBy(row)) lost.add(id);
        unread.push({ path, row: row.row, source: row.cell("source"), ...lostWith(row, scene) });
      } else if (mayBeSeen(draft.account.handling, scene.upTo)) drafts.push(draft);
    }
  }
  const events = joinEvents(drafts, issues);
  const entries = drafts.map(({ account, content }) => {
    const event = events.get(account.event) ?? account.event;
    return { account: { ...account, event }, own: account.event, content };
  });
  entries.sort(
    (a, b) =>
      compare(a.account.event, b.account.event) ||
      compare(a.account.source, b.account.source) ||
      compare(a.content, b.content) ||
      compare(a.account.at.path, b.account.at.path) ||
      a.account.at.row - b.account.at.row,
  );

  const accounts: Account[] = [];
  let count = 0;
  let last: (typeof entries)[number] | null = null;
  for (const entry of entries) {
    const { account } = entry;
    const { handling } = account;
    if (last !== null && last.content === entry.content && last.account.event === account.event) {
      const { path, row } = last.account.at;
      const where = { file: account.at.path, row: account.at.row, handling };
      issues.add("SD315", where, { path, first: String(row) });
      continue;
    }
    const same = last !== null && last.account.event === account.event && last.account.source === account.source;
    count = same ? count + 1 : 1;
    const id = `${account.event}/${account.source}${count === 1 ? "" : `/${count}`}`;
    accounts.push({ id, ...account });
    last = entry;
  }
  tellUnused(accounts, new Set([...lost].map((id) => events.get(id) ?? id)), issues);
  const joined = [...events]
    .filter(([id, event]) => id !== event)
    .map(([id, event]) => ({ id, event }))
    .sort((a, b) => compare(a.id, b.id));
  return { accounts: accounts.sort((a, b) => compare(a.id, b.id)), joined, unread };
}

/** The events that a row at fault may tell of: the one that it names, what is left of an id that cannot be one, and those that it joins. */
function meantBy(row: Row): string[] {
  const ids = [row.cell("event"), ...listOf(row.cell("same_as"))];
  return ids.flatMap((id) => [id, id.replaceAll(NEVER_IN_A_NAME, ""), id.split(NEVER_IN_A_NAME)[0] ?? ""]);
}

const NEVER_IN_A_NAME = /[^\p{L}\p{M}\p{N}._-]+/gu;

/** What is lost with a row at fault. */
export function lostWith(row: Row, { names }: Scene): Lost {
  const when = parseTime(row.cell("when"), names.offset);
  const kind = row.cell("kind");
  return { kind: names.acts.has(kind) ? kind : null, when: "time" in when ? when.time : null };
}

/** Reads one row at a time, whatever its handling; null where a fault costs the row. */
export function accountReader(scene: Scene): (path: string, row: Row, issues: Issues) => Draft | null {
  const acts = new Map(scene.model.acts.map((act) => [act.id, act]));
  const known = sourceNames(scene.sources);
  return (path, row, issues) => readAccount(new AccountRow(path, row, scene, known, issues), acts, scene);
}

/** One row, with what is wrong in it told as it is read. */
class AccountRow {
  sound = true;
  readonly path: string;
  readonly row: Row;
  readonly handling: Handling;
  readonly known: Names;
  readonly names: CaseNames;
  readonly #issues: Issues;

  constructor(path: string, row: Row, scene: Scene, known: Names, issues: Issues) {
    this.path = path;
    this.row = row;
    this.known = known;
    this.names = scene.names;
    this.handling = stricter(row.handling, scene.sources.get(row.cell("source"))?.handling ?? "public");
    this.#issues = issues;
  }

  /** An issue that costs the row. */
  fault(
    code: IssueCode,
    column: string,
    words: Words | (() => Words) = {},
    value: string = this.row.cell(column),
  ): void {
    this.sound = false;
    this.tell(code, column, words, value);
  }

  tell(
    code: IssueCode,
    column: string,
    words: Words | (() => Words) = {},
    value: string = this.row.cell(column),
  ): void {
    this.#issues.add(code, { file: this.path, row: this.row.row, column, value, handling: this.handling }, words);
  }

  word<Word extends string>(column: string, words: readonly Word[], otherwise: Word): Word {
    const word = wordOf(this.row, column, words, otherwise, this.path, this.#issues);
    if (word === null) this.sound = false;
    return word ?? otherwise;
  }

  name(column: string, names: Names, code: IssueCode, otherwise: string): string | null {
    const text = textOf(this.row, column);
    if (text === null || names.has(text)) return text;
    this.fault(code, column, () => ({ help: helpWith(names, text, otherwise) }));
    return null;
  }

  time(column: string): Time | null {
    const text = this.row.cell(column);
    if (text === "") return null;
    const parsed = parseTime(text, this.names.offset);
    if ("time" in parsed) return parsed.time;
    this.fault("SD304", column, { reason: parsed.fault });
    return null;
  }

  number(column: string, whole = false): number | null {
    const text = this.row.cell(column);
    if (text === "") return null;
    const number = numberOf(text);
    if (number !== null && (!whole || (Number.isInteger(number) && number >= 0))) return number;
    this.fault("SD309", column, { what: whole ? " of people" : "" });
    return null;
  }
}

function readAccount(reader: AccountRow, acts: ReadonlyMap<string, Act>, scene: Scene): Draft | null {
  const { row, names } = reader;
  const event = row.cell("event");
  if (event === "") reader.fault("SD301", "event");
  else if (!isName(event)) reader.fault("SD314", "event");
  const source = row.cell("source");
  if (source === "") reader.fault("SD302", "source");
  else if (scene.sourceless !== true || reader.known.has(source)) {
    reader.name("source", reader.known, "SD303", "Add it to sources.csv.");
  } else {
    reader.sound = false;
  }
  const sameAs = listOf(row.cell("same_as"));
  for (const id of sameAs) if (!isName(id)) reader.fault("SD314", "same_as", {}, id);

  const stance = reader.word("stance", STANCES, "asserts");
  const when = reader.time("when");
  const order = reader.number("order");
  const meant = actMeant(row.cell("kind").toLowerCase());
  const guess = meant !== null && names.acts.has(meant) ? `Perhaps “${meant}” is meant. If not: d` : "D";
  const kind = reader.name(
    "kind",
    names.acts,
    "SD306",
    `${guess}eclare the act, or use one of the standard vocabulary.`,
  );
  const otherwise = "Declare it as an actor, group or zone, or correct the name.";
  const actor = reader.name("actor", names.things, "SD307", otherwise);
  const target = reader.name("target", names.things, "SD307", otherwise);
  const object = reader.name("object", names.things, "SD307", otherwise);
  const place = reader.name("place", names.zones, "SD308", "Declare it as a zone, or correct the name.");
  const point = pointOf(reader);
  const quantity = reader.number("quantity");
  const deaths = deathsOf(reader);
  const status = reader.word("status", STATUSES, "alleged");
  const grade = reader.word("grade", GRADES, "report");
  reader.word("handling", HANDLINGS, "public");
  const published = reader.time("published");

  const act = kind === null ? undefined : acts.get(kind);
  if (act !== undefined) tellIdleCells(reader, act);
  if (stance === "asserts" && when !== null && published !== null && published.latest < when.earliest) {
    reader.tell("SD320", "published");
  }
  if (place !== null && point !== null && scene.places.verdict(place, point, when) === "out") {
    reader.tell("SD313", "place", { zone: place });
  }
  if (!reader.sound) return null;

  const position = point === null ? null : scene.places.locate(point, when);
  const distances = point === null ? [] : scene.places.distances(scene.measured, point, when);
  const said = {
    event,
    source,
    stance,
    when,
    order,
    kind,
    actor,
    target,
    object,
    place,
    located: point !== null,
    inside: position?.inside ?? [],
    perhapsInside: position?.perhapsInside ?? [],
    ...(distances.length === 0 ? {} : { distances }),
    quantity,
    unit: textOf(row, "unit"),
    deaths,
    status,
    reply: textOf(row, "reply"),
    handling: reader.handling,
    grade,
    published: published ?? scene.sources.get(source)?.published ?? null,
    note: textOf(row, "note"),
  };
  return {
    account: { ...said, at: { path: reader.path, row: row.row } },
    sameAs,
    content: JSON.stringify([said, point, sameAs]),
  };
}

/** What the act has no role for, no norm can ask about. */
function tellIdleCells(reader: AccountRow, act: Act): void {
  if (act.roles.length === 0) return;
  const columns = new Set<string>(act.roles.map(({ column }) => column));
  for (const column of ["actor", "target", "object"]) {
    if (reader.row.cell(column) === "" || columns.has(column)) continue;
    const others = ["actor", "target", "object"].filter((other) => columns.has(other));
    const help = others.length === 0 ? "" : `Its roles are in: ${others.join(", ")}.`;
    reader.tell("SD317", column, { act: act.id, help });
  }
}

function deathsOf(reader: AccountRow): Account["deaths"] {
  const low = reader.number("deaths_low", true);
  const best = reader.number("deaths_best", true);
  const high = reader.number("deaths_high", true);
  const rising = [low, best, high].filter((count) => count !== null);
  if (rising.some((count, index) => count < (rising[index - 1] ?? 0))) reader.fault("SD310", "deaths_low");
  return rising.length === 0 ? null : { low, best, high };
}

const KILOMETRES_A_DEGREE = 111.32;

/** The point of a row with how near to it the event was; null if there is none, or none that can be read. */
function pointOf(reader: AccountRow): Point | null {
  const latText = reader.row.cell("lat");
  const lonText = reader.row.cell("lon");
  const precision = reader.row.cell("precision");
  const bad = (column: string, what: string, help: string): null => {
    reader.fault("SD311", column, { what, help });
    return null;
  };
  if (latText === "" && lonText === "") {
    if (precision === "") return null;
    return bad("precision", "There is a precision, but no point.", "Fill in lat and lon, or leave it blank.");
  }
  if (latText === "") return bad("lat", "There is a longitude, but no latitude.", "Fill in lat.");
  if (lonText === "") return bad("lon", "There is a latitude, but no longitude.", "Fill in lon.");
  const lat = numberOf(latText);
  const lon = numberOf(lonText);
  for (const [column, number] of [
    ["lat", lat],
    ["lon", lon],
  ] as const) {
    if (number === null)
      return bad(column, "This is not a number of degrees.", "Write degrees with a point before decimals: 39.75.");
  }
  if (lat === null || lon === null) return null;
  if (Math.abs(lat) > 90) {
    const swapped = Math.abs(lon) <= 90 && Math.abs(lat) <= 180;
    return bad(
      "lat",
      "A latitude lies between -90 and 90.",
      swapped ? "Perhaps lat and lon are swapped." : "Correct it.",
    );
  }
  if (Math.abs(lon) > 180) return bad("lon", "A longitude lies between -180 and 180.", "Correct it.");
  if (lat === 0 && lon === 0) {
    return bad(
      "lat",
      "The point 0, 0 lies in the open sea; it mostly stands for “not known”.",
      "Leave lat and lon blank.",
    );
  }
  if (precision === "") {
    // Decimals say how exactly the point is meant: half a unit of the last one.
    const decimals = Math.min(decimalsOf(latText), decimalsOf(lonText));
    return { lat, lon, kilometres: (KILOMETRES_A_DEGREE / 2) * 10 ** -decimals };
  }
  const [, digits, unit] = /^([\d.]+)\s*(km|m|)$/iu.exec(precision) ?? [];
  const length = digits === undefined ? null : numberOf(digits);
  if (length === null || length > 20_000_000) {
    reader.fault("SD312", "precision");
    return null;
  }
  return { lat, lon, kilometres: unit?.toLowerCase() === "m" ? length / 1000 : length };
}

function decimalsOf(text: string): number {
  const point = text.indexOf(".");
  return point === -1 ? 0 : Math.min(15, text.length - point - 1);
}

/**
 * Joins ids by `same_as`, those of events told of and those only pointed at: each to the smallest id, by code unit, that it is
 * joined with (docs/semantics.md 1.2).
 */
function joinEvents(drafts: readonly Draft[], issues: Issues): ReadonlyMap<string, string> {
  const parents = new Map<string, string>();
  const find = (id: string): string => {
    let root = id;
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) root = parent;
    for (let next = id; next !== root;) {
      const parent = parents.get(next) ?? root;
      parents.set(next, root);
      next = parent;
    }
    return root;
  };
  const told = new Set(drafts.map(({ account }) => account.event));
  // Who points at an id that no account has: one event alone gains nothing by it, two are joined through it.
  const pointing = new Map<string, Set<string>>();
  for (const { account, sameAs } of drafts) {
    for (const other of sameAs) {
      const [a, b] = [find(account.event), find(other)];
      if (a !== b) parents.set(compare(a, b) < 0 ? b : a, compare(a, b) < 0 ? a : b);
      if (!told.has(other)) pointing.set(other, (pointing.get(other) ?? new Set()).add(account.event));
    }
  }
  for (const { account, sameAs } of drafts) {
    for (const other of sameAs) {
      if (pointing.get(other)?.size !== 1) continue;
      const { path, row } = account.at;
      issues.add("SD316", { file: path, row, column: "same_as", value: other, handling: account.handling });
    }
  }
  const joined = new Map<string, string>();
  for (const id of [...told, ...pointing.keys()]) joined.set(id, find(id));
  return joined;
}

/**
 * Events that nothing can use, because no account says when, or what (docs/semantics.md 1.6). Not those of which an account could not
 * be read: that one may say it.
 */
function tellUnused(accounts: readonly Account[], lost: ReadonlySet<string>, issues: Issues): void {
  const events = new Map<string, Account[]>();
  for (const account of accounts) {
    const others = events.get(account.event);
    if (others === undefined) events.set(account.event, [account]);
    else others.push(account);
  }
  for (const [event, all] of events) {
    if (lost.has(event)) continue;
    const first = all.reduce((a, b) => {
      const earlier = compare(a.at.path, b.at.path) || a.at.row - b.at.row;
      return earlier <= 0 ? a : b;
    });
    const handling = all.reduce<Handling>((strictest, account) => stricter(strictest, account.handling), "public");
    const where = { file: first.at.path, row: first.at.row, value: event, handling };
    if (all.every(({ when }) => when === null)) issues.add("SD318", { ...where, column: "when" }, { event });
    if (all.every(({ kind }) => kind === null)) issues.add("SD319", { ...where, column: "kind" }, { event });
  }
}
