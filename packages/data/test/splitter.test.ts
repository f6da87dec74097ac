import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Piece, Splitter } from "../src/splitter.ts";
import { readCsv } from "../src/csv.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (piece: Piece): string => new TextDecoder().decode(piece.bytes);

function pieces(all: Uint8Array, cuts: readonly number[], quoted: boolean): Piece[] {
  const splitter = new Splitter(quoted);
  const out: Piece[] = [];
  let from = 0;
  for (const cut of [...cuts.map((c) => c % (all.length + 1)), all.length].toSorted((a, b) => a - b)) {
    out.push(...splitter.take(all.slice(from, cut)));
    from = cut;
  }
  out.push(...splitter.take(new Uint8Array(0), true));
  return out;
}

const table = fc
  .array(fc.constantFrom("a", "b c", '"', '""', ",", "\n", "\r\n", "\r", "é", '"x\ny"', '"a ""b"", c"'), {
    maxLength: 30,
  })
  .map((parts) => parts.join(""));

describe("rows that come in bit by bit", () => {
  it("are the same wherever the bits end, and nothing is lost between them", () => {
    fc.assert(
      fc.property(table, fc.array(fc.nat(200), { maxLength: 6 }), fc.boolean(), (words, cuts, quoted) => {
        const all = bytes(words);
        const whole = pieces(all, [], quoted);
        expect(pieces(all, cuts, quoted)).toEqual(whole);
        expect(whole.map(text).join("")).toBe(words);
        expect(whole.at(-1)?.end ?? 0).toBe(all.length);
      }),
    );
  });

  it("are those of the table read at once, where every quotation mark closes", () => {
    const cell = fc.constantFrom("a", "", "b c", '"x, y"', '"line\nline"', '"say ""so"""');
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(rows, fc.constantFrom("\n", "\r\n", "\r"), (all, end) => {
        const words = all.map((cells) => cells.join(",") + end).join("");
        const at = [...readCsv(words)].map((record) => record.row);
        expect(pieces(bytes(words), [], true).map(({ row }) => row)).toEqual(at);
      }),
    );
  });

  it("that do not end are given up at their line end, and the rest goes on", () => {
    const splitter = new Splitter(true);
    const told = [
      ...splitter.take(bytes('a,b\n"')),
      ...splitter.take(bytes("x".repeat(1_000_001))),
      ...splitter.take(bytes("y")),
      ...splitter.take(bytes("z\nc,d\n")),
    ];
    expect(told.filter(({ broken }) => !broken).map(text)).toEqual(["a,b\n", "c,d\n"]);
    expect(told.at(-1)).toMatchObject({ row: 3, end: splitter.place.offset });
    expect(told.filter(({ broken }) => broken).every((piece) => piece.bytes.length === 0)).toBe(true);
  });
});
