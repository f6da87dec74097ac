/**
 * The mirror: two sides of a case put in each other's place, everywhere in model and record. Whoever judges both alike finds
 * the same of each in the other's place.
 */
import { type Model } from "@servanda/language";
import { type Finding, type Record } from "@servanda/monitor";

/** Puts each of a pair in the place of the other. */
export class Mirror {
  private readonly other: ReadonlyMap<string, string>;
  private readonly pattern: RegExp;

  constructor(pairs: readonly (readonly [string, string])[]) {
    this.other = new Map(pairs.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]));
    const ids = [...this.other.keys()].sort((a, b) => b.length - a.length);
    // An id stands by itself, or in a list of ids: `inner-waters of A`, `norm/A/B→A/E1`, `A+B`.
    this.pattern = new RegExp(
      `(?<=^|[ /→+,:=])(?:${ids.map((id) => RegExp.escape(id)).join("|")})(?=$|[ /→+,:=])`,
      "gu",
    );
  }

  id(text: string): string {
    return text.replace(this.pattern, (id) => this.other.get(id) ?? id);
  }

  /** Bearers that are judged as one are joined in the order of their ids: so they are again. */
  private joined(text: string): string {
    const list = (all: string, sign: string): string => all.split(sign).toSorted().join(sign);
    return text
      .replaceAll(/[^/→ ]+(?:,[^/→ ]+)+/gu, (all) => list(all, ","))
      .replaceAll(/[^/→ ]+(?:\+[^/→ ]+)+/gu, (all) => list(all, "+"));
  }

  model(model: Model): Model {
    const swapped = this.swap(model) as Model;
    // Lists of declarations are sorted by id: so they are again.
    const by = <T extends { readonly id: string }>(list: readonly T[]): T[] =>
      list.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return {
      ...swapped,
      actors: by(swapped.actors),
      zones: by(swapped.zones),
      norms: by(swapped.norms),
      readings: by(swapped.readings),
    };
  }

  record(record: Record): Record {
    return this.swap(record) as Record;
  }

  /** What is found, as far as it may be compared: the reasons say it in words. */
  finding(finding: Finding): unknown {
    const { because: _, bindings, possible, ...rest } = finding;
    const swapped = this.swap({ ...rest, bindings, possible }) as Finding;
    return { ...swapped, id: this.joined(swapped.id), bearer: this.joined(swapped.bearer) };
  }

  /** Everything but titles and prose, which are for people, and where things stand. */
  private swap(value: unknown, key = ""): unknown {
    if (typeof value === "string")
      return ["prose", "text", "title", "publisher", "leaning", "reply", "note", "why"].includes(key)
        ? value
        : this.id(value);
    if (Array.isArray(value)) return value.map((each) => this.swap(each, key));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([k, each]) => [k, k === "span" ? each : this.swap(each, k)]));
  }
}
