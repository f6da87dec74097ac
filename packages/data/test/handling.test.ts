import { describe, expect, it } from "vitest";
import { type CaseFiles, withhold } from "../src/index.ts";

function files(texts: { readonly [path: string]: string }): CaseFiles {
  return {
    root: "/",
    id: "c",
    folder: "c",
    documents: [],
    files: new Map(Object.entries(texts)),
    inputs: [],
    issues: [],
  };
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

describe("markings under another name", () => {
  it.each(["classification", "Handling level", "Umgang", "", "handling"])("count in the column “%s”", (name) => {
    // The last name stands twice, so that only the first of the two columns is read.
    const text = `event,source,handling,${name}\nE1,S1,,Confidential\nE2,S1,,\nE3,S1,,public\nE4,S1,,RESTRICTED \n`;
    expect(left(text)).toBe(`event,source,handling,${name}\n\nE2,S1,,\nE3,S1,,public\n\n`);
    expect(left(text, "restricted")).toBe(
      `event,source,handling,${name}\n\nE2,S1,,\nE3,S1,,public\nE4,S1,,RESTRICTED \n`,
    );
    expect(left(text, "confidential")).toBe(text);
  });

  it.each([
    "secret",
    "Streng geheim",
    "секретно",
    "գաղտնի",
    "məxfi",
    "confidential: source at risk",
    "for_official_use_only",
  ])("are “%s” too", (word) => {
    expect(left(`event,source,x\nE1,S1,${word}\nE2,S1,fog\n`)).toBe("event,source,x\n\nE2,S1,fog\n");
  });

  it("are not what stands in a column that is read", () => {
    const text = "event,source,note\nE1,S1,secret\n";
    expect(left(text)).toBe(text);
  });
});

describe("rows that cannot be read", () => {
  const cut = "E3,S1,secret place\n";
  it("are taken out where they may be marked, and only the file is told", () => {
    for (const rows of ["E2,S1,,restricted\nE3,S1\n", "E3,S1,a,b,restricted\n", 'E2,S1,,restricted\nE3,S1,"x"y,\n']) {
      const shown = withhold(files({ "conduct/a.csv": `${HEADER}E1,S1,,\n${rows}` }), "public");
      expect(shown.files.files.get("conduct/a.csv")?.trim()).toBe(`${HEADER}E1,S1,,`);
      expect(shown.issues).toMatchObject([
        { code: "SD198", file: "conduct/a.csv", row: null, value: null, column: null },
      ]);
    }
    expect(withhold(files({ "conduct/a.csv": HEADER + cut }), "public").issues).toHaveLength(1);
  });

  it("stay in their place where they show that they are not marked", () => {
    // A note with a comma of its own: where the marking may have slipped to, there is none.
    const header = "event,source,handling,published,note\n";
    const marked = "E1,S1,restricted,,\n";
    for (const row of [
      "E2,S1,public,2031-01-01,a note, and more",
      "E2,S1,,2031-01-01,a note, and more",
      'E2,S1,public,,"x"y',
    ]) {
      const text = `${header}${marked}${row}\n`;
      expect(left(text)).toBe(`${header}\n${row}\n`);
      expect(withhold(files({ "conduct/a.csv": text }), "public").issues).toEqual([]);
    }
    // A word there that may be a slip for a marking, a marking anywhere, or a quotation that swallows it.
    for (const row of [
      "E2,S1,confidental,2031-01-01,a note, and more",
      "E2,S1,inter,nal,2031-01-01,x",
      "E2,S1,,confidential,2031-01-01,x",
      "E2,S1",
      "E2,S1,,",
      'E2,S1,,,"x"y',
    ]) {
      const text = `${header}${marked}${row}\n`;
      expect(left(text)).toBe(null);
      expect(withhold(files({ "conduct/a.csv": text }), "public").issues.map(({ code }) => code)).toEqual(["SD198"]);
    }
  });

  it("are told alike, however many they are", () => {
    const one = withhold(files({ "conduct/a.csv": `${HEADER}E1,S1,,\n${cut}` }), "public");
    const two = withhold(files({ "conduct/a.csv": `${HEADER}E1,S1,,\n${cut}${cut}` }), "public");
    expect(two.issues).toEqual(one.issues);
  });

  it("are left to the reader where nothing is marked", () => {
    const text = `${HEADER}E1,S1\nE2,S1,,\n`;
    expect(left(text)).toBe(text);
    expect(left(`${HEADER}E1,S1,,restricted\nE2,S1\n`, "confidential")).toContain("E2,S1\n");
  });

  it("take their lines with them", () => {
    // The quote of the second row is never closed: the reader gives up its line, and its first line with it.
    const text = `${HEADER}E1,S1,,restricted\nE2,"two\nlines","open\nE3,S1,,\n`;
    expect(left(text)).toBe(`${HEADER}\n\n\nE3,S1,,\n`);
  });
});

describe("same_as", () => {
  const header = "event,source,same_as,handling\n";
  it("does not name an event that only withheld rows tell of", () => {
    expect(left(`${header}E2,S1,E1 X9,\nE1,S1,,restricted\n`)).toBe(`${header}"E2","S1","X9",""\n\n`);
  });

  it("keeps rows together that such an event joins", () => {
    const text = `${header}E3,S1,E1,\nE2,S1,E1,\nE1,S1,,restricted\n`;
    expect(left(text)).toBe(`${header}"E3","S1","E2",""\n"E2","S1","",""\n\n`);
  });

  it("names events that are told of elsewhere too", () => {
    expect(left(`${header}E2,S1,E1,\nE1,S1,,restricted\nE1,S2,,\n`)).toBe(`${header}E2,S1,E1,\n\nE1,S2,,\n`);
  });

  it("is hidden with the ids of what is taken out", () => {
    const shown = withhold(files({ "conduct/a.csv": `${header}E2,S1,E1,\nE1,S1,X9,restricted\n` }), "public");
    expect([...shown.hidden].sort()).toEqual(["E1", "X9"]);
  });
});
