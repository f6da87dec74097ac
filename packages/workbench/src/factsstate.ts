/**
 * The desk for those whose mandate forbids attribution: observations, and nothing that says who did it, what it means or what follows.
 * Views are given this desk in place of the other, so that none of them can tell more than there is (docs/cli.md, `--facts-only`).
 */
import type { Account } from "@servanda/monitor";
import { observed } from "servanda/words";
import type { Desk } from "./desk.ts";

export function factsOf(desk: Desk): Desk {
  const told = new Set(observed(desk.record, desk.result).map((o) => o.account));
  const accounts = desk.record.accounts
    .filter((account) => told.has(account.id))
    .map((account): Account => ({ ...account, actor: null, reply: null, note: null }));
  // Titles attribute and leanings characterise: a source goes by its id and its publisher.
  const sources = desk.record.sources.map((source) => ({ ...source, title: source.id, leaning: null, speaksFor: [] }));
  const zones = new Set(desk.model.zones.map((zone) => zone.id));
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
    name: (id) => (zones.has(id) ? desk.name(id) : id),
    names: (id) => (zones.has(id) ? desk.names(id) : [id]),
  };
}
