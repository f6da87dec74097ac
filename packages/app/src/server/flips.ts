/**
 * What the board shows on other terms, for a page whose own monitor has only just begun: this process has judged the case already, and is fast
 * by then. The other standards are worked out while nobody waits.
 */
import { Kept, type KeptResult } from "@servanda/monitor";
import { type Asked, askedBy, keyOf, nextFlips, NOTHING_ASKED, optionsOf, recordAs } from "./asked.ts";
import { foundOf } from "./extract.ts";
import { differenceOf } from "./difference.ts";
import type { Bytes } from "./packing.ts";
import type { CasePayload, FlipPayload } from "./payload.ts";

/** So many answers are kept. */
const MOST_KEPT = 12;
/** So long at most nothing else is taken up. In milliseconds. */
const SLICE = 8;

export class Flips {
  private readonly of: CasePayload;
  private readonly kept: Kept;
  private readonly answers = new Map<string, Bytes | null>();
  /** What the case comes to by itself; undefined: not found yet, null: it does not say on what date. */
  private plain: KeptResult | null | undefined;
  private isEnded = false;

  constructor(of: CasePayload) {
    this.of = of;
    this.kept = new Kept(of.model);
  }

  /** As JSON; null: the case does not say on what date, nor does the question. */
  answer(query: URLSearchParams): Bytes | null {
    const asked = askedBy(query, this.of.model);
    const key = keyOf(asked);
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    if (this.plain === undefined) this.plain = this.found(NOTHING_ASKED);
    return this.keep(key, this.found(asked), this.plain);
  }

  /** Works out what is asked first, and what may be asked next. */
  ahead(): void {
    const all = this.steps([NOTHING_ASKED, ...nextFlips(NOTHING_ASKED, this.of.model, null)]);
    const go = (): void => {
      const end = performance.now() + SLICE;
      while (!this.isEnded && performance.now() < end) if (all.next().done) return;
      if (!this.isEnded) setImmediate(go);
    };
    go();
  }

  end(): void {
    this.isEnded = true;
  }

  private *steps(questions: readonly Asked[]): Generator<void> {
    for (const asked of questions) {
      const [key, options] = [keyOf(asked), optionsOf(this.of.model, asked)];
      if (options === null || this.answers.has(key)) continue;
      const result = yield* this.kept.steps(recordAs(this.of.record, asked), options);
      if (asked === NOTHING_ASKED) this.plain ??= result;
      this.keep(key, result, this.plain ?? null);
    }
  }

  private found(asked: Asked): KeptResult | null {
    const options = optionsOf(this.of.model, asked);
    return options && this.kept.ask(recordAs(this.of.record, asked), options);
  }

  private keep(key: string, result: KeptResult | null, plain: KeptResult | null): Bytes | null {
    const difference = result && differenceOf(plain, result);
    const payload: FlipPayload | null = difference && {
      version: this.of.version,
      ...difference,
      findings: difference.findings.map(foundOf),
    };
    const bytes = payload && new TextEncoder().encode(JSON.stringify(payload));
    this.answers.set(key, bytes);
    const [oldest] = this.answers.keys();
    if (this.answers.size > MOST_KEPT && oldest !== undefined) this.answers.delete(oldest);
    return bytes;
  }
}
