import type { ReactElement } from "react";
import type { ViewProps } from "./desk.ts";

export function Why({ desk }: ViewProps): ReactElement {
  return (
    <p className="notice">
      {desk.model.case.title}: {desk.result.findings.length} findings.
    </p>
  );
}
