/** The views: what they are called, which key opens them, and what draws them. Each comes as a file of its own, when it is opened. */
import { type ComponentType, lazy } from "react";
import { Board } from "./board.tsx";
import type { ViewId, ViewProps } from "./desk.ts";

export interface View {
  readonly id: ViewId;
  readonly title: string;
  /** After `g`. */
  readonly key: string;
  readonly Component: ComponentType<ViewProps>;
}

type Part = () => Promise<ComponentType<ViewProps>>;

const AGAIN = 1500;

const PARTS = {
  timeline: async () => (await import("./timeline.tsx")).Timeline,
  map: async () => (await import("./map.tsx")).MapView,
  why: async () => (await import("./why.tsx")).Why,
  essay: async () => (await import("./essay.tsx")).Essay,
  text: async () => (await import("./text.tsx")).Text,
  sources: async () => (await import("./sources.tsx")).Sources,
} as const satisfies { readonly [V in ViewId]?: Part };

/** A view of which the file comes when it is opened; with the server away, it is asked for until it is there. */
function part(load: Part): ComponentType<ViewProps> {
  const fetched = async (): Promise<{ readonly default: ComponentType<ViewProps> }> => {
    try {
      return { default: await load() };
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
      return fetched();
    }
  };
  return lazy(fetched);
}

/** Fetches all views that are not there yet, so that they can be opened when the server is away: one after the other, and each while the page has nothing else to do. */
export async function fetchParts(isWanted: () => boolean): Promise<void> {
  for (const load of Object.values<Part>(PARTS)) {
    await idle();
    if (!isWanted()) return;
    await load().catch(() => undefined);
  }
}

/** Not every browser tells when it is. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(() => resolve());
    else setTimeout(resolve, 100);
  });
}

export const VIEWS: readonly View[] = [
  { id: "board", title: "Board", key: "b", Component: Board },
  { id: "timeline", title: "Timeline", key: "t", Component: part(PARTS.timeline) },
  { id: "map", title: "Map", key: "m", Component: part(PARTS.map) },
  { id: "why", title: "Why", key: "w", Component: part(PARTS.why) },
  { id: "essay", title: "Essay", key: "e", Component: part(PARTS.essay) },
  { id: "text", title: "Text", key: "x", Component: part(PARTS.text) },
  { id: "sources", title: "Sources", key: "s", Component: part(PARTS.sources) },
];
