/** What the board needs of a case and its findings, and no more: a tenth of the whole. */
import type { Clauses, Model } from "@servanda/language";
import type { Because, Finding, Found, Result } from "@servanda/monitor";
import { toldOf } from "../report/observation.ts";
import type { BoardPayload, CasePayload } from "./payload.ts";

const NO_CLAUSES: Clauses = {
  when: null,
  bearer: { kind: "unnamed" },
  must: { connective: "and", items: [] },
  time: null,
  place: null,
  unless: null,
  owedTo: null,
};
const NO_REASONS: Because = { rule: "", kind: "", value: "", refs: [], children: [] };

/** Of the case as it stands by itself; `result` null: it does not say on what date. */
export function boardOf(payload: CasePayload, result: Result | null): BoardPayload {
  const { servanda, version, folder, handling, resting, faults, asked, model, record } = payload;
  return {
    servanda,
    version,
    folder,
    handling,
    resting,
    faults: faults.filter(({ severity }) => severity === "error"),
    asked,
    model: modelOf(model),
    result: result && { ...result, findings: result.findings.map(findingOf) },
    told: toldOf(record, result?.asOf ?? null),
  };
}

function modelOf(model: Model): Model {
  return {
    ...model,
    acts: [],
    states: [],
    sources: [],
    suppositions: [],
    series: [],
    claims: [],
    norms: model.norms.map((norm) => ({ ...norm, clauses: NO_CLAUSES, amendments: [] })),
    // When a reading was first stated is told on the board; what it says is not.
    readings: model.readings.map((reading) => ({ ...reading, means: [], clauses: {}, prose: "" })),
  };
}

function findingOf(finding: Finding): Finding {
  return { ...foundOf(finding), because: NO_REASONS };
}

/** What the board tells of a finding. */
export function foundOf<T extends Found>(found: T): T {
  return {
    ...found,
    bindings: [],
    pivots: { minimal: true, atoms: [] },
    coverage: { ...found.coverage, gaps: [], rows: [] },
    assumed: [],
    accounts: [],
  };
}
