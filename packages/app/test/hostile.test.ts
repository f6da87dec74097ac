/**
 * Input that is wrong, or meant to harm, through the real command in a process of its own: a clear message, exit 1,
 * no stack trace, in bounded time and memory.
 */
import { spawnSync } from "node:child_process";
import { closeSync, ftruncateSync, mkdirSync, openSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { grown } from "../../../bench/grown.ts";
import { block, folderWith, root, sweep } from "./command.ts";

afterAll(sweep);

const LAUNCHER = join(root, "packages", "app", "bin", "servanda.js");
/** Far more than any of these takes; a run that does not end must not hold the others up. */
const PATIENCE = 60_000;
/** Megabytes of heap; a file of 60 MB fits, what grows faster than its input does not. */
const HEAP = "--max-old-space-size=1024";

interface Met {
  readonly code: number | null;
  readonly said: string;
}

function met(folder: string, ...more: readonly string[]): Met {
  const { status, stdout, stderr } = spawnSync(process.execPath, [HEAP, LAUNCHER, "check", folder, ...more], {
    encoding: "utf8",
    timeout: PATIENCE,
    maxBuffer: 64_000_000,
  });
  const said = `${stdout}${stderr}`;
  expect(said, "no stack trace").not.toMatch(
    /\n\s+at .*\(.*:\d+\)|node:internal|RangeError|TypeError|heap out of memory/u,
  );
  expect(said, "no fault of ours").not.toContain("a fault of ours");
  expect(said, "nothing that a terminal obeys").not.toMatch(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u,
  );
  return { code: status, said: said.replace(/\s+/gu, " ") };
}

const CASE = `Prose.\n\n${block(`case c "C"
  record closes 2031-12-31
  time zone Z
  standard alleged
  borders none
actor A "A", a state
actor B "B", a state
zone bay
source S1 "One"`)}`;
const NORM = `Prose.\n\n${block(`agreement g "G"
  in force from 2030-01-01
  parties A, B
ban quiet of g, article 1
  each party
  must not attack each other`)}`;
const ROWS = "event,source,when,kind,actor,target\n";

function caseWith(files: { readonly [path: string]: string } = {}): string {
  return folderWith({
    "case.md": CASE,
    "norm.md": NORM,
    "conduct/a.csv": `${ROWS}E1,S1,2030-05-01,attack,A,B\n`,
    ...files,
  });
}

describe("files", () => {
  it("that are sound bring no fault: the cases below are bad for one reason each", () => {
    const { code, said } = met(caseWith());
    expect(said).toContain("breached");
    expect(code).toBe(0);
  });

  it("that are missing: the folder, a file in its place, an empty folder", () => {
    expect(met(join(root, "no-such-case"))).toMatchObject({
      code: 2,
      said: expect.stringContaining("There is no folder here."),
    });
    expect(met(join(root, "package.json"))).toMatchObject({
      code: 2,
      said: expect.stringContaining("not a case folder"),
    });
    expect(met(folderWith({}))).toMatchObject({ code: 1, said: expect.stringContaining("SD110") });
  });

  it("that cannot be read, or are none: a loop of links, a folder, a pipe, a link out of the case", () => {
    const folder = caseWith();
    symlinkSync("loop.md", join(folder, "loop.md"));
    mkdirSync(join(folder, "sources.csv"));
    spawnSync("mkfifo", [join(folder, "conduct", "pipe.csv")]);
    symlinkSync("/etc/passwd", join(folder, "conduct", "out.csv"));
    symlinkSync("/dev/zero", join(folder, "zero.md"));
    symlinkSync("..", join(folder, "up"));
    const { code, said } = met(folder);
    expect(code).toBe(1);
    expect(said).toContain("loop.md SD103 fault This cannot be opened: its links lead in a circle");
    expect(said).toContain("sources.csv SD106 fault");
    expect(said).toContain("conduct/pipe.csv SD106 fault");
    expect(said).toContain("conduct/out.csv SD104 fault This link leads out of the case folder");
    expect(said).toContain("zero.md SD104 fault");
    expect(said).toContain("up SD104 fault");
    expect(said).not.toContain("root:");
  });

  it("in other encodings, or no text at all", () => {
    const folder = caseWith();
    writeFileSync(
      join(folder, "conduct/latin.csv"),
      Buffer.from(`${ROWS}E2,S1,2030-05-01,attack,A,B\nMünchen\n`, "latin1"),
    );
    writeFileSync(join(folder, "conduct/wide.csv"), Buffer.from(`\uFEFF${ROWS}`, "utf16le"));
    writeFileSync(join(folder, "conduct/packed.csv"), Buffer.from("PK\u0003\u0004\u0000\u0000", "latin1"));
    writeFileSync(join(folder, "zero.md"), "a\u0000b");
    const { code, said } = met(folder);
    expect(code).toBe(1);
    expect(said).toContain("conduct/latin.csv row 3 SD108 fault This file is not in UTF-8");
    expect(said).toContain("conduct/wide.csv SD108 fault This file is not in UTF-8: it is in UTF-16");
    expect(said).toContain("conduct/packed.csv row 1 SD109");
    expect(said).toContain("zero.md row 1 SD109");
  });

  it("of 100 MB are named, not read; of a million cells or words on a line are read", () => {
    const folder = caseWith({
      "long.md": `${"word ".repeat(1_000_000)}\n`,
      "conduct/wide.csv": `${ROWS}${"x,".repeat(500_000)}\n`,
    });
    for (const name of ["huge.md", "conduct/huge.csv"]) {
      const handle = openSync(join(folder, name), "w");
      ftruncateSync(handle, 100_000_000);
      closeSync(handle);
    }
    const { code, said } = met(folder);
    expect(code).toBe(1);
    expect(said).toContain("huge.md SD107 fault This file has 100 MB; the most that is read is 64 MB.");
    expect(said).toContain("conduct/huge.csv SD107 fault");
    expect(said).toContain(
      "conduct/wide.csv row 2 SD206 fault This row has 500000 cells, and the line of column names has 6.",
    );
  });
});

describe("what is judged very often", () => {
  it("a duty owed every second is answered, and said to be approximate", () => {
    const norm = NORM.replace(
      /ban quiet[\s\S]*?other/u,
      "duty talk of g, article 1\n  A\n  must consult\n  every 1 second",
    );
    expect(norm).toContain("every 1 second");
    const { code, said } = met(caseWith({ "norm.md": norm, "conduct/a.csv": ROWS }));
    expect(said).toContain("approximate");
    expect(code).toBe(0);
  });

  it("a ban with ten thousand breaches lists them all", () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => `E${i},S1,2030-05-01,attack,A,B\n`).join("");
    const { code, said } = met(caseWith({ "conduct/a.csv": ROWS + rows }));
    expect(said).toContain("10000 breaches");
    expect(code).toBe(0);
  });
});

describe("tables", () => {
  it.each([
    ["no rows", "", "SD201"],
    ["semicolons", `${ROWS}E1,S1\n`.replaceAll(",", ";"), "SD202"],
    ["a missing column", "event,when\nE1,2030\n", "SD204"],
    ["a column twice", "event,source,event\nE1,S1,E1\n", "SD205"],
    ["too few cells", `${ROWS}E1,S1\n`, "SD206"],
    ["an open quotation mark", `${ROWS}E1,S1,"2030,attack,A,B\n`, "SD207"],
    ["a quotation mark in the middle", `${ROWS}E1,S1,"2030"x,attack,A,B\n`, "SD208"],
    ["a hundred thousand open quotation marks", `${ROWS}${'"x\n'.repeat(100_000)}`, "SD207"],
    ["a million quotation marks", `${ROWS}${'"'.repeat(1_000_001)}`, "SD207"],
    ["a date that is huge", `${ROWS}E1,S1,Y${"9".repeat(1000)},attack,A,B\n`, "SD304"],
    ["a date that is long", `${ROWS}E1,S1,${"2030".repeat(100_000)},attack,A,B\n`, "SD304"],
    ["a date with controls in it", `${ROWS}E1,S1,2030\u001b[2J\u202e,attack,A,B\n`, "SD304"],
    ["a name with controls in it", `${ROWS}E1,S1,2030,attack,A\u202e\u001b[31m,B\n`, "SD307"],
    ["a name of the machinery", `${ROWS}E1,S1,2030,attack,__proto__,constructor\n`, "SD307"],
    ["a number that is huge", `quantity,${ROWS}${"9".repeat(400)},E1,S1,2030,attack,A,B\n`, "SD309"],
    ["a place off the earth", `lat,lon,${ROWS}1e999,0,E1,S1,2030,attack,A,B\n`, "SD311"],
  ])("with %s", (_, text, expected) => {
    const { code, said } = met(caseWith({ "conduct/b.csv": text }));
    expect(said).toContain(` ${expected} fault`);
    expect(code).toBe(1);
    expect(said.length).toBeLessThan(20_000);
  });

  it("with line ends of every kind, and ids of the machinery, are read", () => {
    const rows = ["__proto__", "constructor", "toString", "hasOwnProperty"].map(
      (id) => `${id},S1,2030-06-01,attack,A,B`,
    );
    const folder = caseWith({
      "conduct/a.csv": `\uFEFF${ROWS.trim()}\r\n${rows[0]}\r${rows[1]}\n\n${rows[2]}\r\n${rows[3]}`,
    });
    writeFileSync(join(folder, "ids.md"), `Prose.\n\n${block("actor constructor\nactor toString\nactor valueOf")}`);
    const { code, said } = met(folder);
    // `__proto__` begins with an underscore, and an id with a letter or digit.
    expect(said).toContain("“__proto__” cannot be an id.");
    expect(said).toContain("From 3 accounts");
    expect(code).toBe(1);
  });

  it("with ten thousand faults tell fifty of a kind, and count the rest", () => {
    const row = (day: number | string): string => `E1,S1,2030-13-${day},attack,A,B\n`;
    const apart = Array.from({ length: 10_000 }, (_, i) => row(i)).join("");
    for (const [rows, told] of [
      [apart, 50],
      [row("01").repeat(10_000), 1],
    ] as const) {
      const { code, said } = met(caseWith({ "conduct/b.csv": ROWS + rows }));
      expect(code).toBe(1);
      expect(said.match(/SD304 fault/gu)).toHaveLength(told);
      expect(said).toContain("9950 more issues like this one are not listed (SD304).");
    }
  });

  it.each([
    ["200,000 brackets", "[".repeat(200_000), "SD501"],
    [
      "200,000 nested polygons",
      `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"bay"},"geometry":{"type":"Polygon","coordinates":${"[".repeat(200_000)}${"]".repeat(200_000)}}}]}`,
      "SD50",
    ],
    [
      "coordinates of the machinery",
      '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"__proto__"},"__proto__":{"id":"bay"},"geometry":{"type":"Polygon","coordinates":[[[1e999,0],[1,1],[2,2]]]}}]}',
      "SD505",
    ],
  ])("of places with %s", (_, text, expected) => {
    const { code, said } = met(caseWith({ "places.geojson": text }));
    expect(said).toContain(`places.geojson`);
    expect(said).toContain(` ${expected}`);
    expect(code).toBe(1);
  });
});

describe("texts", () => {
  it("with ten thousand faults tell fifty of a kind, and count the rest", () => {
    const lines = Array.from({ length: 10_000 }, () => 'actor A "Again"');
    const { code, said } = met(caseWith({ "many.md": `Prose.\n\n${block(lines.join("\n"))}` }));
    expect(code).toBe(1);
    expect(said).toMatch(/9950 more like these in many\.md are not listed \(SV\d+\)\./u);
    expect(said.match(/many\.md:\d+:\d+ SV\d+ fault/gu)).toHaveLength(50);
    expect(said).toMatch(/ 10,?000 faults and \d+ warnings? in the case\./u);
  });

  it.each([
    ["200,000 brackets", "(".repeat(200_000)],
    [
      "20,000 conditions",
      `duty x of g, article 2\n  A\n  must consult\n${"   and explain\n".repeat(20_000)}   or explain`,
    ],
    ["200,000 words on a line", "word ".repeat(200_000)],
    ["an open quotation of 2 MB", `actor Z "${"z".repeat(2_000_000)}`],
    ["a name of 2 MB", `agreement ${"z".repeat(2_000_000)}`],
    [
      "a length of time beyond all dates",
      `duty x of g, article 2\n  when A attacks B\n  A\n  must consult\n  within ${"9".repeat(400)} days`,
    ],
    ["a date beyond all dates", `duty x of g, article 2\n  A\n  must consult\n  by 99999999-01-01`],
    ["controls and marks of direction in a name", 'actor A\u202eB\u001b[2J "A\u0007\u2066x"'],
  ])("with %s", (_, text) => {
    const { code, said } = met(caseWith({ "odd.md": `Prose.\n\n${block(text)}` }));
    expect(said).toMatch(/odd\.md:\d+:\d+ SV\d+ fault/u);
    expect(code).toBe(1);
    expect(said.length).toBeLessThan(60_000);
  });
});

describe("size", () => {
  it("5 MB of texts and tables are checked, and nothing in them is a fault", () => {
    const files = grown(5_000_000);
    expect(Object.values(files).reduce((sum, text) => sum + text.length, 0)).toBeGreaterThan(4_900_000);
    const { code, said } = met(folderWith(files));
    expect(said).not.toMatch(/ fault | faults? in the case/u);
    expect(said).toMatch(/From \d{4,} accounts by 3 sources/u);
    expect(code).toBe(0);
  });
});
