/** The line to the server, shared by pages that a test stands in for: their channel, their locks and their streams. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Heard, Line, type Parts, type Stream } from "../src/line.ts";

type Word = Parameters<NonNullable<Parts["channel"]>["post"]>[0];

/** A browser with pages: what one says all others hear, and one lock. */
class Browser {
  readonly streams: {
    readonly page: string;
    readonly say: (state: string) => void;
    readonly fail: (closed: boolean) => void;
    closed: boolean;
  }[] = [];
  private readonly ears = new Map<string, (word: Word) => void>();
  private holder: { readonly page: string; readonly rob: () => void } | null = null;
  private readonly queue: { readonly page: string; readonly take: () => void }[] = [];
  now = 0;

  page(name: string): { readonly heard: Heard[]; readonly line: Line } {
    const heard: Heard[] = [];
    const line = new Line((each) => void heard.push(each), {
      stream: () => this.stream(name),
      channel: {
        post: (word) => {
          for (const [other, ear] of this.ears) if (other !== name) ear(word);
        },
        listen: (ear) => void this.ears.set(name, ear),
      },
      locks: {
        hold: (isStolen, begin) =>
          new Promise((resolve) => {
            const take = (): void => {
              this.holder = { page: name, rob: resolve };
              begin();
            };
            if (isStolen) this.holder?.rob();
            if (isStolen || this.holder === null) take();
            else this.queue.push({ page: name, take });
          }),
      },
      now: () => this.now,
    });
    return { heard, line };
  }

  /** What a browser does when a page is closed. */
  close(name: string): void {
    this.ears.delete(name);
    for (const stream of this.streams) if (stream.page === name) stream.closed = true;
    const isHeld = this.holder?.page === name;
    for (let at = this.queue.length - 1; at >= 0; at -= 1) if (this.queue[at]?.page === name) this.queue.splice(at, 1);
    if (!isHeld) return;
    this.holder = null;
    this.queue.shift()?.take();
  }

  /** Streams that are open now. */
  get open(): typeof this.streams {
    return this.streams.filter(({ closed }) => !closed);
  }

  private stream(page: string): Stream {
    const listeners = new Map<string, (state: string) => void>();
    let isClosed = false;
    const own = {
      page,
      say: (state: string): void => listeners.get("told")?.(state),
      fail: (closed: boolean): void => {
        isClosed = closed;
        listeners.get("error")?.("");
      },
      closed: false,
    };
    this.streams.push(own);
    return {
      get isClosed() {
        return isClosed;
      },
      listen: (kind, listener) => void listeners.set(kind, listener),
      close: () => void (own.closed = true),
    };
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const live = (state: string): Heard => ({ standing: "live", state });

describe("the line to the server", () => {
  test("is one for all pages, however many there are, and each hears what is told, also of before it came", () => {
    const browser = new Browser();
    const first = browser.page("1");
    browser.open[0]?.say("a-0");
    const others = ["2", "3", "4", "5", "6", "7", "8"].map((name) => browser.page(name));
    expect(browser.open).toHaveLength(1);
    for (const { heard } of others) expect(heard[0]).toEqual(live("a-0"));
    browser.open[0]?.say("a-1");
    for (const { heard } of [first, ...others]) expect(heard.at(-1)).toEqual(live("a-1"));
  });

  test("is taken over by another page when the one that holds it goes", () => {
    const browser = new Browser();
    browser.page("1");
    const [second, third] = [browser.page("2"), browser.page("3")];
    browser.open[0]?.say("a-0");
    browser.close("1");
    expect(browser.open.map(({ page }) => page)).toEqual(["2"]);
    browser.open[0]?.say("a-1");
    expect([second.heard.at(-1), third.heard.at(-1)]).toEqual([live("a-1"), live("a-1")]);
    // Whoever goes without holding it changes nothing.
    browser.close("3");
    expect(browser.open.map(({ page }) => page)).toEqual(["2"]);
  });

  test("tells every page that the server is lost, and that it is back", () => {
    const browser = new Browser();
    const pages = [browser.page("1"), browser.page("2")];
    browser.open[0]?.say("a-0");
    browser.open[0]?.fail(false);
    for (const { heard } of pages) expect(heard.at(-1)).toEqual({ standing: "lost", state: "a-0" });
    browser.open[0]?.say("b-0");
    for (const { heard } of pages) expect(heard.at(-1)).toEqual(live("b-0"));
    // A stream that the browser has given up is opened again.
    browser.open[0]?.fail(true);
    expect(browser.streams).toHaveLength(1);
    vi.advanceTimersByTime(1000);
    expect(browser.open).toHaveLength(1);
    expect(browser.streams).toHaveLength(2);
    browser.open[0]?.say("b-1");
    for (const { heard } of pages) expect(heard.at(-1)).toEqual(live("b-1"));
  });

  test("counts a server that says nothing as lost, and opens a new stream to it", () => {
    const browser = new Browser();
    const { heard } = browser.page("1");
    browser.open[0]?.say("a-0");
    browser.now = 44_999;
    vi.advanceTimersByTime(5000);
    expect(heard.at(-1)).toEqual(live("a-0"));
    browser.now = 45_000;
    vi.advanceTimersByTime(5000);
    expect(heard.at(-1)?.standing).toBe("lost");
    expect([browser.streams.length, browser.open.length]).toEqual([2, 1]);
  });

  test("is taken from a page that does not answer any more, which stands in line again", async () => {
    const browser = new Browser();
    const [first, second] = [browser.page("1"), browser.page("2")];
    browser.open[0]?.say("a-0");
    // The first page hangs: neither it nor its stream says anything.
    browser.now = 45_000;
    second.line.look();
    expect(browser.open.at(-1)?.page).toBe("2");
    browser.open.at(-1)?.say("a-1");
    expect(second.heard.at(-1)).toEqual(live("a-1"));
    // It wakes up, finds that it was robbed, and hears what the other tells.
    await vi.advanceTimersByTimeAsync(0);
    expect(browser.open.map(({ page }) => page)).toEqual(["2"]);
    browser.open[0]?.say("a-2");
    expect(first.heard.at(-1)).toEqual(live("a-2"));
    browser.close("2");
    expect(browser.open.map(({ page }) => page)).toEqual(["1"]);
  });

  test("is tried at once when somebody looks at a page that had lost it", () => {
    const browser = new Browser();
    browser.page("1");
    const second = browser.page("2");
    second.line.look(true);
    expect(browser.streams).toHaveLength(1);
    browser.open[0]?.fail(false);
    second.line.look(true);
    expect([browser.streams.length, browser.open.length]).toEqual([2, 1]);
  });
});
