/** `servanda claims` and `servanda balance`: what is printed, what is refused, and with which exit code. */
import { afterAll, describe, expect, it } from "vitest";
import { cells } from "../src/report/width.ts";
import { block, folderWith, HARBOUR, servanda, sweep } from "./command.ts";

afterAll(sweep);

/** What is printed, with its line breaks undone. */
function flowing(text: string): string {
  return text.replace(/\s+/gu, " ");
}

const HEAD = block(
  'case c "A case"\n  record closes 2030-12-31\n  time zone Z\nactor A "Aland", a state\nactor B "Bland", a state\n' +
    'source T "A text"\nagreement g "Accord"\n  in force from 2030-01-01\n  parties A, B',
);

describe("servanda claims", () => {
  it("tells of the harbour what was checked, and why", async () => {
    const { code, out } = await servanda(["claims", HARBOUR]);
    expect(code).toBe(0);
    // The dredgers lay across the channel from 4 to 21 March: more than fourteen days.
    expect(flowing(out)).toContain("✓ C1 supported (p1, event)");
    expect(flowing(out)).toContain("The longest spell in that time is of 17 to 18 days");
    expect(flowing(out)).toContain(
      "under Northshore: contradicted, no breach observed. under Southshore: supported, breached: E1",
    );
    expect(flowing(out)).toContain(
      "used by Southshore (S3, 2030-03-06); rejected by Northshore (S2, 2030-03-07: a private quarrel)",
    );
    expect(out).toContain(
      "7 claims: 2 supported, 1 depends on reading, 1 contested, 1 unknown, 1 not checkable and 1 order",
    );
  });

  it("fits every width", async () => {
    for (const width of [20, 33, 60, 100, 140]) {
      for (const command of ["claims", "balance"]) {
        const { out } = await servanda([command, HARBOUR, "--width", String(width)]);
        for (const line of out.split("\n")) expect(cells(line), line).toBeLessThanOrEqual(width);
      }
    }
  });

  it("says how many answers what is withheld would change, and answers with it where that is asked", async () => {
    const { out } = await servanda(["claims", HARBOUR, "--claim", "C3"]);
    expect(flowing(out)).toContain("? C3 unknown");
    expect(flowing(out)).toContain("1 claim rests on withheld accounts and may differ with them.");
    const all = await servanda(["claims", HARBOUR, "--claim", "C3", "--handling", "confidential"]);
    expect(flowing(all.out)).toContain("✓ C3 supported");
    expect(flowing(all.out)).toContain("not for publication");
  });

  it("chooses claims and answers; refuses those that there are not", async () => {
    const some = await servanda(["claims", HARBOUR, "--answer", "order fails", "--answer", "not-checkable"]);
    expect(some.out.match(/^\S C\d/gmu)).toEqual(["↛ C5", "∅ C7"]);
    for (const [args, said] of [
      [["--claim", "C99"], "There is no claim “C99”"],
      [["--answer", "true"], "“true” is not an answer. Answers are: supported, supported in part, contradicted"],
      [["--at", "soon"], "“soon” is not a date"],
      [["--format", "xml"], "xml"],
    ] as const) {
      const { code, out, err } = await servanda(["claims", HARBOUR, ...args]);
      expect([code, out], args.join(" ")).toEqual([2, ""]);
      expect(err).toContain(said);
    }
  });

  it("writes a row a claim, that no spreadsheet runs", async () => {
    const folder = folderWith({
      "case.md": `${HEAD}\n=1+1 is two.\n\n${block('claim E1, source T\n  not checkable because "=2+2"')}`,
    });
    const { code, out } = await servanda(["claims", folder, "--format", "csv"]);
    expect(code).toBe(0);
    expect(out.split("\r\n")).toHaveLength(3);
    expect(out).toContain(",'=2+2.,");
    expect(out).toContain(",'=1+1 is two.");
  });

  it("ends with 1 where the case has faults, and answers what it can", async () => {
    const folder = folderWith({
      "case.md": `${HEAD}\n${block("claim E1, source T\n  A was party to g\nclaim E2, source T\n  A was party to nothing")}`,
    });
    const { code, out } = await servanda(["claims", folder]);
    expect(code).toBe(1);
    expect(out).toContain("SV201");
    expect(out).toContain("1 claim: 1 supported.");
    const csv = await servanda(["claims", folder, "--format", "csv"]);
    expect([csv.code, csv.err]).toEqual([1, "The case has 1 fault: run servanda check to see.\n"]);
  });

  it("says so where there is nothing to show, or no date to speak about", async () => {
    const none = await servanda(["claims", folderWith({ "case.md": HEAD })]);
    expect(none.out).toContain("The case holds no claim.");
    const undated = folderWith({ "case.md": HEAD.replace("  record closes 2030-12-31\n", "") });
    for (const command of ["claims", "balance"]) {
      const { code, err } = await servanda([command, undated]);
      expect([command, code, err.includes("does not say when its record closes")]).toEqual([command, 2, true]);
    }
  });

  it("lets nothing of a case act on a terminal", async () => {
    const folder = folderWith({
      "case.md": `${HEAD}\nA\u001b[2J claim\u202e.\n\n${block('claim E1, source T\n  called "x\u001b[2J"\n  used by A, source T\n  rejected by B, source "T"')}`,
    });
    const { out } = await servanda(["claims", folder]);
    expect(out).not.toMatch(/[\u001b\u202e]/u);
  });
});

describe("servanda balance", () => {
  it("counts alike for both sides of the harbour", async () => {
    const { code, out } = await servanda(["balance", HARBOUR]);
    expect(code).toBe(0);
    const of = (what: string): (string | undefined)[] =>
      out
        .split("\n")
        .find((line) => line.startsWith(what))
        ?.slice(what.length)
        .trim()
        .split(/\s+/u) ?? [];
    // Article 1 binds Northshore alone, article 2 both; each side holds one reading of article 1.
    expect(of("norms that bind it by the text")).toEqual(["2", "1"]);
    expect(of("readings that it holds")).toEqual(["1", "1"]);
    // S2 speaks for Northshore and denies once; S3 for Southshore and asserts once.
    expect(of("accounts by it: asserting")).toEqual(["0", "1"]);
    expect(of("accounts by it: denying")).toEqual(["1", "0"]);
  });

  it("chooses sides; refuses those that there are not", async () => {
    const { out } = await servanda(["balance", HARBOUR, "--party", "Southshore", "--format", "csv"]);
    expect(out).toContain("Southshore,Southshore,readings that it holds,1");
    expect(out).not.toContain("Northshore,");
    const { code, err } = await servanda(["balance", HARBOUR, "--party", "ferry"]);
    expect(code).toBe(2);
    expect(err).toContain("There is no side or party “ferry” in this case. It has: Northshore, Southshore");
    for (const name of ["southshore", "SOUTH SHORE"])
      expect((await servanda(["balance", HARBOUR, "--party", name, "--format", "csv"])).out).toBe(out);
  });
});
