/** Where the focus goes when what had it is gone: nobody who uses a keyboard or hears the page has to begin at its top again. */
import { useEffect, useRef } from "react";
import type { ViewId } from "./desk.ts";

function viewBox(): HTMLElement | null {
  return document.querySelector<HTMLElement>("#view");
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** Once a dialog is gone, the focus is where it was before; unless what was chosen in it has put it elsewhere. */
export function useFocusBack(): void {
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      requestAnimationFrame(() => {
        if (!isNowhere()) return;
        const there =
          before instanceof HTMLElement && before !== document.body && before.isConnected ? before : viewBox();
        there?.focus({ preventScroll: true });
      });
    };
  }, []);
}

/** Another view has the focus at its top, by its name, unless it put it where somebody left off. */
export function useFocusOnView(open: ViewId): void {
  const was = useRef(open);
  useEffect(() => {
    if (was.current === open) return;
    was.current = open;
    const box = viewBox();
    if (box === null || (box.contains(document.activeElement) && document.activeElement !== box)) return;
    scrollTo(0, 0);
    box.focus({ preventScroll: true });
  }, [open]);
}

/**
 * A switch that is gone by what it switched hands the focus to the same switch elsewhere, or else to the view. Looked at each
 * time that the page is drawn anew.
 */
export function useFocusKept(): void {
  const last = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const took = (event: FocusEvent): void => {
      const { target } = event;
      // Dialogs give it back by themselves.
      last.current = target instanceof HTMLElement && target.closest("dialog") === null ? target : null;
    };
    const pressed = (event: PointerEvent): void => {
      if (!(event.target instanceof Node && last.current?.contains(event.target))) last.current = null;
    };
    document.addEventListener("focusin", took);
    document.addEventListener("pointerdown", pressed);
    return () => {
      document.removeEventListener("focusin", took);
      document.removeEventListener("pointerdown", pressed);
    };
  }, []);
  useEffect(() => {
    const had = last.current;
    if (had === null || had.isConnected || !isNowhere()) return;
    last.current = null;
    const of = had.dataset["switch"];
    const same = of === undefined ? null : document.querySelector<HTMLElement>(`[data-switch="${CSS.escape(of)}"]`);
    (same ?? viewBox())?.focus({ preventScroll: same === null });
  });
}
