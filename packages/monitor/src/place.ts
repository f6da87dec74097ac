/** Whether a place lies in a zone (docs/semantics.md 5.6). */
import type { Zone } from "@servanda/language";

/** A field that a denial or weak support leaves without a value: nobody and nothing that a norm names (3.7). */
export const OTHER = "";

export type Situation = "in" | "out" | "open";

export class Places {
  private readonly zones: ReadonlyMap<string, Zone>;
  private readonly shapes: ReadonlySet<string>;
  private readonly around = new Map<string, ReadonlySet<string>>();

  constructor(zones: readonly Zone[], shapes: readonly string[]) {
    this.zones = new Map(zones.map((zone) => [zone.id, zone]));
    this.shapes = new Set(shapes);
  }

  has(id: string): boolean {
    return this.zones.has(id);
  }

  /** The zone itself and all that it is stated to lie within, step by step. */
  enclosing(id: string): ReadonlySet<string> {
    let known = this.around.get(id);
    if (!known) {
      const out = new Set([id]);
      for (const at of out) for (const { zone } of this.zones.get(at)?.within ?? []) out.add(zone);
      this.around.set(id, (known = out));
    }
    return known;
  }

  within(inner: string, outer: string): boolean {
    return this.enclosing(inner).has(outer);
  }

  /** Equal, or one within the other (3.1). */
  compatible(a: string, b: string): boolean {
    return this.within(a, b) || this.within(b, a);
  }

  /** Sources of the relations that put the place in the zone or outside it. */
  sources(place: string, zone: string): string[] {
    const out = new Set<string>();
    const targets = this.enclosing(zone);
    for (const at of this.enclosing(place)) {
      for (const r of this.zones.get(at)?.within ?? []) if (r.source && this.within(r.zone, zone)) out.add(r.source);
      for (const r of this.zones.get(at)?.outside ?? []) if (r.source && targets.has(r.zone)) out.add(r.source);
    }
    return [...out].toSorted();
  }

  /** 16.1: whether a point lies within so many metres of a zone's shape. */
  near(
    point: { readonly distances?: readonly { readonly zone: string; readonly low: number; readonly high: number }[] },
    zone: string,
    metres: number,
  ): Situation {
    const found = point.distances?.find((d) => d.zone === zone);
    if (!found) return "open";
    return found.high <= metres ? "in" : found.low > metres ? "out" : "open";
  }

  /** Relations go before shapes. */
  situation(
    place: string | null,
    point: { readonly located: boolean; readonly inside: readonly string[]; readonly perhapsInside: readonly string[] },
    zone: string,
  ): Situation {
    if (place === OTHER) return "out";
    if (place !== null) {
      const enclosing = this.enclosing(place);
      if (enclosing.has(zone)) return "in";
      const targets = this.enclosing(zone);
      for (const at of enclosing) {
        if (this.zones.get(at)?.outside.some((r) => targets.has(r.zone))) return "out";
      }
    }
    if (point.located && this.shapes.has(zone)) {
      if (point.inside.includes(zone)) return "in";
      return point.perhapsInside.includes(zone) ? "open" : "out";
    }
    return "open";
  }
}
