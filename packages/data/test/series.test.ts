import { describe, expect, it } from "vitest";
import { check } from "@servanda/language";
import type { Value } from "@servanda/monitor";
import { type CaseFiles, type Issue, knownOf, readRecord, withhold } from "../src/index.ts";

const CASE = `# Series

\`\`\`servanda
case series "Series"
  record closes 2035-12-31
  time zone +04:00
actor Northshore "Northshore", a state
actor Southshore "Southshore", a state
series debt of actor, per year, in tonnes
series trade of actor to partner, per year
source S1 "One"
source S2 "Two"
\`\`\`
`;

function read(rows: string, header = "series,actor,partner,period,low,value,high,unit,source,published,handling,note") {
  const files: CaseFiles = {
    folder: "series",
    files: new Map([
      ["case.md", CASE],
      ["series/a.csv", `${header}\n${rows}\n`],
    ]),
    documents: [{ path: "case.md", text: CASE }],
    inputs: [],
    issues: [],
  } as unknown as CaseFiles;
  const { model, diagnostics } = check(files.documents, knownOf(files));
  expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  return { files, model, ...readRecord(files, model) };
}

const values = (rows: string): readonly Value[] => read(rows).record.values ?? [];
const faults = (rows: string): string[] =>
  read(rows).issues.map((i: Issue) => `${i.code} ${i.file}:${i.row} ${i.column} ${i.value}`);

describe("values of series", () => {
  it("are read with their bounds, unit and period", () => {
    expect(values("debt,Northshore,,2030,10,12,15,tonnes,S1,2031-02-01,,A note.")).toEqual([
      {
        id: "debt/Northshore/2030/S1",
        series: "debt",
        arguments: ["Northshore"],
        // The year as it is counted in the case's zone, four hours ahead.
        in: { earliest: 1893441600, latest: 1924977599, text: "2030" },
        low: 10,
        best: 12,
        high: 15,
        unit: "tonnes",
        source: "S1",
        // 31 days after the year has ended.
        published: { earliest: 1924977600 + 31 * 86400, latest: 1924977600 + 32 * 86400 - 1, text: "2031-02-01" },
        handling: "public",
        note: "A note.",
        at: { path: "series/a.csv", row: 2 },
      },
    ]);
  });

  it("give one number for all bounds, or bounds without one", () => {
    const [one, two] = values("debt,Northshore,,2030,,12,,,S1,,,\ndebt,Northshore,,2031,10,,20,,S1,,,");
    expect([one!.low, one!.best, one!.high, one!.unit]).toEqual([12, 12, 12, "tonnes"]);
    expect([two!.low, two!.best, two!.high]).toEqual([10, 15, 20]);
  });

  it("are of as many as the series is of", () => {
    expect(values("trade,Northshore,Southshore,2030,,1,,,S1,,,")[0]!.arguments).toEqual(["Northshore", "Southshore"]);
  });

  it("that are wrong are told, and the others are read", () => {
    expect(
      faults(
        [
          "dept,Northshore,,2030,,1,,,S1,,,",
          "debt,,,2030,,1,,,S1,,,",
          "debt,Northshore,,,,1,,,S1,,,",
          "debt,Northshore,,2030,,,,,S1,,,",
          "debt,Northshore,,2030,,1,,,,,,",
          "debt,Northshore,,2030,5,1,9,,S1,,,",
          "debt,Northshore,,2030,,1,,pounds,S1,,,",
          "debt,Northshore,Southshore,2030,,1,,,S1,,,",
          "debt,Eastshore,,2030,,1,,,S1,,,",
          "debt,Northshore,,2030,,one,,,S1,,,",
          "debt,Northshore,,2030-13,,1,,,S1,,,",
          "debt,Northshore,,2030,,1,,,S9,,,",
          "debt,Northshore,,2030,,1,,,S1,,,",
        ].join("\n"),
      ),
    ).toEqual([
      "SD601 series/a.csv:2 series dept",
      "SD602 series/a.csv:3 actor ",
      "SD602 series/a.csv:4 period ",
      "SD602 series/a.csv:5 value ",
      "SD602 series/a.csv:6 source ",
      "SD603 series/a.csv:7 low 5",
      "SD604 series/a.csv:8 unit pounds",
      "SD605 series/a.csv:9 partner Southshore",
      "SD307 series/a.csv:10 actor Eastshore",
      "SD309 series/a.csv:11 value one",
      "SD304 series/a.csv:12 period 2030-13",
      "SD303 series/a.csv:13 source S9",
    ]);
    expect(values("dept,Northshore,,2030,,1,,,S1,,,\ndebt,Northshore,,2030,,1,,,S1,,,")).toHaveLength(1);
  });

  it("that are not for everybody are taken out before they are read", () => {
    const { files, model } = read("debt,Northshore,,2030,,1,,,S1,,confidential,\ndebt,Northshore,,2031,,2,,,S1,,,");
    const shown = withhold(files, "public");
    expect(shown.files.files.get("series/a.csv")).not.toContain("2030");
    expect((readRecord(shown.files, model).record.values ?? []).map((v) => v.in.text)).toEqual(["2031"]);
  });
});
