/** All views of the flagship in a real browser: looked over by axe, reached by their keys, and printed. One page for many of them: each costs the machine a second. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { ViewId } from "../../src/desk.ts";
import { axeFinds } from "./axe.ts";
import { done, open } from "./page.ts";

/** The view stands: its part of the page came, and the findings in it. */
async function standing(page: Page, id: string): Promise<void> {
  await page.locator(`main[data-open="${id}"]`).waitFor();
  await page.locator("main .notice", { hasText: "Opening" }).waitFor({ state: "detached" });
  if (id === "text") await page.locator(".cm-line").first().waitFor();
  if (id === "timeline" || id === "map") await page.locator("main canvas, main .graphtable").first().waitFor();
}

const FINDING = "finding=lachin%2FArmenia%2FAzerbaijan%2Fentry&norm=lachin";

async function go(page: Page, title: string, id: ViewId): Promise<void> {
  await page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: title }).click();
  await standing(page, id);
}

describe("the views of the flagship", () => {
  test.each([
    ["in the light, on a screen", { colorScheme: "light", viewport: { width: 1440, height: 900 } }],
    ["in the dark, in a hand", { colorScheme: "dark", viewport: { width: 390, height: 844 } }],
    ["in the colours of the system", { forcedColors: "active" }],
  ] as const)("%s: axe finds nothing in timeline, map and text, drawn or as tables", async (_, look) => {
    const opened = await open(`/timeline?${FINDING}`, look);
    const { page } = opened;
    await standing(page, "timeline");
    expect(await axeFinds(page)).toEqual([]);
    await go(page, "Map", "map");
    expect(await axeFinds(page)).toEqual([]);
    await page.getByRole("button", { name: "Table" }).click();
    await page.locator(".graphtable").first().waitFor();
    expect(await axeFinds(page)).toEqual([]);
    await go(page, "Timeline", "timeline");
    expect(await axeFinds(page)).toEqual([]);
    await go(page, "Text", "text");
    expect(await axeFinds(page)).toEqual([]);
    // Nothing sticks out: a hand does not scroll sideways.
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(over).toBeLessThanOrEqual(0);
    await done(opened);
  });

  test("are reached by their keys, and back works", async () => {
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

  test("print as a report, on white, with the terms and without what only a screen needs", async () => {
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
