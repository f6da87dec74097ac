/** What is asked, and how the choice stands in the address. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { askedBy, askedOf, keyOf, NOTHING_ASKED, optionsOf, queryOf, recordAs } from "servanda/asked";
import {
  addressesOf,
  addressOf,
  isFlipped,
  NOTHING_SELECTED,
  type Selection,
  selectionOf,
  toggled,
  VIEW_IDS,
} from "../src/desk.ts";
import { factsByEvent, factsBySource, factsOf, offered, standing } from "../src/factsstate.ts";
import { entriesOf } from "../src/search.ts";
import { deskFor, payloadOf } from "./case.ts";

const harbour = payloadOf("cases/harbour");

describe("the address", () => {
  const word = fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" });
  const words = fc.uniqueArray(word, { maxLength: 3 });
  const maybe = fc.option(word, { nil: null });
  const selection = fc.record<Selection>({
    open: fc.constantFrom(...VIEW_IDS),
    norm: maybe,
    finding: maybe,
    event: maybe,
    account: maybe,
    source: maybe,
    claim: maybe,
    zone: maybe,
    page: maybe,
    parties: words,
    instruments: words,
    outcomes: fc.uniqueArray(fc.constantFrom("breached" as const, "kept" as const, "unknown" as const)),
    answers: words,
    period: maybe,
    changed: fc.boolean(),
    sort: fc.constantFrom("order" as const, "latest" as const),
    view: maybe,
    standard: fc.constantFrom(null, "alleged" as const, "corroborated" as const),
    at: maybe,
    asOf: maybe,
    disbelieved: words,
    supposed: words,
    without: words,
    borders: fc.constantFrom(null, "none" as const, "un" as const, "claimed-by:A" as const),
    facts: fc.boolean(),
    frame: maybe,
    span: maybe,
    lanes: fc.constantFrom("act" as const, "actor" as const, "place" as const),
    table: fc.boolean(),
    version: maybe,
  });

  test("holds the whole of a selection, and gives it back", () => {
    fc.assert(
      fc.property(selection, (chosen) => {
        expect(selectionOf(addressOf(chosen))).toEqual(chosen);
      }),
      { numRuns: 200 },
    );
  });

  test("is put together of a finding as of everything else, whatever it is called", () => {
    const id = fc.string({ maxLength: 12, unit: "binary" }).filter((text) => text.isWellFormed() && text !== "");
    fc.assert(
      fc.property(selection, id, fc.option(id, { nil: null }), (chosen, norm, finding) => {
        const whole = addressOf({ ...chosen, open: "why", norm, finding });
        expect(addressesOf(chosen)(norm, finding)).toBe(whole);
      }),
      { numRuns: 200 },
    );
  });

  test("passes over what it does not know", () => {
    expect(selectionOf("/nowhere?standard=certain&borders=mine&sort=up&norm=&x=y")).toEqual(NOTHING_SELECTED);
  });

  test("keeps slashes, colons and commas legible", () => {
    expect(addressOf({ ...NOTHING_SELECTED, open: "why", finding: "a/text/B,C:1" })).toBe("/why?finding=a/text/B,C:1");
  });

  test("toggles one id, and keeps lists sorted", () => {
    expect(toggled(["b"], "a")).toEqual(["a", "b"]);
    expect(toggled(["a", "b"], "a")).toEqual(["b"]);
  });
});

describe("what is asked", () => {
  test("has one key, in whatever order flips were made", () => {
    expect(keyOf({ ...NOTHING_ASKED, disbelieved: ["b", "a"] })).toBe(
      keyOf({ ...NOTHING_ASKED, disbelieved: ["a", "b"] }),
    );
    expect(keyOf({ ...NOTHING_ASKED, disbelieved: ["a"] })).not.toBe(keyOf({ ...NOTHING_ASKED, supposed: ["a"] }));
  });

  test("is flipped by terms, not by filters or by whose reading is shown", () => {
    expect(isFlipped({ ...NOTHING_SELECTED, parties: ["A"], view: "A", facts: true })).toBe(false);
    expect(isFlipped({ ...NOTHING_SELECTED, at: "2030" })).toBe(true);
    expect(isFlipped({ ...NOTHING_SELECTED, without: ["S1"] })).toBe(true);
  });

  test("falls back to the close of the record where a date cannot be read", () => {
    const { model } = harbour;
    expect(optionsOf(model, { ...NOTHING_ASKED, at: "soon" })?.at).toEqual(model.case.recordCloses);
  });

  test("leaves accounts and sources out of the record, with what these cover", () => {
    const { record } = harbour;
    const less = recordAs(record, { ...NOTHING_ASKED, disbelieved: ["E1/S3"], without: ["S1"] });
    expect(less.accounts.map((a) => a.id)).toEqual(["E1/S2"]);
    expect(less.coverage).toEqual([]);
    expect(recordAs(record, NOTHING_ASKED)).toBe(record);
  });
});

describe("the desk", () => {
  // Without the mission’s log, nobody independent tells that the guns were pulled back.
  const desk = deskFor(harbour, { without: ["S1"] });

  test("tells which findings the flips have changed, and which not", () => {
    expect(desk.changed).toContain("pull-back-guns/text/Northshore/entry");
    // Of the southern shore nothing was on record before.
    expect(desk.changed).not.toContain("pull-back-guns/text/Southshore/entry");
    expect(deskFor(harbour).changed.size).toBe(0);
  });

  test("names things, and falls back to their ids", () => {
    expect(desk.names("Northshore")).toEqual(["Northshore", "Nordküste"]);
    expect(desk.name("nobody-declared")).toBe("nobody-declared");
    expect(desk.name("unnamed")).toBe("(nobody named)");
  });

  test("has the terms of a selection in the question", () => {
    const selection: Selection = { ...NOTHING_SELECTED, standard: "alleged", parties: ["Northshore"] };
    const asked = { ...NOTHING_ASKED, standard: "alleged" };
    expect(askedOf(selection)).toEqual(asked);
    // As the page asks the server for them.
    const flipped: Selection = { ...selection, asOf: "2030-02-01", disbelieved: ["A/S1", "B/&=?"], without: ["S2"] };
    expect(askedBy(new URLSearchParams(queryOf(askedOf(flipped))), desk.model)).toEqual(askedOf(flipped));
  });
});

describe("facts only", () => {
  const facts = factsOf(deskFor(harbour));

  test("leaves who did it, replies, remarks, titles, readings, norms and outcomes out of the desk itself", () => {
    const { model, record, result, plain, pages } = facts;
    const text = JSON.stringify([model.norms, model.readings, record.accounts, record.sources, result, plain, pages]);
    // The actor, the reply, a remark, a title and an outcome of the harbour case.
    for (const told of ["dredgers", "acted by itself", "Twelve guns", "Note of protest", "breached"]) {
      expect(text).not.toContain(told);
    }
  });

  test("has no source by its title, wherever it is looked up", () => {
    const { record, sources } = facts;
    expect([...sources.values()]).toEqual(record.sources);
    expect(sources.get("S2")).toMatchObject({ id: "S2", title: "S2", leaning: null, speaksFor: [] });
    expect(deskFor(harbour).sources.get("S2")).not.toMatchObject({ title: "S2" });
  });

  test("offers nobody by name in the search, and no filter by one", () => {
    const { actors } = deskFor(harbour).model;
    expect(actors.length).toBeGreaterThan(0);
    const said = entriesOf(facts);
    expect(said.filter(({ kind, select }) => kind === "actor" || (select.parties ?? []).length > 0)).toEqual([]);
  });

  test("has names of places and things, and no name of whoever may act", () => {
    expect([facts.name("channel"), facts.name("Northshore"), facts.name("dredgers")]).toEqual([
      "the ship channel",
      "Northshore",
      "dredgers",
    ]);
    expect(deskFor(harbour).name("dredgers")).toBe("a company of dredgers");
  });

  test("shows events with what each source says, and sources with what each says: the chosen one alone", () => {
    const events = factsByEvent(facts);
    expect(events.map(({ id, title, said }) => [id, title, said.map(({ account }) => account)])).toEqual([
      ["E3", expect.stringMatching(/^pull back \(guns .+\), 2030-01-20$/u), ["E3/S1"]],
      ["E1", "block (the ship channel), 2030-03-04", ["E1/S1", "E1/S3"]],
      ["E2", "unblock (the ship channel), 2030-03-21 15:00", ["E2/S1"]],
    ]);
    // As accounts have it, by the clock of the case.
    expect(events[1]?.said[0]?.words).toMatch(/^block, 2030-03-04 06:30, object the ship channel \[/u);
    const sources = factsBySource(facts, { source: null });
    expect(sources.map(({ id, title, said }) => [id, title, said.map(({ event }) => event)])).toEqual([
      ["S1", "Harbour mission", ["E3", "E1", "E2"]],
      ["S3", "Foreign office of Southshore", ["E1"]],
    ]);
    expect(factsBySource(facts, { source: "S3" }).map(({ id }) => id)).toEqual(["S3"]);
    expect(factsBySource(facts, { source: "nobody" })).toEqual([]);
  });

  test("leaves out the views that have nothing to show, and shows all observations where one of them is open", () => {
    const views = VIEW_IDS.map((id) => ({ id, title: `Its ${id}` }));
    expect(offered(views, { facts: true }).map(({ title }) => title)).toEqual([
      "Observations",
      "Its timeline",
      "Its map",
      "Its sources",
    ]);
    expect(offered(views, { facts: false })).toBe(views);
    expect(VIEW_IDS.map((open) => standing({ open, facts: true }))).toEqual(
      VIEW_IDS.map((open) => (["why", "essay", "text"].includes(open) ? "board" : open)),
    );
    expect(VIEW_IDS.map((open) => standing({ open, facts: false }))).toEqual(VIEW_IDS);
  });

  test("leaves what was observed, but no denial that names who did it", () => {
    // E1/S2 denies that Northshore did it, not that it was done.
    expect(facts.record.accounts.map((a) => a.id)).toEqual(["E1/S1", "E1/S3", "E2/S1", "E3/S1"]);
    expect(facts.events.get("E1")?.[0]).toMatchObject({ kind: "block", object: "channel", actor: null });
  });
});
