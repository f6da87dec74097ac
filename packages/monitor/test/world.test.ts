import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gaps, intersection, measure, union, type Interval } from "../src/interval.ts";
import { turning } from "../src/pivot.ts";
import {
  exactly,
  explore as exploreWithin,
  type Exploration,
  type Fact,
  type Moment,
  type World,
} from "../src/world.ts";

const explore = <T>(evaluate: (world: World) => T, cuts: readonly number[], limit: number): Exploration<T> =>
  exploreWithin(evaluate, { cuts }, limit);

const fact = (id: string, contested = false, at = 0): Fact => ({ id, kind: "event", ref: id, contested, at });
const between = (id: string, from: number, to: number): Moment => ({ fact: { ...fact(id), kind: "time" }, from, to });

describe("explore", () => {
  test("tries every combination of what is asked, and nothing that is not", () => {
    const tried = explore(
      (w) => [w.yes(fact("a")), w.yes(fact("b")), w.choose(fact("c"), ["x", "y", "z"])].join(),
      [],
      100,
    );
    expect(tried.complete).toBe(true);
    expect(new Set(tried.leaves.map((l) => l.value)).size).toBe(2 * 2 * 3);
    const lazy = explore((w) => w.yes(fact("a")) || w.yes(fact("b")) || w.yes(fact("c")), [], 100);
    expect(lazy.leaves.map((l) => l.value)).toEqual([true, true, true, false]);
  });

  test("a fact asked twice has one answer", () => {
    const tried = explore((w) => w.yes(fact("a")) === w.yes(fact("a")), [], 100);
    expect(tried.leaves.map((l) => l.value)).toEqual([true, true]);
  });

  test("says so where the limit cuts it short", () => {
    const many = (w: World): number =>
      Array.from({ length: 20 }, (_, i) => w.yes(fact(`f${i}`))).filter(Boolean).length;
    const tried = explore(many, [], 64);
    expect(tried.complete).toBe(false);
    expect(tried.leaves).toHaveLength(64);
  });

  // The oracle is the plain enumeration of every second of both bounds.
  test("comparing uncertain times meets exactly the outcomes that enumeration meets", () => {
    const bounds = fc
      .tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 6 }))
      .map(([from, n]) => ({ from, to: from + n }));
    fc.assert(
      fc.property(bounds, bounds, fc.integer({ min: -1, max: 15 }), (x, y, c) => {
        const a = x.from === x.to ? exactly(x.from) : between("a", x.from, x.to);
        const b = y.from === y.to ? exactly(y.from) : between("b", y.from, y.to);
        const tried = explore((w) => [w.inOrder(a, b), w.notAfter(a, c), w.notAfter(b, c)].join(), [c], 10_000);
        const met = new Set<string>();
        for (let s = x.from; s <= x.to; s++)
          for (let t = y.from; t <= y.to; t++) met.add([s <= t, s <= c, t <= c].join());
        expect(new Set(tried.leaves.map((l) => l.value))).toEqual(met);
      }),
    );
  });

  test("long bounds are tried at every cut and one second to either side", () => {
    const day = between("d", 0, 86_399);
    const seen = explore((w) => w.instant(day), [43_200, 90_000], 100).leaves.map((l) => l.value);
    expect(seen).toEqual([0, 43_199, 43_200, 43_201, 86_399]);
  });
});

describe("parts of a question", () => {
  const TIMES = [between("t0", 0, 6), between("t1", 3, 9)] as const;
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ ask: fc.constant("fact" as const), of: fc.integer({ min: 0, max: 4 }) }) },
    fc.record({
      ask: fc.constant("time" as const),
      of: fc.integer({ min: 0, max: 1 }),
      cut: fc.integer({ min: 0, max: 9 }),
    }),
    fc.record({ ask: fc.constant("once" as const), of: fc.integer({ min: 0, max: 4 }) }),
    fc.record({ ask: fc.constant("order" as const) }),
  );
  type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
  const steps = fc.array(fc.record({ step, wanted: fc.boolean() }), { minLength: 1, maxLength: 3 });
  const holds = (w: World, asked: Step): boolean => {
    switch (asked.ask) {
      case "fact":
        return w.yes(fact(`f${asked.of}`, asked.of < 2, asked.of));
      case "time":
        return w.notAfter(TIMES[asked.of]!, asked.cut);
      case "once":
        return w.once(`q${asked.of}`, false, () => w.yes(fact(`f${asked.of}`, asked.of < 2, asked.of)));
      case "order":
        return w.inOrder(TIMES[0], TIMES[1]);
    }
  };
  type Steps = readonly { readonly step: Step; readonly wanted: boolean }[];
  const met = (w: World, list: Steps): true | null =>
    list.every(({ step: s, wanted }) => holds(w, s) === wanted) || null;

  /** Each history by its answers and outcome, those that were tried together one by one. */
  function histories({ leaves }: Exploration<{ readonly outcome: string }>): Set<string> {
    const out = new Set<string>();
    for (const { value, answers, factors } of leaves) {
      let all = [new Map(answers)];
      for (const { facts, ways } of factors) {
        all = all.flatMap((one) => ways.map((way) => new Map([...[...one].filter(([id]) => !facts.has(id)), ...way])));
      }
      for (const one of all)
        out.add(JSON.stringify([value.outcome, [...one].toSorted(([a], [b]) => (a < b ? -1 : 1))]));
    }
    return out;
  }

  // The oracle is the same question asked as a whole: every history of it, and no other, is in one of the leaves.
  test("coming to nothing in several ways, they are gone on with once, and no history is lost or made up", () => {
    let fewer = 0;
    fc.assert(
      fc.property(fc.array(steps, { minLength: 1, maxLength: 4 }), steps, (parts, rest) => {
        const program = (w: World, apart: boolean): { readonly outcome: "breached" | "kept" } => {
          for (const part of parts) {
            const found = apart ? w.apart(() => met(w, part)) : met(w, part);
            if (found) return { outcome: "breached" };
          }
          return { outcome: met(w, rest) ? "breached" : "kept" };
        };
        const whole = explore((w) => program(w, false), [2, 5], 100_000);
        const inParts = explore((w) => program(w, true), [2, 5], 100_000);
        expect(histories(inParts)).toEqual(histories(whole));
        expect(new Set(inParts.facts.keys())).toEqual(new Set(whole.facts.keys()));
        expect(inParts.leaves.length).toBeLessThanOrEqual(whole.leaves.length);
        expect(turning(inParts)).toEqual(turning(whole));
        if (inParts.leaves.length < whole.leaves.length) fewer += 1;
      }),
      { numRuns: 400 },
    );
    expect(fewer).toBeGreaterThan(100);
  });

  test("what has nothing to do with the rest adds to the histories and does not multiply them", () => {
    const many = (w: World): boolean =>
      Array.from({ length: 30 }, (_, i) => i).some((i) =>
        w.apart(() => w.choose(fact(`f${i}`), ["breach", "another's", "absent"]) === 0 || null),
      );
    const tried = explore(many, [], 4096);
    expect(tried.complete).toBe(true);
    expect(tried.leaves).toHaveLength(31);
  });
});

describe("turning", () => {
  test("a smallest set decides the outcome whatever its answers", () => {
    // Breached if a and (b or c): asking a and b and c is needed, a alone is not enough.
    const tried = explore(
      (w) => ({ outcome: w.yes(fact("a")) && (w.yes(fact("b")) || w.yes(fact("c"))) ? "breached" : "kept" }) as const,
      [],
      100,
    );
    const turns = turning(tried);
    expect(turns.atoms.map((x) => x.ref)).toEqual(["a", "b", "c"]);
    expect(turns.minimal).toBe(true);
    expect(turns.footing).toBe("unknown");
    expect(turns.atoms[0]!.answers).toEqual([
      { value: "no", outcomes: ["kept"] },
      { value: "yes", outcomes: ["breached", "kept"] },
    ]);
  });

  test("it is contested only where choosing a side changes the outcome with all else held", () => {
    const either = explore((w) => ({ outcome: w.yes(fact("a", true)) ? "breached" : "kept" }) as const, [], 100);
    expect(turning(either).footing).toBe("contested on facts");
    const beside = explore(
      (w) => {
        w.yes(fact("a", true));
        return { outcome: w.yes(fact("b")) ? "breached" : "kept" } as const;
      },
      [],
      100,
    );
    expect(turning(beside).footing).toBe("unknown");
    expect(turning(beside).atoms.map((x) => x.ref)).toEqual(["b"]);
  });

  test("above four it is found greedily and says so", () => {
    const tried = explore(
      (w) => ({ outcome: [1, 2, 3, 4, 5].every((i) => w.yes(fact(`f${i}`))) ? "kept" : "breached" }) as const,
      [],
      100,
    );
    expect(turning(tried).atoms).toHaveLength(5);
    expect(turning(tried).minimal).toBe(false);
  });
});

describe("intervals", () => {
  const piece = fc
    .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: -2, max: 12 }))
    .map(([from, n]): Interval => ({ from, to: from + n }));
  const seconds = (list: readonly Interval[]): Set<number> => {
    const out = new Set<number>();
    for (const { from, to } of list) for (let s = from; s <= to; s++) out.add(s);
    return out;
  };

  test("union, intersection and gaps agree with sets of seconds", () => {
    fc.assert(
      fc.property(fc.array(piece), fc.array(piece), (a, b) => {
        const [x, y] = [union(a), union(b)];
        expect(seconds(x)).toEqual(seconds(a));
        expect(measure(x)).toBe(seconds(a).size);
        expect(seconds(intersection(x, y))).toEqual(seconds(a).intersection(seconds(b)));
        expect(seconds(gaps({ from: 5, to: 30 }, x))).toEqual(seconds([{ from: 5, to: 30 }]).difference(seconds(a)));
      }),
    );
  });

  test("touching pieces are one", () => {
    expect(
      union([
        { from: 4, to: 6 },
        { from: 1, to: 3 },
      ]),
    ).toEqual([{ from: 1, to: 6 }]);
  });
});
