/** What an assessment comes to, line by line of the board, without a finding for each occasion. */
import type { Model } from "@servanda/language";
import type { Assessment } from "./assess.ts";
import { board, type Counted } from "./board.ts";
import type { BoardLine, Footing, Outcome } from "./finding.ts";
import type { Plan } from "./plan.ts";
import { footingOf, outcomesOf } from "./verdicts.ts";
import { views } from "./view.ts";

/** How many findings of a line that have an occasion, or stand by themselves, say the same. */
export interface Said {
  readonly outcome: Outcome | null;
  readonly possible: readonly Outcome[];
  readonly footing: Footing;
  readonly times: number;
  /** The row of the first of them in the verdicts. */
  readonly row: number;
}

export interface Tally {
  readonly line: BoardLine;
  readonly said: readonly Said[];
  /** Whether they are on events. */
  readonly eventful: boolean;
}

/** By and towards whom a finding must be; null: by and towards anybody. */
export type Fits = ((bearer: string, counterparty: string | null) => boolean) | null;

interface Entry {
  readonly plan: Plan;
  readonly bearer: string;
  /** By what is possible and on which footing. */
  readonly patterns: Map<number, Pattern>;
}

interface Pattern {
  times: number;
  /** Of these, those that have an occasion or stand by themselves; and the row of the first. */
  triggered: number;
  row: number;
}

/** Bits of the outcomes; above them stands the footing. */
const OUTCOME_BITS = 16;

/**
 * A tally a line, in the order of the board. No norm may have been left to the general evaluator. `fits`: only findings for which it holds are
 * tallied, and a line without any is left out; what the line itself says stays.
 */
export function tallies(model: Model, assessment: Assessment, fits: Fits): Tally[] {
  const whole = entries(assessment, null);
  const shown = fits === null ? whole : entries(assessment, fits);
  const counted: Counted[] = [];
  for (const { plan, bearer, patterns } of whole.values()) {
    const { norm, view } = plan.subject;
    const { id, instrument, article } = norm;
    const trigger = plan.kind === "standing" ? null : ({ by: "event" } as const);
    const say = (pattern: number, times: number, by: Counted["trigger"]): void => {
      if (times === 0) return;
      counted.push({ norm: id, instrument, article, bearer, view: view.id, ...judged(pattern), trigger: by, times });
    };
    for (const [pattern, { times, triggered }] of patterns) {
      say(pattern, triggered, trigger);
      say(pattern, times - triggered, null);
    }
  }
  return board(model, counted, views(model)).flatMap((line): Tally[] => {
    const own = line.byView.flatMap(({ view }) => shown.get(keyOf(line.norm, view, line.bearer)) ?? []);
    if (own.length === 0) return [];
    const said = own.flatMap(({ patterns }) =>
      [...patterns].flatMap(([pattern, { triggered, row }]) =>
        triggered > 0 ? [{ ...judged(pattern), times: triggered, row }] : [],
      ),
    );
    return [{ line, said, eventful: said.length > 0 && own.some(({ plan }) => plan.kind !== "standing") }];
  });
}

function entries(assessment: Assessment, fits: Fits): Map<string, Entry> {
  const { verdicts, plans, columns } = assessment;
  const { words } = columns.things;
  const out = new Map<string, Entry>();
  let last = -1;
  // Of the plan whose rows are being read: entries by the number of the bearer, those of whom nothing binds below zero.
  let known = new Map<number, Entry>();
  for (let row = 0; row < verdicts.length; row++) {
    const index = verdicts.plan[row]!;
    if (index < 0) continue;
    const plan = plans[index]!;
    if (index !== last) {
      last = index;
      known = new Map();
    }
    if (fits) {
      const { bearer, counterparty } = assessment.instance(row)!;
      if (!fits(bearer, counterparty)) continue;
    }
    const bound = verdicts.trigger[row]! >= 0;
    const code = verdicts.bearer[row]!;
    const number = bound || plan.kind === "standing" ? code : -1 - code;
    let entry = known.get(number);
    if (!entry) {
      const bearer = bound && code >= 0 ? words[code]! : assessment.instance(row)!.bearer;
      const key = keyOf(plan.subject.norm.id, plan.subject.view.id, bearer);
      entry = out.get(key);
      if (!entry) out.set(key, (entry = { plan, bearer, patterns: new Map() }));
      if (code >= 0) known.set(number, entry);
    }
    const triggered = bound || plan.kind === "standing" ? 1 : 0;
    const pattern = verdicts.possible[row]! | (verdicts.footing[row]! << OUTCOME_BITS);
    const same = entry.patterns.get(pattern);
    if (!same) entry.patterns.set(pattern, { times: 1, triggered, row });
    else {
      if (triggered > same.triggered) same.row = row;
      same.times++;
      same.triggered += triggered;
    }
  }
  return out;
}

function keyOf(norm: string, view: string, bearer: string): string {
  return `${norm}\u0000${view}\u0000${bearer}`;
}

function judged(pattern: number): Pick<Said, "outcome" | "possible" | "footing"> {
  const possible = outcomesOf(pattern & ((1 << OUTCOME_BITS) - 1));
  const outcome = possible.length === 1 ? possible[0]! : null;
  return { outcome, possible, footing: footingOf(pattern >> OUTCOME_BITS) };
}
