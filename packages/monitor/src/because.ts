/**
 * Why a finding is what it is, as a tree whose steps name rules of docs/semantics.md and end in articles, accounts and
 * sources. Built on demand from the histories tried; it decides nothing.
 */
import {
  DISTANT_FUTURE,
  type Instant,
  type Instrument,
  type Norm,
  type Time,
  type ZoneExpression,
} from "@servanda/language";
import type { Because, Found } from "./finding.ts";
import type { Instance } from "./instance.ts";
import type { Verdict } from "./verdict.ts";
import type { Matcher } from "./match.ts";
import { reason } from "./measure.ts";
import type { Account } from "./record.ts";
import { lasting, Phrases } from "./phrase.ts";
import { againstInterest, level } from "./support.ts";
import type { Unsaid } from "./unsaid.ts";
import type { Leaf } from "./world.ts";
import { zoneId } from "./zone.ts";

interface Known {
  readonly matcher: Matcher;
  readonly norm: Norm;
  readonly instrument: Instrument;
  readonly instance: Instance;
  readonly leaves: readonly Leaf<Verdict>[];
  readonly finding: Found;
  readonly text: (from: Instant, to: Instant) => Time;
  /** Accepted denials that silence rests on, by account id. */
  readonly denials: readonly string[];
  /** What was told and takes silence away (4.5). */
  readonly unsaid: readonly Unsaid[];
  /** Events that would be breaches but for the exception. */
  readonly excused: readonly string[];
  /** Events that another norm keeps from being breaches, and how (14.5, 14.7). */
  readonly spared: readonly { readonly event: string; readonly rule: string; readonly by: string }[];
}

export function because(known: Known): Because {
  const { finding } = known;
  const children = [
    article(known),
    view(known),
    force(known),
    step("2.3", "standard", ""),
    ...trigger(known),
    ...window(known),
    ...places(known),
    ...conduct(known),
    ...exceptions(known),
    ...allowed(known),
    ...uses(known),
    ...stretches(known),
    ...figures(known),
    ...silence(known),
    ...items(known),
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
  if (by.kind === "none" || finding.trigger === null) return [];
  if (by.kind === "breach" || (by.kind === "event" && by.sources)) return [chain(known)];
  if (by.kind !== "event") {
    return [step("7.1", "trigger", `it stands by itself since ${finding.trigger.time.text}`, [finding.instrument])];
  }
  const bound = leaves.filter((leaf) => leaf.value.binding !== null).length;
  const verdict = bound === 0 ? "does not trigger it" : bound === leaves.length ? "triggers it" : "may trigger it";
  const stage = matcher.normView.stages.findLast((s) => s.from === null || s.from <= finding.trigger!.time.latest)!;
  const further = (stage.clauses.when?.further ?? []).map((condition) => {
    const met = matcher.events.filter(
      (e) => e !== by.event && matcher.consulted.has(e.id) && e.options.some((o) => o?.kind === condition.pattern.act),
    );
    const value = `${condition.pattern.act} within ${lasting(condition.within)} of it`;
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

/** The breach of another norm, as what begins it (14.2). */
function chain(known: Known): Because {
  const { instance, finding, leaves } = known;
  const by = instance.by as Instance["by"] & { kind: "event" | "breach" };
  const bound = leaves.filter((leaf) => leaf.value.binding !== null).length;
  const does = bound === 0 ? "not shown" : bound === leaves.length ? "breached" : "perhaps breached";
  const whose = [...new Set((by.sources ?? []).map((s) => `${s.norm} ${does} by ${s.bearer}`))].toSorted();
  const id = by.kind === "event" ? by.event.id : by.label;
  const value = `${whose.join("; ")}: ${id}, ${finding.trigger!.time.text}`;
  const refs = [...new Set([id, ...(by.sources ?? []).map((s) => s.norm)])];
  return step("14.2", "trigger", value, refs, by.kind === "event" ? [event(known, by.event.id)] : []);
}

/** Acts that are no breach because of another norm (14.5, 14.7). */
function allowed(known: Known): Because[] {
  return known.spared.map(({ event: id, rule, by }) =>
    step(rule, "spared", `${id} would be a breach; ${by}`, [id], [event(known, id)]),
  );
}

/** Who used a permission or power (14.4). */
function uses(known: Known): Because[] {
  return (known.finding.uses ?? []).map((use) => {
    const effect = use.void === null ? "with effect" : `void: ${use.void}`;
    const sure = use.footing === "settled" ? "" : ` (${use.footing})`;
    return step(
      "14.4",
      "use",
      `${use.by} on ${use.time.text}, ${effect}${sure}`,
      [use.event],
      [event(known, use.event)],
    );
  });
}

/** The figures behind a measure (15). */
function figures({ matcher, leaves }: Known): Because[] {
  const binding = leaves.find((leaf) => leaf.value.binding)?.value.binding;
  const measures = binding?.current.stage.clauses.must.measures ?? [];
  return measures.map((measure) => reason(matcher, measure, binding!.setting.bindings));
}

/** What recurs, stretch by stretch (11.4). */
function stretches({ leaves, text }: Known): Because[] {
  const met = new Map<number, { last: Instant; outcomes: Set<string> }>();
  for (const { value } of leaves) {
    for (const { number, last, outcome } of value.stretches) {
      const seen = met.get(number);
      if (seen) seen.outcomes.add(outcome);
      else met.set(number, { last, outcomes: new Set([outcome]) });
    }
  }
  return [...met].map(([number, { last, outcomes }]) =>
    step("11.4", "stretch", `${number}, to ${text(last, last).text}: ${[...outcomes].toSorted().join(" or ")}`),
  );
}

/** An event with each account of it: who says what, and how far that carries. */
function event({ matcher }: Known, id: string): Because {
  const told = matcher.evidence.accountsOf(id);
  const circumstances = matcher.evidence.circumstances(id);
  const seen = matcher.event(id);
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
  const still = (seen?.silent ?? []).map((row) => {
    const stillness = "covers such events there and then and has no account of this one: that counts as a denial";
    return step("4.3", "silent-source", `${row.source} ${stillness}`, [row.id, row.source]);
  });
  return step("3.7", "event", value, [id], [...accounts, ...still]);
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
  if (time?.within) how = `within ${lasting(time.within)}`;
  else if (time?.by) how = `by ${time.by.text}`;
  else if (time?.until) how = `until ${time.until.text}`;
  else if (time?.for) how = `for ${lasting(time.for)}`;
  else if (time?.every) how = "no end is set";
  else if (until) how = "until the instrument, the membership or the norm ended";
  const every = time?.every ? `every ${lasting(time.every)}, ` : "";
  return [step("5.2", "window", `${every}${how}: from ${from.text}${until ? ` to ${until.text}` : ""}`)];
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
    const id = zone && zoneId(matcher, zone, new Map(finding.bindings.map((b) => [b.name, b.value])));
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
    const { time, late, footing } = finding.performed;
    const events = performers(known);
    for (const id of events) told.add(id);
    out.push(
      step(
        "8.1",
        "performed",
        `${footing === "settled" ? "" : "possibly "}${late ? "done late" : "done"} on ${time.text}${footing === "settled" ? "" : `: ${footing}`}`,
        events,
        events.map((id) => event(known, id)),
      ),
    );
  }
  for (const breach of finding.breaches) {
    const end = breach.until ? `until ${breach.until.text}` : "still so";
    const value = `from ${breach.from.text} ${end}, ${breach.days} days: ${breach.footing}`;
    const known_ = matcher.event(breach.id) !== null;
    told.add(breach.id);
    const rule = known_ ? "8.4" : breach.id === "deadline" ? "11.6" : breach.id.startsWith("every-") ? "11.4" : "8.5";
    out.push(step(rule, "breach", value, [breach.id], known_ ? [event(known, breach.id)] : []));
  }
  const anchor = instance.by.kind === "event" ? instance.by.event.id : null;
  for (const use of finding.uses ?? []) told.add(use.event);
  for (const { event: id } of known.spared) told.add(id);
  const when = new Set((matcher.normView.stages.at(-1)!.clauses.when?.further ?? []).map((f) => f.pattern.act));
  const excusing = new Set(excuses(known));
  for (const id of [...matcher.consulted].toSorted()) {
    if (told.has(id) || id === anchor || excusing.has(id)) continue;
    if (matcher.event(id)?.options.some((o) => o && when.has(o.kind))) continue;
    out.push(step("8.1", "considered", "looked at", [id], [event(known, id)]));
  }
  return out;
}

function eventOf(account: string, matcher: Matcher): string | null {
  return matcher.eventTold(account)?.id ?? null;
}

/** Events on record that an exception of the norm asks about, by id. */
function excuses({ matcher, leaves }: Known): string[] {
  const unless = leaves.find((leaf) => leaf.value.binding)?.value.binding?.current.stage.clauses.unless;
  const acts = new Set<string>();
  for (const condition of unless?.conditions ?? []) {
    if (condition.kind === "event") acts.add(condition.pattern.act);
    else {
      const state = matcher.states.get(condition.state.state);
      for (const change of [...(state?.startedBy ?? []), ...(state?.endedBy ?? [])]) acts.add(change.act);
    }
  }
  const asks = (id: string): boolean => matcher.event(id)?.options.some((o) => o && acts.has(o.kind)) ?? false;
  return [...matcher.consulted].filter(asks).toSorted();
}

/** The exception, what it asks, and what it found; and each act that only the exception keeps from being a breach. */
function exceptions(known: Known): Because[] {
  const { matcher, leaves, finding } = known;
  const binding = leaves.find((leaf) => leaf.value.binding)?.value.binding;
  const unless = binding?.current.stage.clauses.unless;
  if (!binding || !unless) return [];
  const phrases = new Phrases(matcher.evidence.acts, (name) => binding.setting.bindings.get(name) ?? null);
  const words = unless.conditions.map((condition) => {
    if (condition.kind === "state") return phrases.item({ kind: "keep", state: condition.state });
    const who = condition.pattern.actor ? phrases.argument(condition.pattern.actor) : "somebody";
    const within = condition.within ? `, within ${lasting(condition.within)} before` : "";
    return `${who}: ${phrases.pattern(condition.pattern)}${within}`;
  });
  const found = excuses(known);
  const breaches = new Set(finding.breaches.map((b) => b.id));
  const elsewhere = new Set(known.spared.map((s) => s.event));
  const sparedByException = [...known.excused].filter((id) => !breaches.has(id) && !elsewhere.has(id)).toSorted();
  const children = [
    ...sparedByException.map((id) =>
      step("8.4", "excused", `${id} would be a breach; the exception excuses it`, [id], [event(known, id)]),
    ),
    ...found
      .filter((id) => !sparedByException.includes(id))
      .map((id) => step("8.4", "excuse", "asked about by the exception", [id], [event(known, id)])),
  ];
  const value = `unless ${words.join(` ${unless.connective} `)}`;
  const none = found.length === 0 ? ": nothing of it on record" : "";
  return [
    step(
      binding.current.stage.clauses.must.items[0]?.kind === "keep" ? "8.5" : "8.4",
      "exception",
      value + none,
      found,
      children,
    ),
  ];
}

/** Which of several things owed was done, where one outcome stands for all of them. */
function items({ matcher, leaves }: Known): Because[] {
  const binding = leaves.find((leaf) => leaf.value.binding)?.value.binding;
  const { must } = binding?.current.stage.clauses ?? { must: null };
  if (!binding || !must || must.items.length < 2) return [];
  const phrases = new Phrases(matcher.evidence.acts, (name) => binding.setting.bindings.get(name) ?? null);
  return must.items.map((item, i) => {
    const met = new Set(leaves.flatMap((leaf) => leaf.value.items[i] ?? []));
    return step("8.8", "item", `${phrases.item(item)}: ${[...met].toSorted().join(" or ")}`);
  });
}

function silence(known: Known): Because[] {
  const { finding, matcher, denials, unsaid } = known;
  const { share, rows, gaps } = finding.coverage;
  if (share === null) return [];
  // A row that breaks off has a piece before and one after; it is told once.
  const wanted = new Set(rows);
  const used = wanted.size === 0 ? [] : matcher.evidence.coverage.filter((row) => wanted.delete(row.id));
  const denied = denials.flatMap((id) => matcher.evidence.account(id) ?? []).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const children = [
    ...used.map((row) => step("4.2", "coverage-row", row.why, [row.id, row.source])),
    ...denied.map((a) => step("4.2", "denial", says(a), [a.id, a.source])),
    ...unsaid.slice(0, 12).map((each) => leftOpen(known, each)),
    ...gaps.slice(0, 12).map((gap) => step("4.2", "gap", `not covered from ${gap.from.text} to ${gap.until.text}`)),
  ];
  const percent = gaps.length === 0 ? "all" : share === 0 ? "none" : `${Math.floor(share * 1000) / 10} %`;
  const by =
    used.length > 0 ? (denied.length > 0 ? "covered or denied" : "covered") : denied.length > 0 ? "denied" : "covered";
  const value = `${percent} of the window is ${by}: there silence means that it did not happen`;
  return [step("4.2", "coverage", value, [...rows, ...denials].toSorted(), children)];
}

const UNSAID = { actor: "by whom", target: "towards whom", object: "what it was done to" };

/** 4.5: who tells of it, and what they leave open. */
function leftOpen(known: Known, { event: id, option, blank }: Unsaid): Because {
  const { evidence } = known.matcher;
  const told = evidence.accountsOf(id).filter((a) => a.stance === "asserts" && a.kind === option.kind);
  const sources = [...new Set(told.map((a) => a.source))].toSorted();
  const whom = blank.map((column) => UNSAID[column]).join(" and ");
  const { from, to } = option;
  const time = known.text(from, to).text;
  const value = `${id} (${option.kind}, ${time}), told by ${sources.join(", ")}, does not say ${whom}: it may have been what is asked about, so silence at that time is not counted`;
  return step("4.5", "unsaid", value, [id, ...sources], [event(known, id)]);
}

function ends({ leaves }: Known): Because[] {
  const out = new Map<string, Because>();
  for (const { value } of leaves) {
    out.set(`${value.outcome} ${value.why}`, step(value.rule, "outcome", `${value.outcome}: ${value.why}`));
  }
  return [...out.keys()].toSorted().map((key) => out.get(key)!);
}
