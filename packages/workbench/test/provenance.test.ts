/** What leaves the page says on what terms it was found, of which version or draft, how it may be handled, and whose data it is. */
import { createHash } from "node:crypto";
import type { CasePayload } from "servanda/payload";
import { describe, expect, test } from "vitest";
import { citationOf } from "../src/citation.ts";
import { type Desk, NOTHING_SELECTED, type Selection } from "../src/desk.ts";
import { csvOf, TABLES } from "../src/export.ts";
import { factsOf } from "../src/factsstate.ts";
import { mapCsv, timelineCsv } from "../src/graphtables.ts";
import { mapOf } from "../src/mapstate.ts";
import { wrapped } from "../src/picture.ts";
import { handlingWords, licenceWords, sheetLines, termsWords, versionWords } from "../src/provenance.ts";
import { deskFor, payloadOf } from "./case.ts";

const PAGE = "instruments/accord.md";
const plain = payloadOf("cases/harbour");
/** The harbour with a licence that a source states. */
const payload: CasePayload = {
  ...plain,
  record: {
    ...plain.record,
    sources: plain.record.sources.map((source) => (source.id === "S1" ? { ...source, licence: "CC-BY-4.0" } : source)),
  },
};
const desk = deskFor(payload);
const draft: Desk = { ...desk, drafts: [PAGE] };
const on = (change: Partial<Selection> = {}): Selection => ({ ...NOTHING_SELECTED, ...change });

function columns(csv: string): readonly { readonly [column: string]: string }[] {
  const cells = (line: string): string[] =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/gu)].map(([, quoted, bare]) =>
      (quoted ?? bare ?? "").replaceAll('""', '"'),
    );
  const [head = "", ...rows] = csv.trimEnd().split("\r\n");
  const names = cells(head);
  return rows.map((row) => Object.fromEntries(cells(row).map((cell, i) => [names[i] ?? "", cell])));
}

describe("a citation", () => {
  const finding = desk.result.findings.find(({ norm }) => norm === "free-channel") ?? desk.result.findings[0];
  if (!finding) throw new Error("the harbour has no finding");

  test("gives version and hash of what is saved", () => {
    const text = payload.pages.find(({ path }) => path === PAGE)?.text ?? "";
    const hash = createHash("sha256").update(text).digest("hex");
    expect(citationOf(desk, finding, "")).toContain(`, version ${desk.version}, norm in ${PAGE} (SHA-256 ${hash})`);
  });

  test("of a draft says that it is one, and vouches for no text with a hash of another", () => {
    const said = citationOf(draft, finding, "");
    expect(said).toContain(
      `an unsaved draft (${PAGE} as edited), on version ${desk.version}, norm in ${PAGE} as edited`,
    );
    expect(said).not.toMatch(/[0-9a-f]{64}/u);
    // A page that is not edited is as it was saved.
    expect(citationOf({ ...desk, drafts: ["actors.md"] }, finding, "")).toMatch(/SHA-256 [0-9a-f]{64}/u);
  });
});

describe("a sheet", () => {
  test("never says “today”: it is read later", () => {
    expect(termsWords(desk, on())).toBe(
      "Findings at 2030-06-30, with all that is on record, at the standard of reasonable grounds, under each reading, side by side.",
    );
    const then = { asOf: "2030-03-10", view: "Southshore", standard: "corroborated" as const };
    expect(termsWords(deskFor(payload, then), on(then))).toBe(
      "Findings at 2030-06-30, as known on 2030-03-10, at the standard of corroborated, under Southshore.",
    );
    expect(termsWords(desk, on({ facts: true }))).not.toMatch(/standard|reading/u);
  });

  test("says what is filtered and flipped, handling, version, and whom to name", () => {
    const flipped = on({ disbelieved: ["E1/S3"], parties: ["Southshore"] });
    const lines = sheetLines(deskFor(payload, flipped), flipped).join("\n");
    expect(lines).toContain("disbelieving E1/S3.");
    expect(lines).toMatch(/\d+ findings? differs? from the case by itself/u);
    expect(lines).toContain("Handling: public. Of version ");
    // With its only account disbelieved S3 tells of nothing, and the editorial never did: S1 and S2 are left.
    expect(lines).toContain(
      "Log of the harbour mission, Harbour mission: CC-BY-4.0. Of the others, 1 source states no licence.",
    );
    expect(lines).not.toContain("Borders");
    expect(sheetLines(desk, on({ open: "map", borders: "un" })).join("\n")).toContain("no map of the United Nations");
  });

  test("says of what is not public that it is not for publication, and of a draft that it is one", () => {
    const closed: Desk = { ...draft, handling: "confidential" };
    expect(handlingWords(closed)).toBe("up to “confidential”: not for publication");
    expect(sheetLines(closed, on()).join("\n")).toContain(
      `not for publication. Of an unsaved draft (${PAGE} as edited), on version ${desk.version}`,
    );
    expect(versionWords(desk)).toBe(`version ${desk.version}`);
  });

  test("is broken into lines that fit, and a word that is too wide stands alone", () => {
    const measure = (text: string): number => text.length;
    expect(wrapped("aa bb cc dddddddd e", 5, measure)).toEqual(["aa bb", "cc", "dddddddd", "e"]);
    expect(wrapped("", 5, measure)).toEqual([""]);
  });
});

describe("a table", () => {
  const selection = on({ asOf: "2030-06-29", borders: "un" });
  const known = { ...deskFor(payload, selection), drafts: [PAGE], handling: "restricted" as const };

  test.each([
    ["the board", csvOf(known, selection)],
    ["the timeline", timelineCsv(known, { ...selection, open: "timeline" })],
    ["the map", mapCsv(known, { ...selection, open: "map" })],
    ["facts only", csvOf(known, { ...selection, facts: true })],
  ])("of %s carries its terms in every row", (of, csv) => {
    const rows = columns(csv);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(row).toMatchObject({
        case: desk.model.case.title,
        version: desk.version,
        draft: `an unsaved draft (${PAGE} as edited)`,
        at: "2030-06-30",
        as_of: "2030-06-29",
        standard: of === "facts only" ? "" : "reasonable-grounds",
        read: of === "facts only" ? "facts only" : "each reading",
        handling: "up to “restricted”: not for publication",
      });
      expect(row["borders"]).toBe(of === "the map" ? "United Nations" : undefined);
    }
    expect(rows.some((row) => (row["licences"] ?? "").includes("CC-BY-4.0 (S1)"))).toBe(true);
  });

  test("with facts only is the table of what is shown, and names no filter that it does not heed", () => {
    const facts = factsOf(desk);
    const filtered = on({ facts: true, period: "2030-03-01/2030-03-31" });
    TABLES.set("map", mapCsv);
    try {
      const map = columns(csvOf(facts, { ...filtered, open: "map" }));
      const { events, unplaced } = mapOf(facts, { ...filtered, open: "map" });
      expect(map.map(({ event }) => event)).toEqual([...events.ids, ...unplaced]);
      expect(map.length).toBeLessThan(facts.events.size);
      for (const row of map) expect(row["filters"]).toBe("period 2030-03-01/2030-03-31");
    } finally {
      TABLES.delete("map");
    }
    // In place of a view that judges all observations stand.
    for (const open of ["board", "why", "essay", "sources", "text"] as const) {
      const rows = columns(csvOf(facts, { ...filtered, open }));
      expect(rows.length).toBe(facts.record.accounts.length);
      for (const row of rows) expect([row["filters"], row["borders"]]).toEqual(["", undefined]);
    }
  });

  test("with facts only and a source chosen is the table of what that source says", () => {
    const chosen = columns(csvOf(factsOf(desk), on({ facts: true, open: "sources", source: "S3" })));
    expect(chosen.map((row) => [row["event"], row["source"]])).toEqual([["E1", "S3"]]);
  });

  test("gives the licences of those whose data a row is, and of nobody else", () => {
    expect(licenceWords(desk, ["S2", "S1", "S3", "S1"])).toBe("CC-BY-4.0 (S1); none stated by 2 sources");
    expect(licenceWords(desk, [])).toBe("");
  });
});
