/** From longitude and latitude to the drawing of a map, and back. */
import { geoArea, geoMercator, geoPath, type GeoPath } from "d3-geo";
import type { Geometry, Polygon, Position } from "geojson";

/** The world from west to east and from north to south, in units of the drawing. */
export const WORLD = 1000;

export interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export interface Piece extends Box {
  readonly d: string;
}

/** A piece with its points, x and y in turn, a list for each run without a gap. */
export interface Line extends Piece {
  readonly runs: readonly Float64Array[];
}

const project = geoMercator()
  .scale(WORLD / (2 * Math.PI))
  .translate([WORLD / 2, WORLD / 2])
  .precision(0);
export const path: GeoPath = geoPath(project).digits(4);

/** A place in units of the drawing. */
export function placed(lon: number, lat: number): readonly [number, number] {
  const rad = (Math.min(85, Math.max(-85, lat)) * Math.PI) / 180;
  return [(lon / 360 + 0.5) * WORLD, (0.5 - Math.log(Math.tan(Math.PI / 4 + rad / 2)) / (2 * Math.PI)) * WORLD];
}

/** The other way round: longitude and latitude. */
export function located(x: number, y: number): readonly [number, number] {
  const lat = (2 * Math.atan(Math.exp((0.5 - y / WORLD) * 2 * Math.PI)) - Math.PI / 2) * (180 / Math.PI);
  return [(x / WORLD - 0.5) * 360, lat];
}

export function pieceOf(shape: Geometry): Piece[] {
  const d = path(shape);
  if (d === null || d === "") return [];
  const [[x0, y0], [x1, y1]] = path.bounds(shape);
  return Number.isFinite(x0) ? [{ d, x0, y0, x1, y1 }] : [];
}

export function lineOf(coordinates: readonly Position[]): Line[] {
  return pieceOf({ type: "LineString", coordinates: [...coordinates] }).map((piece) => ({
    ...piece,
    runs: runsOf(piece.d),
  }));
}

/** The points of a path, run by run, as it draws them. */
export function runsOf(d: string): Float64Array[] {
  return d
    .split("M")
    .slice(1)
    .map((run) =>
      Float64Array.from(
        run.split(/[,LZ]/u).filter((part) => part !== ""),
        Number,
      ),
    );
}

const HALF_SPHERE = 2 * Math.PI;

/** On a sphere the order of a ring says which side is inside: no land covers half of it, wherever it lies. */
export function wound(coordinates: Position[][]): Polygon {
  const polygon: Polygon = { type: "Polygon", coordinates };
  if (geoArea(polygon) <= HALF_SPHERE) return polygon;
  return { type: "Polygon", coordinates: coordinates.map((ring) => ring.toReversed()) };
}
