export * from "./finding.ts";
export { monitor, type Options } from "./monitor.ts";
export type * from "./record.ts";
export { STANDARDS, type Level } from "./support.ts";
export { suppose, type Tried } from "./supposition.ts";
