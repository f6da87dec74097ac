export { type Plain, readPlain } from "./columns.ts";
export { readCsv, type CsvFault, type CsvRecord } from "./csv.ts";
export { type CaseFiles, isConduct, readFiles } from "./files.ts";
export { type Shown, withhold } from "./handling.ts";
export { costsFile, costsRow, explainIssue, type Issue, ISSUE_CODES, type IssueMeaning } from "./issue.ts";
export type { Lost } from "./accounts.ts";
export { type Known, knownOf, readRecord, sceneOf, uncovered } from "./record.ts";
export { Feed, type FeedMemory, type Taken } from "./feed.ts";
export { type Piece, type Place, Splitter } from "./splitter.ts";
