/** What the case declares of agreements, members and places, against what is claimed of them (docs/analysis.md 4.3, 4.4). */
import type { Membership, Statement, Time } from "@servanda/language";
import type { Verdict } from "./answer.ts";
import { judged, type Judged } from "./conduct.ts";
import { distinct, type Evidence } from "./evidence.ts";

type Of<K extends Statement["kind"]> = Statement & { readonly kind: K };

/** Half-open, as memberships are; a null end is open. */
interface Lasting {
  readonly from: Time | null;
  readonly until: Time | null;
}

/** `AGREEMENT was signed`, `was in force between A, B`. */
export function judgeInstrument(evidence: Evidence, statement: Of<"instrument">): Judged {
  const { instrument: id, was, between, negated, in: period } = statement;
  const instrument = evidence.model.instruments.find((each) => each.id === id);
  if (instrument === undefined) return judged("unknown", "4.3", `${id} is not judged.`);
  if (was === "signed") {
    const { signed } = instrument;
    if (signed === null) return judged("unknown", "4.3", `The case gives no date on which ${id} was signed.`);
    const said = `The case has ${id} signed ${signed.text}.`;
    return judged(turned(period === null ? "supported" : lies(signed, period), negated), "4.3", said);
  }
  const { inForce } = instrument;
  if (inForce === null) return judged("unknown", "4.3", `The case does not say when ${id} was in force.`);
  const parties = between.map((actor) => ({ actor, lasting: memberships(instrument.parties, actor) }));
  const verdicts = [
    during([inForce], period ?? evidence.at),
    ...parties.map(({ lasting }) => during(lasting, period ?? evidence.at)),
  ];
  const told = parties.map(
    ({ actor, lasting }) => ` ${actor}: ${lasting.map((l) => spelled(l)).join(", ") || "not a party"}.`,
  );
  return judged(
    turned(least(verdicts), negated),
    "4.3",
    `The case has ${id} in force ${spelled(inForce)}.${told.join("")}`,
  );
}

/** `NORM was amended`, `NORM was repealed`. */
export function judgeAmendment(evidence: Evidence, { norm, was, in: period }: Of<"amendment">): Judged {
  const all = evidence.model.norms.find((each) => each.id === norm)?.amendments ?? [];
  const such = all.filter((each) => evidence.mayBear(each.source) && (was === "amended" || each.repealed));
  if (such.length === 0) return judged("contradicted", "4.3", `The case has no date on which ${norm} was ${was}.`);
  const verdicts = such.map((each) => (period === null ? "supported" : lies(each.from, period)));
  const answer = (["supported", "unknown"] as const).find((verdict) => verdicts.includes(verdict)) ?? "contradicted";
  const said = such.map((each) => `${each.repealed ? "repealed" : "amended"} from ${each.from.text}`).join(", ");
  const sources = distinct(such.flatMap((each) => each.source ?? []));
  return judged(answer, "4.3", `The case has ${norm} ${said}.`, { sources });
}

/** `A was party to AGREEMENT`, `A was a member of GROUP`. */
export function judgeMember(evidence: Evidence, { actor, of, negated, in: period }: Of<"member">): Judged {
  const { model } = evidence;
  const instrument = of.kind === "instrument" ? model.instruments.find((each) => each.id === of.id) : undefined;
  const members = instrument?.parties ?? model.actors.find((each) => each.id === of.id)?.members ?? [];
  const lasting = memberships(members, actor);
  const when = period ?? evidence.at;
  const verdicts = [during(lasting, when), ...(instrument?.inForce ? [during([instrument.inForce], when)] : [])];
  const said = lasting.length === 0 ? "not listed" : lasting.map((each) => spelled(each)).join(", ");
  return judged(turned(least(verdicts), negated), "4.3", `The case has ${actor} in ${of.id}: ${said}.`);
}

function memberships(members: readonly Membership[], actor: string): Lasting[] {
  return members
    .filter((member) => member.actor === actor)
    .flatMap((member): Lasting[] =>
      member.periods.length === 0 ? [{ from: null, until: null }] : [...member.periods],
    );
}

/** Whether one of them holds at some instant of the period. Both its ends are first instants, as in rule 7.1. */
function during(all: readonly Lasting[], { earliest, latest }: Time): Verdict {
  const holds = all.some(
    ({ from, until }) => (from === null || from.earliest <= latest) && (until === null || until.earliest > earliest),
  );
  return holds ? "supported" : "contradicted";
}

function lies(time: Time, { earliest, latest }: Time): Verdict {
  if (time.earliest >= earliest && time.latest <= latest) return "supported";
  return time.latest < earliest || time.earliest > latest ? "contradicted" : "unknown";
}

function least(verdicts: readonly Verdict[]): Verdict {
  return (["contradicted", "unknown"] as const).find((verdict) => verdicts.includes(verdict)) ?? "supported";
}

function turned(verdict: Verdict, negated: boolean): Verdict {
  if (!negated) return verdict;
  return verdict === "supported" ? "contradicted" : verdict === "contradicted" ? "supported" : verdict;
}

function spelled({ from, until }: Lasting): string {
  const since = from === null ? "" : `from ${from.text}`;
  const to = until === null ? "" : `until ${until.text}`;
  return [since, to].filter(Boolean).join(" ") || "as long as it lasts";
}

/** `READING was held by A`: as the case has it, with its source; since when, where a date of its first statement is on record. */
export function judgeReading(evidence: Evidence, { reading: id, by, in: period }: Of<"reading">): Judged {
  const reading = evidence.model.readings.find((each) => each.id === id);
  if (reading === undefined) return judged("unknown", "4.3", `The reading ${id} is not on record.`);
  const { holders, source, stated } = reading;
  const since = stated === null ? "" : `, first stated ${stated.text}`;
  const said = `The case has ${id} held by ${holders.join(", ")}${since}.`;
  const rests = { sources: source === null ? [] : [source] };
  if (!holders.includes(by)) return judged("contradicted", "4.3", said, rests);
  if (period === null || stated === null)
    return judged(stated === null && period !== null ? "unknown" : "supported", "4.3", said, rests);
  const answer =
    stated.latest <= period.latest ? "supported" : stated.earliest > period.latest ? "contradicted" : "unknown";
  return judged(answer, "4.3", said, rests);
}

/** `ZONE lay in ZONE`. */
export function judgePlace(evidence: Evidence, { zone, relation, of }: Of<"place">): Judged {
  const zones = new Map(evidence.model.zones.map((each) => [each.id, each]));
  const inside = around(evidence, zone);
  const target = around(evidence, of);
  // Outside of what the other lies in is outside of the other; what lies in it is so too.
  const apart = (one: ReadonlyMap<string, string[]>, other: ReadonlyMap<string, string[]>): string[] | null => {
    for (const [id, sources] of one) {
      for (const placed of zones.get(id)?.outside ?? []) {
        if (other.has(placed.zone) && evidence.mayBear(placed.source))
          return placed.source === null ? sources : [...sources, placed.source];
      }
    }
    return null;
  };
  const within = zone === of ? [] : (inside.get(of) ?? null);
  const out = apart(inside, target) ?? apart(target, inside);
  const say = (verdict: Verdict, how: string, sources: readonly string[]): Judged =>
    judged(verdict, "4.4", `The case states that ${zone} lies ${how} ${of}.`, { sources: distinct(sources) });
  if (within !== null) return say(relation === "in" ? "supported" : "contradicted", "in", within);
  if (out !== null) return say(relation === "in" ? "contradicted" : "supported", "outside", out);
  return judged("unknown", "4.4", `The case states no relation of ${zone} and ${of}.`);
}

/** A zone and all that it lies in, each with the sources of the steps to it. */
function around(evidence: Evidence, zone: string): ReadonlyMap<string, string[]> {
  const zones = new Map(evidence.model.zones.map((each) => [each.id, each]));
  const found = new Map<string, string[]>([[zone, []]]);
  for (const [id, sources] of found) {
    for (const placed of zones.get(id)?.within ?? []) {
      if (found.has(placed.zone) || !evidence.mayBear(placed.source)) continue;
      found.set(placed.zone, placed.source === null ? sources : [...sources, placed.source]);
    }
  }
  return found;
}
