/** The monitor in a worker of the page, so that a flip never holds up a key or a scroll. */
import { check, type Diagnostic, type Document, type Model } from "@servanda/language";
import type { Record } from "@servanda/monitor";
import { type Balance, balanceOf, type ClaimAnswers, judgeClaims } from "@servanda/analysis";
import { type Asked, optionsOf, recordAs } from "servanda/asked";
import { Monitoring, type Otherwise } from "./monitoring.ts";
import type { Patch, Reasons } from "./patch.ts";

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
  /** The findings of an earlier question, before those of all others. */
  | { readonly kind: "first"; readonly id: number; readonly of: number }
  /** Findings on some norms alone, before all others; `told`: with their reasons. */
  | {
      readonly kind: "part";
      readonly id: number;
      readonly asked: Asked;
      readonly norms: readonly string[];
      readonly told: boolean;
    }
  /**
   * What may be asked next, in that order: worked out while nobody waits, in place of what was to be prepared before. Then reasons of all that
   * was found; `told`: before.
   */
  | { readonly kind: "prepare"; readonly id: number; readonly questions: readonly Asked[]; readonly told: boolean }
  | { readonly kind: "claims"; readonly id: number; readonly asked: Asked }
  | { readonly kind: "balance"; readonly id: number; readonly asked: Asked }
  | { readonly kind: "otherwise"; readonly id: number; readonly asked: Asked; readonly finding: string };

/** What came of edited pages; `model` null: they have errors, and what was asked before still is. */
export interface Drafted {
  readonly model: Model | null;
  readonly faults: readonly Diagnostic[];
}

/** What a question is answered with; null: the case does not say on what date. */
export type Value = Patch | readonly Otherwise[] | ClaimAnswers | Balance | Drafted | null;

export type Answer =
  | {
      readonly id: number;
      readonly ok: true;
      readonly value: Value;
      readonly took: number;
    }
  | { readonly id: number; readonly ok: false; readonly message: string };

/**
 * What a worker says: an answer, or reasons of findings that it gave; `all`: the page now has them of every finding given; `gone`: numbers of findings
 * that it will not speak of again.
 */
export type Message = Answer | { readonly reasons: Reasons; readonly all: boolean; readonly gone: readonly number[] };

/** So long after an answer the page has this machine to itself, to draw it. In milliseconds. */
const PAUSE = 120;
/** So long at most nothing else is taken up. In milliseconds. */
const SLICE = 8;

let model: Model | null = null;
let record: Record | null = null;
let monitoring: Monitoring | null = null;
/** Findings that are being worked out; what was asked last comes first. */
const jobs: { readonly id: number; readonly start: number; readonly steps: Generator<void, Patch | null> }[] = [];
/** What is left to do while nobody waits. */
let reasons: Generator<Reasons> | null = null;
let prepared: Generator<void> | null = null;
let areReasonsFirst = false;
let waiting: ReturnType<typeof setTimeout> | null = null;

/** Another case, or other words of it: nothing that was found before stands, but what was asked before is answered. */
function turnTo(nextModel: Model, nextRecord: Record | null): void {
  while (jobs.length > 0) step();
  model = nextModel;
  record = nextRecord;
  monitoring = nextRecord === null ? null : new Monitoring(nextModel, nextRecord);
  reasons = null;
  prepared = null;
}

function answer(question: Exclude<Question, { readonly kind: "find" }>): Value {
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
  if (model === null || record === null || monitoring === null) return null;
  if (question.kind === "first") {
    const at = jobs.findIndex(({ id }) => id === question.of);
    if (at !== -1) jobs.push(...jobs.splice(at, 1));
    return null;
  }
  if (question.kind === "prepare") {
    prepared = monitoring.prepare(question.questions);
    areReasonsFirst = question.told;
    return null;
  }
  const { asked } = question;
  if (question.kind === "claims" || question.kind === "balance") {
    const options = optionsOf(model, asked);
    if (options === null) return null;
    const supposed = recordAs(record, asked);
    return question.kind === "claims" ? judgeClaims(model, supposed, options) : balanceOf(model, supposed, options);
  }
  if (question.kind === "otherwise") return monitoring.otherwise(asked, question.finding);
  return monitoring.part(asked, question.norms, question.told);
}

/** Goes on with what was asked last. */
function step(): void {
  const job = jobs.at(-1);
  if (!job) return;
  answering(job, () => {
    const next = job.steps.next();
    if (!next.done) return;
    jobs.splice(jobs.indexOf(job), 1);
    reasons ??= monitoring?.reasons() ?? null;
    reply({ id: job.id, ok: true, value: next.value, took: performance.now() - job.start });
  });
}

/** Finds what is asked, and lets other questions come in between: what is being read does not wait for all the rest. */
function find(): void {
  const end = performance.now() + SLICE;
  while (jobs.length > 0 && performance.now() < end) step();
  if (jobs.length > 0) turn.port2.postMessage(null);
  else wait(PAUSE);
}

/** Works on what is left, and lets questions come in between. */
function idle(): void {
  waiting = null;
  if (jobs.length > 0) return;
  const end = performance.now() + SLICE;
  while (performance.now() < end) {
    if (reasons && (areReasonsFirst || prepared === null)) {
      const next = reasons.next();
      if (next.done) reasons = null;
      if (next.done || next.value.length > 0) {
        reply({ reasons: next.value ?? [], all: next.done === true, gone: monitoring?.gone() ?? [] });
      }
    } else if (prepared) {
      if (prepared.next().done) prepared = null;
    } else return;
  }
  wait(0);
}

function wait(pause: number): void {
  if (waiting !== null) clearTimeout(waiting);
  waiting = setTimeout(idle, pause);
}

/** The worker itself, in the types of a page. */
const port = globalThis as unknown as Pick<Worker, "addEventListener" | "postMessage">;
const reply = (message: Message): void => port.postMessage(message);
/** A way to oneself that, other than a timer, takes no time. */
const turn = new MessageChannel();
turn.port1.addEventListener("message", find);
turn.port1.start();

function answering({ id }: { readonly id: number }, work: () => void): void {
  try {
    work();
  } catch (error) {
    const at = jobs.findIndex((job) => job.id === id);
    if (at !== -1) jobs.splice(at, 1);
    reply({ id, ok: false, message: error instanceof Error ? error.message : String(error) });
  }
}

port.addEventListener("message", ({ data }: MessageEvent<Question>) => {
  const start = performance.now();
  answering(data, () => {
    if (data.kind !== "find" || monitoring === null) {
      const value = data.kind === "find" ? null : answer(data);
      reply({ id: data.id, ok: true, value, took: performance.now() - start });
      return;
    }
    prepared = null;
    jobs.push({ id: data.id, start, steps: monitoring.find(data.asked) });
    if (jobs.length === 1) find();
  });
  if (jobs.length === 0) wait(PAUSE);
});
