// `npm test`: sets up what is missing, then runs every check there is. The last line is always `N passed, N failed`,
// with `, N skipped` where something was skipped. `npm test -- WORD …` hands the words to vitest and runs only it.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newNode, root, run, setUp } from "./setup.mjs";

const words = process.argv.slice(2);
const count = { passed: 0, failed: 0, skipped: 0 };

await setUp({ dev: true });

const STAGES = [
  ["format", "the files are formatted (`npx oxfmt` mends it)", tool("oxfmt"), "--check", "."],
  ["lint", "no rule of .oxlintrc.json is broken", tool("oxlint")],
  ["types", "the types fit, package by package", tool("typescript", "tsc"), "-b"],
  ["layers", "no package imports what it may not", "scripts/check-layers.ts"],
  ["unused", "no file, export or dependency is unused", tool("knip"), "--no-progress"],
];

for (const [name, claim, ...command] of words.length > 0 ? [] : STAGES) await stage(name, claim, command);
await tests();

console.log(`${count.passed} passed, ${count.failed} failed${count.skipped > 0 ? `, ${count.skipped} skipped` : ""}`);
process.exitCode = count.failed > 0 ? 1 : 0;

async function stage(name, claim, command) {
  const start = Date.now();
  const { code, output } = await run(newNode(), command);
  count[code === 0 ? "passed" : "failed"] += 1;
  report(name, code === 0, claim, start);
  const worthSaying =
    code === 0 ? output.split("\n").filter((line) => line.startsWith("warning: ")) : [output.trimEnd()];
  for (const line of worthSaying) console.log(line);
}

async function tests() {
  const start = Date.now();
  const folder = mkdtempSync(join(tmpdir(), "servanda-test-"));
  const file = join(folder, "results.json");
  const options = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`, ...words];
  const { code, output } = await run(newNode(), [tool("vitest"), ...options]);
  const before = count.failed;
  const results = readResults(file);
  count.passed += results.numPassedTests;
  count.failed += results.numFailedTests;
  count.skipped += results.numPendingTests + results.numTodoTests;
  // A file that fails to load has no test in it that could fail, and an error outside every test belongs to none.
  count.failed += results.testResults.filter(
    (each) => each.status === "failed" && each.assertionResults.length === 0,
  ).length;
  if (code !== 0 && count.failed === before) count.failed += 1;
  report("tests", code === 0, "units, properties, text cases, and every example in the docs", start);
  if (code !== 0) console.log(output.trimEnd());
  else for (const [line] of output.matchAll(/(?:fuzz|agreement): .*/gu)) console.log(line);
  rmSync(folder, { recursive: true, force: true });
}

function report(name, good, claim, start) {
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  console.log(`${good ? "ok    " : "FAILED"}  ${name.padEnd(7)} ${seconds.padStart(5)} s  ${claim}`);
}

function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
  }
}

/** The script behind a command of an installed package. */
function tool(name, command = name) {
  const home = join(root, "node_modules", name);
  const { bin } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  return join(home, typeof bin === "string" ? bin : bin[command]);
}
