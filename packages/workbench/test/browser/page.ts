/** Pages of the workbench in the browser that all tests share. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, expect, inject } from "vitest";

let joined: Promise<Browser> | null = null;

function browser(): Promise<Browser> {
  joined ??= chromium.connect(inject("stage").browser);
  return joined;
}

afterAll(async () => {
  await (await joined)?.close();
  joined = null;
});

export interface Opened {
  readonly page: Page;
  /** What the page complained of: errors, refused scripts and styles, requests that failed. Empty at the end of a good test. */
  readonly faults: string[];
  readonly close: () => Promise<void>;
}

/** Opens an address of the flagship’s workbench (`/board?…`), in a context of its own, and waits until its findings are there. */
export async function open(
  path: string,
  options: BrowserContextOptions & { readonly origin?: string; readonly key?: string } = {},
): Promise<Opened> {
  const { origin = inject("stage").origin, key = inject("stage").key, ...rest } = options;
  const context = await (await browser()).newContext({ viewport: { width: 1440, height: 900 }, ...rest });
  // A machine may be busy with other things: what does not come at all is what fails.
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(message.text());
  });
  page.on("requestfailed", (request) => {
    // What a page has asked for ends with it.
    if (request.failure()?.errorText !== "net::ERR_ABORTED")
      faults.push(`${request.url()}: ${request.failure()?.errorText ?? ""}`);
  });
  await page.goto(`${origin}${path}#key=${key}`);
  // All findings are worked out before that: on a busy machine it takes its time.
  await page.locator("main[data-ready]").waitFor({ timeout: 45_000 });
  return { page, faults, close: () => context.close() };
}

/** Closes a page, which must have complained of nothing. */
export async function done({ faults, close }: Opened): Promise<void> {
  await close();
  expect(faults).toEqual([]);
}

/**
 * Rests the pointer on a line of the editor until something is told of what stands there: a line may still be moving to its place, or the help
 * of the editor be on its way, when the pointer comes the first time.
 */
export async function restOn(page: Page, words: string): Promise<void> {
  const line = page.locator(".cm-line", { hasText: words }).first();
  const told = page.locator(".cm-tooltip-hover, .cm-tooltip").first();
  const isTold = async (): Promise<boolean> => {
    await page.mouse.move(0, 0);
    await line.hover({ position: { x: 60, y: 8 } });
    return told.waitFor({ timeout: 2000 }).then(
      () => true,
      () => false,
    );
  };
  await expect.poll(isTold).toBe(true);
}
