import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Time } from "@servanda/language";
import { monitor } from "../src/monitor.ts";
import type { Account } from "../src/record.ts";
import type { Change } from "../src/change.ts";
import { Stream } from "../src/stream.ts";
import { generatedCase } from "./generated.ts";

/** What a reader knows who heard every change. */
function heard(known: Map<string, unknown>, told: readonly Change[]): void {
  for (const { id, now, was } of told) {
    expect(known.get(id) ?? null, id).toEqual(was);
    if (now === null) known.delete(id);
    else known.set(id, now);
  }
}

describe("a stream", () => {
  it("says after each push what the batch says, and what it said before; so after a restart", () => {
    fc.assert(
      fc.property(generatedCase, fc.infiniteStream(fc.nat(3)), ({ model, record, options }, sizes) => {
        const at = (options.at ?? model.case.recordCloses)!.latest;
        const standing = options.standard ? { standard: options.standard } : {};
        const begin = { ...record, accounts: [] };
        let stream = new Stream(model, begin, standing, at - 40);
        const known = new Map<string, unknown>();
        for (const f of stream.result().findings) known.set(f.id, toldOf(f));
        const so: Account[] = [];
        const left = [...record.accounts];
        for (let now = at - 40; left.length > 0; now += 10) {
          const next = left.splice(0, 1 + (sizes.next().value as number));
          so.push(...next);
          heard(known, stream.push(next, now));
          const time: Time = { earliest: stream.now, latest: stream.now, text: "now" };
          const batch = monitor(model, { ...record, accounts: so }, { ...standing, at: time });
          expect(Object.fromEntries(known)).toEqual(Object.fromEntries(batch.findings.map((f) => [f.id, toldOf(f)])));
          const restored = Stream.restore(model, begin, standing, JSON.parse(JSON.stringify(stream.snapshot())));
          expect(restored.push([], stream.now)).toEqual([]);
          stream = restored;
        }
      }),
      { numRuns: 40, seed: 20_301_110 },
    );
  });

  it("says with other coverage what the batch says with it, before and after what comes in then", () => {
    let changed = 0;
    fc.assert(
      fc.property(generatedCase, ({ model, record, options }) => {
        const at = (options.at ?? model.case.recordCloses)!.latest;
        const standing = options.standard ? { standard: options.standard } : {};
        const half = record.accounts.length >> 1;
        const stream = new Stream(model, { ...record, accounts: record.accounts.slice(0, half) }, standing, at - 10);
        const known = new Map<string, unknown>();
        for (const f of stream.result().findings) known.set(f.id, toldOf(f));
        const coverage = record.coverage.slice(1);
        const like = (accounts: readonly Account[]): unknown => {
          const time: Time = { earliest: stream.now, latest: stream.now, text: "now" };
          const { findings } = monitor(model, { ...record, accounts, coverage }, { ...standing, at: time });
          return Object.fromEntries(findings.map((f) => [f.id, toldOf(f)]));
        };
        const told = stream.cover(coverage);
        changed += told.length;
        heard(known, told);
        expect(Object.fromEntries(known)).toEqual(like(record.accounts.slice(0, half)));
        heard(known, stream.push(record.accounts.slice(half), at));
        expect(Object.fromEntries(known)).toEqual(like(record.accounts));
      }),
      { numRuns: 60, seed: 20_301_110 },
    );
    expect(changed).toBeGreaterThan(5);
  });
});

function toldOf(f: { outcome: unknown; possible: unknown; footing: unknown; approximate: unknown }): unknown {
  const { outcome, possible, footing, approximate } = f;
  return { outcome, possible, footing, approximate };
}
