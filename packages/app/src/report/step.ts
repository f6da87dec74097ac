/**
 * The steps of a finding's reasons, in the words in which the command and the workbench tell them. Runs in a browser, too.
 */
import { formatInstant, type Model } from "@servanda/language";
import type { Atom, Because, Finding, Record, Result } from "@servanda/monitor";
import { plain, safe } from "./width.ts";
import { asksSilence, either, percent, readable, standardTold, tellers, viewWords } from "./words.ts";

/** By which names. */
interface Named {
  readonly model: Model;
  readonly name: (id: string) => string;
}

/** What is told of. */
export interface Telling extends Named {
  readonly result: Result;
  readonly finding: Finding;
  /** Only whether accounts could not be read. */
  readonly record?: Pick<Record, "unread">;
}

const TITLES: { readonly [kind: string]: string } = {
  article: "The text",
  view: "The reading",
  "in-force": "In force",
  standard: "Standard of proof",
  trigger: "What sets it off",
  window: "Its time",
  place: "The place",
  performed: "Done",
  breach: "Breach",
  "possible-breach": "Possible breach",
  "possibly-performed": "Would be done",
  exception: "The exception",
  spared: "What another norm allows",
  use: "Used",
  stretch: "Stretch by stretch, until one is missed",
  value: "The figures",
  item: "Each thing owed",
  considered: "Also looked at",
  coverage: "Silence",
  assumed: "Assumed",
  outcome: "So",
};

/** Steps that follow each other under one heading, with it. */
export interface Group {
  /** What the steps are of: `breach`, `possible-breach`, `window` … */
  readonly key: string;
  readonly title: string;
  readonly steps: readonly Because[];
}

/** The reasons by heading, in their order. */
export function groupsOf(finding: Finding): Group[] {
  const groups: { readonly key: string; readonly title: string; readonly steps: Because[] }[] = [];
  for (const step of finding.because.children) {
    if (step.kind === "coverage" && !asksSilence(finding)) continue;
    const key = titleKey(step);
    const last = groups.at(-1);
    if (last?.key === key) last.steps.push(step);
    else groups.push({ key, title: TITLES[key] ?? sentenceCase(plain(step.kind)), steps: [step] });
  }
  return groups;
}

/** What a step says. */
export function valueOf(of: Telling, step: Because): string {
  if (step.kind === "standard") return plain(standardTold(of.model, of.result.standard));
  if (step.kind === "view") return of.finding.view === "text" ? plain(step.value) : viewWords(of.finding.view, of.name);
  if (step.kind === "considered") return plain(step.refs.join(", "));
  if (step.kind === "coverage") return silence(of, step);
  if (step.kind === "breach" && !isSettled(step)) return `${sentence(of, step)}${tellers(accountsOf(of, step))}`;
  if (step.kind === "performed" && !isSettled(step)) {
    return `${sentence(of, step).replace(/^possibly /u, "")}${tellers(of.finding.performed?.accounts ?? [])}`;
  }
  return sentence(of, step);
}

function accountsOf(of: Telling, step: Because): readonly string[] {
  const told = of.finding.breaches.filter((breach) => step.refs.includes(breach.id));
  const own = told.filter((breach) => step.value.startsWith(`from ${breach.from.text} `));
  return (own.length > 0 ? own : told).flatMap((breach) => breach.accounts);
}

/** Who watched, and who denies: only what is so is said. */
function silence(of: Telling, step: Because): string {
  const { share, gaps } = of.finding.coverage;
  if (share === null) return sentence(of, step);
  const watched = step.children.some((child) => child.kind === "coverage-row");
  const denials = step.children.filter((child) => child.kind === "denial").map((child) => child.refs[0] ?? "");
  const deniers = tellers(denials).replace(/^ \(as told by (.*)\)$/u, "denied by $1");
  const isOpen = step.children.some((child) => child.kind === "unsaid");
  // What could not be read may tell of it: then watching proves as little as not watching.
  const unread = of.record?.unread === true && gaps.length > 0;
  if (!watched && deniers === "") {
    if (unread) return "accounts that could not be read may tell of it: that the others report nothing proves nothing";
    return isOpen
      ? "what was told leaves open whether it was this: silence proves nothing"
      : "nobody watched: that nothing is reported proves nothing";
  }
  const much = gaps.length === 0 ? "all" : percent(share);
  const there = gaps.length === 0 ? "" : "there, ";
  const lost = unread ? "; time that accounts speak of, or may, that could not be read is not counted" : "";
  if (deniers === "") return `${much} of the time was watched: ${there}what is not reported did not happen${lost}`;
  const how = watched ? "was watched, or it is" : "it is";
  return `${watched ? "" : "for "}${much} of the time ${how} ${deniers}: ${there}that counts as not having happened${lost}`;
}

/** The engine's sentence, with names for ids and short dates where a span of time is told. */
export function sentence(of: Telling, step: Because): string {
  const spans = ["in-force", "party", "trigger", "window", "gap", "breach", "performed", "amendment"];
  const text = spans.includes(step.kind)
    ? readable(step.value.replace(/^from (\S+) until \1, 0 days/u, "on $1"), of.model.case.offset)
    : step.value;
  if (step.kind === "meaning" || step.kind === "open-term") return termNamed(of, plain(text));
  return namesIn(of, plain(text), step.kind === "place" || step.kind === "item");
}

/** An id may stand between these; what stands between two of them is none. */
const WORD = /([\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*)/u;

/** The words of a sentence of the engine that may be ids. */
export function wordsIn(text: string): ReadonlySet<string> {
  return new Set(text.split(WORD).filter((_, at) => at % 2 === 1));
}

/** Ids of actors in a sentence of the engine, as their names; `all`: of places and terms, too: `harbour-mouth`, `inner-waters of Northshore`. */
function namesIn({ model, name }: Named, text: string, all: boolean): string {
  const named = all ? [...model.actors, ...model.zones, ...model.terms] : model.actors;
  const ids = new Set(named.map(({ id }) => id));
  const words = text.split(WORD);
  for (let at = 1; at < words.length; at += 2) {
    const whole = words.slice(at, at + 5).join("");
    const [id, length] = ids.has(whole) ? [whole, 5] : [words[at] ?? "", 1];
    if (ids.has(id)) words.splice(at, length, name(id));
  }
  return words.join("");
}

/** A sentence on a term, which stands in quotation marks with what it is asked of; only the agreed words are in quotation marks when it is told. */
function termNamed(of: Named, text: string): string {
  return text.replace(
    /^“([^” ]+)([^”]*)”(.*)$/su,
    (_, term: string, asked: string, rest: string) => `“${of.name(term)}”${namesIn(of, asked + rest, true)}`,
  );
}

/** `would be breached if …; kept if …`; of what decides only together with other facts, that it does. */
export function atomWords(of: Named, atom: Atom): string {
  const [first, ...others] = atom.answers.map(({ outcomes }) => either(outcomes));
  if (others.length > 0 && others.every((outcomes) => outcomes === first)) {
    const what =
      atom.kind === "event"
        ? `event ${plain(atom.ref)}`
        : atom.kind === "time"
          ? `the time of event ${plain(atom.ref)}`
          : `whether ${supposed(of, atom)}`;
    return `turns on ${what}, with other facts: that alone leaves ${first}`;
  }
  const yes = atom.answers.find((a) => a.value === "yes");
  const no = atom.answers.find((a) => a.value === "no");
  if (yes && no && atom.answers.length === 2) {
    return `would be ${either(yes.outcomes)} if ${supposed(of, atom)}; ${either(no.outcomes)} if not`;
  }
  const parts = atom.answers.map(({ value, outcomes }) => `${either(outcomes)} if ${answered(of, atom, plain(value))}`);
  return `would be ${parts.join("; ")}`;
}

/** The open fact, as something that is so. */
function supposed(of: Named, atom: Atom): string {
  const ref = plain(atom.ref);
  const named = (text: string): string => namesIn(of, text, true);
  const unreported = /^(.*?)(?:: )?an unreported (.+?)( or \S.*?)?( \([^)]*\))?$/u.exec(ref);
  if (atom.kind === "unreported" && unreported) {
    const [, what = "", act = "", told = "", role = ""] = unreported;
    const was = told === "" ? "" : `,${told} was that`;
    return `“${named(act)}${named(role)}” was done and nobody reports it${was}${what === "" ? "" : ` (${named(what)})`}`;
  }
  // What an event is called is no id of anything else.
  if (atom.kind === "event" || atom.kind === "time") return ref;
  if (atom.kind !== "term" && atom.kind !== "place") return named(ref);
  // Agreed words stand in quotation marks.
  const terms = new Set(of.model.terms.map(({ id }) => id));
  const quoted = (id: string): string => (terms.has(id) ? `“${of.name(id)}”` : of.name(id));
  const told = (text: string): string => namesIn({ ...of, name: quoted }, text, true);
  const [, what = "", where = ""] = /^(\S+) in (.+)$/u.exec(ref) ?? [];
  return what === "" ? told(ref.replace(/ = /u, " covers ")) : `${told(what)} is in ${told(where)}`;
}

function answered(of: Named, { kind, ref }: Atom, value: string): string {
  if (kind === "event") return `event ${plain(ref)} ${namesIn(of, value, true)}`;
  if (kind === "time") return `event ${plain(ref)} was ${when(value, of.model.case.offset)}`;
  return namesIn(of, `${plain(ref)}: ${value}`, true);
}

/** When it was, of a period one side of which nobody may know: in UTC, as the engine has it, told as dates of the case's zone. */
function when(value: string, offset: number): string {
  const [since = "..", until = since] = value.split("/");
  const told = (at: string): string => formatInstant(Date.parse(at) / 1000, offset).replace(/(T\d\d:\d\d):00/u, "$1");
  /** By its day, where it begins or ends one. */
  const end = (word: "from" | "to", at: string): string =>
    readable(`${word} ${told(at)}`, offset).slice(word.length + 1);
  const on = (date: string): string => `${date.includes("T") ? "at" : "on"} ${date}`;
  if (since === until) return since === ".." ? "at a time that nobody gives" : on(told(since));
  if (since === "..") return `${on(end("to", until))} or before`;
  if (until === "..") return `${on(end("from", since))} or after`;
  const [first, last] = [end("from", since), end("to", until)];
  if (first === last) return on(first);
  const isWhole = !`${first}${last}`.includes("T");
  return `between ${isWhole ? first : told(since)} and ${isWhole ? last : told(until)}`;
}

/** What is not settled has another heading than what is. */
function titleKey(step: Because): string {
  if (step.kind === "breach" && !isSettled(step)) return "possible-breach";
  return step.kind === "performed" && !isSettled(step) ? "possibly-performed" : step.kind;
}

function isSettled(step: Because): boolean {
  return !/: (?:unknown|contested on facts)$/u.test(step.value);
}

function sentenceCase(kind: string): string {
  return (kind.slice(0, 1).toUpperCase() + kind.slice(1)).replaceAll("-", " ");
}

/** Markdown as plain text: paragraphs a line each, without emphasis marks, links as their words. */
export function plainProse(prose: string): string {
  return safe(prose)
    .split(/\n\s*\n/u)
    .map((paragraph) =>
      paragraph
        .replace(/\n/gu, " ")
        .replace(/\[([^\]]*)\]\([^)]*\)/gu, "$1")
        .replace(/(\*\*|__|`)(.+?)\1/gu, "$2")
        .replace(/(?<![\p{L}\p{N}*_])([*_])(\S(?:.*?\S)?)\1(?![\p{L}\p{N}*_])/gu, "$2")
        .replace(/^#+\s*/u, "")
        .trim(),
    )
    .filter((paragraph) => paragraph !== "")
    .join("\n");
}
