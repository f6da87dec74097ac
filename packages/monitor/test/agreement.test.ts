import { describe, expect, it } from "vitest";
import { monitor } from "../src/monitor.ts";
import { agree } from "./agreed.ts";
import { crowdedCase } from "./generated.ts";
import { RULES, unmet } from "./rules.ts";
import { runs, SEED, tell } from "./runs.ts";

describe("the engine, by rule", () => {
  for (const one of RULES) {
    it(`${one.rule}: ${one.title}`, () => {
      expect(unmet(one, monitor(one.model, one.record, one.options ?? {}).findings)).toEqual([]);
    });
  }
});

describe("the engine and the reference", () => {
  it("agree where there is too much to tell apart", { timeout: 600_000 }, () => {
    const tally = agree(crowdedCase, runs(14), SEED);
    tell("crowded", tally);
    // Containment (9.5), and it is bitten.
    expect(tally.approximate).toBeGreaterThan(0);
  });
});
