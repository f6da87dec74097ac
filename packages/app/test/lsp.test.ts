/** The language server as an editor meets it: a child process, and the protocol over its pipes. */
import { type ChildProcessWithoutNullStreams, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import {
  type CodeAction,
  type CompletionList,
  createMessageConnection,
  type Diagnostic,
  type DocumentSymbol,
  type Hover,
  type InitializeResult,
  type Location,
  type MessageConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
  type WorkspaceEdit,
  type WorkspaceSymbol,
} from "vscode-languageserver/node";
import { format } from "@servanda/language";
import { TextDocument } from "vscode-languageserver-textdocument";
import { folderWith, HARBOUR, root, sweep } from "./command.ts";

const LAUNCHER = join(root, "packages", "app", "bin", "servanda.js");

class Editor {
  readonly child: ChildProcessWithoutNullStreams;
  readonly wire: MessageConnection;
  readonly published: PublishDiagnosticsParams[] = [];
  readonly folder: string;
  errors = "";
  private waiting: (() => void)[] = [];

  constructor(folder: string) {
    this.folder = folder;
    this.child = spawn(process.execPath, [LAUNCHER, "lsp", "--stdio"], { stdio: "pipe" });
    this.child.stderr.on("data", (data: Buffer) => (this.errors += data.toString()));
    this.wire = createMessageConnection(
      new StreamMessageReader(this.child.stdout),
      new StreamMessageWriter(this.child.stdin),
    );
    this.wire.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
      this.published.push(params);
      for (const wake of this.waiting.splice(0)) wake();
    });
    this.wire.listen();
  }

  async start(initializationOptions: unknown = {}): Promise<InitializeResult> {
    const result = await this.wire.sendRequest<InitializeResult>("initialize", {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: [{ uri: pathToFileURL(this.folder).href, name: "case" }],
      capabilities: { workspace: { workspaceFolders: true } },
      initializationOptions,
    });
    await this.wire.sendNotification("initialized", {});
    return result;
  }

  uri(path: string): string {
    return pathToFileURL(join(this.folder, path)).href;
  }

  text(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  async open(path: string, text: string = this.text(path)): Promise<void> {
    const textDocument = { uri: this.uri(path), languageId: "markdown", version: 1, text };
    await this.wire.sendNotification("textDocument/didOpen", { textDocument });
  }

  /** Puts text in at a place, as an editor that sends changes only. */
  async type(path: string, version: number, line: number, character: number, text: string, over = 0): Promise<void> {
    const range = { start: { line, character }, end: { line, character: character + over } };
    await this.wire.sendNotification("textDocument/didChange", {
      textDocument: { uri: this.uri(path), version },
      contentChanges: [{ range, text }],
    });
  }

  /** What was last told about a page, once it is about this version of it. */
  async faults(path: string, version: number): Promise<readonly Diagnostic[]> {
    for (;;) {
      const last = this.published.findLast((each) => each.uri === this.uri(path));
      if (last?.version === version) return last.diagnostics;
      await new Promise<void>((wake) => this.waiting.push(wake));
    }
  }

  /** What is told about a file, once it is so. */
  async told(path: string, so: (all: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]> {
    for (;;) {
      const last = this.published.findLast((each) => each.uri === this.uri(path));
      if (last !== undefined && so(last.diagnostics)) return last.diagnostics;
      await new Promise<void>((wake) => this.waiting.push(wake));
    }
  }

  at(path: string, piece: string): { textDocument: { uri: string }; position: { line: number; character: number } } {
    const text = this.text(path);
    const at = text.indexOf(piece.replace("|", ""));
    if (at < 0) throw new Error(`${piece} is not in ${path}.`);
    const before = text.slice(0, at + piece.indexOf("|")).split("\n");
    const position = { line: before.length - 1, character: (before.at(-1) ?? "").length };
    return { textDocument: { uri: this.uri(path) }, position };
  }

  ask<T>(method: string, path: string, piece: string, more: object = {}): Promise<T> {
    return this.wire.sendRequest<T>(`textDocument/${method}`, { ...this.at(path, piece), ...more });
  }

  async stop(): Promise<number | null> {
    if (this.child.exitCode !== null) return this.child.exitCode;
    const gone = once(this.child, "exit");
    await this.wire.sendRequest("shutdown");
    await this.wire.sendNotification("exit");
    await gone;
    return this.child.exitCode;
  }
}

const editors: Editor[] = [];

function harbour(): Editor {
  const folder = folderWith({});
  cpSync(HARBOUR, folder, { recursive: true });
  const editor = new Editor(folder);
  editors.push(editor);
  return editor;
}

afterEach(async () => {
  for (const editor of editors.splice(0)) {
    if (editor.errors !== "") throw new Error(`It wrote on standard error: ${editor.errors}`);
    await editor.stop();
    editor.wire.dispose();
  }
  sweep();
});

const ACCORD = "instruments/accord.md";

describe("servanda lsp", () => {
  test("says what it can do, keeps to the protocol, and ends with 0 after a goodbye", async () => {
    const editor = harbour();
    const { capabilities, serverInfo } = await editor.start();
    expect(serverInfo?.name).toBe("servanda");
    expect(capabilities).toMatchObject({
      positionEncoding: "utf-16",
      textDocumentSync: { openClose: true, change: 2 },
      hoverProvider: true,
      renameProvider: { prepareProvider: true },
      codeActionProvider: { codeActionKinds: ["quickfix"] },
    });
    expect(await editor.stop()).toBe(0);
  });

  test("writes nothing but messages on standard output, from the first byte on", async () => {
    const child = spawn(process.execPath, [LAUNCHER, "lsp", "--stdio", `--clientProcessId=${process.pid}`], {
      stdio: "pipe",
    });
    const body = JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "initialize",
      params: { processId: null, rootUri: null, capabilities: {} },
    });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    const [first] = (await once(child.stdout, "data")) as [Buffer];
    expect(first.toString()).toMatch(/^Content-Length: \d+\r\n/u);
    // An editor that hangs up without a goodbye leaves no process behind.
    child.stdin.end();
    const [code] = (await once(child, "exit")) as [number];
    expect(code).toBe(1);
  });

  test("knows the names of pages that are not open, and tells faults where they stand", async () => {
    const editor = harbour();
    await editor.start();
    await editor.open(ACCORD);
    expect(await editor.faults(ACCORD, 1)).toEqual([]);
    const { position } = editor.at(ACCORD, "must keep free-passage on |channel");
    await editor.type(ACCORD, 2, position.line, position.character, "chanel", "channel".length);
    const [fault] = await editor.faults(ACCORD, 2);
    expect(fault).toMatchObject({
      code: "SV202",
      source: "servanda",
      severity: 1,
      range: { start: position, end: { line: position.line, character: position.character + 6 } },
    });
    const actions = await editor.wire.sendRequest<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri: editor.uri(ACCORD) },
      range: fault?.range,
      context: { diagnostics: [fault] },
    });
    expect(actions).toMatchObject([
      {
        title: "Write channel",
        kind: "quickfix",
        isPreferred: true,
        edit: { changes: { [editor.uri(ACCORD)]: [{ range: fault?.range, newText: "channel" }] } },
      },
    ]);
  });

  test("counts columns in UTF-16 units, and lines whatever their end", async () => {
    const editor = harbour();
    await editor.start();
    const text =
      '# 𐎠𐎡\r\n\r\n```servanda\r\nactor ahura "𐎠𐎡" / "ა", a state\r\nstate still of a thing\r\n  started by blok\r\n```\r\n';
    await editor.open("new.md", text);
    const faults = await editor.faults("new.md", 1);
    expect(faults.map(({ code, range }) => [code, range.start])).toEqual([["SV202", { line: 5, character: 13 }]]);
    // Behind two signs of two units each.
    await editor.type("new.md", 2, 3, 19, ' / "b');
    const [torn] = await editor.faults("new.md", 2);
    expect(torn?.range.start.line).toBe(3);
    await editor.type("new.md", 3, 3, 24, '"');
    expect((await editor.faults("new.md", 3)).map(({ code }) => code)).toEqual(["SV202"]);
  });

  test("an open page goes before the one on disk; a page that is closed is that of the disk again", async () => {
    const editor = harbour();
    await editor.start();
    await editor.open(ACCORD);
    await editor.faults(ACCORD, 1);
    await editor.open("actors.md", editor.text("actors.md").replace("actor channel", "actor canal"));
    await editor.faults("actors.md", 1);
    const codes = (await editor.faults(ACCORD, 1)).map(({ code }) => code);
    expect(codes).toContain("SV201");
    const before = editor.published.length;
    await editor.wire.sendNotification("textDocument/didClose", { textDocument: { uri: editor.uri("actors.md") } });
    while (editor.published.slice(before).findLast(({ uri }) => uri === editor.uri(ACCORD)) === undefined)
      await new Promise((wake) => setTimeout(wake, 20));
    expect(await editor.faults(ACCORD, 1)).toEqual([]);
  });

  test("a change on disk is seen when the editor says so", async () => {
    const editor = harbour();
    await editor.start();
    await editor.open(ACCORD);
    expect(await editor.faults(ACCORD, 1)).toEqual([]);
    writeFileSync(join(editor.folder, "sources.csv"), "id,title\nS1,One\n");
    const before = editor.published.length;
    await editor.wire.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: editor.uri("sources.csv"), type: 2 }],
    });
    while (editor.published.length === before) await new Promise((wake) => setTimeout(wake, 20));
    expect((await editor.faults(ACCORD, 1)).map(({ code }) => code)).toContain("SV205");
  });

  test("completion, hover, definition, references and symbols, across pages", async () => {
    const editor = harbour();
    await editor.start();
    await editor.open(ACCORD);
    const list = await editor.ask<CompletionList>("completion", ACCORD, "owed to South|shore");
    expect(list.items).toHaveLength(1);
    const place = editor.at(ACCORD, "owed to |Southshore").position;
    expect(list.items[0]).toMatchObject({
      label: "Southshore",
      detail: "Southshore / Südküste",
      textEdit: { newText: "Southshore", range: { start: place } },
    });
    const said = await editor.ask<Hover>("hover", ACCORD, "must keep free-|passage");
    expect(said.contents).toMatchObject({ kind: "markdown" });
    expect(JSON.stringify(said.contents)).toContain("held by Southshore, source S3, stated 2030-03-06");
    const definition = await editor.ask<Location[]>("definition", ACCORD, "free-passage on chan|nel");
    expect(definition.map(({ uri }) => uri)).toEqual([editor.uri("actors.md")]);
    const references = await editor.ask<Location[]>("references", ACCORD, "duty free-|channel", {
      context: { includeDeclaration: true },
    });
    expect(references.map(({ uri }) => uri)).toEqual([
      editor.uri("editorial.md"),
      ...Array(references.length - 4).fill(editor.uri("expected.md")),
      ...Array(3).fill(editor.uri(ACCORD)),
    ]);
    expect(references.length).toBeGreaterThan(5);
    const outline = await editor.wire.sendRequest<DocumentSymbol[]>("textDocument/documentSymbol", {
      textDocument: { uri: editor.uri(ACCORD) },
    });
    expect(outline.map(({ name }) => name).slice(0, 3)).toEqual(["accord", "free-passage", "free-channel"]);
    const symbols = await editor.wire.sendRequest<WorkspaceSymbol[]>("workspace/symbol", { query: "nordKUSTE" });
    expect(symbols).toMatchObject([{ name: "Northshore", location: { uri: editor.uri("actors.md") } }]);
  });

  test("rename across pages; refused where a table uses the name, unless the settings allow it", async () => {
    const editor = harbour();
    await editor.start();
    await editor.open(ACCORD);
    expect(await editor.ask("prepareRename", ACCORD, "term free-|passage")).toMatchObject({
      placeholder: "free-passage",
    });
    const edit = await editor.ask<WorkspaceEdit>("rename", ACCORD, "duty free-|channel", { newName: "open-road" });
    const pages = ["editorial.md", "expected.md", ACCORD].map((page) => editor.uri(page));
    expect(Object.keys(edit.changes ?? {}).sort()).toEqual(pages);
    await expect(editor.ask("rename", ACCORD, "owed to South|shore", { newName: "South" })).rejects.toThrow(
      /The tables of the case use "Southshore" too/u,
    );
    await expect(editor.ask("prepareRename", ACCORD, "  mu|st keep")).rejects.toThrow(/Nothing that has a name/u);

    const other = harbour();
    await other.start({ renameInTables: true });
    await other.open(ACCORD);
    const allowed = await other.ask<WorkspaceEdit>("rename", ACCORD, "owed to South|shore", { newName: "South" });
    expect(Object.keys(allowed.changes ?? {})).toContain(other.uri("actors.md"));
  });

  test("lays a page out as fmt does, touching no more lines than it must", async () => {
    const editor = harbour();
    await editor.start();
    const text = "# Title\r\n\r\n```servanda\r\nactor a\r\nagreement   c\r\nparties a\r\n```\r\n\r\nEnd.\r\n";
    await editor.open("new.md", text);
    const textDocument = { uri: editor.uri("new.md") };
    const options = { tabSize: 2, insertSpaces: true };
    const edits = await editor.wire.sendRequest<TextEdit[]>("textDocument/formatting", { textDocument, options });
    const page = TextDocument.create(textDocument.uri, "markdown", 1, text);
    expect(TextDocument.applyEdits(page, edits)).toBe(format({ path: "new.md", text }).text);
    expect(edits.map(({ range }) => [range.start.line, range.end.line])).toEqual([[4, 6]]);
    await editor.open("laid.md", TextDocument.applyEdits(page, edits));
    expect(
      await editor.wire.sendRequest("textDocument/formatting", {
        textDocument: { uri: editor.uri("laid.md") },
        options,
      }),
    ).toEqual([]);
  });

  test("checks once where the writer types on, not once a letter", async () => {
    const editor = harbour();
    await editor.start();
    await editor.open(ACCORD);
    await editor.faults(ACCORD, 1);
    const before = editor.published.length;
    const lines = editor.text(ACCORD).split("\n").length;
    for (let version = 2; version <= 41; version += 1) await editor.type(ACCORD, version, lines - 1, 0, "x");
    await editor.faults(ACCORD, 41);
    const told = editor.published.slice(before).filter(({ uri }) => uri === editor.uri(ACCORD));
    expect(told.length).toBeLessThanOrEqual(3);
  });

  test("a page without a case stands alone, and one that was never saved does too", async () => {
    const editor = new Editor(folderWith({ "notes.md": "```servanda\nactor a\nact b\n```\n" }));
    editors.push(editor);
    await editor.start();
    await editor.open("notes.md");
    expect((await editor.faults("notes.md", 1)).map(({ code }) => code)).toEqual(["SV105"]);
    const apart = harbour();
    await apart.start();
    await apart.open("node_modules/x/read.md", "```servanda\ngroup g\n  members Northshore\n```\n");
    expect((await apart.faults("node_modules/x/read.md", 1)).map(({ code }) => code)).toEqual(["SV201"]);
    const uri = "untitled:Untitled-1";
    const text = "```servanda\ngroup g\n  members h\n```\n";
    await editor.wire.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "markdown", version: 1, text },
    });
    const symbols = await editor.wire.sendRequest<DocumentSymbol[]>("textDocument/documentSymbol", {
      textDocument: { uri },
    });
    expect(symbols.map(({ name }) => name)).toEqual(["g"]);
    while (!editor.published.some((each) => each.uri === uri)) await new Promise((wake) => setTimeout(wake, 20));
    expect(editor.published.findLast((each) => each.uri === uri)?.diagnostics.map(({ code }) => code)).toEqual([
      "SV201",
    ]);
  });

  test("asked about what it does not know, it answers that there is nothing", async () => {
    const editor = harbour();
    await editor.start();
    for (const method of ["hover", "definition", "completion"]) {
      const textDocument = { uri: "file:///nowhere/at/all.md" };
      const position = { line: 3, character: 4 };
      expect(await editor.wire.sendRequest(`textDocument/${method}`, { textDocument, position })).toBeNull();
    }
    await editor.open(ACCORD);
    const textDocument = { uri: editor.uri(ACCORD) };
    for (const position of [
      { line: 99999, character: 0 },
      { line: 0, character: 99999 },
    ])
      expect(await editor.wire.sendRequest("textDocument/hover", { textDocument, position })).toBeNull();
  });
});

test("other commands do not load the protocol", async () => {
  const hook = `import { registerHooks } from "node:module"; registerHooks({ resolve(name, context, next) { if (name.includes("languageserver")) console.log("LOADED", name); return next(name, context); } });`;
  const run = (...args: string[]): Promise<{ stdout: string }> =>
    promisify(execFile)(process.execPath, [
      "--conditions=source",
      "--import",
      `data:text/javascript,${encodeURIComponent(hook)}`,
      join(root, "packages", "app", "src", "main.ts"),
      ...args,
    ]);
  const { stdout } = await run("test", HARBOUR);
  expect(stdout).toContain("passed, 0 failed");
  expect(stdout).not.toContain("LOADED");
});

describe("tables of the case", () => {
  const TABLE = "conduct/accounts.csv";

  test("their faults are told at the cell, and go with what is typed, saved or not", async () => {
    const editor = harbour();
    const sound = editor.text(TABLE);
    const rows = sound.trimEnd().split("\n");
    const at = rows[0]?.split(",").indexOf("actor") ?? -1;
    const broken = (rows[1] ?? "").split(",").map((cell, i) => (i === at ? "Nobody" : cell));
    writeFileSync(join(editor.folder, TABLE), [rows[0], broken.join(","), ...rows.slice(2), ""].join("\n"));
    await editor.start();
    await editor.open(ACCORD);
    const told = await editor.told(TABLE, (all) => all.length > 0);
    expect(told.map(({ code }) => code)).toEqual(["SD307"]);
    const from = broken.slice(0, at).join(",").length + 1;
    expect(told[0]?.range).toEqual({
      start: { line: 1, character: from },
      end: { line: 1, character: from + "Nobody".length },
    });
    // Open, and mended without being saved.
    await editor.open(TABLE, sound);
    expect(await editor.told(TABLE, (all) => all.length === 0)).toEqual([]);
    // The name goes out of the texts: the table that uses it is told of.
    await editor.open("actors.md", editor.text("actors.md").replace(/^actor Southshore.*$/mu, ""));
    const orphaned = await editor.told(TABLE, (all) => all.length > 0);
    expect(new Set(orphaned.map(({ code }) => code))).toEqual(new Set(["SD307"]));
  });

  test("a page that is included lends its names: found, not renamed, and told of at the line that includes it", async () => {
    const house = folderWith({
      "harbour/case.md":
        'Prose.\n\n```servanda\ncase harbour\ninclude "../neighbour/actors.md"\ngroup friends\n  members Northshore\n```\n',
      "neighbour/case.md": "",
      "neighbour/actors.md": "```servanda\nactor Northshore, a state\nzone bay\n  in baay\n```\n",
    });
    const editor = new Editor(join(house, "harbour"));
    editors.push(editor);
    await editor.start();
    await editor.open("case.md");
    const [fault] = await editor.faults("case.md", 1);
    expect(fault).toMatchObject({ code: "SV202", range: { start: { line: 4 } } });
    expect(fault?.message).toContain("../neighbour/actors.md:4: ");
    const [place] = await editor.ask<Location[]>("definition", "case.md", "members North|shore");
    expect(place?.uri).toBe(pathToFileURL(join(house, "neighbour", "actors.md")).href);
    await expect(editor.ask("rename", "case.md", "members North|shore", { newName: "Norland" })).rejects.toThrow(
      "stands in ../neighbour/actors.md too, a page of another case",
    );
    expect(editor.published.every(({ uri }) => !uri.includes("neighbour"))).toBe(true);
  });
});
