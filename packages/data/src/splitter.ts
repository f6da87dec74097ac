/** Cuts what comes in bit by bit into rows, each with its place in the whole. */

/** One row as it came: its bytes, line end included. */
export interface Piece {
  readonly bytes: Uint8Array;
  /** The line on which it begins, counted from 1. */
  readonly row: number;
  /** Bytes of the feed up to and with it. */
  readonly end: number;
  /** It did not end where any row may: its bytes are left out. */
  readonly broken: boolean;
}

/** Up to where a feed was read. */
export interface Place {
  /** In bytes. */
  readonly offset: number;
  /** The line on which the next row begins, counted from 1. */
  readonly row: number;
  /** Within a row that was given up. */
  readonly skipping: boolean;
}

const COMMA = 44;
const QUOTE = 34;
const LF = 10;
const CR = 13;
/** The longest row, in bytes. */
export const LONGEST_ROW = 1_000_000;

/**
 * Rows are known to be whole by their line end: what has none yet waits for more. Memory is bounded by the longest row and
 * the bytes handed in at once.
 */
export class Splitter {
  /** Whether quoted cells may hold line ends (CSV); else every line is a row. */
  readonly quoted: boolean;
  #pending: Uint8Array = new Uint8Array(0);
  #row: number;
  #offset: number;
  /** The rest of a row that was given up, up to its line end. */
  #skipping: boolean;

  /** `place`: of the first byte that will be handed in. */
  constructor(quoted: boolean, place: Place = { offset: 0, row: 1, skipping: false }) {
    this.quoted = quoted;
    this.#offset = place.offset;
    this.#row = place.row;
    this.#skipping = place.skipping;
  }

  /** Behind the last row that was handed out. */
  get place(): Place {
    return { offset: this.#offset, row: this.#row, skipping: this.#skipping };
  }

  /** Leaves out a row that has begun and will not go on. */
  forget(): void {
    this.#pending = new Uint8Array(0);
    this.#skipping = false;
  }

  /** Takes bytes in and hands out the rows that they complete. `last`: nothing follows, so what is there is whole. */
  *take(bytes: Uint8Array, last = false): Generator<Piece, void, undefined> {
    let all = bytes;
    if (this.#pending.length > 0) {
      all = new Uint8Array(this.#pending.length + bytes.length);
      all.set(this.#pending);
      all.set(bytes, this.#pending.length);
    }
    let from = 0;
    while (from < all.length) {
      let end = this.#skipping || !this.quoted ? lineEnd(all, from, last) : rowEnd(all, from, last);
      let broken = this.#skipping;
      if (end === -1 && last) end = all.length;
      if ((end === -1 ? all.length : end) - from > LONGEST_ROW) {
        broken = true;
        end = lineEnd(all, from, last);
        this.#skipping = end === -1;
        if (end === -1) end = all.length;
      } else if (end === -1) break;
      else this.#skipping = false;
      const row = this.#row;
      const piece = all.subarray(from, end);
      this.#offset += piece.length;
      this.#row += linesIn(piece);
      from = end;
      yield { bytes: broken ? piece.subarray(0, 0) : piece, row, end: this.#offset, broken };
    }
    this.#pending = all.slice(from);
  }
}

/** Behind the line end of the line at `from`; -1 if it has none yet. */
function lineEnd(bytes: Uint8Array, from: number, last: boolean): number {
  for (let at = from; at < bytes.length; at += 1) {
    if (bytes[at] === LF) return at + 1;
    if (bytes[at] !== CR) continue;
    // Whether LF follows is not known before it is there.
    if (at + 1 === bytes.length) return last ? at + 1 : -1;
    return bytes[at + 1] === LF ? at + 2 : at + 1;
  }
  return -1;
}

/** The same of a row of CSV, whose quoted cells may run over lines. */
function rowEnd(bytes: Uint8Array, from: number, last: boolean): number {
  let at = from;
  for (;;) {
    if (bytes[at] === QUOTE) {
      at += 1;
      for (;;) {
        at = bytes.indexOf(QUOTE, at);
        if (at === -1) return -1;
        if (bytes[at + 1] !== QUOTE) break;
        at += 2;
      }
      at += 1;
    }
    while (at < bytes.length && bytes[at] !== COMMA && bytes[at] !== LF && bytes[at] !== CR) at += 1;
    if (bytes[at] !== COMMA) return at < bytes.length ? lineEnd(bytes, at, last) : -1;
    at += 1;
  }
}

function linesIn(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] !== LF)) count += 1;
  }
  return count;
}
