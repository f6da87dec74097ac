/** Events as a table: what each is, opened by its id, and as many as somebody wants to see. */
import { type ReactElement, useState } from "react";
import type { Desk } from "./desk.ts";
import { eventWords } from "./timelinestate.ts";

/** So many rows at first; and so many more each time. */
const MANY = 300;
const MORE = 1000;

interface EventTableProps {
  readonly desk: Desk;
  readonly caption: string;
  readonly events: readonly string[];
  /** Between what it is called and what it is; `i`: its place in `events`. */
  readonly columns?: readonly {
    readonly title: string;
    readonly cell: (event: string, i: number) => string;
    /** A figure: under its fellows, digit under digit. */
    readonly isFigure?: boolean;
  }[];
  readonly onOpen: (event: string) => void;
}

export function EventTable({ desk, caption, events, columns = [], onOpen }: EventTableProps): ReactElement {
  const [most, setMost] = useState(MANY);
  return (
    <>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {[{ title: "Event", isFigure: false }, ...columns, { title: "What", isFigure: false }].map(
              ({ title, isFigure }) => (
                <th key={title} scope="col" className={isFigure ? "figure" : undefined}>
                  {title}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {events.slice(0, most).map((event, i) => (
            <tr key={event}>
              <th scope="row">
                <button type="button" className="link" data-item onClick={() => onOpen(event)}>
                  {event}
                </button>
              </th>
              {columns.map(({ title, cell, isFigure }) => (
                <td key={title} data-of={title} className={isFigure ? "figure" : undefined}>
                  {cell(event, i)}
                </td>
              ))}
              <td>
                <bdi dir="ltr">{eventWords(event, desk).slice(`${event}: `.length)}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {events.length > most && (
        <button type="button" onClick={() => setMost(most + MORE)}>
          Show more of the {events.length} events
        </button>
      )}
    </>
  );
}
