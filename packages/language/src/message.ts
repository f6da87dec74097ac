/**
 * Every message of the language, in one table: code, sentence, likely repair, and what the code means.
 * Words in braces are filled in. The readers are lawyers and analysts: a sentence says what is wrong in their
 * words, and never lists what a parser expected. docs/language.md shows the table; a test keeps them equal.
 */
import type { Span } from "./model.ts";
import { byCodeUnit } from "./spelling.ts";

export type Severity = "error" | "warning";

/** A fault of the text, as a value. */
export interface Diagnostic {
  /** Stable: `SV201`. */
  readonly code: string;
  readonly severity: Severity;
  readonly span: Span;
  readonly message: string;
  /** What would likely put it right, in words. */
  readonly repair: string | null;
  /** The same as an edit, where it is sure enough to offer. */
  readonly fix: { readonly span: Span; readonly text: string } | null;
}

export interface Entry {
  readonly severity: Severity;
  readonly sentence: string;
  readonly repair: string | null;
  /** For the reference: what the code stands for. */
  readonly meaning: string;
}

function error(sentence: string, repair: string | null, meaning: string): Entry {
  return { severity: "error", sentence, repair, meaning };
}

function warning(sentence: string, repair: string | null, meaning: string): Entry {
  return { severity: "warning", sentence, repair, meaning };
}

/** Every code there is. */
export type Code =
  | "SV001"
  | "SV002"
  | "SV003"
  | "SV004"
  | "SV101"
  | "SV102"
  | "SV103"
  | "SV104"
  | "SV105"
  | "SV106"
  | "SV107"
  | "SV108"
  | "SV109"
  | "SV110"
  | "SV111"
  | "SV112"
  | "SV113"
  | "SV114"
  | "SV116"
  | "SV117"
  | "SV118"
  | "SV119"
  | "SV120"
  | "SV201"
  | "SV202"
  | "SV203"
  | "SV204"
  | "SV205"
  | "SV206"
  | "SV207"
  | "SV208"
  | "SV209"
  | "SV210"
  | "SV211"
  | "SV301"
  | "SV302"
  | "SV303"
  | "SV304"
  | "SV305"
  | "SV306"
  | "SV401"
  | "SV402"
  | "SV403"
  | "SV404"
  | "SV405"
  | "SV406"
  | "SV407"
  | "SV408"
  | "SV409"
  | "SV410"
  | "SV411"
  | "SV412"
  | "SV413"
  | "SV414"
  | "SV415"
  | "SV416"
  | "SV417"
  | "SV418"
  | "SV419"
  | "SV501"
  | "SV502"
  | "SV503"
  | "SV504"
  | "SV505"
  | "SV506"
  | "SV507"
  | "SV508"
  | "SV509"
  | "SV601"
  | "SV602"
  | "SV603"
  | "SV604";

export const MESSAGES: { readonly [C in Code]: Entry } = {
  // ── Text ──────────────────────────────────────────────────────────────────────────────────────
  SV001: error(
    "This quotation is not closed.",
    'Close it with " on the same line.',
    "A title or name in quotes ends on the line where it begins.",
  ),
  SV002: error(
    '"{mark}" has no meaning here.',
    "{help}",
    "A character that the language does not use, outside quotes and comments.",
  ),
  SV003: warning(
    "This block is not closed: everything {until} is read as Servanda.",
    "Close it with a line of ``` below its last line.",
    "A block runs from its opening fence to its closing fence.",
  ),
  SV004: warning(
    "This block is not read: its fence {what} servanda.",
    "Begin it with ```servanda.",
    "Only blocks whose opening fence says servanda are read; this one declares something, as they do.",
  ),
  // ── Lines and clauses ─────────────────────────────────────────────────────────────────────────
  SV101: error(
    "This line stands alone: nothing above it says which norm or agreement it is part of.",
    "{help}",
    "A clause needs a declaration above it in the same block.",
  ),
  SV102: error(
    'No line of {declaration} begins with "{word}".',
    "{help}",
    "Every line but the bearer's opens with one of the clause words of its declaration.",
  ),
  SV103: error(
    '{declaration} says "{word}" twice.',
    "Join the two lines, or keep one.",
    "Each clause stands once in a declaration; a further condition is joined with `and` or `or`.",
  ),
  SV104: error(
    'This clause joins some things with "and" and others with "or", so it can be read in two ways.',
    "Use one of the two; divide the clause into two norms if both are meant.",
    "One clause uses only one of `and` and `or`.",
  ),
  SV105: error("{declaration} needs {what}.", "{help}", "A part that the declaration cannot do without is missing."),
  SV106: error('The line is complete before "{rest}".', "{help}", "A clause was read to its end, and words remain."),
  SV107: error(
    "This line breaks off: {what} is missing.",
    "{help}",
    "A clause ends before it says what it began to say.",
  ),
  SV108: error("{reason}", null, "A date that does not exist or is not written as a date."),
  SV109: error(
    '"{text}" is not a length of time.',
    "Write a whole number and a unit: 14 days, 72 hours, 6 months.",
    "Lengths of time are a whole number and one of second, minute, hour, day, week, month, year.",
  ),
  SV110: error(
    'The name "{name}" has a space or a sign in it.',
    "Write it in one word, such as {help}, and give the full name in quotes after it.",
    "Names are one word of letters, digits, hyphens, underscores and dots.",
  ),
  SV111: error(
    'A clause "{word}" has no place in {declaration}.',
    "{help}",
    "The clause exists, but not for this kind of declaration.",
  ),
  SV112: error(
    '"{word}" is not among the words that {what} takes.',
    "{help}",
    "Some clauses take one of a few fixed values.",
  ),
  SV113: error(
    '"{text}" is not a time zone.',
    "Write the offset from UTC, such as +04:00 or Z.",
    "A time zone is an offset from UTC.",
  ),
  SV114: error(
    '"{word}" stands inside the clause, but it opens a clause of its own.',
    "Begin a new line before it.",
    "One clause a line: time, place and exception each have their own.",
  ),
  SV116: error(
    '"{text}" is not {what}.',
    "Check the number and its unit.",
    "Numbers of times are whole, and distances lie between nothing and the way around the earth.",
  ),
  SV117: warning(
    'The file "{path}" that is included here was not read: its names are not known.',
    "Check that there is such a page, in this case or in one beside it.",
    "An included page lends its vocabulary; without it the names are told as not declared.",
  ),
  SV118: error(
    '"{path}" leads out of the folder in which the cases lie.',
    'Name a file of this case or of one beside it: include "../other-case/actors.md"',
    "Files are included from the case and from its neighbours, by a relative path with /, and from nowhere else.",
  ),
  SV119: warning(
    "This line closes a circle: {chain}. Each of the files is read once.",
    "Leave the line out; the pages of a case know each other without it.",
    "Files that include each other, or themselves. It changes nothing: a file is read once, however often it is included.",
  ),
  SV120: error(
    '"{text}" is not the tag of a language.',
    "Write its tag, such as hy, az or zh-Hant, and a comma between two.",
    "Languages are named by their tags (BCP 47).",
  ),
  // ── Names ─────────────────────────────────────────────────────────────────────────────────────
  SV201: error('"{name}" is not declared{as}.', "{help}", "A name is used that no declaration introduces."),
  SV202: error(
    '"{name}" is not declared; "{near}" is, and differs by little.',
    "Write {near}.",
    "A name that equals a declared one but for case, accents or one letter is taken for a slip, never for a new variable.",
  ),
  SV203: error(
    'Nothing says who or what "{name}" is: it is not declared, and no "when" of the norm mentions it.',
    "{help}",
    "A variable is bound at its first mention in `when`; used elsewhere without that, it stands for nobody.",
  ),
  SV204: error(
    '"{name}" is declared twice; it is already {first}.',
    "Give one of them another name.",
    "Names are unique: among actors, zones, terms and states; among instruments and norms; among acts; among readings.",
  ),
  SV205: error(
    'The source "{name}" is not in sources.csv and is not declared.',
    'Add it to sources.csv, or declare it with: source {name} "…".',
    "Every source that is cited is listed.",
  ),
  SV206: error(
    '"{name}" is {is}, and {wanted} is needed here.',
    "Name {wanted}, or check which of the two declarations is meant.",
    "A name of the wrong kind: a zone where an actor is needed, and the like.",
  ),
  SV207: error(
    '"{name}" is declared as a {kind}, and {where} is to be a {wanted}.',
    "Name another, or change the kind in one of the two declarations.",
    "A role or a state may say of which kind it is; whoever stands there is of that kind, or of none that is said.",
  ),
  SV208: error(
    '"{norm}" has no "{name}": its "when" mentions nobody so.',
    "{help}",
    "The variables of another norm are those that its `when` binds.",
  ),
  SV209: error(
    '"{name}" would go before itself{ring}.',
    'Name the norm that yields after "over"; of precedences that lead round in a ring, leave one out.',
    "A norm cannot go before itself, nor can one by way of others, in the view of one holder.",
  ),
  SV210: error(
    '"{series}" is counted in {declared}, not in {unit}.',
    "Write the number in {declared}, or leave the unit out.",
    "A number is compared with a series in the unit that the series is declared with.",
  ),
  SV211: error(
    '"{name}" can stand for a place only: which zone it is, is not known before somebody is.',
    "Write a norm for each owner, and name the zone in it, such as {example}.",
    "The zone of a variable says where something happens. What is handed over, closed or recognised is named.",
  ),
  // ── Verbs and their roles ─────────────────────────────────────────────────────────────────────
  SV301: error(
    'Nothing in "{text}" says what is done.',
    "{help}",
    "A clause about conduct needs the verb of a declared act.",
  ),
  SV302: error(
    '"{word}" is the {form} form; here the {wanted} form is used.',
    "Write {right}.",
    "Norms use the base form of an act, `when` and `unless` the present.",
  ),
  SV303: error('"{act}" needs to say {role}.', "{help}", "A role of the act is missing from the clause."),
  SV304: error('"{act}" has no room for "{extra}".', "{help}", "The clause says more than the act has roles for."),
  SV305: error(
    '"{act}" does not go with "{preposition}".',
    "{help}",
    "A verb's roles fix which prepositions it takes.",
  ),
  SV306: error('"{act}" says {role} twice.', "Keep one of the two.", "One role, one thing."),
  // ── Norms, time, parties ──────────────────────────────────────────────────────────────────────
  SV401: error(
    "The deadline {deadline} lies before the entry into force on {entry}.",
    "Check both dates.",
    "A duty cannot fall due before its instrument binds anybody.",
  ),
  SV402: error(
    "Nobody is bound: {why}.",
    "Check the parties and their dates.",
    "The bearers of a norm are an empty set at the time it speaks of.",
  ),
  SV403: error(
    "A second event needs a time: within how long after the first?",
    'Add "within 14 days" or the like; add ", assumed" if the text gives no time.',
    "Without a limit, events years apart would make one occasion.",
  ),
  SV404: warning(
    "There is no prose above this {norm} to say what its article provides.",
    "Write a sentence or two above the block, in your own words.",
    "A norm may state nothing that its article does not; the prose is what a reader compares it with.",
  ),
  SV405: error('"{name}" has no parties.', "Add a line: parties …", "An agreement binds those who are party to it."),
  SV406: error(
    "{count} {unit} from a day such as {day} may end on a day that does not exist.",
    'Add ", to the last day" or ", to the next month".',
    "Months and years counted from a day that the target month may lack state their rounding.",
  ),
  SV407: error("A {norm} says {what}, and this one does not.", "{help}", "The clause that makes the norm is missing."),
  SV408: error("{what}", "{help}", "The kind of the norm and what it says do not go together."),
  SV409: error(
    'A norm has one deadline; this one has "by" and "within".',
    "Keep the one that the article gives.",
    "At most one of `by` and `within`; at most one of `until` and `for`.",
  ),
  SV410: error(
    "This period ends before it begins: {until} is not later than {from}.",
    "Check both dates.",
    "The end of a period is later than its start.",
  ),
  SV411: error(
    '"{name}" has no date of entry into force.',
    "Add a line: in force from …",
    "Without it nothing can be triggered or due.",
  ),
  SV412: error(
    "No conduct can ever trigger this: {why}.",
    "{help}",
    "A trigger that no act can produce: the norm would never bind anybody.",
  ),
  SV413: error(
    "This chain of breaches closes within one instant: {chain}.",
    "Give one of them a deadline, such as within 14 days.",
    "Where the breach of one norm triggers the next and so round to the first, one of them must take time.",
  ),
  SV414: warning(
    '"{one}" and "{two}" bear on the same conduct, and nothing says which goes first.',
    "Add: precedence {one} over {two}, held by HOLDER, source S1; or the other way round.",
    "One norm demands or permits what another forbids to the same party.",
  ),
  SV415: error(
    "This permission has a trigger and no end: once given, it would last for ever.",
    'Add a line on time, such as: within 72 hours; add ", assumed" if the text gives none.',
    "A permission with a `when` has a window.",
  ),
  SV416: error(
    'Time counts from what "when" says, or from entry into force; not from "{event}".',
    'Write "within {length}" alone, and above it a line: only after WHO does …. If it is a date that it counts from, write the last day: by DATE.',
    "A deadline counts from the trigger, or from entry into force; `only after` puts its beginning off to another event.",
  ),
  SV417: error("{what}", "{help}", "A list of bearers holds names, and variables that `when` binds."),
  SV418: error(
    '"{date}" is a date, and "in" is followed by a place here.',
    "Put the time on a line of its own: from {date} until {date}; or, of a deadline: by {date}.",
    "`in` says where; the time of a norm is a clause of its own.",
  ),
  SV419: error(
    'Who is bound is known from the first event of "when", and {name} is named by a later one.',
    "Let the event that names {name} come first; what is to have come before it stands on a line of its own: only after WHO does ….",
    "The first event of `when` makes the occasion, and says for whom.",
  ),
  // ── Zones, terms, readings ────────────────────────────────────────────────────────────────────
  SV501: warning(
    "The zone {name} has no shape, and nothing says what it lies in or outside of.",
    "Add its shape to places.geojson, or a line: in … or: outside …",
    "Nothing can be found to lie in such a zone but what is reported there by name.",
  ),
  SV502: error(
    "A reading is somebody's: this one names no holder.",
    'Add ", held by …"; write "held by the case" if nobody is on record.',
    "Readings are always attributed.",
  ),
  SV503: error(
    "This reading is held by {holder}, and cites no source.",
    'Add ", source …"; only a reading held by the case may do without.',
    "A reading ascribed to somebody needs a source.",
  ),
  SV504: warning(
    "This reading changes nothing: {why}.",
    "{help}",
    "A reading gives a term a meaning, restates or drops a clause, or says not binding.",
  ),
  SV505: error(
    '"{term}" stands for {one} here and for {two} elsewhere.',
    "Declare two terms.",
    "A term is used in one role: for a place, for conduct or a state of things, or for actors.",
  ),
  SV506: error(
    '"{term}" is declared as "{declared}", and stands here with other words.',
    "{help}",
    "A term is used with the prepositions it was declared with.",
  ),
  SV507: error("{what}", "{help}", "A meaning is a zone, a list of actors, or acts and states."),
  SV508: error(
    '"{name}" is {is}, and {wanted} is needed here.',
    "Name {wanted} of the case here.",
    "A declaration refers to something of the wrong kind.",
  ),
  SV509: error(
    'The meaning of "{term}" names a place; what is kept there is a matter of the clause "in".',
    "Take the place out of this line, and give the reading a line of its own: in ZONE.",
    "A meaning says which state of things is meant. Where it is to be kept is said by the norm, or by a reading that restates its `in`.",
  ),
  // ── Suppositions ──────────────────────────────────────────────────────────────────────────────
  SV601: error('"{text}" is not an outcome.', "{help}", "Outcomes are those of docs/semantics.md."),
  SV602: error(
    'Nobody called "{name}" holds a reading, and no reading is called so.',
    "Name a holder of a reading, a reading, or leave it out for the text alone.",
    "An expectation is judged under a holder's view, or under the text.",
  ),
  SV603: error("{what}", "{help}", "A line of a supposition that has no use where it stands."),
  SV604: error(
    "{what}",
    "{help}",
    "A claim states what the record can bear out or not, or says why nothing can be checked; its lines go together.",
  ),
};

const STRAY: readonly (readonly [marks: string, help: string])[] = [
  ["()[]{}", "Leave the brackets out; a remark goes to the end of the line, behind --"],
  [";", "Write a comma, or begin a new line."],
  [".…:!?", "Leave it out: a line ends without a mark."],
  ["&+", 'Write "and".'],
  ["/|", 'Write "or".'],
  ["%", 'Write "percent".'],
  ["#*", "Leave it out; a remark begins with --"],
  ["'’‘`", "Put the whole name in quotes, or leave the mark out."],
  ["–—-", "Leave it out; a name has a simple hyphen inside, and a remark begins with two."],
];

/** What to do about a character that means nothing. */
function strayHelp(mark: string): string {
  const name = mark.replace(/^_+|_+$/gu, "");
  if (mark.startsWith("_"))
    return `A name begins with a letter or digit: ${name === "" ? "give it another." : `write ${name}.`}`;
  return (
    STRAY.find(([marks]) => marks.includes(mark))?.[1] ?? "Leave it out, or put the name that it is part of in quotes."
  );
}

/** Makes a diagnostic of the table. A placeholder without a value is our own bug. */
export function diagnostic(
  code: Code,
  span: Span,
  values: { readonly [name: string]: string } = {},
  fix: Diagnostic["fix"] = null,
): Diagnostic {
  const entry: Entry = MESSAGES[code];
  const help = code === "SV002" ? strayHelp(values["mark"] ?? "") : undefined;
  const repair = entry.repair === null ? null : fill(entry.repair, help === undefined ? values : { ...values, help });
  return {
    code,
    severity: entry.severity,
    span,
    message: fill(entry.sentence, values),
    repair: repair === "" ? null : repair,
    fix,
  };
}

function fill(template: string, values: { readonly [name: string]: string }): string {
  const text = template.replace(/\{(\w+)\}/gu, (_, name: string) => {
    const value = values[name];
    if (value === undefined) {
      if (name === "help") return "";
      throw new Error(`The message "${template}" lacks a value for {${name}}.`);
    }
    return value;
  });
  return text === "" ? text : (text[0] ?? "").toUpperCase() + text.slice(1);
}

/** By place and code, each once. */
export function sorted(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return Array.from(diagnostics)
    .sort(
      (a, b) =>
        byCodeUnit(a.span.path, b.span.path) ||
        a.span.line - b.span.line ||
        a.span.column - b.span.column ||
        byCodeUnit(a.code, b.code) ||
        byCodeUnit(a.message, b.message),
    )
    .filter((found) => {
      const key = `${found.span.path}\n${found.span.line}:${found.span.column}\n${found.code}\n${found.message}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}
