import { expect, it } from "vitest";
import { table } from "../src/report/csv.ts";

it("quotes as RFC 4180 says", () => {
  expect(
    table(
      ["a", "b"],
      [
        ["x,y", 'say "so"'],
        ["two\nlines", null],
      ],
    ),
  ).toBe('a,b\r\n"x,y","say ""so"""\r\n"two\nlines",\r\n');
});

it("keeps spreadsheets from running what is in a cell", () => {
  const cells = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"];
  const rows = table(
    ["x"],
    cells.map((cell) => [cell]),
  ).split("\r\n");
  expect(rows.slice(1, 7)).toEqual(["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\\u{0009}=1", `"'\n=1"`]);
});

it("leaves numbers numbers", () => {
  expect(table(["x"], [[-1.5], [true], [0]])).toBe("x\r\n-1.5\r\ntrue\r\n0\r\n");
});

it("shows controls as escapes", () => {
  expect(table(["x"], [["a\u001b[2Jb\u202e"]])).toBe("x\r\na\\u{001B}[2Jb\\u{202E}\r\n");
});
