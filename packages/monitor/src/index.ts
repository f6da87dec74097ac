export * from "./finding.ts";
export type * from "./record.ts";
