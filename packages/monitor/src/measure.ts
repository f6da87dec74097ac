/** Whether a series is as a measure says, by the values that sources give (docs/semantics.md 15). */
import type { Measure, SeriesUse, Time } from "@servanda/language";
import type { Because } from "./finding.ts";
import type { Bindings, Matcher } from "./match.ts";
import type { Value } from "./record.ts";
import { reachedBy } from "./support.ts";
import { compared } from "./comparison.ts";
import type { World } from "./world.ts";

/** Values that speak to a measure, by what they say. */
interface Said {
  readonly yes: readonly Value[];
  readonly no: readonly Value[];
  /** Of a comparison with another value: those it was compared with. */
  readonly against: readonly Value[];
}

/** 15.3: whether it is so in this history. */
export function holds(world: World, matcher: Matcher, measure: Measure, bindings: Bindings): boolean {
  const said = saidOf(matcher, measure, bindings);
  const { sources, bar } = matcher.evidence;
  const yes = reachedBy(bar, said.yes, sources);
  const no = reachedBy(bar, said.no, sources);
  if (yes !== no) return yes;
  const ref = words(matcher, measure, bindings);
  return world.yes({ id: `value:${ref}`, kind: "value", ref, contested: yes && no, at: measure.in.earliest });
}

/** 15.2 */
function saidOf(matcher: Matcher, measure: Measure, bindings: Bindings): Said {
  const unit = measure.value.kind === "number" ? measure.value.unit : null;
  const own = valuesOf(matcher, measure.of, measure.in, unit, bindings);
  if (measure.value.kind === "number") {
    const { number } = measure.value;
    const say = (v: Value): boolean | null => compared(measure.comparison, v, { low: number, high: number });
    return { yes: own.filter((v) => say(v) === true), no: own.filter((v) => say(v) === false), against: [] };
  }
  const { times, of, in: when } = measure.value;
  const others = valuesOf(matcher, of, when, null, bindings);
  const pairs = own.flatMap((a) => others.map((b) => ({ a, b })));
  const same = pairs.filter(({ a, b }) => a.source === b.source);
  const told = (same.length > 0 ? same : pairs).map(({ a, b }) => {
    const bounds = [b.low * times, b.high * times];
    return { a, b, says: compared(measure.comparison, a, { low: Math.min(...bounds), high: Math.max(...bounds) }) };
  });
  const of_ = (says: boolean): Value[] => told.filter((t) => t.says === says).map((t) => t.a);
  return { yes: of_(true), no: of_(false), against: told.map((t) => t.b) };
}

/** Values of a series for these arguments and that period, in the unit asked for, that count (1.3). */
function valuesOf(matcher: Matcher, use: SeriesUse, when: Time, unit: string | null, bindings: Bindings): Value[] {
  const asked = use.arguments.map((argument) => matcher.value(argument, bindings));
  const declared = matcher.model.series?.find((series) => series.id === use.series);
  const wanted = unit ?? declared?.unit ?? null;
  return matcher.evidence.values(use.series).filter((value) => {
    if (value.unit !== null && wanted !== null && value.unit !== wanted) return false;
    const same = value.in.earliest === when.earliest && value.in.latest === when.latest;
    if (!same && value.in.text !== when.text) return false;
    return value.arguments.length === asked.length && asked.every((a, i) => a !== null && a === value.arguments[i]);
  });
}

/** `gas of Azerland to Union in 2027 at least 20 bcm`. */
function words(matcher: Matcher, measure: Measure, bindings: Bindings): string {
  const use = ({ series, arguments: of }: SeriesUse, when: Time): string => {
    const declared = matcher.model.series?.find((s) => s.id === series);
    const parts = of.map((a, i) => {
      const role = declared?.parameters[i];
      return `${role?.preposition ?? "of"} ${matcher.value(a, bindings) ?? role?.name ?? "?"}`;
    });
    return [series, ...parts, `in ${when.text}`].join(" ");
  };
  const { value } = measure;
  const than =
    value.kind === "number"
      ? `${value.number}${value.unit === null ? "" : ` ${value.unit}`}`
      : `${value.times} times ${use(value.of, value.in)}`;
  return `${use(measure.of, measure.in)} ${measure.comparison} ${than}`;
}

/** The step of the reasons that says which values were compared, and whose they are. */
export function reason(matcher: Matcher, measure: Measure, bindings: Bindings): Because {
  const said = saidOf(matcher, measure, bindings);
  const figure = (v: Value): string => (v.low === v.high ? `${v.best}` : `${v.best} (${v.low} to ${v.high})`);
  const row = (v: Value, what: string): Because => ({
    rule: "15.2",
    kind: "figure",
    value: `${v.source} has ${figure(v)}${v.unit === null ? "" : ` ${v.unit}`} for ${v.in.text}${what}`,
    refs: [v.id, v.source],
    children: [],
  });
  const compare = [...new Set(said.against)].map((v) => row(v, ", compared with"));
  const children = [...said.yes.map((v) => row(v, ": so")), ...said.no.map((v) => row(v, ": not so")), ...compare];
  const none = children.length === 0 ? ": no value that counts" : "";
  const value = `${words(matcher, measure, bindings)}${none}`;
  return { rule: "15.3", kind: "value", value, refs: children.flatMap((c) => c.refs), children };
}
