/**
 * Plain tables of conduct straight to columns, letter by letter, without an object an account. A table with quotes, joins, points, anything withheld or
 * any fault in it is not plain: it is read as all tables are. Both ways give the same columns, and a test holds them to it.
 */
import { parseTime, type Model } from "@servanda/language";
import type { Account, ColumnsBuilder, Record } from "@servanda/monitor";
import { ACCOUNT_COLUMNS, readAccounts, type Scene } from "./accounts.ts";
import { strangeDelimiter } from "./csv.ts";
import { type CaseFiles, isConduct } from "./files.ts";
import { compare, type Issue, Issues } from "./issue.ts";
import { readRecord, sceneOf } from "./record.ts";
import { nameOfColumn } from "./table.ts";

/** What was read beside the columns. */
export interface Plain {
  /** What surrounds the accounts: sources, coverage, shapes, values. */
  readonly record: Omit<Record, "accounts">;
  /** Of the other tables: plain ones have none. */
  readonly issues: readonly Issue[];
  /** How many accounts there are, and of how many sources. */
  readonly accounts: number;
  readonly sources: number;
  /** The id of an event by its number, and an account by its, as `ColumnsBuilder.build` asks for them. */
  readonly event: (event: number) => string;
  readonly account: (account: number) => Account;
}

/**
 * Adds the accounts of a case to a builder of columns, nothing withheld. Null: some table is not plain; the builder is then of no use, and
 * `readRecord` reads the case.
 */
export function readPlain(files: CaseFiles, model: Model, builder: ColumnsBuilder): Plain | null {
  const tables = [...files.files].filter(([path]) => isConduct(path)).sort(([a], [b]) => compare(a, b));
  const rest = { ...files, files: new Map([...files.files].filter(([path]) => !isConduct(path))) };
  const { record, issues } = readRecord(rest, model);
  const reader = new PlainReader(sceneOf(rest, model, "confidential"), builder);
  if (!tables.every(([path, text]) => reader.read(path, text))) return null;
  return {
    record,
    issues,
    ...reader.counts,
    event: (number) => reader.event(number),
    account: (number) => reader.account(number),
  };
}

const COMMA = 44;
const LF = 10;
const CR = 13;
const ZERO = 48;

/** Columns by what is to be done with them; 0: any words. */
const ROLES: { readonly [column: string]: number } = {
  event: 1,
  source: 2,
  stance: 3,
  when: 4,
  order: 5,
  kind: 6,
  actor: 7,
  target: 8,
  object: 9,
  place: 10,
  status: 11,
  grade: 12,
  note: 0,
  reply: 0,
  unit: 0,
};
const WHEN = 4;
/** Columns that must be blank in a plain table. */
const BLANK = 13;
/** Columns whose cells are looked up: by role. */
const LOOKED_UP = Uint8Array.from({ length: BLANK + 1 }, (_, role) => ([1, 2, 6, 7, 8, 9, 10].includes(role) ? 1 : 0));

class PlainReader {
  private readonly scene: Scene;
  private readonly builder: ColumnsBuilder;
  private readonly acts: Words;
  private readonly things: Words;
  private readonly zones: Words;
  private readonly sources: Words;
  /** Of an act: a bit for each of actor, target, object that it has a role for. */
  private readonly roles: number[] = [];
  /** Each in UTF-8, a line end behind its last row. */
  private readonly texts: { readonly path: string; readonly bytes: Buffer; readonly header: string }[] = [];
  private readonly plain: boolean;
  /** By source: whether an account is its. */
  private readonly heard: Uint8Array;
  // Of each account: where its row stands.
  private accounts = 0;
  private rowText = new Uint16Array(1024);
  private rowFrom = new Int32Array(1024);
  private rowLine = new Int32Array(1024);
  // Of each event: where its id stands first.
  private events = 0;
  private idText = new Uint16Array(1024);
  private idFrom = new Int32Array(1024);
  private idTo = new Int32Array(1024);
  private idHash = new Int32Array(1024);
  private slots = new Int32Array(4096);
  /** By the number in its id, of the series of the first id: one more than the event; 0: none. */
  private numbered = new Int32Array(0);
  private series: Uint8Array = new Uint8Array(0);

  constructor(scene: Scene, builder: ColumnsBuilder) {
    this.scene = scene;
    this.builder = builder;
    const { model } = scene;
    this.plain = [...scene.sources.values()].every(({ handling }) => handling === "public");
    this.acts = new Words(model.acts.map(({ id }) => [id, builder.acts.code(id)]));
    const things = [...model.actors, ...model.zones].map(({ id }) => id);
    this.things = new Words(things.map((id) => [id, builder.things.code(id)]));
    this.zones = new Words(model.zones.map(({ id }) => [id, 0]));
    this.sources = new Words([...scene.sources.keys()].map((id) => [id, builder.sources.code(id)]));
    this.heard = new Uint8Array(builder.sources.size);
    for (const { id, roles } of model.acts) {
      const has = (column: string): boolean => roles.length === 0 || roles.some((role) => role.column === column);
      this.roles[builder.acts.code(id)] = (has("actor") ? 1 : 0) | (has("target") ? 2 : 0) | (has("object") ? 4 : 0);
    }
  }

  /** False: the table is not plain. What was taken in of it is then of no use. */
  read(path: string, text: string): boolean {
    if (!this.plain || text.includes('"') || !/\S/u.test(text) || strangeDelimiter(text) !== null) return false;
    const break_ = text.indexOf("\n");
    const headerEnd = break_ < 0 ? text.length : break_;
    const header = text.slice(0, headerEnd);
    const names = header.split(",").map(nameOfColumn);
    if (new Set(names).size < names.length || ACCOUNT_COLUMNS.required.some((c) => !names.includes(c))) return false;
    if (names.some((name) => !ACCOUNT_COLUMNS.columns.includes(name))) return false;
    const roles = names.map((name) => ROLES[name] ?? BLANK);
    const bytes = Buffer.from(text.endsWith("\n") ? text : `${text}\n`);
    const rows = rowsIn(bytes);
    // Slots are to be twice as many as events.
    if (this.slots.length < (this.events + rows) * 2) this.rehash((this.events + rows) * 2);
    this.builder.expect(rows);
    this.room(this.accounts + rows);
    const at = this.texts.length;
    this.texts.push({ path, bytes, header: header.replace("\r", "") });
    return this.rows(bytes, at, bytes.indexOf(LF) + 1, roles);
  }

  private rows(bytes: Buffer, at: number, begin: number, roles: readonly number[]): boolean {
    const { builder, scene } = this;
    const { offset } = scene.names;
    const width = roles.length;
    const { length } = bytes;
    const from = new Int32Array(BLANK + 1);
    const to = new Int32Array(BLANK + 1);
    const hash = new Int32Array(BLANK + 1);
    const days = new Days();
    let line = 1;
    let position = begin;
    const said = {
      event: 0,
      source: 0,
      denies: false,
      kind: -1,
      actor: -1,
      target: -1,
      object: -1,
      from: NaN,
      to: NaN,
      order: NaN,
    };
    while (position < length) {
      line++;
      const rowFrom = position;
      for (let role = 0; role <= BLANK; role++) to[role] = 0;
      let exact = -Infinity;
      let cell = 0;
      // One row, cell by cell: commas and line ends come before all letters and digits.
      for (;;) {
        if (cell >= width) return false;
        const role = roles[cell]!;
        const start = position;
        let code = bytes[position]!;
        if (LOOKED_UP[role] === 1) {
          let h = BASIS;
          while (code > COMMA || (code !== COMMA && code !== LF && code !== CR)) {
            h = Math.imul(h ^ code, PRIME);
            code = bytes[++position]!;
          }
          hash[role] = h;
        } else {
          if (role === WHEN) {
            exact = days.instantOf(bytes, start);
            // Whole, it need not be looked through again; what follows it must end the cell.
            if (exact > -Infinity) code = bytes[(position += 20)]!;
          }
          while (code > COMMA || (code !== COMMA && code !== LF && code !== CR)) code = bytes[++position]!;
        }
        if (position > start) {
          if (bytes[start]! <= 32 || bytes[position - 1]! <= 32 || role === BLANK) return false;
          from[role] = start;
          to[role] = position;
        }
        if (code === CR && bytes[++position] !== LF) return false;
        position++;
        cell++;
        if (code !== COMMA) break;
      }
      if (cell === 1 && to[roles[0]!] === 0) continue;
      if (cell !== width || to[1] === 0 || to[2] === 0) return false;
      const source = this.sources.find(bytes, from[2]!, to[2]!, hash[2]!);
      if (source < 0) return false;
      const known = this.events;
      const event = this.eventOf(bytes, at, from[1]!, to[1]!, hash[1]!);
      if (event < 0) return false;
      const isNew = event === known;
      if (!isNew && builder.tells(event, source)) return false;
      let denies = false;
      if (to[3]! > 0) {
        const word = bytes.toString("latin1", from[3], to[3]);
        if (word === "denies") denies = true;
        else if (word !== "asserts") return false;
      }
      said.kind = to[6]! > 0 ? this.acts.find(bytes, from[6]!, to[6]!, hash[6]!) : -1;
      if ((to[6]! > 0 ? said.kind < 0 : !denies || isNew) || (to[4] === 0 && (!denies || isNew))) return false;
      said.actor = to[7]! > 0 ? this.things.find(bytes, from[7]!, to[7]!, hash[7]!) : -1;
      said.target = to[8]! > 0 ? this.things.find(bytes, from[8]!, to[8]!, hash[8]!) : -1;
      said.object = to[9]! > 0 ? this.things.find(bytes, from[9]!, to[9]!, hash[9]!) : -1;
      if (to[7]! > 0 && said.actor < 0) return false;
      if (to[8]! > 0 && said.target < 0) return false;
      if (to[9]! > 0 && said.object < 0) return false;
      if (to[10]! > 0 && this.zones.find(bytes, from[10]!, to[10]!, hash[10]!) < 0) return false;
      if (said.kind >= 0) {
        const idle = (said.actor >= 0 ? 1 : 0) | (said.target >= 0 ? 2 : 0) | (said.object >= 0 ? 4 : 0);
        if ((idle & ~this.roles[said.kind]!) !== 0) return false;
      }
      if (to[11]! > 0 && !STATUSES.has(bytes.toString("latin1", from[11], to[11]))) return false;
      if (to[12]! > 0 && !GRADES.has(bytes.toString("latin1", from[12], to[12]))) return false;
      said.order = NaN;
      if (to[5]! > 0) {
        said.order = digits(bytes, from[5]!, to[5]!);
        if (said.order < 0) return false;
      }
      said.from = said.to = NaN;
      if (to[4]! > 0) {
        if (exact > -Infinity && from[4]! + 20 === to[4]) said.from = said.to = exact;
        else {
          const parsed = parseTime(bytes.toString("utf8", from[4], to[4]), offset);
          if (!("time" in parsed)) return false;
          said.from = parsed.time.earliest;
          said.to = parsed.time.latest;
        }
      }
      said.event = event;
      said.source = source;
      this.heard[source] = 1;
      said.denies = denies;
      builder.add(said);
      this.rowText[this.accounts] = at;
      this.rowFrom[this.accounts] = rowFrom;
      this.rowLine[this.accounts++] = line;
    }
    return true;
  }

  /** Room for so many accounts, and as many events. */
  private room(accounts: number): void {
    if (accounts <= this.rowFrom.length) return;
    const size = Math.max(accounts, this.rowFrom.length * 2);
    this.rowText = larger(this.rowText, new Uint16Array(size));
    this.rowFrom = larger(this.rowFrom, new Int32Array(size));
    this.rowLine = larger(this.rowLine, new Int32Array(size));
    this.idText = larger(this.idText, new Uint16Array(size));
    this.idFrom = larger(this.idFrom, new Int32Array(size));
    this.idTo = larger(this.idTo, new Int32Array(size));
    this.idHash = larger(this.idHash, new Int32Array(size));
  }

  /** The number of an event, a new one where it was not met before; -1: its id is no plain name. */
  private eventOf(bytes: Buffer, at: number, from: number, to: number, hash: number): number {
    // Mostly the accounts of an event stand together.
    const last = this.events - 1;
    if (last >= 0 && this.idHash[last] === hash && this.isEvent(last, bytes, from, to)) return last;
    const number = this.numberOf(bytes, from, to);
    if (number >= 0) {
      const found = this.numbered[number]!;
      if (found > 0) return found - 1;
      if (!isPlainName(bytes, from, to)) return -1;
      this.numbered[number] = this.events + 1;
      return this.newEvent(at, from, to, hash);
    }
    const mask = this.slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let found = this.slots[slot]!; found > 0; found = this.slots[(slot = (slot + 1) & mask)]!) {
      if (this.idHash[found - 1] === hash && this.isEvent(found - 1, bytes, from, to)) return found - 1;
    }
    if (!isPlainName(bytes, from, to)) return -1;
    this.slots[slot] = this.events + 1;
    return this.newEvent(at, from, to, hash);
  }

  private newEvent(at: number, from: number, to: number, hash: number): number {
    this.idText[this.events] = at;
    this.idFrom[this.events] = from;
    this.idTo[this.events] = to;
    this.idHash[this.events] = hash;
    return this.events++;
  }

  /**
   * Most tables count their events: `E1`, `E2`. The number of such an id, so that neighbours in the table are neighbours in memory; -1: it is not of
   * that form, or of another series than the first id.
   */
  private numberOf(bytes: Buffer, from: number, to: number): number {
    if (this.numbered.length === 0) {
      let begin = to;
      while (begin > from && isDigit(bytes[begin - 1]!)) begin--;
      this.series = Uint8Array.prototype.slice.call(bytes, from, begin);
      // Twice its rows and more: of a table that is a part of a larger one, numbers begin anywhere.
      this.numbered = new Int32Array(Math.min(1 << 24, Math.max(1 << 16, this.rowFrom.length * 16)));
    }
    const { series, numbered } = this;
    const begin = from + series.length;
    if (to - begin > 9 || to === begin || (bytes[begin] === ZERO && to - begin > 1)) return -1;
    for (let i = 0; i < series.length; i++) if (bytes[from + i] !== series[i]) return -1;
    let number = 0;
    for (let i = begin; i < to; i++) {
      const digit = bytes[i]! - ZERO;
      if (digit < 0 || digit > 9) return -1;
      number = number * 10 + digit;
    }
    return number < numbered.length ? number : -1;
  }

  /** Whether an event has the id that stands there. */
  private isEvent(event: number, bytes: Buffer, from: number, to: number): boolean {
    const begin = this.idFrom[event]!;
    if (this.idTo[event]! - begin !== to - from) return false;
    const other = this.texts[this.idText[event]!]!.bytes;
    for (let i = 0; i < to - from; i++) if (other[begin + i] !== bytes[from + i]) return false;
    return true;
  }

  private rehash(least: number): void {
    const before = this.slots;
    let size = before.length;
    while (size < least) size *= 2;
    this.slots = new Int32Array(size);
    const mask = size - 1;
    for (const found of before) {
      if (found === 0) continue;
      const hash = this.idHash[found - 1]!;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (this.slots[slot]! > 0) slot = (slot + 1) & mask;
      this.slots[slot] = found;
    }
  }

  get counts(): { readonly accounts: number; readonly sources: number } {
    return { accounts: this.accounts, sources: this.heard.reduce((sum, one) => sum + one, 0) };
  }

  event(number: number): string {
    return this.texts[this.idText[number]!]!.bytes.toString("latin1", this.idFrom[number], this.idTo[number]);
  }

  /** An account as an object, by the reader of all tables. */
  account(number: number): Account {
    const { path, bytes, header } = this.texts[this.rowText[number]!]!;
    const from = this.rowFrom[number]!;
    const row = bytes.toString("utf8", from, bytes.indexOf(LF, from));
    const { accounts } = readAccounts([[path, `${header}\n${row}\n`]], this.scene, new Issues());
    return { ...accounts[0]!, at: { path, row: this.rowLine[number]! } };
  }
}

const STATUSES: ReadonlySet<string> = new Set(["alleged", "under-inquiry", "verified", "not-verified"]);
const GRADES: ReadonlySet<string> = new Set(["finding", "observation", "report", "claim"]);

const BASIS = 0x811c9dc5 | 0;
const PRIME = 16_777_619;

function hashOf(bytes: Uint8Array): number {
  let h = BASIS;
  for (const byte of bytes) h = Math.imul(h ^ byte, PRIME);
  return h;
}

/** Words with numbers, found in a text by where they stand in it. */
class Words {
  /** Places in the lists below, by hash; -1: none. */
  private readonly slots: Int32Array;
  private readonly words: readonly Uint8Array[];
  private readonly codes: readonly number[];

  constructor(words: readonly (readonly [word: string, code: number])[]) {
    this.words = words.map(([word]) => Buffer.from(word));
    this.codes = words.map(([, code]) => code);
    let size = 16;
    while (size < words.length * 4) size *= 2;
    this.slots = new Int32Array(size).fill(-1);
    for (const [i, word] of this.words.entries()) {
      let slot = hashOf(word) & (size - 1);
      while (this.slots[slot]! >= 0) slot = (slot + 1) & (size - 1);
      this.slots[slot] = i;
    }
  }

  /** -1: it is none of them. */
  find(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; this.slots[slot]! >= 0; slot = (slot + 1) & mask) {
      const word = this.words[this.slots[slot]!]!;
      if (word.length !== to - from) continue;
      let same = true;
      for (let i = 0; same && i < word.length; i++) same = word[i] === bytes[from + i];
      if (same) return this.codes[this.slots[slot]!]!;
    }
    return -1;
  }
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= ZERO + 9;
}

function rowsIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) count++;
  return count;
}

function larger<T extends Int32Array | Uint16Array>(old: T, made: T): T {
  made.set(old);
  return made;
}

/** A whole number of up to nine digits; -1: it is none. */
function digits(bytes: Uint8Array, from: number, to: number): number {
  if (to === from || to - from > 9) return -1;
  let number = 0;
  for (let i = from; i < to; i++) {
    const digit = bytes[i]! - 48;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** Reads instants as most tables write them. Rows that follow each other are mostly of one day: its number is kept. */
class Days {
  private readonly day = new Uint8Array(10);
  private number = 0;

  /** `2030-06-30T10:30:15Z`; -Infinity: written otherwise. */
  instantOf(bytes: Uint8Array, from: number): number {
    if (bytes[from + 19] !== 90 || bytes[from + 10] !== 84) return -Infinity;
    if (bytes[from + 13] !== 58 || bytes[from + 16] !== 58) return -Infinity;
    const hour = digits(bytes, from + 11, from + 13);
    const minute = digits(bytes, from + 14, from + 16);
    const second = digits(bytes, from + 17, from + 19);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -Infinity;
    let same = true;
    for (let i = 9; same && i >= 0; i--) same = this.day[i] === bytes[from + i];
    if (!same) {
      const year = digits(bytes, from, from + 4);
      const month = digits(bytes, from + 5, from + 7);
      const day = digits(bytes, from + 8, from + 10);
      if (bytes[from + 4] !== 45 || bytes[from + 7] !== 45) return -Infinity;
      if (year < 1 || month < 1 || month > 12 || day < 1 || day > DAYS[month - 1]!) return -Infinity;
      if (month === 2 && day === 29 && (year % 4 !== 0 || (year % 100 === 0 && year % 400 !== 0))) return -Infinity;
      this.number = daysTo(year, month, day);
      this.day.set(bytes.subarray(from, from + 10));
    }
    return this.number * 86_400 + hour * 3600 + minute * 60 + second;
  }
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days from 1970-01-01, in the calendar of today carried back. */
function daysTo(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Letters, digits and underscores of ASCII, with single hyphens between: a part of what names may be. */
function isPlainName(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from > 200) return false;
  for (let i = from; i < to; i++) {
    const code = bytes[i]!;
    const isWord = (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
    if (isWord || (code === 95 && i > from)) continue;
    if (code === 45 && i > from && i < to - 1 && bytes[i - 1] !== 45) continue;
    return false;
  }
  return true;
}
