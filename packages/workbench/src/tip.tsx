/** What lies under the pointer, in words beside it. */
import type { ReactElement } from "react";

export interface Hover {
  readonly x: number;
  readonly y: number;
  readonly words: string;
}

/** `width`: of the drawing, which it does not leave. */
export function Tip({ hover, width }: { readonly hover: Hover; readonly width: number }): ReactElement {
  return (
    <div
      className="tip"
      role="presentation"
      dir="ltr"
      style={{ left: Math.min(hover.x + 14, Math.max(8, width - 330)), top: hover.y }}
    >
      {hover.words}
    </div>
  );
}
