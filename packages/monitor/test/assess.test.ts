import fc from "fast-check";
import type { Item, Time } from "@servanda/language";
import { describe, expect, it } from "vitest";
import { Assessment } from "../src/assess.ts";
import { columnsOf } from "../src/columns.ts";
import { monitor } from "../src/monitor.ts";
import { Opened } from "../src/opened.ts";
import { OpenedForbidden } from "../src/openedforbidden.ts";
import { OpenedStanding } from "../src/openedstanding.ts";
import { OpenedOwed } from "../src/openedowed.ts";
import type { Account } from "../src/record.ts";
import { Stream } from "../src/stream.ts";
import { barOf } from "../src/support.ts";
import { generatedCase, type GeneratedCase } from "./generated.ts";
import { clausesOf, crowded, HOUR, planned, silence, START, toBeFound } from "./plans.ts";
import { account, count, DAY, duty, exactly, model, name, pattern, SOURCES, variable } from "./rules.ts";

const RUNS = Number(process.env["SERVANDA_RUNS"] ?? 400);
const SEED = process.env["SERVANDA_SEED"] === "random" ? undefined : Number(process.env["SERVANDA_SEED"] ?? 20_301_110);

// ── The comparison ──────────────────────────────────────────────────────────────────────────────

function assessed({ model: m, record, options }: GeneratedCase): Assessment {
  const at = (options.at ?? m.case.recordCloses) as Time;
  const standard = options.standard ?? m.case.standard;
  const columns = columnsOf(m, record, barOf(m, standard), options.asOf);
  return new Assessment(m, columns, record, { at, standard, asOf: options.asOf });
}

/** Tells of each call of a method what it came to; gives back what ends that. */
function spy(of: { prototype: object }, method: string, tell: (came: unknown, first: unknown) => void): () => void {
  const methods = of.prototype as { [name: string]: (...given: unknown[]) => unknown };
  const own = methods[method]!;
  methods[method] = function (this: unknown, ...given: unknown[]): unknown {
    const came = own.apply(this, given);
    tell(came, given[0]);
    return came;
  };
  return () => void (methods[method] = own);
}

describe("plans over columns", () => {
  it("find what the general evaluator finds, for norms of the shapes that have plans", { timeout: 600_000 }, () => {
    const tally = {
      planned: 0,
      general: 0,
      breaches: 0,
      outcomes: new Map<string, number>(),
      why: new Map<string, number>(),
    };
    fc.assert(
      fc.property(planned, (c) => {
        const assessment = assessed(c);
        const wanted = monitor(c.model, c.record, c.options).findings;
        const lines = assessment.lines();
        expect(lines).toEqual(toBeFound(lines, wanted));
        for (const { why } of assessment.ways) {
          if (why === null) tally.planned += 1;
          else {
            tally.general += 1;
            tally.why.set(why, (tally.why.get(why) ?? 0) + 1);
          }
        }
        if (assessment.plans.length === 0) return;
        for (const w of wanted) {
          const key = w.possible.join(" or ");
          tally.outcomes.set(key, (tally.outcomes.get(key) ?? 0) + 1);
          tally.breaches += w.breaches.length;
        }
      }),
      { numRuns: RUNS * 4, ...(SEED === undefined ? {} : { seed: SEED }) },
    );
    console.log(JSON.stringify({ ...tally, outcomes: [...tally.outcomes], why: [...tally.why] }));
    expect(tally.planned).toBeGreaterThan(tally.general);
    if (RUNS >= 400)
      expect([...tally.outcomes.keys()]).toEqual(
        expect.arrayContaining([
          "breached",
          "kept",
          "pending",
          "not triggered",
          "no breach observed",
          "breached or no breach observed",
          "breached or kept",
        ]),
      );
  });

  it("find it where several open events concern one key, mostly without asking it", { timeout: 600_000 }, () => {
    // What is told apart event by event, and what is left to the general evaluator.
    const told = {
      occasions: 0,
      several: 0,
      left: 0,
      performed: 0,
      others: 0,
      excused: 0,
      changed: 0,
      together: 0,
      asked: 0,
    };
    const spied = [
      spy(OpenedForbidden, "judgeOccasion", (judged) => (judged ? told.occasions++ : told.left++)),
      spy(OpenedOwed, "performedPerhaps", (judged) => (judged ? told.performed++ : told.others++)),
      spy(OpenedStanding, "together", (footing) => (footing === null ? told.asked++ : told.together++)),
      spy(OpenedStanding, "markUnexcused", () => told.excused++),
      spy(OpenedStanding, "markUnlike", () => told.changed++),
      spy(Opened, "footingOfAny", (footing, met) => {
        if (footing !== null && new Set((met as { of: unknown }[]).map(({ of }) => of)).size > 1) told.several++;
      }),
    ];
    fc.assert(
      fc.property(crowded, (c) => {
        const lines = assessed(c).lines();
        expect(lines).toEqual(toBeFound(lines, monitor(c.model, c.record, c.options).findings));
      }),
      { numRuns: RUNS * 4, ...(SEED === undefined ? {} : { seed: SEED }) },
    );
    for (const restore of spied) restore();
    console.log(JSON.stringify(told));
    if (RUNS < 400) return;
    expect(told.occasions).toBeGreaterThan(RUNS / 10);
    expect(told.several).toBeGreaterThan(RUNS / 80);
    expect(told.excused).toBeGreaterThan(RUNS / 20);
    expect(told.changed).toBeGreaterThan(RUNS / 20);
    expect(told.performed).toBeGreaterThan(RUNS / 10);
    expect(told.together).toBeGreaterThan(0);
    expect(told.asked).toBeGreaterThan(0);
    expect(told.left).toBeGreaterThan(0);
    expect(told.others).toBeGreaterThan(0);
  });

  it(
    "find it where one source alone proves nothing: most that is told need not have been",
    { timeout: 600_000 },
    () => {
      const told = { breached: 0, turned: 0 };
      fc.assert(
        fc.property(fc.oneof(crowded, planned), (of) => {
          const c: GeneratedCase = { ...of, options: { ...of.options, standard: "corroborated" } };
          const lines = assessed(c).lines();
          expect(lines).toEqual(toBeFound(lines, monitor(c.model, c.record, c.options).findings));
          for (const { possible, footing } of lines) {
            if (possible.includes("breached")) told.breached++;
            if (possible.join() === "breached,no breach observed" && footing === "unknown") told.turned++;
          }
        }),
        { numRuns: RUNS * 2, ...(SEED === undefined ? {} : { seed: SEED }) },
      );
      console.log(JSON.stringify(told));
      if (RUNS >= 400) expect(told.turned).toBeGreaterThan(RUNS / 20);
    },
  );

  it("tell a stream, after each push, what the batch finds", { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(planned, fc.infiniteStream(fc.nat(2)), ({ model: m, record, options }, sizes) => {
        const at = options.at!.latest;
        const standard = options.standard!;
        const stream = new Stream(m, { ...record, accounts: [] }, { standard }, at - 3 * HOUR, 0);
        const begun = monitor(m, { ...record, accounts: [] }, { standard, at: exactly(at - 3 * HOUR) });
        const told = new Map<string, string>(begun.findings.map((f) => [f.id, f.possible.join()]));
        const left = [...record.accounts];
        const so: Account[] = [];
        for (let now = at - 3 * HOUR; left.length > 0; now += HOUR) {
          const next = left.splice(0, 1 + (sizes.next().value as number));
          so.push(...next);
          for (const change of stream.push(next, now)) {
            expect(told.get(change.id)).toBe(change.was?.possible.join());
            if (change.now === null) told.delete(change.id);
            else told.set(change.id, change.now.possible.join());
          }
          const batch = monitor(m, { ...record, accounts: so }, { standard, at: exactly(stream.now) });
          expect(Object.fromEntries(told)).toEqual(
            Object.fromEntries(batch.findings.map((f) => [f.id, f.possible.join()])),
          );
        }
      }),
      { numRuns: Math.ceil(RUNS / 2), ...(SEED === undefined ? {} : { seed: SEED }) },
    );
  });

  it("do not take an exception told to the day for one before the act", () => {
    const attack: Item = { kind: "not-do", pattern: pattern("attack", { target: variable("v", "party") }) };
    const clauses = clausesOf({
      bearer: { kind: "each-party", except: [] },
      must: { connective: "and", items: [attack] },
      unless: {
        connective: "and",
        conditions: [{ kind: "event", pattern: pattern("notify", { actor: name("A") }), within: null }],
      },
    });
    const accounts = [
      account("e1", "m1", { kind: "notify", actor: "A", when: exactly(START, START + 86_399) }),
      account("e2", "m1", { kind: "attack", actor: "A", target: "B", when: exactly(START + HOUR) }),
    ];
    const [row] = fc.sample(silence, { numRuns: 1, seed: 1 })[0]!;
    const coverage = [{ ...row!, source: "m1", kinds: ["*"], from: START }];
    const made: GeneratedCase = {
      model: model([duty(clauses, { kind: "ban" })]),
      record: { accounts, sources: SOURCES, coverage, shapes: [] },
      options: { at: exactly(START + 70 * HOUR), standard: "alleged" },
    };
    const line = assessed(made)
      .lines()
      .find(({ bearer }) => bearer === "A");
    expect(line).toMatchObject({
      possible: ["breached", "no breach observed"],
      footing: "unknown",
      breaches: [{ id: "e2", footing: "unknown" }],
    });
  });

  it("do not ask of what no act of an instance turns on", () => {
    // The disputed act breaches by neither of its times: earlier it is the first, later it is excused. Earlier, it makes the other the second.
    const attack: Item = {
      kind: "not-do",
      pattern: {
        ...pattern("attack", { target: variable("v", "state") }),
        count: { comparison: "at least", times: 2, in: count(2, "day") },
      },
    };
    const clauses = clausesOf({
      bearer: { kind: "each-party", except: [] },
      must: { connective: "and", items: [attack] },
      unless: {
        connective: "and",
        conditions: [{ kind: "event", pattern: pattern("notify", { actor: variable("v", "state") }), within: null }],
      },
    });
    const said = { kind: "attack", actor: "A", target: "B" };
    const accounts = [
      account("e1", "m1", { ...said, when: exactly(START + 2 * HOUR) }),
      account("e1", "m2", { ...said, when: exactly(START) }),
      account("e2", "m1", { ...said, when: exactly(START + 480) }),
      account("e3", "m1", { kind: "notify", actor: "B", when: exactly(START + HOUR) }),
    ];
    const [row] = fc.sample(silence, { numRuns: 1, seed: 1 })[0]!;
    const coverage = [{ ...row!, source: "m1", kinds: ["*"], from: START - DAY }];
    const made: GeneratedCase = {
      model: model([duty(clauses, { kind: "ban" })]),
      record: { accounts, sources: SOURCES, coverage, shapes: [] },
      options: { at: exactly(START + 70 * HOUR), standard: "alleged" },
    };
    expect(
      assessed(made)
        .lines()
        .find(({ bearer }) => bearer === "A"),
    ).toMatchObject({
      possible: ["breached", "no breach observed"],
      footing: "contested on facts",
      breaches: [{ id: "e2", footing: "contested on facts" }],
    });
  });

  it("do not count what one did to oneself among attacks on each other, though its second is open", () => {
    const attack: Item = {
      kind: "not-do",
      pattern: {
        ...pattern("attack", { target: { kind: "other" } }),
        count: { comparison: "at least", times: 2, in: count(48, "hour") },
      },
    };
    const clauses = clausesOf({
      bearer: { kind: "each-party", except: [] },
      must: { connective: "and", items: [attack] },
    });
    const accounts = [
      account("e1", "m1", { kind: "attack", actor: "A", target: "A", when: exactly(START, START + 2 * HOUR) }),
      account("e2", "m1", { kind: "attack", actor: "A", target: "B", when: exactly(START + HOUR) }),
      account("e3", "m1", { kind: "attack", actor: "A", target: "B", when: exactly(START + 160 * HOUR) }),
      account("e4", "m1", { kind: "attack", actor: "A", target: "B", when: exactly(START + 161 * HOUR) }),
    ];
    const made: GeneratedCase = {
      model: model([duty(clauses, { kind: "ban" })]),
      record: { accounts, sources: SOURCES, coverage: [], shapes: [] },
      options: { at: exactly(START + 200 * HOUR), standard: "alleged" },
    };
    const found = assessed(made);
    expect(found.ways.map(({ why }) => why)).toEqual([null]);
    expect(found.lines().find(({ bearer }) => bearer === "A")).toMatchObject({
      possible: ["breached"],
      breaches: [{ id: "e4", footing: "settled" }],
    });
  });

  it("do not take what one did for oneself for what is owed to another", () => {
    const clauses = clausesOf({
      when: {
        anchor: pattern("attack", { actor: variable("x", "party"), target: variable("y", null) }),
        further: [],
      },
      bearer: { kind: "named", actors: ["B"] },
      must: { connective: "and", items: [{ kind: "do", pattern: pattern("deliver", { target: { kind: "other" } }) }] },
    });
    const accounts = [
      account("e1", "m1", { kind: "attack", actor: "A", target: "C", when: exactly(START + HOUR) }),
      account("e2", "m1", { kind: "attack", actor: "B", target: "B", when: exactly(START + 2 * HOUR) }),
      account("e2", "m2", { kind: "deliver", actor: "B", target: "B", when: exactly(START + 2 * HOUR) }),
    ];
    const made: GeneratedCase = {
      model: model([duty(clauses)]),
      record: { accounts, sources: SOURCES, coverage: [], shapes: [] },
      options: { at: exactly(START + 70 * HOUR), standard: "alleged" },
    };
    const found = assessed(made);
    expect(found.ways.map(({ why }) => why)).toEqual([null]);
    expect(found.lines().map(({ bearer, possible }) => [bearer, possible])).toEqual([["B", ["pending"]]]);
  });

  it("see what leaves blank whom it concerned, at some of the seconds at which an act may have been", () => {
    // The first and the second attack are two, and breach unless something was delivered to A in the hour before: for what was delivered to somebody, nobody knows.
    const attack: Item = {
      kind: "not-do",
      pattern: {
        ...pattern("attack", { target: { kind: "other" } }),
        count: { comparison: "more than", times: 1, in: count(2, "day") },
      },
    };
    const clauses = clausesOf({
      bearer: { kind: "each-party", except: [] },
      must: { connective: "and", items: [attack] },
      unless: {
        connective: "and",
        conditions: [{ kind: "event", pattern: pattern("deliver", { target: name("A") }), within: count(1, "hour") }],
      },
    });
    const accounts = [
      account("e1", "m1", { kind: "attack", actor: "A", target: "B", when: exactly(START) }),
      account("e2", "m1", { kind: "attack", actor: "A", target: "B", when: exactly(START + 180, START + 86_579) }),
      account("e3", "m1", { kind: "deliver", actor: "A", when: exactly(START + 300) }),
    ];
    const [row] = fc.sample(silence, { numRuns: 1, seed: 1 })[0]!;
    const coverage = [{ ...row!, source: "m1", kinds: ["*"], from: START - DAY }];
    const made: GeneratedCase = {
      model: model([duty(clauses, { kind: "ban" })]),
      record: { accounts, sources: SOURCES, coverage, shapes: [] },
      options: { at: exactly(START + 70 * HOUR), standard: "alleged" },
    };
    expect(
      assessed(made)
        .lines()
        .find(({ bearer }) => bearer === "A"),
    ).toMatchObject({
      possible: ["breached", "no breach observed"],
      footing: "unknown",
      breaches: [{ id: "e2", footing: "unknown" }],
    });
  });

  it("or leave the norm to it", { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(generatedCase, (c) => {
        const lines = assessed(c).lines();
        expect(lines).toEqual(toBeFound(lines, monitor(c.model, c.record, c.options).findings));
      }),
      { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: SEED }) },
    );
  });
});
