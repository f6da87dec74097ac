export { Assessment, type Asked, type Line, type Way } from "./assess.ts";
export { columnsOf, ColumnsBuilder, type Codes, type Columns, type Saying } from "./columns.ts";
export * from "./finding.ts";
export { monitor, type Options } from "./monitor.ts";
export type * from "./record.ts";
export { compared, type Bounds } from "./comparison.ts";
export { againstInterest, level, levelOfValues, STANDARDS, type Level } from "./support.ts";
export { Stream, type Change, type Snapshot, type Told } from "./stream.ts";
export { suppose, type Tried } from "./supposition.ts";
