/**
 * How fast the workbench is in a real browser: `node --conditions=source bench/browser.ts`. Prints the first view of the flagship from a warm
 * server, and how its map opens (`views` as argument: those alone), each kind of flip (`flips`: views and flips; a word behind it: of the kinds
 * that have it in their name), and frames a second of timeline and map with 100,000 events while they are moved and zoomed (`frames`: those
 * alone). Figures, not a test: they depend on the machine and on what else it does.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { findBrowser } from "../scripts/browser.ts";
import { blank, opened, tellFlips } from "./flips.ts";
import { median } from "./turns.ts";

const root = join(import.meta.dirname, "..");
const EVENTS = 100_000;

interface Served {
  readonly origin: string;
  readonly stop: () => void;
}

async function serve(folder: string): Promise<Served> {
  const launcher = join(root, "packages", "app", "bin", "servanda.js");
  const child = spawn(process.execPath, [launcher, "open", folder, "--no-browser"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  for await (const chunk of child.stdout) {
    text += String(chunk);
    const [origin] = /http:\/\/127\.0\.0\.1:\d+/u.exec(text) ?? [];
    if (origin !== undefined) {
      child.stdout.resume();
      return { origin, stop: () => child.kill() };
    }
  }
  throw new Error(text);
}

/** From the address given to the findings on the screen, in milliseconds. */
async function firstView(browser: Browser, origin: string): Promise<number> {
  const page = await blank(browser);
  const start = performance.now();
  await page.goto(`${origin}/board`, { waitUntil: "commit" });
  await page.locator("main[data-ready] table, main[data-ready] [data-item]").first().waitFor();
  const took = performance.now() - start;
  await page.context().close();
  return took;
}

/** The map opened from the board: from the key to land and borders, and the longest time in which the page heard nobody, in milliseconds. */
async function mapView(browser: Browser, origin: string): Promise<{ readonly drawn: number; readonly deaf: number }> {
  const page = await opened(browser, `${origin}/board`);
  await page.evaluate(() => {
    const tasks: number[] = [];
    (globalThis as unknown as { tasks: number[] }).tasks = tasks;
    const seen = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
    seen.observe({ entryTypes: ["longtask"] });
  });
  const start = performance.now();
  await page.keyboard.press("g");
  await page.keyboard.press("m");
  await page.locator("main canvas").first().waitFor();
  await page.locator(".policy", { hasText: "are being read" }).waitFor({ state: "detached" });
  const drawn = performance.now() - start;
  // The fine shapes come after the coarse ones.
  await page.waitForTimeout(2000);
  const tasks = await page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks);
  await page.context().close();
  return { drawn, deaf: Math.max(0, ...tasks) };
}

/** Frames a second while something moves for two seconds; the slowest twentieth of them in milliseconds. */
async function frames(
  page: Page,
  move: (step: number) => Promise<void>,
): Promise<{ readonly mean: number; readonly slow: number }> {
  await page.evaluate(() => {
    const gaps: number[] = [];
    (globalThis as unknown as { gaps: number[] }).gaps = gaps;
    let last = performance.now();
    const tick = (): void => {
      const now = performance.now();
      gaps.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  for (let step = 0; step < 60; step += 1) await move(step);
  const gaps = await page.evaluate(() => (globalThis as unknown as { gaps: number[] }).gaps.slice(2));
  const sorted = gaps.toSorted((a, b) => a - b);
  return {
    mean: (1000 * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0),
    slow: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN,
  };
}

/** A case of a hundred thousand located events over thirty years, and hardly any norm: what is measured is the drawing. */
function grown(): string {
  const folder = mkdtempSync(join(tmpdir(), "servanda-bench-"));
  mkdirSync(join(folder, "conduct"));
  const block = (text: string): string => `\`\`\`servanda\n${text}\n\`\`\`\n`;
  writeFileSync(
    join(folder, "case.md"),
    block('case grown "Grown"\n  record closes 2040-12-31\n  time zone +00:00\n  standard alleged'),
  );
  writeFileSync(
    join(folder, "accord.md"),
    `One keeps from force.\n\n${block('actor One "One", a state\nactor Two "Two", a state\n\nagreement accord "Accord"\n  in force from 2010-01-01\n  parties One, Two\n\nban peace of accord, article 1\n  One\n  must not expel Two')}`,
  );
  writeFileSync(join(folder, "sources.csv"), "id,title\nS1,Log\n");
  const kinds = ["attack", "shell", "block", "advance", "detain", "meet", "release", "deploy"];
  const rows = ["event,source,stance,when,kind,actor,target,lat,lon,precision,grade"];
  for (let i = 0; i < EVENTS; i += 1) {
    const day = new Date(Date.UTC(2010, 0, 1) + ((i * 7919) % (EVENTS * 9)) * 1000 * 1000).toISOString().slice(0, 10);
    const [lat, lon] = [38 + ((i * 131) % 5000) / 1000, 43 + ((i * 197) % 7000) / 1000];
    rows.push(
      `E${i},S1,asserts,${day},${kinds[i % kinds.length] ?? ""},Two,One,${lat.toFixed(3)},${lon.toFixed(3)},1 km,report`,
    );
  }
  writeFileSync(join(folder, "conduct", "log.csv"), `${rows.join("\n")}\n`);
  return folder;
}

const browser = await chromium.launch(await findBrowser());
console.log(`Chromium ${browser.version()}, headless, ${availableParallelism()} cores`);

if (!process.argv.includes("frames")) {
  const flagship = await serve(join(root, "cases", "south-caucasus"));
  await firstView(browser, flagship.origin);
  const views: number[] = [];
  for (let i = 0; i < 5; i += 1) views.push(await firstView(browser, flagship.origin));
  console.log(
    `first view of the flagship, warm: ${Math.round(median(views))} ms (${views.map(Math.round).join(", ")})`,
  );
  const maps: { readonly drawn: number; readonly deaf: number }[] = [];
  for (let i = 0; i < 5; i += 1) maps.push(await mapView(browser, flagship.origin));
  console.log(
    `map opened: land and borders after ${Math.round(median(maps.map(({ drawn }) => drawn)))} ms (${maps.map(({ drawn }) => Math.round(drawn)).join(", ")}); tasks longer than 50 ms on the page: ${maps.map(({ deaf }) => (deaf === 0 ? "none" : `${Math.round(deaf)} ms`)).join(", ")}`,
  );
  const [, only] = process.argv.slice(process.argv.indexOf("flips"));
  if (!process.argv.includes("views"))
    await tellFlips(browser, flagship.origin, process.argv.includes("flips") ? only : "");
  flagship.stop();
}

if (process.argv.includes("flips") || process.argv.includes("views")) {
  await browser.close();
  process.exit();
}

const folder = grown();
const served = await serve(folder);
try {
  const page = await opened(browser, `${served.origin}/timeline`);
  await page.locator("main canvas").first().waitFor();
  await page.waitForTimeout(2000);
  const box = await page.locator(".stage canvas").first().boundingBox();
  const [x, y] = [(box?.x ?? 0) + 800, (box?.y ?? 0) + 60];
  await page.mouse.move(x, y);
  const timeline = await frames(page, async (step) => page.mouse.wheel(0, step < 30 ? -120 : 120));
  console.log(
    `timeline, ${EVENTS} events, zooming in and out: ${timeline.mean.toFixed(1)} frames a second, 95 % within ${Math.round(timeline.slow)} ms`,
  );
  const events = await page.locator(".stage canvas").last().boundingBox();
  const [ex, ey] = [(events?.x ?? 0) + 800, (events?.y ?? 0) + 40];
  await page.mouse.move(ex, ey);
  await page.mouse.down();
  const drawn = await frames(page, async (step) => page.mouse.move(ex + 200 * Math.sin(step / 8), ey));
  await page.mouse.up();
  console.log(
    `timeline, ${EVENTS} events, dragging: ${drawn.mean.toFixed(1)} frames a second, 95 % within ${Math.round(drawn.slow)} ms`,
  );
  await page.context().close();

  const map = await opened(browser, `${served.origin}/map`);
  await map.locator("main canvas").first().waitFor();
  await map.waitForTimeout(4000);
  const ground = await map.locator(".mapstage").boundingBox();
  const [mx, my] = [(ground?.x ?? 0) + 600, (ground?.y ?? 0) + 300];
  await map.mouse.move(mx, my);
  const zoomed = await frames(map, async (step) => map.mouse.wheel(0, step < 30 ? -80 : 80));
  console.log(
    `map, ${EVENTS} events, zooming in and out: ${zoomed.mean.toFixed(1)} frames a second, 95 % within ${Math.round(zoomed.slow)} ms`,
  );
  await map.mouse.down();
  const dragged = await frames(map, async (step) =>
    map.mouse.move(mx + 200 * Math.sin(step / 8), my + 100 * Math.cos(step / 8)),
  );
  await map.mouse.up();
  console.log(
    `map, ${EVENTS} events, dragging: ${dragged.mean.toFixed(1)} frames a second, 95 % within ${Math.round(dragged.slow)} ms`,
  );
} finally {
  served.stop();
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
