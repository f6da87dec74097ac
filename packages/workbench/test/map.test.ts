import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CasePayload } from "servanda/payload";
import { describe, expect, test } from "vitest";
import { bordersWords } from "../src/borders.ts";
import { type Base, baseOf, type World } from "../src/countries.ts";
import { lineOf, located, placed } from "../src/projection.ts";
import { type Borders, NOTHING_SELECTED } from "../src/desk.ts";
import { LIGHT, svgOf } from "../src/drawing.ts";
import { mapCsv } from "../src/graphtables.ts";
import { drawEvents, drawGround, eventsAt, type View } from "../src/mapdraw.ts";
import { closer, fitting, framed, mapOf, type MapState, policyWords, unitsOf, withinOf } from "../src/mapstate.ts";
import { deskFor, payloadOf } from "./case.ts";

const atlas = join(import.meta.dirname, "..", "..", "..", "node_modules", "world-atlas");
const world = JSON.parse(readFileSync(join(atlas, "countries-50m.json"), "utf8")) as World;

const square = (west: number, south: number, size: number): number[][][] => [
  [
    [west, south],
    [west + size, south],
    [west + size, south + size],
    [west, south + size],
    [west, south],
  ],
];

/** The harbour case with the points and shapes that it has not. */
function harbourWith(shapes: CasePayload["shapes"], points: CasePayload["points"]): CasePayload {
  return { ...payloadOf("cases/harbour"), shapes, points };
}

const shape = (
  id: string,
  geometry: { type: string; coordinates: unknown },
  more = {},
): CasePayload["shapes"][number] => ({
  type: "Feature",
  properties: { id, ...more },
  geometry,
});

const harbour = harbourWith(
  [
    shape("channel", { type: "Polygon", coordinates: square(44, 40, 0.1) }, { whose: "Northshore", source: "S1" }),
    shape("channel", { type: "Polygon", coordinates: square(44.02, 40.02, 0.1) }, { whose: "Southshore" }),
    shape("channel", { type: "Polygon", coordinates: square(44, 40, 0.4) }, { valid_until: "2029-12-31" }),
    shape("channel", {
      type: "LineString",
      coordinates: [
        [44, 40.2],
        [44.2, 40.1],
      ],
    }),
  ],
  [
    { account: "E1/S1", lat: 40.05, lon: 44.05, kilometres: 2 },
    { account: "E1/S3", lat: 40.06, lon: 44.07, kilometres: 5 },
    { account: "E2/S1", lat: 40.05, lon: 44.05, kilometres: 0.1 },
  ],
);
const desk = deskFor(harbour);
const state = mapOf(desk, NOTHING_SELECTED);

function viewOf(of: MapState, change: Partial<View> = {}): View {
  const [width, height] = [700, 460];
  const frame = of.box ? fitting(of.box, width, height) : { x: 500, y: 400, scale: 1 };
  const measure: View["measure"] = (text, size) => text.length * size * 0.5;
  return {
    frame,
    width,
    height,
    measure,
    focus: null,
    event: null,
    zone: null,
    seen: new Set(),
    caption: String,
    ...change,
  };
}

describe("places on the map", () => {
  test("go there and back", () => {
    const [x, y] = placed(46.75, 39.82);
    const [lon, lat] = located(x, y);
    expect(lon).toBeCloseTo(46.75, 9);
    expect(lat).toBeCloseTo(39.82, 9);
    expect(placed(0, 0)).toEqual([500, 500]);
  });

  test("have distances that grow towards the poles, as the projection does", () => {
    expect(unitsOf(40_075.017, 0)).toBeCloseTo(1000);
    expect(unitsOf(100, 60)).toBeCloseTo(2 * unitsOf(100, 0), 5);
  });

  test("stay under the pointer as one comes closer", () => {
    const frame = { x: 600, y: 380, scale: 20 };
    const next = closer(frame, 120, -40, 2);
    expect(next.x + 120 / next.scale).toBeCloseTo(600 + 120 / 20);
    expect(next.y - 40 / next.scale).toBeCloseTo(380 - 40 / 20);
    expect(framed({ x: -5, y: 2000, scale: 1e9 })).toEqual({ x: 0, y: 1000, scale: 4000 });
  });
});

describe("the state", () => {
  test("shows the shapes that are valid at the date, and marks those that two holders draw otherwise", () => {
    expect(state.ground.map(({ kind, whose, isDisputed }) => [kind, whose, isDisputed])).toEqual([
      ["area", "Northshore", true],
      ["area", "Southshore", true],
      ["line", null, true],
    ]);
    const before = mapOf(deskFor(harbour, { at: "2029-12-30" }), { ...NOTHING_SELECTED, at: "2029-12-30" });
    expect(before.ground.length).toBe(4);
  });

  test("draws a claimant’s own shape in place of what others draw of the zone", () => {
    const claimed = mapOf(desk, { ...NOTHING_SELECTED, borders: "claimed-by:Southshore" });
    expect(claimed.ground.map(({ whose }) => whose)).toEqual(["Southshore"]);
    expect(claimed.claimants).toEqual(["Northshore", "Southshore"]);
  });

  test("places an event in the circle around all that its accounts say, whoever is right", () => {
    const i = state.events.ids.indexOf("E1");
    const [ax, ay] = placed(44.05, 40.05);
    const [bx, by] = placed(44.07, 40.06);
    const [x, y, r] = [state.events.x[i] ?? 0, state.events.y[i] ?? 0, state.events.radius[i] ?? 0];
    expect(Math.hypot(ax - x, ay - y) + unitsOf(2, 40.05)).toBeLessThanOrEqual(r + 1e-9);
    expect(Math.hypot(bx - x, by - y) + unitsOf(5, 40.06)).toBeLessThanOrEqual(r + 1e-9);
    expect(state.events.stance[i]).toBe(1);
  });

  test("names what it cannot place, and drops nothing", () => {
    expect([...state.events.ids, ...state.unplaced].sort()).toEqual([...desk.events.keys()].sort());
    expect(mapOf(deskFor(payloadOf("cases/harbour")), NOTHING_SELECTED).events.ids).toEqual([]);
  });

  test("goes by period, party and place", () => {
    const within = (change: object): readonly string[] => mapOf(desk, { ...NOTHING_SELECTED, ...change }).events.ids;
    expect(within({ period: "2030-03-20/" })).toEqual(["E2"]);
    expect(within({ parties: ["Southshore"] })).not.toContain("E2");
    expect(within({ zone: "channel" })).toEqual(["E1", "E2"]);
  });

  test("draws nothing of a shape that is none, whatever the file says", () => {
    const odd = [
      shape("channel", { type: "Polygon", coordinates: "M0 0L9 9" }),
      shape("channel", { type: "Polygon", coordinates: [[["a", "b"]]] }),
      shape("channel", { type: "Polygon", coordinates: [[[Number.NaN, Infinity]]] }),
      shape("channel", { type: "GeometryCollection", coordinates: [] }),
      { type: "Feature", properties: null, geometry: { type: "Point", coordinates: [1, 2] } } as const,
      shape("channel", { type: "Point", coordinates: [44, 40] }),
    ];
    const { ground } = mapOf(deskFor(harbourWith(odd, [])), NOTHING_SELECTED);
    expect(ground.map(({ kind }) => kind)).toEqual(["point"]);
  });
});

describe("border policies", () => {
  const policies: readonly Borders[] = ["none", "de-facto", "un", "disputed-marked"];
  const bases = new Map(policies.map((policy): [Borders, Base] => [policy, baseOf(world, policy)]));
  const base = (policy: Borders): Base =>
    bases.get(policy) ?? { land: [], coast: [], solid: [], dashed: [], names: [] };
  /** Whether a dashed or solid line passes within a box of degrees. */
  const passes = (lines: Base["solid"], west: number, south: number, east: number, north: number): boolean => {
    const [x0, y0] = placed(west, north);
    const [x1, y1] = placed(east, south);
    return lines.some(({ d }) =>
      [...d.matchAll(/(-?[\d.]+),(-?[\d.]+)/gu)].some(
        ([, x, y]) => Number(x) > x0 && Number(x) < x1 && Number(y) > y0 && Number(y) < y1,
      ),
    );
  };

  test("none draws no border and names no state; land is there all the same", () => {
    expect(base("none").solid.length + base("none").dashed.length + base("none").names.length).toBe(0);
    expect(base("none").land.length).toBe(base("de-facto").land.length);
    // Nor a coast where states meet: between France and Spain there is none, at the Bay of Biscay there is.
    expect(passes(base("none").coast, 0, 42.45, 2, 43)).toBe(false);
    expect(passes(base("none").coast, -2, 43.2, -1, 44)).toBe(true);
  });

  test("no land covers the world, at whichever edge of it it lies", () => {
    // Antarctica, Russia and an island each of Russia and Fiji lie across the edge of the drawing; none of them from top to bottom.
    const wide = base("none").land.filter(({ x0, x1 }) => x1 - x0 > 400);
    expect(wide.length).toBe(4);
    for (const { y0, y1 } of wide) expect(y1 - y0).toBeLessThan(300);
  });

  test("de facto draws what Natural Earth draws, and dashes nothing", () => {
    expect(base("de-facto").dashed).toEqual([]);
    // The line across Cyprus, and the border between France and Spain.
    expect(passes(base("de-facto").solid, 33, 35, 33.8, 35.25)).toBe(true);
    expect(passes(base("de-facto").solid, 0, 42.4, 2, 43)).toBe(true);
  });

  test("disputed marked dashes a line that is disputed, and no other", () => {
    expect(passes(base("disputed-marked").dashed, 33, 35, 33.8, 35.25)).toBe(true);
    expect(passes(base("disputed-marked").solid, 33, 35, 33.8, 35.25)).toBe(false);
    expect(passes(base("disputed-marked").dashed, 0, 42.4, 2, 43)).toBe(false);
    // At the neck of the Crimean peninsula, which Natural Earth gives to the side that holds it.
    expect(passes(base("disputed-marked").dashed, 33.2, 45.8, 34.8, 46.3)).toBe(true);
  });

  test("the United Nations’ count draws no line within a member’s territory where the shapes allow it", () => {
    expect(passes([...base("un").solid, ...base("un").dashed], 33, 35, 33.8, 35.25)).toBe(false);
    expect(passes([...base("un").solid, ...base("un").dashed], 33.2, 45.9, 34.2, 46.3)).toBe(false);
    expect(passes(base("un").solid, 0, 42.4, 2, 43)).toBe(true);
    // Between Israel and Palestine, an observer: open.
    expect(passes(base("un").dashed, 34.8, 31.3, 35.3, 32.6)).toBe(true);
  });

  test("each says what it made of the shapes, and that Natural Earth draws on the ground", () => {
    for (const policy of [...policies, "claimed-by:X" as const]) {
      const { words } = bordersWords(policy, (id) => `Name of ${id}`);
      expect(words).toContain("Natural Earth 4.1");
      if (policy !== "none") expect(words).toContain("on the ground");
    }
    expect(bordersWords("claimed-by:X", (id) => `Name of ${id}`).title).toBe("as claimed by Name of X");
  });

  test("an area that a border runs along has no second line beside it, unless it is chosen or somebody’s own; what lies within it has", () => {
    const hole = square(44.4, 40.4, 0.2).map((ring) => ring.toReversed());
    const shapes = [
      shape("channel", { type: "Polygon", coordinates: [...square(44, 40, 1), ...hole] }),
      shape("harbour", { type: "Polygon", coordinates: square(44, 40, 1) }),
      shape("elsewhere", { type: "Polygon", coordinates: square(46, 40, 1) }),
    ];
    const areas = mapOf(deskFor(harbourWith(shapes, [])), { ...NOTHING_SELECTED, borders: "un" });
    // A kilometre or two beside it, in many small steps, as a coast has them.
    const corners = square(44.015, 40.01, 1)[0] ?? [];
    const line = lineOf(
      corners.flatMap(([lon = 0, lat = 0], i) => {
        const [nextLon = lon, nextLat = lat] = corners[i + 1] ?? [];
        const steps = corners[i + 1] === undefined ? [0] : [...Array(100).keys()].map((step) => step / 100);
        return steps.map((t) => [lon + (nextLon - lon) * t, lat + (nextLat - lat) * t]);
      }),
    );
    expect(line.map(({ runs }) => runs.map(({ length }) => length))).toEqual([[802]]);
    const ground: Base = { land: [], coast: [], solid: line, dashed: [], names: [] };
    const outlines = (of: MapState, zone: string | null, under: Base | null): number[] =>
      drawGround(under, of, viewOf(of, { zone }))
        .flatMap((mark) => (mark.is === "path" && mark.stroke === (zone ? 1.5 : 0.75) ? [mark.d] : []))
        .map((d) => d.split("M").length - 1);
    // By rings: that within the first, and all of the third.
    expect(outlines(areas, null, ground)).toEqual([1, 1]);
    expect(outlines(areas, null, null)).toEqual([2, 1, 1]);
    expect(outlines(areas, "channel", ground)).toEqual([2]);
    const claimed = { ...areas, ground: areas.ground.map((each) => ({ ...each, whose: "Northshore" })) };
    // Whose line it is makes no second border of it, unless that claim was asked for, or another draws it otherwise.
    expect(outlines(claimed, null, ground)).toEqual([1, 1]);
    expect(outlines({ ...claimed, policy: "claimed-by:Northshore" }, null, ground)).toEqual([2, 1, 1]);
    const disputed = { ...claimed, ground: claimed.ground.map((each) => ({ ...each, isDisputed: true })) };
    expect(outlines(disputed, null, ground)).toEqual([2, 1, 1]);
  });

  test("none draws no outline of the case’s own areas either, and every policy says what of the case lies over it", () => {
    const under = (borders: Borders): { readonly outlines: number; readonly words: string } => {
      const chosen = mapOf(desk, { ...NOTHING_SELECTED, borders });
      const areas = new Set(
        chosen.ground.flatMap(({ kind, pieces }) => (kind === "area" ? pieces : [])).map(({ d }) => d),
      );
      const marks = drawGround(null, chosen, viewOf(chosen, { zone: "channel" }));
      const outlines = marks.filter(
        (mark) => mark.is === "path" && mark.stroke !== undefined && areas.has(mark.d),
      ).length;
      return { outlines, words: policyWords(chosen, desk.name) };
    };
    const [none, marked] = [under("none"), under("disputed-marked")];
    expect(none.outlines).toBe(0);
    expect(none.words).toMatch(
      /^No borders are drawn;.* places\.geojson .*: 1 line and 2 areas tinted, without an outline\.$/u,
    );
    expect(marked.outlines).toBe(2);
    expect(marked.words).toMatch(
      /places of this case, as its places\.geojson has them: 1 line and 2 areas tinted, outlined where no border runs along\.$/u,
    );
    // A case without shapes has nothing over the borders, and says nothing of it.
    const bare = deskFor(harbourWith([], []));
    expect(policyWords(mapOf(bare, NOTHING_SELECTED), bare.name)).toBe(bordersWords("none", bare.name).words);
  });

  test("a claim that the case has not as a shape is not taken, and that is said", () => {
    const chosen = mapOf(desk, { ...NOTHING_SELECTED, borders: "claimed-by:Nobody" });
    expect([chosen.policy, chosen.unclaimed]).toEqual([desk.model.case.borders, "Nobody"]);
    expect(policyWords(chosen, desk.name)).toMatch(
      /^This case has no shape as claimed by Nobody\. No borders are drawn/u,
    );
    expect(mapOf(desk, { ...NOTHING_SELECTED, borders: "claimed-by:Northshore" })).toMatchObject({
      policy: "claimed-by:Northshore",
      unclaimed: null,
    });
  });

  test("the fine shapes near a place are the fine ones, whole and wound the right way round", () => {
    const fine = JSON.parse(readFileSync(join(atlas, "countries-10m.json"), "utf8")) as World;
    const [x0, y0] = placed(72, 8);
    const [x1, y1] = placed(74, -1);
    const near = baseOf(fine, "disputed-marked", { x0, y0, x1, y1 });
    // One atoll of this file is wound the other way round, and would cover the world.
    expect(near.land.length).toBeGreaterThan(5);
    expect(Math.max(...near.land.map((piece) => piece.x1 - piece.x0))).toBeLessThan(1);
  });
});

describe("the drawing", () => {
  test("rings the events that the chosen finding looks at, and no others", () => {
    const drawn = mapOf(desk, NOTHING_SELECTED);
    const rings = (seen: readonly string[]): number =>
      drawEvents(drawn, viewOf(drawn, { seen: new Set(seen) })).marks.filter(
        (mark) => mark.is === "circle" && mark.tone === "chosen",
      ).length;
    expect([rings([]), rings(["E1"]), rings(["not-there"])]).toEqual([0, 1, 0]);
  });

  // Looked at; it holds the drawing still, and a change in it is to be looked at again.
  test("is this picture of the harbour", async () => {
    const drawn = mapOf(desk, { ...NOTHING_SELECTED, borders: "disputed-marked" });
    const view = viewOf(drawn, { event: "E1" });
    const marks = [...drawGround(null, drawn, view), ...drawEvents(drawn, view).marks];
    const picture = svgOf(marks, {
      width: 700,
      height: 460,
      palette: LIGHT,
      title: "Map",
      foot: [policyWords(drawn, desk.name)],
    });
    await expect(picture).toMatchFileSnapshot("pictures/map.svg");
  });

  test("has both sides’ names of a zone, and dashes what two holders draw otherwise", () => {
    const drawn = mapOf(desk, { ...NOTHING_SELECTED, borders: "disputed-marked" });
    const marks = drawGround(null, drawn, viewOf(drawn));
    const texts = marks.flatMap((mark) => (mark.is === "text" ? [mark.text] : []));
    for (const name of desk.names("channel")) expect(texts).toContain(name);
    expect(marks.some((mark) => mark.is === "path" && mark.dash)).toBe(true);
  });

  test("writes names beside each other and beside events, as far as there is room", () => {
    const area = (zone: string, x: number, y: number): MapState["ground"][number] => ({
      ...(state.ground.find(({ kind }) => kind === "area") as MapState["ground"][number]),
      zone,
      names: [zone],
      box: { x0: x - 10, x1: x + 10, y0: y - 10, y1: y + 10 },
      x,
      y,
    });
    const events = { ...state.events, ids: ["E1"], x: Float64Array.of(600), y: Float64Array.of(380) };
    const grown: MapState = { ...state, ground: [area("First", 600, 380), area("Second", 600, 380)], events };
    const view = { ...viewOf(grown), frame: { x: 600, y: 380, scale: 5 }, width: 700, height: 460 };
    const ys = new Map(
      drawGround(null, grown, view).flatMap((mark) => (mark.is === "text" ? [[mark.text, mark.y] as const] : [])),
    );
    // Neither stands on the event in the middle, nor on the other.
    expect(Math.abs((ys.get("First") ?? 230) - 230)).toBeGreaterThan(14);
    expect(Math.abs((ys.get("Second") ?? 230) - 230)).toBeGreaterThan(14);
    expect(Math.abs((ys.get("First") ?? 0) - (ys.get("Second") ?? 0))).toBeGreaterThan(14);
    // What fills the picture is ground: it is named once somebody has chosen it.
    const near = { ...view, frame: { ...view.frame, scale: 30 } };
    const named = (zone: string | null): string[] =>
      drawGround(null, grown, { ...near, zone }).flatMap((mark) => (mark.is === "text" ? [mark.text] : []));
    expect(named(null)).not.toContain("First");
    expect(named("First")).toContain("First");
  });

  test("gathers a hundred thousand events into no more spots than the screen has room for", () => {
    const ids = Array.from({ length: 100_000 }, (_, i) => `E${i}`);
    const events = {
      ids,
      x: Float64Array.from(ids, (_, i) => 600 + (i % 317) / 50),
      y: Float64Array.from(ids, (_, i) => 380 + (i % 211) / 50),
      radius: Float64Array.from(ids, () => 0.02),
      stance: new Uint8Array(ids.length),
      how: ids.map(() => "point" as const),
    };
    const grown: MapState = { ...state, ground: [], events, box: { x0: 600, x1: 606.4, y0: 380, y1: 384.3 } };
    const view = viewOf(grown);
    const { spots, marks } = drawEvents(grown, view);
    expect(spots.reduce((sum, spot) => sum + spot.count, 0)).toBe(100_000);
    expect(marks.length).toBeLessThan(6000);
    const [spot] = spots;
    if (spot) expect(eventsAt(grown, view, spot).length).toBe(spot.count);
  });
});

describe("how precisely an event is placed", () => {
  // 17.0 km apart on the ground (0.2 degrees of longitude at 40.05 north), within 2 and 5 km: the circle around both has 12.0 km.
  const points = [
    { account: "E1/S1", lat: 40.05, lon: 44.05, kilometres: 2 },
    { account: "E1/S3", lat: 40.05, lon: 44.25, kilometres: 5 },
  ];
  const apart = deskFor({ ...harbour, points });
  const { events } = mapOf(apart, NOTHING_SELECTED);
  const i = events.ids.indexOf("E1");

  test("is the circle that is drawn around all of its accounts, not the precision of one of them", () => {
    expect(withinOf(events, i)).toBeCloseTo(12.02, 1);
    expect(unitsOf(withinOf(events, i), located(events.x[i] ?? 0, events.y[i] ?? 0)[1])).toBeCloseTo(
      events.radius[i] ?? 0,
      9,
    );
  });

  test("stands in the exported table as it is drawn, for a place with a shape, too", () => {
    const [head = "", ...rows] = mapCsv(apart, NOTHING_SELECTED).trimEnd().split("\r\n");
    const column = head.split(",").indexOf("within_km");
    const within = (id: string): string | undefined =>
      rows.find((each) => each.startsWith(`${id},`))?.split(",")[column];
    expect(within("E1")).toBe("12.0");
    const zoned = events.ids.filter((_, at) => events.how[at] === "zone");
    expect(zoned.every((id) => Number(within(id)) > 0)).toBe(true);
  });
});
