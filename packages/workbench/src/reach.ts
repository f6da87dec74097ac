/**
 * Which norms a flip can reach: those that ask, somewhere, about a kind of conduct that the flipped accounts tell of. What it cannot
 * reach is as it was, and need not be worked out again. Errs on the side of reaching too much.
 */
import type { Model, Norm } from "@servanda/language";
import type { Account, Record, Result } from "@servanda/monitor";
import type { Asked } from "./asked.ts";

/** Norms by id, or all of them. */
export type Reach = ReadonlySet<string> | "all";

/** Acts that each norm asks about: its own, those of its readings, and those of whatever may bear on it. */
export function actsOf(model: Model): ReadonlyMap<string, ReadonlySet<string>> {
  const own = new Map(model.norms.map((norm) => [norm.id, mentionsOf(model, norm)]));
  const acts = new Set(model.acts.map((act) => act.id));
  const states = new Map(model.states.map((s) => [s.id, [...s.startedBy, ...s.endedBy].map((change) => change.act)]));
  // A permission, a power or a precedence can bear on norms that do not name it.
  const bearing = model.norms.filter(({ kind }) => kind === "permission" || kind === "power").map(({ id }) => id);
  const ranked = (model.precedences ?? []).flatMap(({ higher, lower }) => [higher, lower]);
  return new Map(
    model.norms.map(({ id }) => {
      const found = new Set<string>();
      const seen = new Set<string>();
      const waiting = [id, ...bearing, ...(ranked.includes(id) ? ranked : [])];
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        if (seen.has(next)) continue;
        seen.add(next);
        for (const word of own.get(next) ?? []) {
          if (acts.has(word)) found.add(word);
          for (const act of states.get(word) ?? []) found.add(act);
          if (own.has(word)) waiting.push(word);
        }
      }
      return [id, found];
    }),
  );
}

/** Every word that a norm, its readings, its agreement or what they stand on says. */
function mentionsOf(model: Model, norm: Norm): ReadonlySet<string> {
  const words = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === "string") words.add(value);
    else if (value !== null && typeof value === "object") for (const part of Object.values(value)) visit(part);
  };
  visit([norm.clauses, norm.amendments]);
  visit(model.readings.filter(({ of }) => of.id === norm.id || of.id === norm.instrument));
  visit(model.instruments.find(({ id }) => id === norm.instrument));
  return words;
}

/** What differs between two questions at the same date, knowledge and standard reaches these norms. */
export function reachOf(
  acts: ReadonlyMap<string, ReadonlySet<string>>,
  record: Record,
  before: Asked,
  now: Asked,
): Reach {
  if (before.standard !== now.standard || before.at !== now.at || before.asOf !== now.asOf) return "all";
  const sources = new Set(differing(before.without, now.without));
  if ((record.values ?? []).some(({ source }) => sources.has(source))) return "all";
  const accounts = new Set(differing(before.disbelieved, now.disbelieved));
  const events = new Set([
    ...differing(before.supposed, now.supposed),
    ...record.accounts.filter((a) => accounts.has(a.id) || sources.has(a.source)).map((a) => a.event),
  ]);
  const kinds = new Set(record.coverage.filter((row) => sources.has(row.source)).flatMap((row) => row.kinds));
  const told: ReadonlyMap<string, readonly Account[]> = Map.groupBy(record.accounts, (a) => a.event);
  for (const event of events) {
    const own = (told.get(event) ?? []).flatMap((a) => (a.kind === null ? [] : [a.kind]));
    // Nobody says what it was: it may be anything.
    if (own.length === 0) return "all";
    for (const kind of own) kinds.add(kind);
  }
  if (kinds.has("*")) return "all";
  return new Set([...acts].filter(([, asked]) => [...kinds].some((kind) => asked.has(kind))).map(([norm]) => norm));
}

function differing(a: readonly string[], b: readonly string[]): string[] {
  return [...a.filter((id) => !b.includes(id)), ...b.filter((id) => !a.includes(id))];
}

/** An earlier result, with the findings and lines on these norms as they are now. */
export function patched(earlier: Result, now: Result, norms: ReadonlySet<string>): Result {
  const line = (l: Result["board"][number]): string => JSON.stringify([l.instrument, l.norm, l.bearer]);
  return {
    ...now,
    findings: [...earlier.findings.filter((f) => !norms.has(f.norm)), ...now.findings].sort((a, b) =>
      compare(a.id, b.id),
    ),
    board: [...earlier.board.filter((l) => !norms.has(l.norm)), ...now.board].sort((a, b) => compare(line(a), line(b))),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
