// Two names for one place: where the sides of a case each have a name of their own for it, nobody should have to read
// one of the two alone. The places and their names are those that the case declares; what is read is its prose, the
// notes and replies of its accounts, and what it calls its things.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readCsv } from "@servanda/data";
import { describe, expect, it } from "vitest";

const folder = join(import.meta.dirname, "..", "..", "cases", "south-caucasus");

/** Words of an instrument, and titles, which both sides use. */
const THEIR_OWN_WORDS = ["Lachin corridor", "Shusha Declaration", "Şuşa Bəyannaməsi"];

/** The capitals go by the name that their own state gives them. */
const CAPITALS = ["Yerevan", "Baku"];

interface Place {
  readonly one: readonly string[];
  readonly other: readonly string[];
}

/** The names in Latin letters, of those by which one side calls a zone: `Tegh, Kornidzor / Տեղ, Կոռնիձոր`. */
function latin(names: string): string[] {
  return names.split(/\s*[,/]\s*/u).filter((name) => /^[\p{Script=Latin} ()-]+$/u.test(name));
}

function filesOf(ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .sort();
}

const texts = filesOf(".md").map((file) => ({ file, text: readFileSync(join(folder, file), "utf8") }));

const zones = texts.flatMap(({ text }) => [
  ...text.matchAll(/^zone (\S+)(?: of \S+)? "([^"]*)"(?: \/ "([^"]*)")?(?: \/ "([^"]*)")?/gmu),
]);

const places: readonly Place[] = zones.flatMap(([, id = "", first = "", second = "", third = ""]) => {
  const [one, other] = [latin(first), [...latin(second), ...latin(third)]];
  const differ = one.length > 0 && other.length > 0 && !one.some((name) => other.includes(name));
  return differ && !CAPITALS.includes(id) ? [{ one, other }] : [];
});

function stands(name: string, text: string): boolean {
  const escaped = name.replaceAll(/[()]/gu, String.raw`\$&`);
  return new RegExp(String.raw`(?<![\p{L}\d/.-])${escaped}(?![\p{L}\d-])`, "u").test(text);
}

/** The names with which a place stands there without one of the other side. */
function alone(text: string): string[] {
  const read = THEIR_OWN_WORDS.reduce((left, words) => left.replaceAll(words, ""), text);
  return places.flatMap(({ one, other }) => {
    const [ones, others] = [one.filter((name) => stands(name, read)), other.filter((name) => stands(name, read))];
    return ones.length > 0 === others.length > 0 ? [] : [...ones, ...others];
  });
}

interface Piece {
  readonly at: string;
  readonly text: string;
}

/** What is read as one: a paragraph, an item of a list or a row of a table; what stands in quotes in a block. */
function piecesOf(text: string): string[] {
  const prose = text.replaceAll(/```.*?```/gsu, "\n\n").replaceAll(/^#.*$/gmu, "");
  const blocks = [...text.matchAll(/```servanda.*?```/gsu)].map(([block]) => block.replaceAll(/^zone .*$/gmu, ""));
  const quoted = blocks.flatMap((block) => [...block.matchAll(/"[^"\n]*"/gu)].map(([words]) => words));
  return [...prose.split(/\n\s*\n|\n(?=[-|])/u), ...quoted];
}

/** The notes and replies of a table of accounts. */
function saidIn(table: string): string[] {
  const records = [...readCsv(table)].flatMap((record) => ("cells" in record ? [record.cells] : []));
  const columns = ["note", "reply"].map((name) => records[0]?.indexOf(name) ?? -1);
  return records.slice(1).flatMap((cells) => columns.flatMap((column) => cells[column] ?? []));
}

const pieces: readonly Piece[] = [
  ...texts.flatMap(({ file, text }) => piecesOf(text).map((piece) => ({ at: file, text: piece }))),
  ...filesOf(".csv")
    .filter((file) => file.startsWith("conduct"))
    .flatMap((file) => saidIn(readFileSync(join(folder, file), "utf8")).map((text) => ({ at: file, text }))),
];

describe("the places of the flagship case", () => {
  it("have a name of each side, wherever they have one in the script of a side", () => {
    const oneSided = zones.filter(
      ([, , first = "", second]) => /\p{Script=Armenian}/u.test(first) && second === undefined,
    );
    expect(oneSided.map(([line]) => line)).toEqual([]);
    expect(places.length).toBeGreaterThan(25);
  });

  it("are not named by one side's name alone, in prose, notes, replies and what things are called", () => {
    expect(pieces.length).toBeGreaterThan(1000);
    expect(pieces.flatMap(({ at, text }) => alone(text).map((name) => `${name} in ${at}: ${text}`))).toEqual([]);
  });

  it("would be found if they were", () => {
    expect(alone("Fire on Stepanakert in May")).toEqual(["Stepanakert"]);
    expect(alone("Fire on Shusha in May")).toEqual(["Shusha"]);
    expect(alone("Fire on Stepanakert / Khankendi; the Lachin corridor; C1-Shusha")).toEqual([]);
  });
});
