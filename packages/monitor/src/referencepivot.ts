/**
 * What a finding turns on, by the oracle: footing and pivots from all its histories (docs/semantics.md 9.3, 9.4). A question that a history
 * was never asked makes no difference there, whatever its answer: so two histories may be one and the same in all else unless both
 * answered some other question, and differently.
 */
import type { Instant } from "@servanda/language";
import type { NormView } from "./referenceview.ts";

export interface Answered {
  readonly answers: ReadonlyMap<string, number>;
}

/** More histories than these are not compared each with each. */
const MOST_COMPARED = 250;
/** 9.4: above this many a set need not be a smallest. */
const LARGEST = 4;

/** 15.3, 3.7: whether a question is about what is contested. */
function contestedIn(j: NormView): (question: string) => boolean {
  const events = new Set(j.events.filter((v) => v.contested).map((v) => `event ${v.id}`));
  return (question) => events.has(question) || question.startsWith("value contested ");
}

/** 9.3 */
export function footingOf<T extends Answered>(
  j: NormView,
  told: readonly T[],
  value: (t: T) => unknown,
): "settled" | "contested on facts" | "unknown" {
  if (told.every((t) => value(t) === value(told[0]!))) return "settled";
  const isContested = contestedIn(j);
  const turning = told.filter((t) => [...t.answers.keys()].some(isContested));
  const others = [...new Set(turning.flatMap((t) => [...t.answers.keys()]))].filter((q) => !isContested(q));
  return areApart(turning, turning, others, value) ? "contested on facts" : "unknown";
}

/**
 * Whether one of `some` and one of `rest` have other values though they answered alike each of these questions that both were asked. Question
 * by question, as histories are too many to be compared each with each.
 */
function areApart<T extends Answered>(
  some: readonly T[],
  rest: readonly T[],
  [question, ...questions]: readonly string[],
  value: (t: T) => unknown,
): boolean {
  const isOneValue = [...some, ...rest].every((t) => value(t) === value(some[0]!));
  if (some.length === 0 || rest.length === 0 || isOneValue) return false;
  if (question === undefined) return true;
  const answered = Map.groupBy(some, (t) => t.answers.get(question));
  return [...answered].some(([answer, those]) => {
    const fitting = answer === undefined ? rest : rest.filter((t) => (t.answers.get(question) ?? answer) === answer);
    return areApart(those, fitting, questions, value);
  });
}

/**
 * 9.4: every smallest set of questions whose answers decide the outcome, each as words: of each question what it is about, and
 * what outcomes its answers leave. Null: too many histories, or more questions than four.
 */
export function pivotsOf<T extends Answered>(told: readonly T[], outcome: (t: T) => string): readonly string[] | null {
  if (told.length > MOST_COMPARED) return null;
  const questions = [...new Set(told.flatMap((t) => [...t.answers.keys()]))];
  const differences = new Map<string, readonly number[]>();
  for (const [n, a] of told.entries()) {
    for (const b of told.slice(0, n)) {
      if (outcome(a) === outcome(b)) continue;
      const between = questions.flatMap((q, i) => {
        const [x, y] = [a.answers.get(q), b.answers.get(q)];
        return x === undefined || y === undefined || x === y ? [] : [i];
      });
      differences.set(between.join(), between);
    }
  }
  const pairs = [...differences.values()];
  const asked = questions.map((_, i) => i).filter((i) => pairs.some((p) => p.includes(i)));
  for (let size = 0; size <= LARGEST; size += 1) {
    const sets = subsets(asked, size).filter((set) => pairs.every((p) => p.some((i) => set.includes(i))));
    if (sets.length > 0)
      return sets.map((set) =>
        set
          .map((i) => wordsOf(questions[i]!, told, outcome))
          .sort()
          .join("; "),
      );
  }
  return null;
}

function subsets(of: readonly number[], size: number): readonly (readonly number[])[] {
  if (size === 0) return [[]];
  return of.flatMap((first, n) => subsets(of.slice(n + 1), size - 1).map((rest) => [first, ...rest]));
}

/** `event e1: breached | breached or kept`: what it is about, and each of the sets of outcomes that an answer leaves. */
function wordsOf<T extends Answered>(question: string, told: readonly T[], outcome: (t: T) => string): string {
  const given = new Set(told.flatMap((t) => t.answers.get(question) ?? []));
  const left = [...given].map((answer) =>
    told.filter((t) => (t.answers.get(question) ?? answer) === answer).map((t) => outcome(t)),
  );
  return turnOf(aboutOf(question), left);
}

/** Kind and, of an event or its time, which. */
function aboutOf(question: string): string {
  const [kind, rest] = [question.slice(0, question.indexOf(" ")), question.slice(question.indexOf(" ") + 1)];
  if (kind === "event") return question;
  return kind === "time" ? `time ${rest.slice(0, rest.lastIndexOf(":"))}` : kind;
}

/** A turning point in words that the engine's can be compared with. */
export function turnOf(about: string, left: readonly (readonly string[])[]): string {
  const sets = left.map((outcomes) => [...new Set(outcomes)].sort().join(" or "));
  return `${about}: ${[...new Set(sets)].sort().join(" | ")}`;
}

/** A breach with its first second and the first after it. */
export function timeOf(id: string, from: Instant, until: Instant | null): string {
  return `${id} ${from} ${until ?? "now"}`;
}
