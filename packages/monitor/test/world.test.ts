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
