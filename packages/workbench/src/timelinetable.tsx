/** The timeline as a table: the same things in the same order, and what has no date. */
import { type ReactElement, useMemo } from "react";
import type { Desk, ViewProps } from "./desk.ts";
import { EventTable } from "./eventtable.tsx";
import { Mark } from "./mark.tsx";
import { boundsWords, tableOf, type Timeline, whenOf } from "./timelinestate.ts";

export function TimelineTable({
  desk,
  timeline,
  select,
}: { readonly timeline: Timeline } & Pick<ViewProps, "desk" | "select">): ReactElement {
  const { pieces, events } = useMemo(() => tableOf(timeline), [timeline]);
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
          {pieces.map(({ lane, row, piece }, i) => (
            <tr key={`${row.id} ${i}`}>
              <th scope="row">
                <button
                  type="button"
                  className="link"
                  data-item
                  onClick={() =>
                    select({ open: "why", norm: row.norm, finding: piece.finding ?? row.findings[0] ?? null })
                  }
                >
                  {lane.title}
                </button>
              </th>
              <td data-of="Answer">
                <Mark word={row.word} /> {row.word}
                {row.changed && <span className="changed-word">changed</span>}
              </td>
              <td data-of="Whose">
                <bdi dir="ltr">{row.label}</bdi>
              </td>
              <td data-of="From">{boundsWords(piece.from, desk)}</td>
              <td data-of="Until">{piece.until ? boundsWords(piece.until, desk) : "no end"}</td>
              <td dir="ltr">{piece.words}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <EventTable
        desk={desk}
        caption="Events, as told"
        events={events}
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
