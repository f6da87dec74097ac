/**
 * What the map shows, as data on the globe: zones and lines that are valid at the chosen time, and events where their accounts
 * place them, with how precisely. No pixels. What cannot be placed is named, not dropped.
 */
import { type Instant, parseTime } from "@servanda/language";
import type { Geometry, Position } from "geojson";
import type { Shape } from "servanda/payload";
import { count } from "servanda/words";
import { bordersWords } from "./borders.ts";
import { type Box, located, type Piece, pieceOf, placed, WORLD, wound } from "./projection.ts";
import type { Borders, Desk, Selection } from "./desk.ts";
import { periodOf } from "./period.ts";
import { whenOf } from "./timelinestate.ts";

/** A shape of the case that is valid at the chosen time. */
export interface Ground {
  readonly zone: string;
  /** All names of the zone, side by side. */
  readonly names: readonly string[];
  readonly kind: "area" | "line" | "point";
  readonly whose: string | null;
  readonly source: string | null;
  /** `from 1994-05-12 until 2020-11-10`; empty: always. */
  readonly valid: string;
  /** Another holder draws the same zone otherwise at that time. */
  readonly isDisputed: boolean;
  readonly pieces: readonly Piece[];
  readonly box: Box;
  /** Where its name stands. */
  readonly x: number;
  readonly y: number;
}

/** How an event is placed: by a point with a precision, or by a zone that has a shape. */
export type How = "point" | "zone";

/** Events in columns, so that a hundred thousand of them can be drawn many times a second; `x`, `y` in units of the drawing. */
export interface Events {
  readonly ids: readonly string[];
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** The event lies within this distance of its point, in units of the drawing. */
  readonly radius: Float64Array;
  /** 0: told; 1: told by some, denied by others; 2: only denied. */
  readonly stance: Uint8Array;
  readonly how: readonly How[];
}

export interface MapState {
  readonly ground: readonly Ground[];
  readonly events: Events;
  /** Events of the period that no account places on a map, and zones without a shape. */
  readonly unplaced: readonly string[];
  readonly unshaped: readonly string[];
  readonly policy: Borders;
  /** Whose claim was asked for, if no shape of the case is theirs: the case's own policy stands instead. */
  readonly unclaimed: string | null;
  /** Holders who draw a shape of their own: whose claim can be shown. */
  readonly claimants: readonly string[];
  readonly box: Box | null;
}

const EARTH = 40_075.017;

/** A distance on the ground near a latitude, in units of the drawing. */
export function unitsOf(kilometres: number, lat: number): number {
  return ((kilometres / EARTH) * WORLD) / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
}

/** How far from its point an event may lie: the radius of the circle that is drawn, on the ground. */
export function withinOf({ x, y, radius }: Events, i: number): number {
  const [, lat] = located(x[i] ?? 0, y[i] ?? 0);
  return (radius[i] ?? 0) / unitsOf(1, lat);
}

export function mapOf(desk: Desk, selection: Selection): MapState {
  const at = desk.result.at.latest;
  const claimants = [...new Set(desk.shapes.flatMap((shape) => textOf(shape, "whose") ?? []))].sort();
  const asked = claimantOf(selection.borders);
  const unclaimed = asked !== null && !claimants.includes(asked) ? asked : null;
  const policy = (unclaimed === null ? selection.borders : null) ?? desk.model.case.borders;
  const whose = claimantOf(policy);
  const ground = groundOf(desk, at, whose);
  const { events, unplaced } = eventsOf(desk, selection, at, ground);
  const shaped = new Set(ground.map(({ zone }) => zone));
  const points: Box[] = [...events.ids.keys()].map((i) => {
    const [x, y, r] = [events.x[i] ?? 0, events.y[i] ?? 0, events.radius[i] ?? 0];
    return { x0: x - r, y0: y - r, x1: x + r, y1: y + r };
  });
  return {
    ground,
    events,
    unplaced,
    unshaped: desk.model.zones.map(({ id }) => id).filter((id) => !shaped.has(id)),
    policy,
    unclaimed,
    claimants,
    box: around([...points, ...ground.map((each) => each.box)]),
  };
}

function claimantOf(policy: Borders | null): string | null {
  return policy?.startsWith("claimed-by:") ? policy.slice("claimed-by:".length) : null;
}

/** Whose borders the map draws, and what of the case lies over them: stands on the screen and in every export. */
export function policyWords(
  { policy, unclaimed, ground, claimants }: Pick<MapState, "policy" | "unclaimed" | "ground" | "claimants">,
  name: (id: string) => string,
): string {
  const areas = ground.filter(({ kind }) => kind === "area").length;
  const lines = ground.filter(({ kind }) => kind === "line").length;
  const isBare = policy === "none";
  const outlined = isBare ? "without an outline" : "outlined where no border runs along";
  const over = [
    lines === 0 ? "" : count(lines, "line"),
    areas === 0 ? "" : `${count(areas, "area")} tinted, ${outlined}`,
  ].filter((part) => part !== "");
  const always = claimants.length === 0 ? ", whichever borders are chosen" : "";
  return [
    unclaimed === null ? "" : `This case has no shape as claimed by ${name(unclaimed)}.`,
    bordersWords(policy, name).words,
    over.length === 0
      ? ""
      : `Over ${isBare ? "it" : "them"}, places of this case, as its places.geojson has them${always}: ${over.join(" and ")}.`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function around(boxes: readonly Box[]): Box | null {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const box of boxes) {
    x0 = Math.min(x0, box.x0);
    y0 = Math.min(y0, box.y0);
    x1 = Math.max(x1, box.x1);
    y1 = Math.max(y1, box.y1);
  }
  return x0 <= x1 ? { x0, y0, x1, y1 } : null;
}

// ── Ground ────────────────────────────────────────────────────────────────────────────────────────

/** Shapes valid at a time. A claimant's own stand in place of what others draw of the same zone. */
function groundOf(desk: Desk, at: Instant, whose: string | null): Ground[] {
  const offset = desk.model.case.offset;
  const valid = desk.shapes.filter((shape) => isValid(shape, at, offset));
  const claimed = new Set(valid.filter((shape) => whose !== null && textOf(shape, "whose") === whose).map(idOf));
  const shown = valid.filter((shape) => !claimed.has(idOf(shape)) || textOf(shape, "whose") === whose);
  const holders = Map.groupBy(valid, idOf);
  return shown.flatMap((shape): Ground[] => {
    const zone = idOf(shape);
    const { geometry } = shape;
    if (zone === null || !isGeometry(geometry)) return [];
    const parts = partsOf(geometry);
    const pieces = parts.flatMap(pieceOf);
    const box = geometry.type === "Point" ? boxOf(geometry.coordinates) : around(pieces);
    if (box === null) return [];
    const from = textOf(shape, "valid_from");
    const until = textOf(shape, "valid_until");
    return [
      {
        zone,
        names: desk.names(zone),
        kind: geometry.type === "Point" ? "point" : geometry.type.endsWith("LineString") ? "line" : "area",
        whose: textOf(shape, "whose"),
        source: textOf(shape, "source"),
        valid: [from && `from ${from}`, until && `until ${until}`].filter(Boolean).join(" "),
        isDisputed: new Set((holders.get(zone) ?? []).map((each) => textOf(each, "whose"))).size > 1,
        pieces,
        box,
        x: (box.x0 + box.x1) / 2,
        y: (box.y0 + box.y1) / 2,
      },
    ];
  });
}

function boxOf(at: Position): Box | null {
  const [x, y] = placed(at[0] ?? 0, at[1] ?? 0);
  return Number.isFinite(x + y) ? { x0: x, y0: y, x1: x, y1: y } : null;
}

function idOf(shape: Shape): string | null {
  return textOf(shape, "id");
}

function textOf(shape: Shape, name: string): string | null {
  const value = shape.properties !== null && Object.hasOwn(shape.properties, name) ? shape.properties[name] : null;
  return typeof value === "string" && value !== "" ? value : null;
}

function isValid(shape: Shape, at: Instant, offset: number): boolean {
  const bound = (name: string): { readonly earliest: number; readonly latest: number } | null => {
    const text = textOf(shape, name);
    const read = text === null ? null : parseTime(text, offset);
    return read && "time" in read ? read.time : null;
  };
  const [from, until] = [bound("valid_from"), bound("valid_until")];
  return (from === null || from.earliest <= at) && (until === null || until.latest >= at);
}

const KINDS: ReadonlySet<string> = new Set(["Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]);

/** What the case gives as a shape is not checked: only lists of finite numbers are drawn. */
function isGeometry(value: Shape["geometry"]): value is Geometry & Shape["geometry"] {
  if (value === null || !KINDS.has(value.type)) return false;
  const depth = { Point: 1, LineString: 2, MultiLineString: 3, Polygon: 3, MultiPolygon: 4 }[value.type] ?? 0;
  const fits = (part: unknown, left: number): boolean =>
    left === 0
      ? typeof part === "number" && Number.isFinite(part) && Math.abs(part) <= 360
      : Array.isArray(part) && part.length > 0 && part.every((each) => fits(each, left - 1));
  return fits(value.coordinates, depth);
}

function partsOf(geometry: Geometry): Geometry[] {
  if (geometry.type === "Polygon") return [wound(geometry.coordinates)];
  if (geometry.type === "MultiPolygon") return geometry.coordinates.map(wound);
  return geometry.type === "Point" ? [] : [geometry];
}

// ── Events ────────────────────────────────────────────────────────────────────────────────────────

function eventsOf(
  desk: Desk,
  selection: Selection,
  at: Instant,
  ground: readonly Ground[],
): { readonly events: Events; readonly unplaced: string[] } {
  const period = periodOf(selection.period, desk.model.case.offset);
  const parties = new Set(selection.parties);
  const shapes = new Map(ground.map((each) => [each.zone, each]));
  const [ids, xs, ys, radii, stances, how]: [string[], number[], number[], number[], number[], How[]] = [
    [],
    [],
    [],
    [],
    [],
    [],
  ];
  const unplaced: string[] = [];
  for (const [id, accounts] of desk.events) {
    if (parties.size > 0 && !accounts.some((a) => parties.has(a.actor ?? "") || parties.has(a.target ?? ""))) continue;
    const zones = new Set(accounts.flatMap((a) => [a.place, a.object, ...a.inside].filter((each) => each !== null)));
    if (selection.zone !== null && !zones.has(selection.zone)) continue;
    const when = whenOf(accounts);
    if (when && (when.earliest > at || (period && (when.latest < period.from || when.earliest > period.until))))
      continue;
    const points = accounts.flatMap((account) => desk.points.get(account.id) ?? []);
    // What was done to a road or a line was done there.
    const zone = accounts.flatMap((a) => shapes.get(a.place ?? "") ?? shapes.get(a.object ?? "") ?? [])[0];
    const spot =
      points.length > 0 ? spotOf(points) : zone ? { x: zone.x, y: zone.y, radius: radiusOf(zone.box) } : null;
    if (spot === null) {
      unplaced.push(id);
      continue;
    }
    const asserted = accounts.some(({ stance }) => stance === "asserts");
    const denied = accounts.some(({ stance }) => stance === "denies");
    ids.push(id);
    xs.push(spot.x);
    ys.push(spot.y);
    radii.push(spot.radius);
    stances.push(asserted ? (denied ? 1 : 0) : 2);
    how.push(points.length > 0 ? "point" : "zone");
  }
  return {
    events: {
      ids,
      x: Float64Array.from(xs),
      y: Float64Array.from(ys),
      radius: Float64Array.from(radii),
      stance: Uint8Array.from(stances),
      how,
    },
    unplaced: unplaced.sort(),
  };
}

/** The circle around all circles that accounts give: the event lies somewhere in it, whoever is right. */
function spotOf(points: readonly { readonly lat: number; readonly lon: number; readonly kilometres: number }[]): {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
} {
  const circles = points.map(({ lat, lon, kilometres }) => {
    const [x, y] = placed(lon, lat);
    return { x, y, r: unitsOf(kilometres, lat) };
  });
  const box = around(circles.map(({ x, y, r }) => ({ x0: x - r, y0: y - r, x1: x + r, y1: y + r })));
  if (box === null) return { x: 0, y: 0, radius: 0 };
  const [x, y] = [(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2];
  return { x, y, radius: Math.max(...circles.map((circle) => Math.hypot(circle.x - x, circle.y - y) + circle.r)) };
}

function radiusOf({ x0, y0, x1, y1 }: Box): number {
  return Math.max(x1 - x0, y1 - y0) / 2;
}

// ── Frame ─────────────────────────────────────────────────────────────────────────────────────────

/** What is shown: the middle, in units of the drawing, and how many pixels a unit is. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

const NEAREST = 4000;

export function framed(frame: Frame): Frame {
  return {
    x: Math.min(WORLD, Math.max(0, frame.x)),
    y: Math.min(WORLD, Math.max(0, frame.y)),
    scale: Math.min(NEAREST, Math.max(0.25, frame.scale)),
  };
}

/** A frame that holds a box with some room around it; one that is a point gets a few kilometres. */
export function fitting(box: Box, width: number, height: number): Frame {
  const least = 0.12;
  const [w, h] = [Math.max(least, box.x1 - box.x0), Math.max(least, box.y1 - box.y0)];
  const scale = Math.min(width / w, height / h) * 0.8;
  return framed({ x: (box.x0 + box.x1) / 2, y: (box.y0 + box.y1) / 2, scale });
}

/** The place under (px, py) stays there. */
export function closer(frame: Frame, px: number, py: number, factor: number): Frame {
  const next = framed({ ...frame, scale: frame.scale * factor });
  const keep = 1 / frame.scale - 1 / next.scale;
  return framed({ ...next, x: frame.x + px * keep, y: frame.y + py * keep });
}
