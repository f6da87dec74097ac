/**
 * A drawing as data: shapes in pixels, with a tone and a filling instead of a colour. Painted on a canvas, or written as SVG,
 * so that the picture that is saved, printed or tested is the one on the screen. What is certain is solid, what is only
 * possible is hatched, here as in every view.
 */
import type { Tone as OutcomeTone } from "./mark.tsx";

/** Of outcomes; or of the drawing itself: ink, softer, faint, the paper, words upon an outcome, what is selected, water, land. */
export type Tone =
  | OutcomeTone
  | "ink"
  | "soft"
  | "faint"
  | "hair"
  | "paper"
  | "upon"
  | "raised"
  | "chosen"
  | "water"
  | "land"
  | "other";

export type Filling = "solid" | "hatch" | "tint" | "outline" | "dots" | "dashed" | "veil";

export type Mark =
  | {
      readonly is: "box";
      readonly x: number;
      readonly y: number;
      readonly w: number;
      readonly h: number;
      readonly tone: Tone;
      readonly filling: Filling;
    }
  | {
      readonly is: "line";
      readonly x1: number;
      readonly y1: number;
      readonly x2: number;
      readonly y2: number;
      readonly tone: Tone;
      readonly width?: number;
      readonly dash?: boolean;
    }
  /** A path in its own units, at a place and size. `stroke`: the width of its line; else it is filled. */
  | {
      readonly is: "path";
      readonly d: string;
      readonly x: number;
      readonly y: number;
      readonly scale: number;
      readonly tone: Tone;
      readonly stroke?: number;
      readonly dash?: boolean;
      readonly filling?: Filling;
    }
  | {
      readonly is: "circle";
      readonly x: number;
      readonly y: number;
      readonly r: number;
      readonly tone: Tone;
      readonly filling: Filling;
    }
  /** `y` is the middle of the line. `halo`: the paper shines through around it. */
  | {
      readonly is: "text";
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly tone: Tone;
      readonly size: number;
      readonly bold?: boolean;
      readonly anchor?: "start" | "middle" | "end";
      readonly halo?: boolean;
    };

export type Palette = { readonly [T in Tone]: string };

/** Told apart with any colour vision on white and on near black alike. */
const OUTCOMES = {
  kept: "#2f82bd",
  broken: "#a1442f",
  contested: "#ab34fa",
  due: "#b3850f",
  open: "#706f6f",
} as const;

export const LIGHT: Palette = {
  ...OUTCOMES,
  none: "#706f6f",
  ink: "#1b1a17",
  soft: "#5c5850",
  faint: "#dedad0",
  hair: "#ece9e1",
  paper: "#fcfbf8",
  upon: "#fcfbf8",
  raised: "#f4f2ec",
  chosen: "#b08900",
  water: "#e6ecef",
  land: "#fbfaf6",
  other: "#4a5a63",
};

export const DARK: Palette = {
  ...OUTCOMES,
  none: "#8b8a8a",
  ink: "#eceae3",
  soft: "#aca89e",
  faint: "#37352f",
  hair: "#282722",
  paper: "#141413",
  upon: "#fcfbf8",
  raised: "#20201d",
  chosen: "#d6ae2c",
  water: "#0e1518",
  land: "#201f1c",
  other: "#9aabb5",
};

/** Where somebody has set the colours of all pages, the system's own: tones are told apart by filling and sign. */
export const FORCED: Palette = {
  kept: "CanvasText",
  broken: "CanvasText",
  contested: "CanvasText",
  due: "CanvasText",
  open: "GrayText",
  none: "GrayText",
  ink: "CanvasText",
  soft: "CanvasText",
  faint: "GrayText",
  hair: "GrayText",
  paper: "Canvas",
  upon: "Canvas",
  raised: "Canvas",
  chosen: "Highlight",
  water: "Canvas",
  land: "Canvas",
  other: "CanvasText",
};

export const FONT =
  '"Source Sans 3 Variable", "Noto Sans Armenian Variable", "Noto Sans Georgian Variable", system-ui, sans-serif';

const STEP = 6;

const painted = new WeakMap<HTMLCanvasElement, { readonly marks: readonly Mark[]; readonly palette: Palette }>();

/** What a canvas shows, as the inside of an SVG; null where nothing was painted on it from here. */
export function vectorOf(canvas: HTMLCanvasElement): string | null {
  const last = painted.get(canvas);
  return last ? bodyOf(last.marks, last.palette).join("\n") : null;
}

/** Paints on a canvas whose units are CSS pixels already. */
export function paint(canvas: CanvasRenderingContext2D, marks: readonly Mark[], palette: Palette): void {
  painted.set(canvas.canvas, { marks, palette });
  const hatches = new Map<string, CanvasPattern | string>();
  const hatch = (tone: Tone, kind: "hatch" | "dots"): CanvasPattern | string => {
    const key = `${tone} ${kind}`;
    const known = hatches.get(key) ?? patternOf(canvas, palette[tone], kind);
    hatches.set(key, known);
    return known;
  };
  canvas.textBaseline = "middle";
  for (const mark of marks) {
    const colour = palette[mark.tone];
    switch (mark.is) {
      case "box":
        box(canvas, mark, colour, hatch);
        break;
      case "line":
        canvas.strokeStyle = colour;
        canvas.lineWidth = mark.width ?? 1;
        canvas.setLineDash(mark.dash ? [4, 3] : []);
        canvas.beginPath();
        canvas.moveTo(mark.x1, mark.y1);
        canvas.lineTo(mark.x2, mark.y2);
        canvas.stroke();
        break;
      case "path": {
        canvas.save();
        canvas.translate(mark.x, mark.y);
        canvas.scale(mark.scale, mark.scale);
        const path = pathOf(mark.d);
        if (mark.stroke === undefined) {
          canvas.fillStyle = mark.filling === "hatch" ? hatch(mark.tone, "hatch") : colour;
          canvas.globalAlpha = mark.filling === "tint" ? TINT : mark.filling === "veil" ? VEIL : 1;
          canvas.fill(path, "evenodd");
        } else {
          canvas.strokeStyle = colour;
          canvas.lineWidth = mark.stroke / mark.scale;
          canvas.lineJoin = "round";
          canvas.lineCap = "round";
          canvas.setLineDash(mark.dash ? [5 / mark.scale, 4 / mark.scale] : []);
          canvas.stroke(path);
        }
        canvas.restore();
        break;
      }
      case "circle":
        canvas.beginPath();
        canvas.arc(mark.x, mark.y, mark.r, 0, 2 * Math.PI);
        if (mark.filling === "outline" || mark.filling === "dashed") {
          canvas.strokeStyle = colour;
          canvas.lineWidth = 1.25;
          canvas.setLineDash(mark.filling === "dashed" ? [3, 3] : []);
          canvas.stroke();
        } else {
          canvas.globalAlpha = mark.filling === "tint" ? TINT : mark.filling === "veil" ? VEIL : 1;
          canvas.fillStyle = mark.filling === "hatch" ? hatch(mark.tone, "hatch") : colour;
          canvas.fill();
          canvas.globalAlpha = 1;
        }
        break;
      case "text":
        canvas.font = `${mark.bold ? 600 : 400} ${mark.size}px ${FONT}`;
        canvas.textAlign = mark.anchor === "middle" ? "center" : mark.anchor === "end" ? "right" : "left";
        if (mark.halo) {
          canvas.strokeStyle = palette.paper;
          canvas.lineWidth = 3;
          canvas.lineJoin = "round";
          canvas.setLineDash([]);
          canvas.strokeText(mark.text, mark.x, mark.y);
        }
        canvas.fillStyle = colour;
        canvas.fillText(mark.text, mark.x, mark.y);
        break;
      default:
    }
  }
  canvas.setLineDash([]);
}

const paths = new Map<string, Path2D>();

/** Read once: the shapes of a map are long, and are drawn many times a second. */
function pathOf(d: string): Path2D {
  const known = paths.get(d) ?? new Path2D(d);
  if (paths.size > 8000) paths.clear();
  paths.set(d, known);
  return known;
}

const TINT = 0.16;
/** So little that many may lie upon each other. */
const VEIL = 0.045;

function box(
  canvas: CanvasRenderingContext2D,
  { x, y, w, h, tone, filling }: Extract<Mark, { is: "box" }>,
  colour: string,
  hatch: (tone: Tone, kind: "hatch" | "dots") => CanvasPattern | string,
): void {
  if (filling === "outline" || filling === "dashed") {
    canvas.strokeStyle = colour;
    canvas.lineWidth = 1;
    canvas.setLineDash(filling === "dashed" ? [3, 2] : []);
    canvas.strokeRect(x + 0.5, y + 0.5, Math.max(0, w - 1), Math.max(0, h - 1));
    return;
  }
  if (filling === "tint") canvas.globalAlpha = TINT;
  canvas.fillStyle = filling === "hatch" || filling === "dots" ? hatch(tone, filling) : colour;
  canvas.fillRect(x, y, w, h);
  canvas.globalAlpha = 1;
}

function patternOf(canvas: CanvasRenderingContext2D, colour: string, kind: "hatch" | "dots"): CanvasPattern | string {
  const tile = document.createElement("canvas");
  const scale = 2;
  tile.width = STEP * scale;
  tile.height = STEP * scale;
  const to = tile.getContext("2d");
  if (!to) return colour;
  to.scale(scale, scale);
  to.strokeStyle = colour;
  to.fillStyle = colour;
  to.lineWidth = 1.6;
  if (kind === "dots") to.fillRect(2, 2, 1.5, 1.5);
  else {
    to.beginPath();
    for (const shift of [-STEP, 0, STEP]) {
      to.moveTo(shift - 1, STEP + 1);
      to.lineTo(shift + STEP + 1, -1);
    }
    to.stroke();
  }
  const pattern = canvas.createPattern(tile, "repeat");
  pattern?.setTransform(new DOMMatrix().scale(1 / scale));
  return pattern ?? colour;
}

/** The same as SVG; same marks, same text. `foot`: a line below the drawing. */
export function svgOf(
  marks: readonly Mark[],
  {
    width,
    height,
    palette,
    title,
    foot = [],
  }: {
    readonly width: number;
    readonly height: number;
    readonly palette: Palette;
    readonly title: string;
    readonly foot?: readonly string[];
  },
): string {
  const below = foot.map(
    (line, i) =>
      `<text x="12" y="${height + 18 + i * 16}" font-size="11" fill="${palette.soft}">${escaped(line)}</text>`,
  );
  const whole = height + (foot.length > 0 ? 14 + 16 * foot.length : 0);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}" font-family="${escaped(FONT)}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${whole}" fill="${palette.paper}"/>`,
    ...bodyOf(marks, palette),
    ...below,
    "</svg>",
    "",
  ].join("\n");
}

/** Patterns first, then the marks. */
function bodyOf(marks: readonly Mark[], palette: Palette): string[] {
  const patterns = new Map<string, string>();
  const filled = (tone: Tone, filling: Filling): string => {
    const colour = palette[tone];
    if (filling === "outline") return `fill="none" stroke="${colour}"`;
    if (filling === "dashed") return `fill="none" stroke="${colour}" stroke-dasharray="3 2"`;
    if (filling === "tint") return `fill="${colour}" fill-opacity="${TINT}"`;
    if (filling === "veil") return `fill="${colour}" fill-opacity="${VEIL}"`;
    if (filling === "solid") return `fill="${colour}"`;
    const id = `${filling}-${tone}`;
    const inner =
      filling === "dots"
        ? `<rect x="2" y="2" width="1.5" height="1.5" fill="${colour}"/>`
        : `<path d="M-1 ${STEP + 1}L${STEP + 1} -1M-1 1L1 -1M${STEP - 1} ${STEP + 1}L${STEP + 1} ${STEP - 1}" stroke="${colour}" stroke-width="1.6"/>`;
    patterns.set(
      id,
      `<pattern id="${id}" width="${STEP}" height="${STEP}" patternUnits="userSpaceOnUse">${inner}</pattern>`,
    );
    return `fill="url(#${id})"`;
  };
  const body = marks.map((mark) => written(mark, palette, filled));
  return [...(patterns.size > 0 ? [`<defs>${[...patterns.values()].join("")}</defs>`] : []), ...body];
}

function written(mark: Mark, palette: Palette, filled: (tone: Tone, filling: Filling) => string): string {
  const colour = palette[mark.tone];
  switch (mark.is) {
    case "box": {
      const inset = mark.filling === "outline" || mark.filling === "dashed" ? 0.5 : 0;
      const [w, h] = [Math.max(0, mark.w - 2 * inset), Math.max(0, mark.h - 2 * inset)];
      return `<rect x="${at(mark.x + inset)}" y="${at(mark.y + inset)}" width="${at(w)}" height="${at(h)}" ${filled(mark.tone, mark.filling)}/>`;
    }
    case "line":
      return `<line x1="${at(mark.x1)}" y1="${at(mark.y1)}" x2="${at(mark.x2)}" y2="${at(mark.y2)}" stroke="${colour}" stroke-width="${mark.width ?? 1}"${mark.dash ? ' stroke-dasharray="4 3"' : ""}/>`;
    case "path": {
      const place =
        mark.x === 0 && mark.y === 0 && mark.scale === 1
          ? ""
          : ` transform="translate(${at(mark.x)} ${at(mark.y)}) scale(${Math.round(mark.scale * 1e5) / 1e5})"`;
      const how =
        mark.stroke === undefined
          ? `${filled(mark.tone, mark.filling ?? "solid")} fill-rule="evenodd"`
          : `fill="none" stroke="${colour}" stroke-width="${mark.stroke}" vector-effect="non-scaling-stroke" stroke-linejoin="round" stroke-linecap="round"${mark.dash ? ' stroke-dasharray="5 4"' : ""}`;
      return `<path d="${escaped(mark.d)}"${place} ${how}/>`;
    }
    case "circle":
      return `<circle cx="${at(mark.x)}" cy="${at(mark.y)}" r="${at(mark.r)}" ${filled(mark.tone, mark.filling)}/>`;
    case "text": {
      const anchor = mark.anchor === undefined || mark.anchor === "start" ? "" : ` text-anchor="${mark.anchor}"`;
      const halo = mark.halo
        ? ` paint-order="stroke" stroke="${palette.paper}" stroke-width="3" stroke-linejoin="round"`
        : "";
      return `<text x="${at(mark.x)}" y="${at(mark.y + mark.size * 0.35)}" font-size="${mark.size}"${mark.bold ? ' font-weight="600"' : ""} fill="${colour}"${anchor}${halo}>${escaped(mark.text)}</text>`;
    }
    default:
      return "";
  }
}

/** Numbers as short as a pixel’s hundredth allows. */
function at(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export function escaped(text: string): string {
  return text
    .replace(/[&<>"]/gu, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] ?? c)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, "");
}
