import fc from "fast-check";
import type { Argument, Clauses, Instant, Item, Time } from "@servanda/language";
import { describe, expect, it } from "vitest";
import { Assessment } from "../src/assess.ts";
import { columnsOf } from "../src/columns.ts";
import { Compiler } from "../src/compiler.ts";
import { Evidence } from "../src/evidence.ts";
import { Matcher } from "../src/match.ts";
import { outlinesOf } from "../src/outline.ts";
import { Owed, Subject } from "../src/plan.ts";
import { NormView, views } from "../src/view.ts";
import { monitor } from "../src/monitor.ts";
import { Opened } from "../src/opened.ts";
import { OpenedForbidden } from "../src/openedforbidden.ts";
import { OpenedStanding } from "../src/openedstanding.ts";
import { OpenedOwed } from "../src/openedowed.ts";
import type { Account } from "../src/record.ts";
import { Stream } from "../src/stream.ts";
import { barOf } from "../src/support.ts";
import { generatedCase, type GeneratedCase } from "./generated.ts";
import { clausesOf, crowded, HOUR, ordered, planned, silence, START, toBeFound } from "./plans.ts";
import { account, count, DAY, duty, exactly, model, name, NO_TIME, pattern, SOURCES, variable } from "./rules.ts";

const RUNS = Number(process.env["SERVANDA_RUNS"] ?? 400);
const SEED = process.env["SERVANDA_SEED"] === "random" ? undefined : Number(process.env["SERVANDA_SEED"] ?? 20_301_110);

// ── The comparison ──────────────────────────────────────────────────────────────────────────────

function assessed({ model: m, record, options }: GeneratedCase): Assessment {
  const at = (options.at ?? m.case.recordCloses) as Time;
  const standard = options.standard ?? m.case.standard;
  const columns = columnsOf(m, record, barOf(m, standard), options.asOf);
  return new Assessment(m, columns, record, { at, standard, asOf: options.asOf });
}

/** A ban, all of which one source watches from a second on. */
function watchedBan(clauses: Clauses, accounts: readonly Account[], from: Instant): GeneratedCase {
  const [row] = fc.sample(silence, { numRuns: 1, seed: 1 })[0]!;
  const coverage = [{ ...row!, source: "m1", kinds: ["*"], from }];
  return {
    model: model([duty(clauses, { kind: "ban" })]),
    record: { accounts, sources: SOURCES, coverage, shapes: [] },
    options: { at: exactly(START + 70 * HOUR), standard: "alleged" },
  };
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
    expect(told.excused).toBeGreaterThan(RUNS / 8);
    expect(told.changed).toBeGreaterThan(RUNS / 8);
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
      if (RUNS >= 400) expect(told.turned).toBeGreaterThan(RUNS / 8);
    },
  );

  it("find it where acts and what changes a state come one after the other in one second", { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(ordered, (c) => {
        const lines = assessed(c).lines();
        expect(lines).toEqual(toBeFound(lines, monitor(c.model, c.record, c.options).findings));
      }),
      { numRuns: RUNS * 2, ...(SEED === undefined ? {} : { seed: SEED }) },
    );
  });

  it("tell a stream, after each push, what the batch finds", { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(fc.oneof(planned, ordered), fc.infiniteStream(fc.nat(2)), ({ model: m, record, options }, sizes) => {
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

  it("are the same, made of a duty's text or of its outline", () => {
    const names = fc.constantFrom<Argument | null>(null, { kind: "anyone" }, name("A"), name("B"), name("nobody"));
    const text = fc.record({
      anchor: fc.record({ actor: names, target: names, object: names }),
      owed: fc.record({ target: names, object: names }),
      bearer: fc.constantFrom("A", "nobody"),
      within: fc.option(fc.constantFrom(count(2, "hour"), count(3, "day"), count(4, "week")), { freq: 5 }),
      // What may make it another form, each by itself; of most clauses, only that they are there.
      odd: fc.option(
        fc.constantFrom<readonly [path: string, value: unknown]>(
          ...["kind", "clauses.bearer.kind", "clauses.must.items.0.kind"].map((path) => [path, "unnamed"] as const),
          ["clauses.must.items.0.kind", "not-do"],
          [
            "clauses.must.items",
            [
              { kind: "do", pattern: pattern("deliver") },
              { kind: "do", pattern: pattern("deliver") },
            ],
          ],
          ["clauses.bearer.actors", ["A", "B"]],
          ["clauses.when", null],
          ["clauses.time", { ...NO_TIME, within: count(1, "month") }],
          ...["breach", "power", "occasion", "onlyAfter", "continues", "place", "unless", "must.anew", "must.measures"]
            .concat(["time.every", "time.renewal", "time.by", "time.from", "time.until", "time.for"])
            .concat(["bearer.mode", "bearer.variables", "when.or", "when.further"])
            .concat([
              "when.anchor.count",
              "when.anchor.place",
              "must.items.0.pattern.count",
              "must.items.0.pattern.place",
            ])
            .map((path) => [`clauses.${path}`, [{}]] as const),
          ["amendments", [{ clauses: {} }]],
          ...["when.anchor.actor", "when.anchor.target", "when.anchor.object", "must.items.0.pattern.target"].flatMap(
            (path) => [variable("x"), { kind: "anyone", party: "any" }].map((who) => [`clauses.${path}`, who] as const),
          ),
          ["clauses.must.items.0.pattern.actor", name("B")],
        ),
        { freq: 5 },
      ),
    });
    const tally = { plain: 0, other: 0 };
    fc.assert(
      fc.property(fc.noBias(text), ({ anchor, owed, bearer, within, odd }) => {
        const one = structuredClone(
          duty({
            when: { anchor: pattern("attack", anchor), further: [] },
            bearer: { kind: "named", actors: [bearer] },
            must: { connective: "and", items: [{ kind: "do", pattern: pattern("deliver", owed) }] },
            time: within && { ...NO_TIME, within },
          }),
        );
        if (odd) {
          const keys = odd[0].split(".");
          const last = keys.pop()!;
          const of = keys.reduce<unknown>((node, key) => (node as { [key: string]: unknown } | null)?.[key], one);
          if (of) (of as { [key: string]: unknown })[last] = odd[1];
        }
        const m = model([one]);
        const told = account("e1", "m1", { kind: "attack", actor: "A" });
        const record = { sources: SOURCES, coverage: [], shapes: [], accounts: [told] };
        const bar = barOf(m, "alleged");
        const [plain] = views(m);
        const normView = new NormView(m, duty({}), plain!);
        const ground = new Matcher(
          m,
          new Evidence(m, record, bar, undefined),
          normView,
          m.instruments[0]!,
          START + DAY,
          [normView],
          [],
        );
        const columns = columnsOf(m, record, bar, undefined);
        const subject = new Subject(one, plain!, ground);
        const outline = outlinesOf(m).of(0);
        tally[outline ? "plain" : "other"]++;
        const plan = new Compiler(columns).compile(subject, null);
        expect(new Compiler(columns).compile(subject, outline)).toStrictEqual(plan);
        // What has an outline is not what the compiler would refuse.
        if (outline) expect(plan).toBeInstanceOf(Owed);
      }),
      { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: SEED }) },
    );
    if (RUNS >= 400) expect(Math.min(tally.plain, tally.other)).toBeGreaterThan(RUNS / 8);
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
    const made = watchedBan(clauses, accounts, START);
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
    const made = watchedBan(clauses, accounts, START - DAY);
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
    const made = watchedBan(clauses, accounts, START - DAY);
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
