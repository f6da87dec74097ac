/** Pages as somebody edits them: kept while the page is open, judged as one types, written to the folder only when asked. */
import type { Diagnostic } from "@servanda/language";
import { type Context, createContext, useContext, useSyncExternalStore } from "react";
import type { CasePayload } from "servanda/payload";
import type { Key } from "./key.ts";
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
  /** There was a key, and the server has another by now. */
  readonly isLapsed: boolean;
}

type Answer = Exclude<Saved, { readonly kind: "written" }> | { readonly kind: "written"; readonly sha256: string };

/** Why nothing can be saved just now. */
export const NO_KEY = "Saving needs the key: open the address that the command printed.";
export const LAPSED_KEY =
  "The server was started anew and has another key. To save, open the address that it printed then, in this browser: this page goes on by itself.";

export class Drafts {
  private now: DraftsNow;
  private readonly listeners = new Set<() => void>();
  /** Told when a text has changed: who works out what follows. */
  private readonly onChange: () => void;
  /** Whether what is written may be kept by the browser, which writes it to the disk. */
  isKept = false;
  /** Why nothing may be saved from here, if anything is in the way: what was written is of another case than the server has. */
  barred: string | null = null;
  private readonly key: Key;
  /** By page, what is being saved: one after the other, or a second would be told that the first had changed it. */
  private readonly saving = new Map<string, Promise<unknown>>();

  constructor(onChange: () => void, key: Key) {
    this.onChange = onChange;
    this.key = key;
    this.now = { texts: new Map(), disk: new Map(), faults: [], ...key.snapshot() };
    key.subscribe(() => this.say(key.snapshot()));
    addEventListener("beforeunload", (event) => {
      if (this.now.texts.size > 0) event.preventDefault();
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly snapshot = (): DraftsNow => this.now;

  /**
   * Takes up what was being written when this tab was loaded anew or broke down, and keeps from now on what is written, for that.
   * Called once, with the name of the case folder.
   */
  restore(folder: string): void {
    const texts = new Map([...keptIn(folder), ...this.now.texts]);
    if (texts.size > this.now.texts.size) this.say({ texts });
    let last = this.now.texts;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const keep = (): void => {
      clearTimeout(waiting);
      keepIn(folder, this.isKept ? this.now.texts : new Map());
    };
    this.subscribe(() => {
      if (this.now.texts === last) return;
      last = this.now.texts;
      clearTimeout(waiting);
      waiting = setTimeout(keep, WHILE);
    });
    addEventListener("pagehide", keep);
  }

  /** Drafts of pages that the case has no more. */
  orphans(pages: readonly Page[]): { readonly path: string; readonly text: string }[] {
    const there = new Set(pages.map(({ path }) => path));
    return [...this.now.texts].filter(([path]) => !there.has(path)).map(([path, { text }]) => ({ path, text }));
  }

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
   * The pages as the server has them now. `former`: those that findings go on following from, because these have a fault or are not judged yet; null where
   * they follow from these.
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
    const isSame =
      disk.size === this.now.disk.size && [...disk].every(([path, known]) => this.now.disk.get(path) === known);
    if (!isSame) this.say({ disk });
    // Written from here, though the answer was lost; or written alike by somebody else.
    const same = pages.filter(({ path, text }) => !disk.has(path) && this.now.texts.get(path)?.text === text);
    for (const { path } of same) this.drop(path);
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
    const saved = (this.saving.get(path) ?? Promise.resolve()).then(() => this.write(path, over));
    this.saving.set(path, saved);
    return saved;
  };

  private async write(path: string, over: string | null): Promise<Saved> {
    const draft = this.now.texts.get(path);
    if (!draft) return { kind: "written" };
    if (this.barred !== null) return { kind: "refused", why: this.barred };
    if (this.now.key === null) return { kind: "refused", why: this.now.isLapsed ? LAPSED_KEY : NO_KEY };
    let answer: Response;
    try {
      answer = await fetch("/api/page", {
        method: "PUT",
        headers: { "Content-Type": "application/json", ...this.key.headers },
        body: JSON.stringify({ path, text: draft.text, before: over ?? draft.base }),
      });
    } catch {
      return { kind: "refused", why: "The server does not answer; nothing is lost as long as this page stays open." };
    }
    if (answer.status === 403) {
      await this.key.check();
      return { kind: "refused", why: this.now.isLapsed ? LAPSED_KEY : NO_KEY };
    }
    const said = (await answer.json().catch(() => null)) as Answer | null;
    // What is there is what was to be written: the answer to an earlier saving was lost.
    if (said?.kind === "changed" && said.text === draft.text) return this.written(path, draft, draft.base, said.sha256);
    if (said?.kind === "changed") return said;
    if (said?.kind !== "written") return { kind: "refused", why: said?.why ?? "The server refused." };
    return this.written(path, draft, over ?? draft.base, said.sha256);
  }

  private written(path: string, { text }: Draft, was: string, sha256: string): Saved {
    const texts = new Map(this.now.texts);
    const since = texts.get(path);
    // What was typed since is a draft of the page as it is now.
    if (since === undefined || since.text === text) texts.delete(path);
    else texts.set(path, { text: since.text, base: sha256 });
    this.say({ texts, disk: new Map(this.now.disk).set(path, { text, sha256, was }) });
    this.onChange();
    return { kind: "written" };
  }

  tell(faults: readonly Diagnostic[]): void {
    this.say({ faults });
  }

  private say(change: Partial<DraftsNow>): void {
    this.now = { ...this.now, ...change };
    for (const listener of this.listeners) listener();
  }
}

/** So long after the last key what is written is kept. In milliseconds. */
const WHILE = 400;
const KEPT = "servanda-drafts";

function keptIn(folder: string): [string, Draft][] {
  try {
    const said: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    if (typeof said !== "object" || said === null || !("folder" in said) || said.folder !== folder) return [];
    const texts: unknown = "texts" in said ? said.texts : [];
    return Array.isArray(texts) ? texts.filter(isKept) : [];
  } catch {
    return [];
  }
}

function isKept(entry: unknown): entry is [string, Draft] {
  if (!Array.isArray(entry)) return false;
  const [path, draft] = entry as readonly unknown[] as readonly [unknown?, (Partial<Draft> | null)?];
  return typeof path === "string" && typeof draft?.text === "string" && typeof draft.base === "string";
}

function keepIn(folder: string, texts: DraftsNow["texts"]): void {
  try {
    if (texts.size === 0) sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, JSON.stringify({ folder, texts: [...texts] }));
  } catch {
    // Too much of it, or a browser that keeps nothing: it stays in the page, which asks before it is left.
  }
}

export const DraftsContext: Context<Drafts | null> = createContext<Drafts | null>(null);

const NONE: DraftsNow = { texts: new Map(), disk: new Map(), faults: [], key: null, isLapsed: false };
const deaf = (): (() => void) => () => {};

export function useDrafts(): { readonly drafts: Drafts | null; readonly now: DraftsNow } {
  const drafts = useContext(DraftsContext);
  const now = useSyncExternalStore(drafts?.subscribe ?? deaf, drafts?.snapshot ?? (() => NONE));
  return { drafts, now };
}
