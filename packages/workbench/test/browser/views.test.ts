import { describe, expect, test } from "vitest";
import { VIEW_IDS } from "../../src/desk.ts";
import { done, open } from "./page.ts";

describe("the flagship in a real browser", () => {
  test.each(VIEW_IDS)("opens on %s and complains of nothing", async (id) => {
    const opened = await open(`/${id}`);
    await opened.page.locator(`nav [aria-current="page"]`).waitFor();
    expect(await opened.page.locator(`nav [aria-current="page"]`).getAttribute("href")).toMatch(
      new RegExp(`^/${id}`, "u"),
    );
    await done(opened);
  });
});
