/**
 * The key to writing, and to reading what is not for publication: how the page comes by it, and whether it is still the one. All pages
 * of this address share it: a server that is started anew has another, and where one page is given that, all others go on.
 */

/** Null: nobody may write from here. `isLapsed`: there was a key, and the server has another by now. */
export interface KeyNow {
  readonly key: string | null;
  readonly isLapsed: boolean;
}

const NAME = "servanda-key";

export class Key {
  private now: KeyNow;
  private readonly listeners = new Set<() => void>();
  /** Comes to its end when a ticket in the address has been exchanged. */
  readonly ready: Promise<void>;

  /** Takes what the address brings; it stands in no address that could be copied. */
  constructor() {
    const [, kind, given = ""] = /^#(key|ticket)=([\w-]*)$/u.exec(location.hash) ?? [];
    if (kind !== undefined) history.replaceState(null, "", location.pathname + location.search);
    this.now = { key: kind === "key" && given !== "" ? given : kept(), isLapsed: false };
    this.ready = kind === "ticket" ? this.exchange(given) : Promise.resolve();
    addEventListener("storage", ({ key, newValue }) => {
      if (key !== NAME || newValue === null || newValue === this.now.key) return;
      this.say({ key: newValue, isLapsed: false });
      void this.check();
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly snapshot = (): KeyNow => this.now;

  /** What every question to the server carries. */
  get headers(): { readonly [name: string]: string } {
    return this.now.key === null ? {} : { "X-Servanda-Key": this.now.key };
  }

  /** Asks the server whether the key is the one; if it is not, whether another page was given that. */
  async check(): Promise<void> {
    await this.ready;
    const mine = this.now.key;
    const tried = [...new Set([mine, kept()])].filter((each) => each !== null);
    try {
      for (const key of tried) {
        if (!(await fits(key))) continue;
        keep(key);
        this.say({ key, isLapsed: false });
        return;
      }
    } catch {
      // The server does not answer: nothing is known of the key.
      return;
    }
    if (tried.length > 0 && this.now.key === mine) this.say({ key: null, isLapsed: true });
  }

  private async exchange(ticket: string): Promise<void> {
    try {
      const answer = await fetch("/api/ticket", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ticket }),
      });
      const { key } = (await answer.json()) as { readonly key: string | null };
      if (key === null) return;
      keep(key);
      this.say({ key, isLapsed: false });
    } catch {
      // Without a key the page can be read, if anybody may.
    }
  }

  private say(now: KeyNow): void {
    if (now.key === this.now.key && now.isLapsed === this.now.isLapsed) return;
    this.now = now;
    for (const listener of this.listeners) listener();
  }
}

async function fits(key: string): Promise<boolean> {
  const answer = await fetch("/api/key", { headers: { "X-Servanda-Key": key } });
  return ((await answer.json()) as { readonly fits: boolean }).fits;
}

function kept(): string | null {
  try {
    return localStorage.getItem(NAME);
  } catch {
    return null;
  }
}

function keep(key: string): void {
  try {
    localStorage.setItem(NAME, key);
  } catch {
    // A browser that keeps nothing works as well: the key is this page’s alone.
  }
}
