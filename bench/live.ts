/** A stream as it goes on: accounts pushed one by one, and by the thousand, onto a record of some size. */
import { Stream } from "@servanda/monitor";
import { accountOf, BEGIN, modelOf, NORMS, streamOf, surroundings } from "./workload.ts";

type Say = (name: string, value: string, ratio?: number | null, limit?: number | null) => void;

/** Milliseconds of the processor that this thread has had. */
function spent(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

export function live(say: Say, quick: boolean): void {
  for (const size of quick ? [1000, 10_000] : [1000, 10_000, 100_000]) {
    const whole = streamOf(size + 2100);
    const model = modelOf(whole.end, Object.values(NORMS));
    const accounts = Array.from({ length: whole.count }, (_, i) => accountOf(whole, i, i, "S1", "none"));
    const late = accounts.splice(size >> 1, 20);
    const record = { ...surroundings(whole.end), accounts: accounts.splice(0, size) };
    const second = (): number => BEGIN + whole.second[size]!;
    const stream = new Stream(model, record, { standard: "alleged" }, second());
    const each = (list: typeof accounts): number => {
      const times = list.map((account) => {
        const start = spent();
        stream.push([account], Math.max(stream.now, account.when!.latest));
        return spent() - start;
      });
      return times.toSorted((a, b) => a - b)[times.length >> 1]!;
    };
    const one = each(accounts.splice(0, 20));
    const behind = each(late.slice(0, 5));
    const many = accounts.splice(0, 1000);
    const start = spent();
    stream.push(many, many.at(-1)!.when!.latest);
    const rate = many.length / ((spent() - start) / 1000);
    const value = `${one.toFixed(1)} ms each, late ${behind.toFixed(1)} ms; by the thousand ${rate.toFixed(0)} a second`;
    say(`live, onto ${size.toLocaleString("en")} accounts`, value);
  }
}
