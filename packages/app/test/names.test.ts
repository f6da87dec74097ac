/** In which order the names of a place stand: the reader's language decides, and nothing else of what is said depends on it (docs/language.md, The case). */
import { afterAll, describe, expect, it } from "vitest";
import { block, folderWith, servanda, sweep } from "./command.ts";

afterAll(sweep);

const TEXT = `# Truce

The sides do not shell each other's towns.

${block(`case truce "Truce"
  record closes 2030-12-31
  time zone Z
  places named in hy, az
actor North "North", a state
actor South "South", a state
group watchers "Watchers at Alpha / Zeta"
zone Ford "Zeta / Զետա" / "Alpha / Əlfa"
zone Hill "Hill"
agreement pact "Pact"
  in force from 2030-01-01
  parties North, South
ban calm of pact, article 1
  each party
  must not shell anyone
  in Ford`)}`;

const FOLDER = {
  "case.md": TEXT,
  "sources.csv": "id,title,kind\nS1,A report,monitor\n",
  "conduct/ford.csv":
    "event,source,stance,when,kind,actor,target,place,grade,reply,note\n" +
    'E1,S1,asserts,2030-05-01,shell,North,South,Ford,report,"North: none was fired at Zeta / Alpha.","At Alpha / Zeta, and at Alphaville / Zeta."\n',
};

async function read(words: readonly string[], env: { readonly [name: string]: string } = {}): Promise<string> {
  const { code, out, err } = await servanda(["explain", folderWith(FOLDER), "calm/North", ...words], { env });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out.replace(/\s+/gu, " ");
}

describe("who reads in", () => {
  it.each([
    ["hy", "Zeta / Զետա / Alpha / Əlfa", "Zeta / Alpha"],
    ["hy-AM", "Zeta / Զետա / Alpha / Əlfa", "Zeta / Alpha"],
    ["az", "Alpha / Əlfa / Zeta / Զետա", "Alpha / Zeta"],
    ["az-Latn-AZ", "Alpha / Əlfa / Zeta / Զետա", "Alpha / Zeta"],
    // Neither side's: the alphabet.
    ["en", "Alpha / Əlfa / Zeta / Զետա", "Alpha / Zeta"],
    ["ru", "Alpha / Əlfa / Zeta / Զետա", "Alpha / Zeta"],
  ])("%s has the names of a place, in notes and replies too, as %s", async (language, place, pair) => {
    const told = await read(["--lang", language]);
    expect(told).toContain(place);
    expect(told).toContain(`fired at ${pair}.`);
    // Another name that ends alike is no pair of that place.
    expect(told).toContain("Alphaville / Zeta");
  });

  it("is told by the system where no option says it", async () => {
    const plain = await read([]);
    expect(plain).toContain("Alpha / Əlfa / Zeta / Զետա");
    for (const env of [
      { LANG: "hy_AM.UTF-8" },
      { LC_ALL: "hy", LANG: "az_AZ" },
      { LC_MESSAGES: "hy_AM@euro", LANG: "az" },
    ])
      expect(await read([], env)).toContain("Zeta / Զետա / Alpha / Əlfa");
    for (const env of [{ LANG: "C.UTF-8" }, { LANG: "POSIX" }, { LANG: "not a tag" }])
      expect(await read([], env)).toBe(plain);
    expect(await read(["--lang", "az"], { LC_ALL: "hy" })).toBe(plain);
  });

  it("any language has the same data", async () => {
    for (const format of ["json", "csv"]) {
      const [written, other] = await Promise.all(
        ["en", "hy"].map((LANG) => servanda(["check", folderWith(FOLDER), "--format", format], { env: { LANG } })),
      );
      expect(other!.out).toBe(written!.out);
    }
  });

  it("what is no tag of a language is told", async () => {
    const { code, err } = await servanda(["check", folderWith(FOLDER), "--lang", "Armenian language"]);
    expect({ code, err }).toEqual({
      code: 2,
      err: "servanda: --lang “Armenian language” is not the tag of a language, such as en, hy or az.\n",
    });
  });
});

it("a place with a name of everybody's has that first, whoever reads", async () => {
  const files = { ...FOLDER, "case.md": TEXT.replace('zone Ford "Zeta', 'zone Ford "The ford" / "Zeta') };
  for (const [language, names] of [
    ["hy", "The ford / Zeta / Զետա / Alpha / Əlfa"],
    ["az", "The ford / Alpha / Əlfa / Zeta / Զետա"],
  ] as const) {
    const { out } = await servanda(["explain", folderWith(files), "calm/North", "--lang", language]);
    expect(out.replace(/\s+/gu, " ")).toContain(names);
  }
});

it("names stand as they are written where the case does not say in which languages they are", async () => {
  const files = { ...FOLDER, "case.md": TEXT.replace("  places named in hy, az\n", "") };
  const { out } = await servanda(["explain", folderWith(files), "calm/North", "--lang", "az"]);
  expect(out.replace(/\s+/gu, " ")).toContain("Zeta / Զետա / Alpha / Əlfa");
});

it("a pair of names in the name of something else is in the same order", async () => {
  const claim = block("claim C1, source S1\n  watchers shelled anyone in 2030");
  const files = { ...FOLDER, "case.md": `${TEXT}\n\nSome shelled.\n\n${claim}` };
  for (const [language, pair] of [
    ["hy", "Zeta / Alpha"],
    ["az", "Alpha / Zeta"],
  ] as const) {
    const { out } = await servanda(["claims", folderWith(files), "--lang", language]);
    expect(out.replace(/\s+/gu, " ")).toContain(`Watchers at ${pair}`);
  }
});

it("a place has all its names where its id stands alone in what is said, and those that are written where they stand beside it", async () => {
  const claim = block(`claim C1, source S1
  North shelled anyone in Ford in 2030
  not checked "whose forces held Ford, or Alpha / Ford, or Ford / Zeta"`);
  const files = { ...FOLDER, "case.md": `${TEXT}\n\nFord was shelled.\n\n${claim}` };
  const { out, err } = await servanda(["claims", folderWith(files), "--lang", "az"]);
  expect(err).toBe("");
  expect(out.replace(/\s+/gu, " ")).toContain(
    "whose forces held Alpha / Əlfa / Zeta / Զետա, or Alpha / Ford, or Ford / Zeta.",
  );
});
