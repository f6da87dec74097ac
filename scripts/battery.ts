/** What a mutant has to answer (scripts/mutate.ts), worked out once: the oracle's findings of hand cases, text cases and generated cases. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deserialize, serialize } from "node:v8";
import fc from "fast-check";
import { knownOf, readRecord } from "@servanda/data";
import { check, type Model } from "@servanda/language";
import { monitor, type Options, type Record, suppose } from "@servanda/monitor";
import { casesOf, filesOf } from "../packages/app/test/textcase.ts";
import { wrongAnswers } from "../packages/language/test/almanac.ts";
import { differences, reference, type ReferenceFinding } from "../packages/monitor/src/reference.ts";
import { generatedCase } from "../packages/monitor/test/generated.ts";
import { wholeCase } from "../packages/monitor/test/generatedwhole.ts";
import { RULES } from "../packages/monitor/test/rules.ts";

type Monitor = typeof import("../packages/monitor/src/monitor.ts").monitor;

/** Each sort as many; SERVANDA_MUTANT_CASES sets it. */
const GENERATED = Number(process.env["SERVANDA_MUTANT_CASES"] ?? 1500);

export interface Battery {
  readonly isWrongCalendar: (calendar: unknown) => boolean;
  /** What is wrong first, in words; null: nothing. */
  readonly isWrongEngine: (engine: unknown) => string | null;
}

interface Text {
  readonly title: string;
  readonly model: Model;
  readonly record: Record;
}

interface Question {
  readonly title: string;
  readonly model: Model;
  readonly record: Record;
  readonly options: Options;
  readonly wanted: readonly ReferenceFinding[];
}

interface Sheet {
  readonly texts: readonly Text[];
  readonly asked: readonly Question[];
}

/** Works it out, and keeps it in a file for the workers. */
export function writeBattery(path: string): void {
  const texts = textCases();
  const asked: Question[] = [];
  const add = (title: string, model: Model, record: Record, options: Options): void => {
    try {
      const wanted = reference(model, record, options).filter((f) => options.norms?.has(f.norm) ?? true);
      asked.push({ title, model, record, options, wanted });
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith("too ")) throw error;
    }
  };
  for (const { title, model, record, options } of RULES) add(title, model, record, options ?? {});
  for (const { title, model, record } of texts) {
    add(title, model, narrow(record), {});
    // The suppositions of a case, as the engine is asked about them.
    suppose(model, record, {}, (m, r, options) => {
      add(title, m, narrow(r), options);
      return monitor(m, r, options);
    });
  }
  for (const [title, cases] of [
    ["small", generatedCase],
    ["whole", wholeCase()],
  ] as const) {
    for (const c of fc.sample(cases, { numRuns: GENERATED, seed: 1 })) add(title, c.model, c.record, c.options);
  }
  writeFileSync(path, serialize({ texts, asked } satisfies Sheet));
}

export function readBattery(path: string): Battery {
  const { texts, asked } = deserialize(readFileSync(path)) as Sheet;
  return {
    isWrongCalendar: (calendar) => wrongAnswers(calendar as Parameters<typeof wrongAnswers>[0]).length > 0,
    isWrongEngine: (engine) => {
      const { monitor: mutated } = engine as { monitor: Monitor };
      for (const { title, model, record } of texts)
        if (!meetsExpectations(model, record, mutated)) return `expected of: ${title}`;
      for (const { title, model, record, options, wanted } of asked) {
        const told = differences(mutated(model, record, options).findings, wanted);
        if (told.length > 0) return `${title}: ${told.join("; ")}`;
      }
      return null;
    },
  };
}

function meetsExpectations(model: Model, record: Record, mutated: Monitor): boolean {
  return suppose(model, record, {}, mutated).every((s) => s.expectations.every((e) => e.met));
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
