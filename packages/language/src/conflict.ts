/** What can only be seen when all norms are read: chains of breaches, conflicts, triggers that nothing produces. */
import type { Argument, EventPattern, Norm, Precedence, RestatedClauses, Span } from "./model.ts";
import type { Scope } from "./names.ts";

/** A norm, sound or not, as far as its clauses are known. */
export interface Known {
  readonly id: string;
  readonly kind: Norm["kind"];
  readonly clauses: RestatedClauses;
  /** The parties of its agreement, at any time. */
  readonly parties: ReadonlySet<string>;
  /** Where its `when` stands, or its name. */
  readonly when: Span;
  readonly name: Span;
}

/** Reports triggers that no act can produce; returns the norms that have one. */
export function checkTriggers(scope: Scope, norms: ReadonlyMap<string, Known>): string[] {
  const found: string[] = [];
  for (const { id: norm, clauses, when } of norms.values()) {
    const mark = scope.errors;
    const { breach } = clauses;
    if (breach != null) {
      const other = norms.get(breach.norm);
      if (other === undefined) continue;
      if (other.kind !== "duty" && other.kind !== "ban") {
        const why = `${breach.norm} is ${other.kind === "aim" ? "an aim" : `a ${other.kind}`}, which nobody can breach`;
        scope.report("SV412", when, { why, help: "Name a duty or a ban." });
      } else if (
        other.clauses.bearer?.kind === "named" &&
        other.clauses.bearer.variables === undefined &&
        breach.by?.kind === "name"
      ) {
        const { id } = breach.by;
        if (!other.clauses.bearer.actors.includes(id)) {
          const why = `${id} is not bound by ${breach.norm}`;
          scope.report("SV412", when, { why, help: `It binds ${other.clauses.bearer.actors.join(", ")}.` });
        }
      }
    }
    const trigger = clauses.when ?? null;
    const patterns =
      trigger === null ? [] : [trigger.anchor, ...(trigger.or ?? []), ...trigger.further.map(({ pattern }) => pattern)];
    for (const pattern of patterns) {
      const { actor, target } = pattern;
      if (actor === null || target === null || !same(actor, target)) continue;
      const who = actor.kind === "name" ? actor.id : actor.kind === "variable" ? actor.name : "somebody";
      scope.report("SV412", when, {
        why: `${who} would have to ${pattern.act} itself`,
        help: "Name another for one of the two roles.",
      });
    }
    if (scope.errors !== mark) found.push(norm);
  }
  return found;
}

function same(a: Argument, b: Argument): boolean {
  if (a.kind === "name") return b.kind === "name" && a.id === b.id;
  return a.kind === "variable" && b.kind === "variable" && a.name === b.name && a.of === b.of;
}

/** Reports a chain of breaches that comes round to its beginning with no deadline on the way; returns its norms. */
export function checkChains(scope: Scope, norms: ReadonlyMap<string, Known>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  for (const start of norms.keys()) {
    const path = new Set<string>();
    let at: string | undefined = start;
    // Each norm is triggered by the breach of one other at most: a chain is followed back without branching.
    while (at !== undefined && !done.has(at) && !path.has(at)) {
      path.add(at);
      const norm = norms.get(at);
      at = norm === undefined || takesTime(norm.clauses) ? undefined : norm.clauses.breach?.norm;
    }
    if (at !== undefined && path.has(at)) {
      const all = Array.from(path);
      const cycle = all.slice(all.indexOf(at)).reverse();
      const chain = [...cycle, cycle[0]].join(", then ");
      const known = norms.get(cycle[0] ?? "");
      if (known !== undefined) scope.report("SV413", known.when, { chain });
      for (const id of cycle) found.push(id);
    }
    for (const id of path) done.add(id);
  }
  return found;
}

/** Whether a breach of it comes later than its trigger: it has a deadline that is counted from there, or is dated. */
function takesTime({ must, time }: RestatedClauses): boolean {
  const achieves = must?.items.some((item) => item.kind === "do" || (item.kind === "term" && item.mode === "achieve"));
  return achieves === true && (time?.by != null || (time?.within != null && time.within.count > 0));
}

/** What is banned, as one of those that the ban binds has it. */
interface Banned {
  readonly norm: Known;
  readonly pattern: EventPattern;
}

/** More bans than this are not told of one norm: once these are settled, the next are. */
const MOST_CONFLICTS = 20;

/** Warns of norms that demand or permit what another forbids, with no precedence between them. */
export function checkConflicts(scope: Scope, norms: readonly Known[], precedences: readonly Precedence[]): void {
  const ranked = new Set(precedences.flatMap(({ higher, lower }) => [`${higher} ${lower}`, `${lower} ${higher}`]));
  // By act and whom it binds, then by the one to whom it is done (null: whoever that is): pairs that cannot meet are never looked at.
  const bans = new Map<string, Map<string | null, Banned[]>>();
  for (const norm of norms) {
    if (norm.kind !== "ban") continue;
    for (const item of norm.clauses.must?.items ?? []) {
      if (item.kind !== "not-do" || item.pattern.count !== undefined) continue;
      for (const actor of bound(norm)) {
        const key = `${item.pattern.act} ${actor}`;
        const byTarget = bans.get(key) ?? new Map<string | null, Banned[]>();
        bans.set(key, byTarget);
        const target = nameIn(item.pattern.target);
        const list = byTarget.get(target);
        if (list === undefined) byTarget.set(target, [{ norm, pattern: item.pattern }]);
        else list.push({ norm, pattern: item.pattern });
      }
    }
  }
  for (const norm of norms) {
    if (norm.kind !== "duty" && norm.kind !== "permission") continue;
    const told = new Set<string>();
    for (const ban of against(norm, bans)) {
      const other = ban.norm.id;
      if (told.has(other) || ranked.has(`${norm.id} ${other}`)) continue;
      told.add(other);
      scope.report("SV414", norm.name, { one: norm.id, two: other });
      if (told.size === MOST_CONFLICTS) break;
    }
  }
}

/** The bans that forbid somebody whom a norm binds something that it demands or permits, perhaps again and again. */
function* against(norm: Known, bans: ReadonlyMap<string, ReadonlyMap<string | null, Banned[]>>): Generator<Banned> {
  for (const item of norm.clauses.must?.items ?? []) {
    if (item.kind !== "do") continue;
    const target = nameIn(item.pattern.target);
    for (const actor of bound(norm)) {
      const byTarget = bans.get(`${item.pattern.act} ${actor}`);
      if (byTarget === undefined) continue;
      const lists = target === null ? byTarget.values() : [byTarget.get(target) ?? [], byTarget.get(null) ?? []];
      for (const list of lists)
        for (const ban of list)
          if (meet(item.pattern, ban.pattern) && placesMeet(norm.clauses, item.pattern, ban.norm.clauses, ban.pattern))
            yield ban;
    }
  }
}

function nameIn(argument: Argument | null): string | null {
  return argument?.kind === "name" ? argument.id : null;
}

function meet(a: EventPattern, b: EventPattern): boolean {
  return argumentsMeet(a.target, b.target) && argumentsMeet(a.object, b.object);
}

/** Two names are two things; whatever is open may be the same. */
function argumentsMeet(a: Argument | null, b: Argument | null): boolean {
  return a?.kind !== "name" || b?.kind !== "name" || a.id === b.id;
}

/** Whom a norm can bind; who an open term means, nobody can tell here. */
function bound({ clauses: { bearer }, parties }: Known): ReadonlySet<string> {
  if (bearer === undefined || bearer.kind === "unnamed" || bearer.kind === "open") return new Set();
  return bearer.kind === "named" && bearer.variables === undefined ? new Set(bearer.actors) : parties;
}

/** Places by name that differ are taken for different places; anything else may be the same. */
function placesMeet(a: RestatedClauses, inA: EventPattern, b: RestatedClauses, inB: EventPattern): boolean {
  const one = inA.place ?? a.place ?? null;
  const two = inB.place ?? b.place ?? null;
  return one?.kind !== "zone" || two?.kind !== "zone" || one.id === two.id;
}

/** A norm that speaks of another which is not in the model is not in it either. */
export function dropHollow(
  norms: ReadonlyMap<string, { norm: Norm | null; readonly layers: readonly RestatedClauses[] }>,
): void {
  const speaksOf = ({ breach, power }: RestatedClauses): readonly string[] => {
    const ended = power?.kind === "terminate" && power.of.kind === "norm" ? [power.of.id] : [];
    return breach == null ? ended : [breach.norm, ...ended];
  };
  const speakers = new Map<string, string[]>();
  const gone: string[] = [];
  for (const [id, { norm, layers }] of norms) {
    if (norm === null) gone.push(id);
    for (const other of layers.flatMap(speaksOf)) {
      if (!norms.has(other)) gone.push(other);
      const list = speakers.get(other);
      if (list === undefined) speakers.set(other, [id]);
      else list.push(id);
    }
  }
  for (let next = gone.pop(); next !== undefined; next = gone.pop()) {
    for (const id of speakers.get(next) ?? []) {
      const building = norms.get(id);
      if (building == null || building.norm === null) continue;
      building.norm = null;
      gone.push(id);
    }
  }
}
