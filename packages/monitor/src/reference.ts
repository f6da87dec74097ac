/**
 * The naive oracle: docs/semantics.md, rule by rule, by enumerating histories one after the other. Slow, plain, and written to be read
 * beside the rules. It imports only types of the project, and knows nothing of how the engine does it: tests compare the two.
 * Here are its findings (6.5, 6.7, 7, 9); `referencerecord` has what the record lets happen (1 to 4, 15), `referenceview` the norm as a view
 * has it (6), `referencescene` what happens in one history, `referenceoccasion` what begins an instance (7), `referencebond` who is bound
 * (13), `referencewindow` how long it lasts (5.2, 6.4), `referenceoutcome` what comes of it (8, 11), `referencechain` what norms do to
 * norms (14), `referencepivot` what it turns on (9.3, 9.4), `referencewatch` how much of it was watched (9.7), `referencetime` the clock.
 *
 * An uncertain time is tried second by second: keep the bounds of uncertain times to a few seconds.
 */
import type { Clauses, Instant, Model, Standard, Time } from "@servanda/language";
import type { Outcome } from "./finding.ts";
import type { Record } from "./record.ts";
import { isMember, lastingRun } from "./referencebond.ts";
import { LAW, bareScene } from "./referencechain.ts";
import {
  UNBOUND,
  beginsAnchored,
  beginsBreached,
  entriesOf,
  instanceOf,
  instancesOfBreach,
  mayBegin,
} from "./referenceoccasion.ts";
import type { Occasion } from "./referenceoccasion.ts";
import { outcomeOf } from "./referenceoutcome.ts";
import type { Verdict } from "./referenceverdict.ts";
import { footingOf, pivotsOf, timeOf } from "./referencepivot.ts";
import { evidence } from "./referencerecord.ts";
import type { Ask, Instance } from "./referencescene.ts";
import type { Run } from "./referencetime.ts";
import { anchorsOf, bearersOf, normUnder, runAt, views } from "./referenceview.ts";
import type { Bearer, NormView, Stage } from "./referenceview.ts";
import { coverageOver, watchOf } from "./referencewatch.ts";
import type { ReferenceCoverage, Watch } from "./referencewatch.ts";
import { isOption } from "./referencewindow.ts";

export { differences } from "./referencecomparison.ts";

export interface ReferenceFinding {
  readonly id: string;
  readonly norm: string;
  readonly view: string;
  readonly bearer: string;
  readonly counterparty: string | null;
  readonly at: Instant;
  /** Sorted by code unit. */
  readonly possible: readonly Outcome[];
  readonly footing: "settled" | "contested on facts" | "unknown";
  /** What begins a breach in at least one history: an event id; `entry` (or the anchor) where no event does. By id. */
  readonly breaches: readonly (Turning & { readonly acts: boolean })[];
  /** 8.5, 11.6: those that last, and how long, by id. Of several that one event begins, in order of time. */
  readonly lasting: readonly ReferenceLasting[];
  /** 8.4, 8.5, 11.4: where there is one history, each breach and each piece of a failure: `ID SECOND UNTIL`. Null: there are more. */
  readonly times: readonly string[] | null;
  /** 14.4: the uses with effect in at least one history, by id. */
  readonly uses: readonly Turning[];
  /** 9.4: the smallest sets of open facts, in the words of `referencepivot`; null: not worked out. */
  readonly pivots: readonly string[] | null;
  /** 9.7 */
  readonly coverage: ReferenceCoverage | null;
}

/** From when until when a breach lasts, over all histories that have it. */
export interface ReferenceLasting {
  readonly id: string;
  readonly nth: number;
  readonly from: Run;
  /** The first second after it. Null: in no history is there one. */
  readonly until: Run | null;
  /** Whether it still lasts at `at` in some history. */
  readonly goesOn: boolean;
}

/** 9.6: whether every history has it, or what it turns on. */
interface Turning {
  readonly id: string;
  readonly footing: ReferenceFinding["footing"];
}

export interface ReferenceOptions {
  readonly at?: Time | undefined;
  readonly asOf?: Time | undefined;
  readonly standard?: Standard | undefined;
}

/** More histories of one finding than this are not tried: the call throws. */
const MOST_HISTORIES = 20_000;

/** Every finding of a case, sorted by id. Throws where `at` is nowhere given, or where there are too many histories. */
export function reference(model: Model, record: Record, options: ReferenceOptions = {}): readonly ReferenceFinding[] {
  const at = options.at ?? model.case.recordCloses;
  if (at === null) throw new Error("no date to speak about");
  const e = evidence(model, record, at.latest, options.asOf?.latest ?? null, options.standard ?? model.case.standard);
  const findings = model.norms.flatMap((norm) =>
    views(model)
      .filter((view) => view.reads(norm))
      .flatMap((view) => findingsOf(normUnder(e, norm, view, LAW))),
  );
  return findings.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

type Told<T> = T & { readonly answers: ReadonlyMap<string, number> };

/** Every history, by counting up through the answers. */
function histories<T extends object>(judge: (ask: Ask) => T): readonly Told<T>[] {
  const told: Told<T>[] = [];
  let script: { question: string; answer: number; answers: number }[] = [];
  for (;;) {
    const answers = new Map(script.map((s) => [s.question, s.answer]));
    const verdict = judge((question, count) => {
      const known = answers.get(question);
      if (known !== undefined) return known;
      if (count > 1) script.push({ question, answer: 0, answers: count });
      answers.set(question, 0);
      return 0;
    });
    told.push({ ...verdict, answers: new Map(script.map((s) => [s.question, s.answer])) });
    if (told.length > MOST_HISTORIES) throw new Error("too many histories for the reference");
    script = script.slice(0, script.findLastIndex((s) => s.answer + 1 < s.answers) + 1);
    if (script.length === 0) return told;
    const last = script.pop()!;
    script.push({ ...last, answer: last.answer + 1 });
  }
}

/** Everything that is found of a norm under a view. */
function findingsOf(j: NormView): readonly ReferenceFinding[] {
  const single = (clauses: Clauses, bearer: Bearer, outcome: Outcome): ReferenceFinding =>
    findingOf(j, instanceOf(j, clauses, bearer, UNBOUND, "none", null), () => ({ outcome, breaches: [] }));
  const living = j.stages.filter((s) => !s.repealed);
  // 7.6
  const forNobody = (outcome: Outcome): readonly ReferenceFinding[] => {
    const line = j.norm.clauses.bearer;
    // 12.3: nothing binds it.
    if (line.kind === "variable" && line.binds)
      return [single(j.norm.clauses, { id: line.name, words: null, unnamed: false, joint: null }, outcome)];
    return bearersAt(j, living).map(([clauses, bearer]) => single(clauses, bearer, outcome));
  };
  if (j.instrument.inForce === null) return forNobody("not in force");
  // 6.7
  if (j.notBinding) return forNobody("not binding");

  const found = new Map<string, ReferenceFinding>();
  const bearersFound = new Set<string>();
  const add = (occasion: Occasion): void => {
    const { instance } = occasion;
    bearersFound.add(instance.bearer.id);
    if (!found.has(instance.id))
      found.set(
        instance.id,
        findingOf(j, instance, (ask) => judged(ask, j, occasion)),
      );
  };
  // 7.1
  entriesOf(j).forEach(add);
  // 7.2
  const acts = new Set(living.flatMap((stage) => anchorsOf(stage.clauses).map((p) => p.act)));
  const nobody = { id: "", words: null, unnamed: false, joint: null };
  const none = instanceOf(j, j.norm.clauses, nobody, UNBOUND, "none", null);
  for (const event of j.events) {
    if (!event.options.some((o) => o?.kind != null && acts.has(o.kind))) continue;
    const told = histories((ask) => ({ instances: mayBegin(bareScene(ask, j, none), event) }));
    for (const instance of told.flatMap((t) => t.instances))
      add({ instance, begins: (ask, k) => beginsAnchored(bareScene(ask, k, instance), event) });
  }
  // 14.2
  if (living.some((s) => s.clauses.breach)) {
    for (const { instances } of histories((ask) => ({ instances: instancesOfBreach(bareScene(ask, j, none)) }))) {
      for (const instance of instances)
        add({ instance, begins: (ask, k) => beginsBreached(bareScene(ask, k, instance)) });
    }
  }
  // 7.6, 13.2
  const idle = (clauses: Clauses, bearer: Bearer): ReferenceFinding => {
    const instance = instanceOf(j, clauses, bearer, UNBOUND, "none", null);
    return findingOf(j, instance, (ask) => {
      const run = lastingRun(bareScene(ask, j, instance));
      const inForce = run !== null && runAt([run], j.e.at) !== null;
      return { outcome: inForce ? "not triggered" : "not in force", breaches: [] };
    });
  };
  const hasBegun = found.size > 0;
  for (const [clauses, bearer] of bearersAt(j, living)) {
    // A variable that nothing binds is nobody yet.
    const line = clauses.bearer;
    if (line.kind === "variable" && line.binds) continue;
    const isVariable =
      line.kind === "variable" || (line.kind === "named" && line.variables?.some((v) => v.name === bearer.id));
    if (isVariable ? hasBegun : bearersFound.has(bearer.id)) continue;
    if (clauses.when === null && !clauses.breach) continue;
    const instance = idle(clauses, bearer);
    found.set(instance.id, instance);
  }
  // 12.3
  const { bearer } = j.norm.clauses;
  if (found.size === 0 && bearer.kind === "variable" && bearer.binds) {
    const unknown = { id: bearer.name, words: null, unnamed: false, joint: null };
    const instance = idle(j.norm.clauses, unknown);
    found.set(instance.id, instance);
  }
  return [...found.values()];
}

/** 7.6: of `each party`, who is a member at `at`; in some history; where nobody is in any, whoever is at some time. */
function bearersAt(j: NormView, living: readonly Stage[]): readonly (readonly [Clauses, Bearer])[] {
  const parties = [...new Set(j.instrument.parties.map((p) => p.actor))];
  const present = histories((ask) => ({ ids: parties.filter((id) => isMemberNow(ask, j, id)) }));
  const isPresent = (id: string): boolean => present.some((h) => h.ids.includes(id));
  const found = new Map<string, readonly [Clauses, Bearer]>();
  for (const { clauses } of living) {
    const all = bearersOf(j, clauses, UNBOUND, () => true);
    const now = bearersOf(j, clauses, UNBOUND, isPresent);
    for (const bearer of now.length === 0 ? all : now) found.set(bearer.id, [clauses, bearer]);
  }
  return [...found.values()];
}

function isMemberNow(ask: Ask, j: NormView, actor: string): boolean {
  const nobody = { id: actor, words: null, unnamed: false, joint: null };
  return isMember(bareScene(ask, j, instanceOf(j, j.norm.clauses, nobody, UNBOUND, "none", null)), actor, j.e.at);
}

/** What one history says of an instance. */
interface Judged extends Verdict {
  /** Absent or null: it is not triggered, or has not begun. */
  readonly watch?: Watch | null;
  /** 14.4: of a permission or power, the events that are uses with effect. */
  readonly uses?: readonly string[];
}

function judged(ask: Ask, j: NormView, { instance, begins }: Occasion): Judged {
  const begun = begins(ask, j);
  if ("outcome" in begun) return { outcome: begun.outcome, breaches: [] };
  const { s, t } = begun;
  return { ...outcomeOf(s, t), watch: watchOf(s, t), ...(isOption(j) ? { uses: usesIn(ask, j, instance) } : {}) };
}

function timesOf({ breaches }: Verdict): readonly string[] {
  const told = breaches.filter((b) => b.told);
  return [...new Set(told.map((b) => timeOf(b.id, b.moment.second, b.until)))].sort();
}

function usesIn(ask: Ask, j: NormView, instance: Instance): readonly string[] {
  return j.law.usesOf(ask, j).flatMap((use) => (use.scene.instance.id === instance.id ? [use.event] : []));
}

function findingOf(j: NormView, instance: Instance, judge: (ask: Ask) => Judged): ReferenceFinding {
  const told = histories(judge);
  const outcome = (t: Verdict): Outcome => t.outcome;
  const breaches = new Set(told.flatMap((t) => t.breaches.flatMap((b) => (b.told ? [b.id] : []))));
  const uses = new Set(told.flatMap((t) => t.uses ?? []));
  const turning = (ids: ReadonlySet<string>, has: (t: Judged, id: string) => boolean): readonly Turning[] =>
    [...ids].sort().map((id) => ({ id, footing: footingOf(j, told, (t) => has(t, id)) }));
  const watches = told.flatMap((t) => t.watch ?? []);
  return {
    id: instance.id,
    norm: j.norm.id,
    view: j.view,
    bearer: instance.bearer.id,
    counterparty: instance.counterparty,
    possible: [...new Set(told.map(outcome))].sort(),
    footing: footingOf(j, told, outcome),
    breaches: turning(breaches, (t, id) => t.breaches.some((b) => b.told && b.id === id)).map((t) => ({
      ...t,
      acts: told.some((h) => h.breaches.some((b) => b.id === t.id && b.item === undefined)),
    })),
    at: j.e.at,
    lasting: lastingOf(told),
    times: told.length === 1 ? timesOf(told[0]!) : null,
    uses: turning(uses, (t, id) => t.uses?.includes(id) ?? false),
    pivots: pivotsOf(told, outcome),
    coverage: coverageOver(watches, j.e.at),
  };
}

function lastingOf(told: readonly Verdict[]): readonly ReferenceLasting[] {
  const all = told.flatMap(({ breaches }) => {
    const lasting = breaches.filter((b) => b.told && b.item !== undefined);
    // Several items may fail by one event; then each counts its own.
    return lasting.map((b, n) => ({
      ...b,
      nth: lasting.slice(0, n).filter((o) => o.id === b.id && o.item === b.item).length,
    }));
  });
  const keys = [...new Set(all.map((b) => `${b.id}#${b.nth}`))].sort();
  return keys.map((key) => {
    const own = all.filter((b) => `${b.id}#${b.nth}` === key);
    const ends = own.flatMap((b) => b.until ?? []);
    const run = (seconds: readonly number[]): Run => ({ from: Math.min(...seconds), to: Math.max(...seconds) });
    const { id, nth } = own[0]!;
    const from = run(own.map((b) => b.moment.second));
    return { id, nth, from, until: ends.length === 0 ? null : run(ends), goesOn: ends.length < own.length };
  });
}
