/** How much the first view costs whoever opens it: all that is fetched until the board of the flagship stands. */
import { gzipSync } from "node:zlib";
import { expect, inject, test } from "vitest";
import { done, open } from "./page.ts";

/** 400 kB until the case came to hold the alliances of 1914 and the texts on Ukraine: a quarter more lines on its board. */
const BUDGET = 420_000;

test("the first view is less than 420 kB, compressed: code, styles, letters and the board of the case", async () => {
  const opened = await open("/board");
  const { page } = opened;
  // The rest of the case is asked for once the board is drawn.
  const entries = await page.waitForFunction(() => {
    const all = performance.getEntriesByType("resource");
    const rest = all.find(({ name }) => name.endsWith("/api/case"));
    return rest && all.filter(({ startTime }) => startTime < rest.startTime).map(({ name }) => name);
  });
  const names = ["/board", ...((await entries.jsonValue()) as string[])].map((name) => new URL(name, page.url()).href);
  const asked = [...new Set(names)].filter((name) => !name.endsWith("/api/events"));
  const sizes = await Promise.all(
    asked.map(async (name) => {
      const bytes = Buffer.from(await (await fetch(name)).arrayBuffer());
      // Letters are compressed already.
      return {
        name: name.slice(inject("stage").origin.length),
        size: name.endsWith(".woff2") ? bytes.length : gzipSync(bytes).length,
      };
    }),
  );
  const sum = sizes.reduce((all, { size }) => all + size, 0);
  expect(sizes.some(({ name }) => name.endsWith(".js"))).toBe(true);
  expect(sizes.some(({ name }) => name.endsWith(".woff2"))).toBe(true);
  expect(sizes.some(({ name }) => name === "/api/board")).toBe(true);
  expect(sizes.filter(({ name }) => /countries|map-|atlas-|text-|engine-|api.case/u.test(name))).toEqual([]);
  expect(sum, sizes.map(({ name, size }) => `${size} ${name}`).join("\n")).toBeLessThan(BUDGET);
  // And the board that stood first is the board of the whole case.
  const first = await page.locator(".board").innerText();
  await page.locator("main[data-whole]").waitFor();
  expect(await page.locator(".board").innerText()).toBe(first);
  await done(opened);
});
