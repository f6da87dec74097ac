/** What can be known of a norm's window, and of who is bound in it, before anything runs. */
import { formatDay } from "./calendar.ts";
import { DISTANT_FUTURE, DISTANT_PAST, type Bearer, type Instrument, type RestatedClauses } from "./model.ts";
import type { Scope } from "./names.ts";
import { speaksOfOthers, variablesIn, type ReadClauses } from "./norm.ts";
import type { InstrumentNode } from "./syntax.ts";
import { missingAct } from "./world.ts";

/**
 * Reports a deadline before entry into force, months without rounding, bearers that are an empty set, or known too late, and `each other` of one
 * alone.
 */
export function checkWindow(
  scope: Scope,
  clauses: RestatedClauses,
  read: ReadClauses,
  instrument: Instrument | null,
  offset: number,
  triggered: boolean = clauses.when != null || clauses.breach != null,
): void {
  const entry = instrument?.inForce?.from ?? null;
  const time = clauses.time ?? null;
  const timeSpan = read.spans.get("time");
  if (time !== null && timeSpan !== undefined) {
    if (time.by !== null && entry !== null && time.by.latest < entry.earliest)
      scope.report("SV401", timeSpan, { deadline: time.by.text, entry: entry.text });
    const start = time.from ?? (triggered ? null : entry);
    const base = start === null ? null : { ...start, offset };
    for (const duration of [time.within, time.for, time.every ?? null, time.renewal?.for ?? null])
      if (duration !== null) scope.rounding(duration, timeSpan, base);
  }
  if (clauses.bearer !== undefined && isAlone(clauses.bearer)) {
    const speaking = Object.entries(clauses).find(([, clause]) => speaksOfOthers(clause));
    const span = speaking && (read.spans.get(speaking[0] as keyof RestatedClauses) ?? read.spans.get("bearer"));
    if (span !== undefined)
      scope.report("SV408", span, {
        what: '"each other" is said of several who are bound, and this norm binds one.',
        help: 'Name whom you mean, or write "anyone"; or name all who are bound in the line that says who is.',
      });
  }
  checkBearers(scope, clauses, read);
  if (instrument === null || entry === null || clauses.bearer?.kind !== "each-party") return;
  const excepted = new Set(
    clauses.bearer.except.flatMap((argument) => (argument.kind === "name" ? [argument.id] : [])),
  );
  const from = time?.from?.earliest ?? entry.earliest;
  const until = Math.min(
    instrument.inForce?.until?.latest ?? DISTANT_FUTURE,
    (triggered ? null : time?.by?.latest) ?? DISTANT_FUTURE,
    time?.until?.latest ?? DISTANT_FUTURE,
  );
  const span = read.spans.get("bearer") ?? timeSpan;
  if (span === undefined) return;
  const bound = instrument.parties.some(
    ({ actor, periods }) =>
      !excepted.has(actor) &&
      periods.some(
        (period) =>
          (period.from?.earliest ?? entry.earliest ?? DISTANT_PAST) <= until &&
          (period.until?.latest ?? DISTANT_FUTURE) > from,
      ),
  );
  if (bound || instrument.parties.length === 0) return;
  const others = instrument.parties.every(({ actor }) => excepted.has(actor));
  const why = others
    ? "every party is excepted"
    : `no party is a member between ${formatDay(from, offset)} and ${until === DISTANT_FUTURE ? "the end" : formatDay(until, offset)}`;
  scope.report("SV402", span, { why });
}

/** Who is bound is known from what makes the occasion (docs/semantics.md 7.2): one whom a further event names would be bound by nothing. */
function checkBearers(scope: Scope, { bearer, when, breach }: RestatedClauses, read: ReadClauses): void {
  const further = when?.further ?? breach?.further ?? [];
  const span = read.spans.get("bearer") ?? read.spans.get("when");
  if (further.length === 0 || span === undefined || (bearer?.kind === "variable" && bearer.binds !== undefined)) return;
  const first = variablesIn(when?.anchor ?? [breach?.by, breach?.against]);
  const later = variablesIn(further);
  const name = [...variablesIn(bearer)].find((each) => later.has(each) && !first.has(each));
  if (name !== undefined) scope.report("SV419", span, { name });
}

/** How a party leaves an agreement; null if its act is not declared. */
export function readWithdrawal(
  scope: Scope,
  node: NonNullable<InstrumentNode["withdrawal"]>,
): NonNullable<Instrument["withdrawal"]> | null {
  if (node.after !== null) scope.rounding(node.after.duration, node.after.span, null);
  if (!scope.acts.has(node.act.text)) {
    missingAct(scope, node.act);
    return null;
  }
  return { act: node.act.text, after: node.after?.duration ?? null };
}

/** Whether a line of bearers is of one, beside whom there is no other. An open term may stand for several. */
function isAlone(bearer: Bearer): boolean {
  if (bearer.kind === "named") return bearer.actors.length + (bearer.variables ?? []).length < 2;
  return bearer.kind === "unnamed" || (bearer.kind === "variable" && bearer.binds === undefined);
}
