/** What single events are in the findings: `--event`. */
import { type Model, parseTime } from "@servanda/language";
import { board, type Finding, type Outcome, type Record, type Result } from "@servanda/monitor";
import { nearest } from "./spelling.ts";
import { Usage } from "./usage.ts";

/** How many events are listed where none is like the one asked for. */
const MOST_EVENTS = 20;

/** Three days, in seconds: by so much what is told of a night, or of the days of a fight, may reach beyond the date that is asked of. */
const BESIDE = 3 * 86_400;

/** The events asked for, by id, in the order of the record. An id may be one that counts as another's (docs/semantics.md 1.2); a date stands for all that some account puts on it, or on it and a few days beside it. */
export function eventsNamed(
  { accounts, joined = [] }: Record,
  asked: readonly string[],
  offset: number,
): readonly string[] {
  const ids = [...new Set(accounts.map(({ event }) => event))];
  const of = new Map([...ids.map((id) => [id, id] as const), ...joined.map(({ id, event }) => [id, event] as const)]);
  const found = new Set(
    asked.flatMap((text) => {
      const id = of.get(text);
      if (id !== undefined) return id;
      const parsed = parseTime(text, offset);
      if (!("time" in parsed)) throw new Usage(notThere(text, ids, nearest(text, of.keys())));
      const { earliest, latest } = parsed.time;
      const then = accounts.filter(({ when }) => {
        if (when === null || when.earliest > latest || when.latest < earliest) return false;
        return when.earliest >= earliest - BESIDE && when.latest <= latest + BESIDE;
      });
      if (then.length === 0) throw new Usage(`No account in this case puts an event on ${text}.`);
      return then.map(({ event }) => event);
    }),
  );
  return ids.filter((id) => found.has(id));
}

function notThere(text: string, ids: readonly string[], near: string | null): string {
  const all = ids.length === 0 ? "none" : ids.length > MOST_EVENTS ? `${ids.length} of them` : ids.join(", ");
  const instead = near === null ? `It has: ${all}.` : `Did you mean “${near}”?`;
  return `There is no event “${text}” in this case. ${instead} A date, such as 2022-09-13, asks of all that are told of about that day.`;
}

/**
 * Only what one of these events set off, broke, used or performed, or would if it happened; and what the other views find of the same, since one
 * may see a breach where another sees none. Of a ban, or of what is to be kept, which one finding judges over all its time, what each view makes
 * of these events alone. The lines of the board are made of that.
 */
export function ofEvents(model: Model, result: Result, events: readonly string[]): Result {
  const asked = new Set(events);
  const key = (f: Finding): string => JSON.stringify([f.norm, f.bearer, f.counterparty, occasionOf(f)]);
  const whole = result.findings.filter((f) => isSetOffBy(f, asked) || isDoneBy(f, asked));
  const broken = result.findings.filter((f) => isBrokenBy(f, asked));
  const doubted = result.findings.filter(({ pivots }) =>
    pivots.atoms.some(({ kind, ref }) => kind === "event" && asked.has(ref)),
  );
  const inWhole = new Set(whole.map(key));
  const inBreach = new Set(broken.map(key));
  const concerned = new Set([...inWhole, ...inBreach, ...doubted.map(key)]);
  const findings = result.findings.flatMap((f) => {
    if (!concerned.has(key(f))) return [];
    return inBreach.has(key(f)) && !inWhole.has(key(f)) ? asBrokenBy(f, asked) : f;
  });
  return { ...result, findings, board: board(model, findings, result.views) };
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

/** The same finding, as if nothing else had been there to break it. How long silence was watched is of all the time, and so is left out. */
function asBrokenBy(finding: Finding, asked: ReadonlySet<string>): Finding {
  const breaches = finding.breaches.filter(({ id }) => asked.has(id));
  const isCertain = breaches.some(({ footing }) => footing === "settled");
  const coverage = { ...finding.coverage, share: null };
  // Where it may be breached and no event is that breach, what is kept or banned has no meaning: whether these events are one nobody can say.
  if (finding.breaches.length === 0 || !finding.possible.includes("breached")) return { ...finding, coverage };
  const possible: readonly Outcome[] = isCertain
    ? ["breached"]
    : breaches.length > 0
      ? ["breached", "no breach observed"]
      : ["no breach observed"];
  const [only] = possible;
  const isOpen = possible.length > 1;
  const contested = breaches.some(({ footing }) => footing === "contested on facts");
  return {
    ...finding,
    outcome: isOpen ? null : only!,
    possible,
    footing: isOpen ? (contested ? "contested on facts" : "unknown") : "settled",
    breaches,
    coverage,
  };
}
