/** A small fictional case, as a model made by hand and as files, for the tests of the readers. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Act, Actor, Model, Zone } from "@servanda/language";
import type { Handling, Record } from "@servanda/monitor";
import { onTestFinished } from "vitest";
import { type Issue, readFiles, readRecord } from "../src/index.ts";

const span = { path: "actors.md", line: 1, column: 1, endLine: 1, endColumn: 2 };

function actor(id: string, name: string = id, kind = "state"): Actor {
  return { id, names: [name], kind, codes: [], members: [], span };
}

function zone(id: string, name: string = id): Zone {
  return { id, names: [name], kind: null, within: [], outside: [], span };
}

function act(id: string, present: string, past: string, columns: readonly ("actor" | "target" | "object")[]): Act {
  const roles = columns.map((column) => ({ name: column, preposition: null, column, kind: null }));
  return { id, present, past, roles, admittedBy: null, standard: true };
}

/** Northshore and Southshore, a port and a strait; acts attack, hand-over and block. Dates are counted at UTC+04:00. */
export const model: Model = {
  format: 1,
  case: {
    id: "harbour",
    title: "Harbour",
    recordCloses: null,
    offset: 240,
    standard: "reasonable-grounds",
    borders: "none",
  },
  actors: [
    actor("Northshore", "Kingdom of Northshore"),
    actor("Southshore"),
    actor("constructor"),
    actor("ferry", "The ferry", "thing"),
  ],
  acts: [
    act("attack", "attacks", "attacked", ["actor", "target"]),
    act("block", "blocks", "blocked", ["actor", "object"]),
    act("hand-over", "hands-over", "handed-over", ["actor", "object", "target"]),
  ],
  states: [],
  zones: [zone("port", "Old Port"), zone("strait"), zone("territory of Northshore"), zone("constructor")],
  terms: [],
  sources: [{ id: "T1", title: "A source of the text", span }],
  instruments: [],
  norms: [],
  readings: [],
  suppositions: [],
};

export type Files = { readonly [path: string]: string | Uint8Array };

/** A folder with these files, gone when the test is over. */
export function folderOf(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), "servanda-case-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

export const SOURCES = `id,title,kind,speaks_for,origin,handling
S1,Mission report,monitor,,,
S2,Ministry of Northshore,official,Northshore,,
S3,Newspaper,media,,,
`;

/** Reads a case with a case.md and the sources above, unless `files` say otherwise. */
export function read(files: Files, upTo?: Handling): { readonly record: Record; readonly issues: readonly Issue[] } {
  const found = readFiles(folderOf({ "case.md": "# Harbour\n", "sources.csv": SOURCES, ...files }));
  const { record, issues } = readRecord(found, model, upTo);
  return { record, issues: [...found.issues, ...issues] };
}

/** `SD303 conduct/a.csv:2 source S9`, for short comparisons. */
export function brief(issues: readonly Issue[]): string[] {
  return issues.map(({ code, file, row, column, value }) =>
    [code, row === null ? file : `${file}:${row}`, column, value]
      .filter((part) => part !== null && part !== "")
      .join(" "),
  );
}
