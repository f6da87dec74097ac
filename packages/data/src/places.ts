/**
 * Shapes of zones, from places.geojson, and where points lie (docs/semantics.md 5.6).
 *
 * Areas are polygons of longitude and latitude whose edges are straight on a plain map, as GeoJSON has it. The
 * distance from a point to an edge is measured on a map centred on the point, then on a sphere of radius
 * 6,371 km: right to about half a per cent for precisions up to 100 km.
 */
import { DISTANT_FUTURE, DISTANT_PAST, type Instant, type Time, parseTime } from "@servanda/language";
import { type Bounds, type Outline, outlineOf, toBorder } from "./distance.ts";
import { compare, type Issues } from "./issue.ts";
import { helpWith, type Names } from "./names.ts";

/** One feature: an area, from when until when it is drawn so. */
interface Area {
  readonly zone: string;
  /** Polygons of rings of `lon, lat, lon, lat …`, each ring closed. The first ring is the outer one. */
  readonly polygons: readonly (readonly Float64Array[])[];
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
  /** Both included. */
  readonly from: Instant;
  readonly until: Instant;
}

export interface Point {
  readonly lat: number;
  readonly lon: number;
  /** The event lies within this distance of the point. */
  readonly kilometres: number;
}

/** Zones that a point is surely in, and that it may be in, each sorted. */
export interface Position {
  readonly inside: readonly string[];
  readonly perhapsInside: readonly string[];
}

type Verdict = "in" | "out" | "perhaps";

export class Places {
  /** Zones with a shape, sorted. */
  readonly zones: readonly string[];
  readonly #areas = new Map<string, Area[]>();
  /** Made where a distance is asked for. */
  readonly #outlines = new Map<Area, readonly Outline[]>();
  readonly #borders = new Map<Area, Map<string, Bounds>>();

  constructor(areas: readonly Area[]) {
    for (const area of areas) {
      const known = this.#areas.get(area.zone);
      if (known === undefined) this.#areas.set(area.zone, [area]);
      else known.push(area);
    }
    this.zones = [...this.#areas.keys()].sort(compare);
  }

  /** Where the point lies; `when` says which shapes are valid, null that any may be. */
  locate(point: Point, when: Time | null): Position {
    const inside: string[] = [];
    const perhapsInside: string[] = [];
    for (const zone of this.zones) {
      const verdict = this.verdict(zone, point, when);
      if (verdict === "in") inside.push(zone);
      else if (verdict === "perhaps") perhapsInside.push(zone);
    }
    return { inside, perhapsInside };
  }

  /** Null for a zone without any shape. */
  verdict(zone: string, point: Point, when: Time | null): Verdict | null {
    if (!this.#areas.has(zone)) return null;
    const valid = this.#valid(zone, when);
    // A time at which the zone has no shape leaves the answer open, and so do shapes that disagree.
    if (valid === null) return "perhaps";
    const verdicts = new Set(valid.map((area) => verdictOf(area, point)));
    return verdicts.size === 1 ? ([...verdicts][0] ?? "perhaps") : "perhaps";
  }

  /**
   * How far the event lies at least and at most from each of these zones, in whole metres, 0 inside (docs/semantics.md 16.1).
   * A zone that has no shape for all of the time is left out: then nobody knows. Sorted by zone.
   */
  distances(zones: Iterable<string>, point: Point, when: Time | null): { zone: string; low: number; high: number }[] {
    const found: { zone: string; low: number; high: number }[] = [];
    for (const zone of [...new Set(zones)].sort(compare)) {
      const valid = this.#valid(zone, when);
      if (valid === null) continue;
      const bounds = valid.map((area) => this.#distance(area, point));
      // Of shapes that disagree any may be right.
      found.push({
        zone,
        low: Math.min(...bounds.map(({ low }) => low)),
        high: Math.max(...bounds.map(({ high }) => high)),
      });
    }
    return found;
  }

  /** The shapes that may count at that time; null where there may be none. */
  #valid(zone: string, when: Time | null): readonly Area[] | null {
    const earliest = when?.earliest ?? DISTANT_PAST;
    const latest = when?.latest ?? DISTANT_FUTURE;
    const valid = (this.#areas.get(zone) ?? []).filter((area) => area.from <= latest && area.until >= earliest);
    return covers(valid, earliest, latest) ? valid : null;
  }

  #distance(area: Area, { lat, lon, kilometres }: Point): Bounds {
    let outlines = this.#outlines.get(area);
    if (outlines === undefined) {
      outlines = area.polygons.flat().map((ring) => outlineOf(ring));
      this.#outlines.set(area, outlines);
    }
    // Tables name the same places again and again.
    const key = `${lat} ${lon}`;
    const known = this.#borders.get(area) ?? new Map<string, Bounds>();
    this.#borders.set(area, known);
    const border = known.get(key) ?? toBorder(outlines, lon, lat);
    if (border === null) return { low: 0, high: 0 };
    known.set(key, border);
    const reach = kilometres * 1000;
    const off = contains(area, lon, lat)
      ? { low: 0, high: reach - border.low }
      : { low: border.low - reach, high: border.high + reach };
    return { low: Math.max(0, Math.floor(off.low)), high: Math.max(0, Math.ceil(off.high)) };
  }
}

function contains(area: Area, lon: number, lat: number): boolean {
  return [0, -360, 360].some((turn) =>
    area.polygons.some((rings) => rings.filter((ring) => isOdd(ring, lon + turn, lat)).length % 2 === 1),
  );
}

function covers(areas: readonly Area[], earliest: Instant, latest: Instant): boolean {
  let next = earliest;
  for (const { from, until } of [...areas].sort((a, b) => a.from - b.from)) {
    if (from > next) return false;
    if (until >= latest) return true;
    next = Math.max(next, until + 1);
  }
  return false;
}

const RADIUS = 6371;
const DEGREE = Math.PI / 180;

function verdictOf(area: Area, point: Point): Verdict {
  const { lat, lon, kilometres } = point;
  const reach = kilometres / (RADIUS * DEGREE);
  const widest = Math.min(90, Math.abs(lat) + reach);
  // Close to a pole any longitude may be near.
  const reachEast = Math.min(180, reach / Math.max(Math.cos(widest * DEGREE), 1e-9));
  let contained = false;
  let nearest = Number.POSITIVE_INFINITY;
  // The same place is written with longitudes a full turn apart on the two sides of the date line.
  for (const turn of [0, -360, 360]) {
    const x = lon + turn;
    if (x + reachEast < area.west || x - reachEast > area.east) continue;
    if (lat + reach < area.south || lat - reach > area.north) continue;
    for (const rings of area.polygons) {
      let crossings = false;
      for (const ring of rings) {
        if (isOdd(ring, x, lat)) crossings = !crossings;
        nearest = Math.min(nearest, distance(ring, x, lat));
      }
      if (crossings) contained = true;
    }
  }
  if (nearest <= kilometres) return "perhaps";
  return contained ? "in" : "out";
}

/** Whether a ray from the point crosses the ring an odd number of times. */
function isOdd(ring: Float64Array, x: number, y: number): boolean {
  let odd = false;
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const x1 = ring[i] ?? 0;
    const y1 = ring[i + 1] ?? 0;
    const x2 = ring[i + 2] ?? 0;
    const y2 = ring[i + 3] ?? 0;
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) odd = !odd;
  }
  return odd;
}

/** Kilometres from the point to the nearest edge. */
function distance(ring: Float64Array, x: number, y: number): number {
  const squeeze = Math.max(Math.cos(y * DEGREE), 1e-9);
  let least = Number.POSITIVE_INFINITY;
  let lon = x;
  let lat = y;
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const x1 = ((ring[i] ?? 0) - x) * squeeze;
    const y1 = (ring[i + 1] ?? 0) - y;
    const dx = ((ring[i + 2] ?? 0) - x) * squeeze - x1;
    const dy = (ring[i + 3] ?? 0) - y - y1;
    const length = dx * dx + dy * dy;
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, -(x1 * dx + y1 * dy) / length));
    const nearX = x1 + along * dx;
    const nearY = y1 + along * dy;
    const square = nearX * nearX + nearY * nearY;
    if (square < least) {
      least = square;
      lon = x + nearX / squeeze;
      lat = y + nearY;
    }
  }
  return least === Number.POSITIVE_INFINITY ? least : greatCircle(x, y, lon, lat);
}

function greatCircle(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const up = Math.sin(((lat2 - lat1) * DEGREE) / 2);
  const across = Math.sin(((lon2 - lon1) * DEGREE) / 2);
  const half = up * up + Math.cos(lat1 * DEGREE) * Math.cos(lat2 * DEGREE) * across * across;
  return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(half)));
}

// ── Reading ─────────────────────────────────────────────────────────────────────────────────────

export const PLACES = "places.geojson";

/** What a shape may speak of. */
export interface PlaceNames {
  readonly zones: Names;
  readonly actors: Names;
  readonly sources: Names;
  readonly offset: number;
}

/** The ids of all shapes that can be read, whether or not there is such a zone. */
export function shapeIds(text: string): ReadonlySet<string> {
  const ids = new Set<string>();
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch {
    return ids;
  }
  for (const feature of featuresOf(whole) ?? []) {
    const id = property(feature, "id");
    if (id !== null && Array.isArray(polygonsOf(isObject(feature) ? feature["geometry"] : null))) ids.add(id);
  }
  return ids;
}

export function readPlaces(text: string, names: PlaceNames, issues: Issues): Places {
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch {
    issues.add("SD501", { file: PLACES, row: faultLine(text) });
    return new Places([]);
  }
  const features = featuresOf(whole);
  if (features === null) {
    issues.add("SD502", { file: PLACES });
    return new Places([]);
  }
  const areas: Area[] = [];
  for (const [index, feature] of features.entries()) {
    const area = readArea(feature, `features[${index}]`, names, issues);
    if (area !== null) areas.push(area);
  }
  return new Places(areas);
}

interface Json {
  readonly [name: string]: unknown;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function featuresOf(whole: unknown): readonly unknown[] | null {
  if (!isObject(whole) || whole["type"] !== "FeatureCollection") return null;
  const features = whole["features"];
  return isList(features) ? features : null;
}

function property(feature: unknown, name: string): string | null {
  if (!isObject(feature)) return null;
  const properties = feature["properties"];
  if (!isObject(properties) || !Object.hasOwn(properties, name)) return null;
  const value = properties[name];
  const text = typeof value === "string" ? value.trim() : typeof value === "number" ? String(value) : "";
  return text === "" ? null : text;
}

function readArea(feature: unknown, place: string, names: PlaceNames, issues: Issues): Area | null {
  const zone = property(feature, "id");
  if (zone === null) {
    issues.add("SD503", { file: PLACES, column: `${place}.properties.id` });
    return null;
  }
  const geometry = polygonsOf(isObject(feature) ? feature["geometry"] : null);
  if (!Array.isArray(geometry)) {
    issues.add(geometry.code, { file: PLACES, column: `${place}.geometry`, value: zone }, { what: geometry.what });
    return null;
  }
  const times: { [name: string]: Time | null } = { valid_from: null, valid_until: null };
  for (const name of ["valid_from", "valid_until"]) {
    const value = property(feature, name);
    if (value === null) continue;
    const parsed = parseTime(value, names.offset);
    if ("fault" in parsed) {
      issues.add("SD506", { file: PLACES, column: `${place}.properties.${name}`, value }, { reason: parsed.fault });
      return null;
    }
    times[name] = parsed.time;
  }
  const from = times["valid_from"]?.earliest ?? DISTANT_PAST;
  const until = times["valid_until"]?.latest ?? DISTANT_FUTURE;
  if (until < from) {
    const reason = "The shape stops being valid before it begins to be.";
    issues.add("SD506", { file: PLACES, column: `${place}.properties.valid_until` }, { reason });
    return null;
  }
  for (const [name, known] of [
    ["whose", names.actors],
    ["source", names.sources],
  ] as const) {
    const value = property(feature, name);
    if (value === null || known.has(value)) continue;
    const help = (): { help: string } => ({ help: helpWith(known, value, `Declare it, or leave ${name} out.`) });
    issues.add("SD507", { file: PLACES, column: `${place}.properties.${name}`, value }, help);
  }
  if (!names.zones.has(zone)) {
    const help = (): { help: string } => ({
      help: helpWith(names.zones, zone, "Declare the zone, or remove the shape."),
    });
    issues.add("SD508", { file: PLACES, column: `${place}.properties.id`, value: zone }, help);
    return null;
  }
  let [west, east, south, north] = [180, -180, 90, -90];
  for (const ring of geometry.flat()) {
    for (let i = 0; i < ring.length; i += 2) {
      west = Math.min(west, ring[i] ?? 0);
      east = Math.max(east, ring[i] ?? 0);
      south = Math.min(south, ring[i + 1] ?? 0);
      north = Math.max(north, ring[i + 1] ?? 0);
    }
  }
  return { zone, polygons: geometry, west, east, south, north, from, until };
}

type Polygons = Float64Array[][];

interface NoPolygons {
  readonly code: "SD504" | "SD505";
  readonly what: string;
}

function malformed(what: string): NoPolygons {
  return { code: "SD505", what };
}

/** The polygons of a geometry, or what is wrong with it. */
function polygonsOf(geometry: unknown): Polygons | NoPolygons {
  if (geometry === null || geometry === undefined) return { code: "SD504", what: "empty" };
  if (!isObject(geometry)) return malformed("the geometry is not an object");
  const type = geometry["type"];
  const coordinates = geometry["coordinates"];
  if (type !== "Polygon" && type !== "MultiPolygon") {
    const what = typeof type === "string" ? GEOMETRIES.get(type) : undefined;
    return what === undefined ? malformed("the geometry has no known type") : { code: "SD504", what };
  }
  const polygons: unknown = type === "Polygon" ? [coordinates] : coordinates;
  if (!isList(polygons) || polygons.length === 0) return malformed("there is no polygon");
  const read: Polygons = [];
  for (const polygon of polygons) {
    if (!isList(polygon) || polygon.length === 0) return malformed("a polygon has no ring");
    const rings: Float64Array[] = [];
    for (const ring of polygon) {
      const flat = ringOf(ring);
      if (typeof flat === "string") return malformed(flat);
      rings.push(flat);
    }
    read.push(rings);
  }
  return read;
}

const GEOMETRIES: ReadonlyMap<string, string> = new Map([
  ["Point", "a point"],
  ["MultiPoint", "a set of points"],
  ["LineString", "a line"],
  ["MultiLineString", "a set of lines"],
  ["GeometryCollection", "a collection of geometries"],
]);

function ringOf(ring: unknown): Float64Array | string {
  if (!isList(ring)) return "a ring is not a list";
  const flat: number[] = [];
  for (const point of ring) {
    if (!isList(point) || point.length < 2) return "a point is not a pair of numbers";
    const [lon, lat] = point;
    if (typeof lon !== "number" || typeof lat !== "number") return "a point is not a pair of numbers";
    if (!Number.isFinite(lon) || !Number.isFinite(lat)) return "a coordinate is too large a number";
    if (Math.abs(lat) > 90 && Math.abs(lon) <= 90 && Math.abs(lat) <= 180) {
      return `latitude ${lat} is not between -90 and 90: longitude comes first`;
    }
    if (Math.abs(lat) > 90) return `latitude ${lat} is not between -90 and 90`;
    if (Math.abs(lon) > 180) return `longitude ${lon} is not between -180 and 180`;
    flat.push(lon, lat);
  }
  const last = flat.length - 2;
  // Some programs leave out the last point, which repeats the first.
  if (last >= 0 && (flat[0] !== flat[last] || flat[1] !== flat[last + 1])) flat.push(flat[0] ?? 0, flat[1] ?? 0);
  return flat.length < 8 ? "a ring has fewer than three points" : Float64Array.from(flat);
}

const TOKEN =
  /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-]))/uy;

/** The line on which a text stops being JSON. */
function faultLine(text: string): number | null {
  let position = 0;
  try {
    const open: ("{" | "[")[] = [];
    // What may come next: a value, a key, a colon, or a comma or closing bracket.
    let expect: "value" | "key" | "colon" | "more" | "first value" | "first key" = "value";
    for (;;) {
      TOKEN.lastIndex = position;
      const token = TOKEN.exec(text);
      if (token === null) break;
      const mark = token[1];
      const isValue = expect === "value" || expect === "first value";
      if (mark === undefined) {
        if (expect === "key" || expect === "first key") {
          if (token[2] === undefined) break;
          expect = "colon";
        } else if (isValue) expect = "more";
        else break;
      } else if (mark === "{" || mark === "[") {
        if (!isValue) break;
        open.push(mark);
        expect = mark === "{" ? "first key" : "first value";
      } else if (mark === "}" || mark === "]") {
        const empty = mark === "}" ? "first key" : "first value";
        if (open.at(-1) !== (mark === "}" ? "{" : "[") || (expect !== "more" && expect !== empty)) break;
        open.pop();
        expect = "more";
      } else if (mark === ":") {
        if (expect !== "colon") break;
        expect = "value";
      } else {
        if (expect !== "more" || open.length === 0) break;
        expect = open.at(-1) === "{" ? "key" : "value";
      }
      position = TOKEN.lastIndex;
    }
  } catch {
    // A string too long for the engine's patterns: the line is then not known.
    return null;
  }
  // To the token at fault, past the blanks before it.
  while (position < text.length && /\s/u.test(text[position] ?? "")) position += 1;
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < position; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}
