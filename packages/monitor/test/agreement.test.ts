import { describe, expect, it } from "vitest";
import { monitor } from "../src/monitor.ts";
import { agree } from "./agreed.ts";
import { crowdedCase } from "./generated.ts";
import { RULES } from "./rules.ts";
import { runs, SEED, tell } from "./runs.ts";

const sorted = (list: readonly string[]): string[] => [...new Set(list)].sort();

describe("the engine, by rule", () => {
  for (const { rule, title, model, record, options, expect: wanted, only } of RULES) {
    it(`${rule}: ${title}`, () => {
      const found = new Map(monitor(model, record, options ?? {}).findings.map((f) => [f.id, f]));
      for (const [id, expected] of Object.entries(wanted)) {
        const finding = found.get(id);
        expect(finding, `${id} is not among ${[...found.keys()].join(", ")}`).toBeDefined();
        expect(sorted(finding!.possible)).toEqual(expected.possible);
        expect(finding!.footing).toBe(expected.footing ?? (expected.possible.length === 1 ? "agreed" : "unknown"));
        if (expected.breaches !== undefined)
          expect(sorted(finding!.breaches.map((b) => b.id))).toEqual(expected.breaches);
      }
      if (only) expect([...found.keys()].sort()).toEqual(Object.keys(wanted).sort());
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
