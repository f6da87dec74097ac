/** Text cases: a page of Markdown whose headings begin cases, each with blocks and tables of its own. */
import type { CaseFiles } from "@servanda/data";

export interface Case {
  readonly rules: readonly string[];
  readonly title: string;
  readonly why: string;
  /** What the whole page has before its cases, with lines kept where they stand. */
  readonly head: string;
  readonly body: string;
}

/** A heading `### 5.2, 8.3 The hour is included` begins a case; what stands before the first is common to all. */
export function casesOf(text: string): Case[] {
  const [head = "", ...parts] = text.split(/^(?=### )/mu);
  return parts.map((part) => {
    const heading = /^### ((?:\d+\.\d+(?:, )?)+) (.+)$/mu.exec(part);
    if (!heading) throw new Error(`no rule in the heading: ${part.slice(0, 80)}`);
    const why = part
      .slice(part.indexOf("\n"))
      .replaceAll(/```[^]*?```/gu, "")
      .trim();
    return { rules: heading[1]!.split(", "), title: heading[2]!, why, head, body: part };
  });
}

export function blocks(text: string, kind: string): string[] {
  return [...text.matchAll(/^```(\S+)(?: (\S+))?\n([^]*?)^```$/gmu)]
    .filter(([, language, what]) => (what === undefined ? language : what) === kind)
    .map(([, , , body]) => body!);
}

export function filesOf(c: Case): CaseFiles {
  const path = "case.md";
  const text = `${c.head}\n${c.body}`;
  const files = new Map([[path, text]]);
  for (const table of ["sources", "coverage", "places"]) {
    const rows = blocks(text, table);
    if (rows.length > 0) files.set(`${table}.${table === "places" ? "geojson" : "csv"}`, rows.join(""));
  }
  for (const [i, rows] of blocks(text, "accounts").entries()) files.set(`conduct/${i}.csv`, rows);
  for (const [i, rows] of blocks(text, "series").entries()) files.set(`series/${i}.csv`, rows);
  return { folder: "semantics", files, documents: [{ path, text }], inputs: [], issues: [] } as unknown as CaseFiles;
}
