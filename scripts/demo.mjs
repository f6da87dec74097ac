// `npm run demo`: sets up what is missing, checks the flagship case, says how to read what that prints, and what to try next.
import { join } from "node:path";
import { legendLines } from "./legend.mjs";
import { newNode, root, run, setUp } from "./setup.mjs";

const CASE = "cases/south-caucasus";
const launcher = join(root, "packages", "app", "bin", "servanda.js");

await setUp({ dev: false });

console.log("What was agreed between the states of the South Caucasus, against what is told of their conduct: a");
console.log("line for each norm and each of those whom it binds. That is long; how to read it stands below it.\n");
console.log(`$ npx servanda check ${CASE}\n`);
// The same check as data, at the same time, to pick a finding that is worth explaining.
const asData = run(newNode(), [launcher, "check", CASE, "--format", "json"]);
const { code } = await run(newNode(), [launcher, "check", CASE], { echo: true });
const finding = contested((await asData).output);

if (code === 2) process.exit(code);
console.log("\nHow to read it, under the name of each agreement:");
console.log(legendLines().join("\n"));
console.log("\nTry next:");
console.log(
  finding
    ? `  npx servanda explain ${CASE} ${quoted(finding)}\n      why one norm is answered differently under the reading of each side`
    : `  npx servanda check ${CASE} --outcome breached\n      only what is breached, under somebody's reading`,
);
console.log(
  `  npx servanda check ${CASE} --event 2022-09-13\n      what each side's reading makes of all that is told of one day`,
);
console.log(`  npx servanda check ${CASE} --instrument CST --party Russia\n      one treaty and one of its parties`);
console.log(`  npx servanda check ${CASE} --at 2022-12-31\n      the same board as it stood at the end of 2022`);
console.log(`  npx servanda new my-case\n      a case of your own, with a page that says what goes where`);
process.exitCode = code;

/** The id of a finding of the first board line that is contested on reading; null if there is none. */
function contested(text) {
  let result;
  try {
    result = JSON.parse(text);
  } catch {
    return null;
  }
  const lines = (result.board ?? []).filter((each) => each.outcome === "contested on reading");
  for (const line of lines) {
    const candidates = (result.findings ?? []).filter(
      (each) => each.norm === line.norm && each.bearer === line.bearer && each.outcome !== "not triggered",
    );
    const breached = candidates.find((each) => each.outcome === "breached") ?? candidates[0];
    if (breached) return breached.id;
  }
  return null;
}

/** Quoted for a POSIX shell, where the id holds anything but plain characters. */
function quoted(id) {
  return /^[\w./:-]+$/.test(id) ? id : `'${id.replaceAll("'", String.raw`'\''`)}'`;
}
