/**
 * Rules of fairness on what is said back: that a denial points to what it says it answers, that a page which denies
 * denies in a row, and that a word on aims has a page. Asked of all rows by `fairness.ts`.
 */
import { byEvent, DEEDS, DENIES, fault, isTold, NOT_FOUND, type Rule, sideOf, speaksFor, voicesIn } from "./voices.ts";

/** That the other side began: what is told so is a deed of the other, with its day and place. */
const ANSWERS =
  /\b(?:of|on) who began\b|\b(?:an|in) answer to (?:\p{L}+ ){0,2}(?:fire|shelling|attacks?|drones?|mines)\b|\b(?:it|and) answered\b|\bwas met\b|\bthrew back\b|\bfired first on\b/u;
const AIMS =
  /\bmilitary (?:targets|objects)\b|\bwithout distinction\b|\b(?:civilians?|residents)[^.;]{0,20}\b(?:no|not) targets\b|\bnot aim (?:its fire )?at\b|\baims at no\b/u;
/** The fire is owned, and was at what may be struck. */
const OWNS = /\bmilitary (?:targets|objects)\b/u;
/** A court or a prosecutor says who did it. */
const BY_COURT =
  /\b(?:courts?|prosecutors?)\b[^.;]*\b(?:convicted|found|held|charged|charges|sentenced)\b|\b(?:convicted|charged|sentenced) (?:by|before) (?:an? |the )?(?:\p{L}+ )?(?:court|prosecutor)/u;
const BOTH = /\b(?:both|either)\b/u;

/** Who denies by saying that the other began points to the other's deed: it is an event of its own. */
export const answeredDeed: Rule = (tables) => {
  const events = byEvent(tables.rows);
  return tables.rows.flatMap((row) => {
    const side = sideOf(tables.sides, row.actor);
    if (isTold(row) || row.grade !== "claim" || side === undefined || !DEEDS.has(row.kind)) return [];
    const said = ANSWERS.exec(row.note)?.[0];
    const others = [...row.note.matchAll(/\bC\d+\w*/gu)].flatMap(([event]) => events.get(event) ?? []);
    const pointed = others.some((each) => {
      const doer = isTold(each) && DEEDS.has(each.kind) ? sideOf(tables.sides, each.actor) : undefined;
      return doer !== undefined && doer !== side;
    });
    return said === undefined || pointed
      ? []
      : [
          fault("answered-deed")(
            row,
            `a denial says that the other side began (${said}), and points to no deed of it`,
            "Write what it answers as an event with its denial, and point to it.",
          ),
        ];
  });
};

/** Who names self-defence says of its own deed that the other began: a denial, at a deed of that month with which it is charged. */
export const selfDefence: Rule = (tables) => {
  const events = [...byEvent(tables.rows).values()];
  const month = (when: string): string => when.slice(0, 7);
  return tables.rows.flatMap((row) => {
    if (!isTold(row) || row.kind !== "invoke-self-defence") return [];
    const denied = events.some(
      (rows) =>
        rows.some(
          (each) =>
            isTold(each) && each.actor === row.actor && DEEDS.has(each.kind) && month(each.when) === month(row.when),
        ) && rows.some((each) => !isTold(each) && each.actor === row.actor),
    );
    return denied
      ? []
      : [
          fault("self-defence")(
            row,
            `${row.actor} names self-defence, and no row has its denial at a deed of that month`,
            "Write that its deed was an answer as a denial at the deed, and what it answers as an event.",
          ),
        ];
  });
};

/** Where no answer is said to be found, and a page is named that denies, its denial stands as a row. */
export const answerOnPage: Rule = (tables) => {
  const denying = new Set(tables.rows.flatMap((row) => (isTold(row) ? [] : [row.source])));
  return tables.rows.flatMap((row) => {
    if (!isTold(row) || !NOT_FOUND.test(row.reply)) return [];
    const page = row.reply
      .split(/(?<=[.;])\s+/u)
      .filter((part) => DENIES.test(part) && !/\bC\d/u.test(part))
      .flatMap((part) => [...part.matchAll(/\bS\d+\w*/gu)].map(([source]) => source))
      .find((source) => !denying.has(source));
    return page === undefined
      ? []
      : [
          fault("answer-on-page")(
            row,
            `no answer is said to be found beside ${page}, which denies, and no row has its denial`,
            "Write the denial at the event that it speaks of, with its day.",
          ),
        ];
  });
};

/** A word on aims beside harm or force has a page: the row's own, where it speaks for that side or gives both, or one named. */
export const aimsPage: Rule = (tables) =>
  tables.rows.flatMap((row) => {
    const source = tables.sources.get(row.source);
    if (!isTold(row) || source === undefined || !(DEEDS.has(row.kind) || row.kind === "inflict-losses")) return [];
    const spoken = voicesIn(tables.sides, row.reply).find(
      ({ side, says }) =>
        AIMS.test(says) &&
        !/\b[CS]\d/u.test(says) &&
        !speaksFor(source).some((actor) => side.members.has(actor)) &&
        !BOTH.test(source.leaning),
    );
    return spoken === undefined
      ? []
      : [
          fault("aims-page")(
            row,
            `a word on aims (${spoken.says}) has no page, and ${row.source} does not speak for who says it`,
            "Name the page that gives it, or leave it out.",
          ),
        ];
  });

/**
 * Who owns its own fire and says that it was at military objects reads the clause: a reading of its own, by a page that
 * gives that word, and stated no later than the year of the fire of which it is first said.
 */
export const aimsRead: Rule = (tables) => {
  const words = tables.rows.flatMap((row) => {
    const side = sideOf(tables.sides, row.actor);
    if (!isTold(row) || !DEEDS.has(row.kind)) return [];
    return voicesIn(tables.sides, row.reply)
      .filter((voice) => voice.side === side && OWNS.test(voice.says))
      .map(({ actors, says }) => ({ row, actors, says }));
  });
  return words.flatMap(({ row, actors }) => {
    const pages = words
      .filter((word) => word.actors === actors)
      .flatMap(({ row: { source }, says }) => [source, ...(says.match(/\bS\d+\w*/gu) ?? [])]);
    const read = tables.readings.some(({ text }) => {
      const [, holder = "", page = "", year = ""] =
        /, held by ([\w-]+), source ([\w-]+), stated (\d{4})/u.exec(text) ?? [];
      return actors.includes(holder) && pages.includes(page) && year <= row.when.slice(0, 4);
    });
    return read
      ? []
      : [
          fault("aims-read")(
            row,
            `${actors[0]} says that its fire was at military objects, and no reading of it of that time rests on a page of that word`,
            "Write its reading of the norm on its own fire, with that page and the day of that word.",
          ),
        ];
  });
};

/** Who did it by the word of a court or a prosecutor is a claim beside the report that names nobody, and no mere reply. */
export const courtInReply: Rule = (tables) => {
  const events = byEvent(tables.rows);
  return tables.rows.flatMap((row) => {
    if (!isTold(row) || row.actor !== "" || !(DEEDS.has(row.kind) || row.kind === "inflict-losses")) return [];
    const named = events.get(row.event)?.some((each) => isTold(each) && each.actor !== "") ?? false;
    const said = BY_COURT.exec(row.reply)?.[0] ?? BY_COURT.exec(row.note)?.[0];
    return named || said === undefined
      ? []
      : [
          fault("court-in-reply")(
            row,
            `a court or a prosecutor says who did it (${said}), and no row names a doer`,
            "Write that word as a claim of its own, with the doer whom it names.",
          ),
        ];
  });
};
