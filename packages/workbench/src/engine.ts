/** The monitor in a worker of the page, so that a flip never holds up a key or a scroll. */
import { check, type Diagnostic, type Document, type Model } from "@servanda/language";
import { type Finding, monitor, type Options, type Record, type Result, STANDARDS } from "@servanda/monitor";
import type { Standard } from "@servanda/language";
import { type Balance, balanceOf, type ClaimAnswers, judgeClaims } from "@servanda/analysis";
import { type Asked, optionsOf, recordAs } from "./asked.ts";
import { actsOf, patched, reachOf } from "./reach.ts";

export type Question =
  | { readonly kind: "case"; readonly id: number; readonly model: Model; readonly record: Record }
  /** The pages as somebody edits them: if they have no error, what is asked from now on is asked of them. */
  | {
      readonly kind: "draft";
      readonly id: number;
      readonly documents: readonly Document[];
      readonly sources: readonly string[];
      readonly shapes: readonly string[];
    }
  | { readonly kind: "find"; readonly id: number; readonly asked: Asked }
  /** Findings on one norm alone, before all others. */
  | { readonly kind: "part"; readonly id: number; readonly asked: Asked; readonly norm: string }
  | { readonly kind: "claims"; readonly id: number; readonly asked: Asked }
  | { readonly kind: "balance"; readonly id: number; readonly asked: Asked }
  | { readonly kind: "otherwise"; readonly id: number; readonly asked: Asked; readonly finding: string };

/** What a finding would be if one thing were otherwise; `finding` null: its occasion would not arise. */
export interface Otherwise {
  readonly kind: "standard" | "account" | "source";
  readonly ref: string;
  readonly finding: Pick<Finding, "outcome" | "possible" | "footing"> | null;
}

/** What came of edited pages; `model` null: they have errors, and what was asked before still is. */
export interface Drafted {
  readonly model: Model | null;
  readonly faults: readonly Diagnostic[];
}

/** What a question is answered with; null: the case does not say on what date. */
export type Value = Result | readonly Otherwise[] | ClaimAnswers | Balance | Drafted | null;

export type Answer =
  | {
      readonly id: number;
      readonly ok: true;
      readonly value: Value;
      readonly took: number;
    }
  | { readonly id: number; readonly ok: false; readonly message: string };

const MOST_TRIED = 24;

let model: Model | null = null;
let record: Record | null = null;
/** What each norm asks about, and the last that was found: a flip is worked out only where it can reach. */
let acts: ReadonlyMap<string, ReadonlySet<string>> | null = null;
let last: { readonly asked: Asked; readonly result: Result } | null = null;

/** Another case, or other words of it: nothing that was found before stands. */
function turnTo(nextModel: Model, nextRecord: Record | null): void {
  model = nextModel;
  record = nextRecord;
  acts = null;
  last = null;
}

function answer(question: Question): Value {
  if (question.kind === "case") {
    turnTo(question.model, question.record);
    return null;
  }
  if (question.kind === "draft") {
    const { documents, sources, shapes } = question;
    const checked = check(documents, { sources: new Set(sources), shapes: new Set(shapes) });
    const isSound = !checked.diagnostics.some(({ severity }) => severity === "error");
    if (isSound) turnTo(checked.model, record);
    return { model: isSound ? checked.model : null, faults: checked.diagnostics };
  }
  if (model === null || record === null) return null;
  const options = optionsOf(model, question.asked);
  if (options === null) return null;
  if (question.kind === "claims") return judgeClaims(model, recordAs(record, question.asked), options);
  if (question.kind === "balance") return balanceOf(model, recordAs(record, question.asked), options);
  if (question.kind === "part") {
    return monitor(model, recordAs(record, question.asked), { ...options, norms: new Set([question.norm]) });
  }
  if (question.kind === "find") return find(model, record, question.asked, options);
  return otherwise(model, record, question.asked, question.finding);
}

function find(of: Model, all: Record, asked: Asked, options: Options): Result {
  acts ??= actsOf(of);
  const reach = last === null ? "all" : reachOf(acts, all, last.asked, asked);
  const found = monitor(of, recordAs(all, asked), reach === "all" ? options : { ...options, norms: reach });
  const result = last === null || reach === "all" ? found : patched(last.result, found, reach);
  last = { asked, result };
  return result;
}

/** Tries a finding again: at the other standards, and without each account and each source that it rests on. */
function otherwise(of: Model, all: Record, asked: Asked, id: string): Otherwise[] {
  const again = (changed: Asked): Finding | null => {
    const options = optionsOf(of, changed);
    const norms = new Set([id.split("/")[0] ?? ""]);
    if (options === null) return null;
    return monitor(of, recordAs(all, changed), { ...options, norms }).findings.find((f) => f.id === id) ?? null;
  };
  const now = again(asked);
  if (now === null) return [];
  const own = sayingOf(now);
  const standard = asked.standard ?? of.case.standard;
  const tried: Otherwise[] = [];
  const attempt = (kind: Otherwise["kind"], ref: string, changed: Asked): void => {
    const found = again(changed);
    if (found === null || sayingOf(found) !== own) tried.push({ kind, ref, finding: found });
  };
  for (const each of Object.keys(STANDARDS) as Standard[]) {
    if (each !== standard) attempt("standard", each, { ...asked, standard: each });
  }
  for (const account of now.accounts.slice(0, MOST_TRIED)) {
    attempt("account", account, { ...asked, disbelieved: [...asked.disbelieved, account] });
  }
  const told = all.accounts.filter((a) => now.accounts.includes(a.id)).map((a) => a.source);
  const covering = all.coverage.filter((row) => now.coverage.rows.includes(row.id)).map((row) => row.source);
  for (const source of [...new Set([...covering, ...told])].slice(0, MOST_TRIED)) {
    attempt("source", source, { ...asked, without: [...asked.without, source] });
  }
  return tried;
}

function sayingOf(finding: Finding): string {
  return JSON.stringify([finding.outcome, finding.possible, finding.footing]);
}

/** The worker itself, in the types of a page. */
const port = globalThis as unknown as Pick<Worker, "addEventListener" | "postMessage">;
const reply = (message: Answer): void => port.postMessage(message);
port.addEventListener("message", ({ data }: MessageEvent<Question>) => {
  const start = performance.now();
  try {
    const value = answer(data);
    reply({ id: data.id, ok: true, value, took: performance.now() - start });
  } catch (error) {
    reply({ id: data.id, ok: false, message: error instanceof Error ? error.message : String(error) });
  }
});
