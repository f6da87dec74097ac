/** The command `servanda`: hands the arguments on, and makes sure that no fault of ours reaches a user as a stack trace. */
import { createInterface, type Interface } from "node:readline";
import { execute } from "./cli/program.ts";
import type { Surroundings } from "./cli/surroundings.ts";
import { Usage } from "./usage.ts";

/** One reader for all questions: answers that are typed ahead, or pasted at once, wait for their question. */
class Keyboard {
  #lines: Interface | null = null;
  #answers: AsyncIterator<string> | null = null;

  async ask(question: string): Promise<string> {
    this.#lines ??= createInterface({ input: process.stdin, output: process.stdout });
    this.#answers ??= this.#lines[Symbol.asyncIterator]();
    this.#lines.setPrompt(question);
    this.#lines.prompt();
    const answer = await this.#answers.next();
    if (answer.done === true) throw new Usage("The questions were broken off; nothing was written.");
    return answer.value;
  }

  close(): void {
    this.#lines?.close();
  }
}

const keyboard = new Keyboard();

const surroundings: Surroundings = {
  out: (text) => void process.stdout.write(text),
  write: async (text) => new Promise((resolve) => void process.stdout.write(text, () => resolve())),
  err: (text) => void process.stderr.write(text),
  env: process.env,
  terminal: process.stdout.isTTY,
  columns: process.stdout.columns,
  ask: process.stdin.isTTY && process.stdout.isTTY ? async (question) => keyboard.ask(question) : null,
};

// Whoever reads our output may stop reading (`| head`): that is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await execute(process.argv.slice(2), surroundings);
keyboard.close();
