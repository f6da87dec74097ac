/**
 * What every file, picture and sheet carries that leaves the page: on what terms it was found, of which version of the case, how it may be
 * handled, and whose data it is. Torn from the page, each still says so.
 */
import type { Account, Finding } from "@servanda/monitor";
import { all, type Beside, count, standardWords, viewWords } from "servanda/words";
import { boardOf, lineKey } from "./boardstate.ts";
import { chosenFinding, viewsShown } from "./choice.ts";
import { bordersWords } from "./borders.ts";
import { type Desk, isFlipped, type Selection } from "./desk.ts";
import { filtersTold, flipsTold } from "./filterstate.ts";
import { mapOf, policyWords } from "./mapstate.ts";
import { timelineOf } from "./timelinestate.ts";

/** `version 0123456789ab`; of a draft that nobody has saved, that it is one, and of what. */
export function versionWords({ version, drafts }: Pick<Desk, "version" | "drafts">): string {
  return drafts.length === 0 ? `version ${version}` : `${draftWords(drafts)}, on version ${version}`;
}

/** `an unsaved draft (a.md and b.md as edited)`. */
function draftWords(drafts: readonly string[]): string {
  return `an unsaved draft (${all(drafts)} as edited)`;
}

export function handlingWords({ handling }: Pick<Desk, "handling">): string {
  return handling === "public" ? "public" : `up to “${handling}”: not for publication`;
}

/** The terms as a sentence that still says when it is read later: never “today”. */
export function termsWords(desk: Desk, selection: Selection): string {
  const { at, asOf, standard } = desk.result;
  const known = asOf === null ? "with all that is on record" : `as known on ${asOf.text}`;
  if (selection.facts) return `Observed up to ${at.text}, ${known}; facts only.`;
  const view = selection.view === null ? "under each reading, side by side" : viewWords(selection.view, desk.name);
  return `Findings at ${at.text}, ${known}, at the standard of ${standardWords(standard)}, ${view}.`;
}

/** Licences that sources state, with whose they are: `CC-BY-4.0 (S99, S100); none stated by 3 sources`. */
export function licenceWords(desk: Pick<Desk, "sources">, sources: Iterable<string>): string {
  const ids = [...new Set(sources)].sort();
  const stated = Map.groupBy(ids, (id) => desk.sources.get(id)?.licence ?? "");
  const silent = stated.get("")?.length ?? 0;
  stated.delete("");
  return [
    ...[...stated].map(([licence, of]) => `${licence} (${of.join(", ")})`),
    ...(silent > 0 ? [`none stated by ${count(silent, "source")}`] : []),
  ].join("; ");
}

/** The same for a reader, who must know whom to name. */
function attributionWords(desk: Desk, shown: ReadonlySet<string>): string {
  const sources = desk.record.sources.filter(({ id }) => shown.has(id));
  if (sources.length === 0) return "";
  const licensed = sources.filter(({ licence }) => licence !== null);
  const told = licensed.map(({ id, title, publisher, licence }) =>
    [[title || id, publisher].filter(Boolean).join(", "), licence].join(": "),
  );
  const rest = sources.length - licensed.length;
  const silent = `${count(rest, "source states", "sources state")} no licence`;
  const stated = told.length > 0 ? `${told.join("; ")}. ${rest > 0 ? `Of the others, ${silent}.` : ""}` : `${silent}.`;
  return `Accounts and figures are their sources’. ${stated}`.trimEnd();
}

/** Whose data is in what is shown. */
function sourcesShown(desk: Desk, selection: Selection): ReadonlySet<string> {
  const { open, facts, source } = selection;
  const every = (): string[] => desk.record.sources.map(({ id }) => id);
  const ofEvents = (events: Iterable<string>): string[] => [...events].flatMap((event) => sourcesOfEvent(desk, event));
  const ofFindings = (ids: Iterable<string | null>): string[] =>
    [...ids].flatMap((id) => sourcesOfFinding(desk, desk.findings.get(id ?? "") ?? { accounts: [] }));
  const list = (): string[] => {
    if (open === "map") {
      const { events, unplaced, ground } = mapOf(desk, selection);
      return [...ofEvents(events.ids), ...ofEvents(unplaced), ...ground.flatMap((each) => each.source ?? [])];
    }
    if (open === "timeline") {
      const { lanes, events, undated } = timelineOf(desk, selection);
      const found = ofFindings(lanes.flatMap(({ rows }) => rows.flatMap(({ findings }) => findings)));
      return [...found, ...ofEvents(events.flatMap((lane) => lane.events)), ...ofEvents(undated)];
    }
    if (facts) return open === "sources" && source !== null ? [source] : ofEvents(desk.events.keys());
    if (open === "board") return ofFindings(findingsShown(desk, selection).map(({ id }) => id));
    const read = open === "why" ? chosenFinding(desk, selection) : null;
    if (read) return ofFindings([read.id]);
    return open === "sources" && source !== null ? [source] : every();
  };
  return new Set(list());
}

/** Findings of the cells that the board shows. */
export function findingsShown(desk: Desk, selection: Selection): Finding[] {
  const lines = new Set(boardOf(desk, selection).cells.map(({ norm, bearer }) => lineKey(norm, bearer)));
  return desk.result.findings.filter(
    (f) => lines.has(lineKey(f.norm, f.bearer)) && viewsShown(desk, f.norm, selection.view).includes(f.view),
  );
}

/** What stands below a picture and on a printed sheet, a paragraph each. */
export function sheetLines(desk: Desk, selection: Selection): string[] {
  const { heeded } = filtersTold(desk, selection);
  const shown = [...heeded, ...flipsTold(selection)];
  return [
    `${desk.isolated(desk.model.case.title)}. ${termsWords(desk, selection)}`,
    shown.length > 0 ? `Shown: ${shown.join("; ")}.` : "",
    isFlipped(selection)
      ? `${count(desk.changed.size, "finding differs", "findings differ")} from the case by itself.`
      : "",
    selection.open === "map" ? policyWords(mapOf(desk, selection), desk.name) : "",
    `Handling: ${handlingWords(desk)}. Of ${versionWords(desk)} (the first digits of the SHA-256 of all that was read), by Servanda ${desk.servanda}.`,
    attributionWords(desk, sourcesShown(desk, selection)),
  ].filter((line) => line !== "");
}

/** Columns that stand beside every row of a table: one is cut apart more easily than a picture. `sourcesOf`: whose data a row is. */
export function besideOf<Row>(
  desk: Desk,
  selection: Selection,
  sourcesOf: (row: Row) => Iterable<string>,
): Beside<Row> {
  const { result, model } = desk;
  const { facts, view, open } = selection;
  const fixed: readonly (readonly [string, string])[] = [
    ["case", model.case.title],
    ["version", desk.version],
    ["draft", desk.drafts.length === 0 ? "" : draftWords(desk.drafts)],
    ["at", result.at.text],
    ["as_of", result.asOf?.text ?? ""],
    ["standard", facts ? "" : result.standard],
    ["read", facts ? "facts only" : view === null ? "each reading" : viewWords(view, desk.name)],
    ["supposed", flipsTold(selection).join("; ")],
    ["filters", filtersTold(desk, selection).heeded.join("; ")],
    ...(open === "map" ? ([["borders", bordersWords(mapOf(desk, selection).policy, desk.name).title]] as const) : []),
    ["handling", handlingWords(desk)],
    ["servanda", desk.servanda],
  ];
  const values = fixed.map(([, value]) => value);
  return {
    header: ["licences", ...fixed.map(([name]) => name)],
    cells: (row) => [licenceWords(desk, sourcesOf(row)), ...values],
  };
}

/** Sources of the accounts that a finding rests on. */
export function sourcesOfFinding(desk: Desk, { accounts }: Pick<Finding, "accounts">): string[] {
  return accounts.flatMap((id) => desk.accounts.get(id)?.source ?? []);
}

export function sourcesOfEvent(desk: Desk, event: string): string[] {
  return (desk.events.get(event) ?? []).map(({ source }: Account) => source);
}
