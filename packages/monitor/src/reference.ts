/**
 * The naive oracle: docs/semantics.md, rule by rule, by enumerating histories one after the other. Slow, plain, and written to be read
 * beside the rules. It imports only types of the project, and knows nothing of how the engine does it: tests compare the two.
 * Here are its findings (6.5, 6.7, 7, 9); `referencerecord` has what the record lets happen (1 to 4, 15), `referenceview` the norm as a view
 * has it (6), `referencescene` what happens in one history, `referenceoccasion` what begins an instance (7), `referencebond` who is bound
 * (13), `referenceoutcome` what comes of it (8, 11), `referencechain` what norms do to norms (14), `referencetime` the clock.
 *
 * An uncertain time is tried second by second: keep the bounds of uncertain times to a few seconds.
 */
import type { Clauses, Model, Standard, Time } from "@servanda/language";
import type { Outcome } from "./finding.ts";
import type { Record } from "./record.ts";
import { isMember } from "./referencebond.ts";
import { LAW, bareScene } from "./referencechain.ts";
import {
  UNBOUND,
  beginsAnchored,
  beginsBreached,
  entriesOf,
  instanceOf,
  instancesOfBreach,
  mayBegin,
  occasionsOf,
} from "./referenceoccasion.ts";
import type { Occasion } from "./referenceoccasion.ts";
import { outcomeOf } from "./referenceoutcome.ts";
import type { Verdict } from "./referenceoutcome.ts";
import { evidence } from "./referencerecord.ts";
import type { Ask, Instance } from "./referencescene.ts";
import { anchorsOf, bearersOf, boundRuns, normUnder, runAt, views } from "./referenceview.ts";
import type { Bearer, NormView } from "./referenceview.ts";

export { differences } from "./referencecomparison.ts";

export interface ReferenceFinding {
  readonly id: string;
  readonly norm: string;
  readonly view: string;
  readonly bearer: string;
  readonly counterparty: string | null;
  /** Sorted by code unit. */
  readonly possible: readonly Outcome[];
  readonly footing: "agreed" | "contested on facts" | "unknown";
  /** What begins a breach in at least one history: an event id; `entry` (or the anchor) where no event does. Sorted. */
  readonly breaches: readonly string[];
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

/** 9.3 */
function footingOf(j: NormView, told: readonly Told<Verdict>[]): ReferenceFinding["footing"] {
  if (told.every((t) => t.outcome === told[0]!.outcome)) return "agreed";
  const events = new Set(j.events.filter((v) => v.contested).map((v) => `event ${v.id}`));
  // 15.3
  const isContested = (q: string): boolean => events.has(q) || q.startsWith("value contested ");
  const turning = told.filter((t) => [...t.answers.keys()].some(isContested));
  const allElseHeld = (a: Told<Verdict>, b: Told<Verdict>): boolean =>
    [...a.answers].every(([q, answer]) => isContested(q) || !b.answers.has(q) || b.answers.get(q) === answer);
  return turning.some((a) => turning.some((b) => a.outcome !== b.outcome && allElseHeld(a, b)))
    ? "contested on facts"
    : "unknown";
}

/** Everything that is found of a norm under a view. */
function findingsOf(j: NormView): readonly ReferenceFinding[] {
  const single = (clauses: Clauses, bearer: Bearer, outcome: Outcome): ReferenceFinding =>
    findingOf(j, instanceOf(j, clauses, bearer, UNBOUND, "none", null), () => ({ outcome, breaches: [] }));
  const living = j.stages.filter((s) => !s.repealed);
  const everyBearer = new Map(
    living.flatMap((s) => bearersOf(j, s.clauses, UNBOUND, () => true).map((b) => [b.id, [s.clauses, b]] as const)),
  );
  // 6.7
  if (j.notBinding) {
    const line = j.norm.clauses.bearer;
    // 12.3
    if (line.kind === "variable" && line.binds) {
      return [single(j.norm.clauses, { id: line.name, words: null, unnamed: false, joint: null }, "not binding")];
    }
    return bearersAt(j, [...everyBearer.values()]).map(([clauses, bearer]) => single(clauses, bearer, "not binding"));
  }

  const found = new Map<string, ReferenceFinding>();
  const bearersFound = new Set<string>();
  const add = ({ instance, begins }: Occasion): void => {
    bearersFound.add(instance.bearer.id);
    if (found.has(instance.id)) return;
    const judge = (ask: Ask): Verdict => {
      const begun = begins(ask, j);
      return "outcome" in begun ? { outcome: begun.outcome, breaches: [] } : outcomeOf(begun.s, begun.t);
    };
    found.set(instance.id, findingOf(j, instance, judge));
  };
  // 7.1
  entriesOf(j).forEach(add);
  // 7.2
  const several = living.some((s) => anchorsOf(s.clauses).length > 1);
  for (const event of j.events) {
    if (several) {
      const nobody = { id: "", words: null, unnamed: false, joint: null };
      const none = instanceOf(j, j.norm.clauses, nobody, UNBOUND, "none", null);
      const told = histories((ask) => ({ instances: mayBegin(bareScene(ask, j, none), event) }));
      for (const instance of told.flatMap((t) => t.instances))
        add({ instance, begins: (ask, k) => beginsAnchored(bareScene(ask, k, instance), event) });
      continue;
    }
    for (const option of event.options) {
      if (option?.when == null || !living.some((s) => anchorsOf(s.clauses).some((p) => p.act === option.kind)))
        continue;
      if (option.when.to - option.when.from > MOST_HISTORIES) throw new Error("too long a time for the reference");
      for (let second = option.when.from; second <= option.when.to; second += 1) {
        for (const instance of occasionsOf(j, event.id, option, second))
          add({ instance, begins: (ask, k) => beginsAnchored(bareScene(ask, k, instance), event) });
      }
    }
  }
  // 14.2
  if (living.some((s) => s.clauses.breach)) {
    for (const { instances } of histories((ask) => ({ instances: instancesOfBreach(ask, j) }))) {
      for (const instance of instances)
        add({ instance, begins: (ask, k) => beginsBreached(bareScene(ask, k, instance)) });
    }
  }
  // 7.6
  const inForce = runAt(boundRuns(j, null), j.e.at) !== null;
  for (const [clauses, bearer] of bearersAt(j, [...everyBearer.values()])) {
    // A variable that nothing binds is nobody yet.
    const line = clauses.bearer;
    if (line.kind === "variable" && line.binds) continue;
    const isVariable =
      line.kind === "variable" || (line.kind === "named" && line.variables?.some((v) => v.name === bearer.id));
    if (isVariable ? found.size > 0 : bearersFound.has(bearer.id)) continue;
    if (clauses.when === null && !clauses.breach) continue;
    const instance = single(clauses, bearer, inForce ? "not triggered" : "not in force");
    found.set(instance.id, instance);
  }
  // 12.3
  const { bearer } = j.norm.clauses;
  if (found.size === 0 && bearer.kind === "variable" && bearer.binds) {
    const nobody = { id: bearer.name, words: null, unnamed: false, joint: null };
    const instance = single(j.norm.clauses, nobody, inForce ? "not triggered" : "not in force");
    found.set(instance.id, instance);
  }
  return [...found.values()];
}

/** 7.6: of `each party`, who is a member at `at`; in some history; where nobody is in any, whoever is at some time. */
function bearersAt(j: NormView, all: readonly (readonly [Clauses, Bearer])[]): readonly (readonly [Clauses, Bearer])[] {
  const isEachParty = ([clauses]: readonly [Clauses, Bearer]): boolean => clauses.bearer.kind === "each-party";
  const present = histories((ask) => ({ ids: all.map(([, b]) => b.id).filter((id) => isMemberNow(ask, j, id)) }));
  const members = all.filter((x) => isEachParty(x) && present.some((h) => h.ids.includes(x[1].id)));
  return members.length === 0 ? all : all.filter((x) => !isEachParty(x) || members.includes(x));
}

function isMemberNow(ask: Ask, j: NormView, actor: string): boolean {
  const nobody = { id: actor, words: null, unnamed: false, joint: null };
  return isMember(bareScene(ask, j, instanceOf(j, j.norm.clauses, nobody, UNBOUND, "none", null)), actor, j.e.at);
}

function findingOf(j: NormView, instance: Instance, judge: (ask: Ask) => Verdict): ReferenceFinding {
  const told = histories(judge);
  return {
    id: instance.id,
    norm: j.norm.id,
    view: j.view,
    bearer: instance.bearer.id,
    counterparty: instance.counterparty,
    possible: [...new Set(told.map((t) => t.outcome))].sort(),
    footing: footingOf(j, told),
    breaches: [...new Set(told.flatMap((t) => t.breaches.flatMap((b) => (b.told ? [b.id] : []))))].sort(),
  };
}
