/**
 * How many generated cases are put to the engine and to the oracle, and from which seed. `SERVANDA_RUNS` multiplies (`0.1`: a tenth);
 * `SERVANDA_SEED=random` varies the seed, a number sets it.
 */
import { OUTCOMES } from "../src/finding.ts";
import type { Tally } from "./agreed.ts";

export const runs = (n: number): number => Math.ceil(n * Number(process.env["SERVANDA_RUNS"] ?? 1));

const asked = process.env["SERVANDA_SEED"];
export const SEED: number = asked === "random" ? Math.floor(Math.random() * 2 ** 31) : Number(asked ?? 20_301_110);

/** The tally, where the run can be read; `npm test` repeats the first line. */
export function tell(what: string, tally: Tally): void {
  const { cases, findings, approximate, contested, open, skipped } = tally;
  const outcomes = [...tally.outcomes].sort(([, a], [, b]) => b - a).map(([outcome, n]) => `  ${n} ${outcome}`);
  console.log(
    [
      `agreement: ${what}, seed ${SEED}: ${cases} cases, ${findings} findings, ${approximate} approximate, ${contested} contested, ${open} open, ${skipped} cases too large for the oracle`,
      ...outcomes,
    ].join("\n"),
  );
}

/** What every run has to reach. Suspended is only what another norm suspends (14.7), and the small cases have no such norm. */
const WANTED = OUTCOMES.filter((outcome) => outcome !== "suspended");

/** Outcomes that no finding of the run had: what the generator never reaches is not tested. */
export function unreached({ outcomes }: Tally): string[] {
  return WANTED.filter((outcome) => !outcomes.has(outcome));
}
