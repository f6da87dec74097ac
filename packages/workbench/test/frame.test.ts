/** What stands around the views, without pixels. */
import { describe, expect, test } from "vitest";
import { NOTHING_SELECTED, type Selection, VIEW_IDS } from "../src/desk.ts";
import { chosenOf } from "../src/filterstate.ts";
import {
  type Command,
  commandsOf,
  faultsTold,
  isDateless,
  isFactsInstead,
  isReady,
  keyMeant,
  type Named,
  type Press,
  staleVersion,
} from "../src/framestate.ts";
import { deskFor, payloadOf } from "./case.ts";

const payload = payloadOf("cases/harbour");
const desk = deskFor(payload);
const VIEWS: readonly Named[] = [
  { id: "board", title: "Board", key: "b" },
  { id: "timeline", title: "Timeline", key: "t" },
];
const on = (change: Partial<Selection> = {}): Selection => ({ ...NOTHING_SELECTED, ...change });
const commands = (selection: Selection): readonly Command[] => commandsOf({ desk, selection }, selection, VIEWS, false);

/** The selection after a command that only selects. */
function done(title: string, selection: Selection): Selection {
  const deed = commands(selection).find((each) => each.title === title)?.deed;
  if (deed?.kind !== "select") throw new Error(`${title} selects nothing`);
  return { ...selection, ...deed.change };
}

describe("what can be done", () => {
  test("a citation is of the finding that is read, also where only its norm was chosen", () => {
    const titles = (selection: Selection): readonly string[] => commands(selection).map(({ title }) => title);
    expect(titles(on({ open: "why", norm: "free-channel" }))).toContain("Copy citation of the finding");
    expect(titles(on({ norm: "free-channel" }))).not.toContain("Copy citation of the finding");
  });

  test("has no key twice, and no title", () => {
    const finding = [...desk.findings.keys()][0] ?? null;
    const all = commands(on({ finding }));
    const keys = all.flatMap(({ key }) => key ?? []);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
    expect(keys).toEqual(expect.arrayContaining(["g b", "g t", "f", "l", "c", "y", "?"]));
  });

  test("clears all filters, and nothing that is no filter", () => {
    const filtered = on({
      parties: ["Southshore"],
      outcomes: ["kept"],
      answers: ["contested"],
      period: "2030",
      changed: true,
      standard: "corroborated",
      view: "Southshore",
      sort: "latest",
    });
    const cleared = done("Clear all filters", filtered);
    expect(chosenOf(desk, cleared)).toEqual([]);
    expect([cleared.standard, cleared.view, cleared.sort]).toEqual(["corroborated", "Southshore", "latest"]);
  });

  test("goes back to the case’s own standard by no flip at all", () => {
    expect(done("Standard of proof: corroborated", on()).standard).toBe("corroborated");
    expect(done("Standard of proof: reasonable grounds", on({ standard: "corroborated" })).standard).toBeNull();
  });

  test("starts again without leaving the view", () => {
    expect(done("Start again", on({ open: "map", period: "2030", borders: "un" }))).toEqual(on({ open: "map" }));
  });

  test("says of a switch what it does next, and cites only a finding that there is", () => {
    expect(commands(on({ sort: "latest" })).map(({ title }) => title)).toContain("Sort by agreement, the newest first");
    expect(commands(on({ facts: true })).map(({ title }) => title)).toContain("Show findings again");
    expect(commandsOf({ desk, selection: on() }, on(), VIEWS, true).map(({ title }) => title)).toContain(
      "Turn single keys on",
    );
    expect(commands(on({ finding: "no such finding" })).some(({ key }) => key === "c")).toBe(false);
  });
});

describe("a key", () => {
  const press = (key: string, change: Partial<Press> = {}): Press => ({
    key,
    at: 0,
    control: false,
    alt: false,
    types: false,
    used: false,
    ...change,
  });
  const around = {
    views: VIEWS,
    keys: commands(on()).map(({ key }) => key),
    open: "board",
    isKeysOff: false,
    isDialog: false,
  } as const;
  const meant = (pressed: Press, change: Partial<typeof around | Record<string, unknown>> = {}): unknown =>
    keyMeant(pressed, null, { ...around, ...change }).meant;

  test("after g opens a view, within a little more than a second", () => {
    const { meant: first, going } = keyMeant(press("g", { at: 5000 }), null, around);
    expect([first, going]).toEqual([null, 5000]);
    expect(keyMeant(press("t", { at: 6100 }), going, around)).toEqual({
      meant: { kind: "open", view: "timeline" },
      going: null,
    });
    expect(keyMeant(press("t", { at: 6300 }), going, around).meant).toBeNull();
    // A key that opens nothing ends the chord: it does not do what it would do alone.
    expect(keyMeant(press("j", { at: 5100 }), going, around)).toEqual({ meant: null, going: null });
  });

  test.each<readonly [string, unknown]>([
    ["/", { kind: "find" }],
    ["?", { kind: "help" }],
    ["j", { kind: "walk", by: 1 }],
    ["k", { kind: "walk", by: -1 }],
    ["f", { kind: "act", key: "f" }],
    ["q", null],
  ])("%s means what the sheet of keys says", (key, means) => {
    expect(meant(press(key))).toEqual(means);
  });

  test("does nothing while somebody types, a dialog is open, something nearer used it, or keys are off; Ctrl K always works", () => {
    const silent = [
      meant(press("f", { types: true })),
      meant(press("f", { used: true })),
      meant(press("f", { alt: true })),
      meant(press("f", { control: true })),
      meant(press("f"), { isDialog: true }),
      meant(press("f"), { isKeysOff: true }),
    ];
    expect(silent).toEqual(silent.map(() => null));
    expect(meant(press("K", { control: true, types: true }), { isKeysOff: true })).toEqual({ kind: "commands" });
  });

  test("goes back from a finding with Esc, and from nothing else", () => {
    expect(meant(press("Escape"), { open: "why" })).toEqual({ kind: "back" });
    expect(meant(press("Escape"))).toBeNull();
  });
});

describe("what is wrong with a case", () => {
  const fault = {
    ...payload.faults[0],
    severity: "error",
    path: "a.md",
    line: 3,
    column: 5,
    row: null,
    code: "L1",
    message: "m",
    repair: null,
  };
  const faulty = (faults: readonly unknown[], version: string): Parameters<typeof faultsTold>[0] =>
    ({ faults, version }) as Parameters<typeof faultsTold>[0];

  test("is told with its place, and on what the findings rest meanwhile", () => {
    const told = faultsTold(
      faulty([fault, { ...fault, line: null, row: 7 }, { ...fault, severity: "warning" }], "new"),
      {
        version: "old",
      },
    );
    expect(told.head).toBe("The case has 2 faults. Shown is the last version without.");
    expect(told.faults.map(({ place, page }) => [place, page])).toEqual([
      ["a.md:3:5", "a.md:3"],
      ["a.md:7", null],
    ]);
    expect(faultsTold(faulty([fault], "old"), { version: "old" }).head).toBe(
      "The case has 1 fault. Findings rest on what could be read.",
    );
    expect(
      faultsTold(
        faulty(
          Array.from({ length: 60 }, () => fault),
          "new",
        ),
        null,
      ).more,
    ).toBe(10);
  });

  test("an address of another version is told, one of this or of none is not", () => {
    expect(staleVersion(on({ version: "other" }), desk)).toBe("other");
    expect(staleVersion(on({ version: desk.version }), desk)).toBeNull();
    expect(staleVersion(on(), desk)).toBeNull();
  });
});

test("a board may stand before the rest has come, and nothing else", () => {
  const board = { ...desk, isWhole: false };
  expect(isReady(null, on())).toBe(false);
  expect(isReady(board, on())).toBe(true);
  expect(
    [on({ open: "why" }), on({ zone: "channel" }), on({ facts: true })].map((each) => isReady(board, each)),
  ).toEqual([false, false, false]);
  expect(isReady(desk, on({ open: "why" }))).toBe(true);
  expect([on({ facts: true }), on({ facts: true, open: "map" }), on()].map(isFactsInstead)).toEqual([
    true,
    false,
    false,
  ]);
});

test("without a date the views that tell what is found tell that, and what is recorded can be looked at", () => {
  const undated = { ...desk, isDated: false };
  expect(VIEW_IDS.filter((view) => isDateless(undated, view))).toEqual(["board", "why", "essay"]);
  expect(VIEW_IDS.filter((view) => isDateless(desk, view))).toEqual([]);
});
