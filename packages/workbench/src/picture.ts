/**
 * A part of the page as a picture in SVG: its boxes, lines, texts and drawings, where they stand on the screen. Made from what
 * the browser has laid out, so that the picture is what was seen; nothing in it runs or is fetched.
 */
export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const MARGIN = 24;
const FOOT = 40;

export function pictureOf(root: HTMLElement, foot: string): Picture {
  const frame = root.getBoundingClientRect();
  const width = Math.ceil(Math.max(root.scrollWidth, frame.width)) + 2 * MARGIN;
  const height = Math.ceil(Math.max(root.scrollHeight, frame.height)) + 2 * MARGIN + FOOT;
  const out: string[] = [];
  const left = frame.left - MARGIN;
  const top = frame.top - MARGIN;
  draw(root, left, top, out);
  const page = getComputedStyle(document.body);
  out.push(
    `<text x="${MARGIN}" y="${height - MARGIN / 2}" font-family="sans-serif" font-size="11" fill="${page.color}">${escaped(foot)}</text>`,
  );
  return {
    width,
    height,
    svg:
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
      `<rect width="100%" height="100%" fill="${page.backgroundColor}"/>${out.join("")}</svg>`,
  };
}

function draw(element: Element, left: number, top: number, out: string[]): void {
  const style = getComputedStyle(element);
  if (style.display === "none" || style.visibility === "hidden" || Number(style.opacity) === 0) return;
  if (element instanceof SVGSVGElement) {
    out.push(drawing(element, left, top));
    return;
  }
  if (element instanceof HTMLCanvasElement) {
    const box = element.getBoundingClientRect();
    out.push(
      `<image x="${box.left - left}" y="${box.top - top}" width="${box.width}" height="${box.height}" href="${element.toDataURL("image/png")}"/>`,
    );
    return;
  }
  const box = element.getBoundingClientRect();
  if (box.width > 0 && box.height > 0) {
    const [x, y] = [box.left - left, box.top - top];
    if (!isClear(style.backgroundColor)) {
      out.push(`<rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" fill="${style.backgroundColor}"/>`);
    }
    edge(out, style.borderTopWidth, style.borderTopStyle, style.borderTopColor, x, y, x + box.width, y);
    edge(
      out,
      style.borderBottomWidth,
      style.borderBottomStyle,
      style.borderBottomColor,
      x,
      y + box.height,
      x + box.width,
      y + box.height,
    );
    edge(out, style.borderLeftWidth, style.borderLeftStyle, style.borderLeftColor, x, y, x, y + box.height);
    edge(
      out,
      style.borderRightWidth,
      style.borderRightStyle,
      style.borderRightColor,
      x + box.width,
      y,
      x + box.width,
      y + box.height,
    );
  }
  for (const node of element.childNodes) {
    if (node instanceof Element) draw(node, left, top, out);
    else if (node instanceof Text) write(node, style, left, top, out);
  }
}

function edge(
  out: string[],
  width: string,
  kind: string,
  colour: string,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
): void {
  const thick = Number.parseFloat(width);
  if (!(thick > 0) || kind === "none" || isClear(colour)) return;
  const dash = kind === "dashed" ? ' stroke-dasharray="4 3"' : kind === "dotted" ? ' stroke-dasharray="1 2"' : "";
  out.push(`<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${colour}" stroke-width="${thick}"${dash}/>`);
}

/** A text node, a line each: words that stand at one height are one line. */
function write(node: Text, style: CSSStyleDeclaration, left: number, top: number, out: string[]): void {
  const text = node.data;
  if (text.trim() === "") return;
  const range = document.createRange();
  let line: { x: number; y: number; height: number; words: string } | null = null;
  const flush = (): void => {
    if (line === null || line.words.trim() === "") return;
    const size = Number.parseFloat(style.fontSize);
    const base = line.y + line.height / 2 + size * 0.35;
    out.push(
      `<text xml:space="preserve" x="${line.x - left}" y="${base - top}" font-family="${escaped(style.fontFamily)}" font-size="${size}" ` +
        `font-weight="${style.fontWeight}" font-style="${style.fontStyle}" fill="${style.color}">${escaped(line.words)}</text>`,
    );
  };
  for (const { index, 0: word } of text.matchAll(/\S+\s*/gu)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.trimEnd().length);
    const [box] = range.getClientRects();
    if (!box || box.width === 0) continue;
    if (line !== null && Math.abs(line.y - box.top) < 2) line.words += word.replace(/\s+/gu, " ");
    else {
      flush();
      line = { x: box.left, y: box.top, height: box.height, words: word.replace(/\s+/gu, " ") };
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
