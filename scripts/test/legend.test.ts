import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
// @ts-expect-error: a script that runs before anything is installed, in plain JavaScript.
import { LEGEND, legendLines } from "../legend.mjs";

const root = join(import.meta.dirname, "..", "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const pairs = (LEGEND as ([string, string] | null)[]).filter((pair) => pair !== null);

describe("what the demo says of its board", () => {
  it("speaks of what that board prints", () => {
    const board = read("cases/south-caucasus/expected.txt").replace(/\s+/gu, " ");
    for (const [printed] of pairs) {
      // Below a contested line it is said first by whom: "∅ under Armenia: not binding".
      const [, sign, word] = /^([^\p{L}]) (.+)$/u.exec(printed) ?? [];
      const below = new RegExp(`[${sign}] (?:under|by) [^:✕✓○◷?≠◌–∅]+: ${word}`, "u");
      if (sign === undefined || word === undefined) expect(board).toContain(printed.replace("…", ""));
      else expect(board.includes(printed) || below.test(board), printed).toBe(true);
    }
  });

  it("leaves out no sign that begins a line of that board", () => {
    const board = read("cases/south-caucasus/expected.txt");
    const told = new Set(pairs.map(([printed]) => printed[0]));
    const used = new Set([...board.matchAll(/^ +([^\p{L}\p{N}\s(]) /gmu)].map(([, sign]) => sign!));
    expect([...used].filter((sign) => !told.has(sign))).toEqual([]);
  });

  it("gives each sign the word that it has in the reference", () => {
    const reference = read("docs/cli.md");
    for (const [printed] of pairs) {
      const [, sign, word] = /^([^\p{L}]) (.+)$/u.exec(printed) ?? [];
      if (sign === undefined || word === undefined) continue;
      const rows = reference.split("\n").filter((line) => line.startsWith("|") && line.includes(word));
      expect(
        rows.some((line) => line.split("|")[1]!.includes(sign)),
        printed,
      ).toBe(true);
    }
  });

  it("fits a page", () => {
    for (const line of legendLines() as string[]) expect(line.length).toBeLessThanOrEqual(110);
  });
});
