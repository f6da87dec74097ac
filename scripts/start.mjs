// `npm start`: sets up what is missing, builds the workbench where that is due, and opens the flagship case in a browser.
// `npm start -- CASE` opens another; `--no-browser`, `--port` and what else `servanda open` takes go behind the `--`, too.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { build, isBuilt } from "./build.mjs";
import { newNode, root, setUp } from "./setup.mjs";

const FLAGSHIP = join(root, "cases", "south-caucasus");
/** Options of `servanda open` that a value follows. */
const VALUED = new Set(["--at", "--as-of", "--standard", "--handling", "--port"]);
const words = process.argv.slice(2);

await setUp({ dev: true });
if (!isBuilt()) await build();

const launcher = join(root, "packages", "app", "bin", "servanda.js");
const child = spawn(newNode(), [launcher, "open", ...(namesCase(words) ? words : [FLAGSHIP, ...words])], {
  stdio: "inherit",
  cwd: process.env.INIT_CWD ?? process.cwd(),
});
// Ctrl-C reaches the child by itself; whoever ends this process means the child.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("close", (code, signal) => {
  process.exitCode = code ?? (signal === "SIGINT" || signal === "SIGTERM" ? 0 : 1);
});

/** Whether a word is no option, and no option’s value. */
function namesCase(all) {
  return all.some((word, i) => !word.startsWith("-") && !VALUED.has(all[i - 1] ?? ""));
}
