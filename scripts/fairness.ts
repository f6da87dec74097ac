/**
 * Holds the tables of a case to the rules of cases/CONTRIBUTING.md that a program can read: `node --conditions=source
 * scripts/fairness.ts [CASE]`. Prints a line a fault (file, line, rule, what, repair) and ends with 1 if there is one.
 * What breaks a rule for a reason is answered in the table of `answered.md` beside the case, a line a rule and thing.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  askedWhole,
  bothAsked,
  courtOnControl,
  figureLicence,
  figureHasSource,
  figureInProse,
  figureOfItsYear,
  judgingWord,
  likeYears,
  oneBar,
  otherWay,
  reliedOn,
  stagesInOrder,
  weighed,
  whoseForces,
  wordOfDeed,
  wordRejected,
} from "./claimrules.ts";
import { readTables, type Row, type Side, type Tables } from "./casetables.ts";
import { pageDay, republicDay } from "./dayrules.ts";
import {
  bestOfRange,
  chargeInReply,
  chargeNamesDeed,
  clashDead,
  countAsAttack,
  deadOut,
  deadTwice,
  actInNote,
  deedInNote,
  deedOnLeaving,
  denialInReply,
  denialOfAnother,
  denialOfEach,
  eachBlames,
  forcesOfBoth,
  givesBoth,
  groundTaken,
  heldUpInNote,
  keptOutInNote,
  hurtInNote,
  ledTo,
  oneSentence,
  pointerPage,
  outletsWord,
  quotedSource,
  sameFire,
  takenInNote,
  oneEvent,
  toldTwice,
  threatWhom,
  toWhom,
  whoBegan,
  spanOfDays,
  whomFireHit,
  witnessWord,
} from "./harmrules.ts";
import {
  besideState,
  bodysForces,
  courtThroughParty,
  courtUnseen,
  forcesOfParty,
  heldUntil,
  meetsBoth,
  readingRests,
  republicBound,
  republicEnds,
  twins,
  whomRead,
  whoseDeeds,
} from "./normrules.ts";
import { pointed } from "./pointrules.ts";
import { emergencyEnds, mediaReading, oneMethod, pressReply } from "./pressrules.ts";
import { aimsPage, aimsRead, answeredDeed, answerOnPage, courtInReply, selfDefence } from "./replyrules.ts";
import { mirrors } from "./supposerules.ts";
import { ownScript, personMark, sourceCited, wordMet } from "./wordrules.ts";
import { boundedAlike, placedAlike } from "./zonerules.ts";
import {
  at,
  byEvent,
  DEEDS,
  type Fault,
  fault,
  HEARD,
  isTold,
  NOT_FOUND,
  type Rule,
  sideOf,
  speaksFor,
  spokenSides,
  voicesIn,
} from "./voices.ts";

export type { Fault } from "./voices.ts";

/** Deeds and counts that happen somewhere. */
const PLACED = new Set(
  (
    "attack advance shell harm-civilians harm-captives destroy expel take-control lay-mines strike-by-drone shoot-down " +
    "detain clash inflict-losses flee settle explode"
  ).split(" "),
);
/** What an office signs, writes or says, or a whole state votes or enacts: at the seat of the office, or in that state. */
const SEATED = new Set(
  (
    "sign ratify adopt annul recognise take-office leave-office hold-vote declare-war declare-neutrality state-view refuse " +
    "request-help request-consultations call-on-ally invoke-self-defence report-to order propose apologise inquire " +
    "keep-claim-in-law"
  ).split(" "),
);
const WORDS = new Set(
  (
    "sign ratify adopt annul suspend join leave choose propose declare hold-vote take-office leave-office meet recognise " +
    "state-view state-position order announce-force call-own call-newcomers keep-claim-in-law ask-for refuse pardon " +
    "refuse-control accept-control request-help request-consultations call-on-ally condemn invoke-self-defence report-to hold-responsible " +
    "clash inflict-losses agree-on stay-away decline-help give-notice"
  ).split(" "),
);
const WHY_IT_SPEAKS =
  /official|state (?:agency|media)|public (?:media|broadcaster|television)|quot|giv|plead|view|account|on its own side|ambassador|bodies|telling|applicants|foundation/u;
const UNNAMED =
  /names? nobody(?! (?:as|itself))|names? no (?:side|one)|by whom (?:it )?is not said|does not say (?:by whom|who did)|who did (?:it|each deed) (?:is not said|it does not say)|\bby (?:all|both) sides\b/u;
const IN_CUSTODY = /\bdied (?:in|there|while held)|\bdead in (?:custody|detention)|two of them died/u;
/** The side whose own medium a source is: one that reports in its own voice and speaks for nobody. */
function mediumOf(tables: Tables, row: Row): Side | undefined {
  const source = tables.sources.get(row.source);
  if (source === undefined || source.speaks_for !== "" || !["media", "agency"].includes(source.kind)) return undefined;
  return tables.sides.find((side) => side.media.test(source.leaning));
}

/** Each side's word on its own conduct, and on the other's, is a claim. */
const ownWord: Rule = (tables) =>
  tables.rows.flatMap((row) => {
    const told = sideOf(tables.sides, row.actor) ?? sideOf(tables.sides, row.target);
    if (told === undefined || row.grade === "claim" || spokenSides(tables, row).length === 0) return [];
    return [fault("own-word")(row, `${row.source} speaks for a side and is graded ${row.grade}`, "Grade it claim.")];
  });

/** A medium speaks for a side where it quotes it, is the state's, or pleads; `leaning` says which. */
const whyItSpeaks: Rule = ({ sources, sides }) =>
  [...sources.values()].flatMap((source) => {
    const speaks = speaksFor(source).some((actor) => sideOf(sides, actor) !== undefined);
    const outlet = ["media", "agency", "tertiary", "repost", "scholarly"].includes(source.kind);
    if (speaks && outlet && !WHY_IT_SPEAKS.test(source.leaning))
      return [
        fault("why-it-speaks")(
          source,
          `speaks for a side, and leaning (${source.leaning}) does not say why`,
          "Say whom it quotes, that it is the state's or that it pleads; else it speaks for nobody.",
        ),
      ];
    if (!speaks && source.speaks_for === "" && /lawyers of|\bapplicants\b/u.test(source.leaning))
      return [
        fault("why-it-speaks")(
          source,
          `pleads (${source.leaning}) and speaks for nobody`,
          "Who pleads for people of one side against the other state speaks for that side.",
        ),
      ];
    const ofTheState = /(?:state agency|public (?:media|broadcaster|television|radio))$/u.test(source.leaning);
    const side = sides.find(({ media }) => media.test(source.leaning));
    if (ofTheState && side !== undefined && !speaksFor(source).some((actor) => side.members.has(actor)))
      return [
        fault("why-it-speaks")(
          source,
          `is ${source.leaning} in its own voice and speaks for nobody`,
          "State agencies and public broadcasters speak for their side.",
        ),
      ];
    return [];
  });

/** What a medium of one side tells of the other's deeds is a claim, that the other did not do one among it. */
const otherSidesDeeds: Rule = (tables) => {
  const events = byEvent(tables.rows);
  return tables.rows.flatMap((row) => {
    // A denial that names nobody denies whom its event names.
    const told = row.stance === "denies" && row.actor === "" ? events.get(row.event)?.map(({ actor }) => actor) : [];
    const doers = [row.actor, ...(told ?? [])].flatMap((actor) => sideOf(tables.sides, actor) ?? []);
    const [medium, doer] = [mediumOf(tables, row), doers[0]];
    if (medium === undefined || doer === undefined || medium === doer || row.grade === "claim" || WORDS.has(row.kind))
      return [];
    return [
      fault("other-side")(
        row,
        `${row.source}, a medium of one side, tells of the other's deed as ${row.grade}`,
        "Grade it claim.",
      ),
    ];
  });
};

/** What a medium tells in its own voice of its own side's deeds is a report. */
const ownSidesDeeds: Rule = (tables) =>
  tables.rows.flatMap((row) => {
    const [medium, doer] = [mediumOf(tables, row), sideOf(tables.sides, row.actor)];
    if (medium === undefined || medium !== doer || row.stance === "denies" || WORDS.has(row.kind)) return [];
    if (row.grade !== "claim" || voicesIn(tables.sides, row.note).length > 0) return [];
    return [
      fault("own-side")(
        row,
        `${row.source}, a medium of the doer's own side, is graded claim`,
        "Grade it report, or say whom it quotes.",
      ),
    ];
  });

/** A side's word is a claim through whatever outlet. */
const quotedWord: Rule = (tables) =>
  tables.rows.flatMap((row) => {
    if (row.grade === "claim" || row.actor === "" || WORDS.has(row.kind) || row.kind === "") return [];
    const voices = voicesIn(tables.sides, row.note.split(/(?<=\.)\s/u)[0] ?? "");
    const sides = new Set(voices.map(({ side }) => side));
    // What both sides say is nobody's claim against the other.
    if (sides.size !== 1 || sideOf(tables.sides, row.actor) === undefined) return [];
    if (["finding", "observation"].includes(row.grade)) return [];
    return [
      fault("quoted-word")(
        row,
        `the note gives one side's word and the row is graded ${row.grade}`,
        "Grade it claim, or say what the outlet tells itself.",
      ),
    ];
  });

/** What a political body says of a deed is a claim, whoever it names. */
const politicalWord: Rule = (tables) =>
  tables.rows.flatMap((row) => {
    const source = tables.sources.get(row.source);
    if (row.grade === "claim" || WORDS.has(row.kind) || source === undefined || tables.onTheSpot.has(source.origin))
      return [];
    if (sideOf(tables.sides, row.actor) === undefined || row.stance === "denies") return [];
    if (!speaksFor(source).some((actor) => tables.political.has(actor))) return [];
    // A third state's agency that reports in its own voice is no minister.
    if (source.kind !== "official" && !/quot|giv|official|ministry|parliament|assembly/u.test(source.leaning))
      return [];
    return [
      fault("political-word")(
        row,
        `${row.source} speaks for ${source.speaks_for} and is graded ${row.grade}`,
        "The word of a political body on a deed is a claim.",
      ),
    ];
  });

/** A denial names the doer whom the charge names; a side's is a claim, and names the deed too. */
const denialNamesDoer: Rule = (tables) => {
  const say = fault("denial");
  return [...byEvent(tables.rows).values()].flatMap((rows) => {
    const charges = rows.filter(isTold);
    const [doers, kinds] = [new Set(charges.map(({ actor }) => actor)), new Set(charges.map(({ kind }) => kind))];
    return rows.flatMap((row) => {
      const voices = voicesIn(tables.sides, row.note);
      const ofASide = spokenSides(tables, row).length > 0 || voices.length > 0;
      if (row.stance !== "denies" || charges.length === 0) return [];
      if (ofASide && row.grade !== "claim") return [say(row, `a side denies, graded ${row.grade}`, "Grade it claim.")];
      if (row.actor === "" && doers.has("")) return [];
      if (row.actor === "")
        return [say(row, "a denial without a doer", `Name whom the charge names: ${[...doers].join(", ")}.`)];
      if (!ofASide) return [];
      if (!doers.has(row.actor))
        return [
          say(
            row,
            `denies a deed of ${row.actor}, whom no row here charges`,
            "Deny what is charged, or take it to the event that it answers.",
          ),
        ];
      if (!kinds.has(row.kind))
        return [
          say(
            row,
            `denies ${row.kind || "no deed"}, of which no row here tells`,
            `Write the deed: ${[...kinds].join(", ")}.`,
          ),
        ];
      return [];
    });
  });
};

/** Whoever is charged with harm, or took ground, has an answer beside it, or the case says that none was found. */
const answered: Rule = (tables) =>
  [...byEvent(tables.rows).values()].flatMap((rows) => {
    const charge = rows.find(
      (row) => row.stance !== "denies" && DEEDS.has(row.kind) && sideOf(tables.sides, row.actor) !== undefined,
    );
    if (
      charge === undefined ||
      rows.some(({ reply, stance, note }) => reply !== "" || stance === "denies" || NOT_FOUND.test(note))
    )
      return [];
    return [
      fault("answer")(
        charge,
        `${charge.actor} is charged and nobody answers`,
        "Give the reply with its source, or write that none was found.",
      ),
    ];
  });

/** Beside a charge stands the word of whoever is charged, and not that of somebody else or of nobody. */
const answeredByCharged: Rule = (tables) =>
  [...byEvent(tables.rows).values()].flatMap((rows) => {
    const charge = rows.find((row) => {
      const charged = sideOf(tables.sides, row.actor);
      if (row.stance === "denies" || row.grade !== "claim" || !HEARD.has(row.kind) || charged === undefined)
        return false;
      const told = speaksFor(tables.sources.get(row.source));
      return told.length > 0 && !told.some((actor) => charged.members.has(actor));
    });
    const charged = charge && sideOf(tables.sides, charge.actor);
    if (charge === undefined || charged === undefined || rows.every(({ reply }) => reply === "")) return [];
    const heard = rows.some(
      (row) =>
        (row.stance === "denies" && charged.members.has(row.actor)) ||
        NOT_FOUND.test(`${row.reply} ${row.note}`) ||
        spokenSides(tables, row).includes(charged) ||
        voicesIn(tables.sides, row.reply).some(({ side }) => side === charged),
    );
    return heard
      ? []
      : [
          fault("answer-of-the-charged")(
            charge,
            `${charge.actor} is charged, and the reply is not its word: ${rows.find(({ reply }) => reply !== "")?.reply}`,
            "Give its own word with its source, or write that none was found.",
          ),
        ];
  });

/** What is claimed of a deed is marked as alleged, or as looked into; what is reported is not. */
const markedAlike: Rule = (tables) =>
  tables.rows.flatMap((row) => {
    if (row.stance === "denies" || !DEEDS.has(row.kind) || sideOf(tables.sides, row.actor) === undefined) return [];
    const wrong = row.grade === "claim" ? row.status === "" || row.status === "verified" : row.status === "alleged";
    return wrong
      ? [
          fault("status")(
            row,
            `a ${row.grade} with the status ${row.status || "blank"}`,
            "A claim is alleged; a report has no mark.",
          ),
        ]
      : [];
  });

const DECIDING =
  /ethnic cleansing|genocid|\baggress|terroris|separatis|\boccup(?:ation|ied|y)|\bliberat|blockad|\bregime\b|massacre/iu;
const ATTRIBUTED = /\bcall(?:s|ed|ing)?\b|in its words|in the words of|National Liberation Army/u;

/** A word that decides stands only as what somebody calls something. */
const decidingWord: Rule = (tables) =>
  tables.rows.flatMap((row) => {
    const said = [...row.note.split(/(?<=\.)\s/u), ...row.reply.split(/(?<=\.)\s/u)].find(
      (words) => DECIDING.test(words) && !ATTRIBUTED.test(words),
    );
    return said === undefined
      ? []
      : [fault("deciding-word")(row, `in our voice: ${said}`, "Write who calls it so, or another word.")];
  });

/** What somebody may open has an address. */
const address: Rule = (tables) => {
  const used = new Set(tables.rows.map(({ source }) => source));
  for (const { text } of tables.readings) used.add(/, source ([\w-]+)/u.exec(text)?.[1] ?? "");
  return [...tables.sources.values()].flatMap((source) =>
    used.has(source.id) && source.url === ""
      ? [fault("address")(source, "no address", "Give the address at which it was read.")]
      : [],
  );
};

/** A page has one id for each who speaks on it: two for the same speaker would let one report confirm itself. */
const onePage: Rule = (tables) => {
  const seen = new Map<string, string>();
  return [...tables.sources.values()].flatMap((source) => {
    if (source.url === "" || source.kind === "data") return [];
    let page = source.url;
    try {
      page = decodeURI(page);
    } catch {
      // An address that decodes to nothing stands as it is written.
    }
    page = page.replace(/^https?:\/\/(?:www\.)?/u, "").replace(/\/$/u, "");
    const key = [page, source.speaks_for, source.origin].join("\n");
    const first = seen.get(key);
    seen.set(key, first ?? source.id);
    return first === undefined
      ? []
      : [fault("one-page")(source, `has the page and the speaker of ${first}`, `Write ${first} where it stands.`)];
  });
};

/** Who is not told has no name in the column. */
const unnamedDoer: Rule = (tables) =>
  tables.rows.flatMap((row) =>
    row.actor !== "" && row.stance !== "denies" && DEEDS.has(row.kind) && UNNAMED.test(row.note)
      ? [
          fault("unnamed-doer")(
            row,
            `the note says that nobody is named, the row names ${row.actor}`,
            "Leave the actor blank; a charge is a row of its own.",
          ),
        ]
      : [],
  );

/** A death in custody names nobody unless the source says who killed, or a court holds a state responsible. */
const custody: Rule = (tables) =>
  tables.rows.flatMap((row) => {
    const dead = [row.deaths_low, row.deaths_best, row.deaths_high].some((cell) => cell !== "");
    if (row.kind !== "harm-captives" || row.actor === "" || !dead || !IN_CUSTODY.test(row.note)) return [];
    if (["finding", "claim"].includes(row.grade)) return [];
    return [
      fault("custody")(
        row,
        `deaths in custody are put down to ${row.actor}`,
        "A row of its own for the dead, without an actor.",
      ),
    ];
  });

/** Every event has a place where its source gives one, and what an office says or signs has its seat. */
const placed: Rule = (tables) =>
  [...byEvent(tables.rows).values()].flatMap((rows) => {
    const told = rows.filter(isTold);
    const first = told.find(
      (row) =>
        SEATED.has(row.kind) ||
        (PLACED.has(row.kind) && (sideOf(tables.sides, row.actor) ?? sideOf(tables.sides, row.target)) !== undefined),
    );
    if (first === undefined || told.some(({ place, lat }) => place !== "" || lat !== "")) return [];
    return [fault("place")(first, "no account gives a place", "Give the zone, or answer why there is none.")];
  });

/** A charge is a row of its own: a note does not charge somebody whom its row does not name. */
const chargeInNote: Rule = (tables) =>
  tables.rows.flatMap((row) => {
    const said = /\b(?:charges?|blames?|accuses?) (?:the (?:army|forces|bodies) of )?(\p{Lu}\p{L}+)/u.exec(
      row.note,
    )?.[1];
    const named = said === undefined ? undefined : tables.sides.flatMap(({ voices }) => [...(voices.get(said) ?? [])]);
    if (named === undefined || named.length === 0 || row.actor === "" || named.includes(row.actor)) return [];
    return [
      fault("charge-in-note")(
        row,
        `the note charges ${said}, the row names ${row.actor}`,
        "Write the charge as a row.",
      ),
    ];
  });

/** One source tells one thing of an event once. */
const toldOnce: Rule = (tables) => {
  const seen = new Map<string, Row>();
  return tables.rows.flatMap((row) => {
    const key = [
      row.event,
      row.source,
      row.stance,
      row.kind,
      row.actor,
      row.target,
      row.object,
      row.place,
      row.when,
      row.grade,
    ].join("|");
    const before = seen.get(key);
    seen.set(key, row);
    return before === undefined
      ? []
      : [fault("told-once")(row, `${row.source} tells the same at ${at(before)}`, "Join the two rows.")];
  });
};

export const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["own-word", ownWord],
  ["why-it-speaks", whyItSpeaks],
  ["other-side", otherSidesDeeds],
  ["own-side", ownSidesDeeds],
  ["quoted-word", quotedWord],
  ["political-word", politicalWord],
  ["denial", denialNamesDoer],
  ["denial-in-reply", denialInReply],
  ["answer", answered],
  ["answer-of-the-charged", answeredByCharged],
  ["status", markedAlike],
  ["deciding-word", decidingWord],
  ["word-rejected", wordRejected],
  ["asked-whole", askedWhole],
  ["year-figure", figureOfItsYear],
  ["licence", figureLicence],
  ["address", address],
  ["one-page", onePage],
  ["unnamed-doer", unnamedDoer],
  ["led-to", ledTo],
  ["one-sentence", oneSentence],
  ["pointer-page", pointerPage],
  ["custody", custody],
  ["place", placed],
  ["charge-in-note", chargeInNote],
  ["court", courtThroughParty],
  ["reading", readingRests],
  ["whose-deeds", whoseDeeds],
  ["bodys-forces", bodysForces],
  ["forces-of-party", forcesOfParty],
  ["republic-ends", republicEnds],
  ["republic-bound", republicBound],
  ["beside-state", besideState],
  ["twins", twins],
  ["mirror", mirrors],
  ["point", pointed],
  ["placed-alike", placedAlike],
  ["bounded-alike", boundedAlike],
  ["figure", figureHasSource],
  ["prose-figure", figureInProse],
  ["told-once", toldOnce],
  ["to-whom", toWhom],
  ["charge-names-deed", chargeNamesDeed],
  ["threat-whom", threatWhom],
  ["count-as-attack", countAsAttack],
  ["dead-twice", deadTwice],
  ["dead-out", deadOut],
  ["best-of-range", bestOfRange],
  ["gives-both", givesBoth],
  ["denial-of-each", denialOfEach],
  ["same-fire", sameFire],
  ["taken", takenInNote],
  ["quoted-source", quotedSource],
  ["forces-of-both", forcesOfBoth],
  ["witness-word", witnessWord],
  ["outlets-word", outletsWord],
  ["each-blames", eachBlames],
  ["who-began", whoBegan],
  ["told-twice", toldTwice],
  ["one-event", oneEvent],
  ["hurt-in-note", hurtInNote],
  ["clash-dead", clashDead],
  ["ground-taken", groundTaken],
  ["denial-of-another", denialOfAnother],
  ["charge-in-reply", chargeInReply],
  ["answered-deed", answeredDeed],
  ["answer-on-page", answerOnPage],
  ["self-defence", selfDefence],
  ["court-in-reply", courtInReply],
  ["aims-page", aimsPage],
  ["aims-read", aimsRead],
  ["deed-in-note", deedInNote],
  ["deed-on-leaving", deedOnLeaving],
  ["act-in-note", actInNote],
  ["held-up-in-note", heldUpInNote],
  ["kept-out-in-note", keptOutInNote],
  ["court-unseen", courtUnseen],
  ["meets-both", meetsBoth],
  ["one-bar", oneBar],
  ["press-reply", pressReply],
  ["emergency-ends", emergencyEnds],
  ["media-reading", mediaReading],
  ["one-method", oneMethod],
  ["whom-read", whomRead],
  ["held-until", heldUntil],
  ["judging-word", judgingWord],
  ["whom-fire-hit", whomFireHit],
  ["span-of-days", spanOfDays],
  ["word-of-deed", wordOfDeed],
  ["whose-forces", whoseForces],
  ["court-on-control", courtOnControl],
  ["both-asked", bothAsked],
  ["other-way", otherWay],
  ["weighed", weighed],
  ["stages-in-order", stagesInOrder],
  ["page-day", pageDay],
  ["republic-day", republicDay],
  ["relied-on", reliedOn],
  ["like-years", likeYears],
  ["word-met", wordMet],
  ["person-mark", personMark],
  ["own-script", ownScript],
  ["source-cited", sourceCited],
]);

/** A line of the table in `answered.md`: `| rule | things | reason |`. */
export interface Answer {
  readonly line: number;
  readonly rule: string;
  readonly things: readonly string[];
  readonly reason: string;
}

export function readAnswers(text: string): Answer[] {
  return text.split("\n").flatMap((line, index) => {
    const [, rule = "", things = "", reason = ""] = /^\| ([\w-]+) \| ([^|]+) \| ([^|]+) \|$/u.exec(line) ?? [];
    return RULES.has(rule)
      ? [{ line: index + 1, rule, things: things.trim().split(/,\s*/u), reason: reason.trim() }]
      : [];
  });
}

/** What the rules find, without what is answered; and what is answered of which they find nothing. */
export function checkFairness(tables: Tables, answers: readonly Answer[]): Fault[] {
  const found = [...RULES.values()].flatMap((rule) => rule(tables));
  const open = found.filter(
    ({ rule, thing }) => !answers.some((each) => each.rule === rule && each.things.includes(thing)),
  );
  const stale = answers.flatMap(({ line, rule, things }) =>
    things
      .filter((thing) => !found.some((each) => each.rule === rule && each.thing === thing))
      .map((thing) => ({
        at: `answered.md:${line}`,
        rule,
        thing,
        what: `answers ${thing}, which breaks no rule`,
        repair: "Take it out.",
      })),
  );
  return [...open, ...stale];
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = process.argv[2] ?? join("cases", "south-caucasus");
  const faults = checkFairness(readTables(folder), readAnswers(readFileSync(join(folder, "answered.md"), "utf8")));
  for (const each of faults) console.log(`${each.at} ${each.rule} ${each.thing}: ${each.what}\n    → ${each.repair}`);
  console.log(`${faults.length} faults by ${RULES.size} rules`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
