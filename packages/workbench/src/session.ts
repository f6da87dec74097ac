/**
 * The session: what the server told, what is selected, and the desk that follows from both. One object outside of React;
 * views see it as a snapshot that changes as a whole.
 */
import type { Account, Finding, Result } from "@servanda/monitor";
import type { CasePayload } from "servanda/payload";
import { dateWords, namer } from "servanda/words";
import { Asker } from "./asker.ts";
import { type Asked, askedOf, keyOf, NOTHING_ASKED } from "./asked.ts";
import { patched } from "./reach.ts";
import { addressOf, type Desk, type Select, type Selection, selectionOf } from "./desk.ts";
import type { Asking } from "./asking.ts";
import { Drafts } from "./drafts.ts";

/** The state of the connection: `lost` is told until it is `live` again. */
export type Line = "joining" | "live" | "lost";

export interface Snapshot {
  readonly selection: Selection;
  /** Null until the first findings are there. */
  readonly desk: Desk | null;
  readonly line: Line;
  /** The newest version of the case has faults: they are told, and the desk is of the last version without. */
  readonly faulty: CasePayload | null;
  /** A sentence about what went wrong on our side. */
  readonly trouble: string | null;
  /** Findings are being worked out. */
  readonly busy: boolean;
  /** How long the last question took, in milliseconds, from the flip to the answer. */
  readonly took: number;
}

/** So long after the last key what was typed is judged. In milliseconds. */
const PAUSE = 180;

export class Session {
  readonly drafts: Drafts = new Drafts(() => this.typed());
  private typing = 0;
  /** The case with what is edited in place of what is saved, where that has no error. */
  private edited: CasePayload | null = null;
  private readonly asker = new Asker();
  /** Answers what views ask beside the findings; made when it is first needed. */
  private second: Asker | null = null;
  private readonly listeners = new Set<() => void>();
  private payload: CasePayload | null = null;
  private plain: Result | null = null;
  private shown = "";
  private tookFirst = false;
  private now: Snapshot;

  constructor(address: string) {
    this.now = {
      selection: selectionOf(address),
      desk: null,
      line: "joining",
      faulty: null,
      trouble: null,
      busy: true,
      took: 0,
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly snapshot = (): Snapshot => this.now;

  readonly select: Select = (change, how = {}) => {
    const selection = { ...this.now.selection, ...change };
    const address = addressOf(selection);
    if (address === addressOf(this.now.selection)) return;
    if (how.replace) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
    this.go(selection);
  };

  /** What views ask beside the findings. */
  readonly asking: Asking = {
    otherwise: (asked, finding) => this.helper()?.otherwise(asked, finding) ?? Promise.resolve([]),
    claims: (asked) => this.helper()?.claims(asked) ?? Promise.resolve(null),
    balance: (asked) => this.helper()?.balance(asked) ?? Promise.resolve(null),
  };

  /** Messages to a worker keep their order, so what is asked next is asked of this case. */
  private helper(): Asker | null {
    if (this.payload === null) return null;
    if (this.second === null) {
      this.second = new Asker();
      void this.second.tell((this.edited ?? this.payload).model, this.payload.record);
    }
    return this.second;
  }

  start(): void {
    addEventListener("popstate", () => this.go(selectionOf(location.pathname + location.search)));
    void this.reload();
    const events = new EventSource("/api/events");
    events.addEventListener("open", () => {
      const wasLost = this.now.line === "lost";
      this.say({ line: "live" });
      if (wasLost) void this.reload();
    });
    events.addEventListener("error", () => this.say({ line: "lost" }));
    events.addEventListener("changed", () => void this.reload());
  }

  /** Reads the case anew from the server. */
  async reload(): Promise<void> {
    let payload: CasePayload;
    try {
      const response = await fetch("/api/case");
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      payload = (await response.json()) as CasePayload;
    } catch (error) {
      if (this.now.desk === null) this.say({ trouble: `The case could not be read: ${messageOf(error)}.` });
      return;
    }
    if (payload.version === this.payload?.version && this.now.faulty === null) return;
    const isFaulty = payload.faults.some((fault) => fault.severity === "error");
    if (isFaulty && this.now.desk !== null) {
      this.say({ faulty: payload });
      return;
    }
    this.payload = payload;
    this.edited = null;
    this.plain = null;
    this.shown = "";
    this.say({ faulty: isFaulty ? payload : null, trouble: null });
    await Promise.all([
      this.asker.tell(payload.model, payload.record),
      this.second?.tell(payload.model, payload.record),
    ]);
    await this.find();
    if (this.drafts.snapshot().texts.size > 0) await this.judge();
  }

  private typed(): void {
    clearTimeout(this.typing);
    this.typing = window.setTimeout(() => void this.judge(), PAUSE);
  }

  /** What follows from the pages as they are edited; with errors in them, what followed before still stands. */
  private async judge(): Promise<void> {
    const { payload } = this;
    if (payload === null) return;
    const { texts } = this.drafts.snapshot();
    const { model, faults } = await this.asker.draft(this.drafts.over(payload.pages), payload.known);
    if (this.payload !== payload || this.drafts.snapshot().texts !== texts) return;
    this.drafts.tell(texts.size > 0 ? faults : []);
    if (model === null) return;
    this.edited = texts.size > 0 ? { ...payload, model } : null;
    await this.second?.tell(model, payload.record);
    this.shown = "";
    await this.find();
  }

  private go(selection: Selection): void {
    this.say({ selection });
    void this.find();
  }

  private async find(): Promise<void> {
    const { payload } = this;
    if (payload === null) return;
    const asked = askedOf(this.now.selection);
    const key = keyOf(asked);
    if (key === this.shown) return;
    this.shown = key;
    this.say({ busy: true });
    const start = performance.now();
    try {
      await this.findFirst(asked, key, start);
      const result = await this.asker.find(asked);
      this.plain ??= await this.asker.find(NOTHING_ASKED);
      // Meanwhile something else was asked, or the case has changed.
      if (this.shown !== key || this.payload !== payload) return;
      if (result === null) {
        this.say({ busy: false, trouble: "The case does not say when its record closes. Choose a date above." });
        return;
      }
      this.say({ desk: this.deskOf(payload, result), busy: false, trouble: null });
      if (!this.tookFirst) this.say({ took: performance.now() - start });
    } catch (error) {
      this.say({ busy: false, trouble: `This is a fault of ours, not of the case: ${messageOf(error)}.` });
    }
  }

  /** The finding that is being read changes at once; all others follow as soon as they are worked out. */
  private async findFirst(asked: Asked, key: string, start: number): Promise<void> {
    const { selection, desk } = this.now;
    const { payload, plain } = this;
    this.tookFirst = false;
    if (selection.open !== "why" || desk === null || payload === null || plain === null) return;
    const norm = selection.norm ?? desk.findings.get(selection.finding ?? "")?.norm;
    if (norm === undefined || this.asker.knows(asked)) return;
    const part = await this.asker.part(asked, norm);
    if (part === null || this.shown !== key || this.payload !== payload) return;
    this.tookFirst = true;
    const result = patched(desk.result, part, new Set([norm]));
    this.say({ desk: this.deskOf(payload, result), took: performance.now() - start });
  }

  /** The desk as the pages are edited. */
  private deskOf(payload: CasePayload, result: Result): Desk {
    const drafts = this.edited ? [...this.drafts.snapshot().texts.keys()].sort() : [];
    return deskOf(this.edited ?? payload, result, this.plain ?? result, drafts);
  }

  private say(change: Partial<Snapshot>): void {
    this.now = { ...this.now, ...change };
    for (const listener of this.listeners) listener();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What a finding says, for comparing: not its reasons. */
function sayingOf(finding: Finding): string {
  const { outcome, possible, footing, breaches, performed } = finding;
  return JSON.stringify([outcome, possible, footing, breaches, performed]);
}

export function deskOf(payload: CasePayload, result: Result, plain: Result, drafts: readonly string[] = []): Desk {
  const { model, record } = payload;
  const before = new Map(plain.findings.map((f) => [f.id, sayingOf(f)]));
  const changed = result === plain ? [] : result.findings.filter((f) => before.get(f.id) !== sayingOf(f));
  const names = new Map<string, readonly string[]>();
  for (const each of [...model.zones, ...model.terms, ...model.instruments, ...model.actors]) {
    names.set(each.id, each.names);
  }
  return {
    servanda: payload.servanda,
    version: payload.version,
    folder: payload.folder,
    handling: payload.handling,
    resting: payload.resting,
    model,
    record,
    points: new Map(payload.points.map((point) => [point.account, point])),
    shapes: payload.shapes,
    pages: payload.pages,
    drafts,
    faults: payload.faults,
    inputs: payload.inputs,
    known: payload.known,
    result,
    plain,
    changed: new Set(changed.map((f) => f.id)),
    findings: new Map(result.findings.map((f) => [f.id, f])),
    accounts: new Map(record.accounts.map((a) => [a.id, a])),
    events: Map.groupBy(record.accounts, (a: Account) => a.event),
    name: namer(model),
    names: (id) => names.get(id) ?? [id],
    day: (time) => dateWords(time, model.case.offset),
  };
}
