import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkTree } from "../check-layers.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "servanda-layers-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function plant(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** What the checker says of one planted file, without its path. */
function faultsOf(path: string, text: string): string[] {
  plant(path, text);
  return checkTree(root, ["Ruritania"]).map((each) => `${each.path}:${each.line} ${each.message}`);
}

describe("the walls of the house", () => {
  it("lets the table's own imports through", () => {
    plant("packages/monitor/src/finding.ts", 'import type { Model } from "@servanda/language";\n');
    plant("packages/monitor/src/plan.ts", 'import { parse } from "@servanda/language";\nimport "./finding.ts";\n');
    plant(
      "packages/data/src/case.ts",
      'import { readFileSync } from "node:fs";\nimport type { Record } from "@servanda/monitor";\n',
    );
    plant("packages/data/src/duckdb.ts", 'import { DuckDBInstance } from "@duckdb/node-api";\n');
    plant("packages/app/src/main.ts", 'import "@servanda/data";\nimport { Command } from "commander";\n');
    plant("packages/workbench/src/board.ts", 'import type { Api } from "servanda";\n');
    plant(
      "packages/monitor/src/reference.ts",
      'import type { Model } from "@servanda/language";\nimport { day } from "./referencetime.ts";\n',
    );
    plant("packages/monitor/src/referencetime.ts", 'import type { Account } from "./record.ts";\n');
    expect(checkTree(root, ["Ruritania"])).toEqual([]);
  });

  // Each form in which TypeScript can take something from another module.
  it.each([
    ["import", 'import { run } from "@servanda/monitor";'],
    ["import for its effect", 'import "@servanda/monitor";'],
    ["import of a type", 'import type { Finding } from "@servanda/monitor";'],
    ["import of a type in place", 'export type A = import("@servanda/monitor").Finding;'],
    ["re-export", 'export * from "@servanda/monitor";'],
    ["re-export by name", 'export { run } from "@servanda/monitor";'],
    ["import at run time", 'export const a = await import("@servanda/monitor");'],
    ["import at run time from a template", "export const a = await import(`@servanda/monitor`);"],
    ["require", 'export const a = require("@servanda/monitor");'],
    ["import equals", 'import a = require("@servanda/monitor");'],
  ])("finds a forbidden %s", (_form, line) => {
    expect(faultsOf("packages/language/src/model.ts", `// first line\n${line}\n`)).toEqual([
      "packages/language/src/model.ts:2 imports @servanda/monitor: language may import no other package",
    ]);
  });

  it.each([
    ["packages/language/src/a.ts", 'import "../../monitor/src/b.ts";', "which leaves the package"],
    ["packages/language/src/a.ts", 'import { readFileSync } from "node:fs";', "nothing from outside, not even Node"],
    ["packages/monitor/src/a.ts", 'import { z } from "zod";', "nothing from outside, not even Node"],
    ["packages/monitor/src/a.ts", 'import "@servanda/data";', "monitor may import only language"],
    ["packages/data/src/a.ts", 'import "servanda";', "data may import only language, types of monitor"],
    ["packages/data/src/a.ts", 'import { run } from "@servanda/monitor";', "data may import only types of monitor"],
    ["packages/data/src/a.ts", 'import "@duckdb/node-api";', "only packages/data/src/duckdb.ts may"],
    ["packages/app/src/a.ts", 'import "@servanda/workbench";', "app may import only"],
    ["packages/workbench/src/a.ts", 'import { serve } from "servanda";', "only types of app"],
    ["packages/monitor/src/reference.ts", 'import { run } from "@servanda/language";', "may use only types"],
    ["packages/monitor/src/reference.ts", 'import { OUTCOMES } from "./finding.ts";', "may use only types"],
    ["packages/monitor/src/reference.ts", 'import type { Window } from "./plan.ts";', "may use only types"],
    ["packages/monitor/src/referencetime.ts", 'import { days } from "./calendar.ts";', "may use only types"],
    ["packages/data/src/a.ts", 'import "@servanda/data";', "its own package by name"],
    ["packages/app/src/a.ts", "export const a = (name: string) => import(name);", "nobody can check which"],
    ["packages/stray/src/a.ts", "export {};", "a package that the table does not know"],
    ["packages/language/test/a.test.ts", 'import "../../monitor/src/b.ts";', "which leaves the package"],
  ])("%s may not say %s", (path, line, message) => {
    const faults = faultsOf(path, `${line}\n`);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(message);
  });

  it("is not misled by words in comments and strings", () => {
    expect(
      faultsOf("packages/language/src/a.ts", '// import "@servanda/app"\nexport const a = \'import "servanda"\';\n'),
    ).toEqual([]);
  });

  it.each(["utils.ts", "common/a.ts", "shared.test.ts", "helpers.ts", "types.ts"])("refuses the name %s", (name) => {
    const faults = faultsOf(`packages/language/src/${name}`, "export {};\n");
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain("which says nothing");
  });

  it("refuses an actor's name in a package, in code and comment, but not in its tests or inside a word", () => {
    plant("packages/monitor/test/a.test.ts", 'export const a = "Ruritania";\n');
    const faults = faultsOf("packages/monitor/src/a.ts", "// RURITANIA\n// Ruritaniasque\nexport {};\n");
    expect(faults).toEqual([
      "packages/monitor/src/a.ts:1 names RURITANIA: no package names an actor, a norm or a case",
    ]);
  });

  it("warns of a long file, and does not fail on it", () => {
    plant("packages/language/src/a.ts", "export {};\n".repeat(701));
    expect(checkTree(root, []).map((each) => [each.line, each.warning])).toEqual([[0, true]]);
  });

  it("ends with 1 on a fault and says where", () => {
    plant("packages/language/src/a.ts", 'import "@servanda/app";\n');
    const script = join(import.meta.dirname, "..", "check-layers.ts");
    const { status, stdout } = spawnSync(process.execPath, [script, root], { encoding: "utf8" });
    expect(stdout).toBe("packages/language/src/a.ts:1 imports @servanda/app: language may import no other package\n");
    expect(status).toBe(1);
  });
});
