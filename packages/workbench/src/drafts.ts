/** Pages as somebody edits them: kept while the page is open, judged as one types, written to the folder only when asked. */
import type { Diagnostic } from "@servanda/language";
import { type Context, createContext, useContext, useSyncExternalStore } from "react";
import type { CasePayload } from "servanda/payload";
import { endedAs, plainLines } from "./lineends.ts";

type Page = CasePayload["pages"][number];

export interface Draft {
  readonly text: string;
  /** The SHA-256 of the page that it began from. */
  readonly base: string;
}

/** A page on disk; `was`: the SHA-256 of the text that it took the place of. */
interface OnDisk {
  readonly text: string;
  readonly sha256: string;
  readonly was: string;
}

/** What came of saving. `changed`: the page on disk is another by now; its text and SHA-256. */
export type Saved =
  | { readonly kind: "written" }
  | { readonly kind: "changed"; readonly text: string; readonly sha256: string }
  | { readonly kind: "refused"; readonly why: string };

export interface DraftsNow {
  readonly texts: ReadonlyMap<string, Draft>;
  /** Pages that are another on disk than the findings follow from: written from here a moment ago, or with a fault in them. */
  readonly disk: ReadonlyMap<string, OnDisk>;
  /** Of all pages, as they are edited; empty where nothing is. */
  readonly faults: readonly Diagnostic[];
  /** Null: nobody may write from here. */
  readonly key: string | null;
}

type Answer = Exclude<Saved, { readonly kind: "written" }> | { readonly kind: "written"; readonly sha256: string };

const KEY = "servanda-key";

export class Drafts {
  private now: DraftsNow;
  private readonly listeners = new Set<() => void>();
  /** Told when a text has changed: who works out what follows. */
  private readonly onChange: () => void;

  constructor(onChange: () => void) {
    this.onChange = onChange;
    this.now = { texts: new Map(), disk: new Map(), faults: [], key: keyNow() };
    addEventListener("beforeunload", (event) => {
      if (this.now.texts.size > 0) event.preventDefault();
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly snapshot = (): DraftsNow => this.now;

  /** The page as it is on disk, as far as is known here. */
  page(page: Page): Page {
    const there = this.now.disk.get(page.path);
    return there ? { ...page, text: there.text, sha256: there.sha256 } : page;
  }

  /** Whether anything is judged but what the server gave. */
  get isOver(): boolean {
    return this.now.texts.size + this.now.disk.size > 0;
  }

  /** The pages with what is edited in their place. */
  over(pages: readonly Page[]): { readonly path: string; readonly text: string }[] {
    return pages.map((page) => ({
      path: page.path,
      text: this.now.texts.get(page.path)?.text ?? this.page(page).text,
    }));
  }

  /**
   * The pages as the server has them now. `former`: those that findings go on following from, because these have a fault; null where they follow from these.
   * What was asked for before a page was written here may come after it, with the text from before.
   */
  arrived(pages: readonly Page[], former: readonly Page[] | null): void {
    const disk = new Map<string, OnDisk>();
    for (const { path, text, sha256 } of pages) {
      const known = this.now.disk.get(path);
      if (known && known.was === sha256) {
        disk.set(path, known);
        continue;
      }
      const old = former?.find((page) => page.path === path);
      if (old && old.sha256 !== sha256) disk.set(path, { text, sha256, was: old.sha256 });
    }
    if (disk.size + this.now.disk.size > 0) this.say({ disk });
  }

  /** A text as it is now, with any ends of lines: they stay as they are in the file. One that is the page’s own is no draft. */
  readonly put = (given: Page, text: string): void => {
    const page = this.page(given);
    const known = this.now.texts.get(page.path);
    const before = known?.text ?? page.text;
    const now = plainLines(text);
    if (now === plainLines(before)) return;
    const texts = new Map(this.now.texts);
    if (now === plainLines(page.text)) texts.delete(page.path);
    else texts.set(page.path, { text: endedAs(before, now), base: known?.base ?? page.sha256 });
    this.say({ texts });
    this.onChange();
  };

  readonly drop = (path: string): void => {
    const texts = new Map(this.now.texts);
    if (!texts.delete(path)) return;
    this.say({ texts, ...(texts.size === 0 ? { faults: [] } : {}) });
    this.onChange();
  };

  /** Writes a page, if it is on disk what it was when editing began (`over`: or what it is said to be). */
  readonly save = async (path: string, over: string | null = null): Promise<Saved> => {
    const draft = this.now.texts.get(path);
    if (!draft) return { kind: "written" };
    if (this.now.key === null) {
      return { kind: "refused", why: "Saving needs the key: open the address that the command printed." };
    }
    try {
      const answer = await fetch("/api/page", {
        method: "PUT",
        headers: { "Content-Type": "application/json", "X-Servanda-Key": this.now.key },
        body: JSON.stringify({ path, text: draft.text, before: over ?? draft.base }),
      });
      const said = (await answer.json()) as Answer;
      if (said.kind === "written") {
        const texts = new Map(this.now.texts);
        const since = texts.get(path);
        // What was typed since is a draft of the page as it is now.
        if (since === undefined || since.text === draft.text) texts.delete(path);
        else texts.set(path, { text: since.text, base: said.sha256 });
        const disk = new Map(this.now.disk).set(path, {
          text: draft.text,
          sha256: said.sha256,
          was: over ?? draft.base,
        });
        this.say({ texts, disk });
        this.onChange();
        return { kind: "written" };
      }
      return said.kind === "changed" ? said : { kind: "refused", why: said.why ?? "The server refused." };
    } catch {
      return { kind: "refused", why: "The server does not answer; nothing is lost as long as this page stays open." };
    }
  };

  tell(faults: readonly Diagnostic[]): void {
    this.say({ faults });
  }

  private say(change: Partial<DraftsNow>): void {
    this.now = { ...this.now, ...change };
    for (const listener of this.listeners) listener();
  }
}

/** The key comes in the address that the command printed; it is kept for this tab and leaves the address, so that no link carries it. */
function keyNow(): string | null {
  const [, given] = /^#key=([\w-]+)$/u.exec(location.hash) ?? [];
  try {
    if (given !== undefined) {
      sessionStorage.setItem(KEY, given);
      history.replaceState(null, "", location.pathname + location.search);
    }
    return given ?? sessionStorage.getItem(KEY);
  } catch {
    return given ?? null;
  }
}

export const DraftsContext: Context<Drafts | null> = createContext<Drafts | null>(null);

const NONE: DraftsNow = { texts: new Map(), disk: new Map(), faults: [], key: null };
const deaf = (): (() => void) => () => {};

export function useDrafts(): { readonly drafts: Drafts | null; readonly now: DraftsNow } {
  const drafts = useContext(DraftsContext);
  const now = useSyncExternalStore(drafts?.subscribe ?? deaf, drafts?.snapshot ?? (() => NONE));
  return { drafts, now };
}
