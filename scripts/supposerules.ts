/** Rules for suppositions (`fairness.ts`): who supposes that one side had done otherwise supposes it of the other too. */
import type { Block, Tables } from "./casetables.ts";
import { type Fault, fault, type Rule, sideOf } from "./voices.ts";

/** Verbs of what one side does to the other. */
const HARMS =
  /^ {2}\d{4}\S* (\S+) (attacks|shells|takes-control|announces-force|strands|destroys|expels|advances)\b/gmu;

/** The verbs that each side, by its place in the tables, does in a supposition. */
function harms(tables: Tables, { text }: Block): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>();
  for (const [, actor = "", verb = ""] of text.matchAll(HARMS)) {
    const index = tables.sides.findIndex((side) => side === sideOf(tables.sides, actor));
    if (index >= 0) found.set(index, [...(found.get(index) ?? []), verb]);
  }
  return found;
}

/** The norms for one half of an agreement that a supposition expects something of, and has no word on the other half. */
function halves(tables: Tables, { text }: Block): readonly string[] {
  const names = new Set(tables.norms.map(({ name }) => name));
  const asked = new Set([...text.matchAll(/^ {2}expect (\S+)/gmu)].map(([, name = ""]) => name));
  return [...asked].filter((name) => {
    const twin = name.replace(/-(?:azerbaijan|armenia)\b/u, (half) =>
      half === "-armenia" ? "-azerbaijan" : "-armenia",
    );
    return twin !== name && names.has(twin) && !asked.has(twin);
  });
}

/** Rule 4: a hypothesis comes with its mirror, in the same supposition or in the one beside it. */
export const mirrors: Rule = (tables) =>
  tables.suppositions.flatMap((block, index): Fault[] => {
    if (!/^ {2}(?!with the record|expect\b)/mu.test(block.text)) return [];
    const beside = [tables.suppositions[index - 1], tables.suppositions[index + 1]].flatMap((other) =>
      other !== undefined && other.file === block.file ? [harms(tables, other)] : [],
    );
    const here = harms(tables, block);
    const alone = [...here].flatMap(([side, verbs]) => {
      const both = verbs.every((verb) => here.get(1 - side)?.includes(verb) === true);
      const mirrored = beside.some((other) => !other.has(side) && sorted(other.get(1 - side)) === sorted(verbs));
      return both || mirrored ? [] : [...new Set(verbs)];
    });
    const repair =
      "Suppose the same of the other side, here or in the supposition beside it, or answer why nothing asks it.";
    const told = fault("mirror");
    return [
      ...alone.map((verb) => told(block, `supposes that one side ${verb}, and not the other`, repair)),
      ...halves(tables, block).map((norm) => told(block, `expects of ${norm} alone of two halves`, repair)),
    ];
  });

const sorted = (verbs: readonly string[] | undefined): string => [...(verbs ?? [])].sort().join(" ");
