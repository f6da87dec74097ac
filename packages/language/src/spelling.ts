/** Nearness of words: what somebody probably meant. Every look-up is bounded, however long the text. */

const LONGEST = 48;

/** Without case and diacritics: `Élan` equals `elan`; letters of their own, such as `ə`, stay themselves. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Damerau-Levenshtein distance with adjacent transpositions, or `limit + 1` where it is greater. */
export function distance(one: string, other: string, limit: number): number {
  const a = Array.from(one);
  const b = Array.from(other);
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  if (a.length > LONGEST || b.length > LONGEST) return one === other ? 0 : limit + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    before = previous;
    previous = row;
  }
  return Math.min(previous[b.length] ?? 0, limit + 1);
}

/** The nearest of a few fixed words, within two letters (one, for a short word); null if none is near. */
export function nearestWord(word: string, words: readonly string[]): string | null {
  const folded = fold(word);
  let best: string | null = null;
  let least = folded.length >= 6 ? 3 : folded.length >= 3 ? 2 : 1;
  for (const candidate of words) {
    const found = distance(folded, fold(candidate), least - 1);
    if (found < least) {
      least = found;
      best = candidate;
    }
  }
  return best;
}

/**
 * Declared names, to be found again from a slip of one letter, of case or of diacritics. Each name is filed
 * under itself with any one letter left out, so a look-up costs the length of the word, not the number of names.
 */
export class Spelling {
  private readonly filed = new Map<string, Set<string>>();
  /** Not filed yet: in a case without slips nobody ever asks. */
  private waiting: string[] = [];

  add(name: string): void {
    this.waiting.push(name);
  }

  private file(): void {
    for (const name of this.waiting) {
      for (const key of keys(fold(name))) {
        let names = this.filed.get(key);
        if (names === undefined) this.filed.set(key, (names = new Set()));
        if (names.size < 64) names.add(name);
      }
    }
    this.waiting = [];
  }

  /**
   * The declared name that `word` differs from by case or diacritics, or by one letter where the word is long
   * enough (four letters) for that to be telling. Ties: the first by code unit.
   */
  near(word: string): string | null {
    this.file();
    const folded = fold(word);
    let best: string | null = null;
    let least = folded.length >= 4 ? 2 : 1;
    const candidates = new Set<string>();
    for (const key of keys(folded)) for (const name of this.filed.get(key) ?? []) candidates.add(name);
    for (const name of Array.from(candidates).sort(byCodeUnit)) {
      if (name === word) continue;
      const found = distance(folded, fold(name), 1);
      if (found < least) {
        least = found;
        best = name;
      }
    }
    return best;
  }
}

function keys(folded: string): string[] {
  const found = [folded];
  if (folded.length > LONGEST) return found;
  for (let index = 0; index < folded.length; index += 1) found.push(folded.slice(0, index) + folded.slice(index + 1));
  return found;
}

export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
