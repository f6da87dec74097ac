/** Which part of a result was asked for: `--view`, `--instrument`, `--party`, `--event`, `--outcome`. */
import { type Model, THE_CASE } from "@servanda/language";
import type { Finding, Record, Result, View } from "@servanda/monitor";
import { type Events, eventsNamed, ofEvents } from "./event.ts";
import { folded, nearest } from "./spelling.ts";
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
  /** The events asked for; none: whatever they are of. */
  readonly events: Events;
  readonly result: Result;
  /** Those findings as the lines tell them: of events that were asked for, what each view makes of these alone. */
  readonly told: readonly Finding[];
  /** Of those, by id: what another event did than was asked of. */
  readonly others: ReadonlySet<string>;
}

/** What was asked for, as ids and words of the case; events are left to `eventsNamed`. */
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
  const events = eventsNamed(record, asked.events, model.case.offset, result.asOf);
  if (events.ids.length === 0 && events.longer.length === 0) {
    const chosen = choose(result, wanted);
    return { view: wanted.view, events, result: chosen, told: chosen.findings, others: new Set() };
  }
  const { result: made, whole, others } = ofEvents(model, result, events.ids);
  const chosen = choose(made, wanted);
  const findings = result.findings.filter(({ id }) => whole.has(id));
  return {
    view: wanted.view,
    events,
    result: { ...chosen, findings: choose({ ...made, findings }, wanted).findings },
    told: chosen.findings,
    others,
  };
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
