import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { check, parse, type Diagnostic, type Document } from "@servanda/language";
import { inputs } from "./growing.ts";

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
      ...'actor group act state zone term source agreement duty ban aim amend reading suppose case when must not keep give reach by within from until for in owed to unless and or no means held the is expect with record each party except unnamed anyone assumed permission power precedence over claim at series include may can suspend terminate duties is breached by against more than least times anew together any every renewed only after as one occasion attribution conduct counts was rose never before 5 km percent of because called checkable checked held lay member refuted rejected ruled throughout used deaths cause A B attack attacks attacked 14 days 2030-01-01 , , " : / -- \n \n \n \n  __proto__ constructor toString ... + # é 𐎠'.split(
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

  test("holds no reading of an agreement that a fault keeps out", () => {
    const text =
      'Prose.\n\n```servanda\nactor A\nactor B\nterm help to actor\nagreement pact "Pact"\n  in force from 2030-01-01\n  parties A, B\n  whenever\nreading own of pact, held by A, source S1\n  not binding\n```\n';
    const { model, diagnostics } = check([{ path: "a.md", text }]);
    expect(diagnostics.map(({ code }) => code)).toContain("SV102");
    expect(model.instruments).toEqual([]);
    expect(model.readings).toEqual([]);
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

describe("an include", () => {
  const actors = { path: "../neighbour/actors.md", text: "```servanda\nactor Northshore\n```\n" };
  const page = (include: string): Document => ({ path: "texts/case.md", text: `\`\`\`servanda\n${include}\n\`\`\`\n` });

  test("is by the path from its file, and no fault where that file is there", () => {
    const { model, diagnostics } = check([page('include "../../neighbour/actors.md"'), actors]);
    expect(diagnostics).toEqual([]);
    expect(model.includes?.map(({ path }) => path)).toEqual(["../neighbour/actors.md"]);
  });

  test("of each other, or of oneself, ends", () => {
    const ring = {
      path: "../neighbour/actors.md",
      text: '```servanda\ninclude "../case/texts/case.md"\ninclude "actors.md"\n```\n',
    };
    const { model } = check([page('include "../../neighbour/actors.md"'), ring]);
    expect(model.includes?.map(({ path }) => path)).toEqual(["../case/texts/case.md", "../neighbour/actors.md"]);
  });

  test.each(["../../../x.md", "/x.md", "a/../../../../x.md", "C:/x.md", "..\\x.md"])(
    "that leads out is refused: %s",
    (path) => {
      const { model, diagnostics } = check([page(`include "${path}"`)]);
      expect(diagnostics.map(({ code }) => code)).toEqual(["SV118"]);
      expect(model.includes).toBeUndefined();
    },
  );
});

describe("a norm at fault", () => {
  test("takes those that speak of it out of the model with it", () => {
    const text =
      "actor A\nagreement T\n  in force from 2030-01-01\n  parties A\nban one of T, 1\n  A\n  must not atack anyone\nduty two of T, 2\n  when one is breached by x\n  x\n  must consult\nduty three of T, 3\n  when two is breached by x\n  x\n  must consult\nclaim c, source S1\n  three was breached\n";
    const { model } = check([{ path: "a.md", text: `Prose.\n\n\`\`\`servanda\n${text}\`\`\`\n` }]);
    expect(model.norms).toEqual([]);
    expect(model.claims).toBeUndefined();
  });
});

describe("a long text of one kind", () => {
  // A quadratic reader would not end within the time that a test has; how time grows is measured in bench/growth.ts.
  test.each(inputs)("is read to its end: %s", (_, make) => {
    const text = `Prose.\n\n\`\`\`servanda\n${make(2000)}\n\`\`\`\n`;
    const lines = text.split("\n").length;
    const { diagnostics } = check([{ path: "a.md", text }]);
    for (const { span } of diagnostics) expect(span.endLine).toBeLessThanOrEqual(lines);
  });
});
