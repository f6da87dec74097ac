import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { check, findBlocks, format, print } from "@servanda/language";
import { models, withoutSpans } from "./models.ts";

const root = join(import.meta.dirname, "../../..");

function formatted(text: string): string {
  return format({ path: "a.md", text }).text;
}

/** A block, laid out. */
function laid(...lines: readonly string[]): string[] {
  const text = formatted(["```servanda", ...lines, "```", ""].join("\n"));
  return text.split("\n").slice(1, -2);
}

/** All that stands outside the blocks, line ends and all; a block that is left out is a single sign. */
function outside(text: string): string {
  const pieces = text.split(/(?<=\r\n|\n|\r(?!\n))/u);
  for (const { line, lines } of findBlocks(text)) {
    pieces.fill("", line, line + lines.length);
    pieces[line] = "¶";
  }
  return pieces.join("");
}

function comments(text: string): string[] {
  return findBlocks(text)
    .flatMap(({ lines }) => lines)
    .flatMap((line) => /-- note \d+$/u.exec(line.text.trimEnd())?.[0] ?? []);
}

function pages(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true })
    .map((name) => join(root, folder, String(name)))
    .filter((path) => path.endsWith(".md") && statSync(path).isFile());
}

const real = ["cases", "docs"].flatMap(pages).sort();

describe("laying out", () => {
  test.each(real)("changes neither what is said nor what stands around it: %s", (path) => {
    const text = readFileSync(path, "utf8");
    const once = formatted(text);
    expect(formatted(once)).toBe(once);
    expect(outside(once)).toBe(outside(text));
    const before = check([{ path: "a.md", text }]);
    const after = check([{ path: "a.md", text: once }]);
    expect(withoutSpans(after.model)).toEqual(withoutSpans(before.model));
    const told = ({ diagnostics }: typeof before): string[] =>
      diagnostics.map(({ code, message }) => `${code} ${message}`);
    // A message names the line where something was declared first.
    const lineless = (list: string[]): string[] => list.map((each) => each.replace(/:\d+/gu, ":…")).sort();
    expect(lineless(told(after))).toEqual(lineless(told(before)));
  });

  test("undoes whatever was done to the blanks and quotes of a sound text, and keeps its comments", () => {
    const chance = fc.infiniteStream(fc.nat({ max: 5 }));
    fc.assert(
      fc.property(models, chance, fc.constantFrom("\n", "\r\n", "\r"), fc.boolean(), (model, stream, end, mark) => {
        const text = print(model);
        const next = (): number => stream.next().value ?? 0;
        let notes = 0;
        const blocks = findBlocks(text);
        const inside = new Set(blocks.flatMap(({ lines }) => lines.map(({ line }) => line)));
        const mangled = text
          .split("\n")
          .flatMap((line, index) => {
            if (!inside.has(index + 1) || line === "") return [line];
            const [first = "", ...others] = line.trim().split(/ (?=(?:[^"«»“”„]*"[^"]*")*[^"]*$)/u);
            const words = /["«»“”„]/u.test(line) ? [line.trim()] : [first, ...others];
            const note = next() === 0 ? ` -- note ${(notes += 1)}` : "";
            const spread = words.map((word) => word + " ".repeat(next() % 3)).join(" ") + note;
            return [" ".repeat(next()) + spread, ...(next() === 0 ? ["", "\t"] : [])];
          })
          .join("\n");
        const dressed = (mark ? "\uFEFF" : "") + mangled.replaceAll("\n", end);
        const once = formatted(dressed);
        expect(format({ path: "a.md", text: once })).toEqual({ text: once, left: [] });
        expect(outside(once)).toBe(outside(dressed));
        expect(comments(once)).toEqual(comments(dressed));
        expect(comments(once)).toHaveLength(notes);
        // One-line declarations may stand apart, where the text has them so: nothing else is left of the mangling.
        const plain = (from: string): string[] =>
          from
            .replace("\uFEFF", "")
            .split(/\r\n|\n|\r/u)
            .map((line) => line.replace(/ -- note \d+$/u, ""))
            .filter((line) => line !== "");
        expect(plain(once)).toEqual(plain(text));
        const { model: after } = check([{ path: "a.md", text: once }]);
        expect(withoutSpans(after)).toEqual(withoutSpans(model));
      }),
      { numRuns: 30, endOnFailure: true },
    );
  });

  test("never throws, and settles at once, whatever stands in the blocks", () => {
    const word = fc.constantFrom(
      ...'actor duty agreement when and or must in , -- " “ ” « » : / ( ) 2030-01-01 .. a of x means --x ``` > \t'.split(
        " ",
      ),
    );
    const line = fc.array(word, { maxLength: 8 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.constantFrom("", "> ", "  ", "- "), (lines, lead) => {
        const text = [
          `${lead}\`\`\`servanda`,
          ...lines.map((each) => lead.replace("-", " ") + each),
          `${lead}\`\`\``,
        ].join("\n");
        const once = formatted(text);
        expect(formatted(once)).toBe(once);
        expect(outside(once)).toBe(outside(text));
      }),
      { numRuns: 500, endOnFailure: true },
    );
  });
});

describe("the layout", () => {
  test("sets clauses in by two, what continues by one more, and declarations apart by a line", () => {
    expect(
      laid(
        "agreement accord",
        "in force from 2030-01-01",
        "parties A ,B",
        "    and C from 2031",
        "duty one of accord, article 1",
        "",
        "      A",
        "",
        "   must consult   with B",
      ),
    ).toEqual([
      "agreement accord",
      "  in force from 2030-01-01",
      "  parties A, B",
      "   and C from 2031",
      "",
      "duty one of accord, article 1",
      "  A",
      "  must consult with B",
    ]);
  });

  test("lets declarations of a line each stand together, or apart, as they are", () => {
    const lines = ["actor A", "actor B, a state", "", "actor C", "", "zone bay"];
    expect(laid(...lines)).toEqual(lines);
    expect(laid("actor A", "", "", "actor B", "zone bay")).toEqual(["actor A", "", "actor B", "", "zone bay"]);
  });

  test("keeps each comment with what it is about", () => {
    const lines = [
      "-- All of it",
      "",
      "-- The parties",
      "actor A -- the first",
      "actor B",
      "",
      "-- The duty",
      "agreement accord",
      "  -- before the clause",
      "  in force from 2030-01-01 -- why",
      "  parties A,",
      "   -- within the clause",
      "   B",
      "  -- after the last clause",
      "",
      "-- at the end",
    ];
    expect(laid(...lines)).toEqual(lines);
    expect(laid("actor A--one", "      -- two", "--three")).toEqual(["actor A --one", "  -- two", "--three"]);
  });

  test("has straight quotes, but where a quotation holds one", () => {
    expect(laid("actor A “One”/«Два» / „Drei“")).toEqual(['actor A "One" / "Два" / "Drei"']);
    expect(laid('actor A «the "A"»')).toEqual(['actor A «the "A"»']);
    expect(laid("actor A «a  --  b»  --  c")).toEqual(['actor A "a  --  b" --  c']);
  });

  test("leaves the words of an article as they are", () => {
    expect(laid("duty one  of accord ,article 4,5 ,  6(2) ( b )")).toEqual([
      "duty one of accord, article 4,5 , 6(2) ( b )",
    ]);
  });

  test("keeps the margin of a block within a list or a quotation", () => {
    const text =
      "1. One\n   ```servanda\nactor A\n\n\n    zone bay\n       in sea\n   ```\n> ```servanda\n>actor A\n> zone bay\n> ```\n";
    expect(formatted(text)).toBe(
      "1. One\n   ```servanda\n   actor A\n\n   zone bay\n     in sea\n   ```\n> ```servanda\n> actor A\n>\n> zone bay\n> ```\n",
    );
  });

  test("leaves a block with a fault, and says where", () => {
    const text = "```servanda\nactor   A\n```\n\n```servanda\n   actor   B\n  zone\n```\n\n```servanda\nactor   C\n";
    const { text: after, left } = format({ path: "a.md", text });
    expect(after).toBe(text.replace("actor   A", "actor A"));
    expect(left.map(({ line, fault }) => [line, fault?.code, fault?.span.line, fault?.span.column])).toEqual([
      [5, "SV105", 7, 3],
      [10, "SV003", 10, 1],
    ]);
  });

  test("lays out a long text", () => {
    const text = `\`\`\`servanda\n${Array.from({ length: 20_000 }, (_, i) => `actor   a${i}  “A”`).join("\n")}\n\`\`\`\n`;
    expect(formatted(text)).toContain('actor a19999 "A"\n');
  });
});
