/** Names that run from right to left, in sentences that do not: a fictional case whose names, prose and sources are of seven scripts. */
import { describe, expect, test } from "vitest";
import { boardOf } from "../src/boardstate.ts";
import { NOTHING_SELECTED } from "../src/desk.ts";
import { csvOf, TABLES } from "../src/export.ts";
import { mapCsv, timelineCsv } from "../src/graphtables.ts";
import { bare, isolating, isRightToLeft } from "../src/isolation.ts";
import { entriesOf, found } from "../src/search.ts";
import { eventWords, timelineOf } from "../src/timelinestate.ts";
import { argumentOf } from "../src/whystate.ts";
import { deskFor, payloadOf } from "./case.ts";

const desk = deskFor(payloadOf("packages/workbench/test/letters"));

/** The isolates in a text, balanced and never within each other. */
function apart(text: string): string[] {
  expect(text.replace(/\u2068[^\u2068\u2069]*\u2069/gu, "")).not.toMatch(/[\u2068\u2069]/u);
  return [...text.matchAll(/\u2068([^\u2069]*)\u2069/gu)].map(([, name = ""]) => name);
}

/** Every letter that runs to the left stands in an isolate. */
function isSetApart(text: string): boolean {
  return !isRightToLeft(text.replace(/\u2068[^\u2069]*\u2069/gu, ""));
}

describe("names from right to left", () => {
  test("are set apart, the longest first, once, and others are left as they are", () => {
    const isolated = isolating(["رصيف", "رصيف الشمال", "Northshore (1)"]);
    expect(isolated("رصيف الشمال, رصيف; Northshore (1)")).toBe(
      "\u2068رصيف الشمال\u2069, \u2068رصيف\u2069; Northshore (1)",
    );
    expect(isolated(isolated("رصيف: x"))).toBe("\u2068رصيف\u2069: x");
    expect(isolating(["(חוף) [ב] 1-2"])("a (חוף) [ב] 1-2 b")).toBe("a \u2068(חוף) [ב] 1-2\u2069 b");
    expect(isolating(["Şıxlı", "Երևան"])("Şıxlı, Երևան")).toBe("Şıxlı, Երևան");
    expect(bare(isolated("رصيف: x"))).toBe("رصيف: x");
  });

  test("are so in what is told of a place with several names, each by itself", () => {
    expect(apart(desk.name("mina"))).toEqual(["ميناء الوسط", "נמל האמצע", "بندر میانه"]);
    expect(desk.name("iskele-yani")).toBe("Շիխլու նավամատույց / შიხლის ნავმისადგომი / Şıxlı iskələsi");
  });

  test("are so in every sentence of board, timeline, events and argument", () => {
    const sentences = [
      ...boardOf(desk, NOTHING_SELECTED).cells.flatMap(({ sayings }) => sayings.flatMap((s) => [s.label, s.detail])),
      ...timelineOf(desk, NOTHING_SELECTED).lanes.flatMap(({ rows }) =>
        rows.flatMap((row) => [row.label, ...row.pieces.map((piece) => piece.words)]),
      ),
      ...[...desk.events.keys()].map((event) => eventWords(event, desk)),
      ...desk.result.findings.flatMap((finding) =>
        argumentOf(desk, finding).steps.flatMap((step) => step.lines.map((line) => line.text)),
      ),
      ...desk.result.findings.flatMap((finding) => argumentOf(desk, finding).readings.map(({ label }) => label)),
    ];
    expect(sentences.some((text) => apart(text).length > 0)).toBe(true);
    expect(sentences.filter((text) => !isSetApart(text))).toEqual([]);
    // As signs that a terminal must not see they would have been written out.
    expect(sentences.filter((text) => text.includes("u{20"))).toEqual([]);
  });

  test("are without them in a table for programs", () => {
    TABLES.set("timeline", timelineCsv).set("map", mapCsv);
    for (const open of ["board", "timeline", "map"] as const) {
      expect(csvOf(desk, { ...NOTHING_SELECTED, open })).not.toMatch(/[\u2066-\u2069]/u);
    }
  });
});

describe("search", () => {
  const entries = entriesOf(desk);
  const ids = (text: string): string[] => found(entries, text).map(({ kind, id }) => `${kind} ${id}`);

  test.each([
    ["رصيف", "actor shamal"],
    ["رَصِيفُ الشَّمال", "actor shamal"],
    ["רציפ", "actor darom"],
    ["ديده‌بان", "actor watch"],
    ["دیدهبان", "actor watch"],
    ["Նավահանգստի", "actor watch"],
    ["ნავსადგურის", "actor watch"],
    ["sixli iskelesi", "actor iskele"],
    ["ŞIXLI", "actor iskele"],
    ["incecay", "actor iskele"],
    ["елка", "actor iskele"],
    ["بندر ميانه", "zone mina"],
    ["שני הרציפים", "agreement accord"],
    ["صفحه 12", "source S1"],
    ["شماره 7", "source S1"],
  ])("finds what is typed as %s", (typed, id) => {
    expect(ids(typed)).toContain(id);
  });
});
