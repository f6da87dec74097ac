/** How cost grows: with norms, with events; and what the state of it takes. */
import type { Model } from "@servanda/language";
import type { Columns } from "@servanda/monitor";
import { assess, ms, type Say, type Turns } from "./turns.ts";
import { ASSIST, columnsOf, manyDuties, modelOf, NORMS, streamOf, type Stream } from "./workload.ts";

/** A bar as long as its share of the most. */
function bar(time: number, most: number): string {
  return "█".repeat(Math.max(1, Math.round((16 * time) / most)));
}

/** Norms spread over as many friends as there are norms: then each event concerns the same number of them, however many there are. */
export async function norms(say: Say, quick: boolean, turns: Turns, stream: Stream): Promise<void> {
  const sizes = quick ? [10, 1000] : [10, 100, 1000, 10_000];
  const works: { [name: string]: () => unknown } = {};
  for (const n of sizes) {
    const many = manyDuties(stream.end, n);
    const spread = columnsOf(many, stream, 0, 0, (i, kind) => {
      const one = Math.imul(i, 2_654_435_761) >>> 0;
      return [kind === ASSIST ? `H${one % n}` : "A001", `F${one % n}`];
    });
    works[`n${n}`] = () => assess(many, spread, stream);
  }
  const time = await turns(works);
  const [least = 0] = sizes;
  const most = Math.max(...sizes.map((n) => time[`n${n}`]!.cpu));
  for (const n of sizes) {
    const { cpu } = time[`n${n}`]!;
    const ratio = cpu / time[`n${least}`]!.cpu;
    say(
      `${n} norms, each event concerns one`,
      `${bar(cpu, most)} ${ms(cpu)}`,
      ratio,
      n === sizes.at(-1) && !quick ? 3 : null,
    );
  }
}

/** The four norms over parts of the stream; then the state that they leave, measured by itself. */
export async function events(say: Say, turns: Turns, model: Model, columns: Columns, stream: Stream): Promise<void> {
  const parts = [100, 10].map((part) => {
    const fewer = streamOf(stream.count / part);
    const own = modelOf(fewer.end, Object.values(NORMS));
    return { part, fewer, own, little: columnsOf(own, fewer) };
  });
  // As often as the part fits into the whole: so all works are as long, and ratios are of like with like.
  const works: { [name: string]: () => unknown } = { p1: () => assess(model, columns, stream) };
  for (const { part, fewer, own, little } of parts) {
    works[`p${part}`] = () => {
      for (let i = 0; i < part; i++) assess(own, little, fewer);
    };
  }
  const time = await turns(works);
  const whole = time["p1"]!.cpu;
  for (const { part } of parts) {
    const each = time[`p${part}`]!.cpu / part;
    const name = `${(stream.count / part).toLocaleString("en")} events, all four`;
    say(name, `${bar(each, whole)} ${ms(each)}`);
  }
  say(`${stream.count.toLocaleString("en")} events, all four`, `${bar(1, 1)} ${ms(whole)}`);
  say("10 times the events, against 10 times the time", ms(whole), whole / time["p10"]!.cpu, 1.5);
  // Buffers are given back some time after what held them.
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 3; i++) {
      globalThis.gc?.();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  await settle();
  const before = process.memoryUsage();
  const kept = assess(model, columns, stream);
  const taken = (): number => {
    const now = process.memoryUsage();
    return (now.heapUsed + now.arrayBuffers - before.heapUsed - before.arrayBuffers) / 1e6;
  };
  const most = taken();
  await settle();
  const state = taken();
  say("state beyond the columns, when done", `${state.toFixed(1)} MB`, state / 64, 1);
  say("with garbage not yet collected", `${most.toFixed(1)} MB`);
  say("of these, verdict rows", `${(kept.verdicts.bytes / 1e6).toFixed(1)} MB`);
}
