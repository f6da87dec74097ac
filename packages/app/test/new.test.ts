/** `servanda new` for spreadsheets, and as a person at a terminal meets it. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root, servanda } from "./command.ts";

const before = process.cwd();
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "servanda-new-"));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

describe("servanda new --sheet", () => {
  it("writes tables that a spreadsheet opens, with every column explained on a page beside them", async () => {
    expect((await servanda(["new", "sheet", "--sheet", "--party", "Հայաստան", "--party", "West, Bank"])).code).toBe(0);
    const text = readFileSync("sheet/conduct/accounts.csv", "utf8");
    expect(text.startsWith("\uFEFFevent,source,stance,when,")).toBe(true);
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/u);
    const header = text.slice(1, text.indexOf("\r\n")).split(",");
    const page = readFileSync("sheet/conduct/accounts.md", "utf8");
    expect([...page.matchAll(/^\| `(\w+)` \| \S/gmu)].map(([, column]) => column)).toEqual(header);
    // They are the columns of docs/case.md, in its order.
    const table = /\| Column \| What it says \| Example \|\n(.*?)\n\n/su.exec(
      readFileSync(join(root, "docs/case.md"), "utf8"),
    );
    const documented = [...(table?.[1] ?? "").matchAll(/^\| ([^|]*) \|/gmu)].flatMap(([, cell = ""]) =>
      [...cell.matchAll(/`(\w+)`/gu)].map(([, name = ""]) => name),
    );
    expect(header.toSorted()).toEqual(documented.toSorted());
    const checked = await servanda(["check", "sheet"]);
    expect(checked.code).toBe(0);
    expect(checked.out).not.toMatch(/fault|warning/u);
    expect((await servanda(["test", "sheet"])).out).toContain(" 0 failed");
    // The same case as without the option.
    await servanda(["new", "plain", "--party", "Հայաստան", "--party", "West, Bank"]);
    expect((await servanda(["check", "plain"])).out).toBe(checked.out);
  });

  it("says so where nothing can be written", async () => {
    mkdirSync("gone");
    process.chdir("gone");
    rmSync(join(folder, "gone"), { recursive: true });
    const { code, out, err } = await servanda(["new", "x"]);
    process.chdir(folder);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("could not be written: the folder that you are in is gone.");
  });
});

const LAUNCHER = join(root, "packages", "app", "bin", "servanda.js");
const hasScript = spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux") ?? false;

/** Types into a real terminal: each answer once its question stands there. */
async function typed(
  name: string,
  answers: readonly (readonly [question: string, answer: string])[],
): Promise<{ code: number | null; shown: string }> {
  const command = `'${process.execPath}' '${LAUNCHER}' new ${name}`;
  const child = spawn("script", ["-qec", command, "/dev/null"], {
    cwd: folder,
    env: { ...process.env, TERM: "xterm" },
  });
  let shown = "";
  let next = 0;
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (text: string) => {
    shown += text;
    const [question, answer] = answers[next] ?? [];
    if (question !== undefined && answer !== undefined && shown.includes(question)) {
      next += 1;
      child.stdin.write(answer);
    }
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, shown };
}

describe.skipIf(!hasScript)("servanda new on a terminal", () => {
  it("asks, and offers an answer to each question", async () => {
    const { code, shown } = await typed("asked", [
      ["Parties", "East, West\n"],
      ["Title", "\n"],
      ["In force from", "2031-01-01\n"],
      ["The record closes on", "\n"],
      ["Time zone", "+01:00\n"],
    ]);
    expect(code).toBe(0);
    expect(shown).toContain("[Ceasefire between East and West]");
    expect(shown).toContain("Started the case “asked”");
    const text = readFileSync(join(folder, "asked/case.md"), "utf8");
    expect(text).toContain("Ceasefire between East and West");
    expect(text).toContain("time zone +01:00");
    expect((await servanda(["check", join(folder, "asked")])).code).toBe(0);
  });

  it("takes answers that are pasted all at once", async () => {
    const { code } = await typed("pasted", [["Parties", "North, South\nA title\n2031-01-01\n2031-06-30\n+02:00\n"]]);
    expect(code).toBe(0);
    const text = readFileSync(join(folder, "pasted/case.md"), "utf8");
    expect(text).toContain("# A title");
    expect(text).toContain("record closes 2031-06-30");
  });

  it("writes nothing where the questions are broken off", async () => {
    for (const [key, name] of [
      ["\u0004", "ended"],
      ["\u0003", "stopped"],
    ] as const) {
      const { code, shown } = await typed(name, [["Parties", key]]);
      expect(code).toBe(2);
      expect(shown).toContain("nothing was written");
      expect(shown).not.toMatch(/\n\s+at /u);
      expect(existsSync(join(folder, name))).toBe(false);
    }
  });
});

describe("a party with an id of its own, and an hour of entry into force", () => {
  it("are taken as given; the case checks and its tests pass", async () => {
    const started = await servanda([
      "new",
      "vess-front",
      "--party",
      "Front=Vess Front",
      "--party",
      'Gov="The Government"',
      "--from",
      "2030-01-01T10:00",
    ]);
    expect(started).toMatchObject({ code: 0, err: "" });
    expect(readFileSync("vess-front/actors.md", "utf8")).toContain(
      'actor Front "Vess Front", a party\nactor Gov "The Government", a party\n',
    );
    expect(readFileSync("vess-front/instruments/agreement.md", "utf8")).toContain("  in force from 2030-01-01T10:00\n");
    expect((await servanda(["check", "vess-front"])).code).toBe(0);
    expect(await servanda(["test", "vess-front"])).toMatchObject({ code: 0, err: "" });
    for (const wrong of [
      ["--party", "A B=Name", "--party", "C"],
      ["--party", "=Name", "--party", "C"],
      ["--from", "2030-01-01T25:00"],
      ["--from", "2030-01-01T10:00Z"],
    ]) {
      const { code, err } = await servanda(["new", "other", ...wrong]);
      expect(code).toBe(2);
      expect(err).toMatch(/cannot be|is not a day/u);
      expect(existsSync("other")).toBe(false);
    }
  });
});
