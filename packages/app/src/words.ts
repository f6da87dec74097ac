/** What the workbench tells in the same words as the command. All of it runs in a browser. */
export { claimsCsv } from "./report/claimtable.ts";
export { type Beside, type CsvValue, findingsCsv, table } from "./report/csv.ts";
export {
  namedInFacts,
  type Observation,
  observed,
  factsCsv,
  saidWords,
  sourceWords,
  toldOf,
} from "./report/observation.ts";
export {
  atomWords,
  type Group,
  groupsOf,
  plainProse,
  sentence,
  type Telling,
  valueOf,
  wordsIn,
} from "./report/step.ts";
export { lineUnder, viewsByNorm, viewsSeen } from "./report/view.ts";
export { orderFor } from "./report/order.ts";
export {
  all,
  count,
  dateWords,
  datesOf,
  either,
  foundOf,
  holderWords,
  namer,
  onWords,
  percent,
  phraseOf,
  phraseWithin,
  placeName,
  readable,
  sideWords,
  spelledOut,
  standardWords,
  statedAfter,
  summaryOf,
  tellers,
  viewsWords,
  viewWords,
  WORDS,
  type Word,
  wordOf,
} from "./report/words.ts";
export { plain } from "./report/width.ts";
