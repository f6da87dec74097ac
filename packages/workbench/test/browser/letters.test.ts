/** A case in seven scripts, two of them from right to left, in every view, in a picture and in print. */
import { join } from "node:path";
import { House } from "servanda/house";
import { assets, type Door, open as openDoor } from "servanda/serve";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { axeFinds } from "./axe.ts";
import { done, open, type Opened } from "./page.ts";

let door: Door;

beforeAll(async () => {
  const built = assets();
  if (built === null) throw new Error("the workbench is not built");
  door = await openDoor(new House(join(import.meta.dirname, "..", "letters"), "public", {}), built, 0);
});

afterAll(() => door.close());

const letters = (path: string): Promise<Opened> => open(path, { origin: door.origin, key: door.key });

/** Words of a sentence as the eye meets them, from left to right, of the first element that holds them all. */
async function asSeen({ page }: Opened, within: string, words: readonly string[]): Promise<string[]> {
  const places = await page.evaluate(
    ([selector, wanted]) => {
      const root = [...document.querySelectorAll(selector)].find((each) =>
        wanted.every((word) => each.textContent.includes(word)),
      );
      if (!root) return null;
      const nodes: Text[] = [];
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) nodes.push(walker.currentNode as Text);
      return wanted.map((word) => {
        const node = nodes.find(({ data }) => data.includes(word));
        const at = node?.data.indexOf(word) ?? -1;
        if (!node || at < 0) return Number.NaN;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        const box = range.getBoundingClientRect();
        return box.top * 10_000 + box.left;
      });
    },
    [within, words] as const,
  );
  if (places === null || places.some(Number.isNaN)) throw new Error(`not there: ${words.join(", ")}`);
  return words.toSorted((a, b) => (places[words.indexOf(a)] ?? 0) - (places[words.indexOf(b)] ?? 0));
}

describe("sentences with names from right to left keep their order", () => {
  test("on the board, in the argument, in tables", async () => {
    const opened = await letters("/board");
    const { page } = opened;
    const order = async (within: string, words: readonly string[]): Promise<void> => {
      expect(await asSeen(opened, within, words)).toEqual(words);
    };
    await order(".saying", ["under", "רציף", ":", "breached", "2030-03-04 06:30", "17 days"]);
    expect(await axeFinds(page)).toEqual([]);
    await page.getByRole("link", { name: "Timeline" }).click();
    await page.getByRole("button", { name: "Table" }).click();
    await order("tr", ["E1", "block by", "or", "at", "2 accounts"]);
    await order("td", ["ميناء الوسط", "נמל האמצע", "بندر میانه", "; 2 accounts"]);
    await order("tr", ["רציף הדרום", "by the text", "2030-01-01", "in force from"]);
    await page.goto(`${door.origin}/why?norm=free-channel`);
    await page.locator(".steps").waitFor();
    await order(".lines p", ["رصيف الشمال", "is a party from", "2030-01-01"]);
    await order("h2", ["toward", ":", "unknown"]);
    expect(await axeFinds(page)).toEqual([]);
    await done(opened);
  });

  test("prose runs as its own letters do, in the argument and in the editor", async () => {
    const opened = await letters("/why?norm=free-channel");
    const { page } = opened;
    const directionOf = (selector: string, text: string): Promise<string> =>
      page
        .locator(selector, { hasText: text })
        .first()
        .evaluate((element) => getComputedStyle(element).direction);
    expect(await directionOf("blockquote p", "المرور")).toBe("rtl");
    expect(await directionOf(".reading-note .prose", "המעבר")).toBe("rtl");
    await page.goto(`${door.origin}/text?page=instruments/accord.md`);
    expect(await directionOf(".cm-line", "المرور حرًّا")).toBe("rtl");
    expect(await directionOf(".cm-line", "must keep")).toBe("ltr");
    expect(await asSeen(opened, ".cm-line", ["agreement", "اتفاق", "/", "הסכם"])).toEqual([
      "agreement",
      "اتفاق",
      "/",
      "הסכם",
    ]);
    await done(opened);
  });

  test("in every view nothing is written out as a code, and axe finds nothing", async () => {
    const opened = await letters("/timeline");
    const { page } = opened;
    for (const title of ["Timeline", "Map", "Why", "Essay", "Text", "Sources"]) {
      await page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: title }).click();
      await expect.poll(() => page.locator("main").innerText()).not.toMatch(/^(?:Weighing|Counting|Opening)/mu);
      expect(await page.locator("main").innerText()).not.toMatch(/u\{20|undefined|NaN/u);
      expect(await axeFinds(page)).toEqual([]);
    }
    await done(opened);
  });

  test("in a picture each stands where it stood, and in print", async () => {
    const opened = await letters("/board");
    const { page } = opened;
    await page.locator("main[data-whole]").waitFor();
    const gist = page.locator(".gist", { hasText: "المرور" });
    const there = await gist.evaluate((element) => {
      const frame = document.querySelector("main")?.getBoundingClientRect();
      return element.getBoundingClientRect().right - (frame?.left ?? 0) + 24;
    });
    const waiting = page.waitForEvent("download");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("as SVG");
    await page.keyboard.press("Enter");
    let svg = "";
    for await (const chunk of await (await waiting).createReadStream()) svg += String(chunk);
    const [, x = "0"] = /x="([\d.]+)"[^>]* direction="rtl"[^>]*>[^<]*المرور/u.exec(svg) ?? [];
    expect(Math.abs(Number(x) - there)).toBeLessThan(30);
    expect(svg).toContain("רציף הדרום");
    expect(svg).not.toMatch(/textLength="-/u);
    const pdf = await page.pdf({ format: "A4" });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    await done(opened);
  });
});
