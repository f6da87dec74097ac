/** Accounts that come in row by row, as CSV or as JSON, beside those that a case has already. */
import { isUtf8 } from "node:buffer";
import type { Instant } from "@servanda/language";
import type { Account, Record } from "@servanda/monitor";
import { ACCOUNT_COLUMNS, accountReader, type Draft, type Lost, lostWith, type Scene } from "./accounts.ts";
import { readCsv } from "./csv.ts";
import { type Issue, Issues } from "./issue.ts";
import { mayBeSeen, stricter } from "./sources.ts";
import { LONGEST_ROW, type Piece } from "./splitter.ts";
import { type Header, handlingOf, nameOfColumn, readHeader, readRow, type Row, tellNames } from "./table.ts";

/** What one row brings. */
export interface Taken {
  /** New accounts, and earlier ones that it takes back or whose event it joins with another. */
  readonly accounts: readonly Account[];
  /** When it was published or, where nobody says, when it happened: the last second of it. Null: neither is said. */
  readonly second: Instant | null;
  readonly issues: readonly Issue[];
  /** What it may have told of and cannot be read, if it may be shown. */
  readonly lost: Lost | null;
}

const NOTHING: Taken = { accounts: [], second: null, issues: [], lost: null };
/** Of a row no cell of which is known. */
const ANYTHING: Lost = { kind: null, when: null };

/** Of a feed as far as it was read, as plain data: what is needed to go on. */
export interface FeedMemory {
  /** The cells of the first row of CSV, and where it stands; null: JSON, or nothing was read. */
  readonly header: { readonly cells: readonly string[]; readonly row: number } | null;
  readonly joined: readonly (readonly [id: string, event: string])[];
  /** That rows which are withheld, or may be, are at fault has been told. */
  readonly withheld?: true;
}

/**
 * Reads rows one after the other. What it hands out leads, pushed in turn, to what the case would hold with the rows as a table of its
 * own, but for the numbers in the ids of accounts; and a row with the status `withdrawn` takes back what its source said of that event before.
 */
export class Feed {
  /** Under which name its rows are told of. */
  readonly name: string;
  readonly json: boolean;
  readonly #scene: Scene;
  readonly #read: ReturnType<typeof accountReader>;
  #header: Header | null = null;
  #first: FeedMemory["header"] = null;
  #withheld: boolean;
  readonly #roots = new Map<string, string>();
  readonly #events = new Map<string, Map<string, Account>>();

  constructor(name: string, json: boolean, scene: Scene, record: Record, memory?: FeedMemory) {
    this.name = name;
    this.json = json;
    this.#scene = scene;
    this.#read = accountReader(scene);
    for (const { id, event } of record.joined ?? []) this.#roots.set(id, event);
    for (const [id, event] of memory?.joined ?? []) this.#roots.set(id, event);
    for (const account of record.accounts) this.#keep(account);
    this.#withheld = memory?.withheld ?? false;
    if (memory?.header) this.#open(memory.header.cells, memory.header.row, new Issues());
  }

  /** A header has come that names no column for what every row must say: no row can be read. */
  get hopeless(): boolean {
    return this.#first !== null && this.#header === null;
  }

  memory(): FeedMemory {
    return { header: this.#first, joined: [...this.#roots], ...(this.#withheld ? { withheld: true } : {}) };
  }

  take({ bytes, row, broken }: Piece): Taken {
    const issues = new Issues();
    const where = { file: this.name, row };
    if (broken) issues.add("SD121", where, { count: String(LONGEST_ROW) });
    else if (!isUtf8(bytes)) issues.add("SD122", where);
    else {
      const text = new TextDecoder().decode(bytes);
      const read = this.json ? this.#ofJson(text, row, issues) : this.#ofCsv(text, row, issues);
      const unreadable = issues.list().some((issue) => UNREADABLE.has(issue.code));
      const taken = read === null ? NOTHING : this.#take(read, issues);
      return this.#told(taken, issues, unreadable, text);
    }
    return this.#told(NOTHING, issues, true, "");
  }

  /** With what is wrong in it, but of rows that are withheld, or may be, only that there are some. */
  #told(taken: Taken, issues: Issues, unreadable: boolean, text: string): Taken {
    const { upTo } = this.#scene;
    const mayBeMarked = this.json ? /"handling"/iu.test(text) : this.#header?.positions.has("handling");
    const isDoubtful = upTo !== "confidential" && unreadable && mayBeMarked === true;
    const isShown = (issue: Issue): boolean =>
      mayBeSeen(issue.handling, upTo) && !(isDoubtful && UNREADABLE.has(issue.code));
    const all = issues.list();
    const shown = all.filter(isShown);
    const lost = unreadable && !isDoubtful ? ANYTHING : taken.lost;
    if (shown.length === all.length || this.#withheld) return { ...taken, issues: shown, lost };
    this.#withheld = true;
    const hidden = new Issues();
    hidden.add("SD198", { file: this.name });
    return { ...taken, issues: [...shown, ...hidden.list()], lost };
  }

  #ofCsv(text: string, line: number, issues: Issues): Row | null {
    for (const record of readCsv(text)) {
      const row = line + record.row - 1;
      if ("fault" in record) {
        issues.add(record.fault === "unclosed" ? "SD207" : "SD208", { file: this.name, row });
      } else if (this.#first === null) this.#open(record.cells, row, issues);
      // Whoever sends again, or appends one table to another, begins with the header.
      else if (this.#header && !same(record.cells, this.#first.cells)) {
        return readRow(this.name, record.cells, row, line + record.lastRow - 1, this.#header, issues);
      }
    }
    return null;
  }

  #open(cells: readonly string[], row: number, issues: Issues): void {
    this.#first = { cells, row };
    this.#header = readHeader(this.name, cells, row, ACCOUNT_COLUMNS, issues);
  }

  #ofJson(text: string, row: number, issues: Issues): Row | null {
    if (text.trim() === "") return null;
    const where = { file: this.name, row };
    let said: unknown;
    try {
      said = JSON.parse(text);
    } catch {
      issues.add("SD120", where);
      return null;
    }
    if (typeof said !== "object" || said === null || Array.isArray(said)) {
      issues.add("SD120", where);
      return null;
    }
    const cells = new Map<string, string>();
    for (const [name, value] of Object.entries(said)) {
      const cell = cellOf(value);
      if (cell === null) {
        issues.add("SD120", where, { why: `: “${name}” holds neither text nor a number nor a list of these` });
        return null;
      }
      const column = nameOfColumn(name);
      if (ACCOUNT_COLUMNS.columns.includes(column)) cells.set(column, cell);
    }
    if (!tellNames(this.name, row, Object.keys(said), ACCOUNT_COLUMNS, issues)) return null;
    const handling = handlingOf(cells.get("handling") ?? "") ?? "confidential";
    return { row, handling, cell: (column) => cells.get(column) ?? "" };
  }

  #take(row: Row, issues: Issues): Taken {
    const draft = this.#read(this.name, row, issues);
    if (draft === null) {
      const { sources, upTo } = this.#scene;
      const handling = stricter(row.handling, sources.get(row.cell("source"))?.handling ?? "public");
      return mayBeSeen(handling, upTo) ? { ...NOTHING, lost: lostWith(row, this.#scene) } : NOTHING;
    }
    if (!mayBeSeen(draft.account.handling, this.#scene.upTo)) return NOTHING;
    const moved = this.#join(draft);
    const own = draft.account;
    const second = own.published?.latest ?? own.when?.latest ?? null;
    const event = this.#root(own.event);
    const account = { ...own, event };
    const before = [...(this.#events.get(event)?.values() ?? [])].filter((a) => a.source === own.source);
    if (own.status === "withdrawn") {
      const back = before
        .filter((a) => a.stance === own.stance && a.status !== "withdrawn")
        .map((a): Account => ({ ...a, status: "withdrawn" }));
      for (const each of back) this.#keep(each);
      if (back.length > 0) return { ...NOTHING, accounts: [...moved, ...back], second };
    }
    const again = before.find((a) => a.status !== "withdrawn" && contentOf(a) === contentOf(account));
    if (again) {
      const { path, row: first } = again.at;
      issues.add("SD315", { file: this.name, row: row.row }, { path, first: String(first) });
      return { ...NOTHING, accounts: moved, second };
    }
    const whole = named(account, before.length);
    this.#keep(whole);
    return { ...NOTHING, accounts: [...moved, whole], second };
  }

  /** Joins what the row says is one event; what was told of the events that go under another id now, taken back and told again. */
  #join({ account, sameAs }: Draft): Account[] {
    const moved: Account[] = [];
    for (const other of sameAs) {
      const [a, b] = [this.#root(account.event), this.#root(other)];
      if (a === b) continue;
      const [root, gone] = a < b ? [a, b] : [b, a];
      for (const [id, event] of this.#roots) if (event === gone) this.#roots.set(id, root);
      this.#roots.set(gone, root);
      for (const each of this.#events.get(gone)?.values() ?? []) {
        if (each.status === "withdrawn") continue;
        moved.push({ ...each, status: "withdrawn" });
        const { id: _, ...rest } = each;
        const count = [...(this.#events.get(root)?.values() ?? [])].filter((x) => x.source === each.source).length;
        const again = named({ ...rest, event: root }, count);
        this.#keep(again);
        moved.push(again);
      }
      this.#events.delete(gone);
    }
    return moved;
  }

  #root(id: string): string {
    return this.#roots.get(id) ?? id;
  }

  #keep(account: Account): void {
    const told = this.#events.get(account.event);
    if (told) told.set(account.id, account);
    else this.#events.set(account.event, new Map([[account.id, account]]));
  }
}

/** Faults of a row of which no cell is known. */
const UNREADABLE: ReadonlySet<string> = new Set(["SD120", "SD121", "SD122", "SD206", "SD207", "SD208"]);

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((cell, i) => cell === b[i]);
}

function named(account: Omit<Account, "id">, before: number): Account {
  const id = `${account.event}/${account.source}${before === 0 ? "" : `/${before + 1}`}`;
  return { id, ...account };
}

/** What an account says, but for its id and its place. */
function contentOf(account: Omit<Account, "id">): string {
  return JSON.stringify(account, (key, value: unknown) => (key === "id" || key === "at" ? undefined : value));
}

/** As the cell of a table; null for what none could hold. */
function cellOf(value: unknown): string | null {
  if (value === null) return "";
  if (typeof value === "string") return value.trim();
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (!Array.isArray(value)) return null;
  const parts = value.map((each) => (Array.isArray(each) ? null : cellOf(each)));
  return parts.every((part) => part !== null) ? parts.join(" ") : null;
}
