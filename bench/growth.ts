/**
 * `node --conditions=source bench/growth.ts`: how the checker's time grows for texts of one kind, the best of three runs.
 * Eight times the text should cost about eight times as much; 64 times would be its square.
 */
import { check } from "@servanda/language";
import { inputs } from "../packages/language/test/growing.ts";

function cost(text: string): number {
  const times = [0, 1, 2].map(() => {
    const start = performance.now();
    check([{ path: "a.md", text: `Prose.\n\n\`\`\`servanda\n${text}\n\`\`\`\n` }]);
    return performance.now() - start;
  });
  return Math.min(...times);
}

console.log("   250      2000 ms   times   text");
for (const [kind, make] of inputs) {
  cost(make(50));
  const [small, large] = [cost(make(250)), cost(make(2000))];
  console.log(
    `${small.toFixed(1).padStart(6)} ${large.toFixed(1).padStart(9)} ms ${(large / small).toFixed(1).padStart(7)}   ${kind}`,
  );
}
