/** Pages and their server in a real browser: many tabs on one line, keys and tickets, and a server that is started anew. */
import { spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { House } from "servanda/house";
import { assets, type Door, open as openDoor } from "servanda/serve";
import { afterAll, describe, expect, test } from "vitest";
import { done, open, restOn } from "./page.ts";

const root = join(import.meta.dirname, "..", "..", "..", "..");
const folders: string[] = [];
const doors: Door[] = [];

function folderFor(path?: string): string {
  const folder = mkdtempSync(join(tmpdir(), "servanda-connection-"));
  folders.push(folder);
  if (path !== undefined) cpSync(join(root, path), folder, { recursive: true });
  return folder;
}

async function serve(folder: string, port = 0, handling: "public" | "confidential" = "public"): Promise<Door> {
  const built = assets();
  if (built === null) throw new Error("the workbench is not built");
  const door = await openDoor(new House(folder, handling, {}), built, port);
  doors.push(door);
  return door;
}

function rename(folder: string, from: string, to: string): void {
  const file = join(folder, "actors.md");
  writeFileSync(file, readFileSync(file, "utf8").replace(`"${from}"`, `"${to}"`));
}

afterAll(async () => {
  for (const door of doors) await door.close().catch(() => undefined);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe("many tabs", () => {
  test("are answered, eight of them, and hear what changes, also when the first has gone", async () => {
    const folder = folderFor("cases/harbour");
    const door = await serve(folder);
    const opened = await open("/board", { origin: door.origin, key: door.key });
    const context = opened.page.context();
    const tabs = [opened.page];
    while (tabs.length < 8) {
      const tab = await context.newPage();
      await tab.goto(`${door.origin}/board`);
      await tab.locator("main[data-ready]").waitFor();
      await tab.locator(".foot-line", { hasText: "live" }).waitFor();
      tabs.push(tab);
    }
    rename(folder, "Northshore", "Northshore Republic");
    for (const tab of tabs) await tab.getByRole("columnheader", { name: "Northshore Republic" }).first().waitFor();
    await tabs.shift()?.close();
    rename(folder, "Northshore Republic", "Northshore Union");
    for (const tab of tabs) await tab.getByRole("columnheader", { name: "Northshore Union" }).first().waitFor();
    expect(tabs).toHaveLength(7);
    await done(opened);
  });
});

describe("a part that does not come", () => {
  test("is told of and asked for again: the monitor, and the help of the editor", async () => {
    const door = await serve(folderFor("cases/harbour"));
    const opened = await open("/board", { origin: door.origin, key: door.key });
    const page = await opened.page.context().newPage();
    let refused = 0;
    await page.route(/\/assets\/(?:engine|languageworker)-/u, (route) => {
      refused += 1;
      return refused <= 2 ? route.abort() : route.continue();
    });
    await page.goto(`${door.origin}/essay`);
    await page.getByText("A part of this page could not be loaded").waitFor();
    await page.locator("main[data-ready]").waitFor();
    await page.getByText("A part of this page could not be loaded").waitFor({ state: "detached" });
    expect(refused).toBeGreaterThan(2);
    refused = 0;
    await page.goto(`${door.origin}/text?norm=free-channel`);
    await page.locator("main[data-ready]").waitFor();
    await expect.poll(() => refused).toBeGreaterThan(2);
    await restOn(page, "must keep");
    await page.close();
    await done(opened);
  });
});

describe("the key", () => {
  test("of a server that was started anew reaches the tab that has unsaved text in it by another tab, and it can save", async () => {
    const folder = folderFor("cases/harbour");
    const first = await serve(folder);
    const opened = await open("/text?page=actors.md", { origin: first.origin, key: first.key });
    const { page } = opened;
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("Not lost.");
    await page.locator(".textbar .state", { hasText: "not saved" }).waitFor();
    await first.close();
    await page.getByText("The server does not answer").waitFor();
    const second = await serve(folder, Number(new URL(first.origin).port));
    await page.getByText("The server does not answer").waitFor({ state: "detached" });
    await page.getByText("The server was started anew and has another key").waitFor();
    expect(await page.getByRole("button", { name: /^Save/u }).isDisabled()).toBe(true);
    // Loaded anew, the tab still has what was written.
    page.once("dialog", (dialog) => void dialog.accept());
    await page.reload();
    await page.locator(".cm-line", { hasText: "Not lost." }).waitFor();
    const other = await page.context().newPage();
    await other.goto(`${second.origin}/#key=${second.key}`);
    await other.locator("main[data-ready]").waitFor();
    await page.getByRole("button", { name: /^Save/u }).click();
    await page.locator(".textbar .state", { hasText: "as on disk" }).waitFor();
    expect(readFileSync(join(folder, "actors.md"), "utf8")).toContain("Not lost.");
    await opened.close();
    expect(opened.faults.filter((fault) => !/ERR_CONNECTION|ERR_INCOMPLETE|Failed to load/u.test(fault))).toEqual([]);
  });

  test("is asked for by what is not for publication, and a page without it goes on when another is given it", async () => {
    const folder = folderFor("cases/harbour");
    const door = await serve(folder, 0, "confidential");
    const opened = await open("/board", { origin: door.origin, key: door.key });
    await opened.page.getByText("not for publication").first().waitFor();
    const bare = await (await opened.page.context().browser()?.newContext())?.newPage();
    if (!bare) throw new Error("no browser");
    await bare.goto(`${door.origin}/board`);
    await bare.getByText("needs the key to be read").waitFor();
    expect(await bare.locator("main[data-ready]").count()).toBe(0);
    const other = await bare.context().newPage();
    await other.goto(`${door.origin}/#key=${door.key}`);
    await bare.locator("main[data-ready]").waitFor();
    await bare.context().close();
    await done(opened);
  });

  test("stands in what the command prints, and in nothing that a browser is started with: that is a ticket for it", async () => {
    const folder = folderFor("cases/harbour");
    const bin = folderFor();
    const [starter, out] = [join(bin, "xdg-open"), join(bin, "asked")];
    writeFileSync(starter, `#!/bin/sh\nprintf %s "$1" > "${out}.part" && mv "${out}.part" "${out}"\n`);
    chmodSync(starter, 0o755);
    const child = spawn(process.execPath, [join(root, "packages", "app", "bin", "servanda.js"), "open", folder], {
      env: { ...process.env, PATH: `${bin}:${process.env["PATH"]}` },
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      let printed = "";
      child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
      await expect.poll(() => existsSync(out)).toBe(true);
      const asked = new URL(readFileSync(out, "utf8"));
      const [, key = ""] = /#key=(\S+)/u.exec(printed) ?? [];
      expect(key.length).toBeGreaterThan(20);
      expect(asked.href).not.toContain(key);
      const opened = await open("/board", { origin: asked.origin, key: "" });
      const { page } = opened;
      await page.goto("about:blank");
      await page.goto(asked.href);
      await page.locator("main[data-ready]").waitFor();
      expect(page.url()).not.toContain("ticket");
      expect(await page.evaluate(() => localStorage.getItem("servanda-key"))).toBe(key);
      await done(opened);
    } finally {
      child.kill();
    }
  });
});
