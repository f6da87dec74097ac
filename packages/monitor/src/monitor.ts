/** The way in: a model and a record become findings. */
import type { Model, Standard, Time } from "@servanda/language";
import type { Result } from "./finding.ts";
import type { Record } from "./record.ts";

export interface Options {
  /** The date findings speak about; its last second is `at`. Default: the case's `record closes`. */
  readonly at?: Time | undefined;
  /** What was known by then; default: all. */
  readonly asOf?: Time | undefined;
  readonly standard?: Standard | undefined;
}

export function monitor(_model: Model, _record: Record, _options: Options): Result {
  throw new Error("not built yet");
}
