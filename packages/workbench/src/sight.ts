/** Which agreements stand on the screen: their norms are judged and drawn before all others. */

/** Ids of instruments; the board keeps it, as the browser tells what it lays out. */
export const IN_SIGHT: Set<string> = new Set();

/** Watches a section whose `data-agreement` says its instrument; returns what ends that. */
export function watchSight(section: HTMLElement): () => void {
  const id = section.dataset["agreement"] ?? "";
  const tell = (event: Event): void => {
    if (!(event instanceof ContentVisibilityAutoStateChangeEvent) || event.target !== section) return;
    if (event.skipped) IN_SIGHT.delete(id);
    else IN_SIGHT.add(id);
  };
  section.addEventListener("contentvisibilityautostatechange", tell);
  return () => {
    section.removeEventListener("contentvisibilityautostatechange", tell);
    IN_SIGHT.delete(id);
  };
}
