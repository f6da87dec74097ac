/**
 * Why a finding is what it is, as a tree whose steps name rules of docs/semantics.md and end in articles, accounts and
 * sources. Built on demand from the histories tried; it decides nothing.
 */
import {
  DISTANT_FUTURE,
  type Instant,
  type Instrument,
  type Norm,
  type Standard,
  type Time,
  type ZoneExpression,
} from "@servanda/language";
import type { Because, Finding } from "./finding.ts";
import type { Instance } from "./instance.ts";
import type { Verdict } from "./judge.ts";
import type { Matcher } from "./match.ts";
import type { Account } from "./record.ts";
import { Phrases } from "./phrase.ts";
import { againstInterest, level } from "./support.ts";
import type { Leaf } from "./world.ts";

interface Known {
  readonly matcher: Matcher;
  readonly norm: Norm;
  readonly instrument: Instrument;
  readonly instance: Instance;
  readonly leaves: readonly Leaf<Verdict>[];
  readonly finding: Omit<Finding, "because">;
  readonly standard: Standard;
  readonly text: (from: Instant, to: Instant) => Time;
}

export function because(known: Known): Because {
  const { finding } = known;
  const children = [
    article(known),
    view(known),
    force(known),
    step("2.3", "standard", known.standard),
    ...trigger(known),
    ...window(known),
    ...places(known),
    ...conduct(known),
    ...silence(known),
    ...finding.assumed.map((words) => step("6.2", "assumed", words)),
    ...ends(known),
  ];
  const value = finding.outcome ?? `open: ${finding.possible.join(" or ")}`;
  return step(finding.outcome ? "9.2" : "9.3", "finding", value, [finding.id], children);
}

function step(
  rule: string,
  kind: string,
  value: string,
  refs: readonly string[] = [],
  children: readonly Because[] = [],
): Because {
  return { rule, kind, value, refs, children };
}

function article({ norm, instrument, matcher, leaves }: Known): Because {
  const applied = Math.max(0, ...leaves.map((leaf) => leaf.value.binding?.current.stage.amendments ?? 0));
  const amended = matcher.normView.norm.amendments
    .toSorted((a, b) => a.from.earliest - b.from.earliest)
    .slice(0, applied)
    .map((a) => {
      const consent = a.byConsentOf.length > 0 ? `, by consent of ${a.byConsentOf.join(", ")}` : "";
      return step(
        "6.2",
        "amendment",
        `${a.repealed ? "repealed" : "amended"} from ${a.from.text}${consent}`,
        a.source ? [a.source] : [],
      );
    });
  return step("6.2", "article", `${instrument.names[0]!}, ${norm.article}`, [instrument.id, norm.id], amended);
}

function view({ matcher }: Known): Because {
  const { view: held, readings } = matcher.normView;
  const terms = [
    ...[...matcher.meanings].map(([words, use]) => {
      const { meaning, reading } = matcher.normView.meanings.get(use.term)!;
      const phrases = new Phrases(matcher.evidence.acts, (name) => {
        const argument = use.arguments[meaning.parameters.indexOf(name)];
        return argument ? matcher.value(argument, new Map()) : null;
      });
      const source = readings.find((r) => r.id === reading)?.source;
      const refs = [reading, ...(source ? [source] : [])];
      return step("6.1", "meaning", `“${words}” means ${phrases.meaning(meaning)}`, refs);
    }),
    ...[...matcher.openTerms].map((words) =>
      step("6.6", "open-term", `“${words}”: the text does not say what this means`),
    ),
  ].toSorted((x, y) => (x.value < y.value ? -1 : 1));
  if (held.holder === null) return step("6.1", "view", "the text alone, without anybody's reading", [], terms);
  const ids = readings.map((r) => r.id);
  return step("6.1", "view", `as ${held.holder} reads it`, ids, terms);
}

function force({ matcher, instrument, instance, text }: Known): Because {
  const period = matcher.force();
  if (!period) return step("7.1", "in-force", "never in force", [instrument.id]);
  const tell = (from: Instant, until: Instant): string =>
    `from ${text(from, from).text}${until === Infinity || until >= DISTANT_FUTURE ? "" : ` until ${text(until, until).text}`}`;
  const own = matcher.periodsOf(instance.bearer);
  const party = own.map((p) =>
    step("7.1", "party", `${instance.bearer} is a party ${tell(p.from, p.until)}`, [instance.bearer]),
  );
  return step("7.1", "in-force", `in force ${tell(period.from, period.until)}`, [instrument.id], party);
}

function trigger(known: Known): Because[] {
  const { instance, finding, matcher, leaves } = known;
  const by = instance.by;
  if (by.kind === "none") return [];
  if (by.kind !== "event") {
    return [step("7.1", "trigger", `it stands by itself since ${finding.trigger!.time.text}`, [finding.instrument])];
  }
  const bound = leaves.filter((leaf) => leaf.value.binding !== null).length;
  const verdict = bound === 0 ? "does not trigger it" : bound === leaves.length ? "triggers it" : "may trigger it";
  const stage = matcher.normView.stages.findLast((s) => s.from === null || s.from <= finding.trigger!.time.latest)!;
  const further = (stage.clauses.when?.further ?? []).map((condition) => {
    const met = matcher.events.filter(
      (e) => e !== by.event && matcher.consulted.has(e.id) && e.options.some((o) => o?.kind === condition.pattern.act),
    );
    const value = `${condition.pattern.act} within ${condition.within.count} ${condition.within.unit}s of it`;
    return step(
      "7.4",
      "condition",
      value,
      met.map((e) => e.id),
      met.map((e) => event(known, e.id)),
    );
  });
  return [step("7.2", "trigger", `${by.event.id} ${verdict}`, [by.event.id], [event(known, by.event.id), ...further])];
}

/** An event with each account of it: who says what, and how far that carries. */
function event({ matcher }: Known, id: string): Because {
  const told = matcher.evidence.accountsOf(id);
  const circumstances = matcher.evidence.circumstances(id);
  const seen = matcher.events.find((e) => e.id === id);
  const status = !seen
    ? "denied only"
    : seen.options.length === 1
      ? "decided"
      : seen.contested
        ? "contested"
        : "unknown";
  const support = level(
    told.filter((a) => a.stance === "asserts"),
    circumstances,
  );
  const value = `${status}; support level ${support}${seen && seen.against > 0 ? `, against it level ${seen.against}` : ""}`;
  const accounts = told.map((account) => {
    const carries = `level ${level([account], circumstances)}${againstInterest(account, circumstances) ? ", against interest" : ""}`;
    return step("2.1", "account", `${says(account)}; ${carries}`, [account.id, account.source]);
  });
  return step("3.7", "event", value, [id], accounts);
}

function says(account: Account): string {
  const parts: string[] = [];
  for (const column of ["kind", "actor", "target", "object", "place"] as const) {
    if (account[column] !== null) parts.push(`${column} ${account[column]}`);
  }
  if (account.when) parts.push(account.when.text);
  return `${account.stance}: ${parts.join(", ")}`;
}

function window({ finding, leaves }: Known): Because[] {
  if (!finding.window) return [];
  const { from, until } = finding.window;
  const time = leaves.find((leaf) => leaf.value.binding)?.value.binding?.current.stage.clauses.time;
  let how = "no deadline and no end is set";
  if (time?.within) how = `within ${time.within.count} ${time.within.unit}${time.within.count === 1 ? "" : "s"}`;
  else if (time?.by) how = `by ${time.by.text}`;
  else if (time?.until) how = `until ${time.until.text}`;
  else if (time?.for) how = `for ${time.for.count} ${time.for.unit}${time.for.count === 1 ? "" : "s"}`;
  else if (until) how = "until the instrument, the membership or the norm ended";
  return [step("5.2", "window", `${how}: from ${from.text}${until ? ` to ${until.text}` : ""}`)];
}

/** How the zone of the trigger stands to the anchor's place, and that of the clause to the places of what was done. */
function places(known: Known): Because[] {
  const { matcher, finding, instance, leaves } = known;
  const binding = leaves.find((leaf) => leaf.value.binding)?.value.binding;
  const stage = binding?.current.stage ?? matcher.normView.stages.at(-1)!;
  const anchor = instance.by.kind === "event" ? instance.by.event.id : null;
  const asked = new Set([...finding.breaches.map((b) => b.id), ...(finding.performed ? performers(known) : [])]);
  const out = new Map<string, Because>();
  const ask = (zone: ZoneExpression | null, of: (event: string) => boolean): void => {
    const id = zone && matcher.zoneId(zone, new Map(finding.bindings.map((b) => [b.name, b.value])));
    if (!id) return;
    for (const happening of matcher.events) {
      if (!of(happening.id)) continue;
      for (const option of happening.options) {
        if (!option) continue;
        const situation = matcher.evidence.places.situation(option.place, option, id);
        const thing = option.place ?? happening.id;
        const refs = [happening.id, ...(option.place ? matcher.evidence.places.sources(option.place, id) : [])];
        const how = situation === "open" ? "not known to be in or outside" : situation === "in" ? "in" : "outside";
        const value = `${thing} is ${how} ${id}`;
        out.set(value, step("5.6", "place", value, refs));
      }
    }
  };
  ask(stage.clauses.when?.anchor.place ?? null, (id) => id === anchor);
  ask(stage.clauses.place, (id) => asked.has(id));
  return [...out.values()].toSorted((a, b) => (a.value < b.value ? -1 : 1));
}

function performers({ finding, matcher }: Known): string[] {
  const events = (finding.performed?.accounts ?? []).map((account) => eventOf(account, matcher));
  return [...new Set(events.filter((id) => id !== null))];
}

function conduct(known: Known): Because[] {
  const { finding, matcher, instance } = known;
  const told = new Set<string>();
  const out: Because[] = [];
  if (finding.performed) {
    const { time, late } = finding.performed;
    const events = performers(known);
    for (const id of events) told.add(id);
    out.push(
      step(
        "8.1",
        "performed",
        `${late ? "done late" : "done"} on ${time.text}`,
        events,
        events.map((id) => event(known, id)),
      ),
    );
  }
  for (const breach of finding.breaches) {
    const end = breach.until ? `until ${breach.until.text}` : "still so";
    const value = `from ${breach.from.text} ${end}, ${breach.days} days: ${breach.footing}`;
    const known_ = matcher.events.some((e) => e.id === breach.id);
    told.add(breach.id);
    out.push(step(known_ ? "8.4" : "8.5", "breach", value, [breach.id], known_ ? [event(known, breach.id)] : []));
  }
  const anchor = instance.by.kind === "event" ? instance.by.event.id : null;
  const when = new Set((matcher.normView.stages.at(-1)!.clauses.when?.further ?? []).map((f) => f.pattern.act));
  for (const id of [...matcher.consulted].toSorted()) {
    if (told.has(id) || id === anchor) continue;
    if (matcher.events.some((e) => e.id === id && e.options.some((o) => o && when.has(o.kind)))) continue;
    out.push(step("8.1", "considered", "looked at", [id], [event(known, id)]));
  }
  return out;
}

function eventOf(account: string, matcher: Matcher): string | null {
  return matcher.events.find((e) => e.accounts.some((a) => a.id === account))?.id ?? null;
}

function silence({ finding, matcher }: Known): Because[] {
  const { share, rows, gaps } = finding.coverage;
  if (share === null) return [];
  const used = matcher.evidence.coverage.filter((row) => rows.includes(row.id));
  const children = [
    ...used.map((row) => step("4.2", "coverage-row", row.why, [row.id, row.source])),
    ...gaps.slice(0, 12).map((gap) => step("4.2", "gap", `not covered from ${gap.from.text} to ${gap.until.text}`)),
  ];
  const percent = share === 1 ? "all" : share === 0 ? "none" : `${Math.round(share * 1000) / 10} %`;
  return [
    step(
      "4.2",
      "coverage",
      `${percent} of the window is covered: there silence means that it did not happen`,
      rows,
      children,
    ),
  ];
}

function ends({ leaves }: Known): Because[] {
  const out = new Map<string, Because>();
  for (const { value } of leaves) {
    out.set(`${value.outcome} ${value.why}`, step(value.rule, "outcome", `${value.outcome}: ${value.why}`));
  }
  return [...out.keys()].toSorted().map((key) => out.get(key)!);
}
