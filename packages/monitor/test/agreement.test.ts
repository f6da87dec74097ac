import { describe, expect, it } from "vitest";
import { monitor } from "../src/monitor.ts";
import { reference } from "../src/reference.ts";
import { differences } from "../src/referencecomparison.ts";
import { agree } from "./agreed.ts";
import { EDGES } from "./edges.ts";
import { LATE } from "./edgeslate.ts";
import { UNTOLD } from "./edgesuntold.ts";
import { USES } from "./edgesuse.ts";
import { VERDICTS } from "./edgesverdict.ts";
import { crowdedCase, ownStandardCase } from "./generated.ts";
import { RULES, unmet } from "./rules.ts";
import { runs, SEED, tell } from "./runs.ts";

describe("the engine, by rule", () => {
  for (const one of [...RULES, ...EDGES, ...LATE, ...UNTOLD, ...USES, ...VERDICTS]) {
    it(`${one.rule}: ${one.title}`, () => {
      expect(unmet(one, monitor(one.model, one.record, one.options ?? {}).findings)).toEqual([]);
    });
  }
});

describe("the engine and the reference", () => {
  it("agree on each case by rule, in all that is compared", () => {
    const differing = [...RULES, ...EDGES, ...LATE, ...UNTOLD, ...USES, ...VERDICTS].flatMap((one) => {
      const { model, record, options = {} } = one;
      const differ = differences(monitor(model, record, options).findings, reference(model, record, options));
      return differ.map((words) => `${one.rule}: ${one.title}: ${words}`);
    });
    expect(differing).toEqual([]);
  });

  it("agree by standards that the case defines", { timeout: 600_000 }, () => {
    const tally = agree(ownStandardCase, runs(500), SEED);
    tell("standards of the case's own", tally);
    expect(tally.contested).toBeGreaterThan(0);
    expect(tally.open).toBeGreaterThan(0);
    expect(tally.approximate).toBe(0);
  });

  it("agree where there is too much to tell apart", { timeout: 600_000 }, () => {
    const tally = agree(crowdedCase, runs(14), SEED);
    tell("crowded", tally);
    // Containment (9.5), and it is bitten.
    expect(tally.approximate).toBeGreaterThan(0);
  });
});
