import { describe, expect, test } from "vitest";
import { knownOf, readFiles } from "../src/index.ts";
import { brief, folderOf, read } from "./scene.ts";

describe("sources", () => {
  test("every column has its place", () => {
    const { record, issues } = read({
      "sources.csv":
        "id,title,publisher,kind,speaks_for,origin,mandate,leaning,url,published,licence,handling\n" +
        "S1,Report,Mission,monitor,Southshore; Northshore,wire,attack block,neutral,https://example.org/a,2031,CC-BY,restricted\n",
    });
    expect(issues).toEqual([]);
    expect(record.sources[0]).toMatchObject({
      id: "S1",
      title: "Report",
      publisher: "Mission",
      kind: "monitor",
      speaksFor: ["Northshore", "Southshore"],
      origin: "wire",
      mandate: ["attack", "block"],
      leaning: "neutral",
      url: "https://example.org/a",
      published: { text: "2031" },
      licence: "CC-BY",
      handling: "restricted",
    });
  });

  test("sources of the text are there too, and the table goes before them", () => {
    expect(read({}).record.sources.map(({ id, title }) => `${id} ${title}`)).toContain("T1 A source of the text");
    const { record, issues } = read({ "sources.csv": "id,title\nT1,Of the table\n" });
    expect(record.sources.map(({ id, title }) => `${id} ${title}`)).toEqual(["T1 Of the table"]);
    expect(brief(issues)).toEqual(["SD406 sources.csv:2 id T1"]);
  });

  test("a copy of a copy has the first one's origin; circles have one origin", () => {
    const { record } = read({ "sources.csv": "id,origin\nA,B\nB,C\nC,\nD,wire\nE,D\nX,Y\nY,Z\nZ,Y\n" });
    const origins = record.sources.map(({ id, origin }) => `${id}:${origin}`);
    expect(origins).toEqual(["A:C", "B:C", "C:C", "D:wire", "E:wire", "T1:T1", "X:Y", "Y:Y", "Z:Y"]);
  });

  test("a fault in a cell is told and the source is kept, so that its accounts are too", () => {
    const { record, issues } = read({
      "sources.csv":
        "id,kind,speaks_for,mandate,url,published,handling\nS1,tertiery,Northshore Sothshore,atack *,javascript:alert(1),soon,hidden\n,media,,,,,\nS1,media,,,,,\na b,media,,,,,\n",
    });
    expect(brief(issues)).toEqual([
      "SD403 sources.csv:2 mandate atack",
      "SD403 sources.csv:2 speaks_for Sothshore",
      "SD404 sources.csv:2 url javascript:alert(1)",
      "SD405 sources.csv:2 kind tertiery",
      "SD410 sources.csv:2 published soon",
      "SD411 sources.csv:2 handling hidden",
      "SD401 sources.csv:3 id",
      "SD402 sources.csv:4 id S1",
      "SD314 sources.csv:5 id a b",
    ]);
    expect(record.sources[0]).toMatchObject({
      id: "S1",
      speaksFor: ["Northshore"],
      mandate: ["*"],
      url: null,
      published: null,
      // What cannot be read is not shown to the public.
      handling: "confidential",
    });
  });
});

describe("coverage", () => {
  const header = "id,source,kinds,place,from,until,threshold,why,handling";

  test("a row, its last day included", () => {
    const { record, issues } = read({
      "coverage.csv": `${header}\nV1,S1,attack;block,port,2031-05-01,2031-05-31,5 people,Patrols every day.,\nV0,S1,*,,2031,2031,,Always there.,restricted\n`,
    });
    expect(issues).toEqual([]);
    expect(record.coverage).toEqual([
      expect.objectContaining({ id: "V0", kinds: ["*"], place: null, threshold: null, handling: "restricted" }),
      {
        id: "V1",
        source: "S1",
        kinds: ["attack", "block"],
        place: "port",
        // Midnights at UTC+04:00.
        from: Date.UTC(2031, 3, 30, 20) / 1000,
        until: Date.UTC(2031, 4, 31, 20) / 1000,
        threshold: "5 people",
        why: "Patrols every day.",
        handling: "public",
        at: { path: "coverage.csv", row: 2 },
      },
    ]);
  });

  test("a row that breaks off, in pieces", () => {
    const midnight = (month: number, day: number): number => Date.UTC(2031, month - 1, day - 1, 20) / 1000;
    const broken = (except: string): string =>
      `id,source,kinds,from,until,except,why\nV1,S1,*,2031-05-01,2031-05-31,${except},w\n`;
    const pieces = (except: string): unknown =>
      read({ "coverage.csv": broken(except) }).record.coverage.map(({ id, from, until }) => [id, from, until]);
    expect(pieces("2031-05-10/2031-05-16; 2031-05-20")).toEqual([
      ["V1", midnight(5, 1), midnight(5, 10)],
      ["V1", midnight(5, 17), midnight(5, 20)],
      ["V1", midnight(5, 21), midnight(6, 1)],
    ]);
    // What overlaps, or reaches past the row.
    expect(pieces("2031-05-12/2031-05-16; 2031-05-10/2031-05-13; 2031-05-30/2031-06-15")).toEqual([
      ["V1", midnight(5, 1), midnight(5, 10)],
      ["V1", midnight(5, 17), midnight(5, 30)],
    ]);
    expect(pieces("2031-05")).toEqual([]);
    expect(
      read({ "coverage.csv": broken("2013-05-10") }).issues.map(({ code, column }) => `${code} ${column}`),
    ).toEqual(["SD408 except"]);
  });

  test.each<[string, string[]]>([
    [",S1,*,,2031,2031,,w,", ["SD401 coverage.csv:3 id"]],
    ["V/2,S1,*,,2031,2031,,w,", ["SD314 coverage.csv:3 id V/2"]],
    ["V1,S1,*,,2031,2031,,w,", ["SD402 coverage.csv:3 id V1"]],
    ["V2,,,,,,,,", ["from", "kinds", "source", "until", "why"].map((column) => `SD407 coverage.csv:3 ${column}`)],
    ["V2,S9,*,,2031,2031,,w,", ["SD303 coverage.csv:3 source S9"]],
    ["V2,S1,atack,,2031,2031,,w,", ["SD306 coverage.csv:3 kinds atack"]],
    ["V2,S1,*,prt,2031,2031,,w,", ["SD409 coverage.csv:3 place prt"]],
    ["V2,S1,*,,2031-13,2031,,w,", ["SD304 coverage.csv:3 from 2031-13"]],
    ["V2,S1,*,,2031,2030,,w,", ["SD408 coverage.csv:3 until 2030"]],
    ["V2,S1,*,,2031,2031,,w,loud", ["SD305 coverage.csv:3 handling loud"]],
  ])("%s", (row, expected) => {
    const { record, issues } = read({ "coverage.csv": `${header}\nV1,S1,*,,2031,2031,,first,\n${row}\n` });
    expect(brief(issues)).toEqual(expected);
    expect(record.coverage.map(({ id, why }) => `${id} ${why}`)).toEqual(["V1 first"]);
  });
});

describe("what the text may speak of", () => {
  test("ids of sources.csv and of shapes, however faulty the rest", () => {
    const files = readFiles(
      folderOf({
        "sources.csv": "id,speaks_for\nS1,nobody\n,\n",
        "places.geojson": JSON.stringify({
          type: "FeatureCollection",
          features: [
            {
              properties: { id: "port" },
              geometry: {
                type: "Polygon",
                coordinates: [
                  [
                    [0, 0],
                    [0, 1],
                    [1, 1],
                  ],
                ],
              },
            },
            {
              properties: { id: "line" },
              geometry: {
                type: "LineString",
                coordinates: [
                  [0, 0],
                  [0, 1],
                ],
              },
            },
            null,
          ],
        }),
      }),
    );
    expect(knownOf(files)).toMatchObject({ sources: new Set(["S1"]), shapes: new Set(["port"]) });
  });

  test("nothing, where there is nothing", () => {
    expect(knownOf(readFiles(folderOf({ "places.geojson": "{" })))).toMatchObject({
      sources: new Set(),
      shapes: new Set(),
    });
  });
});
