import { describe, expect, test } from "vitest";
import { findBlocks, parse } from "@servanda/language";

const names = (text: string): string[] =>
  parse({ path: "a.md", text }).declarations.map(
    (declaration) => `${declaration.name.text}@${declaration.name.span.line}:${declaration.name.span.column}`,
  );

describe("blocks", () => {
  test("lines and columns are those of the file", () => {
    expect(names("# Title\n\nProse.\n\n```servanda\nactor A\n  actor B\n```\n")).toEqual(["A@6:7", "B@7:9"]);
  });

  test.each([
    ["CRLF", "x\r\n```servanda\r\nactor A\r\n```\r\n", ["A@3:7"]],
    ["a byte-order mark", "\uFEFF```servanda\nactor A\n```\n", ["A@2:7"]],
    ["tildes, which backticks do not close", "~~~servanda\nactor A\n```\nactor B\n~~~\nactor C\n", ["A@2:7", "B@4:7"]],
    ["a longer fence", "````servanda\nactor A\n```\n````\nactor C\n", ["A@2:7"]],
    ["a space before the word, and more words after it", "``` servanda numbered\nactor A\n```\n", ["A@2:7"]],
    [
      "a list item",
      "- item\n\n  ```servanda\n  actor A\n  ```\n\n1. ```servanda\n   actor B\n   ```\n",
      ["A@4:9", "B@8:10"],
    ],
    ["a quotation", "> ```servanda\n> actor A\n> ```\n", ["A@2:9"]],
    ["a tab", "```servanda\n\tactor A\n```\n", ["A@2:8"]],
    ["a surrogate pair counts two", '```servanda\nactor 𐎠𐎡 "x" actor\n```\n', ["𐎠𐎡@2:7"]],
    ["no closing fence", "```servanda\nactor A", ["A@2:7"]],
  ])("%s", (_, text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  test.each([
    ["another language", "```text\nactor A\n```\n"],
    ["a word that only begins alike", "```servandaesque\nactor A\n```\n"],
    ["a fence inside another", "````md\n```servanda\nactor A\n```\n````\n"],
    ["words in backticks at the start of a line", "```` ```servanda ```` opens a block\nactor A\n"],
    ["no block at all", "actor A\n"],
    ["nothing", ""],
  ])("%s is not read", (_, text) => {
    expect(names(text)).toEqual([]);
  });
});

describe("prose", () => {
  const prose = (text: string): string[] => findBlocks(text).map((block) => block.prose);

  test("is what stands above, since the last heading or block", () => {
    const text =
      "# T\n\nbefore\n\n## Article 1\n\nFirst,\nsecond.\n\n\n\nThird.\n\n```servanda\n```\n\n```servanda\n```\nx\n```text\n```\ny\n~~~servanda\n~~~\n";
    expect(prose(text)).toEqual(["First,\nsecond.\n\nThird.", "", "y"]);
  });

  test("an underlined heading ends it, a rule does not", () => {
    expect(prose("old\n\nTitle\n=====\nnew\n\n---\n\nmore\n```servanda\n```\n")).toEqual(["new\n\n---\n\nmore"]);
  });
});
