/** `servanda open CASE`: the workbench, in a browser, served by this process to this machine alone. */
import { spawn } from "node:child_process";
import { load } from "../case.ts";
import { plain } from "../report/width.ts";
import { Unrunnable, Usage } from "../usage.ts";
import type { RunFlags, Surroundings } from "./surroundings.ts";

export interface OpenFlags extends RunFlags {
  readonly port?: number;
  readonly browser: boolean;
}

/** Serves until it is told to end. */
export async function openCommand(folder: string, flags: OpenFlags, around: Surroundings): Promise<never> {
  const { model } = load(folder, flags.handling);
  // Loaded only here: no other command pays for a server.
  const [{ House }, { assets, open }] = await Promise.all([import("../server/house.ts"), import("../server/serve.ts")]);
  const built = assets();
  if (built === null) {
    throw new Unrunnable([
      "The workbench has not been built in this checkout. `npm start` builds it and opens the flagship case;",
      "`npm start -- CASE` opens another.",
    ]);
  }
  const door = await open(new House(folder, flags.handling, flags), built, flags.port ?? 0);
  const address = `${door.origin}/#key=${door.key}`;
  around.out(`${plain(model.case.title)}: ${address}\nOn this machine only. Ctrl-C ends it.\n`);
  if (flags.handling !== "public") around.out(`Shows what is marked up to “${flags.handling}”: not for publication.\n`);
  if (flags.browser) launch(address, around);
  return new Promise<never>(() => {});
}

export function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Usage(`--port “${text}” is not a number from 0 to 65535.`);
}

/** Asks the system to show an address; where it cannot, the address stands on the screen. */
function launch(address: string, around: Surroundings): void {
  const [command, ...before] =
    process.platform === "darwin"
      ? ["open"]
      : process.platform === "win32"
        ? ["rundll32", "url.dll,FileProtocolHandler"]
        : ["xdg-open"];
  const child = spawn(command ?? "", [...before, address], { stdio: "ignore", detached: true });
  child.on("error", () => around.out("No browser could be started: open the address yourself.\n"));
  child.unref();
}
