/**
 * The line to the server, on which it tells that something has changed: one for all pages of a browser, since a browser opens six to a
 * server at most, and a seventh page would wait for ever. Whichever page came first holds it and tells the others; when it
 * goes, another takes it over.
 */

/** The state of the connection: `lost` is told until it is `live` again. */
export type Standing = "joining" | "live" | "lost";

/** What is heard. `state`: which the case is in, as the server names it; null before it was told. */
export interface Heard {
  readonly standing: Standing;
  readonly state: string | null;
}

type Word = { readonly kind: "heard"; readonly heard: Heard } | { readonly kind: "ask" } | { readonly kind: "again" };

/** The parts of a browser that it is made of; without locks and a channel, every page has a line of its own. */
export interface Parts {
  readonly stream: () => Stream;
  readonly channel: Channel | null;
  readonly locks: Locks | null;
  readonly now: () => number;
}

export interface Stream {
  readonly isClosed: boolean;
  listen(kind: "error" | "told", listener: (state: string) => void): void;
  close(): void;
}

interface Channel {
  post(word: Word): void;
  listen(listener: (word: Word) => void): void;
}

interface Locks {
  /** Holds the lock, once it has it, for good; resolves if it was taken away. */
  hold(isStolen: boolean, begin: () => void): Promise<void>;
}

/** The server is heard every quarter of a minute: so long after that it is not there. In milliseconds. */
const SILENCE = 45_000;
const LOOK = 5000;
const AGAIN = 1000;

export class Line {
  private heard: Heard = { standing: "joining", state: null };
  private readonly tell: (heard: Heard) => void;
  private readonly parts: Parts;
  private stream: Stream | null = null;
  private isHolder = false;
  private last: number;

  constructor(tell: (heard: Heard) => void, parts: Parts = ofBrowser()) {
    this.tell = tell;
    this.parts = parts;
    this.last = parts.now();
    const { channel, locks } = parts;
    channel?.listen((word) => this.hear(word));
    if (channel === null || locks === null) this.begin();
    else {
      void this.queue(locks, false);
      channel.post({ kind: "ask" });
    }
    setInterval(() => this.look(), LOOK);
  }

  /** Somebody looks at the page: what is lost is tried again at once. */
  look(isSeen = false): void {
    const { channel, locks, now } = this.parts;
    if (isSeen && this.heard.standing === "lost") {
      if (this.isHolder) this.open();
      else channel?.post({ kind: "again" });
    }
    if (now() - this.last < SILENCE) return;
    this.last = now();
    this.pass({ ...this.heard, standing: "lost" });
    if (this.isHolder) this.open();
    // Whoever holds the line does not answer: it is taken away.
    else if (channel !== null && locks !== null) void this.queue(locks, true);
  }

  private async queue(locks: Locks, isStolen: boolean): Promise<void> {
    await locks.hold(isStolen, () => this.begin());
    // Taken away, by a page that thought this one gone: next in line again.
    if (!this.isHolder) return;
    this.isHolder = false;
    this.stream?.close();
    this.stream = null;
    void this.queue(locks, false);
  }

  private begin(): void {
    this.isHolder = true;
    this.open();
  }

  private open(): void {
    this.stream?.close();
    const stream = this.parts.stream();
    this.stream = stream;
    stream.listen("told", (state) => {
      if (this.stream === stream) this.say({ standing: "live", state });
    });
    stream.listen("error", () => {
      if (this.stream !== stream) return;
      this.say({ ...this.heard, standing: "lost" });
      // Most browsers try again by themselves.
      if (stream.isClosed) setTimeout(() => this.stream === stream && this.open(), AGAIN);
    });
  }

  private hear(word: Word): void {
    if (word.kind === "heard") {
      this.last = this.parts.now();
      if (!this.isHolder) this.pass(word.heard);
    } else if (this.isHolder) {
      if (word.kind === "again") this.open();
      else this.parts.channel?.post({ kind: "heard", heard: this.heard });
    }
  }

  private say(heard: Heard): void {
    this.last = this.parts.now();
    this.pass(heard);
    this.parts.channel?.post({ kind: "heard", heard });
  }

  private pass(heard: Heard): void {
    this.heard = heard;
    this.tell(heard);
  }
}

const NAME = "servanda-line";

function ofBrowser(): Parts {
  // Only a page of a secure address has locks; every other holds a line of its own.
  const locks = "locks" in navigator ? navigator.locks : null;
  const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(NAME) : null;
  return {
    stream: () => {
      const events = new EventSource("/api/events");
      return {
        get isClosed() {
          return events.readyState === EventSource.CLOSED;
        },
        listen: (kind, listener) => {
          if (kind === "error") events.addEventListener("error", () => listener(""));
          else for (const name of ["hello", "changed", "beat"]) events.addEventListener(name, told(listener));
        },
        close: () => events.close(),
      };
    },
    channel: channel && {
      post: (word) => channel.postMessage(word),
      listen: (listener) => channel.addEventListener("message", ({ data }: MessageEvent<Word>) => listener(data)),
    },
    locks: locks && {
      hold: async (steal, begin) => {
        try {
          await locks.request(NAME, { steal }, () => {
            begin();
            return new Promise<never>(() => {});
          });
        } catch {
          // It was taken away.
        }
      },
    },
    now: () => performance.now(),
  };
}

function told(listener: (state: string) => void): (event: MessageEvent<string>) => void {
  return ({ data }) => listener(data);
}
