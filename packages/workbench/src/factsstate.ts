/**
 * The desk for those whose mandate forbids attribution: observations, and nothing that says who did it, what it means or what follows.
 * Views are given this desk in place of the other, so that none of them can tell more than there is (docs/cli.md, `--facts-only`).
 */
import type { Account, Source } from "@servanda/monitor";
import { namedInFacts, type Observation, observed, saidWords } from "servanda/words";
import { clockWords } from "./clock.ts";
import type { Desk, Selection, ViewId } from "./desk.ts";
import { deedWords } from "./timelinestate.ts";

export function factsOf(desk: Desk): Desk {
  const told = new Set(observed(desk.record, desk.result).map((o) => o.account));
  const accounts = desk.record.accounts
    .filter((account) => told.has(account.id))
    .map((account): Account => ({ ...account, actor: null, reply: null, note: null }));
  // Titles attribute and leanings characterise: a source goes by its id and its publisher.
  const sources = desk.record.sources.map((source) => ({ ...source, title: source.id, leaning: null, speaksFor: [] }));
  const named = namedInFacts(desk.model);
  const result = { ...desk.result, findings: [], board: [], views: [] };
  return {
    ...desk,
    // Actors have names that characterise, and no filter by them is heeded: none is offered.
    model: {
      ...desk.model,
      actors: [],
      norms: [],
      readings: [],
      instruments: [],
      claims: [],
      precedences: [],
      suppositions: [],
    },
    record: {
      ...desk.record,
      accounts,
      sources,
      coverage: [],
    },
    points: new Map([...desk.points].filter(([id]) => told.has(id))),
    pages: [],
    result,
    plain: result,
    changed: new Set(),
    findings: new Map(),
    sources: new Map(sources.map((s) => [s.id, s])),
    accounts: new Map(accounts.map((a) => [a.id, a])),
    events: Map.groupBy(accounts, (a) => a.event),
    // Names of groups characterise, too.
    name: (id) => (named.has(id) ? desk.name(id) : id),
    names: (id) => (named.has(id) ? desk.names(id) : [id]),
  };
}

// ── Which views there are ─────────────────────────────────────────────────────────────────────────

/** Views that tell what is owed, what follows or what a text says: with facts only they have nothing to show. */
const EMPTY: ReadonlySet<ViewId> = new Set(["why", "essay", "text"]);

/** Views as they are offered: with facts only all observations stand in place of the board, and what has nothing to show is left out. */
export function offered<V extends { readonly id: ViewId; readonly title: string }>(
  views: readonly V[],
  { facts }: Pick<Selection, "facts">,
): readonly V[] {
  if (!facts) return views;
  return views
    .filter(({ id }) => !EMPTY.has(id))
    .map((view) => (view.id === "board" ? { ...view, title: "Observations" } : view));
}

/** The view that stands in place of the one that is open: where it has nothing to show, all observations. */
export function standing({ open, facts }: Pick<Selection, "open" | "facts">): ViewId {
  return facts && EMPTY.has(open) ? "board" : open;
}

// ── What they show ────────────────────────────────────────────────────────────────────────────────

/** What one source says, or denies, of one event. */
export interface FactSaid {
  readonly account: string;
  readonly event: string;
  readonly source: string;
  readonly stance: Account["stance"];
  readonly words: string;
}

/** An event with what each source says of it, or a source with what it says of each event. */
export interface FactGroup {
  readonly id: string;
  readonly title: string;
  readonly said: readonly FactSaid[];
}

/** Events in the order of time. `desk`: of facts. */
export function factsByEvent(desk: Desk): FactGroup[] {
  return grouped(desk, observed(desk.record, desk.result), "event", (event) => deedWords(event, desk));
}

/** Sources, those that tell most first; the one that is chosen alone. */
export function factsBySource(desk: Desk, { source }: Pick<Selection, "source">): FactGroup[] {
  const seen = observed(desk.record, desk.result).filter((each) => source === null || each.source === source);
  return grouped(desk, seen, "source", (id) => publisherOf(desk.sources.get(id), id)).sort(
    (a, b) => b.said.length - a.said.length || (a.id < b.id ? -1 : 1),
  );
}

/** Who publishes a source; its id where that is not said. */
export function publisherOf(source: Source | undefined, id: string): string {
  return source?.publisher || id;
}

function grouped(
  desk: Desk,
  seen: readonly Observation[],
  by: "event" | "source",
  title: (id: string) => string,
): FactGroup[] {
  return [...Map.groupBy(seen, (each) => each[by])].map(([id, own]) => ({
    id,
    title: title(id),
    said: own.map((each) => ({
      account: each.account,
      event: each.event,
      source: each.source,
      stance: each.stance,
      words: clockWords(saidWords(each, desk.name), desk.model.case.offset),
    })),
  }));
}
