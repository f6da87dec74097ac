/**
 * Small cases of uses (docs/semantics.md 14.4) in the seconds about an end, where an act is known to a second or two only: a window of days
 * that ends at the clock time it began at, a deadline missed, a condition that silence may fill. In one of the seconds it is a use, in the other it is none.
 */
import type { Clauses, FurtherCondition, Norm } from "@servanda/language";
import {
  account,
  ALL_SEEN,
  all,
  changed,
  count,
  deliver,
  duty,
  exactly,
  keepOpen,
  name,
  model,
  NO_TIME,
  pattern,
  record,
  type RuleCase,
  second,
  within,
} from "./rules.ts";
import { amended, event, notify } from "./edges.ts";

const may = (clauses: Partial<Clauses>): Norm =>
  duty(
    {
      bearer: { kind: "named", actors: ["A"] },
      must: all({ kind: "do", pattern: pattern("attack", { target: name("B") }) }),
      ...clauses,
    },
    { id: "may", kind: "permission" },
  );
const upon = (...further: FurtherCondition[]): Pick<Clauses, "when"> => ({
  when: { anchor: pattern("notify"), further },
});
const requested = (length: FurtherCondition["within"]): FurtherCondition => ({
  pattern: pattern("request"),
  within: length,
  assumed: null,
});
const broken: Pick<Clauses, "breach"> = { breach: { norm: "n", by: null, against: null, further: [] } };
/** C notifies at noon of 3 January. */
const notified = event("c", "notify", "C", "2030-01-03T12:00:00");
/** A attacks B from one second to another. */
const attacks = (from: string, to: string): ReturnType<typeof account> =>
  account("a", "m1", { kind: "attack", actor: "A", target: "B", when: exactly(second(from), second(to)) });
/** B must deliver, once C has notified. */
const owed = (time: Clauses["time"]): Norm =>
  duty({ ...upon(), bearer: { kind: "named", actors: ["B"] }, must: all(deliver({ target: null })), time });

const OPEN = { possible: ["not triggered", "open"], footing: "unknown" as const };
const SURE = { possible: ["open"] };

interface Edge {
  readonly rule: string;
  readonly title: string;
  readonly norms: readonly Norm[];
  readonly id: string;
  readonly found: { readonly possible: readonly string[] };
  readonly isSeen: boolean;
  /** In the first of two seconds, and in both; then in the second alone. */
  readonly seconds: readonly [string, string];
  readonly uses: readonly [first: readonly string[], both: readonly string[], second: readonly string[]];
}

const NONE: readonly string[] = [];
const PERHAPS = ["a unknown"];
const SURELY = ["a"];

const ENDS: readonly Edge[] = [
  {
    rule: "7.4",
    // Its time ends with the tenth: an act in the first second after it comes strictly after nothing but time that is still running.
    title: "a condition that silence may fill at the last second of its days",
    norms: [may(upon(requested(count(1, "week"))))],
    id: "may/text/A→B/c",
    found: OPEN,
    isSeen: false,
    seconds: ["2030-01-11T00:00:00", "2030-01-11T00:00:01"],
    uses: [NONE, PERHAPS, PERHAPS],
  },
  {
    rule: "7.4",
    title: "the same, of the second of two conditions, on the breach of another norm",
    norms: [
      owed(within(2, "hour")),
      may({ breach: { ...broken.breach!, further: [requested(count(30, "second")), requested(count(1, "hour"))] } }),
    ],
    // Due by 14:00:00, breached from the second after it; an hour from there ends at 15:00:01.
    id: "may/text/A→B/deadline:c",
    found: OPEN,
    isSeen: false,
    seconds: ["2030-01-03T15:00:02", "2030-01-03T15:00:03"],
    uses: [NONE, PERHAPS, PERHAPS],
  },
  {
    rule: "14.4",
    title: "a window of a day ends a second before the clock time it began at",
    norms: [may({ ...upon(), time: { ...NO_TIME, for: count(1, "day") } })],
    id: "may/text/A→B/c",
    found: { possible: ["lapsed"] },
    isSeen: true,
    seconds: ["2030-01-04T11:59:59", "2030-01-04T12:00:00"],
    uses: [SURELY, ["a out of time unknown"], ["a out of time"]],
  },
  {
    rule: "14.4",
    title: "a window of a month likewise",
    norms: [may({ ...upon(), time: { ...NO_TIME, for: count(1, "month") } })],
    id: "may/text/A→B/c",
    found: { possible: ["lapsed"] },
    isSeen: true,
    seconds: ["2030-02-03T11:59:59", "2030-02-03T12:00:00"],
    uses: [SURELY, ["a out of time unknown"], ["a out of time"]],
  },
  {
    rule: "14.2",
    // Breached from midnight on; strictly after that.
    title: "a deadline of days missed",
    norms: [owed(within(2, "day")), may(broken)],
    id: "may/text/A→B/deadline:c",
    found: SURE,
    isSeen: true,
    seconds: ["2030-01-06T00:00:00", "2030-01-06T00:00:01"],
    uses: [NONE, PERHAPS, SURELY],
  },
  {
    rule: "14.2",
    title: "a deadline missed that is the end of a day's time",
    norms: [owed({ ...NO_TIME, for: count(1, "day") }), may(broken)],
    id: "may/text/A→B/deadline:c",
    found: SURE,
    isSeen: true,
    seconds: ["2030-01-04T12:00:00", "2030-01-04T12:00:01"],
    uses: [NONE, PERHAPS, SURELY],
  },
  {
    rule: "14.2",
    title: "a stretch missed",
    norms: [owed({ ...within(2, "day"), every: count(1, "day") }), may(broken)],
    id: "may/text/A→B/every-1:c",
    found: SURE,
    isSeen: true,
    seconds: ["2030-01-04T12:00:00", "2030-01-04T12:00:01"],
    uses: [NONE, PERHAPS, SURELY],
  },
  {
    rule: "14.2",
    // 14:00:00, and an hour from the second after it.
    title: "the breach of what a breach made due",
    norms: [
      owed(within(2, "hour")),
      duty(
        {
          ...broken,
          bearer: { kind: "named", actors: ["B"] },
          must: all(deliver({ target: null })),
          time: within(1, "hour"),
        },
        { id: "then" },
      ),
      may({ breach: { ...broken.breach!, norm: "then" } }),
    ],
    id: "may/text/A→B/deadline:deadline:c",
    found: SURE,
    isSeen: true,
    seconds: ["2030-01-03T15:00:02", "2030-01-03T15:00:03"],
    uses: [NONE, PERHAPS, SURELY],
  },
];

/** An act known to a minute or so, well within which there are a few seconds in which it is a use. */
const WITHIN: readonly RuleCase[] = [
  {
    rule: "14.4",
    // The hour ends at 13:00:00, and silence may fill it then; from 13:00:02 to 13:00:10 an act is a use.
    title: "ten seconds after a condition that silence may fill, within the minute of an act",
    model: model([may({ ...upon(requested(count(1, "hour"))), time: within(10, "second") })]),
    record: record([notified, attacks("2030-01-03T12:59:40", "2030-01-03T13:00:30")]),
    expect: {
      "may/text/A→B/c": { possible: ["lapsed", "not triggered"], uses: ["a out of time unknown"] },
    },
  },
  {
    rule: "14.4",
    // Due by 14:00:00, breached a second later; from 14:00:02 to 14:00:11.
    title: "ten seconds after a breach, within the minute of an act",
    model: model([owed(within(2, "hour")), may({ ...broken, time: within(10, "second") })]),
    record: record([notified, attacks("2030-01-03T13:59:40", "2030-01-03T14:00:30")], [ALL_SEEN]),
    expect: { "may/text/A→B/deadline:c": { possible: ["lapsed"], uses: ["a out of time unknown"] } },
  },
];

/** Each with an act known to the first second, to the two, and to the second of them. */
const ABOUT: readonly RuleCase[] = ENDS.flatMap(({ rule, title, norms, id, found, isSeen, seconds, uses }) =>
  (
    [
      [0, 0],
      [0, 1],
      [1, 1],
    ] as const
  ).map(([from, to], i): RuleCase => ({
    rule,
    title: `${title}: an act at ${[...new Set([seconds[from], seconds[to]])].join(" or ")}`,
    model: model(norms),
    record: record([notified, attacks(seconds[from], seconds[to])], isSeen ? [ALL_SEEN] : []),
    expect: { [id]: { ...found, uses: uses[i]! } },
  })),
);

/** A can suspend what it owes to C for so long, by notifying, after each breach of the norm, and upon what is asked for besides. */
const suspends = (hours: number, time: Clauses["time"], ...further: FurtherCondition[]): Norm =>
  duty(
    {
      breach: { ...broken.breach!, further },
      must: notify,
      time,
      power: { kind: "suspend", owedTo: name("C"), for: count(hours, "hour") },
    },
    { id: "s", kind: "power" },
  );
const suspendedBy = (id: string, when: string): ReturnType<typeof account> => event(id, "notify", "A", when);

/** A is to keep the road open for four days, up to the end of the fourth, and owes that to C. */
const kept = duty({ must: all(keepOpen), owedTo: name("C"), time: { ...NO_TIME, for: count(4, "day") } });

/** What a use makes a breach is an occasion of its own, of the same power too: it comes after that use (14.9), so no circle closes. */
const OPENED: readonly RuleCase[] = [
  {
    rule: "14.7",
    title: "stretches that a suspension adds are missed, and what answers for that adds another",
    model: model([
      duty({
        bearer: { kind: "named", actors: ["A", "B"] },
        must: all(deliver({ target: name("C") })),
        time: { ...within(4, "day"), every: count(2, "day") },
      }),
      suspends(36, within(1, "day")),
    ]),
    // Up to the end of the fifth: the stretch from the fifth is cut short (11.4). B misses the first. Suspended from the third, 06:00:01, for 36 hours: up to noon
    // of the seventh, so A owes the stretch of the fifth and sixth, and misses it. On that alone it suspends on the seventh, from 06:00:01 to 18:00:00 of
    // the eighth: up to the end of the eighth, so that it owes, and misses, the seventh and eighth too.
    record: record(
      [
        event("d", "deliver", "A", "2030-01-01T12:00:00", { target: "C" }),
        suspendedBy("x", "2030-01-03T06:00:00"),
        suspendedBy("y", "2030-01-07T06:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: {
      "n/text/A→C/entry": { possible: ["breached"], breaches: ["every-2", "every-3", "every-4"] },
      "n/text/B→C/entry": { possible: ["breached"], breaches: ["every-1", "every-2"] },
      "s/text/A/every-1:entry": { possible: ["lapsed"], uses: ["x", "y out of time"] },
      "s/text/A/every-2:entry": { possible: ["lapsed"], uses: ["y out of time"] },
      "s/text/A/every-3:entry": { possible: ["lapsed"], uses: ["y"] },
      "s/text/A/every-4:entry": { possible: ["lapsed"], uses: NONE },
    },
    only: true,
  },
  {
    rule: "14.7",
    // Suspended from noon of the second for a day: up to the end of the fifth.
    title: "a failure in the time by which a suspension moves an end",
    model: model([kept, suspends(24, null)]),
    record: record(
      [
        changed("b", "block", "2030-01-01T12:00:00"),
        changed("o", "unblock", "2030-01-01T18:00:00"),
        suspendedBy("x", "2030-01-02T12:00:00"),
        changed("c", "block", "2030-01-05T06:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: {
      "s/text/A/b": { possible: ["open"], uses: ["x"] },
      "s/text/A/c": { possible: ["open"], uses: NONE },
    },
  },
  {
    rule: "14.7",
    // The second failure begins on the second at 06:00:00, and nobody asks for anything within twelve hours. It begins again when the suspension ends, on the
    // fourth at 12:00:01, and somebody asks at 18:00:00.
    title:
      "a failure that goes on after a suspension is another breach, by which the power may begin where by the first it did not",
    model: model([kept, suspends(24, null, requested(count(12, "hour")))]),
    record: record(
      [
        changed("b", "block", "2030-01-01T12:00:00"),
        event("q", "request", "B", "2030-01-01T13:00:00"),
        changed("o", "unblock", "2030-01-01T18:00:00"),
        changed("c", "block", "2030-01-02T06:00:00"),
        suspendedBy("x", "2030-01-03T12:00:00"),
        event("r", "request", "B", "2030-01-04T18:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: {
      "s/text/A/b": { possible: ["open"], uses: ["x"] },
      "s/text/A/c": { possible: ["open"], uses: NONE },
    },
  },
  {
    rule: "14.2",
    // The deadline of the second is missed. Suspended from the third, 12:00:01, for a day: the road is to be kept open up to the end of the fifth, and is blocked on it. Upon that A
    // is to deliver by the end of the seventh, and upon the breach of that by the end of the 28th.
    title: "a chain of breaches that a suspension begins, each of them an occasion of the power by one of its texts",
    model: model([
      { ...kept, id: "road" },
      duty({ must: all(deliver()), time: within(1, "day") }),
      duty(
        { breach: { ...broken.breach!, norm: "road" }, must: all(deliver()), time: within(2, "day") },
        { id: "soon" },
      ),
      duty(
        { breach: { ...broken.breach!, norm: "soon" }, must: all(deliver()), time: within(20, "day") },
        { id: "then" },
      ),
      {
        ...suspends(24, null),
        amendments: [
          amended("2030-01-04", { breach: { ...broken.breach!, norm: "soon" } }),
          amended("2030-01-20", { breach: { ...broken.breach!, norm: "then" } }),
        ],
      },
    ]),
    record: record([suspendedBy("x", "2030-01-03T12:00:00"), changed("c", "block", "2030-01-05T06:00:00")], [ALL_SEEN]),
    expect: {
      "s/text/A/deadline:entry": { possible: ["open"], uses: ["x"] },
      "s/text/A/deadline:c": { possible: ["open"], uses: NONE },
      "s/text/A/deadline:deadline:c": { possible: ["open"], uses: NONE },
    },
  },
];

export const USES: readonly RuleCase[] = [...ABOUT, ...WITHIN, ...OPENED];
