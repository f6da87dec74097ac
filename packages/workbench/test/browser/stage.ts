/** What all tests in the browser share: the workbench built, the flagship served by `servanda open` itself, and one browser. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { findBrowser } from "../../../../scripts/browser.ts";

const root = join(import.meta.dirname, "..", "..", "..", "..");

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the flagship is served, the key for writing, and where the browser listens. */
    stage: { readonly origin: string; readonly key: string; readonly browser: string };
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const launcher = join(root, "packages", "app", "bin", "servanda.js");
  const server = spawn(process.execPath, [launcher, "open", join(root, "cases", "south-caucasus"), "--no-browser"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [address, browser] = await Promise.all([
    addressOf(server.stdout),
    findBrowser().then((found) => chromium.launchServer(found)),
  ]);
  project.provide("stage", {
    origin: address.origin,
    key: address.hash.slice("#key=".length),
    browser: browser.wsEndpoint(),
  });
  return async () => {
    await browser.close();
    server.kill();
    if (server.exitCode === null && server.signalCode === null) await once(server, "close");
  };
}

/** The address that the command prints once it serves. */
async function addressOf(output: NodeJS.ReadableStream): Promise<URL> {
  let text = "";
  for await (const chunk of output) {
    text += String(chunk);
    const [address] = /http:\/\/\S+(?=\n)/u.exec(text) ?? [];
    if (address !== undefined) {
      output.resume();
      return new URL(address);
    }
  }
  throw new Error(`The workbench was not served: ${text}`);
}
