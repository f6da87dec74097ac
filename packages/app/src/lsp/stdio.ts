/** The language server on standard input and output. Nothing else may write there: that is the protocol's. */
import { createConnection } from "vscode-languageserver/node";
import { VERSION } from "../version.ts";
import { Disk } from "./disk.ts";
import { serve } from "./server.ts";

/** Serves until the editor says goodbye or hangs up; the process ends then, with 0 after an orderly goodbye. */
export function serveStdio(): void {
  // What a library might print would be taken for protocol.
  for (const way of ["log", "info", "debug"] as const) console[way] = console.error;
  serve(createConnection(process.stdin, process.stdout), new Disk(), VERSION);
}
