/** Names as somebody may have written them. */
import { distance } from "@servanda/language";

/** What was probably meant: equal but for case, signs and accents, or a letter or two away. Null: nothing is near. */
export function nearest(asked: string, among: Iterable<string>): string | null {
  const wanted = folded(asked);
  const reach = wanted.length <= 2 ? 0 : wanted.length <= 5 ? 1 : 2;
  let best: string | null = null;
  let least = reach + 1;
  for (const each of [...new Set(among)].sort()) {
    const far = distance(wanted, folded(each), reach);
    if (far < least) [best, least] = [each, far];
  }
  return wanted === "" ? null : best;
}

/** Without case, signs and accents. */
export function folded(text: string): string {
  return text
    .slice(0, 200)
    .toLowerCase()
    .normalize("NFD")
    .replace(/[^\p{L}\p{N}]/gu, "");
}
