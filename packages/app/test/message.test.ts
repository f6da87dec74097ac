import { explainIssue, ISSUE_CODES, knownOf, readFiles, readRecord } from "@servanda/data";
import { check, type Diagnostic, MESSAGES } from "@servanda/language";
import { afterAll, describe, expect, it } from "vitest";
import { CODES } from "../src/cli/message.ts";
import { type Lesson, lessonOf, SCENE } from "../src/report/lesson.ts";
import { block, folderWith, servanda, sweep } from "./command.ts";

afterAll(sweep);

const PROSE = "What the article provides.\n\n";
const SHAPES = ["bay", "waters of Northshore"];

function lesson(code: string): Lesson {
  const found = lessonOf(code);
  if (found === null)
    throw new Error(`${code} has no example: give it one in report/lesson.ts or report/lessontable.ts`);
  return found;
}

/** What is told of a text below the scene. */
function ofText({ kind, path }: Lesson, text: string): readonly Diagnostic[] {
  const declares = text.startsWith("case ") ? "" : 'case harbour "Harbour"\n  time zone Z\n';
  const documents = [
    { path: "scene.md", text: PROSE + block(`${declares}${SCENE}`) },
    { path: path ?? "lesson.md", text: kind === "file" ? text : PROSE + block(text) },
  ];
  return check(documents, { sources: new Set(["S1"]), shapes: new Set(SHAPES) }).diagnostics;
}

/** The codes that a file brings about in a folder that is sound without it. */
function ofFile({ path }: Lesson, text: string): string[] {
  const files: { [path: string]: string } = {
    "case.md": PROSE + block('case harbour "Harbour"\n  record closes 2030-12-31\n  time zone Z'),
    "scene.md": PROSE + block(SCENE),
    "sources.csv": "id,title\nS1,Weekly report\n",
    "conduct/known.csv": "event,source,when,kind,actor,target\nE0,S1,2030-03-01,attack,Northshore,Southshore\n",
    "places.geojson":
      '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"bay"},"geometry":{"type":"Polygon","coordinates":[[[44.0,40.0],[44.1,40.0],[44.1,40.1],[44.0,40.0]]]}}]}',
  };
  const found = readFiles(folderWith({ ...files, [path ?? ""]: text }));
  const { model } = check(found.documents, knownOf(found));
  return [...found.issues, ...readRecord(found, model).issues].map(({ code }) => code);
}

describe("every message has a meaning, a fault and its repair", () => {
  it.each(Object.keys(MESSAGES))("%s", (code) => {
    const example = lesson(code);
    expect(example.fault).not.toBe(example.repair);
    // That an included file is there, no text can say.
    if (code === "SV117") return;
    expect(ofText(example, example.fault).map((each) => each.code)).toContain(code);
    const left = ofText(example, example.repair);
    expect(left.filter((each) => each.severity === "error" || each.code === code)).toEqual([]);
  });

  it.each(ISSUE_CODES)("%s", (code) => {
    const example = lesson(code);
    expect(example.fault).not.toBe(example.repair);
    // What is said of whole files and links is tried in files.test.ts of the data.
    if (example.kind === "words") return;
    expect(ofFile(example, example.fault)).toContain(code);
    expect(ofFile(example, example.repair)).toEqual([]);
  });

  it("and those that are told in words only are those of files", () => {
    const told = ISSUE_CODES.filter((code) => lesson(code).kind === "words");
    expect(told.filter((code) => !code.startsWith("SD1"))).toEqual([]);
  });
});

describe("servanda explain-message", () => {
  it("says what a message of the language means, at fault and mended", async () => {
    expect(await servanda(["explain-message", "SV202", "--width", "200"])).toEqual({
      code: 0,
      err: "",
      out: `SV202 fault
  ${MESSAGES.SV202.meaning}

It is told as
  "…" is not declared; "…" is, and differs by little.

Repair
  Write ….

At fault, in a servanda block
    ban quiet of harbour, article 1
      each party
      must not attack Southshor

Mended
    ban quiet of harbour, article 1
      each party
      must not attack Southshore
`,
    });
  });

  it("says so of a table", async () => {
    const { code, out } = await servanda(["explain-message", "sd304"]);
    expect(code).toBe(0);
    expect(out).toContain(explainIssue("SD304")?.meaning);
    expect(out).toContain(
      "At fault, in conduct/march.csv\n    event,source,when,kind,actor,target\n    E1,S1,4.3.2030",
    );
    expect(out).not.toContain("{");
  });

  it("takes any case and any way of writing the code, and fits the page", async () => {
    const plain = await servanda(["explain-message", "SV202", "--width", "60"]);
    for (const code of ["sv202", "Sv-202", " SV 202 "]) {
      expect(await servanda(["explain-message", code, "--width", "60"])).toEqual(plain);
    }
  });

  it("speaks of every code without a brace or a blank example", async () => {
    for (const code of CODES) {
      const { out } = await servanda(["explain-message", code]);
      expect(out, code).toContain("\nAt fault");
      expect(out, code).toContain("\nMended\n    ");
      expect(out, code).not.toMatch(/\{\w+\}/u);
    }
  });

  it("helps with a code that does not exist, and ends with 2", async () => {
    const near = await servanda(["explain-message", "SV292"]);
    expect(near).toMatchObject({ code: 2, out: "" });
    expect(near.err).toContain("There is no message “SV292”. Near it are");
    expect(near.err).toContain("SV202");
    expect((await servanda(["explain-message", "304"])).err).toContain("SD304, SV304");
    expect((await servanda(["explain-message", "SX304"])).err).toContain("SD304, SV304");
    for (const odd of ["", "__proto__", "constructor", "\u001b[31m\u202Ecode", "x".repeat(100_000)]) {
      const { code, out, err } = await servanda(["explain-message", odd]);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain("There is no message");
      expect(err).not.toMatch(/[\u001b\u202e]/u);
      expect(err.length).toBeLessThan(400);
    }
  });
});
