import type { Model, Norm, ZoneExpression } from "@servanda/language";
import type { Account } from "@servanda/monitor";
import { describe, expect, test } from "vitest";
import { outlineOf, toBorder } from "../src/distance.ts";
import { readFiles, readRecord } from "../src/index.ts";
import { folderOf, model, SOURCES } from "./scene.ts";

type Corner = readonly [lon: number, lat: number];

function shape(
  id: string,
  ring: readonly Corner[],
  more: object = {},
  ...holes: readonly (readonly Corner[])[]
): object {
  return { type: "Feature", properties: { id, ...more }, geometry: { type: "Polygon", coordinates: [ring, ...holes] } };
}

/** A model with one norm whose place is measured so. */
function measuring(...places: readonly ZoneExpression[]): Model {
  const span = { path: "case.md", line: 1, column: 1, endLine: 1, endColumn: 2 };
  const norms = places.map((place, i): Norm => {
    const pattern = { act: "attack", actor: null, target: null, object: null, place: null };
    const must = { connective: "and" as const, items: [{ kind: "not-do" as const, pattern }] };
    const clauses = { when: null, time: null, unless: null, owedTo: null, must, place };
    const bearer = { kind: "unnamed" as const };
    return {
      id: `n${i}`,
      kind: "ban",
      instrument: "accord",
      article: "1",
      prose: "",
      clauses: { ...clauses, bearer },
      amendments: [],
      span,
    };
  });
  return { ...model, norms };
}

const distance = { relation: "within", metres: 5000, text: "5 km" } as const;
const fromPort: ZoneExpression = { kind: "zone", id: "port", distance };

function distances(
  shapes: readonly object[],
  lat: number,
  lon: number,
  { precision = "0 m", when = "2031-05-01", of = measuring(fromPort) } = {},
): Account["distances"] {
  const table = `event,source,when,kind,lat,lon,precision\nE1,S1,${when},attack,${lat},${lon},${precision}\n`;
  const collection = JSON.stringify({ type: "FeatureCollection", features: shapes });
  const files = readFiles(
    folderOf({ "case.md": "", "sources.csv": SOURCES, "places.geojson": collection, "conduct/a.csv": table }),
  );
  return readRecord(files, of).record.accounts[0]?.distances;
}

/** Bounds for the zone `port`, in metres. */
function toPort(...asked: Parameters<typeof distances>): readonly [low: number, high: number] {
  const [found] = distances(...asked) ?? [];
  if (found === undefined) throw new Error("no distance");
  expect(found.zone).toBe("port");
  return [found.low, found.high];
}

/** A zone of about two metres around a place. */
function spot(lat: number, lon: number): object {
  const e = 0.00001;
  const ring: Corner[] = [
    [lon - e, lat - e],
    [lon + e, lat - e],
    [lon + e, lat + e],
    [lon - e, lat + e],
    [lon - e, lat - e],
  ];
  return shape("port", ring);
}

const square: readonly Corner[] = [
  [10, 59],
  [12, 59],
  [12, 61],
  [10, 61],
  [10, 59],
];

describe("known distances on the earth", () => {
  test.each<[string, number, number, number, number, number]>([
    // T. Vincenty's example, as Geoscience Australia gives it.
    ["Flinders Peak to Buninyong", -37.951033417, 144.424867889, -37.652821139, 143.926495528, 54_972.271],
    // The examples of the documentation of GeographicLib (C. Karney).
    ["JFK to LHR", 40.6, -73.8, 51.6, -0.5, 5_551_759.4],
    ["Wellington to Salamanca, nearly opposite", -41.32, 174.81, 40.96, -5.5, 19_959_679.267],
    // WGS 84: a degree of latitude and of longitude at the equator and at 60° north, and from the equator to a pole.
    ["a degree of latitude at the equator", -0.5, 20, 0.5, 20, 110_574],
    ["a degree of longitude at the equator", 0, 20, 0, 21, 111_320],
    ["a degree of latitude at 60°", 59.5, 20, 60.5, 20, 111_412],
    ["a degree of longitude at 60°", 60, 20, 60, 21, 55_800],
    ["a quarter of a meridian", 0, 20, 90, 20, 10_001_966],
  ])("%s", (_, lat1, lon1, lat2, lon2, metres) => {
    const target =
      lat2 === 90
        ? shape("port", [
            [0, 89.99999],
            [120, 89.99999],
            [240 - 360, 89.99999],
          ])
        : spot(lat2, lon2);
    const [low, high] = toPort([target], lat1, lon1);
    // The zone reaches 2 m around the place.
    expect(low).toBeLessThanOrEqual(metres);
    expect(high).toBeGreaterThanOrEqual(metres - 2);
    expect(high - low).toBeLessThan(metres * 0.013 + 6);
  });

  test("to an edge between corners, across the date line, near a pole", () => {
    // One degree of latitude north of an edge along the 61st parallel: 111.4 km.
    const [low, high] = toPort([shape("port", square)], 62, 11);
    expect([low < 111_420, high > 111_420, high - low < 1500]).toEqual([true, true, true]);
    // 0.02 degrees of longitude at the equator are 2,226 m, on either side of 180°.
    const east = shape("port", [
      [-180, -1],
      [-179, -1],
      [-179, 1],
      [-180, 1],
    ]);
    const [near, far] = toPort([east], 0, 179.98);
    expect([near < 2226, far > 2226, far - near < 40]).toEqual([true, true, true]);
    // Across the pole from 89.9° to 89.95° are 0.15 degrees of latitude: 16.75 km.
    const cap = shape("port", [
      [0, 80],
      [10, 80],
      [5, 89.9],
    ]);
    const [over, most] = toPort([cap], 89.95, -175);
    expect([over < 16_755, most > 16_755, most - over < 220]).toEqual([true, true, true]);
  });

  test("a long edge runs straight on the map: along a parallel, not over the pole", () => {
    // From 80° north to the 60th parallel are 20 degrees of latitude: 2,231.4 km on WGS 84.
    const band = shape("port", [
      [-80, 50],
      [80, 50],
      [80, 60],
      [-80, 60],
    ]);
    const [low, high] = toPort([band], 80, 0);
    expect([low < 2_231_400, high > 2_231_400]).toEqual([true, true]);
    expect(low).toBeGreaterThan(2_200_000);
  });
});

describe("with a precision", () => {
  test("outside: nearer and farther by it, never below nothing", () => {
    const [low, high] = toPort([shape("port", square)], 62, 11);
    expect(toPort([shape("port", square)], 62, 11, { precision: "40 km" })).toEqual([low - 40_000, high + 40_000]);
    expect(toPort([shape("port", square)], 62, 11, { precision: "200 km" })).toEqual([0, high + 200_000]);
  });

  test("inside: 0, and at most as far out as the circle reaches", () => {
    expect(toPort([shape("port", square)], 60, 11)).toEqual([0, 0]);
    // The nearest border is a degree of longitude away: 55.8 km.
    expect(toPort([shape("port", square)], 60, 11, { precision: "55 km" })).toEqual([0, 0]);
    const [low, high] = toPort([shape("port", square)], 60, 11, { precision: "60 km" });
    expect(low).toBe(0);
    expect(high).toBeGreaterThanOrEqual(4200);
    expect(high).toBeLessThan(4800);
  });

  test("in a hole the border of the hole is the nearest", () => {
    const hole: Corner[] = [
      [10.9, 59.9],
      [11.1, 59.9],
      [11.1, 60.1],
      [10.9, 60.1],
    ];
    // A tenth of a degree of longitude at 60° north: 5,580 m.
    const [low, high] = toPort([shape("port", square, {}, hole)], 60, 11);
    expect([low < 5580, high > 5580, high - low < 80]).toEqual([true, true, true]);
  });
});

describe("which zones, and when", () => {
  const far: Corner[] = [
    [30, 59],
    [31, 59],
    [31, 60],
  ];

  test("only zones that a clause measures from; those of an owner for a variable", () => {
    const shapes = [shape("port", square), shape("strait", far), shape("territory of Northshore", far)];
    const zones = (of: Model): string[] => (distances(shapes, 60, 11, { of }) ?? []).map(({ zone }) => zone);
    const owner = { kind: "variable", name: "x", restrict: null } as const;
    expect(zones(measuring(fromPort))).toEqual(["port"]);
    expect(zones(measuring({ kind: "zone", id: "strait", distance }, fromPort))).toEqual(["port", "strait"]);
    expect(zones(measuring({ kind: "zone-of", zone: "territory", of: owner, distance }))).toEqual([
      "territory of Northshore",
    ]);
    expect(zones(measuring({ kind: "variable", name: "route", distance }))).toHaveLength(3);
    expect(distances(shapes, 60, 11, { of: measuring({ kind: "zone", id: "port" }) })).toBeUndefined();
  });

  test("the shape valid then; without one nothing is said; shapes that disagree widen", () => {
    const early = shape("port", square, { valid_until: "2031-04-30" });
    const late = shape("port", far, { valid_from: "2031-05-01" });
    expect(toPort([early, late], 60, 11, { when: "2031-04-30" })).toEqual([0, 0]);
    const [low, high] = toPort([early, late], 60, 11, { when: "2031-05-01" });
    expect(low).toBeGreaterThan(1_000_000);
    expect(toPort([early, late], 60, 11, { when: "2031-04-30/2031-05-01" })).toEqual([0, high]);
    expect(distances([late], 60, 11, { when: "2031-04-30" })).toBeUndefined();
    expect(distances([early], 60, 11, { when: "" })).toBeUndefined();
  });
});

test("the bounds hold against a search of every place of the border, one by one", () => {
  let seed = 20_310_501;
  const random = (): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  for (let round = 0; round < 60; round += 1) {
    const size = [0.01, 1, 20][round % 3] ?? 1;
    const [west, south] = [random() * 300 - 150, random() * 120 - 70];
    const corners = Array.from({ length: 3 + (round % 5) }, () => [west + random() * size, south + random() * size]);
    const ring = Float64Array.from([...corners, corners[0] ?? []].flat());
    const [lon, lat] = [west + (random() * 3 - 1) * size, south + (random() * 3 - 1) * size];
    const found = toBorder([outlineOf(ring)], lon, lat);
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i + 3 < ring.length; i += 2) {
      for (let step = 0; step <= 4000; step += 1) {
        const part = step / 4000;
        const x = (ring[i] ?? 0) * (1 - part) + (ring[i + 2] ?? 0) * part;
        const y = (ring[i + 1] ?? 0) * (1 - part) + (ring[i + 3] ?? 0) * part;
        least = Math.min(least, haversine(lon, lat, x, y));
      }
    }
    // Between two of the steps the border may be nearer by half a step at most: 1/8000 of an edge.
    const step = (size * 1.5 * 111_320) / 8000;
    expect(found?.low, `round ${round}`).toBeLessThanOrEqual(least);
    expect(found?.high, `round ${round}`).toBeGreaterThanOrEqual(least - step);
    expect(found?.low, `round ${round}`).toBeGreaterThanOrEqual((least - step) * 0.993 - 1);
  }
});

function haversine(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const radians = Math.PI / 180;
  const up = Math.sin(((lat2 - lat1) * radians) / 2) ** 2;
  const across = Math.sin(((lon2 - lon1) * radians) / 2) ** 2;
  const half = up + Math.cos(lat1 * radians) * Math.cos(lat2 * radians) * across;
  return 2 * 6_371_000 * Math.asin(Math.sqrt(half));
}
