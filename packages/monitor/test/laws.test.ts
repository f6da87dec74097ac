/**
 * Laws that hold whatever a case says (docs/semantics.md): what more evidence, another standard, a later date, other names or
 * another order of rows can do to a finding, and what they cannot.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Model, Standard, Time } from "@servanda/language";
import { Evidence } from "../src/evidence.ts";
import type { Finding } from "../src/finding.ts";
import { monitor } from "../src/monitor.ts";
import type { Account, Record, Source } from "../src/record.ts";
import { level, STANDARDS } from "../src/support.ts";
import { views, NormView } from "../src/view.ts";
import { generatedCase, type GeneratedCase } from "./generated.ts";

const RUNS = Math.min(2000, Number(process.env["SERVANDA_RUNS"] ?? 200));
const check = (law: (c: GeneratedCase, pick: number) => void): void =>
  fc.assert(fc.property(generatedCase, fc.nat(1000), law), { numRuns: RUNS });

/** What a finding comes to, the lists of accounts and what is told of them apart. */
const core = (f: Finding): unknown => ({
  id: f.id,
  possible: f.possible,
  footing: f.footing,
  approximate: f.approximate,
  window: f.window,
  breaches: f.breaches.map(({ id, from, until, footing }) => ({ id, from, until, footing })),
  performed: f.performed && { time: f.performed.time, late: f.performed.late, footing: f.performed.footing },
  coverage: f.coverage.share,
});

const findings = (c: GeneratedCase, record: Record = c.record, model: Model = c.model): readonly Finding[] =>
  monitor(model, record, c.options).findings;

/** The events of a case as its first norm sees them, under the text. */
function eventsOf(c: GeneratedCase, record: Record, standard: Standard): Map<string, string> {
  const evidence = new Evidence(c.model, record, STANDARDS[standard], c.options.asOf);
  const norm = new NormView(c.model, c.model.norms[0]!, views(c.model)[0]!);
  const read = norm.columnsRead(new Map(c.model.states.map((s) => [s.id, s])));
  return new Map(
    evidence.events(read).map((e) => {
      const status = e.options.length === 1 ? (e.options[0] === null ? "false" : "true") : "open";
      return [e.id, e.contested ? "contested" : status];
    }),
  );
}

describe("more accounts", () => {
  it("of the same origin, level and content change nothing but the lists of accounts", () => {
    let told = 0;
    check((c, pick) => {
      const { accounts } = c.record;
      fc.pre(accounts.length > 0);
      const same = accounts[pick % accounts.length]!;
      const again: Account = { ...same, id: `${same.id}/again` };
      told += 1;
      const before = findings(c).map(core);
      expect(findings(c, { ...c.record, accounts: [...accounts, again] }).map(core)).toEqual(before);
    });
    expect(told).toBeGreaterThan(RUNS / 4);
  });

  it("never lower a level", () => {
    check((c, pick) => {
      const told = c.record.accounts;
      fc.pre(told.length > 1);
      const sources = new Map(c.record.sources.map((s) => [s.id, s]));
      const acts = new Map(c.model.acts.map((a) => [a.id, a]));
      const around = { acts, sources, told };
      const part = told.filter((_, i) => ((pick >> (i % 10)) & 1) === 1);
      expect(level(told, around)).toBeGreaterThanOrEqual(level(part, around));
    });
  });

  it("from an independent source that agrees never make false what was true or contested", () => {
    let compared = 0;
    check((c, pick) => {
      const said = c.record.accounts.filter((a) => a.stance === "asserts" && a.status !== "withdrawn");
      fc.pre(said.length > 0);
      const account = said[pick % said.length]!;
      const witness: Source = {
        ...c.record.sources[0]!,
        id: "witness",
        origin: "witness",
        kind: "monitor",
        speaksFor: [],
        mandate: [],
      };
      const agreeing: Account = { ...account, id: `${account.event}/witness`, source: "witness", grade: "report" };
      const more: Record = {
        ...c.record,
        accounts: [...c.record.accounts, agreeing],
        sources: [...c.record.sources, witness],
      };
      for (const standard of Object.keys(STANDARDS) as Standard[]) {
        const before = eventsOf(c, c.record, standard).get(account.event);
        const after = eventsOf(c, more, standard).get(account.event);
        if (before !== "true" && before !== "contested") continue;
        compared += 1;
        expect(after).not.toBe("false");
      }
    });
    expect(compared).toBeGreaterThan(RUNS / 10);
  });
});

describe("a higher standard", () => {
  it("never turns true or false into contested, nor one into the other", () => {
    const order: readonly Standard[] = ["alleged", "reasonable-grounds", "corroborated", "adjudicated"];
    check((c) => {
      for (const [i, standard] of order.slice(0, -1).entries()) {
        const low = eventsOf(c, c.record, standard);
        const high = eventsOf(c, c.record, order[i + 1]!);
        for (const [id, status] of low) {
          if (status !== "true" && status !== "false") continue;
          const next = high.get(id)!;
          expect(next).not.toBe("contested");
          // Coverage denies at every standard (4.2), so what fell short of it may come to be denied only by it.
          const covered = c.record.coverage.length > 0;
          if (!covered) expect([status, "open"]).toContain(next);
        }
      }
    });
  });
});

describe("a later date", () => {
  it("never removes a breach", () => {
    let breaches = 0;
    check((c, pick) => {
      const now = c.options.at ?? c.model.case.recordCloses!;
      const earlier: Time = {
        earliest: now.earliest - (pick % 9) * 43_200,
        latest: now.latest - (pick % 9) * 43_200,
        text: "earlier",
      };
      const before = monitor(c.model, c.record, { ...c.options, at: earlier }).findings;
      const after = new Map(findings(c).map((f) => [f.id, f]));
      for (const f of before) {
        for (const breach of f.breaches) {
          if (breach.footing !== "agreed" || f.approximate) continue;
          breaches += 1;
          const later = after.get(f.id);
          expect(later?.breaches.map((b) => b.id)).toContain(breach.id);
          expect(later?.possible).toEqual(["breached"]);
        }
      }
    });
    expect(breaches).toBeGreaterThan(0);
  });
});

describe("a reading that restates nothing", () => {
  it("equals the text", () => {
    let compared = 0;
    check((c) => {
      const norm = c.model.norms[0]!;
      const span = norm.span;
      const none = {
        id: "echo",
        of: { kind: "norm" as const, id: norm.id },
        holders: ["echo-holder"],
        source: null,
        stated: null,
        means: [],
        clauses: {},
        notBinding: false,
        prose: "",
        span,
      };
      const model: Model = { ...c.model, readings: [...c.model.readings, none] };
      const all = findings(c, c.record, model).filter((f) => f.norm === norm.id);
      const of = (view: string): unknown[] =>
        all
          .filter((f) => f.view === view)
          .map((f) => JSON.parse(JSON.stringify(core(f)).replaceAll(`/${view}/`, "/VIEW/")) as unknown);
      expect(of("echo-holder")).toEqual(of("text"));
      compared += of("text").length;
    });
    expect(compared).toBeGreaterThan(RUNS / 2);
  });
});

/** The same case with its parties under each other's names. */
function renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((v) => renamed(v, names));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, renamed(v, names)]));
}

describe("the names of the parties", () => {
  it("swapped swap the findings, and nothing else", () => {
    check((c) => {
      const names = new Map([
        ["A", "B"],
        ["B", "A"],
      ]);
      const swapped = renamed(c, names) as GeneratedCase;
      const idOf = (id: string): string => id.replaceAll(/(?<=[/→=+, ]|^)[AB](?=[/→=+,: ]|$)/gu, (n) => names.get(n)!);
      const tell = (all: readonly Finding[], id: (id: string) => string): string[] =>
        all
          .map((f) =>
            JSON.stringify([id(f.id), f.possible, f.footing, f.breaches.map((b) => b.id).toSorted(), f.coverage.share]),
          )
          .toSorted();
      expect(tell(findings(swapped), (id) => id)).toEqual(tell(findings(c), idOf));
    });
  });

  it("changed to others change nothing else", () => {
    check((c) => {
      // In an order that is not that of the letters, so that nothing can rest on which name comes first.
      const names = new Map(["A", "B", "C", "D"].map((n, i) => [n, ["delta", "beta", "omega", "alpha"][i]!]));
      const idOf = (id: string): string => id.replaceAll(/(?<=[/→=+, ]|^)[A-D](?=[/→=+,: ]|$)/gu, (n) => names.get(n)!);
      const tell = (all: readonly Finding[], id: (id: string) => string): string[] =>
        all
          .map((f) =>
            JSON.stringify([id(f.id), f.possible, f.footing, f.breaches.map((b) => b.id).toSorted(), f.coverage.share]),
          )
          .toSorted();
      expect(tell(findings(renamed(c, names) as GeneratedCase), (id) => id)).toEqual(tell(findings(c), idOf));
    });
  });
});

describe("the order of rows and declarations", () => {
  it("changes no byte", () => {
    check((c, pick) => {
      const turn = <T>(list: readonly T[]): T[] => {
        const at = list.length === 0 ? 0 : pick % list.length;
        return [...list.slice(at), ...list.slice(0, at)].toReversed();
      };
      const record: Record = {
        ...c.record,
        accounts: turn(c.record.accounts),
        sources: turn(c.record.sources),
        coverage: turn(c.record.coverage),
      };
      const before = JSON.stringify(monitor(c.model, c.record, c.options));
      expect(JSON.stringify(monitor(c.model, record, c.options))).toBe(before);
    });
  });
});
