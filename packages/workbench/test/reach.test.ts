/** A flip is worked out only where it can reach: what comes of it is what all of it would be. */
import { describe, expect, test } from "vitest";
import { monitor, type Result } from "@servanda/monitor";
import { type Asked, NOTHING_ASKED, optionsOf, recordAs } from "../src/asked.ts";
import { actsOf, patched, reachOf } from "../src/reach.ts";
import { payloadOf } from "./case.ts";

const { model, record } = payloadOf("cases/south-caucasus");
const acts = actsOf(model);

function whole(asked: Asked, norms?: ReadonlySet<string>): Result {
  const options = optionsOf(model, asked);
  if (options === null) throw new Error("no date");
  return monitor(model, recordAs(record, asked), norms ? { ...options, norms } : options);
}

/** One event of each kind on record, so that each kind of norm is reached once. */
const kinds = [...new Map(record.accounts.filter((a) => a.kind !== null).map((a) => [a.kind, a])).values()];

describe("a flip", () => {
  const plain = whole(NOTHING_ASKED);

  test.each(kinds.slice(0, 12).map((account, i) => [account.kind, account, i] as const))(
    "of an account of %s comes out as all of it would",
    (_kind, account, i) => {
      const asked: Asked =
        i % 3 === 0
          ? { ...NOTHING_ASKED, disbelieved: [account.id] }
          : i % 3 === 1
            ? { ...NOTHING_ASKED, supposed: [account.event] }
            : { ...NOTHING_ASKED, without: [account.source] };
      const reach = reachOf(acts, record, NOTHING_ASKED, asked);
      if (reach === "all") return;
      expect(reach.size).toBeLessThan(model.norms.length);
      const expected = whole(asked);
      expect(patched(plain, whole(asked, reach), reach)).toEqual(expected);
    },
  );

  test("of date, knowledge or standard reaches everything", () => {
    expect(reachOf(acts, record, NOTHING_ASKED, { ...NOTHING_ASKED, standard: "alleged" })).toBe("all");
    expect(reachOf(acts, record, NOTHING_ASKED, { ...NOTHING_ASKED, at: "2022" })).toBe("all");
    expect(reachOf(acts, record, NOTHING_ASKED, { ...NOTHING_ASKED, asOf: "2022" })).toBe("all");
  });

  test("of nothing reaches nothing", () => {
    expect(reachOf(acts, record, NOTHING_ASKED, NOTHING_ASKED)).toEqual(new Set());
  });
});
