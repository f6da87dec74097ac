/** Which part of a result was asked for: `--view`, `--instrument`, `--party`, `--outcome`. */
import type { Model } from "@servanda/language";
import type { BoardLine, Finding, Result, View } from "@servanda/monitor";
import { Usage } from "./usage.ts";
import { WORDS, type Word, wordOf } from "./report/words.ts";

export interface Asked {
  readonly view: string | null;
  readonly instruments: readonly string[];
  readonly parties: readonly string[];
  readonly outcomes: readonly string[];
}

export interface Selection {
  /** The one view asked for, as an id; null: all. */
  readonly view: string | null;
  readonly result: Result;
}

export function select(model: Model, result: Result, asked: Asked): Selection {
  const view = asked.view === null ? null : viewNamed(result.views, asked.view);
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
  const outcomes = asked.outcomes.map(wordNamed);

  const seen = view === null ? result : underView(result, view);
  const fits = (f: Finding): boolean =>
    (instruments.length === 0 || instruments.includes(f.instrument)) &&
    (parties.length === 0 ||
      parties.includes(f.bearer) ||
      (f.counterparty !== null && parties.includes(f.counterparty)));
  const findings = seen.findings.filter(fits);
  const told = new Set(findings.map((f) => lineKey(f)));
  const board = seen.board.filter((line) => told.has(lineKey(line)));
  if (outcomes.length === 0) return { view, result: { ...seen, findings, board } };

  const lines = board.filter((line) => [line, ...line.byView].some((judged) => outcomes.includes(wordOf(judged))));
  const contested = new Set(
    outcomes.includes("contested on reading")
      ? lines.filter((line) => line.outcome === "contested on reading").map((line) => lineKey(line))
      : [],
  );
  return {
    view,
    result: {
      ...seen,
      findings: findings.filter((f) => outcomes.includes(wordOf(f)) || contested.has(lineKey(f))),
      board: lines,
    },
  };
}

/** What ties findings to a line of the board. */
export function lineKey(of: { readonly norm: string; readonly bearer: string }): string {
  return `${of.norm}\u0000${of.bearer}`;
}

/** A view by its id, its holder, or a reading that it follows. */
export function viewNamed(views: readonly View[], name: string): string {
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
  throw new Usage(`There is no view “${name}” in this case. Its views are: ${views.map((v) => v.id).join(", ")}.`);
}

function only(name: string, views: readonly View[]): View | null {
  if (views.length > 1) {
    throw new Usage(`“${name}” has several views here; say which: ${views.map((v) => v.id).join(", ")}.`);
  }
  return views[0] ?? null;
}

/** The view's findings; those of the text for norms that it does not read (docs/semantics.md 6.1, 6.5). */
function underView(result: Result, view: string): Result {
  const read = new Set(result.findings.filter((f) => f.view === view).map((f) => f.norm));
  const board = result.board.map((line): BoardLine => {
    const judged = line.byView.find((v) => v.view === view) ?? line.byView.find((v) => v.view === "text");
    if (!judged) return line;
    return { ...line, outcome: judged.outcome, possible: judged.possible, footing: judged.footing, byView: [judged] };
  });
  return {
    ...result,
    views: result.views.filter((v) => v.id === view || v.id === "text"),
    findings: result.findings.filter((f) => f.view === view || (f.view === "text" && !read.has(f.norm))),
    board,
  };
}

function known(
  text: string,
  kind: string,
  declared: readonly { readonly id: string; readonly names: readonly string[] }[],
  offered: readonly { readonly id: string }[] = declared,
): string {
  const found = declared.find((d) => d.id === text) ?? declared.find((d) => d.names.includes(text));
  if (found) return found.id;
  const near = declared.find((d) => d.id.toLowerCase() === text.toLowerCase());
  throw new Usage(
    near
      ? `There is no ${kind} “${text}” in this case. Did you mean “${near.id}”?`
      : `There is no ${kind} “${text}” in this case. It has: ${offered.map((d) => d.id).join(", ") || "none"}.`,
  );
}

function wordNamed(text: string): Word {
  const word = WORDS.find((w) => w === text.trim().toLowerCase().replaceAll("-", " "));
  if (word) return word;
  throw new Usage(`“${text}” is not an outcome. Outcomes are: ${WORDS.join(", ")}.`);
}
