/** How much the first view costs whoever opens it: its code, styles and letters. The case comes on top, as large as it is, and so do the shapes of the map. */
import { gzipSync } from "node:zlib";
import { expect, inject, test } from "vitest";
import { done, open } from "./page.ts";

const BUDGET = 400_000;

test("the first view is less than 400 kB, compressed, with the monitor and all letters, before the case", async () => {
  const opened = await open("/board");
  const { page } = opened;
  // All that was asked for before the other views were.
  const entries = await page.waitForFunction(() => {
    const all = performance.getEntriesByType("resource");
    const rest = all.find(({ name }) => name.includes("/assets/timeline-"));
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
  const sum = sizes.filter(({ name }) => name !== "/api/case").reduce((all, { size }) => all + size, 0);
  expect(sizes.some(({ name }) => name.endsWith(".js"))).toBe(true);
  expect(sizes.some(({ name }) => name === "/api/case")).toBe(true);
  expect(sizes.filter(({ name }) => /countries|map-|text-/u.test(name))).toEqual([]);
  expect(sum, sizes.map(({ name, size }) => `${size} ${name}`).join("\n")).toBeLessThan(BUDGET);
  await done(opened);
});
