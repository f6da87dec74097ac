/**
 * Nothing turns on the order in which things are written down (docs/semantics.md 5.5): our own cases, with the rows of every table, the names and so the
 * order of their files, and the declarations of every page shuffled, are read from a folder as any case, and say the same, byte for byte.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readCsv } from "@servanda/data";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { load, run } from "../src/case.ts";
import { folderWith, root, sweep } from "./command.ts";

afterAll(sweep);

const OWN: readonly (readonly [name: string, shuffles: number])[] = [
  ["harbour", 40],
  ["south-caucasus", 6],
];

type Files = { readonly [path: string]: string };

function filesOf(name: string): Files {
  const folder = join(root, "cases", name);
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((p) =>
    /\.(?:md|csv|geojson)$/u.test(p),
  );
  return Object.fromEntries(paths.map((p) => [p, readFileSync(join(folder, p), "utf8")]));
}

/** Findings and board as they are printed. */
function said(files: Files): string {
  const { result, faults } = run(load(folderWith(files), "confidential"), {});
  expect(faults.filter((f) => f.severity === "error")).toEqual([]);
  return JSON.stringify([result.findings, result.board], null, 2);
}

/** Numbers from 0 to below 1, always the same for a seed. */
type Chance = () => number;

function chanceOf(seed: number): Chance {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function shuffled<T>(list: readonly T[], chance: Chance): T[] {
  return list
    .map((item) => ({ item, at: chance() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function table(text: string, chance: Chance): string {
  const cells = [...readCsv(text)].map((record) => ("cells" in record ? record.cells : []));
  const [head = [], ...rows] = cells;
  const line = (all: readonly string[]): string => all.map((c) => `"${c.replaceAll('"', '""')}"`).join(",");
  return [head, ...shuffled(rows, chance)].map((row) => `${line(row)}\n`).join("");
}

/** Each block's declarations: lines that begin at the margin, with those under them. */
function page(text: string, chance: Chance): string {
  return text.replaceAll(/^```servanda\n([^]*?)^```$/gmu, (_, block: string) => {
    const declarations = block.split(/^(?=\S)/mu).filter((d) => d.trim() !== "");
    return `\`\`\`servanda\n${shuffled(declarations, chance)
      .map((d) => d.trimEnd())
      .join("\n")}\n\`\`\``;
  });
}

function shapes(text: string, chance: Chance): string {
  const all = JSON.parse(text) as { features: unknown[] };
  return JSON.stringify({ ...all, features: shuffled(all.features, chance) });
}

/** Files whose names are free get others, and so another place. */
function moved(path: string, chance: Chance): string {
  const free = /^(conduct|series|instruments)\/(?:.*\/)?([^/]+)$/u.exec(path);
  return free === null ? path : `${free[1]}/${Math.floor(chance() * 1e6)}-${free[2]}`;
}

function reordered(files: Files, seed: number): Files {
  const chance = chanceOf(seed);
  return Object.fromEntries(
    shuffled(Object.entries(files), chance).map(([path, text]) => {
      const how = path.endsWith(".csv") ? table : path.endsWith(".md") ? page : shapes;
      return [moved(path, chance), how(text, chance)];
    }),
  );
}

describe.each(OWN)("%s", (name, shuffles) => {
  const files = filesOf(name);
  const before = said(files);

  it("has no approximate finding", () => {
    const { findings } = run(load(join(root, "cases", name), "confidential"), {}).result;
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.filter((f) => f.approximate).map((f) => f.id)).toEqual([]);
  });

  it("says the same in any order of rows, files and declarations", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), (seed) => {
        const other = reordered(files, seed);
        expect(Object.entries(other).filter(([path, text]) => files[path] !== text).length).toBeGreaterThan(5);
        expect(said(other)).toBe(before);
      }),
      { numRuns: shuffles, endOnFailure: true },
    );
  });
});
