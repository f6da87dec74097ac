/** What stands around the text, without an editor: its pages, where it opens, and what follows from the norm under the cursor. */
import type { Diagnostic, Norm } from "@servanda/language";
import { phraseOf, viewWords, type Word, wordOf } from "servanda/words";
import type { Desk, Selection } from "./desk.ts";
import { compare } from "./order.ts";

export interface PageEntry {
  readonly path: string;
  readonly folder: string;
  readonly name: string;
  readonly isDraft: boolean;
  readonly errors: number;
  readonly warnings: number;
}

/** A fault of a page as it is edited, or of the case as it is saved. */
export interface PageFault {
  readonly path: string;
  readonly line: number;
  readonly code: string;
  readonly message: string;
  readonly severity: "error" | "warning";
}

/** Of the texts as they are edited, if they are; else all that the server told. */
export function faultsOf(desk: Desk, edited: readonly Diagnostic[] | null): PageFault[] {
  if (edited === null) return desk.faults.map((fault) => ({ ...fault, line: fault.line ?? fault.row ?? 1 }));
  return edited.map(({ span, ...fault }) => ({ ...fault, path: span.path, line: span.line }));
}

/** Pages by folder: those of the case itself first, then folder by folder. */
export function pagesOf(desk: Desk, drafts: ReadonlySet<string>, faults: readonly PageFault[]): PageEntry[] {
  const count = (path: string, severity: PageFault["severity"]): number =>
    faults.filter((fault) => fault.path === path && fault.severity === severity).length;
  return desk.pages
    .map(({ path }): PageEntry => {
      const cut = path.lastIndexOf("/");
      return {
        path,
        folder: path.slice(0, Math.max(0, cut)),
        name: path.slice(cut + 1),
        isDraft: drafts.has(path),
        errors: count(path, "error"),
        warnings: count(path, "warning"),
      };
    })
    .sort((a, b) => order(a) - order(b) || compare(a.folder, b.folder) || compare(a.name, b.name));
}

function order({ folder, name }: PageEntry): number {
  return folder !== "" ? 2 : name === "case.md" ? 0 : 1;
}

/** `instruments/x.md:12`: the page, and the line; null where the case has no such page. */
export function placeOf(desk: Desk, text: string | null): { readonly path: string; readonly line: number } | null {
  if (text === null) return null;
  const [, path = text, line = "1"] = /^(.*?)(?::(\d+))?$/u.exec(text) ?? [];
  return desk.pages.some((page) => page.path === path) ? { path, line: Math.max(1, Number(line)) } : null;
}

/** Where the text opens: at the chosen page, else at the chosen norm, else at the beginning. */
export function openedAt(desk: Desk, selection: Selection): { readonly path: string; readonly line: number } {
  const chosen = placeOf(desk, selection.page);
  if (chosen) return chosen;
  const norm = desk.model.norms.find(({ id }) => id === selection.norm);
  const declared = norm ? placeOf(desk, `${norm.span.path}:${norm.span.line}`) : null;
  if (declared) return declared;
  const path = desk.pages.some((page) => page.path === "case.md") ? "case.md" : (desk.pages[0]?.path ?? "");
  return { path, line: 1 };
}

/** The norm that a line is part of: its own words, or those of a reading or change of it. */
export function normAt(desk: Desk, path: string, line: number): Norm | null {
  const holds = (span: Norm["span"]): boolean => span.path === path && span.line <= line && line <= span.endLine;
  const own = desk.model.norms.find(
    ({ span, amendments }) => holds(span) || amendments.some((each) => holds(each.span)),
  );
  if (own) return own;
  const reading = desk.model.readings.find(({ span }) => holds(span));
  return desk.model.norms.find(({ id }) => reading?.of.kind === "norm" && id === reading.of.id) ?? null;
}

/** What one view says on a norm: its outcomes with whom they are of, in the order of the findings. */
export interface Follows {
  readonly view: string;
  readonly label: string;
  readonly answers: readonly {
    readonly word: Word;
    readonly phrase: string;
    readonly bearers: readonly string[];
    readonly finding: string;
    readonly changed: boolean;
    readonly count: number;
  }[];
}

export function followsOf(desk: Desk, norm: string): Follows[] {
  // The text first, as everywhere.
  const findings = desk.result.findings
    .filter((finding) => finding.norm === norm)
    .sort((a, b) => Number(a.view !== "text") - Number(b.view !== "text"));
  return [...Map.groupBy(findings, ({ view }) => view)].map(([view, inView]) => ({
    view,
    label: viewWords(view, desk.name),
    answers: [...Map.groupBy(inView, (finding) => phraseOf(finding)).values()].flatMap((alike) => {
      const [first] = alike;
      if (!first) return [];
      return [
        {
          word: wordOf(first),
          phrase: phraseOf(first),
          bearers: [...new Set(alike.map(({ bearer }) => desk.name(bearer)))],
          finding: first.id,
          changed: alike.some(({ id }) => desk.changed.has(id)),
          count: alike.length,
        },
      ];
    }),
  }));
}
