/** The language server as the workbench runs it: in a worker, told by messages, without files and without Node. */
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterEach, expect, test } from "vitest";

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly uri: string; readonly diagnostics: readonly { readonly code: string }[] };
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** A page that speaks to its worker. */
class Page {
  readonly worker: Worker = new Worker(join(import.meta.dirname, "worker.mjs"), {
    execArgv: ["--conditions=source"],
  });
  readonly heard: Message[] = [];
  private waiting: { readonly wanted: (message: Message) => boolean; readonly got: (message: Message) => void }[] = [];
  private count = 0;
  private readonly failed: Promise<never>;

  constructor() {
    this.worker.on("message", (message: Message) => {
      this.heard.push(message);
      for (const { wanted, got } of this.waiting) if (wanted(message)) got(message);
    });
    this.failed = new Promise((_, reject) => this.worker.on("error", reject));
    this.failed.catch(() => {});
  }

  private wait(wanted: (message: Message) => boolean): Promise<Message> {
    const message = new Promise<Message>((got) => this.waiting.push({ wanted, got }));
    return Promise.race([message, this.failed]);
  }

  tell(method: string, params: unknown): void {
    this.worker.postMessage({ jsonrpc: "2.0", method, params }, []);
  }

  async ask(method: string, params: unknown): Promise<Message> {
    this.count += 1;
    const id = this.count;
    const answer = this.wait((message) => message.id === id);
    this.worker.postMessage({ jsonrpc: "2.0", id, method, params }, []);
    return answer;
  }

  faults(uri: string): Promise<Message> {
    return this.wait((message) => message.method === "textDocument/publishDiagnostics" && message.params?.uri === uri);
  }
}

let page: Page | null = null;
afterEach(async () => {
  await page?.worker.terminate();
  page = null;
});

const FOLDER = "servanda:/cases/harbour";
const PAGES = [
  { path: "case.md", text: "```servanda\ncase harbour\n```\n" },
  { path: "who are/actors.md", text: '```servanda\nactor Northshore "Nordküste"\nterm passage on route\n```\n' },
];

test("it runs without Node, knows the pages that it was told, and serves the page that is edited", async () => {
  page = new Page();
  const { result } = await page.ask("initialize", { processId: null, rootUri: null, capabilities: {} });
  expect(result).toHaveProperty("capabilities.hoverProvider", true);
  page.tell("initialized", {});
  page.tell("servanda/case", { folder: FOLDER, pages: PAGES, sources: ["S1"], names: ["Northshore"] });
  const uri = `${FOLDER}/accord.md`;
  const text = "Prose.\n\n```servanda\ngroup friends\n  members Northshore, Nortshore\n```\n";
  const told = page.faults(uri);
  page.tell("textDocument/didOpen", { textDocument: { uri, languageId: "markdown", version: 1, text } });
  expect((await told).params?.diagnostics.map(({ code }) => code)).toEqual(["SV202"]);

  const position = { line: 4, character: 12 };
  const textDocument = { uri };
  const definition = await page.ask("textDocument/definition", { textDocument, position });
  expect(definition.result).toMatchObject([{ uri: `${FOLDER}/who%20are/actors.md` }]);
  const said = await page.ask("textDocument/hover", { textDocument, position });
  expect(JSON.stringify(said.result)).toContain("**Nordküste**");
  const completion = await page.ask("textDocument/completion", { textDocument, position });
  expect(JSON.stringify(completion.result)).toContain('"label":"Northshore"');
  const renamed = await page.ask("textDocument/rename", { textDocument, position, newName: "Westshore" });
  expect(renamed.error?.message).toContain("The tables of the case use");

  // The page learns of a new name, and tells the case anew.
  const again = page.faults(uri);
  const more = { path: "more.md", text: "```servanda\nactor Nortshore\n```\n" };
  page.tell("servanda/case", { folder: FOLDER, pages: [...PAGES, more], sources: ["S1"] });
  expect((await again).params?.diagnostics).toEqual([]);
});
