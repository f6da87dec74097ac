/** Timeline and map as tables in a file. */
import { type CsvValue, table } from "servanda/words";
import { located } from "./projection.ts";
import type { Desk, Selection } from "./desk.ts";
import { mapOf, withinOf } from "./mapstate.ts";
import { besideOf, sourcesOfEvent, sourcesOfFinding } from "./provenance.ts";
import { boundsWords, eventWords, type Piece, tableOf, timelineOf, whenOf } from "./timelinestate.ts";

/** A row for each piece of each norm's lane, then for each event. */
export function timelineCsv(desk: Desk, selection: Selection): string {
  const { pieces, events } = tableOf(timelineOf(desk, selection));
  const terms = { ...selection, table: true };
  const ofEvents = besideOf(desk, terms, (event: string) => sourcesOfEvent(desk, event));
  const ofPieces = besideOf(desk, terms, ({ finding, event }: Piece) =>
    finding === null
      ? sourcesOfEvent(desk, event ?? "")
      : sourcesOfFinding(desk, desk.findings.get(finding) ?? { accounts: [] }),
  );
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
    ...ofPieces.cells(piece),
  ]);
  const told = events.map((event): CsvValue[] => {
    const when = whenOf(desk.events.get(event) ?? []);
    const said = eventWords(event, desk);
    return [
      "event",
      event,
      "",
      "",
      "",
      "",
      when ? boundsWords(when, desk) : "",
      "",
      "",
      said,
      ...ofEvents.cells(event),
    ];
  });
  const head = ["of", "id", "article", "view", "answer", "kind", "from", "until", "certainty", "words"];
  return table([...head, ...ofEvents.header], [...norms, ...told]);
}

/** A row for each event. */
export function mapCsv(desk: Desk, selection: Selection): string {
  const { events, unplaced } = mapOf(desk, selection);
  const beside = besideOf(desk, selection, (event: string) => sourcesOfEvent(desk, event));
  const placed = events.ids.map((event, i): CsvValue[] => {
    const [lon, lat] = located(events.x[i] ?? 0, events.y[i] ?? 0);
    const within = withinOf(events, i).toFixed(1);
    const how = events.how[i] ?? "";
    return [event, lat.toFixed(4), lon.toFixed(4), within, how, eventWords(event, desk), ...beside.cells(event)];
  });
  const rest = unplaced.map((event): CsvValue[] => [
    event,
    "",
    "",
    "",
    "not placed",
    eventWords(event, desk),
    ...beside.cells(event),
  ]);
  return table(["event", "lat", "lon", "within_km", "placed_by", "words", ...beside.header], [...placed, ...rest]);
}
