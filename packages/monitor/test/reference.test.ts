import { describe, expect, it } from "vitest";
import { reference } from "../src/reference.ts";
import { EDGES } from "./edges.ts";
import { LATE } from "./edgeslate.ts";
import { UNTOLD } from "./edgesuntold.ts";
import { USES } from "./edgesuse.ts";
import { VERDICTS } from "./edgesverdict.ts";
import { RULES } from "./rules.ts";

describe("the reference, by rule", () => {
  for (const { rule, title, model, record, options, expect: wanted, only } of [
    ...RULES,
    ...EDGES,
    ...LATE,
    ...UNTOLD,
    ...USES,
    ...VERDICTS,
  ]) {
    it(`${rule}: ${title}`, () => {
      const found = new Map(reference(model, record, options).map((f) => [f.id, f]));
      for (const [id, expected] of Object.entries(wanted)) {
        const finding = found.get(id);
        expect(finding, `${id} is not among ${[...found.keys()].join(", ")}`).toBeDefined();
        // The oracle tries all.
        if (expected.approximate) continue;
        expect(finding!.possible).toEqual(expected.possible);
        expect(finding!.footing).toBe(expected.footing ?? (expected.possible.length === 1 ? "settled" : "unknown"));
        if (expected.breaches !== undefined) expect(finding!.breaches.map((b) => b.id)).toEqual(expected.breaches);
        if (expected.uses !== undefined) {
          const uses = (finding!.uses ?? []).map((u) => (u.footing === "settled" ? u.id : `${u.id} ${u.footing}`));
          // A use that is void in every history is none to the oracle.
          const effective = expected.uses.filter((u) => !/(?:out of time|banned by \S+)$/u.test(u));
          expect(uses.toSorted()).toEqual(effective.map((u) => u.replace(/ out of time| banned by \S+/u, "")));
        }
      }
      if (only) expect([...found.keys()].sort()).toEqual(Object.keys(wanted).sort());
    });
  }

  it("has rules to be held to", () => {
    expect(RULES.length).toBeGreaterThan(40);
  });
});
