/** `servanda balance CASE`: what the case holds of each party, counted alike. */
import { balanceOf, sidesOf } from "@servanda/analysis";
import { load, optionsFor } from "../case.ts";
import { balanceCsv, balanceJson, balanceLines } from "../report/balance.ts";
import { handlingLines } from "../report/board.ts";
import { diagnosticLines, faultCount } from "../report/diagnostic.ts";
import { ink } from "../report/words.ts";
import { Usage } from "../usage.ts";
import { VERSION } from "../version.ts";
import { CASE_HAS_FAULTS, DONE, paperOf, print, type RunFlags, type Surroundings } from "./surroundings.ts";

export interface BalanceFlags extends Omit<RunFlags, "view"> {
  readonly party?: readonly string[];
  readonly format: "text" | "json" | "csv";
}

export function balanceCommand(folder: string, flags: BalanceFlags, around: Surroundings): number {
  const loaded = load(folder, flags.handling);
  const options = optionsFor(loaded, flags);
  const known = sidesOf(loaded.model).map((side) => side.id);
  for (const id of flags.party ?? []) {
    if (!known.includes(id)) {
      throw new Usage(
        `“${id}” is no side of the case, and no party of an agreement that is of none. These are: ${known.join(", ")}.`,
      );
    }
  }
  const rows = flags.party === undefined ? undefined : new Set(flags.party);
  const balance = balanceOf(loaded.model, loaded.record, { ...options, rows });
  const remarks = handlingLines({ handling: loaded.handling, resting: null });
  if (loaded.whole !== null) remarks.push("Accounts that are withheld are not counted.");
  const paper = paperOf(flags, around);
  switch (flags.format) {
    case "json":
      around.out(
        balanceJson(
          {
            servanda: VERSION,
            case: { id: loaded.model.case.id, title: loaded.model.case.title },
            inputs: loaded.inputs,
            diagnostics: loaded.faults,
            withheld: { handling: loaded.handling, findings: 0 },
          },
          balance,
        ),
      );
      break;
    case "csv":
      around.out(balanceCsv(balance));
      if (loaded.faults.length > 0)
        remarks.push(`The case has ${faultCount(loaded.faults)}: run servanda check to see.`);
      for (const line of remarks) around.err(`${line}\n`);
      break;
    case "text":
      print(around, [
        ...diagnosticLines(loaded.faults, paper.width, ink(paper)),
        ...balanceLines(loaded.model, balance, remarks, paper),
      ]);
  }
  return loaded.faults.some((fault) => fault.severity === "error") ? CASE_HAS_FAULTS : DONE;
}
