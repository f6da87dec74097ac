/** Rules on words: what meets a word that decides, what points to a person, in which scripts a name stands, what is cited. */
import { type Fault, fault, NOT_FOUND, type Rule, sideOf, spokenSides, voicesIn } from "./voices.ts";
import type { Row, Tables } from "./casetables.ts";

const DECIDES =
  /\b(?:occupied|occupier\w*|occupation|liberat(?:ed|ion)\b(?! Army)|aggress(?:ion|or)\w*|(?:counter-|anti-)?terroris[mt]\w*|separatis[mt]\w*|(?<!ceasefire )regime|blockade|massacre|genocide|ethnic cleansing|rebels)\b/iu;
/** That somebody will not have the word, or says what it was instead. */
const MEETS =
  /\breject\w*|\bden(?:y|ies|ied)\b|none of the resolutions|not its own|took no part|local forces|never blocked|nobody was expelled|unprovoked|internal matter|political game|\b(?:this|the) text calls|calls? it .+ calls? it /u;

/** A title between stars is its text's own. */
const ownText = (text: string): string => text.replaceAll(/\*[^*]+\*/gu, "");

function unmet(tables: Tables, row: Row): boolean {
  const [note, reply] = [ownText(row.note), ownText(row.reply)];
  if (NOT_FOUND.test(reply) || MEETS.test(`${note} ${reply}`)) return false;
  if (DECIDES.test(note)) return true;
  // What the charged call their own deed stands beside a charge by the other side, or another voice.
  const voices = [...voicesIn(tables.sides, reply), ...voicesIn(tables.sides, note)];
  const sides = new Set([...voices.map(({ side }) => side), ...spokenSides(tables, row)]);
  return DECIDES.test(reply) && voices.length > 0 && sides.size < 2;
}

/** Beside a word that decides, as somebody's, stands the other side's. */
export const wordMet: Rule = (tables) =>
  tables.rows.flatMap((row) =>
    unmet(tables, row)
      ? [
          fault("word-met")(
            row,
            `${DECIDES.exec(`${row.note} ${row.reply}`)?.[0]}, as somebody calls it, and nobody's word beside it`,
            "Say who rejects it or what the other side calls it, with its source; or leave the word out.",
          ),
        ]
      : [],
  );

const MARK =
  /\b(?:an?|the|one) (?:editor|doctor|farmer|shepherd|teacher|singer|priest|blogger|nurse|opposition politician)\b|\b(?:boy|girl|man|woman|child) of \d+\b|\byears? old\b|\b(?:an?|one) (?:old (?:man|woman)|(?:boy|girl) of a|telecom worker|resident of \d+|employee)\b|\bon (?:a|his|her) tractor\b|\baged \d|\ba general among\b|\bvictim of\b|\bhe lived in\b/iu;

/** Who was tried or held is told by the proceedings, who was harmed by the deed, and neither by more than that. */
export const personMark: Rule = (tables) => {
  const say = (mark: string): [string, string] => [
    `${mark.trim()}: it may point to one person`,
    "Tell of the proceedings or of the deed, and leave out work, age, kin and home.",
  ];
  return [
    ...tables.rows.flatMap((row): Fault[] => {
      const mark = MARK.exec(`${row.note} ${row.reply}`)?.[0];
      return mark === undefined ? [] : [fault("person-mark")(row, ...say(mark))];
    }),
    ...tables.actors.flatMap((actor): Fault[] => {
      const mark = MARK.exec(actor.text.replace(/"(?=\w)/u, '"one '))?.[0];
      return mark === undefined ? [] : [fault("person-mark")(actor, ...say(mark))];
    }),
  ];
};

/** Offices, bodies and forces of a side bear their name in their own script beside the English one. */
export const ownScript: Rule = (tables) =>
  tables.actors.flatMap((actor) => {
    const standing =
      /-(?:AM|AZ)$|^(?:armenia|azerbaijan|nkr)-(?:army|police|forces)$|^SOCAR$/u.test(actor.name) &&
      !/, a (?:text|thing)$/u.test(actor.text.split("\n")[0] ?? "");
    const inSide = sideOf(tables.sides, actor.name) !== undefined || /-(?:AM|AZ)$|^SOCAR$/u.test(actor.name);
    return standing && inSide && !/" \/ "/u.test(actor.text)
      ? [fault("own-script")(actor, "has its name in English alone", "Add the name in its own script after a stroke.")]
      : [];
  });

/** A source is cited by a row, a reading, a page or a series. */
export const sourceCited: Rule = (tables) =>
  [...tables.sources.values()].flatMap((source) =>
    tables.cited.has(source.id) || tables.rows.some((row) => row.source === source.id)
      ? []
      : [fault("source-cited")(source, "cited by nothing", "Cite it where it is of use, or take it out.")],
  );
