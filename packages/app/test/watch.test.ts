/** `servanda watch`: what it tells, that a restart loses nothing and tells nothing twice, and that it never grows. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { knownOf, readFiles, readRecord } from "@servanda/data";
import { check, parseTime } from "@servanda/language";
import { type Finding, monitor } from "@servanda/monitor";
import { afterAll, describe, expect, it } from "vitest";
import type { Message } from "../src/watch/session.ts";
import { block, folderWith, root, servanda, sweep } from "./command.ts";

const LAUNCHER = join(root, "packages", "app", "bin", "servanda.js");
const HEADER = "event,source,stance,when,kind,actor,target,status,published,same_as";

const CASE = {
  "case.md": `Two shores.\n\n${block('case shores "Two shores (fictional)"\n  record closes 2030-01-31\n  time zone Z')}`,
  "accord.md": `Neither attacks; who is attacked is told why within two days.\n\n${block(`actor Northshore "Northshore", a state
actor Southshore "Southshore", a state
agreement accord "Accord (fictional)"
  in force from 2030-01-01
  parties Northshore, Southshore
ban quiet of accord, article 1
  each party
  must not attack each other
duty explain-it of accord, article 2
  when attacker attacks victim
  attacker
  must explain to victim
  within 2 days`)}`,
  "sources.csv": "id,title\nM1,Monitor one\nM2,Monitor two\n",
  "coverage.csv": "id,source,kinds,place,from,until,why\nV1,M1,explain,,2030-01-01,2031-12-31,It keeps the register.\n",
};

const scratch = mkdtempSync(join(tmpdir(), "servanda-watch-"));
afterAll(() => {
  sweep();
  rmSync(scratch, { recursive: true, force: true });
});

let count = 0;
function place(name: string): string {
  count += 1;
  return join(scratch, `${count}-${name}`);
}

function feedWith(rows: readonly string[]): string {
  const path = place("feed.csv");
  writeFileSync(path, [HEADER, ...rows, ""].join("\n"));
  return path;
}

function messagesIn(text: string): Message[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Message);
}

/** In few words: what changed, from what, to what. */
function gist(message: Message): string {
  if ("fault" in message) return `${message.kind} row ${message.fault.row}: ${message.fault.code}`;
  const { change, kind, row } = message;
  const say = (told: typeof change.now): string => (told === null ? "none" : (told.outcome ?? told.possible.join("|")));
  return `${kind} row ${row}: ${change.id} ${say(change.was)} > ${say(change.now)}`;
}

async function toldOf(feed: string, folder = folderWith(CASE), ...more: string[]): Promise<string[]> {
  const args = ["watch", folder, "--feed", feed, "--clock", "feed", "--once", "--format", "ndjson", ...more];
  if (!more.includes("--state")) args.push("--no-state");
  const { code, out, err } = await servanda(args);
  expect([code, err]).toEqual([0, ""]);
  return messagesIn(out).map(gist);
}

describe("what is told", () => {
  it("a breach when it comes, a deadline when it passes, what a denial makes of it, and what is taken back", async () => {
    const feed = feedWith([
      "E1,M1,asserts,2030-02-01T10:00Z,attack,Northshore,Southshore,,2030-02-01T12:00Z,",
      "E2,M1,asserts,2030-02-10T10:00Z,consult,Northshore,Southshore,,2030-02-10,",
      "E1,M1,asserts,2030-02-01T10:00Z,attack,Northshore,Southshore,withdrawn,2030-02-11,",
    ]);
    expect(await toldOf(feed)).toEqual([
      "change row 2: explain-it/text/Northshore→Southshore/E1 none > pending",
      // Nobody was bound before: one finding, under the variable's name (rules 7.6, 7.7).
      "change row 2: explain-it/text/attacker/none not triggered > none",
      "change row 2: quiet/text/Northshore/entry no breach observed > breached",
      // The deadline is the end of 3 February; row 3 is of the 10th, but the deadline is told at its own second.
      "due row null: explain-it/text/Northshore→Southshore/E1 pending > breached",
      "change row 4: explain-it/text/Northshore→Southshore/E1 breached > none",
      "change row 4: explain-it/text/attacker/none none > not triggered",
      "change row 4: quiet/text/Northshore/entry breached > no breach observed",
    ]);
  });

  it("rows at fault are set aside with their line, and the others go on", async () => {
    const good = "E1,M1,asserts,2030-02-01T10:00Z,attack,Northshore,Southshore,,2030-02-01,";
    const feed = feedWith(["E0,M1", good, "E3,M9,asserts,2030-02-30,atack,Northshore,Southshore,,,", good]);
    expect(await toldOf(feed)).toEqual([
      "set aside row 2: SD206",
      expect.stringMatching(/^change row 3: explain-it/u),
      expect.stringMatching(/^change row 3: explain-it/u),
      expect.stringMatching(/^change row 3: quiet/u),
      "set aside row 4: SD303",
      "set aside row 4: SD304",
      "set aside row 4: SD306",
      "remark row 5: SD315",
    ]);
  });

  it("what a row at fault may tell of takes certainty away, as far as the row says of what", async () => {
    const attack = "E1,M1,asserts,2030-02-01T10:00Z,attack,Northshore,Southshore,,2030-02-01,";
    const bad = (when: string, kind: string): string => `E2,M1,asserts,${when},${kind},Nobody,Southshore,,2030-02-02,`;
    const later = "E3,M1,asserts,2030-02-10,consult,Northshore,Southshore,,2030-02-10,";
    const due = async (...rows: string[]): Promise<string | undefined> =>
      (await toldOf(feedWith([attack, ...rows, later]))).find((line) => line.startsWith("due"));
    const settled = "due row null: explain-it/text/Northshore→Southshore/E1 pending > breached";
    expect(await due()).toBe(settled);
    // An explanation within the two days may be what could not be read; one after them, or an attack, may not.
    expect(await due(bad("2030-02-02", "explain"))).toBe(`${settled}|kept`);
    expect(await due(bad("2030-02-06", "explain"))).toBe(settled);
    expect(await due(bad("2030-02-02", "attack"))).toBe(settled);
    expect(await due(bad("2030-02-31", "explain"))).toBe(`${settled}|kept`);
    expect(await due(bad("2030-02-02", "expplain"))).toBe(`${settled}|kept`);
    expect(await due("E2,M1")).toBe(`${settled}|kept`);
    // What was told as settled before is told anew, by the row that was set aside.
    const after = await toldOf(feedWith([attack, later, bad("2030-02-02", "explain")]));
    expect(after.at(-1)).toBe("change row 4: explain-it/text/Northshore→Southshore/E1 breached > breached|kept");
  });

  it("of rows that are withheld, or may be, a fault is told once and without its words, and takes nothing away", async () => {
    const path = place("feed.csv");
    const rows = [
      `${HEADER},handling`,
      "E1,M1,asserts,2030-02-01T10:00Z,attack,Northshore,Southshore,,2030-02-01,,",
      "E2,M1,asserts,2030-02-02,explain,Secret,Southshore,,2030-02-02,,confidential",
      "E2,M1",
      "E3,M1,asserts,2030-02-10,consult,Northshore,Southshore,,2030-02-10,,",
      "",
    ];
    writeFileSync(path, rows.join("\n"));
    const said = (lines: string[]): string[] => lines.filter((line) => !line.startsWith("change"));
    const due = "due row null: explain-it/text/Northshore→Southshore/E1 pending > breached";
    expect(said(await toldOf(path))).toEqual(["set aside row null: SD198", due]);
    expect(said(await toldOf(path, folderWith(CASE), "--handling", "confidential"))).toEqual([
      "set aside row 3: SD307",
      "set aside row 4: SD206",
      `${due}|kept`,
    ]);
    const { out } = await servanda([
      "watch",
      folderWith(CASE),
      "--feed",
      path,
      "--clock",
      "feed",
      "--once",
      "--no-state",
    ]);
    expect(out).not.toContain("Secret");
  });

  it("JSON says the same as CSV", async () => {
    const row = [
      "E1",
      "M1",
      "asserts",
      "2030-02-01T10:00Z",
      "attack",
      "Northshore",
      "Southshore",
      "",
      "2030-02-01",
      "",
    ];
    const csv = await toldOf(feedWith([row.join(",")]));
    const json = place("feed.ndjson");
    const object = Object.fromEntries(HEADER.split(",").map((name, i) => [name, row[i] === "" ? null : row[i]]));
    writeFileSync(json, `${JSON.stringify(object)}\n`);
    expect((await toldOf(json)).map((line) => line.replace("row 1:", "row 2:"))).toEqual(csv);
    appendFileSync(json, '{"event": \n[1]\n{"event": {"id": 1}}\n');
    expect((await toldOf(json)).slice(-3)).toEqual([
      "set aside row 2: SD120",
      "set aside row 3: SD120",
      "set aside row 4: SD120",
    ]);
  });

  it("a row without end, and bytes that are no UTF-8, cost that row alone", async () => {
    const path = place("feed.csv");
    const good = (n: number): string => `E${n},M1,asserts,2030-02-0${n}T10:00Z,attack,Northshore,Southshore,,,\n`;
    const latin = Buffer.from("E2,M1,asserts,,attack,Northshore,Southshore,,,\xe9\n", "latin1");
    const endless = Buffer.from(`E3,"${"x".repeat(1_000_001)}\n`);
    writeFileSync(path, Buffer.concat([Buffer.from(`${HEADER}\n${good(1)}`), latin, endless, Buffer.from(good(4))]));
    const lines = await toldOf(path);
    expect(lines.filter((line) => line.startsWith("set"))).toEqual([
      "set aside row 3: SD122",
      "set aside row 4: SD121",
    ]);
    expect(lines.some((line) => line.includes("row 5: explain-it/text/Northshore→Southshore/E4"))).toBe(true);
  });

  it("ends like the batch on the case with the feed as a table of its own", async () => {
    const rows = [
      "E1,M1,asserts,2030-02-01T10:00Z,attack,Northshore,Southshore,,2030-02-01T12:00Z,",
      "E1,M2,denies,,attack,Northshore,Southshore,,2030-02-02,",
      "E7,M2,asserts,2030-02-05T10:00Z,attack,Southshore,Northshore,,2030-02-06,",
      "E5,M1,asserts,2030-02-05T10:00Z,attack,Southshore,Northshore,,2030-02-06,E7",
      "E8,M1,asserts,2030-02-06T08:00Z,explain,Nobody,Northshore,,2030-02-06,",
      "E6,M1,asserts,2030-02-06T10:00Z,explain,Southshore,Northshore,,2030-02-07,",
    ];
    const known = new Map<string, unknown>();
    const { out } = await servanda(
      "watch CASE --feed FEED --clock feed --once --format ndjson"
        .split(" ")
        .map((word) => (word === "CASE" ? folderWith(CASE) : word === "FEED" ? feedWith(rows) : word)),
    );
    for (const message of messagesIn(out)) {
      if (!("change" in message)) continue;
      if (message.change.now === null) known.delete(message.change.id);
      else known.set(message.change.id, message.change.now);
    }
    const files = readFiles(folderWith({ ...CASE, "conduct/feed.csv": [HEADER, ...rows, ""].join("\n") }));
    const { model } = check(files.documents, knownOf(files));
    const { record } = readRecord(files, model);
    const close = parseTime("2030-02-07", 0);
    const options = { at: "time" in close ? close.time : null! };
    const batch = new Map(monitor(model, record, options).findings.map((f) => [f.id, f]));
    expect([...known.keys()].toSorted()).toEqual([...batch.keys()].filter((id) => !id.endsWith("/none")).toSorted());
    for (const [id, now] of known) expect(now, id).toEqual(pick(batch.get(id)!));
  });
});

function pick({ outcome, possible, footing, approximate }: Finding): unknown {
  return { outcome, possible, footing, approximate };
}

describe("faults of use", () => {
  it("a feed that is missing, lies in the case, was rewritten, or has no columns that could be read", async () => {
    const folder = folderWith({ ...CASE, "conduct/feed.csv": `${HEADER}\n` });
    const run = async (...args: string[]): Promise<string> => {
      const { code, err } = await servanda(["watch", folder, "--clock", "feed", "--once", ...args]);
      return `${code} ${err}`;
    };
    expect(await run("--feed", place("none.csv"))).toMatch(/^2 servanda: There is no feed /u);
    expect(await run("--feed", join(folder, "conduct", "feed.csv"))).toMatch(/^2 .* lies in the case folder/u);
    const feed = feedWith(["E1,M1,asserts,2030-02-01,attack,Northshore,Southshore,,,"]);
    expect(await run("--feed", feed)).toBe("0 ");
    writeFileSync(feed, `${HEADER}\nE1,M1,asserts,2030-02-01,attack,Southshore,Northshore,,,\n`);
    expect(await run("--feed", feed)).toMatch(/^1 .*is not the file that was followed/u);
    const bare = place("feed.csv");
    writeFileSync(bare, "what,when\nattack,2030-02-01\n");
    expect(await run("--feed", bare)).toMatch(/^1 The first row of the feed does not name the columns/u);
  });

  it("a case at fault is not watched", async () => {
    const folder = folderWith({ ...CASE, "more.md": block("duty of nothing") });
    const { code, err } = await servanda(["watch", folder, "--feed", feedWith([]), "--once"]);
    expect(code).toBe(1);
    expect(err).toContain("Mend the case before it is watched");
  });

  it("the state of another watch is not gone on with", async () => {
    const state = place("state");
    const feed = feedWith([]);
    expect(await toldOf(feed, folderWith(CASE), "--state", state)).toEqual([]);
    const { code, err } = await servanda(["watch", folderWith(CASE), "--feed", feed, "--once", "--state", state]);
    expect(code).toBe(2);
    expect(err).toContain("holds the state of a watch of another case");
  });
});

/** Rows of all kinds: good, late, denying, taking back, at fault. Few events are disputed at one time: how many histories there are is not what is tried here. */
function rowsOf(n: number): string[] {
  const parties = ["Northshore", "Southshore"];
  return Array.from({ length: n }, (_, i) => {
    const day = `2030-${String(2 + Math.floor(i / 28)).padStart(2, "0")}-${String(1 + (i % 28)).padStart(2, "0")}`;
    const [a = "", b = ""] = i % 2 === 0 ? parties : parties.toReversed();
    if (i % 12 === 3) return `E${i},M1`;
    if (i % 12 === 4) return `E${i - 2},M2,denies,,attack,,,,${day},`;
    if (i % 12 === 8) return `E${i - 6},M1,asserts,,attack,,,withdrawn,${day},`;
    if (i % 3 === 1) return `"E${i}",M1,asserts,${day}T12:00Z,explain,${a},${b},,${day},`;
    return `E${i},M${1 + (i % 2)},asserts,${day}T08:00Z,attack,${a},${b},,${day},`;
  });
}

function start(args: readonly string[]): {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly out: () => string;
} {
  const child = spawn(process.execPath, [LAUNCHER, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const parts: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => parts.push(part));
  return { child, out: () => Buffer.concat(parts).toString("utf8") };
}

/** Follows a growing feed with a process that is killed so often, and says what came of it. */
async function killed(
  times: number,
  seed: number,
): Promise<{ readonly log: string; readonly out: string[]; readonly feed: string }> {
  const folder = folderWith(CASE);
  const [feed, log, state] = [place("feed.csv"), place("log"), place("state")];
  writeFileSync(feed, `${HEADER}\n`);
  const bytes = Buffer.from(`${rowsOf(110).join("\n")}\n`);
  let random = seed;
  const next = (below: number): number => {
    random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((random / 2_147_483_648) * below);
  };
  const args = [
    "watch",
    folder,
    "--feed",
    feed,
    "--clock",
    "feed",
    "--format",
    "ndjson",
    "--out",
    log,
    "--state",
    state,
  ];
  const out: string[] = [];
  let at = 0;
  for (let i = 0; i < times; i += 1) {
    const run = start(args);
    const end = Date.now() + 40 + next(260);
    const goal = Math.round(((i + 1) / times) * bytes.length);
    while (Date.now() < end) {
      // Bytes, not rows: what is there may stop in the middle of one.
      const step = Math.min(goal - at, 1 + next(60));
      appendFileSync(feed, bytes.subarray(at, at + step));
      at += step;
      await pause(4);
    }
    appendFileSync(feed, bytes.subarray(at, goal));
    at = goal;
    run.child.kill("SIGKILL");
    await once(run.child, "close");
    out.push(run.out());
  }
  const last = start([...args, "--once"]);
  const [code] = (await once(last.child, "close")) as [number];
  expect(code).toBe(0);
  out.push(last.out());
  return { log: readFileSync(log, "utf8"), out, feed };
}

describe("a watch that is killed at 200 instants", () => {
  it.concurrent.each([1, 2])("loses nothing and tells nothing twice (%i)", { timeout: 240_000 }, async (seed) => {
    const { log, out, feed } = await killed(100, seed);
    const folder = folderWith(CASE);
    const [whole, state] = [place("log"), place("state")];
    const named = join(mkdtempSync(join(scratch, "once-")), feed.split("/").at(-1)!);
    writeFileSync(named, readFileSync(feed));
    const { code } = await servanda(
      ["watch", folder, "--feed", named, "--clock", "feed", "--once", "--out", whole, "--state", state].map(String),
    );
    expect(code).toBe(0);
    expect(messagesIn(log).length).toBeGreaterThan(90);
    // In the file, each message once, in order, the same to the byte as without a kill.
    expect(log).toBe(readFileSync(whole, "utf8"));
    // On the pipe too, but for a line that was cut off: whatever came whole is the same, and nothing is missing.
    const heard = new Map<number, string>();
    let last: string | undefined;
    for (const text of out) {
      const lines = text
        .slice(0, text.lastIndexOf("\n") + 1)
        .split("\n")
        .slice(0, -1);
      // A process may end between writing a line and noting that it did: that line alone may come again, first of all.
      if (lines[0] !== undefined && lines[0] === last) lines.shift();
      for (const line of lines) {
        const { number } = JSON.parse(line) as Message;
        expect(heard.has(number), line).toBe(false);
        heard.set(number, line);
      }
      last = lines.at(-1) ?? last;
    }
    expect([...heard.values()].join("\n")).toBe(log.trimEnd());
  });
});

describe("a slow reader", () => {
  it("makes it wait, and not grow", async () => {
    const args = ["watch", folderWith(CASE), "--feed", "-", "--clock", "feed", "--format", "ndjson"];
    const child = spawn(process.execPath, [LAUNCHER, ...args], { stdio: ["pipe", "pipe", "inherit"] });
    child.stdin.on("error", () => {});
    let sent = 0;
    const row = (i: number): string => `F${i},M9,asserts,2030-02-01,attack,Northshore,Southshore,,,\n`;
    child.stdin.write(`${HEADER}\n`);
    // Nobody reads: what it takes in ends where its own output, the pipes and one stretch are full.
    while (sent < 40_000_000) {
      const text = Array.from({ length: 500 }, (_, i) => row(i)).join("");
      const isTaken = child.stdin.write(text);
      sent += text.length;
      if (isTaken) continue;
      const drained = await Promise.race([once(child.stdin, "drain").then(() => true), pause(1500, false)]);
      if (!drained) break;
    }
    expect(sent).toBeLessThan(4_000_000);
    expect(existsSync(`/proc/${child.pid}`) ? residentOf(child.pid!) : 0).toBeLessThan(400_000_000);
    child.kill("SIGKILL");
    await once(child, "close");
  });
});

function residentOf(pid: number): number {
  const pages = /^\d+ (\d+)/u.exec(readFileSync(`/proc/${pid}/statm`, "utf8"))?.[1];
  return Number(pages) * 4096;
}

describe("standard input", () => {
  it("is read like a file, and what comes again is not told again", async () => {
    const state = place("state");
    const rows = ["E1,M1,asserts,2030-02-01T10:00Z,attack,Northshore,Southshore,,,"];
    const folder = folderWith(CASE);
    const run = async (text: string): Promise<string[]> => {
      const args = ["watch", folder, "--feed", "-", "--clock", "feed", "--format", "ndjson", "--state", state];
      const { code, out } = await servanda(args, { input: Readable.from([Buffer.from(text)], { objectMode: false }) });
      expect(code).toBe(0);
      return messagesIn(out).map(gist);
    };
    expect(await run([HEADER, ...rows, ""].join("\n"))).toHaveLength(3);
    expect(await run([HEADER, ...rows, ""].join("\n"))).toEqual([expect.stringMatching(/^remark row \d+: SD315/u)]);
  });
});
