/** How `j` and `k` go on: from one marked thing of the page to the next, or as a view walks whose things are drawn. */
import { useEffect } from "react";

export type Walk = (by: 1 | -1) => void;

/** Of the view that is open, where its things are no elements. */
const DRAWN: { walk: Walk | null } = { walk: null };

/** While a view stands, `j` and `k` walk so; null: from element to element. */
export function useWalk(own: Walk | null): void {
  useEffect(() => {
    DRAWN.walk = own;
    return () => {
      if (DRAWN.walk === own) DRAWN.walk = null;
    };
  }, [own]);
}

export function walk(by: 1 | -1): void {
  if (DRAWN.walk) DRAWN.walk(by);
  else step(by);
}

/** Moves the focus among what a view marks with `data-item`. */
function step(by: 1 | -1): void {
  const items = [...document.querySelectorAll<HTMLElement>("main [data-item]")].filter(
    (item) => item.offsetParent !== null || item instanceof SVGElement,
  );
  const here = items.findIndex((item) => item === document.activeElement || item.contains(document.activeElement));
  const next = items[here < 0 ? (by > 0 ? 0 : items.length - 1) : Math.min(items.length - 1, Math.max(0, here + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}
