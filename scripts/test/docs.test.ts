/**
 * Runs every example of the docs. `UPDATE=1 npx vitest run scripts/test/docs.test.ts` writes what is printed now into the
 * pages; read the difference before you commit it.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, normalize, relative } from "node:path";
import { check } from "@servanda/language";
import { afterAll, describe, expect, it } from "vitest";
import { anchorsOf, commandsOf, fencesOf, fits, linksOf, onlyBlocks, pathsOf, refreshed } from "../examples.ts";

const root = join(import.meta.dirname, "..", "..");
const launcher = join(root, "packages", "app", "bin", "servanda.js");
const isUpdate = process.env["UPDATE"] === "1";
const docs = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
const pages = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  ...docs.map((name) => `docs/${name}`).sort(),
  "cases/CONTRIBUTING.md",
  "cases/south-caucasus/README.md",
].filter((path) => existsSync(join(root, path)));

/** What is told of a text, a line a message. */
function faultsOf(path: string, text: string, severities: readonly string[]): { line: number; said: string }[] {
  return check([{ path, text }])
    .diagnostics.filter((each) => severities.includes(each.severity))
    .map((each) => ({
      line: each.span.line,
      said: `${each.code} ${each.message}${each.repair === null ? "" : ` ${each.repair}`}`,
    }));
}

describe.each(pages)("%s", (path) => {
  const text = readFileSync(join(root, path), "utf8");
  const fences = fencesOf(text);
  const edits: { after: number; count: number; lines: readonly string[] }[] = [];

  afterAll(() => {
    if (edits.length === 0) return;
    const lines = text.split("\n");
    for (const edit of edits.sort((a, b) => b.after - a.after)) lines.splice(edit.after, edit.count, ...edit.lines);
    writeFileSync(join(root, path), lines.join("\n"));
  });

  const examples = fences.filter((fence) => fence.info[0] === "servanda");
  if (examples.length > 0) {
    it("holds examples that check", () => {
      const whole = onlyBlocks(text, (fence) => fence.info.length === 1);
      expect(faultsOf(path, whole, ["error"])).toEqual([]);
    });
  }

  for (const fence of examples.filter((each) => each.info[1] === "fails")) {
    it(`says what is wrong with the example at line ${fence.line}`, () => {
      const { line } = fence;
      const one = onlyBlocks(text, (other) => other.info.length === 1 || other.line === line);
      const end = line + fence.lines.length + 1;
      const said = faultsOf(path, one, ["error", "warning"])
        .filter((each) => each.line > line && each.line < end)
        .map((each) => each.said);
      const shown = fences.find((other) => other.line > end);
      expect(said).not.toEqual([]);
      if (isUpdate && shown !== undefined) edits.push({ after: shown.line, count: shown.lines.length, lines: said });
      else expect(said).toEqual(shown?.lines);
    });
  }

  it("says why where an example is not run", () => {
    for (const fence of fences.filter((each) => each.info[1] === "not-run")) {
      expect(fence.above, `above line ${fence.line}`).toMatch(/\p{L}.*[.:;,]$/u);
    }
    const unknown = examples.filter(
      (fence) => fence.info.length > 1 && !["fails", "not-run"].includes(fence.info[1] ?? ""),
    );
    expect(unknown.map((fence) => `line ${fence.line}: ${fence.info.join(" ")}`)).toEqual([]);
  });

  const consoles = fences.filter((fence) => fence.info[0] === "console" && fence.info[1] !== "not-run");
  if (consoles.length > 0) {
    // A command on a large case takes some seconds, and many times that where all tests run at once.
    const timeout = 60_000 + 20_000 * consoles.length;
    it(
      "shows what its commands print",
      () => {
        // The commands of a page run one after the other in one folder, with the cases in it and nothing of the checkout.
        const scratch = mkdtempSync(join(tmpdir(), "servanda-docs-"));
        cpSync(join(root, "cases"), join(scratch, "cases"), { recursive: true });
        let state: State = { folder: scratch, status: 0 };
        try {
          for (const command of consoles.flatMap(commandsOf)) {
            const at = `${path}:${command.line} ${command.text}`;
            const { printed, ...next } = perform(command.words, state, at);
            state = next;
            if (printed === null || fits(command.output, printed.split("\n"))) continue;
            const { line, output } = command;
            if (isUpdate)
              edits.push({ after: line, count: output.length, lines: refreshed(output, printed.split("\n")) });
            else expect(printed, at).toBe(`${output.join("\n").trimEnd()}\n`);
          }
        } finally {
          rmSync(scratch, { recursive: true, force: true });
        }
      },
      timeout,
    );
  }

  it("points to pages, headings and files that exist", () => {
    const missing: string[] = [];
    for (const { target, line } of linksOf(text)) {
      const [file = "", anchor] = target.split("#");
      const to = file === "" ? path : normalize(join(dirname(path), decodeURI(file))).replaceAll("\\", "/");
      const full = join(root, to);
      if (to.startsWith("..") || !existsSync(full)) missing.push(`line ${line}: ${target}`);
      else if (anchor !== undefined && to.endsWith(".md") && !anchorsOf(readFileSync(full, "utf8")).has(anchor)) {
        missing.push(`line ${line}: no heading #${anchor} in ${to}`);
      }
    }
    for (const { path: named, line } of pathsOf(text)) {
      if (!existsSync(join(root, named))) missing.push(`line ${line}: ${named}`);
    }
    expect(missing).toEqual([]);
  });
});

describe("ARCHITECTURE.md", () => {
  const text = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
  it.each(readdirSync(join(root, "packages")))("says what each file of packages/%s is for, and of no other", (name) => {
    const section = text.split(`\n### packages/${name}\n`)[1]?.split("\n## ")[0]?.split("\n### ")[0] ?? "";
    const named = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? "");
    const files = readdirSync(join(root, "packages", name, "src"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(join(root, "packages", name, "src"), join(entry.parentPath, entry.name)))
      .map((file) => file.replaceAll("\\", "/"));
    expect(named.sort()).toEqual(files.sort());
  });
});

describe("the layers in README.md", () => {
  const rows = readFileSync(join(root, "README.md"), "utf8").matchAll(
    /^\| (?<layer>S\d+) \| [^|]+ \| `(?<command>[^`]+)` \| (?<said>[^|]+) \|$/gmu,
  );
  const layers = [...rows].map(({ groups }) => groups as { layer: string; command: string; said: string });
  it("are twelve", () => {
    expect(layers.map(({ layer }) => layer)).toEqual(Array.from({ length: 12 }, (_, i) => `S${i + 1}`));
  });
  it.each(layers)("$layer prints what stands beside it", ({ command, said }) => {
    const words = command.split(" ").map((word) => (word === "C" ? "cases/south-caucasus" : word));
    const { printed } = perform(["servanda", ...words], { folder: root, status: 0 }, command);
    const flowing = (printed ?? "").replace(/\s+/gu, " ");
    for (const part of said.split("; ")) expect(flowing).toContain(part);
  });
});

interface State {
  readonly folder: string;
  readonly status: number | null;
}

/** Carries out one command of a page; `printed` is null where it is only shown. */
function perform(words: readonly string[], state: State, at: string): State & { readonly printed: string | null } {
  const [program, ...rest] = words[0] === "npx" ? words.slice(1) : words;
  expect(
    words.filter((word) => /^[|<>;&]/.test(word)),
    `${at}: no pipes in an example that is run`,
  ).toEqual([]);
  switch (program) {
    case "servanda": {
      const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...rest], {
        cwd: state.folder,
        encoding: "utf8",
        env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, COLUMNS: undefined, LC_ALL: "C.UTF-8" },
      });
      return { ...state, status, printed: stdout + stderr };
    }
    case "cat":
      return { ...state, printed: rest.map((name) => readFileSync(join(state.folder, name), "utf8")).join("") };
    case "echo":
      expect(rest, at).toEqual(["$?"]);
      return { ...state, printed: `${state.status}\n` };
    case "cd":
      return { ...state, folder: join(state.folder, rest[0] ?? ""), printed: null };
    default:
      // What sets up or checks the whole house is too much to run inside one of its tests.
      expect(["npm", "git"], `${at}: only servanda, cat, cd, echo $?, npm and git may stand in an example`).toContain(
        program,
      );
      return { ...state, printed: null };
  }
}
