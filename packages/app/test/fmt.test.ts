import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { block, folderWith, servanda, sweep } from "./command.ts";

afterAll(sweep);

const ROUGH = block("case   c  “A case”\n      record closes 2030-01-01");
const SMOOTH = block('case c "A case"\n  record closes 2030-01-01');
const FAULTY = block("case c\n      record shuts 2030-01-01");

const read = (...path: string[]): string => readFileSync(join(...path), "utf8");

describe("servanda fmt", () => {
  it("lays out a folder, and then finds nothing more to do", async () => {
    const folder = folderWith({ "case.md": ROUGH, "more/zones.md": "Prose.\n", "conduct/a.csv": "not, looked,at\n" });
    const first = await servanda(["fmt", folder]);
    expect(first).toEqual({
      code: 0,
      out: `changed ${folder}/case.md\n2 files: 1 changed, 1 as before.\n`,
      err: "",
    });
    expect(read(folder, "case.md")).toBe(SMOOTH);
    expect((await servanda(["fmt", folder])).out).toBe("2 files: 0 changed, 2 as before.\n");
    expect(readdirSync(folder).sort()).toEqual(["case.md", "conduct", "more"]);
  });

  it("writes nothing with --check, and ends with 1 where it would", async () => {
    const folder = folderWith({ "case.md": ROUGH, "other.md": SMOOTH });
    const before = statSync(join(folder, "case.md")).mtimeMs;
    const { code, out } = await servanda(["fmt", "--check", folder]);
    expect(code).toBe(1);
    expect(out).toBe(`would change ${folder}/case.md\n2 files: 1 would change, 1 as before.\n`);
    expect(read(folder, "case.md")).toBe(ROUGH);
    expect(statSync(join(folder, "case.md")).mtimeMs).toBe(before);
    expect((await servanda(["fmt", "--check", join(folder, "other.md")])).code).toBe(0);
  });

  it("leaves a block with a fault as it is, and says so", async () => {
    const text = `${FAULTY}\n${block("actor   A")}`;
    const folder = folderWith({ "case.md": text });
    const { code, out } = await servanda(["fmt", join(folder, "case.md")]);
    expect(code).toBe(1);
    expect(out).toContain("case.md:3:7 SV102");
    expect(out.replace(/\s+/gu, " ")).toContain("is left as it is.");
    expect(read(folder, "case.md")).toBe(`${FAULTY}\n${block("actor A")}`);
  });

  it("keeps a byte-order mark, line ends and the rights of the file", async () => {
    const folder = folderWith({});
    const file = join(folder, "case.md");
    writeFileSync(file, `\uFEFF${ROUGH.replaceAll("\n", "\r\n")}no end`);
    chmodSync(file, 0o640);
    expect((await servanda(["fmt", folder])).code).toBe(0);
    expect(read(file)).toBe(`\uFEFF${SMOOTH.replaceAll("\n", "\r\n")}no end`);
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  it("follows no link, out of the folder or within it", async () => {
    const outside = folderWith({ "out.md": ROUGH, "sub/deep.md": ROUGH });
    const folder = folderWith({ "case.md": SMOOTH });
    symlinkSync(join(outside, "out.md"), join(folder, "out.md"));
    symlinkSync(join(outside, "sub"), join(folder, "sub"));
    mkdirSync(join(folder, "own"));
    writeFileSync(join(folder, "own", "text"), ROUGH);
    symlinkSync(join(folder, "own", "text"), join(folder, "inner.md"));
    const { code, out } = await servanda(["fmt", folder]);
    expect(code).toBe(1);
    expect(out).toContain(`${folder}/inner.md\n    This is a link`);
    expect(read(outside, "out.md")).toBe(ROUGH);
    expect(read(outside, "sub", "deep.md")).toBe(ROUGH);
    expect(read(folder, "own", "text")).toBe(ROUGH);
    expect(await servanda(["fmt", join(folder, "out.md")])).toMatchObject({ code: 2, out: "" });
    expect(read(outside, "out.md")).toBe(ROUGH);
  });

  it("replaces a file, so that another name of it keeps what it had", async () => {
    const outside = folderWith({ "kept.txt": ROUGH });
    const folder = folderWith({});
    linkSync(join(outside, "kept.txt"), join(folder, "case.md"));
    expect((await servanda(["fmt", folder])).code).toBe(0);
    expect(read(folder, "case.md")).toBe(SMOOTH);
    expect(read(outside, "kept.txt")).toBe(ROUGH);
  });

  it("leaves what is no text, and says what is wrong", async () => {
    const folder = folderWith({ "case.md": SMOOTH });
    const bytes = Buffer.concat([Buffer.from(ROUGH), Buffer.from([0xff, 0xfe, 0x0a])]);
    writeFileSync(join(folder, "old.md"), bytes);
    expect(await servanda(["fmt", folder])).toMatchObject({ code: 1, err: "" });
    expect(await servanda(["fmt", join(folder, "old.md")])).toMatchObject({ code: 1, err: "" });
    expect(readFileSync(join(folder, "old.md")).equals(bytes)).toBe(true);
  });

  it("tells wrong usage before it writes anything", async () => {
    const folder = folderWith({ "case.md": ROUGH, "table.csv": "a,b\n" });
    for (const wrong of [join(folder, "none.md"), join(folder, "table.csv")]) {
      const { code, out, err } = await servanda(["fmt", folder, wrong]);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toMatch(/^servanda: .+\n$/u);
    }
    expect(read(folder, "case.md")).toBe(ROUGH);
    expect((await servanda(["fmt"])).code).toBe(2);
  });
});
