/** Which agreements stand on the screen: their norms are judged and drawn before all others. */

/** Ids of instruments; the board keeps it, as the browser tells what it shows. */
export const IN_SIGHT: Set<string> = new Set();

let watching: IntersectionObserver | null = null;

/** Watches a section whose `data-agreement` says its instrument; returns what ends that. */
export function watchSight(section: HTMLElement): () => void {
  watching ??= new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      const id = (target as HTMLElement).dataset["agreement"] ?? "";
      if (isIntersecting) IN_SIGHT.add(id);
      else IN_SIGHT.delete(id);
    }
  });
  watching.observe(section);
  return () => {
    watching?.unobserve(section);
    IN_SIGHT.delete(section.dataset["agreement"] ?? "");
  };
}
