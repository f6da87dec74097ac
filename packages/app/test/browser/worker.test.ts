/** The language server in the worker of a real browser, built as the workbench builds it. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { root } from "../command.ts";

const folder = mkdtempSync(join(tmpdir(), "servanda-browser-"));
let server: Server | null = null;
let browser: Browser | null = null;
let url = "";

const CONFIG = `export default {
  root: ${JSON.stringify(folder)},
  logLevel: "error",
  resolve: { conditions: ["source", "module", "browser", "production"] },
  build: {
    lib: { entry: ${JSON.stringify(join(root, "packages/app/src/lsp/worker.ts"))}, formats: ["es"], fileName: () => "worker.js" },
    outDir: ${JSON.stringify(join(folder, "built"))},
    target: "es2024",
  },
};`;

beforeAll(async () => {
  writeFileSync(join(folder, "vite.config.mjs"), CONFIG);
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  await promisify(execFile)(process.execPath, [vite, "build", "--config", join(folder, "vite.config.mjs")], {
    cwd: folder,
  });
  const script = readFileSync(join(folder, "built", "worker.js"));
  server = createServer((request, response) => {
    const isScript = request.url === "/worker.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html; charset=utf-8");
    // Nothing from elsewhere, and no code made from text: as strict as the workbench is.
    response.setHeader("content-security-policy", "default-src 'none'; script-src 'self'; worker-src 'self'");
    response.end(isScript ? script : "<!doctype html><title>Worker</title>");
  });
  await new Promise<void>((ready) => server?.listen(0, "127.0.0.1", ready));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  browser = await chromium.connect(inject("stage").browser);
}, 240_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a page does with its worker: sends these messages one by one, each answer awaited, and returns all that it heard. */
interface Heard {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly uri: string; readonly diagnostics: readonly { readonly code: string }[] };
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

const FOLDER = "servanda:/cases/harbour";
const URI = `${FOLDER}/accord.md`;
const TEXT = "Prose.\n\n```servanda\ngroup friends\n  members Northshore, Nortshore\n```\n";

describe("in a real browser", () => {
  test("the worker checks, completes, hovers and renames, with nothing from outside", async () => {
    const page = await (browser as Browser).newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(message.text());
    });
    await page.goto(url);
    const position = { line: 4, character: 12 };
    const textDocument = { uri: URI };
    const messages = [
      { id: 1, method: "initialize", params: { processId: null, rootUri: null, capabilities: {} } },
      { method: "initialized", params: {} },
      {
        method: "servanda/case",
        params: {
          folder: FOLDER,
          pages: [
            { path: "case.md", text: "```servanda\ncase harbour\n```\n" },
            { path: "actors.md", text: '```servanda\nactor Northshore "Nordküste", a state\n```\n' },
          ],
          names: ["Southshore"],
        },
      },
      {
        method: "textDocument/didOpen",
        params: { textDocument: { uri: URI, languageId: "markdown", version: 1, text: TEXT } },
      },
      { id: 2, method: "textDocument/hover", params: { textDocument, position } },
      { id: 3, method: "textDocument/completion", params: { textDocument, position } },
      { id: 4, method: "textDocument/rename", params: { textDocument, position, newName: "Norland" } },
      { id: 5, method: "textDocument/definition", params: { textDocument, position } },
      { id: 6, method: "shutdown", params: null },
    ];
    const heard = await page.evaluate(async (sent): Promise<readonly unknown[]> => {
      // Runs in the page; its types are not among those that this package is checked with.
      const Made = (globalThis as unknown as { Worker: new (url: string, options: object) => BrowserWorker }).Worker;
      interface BrowserWorker {
        addEventListener(
          of: "message" | "error",
          hear: (event: { readonly data?: { readonly id?: number }; readonly message?: string }) => void,
        ): void;
        postMessage(message: object, transfer: readonly never[]): void;
      }
      const worker = new Made("/worker.js", { type: "module" });
      const all: unknown[] = [];
      let wake: (id: number) => void = () => {};
      worker.addEventListener("message", ({ data }) => {
        all.push(data);
        if (data?.id !== undefined) wake(data.id);
      });
      worker.addEventListener("error", ({ message }) => {
        all.push({ error: { message: message ?? "the worker failed" } });
        wake(-1);
      });
      for (const message of sent) {
        const answered = new Promise<void>((done) => {
          wake = (id) => {
            if (id === message.id || id === -1) done();
          };
        });
        worker.postMessage({ jsonrpc: "2.0", ...message }, []);
        if (message.id !== undefined) await answered;
      }
      return all;
    }, messages);
    const answers = heard as readonly Heard[];
    const answer = (id: number): unknown => {
      const found = answers.find((each) => each.id === id);
      expect(found?.error).toBeUndefined();
      return found?.result;
    };
    expect(faults).toEqual([]);
    expect(answer(1)).toHaveProperty("capabilities.renameProvider");
    expect(JSON.stringify(answer(2))).toContain("Nordküste");
    expect(JSON.stringify(answer(3))).toContain("Northshore");
    expect(Object.keys((answer(4) as { changes: object }).changes).sort()).toEqual([URI, `${FOLDER}/actors.md`].sort());
    expect(answer(5)).toMatchObject([{ uri: `${FOLDER}/actors.md` }]);
    const told = answers.findLast(
      (each) => each.method === "textDocument/publishDiagnostics" && each.params?.uri === URI,
    );
    expect(told?.params?.diagnostics.map(({ code }) => code)).toEqual(["SV202"]);
  }, 240_000);
});
