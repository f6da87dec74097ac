/**
 * Whose borders a map draws. The shapes are Natural Earth’s, which draws “on the ground”: who holds an area, not who owns it. So
 * each policy says what it made of them, on the screen and in every export.
 */
import type { Borders } from "./desk.ts";

/** What the policy is called, and what it made of the shapes: stands on the screen and in every export. */
export function bordersWords(
  policy: Borders,
  name: (id: string) => string,
): { readonly title: string; readonly words: string } {
  if (policy === "none") return { title: "none", words: "No borders are drawn; land by Natural Earth 4.1." };
  if (policy === "de-facto") {
    return {
      title: "de facto",
      words:
        "Borders: de facto, as Natural Earth 4.1 draws them “on the ground”: who holds an area, not who owns it; none is marked as disputed.",
    };
  }
  if (policy === "un") {
    return {
      title: "United Nations",
      words:
        "Borders: as the United Nations count the territory of their members, made here from Natural Earth 4.1 by the resolutions that docs/workbench.md names; no map of the United Nations. Dashed where they leave the status open; what Natural Earth does not draw apart stays as it has it, “on the ground”.",
    };
  }
  if (policy === "disputed-marked") {
    return {
      title: "disputed marked",
      words:
        "Borders: disputed ones dashed, where Natural Earth 4.1 draws the area apart. It draws “on the ground”: who holds an area, not who owns it.",
    };
  }
  const whose = name(policy.slice("claimed-by:".length));
  return {
    title: `as claimed by ${whose}`,
    words: `Borders: as claimed by ${whose}, where this case has that claim as a shape; else disputed ones dashed, by Natural Earth 4.1 “on the ground”.`,
  };
}
