/** What no end of a line may part: a way to something, which the browser takes for a thing by itself, and the signs that stand at it. */

export interface Held {
  /** `(` before it, and `),` behind it; empty where there is nothing. */
  readonly open: string;
  readonly text: string;
  readonly close: string;
}

const OPEN = /\p{P}*$/u;
const CLOSE = /^\p{P}*/u;

/** Of a sentence that is cut before and behind each such way, so that every second part is one: the same with the signs at it. */
export function heldOf(parts: readonly string[]): readonly (string | Held)[] {
  const closing = (at: number): string => CLOSE.exec(parts[at] ?? "")?.[0] ?? "";
  /** Signs between two of them belong to the first. */
  const rest = (at: number): string => (parts[at] ?? "").slice(at === 0 ? 0 : closing(at).length);
  const opening = (at: number): string => (at === parts.length - 1 ? "" : (OPEN.exec(rest(at))?.[0] ?? ""));
  return parts.map((part, at) =>
    at % 2 === 0
      ? rest(at).slice(0, rest(at).length - opening(at).length)
      : { open: opening(at - 1), text: part, close: closing(at + 1) },
  );
}
