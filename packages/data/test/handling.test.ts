import { describe, expect, it } from "vitest";
import { type CaseFiles, withhold } from "../src/index.ts";

function files(texts: { readonly [path: string]: string }): CaseFiles {
  return { root: "/", id: "c", documents: [], files: new Map(Object.entries(texts)), inputs: [], issues: [] };
}

const HEADER = "event,source,note,handling\n";

function left(
  conduct: string,
  level: "public" | "restricted" | "confidential" = "public",
  sources?: string,
): string | null {
  const path = "conduct/a.csv";
  const shown = withhold(
    files({ [path]: conduct, ...(sources === undefined ? {} : { "sources.csv": sources }) }),
    level,
  );
  return shown.files.files.get(path) ?? null;
}

describe("withhold", () => {
  it("takes out rows marked above the level, and keeps the numbers of the others", () => {
    const text = `${HEADER}E1,S1,,public\nE2,S1,,restricted\nE3,S1,,Confidential\nE4,S1,,\n`;
    expect(left(text)).toBe(`${HEADER}E1,S1,,public\n\n\nE4,S1,,\n`);
    expect(left(text, "restricted")).toBe(`${HEADER}E1,S1,,public\nE2,S1,,restricted\n\nE4,S1,,\n`);
    expect(left(text, "confidential")).toBe(text);
  });

  it("takes out all lines of a row", () => {
    expect(left(`${HEADER}E1,S1,"one\r\ntwo ""x""\rthree",restricted\nE2,S1,,\n`)).toBe(`${HEADER}\r\n\r\nE2,S1,,\n`);
  });

  it("takes a marking that it cannot read for the strictest", () => {
    expect(left(`${HEADER}E1,S1,,secret\nE2,S1,,\n`)).toBe(`${HEADER}\nE2,S1,,\n`);
  });

  it("sees through a slip in the name of the column", () => {
    expect(left("event,source,Handeling\nE1,S1,confidential\nE2,S1,\n")).toBe("event,source,Handeling\n\nE2,S1,\n");
  });

  it("takes out what comes from a withheld source", () => {
    const sources = "id,handling\nS1,public\nS2,restricted\n";
    expect(left(`${HEADER}E1,S1,,\nE1,S2,,public\n`, "public", sources)).toBe(`${HEADER}E1,S1,,\n\n`);
  });

  it("does not name a file of which nothing is left", () => {
    const shown = withhold(
      files({ "conduct/a.csv": `${HEADER}E1,S1,,restricted\n`, "coverage.csv": "id,source,handling\nV1,S1,\n" }),
      "public",
    );
    expect([...shown.emptied]).toEqual(["conduct/a.csv"]);
    expect([...shown.files.files.keys()]).toEqual(["coverage.csv"]);
    expect([...shown.partly]).toEqual(["conduct/a.csv"]);
  });

  it("does not vouch for a file with a row whose marking it cannot find", () => {
    const broken = files({ "conduct/a.csv": `${HEADER}E1,S1\nE2,S1,,\n` });
    expect([...withhold(broken, "public").partly]).toEqual(["conduct/a.csv"]);
    expect([...withhold(broken, "confidential").partly]).toEqual([]);
  });
});
