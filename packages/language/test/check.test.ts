import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { check, parse, type Diagnostic, type Document } from "@servanda/language";

const folder = join(import.meta.dirname, "../../../cases/language");
const cases = ["good", "bad"].flatMap((kind) =>
  readdirSync(join(folder, kind))
    .sort()
    .map((name) => ({
      path: `${kind}/${name}`,
      text: readFileSync(join(folder, kind, name), "utf8").replace(/```expected[\s\S]*$/u, ""),
    })),
);
const good = cases.filter((document) => document.path.startsWith("good/"));

/** Diagnostics that point outside of the file that they name; there should be none. */
function strays(diagnostics: readonly Diagnostic[], documents: readonly Document[]): string[] {
  return diagnostics.flatMap(({ code, span, fix }) => {
    const document = documents.find((candidate) => candidate.path === span.path);
    const lines = document?.text.replace(/^\uFEFF/u, "").split(/\r\n|\n|\r/u) ?? [];
    return (fix === null ? [span] : [span, fix.span])
      .filter(
        ({ line, column, endLine, endColumn }) =>
          line < 1 ||
          column < 1 ||
          endLine > lines.length ||
          endLine < line ||
          (endLine === line && endColumn < column) ||
          endColumn > (lines[endLine - 1]?.length ?? 0) + 1,
      )
      .map((bad) => `${code} ${JSON.stringify(bad)}`);
  });
}

describe("any text", () => {
  test("is parsed and checked without throwing, with positions inside the file", () => {
    const words = fc.constantFrom(
      ...'actor group act state zone term source agreement duty ban aim amend reading suppose case when must not keep give reach by within from until for in owed to unless and or no means held the is expect with record each party except unnamed anyone assumed of A B attack attacks attacked 14 days 2030-01-01 , , " : / -- \n \n \n \n  __proto__ constructor toString ... + # é 𐎠'.split(
        " ",
      ),
    );
    const soup = fc.array(words, { maxLength: 60 }).map((list) => list.join(" "));
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ maxLength: 200 }), fc.string({ unit: "grapheme", maxLength: 200 }), soup),
        (text) => {
          for (const source of [text, `\`\`\`servanda\n${text}\n\`\`\``, `\`\`\`servanda\r\n${text}`]) {
            const document = { path: "a.md", text: source };
            expect(strays(parse(document).diagnostics, [document])).toEqual([]);
            expect(strays(check([document]).diagnostics, [document])).toEqual([]);
          }
        },
      ),
      { numRuns: 600 },
    );
  });

  test("a good case with lines dropped, doubled, swapped or cut is parsed, and faults lie in range", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...good),
        fc.array(fc.tuple(fc.nat(60), fc.nat(4), fc.nat(60)), { maxLength: 4 }),
        ({ path, text }, edits) => {
          const lines = text.split("\n");
          for (const [where, how, other] of edits) {
            const at = where % lines.length;
            const line = lines[at] ?? "";
            if (how === 0) lines.splice(at, 1);
            else if (how === 1) lines.splice(at, 0, lines[other % lines.length] ?? "");
            else if (how === 2) lines[at] = line.slice(0, other % (line.length + 1));
            else if (how === 3) lines[at] = line.split(" ").reverse().join(" ");
            else lines[at] = line.slice(0, other % (line.length + 1)) + "x" + line.slice(other % (line.length + 1));
          }
          const document = { path, text: lines.join("\n") };
          expect(strays(check([document]).diagnostics, [document])).toEqual([]);
        },
      ),
      { numRuns: 600 },
    );
  });
});

describe("the model", () => {
  // The good cases declare the same names over and over: one of each name is enough for an order to matter.
  const documents = good.map(({ path, text }) => ({ path, text }));

  test("does not depend on the order of the documents", () => {
    const whole = JSON.stringify(check(documents));
    fc.assert(
      fc.property(fc.shuffledSubarray(documents, { minLength: documents.length }), (shuffled) => {
        expect(JSON.stringify(check(shuffled))).toBe(whole);
      }),
      { numRuns: 20 },
    );
  });

  test.each(good)("is frozen to the bottom and equal after a JSON round trip: $path", (document) => {
    const { model } = check([document]);
    expect(JSON.parse(JSON.stringify(model))).toStrictEqual(model);
    const walk = (value: unknown): void => {
      if (value === null || typeof value !== "object") return;
      expect(Object.isFrozen(value)).toBe(true);
      for (const part of Object.values(value)) walk(part);
    };
    walk(model);
  });

  test("refers only to what it holds", () => {
    fc.assert(
      fc.property(fc.subarray(cases, { minLength: 1, maxLength: 3 }), fc.nat(), (some, cut) => {
        const texts = some.map(({ path, text }) => {
          const lines = text.split("\n");
          lines.splice(cut % lines.length, 1);
          return { path, text: lines.join("\n") };
        });
        const { model } = check(texts);
        const instruments = new Set(model.instruments.map(({ id }) => id));
        const norms = new Set(model.norms.map(({ id }) => id));
        const acts = new Set(model.acts.map(({ id }) => id));
        const states = new Set(model.states.map(({ id }) => id));
        for (const norm of model.norms) expect(instruments).toContain(norm.instrument);
        for (const { of } of model.readings) expect(of.kind === "norm" ? norms : instruments).toContain(of.id);
        for (const { expectations } of model.suppositions)
          for (const { norm } of expectations) expect(norms).toContain(norm);
        const text = JSON.stringify([model.norms, model.readings]);
        for (const [, act] of text.matchAll(/"act":"([^"]*)"/gu)) expect(acts).toContain(act);
        for (const [, state] of text.matchAll(/"state":"([^"]*)"/gu)) expect(states).toContain(state);
      }),
      { numRuns: 300 },
    );
  });

  test("names that JavaScript objects have of themselves are ordinary names", () => {
    const text =
      'Prose.\n\n```servanda\nactor isPrototypeOf\nactor constructor\nzone toString\nagreement hasOwnProperty\n  in force from 2030-01-01\n  parties isPrototypeOf, constructor\nban valueOf of hasOwnProperty, article 1\n  isPrototypeOf\n  must not attack constructor\n  in toString\nsuppose propertyIsEnumerable\n  with the record\n  without event "__proto__"\n  expect valueOf by isPrototypeOf is pending\n```\n';
    const { model, diagnostics } = check([{ path: "a.md", text }]);
    expect(diagnostics).toEqual([]);
    expect(model.actors.map(({ id }) => id)).toEqual(["constructor", "isPrototypeOf"]);
    expect(model.norms[0]?.clauses).toMatchObject({
      bearer: { kind: "named", actors: ["isPrototypeOf"] },
      place: { kind: "zone", id: "toString" },
    });
    expect(model.suppositions[0]?.withoutEvents).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });
});

describe("speed", () => {
  const repeat = (count: number, make: (n: number) => string): string =>
    Array.from({ length: count }, (_, n) => make(n)).join("\n");
  const head =
    "actor Northshore\nactor Southshore\nagreement harbour\n  in force from 2030-01-01\n  parties Northshore, Southshore\n";
  const inputs: readonly (readonly [string, (n: number) => string])[] = [
    [
      "norms",
      (n) =>
        head +
        repeat(
          n,
          (i) =>
            `duty d${i} of harbour, article ${i}\n  when attacker attacks victim, a party\n  each party except victim\n  must assist victim\n  within 30 days`,
        ),
    ],
    [
      "names that are nowhere declared",
      (n) =>
        head + repeat(n, (i) => `duty d${i} of harbour, article ${i}\n  Norhtshroe${i}\n  must assist Suothshroe${i}`),
    ],
    [
      "names that differ by a letter",
      (n) =>
        repeat(n, (i) => `actor aaaaaaaaaa${i}`) +
        "\n" +
        head +
        repeat(n, (i) => `ban d${i} of harbour, article 1\n  aaaaaaaaab${i}\n  must not attack anyone`),
    ],
    [
      "readings of a whole agreement",
      (n) =>
        head +
        repeat(
          n,
          (i) =>
            `term t${i}\nduty d${i} of harbour, article ${i}\n  Northshore\n  must give t${i}\nreading r${i} of harbour, held by the case\n  t${i} means assist Northshore`,
        ),
    ],
    [
      "terms that mean terms",
      (n) =>
        head +
        repeat(n, (i) => `term t${i}`) +
        "\nduty d of harbour, article 1\n  Northshore\n  must give t0\n" +
        repeat(n - 1, (i) => `reading r${i} of d, held by the case\n  t${n - 2 - i} means t${n - 1 - i}`),
    ],
    ["quotations left open", (n) => repeat(n, (i) => `actor a${i} "open`)],
    ["one line of names", (n) => "group g\n  members " + Array.from({ length: n * 4 }, (_, i) => `a${i}`).join(", ")],
    ["one long word", (n) => `actor ${"a".repeat(n * 40)}\nactor ${"-".repeat(n * 40)}\nactor "${"b".repeat(n * 40)}`],
    ["commas", (n) => "group g\n  members " + ",".repeat(n * 10)],
    ["lines that belong nowhere", (n) => repeat(n * 4, () => "must not attack anyone")],
    [
      "amendments of one norm",
      (n) =>
        head +
        "duty d of harbour, article 1\n  Northshore\n  must consult\n" +
        repeat(n, (i) => `amend d from 2031-01-01\n  within ${i} days`),
    ],
  ];

  /** The least of three runs, in milliseconds. */
  const cost = (text: string): number => {
    const times = [0, 1, 2].map(() => {
      const start = performance.now();
      check([{ path: "a.md", text: `Prose.\n\n\`\`\`servanda\n${text}\n\`\`\`\n` }]);
      return performance.now() - start;
    });
    return Math.min(...times);
  };

  test.each(inputs)("grows with the text, not with its square: %s", (_, make) => {
    cost(make(50));
    const small = cost(make(250));
    const large = cost(make(2000));
    // Eight times the text: a linear cost with room for a busy machine; a quadratic one would be 64 times.
    expect(large).toBeLessThan(Math.max(small, 3) * 32);
    expect(large).toBeLessThan(4000);
  });
});
