/** The session without a browser: a test stands in for the server, and the monitor runs in this process in place of its worker. */
import type { CasePayload } from "servanda/payload";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Question } from "../src/engine.ts";
import { questionOf } from "../src/asking.ts";
import { Monitoring } from "../src/monitoring.ts";
import { Session } from "../src/session.ts";
import { boardIn, payloadOf } from "./case.ts";

const harbour = payloadOf("cases/harbour");

/** The case as it would be with another title: another version of it. */
function titled(title: string): CasePayload {
  const { model } = harbour;
  return { ...harbour, version: title, model: { ...model, case: { ...model.case, title } } };
}

const fault = {
  code: "SV1",
  severity: "error",
  path: "case.md",
  line: 1,
  column: 1,
  row: null,
  field: null,
  value: null,
};
const faulty = { ...titled("faulty"), faults: [{ ...fault, message: "Told.", repair: null }] } as CasePayload;

type Reply = () => Response;
const reply =
  (payload: CasePayload, state: string): Reply =>
  () =>
    new Response(JSON.stringify(payload), { headers: { "X-Servanda-State": state } });
const refusal =
  (message: string, state: string, status = 503): Reply =>
  () =>
    new Response(JSON.stringify({ message }), { status, headers: { "X-Servanda-State": state } });

/** Questions after the case that the server has not answered yet, oldest first. */
let asked: ((reply: Reply) => void)[];
let fails: boolean;
let streams: Stream[];

class Stream extends EventTarget {
  readyState = 1;
  constructor() {
    super();
    streams.push(this);
  }
  say(kind: string, data = ""): void {
    this.dispatchEvent(new MessageEvent(kind, { data }));
  }
  close(): void {
    this.readyState = 2;
  }
}

/** The monitor, as engine.ts has it, without turns and reasons; one that cannot be loaded tells so. */
class Engine extends EventTarget {
  private monitoring: Monitoring | null = null;
  constructor() {
    super();
    if (fails) queueMicrotask(() => this.dispatchEvent(new Event("error")));
  }
  postMessage(question: Question): void {
    if (fails) return;
    const { kind, id } = question;
    let value: unknown = null;
    if (kind === "case") this.monitoring = new Monitoring(question.model, question.record);
    else if (kind === "find") {
      const steps = this.monitoring?.find(question.asked);
      for (let next = steps?.next(); next !== undefined; next = steps?.next()) {
        if (!next.done) continue;
        value = next.value;
        break;
      }
    } else if (kind === "claims") value = { claims: [] };
    else if (kind === "draft") value = { model: harbour.model, faults: [] };
    queueMicrotask(() => this.dispatchEvent(new MessageEvent("message", { data: { id, ok: true, value, took: 0 } })));
  }
  terminate(): void {}
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  asked = [];
  streams = [];
  fails = false;
  vi.stubGlobal("window", globalThis);
  vi.stubGlobal("document", new EventTarget());
  vi.stubGlobal("location", { hash: "", pathname: "/board", search: "?standard=alleged" });
  vi.stubGlobal("history", { replaceState: () => undefined, pushState: () => undefined });
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("addEventListener", () => undefined);
  vi.stubGlobal("EventSource", Object.assign(Stream, { CLOSED: 2 }));
  vi.stubGlobal("Worker", Engine);
  vi.stubGlobal("fetch", (path: string, { signal }: RequestInit = {}) => {
    if (path !== "/api/case") return Promise.resolve(new Response("null"));
    return new Promise<Response>((resolve, reject) => {
      asked.push((made) => resolve(made()));
      signal?.addEventListener("abort", () => reject(new Error("aborted")));
    });
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Lets all that was answered have its effect. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await vi.advanceTimersByTimeAsync(1);
}

async function answer(with_: Reply): Promise<void> {
  const next = asked.shift();
  if (!next) throw new Error("nothing was asked");
  next(with_);
  await settle();
}

async function begun(): Promise<Session> {
  const session = new Session("/board?standard=alleged");
  session.start();
  await settle();
  await answer(reply(titled("one"), "s-0"));
  streams[0]?.say("hello", "s-0");
  await settle();
  return session;
}

const titleOf = (session: Session): string | undefined => session.snapshot().desk?.model.case.title;

describe("what the server tells", () => {
  test("is read once: at the start, and again only when it tells of another state", async () => {
    const session = await begun();
    expect([titleOf(session), session.snapshot().line, asked.length]).toEqual(["one", "live", 0]);
    streams[0]?.say("beat", "s-0");
    await settle();
    expect(asked).toHaveLength(0);
    // Told by a beat, where the news itself was missed.
    streams[0]?.say("beat", "s-1");
    await settle();
    await answer(reply(titled("two"), "s-1"));
    expect([titleOf(session), asked.length]).toEqual(["two", 0]);
  });

  test("stands though it gives no date to speak about: that is told, the text can be edited, and a date that is chosen is answered", async () => {
    const { model } = harbour;
    const session = new Session("/board?standard=alleged");
    session.start();
    await settle();
    await answer(
      reply({ ...harbour, version: "open", model: { ...model, case: { ...model.case, recordCloses: null } } }, "s-0"),
    );
    const before = session.snapshot();
    expect(before.trouble).toContain("record closes");
    expect(before.desk?.isDated).toBe(false);
    expect([before.desk?.isWhole, before.desk?.pages.length, before.desk?.result.findings.length]).toEqual([
      true,
      harbour.pages.length,
      0,
    ]);
    session.select({ at: "2030-06-30" });
    await settle();
    const after = session.snapshot();
    expect([after.trouble, after.busy, after.desk?.result.at.text]).toEqual([null, false, "2030-06-30"]);
    expect(after.desk?.isDated).toBe(true);
    expect(after.desk?.result.findings.length).toBeGreaterThan(0);
  });

  test("is asked for once, when the board that goes ahead of it stands, though news comes before", async () => {
    const { result, told } = boardIn("cases/harbour");
    let send: (board: Response) => void = () => undefined;
    const others = fetch;
    vi.stubGlobal("fetch", (path: string, init?: RequestInit) =>
      path === "/api/board" ? new Promise<Response>((resolve) => (send = resolve)) : others(path, init),
    );
    vi.stubGlobal("location", { hash: "", pathname: "/board", search: "" });
    vi.stubGlobal("requestAnimationFrame", (draw: () => void) => setTimeout(draw));
    const session = new Session("/board");
    session.start();
    await settle();
    streams[0]?.say("hello", "s-0");
    await settle();
    expect(asked).toHaveLength(0);
    send(Response.json({ ...titled("one"), result, told }));
    await settle();
    expect([titleOf(session), session.snapshot().desk?.isWhole, asked.length]).toEqual(["one", false, 1]);
    await answer(reply(titled("one"), "s-0"));
    expect([session.snapshot().desk?.isWhole, asked.length]).toEqual([true, 0]);
  });

  test("is never overtaken by what was asked before it", async () => {
    const session = await begun();
    streams[0]?.say("changed", "s-1");
    await settle();
    streams[0]?.say("changed", "s-2");
    void session.reload();
    await settle();
    // The second is asked for only when the first is there.
    expect(asked).toHaveLength(1);
    await answer(reply(titled("two"), "s-1"));
    expect([titleOf(session), asked.length]).toEqual(["two", 1]);
    await answer(reply(titled("three"), "s-2"));
    expect([titleOf(session), asked.length]).toEqual(["three", 0]);
  });

  test("never shows a page as it was before it was written here, while findings from it are not there yet", async () => {
    vi.stubGlobal("location", { hash: "#key=k", pathname: "/board", search: "?standard=alleged" });
    const others = fetch;
    vi.stubGlobal("fetch", (path: string, init?: RequestInit) => {
      if (path === "/api/key") return Promise.resolve(Response.json({ fits: true }));
      if (path === "/api/page")
        return Promise.resolve(Response.json({ kind: "written", sha256: "of what was written" }));
      return others(path, init);
    });
    const session = await begun();
    const { drafts } = session;
    const [page] = session.snapshot().desk?.pages ?? [];
    if (!page) throw new Error("the harbour has no page");
    const text = `${page.text}\nMore.\n`;
    drafts.put(page, text);
    const shown = new Set<string>();
    // What the editor is given, whenever anything is told.
    const look = (): void => {
      const there = session.snapshot().desk?.pages.find(({ path }) => path === page.path);
      if (there) shown.add(drafts.snapshot().texts.get(page.path)?.text ?? drafts.page(there).text);
    };
    session.subscribe(look);
    drafts.subscribe(look);
    expect(await drafts.save(page.path)).toEqual({ kind: "written" });
    streams[0]?.say("changed", "s-1");
    await settle();
    const written = { ...page, text, sha256: "of what was written" };
    const pages = harbour.pages.map((each) => (each.path === page.path ? written : each));
    await answer(reply({ ...titled("two"), pages }, "s-1"));
    expect([titleOf(session), session.snapshot().desk?.pages.find(({ path }) => path === page.path)]).toEqual([
      "two",
      written,
    ]);
    expect([...shown]).toEqual([text]);
    // Findings follow from what is on disk: nothing of it is held here any more, so that a change back is seen for what it is.
    expect(drafts.isOver).toBe(false);
    streams[0]?.say("changed", "s-2");
    await settle();
    await answer(reply(titled("three"), "s-2"));
    expect([...shown]).toEqual([text, page.text]);
  });

  test("is told where the case can no longer be read, and the last findings stay until it can", async () => {
    const session = await begun();
    const { desk } = session.snapshot();
    streams[0]?.say("changed", "s-1");
    await settle();
    await answer(refusal("There is no folder.", "s-1"));
    expect(session.snapshot()).toMatchObject({ unread: "There is no folder.", busy: false });
    expect(session.snapshot().desk).toBe(desk);
    // Not asked for again and again.
    streams[0]?.say("beat", "s-1");
    await settle();
    expect(asked).toHaveLength(0);
    streams[0]?.say("changed", "s-2");
    await settle();
    // As it was: nothing is found anew, and what was told is taken back.
    await answer(reply(titled("one"), "s-2"));
    expect(session.snapshot()).toMatchObject({ unread: null });
    expect(session.snapshot().desk).toBe(desk);
  });

  test("is told where the case has faults now, with the findings of before", async () => {
    const session = await begun();
    streams[0]?.say("changed", "s-1");
    await settle();
    await answer(reply(faulty, "s-1"));
    expect(titleOf(session)).toBe("one");
    expect(session.snapshot().faulty?.faults.map(({ message }) => message)).toEqual(["Told."]);
  });

  test("is told before there is anything to show, too", async () => {
    const session = new Session("/board?standard=alleged");
    session.start();
    await settle();
    await answer(refusal("It needs the key.", "s-0", 403));
    expect(session.snapshot()).toMatchObject({ desk: null, unread: "It needs the key." });
  });

  test("is not waited for when the server is lost, and is asked for when it is back", async () => {
    const session = await begun();
    streams[0]?.say("changed", "s-1");
    await settle();
    expect(asked).toHaveLength(1);
    streams[0]?.dispatchEvent(new Event("error"));
    await settle();
    expect(session.snapshot()).toMatchObject({ line: "lost", unread: null });
    asked = [];
    streams[0]?.say("hello", "t-0");
    await settle();
    await answer(reply(titled("two"), "t-0"));
    expect([titleOf(session), session.snapshot().line, asked.length]).toEqual(["two", "live", 0]);
  });
});

describe("what is not saved", () => {
  test("is what findings follow from; of a page that is gone it is kept, and nothing follows from it", async () => {
    const session = await begun();
    const [page] = harbour.pages;
    if (!page) throw new Error("no page");
    session.drafts.put(page, `${page.text}\nMore.\n`);
    await vi.advanceTimersByTimeAsync(200);
    await settle();
    expect(session.snapshot().desk?.drafts).toEqual([page.path]);
    streams[0]?.say("changed", "s-1");
    await settle();
    await answer(reply({ ...titled("two"), pages: harbour.pages.slice(1) }, "s-1"));
    expect(session.snapshot().desk?.drafts).toEqual([]);
    expect(session.drafts.orphans(session.snapshot().desk?.pages ?? []).map(({ path }) => path)).toEqual([page.path]);
  });
});

describe("claims and balance", () => {
  test("are asked anew of a text that is edited, of what was saved before, and not when only reasons have come", async () => {
    const session = await begun();
    const question = (): string => {
      const { desk, selection } = session.snapshot();
      if (desk === null) throw new Error("no desk");
      return questionOf(desk, selection);
    };
    const saved = question();
    const [page] = harbour.pages;
    if (!page) throw new Error("no page");
    session.drafts.put(page, `${page.text}\nMore.\n`);
    await vi.advanceTimersByTimeAsync(200);
    await settle();
    const { desk } = session.snapshot();
    if (desk === null) throw new Error("no desk");
    const draft = question();
    expect(draft).not.toBe(saved);
    expect(questionOf({ ...desk }, session.snapshot().selection)).toBe(draft);
    session.drafts.drop(page.path);
    await vi.advanceTimersByTimeAsync(200);
    await settle();
    expect(question()).toBe(saved);
  });
});

describe("another case at the same address", () => {
  const other = { ...titled("other"), folder: "elsewhere" };

  test("is shown where nothing is unsaved", async () => {
    const session = await begun();
    streams[0]?.say("hello", "t-0");
    await settle();
    await answer(reply(other, "t-0"));
    expect([titleOf(session), session.snapshot().unread]).toEqual(["other", null]);
  });

  test("is not taken for the one that unsaved text is of, nor written to", async () => {
    const session = await begun();
    const [page] = harbour.pages;
    if (!page) throw new Error("no page");
    session.drafts.put(page, `${page.text}\nMore.\n`);
    await vi.advanceTimersByTimeAsync(200);
    await settle();
    streams[0]?.say("hello", "t-0");
    await settle();
    await answer(reply(other, "t-0"));
    expect(session.snapshot().desk?.folder).toBe(harbour.folder);
    // It can be read well, so that nobody is told that it cannot.
    const { unread, barred } = session.snapshot();
    expect([unread, barred]).toEqual([null, expect.stringMatching(/“elsewhere”.*“harbour”/u)]);
    expect(await session.drafts.save(page.path)).toEqual({ kind: "refused", why: barred });
    // The one that it is of is back.
    streams[0]?.say("hello", "u-0");
    await settle();
    await answer(reply(titled("one"), "u-0"));
    expect([session.snapshot().barred, session.drafts.barred]).toEqual([null, null]);
  });
});

describe("a monitor that cannot be loaded", () => {
  test("is told, asked for again, and answers when it is there", async () => {
    fails = true;
    const session = await begun();
    expect(session.snapshot().trouble).toContain("could not be loaded");
    expect(session.snapshot().desk).toBeNull();
    fails = false;
    await vi.advanceTimersByTimeAsync(2000);
    await settle();
    expect([titleOf(session), session.snapshot().trouble]).toEqual(["one", null]);
  });

  test("leaves nobody waiting who asks the helper", async () => {
    const session = await begun();
    const { standard, at, asOf, disbelieved, supposed, without } = session.snapshot().selection;
    fails = true;
    const claims = session.asking.claims({ standard, at, asOf, disbelieved, supposed, without });
    await settle();
    expect(session.snapshot().trouble).toContain("could not be loaded");
    fails = false;
    await vi.advanceTimersByTimeAsync(2000);
    await settle();
    expect(await claims).toEqual({ claims: [] });
    expect(await session.asking.otherwise(session.snapshot().selection, "x")).toEqual([]);
    expect(session.snapshot().trouble).toBeNull();
  });
});
