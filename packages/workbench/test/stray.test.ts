/** What an address names and the case has not, without pixels. */
import { expect, test } from "vitest";
import { NOTHING_SELECTED, type Selection, selectionOf } from "../src/desk.ts";
import { straysOf, strayWords, withoutStrays } from "../src/stray.ts";
import { deskFor, payloadOf } from "./case.ts";

const payload = payloadOf("cases/harbour");
const desk = deskFor(payload);

test("is left out and told, each kind by its word; what is there stays", () => {
  const address =
    "/why?norm=free-channel&finding=none&view=Island&party=Southshore&party=Nobody&instrument=other&outcome=won&event=E9&source=S9&zone=z&claim=c";
  const selection = selectionOf(address);
  const strays = straysOf(desk, selection);
  expect(strayWords(strays)).toBe(
    "view “Island”, finding “none” on these terms, event “E9”, source “S9”, place “z”, statement “c”, party “Nobody”, agreement “other”, outcome “won”",
  );
  const kept: Selection = { ...NOTHING_SELECTED, open: "why", norm: "free-channel", parties: ["Southshore"] };
  expect(withoutStrays(selection, strays)).toEqual(kept);
  expect(straysOf(desk, kept)).toEqual([]);
  expect(withoutStrays(kept, [])).toBe(kept);
});

test("is not a finding that a flip has made vanish, and nothing that has not come yet", () => {
  const [own] = desk.plain.findings.filter(({ trigger }) => trigger !== null);
  const gone = { ...desk, findings: new Map(), result: { ...desk.result, findings: [] } };
  expect(straysOf(gone, { ...NOTHING_SELECTED, finding: own?.id ?? "" })).toEqual([]);
  const early = { ...desk, isWhole: false, events: new Map(), sources: new Map() };
  const asked = { ...NOTHING_SELECTED, event: "E9", source: "S9", zone: "z", view: "Island" };
  expect(straysOf(early, asked).map(({ part }) => part)).toEqual(["view"]);
});
