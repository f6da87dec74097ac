/** The text in a real browser, on a copy of the harbour case that may be written to. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { House } from "servanda/house";
import { assets, type Door, open as openDoor } from "servanda/serve";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { done, open, type Opened, restOn } from "./page.ts";
import { axeFinds } from "./axe.ts";

const root = join(import.meta.dirname, "..", "..", "..", "..");
const folder = mkdtempSync(join(tmpdir(), "servanda-text-"));
const ACCORD = join(folder, "instruments", "accord.md");
let door: Door;

beforeAll(async () => {
  cpSync(join(root, "cases", "harbour"), folder, { recursive: true });
  const built = assets();
  if (built === null) throw new Error("the workbench is not built");
  door = await openDoor(new House(folder, "public", {}), built, 0);
});

afterAll(async () => {
  await door.close();
  rmSync(folder, { recursive: true, force: true });
});

const edit = (path: string): Promise<Opened> => open(path, { origin: door.origin, key: door.key });

/** Puts the cursor right behind some words of the page, as a mouse and the End key would. */
async function behind({ page }: Opened, words: string): Promise<void> {
  const line = page.locator(".cm-line", { hasText: new RegExp(`^\\s*${words}`, "u") }).first();
  // The page may still be moving to the norm: who writes looks where the cursor stands.
  const here = page.locator(".cm-activeLine", { hasText: new RegExp(`^\\s*${words}`, "u") });
  const stands = async (): Promise<number> => {
    await line.click();
    return here.count();
  };
  await expect.poll(stands).toBe(1);
  await page.keyboard.press("End");
}

describe("the text", () => {
  test("judges as one types, keeps the last good findings in a fault, saves, and never over another’s change", async () => {
    const opened = await edit("/text?norm=pull-back-guns");
    const { page } = opened;
    const follows = page.locator(".follows");
    await follows.getByRole("heading", { name: "pull-back-guns" }).waitFor();
    // Northshore pulled back on 20 January: within thirty days of 1 January, and not within ten.
    await follows.getByText("kept").first().waitFor();
    await behind(opened, "within 30 days");
    for (let i = 0; i < "30 days".length; i += 1) await page.keyboard.press("Backspace");
    await page.keyboard.type("10 days");
    await follows.locator("[data-changed]").first().waitFor();
    await follows.getByText("breached").first().waitFor();
    expect(await page.locator(".textbar .state").innerText()).toBe("not saved");
    expect(readFileSync(ACCORD, "utf8")).toContain("within 30 days");

    // A fault: it is told in its place and beside, and what followed stays.
    await page.keyboard.type(" x");
    await page.locator(".cm-lintRange-error").first().waitFor();
    await follows.getByText(/error.*findings are those of the last text without/u).waitFor();
    await follows.getByText("breached").first().waitFor();
    await page.keyboard.press("Backspace");
    await page.keyboard.press("Backspace");
    await follows.getByText(/error/u).waitFor({ state: "detached" });

    // The board is of the edited text, and says so.
    await page.getByRole("link", { name: "Board" }).click();
    await page.getByText("Findings follow from text that is not saved").waitFor();
    await page.goBack();

    // Somebody else writes the page: saving asks first.
    const theirs = readFileSync(ACCORD, "utf8").replace("# ", "# Their ");
    writeFileSync(ACCORD, theirs);
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+s");
    const asked = page.getByRole("alertdialog");
    await asked.waitFor();
    // The focus is on what loses nothing, and Esc does the same.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Go on editing");
    expect(await axeFinds(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await asked.waitFor({ state: "detached" });
    expect(await page.evaluate(() => document.activeElement?.matches(".cm-content"))).toBe(true);
    await page.keyboard.press("Control+s");
    await asked.waitFor();
    expect(readFileSync(ACCORD, "utf8")).toBe(theirs);
    await asked.getByRole("button", { name: "Write mine over it" }).click();
    await page.getByText("Saved.").waitFor();
    expect(readFileSync(ACCORD, "utf8")).toContain("within 10 days");
    await page.locator(".textbar .state", { hasText: "as on disk" }).waitFor();
    // The browser tells of the answer 409 by itself.
    expect(opened.faults.splice(0).filter((fault) => !fault.includes("409"))).toEqual([]);
    await done(opened);
  });

  test("completes, hovers, goes to the definition and renames in all pages", async () => {
    const opened = await edit("/text?norm=free-channel");
    const { page } = opened;
    await page.locator(".follows").getByRole("heading", { name: "free-channel" }).waitFor();
    await restOn(page, "must keep");
    await page.mouse.move(0, 0);

    await behind(opened, "owed to Southshore");
    await page.keyboard.press("Enter");
    await page.keyboard.type("unl");
    await page.locator(".cm-tooltip-autocomplete").getByText("unless").first().waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Take back" }).click();
    await page.locator(".textbar .state", { hasText: "as on disk" }).waitFor();

    await behind(opened, "owed to Southshore");
    await page.keyboard.press("F12");
    await page.getByRole("heading", { name: "actors.md" }).waitFor();
    await page.locator(".cm-activeLine", { hasText: "Southshore" }).waitFor();

    await page.keyboard.press("F2");
    const name = page.locator(".cm-panel input[name=name]");
    await name.waitFor();
    expect(await name.inputValue()).toBe("Southshore");
    await name.fill("Sundshore");
    await name.press("Enter");
    // Here at once, in the other page as a draft; nothing is written.
    await page.locator(".cm-line", { hasText: "actor Sundshore" }).waitFor();
    await page.locator(".pages button", { hasText: "accord.md" }).locator(".dot").waitFor();
    await page.locator(".pages button", { hasText: "accord.md" }).click();
    await page.locator(".cm-line", { hasText: "owed to Sundshore" }).waitFor();
    expect(readFileSync(ACCORD, "utf8")).not.toContain("Sundshore");

    // The tables use this one: refused, with the reason.
    await page.locator(".cm-line", { hasText: /^\s*must pull-back/u }).click();
    await page.keyboard.press("End");
    await page.keyboard.press("F2");
    await name.waitFor();
    await name.fill("cannons");
    await name.press("Enter");
    await page.getByText("Not renamed").waitFor();
    await done(opened);
  });

  test("goes on where one writes: through a save, through what is typed meanwhile, and with a fault saved", async () => {
    const ACTORS = join(folder, "actors.md");
    const opened = await edit("/text?page=actors.md");
    const { page } = opened;
    const content = page.locator(".cm-content");
    await content.waitFor();
    const first = readFileSync(ACTORS, "utf8");
    await content.click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("One.");
    await page.keyboard.press("Control+s");
    // Typed while the page is being written, judged and read again.
    for (const letter of " Two. Three.") await page.keyboard.type(letter, { delay: 60 });
    await page.locator(".textbar .state", { hasText: "not saved" }).waitFor();
    await page.keyboard.press("Control+s");
    await page.locator(".textbar .state", { hasText: "as on disk" }).waitFor();
    expect(readFileSync(ACTORS, "utf8")).toBe(`${first}One. Two. Three.`);
    await page.waitForTimeout(600);
    expect(await content.innerText()).toContain("One. Two. Three.");

    // Saved with a fault: what is on disk is what is shown, and can be mended here.
    await page.keyboard.press("Control+End");
    await page.keyboard.type("\n\n```servanda\nactor\n```");
    await page.keyboard.press("Control+s");
    await page.locator(".textbar .state", { hasText: "as on disk" }).waitFor();
    await page.waitForTimeout(600);
    const faulty = readFileSync(ACTORS, "utf8");
    expect(faulty).toContain("actor\n");
    expect(await content.innerText()).toContain("One. Two. Three.");
    writeFileSync(ACTORS, faulty.replace("One. Two. Three.", "One. Four."));
    await page.locator(".cm-line", { hasText: "One. Four." }).waitFor();
    writeFileSync(ACTORS, first);
    await page.locator(".cm-line", { hasText: "One. Four." }).waitFor({ state: "detached" });
    await done(opened);
  });

  test("a page of Windows is saved as one: what is typed is all that differs", async () => {
    const ACTORS = join(folder, "actors.md");
    const first = readFileSync(ACTORS, "utf8");
    const theirs = `\uFEFF${first.replaceAll("\n", "\r\n")}`;
    writeFileSync(ACTORS, theirs);
    const opened = await edit("/text?page=actors.md");
    const { page } = opened;
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("One.");
    await page.keyboard.press("Enter");
    await page.keyboard.type("Two.");
    await page.keyboard.press("Control+s");
    await page.locator(".textbar .state", { hasText: "as on disk" }).waitFor();
    expect(readFileSync(ACTORS, "utf8")).toBe(`${theirs}One.\r\nTwo.`);
    writeFileSync(ACTORS, first);
    await done(opened);
  });

  test("without the key it can be read and tried, and not saved", async () => {
    const opened = await open("/text", { origin: door.origin, key: "" });
    const { page } = opened;
    await behind(opened, "record closes");
    await page.keyboard.type(" ");
    await page.locator(".textbar .state", { hasText: "not saved" }).waitFor();
    expect(await page.getByRole("button", { name: /Save/u }).isDisabled()).toBe(true);
    await done(opened);
  });
});
