/** Whether an event lies where a pattern or a clause says (docs/semantics.md 5.6, 6.6, 16.1). */
import type { ZoneExpression } from "@servanda/language";
import type { Event } from "./evidence.ts";
import type { Bindings, Matcher } from "./match.ts";
import type { Option } from "./option.ts";
import { OTHER } from "./place.ts";
import type { World } from "./world.ts";

/** Whether the event happened in every one of the zones (5.6, 6.6). */
export function isIn(
  world: World,
  matcher: Matcher,
  event: Event,
  option: Option,
  zones: readonly (ZoneExpression | null)[],
  bindings: Bindings,
): boolean {
  return zones.every((zone) => zone === null || inZone(world, matcher, event, option, zone, bindings));
}

function inZone(
  world: World,
  matcher: Matcher,
  event: Event,
  option: Option,
  zone: ZoneExpression,
  bindings: Bindings,
): boolean {
  const thing = option.place === null || option.place === OTHER ? event.id : option.place;
  const { distance } = zone;
  if (zone.kind === "term") {
    const meaning = matcher.normView.zone(zone);
    if (meaning) {
      matcher.noteMeaning(zone, bindings);
      const far = distance ? { ...meaning, distance } : meaning;
      return inZone(world, matcher, event, option, far, bindings);
    }
    if (option.place === OTHER) return false;
    const where = distance ? `${distance.relation} ${distance.text} of ` : "in ";
    const key = distance ? `@${thing}~${distance.relation} ${distance.metres}` : `@${thing}`;
    return world.yes(matcher.openFact(zone, bindings, key, `${thing} ${where}${matcher.words(zone, bindings)}`));
  }
  const id = baseOf(matcher, zone, bindings);
  const places = matcher.evidence.places;
  const situation = id === null ? "open" : places.situation(option.place, option, id);
  if (distance) {
    if (option.place === OTHER) return false;
    const near = situation === "in" ? "in" : id === null ? "open" : places.near(option, id, distance.metres);
    const wanted = distance.relation === "within";
    if (near !== "open") return (near === "in") === wanted;
    const ref = `${thing} within ${distance.text} of ${id ?? "an unknown zone"}`;
    const fact = `place:${thing}@${id ?? ""}~${distance.metres}`;
    return world.yes({ id: fact, kind: "place", ref, contested: false, at: option.from }) === wanted;
  }
  if (situation !== "open") return situation === "in";
  const ref = `${thing} in ${id ?? "an unknown zone"}`;
  return world.yes({ id: `place:${thing}@${id ?? ""}`, kind: "place", ref, contested: false, at: option.from });
}

/** Whether an event may lie in a zone: it is not out of it (5.6), whatever words mean. */
export function mayLie(matcher: Matcher, option: Option, zone: ZoneExpression, bindings: Bindings): boolean {
  if (option.place === OTHER) return false;
  const { distance } = zone;
  if (zone.kind === "term") {
    const meaning = matcher.normView.zone(zone);
    return !meaning || mayLie(matcher, option, distance ? { ...meaning, distance } : meaning, bindings);
  }
  const { places } = matcher.evidence;
  const id = baseOf(matcher, zone, bindings);
  if (id === null) return true;
  const situation = places.situation(option.place, option, id);
  if (!distance) return situation !== "out";
  const near = situation === "in" ? "in" : places.near(option, id, distance.metres);
  return near === "open" || (near === "in") === (distance.relation === "within");
}

/** The zone that an expression names, terms with a meaning followed; null where it is open. */
export function zoneId(matcher: Matcher, zone: ZoneExpression, bindings: Bindings): string | null {
  // What is within or beyond a distance of a zone has no name of its own.
  return zone.distance ? null : baseOf(matcher, zone, bindings);
}

function baseOf(matcher: Matcher, zone: ZoneExpression, bindings: Bindings): string | null {
  switch (zone.kind) {
    case "zone":
      return zone.id;
    case "variable":
      return bindings.get(zone.name) ?? null;
    case "zone-of": {
      const owner = matcher.value(zone.of, bindings);
      return owner === null ? null : `${zone.zone} of ${owner}`;
    }
    case "term": {
      const meaning = matcher.normView.zone(zone);
      return meaning && zoneId(matcher, meaning, bindings);
    }
  }
}
