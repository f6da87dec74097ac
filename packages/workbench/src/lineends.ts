/** How lines of a page end. An editor knows one way only; what is saved must end its lines as the file does. */

/** The text with every line ended by a line feed alone. */
export function plainLines(text: string): string {
  return text.includes("\r") ? text.replaceAll(/\r\n?/gu, "\n") : text;
}

/**
 * A text with its lines ended as in the text that it came of: lines that stayed as they are, line for line; new ones as most are.
 * `former`: with its ends; `text`: with any.
 */
export function endedAs(former: string, text: string): string {
  const plain = plainLines(text);
  if (!former.includes("\r")) return plain;
  const was = [...former.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/gu)].map(([, words = "", end = ""]) => ({ words, end }));
  // After the last end, the pattern finds the empty rest twice.
  if (was.at(-2)?.end === "") was.pop();
  const now = plain.split("\n");
  const most = Math.min(was.length, now.length);
  let from = 0;
  while (from < most && was[from]?.words === now[from]) from += 1;
  let same = 0;
  while (same < most - from && was.at(-1 - same)?.words === now.at(-1 - same)) same += 1;
  const ends = was.map(({ end }) => end).filter((end) => end !== "");
  const counted = (end: string): number => ends.filter((each) => each === end).length;
  const usual = ["\n", "\r\n", "\r"].reduce((best, end) => (counted(end) > counted(best) ? end : best));
  const endOf = (at: number): string => {
    const isBehind = at >= now.length - same;
    const there = isBehind ? was[at - now.length + was.length] : at < was.length - same ? was[at] : undefined;
    return there?.end || usual;
  };
  return now.map((words, at) => (at === now.length - 1 ? words : words + endOf(at))).join("");
}

/** What of one text has to be replaced to make it another: as little as there is in one piece. Both with plain ends. */
export function differing(
  there: string,
  text: string,
): { readonly from: number; readonly to: number; readonly insert: string } | null {
  if (there === text) return null;
  const most = Math.min(there.length, text.length);
  let from = 0;
  while (from < most && there[from] === text[from]) from += 1;
  let same = 0;
  while (same < most - from && there[there.length - 1 - same] === text[text.length - 1 - same]) same += 1;
  return { from, to: there.length - same, insert: text.slice(from, text.length - same) };
}
