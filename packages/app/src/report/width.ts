/**
 * How wide text stands on a terminal, and how it is broken into lines. Names come from case folders, in any script, and may
 * hold characters that would move the cursor or turn the writing round: those are shown as escapes.
 */

/** Controls (but not the newline), bidi controls, invisible formats, separators, tags, and halves of surrogate pairs. */
const UNSAFE =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Cs}/gu;

/** Text that cannot harm a terminal: one line, no controls; each unsafe character is written `\u{202E}`. */
export function plain(text: string): string {
  return safe(text.replace(/\r\n?|\t/gu, " ")).replace(/\n/gu, " ");
}

/** As `plain`, with newlines kept. */
export function safe(text: string): string {
  return text.replace(UNSAFE, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}}`);
}

const LEFTWARD =
  "\\p{Script=Hebrew}\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Thaana}\\p{Script=Nko}\\p{Script=Adlam}";
const LEFTWARD_WORDS = new RegExp(`[${LEFTWARD}][${LEFTWARD}\\p{M}]*(?:[ '’׳״-]+[${LEFTWARD}\\p{M}]+)*`, "gu");

/**
 * For a terminal: words that run from right to left stand in isolates (UAX 9), which take no cell, so that the dates, commas and names beside
 * them keep their places. A line without such words is as it was.
 */
export function apart(line: string): string {
  return line.replace(LEFTWARD_WORDS, (words) => `\u2068${words}\u2069`);
}

/** First and last code points of what takes two cells (East Asian Wide and Fullwidth, Unicode 16, joined where gaps are unassigned). */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x23e9, 0x23ec],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18dff],
  [0x1aff0, 0x1b2ff],
  [0x1d300, 0x1d376],
  [0x1f200, 0x1f2ff],
  [0x20000, 0x3fffd],
];

/**
 * Texts of which each character is one grapheme in one cell: letters of scripts without combining marks, punctuation, and signs
 * that are no emoji of themselves. Most texts are of these, and taking others apart is slow.
 */
const SINGLE =
  /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0556\u0561-\u058a\u10a0-\u10ff\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u25a0-\u25fc\u2713-\u2718]*$/u;

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/** The cells that a text takes on a terminal with a fixed-width font. */
export function cells(text: string): number {
  if (SINGLE.test(text)) return text.length;
  let sum = 0;
  for (const { segment } of graphemes.segment(text)) sum += cellsOf(segment);
  return sum;
}

/** One grapheme: its widest part, since marks stand on their base and joined emoji are one picture. */
function cellsOf(grapheme: string): number {
  if (/\p{Emoji_Presentation}|\p{Emoji}\u{fe0f}/u.test(grapheme)) return 2;
  let widest = 0;
  for (const c of grapheme) {
    const point = c.codePointAt(0) ?? 0;
    if (/[\p{M}\u200c\u200d]/u.test(c)) continue;
    widest = Math.max(widest, WIDE.some(([first, last]) => point >= first && point <= last) ? 2 : 1);
  }
  return widest;
}

/** The text with spaces after it, up to `width` cells. */
export function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - cells(text)));
}

/** Lines of at most `width` cells; broken at spaces, else after `/`, `→` or `-`, else anywhere. Never empty; nothing is cut off. */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(2, width);
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(/ +/u)) {
      if (word === "") continue;
      if (line !== "" && cells(line) + 1 + cells(word) <= room) {
        line += ` ${word}`;
        continue;
      }
      if (line !== "") lines.push(line);
      const parts = pieces(word, room);
      lines.push(...parts.slice(0, -1));
      line = parts.at(-1) ?? "";
    }
    lines.push(line);
  }
  return lines;
}

function pieces(word: string, room: number): string[] {
  if (cells(word) <= room) return [word];
  const parts: string[] = [];
  let part = "";
  for (const chunk of word.split(/(?<=[/→-])/u)) {
    if (cells(part) + cells(chunk) <= room) {
      part += chunk;
      continue;
    }
    if (part !== "") parts.push(part);
    part = "";
    for (const { segment } of graphemes.segment(chunk)) {
      if (part !== "" && cells(part) + cellsOf(segment) > room) {
        parts.push(part);
        part = "";
      }
      part += segment;
    }
  }
  if (part !== "") parts.push(part);
  return parts;
}

/** A paragraph: `lead` on the first line, as many spaces on the others. */
export function hang(lead: string, text: string, width: number): string[] {
  const indent = cells(lead);
  // Where the lead leaves no room for words it stands on its own line.
  if (width - indent < 12 && indent > 4) return [lead.trimEnd(), ...wrap(text, width - 4).map((line) => `    ${line}`)];
  return wrap(text, width - indent).map((line, i) => (i === 0 ? lead : " ".repeat(indent)) + line);
}

/** A cell of a table row: its text, and how to paint a line of it once it has been padded. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

/** A row of a table as lines. Cells too long for their column go on below; the last column is not padded. */
export function row(columns: readonly Cell[], widths: readonly number[], gap = "  "): string[] {
  const wrapped = columns.map((cell, i) => wrap(cell.text, widths[i] ?? 10));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, y) =>
    columns
      .map((cell, i) => {
        const text = wrapped[i]?.[y] ?? "";
        const padded = i === columns.length - 1 ? text : pad(text, widths[i] ?? 10);
        return cell.paint && text !== "" ? padded.replace(text, () => cell.paint?.(text) ?? text) : padded;
      })
      .join(gap)
      .trimEnd(),
  );
}
