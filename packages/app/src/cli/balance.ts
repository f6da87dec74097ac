/** `servanda balance CASE`: what the case holds of each party, counted alike. */
import { balanceOf, sidesOf } from "@servanda/analysis";
import { load, optionsFor } from "../case.ts";
import { balanceCsv, balanceJson, balanceLines } from "../report/balance.ts";
import { handlingLines } from "../report/board.ts";
import { diagnosticLines } from "../report/diagnostic.ts";
import { ink } from "../report/words.ts";
import { known } from "../selection.ts";
import {
  codeOf,
  envelopeOf,
  languageOf,
  paperOf,
  print,
  remark,
  type RunFlags,
  type Surroundings,
} from "./surroundings.ts";

export interface BalanceFlags extends Omit<RunFlags, "view"> {
  readonly party?: readonly string[];
  readonly format: "text" | "json" | "csv";
}

export function balanceCommand(folder: string, flags: BalanceFlags, around: Surroundings): number {
  const loaded = load(folder, flags.handling, languageOf(flags, around));
  const options = optionsFor(loaded, flags);
  const sides = sidesOf(loaded.model);
  const rows =
    flags.party === undefined ? undefined : new Set(flags.party.map((text) => known(text, "side or party", sides)));
  const balance = balanceOf(loaded.model, loaded.record, { ...options, rows });
  const remarks = handlingLines({ handling: loaded.handling, resting: null });
  if (loaded.whole !== null) remarks.push("Accounts that are withheld are not counted.");
  const paper = paperOf(flags, around);
  switch (flags.format) {
    case "json":
      around.out(balanceJson(envelopeOf({ ...loaded, resting: null }), balance));
      break;
    case "csv":
      around.out(balanceCsv(balance));
      remark(around, remarks, loaded.faults);
      break;
    case "text":
      print(around, [
        ...diagnosticLines(loaded.faults, paper.width, ink(paper)),
        ...balanceLines(loaded.model, balance, remarks, paper),
      ]);
  }
  return codeOf(loaded.faults);
}
