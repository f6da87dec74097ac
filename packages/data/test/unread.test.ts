/** What could not be read takes certainty away: where it may tell of something, that nothing is told proves nothing. */
import { parseTime } from "@servanda/language";
import { describe, expect, test } from "vitest";
import { readFiles, readRecord } from "../src/index.ts";
import { brief, type Files, folderOf, model, read } from "./scene.ts";

const KINDS = "official, agency, media, monitor, court, ngo, scholarly, data, tertiary, repost";
const HEADER = "event,source,when,kind,actor,target";
const GOOD = "E1,S1,2031-03-04,attack,Northshore,Southshore";
const COVERAGE = `id,source,kinds,from,until,why
V1,S1,attack block,2031-01-01,2031-12-31,A post stood there.
V2,S3,block,2031-01-01,2031-12-31,So did another.
`;

function second(text: string): { readonly first: number; readonly last: number } {
  const parsed = parseTime(text, 240);
  if (!("time" in parsed)) throw new Error(parsed.fault);
  return { first: parsed.time.earliest, last: parsed.time.latest };
}

/** What is left of each coverage row, as stretches of seconds. */
function left(files: Files): { readonly [id: string]: number[][] } {
  const { record } = read({ "coverage.csv": COVERAGE, ...files });
  const rows: { [id: string]: number[][] } = {};
  for (const { id, from, until } of record.coverage) (rows[id] ??= []).push([from, until]);
  return rows;
}

const YEAR = [second("2031-01-01").first, second("2031-12-31").last + 1];
const day = second("2031-05-06");
const ALL = { V1: [YEAR], V2: [YEAR] };

describe("coverage", () => {
  test("stands where all could be read", () => {
    expect(left({ "conduct/a.csv": `${HEADER}\n${GOOD}\n` })).toEqual(ALL);
    expect(read({ "conduct/a.csv": `${HEADER}\n${GOOD}\n` }).record).not.toHaveProperty("unread");
  });

  test("has a gap for the day and the act of a row that is lost", () => {
    const lost = `${HEADER}\n${GOOD}\nE2,S3,2031-05-06,attack,Northshor,Southshore\n`;
    expect(left({ "conduct/a.csv": lost })).toEqual({
      V1: [
        [YEAR[0], day.first],
        [day.last + 1, YEAR[1]],
      ],
      V2: [YEAR],
    });
    expect(read({ "conduct/a.csv": lost }).record.unread).toBe(true);
  });

  test("has one for every act, where the row's own is not known", () => {
    const gap = [
      [YEAR[0], day.first],
      [day.last + 1, YEAR[1]],
    ];
    expect(left({ "conduct/a.csv": `${HEADER}\nE2,S3,2031-05-06,atack,Northshore,Southshore\n` })).toEqual({
      V1: gap,
      V2: gap,
    });
  });

  test("of an act is gone where nobody knows the day of the row", () => {
    expect(left({ "conduct/a.csv": `${HEADER}\nE2,S3,6.5.2031,attack,Northshore,Southshore\n` })).toEqual({
      V2: [YEAR],
    });
  });

  test.each<[string, Files, string]>([
    ["a column is misnamed", { "conduct/a.csv": `${HEADER.replace("actor", "perpetrator")}\n${GOOD}\n` }, "SD203"],
    ["a column is missing", { "conduct/a.csv": `${HEADER.replace("when", "date")}\n${GOOD}\n` }, "SD204"],
    ["a row has too few cells", { "conduct/a.csv": `${HEADER}\nE2,S1\n` }, "SD206"],
    ["a quotation mark is not closed", { "conduct/a.csv": `${HEADER}\n"E2,S1,2031\n` }, "SD207"],
    ["the file is in another encoding", { "conduct/a.csv": Buffer.from(`${HEADER}\nE\u00e9`, "latin1") }, "SD108"],
    ["the file is a spreadsheet", { "conduct/a.csv": Buffer.from("PK\u0003\u0004\u0000") }, "SD109"],
    ["the accounts are in a spreadsheet", { "conduct/a.xlsx": "PK" }, "SD114"],
    ["the accounts lie beside the folder", { "accounts.csv": `${HEADER}\n${GOOD}\n` }, "SD114"],
    ["the semicolon separates", { "conduct/a.csv": `${HEADER}\n${GOOD}\n`.replaceAll(",", ";") }, "SD202"],
    ["the file is empty", { "conduct/a.csv": "" }, "SD201"],
    ["the file is a folder", { "conduct/a.csv/b": "" }, "SD106"],
  ])("is gone where %s", (_, files, code) => {
    const { record, issues } = read({ "coverage.csv": COVERAGE, ...files });
    expect(issues.map((issue) => [issue.code, issue.severity])).toContainEqual([code, "error"]);
    expect([record.coverage, record.unread]).toEqual([[], true]);
  });

  test("stands beside a spreadsheet from which the table was saved", () => {
    const files = { "conduct/a.csv": `${HEADER}\n${GOOD}\n`, "conduct/a.xlsx": "PK" };
    expect(brief(read(files).issues)).toEqual(["SD111 conduct/a.xlsx"]);
    expect(left(files)).toEqual(ALL);
  });
});

test("a column that is missing comes with the name that stands for it", () => {
  const { issues } = read({ "conduct/a.csv": "event,source,date,kind,perpetrator\nE1,S1,2031,attack,Northshore\n" });
  expect(issues.map(({ message, repair }) => `${message} ${repair}`)).toEqual([
    "There is no column “perpetrator”, so no row can be read. Did you mean “actor”?",
    "The column “when” is missing, so no row can be read. Did you mean it by “date”?",
  ]);
});

test.each([
  ["E1#", ""],
  ["=E1", ""],
  ["E1 (second)", ""],
  ["\u200bE1", ""],
  ["E2", "E1"],
])("nor where the id of the lost row, %s, is none, or it joins the event (%s)", (event, joined) => {
  const kind = joined === "" ? "attack" : "atack";
  const table = `${HEADER},same_as\n${event},S1,2031-05-06,${kind},Northshore,Southshore,${joined}\nE1,S2,,,,,\n`;
  const codes = read({ "conduct/a.csv": table }).issues.map(({ code }) => code);
  expect(codes).toEqual([joined === "" ? "SD314" : "SD306"]);
});

test("of an event one of whose accounts is lost it is not said that nobody dates it", () => {
  const rows = "E1,S1,4.3.2031,attack,Northshore,Southshore\nE1,S2,,attack,Northshore,\n";
  expect(brief(read({ "conduct/a.csv": `${HEADER}\n${rows}` }).issues)).toEqual([
    "SD304 conduct/a.csv:2 when 4.3.2031",
  ]);
});

describe("sources that nobody can know", () => {
  const rows = Array.from({ length: 12 }, (_, i) => `E${i},S${i % 3},2031-03-04,attack,Northshore,`).join("\n");
  const conduct = `${HEADER}\n${rows}\n`;
  test.each<[string, Files, string]>([
    ["no table of them", { "case.md": "", "sources.csv": "id\n" }, "No source is listed, so 12 accounts are not read."],
    [
      "a table that cannot be read",
      { "sources.csv": "id;title\nS1;Log" },
      "No source could be read, so 12 accounts are not read.",
    ],
    [
      "one without ids",
      { "sources.csv": "name,title\nS1,Log" },
      "No source could be read, so 12 accounts are not read.",
    ],
  ])("are told once: %s", (_, files, message) => {
    const bare = readRecord(
      readFiles(folderOf({ "case.md": "", ...files, "conduct/a.csv": conduct, "coverage.csv": COVERAGE })),
      {
        ...model,
        sources: [],
      },
    );
    expect(bare.issues.filter(({ code }) => code === "SD412").map((issue) => issue.message)).toEqual([message]);
    expect(bare.issues.filter(({ code }) => code === "SD303")).toEqual([]);
    expect(bare.record).toMatchObject({ accounts: [], coverage: [], unread: true });
  });
});

test("a kind of source that means nothing comes with those that do", () => {
  const { issues } = read({ "sources.csv": "id,kind\nS1,monitr\nS2,parish priest\nS3,monitor\n" });
  expect(issues.map(({ code, severity, repair }) => [code, severity, repair])).toEqual([
    ["SD405", "warning", `Kinds are: ${KINDS}. Did you mean monitor?`],
    ["SD405", "warning", `Kinds are: ${KINDS}.`],
  ]);
});

test("coverage says which of its dates do not go together", () => {
  const { issues } = read({
    "coverage.csv":
      "id,source,kinds,from,until,except,why\nV1,S1,*,2031-06-30,2031-01-01,,Post.\nV2,S1,*,2031-01-01,2031-06-30,2031-07-05,Post.\n",
  });
  expect(issues.map(({ message, repair }) => `${message} ${repair}`)).toEqual([
    "The last day, 2031-01-01, is before the first, 2031-06-30. Check `from` and `until`.",
    "“2031-07-05” is said not to have been watched, but the row speaks of 2031-01-01 to 2031-06-30 only. Leave it out of `except`, or change `from` or `until`.",
  ]);
});
