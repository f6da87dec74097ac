/** Pages as somebody edits them, without a browser around them. */
import { createHash } from "node:crypto";
import { Text } from "@codemirror/state";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Drafts } from "../src/drafts.ts";
import { differing, endedAs, plainLines } from "../src/lineends.ts";

type Page = Parameters<Drafts["put"]>[0];

function pageOf(text: string, path = "case.md"): Page {
  return { path, text, sha256: createHash("sha256").update(text).digest("hex") };
}

beforeEach(() => {
  vi.stubGlobal("addEventListener", () => undefined);
  vi.stubGlobal("location", { hash: "", pathname: "/text", search: "" });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("ends of lines", () => {
  const page = pageOf("one\r\ntwo\r\nthree\r\n");
  const textOf = (drafts: Drafts): string | undefined => drafts.snapshot().texts.get("case.md")?.text;

  test("a page whose lines end as Windows ends them is edited without them, and keeps them", () => {
    const drafts = new Drafts(() => undefined);
    drafts.put(page, "one\ntwo\nthree\n");
    expect(textOf(drafts)).toBeUndefined();
    drafts.put(page, "one\ntwo, and more\nthree\nfour\n");
    expect(textOf(drafts)).toBe("one\r\ntwo, and more\r\nthree\r\nfour\r\n");
    drafts.put(page, "one\ntwo\nthree\n");
    expect(textOf(drafts)).toBeUndefined();
  });

  test("where they are mixed, each line that stays keeps its own, one edit after the other", () => {
    const mixed = pageOf("a\nb\r\nc\nd\r\ne\r\n");
    const drafts = new Drafts(() => undefined);
    drafts.put(mixed, "a!\nb\nc\nd\ne\n");
    expect(textOf(drafts)).toBe("a!\nb\r\nc\nd\r\ne\r\n");
    drafts.put(mixed, "a!\nb\nc\nd\ne!\n");
    expect(textOf(drafts)).toBe("a!\nb\r\nc\nd\r\ne!\r\n");
    drafts.put(mixed, "a!\nb\nc\nd\nnew\ne!\nend");
    expect(textOf(drafts)).toBe("a!\nb\r\nc\nd\r\nnew\r\ne!\r\nend");
  });

  test("a text is ended as the one before, whatever comes before or behind", () => {
    expect(endedAs("a\r\nb", "a\nb\nc\n")).toBe("a\r\nb\r\nc\r\n");
    expect(endedAs("a\rb\r", "b\n")).toBe("b\r");
    expect(endedAs("a\nb\n", "a\r\nb\r\nc")).toBe("a\nb\nc");
    expect(endedAs("", "a\r\n")).toBe("a\n");
    expect(endedAs("\r\n\r\n", "\n\n\n")).toBe("\r\n\r\n\r\n");
    for (const text of ["", "\r\n", "a\r\n\n\rb", "a\r\nb", "\n\r"]) expect(endedAs(text, plainLines(text))).toBe(text);
  });

  test("the editor is given what differs in its own ends: no line is doubled", () => {
    const there = Text.of(["a", "b", "c"]);
    const change = differing(there.toString(), plainLines("a\r\nB\r\nc"));
    expect(change).toEqual({ from: 2, to: 3, insert: "B" });
    expect(differing(there.toString(), plainLines("a\r\nb\r\nc"))).toBeNull();
  });
});
