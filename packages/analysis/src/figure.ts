/** Figures: values of series, their changes, and what events came to (docs/analysis.md 2.7, 4.1, 4.2). */
import {
  Wording,
  type Amount,
  type Argument,
  type Comparison,
  type SeriesUse,
  type Statement,
  type Time,
} from "@servanda/language";
import { compared, reachedBy, reaches, type Account, type Bounds, type Breach, type Value } from "@servanda/monitor";
import type { Judged } from "./conduct.ts";
import { distinct, type Evidence } from "./evidence.ts";

type Of<K extends Statement["kind"]> = Statement & { readonly kind: K };

/** One source's figure, or pair of figures, and whether it says what is claimed; null: its range says both. */
interface Said {
  readonly yes: boolean | null;
  readonly values: readonly Value[];
  readonly text: string;
}

/** 4.1: `SERIES was about 89 percent in 2023`, `SERIES was 10 times SERIES in 2023`. */
export function judgeValue(evidence: Evidence, { measure, tolerance }: Of<"value">): Judged {
  const { of, in: when, value } = measure;
  const comparison = closeness(measure.comparison, tolerance);
  const own = valuesOf(evidence, of, when, value.kind === "number" ? value.unit : null);
  const give = tolerance ?? undefined;
  if (value.kind === "number") {
    const than = { low: value.number, high: value.number };
    const said = own.map((v) => ({ yes: compared(comparison, v, than, give), values: [v], text: figure(v) }));
    return weighed(evidence, said, missing(evidence, [{ of, when }]));
  }
  const others = valuesOf(evidence, value.of, value.in, null);
  const said = pairs(own, others).map(([a, b]): Said => {
    const yes = compared(comparison, a, times(b, value.times), give);
    const ratio = b.best === 0 ? "" : `, ${round(a.best / b.best)} times`;
    return { yes, values: [a, b], text: `${figure(a)} against ${figure(b)}${ratio}` };
  });
  return weighed(
    evidence,
    said,
    missing(evidence, [
      { of, when },
      { of: value.of, when: value.in },
    ]),
  );
}

/** 4.1: `SERIES rose by about 20 percent from 2019 to 2023`. */
export function judgeChange(evidence: Evidence, statement: Of<"change">): Judged {
  const { of, direction, comparison, by, from, to, tolerance } = statement;
  const up = direction === "rose" ? 1 : -1;
  const declared = evidence.model.series?.find((series) => series.id === of.series)?.unit ?? null;
  const said = pairs(valuesOf(evidence, of, to, null), valuesOf(evidence, of, from, null)).map(
    ([after, before]): Said => {
      const moved = bounds(up * (after.low - before.high), up * (after.high - before.low));
      const share = before.best === 0 ? "" : ` (${signed((after.best / before.best - 1) * 100)} %)`;
      const text = `${figure(before)}, then ${figure(after)}${share}`;
      const values = [after, before];
      const way = compared("more than", moved, { low: 0, high: 0 });
      if (by === null || way !== true) return { yes: way, values, text };
      return {
        yes: muchOf(
          evidence,
          { before, moved, declared },
          closeness(comparison ?? "exactly", tolerance),
          by,
          tolerance,
        ),
        values,
        text,
      };
    },
  );
  return weighed(
    evidence,
    said,
    missing(evidence, [
      { of, when: from },
      { of, when: to },
    ]),
  );
}

/** `89 plus or minus 5 percent` is about 89. */
function closeness(comparison: Comparison, tolerance: number | null): Comparison {
  return comparison === "exactly" && tolerance !== null ? "about" : comparison;
}

interface Move {
  readonly before: Value;
  readonly moved: Bounds;
  readonly declared: string | null;
}

/** Whether it moved by so much: in percent of what it was, unless the series is in percent itself. */
function muchOf(
  evidence: Evidence,
  { before, moved, declared }: Move,
  comparison: Comparison,
  by: NonNullable<Of<"change">["by"]>,
  tolerance: number | null,
): boolean | null {
  const give = tolerance ?? undefined;
  if (by.kind === "times") {
    const [other] = valuesOf(evidence, by.of, by.in, null).filter((value) => value.source === before.source);
    return other === undefined ? null : compared(comparison, moved, times(other, by.times), give);
  }
  const than = { low: by.number, high: by.number };
  if (by.unit !== "percent" || declared === "percent") return compared(comparison, moved, than, give);
  if (before.low <= 0) return null;
  const share = bounds((moved.low / before.high) * 100, (moved.high / before.low) * 100);
  return compared(comparison, share, than, give);
}

/** 2.7: `with at least 8 deaths`, of the events given. */
export function amountAnswer(evidence: Evidence, events: readonly Breach[], amount: Amount, silence: string): Judged {
  const base = { byView: [], values: [], findings: [], rule: "2.7" };
  if (events.length === 0) return { ...base, answer: "unknown", reason: silence, accounts: [], sources: [] };
  const acts = new Map(evidence.model.acts.map((act) => [act.id, act]));
  // A party admits that it was so many, never that it was so few.
  const admitted = ["at least", "more than"].includes(amount.comparison)
    ? true
    : ["at most", "less than"].includes(amount.comparison)
      ? false
      : null;
  const tried = events.map((event) => {
    const told = evidence.accountsOf(event.id);
    const said = told.flatMap((account) => {
      const range = account.stance === "asserts" ? rangeOf(account, amount.unit) : null;
      if (range === null) return [];
      const yes = compared(amount.comparison, range, { low: amount.number, high: amount.number });
      return [{ account, yes, range, text: `${evidence.telling(account, told)}: ${ranged(range)}` }];
    });
    const support = (yes: boolean): Support => {
      const telling = said.filter((each) => each.yes === yes).map((each) => each.account);
      const circumstances = { acts: yes === admitted ? acts : new Map(), sources: evidence.sources, told };
      return telling.length === 0 ? "none" : reaches(evidence.bar, telling, circumstances) ? "enough" : "some";
    };
    return { event, said, answer: weigh(support(true), support(false)) };
  });
  // Events of which nobody gives a figure say nothing beside those of which somebody does.
  const figured = tried.filter((each) => each.said.length > 0);
  const asked = figured.length > 0 ? figured : tried;
  // One event that came to it is enough.
  const most = (["supported", "contested", "unknown", "contradicted"] as const).find((a) =>
    asked.some((t) => t.answer === a),
  );
  // That each of several came to less does not say what they came to together.
  const all = asked.map(({ said }) => said.map(({ range }) => range));
  const together = {
    low: sum(all.map((ranges) => Math.min(...ranges.map(({ low }) => low)))),
    high: sum(all.map((ranges) => Math.max(...ranges.map(({ high }) => high)))),
  };
  const open =
    asked.length > 1 && compared(amount.comparison, together, { low: amount.number, high: amount.number }) !== false;
  const best = most === "contradicted" && open ? "unknown" : most;
  const telling = asked.filter((each) => each.answer === most);
  const shown = telling.slice(0, 4).map(({ event, said }) => {
    const figures = said.map((each) => each.text).join(", ");
    return `${event.id} (${event.from.text}): ${figures === "" ? `nobody gives ${amount.unit}` : figures}`;
  });
  const accounts = telling.flatMap((each) => each.said.map((said) => said.account));
  // An event that is itself not certain supports nothing.
  const certain = telling.some((each) => each.event.footing === "settled");
  const disputed = telling.some((each) => each.event.footing === "contested on facts");
  const shaken = best === "supported" && !certain;
  const answer = shaken ? (disputed ? "contested" : "unknown") : (best ?? "unknown");
  const low = answer === "unknown" && telling.some((each) => each.said.some(({ yes }) => yes !== null));
  const doubt = shaken ? "; the event itself, its place or its date is open" : null;
  const why = doubt ?? (best !== most ? `; together ${ranged(together)}` : low ? "; not at the standard of proof" : "");
  const more = telling.length > shown.length ? `; and ${telling.length - shown.length} more events` : "";
  return {
    ...base,
    answer,
    reason: `${amount.unit}, as told: ${shown.join("; ")}${more}${why}.`,
    accounts: distinct(accounts.map((account) => account.id)),
    sources: distinct(accounts.map((account) => account.source)),
  };
}

/** What an account gives of deaths, or of its quantity in that unit. An end that it leaves open is open. */
function rangeOf(account: Account, unit: string): Bounds | null {
  if (unit === "deaths") {
    if (account.deaths === null) return null;
    const { low, best, high } = account.deaths;
    if (low === null && best === null && high === null) return null;
    return { low: low ?? best ?? 0, high: high ?? best ?? Infinity };
  }
  if (account.quantity === null || account.unit !== unit) return null;
  return { low: account.quantity, high: account.quantity };
}

// ── Weighing ────────────────────────────────────────────────────────────────────────────────────

/** 2.4 of docs/semantics.md; below the standard, a word against a word is contested. */
function weigh(yes: Support, no: Support): "supported" | "contradicted" | "contested" | "unknown" {
  if (yes === "enough" && no !== "enough") return "supported";
  if (no === "enough" && yes !== "enough") return "contradicted";
  return yes !== "none" && no !== "none" ? "contested" : "unknown";
}

/** Whether it reaches the standard, or is below it. */
type Support = "none" | "some" | "enough";

function weighed(evidence: Evidence, said: readonly Said[], none: string): Judged {
  const values = said.flatMap((each) => each.values);
  const rests = {
    byView: [],
    accounts: [],
    values: distinct(values.map((value) => value.id)),
    findings: [],
    sources: distinct(values.map((value) => value.source)),
  };
  if (said.length === 0) return { ...rests, answer: "unknown", rule: "4.2", reason: none };
  const support = (yes: boolean): Support => {
    const telling = said.filter((each) => each.yes === yes).flatMap((each) => each.values);
    return telling.length === 0 ? "none" : reachedBy(evidence.bar, telling, evidence.sources) ? "enough" : "some";
  };
  const answer = weigh(support(true), support(false));
  const low = answer === "unknown" && said.some((each) => each.yes !== null);
  const told = distinct(said.map((each) => each.text)).join("; ");
  return { ...rests, answer, rule: "4.1", reason: `${told}${low ? ", which is below the standard of proof" : ""}.` };
}

/** Values of one source with each other; where no source has both, all. */
function pairs(one: readonly Value[], other: readonly Value[]): (readonly [Value, Value])[] {
  const all = one.flatMap((a) => other.map((b) => [a, b] as const));
  const same = all.filter(([a, b]) => a.source === b.source);
  return same.length > 0 ? same : all;
}

export function sum(list: readonly number[]): number {
  return list.reduce((a, b) => a + b, 0);
}

function times(value: Value, factor: number): Bounds {
  return bounds(value.low * factor, value.high * factor);
}

function bounds(a: number, b: number): Bounds {
  return { low: Math.min(a, b), high: Math.max(a, b) };
}

// ── Values ──────────────────────────────────────────────────────────────────────────────────────

/** Rule 15.2: for these arguments and that period, in the unit asked for, that count. */
function valuesOf(evidence: Evidence, use: SeriesUse, when: Time, unit: string | null): Value[] {
  const wanted = unit ?? evidence.model.series?.find((series) => series.id === use.series)?.unit ?? null;
  return seriesOf(evidence, use).filter((value) => {
    if (value.unit !== null && wanted !== null && value.unit !== wanted) return false;
    const same = value.in.earliest === when.earliest && value.in.latest === when.latest;
    return same || value.in.text === when.text;
  });
}

function seriesOf(evidence: Evidence, { series, arguments: of }: SeriesUse): Value[] {
  const asked = of.map(named);
  return (evidence.record.values ?? [])
    .filter((value) => value.series === series && value.arguments.length === asked.length)
    .filter((value) => asked.every((each, index) => each !== null && each === value.arguments[index]))
    .filter(
      ({ published }) => evidence.asOf === null || (published !== null && published.latest <= evidence.asOf.latest),
    )
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function named(argument: Argument): string | null {
  return argument.kind === "name" ? argument.id : null;
}

/** 4.2 */
function missing(evidence: Evidence, wanted: readonly { readonly of: SeriesUse; readonly when: Time }[]): string {
  const none = wanted.filter(({ of, when }) => valuesOf(evidence, of, when, null).length === 0);
  const said = none.map(({ of, when }) => {
    const words = new Wording(evidence.model, (variable) => variable).value(of);
    const all = seriesOf(evidence, of);
    const before = all.filter((v) => v.in.latest < when.earliest).sort((a, b) => b.in.latest - a.in.latest)[0];
    const after = all.filter((v) => v.in.earliest > when.latest).sort((a, b) => a.in.earliest - b.in.earliest)[0];
    const near = [before, after].flatMap((value) => (value === undefined ? [] : [figure(value)]));
    return `No value of ${words} for ${when.text}${near.length > 0 ? `; the nearest: ${near.join("; ")}` : ""}.`;
  });
  return said.length > 0 ? said.join(" ") : "No source has values that can be compared.";
}

// ── Words ───────────────────────────────────────────────────────────────────────────────────────

/** `S117 has 35.2 percent for 2023`. */
function figure(value: Value): string {
  const range = value.low === value.high ? "" : ` (${round(value.low)} to ${round(value.high)})`;
  return `${value.source} has ${round(value.best)}${range}${value.unit === null ? "" : ` ${value.unit}`} for ${value.in.text}`;
}

function ranged({ low, high }: Bounds): string {
  if (high === Infinity) return `at least ${round(low)}`;
  return low === high ? round(low) : `${round(low)} to ${round(high)}`;
}

/** Three digits that count; whole numbers whole. */
function round(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(Math.abs(value) >= 100 ? 4 : 3)));
}

function signed(value: number): string {
  return value > 0 ? `+${round(value)}` : round(value);
}
