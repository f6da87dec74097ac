import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { check, format, print, Wording, type Document } from "@servanda/language";
import { models, withoutSpans } from "./models.ts";

const root = join(import.meta.dirname, "../../..");

/** The Markdown files of a folder, or one file. */
function documentsOf(path: string): Document[] {
  if (!statSync(path).isDirectory()) return [{ path, text: readFileSync(path, "utf8") }];
  return readdirSync(path, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".md"))
    .map((name) => ({ path: name, text: readFileSync(join(path, name), "utf8") }));
}

const good = join(root, "cases/language/good");
const texts = [
  ...readdirSync(good)
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(good, name)),
  join(root, "cases/harbour"),
  join(root, "cases/south-caucasus"),
  join(root, "docs/language.md"),
  join(root, "docs/case.md"),
];

describe("a model that is printed", () => {
  test.each(texts)("and checked again is the same: %s", (path) => {
    const { model } = check(documentsOf(path));
    const text = print(model);
    const again = check([{ path: "printed.md", text }]);
    expect(again.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(withoutSpans(again.model)).toEqual(withoutSpans(model));
    expect(print(again.model)).toBe(text);
    expect(format({ path: "printed.md", text })).toEqual({ text, left: [] });
  });

  test("and checked again is the same, whatever it says", () => {
    fc.assert(
      fc.property(models, (model) => {
        const text = print(model);
        const again = check([{ path: "printed.md", text }]);
        const faults = again.diagnostics.filter(({ severity }) => severity === "error");
        expect(
          faults.map(({ code, message, span }) => `${code} ${message} | ${text.split("\n")[span.line - 1]}`),
        ).toEqual([]);
        expect(withoutSpans(again.model)).toEqual(withoutSpans(model));
        expect(format({ path: "printed.md", text })).toEqual({ text, left: [] });
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });

  test("has quotes only where a name would be read as something else", () => {
    const { model } = check([
      {
        path: "a.md",
        text: [
          "```servanda",
          'actor "attacks"',
          'actor "within"',
          "actor Հայաստան",
          "agreement accord",
          "  in force from 2030-01-01",
          '  parties "attacks", "within", Հայաստան',
          "```",
          "Prose.",
          "```servanda",
          "duty one of accord, article 1",
          '  when "attacks" attacks "within"',
          "  Հայաստան",
          '  must assist "within"',
          "```",
        ].join("\n"),
      },
    ]);
    expect(print(model)).toContain('  when "attacks" attacks "within"\n  Հայաստան\n  must assist "within"\n');
  });
});

test("a clause is told in words for people, with what its variables stand for", () => {
  const { acts, terms } = check([]).model;
  const words = new Wording({ acts, terms }, (variable) => (variable === "victim" ? "Northshore" : null));
  const pattern = {
    act: "hand-over",
    actor: null,
    target: { kind: "variable", name: "victim", restrict: "party" },
    object: { kind: "name", id: "must" },
    place: null,
  } as const;
  expect(words.pattern(pattern)).toBe("hand-over must to Northshore");
  expect(words.item({ kind: "not-do", pattern })).toBe("not hand-over must to Northshore");
});
