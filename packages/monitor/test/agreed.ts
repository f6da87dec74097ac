/** Generated cases put to the engine and to the oracle, and a tally of what came of them: for the tests and for scripts/prove.ts. */
import fc from "fast-check";
import { DISTANT_FUTURE } from "@servanda/language";
import type { Finding } from "../src/finding.ts";
import { monitor } from "../src/monitor.ts";
import { differences, reference, type ReferenceFinding } from "../src/reference.ts";
import { generatedCase, type GeneratedCase } from "./generated.ts";
import { withStory } from "./generatedstory.ts";
import { wholeCase } from "./generatedwhole.ts";

export interface Tally {
  cases: number;
  findings: number;
  /** Findings that the engine marked so (docs/semantics.md 9.5). */
  approximate: number;
  contested: number;
  /** With more than one possible outcome. */
  open: number;
  /** Cases with more histories than the oracle tries. */
  skipped: number;
  readonly outcomes: Map<string, number>;
}

const emptyTally = (): Tally => ({
  cases: 0,
  findings: 0,
  approximate: 0,
  contested: 0,
  open: 0,
  skipped: 0,
  outcomes: new Map(),
});

/** What holds of each finding by itself. */
function faults(f: Finding): string[] {
  const told: string[] = [];
  if ((f.outcome === null) !== f.possible.length > 1) told.push(`${f.id}: outcome and possible do not fit`);
  for (const atom of f.pivots.atoms) {
    const outcomes = atom.answers.flatMap((a) => a.outcomes);
    if (!f.approximate && outcomes.some((o) => !f.possible.includes(o)))
      told.push(`${f.id}: ${atom.ref} answers what is not possible`);
  }
  return told;
}

function referenceOf({ model, record, options }: GeneratedCase): readonly ReferenceFinding[] | null {
  try {
    return reference(model, record, options);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith("too many histories")) throw error;
    return null;
  }
}

/** Where the engine and the oracle differ on a case, in words. */
function compare(c: GeneratedCase, tally: Tally): string[] {
  const wanted = referenceOf(c);
  if (wanted === null) {
    tally.skipped += 1;
    return [];
  }
  const { findings } = monitor(c.model, c.record, c.options);
  tally.cases += 1;
  for (const f of findings) {
    tally.findings += 1;
    if (f.approximate) tally.approximate += 1;
    if (f.footing === "contested on facts") tally.contested += 1;
    if (f.outcome === null) tally.open += 1;
    const key = f.outcome ?? f.possible.join(" or ");
    tally.outcomes.set(key, (tally.outcomes.get(key) ?? 0) + 1);
  }
  return [...differences(findings, wanted), ...findings.flatMap(faults)];
}

/** Of three cases two of the whole language, one small: npm test has more of the small. */
export const anyCase: fc.Arbitrary<GeneratedCase> = fc.oneof(
  { arbitrary: withStory(generatedCase), weight: 1 },
  { arbitrary: wholeCase(), weight: 2 },
);

/** Days by which all is moved on: days 0 to 9 then go over the end of January, of February, and of a February that has 29 days. */
const moved = fc.constantFrom(0, 27, 55, 785);

/** The same so many days later. Instants are the only numbers so large; what has no beginning or no end stays so. */
function later<T>(part: T, days: number): T {
  if (typeof part === "number" && Math.abs(part) > 1e9 && Math.abs(part) < DISTANT_FUTURE)
    return (part + days * 86_400) as T;
  if (Array.isArray(part)) return part.map((each: unknown) => later(each, days)) as T;
  if (part === null || typeof part !== "object") return part;
  return Object.fromEntries(Object.entries(part).map(([key, each]) => [key, later<unknown>(each, days)])) as T;
}

/** So many cases from a seed; throws at the first on which the two differ, made as small as it can be. */
export function agree(cases: fc.Arbitrary<GeneratedCase>, runs: number, seed: number): Tally {
  const tally = emptyTally();
  fc.assert(
    fc.property(cases, moved, (c, days) => {
      const told = compare(days === 0 ? c : later(c, days), tally);
      if (told.length > 0) throw new Error(told.join("\n"));
    }),
    { numRuns: runs, seed },
  );
  return tally;
}
