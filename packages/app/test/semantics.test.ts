/**
 * The text cases of cases/semantics: each a few lines that a lawyer can read, under the number of the rule that it shows. They go the way
 * of every case: the language reads the text, the data layer the tables, the engine judges; and the oracle with it, where it knows
 * the rules.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { knownOf, readRecord } from "@servanda/data";
import { check, type Model, parseTime } from "@servanda/language";
import { type Finding, monitor, type Options, type Record, suppose } from "@servanda/monitor";
import { describe, expect, it } from "vitest";
import { differences, reference } from "@servanda/monitor/reference";
import { atomWords } from "../src/report/step.ts";
import { namer } from "../src/report/words.ts";
import { blocks, casesOf, filesOf } from "./textcase.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const FOLDER = join(ROOT, "cases", "semantics");

interface Wanted {
  readonly line: string;
  readonly norm: string;
  readonly bearer: string | null;
  readonly toward: string | null;
  readonly view: string;
  readonly trigger: string | null;
  readonly possible: readonly string[];
  readonly footing: string | null;
  readonly breaches: readonly string[] | null;
  readonly uses: readonly string[] | null;
  /** The open facts that decide, one after the other. */
  readonly pivots: readonly string[] | null;
  readonly asOf: string | null;
  readonly standard: string | null;
  /** What the answers to each open fact would lead to, in the words of `explain`. */
  readonly told: readonly string[];
}

/**
 * `NORM [by BEARER] [toward PARTY] [under VIEW] [after TRIGGER]: OUTCOME [or OUTCOME …] [; contested on facts] [; breaches E1, E2] [; uses E3, void E4]
 * [; turns on E1, E2] [; as of DATE] [; at standard NAME]`. A line that begins with blanks is what `explain` says of what the line above turns on.
 */
function wantedOf(line: string, told: readonly string[]): Wanted {
  const found = /^(\S+)(?: by (\S+))?(?: toward (\S+))?(?: under (\S+))?(?: after (\S+))?: (.+)$/u.exec(line);
  if (!found) throw new Error(`not an expectation: ${line}`);
  const [outcomes = "", ...more] = found[6]!.split("; ");
  const list = (word: string): string[] | null => {
    const part = more.find((m) => m === `no ${word}` || m.startsWith(`${word} `));
    return part === undefined ? null : part.startsWith("no ") ? [] : part.slice(word.length + 1).split(", ");
  };
  return {
    line,
    norm: found[1]!,
    bearer: found[2] ?? null,
    toward: found[3] ?? null,
    view: found[4] ?? "text",
    trigger: found[5] ?? null,
    possible: outcomes.split(" or ").toSorted(),
    footing: more.find((m) => m === "contested on facts") ?? null,
    breaches: list("breaches"),
    uses: list("uses"),
    pivots: list("turns on"),
    asOf: list("as of")?.[0] ?? null,
    standard: list("at standard")?.[0] ?? null,
    told,
  };
}

function wantedIn(body: string): Wanted[] {
  const out: { readonly line: string; readonly told: string[] }[] = [];
  for (const line of blocks(body, "expect").flatMap((b) => b.split("\n"))) {
    if (line.startsWith(" ")) out.at(-1)!.told.push(line.trim());
    else if (line !== "") out.push({ line, told: [] });
  }
  return out.map(({ line, told }) => wantedOf(line, told));
}

/** On what terms a line is to be judged. */
function optionsOf({ asOf, standard, line }: Wanted, model: Model): Options {
  const day = asOf === null ? null : parseTime(asOf, model.case.offset);
  if (day && "fault" in day) throw new Error(`${line}: ${day.fault}`);
  return {
    ...(day ? { asOf: day.time } : {}),
    ...(standard === null ? {} : { standard }),
  };
}

function of(findings: readonly Finding[], w: Wanted): Finding {
  const found = findings.filter(
    (f) =>
      f.norm === w.norm &&
      f.view === w.view &&
      (w.bearer === null || f.bearer === w.bearer) &&
      (w.toward === null || f.counterparty === w.toward) &&
      (w.trigger === null || f.trigger?.id === w.trigger || f.id.split("/")[3] === w.trigger),
  );
  expect(
    found.map((f) => f.id),
    w.line,
  ).toHaveLength(1);
  return found[0]!;
}

let compared = 0;

const pages = readdirSync(FOLDER)
  .filter((name) => /^\d.*\.md$/u.test(name))
  .toSorted();
const all = pages.flatMap((page) => casesOf(readFileSync(join(FOLDER, page), "utf8")).map((c) => ({ page, ...c })));

describe.each(pages)("%s", (page) => {
  const own = all.filter((c) => c.page === page);
  it.each(own.map((c) => [`${c.rules.join(", ")} ${c.title}`, c] as const))("%s", (_, c) => {
    expect(c.why.length, "one sentence of why").toBeGreaterThan(15);
    const files = filesOf(c);
    const { model, diagnostics } = check(files.documents, knownOf(files));
    expect(diagnostics.filter((d) => d.severity === "error").map((d) => `${d.span.line}: ${d.message}`)).toEqual([]);
    const { record, issues } = readRecord(files, model);
    expect(issues.filter((i) => i.severity === "error").map((i) => i.message)).toEqual([]);
    const lines = wantedIn(c.body);
    const supposed = suppose(model, record, {}, (m, r, options) => {
      compareOn(m, r, options);
      const told = monitor(m, r, options);
      expect(told.findings.filter((f) => f.approximate).map((f) => f.id)).toEqual([]);
      return told;
    });
    expect(lines.length + supposed.length, "something is expected").toBeGreaterThan(0);
    for (const { expectations } of supposed) {
      for (const { expectation, met, found } of expectations)
        expect(met, `${expectation.norm} is ${expectation.outcome}: found ${found}`).toBe(true);
    }
    const judged = new Map<string, readonly Finding[]>();
    const findingsOn = (options: Options): readonly Finding[] => {
      const key = `${options.asOf?.text ?? ""} ${options.standard ?? ""}`;
      let findings = judged.get(key);
      if (findings === undefined) {
        ({ findings } = monitor(model, record, options));
        judged.set(key, findings);
        compareOn(model, record, options);
        expect(findings.filter((f) => f.approximate).map((f) => f.id)).toEqual([]);
      }
      return findings;
    };
    findingsOn({});
    for (const w of lines) {
      const { line } = w;
      const finding = of(findingsOn(optionsOf(w, model)), w);
      expect([...finding.possible].toSorted(), line).toEqual(w.possible);
      expect(finding.footing, line).toBe(w.footing ?? (w.possible.length === 1 ? "settled" : "unknown"));
      if (w.breaches) expect(finding.breaches.map((b) => b.id).toSorted(), line).toEqual(w.breaches.toSorted());
      if (w.uses) {
        const uses = (finding.uses ?? []).map((u) => (u.void === null ? u.event : `void ${u.event}`));
        expect(uses.toSorted(), line).toEqual(w.uses.toSorted());
      }
      const { atoms, minimal } = finding.pivots;
      if (w.pivots) expect([atoms.map((a) => a.ref), minimal], line).toEqual([w.pivots, true]);
      if (w.told.length > 0)
        expect(
          atoms.map((atom) => atomWords({ model, name: namer(model) }, atom)),
          line,
        ).toEqual(w.told);
    }
  });
});

/** The oracle tries every second (docs/semantics.md 5.3), so longer uncertain times are put at their middle, for both. */
function compareOn(model: Model, record: Record, options: Options): void {
  const narrow: Record = {
    ...record,
    accounts: record.accounts.map((a) => {
      if (a.when === null || a.when.latest - a.when.earliest < 6) return a;
      const middle = Math.floor((a.when.earliest + a.when.latest) / 2);
      return { ...a, when: { earliest: middle, latest: middle, text: a.when.text } };
    }),
  };
  const judged = reference(model, narrow, options).filter((f) => options.norms?.has(f.norm) ?? true);
  expect(differences(monitor(model, narrow, options).findings, judged)).toEqual([]);
  compared += judged.length;
}

describe("the cases together", () => {
  it("were put to the oracle too", () => {
    console.log(`${compared} findings of text cases compared with the oracle`);
    expect(compared).toBeGreaterThan(all.length);
  });

  it("cover every rule of docs/semantics.md", () => {
    const rules = [...readFileSync(join(ROOT, "docs", "semantics.md"), "utf8").matchAll(/^\*\*(\d+\.\d+)\*\*/gmu)];
    const shown = new Set(all.flatMap((c) => c.rules));
    const missing = rules.map(([, rule]) => rule!).filter((rule) => !shown.has(rule));
    expect(missing.filter((rule) => !NOT_YET.has(rule))).toEqual([]);
    expect(
      [...NOT_YET].filter((rule) => shown.has(rule)),
      "these have a case by now",
    ).toEqual([]);
  });

  it("are found by the feature that they show, and by what the field calls it", () => {
    const text = readFileSync(join(FOLDER, "README.md"), "utf8");
    const rows = text.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| feature |"));
    const told = rows.map((row) => row.slice(1, -1).split(/(?<!\\)\|/u));
    const features = told.filter((cells) => cells.length === 4);
    expect(features.length).toBeGreaterThan(50);
    const links = /\[([^\]]+)\]\((\d[^)#]*\.md)#([^)]+)\)/gu;
    for (const [feature = "", ...cells] of features) {
      for (const cell of cells) expect([...cell.matchAll(links)].length, feature).toBeGreaterThan(0);
    }
    for (const [, title, page, anchor] of text.matchAll(links)) {
      const found = all.find((c) => c.title === title && c.page === page);
      expect(found, `${title}: no such case on ${page}`).toBeDefined();
      const heading = `${found!.rules.join(", ")} ${title}`.toLowerCase();
      expect(anchor, title).toBe(heading.replaceAll(/[^\p{L}\p{N}_\- ]/gu, "").replaceAll(" ", "-"));
    }
  });

  it("have titles of their own", () => {
    const titles = all.map((c) => c.title);
    expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
  });
});

/** Rules that no text case shows yet; the hand cases of packages/monitor/test/rules.ts may. */
const NOT_YET: ReadonlySet<string> = new Set([]);
