/** Claims and their answers as a table. Runs in a browser, too. */
import type { ClaimAnswer, ClaimAnswers, StatementAnswer } from "@servanda/analysis";
import { type Beside, type CsvValue, NOTHING_BESIDE, table } from "./csv.ts";

const COLUMNS = [
  "id",
  "passage",
  "kind",
  "from",
  "answer",
  "rule",
  "reason",
  "statements",
  "statement_answers",
  "accounts",
  "values",
  "findings",
  "sources",
  "claim",
] as const;

/** One row a claim, in the order of the text. Lists in a cell are separated by `; `. What does not apply is empty. */
export function claimsCsv({ claims }: ClaimAnswers, beside: Beside<ClaimAnswer> = NOTHING_BESIDE): string {
  const ids = (claim: ClaimAnswer, of: (statement: StatementAnswer) => readonly string[]): string =>
    [...new Set([...claim.statements, ...claim.refutedBy].flatMap((each) => of(each)))].sort().join("; ");
  const rows = claims.map((claim): CsvValue[] => [
    claim.id,
    claim.at,
    claim.kind,
    claim.source,
    claim.answer,
    claim.rule,
    claim.reason,
    claim.statements.map((each) => each.words).join("; "),
    claim.statements.map((each) => each.answer).join("; "),
    ids(claim, (each) => each.accounts),
    ids(claim, (each) => each.values),
    ids(claim, (each) => each.findings),
    claim.sources.join("; "),
    claim.prose.trim(),
    ...beside.cells(claim),
  ]);
  return table([...COLUMNS, ...beside.header], rows);
}
