/** What a finding turns on: footing and pivots from the histories tried (docs/semantics.md 9.3, 9.4). */
import { DISTANT_FUTURE, DISTANT_PAST } from "@servanda/language";
import type { Atom, Footing, Outcome } from "./finding.ts";
import { type Answer, answersTo, type Exploration, type Fact, type Factor, type Leaf } from "./world.ts";

interface Told {
  readonly outcome: Outcome;
}

/** Histories beyond which not all are compared with each other. */
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
  if (outcomes.size === 1) return { footing: "settled", minimal: true, atoms: [] };
  const facts = [...tried.facts.values()].toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const rows = joined(rowsOf(leaves, facts), facts);
  const isWhole = rows.length <= LEAVES;
  const { pairs, complete } = differences(isWhole ? rows : sample(rows), facts.length);
  const contested = pairs.some((pair) => [...pair].every((i) => facts[i]!.contested));
  const { chosen, minimal } = smallest(pairs, facts.length);
  return {
    footing: contested ? "contested on facts" : "unknown",
    minimal: minimal && isWhole && complete && tried.complete,
    atoms: chosen.map((i) => atom(facts[i]!, leaves)),
  };
}

/** The footing alone. */
export function turningOn({ leaves, facts: asked }: Exploration<Told>): Footing {
  if (leaves.every((leaf) => leaf.value.outcome === leaves[0]!.value.outcome)) return "settled";
  const facts = [...asked.values()];
  const rows = joined(rowsOf(leaves, facts), facts);
  const { pairs } = differences(rows.length <= LEAVES ? rows : sample(rows), facts.length);
  return pairs.some((pair) => [...pair].every((i) => facts[i]!.contested)) ? "contested on facts" : "unknown";
}

/** A spread of histories of each outcome, where there are too many to compare all. */
function sample(rows: readonly Row[]): Row[] {
  const step = Math.ceil(rows.length / LEAVES);
  const seen = new Set<Outcome>();
  return rows.filter(({ outcome }, i) => {
    const fresh = !seen.has(outcome);
    seen.add(outcome);
    return fresh || i % step === 0;
  });
}

/** Histories below which joining them costs more than it saves. */
const FEW = 24;

/**
 * Histories of one outcome that answer alike, but for a time, told in pieces without a gap, as one. What differs from the whole differs from each
 * of its pieces in the same; what differs from one piece differs in more, or no less, than from another.
 */
function joined(rows: readonly Row[], facts: readonly Fact[]): readonly Row[] {
  let all = rows;
  for (const [fact, { kind }] of facts.entries()) {
    if (kind !== "time" || all.length <= FEW) continue;
    const alike = Map.groupBy(all, ({ outcome, fixed: { from, to }, free }) => {
      const others = [...from.keys()].filter((other) => other !== fact);
      return JSON.stringify([outcome, free.map(({ id }) => id), others.map((other) => [from[other], to[other]])]);
    });
    all = [...alike.values()].flatMap((group) => pieced(group, fact));
  }
  return all;
}

function pieced(group: readonly Row[], fact: number): readonly Row[] {
  const told = group.filter(({ fixed }) => !Number.isNaN(fixed.from[fact]));
  const out = group.filter(({ fixed }) => Number.isNaN(fixed.from[fact]));
  let last: Row | null = null;
  for (const row of told.toSorted((a, b) => a.fixed.from[fact]! - b.fixed.from[fact]!)) {
    const [from, to] = [row.fixed.from[fact]!, row.fixed.to[fact]!];
    if (last && from <= last.fixed.to[fact]! + 1) last.fixed.to[fact] = Math.max(to, last.fixed.to[fact]!);
    else out.push((last = { ...row, fixed: copied(row.fixed) }));
  }
  return out;
}

/** Facts a mark holds: as many as a number can mark without a sign. */
const MARKED = 30;

/** For each two histories of different outcome, the facts they answer differently; supersets are dropped. */
function differences(
  rows: readonly Row[],
  facts: number,
): { readonly pairs: ReadonlySet<number>[]; readonly complete: boolean } {
  const budget = { left: WAYS };
  const found = new Map<number | string, Marks>();
  const keep = (marks: Marks): void => {
    const key = marks.length === 1 ? marks[0]! : marks.join(",");
    if (!found.has(key)) found.set(key, [...marks]);
  };
  const none = Array.from({ length: Math.ceil(facts / MARKED) }, () => 0);
  for (const [a, x] of rows.entries()) {
    for (let b = 0; b < a; b++) {
      const y = rows[b]!;
      if (x.outcome === y.outcome) continue;
      const marks = [...none];
      compare(marks, x.fixed, y.fixed);
      if (x.free.length + y.free.length === 0) keep(marks);
      else for (const each of combined(marks, x, y, budget)) keep(each);
    }
  }
  const all = [...found.values()].map((marks) => ({ marks, facts: factsMarked(marks) }));
  const least: typeof all = [];
  for (const one of all.toSorted((a, b) => a.facts.size - b.facts.size))
    if (!least.some(({ marks }) => isWithin(marks, one.marks))) least.push(one);
  return { pairs: least.map((one) => one.facts), complete: budget.left >= 0 };
}

/** A bit a fact, `MARKED` in a number. */
type Marks = readonly number[];

/** Answers as bounds, a fact each: a word has the same number at both ends, and two that share no number differ; NaN: never asked for. */
interface Bounded {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** A history, and the ways in which those may differ that are tried with it. */
interface Row {
  readonly outcome: Outcome;
  readonly fixed: { readonly from: Float64Array; readonly to: Float64Array };
  readonly free: readonly Free[];
}

/** Facts that are free together, in each way that they may be answered. What is free alike has the same `id`, and is the same object. */
interface Free {
  readonly id: number;
  readonly facts: readonly number[];
  readonly ways: readonly Bounded[];
}

function compare(marks: number[], x: Row["fixed"], y: Row["fixed"]): void {
  for (let i = 0; i < x.from.length; i++) {
    // An answer that was never asked for has no bounds, and differs from none.
    if (x.to[i]! < y.from[i]! || y.to[i]! < x.from[i]!) marks[Math.floor(i / MARKED)]! |= 1 << (i % MARKED);
  }
}

/** Ways put together beyond which only one of each is looked at; no real finding comes near. */
const TOGETHER = 4096;
/** The same, of all histories that are compared: two hundred thousand pairs of them, with thousands of ways each, would never end. */
const WAYS = 4_000_000;

/** What is free in one of two histories. */
interface Choice extends Free {
  readonly own: boolean;
}

/**
 * What two histories differ in, whatever they answer where they are free; supersets may be left out. Where they are free alike, they can agree.
 * What is free of facts that nothing else answers is chosen by itself: the least differences of the whole are those of its parts, put together.
 */
function combined(base: Marks, x: Row, y: Row, budget: { left: number }): Iterable<Marks> {
  const mine = x.free.filter((free) => !y.free.includes(free));
  const theirs = y.free.filter((free) => !x.free.includes(free));
  const answered = ({ fixed }: Row, free: readonly Free[], fact: number): boolean =>
    !Number.isNaN(fixed.from[fact]) || free.some(({ facts }) => facts.includes(fact));
  const relevant: readonly Choice[] = [
    ...mine
      .filter(({ facts }) => facts.some((fact) => answered(y, theirs, fact)))
      .map((free) => ({ ...free, own: true })),
    ...theirs
      .filter(({ facts }) => facts.some((fact) => answered(x, mine, fact)))
      .map((free) => ({ ...free, own: false })),
  ];
  let found: readonly Marks[] = [base];
  for (const part of parts(relevant)) {
    const least = leastOf(part, base.length, x, y, budget);
    if (found.length * least.length > TOGETHER) least.length = 1;
    found = found.flatMap((marks) => least.map((more) => marks.map((mark, i) => mark | more[i]!)));
  }
  return found;
}

/** Choices that have no fact in common with others stand apart. */
function parts(choices: readonly Choice[]): readonly Choice[][] {
  let groups: { readonly facts: Set<number>; readonly choices: Choice[] }[] = [];
  for (const choice of choices) {
    const { facts } = choice;
    const together = { facts: new Set(facts), choices: [choice] };
    const apart: typeof groups = [];
    for (const group of groups) {
      if (!facts.some((fact) => group.facts.has(fact))) {
        apart.push(group);
        continue;
      }
      for (const fact of group.facts) together.facts.add(fact);
      together.choices.unshift(...group.choices);
    }
    groups = [...apart, together];
  }
  return groups.map((group) => group.choices);
}

/** The least differences, on the facts of these choices alone, between two histories that are free in them. */
function leastOf(choices: readonly Choice[], length: number, x: Row, y: Row, budget: { left: number }): Marks[] {
  const facts = [...new Set(choices.flatMap((choice) => choice.facts))];
  const [own, other] = [new Map<number, readonly [number, number]>(), new Map<number, readonly [number, number]>()];
  for (const fact of facts) {
    own.set(fact, [x.fixed.from[fact]!, x.fixed.to[fact]!]);
    other.set(fact, [y.fixed.from[fact]!, y.fixed.to[fact]!]);
  }
  const size = choices.reduce((product, { ways }) => product * ways.length, 1);
  const all = size <= TOGETHER && budget.left >= 0;
  budget.left -= all ? size : 0;
  const least: Marks[] = [];
  const choose = (depth: number): void => {
    const next = choices[depth];
    if (next === undefined) {
      const marks = Array.from({ length }, () => 0);
      for (const fact of facts) {
        const [mine, theirs] = [own.get(fact)!, other.get(fact)!];
        if (mine[1] < theirs[0] || theirs[1] < mine[0]) marks[Math.floor(fact / MARKED)]! |= 1 << (fact % MARKED);
      }
      if (least.some((small) => isWithin(small, marks))) return;
      least.splice(0, least.length, ...least.filter((large) => !isWithin(marks, large)), marks);
      return;
    }
    for (const way of all ? next.ways : next.ways.slice(0, 1)) {
      const into = next.own ? own : other;
      for (const [i, fact] of next.facts.entries()) into.set(fact, [way.from[i]!, way.to[i]!]);
      choose(depth + 1);
    }
  };
  choose(0);
  return least;
}

function isWithin(small: Marks, large: Marks): boolean {
  return small.every((mark, i) => (mark & ~large[i]!) === 0);
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
  const known = new Map<Factor, Free>();
  const same = new Map<string, Free>();
  const freeOf = (factor: Factor): Free => {
    let free = known.get(factor);
    if (free) return free;
    const ids = [...factor.facts];
    const ways = factor.ways.map((way) => {
      const told = ids.map((id) => bounds(way.get(id)));
      return { from: told.map(([from]) => from), to: told.map(([, to]) => to) };
    });
    const own = ids.map((id) => places.get(id)!);
    const key = JSON.stringify([own, ways]);
    free = same.get(key) ?? { id: same.size, facts: own, ways };
    same.set(key, free);
    known.set(factor, free);
    return free;
  };
  return leaves.map(({ value: { outcome }, answers, factors }) => {
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
    return { outcome, fixed, free: factors.map(freeOf) };
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

/** Bounds at which the outcomes change; neighbours with the same outcomes are one answer. Told as `from/to` in seconds UTC, `..` for a side that nobody knows. */
function timeAnswers(fact: Fact, leaves: readonly Leaf<Told>[]): Atom["answers"] {
  /** Outcomes of histories that never ask, and how many more histories of each outcome there are from a second on. */
  const always = new Set<Outcome>();
  const changes = new Map<number, Map<Outcome, number>>();
  const change = (second: number, outcome: Outcome, by: number): void => {
    const there = changes.get(second) ?? new Map<Outcome, number>();
    changes.set(second, there.set(outcome, (there.get(outcome) ?? 0) + by));
  };
  for (const leaf of leaves) {
    const { outcome } = leaf.value;
    for (const answer of answersTo(leaf, fact.id)) {
      if (!answer) always.add(outcome);
      else if ("from" in answer) {
        change(answer.from, outcome, 1);
        change(answer.to + 1, outcome, -1);
      }
    }
  }
  const bounds = [...changes.keys()].toSorted((a, b) => a - b);
  const counts = new Map<Outcome, number>();
  const out: { from: number; to: number; outcomes: Outcome[] }[] = [];
  for (const [i, from] of bounds.slice(0, -1).entries()) {
    for (const [outcome, by] of changes.get(from)!) counts.set(outcome, (counts.get(outcome) ?? 0) + by);
    const to = bounds[i + 1]! - 1;
    const there = [...counts].filter(([, count]) => count > 0).map(([outcome]) => outcome);
    const sorted = [...new Set([...always, ...there])].toSorted();
    const last = out.at(-1);
    if (last && last.outcomes.join() === sorted.join()) last.to = to;
    else if (sorted.length > 0) out.push({ from, to, outcomes: sorted });
  }
  const text = (second: number): string =>
    second <= DISTANT_PAST || second >= DISTANT_FUTURE
      ? ".."
      : new Date(second * 1000).toISOString().replace(".000", "");
  return out.map(({ from, to, outcomes }) => ({
    value: from === to ? text(from) : `${text(from)}/${text(to)}`,
    outcomes,
  }));
}
