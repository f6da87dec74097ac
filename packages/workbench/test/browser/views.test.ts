/** Every view of the flagship in a real browser: opened, looked over by axe, gone through by keyboard, and printed. */
import axe from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { VIEW_IDS } from "../../src/desk.ts";
import { done, open } from "./page.ts";

interface Found {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe finds wrong, a line each. The page lets in no script, so it is brought in as the browser's own tools are. */
async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async (): Promise<readonly Found[]> => {
    const tool = (globalThis as unknown as { axe: { run(): Promise<{ violations: readonly Found[] }> } }).axe;
    return (await tool.run()).violations;
  });
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ""}`),
  );
}

/** The view stands: its part of the page came, and the findings in it. */
async function standing(page: Page, id: string): Promise<void> {
  await page.locator(`main[data-open="${id}"]`).waitFor();
  await page.locator("main .notice", { hasText: "Opening" }).waitFor({ state: "detached" });
  if (id === "text") await page.locator(".cm-line").first().waitFor();
  if (id === "timeline" || id === "map") await page.locator("main canvas").first().waitFor();
}

const FINDING = "finding=lachin%2FArmenia%2FAzerbaijan%2Fentry&norm=lachin";

describe("every view of the flagship", () => {
  test.each(VIEW_IDS)("%s: axe finds nothing, in the light on a screen and in the dark in a hand", async (id) => {
    const wide = await open(`/${id}?${FINDING}`, { colorScheme: "light" });
    await standing(wide.page, id);
    expect(await faultsOf(wide.page)).toEqual([]);
    await done(wide);
    const narrow = await open(`/${id}?${FINDING}`, { colorScheme: "dark", viewport: { width: 390, height: 844 } });
    await standing(narrow.page, id);
    expect(await faultsOf(narrow.page)).toEqual([]);
    // Nothing sticks out: a hand does not scroll sideways.
    const [inner, outer] = await narrow.page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    expect(inner).toBeLessThanOrEqual(outer ?? 0);
    await done(narrow);
  });

  test("tables in place of timeline and map: axe finds nothing", async () => {
    for (const id of ["timeline", "map"]) {
      const opened = await open(`/${id}?table=1`);
      await opened.page.locator(".graphtable table").first().waitFor();
      expect(await faultsOf(opened.page)).toEqual([]);
      await done(opened);
    }
  });

  test("every view is reached by its keys, and back works", async () => {
    const opened = await open("/board");
    const { page } = opened;
    for (const [key, id] of [
      ["t", "timeline"],
      ["m", "map"],
      ["w", "why"],
      ["e", "essay"],
      ["s", "sources"],
      ["b", "board"],
    ] as const) {
      await page.keyboard.press("g");
      await page.keyboard.press(key);
      await standing(page, id);
    }
    await page.goBack();
    await standing(page, "sources");
    await page.goBack();
    await standing(page, "essay");
    expect(new URL(page.url()).pathname).toBe("/essay");
    await done(opened);
  });

  test("a part that cannot be drawn in forced colours is drawn in the system’s", async () => {
    const opened = await open("/timeline", { forcedColors: "active" });
    await standing(opened.page, "timeline");
    expect(await faultsOf(opened.page)).toEqual([]);
    await done(opened);
  });

  test("a page prints as a report, on white, with the terms and without what only a screen needs", async () => {
    const opened = await open(`/why?${FINDING}`, { colorScheme: "dark" });
    const { page } = opened;
    await standing(page, "why");
    const pdf = await page.pdf({ format: "A4" });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.length).toBeGreaterThan(20_000);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".tools").isVisible()).toBe(false);
    expect(await page.locator(".terms").isVisible()).toBe(true);
    const paper = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    expect(paper).toBe("rgb(255, 255, 255)");
    await done(opened);
  });
});
