/**
 * The monitor behind the page, without the worker that it runs in: findings kept from question to question, what differs from the answer
 * before, and work for when nobody waits: reasons, and what the next flips may ask.
 */
import { type Model, type Standard, standardsOf } from "@servanda/language";
import { type Found, Kept, type KeptResult, type Options, type Record } from "@servanda/monitor";
import { type Asked, optionsOf, recordAs } from "servanda/asked";
import { type Patch, patchOf, type Reasons } from "./patch.ts";

/** What a finding would be if one thing were otherwise; `finding` null: its occasion would not arise. */
export interface Otherwise {
  readonly kind: "standard" | "account" | "source";
  readonly ref: string;
  readonly finding: Pick<Found, "outcome" | "possible" | "footing"> | null;
}

const MOST_TRIED = 24;
/** So many findings have their reasons told together. */
const TOGETHER = 24;

export class Monitoring {
  private readonly model: Model;
  private readonly record: Record;
  private readonly kept: Kept;
  private last: KeptResult | null = null;
  private readonly numbers = new WeakMap<Found, number>();
  private count = 0;
  private forgotten: number[] = [];
  /** Whoever flips all day is not to fill the machine: what is kept no more is forgotten on the page, too. */
  private readonly leaving = new FinalizationRegistry<number>((number) => this.forgotten.push(number));
  /** Findings whose reasons the page does not have yet. */
  private readonly untold = new Set<Found>();

  constructor(model: Model, record: Record) {
    this.model = model;
    this.record = record;
    this.kept = new Kept(model);
  }

  /** What differs from the answer before, worked out a norm at a time. Null: the case does not say on what date. */
  *find(asked: Asked): Generator<void, Patch | null> {
    const options = optionsOf(this.model, asked);
    if (options === null) return null;
    const now = yield* this.kept.steps(recordAs(this.record, asked), options);
    const patch = patchOf(this.last, now, (found) => this.numbered(found));
    this.last = now;
    return patch;
  }

  /** All on some norms; `isTold`: with their reasons. */
  part(asked: Asked, norms: readonly string[], isTold: boolean): Patch | null {
    const now = this.ask(asked, norms);
    if (now === null) return null;
    const patch = patchOf(null, now, (found) => this.numbered(found));
    return isTold ? { ...patch, reasons: this.reasonsOf(now.findings, now.standard) } : patch;
  }

  /** Reasons that the page does not have yet, some at a time. */
  *reasons(): Generator<Reasons> {
    for (;;) {
      const next = [...this.untold].slice(0, TOGETHER);
      if (next.length === 0) return;
      const reasons: (readonly [number, string])[] = [];
      for (const found of next) {
        reasons.push(...this.reasonsOf([found], this.last?.standard ?? this.model.case.standard));
        if (reasons.length < next.length) yield [];
      }
      yield reasons;
    }
  }

  /** Numbers of findings that will not be spoken of again; each is told once. */
  gone(): readonly number[] {
    const numbers = this.forgotten;
    this.forgotten = [];
    return numbers;
  }

  /** Works out what may be asked next, a norm at a time. */
  *prepare(questions: readonly Asked[]): Generator<void> {
    for (const asked of questions) {
      const options = optionsOf(this.model, asked);
      if (options !== null) yield* this.kept.steps(recordAs(this.record, asked), options);
    }
  }

  /** Tries a finding again: at the other standards, and without each account and each source that it rests on. */
  otherwise(asked: Asked, id: string): Otherwise[] {
    const norm = id.split("/")[0] ?? "";
    const again = (changed: Asked): Found | null =>
      this.ask(changed, [norm])?.findings.find((f) => f.id === id) ?? null;
    const now = again(asked);
    if (now === null) return [];
    const own = sayingOf(now);
    const standard = asked.standard ?? this.model.case.standard;
    const tried: Otherwise[] = [];
    const attempt = (kind: Otherwise["kind"], ref: string, changed: Asked): void => {
      const found = again(changed);
      if (found === null || sayingOf(found) !== own) tried.push({ kind, ref, finding: found });
    };
    for (const each of standardsOf(this.model)) {
      if (each !== standard) attempt("standard", each, { ...asked, standard: each });
    }
    for (const account of now.accounts.slice(0, MOST_TRIED)) {
      attempt("account", account, { ...asked, disbelieved: [...asked.disbelieved, account] });
    }
    for (const source of sourcesOf(this.record, now).slice(0, MOST_TRIED)) {
      attempt("source", source, { ...asked, without: [...asked.without, source] });
    }
    return tried;
  }

  private ask(asked: Asked, norms: readonly string[]): KeptResult | null {
    const options: Options | null = optionsOf(this.model, asked);
    if (options === null) return null;
    return this.kept.ask(recordAs(this.record, asked), { ...options, norms: new Set(norms) });
  }

  private numbered(found: Found): number {
    let number = this.numbers.get(found);
    if (number === undefined) {
      number = this.count;
      this.count += 1;
      this.numbers.set(found, number);
      this.leaving.register(found, number);
      this.untold.add(found);
    }
    return number;
  }

  private reasonsOf(findings: readonly Found[], standard: Standard): (readonly [number, string])[] {
    return findings.flatMap((found) => {
      const judged = this.untold.delete(found) ? this.kept.judgedFor(found) : null;
      return judged ? [[this.numbered(found), JSON.stringify(judged.because(standard))] as const] : [];
    });
  }
}

/** Sources that a finding rests on: those that cover, then those that tell. */
function sourcesOf(record: Record, { accounts, coverage }: Found): string[] {
  const told = record.accounts.filter(({ id }) => accounts.includes(id)).map(({ source }) => source);
  const covering = record.coverage.filter(({ id }) => coverage.rows.includes(id)).map(({ source }) => source);
  return [...new Set([...covering, ...told])];
}

function sayingOf(finding: Found): string {
  return JSON.stringify([finding.outcome, finding.possible, finding.footing]);
}
