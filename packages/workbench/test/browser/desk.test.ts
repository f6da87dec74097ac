/** Board, argument, claims and sources in a real browser: by mouse, by keyboard, flipped and restored, linked, printed. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { axeFinds } from "./axe.ts";
import { done, open } from "./page.ts";

const FINDING = "mutual-aid/Armenia/Russia→Armenia/C140/attacker=Azerbaijan";
const WHY = `/why?norm=mutual-aid&finding=${encodeURIComponent(FINDING)}`;

function address(page: Page): string {
  return new URL(page.url()).pathname + new URL(page.url()).search;
}

const verdict = (page: Page): Promise<string> => page.locator(".verdict h2 .word").innerText();

describe("the board", () => {
  test("opens a finding by mouse, and comes back to where one was", async () => {
    const opened = await open("/board");
    const { page } = opened;
    const cell = page.locator("tr", { hasText: "mutual-aid" }).locator("a.cell", { hasText: "contested on reading" });
    await cell.click();
    await page.locator(".verdict").waitFor();
    expect(address(page)).toContain("/why?norm=mutual-aid&finding=");
    await page.goBack();
    await page.locator(".board").waitFor();
    expect(address(page)).toBe("/board");
    await done(opened);
  });

  test("is used by keyboard alone: arrows, Enter, Esc", async () => {
    const opened = await open("/board");
    const { page } = opened;
    await page.keyboard.press("j");
    const first = await page.evaluate("document.activeElement.href");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    const next = await page.evaluate("document.activeElement.href");
    expect(next).not.toBe(first);
    await page.keyboard.press("Enter");
    await page.locator(".verdict").waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".board").waitFor();
    // Back at the cell that was opened.
    expect(await page.locator("a.cell[data-here]").count()).toBe(1);
    // From another view it goes back there.
    const finding = address(page).replace("/board", "");
    await page.keyboard.press("g");
    await page.keyboard.press("t");
    await page.locator(".timeline").waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("w");
    await page.locator(".verdict").waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".timeline").waitFor();
    expect(address(page)).toBe(`/timeline${finding}`);
    await done(opened);
  });

  test("is filtered by outcome and party, and the address holds it", async () => {
    const opened = await open("/board");
    const { page } = opened;
    const all = await page.locator("tbody tr").count();
    await page.locator("button.count", { hasText: "kept" }).click();
    await page.locator(`button.count[aria-pressed="true"]`).waitFor();
    expect(await page.locator("tbody tr").count()).toBeLessThan(all);
    expect(address(page)).toBe("/board?outcome=kept");
    await page.getByText("Parties").locator("xpath=..").locator("summary").click();
    const box = await page.getByRole("checkbox", { name: "Russia", exact: true }).boundingBox();
    expect(box?.x).toBeGreaterThan(0);
    await page.getByRole("checkbox", { name: "Russia", exact: true }).check();
    expect(address(page)).toBe("/board?party=Russia&outcome=kept");
    await page.getByRole("button", { name: "Show all" }).click();
    expect(await page.locator("tbody tr").count()).toBe(all);
    await done(opened);
  });
});

describe("the argument", () => {
  test("is flipped by a switch: finding, board and address change, the change is marked; and all is restored", async () => {
    const opened = await open(WHY);
    const { page } = opened;
    expect(await verdict(page)).toBe("breached");
    await page
      .locator(".pivots section", { hasText: "If this account is disbelieved" })
      .locator("button")
      .first()
      .click();
    await page.locator(".verdict .before").waitFor();
    expect(await verdict(page)).not.toBe("breached");
    expect(await page.locator(".verdict .before").innerText()).toMatch(/by the case itself:\s+breached/u);
    expect(address(page)).toContain("disbelieve=C140/");
    await page.keyboard.press("g");
    await page.keyboard.press("b");
    await page.locator("a.cell[data-changed]").first().waitFor();
    await page.getByRole("button", { name: "Restore all" }).click();
    await page.locator("a.cell[data-changed]").first().waitFor({ state: "detached" });
    expect(address(page)).not.toContain("disbelieve");
    await done(opened);
  });

  test("is read under another reading and at another standard", async () => {
    const opened = await open(WHY);
    const { page } = opened;
    await page.locator(".tabs button", { hasText: "prompt-answer" }).click();
    await expect.poll(() => verdict(page)).toBe("kept");
    expect(address(page)).toContain("view=Russia:prompt-answer");
    await page.getByRole("combobox", { name: "Standard of proof" }).selectOption("adjudicated");
    await page.locator(".flipped").waitFor();
    expect(address(page)).toContain("standard=adjudicated");
    await done(opened);
  });

  test("keeps the focus where a switch goes away by what it switched", async () => {
    const opened = await open("/why?norm=open-corridor&finding=open-corridor/Armenia/Azerbaijan/entry");
    const { page } = opened;
    const focused = (): Promise<string> =>
      page.evaluate<string>(
        "(document.activeElement.dataset.switch ?? document.activeElement.id) || document.activeElement.tagName",
      );
    // Disbelieved, the account stands in the argument no more: its switch beside it is the one that is left.
    const flip = page.locator("article .account .flip").first();
    const account = await flip.getAttribute("data-switch");
    await flip.focus();
    await page.keyboard.press("Enter");
    await page.locator(".pivots .switch[aria-pressed=true]", { hasText: account?.split("/")[0] ?? "" }).waitFor();
    await page.locator("main[aria-busy=false]").waitFor();
    await expect.poll(focused).toBe(account);
    await page.locator(".terms").getByRole("button", { name: "Restore all" }).focus();
    await page.keyboard.press("Enter");
    await page.locator(".terms .chips").waitFor({ state: "detached" });
    await expect.poll(focused).toBe("view");
    await done(opened);
  });

  test("is the same when its address is opened anew", async () => {
    const flipped = `${WHY}&standard=corroborated&disbelieve=C140/S236`;
    const opened = await open(flipped);
    const said = await verdict(opened.page);
    const steps = await opened.page.locator(".steps").innerText();
    await done(opened);
    const again = await open(flipped);
    expect(await verdict(again.page)).toBe(said);
    expect(await again.page.locator(".steps").innerText()).toBe(steps);
    await done(again);
  });

  test("is cited with version and address", async () => {
    const opened = await open(WHY, { permissions: ["clipboard-read", "clipboard-write"] });
    const { page } = opened;
    await page.locator(".verdict").waitFor();
    await page.keyboard.press("c");
    await page.locator(".toast", { hasText: "Copied" }).waitFor();
    const text = await page.evaluate<string>("navigator.clipboard.readText()");
    expect(text).toMatch(/mutual-aid.*breached.*version [0-9a-f]{12}, norm in .*\/why\?.*version=[0-9a-f]{12}$/su);
    // The hash is that of the page as it lies on disk.
    const [, path = "", hash] = /norm in (\S+) \(SHA-256 ([0-9a-f]{64})\)/u.exec(text) ?? [];
    const disk = readFileSync(join(import.meta.dirname, "../../../../cases/south-caucasus", path));
    expect(createHash("sha256").update(disk).digest("hex")).toBe(hash);
    await done(opened);
  });

  test("tells of a finding that does not arise any more, and restores it", async () => {
    const accounts = ["S236", "S237", "S239", "S240", "S285", "S56", "S88", "S89"].map((s) => `&disbelieve=C140/${s}`);
    const opened = await open(`${WHY}${accounts.join("")}`);
    await opened.page.locator(".verdict", { hasText: "does not arise" }).waitFor();
    await opened.page.locator("article").getByRole("button", { name: "Restore all" }).click();
    await opened.page.locator(".steps").waitFor();
    expect(await verdict(opened.page)).toBe("breached");
    await done(opened);
  });
});

describe("ways of people", () => {
  test("search finds in any script, by keyboard", async () => {
    const opened = await open("/board");
    const { page } = opened;
    await page.keyboard.press("/");
    await page.keyboard.type("договор");
    await page.locator(".palette [role=option]").first().waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".palette").waitFor({ state: "detached" });
    expect(address(page)).toBe("/board?instrument=CST");
    // Told to who does not see it: how much was found, and that nothing was.
    await page.keyboard.press("/");
    await page.keyboard.type("qqqq");
    await page.getByRole("status").filter({ hasText: "Nothing is called so." }).waitFor();
    expect(await axeFinds(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await done(opened);
  });

  test("commands do what they say; facts only leaves every outcome out", async () => {
    const opened = await open("/board");
    const { page } = opened;
    await page.keyboard.press("Control+k");
    await page.keyboard.type("facts only");
    await page.keyboard.press("Enter");
    await page.locator(".facts").waitFor();
    const text = await page.locator("main").innerText();
    expect(text).not.toMatch(/breached|kept|contested/u);
    // Views that have nothing to show then are neither offered nor opened by their keys; a source tells what it says.
    const views = page.getByRole("navigation", { name: "Views" });
    expect(await views.getByRole("link").allInnerTexts()).toEqual(["Observations", "Timeline", "Map", "Sources"]);
    await page.keyboard.press("g");
    await page.keyboard.press("e");
    expect(new URL(page.url()).pathname).toBe("/board");
    const way = page.locator(".facts button.ref").first();
    const publisher = (await way.innerText()).split(",")[0] ?? "";
    await way.click();
    await page.locator("main[data-open=sources] .facts section").waitFor();
    expect(await page.locator(".facts section").count()).toBe(1);
    expect(await page.locator(".facts h2").innerText()).toContain(publisher);
    expect(await axeFinds(page)).toEqual([]);
    await page.getByRole("button", { name: "All sources" }).click();
    await page.locator(".facts section").nth(1).waitFor();
    await page.goBack();
    await page.goBack();
    await page.keyboard.press("f");
    await page.locator(".board").waitFor();
    await done(opened);
  });

  test("the focus is where one goes: back after a dialog, at the top of another view, and said by its name", async () => {
    const opened = await open("/board");
    const { page } = opened;
    await page.locator("main[data-whole]").waitFor();
    const active = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute("href") ?? document.activeElement?.ariaLabel ?? null);
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    const cell = await active();
    expect(cell).toContain("/why?");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("sort by what");
    await page.keyboard.press("Enter");
    await expect.poll(active).not.toBeNull();
    await page.keyboard.press("?");
    await page.locator("dialog.help[open]").waitFor();
    expect(await axeFinds(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await expect.poll(active).toContain("/why?");
    await page.keyboard.press("g");
    await page.keyboard.press("e");
    await expect.poll(active).toBe("Essay");
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await done(opened);
  });

  test("a date that cannot be read is refused in words, in the terms, on the board and on the timeline", async () => {
    const opened = await open("/board");
    const { page } = opened;
    const refuse = async (label: string, text: string, why: RegExp): Promise<void> => {
      const box = page.getByRole("textbox", { name: label, exact: true });
      const before = address(page);
      await box.fill(text);
      await box.press("Enter");
      const told = page.locator(".fault", { hasText: why });
      await told.waitFor();
      expect(await box.getAttribute("aria-invalid")).toBe("true");
      expect(await box.getAttribute("aria-describedby")).toBe(await told.getAttribute("id"));
      expect(address(page)).toBe(before);
      if (label === "Period") expect(await axeFinds(page)).toEqual([]);
      await box.press("Escape");
      await told.waitFor({ state: "detached" });
    };
    await refuse("Date that findings speak about", "2022-13", /no month 13/u);
    await refuse("Period", "2030/2029", /ends before it begins/u);
    await page.goto(`${new URL(page.url()).origin}/timeline`);
    await refuse("Period from", "rubbish", /not a date/u);
    await done(opened);
  });

  test("a long title is cut, and no view with it", async () => {
    const opened = await open("/board", { viewport: { width: 1200, height: 800 } });
    const { page } = opened;
    await page.evaluate(() => {
      const title = document.querySelector(".head h1 bdi");
      if (title) title.textContent = "A case whose title is as long as titles of cases sometimes are, and then some";
    });
    const last = page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: "Sources" });
    const [tab, nav] = await Promise.all([last.boundingBox(), page.locator(".head nav").boundingBox()]);
    expect((tab?.x ?? 0) + (tab?.width ?? 0)).toBeLessThanOrEqual((nav?.x ?? 0) + (nav?.width ?? 0) + 0.5);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await done(opened);
  });

  test("help opens with ? and closes with Esc", async () => {
    const opened = await open("/sources");
    await opened.page.keyboard.press("?");
    await opened.page.locator("dialog.help[open]").waitFor();
    expect(await opened.page.locator("dialog.help dt", { hasText: "breached" }).count()).toBe(1);
    await opened.page.keyboard.press("Escape");
    await opened.page.locator("dialog.help").waitFor({ state: "detached" });
    await done(opened);
  });

  test("what is shown is exported as a table, and as a picture in which nothing runs", async () => {
    const opened = await open("/board?instrument=CST");
    const { page } = opened;
    const save = async (what: string): Promise<string> => {
      const waiting = page.waitForEvent("download");
      await page.keyboard.press("Control+k");
      await page.keyboard.type(what);
      await page.keyboard.press("Enter");
      const stream = await (await waiting).createReadStream();
      let text = "";
      for await (const chunk of stream) text += String(chunk);
      return text;
    };
    const csv = await save("as CSV");
    expect(csv.split("\r\n")[0]).toMatch(/^id,instrument,norm/u);
    expect(csv).toContain("mutual-aid");
    expect(csv.split("\r\n")[0]).toMatch(/,licences,case,version,draft,at,as_of,standard,/u);
    expect(csv).not.toContain("NOV2020");
    const svg = await save("as SVG");
    expect(svg).toMatch(/^<svg xmlns=/u);
    expect(svg).toContain("at the standard of reasonable grounds");
    expect(svg).not.toMatch(/<script|href="(?!data:image|#)/u);
    await done(opened);
  });

  test("print gives the report of what is shown", async () => {
    const opened = await open(WHY);
    await opened.page.locator(".steps").waitFor();
    const pdf = await opened.page.pdf({ format: "A4" });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    await opened.page.emulateMedia({ media: "print" });
    expect(await opened.page.locator(".head nav").isVisible()).toBe(false);
    // On what terms, in words that hold when it is read later: no “today”, and no box to choose in.
    expect(await opened.page.locator(".terms").isVisible()).toBe(false);
    const sheet = await opened.page.locator(".paper-only").innerText();
    expect(sheet).toMatch(
      /^South Caucasus\. Findings at \d{4}-\d\d-\d\d, with all that is on record, at the standard of reasonable grounds/u,
    );
    expect(sheet).toMatch(/Handling: public\. Of version [0-9a-f]{12} /u);
    expect(sheet).toMatch(/sources state no licence/u);
    await done(opened);
  });
});

describe("axe", () => {
  const bright = { colorScheme: "light", viewport: { width: 1440, height: 900 } } as const;
  const small = { colorScheme: "dark", viewport: { width: 390, height: 844 } } as const;
  test.each([
    ["/board", bright],
    ["/board", small],
    ["/board?facts=1", bright],
    [WHY, bright],
    [WHY, small],
    ["/why", small],
    ["/why", bright],
    ["/essay", bright],
    ["/essay", small],
    ["/sources", bright],
    ["/sources", small],
    ["/sources?source=S240", small],
  ] as const)("finds nothing on %s", async (path, look) => {
    const opened = await open(path, look);
    // Claims and the balance are worked out after the page is there.
    await expect.poll(() => opened.page.locator("main").innerText()).not.toMatch(/^(?:Weighing|Counting)/mu);
    expect(await axeFinds(opened.page)).toEqual([]);
    await done(opened);
  });
});
