/** Names of a case, and help with misspelt ones. */
import { distance } from "@servanda/language";
import { compare, printable } from "./issue.ts";

/**
 * A name as the language can write it, without the `#` that suppositions use for their own events. What is not
 * such a name could not be spoken of in `after EVENT` or `without source`, and could clash inside other ids.
 */
const NAME = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_]|-(?!-)|\.(?=[\p{L}\p{N}]))*$/u;

export function isName(text: string): boolean {
  return text.length <= 200 && NAME.test(text);
}

/** A set of ids, each perhaps known by other words too (display names, verb forms). */
export class Names {
  readonly #ids = new Set<string>();
  readonly #words = new Map<string, string>();
  #folded: Map<string, string[]> | null = null;

  readonly #withheld = new Set<string>();

  /** `withheld` ids exist, but are never offered as help: whoever reads the help may not be meant to know them. */
  constructor(ids: Iterable<string>, withheld: Iterable<string> = []) {
    for (const id of ids) this.#ids.add(id);
    for (const id of withheld) this.#withheld.add(id);
  }

  has(id: string): boolean {
    return this.#ids.has(id) || this.#withheld.has(id);
  }

  /** Other words by which somebody may know the id: only for help. */
  know(word: string, id: string): void {
    if (!this.#words.has(word)) this.#words.set(word, id);
  }

  /** The id likely meant, or null. Ties go to the nearest, then to the first by code unit. */
  nearest(text: string): string | null {
    const exact = this.#words.get(text);
    if (exact !== undefined) return exact;
    this.#folded ??= this.#fold();
    const wanted = fold(text);
    if (wanted === "" || wanted.length > 80) return null;
    const same = this.#folded.get(wanted);
    if (same !== undefined) return same[0] ?? null;
    const reach = wanted.length <= 2 ? 0 : wanted.length <= 5 ? 1 : 2;
    let best: string | null = null;
    let bestDistance = reach + 1;
    for (const [candidate, ids] of this.#folded) {
      const id = ids[0];
      if (id === undefined || Math.abs(candidate.length - wanted.length) > reach) continue;
      const far = distance(wanted, candidate, reach);
      if (far < bestDistance || (far === bestDistance && best !== null && compare(id, best) < 0)) {
        best = id;
        bestDistance = far;
      }
    }
    return best;
  }

  #fold(): Map<string, string[]> {
    const folded = new Map<string, string[]>();
    const put = (word: string, id: string): void => {
      const key = fold(word);
      if (key === "") return;
      const ids = folded.get(key);
      if (ids === undefined) folded.set(key, [id]);
      else if (!ids.includes(id)) ids.push(id);
    };
    for (const id of this.#ids) put(id, id);
    for (const [word, id] of this.#words) put(word, id);
    for (const ids of folded.values()) ids.sort(compare);
    return folded;
  }
}

/** Letters and digits only, without case and diacritics. */
function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** A sentence of help with a misspelt name: the likely one, else what to do. */
export function helpWith(names: Names, text: string, otherwise: string): string {
  const near = names.nearest(text);
  return near === null ? otherwise : `Did you mean ${printable(near)}?`;
}
