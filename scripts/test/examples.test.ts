import { describe, expect, it } from "vitest";
import { anchorsOf, commandsOf, fencesOf, fits, linksOf, onlyBlocks, refreshed } from "../examples.ts";

const PAGE = `# A page

It shows this:

\`\`\`servanda
actor A
\`\`\`

\`\`\`\`text
\`\`\`servanda
not a block
\`\`\`
\`\`\`\`

\`\`\`servanda fails
actor
\`\`\`

\`\`\`console
$ servanda explain cases/x 'a / b' --at 2020
one
…

$ echo $?
0
\`\`\`

See [the rules](docs/semantics.md#a-page) and \`[not](a-link)\`, or [that](https://example.org).
## A page
`;

describe("the examples of a page", () => {
  const fences = fencesOf(PAGE);

  it("are its fences, with a fence inside a longer one as text", () => {
    expect(fences.map((fence) => [fence.info.join(" "), fence.line, fence.above])).toEqual([
      ["servanda", 5, "It shows this:"],
      ["text", 9, "```"],
      ["servanda fails", 15, "````"],
      ["console", 19, "```"],
    ]);
  });

  it("can be hidden without moving a line", () => {
    const left = onlyBlocks(PAGE, (fence) => fence.info.length === 1).split("\n");
    expect(left).toHaveLength(PAGE.split("\n").length);
    expect([left[4], left[9], left[14]]).toEqual(["```servanda", "```servanda", "```left-out"]);
  });

  it("are commands with what is printed under them", () => {
    expect(commandsOf(fences[3]!)).toEqual([
      {
        words: ["servanda", "explain", "cases/x", "a / b", "--at", "2020"],
        text: "servanda explain cases/x 'a / b' --at 2020",
        output: ["one", "…", ""],
        line: 20,
      },
      { words: ["echo", "$?"], text: "echo $?", output: ["0"], line: 24 },
    ]);
  });

  it("compare line by line, but for gaps and the spaces at line ends", () => {
    expect(fits(["a  ", "b", ""], ["a", "b  "])).toBe(true);
    expect(fits(["a", "b"], ["a", "c"])).toBe(false);
    expect(fits(["a"], ["a", "b"])).toBe(false);
    expect(fits(["a", "b"], ["a"])).toBe(false);
    expect(fits(["a", "…", "d"], ["a", "b", "c", "d"])).toBe(true);
    expect(fits(["a", "…", "d"], ["a", "d"])).toBe(true);
    expect(fits(["a", "…"], ["a"])).toBe(true);
    expect(fits(["a", "…", "d"], ["a", "b", "c"])).toBe(false);
    expect(fits(["…", "b", "…", "d"], ["a", "b", "c", "d"])).toBe(true);
    expect(fits(["…", "d", "…", "b"], ["a", "b", "c", "d"])).toBe(false);
  });

  it("keep the shape of their gap when they are written anew", () => {
    expect(refreshed(["x", "…", "y"], ["a", "b", "c"])).toEqual(["a", "…", "c"]);
    expect(refreshed(["x"], ["a", "b", ""])).toEqual(["a", "b"]);
    expect(refreshed(["x", "…", "y"], ["a"])).toEqual(["a"]);
  });

  it("know their links and headings", () => {
    expect(linksOf(PAGE)).toEqual([{ target: "docs/semantics.md#a-page", line: 28 }]);
    expect([...anchorsOf(PAGE)]).toEqual(["a-page", "a-page-1"]);
  });
});
