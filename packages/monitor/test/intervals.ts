/**
 * What sets of instants have to answer, by another way: second by second. For the test of them, and for scripts/mutate.ts, which asks it of
 * sets with a fault in them.
 */
import type { Interval } from "../src/interval.ts";

type Sets = typeof import("../src/interval.ts");

/** Seconds that are looked at: all intervals lie within. */
const SECONDS = Array.from({ length: 9 }, (_, i) => i);

/** All intervals of these seconds, also empty ones that end before they begin. */
const ALL: readonly Interval[] = SECONDS.slice(1, 7).flatMap((from) =>
  SECONDS.slice(1, 8).map((to): Interval => ({ from, to })),
);

const holds = (set: readonly Interval[], second: number): boolean =>
  set.some((i) => i.from <= second && second <= i.to);

/** As few intervals as can be, in order, from the seconds that are in it. */
function fewest(isIn: (second: number) => boolean): Interval[] {
  const out: Interval[] = [];
  for (const second of SECONDS.filter(isIn)) {
    const last = out.at(-1);
    if (last?.to === second - 1) out.splice(-1, 1, { from: last.from, to: second });
    else out.push({ from: second, to: second });
  }
  return out;
}

/** Every answer that is wrong, in words; empty: none. */
export function wrongSets({ union, intersection, gaps, measure }: Sets): readonly string[] {
  const wrong: string[] = [];
  const say = (what: string, found: unknown, wanted: unknown): void => {
    const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
    if (a !== b) wrong.push(`${what}: ${a}, wanted ${b}`);
  };
  const pairs = ALL.flatMap((a) => ALL.map((b): Interval[] => [a, b]));
  const sets = [...new Map(pairs.map((p) => [JSON.stringify(fewest((s) => holds(p, s))), p])).values()];
  for (const pair of pairs) {
    const text = JSON.stringify(pair);
    const joined = fewest((s) => holds(pair, s));
    say(`union of ${text}`, union(pair), joined);
    say(`measure of ${text}`, measure(joined), SECONDS.filter((s) => holds(pair, s)).length);
    const whole: Interval = { from: 3, to: 6 };
    const left = fewest((s) => holds([whole], s) && !holds(pair, s));
    say(`gaps in ${text}`, gaps(whole, joined), left);
  }
  for (const a of sets) {
    for (const b of sets) {
      const [x, y] = [union(a), union(b)];
      const both = SECONDS.filter((s) => holds(a, s) && holds(b, s));
      say(
        `what ${JSON.stringify(a)} and ${JSON.stringify(b)} share`,
        SECONDS.filter((s) => holds(intersection(x, y), s)),
        both,
      );
      if (intersection(x, y).some((i) => i.from > i.to)) wrong.push(`an empty interval of ${JSON.stringify([a, b])}`);
    }
  }
  return wrong;
}
