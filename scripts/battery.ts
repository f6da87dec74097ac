/**
 * What a mutant has to answer (scripts/mutate.ts): the hand cases, the text cases with the suppositions in them, and of generated cases those
 * that reach a mutant not yet reached by enough. What the oracle finds of each is worked out once and kept.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deserialize, serialize } from "node:v8";
import fc from "fast-check";
import { knownOf, readRecord } from "@servanda/data";
import { check, type Model } from "@servanda/language";
import { monitor, type Options, type Record, suppose } from "@servanda/monitor";
import { casesOf, filesOf } from "../packages/app/test/textcase.ts";
import { differences, reference, type ReferenceFinding } from "../packages/monitor/src/reference.ts";
import { generatedCase } from "../packages/monitor/test/generated.ts";
import { wholeCase } from "../packages/monitor/test/generatedwhole.ts";
import { EDGES } from "../packages/monitor/test/edges.ts";
import { LATE } from "../packages/monitor/test/edgeslate.ts";
import { UNTOLD } from "../packages/monitor/test/edgesuntold.ts";
import { USES } from "../packages/monitor/test/edgesuse.ts";
import { VERDICTS } from "../packages/monitor/test/edgesverdict.ts";
import { RULES, unmet } from "../packages/monitor/test/rules.ts";
import { type Mutant, printOf } from "./mutants.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const FOLDER = join(ROOT, ".cache", "mutate");

/** Generated cases tried, of two in three with the whole language, and how many are kept that reach one mutant: at first, and for what is left alive. */
const ROUNDS = [
  { cases: 3000, enough: 30 },
  { cases: 15_000, enough: 300 },
] as const;

const HAND = [...RULES, ...EDGES, ...LATE, ...UNTOLD, ...USES, ...VERDICTS];

interface Asked {
  readonly title: string;
  readonly model: Model;
  readonly record: Record;
  readonly options: Options;
}

/** `told`: what the oracle finds; `text`: what the case itself expects; `hand`: what a hand case does. */
type Question = Asked &
  (
    | { readonly kind: "told"; readonly wanted: readonly ReferenceFinding[] }
    | { readonly kind: "text" }
    | { readonly kind: "hand"; readonly rule: number }
  );

/** Generated cases as they are kept, up to a seed. */
interface Kept {
  readonly print: string;
  readonly names: readonly string[];
  readonly seed: number;
  readonly questions: readonly Question[];
}

/** A question by what it asks, and the mutants that it reaches. */
export interface Reach {
  readonly print: string;
  readonly title: string;
  readonly reaches: readonly number[];
}

export class Battery {
  private readonly questions: Question[] = [];
  private readonly reached: Uint8Array;
  private readonly isMutant: boolean;
  readonly reach: Reach[] = [];

  /** `reached`: where the engine marks the mutants that it comes by; `isMutant`: it is one already, and may answer wrongly. */
  constructor(reached: Uint8Array, isMutant: boolean) {
    this.reached = reached;
    this.isMutant = isMutant;
    for (const q of fixed()) if (!this.add(q)) throw new Error(`the engine as it is answers wrongly: ${q.title}`);
  }

  /** What is wrong with an answer, in words; null: nothing. `anew`: nothing remembered of a model from before may serve. */
  wrong(index: number, anew: boolean): string | null {
    const q = this.questions[index]!;
    return wrongIn(anew ? { ...q, model: anewOf(q.model) } : q);
  }

  /** More generated cases, by round: for these mutants, or all. */
  grow(round: 0 | 1, list: readonly Mutant[], say: (text: string) => void): void {
    const wanted = list.map((m) => m.n);
    const names = list.map((m) => m.name);
    const path = join(FOLDER, `round-${round}.bin`);
    const print = `${printOf(ROOT, SOURCES)} ${JSON.stringify(ROUNDS[round])}`;
    const kept = existsSync(path) ? (deserialize(readFileSync(path)) as Kept) : null;
    const from = this.questions.length;
    const counts = new Map(wanted.map((n) => [n, 0]));
    const { cases, enough } = ROUNDS[round];
    let differing = 0;
    let seed = 1;
    if (kept?.print === print && names.every((name) => kept.names.includes(name))) {
      seed = kept.seed + 1;
      for (const q of kept.questions)
        if (this.add(q)) for (const n of this.reach.at(-1)!.reaches) counts.set(n, (counts.get(n) ?? 0) + 1);
    }
    for (; seed * 1000 <= cases; seed += 1) {
      const arbitrary = seed % 3 === 0 ? generatedCase : wholeCase();
      const of = `${round === 0 ? "" : "more "}generated ${seed}`;
      for (const [i, c] of fc.sample(arbitrary, { numRuns: 1000, seed: round * 1000 + seed }).entries()) {
        this.reached.fill(0);
        monitor(c.model, c.record, c.options);
        const reaches = wanted.filter((n) => this.reached[n] === 1);
        if (reaches.every((n) => counts.get(n)! >= enough)) continue;
        const q = told({ title: `${of}:${i}`, model: c.model, record: c.record, options: c.options });
        if (q === null) continue;
        if (!this.add(q)) differing += 1;
        else for (const n of reaches) counts.set(n, counts.get(n)! + 1);
      }
      say(`${seed * 1000} generated cases tried, ${this.questions.length - from} kept`);
      const questions = this.questions.slice(from);
      writeFileSync(path, serialize({ print, names, seed, questions } satisfies Kept));
    }
    if (differing > 0) say(`${differing} left out: engine and oracle differ on them (npm run prove)`);
  }

  /** False: the engine as it is answers wrongly. */
  private add(q: Question): boolean {
    this.reached.fill(0);
    if (!this.isMutant && wrongIn(q) !== null) return false;
    const reaches = [...this.reached.entries()].flatMap(([n, is]) => (is === 1 ? [n] : []));
    this.questions.push(q);
    this.reach.push({ print: printed(q), title: q.title, reaches });
    return true;
  }
}

function wrongIn(q: Question): string | null {
  const { model, record, options } = q;
  if (q.kind === "text") {
    const met = suppose(model, record, {}, monitor).every((s) => s.expectations.every((e) => e.met));
    return met ? null : "not what it expects";
  }
  const { findings } = monitor(model, record, options);
  const faults = q.kind === "hand" ? unmet(HAND[q.rule]!, findings) : differences(findings, q.wanted);
  return faults.length === 0 ? null : faults.join("; ");
}

/** What is remembered of a model is remembered of it and of its instruments. */
function anewOf(model: Model): Model {
  return { ...model, instruments: model.instruments.map((i) => ({ ...i })) };
}

/** Null: too large for the oracle. */
function told(asked: Asked): Question | null {
  const { model, record, options } = asked;
  try {
    const wanted = reference(model, record, options).filter((f) => options.norms?.has(f.norm) ?? true);
    return { ...asked, kind: "told", wanted };
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith("too ")) throw error;
    return null;
  }
}

function fixed(): readonly Question[] {
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, "fixed.bin");
  const print = printOf(ROOT, [...SOURCES, "packages/monitor/test/edges", "cases/semantics"]);
  const kept = existsSync(path)
    ? (deserialize(readFileSync(path)) as { print: string; questions: readonly Question[] })
    : null;
  if (kept?.print === print) return kept.questions;
  const questions: Question[] = [];
  const add = (title: string, model: Model, record: Record, options: Options): void => {
    const q = told({ title, model, record, options });
    if (q !== null) questions.push(q);
  };
  for (const [rule, { title, model, record, options = {} }] of HAND.entries()) {
    questions.push({ kind: "hand", rule, title, model, record, options });
    add(title, model, record, options);
  }
  for (const { title, model, record } of textCases()) {
    questions.push({ kind: "text", title, model, record, options: {} });
    add(title, model, narrow(record), {});
    // The suppositions of a case, as the engine is asked about them.
    suppose(model, record, {}, (m, r, options) => {
      add(title, m, narrow(r), options);
      return monitor(m, r, options);
    });
  }
  writeFileSync(path, serialize({ print, questions }));
  return questions;
}

/** What the questions and the oracle's answers are made of. */
const SOURCES = [
  "packages/language/src",
  "packages/data/src",
  "packages/monitor/src/reference",
  "packages/monitor/test/rules.ts",
  "packages/monitor/test/generated",
  "scripts/battery.ts",
];

/** What it asks and expects, wherever among the hand cases it stands. */
function printed(q: Question): string {
  const whole = q.kind === "hand" ? { ...q, rule: HAND[q.rule]!.expect } : q;
  return createHash("sha256").update(JSON.stringify(whole)).digest("hex").slice(0, 16);
}

interface Text {
  readonly title: string;
  readonly model: Model;
  readonly record: Record;
}

function textCases(): readonly Text[] {
  const folder = fileURLToPath(new URL("../cases/semantics/", import.meta.url));
  const pages = readdirSync(folder).filter((name) => name.endsWith(".md"));
  return pages.toSorted().flatMap((page) =>
    casesOf(readFileSync(join(folder, page), "utf8")).map((c) => {
      const files = filesOf(c);
      const { model } = check(files.documents, knownOf(files));
      return { title: c.title, model, record: readRecord(files, model).record };
    }),
  );
}

/** The oracle tries every second (5.3), so longer uncertain times are put at their middle. */
function narrow(record: Record): Record {
  const accounts = record.accounts.map((a) => {
    if (a.when === null || a.when.latest - a.when.earliest < 6) return a;
    const middle = Math.floor((a.when.earliest + a.when.latest) / 2);
    return { ...a, when: { earliest: middle, latest: middle, text: a.when.text } };
  });
  return { ...record, accounts };
}
