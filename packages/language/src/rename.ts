/** Renaming, everywhere at once; refused where it would change what the case says. */
import { mentionsOf } from "./definition.ts";
import { edited, mentionAt, study, type Edit, type Place, type Study } from "./editor.ts";
import { isForeign } from "./include.ts";
import { CLAUSE_WORDS, type Occurrence } from "./occurrence.ts";
import { DECLARATIONS, keyOf, type Space } from "./symbol.ts";

/** What is renamed, or why it cannot be, in a sentence. */
export type Renaming = { readonly edits: readonly Edit[] } | { readonly refused: string };

export interface RenameOptions {
  /** Whether the tables of the case use a name: a new name in the pages alone would cut them off. */
  readonly inTables: (name: string) => boolean;
  /** Rename in the pages although tables use the name. */
  readonly anyway: boolean;
}

const NAME = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_]|-(?!-)|\.(?=[\p{L}\p{N}]))*$/u;
/** Where a name is given, and where its namesakes would stand in its way. */
const NEIGHBOURS: readonly (readonly Space[])[] = [["noun"], ["paper"], ["base"], ["present"], ["past"]];

/** The mention that a rename at this place would begin with; or why there is none. */
export function renamable(studied: Study, place: Place): Occurrence | { readonly refused: string } {
  const mention = mentionAt(studied, place);
  if (mention === null) return { refused: "Nothing that has a name stands here." };
  const foreign = mentionsOf(studied, mention.key).find(({ span }) => isForeign(span.path));
  if (foreign !== undefined) {
    const { path } = foreign.span;
    return {
      refused: `"${mention.name}" stands in ${path} too, a page of another case: rename it there, and here by hand.`,
    };
  }
  if (mention.key.startsWith("variable:") || studied.things.has(mention.key)) return mention;
  return mention.key.startsWith("source:")
    ? { refused: `The source "${mention.name}" is declared in sources.csv: rename it there and here by hand.` }
    : { refused: `"${mention.name}" comes with the language; it has no declaration to rename.` };
}

/** The edits that give what stands at this place another name. */
export function rename(studied: Study, place: Place, name: string, options: RenameOptions): Renaming {
  const mention = renamable(studied, place);
  if ("refused" in mention) return mention;
  const [space = ""] = mention.key.split(":", 1);
  const to = unquoted(name.trim());
  if (to === mention.name) return { edits: [] };
  if (to === "" || /["“”„«»\p{Cc}\p{Zl}\p{Zp}]/u.test(to)) return { refused: `"${to}" cannot be a name.` };
  if (!NAME.test(to) && space !== "source")
    return { refused: `"${to}" is not one word of letters, digits, hyphens, underscores and dots.` };
  const clash = clashOf(studied, mention, space, to);
  if (clash !== null) return { refused: clash };
  if (!options.anyway && space !== "variable" && options.inTables(mention.name))
    return {
      refused: `The tables of the case use "${mention.name}" too; a new name here would cut them off. Rename it in the CSV files first, or allow it in the settings.`,
    };
  const quoted = !NAME.test(to) || CLAUSE_WORDS.has(to) || DECLARATIONS.some((word) => word === to);
  const edits = mentionsOf(studied, mention.key).map(({ span }) => ({ span, text: quoted ? `"${to}"` : to }));
  return worsens(studied, edits)
    ? {
        refused: `With the name "${to}" the case would have faults that it does not have now: perhaps it is too near to another name.`,
      }
    : { edits };
}

function unquoted(name: string): string {
  const inner = /^["“„«](.*)["”“»]$/u.exec(name);
  return inner?.[1] ?? name;
}

function clashOf(studied: Study, mention: Occurrence, space: string, to: string): string | null {
  const tell = (key: string): string | null => {
    const thing = studied.things.get(key)?.[0];
    if (thing !== undefined) return `"${to}" is declared already, at ${thing.at.path}:${thing.at.line}.`;
    return null;
  };
  if (space === "variable") {
    const scope = mention.key.slice(0, mention.key.length - mention.name.length);
    const taken = mentionsOf(studied, scope + to)[0];
    if (taken !== undefined) return `"${to}" stands for something else in the same norm.`;
    return tell(keyOf("noun", to)) ?? tell(keyOf("paper", to));
  }
  const own = NEIGHBOURS.find((spaces) => spaces.some((each) => each === space)) ?? [space as Space];
  for (const each of own) {
    const told = tell(keyOf(each, to));
    if (told !== null) return told;
  }
  if (["base", "present", "past"].includes(space)) {
    const act = studied.model.acts.find((each) => [each.id, each.present, each.past].includes(to));
    if (act !== undefined) return `"${to}" is a form of the act ${act.id} already.`;
  }
  if (space === "noun") {
    // A name that a norm uses as a variable would be bound by it.
    for (const list of studied.occurrences.values()) {
      const taken = list.find((each) => each.name === to && each.key.startsWith("variable:"));
      if (taken !== undefined) return `"${to}" stands for something else at ${taken.span.path}:${taken.span.line}.`;
    }
  }
  return null;
}

/** Whether the case would have more faults after the edits. */
function worsens(studied: Study, edits: readonly Edit[]): boolean {
  const touched = new Set(edits.map(({ span }) => span.path));
  const after = study(
    Array.from(studied.documents.values()).map((each) => (touched.has(each.path) ? edited(each, edits) : each)),
    studied.known,
  );
  // A slip that was near to the old name is then told as a name not declared: that is no more than before.
  return after.diagnostics.length > studied.diagnostics.length;
}
