/** What a finding turns on: footing and pivots from the histories tried (docs/semantics.md 9.3, 9.4). */
import type { Atom, Footing, Outcome } from "./finding.ts";
import type { Answer, Exploration, Fact, Leaf } from "./world.ts";

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

/** For each two histories of different outcome, the facts they answer differently; supersets are dropped. */
function differences(leaves: readonly Leaf<Told>[], facts: readonly Fact[]): ReadonlySet<number>[] {
  const found = new Map<string, number[]>();
  for (let a = 0; a < leaves.length; a++) {
    for (let b = 0; b < a; b++) {
      const x = leaves[a]!;
      const y = leaves[b]!;
      if (x.value.outcome === y.value.outcome) continue;
      const differing: number[] = [];
      for (const [i, fact] of facts.entries()) {
        const p = x.answers.get(fact.id);
        const q = y.answers.get(fact.id);
        if (p && q && differ(p, q)) differing.push(i);
      }
      found.set(differing.join(","), differing);
    }
  }
  const sets = [...found.values()].toSorted((a, b) => a.length - b.length).map((list) => new Set(list));
  const least: ReadonlySet<number>[] = [];
  for (const set of sets) if (!least.some((small) => [...small].every((i) => set.has(i)))) least.push(set);
  return least;
}

function differ(p: Answer, q: Answer): boolean {
  if ("word" in p) return "word" in q && p.word !== q.word;
  return "from" in q && (p.to < q.from || q.to < p.from);
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
    const answer = leaf.answers.get(fact.id);
    if (answer && "word" in answer) words.add(answer.word);
  }
  return [...words].toSorted().map((value) => {
    const outcomes = new Set<Outcome>();
    for (const leaf of leaves) {
      const answer = leaf.answers.get(fact.id);
      if (!answer || ("word" in answer && answer.word === value)) outcomes.add(leaf.value.outcome);
    }
    return { value, outcomes: [...outcomes].toSorted() };
  });
}

/** Bounds at which the outcomes change; neighbours with the same outcomes are one answer. Told as `from/to` in seconds UTC. */
function timeAnswers(fact: Fact, leaves: readonly Leaf<Told>[]): Atom["answers"] {
  const marks = new Set<number>();
  for (const leaf of leaves) {
    const answer = leaf.answers.get(fact.id);
    if (answer && "from" in answer) marks.add(answer.from).add(answer.to + 1);
  }
  const bounds = [...marks].toSorted((a, b) => a - b);
  const out: { from: number; to: number; outcomes: Outcome[] }[] = [];
  for (const [i, from] of bounds.slice(0, -1).entries()) {
    const to = bounds[i + 1]! - 1;
    const outcomes = new Set<Outcome>();
    for (const leaf of leaves) {
      const answer = leaf.answers.get(fact.id);
      if (answer && "from" in answer ? answer.from <= to && from <= answer.to : !answer)
        outcomes.add(leaf.value.outcome);
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
