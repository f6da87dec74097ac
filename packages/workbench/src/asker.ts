/** The page's side of the engine: asks, waits, and drops what nobody waits for any more. */
import type { Document, Model } from "@servanda/language";
import type { Record, Result } from "@servanda/monitor";
import { type Asked, keyOf } from "servanda/asked";
import type { Balance, ClaimAnswers } from "@servanda/analysis";
import type { Answer, Drafted, Message, Question, Value } from "./engine.ts";
import type { Otherwise } from "./monitoring.ts";
import { type Patch, patchedBy, ReasonBook } from "./patch.ts";

/** Whoever waits for an answer is told what is wrong. */
const unheard = (): void => undefined;

type Unnumbered = Question extends infer Q ? (Q extends Question ? Omit<Q, "id"> : never) : never;

/** So many results are kept at hand: flipping back and forth answers at once. */
const MOST_KEPT = 24;

export class Asker {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private readonly kept = new Map<string, Promise<Result | null>>();
  /** What of it is still being worked out, with the number of the question. */
  private readonly open = new Map<string, number>();
  private last = 0;
  /** What the worker's last answer came to: its next is told as what differs from it. */
  private result: Result | null = null;
  private book: ReasonBook = new ReasonBook();
  private readonly told: () => void;
  /** Why the worker answers nothing any more; null as long as it does. */
  broken: Error | null = null;
  /** Whether the worker has caught up with the case: until then others may be quicker. */
  isAbreast = false;

  /** `told`: is called when the reasons of all findings have come. */
  constructor(told: () => void = () => undefined) {
    this.told = told;
    this.worker = new Worker(new URL("./engine.ts", import.meta.url), { type: "module", name: "servanda-monitor" });
    let isThere = false;
    this.worker.addEventListener("message", ({ data }: MessageEvent<Message>) => {
      isThere = true;
      if ("reasons" in data) {
        this.book.add(data.reasons);
        this.book.forget(data.gone);
        if (!data.all) return;
        this.isAbreast = true;
        this.told();
        return;
      }
      this.waiting.get(data.id)?.(data);
      this.waiting.delete(data.id);
    });
    // It could not be loaded: nobody is left waiting for it. What goes wrong in it later it tells by itself.
    const fail = (event: Event): void => {
      if (isThere && "message" in event) return;
      this.broken = new Error("message" in event ? String(event.message) : "it could not be loaded");
      this.worker.terminate();
      for (const [id, answer] of this.waiting) answer({ id, ok: false, message: this.broken.message });
      this.waiting.clear();
    };
    this.worker.addEventListener("error", fail);
    this.worker.addEventListener("messageerror", fail);
  }

  /** Another case, or the same with other words or accounts: what was found before is forgotten. */
  async tell(model: Model, record: Record): Promise<void> {
    this.kept.clear();
    this.open.clear();
    this.isAbreast = false;
    await this.ask({ kind: "case", model, record });
    this.begin();
  }

  /** Null: the case does not say on what date, nor does the question. */
  find(asked: Asked): Promise<Result | null> {
    const key = keyOf(asked);
    const known = this.kept.get(key);
    if (known) {
      // What was asked before something else, and is wanted again, is worked out first.
      const of = this.open.get(key);
      if (of !== undefined) this.ask({ kind: "first", of }).catch(unheard);
      return known;
    }
    const found = this.patched(asked);
    const number = this.last;
    this.kept.set(key, found);
    this.open.set(key, number);
    const close = (): void => {
      if (this.open.get(key) === number) this.open.delete(key);
    };
    found.then(close, close);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    return found;
  }

  private async patched(asked: Asked): Promise<Result | null> {
    const patch = (await this.ask({ kind: "find", asked })) as Patch | null;
    if (patch === null) return null;
    this.result = patchedBy(this.result, patch, this.book);
    return this.result;
  }

  /** The worker has turned to another case: what it answers from here on has nothing in common with what it answered before. */
  private begin(): void {
    this.result = null;
    this.book = new ReasonBook();
  }

  /** What may be asked next is worked out while nobody waits; `told`: after the reasons of all that was found. */
  prepare(questions: readonly Asked[], told: boolean): void {
    this.ask({ kind: "prepare", questions, told }).catch(unheard);
  }

  /** Whether all of it is at hand already. */
  knows(asked: Asked): boolean {
    return this.kept.has(keyOf(asked)) && !this.open.has(keyOf(asked));
  }

  /** Of some norms alone; `told`: with their reasons. */
  async part(asked: Asked, norms: readonly string[], told: boolean): Promise<Result | null> {
    const patch = (await this.ask({ kind: "part", asked, norms, told })) as Patch | null;
    return patch && patchedBy(null, patch, this.book);
  }

  claims(asked: Asked): Promise<ClaimAnswers | null> {
    return this.ask({ kind: "claims", asked }) as Promise<ClaimAnswers | null>;
  }

  balance(asked: Asked): Promise<Balance | null> {
    return this.ask({ kind: "balance", asked }) as Promise<Balance | null>;
  }

  /** The pages as somebody edits them; where they have no error, all that is asked afterwards is asked of them. */
  async draft(
    documents: readonly Document[],
    { sources, shapes }: { readonly sources: readonly string[]; readonly shapes: readonly string[] },
  ): Promise<Drafted> {
    const drafted = (await this.ask({ kind: "draft", documents, sources, shapes })) as Drafted;
    if (drafted.model !== null) {
      this.kept.clear();
      this.open.clear();
      this.begin();
    }
    return drafted;
  }

  async otherwise(asked: Asked, finding: string): Promise<readonly Otherwise[]> {
    return ((await this.ask({ kind: "otherwise", asked, finding })) as readonly Otherwise[] | null) ?? [];
  }

  private ask(question: Unnumbered): Promise<Value> {
    if (this.broken !== null) return Promise.reject(this.broken);
    this.last += 1;
    const id = this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, (answer) => {
        if (answer.ok) resolve(answer.value);
        else reject(new Error(answer.message));
      });
      this.worker.postMessage({ ...question, id });
    });
  }
}
