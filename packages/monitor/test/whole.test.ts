import { describe, expect, it } from "vitest";
import { agree } from "./agreed.ts";
import { wholeCase } from "./generatedwhole.ts";
import { runs, SEED, tell, unreached } from "./runs.ts";

/** A thousand of each of these seeds. */
describe("the engine and the reference", () => {
  it.each([3, 4, 6])("agree on cases of the whole language (%i)", { timeout: 900_000 }, (more) => {
    const tally = agree(wholeCase(), runs(1000), SEED + more);
    tell("cases of the whole language", tally);
    expect(tally.cases).toBeGreaterThan(runs(1000) * 0.98);
    expect(unreached(tally)).toEqual([]);
    expect(tally.contested).toBeGreaterThan(0);
    // More than twelve things left open by silence (9.5): a duty of many stretches, of which few are watched.
    expect(tally.approximate).toBeLessThan(tally.findings / 1000);
  });
});
