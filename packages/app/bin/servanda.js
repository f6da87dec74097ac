#!/usr/bin/env node
// Starts Servanda on a Node that can run it. Written for Node 18 on, so that an old Node gets a sentence, not a
// syntax error. In a checkout it runs `src/main.ts` as it stands; in a published package, `dist/main.js`.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import * as module from "node:module";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "..", "src", "main.ts");
const inCheckout = existsSync(source);
// Where a checkout keeps its sources compiled: it starts four times as fast.
const cache = join(here, "..", "..", "..", "node_modules", ".cache", "servanda");
const main = inCheckout ? source : join(here, "..", "dist", "main.js");

const version = process.versions.node;
// Given to the Node that this one starts; a Node that got it starts no other.
const FLAG = "--conditions=source";
const isStarted = process.execArgv.includes(FLAG);

if (runsTypeScript(version)) {
  if (!inCheckout || isStarted || takesConditions(version)) await runHere();
  else runThere(process.execPath);
} else {
  const node = isStarted ? null : findNode(here);
  if (node) runThere(node);
  else giveUp();
}

/** Node runs TypeScript without a flag from 22.18 in the 22 line, and from 23.6. */
function runsTypeScript(text) {
  const [major, minor] = text.split(".").map(Number);
  return major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}

/** Whether a hook can set conditions: 22.18 passes over them. These are the first releases seen to heed them. */
function takesConditions(text) {
  const [major, minor] = text.split(".").map(Number);
  return major > 24 || (major === 24 && minor >= 21) || (major === 22 && minor >= 23);
}

/** The Node that came by npm, in the nearest `node_modules` up the tree; null if there is none new enough. */
function findNode(from) {
  const system = process.platform === "win32" ? "win" : process.platform;
  const file = process.platform === "win32" ? "node.exe" : "node";
  for (let folder = from; ; folder = dirname(folder)) {
    for (const name of [`node-${system}-${process.arch}`, `node-bin-${system}-${process.arch}`]) {
      const home = join(folder, "node_modules", name);
      const binary = join(home, "bin", file);
      try {
        if (
          runsTypeScript(JSON.parse(readFileSync(join(home, "package.json"), "utf8")).version) &&
          existsSync(binary)
        ) {
          return binary;
        }
      } catch {
        // Not there, or not whole: look further up.
      }
    }
    if (folder === dirname(folder)) return null;
  }
}

/** In this very process: where the flag is not set, a hook does the same. */
async function runHere() {
  if (inCheckout) module.enableCompileCache(cache);
  if (inCheckout && !isStarted) {
    module.registerHooks({
      resolve: (specifier, context, next) =>
        next(specifier, { ...context, conditions: [...context.conditions, "source"] }),
    });
  }
  process.argv[1] = main;
  try {
    await import(pathToFileURL(main).href);
  } catch (error) {
    if (error && error.code === "ERR_MODULE_NOT_FOUND" && inCheckout && /Cannot find package/.test(error.message)) {
      stop("servanda: its packages are not installed here. Run `npm ci` in the checkout, then try again.");
    } else if (!existsSync(main)) {
      stop(`servanda: ${main} is missing, so this copy is not whole. Install it again.`);
    } else throw error;
  }
}

/** Runs on another Node, and is to the caller as if it were that process. */
function runThere(node) {
  const child = spawn(node, [FLAG, fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"].filter((signal) => signal in constants.signals);
  // A terminal sends Ctrl-C to both processes; passing it on again does no harm, and a supervisor signals only us.
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    stop(`servanda: the Node at ${node} does not start (${error.code || error.message}). Install Node 22.18 or newer.`);
  });
  child.on("exit", (code, signal) => {
    if (signal) {
      for (const each of signals) process.removeAllListeners(each);
      process.kill(process.pid, signal);
    } else process.exitCode = code === null ? 1 : code;
  });
}

function giveUp() {
  const repair = inCheckout ? "Run `npm ci` in the checkout, which brings one, or install" : "Install";
  stop(`servanda: needs Node 22.18 or newer, and this is Node ${version}. ${repair} a newer Node.`);
}

function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 2;
}
