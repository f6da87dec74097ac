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

export const VIEWS: readonly View[] = [
  { id: "board", title: "Board", key: "b", Component: Board },
  {
    id: "timeline",
    title: "Timeline",
    key: "t",
    Component: lazy(async () => ({ default: (await import("./timeline.tsx")).Timeline })),
  },
  {
    id: "map",
    title: "Map",
    key: "m",
    Component: lazy(async () => ({ default: (await import("./map.tsx")).MapView })),
  },
  { id: "why", title: "Why", key: "w", Component: lazy(async () => ({ default: (await import("./why.tsx")).Why })) },
  {
    id: "essay",
    title: "Essay",
    key: "e",
    Component: lazy(async () => ({ default: (await import("./essay.tsx")).Essay })),
  },
  {
    id: "text",
    title: "Text",
    key: "x",
    Component: lazy(async () => ({ default: (await import("./text.tsx")).Text })),
  },
  {
    id: "sources",
    title: "Sources",
    key: "s",
    Component: lazy(async () => ({ default: (await import("./sources.tsx")).Sources })),
  },
];
