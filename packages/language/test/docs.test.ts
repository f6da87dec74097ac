/** The tables of docs/language.md that the code holds too: messages and standard acts. `UPDATE=1` writes them anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { check, MESSAGES } from "@servanda/language";

const page = join(import.meta.dirname, "../../../docs/language.md");
const update = process.env["UPDATE"] === "1";

function hold(name: string, rows: readonly string[]): void {
  const text = readFileSync(page, "utf8");
  const between = new RegExp(`(<!-- ${name}: begin -->\n)([\\s\\S]*?)(<!-- ${name}: end -->)`, "u");
  const wanted = `${rows.join("\n")}\n`;
  if (update)
    writeFileSync(
      page,
      text.replace(between, (_, begin: string, __, end: string) => begin + wanted + end),
    );
  else expect(between.exec(text)?.[2]).toBe(wanted);
}

test("every message stands in the table", () => {
  const rows = Object.entries(MESSAGES).map(([code, { severity, meaning, repair }]) => {
    const said = repair === null ? "" : repair.includes("{") ? "Said with the fault." : repair;
    return `| ${code} | ${severity} | ${meaning} | ${said} |`;
  });
  hold("messages", ["| Code | | What it means | Repair |", "|---|---|---|---|", ...rows]);
  expect(rows.length).toBeGreaterThan(50);
});

test("every standard act stands in the table", () => {
  const rows = check([]).model.acts.map(({ id, roles, admittedBy }) => {
    const words = roles
      .slice(1)
      .map((role) => `${role.preposition === null ? "" : `${role.preposition} `}${role.name}`);
    return `| ${id} | ${words.join(", ")} | ${admittedBy ?? ""} |`;
  });
  hold("acts", ["| act | roles beside the actor | admitted by |", "|---|---|---|", ...rows]);
  expect(rows.length).toBeGreaterThan(40);
});
