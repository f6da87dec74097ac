/** How all works are measured: by turns in one process, the median counting. */
import type { Model } from "@servanda/language";
import { Assessment, type Columns } from "@servanda/monitor";
import { BEGIN, surroundings, type Stream } from "./workload.ts";

/** A line of the table. `ratio`: what is compared with the baseline; `limit`: what it must not pass, where a limit is set. */
export type Say = (name: string, value: string, ratio?: number | null, limit?: number | null) => void;

export interface Time {
  /** By the clock, in milliseconds. */
  readonly wall: number;
  /** Of the processor, by this thread: what other work on the machine hardly lengthens. */
  readonly cpu: number;
}

export type Turns = <K extends string>(works: { readonly [name in K]: () => unknown }) => Promise<{
  [name in K]: Time;
}>;

export const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1]!;

export const ms = (time: number): string => `${time.toFixed(time < 10 ? 1 : 0)} ms`;

/** Milliseconds that a turn takes at least: the clock of the processor does not tell less apart. */
const SHORTEST = 20;

/** Medians of several works that take turns, so many times; the first two turns warm up and are dropped. What is short is done several times a turn. */
export function turnsOf(runs: number): Turns {
  return async (works) => {
    const times = new Map<string, Time[]>();
    const often = new Map<string, number>();
    for (let run = -1; run <= runs; run++) {
      for (const [name, work] of Object.entries<() => unknown>(works)) {
        globalThis.gc?.();
        const start = performance.now();
        const before = process.threadCpuUsage();
        const count = often.get(name) ?? 1;
        for (let i = 0; i < count; i++) await work();
        const { user, system } = process.threadCpuUsage(before);
        const time = { wall: (performance.now() - start) / count, cpu: (user + system) / 1000 / count };
        if (run > 0) times.set(name, [...(times.get(name) ?? []), time]);
        // Warm, it may be much shorter than it was at first.
        else often.set(name, Math.min(50, Math.ceil(SHORTEST / Math.max(time.wall, 0.1))));
      }
    }
    const middle = (all: readonly Time[]): Time => ({
      wall: median(all.map((time) => time.wall)),
      cpu: median(all.map((time) => time.cpu)),
    });
    return Object.fromEntries([...times].map(([name, all]) => [name, middle(all)])) as {
      [name in keyof typeof works]: Time;
    };
  };
}

/** The norms of the workload, by their ids. */
export const OF: { readonly [norm in "a" | "b" | "c" | "d"]: RegExp } = {
  a: /^truce$/,
  b: /^aid-/,
  c: /^spared$/,
  d: /^raids$/,
};

export function assess(
  model: Model,
  columns: Columns,
  stream: Stream,
  norm: keyof typeof OF | null = null,
): Assessment {
  const at = BEGIN + stream.end;
  const norms = norm === null ? undefined : new Set(model.norms.map((n) => n.id).filter((id) => OF[norm].test(id)));
  const asked = { at: { earliest: at, latest: at, text: "the end" }, standard: "alleged" as const, norms };
  const made = new Assessment(model, columns, surroundings(stream.end), asked);
  const left = made.unplanned;
  if (left) throw new Error(`${left.norm} has no plan: ${left.why}`);
  return made;
}
