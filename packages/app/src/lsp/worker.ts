/**
 * The language server in a worker of a browser. It reads no files: the page tells it what each case holds, with the
 * notification `servanda/case`, and sends the pages that are being edited as any editor does. docs/editor.md shows how.
 */
import type { Document } from "@servanda/language";
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import { serve, type Surface } from "./server.ts";
import type { Location, Stored } from "./workspace.ts";

/** What `servanda/case` tells of a case; it replaces what was told of it before. */
export interface CaseTold {
  /** The URI of its folder, in any scheme. */
  readonly folder: string;
  /** Every Markdown page; paths are relative to the folder, with `/`. */
  readonly pages: readonly Document[];
  /** Ids of sources.csv and of places.geojson; left out where the page does not know them: then they are not checked. */
  readonly sources?: readonly string[];
  readonly shapes?: readonly string[];
  /** Names that the tables of the case use; a rename of one of them is refused. */
  readonly names?: readonly string[];
}

/** The cases that the page told of. */
class Told implements Surface {
  private readonly cases = new Map<string, Stored>();

  tell({ folder, pages, sources, shapes, names }: CaseTold): string {
    const home = folder.replace(/\/$/u, "");
    const used = new Set(names);
    this.cases.set(home, {
      documents: pages,
      known: { sources: sources ? new Set(sources) : null, shapes: shapes ? new Set(shapes) : null },
      inTables: (name) => used.has(name),
    });
    return home;
  }

  locate(uri: string): Location | null {
    for (let home = uri; home !== ""; home = home.slice(0, Math.max(0, home.lastIndexOf("/")))) {
      if (!this.cases.has(home) || home === uri) continue;
      try {
        return { home, path: decodeURIComponent(uri.slice(home.length + 1)) };
      } catch {
        return null;
      }
    }
    return null;
  }

  uriOf({ home, path }: Location): string {
    const [first, ...rest] = path.split("/");
    // A page of a neighbouring case.
    const [folder, parts] = first === ".." ? [home.slice(0, home.lastIndexOf("/")), rest] : [home, path.split("/")];
    return `${folder}/${parts.map(encodeURIComponent).join("/")}`;
  }

  read(home: string): Stored {
    return this.cases.get(home) ?? { documents: [], known: { sources: null, shapes: null }, inTables: () => false };
  }

  folders(): readonly string[] {
    return Array.from(this.cases.keys());
  }
}

/** The worker itself; the types of a browser are not among those that this package is checked with. */
type Port = ConstructorParameters<typeof BrowserMessageReader>[0];
const port = globalThis as unknown as Port;
const told = new Told();
const connection = createConnection(new BrowserMessageReader(port), new BrowserMessageWriter(port));
connection.onNotification("servanda/case", (params: CaseTold) => {
  workspace.keep(told.tell(params));
  workspace.reread();
});
const workspace = serve(connection, told);
