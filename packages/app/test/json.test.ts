import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { block, folderWith, HARBOUR, root, servanda, sweep } from "./command.ts";
import { faultsOf } from "./schema.ts";

afterAll(sweep);

const findings = schemaOf("findings");
const observations = schemaOf("observations");
const claims = schemaOf("claims");
const balance = schemaOf("balance");
const cases = readdirSync(join(root, "cases"))
  .filter((name) => ["harbour", "south-caucasus"].includes(name))
  .map((name) => join(root, "cases", name));

function schemaOf(name: string): { [key: string]: unknown } {
  return JSON.parse(readFileSync(join(root, "docs", `${name}.schema.json`), "utf8"));
}

describe.each(cases)("%s", (folder) => {
  it("writes findings as the schema says", async () => {
    const { out } = await servanda(["check", folder, "--format", "json"]);
    const written = JSON.parse(out);
    expect(faultsOf(findings, written)).toEqual([]);
    expect(written.findings.length).toBeGreaterThan(0);
  });

  it("writes observations as the schema says", async () => {
    const { out } = await servanda(["check", folder, "--facts-only", "--format", "json"]);
    const written = JSON.parse(out);
    expect(faultsOf(observations, written)).toEqual([]);
    expect(written.observations.length).toBeGreaterThan(0);
  });
});

describe.each(cases)("%s", (folder) => {
  it.each([
    ["claims", claims],
    ["balance", balance],
  ] as const)("writes %s as the schema says, keys in its order", async (command, schema) => {
    const { out } = await servanda([command, folder, "--format", "json"]);
    const written = JSON.parse(out);
    expect(faultsOf(schema, written)).toEqual([]);
    expect(Object.keys(written)).toEqual(Object.keys(schema["properties"] as object));
    const [list, of] = command === "claims" ? [written.claims, "Claim"] : [written.rows, "Row"];
    const keys = (schema["$defs"] as { [name: string]: { [key: string]: unknown } })[of]!["properties"];
    for (const each of list) expect(Object.keys(each)).toEqual(Object.keys(keys as object));
    expect(await servanda([command, folder, "--format", "json"])).toMatchObject({ out });
  });
});

describe("the contract", () => {
  // From the text of the contract, not from the schema: the order in which its keys stand.
  const KEYS =
    "format servanda case at asOf standard inputs diagnostics views findings uses board counts withheld".split(" ");
  const FINDING =
    "id norm instrument article view readings bearer counterparty bindings trigger window outcome possible footing approximate breaches performed pivots coverage assumed accounts because".split(
      " ",
    );

  it("keeps its keys in order", async () => {
    const written = JSON.parse((await servanda(["check", HARBOUR, "--format", "json"])).out);
    expect(Object.keys(written)).toEqual(KEYS);
    for (const finding of written.findings) expect(Object.keys(finding)).toEqual(FINDING);
    // Two more, after the findings: of single events which these are; of a large case how many findings are not listed.
    const known = Object.keys(schemaOf("findings")["properties"] as object);
    expect(known.filter((key) => !KEYS.includes(key))).toEqual(["omitted", "events"]);
    expect(known.filter((key) => KEYS.includes(key))).toEqual(KEYS);
    const ofOne = JSON.parse((await servanda(["check", HARBOUR, "--event", "E1", "--format", "json"])).out);
    expect(Object.keys(ofOne)).toEqual(known.filter((key) => key !== "omitted"));
    expect(faultsOf(schemaOf("findings"), ofOne)).toEqual([]);
  });

  it("has an outcome exactly where only one is possible, and sorts by code unit", async () => {
    const written = JSON.parse((await servanda(["check", HARBOUR, "--format", "json"])).out);
    for (const finding of written.findings) expect(finding.outcome === null).toBe(finding.possible.length > 1);
    for (const list of [written.findings, written.views]) {
      const ids = list.map((item: { id: string }) => item.id);
      expect(ids).toEqual(ids.toSorted((a: string, b: string) => (a < b ? -1 : 1)));
    }
  });

  it("counts the lines of the board", async () => {
    const written = JSON.parse((await servanda(["check", HARBOUR, "--format", "json"])).out);
    const counted = Object.values(written.counts as { [word: string]: number }).reduce((a, b) => a + b, 0);
    expect(counted).toBe(written.board.length);
    // The channel is contested between the two shores, Northshore's guns were seen, Southshore's were not.
    expect(written.counts).toMatchObject({ "contested on reading": 1, kept: 1, unknown: 1 });
  });

  it("is the same bytes again, ends with a newline, and does not know where the folder lies", async () => {
    const first = await servanda(["check", HARBOUR, "--format", "json"]);
    const again = await servanda(["check", `${HARBOUR}/`, "--format", "json"], { terminal: true, columns: 40 });
    expect(again.out).toBe(first.out);
    expect(first.out.endsWith("}\n")).toBe(true);
    expect(first.out).not.toContain(root);
  });

  it("tells diagnostics in it, with code 1", async () => {
    const folder = folderWith({
      "case.md": block('case c "C"\n  record closes 2030-12-31\n  time zone Z\n  standard alleged\n  borders none'),
      "norms.md": `Prose.\n\n${block("actor A\nagreement g\n  in force from 2030-01-01\n  parties A, Bb\nban b of g, article 1\n  A\n  must not atack anyone")}`,
    });
    const { code, out } = await servanda(["check", folder, "--format", "json"]);
    expect(code).toBe(1);
    const written = JSON.parse(out);
    expect(faultsOf(findings, written)).toEqual([]);
    expect(written.diagnostics.map((d: { severity: string }) => d.severity)).toContain("error");
  });

  it("refuses what is not in the contract", () => {
    // The validator itself: a missing key, one too many, a wrong type, a wrong word.
    expect(faultsOf(findings, { format: 2 })).toContain("$: lacks at");
    expect(faultsOf(findings, { format: 1, extra: 1 })).toContain("$: has extra, which is not in the contract");
    expect(faultsOf({ type: "integer", minimum: 1 }, 0)).toEqual(["$: is less than 1"]);
    expect(faultsOf({ enum: ["a"] }, "b")).toEqual(['$: "b" is not one of the words']);
  });
});
