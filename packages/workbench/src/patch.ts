/**
 * What goes from the monitor's worker to the page: not all findings, but those that are not as they were in the answer before. Their
 * reasons, most of what a finding says, follow by themselves and are read when somebody looks at them.
 */
import type { Because, Finding, Found, KeptResult, Result } from "@servanda/monitor";
import { type Difference, differenceOf, resultAfter } from "servanda/difference";

/** A finding by the number under which its reasons come. */
export interface Numbered {
  readonly number: number;
  readonly found: Found;
}

/** Reasons as JSON, by the number of their finding. */
export type Reasons = readonly (readonly [number: number, json: string])[];

/** What makes of the answer before this one, with some reasons that are wanted at once. */
export interface Patch extends Difference<Numbered> {
  readonly reasons: Reasons;
}

/** `number`: how a finding is known, the same for the same. */
export function patchOf(before: KeptResult | null, now: KeptResult, number: (found: Found) => number): Patch {
  const difference = differenceOf(before, now);
  return {
    ...difference,
    findings: difference.findings.map((found) => ({ number: number(found), found })),
    reasons: [],
  };
}

/** The step that stands where reasons have not come yet. */
const NOT_YET: Because = { rule: "", kind: "finding", value: "", refs: [], children: [] };

/** Reasons of one finding, read from JSON when somebody looks at them. */
class Note {
  private told: string | Because = NOT_YET;

  tell(json: string): void {
    if (this.told === NOT_YET) this.told = json;
  }

  get because(): Because {
    if (typeof this.told === "string") this.told = JSON.parse(this.told) as Because;
    return this.told;
  }
}

/** Findings on the page and their reasons, by number, as long as the worker may speak of them; who holds a finding has its reasons with it. */
export class ReasonBook {
  private readonly notes = new Map<number, Note>();
  private readonly findings = new Map<number, Finding>();

  add(reasons: Reasons): void {
    for (const [number, json] of reasons) this.note(number).tell(json);
  }

  /** The worker will not speak of these again. */
  forget(numbers: readonly number[]): void {
    for (const number of numbers) {
      this.notes.delete(number);
      this.findings.delete(number);
    }
  }

  /** How many findings it holds. */
  get size(): number {
    return this.findings.size;
  }

  /** A finding as the page has it: the same object for the same, so that what shows it stays as it is. */
  finding({ number, found }: Numbered): Finding {
    let known = this.findings.get(number);
    if (known === undefined) {
      const note = this.note(number);
      known = Object.defineProperty({ ...found } as Finding, "because", { enumerable: true, get: () => note.because });
      this.findings.set(number, known);
    }
    return known;
  }

  private note(number: number): Note {
    let note = this.notes.get(number);
    if (!note) this.notes.set(number, (note = new Note()));
    return note;
  }
}

/** Whether the reasons of a finding have come. */
export function hasReasons(finding: Finding): boolean {
  return finding.because !== NOT_YET;
}

/** What differs by an answer of the server, which is for the board: all the rest comes with the answer of the page's own monitor. */
export function unreasoned({ findings, ...rest }: Difference<Found>): Difference<Finding> {
  return { ...rest, findings: findings.map((found) => ({ ...found, because: NOT_YET })) };
}

/** The answer that a patch makes of the one before. */
export function patchedBy(before: Result | null, { reasons, ...patch }: Patch, book: ReasonBook): Result {
  book.add(reasons);
  return resultAfter(before, { ...patch, findings: patch.findings.map((each) => book.finding(each)) });
}
