/** Pages of neighbouring cases: what is read through `include`, and that nothing else is. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { check } from "@servanda/language";
import { describe, expect, onTestFinished, test } from "vitest";
import { type CaseFiles, knownOf, readFiles } from "../src/index.ts";
import { brief } from "./scene.ts";

function block(text: string): string {
  return `\`\`\`servanda\n${text}\n\`\`\`\n`;
}

/** Folders side by side, gone when the test is over; the path of the folder that holds them. */
function house(files: { readonly [path: string]: string }): string {
  const folder = mkdtempSync(join(tmpdir(), "servanda-house-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function told(files: CaseFiles): string[] {
  const { diagnostics } = check(files.documents, knownOf(files));
  return diagnostics.map(({ code, span }) => `${code} ${span.path}:${span.line}`);
}

const NEIGHBOUR = {
  "neighbour/case.md": block("case neighbour"),
  "neighbour/actors.md": block("actor Northshore\nzone bay\nzone strait\n  in bay"),
};

/** A case whose case.md has these lines, beside the neighbour. */
function read(lines: string, more: { readonly [path: string]: string } = {}): CaseFiles {
  const home = house({ ...NEIGHBOUR, "harbour/case.md": block(`case harbour\n${lines}`), ...more });
  return readFiles(join(home, "harbour"));
}

function paths(files: CaseFiles): string[] {
  return files.documents.map(({ path }) => path);
}

const USING = 'include "../neighbour/actors.md"\ngroup friends\n  members Northshore';

test("a page of the case beside it lends its names, and is among the inputs", () => {
  const files = read(USING);
  expect(paths(files)).toEqual(["../neighbour/actors.md", "case.md"]);
  expect(files.inputs.map(({ path }) => path)).toEqual(["../neighbour/actors.md", "case.md"]);
  expect(files.issues).toEqual([]);
  expect(told(files)).toEqual([]);
  const { model } = check(files.documents, knownOf(files));
  expect(model.actors.map(({ id }) => id)).toEqual(["Northshore", "friends"]);
  expect(model.includes?.map(({ path }) => path)).toEqual(["../neighbour/actors.md"]);
});

test("only the vocabulary is lent: not what the other case agrees, tests or is called, nor faults in that", () => {
  const lines =
    "agreement pact\n  in force from 2030-01-01\n  parties Northshore\nban calm of pact, 1\n  Northshore\n  must not attak anyone\nsuppose nothing\n  expect calm is kept";
  const files = read(USING, {
    "neighbour/actors.md": block(`case neighbour\nactor Northshore\n${lines}\nactor Southshore "open`),
  });
  // Of its faults only that in a declaration that is lent.
  expect(told(files)).toEqual(["SV001 ../neighbour/actors.md:12"]);
  const { model } = check(files.documents, knownOf(files));
  expect([model.case.id, model.instruments, model.norms, model.suppositions]).toEqual(["harbour", [], [], []]);
});

test("what is included includes in turn; each file is read once", () => {
  const files = read('include "../neighbour/actors.md"\ninclude "../neighbour/more.md"', {
    "neighbour/actors.md": block('include "more.md"\nactor Northshore'),
    "neighbour/more.md": block('include "../third/deep/words.md"\nactor Southshore'),
    "third/case.md": "",
    "third/deep/words.md": block("actor Island"),
  });
  expect(paths(files)).toEqual(["../neighbour/actors.md", "../neighbour/more.md", "../third/deep/words.md", "case.md"]);
  expect(told(files)).toEqual([]);
});

describe("circles end, and are told", () => {
  test("a page that includes itself, or its own case's page", () => {
    expect(told(read('include "case.md"'))).toEqual(["SV119 case.md:3"]);
    expect(told(read('include "../harbour/case.md"'))).toEqual(["SV119 case.md:3"]);
    expect(told(read('include "other.md"', { "harbour/other.md": block("actor Southshore") }))).toEqual([]);
  });

  test("a page whose own case includes this one", () => {
    const files = read(USING, { "neighbour/actors.md": block('actor Northshore\ninclude "../harbour/case.md"') });
    expect(paths(files)).toEqual(["../neighbour/actors.md", "case.md"]);
    const { diagnostics } = check(files.documents, knownOf(files));
    expect(diagnostics.map(({ message }) => message)).toEqual([
      "This line closes a circle: ../neighbour/actors.md, then case.md, then ../neighbour/actors.md. Each of the files is read once.",
    ]);
  });

  test("pages of the neighbours among themselves", () => {
    const files = read('include "../neighbour/actors.md"', {
      "neighbour/actors.md": block('include "../third/words.md"'),
      "third/case.md": "",
      "third/words.md": block('include "../neighbour/actors.md"'),
    });
    expect(told(files)).toEqual(["SV119 ../third/words.md:2"]);
  });

  test("a chain of a thousand pages is followed as far as the bound, at once", () => {
    const chain = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [`neighbour/p${i}.md`, block(`include "p${i + 1}.md"`)]),
    );
    const files = read('include "../neighbour/p0.md"', chain);
    expect(brief(files.issues)).toEqual(["SD113 ../neighbour/p500.md"]);
    expect(files.documents).toHaveLength(501);
  });
});

describe("nothing else is read", () => {
  test("a page that is not there is told where it is included", () => {
    const files = read('include "../neighbour/actor.md"\ninclude "../nobody/actors.md"');
    expect(files.issues).toEqual([]);
    expect(told(files)).toEqual(["SV117 case.md:3", "SV117 case.md:4"]);
  });

  test.each<[string, string]>([
    ["/etc/passwd.md", "SV118"],
    ["../../elsewhere/actors.md", "SV118"],
    ["../neighbour/../../elsewhere/actors.md", "SV118"],
    ["../loose.md", "SV118"],
    ["..", "SV118"],
    ["../neighbour", "SV118"],
    ["..\\\\neighbour\\\\actors.md", "SV118"],
    ["C:/x/actors.md", "SV118"],
    ["file:///etc/passwd.md", "SV117"],
    ["https://example.org/actors.md", "SV117"],
    ["../neighbour/%2e%2e/%2e%2e/x.md", "SV117"],
  ])("not %s", (path, code) => {
    const files = read(`include "${path}"`, { "loose.md": block("actor Loose") });
    expect(paths(files)).toEqual(["case.md"]);
    expect(files.issues).toEqual([]);
    expect(told(files)).toEqual([`${code} case.md:3`]);
  });

  test.each<[string, string]>([
    ["../.hidden/notes.md", "what is hidden is not read"],
    ["../neighbour/.git/notes.md", "what is hidden is not read"],
    ["../neighbour/sources.csv", "only pages, whose names end in .md, lend their words"],
    ["../diary/monday.md", "the folder diary is no case: it has no case.md"],
  ])("not %s: %s", (path, why) => {
    const files = read(`include "${path}"`, {
      ".hidden/notes.md": block("actor Hidden"),
      ".hidden/case.md": "",
      "neighbour/.git/notes.md": block("actor Hidden"),
      "neighbour/sources.csv": "id\nS1\n",
      "diary/monday.md": block("actor Diarist"),
    });
    expect(paths(files)).toEqual(["case.md"]);
    expect(brief(files.issues)).toEqual([`SD113 ${path}`]);
    expect(files.issues[0]?.message).toContain(why);
    // And the names are told as not known.
    expect(told(files)).toEqual(["SV117 case.md:3"]);
  });

  test("no link that leaves: of a page, of a folder in the case, of the case itself", () => {
    const home = house({
      ...NEIGHBOUR,
      "harbour/case.md": block(
        'case harbour\ninclude "../neighbour/out.md"\ninclude "../neighbour/deep/secret.md"\ninclude "../linked/secret.md"\ninclude "../neighbour/in.md"',
      ),
      "private/secret.md": block("actor Secret"),
      "private/case.md": "",
    });
    symlinkSync(join(home, "private", "secret.md"), join(home, "neighbour", "out.md"));
    symlinkSync(join(home, "private"), join(home, "neighbour", "deep"));
    symlinkSync(join(home, "private"), join(home, "linked"));
    symlinkSync("actors.md", join(home, "neighbour", "in.md"));
    const files = readFiles(join(home, "harbour"));
    expect(paths(files)).toEqual(["../neighbour/in.md", "case.md"]);
    expect(brief(files.issues)).toEqual([
      "SD113 ../linked/secret.md",
      "SD113 ../neighbour/deep/secret.md",
      "SD113 ../neighbour/out.md",
    ]);
    expect(JSON.stringify([files.documents, files.issues])).not.toContain("Secret");
  });

  test("beside the folder that a link to the case leads to, not beside the link", () => {
    const home = house({
      ...NEIGHBOUR,
      "harbour/case.md": block(`case harbour\n${USING}`),
      "elsewhere/neighbour/case.md": "",
      "elsewhere/neighbour/actors.md": block("actor Impostor"),
    });
    symlinkSync(join(home, "harbour"), join(home, "elsewhere", "link"));
    const files = readFiles(join(home, "elsewhere", "link"));
    expect(files.documents[0]?.text).toContain("Northshore");
    expect(files.folder).toBe("harbour");
    expect(told(files)).toEqual([]);
  });

  test("a page in another encoding, or a folder under a page's name, is told", () => {
    const files = read('include "../neighbour/old.md"\ninclude "../neighbour/folder.md"', {
      "neighbour/folder.md/x": "",
      "neighbour/old.md": "\u0000",
    });
    expect(brief(files.issues)).toEqual(["SD106 ../neighbour/folder.md", "SD109 ../neighbour/old.md:1"]);
  });
});
