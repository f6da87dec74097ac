/** `servanda lsp`: the language server, for editors. */
import type { Surroundings } from "./surroundings.ts";

/** Serves on standard input and output; the process ends when the editor is done. */
export async function lspCommand(around: Surroundings): Promise<never> {
  if (around.terminal)
    around.err("servanda lsp speaks to an editor, not to a person: see docs/editor.md. Ctrl-C ends it.\n");
  // Loaded only here: no other command pays for the protocol.
  const { serveStdio } = await import("../lsp/stdio.ts");
  serveStdio();
  return new Promise<never>(() => {});
}
