/**
 * The language server in a worker, and an editor’s way to it. One for all pages of the case; a page that is not open in the
 * editor is changed through its draft, as a rename does.
 */
import { ChangeSet, type Extension, Text } from "@codemirror/state";
import { type EditorView, keymap, showDialog } from "@codemirror/view";
import {
  findReferencesKeymap,
  formatKeymap,
  hoverTooltips,
  jumpToDefinitionKeymap,
  LSPClient,
  LSPPlugin,
  serverCompletion,
  serverDiagnostics,
  Workspace,
} from "@codemirror/lsp-client";
import type { Desk } from "./desk.ts";
import type { Drafts } from "./drafts.ts";
import { plainLines } from "./lineends.ts";

/** So long after it could not be loaded the server is asked for again. In milliseconds. */
const AGAIN = 1500;
const FOLDER = "servanda:/case";

export function uriOf(path: string): string {
  return `${FOLDER}/${path.split("/").map(encodeURIComponent).join("/")}`;
}

function pathOf(uri: string): string | null {
  if (!uri.startsWith(`${FOLDER}/`)) return null;
  try {
    return decodeURIComponent(uri.slice(FOLDER.length + 1));
  } catch {
    return null;
  }
}

interface Open {
  readonly uri: string;
  readonly languageId: string;
  version: number;
  doc: Text;
  readonly view: EditorView;
  readonly getView: () => EditorView;
}

/** What the client needs of the page around it. */
export interface House {
  readonly pages: () => Desk["pages"];
  readonly drafts: Drafts;
  /** Shows another page; resolves to its editor once it is there. */
  readonly show: (path: string) => Promise<EditorView | null>;
}

class Pages extends Workspace {
  files: Open[] = [];
  private readonly house: House;
  private readonly versions = new Map<string, number>();

  constructor(client: LSPClient, house: House) {
    super(client);
    this.house = house;
  }

  syncFiles(): { file: Open; prevDoc: Text; changes: ChangeSet }[] {
    const updates: { file: Open; prevDoc: Text; changes: ChangeSet }[] = [];
    for (const file of this.files) {
      const plugin = LSPPlugin.get(file.view);
      if (!plugin) continue;
      const changes = plugin.unsyncedChanges;
      if (changes.empty) continue;
      updates.push({ file, prevDoc: file.doc, changes });
      file.doc = file.view.state.doc;
      file.version = this.next(file.uri);
      plugin.clear();
    }
    return updates;
  }

  openFile(uri: string, languageId: string, view: EditorView): void {
    this.files = this.files.filter((file) => file.uri !== uri);
    const file: Open = { uri, languageId, version: this.next(uri), doc: view.state.doc, view, getView: () => view };
    this.files.push(file);
    this.client.didOpen(file);
  }

  closeFile(uri: string, view: EditorView): void {
    if (!this.files.some((file) => file.uri === uri && file.view === view)) return;
    this.files = this.files.filter((file) => file.uri !== uri);
    this.client.didClose(uri);
  }

  override displayFile(uri: string): Promise<EditorView | null> {
    const path = pathOf(uri);
    return path === null ? Promise.resolve(null) : this.house.show(path);
  }

  private next(uri: string): number {
    const version = (this.versions.get(uri) ?? 0) + 1;
    this.versions.set(uri, version);
    return version;
  }
}

/** One client for the life of the page; `tell` says anew what the case holds. */
export class Client {
  private readonly client: LSPClient;
  private readonly house: House;
  /** What the server was last told of, for the next. */
  private told: Desk | null = null;

  constructor(house: House) {
    this.house = house;
    this.client = new LSPClient({
      workspace: (client) => new Pages(client, house),
      sanitizeHTML: sanitized,
      timeout: 10_000,
      extensions: [
        serverCompletion(),
        hoverTooltips({ hoverTime: 250 }),
        serverDiagnostics(),
        keymap.of([
          { key: "F2", run: (view) => this.rename(view), preventDefault: true },
          ...formatKeymap,
          ...jumpToDefinitionKeymap,
          ...findReferencesKeymap,
        ]),
      ],
    });
    this.join();
  }

  /** Connects to a server in a worker of its own; one that could not be loaded is asked for again. */
  private join(): void {
    const worker = new Worker(new URL("./languageworker.ts", import.meta.url), {
      type: "module",
      name: "servanda-language",
    });
    const hearers = new Map<(message: string) => void, (event: MessageEvent<unknown>) => void>();
    let isThere = false;
    worker.addEventListener("message", () => (isThere = true), { once: true });
    worker.addEventListener("error", () => {
      if (isThere) return;
      worker.terminate();
      setTimeout(() => {
        this.client.disconnect();
        this.join();
        if (this.told !== null) void this.tell(this.told);
      }, AGAIN);
    });
    this.client.connect({
      send: (message) => worker.postMessage(JSON.parse(message)),
      subscribe: (hear) => {
        const listener = ({ data }: MessageEvent<unknown>): void => hear(JSON.stringify(data));
        hearers.set(hear, listener);
        worker.addEventListener("message", listener);
      },
      unsubscribe: (hear) => {
        const listener = hearers.get(hear);
        if (listener) worker.removeEventListener("message", listener);
        hearers.delete(hear);
      },
    });
    // It is tried again until it succeeds.
    this.client.initializing.catch(() => undefined);
  }

  /** What makes an editor one of this page. */
  extension(path: string): Extension {
    return this.client.plugin(uriOf(path), "markdown");
  }

  /** What the case holds, with what is edited in its place; `names`: those that its tables use. */
  async tell(desk: Desk): Promise<void> {
    this.told = desk;
    const { initializing } = this.client;
    const isJoined = await initializing.then(
      () => true,
      () => false,
    );
    if (!isJoined) return;
    const names = new Set<string>();
    for (const { actor, target, object, place, kind } of desk.record.accounts) {
      for (const name of [actor, target, object, place, kind]) if (name !== null) names.add(name);
    }
    this.client.notification("servanda/case", {
      folder: FOLDER,
      pages: this.house.drafts.over(desk.pages),
      sources: desk.known.sources,
      shapes: desk.known.shapes,
      names: [...names].sort(),
    });
  }

  /** Asks for a new name and gives it everywhere: in this page at once, in others as drafts. */
  rename(view: EditorView): boolean {
    const plugin = LSPPlugin.get(view);
    if (!plugin) return false;
    void this.renameIn(view, plugin).catch((error: unknown) => {
      plugin.reportError("Not renamed", error instanceof Error ? error : new Error(String(error)));
    });
    return true;
  }

  private async renameIn(view: EditorView, plugin: LSPPlugin): Promise<void> {
    this.client.sync();
    const position = plugin.toPosition(view.state.selection.main.head);
    const textDocument = { uri: plugin.uri };
    const named = await this.client.request<object, { readonly placeholder?: string } | null>(
      "textDocument/prepareRename",
      { textDocument, position },
    );
    if (named === null) throw new Error("There is no name under the cursor.");
    const { close, result } = showDialog(view, {
      label: "New name",
      input: { name: "name", value: named.placeholder ?? "" },
      focus: true,
      submitLabel: "Rename",
    });
    const form = await result;
    view.dispatch({ effects: close });
    const field = form?.elements.namedItem("name");
    if (!(field instanceof HTMLInputElement) || field.value.trim() === "") return;
    const change = await this.client.request<object, Renaming | null>("textDocument/rename", {
      textDocument,
      position,
      newName: field.value.trim(),
    });
    for (const [uri, edits] of Object.entries(change?.changes ?? {})) this.apply(uri, edits);
    view.focus();
  }

  private apply(uri: string, edits: readonly Edit[]): void {
    const file = this.client.workspace.getFile(uri);
    const view = file?.getView() ?? null;
    const page = this.house.pages().find(({ path }) => path === pathOf(uri));
    const there = page ? (this.house.drafts.over([page])[0]?.text ?? "") : "";
    const text = view?.state.doc ?? Text.of(plainLines(there).split("\n"));
    const offset = ({ line, character }: Edit["range"]["start"]): number => text.line(line + 1).from + character;
    const changes = edits.map(({ range, newText }) => ({
      from: offset(range.start),
      to: offset(range.end),
      insert: newText,
    }));
    if (view) view.dispatch({ changes, userEvent: "rename" });
    else if (page) this.house.drafts.put(page, ChangeSet.of(changes, text.length).apply(text).toString());
  }
}

interface Edit {
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly newText: string;
}

interface Renaming {
  readonly changes?: { readonly [uri: string]: readonly Edit[] };
}

const KEPT: ReadonlySet<string> = new Set(
  "a b blockquote br code em h1 h2 h3 h4 h5 h6 hr i li ol p pre s span strong table tbody td th thead tr ul".split(" "),
);

/** Prose of a case comes to hovers as HTML: only what sets text off is kept of it, without any attribute but a link’s own address. */
export function sanitized(html: string): string {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const clean = (from: Node, to: Element): void => {
    for (const node of from.childNodes) {
      if (node instanceof Text_) to.append(node.data);
      if (!(node instanceof Element)) continue;
      const name = node.localName;
      if (name === "script" || name === "style" || name === "template") continue;
      if (!KEPT.has(name)) {
        clean(node, to);
        continue;
      }
      const kept = document.createElement(name);
      const href = node.getAttribute("href");
      if (name === "a" && href !== null && /^https?:/iu.test(href)) {
        kept.setAttribute("href", href);
        kept.setAttribute("rel", "noreferrer");
        kept.setAttribute("target", "_blank");
      }
      clean(node, kept);
      to.append(kept);
    }
  };
  const safe = document.createElement("div");
  clean(body, safe);
  return safe.innerHTML;
}

/** The text node of a document; the editor’s own text has the same name. */
const Text_ = globalThis.Text;
