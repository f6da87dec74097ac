/** The comparison of the engine with the oracle: equality where exact, containment where approximate (docs/semantics.md 9.5). */
import type { Finding } from "./finding.ts";
import type { ReferenceFinding } from "./reference.ts";

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
      say("breaches", sorted(f.breaches.map((b) => b.id)), r.breaches);
    }
    say("bearer", f.bearer, r.bearer);
    say("counterparty", f.counterparty, r.counterparty);
    return differ;
  });
}
