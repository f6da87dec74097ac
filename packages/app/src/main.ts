/** The command `servanda`: hands the arguments on, and makes sure that no fault of ours reaches a user as a stack trace. */
import { createInterface } from "node:readline/promises";
import { execute } from "./cli/program.ts";
import type { Surroundings } from "./cli/surroundings.ts";

const surroundings: Surroundings = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  env: process.env,
  terminal: process.stdout.isTTY,
  columns: process.stdout.columns,
  ask:
    process.stdin.isTTY && process.stdout.isTTY
      ? async (question) => {
          const lines = createInterface({ input: process.stdin, output: process.stdout });
          try {
            return await lines.question(question);
          } finally {
            lines.close();
          }
        }
      : null,
};

// Whoever reads our output may stop reading (`| head`): that is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await execute(process.argv.slice(2), surroundings);
