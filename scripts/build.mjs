// Builds the workbench where what is built is not of these sources: `node scripts/build.mjs`. Sets up first what that needs.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { newNode, root, run, setUp } from "./setup.mjs";

const home = join(root, "packages", "workbench");
const mark = join(home, "dist", "sources.sha256");
/** All that goes into the page, or decides what does. */
const PARTS = [
  "package-lock.json",
  "scripts/build.mjs",
  "packages/analysis/src",
  "packages/app/src",
  "packages/language/src",
  "packages/monitor/src",
  "packages/workbench/index.html",
  "packages/workbench/public",
  "packages/workbench/src",
  "packages/workbench/vite.config.ts",
];

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  if (!isBuilt()) {
    await setUp({ dev: true });
    await build();
  }
}

/** Whether what is built is of the sources as they are. */
export function isBuilt() {
  try {
    return existsSync(join(home, "dist", "index.html")) && readFileSync(mark, "utf8") === sources();
  } catch {
    return false;
  }
}

/** Ends the process with 2 if it fails. */
export async function build() {
  const start = Date.now();
  const before = sources();
  process.stdout.write("Building the workbench … ");
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  // A test runner says "test" here, and React would then be built as for development.
  const env = { NODE_ENV: "production" };
  const { code, output } = await run(newNode(), [vite, "build", "--logLevel", "warn", home], { env });
  if (code !== 0) {
    console.error(`\n${output}\nThe workbench could not be built; the builder’s own words are above.`);
    process.exit(2);
  }
  writeFileSync(mark, before);
  process.stdout.write(`done in ${((Date.now() - start) / 1000).toFixed(1)} s\n`);
}

function sources() {
  const hash = createHash("sha256");
  for (const file of PARTS.flatMap(filesOf)) {
    hash.update(`${relative(root, file).split(sep).join("/")}\n`);
    hash.update(createHash("sha256").update(readFileSync(file)).digest("hex"));
  }
  return hash.digest("hex");
}

function filesOf(part) {
  const path = join(root, part);
  if (!existsSync(path)) return [];
  if (/\.\w+$/.test(part)) return [path];
  const found = readdirSync(path, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
