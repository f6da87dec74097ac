/** `servanda open CASE`: the workbench, in a browser, served by this process to this machine alone. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { plain } from "../report/width.ts";
import { Usage } from "../usage.ts";
import type { RunFlags, Surroundings } from "./surroundings.ts";

export interface OpenFlags extends RunFlags {
  readonly port?: number;
  readonly browser: boolean;
}

/** Serves until it is told to end. */
export async function openCommand(folder: string, flags: OpenFlags, around: Surroundings): Promise<never> {
  // Loaded only here: no other command pays for a server.
  const [{ House }, { assets, open }] = await Promise.all([import("../server/house.ts"), import("../server/serve.ts")]);
  const house = new House(folder, flags.handling, flags);
  const { title } = house;
  await build();
  const built = assets();
  if (built === null) throw new Usage("The workbench is missing from this installation: install Servanda again.");
  const door = await open(house, built, flags.port ?? null);
  const address = `${door.origin}/#key=${door.key}`;
  around.out(`${plain(title)}: ${address}\nOn this machine only. Ctrl-C ends it.\n`);
  if (flags.handling !== "public") around.out(`Shows what is marked up to “${flags.handling}”: not for publication.\n`);
  // What a program is started with can be read by every user of this machine: so no key.
  if (flags.browser) launch(`${door.origin}/#ticket=${door.ticket()}`, around);
  // While a browser starts, the board is worked out: it is there when it is asked for.
  setTimeout(() => house.warm(), 10);
  return new Promise<never>(() => {});
}

/** In a checkout, builds the workbench anew where its sources have changed, and sets up what that needs. Elsewhere it is there already. */
async function build(): Promise<void> {
  const script = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "..", "scripts", "build.mjs");
  if (!existsSync(script)) return;
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "inherit", "inherit"] });
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Usage("The workbench could not be built; why stands above.");
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
