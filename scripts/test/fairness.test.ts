// The rules of fairness of cases/CONTRIBUTING.md, held to every row, reading, norm and paragraph of the flagship, for
// both sides alike; and each rule shown to fail on a fault planted in a copy of the tables.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Block, readTables, type Row, type Source, type Tables } from "../casetables.ts";
import { type Answer, checkFairness, type Fault, readAnswers, RULES } from "../fairness.ts";

const folder = join(import.meta.dirname, "..", "..", "cases", "south-caucasus");
const tables = readTables(folder);
const answers = readAnswers(readFileSync(join(folder, "answered.md"), "utf8"));

const SIDES = tables.sides;
const OWN = ["Armenia", "Azerbaijan"] as const;

const row = (cells: Partial<Row>): Row => ({
  ...tables.rows[0]!,
  file: "conduct/planted.csv",
  line: 2,
  event: "PLANTED",
  source: "P1",
  stance: "asserts",
  when: "2020-10-01",
  kind: "shell",
  actor: "Armenia",
  target: "",
  object: "",
  place: "Shusha",
  lat: "",
  lon: "",
  precision: "",
  quantity: "",
  deaths_low: "",
  deaths_best: "",
  deaths_high: "",
  reply: "No answer was looked for: it was not looked for.",
  status: "",
  grade: "report",
  note: "",
  ...cells,
});

const source = (cells: Partial<Source>): Source => ({
  line: 2,
  id: "P1",
  title: "Planted",
  publisher: "Planted",
  kind: "media",
  speaks_for: "",
  origin: "",
  leaning: "independent",
  url: "https://example.org/",
  published: "",
  licence: "",
  ...cells,
});

const block = (name: string, text: string): Block => ({
  file: "planted.md",
  line: 3,
  name,
  text,
  prose: "Armenia reads one thing, Azerbaijan another.",
});

/** A reading of what the other side owed while it held some ground, and with which day it ends. */
const whileHeld = (own: string, other: string, until: string): Block => ({
  ...block("held", `reading held of PLANTED-NORM, held by ${own}, source P1, stated 2023\n  ${other}${until}`),
  prose: `## Return\n\n${own} reads: ${other} owed it, while it held the district.`,
});

/** Two bodies of each side that bear arms. */
const BODIES: ReadonlyMap<string, readonly [string, string]> = new Map([
  ["Armenia", ["nkr-forces", "nkr-police"]],
  ["Azerbaijan", ["azerbaijan-army", "azerbaijan-police"]],
]);

const usedBy = (who: string, stage: string): Block =>
  block("EX", `claim EX at X, an event\n  ${stage}\n  called "x"\n  used by ${who}, source P1`);

/** Fighters whom the other side alone counts as a state, and a sentence that has the state act; what the claim says of it. */
const irregulars = (own: string, other: string, says = ""): Partial<Tables> => ({
  readings: [
    block(
      "theirs",
      `reading theirs of PLANTED, held by ${other}, source P1, stated 1992\n  attribution conduct of irregulars counts as ${own}`,
    ),
  ],
  claims: [
    {
      ...block("EX", `claim EX at X, an event\n  irregulars took-control of Shusha in 1992${says}`),
      prose: `## Part\n\n${own} took the town.\n\n\`\`\`servanda\n`,
    },
  ],
});

/** A court on a state's control. */
const heldInCourt = (own: string): Row =>
  row({
    event: "C9996",
    kind: "hold-responsible",
    actor: "ECtHR",
    target: own,
    grade: "finding",
    note: "It had effective control over the town.",
  });

/** The same court, on whose forces they were. */
const leftOpenInCourt = (own: string): Row =>
  row({
    event: "C9995",
    kind: "take-part",
    actor: own,
    grade: "finding",
    note: "It took part. Of whom the forces were made up the court leaves open.",
  });

/** A claim under a sentence that judges somebody. */
const underSentence = (told: string, line: string): Block => ({
  ...block("EX", `claim EX at X, an event\n  Armenia attacked Azerbaijan in 2016\n  ${line}`),
  prose: `## Part\n\n${told}\n\n`,
});

/** A claim that asks something, under a sentence. */
const asking = (stages: string, told = "War was all over the region."): Block => ({
  ...block("EX", `claim EX at X, an event\n  ${stages}`),
  prose: `## Part\n\n${told}\n\n`,
});

/** A figure of a planted series. */
const figureOf = (own: string, period: string, note: string): Tables["figures"][number] => ({
  file: "series/planted.csv",
  line: 2,
  series: "planted-series",
  actor: own,
  period,
  source: "P1",
  note,
});

/** A claim of cause that asks something. */
const ofCause = (stages: string): Block => block("EX", `claim EX at X, a cause, source essay\n  ${stages}`);

/** The whole case with something planted in it, and what a rule then finds that it did not before. */
function found(rule: string, planted: Partial<Tables> & { readonly extra?: readonly Source[] }): readonly Fault[] {
  const { extra = [source({})], ...more } = planted;
  const sources = new Map([...tables.sources, ...extra.map((each) => [each.id, each] as const)]);
  const grown: Tables = {
    ...tables,
    sources,
    rows: [...tables.rows, ...(more.rows ?? [])],
    readings: [...tables.readings, ...(more.readings ?? [])],
    norms: [...tables.norms, ...(more.norms ?? [])],
    agreements: [...tables.agreements, ...(more.agreements ?? [])],
    claims: [...tables.claims, ...(more.claims ?? [])],
    suppositions: [...tables.suppositions, ...(more.suppositions ?? [])],
    prose: [...tables.prose, ...(more.prose ?? [])],
    zones: more.zones ?? tables.zones,
    figures: [...tables.figures, ...(more.figures ?? [])],
    actors: [...tables.actors, ...(more.actors ?? [])],
  };
  const known = new Set(RULES.get(rule)!(tables).map(({ at, thing }) => `${at} ${thing}`));
  return RULES.get(rule)!(grown).filter(({ at, thing }) => !known.has(`${at} ${thing}`));
}

const print = ({ at, rule, thing, what, repair }: Fault): string => `${at} ${rule} ${thing}: ${what}. ${repair}`;

describe("the rules of fairness, on the flagship", () => {
  it("read a case of two sides that both speak, with rows, readings, norms and prose", () => {
    expect(SIDES).toHaveLength(2);
    expect(SIDES.map(({ members }) => OWN.filter((state) => members.has(state)))).toEqual([
      ["Armenia"],
      ["Azerbaijan"],
    ]);
    for (const many of [tables.rows, tables.readings, tables.norms, tables.prose])
      expect(many.length).toBeGreaterThan(100);
  });

  it("are broken nowhere, but for what is answered beside the case, and nothing is answered that is not asked", () => {
    expect(checkFairness(tables, answers).map(print)).toEqual([]);
  });

  it("has as many events without a place as gaps.md says", () => {
    const gaps = readFileSync(join(folder, "gaps.md"), "utf8");
    const events = [...Map.groupBy(tables.rows, ({ event }) => event).values()];
    const told = events
      .map((rows) => rows.filter(({ stance }) => stance !== "denies"))
      .filter((rows) => rows.length > 0);
    const bare = told.filter((rows) => rows.every(({ place }) => place === ""));
    const deeds = bare.filter((rows) => rows.some(({ file }) => !file.endsWith("ucdp.csv")));
    const bySide = SIDES.map(
      ({ members }) => deeds.filter((rows) => rows.some(({ actor }) => members.has(actor))).length,
    );
    const denied = events.filter((rows) => rows.every(({ stance }) => stance === "denies"));
    const elsewhere = denied.filter((rows) => rows.some(({ place }) => place !== "")).length;
    expect(elsewhere).toBe(3);
    for (const words of [
      `${bare.length} of the events with an account that asserts. ${bare.length - deeds.length} are years`,
      `(${bySide[0]} by the Armenian side, ${bySide[1]} by the Azerbaijani;`,
      `${denied.length} more ids have denials alone: ${denied.length - elsewhere} fill no place, and three`,
    ])
      expect(gaps).toContain(words);
  });

  it("are answered with a reason, a line a rule", () => {
    expect(answers.length).toBeGreaterThan(5);
    for (const { reason } of answers) expect(reason.length).toBeGreaterThan(20);
  });

  it("tell of an answer to what breaks no rule", () => {
    const idle: Answer = { line: 9, rule: "place", things: ["NO-SUCH-EVENT"], reason: "because it is planted here" };
    expect(checkFairness(tables, [...answers, idle]).map(({ at }) => at)).toEqual(["answered.md:9"]);
  });
});

/** A fault for each rule, made of one side and of the other: what is found has to be the same of both. */
const PLANTED: ReadonlyMap<string, (own: string, other: string) => readonly Fault[]> = new Map([
  ["own-word", (own) => found("own-word", { rows: [row({ actor: own })], extra: [source({ speaks_for: own })] })],
  ["why-it-speaks", (own) => found("why-it-speaks", { extra: [source({ speaks_for: own, leaning: "media" })] })],
  [
    "other-side",
    (own, other) =>
      found("other-side", {
        rows: [row({ actor: other })],
        extra: [source({ leaning: own === "Armenia" ? "Armenian media" : "Azerbaijani media" })],
      }),
  ],
  [
    "own-side",
    (own) =>
      found("own-side", {
        rows: [row({ actor: own, grade: "claim" })],
        extra: [source({ leaning: own === "Armenia" ? "Armenian media" : "Azerbaijani media" })],
      }),
  ],
  [
    "quoted-word",
    (own, other) => found("quoted-word", { rows: [row({ actor: other, note: `The ministry of ${own}: it fired.` })] }),
  ],
  [
    "political-word",
    (own) =>
      found("political-word", {
        rows: [row({ actor: own })],
        extra: [source({ kind: "official", speaks_for: "European-Parliament" })],
      }),
  ],
  [
    "denial",
    (own, other) =>
      found("denial", {
        rows: [
          row({ actor: own, grade: "claim" }),
          row({ stance: "denies", actor: other, grade: "claim", note: `${own}: it did not fire.` }),
        ],
      }),
  ],
  [
    "denial-in-reply",
    (own) => found("denial-in-reply", { rows: [row({ actor: own, reply: `${own}: untrue; it did not fire.` })] }),
  ],
  ["answer", (own) => found("answer", { rows: [row({ actor: own, reply: "" })] })],
  [
    "answer-of-the-charged",
    (own, other) =>
      found("answer-of-the-charged", {
        rows: [row({ actor: own, grade: "claim", status: "alleged", reply: "Each side told of fire by the other." })],
        extra: [source({ speaks_for: other, leaning: `official of ${other}` })],
      }),
  ],
  ["status", (own) => found("status", { rows: [row({ actor: own, grade: "claim" })] })],
  ["deciding-word", (own) => found("deciding-word", { rows: [row({ actor: own, note: "A massacre in the town." })] })],
  [
    "word-rejected",
    (own) =>
      found("word-rejected", {
        claims: [block("EX", `claim EX at X, an event\n  called "a word"\n  used by ${own}, source P1`)],
      }),
  ],
  [
    "asked-whole",
    (own) =>
      found("asked-whole", {
        norms: [
          block("planted-attacks", `ban planted-attacks of PLANTED-1, point 1\n  ${own}\n  must not attack anyone`),
          block("planted-towns", `ban planted-towns of PLANTED-1, point 1\n  ${own}\n  must not shell anyone`),
        ],
        claims: [block("EX", `claim EX at X, an assessment\n  planted-attacks by ${own} was breached in 2020`)],
      }),
  ],
  [
    "year-figure",
    (own) =>
      found("year-figure", {
        figures: [
          {
            file: "series/planted.csv",
            line: 2,
            series: "gdp",
            actor: own,
            period: "2020",
            source: "P1",
            note: "",
          },
        ],
        extra: [source({ published: "2020-07-18" })],
      }),
  ],
  [
    "licence",
    (own) =>
      found("licence", {
        figures: [
          { file: "series/planted.csv", line: 2, series: "gdp", actor: own, period: "2020", source: "P1", note: "" },
        ],
      }),
  ],
  ["address", (own) => found("address", { rows: [row({ actor: own })], extra: [source({ url: "" })] })],
  [
    "one-page",
    (own) =>
      found("one-page", {
        extra: [
          source({ id: "P8", speaks_for: own, url: "https://example.org/page" }),
          source({ id: "P9", speaks_for: own, url: "http://www.example.org/page/" }),
        ],
      }),
  ],
  ["unnamed-doer", (own) => found("unnamed-doer", { rows: [row({ actor: own, note: "It names nobody." })] })],
  [
    "led-to",
    (own) =>
      found("led-to", {
        rows: [row({ actor: own, kind: "destroy", note: "All houses burned down in the attack." })],
      }),
  ],
  [
    "one-sentence",
    (own) =>
      found("one-sentence", {
        rows: [
          row({ actor: "", kind: "harm-civilians", event: "C9997" }),
          row({ actor: own, kind: "detain", note: "Taken, in one sentence that does not part them (C9997)." }),
        ],
      }),
  ],
  [
    "pointer-page",
    (own) =>
      found("pointer-page", {
        rows: [
          row({ actor: own, note: "They opened fire. Homes set on fire: C9995." }),
          row({ actor: own, kind: "destroy", object: "homes", event: "C9994" }),
          row({ actor: own, kind: "destroy", object: "homes", event: "C9995", source: "P2" }),
        ],
        extra: [source({}), source({ id: "P2" })],
      }),
  ],
  [
    "custody",
    (own) =>
      found("custody", {
        rows: [row({ actor: own, kind: "harm-captives", deaths_best: "1", note: "He died in custody." })],
      }),
  ],
  ["place", (own) => found("place", { rows: [row({ actor: own, place: "" })] })],
  [
    "charge-in-note",
    (own, other) => found("charge-in-note", { rows: [row({ actor: other, note: `The paper blames ${own} for it.` })] }),
  ],
  [
    "court",
    (own) =>
      found("court", {
        rows: [row({ actor: own })],
        extra: [source({ title: "A judgment of the Court", leaning: "media giving a ministry, who quotes the Court" })],
      }),
  ],
  [
    "reading",
    (own, other) =>
      found("reading", {
        readings: [block("planted", `reading planted of a-norm, held by ${own}, source P1, stated 2020-01-01`)],
        extra: [source({ speaks_for: other })],
      }),
  ],
  [
    "whose-deeds",
    (own) =>
      found("whose-deeds", {
        readings: [
          block(
            "planted",
            `reading planted of PLANTED-1, held by ${own}, source P1, stated 2020-01-01\n  attribution conduct of a counts as b`,
          ),
        ],
      }),
  ],
  [
    "bodys-forces",
    (own, other) =>
      found("bodys-forces", {
        readings: [own, other].map((holder) =>
          block(
            "planted",
            `reading planted of PLANTED-1, held by ${holder}, source P1, stated 2020-01-01\n  attribution conduct of a counts as ${holder === own ? "nkr" : "Armenia"}\n`,
          ),
        ),
      }),
  ],
  [
    "forces-of-party",
    (own, other) =>
      found("forces-of-party", {
        agreements: [block("PLANTED-1", `agreement PLANTED-1 "P"\n  parties ${other}, ${own}, nkr, dpr\n`)],
        readings: [
          block(
            "planted",
            `reading planted of PLANTED-1, held by ${own}, source P1, stated 2020-01-01\n  attribution conduct of a counts as ${own}\n`,
          ),
        ],
      }),
  ],
  [
    "republic-ends",
    (own) =>
      found("republic-ends", {
        agreements: [block("P", `agreement P "P"\n  parties ${own === "Armenia" ? "Armenian" : "Azerbaijan"}-SSR\n`)],
      }),
  ],
  [
    "republic-bound",
    (own) => {
      const republic = `${own === "Armenia" ? "Armenian" : "Azerbaijan"}-SSR`;
      return found("republic-bound", {
        agreements: [
          block("P", `agreement P "P"\n  parties Turkey, ${republic} until 1991-01-01 and ${own} from 1991-01-01\n`),
        ],
        norms: [
          block("planted", `ban planted of P, article 1\n  Turkey, ${own}\n  must not close anyone to each other`),
        ],
      });
    },
  ],
  [
    "beside-state",
    (own) =>
      found("beside-state", {
        norms: ["azerbaijan", "armenia", "nkr"].map((half) => block(`planted-${half}`, `duty planted-${half} of P`)),
        readings: [
          block(
            "r",
            `reading r of planted-${own === "Armenia" ? "azerbaijan" : "armenia"}, held by ${own}, source P1, stated 2020-01-01`,
          ),
        ],
      }),
  ],
  [
    "twins",
    (own) =>
      found("twins", {
        norms: [
          block("planted-azerbaijan", "ban planted-azerbaijan of P"),
          block("planted-armenia", "ban planted-armenia of P"),
        ],
        readings: [
          block("r", `reading r of planted-${own.toLowerCase()}, held by ${own}, source P1, stated 2020-01-01`),
        ],
      }),
  ],
  [
    "mirror",
    (own, other) =>
      found("mirror", { suppositions: [block("s", `suppose s\n  2021-05-01 ${own} attacks ${other} in Shusha`)] }),
  ],
  ["point", (own) => found("point", { rows: [row({ actor: own })] })],
  [
    "placed-alike",
    (own, other) =>
      found("placed-alike", {
        zones: [
          block(
            "across",
            `zone across "A"\n  in recognised-territory of ${other}, source P1\n  outside field, source P1`,
          ),
          block("here", `zone here "H"\n  in recognised-territory of ${own}, source P1`),
          ...OWN.map((state) => block(`recognised-territory of ${state}`, `zone recognised-territory of ${state} "T"`)),
        ],
      }),
  ],
  [
    "bounded-alike",
    (own, other) =>
      found("bounded-alike", {
        zones: [
          block(`p of ${own}`, `zone p of ${own} "P"`),
          block(`p of ${other}`, `zone p of ${other} "P"\n  in Shusha, source P1`),
        ],
      }),
  ],
  ["figure", (own) => found("figure", { rows: [row({ actor: own, source: "unsourced", deaths_best: "3" })] })],
  ["prose-figure", (own) => found("prose-figure", { prose: [block("planted", `${own} lost 300 soldiers there.`)] })],
  ["told-once", (own) => found("told-once", { rows: [row({ actor: own }), row({ actor: own, line: 3 })] })],
  ["to-whom", (own) => found("to-whom", { rows: [row({ actor: own, kind: "lay-mines" })] })],
  [
    "charge-names-deed",
    (own, other) =>
      found("charge-names-deed", {
        rows: [row({ actor: own, grade: "claim", note: `The minister of ${other} charges ${own}.` })],
      }),
  ],
  ["threat-whom", (own) => found("threat-whom", { rows: [row({ actor: own, target: "", kind: "announce-force" })] })],
  [
    "count-as-attack",
    (own, other) =>
      found("count-as-attack", {
        rows: [row({ actor: own, target: other, kind: "attack", deaths_best: "31", note: "31 soldiers dead." })],
      }),
  ],
  [
    "dead-twice",
    (own, other) =>
      found("dead-twice", {
        rows: [
          row({ actor: own, target: other, kind: "attack", deaths_best: "1" }),
          row({ event: "PLANTED-2", actor: "", target: other, kind: "inflict-losses", deaths_best: "1" }),
        ],
      }),
  ],
  [
    "dead-out",
    (own, other) =>
      found("dead-out", {
        rows: [
          row({
            target: other,
            kind: "lay-mines",
            note: `${other}'s count: 50. So that PLANTED-2 is not counted twice.`,
          }),
          row({ event: "PLANTED-2", actor: own, target: other, kind: "lay-mines", deaths_best: "3" }),
        ],
      }),
  ],
  [
    "best-of-range",
    (own, other) =>
      found("best-of-range", {
        rows: [row({ actor: own, target: other, deaths_low: "3", deaths_best: "9", deaths_high: "9" })],
      }),
  ],
  [
    "gives-both",
    (own) => found("gives-both", { extra: [source({ speaks_for: own, leaning: "media, giving both sides" })] }),
  ],
  [
    "denial-of-each",
    (own) =>
      found("denial-of-each", {
        rows: [
          row({ actor: own }),
          row({ actor: own === "Armenia" ? "nkr" : "azerbaijan-army" }),
          row({ stance: "denies", grade: "claim", actor: own, note: `${own}: the others did it.` }),
        ],
      }),
  ],
  [
    "same-fire",
    (own) =>
      found("same-fire", {
        rows: [
          row({ actor: own, kind: "attack" }),
          row({ stance: "denies", grade: "claim", actor: own, kind: "attack", note: `${own}: it did not fire.` }),
          row({ event: "PLANTED-2", actor: own, kind: "harm-civilians", note: "Hurt by the same fire (PLANTED)." }),
        ],
      }),
  ],
  [
    "taken",
    (own, other) =>
      found("taken", {
        rows: [row({ actor: own, target: other, kind: "harm-civilians", note: "About 40 villagers were taken." })],
      }),
  ],
  [
    "quoted-source",
    (own, other) =>
      found("quoted-source", {
        rows: [row({ actor: other, grade: "claim" })],
        extra: [source({ leaning: `independent, quoting the police of ${own}` })],
      }),
  ],
  [
    "forces-of-both",
    (own) =>
      found("forces-of-both", {
        agreements: [block("PLANTED-1", 'agreement PLANTED-1 "Planted"\n  parties Armenia, Azerbaijan')],
        norms: [block("planted", "ban planted of PLANTED-1, point 1\n  each party\n  must not shell anyone")],
        readings: [
          block(
            "planted-reading",
            `reading planted-reading of PLANTED-1, held by ${own}, source P1, stated 2020-01-01\n  attribution conduct of a counts as b`,
          ),
        ],
      }),
  ],
  [
    "witness-word",
    (own, other) =>
      found("witness-word", {
        rows: [row({ actor: own, target: other, note: "Fire on a village, as survivors told." })],
      }),
  ],
  [
    "outlets-word",
    (own) =>
      found("outlets-word", {
        rows: [row({ actor: own, grade: "claim", note: "An offensive that took posts." })],
        extra: [source({ leaning: "independent; its author writes from the other side" })],
      }),
  ],
  [
    "outlets-word",
    (own) =>
      found("outlets-word", {
        rows: [row({ actor: own, grade: "claim", note: "Interviews with sixty who left. It heard one side." })],
        extra: [source({ kind: "ngo", leaning: "human rights organisation" })],
      }),
  ],
  [
    "each-blames",
    (own, other) =>
      found("each-blames", {
        rows: [
          row({ kind: "clash", actor: own, target: other, note: "Each says that the other began (C9999x)." }),
          row({ event: "C9999x", kind: "attack", actor: own, grade: "claim", status: "alleged" }),
        ],
      }),
  ],
  [
    "who-began",
    (own, other) =>
      found("who-began", {
        rows: [row({ kind: "state-view", actor: own, reply: `${other}: ${own} attacked first.` })],
      }),
  ],
  [
    "told-twice",
    (own, other) =>
      found("told-twice", {
        rows: [
          row({ actor: own, target: other }),
          row({ event: "PLANTED-2", actor: own, target: other, when: "2020-09-30/2020-10-02" }),
        ],
      }),
  ],
  [
    "one-event",
    (own, other) =>
      found("one-event", {
        rows: [
          row({ actor: own, target: other, kind: "shell", place: "Shusha", when: "2020-09-27" }),
          row({ actor: own, target: other, kind: "shell", place: "Agdam", when: "2020-10-20" }),
        ],
      }),
  ],
  [
    "hurt-in-note",
    (own, other) =>
      found("hurt-in-note", {
        rows: [
          row({
            actor: own,
            target: other,
            kind: "detain",
            note: "Two soldiers taken; one of them had killed a guard.",
          }),
        ],
      }),
  ],
  [
    "clash-dead",
    (own, other) =>
      found("clash-dead", {
        rows: [row({ actor: own, target: other, kind: "clash", deaths_best: "1", note: `A man of ${other} killed.` })],
      }),
  ],
  [
    "ground-taken",
    (own) => found("ground-taken", { rows: [row({ actor: own, kind: "advance", note: "A height taken." })] }),
  ],
  [
    "denial-of-another",
    (own, other) =>
      found("denial-of-another", {
        rows: [row({ stance: "denies", actor: own, grade: "claim", note: `The army of ${other}: it did not fire.` })],
      }),
  ],
  [
    "charge-in-reply",
    (own, other) =>
      found("charge-in-reply", {
        rows: [row({ actor: own, reply: `${own}: military targets; ${other} shelled four of its districts.` })],
      }),
  ],
  [
    "answered-deed",
    (own, other) =>
      found("answered-deed", {
        rows: [row({ actor: own, stance: "denies", grade: "claim", note: `${own}: an answer to fire of ${other}.` })],
      }),
  ],
  [
    "answer-on-page",
    (own) =>
      found("answer-on-page", {
        rows: [
          row({ actor: own, reply: `No answer of ${own} of that day was found; the day before it was false (S9999).` }),
        ],
      }),
  ],
  [
    "self-defence",
    (own) =>
      found("self-defence", {
        rows: [
          row({ actor: own, kind: "invoke-self-defence", when: "1999-05-04" }),
          row({ event: "C9998", actor: own, kind: "attack", when: "1999-05-03" }),
        ],
      }),
  ],
  [
    "court-in-reply",
    (own, other) =>
      found("court-in-reply", {
        rows: [
          row({
            actor: "",
            kind: "harm-civilians",
            target: own,
            reply: `${own}: its courts convicted two men of ${other}.`,
          }),
        ],
      }),
  ],
  [
    "aims-page",
    (own) => found("aims-page", { rows: [row({ actor: own, reply: `${own}: it does not aim at civilians.` })] }),
  ],
  [
    "aims-read",
    (own) =>
      found("aims-read", {
        rows: [row({ actor: own, kind: "shell", when: "1993-01-01", reply: `${own}: military objects only (S9999).` })],
      }),
  ],
  [
    "deed-in-note",
    (own, other) => found("deed-in-note", { rows: [row({ actor: own, note: `Homes hit; ${other} shelled others.` })] }),
  ],
  [
    "deed-on-leaving",
    (own) =>
      found("deed-on-leaving", { rows: [row({ actor: own, kind: "flee", note: "They left and burned houses." })] }),
  ],
  [
    "act-in-note",
    (own, other) =>
      found("act-in-note", { rows: [row({ actor: own, target: other, note: "Towns shelled, burned and looted." })] }),
  ],
  [
    "held-up-in-note",
    (own) =>
      found("held-up-in-note", {
        rows: [row({ actor: own, kind: "block", note: "Lorries of the other stood there." })],
      }),
  ],
  [
    "kept-out-in-note",
    (own) =>
      found("kept-out-in-note", {
        rows: [row({ actor: own, kind: "close", note: "The line was closed, and the town had no fuel." })],
      }),
  ],
  [
    "court-unseen",
    (own, other) =>
      found("court-unseen", {
        norms: [
          {
            ...block("measure", `ban measure of PLANTED, the measure\n  ${other}\n  must not shell anyone`),
            prose: `## Measure\n\nTo ${other}, as ${own} quotes the Court (S9999).\n`,
          },
        ],
        extra: [
          source({
            id: "S9999",
            speaks_for: own,
            leaning: `media giving the ministry of ${own}, who quotes the Court`,
          }),
        ],
      }),
  ],
  [
    "meets-both",
    (own, other) =>
      found("meets-both", {
        norms: [block("talks", `duty talks of PLANTED, point 1\n  ${own}\n  must meet with ${other}`)],
      }),
  ],
  [
    "one-bar",
    (own, other) =>
      found("one-bar", {
        claims: [
          block(
            "EX",
            `claim EX at X, an assessment\n  index of ${own} was at most 0.4 in 2000\n  index of ${other} was at most 0.5 in 2000`,
          ),
        ],
      }),
  ],
  ["press-reply", (own) => found("press-reply", { rows: [row({ kind: "censor", actor: own, reply: "" })] })],
  [
    "emergency-ends",
    (own) => found("emergency-ends", { rows: [row({ kind: "declare-emergency", actor: own, when: "2023-11-01" })] }),
  ],
  [
    "media-reading",
    (own) =>
      found("media-reading", {
        readings: [
          block(
            "media",
            `reading media of PLANTED-NORM, held by outlets-${own === "Armenia" ? "AM" : "AZ"}, source P1, stated 2008\n  no unless`,
          ),
        ],
      }),
  ],
  [
    "one-method",
    (own) =>
      found("one-method", {
        claims: [block("EX", `claim EX at X, an event\n  press-rank of ${own} rose from 2008 to 2023`)],
      }),
  ],
  [
    "whom-read",
    (own) =>
      found("whom-read", {
        readings: [
          block(
            "wide",
            `reading wide of PLANTED-NORM, held by ${own}, source P1, stated 2023\n  no-harm by side means no attack by side on anyone`,
          ),
        ],
      }),
  ],
  ["held-until", (own, other) => found("held-until", { readings: [whileHeld(own, other, "")] })],
  [
    "judging-word",
    (own) =>
      found("judging-word", { claims: [underSentence(`Then came the crackdown of ${own}.`, 'called "crackdown"')] }),
  ],
  [
    "whom-fire-hit",
    (own, other) => {
      const [army, police] = BODIES.get(other)!;
      return found("whom-fire-hit", {
        rows: [
          row({ event: "C9999", kind: "attack", actor: own, target: army }),
          row({ event: "C9999a", kind: "inflict-losses", actor: "", target: police, deaths_best: "3" }),
        ],
      });
    },
  ],
  [
    "span-of-days",
    (own, other) =>
      found("span-of-days", {
        rows: [
          row({ actor: own, target: other, kind: "shell", place: "Shusha", when: "2020-09-27/2020-11-08" }),
          row({ event: "PLANTED-2", actor: own, target: other, kind: "shell", place: "Shusha", when: "2020-10-04" }),
        ],
      }),
  ],
  ["word-of-deed", (own, other) => found("word-of-deed", { claims: [usedBy(own, `${own} shelled ${other} in 2020`)] })],
  ["whose-forces", (own, other) => found("whose-forces", irregulars(own, other))],
  [
    "court-on-control",
    (own, other) =>
      found("court-on-control", {
        ...irregulars(own, other, `\n  not checked "whose forces they were: says ${own}; says ${other}"`),
        rows: [heldInCourt(own)],
      }),
  ],
  ["both-asked", (own, other) => found("both-asked", { claims: [asking(`${own} shelled ${other} in 2020`)] })],
  [
    "other-way",
    (own) => found("other-way", { claims: [asking("blocked of planted-road held in 2020", `${own} was cut off.`)] }),
  ],
  [
    "weighed",
    (own, other) =>
      found("weighed", {
        claims: [asking(`${own} shelled ${other} in 2020`, `${own} struck and, less so, ${other}.`)],
      }),
  ],
  [
    "stages-in-order",
    (own, other) => found("stages-in-order", { claims: [ofCause(`${own} shelled ${other} in 2020`)] }),
  ],
  [
    "page-day",
    (own) => found("page-day", { rows: [row({ actor: own })], extra: [source({ published: "2020-09-30" })] }),
  ],
  ["republic-day", (own) => found("republic-day", { rows: [row({ actor: own, when: "1989/1991-08" })] })],
  [
    "relied-on",
    (own) =>
      found("relied-on", {
        claims: [asking(`planted-series of ${own} fell from 1990 to 1993`)],
        figures: [figureOf(own, "1993", "Looks odd; not to be relied on.")],
      }),
  ],
  [
    "like-years",
    (own, other) =>
      found("like-years", {
        claims: [asking(`gdp of ${own} fell from 1994 to 1995 and gdp of ${other} fell from 1994 to 1996`)],
      }),
  ],
  [
    "word-met",
    (own, other) =>
      found("word-met", {
        rows: [
          row({ actor: own, note: `The paper calls the ground occupied by ${own}.`, reply: `${other}: it asked.` }),
        ],
      }),
  ],
  ["person-mark", (own) => found("person-mark", { rows: [row({ actor: own, note: "A farmer shot in a field." })] })],
  [
    "own-script",
    (own) => {
      const name = own === "Armenia" ? "armenia-police" : "azerbaijan-police";
      return found("own-script", { actors: [block(name, `group ${name} "police of ${own}"`)] });
    },
  ],
  ["source-cited", (own) => found("source-cited", { extra: [source({ id: "P7", speaks_for: own })] })],
]);

describe("each rule of fairness", () => {
  it("has a fault planted for it", () => {
    expect([...PLANTED.keys()]).toEqual([...RULES.keys()]);
  });

  for (const [rule, plant] of PLANTED)
    it(`finds what breaks it, of either side alike: ${rule}`, () => {
      const [one, other] = [plant("Armenia", "Azerbaijan"), plant("Azerbaijan", "Armenia")];
      expect(one.map((each) => each.rule)).toEqual([rule]);
      expect(other.map((each) => each.rule)).toEqual([rule]);
      expect(one[0]!.at).toMatch(/^[\w./-]+:\d+$/u);
      expect(one[0]!.repair).not.toBe("");
    });

  it("asks of an answer that gives a court's words through a party, of either side, who quotes it", () => {
    for (const own of OWN) {
      const extra = [source({ speaks_for: own, leaning: `media giving the ministry of ${own}, who quotes the Court` })];
      const ruled = (says: string, of = "P1"): readonly Fault[] =>
        found("court", {
          rows: [row({ grade: "claim", event: "C9999x" })],
          claims: [block("EX", `claim EX at X, an event\n  called "a word"\n  ruled by ICJ, source ${of}, "${says}"`)],
          extra,
        });
      expect(ruled("it said so").map(({ thing }) => thing)).toEqual(["EX"]);
      expect(ruled("it said so (C9999x)", "S33").map(({ thing }) => thing)).toEqual(["EX"]);
      expect(ruled(`it said so, as ${own} quotes it (C9999x)`)).toEqual([]);
      expect(ruled("it ordered something", "S33")).toEqual([]);
    }
  });

  it("asks of a word that others did it, of a crowd or of a doer whom nobody names, of either side, for its row", () => {
    const crowds = [
      ["Armenia", "assailants-armenia"],
      ["Azerbaijan", "assailants-sumgait"],
    ] as const;
    for (const [own, crowd] of crowds) {
      const reply = `${own}: provocations that others prepared.`;
      const charge = row({ actor: crowd, kind: "harm-civilians", reply });
      expect(found("denial-in-reply", { rows: [charge] })).toHaveLength(1);
      expect(found("denial-in-reply", { rows: [row({ actor: "", kind: "expel", reply })] })).toHaveLength(1);
      const denial = row({ ...charge, stance: "denies", grade: "claim" });
      expect(found("denial-in-reply", { rows: [charge, denial] })).toEqual([]);
      // What a monitor did not see is no denial of the side's own.
      expect(found("denial-in-reply", { rows: [charge, { ...denial, grade: "observation" }] })).toHaveLength(1);
    }
  });

  it("names nobody of either side where a source speaks of all sides", () => {
    for (const own of OWN) {
      const held = row({ actor: own, kind: "harm-captives", note: "Held as hostages by all sides." });
      expect(found("unnamed-doer", { rows: [held] })).toHaveLength(1);
      expect(found("unnamed-doer", { rows: [{ ...held, actor: "" }] })).toEqual([]);
      expect(found("unnamed-doer", { rows: [{ ...held, note: "Held, by the word of both sides." }] })).toEqual([]);
    }
  });

  it("asks of a strike within the days of a count that gives no place whether its dead stand in both, of either side", () => {
    for (const [own, other] of [OWN, OWN.toReversed()] as const) {
      const strike = row({ actor: own, target: other, when: "2031-10-04", deaths_low: "2" });
      const count = row({ event: "PLANTED-2", actor: own, target: other, kind: "inflict-losses", place: "" });
      const war = { ...count, when: "2031-09-27/2031-11-09", deaths_best: "9" };
      expect(found("dead-twice", { rows: [strike, war] }).map(({ thing }) => thing)).toEqual(["PLANTED"]);
      expect(found("dead-twice", { rows: [{ ...strike, deaths_low: "", quantity: "2" }, war] })).toEqual([]);
      // Who died at close hand need not be in a count of those killed by fire.
      expect(found("dead-twice", { rows: [{ ...strike, kind: "harm-civilians" }, war] })).toEqual([]);
      expect(found("dead-twice", { rows: [strike, { ...war, when: "2031-10-05/2031-11-09" }] })).toEqual([]);
    }
  });

  it("asks of the dead of either side who are out of the column whether a count holds them, and of who was killed when held", () => {
    for (const [own, other] of [OWN, OWN.toReversed()] as const) {
      const deed = row({ actor: own, target: other, note: "Among those of PLANTED-2, so not in the column." });
      const count = row({ event: "PLANTED-2", actor: own, target: other, kind: "inflict-losses", deaths_best: "9" });
      expect(found("dead-out", { rows: [deed, count] })).toEqual([]);
      expect(found("dead-out", { rows: [deed, { ...count, deaths_best: "" }] })).toHaveLength(1);
      const held = { ...deed, kind: "harm-captives" };
      expect(found("dead-out", { rows: [held, count] })).toEqual([]);
      expect(found("dead-out", { rows: [{ ...held, note: `Six killed. ${held.note}` }, count] })).toHaveLength(1);
    }
  });

  it("asks of the harm by a fire of either side for each whom somebody charges with the fire", () => {
    for (const own of OWN) {
      const fire = row({ actor: own, kind: "attack" });
      const harm = row({
        event: "PLANTED-2",
        actor: "",
        kind: "harm-civilians",
        note: "In the same attack (PLANTED).",
      });
      expect(found("same-fire", { rows: [fire, harm] }).map(({ thing }) => thing)).toEqual(["PLANTED-2"]);
      expect(found("same-fire", { rows: [fire, harm, { ...harm, actor: own, note: "" }] })).toEqual([]);
      expect(found("same-fire", { rows: [{ ...fire, actor: "" }, harm] })).toEqual([]);
    }
  });

  it("asks of a deed that stands in the note on another, of the other side or as witnesses told another source", () => {
    for (const [own, other] of [OWN, OWN.toReversed()] as const) {
      const asked = (note: string) => found("deed-in-note", { rows: [row({ actor: own, note })] });
      const forces = other === "Armenia" ? "Armenian forces" : "Azerbaijani forces";
      expect(asked(`Villages under fire. In those days ${forces} shelled the town beside them.`)).toHaveLength(1);
      expect(asked(`Villages under fire; air raids by ${forces} came in May.`)).toHaveLength(1);
      expect(asked(`Villages under fire; air raids by ${forces}: C20o.`)).toEqual([]);
      expect(asked("Houses burned; people who fled told it (S501) of fire on them.")).toHaveLength(1);
      expect(asked("Houses burned; people who fled told of fire on them.")).toEqual([]);
      const helpSought = (note: string) =>
        found("deed-in-note", { rows: [row({ actor: own, kind: "request-help", note })] });
      expect(helpSought("Its President asks for help after what he calls bombing of its soil.")).toHaveLength(1);
      expect(helpSought("Its President asks for help after what he calls bombing of its soil (C29x).")).toEqual([]);
    }
  });

  it("asks of a note that tells of homes burned or people driven out for the event that tells it", () => {
    for (const [own, other] of [OWN, OWN.toReversed()] as const) {
      const others = [
        row({ event: "C901", actor: own, kind: "destroy", object: "homes" }),
        row({ event: "C902", actor: own, target: other, kind: "expel" }),
      ];
      const asked = (note: string, kind = "take-control") =>
        found("act-in-note", { rows: [row({ actor: own, target: other, kind, note }), ...others] });
      expect(asked("A village taken, whose people were made to leave.")).toHaveLength(1);
      expect(asked("A village taken, whose people were made to leave (C902).")).toEqual([]);
      expect(asked("A village taken, whose people were made to leave (C901).")).toHaveLength(1);
      expect(asked("A village taken, whose army made the people leave.")).toHaveLength(1);
      expect(asked("A burned body found.", "harm-captives")).toEqual([]);
      expect(asked("Nearly 500 were driven out.", "flee")).toHaveLength(1);
      expect(asked("Nearly 500 were driven out.", "expel")).toEqual([]);
      expect(asked("Handed over; houses were set on fire (C901).", "hand-over")).toEqual([]);
      expect(asked("It will be driven out.", "state-view")).toEqual([]);
    }
  });

  it("asks what the note on a denial of either side charges the other with for its event", () => {
    for (const [own, other] of [OWN, OWN.toReversed()] as const) {
      const denial = row({ stance: "denies", grade: "claim", actor: own });
      const asked = (says: string) => found("charge-in-reply", { rows: [{ ...denial, note: `${own}: ${says}` }] });
      expect(asked(`it answered after ${other} mined roads.`)).toHaveLength(1);
      expect(asked(`all are preserved. It spoke of mosques and churches destroyed by ${other}.`)).toHaveLength(1);
      expect(asked(`it answered after ${other} mined roads (C140m).`)).toEqual([]);
      expect(asked(`that ${other} was struck is untrue.`)).toEqual([]);
    }
  });

  it("asks of a medium of either side that denies a deed of the other, also where its row names nobody", () => {
    for (const [own, other] of [OWN, [...OWN].reverse()] as [string, string][]) {
      const extra = [source({ leaning: own === "Armenia" ? "Armenian media" : "Azerbaijani media" })];
      const opened = row({ actor: other, kind: "unblock", grade: "observation", event: "C9999x", source: "S33" });
      const denial = row({ event: "C9999x", stance: "denies", actor: "", kind: "" });
      const rows = [opened, denial];
      expect(found("other-side", { rows, extra })).toHaveLength(1);
      expect(found("denial", { rows, extra })).toHaveLength(1);
      const mended = { ...denial, actor: other, kind: "unblock", grade: "claim" };
      expect(found("other-side", { rows: [opened, mended], extra })).toEqual([]);
      expect(found("denial", { rows: [opened, mended], extra })).toEqual([]);
    }
  });

  it("lets nobody but whom the charge names deny: of one side's bodies neither speaks for the other", () => {
    const denial = row({ stance: "denies", grade: "claim", actor: "Armenia", note: "The army of the NKR: untrue." });
    expect(found("denial-of-another", { rows: [denial] })).toHaveLength(1);
    expect(found("denial-of-another", { rows: [{ ...denial, actor: "armenian-forces" }] })).toEqual([]);
    const crowd = row({ ...denial, actor: "road-protesters", note: "Azerbaijan: nor did they." });
    expect(found("denial-of-another", { rows: [crowd] })).toEqual([]);
  });

  it("asks of a doer whom a ministry of a third state names, through a medium, of either side, for its own row", () => {
    for (const actor of OWN) {
      const quoted = row({ actor, note: "Russia's ministry, as the paper gives it: fire from that side." });
      expect(found("witness-word", { rows: [quoted] })).toHaveLength(1);
      expect(found("witness-word", { rows: [{ ...quoted, actor: "" }] })).toEqual([]);
      expect(found("witness-word", { rows: [quoted], extra: [source({ speaks_for: "Russia" })] })).toEqual([]);
    }
  });

  it("asks whom lawyers speak for, and lets those taken pass who are an event", () => {
    expect(
      found("why-it-speaks", { extra: [source({ kind: "ngo", leaning: "lawyers of the applicants" })] }),
    ).toHaveLength(1);
    const taken = row({ event: "C9999h", kind: "harm-civilians", note: "About 40 villagers were taken (C9999d)." });
    expect(found("taken", { rows: [taken] })).toHaveLength(1);
    expect(found("taken", { rows: [taken, row({ event: "C9999d", kind: "detain" })] })).toEqual([]);
  });

  it("asks of a text of neither side for the other holder's rule on whose deeds are whose", () => {
    const rule = (holder: string): Block =>
      block(
        "planted",
        `reading planted of PLANTED-1, held by ${holder}, source P1, stated 2020-01-01\n  attribution conduct of a counts as b`,
      );
    for (const [one, another] of [
      ["Ukraine", "Russia"],
      ["Russia", "Ukraine"],
    ] as const) {
      expect(found("whose-deeds", { readings: [rule(one)] })).toHaveLength(1);
      expect(found("whose-deeds", { readings: [rule(one), rule(another)] })).toEqual([]);
    }
  });

  it("lets a denial pass that is known, a reply that gives a ground, and a death that a court put down to a state", () => {
    const denied = [
      row({ reply: "Armenia: untrue." }),
      row({ stance: "denies", grade: "claim", note: "Armenia: untrue." }),
    ];
    expect(found("denial-in-reply", { rows: denied })).toEqual([]);
    expect(found("denial", { rows: denied })).toEqual([]);
    expect(found("denial-in-reply", { rows: [row({ reply: "Armenia: military objects only." })] })).toEqual([]);
    const judged = row({ kind: "harm-captives", grade: "finding", deaths_best: "1", note: "A man died in custody." });
    expect(found("custody", { rows: [judged] })).toEqual([]);
  });

  it("lets a doer stand whom the page names, and asks of one sentence one doer", () => {
    for (const [own, people] of [
      ["Armenia", "Armenian"],
      ["Azerbaijan", "Azerbaijani"],
    ] as const) {
      const led = (note: string, cells: Partial<Row> = {}): readonly Fault[] =>
        found("led-to", { rows: [row({ actor: own, kind: "harm-civilians", note, ...cells })] });
      expect(led("Dozens killed during the offensive.")).toHaveLength(1);
      expect(led(`Driven out when ${people} troops took the village.`)).toHaveLength(1);
      expect(led("Dozens killed during the offensive.", { actor: "" })).toEqual([]);
      expect(led(`Dozens killed by ${people} troops during the offensive.`)).toEqual([]);
      expect(led("Houses hit during the offensive.", { kind: "shell" })).toEqual([]);
      const [first, second] = [
        row({ actor: own, kind: "harm-civilians", event: "C9997" }),
        row({ actor: own, kind: "detain", note: "Taken, in the same sentence (C9997)." }),
      ];
      expect(found("one-sentence", { rows: [first, second] })).toEqual([]);
      expect(
        found("one-sentence", {
          rows: [
            { ...first, source: "P2" },
            { ...second, actor: "" },
          ],
        }),
      ).toEqual([]);
    }
  });

  it("takes the mirror of a supposition from itself or from the one beside it, and asks for either half of two", () => {
    const suppose = (name: string, ...lines: readonly string[]): Block =>
      block(name, [`suppose ${name}`, ...lines.map((line) => `  ${line}`)].join("\n"));
    for (const [own, other] of [OWN, [OWN[1], OWN[0]]] as const) {
      const [deed, answer] = [`2021-05-01 ${own} attacks ${other}`, `2021-05-02 ${other} attacks ${own}`];
      const things = (...suppositions: readonly Block[]): readonly string[] =>
        found("mirror", { suppositions }).map(({ thing }) => thing);
      expect(things(suppose("s", deed, answer))).toEqual([]);
      expect(things(suppose("s", deed), suppose("t", answer))).toEqual([]);
      // The one beside it supposes less, or another deed.
      expect(things(suppose("s", deed, deed), suppose("t", answer))).toEqual(["s", "t"]);
      expect(things(suppose("s", deed), suppose("t", answer.replace("attacks", "shells")))).toEqual(["s", "t"]);
      const half = `expect towns-${own.toLowerCase()} by ${own} is breached`;
      const twin = `expect towns-${other.toLowerCase()} by ${other} is breached`;
      expect(things(suppose("s", "without event C1", half))).toEqual(["s"]);
      expect(things(suppose("s", "without event C1", half, twin))).toEqual([]);
      // What is found on the record as it stands is no hypothesis.
      expect(things(suppose("s", "with the record", half))).toEqual([]);
    }
  });

  it("lets pass what points to the deed that it answers, a denial with its row and a word on aims with its page", () => {
    for (const [own, other] of [OWN, [OWN[1], OWN[0]]] as const) {
      const answer = row({ actor: own, stance: "denies", grade: "claim", note: `${own}: it answered fire (C9999).` });
      const deed = (actor: string): Row => row({ event: "C9999", kind: "attack", actor });
      expect(found("answered-deed", { rows: [answer, deed(other)] })).toEqual([]);
      // Its own deed is not what it answers.
      expect(found("answered-deed", { rows: [answer, deed(own)] })).toHaveLength(1);
      const named = row({ actor: own, kind: "invoke-self-defence", when: "1999-05-04" });
      const charged = row({ event: "C9998", actor: own, kind: "attack", when: "1999-05-03" });
      const denies = (actor: string): Row => row({ event: "C9998", stance: "denies", grade: "claim", actor });
      expect(found("self-defence", { rows: [named, charged, denies(own)] })).toEqual([]);
      // What the other denies is no denial of its own.
      expect(found("self-defence", { rows: [named, charged, denies(other)] })).toHaveLength(1);
      const beside = row({ actor: own, reply: `No answer of ${own} of that day was found; it was false (S9999).` });
      const day = row({ event: "C9999", source: "S9999", stance: "denies", grade: "claim", actor: own });
      expect(found("answer-on-page", { rows: [beside, day] })).toEqual([]);
      const trial = row({
        actor: "",
        kind: "harm-civilians",
        target: own,
        note: `A court of ${own} held one man guilty.`,
      });
      expect(found("court-in-reply", { rows: [trial] })).toHaveLength(1);
      const sentence = { ...trial, source: "S9998", actor: "gunmen-1999", grade: "claim" };
      expect(found("court-in-reply", { rows: [trial, sentence] })).toEqual([]);
      const aims = (reply: string, cells: Partial<Source> = {}): readonly Fault[] =>
        found("aims-page", { rows: [row({ actor: own, reply })], extra: [source(cells)] });
      expect(aims(`${own}: military targets only (S9999).`)).toEqual([]);
      expect(aims(`${own}: military targets only.`, { speaks_for: own })).toEqual([]);
      expect(aims(`${own}: military targets only.`, { leaning: "independent, giving both sides" })).toEqual([]);
      expect(aims(`${own}: military targets only.`, { speaks_for: other })).toHaveLength(1);
      const read = (reply: string, holder: string): readonly Fault[] =>
        found("aims-read", {
          rows: [row({ actor: own, kind: "shell", when: "1993-01-01", reply })],
          readings: [
            block("aim", `reading aim of PLANTED-NORM, held by ${holder}, source S9999, stated 1993\n  no fire`),
          ],
        });
      expect(read(`${own}: military objects only (S9999).`, own)).toEqual([]);
      expect(read(`${own}: military objects only (S9999).`, other)).toHaveLength(1);
      // That it does not aim at civilians denies, and reads nothing.
      expect(read(`${own}: it does not aim at civilians (S9999).`, other)).toEqual([]);
      // What it says that the other's fire was at is no word on its own.
      expect(read(`${other}: military objects only (S9999).`, other)).toEqual([]);
      // Who had no part denies, beside *no answer was found* too; of forces that are nobody's it says whose they are not.
      const noPart = (actor: string): readonly Fault[] =>
        found("denial-in-reply", {
          rows: [row({ actor, reply: `${own}: it is not in the war. No answer of ${own} to this was found.` })],
        });
      expect(noPart(own)).toHaveLength(1);
      expect(noPart(other)).toEqual([]);
      const lost = row({
        actor: own,
        kind: "take-control",
        note: `The source counts 58 lost on the side of ${other}.`,
      });
      expect(found("hurt-in-note", { rows: [lost] })).toHaveLength(1);
    }
    expect(
      found("denial-in-reply", { rows: [row({ actor: "armenian-forces", reply: "Armenia: it took no part." })] }),
    ).toEqual([]);
  });

  it("asks no mark of a measure that somebody else quotes, or that bears it", () => {
    const extra = [
      source({
        id: "S9999",
        speaks_for: "Armenia",
        leaning: "media giving the ministry of Armenia, who quotes the Court",
      }),
      source({ id: "S9998", leaning: "independent, giving the Court" }),
    ];
    const measure = (cited: string, mark = ""): readonly Fault[] =>
      found("court-unseen", {
        norms: [
          {
            ...block("measure", `ban measure of X, it\n  Armenia\n  must not shell anyone${mark}`),
            prose: `\n\n(${cited})`,
          },
        ],
        extra,
      });
    expect(measure("S9999")).toHaveLength(1);
    expect(measure("S9999, S9998")).toEqual([]);
    expect(measure("S9999", "\n  text unseen")).toEqual([]);
  });

  it("lets a meeting pass that both owe, and one bar for both", () => {
    const talks = (words: string): readonly Fault[] =>
      found("meets-both", { norms: [block("talks", `duty talks of PLANTED, point 1\n  ${words}`)] });
    expect(talks("Armenia, Azerbaijan\n  must meet with each other")).toEqual([]);
    expect(talks("Armenia\n  must meet with Azerbaijan")).toHaveLength(1);
    const both = block(
      "EX",
      "claim EX at X, an assessment\n  index of Armenia was at most 0.5 in 2000\n  index of Azerbaijan was at most 0.5 in 2000",
    );
    expect(found("one-bar", { claims: [both] })).toEqual([]);
  });

  it("lets a reading pass of deeds on anyone that both sides hold, and one of ground held that has its end", () => {
    const wide = (holder: string): Block =>
      block(
        `wide-${holder}`,
        `reading wide of PLANTED-NORM, held by ${holder}, source P1, stated 2023\n  no-harm by side means no attack by side on anyone`,
      );
    expect(found("whom-read", { readings: [wide("Armenia"), wide("Azerbaijan")] })).toEqual([]);
    expect(found("whom-read", { readings: [wide("Armenia"), wide("nkr")] })).toHaveLength(2);
    for (const own of OWN) {
      const bare = (ground: string) =>
        block(
          "bare",
          `reading bare of PLANTED-NORM, held by ${own}, source P1\n  calm by side means no lay-mines by side${ground}`,
        );
      expect(found("whom-read", { readings: [bare("")] })).toHaveLength(1);
      expect(found("whom-read", { readings: [bare(" and no block by side on agdam-road")] })).toHaveLength(1);
      expect(found("whom-read", { readings: [bare(" in nk-area")] })).toEqual([]);
    }
    expect(found("held-until", { readings: [whileHeld("Armenia", "Azerbaijan", "\n  until 2020-12-01")] })).toEqual([]);
  });

  it("lets fire and its count pass that name one body, civilians beside it, and a word of deeds of both sides", () => {
    for (const [own, other] of [OWN, [OWN[1], OWN[0]]] as const) {
      const [army, police] = BODIES.get(other)!;
      const pair = (target: string, event = "C9999a"): readonly Fault[] =>
        found("whom-fire-hit", {
          rows: [
            row({ event: "C9999", kind: "attack", actor: own, target: army }),
            row({ event, kind: "inflict-losses", actor: "", target }),
          ],
        });
      expect(pair(police)).toHaveLength(1);
      expect(pair(army)).toEqual([]);
      expect(pair(own)).toEqual([]);
      expect(pair(`civilians-${other.toLowerCase()}`)).toEqual([]);
      // Of another number it is the count of something else.
      expect(pair(police, "C9998a")).toEqual([]);
      expect(found("word-of-deed", { claims: [usedBy(own, `${other} shelled ${own} in 2020`)] })).toEqual([]);
      const both = `${own} shelled ${other} in 2020 and ${other} shelled ${own} in 2020`;
      expect(found("word-of-deed", { claims: [usedBy(own, both)] })).toEqual([]);
      expect(found("whose-forces", irregulars(own, other, '\n  not checked "whose forces they were"'))).toEqual([]);
      const ruled = (says: string): readonly Fault[] =>
        found("court-on-control", {
          ...irregulars(own, other, `\n  not checked "whose forces they were${says}"`),
          rows: [heldInCourt(own), leftOpenInCourt(own)],
        });
      expect(ruled("; what a court held (C9996)")).toHaveLength(1);
      expect(ruled("; what a court left open (C9995)")).toHaveLength(1);
      expect(ruled("; what a court held (C9996), and left open (C9995)")).toEqual([]);
    }
  });

  it("asks a place of what an office of either side, or of another state, signs or says", () => {
    for (const actor of [...OWN, "Russia"]) {
      for (const kind of ["sign", "state-view", "hold-vote", "take-office"]) {
        expect(found("place", { rows: [row({ actor, kind, target: "", place: "" })] })).toHaveLength(1);
        expect(found("place", { rows: [row({ actor, kind, target: "", place: "Baku" })] })).toEqual([]);
      }
    }
  });

  it("lists every event of homes destroyed where the README says whose they are counted as", () => {
    const told = readFileSync(join(folder, "README.md"), "utf8")
      .split("\n")
      .find((line) => line.startsWith("- Houses burned"))!;
    const events = tables.rows.filter(({ kind, object }) => kind === "destroy" && object === "homes");
    expect([...new Set(events.map(({ event }) => event))].filter((event) => !told.includes(event))).toEqual([]);
  });

  it("lets a cause pass of which an order or a change is asked, or which cannot be checked", () => {
    for (const [own, other] of [OWN, [OWN[1], OWN[0]]] as const) {
      const asked = (stages: string): readonly Fault[] => found("stages-in-order", { claims: [ofCause(stages)] });
      const one = `${own} shelled ${other} in 2020`;
      expect(asked(`${one} before ${other} shelled ${own} in 2020`)).toEqual([]);
      expect(asked(`${one}\n  gdp of ${own} rose from 2010 to 2020`)).toEqual([]);
      expect(asked('not checkable because "no stage is on record"')).toEqual([]);
      expect(asked(`${one}\n  refuted by ${other} shelled ${own} in 2019 before ${one}`)).toHaveLength(1);
      expect(asked(`${one}\n  not checked "what came before it"`)).toHaveLength(1);
    }
  });

  it("asks of a word that judges whose it is, and that the answer weighs it", () => {
    const asked = (told: string, line: string): readonly Fault[] =>
      found("judging-word", { claims: [underSentence(told, line)] });
    expect(asked("Then came what the essay calls a crackdown.", 'called "crackdown"')).toEqual([]);
    expect(asked("Then came a “crackdown”.", 'not checked "that crackdown is the word"')).toEqual([]);
    expect(asked("Then came what the essay calls a crackdown.", 'not checked "when it ended"')).toHaveLength(1);
  });

  it("lets a claim pass that asks both sides, names the other way, or says what it leaves out", () => {
    for (const [own, other] of [OWN, [OWN[1], OWN[0]]] as const) {
      const [one, two] = [`${own} shelled ${other} in 2020`, `${other} shelled ${own} in 2020`];
      const asked = (rule: string, stages: string, told?: string): readonly Fault[] =>
        found(rule, { claims: [asking(stages, told)] });
      expect(asked("both-asked", `${one}\n  ${two}`)).toEqual([]);
      expect(asked("both-asked", `${own} clashed with ${other} in 2020`)).toEqual([]);
      expect(asked("both-asked", `${one}\n  not checked "whose deeds others were: the sentence names nobody"`)).toEqual(
        [],
      );
      expect(asked("both-asked", one, `${own} struck.`)).toEqual([]);
      const road = `${own} blocked-off planted-road in 2020`;
      expect(asked("other-way", road, "People were cut off.")).toHaveLength(1);
      expect(asked("other-way", road, "The road was closed.")).toEqual([]);
      expect(
        asked("other-way", `${road}\n  not checked "that no other road was open"`, "People were cut off."),
      ).toEqual([]);
      const less = `${own} suffered and, less so, ${other}.`;
      expect(asked("weighed", `${two}\n  not checked "that it was less so of one"`, less)).toEqual([]);
      expect(asked("weighed", `gdp of ${own} was at least 2 times gdp of ${other} in 2020`, less)).toEqual([]);
      const war = {
        ...irregulars(own, other),
        claims: [asking("irregulars took-control of Shusha in 1992", "Civil conflict became civil war.")],
      };
      expect(found("whose-forces", war)).toHaveLength(1);
    }
  });

  it("asks that an event has the point of its place, and that each place has one or a reason", () => {
    const asked = (...rows: readonly Partial<Row>[]): readonly string[] =>
      found("point", { rows: rows.map(row) }).map(({ what }) => what);
    const spot = { lat: "39.76", lon: "46.75", precision: "5 km" };
    for (const actor of OWN) {
      expect(asked({ actor, ...spot })).toEqual([]);
      expect(asked({ actor }, { actor, source: "P2", ...spot })).toEqual([]);
      expect(asked({ actor })).toEqual(["no account at Shusha has its point"]);
      expect(asked({ actor, ...spot }, { actor, source: "P2", line: 3, ...spot, precision: "1 km" })).toEqual([
        "39.76, 46.75, 1 km is not the point of Shusha",
      ]);
      expect(asked({ actor, place: "Moscow" })).toEqual([]);
      expect(asked({ actor, place: "contact-line" })).toEqual([]);
      expect(asked({ actor, place: "contact-line", ...spot })).toHaveLength(1);
      expect(asked({ actor, place: "no-such-place" })).toEqual(["no-such-place is in no table of places.md"]);
      expect(asked({ actor, stance: "denies" })).toEqual([]);
      // An event that was elsewhere at its place has the point of its own.
      expect(
        asked({ actor, event: "C179", place: "Stepanakert", lat: "39.82", lon: "46.75", precision: "5 km" }),
      ).toHaveLength(1);
    }
  });

  it("asks what a page may tell by its day, as far as that is known, and of a denial by what it denies", () => {
    const asked = (published: string, when: string, more: Partial<Row> = {}): number =>
      found("page-day", { rows: [row({ when, ...more })], extra: [source({ published })] }).length;
    expect(asked("2020-10-01", "2020-10-01")).toBe(0);
    expect(asked("2020-10-05", "2020-09-27/2020-10-05")).toBe(0);
    expect(asked("2020-10-05", "2020-09-27/2020-10-06")).toBe(1);
    expect(asked("2020-10-05", "2020-09-27/2020-10")).toBe(1);
    expect(asked("2020-10-05", "2020-09-27/..")).toBe(1);
    // A broad date names in which month it was, and not until when.
    expect(asked("2020-10-05", "2020-10")).toBe(0);
    expect(asked("2020-10-05", "2020-11")).toBe(1);
    expect(asked("2020-10", "2020-10-20")).toBe(0);
    expect(asked("1994-12", "1988/1994")).toBe(0);
    expect(asked("2020-10-05~", "2020-10-31")).toBe(0);
    expect(asked("2020-10-05~", "2020-11-01")).toBe(1);
    expect(asked("2020-08-01/2020-10-05", "2020-10-05")).toBe(0);
    expect(asked("", "2020-11-01")).toBe(0);
    // The account's own day goes before that of its source.
    expect(asked("2020-10-05", "2020-11-01", { published: "2020-11-02" })).toBe(0);
    const denied = (published: string): number =>
      found("page-day", {
        rows: [
          row({ source: "P2" }),
          row({ source: "P2", when: "2020-10-03" }),
          row({ stance: "denies", when: "", grade: "claim" }),
        ],
        extra: [source({ published }), source({ id: "P2" })],
      }).length;
    expect([denied("2020-10-01"), denied("2020-09-30")]).toEqual([0, 1]);
  });

  it("lets a deciding word stand with who will not have it, as a title, or as a name for one's own charged deed", () => {
    for (const [own, other] of [OWN, [OWN[1], OWN[0]]] as const) {
      const asked = (note: string, reply: string, speaks_for = ""): number =>
        found("word-met", {
          rows: [row({ actor: own, grade: "claim", status: "alleged", note, reply })],
          extra: [source({ speaks_for })],
        }).length;
      const called = `${other} calls it aggression`;
      expect(asked(`${called}.`, `${own}: it answered fire.`)).toBe(1);
      expect(asked(`${called}, which ${own} rejects.`, "")).toBe(0);
      expect(asked(`${called}.`, `No answer of ${own} was found.`)).toBe(0);
      expect(asked("A resolution with the title *Aggression against a state*.", `${own}: it asked.`)).toBe(0);
      const names = `${own}: anti-terrorist measures, as it calls them.`;
      expect([asked("", names), asked("", names, other), asked(`${other}: an attack.`, names)]).toEqual([1, 0, 0]);
    }
  });

  it("asks who answers for ground that was taken, as for harm", () => {
    for (const own of OWN) {
      const asked = (kind: string, reply: string): number =>
        found("answer", { rows: [row({ actor: own, kind, reply })] }).length;
      for (const kind of ["shell", "take-control", "advance", "set-up-checkpoint"])
        expect([kind, asked(kind, ""), asked(kind, `No answer of ${own} was found.`)]).toEqual([kind, 1, 0]);
      expect(asked("meet", "")).toBe(0);
    }
  });

  it("finds what points to a person in the name of an actor, and leaves a name that has its script", () => {
    const named = (rule: string, name: string, text: string): number =>
      found(rule, { actors: [block(name, text)] }).length;
    expect(named("person-mark", "p1", 'group p1 "opposition politician, held in 2013"')).toBe(1);
    expect(named("person-mark", "p1", 'group p1 "applicant to a court, held in 2013"')).toBe(0);
    expect(named("own-script", "courts-AZ", 'group courts-AZ "courts of Azerbaijan"')).toBe(1);
    expect(named("own-script", "courts-AZ", 'group courts-AZ "courts of Azerbaijan" / "məhkəmələr"')).toBe(0);
    expect(named("own-script", "charter-AM", 'actor charter-AM "a charter", a text')).toBe(0);
  });

  it("names a republic of the Union until its state's act of independence, by whom and to whom", () => {
    const asked = (when: string, more: Partial<Row>): number =>
      found("republic-day", { rows: [row({ when, ...more })] }).length;
    expect(asked("1991-09-22", { actor: "Armenia" })).toBe(1);
    expect(asked("1991-09-23", { actor: "Armenia" })).toBe(0);
    expect(asked("1991-10-17", { actor: "", target: "Azerbaijan" })).toBe(1);
    expect(asked("1989/1991", { actor: "Azerbaijan", target: "Armenia" })).toBe(0);
    expect(asked("1989", { actor: "Azerbaijan-SSR", target: "Armenian-SSR" })).toBe(0);
    expect(asked("", { actor: "Armenia" })).toBe(0);
  });

  it("lets a claim rest on figures of which nothing is said, or that it does not ask, over like years of both", () => {
    for (const [own, other] of [OWN, [OWN[1], OWN[0]]] as const) {
      const figures = [figureOf(own, "1993", "Not to be relied on: not to be relied on."), figureOf(own, "1994", "")];
      const rests = (stages: string): number => found("relied-on", { claims: [asking(stages)], figures }).length;
      expect(rests(`planted-series of ${own} was at least 2 in 1994`)).toBe(0);
      expect(rests(`planted-series of ${other} was at least 2 in 1993`)).toBe(0);
      expect(rests(`planted-series of ${other} was at least 2 times planted-series of ${own} in 1993`)).toBe(1);
      expect(rests(`refuted by planted-series of ${own} fell from 1993 to 1994`)).toBe(1);
      expect(rests(`not checked "planted-series of ${own} in 1993"`)).toBe(0);
      const moved = (one: string, two: string): number =>
        found("like-years", {
          claims: [asking(`gdp of ${own} fell from ${one}\n  gdp of ${other} rose from ${two}`)],
        }).length;
      expect(moved("1994 to 1995", "1994 to 1995")).toBe(0);
      expect(moved("1994 to 1995", "1995 to 1996")).toBe(1);
    }
  });
});
