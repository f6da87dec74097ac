/** The signs of the timeline as its legend has them: drawings, so that an exported picture has them as they are. */
import type { ReactElement } from "react";

export type SignOf = "force" | "window" | "breach" | "possible" | "done" | "gap" | "span" | "event" | "denied";

/** In a box of 20 by 12; `tone` names a colour of the page. */
export function Sign({ of }: { readonly of: SignOf }): ReactElement {
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
  done: <circle data-tone="kept" className="area" cx="10" cy="6" r="5.5" />,
  gap: <path data-tone="open" className="line" strokeWidth="3" strokeDasharray="1.5 3.5" d="M0 6H20" />,
  span: (
    <g data-tone="soft">
      <path className="line" strokeWidth="1.1" d={hatch(3.5)} />
      <path className="line" d="M0.5 1V11M19.5 1V11" />
    </g>
  ),
  event: <rect data-tone="event" className="area" x="7" y="1" width="6" height="10" />,
  denied: <rect data-tone="event" className="line" x="7.5" y="1.5" width="5" height="9" />,
};
