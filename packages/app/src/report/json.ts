/** The JSON that programs read: a contract (docs/findings.schema.json), keys in its order, the same bytes for the same inputs. */
import type { Time } from "@servanda/language";
import type { Atom, Because, BoardLine, Breach, Finding, Result, View } from "@servanda/monitor";
import type { Fault } from "./diagnostic.ts";
import { sorted } from "./diagnostic.ts";
import { WORDS, wordOf } from "./words.ts";

/** A file of the case and its hash. A file with rows that are withheld has no hash: it would let one test guesses. */
export type Input =
  | { readonly path: string; readonly sha256: string }
  | { readonly path: string; readonly sha256: null; readonly note: "withheld rows" };

export interface Envelope {
  /** The version of Servanda. */
  readonly servanda: string;
  readonly case: { readonly id: string; readonly title: string };
  readonly inputs: readonly Input[];
  readonly diagnostics: readonly Fault[];
  readonly withheld: { readonly handling: string; readonly findings: number };
}

/** `omitted`: how many findings are not in it. `events`: of which alone the lines of the board are. */
export function findingsJson(envelope: Envelope, result: Result, omitted = 0, events: readonly string[] = []): string {
  return print({
    format: 1,
    servanda: envelope.servanda,
    case: { id: envelope.case.id, title: envelope.case.title },
    at: time(result.at),
    asOf: orNull(result.asOf, time),
    standard: result.standard,
    inputs: inputsOf(envelope.inputs),
    diagnostics: sorted(envelope.diagnostics).map(faultJson),
    views: byKey(result.views, (v) => v.id).map(view),
    findings: byKey(result.findings, (f) => f.id).map(finding),
    ...(omitted > 0 ? { omitted } : {}),
    ...(events.length > 0 ? { events } : {}),
    uses: [],
    board: byKey(result.board, (l) => `${l.instrument}\u0000${l.norm}\u0000${l.bearer}`).map(boardLine),
    counts: counts(result.board),
    withheld: { handling: envelope.withheld.handling, findings: envelope.withheld.findings },
  });
}

/** How many board lines say what; every word is there. */
export function counts(board: readonly BoardLine[]): { readonly [word: string]: number } {
  return Object.fromEntries(WORDS.map((word) => [word, board.filter((line) => wordOf(line) === word).length]));
}

/** Sorted by code unit. */
export function byKey<T>(list: readonly T[], key: (item: T) => string): T[] {
  return [...list].sort((a, b) => {
    const x = key(a);
    const y = key(b);
    return x < y ? -1 : x > y ? 1 : 0;
  });
}

export function inputsOf(inputs: readonly Input[]): unknown[] {
  return byKey(inputs, (i) => i.path).map((i) =>
    i.sha256 === null ? { path: i.path, sha256: null, note: i.note } : { path: i.path, sha256: i.sha256 },
  );
}

/** Two spaces, a newline at the end; what could disturb a terminal is written as `\uXXXX`, which means the same. */
export function print(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replace(/[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`;
}

export function time(t: Time): unknown {
  return { earliest: t.earliest, latest: t.latest, text: t.text };
}

export function orNull<T>(value: T | null, write: (value: T) => unknown): unknown {
  return value === null ? null : write(value);
}

export function faultJson(f: Fault): unknown {
  return {
    code: f.code,
    severity: f.severity,
    path: f.path,
    line: f.line,
    column: f.column,
    row: f.row,
    field: f.field,
    value: f.value,
    message: f.message,
    repair: f.repair,
  };
}

function view(v: View): unknown {
  return { id: v.id, holder: v.holder, readings: v.readings };
}

function finding(f: Finding): unknown {
  return {
    id: f.id,
    norm: f.norm,
    instrument: f.instrument,
    article: f.article,
    view: f.view,
    readings: f.readings,
    bearer: f.bearer,
    counterparty: f.counterparty,
    bindings: f.bindings.map((b) => ({ name: b.name, value: b.value })),
    trigger: orNull(f.trigger, (t) => ({ by: t.by, id: t.id, time: time(t.time) })),
    window: orNull(f.window, (w) => ({ from: time(w.from), until: orNull(w.until, time), assumed: w.assumed })),
    outcome: f.outcome,
    possible: f.possible,
    footing: f.footing,
    approximate: f.approximate,
    breaches: f.breaches.map(breach),
    performed: orNull(f.performed, (p) => ({
      time: time(p.time),
      late: p.late,
      footing: p.footing,
      accounts: p.accounts,
    })),
    pivots: { minimal: f.pivots.minimal, atoms: f.pivots.atoms.map(atom) },
    coverage: {
      share: f.coverage.share,
      gaps: f.coverage.gaps.map((g) => ({ from: time(g.from), until: time(g.until) })),
      rows: f.coverage.rows,
    },
    assumed: f.assumed,
    accounts: f.accounts,
    because: because(f.because),
  };
}

function breach(b: Breach): unknown {
  return {
    id: b.id,
    item: b.item,
    from: time(b.from),
    until: orNull(b.until, time),
    days: b.days,
    footing: b.footing,
    accounts: b.accounts,
  };
}

function atom(a: Atom): unknown {
  return { kind: a.kind, ref: a.ref, answers: a.answers.map((x) => ({ value: x.value, outcomes: x.outcomes })) };
}

function because(b: Because): unknown {
  return { rule: b.rule, kind: b.kind, value: b.value, refs: b.refs, children: b.children.map(because) };
}

function boardLine(l: BoardLine): unknown {
  return {
    norm: l.norm,
    instrument: l.instrument,
    article: l.article,
    bearer: l.bearer,
    outcome: l.outcome,
    possible: l.possible,
    footing: l.footing,
    occasions: l.occasions,
    byView: l.byView.map((v) => ({ view: v.view, outcome: v.outcome, possible: v.possible, footing: v.footing })),
  };
}
