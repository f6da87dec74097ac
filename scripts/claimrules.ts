/** The rules of fairness on what is claimed and measured: a word that decides, a norm that a claim asks, a figure and its source. */
import type { Block, Row, Side, Tables } from "./casetables.ts";
import { type Fault, fault, isTold, type Rule, sideOf } from "./voices.ts";

/** Whoever of a side uses such a word of a claim, somebody of the other rejects it, or the case says that no answer is on record. */
export const wordRejected: Rule = (tables) =>
  tables.claims.flatMap((claim) => {
    const [users, others] = ["used", "rejected"].map((verb) =>
      [...claim.text.matchAll(new RegExp(`^ {2}${verb} by ([\\w-]+)`, "gmu"))].map(([, who = ""]) =>
        sideOf(tables.sides, who),
      ),
    ) as [(Side | undefined)[], (Side | undefined)[]];
    const alone = tables.sides.find(
      (side) => users.includes(side) && !tables.sides.some((other) => other !== side && others.includes(other)),
    );
    return alone === undefined
      ? []
      : [
          fault("word-rejected")(
            claim,
            "a word that one side uses, and the other does not reject",
            "Give the other side's word with its source.",
          ),
        ];
  });

/** No figure rests on the text under test, or on nothing. */
export const figureHasSource: Rule = (tables) =>
  tables.rows.flatMap((row) => {
    const figure = [row.quantity, row.deaths_low, row.deaths_best, row.deaths_high].some((cell) => cell !== "");
    const rests = tables.sources.has(row.source) && row.source !== "unsourced";
    const own = row.source === "essay" && row.grade === "claim";
    if (!figure || own || (rests && row.source !== "essay")) return [];
    return [fault("figure")(row, `a figure by ${row.source}`, "Give a source that says it, or leave it out.")];
  });

const COUNTED =
  /(?<![\w.:/-])(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?= (?:per cent|people|persons|soldiers|dead|families|square|kilometres|lorries|mines|maps|bodies|villages|mosques|captives|deaths|votes|armoured|vehicles))/u;

/** A figure in prose has a source near: in its paragraph a source, an account or a claim is named. */
export const figureInProse: Rule = (tables) =>
  tables.prose.flatMap((piece) => {
    const figure = COUNTED.exec(piece.text)?.[0];
    if (figure === undefined || /\b[SCEV]\d+\w*\b|\bU\d{4}\b|UCDP-\w+/u.test(piece.text)) return [];
    return [
      fault("prose-figure")(
        piece,
        `${figure}, and no source in the paragraph`,
        "Name the source or the account that says it.",
      ),
    ];
  });

/** A figure of a year is of a page that saw that year, or says for which part of it; what was expected of a year is no figure of it. */
export const figureOfItsYear: Rule = (tables) =>
  tables.figures.flatMap((figure) => {
    const published = tables.sources.get(figure.source)?.published.replace("~", "") ?? "";
    const year = figure.period.slice(-4);
    // A page without a day, or one of that December, may have seen it.
    const before = published !== "" && published.slice(0, 7) < `${year}-12` && published !== year;
    const foreseen = /\b(?:forecast|expected|planned|target)/iu.test(figure.note);
    return (before && figure.note === "") || foreseen
      ? [
          fault("year-figure")(
            { ...figure, name: `${figure.series} ${figure.actor} ${figure.period}` },
            `${figure.source}, of ${published || "no day"}, cannot know what ${year} brought`,
            "Say of which part of the year it tells; leave out what was only expected.",
          ),
        ]
      : [];
  });

/** Whoever gives a figure of a series gives it under some licence, or under none, and the table says which. */
export const figureLicence: Rule = (tables) => {
  const giving = new Set(tables.figures.map(({ source }) => source));
  return [...tables.sources.values()].flatMap((source) =>
    giving.has(source.id) && source.licence === ""
      ? [
          fault("licence")(
            source,
            "gives figures of a series, and no licence is said",
            "Write its licence; where none is stated, that all rights are reserved and figures alone were taken.",
          ),
        ]
      : [],
  );
};

/** The sentence of a text that a norm states: its agreement, and the heading under which it stands. */
const sentenceOf = ({ file, text, prose }: Tables["norms"][number]): string =>
  [file, / of ([\w-]+),/u.exec(text)?.[1], prose.trimStart().split("\n")[0]].join("|");

/** Where the case divides one sentence of a text into several bans on the same bearer, a claim that asks one of them asks the rest. */
export const askedWhole: Rule = (tables) =>
  tables.claims.flatMap((claim) => {
    const asked = [...claim.text.matchAll(/^ {2}([\w-]+) by ([\w-]+) was breached\b/gmu)];
    const names = new Set(asked.map(([, norm = ""]) => norm));
    return asked.flatMap(([, norm = "", bearer = ""]): Fault[] => {
      const of = tables.norms.find(({ name }) => name === norm);
      const binds = new RegExp(`^ {2}(?:[\\w-]+, )*(?:${bearer}|each party)(?:,|$)`, "mu");
      const left = tables.norms.find(
        (other) =>
          of !== undefined &&
          !names.has(other.name) &&
          other.text.startsWith("ban ") &&
          sentenceOf(other) === sentenceOf(of) &&
          binds.test(other.text),
      );
      return left === undefined
        ? []
        : [
            fault("asked-whole")(
              claim,
              `asks ${norm}, and not ${left.name}, which is of the same sentence`,
              "Ask each ban into which the sentence was divided, or answer why not.",
            ),
          ];
    });
  });

/** One claim asks one bar of one measure of whomever it measures, on either side. */
export const oneBar: Rule = (tables) =>
  tables.claims.flatMap((claim) => {
    const bars = new Map<string, Map<string, Side>>();
    for (const [, series = "", who = "", way = "", bar = "", year = ""] of claim.text.matchAll(
      /^ {2}([\w-]+) of ([\w-]+) was at (most|least) ([\d.]+) in (\d{4}[^\n]*)$/gmu,
    )) {
      const [key, side] = [`${series} at ${way} in ${year}`, sideOf(tables.sides, who)];
      if (side !== undefined) bars.set(key, (bars.get(key) ?? new Map<string, Side>()).set(bar, side));
    }
    return [...bars].flatMap(([measure, asked]) =>
      new Set(asked.values()).size < 2
        ? []
        : [
            fault("one-bar")(
              claim,
              `${measure}: ${[...asked.keys()].join(" of one, ")} of another`,
              "Ask one bar of both, with its reason.",
            ),
          ],
    );
  });

/** Who does something in the stages of a claim. */
const doersIn = ({ text }: Block): readonly string[] => {
  const stages = text.split("\n").filter((line) => !/^claim | {2}(?:not |called|used|rejected|ruled)/u.test(line));
  return stages.flatMap((line) =>
    [...line.matchAll(/(?:^ {2}| and | before )([\w-]+) (?!of |by )[a-z]/gu)].map(([, doer = ""]) => doer),
  );
};

/** A list of who uses a word is of the deeds that the claim asks: a side alone charged with them uses it of others. */
export const wordOfDeed: Rule = (tables) =>
  tables.claims.flatMap((claim) => {
    const doers = new Set(doersIn(claim).flatMap((doer) => sideOf(tables.sides, doer) ?? []));
    const user = [...claim.text.matchAll(/^ {2}used by ([\w-]+)/gmu)].find(([, who = ""]) => {
      const side = sideOf(tables.sides, who);
      return side !== undefined && doers.size === 1 && doers.has(side);
    })?.[1];
    return user === undefined
      ? []
      : [
          fault("word-of-deed")(
            claim,
            `${user} is said to use the word of deeds that are all of its side`,
            "Leave out what it said of others' deeds, or ask those too.",
          ),
        ];
  });

/** The sentence of the essay under which a claim stands. */
const toldBy = ({ prose }: Block): string => {
  const told =
    prose
      .replaceAll(/```.*?(?:```|$)/gsu, "")
      .trim()
      .split(/\n\s*\n/u)
      .at(-1) ?? "";
  return told.startsWith("#") ? "" : told;
};

/** What a claim says that it does not ask. */
const notAsked = ({ text }: Block): string => [...text.matchAll(/^ {2}not checked "([^"]*)"/gmu)].join(" ");

/** Words that say whose forces fought, though they name no state: a war within one, a body that hangs on none. */
const SETTLES_WHOSE = /\bindependent in fact\b|\bcivil war\b/u;

/** The state that one side's readings alone count some forces as, if one does. */
function disputedState(tables: Tables): (body: string) => string | undefined {
  const counted = tables.readings.flatMap(({ text }) => {
    const holder = sideOf(tables.sides, /held by ([^\s,]+)/u.exec(text)?.[1] ?? "");
    return [...text.matchAll(/^ {2}attribution conduct of ([\w-]+) counts as ([\w-]+)$/gmu)].map(
      ([, body = "", state = ""]) => ({ holder, body, state }),
    );
  });
  return (body) => {
    const of = counted.filter((each) => each.body === body && tables.sides.some((side) => side.voices.has(each.state)));
    const state = of.find(({ state: one }) => /^\p{Lu}/u.test(one))?.state;
    const holders = new Set(of.filter((each) => each.state === state).map(({ holder }) => holder));
    return holders.size === 1 ? state : undefined;
  };
}

/** Forces that one side's readings alone count as a state are not that state in its sentence, unless the claim says whose each says they were. */
export const whoseForces: Rule = (tables) => {
  const disputed = disputedState(tables);
  return tables.claims.flatMap((claim) => {
    const sentence = toldBy(claim);
    const body = doersIn(claim).find((doer) => {
      const state = disputed(doer);
      // Of a sentence that goes on with *it*, the state was named before.
      const acts = new RegExp(`^(?:By \\d+ )?(?:${state}|[Ii]t)\\b`, "u").test(sentence);
      return state !== undefined && (acts || SETTLES_WHOSE.test(sentence));
    });
    return body === undefined || /\bwhose forces\b/u.test(claim.text)
      ? []
      : [
          fault("whose-forces")(
            claim,
            `its sentence says whose deed it was, its stage has ${body}, and nobody says whose each side holds them to be`,
            "Say it in `not checked`, with both sides' words.",
          ),
        ];
  });
};

/** Where a claim gives both sides' words on whose the forces were that took ground, what a court held on that state's control, and what it left open, stand beside them. */
export const courtOnControl: Rule = (tables) => {
  const disputed = disputedState(tables);
  const held = tables.rows.filter(
    (row) => isTold(row) && row.kind === "hold-responsible" && /\beffective control\b/u.test(row.note),
  );
  const leftOpen = tables.rows.filter(
    (row) => isTold(row) && row.kind === "take-part" && row.grade === "finding" && /\bleaves open\b/u.test(row.note),
  );
  return tables.claims.flatMap((claim) => {
    if (!/\bwhose forces\b/u.test(notAsked(claim))) return [];
    const states = doersIn(claim).flatMap((doer) =>
      new RegExp(`\\b${doer} took-control\\b`, "u").test(claim.text) ? [disputed(doer)] : [],
    );
    const isNamed = ({ event }: Row): boolean => claim.text.includes(event);
    const courts = held.filter(({ target }) => states.includes(target));
    const open = leftOpen.filter(({ actor }) => states.includes(actor));
    const [court] = courts;
    const [left] = open;
    const say = (what: string): Fault[] => [
      fault("court-on-control")(
        claim,
        `gives both sides' words on whose forces took ground, and not what ${what}`,
        "Say it beside them.",
      ),
    ];
    if (court !== undefined && !courts.some(isNamed) && !/ held-responsible /u.test(claim.text))
      return say(`${court.actor} held (${court.event})`);
    return left === undefined || open.some(isNamed) ? [] : say(`a court left open of them (${left.event})`);
  });
};

/** Words that judge what a state or a people did or is. */
const JUDGES =
  /\b(?:provocations?|crackdowns?|cracked down|aggress(?:ion|or)\w*|terroris\w+|separatis\w+|occup(?:ation|ier)\w*|liberat(?:ion|ed)|blockad\w+|sieges?|regimes?|massacr\w+|pogroms?|genocid\w+|(?:ethnic )?cleansing|coups?|atrocit\w+|brutal\w*|gross|invasions?|annex(?:ation|ed)|dictator\w*|autocra\w+|authoritarian\w*|repress\w+|persecut\w+|puppets?|colonists?|imperial\w*|betray\w+|abandon\w+|blackmail\w*|oligarch\w*|warlords?|silenc\w+|war crimes?|revenge|radicalism|escalation|backsliding|adventur\w*|pan-turan\w*)\b/iu;
/** How a paragraph says whose word it is. */
const WHOSE_WORD = /[“”]|\bthe essay\b|\bofficial discourse\b/u;

/** A word that judges is the essay's and never the case's; where the record is asked, the answer says who uses and rejects it, or that it was not checked. */
export const judgingWord: Rule = (tables) =>
  tables.claims.flatMap((claim) => {
    const told = toldBy(claim);
    const word = JUDGES.exec(told)?.[0];
    if (word === undefined) return [];
    const say = (what: string, repair: string): Fault[] => [fault("judging-word")(claim, what, repair)];
    if (!WHOSE_WORD.test(told)) return say(`${word}, in the case's own voice`, "Quote it, or say whose word it is.");
    const weighed = /^ {2}(?:called |not checkable |not checked "[^"]*\bwords?\b)/mu.test(claim.text);
    return weighed
      ? []
      : say(
          `${word}, and the answer says nothing of the word`,
          "List who uses and who rejects it, or say that it was not checked.",
        );
  });

/** Whoever says that people were cut off says that no way was left: where one road is asked, the other ways are named. */
export const otherWay: Rule = (tables) =>
  tables.claims.flatMap((claim) => {
    const road = /^ {2}(?:blocked of|[\w-]+ blocked-off) ([\w-]+)/mu.exec(claim.text)?.[1];
    const others = /\b(?:other|no) (?:way|road)|\bthe road (?:by|from)\b/u.test(claim.text);
    return road === undefined || others || /\broad\b/u.test(toldBy(claim))
      ? []
      : [
          fault("other-way")(
            claim,
            `asks whether ${road} was closed, and says nothing of other ways`,
            "Ask the other way too, or say in `not checked` that it was not asked.",
          ),
        ];
  });

/** Words that weigh one thing against another. */
const WEIGHS =
  /\b(?:less so|more so|above all|than (?:ever|before|elsewhere)|(?:depend|drawn in|grew|growing) (?:more|further|apart)|worse|better|most(?= of| [A-Z])|(?:vast )?majority|mostly|largely|nearly as many|as large as|equal)\b/u;

/** What a sentence weighs is asked by measures of both, or is said not to have been checked. */
export const weighed: Rule = (tables) =>
  tables.claims.flatMap((claim) => {
    const word = WEIGHS.exec(toldBy(claim))?.[0];
    const measures = /^ {2}(?:[^\n]* and )?[\w-]+ of [\w-]+(?: to [\w-]+)? (?:was|rose|fell)\b/mu.test(claim.text);
    const said = word !== undefined && notAsked(claim).includes(word);
    const flagged = said || /\b(?:how (?:much|many|far)|not checkable)\b/u.test(claim.text);
    return word === undefined || measures || flagged
      ? []
      : [
          fault("weighed")(
            claim,
            `${word}, which no measure asks and nothing says was not checked`,
            "Ask measures of both, or say that it was not checked.",
          ),
        ];
  });

/** Harm and force, as claims name them. */
const DEED_VERBS =
  /^(?:attacked|advanced|shelled|harmed-\w+|destroyed|expelled|took-control|laid-mines|struck-by-drone|shot-down|detained|blocked-off|cut-supplies|incited|engaged-fighters|clashed|fought-over-25)$/u;

/** What two do with each other is a deed of both. */
const MUTUAL: ReadonlySet<string> = new Set(["clashed", "fought-over-25"]);

/** Whom of either side a sentence names: its state, its people, its places and who led it; or, as *it* and *they*, the sentence before. */
const NAMED =
  /\b(?:Armenia\w*|Azerbaijan\w*|\w*Karabakh|Baku|Yerevan|Sumgait|Khojaly|\w*Aliyevs?|Pashinyan|Sargsyan|Kocharyan|It|it|its|[Tt]hey|[Tt]heir|the two|outgoing administration|[Bb]oth the|that war)\b/u;

/** A sentence that names neither side is asked of both, or says of whom it was not asked. */
export const bothAsked: Rule = (tables) =>
  tables.claims.flatMap((claim) => {
    if (NAMED.test(toldBy(claim))) return [];
    const deeds = [
      ...claim.text.matchAll(
        /(?:^ {2}| and | before )([\w-]+) ([a-z]+(?:-[a-z\d]+)*) ?(?:(?:with|among) )?([\w-]+)?/gmu,
      ),
    ].filter(([, , verb = ""]) => DEED_VERBS.test(verb));
    const sides = new Set(
      deeds.flatMap(([, doer = "", verb, whom = ""]) =>
        [doer, MUTUAL.has(verb ?? "") ? whom : ""].flatMap((who) => sideOf(tables.sides, who) ?? []),
      ),
    );
    const said = /\b(?:names? (?:nobody|none)|whose deeds?|of whom)\b/u.test(notAsked(claim));
    return sides.size !== 1 || said
      ? []
      : [
          fault("both-asked")(
            claim,
            `its sentence names neither side, and it asks deeds of ${deeds[0]?.[1] ?? "one"} alone`,
            "Ask the other side's too, or say in `not checked` that they were not asked.",
          ),
        ];
  });

/** Of a cause or a motive an order of stages is asked, or what moved from one year to another: one stage alone is no order. */
export const stagesInOrder: Rule = (tables) =>
  tables.claims.flatMap((claim) => {
    if (!/^claim [^\n]*, a (?:cause|motive)\b/u.test(claim.text) || /^ {2}not checkable /mu.test(claim.text)) return [];
    const asked = claim.text.split("\n").filter((line) => !/^ {2}(?:refuted by|not checked|--)/u.test(line));
    return asked.some((line) => / (?:before|after) | (?:rose|fell)\b[^\n]* from \d{4}/u.test(line))
      ? []
      : [
          fault("stages-in-order")(
            claim,
            "a cause or a motive of which neither an order nor a change is asked",
            "Ask its stages with `before`, or what moved from one year to another; or say why it cannot be checked.",
          ),
        ];
  });

/** What a stage measures: which series of whom, and of which years. */
const measured = (stage: string): { series: string; who: string; years: readonly string[] }[] => {
  const years = [...stage.matchAll(/\b(?:in|from|to) (\d{4})\b/gu)].map(([, year = ""]) => year);
  return [...stage.matchAll(/(?:^|\b(?:times|than) )([\w-]+) of ([\w-]+)/gu)].map(([, series = "", who = ""]) => ({
    series,
    who,
    years,
  }));
};
const stagesOf = ({ text }: Block): readonly string[] =>
  text
    .split("\n")
    .filter((line) => /^ {2}(?!not |called |used |rejected |ruled )/u.test(line))
    .flatMap((line) =>
      line
        .trim()
        .replace(/^refuted by /u, "")
        .split(/ (?:and|before) /u),
    );

/** What a figure's own note says is not to be relied on, no claim rests on. */
export const reliedOn: Rule = (tables) =>
  tables.claims.flatMap((claim) => {
    const asked = stagesOf(claim).flatMap(measured);
    const figure = tables.figures.find(
      ({ series, actor, period, note }) =>
        note.includes("not to be relied on") &&
        asked.some((each) => each.series === series && each.who === actor && each.years.includes(period)),
    );
    return figure === undefined
      ? []
      : [
          fault("relied-on")(
            claim,
            `rests on ${figure.series} of ${figure.actor} in ${figure.period}, of which the note says that it is not to be relied on`,
            "Ask a series that can be, or say what cannot be checked.",
          ),
        ];
  });

/** What moved is asked of both sides over the same years. */
export const likeYears: Rule = (tables) =>
  tables.claims.flatMap((claim) => {
    const spans = new Map<string, Map<Side, string>>();
    for (const { series, who, years } of stagesOf(claim).flatMap(measured)) {
      const side = sideOf(tables.sides, who);
      if (side === undefined || years.length !== 2) continue;
      spans.set(series, (spans.get(series) ?? new Map<Side, string>()).set(side, years.join(" to ")));
    }
    return [...spans].flatMap(([series, asked]) =>
      new Set(asked.values()).size < 2
        ? []
        : [
            fault("like-years")(
              claim,
              `${series}: ${[...asked.values()].join(" of one, ")} of another`,
              "Ask the same years of both.",
            ),
          ],
    );
  });
