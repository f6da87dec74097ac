import { describe, expect, test } from "vitest";
import { brief, read } from "./scene.ts";

type Points = readonly (readonly number[])[];

/** A rectangle from west, south to east, north. */
function box(west: number, south: number, east: number, north: number): Points {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

function feature(properties: object, ...rings: readonly Points[]): object {
  return { type: "Feature", properties, geometry: { type: "Polygon", coordinates: rings } };
}

function collection(...features: readonly unknown[]): string {
  return JSON.stringify({ type: "FeatureCollection", features });
}

/** `in`, `perhaps` or `out` of the zone `port`. */
function verdict(
  places: string,
  lat: number | string,
  lon: number | string,
  precision: string,
  when = "2031-05-01",
): string {
  const table = `event,source,when,kind,lat,lon,precision\nE1,S1,${when},attack,${lat},${lon},${precision}\n`;
  const { record, issues } = read({ "places.geojson": places, "conduct/a.csv": table });
  expect(brief(issues).filter((issue) => !issue.startsWith("SD318"))).toEqual([]);
  const [account] = record.accounts;
  expect(account?.located).toBe(true);
  return account?.inside.includes("port") ? "in" : account?.perhapsInside.includes("port") ? "perhaps" : "out";
}

describe("points and borders", () => {
  // One degree of latitude is 111.2 km; at 60° north one of longitude is half of that.
  const square = collection(feature({ id: "port" }, box(10, 59, 12, 61)));

  test.each<[number, number, string, string]>([
    [60, 11, "0", "in"],
    [60, 11, "50 km", "in"],
    [60, 11, "60 km", "perhaps"],
    [60, 9.5, "20 km", "out"],
    [60, 9.5, "30 km", "perhaps"],
    [60, 9.99, "500 m", "out"],
    [60, 9.99, "0.6", "perhaps"],
    [60, 10, "0", "perhaps"],
    [61.1, 11, "10", "out"],
    [61.1, 11, "12", "perhaps"],
    // From the corner: 0.1° north, 0.1° east is 11.1 km and 5.4 km, together 12.4 km.
    [61.1, 12.1, "12", "out"],
    [61.1, 12.1, "13", "perhaps"],
    [-60, -169, "100", "out"],
    [60, 11, "19000", "perhaps"],
  ])("%d, %d with precision %s is %s", (lat, lon, precision, expected) => {
    expect(verdict(square, lat, lon, precision)).toBe(expected);
  });

  test("without a precision the decimals say how exact the point is", () => {
    // 0.2° of longitude at 60° north are 11 km; one decimal means 5.6 km either way, none 56 km, two 0.6 km.
    expect(verdict(square, "60.0", "10.2", "")).toBe("in");
    expect(verdict(square, "60", "10.2", "")).toBe("perhaps");
    expect(verdict(square, "60.00", "9.98", "")).toBe("out");
    expect(verdict(square, "60.0", "9.98", "")).toBe("perhaps");
  });

  test("a hole is outside", () => {
    const holed = collection(feature({ id: "port" }, box(10, 59, 12, 61), box(10.9, 59.9, 11.1, 60.1)));
    expect(verdict(holed, 60, 11, "1")).toBe("out");
    expect(verdict(holed, 60, 10.5, "1")).toBe("in");
    expect(verdict(holed, 60, 11.1, "1")).toBe("perhaps");
  });

  test("several polygons, rings left open, heights", () => {
    const parts = collection({
      type: "Feature",
      properties: { id: "port" },
      geometry: {
        type: "MultiPolygon",
        coordinates: [[box(0, 0, 1, 1).slice(0, 4)], [box(5, 0, 6, 1).map(([lon, lat]) => [lon, lat, 120])]],
      },
    });
    expect(verdict(parts, 0.5, 0.5, "1")).toBe("in");
    expect(verdict(parts, 0.5, 5.5, "1")).toBe("in");
    expect(verdict(parts, 0.5, 3, "1")).toBe("out");
  });

  test("across the date line, and near a pole", () => {
    const east = collection(feature({ id: "port" }, box(-180, -10, -170, 10)));
    expect(verdict(east, 1, 179.99, "5")).toBe("perhaps");
    expect(verdict(east, 1, 179.9, "5")).toBe("out");
    expect(verdict(east, 1, 180, "0")).toBe("perhaps");
    const cap = collection(feature({ id: "port" }, box(0, 80, 10, 89.9)));
    expect(verdict(cap, 89.95, -170, "40")).toBe("perhaps");
  });
});

describe("shapes and time", () => {
  const from = (valid_from: string, ring: Points, more: object = {}): object =>
    feature({ id: "port", valid_from, ...more }, ring);
  const there = box(10, 10, 11, 11);
  const elsewhere = box(20, 20, 21, 21);

  test("the shape valid at the time counts; its last day is included", () => {
    const moved = collection(feature({ id: "port", valid_until: "2031-04-30" }, there), from("2031-05-01", elsewhere));
    expect(verdict(moved, 10.5, 10.5, "1", "2031-04-30")).toBe("in");
    expect(verdict(moved, 10.5, 10.5, "1", "2031-05-01")).toBe("out");
    expect(verdict(moved, 20.5, 20.5, "1", "2031-05-01")).toBe("in");
    // A change during the event leaves it open.
    expect(verdict(moved, 10.5, 10.5, "1", "2031-04-30/2031-05-01")).toBe("perhaps");
    expect(verdict(moved, 10.5, 10.5, "1", "")).toBe("perhaps");
    expect(verdict(moved, 30, 30, "1", "")).toBe("out");
  });

  test("where no shape is valid, nothing is sure", () => {
    const late = collection(from("2031-05-01", there));
    expect(verdict(late, 10.5, 10.5, "1", "2031-04-30")).toBe("perhaps");
    expect(verdict(late, 50, 50, "1", "2031-04-30")).toBe("perhaps");
    expect(verdict(late, 10.5, 10.5, "1", "2031-04-30/2031-05-01")).toBe("perhaps");
    expect(verdict(late, 10.5, 10.5, "1", "2031-05-01")).toBe("in");
    const gap = collection(feature({ id: "port", valid_until: "2031-04" }, there), from("2031-06", there));
    expect(verdict(gap, 10.5, 10.5, "1", "2031-04/2031-06")).toBe("perhaps");
  });

  test("shapes of several holders that disagree leave it open", () => {
    const both = collection(
      feature({ id: "port", whose: "Northshore", source: "S1" }, box(10, 10, 12, 11)),
      feature({ id: "port", whose: "Southshore", source: "T1" }, box(11, 10, 13, 11)),
    );
    expect(verdict(both, 10.5, 10.5, "1")).toBe("perhaps");
    expect(verdict(both, 10.5, 11.5, "1")).toBe("in");
    expect(verdict(both, 10.5, 15, "1")).toBe("out");
  });
});

test("a zone with an owner may have a shape; shapes are listed by id", () => {
  const ring = box(10, 10, 11, 11);
  const { record, issues } = read({
    "places.geojson": collection(feature({ id: "territory of Northshore" }, ring), feature({ id: "port" }, ring)),
  });
  expect(issues).toEqual([]);
  expect(record.shapes).toEqual(["port", "territory of Northshore"]);
});

test("a point outside the place that the row names is told", () => {
  const places = collection(feature({ id: "port" }, box(10, 10, 11, 11)));
  const table =
    "event,source,when,kind,place,lat,lon,precision\nE1,S1,2031,attack,port,12,12,1\nE2,S1,2031,attack,port,10.5,10.5,1\nE3,S1,2031,attack,port,11.001,11,1\n";
  const { record, issues } = read({ "places.geojson": places, "conduct/a.csv": table });
  expect(brief(issues)).toEqual(["SD313 conduct/a.csv:2 place port"]);
  expect(record.accounts).toHaveLength(3);
});

describe("faults", () => {
  test.each<[string, number | null]>([
    ['{\n"type": "FeatureCollection",\n"features": [\n{},,\n]}', 4],
    ['{"type":\n\n nul }', 3],
    ['{\n"a": 1\n"b": 2}', 3],
    ['{\n"a": [1, 2\n', 3],
    ["", 1],
    ['{"a": "x\ny"}', 1],
    ["{}\n{}", 2],
    ["[1,\n]", 2],
    ['{"a":1,\n}', 2],
    ["{'a': 1}", 1],
    ['["a": 1]', 1],
    ["[01]", 1],
  ])("no JSON: %j", (text, row) => {
    const { issues } = read({ "places.geojson": text });
    expect(issues.map(({ code, row: line }) => [code, line])).toEqual([["SD501", row]]);
  });

  test.each(["[]", "null", "{}", '{"type":"FeatureCollection","features":{}}', '{"type":"Feature"}'])(
    "no collection: %s",
    (text) => {
      expect(brief(read({ "places.geojson": text }).issues)).toEqual(["SD502 places.geojson"]);
    },
  );

  const ring = box(10, 10, 11, 11);
  const id = { id: "port" };
  test.each<[unknown, string]>([
    [null, "SD503 places.geojson features[1].properties.id"],
    [feature({}, ring), "SD503 places.geojson features[1].properties.id"],
    [{ properties: id, geometry: null }, "SD504 places.geojson features[1].geometry port"],
    [
      { properties: id, geometry: { type: "LineString", coordinates: ring } },
      "SD504 places.geojson features[1].geometry port",
    ],
    [{ properties: id, geometry: { type: "Circle" } }, "SD505 places.geojson features[1].geometry port"],
    [{ properties: id, geometry: { type: "Polygon" } }, "SD505 places.geojson features[1].geometry port"],
    [
      { properties: id, geometry: { type: "MultiPolygon", coordinates: [] } },
      "SD505 places.geojson features[1].geometry port",
    ],
    [feature(id), "SD505 places.geojson features[1].geometry port"],
    [
      feature(id, [
        [10, 10],
        [11, 11],
        [10, 10],
      ]),
      "SD505 places.geojson features[1].geometry port",
    ],
    [feature(id, [[10], [11, 11], [10, 11]]), "SD505 places.geojson features[1].geometry port"],
    [feature(id, box(10, 10, 11, 95)), "SD505 places.geojson features[1].geometry port"],
    [feature(id, box(10, 10, 200, 20)), "SD505 places.geojson features[1].geometry port"],
    [feature({ ...id, valid_from: "soon" }, ring), "SD506 places.geojson features[1].properties.valid_from soon"],
    [
      feature({ ...id, valid_from: "2031", valid_until: "2030" }, ring),
      "SD506 places.geojson features[1].properties.valid_until",
    ],
    [feature({ ...id, whose: "Nortshore" }, ring), "SD507 places.geojson features[1].properties.whose Nortshore"],
    [feature({ ...id, source: "S9" }, ring), "SD507 places.geojson features[1].properties.source S9"],
    [feature({ id: "prt" }, ring), "SD508 places.geojson features[1].properties.id prt"],
    [
      feature(JSON.parse('{"__proto__": {"id": "port"}}') as object, ring),
      "SD503 places.geojson features[1].properties.id",
    ],
  ])("%j", (given, expected) => {
    const { record, issues } = read({ "places.geojson": collection(feature({ id: "strait" }, ring), given) });
    expect(brief(issues)).toEqual([expected]);
    expect(record.shapes).toContain("strait");
  });

  test("deeply nested text is told, not followed", () => {
    expect(brief(read({ "places.geojson": "[".repeat(200_000) }).issues)).toEqual(["SD501 places.geojson:1"]);
  });
});
