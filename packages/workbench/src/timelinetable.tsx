/** The timeline as a table: the same things in the same order, and what has no date. */
import type { ReactElement } from "react";
import type { Desk, ViewProps } from "./desk.ts";
import { EventTable } from "./eventtable.tsx";
import { Mark } from "./mark.tsx";
import { boundsWords, type Timeline, whenOf } from "./timelinestate.ts";

export function TimelineTable({
  desk,
  timeline,
  select,
}: { readonly timeline: Timeline } & Pick<ViewProps, "desk" | "select">): ReactElement {
  return (
    <div className="graphtable">
      <table>
        <caption>Norms over time</caption>
        <thead>
          <tr>
            <th scope="col">Norm</th>
            <th scope="col">Answer</th>
            <th scope="col">Whose</th>
            <th scope="col">From</th>
            <th scope="col">Until</th>
            <th scope="col">What</th>
          </tr>
        </thead>
        <tbody>
          {timeline.lanes.flatMap((lane) =>
            lane.rows.flatMap((row) =>
              row.pieces.map((piece, i) => (
                <tr key={`${row.id} ${i}`}>
                  <th scope="row">
                    <button
                      type="button"
                      className="link"
                      onClick={() =>
                        select({ open: "why", norm: row.norm, finding: piece.finding ?? row.findings[0] ?? null })
                      }
                    >
                      {lane.title}
                    </button>
                  </th>
                  <td>
                    <Mark word={row.word} /> {row.word}
                  </td>
                  <td>
                    <bdi dir="ltr">{row.label}</bdi>
                  </td>
                  <td>{boundsWords(piece.from, desk)}</td>
                  <td>{piece.until ? boundsWords(piece.until, desk) : "no end"}</td>
                  <td dir="ltr">{piece.words}</td>
                </tr>
              )),
            ),
          )}
        </tbody>
      </table>
      <EventTable
        desk={desk}
        caption="Events, as told"
        events={tabled(timeline, desk)}
        columns={[{ title: "When", cell: (event) => whenWords(event, desk) }]}
        onOpen={(event) => select({ open: "map", event })}
      />
    </div>
  );
}

function whenWords(event: string, desk: Desk): string {
  const when = whenOf(desk.events.get(event) ?? []);
  return when ? boundsWords(when, desk) : "no date";
}

/** Events of the chosen period by their time, then those without a date. */
function tabled(timeline: Timeline, desk: Desk): string[] {
  const { period } = timeline;
  const dated = timeline.events.flatMap((lane) =>
    lane.events.map((event, i) => ({ event, from: lane.earliest[i] ?? 0, until: lane.latest[i] ?? 0 })),
  );
  const shown = period ? dated.filter(({ from, until }) => from <= period.until && until >= period.from) : dated;
  shown.sort((a, b) => a.from - b.from || (a.event < b.event ? -1 : 1));
  return [...shown.map(({ event }) => event), ...timeline.undated.filter((event) => desk.events.has(event))];
}
