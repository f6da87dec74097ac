/** From Natural Earth’s countries to the land and the borders of a map under a policy; borders.ts says what each policy makes of them. */
import { geoContains } from "d3-geo";
import type { Feature, Geometry, MultiPolygon, Position } from "geojson";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, GeometryObject, Topology } from "topojson-specification";
import type { Borders } from "./desk.ts";
import { type Box, type Line, lineOf, located, path, type Piece, pieceOf, wound } from "./projection.ts";

/** What lies under everything, in units of the drawing. */
export interface Base {
  readonly land: readonly Piece[];
  /** Where land ends, and no state beside another begins. */
  readonly coast: readonly Line[];
  readonly solid: readonly Line[];
  readonly dashed: readonly Line[];
  /** Where a name can stand, and how wide its area is. */
  readonly names: readonly { readonly text: string; readonly x: number; readonly y: number; readonly width: number }[];
}

type Area = GeometryObject<{ readonly name?: string }> & { readonly owner: string; readonly isDisputed: boolean };

/**
 * By Natural Earth’s name: the state in whose territory the United Nations count an area that has no code of its own. On which resolution
 * each of these and of the two lists below rests, stands in docs/workbench.md (On what the count of the United Nations rests).
 */
const WITHIN: ReadonlyMap<string, string> = new Map([
  ["Somaliland", "706"],
  ["Kosovo", "688"],
  ["N. Cyprus", "196"],
  ["Cyprus U.N. Buffer Zone", "196"],
  ["Baikonur", "398"],
  ["USNB Guantanamo Bay", "192"],
]);
/** The same for an area that Natural Earth draws as part of another state: a point in it, whose it is there, whose it is in the resolutions. */
const HELD: readonly { readonly at: Position; readonly by: string; readonly of: string }[] = [
  { at: [34.1, 44.95], by: "643", of: "804" },
];
/** Codes of areas whose status is disputed; 158 is counted within 156 by the United Nations. */
const DISPUTED: ReadonlySet<string> = new Set(["158", "275", "732"]);
/** Areas without a code about whose owner nobody disputes: two are leased, two were kept when a state became independent. */
const SETTLED: ReadonlySet<string> = new Set(["Baikonur", "USNB Guantanamo Bay", "Akrotiri", "Dhekelia"]);

export type World = Topology<{
  readonly countries: GeometryCollection<{ readonly name?: string }>;
  readonly land: GeometryCollection;
}>;

/** The base map under a policy; only what reaches into `near`, if it is given. `claimed-by:…` is drawn as `disputed-marked`: a claim is a shape of the case. */
export function baseOf(world: World, policy: Borders, near: Box | null = null): Base {
  const isUnitedNations = policy === "un";
  const areas = world.objects.countries.geometries.flatMap((geometry) => partsOf(world, geometry, isUnitedNations));
  const all = { type: "GeometryCollection" as const, geometries: areas };
  const apart = (a: Area, b: Area): boolean => a !== b && a.owner !== b.owner;
  const marks = policy !== "de-facto" && policy !== "none";
  const isOpen = (a: Area, b: Area): boolean => marks && (a.isDisputed || b.isDisputed);
  const isNear = nearness(near);
  const lines = (keep: (a: Area, b: Area) => boolean): Line[] =>
    policy === "none"
      ? []
      : mesh(world, all, (a, b) => apart(a as Area, b as Area) && keep(a as Area, b as Area))
          .coordinates.filter(isNear)
          .flatMap(lineOf);
  const shapes = feature(world, world.objects.countries).features;
  const polygons = shapes.flatMap(({ geometry }) => ringsOf(geometry)).filter(([outer = []]) => isNear(outer));
  const coast = mesh(world, world.objects.countries, (a, b) => a === b).coordinates.filter(isNear);
  return {
    land: polygons.map(wound).flatMap(pieceOf),
    coast: coast.flatMap(lineOf),
    solid: lines((a, b) => !isOpen(a, b)),
    dashed: lines(isOpen),
    // An area without a code has a name that somebody disputes: the case names it, if it speaks of it.
    names: policy === "none" || near !== null ? [] : shapes.filter(({ id }) => id !== undefined).flatMap(nameOf),
  };
}

/** Whether a line reaches into a box of the drawing; asked in degrees, before anything is drawn. */
function nearness(near: Box | null): (line: readonly Position[]) => boolean {
  if (near === null) return () => true;
  const [west, north] = located(near.x0, near.y0);
  const [east, south] = located(near.x1, near.y1);
  return (line) => {
    let [w, s, e, n] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [lon = 0, lat = 0] of line) {
      if (lon < w) w = lon;
      if (lon > e) e = lon;
      if (lat < s) s = lat;
      if (lat > n) n = lat;
    }
    return e >= west && w <= east && n >= south && s <= north;
  };
}

/** A state, and areas of it that are to be told apart, with the state to which the policy counts each. */
function partsOf(world: World, geometry: GeometryObject<{ readonly name?: string }>, isUnitedNations: boolean): Area[] {
  const id = geometry.id === undefined ? null : String(geometry.id);
  const { name = "" }: { readonly name?: string } = geometry.properties ?? {};
  const within = WITHIN.get(name);
  const owner = isUnitedNations ? (within ?? (id === "158" ? "156" : (id ?? name))) : (id ?? name);
  const isDisputed = isUnitedNations
    ? id === "275" || id === "732" || (id === null && within === undefined && !SETTLED.has(name))
    : (id === null && !SETTLED.has(name)) || DISPUTED.has(id ?? "");
  const whole: Area = { ...geometry, owner, isDisputed };
  const held = HELD.filter(({ by }) => by === id);
  if (held.length === 0 || geometry.type !== "MultiPolygon") return [whole];
  const polygons = (feature(world, geometry) as Feature<MultiPolygon>).geometry.coordinates;
  const areas: Area[] = [];
  const rest = [...geometry.arcs.keys()].filter((i) => {
    const found = held.find(({ at }) =>
      geoContains({ type: "Polygon", coordinates: polygons[i] ?? [] }, [at[0] ?? 0, at[1] ?? 0]),
    );
    if (!found) return true;
    const to = isUnitedNations ? found.of : `${found.by}, in dispute with ${found.of}`;
    areas.push({
      type: "Polygon",
      arcs: geometry.arcs[i] ?? [],
      properties: {},
      owner: to,
      isDisputed: !isUnitedNations,
    });
    return false;
  });
  return [{ ...whole, type: "MultiPolygon", arcs: rest.map((i) => geometry.arcs[i] ?? []) }, ...areas];
}

function ringsOf(shape: Geometry): Position[][][] {
  return shape.type === "Polygon" ? [shape.coordinates] : shape.type === "MultiPolygon" ? shape.coordinates : [];
}

/** In square degrees, negative where the ring goes clockwise. */
function areaOf(ring: readonly Position[]): number {
  let sum = 0;
  for (const [i, [x = 0, y = 0]] of ring.entries()) {
    const [nextX = 0, nextY = 0] = ring[(i + 1) % ring.length] ?? [];
    sum += x * nextY - nextX * y;
  }
  return sum / 2;
}

/** A name stands in the largest part of its state. */
function nameOf(shape: Feature<Geometry, { readonly name?: string }>): Base["names"][number][] {
  const text = shape.properties.name ?? "";
  const [rings] = ringsOf(shape.geometry).toSorted((a, b) => areaOf(a[0] ?? []) - areaOf(b[0] ?? []));
  if (!rings || text === "") return [];
  const largest = wound(rings);
  const [x, y] = path.centroid(largest);
  const [[x0], [x1]] = path.bounds(largest);
  return Number.isFinite(x) ? [{ text, x, y, width: x1 - x0 }] : [];
}
