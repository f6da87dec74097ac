/** What is shown, as a file: the findings as a table, the view as a picture. The terms stand in each. */
import { factsCsv, findingsCsv, observed } from "servanda/words";
import { boardOf } from "./boardstate.ts";
import type { Desk, Selection } from "./desk.ts";
import { filtersTold, flipsTold } from "./filterstate.ts";
import { bare, isolating } from "./isolation.ts";
import { pictureOf } from "./picture.ts";

/** A view that can give a table of its own puts a function here, under its id. */
export const TABLES: Map<string, (desk: Desk, selection: Selection) => string | null> = new Map();

export function exportCsv(desk: Desk, selection: Selection): void {
  save(new Blob([csvOf(desk, selection)], { type: "text/csv;charset=utf-8" }), nameOf(desk, selection, "csv"));
}

export function csvOf(desk: Desk, selection: Selection): string {
  return bare(tableOf(desk, selection));
}

function tableOf(desk: Desk, selection: Selection): string {
  if (selection.facts) return factsCsv(observed(desk.record, desk.result));
  const own = TABLES.get(selection.open)?.(desk, selection) ?? null;
  if (own !== null) return own;
  const { result } = desk;
  if (selection.open === "why" && selection.finding !== null) {
    return findingsCsv(result.findings.filter((f) => f.id === selection.finding));
  }
  const lines = new Set(boardOf(desk, selection).cells.map((cell) => `${cell.norm} ${cell.bearer}`));
  return findingsCsv(
    result.findings.filter(
      (f) =>
        lines.has(`${f.norm} ${f.bearer}`) &&
        (selection.view === null || f.view === selection.view || f.view === "text"),
    ),
  );
}

export async function exportPicture(kind: "svg" | "png", desk: Desk, selection: Selection): Promise<void> {
  const main = document.querySelector("main");
  const terms = document.querySelector(".terms p");
  if (!(main instanceof HTMLElement)) return;
  const { svg, ground, texts, width, height } = pictureOf(main, [
    `${isolating([desk.model.case.title])(desk.model.case.title)}. ${terms instanceof HTMLElement ? sentenceOf(terms) : ""}`,
    ...shownWords(desk, selection),
    `Version ${desk.version}, Servanda ${desk.servanda}.`,
  ]);
  if (kind === "svg") {
    save(new Blob([svg], { type: "image/svg+xml" }), nameOf(desk, selection, "svg"));
    return;
  }
  const url = URL.createObjectURL(new Blob([ground], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    const scale = Math.min(2, 16_000 / Math.max(width, height));
    canvas.width = Math.ceil(width * scale);
    canvas.height = Math.ceil(height * scale);
    const pen = canvas.getContext("2d");
    if (pen === null) return;
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    pen.scale(scale, scale);
    for (const { x, y, words, family, size, weight, style, fill, direction } of texts) {
      pen.direction = direction;
      pen.font = `${style} ${weight} ${size}px ${family}`;
      pen.fillStyle = fill;
      pen.fillText(words, x, y);
    }
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (blob) save(blob, nameOf(desk, selection, "png"));
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** What is filtered and flipped, as a sentence; none where all is shown as it is. */
export function shownWords(desk: Desk, selection: Selection): string[] {
  const said = [...filtersTold(desk, selection).heeded, ...flipsTold(selection)];
  return said.length === 0 ? [] : [`Shown: ${said.join("; ")}.`];
}

/** The sentence of the terms, with what its boxes hold. */
export function sentenceOf(terms: HTMLElement): string {
  const words = [...terms.querySelectorAll(".term")].map((term) =>
    [...term.childNodes]
      .map((node) => {
        if (node instanceof HTMLSelectElement) return node.selectedOptions[0]?.text ?? "";
        if (node instanceof HTMLInputElement) return node.value === "" ? node.placeholder : node.value;
        return node.textContent ?? "";
      })
      .join(""),
  );
  return `${words.join("")}.`;
}

function nameOf(desk: Desk, selection: Selection, extension: string): string {
  return `${desk.folder}-${selection.open}-${desk.version}.${extension}`.replace(/[^\p{L}\p{N}._-]+/gu, "-");
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
