/** The comparison of the engine with the oracle: equality where exact, containment where approximate (docs/semantics.md 9.5). */
import type { Atom, Finding } from "./finding.ts";
import type { ReferenceFinding } from "./reference.ts";
import { timeOf, turnOf } from "./referencepivot.ts";

const turning = (t: { readonly id: string; readonly footing: string }): string => `${t.id} ${t.footing}`;

/** What a pivot is about, and the outcomes that each answer leaves. */
function turn({ kind, ref, answers }: Atom): Parameters<typeof turnOf> {
  return [kind === "event" || kind === "time" ? `${kind} ${ref}` : kind, answers.map((a) => a.outcomes)];
}

type Say = (what: string, engine: unknown, reference: unknown) => void;

/** 8.5, 11.6: from when until when each breach lasts. The engine begins it as the accounts tell it, not as histories narrow that. */
function lengths(f: Finding, r: ReferenceFinding, say: Say): void {
  for (const id of new Set(r.lasting.map((l) => l.id))) {
    const own = f.breaches.filter((b) => b.id === id);
    const wanted = r.lasting.filter((l) => l.id === id);
    // An act that is a breach may also begin a failure.
    if (own.length > wanted.length && r.breaches.some((b) => b.id === id && b.acts)) continue;
    say(`pieces of ${id}`, own.length, wanted.length);
    for (const [n, { from, until, goesOn }] of wanted.entries()) {
      const told = own[n];
      if (told === undefined) continue;
      const isWithin = told.from.earliest <= from.from && from.to <= told.from.latest;
      if (!isWithin) say(`beginning of ${id}`, [told.from.earliest, told.from.latest], [from.from, from.to]);
      if (id === "entry" || id === "deadline")
        say(`beginning of ${id}`, [told.from.earliest, told.from.latest], [from.from, from.to]);
      const end = until && [until.from, goesOn ? Math.max(until.to, r.at) : until.to];
      say(`end of ${id}`, told.until && [told.until.earliest, told.until.latest], end);
    }
  }
}

const sorted = (list: readonly string[]): string[] => [...new Set(list)].sort();

/** Where the findings of the engine and the reference differ, in words; empty: nowhere. */
export function differences(found: readonly Finding[], wanted: readonly ReferenceFinding[]): string[] {
  const engine = new Map(found.map((f) => [f.id, f]));
  const oracle = new Map(wanted.map((f) => [f.id, f]));
  const ids = sorted([...engine.keys(), ...oracle.keys()]);
  return ids.flatMap((id) => {
    const f = engine.get(id);
    const r = oracle.get(id);
    if (f === undefined) return [`${id}: only the reference has it (${r!.possible.join(", ")})`];
    if (r === undefined) return [`${id}: only the engine has it (${f.possible.join(", ")})`];
    const differ: string[] = [];
    const say = (what: string, a: unknown, b: unknown): void => {
      if (JSON.stringify(a) !== JSON.stringify(b))
        differ.push(`${id}: ${what}: engine ${JSON.stringify(a)}, reference ${JSON.stringify(b)}`);
    };
    // 9.5: where it is approximate, `possible` contains the true set.
    if (f.approximate) say("possible (approximate)", sorted([...f.possible, ...r.possible]), sorted(f.possible));
    else {
      say("possible", sorted(f.possible), r.possible);
      say("footing", f.footing, r.footing);
      say("breaches", sorted(f.breaches.map((b) => b.id)), sorted(r.breaches.map((b) => b.id)));
      lengths(f, r, say);
      // A failure that an exception interrupts is told piece by piece.
      const whole = f.breaches.filter((b) => f.breaches.filter((o) => o.id === b.id).length === 1);
      const alike = r.breaches.filter((b) => whole.some((o) => o.id === b.id));
      say("footing of breaches", whole.map(turning).toSorted(), alike.map(turning));
      const times = f.breaches.map((b) => timeOf(b.id, b.from.earliest, b.until && b.until.earliest));
      if (r.times !== null) say("times of breaches", sorted(times), r.times);
      say(
        "uses",
        (f.uses ?? [])
          .flatMap((u) => (u.void === null || u.footing !== "settled" ? turning({ ...u, id: u.event }) : []))
          .toSorted(),
        r.uses.map(turning),
      );
      // 9.4: of several smallest sets the engine tells one.
      const pivots = f.pivots.atoms
        .map((a) => turnOf(...turn(a)))
        .toSorted()
        .join("; ");
      if (f.pivots.minimal && r.pivots !== null && !r.pivots.includes(pivots)) say("pivots", pivots, r.pivots);
      const { share, gaps, rows } = f.coverage;
      const bare = gaps.map((g) => ({ from: g.from.earliest, to: g.until.latest }));
      say("coverage", share === null ? null : { share, gaps: bare, rows }, r.coverage);
    }
    say("bearer", f.bearer, r.bearer);
    say("counterparty", f.counterparty, r.counterparty);
    return differ;
  });
}
