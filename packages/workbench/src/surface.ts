/** What canvases need of the page: their size in pixels, and the colours that go with its theme. */
import { type RefObject, useEffect, useState } from "react";
import { DARK, FONT, FORCED, LIGHT, type Palette } from "./drawing.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Of an element that stays, by its reference; of one that comes and goes, by itself. */
export function useSize(of: RefObject<HTMLElement | null> | HTMLElement | null): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const element = of !== null && "current" in of ? of.current : of;
    if (!element) return undefined;
    const look = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((was) => (was.width === width && was.height === height ? was : { width, height }));
    };
    const observer = new ResizeObserver(look);
    observer.observe(element);
    look();
    return () => observer.disconnect();
  }, [of]);
  return size;
}

const QUERIES = ["(prefers-color-scheme: dark)", "(forced-colors: active)", "print"];

/** Print is always on white. */
export function paletteNow(): Palette {
  if (matchMedia("(forced-colors: active)").matches) return FORCED;
  if (matchMedia("print").matches) return LIGHT;
  const theme = document.documentElement.dataset["theme"] ?? "auto";
  const isDark = theme === "dark" || (theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  return isDark ? DARK : LIGHT;
}

export function usePalette(): Palette {
  const [palette, setPalette] = useState(paletteNow);
  useEffect(() => {
    const look = (): void => setPalette(paletteNow());
    const lists = QUERIES.map((query) => matchMedia(query));
    for (const list of lists) list.addEventListener("change", look);
    const observer = new MutationObserver(look);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    look();
    return () => {
      for (const list of lists) list.removeEventListener("change", look);
      observer.disconnect();
    };
  }, []);
  return palette;
}

/** A canvas as sharp as the screen, with CSS pixels as its units; cleared. */
export function sheet(canvas: HTMLCanvasElement, { width, height }: Size): CanvasRenderingContext2D | null {
  const scale = window.devicePixelRatio || 1;
  const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  const context = canvas.getContext("2d");
  context?.setTransform(scale, 0, 0, scale, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}

export function isCalm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

const MOST_WIDTHS = 20_000;
const widths = new Map<string, number>();

/** How wide a text stands in the letters of drawings. */
export function measureBy(paper: CanvasRenderingContext2D): (text: string, size: number) => number {
  return (text, size) => {
    const key = `${size} ${text}`;
    let known = widths.get(key);
    if (known === undefined) {
      paper.font = `600 ${size}px ${FONT}`;
      known = paper.measureText(text).width;
      if (widths.size > MOST_WIDTHS) widths.clear();
      widths.set(key, known);
    }
    return known;
  };
}

/** Draws again once letters have come: until then, others stand in for them. */
export function useLetters(draw: () => void): void {
  useEffect(() => {
    const again = (): void => {
      widths.clear();
      draw();
    };
    document.fonts.addEventListener("loadingdone", again);
    return () => document.fonts.removeEventListener("loadingdone", again);
  }, [draw]);
}
