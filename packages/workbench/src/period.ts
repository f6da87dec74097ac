/** A period as somebody writes it, `2020-11-10/2022-09-14`: read in one way by every view, or refused with why. */
import { parseTime } from "@servanda/language";
import type { Span } from "./axis.ts";

/** In seconds; infinite where a side is left open. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
}

export type ReadPeriod = { readonly stretch: Stretch } | { readonly fault: string };

/** `A/B`, either of which may be empty or `..`; one date stands for all of it. What cannot be read is a fault, never half of a period. */
export function readPeriod(text: string, offset: number): ReadPeriod {
  const sides = text.split("/");
  if (sides.length > 2) return { fault: "A period has two dates at most, as in 2020-11-10/2022-09-14." };
  const [first = "", second = first] = sides.map((side) => side.trim());
  if (isOpen(first) && isOpen(second)) return { fault: "A period has a date on at least one side." };
  const [a, b] = [readSide(first, offset), readSide(second, offset)];
  if ("fault" in a) return a;
  if ("fault" in b) return b;
  const stretch = { from: a.stretch.from, until: b.stretch.until };
  return stretch.from <= stretch.until ? { stretch } : { fault: "It ends before it begins." };
}

/** The chosen period; null where none is chosen. One that cannot be read chooses nothing: where it is asked for, the fault is told. */
export function periodOf(text: string | null, offset: number): Stretch | null {
  const read = text === null ? null : readPeriod(text, offset);
  return read && "stretch" in read ? read.stretch : null;
}

/** Why a period cannot be used; null where it can, and where it is empty. */
export function periodFault(text: string, offset: number): string | null {
  if (text.trim() === "") return null;
  const read = readPeriod(text, offset);
  return "fault" in read ? read.fault : null;
}

/** With open sides as those of all there is. */
export function spanned({ from, until }: Stretch, whole: Span): Span {
  const begin = Number.isFinite(from) ? from : Math.min(whole.from, until);
  return { from: begin, until: Number.isFinite(until) ? until : Math.max(whole.until, begin) };
}

/** The two sides as they are written; a lone date is both. */
export function sidesOf(text: string | null): readonly [string, string] {
  const [from = "", until = from] = (text ?? "").split("/");
  return [from, until];
}

function isOpen(side: string): boolean {
  return side === "" || side === "..";
}

function readSide(side: string, offset: number): ReadPeriod {
  if (isOpen(side)) return { stretch: { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY } };
  const read = parseTime(side, offset);
  return "time" in read ? { stretch: { from: read.time.earliest, until: read.time.latest } } : { fault: read.fault };
}
