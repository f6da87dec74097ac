/**
 * The cases that an editor has open: what a store holds, with open pages in place of what is stored. A change marks its
 * case; the case is checked once when the writer pauses, or when somebody asks, whichever comes first.
 */
import {
  type Diagnostic,
  type Document,
  isForeign,
  type Known,
  type Model,
  type Study,
  study,
} from "@servanda/language";
import type { Told } from "./table.ts";

/** A page by its case and its path in it. */
export interface Location {
  /** What identifies the case: a folder, or a page that belongs to none. */
  readonly home: string;
  /** Relative, with `/`. */
  readonly path: string;
}

/** What is stored of a case, beside the pages that are open. */
export interface Stored {
  readonly documents: readonly Document[];
  readonly known: Known;
  /** Whether a table of the case uses a name. */
  readonly inTables: (name: string) => boolean;
  /** What is wrong with the tables and the folder, for a store that has them; `open`: texts that are being edited, by path. */
  readonly faults?: (model: Model, open: ReadonlyMap<string, string>) => readonly Told[];
}

/** Where cases are stored: a disk, or what a browser was told. */
export interface Store {
  /** The case that a page belongs to; null if it stands alone. */
  locate(uri: string): Location | null;
  uriOf(location: Location): string;
  read(home: string): Stored;
}

/** An open page, as the editor last sent it. */
export interface OpenPage {
  readonly uri: string;
  readonly version: number;
  getText(): string;
}

/** What is told about a page; `version` is null for one that is not open. */
export type Publish = (uri: string, version: number | null, diagnostics: readonly Told[]) => void;

const NOTHING: Stored = { documents: [], known: { sources: null, shapes: null }, inTables: () => false };
/** How long a writer pauses before the case is checked, in milliseconds; longer where a check takes long. */
const PAUSE = 150;

function isPage(path: string): boolean {
  return !/\.(?:csv|geojson)$/iu.test(path);
}

/** A case under work. */
export class OpenCase {
  readonly home: string;
  /** Open pages by path. */
  readonly pages: Map<string, OpenPage> = new Map();
  /** Whether it stays although no page is open: the folder that the editor works in. */
  kept = false;
  private stored: Stored | null = null;
  private studied: Study | null = null;
  private isStale = true;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private tableTimer: ReturnType<typeof setTimeout> | null = null;
  /** As last read: tables are read when the writer pauses, never while somebody waits for an answer. */
  private tableFaults: readonly Told[] = [];
  private cost = 0;
  private readonly workspace: Workspace;
  private readonly told = new Set<string>();

  constructor(workspace: Workspace, home: string) {
    this.workspace = workspace;
    this.home = home;
  }

  /** What was read from the store. */
  get base(): Stored {
    this.stored ??= this.workspace.isStored(this.home) ? this.workspace.store.read(this.home) : NOTHING;
    return this.stored;
  }

  /** The case as it is now: checks it if it changed since. */
  now(): Study {
    if (this.isStale || this.studied === null) this.check();
    return this.studied as Study;
  }

  /** The case as it was last checked, perhaps a few words ago. */
  lately(): Study {
    return this.studied ?? this.now();
  }

  /** Something changed; what is stored too, if `reread`. */
  touch(reread: boolean): void {
    if (reread) this.stored = null;
    this.isStale = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(
      () => {
        try {
          this.now();
        } catch (error) {
          // A bug of ours; the editor goes on with what was known before.
          this.workspace.complain(error instanceof Error ? error.message : String(error));
        }
      },
      this.studied === null ? 0 : Math.max(PAUSE, this.cost),
    );
  }

  /** Takes back what was told of its pages. */
  close(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    if (this.tableTimer !== null) clearTimeout(this.tableTimer);
    this.timer = null;
    this.tableTimer = null;
    for (const path of this.told) this.workspace.publish(this.uriOf(path), null, []);
    this.told.clear();
  }

  uriOf(path: string): string {
    return this.pages.get(path)?.uri ?? this.workspace.uriOf({ home: this.home, path });
  }

  private check(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const texts = new Map(this.base.documents.map((document) => [document.path, document]));
    for (const [path, page] of this.pages) if (isPage(path)) texts.set(path, { path, text: page.getText() });
    const start = performance.now();
    this.studied = study(Array.from(texts.values()), this.base.known);
    this.cost = performance.now() - start;
    this.isStale = false;
    this.tell(this.studied.diagnostics);
    if (this.base.faults === undefined) return;
    if (this.tableTimer !== null) clearTimeout(this.tableTimer);
    this.tableTimer = setTimeout(() => this.checkTables(), Math.max(PAUSE, this.cost));
  }

  private checkTables(): void {
    this.tableTimer = null;
    const studied = this.studied;
    if (this.isStale || studied === null) return;
    const open = new Map<string, string>();
    for (const [path, page] of this.pages) if (!isPage(path)) open.set(path, page.getText());
    try {
      this.tableFaults = this.base.faults?.(studied.model, open) ?? [];
    } catch (error) {
      this.workspace.complain(error instanceof Error ? error.message : String(error));
    }
    this.tell(studied.diagnostics);
  }

  private tell(diagnostics: readonly Diagnostic[]): void {
    // A page of another case is told of in that case, but for what concerns this one: at the line that includes it.
    const includes = new Map((this.studied?.model.includes ?? []).map(({ path, span }) => [path, span]));
    const told = diagnostics.flatMap((found): Told[] => {
      const { path, line } = found.span;
      if (!isForeign(path)) return [found];
      const span = includes.get(path);
      if (span === undefined || isForeign(span.path)) return [];
      return [{ ...found, span, message: `${path}:${line}: ${found.message}` }];
    });
    for (const fault of this.tableFaults) if (!isForeign(fault.span.path)) told.push(fault);
    const byPath = Map.groupBy(told, ({ span }) => span.path);
    for (const path of new Set([...this.told, ...this.pages.keys(), ...byPath.keys()])) {
      const list = byPath.get(path) ?? [];
      this.workspace.publish(this.uriOf(path), this.pages.get(path)?.version ?? null, list);
      if (list.length > 0) this.told.add(path);
      else this.told.delete(path);
    }
  }
}

/** Every case that an editor has open. */
export class Workspace {
  readonly store: Store;
  readonly publish: Publish;
  /** Tells a fault of ours, in a line. */
  readonly complain: (message: string) => void;
  readonly cases: Map<string, OpenCase> = new Map();
  private readonly located = new Map<string, Location>();

  constructor(store: Store, publish: Publish, complain: (message: string) => void) {
    this.store = store;
    this.publish = publish;
    this.complain = complain;
  }

  /** Whether a case is one of the store; else it is a page that stands alone. */
  isStored(home: string): boolean {
    return !this.located.has(home) || this.located.get(home)?.home !== home;
  }

  uriOf(location: Location): string {
    return this.isStored(location.home) ? this.store.uriOf(location) : location.home;
  }

  /** The case of an open page, and the page's path in it; null for a page that is not open. */
  find(uri: string): { readonly at: OpenCase; readonly path: string } | null {
    const location = this.located.get(uri);
    const at = location === undefined ? undefined : this.cases.get(location.home);
    return location === undefined || at === undefined ? null : { at, path: location.path };
  }

  open(page: OpenPage): void {
    const location = this.store.locate(page.uri) ?? { home: page.uri, path: "page.md" };
    this.located.set(page.uri, location);
    const at = this.hold(location.home);
    at.pages.set(location.path, page);
    at.touch(true);
  }

  change(page: OpenPage): void {
    const found = this.find(page.uri);
    if (found === null) return;
    found.at.pages.set(found.path, page);
    found.at.touch(false);
  }

  close(uri: string): void {
    const found = this.find(uri);
    if (found === null) return;
    const { at, path } = found;
    at.pages.delete(path);
    if (at.pages.size === 0 && !at.kept) {
      at.close();
      this.cases.delete(at.home);
    } else at.touch(true);
    this.located.delete(uri);
  }

  /** Keeps a case of the store at hand, whether or not a page of it is open. */
  keep(home: string): void {
    const at = this.hold(home);
    at.kept = true;
    at.touch(true);
  }

  /** No longer keeps it. */
  release(home: string): void {
    const at = this.cases.get(home);
    if (at === undefined) return;
    at.kept = false;
    if (at.pages.size > 0) return;
    at.close();
    this.cases.delete(home);
  }

  /** What is stored changed; pages may belong to another case now. */
  reread(): void {
    for (const at of Array.from(this.cases.values())) {
      for (const [path, page] of Array.from(at.pages)) {
        const location = this.store.locate(page.uri) ?? { home: page.uri, path: "page.md" };
        if (location.home === at.home && location.path === path) continue;
        this.close(page.uri);
        this.open(page);
      }
      at.touch(true);
    }
  }

  private hold(home: string): OpenCase {
    const before = this.cases.get(home);
    if (before !== undefined) return before;
    const at = new OpenCase(this, home);
    this.cases.set(home, at);
    return at;
  }
}
