/** What is asked of the monitor, and what it is asked of: the record as somebody supposes it. Pure, for server, page and worker. */
import { DISTANT_PAST, parseTime, type Model, type Standard, standardsOf, type Time } from "@servanda/language";
import { type Account, type Finding, type Options, type Record, supposing } from "@servanda/monitor";

/** The part of what is chosen in the workbench that findings depend on. */
export interface Asked {
  readonly standard: Standard | null;
  readonly at: string | null;
  readonly asOf: string | null;
  /** Flips: accounts disbelieved, events taken as certain, sources left out; sorted. */
  readonly disbelieved: readonly string[];
  readonly supposed: readonly string[];
  readonly without: readonly string[];
}

export const NOTHING_ASKED: Asked = {
  standard: null,
  at: null,
  asOf: null,
  disbelieved: [],
  supposed: [],
  without: [],
};

/** That part alone. */
export function askedOf(selection: Asked): Asked {
  const { standard, at, asOf, disbelieved, supposed, without } = selection;
  return { standard, at, asOf, disbelieved, supposed, without };
}

/** The same question has the same key. */
export function keyOf(asked: Asked): string {
  return JSON.stringify([
    asked.standard,
    asked.at,
    asked.asOf,
    [...asked.disbelieved].sort(),
    [...asked.supposed].sort(),
    [...asked.without].sort(),
  ]);
}

const LISTS = { disbelieved: "disbelieve", supposed: "suppose", without: "without" } as const;

/** As the query of an address. */
export function queryOf(asked: Asked): string {
  const query = new URLSearchParams();
  if (asked.standard !== null) query.set("standard", asked.standard);
  if (asked.at !== null) query.set("at", asked.at);
  if (asked.asOf !== null) query.set("as-of", asked.asOf);
  for (const key of Object.keys(LISTS) as (keyof typeof LISTS)[]) {
    for (const id of asked[key]) query.append(LISTS[key], id);
  }
  return query.toString();
}

/** What such a query asks of a case; what it does not know it passes over. */
export function askedBy(query: URLSearchParams, model: Model): Asked {
  return {
    standard: standardsOf(model).find((each) => each === query.get("standard")) ?? null,
    at: query.get("at"),
    asOf: query.get("as-of"),
    disbelieved: query.getAll(LISTS.disbelieved),
    supposed: query.getAll(LISTS.supposed),
    without: query.getAll(LISTS.without),
  };
}

/** The options in the monitor's terms; dates that cannot be read are left out. Null where no date is given, by the case or by hand. */
export function optionsOf(model: Model, asked: Asked): Options | null {
  const at = dateOf(asked.at, model) ?? model.case.recordCloses;
  if (at === null) return null;
  return { at, asOf: dateOf(asked.asOf, model) ?? undefined, standard: asked.standard ?? undefined };
}

function dateOf(text: string | null, model: Model): Time | null {
  if (text === null) return null;
  const parsed = parseTime(text, model.case.offset);
  return "time" in parsed ? parsed.time : null;
}

const MOST_NEXT = 24;

/** What the next flip may ask: each other standard, nothing flipped, and without each account that the finding being read rests on. */
export function nextFlips(asked: Asked, model: Model, read: Pick<Finding, "accounts"> | null): Asked[] {
  const usual = model.case.standard;
  const standards = standardsOf(model).filter((each) => each !== (asked.standard ?? usual));
  const accounts = (read?.accounts ?? []).filter((id) => !asked.disbelieved.includes(id)).slice(0, MOST_NEXT);
  return [
    ...standards.map((each) => ({ ...asked, standard: each === usual ? null : each })),
    ...accounts.map((id) => ({ ...asked, disbelieved: [...asked.disbelieved, id].sort() })),
    NOTHING_ASKED,
  ];
}

const SUPPOSED = "supposed here";

/**
 * The record as it would be: accounts that are disbelieved are not in it, nor what sources that are left out say and cover, and events that
 * are taken as certain are asserted by all who are asked. Nothing of it is kept anywhere.
 */
export function recordAs(record: Record, asked: Asked): Record {
  if (asked.disbelieved.length + asked.supposed.length + asked.without.length === 0) return record;
  const disbelieved = new Set(asked.disbelieved);
  const without = new Set(asked.without);
  const certain = new Set(asked.supposed);
  const accounts = record.accounts.filter((a) => !disbelieved.has(a.id) && !without.has(a.source));
  const kept = accounts.filter((a) => !(certain.has(a.event) && a.stance === "denies"));
  const added: Account[] = [];
  for (const event of certain) {
    const told = accounts.find((a) => a.event === event && a.stance === "asserts");
    if (!told) continue;
    // A covering source that does not tell of an event counts as denying it (docs/semantics.md 4.3): so each of them tells, too.
    const tellers = [SUPPOSED, ...new Set(record.coverage.map((row) => row.source))];
    for (const source of tellers) {
      added.push({
        ...told,
        id: `${event}/${source} (supposed)`,
        source,
        stance: "asserts",
        status: "verified",
        grade: "finding",
        published: { earliest: DISTANT_PAST, latest: DISTANT_PAST, text: "always" },
      });
    }
  }
  return {
    ...record,
    accounts: [...kept, ...added],
    sources: added.length > 0 ? [...record.sources, supposing(SUPPOSED, "Supposed in the workbench")] : record.sources,
    coverage: record.coverage.filter((row) => !without.has(row.source)),
    ...(record.values ? { values: record.values.filter((value) => !without.has(value.source)) } : {}),
  };
}
