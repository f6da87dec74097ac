import * as w from "./workload.ts";
import * as l from "./loop.ts";
const s = w.streamOf(1e6);
for (let k = 0; k < 7; k++) {
  const t = [performance.now()];
  const r: any = {};
  r.a = l.truce(s);
  t.push(performance.now());
  r.b = l.aid(s);
  t.push(performance.now());
  r.c = l.spared(s);
  t.push(performance.now());
  r.d = l.raids(s);
  t.push(performance.now());
  console.log(
    t
      .slice(1)
      .map((x, i) => (x - t[i]!).toFixed(1))
      .join(" "),
    (t[4]! - t[0]!).toFixed(1),
    JSON.stringify(r),
  );
}
