/** What single events are in the findings: `--event`. */
import { type Model, parseTime, type Time } from "@servanda/language";
import { board, isKnown, type Finding, type Outcome, type Record, type Result } from "@servanda/monitor";
import { nearest } from "./spelling.ts";
import { Usage } from "./usage.ts";

/** How many events are listed where none is like the one asked for. */
const MOST_EVENTS = 20;

/** Three days, in seconds: by so much what is told of a night, or of the days of a fight, may reach beyond the date that is asked of. */
const BESIDE = 3 * 86_400;

export interface Events {
  /** By id, in the order of the record. */
  readonly ids: readonly string[];
  /** What was told of the date that was asked of, and of much else besides: too long to be asked with it. By id. */
  readonly longer: readonly string[];
}

/**
 * The events asked for. An id may be one that counts as another's (docs/semantics.md 1.2); a date stands for all that some account puts on it, or on it
 * and a few days beside it. `asOf`: what was published later is not there.
 */
export function eventsNamed(
  { accounts, joined = [] }: Record,
  asked: readonly string[],
  offset: number,
  asOf: Time | null,
): Events {
  const known = accounts.filter((account) => isKnown(account, asOf));
  const ids = [...new Set(known.map(({ event }) => event))];
  const there = new Set(ids);
  const of = new Map([
    ...ids.map((id) => [id, id] as const),
    ...joined.flatMap(({ id, event }) => (there.has(event) ? [[id, event] as const] : [])),
  ]);
  const found = new Set<string>();
  const longer = new Set<string>();
  for (const text of asked) {
    const id = of.get(text);
    if (id !== undefined) {
      found.add(id);
      continue;
    }
    const parsed = parseTime(text, offset);
    if (!("time" in parsed)) throw new Usage(notThere(text, ids, nearest(text, of.keys())));
    const { earliest, latest } = parsed.time;
    const then = known.filter(({ when }) => when !== null && when.earliest <= latest && when.latest >= earliest);
    if (then.length === 0) throw new Usage(`No account in this case puts an event on ${text}.`);
    for (const { event, when } of then) {
      const isNear = when !== null && when.earliest >= earliest - BESIDE && when.latest <= latest + BESIDE;
      (isNear ? found : longer).add(event);
    }
  }
  return { ids: ids.filter((id) => found.has(id)), longer: ids.filter((id) => longer.has(id) && !found.has(id)) };
}

function notThere(text: string, ids: readonly string[], near: string | null): string {
  const all = ids.length === 0 ? "none" : ids.length > MOST_EVENTS ? `${ids.length} of them` : ids.join(", ");
  const instead = near === null ? `It has: ${all}.` : `Did you mean “${near}”?`;
  return `There is no event “${text}” in this case. ${instead} A date, such as 2022-09-13, asks of all that are told of about that day.`;
}

export interface OfEvents {
  /** With what each view makes of these events, and the lines that it makes. */
  readonly result: Result;
  /** The findings behind that, by id: whole, as they are without being asked of single events. */
  readonly whole: ReadonlySet<string>;
  /** Of those, by id: what another event did, and none of these. */
  readonly others: ReadonlySet<string>;
}

/**
 * Only what one of these events set off, broke, used or performed, or would if it happened; and what the other views make of the same, since one
 * may see a breach where another sees none, or no occasion at all. Of a ban, or of what is to be kept, which one finding judges over all its time, what
 * each view makes of these events alone. The lines of the board are made of that.
 */
export function ofEvents(model: Model, result: Result, events: readonly string[]): OfEvents {
  const asked = new Set(events);
  const on = (f: Finding): string => JSON.stringify([f.norm, f.bearer, occasionOf(f)]);
  const isDoubtful = ({ pivots }: Finding): boolean =>
    pivots.atoms.some(({ kind, ref }) => kind === "event" && asked.has(ref));
  const done = new Set(result.findings.filter((f) => isSetOffBy(f, asked) || isDoneBy(f, asked)).map(on));
  const broken = new Set(result.findings.filter((f) => isBrokenBy(f, asked)).map(on));
  const doubted = new Set(result.findings.filter(isDoubtful).map(on));
  const findings: Finding[] = [];
  const whole = new Set<string>();
  const others = new Set<string>();
  const isConcerned = (f: Finding): boolean => done.has(on(f)) || broken.has(on(f)) || doubted.has(on(f));
  for (const bound of Map.groupBy(result.findings, (f) => JSON.stringify([f.norm, f.bearer])).values()) {
    if (!bound.some(isConcerned)) continue;
    for (const own of Map.groupBy(bound, ({ view }) => view).values()) {
      const concerned = own.filter(isConcerned);
      if (concerned.length === 0) findings.push(asNotSetOff(own[0]!));
      for (const f of concerned) {
        whole.add(f.id);
        if (done.has(on(f))) {
          const isOthers = f.performed !== null && !isSetOffBy(f, asked) && !isDoneBy(f, asked);
          if (isOthers) others.add(f.id);
          findings.push(f);
        } else findings.push(broken.has(on(f)) ? asBrokenBy(f, asked) : asDoubted(f));
      }
    }
  }
  return { result: { ...result, findings, board: board(model, findings, result.views) }, whole, others };
}

/** What a view says of an event that set nothing off under it. */
function asNotSetOff(finding: Finding): Finding {
  const outcome: Outcome =
    finding.outcome === "not in force" || finding.outcome === "not binding" ? finding.outcome : "not triggered";
  return {
    ...asSettled(finding, [outcome]),
    trigger: null,
    window: null,
    breaches: [],
    performed: null,
    pivots: { minimal: true, atoms: [] },
  };
}

/** The same finding with what it turns on alone, where it turns on whether one of the events came: as an excuse, or to end what failed. */
function asDoubted(finding: Finding): Finding {
  const breaches = finding.breaches.filter(({ footing }) => footing !== "settled");
  return breaches.length === 0 ? finding : asBreaches(finding, breaches);
}

function occasionOf({ trigger }: Pick<Told, "trigger">): string | null {
  return trigger?.by === "event" ? trigger.id : null;
}

type Told = Pick<Finding, "trigger" | "performed" | "uses" | "breaches">;

function isBrokenBy({ breaches }: Pick<Told, "breaches">, asked: ReadonlySet<string>): boolean {
  return breaches.some(({ id }) => asked.has(id));
}

function isSetOffBy(finding: Pick<Told, "trigger">, asked: ReadonlySet<string>): boolean {
  const occasion = occasionOf(finding);
  return occasion !== null && asked.has(occasion);
}

function isDoneBy({ performed, uses }: Pick<Told, "performed" | "uses">, asked: ReadonlySet<string>): boolean {
  const done = performed?.accounts.some((account) => asked.has(account.slice(0, account.lastIndexOf("/")))) === true;
  return done || uses?.some(({ event }) => asked.has(event)) === true;
}

/** The same finding with the breaches that are these events. How long silence was watched is of all the time, and so is left out. */
function asBrokenBy(finding: Finding, asked: ReadonlySet<string>): Finding {
  // Where it may be breached and no event is that breach, what is kept or banned has no meaning: whether these events are one nobody can say.
  if (finding.breaches.length === 0 || !finding.possible.includes("breached"))
    return { ...finding, coverage: { ...finding.coverage, share: null } };
  return asBreaches(
    finding,
    finding.breaches.filter(({ id }) => asked.has(id)),
  );
}

function asBreaches(finding: Finding, breaches: Finding["breaches"]): Finding {
  if (breaches.some(({ footing }) => footing === "settled")) return { ...asSettled(finding, ["breached"]), breaches };
  if (breaches.length === 0) return { ...asSettled(finding, ["no breach observed"]), breaches };
  const contested = breaches.some(({ footing }) => footing === "contested on facts");
  return {
    ...asSettled(finding, ["breached", "no breach observed"]),
    footing: contested ? "contested on facts" : "unknown",
    breaches,
  };
}

function asSettled(finding: Finding, possible: readonly Outcome[]): Finding {
  const [only] = possible;
  return {
    ...finding,
    outcome: possible.length === 1 ? only! : null,
    possible,
    footing: "settled",
    coverage: { ...finding.coverage, share: null },
  };
}
