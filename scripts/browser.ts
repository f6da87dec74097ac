/**
 * A browser to test in: one found on the machine, else the one that npm brought. Never skipped: where there is none, it says
 * what to do. `SERVANDA_BROWSER` names another.
 */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import chromium from "@sparticuz/chromium";

export interface Found {
  readonly executablePath: string;
  readonly args: string[];
}

const NAMES = ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "microsoft-edge", "msedge"];
const HOMES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

export async function findBrowser(): Promise<Found> {
  // The sandbox of a browser needs rights that a container does not have; what is opened here is our own page.
  const args = ["--no-sandbox", "--font-render-hinting=none", "--force-color-profile=srgb"];
  const named = process.env["SERVANDA_BROWSER"];
  if (named !== undefined && named !== "") {
    if (!existsSync(named)) throw new Error(`SERVANDA_BROWSER: there is no file ${named}.`);
    return { executablePath: named, args };
  }
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const files = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...HOMES];
  const found = files.find((file) => existsSync(file));
  if (found !== undefined) return { executablePath: found, args };
  if (process.platform === "linux" && process.arch === "x64") {
    return { executablePath: await chromium.executablePath(), args };
  }
  throw new Error(
    "No browser to test in: install Chrome, Chromium or Edge, or name one with SERVANDA_BROWSER. For Linux on x64 npm brings one.",
  );
}
