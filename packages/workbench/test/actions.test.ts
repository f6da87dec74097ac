/** What can be done with what is shown, without a page around it. */
import { afterEach, expect, test, vi } from "vitest";
import { NOTHING_SELECTED, type Selection } from "../src/desk.ts";
import { actionsOf, type Hands } from "../src/actions.ts";
import { deskFor, payloadOf } from "./case.ts";

const payload = payloadOf("cases/harbour");

afterEach(() => {
  vi.unstubAllGlobals();
});

test("while a flip is worked out, what is copied is of what is shown: its findings, and the address that they follow from", () => {
  vi.stubGlobal("location", { origin: "http://here" });
  const desk = deskFor(payload);
  const finding = desk.result.findings.find(({ accounts }) => accounts.length > 0)?.id ?? "";
  const settled: Selection = { ...NOTHING_SELECTED, open: "why", finding };
  // Flipped a moment ago: the answer is not there yet.
  const selection: Selection = { ...settled, standard: "adjudicated", disbelieved: ["A1/S1"] };
  const copied: string[] = [];
  const hands: Hands = {
    select: () => undefined,
    copy: (text) => {
      copied.push(text);
      return Promise.resolve();
    },
    tell: () => undefined,
    setTheme: () => undefined,
    setHelp: () => undefined,
    setKeys: () => undefined,
    whole: () => Promise.resolve({ desk, selection: settled }),
  };
  const actions = actionsOf({ desk, selection: settled }, selection, hands, false);
  for (const key of ["c", "y"]) actions.find((action) => action.key === key)?.run();
  expect(copied).toHaveLength(2);
  for (const text of copied) {
    expect(text).toContain("http://here/why?");
    expect(text).not.toMatch(/adjudicated|disbelieve/u);
  }
});
