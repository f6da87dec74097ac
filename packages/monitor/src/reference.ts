/**
 * The naive oracle: docs/semantics.md, rule by rule, by enumerating histories one after the other. Slow, plain, and written to be read
 * beside the rules. It imports only types of the project, and knows nothing of how the engine does it: tests compare the two.
 * Here are its findings (6.5, 6.7, 7, 9); `referencerecord` has what the record lets happen (1 to 4), `referenceview` the norm as a view
 * has it (6), `referencescene` what happens in one history, `referenceoutcome` what comes of it (8), `referencetime` the clock.
 *
 * An uncertain time is tried second by second: keep the bounds of uncertain times to a few seconds.
 */
import type { Clauses, EventPattern, Instant, Model, Standard, Time } from "@servanda/language";
import type { Outcome } from "./finding.ts";
import type { Record } from "./record.ts";
import { isEmpty, outcomeOf } from "./referenceoutcome.ts";
import type { Verdict } from "./referenceoutcome.ts";
import { OTHER, evidence } from "./referencerecord.ts";
import type { Event, Option } from "./referencerecord.ts";
import { agrees, happenings, isCovered, isIn, momentOf, optionOf } from "./referencescene.ts";
import type { Ask, Instance, Scene } from "./referencescene.ts";
import { before, lastSecondWithin } from "./referencetime.ts";
import type { Moment, Run } from "./referencetime.ts";
import { bearersOf, boundRuns, isMember, nameOf, normUnder, runAt, stageAt, things, views } from "./referenceview.ts";
import type { Bearer, NormView } from "./referenceview.ts";

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
const MOST_HISTORIES = 200_000;

/** Every finding of a case, sorted by id. Throws where `at` is nowhere given, or where there are too many histories. */
export function reference(model: Model, record: Record, options: ReferenceOptions = {}): readonly ReferenceFinding[] {
  const at = options.at ?? model.case.recordCloses;
  if (at === null) throw new Error("no date to speak about");
  const e = evidence(model, record, at.latest, options.asOf?.latest ?? null, options.standard ?? model.case.standard);
  const findings = model.norms.flatMap((norm) =>
    views(model)
      .filter((view) => view.reads(norm))
      .flatMap((view) => findingsOf(normUnder(e, norm, view))),
  );
  return findings.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

interface Told extends Verdict {
  readonly answers: ReadonlyMap<string, number>;
}

/** Every history, by counting up through the answers. */
function histories(judge: (ask: Ask) => Verdict): readonly Told[] {
  const told: Told[] = [];
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
function footingOf(j: NormView, told: readonly Told[]): ReferenceFinding["footing"] {
  if (told.every((t) => t.outcome === told[0]!.outcome)) return "agreed";
  const contested = new Set(j.events.filter((v) => v.contested).map((v) => `event ${v.id}`));
  const turning = told.filter((t) => [...t.answers.keys()].some((q) => contested.has(q)));
  const allElseHeld = (a: Told, b: Told): boolean =>
    [...a.answers].every(([q, answer]) => contested.has(q) || !b.answers.has(q) || b.answers.get(q) === answer);
  return turning.some((a) => turning.some((b) => a.outcome !== b.outcome && allElseHeld(a, b)))
    ? "contested on facts"
    : "unknown";
}

/** 7.7 */
function instanceOf(
  j: NormView,
  clauses: Clauses,
  bearer: Bearer,
  bindings: ReadonlyMap<string, string>,
  trigger: string,
  isEvent: boolean = false,
): Instance {
  const first = clauses.must.items[0];
  const target = first?.kind === "do" || first?.kind === "not-do" ? first.pattern.target : null;
  const owed = trigger === "none" ? null : (clauses.owedTo ?? target);
  // Words, with or without a meaning, name nobody.
  const counterparty = owed === null || owed.kind === "term" ? null : nameOf(j, bindings, owed);
  const roles = [clauses.bearer, owed].flatMap((r) => (r?.kind === "variable" ? [r.name] : []));
  const others = [...bindings].filter(([name]) => !roles.includes(name)).map(([name, value]) => `/${name}=${value}`);
  const whom = counterparty === null ? bearer.id : `${bearer.id}→${counterparty}`;
  const id = `${j.norm.id}/${j.view}/${whom}/${trigger}${others.sort().join("")}`;
  return { id, bearer, counterparty, bindings, anchor: isEvent ? trigger : null };
}

const UNBOUND: ReadonlyMap<string, string> = new Map();

/** Everything that is found of a norm under a view. */
function findingsOf(j: NormView): readonly ReferenceFinding[] {
  const single = (clauses: Clauses, bearer: Bearer, outcome: Outcome): ReferenceFinding =>
    findingOf(j, instanceOf(j, clauses, bearer, UNBOUND, "none"), () => ({ outcome, breaches: [] }));
  const living = j.stages.filter((s) => !s.repealed);
  const everyBearer = new Map(
    living.flatMap((s) => bearersOf(j, s.clauses, UNBOUND, null).map((b) => [b.id, [s.clauses, b]] as const)),
  );
  // 6.7
  if (j.notBinding) {
    return bearersAt(j, [...everyBearer.values()]).map(([clauses, bearer]) => single(clauses, bearer, "not binding"));
  }

  const found = new Map<string, ReferenceFinding>();
  const bearersFound = new Set<string>();
  const add = (instance: Instance, judge: (ask: Ask) => Verdict): void => {
    bearersFound.add(instance.bearer.id);
    if (!found.has(instance.id)) found.set(instance.id, findingOf(j, instance, judge));
  };
  // 7.1
  for (const [, bearer] of everyBearer.values()) {
    for (const [n, run] of boundRuns(j, bearer.id).entries()) {
      const { clauses, repealed } = stageAt(j, run.from);
      if (repealed || clauses.when !== null || !bearersOf(j, clauses, UNBOUND, null).some((b) => b.id === bearer.id))
        continue;
      const instance = instanceOf(j, clauses, bearer, UNBOUND, n === 0 ? "entry" : `entry-${n + 1}`);
      add(instance, (ask) => judgeEntry({ ask, j, instance, clauses }, run));
    }
  }
  // 7.2
  for (const event of j.events) {
    for (const option of event.options) {
      if (option === null || option.when === null || !living.some((s) => s.clauses.when?.anchor.act === option.kind))
        continue;
      if (option.when.to - option.when.from > MOST_HISTORIES) throw new Error("too long a time for the reference");
      for (let second = option.when.from; second <= option.when.to; second += 1) {
        for (const instance of anchored(j, event.id, option, second))
          add(instance, (ask) => judgeAnchored({ ask, j, instance, clauses: j.norm.clauses }, event));
      }
    }
  }
  // 7.6
  const inForce = runAt(boundRuns(j, null), j.e.at) !== null;
  for (const [clauses, bearer] of bearersAt(j, [...everyBearer.values()])) {
    const isVariable = clauses.bearer.kind === "variable";
    if (isVariable ? found.size > 0 : bearersFound.has(bearer.id)) continue;
    if (clauses.when === null) continue;
    const instance = single(clauses, bearer, inForce ? "not triggered" : "not in force");
    found.set(instance.id, instance);
  }
  return [...found.values()];
}

/** 7.6: of `each party`, who is a member at `at`; where nobody is, whoever is at some time. */
function bearersAt(j: NormView, all: readonly (readonly [Clauses, Bearer])[]): readonly (readonly [Clauses, Bearer])[] {
  const isParty = ([clauses]: readonly [Clauses, Bearer]): boolean => clauses.bearer.kind === "each-party";
  const members = all.filter((x) => isParty(x) && isMember(j, x[1].id, j.e.at));
  return members.length === 0 ? all : all.filter((x) => !isParty(x) || members.includes(x));
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
    breaches: [...new Set(told.flatMap((t) => t.breaches))].sort(),
  };
}

/** 7.2: the instances that an event begins, were it this and then. */
function anchored(j: NormView, event: string, option: Option, second: Instant): readonly Instance[] {
  const { clauses, repealed } = stageAt(j, second);
  if (second > j.e.at || repealed || clauses.when === null || runAt(boundRuns(j, null), second) === null) return [];
  const bindings = bind(j, clauses.when.anchor, option, second);
  if (bindings === null) return [];
  return bearersOf(j, clauses, bindings, second).map((bearer) => instanceOf(j, clauses, bearer, bindings, event, true));
}

/** 7.2: what the variables of an anchor take; null: it does not agree. Open terms may agree, and are asked later. */
function bind(j: NormView, anchor: EventPattern, option: Option, second: Instant): ReadonlyMap<string, string> | null {
  if (option.kind !== anchor.act) return null;
  const bindings = new Map<string, string>();
  for (const column of ["actor", "target", "object"] as const) {
    const argument = anchor[column];
    const value = option[column];
    if (argument === null || argument.kind === "anyone") continue;
    if (value === null || value === OTHER) return null;
    if (argument.kind === "variable") {
      if (argument.restrict === "party" && !isMember(j, value, second)) return null;
      if (
        argument.restrict !== null &&
        argument.restrict !== "party" &&
        j.e.model.actors.find((a) => a.id === value)?.kind !== argument.restrict
      )
        return null;
      if ((bindings.get(argument.name) ?? value) !== value) return null;
      if ([...bindings].some(([name, taken]) => name !== argument.name && taken === value)) return null;
      bindings.set(argument.name, value);
    } else if (argument.kind !== "other") {
      const meant = things(j, bindings, argument);
      if (meant !== null && meant.words === null && !meant.ids.includes(value)) return null;
    }
  }
  return bindings;
}

function judgeEntry(s: Scene, run: Run): Verdict {
  if (run.from > s.j.e.at) return { outcome: "not in force", breaches: [] };
  const moment = { second: run.from, order: null };
  return isEmpty(s.j, moment) ? { outcome: "not in force", breaches: [] } : outcomeOf(s, { moment, bound: run });
}

function judgeAnchored(bare: Scene, event: Event): Verdict {
  const notTriggered: Verdict = { outcome: "not triggered", breaches: [] };
  const { j } = bare;
  const option = optionOf(bare, event);
  if (option === null) return notTriggered;
  const anchor = momentOf(bare, event.id, option);
  if (anchor === null) return notTriggered;
  const { clauses } = stageAt(j, anchor.second);
  const s: Scene = { ...bare, clauses };
  // 7.3
  if (!anchored(j, event.id, option, anchor.second).some((i) => i.id === s.instance.id)) return notTriggered;
  const when = clauses.when!;
  const agree = (["actor", "target", "object"] as const).every((c) =>
    agrees(s, when.anchor[c], option[c], anchor.second),
  );
  if (!agree || !isIn(s, when.anchor.place, event.id, option)) return notTriggered;
  const bound = runAt(boundRuns(j, s.instance.bearer.id), anchor.second);
  if (bound === null) return notTriggered;
  // 7.4
  let moment = anchor;
  for (const [n, further] of when.further.entries()) {
    const end = lastSecondWithin(anchor.second, further.within, j.offset);
    const match = happenings(s, further.pattern, false, null).find(
      (h) => !before(h.moment, anchor) && h.moment.second <= end,
    );
    if (match !== undefined) moment = later(moment, match.moment);
    else if (j.e.at <= end) return notTriggered;
    else if (isCovered(s, further.pattern, false, null, { from: anchor.second, to: end })) return notTriggered;
    else if (s.ask(`unreported condition ${n}`, 2) === 0) return notTriggered;
    else moment = later(moment, { second: end, order: null });
  }
  // Nobody is bound any more when all has come together.
  if (moment.second > bound.to || stageAt(j, moment.second).repealed || isEmpty(j, moment)) return notTriggered;
  return outcomeOf(s, { moment, bound });
}

function later(a: Moment, b: Moment): Moment {
  return before(a, b) || (a.second === b.second && a.order === null) ? b : a;
}
