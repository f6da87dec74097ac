/** What is shown, as a file: the findings as a table, the view as a picture. The terms stand in each. */
import type { Finding } from "@servanda/monitor";
import { factsCsv, findingsCsv, observed } from "servanda/words";
import { chosenFinding } from "./choice.ts";
import type { Desk, Selection } from "./desk.ts";
import { isFactsInstead } from "./framestate.ts";
import { bare } from "./isolation.ts";
import { pictureOf } from "./picture.ts";
import { besideOf, findingsShown, sheetLines, sourcesOfFinding } from "./provenance.ts";

/** A view that can give a table of its own puts a function here, under its id. */
export const TABLES: Map<string, (desk: Desk, selection: Selection) => string | null> = new Map();

/** False: there is no row to save, and so nothing that could carry its terms. */
export function exportCsv(desk: Desk, selection: Selection): boolean {
  const text = csvOf(desk, selection);
  if (text.trimEnd().split("\r\n").length < 2) return false;
  save(new Blob([text], { type: "text/csv;charset=utf-8" }), nameOf(desk, selection, "csv"));
  return true;
}

export function csvOf(desk: Desk, selection: Selection): string {
  return bare(tableOf(desk, selection));
}

function tableOf(desk: Desk, selection: Selection): string {
  const own = isFactsInstead(selection) ? null : (TABLES.get(selection.open)?.(desk, selection) ?? null);
  if (own !== null) return own;
  if (selection.facts) {
    const { open, source } = selection;
    const seen = observed(desk.record, desk.result);
    return factsCsv(
      open === "sources" && source !== null ? seen.filter((each) => each.source === source) : seen,
      besideOf(desk, selection, (each) => [each.source]),
    );
  }
  const beside = besideOf(desk, selection, (finding: Finding) => sourcesOfFinding(desk, finding));
  const read = selection.open === "why" ? chosenFinding(desk, selection) : null;
  if (read) return findingsCsv([read], beside);
  return findingsCsv(findingsShown(desk, selection), beside);
}

export async function exportPicture(kind: "svg" | "png", desk: Desk, selection: Selection): Promise<void> {
  const main = document.querySelector("main");
  if (!(main instanceof HTMLElement)) return;
  const cut = [...main.querySelectorAll<HTMLElement>("[data-cut]")].flatMap((box) => box.dataset["cut"] || []);
  const drawn = cut.length > 0 ? [`Drawn: ${cut.join(", ")}, as on the screen; the table has all.`] : [];
  const { svg, ground, texts, width, height } = pictureOf(main, [...drawn, ...sheetLines(desk, selection)]);
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
    if (pen === null) throw new Error("this browser draws no pictures");
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    pen.scale(scale, scale);
    for (const { x, y, words, family, size, weight, style, fill, direction } of texts) {
      pen.direction = direction;
      pen.font = `${style} ${weight} ${size}px ${family}`;
      pen.fillStyle = fill;
      pen.fillText(words, x, y);
    }
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    // So it is where a picture is larger than the browser draws.
    if (blob === null) throw new Error("this browser could not make the picture");
    save(blob, nameOf(desk, selection, "png"));
  } finally {
    URL.revokeObjectURL(url);
  }
}

function nameOf(desk: Desk, selection: Selection, extension: string): string {
  const draft = desk.drafts.length > 0 ? "-draft" : "";
  return `${desk.folder}-${selection.open}-${desk.version}${draft}.${extension}`.replace(/[^\p{L}\p{N}._-]+/gu, "-");
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
