/** The map as a table: events with where they are told to have been, shapes with whose they are, and what is not on the map. */
import type { ReactElement } from "react";
import { count } from "servanda/words";
import { located } from "./borders.ts";
import type { Desk, ViewProps } from "./desk.ts";
import { EventTable } from "./eventtable.tsx";
import { type MapState, withinOf } from "./mapstate.ts";

export function MapTable({
  desk,
  state,
  select,
}: { readonly state: MapState } & Pick<ViewProps, "desk" | "select">): ReactElement {
  const { events } = state;
  const placeOf = (i: number): readonly [number, number] => located(events.x[i] ?? 0, events.y[i] ?? 0);
  return (
    <div className="graphtable">
      {events.ids.length > 0 && (
        <EventTable
          desk={desk}
          caption="Events on the map"
          events={events.ids}
          columns={[
            { title: "Latitude", cell: (_, i) => placeOf(i)[1].toFixed(3) },
            { title: "Longitude", cell: (_, i) => placeOf(i)[0].toFixed(3) },
            {
              title: "Placed by",
              cell: (event, i) => (events.how[i] === "point" ? pointsWords(event, desk) : "the shape of its place"),
            },
            { title: "Within", cell: (_, i) => `${withinOf(events, i).toFixed(1)} km` },
          ]}
          onOpen={(event) => select({ event, table: false })}
        />
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
        <EventTable
          desk={desk}
          caption="Events not on the map"
          events={state.unplaced}
          onOpen={(event) => select({ open: "timeline", event, table: false })}
        />
      )}
    </div>
  );
}

/** By how many accounts; each gives a point of its own, and the circle is drawn around all of them. */
function pointsWords(event: string, desk: Desk): string {
  const placing = (desk.events.get(event) ?? []).filter((account) => desk.points.has(account.id));
  return count(placing.length, "account");
}
