/**
 * The language server: editor services over the Language Server Protocol. It knows neither disk nor browser: the same
 * server runs in `servanda lsp` and in a worker of a page.
 */
import {
  complete,
  define,
  findThings,
  format,
  hover,
  outline,
  refer,
  renamable,
  rename,
  repairs,
  type Edit,
  type Span,
} from "@servanda/language";
import {
  CodeActionKind,
  type Connection,
  DiagnosticSeverity,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  type Location as ProtocolLocation,
  LSPErrorCodes,
  MarkupKind,
  ResponseError,
  TextDocuments,
  TextDocumentSyncKind,
  type TextEdit,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { completionKindOf, diagnosticOf, placeOf, rangeOf, spanOf, symbolKindOf } from "./protocol.ts";
import { type OpenCase, type Publish, type Store, Workspace } from "./workspace.ts";

/** Of one page; an editor gains nothing from more, and some stop. */
const MOST_DIAGNOSTICS = 1000;
const MOST_SYMBOLS = 500;

/** What a store may want to know of the editor. */
export interface Surface extends Store {
  /** The folders that the editor works in, as URIs; returns the cases among them, to be kept at hand. */
  folders(uris: readonly string[]): readonly string[];
}

/** Serves a connection until it ends. Returns the workspace, for stores that learn of cases by other ways. */
export function serve(connection: Connection, store: Surface, version: string | null = null): Workspace {
  const documents = new TextDocuments(TextDocument);
  const publish: Publish = (uri, of, diagnostics) => {
    const told = diagnostics.slice(0, MOST_DIAGNOSTICS).map(diagnosticOf);
    const left = diagnostics.length - told.length;
    const last = told.at(-1);
    if (left > 0 && last !== undefined)
      told.push({
        range: last.range,
        severity: DiagnosticSeverity.Information,
        source: "servanda",
        message: `There are ${left} more faults below.`,
      });
    void connection.sendDiagnostics({ uri, diagnostics: told, ...(of === null ? {} : { version: of }) });
  };
  const workspace = new Workspace(store, publish, (message) =>
    connection.console.error(`This is a fault of ours, not of your case (${message}). Please report it.`),
  );
  let roots: readonly string[] = [];
  let kept: readonly string[] = [];
  let renameInTables = false;
  let watches = false;
  let seesFolders = false;

  const keep = (): void => {
    const homes = store.folders(roots);
    for (const home of kept) if (!homes.includes(home)) workspace.release(home);
    for (const home of homes) if (!kept.includes(home)) workspace.keep(home);
    kept = homes;
  };

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    const folders = params.workspaceFolders ?? [];
    // Deprecated, and still all that some editors send.
    const root = (params as { rootUri?: unknown }).rootUri;
    roots = folders.length > 0 ? folders.map(({ uri }) => uri) : typeof root === "string" ? [root] : [];
    const wishes: unknown = params.initializationOptions;
    renameInTables =
      typeof wishes === "object" && wishes !== null && "renameInTables" in wishes && wishes.renameInTables === true;
    watches = params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    seesFolders = params.capabilities.workspace?.workspaceFolders === true;
    return {
      serverInfo: { name: "servanda", ...(version === null ? {} : { version }) },
      capabilities: {
        positionEncoding: "utf-16",
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false },
        completionProvider: { triggerCharacters: [" "] },
        hoverProvider: true,
        definitionProvider: true,
        referencesProvider: true,
        renameProvider: { prepareProvider: true },
        documentFormattingProvider: true,
        documentSymbolProvider: true,
        workspaceSymbolProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });

  connection.onInitialized(() => {
    keep();
    if (seesFolders)
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        roots = [...roots.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
        keep();
        workspace.reread();
      });
    if (watches)
      void connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: [{ globPattern: "**/*.{md,csv,geojson}" }],
      });
  });
  connection.onDidChangeWatchedFiles(() => {
    keep();
    workspace.reread();
  });

  documents.onDidOpen(({ document }) => workspace.open(document));
  documents.onDidChangeContent(({ document }) => workspace.change(document));
  documents.onDidClose(({ document }) => workspace.close(document.uri));

  connection.onCompletion(({ textDocument, position }) => {
    const found = workspace.find(textDocument.uri);
    const page = documents.get(textDocument.uri);
    if (found === null || page === undefined) return null;
    const { at, path } = found;
    const { items, column, cut } = complete(at.lately(), { path, text: page.getText() }, placeOf(path, position));
    const range = { start: { line: position.line, character: column - 1 }, end: position };
    return {
      isIncomplete: cut,
      items: items.map(({ label, text, kind, detail, says }, index) => ({
        label,
        kind: completionKindOf(kind),
        ...(detail === "" ? {} : { detail }),
        ...(says === "" ? {} : { documentation: says }),
        filterText: kind === "word" ? label : `${label} ${detail}`.trim(),
        sortText: String(index).padStart(4, "0"),
        textEdit: { range, newText: text },
      })),
    };
  });

  connection.onHover(({ textDocument, position }) => {
    const found = workspace.find(textDocument.uri);
    const said = found === null ? null : hover(found.at.now(), placeOf(found.path, position));
    return said === null
      ? null
      : { contents: { kind: MarkupKind.Markdown, value: said.text }, range: rangeOf(said.span) };
  });

  const locationOf = (at: OpenCase, span: Span): ProtocolLocation => ({
    uri: at.uriOf(span.path),
    range: rangeOf(span),
  });
  connection.onDefinition(({ textDocument, position }) => {
    const found = workspace.find(textDocument.uri);
    if (found === null) return null;
    return define(found.at.now(), placeOf(found.path, position)).map((span) => locationOf(found.at, span));
  });
  connection.onReferences(({ textDocument, position, context }) => {
    const found = workspace.find(textDocument.uri);
    if (found === null) return null;
    const mentions = refer(found.at.now(), placeOf(found.path, position), context.includeDeclaration);
    return mentions.map(({ span }) => locationOf(found.at, span));
  });

  const refuse = (reason: string): ResponseError => new ResponseError(LSPErrorCodes.RequestFailed, reason);
  connection.onPrepareRename(({ textDocument, position }) => {
    const found = workspace.find(textDocument.uri);
    if (found === null) return null;
    const mention = renamable(found.at.now(), placeOf(found.path, position));
    if ("refused" in mention) return refuse(mention.refused);
    return { range: rangeOf(mention.span), placeholder: mention.name };
  });
  connection.onRenameRequest(({ textDocument, position, newName }) => {
    const found = workspace.find(textDocument.uri);
    if (found === null) return null;
    const { at, path } = found;
    const options = { inTables: at.base.inTables, anyway: renameInTables };
    const done = rename(at.now(), placeOf(path, position), newName, options);
    return "refused" in done ? refuse(done.refused) : { changes: changesOf(at, done.edits) };
  });

  // Blocks with a fault stay as they are; the faults are told already.
  connection.onDocumentFormatting(({ textDocument }) => {
    const page = documents.get(textDocument.uri);
    if (page === undefined || workspace.find(textDocument.uri) === null) return null;
    const edit = difference(page, format({ path: "page.md", text: page.getText() }).text);
    return edit === null ? [] : [edit];
  });

  connection.onDocumentSymbol(({ textDocument }) => {
    const found = workspace.find(textDocument.uri);
    const page = documents.get(textDocument.uri);
    if (found === null || page === undefined) return null;
    return outline({ path: found.path, text: page.getText() }).map(({ name, kind, detail, at, span }) => ({
      name,
      detail: detail === "" ? kind : `${kind} ${detail}`,
      kind: symbolKindOf(kind),
      range: rangeOf(span),
      selectionRange: rangeOf(at),
    }));
  });
  connection.onWorkspaceSymbol(({ query }) =>
    Array.from(workspace.cases.values()).flatMap((at) => {
      const things = Array.from(at.lately().things.values()).flat();
      return findThings(things, query, MOST_SYMBOLS).map((thing) => ({
        name: thing.name,
        kind: symbolKindOf(thing.kind),
        location: locationOf(at, thing.at),
        containerName: thing.titles[0] ?? thing.kind,
      }));
    }),
  );

  connection.onCodeAction(({ textDocument, range, context }) => {
    const found = workspace.find(textDocument.uri);
    if (found === null) return null;
    if (context.only !== undefined && !context.only.some((kind) => CodeActionKind.QuickFix.startsWith(kind))) return [];
    const { at, path } = found;
    return repairs(at.now(), spanOf(path, range)).map(({ title, fault, edit, sure }) => ({
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnosticOf(fault)],
      isPreferred: sure,
      edit: { changes: changesOf(at, [edit]) },
    }));
  });

  documents.listen(connection);
  connection.listen();
  return workspace;
}

/** One edit that makes the text of a page another, over no more lines than it must; null where they are equal. */
function difference(page: TextDocument, after: string): TextEdit | null {
  const before = page.getText();
  if (before === after) return null;
  let from = 0;
  while (from < before.length && before[from] === after[from]) from += 1;
  from = before.lastIndexOf("\n", from - 1) + 1;
  let left = 0;
  const most = Math.min(before.length, after.length) - from;
  while (left < most && before[before.length - 1 - left] === after[after.length - 1 - left]) left += 1;
  // Back to where a line begins, so that no line end is cut in two.
  const line = before.indexOf("\n", before.length - left);
  left = line < 0 ? 0 : before.length - line - 1;
  return {
    range: { start: page.positionAt(from), end: page.positionAt(before.length - left) },
    newText: after.slice(from, after.length - left),
  };
}

function changesOf(at: OpenCase, edits: readonly Edit[]): { [uri: string]: TextEdit[] } {
  const changes = new Map<string, TextEdit[]>();
  for (const { span, text } of edits) {
    const uri = at.uriOf(span.path);
    const list = changes.get(uri);
    const edit = { range: rangeOf(span), newText: text };
    if (list === undefined) changes.set(uri, [edit]);
    else list.push(edit);
  }
  return Object.fromEntries(changes);
}
