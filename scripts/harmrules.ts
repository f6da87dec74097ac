/**
 * Rules of fairness on harm: to whom it was done, that it is counted once and in its own act, that every doer whom a
 * denial meets has it, and that a denial stands as a row. Asked of all rows by `fairness.ts`.
 */
import type { Block, Row, Side } from "./casetables.ts";
import {
  at,
  byEvent,
  DEEDS,
  DENIES,
  fault,
  isTold,
  type Rule,
  sideOf,
  speaksFor,
  spokenSides,
  voicesIn,
} from "./voices.ts";

/** Harm that is done to somebody: to the rest, such as what is destroyed or blocked, an object belongs. */
const TO_PERSONS = new Set(
  "shell harm-civilians harm-captives expel lay-mines strike-by-drone shoot-down detain inflict-losses".split(" "),
);
/** Acts whose actor is who suffers. */
const SUFFERED = new Set("crash flee explode".split(" "));
const OTHERS_DID =
  /\b(?:provocations? that|of their own will|carried out by|others did|was responsible|the other side did|an accident|provoked from outside)/u;
/** A state that had no part in a deed denies its own; of forces whose are not said, it says whose they were not. */
const NO_PART = /\b(?:not in the war|took no part|does not control)\b/u;
const BY_FORCES =
  /\b(?:attacks?|advance|shell|harm-civilians|harm-captives|destroy|expel|take-control|lay-mines|announce-force|cease-fire)\b/u;
const DEAD = /\b(?:dead|died|killed)\b/u;
const FORCE =
  /\b(?:fire|fired|shot|shots|attack\w*|raid|ambush\w*|offensive|operation|breach\w*|mines?|shell\w*|rockets?|gun\w*|struck|strikes?|hit|crossed)\b|\bby (?:an? )?(?:\p{L}+ ){0,2}(?:soldiers?|fighters|group)\b/u;
const TAKEN =
  /\b(?:\d[\d,]*|dozens|hundreds)\b(?: \p{L}+){0,4} (?:were )?(?:taken(?: captive)?|captured)(?=[ .,;:(]|$)(?! (?:by the count|apart))/u;
const WITNESSES =
  /\b(?:survivors|residents|witnesses|villagers|refugees|people who (?:fled|left|were there))\b[^.;]{0,30}\b(?:told|tell|said|say|quotes?)\b|\bby the word of (?:one|people|those) who\b/iu;
/** A note that gives somebody's word. */
const QUOTED =
  /:|\bquot|\bas (?:\p{L}+ ){1,6}(?:tells?|told|has it|reported)\b|^(?:The ministry|Officials|The authorities)\b/iu;
const THIRD_STATE =
  /(?:^|\. )(?:Russia's (?:foreign |defence )?ministry|The (?:contingent|ministry of Russia))\b[^.:]{0,40}:/u;
const OWN_VOICE = /\bas (?:the|this) \p{L}+ has it\b|in its own voice/u;
const EACH_BLAMES =
  /\beach (?:side )?(?:says|said) that the other (?:began|attacked|broke)|\beach (?:side )?(?:blames|accused|told of fire by) the other|\bmutual blame/iu;
const BEGAN = /\b(?:attacked|fired|struck) first\b|\b(?:Armenia|Azerbaijan)(?:n forces)? began\b/u;
const FIRE = new Set(["attack", "advance", "shell", "strike-by-drone", "shoot-down", "harm-civilians"]);
/** Deeds whose dead a count of those killed by fire holds; who died at close hand, or held, may lie in none. */
const BY_FIRE = new Set(["attack", "shell", "strike-by-drone", "shoot-down"]);
const HURT = /\b(?:killed|killing|hurt|wounded|shot|injured|casualties)\b|\b\d[\d,]* lost\b/u;
const DESTROYED = /\b(?:burn(?:ed|ing|t)|destroy(?:ed|ing)|loot(?:ed|ing)|set fire|set on fire|pulled down)\b/u;
const CIVILIANS =
  /\b(?:civilians?|residents?|villagers?|farmers?|workers?|journalists?|guards?|people|men|women|woman|boy|girl|child|children)\b/u;
/** Acts that are themselves told of those whom they hurt. */
const HURTS = new Set(
  "shell harm-civilians harm-captives inflict-losses clash lay-mines strike-by-drone shoot-down explode crash".split(
    " ",
  ),
);
const QUOTES = /\b(?:quoting|giving) (?:the [^,;]* of (?:the )?)?(?:the )?([\p{L} -]+)$/u;

const OUT_OF_COLUMN = /\b(?:not|no deaths) in the column\b|\bis not counted twice\b/iu;

const hasDead = (row: Row): boolean => [row.deaths_low, row.deaths_best, row.deaths_high].some((cell) => cell !== "");

/** First and last day that `when` may mean, as text that sorts. */
const days = (when: string): readonly [string, string] => {
  const [first = "", last = first] = when.replaceAll("~", "").split("/");
  return [first.slice(0, 10), `${last.slice(0, 10)}~`];
};
const meet = (one: string, other: string): boolean => days(one)[0] <= days(other)[1] && days(other)[0] <= days(one)[1];

/** Harm is done to somebody, whoever did it. */
export const toWhom: Rule = ({ rows }) =>
  rows.flatMap((row) =>
    isTold(row) && row.target === "" && !SUFFERED.has(row.kind) && (TO_PERSONS.has(row.kind) || hasDead(row))
      ? [fault("to-whom")(row, "harm to people, and done to nobody", "Name in target to whom it was done.")]
      : [],
  );

/** A count of a side's own dead is no attack by the other. */
export const countAsAttack: Rule = (tables) =>
  tables.rows.flatMap((row) => {
    if (!isTold(row) || !hasDead(row) || sideOf(tables.sides, row.actor) === undefined) return [];
    const attack = ["attack", "advance"].includes(row.kind) && DEAD.test(row.note) && !FORCE.test(row.note);
    if (!attack && row.kind !== "engage-fighters") return [];
    return [
      fault("count-as-attack")(
        row,
        `a count of dead is told as ${row.kind} by ${row.actor}`,
        "Use inflict-losses without a doer, or say what the source tells of the attack.",
      ),
    ];
  });

/** Who died stands in the column of deaths once: with the count where one holds the day and place of the deed, or all days of the fire. */
export const deadTwice: Rule = (tables) => {
  const counts = tables.rows.filter((row) => isTold(row) && row.kind === "inflict-losses" && hasDead(row));
  return tables.rows.flatMap((row) => {
    // A fight counts the dead of both.
    if (!isTold(row) || ["inflict-losses", "clash"].includes(row.kind) || !hasDead(row)) return [];
    const twin = counts.find(
      (count) =>
        count.event !== row.event &&
        count.target === row.target &&
        ((row.place !== "" && count.place === row.place && count.when.slice(0, 10) === row.when.slice(0, 10)) ||
          (BY_FIRE.has(row.kind) && ["", row.place].includes(count.place) && meet(count.when, row.when))),
    );
    return twin === undefined
      ? []
      : [
          fault("dead-twice")(
            row,
            `its dead stand in ${twin.event} too (${at(twin)})`,
            "Leave the number in one of the two, and point to it from the other.",
          ),
        ];
  });
};

/**
 * Whose dead are out of the column, there is a count that holds them: not a single deed, which the count would hold. Who
 * was killed when held stands there, since nobody says that a count of the fallen holds him.
 */
export const deadOut: Rule = (tables) => {
  const events = byEvent(tables.rows);
  const isCount = (row: Row): boolean =>
    isTold(row) && hasDead(row) && (row.kind === "inflict-losses" || /\bcount(?:s|ed)?\b/u.test(row.note));
  return tables.rows.flatMap((row) => {
    if (!isTold(row) || row.kind === "clash" || hasDead(row) || !OUT_OF_COLUMN.test(row.note)) return [];
    const notes = (events.get(row.event) ?? []).filter(isTold).map(({ note }) => note);
    const counted =
      notes
        .join(" ")
        .match(/[\w-]+/gu)
        ?.some((word) => events.get(word)?.some(isCount)) ?? false;
    if (counted && !(row.kind === "harm-captives" && /\b(?:killed|shot|to death)\b/u.test(row.note))) return [];
    const what = "its dead are out of the column, and no count of fighting or of days holds them";
    const repair = "Put the count in the column and the deed's number in its row; or point to the count.";
    return [fault("dead-out")(row, what, repair)];
  });
};

/** Of a range whose source gives no likeliest figure the column has none: neither bound is one, for either side's dead. */
export const bestOfRange: Rule = (tables) =>
  tables.rows.flatMap((row) => {
    const { deaths_low: low, deaths_best: best, deaths_high: high } = row;
    // Uppsala's sets give a likeliest figure themselves, often the lowest.
    if (low === "" || high === "" || low === high || ![low, high].includes(best) || row.source.startsWith("UCDP-"))
      return [];
    return [
      fault("best-of-range")(
        row,
        `its likeliest figure is a bound of its range (${low} to ${high}, ${best})`,
        "Leave the likeliest out, or give the page's own.",
      ),
    ];
  });

/** The side that denies a deed of this doer in a text, if one does: in its own name, or for people of that side. */
function denies(sides: readonly Side[], doer: string, text: string, words: RegExp): boolean {
  return voicesIn(sides, text).some(({ side, actors, says }) => {
    const ofNobody = side.members.has(doer) && ![...side.voices.values()].some((named) => named.includes(doer));
    return (actors.includes(doer) || ofNobody) && words.test(says);
  });
}

/** Where the doer's own side denies in a reply, or says that others did it, a row denies; so for every side. */
export const denialInReply: Rule = (tables) => {
  const words = new RegExp(`${DENIES.source}|${OTHERS_DID.source}`, "u");
  return [...byEvent(tables.rows).values()].flatMap((rows) =>
    rows.flatMap((row) => {
      // A count keeps who began as a reply.
      if (!isTold(row) || row.kind === "inflict-losses") return [];
      // Who is named by nobody is answered for by whoever speaks.
      const denied =
        row.actor === ""
          ? DEEDS.has(row.kind) && voicesIn(tables.sides, row.reply).some(({ says }) => words.test(says))
          : denies(tables.sides, row.actor, row.reply, words) ||
            (DEEDS.has(row.kind) &&
              voicesIn(tables.sides, row.reply).some(
                ({ actors, says }) => actors[0] === row.actor && NO_PART.test(says),
              ));
      // What a monitor did not see is no denial of the side's own.
      const known = rows.some(
        (other) => !isTold(other) && other.grade === "claim" && (row.actor === "" || other.actor === row.actor),
      );
      return denied && !known
        ? [
            fault("denial-in-reply")(
              row,
              `the reply denies (${row.reply}) and no row does`,
              "Write a row with denies, with its source; or answer why it is a reply.",
            ),
          ]
        : [];
    }),
  );
};

/** A side's denial meets each doer of that side whom the event charges. */
export const denialOfEach: Rule = (tables) =>
  [...byEvent(tables.rows).values()].flatMap((rows) => {
    const denials = rows.filter((row) => !isTold(row) && row.grade === "claim" && row.actor !== "");
    return tables.sides.flatMap((side) => {
      const met = new Set(denials.flatMap(({ actor }) => (side.members.has(actor) ? [actor] : [])));
      const left = rows.find((row) => isTold(row) && side.members.has(row.actor) && !met.has(row.actor));
      return met.size === 0 || left === undefined
        ? []
        : [
            fault("denial-of-each")(
              left,
              `${[...met].join(", ")} denied, ${left.actor} charged beside it and not`,
              "Write the row for each doer whom the word meets; or answer whom it speaks of.",
            ),
          ];
    });
  });

/** Who is charged with a fire is charged with the harm by the same fire, and what is denied of the one is of the other. */
export const sameFire: Rule = (tables) => {
  const events = byEvent(tables.rows);
  const doers = (event: string): ReadonlySet<string> =>
    new Set((events.get(event) ?? []).filter(isTold).map(({ actor }) => actor));
  const denied = (rows: readonly Row[] | undefined, actor: string): boolean =>
    rows?.some((row) => !isTold(row) && row.actor === actor) ?? false;
  return tables.rows.flatMap((row) => {
    const fire = /\bsame (?:attack|fire|shots?)[^(]*\(([\w-]+)\)/u.exec(row.note)?.[1];
    if (fire === undefined || !isTold(row)) return [];
    // Who charges one body of a side with the harm need not have charged the other.
    const sideNamed = (actor: string): Side | string => sideOf(tables.sides, actor) ?? actor;
    const harmed = new Set([...doers(row.event)].map(sideNamed));
    const left = [...doers(fire)].find((actor) => actor !== "" && !harmed.has(sideNamed(actor)));
    if (left !== undefined) {
      const what = `${left} is charged with the attack (${fire}), and not with the harm by it`;
      return [fault("same-fire")(row, what, "Write the charge at the harm too, with its source.")];
    }
    if (!denied(events.get(fire), row.actor)) return [];
    return denied(events.get(row.event), row.actor)
      ? []
      : [
          fault("same-fire")(
            row,
            `the fire (${fire}) is denied, and the harm by it is not`,
            "Write the denial at the harm too.",
          ),
        ];
  });
};

/** People taken are an event of their own, to which the note of another points. */
export const takenInNote: Rule = (tables) => {
  const detained = new Set(tables.rows.flatMap(({ event, kind }) => (kind === "detain" ? [event] : [])));
  return tables.rows.flatMap((row) => {
    const harm = DEEDS.has(row.kind) || row.kind === "inflict-losses";
    const taken = row.kind === "detain" || !harm || !isTold(row) ? undefined : TAKEN.exec(row.note)?.[0];
    if (taken === undefined || [...row.note.matchAll(/\bC\d+\w*/gu)].some(([event]) => detained.has(event))) return [];
    return [
      fault("taken")(
        row,
        `a note tells of people taken (${taken}), and no event does`,
        "Write an event of detain with its source, and point to it.",
      ),
    ];
  });
};

/**
 * Who was hurt or killed is told in an act of harm, to which a note on another act points. Of an attack this is asked of
 * civilians: that fire on soldiers hits soldiers is the attack itself.
 */
export const hurtInNote: Rule = (tables) => {
  const events = byEvent(tables.rows);
  return tables.rows.flatMap((row) => {
    const text = `${row.note} ${row.reply}`;
    const fight = ["attack", "advance"].includes(row.kind);
    if (!isTold(row) || row.kind === "" || HURTS.has(row.kind) || !HURT.test(text)) return [];
    if (fight && !text.split(/[.;,:]\s/u).some((part) => HURT.test(part) && CIVILIANS.test(part))) return [];
    // Soldiers whom an attack hit may be told of at the attack.
    const tells = ({ kind }: Row): boolean => HURTS.has(kind) || (!fight && kind === "attack");
    if ([...text.matchAll(/\bC\d+\w*/gu)].some(([event]) => events.get(event)?.some(tells) ?? false)) return [];
    return [
      fault("hurt-in-note")(
        row,
        `a note on ${row.kind} tells of people hurt or killed (${HURT.exec(text)?.[0]}), and names no event of it`,
        "Write an event of harm with its source, and point to it.",
      ),
    ];
  });
};

/** A clash has the dead of both: those of one side alone are told on that side. */
export const clashDead: Rule = ({ rows }) =>
  rows.flatMap((row) =>
    isTold(row) && row.kind === "clash" && hasDead(row) && !/\b(?:both|of whom is not said)\b/u.test(row.note)
      ? [
          fault("clash-dead")(
            row,
            "a clash with dead, and the note does not say that they are of both",
            "Tell the dead of one side on that side, or say that they are of both.",
          ),
        ]
      : [],
  );

/** Ground that a move took is told as taken, too. */
export const groundTaken: Rule = (tables) => {
  const taken = new Set(tables.rows.flatMap((row) => (row.kind === "take-control" && isTold(row) ? [row.event] : [])));
  return tables.rows.flatMap((row) =>
    isTold(row) &&
    row.kind === "advance" &&
    /\b(?:taken|held|seized|captured)\b/u.test(row.note) &&
    ![...row.note.matchAll(/\bC\d+\w*/gu)].some(([event]) => taken.has(event))
      ? [
          fault("ground-taken")(
            row,
            "an advance tells of ground taken, and no event does",
            "Write an event of take-control with its source, and point to it.",
          ),
        ]
      : [],
  );
};

/** A source that quotes one side alone speaks for it, where it tells of a deed of either. */
export const quotedSource: Rule = (tables) =>
  tables.rows.flatMap((row) => {
    const source = tables.sources.get(row.source);
    const quoted = source && QUOTES.exec(source.leaning)?.[1]?.trim();
    // Words quoted are themselves the deed that is charged: who is quoted does not own to that.
    if (source === undefined || quoted === undefined || !DEEDS.has(row.kind) || row.kind === "incite") return [];
    const side = tables.sides.find(({ voices }) => [...voices.keys()].some((word) => word === quoted));
    const deed = sideOf(tables.sides, row.actor) ?? sideOf(tables.sides, row.target);
    if (side === undefined || deed === undefined || row.actor === "") return [];
    if (speaksFor(source).length > 0 || spokenSides(tables, row).length > 0) return [];
    return [
      fault("quoted-source")(
        row,
        `${source.id} quotes ${quoted} alone and speaks for nobody`,
        "It speaks for whom it quotes, and its row is a claim; or say that it tells in its own voice.",
      ),
    ];
  });

/** Where one page gives both sides' words, it speaks for nobody, and the grade alone says whose word a row is. */
export const givesBoth: Rule = (tables) =>
  [...tables.sources.values()].flatMap((source) =>
    /\b(?:quoting|giving)\b[^,;]*\bboth\b(?! states)/u.test(source.leaning) && speaksFor(source).length > 0
      ? [
          fault("gives-both")(
            source,
            `gives both sides' words, and speaks for ${source.speaks_for}`,
            "Leave speaks_for blank; or say whom alone it quotes.",
          ),
        ]
      : [],
  );

/**
 * Where both sides are bound by what an act of forces can meet, by a norm's text or by a reading of it, each side's rule
 * on whose deeds are whose stands: else one side's army meets the text, and forces that are nobody's by the text do not.
 */
export const forcesOfBoth: Rule = (tables) =>
  tables.agreements.flatMap((agreement) => {
    const norms = tables.norms.filter(({ text }) => text.includes(` of ${agreement.name},`));
    const read = ({ name }: Block): readonly Block[] =>
      tables.readings.filter(({ text }) => text.includes(` of ${name},`));
    const met = norms.filter((norm) =>
      [norm, ...read(norm)].some(({ text }) => BY_FORCES.test(text.slice(text.indexOf("\n")))),
    );
    const bound = (side: Side): boolean =>
      met.some(({ text }) => {
        const named = /^ {2}each party/mu.test(text) || /^ {2}victim$/mu.test(text) ? agreement.text : text;
        const bearers = named.slice(named.indexOf("\n")).split(/^ {2}(?:must|reach) /mu)[0] ?? "";
        return bearers.split(/[\s,]+/u).some((word) => side.members.has(word));
      });
    if (!tables.sides.every(bound)) return [];
    const silent = tables.sides.find(
      (side) =>
        ![agreement, ...met]
          .flatMap(read)
          .some(
            ({ text }) =>
              /^ {2}attribution /mu.test(text) &&
              [...side.members].some((member) => text.includes(`held by ${member},`)),
          ),
    );
    return silent === undefined
      ? []
      : [
          fault("forces-of-both")(
            agreement,
            `binds both sides by ${met.map(({ name }) => name).join(", ")}, and no rule on whose deeds are whose stands for each`,
            "State each side's rule, or answer why none is asked.",
          ),
        ];
  });

/**
 * Whom a medium quotes speaks, and not the medium: that survivors name a doer is their claim, and that a ministry of a
 * third state does, its word, beside a report that names nobody.
 */
export const witnessWord: Rule = (tables) =>
  tables.rows.flatMap((row) => {
    const kind = tables.sources.get(row.source)?.kind ?? "";
    if (!isTold(row) || row.grade === "claim" || !DEEDS.has(row.kind) || !["media", "agency", "repost"].includes(kind))
      return [];
    if (sideOf(tables.sides, row.actor) === undefined || OWN_VOICE.test(row.note)) return [];
    const ofAState = THIRD_STATE.test(row.note) && speaksFor(tables.sources.get(row.source)).length === 0;
    if (!WITNESSES.test(row.note) && !ofAState) return [];
    return [
      fault("witness-word")(
        row,
        `${ofAState ? "a third state, as the medium quotes it," : "those who were there"} name ${row.actor}, and the row is graded ${row.grade}`,
        "Leave the actor blank and write their word as a claim; or say what the medium has in its own voice.",
      ),
    ];
  });

/**
 * An outlet, an organisation or a scholar that speaks for nobody reports what it says itself, whoever signed it and
 * whomever it heard: its claim gives whose word it is.
 */
export const outletsWord: Rule = (tables) =>
  tables.rows.flatMap((row) => {
    const source = tables.sources.get(row.source);
    if (source === undefined || speaksFor(source).length > 0 || !isTold(row) || row.grade !== "claim") return [];
    const isOutlet = ["media", "agency"].includes(source.kind) && source.leaning.startsWith("independent");
    if (!isOutlet && !["ngo", "scholarly"].includes(source.kind)) return [];
    if (!DEEDS.has(row.kind) || sideOf(tables.sides, row.actor) === undefined || QUOTED.test(row.note)) return [];
    return [
      fault("outlets-word")(
        row,
        `${row.source} speaks for nobody, and its claim gives nobody's word`,
        "Say whose word it is; what the outlet says itself is a report.",
      ),
    ];
  });

/** Where each says that the other began, the case holds what either charges, and the row says where. */
export const eachBlames: Rule = (tables) => {
  const events = byEvent(tables.rows);
  return tables.rows.flatMap((row) => {
    const text = `${row.reply} ${row.note}`;
    if (!isTold(row) || !EACH_BLAMES.test(text)) return [];
    const named = [row.event, ...[...text.matchAll(/\bC\d+\w*/gu)].map(([event]) => event)];
    const charges = named
      .flatMap((event) => events.get(event) ?? [])
      .filter((each) => isTold(each) && FIRE.has(each.kind));
    const missing = tables.sides.filter((side) => !charges.some(({ actor }) => side.members.has(actor)));
    return missing.length === 0
      ? []
      : [
          fault("each-blames")(
            row,
            "each blames the other, and the row does not point to both charges",
            "Write either charge as an event with its denial, and name it.",
          ),
        ];
  });
};

/** Who began, by a side's word beside another act, is told at the attack too, and the row points to it. */
export const whoBegan: Rule = (tables) =>
  tables.rows.flatMap((row) => {
    if (!isTold(row) || DEEDS.has(row.kind) || ["inflict-losses", "clash"].includes(row.kind)) return [];
    const said = voicesIn(tables.sides, row.reply).find(({ says }) => BEGAN.test(says) && !/\bC\d/u.test(says));
    return said === undefined
      ? []
      : [
          fault("who-began")(
            row,
            `a reply says who began (${said.says}), and points to no attack`,
            "Write what is charged as an event, the word as a denial at what it answers, and point to it.",
          ),
        ];
  });

/** Who denies speaks of a deed of its own: that a body of the same side answers, or the other side, is a reply. */
export const denialOfAnother: Rule = (tables) =>
  tables.rows.flatMap((row) => {
    if (isTold(row) || !DEEDS.has(row.kind) || row.grade !== "claim") return [];
    const side = sideOf(tables.sides, row.actor);
    const voiced = side && [...side.voices.values()].some((actors) => actors.includes(row.actor));
    // For crowds, whom no account lets speak, their state does; that others did it meets each doer of the side.
    const voices = voicesIn(tables.sides, row.note);
    if (!voiced || voices.length === 0 || voices.some(({ actors }) => actors.includes(row.actor))) return [];
    return [
      fault("denial-of-another")(
        row,
        `${row.actor} is charged, and who denies speaks for others: ${row.note}`,
        "Write it as a reply, and look for the word of whoever is charged.",
      ),
    ];
  });

const OF_A_SIDE =
  "(?:Armenia|Azerbaijan|NKR|(?:the )?(?:Armenian|Azerbaijani)s?(?: \\p{L}+){0,2} (?:forces|side|groups?|units))";
/** What is denied is told in the words of the charge. */
const REJECTED =
  /\b(?:den(?:y|ies|ied)|untrue|false|lies?|(?:dis|mis)information|groundless|rejected|refuted|baseless|senseless|not|neither|nor)\b/u;
const CHARGED_BACK = new RegExp(
  `(?<!\\b(?:soldiers?|civilians?|people|residents|villages?|towns?|houses|districts?) of )\\b${OF_A_SIDE}\\b(?:(?! (?:is|was|were|been) )[^.:;]){0,20}\\b(?:shelled|fired (?:on|at)|struck|bombed|killed|mined|damaged|destroyed|used them)\\b` +
    `|\\b(?:shelled|struck|bombed|killed|mined|damaged|destroyed) by ${OF_A_SIDE}(?=[\\s.,;)]|$)`,
  "u",
);

/**
 * A charge is a row of its own: what a reply, or the note on a denial, charges in return points to its event, unless it
 * says who began here.
 */
export const chargeInReply: Rule = (tables) =>
  tables.rows.flatMap((row) => {
    const charges = (says: string): boolean => CHARGED_BACK.test(says) && !BEGAN.test(says) && !/\bC\d/u.test(says);
    const inReply = voicesIn(tables.sides, row.reply).flatMap(({ says }) => says.split(/(?<=;)\s/u));
    const inDenial = row.note.split(/(?<=[.;])\s/u).filter((says) => !REJECTED.test(says));
    const said = (isTold(row) ? inReply : row.grade === "claim" ? inDenial : []).find(charges);
    return said === undefined
      ? []
      : [
          fault("charge-in-reply")(
            row,
            `a ${isTold(row) ? "reply" : "denial"} charges the other side with a deed (${said}), and points to no event`,
            "Write it as an event with its source and its denial, and name it; or leave it out.",
          ),
        ];
  });

/** A deed that a note tells of in somebody's words, as what he calls it. */
const AS_CALLED =
  /\bwhat (?:he|she|it|they) calls? (?:the |an? )?(?:air )?(?:attacks?|bomb\w*|fire|raids?|shell\w*|strikes?)\b/u;
const FIRE_OF_OTHERS = new RegExp(`\\b(?:air raids|bombing|shelling|fire) (?:by|of) ${OF_A_SIDE}(?=[\\s.,;:)]|$)`, "u");

/**
 * What a note tells of another deed is an event: one of the other side beside a deed of this one, or one that witnesses
 * told another source.
 */
export const deedInNote: Rule = (tables) =>
  tables.rows.flatMap((row) => {
    const side = sideOf(tables.sides, row.actor);
    if (!isTold(row) || side === undefined) return [];
    const ofTheOther = (says: string): boolean => {
      const deed = (CHARGED_BACK.exec(says) ?? FIRE_OF_OTHERS.exec(says))?.[0] ?? "";
      const doer = tables.sides.find(({ voices }) =>
        [...voices.keys()].some((word) => new RegExp(`\\b${word}`, "u").test(deed)),
      );
      return doer !== undefined && doer !== side;
    };
    const said = row.note
      .split(/(?<=[.;])\s/u)
      .find(
        (says) =>
          !REJECTED.test(says) &&
          !/\bC\d/u.test(says) &&
          (AS_CALLED.test(says) ||
            (DEEDS.has(row.kind) &&
              (ofTheOther(says) || (/\(S\d+\w*\)/u.test(says) && WITNESSES.test(says) && FORCE.test(says))))),
      );
    return said === undefined
      ? []
      : [
          fault("deed-in-note")(
            row,
            `a note tells of another deed (${said}), and points to no event`,
            "Write it as an event with its source and its denial, and name it; or leave it out.",
          ),
        ];
  });

const CHARGES = /\bcharges (?:Armenia|Azerbaijan)(?=[.,;]|$)/u;

/** Who charges a side charges it with a deed: a word that it breaks a principle, and names no deed, bears no account. */
export const chargeNamesDeed: Rule = ({ rows }) =>
  rows.flatMap((row) =>
    isTold(row) && DEEDS.has(row.kind) && CHARGES.test(row.note)
      ? [
          fault("charge-names-deed")(
            row,
            "a note gives a charge and not with what",
            "Tell the deed that the page charges; where it charges none, leave the account out and say so in gaps.md.",
          ),
        ]
      : [],
  );

/** A word on force is said to somebody: whom the page names as the other party to it. */
export const threatWhom: Rule = ({ rows }) =>
  rows.flatMap((row) =>
    isTold(row) && row.kind === "announce-force" && row.target === ""
      ? [fault("threat-whom")(row, "a word on force, and said to nobody", "Name in target whom its page names.")]
      : [],
  );

/** Who leaves and destroys did a deed of its own, whatever the note on the leaving says. */
export const deedOnLeaving: Rule = ({ rows }) =>
  rows.flatMap((row) => {
    if (!isTold(row) || row.kind !== "flee") return [];
    const said = row.note.split(/(?<=[.;])\s/u).find((says) => DESTROYED.test(says) && !/\bC\d/u.test(says));
    return said === undefined
      ? []
      : [
          fault("deed-on-leaving")(
            row,
            `the note on those who left tells of things destroyed (${said}), and points to no event`,
            "Write it as an event with its source and its reply, and name it; or leave it out.",
          ),
        ];
  });

/** What a note may tell of beside its own act, and the act that tells it. */
const BESIDE: readonly (readonly [RegExp, string])[] = [
  [/\b(?:burn(?:ed|t|ing)|loot(?:ed|ing)|set (?:\p{L}+ ){0,3}on fire|in flames)\b(?! bod(?:y|ies)\b)/u, "destroy"],
  [/\b(?:expelled|driven out|drove out|forced out|(?:forced|made) (?:\p{L}+ ){0,2}(?:leave|flee))\b/u, "expel"],
];

/** Homes burned and people driven out are events of their own, whatever note they stand in (on leaving: `deedOnLeaving`). */
export const actInNote: Rule = ({ rows }) => {
  const events = byEvent(rows);
  return rows.flatMap((row) => {
    if (!isTold(row) || !(DEEDS.has(row.kind) || SUFFERED.has(row.kind) || row.kind === "hand-over")) return [];
    const pointed = `${row.note} ${row.reply}`.match(/\bC\d+\w*/gu) ?? [];
    const open = BESIDE.find(
      ([words, kind]) =>
        kind !== row.kind &&
        !(kind === "destroy" && row.kind === "flee") &&
        words.test(row.note) &&
        !pointed.some((event) => events.get(event)?.some((other) => isTold(other) && other.kind === kind)),
    );
    return open === undefined
      ? []
      : [
          fault("act-in-note")(
            row,
            `its note tells of what is \`${open[1]}\` (${row.note}), and points to no event of it`,
            "Write it as an event with its source and the doer whom the page names, and point to it; or leave it out.",
          ),
        ];
  });
};

const PASSAGE: ReadonlySet<string> = new Set(["strand", "let-pass", "refuse"]);
const HELD_UP =
  /\b(?:ambulances?|lorries|lorry|patients?|the sick|gravely ill)\b|(?<!\b(?:by|for|as) )\bRed Cross\b|\btrucks?\b/iu;

/** Whom a closed road kept from passing is an event beside the closing: a norm on passage asks about people, not roads. */
export const heldUpInNote: Rule = ({ rows }) => {
  const events = byEvent(rows);
  return rows.flatMap((row) => {
    if (!isTold(row) || row.kind !== "block" || !HELD_UP.test(row.note)) return [];
    const pointed = `${row.note} ${row.reply}`.match(/\bC\d+\w*/gu) ?? [];
    return pointed.some((event) => events.get(event)?.some((other) => isTold(other) && PASSAGE.has(other.kind)))
      ? []
      : [
          fault("held-up-in-note")(
            row,
            `the note on a closed road tells whom it kept from passing (${row.note}), and points to no event`,
            "Write who was held up, let pass or not let in as an event with its source, and point to it.",
          ),
        ];
  });
};

const RAN_SHORT = /\b(?:food|flour|fuel|petrol|medicines?|electricity|power|gas(?: main)?)\b/iu;
const KEPT_OUT: ReadonlySet<string> = new Set(["cut-supply", "refuse"]);

/** What a closing kept out is an event beside it, with what the page names, whosever people went short. */
export const keptOutInNote: Rule = ({ rows }) => {
  const events = byEvent(rows);
  return rows.flatMap((row) => {
    const said = RAN_SHORT.exec(row.note)?.[0];
    if (!isTold(row) || !(row.kind === "block" || row.kind === "close") || said === undefined) return [];
    const pointed = row.note.match(/\bC\d+\w*/gu) ?? [];
    return pointed.some((event) => events.get(event)?.some((other) => isTold(other) && KEPT_OUT.has(other.kind)))
      ? []
      : [
          fault("kept-out-in-note")(
            row,
            `the note on a closing tells what did not come in (${said}), and points to no event`,
            "Write what its page says was kept out as an event with its source, and point to it; gas that is shut off is one.",
          ),
        ];
  });
};

/** One telling of one deed is one event. */
export const toldTwice: Rule = ({ rows }) => {
  const alike = new Map<string, Row[]>();
  return rows.flatMap((row) => {
    if (!isTold(row) || row.when === "" || row.place === "") return [];
    if (!DEEDS.has(row.kind) && !SUFFERED.has(row.kind)) return [];
    const key = [row.source, row.kind, row.actor, row.target, row.object, row.place, row.grade].join("|");
    const before = alike.get(key) ?? [];
    alike.set(key, [...before, row]);
    const twin = before.find((other) => other.event !== row.event && meet(other.when, row.when));
    return twin === undefined
      ? []
      : [
          fault("told-twice")(
            row,
            `${row.source} tells the same as ${twin.event} (${at(twin)})`,
            "Join the two events, or answer what sets them apart.",
          ),
        ];
  });
};

/** What is told of another time, and as another act or at another place, than any other row of its event has it is another event under one id. */
export const oneEvent: Rule = ({ rows }) =>
  [...byEvent(rows.filter((row) => isTold(row) && /^\d{4}/u.test(row.when)))].flatMap(([event, told]) => {
    const isApart = (one: Row, other: Row): boolean =>
      !meet(one.when, other.when) && (one.kind !== other.kind || one.place !== other.place);
    const apart = told.findLast((row) => told.every((other) => other === row || isApart(row, other)));
    return apart === undefined || told.length === 1
      ? []
      : [
          fault("one-event")(
            apart,
            `${apart.source} tells of another time, and of another act or place, than all else of ${event}`,
            "Give it an id of its own.",
          ),
        ];
  });

/** A span of weeks: what is told of a place over a war, and not of one strike. */
const WEEKS = 20 * 24 * 60 * 60 * 1000;
const isSpan = ({ when }: Row): boolean => {
  const [from = "", to = ""] = when.split("/");
  return to !== "" && Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10)) > WEEKS;
};

/** What is told of fire on a place over weeks, of which other events have the days, is a total beside them, and no strike of its own. */
export const spanOfDays: Rule = (tables) => {
  const fire = [...byEvent(tables.rows.filter((row) => isTold(row) && row.kind === "shell" && row.grade !== "claim"))];
  return fire.flatMap(([event, rows]) => {
    const [row] = rows;
    if (row === undefined || !rows.every(isSpan)) return [];
    const day = fire
      .flatMap(([other, told]) => (other === event ? [] : told))
      .find(
        (each) =>
          /^\d{4}-\d{2}-\d{2}$/u.test(each.when) &&
          each.place === row.place &&
          each.actor === row.actor &&
          meet(each.when, row.when),
      );
    return day === undefined
      ? []
      : [
          fault("span-of-days")(
            row,
            `is fire on ${row.place} over weeks, and ${day.event} has a day of it`,
            "Tell the span as inflict-losses, a total beside the days.",
          ),
        ];
  });
};

/** People who bear no arms, or who are held: a count of them beside fire on a side is told apart from it. */
const UNARMED = /^(?:civilians|armenians|azerbaijanis|prisoners|captives)-/u;

/** The actor is whom the source names, and so is whoever is struck: fire and the count of its own dead name one body of a side. */
export const whomFireHit: Rule = (tables) => {
  const events = byEvent(tables.rows.filter(isTold));
  return [...events].flatMap(([event, fire]) => {
    const targets = fire.flatMap(({ kind, target }) => (BY_FIRE.has(kind) && target !== "" ? [target] : []));
    const sides = new Set(targets.map((target) => sideOf(tables.sides, target)));
    const other = [...events]
      .flatMap(([name, rows]) => (name.startsWith(event) && /^[a-z]$/u.test(name.slice(event.length)) ? rows : []))
      .find(
        ({ kind, target }) =>
          kind === "inflict-losses" &&
          !targets.includes(target) &&
          sides.has(sideOf(tables.sides, target)) &&
          ![...targets, target].some((each) => UNARMED.test(each)),
      );
    return other === undefined || fire[0] === undefined || targets.length === 0
      ? []
      : [
          fault("whom-fire-hit")(
            fire[0],
            `is fire on ${[...new Set(targets)].join(", ")}, and ${other.event} counts its dead as ${other.target}`,
            "Name in both whom the sources name.",
          ),
        ];
  });
};

/** What is done to people and things by hand: who attacked, or took the place, need not have done it. */
const AT_HAND = new Set("harm-civilians harm-captives expel detain destroy".split(" "));
const LED_TO =
  /\b(?:in|by|during|after|since|as) (?:the|an?|its|their|that)(?: \p{L}+)? (?:attack|taking|offensive|assault|storming|operation|advance)\b|\b(?:when|as|since|after) (?:\p{L}+ ){0,5}(?:took|taken|captured|attacked|overran|advanced|stormed)\b|\bhad been (?:overrun|stormed|taken)\b/u;
/** Who did it, as doer or as who had it done. */
const DID =
  /\bby (?:(?:the|an?|armed|some|irregular|actions|and|policy|of) )*(?:Armenia\p{L}*|Azerbaijan\p{L}*|(?:its )?(?:forces|army|troops|soldiers|units|fighters|men)|those who took|one of)\b|\b(?:Armenians?|Azerbaijanis?|forces|army|troops|soldiers|units|fighters) (?:(?!and\b)\p{L}+ ){0,8}(?:shot|killed|burned|detained|took (?!the)|expelling|destroy(?:ed|ing)|loot(?:ed|ing))\b/u;

/** Whose attack, or whose taking of a place, a deed was in or came of does not say who did it. */
export const ledTo: Rule = (tables) =>
  tables.rows.flatMap((row) => {
    if (!isTold(row) || !AT_HAND.has(row.kind) || sideOf(tables.sides, row.actor) === undefined) return [];
    const said = LED_TO.exec(row.note)?.[0];
    return said === undefined || DID.test(row.note)
      ? []
      : [
          fault("led-to")(
            row,
            `the note says in or after what it was done (${said}), and not by whom; the row names ${row.actor}`,
            "Leave the actor blank, or say in the note how the page names the doer.",
          ),
        ];
  });

/** Whom one sentence names or leaves out, it names or leaves out for each deed that it tells. */
export const oneSentence: Rule = (tables) => {
  const events = byEvent(tables.rows.filter(isTold));
  return tables.rows.flatMap((row) => {
    const other = /\b(?:one|the same) sentence\b[^.;(]*\((C\d+\w*)\)/u.exec(row.note)?.[1];
    const twins = other === undefined ? [] : (events.get(other) ?? []).filter(({ source }) => source === row.source);
    return !isTold(row) || twins.length === 0 || twins.some(({ actor }) => actor === row.actor)
      ? []
      : [
          fault("one-sentence")(
            row,
            `one sentence of ${row.source} tells this and ${other}, and the doer is another (${row.actor || "nobody"}, ${twins[0]?.actor || "nobody"})`,
            "Name in both whom the sentence names, or nobody.",
          ),
        ];
  });
};

/** A note points to where its own page tells of the other deed, and not to another page's event of the like. */
export const pointerPage: Rule = (tables) => {
  const told = tables.rows.filter(isTold);
  const events = byEvent(told);
  return told.flatMap((row) => {
    for (const [, event = ""] of row.note.matchAll(/(?:^|[.;] )(?!The like)[^.;:]{3,60}: (C\d+[a-z]*)(?=[.;,]|$)/gu)) {
      const pointed = events.get(event) ?? [];
      if (pointed.length === 0 || pointed.some(({ source }) => source === row.source)) continue;
      const own = told.find(
        (each) =>
          each.source === row.source &&
          each.event !== row.event &&
          each.when === row.when &&
          each.place === row.place &&
          pointed.some((other) => (["kind", "actor", "object"] as const).every((cell) => other[cell] === each[cell])),
      );
      if (own !== undefined)
        return [
          fault("pointer-page")(
            row,
            `points to ${event}, which ${row.source} does not tell; it tells the like in ${own.event}`,
            `Point to ${own.event}.`,
          ),
        ];
    }
    return [];
  });
};
