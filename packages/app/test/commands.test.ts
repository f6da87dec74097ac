import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "@servanda/language";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { cells } from "../src/report/width.ts";
import { block, folderWith, HARBOUR, servanda, sweep } from "./command.ts";

afterAll(sweep);

/** What is printed, with its line breaks undone. */
function flowing(text: string): string {
  return text.replace(/\s+/gu, " ");
}

describe("servanda check", () => {
  it("tells of the harbour what each side says", async () => {
    const { code, out } = await servanda(["check", HARBOUR]);
    expect(code).toBe(0);
    // The channel was closed on 4 March at 06:30 and opened on 21 March: 17 days. Guns were due after 30 days.
    const lines = out.split("\n").map((line) => line.trim().replace(/ {2,}/gu, " | "));
    expect(lines).toContain("≠ contested on reading | free-channel, article 1 | Northshore");
    expect(lines).toContain("○ under Northshore: no breach observed, coverage 100 %");
    expect(flowing(out)).toContain(
      "✕ under Southshore: breached, from 2030-03-04T06:30+01:00 to 2030-03-21T15:00+01:00, 17 days",
    );
    expect(lines).toContain("✓ kept | pull-back-guns, article 2 | Northshore | performed 2030-01-20");
    expect(flowing(out)).toContain("was due 2030-01-31, coverage 0 %");
    expect(out).toContain("3 lines: 1 contested on reading, 1 unknown and 1 kept.");
    expect(out).toContain("From 5 accounts by 3 sources, standard of proof: reasonable grounds.");
  });

  it("fits every width, and says the same at each", async () => {
    const wide = (await servanda(["check", HARBOUR, "--width", "300"])).out;
    const words = (text: string): string[] => text.split(/\s+/u).sort();
    for (const width of [20, 33, 40, 60, 80, 100, 140]) {
      const { out } = await servanda(["check", HARBOUR, "--width", String(width)]);
      for (const line of out.split("\n")) expect(cells(line), line).toBeLessThanOrEqual(width);
      if (width >= 60)
        expect(words(out.replaceAll(",", " ").replaceAll(";", " "))).toEqual(
          words(wide.replaceAll(",", " ").replaceAll(";", " ")),
        );
    }
  });

  it("takes its width from the terminal, else from COLUMNS, else 100", async () => {
    const longest = async (around: Parameters<typeof servanda>[1]): Promise<number> => {
      const { out } = await servanda(["check", HARBOUR], around);
      return Math.max(...out.split("\n").map(cells));
    };
    expect(await longest({ terminal: true, columns: 50, env: { NO_COLOR: "1" } })).toBeLessThanOrEqual(50);
    expect(await longest({ env: { COLUMNS: "60" } })).toBeLessThanOrEqual(60);
    expect(await longest({})).toBeGreaterThan(60);
    expect(await longest({})).toBeLessThanOrEqual(100);
  });

  it("sets names from right to left apart on a terminal, and writes nothing of that elsewhere", async () => {
    const letters = join(import.meta.dirname, "..", "..", "workbench", "test", "letters");
    const piped = (await servanda(["check", letters])).out;
    const shown = (await servanda(["check", letters], { terminal: true, env: { NO_COLOR: "1" } })).out;
    expect(piped).not.toMatch(/[\u2066-\u2069]/u);
    expect(shown.replaceAll(/[\u2068\u2069]/gu, "")).toBe(piped);
    expect(shown.replaceAll(/\u2068[^\u2069]*\u2069/gu, "")).not.toMatch(/[\p{Script=Hebrew}\p{Script=Arabic}]/u);
    expect(shown).not.toBe(piped);
  });

  it("uses colour only on a terminal, and never where it is not wanted", async () => {
    const coloured = async (args: readonly string[], around: Parameters<typeof servanda>[1]): Promise<boolean> =>
      (await servanda(["check", HARBOUR, ...args], around)).out.includes("\u001b[");
    expect(await coloured([], {})).toBe(false);
    expect(await coloured([], { terminal: true })).toBe(true);
    expect(await coloured([], { terminal: true, env: { NO_COLOR: "1" } })).toBe(false);
    expect(await coloured([], { terminal: true, env: { TERM: "dumb" } })).toBe(false);
    expect(await coloured(["--no-color"], { terminal: true })).toBe(false);
    expect(await coloured([], { env: { FORCE_COLOR: "1" } })).toBe(true);
    expect(await coloured([], { env: { FORCE_COLOR: "1", NO_COLOR: "1" } })).toBe(false);
    expect(await coloured([], { terminal: true, env: { FORCE_COLOR: "0" } })).toBe(false);
  });

  it("paints without changing a word or a column", async () => {
    const bare = (await servanda(["check", HARBOUR])).out;
    const painted = (await servanda(["check", HARBOUR], { env: { FORCE_COLOR: "1" } })).out;
    expect(painted.replace(/\u001b\[[\d;]*m/gu, "")).toBe(bare);
  });

  it("finds of one agreement what it finds of it among all, also where a norm of it follows from another's breach", async () => {
    const folder = folderWith({
      "case.md": `# Pacts\n\n${block(`case pacts "Pacts"
  record closes 2030-12-31
  time zone Z
actor North, a state
actor South, a state
agreement pact
  in force from 2030-01-01
  parties North, South
agreement pledge
  in force from 2030-01-01
  parties North, South
ban calm of pact, article 1
  each party
  must not attack each other
duty answer of pledge, article 1
  each party
  when calm is breached by offender against sufferer
  must assist sufferer
  within 30 days`)}`,
      "sources.csv": "id,title,kind\nS1,A report,monitor\n",
      "conduct/a.csv":
        "event,source,stance,when,kind,actor,target,grade\nE1,S1,asserts,2030-05-01,attack,North,South,report\n",
    });
    const told = async (...args: readonly string[]) => {
      const { code, out, err } = await servanda(["check", folder, "--format", "json", ...args]);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      return JSON.parse(out) as Record<"findings" | "board", { instrument: string; outcome: string }[]>;
    };
    const all = await told();
    for (const instrument of ["pact", "pledge"]) {
      const { findings, board } = await told("--instrument", instrument);
      expect(findings).toEqual(all.findings.filter((each) => each.instrument === instrument));
      expect(board).toEqual(all.board.filter((each) => each.instrument === instrument));
    }
    // Nobody watched whether help came: unknown. Without the other agreement's breach there would be nothing to answer.
    const outcomes = (id: string) => all.findings.filter((each) => each.instrument === id).map((each) => each.outcome);
    expect([outcomes("pact"), outcomes("pledge")]).toEqual([
      ["breached", "no breach observed"],
      [null, null],
    ]);
  });

  it("shows only what is asked for", async () => {
    const board = async (...args: readonly string[]): Promise<string[]> => {
      const { out } = await servanda(["check", HARBOUR, "--format", "json", ...args]);
      return JSON.parse(out).board.map((l: { norm: string; bearer: string }) => `${l.norm} ${l.bearer}`);
    };
    expect(await board("--outcome", "kept")).toEqual(["pull-back-guns Northshore"]);
    // Breached as Southshore reads it, so the line is of that outcome too.
    expect(await board("--outcome", "breached")).toEqual(["free-channel Northshore"]);
    expect(await board("--party", "Südküste")).toEqual(["free-channel Northshore", "pull-back-guns Southshore"]);
    expect(await board("--instrument", "accord", "--outcome", "unknown")).toEqual([
      "free-channel Northshore",
      "pull-back-guns Southshore",
    ]);
    // Of one event, whatever it broke or performed, under every view; of what ended a breach, nothing.
    expect(await board("--event", "E1")).toEqual(["free-channel Northshore"]);
    expect(await board("--event", "E3")).toEqual(["pull-back-guns Northshore"]);
    expect(await board("--event", "E1", "--event", "E3")).toEqual([
      "free-channel Northshore",
      "pull-back-guns Northshore",
    ]);
    expect(await board("--event", "E2")).toEqual([]);
    const { out } = await servanda(["check", HARBOUR, "--view", "Southshore"]);
    expect(out).toContain("✕ breached");
    expect(out).not.toContain("contested");
    expect(out).toContain("under Southshore.");
  });

  /** A truce of two, with raiders whose deeds are A’s as B reads it. `norm`: what is asked. */
  const raided = (norm: string, accounts: string, ours = "raiders counts as raiders"): string =>
    folderWith({
      "case.md": [
        'case c "C"\n  record closes 2030-12-31\n  time zone Z\n  standard alleged\n  borders none',
        'actor A "A", a state\nactor B "B", a state\nactor raiders "Raiders", a group\nactor bandits "Bandits", a group',
        'agreement truce "Truce"\n  in force from 2030-01-01\n  parties A, B',
        norm,
        "reading theirs of truce, held by B, source S1\n  attribution conduct of raiders counts as A",
        `reading ours of truce, held by A, source S1\n  attribution conduct of ${ours}`,
      ]
        .map((text) => `It says so.\n\n${block(text)}`)
        .join("\n"),
      "sources.csv": "id,title\nS1,One\nS2,Two\n",
      "conduct/a.csv": `event,source,when,kind,actor,target,published,same_as\n${accounts}`,
    });

  it("tells what a reading adds, also where the outcome keeps its name, and once of views that say the same", async () => {
    const folder = raided(
      'ban quiet of truce, article 1\n  A\n  must not attack B\nsource T "A text"\nclaim E1, source T\n  quiet by A was breached in 2030',
      "E1,S1,2030-02-01,attack,A,B,,\nE2,S1,2030-03-01,attack,raiders,B,,\n",
    );
    const { out } = await servanda(["check", folder]);
    expect(flowing(out)).toContain("✕ breached quiet, article 1 A views differ");
    expect(flowing(out)).toContain("✕ by the text, under A: breached, on 2030-02-01");
    expect(flowing(out)).toContain("✕ under B: breached, 2 breaches: on 2030-02-01; on 2030-03-01");
    // Of the raid alone: by the text nobody’s, whatever else A did.
    const { out: raid } = await servanda(["check", folder, "--event", "E2"]);
    expect(flowing(raid)).toContain("Of E2 (attack, 2030-03-01) alone.");
    expect(flowing(raid)).toContain("○ by the text, under A: no breach observed ✕ under B: breached, on 2030-03-01");
    // By a date, all that is told of it; and the findings themselves are whole.
    expect((await servanda(["check", folder, "--event", "2030-03"])).out).toBe(raid);
    const { out: json } = await servanda(["check", folder, "--event", "E2", "--format", "json"]);
    expect(JSON.parse(json).findings.map(({ breaches }: { breaches: unknown[] }) => breaches.length)).toEqual([
      1, 2, 1,
    ]);
    expect(JSON.parse(json).board[0].possible).toEqual(["no breach observed"]);
    // An event is named to explain, too, where it is a breach.
    expect((await servanda(["explain", folder, "quiet/B/A/E2"])).code).toBe(0);
    expect((await servanda(["explain", folder, "E2"])).err).toContain(
      `“E2” is an event; servanda check ${folder} --event E2 shows what each view makes of it. It is in\n  servanda explain ${folder} 'quiet/B/A→B/entry'   breached`,
    );
    const { out: why } = await servanda(["explain", folder, "quiet/text/A"]);
    expect(flowing(why)).toContain("– under B: breached, 2 breaches: on 2030-02-01; on 2030-03-01");
    expect(flowing(why)).not.toContain("– under A:");
    const { out: answer } = await servanda(["claims", folder]);
    expect(flowing(answer)).toContain("By the text, supported: breached: E1 (2030-02-01).");
    expect(flowing(answer)).toContain("Under B, supported: breached: E1 (2030-02-01); E2 (2030-03-01).");
    expect(flowing(answer)).toContain("So under every reading on record.");
  });

  const ofEvent = async (folder: string, ...args: readonly string[]): Promise<string> =>
    flowing((await servanda(["check", folder, "--event", ...args])).out);

  it("tells of an event what a view says under which it sets nothing off, or under which another event did what is owed", async () => {
    const leave = raided(
      "duty leave of truce, article 2\n  when A attacks B\n  A\n  must withdraw\n  within 10 days",
      "E2,S1,2030-03-01,attack,raiders,B,,\n",
    );
    const told = await ofEvent(leave, "E2");
    expect(told).toContain("≠ contested on reading leave, article 2 A");
    expect(told).toContain("– by the text, under A: not triggered");
    expect(await ofEvent(leave, "E2", "--view", "A")).toContain("– not triggered");
    const withdraw = raided(
      "duty leave of truce, article 2\n  A\n  must withdraw\n  within 30 days",
      "E1,S1,2030-01-10,withdraw,raiders,,,\nE2,S1,2030-01-20,withdraw,A,,,\n",
    );
    const done = await ofEvent(withdraw, "E1");
    expect(done).toContain("✓ by the text, under A: kept, performed 2030-01-20, by another event");
    expect(done).toContain("✓ under B: kept, performed 2030-01-10");
    // It is performed by the first, so nobody asks about the second of B.
    expect(await ofEvent(withdraw, "E2")).toContain("✓ by the text, under A: kept, performed 2030-01-20 ✓ under B");
  });

  it("parts views that find other things in the same words", async () => {
    const quiet = raided(
      "ban quiet of truce, article 1\n  A\n  must not attack B",
      ["02-01,A", "03-01,raiders", "03-05,bandits", "03-20,A", "04-01,A"]
        .map((row, i) => `E${i},S1,2030-${row.split(",")[0]},attack,${row.split(",")[1]},B,,\n`)
        .join(""),
      "bandits counts as A",
    );
    const { out } = await servanda(["check", quiet]);
    expect(flowing(out)).toContain("✕ by the text: breached, 3 breaches");
    for (const view of ["A", "B"])
      expect(flowing(out)).toContain(
        `✕ under ${view}: breached, 4 breaches, the first on 2030-02-01, the last on 2030-04-01`,
      );
    expect((await servanda(["explain", quiet, "quiet/A/A"])).out).toContain("– under B: breached, 4 breaches");
  });

  it("knows of an event what was published by then, by each of its ids", async () => {
    const folder = raided(
      "ban quiet of truce, article 1\n  A\n  must not attack B",
      "E1,S1,2030-02-01,attack,A,B,2030-02-02,\nE9,S2,2030-02-03,attack,A,B,2030-09-01,E1\n",
    );
    expect(await ofEvent(folder, "E1")).toContain("Of E1 (attack, 2030-02-01 or 2030-02-03) alone.");
    expect(await ofEvent(folder, "E1", "--as-of", "2030-03-01")).toContain("Of E1 (attack, 2030-02-01) alone.");
    expect(await ofEvent(folder, "E9")).toContain("Of E1 (attack");
    const early = await servanda(["check", folder, "--event", "E1", "--as-of", "2030-01-01"]);
    expect(early.code).toBe(2);
    expect(early.err).toContain("There is no event “E1” in this case.");
  });

  it("tells of a date what is told of about it, and names what is told of over a longer time", async () => {
    const folder = raided(
      "ban quiet of truce, article 1\n  A\n  must not attack B",
      "E1,S1,2030-02-01/2030-02-02,attack,A,B,,\nE2,S1,2030-01-01/2030-06-30,attack,A,B,,\nE3,S1,2030-04-01,attack,A,B,,\n",
    );
    const told = await ofEvent(folder, "2030-02-02");
    expect(told).toContain("Of E1 (attack, 2030-02-01/2030-02-02) alone.");
    expect(told).toContain("Told of over a longer time, and so asked of by id alone: E2.");
    expect(await ofEvent(folder, "2030-03-15")).toContain("Of no event alone.");
    const { out } = await servanda(["check", folder, "--event", "2030-02-02", "--format", "json"]);
    expect(JSON.parse(out).events).toEqual(["E1"]);
  });

  it("says what is dated after its day, also where somebody denies it without a day", async () => {
    const folder = folderWith({
      "case.md": block(
        'case c "C"\n  record closes 2030-06-30\n  time zone Z\n  standard alleged\n  borders none\nactor A "A", a state\nactor B "B", a state',
      ),
      "sources.csv": "id,title\nS1,One\nS2,Two\n",
      "conduct/a.csv":
        "event,source,stance,when,kind,actor,target\nE1,S1,asserts,2030-10-03,attack,A,B\nE1,S2,denies,,attack,A,B\n",
    });
    expect((await servanda(["check", folder])).out).toContain("Dated after 2030-06-30, and so left aside: E1.");
  });

  it("speaks about another day, and at another standard", async () => {
    const before = (await servanda(["check", HARBOUR, "--at", "2030-03-10", "--view", "Southshore"])).out;
    // Six whole days from 4 to 10 March, and it goes on.
    expect(flowing(before)).toContain("from 2030-03-04T06:30+01:00, 6 days so far");
    expect((await servanda(["check", HARBOUR, "--at", "2030-01-15"])).out).toContain("due 2030-01-31");
    expect((await servanda(["check", HARBOUR, "--standard", "adjudicated"])).out).not.toContain("✓ kept");
    const known = (await servanda(["check", HARBOUR, "--as-of", "2030-01-25"])).out;
    expect(known).toContain("as known on 2030-01-25");
  });

  it("ends with 1 where the case has faults, never for a breach", async () => {
    const folder = folderWith({
      "case.md": block('case c "C"\n  record closes 2030-12-31\n  time zone Z\n  standard alleged\n  borders none'),
      "sources.csv": "id,title\nS1,One\n",
      "conduct/a.csv": "event,source,when,kind\nE1,S1,2030-13-45,attack\n",
    });
    const { code, out } = await servanda(["check", folder]);
    expect(code).toBe(1);
    expect(out).toContain("conduct/a.csv row 2, when SD304 fault");
    expect(out).toContain("1 fault in the case.");
    expect((await servanda(["check", HARBOUR, "--view", "Southshore", "--outcome", "breached"])).code).toBe(0);
  });

  it("tells the faults of a case that cannot be run", async () => {
    for (const format of ["text", "json", "csv"]) {
      const none = await servanda(["check", folderWith({ "notes.md": "nothing" }), "--format", format]);
      expect(none.code).toBe(1);
      expect(none.err).toContain("SD110");
      expect(none.out).toBe("");
    }
    const undated = folderWith({ "case.md": block('case c "C"\n  time zone Z\n  standard alleged\n  borders none') });
    expect(await servanda(["check", undated])).toMatchObject({ code: 2, out: "" });
    expect((await servanda(["check", undated, "--at", "2030-01-01"])).code).toBe(0);
  });

  it("shows hostile names harmlessly, and aligns any script", async () => {
    const folder = folderWith({
      "case.md": block('case c "C"\n  record closes 2030-12-31\n  time zone Z\n  standard alleged\n  borders none'),
      "norms.md": `Peace.\n\n${block(
        `actor hy "Հայաստան"\nactor ka "საქართველო"\nactor ru "Россия"\nactor az "Azərbaycan"\nactor zh "中国"\nactor evil "x\u202Egnp\u001b[2Jy"\nactor toString "proto"\nactor constructor "made"\nagreement g "G"\n  in force from 2030-01-01\n  parties hy, ka, ru, az, zh, evil, toString, constructor\nban b of g, article 1\n  each party\n  must not attack anyone`,
      )}`,
    });
    const { out } = await servanda(["check", folder]);
    expect(out).not.toMatch(/[\u001b\u202e]/u);
    expect(out).toContain("\\u{202E}");
    const rows = out.split("\n").filter((line) => line.includes("b, article 1"));
    expect(rows).toHaveLength(8);
    const starts = rows.map((line) => cells(line.slice(0, line.indexOf("coverage"))));
    expect(new Set(starts).size).toBe(1);
  });
});

describe("servanda explain", () => {
  it("goes from the outcome to articles, accounts and sources", async () => {
    const { code, out } = await servanda(["explain", HARBOUR, "free-channel/Southshore"]);
    const text = flowing(out.replaceAll("| ", ""));
    expect(code).toBe(0);
    expect(out).toMatch(/^✕ breached, from 2030-03-04T06:30/u);
    expect(text).toContain("Northshore keeps free passage on the ship channel.");
    expect(text).toContain(
      "reading open-channel, held by Southshore (a party), first stated 2030-03-06, after it began, source S3 (Note of protest",
    );
    expect(text).toContain(
      "S1 (Log of the harbour mission, Harbour mission) asserts: block, 2030-03-04T06:30+01:00, by a company of dredgers",
    );
    expect(text).toContain("S2 (Notice to mariners 7, Port authority of Northshore) denies: block, by Northshore");
    expect(text).toContain("reply: Northshore: the company acted by itself.");
    expect(text).toContain("row V1: S1 (Log of the harbour mission, Harbour mission) records");
    const numbers = [...out.matchAll(/^(\d+)\. /gmu)].map((m) => Number(m[1]));
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    expect(numbers.length).toBeGreaterThan(5);
  });

  it("says what would change it", async () => {
    const other = flowing((await servanda(["explain", HARBOUR, "free-channel/Southshore"])).out).split(
      "What would change it",
    )[1];
    expect(other).toContain("without event E1: no breach observed");
    expect(other).toContain("under Northshore: no breach observed");
    expect(other).toContain("by the text: unknown (breached or no breach observed)");
    const open = flowing((await servanda(["explain", HARBOUR, "pull-back-guns/text/Southshore"])).out);
    expect(open).toContain(
      "would be kept if “pull-back of guns within five kilometres of the shore” was done and nobody reports it; breached if not",
    );
  });

  it("says who gives open words which meaning", async () => {
    const text = flowing((await servanda(["explain", HARBOUR, "free-channel/text"])).out);
    expect(text).toContain("the text does not say what this means");
    expect(text).toContain("given a meaning by reading open-channel, held by Southshore (a party)");
    expect(text).toContain("given a meaning by reading safe-channel, held by Northshore (a party)");
  });

  it("finds findings by id, by its beginning, by parts and by names; and lists where several fit", async () => {
    for (const asked of [
      "pull-back-guns/text/Southshore/entry",
      "pull-back-guns/text/Southshore",
      "pull-back-guns/text/Südküste",
      "pull-back-guns/text/So",
    ]) {
      const { code, out } = await servanda(["explain", HARBOUR, asked]);
      expect(code, asked).toBe(0);
      expect(out).toContain("Finding pull-back-guns/text/Southshore/entry");
    }
    const several = await servanda(["explain", HARBOUR, "pull-back-guns"]);
    expect(several.code).toBe(2);
    expect(several.err.split("\n")).toContain(
      `  servanda explain ${HARBOUR} pull-back-guns/text/Northshore/entry   kept`,
    );
    // Who is bound and reads it too is not given his own reading unasked.
    expect((await servanda(["explain", HARBOUR, "free-channel/Northshore"])).err).toContain("fits 3 findings");
    // By whom it binds, too, where nobody reads it otherwise; a part that is left blank is any.
    for (const asked of ["pull-back-guns/Southshore", "pull-back-guns//Southshore"])
      expect((await servanda(["explain", HARBOUR, asked])).out).toContain(
        "Finding pull-back-guns/text/Southshore/entry",
      );
    expect((await servanda(["explain", HARBOUR, "free-channel", "--view", "Northshore"])).code).toBe(0);
    const none = await servanda(["explain", HARBOUR, "ferry"]);
    expect(none.code).toBe(2);
    expect(none.err).toContain("Its norms are: free-channel, pull-back-guns.");
    const alike = await servanda(["explain", HARBOUR, "open-channel"]);
    expect(alike.err).toContain("Norms with a word of it are: free-channel.");
    // The parts of a name in another order: whom it is owed to stands in no place of its own.
    const turned = await servanda(["explain", HARBOUR, "free-channel/Northshore/Southshore"]);
    expect(turned.code).toBe(2);
    expect(turned.err).toContain("There is no finding “free-channel/Northshore/Southshore”. There are");
    expect(turned.err).toContain("free-channel/text/Northshore→Southshore/entry");
  });

  it("fits the width", async () => {
    for (const width of [30, 60, 100]) {
      const { out } = await servanda(["explain", HARBOUR, "free-channel/Southshore", "--width", String(width)]);
      for (const line of out.split("\n")) expect(cells(line), line).toBeLessThanOrEqual(width);
    }
  });
});

describe("servanda test", () => {
  it("runs what the case supposes", async () => {
    const { code, out } = await servanda(["test", HARBOUR]);
    expect(code).toBe(0);
    expect(out).toContain("✓ free-channel by Northshore is breached from 2030-03-04 for 17 days under Southshore");
    expect(out).toMatch(/\n10 passed, 0 failed\n$/u);
  });

  it("ends with 1 and says what was found where one fails", async () => {
    const folder = folderWith({
      "case.md": block('case c "C"\n  record closes 2030-12-31\n  time zone Z\n  standard alleged\n  borders none'),
      "norms.md": `Peace.\n\n${block("actor A\nactor B\nagreement g\n  in force from 2030-01-01\n  parties A, B\nban b of g, article 1\n  each party\n  must not attack anyone\nsuppose s\n  2030-02-01 A attacks B\n  expect b by A is kept\n  expect b by A is breached from 2030-02-01")}`,
    });
    const { code, out } = await servanda(["test", folder]);
    expect(code).toBe(1);
    expect(out).toContain("✕ b by A is kept");
    expect(out).toContain("found breached, from 2030-02-01");
    expect(out).toContain("(norms.md:");
    expect(out).toMatch(/\n1 passed, 1 failed\n$/u);
    const json = JSON.parse((await servanda(["test", folder, "--format", "json"])).out);
    expect([json.passed, json.failed]).toEqual([1, 1]);
  });
});

describe("servanda new", () => {
  let folder = "";
  const before = process.cwd();
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "servanda-new-"));
    process.chdir(folder);
  });
  afterEach(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  });

  it("starts a case that checks cleanly and whose tests pass", async () => {
    const started = await servanda([
      "new",
      "river",
      "--party",
      "Upper Bank",
      "--party",
      "Հայաստան",
      "--party",
      "Third",
      "--from",
      "2024-02-28",
      "--record-closes",
      "2024-06-30",
      "--time-zone",
      "+04:00",
      "--title",
      'The "River" Accord',
    ]);
    expect(started.err).toBe("");
    expect(started.code).toBe(0);
    const checked = await servanda(["check", "river"]);
    expect(checked.code).toBe(0);
    expect(checked.out).not.toMatch(/fault|warning/u);
    expect(checked.out).toContain("The ”River” Accord");
    const tested = await servanda(["test", "river"]);
    expect(tested.code).toBe(0);
    expect(tested.out).toContain(" 0 failed");
    // Every column that its page explains is one that can be read.
    expect(readFileSync("river/README.md", "utf8")).toContain("| handling |");
  });

  it("needs nothing but a name", async () => {
    expect((await servanda(["new", "plain"])).code).toBe(0);
    const { out } = await servanda(["check", "plain"]);
    expect(out).toContain("✕ breached");
    expect((await servanda(["test", "plain"])).out).toContain(" 0 failed");
    expect((await servanda(["explain", "plain", "no-attack/text/Northshore"])).code).toBe(0);
  });

  it("explains itself with examples that check", async () => {
    await servanda(["new", "taught", "--party", "Upper Bank", "--party", "Հայաստան"]);
    const examples = /```text\n([\s\S]*?)```/u.exec(readFileSync("taught/README.md", "utf8"))?.[1] ?? "";
    expect(examples).toContain("reading unharmed");
    writeFileSync("taught/more.md", `Prose.\n\n${block(examples)}`);
    const { code, out } = await servanda(["check", "taught"]);
    expect(out).not.toMatch(/ fault$/mu);
    expect(code).toBe(0);
  });

  it("names only acts that come with the language", async () => {
    await servanda(["new", "acts"]);
    const named =
      /Acts that come with the language: ([^;]*) and more/u.exec(readFileSync("acts/README.md", "utf8"))?.[1] ?? "";
    const acts = check([{ path: "a.md", text: "" }], { sources: new Set(), shapes: new Set() }).model.acts.map(
      (a) => a.id,
    );
    expect(named.split(/,\s+/u).filter((act) => !acts.includes(act))).toEqual([]);
    expect(named.split(/,\s+/u).length).toBeGreaterThan(20);
  });

  it("asks a person, and takes an empty answer for what it offers", async () => {
    const questions: string[] = [];
    const answers = ["East, West", "", "2031-01-01", "", "+01:00"];
    const { code } = await servanda(["new", "asked"], {
      ask: async (question) => {
        questions.push(question);
        return answers.shift() ?? "";
      },
    });
    expect(code).toBe(0);
    expect(questions).toHaveLength(5);
    expect(readFileSync("asked/case.md", "utf8")).toContain("Ceasefire between East and West");
  });

  it("overwrites nothing", async () => {
    writeFileSync("there", "mine");
    const { code, err } = await servanda(["new", "there"]);
    expect(code).toBe(2);
    expect(err).toContain("nothing was changed");
    expect(readFileSync("there", "utf8")).toBe("mine");
  });

  it.each([["../up"], ["a/b"], ["/abs"], [".hidden"], ["a b"], ["nul"], [""], ["a\\b"], ["-x"]])(
    "refuses the name %j",
    async (name) => {
      const { code } = await servanda(["new", "--", name]);
      expect(code).toBe(2);
      expect(existsSync(join(folder, "case.md"))).toBe(false);
    },
  );

  it.each([
    [["--party", "One"], "two parties or more"],
    [["--party", "A", "--party", "A"], "same name"],
    [["--from", "tomorrow"], "--from “tomorrow” is not a day"],
    [["--time-zone", "CET"], "is not an offset"],
    [["--record-closes", "2020-01-01"], "three weeks"],
    [["--party", "captives", "--party", "B"], "cannot be the name of a party"],
  ])("refuses %j", async (args, words) => {
    const { code, err } = await servanda(["new", "x", ...args]);
    expect(code).toBe(2);
    expect(err).toContain(words);
    expect(existsSync("x")).toBe(false);
  });
});

describe("wrong usage", () => {
  it.each([
    [[], "Usage: servanda"],
    [["frobnicate"], "unknown command"],
    [["check"], "missing required argument"],
    [["check", "/no/such/folder"], "There is no folder here"],
    [["check", join(HARBOUR, "case.md")], "This is a file"],
    [["check", HARBOUR, "--frob"], "unknown option"],
    [["check", HARBOUR, "--view", "Island"], "Its views are: text, Northshore, Southshore"],
    [["check", HARBOUR, "--standard", "sure"], "Standards are: alleged"],
    [["check", HARBOUR, "--at", "yesterday"], "--at “yesterday” is not a date"],
    [["check", HARBOUR, "--as-of", "2030-02-31"], "is not a date"],
    [["check", HARBOUR, "--format", "xml"], "Allowed choices are"],
    [["check", HARBOUR, "--handling", "secret"], "Allowed choices are"],
    [["check", HARBOUR, "--party", "southshor"], "Did you mean “Southshore”?"],
    [["check", HARBOUR, "--instrument", "nato"], "It has: accord"],
    // E4 is withheld, and stays so.
    [["check", HARBOUR, "--event", "E4"], "It has: E1, E2, E3. A date, such as"],
    [["check", HARBOUR, "--event", "2030-01-28"], "No account in this case puts an event on 2030-01-28."],
    [["check", HARBOUR, "--event", "E1", "--facts-only"], "cannot be used with --event"],
    [["check", HARBOUR, "--outcome", "broken"], "Outcomes are: breached"],
    [["check", HARBOUR, "--width", "ten"], "is not a number of cells"],
    [
      ["check", HARBOUR, "--facts-only", "--party", "Southshore", "--view", "text"],
      "cannot be used with --view, --party",
    ],
    [["explain", HARBOUR], "missing required argument"],
  ])("%j is told in a line, with 2", async (args, words) => {
    const { code, out, err } = await servanda(args);
    expect(code).toBe(2);
    expect(err).toContain(words);
    expect(out).toBe("");
    expect(err).not.toMatch(/\n\s+at /u);
  });

  it("prints help and version with 0", async () => {
    expect(await servanda(["--version"])).toMatchObject({ code: 0, out: "0.1.0\n" });
    expect((await servanda(["help", "check"])).out).toContain("--facts-only");
    expect((await servanda(["--help"])).code).toBe(0);
  });

  it("takes a fault of ours on itself, without a stack", async () => {
    const { code, err } = await servanda(["check", HARBOUR], {
      out: () => {
        throw new Error("disk\n    at somewhere");
      },
    });
    expect(code).toBe(70);
    expect(err).toContain("this is a fault of ours, not of your case (disk)");
    expect(err.trim().split("\n")).toHaveLength(1);
  });
});

describe("--facts-only", () => {
  it("has no actor, reading, outcome, reply or remark in any format", async () => {
    for (const format of ["text", "json", "csv"]) {
      const { out } = await servanda(["check", HARBOUR, "--facts-only", "--format", format]);
      expect(out).toContain("2030-03-04T06:30+01:00");
      expect(out).not.toMatch(/dredgers|acted by itself|at anchor|breached|kept|Northshore:|"actor"|,actor,/u);
    }
  });

  it("leaves out a denial that somebody did it, which is none of the event", async () => {
    const { out } = await servanda(["check", HARBOUR, "--facts-only", "--format", "json"]);
    const told = JSON.parse(out).observations.map((o: { account: string }) => o.account);
    expect(told).toEqual(["E3/S1", "E1/S1", "E1/S3", "E2/S1"]);
  });

  it("knows nothing of what comes after its day", async () => {
    const { out } = await servanda(["check", HARBOUR, "--facts-only", "--at", "2030-03-10", "--format", "csv"]);
    expect(out.split("\r\n").map((line) => line.split(",")[0])).toEqual(["event", "E3", "E1", "E1", ""]);
  });
});

describe("what was meant", () => {
  it("is offered for a view, a finding, a party and an outcome that are nearly right", async () => {
    const told = async (...args: readonly string[]): Promise<string> => (await servanda(args)).err;
    expect(await told("check", HARBOUR, "--view", "southshor")).toContain("Did you mean “Southshore”?");
    expect(await told("check", HARBOUR, "--party", "Nortshore")).toContain("Did you mean “Northshore”?");
    expect(await told("check", HARBOUR, "--outcome", "breeched")).toContain("Did you mean “breached”?");
    expect(await told("explain", HARBOUR, "free-chanel/Suthshore")).toContain(
      "Did you mean “free-channel/Southshore”?",
    );
    expect(await told("explain", HARBOUR, "zzz")).not.toContain("Did you mean");
  });

  it("a view goes by the names of its holder too", async () => {
    const folder = folderWith({
      "case.md": `A.\n\n${block(`case t
  record closes 2030-12-31
actor N "North Shore" / "Северный берег", a state
actor S "South", a state
term calm
source S1
agreement g "Accord"
  in force from 2030-01-01
  parties N, S
duty quiet of g, article 1
  N
  must keep calm
reading own of quiet, held by N, source S1
  calm means no attack by N on anyone`)}`,
    });
    const [byId, byName, byOther] = await Promise.all(
      ["N", "North Shore", "Северный берег"].map((view) => servanda(["check", folder, "--view", view])),
    );
    expect(byId?.out).toContain("under North Shore");
    expect(byName).toEqual(byId);
    expect(byOther).toEqual(byId);
    const text = await servanda(["check", folder, "--view", "the text"]);
    expect(text).toEqual(await servanda(["check", folder, "--view", "text"]));
  });

  it("a view shows its holder’s other readings where it has none of its own, and the text only where there is none", async () => {
    const norm = (id: string, article: number): string => `duty ${id} of g, article ${article}\n  N\n  must keep calm`;
    const reading = (id: string, of: string): string =>
      `reading ${id} of ${of}, held by N, source S1\n  calm means no attack by N on anyone`;
    const folder = folderWith({
      "case.md": `A.\n\n${block(`case t
  record closes 2030-12-31
actor N "North", a state
actor S "South", a state
term calm
source S1
agreement g "Accord"
  in force from 2030-01-01
  parties N, S
${norm("twice", 1)}
${norm("once", 2)}
${norm("never", 3)}
${reading("one", "twice")}
${reading("two", "twice")}
${reading("only", "once")}`)}`,
    });
    const views = async (view: string): Promise<readonly string[]> => {
      const { out } = await servanda(["check", folder, "--view", view, "--format", "csv"]);
      const [head = "", ...rows] = out.trim().split(/\r?\n/u);
      const [norms, of] = ["norm", "view"].map((name) => head.split(",").indexOf(name));
      return rows.map((row) => `${row.split(",")[norms ?? 0]} ${row.split(",")[of ?? 0]}`).sort();
    };
    // N reads the first article in two ways, the second in one, the third not (rule 6.1).
    expect(await views("N")).toEqual(["never text", "once N", "twice N:one", "twice N:two"]);
    expect(await views("N:two")).toEqual(["never text", "once N", "twice N:two"]);
    expect(await views("text")).toEqual(["never text", "once text", "twice text"]);
  });
});

it("what was left out for a fault is told beside the findings, too", async () => {
  const folder = folderWith({
    "case.md": `A.\n\n${block(
      'case t\n  record closes 2030-12-31\nactor N "North", a state\nactor S "South", a state\nsource S1\nagreement g "Accord"\n  in force from 2030-01-01\n  parties N, S\nban calm of g, article 1\n  each party\n  must not attack anyone\nduty talks of g, article 2\n  N\n  must consult with Sout',
    )}`,
    "conduct/a.csv":
      "event,source,when,kind,actor\nE1,S1,2030-02-30,attack,N\nE2,S1,2030-02-03,attack,X\nE3,S1,2030-02-04\n",
  });
  const { out } = await servanda(["check", folder]);
  const left = "3 rows of conduct/a.csv; what is at fault in case.md.";
  const silence = "Where accounts among it may tell of something, no silence counts.";
  expect(out.split("\n").slice(-3).join(" ").trim()).toBe(`Left out, for the faults told above: ${left} ${silence}`);
  const why = await servanda(["explain", folder, "calm/text/S", "--width", "200"]);
  expect(why.code).toBe(1);
  expect(why.out).toContain(`Left out: ${left} ${silence}`);
});

describe("what cannot be read is no silence", () => {
  const norms = block(
    'case t\n  record closes 2030-12-31\nactor N "North", a state\nactor S "South", a state\nsource S1\nagreement g "Accord"\n  in force from 2030-01-01\n  parties N, S\nban calm of g, article 1\n  each party\n  must not attack anyone\nduty talks of g, article 2\n  N\n  must consult with S\n  within 14 days',
  );
  const sound = {
    "case.md": `A.\n\n${norms}`,
    "coverage.csv": "id,source,kinds,from,until,why\nV1,S1,*,2030-01-01,2030-12-31,A post stood there.\n",
    "conduct/a.csv": "event,source,when,kind,actor,target\nE1,S1,2030-02-03,attack,N,S\n",
  };
  const told = async (folder: string): Promise<{ code: number; board: string; ban: string; duty: string }> => {
    const [board, ban, duty] = await Promise.all([
      servanda(["check", folder]),
      servanda(["explain", folder, "calm/text/S"]),
      servanda(["explain", folder, "talks"]),
    ]);
    expect(ban.code).toBe(board.code);
    expect(duty.code).toBe(board.code);
    const line = (out: string): string => out.replace(/\s+/gu, " ");
    return { code: board.code, board: line(board.out), ban: line(ban.out), duty: line(duty.out) };
  };

  it("where all can be read, it is", async () => {
    const { code, board, ban, duty } = await told(folderWith(sound));
    expect(code).toBe(0);
    expect(board).toContain("South coverage 100 %");
    expect(ban).toContain("all of the time was watched");
    expect(duty).toMatch(/^✕ breached/u);
  });

  it.each<[string, Record<string, string>]>([
    ["a column is misnamed", { "conduct/a.csv": sound["conduct/a.csv"].replace("actor", "perpetrator") }],
    ["a column of dates is misnamed", { "conduct/a.csv": sound["conduct/a.csv"].replace("when", "date") }],
    ["a row cannot be read", { "conduct/a.csv": sound["conduct/a.csv"].replace("2030-02-03", "3.2.2030") + "E2,S1\n" }],
    ["the accounts are in a spreadsheet", { "conduct/b.xlsx": "PK" }],
  ])("where %s, it is not", async (_, files) => {
    const { code, board, ban, duty } = await told(folderWith({ ...sound, ...files }));
    expect(code).toBe(1);
    expect(board).not.toContain("coverage 100 %");
    expect(board).toContain("no silence counts");
    for (const why of [ban, duty]) {
      expect(why).not.toContain("all of the time was watched");
      expect(why).not.toContain("nobody watched");
      expect(why).toContain("accounts that could not be read may tell of it");
      expect(why).toContain("no silence counts");
    }
    // Nobody is said to be in breach for want of an account that may stand in what was not read.
    expect(duty).toMatch(/^The case has .*\? unknown: breached or kept/u);
  });
});

describe("what a newcomer asks first", () => {
  const norms = block(
    'case t\n  record closes 2030-12-31\nactor N "North Front" / "Հյուսիսային ճակատ", a party\nactor S "South", a party\nagreement g "Accord"\n  in force from 2030-01-01\n  parties N, S\nban calm of g, article 1\n  each party\n  must not attack anyone',
  );
  const folder = (more: Record<string, string> = {}): string =>
    folderWith({
      "case.md": `A.\n\n${norms}`,
      "sources.csv": "id\nS1\nS2\n",
      "conduct/a.csv":
        "event,source,when,kind,actor,published\nE1,S1,2030-02-03,attack,N,2030-02-05\nE1,S2,2030-02-03,attack,N,2030-04-05\n",
      ...more,
    });

  it("a name that is not declared is told once, with all the rows that have it", async () => {
    const rows = (count: number): string =>
      `event,source,when,kind,actor\n${Array.from({ length: count }, (_, i) => `E${i},S1,2030-02-03,attack,M\n`).join("")}`;
    const told = async (count: number): Promise<string> => {
      const { code, out } = await servanda(["check", folder({ "conduct/a.csv": rows(count) })]);
      expect(code).toBe(1);
      expect(out.match(/“M” is not declared\./gu)).toHaveLength(1);
      return flowing(out);
    };
    const head = "conduct/a.csv row 2, actor SD307 fault “M” is not declared.";
    expect(await told(1)).toContain(`${head} → `);
    expect(await told(2)).toContain(`${head} So in row 3. → `);
    expect(await told(3)).toContain(`${head} So in rows 3 and 4. → `);
    expect(await told(3)).toContain("3 faults in the case.");
    expect(await told(3)).toContain("Left out, for the faults told above: 3 rows of conduct/a.csv.");
    expect(await told(40)).toContain(`${head} So in rows 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 29 more. → `);
  });

  it("a side goes by any of its names, in any script and case", async () => {
    const of = folder();
    const { code, out } = await servanda(["balance", of, "--party", "N"]);
    expect(code).toBe(0);
    for (const name of ["North Front", "north front", "Հյուսիսային ճակատ", "ՀՅՈՒՍԻՍԱՅԻՆ ՃԱԿԱՏ"])
      expect(await servanda(["balance", of, "--party", name])).toEqual({ code, out, err: "" });
  });

  it("as known on a day, what came out later is not counted", async () => {
    const of = folder();
    expect((await servanda(["check", of])).out).toContain("From 2 accounts by 2 sources");
    expect((await servanda(["check", of, "--as-of", "2030-03-01"])).out).toContain("From 1 account by 1 source,");
    expect((await servanda(["check", of, "--as-of", "2030-02-01"])).out).toContain("From 0 accounts by 0 sources");
  });

  it("a case without a claim is told how to write one, and that is one", async () => {
    const { code, out } = await servanda(["claims", folder()]);
    expect(code).toBe(0);
    expect(out).toContain("The case holds no claim.");
    const [, written = ""] = /```servanda\n(.*?) *```/su.exec(out) ?? [];
    const text = written.replace(/^ {2}/gmu, "").replaceAll("Northshore", "N").replaceAll("Southshore", "S");
    const claimed = await servanda(["claims", folder({ "claims.md": `It is claimed.\n\n${block(text.trim())}` })]);
    expect(claimed.out).toContain("1 claim");
    expect(claimed.code).toBe(0);
  });

  it("expectations at fault are not said to be none", async () => {
    const of = folder({ "expected.md": block("suppose a\n  expect claim by N is breached") });
    const { code, out } = await servanda(["test", of]);
    expect(code).toBe(1);
    expect(out).not.toContain("The case expects nothing");
    expect(out).toContain("No expectation could be run: what the case expects, if anything, is at fault.");
    expect((await servanda(["test", folder()])).out).toContain("The case expects nothing: add");
  });
});
