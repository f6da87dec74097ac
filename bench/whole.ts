/** The whole process: a case folder with a table of a million rows on disk, read, checked, judged by the four norms, in a Node of its own that runs
 * what was built; and the same by the command, with its board. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Say } from "./turns.ts";
import { ACTS, BEGIN, nameOf, NORMS, NOTICE, page, random, streamOf, type Stream } from "./workload.ts";

/** `accounts`: how many an event, on average: more of it by sources that agree. */
function folderOf(at: string, stream: Stream, accounts: number): string {
  mkdirSync(join(at, "conduct"), { recursive: true });
  writeFileSync(join(at, "case.md"), `${page(stream.end)}\n${Object.values(NORMS).join("\n")}`);
  writeFileSync(join(at, "sources.csv"), "id,title,kind\nS1,One,monitor\nS2,Two,monitor\nS3,Three,monitor\n");
  const day = (second: number): string => new Date(second * 1000).toISOString().slice(0, 10);
  writeFileSync(
    join(at, "coverage.csv"),
    `id,source,kinds,place,from,until,why\nV1,S1,*,,${day(BEGIN - 365 * 86_400)},${day(BEGIN + stream.end + 365 * 86_400)},it says that it records everything\n`,
  );
  const next = random(11);
  let text: string[] = [];
  let file = 0;
  const flush = (): void => {
    writeFileSync(
      join(at, "conduct", `${String(++file).padStart(2, "0")}.csv`),
      `event,source,when,order,kind,actor,target\n${text.join("")}`,
    );
    text = [];
  };
  for (let i = 0; i < stream.count; i++) {
    const when = new Date((BEGIN + stream.second[i]!) * 1000).toISOString().slice(0, 19);
    const kind = stream.kind[i]!;
    const rest = `${when}Z,${stream.order[i]},${ACTS[kind]},${nameOf(stream.actor[i]!)},${kind === NOTICE ? "" : nameOf(stream.target[i]!)}\n`;
    text.push(`E${i + 1},S1,${rest}`);
    if (accounts > 1 && next() < (accounts - 1) * 0.75) text.push(`E${i + 1},S2,${rest}`);
    if (accounts > 1 && next() < (accounts - 1) * 0.25) text.push(`E${i + 1},S3,${rest}`);
    if (text.length >= 700_000) flush();
  }
  if (text.length > 0) flush();
  return at;
}

/** By the clock, and of the processor where the program tells it; of several runs, the one in the middle. */
export function whole(say: Say, quick: boolean, folder: string): void {
  const stream = streamOf(quick ? 200_000 : 1_000_000);
  for (const [accounts, limit] of [
    [1, 2],
    [2.2, 4],
  ] as const) {
    const path = folderOf(join(folder, `whole-${accounts}`), stream, accounts);
    const rows = Math.round(stream.count * accounts).toLocaleString("en");
    const here = join(import.meta.dirname, "process.ts");
    const launcher = join(import.meta.dirname, "..", "packages", "app", "bin", "servanda.js");
    for (const [name, args] of [
      ["whole process", ["--max-semi-space-size=64", here, path]],
      ["servanda check, with its board", [launcher, "check", path]],
    ] as const) {
      const runs: { readonly wall: number; readonly told: string }[] = [];
      for (let run = 0; run < (quick ? 2 : 5); run++) {
        const start = performance.now();
        const told = execFileSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1e9 });
        runs.push({ wall: (performance.now() - start) / 1000, told });
      }
      const { wall, told } = runs.toSorted((a, b) => a.wall - b.wall)[runs.length >> 1]!;
      say(`${name}, about ${rows} rows`, `${wall.toFixed(2)} s`, quick ? null : wall, quick ? null : limit);
      if (!told.startsWith("{")) continue;
      const { cpu, ...parts } = JSON.parse(told) as { readonly cpu: number } & { readonly [part: string]: number };
      say("  of the processor", `${cpu.toFixed(2)} s`);
      say("  in milliseconds by the clock", JSON.stringify(parts).replaceAll(/[{}"]/gu, ""));
    }
  }
}
