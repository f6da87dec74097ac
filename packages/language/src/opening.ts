/** The words that open declarations and clauses, with what each says: for those who write. */
import { parse } from "./parser.ts";
import { DECLARATIONS, type ThingKind } from "./symbol.ts";

/** A word, or a few, that open a declaration or a clause. */
export interface Opening {
  readonly words: string;
  /** What it says, in a sentence. */
  readonly says: string;
  /** How it is written. */
  readonly form: string;
}

/** A clause, and the declarations in which it stands. */
interface ClauseOpening extends Opening {
  readonly of: readonly ThingKind[];
}

const ALL_NORMS: readonly ThingKind[] = ["duty", "ban", "aim", "permission", "power"];
const LAYERS: readonly ThingKind[] = ["amend", "reading"];
const TIMED: readonly ThingKind[] = [...ALL_NORMS, ...LAYERS];

const HEADS: ReadonlyMap<ThingKind, Opening> = new Map<ThingKind, Opening>(
  (
    [
      ["case", 'case NAME "Title"', "What the case is; once, usually in case.md."],
      ["actor", 'actor NAME "Name" / "Name", a state, iso CODE', "Whoever or whatever can act, or be acted on."],
      ["group", 'group NAME "Name"', "An actor with members, who may change over time."],
      ["act", "act attack, attacks, attacked", "A kind of conduct: its base, present and past form."],
      ["state", "state NAME of a KIND, initially false", "What holds of something from one act to another."],
      ["zone", 'zone NAME of OWNER "Name"', "A place with a name, and perhaps an owner."],
      ["term", "term NAME of PARAMETER", "Words without an agreed meaning; only readings give one."],
      ["series", "series NAME of actor, per year, in UNIT", "A measure by year."],
      ["source", 'source ID "Title"', "Where something is said; sources.csv lists them too."],
      ["agreement", 'agreement NAME "Title"', "An agreement: its dates and its parties."],
      ["instrument", 'instrument NAME "Title"', "The same as agreement."],
      ["duty", "duty NAME of AGREEMENT, article 1", "What must be done or kept."],
      ["ban", "ban NAME of AGREEMENT, article 1", "What must not be done."],
      ["permission", "permission NAME of AGREEMENT, article 1", "What may be done."],
      ["power", "power NAME of AGREEMENT, article 1", "What somebody can change by saying so."],
      ["aim", "aim NAME of AGREEMENT, article 1", "What is hoped for; it is reached or not, never breached."],
      ["amend", "amend NORM from DATE", "What changes in a norm, and from when."],
      ["reading", "reading NAME of NORM, held by HOLDER, source ID", "What somebody says that a text means."],
      [
        "precedence",
        "precedence NORM over NORM, held by HOLDER, source ID",
        "Which norm goes before another, as somebody says.",
      ],
      ["claim", "claim ID at PLACE, a KIND, source ID", "A statement to be compared with the record."],
      ["include", 'include "../other-case/actors.md"', "Takes in what a page of another case declares."],
      ["suppose", "suppose NAME", "A test of the case: what is supposed, and what is then expected."],
    ] as const
  ).map(([words, form, says]) => [words, { words, form, says }]),
);

const CLAUSES: readonly ClauseOpening[] = (
  [
    [["case"], "record closes", "record closes DATE", "The last day that the record speaks about."],
    [["case"], "time zone", "time zone +02:00", "The offset from UTC in which days are counted."],
    [["case"], "standard", "standard reasonable-grounds", "The standard of proof of the case."],
    [["case"], "borders", "borders none", "Whose borders a map draws."],
    [["case"], "places named in", "places named in hy, az", "The languages of a place's names, in their order."],
    [["group"], "members", "members A, B from DATE until DATE", "Who belongs to the group, and when."],
    [
      ["act"],
      "roles",
      "roles actor, to target, in place",
      "What an account of it tells, and the prepositions it takes.",
    ],
    [
      ["act"],
      "admitted by",
      "admitted by actor",
      "Whose own word that it happened goes against that party's interest.",
    ],
    [["state"], "started by", "started by ACT, ended by ACT", "The acts that start it, and those that end it."],
    [["state"], "ended by", "ended by ACT", "The acts that end it."],
    [["zone"], "in", "in ZONE, source ID", "The zone lies wholly in another."],
    [["zone"], "outside", "outside ZONE, source ID", "The zone lies wholly outside of another."],
    [["agreement", "instrument"], "signed", "signed DATE", "When it was signed."],
    [
      ["agreement", "instrument"],
      "in force from",
      "in force from DATE until DATE",
      "From when it binds, and until when.",
    ],
    [["agreement", "instrument"], "parties", "parties A, B and C from DATE", "Who is party to it, and when."],
    [
      ["agreement", "instrument"],
      "time zone",
      "time zone +02:00",
      "The offset from UTC in which its days are counted.",
    ],
    [["agreement", "instrument"], "withdrawal by", "withdrawal by notify, after 6 months", "How a party leaves it."],
    [
      ["agreement", "instrument"],
      "duties already triggered survive",
      "duties already triggered survive",
      "Duties outlive the agreement or a membership that ends before they are done.",
    ],
    [
      TIMED,
      "when",
      "when WHO VERBS WHOM",
      "The event that makes an occasion; unknown words in it stand for whoever did it.",
    ],
    [["duty", "ban", "reading", "amend"], "must", "must ACT …", "What is owed."],
    [
      ["duty", "reading", "amend"],
      "must keep",
      "must keep STATE of X",
      "What is owed throughout: that a state holds, or that nobody does something.",
    ],
    [["ban", "reading", "amend"], "must not", "must not ACT …", "What is forbidden."],
    [["permission"], "may", "WHO may ACT …", "What is permitted."],
    [["power"], "can", "WHO can suspend duties owed to X", "What can be changed by saying so."],
    [["aim", "reading", "amend"], "reach", "reach ACT … or STATE of X", "What is hoped for."],
    [TIMED, "by", "by DATE", "A deadline; the day is included."],
    [TIMED, "within", "within 30 days", "A deadline counted from the occasion, or from entry into force."],
    [TIMED, "from", "from DATE until DATE", "When the window begins."],
    [TIMED, "until", "until DATE", "When the window ends; the day is included."],
    [TIMED, "for", "for 5 years from entry into force", "How long the window lasts."],
    [TIMED, "every", "every 6 months", "How often it is owed."],
    [TIMED, "only after", "only after WHO VERBS WHOM", "It is owed only once something else has happened."],
    [TIMED, "renewed for", "renewed for 5 years unless …", "What follows when the window ends."],
    [TIMED, "in", "in ZONE", "Where."],
    [TIMED, "beyond", "beyond 5 km of PLACE", "Where: farther than this from a place."],
    [
      TIMED,
      "as one occasion",
      "as one occasion until 7 days without",
      "Events in a row are one occasion, until it has been quiet so long.",
    ],
    [TIMED, "if breached", "if breached the duty continues", "The duty outlives its deadline."],
    [TIMED, "text unseen", "text unseen", "The wording of the article was not read; every finding says so."],
    [TIMED, "owed to", "owed to WHO", "To whom it is owed, where neither act nor occasion says it."],
    [TIMED, "unless", "unless WHO VERBS … or STATE of X", "What excuses."],
    [["amend"], "repealed", "repealed", "The norm ends on this date."],
    [LAYERS, "no", "no unless", "Drops a clause."],
    [["reading"], "not binding", "not binding", "The norm does not bind, in this reading."],
    [["reading"], "attribution", "attribution conduct of A counts as B", "Whose conduct is held to be whose."],
    [["claim"], "refuted by", "refuted by WHO DID WHOM in YEAR", "A counter-instance, if the record bears it out."],
    [["claim"], "called", 'called "WORDS"', "What is called so by some; never answered, only told who says so."],
    [["claim"], "used by", "used by WHO, source ID", "Who uses the words."],
    [["claim"], "rejected by", 'rejected by WHO, source ID, "OTHER WORDS"', "Who rejects the words."],
    [["claim"], "ruled by", 'ruled by COURT, source ID, "WHAT"', "What a court ruled."],
    [["claim"], "not checked", 'not checked "WHAT"', "A part of the statement that no line puts."],
    [["claim"], "not checkable because", 'not checkable because "WHY"', "Why no record can decide it."],
    [["suppose"], "with the record", "with the record", "What is supposed comes on top of the record."],
    [["suppose"], "without event", "without event ID", "Leaves an event of the record out."],
    [["suppose"], "without coverage", "without coverage ID", "Leaves a row of the coverage out."],
    [["suppose"], "without source", "without source ID", "Leaves all accounts of a source out."],
    [["suppose"], "event", "event ID at DATE", "Moves an event of the record in time."],
    [["suppose"], "expect", "expect NORM by A is OUTCOME", "What the finding should be."],
  ] as const
).map(([of, words, form, says]) => ({ of, words, form, says }));

const SAMPLES: ReadonlyMap<ThingKind, string> = new Map<ThingKind, string>([
  ["act", "act a, b, c"],
  ["source", 'source s "t"'],
  ["include", 'include "a.md"'],
  ["claim", "claim x, source s"],
  ["amend", "amend n from 2030-01-01"],
  ["reading", "reading r of n, held by the case"],
  ...ALL_NORMS.map((kind): [ThingKind, string] => [kind, `${kind} n of p, article 1`]),
]);

/** The codes that say that a word opens nothing here. */
const CLOSED: ReadonlySet<string> = new Set(["SV101", "SV102", "SV111"]);
const tried = new Map<string, boolean>();

/** Whether this version reads the line: what it does not read yet is not offered. */
function isRead(kind: ThingKind, line: string): boolean {
  const key = `${kind}\n${line}`;
  const before = tried.get(key);
  if (before !== undefined) return before;
  const head = SAMPLES.get(kind) ?? `${kind} x`;
  const { diagnostics } = parse({ path: "", text: ["```servanda", head, `  ${line}`, "```"].join("\n") });
  const wanted = line === "" ? 2 : 3;
  const read = !diagnostics.some((found) => CLOSED.has(found.code) && found.span.line === wanted);
  tried.set(key, read);
  return read;
}

/** The words that open a declaration. */
export function headOpenings(): readonly Opening[] {
  return DECLARATIONS.flatMap((kind) => {
    const opening = HEADS.get(kind);
    return opening !== undefined && isRead(kind, "") ? [opening] : [];
  });
}

/** The words that open a clause of such a declaration. */
export function clauseOpenings(kind: ThingKind): readonly Opening[] {
  return CLAUSES.filter((clause) => clause.of.includes(kind) && isRead(kind, clause.words));
}

/** What the word that opens a declaration or clause says; null for a word that opens none. */
export function openingAt(kind: ThingKind, words: readonly string[], head: boolean): Opening | null {
  if (head) return HEADS.get(kind) ?? null;
  const found = CLAUSES.filter(
    (clause) => clause.of.includes(kind) && clause.words.split(" ").every((word, index) => words[index] === word),
  );
  return found.sort((a, b) => b.words.length - a.words.length)[0] ?? null;
}
