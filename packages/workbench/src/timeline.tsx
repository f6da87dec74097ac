import type { ReactElement } from "react";
import type { ViewProps } from "./desk.ts";

/** Stands in for the view until it is there. */
export function Timeline({ desk }: ViewProps): ReactElement {
  return <p className="notice">This view of {desk.model.case.title} is being built.</p>;
}
