/** Runs the command in this process, on case folders written for a test, and gathers what it would print. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execute } from "../src/cli/program.ts";
import type { Surroundings } from "../src/cli/surroundings.ts";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export async function servanda(args: readonly string[], around: Partial<Surroundings> = {}): Promise<Ran> {
  let out = "";
  let err = "";
  const code = await execute(args, {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    env: {},
    terminal: false,
    columns: undefined,
    ask: null,
    ...around,
  });
  return { code, out, err };
}

const made: string[] = [];

/** A folder of its own with these files; `sweep` takes them all away. */
export function folderWith(files: { readonly [path: string]: string }): string {
  const folder = mkdtempSync(join(tmpdir(), "servanda-"));
  made.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

export function sweep(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A `servanda` block. */
export function block(text: string): string {
  return `\`\`\`servanda\n${text.trim()}\n\`\`\`\n`;
}

export const root: string = join(import.meta.dirname, "..", "..", "..");
export const HARBOUR: string = join(root, "cases", "harbour");
