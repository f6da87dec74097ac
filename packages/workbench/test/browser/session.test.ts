/** What holds across views: a flip and its way back, a link reopened, loss of the server, a case with faults, and a case that is hostile. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { House, type RunOptions } from "servanda/house";
import { assets, type Door, open as openDoor } from "servanda/serve";
import { afterAll, describe, expect, test } from "vitest";
import { VIEW_IDS } from "../../src/desk.ts";
import { axeFinds } from "./axe.ts";
import { done, open } from "./page.ts";

const root = join(import.meta.dirname, "..", "..", "..", "..");
const folders: string[] = [];
const doors: Door[] = [];

function copyOf(path: string): string {
  const folder = mkdtempSync(join(tmpdir(), "servanda-session-"));
  folders.push(folder);
  cpSync(join(root, path), folder, { recursive: true });
  return folder;
}

async function serve(
  folder: string,
  port = 0,
  handling: "public" | "confidential" = "public",
  asked: RunOptions = {},
): Promise<Door> {
  const built = assets();
  if (built === null) throw new Error("the workbench is not built");
  const door = await openDoor(new House(folder, handling, asked), built, port);
  doors.push(door);
  return door;
}

afterAll(async () => {
  for (const door of doors) await door.close().catch(() => undefined);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe("a session", () => {
  test("flips to another standard by the address, says what changed, and is restored without it", async () => {
    const plain = await open("/board");
    const before = await plain.page.locator("main").innerText();
    await done(plain);
    const flipped = await open("/board?standard=corroborated");
    const { page } = flipped;
    expect(await page.getByLabel("Standard").inputValue()).toBe("corroborated");
    const after = await page.locator("main").innerText();
    expect(after).not.toBe(before);
    await page.getByLabel("Standard").selectOption("reasonable-grounds");
    await page.waitForFunction((text) => document.querySelector("main")?.innerText === text, before);
    expect(new URL(page.url()).searchParams.get("standard")).toBeNull();
    await done(flipped);
  });

  test("begins at the date and standard that the command was given, and says so", async () => {
    const door = await serve(copyOf("cases/harbour"), 0, "public", { at: "2030-02-15", standard: "alleged" });
    const opened = await open("/board", { origin: door.origin });
    const { page } = opened;
    expect(new URL(page.url()).search).toBe("?standard=alleged&at=2030-02-15");
    expect(await page.getByLabel("Standard").inputValue()).toBe("alleged");
    await page.locator(".flipped", { hasText: "from the case by itself" }).waitFor();
    await page.getByRole("button", { name: "Restore all" }).click();
    await page.locator(".flipped").waitFor({ state: "detached" });
    expect(new URL(page.url()).search).toBe("");
    await done(opened);
  });

  test("of a case without a date every view says what there is, waits for nothing, and leads on", async () => {
    const folder = copyOf("cases/harbour");
    const path = join(folder, "case.md");
    writeFileSync(path, readFileSync(path, "utf8").replace(/^ {2}record closes .*\n/mu, ""));
    const opened = await open("/board", { origin: (await serve(folder)).origin });
    const { page } = opened;
    const main = page.locator("main");
    for (const view of VIEW_IDS) {
      await page.getByRole("navigation", { name: "Views" }).locator(`a[href^="/${view}"]`).click();
      await page.locator(`main[data-open=${view}][data-whole]`).waitFor();
      await expect
        .poll(() => main.innerText())
        .not.toMatch(/(?:Weighing|Counting|Opening|Reading the case) …|binds anybody/u);
      if (view === "board" || view === "why" || view === "essay")
        await page.getByText("Without a date to speak about nothing is found").waitFor();
      if (view === "sources") await page.getByText("Nothing is counted without a date").waitFor();
    }
    expect(await main.innerText()).not.toContain("no norm asks about");
    await page.getByRole("navigation", { name: "Views" }).getByText("Essay").click();
    const date = page.getByLabel("Date that findings speak about");
    await date.fill("2030-06-30");
    await date.press("Enter");
    await page.locator(".claims .claim").first().waitFor();
    await done(opened);
  });

  test("a link with all of it opens again as it was", async () => {
    const path =
      "/timeline?norm=lachin&event=C149&period=2022-12-01/2023-09-30&view=Armenia&standard=corroborated&at=2023-06-30&span=2022-11-01/2023-10-31&lanes=place";
    const opened = await open(path);
    const { page } = opened;
    await page.locator(".range", { hasText: "2022-11-01" }).waitFor();
    expect(await page.getByLabel("Period from").inputValue()).toBe("2022-12-01");
    expect(await page.getByLabel("Events by").inputValue()).toBe("place");
    await page.reload();
    await page.locator(".range", { hasText: "2022-11-01" }).waitFor();
    for (const [key, value] of new URL(path, "http://x").searchParams) {
      expect([key, new URL(page.url()).searchParams.get(key)]).toEqual([key, value]);
    }
    // The key to writing stands in no address that could be copied.
    expect(page.url()).not.toContain("key=");
    await done(opened);
  });

  test("tells that the server is lost, goes on with what it has, and is live again when the server is", async () => {
    const folder = copyOf("cases/harbour");
    const first = await serve(folder);
    const { page, faults, close } = await open("/board", { origin: first.origin, key: first.key });
    // The other views come once there is something to look at, one after the other: this is the last.
    await page.waitForFunction(() =>
      performance
        .getEntriesByType("resource")
        .some(({ name, duration }) => /\/sources-[^/]*\.js$/u.test(name) && duration > 0),
    );
    await first.close();
    await page.getByText("The server does not answer").waitFor();
    expect(await axeFinds(page)).toEqual([]);
    await page.getByRole("link", { name: "Timeline" }).click();
    await page.locator("main canvas").first().waitFor();
    const actors = readFileSync(join(folder, "actors.md"), "utf8");
    writeFileSync(join(folder, "actors.md"), actors.replace('"Northshore" /', '"Northshore Republic" /'));
    await serve(folder, Number(new URL(first.origin).port));
    await page.getByText("The server does not answer").waitFor({ state: "detached" });
    // What changed meanwhile is read.
    await page.getByRole("link", { name: "Board" }).click();
    await page.getByRole("columnheader", { name: "Northshore Republic" }).first().waitFor();
    await close();
    // The browser complains of the lost stream by itself, and of nothing else.
    expect(faults.filter((fault) => !/ERR_CONNECTION|ERR_INCOMPLETE|Failed to load/u.test(fault))).toEqual([]);
  });

  test("shows the faults of a case, keeps the last good findings, and takes the next good ones", async () => {
    const folder = copyOf("cases/harbour");
    const door = await serve(folder);
    const opened = await open("/board", { origin: door.origin, key: door.key });
    const { page } = opened;
    const before = await page.locator("main").innerText();
    const accord = readFileSync(join(folder, "instruments/accord.md"), "utf8");
    writeFileSync(join(folder, "instruments/accord.md"), accord.replace("each party", "each prty"));
    await page.locator(".banner summary").click();
    expect(await axeFinds(page)).toEqual([]);
    await page
      .locator(".banner")
      .getByText(/instruments\/accord\.md/u)
      .first()
      .waitFor();
    expect(await page.locator("main").innerText()).toBe(before);
    writeFileSync(join(folder, "instruments/accord.md"), accord.replace("within 30 days", "within 10 days"));
    await page.locator(".banner").waitFor({ state: "detached" });
    await page.waitForFunction((text) => document.querySelector("main")?.innerText !== text, before);
    expect(await page.locator("main").innerText()).toContain("breached");
    await done(opened);
  });

  test("says so where the browser cannot make a picture, and lets go of a view that is left while it moves", async () => {
    const opened = await open("/timeline");
    const { page } = opened;
    await page.evaluate(() => {
      HTMLCanvasElement.prototype.toBlob = (tell: BlobCallback): void => tell(null);
    });
    await page.keyboard.press("Control+k");
    await page.keyboard.type("as PNG");
    await page.keyboard.press("Enter");
    await page.locator(".toast", { hasText: "The picture could not be made." }).waitFor();
    // Moved, and left before it came to rest: nothing is written to the address of the next view.
    await page.locator("main canvas").first().hover();
    await page.mouse.wheel(0, -300);
    await page.keyboard.press("g");
    await page.keyboard.press("b");
    await page.locator('main[data-open="board"]').waitFor();
    await page.waitForTimeout(600);
    expect(new URL(page.url()).search).toBe("");
    await done(opened);
  });

  test("holds a fault of ours in the view that has it: the others go on", async () => {
    const opened = await open("/board");
    const { page, faults } = opened;
    await page.evaluate(() => {
      HTMLCanvasElement.prototype.getContext = () => {
        throw new Error("no canvas today");
      };
    });
    await page.getByRole("link", { name: "Timeline" }).click();
    await page.getByRole("alert").getByText("no canvas today").waitFor();
    await page.getByRole("link", { name: "Essay" }).click();
    await page.locator('main[data-open="essay"] article, main[data-open="essay"] [data-item]').first().waitFor();
    expect(await page.getByText("no canvas today").count()).toBe(0);
    expect(faults.splice(0).filter((fault) => !fault.includes("no canvas today"))).toEqual([]);
    await done(opened);
  });

  test("what is withheld reaches no part of the page without the flag", async () => {
    const folder = copyOf("cases/harbour");
    const door = await serve(folder);
    const opened = await open("/board", { origin: door.origin, key: door.key });
    const { page } = opened;
    for (const id of VIEW_IDS) {
      await page.goto(`${door.origin}/${id}`);
      await page.locator(`main[data-open="${id}"][data-ready]`).waitFor();
      expect(await page.content()).not.toContain("customs house");
    }
    const told = await page.evaluate(async () => (await fetch("/api/case")).text());
    expect(told).not.toContain("customs house");
    const flagged = await serve(folder, 0, "confidential");
    const shown = await open("/sources", { origin: flagged.origin, key: flagged.key });
    await shown.page.getByText("not for publication").first().waitFor();
    await done(shown);
    await done(opened);
  });
});

describe("a hostile case", () => {
  const script = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>';
  const quoted = script.replaceAll('"', "'");

  test("runs nothing, by names, prose, figures, shapes or the names of its files", async () => {
    const folder = copyOf("cases/harbour");
    const put = (path: string, change: (text: string) => string): void => {
      const file = join(folder, path);
      writeFileSync(file, change(readFileSync(file, "utf8")));
    };
    put("case.md", (text) => text.replace(/case (\S+) "[^"]*"/u, `case $1 "${quoted}"`));
    put("actors.md", (text) =>
      text
        .replace('"Northshore"', `"${quoted}"`)
        .replace('"the ship channel"', '"javascript:window.hit=1 \u202e\u2066"'),
    );
    put("instruments/accord.md", (text) =>
      text
        .replace("The accord does not say", `${"w".repeat(300)} The accord does not say`)
        .replace("## Article 2", `## ${script}\n\n${script} [x](javascript:window.hit=1) ![x](x:y)`),
    );
    put("sources.csv", (text) => text.replace(/^(S1,)[^,]*/mu, `$1"${script.replaceAll('"', '""')}"`));
    put("conduct/accounts.csv", (text) => text.replace("Four dredgers at anchor across the channel.", quoted));
    writeFileSync(join(folder, "<img src=x onerror=hit=1>.md"), `# ${script}\n`);
    writeFileSync(
      join(folder, "places.geojson"),
      JSON.stringify({
        type: "FeatureCollection",
        features: [
          {
            type: "Feature",
            properties: { id: "channel", whose: script, source: script, valid_from: script },
            geometry: {
              type: "Polygon",
              coordinates: [
                [
                  [44, 40],
                  [44.1, 40],
                  [44.1, 40.1],
                  [44, 40],
                ],
              ],
            },
          },
          { type: "Feature", properties: { id: script }, geometry: { type: "Point", coordinates: script } },
        ],
      }),
    );
    const door = await serve(folder);
    const opened = await open("/board", { origin: door.origin, key: door.key });
    const { page } = opened;
    for (const id of VIEW_IDS) {
      for (const more of ["", "?table=1&norm=free-channel&finding=free-channel%2FSouthshore%2FNorthshore%2Fentry"]) {
        await page.setViewportSize({ width: more === "" ? 1280 : 400, height: 800 });
        await page.goto(`${door.origin}/${id}${more}`);
        await page.locator(`main[data-open="${id}"][data-ready]`).waitFor();
        await page.locator("main .notice", { hasText: "Opening" }).waitFor({ state: "detached" });
        const hit = await page.evaluate(() => ({
          ran: "hit" in globalThis,
          // Nor does a word without an end push anything out of the page.
          beyond: document.documentElement.scrollWidth - innerWidth,
          images: document.querySelectorAll("img, script:not([src]), iframe, object, embed").length,
          links: [...document.querySelectorAll("a[href]")].filter(
            (a) => !/^(?:https?:|\/|#)/u.test(a.getAttribute("href") ?? ""),
          ).length,
        }));
        expect([id, hit]).toEqual([id, { ran: false, beyond: 0, images: 0, links: 0 }]);
      }
    }
    // In the text, prose of the case comes to a hover as HTML: only what sets it off is left of it.
    await page.goto(`${door.origin}/text?norm=pull-back-guns`);
    await page
      .locator(".cm-line", { hasText: /pull-back-guns/u })
      .first()
      .locator(".t-name")
      .hover();
    await page.locator(".cm-tooltip").first().waitFor();
    expect(await page.evaluate(() => "hit" in globalThis)).toBe(false);
    expect(await page.locator(".cm-tooltip img, .cm-tooltip script").count()).toBe(0);
    await done(opened);
  });

  test("an address of others runs nothing either", async () => {
    const opened = await open(
      `/board?norm=${encodeURIComponent(script)}&period=${encodeURIComponent(script)}&borders=claimed-by:${encodeURIComponent(script)}&view=__proto__&page=../../../etc/passwd&outcome=constructor`,
    );
    const { page } = opened;
    for (const id of VIEW_IDS) {
      await page.getByRole("link", { name: new RegExp(`^${id}$`, "iu") }).click();
      await page.locator(`main[data-open="${id}"]`).waitFor();
      expect(await page.evaluate(() => "hit" in globalThis)).toBe(false);
    }
    await done(opened);
  });
});
