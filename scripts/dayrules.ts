/** Rules of fairness on days (`fairness.ts`): no page tells of what came after it. */
import type { Row, Tables } from "./casetables.ts";
import { byEvent, type Fault, fault, isTold, type Rule } from "./voices.ts";

const UNTIL_YEAR = "-12-31";
/** The first and the last day that a date may mean, as text that sorts. */
const firstDay = (date: string): string => (date === ".." ? "" : date.replace("~", "").slice(0, 10));
function lastDay(date: string): string {
  if (date === "..") return "9999";
  const plain = date.replace("~", "").slice(0, 10);
  // Of a page whose day is not known for sure the month is.
  const known = date.includes("~") ? plain.slice(0, 7) : plain;
  return known + (known.length === 4 ? UNTIL_YEAR : known.length === 7 ? "-31" : "");
}

/** The day that a page has to have reached to tell what a row says: the end of a span; of one broad date, its beginning. */
function toldOn(row: Row, told: readonly Row[]): string {
  if (row.when === "") {
    // A denial without a day is of the deed that its event tells.
    const days = told.flatMap(({ when }) => (when === "" ? [] : [firstDay(when.split("/")[0] ?? "")]));
    return days.sort((one, other) => (one < other ? -1 : 1))[0] ?? "";
  }
  const [first = "", last] = row.when.split("/");
  return last === undefined ? firstDay(first) : lastDay(last);
}

/** A page tells, or denies, nothing that is later than itself: what it foresees is no account of it. */
export const pageDay: Rule = (tables: Tables): Fault[] => {
  const events = byEvent(tables.rows.filter(isTold));
  return tables.rows.flatMap((row) => {
    const published = row.published || (tables.sources.get(row.source)?.published ?? "");
    const day = toldOn(row, events.get(row.event) ?? []);
    // A page of more than one day has seen the last of them.
    return published === "" || day <= lastDay(published.split("/").at(-1) ?? "")
      ? []
      : [
          fault("page-day")(
            row,
            `${row.source}, of ${published}, is said to tell of ${day}`,
            "Give a page of that day or later, or end the row with the day of its page.",
          ),
        ];
  });
};

/** The day from which each state is named as that: its act of independence (soviet-decisions.md). */
const STATES: ReadonlyMap<string, string> = new Map([
  ["Armenia", "1991-09-23"],
  ["Azerbaijan", "1991-10-18"],
]);

/** What was over before a state's act of independence was done by, or to, a republic of the Union. */
export const republicDay: Rule = ({ rows }) =>
  rows.flatMap((row) => {
    const last = row.when === "" ? "9999" : lastDay(row.when.split("/").at(-1) ?? "");
    const early = [row.actor, row.target].find((who) => last < (STATES.get(who) ?? ""));
    return early === undefined
      ? []
      : [
          fault("republic-day")(
            row,
            `names ${early}, and was over on ${last}`,
            "Name the republic of the Union, or whom else the page names.",
          ),
        ];
  });
