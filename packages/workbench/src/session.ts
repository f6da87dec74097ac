/**
 * The session: what the server told, what is selected, and the desk that follows from both. One object outside of React;
 * views see it as a snapshot that changes as a whole.
 */
import { DISTANT_FUTURE, type Model, standardsOf } from "@servanda/language";
import type { Account, Finding, Record, Result } from "@servanda/monitor";
import type { BoardPayload, CasePayload } from "servanda/payload";
import { dateWords, namer, orderFor, toldOf } from "servanda/words";
import { Asker } from "./asker.ts";
import { replaced } from "servanda/difference";
import { type Asked, askedOf, keyOf, nextFlips, NOTHING_ASKED } from "servanda/asked";
import { isolating } from "./isolation.ts";
import { clockWords } from "./clock.ts";
import { hasReasons } from "./patch.ts";
import { addressOf, type Desk, isFlipped, type Select, type Selection, selectionOf, standardNamed } from "./desk.ts";
import type { Asking } from "./asking.ts";
import type { Drafted } from "./engine.ts";
import { IN_SIGHT } from "./sight.ts";
import { Drafts } from "./drafts.ts";
import { Key } from "./key.ts";
import { type Heard, Line, type Standing } from "./line.ts";
import { boardOn, boardThere, Refusal, refusalOf, startOf } from "./server.ts";
import { straysOf, withoutStrays } from "./stray.ts";

export interface Snapshot {
  readonly selection: Selection;
  /** The selection that the desk follows from: until a flip is answered, what was shown before stays as it was. */
  readonly settled: Selection;
  /** Null until the first findings are there. */
  readonly desk: Desk | null;
  readonly line: Standing;
  /** The newest version of the case has faults: they are told, and the desk is of the last version without. */
  readonly faulty: CasePayload | null;
  /** Why the case could not be read when that was tried last; what is shown is of before. */
  readonly unread: string | null;
  /** Another case is at this address by now, and what was written in this one stands in the way of showing it. */
  readonly barred: string | null;
  /** A sentence about what went wrong on our side. */
  readonly trouble: string | null;
  /** Findings are being worked out. */
  readonly busy: boolean;
  /** How long the last question took, in milliseconds, from the flip to the answer. */
  readonly took: number;
}

/** A desk, and the selection that it follows from. */
export interface Shown {
  readonly desk: Desk;
  readonly selection: Selection;
}

/** So long after all else is done the page leaves the machine to whoever begins to read. In milliseconds. */
const REST = 4000;
/** So long after it could not be loaded a part of the page is asked for again. In milliseconds. */
const AGAIN = 1500;
const UNDATED =
  "The case does not say when its record closes, so nothing can be found. Choose a date below, or write “record closes” into the text.";
const MISSING = "A part of this page could not be loaded. It is asked for again until it is there.";
/** So many answers of the helper are kept. */
const MOST_ANSWERED = 12;
/** So long after the last key what was typed is judged. In milliseconds. */
const PAUSE = 180;

export class Session {
  private readonly key = new Key();
  readonly drafts: Drafts = new Drafts(() => this.typed(), this.key);
  /** The state of the case as the server told it last, as it was read last, and for which it was asked for last. */
  private state: string | null = null;
  private seen: string | null = null;
  private wanted: string | null = null;
  private reading: { readonly done: Promise<void>; readonly stop: AbortController } | null = null;
  private isDue = false;
  /** The first view stands, or does not come by itself: until then the whole case is not asked for. */
  private isBegun = false;
  /** The last reading came to nothing on its way. */
  private isMissed = false;
  private typing = 0;
  /** The case with what is edited in place of what is saved, where that has no error. */
  private edited: CasePayload | null = null;
  private first: Asker | null = null;
  /** Answers what views ask beside the findings; made when it is first needed. */
  private second: Asker | null = null;
  /** What it answered of the case as it is now. */
  private readonly answered = new Map<string, Promise<unknown>>();
  private readonly listeners = new Set<() => void>();
  private payload: CasePayload | null = null;
  private plain: Result | null = null;
  /** The same as the board that came first has it, until the page's own monitor has found it. */
  private plainThere: Result | null = null;
  private shown = "";
  private foreseen: { readonly open: Selection["open"] | null; readonly read: string | null } = {
    open: null,
    read: null,
  };
  private now: Snapshot;

  constructor(address: string) {
    const selection = selectionOf(address);
    this.now = {
      selection,
      settled: selection,
      desk: null,
      line: "joining",
      faulty: null,
      unread: null,
      barred: null,
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

  /** What is shown, once all of it has come: the desk, and the selection that it follows from. */
  readonly whole = async (): Promise<Shown> => {
    for (;;) {
      const { desk, settled } = this.now;
      if (desk?.isWhole) return { desk, selection: withoutStrays(settled, straysOf(desk, settled)) };
      await new Promise<void>((resolve) => {
        const deaf = this.subscribe(() => {
          deaf();
          resolve();
        });
      });
    }
  };

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
    otherwise: async (asked, finding) => (await this.insist((helper) => helper.otherwise(asked, finding))) ?? [],
    claims: (asked) => this.helped("claims", asked, (helper) => helper.claims(asked)),
    balance: (asked) => this.helped("balance", asked, (helper) => helper.balance(asked)),
  };

  /** Made when there is something to ask it: the first view does not wait for a monitor. One that could not be loaded is made again. */
  private get asker(): Asker {
    if (this.first === null || this.first.broken !== null) {
      this.first = new Asker(() => {
        this.reasoned();
        setTimeout(() => this.weigh(), REST);
      });
      if (this.payload !== null) this.told(this.first.tell((this.edited ?? this.payload).model, this.payload.record));
    }
    return this.first;
  }

  /** What the helper was asked of this case before, it is not asked again. */
  private helped<T>(kind: string, asked: Asked, ask: (helper: Asker) => Promise<T>): Promise<T | null> {
    const key = `${kind} ${keyOf(asked)}`;
    const known = this.answered.get(key) as Promise<T | null> | undefined;
    const answer = known ?? this.insist(ask);
    this.answered.set(key, answer);
    answer.catch(() => this.answered.delete(key));
    const [oldest] = this.answered.keys();
    if (this.answered.size > MOST_ANSWERED && oldest !== undefined) this.answered.delete(oldest);
    return answer;
  }

  /** A helper that could not be loaded is asked for until it is there, and that is told. */
  private async insist<T>(ask: (helper: Asker) => Promise<T>): Promise<T | null> {
    const helper = this.helper();
    if (helper === null) return null;
    try {
      const answer = await ask(helper);
      if (this.now.trouble === MISSING) this.say({ trouble: null });
      return answer;
    } catch (error) {
      if (helper.broken === null) {
        this.say({ trouble: `This is a fault of ours, not of the case: ${messageOf(error)}.` });
        throw error;
      }
    }
    this.say({ trouble: MISSING });
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
    return this.insist(ask);
  }

  /** Messages to a worker keep their order, so what is asked next is asked of this case. */
  private helper(): Asker | null {
    if (this.payload === null) return null;
    if (this.second === null || this.second.broken !== null) {
      this.second = new Asker();
      this.told(this.second.tell((this.edited ?? this.payload).model, this.payload.record));
    }
    return this.second;
  }

  start(): void {
    addEventListener("popstate", () => this.go(this.addressed()));
    const line = new Line((heard) => this.hear(heard));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") line.look(true);
    });
    // A page that may not read may do so once another was given the key.
    this.key.subscribe(() => {
      if (this.now.unread !== null && !this.key.snapshot().isLapsed) void this.reload();
    });
    void this.begin();
  }

  /** The board first, where it is what was asked for, and the rest once it stands. */
  private async begin(): Promise<void> {
    await this.key.ready;
    if (isPlainBoard(this.now.selection)) {
      const board = await boardThere(this.key.headers);
      const isUsual = board !== null && Object.values(board.asked).every((value) => value === null);
      if (board?.result && isUsual && board.faults.length === 0 && this.payload === null) {
        this.plainThere = board.result;
        this.say({ desk: boardDeskOf(board, board.result) });
        await painted();
      }
    }
    this.isBegun = true;
    await this.reload();
  }

  private hear({ standing, state }: Heard): void {
    if (standing !== this.now.line) this.say({ line: standing });
    // What was asked of a server that is gone is not waited for.
    if (standing === "lost") this.reading?.stop.abort();
    if (standing !== "live") return;
    this.state = state;
    if (this.isMissed) this.seen = this.wanted = null;
    this.follow();
  }

  /** Reads the case again, if the server has told of another state of it than was read; once for each that it tells. */
  private follow(): void {
    const { state } = this;
    if (!this.isBegun || this.reading !== null || state === this.seen || state === this.wanted) return;
    this.wanted = state;
    void this.reload();
  }

  /** Reads the case anew from the server. One reading at a time: none can be overtaken by one that began before it. */
  reload(): Promise<void> {
    if (this.reading !== null) {
      this.isDue = true;
      return this.reading.done;
    }
    const stop = new AbortController();
    const read = async (): Promise<void> => {
      do {
        this.isDue = false;
        await this.read(stop.signal);
      } while (this.isDue && !stop.signal.aborted);
      this.reading = null;
      this.follow();
    };
    const done = read();
    this.reading = { done, stop };
    return done;
  }

  private async read(signal: AbortSignal): Promise<void> {
    let payload: CasePayload;
    try {
      const response = await fetch("/api/case", { headers: this.key.headers, signal });
      const before = this.seen;
      this.seen = response.headers.get("X-Servanda-State");
      // Another server by now, perhaps: it has another key.
      if (before === null || startOf(before) !== startOf(this.seen)) void this.key.check();
      if (!response.ok) throw new Refusal(await refusalOf(response));
      payload = (await response.json()) as CasePayload;
    } catch (error) {
      this.isMissed = !(error instanceof Refusal);
      if (!signal.aborted) this.say({ unread: messageOf(error) });
      return;
    }
    this.isMissed = false;
    const isOther = this.payload !== null && this.payload.folder !== payload.folder;
    // What was written in one case must not be taken for a page of another that is served at the same address by now.
    this.drafts.barred =
      isOther && this.drafts.snapshot().texts.size > 0
        ? `Another case, “${payload.folder}”, is at this address now. What is shown is of “${this.payload?.folder}”, with what you wrote and did not save. Copy that, then load the page anew.`
        : null;
    this.say({ unread: null, barred: this.drafts.barred });
    if (this.drafts.barred !== null) return;
    void this.take(payload);
  }

  private async take(payload: CasePayload): Promise<void> {
    this.drafts.isKept = payload.handling === "public";
    if (this.payload === null && this.drafts.isKept) this.drafts.restore(payload.folder);
    const isFaulty = payload.faults.some((fault) => fault.severity === "error");
    if (payload.version === this.payload?.version && this.now.faulty === null) return;
    if (isFaulty && this.now.desk?.isWhole) {
      this.drafts.arrived(payload.pages, this.payload?.pages ?? null);
      this.say({ faulty: payload });
      return;
    }
    // Until findings follow from them, the desk has the former pages: one that was written here is not shown meanwhile as it was before.
    this.drafts.arrived(payload.pages, this.now.desk?.isWhole ? this.now.desk.pages : null);
    if (this.payload === null) this.takeUp(payload.asked, payload.model);
    this.payload = payload;
    this.edited = null;
    this.plain = null;
    if (this.now.desk?.version !== payload.version) this.plainThere = null;
    this.shown = "";
    this.say({ faulty: isFaulty ? payload : null, trouble: null });
    // Messages keep their order: what is asked from now on is asked of this case.
    this.told(this.asker.tell(payload.model, payload.record));
    this.answered.clear();
    if (this.second !== null) this.told(this.second.tell(payload.model, payload.record));
    await this.find();
    if (this.drafts.isOver) await this.judge();
  }

  /** What goes wrong with it is told to whoever asks for findings. */
  private told(telling: Promise<unknown>): void {
    telling.catch(() => undefined);
  }

  /** What the address selects, where the case has standards of its own too. */
  private addressed(): Selection {
    const { pathname, search } = location;
    return selectionOf(pathname + search, this.payload ? standardsOf(this.payload.model) : undefined);
  }

  /** What the command was asked stands until something else is chosen; the address says it. */
  private takeUp({ at, asOf, standard }: CasePayload["asked"], model: Model): void {
    const standards = standardsOf(model);
    const selection = {
      ...this.now.selection,
      standard: selectionOf(location.pathname + location.search, standards).standard ?? this.now.selection.standard,
    };
    const change = {
      at: selection.at ?? at,
      asOf: selection.asOf ?? asOf,
      standard: selection.standard ?? standardNamed(standard, standards),
    };
    const address = addressOf({ ...selection, ...change });
    if (address === addressOf(selection)) return;
    history.replaceState(null, "", address);
    this.say({ selection: { ...selection, ...change }, settled: { ...selection, ...change } });
  }

  private typed(): void {
    clearTimeout(this.typing);
    this.typing = window.setTimeout(() => void this.judge(), PAUSE);
  }

  /** What follows from the pages as they are edited; with errors in them, what followed before still stands. */
  private async judge(): Promise<void> {
    const { payload } = this;
    if (payload === null) return;
    const { texts, disk } = this.drafts.snapshot();
    const { isOver } = this.drafts;
    const drafted = await this.drafted(payload);
    if (drafted === null) return;
    const { model, faults } = drafted;
    const now = this.drafts.snapshot();
    if (this.payload !== payload || now.texts !== texts) return;
    if (now.disk !== disk) {
      await this.judge();
      return;
    }
    this.drafts.tell(isOver ? faults : []);
    if (model === null) return;
    this.edited = isOver ? { ...payload, model } : null;
    this.answered.clear();
    if (this.second !== null) this.told(this.second.tell(model, payload.record));
    this.shown = "";
    await this.find();
  }

  /** Null: it came to nothing, and that was told. */
  private async drafted(payload: CasePayload): Promise<Drafted | null> {
    const { asker } = this;
    try {
      return await asker.draft(this.drafts.over(payload.pages), payload.known);
    } catch (error) {
      if (asker.broken === null)
        this.say({ trouble: `This is a fault of ours, not of the case: ${messageOf(error)}.` });
      else {
        this.say({ trouble: MISSING });
        this.typing = window.setTimeout(() => void this.judge(), AGAIN);
      }
      return null;
    }
  }

  private go(selection: Selection): void {
    const waits = this.payload !== null && this.now.desk !== null && selection.open === this.now.settled.open;
    if (!waits || keyOf(askedOf(selection)) === this.shown) this.say({ selection, settled: selection });
    else this.say({ selection, busy: true });
    void this.find();
    if (this.now.busy || this.now.desk?.isWhole !== true) return;
    if (selection.open === "why") this.told(this.explain());
    const { read, open } = this.foreseen;
    if (selection.open !== open || selection.finding !== read) this.foresee();
  }

  /** What may be flipped next, or looked at, is worked out while nobody waits. */
  private foresee(): void {
    const { selection, desk } = this.now;
    if (desk === null) return;
    const { open, finding: read } = selection;
    this.foreseen = { open, read };
    const found = open === "why" ? (desk.findings.get(read ?? "") ?? null) : null;
    this.asker.prepare(nextFlips(askedOf(selection), desk.model, found), open === "sources");
  }

  /** The reasons of what is being read are told before all others. */
  private async explain(): Promise<void> {
    const { desk } = this.now;
    const norm = this.normRead();
    if (desk === null || norm === null) return;
    if (desk.result.findings.every((finding) => finding.norm !== norm || hasReasons(finding))) return;
    await this.asker.part(askedOf(this.now.selection), [norm], true);
    this.reasoned();
  }

  /** Reasons have come since: what tells them tells them anew. */
  private reasoned(): void {
    const { desk, selection } = this.now;
    if (desk?.isWhole && (selection.open === "why" || selection.open === "sources")) this.say({ desk: { ...desk } });
  }

  /** With all else done, what takes longest is worked out before somebody opens its view: of the case by itself, once. */
  private weigh(): void {
    const { selection, desk } = this.now;
    if (!desk?.isWhole || this.edited !== null || isFlipped(selection)) return;
    const failed = (): void => undefined;
    if ((desk.model.claims ?? []).length > 0) this.asking.claims(NOTHING_ASKED).catch(failed);
    this.asking.balance(NOTHING_ASKED).catch(failed);
  }

  /** The norm whose finding is being read. */
  private normRead(): string | null {
    const { selection, desk } = this.now;
    if (selection.open !== "why") return null;
    return selection.norm ?? desk?.findings.get(selection.finding ?? "")?.norm ?? null;
  }

  private async find(): Promise<void> {
    const { payload } = this;
    if (payload === null) return;
    const asked = askedOf(this.now.selection);
    const key = keyOf(asked);
    if (key === this.shown) return;
    this.shown = key;
    if (!this.now.busy) this.say({ busy: true });
    const start = performance.now();
    const isWanted = (): boolean => this.shown === key && this.payload === payload;
    let isTold = false;
    const tell = (result: Result, plain: Result, change: Partial<Snapshot>, as: Partial<Desk> = {}): void => {
      const took = isTold ? this.now.took : performance.now() - start;
      isTold = true;
      const desk = { ...this.deskOf(payload, result, plain), ...as };
      this.say({ desk, settled: this.now.selection, took, ...change });
      this.drafts.arrived(payload.pages, null);
    };
    try {
      const isKnown = this.asker.knows(asked);
      const { desk } = this.now;
      const before = this.plain ?? this.plainThere;
      const canHelp = !isKnown && this.isBehind(payload, key) && before !== null && this.isBoard(key);
      const there = canHelp
        ? key === keyOf(NOTHING_ASKED)
          ? before
          : boardOn(payload, asked, before, this.key.headers)
        : null;
      // What is being read changes at once, and what is on the screen; all others follow as soon as they are worked out.
      const first = isKnown || desk === null || before === null ? null : this.readFirst(asked);
      const own = this.asker.find(asked);
      let isBoardTold = false;
      const tellFirst = async (): Promise<void> => {
        const put = await first;
        if (put && desk && before && isWanted() && !isBoardTold)
          tell(put(desk.result), before, {}, { isWhole: desk.isWhole });
      };
      const tellBoard = async (): Promise<void> => {
        const board = await Promise.race([own.then(() => null), there]);
        if (board === null || before === null || !isWanted() || !this.isBoard(key)) return;
        isBoardTold = true;
        tell(board, before, { busy: false }, { isWhole: false });
      };
      await Promise.all([tellFirst(), tellBoard()]);
      const result = await own;
      this.plain ??= await this.asker.find(NOTHING_ASKED);
      // Meanwhile something else was asked, or the case has changed.
      if (!isWanted()) return;
      if (result === null) {
        const none = undated(this.edited ?? payload);
        tell(none, none, { busy: false, trouble: UNDATED }, { isDated: false });
        return;
      }
      tell(result, this.plain ?? result, { busy: false, trouble: null });
      await this.explain();
      this.foresee();
    } catch (error) {
      if (!isWanted()) return;
      const settled = this.now.selection;
      if (this.first?.broken) {
        this.say({ trouble: MISSING });
        this.shown = "";
        setTimeout(() => void this.find(), AGAIN);
        return;
      }
      this.say({ settled, busy: false, trouble: `This is a fault of ours, not of the case: ${messageOf(error)}.` });
    }
  }

  /** Puts the findings on what is being read, or on the screen, in place of those that a result has; null: on nothing alone. */
  private async readFirst(asked: Asked): Promise<((result: Result) => Result) | null> {
    const read = this.normRead();
    const norms = read === null ? this.normsInSight() : [read];
    if (norms.length === 0) return null;
    const part = await this.asker.part(asked, norms, read !== null);
    return part && ((result) => replaced(result, part, new Set(norms)));
  }

  /** Norms of the agreements that the board shows on the screen. */
  private normsInSight(): readonly string[] {
    const { selection, desk } = this.now;
    if (selection.open !== "board" || selection.facts || desk === null) return [];
    return desk.model.norms.filter(({ instrument }) => IN_SIGHT.has(instrument)).map(({ id }) => id);
  }

  /**
   * Whether the server, which has judged the case before, is quicker than the page’s own monitor: until that has judged it once; and for what the server has
   * worked out ahead until the monitor has caught up. Else both would do the same work at the same time, and hold up what draws the page.
   */
  private isBehind({ model }: CasePayload, key: string): boolean {
    if (this.plain === null) return true;
    return !this.asker.isAbreast && nextFlips(NOTHING_ASKED, model, null).some((next) => keyOf(next) === key);
  }

  /** Whether the board is what is looked at, and it has not what is asked yet: only then can the server, which is quicker at first, help. */
  private isBoard(key: string): boolean {
    const { selection, desk } = this.now;
    const isTold = desk !== null && key === keyOf(NOTHING_ASKED) && desk.result === this.plainThere;
    return this.edited === null && isBoardAlone(selection) && !isTold;
  }

  /** The desk as the pages are edited. */
  private deskOf(payload: CasePayload, result: Result, plain: Result): Desk {
    const { texts } = this.drafts.snapshot();
    // What was written in a page that is gone is kept, and nothing follows from it.
    const drafts = this.edited ? payload.pages.map(({ path }) => path).filter((path) => texts.has(path)) : [];
    return deskOf(this.edited ?? payload, result, plain, drafts);
  }

  private say(change: Partial<Snapshot>): void {
    this.now = { ...this.now, ...change };
    for (const listener of this.listeners) listener();
  }
}

/** Whether the board can be shown without the rest of the case. */
function isPlainBoard(selection: Selection): boolean {
  return isBoardAlone(selection) && !isFlipped(selection);
}

/** Whether only what a board shows is looked at: no record, no clause. */
function isBoardAlone(selection: Selection): boolean {
  return selection.open === "board" && !selection.facts && selection.zone === null;
}

/** After the browser has drawn what it was given. */
function painted(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const sayings = new WeakMap<Finding, string>();

/** What a finding says, for comparing: not its reasons. */
function sayingOf(finding: Finding): string {
  let said = sayings.get(finding);
  if (said === undefined) {
    const { outcome, possible, footing, breaches, performed } = finding;
    said = JSON.stringify([outcome, possible, footing, breaches, performed]);
    sayings.set(finding, said);
  }
  return said;
}

/** What is found where there is no date to speak about: nothing. What is recorded can be looked at up to its last day, and the text be edited. */
function undated({ model, record }: Pick<CasePayload, "model" | "record">): Result {
  const ends = record.accounts.flatMap(({ when }) => when?.latest ?? []).filter((end) => end < DISTANT_FUTURE);
  const end = Math.max(0, ...ends);
  return {
    at: { earliest: end, latest: end, text: "no date" },
    asOf: null,
    standard: model.case.standard,
    views: [],
    findings: [],
    board: [],
    undated: 0,
  };
}

const NOTHING_RECORDED: Record = { accounts: [], sources: [], coverage: [], shapes: [] };

/** The desk of a board that stands before the rest has come. */
function boardDeskOf(board: BoardPayload, result: Result): Desk {
  const rest = { record: NOTHING_RECORDED, points: [], shapes: [], pages: [], inputs: [] };
  const known = { sources: [], shapes: [] };
  return { ...deskOf({ ...board, ...rest, known }, result, result), isWhole: false, told: board.told };
}

/** What of a desk does not follow from the selection. */
type Ground = Omit<Desk, "drafts" | "result" | "plain" | "changed" | "findings">;

const grounds = new WeakMap<CasePayload, Ground>();

export function deskOf(payload: CasePayload, result: Result, plain: Result, drafts: readonly string[] = []): Desk {
  let ground = grounds.get(payload);
  if (!ground) grounds.set(payload, (ground = groundOf(payload)));
  const before = new Map(plain.findings.map((f) => [f.id, f]));
  const isAsBefore = (f: Finding): boolean => {
    const own = before.get(f.id);
    return own === f || (own !== undefined && sayingOf(own) === sayingOf(f));
  };
  const changed = result === plain ? [] : result.findings.filter((f) => !isAsBefore(f));
  return {
    ...ground,
    drafts,
    result,
    told: toldOf(ground.record, result.asOf),
    plain,
    changed: new Set(changed.map((f) => f.id)),
    findings: new Map(result.findings.map((f) => [f.id, f])),
  };
}

function groundOf(payload: CasePayload): Ground {
  const order = orderFor(payload.model, navigator.language);
  const model = order.model(payload.model);
  const record = order.record(payload.record);
  const names = new Map<string, readonly string[]>();
  for (const each of [...model.zones, ...model.terms, ...model.instruments, ...model.actors]) {
    names.set(each.id, each.names);
  }
  const isolated = isolating([...names.values()].flat());
  const plainName = namer(model);
  return {
    isWhole: true,
    isDated: true,
    servanda: payload.servanda,
    version: payload.version,
    folder: payload.folder,
    handling: payload.handling,
    resting: payload.resting,
    model,
    record,
    told: toldOf(record),
    points: new Map(payload.points.map((point) => [point.account, point])),
    shapes: payload.shapes,
    pages: payload.pages,
    faults: payload.faults,
    inputs: payload.inputs,
    known: payload.known,
    sources: new Map(record.sources.map((s) => [s.id, s])),
    accounts: new Map(record.accounts.map((a) => [a.id, a])),
    events: Map.groupBy(record.accounts, (a: Account) => a.event),
    name: (id) => isolated(plainName(id)),
    isolated,
    names: (id) => names.get(id) ?? [id],
    day: (time) => clockWords(dateWords(time, model.case.offset), model.case.offset),
  };
}
