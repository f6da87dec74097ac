/** Claims and their answers: the page, the table and the JSON. */
import type { Model } from "@servanda/language";
import { ANSWERS, type Answer, type ClaimAnswer, type ClaimAnswers, type StatementAnswer } from "@servanda/analysis";
import picocolors from "picocolors";
import { sorted } from "./diagnostic.ts";
import { type Envelope, faultJson, inputsOf, orNull, print, time } from "./json.ts";
import { cells, hang, plain, wrap } from "./width.ts";
import { all, count, ink, namer, type Paper, spelledOut, standardWords, viewWords } from "./words.ts";

const SIGNS: { readonly [A in Answer]: string } = {
  supported: "✓",
  "supported in part": "◐",
  contradicted: "✕",
  "depends on reading": "≠",
  contested: "≠",
  unknown: "?",
  "not checkable": "∅",
  "order holds": "→",
  "order fails": "↛",
  untested: "–",
};

/** Colours of the 256, as for findings; what is not named here is grey. */
const COLOURS: { readonly [A in Answer]?: number } = {
  supported: 32,
  "supported in part": 32,
  contradicted: 131,
  "depends on reading": 135,
  contested: 135,
  "order holds": 32,
  "order fails": 131,
};

/** The page: a claim an entry, in the order of the text; then the totals. */
export function claimLines(model: Model, answers: ClaimAnswers, remarks: readonly string[], paper: Paper): string[] {
  const pen = ink(paper);
  const out = [
    ...wrap(plain(model.case.title), paper.width).map(pen.bold),
    ...hang(
      "",
      `Claims against the record up to ${plain(answers.at.text)}` +
        `${answers.asOf ? `, as known on ${plain(answers.asOf.text)}` : ""}, standard of proof: ${standardWords(answers.standard)}.`,
      paper.width,
    ),
    "",
  ];
  const name = namer(model);
  const spell = spelledOut(model, name);
  for (const claim of answers.claims) out.push(...entry(claim, name, (text) => plain(spell(text)), paper), "");
  if (answers.claims.length === 0) {
    const some = (model.claims ?? []).length > 0;
    const how = some
      ? ["There is no claim to show."]
      : [
          "The case holds no claim. In any of its pages, say below a sentence of prose what is claimed, as in",
          "",
          "  ```servanda",
          "  claim C1, source S1",
          "    Northshore attacked Southshore in 2030",
          "  ```",
          "",
          "docs/language.md tells what can be claimed, under “Claims”.",
        ];
    out.push(
      ...how.flatMap((line) => (line.startsWith(" ") || line === "" ? [line] : hang("", line, paper.width))),
      "",
    );
  }
  out.push(...totalLines(answers, paper));
  for (const remark of remarks) out.push(...hang("", remark, paper.width));
  return out;
}

/** `spell`: a sentence with names in place of ids. */
function entry(
  claim: ClaimAnswer,
  name: (id: string) => string,
  spell: (text: string) => string,
  paper: Paper,
): string[] {
  const pen = ink(paper);
  const { answer, at, kind } = claim;
  const place = [at, kind].filter((each) => each !== null).map((each) => plain(each));
  const head = `${SIGNS[answer]} ${plain(claim.id)}  ${answer}`;
  const tail = place.length === 0 ? "" : `  (${place.join(", ")})`;
  const room = cells(head + tail) <= paper.width;
  const colours = picocolors.createColors(paper.colour);
  const paint = (text: string): string =>
    paper.colour ? `\u001b[38;5;${COLOURS[answer] ?? 243}m${colours.bold(text)}\u001b[39m` : text;
  const lines = wrap(head, paper.width).map((line) => paint(line));
  if (room) lines[0] = `${paint(head)}${pen.dim(tail)}`;
  if (!room) lines.push(...hang("    ", tail.trim(), paper.width));
  const prose = plain(
    claim.prose
      .replaceAll(/^ *> ?/gmu, "")
      .replaceAll(/\s+/gu, " ")
      .trim(),
  );
  if (prose !== "") lines.push(...hang("    ", prose, paper.width));
  const part = (statement: StatementAnswer, before: string): void => {
    const said = claim.statements.length + claim.refutedBy.length > 1 ? ` (${statement.answer})` : "";
    lines.push(...hang("    · ", `${spell(`${before}${statement.words}`)}${said}`, paper.width).map(pen.dim));
    // Each view that reads a norm otherwise has a line of its own.
    if (statement.answer === "depends on reading") {
      for (const { view, answer: one, reason } of statement.byView)
        lines.push(...hang("      ", `${viewWords(view, name)}: ${one}, ${spell(reason)}`, paper.width));
      lines.push(...hang("      ", `[${statement.rule}]`, paper.width));
    } else lines.push(...hang("      ", `${spell(statement.reason)} [${statement.rule}]`, paper.width));
  };
  for (const statement of claim.statements) part(statement, "");
  for (const statement of claim.refutedBy) part(statement, "refuted by ");
  if (claim.remark !== "") lines.push(...hang("    ", `${spell(claim.remark)} [${claim.rule}]`, paper.width));
  return lines;
}

function totalLines({ claims, totals }: ClaimAnswers, paper: Paper): string[] {
  const shown = claims.length < ANSWERS.reduce((sum, answer) => sum + totals[answer], 0);
  const parts = ANSWERS.filter((answer) => totals[answer] > 0).map((answer) => `${totals[answer]} ${answer}`);
  const whole = shown ? `${count(claims.length, "claim")} shown, of all asked about` : count(claims.length, "claim");
  return hang("", `${whole}${parts.length > 0 ? `: ${all(parts)}` : ""}.`, paper.width);
}

export function claimsJson(envelope: Envelope, answers: ClaimAnswers): string {
  return print({
    format: 1,
    servanda: envelope.servanda,
    case: { id: envelope.case.id, title: envelope.case.title },
    at: time(answers.at),
    asOf: orNull(answers.asOf, time),
    standard: answers.standard,
    inputs: inputsOf(envelope.inputs),
    diagnostics: sorted(envelope.diagnostics).map(faultJson),
    claims: answers.claims.map(claimJson),
    totals: answers.totals,
    withheld: { handling: envelope.withheld.handling, claims: envelope.withheld.findings },
  });
}

function claimJson(claim: ClaimAnswer): unknown {
  const { id, at, kind, source, prose, answer, rule, reason, remark, called, unchecked, sources, span } = claim;
  return {
    id,
    passage: at,
    kind,
    from: source,
    claim: prose,
    answer,
    rule,
    reason,
    remark,
    statements: claim.statements.map(statementJson),
    refutedBy: claim.refutedBy.map(statementJson),
    called: orNull(called, ({ words, attributions }) => ({
      words,
      attributions: attributions.map((each) => ({
        kind: each.kind,
        by: each.by,
        source: each.source,
        stated: orNull(each.stated, time),
        words: each.words,
      })),
    })),
    unchecked,
    sources,
    path: span.path,
    line: span.line,
  };
}

function statementJson(statement: StatementAnswer): unknown {
  const { words, answer, rule, reason, byView, accounts, values, findings, sources } = statement;
  return {
    words,
    answer,
    rule,
    reason,
    byView: byView.map((each) => ({ view: each.view, answer: each.answer, reason: each.reason })),
    accounts,
    values,
    findings,
    sources,
  };
}
