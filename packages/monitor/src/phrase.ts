/** Formal clauses in words, close to how they are written: for explanations. */
import type { Act, Argument, Duration, EventPattern, Item, Meaning, Must, ZoneExpression } from "@servanda/language";

import { keyOf } from "./match.ts";

/** What a variable or parameter stands for; null: its own name is told. */
export type Stand = (name: string) => string | null;

export class Phrases {
  private readonly acts: ReadonlyMap<string, Act>;
  private readonly stand: Stand;

  constructor(acts: ReadonlyMap<string, Act>, stand: Stand) {
    this.acts = acts;
    this.stand = stand;
  }

  argument(argument: Argument): string {
    switch (argument.kind) {
      case "name":
        return argument.id;
      case "variable":
        return this.stand(keyOf(argument)) ?? keyOf(argument);
      case "anyone":
        return argument.party ? `${argument.party} party` : "anyone";
      case "other":
        return "each other";
      case "term":
        return this.term(argument.term, argument.arguments);
    }
  }

  private term(term: string, of: readonly Argument[]): string {
    return of.length === 0 ? term : `${term} of ${of.map((a) => this.argument(a)).join(", ")}`;
  }

  zone(zone: ZoneExpression): string {
    const { distance } = zone;
    return distance ? `${distance.relation} ${distance.text} of ${this.place(zone)}` : this.place(zone);
  }

  private place(zone: ZoneExpression): string {
    switch (zone.kind) {
      case "zone":
        return zone.id;
      case "variable":
        return this.stand(zone.name) ?? zone.name;
      case "zone-of":
        return `${zone.zone} of ${this.argument(zone.of)}`;
      case "term":
        return this.term(zone.term, zone.arguments);
    }
  }

  /** `hand-over the-island to Northshore in the-bay`. */
  pattern(pattern: EventPattern): string {
    const parts = [pattern.act];
    for (const role of this.acts.get(pattern.act)?.roles ?? []) {
      if (role.column === "actor" || role.column === "place") continue;
      const argument = pattern[role.column];
      if (argument === null || argument.kind === "anyone") continue;
      parts.push(...(role.preposition ? [role.preposition] : []), this.argument(argument));
    }
    if (pattern.place) parts.push(...(pattern.place.distance ? [] : ["in"]), this.zone(pattern.place));
    if (pattern.count) {
      const { comparison, times, in: span } = pattern.count;
      parts.push(comparison, `${times} times`, ...(span ? [`in ${lasting(span)}`] : []));
    }
    return parts.join(" ");
  }

  item(item: Item): string {
    switch (item.kind) {
      case "do":
        return this.pattern(item.pattern);
      case "not-do":
        return `not ${this.pattern(item.pattern)}`;
      case "free-of": {
        const by =
          item.pattern.actor && item.pattern.actor.kind !== "anyone" ? ` by ${this.argument(item.pattern.actor)}` : "";
        return `no ${this.pattern(item.pattern)}${by}`;
      }
      case "keep":
        return `${item.state.negated ? "not " : ""}${item.state.state} of ${this.argument(item.state.subject)}`;
      case "term":
        return this.term(item.use.term, item.use.arguments);
    }
  }

  must(must: Must): string {
    return must.items.map((item) => this.item(item)).join(` ${must.connective} `);
  }

  meaning({ body }: Meaning): string {
    if (body.kind === "zone") return this.zone(body.zone);
    if (body.kind === "actors") return body.actors.map((a) => this.argument(a)).join(", ");
    return this.must(body.must);
  }
}

/** `1 day`, `30 days`. */
export function lasting({ count, unit }: Duration): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
