/** Finding things by a few letters, in any script. */
import { describe, expect, test } from "vitest";
import { entriesOf, fold, found } from "../src/search.ts";
import { soundOf } from "../src/transliteration.ts";
import { deskFor, payloadOf } from "./case.ts";

const desk = deskFor(payloadOf("cases/south-caucasus"));
const entries = entriesOf(desk);
const best = (text: string): string | undefined => found(entries, text)[0]?.id;

describe("letters", () => {
  test.each([
    ["İLHAM", "ilham"],
    ["ılıca", "ilica"],
    ["IĞDIR", "igdir"],
    ["Daşkəsən", "daskesen"],
    ["Kəlbəcər", "kelbecer"],
    ["Straße", "strasse"],
    ["Ереван", "ереван"],
    ["Ёлка", "елка"],
    ["Երևան", "երեւան"],
    ["O’Brien, A.-B.", "obrien a b"],
  ])("%s is looked for as %s", (text, folded) => {
    expect(fold(text)).toBe(fold(folded));
    expect(fold(folded)).toBe(folded.normalize("NFKD"));
  });

  test("fold to something that folds to itself", () => {
    for (const { name, text } of entries) expect([fold(name), fold(text)]).toEqual([name, text]);
  });
});

describe("search", () => {
  test("finds an actor and a place by their names in each script", () => {
    expect(found(entries, "Dashkesan").some((e) => e.kind === "zone")).toBe(true);
    expect(found(entries, "daskesen")).toEqual(found(entries, "Daşkəsən"));
    expect(found(entries, "ՏԱՎՈՒՇ").some((e) => e.kind === "zone")).toBe(true);
    expect(found(entries, "Договор").some((e) => e.kind === "agreement")).toBe(true);
  });

  test.each([
    ["Степанакерт", "Stepanakert"],
    ["Карабах", "Karabakh"],
    ["ЕРЕВАН", "Yerevan"],
    ["Азербайджан", "Azerbaijan"],
    ["Армения", "Armenia"],
    ["Гянджа", "Ganja"],
    ["Ханкенди", "Xankəndi"],
    ["თბილისი", "Tbilisi"],
    ["Ստեփանակերտ", "Stepanakert"],
    ["ალიევი", "Aliev"],
  ])("hears %s in %s, though the case may have it in one script alone", (typed, name) => {
    expect(soundOf(fold(typed))).toContain(soundOf(fold(name)));
  });

  test("finds what the case has in other letters, behind what it has in those that are typed", () => {
    const names = (text: string): string =>
      found(entries, text)
        .map(({ title, more }) => `${title} ${more}`)
        .join("\n");
    expect(names("Степанакерт")).toContain("Stepanakert");
    expect(names("თბილისი")).toContain("Tbilisi");
    expect(found(entries, "Договор")[0]?.more).toContain("Договор");
    // Latin letters mean what they are: nothing is guessed.
    expect(found(entries, "karabax")).toEqual([]);
  });

  test("finds norms, events and sources by their ids and words, the best first", () => {
    expect(best("mutual-aid")).toBe("mutual-aid");
    expect(best("C140")).toBe("C140");
    expect(found(entries, "necessary help").some((e) => e.id === "mutual-aid")).toBe(true);
  });

  test("opens a norm, and none of its findings: the first of them would be under the reading of one side", () => {
    const norms = entries.filter(({ kind }) => kind === "norm");
    expect(norms.map(({ id }) => id)).toContain("open-corridor");
    for (const { id, select } of norms) expect(select).toEqual({ open: "why", norm: id, finding: null });
  });

  test("opens a reading on the norm that it is of, under the view that follows it", () => {
    const of = (id: string): unknown => entries.find((e) => e.kind === "reading" && e.id === id)?.select;
    // Russia has two readings of this norm, and one of that.
    expect(of("prompt-answer")).toEqual({
      open: "why",
      norm: "mutual-aid",
      finding: null,
      view: "Russia:prompt-answer",
    });
    expect(of("by-mediating")).toMatchObject({ open: "why", norm: "help-1997", view: "Russia" });
  });

  test("tells a name that would turn the text around by its characters", () => {
    const actors = desk.model.actors.map((actor) => ({ ...actor, names: ["\u202Eerohshtron"] }));
    const [first] = entriesOf({ ...desk, model: { ...desk.model, actors } }).filter(({ kind }) => kind === "actor");
    expect(first?.title).toBe("\\u{202E}erohshtron");
  });

  test("wants all words, and finds nothing for none", () => {
    expect(found(entries, "mutual no-such-word")).toEqual([]);
    expect(found(entries, "  ")).toEqual([]);
  });
});
