import { readFileSync } from "node:fs";
import { check, parseTime } from "@servanda/language";
import { describe, expect, test } from "vitest";
import { explainIssue, ISSUE_CODES, knownOf, readFiles, readRecord } from "../src/index.ts";
import { folderOf } from "./scene.ts";

const page = readFileSync(new URL("../../../docs/case.md", import.meta.url), "utf8");

/** The files that the page shows: each block under a line that names its file. */
function filesOf(text: string): { [path: string]: string } {
  const files: { [path: string]: string } = {};
  for (const [, path = "", info, body = ""] of text.matchAll(/^<!-- file: (\S+) -->\n```(\w+)\n(.*?)^```$/gmsu)) {
    files[path] = info === "servanda" ? `The case.\n\n\`\`\`servanda\n${body}\`\`\`\n` : body;
  }
  return files;
}

describe("docs/case.md", () => {
  const files = filesOf(page);

  test("every example stands under the name of a file", () => {
    expect(page.match(/^```\w+$/gmu)).toHaveLength(Object.keys(files).length);
    expect(Object.keys(files).length).toBeGreaterThan(8);
  });

  test("its examples together are a case without a fault", () => {
    const found = readFiles(folderOf(files));
    const { model, diagnostics } = check(found.documents, knownOf(found));
    const { record, issues } = readRecord(found, model);
    expect([...found.issues, ...diagnostics, ...issues]).toEqual([]);
    expect(found.inputs.map(({ path }) => path)).toEqual(Object.keys(files).sort());

    // What the page says of its examples.
    const accounts = new Map(record.accounts.map((account) => [account.id, account]));
    expect([...accounts.keys()].filter((id) => id.startsWith("E4"))).toEqual(["E4/S1", "E4/S3"]);
    expect([...accounts.keys()].filter((id) => id.startsWith("X"))).toEqual([]);
    expect(accounts.get("P1/S1")?.inside).toEqual(["channel"]);
    expect(accounts.get("P2/S3")?.perhapsInside).toEqual(["channel"]);
    expect(accounts.get("P3/S3")).toMatchObject({ located: true, inside: [], perhapsInside: [] });
    expect(record.sources.find(({ id }) => id === "S3")?.origin).toBe("S2");
  });

  test("every date in its table of dates is one", () => {
    const table = /^\| Written \| Means \|\n(.*?)\n\n/msu.exec(page)?.[1] ?? "";
    const dates = [...table.matchAll(/^\| (.*?) \|/gmu)].flatMap(([, cell = ""]) => [...cell.matchAll(/`(.*?)`/gu)]);
    expect(dates.length).toBeGreaterThan(10);
    for (const [, date = ""] of dates) expect(parseTime(date, 0)).toHaveProperty("time");
  });

  test("every column of a table is on the page", () => {
    for (const column of ["stance", "deaths_low", "same_as", "speaks_for", "threshold", "valid_until"]) {
      expect(page).toContain(`\`${column}\``);
    }
  });

  test("its table of issues is the one of the code", () => {
    const rows = ISSUE_CODES.map((code) => {
      const { severity, meaning, repair } = explainIssue(code) ?? {};
      return `| ${code} | ${severity} | ${meaning} | ${repair ?? "Said with the fault."} |`;
    });
    const table = ["| Code | | What it means | Repair |", "|---|---|---|---|", ...rows].join("\n");
    const shown = /<!-- issues: begin -->\n(.*)\n<!-- issues: end -->/su.exec(page)?.[1];
    expect(shown).toBe(table);
  });

  test("a code that does not exist means nothing", () => {
    expect([explainIssue("SD000"), explainIssue("__proto__"), explainIssue("constructor")]).toEqual([null, null, null]);
  });
});
