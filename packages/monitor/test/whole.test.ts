import { describe, expect, it } from "vitest";
import { agree } from "./agreed.ts";
import { wholeCase } from "./generatedwhole.ts";
import { runs, SEED, tell } from "./runs.ts";

/** The first thousand of this seed; docs/proof.md says what a later one shows. */
describe("the engine and the reference", () => {
  it("agree on cases of the whole language", { timeout: 900_000 }, () => {
    const tally = agree(wholeCase(), runs(1000), SEED + 3);
    tell("cases of the whole language", tally);
    expect(tally.cases).toBeGreaterThan(runs(1000) * 0.98);
    // What the generator never reaches is not tested.
    const reached = [...tally.outcomes.keys()];
    const wanted = [
      "not in force",
      "not triggered",
      "not binding",
      "pending",
      "no breach observed",
      "kept",
      "breached",
      "excused",
      "lapsed",
      "open",
      "reached",
      "not reached",
    ];
    expect(wanted.filter((o) => !reached.includes(o))).toEqual([]);
    expect(tally.contested).toBeGreaterThan(0);
    expect(tally.approximate).toBe(0);
  });
});
