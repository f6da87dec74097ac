/** Pages as somebody edits them, without a browser around them. */
import { createHash } from "node:crypto";
import { Text } from "@codemirror/state";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Drafts, LAPSED_KEY } from "../src/drafts.ts";
import { Key } from "../src/key.ts";
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

describe("what is not saved", () => {
  const page = pageOf("one\n");
  /** A tab, with what a browser keeps for it. */
  function tab(kept: Map<string, string>): { readonly drafts: Drafts; readonly leave: () => void } {
    const leaving: (() => void)[] = [];
    vi.stubGlobal("addEventListener", (kind: string, listener: () => void) => {
      if (kind === "pagehide") leaving.push(listener);
    });
    vi.stubGlobal("sessionStorage", {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
      removeItem: (name: string) => void kept.delete(name),
    });
    const drafts = new Drafts(() => undefined, new Key());
    drafts.isKept = true;
    return { drafts, leave: () => leaving.forEach((each) => each()) };
  }

  test("is there again when the tab is loaded anew, on the case that it was written in", () => {
    const kept = new Map<string, string>();
    const first = tab(kept);
    first.drafts.restore("harbour");
    first.drafts.put(page, "one, and more\n");
    first.leave();
    const again = tab(kept);
    again.drafts.restore("harbour");
    expect(again.drafts.snapshot().texts).toEqual(first.drafts.snapshot().texts);
    const written = new Map(kept);
    again.drafts.drop("case.md");
    again.leave();
    expect([...kept]).toEqual([]);
    const other = tab(written);
    other.drafts.restore("another");
    expect(other.drafts.snapshot().texts.size).toBe(0);
  });

  test("is kept nowhere unless that was asked for, and what is no draft is no draft", () => {
    const kept = new Map<string, string>();
    const { drafts, leave } = tab(kept);
    drafts.put(page, "secret\n");
    leave();
    expect([...kept]).toEqual([]);
    // Nor when what is shown is not for publication any more.
    drafts.restore("harbour");
    leave();
    expect([...kept]).toHaveLength(1);
    drafts.isKept = false;
    leave();
    expect([...kept]).toEqual([]);
    for (const texts of ["x", "[1]", '[["a",null]]', '[["a",{"text":1,"base":"x"}]]']) {
      const hostile = tab(new Map([["servanda-drafts", `{"folder":"harbour","texts":${texts}}`]]));
      hostile.drafts.restore("harbour");
      expect(hostile.drafts.snapshot().texts.size).toBe(0);
    }
  });

  test("of a page that is gone is told apart, so that it can be copied", () => {
    const drafts = new Drafts(() => undefined, new Key());
    drafts.put(page, "more\n");
    expect(drafts.orphans([page])).toEqual([]);
    expect(drafts.orphans([pageOf("x", "actors.md")])).toEqual([{ path: "case.md", text: "more\n" }]);
  });
});

describe("saving", () => {
  interface Asked {
    readonly text: string;
    readonly before: string;
    readonly key: string;
  }

  /** A server with one page and one key. */
  function server(key: string): { readonly asked: Asked[]; key: string; page: Page } {
    const state = { asked: [] as Asked[], key, page: pageOf("one\n") };
    vi.stubGlobal("history", { replaceState: () => undefined });
    vi.stubGlobal("location", { hash: `#key=${key}`, pathname: "/", search: "" });
    vi.stubGlobal("fetch", async (path: string, init: { headers: { [name: string]: string }; body?: string }) => {
      await Promise.resolve();
      const given = init.headers["X-Servanda-Key"] ?? "";
      if (path === "/api/key") return Response.json({ fits: given === state.key });
      const body = JSON.parse(init.body ?? "") as Omit<Asked, "key">;
      state.asked.push({ ...body, key: given });
      if (given !== state.key) return Response.json({ why: "Another key." }, { status: 403 });
      const { text, sha256 } = state.page;
      if (body.before !== sha256) return Response.json({ kind: "changed", text, sha256 }, { status: 409 });
      state.page = pageOf(body.text);
      return Response.json({ kind: "written", sha256: state.page.sha256 });
    });
    return state;
  }

  test("twice at once is one after the other: the second is not told that the first changed the page", async () => {
    const there = server("k1");
    const drafts = new Drafts(() => undefined, new Key());
    drafts.put(pageOf("one\n"), "two\n");
    const first = drafts.save("case.md");
    drafts.put(pageOf("one\n"), "three\n");
    const second = drafts.save("case.md");
    expect([await first, await second]).toEqual([{ kind: "written" }, { kind: "written" }]);
    expect(there.page.text).toBe("three\n");
    expect(drafts.snapshot().texts.size).toBe(0);
  });

  test("with the key of a server that is gone keeps the text, says what to do, and goes on once there is another", async () => {
    const there = server("k1");
    const hear: ((event: { key: string; newValue: string }) => void)[] = [];
    vi.stubGlobal("addEventListener", (kind: string, listener: (typeof hear)[number]) => {
      if (kind === "storage") hear.push(listener);
    });
    const drafts = new Drafts(() => undefined, new Key());
    drafts.put(pageOf("one\n"), "two\n");
    there.key = "k2";
    expect(await drafts.save("case.md")).toEqual({ kind: "refused", why: LAPSED_KEY });
    expect(drafts.snapshot()).toMatchObject({ key: null, isLapsed: true });
    expect(drafts.snapshot().texts.get("case.md")?.text).toBe("two\n");
    // Another tab is opened at the address that the server printed.
    for (const listener of hear) listener({ key: "servanda-key", newValue: "k2" });
    expect(await drafts.save("case.md")).toEqual({ kind: "written" });
    expect(there.page.text).toBe("two\n");
    expect(there.asked.map(({ key }) => key)).toEqual(["k1", "k2"]);
  });

  test("that was done though its answer was lost is seen for what it is, when the page comes and when it is saved again", async () => {
    const there = server("k1");
    const drafts = new Drafts(() => undefined, new Key());
    drafts.put(pageOf("one\n"), "two\n");
    there.page = pageOf("two\n");
    expect(await drafts.save("case.md")).toEqual({ kind: "written" });
    expect(drafts.snapshot().texts.size).toBe(0);
    const other = new Drafts(() => undefined, new Key());
    other.put(pageOf("one\n"), "two\n");
    other.arrived([pageOf("three\n")], null);
    expect(other.snapshot().texts.size).toBe(1);
    other.arrived([pageOf("two\n")], null);
    expect(other.snapshot().texts.size).toBe(0);
  });

  test("without an answer, or with one that nobody can read, keeps the text", async () => {
    server("k1");
    const drafts = new Drafts(() => undefined, new Key());
    drafts.put(pageOf("one\n"), "two\n");
    for (const broken of [
      () => Promise.reject(new TypeError("Failed to fetch")),
      () => Promise.resolve(new Response("This is a fault of ours.", { status: 500 })),
    ]) {
      vi.stubGlobal("fetch", broken);
      expect((await drafts.save("case.md")).kind).toBe("refused");
      expect(drafts.snapshot().texts.get("case.md")?.text).toBe("two\n");
    }
  });
});

describe("ends of lines", () => {
  const page = pageOf("one\r\ntwo\r\nthree\r\n");
  const textOf = (drafts: Drafts): string | undefined => drafts.snapshot().texts.get("case.md")?.text;

  test("a page whose lines end as Windows ends them is edited without them, and keeps them", () => {
    const drafts = new Drafts(() => undefined, new Key());
    drafts.put(page, "one\ntwo\nthree\n");
    expect(textOf(drafts)).toBeUndefined();
    drafts.put(page, "one\ntwo, and more\nthree\nfour\n");
    expect(textOf(drafts)).toBe("one\r\ntwo, and more\r\nthree\r\nfour\r\n");
    drafts.put(page, "one\ntwo\nthree\n");
    expect(textOf(drafts)).toBeUndefined();
  });

  test("where they are mixed, each line that stays keeps its own, one edit after the other", () => {
    const mixed = pageOf("a\nb\r\nc\nd\r\ne\r\n");
    const drafts = new Drafts(() => undefined, new Key());
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
