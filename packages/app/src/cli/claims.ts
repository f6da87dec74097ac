/** `servanda claims CASE`: what the record makes of what a text states. */
import { ANSWERS, type ClaimAnswers, judgeClaims } from "@servanda/analysis";
import { load, optionsFor } from "../case.ts";
import { handlingLines } from "../report/board.ts";
import { claimLines, claimsJson } from "../report/claims.ts";
import { claimsCsv } from "../report/claimtable.ts";
import { diagnosticLines } from "../report/diagnostic.ts";
import { ink } from "../report/words.ts";
import { Usage } from "../usage.ts";
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

export interface ClaimFlags extends Omit<RunFlags, "view"> {
  readonly claim?: readonly string[];
  readonly answer?: readonly string[];
  readonly format: "text" | "json" | "csv";
}

export function claimsCommand(folder: string, flags: ClaimFlags, around: Surroundings): number {
  const loaded = load(folder, flags.handling, languageOf(flags, around));
  const options = optionsFor(loaded, flags);
  const wanted = flags.answer?.map((answer) => answerOf(answer));
  const known = new Set((loaded.model.claims ?? []).map((claim) => claim.id));
  for (const id of flags.claim ?? []) {
    if (!known.has(id)) throw new Usage(`There is no claim “${id}” in the case, or a fault keeps it out.`);
  }
  const asked = { ...options, claims: flags.claim === undefined ? undefined : new Set(flags.claim) };
  const all = judgeClaims(loaded.model, loaded.record, asked);
  const resting = loaded.whole === null ? null : differing(all, judgeClaims(loaded.model, loaded.whole, asked));
  const remarks = handlingLines({ handling: loaded.handling, resting }, "claim");
  const answers: ClaimAnswers =
    wanted === undefined ? all : { ...all, claims: all.claims.filter((claim) => wanted.includes(claim.answer)) };
  const paper = paperOf(flags, around);
  switch (flags.format) {
    case "json":
      around.out(claimsJson(envelopeOf({ ...loaded, resting }), answers));
      break;
    case "csv":
      around.out(claimsCsv(answers));
      remark(around, remarks, loaded.faults);
      break;
    case "text":
      print(around, [
        ...diagnosticLines(loaded.faults, paper.width, ink(paper)),
        ...claimLines(loaded.model, answers, remarks, paper),
      ]);
  }
  return codeOf(loaded.faults);
}

/** How many answers would be others with the accounts that are withheld: a number, nothing else. */
function differing(shown: ClaimAnswers, whole: ClaimAnswers): number {
  const told = new Map(whole.claims.map((claim) => [claim.id, JSON.stringify([claim.answer, claim.reason])]));
  return shown.claims.filter((claim) => told.get(claim.id) !== JSON.stringify([claim.answer, claim.reason])).length;
}

function answerOf(text: string): ClaimAnswers["claims"][number]["answer"] {
  const answer = ANSWERS.find((each) => each === text.trim().toLowerCase().replaceAll("-", " "));
  if (answer !== undefined) return answer;
  throw new Usage(`“${text}” is not an answer. Answers are: ${ANSWERS.join(", ")}.`);
}
