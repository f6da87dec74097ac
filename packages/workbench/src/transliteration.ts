/**
 * Letters of other scripts as Latin ones, for finding: who types a name in the letters of one language finds what the case has only in those
 * of another. What comes out is a key to compare by, not a spelling: what languages write differently for one sound is written alike.
 */

/** The blocks of Unicode whose letters are listed below. */
const FOREIGN = /[\u0400-\u058f\u10d0-\u10ff]/u;

const LATIN: ReadonlyMap<string, string> = new Map(
  [
    "а a б b в v г g д d е e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ sch ъ - ы i ь - э e ю iu я ia",
    "і i ї i є e ґ g ў u",
    "ә e ө o ү u ғ gh ҹ j һ h ҝ g ј y",
    "ա a բ b գ g դ d ե e զ z է e ը e թ t ժ zh ի i լ l խ kh ծ ts կ k հ h ձ dz ղ gh ճ ch մ m յ y ն n շ sh ո o չ ch պ p ջ j ռ r ս s վ v տ t ր r ց ts ւ v փ p ք k օ o ֆ f",
    "ა a ბ b გ g დ d ე e ვ v ზ z თ t ი i კ k ლ l მ m ნ n ო o პ p ჟ zh რ r ს s ტ t უ u ფ p ქ k ღ gh ყ k შ sh ჩ ch ც ts ძ dz წ ts ჭ ch ხ kh ჯ j ჰ h",
  ].flatMap((line) => {
    const parts = line.split(" ");
    return parts.flatMap((letter, i) =>
      i % 2 === 0 ? [[letter, (parts[i + 1] ?? "").replace("-", "")] as const] : [],
    );
  }),
);

export function isForeign(folded: string): boolean {
  return FOREIGN.test(folded);
}

/** Of a text that is folded already. */
export function soundOf(folded: string): string {
  return (
    folded
      // One vowel in two letters.
      .replaceAll("ու", "u")
      .replace(/[^a-z0-9 ]/gu, (letter) => LATIN.get(letter) ?? letter)
      .replaceAll("dzh", "j")
      .replaceAll("zh", "j")
      .replace(/kh|x/gu, "h")
      .replaceAll("gh", "g")
      .replaceAll("w", "v")
      // What one spelling begins with a consonant, and another with a vowel.
      .replace(/[iy]+(?=[aeou])/gu, "")
      .replaceAll("y", "i")
      .replace(/([a-z])\1+/gu, "$1")
  );
}
