/** The text cases of docs/analysis.md: each states a rule by its number, and says what is answered and why. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { judgeClaims } from "@servanda/analysis";
import { knownOf, readRecord } from "@servanda/data";
import { check } from "@servanda/language";
import { describe, expect, it } from "vitest";
import { blocks, casesOf, filesOf } from "./textcase.ts";

const ROOT = join(import.meta.dirname, "../../..");
const FOLDER = join(ROOT, "cases", "analysis");

const pages = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".md"))
  .toSorted();
const all = pages.flatMap((page) => casesOf(readFileSync(join(FOLDER, page), "utf8")).map((c) => ({ page, ...c })));

describe.each(pages)("%s", (page) => {
  const own = all.filter((c) => c.page === page);
  it.each(own.map((c) => [`${c.rules.join(", ")} ${c.title}`, c] as const))("%s", (_, c) => {
    expect(c.why.length, "one sentence of why").toBeGreaterThan(15);
    const files = filesOf(c);
    const { model, diagnostics } = check(files.documents, knownOf(files));
    expect(diagnostics.filter((d) => d.severity === "error").map((d) => `${d.span.line}: ${d.message}`)).toEqual([]);
    const { record, issues } = readRecord(files, model);
    expect(issues.filter((i) => i.severity === "error").map((i) => i.message)).toEqual([]);
    const { claims } = judgeClaims(model, record);
    const lines = blocks(c.body, "expect").flatMap((b) => b.split("\n").filter((line) => line.trim() !== ""));
    expect(lines.length, "every claim is expected of").toBe(claims.length);
    for (const line of lines) {
      // `ID: ANSWER [; rule N] [; says WORDS] [; sources A, B | no sources]`
      const [, id, rest] = /^(\S+): (.+)$/u.exec(line) ?? [];
      const [answer, ...more] = (rest ?? "").split("; ");
      const found = claims.find((claim) => claim.id === id);
      expect(found?.answer, `${line} (${found?.reason})`).toBe(answer);
      for (const each of more) {
        if (each.startsWith("rule ")) expect(found?.rule, line).toBe(each.slice(5));
        else if (each.startsWith("says ")) expect(found?.reason, line).toContain(each.slice(5));
        else if (each === "no sources") expect(found?.sources, line).toEqual([]);
        else if (each.startsWith("sources ")) expect(found?.sources.join(", "), line).toBe(each.slice(8));
        else throw new Error(`not an expectation: ${line}`);
      }
    }
  });
});

describe("the cases together", () => {
  it("cover every rule of docs/analysis.md on claims; packages/analysis/test has those of the balance", () => {
    const rules = [...readFileSync(join(ROOT, "docs", "analysis.md"), "utf8").matchAll(/^\*\*(\d+\.\d+)\*\*/gmu)];
    const shown = new Set(all.flatMap((c) => c.rules));
    const missing = rules.map(([, rule]) => rule!).filter((rule) => !shown.has(rule) && !rule.startsWith("8."));
    expect(missing).toEqual([]);
  });

  it("have titles of their own", () => {
    const titles = all.map((c) => c.title);
    expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
  });
});
