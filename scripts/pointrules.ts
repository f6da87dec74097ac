/** The rule for points (`fairness.ts`): the tables of places.md say which place has which point, and every event there has it. */
import type { Row, Tables } from "./casetables.ts";
import { byEvent, type Fault, fault, isTold, type Rule } from "./voices.ts";

type Point = Pick<Row, "lat" | "lon" | "precision">;

const written = ({ lat, lon, precision }: Point): string => `${lat}, ${lon}, ${precision}`;

interface Points {
  /** By place. */
  readonly places: ReadonlyMap<string, Point>;
  /** By event, of those that were elsewhere at their place, or about it. */
  readonly own: ReadonlyMap<string, readonly Point[]>;
  /** Places that have none, for a reason that is given. */
  readonly without: ReadonlySet<string>;
}

/** What the tables of places.md say. */
function pointsOf({ prose }: Tables): Points {
  const places = new Map<string, Point>();
  const own = new Map<string, Point[]>();
  const without = new Set<string>();
  for (const { text } of prose.filter(({ file }) => file === "places.md")) {
    const [, first = "", second = "", third = ""] = text.split("|").map((cell) => cell.trim());
    const [, lat, lon] = /^([\d.]+), ([\d.]+)$/u.exec(second) ?? [];
    const ids = [...first.matchAll(/`([^`]+)`/gu)].map(([, id = ""]) => id);
    if (lat !== undefined && lon !== undefined) {
      const point = { lat, lon, precision: third };
      for (const id of ids) places.set(id, point);
      if (ids.length === 0) for (const id of first.split(", ")) own.set(id, [...(own.get(id) ?? []), point]);
    } else for (const id of ids) without.add(id);
  }
  return { places, own, without };
}

/** Places that are told to lie abroad, at any remove. */
function abroadIn({ zones }: Tables): ReadonlySet<string> {
  const abroad = new Set(["outside-the-region"]);
  for (let size = 0; size !== abroad.size;) {
    size = abroad.size;
    for (const { name, text } of zones) {
      if ([...text.matchAll(/^ {2}in ([^,\n]+)/gmu)].some(([, outer = ""]) => abroad.has(outer))) abroad.add(name);
    }
  }
  return abroad;
}

/** Every event at a place with a point has that point and its precision, whosever deed it is; no other event has one. */
export const pointed: Rule = (tables) => {
  const { places, own, without } = pointsOf(tables);
  const abroad = abroadIn(tables);
  if (places.size === 0) return [];
  const due = (event: string, place: string): readonly Point[] =>
    own.get(event) ?? [places.get(place)].filter((point) => point !== undefined);
  const missing = [...byEvent(tables.rows)].flatMap(([event, rows]): Fault[] => {
    const there = rows.filter((row) => row.place !== "" && isTold(row));
    return [...new Set(there.map(({ place }) => place))].flatMap((place) => {
      const first = there.find((row) => row.place === place)!;
      if (!places.has(place) && !own.has(event) && !without.has(place) && !abroad.has(place)) {
        return [fault("point")(first, `${place} is in no table of places.md`, "Give its point, or why it has none.")];
      }
      return due(event, place)
        .filter(
          (point) =>
            !(own.has(event) ? there : there.filter((row) => row.place === place)).some(
              (row) => written(row) === written(point),
            ),
        )
        .map((point) => fault("point")(first, `no account at ${place} has its point`, `It is ${written(point)}.`));
    });
  });
  const strange = tables.rows
    .filter((row) => row.lat !== "")
    .filter((row) => !isTold(row) || !due(row.event, row.place).some((point) => written(point) === written(row)))
    .map((row) =>
      fault("point")(
        row,
        `${written(row)} is not the point of ${row.place}`,
        "Take that of places.md, or say there why.",
      ),
    );
  return [...missing, ...strange];
};
