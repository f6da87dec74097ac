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

/** Reasons of findings on the page, read from JSON when somebody looks at them. */
export class ReasonBook {
  private readonly kept = new Map<number, string | Because>();
  private readonly findings = new Map<number, Finding>();

  add(reasons: Reasons): void {
    for (const [number, json] of reasons) if (!this.kept.has(number)) this.kept.set(number, json);
  }

  of(number: number): Because {
    const known = this.kept.get(number);
    if (known === undefined) return NOT_YET;
    if (typeof known !== "string") return known;
    const reasons = JSON.parse(known) as Because;
    this.kept.set(number, reasons);
    return reasons;
  }

  /** A finding as the page has it: the same object for the same, so that what shows it stays as it is. */
  finding({ number, found }: Numbered): Finding {
    let known = this.findings.get(number);
    if (known === undefined) {
      known = Object.defineProperty({ ...found } as Finding, "because", {
        enumerable: true,
        get: () => this.of(number),
      });
      this.findings.set(number, known);
    }
    return known;
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
