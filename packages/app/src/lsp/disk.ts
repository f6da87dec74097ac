/** Cases on this machine's disk. A case folder is the nearest one above a page that has a case.md. */
import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { knownOf, readFiles, readRecord } from "@servanda/data";
import type { Surface } from "./server.ts";
import { toldOfTables } from "./table.ts";
import type { Location, Stored } from "./workspace.ts";

/** How far above a page its case.md is looked for. */
const HIGHEST = 16;

export class Disk implements Surface {
  locate(uri: string): Location | null {
    const file = fileOf(uri);
    if (file === null) return null;
    let folder = dirname(file);
    for (let level = 0; level < HIGHEST; level += 1) {
      if (existsSync(join(folder, "case.md"))) {
        const parts = relative(folder, file).split(sep);
        // What a case's reader passes over is no part of it here either.
        return parts.some((part) => part.startsWith(".") || part === "node_modules")
          ? null
          : { home: folder, path: parts.join("/") };
      }
      const above = dirname(folder);
      if (above === folder) break;
      folder = above;
    }
    return null;
  }

  uriOf({ home, path }: Location): string {
    return pathToFileURL(join(home, ...path.split("/"))).href;
  }

  read(home: string): Stored {
    const files = readFiles(home);
    const tables = Array.from(files.files).flatMap(([path, text]) => (path.endsWith(".md") ? [] : [text]));
    return {
      documents: files.documents,
      known: knownOf(files),
      inTables: (name) => tables.some((text) => holds(text, name)),
      faults: (model, open) => {
        const texts = new Map([...files.files, ...[...open].filter(([path]) => files.files.has(path))]);
        const { issues } = readRecord({ ...files, files: texts }, model);
        return toldOfTables([...files.issues, ...issues], (path) => texts.get(path));
      },
    };
  }

  folders(uris: readonly string[]): readonly string[] {
    return uris.flatMap((uri) => {
      const folder = fileOf(`${uri.replace(/\/$/u, "")}/case.md`);
      return folder !== null && existsSync(folder) ? [dirname(folder)] : [];
    });
  }
}

/** The file of a URI, links in its folder resolved, so that one case is one; null if it is not a file's. */
function fileOf(uri: string): string | null {
  if (!uri.startsWith("file:")) return null;
  try {
    const file = fileURLToPath(uri);
    try {
      return join(realpathSync(dirname(file)), file.slice(dirname(file).length).replace(/^[/\\]/u, ""));
    } catch {
      return file;
    }
  } catch {
    return null;
  }
}

/** Whether a name stands as a cell, as one of several in a cell, or as a text of JSON. */
function holds(text: string, name: string): boolean {
  const part = name.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
  return new RegExp(`(?:^|[,;|"\\t])[ ]*${part}[ ]*(?:$|[,;|"\\t\\r])`, "mu").test(text);
}
