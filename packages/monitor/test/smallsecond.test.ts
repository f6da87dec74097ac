import { describe, expect, it } from "vitest";
import { agree } from "./agreed.ts";
import { generatedCase } from "./generated.ts";
import { runs, SEED, tell, unreached } from "./runs.ts";

/** The other half, from a seed of its own. */
describe("the engine and the reference", () => {
  it("agree on small cases, the second half", { timeout: 900_000 }, () => {
    const tally = agree(generatedCase, runs(8500), SEED + 1);
    tell("small cases, the second half", tally);
    expect(tally.cases).toBeGreaterThan(runs(8500) * 0.98);
    expect(unreached(tally)).toEqual([]);
    expect(tally.contested).toBeGreaterThan(0);
    expect(tally.approximate).toBe(0);
  });
});
