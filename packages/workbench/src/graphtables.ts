/** Timeline and map as tables in a file. */
import { type CsvValue, table } from "servanda/words";
import { bordersWords, located } from "./borders.ts";
import type { Desk, Selection } from "./desk.ts";
import { mapOf, withinOf } from "./mapstate.ts";
import { boundsWords, eventWords, tableOf, timelineOf, whenOf } from "./timelinestate.ts";

/** A row for each piece of each norm's lane, then for each event. */
export function timelineCsv(desk: Desk, selection: Selection): string {
  const { pieces, events } = tableOf(timelineOf(desk, selection));
  const norms = pieces.map(({ lane, row, piece }): CsvValue[] => [
    "norm",
    lane.norm,
    lane.article,
    row.label,
    row.word,
    piece.kind,
    boundsWords(piece.from, desk),
    piece.until ? boundsWords(piece.until, desk) : "",
    piece.settled ? "certain" : "possible",
    piece.words,
  ]);
  const told = events.map((event): CsvValue[] => {
    const when = whenOf(desk.events.get(event) ?? []);
    return ["event", event, "", "", "", "", when ? boundsWords(when, desk) : "", "", "", eventWords(event, desk)];
  });
  const head = ["of", "id", "article", "view", "answer", "kind", "from", "until", "certainty", "words"];
  return table(head, [...norms, ...told]);
}

/** A row for each event, with the border policy in each: a table is cut apart more easily than a picture. */
export function mapCsv(desk: Desk, selection: Selection): string {
  const { events, unplaced, policy } = mapOf(desk, selection);
  const borders = bordersWords(policy, desk.name).title;
  const placed = events.ids.map((event, i): CsvValue[] => {
    const [lon, lat] = located(events.x[i] ?? 0, events.y[i] ?? 0);
    const within = withinOf(events, i).toFixed(1);
    return [event, lat.toFixed(4), lon.toFixed(4), within, events.how[i] ?? "", borders, eventWords(event, desk)];
  });
  const rest = unplaced.map((event): CsvValue[] => [event, "", "", "", "not placed", borders, eventWords(event, desk)]);
  return table(["event", "lat", "lon", "within_km", "placed_by", "borders", "words"], [...placed, ...rest]);
}
