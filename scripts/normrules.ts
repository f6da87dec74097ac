/** The rules of fairness on what is agreed and how it is read: the word of a court, a reading and its holder, two halves of one sentence. */
import type { Block, Side, Source, Tables } from "./casetables.ts";
import { type Fault, fault, type Rule, sideOf, speaksFor } from "./voices.ts";

/** Whether a source knows the words of a court through a party. */
const knowsCourtThroughParty = (source: Source | undefined): boolean =>
  source !== undefined &&
  /(?:who quotes|quotes? the Court|quoting the Court|as the foreign ministry of \p{L}+ quotes)/u.test(source.leaning) &&
  /Court|court|ICJ|ECtHR/u.test(`${source.title} ${source.leaning} ${source.origin}`);

/** What only a party's quotation tells of a court is that party's claim; an answer that gives it says who quotes. */
export const courtThroughParty: Rule = (tables) => [...courtInRows(tables), ...courtInClaims(tables)];

const courtInClaims: Rule = (tables) => {
  const through = new Set(
    tables.rows.flatMap(({ event, source }) => (knowsCourtThroughParty(tables.sources.get(source)) ? [event] : [])),
  );
  return tables.claims.flatMap((claim) =>
    [...claim.text.matchAll(/^ {2}ruled by [\w-]+, source ([\w-]+)([^\n]*)$/gmu)].flatMap(
      ([, source = "", says = ""]) => {
        const named = [...says.matchAll(/\bC\d+\w*/gu)].some(([event]) => through.has(event));
        if (!(named || knowsCourtThroughParty(tables.sources.get(source))) || /\bas \p{L}+ quotes it\b/u.test(says))
          return [];
        return [
          fault("court")(
            claim,
            "gives a court's words, known through a party, as the court's",
            "Say who quotes it, and what of the text was read.",
          ),
        ];
      },
    ),
  );
};

const courtInRows: Rule = (tables) =>
  tables.rows.flatMap((row) => {
    const source = tables.sources.get(row.source);
    if (source === undefined || !knowsCourtThroughParty(source)) return [];
    if (speaksFor(source).some((actor) => sideOf(tables.sides, actor) !== undefined) && row.grade === "claim")
      return [];
    return [
      fault("court")(
        row,
        `${row.source} knows a court through a party`,
        "It speaks for the party, and its row is a claim.",
      ),
    ];
  });

/** A reading has a source that the case lists and that speaks for nobody who does not hold it, a date, and prose that names its holder. */
export const readingRests: Rule = (tables) =>
  tables.readings.flatMap((reading) => {
    const say = (what: string, repair: string): Fault[] => [fault("reading")(reading, what, repair)];
    const source = /, source ([\w-]+)/u.exec(reading.text)?.[1];
    if (source === undefined || tables.sources.get(source) === undefined)
      return say("no source that the case lists", "Give the source of the holder's words.");
    if (!/, stated \d{4}/u.test(reading.text)) return say("no date on which it was first stated", "Give the date.");
    const holders = /held by ([^\n]*?), source/u.exec(reading.text)?.[1]?.split(/,\s*/u) ?? [];
    const unnamed = holders.find((holder) => {
      const words = [...(sideOf(tables.sides, holder)?.voices ?? [])].filter(([, actors]) => actors.includes(holder));
      return words.length > 0 && !words.some(([word]) => reading.prose.includes(word));
    });
    if (unnamed !== undefined)
      return say(`the prose of its section does not name ${unnamed}`, "Tell what the holder said, in the page.");
    const own = speaksFor(tables.sources.get(source));
    const parties = holders.filter((holder) => sideOf(tables.sides, holder) !== undefined);
    const other = own.find((actor) => {
      const side = sideOf(tables.sides, actor);
      return side !== undefined && !parties.some((holder) => side.members.has(holder));
    });
    if (parties.length > 0 && other !== undefined)
      return say(`${source} speaks for ${other}, who does not hold it`, "Rest it on the holder's words.");
    return [];
  });

const HOLDER = /held by (\S+?),/u;

/** The readings of each text that say whose deeds are whose. */
function rulesByText(tables: Tables): Block[][] {
  const rules = new Map<string, Block[]>();
  for (const reading of tables.readings) {
    const of = /^reading \S+ of (\S+),/u.exec(reading.text)?.[1];
    if (of !== undefined && /^ {2}attribution /mu.test(reading.text) && of === of.toUpperCase())
      rules.set(of, [...(rules.get(of) ?? []), reading]);
  }
  return [...rules.values()];
}

/** Whose deeds are whose is a rule of each side for each text, of one date or of its word on that text. */
export const whoseDeeds: Rule = (tables) =>
  rulesByText(tables).flatMap((of) => {
    const holders = tables.sides.map((side) =>
      of.filter(({ text }) => [...side.members].some((member) => text.includes(`held by ${member},`))),
    );
    // A text of neither side asks the same of whoever disputes there: no rule of one holder alone.
    const lone = holders.some((each) => each.length > 0)
      ? holders.some((each) => each.length !== 1)
      : new Set(of.map(({ text }) => HOLDER.exec(text)?.[1])).size < 2;
    return lone && of[0] !== undefined
      ? [
          fault("whose-deeds")(
            of[0],
            "one side's rule stands without the other's, or twice",
            "State both, each with its source and date.",
          ),
        ]
      : [];
  });

/** Forces that call themselves a body's, or that the body calls its own: the two of Donbas are one side, since no page parts them. */
const FORCES: readonly (readonly [body: RegExp, line: string])[] = [
  [/\bnkr\b/u, "  attribution conduct of nkr-forces counts as nkr"],
  [/\b(?:dpr|lpr)\b/u, "  attribution conduct of donbas-formations counts as donbas-bodies"],
];

/** In a text to which a body is a party, each rule on whose deeds are whose has the body's forces as its own. */
export const forcesOfParty: Rule = (tables) =>
  rulesByText(tables)
    .flat()
    .flatMap((reading) => {
      const text = / of (\S+),/u.exec(reading.text)?.[1];
      const agreement = tables.agreements.find(({ name }) => name === text)?.text ?? "";
      const parties = [...agreement.matchAll(/^ {2}parties [^\n]*/gmu)].join(" ");
      const lacking = FORCES.find(([body, line]) => body.test(parties) && !reading.text.includes(line));
      return lacking === undefined
        ? []
        : [
            fault("forces-of-party")(
              reading,
              `lacks, of a text that a body is a party to, the line:${lacking[1].slice(1)}`,
              "Have the body's forces as its own, whoever reads.",
            ),
          ];
    });

/** What the forces of a body do is the body's too, whoever reads: a state that has them as another's leaves them the body's. */
export const bodysForces: Rule = (tables) =>
  rulesByText(tables).flatMap((of) => {
    const holders = new Set(of.map(({ text }) => HOLDER.exec(text)?.[1]));
    const counted = new Set(
      of.flatMap(({ text }) =>
        [...text.matchAll(/^ {2}attribution conduct of \S+ counts as (\S+)$/gmu)].flatMap(([line, body = ""]) =>
          holders.has(body) || sideOf(tables.sides, body) === undefined ? [] : [line],
        ),
      ),
    );
    return of.flatMap((reading) => {
      const lacking = [...counted].find((line) => !reading.text.includes(line));
      return lacking === undefined
        ? []
        : [
            fault("bodys-forces")(
              reading,
              `lacks, of the same text, the other side's line:${lacking.slice(1)}`,
              "Have it in both, or in neither.",
            ),
          ];
    });
  });

/** A republic of the Union is a party until its state's act of independence: on one day in every text. */
export const republicEnds: Rule = (tables) => {
  const ends = tables.agreements.flatMap((agreement) =>
    [...agreement.text.matchAll(/\b([A-Z]\w*-SSR)\b(?: until (\d{4}-\d{2}-\d{2}))?/gu)].map(([, republic, until]) => ({
      agreement,
      republic,
      until,
    })),
  );
  return ends.flatMap(({ agreement, republic, until }) =>
    until === undefined || ends.some((each) => each.republic === republic && each.until !== until && each.until)
      ? [
          fault("republic-ends")(
            agreement,
            `${republic} is a party to the text ${until === undefined ? "without an end" : "until another day than elsewhere"}`,
            "End it with its state's act of independence, as in every text.",
          ),
        ]
      : [],
  );
};

/** A treaty to which a republic of the Union and then its state are parties binds either in each of its norms. */
export const republicBound: Rule = (tables) =>
  tables.norms.flatMap((norm) => {
    const treaty = tables.agreements.find(({ name }) => norm.text.includes(` of ${name},`));
    const named = (text: string, who: string): boolean =>
      new RegExp(String.raw`(?<![\w-])${who}(?![\w-])`, "u").test(text);
    return (
      [
        ["Armenia", "Armenian-SSR"],
        ["Azerbaijan", "Azerbaijan-SSR"],
      ] as const
    ).flatMap(([state, republic]) =>
      treaty !== undefined &&
      [state, republic].every((who) => named(treaty.text, who)) &&
      named(norm.text, state) &&
      !named(norm.text, republic) &&
      !/^ {2}from \d/mu.test(norm.text)
        ? [
            fault("republic-bound")(
              norm,
              `names ${state} and not ${republic}, a party to ${treaty.name} before it`,
              "Name both, or give the day from which it binds.",
            ),
          ]
        : [],
    );
  });

/** Who holds a reading of a norm: once for each that is held. */
const readersOf = (tables: Tables, norm: Block): readonly string[] =>
  tables.readings.flatMap(({ text }) => (text.includes(` of ${norm.name},`) ? [HOLDER.exec(text)?.[1] ?? ""] : []));

/** Two norms in the same words, one for each side: whoever reads the one reads the other, or the case says why not. */
export const twins: Rule = (tables) => {
  const names = new Map(tables.norms.map((norm) => [norm.name, norm]));
  const pairs = [...names.values()].flatMap((norm) => {
    const [one, other] = norm.name.includes("-azerbaijan")
      ? [norm, names.get(norm.name.replace("-azerbaijan", "-armenia"))]
      : [];
    return one !== undefined && other !== undefined ? [[one, other] as const] : [];
  });
  const roles = (norm: Block, bearer: string): string =>
    readersOf(tables, norm)
      .filter((holder) => ["Armenia", "Azerbaijan"].includes(holder))
      .map((holder) => (holder === bearer ? "its bearer" : "the other"))
      .sort()
      .join(" and ");
  return pairs.flatMap(([one, other]) => {
    const [here, there] = [roles(one, "Azerbaijan"), roles(other, "Armenia")];
    return here === there
      ? []
      : [
          fault("twins")(
            one,
            `read by ${here || "nobody"}; its twin by ${there || "nobody"}`,
            "Look for the missing reading, or answer that none is on record.",
          ),
        ];
  });
};

/** A state and the body that stands beside it on its side. */
const BESIDE = ["Armenia", "nkr"] as const;

/** Where a text binds a body beside its side's state: who of the two reads the other side's half does not stand alone, and who reads the half of one reads that of the other. */
export const besideState: Rule = (tables) => {
  const names = new Map(tables.norms.map((norm) => [norm.name, norm]));
  return [...names.values()].flatMap((norm) => {
    const halves = ["-armenia", "-nkr"].flatMap((half) => names.get(norm.name.replace(/-azerbaijan$/u, half)) ?? []);
    if (!norm.name.endsWith("-azerbaijan") || halves.length < 2) return [];
    const readers = BESIDE.filter((party) => readersOf(tables, norm).includes(party));
    const read = halves.filter((half) => readersOf(tables, half).includes("Azerbaijan"));
    return [
      ...(readers.length === 1 ? [[norm, `of the two read by ${readers[0]} alone`] as const] : []),
      ...(read.length === 1
        ? [[norm, `Azerbaijan reads ${read[0]?.name}, and not the half of the other`] as const]
        : []),
    ].map(([at, what]) =>
      fault("beside-state")(at, what, "Look for the missing reading, or answer that none is on record."),
    );
  });
};

/** What a court asked, known through one party alone, is a norm whose wording was not read. */
export const courtUnseen: Rule = (tables) =>
  tables.norms.flatMap((norm) => {
    // Of a section with several texts the last paragraph of prose speaks of this one.
    const told =
      norm.prose
        .replaceAll(/```.*?(?:```|$)/gsu, "")
        .trim()
        .split(/\n\s*\n/u)
        .at(-1) ?? "";
    const cited = [...told.matchAll(/\bS\d+\w*/gu)].map(([id]) => tables.sources.get(id));
    return cited.length > 0 && cited.every(knowsCourtThroughParty) && !/^ {2}text unseen$/mu.test(norm.text)
      ? [
          fault("court-unseen")(
            norm,
            "what a court asked is known through a party alone",
            "Mark it text unseen until the text was read or somebody else quotes it.",
          ),
        ]
      : [];
  });

/** A meeting of two is owed by each: who is to be met is bound by the same norm, or by one of its text. */
export const meetsBoth: Rule = (tables) =>
  tables.norms.flatMap((norm) => {
    const lines = norm.text.split("\n");
    const met = /^ {2}must meet with ([\w-]+)/mu.exec(norm.text)?.[1];
    const of = / of (\S+),/u.exec(lines[0] ?? "")?.[1];
    if (met === undefined || met === "each") return [];
    const owes = tables.norms.some(
      ({ text }) =>
        text.includes(` of ${of},`) &&
        /^ {2}must meet with /mu.test(text) &&
        new RegExp(`^ {2}${met}$`, "mu").test(text),
    );
    return owes
      ? []
      : [
          fault("meets-both")(
            norm,
            `${met} is to be met and owes no meeting`,
            "Bind both: a meeting of two is the duty of each.",
          ),
        ];
  });

/** What a reading's term is said to mean, as it stands in the case, and the index of the side that holds it. */
const meant = (
  tables: Tables,
  { text }: Block,
): { readonly means: string | undefined; readonly side: Side | undefined } => ({
  means:
    /^ {2}(?!attribution )\S[^\n]* means ([^\n]*(?:\b(?:on|among|against) anyone\b|\bno [\w-]+ by [\w-]+(?= and |$))[^\n]*)$/mu.exec(
      text,
    )?.[1],
  side: sideOf(tables.sides, /held by ([^\s,]+)/u.exec(text)?.[1] ?? ""),
});

/** A reading names whom its holder's words name: one of deeds on *anyone*, or with neither target nor ground, stands where the other side reads the same words. */
export const whomRead: Rule = (tables) =>
  tables.readings.flatMap((reading) => {
    const { means, side } = meant(tables, reading);
    if (means === undefined || side === undefined) return [];
    const twin = tables.readings.some((each) => {
      const other = meant(tables, each);
      return other.means === means && other.side !== undefined && other.side !== side;
    });
    return twin
      ? []
      : [
          fault("whom-read")(
            reading,
            "is of deeds on anyone or anywhere, and the other side has no such reading",
            "Name whom, or the ground that, its holder's words name.",
          ),
        ];
  });

/** A reading of what a side owed *while it held* some ground or people ends when they were held no more. */
export const heldUntil: Rule = (tables) =>
  tables.readings.flatMap((reading) => {
    const bearer = /^ {2}([\w-]+)$/mu.exec(reading.text)?.[1];
    const said =
      bearer !== undefined &&
      new RegExp(`\\b${bearer}\\b[^.]*\\bowe[sd]?\\b[^.]*\\bwhile it held\\b`, "u").test(reading.prose);
    return said && !/^ {2}(?:[^\n]* )?until \S+/mu.test(reading.text)
      ? [
          fault("held-until")(
            reading,
            `is told to hold of ${bearer} while it held something, and has no end`,
            "Give the day with which its holder lets the holding end.",
          ),
        ]
      : [];
  });
