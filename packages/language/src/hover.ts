/** What is to be said about the word at a place: in Markdown, for people. Text of the case in it is never live Markdown but for prose. */
import { mentionAt, textIn, type Place, type Study } from "./editor.ts";
import { isWord, spanOf, textOf, type Token } from "./lexer.ts";
import { MESSAGES, type Code, type Diagnostic } from "./message.ts";
import type { Membership, Span } from "./model.ts";
import type { Occurrence } from "./occurrence.ts";
import { openingAt } from "./opening.ts";
import { byCodeUnit } from "./spelling.ts";
import type { Passage, Thing, ThingKind } from "./symbol.ts";

export interface Hover {
  readonly span: Span;
  /** Markdown. */
  readonly text: string;
}

const MOST_READINGS = 20;
const LONGEST_PROSE = 4000;

/** What is said about the word at this place, with the faults that stand there; null if nothing is. */
export function hover(studied: Study, place: Place): Hover | null {
  const faults = studied.diagnostics.filter(({ span }) => holds(span, place)).slice(0, 3);
  const mention = mentionAt(studied, place);
  const word = mention === null ? openingText(studied, place) : null;
  const span = mention?.span ?? word?.span ?? faults[0]?.span;
  const parts = faults.map(faultText);
  if (mention !== null) parts.push(describe(studied, mention));
  else if (word !== null) parts.push(word.text);
  const text = parts.filter((part) => part !== "").join("\n\n---\n\n");
  return span === undefined || text === "" ? null : { span, text };
}

function holds({ path, line, column, endLine, endColumn }: Span, place: Place): boolean {
  if (path !== place.path || place.line < line || place.line > endLine) return false;
  return (place.line > line || place.column >= column) && (place.line < endLine || place.column <= endColumn);
}

/** What a fault means, as documented. */
function faultText({ code, message, repair }: Diagnostic): string {
  const meaning = Object.hasOwn(MESSAGES, code) ? MESSAGES[code as Code].meaning : "";
  return [`**${code}** ${plain(message)}`, plain(meaning), repair === null ? "" : plain(repair)]
    .filter((part) => part !== "")
    .join("\n\n");
}

function openingText(studied: Study, place: Place): Hover | null {
  for (const { word, head, body } of studied.passages.get(place.path) ?? []) {
    for (const { tokens } of [head, ...body]) {
      const first = tokens[0] as Token;
      if (first.span.line > place.line) return null;
      if (first.span.line !== place.line || place.column < first.span.column) continue;
      const words = tokens.map((token) => (token.kind === "word" ? token.text : ""));
      const opening = openingAt(word, words, tokens === head.tokens);
      if (opening === null) return null;
      const span = spanOf(first, tokens[opening.words.split(" ").length - 1] ?? first);
      if (!holds(span, place)) return null;
      return { span, text: `${verbatim(opening.form)}\n\n${opening.says}` };
    }
  }
  return null;
}

function describe(studied: Study, mention: Occurrence): string {
  const { model } = studied;
  const { name, key } = mention;
  if (key.startsWith("variable:")) {
    const isParameter = /^variable:.*:\d+:/u.test(key);
    return isParameter
      ? `${verbatim(name)} stands for whatever follows the term where it is used.`
      : `${verbatim(name)} is a variable: whoever or whatever its norm's \`when\` calls so.`;
  }
  const space = key.slice(0, key.indexOf(":"));
  const things = studied.things.get(key) ?? [];
  const thing = things.find(({ owner }) => owner !== null && owner === mention.owner) ?? things[0];
  const title = thing === undefined ? verbatim(name) : headline(thing);
  switch (space) {
    case "base":
    case "present":
    case "past": {
      const act = model.acts.find((each) => (space === "base" ? each.id : each[space]) === name);
      if (act === undefined) return title;
      const roles = act.roles.map((role) =>
        role.preposition === null ? role.name : `${role.preposition} ${role.name}`,
      );
      const admitted = act.admittedBy === null ? "" : `Admitted by: ${act.admittedBy}.`;
      const standard = act.standard ? "Comes with the language." : "";
      return lines(
        `act ${verbatim(`${act.id}, ${act.present}, ${act.past}`)}`,
        `Roles: ${verbatim(roles.join(", "))}.`,
        admitted,
        standard,
      );
    }
    case "source": {
      const source = model.sources.find(({ id }) => id === name);
      const listed = studied.known.sources?.has(name) === true ? "Listed in sources.csv." : "";
      return lines(`source ${verbatim(name)}`, source === undefined ? "" : plain(source.title), listed);
    }
    case "reading": {
      const reading = passagesNamed(studied, ["reading"], name)[0];
      if (reading === undefined || thing === undefined) return title;
      return lines(title, attribution(studied, reading), said(studied, thing.span), quote(reading.prose));
    }
    case "paper":
      return paperText(studied, name, title);
    default:
      return nounText(studied, name, thing, title);
  }
}

function paperText(studied: Study, name: string, title: string): string {
  const { model } = studied;
  // What a norm says is told from its words: one with a fault is not in the model, and its article is on the page.
  const norm = passagesNamed(studied, NORMS, name)[0];
  if (norm !== undefined) return normText(studied, norm);
  const paper = model.instruments.find(({ id }) => id === name);
  if (paper === undefined) return title;
  const { inForce } = paper;
  const force =
    inForce === null
      ? ""
      : `In force from ${inForce.from.text}${inForce.until === null ? "" : ` until ${inForce.until.text}`}.`;
  return lines(
    title,
    paper.signed === null ? "" : `Signed ${paper.signed.text}.`,
    force,
    `Parties: ${members(studied, paper.parties)}.`,
  );
}

const NORMS: readonly ThingKind[] = ["duty", "ban", "aim", "permission", "power"];

function passagesNamed(studied: Study, kinds: readonly ThingKind[], name: string): readonly Passage[] {
  return everyPassage(studied, kinds).filter(({ head }) => head.tokens[1]?.text === name);
}

/** By page and from top to bottom. */
function everyPassage(studied: Study, kinds: readonly ThingKind[]): readonly Passage[] {
  return Array.from(studied.passages.keys())
    .sort(byCodeUnit)
    .flatMap((path) => (studied.passages.get(path) ?? []).filter(({ word }) => kinds.includes(word)));
}

function normText(studied: Study, { word, head, prose }: Passage): string {
  const name = head.tokens[1]?.text ?? "";
  const of = isWord(head.tokens[2], "of") ? (head.tokens[3]?.text ?? "") : "";
  const paper = studied.things.get(`paper:${of}`)?.[0]?.titles[0];
  const article = textOf(head.tokens.slice(5));
  const readings = everyPassage(studied, ["reading"]).filter((each) => each.head.tokens[3]?.text === name);
  const amended = passagesNamed(studied, ["amend"], name).map((each) => {
    const repealed = each.body.some(({ tokens }) => isWord(tokens[0], "repealed"));
    return `${plain(each.head.tokens[3]?.text ?? "")}${repealed ? " (repealed)" : ""}`;
  });
  return lines(
    `${word} ${verbatim(name)} of ${paper === undefined ? verbatim(of) : `**${plain(paper)}**`}, ${plain(article)}`,
    quote(prose),
    amended.length > 0 ? `Amended from ${amended.join(", ")}.` : "",
    readings
      .slice(0, MOST_READINGS)
      .map((each) => `- ${verbatim(each.head.tokens[1]?.text ?? "")}: ${attribution(studied, each)}`)
      .join("\n"),
  );
}

function nounText(studied: Study, name: string, thing: Thing | undefined, title: string): string {
  const { model } = studied;
  const actor = model.actors.find(({ id }) => id === name);
  if (actor !== undefined) {
    const codes = actor.codes.map(({ scheme, code: value }) => `${plain(scheme)} ${verbatim(value)}`);
    const groups = model.actors.filter(({ members: list }) => list.some((each) => each.actor === name));
    const papers = model.instruments.filter(({ parties }) => parties.some((each) => each.actor === name));
    return lines(
      title,
      actor.kind === null ? "" : `${/^[aeiou]/u.test(actor.kind) ? "An" : "A"} ${plain(actor.kind)}.`,
      codes.length > 0 ? `Codes: ${codes.join(", ")}.` : "",
      actor.members.length > 0 ? `Members: ${members(studied, actor.members)}.` : "",
      groups.length > 0 ? `Member of ${groups.map(({ id }) => verbatim(id)).join(", ")}.` : "",
      papers.length > 0 ? `Party to ${papers.map(({ id }) => verbatim(id)).join(", ")}.` : "",
    );
  }
  const state = model.states.find(({ id }) => id === name);
  if (state !== undefined) {
    const acts = (list: readonly { readonly act: string }[]): string => list.map(({ act }) => verbatim(act)).join(", ");
    const first =
      state.initially === null ? "At first unknown." : `At first it ${state.initially ? "holds" : "does not hold"}.`;
    return lines(
      title,
      state.startedBy.length > 0 ? `Started by ${acts(state.startedBy)}.` : "",
      state.endedBy.length > 0 ? `Ended by ${acts(state.endedBy)}.` : "",
      first,
    );
  }
  if (thing?.kind === "term") return termText(studied, name, title);
  const zone = model.zones.find(
    ({ id, span }) =>
      id === name || (thing !== undefined && span.path === thing.span.path && span.line === thing.span.line),
  );
  if (zone !== undefined) {
    const placed = (word: string, list: typeof zone.within): string =>
      list.length === 0
        ? ""
        : `${word} ${list.map(({ zone: other, source }) => verbatim(other) + (source === null ? "" : ` (source ${plain(source)})`)).join(", ")}.`;
    const shape = studied.known.shapes?.has(zone.id) === true ? "Its shape is in places.geojson." : "";
    return lines(title, placed("Lies in", zone.within), placed("Lies outside of", zone.outside), shape);
  }
  return title;
}

/** The meanings of a term, each with its reading, holder and source. */
function termText(studied: Study, name: string, title: string): string {
  const given = everyPassage(studied, ["reading"]).flatMap((reading) =>
    reading.body.flatMap(({ tokens }): string[] => {
      const means = tokens.findIndex((token) => isWord(token, "means"));
      if (means < 0 || tokens[0]?.text !== name) return [];
      const [, id, , of] = reading.head.tokens;
      const whose = `${verbatim(id?.text ?? "")} of ${verbatim(of?.text ?? "")}, ${attribution(studied, reading)}`;
      return [`- ${whose}: ${verbatim(textOf(tokens.slice(means + 1)))}`];
    }),
  );
  if (given.length === 0)
    return lines(title, "No reading gives it a meaning: under the text alone, what rests on it is unknown.");
  const more = given.length > MOST_READINGS ? `… and ${given.length - MOST_READINGS} more.` : "";
  return lines(
    title,
    "It has no meaning of its own. Readings give it one:",
    given.slice(0, MOST_READINGS).join("\n"),
    more,
  );
}

/** `held by A, source S, stated DATE`, with the names for people. */
function attribution(studied: Study, { head }: Passage): string {
  const { tokens } = head;
  const from = tokens.findIndex((token) => isWord(token, "held"));
  if (from < 0) return "held by nobody";
  let holders = true;
  return tokens
    .slice(from)
    .map((token) => {
      if (token.kind === "comma") return ",";
      if (isWord(token, "source", "stated")) holders = false;
      if (isWord(token, "held", "by", "the", "case", "and", "source", "stated")) return ` ${token.text}`;
      return ` ${holders ? nameOf(studied, token.text) : plain(token.text)}`;
    })
    .join("")
    .trim();
}

function said(studied: Study, span: Span): string {
  const text = textIn(studied.documents.get(span.path), span);
  return `\`\`\`\n${text.replaceAll("```", "'''").slice(0, LONGEST_PROSE)}\n\`\`\``;
}

function members(studied: Study, list: readonly Membership[]): string {
  return list
    .map(({ actor, periods }) => {
      const times = periods.map(({ from, until }) =>
        [from === null ? "" : `from ${from.text}`, until === null ? "" : `until ${until.text}`]
          .filter(Boolean)
          .join(" "),
      );
      const told = times.filter(Boolean).join(", ");
      return nameOf(studied, actor) + (told === "" ? "" : ` (${told})`);
    })
    .join(", ");
}

function nameOf(studied: Study, id: string): string {
  const thing = studied.things.get(`noun:${id}`)?.[0];
  return thing?.titles[0] === undefined ? verbatim(id) : plain(thing.titles[0]);
}

function headline({ kind, name, titles, owner }: Thing): string {
  return `${kind} ${verbatim(owner === null ? name : `${name} of ${owner}`)} ${shown(titles, "")}`.trim();
}

function shown(names: readonly string[], id: string): string {
  return names
    .filter((name) => name !== id)
    .map((name) => `**${plain(name)}**`)
    .join(" / ");
}

function lines(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}

/** As code, whatever it contains. */
function verbatim(text: string): string {
  return `\`${text.replaceAll("`", "'").replace(/\s+/gu, " ")}\``;
}

/** As text: no sign in it is Markdown. */
function plain(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|!&]/gu, String.raw`\$&`).replace(/\s+/gu, " ");
}

/** Prose as a quotation. It stays Markdown, but loads nothing and holds no HTML: the page may be a stranger's. */
function quote(prose: string): string {
  const cut = prose.length > LONGEST_PROSE ? `${prose.slice(0, LONGEST_PROSE)} …` : prose;
  const safe = cut
    .trim()
    .replaceAll("![", String.raw`!\[`)
    .replaceAll("<", "&lt;");
  return safe === ""
    ? ""
    : safe
        .split("\n")
        .map((line) => `> ${line.replace(/^(?:>\s?)+/u, "")}`)
        .join("\n");
}
