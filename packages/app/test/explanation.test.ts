import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { block, folderWith, root, servanda, sweep } from "./command.ts";

afterAll(sweep);

const RECORD = "event,source,stance,when,kind,actor,target,object,same_as\n";

/** Three bans and two duties on few parties, with one reading and whatever accounts and coverage a test gives. */
function folder(accounts: string, coverage = "", zone = "Z"): string {
  return folderWith({
    "case.md": block(
      `case c "A case"\n  record closes 2030-12-31\n  time zone ${zone}\n  standard reasonable-grounds\n  borders none\n` +
        'actor A "Aland", a state\nactor B "Bland", a state\nactor C "Cland", a state\nactor D "Dland", a state\n' +
        'actor band "Band of outlaws", a group\nactor boat "the boat", a thing\nactor guns "guns", a thing\n' +
        'agreement g "Accord"\n  in force from 2030-01-01\n  parties A, B, C\nterm calm\nact pull-back, pulls-back, pulled-back\n  roles actor, object',
    ),
    "norms.md": `No attacks.

${block("ban peace of g, article 1\n  each party\n  must not attack anyone")}

Guns.

${block("duty guns-back of g, article 2\n  A\n  must pull-back guns\n  by 2030-03-01")}

Calm.

${block("duty quiet of g, article 3\n  each party\n  must keep calm")}

${block("reading late of quiet, held by B, source S1, stated 2030-06-01\n  calm means no attack by A on B")}
`,
    "sources.csv":
      "id,title,publisher,kind,leaning,handling\nS1,ATTRIBUTING TITLE,Mission,monitor,close to Aland,\nS2,Wire,Wire,agency,,\nS3,Log,Port,monitor,,\n",
    "conduct/a.csv": RECORD + accounts,
    "coverage.csv": `id,source,kinds,place,from,until,threshold,why,handling\n${coverage}`,
  });
}

const flowing = (text: string): string => text.replaceAll("|", " ").replace(/\s+/gu, " ");

describe("what is not settled", () => {
  // One source says so, and another that watched everything has no account of it.
  const doubtful = folder("E1,S1,asserts,2030-02-01,attack,A,B,,\n", "V1,S3,*,,2030-01-01,2030-12-31,,log,\n");

  it("is told as possible, with whoever tells of it", async () => {
    const { out } = await servanda(["check", doubtful]);
    expect(flowing(out)).toContain("possible breach on 2030-02-01 (as told by S1)");
    expect(out).not.toMatch(/[^e] breach on/u);
    const told = (await servanda(["explain", doubtful, "peace/text/A"])).out;
    expect(told).toMatch(/^\d+\. {1,2}Possible breach: on 2030-02-01: contested on facts \(as told by S1\)/mu);
    expect(told).not.toMatch(/^\d+\. {1,2}Breach:/mu);
    expect(flowing(told)).toContain("S3 (Log, Port) covers such events there and then and has no account of this one");
  });

  it("is told by when, where nobody knows since when, and as no earlier, where nobody knows until when", async () => {
    const long = ["E1,S1,asserts,../2030-02-01,attack,A,B,,\n", "E2,S1,asserts,2030-03-01/..,attack,A,B,,\n"];
    const before = folder(long[0] ?? "");
    expect(flowing((await servanda(["check", before])).out)).toContain("by 2030-02-01 (as told by S1)");
    const told = (await servanda(["explain", before, "peace/text/A"])).out;
    expect(told).toMatch(/^\d+\. {1,2}Possible breach: by 2030-02-01: unknown \(as told by S1\)/mu);
    expect(flowing((await servanda(["check", folder(long[1] ?? "")])).out)).toContain(
      "on 2030-03-01 or later (as told by S1)",
    );
    const json = JSON.parse((await servanda(["check", before, "--format", "json"])).out) as {
      readonly findings: readonly { readonly breaches: readonly { readonly from: { readonly text: string } }[] }[];
    };
    expect(json.findings.flatMap(({ breaches }) => breaches.map(({ from }) => from.text))).toContain("../2030-02-01");
  });

  it("is told as what would be done", async () => {
    const done = folder("E1,S1,asserts,2030-02-01,pull-back,A,,guns,\n", "V1,S3,*,,2030-01-01,2030-12-31,,log,\n");
    expect(flowing((await servanda(["check", done])).out)).toContain("would be performed 2030-02-01 (as told by S1)");
    const told = (await servanda(["explain", done, "guns-back/text/A"])).out;
    expect(told).toMatch(/^\d+\. {1,2}Would be done: done on 2030-02-01/mu);
  });

  it("lasts until a day where something is kept, and was due by one where it is done", async () => {
    const kept = folder("");
    const norms = block("duty quiet of g, article 3\n  A\n  must keep calm\n  until 2030-02-01");
    writeFileSync(join(kept, "norms.md"), `Calm.\n\n${norms}\n`);
    const { out } = await servanda(["check", kept]);
    expect(flowing(out)).toContain("until 2030-02-01");
    expect(out).not.toContain("was due");
    expect((await servanda(["check", folder("")])).out).toContain("was due 2030-03-01");
  });

  it("is not said of what is settled", async () => {
    const { out } = await servanda(["check", folder("E1,S1,asserts,2030-02-01,attack,A,B,,\n")]);
    expect(flowing(out)).toContain("breached peace, article 1 Aland on 2030-02-01");
    expect(out).not.toContain("possible breach");
  });
});

describe("a reading", () => {
  it("says where it was first stated after the event", async () => {
    const before = folder("E1,S1,asserts,2030-02-01,attack,A,B,,\n");
    expect(flowing((await servanda(["check", before])).out)).toContain("first stated 2030-06-01, after the event");
    expect(flowing((await servanda(["explain", before, "quiet/B/A"])).out)).toContain(
      "held by Bland (a party), first stated 2030-06-01, after the event",
    );
    const after = folder("E1,S1,asserts,2030-07-01,attack,A,B,,\n");
    expect((await servanda(["check", after])).out).not.toContain("first stated");
    expect(flowing((await servanda(["explain", after, "quiet/B/A"])).out)).toContain(
      "held by Bland (a party), stated 2030-06-01",
    );
  });

  it("looks at every breach: one that may be late hides none that was wholly before", async () => {
    const wide = "E1,S1,asserts,2030-01-15/2030-07-15,attack,A,B,,\n";
    const early = "E2,S1,asserts,2030-02-01,attack,A,B,,\n";
    const late = "E3,S1,asserts,2030-07-01,attack,A,B,,\n";
    const told = async (...accounts: readonly string[]): Promise<string> =>
      flowing((await servanda(["check", folder(accounts.join(""))])).out);
    expect(await told(wide)).not.toContain("first stated");
    expect(await told(wide, early)).toContain("first stated 2030-06-01, after it began");
    expect(await told(early, late)).toContain("first stated 2030-06-01, after it began");
    expect(await told(wide, late)).not.toContain("first stated");
  });
});

describe("an explanation", () => {
  it("says watched only where somebody watched, else who denies", async () => {
    const denied = folder("E9,S2,denies,2030-01-01/2030-03-01,pull-back,A,,guns,\n");
    const told = flowing((await servanda(["explain", denied, "guns-back/text/A"])).out);
    expect(told).toContain("Silence: for all of the time it is denied by S2: that counts as not having happened");
    expect(told).toContain("S2 (Wire, Wire) denies: pull-back, 2030-01-01/2030-03-01, by Aland, object guns");
    expect(told).not.toContain("watched");
    const watched = folder("", "V1,S3,*,,2030-01-01,2030-12-31,,log,\n");
    expect(flowing((await servanda(["explain", watched, "guns-back/text/A"])).out)).toContain(
      "Silence: all of the time was watched: what is not reported did not happen",
    );
    expect(flowing((await servanda(["explain", folder(""), "guns-back/text/A"])).out)).toContain("nobody watched");
  });

  it("says who told of what may have been it, and that this is no silence", async () => {
    const log = "V1,S3,*,,2030-01-01,2030-12-31,,log,\n";
    const one = flowing(
      (await servanda(["explain", folder("E1,S3,asserts,2030-02-01,pull-back,A,,,\n", log), "guns-back/text/A"])).out,
    );
    expect(one).toContain("of the time was watched: there, what is not reported did not happen [4.2]");
    expect(one).toContain(
      "E1 (pull-back, 2030-02-01), told by S3, does not say what it was done to: it may have been what is asked about, so silence at that time is not counted [4.5]",
    );
    expect(one).toContain(
      "would be kept if “pull-back of guns” was done and nobody reports it, or E1 was that; breached if not",
    );
    // That it was at some time in the window takes all of the window.
    const long = folder("E1,S3,asserts,2030-01-01/2030-03-01,pull-back,A,,,\n", log);
    expect(flowing((await servanda(["explain", long, "guns-back/text/A"])).out)).toContain(
      "what was told leaves open whether it was this: silence proves nothing [4.2]",
    );
  });

  it("tells on what times it turns by the clock of the case, and whole days as days", async () => {
    const log = "V1,S3,*,,2030-01-01,2030-12-31,,log,\n";
    const turning = async (when: string): Promise<string> => {
      const place = folder(`E1,S3,asserts,${when},pull-back,A,,guns,\n`, log, "+04:00");
      return flowing((await servanda(["explain", place, "guns-back/text/A"])).out);
    };
    // Due by 1 March, which ends in the zone of the case.
    expect(await turning("2030-02-20/2030-03-10")).toContain(
      "kept if event E1 was between 2030-02-20 and 2030-03-01; breached if event E1 was between 2030-03-02 and 2030-03-10",
    );
    expect(await turning("2030-03-01T20:30Z/2030-03-01T22:00Z")).not.toContain("if event E1 was");
    expect(await turning("2030-03-01T12:30Z/2030-03-01T22:00Z")).toContain(
      "kept if event E1 was between 2030-03-01T16:30+04:00 and 2030-03-01T23:59:59+04:00; breached if event E1 was between 2030-03-02T00:00+04:00 and 2030-03-02T02:00:59+04:00",
    );
    expect(await turning("../2030-03-01T22:00Z")).toContain(
      "breached if event E1 was on 2029-12-31 or before; kept if",
    );
  });

  it("is of the finding that stands for a view which does not read the norm, and says so", async () => {
    const place = folder("");
    const told = await servanda(["explain", place, "guns-back", "--view", "B"]);
    expect(told.code).toBe(0);
    expect(flowing(told.out)).toContain("guns-back is not read under Bland: this is the finding by the text.");
    expect(flowing((await servanda(["explain", place, "quiet//A", "--view", "B"])).out)).not.toContain("is not read");
    // By the text Aland alone is bound.
    const more =
      "reading other of guns-back, held by B, source S1, stated 2030-06-01\n  A, C\n  must pull-back guns\n  by 2030-03-01";
    writeFileSync(join(place, "more.md"), `Guns, too.\n\n${block(more)}\n`);
    expect((await servanda(["explain", place, "guns-back//C", "--view", "text"])).err).toContain(
      "There is no finding “guns-back//C” by the text. There are",
    );
  });

  it("gives the leaning of each source that has one", async () => {
    const told = (await servanda(["explain", folder("E1,S1,asserts,2030-02-01,attack,A,B,,\n"), "peace/text/A"])).out;
    expect(flowing(told)).toContain("S1 (ATTRIBUTING TITLE, Mission), leaning close to Aland, asserts: attack");
  });
});

describe("facts only", () => {
  it("has no titles, no names of actors, no leanings", async () => {
    const place = folder("E1,S1,asserts,2030-02-01,attack,A,band,,\nE2,S1,asserts,,attack,A,C,,\n");
    for (const format of ["text", "json", "csv"]) {
      const { out } = await servanda(["check", place, "--facts-only", "--format", format]);
      expect(out).toContain("band");
      expect(out).not.toMatch(/ATTRIBUTING|outlaws|close to/u);
    }
    const { out } = await servanda(["check", place, "--facts-only"]);
    expect(out).toContain("S1 (Mission) asserts: attack, 2030-02-01, target band");
    // An event without a date is a warning, no fault.
    expect(out).toContain("The case has 1 warning: run servanda check to see.");
  });
});

describe("--party", () => {
  it("offers who owes or has agreed, not things", async () => {
    const { err } = await servanda(["check", folder(""), "--party", "nobody"]);
    expect(err).toContain("It has: A, B, C.");
  });
});

describe("the South Caucasus", () => {
  const path = join(root, "cases", "south-caucasus");
  // As they were when somebody last read them: `UPDATE=1 npx vitest run packages/app/test/explanation.test.ts` records them anew.
  it.each([
    ["check", "expected.txt", "the board"],
    ["claims", "answers.txt", "the answers to the essay"],
  ])("has, of %s, in %s, %s that was read", async (command, file) => {
    const recorded = join(path, file);
    const { out } = await servanda([command, path, "--width", "100"]);
    if (process.env["UPDATE"] === "1") writeFileSync(recorded, out);
    expect(existsSync(recorded)).toBe(true);
    expect(out).toBe(readFileSync(recorded, "utf8"));
  });
});
