// Set-up that a checkout does for itself, on any Node from 18 on: installs the locked packages when they are missing or
// stale, and finds the Node that came with them.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
const modules = join(root, "node_modules");
const log = join(modules, ".cache", "servanda-setup.log");

/**
 * Installs what the lock file asks for, unless it is there. Without `dev`, only what running Servanda needs, but
 * never removes development packages that are already installed. Ends the process with 2 if npm fails.
 */
export async function setUp({ dev }) {
  const wanted = packagesOf(join(root, "package-lock.json"));
  const installed = packagesOf(join(modules, ".package-lock.json"));
  const hasDev = Object.values(installed).some((entry) => entry.dev);
  if (isCurrent(wanted, installed, dev || hasDev)) return;
  const size = dev || hasDev ? "packages, Node 24 and tools: about 350 MB" : "packages and Node 24: about 200 MB";
  const isFirst = Object.keys(installed).length === 0;
  const why = isFirst
    ? "first run here"
    : dev && !hasDev
      ? "more is needed than a demo has"
      : "the lock file has changed";
  await install(dev || hasDev ? ["--include=dev"] : ["--omit=dev"], `Setting up (${why}; ${size})`);
}

/** The Node to run everything with: the one that npm installed, else this one. */
export function newNode() {
  const file = process.platform === "win32" ? "node.exe" : "node";
  const system = process.platform === "win32" ? "win" : process.platform;
  const names = [`node-${system}-${process.arch}`, `node-bin-${system}-${process.arch}`];
  const found = names.map((name) => join(modules, name, "bin", file)).find((path) => existsSync(path));
  return found ?? process.execPath;
}

/**
 * Runs a command in the checkout, the project's own commands first in the path; resolves to its exit code and all it
 * printed. `echo` lets the output through as it comes; without it, the output is plain text. `env` is set besides.
 */
export function run(
  command,
  parameters,
  { echo = false, path = [join(modules, ".bin"), ...folders()], env = {} } = {},
) {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, {
      cwd: root,
      env: {
        ...process.env,
        PATH: path.join(delimiter),
        ...(echo ? {} : { NO_COLOR: "1", FORCE_COLOR: undefined }),
        ...env,
      },
      stdio: echo ? "inherit" : ["ignore", "pipe", "pipe"],
    });
    const chunks = [];
    child.stdout?.on("data", (chunk) => chunks.push(chunk));
    child.stderr?.on("data", (chunk) => chunks.push(chunk));
    child.on("error", (error) => resolve({ code: 127, output: `${command} does not start: ${error.message}\n` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString("utf8") }));
  });
}

function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages ?? {};
  } catch {
    return {};
  }
}

/** Whether every locked package that this platform and purpose need is installed as locked. */
function isCurrent(wanted, installed, dev) {
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "" || !path.startsWith("node_modules/")) return true;
    if (entry.dev && !dev) return true;
    if (!isForThisPlatform(entry)) return true;
    const there = installed[path];
    // Optional packages that could not be had here are no reason to try again on every run.
    if (!there) return entry.optional === true && !isNode(path);
    if (there.version !== entry.version || there.integrity !== entry.integrity) return false;
    return existsSync(join(root, path, "package.json"));
  });
}

function isNode(path) {
  return /^node_modules\/node-(bin-)?\w+-\w+$/.test(path);
}

function isForThisPlatform(entry) {
  const fits = (list, value) => {
    if (list === undefined) return true;
    const all = [list].flat();
    return all.includes(value) || (all.some((each) => each.startsWith("!")) && !all.includes(`!${value}`));
  };
  return fits(entry.os, process.platform) && fits(entry.cpu, process.arch);
}

async function install(flags, title) {
  const start = Date.now();
  const seconds = () => Math.round((Date.now() - start) / 1000);
  const isTerminal = process.stdout.isTTY;
  process.stdout.write(`${title} … ${isTerminal ? "" : "\n"}`);
  const ticker = isTerminal
    ? setInterval(() => process.stdout.write(`\r${title} … ${seconds()} s `), 1000)
    : setInterval(() => process.stdout.write(`… ${seconds()} s\n`), 10_000);
  // Whoever stops it has half a set of packages, with which no command runs.
  const stopped = () => {
    console.error("\nSet-up was stopped before it was whole. Run the same command again: it begins anew.");
    process.exit(2);
  };
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, stopped);
  const [command, ...first] = npmCommand();
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-progress"];
  const { code, output } = await run(command, [...first, "ci", ...flags, ...quiet], {
    path: folders().filter((folder) => !folder.startsWith(modules)),
  });
  clearInterval(ticker);
  for (const signal of ["SIGINT", "SIGTERM"]) process.off(signal, stopped);
  if (code !== 0) {
    process.stdout.write(`\n${output}\n`);
    console.error("Set-up failed: npm could not install the packages; its own words are above.");
    console.error("Check that the npm registry can be reached and that the disk has 400 MB free, then run it again.");
    process.exit(2);
  }
  mkdirSync(join(modules, ".cache"), { recursive: true });
  writeFileSync(log, output);
  process.stdout.write(`${isTerminal ? `\r${title} … ` : ""}done in ${seconds()} s\n`);
}

/** The npm that runs us, with the Node that runs it; not the Node in `node_modules`, which `npm ci` replaces. */
function npmCommand() {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  if (npm && node && npm.endsWith("npm-cli.js") && !node.startsWith(modules + sep)) return [node, npm];
  return [process.platform === "win32" ? "npm.cmd" : "npm"];
}

function folders() {
  return (process.env.PATH ?? "").split(delimiter);
}
