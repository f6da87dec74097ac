/**
 * Acts, how often, states and orders (docs/analysis.md 2). A statement on conduct is put to the monitor as a norm that the
 * conduct would breach: so every rule on accounts, versions, dates, places and silence holds for claims as it does for findings.
 */
import {
  daysBetween,
  dayDifference,
  DISTANT_FUTURE,
  DISTANT_PAST,
  SECONDS_PER_DAY,
  type Comparison,
  type EventPattern,
  type Instrument,
  type Item,
  type Model,
  type Norm,
  type Span,
  type Stage,
  type Statement,
  type StateExpression,
  type Time,
} from "@servanda/language";
import { compared, type Account, type Breach, type Finding } from "@servanda/monitor";
import type { StatementAnswer, Verdict } from "./answer.ts";
import { distinct, type Evidence } from "./evidence.ts";
import { amountAnswer } from "./figure.ts";

/** A statement's answer, before its words are put to it. */
export type Judged = Omit<StatementAnswer, "words">;

type Of<K extends Statement["kind"]> = Statement & { readonly kind: K };

const NOWHERE: Span = { path: "", line: 0, column: 0, endLine: 0, endColumn: 0 };
const NAME = "claimed";

export function judged(answer: Verdict, rule: string, reason: string, rests: Partial<Judged> = {}): Judged {
  return { answer, rule, reason, byView: [], accounts: [], values: [], findings: [], sources: [], ...rests };
}

/** What the record tells of some conduct in a period. */
interface Told {
  readonly events: readonly Breach[];
  readonly certain: readonly Breach[];
  /** Whether silence denies more of it, for all of the period. */
  readonly covered: boolean;
  /** The covered share of the period up to the close. */
  readonly share: number | null;
  readonly rows: readonly string[];
  /** The period begins after the close, or, of a forecast, ends before it was published. */
  readonly later: boolean;
  /** Whether the period is over at the close. */
  readonly over: boolean;
}

interface Period extends Time {
  readonly forecast: boolean;
}

/** The period asked about: as claimed; of a forecast, from the publication of its source. */
function periodOf(evidence: Evidence, claimed: Time | null, forecast: boolean): Period {
  const since = forecast ? (evidence.published?.earliest ?? -Infinity) : -Infinity;
  const first = Math.min(
    evidence.at.earliest,
    ...evidence.record.accounts.flatMap((account) => account.when?.earliest ?? []),
    ...evidence.record.coverage.map((row) => row.from),
  );
  const latest = claimed?.latest ?? (forecast ? DISTANT_FUTURE : evidence.at.latest);
  // Before the record begins there is nothing to ask it; a period without a beginning has that one.
  const earliest = claimed === null || claimed.earliest <= DISTANT_PAST ? Math.min(first, latest) : claimed.earliest;
  const text = claimed?.text ?? (forecast ? "the time since" : "the time of the record");
  return { earliest: Math.max(earliest, since), latest, text, forecast };
}

/** The conduct as the breach of a norm of nobody's. */
function asNorm(model: Model, item: Item, { earliest, latest }: Time): Model {
  const at = (instant: number): Time => ({ earliest: instant, latest: instant, text: "" });
  const instrument: Instrument = {
    id: NAME,
    names: [NAME],
    signed: null,
    inForce: { from: at(earliest), until: null },
    offset: null,
    parties: [],
    survive: false,
    span: NOWHERE,
  };
  const norm: Norm = {
    id: NAME,
    kind: "duty",
    instrument: NAME,
    article: "",
    prose: "",
    clauses: {
      when: null,
      bearer: { kind: "unnamed" },
      must: { connective: "and", items: [item] },
      time: {
        by: null,
        within: null,
        from: at(earliest),
        until: latest >= DISTANT_FUTURE ? null : at(latest),
        for: null,
        assumed: null,
      },
      place: null,
      unless: null,
      owedTo: null,
    },
    amendments: [],
    span: NOWHERE,
  };
  return {
    ...model,
    instruments: [instrument],
    norms: [norm],
    readings: [],
    precedences: [],
    suppositions: [],
    claims: [],
  };
}

function tell(evidence: Evidence, item: Item, period: Period, lowest = false): Told {
  const over = period.latest <= evidence.at.latest;
  const nothing = { events: [], certain: [], covered: false, share: null, rows: [], later: true, over };
  if (period.earliest > evidence.at.latest || period.earliest > period.latest) return nothing;
  const finding: Finding | null = evidence.probe(asNorm(evidence.model, item, period), lowest);
  if (finding === null) return { ...nothing, later: false };
  // What is still so when the period is over is told to its end: whether it went on was not asked.
  const events = finding.breaches.map((event) =>
    event.days > 0 && event.until !== null && event.until.earliest > period.latest ? { ...event, until: null } : event,
  );
  return {
    events,
    certain: events.filter((event) => event.footing === "settled"),
    // Without any possible event the finding itself says whether silence is whole.
    covered: over && (events.length === 0 ? finding.outcome === "kept" : finding.coverage.share === 1),
    share: finding.coverage.share,
    rows: finding.coverage.rows,
    later: false,
    over,
  };
}

// ── Acts ────────────────────────────────────────────────────────────────────────────────────────

/** 2.1 to 2.7 */
export function judgeAct(
  evidence: Evidence,
  { event, in: claimed, never, amount }: Of<"act">,
  forecast: boolean,
): Judged {
  const period = periodOf(evidence, claimed, forecast);
  const { count, ...pattern } = event;
  if (count !== undefined && count.in === null) return judgeCount(evidence, pattern, count, period);
  const item: Item = { kind: "free-of", pattern: event };
  const told = tell(evidence, item, period);
  if (amount !== null) return amountAnswer(evidence, told.events, amount, silence(evidence, told, period));
  const found = occurred(evidence, item, period, told);
  return never ? inverted(found, told) : found;
}

/** Whether some such event happened. */
function occurred(evidence: Evidence, item: Item, period: Period, told: Told): Judged {
  const rests = restsOn(evidence, told.certain.length > 0 ? told.certain : told.events);
  if (told.certain.length > 0) return judged("supported", "2.1", `${list(evidence, told.certain)}.`, rests);
  const contested = told.events.filter((event) => event.footing === "contested on facts");
  if (contested.length > 0) {
    const differ = contested.some(({ id }) => actorsOf(evidence.accountsOf(id)).size > 1);
    const why = differ
      ? "Accounts at the standard name different actors"
      : "Evidence for and against reaches the standard";
    return judged("contested", "2.3", `${why}: ${list(evidence, contested)}.`, rests);
  }
  // At the lowest standard every account counts: what is told there and not here does not reach the standard.
  const lowest = tell(evidence, item, period, true);
  const more = restsOn(evidence, lowest.events);
  if (told.events.length === 0) {
    if (lowest.events.length > 0) {
      const why = `Told of, but evidence at the standard says otherwise: ${list(evidence, lowest.events)}.`;
      return judged("contradicted", "2.2", why, more);
    }
    const why = silence(evidence, told, period) + elsewhere(evidence, item, period);
    return judged(
      told.covered ? "contradicted" : "unknown",
      told.covered ? "2.2" : "2.4",
      why,
      covering(evidence, told),
    );
  }
  if (lowest.events.some((event) => event.footing === "contested on facts")) {
    const both = lowest.events.filter((event) => event.footing === "contested on facts");
    return judged("contested", "2.3", `Told and denied, neither at the standard: ${list(evidence, both)}.`, more);
  }
  if (lowest.certain.length > 0) {
    return judged(
      "unknown",
      "2.4",
      `Told of below the standard of proof, and no account denies it: ${list(evidence, lowest.certain)}.${replies(evidence, lowest.certain)}`,
      more,
    );
  }
  return judged(
    "unknown",
    "2.4",
    `Dates, places or names are too coarse to say: ${list(evidence, told.events)}.`,
    rests,
  );
}

/** 2.5 */
function inverted(found: Judged, told: Told): Judged {
  const rests = { accounts: found.accounts, sources: found.sources };
  switch (found.answer) {
    case "supported":
      return judged("contradicted", "2.5", found.reason, rests);
    case "contradicted":
      return told.covered
        ? judged("supported", "2.5", found.reason, rests)
        : judged("unknown", "2.5", `${found.reason} Whether there was another, nobody covers.`, rests);
    default:
      return { ...found, rule: "2.5" };
  }
}

/** 2.6 */
function judgeCount(
  evidence: Evidence,
  pattern: EventPattern,
  { comparison, times }: { readonly comparison: Comparison; readonly times: number },
  period: Period,
): Judged {
  const told = tell(evidence, { kind: "free-of", pattern }, period);
  const least = told.certain.length;
  const most = told.covered ? told.events.length : Infinity;
  const rests = restsOn(evidence, told.events);
  const open = told.events.length - least;
  const tellers = told.events.length === 0 ? "" : ` (${list(evidence, told.events)})`;
  const some = `${number(least, "event is", "events are")} certain${open > 0 ? `, ${open} more possible` : ""}${tellers}`;
  const says = compared(comparison, { low: least, high: most }, { low: times, high: times });
  const whole = told.covered ? "and coverage spans the period" : `and nothing on record says that these are all`;
  if (says !== null) return judged(says ? "supported" : "contradicted", "2.6", `${capital(some)}, ${whole}.`, rests);
  const contested = told.events.some((event) => event.footing === "contested on facts");
  return judged(contested ? "contested" : "unknown", "2.6", `${capital(some)}, ${whole}.`, rests);
}

// ── States ──────────────────────────────────────────────────────────────────────────────────────

/** 2.8 */
export function judgeState(evidence: Evidence, statement: Of<"state">, forecast: boolean): Judged {
  const { state, throughout, lasting, in: claimed } = statement;
  const period = periodOf(evidence, claimed, forecast);
  const opposite: StateExpression = { ...state, negated: !state.negated };
  if (throughout) {
    const told = tell(evidence, { kind: "keep", state }, period);
    const failed = occurred(evidence, { kind: "keep", state }, period, told);
    return { ...inverted(failed, told), rule: "2.8" };
  }
  const item: Item = { kind: "keep", state: opposite };
  const told = tell(evidence, item, period);
  if (lasting === null) return { ...occurred(evidence, item, period, told), rule: "2.8" };
  if (told.events.length === 0) return { ...occurred(evidence, item, period, told), rule: "2.8" };
  const { offset } = evidence.model.case;
  const last = Math.min(evidence.at.latest, period.latest);
  const end = (spell: Breach, bound: "earliest" | "latest"): number => Math.min(last, spell.until?.[bound] ?? last);
  const begun = (spell: Breach, bound: "earliest" | "latest"): number => Math.max(period.earliest, spell.from[bound]);
  const longest = (spells: readonly Breach[], days: (spell: Breach) => number): number =>
    Math.max(0, ...spells.map((spell) => days(spell)));
  const surely = (spell: Breach): number => dayDifference(begun(spell, "latest"), end(spell, "earliest"), offset);
  const least = longest(told.certain, surely);
  const most = longest(told.events, (spell) =>
    Math.max(surely(spell), Math.ceil((end(spell, "latest") - begun(spell, "earliest")) / SECONDS_PER_DAY)),
  );
  const says = compared(lasting.comparison, { low: least, high: most }, { low: lasting.days, high: lasting.days });
  const first = told.events.toSorted((a, b) => surely(b) - surely(a));
  const reason = `The longest spell in that time is of ${daysBetween(least, most)}: ${list(evidence, first.slice(0, 1), true)}.`;
  const rests = restsOn(evidence, told.events);
  if (says !== null) return judged(says ? "supported" : "contradicted", "2.8", reason, rests);
  const contested = told.events.some((event) => event.footing === "contested on facts") || isEndDenied(evidence, state);
  return judged(contested ? "contested" : "unknown", "2.8", reason, rests);
}

/** Whether an act that would end the state is told of and denied. */
function isEndDenied(evidence: Evidence, { state: id, negated }: StateExpression): boolean {
  const state = evidence.model.states.find((each) => each.id === id);
  const ending = new Set((negated ? state?.startedBy : state?.endedBy)?.map((change) => change.act));
  const ends = evidence.record.accounts.filter((a) => a.stance === "asserts" && a.kind !== null && ending.has(a.kind));
  return ends.some(({ event }) => evidence.accountsOf(event).some((account) => account.stance === "denies"));
}

// ── Orders ──────────────────────────────────────────────────────────────────────────────────────

/** 2.9 */
export function judgeOrder(evidence: Evidence, { stages }: Of<"order">, forecast: boolean): Judged {
  const each = stages.map((stage) => stageOf(evidence, stage, forecast));
  const rests = {
    accounts: distinct(each.flatMap((stage) => stage.found.accounts)),
    sources: distinct(each.flatMap((stage) => stage.found.sources)),
  };
  const why = each.map((stage, index) => `(${index + 1}) ${stage.found.reason}`).join(" ");
  for (const answer of ["contradicted", "contested", "unknown"] as const) {
    const bad = each.filter((stage) => stage.found.answer === answer);
    if (bad.length > 0) return judged(answer, "2.9", `Of the stages: ${why}`, rests);
  }
  let coarse = false;
  for (const [index, { told }] of each.entries()) {
    const next = each[index + 1]?.told;
    if (next === undefined) break;
    const first = bounds(told);
    const second = bounds(next);
    if (first.latest < second.earliest) continue;
    if (first.earliest > second.latest) {
      return judged("contradicted", "2.9", `Stage ${index + 2} came before stage ${index + 1}: ${why}`, rests);
    }
    coarse = true;
  }
  return coarse
    ? judged("unknown", "2.9", `The dates do not say which came first: ${why}`, rests)
    : judged("supported", "2.9", `In this order: ${why}`, rests);
}

function stageOf(evidence: Evidence, { event, in: claimed }: Stage, forecast: boolean): { found: Judged; told: Told } {
  const period = periodOf(evidence, claimed, forecast);
  const { count: _, ...pattern } = event;
  const item: Item = { kind: "free-of", pattern };
  const told = tell(evidence, item, period);
  return { found: occurred(evidence, item, period, told), told };
}

/** When the first of them can have been: no later than the first certain one. */
function bounds({ events, certain }: Told): { earliest: number; latest: number } {
  return {
    earliest: Math.min(...events.map((event) => event.from.earliest)),
    latest: Math.min(...certain.map((event) => event.from.latest)),
  };
}

// ── Words ───────────────────────────────────────────────────────────────────────────────────────

/** Why nothing is found. */
function silence(evidence: Evidence, told: Told, period: Period): string {
  if (period.earliest > period.latest) return "That time was over when the text was published.";
  if (told.later) return `The record closes on ${evidence.at.text}, before that time.`;
  const spans = told.covered ? `, and ${told.rows.join(", ") || "a denial"} would tell of it for all of that time` : "";
  if (told.covered) return `No account tells of it in ${period.text}${spans}.`;
  const share = told.share === null ? 0 : Math.floor(told.share * 100);
  const closes = told.over ? "" : ` The record closes on ${evidence.at.text}, before that time is over.`;
  return `No account tells of it in ${period.text}; coverage ${share} %.${closes}`;
}

/** That such a thing is told of, but at another time. */
function elsewhere(evidence: Evidence, item: Item, period: Period): string {
  const always = periodOf(evidence, null, false);
  if (period.forecast) return "";
  if (period.earliest <= always.earliest && period.latest >= always.latest) return "";
  const { certain } = tell(evidence, item, always);
  const far = ({ from }: Breach): number => Math.max(period.earliest - from.latest, from.earliest - period.latest);
  const near = certain.toSorted((a, b) => far(a) - far(b) || (a.id < b.id ? -1 : 1)).slice(0, 2);
  return near.length === 0 ? "" : ` At another time: ${list(evidence, near)}.`;
}

const MOST = 4;

/** `C172 on 2023-09-19: told by S45, S92; denied by S149.` */
function list(evidence: Evidence, events: readonly Breach[], spells = false): string {
  const shown = events.slice(0, MOST).map((event) => {
    const all = evidence.accountsOf(event.id);
    const actors = actorsOf(all);
    // Where accounts name different actors, it matters which source tells of whom.
    const teller = (a: Account): string => evidence.telling(a, all, actors.size > 1 && a.stance === "asserts");
    const by = (stance: string): string =>
      distinct(all.filter((a) => a.stance === stance).map((a) => teller(a))).join(", ");
    const [told, denied] = [by("asserts"), by("denies")];
    const when =
      spells || event.days > 0
        ? `${event.from.text} to ${event.until?.text ?? "the end of that time"}`
        : event.from.text;
    const said = [told && `told by ${told}`, denied && `denied by ${denied}`].filter(Boolean).join(", ");
    return `${event.id} (${when}${said && `; ${said}`})`;
  });
  const rest = events.length - shown.length;
  return `${shown.join("; ")}${rest > 0 ? `; and ${rest} more` : ""}`;
}

/** What the accused answered. It weighs nothing, but who reads that no account denies an event must see it. */
function replies(evidence: Evidence, events: readonly Breach[]): string {
  const given = events.slice(0, MOST).flatMap(({ id }) => {
    const said = distinct(evidence.accountsOf(id).flatMap(({ reply }) => (reply === null ? [] : [reply])));
    return said.length === 0 ? [] : [`to ${id}: “${said.join(" ").replace(/\.$/u, "")}”`];
  });
  return given.length === 0 ? "" : ` Reply ${given.join("; ")}.`;
}

/** Whom the accounts of an event name as who acted. */
function actorsOf(told: readonly Account[]): ReadonlySet<string> {
  return new Set(told.flatMap((a) => (a.stance === "asserts" && a.actor !== null ? [a.actor] : [])));
}

function restsOn(evidence: Evidence, events: readonly Breach[]): Partial<Judged> {
  const accounts = events.flatMap((event) => evidence.accountsOf(event.id));
  return { accounts: distinct(accounts.map((a) => a.id)), sources: distinct(accounts.map((a) => a.source)) };
}

function covering(evidence: Evidence, told: Told): Partial<Judged> {
  const rows = evidence.record.coverage.filter((row) => told.rows.includes(row.id));
  return { sources: distinct(rows.map((row) => row.source)) };
}

function number(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** A sentence begins with a capital letter. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
