import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { block, folderWith, type Ran, servanda, sweep } from "./command.ts";

afterAll(sweep);

/**
 * Everything here that contains SECRET is in a withheld row, or is what only a withheld row makes so: a date, an
 * event, a source, a place, a name of a file, a coverage row, a value that is wrong, a source that a reading cites.
 */
const FILES = {
  "case.md": block(
    'case c "A case"\n  record closes 2030-12-31\n  time zone Z\n  standard reasonable-grounds\n  borders none',
  ),
  "actors.md": block(
    'actor A "Aland", a state\nactor B "Bland", a state\nactor SECRETACTOR "SECRETNAME"\nzone SECRETZONE "SECRETZONENAME"\n  outside plain\nzone plain\n  outside SECRETZONE',
  ),
  "norms.md": `
${block('agreement g "Accord"\n  in force from 2030-01-01\n  parties A, B\nterm quiet of actor')}

No attacks.

${block("ban peace of g, article 1\n  each party\n  must not attack anyone")}

Tell the other side when attacked.

${block("duty tell of g, article 2\n  when attacker attacks victim\n  attacker\n  must explain to victim\n  within 14 days")}

Keep quiet.

${block("duty calm of g, article 3\n  A\n  must keep quiet of A")}

A's reading.

${block("reading still of calm, held by A, source SECRETSOURCE\n  quiet of actor means no attack by actor on B")}
`,
  "sources.csv": `id,title,publisher,kind,handling
S1,Public log,Mission,monitor,public
SECRETSOURCE,SECRETTITLE,SECRETPUBLISHER,monitor,confidential
R1,RESTRICTEDTITLE,Mission,monitor,restricted
`,
  "conduct/public.csv": `event,source,stance,when,kind,actor,target,place,reply,note,handling
E1,S1,asserts,2030-02-01,attack,A,B,plain,,,public
E1,S1,asserts,2030-02-01,attack,A,B,SECRETZONE,SECRETREPLY,SECRETNOTE,confidential
SECRETEVENT,S1,asserts,2030-03-17,attack,B,A,,,,confidential
SECRETEVENT2,SECRETSOURCE,asserts,2030-05-19,attack,B,A,,,,public
SECRETEVENT3,S1,asserts,SECRETDATE,attack,B,A,,,,confidential
RESTRICTEDEVENT,S1,asserts,2030-04-23,attack,B,A,,,,restricted
E9,S1x,asserts,2030-04-24,attack,B,A,,,,public
SECRETCUT,S1,asserts,2030-03-17,confidential
SECRETQUOTE,S1,asserts,2030-03-17,"attack" B,confidential
`,
  // Public rows that point at an event of withheld rows, and a marking in a column that nobody knows.
  "conduct/joined.csv": `event,source,stance,when,kind,actor,target,same_as,Umgang
E7,S1,asserts,2030-01-05,visit,A,B,SECRETEVENT,
SECRETFOREIGN,S1,asserts,2030-05-19,attack,B,A,,vertraulich
`,
  "conduct/SECRETFILE.csv": `event,source,stance,when,kind,actor,target,handling
E1,S1,asserts,2030-02-01,explain,A,B,confidential
`,
  "coverage.csv": `id,source,kinds,place,from,until,threshold,why,handling
V1,S1,attack,,2030-01-01,2030-06-01,,patrols,public
SECRETROW,S1,explain,,2030-01-01,2031-01-01,SECRETTHRESHOLD,SECRETWHY,confidential
`,
  "expected.md": block(
    "suppose known\n  with the record\n  expect peace by A is breached from 2030-02-01\nsuppose hidden\n  with the record\n  without event SECRETEVENT\n  expect peace by B is no breach observed\n  expect tell by B after SECRETEVENT is pending\nsuppose hidden-too\n  with the record\n  without event SECRETFOREIGN\n  expect peace by B is no breach observed\nsuppose hidden-fault\n  with the record\n  without event SECRETCUT\n  expect peace by B is no breach observed",
  ),
};

const COMMANDS: readonly (readonly string[])[] = [
  ["check"],
  ["check", "--width", "40"],
  ["check", "--format", "json"],
  ["check", "--format", "csv"],
  ["check", "--facts-only"],
  ["check", "--facts-only", "--format", "json"],
  ["check", "--facts-only", "--format", "csv"],
  ["check", "--party", "B"],
  ["check", "--view", "A"],
  ["check", "--as-of", "2031-01-01"],
  ["check", "--view", "nobody"],
  ["check", "--party", "nobody"],
  ["test"],
  ["test", "--format", "json"],
  ["test", "--format", "csv"],
  ["explain", "peace/text/A"],
  ["explain", "peace/text/B"],
  ["explain", "peace"],
  ["explain", "tell/text/A"],
  ["explain", "tell/text/B"],
  ["explain", "calm/A"],
  ["explain", "calm/text"],
  ["explain", "peace/text/A", "--format", "json"],
  ["explain", "peace/text/A", "--format", "csv"],
  ["explain", "nothing"],
];

/** What the withheld rows say, and dates that only they give. */
const WITHHELD = /SECRET(?!ACTOR|ZONE\b)|SECRETZONE|2030-03-17|2030-05-19/u;
const RESTRICTED = /RESTRICTED|2030-04-23/u;

async function say(folder: string, [name = "", ...rest]: readonly string[], level: string | null): Promise<Ran> {
  const operands = name === "explain" ? [folder, ...rest] : [folder, ...rest];
  return servanda([name, ...operands, ...(level === null ? [] : ["--handling", level])]);
}

describe("what is withheld", () => {
  let folder = "";
  beforeAll(() => {
    folder = folderWith(FILES);
  });

  it.each(COMMANDS.map((c) => [c.join(" "), c] as const))("is in no output of %s", async (_, command) => {
    for (const level of [null, "public"]) {
      const { out, err } = await say(folder, command, level);
      expect((out + err).replaceAll(folder, "")).not.toMatch(WITHHELD);
      expect(out + err).not.toMatch(RESTRICTED);
      // No hash of a file with such rows.
      if (command.includes("json") && command[0] !== "test") {
        const inputs: { path: string; sha256: string | null }[] = JSON.parse(out).inputs;
        const hashed = inputs.filter((i) => i.sha256 !== null).map((i) => i.path);
        expect(hashed).toEqual(["actors.md", "case.md", "expected.md", "norms.md"]);
        expect(inputs.map((i) => i.path)).not.toContain("conduct/SECRETFILE.csv");
      }
    }
    const restricted = await say(folder, command, "restricted");
    expect((restricted.out + restricted.err).replaceAll(folder, "")).not.toMatch(WITHHELD);
  });

  it("shows when it is asked for, so that the search above could find it", async () => {
    const texts = [];
    for (const command of COMMANDS) {
      const { out, err } = await say(folder, command, "confidential");
      texts.push(out + err);
    }
    // No finding rests on coverage while rows cannot be read.
    const read = FILES["conduct/public.csv"].replace(/^(?:E9|SECRETEVENT3|SECRETCUT|SECRETQUOTE),.*\n/gmu, "");
    const sound = folderWith({ ...FILES, "conduct/public.csv": read });
    for (const command of COMMANDS.filter(([name]) => name === "explain"))
      texts.push((await say(sound, command, "confidential")).out);
    const all = texts.join("\n");
    for (const word of [
      "SECRETEVENT",
      "SECRETEVENT2",
      "SECRETSOURCE",
      "SECRETTITLE",
      "SECRETPUBLISHER",
      "SECRETREPLY",
      "SECRETNOTE",
      "SECRETROW",
      "SECRETWHY",
      "SECRETTHRESHOLD",
      "SECRETDATE",
      "SECRETZONENAME",
      "conduct/SECRETFILE.csv",
      "RESTRICTEDEVENT",
      "2030-03-17",
      "2030-05-19",
    ]) {
      expect(all, word).toContain(word);
    }
  });

  it("is told as a number of findings, not of accounts", async () => {
    // Withheld: B's attacks of March, April and May (a finding each under article 2, and B's breach of article 1), the account that
    // A explained (article 2 for A), and a second account of E1 (article 1 for A). Article 3 for A looks at E1 too.
    const written = JSON.parse((await say(folder, ["check", "--format", "json"], null)).out);
    const text = (await say(folder, ["check"], null)).out;
    expect(written.withheld.handling).toBe("public");
    expect(written.withheld.findings).toBeGreaterThanOrEqual(6);
    expect(text.replace(/\s+/gu, " ")).toContain(`${written.withheld.findings} findings rest on withheld accounts`);
    const all = JSON.parse((await say(folder, ["check", "--format", "json"], "confidential")).out);
    expect(all.withheld).toEqual({ handling: "confidential", findings: 0 });
    expect(all.inputs.every((i: { sha256: string | null }) => i.sha256 !== null)).toBe(true);
  });

  it("does not change with it, but for that number", async () => {
    // The same case, without the withheld rows at all, and with the public one that cannot be read. Only the number, the hashes and notes of files may differ.
    const clean = folderWith({
      ...FILES,
      "sources.csv": "id,title,publisher,kind,handling\nS1,Public log,Mission,monitor,public\n",
      "conduct/public.csv":
        "event,source,stance,when,kind,actor,target,place,reply,note,handling\nE1,S1,asserts,2030-02-01,attack,A,B,plain,,,public\nE9,S1x,asserts,2030-04-24,attack,B,A,,,,public\n",
      "conduct/SECRETFILE.csv": "event,source,stance,when,kind,actor,target,handling\n",
      "coverage.csv":
        "id,source,kinds,place,from,until,threshold,why,handling\nV1,S1,attack,,2030-01-01,2030-06-01,,patrols,public\n",
      "norms.md": FILES["norms.md"].replace(", source SECRETSOURCE", ", source S1"),
    });
    const read = async (of: string): Promise<unknown> => {
      const { findings, board, counts, views } = JSON.parse((await say(of, ["check", "--format", "json"], null)).out);
      return JSON.parse(JSON.stringify({ findings, board, counts, views }).replaceAll('"still","S1"', '"still"'));
    };
    expect(await read(folder)).toEqual(await read(clean));
  });

  it("leaves tests that speak of it unrun, and says so", async () => {
    const { out } = await say(folder, ["test"], null);
    expect(out).toContain("3 not run");
    expect(out).toContain("1 passed, 0 failed");
    expect((await say(folder, ["test"], "confidential")).out).toMatch(/passed/u);
  });
});

describe("what is said of it", () => {
  it("does not tell how many rows at fault may be marked, or where", async () => {
    const cut = "SECRETCUT,S1,asserts,2030-03-17,confidential\n";
    const said = async (path: string, text: string): Promise<string> => {
      const { out } = await servanda(["check", folderWith({ ...FILES, [path]: text })]);
      return out;
    };
    const path = "conduct/public.csv";
    const once = await said(path, FILES[path]);
    expect(once).toContain("conduct/public.csv SD198 fault\n    Rows that are withheld, or may be, have a fault here");
    expect(await said(path, FILES[path] + cut + cut)).toBe(once);
  });

  it("names the column that marks rows under another name", async () => {
    const { out } = await servanda(["check", folderWith(FILES)]);
    expect(out).toContain("conduct/joined.csv row 1, Umgang SD210 fault");
  });
});

describe("ids joined by same_as", () => {
  const files = {
    ...FILES,
    "conduct/public.csv":
      "event,source,stance,when,kind,actor,target,same_as\nE1,S1,asserts,2030-02-01,attack,A,B,X-9\nE3,S1,asserts,2030-02-02,attack,B,A,E4\nE4,S1,asserts,2030-02-02,attack,B,A,\n",
    "conduct/joined.csv": "event,source\n",
    "expected.md": block(
      "suppose without-x\n  with the record\n  without event X-9\n  expect peace by A is no breach observed\nsuppose without-e4\n  with the record\n  without event E4\n  expect peace by B is no breach observed\nsuppose moved\n  with the record\n  E4 on 2030-03-01\n  expect tell by A after E4 is breached\nsuppose nobody\n  with the record\n  without event X-8\n  expect peace by A is no breach observed",
    ),
  };
  it("may each be written in a supposition", async () => {
    const { out } = await servanda(["test", folderWith(files)]);
    expect(out).not.toContain("has no event X-9");
    expect(out).not.toContain("has no event E4");
    expect(out).toContain("the record has no event X-8");
  });
});
