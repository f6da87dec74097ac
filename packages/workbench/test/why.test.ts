/** Arguments, their windows, and who says what, without pixels. */
import { describe, expect, test } from "vitest";
import { wordsIn } from "servanda/words";
import { citationOf } from "../src/citation.ts";
import { NOTHING_SELECTED, type Selection } from "../src/desk.ts";
import { sourcesOf, standingOf, tellingOf } from "../src/sourcesstate.ts";
import { chosenFinding } from "../src/choice.ts";
import { argumentOf, formerFinding, levelWords, type Part } from "../src/whystate.ts";
import { windowOf } from "../src/windowstate.ts";
import { deskFor, payloadOf } from "./case.ts";

const harbour = payloadOf("cases/harbour");
const flagship = payloadOf("cases/south-caucasus");
const desk = deskFor(harbour);
const region = deskFor(flagship);
const BREACHED = "free-channel/Southshore/Northshore→Southshore/entry";

function argumentFor(id: string, at = desk): ReturnType<typeof argumentOf> {
  const finding = at.findings.get(id);
  if (!finding) throw new Error(`no finding ${id}`);
  return argumentOf(at, finding);
}

function partsOf(parts: readonly Part[]): Part[] {
  return parts.flatMap((part) => [
    part,
    ...(part.kind === "line" ? partsOf(part.parts) : part.kind === "event" ? partsOf(part.others) : []),
  ]);
}

describe("an argument", () => {
  const argument = argumentFor(BREACHED);
  const all = argument.steps.flatMap((step) => step.lines.flatMap((line) => partsOf(line.parts)));

  test("has the article’s prose beside the norm as it stands in its page", () => {
    expect(argument.prose).toContain("Northshore keeps free passage on the ship channel.");
    expect(argument.formal).toBe(
      "duty free-channel of accord, article 1\n  Northshore\n  must keep free-passage on channel\n  owed to Southshore",
    );
    expect(argument.page).toMatch(/^instruments\/accord\.md:\d+$/u);
  });

  test("tells the same norm and bearer under each view, the text first", () => {
    expect(argument.readings.map(({ label, word, isThis }) => [label, word, isThis])).toEqual([
      ["by the text", "unknown", false],
      ["under Northshore", "no breach observed", false],
      ["under Southshore", "breached", true],
    ]);
  });

  test("tells each event once, with who says and who denies it, and replies", () => {
    const events = all.filter((part) => part.kind === "event");
    const block = events.find((part) => part.id === "E1" && !part.again);
    expect(block?.accounts.map(({ id, account }) => [id, account?.stance])).toEqual([
      ["E1/S1", "asserts"],
      ["E1/S2", "denies"],
      ["E1/S3", "asserts"],
    ]);
    expect(block?.accounts[2]?.account?.reply).toBe("Northshore: the company acted by itself.");
    expect(block?.accounts[0]?.said).toBe("block, 2030-03-04 06:30, by a company of dredgers, object the ship channel");
    expect(events.filter((part) => part.id === "E1" && !part.again)).toHaveLength(1);
  });

  test("tells the reading that it uses, its holder, and that it came late", () => {
    const reading = all.find((part) => part.kind === "reading");
    expect(reading?.said).toMatchObject({ holders: ["Southshore (a party)"], isLate: true });
    expect(reading?.said.stated).toContain("2030-03-06");
  });

  test("tells what a term means by the agreed words and the names of places, and where the case declares it", () => {
    const at = region;
    const [finding] = at.result.findings.filter(({ norm, view }) => norm === "open-corridor" && view === "Armenia");
    const argued = finding && argumentFor(finding.id, at);
    const lines = argued?.steps.flatMap((step) => step.lines.flatMap((line) => partsOf(line.parts))) ?? [];
    const meaning = lines.filter((part) => part.kind === "line" && part.text.startsWith("“"));
    const [term] = flagship.model.terms.filter(({ id }) => id === "measures-at-disposal");
    const place = at.name("lachin-corridor");
    expect(term?.names[0]).toMatch(/ /u);
    expect(meaning).toEqual([
      expect.objectContaining({
        // Not in quotation marks is of what the words are asked.
        text: `“${term?.names[0]}” on ${place} means not blocked of ${place}`,
        terms: [term],
      }),
    ]);
  });

  test("has a place by its name where that hangs on whose it is, and a term without a name by its word", () => {
    const meaningsOf = (id: string, at = desk): string[] =>
      argumentFor(id, at)
        .steps.flatMap((step) => step.lines.flatMap((line) => partsOf(line.parts)))
        .flatMap((part) => ("text" in part && part.text.startsWith("“") ? [part.text] : []));
    const [first] = region.result.findings.filter(
      ({ norm, view }) => norm === "borders-alma-ata" && view === "Armenia",
    );
    const zones = region.model.zones.filter(({ id }) => id.includes(" of "));
    const said = meaningsOf(first?.id ?? "", region).join();
    expect(zones.some(({ id }) => said.includes(`of ${id.split(" ").at(-1)} means ${region.name(id)}`))).toBe(true);
    expect(said).not.toContain("-territory");
    expect(desk.names("free-passage")).toEqual(["free-passage"]);
    expect(meaningsOf("free-channel/text/Northshore→Southshore/entry")).toEqual([
      "“free-passage” on the ship channel: the text does not say what this means",
    ]);
  });

  test("tells what it turns on, and each thing owed, by names, too", () => {
    const { actors, terms, zones } = region.model;
    const slugs = [...actors, ...terms, ...zones].map(({ id }) => id).filter((id) => /^[a-z]+-[a-z-]+$/u.test(id));
    const names = [...actors, ...terms, ...zones].flatMap((each) => each.names).join("\n");
    const named = new Set(slugs.filter((id) => region.name(id) !== id && !names.includes(id)));
    const first = new Map(
      region.result.findings
        .filter(
          ({ pivots, because }) => pivots.atoms.length > 0 || because.children.some(({ kind }) => kind === "item"),
        )
        .map((finding) => [finding.norm, finding]),
    );
    const told = [...first.values()].flatMap((finding) => {
      const { open, steps } = argumentOf(region, finding);
      const items = steps.filter(({ key }) => key === "item").flatMap(({ lines }) => lines.map(({ text }) => text));
      return [...open.map(({ text }) => text), ...items];
    });
    expect(told.length).toBeGreaterThan(30);
    expect(told.filter((text) => [...wordsIn(text)].some((word) => named.has(word)))).toEqual([]);
    expect(argumentFor("free-channel/text/Northshore→Southshore/entry").open).toEqual([
      {
        text: "would be breached if “free-passage” on the ship channel has failed; no breach observed if not",
        event: null,
      },
    ]);
  });

  test("by the text, tells which words are open and who gives them which meaning", () => {
    const text = argumentFor("free-channel/text/Northshore→Southshore/entry");
    const open = text.steps
      .flatMap((step) => step.lines.flatMap((line) => partsOf(line.parts)))
      .find((part) => part.kind === "open-term");
    expect(open?.readings.map(({ reading }) => reading.id)).toEqual(["open-channel", "safe-channel"]);
  });

  test("ends with the outcome", () => {
    expect(argument.steps.at(-1)?.key).toBe("outcome");
    expect(argument.steps[0]?.key).toBe("article");
  });

  test("tells what it was before the flips", () => {
    const flipped = deskFor(harbour, { without: ["S1"] });
    const changed = argumentFor("pull-back-guns/text/Northshore/entry", flipped);
    expect(changed.before).toMatchObject({ word: "kept" });
    expect(changed.verdict.word).not.toBe("kept");
    expect(argument.before).toBeNull();
  });

  test("can be made of every finding of the flagship, and leaves no step without words", () => {
    for (const finding of region.result.findings) {
      const { steps, readings, bearers } = argumentOf(region, finding);
      expect(steps.flatMap((step) => step.lines).every(({ text }) => text !== "")).toBe(true);
      expect(readings.some(({ isThis }) => isThis)).toBe(true);
      expect(bearers.some(({ isThis }) => isThis)).toBe(true);
    }
  });
});

describe("which finding is told", () => {
  test("is the one selected, or the norm’s by the text, or under the view that is selected", () => {
    expect(chosenFinding(desk, { ...NOTHING_SELECTED, finding: BREACHED })?.id).toBe(BREACHED);
    expect(chosenFinding(desk, { ...NOTHING_SELECTED, norm: "free-channel" })?.view).toBe("text");
    expect(chosenFinding(desk, { ...NOTHING_SELECTED, norm: "free-channel", view: "Northshore" })?.view).toBe(
      "Northshore",
    );
    expect(chosenFinding(desk, NOTHING_SELECTED)).toBeNull();
    expect(chosenFinding(desk, { ...NOTHING_SELECTED, finding: "no-such" })).toBeNull();
  });

  test("is never under a reading that nobody chose: under a holder who does not read the norm it is that by the text", () => {
    const wide = deskFor(payloadOf("cases/south-caucasus"));
    const of = (norm: string, view: string): string | undefined =>
      chosenFinding(wide, { ...NOTHING_SELECTED, norm, view })?.view;
    expect(of("keep-autonomy", "Russia:prompt-answer")).toBe("text");
    expect(of("help-1997", "Russia:prompt-answer")).toBe("Russia");
    expect(of("mutual-aid", "Russia")).toMatch(/^Russia:/u);
    // Whoever comes from a contested cell is told so, whichever reading is open.
    expect(argumentOf(wide, chosenFinding(wide, { ...NOTHING_SELECTED, norm: "open-corridor" })!).isContested).toBe(
      true,
    );
    expect(argumentOf(wide, chosenFinding(wide, { ...NOTHING_SELECTED, norm: "release-32" })!).isContested).toBe(false);
    // Of a norm alone, the last occasion that is known to have come (of those after it nobody tells whether help was asked); from it all others whom it binds are to be reached.
    const told = chosenFinding(wide, { ...NOTHING_SELECTED, norm: "mutual-aid" });
    expect(told?.trigger?.id).toBe("C140");
    const labels = argumentOf(wide, told!).occasions.map(({ label }) => label);
    expect(labels).toContain("attack C140, 2022-09-13");
    // Its own day: that help was asked for nobody tells, so what sets the duty off may come up to fourteen days later.
    expect(labels).toContain("attack C160f, 2023-06-15");
    const bound = argumentOf(wide, told!).bearers.map(({ id }) => wide.findings.get(id)?.bearer);
    expect(new Set(bound)).toEqual(
      new Set(wide.result.board.filter(({ norm }) => norm === "mutual-aid").map(({ bearer }) => bearer)),
    );
  });

  test("of a norm alone is that of the party that is chosen, where the norm binds it; else what it is owed; else what tells most", () => {
    const read = (norm: string, change: Partial<Selection>): string | undefined =>
      chosenFinding(desk, { ...NOTHING_SELECTED, norm, ...change })?.bearer;
    expect(["Northshore", "Southshore"].map((party) => read("pull-back-guns", { parties: [party] }))).toEqual([
      "Northshore",
      "Southshore",
    ]);
    // The channel is to be kept free by Northshore alone; it is owed to Southshore, and to nobody else.
    expect(["Southshore", "nobody"].map((party) => read("free-channel", { parties: [party] }))).toEqual([
      "Northshore",
      "Northshore",
    ]);
    // A finding that is named goes before all.
    expect(read("free-channel", { parties: ["Southshore"], finding: BREACHED })).toBe("Northshore");
  });

  test("is told as gone where flips have made its occasion vanish", () => {
    expect(formerFinding(desk, { ...NOTHING_SELECTED, finding: BREACHED })?.outcome).toBe("breached");
  });
});

describe("its window", () => {
  test("shows the breach inside of a window that still runs, and nothing outside of the drawing", () => {
    const finding = desk.findings.get(BREACHED);
    const state = finding ? windowOf(finding, desk.result.at) : null;
    expect(state?.isOpen).toBe(true);
    const [breach] = state?.breaches ?? [];
    expect(breach?.isSettled).toBe(true);
    expect(state?.sure.from).toBeLessThan(breach?.from ?? 0);
    expect(breach?.from).toBeLessThan(breach?.to ?? 0);
    expect(breach?.to).toBeLessThan(1);
  });

  test("can be drawn of every finding of the flagship within its bounds", () => {
    for (const finding of region.result.findings) {
      const state = windowOf(finding, region.result.at);
      if (state === null) continue;
      for (const { from, to } of [state.sure, ...state.perhaps, ...state.gaps, ...state.breaches]) {
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe("who says what", () => {
  test("counts sources by side, and how the events that they tell of stand", () => {
    const { groups, words, whole } = sourcesOf(desk);
    expect(groups.map(({ title, balance }) => [title, balance.sources, balance.says, balance.denies])).toEqual([
      ["speaks for Northshore", 1, 0, 1],
      ["speaks for Southshore", 1, 1, 0],
      ["leaning not told", 1, 3, 0],
    ]);
    // The southern shore says it of the northern, which denies it; the mission’s log settles that it happened.
    expect(words.map(({ side, stance, of, events }) => [side, stance, of, events.map((e) => e.standing)])).toEqual([
      ["Northshore", "denies", "Northshore", ["accepted"]],
      ["Southshore", "asserts", "Northshore", ["accepted"]],
    ]);
    expect(whole.events).toBe(3);
    expect(standingOf(desk).get("E3")).toBe("accepted");
  });

  test("says nothing of how an event stands where there is no date", () => {
    expect(new Set(standingOf({ ...desk, result: { ...desk.result, findings: [] }, isDated: false }).values())).toEqual(
      new Set(["undated"]),
    );
  });

  test("has all of one source, by date, with what it covers", () => {
    const { accounts, coverage } = tellingOf(desk, "S1");
    expect(accounts.map((a) => a.id)).toEqual(["E3/S1", "E1/S1", "E2/S1"]);
    expect(coverage.map((row) => row.id)).toEqual(["V1"]);
  });
});

test("a citation has the norm, the outcome, the terms, the version and the address", () => {
  const finding = desk.findings.get(BREACHED);
  const text = finding ? citationOf(desk, finding, "http://127.0.0.1:1/why") : "";
  for (const part of [
    "Harbour Accord, article 1",
    "breached",
    "under Southshore",
    "2030-06-30",
    "reasonable grounds",
  ]) {
    expect(text).toContain(part);
  }
  expect(text).toContain(`version ${desk.version}`);
  expect(text).toMatch(/ http:\/\/127\.0\.0\.1:1\/why$/u);
});

test("levels are told as standards", () => {
  expect(levelWords("level 2, against interest")).toBe("reasonable grounds, against interest");
});
