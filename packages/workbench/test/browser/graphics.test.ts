/** Timeline and map by mouse and by keyboard, and what stands in the address afterwards. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { done, open } from "./page.ts";

function query(page: Page): URLSearchParams {
  return new URL(page.url()).searchParams;
}

/** Waits until the address says it: it is written once the hand rests. */
async function addressHas(page: Page, name: string, pattern: RegExp): Promise<void> {
  await page.waitForFunction(
    ([key, source]) => new RegExp(source ?? "", "u").test(new URL(location.href).searchParams.get(key ?? "") ?? ""),
    [name, pattern.source] as const,
  );
}

describe("the timeline", () => {
  test("by keyboard: from lane to lane, chosen, the period and the date set, the reasons opened, and back", async () => {
    const opened = await open("/timeline?instrument=NOV2020&view=Armenia");
    const { page } = opened;
    await page.getByRole("group", { name: "Norms" }).focus();
    await page.keyboard.press("ArrowRight");
    const said = page.locator(".said p");
    const first = await said.innerText();
    expect(first).toMatch(/: .+/u);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    expect(await said.innerText()).not.toBe(first);
    await page.keyboard.press("[");
    await addressHas(page, "period", /^\d{4}-\d\d-\d\d/u);
    await page.keyboard.press("Enter");
    await addressHas(page, "finding", /./u);
    await page.keyboard.press("+");
    await addressHas(page, "span", /^\d{4}/u);
    await page.keyboard.press("Enter");
    await page.locator('main[data-open="why"]').waitFor();
    await page.goBack();
    await page.locator('main[data-open="timeline"]').waitFor();
    await done(opened);
  });

  test("by mouse: the wheel comes closer to the hour, a drag on the axis brushes the period, a click on it sets the date", async () => {
    const opened = await open("/timeline");
    const { page } = opened;
    const canvas = page.locator(".stage canvas").first();
    const box = await canvas.boundingBox();
    if (!box) throw new Error("no timeline");
    const axis = box.y + 62;
    await page.mouse.move(box.x + 600, axis);
    await page.mouse.down();
    await page.mouse.move(box.x + 700, axis, { steps: 4 });
    await page.mouse.move(box.x + 800, axis, { steps: 4 });
    await page.mouse.up();
    await addressHas(page, "period", /^\d{4}-\d\d-\d\d\/\d{4}-\d\d-\d\d$/u);
    await page.mouse.click(box.x + 900, axis);
    await addressHas(page, "at", /^\d{4}-\d\d-\d\d$/u);
    const at = query(page).get("at") ?? "";
    await page.locator(".terms").getByText("Findings at").waitFor();
    const [from = "", until = ""] = (await page.locator(".range").innerText()).split(" – ");
    expect(at > from && at < until).toBe(true);
    for (let i = 0; i < 40; i += 1) await page.mouse.wheel(0, -240);
    await addressHas(page, "span", /T\d\d:\d\d/u);
    // Both are steps that back undoes.
    await page.goBack();
    expect(query(page).get("at")).toBeNull();
    await page.goBack();
    expect(query(page).get("period")).toBeNull();
    await done(opened);
  });

  test("from 1918 on: an address shows it, and the same address shows the same again", async () => {
    const path = "/timeline?span=1918-05-28/1921-03-18";
    const opened = await open(path);
    await opened.page.locator(".range", { hasText: "1918-05-28" }).waitFor();
    expect(await opened.page.locator(".range").innerText()).toBe("1918-05-28 – 1921-03-18");
    await done(opened);
  });

  test("what an address has chosen comes into view", async () => {
    const opened = await open("/timeline?norm=lachin");
    const lanes = opened.page.locator(".stage").first();
    await lanes.waitFor();
    await expect.poll(() => lanes.evaluate((box) => box.scrollTop)).toBeGreaterThan(0);
    await done(opened);
  });

  test("with facts only names neither breach nor performance, not even in its legend", async () => {
    const opened = await open("/timeline?facts=1");
    await opened.page.locator(".legend").waitFor();
    const said = await opened.page.locator("main").innerText();
    expect(said).toContain("only denied");
    expect(said).not.toMatch(/breach|performed|outcome|in force|norms/iu);
    await done(opened);
  });

  test("has all of it as a table, too: each row opens its reasons", async () => {
    const opened = await open("/timeline");
    const { page } = opened;
    await page.getByRole("button", { name: "Table" }).click();
    const rows = page.locator(".graphtable tbody tr");
    expect(await rows.count()).toBeGreaterThan(150);
    await page
      .getByRole("cell", { name: /286 days/u })
      .first()
      .waitFor();
    await page.locator("tr", { hasText: "286 days" }).first().getByRole("button").click();
    await page.locator('main[data-open="why"]').waitFor();
    expect(query(page).get("finding")).toContain("lachin/");
    await done(opened);
  });
});

describe("the map", () => {
  test("states its border policy, takes another, and the address opens it again", async () => {
    const opened = await open("/map");
    const { page } = opened;
    await page.locator(".policy", { hasText: "disputed ones dashed" }).waitFor();
    await page.locator(".policy", { hasText: "on the ground" }).waitFor();
    await page.locator(".graphbar select").selectOption("un");
    await page.locator(".policy", { hasText: "United Nations" }).waitFor();
    expect(query(page).get("borders")).toBe("un");
    await page.goBack();
    await page.locator(".policy", { hasText: "disputed ones dashed" }).waitFor();
    const again = await open("/map?borders=claimed-by:Armenia&frame=40,46,5");
    await again.page.locator(".policy", { hasText: "as claimed by Armenia" }).waitFor();
    await done(again);
    await done(opened);
  });

  test("by keyboard and by mouse: moved, come closer, and the address knows where", async () => {
    const opened = await open("/map");
    const { page } = opened;
    const stage = page.getByRole("application");
    await stage.focus();
    await page.keyboard.press("+");
    await addressHas(page, "frame", /^-?[\d.]+,-?[\d.]+,[\d.]+$/u);
    const [, , before] = (query(page).get("frame") ?? "").split(",");
    const box = await stage.boundingBox();
    if (!box) throw new Error("no map");
    await page.mouse.move(box.x + 400, box.y + 200);
    await page.mouse.down();
    await page.mouse.move(box.x + 500, box.y + 260, { steps: 5 });
    await page.mouse.up();
    await page.mouse.wheel(0, -300);
    await page.waitForFunction(
      (zoom) => !new URL(location.href).searchParams.get("frame")?.endsWith(zoom ?? ""),
      before,
    );
    await page.keyboard.press("ArrowLeft");
    const moved = query(page).get("frame");
    await page.waitForFunction((was) => new URL(location.href).searchParams.get("frame") !== was, moved);
    expect(query(page).get("frame")).not.toBe(moved);
    await done(opened);
  });

  test("draws land and borders once they come, whatever came to nothing before: the worker that draws them up, or their shapes", async () => {
    const opened = await open("/board");
    const { page } = opened;
    const asked = new Map<string, number>();
    await page.context().route(/\/assets\/(?:atlas|countries)-/u, (route) => {
      const [what = ""] = /atlas|countries/u.exec(route.request().url()) ?? [];
      const before = asked.get(what) ?? 0;
      asked.set(what, before + 1);
      return before === 0 ? route.abort() : route.continue();
    });
    await page.keyboard.press("g");
    await page.keyboard.press("m");
    await page.locator(".policy", { hasText: "could not be read" }).waitFor();
    await page.locator(".policy", { hasText: "could not be read" }).waitFor({ state: "detached" });
    await page.locator(".policy", { hasText: "are being read" }).waitFor({ state: "detached" });
    expect([...asked].filter(([, times]) => times < 2)).toEqual([]);
    // What was held back is complained of, and nothing else.
    expect(opened.faults.filter((fault) => !/atlas-|countries-|ERR_FAILED/u.test(fault))).toEqual([]);
    await opened.close();
  });

  test("names in its table what it cannot place", async () => {
    const opened = await open("/map?table=1");
    const { page } = opened;
    await page.getByRole("table", { name: "Zones and lines" }).waitFor();
    const zones = await page.getByRole("table", { name: "Zones and lines" }).locator("tbody tr").count();
    const events = await page.locator("table tbody th button").count();
    expect(zones).toBeGreaterThan(20);
    expect(events).toBeGreaterThan(80);
    await done(opened);
  });
});

describe("an export", () => {
  async function exported(page: Page, kind: "CSV" | "SVG" | "PNG"): Promise<Buffer> {
    await page.keyboard.press("Control+k");
    await page.keyboard.type(`as ${kind}`);
    const coming = page.waitForEvent("download");
    await page.keyboard.press("Enter");
    const stream = await (await coming).createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  test("of the map says whose borders it draws, as a drawing, as an image and as a table", async () => {
    const opened = await open("/map");
    const { page } = opened;
    await page.locator("main canvas").first().waitFor();
    await page.locator(".policy").waitFor();
    const svg = (await exported(page, "SVG")).toString("utf8");
    expect(svg).toContain("Borders: disputed ones dashed");
    expect(svg).toContain("who holds an area, not who owns it");
    expect(svg).toMatch(/<path d="M/u);
    expect(svg).not.toContain("data:image");
    const table = (await exported(page, "CSV")).toString("utf8");
    expect(table).toMatch(/^event,lat,lon,within_km,placed_by,words,licences,case,.*,borders,handling,servanda\r\n/u);
    expect(table).toContain("disputed marked");
    const png = await exported(page, "PNG");
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    await done(opened);
  });

  test("of the timeline is a drawing whose lanes can be read", async () => {
    const opened = await open("/timeline");
    const { page } = opened;
    await page.locator("main canvas").first().waitFor();
    const svg = (await exported(page, "SVG")).toString("utf8");
    expect(svg).toContain("Findings at");
    expect(svg).toContain("Events, as told");
    expect(svg).toMatch(/<pattern id="hatch-/u);
    expect(svg).toMatch(
      /Drawn: \d+ of \d+ lanes of norms, \d+ of \d+ lanes of events, as on the screen; the table has all\./u,
    );
    // The legend is drawn, too: what is possible is hatched there as it is in the lanes, and no time without a source is left out.
    for (const sign of ["possible", "gap", "span"]) {
      expect(svg).toMatch(new RegExp(`data-sign="${sign}"(?:(?!</svg>).)*<path [^>]*stroke="(?!none)[^"]+"`, "su"));
    }
    expect(svg).toMatch(/data-sign="done"(?:(?!<\/svg>).)*<circle /su);
    expect((await exported(page, "CSV")).toString("utf8")).toContain("286 days");
    await done(opened);
  });
});
