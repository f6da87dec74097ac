import type { ReactElement } from "react";
import type { ViewProps } from "./desk.ts";

export function Board({ desk }: ViewProps): ReactElement {
  return (
    <p className="notice">
      {desk.model.case.title}: {desk.result.findings.length} findings.
    </p>
  );
}
