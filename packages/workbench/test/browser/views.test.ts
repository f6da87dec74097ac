/** All views of the flagship in a real browser: looked over by axe, reached by their keys, and printed. One page for many of them: each costs the machine a second. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
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
/** Chosen on the board: timeline and map heed the party, and say that they do not ask of the answer. */
const FILTERS = "party=Azerbaijan&answer=contested";

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
    const opened = await open(`/timeline?${FINDING}&${FILTERS}`, look);
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

  test("are each used by mouse alone", async () => {
    const opened = await open("/board");
    const { page } = opened;
    const query = (name: string): string | null => new URL(page.url()).searchParams.get(name);
    // Board: filtered, and a finding opened.
    await page.locator("button.count", { hasText: "breached" }).click();
    await page.locator('button.count[aria-pressed="true"]').waitFor();
    await page.locator("a.cell", { hasText: "breached" }).first().click();
    await standing(page, "why");
    // Why: a switch flips it, and it is restored.
    await page.locator(".steps").waitFor();
    await page.locator(".switch", { hasText: "adjudicated" }).click();
    await expect.poll(() => query("standard")).toBe("adjudicated");
    await page.locator(".terms").getByRole("button", { name: "Restore all" }).click();
    await expect.poll(() => query("standard")).toBeNull();
    // Timeline: come closer, and by its table to the reasons.
    await go(page, "Timeline", "timeline");
    await page.getByRole("button", { name: "Zoom in" }).click();
    await expect.poll(() => query("span")).not.toBeNull();
    await page.getByRole("button", { name: "Table" }).click();
    await page.locator(".graphtable tbody button").first().click();
    await standing(page, "why");
    // Map: come closer, and an event of its table comes onto the map.
    await go(page, "Map", "map");
    await page.getByRole("button", { name: "Table" }).click();
    await page.locator("main canvas").first().waitFor();
    await page.getByRole("button", { name: "Zoom in" }).click();
    await expect.poll(() => query("frame")).not.toBeNull();
    await page.getByRole("button", { name: "Table" }).click();
    await page.locator(".graphtable tbody button").first().click();
    await page.locator("main canvas").first().waitFor();
    expect(query("event")).not.toBeNull();
    // Essay: a statement opened, and one of the events that its answer names gone to.
    await go(page, "Essay", "essay");
    await page.locator(".statement").first().click();
    await page.locator('.statement[aria-expanded="true"]').waitFor();
    await page.locator(".because .ref").first().click();
    await page.locator('main[data-open="timeline"], main[data-open="sources"]').waitFor();
    // Text: another page.
    await go(page, "Text", "text");
    await page.locator(".pages button", { hasText: "actors.md" }).click();
    await page.getByRole("heading", { name: "actors.md" }).waitFor();
    // Sources: one opened and closed.
    await go(page, "Sources", "sources");
    await page.locator(".source-line").first().click();
    await page.locator(".one-source").getByRole("button", { name: "Close" }).click();
    await page.locator(".one-source").waitFor({ state: "detached" });
    await done(opened);
  });

  test("are each used by keyboard alone", async () => {
    const opened = await open("/board");
    const { page } = opened;
    await page.locator("main[data-whole]").waitFor();
    const query = (name: string): string | null => new URL(page.url()).searchParams.get(name);
    const press = async (...keys: readonly string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const isOn = (selector: string): Promise<boolean> =>
      page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
    /** By Tab or j as often as it takes, as somebody without a mouse would. */
    const reach = async (selector: string, key: "Tab" | "j"): Promise<void> => {
      for (let i = 0; i < 300 && !(await isOn(selector)); i += 1) await page.keyboard.press(key);
      expect([selector, await isOn(selector)]).toEqual([selector, true]);
    };
    await press("j", "ArrowDown", "Enter");
    await standing(page, "why");
    await page.locator(".steps").waitFor();
    await reach(".switch[aria-pressed=false]", "Tab");
    await press("Space");
    await page.locator(".switch[aria-pressed=true] [data-set=true]").first().waitFor();
    await press("Escape");
    await standing(page, "board");

    await press("g", "t");
    await standing(page, "timeline");
    await reach(".stage", "j");
    await press("+");
    await expect.poll(() => query("span")).not.toBeNull();
    // How often j was pressed until the stage had the focus is the machine's doing: on what is chosen already, Enter opens Why.
    await press("ArrowDown", "Enter");
    await expect.poll(() => query("finding")).not.toBeNull();

    await press("g", "m");
    await standing(page, "map");
    await reach(".mapstage", "j");
    await press("j", "j", "k", "Enter");
    await expect.poll(() => query("event")).not.toBeNull();
    await press("+");
    await expect.poll(() => query("frame")).not.toBeNull();

    await press("g", "e");
    await standing(page, "essay");
    await page.locator(".statement").first().waitFor();
    await reach(".statement", "j");
    await press("j", "Enter");
    await page.locator('.statement[aria-expanded="true"]').waitFor();
    await press("Enter");
    await page.locator('.statement[aria-expanded="true"]').waitFor({ state: "detached" });

    await press("g", "s");
    await standing(page, "sources");
    await page.locator(".source-line").first().waitFor();
    await reach(".source-line", "j");
    await press("Enter");
    await page.locator(".one-source").waitFor();
    expect(query("source")).not.toBeNull();

    await press("g", "x");
    await standing(page, "text");
    await reach(".cm-content", "Tab");
    await press("Control+End");
    await page.keyboard.type(" ");
    await page.locator(".textbar .state", { hasText: "not saved" }).waitFor();
    await press("Control+z");
    await page.locator(".textbar .state", { hasText: "as on disk" }).waitFor();
    // The editor holds nobody: Tab goes on.
    await press("Tab");
    expect(await isOn(".cm-content")).toBe(false);
    await done(opened);
  });

  test("print as reports, on white, with terms and filters and without what only a screen needs", async () => {
    const opened = await open(`/why?${FINDING}`, { colorScheme: "dark" });
    const { page } = opened;
    await standing(page, "why");
    for (const [title, id] of [
      ["Why", "why"],
      ["Board", "board"],
      ["Timeline", "timeline"],
      ["Map", "map"],
      ["Essay", "essay"],
      ["Text", "text"],
      ["Sources", "sources"],
    ] as const) {
      if (id !== "why") await go(page, title, id);
      await expect.poll(() => page.locator("main").innerText()).not.toMatch(/^(?:Weighing|Counting)/mu);
      const pdf = await page.pdf({ format: "A4" });
      expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
      expect(pdf.length).toBeGreaterThan(20_000);
    }
    // Of a text all lines are printed, not only those on the screen.
    await go(page, "Text", "text");
    await page.locator(".pages button", { hasText: "actors.md" }).click();
    await page.getByRole("heading", { name: "actors.md" }).waitFor();
    await page.emulateMedia({ media: "print" });
    const last = readFileSync(
      join(import.meta.dirname, "../../../../cases/south-caucasus/actors.md"),
      "utf8",
    ).trimEnd();
    await page
      .locator(".cm-line", { hasText: last.split("\n").at(-1) ?? "" })
      .last()
      .waitFor();
    await page.emulateMedia({ media: "screen" });
    await page.goto(`${new URL(page.url()).origin}/board?party=Armenia&instrument=NOV2020`);
    await page.locator("main[data-whole]").waitFor();
    expect(await page.locator(".paper-only").isVisible()).toBe(false);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".paper-only").innerText()).toMatch(/Shown: parties Armenia; agreements Statement of 9/u);
    expect(await page.locator(".tools").isVisible()).toBe(false);
    expect(await page.locator(".terms").isVisible()).toBe(false);
    const paper = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    expect(paper).toBe("rgb(255, 255, 255)");
    await done(opened);
  });
});
