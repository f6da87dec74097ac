/** A stream goes on from what it found before: then it must find what the general evaluator finds on all accounts so far, and must have gone on. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Line } from "../src/assess.ts";
import type { Change, Told } from "../src/change.ts";
import { columnsOf, type Columns } from "../src/columns.ts";
import { Ledger } from "../src/ledger.ts";
import { monitor } from "../src/monitor.ts";
import type { Account, Record } from "../src/record.ts";
import { Stream } from "../src/stream.ts";
import { barOf } from "../src/support.ts";
import { backed, happening, HOUR, norm, silence, START, toBeFound } from "./plans.ts";
import { account as accountOf, BLOCKED, exactly, model, SOURCES } from "./rules.ts";

const RUNS = Number(process.env["SERVANDA_RUNS"] ?? 400);
const SEED = process.env["SERVANDA_SEED"] === "random" ? undefined : Number(process.env["SERVANDA_SEED"] ?? 20_301_110);

const CASES = Math.ceil(RUNS / 2);

/** An account, and the hour at which it comes in. */
interface Arrival {
  readonly at: number;
  readonly account: Account;
}

/** Most come in the order of their events and at once; some late, some again with another word, some are withdrawn. */
const arrivals = (id: string, settled: number, minutes: number): fc.Arbitrary<Arrival[]> =>
  fc
    .record({
      accounts: happening(id, settled),
      apart: fc.constantFrom(true, true, true, false),
      late: fc.oneof({ arbitrary: fc.constant(0), weight: 9 }, fc.integer({ min: 1, max: 30 })),
      later: fc.integer({ min: 0, max: 20 }),
      again: fc.oneof({ arbitrary: fc.constant(null), weight: 12 }, fc.constantFrom("withdrawn", "other", "moved")),
    })
    .map(({ accounts: told, apart, late, later, again }) => {
      const accounts = told.map((account) => ({
        ...account,
        when:
          account.when && apart
            ? exactly(account.when.earliest + minutes * 60, account.when.latest + minutes * 60)
            : account.when,
      }));
      const [first] = accounts;
      const begin = first!.when!.earliest + late * HOUR;
      const out = accounts.map((account, i) => ({ at: begin + (i > 0 ? later * HOUR : 0), account }));
      const at = begin + later * HOUR;
      if (again === "withdrawn") out.push({ at, account: { ...first!, status: "withdrawn" } });
      if (again === "other") out.push({ at, account: { ...first!, actor: first!.actor === "A" ? "B" : "A" } });
      if (again === "moved") {
        const { earliest, latest } = first!.when!;
        out.push({ at, account: { ...first!, when: exactly(earliest - 2 * HOUR, latest - 2 * HOUR) } });
      }
      return out;
    });

/** Values that take turns. */
const cycle = <T>(...values: T[]): fc.Arbitrary<(turn: number) => T> =>
  fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 7 }).map(
    (list) =>
      (turn: number): T =>
        list[turn % list.length]!,
  );

const streamed = fc.record({
  norms: fc.array(norm, { minLength: 1, maxLength: 3 }),
  arrivals: fc
    .tuple(fc.integer({ min: 5, max: 14 }), fc.constantFrom(12, 40, 200))
    .chain(([count, settled]) =>
      fc.tuple(...Array.from({ length: count }, (_, i) => arrivals(`e${i + 1}`, settled, i + 1))),
    )
    .map((all) => all.flat().toSorted((a, b) => a.at - b.at)),
  coverage: fc.oneof(fc.constant([]), silence),
  standard: fc.constantFrom("alleged" as const, "alleged" as const, "reasonable-grounds" as const),
  initially: fc.constantFrom(false, true, null),
  /** In hours before the agreement enters into force. */
  early: fc.constantFrom(0, 2),
  /** How many are known before the first push. */
  begun: fc.integer({ min: 0, max: 6 }),
  together: cycle(1, 1, 1, 1, 2, 4),
  /** Hours that the clock is ahead of what comes in, or behind (what has not happened yet is told already). */
  ahead: cycle(0, 0, 0, 0, 1, 3, -2),
  /** Whether time passes to the next deadline first. */
  waits: cycle(false, true),
});

/** What a reader knows of a finding who heard every change. */
type Known = Omit<Line, "due" | "breaches"> & { readonly breaches: Map<string, Line["footing"]> };

function heard(lines: Map<string, Known>, told: readonly Change[]): void {
  for (const { id, norm: of, view, bearer, counterparty, now, was, breaches } of told) {
    const known = lines.get(id);
    expect(known ? toldOf(known) : null, id).toEqual(was);
    const all = known?.breaches ?? new Map<string, Line["footing"]>();
    for (const breach of breaches) {
      expect(all.get(breach.id) ?? null, `${id}: ${breach.id}`).toBe(breach.was);
      if (breach.now === null) all.delete(breach.id);
      else all.set(breach.id, breach.now);
    }
    if (now === null) expect([...all]).toEqual([]);
    if (now === null) lines.delete(id);
    else lines.set(id, { id, norm: of, view, bearer, counterparty, ...now, breaches: all });
  }
}

function toldOf({ outcome, possible, footing, approximate }: Known): Told {
  return { outcome, possible, footing, approximate };
}

/** `due`: of each finding, by id. */
function linesOf(known: ReadonlyMap<string, Known>, due: ReadonlyMap<string, number | null>): Line[] {
  const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
  return [...known.values()].toSorted(byId).map(({ breaches, ...line }) => ({
    ...line,
    breaches: [...breaches].map(([id, footing]) => ({ id, footing })).toSorted(byId),
    due: due.get(line.id) ?? null,
  }));
}

/** What columns hold, but for the order of what is not settled. */
function held(columns: Columns, events: readonly string[]): unknown {
  const { count, acts, things } = columns;
  const word = (code: number): string | null => (code < 0 ? null : things.words[code]!);
  const rows = events.map((_, rank) => ({
    id: columns.id(rank),
    kind: acts.words[columns.kind[rank]!],
    actor: word(columns.actor[rank]!),
    target: word(columns.target[rank]!),
    when: columns.when[rank],
    order: columns.order[rank],
    accounts: columns
      .accounts(rank)
      .map((a) => a.id)
      .toSorted(),
  }));
  const lists = ["attack", "deliver", "notify", "request"].map((act) => {
    const code = acts.find(act);
    const by = (["actor", "target"] as const).map((column) =>
      ["A", "B", "C", "D"].map((who) => Array.from(columns.with(code, column, things.find(who)))),
    );
    return { act, all: code < 0 ? [] : Array.from(columns.ofAct(code)), by };
  });
  return { count, rows, lists, unsettled: columns.unsettled.toSorted() };
}

describe("columns that grow", () => {
  it("hold what columns made of all accounts at once hold", { timeout: 600_000 }, () => {
    const tally = { pushes: 0, next: 0, otherwise: 0 };
    fc.assert(
      fc.property(streamed, ({ standard, coverage, together, arrivals: left }) => {
        const m = model([]);
        const surroundings: Omit<Record, "accounts"> = { sources: SOURCES, coverage, shapes: [] };
        const ledger = new Ledger(m, { ...surroundings, accounts: [] }, barOf(m, standard));
        const so = new Map<string, Account>();
        const rest = [...left];
        for (let turn = 0; rest.length > 0; turn++) {
          const accounts = rest.splice(0, together(turn)).map(({ account }) => account);
          for (const account of accounts) so.set(account.id, account);
          const before = ledger.count;
          const ids = Array.from({ length: before }, (_, rank) => ledger.id(rank));
          const { first, otherwise } = ledger.take(accounts);
          const whole = columnsOf(m, { ...surroundings, accounts: [...so.values()] }, barOf(m, standard), undefined);
          const rows = Array.from({ length: whole.count }, () => "");
          expect(held(ledger, rows)).toEqual(held(whole, rows));
          // Rows before the first new one are those that were there, but for what is told of otherwise.
          const moved = new Set(otherwise.flat().map((account) => account.event));
          const kept = ids.filter((id) => !moved.has(id));
          expect(Array.from({ length: first }, (_, rank) => ledger.id(rank)).filter((id) => !moved.has(id))).toEqual(
            kept,
          );
          tally.pushes += 1;
          tally.next += ledger.count - first;
          tally.otherwise += otherwise.length;
        }
      }),
      { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: SEED }) },
    );
    if (RUNS >= 400) {
      expect(tally.next).toBeGreaterThan(RUNS * 4);
      expect(tally.otherwise).toBeGreaterThan(RUNS);
    }
  });
});

describe("columns that have grown", () => {
  it("hold it whatever came in, late or otherwise, while rows were moved into larger ones", () => {
    const m = model([]);
    const surroundings: Omit<Record, "accounts"> = { sources: SOURCES, coverage: [], shapes: [] };
    const bar = barOf(m, "alleged");
    const ledger = new Ledger(m, { ...surroundings, accounts: [] }, bar);
    const so = new Map<string, Account>();
    const take = (one: Account): void => {
      so.set(one.id, one);
      ledger.take([one]);
    };
    const at = (event: number): Account =>
      accountOf(`e${event}`, "m1", {
        kind: "attack",
        actor: "ABCD"[event % 4]!,
        target: "ABCD"[(event + 1 + (event % 3)) % 4]!,
        when: exactly(START + event * HOUR),
      });
    for (let event = 0; event < 4300; event++) {
      // Each hundredth is kept back, and comes in some 250 later; what came in some 250 before is withdrawn, or was another's.
      if (event % 100 !== 7) take(at(event));
      if (event % 100 === 57 && event > 250) take(at(event - 250));
      if (event % 100 === 71 && event > 250) take({ ...at(event - 250), status: "withdrawn" });
      if (event % 100 === 83 && event > 250) take({ ...at(event - 250), actor: "D" });
    }
    const whole = columnsOf(m, { ...surroundings, accounts: [...so.values()] }, bar, undefined);
    const rows = Array.from({ length: whole.count }, () => "");
    expect(whole.count).toBeGreaterThan(4200);
    expect(held(ledger, rows)).toEqual(held(whole, rows));
  });
});

describe("a stream that goes on from what it found", () => {
  it("finds what is found on all accounts so far, and tells what changed", { timeout: 600_000 }, () => {
    const tally = { pushes: 0, rows: 0, anew: 0, whole: 0, changes: 0, byItself: 0, due: 0 };
    fc.assert(
      fc.property(streamed, ({ norms, standard, coverage, initially, ...given }) => {
        const states = [BLOCKED, backed(initially)];
        const m = model(
          norms.map((n, i) => ({ ...n, id: `n${i + 1}` })),
          { states },
        );
        const left = [...given.arrivals];
        const so = new Map<string, Account>();
        const take = (count: number): Account[] =>
          left.splice(0, count).map(({ account }) => {
            so.set(account.id, account);
            return account;
          });
        const surroundings: Omit<Record, "accounts"> = { sources: SOURCES, coverage, shapes: [] };
        const known = take(given.begun);
        const stream = new Stream(m, { ...surroundings, accounts: known }, { standard }, START - given.early * HOUR, 0);
        const lines = new Map<string, Known>();
        const found = (): ReturnType<typeof monitor>["findings"] =>
          monitor(m, { ...surroundings, accounts: [...so.values()] }, { standard, at: exactly(stream.now) }).findings;
        const check = (): void => {
          const findings = found();
          const wanted = toBeFound([], findings);
          const told = linesOf(lines, new Map(wanted.map(({ id, due }) => [id, due])));
          expect(told).toEqual(toBeFound(told, findings));
          if (findings.some((f) => f.approximate)) return;
          const dues = wanted.flatMap(({ due }) => (due !== null && due > stream.now ? [due] : []));
          expect(stream.due).toBe(dues.length === 0 ? null : Math.min(...dues));
        };
        for (const line of toBeFound([], found())) {
          const { breaches, due: _, ...rest } = line;
          lines.set(line.id, { ...rest, breaches: new Map(breaches.map((b) => [b.id, b.footing])) });
        }
        const push = (accounts: readonly Account[], now: number): void => {
          const before = { ...stream.tally! };
          const changes = stream.push(accounts, now);
          heard(lines, changes);
          check();
          const after = stream.tally!;
          tally.pushes += 1;
          tally.changes += changes.length;
          tally.due += changes.filter((c) => c.due).length;
          tally.rows += after.rows - before.rows;
          tally.anew += after.anew - before.anew;
          tally.whole += after.whole - before.whole;
          if (after.anew === before.anew && after.whole === before.whole) tally.byItself += changes.length;
        };
        for (let turn = 0; left.length > 0; turn++) {
          const count = given.together(turn);
          const last = left.slice(0, count).at(-1)!.account.when?.latest ?? stream.now;
          const now = last + given.ahead(turn) * HOUR;
          const { due } = stream;
          if (due !== null && due <= now && given.waits(turn)) push([], due);
          push(take(count), now);
        }
        push([], stream.now + 3 * HOUR);
        push([], stream.now + 72 * HOUR);
      }),
      { numRuns: CASES, ...(SEED === undefined ? {} : { seed: SEED }) },
    );
    console.log(JSON.stringify(tally));
    // The generator is made so that most cases go on by themselves for a while, and each has something that they cannot go on by.
    if (RUNS >= 400) {
      expect(tally.rows).toBeGreaterThan(CASES * 2);
      expect(tally.byItself).toBeGreaterThan(CASES);
      expect(tally.due).toBeGreaterThan(CASES / 4);
      expect(tally.anew).toBeGreaterThan(CASES);
      expect(tally.whole).toBeGreaterThan(CASES / 4);
    }
  });
});
