import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readFiles, readRecord } from "../src/index.ts";
import { LARGEST_FILE } from "../src/files.ts";
import { brief, type Files, folderOf, model } from "./scene.ts";

/** The program that makes a named pipe. */
const PIPE = "mkfifo";

const CASE: Files = { "case.md": "# A case\n" };

function issuesOf(folder: string): string[] {
  return brief(readFiles(folder).issues);
}

describe("what is read", () => {
  test("documents anywhere, tables in their places, sorted by path, with their hashes", () => {
    const folder = folderOf({
      "sources.csv": "id\n",
      "conduct/b.csv": "event,source\n",
      "conduct/2021/a.csv": "event,source\n",
      "instruments/accord.md": "accord",
      "case.md": "\uFEFFcase",
      "actors.md": "actors",
      "essay.md": "essay",
      "expected.txt": "not read",
      ".hidden/x.md": "not read",
      "node_modules/x.md": "not read",
    });
    const files = readFiles(folder);
    expect(files.issues).toEqual([]);
    expect(files.documents.map(({ path }) => path)).toEqual([
      "actors.md",
      "case.md",
      "essay.md",
      "instruments/accord.md",
    ]);
    expect(files.documents[1]?.text).toBe("case");
    expect(files.inputs.map(({ path }) => path)).toEqual([
      "actors.md",
      "case.md",
      "conduct/2021/a.csv",
      "conduct/b.csv",
      "essay.md",
      "instruments/accord.md",
      "sources.csv",
    ]);
    // The hash is that of the bytes, byte-order mark and all.
    expect(files.inputs[1]?.sha256).toBe(createHash("sha256").update("\uFEFFcase").digest("hex"));
    expect(files.id).toBe(folder.split("/").at(-1));
  });

  test("a case without case.md says so", () => {
    expect(issuesOf(folderOf({ "actors.md": "" }))).toEqual(["SD110 case.md"]);
  });

  test("data under a name or in a place that nothing reads is told, with the likely name", () => {
    const folder = folderOf({
      ...CASE,
      "source.csv": "",
      "conduct.csv": "",
      "conduct/a.xlsx": "",
      "map.geojson": "",
      LICENSE: "",
    });
    const { issues } = readFiles(folder);
    expect(brief(issues)).toEqual([
      "SD114 conduct.csv",
      "SD114 conduct/a.xlsx",
      "SD111 map.geojson",
      "SD111 source.csv",
    ]);
    expect(issues.map(({ repair }) => repair)).toEqual([
      "Put accounts into a folder named conduct.",
      "Save it as a CSV file in UTF-8.",
      "Shapes are read from places.geojson.",
      "Did you mean sources.csv?",
    ]);
    // That accounts are not read is no mere remark.
    expect(issues.map(({ severity }) => severity)).toEqual(["error", "error", "warning", "warning"]);
  });
});

describe("folders that cannot be read", () => {
  test("missing, a file, and a path through a file", () => {
    const folder = folderOf(CASE);
    expect(issuesOf(join(folder, "nowhere"))).toEqual(["SD101 ."]);
    expect(issuesOf(join(folder, "case.md"))).toEqual(["SD102 ."]);
    expect(issuesOf(join(folder, "case.md", "more"))).toEqual(["SD101 ."]);
    expect(issuesOf("bad\0path")).toEqual(["SD103 ."]);
  });

  test.skipIf(process.getuid?.() === 0)("no permission", () => {
    const folder = folderOf({ ...CASE, "sources.csv": "id\n" });
    chmodSync(join(folder, "sources.csv"), 0);
    expect(issuesOf(folder)).toEqual(["SD103 sources.csv"]);
  });

  test("a folder or a pipe under the name of a file", () => {
    const folder = folderOf({ ...CASE, "sources.csv/inner.md": "", "conduct/x.csv/y.csv": "" });
    execFileSync(PIPE, [join(folder, "coverage.csv")]);
    expect(issuesOf(folder)).toEqual(["SD106 conduct/x.csv", "SD106 coverage.csv", "SD106 sources.csv"]);
  });

  test("too deep", () => {
    const deep = folderOf({ ...CASE, [`${"d/".repeat(30)}x.md`]: "" });
    expect(issuesOf(deep)).toEqual([`SD112 ${Array.from({ length: 17 }, () => "d").join("/")}`]);
  });
});

describe("links", () => {
  test("one that leaves the folder is refused, whatever it leads to", () => {
    const outside = folderOf({ "secret.csv": "event,source\n", "folder/case.md": "" });
    const folder = folderOf({ ...CASE, "conduct/a.csv": "event,source\n" });
    symlinkSync(join(outside, "secret.csv"), join(folder, "conduct", "b.csv"));
    symlinkSync(join(outside, "folder"), join(folder, "instruments"));
    symlinkSync(join(outside, "folder", "case.md"), join(folder, "actors.md"));
    const files = readFiles(folder);
    expect(brief(files.issues)).toEqual(["SD104 actors.md", "SD104 conduct/b.csv", "SD104 instruments"]);
    expect(files.inputs.map(({ path }) => path)).toEqual(["case.md", "conduct/a.csv"]);
  });

  test("a sibling folder whose name begins alike is outside", () => {
    const parent = folderOf({ "case/case.md": "", "case-two/sources.csv": "id\n" });
    symlinkSync(join(parent, "case-two", "sources.csv"), join(parent, "case", "sources.csv"));
    expect(issuesOf(join(parent, "case"))).toEqual(["SD104 sources.csv"]);
  });

  test("inside: a file kept elsewhere is read once; circles and folders are not followed", () => {
    const folder = folderOf({ ...CASE, "data/kept.txt": "event,source\n", "conduct/a.csv": "event,source\n" });
    symlinkSync(join(folder, "data", "kept.txt"), join(folder, "conduct", "kept.csv"));
    symlinkSync(join(folder, "conduct", "a.csv"), join(folder, "conduct", "again.csv"));
    symlinkSync(join(folder, "loop.md"), join(folder, "loop.md"));
    symlinkSync(folder, join(folder, "round"));
    const files = readFiles(folder);
    expect(brief(files.issues)).toEqual(["SD105 conduct/again.csv", "SD103 loop.md", "SD105 round"]);
    expect(files.inputs.map(({ path }) => path)).toEqual(["case.md", "conduct/a.csv", "conduct/kept.csv"]);
  });

  test("the case folder itself may be reached by a link", () => {
    const folder = folderOf({ "real/case.md": "" });
    symlinkSync(join(folder, "real"), join(folder, "link"));
    const files = readFiles(join(folder, "link"));
    expect([files.id, files.issues]).toEqual(["link", []]);
  });
});

describe("bytes that are no text", () => {
  const wide = (text: string): Buffer => Buffer.from(text, "utf16le");
  test.each<[string, Uint8Array, string, RegExp]>([
    ["UTF-16 with a mark", wide("\uFEFFid\n"), "SD108 sources.csv", /UTF-16/u],
    ["UTF-16, big end first", wide("\uFEFFid\n").swap16(), "SD108 sources.csv", /UTF-16/u],
    ["UTF-16 without a mark", wide("id,title\nS1,x\n"), "SD108 sources.csv", /UTF-16/u],
    ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x69, 0, 0, 0]), "SD108 sources.csv", /UTF-32/u],
    ["Latin-1", Buffer.from("id\nS1\nS\xe9\n", "latin1"), "SD108 sources.csv:3", /Windows-1252/u],
    ["a zero byte", Buffer.from("id\nS1\0\n"), "SD109 sources.csv:2", /zero/u],
    ["a spreadsheet", Buffer.from("PK\x03\x04\x14\0\x06\0", "latin1"), "SD109 sources.csv:1", /packed/u],
  ])("%s", (_, bytes, expected, message) => {
    const files = readFiles(folderOf({ ...CASE, "sources.csv": bytes }));
    expect(brief(files.issues)).toEqual([expected]);
    expect(files.issues[0]?.message).toMatch(message);
    expect(files.issues[0]?.repair).toMatch(/UTF-8/u);
    expect(files.files.has("sources.csv")).toBe(false);
  });

  test("a file over the limit is not read", () => {
    const folder = folderOf({ ...CASE, "sources.csv": "id\n" });
    truncateSync(join(folder, "sources.csv"), LARGEST_FILE + 1);
    const files = readFiles(folder);
    expect(brief(files.issues)).toEqual(["SD107 sources.csv"]);
    expect(files.issues[0]?.message).toMatch(/65 MB.* 64 MB/u);
    expect(files.inputs.map(({ path }) => path)).toEqual(["case.md"]);
  });

  test("any bytes in any file are read or told, never thrown", () => {
    const text = fc.stringMatching(/^[\w,"\r\n;/.:[\]{}-]{0,40}$/u).map((each) => Buffer.from(each));
    const header = fc.constantFrom("event,source,when,lat,lon\n", "id,source,kinds,from,until,why\n", "id\n", "", "{");
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.tuple(header, text).map(([first, rest]) => Buffer.concat([Buffer.from(first), rest])),
    );
    const paths = ["case.md", "sources.csv", "coverage.csv", "places.geojson", "conduct/a.csv"] as const;
    const folder = folderOf({ "conduct/a.csv": "" });
    fc.assert(
      fc.property(fc.tuple(content, content, content, content, content), (contents) => {
        for (const [index, path] of paths.entries()) writeFileSync(join(folder, path), contents[index] ?? "");
        const files = readFiles(folder);
        const { record, issues } = readRecord(files, model);
        expect(files.inputs).toHaveLength(paths.length);
        expect(Array.isArray(record.accounts)).toBe(true);
        for (const issue of issues) expect(issue.message).not.toBe("");
      }),
      { numRuns: 200 },
    );
  });
});

test("a file name with signs that a terminal obeys is shown without them", () => {
  const folder = folderOf(CASE);
  mkdirSync(join(folder, "conduct", "\u001B[31mred.csv"), { recursive: true });
  expect(readFiles(folder).issues.map(({ file }) => file)).toEqual(["conduct/\uFFFD[31mred.csv"]);
});
