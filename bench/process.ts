/** `node --conditions=source bench/process.ts CASE`: reads a case and judges it by plans over columns; prints what took how long. */
import { knownOf, readColumns, readFiles } from "@servanda/data";
import { check } from "@servanda/language";
import { Assessment } from "@servanda/monitor";

const times = [performance.now()];
const files = readFiles(process.argv[2]!);
times.push(performance.now());
const { model, diagnostics } = check(files.documents, knownOf(files));
const { columns, record, plain, issues } = readColumns(files, model, model.case.standard);
times.push(performance.now());
const made = new Assessment(model, columns, record, { at: model.case.recordCloses!, standard: model.case.standard });
times.push(performance.now());
const fault = diagnostics.find((d) => d.severity === "error")?.message ?? [...files.issues, ...issues][0]?.message;
if (fault !== undefined || !plain || made.ways.some((way) => way.why !== null))
  throw new Error(fault ?? "not by the short way");
const [start, read, parsed, judged] = times.map((time) => time.toFixed(0));
const { user, system } = process.cpuUsage();
console.log(
  JSON.stringify({
    cpu: (user + system) / 1e6,
    rows: columns.count + columns.unsettled.length,
    start,
    files: Number(read) - Number(start),
    columns: Number(parsed) - Number(read),
    verdicts: Number(judged) - Number(parsed),
  }),
);
