/** The signs of timeline and map as their legends have them: drawings, so that an exported picture has them as they are. */
import type { ReactElement } from "react";

export type SignOf =
  | "force"
  | "trigger"
  | "window"
  | "ongoing"
  | "breach"
  | "possible"
  | "done"
  | "missed"
  | "maybe"
  | "gap"
  | "span"
  | "event"
  | "both"
  | "denied"
  | "spot"
  | "several"
  | "spotboth"
  | "spotdenied"
  | "within";

export type Keys = readonly (readonly [SignOf, string])[];

export function Legend({ keys }: { readonly keys: Keys }): ReactElement {
  return (
    <ul className="legend" aria-label="Legend">
      {keys.map(([key, words]) => (
        <li key={key}>
          <Sign of={key} />
          {words}
        </li>
      ))}
    </ul>
  );
}

/** In a box of 20 by 12; `tone` names a colour of the page. */
function Sign({ of }: { readonly of: SignOf }): ReactElement {
  return (
    <svg className="key" viewBox="0 0 20 12" width="20" height="12" aria-hidden="true" data-sign={of}>
      {SIGNS[of]}
    </svg>
  );
}

/** Slanted lines from edge to edge, as wide apart as in the drawing. */
function hatch(step: number): string {
  const lines: string[] = [];
  for (let x = 1 - 10; x < 19; x += step) {
    const [left, right] = [Math.max(1, x), Math.min(19, x + 10)];
    lines.push(`M${left} ${11 - (left - x)}L${right} ${11 - (right - x)}`);
  }
  return lines.join("");
}

const SIGNS: { readonly [S in SignOf]: ReactElement } = {
  force: <path data-tone="rule" className="line" strokeWidth="2" d="M0 6H20" />,
  trigger: (
    <g data-tone="ink">
      <path className="line" strokeWidth="1.25" d="M8 0V12" />
      <path className="area" d="M8 0L15 3L8 6z" />
    </g>
  ),
  ongoing: <path data-tone="open" className="line" strokeWidth="1.5" d="M7 1.5L12 6L7 10.5" />,
  window: (
    <g data-tone="kept">
      <rect className="area" fillOpacity="0.16" x="1" y="1" width="18" height="10" />
      <path className="line" strokeWidth="1.5" d="M1 1V11M19 1V11" />
    </g>
  ),
  breach: <rect data-tone="broken" className="area" x="0" y="1" width="20" height="10" />,
  possible: (
    <g data-tone="open">
      <path className="line" strokeWidth="1.3" d={hatch(4)} />
      <rect className="line" x="0.5" y="0.5" width="19" height="11" />
    </g>
  ),
  done: (
    <g data-tone="kept">
      <circle className="area" cx="10" cy="6" r="6" />
      <path className="line" data-tone="paper" strokeWidth="1.5" d="M7 6L9.3 8.3L13 4" />
    </g>
  ),
  missed: (
    <g data-tone="broken">
      <circle className="area" cx="10" cy="6" r="6" />
      <path className="line" data-tone="paper" strokeWidth="1.5" d="M7.6 3.6L12.4 8.4M12.4 3.6L7.6 8.4" />
    </g>
  ),
  maybe: (
    <circle data-tone="soft" className="line" strokeWidth="1.2" strokeDasharray="2.2 1.6" cx="10" cy="6" r="5.3" />
  ),
  gap: <path data-tone="open" className="line" strokeWidth="3" strokeDasharray="1.5 3.5" d="M0 6H20" />,
  span: (
    <g data-tone="soft">
      <path className="line" strokeWidth="1.1" d={hatch(3.5)} />
      <path className="line" d="M0.5 1V11M19.5 1V11" />
    </g>
  ),
  event: <rect data-tone="event" className="area" x="7" y="1" width="6" height="10" />,
  both: (
    <g data-tone="event">
      <rect className="line" x="7.5" y="1.5" width="5" height="9" />
      <rect className="area" x="7" y="6" width="6" height="5" />
    </g>
  ),
  spot: <circle data-tone="event" className="area" cx="10" cy="6" r="4" />,
  several: (
    <g data-tone="event">
      <circle className="area" cx="10" cy="6" r="6" />
      <path className="line" data-tone="paper" strokeWidth="1.2" d="M7 4.5H13M7 7.5H13" />
    </g>
  ),
  spotboth: (
    <g data-tone="event">
      <circle className="area" cx="10" cy="6" r="4" />
      <rect className="area" data-tone="paper" x="8" y="4" width="4" height="2" />
    </g>
  ),
  spotdenied: <circle data-tone="event" className="line" strokeWidth="1.2" cx="10" cy="6" r="4" />,
  within: (
    <circle data-tone="event" className="line" strokeWidth="1.2" strokeDasharray="2.4 1.6" cx="10" cy="6" r="5.3" />
  ),
  denied: <rect data-tone="event" className="line" x="7.5" y="1.5" width="5" height="9" />,
};
