/** `node --conditions=source bench/process.ts CASE`: reads a case and judges it by plans over columns; prints what took how long. */
import { knownOf, readFiles, readPlain } from "@servanda/data";
import { check, DISTANT_FUTURE } from "@servanda/language";
import { Assessment, barOf, ColumnsBuilder } from "@servanda/monitor";

const times = [performance.now()];
const files = readFiles(process.argv[2]!);
times.push(performance.now());
const { model, diagnostics } = check(files.documents, knownOf(files));
const builder = new ColumnsBuilder(model);
const read = readPlain(files, model, builder);
if (read === null) throw new Error("not by the short way");
const { standard } = model.case;
const columns = builder.build(model, read.record, barOf(model, standard), DISTANT_FUTURE, read.event, read.account);
times.push(performance.now());
const made = new Assessment(model, columns, read.record, { at: model.case.recordCloses!, standard });
times.push(performance.now());
const fault = diagnostics.find((d) => d.severity === "error")?.message ?? [...files.issues, ...read.issues][0]?.message;
if (fault !== undefined || made.unplanned !== null) throw new Error(fault ?? "not by the short way");
const [start, opened, parsed, judged] = times.map((time) => time.toFixed(0));
const { user, system } = process.cpuUsage();
console.log(
  JSON.stringify({
    cpu: (user + system) / 1e6,
    rows: columns.count + columns.unsettled.length,
    start,
    files: Number(opened) - Number(start),
    columns: Number(parsed) - Number(opened),
    verdicts: Number(judged) - Number(parsed),
  }),
);
