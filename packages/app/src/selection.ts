/** Which part of a result was asked for: `--view`, `--instrument`, `--party`, `--event`, `--outcome`. */
import { distance, type Model, THE_CASE } from "@servanda/language";
import { board as boardOf, type Finding, type Record, type Result, type View } from "@servanda/monitor";
import { Usage } from "./usage.ts";
import { lineUnder, viewsByNorm, viewsSeen } from "./report/view.ts";
import { WORDS, type Word, wordOf } from "./report/words.ts";

export interface Asked {
  readonly view: string | null;
  readonly instruments: readonly string[];
  readonly parties: readonly string[];
  readonly events: readonly string[];
  readonly outcomes: readonly string[];
}

export interface Selection {
  /** The one view asked for, as an id; null: all. */
  readonly view: string | null;
  readonly result: Result;
}

/** What was asked for, as ids and words of the case; events are left to `eventNamed`. */
export function named(model: Model, result: Pick<Result, "views" | "board">, asked: Asked): Named {
  const view = asked.view === null ? null : viewNamed(model, result.views, asked.view);
  const instruments = asked.instruments.map((id) => known(id, "instrument", model.instruments));
  const bearers = [...new Set(result.board.map((line) => line.bearer))]
    .filter((id) => !model.actors.some((actor) => actor.id === id))
    .map((id) => ({ id, names: [] }));
  // Whatever is declared is taken; offered are those who owe something or have agreed to it.
  const agreed = new Set(model.instruments.flatMap((i) => i.parties.map((m) => m.actor)));
  const owing = new Set(result.board.map((line) => line.bearer));
  const parties = asked.parties.map((id) =>
    known(
      id,
      "party",
      [...model.actors, ...bearers],
      [...model.actors, ...bearers].filter((d) => agreed.has(d.id) || owing.has(d.id)),
    ),
  );
  return { view, instruments, parties, outcomes: asked.outcomes.map(wordNamed) };
}

export interface Named {
  readonly view: string | null;
  readonly instruments: readonly string[];
  readonly parties: readonly string[];
  readonly outcomes: readonly Word[];
}

export function select(model: Model, record: Record, result: Result, asked: Asked): Selection {
  const wanted = named(model, result, asked);
  const events = asked.events.map((id) => eventNamed(record, id));
  return { view: wanted.view, result: choose(events.length === 0 ? result : ofEvents(model, result, events), wanted) };
}

/** The event of that id, or the one as which it counts (docs/semantics.md 1.2). */
function eventNamed({ accounts, joined = [] }: Record, text: string): string {
  const ids = [...new Set(accounts.map(({ event }) => event))];
  const of = new Map([...ids.map((id) => [id, id] as const), ...joined.map(({ id, event }) => [id, event] as const)]);
  const found = of.get(text);
  if (found !== undefined) return found;
  const near = nearest(text, of.keys());
  const all = ids.length === 0 ? "none" : ids.length > MOST_EVENTS ? `${ids.length} of them` : ids.join(", ");
  throw new Usage(
    `There is no event “${text}” in this case. ${near === null ? `It has: ${all}.` : `Did you mean “${near}”?`}`,
  );
}

/** How many events are listed where none is like the one asked for. */
const MOST_EVENTS = 20;

/**
 * Only what one of these events set off, broke, used or performed, or would if it happened; and what the other views find of the same, since one
 * may see a breach where another sees none. The lines of the board count these findings alone.
 */
function ofEvents(model: Model, result: Result, events: readonly string[]): Result {
  const occasion = ({ trigger }: Finding): string | null => (trigger?.by === "event" ? trigger.id : null);
  const key = (f: Finding): string => JSON.stringify([f.norm, f.bearer, f.counterparty, occasion(f)]);
  const concerned = new Set(result.findings.filter((f) => events.some((id) => concerns(f, id))).map(key));
  const findings = result.findings.filter((f) => concerned.has(key(f)));
  return { ...result, findings, board: boardOf(model, findings, result.views) };
}

function concerns({ trigger, breaches, performed, uses, pivots }: Finding, event: string): boolean {
  return (
    (trigger?.by === "event" && trigger.id === event) ||
    breaches.some(({ id }) => id === event) ||
    performed?.accounts.some((account) => account.startsWith(`${event}/`)) === true ||
    uses?.some((use) => use.event === event) === true ||
    pivots.atoms.some(({ kind, ref }) => kind === "event" && ref === event)
  );
}

/** That part of a result. */
export function choose(result: Result, { view, instruments, parties, outcomes }: Named): Result {
  const seen = view === null ? result : underView(result, view);
  const fits = (f: Finding): boolean =>
    (instruments.length === 0 || instruments.includes(f.instrument)) &&
    (parties.length === 0 ||
      parties.includes(f.bearer) ||
      (f.counterparty !== null && parties.includes(f.counterparty)));
  const findings = seen.findings.filter(fits);
  const told = new Set(findings.map((f) => lineKey(f)));
  const board = seen.board.filter((line) => told.has(lineKey(line)));
  if (outcomes.length === 0) return { ...seen, findings, board };

  const lines = board.filter((line) => [line, ...line.byView].some((judged) => outcomes.includes(wordOf(judged))));
  const contested = new Set(
    outcomes.includes("contested on reading")
      ? lines.filter((line) => line.outcome === "contested on reading").map((line) => lineKey(line))
      : [],
  );
  return {
    ...seen,
    findings: findings.filter((f) => outcomes.includes(wordOf(f)) || contested.has(lineKey(f))),
    board: lines,
  };
}

/** What ties findings to a line of the board. */
export function lineKey(of: { readonly norm: string; readonly bearer: string }): string {
  return `${of.norm}\u0000${of.bearer}`;
}

/** A view by its id, its holder (by id or any of its names), or a reading that it follows. */
export function viewNamed(model: Model, views: readonly View[], asked: string): string {
  const names = new Map<string, string>([
    ["the text", "text"],
    ["the case", THE_CASE],
  ]);
  for (const { id, names: all } of model.actors) for (const name of all) if (!names.has(name)) names.set(name, id);
  const [, holder, reading] = /^(.*?):(.*)$/su.exec(asked) ?? [];
  const spelt = holder === undefined ? (names.get(asked) ?? asked) : `${names.get(holder) ?? holder}:${reading}`;
  for (const name of new Set([asked, spelt])) {
    const found =
      views.find((v) => v.id === name) ??
      only(
        name,
        views.filter((v) => v.holder === name),
      ) ??
      only(
        name,
        views.filter((v) => v.readings.includes(name)),
      );
    if (found) return found.id;
  }
  const ids = views.flatMap((v) => [v.id, ...(v.holder === null ? [] : [v.holder]), ...v.readings]);
  const held = new Set(views.map((v) => v.holder));
  const shown = [...names].filter(([, id]) => held.has(id)).map(([name]) => name);
  const near = nearest(asked, [...ids, ...shown]);
  throw new Usage(
    `There is no view “${asked}” in this case.${near === null ? "" : ` Did you mean “${near}”?`} ` +
      `Its views are: ${views.map((v) => v.id).join(", ")}.`,
  );
}

/** What was probably meant: equal but for case, signs and accents, or a letter or two away. Null: nothing is near. */
export function nearest(asked: string, among: Iterable<string>): string | null {
  const wanted = folded(asked);
  const reach = wanted.length <= 2 ? 0 : wanted.length <= 5 ? 1 : 2;
  let best: string | null = null;
  let least = reach + 1;
  for (const each of [...new Set(among)].sort()) {
    const far = distance(wanted, folded(each), reach);
    if (far < least) [best, least] = [each, far];
  }
  return wanted === "" ? null : best;
}

function folded(text: string): string {
  return text
    .slice(0, 200)
    .toLowerCase()
    .normalize("NFD")
    .replace(/[^\p{L}\p{N}]/gu, "");
}

function only(name: string, views: readonly View[]): View | null {
  if (views.length > 1) {
    throw new Usage(`“${name}” has several views here; say which: ${views.map((v) => v.id).join(", ")}.`);
  }
  return views[0] ?? null;
}

/** The view’s findings; where it does not read a norm, those of its holder’s views that do, else those of the text (docs/semantics.md 6.1, 6.5). */
function underView(result: Result, view: string): Result {
  const seen = new Map([...viewsByNorm(result.board)].map(([norm, there]) => [norm, viewsSeen(view, there)]));
  const shown = new Set([view, "text", ...[...seen.values()].flat()]);
  return {
    ...result,
    views: result.views.filter(({ id }) => shown.has(id)),
    findings: result.findings.filter((f) => seen.get(f.norm)?.includes(f.view)),
    board: result.board.flatMap((line) => lineUnder(line, seen.get(line.norm) ?? []) ?? []),
  };
}

/** The id meant by an id or a name, in any script; letters may differ in case and accents where that leaves one. Wrong usage, if none. */
export function known(
  text: string,
  kind: string,
  declared: readonly { readonly id: string; readonly names: readonly string[] }[],
  offered: readonly { readonly id: string }[] = declared,
): string {
  const alike = declared.filter(
    (d) => folded(text) !== "" && [d.id, ...d.names].some((n) => folded(n) === folded(text)),
  );
  const found =
    declared.find((d) => d.id === text) ??
    declared.find((d) => d.names.includes(text)) ??
    (alike.length === 1 ? alike[0] : undefined);
  if (found) return found.id;
  const near = nearest(
    text,
    declared.flatMap((d) => [d.id, ...d.names]),
  );
  throw new Usage(
    near !== null
      ? `There is no ${kind} “${text}” in this case. Did you mean “${near}”?`
      : `There is no ${kind} “${text}” in this case. It has: ${offered.map((d) => d.id).join(", ") || "none"}.`,
  );
}

function wordNamed(text: string): Word {
  const word = WORDS.find((w) => w === text.trim().toLowerCase().replaceAll("-", " "));
  if (word) return word;
  const near = nearest(text, WORDS);
  throw new Usage(
    `“${text}” is not an outcome.${near === null ? "" : ` Did you mean “${near}”?`} Outcomes are: ${WORDS.join(", ")}.`,
  );
}
