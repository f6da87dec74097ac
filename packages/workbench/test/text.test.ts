import { describe, expect, test } from "vitest";
import { NOTHING_SELECTED } from "../src/desk.ts";
import { faultsOf, followsOf, normAt, openedAt, pagesOf, placeOf } from "../src/textstate.ts";
import { deskFor, payloadOf } from "./case.ts";

const desk = deskFor(payloadOf("cases/harbour"));
const norm = desk.model.norms.find(({ id }) => id === "free-channel");

describe("around the text", () => {
  test("pages stand with those of the case first, then by folder, with what is not saved and what is at fault", () => {
    const faults = faultsOf(desk, [
      {
        code: "SV202",
        severity: "error",
        message: "No such name.",
        repair: null,
        fix: null,
        span: { path: "actors.md", line: 3, column: 1, endLine: 3, endColumn: 4 },
      },
    ]);
    const pages = pagesOf(desk, new Set(["case.md"]), faults);
    expect(pages.map(({ path }) => path)).toEqual(
      desk.pages
        .map(({ path }) => path)
        .sort((a, b) =>
          a === "case.md"
            ? -1
            : b === "case.md"
              ? 1
              : Number(a.includes("/")) - Number(b.includes("/")) || (a < b ? -1 : 1),
        ),
    );
    expect(pages.find(({ path }) => path === "case.md")?.isDraft).toBe(true);
    expect(pages.find(({ path }) => path === "actors.md")).toMatchObject({ errors: 1, warnings: 0, isDraft: false });
  });

  test("it opens at the page that is chosen, else at the norm, else at the beginning; never at a page that is not the case’s", () => {
    const at = (change: object): object => openedAt(desk, { ...NOTHING_SELECTED, ...change });
    expect(at({ page: "actors.md:5", norm: "free-channel" })).toEqual({ path: "actors.md", line: 5 });
    expect(at({ norm: "free-channel" })).toEqual({ path: norm?.span.path, line: norm?.span.line });
    expect(at({ page: "../../etc/passwd:1" })).toEqual({ path: "case.md", line: 1 });
    expect(placeOf(desk, "actors.md:0")).toEqual({ path: "actors.md", line: 1 });
  });

  test("a line of a norm or of its reading belongs to the norm; a line of prose to none", () => {
    const reading = desk.model.readings.find(({ id }) => id === "open-channel");
    expect(normAt(desk, norm?.span.path ?? "", norm?.span.line ?? 0)?.id).toBe("free-channel");
    expect(normAt(desk, reading?.span.path ?? "", reading?.span.line ?? 0)?.id).toBe("free-channel");
    expect(normAt(desk, "case.md", 1)).toBeNull();
  });

  test("what follows stands by view, each answer once", () => {
    const follows = followsOf(desk, "free-channel");
    expect(follows.map(({ view }) => view)).toEqual(["text", "Northshore", "Southshore"]);
    expect(follows.find(({ view }) => view === "Southshore")?.answers.map(({ word }) => word)).toEqual(["breached"]);
    expect(followsOf(desk, "no-such-norm")).toEqual([]);
  });
});
