/**
 * A part of the page as a picture in SVG: its boxes, lines, texts and drawings, where they stand on the screen. Made from what
 * the browser has laid out, so that the picture is what was seen; nothing in it runs or is fetched.
 */
import { FONT, vectorOf } from "./drawing.ts";

export interface Picture {
  readonly svg: string;
  /** The same without its texts, which a canvas writes in the page's own letters: an image has no others than the system's. */
  readonly ground: string;
  readonly texts: readonly Written[];
  readonly width: number;
  readonly height: number;
}

/** A piece of a line, where it stands. */
export interface Written {
  /** Where it begins: at its right end, if it runs to the left. */
  readonly x: number;
  /** Of the line on which its letters stand. */
  readonly y: number;
  readonly width: number;
  readonly words: string;
  readonly family: string;
  readonly size: number;
  readonly weight: string;
  readonly style: string;
  readonly fill: string;
  readonly direction: "ltr" | "rtl";
}

const MARGIN = 24;
const LINE = 16;
const FOOT = 12;

/** Controls and what only helps to use the page: not part of what is shown. */
const LEFT_OUT = ".choices, .skip, .flip, .quiet, [data-control]";

interface Sheet {
  readonly left: number;
  readonly top: number;
  readonly out: string[];
  /** By its place in `out`, what stands there instead where letters need not be the page's own. */
  readonly vectors: Map<number, string>;
  readonly texts: Written[];
}

/** `paragraphs` stand below it, in as many lines as they need. */
export function pictureOf(root: HTMLElement, paragraphs: readonly string[]): Picture {
  const frame = root.getBoundingClientRect();
  const width = Math.ceil(Math.max(root.scrollWidth, frame.width)) + 2 * MARGIN;
  const page = getComputedStyle(document.body);
  const foot = paragraphs.flatMap((words) =>
    wrapped(words, width - 2 * MARGIN, measureIn(`${FOOT}px ${page.fontFamily}`)),
  );
  const height = Math.ceil(Math.max(root.scrollHeight, frame.height)) + 2 * MARGIN + LINE * foot.length;
  const sheet: Sheet = { left: frame.left - MARGIN, top: frame.top - MARGIN, out: [], vectors: new Map(), texts: [] };
  draw(root, sheet, null);
  for (const [i, words] of foot.entries()) {
    sheet.texts.push({
      x: MARGIN,
      y: height - MARGIN - LINE * (foot.length - 1 - i),
      width: 0,
      words,
      family: page.fontFamily,
      size: FOOT,
      weight: "400",
      style: "normal",
      fill: page.color,
      direction: "ltr",
    });
  }
  const open = (out: readonly string[]): string =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `<rect width="100%" height="100%" fill="${getComputedStyle(document.documentElement).backgroundColor}"/>${out.join("")}`;
  return {
    width,
    height,
    svg: `${open(sheet.out.map((each, i) => sheet.vectors.get(i) ?? each))}${sheet.texts.map((text) => textOf(text)).join("")}</svg>`,
    ground: `${open(sheet.out)}</svg>`,
    texts: sheet.texts,
  };
}

/** A paragraph in lines that are no wider, as far as its words allow. */
export function wrapped(words: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const word of words.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && measure(`${last} ${word}`) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function measureIn(font: string): (text: string) => number {
  const pen = document.createElement("canvas").getContext("2d");
  if (pen === null) return (text) => text.length * FOOT * 0.55;
  pen.font = font;
  return (text) => pen.measureText(text).width;
}

function textOf({ x, y, width, words, family, size, weight, style, fill, direction }: Written): string {
  // Other letters than the page's would be wider or narrower: they are made to fit.
  const fit = width > 0 ? ` textLength="${round(width)}" lengthAdjust="spacingAndGlyphs"` : "";
  const runs = direction === "rtl" ? ' direction="rtl"' : "";
  return (
    `<text xml:space="preserve" x="${round(x)}" y="${round(y)}"${fit}${runs} font-family="${escaped(family)}" font-size="${size}" ` +
    `font-weight="${weight}" font-style="${style}" fill="${fill}">${escaped(words)}</text>`
  );
}

/** `clip`: the box of the nearest that hides what runs over it. */
function draw(element: Element, sheet: Sheet, clip: DOMRect | null): void {
  const { left, top, out } = sheet;
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.matches(LEFT_OUT))
    return;
  const style = getComputedStyle(element);
  if (style.clipPath !== "none") return;
  if (element instanceof SVGSVGElement) {
    out.push(drawing(element, left, top));
    return;
  }
  const box = element.getBoundingClientRect();
  if (element instanceof HTMLCanvasElement) {
    const vector = vectorOf(element);
    if (vector !== null) {
      const place = `x="${round(box.left - left)}" y="${round(box.top - top)}" width="${round(box.width)}" height="${round(box.height)}"`;
      sheet.vectors.set(out.length, `<svg ${place} font-family="${escaped(FONT)}">${vector}</svg>`);
    }
    out.push(
      `<image x="${box.left - left}" y="${box.top - top}" width="${box.width}" height="${box.height}" href="${element.toDataURL("image/png")}"/>`,
    );
    return;
  }
  if (box.width > 0 && box.height > 0) {
    const [x, y] = [box.left - left, box.top - top];
    if (!isClear(style.backgroundColor)) {
      out.push(`<rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" fill="${style.backgroundColor}"/>`);
    }
    edge(out, style.borderTopWidth, style.borderTopStyle, style.borderTopColor, [x, y, x + box.width, y]);
    const low = y + box.height;
    edge(out, style.borderBottomWidth, style.borderBottomStyle, style.borderBottomColor, [x, low, x + box.width, low]);
    edge(out, style.borderLeftWidth, style.borderLeftStyle, style.borderLeftColor, [x, y, x, low]);
    const far = x + box.width;
    edge(out, style.borderRightWidth, style.borderRightStyle, style.borderRightColor, [far, y, far, low]);
    if (element.matches(".cell")) spine(out, element, x, y, low);
  }
  const inner = style.overflow === "hidden" || style.overflowY === "hidden" ? box : clip;
  for (const node of element.childNodes) {
    if (node instanceof Element) draw(node, sheet, inner);
    else if (node instanceof Text) write(node, style, sheet, inner);
  }
}

const DASHES: { readonly [tone: string]: string } = { contested: "3 2", due: "6 3", open: "2 3", kept: "" };

/** The pattern of an outcome at the edge of its cell, which the page draws with no element of its own. */
function spine(out: string[], cell: Element, x: number, top: number, bottom: number): void {
  const tone = cell.getAttribute("data-tone") ?? "none";
  const colour = getComputedStyle(cell).getPropertyValue("--tone").trim();
  if (tone === "none" || colour === "") return;
  const line = (at: number, width: number): string =>
    `<line x1="${round(at)}" x2="${round(at)}" y1="${round(top + 9)}" y2="${round(bottom - 9)}" stroke="${colour}" stroke-width="${width}" stroke-dasharray="${DASHES[tone] ?? ""}"/>`;
  out.push(...(tone === "kept" ? [line(x + 0.75, 1.5), line(x + 3.25, 1.5)] : [line(x + 2, 4)]));
}

function edge(
  out: string[],
  width: string,
  kind: string,
  colour: string,
  [x1, y1, x2, y2]: readonly [number, number, number, number],
): void {
  const thick = Number.parseFloat(width);
  if (!(thick > 0) || kind === "none" || isClear(colour)) return;
  const dash = kind === "dashed" ? ' stroke-dasharray="4 3"' : kind === "dotted" ? ' stroke-dasharray="1 2"' : "";
  out.push(`<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${colour}" stroke-width="${thick}"${dash}/>`);
}

/** A text node, a line each: words that stand at one height are one line. */
function write(node: Text, style: CSSStyleDeclaration, { left, top, texts }: Sheet, clip: DOMRect | null): void {
  const text = node.data;
  if (text.trim() === "") return;
  const range = document.createRange();
  const size = Number.parseFloat(style.fontSize);
  const direction = style.direction === "rtl" ? "rtl" : "ltr";
  let line: { readonly box: DOMRect; low: number; high: number; words: string } | null = null;
  const flush = (): void => {
    if (line === null || line.words.trim() === "") return;
    texts.push({
      x: (direction === "rtl" ? line.high : line.low) - left,
      y: line.box.top + line.box.height / 2 + size * 0.34 - top,
      width: line.high - line.low,
      words: line.words.trimEnd(),
      family: style.fontFamily,
      size,
      weight: style.fontWeight,
      style: style.fontStyle,
      fill: style.color,
      direction,
    });
  };
  // A line may break after a hyphen or a slash, too.
  for (const { index, 0: word } of text.matchAll(/(?:[^\s/-]+|[/-])\s*/gu)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.trimEnd().length);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
    const [box] = boxes;
    if (!box) continue;
    const low = Math.min(...boxes.map((each) => each.left));
    const high = Math.max(...boxes.map((each) => each.right));
    if (clip !== null && (box.bottom > clip.bottom + 2 || box.left > clip.right)) continue;
    if (line !== null && Math.abs(line.box.top - box.top) < 2) {
      line.words += word.replace(/\s+/gu, " ");
      line.low = Math.min(line.low, low);
      line.high = Math.max(line.high, high);
    } else {
      flush();
      line = { box, low, high, words: word.replace(/\s+/gu, " ") };
    }
  }
  flush();
}

const PAINTED = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "opacity",
  "fill-opacity",
  "stroke-opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "stroke-linecap",
  "stroke-linejoin",
  "fill-rule",
  "dominant-baseline",
  "display",
  "visibility",
];

/** A drawing with the styles that it has on the screen written into it. */
function drawing(svg: SVGSVGElement, left: number, top: number): string {
  const box = svg.getBoundingClientRect();
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll("*")];
  const copies = [copy, ...copy.querySelectorAll("*")];
  for (const [i, original] of originals.entries()) {
    const twin = copies[i];
    if (!twin) continue;
    const style = getComputedStyle(original);
    for (const name of PAINTED) {
      const value = style.getPropertyValue(name);
      if (value !== "" && !twin.hasAttribute(`data-keep-${name}`)) twin.setAttribute(name, value);
    }
    for (const name of ["class", "style", "tabindex", "role"]) twin.removeAttribute(name);
  }
  copy.setAttribute("x", String(box.left - left));
  copy.setAttribute("y", String(box.top - top));
  copy.setAttribute("width", String(box.width));
  copy.setAttribute("height", String(box.height));
  return new XMLSerializer().serializeToString(copy);
}

function isClear(colour: string): boolean {
  return colour === "transparent" || /^rgba\(.*,\s*0\)$/u.test(colour) || /\/\s*0\)$/u.test(colour);
}

function escaped(text: string): string {
  return text
    .replace(/[&<>"]/gu, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] ?? c)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/gu, "");
}

function round(n: number): number {
  return Math.round(n * 100) / 100;
}
