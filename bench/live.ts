/**
 * A stream as it goes on: accounts pushed one by one onto a record of some size, each in order and settled; then some that come late, and some
 * that deny or dispute. The clock goes with the accounts, so that deadlines pass as well. All four norms.
 */
import type { Model } from "@servanda/language";
import { Stream, type Account } from "@servanda/monitor";
import { accountOf, BEGIN, modelOf, NORMS, streamOf, surroundings } from "./workload.ts";

type Say = (name: string, value: string, ratio?: number | null, limit?: number | null) => void;

/** Milliseconds of the processor that this thread has had. */
function spent(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Accounts a second that are wanted, and milliseconds that the slowest of a hundred may take. */
const WANTED = { rate: 200_000, slowest: 1 };

export function live(say: Say, quick: boolean): void {
  const many = quick ? 20_000 : 100_000;
  const odd = quick ? 5 : 20;
  for (const size of quick ? [1000, 10_000, 100_000] : [1000, 10_000, 100_000, 1_000_000]) {
    const whole = streamOf(size + many + odd);
    const model = modelOf(whole.end, Object.values(NORMS));
    const at = (i: number): Account => accountOf(whole, i, i, "S1", "none");
    // Up to ten days late: so many are left out of what is pushed in order.
    const late = Array.from({ length: odd }, (_, i) => size + many - 1 - i * Math.floor(Math.min(2740, size) / odd));
    const left = new Set(late);
    const inOrder = Array.from({ length: many + odd }, (_, i) => size + i).filter((i) => !left.has(i));
    const denied = inOrder.slice(-odd);
    const denial = (i: number): Account => {
      const { event, order } = at(i);
      return { ...accountOf(whole, 0, 0, "S2", "denied"), id: `${event}/S2`, event, order };
    };
    const { stream, start } = begun(model, whole, size, at);
    let changes = 0;
    // Accounts are made as they come in, a thousand at a time and not measured: nobody but the stream keeps them.
    const each = (
      events: readonly number[],
      made: (event: number) => Account,
    ): { times: Float64Array; cpu: number } => {
      const times = new Float64Array(events.length);
      let cpu = 0;
      for (let from = 0; from < events.length; from += 1000) {
        const list = events.slice(from, from + 1000).map(made);
        const before = spent();
        for (let i = 0; i < list.length; i++) {
          const account = list[i]!;
          const clock = performance.now();
          changes += stream.push([account], Math.max(stream.now, account.when?.latest ?? stream.now)).length;
          times[from + i] = performance.now() - clock;
        }
        cpu += spent() - before;
      }
      return { times: times.toSorted(), cpu };
    };
    // What runs for the first time is slower: a fifth warms up.
    each(inOrder.splice(0, inOrder.length / 5), at);
    changes = 0;
    globalThis.gc?.();
    const one = each(inOrder, at);
    const told = changes / inOrder.length;
    const name = `live, onto ${size.toLocaleString("en")} accounts`;
    const rate = inOrder.length / (one.cpu / 1000);
    const share = (times: Float64Array, part: number): number => times[Math.floor(times.length * part)]!;
    const slowest = share(one.times, 0.99);
    say(`${name}: a second`, `${rate.toFixed(0)}, ${told.toFixed(1)} changes each`, WANTED.rate / rate, 1);
    say(
      `${name}: p50, p99, most`,
      `${us(share(one.times, 0.5))}, ${us(slowest)}, ${one.times.at(-1)!.toFixed(1)} ms`,
      // Of much below what is wanted no ratio is kept: it says more of the machine than of us.
      slowest > WANTED.slowest ? slowest / WANTED.slowest : null,
      1,
    );
    const [behind, against] = [each(late, at), each(denied, denial)];
    say(`${name}: one late`, `p50 ${share(behind.times, 0.5).toFixed(1)}, most ${behind.times.at(-1)!.toFixed(1)} ms`);
    say(
      `${name}: one denial`,
      `p50 ${share(against.times, 0.5).toFixed(1)}, most ${against.times.at(-1)!.toFixed(1)} ms`,
    );
    say(`${name}: to begin with`, `${start.toFixed(0)} ms`);
    globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    say(`${name}: memory`, `${((heapUsed + arrayBuffers) / 1e6).toFixed(0)} MB`);
  }
}

/** A stream that begins with so many accounts, which nobody else keeps, and what that took. */
function begun(
  model: Model,
  whole: ReturnType<typeof streamOf>,
  size: number,
  at: (event: number) => Account,
): { readonly stream: Stream; readonly start: number } {
  const record = { ...surroundings(whole.end), accounts: Array.from({ length: size }, (_, i) => at(i)) };
  const before = spent();
  const stream = new Stream(model, record, { standard: "alleged" }, BEGIN + whole.second[size - 1]!);
  return { stream, start: spent() - before };
}

function us(time: number): string {
  return `${(time * 1000).toFixed(1)} µs`;
}
