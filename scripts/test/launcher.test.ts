import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const launcher = join(import.meta.dirname, "..", "..", "packages", "app", "bin", "servanda.js");
const system = process.platform === "win32" ? "win" : process.platform;
const file = process.platform === "win32" ? "node.exe" : "node";

let root: string;
let copy: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "servanda-launcher-"));
  copy = plant("packages/app/bin/servanda.js", "");
  cpSync(launcher, copy);
  plant("package.json", '{ "type": "module" }');
  // Says how and with what it was started.
  plant("packages/app/src/main.ts", MAIN);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const MAIN = `
const said: string = process.argv.slice(2).join(" ");
if (said === "wait") { setInterval(() => {}, 1000); process.on("SIGTERM", () => process.exit(7)); }
process.stdout.write(\`[\${process.execArgv.join(" ")}] \${said}\\n\`);
process.exitCode = said === "fail" ? 1 : 0;
`;

function plant(path: string, text: string): string {
  const full = join(root, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
  return full;
}

/** Flags that make this Node say it is another one. */
function pretend(version: string): string[] {
  const preload = plant(
    "pretend.cjs",
    `Object.defineProperty(process, "versions", { value: { ...process.versions, node: ${JSON.stringify(version)} } });`,
  );
  return ["--require", preload];
}

/** A Node as npm would have installed it: this very one, under the version given, up the tree. */
function plantNode(version: string): void {
  const home = join("node_modules", `node-${system}-${process.arch}`);
  plant(join(home, "package.json"), JSON.stringify({ version }));
  mkdirSync(join(root, home, "bin"));
  symlinkSync(process.execPath, join(root, home, "bin", file));
}

function start(flags: string[], ...words: string[]): { status: number | null; stdout: string; stderr: string } {
  const environment = { ...process.env, NODE_OPTIONS: undefined };
  return spawnSync(process.execPath, [...flags, copy, ...words], { encoding: "utf8", env: environment });
}

describe("the launcher", () => {
  // By itself or, on a Node whose hooks pass over conditions, started once more with the flag.
  it("runs the sources of a checkout on this Node where it is new enough", () => {
    const { status, stdout, stderr } = start([], "check", "a b");
    expect(["[] check a b\n", "[--conditions=source] check a b\n"]).toContain(stdout);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("passes the exit code on", () => {
    expect(start([], "fail").status).toBe(1);
    plantNode("24.21.0");
    expect(start(pretend("20.20.2"), "fail")).toMatchObject({
      status: 1,
      stdout: "[--conditions=source] fail\n",
      stderr: "",
    });
  });

  it("reads other packages from their sources, not from what was built", () => {
    plant(
      "packages/part/package.json",
      '{ "name": "part", "type": "module", "exports": { "source": "./src.ts", "default": "./dist.js" } }',
    );
    plant("packages/part/src.ts", 'export const from: string = "source";');
    plant("packages/part/dist.js", 'export const from = "dist";');
    mkdirSync(join(root, "node_modules"), { recursive: true });
    symlinkSync(join(root, "packages", "part"), join(root, "node_modules", "part"), "junction");
    plant("packages/app/src/main.ts", 'import { from } from "part";\nconsole.log(from);');
    expect(start([]).stdout).toBe("source\n");
    plantNode("24.21.0");
    expect(start(pretend("18.0.0")).stdout).toBe("source\n");
  });

  it("runs what was built where there are no sources", () => {
    rmSync(join(root, "packages", "app", "src"), { recursive: true });
    plant("packages/app/dist/main.js", 'console.log("built");');
    expect(start([])).toMatchObject({ status: 0, stdout: "built\n" });
  });

  // 22.18 and 23.6 are the first releases of their lines that run TypeScript without a flag (Node's change log).
  it.each(["18.0.0", "20.20.2", "22.17.1", "23.5.0"])("looks for another Node than %s", (version) => {
    plantNode("24.21.0");
    expect(start(pretend(version), "check")).toMatchObject({
      status: 0,
      stdout: "[--conditions=source] check\n",
      stderr: "",
    });
  });

  it.each(["18.0.0", "20.20.2", "22.17.1", "23.5.0"])(
    "says in a line what is wrong where %s is all there is",
    (version) => {
      const { status, stdout, stderr } = start(pretend(version), "check");
      expect(stdout).toBe("");
      expect(stderr).toBe(
        `servanda: needs Node 22.18 or newer, and this is Node ${version}. ` +
          "Run `npm ci` in the checkout, which brings one, or install a newer Node.\n",
      );
      expect(status).toBe(2);
    },
  );

  it("passes over a Node that came by npm and is too old", () => {
    plantNode("22.17.1");
    expect(start(pretend("20.20.2")).status).toBe(2);
  });

  it("says so where the Node that came by npm does not start", () => {
    plantNode("24.21.0");
    const binary = join(root, "node_modules", `node-${system}-${process.arch}`, "bin", file);
    rmSync(binary);
    writeFileSync(binary, "not a program");
    const { status, stderr } = start(pretend("20.20.2"));
    expect(stderr).toMatch(/^servanda: the Node at .* does not start \(\w+\)\. Install Node 22\.18 or newer\.\n$/);
    expect(status).toBe(2);
  });

  it("says so where the packages are not installed", () => {
    plant("packages/app/src/main.ts", 'import "a-package-that-is-nowhere";');
    expect(start([])).toMatchObject({
      status: 2,
      stderr: "servanda: its packages are not installed here. Run `npm ci` in the checkout, then try again.\n",
    });
  });

  it.skipIf(process.platform === "win32")("passes signals on, and ends as the other Node ends", async () => {
    plantNode("24.21.0");
    const child = spawn(process.execPath, [...pretend("20.20.2"), copy, "wait"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    child.kill("SIGTERM");
    // 7 is what the planted program answers to the signal.
    expect(await once(child, "exit")).toEqual([7, null]);
  });

  // Only where the machine has an old Node beside the one that npm brought: then the whole file must parse there.
  const old = ["/usr/bin/node", "/usr/local/bin/node"].find((path) => existsSync(path));
  it.skipIf(old === undefined)("starts under the machine's own Node", () => {
    plantNode("24.21.0");
    const { status, stdout } = spawnSync(old ?? "", [copy, "check"], { encoding: "utf8" });
    expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining("] check\n") });
  });
});
