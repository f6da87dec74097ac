/** The time of a finding as a drawing. All that it shows stands in words beside it. */
import type { ReactElement } from "react";
import type { Time } from "@servanda/language";
import type { Finding } from "@servanda/monitor";
import { dateWords, readable } from "servanda/words";
import { clockWords } from "./clock.ts";
import type { Desk } from "./desk.ts";
import { windowOf } from "./windowstate.ts";

const WIDTH = 640;
const BAR = 22;
const TALL = 12;

export function WindowFigure({
  finding,
  desk,
}: {
  readonly finding: Finding;
  readonly desk: Desk;
}): ReactElement | null {
  const state = windowOf(finding, desk.result.at);
  if (state === null) return null;
  const { offset } = desk.model.case;
  // By its day, where it begins or ends one: as the words beside it have it.
  const edge = (word: "from" | "to", time: Time): string =>
    clockWords(readable(`${word} ${dateWords(time, offset)}`, offset).slice(word.length + 1), offset);
  const x = (part: number): number => part * WIDTH;
  const wide = (from: number, to: number): number => Math.max(2.5, x(to) - x(from));
  return (
    <svg className="window" viewBox={`0 0 ${WIDTH} 58`} aria-hidden="true">
      <defs>
        <pattern id="window-perhaps" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="5" className="hatch" />
        </pattern>
      </defs>
      <line className="base" x1="0" x2={WIDTH} y1={BAR + TALL / 2} y2={BAR + TALL / 2} />
      {state.perhaps.map((span) => (
        <rect
          key={span.from}
          className="perhaps"
          x={x(span.from)}
          width={wide(span.from, span.to)}
          y={BAR}
          height={TALL}
        />
      ))}
      <rect
        className="sure"
        data-open={state.isOpen || undefined}
        x={x(state.sure.from)}
        width={wide(state.sure.from, state.isOpen ? 1 : state.sure.to)}
        y={BAR}
        height={TALL}
      />
      {state.gaps.map((gap) => (
        <rect
          key={`gap ${gap.from}`}
          className="gap"
          x={x(gap.from)}
          width={wide(gap.from, gap.to)}
          y={BAR + TALL + 2}
          height="3"
        />
      ))}
      {state.breaches.map((b, i) => (
        <rect
          key={`breach ${i}`}
          className="breach"
          data-settled={b.isSettled || undefined}
          x={x(b.from)}
          width={wide(b.from, b.to)}
          y={BAR}
          height={TALL}
        />
      ))}
      {state.performed && (
        <rect
          className="performed"
          data-settled={state.performed.isSettled || undefined}
          x={x(state.performed.from)}
          width={wide(state.performed.from, state.performed.to)}
          y={BAR}
          height={TALL}
        />
      )}
      {state.trigger && <path className="trigger" d={`M${x(state.trigger.from)} ${BAR + TALL + 3}V${BAR - 6}`} />}
      {state.trigger && (
        <text x={x(state.trigger.from)} y={BAR - 9} textAnchor="start">
          set off
        </text>
      )}
      {state.performed && (
        <text x={x(state.performed.from)} y={BAR - 9} textAnchor="middle">
          done
        </text>
      )}
      <text x={x(state.sure.from)} y={BAR + TALL + 18}>
        {edge("from", state.from)}
      </text>
      <text x={x(state.isOpen ? 1 : state.sure.to)} y={BAR + TALL + 18} textAnchor="end">
        {state.isOpen ? "still runs" : edge("to", state.until)}
      </text>
    </svg>
  );
}
