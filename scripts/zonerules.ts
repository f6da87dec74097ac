/** Rules for places (`fairness.ts`): what a zone is told to lie in or outside of is told of both sides' places. */
import type { Block, Tables } from "./casetables.ts";
import { fault, type Rule } from "./voices.ts";

/** The zones that a zone is told to lie in, or outside of. */
const told = ({ text }: Block, relation: "in" | "outside"): readonly string[] =>
  [...text.matchAll(new RegExp(`^ {2}${relation} ([^,\\n]+)`, "gmu"))].map(([, name = ""]) => name);

const zoneOf = ({ zones }: Tables, name: string): Block | undefined => zones.find((zone) => zone.name === name);

/** A zone and all that it lies in. */
function around(tables: Tables, zone: Block): readonly Block[] {
  const found = [zone];
  for (const each of found) {
    for (const name of told(each, "in")) {
      const outer = zoneOf(tables, name);
      if (outer !== undefined && !found.includes(outer)) found.push(outer);
    }
  }
  return found;
}

/** The territory of which side a zone lies in, by what it is told to lie in. */
const territory = (tables: Tables, zone: Block): string | undefined =>
  around(tables, zone)
    .map(({ name }) => /^recognised-territory of (\S+)$/u.exec(name)?.[1])
    .find((owner) => owner !== undefined && tables.sides.some(({ members }) => members.has(owner)));

/** What is said of places on one side, that they lie outside an area, is said of those on either, or that they lie in it. */
export const placedAlike: Rule = (tables) => {
  const isOfSomebody = (name: string): boolean => name.includes(" of ");
  const places = tables.zones.filter((zone) => !isOfSomebody(zone.name) && territory(tables, zone) !== undefined);
  const areas = new Set(places.flatMap((zone) => told(zone, "outside")).filter((area) => !isOfSomebody(area)));
  const isPlaced = (zone: Block, area: string): boolean =>
    around(tables, zone).some((each) => each.name === area || told(each, "outside").includes(area));
  return [...areas].flatMap((area) =>
    places
      .filter((zone) => !isPlaced(zone, area))
      .map((zone) =>
        fault("placed-alike")(
          zone,
          `lies in ${territory(tables, zone) ?? ""}, and is told to lie neither in ${area} nor outside of it`,
          "Say which, with a source, as places across the line have it; or answer why it is open.",
        ),
      ),
  );
};

/** A zone that either side has (*X of side*) is bounded alike for both. */
export const boundedAlike: Rule = (tables) =>
  tables.zones.flatMap((zone) => {
    const [, kind = "", owner = ""] = /^(\S+) of (\S+)$/u.exec(zone.name) ?? [];
    const own = tables.sides.find(({ members }) => members.has(owner));
    const twins = tables.zones.filter(
      ({ name }) =>
        name.startsWith(`${kind} of `) &&
        name !== zone.name &&
        tables.sides.some((side) => side !== own && side.members.has(name.slice(kind.length + 4))),
    );
    if (own === undefined) return [];
    return twins.flatMap((twin) => {
      const other = twin.name.slice(kind.length + 4);
      const mirrored = (relation: "in" | "outside"): readonly string[] =>
        told(twin, relation).map((name) =>
          name.replace(/ of (\S+)$/u, (end, who: string) =>
            who === owner ? ` of ${other}` : who === other ? ` of ${owner}` : end,
          ),
        );
      return (["in", "outside"] as const).flatMap((relation) =>
        mirrored(relation)
          .filter((name) => !told(zone, relation).includes(name))
          .map((name) =>
            fault("bounded-alike")(
              zone,
              `is not told to lie ${relation} ${name}, and ${twin.name} is, the other way round`,
              "Say it of both, or of neither; or answer why only one is so.",
            ),
          ),
      );
    });
  });
