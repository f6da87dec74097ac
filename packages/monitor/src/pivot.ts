/** What a finding turns on: footing and pivots from the histories tried (docs/semantics.md 9.3, 9.4). */
import type { Atom, Footing, Outcome } from "./finding.ts";
import { type Answer, answersTo, type Exploration, type Fact, type Factor, type Leaf } from "./world.ts";

interface Told {
  readonly outcome: Outcome;
}

/** Pairs of histories beyond which pivots are found greedily. */
const LEAVES = 700;
const LARGEST = 4;

export interface Turning {
  readonly footing: Footing;
  readonly minimal: boolean;
  readonly atoms: readonly Atom[];
}

export function turning(tried: Exploration<Told>): Turning {
  const { leaves } = tried;
  const outcomes = new Set(leaves.map((leaf) => leaf.value.outcome));
  if (outcomes.size === 1) return { footing: "agreed", minimal: true, atoms: [] };
  const facts = [...tried.facts.values()].toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const sampled = leaves.length <= LEAVES;
  const pairs = differences(sampled ? leaves : sample(leaves), facts);
  const contested = pairs.some((pair) => [...pair].every((i) => facts[i]!.contested));
  const { chosen, minimal } = smallest(pairs, facts.length);
  return {
    footing: contested ? "contested on facts" : "unknown",
    minimal: minimal && sampled && tried.complete,
    atoms: chosen.map((i) => atom(facts[i]!, leaves)),
  };
}

/** The footing alone. */
export function turningOn({ leaves, facts: asked }: Exploration<Told>): Footing {
  if (leaves.every((leaf) => leaf.value.outcome === leaves[0]!.value.outcome)) return "agreed";
  const facts = [...asked.values()];
  const pairs = differences(leaves.length <= LEAVES ? leaves : sample(leaves), facts);
  return pairs.some((pair) => [...pair].every((i) => facts[i]!.contested)) ? "contested on facts" : "unknown";
}

/** A spread of histories of each outcome, where there are too many to compare all. */
function sample<T extends Told>(leaves: readonly Leaf<T>[]): Leaf<T>[] {
  const step = Math.ceil(leaves.length / LEAVES);
  const seen = new Set<Outcome>();
  return leaves.filter((leaf, i) => {
    const fresh = !seen.has(leaf.value.outcome);
    seen.add(leaf.value.outcome);
    return fresh || i % step === 0;
  });
}

/** Facts a mark holds: as many as a number can mark without a sign. */
const MARKED = 30;

/** For each two histories of different outcome, the facts they answer differently; supersets are dropped. */
function differences(leaves: readonly Leaf<Told>[], facts: readonly Fact[]): ReadonlySet<number>[] {
  const rows = rowsOf(leaves, facts);
  const outcomes = leaves.map((leaf) => leaf.value.outcome);
  const found = new Map<number | string, Marks>();
  const keep = (marks: Marks): void => {
    const key = marks.length === 1 ? marks[0]! : marks.join(",");
    if (!found.has(key)) found.set(key, [...marks]);
  };
  const none = Array.from({ length: Math.ceil(facts.length / MARKED) }, () => 0);
  for (let a = 0; a < leaves.length; a++) {
    for (let b = 0; b < a; b++) {
      if (outcomes[a] === outcomes[b]) continue;
      const [x, y] = [rows[a]!, rows[b]!];
      const marks = [...none];
      compare(marks, x.fixed, y.fixed);
      if (x.free.length + y.free.length === 0) keep(marks);
      else for (const each of combined(marks, x, y)) keep(each);
    }
  }
  const sets = [...found.values()].map((kept) => factsMarked(kept)).toSorted((a, b) => a.size - b.size);
  const least: ReadonlySet<number>[] = [];
  for (const set of sets) if (!least.some((small) => [...small].every((i) => set.has(i)))) least.push(set);
  return least;
}

/** A bit a fact, `MARKED` in a number. */
type Marks = readonly number[];

/** Answers as bounds: a word has the same number at both ends, and two that share no number differ; NaN: never asked for. */
interface Bounded {
  /** Facts, by place, with what is said of each. */
  readonly facts: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** A history, and the ways in which those may differ that are tried with it. */
interface Row {
  readonly fixed: { readonly from: Float64Array; readonly to: Float64Array };
  readonly free: readonly (readonly Bounded[])[];
}

function compare(marks: number[], x: Row["fixed"], y: Row["fixed"]): void {
  for (let i = 0; i < x.from.length; i++) {
    // An answer that was never asked for has no bounds, and differs from none.
    if (x.to[i]! < y.from[i]! || y.to[i]! < x.from[i]!) marks[Math.floor(i / MARKED)]! |= 1 << (i % MARKED);
  }
}

/** Ways put together for two histories beyond which only one of each is looked at; no real finding comes near. */
const TOGETHER = 4096;

/** What two histories differ in, whatever they answer where they are free. Where they are free alike, they can agree. */
function combined(base: Marks, x: Row, y: Row): Iterable<Marks> {
  const shared = new Set(x.free.filter((factor) => y.free.includes(factor)));
  const mine = x.free.filter((factor) => !shared.has(factor));
  const theirs = y.free.filter((factor) => !shared.has(factor));
  const answered = ({ fixed }: Row, free: Row["free"], fact: number): boolean =>
    !Number.isNaN(fixed.from[fact]) || free.some(([way]) => way!.facts.includes(fact));
  const relevant = [
    ...mine
      .filter(([way]) => way!.facts.some((fact) => answered(y, theirs, fact)))
      .map((factor) => ({ factor, own: true })),
    ...theirs
      .filter(([way]) => way!.facts.some((fact) => answered(x, mine, fact)))
      .map((factor) => ({ factor, own: false })),
  ];
  if (relevant.length === 0) return [base];
  const size = relevant.reduce((product, { factor }) => product * factor.length, 1);
  const found = new Map<string, Marks>();
  const [own, other] = [copied(x.fixed), copied(y.fixed)];
  const choose = (depth: number): void => {
    const next = relevant[depth];
    if (next === undefined) {
      const marks = base.map(() => 0);
      compare(marks, own, other);
      found.set(marks.join(","), marks);
      return;
    }
    for (const way of size > TOGETHER ? next.factor.slice(0, 1) : next.factor) {
      const into = next.own ? own : other;
      for (const [i, fact] of way.facts.entries()) {
        into.from[fact] = way.from[i]!;
        into.to[fact] = way.to[i]!;
      }
      choose(depth + 1);
    }
  };
  choose(0);
  return found.values();
}

function copied({ from, to }: Row["fixed"]): Row["fixed"] {
  return { from: from.slice(), to: to.slice() };
}

function rowsOf(leaves: readonly Leaf<Told>[], facts: readonly Fact[]): Row[] {
  const words = new Map<string, number>();
  const places = new Map(facts.map((fact, i) => [fact.id, i]));
  const bounds = (answer: Answer | undefined): readonly [number, number] => {
    if (!answer) return [Number.NaN, Number.NaN];
    if (!("word" in answer)) return [answer.from, answer.to];
    const number = words.get(answer.word) ?? words.size;
    words.set(answer.word, number);
    return [number, number];
  };
  const known = new Map<Factor, readonly Bounded[]>();
  const freeOf = (factor: Factor): readonly Bounded[] => {
    let ways = known.get(factor);
    if (!ways) {
      const ids = [...factor.facts];
      ways = factor.ways.map((way) => {
        const told = ids.map((id) => bounds(way.get(id)));
        return {
          facts: ids.map((id) => places.get(id)!),
          from: told.map(([from]) => from),
          to: told.map(([, to]) => to),
        };
      });
      known.set(factor, ways);
    }
    return ways;
  };
  return leaves.map(({ answers, factors }) => {
    const fixed = {
      from: new Float64Array(facts.length).fill(Number.NaN),
      to: new Float64Array(facts.length).fill(Number.NaN),
    };
    for (const [id, answer] of answers) {
      const place = places.get(id)!;
      [fixed.from[place], fixed.to[place]] = bounds(answer);
    }
    for (const { facts: free } of factors) {
      for (const id of free) {
        const place = places.get(id)!;
        fixed.from[place] = Number.NaN;
        fixed.to[place] = Number.NaN;
      }
    }
    return { fixed, free: factors.map(freeOf) };
  });
}

function factsMarked(marks: readonly number[]): ReadonlySet<number> {
  const set = new Set<number>();
  for (const [mark, bits] of marks.entries()) {
    for (let i = 0; i < MARKED; i++) if ((bits & (1 << i)) !== 0) set.add(mark * MARKED + i);
  }
  return set;
}

/** A smallest set of facts that meets every difference, in the order of the facts; above four, one found greedily. */
function smallest(
  pairs: readonly ReadonlySet<number>[],
  count: number,
): { readonly chosen: readonly number[]; readonly minimal: boolean } {
  const hits = (chosen: readonly number[]): boolean => pairs.every((pair) => chosen.some((i) => pair.has(i)));
  const choose = (size: number, from: number, chosen: readonly number[]): readonly number[] | null => {
    if (size === 0) return hits(chosen) ? chosen : null;
    for (let i = from; i <= count - size; i++) {
      const found = choose(size - 1, i + 1, [...chosen, i]);
      if (found) return found;
    }
    return null;
  };
  for (let size = 1; size <= Math.min(LARGEST, count); size++) {
    if (count > 40 && size > 2) break;
    const found = choose(size, 0, []);
    if (found) return { chosen: found, minimal: true };
  }
  let chosen = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i >= 0; i--) {
    const fewer = chosen.filter((j) => j !== i);
    if (hits(fewer)) chosen = fewer;
  }
  return { chosen, minimal: false };
}

function atom(fact: Fact, leaves: readonly Leaf<Told>[]): Atom {
  const answers = fact.kind === "time" ? timeAnswers(fact, leaves) : wordAnswers(fact, leaves);
  return { kind: fact.kind, ref: fact.ref, answers };
}

function wordAnswers(fact: Fact, leaves: readonly Leaf<Told>[]): Atom["answers"] {
  const words = new Set<string>();
  for (const leaf of leaves) {
    for (const answer of answersTo(leaf, fact.id)) if (answer && "word" in answer) words.add(answer.word);
  }
  return [...words].toSorted().map((value) => {
    const outcomes = new Set<Outcome>();
    for (const leaf of leaves) {
      const gives = answersTo(leaf, fact.id).some((answer) => !answer || ("word" in answer && answer.word === value));
      if (gives) outcomes.add(leaf.value.outcome);
    }
    return { value, outcomes: [...outcomes].toSorted() };
  });
}

/** Bounds at which the outcomes change; neighbours with the same outcomes are one answer. Told as `from/to` in seconds UTC. */
function timeAnswers(fact: Fact, leaves: readonly Leaf<Told>[]): Atom["answers"] {
  const marks = new Set<number>();
  for (const leaf of leaves) {
    for (const answer of answersTo(leaf, fact.id)) {
      if (answer && "from" in answer) marks.add(answer.from).add(answer.to + 1);
    }
  }
  const bounds = [...marks].toSorted((a, b) => a - b);
  const out: { from: number; to: number; outcomes: Outcome[] }[] = [];
  for (const [i, from] of bounds.slice(0, -1).entries()) {
    const to = bounds[i + 1]! - 1;
    const outcomes = new Set<Outcome>();
    for (const leaf of leaves) {
      const gives = answersTo(leaf, fact.id).some((answer) =>
        answer && "from" in answer ? answer.from <= to && from <= answer.to : !answer,
      );
      if (gives) outcomes.add(leaf.value.outcome);
    }
    const sorted = [...outcomes].toSorted();
    const last = out.at(-1);
    if (last && last.outcomes.join() === sorted.join()) last.to = to;
    else if (sorted.length > 0) out.push({ from, to, outcomes: sorted });
  }
  const text = (second: number): string => new Date(second * 1000).toISOString().replace(".000", "");
  return out.map(({ from, to, outcomes }) => ({
    value: from === to ? text(from) : `${text(from)}/${text(to)}`,
    outcomes,
  }));
}
