/** The board without pixels. */
import { describe, expect, test } from "vitest";
import { boardOf, gistOf, runsOf } from "../src/boardstate.ts";
import { NOTHING_SELECTED, type Selection } from "../src/desk.ts";
import { deskFor, payloadOf } from "./case.ts";

const harbour = payloadOf("cases/harbour");
const flagship = payloadOf("cases/south-caucasus");
const desk = deskFor(harbour);
const chosen = (change: Partial<Selection>): Selection => ({ ...NOTHING_SELECTED, ...change });

describe("the board", () => {
  test("keeps the cells that a flip did not reach, also while the date is another already", () => {
    const before = boardOf(desk, NOTHING_SELECTED).cells;
    const [first, ...others] = desk.result.findings;
    if (!first) throw new Error("the harbour has no finding");
    const time = { ...desk.result.at, latest: desk.result.at.latest + 1 };
    const result = { ...desk.result, at: time, findings: [{ ...first }, ...others] };
    const after = boardOf({ ...desk, result }, NOTHING_SELECTED).cells;
    expect(after).toEqual(before);
    expect(after.map((cell, i) => cell === before[i])).toEqual(
      before.map(({ norm, bearer }) => norm !== first.norm || bearer !== first.bearer),
    );
  });

  test("has norms in the order of the text against those whom they bind", () => {
    const { sections, counts, whole } = boardOf(desk, NOTHING_SELECTED);
    expect(sections.map((s) => [s.instrument.id, s.bearers])).toEqual([["accord", ["Northshore", "Southshore"]]]);
    expect(sections[0]?.rows.map((r) => [r.norm.id, r.cells.map((c) => c?.word ?? null)])).toEqual([
      ["free-channel", ["contested on reading", null]],
      ["pull-back-guns", ["kept", "unknown"]],
    ]);
    expect(counts).toEqual([
      { word: "contested on reading", count: 1 },
      { word: "unknown", count: 1 },
      { word: "kept", count: 1 },
    ]);
    expect(whole).toBe(3);
  });

  test("splits a contested cell by view, with dates, and opens the finding by the text: nobody has chosen a side", () => {
    const cell = boardOf(desk, NOTHING_SELECTED).cells.find(({ norm }) => norm === "free-channel");
    expect(cell?.sayings.map(({ label, word }) => [label, word])).toEqual([
      ["by the text", "unknown"],
      ["under Northshore", "no breach observed"],
      ["under Southshore", "breached"],
    ]);
    expect(cell?.sayings[2]?.detail).toContain("17 days");
    expect(cell?.finding).toBe("free-channel/text/Northshore→Southshore/entry");
  });

  test("shows one view alone where one is chosen", () => {
    const cell = boardOf(desk, chosen({ view: "Northshore" })).cells.find(({ norm }) => norm === "free-channel");
    expect(cell?.word).toBe("no breach observed");
    expect(cell?.sayings).toHaveLength(1);
  });

  test("shows under a holder what that holder reads, never another’s reading, and the text only where it reads nothing", () => {
    const region = deskFor(flagship);
    const seen = (view: string, norm: string, bearer: string): readonly (readonly [string, string])[] | null => {
      const cell = boardOf(region, chosen({ view })).cells.find((each) => each.norm === norm && each.bearer === bearer);
      return cell?.sayings.map((saying) => [saying.view, saying.word] as const) ?? null;
    };
    // Two readings of one article: neither alone is “under Russia”, and the text is not either.
    // Kept after September 2022; whether help was asked over two clashes of 2023 nobody watched.
    expect(seen("Russia", "mutual-aid", "Russia")).toEqual([
      ["Russia:prompt-answer", "unknown"],
      ["Russia:undelimited", "not triggered"],
    ]);
    expect(seen("Russia:prompt-answer", "mutual-aid", "Russia")).toEqual([["Russia:prompt-answer", "unknown"]]);
    // One reading of another treaty, which goes with either (rule 6.1).
    expect(seen("Russia:prompt-answer", "help-1997", "Russia")?.map(([view]) => view)).toEqual(["Russia"]);
    // Only Armenia reads this point so that it binds Azerbaijan: under Russia it does not.
    expect(seen("Armenia", "corridor-control", "Azerbaijan")).toHaveLength(1);
    expect(seen("Russia", "corridor-control", "Azerbaijan")).toBeNull();
    expect(seen("Russia", "no-force", "Russia")?.map(([view]) => view)).toEqual(["text"]);
  });

  test("counts what could be chosen beside the outcomes that are: a second one can be added", () => {
    const { counts, cells } = boardOf(desk, chosen({ outcomes: ["kept"] }));
    expect(counts.map(({ word }) => word)).toEqual(["contested on reading", "unknown", "kept"]);
    expect(cells).toHaveLength(1);
  });

  test.each<readonly [string, Partial<Selection>, readonly string[]]>([
    ["party", { parties: ["Southshore"] }, ["free-channel", "pull-back-guns"]],
    ["outcome", { outcomes: ["kept"] }, ["pull-back-guns"]],
    ["an outcome of one view", { outcomes: ["breached"] }, ["free-channel"]],
    ["agreement", { instruments: ["another"] }, []],
    ["period", { period: "2030-03/2030-04" }, ["free-channel"]],
    ["an open period", { period: "/2030-01" }, ["pull-back-guns", "pull-back-guns"]],
    ["what changed", { changed: true }, []],
  ])("can be filtered by %s", (_by, change, norms) => {
    expect(boardOf(desk, chosen(change)).cells.map(({ norm }) => norm)).toEqual(norms);
  });

  test("can be sorted by what changed last", () => {
    const rows = boardOf(desk, chosen({ sort: "latest" })).sections[0]?.rows.map((r) => r.norm.id);
    // The channel was opened again in March, the guns were due in January.
    expect(rows).toEqual(["free-channel", "pull-back-guns"]);
    // A breach of which only thirty years are known in which it may lie is not the newest of all.
    const titles = boardOf(deskFor(flagship), chosen({ sort: "latest" })).sections.map((s) => s.instrument.id);
    expect(titles.indexOf("JOINT-2023")).toBeLessThan(titles.indexOf("PRAGUE-2022"));
  });

  test("marks what flips have changed", () => {
    const flipped = deskFor(harbour, { without: ["S1"] });
    const changed = boardOf(flipped, chosen({ changed: true })).cells;
    expect(changed.map(({ norm, bearer }) => `${norm} ${bearer}`)).toContain("pull-back-guns Northshore");
    expect(changed.every((cell) => cell.changed)).toBe(true);
  });

  test("tells views that say the same once, and the newest agreement first", () => {
    const wide = deskFor(flagship);
    const { cells, sections } = boardOf(wide, NOTHING_SELECTED);
    for (const { sayings } of cells) {
      const said = sayings.map(({ word, phrase, detail, changed }) => JSON.stringify([word, phrase, detail, changed]));
      expect(new Set(said).size).toBe(said.length);
    }
    expect(cells.some(({ sayings }) => sayings.some(({ label }) => /^by the text, under .+ and /u.test(label)))).toBe(
      true,
    );
    const days = sections.map(({ instrument: { signed, inForce } }) => (signed ?? inForce?.from)?.latest ?? -Infinity);
    expect(days).toEqual(days.toSorted((a, b) => b - a));
  });

  test("shows every line of the flagship once, alike cells as one run across their columns", () => {
    const board = boardOf(deskFor(flagship), NOTHING_SELECTED);
    const rows = board.sections.flatMap((s) => s.rows.map((row) => ({ row, bearers: s.bearers })));
    expect(board.cells).toHaveLength(board.whole);
    for (const { row, bearers } of rows) {
      const runs = runsOf(row);
      expect(runs.reduce((sum, run) => sum + run.span, 0)).toBe(bearers.length);
      expect(runs.flatMap((run) => run.cells)).toEqual(row.cells.filter((cell) => cell !== null));
      expect(runs.every((run) => new Set(run.cells.map((cell) => cell.phrase)).size <= 1)).toBe(true);
    }
    expect(rows.some(({ row }) => runsOf(row).some((run) => run.cells.length > 1))).toBe(true);
  });
});

test("the prose of an article stands once, at the first of its norms that is shown, and nowhere is one without it", () => {
  const wide = deskFor(flagship);
  for (const selection of [NOTHING_SELECTED, chosen({ sort: "latest" }), chosen({ outcomes: ["pending"] })]) {
    for (const { rows } of boardOf(wide, selection).sections) {
      let prose: string | null = null;
      for (const { norm, gist } of rows) {
        expect(gist === null).toBe(norm.prose !== "" && norm.prose === prose);
        prose = norm.prose;
      }
    }
  }
  const [joint] = boardOf(wide, chosen({ instruments: ["JOINT-2023"] })).sections;
  expect(joint?.rows.map(({ norm, gist, rows }) => [norm.id, gist === null, rows])).toEqual([
    ["release-32", false, 4],
    ["release-2", true, 1],
    ["candidacy", true, 1],
    ["candidacy-bureau", true, 1],
  ]);
});

test("the gist of an article ends with a sentence, or says that it goes on", () => {
  const prose = "Each *party* keeps\nthe [channel](x.md) open.";
  expect(gistOf({ prose })).toBe("Each party keeps the channel open.");
  const long = `${"Each party keeps the channel open for all ships. ".repeat(3)}${"and ".repeat(40)}`;
  expect(gistOf({ prose: long })).toBe("Each party keeps the channel open for all ships. ".repeat(3).trim());
  expect(gistOf({ prose: long }, 2)).toBe(long.trim());
  expect(gistOf({ prose: "word ".repeat(80) })).toMatch(/word\u00A0…$/u);
});
