/**
 * Ways in which a part of a question comes to nothing, as when an act that is looked at turns out to be no breach (docs/semantics.md 9.5).
 * What follows is asked once for all ways that answer alike whatever it asks; the ways are kept beside each other. So acts that have
 * nothing to do with each other add to the histories that are tried, and do not multiply them.
 */
import type { Instant } from "@servanda/language";

/** The answer of one history to one fact: the words of an answer, or the bounds of a time. */
export type Answer = { readonly word: string } | { readonly from: Instant; readonly to: Instant };

/** What was decided in a part: an answer to a fact (of a second that stands for others, with these), or what a question asked once came to. */
export type Decided = (Answer & { readonly whole?: Answer }) | { readonly known: unknown };

export type Decisions = Map<string, Decided>;

interface Way {
  readonly part: number;
  /** How many decisions were made when it came to nothing. */
  readonly end: number;
  readonly decided: Decisions;
  /** Everything that was asked afterwards, by id. */
  readonly asked: Set<string>;
  /** What was decided in each way that is as good as this one, itself first. */
  readonly alike: Decisions[];
  /** Bounds that a time had before the part narrowed them. */
  readonly before: Map<string, Answer>;
  /** Whether all that can follow was tried. */
  done: boolean;
}

interface Part {
  readonly number: number;
  /** How many decisions were made before it. */
  readonly start: number;
  readonly ways: Way[];
}

/** Facts that nothing asks about afterwards, with the answers that may be given to them together. */
export interface Factor {
  readonly facts: ReadonlySet<string>;
  readonly ways: readonly ReadonlyMap<string, Answer>[];
}

/** Ends a run that would only repeat what was tried. */
export const ALIKE: Error = new Error("tried already");

/** What a question asked once is known by, beside facts. */
const ONCE = "?";

export function onceId(key: string): string {
  return ONCE + key;
}

export class Trail {
  private readonly parts: Part[] = [];
  /** Ways of the run that goes on, in order. */
  private readonly path: Way[] = [];
  private readonly factors = new Map<Way, Factor | null>();
  /** Decisions from which the run differs from the one before: what came earlier is noted already. */
  private fresh = 0;

  /** Notes that a fact is asked about when so many decisions were made. */
  ask(id: string, decisions: number): void {
    if (decisions >= this.fresh) this.path.at(-1)?.asked.add(id);
  }

  /** Whether a run that has passed so many ways is about to pass the next again. */
  repeats(passed: number, part: number): boolean {
    return this.path[passed]?.part === part;
  }

  /**
   * A part has come to nothing.
   * @throws {Error} `ALIKE` where all that can follow was tried after a way that is as good.
   */
  pass(number: number, start: number, end: number, decided: Decisions, before: Map<string, Answer>): void {
    let part = this.parts.at(-1);
    if (part?.number !== number) this.parts.push((part = { number, start, ways: [] }));
    const same = part.ways.find((way) => way.done && agree(way, decided));
    if (same) {
      same.alike.push(decided);
      for (const [id, answer] of before) same.before.set(id, answer);
      throw ALIKE;
    }
    const way = { part: number, end, decided, asked: new Set<string>(), alike: [decided], before, done: false };
    part.ways.push(way);
    this.path.push(way);
  }

  /** The next run answers otherwise from this decision on. */
  turn(decision: number): void {
    this.fresh = decision + 1;
    while (this.parts.length > 0 && this.parts.at(-1)!.start > decision) this.parts.pop();
    while (this.path.length > 0 && this.path.at(-1)!.end > decision) {
      const way = this.path.pop()!;
      way.done = true;
      const outer = this.path.at(-1);
      if (outer) for (const id of way.asked) outer.asked.add(id);
    }
  }

  /** The ways that the run has come. */
  taken(): readonly Way[] {
    return [...this.path];
  }

  /** What else the run might have met on its way, once all was tried. */
  factorsOf(taken: readonly Way[]): readonly Factor[] {
    const out: Factor[] = [];
    for (const way of taken) {
      let factor = this.factors.get(way);
      if (factor === undefined) this.factors.set(way, (factor = way.alike.length > 1 ? factorOf(way) : null));
      if (factor) out.push(factor);
    }
    return out;
  }
}

/** Whether all that was asked after a way has the same answers after these decisions. */
function agree({ asked, decided }: Way, other: Decisions): boolean {
  for (const [id, answer] of decided) if (asked.has(id) && !isSame(answer, other.get(id))) return false;
  for (const id of other.keys()) if (asked.has(id) && !decided.has(id)) return false;
  return true;
}

function isSame(a: Decided, b: Decided | undefined): boolean {
  if (b === undefined) return false;
  if ("word" in a) return "word" in b && a.word === b.word;
  if ("from" in a) return "from" in b && a.from === b.from && a.to === b.to;
  return "known" in b && Object.is(a.known, b.known);
}

/** A second that stands for others as their bounds. */
function toldOf({ whole, ...own }: Answer & { readonly whole?: Answer }): Answer {
  return whole ?? own;
}

function factorOf({ asked, alike, before }: Way): Factor | null {
  const facts = new Set<string>();
  for (const decided of alike) {
    for (const [id, answer] of decided) if (!asked.has(id) && !("known" in answer)) facts.add(id);
  }
  const ways = new Map<string, ReadonlyMap<string, Answer>>();
  for (const decided of alike) {
    const answers = new Map<string, Answer>();
    for (const id of facts) {
      const answer = decided.get(id) ?? before.get(id);
      if (answer && !("known" in answer)) answers.set(id, toldOf(answer));
    }
    ways.set(JSON.stringify([...answers]), answers);
  }
  return ways.size > 1 ? { facts, ways: [...ways.values()] } : null;
}
