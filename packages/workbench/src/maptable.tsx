/** The map as a table: events with where they are told to have been, shapes with whose they are, and what is not on the map. */
import { type ReactElement, useState } from "react";
import { count } from "servanda/words";
import { located } from "./borders.ts";
import type { ViewProps } from "./desk.ts";
import type { MapState } from "./mapstate.ts";
import { eventWords } from "./timelinestate.ts";

const MANY = 300;

export function MapTable({
  desk,
  state,
  select,
}: { readonly state: MapState } & Pick<ViewProps, "desk" | "select">): ReactElement {
  const [most, setMost] = useState(MANY);
  const { events } = state;
  const open = (event: string): ReactElement => (
    <button type="button" className="link" onClick={() => select({ event, table: false })}>
      {event}
    </button>
  );
  return (
    <div className="graphtable">
      {events.ids.length > 0 && (
        <table>
          <caption>Events on the map</caption>
          <thead>
            <tr>
              <th scope="col">Event</th>
              <th scope="col">Latitude</th>
              <th scope="col">Longitude</th>
              <th scope="col">Placed by</th>
              <th scope="col">What</th>
            </tr>
          </thead>
          <tbody>
            {events.ids.slice(0, most).map((event, i) => {
              const [lon, lat] = located(events.x[i] ?? 0, events.y[i] ?? 0);
              const within = (desk.events.get(event) ?? []).flatMap((a) => desk.points.get(a.id)?.kilometres ?? []);
              return (
                <tr key={event}>
                  <th scope="row">{open(event)}</th>
                  <td>{lat.toFixed(3)}</td>
                  <td>{lon.toFixed(3)}</td>
                  <td>
                    {events.how[i] === "point"
                      ? `${count(within.length, "point")}, within ${Math.max(...within).toFixed(1)} km`
                      : "the shape of its place"}
                  </td>
                  <td>
                    <bdi dir="ltr">{eventWords(event, desk)}</bdi>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {events.ids.length > most && (
        <button type="button" onClick={() => setMost(most + 1000)}>
          Show more of the {events.ids.length} events
        </button>
      )}
      {state.ground.length + state.unshaped.length > 0 && (
        <table>
          <caption>Zones and lines</caption>
          <thead>
            <tr>
              <th scope="col">Names</th>
              <th scope="col">Drawn as</th>
              <th scope="col">Whose</th>
              <th scope="col">Valid</th>
              <th scope="col">Source</th>
            </tr>
          </thead>
          <tbody>
            {state.ground.map((each, i) => (
              <tr key={`${each.zone} ${i}`}>
                <th scope="row">
                  <bdi dir="ltr">{desk.isolated(each.names.join(" / "))}</bdi>
                </th>
                <td>{each.isDisputed ? `${each.kind}; another holder draws it otherwise` : each.kind}</td>
                <td>{each.whose === null ? "" : <bdi>{desk.name(each.whose)}</bdi>}</td>
                <td>{each.valid || "always"}</td>
                <td>{each.source ?? ""}</td>
              </tr>
            ))}
            {state.unshaped.map((zone) => (
              <tr key={zone}>
                <th scope="row">
                  <bdi dir="ltr">{desk.name(zone)}</bdi>
                </th>
                <td colSpan={4}>no shape valid then: not on the map</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {state.unplaced.length > 0 && (
        <table>
          <caption>Events not on the map</caption>
          <thead>
            <tr>
              <th scope="col">Event</th>
              <th scope="col">What</th>
            </tr>
          </thead>
          <tbody>
            {state.unplaced.slice(0, most).map((event) => (
              <tr key={event}>
                <th scope="row">
                  <button
                    type="button"
                    className="link"
                    onClick={() => select({ open: "timeline", event, table: false })}
                  >
                    {event}
                  </button>
                </th>
                <td>
                  <bdi dir="ltr">{eventWords(event, desk)}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
