/** `servanda test CASE`: the tests that a case holds, `suppose … expect …`. */
import type { Expectation, Supposition } from "@servanda/language";
import { suppose, type Tried } from "@servanda/monitor";
import { load, partOf } from "../case.ts";
import { table } from "../report/csv.ts";
import { diagnosticCount } from "../report/diagnostic.ts";
import { byKey, print as printJson } from "../report/json.ts";
import { hang, plain } from "../report/width.ts";
import { ink } from "../report/words.ts";
import { VERSION } from "../version.ts";
import { CASE_HAS_FAULTS, DONE, languageOf, paperOf, print, type RunFlags, type Surroundings } from "./surroundings.ts";

export interface TestFlags extends RunFlags {
  readonly format: "text" | "json" | "csv";
}

interface Line {
  readonly supposition: string;
  readonly path: string;
  readonly line: number;
  readonly expects: string;
  readonly met: boolean;
  readonly found: string;
}

export function testCommand(folder: string, flags: TestFlags, around: Surroundings): number {
  const shown = load(folder, flags.handling, languageOf(flags, around));
  const errors = shown.faults.some((f) => f.severity === "error");
  const told = byKey(
    shown.model.suppositions,
    (s) => `${s.span.path}\u0000${String(s.span.line).padStart(9, "0")}`,
  ).filter((s) => !speaksOf(s, shown.hidden));
  const unsaid = shown.model.suppositions.length - told.length;
  const tried = suppose({ ...shown.model, suppositions: told }, shown.record, partOf(shown.model, flags));
  const lines = tried.flatMap((each) => linesOf(each));
  const passed = lines.filter((l) => l.met).length;
  const failed = lines.length - passed;

  switch (flags.format) {
    case "json":
      around.out(
        printJson({
          format: 1,
          servanda: VERSION,
          case: { id: shown.model.case.id, title: shown.model.case.title },
          passed,
          failed,
          withheld: unsaid,
          expectations: lines,
        }),
      );
      break;
    case "csv":
      around.out(
        table(
          ["supposition", "path", "line", "expects", "met", "found"],
          lines.map((l) => [l.supposition, l.path, l.line, l.expects, l.met, l.found]),
        ),
      );
      break;
    case "text": {
      const paper = paperOf(flags, around);
      const pen = ink(paper);
      const out = diagnosticCount(shown.faults, shown.record, paper.width);
      for (const [name, group] of Map.groupBy(lines, (l) => l.supposition)) {
        out.push(pen.bold(plain(name)));
        for (const l of group) {
          const mark = l.met ? pen.word("kept", "✓") : pen.word("breached", "✕");
          const [first = "", ...more] = hang("  ✓ ", plain(l.expects), paper.width);
          out.push(
            first.replace("✓", () => mark),
            ...more,
          );
          if (!l.met) out.push(...hang("      ", `found ${plain(l.found)} (${plain(l.path)}:${l.line})`, paper.width));
        }
      }
      if (lines.length > 0) out.push("");
      else if (errors) {
        const none = "No expectation could be run: what the case expects, if anything, is at fault.";
        out.push(...hang("", none, paper.width));
      } else out.push("The case expects nothing: add `suppose … expect …` to one of its files.");
      if (unsaid > 0) {
        out.push(...hang("", `${unsaid} not run: what they speak of is withheld at “${flags.handling}”.`, paper.width));
      }
      out.push(`${passed} passed, ${failed} failed${errors ? "; expectations at fault were not run" : ""}`);
      print(around, out);
    }
  }
  return failed > 0 || errors ? CASE_HAS_FAULTS : DONE;
}

function linesOf({ supposition, expectations }: Tried): Line[] {
  return expectations.map(({ expectation, met, found }) => ({
    supposition: supposition.id,
    path: expectation.span.path,
    line: expectation.span.line,
    expects: wordsOf(expectation),
    met,
    found,
  }));
}

/** The expectation as it is written. */
function wordsOf(e: Expectation): string {
  const parts = [
    e.norm,
    e.bearer === null ? "" : `by ${e.bearer}`,
    e.counterparty === null ? "" : `to ${e.counterparty}`,
    e.after === null ? "" : `after ${e.after}`,
    `is ${e.outcome}${e.possible.length > 0 ? `: ${e.possible.join(" or ")}` : ""}`,
    e.from === null ? "" : `from ${e.from.text}`,
    e.days === null ? "" : `for ${e.days} days`,
    e.on === null ? "" : `on ${e.on.text}`,
    e.under === null ? "" : `under ${e.under}`,
    e.standard === null ? "" : `at standard ${e.standard}`,
  ];
  return parts.filter(Boolean).join(" ");
}

function speaksOf(supposition: Supposition, hidden: ReadonlySet<string>): boolean {
  return [
    ...supposition.withoutEvents,
    ...supposition.withoutCoverage,
    ...supposition.withoutSources,
    ...supposition.moves.map((m) => m.event),
    ...supposition.expectations.flatMap((e) => (e.after === null ? [] : [e.after])),
  ].some((id) => hidden.has(id));
}
