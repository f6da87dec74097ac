/**
 * Names that are written from right to left, inside sentences that are not: each is set apart by the isolates of Unicode (UAX 9), so that
 * the dates, commas and names beside it keep their places. A case without such names is as it was.
 */

const [OPENS, CLOSES] = ["\u2068", "\u2069"];
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}]/u;

export function isRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text);
}

/** What sets such names apart wherever they stand in a text; once only. */
export function isolating(names: Iterable<string>): (text: string) => string {
  const apart = [...new Set(names)].filter(isRightToLeft).sort((a, b) => b.length - a.length);
  if (apart.length === 0) return (text) => text;
  const pattern = new RegExp(`(?<!${OPENS})(?:${apart.map(literal).join("|")})`, "gu");
  return (text) => text.replace(pattern, (name) => `${OPENS}${name}${CLOSES}`);
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}

/** For files that programs read: without the isolates. */
export function bare(text: string): string {
  return text.replaceAll(OPENS, "").replaceAll(CLOSES, "");
}
