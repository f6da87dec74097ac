/** The words, signs and colours in which findings are told. A sign or colour never stands without its word. */
import type { BoardLine, Finding, Footing, Outcome } from "@servanda/monitor";
import {
  daysLasted,
  formatDay,
  type Model,
  type Reading,
  type Standard,
  THE_CASE,
  type Time,
  type Zone,
} from "@servanda/language";
import picocolors from "picocolors";
import { plain } from "./width.ts";

/** What a board line or finding is called: its outcome or, where several are possible, why. */
export type Word = Outcome | "contested on reading" | "contested on facts" | "unknown";

/** All of them, in the order in which they are counted. */
export const WORDS: readonly Word[] = [
  "breached",
  "contested on reading",
  "contested on facts",
  "unknown",
  "pending",
  "no breach observed",
  "kept",
  "excused",
  "lapsed",
  "suspended",
  "not reached",
  "open",
  "reached",
  "not triggered",
  "not binding",
  "not in force",
];

const SIGNS: { readonly [W in Word]: string } = {
  breached: "✕",
  "contested on reading": "≠",
  "contested on facts": "≠",
  unknown: "?",
  pending: "◷",
  "no breach observed": "○",
  kept: "✓",
  excused: "◇",
  lapsed: "⊘",
  suspended: "‖",
  "not reached": "△",
  open: "◌",
  reached: "▲",
  "not triggered": "–",
  "not binding": "∅",
  "not in force": "·",
};

/** Colours of the 256: told apart with any colour vision, on light and dark. Words not named here are grey. */
const COLOURS: { readonly [W in Word]?: number } = {
  breached: 131,
  "not reached": 131,
  "contested on reading": 135,
  "contested on facts": 135,
  pending: 136,
  open: 136,
  kept: 32,
  reached: 32,
  excused: 32,
};

/** What output goes to. */
export interface Paper {
  /** Cells a line; lines are not longer unless a single sign is. */
  readonly width: number;
  readonly colour: boolean;
}

/** Ways to set text off; all do nothing where there is no colour. */
export interface Ink {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly word: (word: Word, text: string) => string;
}

export function ink(paper: Paper): Ink {
  const colours = picocolors.createColors(paper.colour);
  return {
    bold: (text) => colours.bold(text),
    dim: (text) => colours.dim(text),
    word: (word, text) => (paper.colour ? `\u001b[38;5;${COLOURS[word] ?? 243}m${text}\u001b[39m` : text),
  };
}

export function sign(word: Word): string {
  return SIGNS[word];
}

interface Judged {
  readonly outcome: BoardLine["outcome"];
  readonly possible: readonly Outcome[];
  readonly footing: Footing;
}

export function wordOf(judged: Judged): Word {
  if (judged.outcome !== null) return judged.outcome;
  return judged.footing === "contested on facts" ? "contested on facts" : "unknown";
}

/** The word, with the outcomes that are possible: `unknown: kept or breached`. */
export function phraseOf(judged: Judged): string {
  const word = wordOf(judged);
  return judged.outcome === null ? `${word}: ${either(judged.possible)}` : word;
}

/** The same inside a sentence: `unknown (kept or breached)`. */
export function phraseWithin(judged: Judged): string {
  const word = wordOf(judged);
  return judged.outcome === null ? `${word} (${either(judged.possible)})` : word;
}

/** `a, b or c`. */
export function either(list: readonly string[]): string {
  return join(list, "or");
}

/** `a, b and c`. */
export function all(list: readonly string[]): string {
  return join(list, "and");
}

function join(list: readonly string[], last: string): string {
  if (list.length < 2) return list[0] ?? "";
  return `${list.slice(0, -1).join(", ")} ${last} ${list.at(-1) ?? ""}`;
}

/** `1 day`, `3 days`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

export function standardWords(standard: Standard): string {
  return standard.replaceAll("-", " ");
}

/** A standard, and what it asks for where the case defines it: `careful: two-witnesses or 1 of court`. */
export function standardTold(model: Model, standard: Standard): string {
  const own = model.case.standards?.find(({ id }) => id === standard);
  if (!own) return standardWords(standard);
  const parts = own.parts.map((part) =>
    part.kind === "standard" ? standardWords(part.standard) : `${part.count} of ${part.of.join(", ")}`,
  );
  return `${standardWords(standard)}: ${parts.join(` ${own.connective} `)}`;
}

/** The first display name of whatever has that id, all names of a place; the id where it has none. Made harmless for a terminal. */
export function namer(model: Model): (id: string) => string {
  const names = new Map<string, string>();
  for (const declared of [...model.instruments, ...model.terms, ...model.actors]) {
    names.set(declared.id, declared.names[0] ?? declared.id);
  }
  // Whose name of a place is used is a choice between sides, so none is made.
  for (const zone of model.zones) names.set(zone.id, placeName(zone));
  const name = (id: string): string => plain(id === "unnamed" ? "(nobody named)" : (names.get(id) ?? id));
  return (id) => {
    // Those who are bound as one have their ids joined (docs/semantics.md 12.1, 12.2).
    const mark = names.has(id) ? undefined : ["+", ","].find((each) => id.includes(each));
    if (mark === undefined) return name(id);
    const each = id.split(mark).map(name);
    return mark === "+" ? `${all(each)} together` : `${each.slice(0, -1).join(", ")} or ${each.at(-1)}`;
  };
}

/** All names of a place, each form once: both sides may write one alike in Latin letters. The id where it has none. */
export function placeName({ id, names }: Pick<Zone, "id" | "names">): string {
  return [...new Set(names.flatMap((name) => name.split(" / ")))].join(" / ") || id;
}

const QUOTED = /("[^"]*"|“[^”]*”)/u;

/**
 * Sentences with names in place of the ids that the case declares, in capitals where one begins; what stands in quotation marks is somebody's words,
 * and stays, and so does what stands beside ` / ` already with its other names. `name`: as `namer` has it.
 */
export function spelledOut(model: Model, name: (id: string) => string): (text: string) => string {
  const declared = [...model.instruments, ...model.terms, ...model.actors, ...model.zones];
  const ids = new Set(declared.map(({ id }) => id));
  const named = (part: string, isFirst: boolean): string =>
    part.replace(/[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*/gu, (word, at: number) => {
      if (!ids.has(word) || part.slice(0, at).endsWith(" / ") || part.startsWith(" / ", at + word.length)) return word;
      const begins = at === 0 ? isFirst : part.slice(0, at).endsWith(". ");
      return begins ? capital(name(word)) : name(word);
    });
  return (text) =>
    text
      .split(QUOTED)
      .map((part, i) => (i % 2 === 1 ? part : named(part, i === 0)))
      .join("");
}

function capital(text: string): string {
  return text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}

/** `by the text`, `under NAME`, `under NAME (reading ID)`, `under the case’s reading ID`. */
export function viewWords(view: string, name: (id: string) => string): string {
  if (view === "text") return "by the text";
  const [holder = view, reading] = view.split(":", 2);
  if (holder === THE_CASE) return `under the case’s reading${reading === undefined ? "" : ` ${plain(reading)}`}`;
  return `under ${name(holder)}${reading === undefined ? "" : ` (reading ${plain(reading)})`}`;
}

/** `by the text, under A and B`. */
export function viewsWords(views: readonly string[], name: (id: string) => string): string {
  const read = views.filter((view) => view !== "text").map((view) => viewWords(view, name).replace(/^under /u, ""));
  const under = read.length === 0 ? "" : `under ${all(read)}`;
  return [views.includes("text") ? "by the text" : "", under].filter(Boolean).join(", ");
}

/** What is read of a finding to tell its dates. */
export type Dated = Pick<Finding, "outcome" | "possible" | "window" | "performed" | "coverage" | "approximate"> & {
  readonly breaches: readonly Spell[];
};
type Spell = Pick<Finding["breaches"][number], "footing" | "from" | "until" | "days" | "accounts">;

/** Whether it is of any weight that nothing is reported: of what may be done it is not (docs/semantics.md 14.3). */
export function asksSilence({ possible }: Pick<Finding, "possible">): boolean {
  return possible.some((outcome) => SILENT.has(outcome));
}

const SILENT: ReadonlySet<string> = new Set(["breached", "kept", "no breach observed", "reached", "not reached"]);

/** Days, dates and shares that a finding's outcome rests on; empty where it rests on none. `offset`: of the case, in minutes. */
export function datesOf(finding: Dated, offset: number): string {
  const parts: string[] = [];
  const day = (time: Time): string => dateWords(time, offset);
  if (finding.possible.includes("breached")) {
    const settled = finding.breaches.filter((breach) => breach.footing === "settled");
    const open = finding.breaches.filter((breach) => breach.footing !== "settled");
    const [only] = settled;
    if (only && settled.length === 1 && open.length === 0) parts.push(spell(only, day, offset));
    else if (settled.length > 0) parts.push(spells(settled, ["breach", "breaches"], day, offset));
    if (open.length > 0) parts.push(spells(open, ["possible breach", "possible breaches"], day, offset));
  }
  if (finding.performed) {
    const { late, time, footing, accounts } = finding.performed;
    const done = `performed ${late ? "late, " : ""}${sideWords(day(time))}`;
    parts.push(footing === "settled" ? done : `would be ${done}${tellers(accounts)}`);
  }
  const due = finding.window?.until;
  if (finding.outcome === "pending" && finding.window && !due) parts.push("no deadline");
  if (due && !finding.performed && parts.length === 0) {
    if (finding.outcome === "pending" || finding.outcome === "open") parts.push(`due ${lastDay(due, offset)}`);
    else if (finding.outcome === null || finding.outcome === "not reached" || finding.outcome === "breached") {
      // What is kept or banned up to a day falls due on none: only of such a norm is no breach observed.
      const lasts = finding.possible.includes("no breach observed");
      // Where it may be pending, it is not over in every history.
      const still = finding.possible.includes("pending") ? "due" : "was due";
      parts.push(`${lasts ? "until" : still} ${lastDay(due, offset)}`);
    }
  }
  const isOpen = finding.outcome === "no breach observed" || finding.outcome === null;
  if (finding.coverage.share !== null && isOpen && asksSilence(finding)) {
    parts.push(`coverage ${percent(finding.coverage.share)}`);
  }
  if (finding.approximate) parts.push("approximate");
  return plain(parts.join(", "));
}

/** All that one view finds on a line, to the second: equal where it is the same, whatever its words and readings. */
export function foundOf(findings: readonly Finding[]): string {
  const triggered = findings.filter((f) => f.trigger !== null && wordOf(f) !== "not triggered");
  const found = triggered.map(({ trigger, possible, breaches, performed, coverage }) => [
    trigger?.by === "event" ? trigger.id : "",
    possible,
    breaches.map(({ id, from, until, footing }) => [
      id,
      from.earliest,
      from.latest,
      until?.earliest,
      until?.latest,
      footing,
    ]),
    performed && [performed.time.earliest, performed.time.latest, performed.late, performed.footing],
    // How much was watched is told of one occasion alone: of several it would part views that are told in the same words.
    triggered.length === 1 ? coverage.share : null,
  ]);
  return JSON.stringify(found.map((each) => JSON.stringify(each)).sort());
}

/** One view's findings on a line: the dates of the one that matters or, with several occasions, how many say what; and which readings were first stated late. */
export function summaryOf(findings: readonly Finding[], model: Model): string {
  const said = Map.groupBy(
    findings.filter((f) => f.trigger !== null),
    (f) => wordOf(f),
  );
  const times = new Map([...said].map(([word, these]) => [word, these.length]));
  said.delete("not triggered");
  const live = [...said.values()].flat();
  const [first] = live;
  if (!first) return "";
  const words = tallyWords(times, first.trigger?.by === "event", () => first, model.case.offset);
  return [words, ...statedLate(live, model)].filter(Boolean).join(", ");
}

/**
 * The same of findings that are counted, by what they say. `eventful`: they are on events. `only`: the one that says anything but “not triggered”, where there
 * is just one.
 */
export function tallyWords(
  said: ReadonlyMap<Word, number>,
  eventful: boolean,
  only: () => Dated & Pick<Finding, "trigger">,
  offset: number,
): string {
  const idle = said.get("not triggered") ?? 0;
  const live = WORDS.flatMap((word) => {
    const times = word === "not triggered" ? 0 : (said.get(word) ?? 0);
    return times > 0 ? [{ word, times }] : [];
  });
  const total = live.reduce((sum, { times }) => sum + times, 0);
  if (total === 0) return "";
  const parts: string[] = [];
  if (total === 1) {
    const finding = only();
    if (idle > 0 && finding.trigger?.by === "event") parts.push(`after ${plain(finding.trigger.id)}`);
    parts.push(datesOf(finding, offset));
  } else if (live.length > 1) parts.push(...live.map(({ word, times }) => `${times} ${word}`));
  else parts.push(eventful ? `on ${total} occasions` : `in each of ${total} periods`);
  if (idle > 0) parts.push(`${idle} not triggered`);
  return parts.filter(Boolean).join(", ");
}

/** Readings of which some finding is judged by before they were on record. */
function statedLate(findings: readonly Finding[], model: Model): string[] {
  const used = new Set(findings.flatMap((f) => f.readings));
  const late = model.readings.flatMap((reading) => {
    if (!used.has(reading.id)) return [];
    const told = findings.filter((f) => f.readings.includes(reading.id)).map((f) => statedAfter(reading, f));
    const said = told.filter((words) => words !== null);
    const [words] = said;
    if (words === undefined) return [];
    return [
      {
        id: reading.id,
        words: said.length < told.length ? words.replace(/after .*$/u, "after some of the events") : words,
      },
    ];
  });
  return late.map(({ id, words }) => (used.size === 1 ? words : `${plain(id)} ${words}`));
}

const MOST_SPELLS = 3;

/** Breaches in words. Those that are not settled are told with whoever tells of them. */
function spells(
  breaches: readonly Spell[],
  [one, many]: readonly [string, string],
  day: (time: Time) => string,
  offset: number,
): string {
  const tell = (breach: Spell): string =>
    `${spell(breach, day, offset)}${breach.footing === "settled" ? "" : tellers(breach.accounts)}`;
  const { length } = breaches;
  const ends = length > MOST_SPELLS ? [breaches[0]!, breaches[length - 1]!] : breaches;
  const told = ends.map(tell);
  if (length === 1) return `${one} ${told[0] ?? ""}`;
  if (length <= MOST_SPELLS) return `${length} ${many}: ${told.join("; ")}`;
  return `${length} ${many}, the first ${told[0] ?? ""}, the last ${told.at(-1) ?? ""}`;
}

/** ` (as told by S1, S2)`; empty where nobody tells of it. An account’s id is `EVENT/SOURCE`, and neither id has a slash. */
export function tellers(accounts: readonly string[]): string {
  const sources = [...new Set(accounts.map((id) => id.split("/")[1] ?? id))].sort();
  return sources.length === 0 ? "" : ` (as told by ${sources.join(", ")})`;
}

/**
 * That a reading was first stated after what it is used to judge: `first stated DATE, after the event` (`after it began`,
 * where a failure went on, or another breach did not lie wholly before). What is judged is the event that set the norm off, else the breaches, certain
 * or possible, of which one must have begun for certain by the day before; else what was done, else all of the window. Null where none did, or no date is on record.
 */
export function statedAfter(reading: { readonly stated: Time | null }, finding: Finding): string | null {
  const { stated } = reading;
  if (stated === null) return null;
  const words = (what: string): string => `first stated ${plain(stated.text)}, after ${what}`;
  const isAfter = (time: Time): boolean => stated.earliest > time.latest;
  if (finding.trigger?.by === "event") return isAfter(finding.trigger.time) ? words("the event") : null;
  if (finding.breaches.length > 0) {
    if (!finding.breaches.some(({ from }) => isAfter(from))) return null;
    const isOver = ({ from, until, days }: Spell): boolean =>
      isAfter(from) && (until === null ? days === 0 : isAfter(until));
    return words(finding.breaches.every(isOver) ? "the event" : "it began");
  }
  if (finding.performed) return isAfter(finding.performed.time) ? words("the event") : null;
  const end = finding.window?.until ?? null;
  return end !== null && isAfter(end) ? words("its time") : null;
}

/** `on` a day, or `from` one `to` another, with its length. */
function spell(breach: Spell, day: (time: Time) => string, offset: number): string {
  const from = day(breach.from);
  if (breach.until && day(breach.until) === from) return onWords(from);
  const length = daysLasted(breach, offset);
  const since = `from ${sideWords(from)}`;
  return breach.until ? `${since} to ${sideWords(day(breach.until))}, ${length}` : `${since}, ${length} so far`;
}

/** When something was, of a date as `dateWords` has it: `on 2016-01-26`; `by 2016-01-26`, where nobody knows since when. */
export function onWords(date: string): string {
  if (date === "unknown") return "at a time that nobody gives";
  return date.startsWith("../") ? `by ${date.slice(3)}` : `on ${sideWords(date)}`;
}

/** One end of what lasted: `2016-01-26`, `2016-01-26 or before`, `2016-01-26 or later`. */
export function sideWords(date: string): string {
  if (date === "unknown") return "a time that nobody gives";
  if (date.startsWith("../")) return `${date.slice(3)} or before`;
  return date.endsWith("/..") ? `${date.slice(0, -3)} or later` : date;
}

/** A date as a person writes it: days, where it is known to whole days of the case's zone; else as it stands. */
export function dateWords(time: Time, offset: number): string {
  const clock = (instant: number): number => (((instant + offset * 60) % 86_400) + 86_400) % 86_400;
  if (!time.text.includes("T") || clock(time.earliest) !== 0 || clock(time.latest) !== 86_399) return time.text;
  const [a, b] = [formatDay(time.earliest, offset), formatDay(time.latest, offset)];
  return a === b ? a : `${a}/${b}`;
}

/** The last second of a day, as that day. */
function lastDay(time: Time, offset: number): string {
  return readable(`to ${dateWords(time, offset)}`, offset).slice(3);
}

const STAMP = String.raw`(\d{4,}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d)?)(Z|[+-]\d\d:\d\d)`;
const RANGE = new RegExp(`${STAMP}/${STAMP}`, "gu");
const SINCE = new RegExp(String.raw`\b(from|since) (\d{4,}-\d\d-\d\d)T00:00(?::00)?(?:Z|[+-]\d\d:\d\d)`, "gu");
const UNTIL = new RegExp(String.raw`\b(to|until|by) (\d{4,}-\d\d-\d\d)T23:59:59(?:Z|[+-]\d\d:\d\d)`, "gu");

/** A date of which one side is not known. */
const OPEN = /\b(on|from|since|to|until) (\.\.\/\S+?|\S+\/\.\.)(?=[,:;]?(?:\s|$))/gu;

/** A sentence of the engine with its dates no longer than they need be: a window from the first second of a day begins on that day. */
export function readable(text: string, offset: number): string {
  return text
    .replace(RANGE, (range) => {
      const [from = "", to = ""] = range.split("/");
      return dateWords({ earliest: Date.parse(from) / 1000, latest: Date.parse(to) / 1000, text: range }, offset);
    })
    .replace(SINCE, "$1 $2")
    .replace(UNTIL, "$1 $2")
    .replace(OPEN, (_, word: string, date: string) => (word === "on" ? onWords(date) : `${word} ${sideWords(date)}`));
}

/** Rounded down, so that nothing short of all reads 100 %. */
export function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}

/** Who holds a reading, with its standing towards the agreement that it reads: `Southshore (a party)`, `Harbour Court (a court)`. `name`: as `namer` has it. */
export function holderWords(model: Model, reading: Reading, holder: string, name: (id: string) => string): string {
  if (holder === THE_CASE) return "the case (nobody is on record)";
  const { of } = reading;
  const paper = of.kind === "instrument" ? of.id : model.norms.find(({ id }) => id === of.id)?.instrument;
  const instrument = model.instruments.find(({ id }) => id === paper);
  if (instrument?.parties.some(({ actor }) => actor === holder)) return `${name(holder)} (a party)`;
  const kind = model.actors.find(({ id }) => id === holder)?.kind ?? null;
  const standing = kind === "state" ? "a state that is no party" : kind === null ? "no party" : withArticle(kind);
  return `${name(holder)} (${plain(standing)})`;
}

function withArticle(kind: string): string {
  return `${/^[aeiou]/iu.test(kind) ? "an" : "a"} ${kind}`;
}
