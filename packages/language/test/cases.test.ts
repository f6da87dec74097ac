/**
 * The text cases: each file of cases/language states a rule, gives a block, and holds what is expected of it.
 * `UPDATE=1 npx vitest run packages/language` records anew; the change is then to be read, not waved through.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { check, MESSAGES, type Diagnostic, type Known } from "@servanda/language";
import { summary } from "./summary.ts";

const folder = join(import.meta.dirname, "../../../cases/language");
const update = process.env["UPDATE"] === "1" || process.argv.includes("--update") || process.argv.includes("-u");
const EXPECTED = /```expected\n([\s\S]*?)```\n?$/u;

/** What files of the case would know: a block ```known with lines `sources A, B` and `shapes C`. */
function known(text: string): Known {
  const block = /```known\n([\s\S]*?)```/u.exec(text)?.[1] ?? "";
  const list = (word: string): ReadonlySet<string> | null => {
    const line = block.split("\n").find((candidate) => candidate.startsWith(word));
    return line === undefined
      ? null
      : new Set(
          line
            .slice(word.length)
            .split(/[\s,]+/u)
            .filter(Boolean),
        );
  };
  return { sources: list("sources"), shapes: list("shapes") };
}

function printed(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .flatMap(({ code, severity, span, message, repair, fix }) => [
      `${span.line}:${span.column} ${code}${severity === "warning" ? " (warning)" : ""} ${message}`,
      ...(repair === null ? [] : [`    ${repair}`]),
      ...(fix === null ? [] : [`    fix: ${fix.text}`]),
    ])
    .join("\n");
}

function run(kind: "good" | "bad", name: string): { recorded: string | null; got: string; path: string; text: string } {
  const path = join(folder, kind, name);
  const text = readFileSync(path, "utf8");
  const recorded = EXPECTED.exec(text)?.[1] ?? null;
  const source = text.replace(EXPECTED, "");
  const { model, diagnostics } = check([{ path: name, text: source }], known(text));
  const got =
    kind === "bad"
      ? printed(diagnostics)
      : [printed(diagnostics), summary(model)].filter((part) => part !== "").join("\n");
  if (update) writeFileSync(path, `${source}\`\`\`expected\n${got}\n\`\`\`\n`);
  return { recorded, got: `${got}\n`, path, text };
}

const names = (kind: string): string[] =>
  readdirSync(join(folder, kind))
    .filter((name) => name.endsWith(".md"))
    .sort();

describe.each(["good", "bad"] as const)("%s", (kind) => {
  test.each(names(kind))("%s", (name) => {
    const { recorded, got } = run(kind, name);
    if (!update) expect(got).toBe(recorded);
    if (kind === "bad") expect(got.trim()).not.toBe("");
    else expect(got).not.toMatch(/^\d+:\d+ SV\d+ (?!\(warning\))/mu);
  });
});

/** The text with an edit applied: lines and columns count from 1. */
function edited(text: string, { span, text: inserted }: NonNullable<Diagnostic["fix"]>): string {
  const lines = text.split("\n");
  const line = lines[span.line - 1] ?? "";
  lines[span.line - 1] = line.slice(0, span.column - 1) + inserted + line.slice(span.endColumn - 1);
  return lines.join("\n");
}

const fixed = names("bad").filter((name) => /^ {4}fix: /mu.test(readFileSync(join(folder, "bad", name), "utf8")));

test.each(fixed)("each fix that %s offers ends its fault", (name) => {
  const text = readFileSync(join(folder, "bad", name), "utf8").replace(EXPECTED, "");
  const { diagnostics } = check([{ path: name, text }], known(text));
  for (const { code, span, fix } of diagnostics) {
    if (fix === null) continue;
    const after = check([{ path: name, text: edited(text, fix) }], known(text)).diagnostics;
    expect(
      after.filter(
        (found) => found.code === code && found.span.line === span.line && found.span.column === span.column,
      ),
    ).toEqual([]);
  }
});

test("every message has a case of its own", () => {
  const seen = new Set(
    names("bad").flatMap((name) =>
      Array.from(readFileSync(join(folder, "bad", name), "utf8").matchAll(/^\d+:\d+ (SV\d+)/gmu), (match) => match[1]),
    ),
  );
  expect(Object.keys(MESSAGES).filter((code) => !seen.has(code))).toEqual([]);
});

test("every word of the cheat sheet has a good case", () => {
  const page = readFileSync(join(folder, "../../docs/language.md"), "utf8");
  const sheet = page.slice(page.indexOf("## Cheat sheet"));
  const lines = sheet.split("\n").filter((line) => line.startsWith("    "));
  // Capitals and single letters are what an author fills in; the rest is the language.
  const words = new Set(lines.flatMap((line) => line.replace(/"[^"]*"/gu, "").match(/[\p{L}-]+/gu) ?? []));
  const said = names("good")
    .map((name) => readFileSync(join(folder, "good", name), "utf8").replace(EXPECTED, ""))
    .flatMap((text) => Array.from(text.matchAll(/```servanda\n([\s\S]*?)```/gu), (match) => match[1] ?? ""))
    .join("\n");
  // An include needs a second file: check.test.ts has it.
  const used = new Set(["include", ...(said.match(/[\p{L}-]+/gu) ?? [])]);
  const missing = Array.from(words).filter(
    (word) => word.length > 1 && word === word.toLowerCase() && /^\p{L}/u.test(word) && !used.has(word),
  );
  expect(missing).toEqual([]);
  expect(words.size).toBeGreaterThan(100);
});

test("every case says in its first line what it alone is for", () => {
  const titles = ["good", "bad"].flatMap((kind) =>
    names(kind).map((name) => readFileSync(join(folder, kind, name), "utf8").split("\n")[0] ?? ""),
  );
  expect(titles.filter((title) => !/^# \S.{15,}[.:]$/u.test(title))).toEqual([]);
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});
