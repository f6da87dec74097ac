import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCsv, strangeDelimiter } from "../src/csv.ts";

function read(text: string): unknown[] {
  return [...readCsv(text)].map((item) => ("fault" in item ? `${item.fault} ${item.row}` : [item.row, ...item.cells]));
}

describe("well-formed tables", () => {
  test("cells, quotes, doubled quotes and commas in quotes", () => {
    expect(read('a,b\n"x, y","say ""no"""\n')).toEqual([
      [1, "a", "b"],
      [2, "x, y", 'say "no"'],
    ]);
  });

  test.each(["\n", "\r\n", "\r"])(
    "rows are counted with line ends %j, also inside quotes and over empty lines",
    (end) => {
      const text = ["a,b", "", '"one', 'two",2', "3,4", ""].join(end);
      expect(read(text)).toEqual([
        [1, "a", "b"],
        [3, `one${end}two`, "2"],
        [5, "3", "4"],
      ]);
    },
  );

  test("a record knows the lines it spans", () => {
    expect([...readCsv('"a\n\nb",c\nd,e')]).toEqual([
      { cells: ["a\n\nb", "c"], row: 1, lastRow: 3 },
      { cells: ["d", "e"], row: 4, lastRow: 4 },
    ]);
  });

  test("a byte-order mark is no part of the first cell", () => {
    expect(read("\uFEFFa,b\n")).toEqual([[1, "a", "b"]]);
    expect(read('\uFEFF"a",b\n')).toEqual([[1, "a", "b"]]);
  });

  test("the last line needs no end, and a comma at the end makes a blank cell", () => {
    expect(read("a,b\n1,")).toEqual([
      [1, "a", "b"],
      [2, "1", ""],
    ]);
  });

  test("a quotation mark inside an unquoted cell is a character like others", () => {
    expect(read('5" gun,x')).toEqual([[1, '5" gun', "x"]]);
  });

  test("any table survives being written and read", () => {
    const cell = fc.oneof(fc.string(), fc.stringMatching(/^[",\r\n a]{0,6}$/u));
    const table = fc
      .integer({ min: 1, max: 5 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 8 }));
    const write = (rows: readonly (readonly string[])[], end: string): string =>
      rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(",") + end).join("");
    fc.assert(
      fc.property(table, fc.constantFrom("\n", "\r\n", "\r"), (rows, end) => {
        const back = [...readCsv(write(rows, end))].map((item) => ("cells" in item ? item.cells : item));
        expect(back).toEqual(rows);
      }),
    );
  });
});

describe("faults", () => {
  test("an unclosed quote costs its own line, not those below", () => {
    expect(read('a,b\n1,"two\n3,four\n5,"six"\n')).toEqual([
      [1, "a", "b"],
      "unclosed 2",
      [3, "3", "four"],
      [4, "5", "six"],
    ]);
  });

  test("an unclosed quote with no other quote below", () => {
    expect(read('a,b\n1,"two\n3,four')).toEqual([[1, "a", "b"], "unclosed 2", [3, "3", "four"]]);
  });

  test("text after a closing quote costs the row only", () => {
    expect(read('"one" two,x\n3,4')).toEqual(["trailing 1", [2, "3", "4"]]);
  });

  test("any text is read to its end, every record once, rows ascending", () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[",\r\na]{0,60}$/u));
    fc.assert(
      fc.property(text, (given) => {
        const rows = [...readCsv(given)].map(({ row }) => row);
        const lines = given.split(/\r\n|\r|\n/u).length;
        for (const [index, row] of rows.entries()) {
          expect(row).toBeGreaterThan(rows[index - 1] ?? 0);
          expect(row).toBeLessThanOrEqual(lines);
        }
      }),
    );
  });

  // Each would take hours if every unclosed quote read on to the end of the file.
  test.each([
    ["a quote a line", '"a\n'],
    ["doubled quotes", '"a""\n'],
    ["quotes that pair with the next line", 'a","b\n'],
    ["quotes and commas", '",",""a"\n'],
    ["three quotes", '"""\n'],
    ["an unclosed quote over doubled ones", '""\n""""\n'],
  ])("is read to its end: %s", (_, unit) => {
    let seen = 0;
    for (const _item of readCsv(`x,"${unit.repeat(300_000)}`)) seen += 1;
    expect(seen).toBeGreaterThan(0);
  });
});

describe("delimiters", () => {
  test.each([
    ["a;b;c", "semicolons"],
    ["a\tb", "tabs"],
    ["a|b", "vertical bars"],
    ["sep=;\na;b", "semicolons"],
    ['"a,b";"c"', "semicolons"],
  ])("%j is told", (text, words) => {
    expect(strangeDelimiter(text)).toBe(words);
  });

  test.each(["a,b;c", "a", "", 'a,"b;c"', "sep=,\na,b"])("%j is not", (text) => {
    expect(strangeDelimiter(text)).toBeNull();
  });
});
