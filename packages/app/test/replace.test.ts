/** Files that are replaced in one step, and what is left where that was cut short. */
import { spawnSync } from "node:child_process";
import { existsSync, lutimesSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { replace } from "../src/replace.ts";
import { folderWith, sweep } from "./command.ts";

afterAll(sweep);

const OLD = new Date("2020-01-01T00:00:00Z");
const OURS = pathToFileURL(join(import.meta.dirname, "..", "src", "replace.ts")).href;

/** A saving that is killed when all is written but the last step. */
function killed(file: string): void {
  const program = `
    import fs from "node:fs";
    import { syncBuiltinESMExports } from "node:module";
    fs.renameSync = () => process.kill(process.pid, "SIGKILL");
    syncBuiltinESMExports();
    const { replace } = await import(${JSON.stringify(OURS)});
    replace(${JSON.stringify(file)}, Buffer.from("before"), Buffer.from("half"));
  `;
  const { signal } = spawnSync(process.execPath, ["--input-type=module", "--eval", program]);
  expect(signal).toBe("SIGKILL");
}

test("what a killed saving left is cleared away by the next one, of any page beside it, and never what may still be at work", () => {
  const folder = folderWith({ "case.md": "before", "other.md": "before" });
  const file = join(folder, "case.md");
  const beside = (): string[] => readdirSync(folder).filter((name) => name.startsWith("."));
  killed(file);
  const [left = ""] = beside();
  expect([beside().length, readFileSync(join(folder, left), "utf8"), readFileSync(file, "utf8")]).toEqual([
    1,
    "half",
    "before",
  ]);
  // Begun a moment ago: it may be of another process that is at work.
  replace(join(folder, "other.md"), Buffer.from("before"), Buffer.from("after"));
  expect(beside()).toEqual([left]);
  utimesSync(join(folder, left), OLD, OLD);
  replace(join(folder, "other.md"), Buffer.from("after"), Buffer.from("later"));
  expect(beside()).toEqual([]);
  expect([readFileSync(file, "utf8"), readFileSync(join(folder, "other.md"), "utf8")]).toEqual(["before", "later"]);
});

test("what others have put there stays, however old and whatever it is called", () => {
  const outside = folderWith({ "kept.txt": "theirs" });
  const name = ".servanda-saving-0123456789ab";
  const others = [".case.md.swp", ".case.md.0123456789ab", ".servanda-saving-", `${name}.md`, `x${name}`];
  const folder = folderWith({ "case.md": "before", ...Object.fromEntries(others.map((each) => [each, "theirs"])) });
  symlinkSync(join(outside, "kept.txt"), join(folder, name));
  mkdirSync(join(folder, ".servanda-saving-ba9876543210"));
  for (const each of others) utimesSync(join(folder, each), OLD, OLD);
  utimesSync(join(folder, ".servanda-saving-ba9876543210"), OLD, OLD);
  lutimesSync(join(folder, name), OLD, OLD);
  const before = readdirSync(folder).sort();
  replace(join(folder, "case.md"), Buffer.from("before"), Buffer.from("after"));
  expect(readdirSync(folder).sort()).toEqual(before);
  expect(existsSync(join(outside, "kept.txt"))).toBe(true);
});
