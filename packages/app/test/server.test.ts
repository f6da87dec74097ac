/** The server of the workbench: who is answered, with what, and what may be written. */
import fs, {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { request } from "node:http";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { monitor } from "@servanda/monitor";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { House, refusalOf } from "../src/server/house.ts";
import { NOTHING_ASKED, optionsOf, recordAs } from "../src/server/asked.ts";
import { resultAfter } from "../src/server/difference.ts";
import type { BoardPayload, CasePayload, FlipPayload } from "../src/server/payload.ts";
import { isStranger, Keys } from "../src/server/keys.ts";
import { type Assets, type Door, hostsAt, open, ownPort } from "../src/server/serve.ts";
import { block, folderWith, servanda, sweep } from "./command.ts";

const PAGE = "<!doctype html><title>x</title><meta name=servanda-nonce content=__NONCE__>";
const built: Assets = new Map([
  ["/index.html", { bytes: new TextEncoder().encode(PAGE), type: "text/html; charset=utf-8" }],
  ["/assets/x.js", { bytes: new TextEncoder().encode("1"), type: "text/javascript; charset=utf-8" }],
]);

const CASE = block('case try "Try"\n  record closes 2030-06-30\n  time zone +00:00\n  standard alleged');
const ACTORS = block('actor A "Alpha", a state\nactor B "Beta", a state');
const ACCORD = `Beta does not attack Alpha.

${block(`agreement accord "Accord"
  in force from 2030-01-01
  parties A, B

ban peace of accord, article 1
  B
  must not attack A`)}`;
const HEAD = "event,source,stance,when,kind,actor,target,grade,handling\n";

const doors: Door[] = [];
let door: Door;
let folder: string;

async function served(
  of: string,
  handling: "public" | "confidential" = "public",
  port: number | null = 0,
): Promise<Door> {
  const made = await open(new House(of, handling, {}), built, port);
  doors.push(made);
  return made;
}

beforeAll(async () => {
  folder = folderWith({
    "case.md": CASE,
    "actors.md": ACTORS,
    "accord.md": ACCORD,
    "sources.csv": "id,title,handling\nS1,Seen,public\nS2,Whispered by the informant,confidential\n",
    "conduct/fire.csv": `${HEAD}E1,S1,asserts,2030-02-01,attack,A,B,observation,public\nE2,S2,asserts,2030-03-01,attack,B,A,observation,confidential\n`,
  });
  door = await served(folder);
});

afterEach(async () => {
  for (const each of doors.splice(0).filter((other) => other !== door)) await each.close();
});

afterAll(async () => {
  await door.close();
  sweep();
});

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
}

/** Asks with any headers, also those that a page could not set. */
function ask(
  path: string,
  {
    headers = {},
    method = "GET",
    body,
    at = door,
  }: { headers?: { [name: string]: string }; method?: string; body?: string; at?: Door } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${at.origin}${path}`, { method, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk: string) => (text += chunk));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body: text, headers: answer.headers }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** As it comes over the line. */
function bytesOf(path: string, accepted: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${door.origin}${path}`, { headers: { "Accept-Encoding": accepted } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => resolve(Buffer.concat(chunks)));
    });
    sent.on("error", reject);
    sent.end();
  });
}

describe("who is answered", () => {
  test("the page itself, and programs of this machine", async () => {
    const { host, port } = new URL(door.origin);
    expect((await ask("/api/case")).status).toBe(200);
    expect((await ask("/api/case", { headers: { Host: `localhost:${port}` } })).status).toBe(200);
    const headers = { Origin: door.origin, Host: host, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors" };
    expect((await ask("/api/case", { headers })).status).toBe(200);
  });

  test("nobody who gives this address another name, as DNS rebinding does", async () => {
    const { port } = new URL(door.origin);
    for (const host of [
      `evil.example:${port}`,
      "127.0.0.1",
      "127.0.0.1:1",
      `127.0.0.1.evil.example:${port}`,
      "[::1]",
    ]) {
      for (const path of ["/", "/api/case", "/assets/x.js"]) {
        const answer = await ask(path, { headers: { Host: host } });
        expect([host, path, answer.status]).toEqual([host, path, 403]);
        expect(answer.body).not.toContain("Alpha");
      }
    }
  });

  test("no page of another site, whatever it asks", async () => {
    for (const origin of [
      "https://evil.example",
      "null",
      "http://127.0.0.1:1",
      `https://${new URL(door.origin).host}`,
    ]) {
      expect((await ask("/api/case", { headers: { Origin: origin } })).status).toBe(403);
    }
    const site = { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors" };
    expect((await ask("/api/case", { headers: site })).status).toBe(403);
    expect((await ask("/assets/x.js", { headers: site })).status).toBe(403);
    // Another port of this machine is another site's page just as well.
    expect((await ask("/api/case", { headers: { "Sec-Fetch-Site": "same-site" } })).status).toBe(403);
    // A link may open the page, and nothing behind it.
    const link = { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate" };
    expect((await ask("/board", { headers: link })).status).toBe(200);
    expect((await ask("/api/case", { headers: link })).status).toBe(403);
  });

  test("with no leave for another origin to read, and no way to frame it", async () => {
    const { headers } = await ask("/", {});
    expect(headers["access-control-allow-origin"]).toBeUndefined();
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("no-referrer");
  });

  test("a refusal is guarded like every other answer", async () => {
    const { headers: usual } = await ask("/assets/x.js");
    for (const [path, headers] of [
      ["/", { Host: "evil.example" }],
      ["/api/case", { Origin: "https://evil.example" }],
      ["/nothing", {}],
    ] as const) {
      const answer = await ask(path, { headers });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      for (const name of ["content-security-policy", "x-frame-options", "x-content-type-options", "referrer-policy"]) {
        expect([path, name, answer.headers[name]]).toEqual([path, name, usual[name]]);
      }
    }
  });

  test("under the port that http has by itself, also without its number", () => {
    expect(hostsAt(80)).toEqual(["127.0.0.1:80", "localhost:80", "127.0.0.1", "localhost"]);
    expect(hostsAt(8080)).toEqual(["127.0.0.1:8080", "localhost:8080"]);
  });

  test("on a port of the folder’s own, so that a page finds its server again; on any other where that is taken", async () => {
    const own = folderWith({ "case.md": CASE });
    const [first, second] = [await served(own, "public", null), await served(own, "public", null)];
    expect(second.origin).not.toBe(first.origin);
    // Another program of this machine may have it just now.
    const usual = `http://127.0.0.1:${ownPort(own)}`;
    expect([first.origin, ownPort(`${own}/`)]).toEqual([usual, ownPort(own)]);
    await first.close();
    expect((await served(own, "public", null)).origin).toBe(usual);
  });

  test("only on this machine: the socket listens on its own address", () => {
    expect(new URL(door.origin).hostname).toBe("127.0.0.1");
  });
});

describe("what is answered", () => {
  test("the page lets no script in but its own files, and has a nonce of its own each time", async () => {
    const [one, two] = [await ask("/timeline"), await ask("/timeline")];
    const policy = String(one.headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain("unsafe");
    expect(policy).toContain("frame-ancestors 'none'");
    const [, nonce = ""] = /content=(\S+?)>/u.exec(one.body) ?? [];
    expect(policy).toContain(`'nonce-${nonce}'`);
    expect(two.body).not.toContain(nonce);
  });

  test("nothing outside of the workbench, by no path", async () => {
    for (const path of [
      "/index.html",
      "/../package.json",
      "/%2e%2e/%2e%2e/etc/passwd",
      "/assets/../../x",
      "/case.md",
      "/api/x",
    ]) {
      expect([path, (await ask(path)).status]).toEqual([path, 404]);
    }
  });

  test("the case without what is withheld, unless the flag lets it be shown", async () => {
    const text = (await ask("/api/case")).body;
    const board = (await ask("/api/board")).body;
    for (const secret of ["informant", "E2", "confidential", "Whispered"]) {
      expect(text).not.toContain(secret);
      expect(board).not.toContain(secret);
    }
    // As much is said: one finding at least would be another.
    expect((JSON.parse(text) as CasePayload).resting).toBeGreaterThan(0);
    const open_ = await served(folder, "confidential");
    const all = (await ask("/api/case", { at: open_, headers: { "X-Servanda-Key": open_.key } })).body;
    expect(all).toContain("informant");
    expect((JSON.parse(all) as CasePayload).resting).toBeNull();
    // What is withheld does not show in the version either.
    const other = folderWith({
      "case.md": CASE,
      "actors.md": ACTORS,
      "accord.md": ACCORD,
      "sources.csv": "id,title,handling\nS1,Seen,public\n",
      "conduct/fire.csv": `${HEAD}E1,S1,asserts,2030-02-01,attack,A,B,observation,public\n`,
    });
    const bare = JSON.parse((await ask("/api/case", { at: await served(other) })).body) as CasePayload;
    expect(bare.record).toEqual((JSON.parse(text) as CasePayload).record);
  });

  test("the board alone: the findings of the whole case, without record, reasons and pages", async () => {
    const whole = JSON.parse((await ask("/api/case")).body) as CasePayload;
    const board = JSON.parse((await ask("/api/board")).body) as BoardPayload;
    expect(board.version).toBe(whole.version);
    expect(board.told).toEqual({ accounts: 1, sources: 1 });
    const found = monitor(whole.model, whole.record, { at: whole.model.case.recordCloses ?? undefined });
    expect(board.result?.board).toEqual(found.board);
    const said = found.findings.map(({ id, outcome, window, breaches }) => ({ id, outcome, window, breaches }));
    expect(board.result?.findings).toEqual(said.map((each) => expect.objectContaining(each)));
    expect(Object.keys(board)).not.toContain("record");
    expect(Object.keys(board)).not.toContain("pages");
  });

  test("the board on other terms, by what differs, of what is shown alone, and none where there is no date to speak about", async () => {
    const whole = JSON.parse((await ask("/api/case")).body) as CasePayload;
    const plain = (JSON.parse((await ask("/api/board")).body) as BoardPayload).result!;
    for (const [query, asked] of [
      ["", NOTHING_ASKED],
      ["?standard=adjudicated&as-of=2030-04-01", { ...NOTHING_ASKED, standard: "adjudicated", asOf: "2030-04-01" }],
      ["?at=2030-01-15&disbelieve=E1/S1", { ...NOTHING_ASKED, at: "2030-01-15", disbelieved: ["E1/S1"] }],
    ] as const) {
      const { body } = await ask(`/api/findings${query}`);
      const { version, ...difference } = JSON.parse(body) as FlipPayload;
      expect(version).toBe(whole.version);
      const told = difference.findings.map((found) => ({ ...found, because: plain.findings[0]!.because }));
      const { findings, ...rest } = resultAfter(plain, { ...difference, findings: told });
      const { findings: all, ...terms } = monitor(
        whole.model,
        recordAs(whole.record, asked),
        optionsOf(whole.model, asked)!,
      );
      expect(rest).toEqual(terms);
      const said = all.map(({ id, outcome, window, breaches }) => ({ id, outcome, window, breaches }));
      expect(findings).toEqual(said.map((each) => expect.objectContaining(each)));
      expect(findings.flatMap(({ accounts, bindings }) => [...accounts, ...bindings])).toEqual([]);
      // Of the case by itself nothing differs.
      expect(query === "" ? difference.findings.length + difference.lines.length : 0).toBe(0);
      expect(body).not.toMatch(/informant|E2|Whispered/u);
    }
    const undated = folderWith({ "case.md": CASE.replace(/ +record closes .*\n/u, ""), "actors.md": ACTORS });
    expect((await ask("/api/findings", { at: await served(undated) })).status).toBe(204);
  });

  test("as small as whoever asks can read it, and the same", async () => {
    const plain = (await ask("/api/case")).body;
    for (const [accepted, way, unpack] of [
      ["gzip, deflate, br", "br", brotliDecompressSync],
      ["gzip", "gzip", gunzipSync],
    ] as const) {
      const answer = await fetch(`${door.origin}/api/case`, { headers: { "Accept-Encoding": accepted } });
      expect(answer.headers.get("content-encoding")).toBe(way);
      expect(answer.headers.get("vary")).toBe("Accept-Encoding");
      expect(await answer.text()).toBe(plain);
      const raw = await bytesOf("/api/case", accepted);
      expect(raw.length).toBeLessThan(plain.length / 2);
      expect(unpack(raw).toString("utf8")).toBe(plain);
    }
  });

  test("where the folder lies is told to nobody", async () => {
    expect((await ask("/api/case")).body).not.toContain(folder.slice(0, folder.lastIndexOf("/")));
  });

  test("a port that is taken, or that there is not, is said so", async () => {
    await expect(served(folder, "public", Number(new URL(door.origin).port))).rejects.toThrow("is in use");
    for (const port of ["x", "-1", "65536", "1.5"]) {
      const { code, err } = await servanda(["open", folder, "--port", port]);
      expect(code).toBe(2);
      expect(err).toContain("--port");
    }
  });
});

describe("the key", () => {
  const exchange = async (at: Door, ticket: unknown, headers: { [name: string]: string } = {}): Promise<unknown> => {
    const answer = await ask("/api/ticket", { method: "POST", body: JSON.stringify({ ticket }), headers, at });
    return answer.status === 200 ? (JSON.parse(answer.body) as { key: unknown }).key : answer.status;
  };

  test("is given for a ticket once, and to no other site", async () => {
    const at = await served(folder);
    const ticket = at.ticket();
    expect(await exchange(at, ticket, { Origin: "https://evil.example" })).toBe(403);
    expect(await exchange(at, "x")).toBeNull();
    // Anybody may ask: so not at any length.
    expect(await exchange(at, "x".repeat(2000))).toBe(413);
    expect(await exchange(at, null)).toBeNull();
    expect(await exchange(at, ticket)).toBe(at.key);
    expect(await exchange(at, ticket)).toBeNull();
    expect(await exchange(at, at.key)).toBeNull();
  });

  test("is given for a minute at most", () => {
    let now = 0;
    const keys = new Keys(() => now);
    const [early, late] = [keys.ticket(), keys.ticket()];
    now = 59_999;
    expect(keys.exchange(early)).toBe(keys.key);
    now = 60_000;
    expect(keys.exchange(late)).toBeNull();
  });

  test("is given to nobody else who uses this machine, where the system tells who asks", () => {
    // Columns of proc(5), /proc/net/tcp: near end, far end, state, queues, timer, retransmits, user.
    const line = (near: string, far: string, user: number): string =>
      ` 1: ${near} ${far} 01 00000000:00000000 00:00000000 00000000 ${user} 0 1 1`;
    const heading = "  sl  local_address rem_address st";
    const [server, client] = ["0100007F:1F90", "0100007F:C350"];
    const both = [heading, line(server, client, 1000), line(client, server, 1001)].join("\n");
    expect(isStranger(50_000, 8080, [both], 1000)).toBe(true);
    expect(isStranger(50_000, 8080, [both], 1001)).toBe(false);
    const wide = "0000000000000000FFFF0000";
    expect(isStranger(50_000, 8080, [heading, line(wide + client, wide + server, 7)], 7)).toBe(false);
    // A connection that nobody has is nobody's; a system that tells nothing does not refuse.
    expect(isStranger(50_001, 8080, [both], 1001)).toBe(true);
    expect(isStranger(50_000, 8080, [], 1001)).toBeNull();
    expect(isStranger(undefined, 8080, [both], 1001)).toBeNull();
  });

  test("is asked for before anything is read that is not for publication", async () => {
    const at = await served(folder, "confidential");
    for (const path of ["/api/case", "/api/board", "/api/findings"]) {
      for (const headers of [{}, { "X-Servanda-Key": "x" }]) {
        const answer = await ask(path, { at, headers });
        expect([path, answer.status]).toEqual([path, 403]);
        expect((JSON.parse(answer.body) as { message: string }).message).toContain("needs the key");
        expect(answer.body).not.toMatch(/Alpha|informant/u);
      }
      expect((await ask(path, { at, headers: { "X-Servanda-Key": at.key } })).status).toBe(200);
    }
    // The page itself holds nothing of the case.
    expect((await ask("/board", { at })).status).toBe(200);
  });

  test("can be tried, for a page that outlived a server", async () => {
    const fits = async (key: string): Promise<unknown> =>
      JSON.parse((await ask("/api/key", { headers: { "X-Servanda-Key": key } })).body);
    expect(await fits(door.key)).toEqual({ fits: true });
    expect(await fits("x")).toEqual({ fits: false });
  });
});

describe("what may be written", () => {
  const put = (body: object, headers: { [name: string]: string } = {}): Promise<Answer> =>
    ask("/api/page", {
      method: "PUT",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "X-Servanda-Key": door.key, ...headers },
    });
  const page = async (path: string): Promise<CasePayload["pages"][number]> => {
    const found = (JSON.parse((await ask("/api/case")).body) as CasePayload).pages.find((each) => each.path === path);
    if (!found) throw new Error(`no page ${path}`);
    return found;
  };
  const text = (path: string): string => readFileSync(join(folder, path), "utf8");

  test("a page of the case, with the key", async () => {
    const { sha256 } = await page("actors.md");
    const next = ACTORS.replace("Beta", "Gamma");
    const answer = await put({ path: "actors.md", text: next, before: sha256 });
    expect(answer.status).toBe(200);
    expect(text("actors.md")).toBe(next);
    expect((await page("actors.md")).text).toBe(next);
  });

  test("a page keeps the byte-order mark that it has, and the ends of its lines are those of the text that is given", async () => {
    const own = folderWith({ "case.md": `\uFEFF${CASE}`.replaceAll("\n", "\r\n") });
    const at = await served(own);
    const [read] = (JSON.parse((await ask("/api/case", { at })).body) as CasePayload).pages;
    const headers = { "X-Servanda-Key": at.key };
    let before = read?.sha256;
    for (const given of [`${read?.text}More.\r\n`, `\uFEFF${read?.text}Less.\r\n`]) {
      const body = JSON.stringify({ path: "case.md", text: given, before });
      const answer = await ask("/api/page", { method: "PUT", body, headers, at });
      expect(answer.status).toBe(200);
      ({ sha256: before } = JSON.parse(answer.body) as { sha256: string });
      expect(readFileSync(join(own, "case.md"), "utf8")).toBe(`\uFEFF${given.replace("\uFEFF", "")}`);
    }
  });

  test("nothing without the key, with another, or from another origin", async () => {
    const before = text("actors.md");
    const { sha256 } = await page("actors.md");
    const body = { path: "actors.md", text: "gone", before: sha256 };
    for (const key of ["", "x", `${door.key}x`, door.key.slice(0, -1)]) {
      expect((await put(body, { "X-Servanda-Key": key })).status).toBe(403);
    }
    expect((await put(body, { Origin: "https://evil.example" })).status).toBe(403);
    expect((await put(body, { Host: "evil.example" })).status).toBe(403);
    for (const method of ["POST", "DELETE", "PATCH"]) {
      expect((await ask("/api/page", { method, headers: { "X-Servanda-Key": door.key } })).status).toBe(404);
    }
    expect(text("actors.md")).toBe(before);
  });

  test("never over what somebody else wrote: what is on disk comes back instead", async () => {
    const { sha256 } = await page("actors.md");
    const theirs = `${text("actors.md")}\nTheir words.\n`;
    writeFileSync(join(folder, "actors.md"), theirs);
    const answer = await put({ path: "actors.md", text: "mine", before: sha256 });
    expect(answer.status).toBe(409);
    expect(JSON.parse(answer.body)).toMatchObject({ kind: "changed", text: theirs });
    expect(text("actors.md")).toBe(theirs);
  });

  test("no page that the case has not, outside or inside, by whatever path", async () => {
    const outside = folderWith({ "other.md": "theirs" });
    for (const path of [
      join(outside, "other.md"),
      "../other.md",
      "new.md",
      "sources.csv",
      "actors.md/../case.md",
      "",
      ".",
    ]) {
      const answer = await put({ path, text: "mine", before: "0".repeat(64) });
      expect([path, answer.status]).toEqual([path, 400]);
    }
    expect(readFileSync(join(outside, "other.md"), "utf8")).toBe("theirs");
  });

  test("no page that has become a link out of the folder since it was read", async () => {
    const outside = folderWith({ "target.md": "theirs" });
    const inside = folderWith({ "case.md": CASE, "sub/page.md": "Mine.\n" });
    const at = await served(inside);
    const read = JSON.parse((await ask("/api/case", { at })).body) as CasePayload;
    const { sha256 = "" } = read.pages.find(({ path }) => path === "sub/page.md") ?? {};
    const headers = { "X-Servanda-Key": at.key };
    const body = JSON.stringify({ path: "sub/page.md", text: "over", before: sha256 });
    rmSync(join(inside, "sub/page.md"));
    symlinkSync(join(outside, "target.md"), join(inside, "sub/page.md"));
    expect((await ask("/api/page", { method: "PUT", body, headers, at })).status).not.toBe(200);
    rmSync(join(inside, "sub"), { recursive: true });
    mkdirSync(join(outside, "sub"));
    writeFileSync(join(outside, "sub/page.md"), "Mine.\n");
    symlinkSync(join(outside, "sub"), join(inside, "sub"));
    expect((await ask("/api/page", { method: "PUT", body, headers, at })).status).not.toBe(200);
    expect(readFileSync(join(outside, "target.md"), "utf8")).toBe("theirs");
    expect(readFileSync(join(outside, "sub/page.md"), "utf8")).toBe("Mine.\n");
  });

  test("no page that could not be read again", async () => {
    const { sha256, text: now } = await page("case.md");
    for (const bad of ["\0", "\ud800"]) {
      const answer = await put({ path: "case.md", text: now + bad, before: sha256 });
      expect([answer.status, answer.body]).toEqual([400, expect.stringContaining("no text has")]);
    }
    expect(text("case.md")).toBe(now);
  });

  test("why a page was not written is said in words, and the page stays as it was", async () => {
    for (const [code, word] of [
      ["ENOSPC", "full"],
      ["EROFS", "read-only"],
      ["EACCES", "may not write"],
      ["ENOENT", "no longer there"],
      ["?", "a link"],
    ] as const) {
      expect(refusalOf(Object.assign(new Error("x"), { code }))).toContain(word);
    }
    const own = folderWith({ "case.md": CASE, "actors.md": ACTORS });
    const at = await served(own);
    const { pages } = JSON.parse((await ask("/api/case", { at })).body) as CasePayload;
    const save = (path: string): Promise<Answer> => {
      const before = pages.find((each) => each.path === path)?.sha256;
      const body = JSON.stringify({ path, text: "mine", before });
      return ask("/api/page", { method: "PUT", body, headers: { "X-Servanda-Key": at.key }, at });
    };
    rmSync(join(own, "actors.md"));
    const gone = await save("actors.md");
    expect([gone.status, gone.body]).toEqual([400, expect.stringMatching(/no longer there|no such page/u)]);
    expect(existsSync(join(own, "actors.md"))).toBe(false);
    rmSync(own, { recursive: true });
    const none = await save("case.md");
    expect(none.status).toBe(400);
    expect(none.body).toMatch(/cannot be read|no longer there/u);
    // Asked for, such a case says so, and not where it lay.
    await expect.poll(async () => (await ask("/api/case", { at })).status, { timeout: 10_000 }).toBe(503);
    const unread = await ask("/api/case", { at });
    expect(unread.body).not.toContain(own);
  });

  test("what is no page is refused, and what cannot be written says so", async () => {
    for (const body of ["", "null", "[]", '{"path":1}', '{"path":"actors.md","text":"x"}', "{"]) {
      const answer = await ask("/api/page", { method: "PUT", body, headers: { "X-Servanda-Key": door.key } });
      expect([body, answer.status]).toEqual([body, 400]);
    }
    const { sha256 } = await page("case.md");
    chmodSync(join(folder, "case.md"), 0o444);
    const answer = await put({ path: "case.md", text: CASE, before: sha256 });
    chmodSync(join(folder, "case.md"), 0o644);
    expect([200, 400]).toContain(answer.status);
    expect(text("case.md")).toBe(CASE);
  });
});

describe("news", () => {
  test("a change on disk is seen, though nobody listened when it was made", async () => {
    const house = new House(folder, "public", {});
    const page = (): string => new TextDecoder().decode(house.whole());
    expect(page()).not.toContain("Changed before anybody came.");
    writeFileSync(join(folder, "accord.md"), `${ACCORD}\nChanged before anybody came.\n`);
    await expect.poll(page, { timeout: 10_000 }).toContain("Changed before anybody came.");
    house.close();
  });

  test("a folder that went and came back is read, and watched again", async () => {
    const own = folderWith({ "case.md": CASE, "actors.md": ACTORS });
    const house = new House(own, "public", {});
    let news = 0;
    house.listen(() => (news += 1));
    const read = (): string => new TextDecoder().decode(house.whole());
    expect(read()).toContain("Beta");
    renameSync(own, `${own}-aside`);
    await expect.poll(() => news, { timeout: 10_000 }).toBeGreaterThan(0);
    expect(read).toThrow("There is no");
    const before = [news, house.state];
    renameSync(`${own}-aside`, own);
    await expect.poll(() => news, { timeout: 10_000 }).toBeGreaterThan(Number(before[0]));
    expect(house.state).not.toBe(before[1]);
    expect(read()).toContain("Beta");
    const again = news;
    writeFileSync(join(own, "actors.md"), ACTORS.replace("Beta", "Gamma"));
    await expect.poll(() => news, { timeout: 10_000 }).toBeGreaterThan(again);
    expect(read()).toContain("Gamma");
    house.close();
  });

  test("a change of a page that a case beside it lends is heard, also where the folder is opened by a link", async () => {
    const base = folderWith({
      "one/case.md": `${CASE}\n${block('include "../two/actors.md"')}`,
      "two/case.md": CASE,
      "two/actors.md": ACTORS,
    });
    const elsewhere = folderWith({});
    symlinkSync(join(base, "one"), join(elsewhere, "link"));
    for (const [at, from, to] of [
      [join(base, "one"), "Beta", "Gamma"],
      [join(elsewhere, "link"), "Gamma", "Delta"],
    ] as const) {
      const house = new House(at, "public", {});
      const read = (): string => new TextDecoder().decode(house.whole());
      expect(read()).toContain(from);
      let news = 0;
      house.listen(() => (news += 1));
      writeFileSync(join(base, "two/actors.md"), ACTORS.replace("Beta", to));
      await expect.poll(() => news, { timeout: 10_000 }).toBeGreaterThan(0);
      expect(read()).toContain(to);
      // What is lent is not written to from here; what is the case’s own is.
      const { pages } = JSON.parse(read()) as CasePayload;
      const written = pages.map(({ path, text, sha256 }) => [path, house.write(path, `${text}More.\n`, sha256).kind]);
      expect(written).toEqual([
        ["../two/actors.md", "refused"],
        ["case.md", "written"],
      ]);
      house.close();
    }
  });

  test("a change is heard though the system stops telling, and though it never does", async () => {
    const own = folderWith({ "case.md": CASE, "actors.md": ACTORS });
    const { watch } = fs;
    const watchers: fs.FSWatcher[] = [];
    let refuses = false;
    const spy = vi.spyOn(fs, "watch").mockImplementation((...given: Parameters<typeof watch>) => {
      // Where the system cannot watch a tree, Node watches each file of it by the same way.
      if ((given[1] as fs.WatchOptions | undefined)?.recursive !== true) return watch(...given);
      if (refuses) throw Object.assign(new Error("no more watches"), { code: "ENOSPC" });
      const made = watch(...given);
      watchers.push(made);
      return made;
    });
    syncBuiltinESMExports();
    try {
      const house = new House(own, "public", {});
      let news = 0;
      house.listen(() => (news += 1));
      expect(watchers).toHaveLength(1);
      refuses = true;
      house.whole();
      watchers[0]?.emit("error", new Error("overrun"));
      // That alone is no change.
      expect([news, watchers.length]).toEqual([0, 1]);
      writeFileSync(join(own, "actors.md"), `${ACTORS}\nMore.\n`);
      await expect.poll(() => news, { timeout: 10_000 }).toBe(1);
      refuses = false;
      await expect.poll(() => watchers.length, { timeout: 20_000 }).toBe(2);
      writeFileSync(join(own, "actors.md"), ACTORS);
      await expect.poll(() => news, { timeout: 10_000 }).toBe(2);
      house.close();
    } finally {
      spy.mockRestore();
      syncBuiltinESMExports();
    }
  });

  test("a change on disk is told at once to whoever listens", async () => {
    const heard = new Promise<string>((resolve, reject) => {
      const sent = request(`${door.origin}/api/events`, (answer) => {
        let all = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk: string) => {
          all += chunk;
          if (all.includes("event: hello") && !all.includes("event: changed")) {
            writeFileSync(join(folder, "accord.md"), `${ACCORD}\nMore.\n`);
          }
          if (all.includes("event: changed")) {
            sent.destroy();
            resolve(all);
          }
        });
      });
      sent.on("error", (error) => reject(error));
      sent.end();
    });
    expect(await heard).toContain("event: changed");
  });
});
