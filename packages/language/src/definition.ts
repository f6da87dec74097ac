/** Where a name is declared, and where it is mentioned. */
import { mentionAt, type Place, type Study } from "./editor.ts";
import type { Span } from "./model.ts";
import type { Occurrence } from "./occurrence.ts";

/** Where the name at this place is declared: nowhere if it comes with the language, or is not declared. */
export function define(studied: Study, place: Place): readonly Span[] {
  const mention = mentionAt(studied, place);
  if (mention === null) return [];
  if (mention.key.startsWith("variable:")) {
    const first = mentionsOf(studied, mention.key).find((each) => each.declares);
    return first === undefined ? [] : [first.span];
  }
  const things = studied.things.get(mention.key) ?? [];
  const own = things.filter((thing) => thing.owner !== null && thing.owner === mention.owner);
  return (own.length > 0 ? own : things).map((thing) => thing.at);
}

/** Every mention of what is named at this place, by page and from top to bottom; with or without its declarations. */
export function refer(studied: Study, place: Place, declarations: boolean): readonly Occurrence[] {
  const mention = mentionAt(studied, place);
  if (mention === null) return [];
  return mentionsOf(studied, mention.key).filter((each) => declarations || !each.declares);
}

/** Every mention with this key, by page and from top to bottom. */
export function mentionsOf(studied: Study, key: string): readonly Occurrence[] {
  return Array.from(studied.occurrences.keys())
    .sort()
    .flatMap((path) => (studied.occurrences.get(path) ?? []).filter((each) => each.key === key));
}
