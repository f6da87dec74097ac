import * as w from "./workload.ts";
import { Assessment } from "@servanda/monitor";
const n = Number(process.argv[2] ?? 1e5);
const s = w.streamOf(n);
const m = w.modelOf(s.end, Object.values(w.NORMS));
const at = { earliest: w.BEGIN + s.end, latest: w.BEGIN + s.end, text: "end" };
const c2 = w.columnsOf(m, s, 0.01, 0.01);
for (const norms of [null, "a", "b", "c", "d", null])
  for (let k = 0; k < (norms ? 1 : 1); k++) {
    const ids =
      norms === null
        ? undefined
        : new Set(
            m.norms
              .map((x) => x.id)
              .filter((i) => ({ a: /^truce/, b: /^aid/, c: /^spared/, d: /^raids/ } as any)[norms].test(i)),
          );
    const t = performance.now();
    const a = new Assessment(m, c2, w.surroundings(s.end), { at, standard: "alleged", norms: ids });
    console.log(
      norms,
      "flawed",
      c2.unsettled.length,
      (performance.now() - t).toFixed(1),
      a.verdicts.length,
      a.verdicts.breaches,
    );
  }
