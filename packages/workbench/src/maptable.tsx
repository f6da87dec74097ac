/** The map as a table: events with where they are told to have been, shapes with whose they are, and what is not on the map. */
import { type ReactElement, useMemo } from "react";
import { count, placeName } from "servanda/words";
import { located } from "./projection.ts";
import type { Desk, ViewProps } from "./desk.ts";
import { EventTable } from "./eventtable.tsx";
import { type MapState, withinOf } from "./mapstate.ts";
import { whenOf } from "./timelinestate.ts";

export function MapTable({
  desk,
  state,
  select,
}: { readonly state: MapState } & Pick<ViewProps, "desk" | "select">): ReactElement {
  const { events } = state;
  const order = useMemo(() => inTime(events, desk), [events, desk]);
  const placeOf = (i: number): readonly [number, number] => located(events.x[i] ?? 0, events.y[i] ?? 0);
  return (
    <div className="graphtable">
      {events.ids.length > 0 && (
        <EventTable
          desk={desk}
          caption="Events on the map"
          events={order.map((i) => events.ids[i] ?? "")}
          columns={[
            { title: "Latitude", isFigure: true, cell: (_, row) => placeOf(order[row] ?? 0)[1].toFixed(3) },
            { title: "Longitude", isFigure: true, cell: (_, row) => placeOf(order[row] ?? 0)[0].toFixed(3) },
            { title: "Within, km", isFigure: true, cell: (_, row) => withinOf(events, order[row] ?? 0).toFixed(1) },
            {
              title: "Placed by",
              cell: (event, row) =>
                events.how[order[row] ?? 0] === "point" ? pointsWords(event, desk) : "the shape of its place",
            },
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
                  <bdi dir="ltr">{desk.isolated(placeName({ id: each.zone, names: each.names }))}</bdi>
                </th>
                <td data-of="Drawn as">
                  {each.isDisputed ? `${each.kind}; another holder draws it otherwise` : each.kind}
                </td>
                <td data-of="Whose">{each.whose === null ? "" : <bdi>{desk.name(each.whose)}</bdi>}</td>
                <td data-of="Valid">{each.valid || "always"}</td>
                <td data-of="Source">{each.source ?? ""}</td>
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

/** Places in the columns, by when the events were; those of one time by name. */
function inTime({ ids }: MapState["events"], desk: Desk): number[] {
  const from = ids.map((event) => whenOf(desk.events.get(event) ?? [])?.earliest ?? Infinity);
  return [...ids.keys()].sort((a, b) => {
    const [x, y] = [from[a] ?? Infinity, from[b] ?? Infinity];
    return x === y ? ((ids[a] ?? "") < (ids[b] ?? "") ? -1 : 1) : x < y ? -1 : 1;
  });
}

/** By how many accounts; each gives a point of its own, and the circle is drawn around all of them. */
function pointsWords(event: string, desk: Desk): string {
  const placing = (desk.events.get(event) ?? []).filter((account) => desk.points.has(account.id));
  return count(placing.length, "account");
}
