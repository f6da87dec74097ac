/**
 * Small cases at the edges of rules, each beside the rule it is of: the second before and the second after, the stage before and the stage
 * after, the other of two. Found by asking which small changes of the engine no other case would notice (`npm run mutate`).
 */
import type { Amendment, Clauses, EventPattern, Norm } from "@servanda/language";
import {
  account,
  ALL_SEEN,
  all,
  attacked,
  count,
  coverage,
  D,
  deliver,
  delivered,
  DELIVERY,
  duty,
  either,
  exactly,
  HELP,
  INSTRUMENT,
  K,
  keepOpen,
  member,
  model,
  name,
  NO_TIME,
  noAttack,
  one,
  pattern,
  reading,
  record,
  type RuleCase,
  second,
  span,
  time,
  within,
} from "./rules.ts";

export const amended = (from: string, clauses: Amendment["clauses"], repealed = false): Amendment => ({
  from: time(from),
  byConsentOf: [],
  clauses,
  repealed,
  source: null,
  span,
});
export const until = (text: string, from = "2030-01-01"): typeof INSTRUMENT => ({
  ...INSTRUMENT,
  inForce: { from: time(from), until: time(text) },
});
export const event = (
  id: string,
  kind: string,
  actor: string | null,
  when: string,
  more = {},
): ReturnType<typeof account> => account(id, "m1", { kind, actor, when, ...more });
const onlyAfter = (...patterns: EventPattern[]): Pick<Clauses, "onlyAfter"> => ({
  onlyAfter: { connective: "and", patterns },
});
export const notify: Clauses["must"] = all({ kind: "do", pattern: pattern("notify") });

// ── 11.4 ────────────────────────────────────────────────────────────────────────────────────────

const DAILY = duty({ must: all(deliver()), time: { ...NO_TIME, every: count(1, "day") } });
/** Delivered at noon of these days of January. */
const onDays = (...days: number[]): ReturnType<typeof account>[] =>
  days.map((d) => event(`d${d}`, "deliver", "A", `2030-01-0${d}T12:00:00`, { target: "B" }));

const RECURRING: readonly RuleCase[] = [
  {
    rule: "11.4",
    title: "three years of days are looked at to the last",
    model: model([DAILY]),
    record: record([], [ALL_SEEN]),
    options: { at: time("2032-12-31") },
    expect: { [D]: { possible: ["breached"] } },
  },
  {
    rule: "11.4",
    title: "a day more, and the finding is approximate",
    model: model([DAILY]),
    record: record([], [ALL_SEEN]),
    options: { at: time("2033-01-01") },
    expect: { [D]: { ...either("breached", "kept", "pending"), approximate: true } },
  },
  {
    rule: "11.4",
    title: "a stretch that begins at `at` is owed, though the agreement ends the second after",
    model: model([DAILY], { instruments: [until("2030-01-03T00:00:01")] }),
    record: record(onDays(1, 2), [ALL_SEEN]),
    options: { at: time("2030-01-03T00:00:00") },
    expect: { [D]: one("pending") },
  },
  {
    rule: "11.4",
    title: "a stretch that would begin when the agreement ends is not owed",
    model: model([DAILY], { instruments: [until("2030-01-03")] }),
    record: record(onDays(1, 2), [ALL_SEEN]),
    expect: { [D]: one("kept") },
  },
  {
    rule: "11.4",
    title: "nothing is owed where the window begins when the agreement ends",
    model: model(
      [duty({ must: all(deliver()), time: { ...NO_TIME, from: time("2030-02-01"), every: count(1, "day") } })],
      {
        instruments: [until("2030-02-01")],
      },
    ),
    record: record([], [ALL_SEEN]),
    expect: { [D]: one("kept") },
  },
  {
    rule: "11.4",
    title: "each stretch goes by the stage at its first second",
    model: model([
      duty(
        { must: all(deliver()), time: { ...NO_TIME, every: count(1, "day"), until: time("2030-01-03") } },
        { amendments: [amended("2030-01-03", { must: notify })] },
      ),
    ]),
    record: record([...onDays(1, 2), event("x", "notify", "A", "2030-01-03T12:00:00")], [ALL_SEEN]),
    expect: { [D]: one("kept") },
  },
  {
    rule: "11.4",
    title: "a stage without `every` has no stretches",
    model: model([
      duty(
        { must: all(deliver()), time: { ...NO_TIME, every: count(1, "day") } },
        { amendments: [amended("2030-01-03", { time: { ...NO_TIME, until: time("2030-01-05") } })] },
      ),
    ]),
    record: record(onDays(1, 2), [ALL_SEEN]),
    expect: { [D]: one("kept") },
  },
  {
    rule: "11.4",
    title: "what comes before the occasion in the sequence of its instant is not in the first stretch",
    model: model([duty({ ...HELP.clauses, time: { ...NO_TIME, every: count(1, "day"), until: time("2030-06-02") } })]),
    record: record(
      [
        account("a", "m1", { kind: "attack", actor: "D", target: "B", when: "2030-06-02T00:00:00", order: 2 }),
        delivered("2030-06-02T00:00:00", { order: 1 }),
      ],
      [ALL_SEEN],
    ),
    expect: { "n/text/A→B/a/attacker=D": { possible: ["breached"] } },
  },
  {
    rule: "11.4",
    title: "a stretch that the window's end cuts short is not owed, and at the last second nothing is to come",
    model: model([
      duty({ must: all(deliver()), time: { ...NO_TIME, every: count(2, "day"), until: time("2030-01-03") } }),
    ]),
    record: record(onDays(1), [ALL_SEEN]),
    options: { at: time("2030-01-03") },
    expect: { [D]: one("kept") },
  },
  {
    rule: "11.4",
    title: "at the last second of the agreement nothing is to come",
    model: model([DAILY], { instruments: [until("2030-01-04")] }),
    record: record(onDays(1, 2, 3), [ALL_SEEN]),
    options: { at: time("2030-01-03") },
    expect: { [D]: { ...one("kept"), says: ["11.4 3, to 2030-01-03T23:59:59Z: kept"] } },
  },
  {
    rule: "11.4",
    title: "a second before it, there is",
    model: model([DAILY], { instruments: [until("2030-01-04")] }),
    record: record(onDays(1, 2, 3), [ALL_SEEN]),
    options: { at: time("2030-01-03T23:59:58") },
    expect: { [D]: { ...one("pending"), says: ["11.4 2, to 2030-01-02T23:59:59Z: kept"] } },
  },
  {
    rule: "11.4",
    title: "an amendment that is to begin the second after `at` ends nothing",
    model: model([{ ...DAILY, amendments: [amended("2030-01-04", { must: notify })] }]),
    record: record(onDays(1, 2, 3), [ALL_SEEN]),
    options: { at: time("2030-01-03") },
    expect: { [D]: one("pending") },
  },
  {
    rule: "11.4",
    title: "what the window of one text cuts short is not owed, and the next goes on from there",
    model: model([
      duty(
        { must: all(deliver()), time: { ...NO_TIME, every: count(3, "day"), until: time("2030-01-05") } },
        {
          amendments: [
            amended("2030-01-05", { time: { ...NO_TIME, every: count(3, "day"), until: time("2030-01-09") } }),
          ],
        },
      ),
    ]),
    // The second stretch, from the 4th to the 6th, is cut; the third is the 7th to the 9th.
    record: record(onDays(1), [ALL_SEEN]),
    expect: { [D]: { ...one("breached", "every-3"), times: ["every-3 2030-01-10T00:00:00 2030-01-10T00:00:00"] } },
  },
  {
    rule: "11.4",
    title: "months are counted from the first day, not from the last day of a shorter one",
    model: model([
      duty({
        must: all(deliver()),
        time: {
          ...NO_TIME,
          from: time("2030-01-31"),
          every: { count: 1, unit: "month", rounding: "last-day" },
          until: time("2030-03-30"),
        },
      }),
    ]),
    record: record([], [ALL_SEEN]),
    expect: {
      [D]: {
        ...one("breached", "every-1", "every-2"),
        times: ["every-1 2030-02-28T00:00:00 2030-02-28T00:00:00", "every-2 2030-03-31T00:00:00 2030-03-31T00:00:00"],
      },
    },
  },
  {
    rule: "11.4",
    title: "another length is counted from where it begins, though the number is the same",
    model: model([
      duty(
        { must: all(deliver()), time: { ...NO_TIME, every: count(1, "week"), until: time("2030-01-09") } },
        {
          amendments: [
            amended("2030-01-08", { time: { ...NO_TIME, every: count(1, "day"), until: time("2030-01-09") } }),
          ],
        },
      ),
    ]),
    record: record(onDays(1, 8), [ALL_SEEN]),
    expect: { [D]: { ...one("breached", "every-3"), times: ["every-3 2030-01-10T00:00:00 2030-01-10T00:00:00"] } },
  },
  {
    rule: "11.4",
    title: "a month whose rounding is not said ends with the last day of a shorter one",
    model: model([
      duty({
        must: all(deliver()),
        time: {
          ...NO_TIME,
          from: time("2030-01-31"),
          every: { count: 1, unit: "month", rounding: null },
          until: time("2030-02-28"),
        },
      }),
    ]),
    // The first stretch ends with 27 February; the second would begin on the 28th and is cut short.
    record: record([], [ALL_SEEN]),
    expect: { [D]: { ...one("breached", "every-1"), times: ["every-1 2030-02-28T00:00:00 2030-02-28T00:00:00"] } },
  },
];

// ── 4 ───────────────────────────────────────────────────────────────────────────────────────────

/** A denial that A did it, from then to then. */
const deniedOfA = (kind: string, from: string, to: string, more = {}): ReturnType<typeof account> =>
  account("none", "m1", {
    stance: "denies",
    kind,
    actor: "A",
    when: exactly(second(from), second(to) - 1),
    ...more,
  });

const SILENT: readonly RuleCase[] = [
  {
    rule: "4.2",
    title: "that A did not block the road does not say that nobody did",
    model: model([duty({ must: all(keepOpen), time: { ...NO_TIME, until: time("2030-02-01") } })]),
    record: record([deniedOfA("block", "2030-01-01", "2030-02-02", { object: "road" })]),
    expect: { [K]: one("no breach observed") },
  },
  {
    rule: "4.2",
    title: "that A attacked nobody does not say that nobody attacked B",
    model: model([
      duty({
        must: all({ kind: "free-of", pattern: pattern("attack", { target: name("B") }) }),
        time: { ...NO_TIME, until: time("2030-02-01") },
      }),
    ]),
    record: record([deniedOfA("attack", "2030-01-01", "2030-02-02", { target: "B" })]),
    expect: { [K]: one("no breach observed") },
  },
  {
    rule: "8.7",
    title: "words without meaning are never covered, though they stand within a meaning",
    model: model(
      [
        duty({
          must: all({ kind: "term", use: { kind: "term", term: "passage", arguments: [] }, mode: "keep" }),
          time: { ...NO_TIME, until: time("2030-02-01") },
        }),
      ],
      {
        readings: [
          reading("r", "B", {
            means: [
              {
                term: "passage",
                parameters: [],
                body: {
                  kind: "items",
                  must: all({ kind: "term", use: { kind: "term", term: "help", arguments: [] }, mode: "keep" }),
                },
                span,
              },
            ],
          }),
        ],
      },
    ),
    record: record([], [ALL_SEEN]),
    expect: { "n/B/A/entry": either("breached", "no breach observed") },
  },
  {
    rule: "8.3",
    title: "what nobody reports is told by what it would be",
    model: model([
      duty({
        must: all(deliver({ object: name("road") })),
        time: within(3, "day"),
      }),
    ]),
    record: record([]),
    expect: {
      [D]: { ...either("breached", "kept"), turns: ["an unreported deliver of road: no breached, yes kept"] },
    },
  },
  {
    rule: "8.3",
    title: "an exception that nobody reports is told as one",
    model: model([
      duty({
        must: all(deliver()),
        time: within(3, "day"),
        unless: {
          connective: "or",
          conditions: [{ kind: "event", pattern: pattern("attack", { actor: name("B") }), within: null }],
        },
      }),
    ]),
    record: record([], [coverage("deliver", "2029-01-01", "2041-01-01")]),
    expect: {
      [D]: {
        ...either("breached", "excused"),
        turns: ["an unreported attack (exception): no breached, yes excused"],
      },
    },
  },
  {
    rule: "8.3",
    title: "a state that came about unseen is told as something",
    model: model([
      duty(
        {
          must: all({ kind: "keep", state: { state: "blocked", negated: false, subject: name("road") } }),
          time: within(3, "day"),
        },
        { kind: "aim" },
      ),
    ]),
    record: record([]),
    expect: {
      [K]: { ...either("not reached", "reached"), turns: ["something unreported: no not reached, yes reached"] },
    },
  },
];

// ── 7, 11.5: since when an instance binds, and how long ─────────────────────────────────────────

const SUFFERED = "n/text/A→B/a/attacker=D";
/** D attacks B. */
export const occasion = (when: string, more = {}): ReturnType<typeof account> =>
  event("a", "attack", "D", when, { target: "B", ...more });
const whenAnd = (further: EventPattern, days: number): Norm =>
  duty({
    ...HELP.clauses,
    when: { ...HELP.clauses.when!, further: [{ pattern: further, within: count(days, "day"), assumed: null }] },
  });

const BOUND: readonly RuleCase[] = [
  {
    rule: "14.2",
    title: "of two who missed one deadline each, the earlier makes the occasion, whoever is named first",
    model: model(
      [
        duty({ bearer: { kind: "each-party", except: [name("C")] }, must: notify, time: within(3, "day") }),
        duty(
          {
            breach: { norm: "n", by: null, against: null, further: [] },
            bearer: { kind: "named", actors: ["C"] },
            must: all(deliver()),
            time: within(2, "day"),
          },
          { id: "z" },
        ),
      ],
      {
        instruments: [
          {
            ...INSTRUMENT,
            parties: [member("A", [{ from: time("2030-01-10"), until: null }]), member("B"), member("C")],
          },
        ],
      },
    ),
    // B is late on 5 January, A on the 14th.
    record: record([event("d", "deliver", "C", "2030-01-07T00:00:00", { target: "B" })], [ALL_SEEN]),
    expect: { "z/text/C→B/deadline:entry": { ...one("kept"), window: "2030-01-05T00:00:00 2030-01-07T23:59:59" } },
  },
  {
    rule: "14.2",
    title: "where who has to answer is not bound yet, the later makes it",
    model: model(
      [
        duty({ bearer: { kind: "named", actors: ["A", "B"] }, must: notify, time: within(3, "day") }),
        duty(
          {
            breach: { norm: "n", by: null, against: null, further: [] },
            bearer: { kind: "each-party", except: [name("A"), name("B")] },
            must: all(deliver()),
            time: within(2, "day"),
          },
          { id: "z" },
        ),
      ],
      {
        instruments: [
          {
            ...INSTRUMENT,
            parties: [
              member("A", [{ from: time("2030-01-10"), until: null }]),
              member("B"),
              member("C", [{ from: time("2030-01-08"), until: null }]),
            ],
          },
        ],
      },
    ),
    record: record([event("d", "deliver", "C", "2030-01-16T00:00:00", { target: "B" })], [ALL_SEEN]),
    expect: { "z/text/C→B/deadline:entry": { ...one("kept"), window: "2030-01-14T00:00:00 2030-01-16T23:59:59" } },
  },
  {
    rule: "7.4",
    title: "while `at` is the last second of a condition's time, nothing has come of it",
    model: model([whenAnd(pattern("request"), 2)]),
    record: record([occasion("2030-06-02T10:00:00")]),
    options: { at: time("2030-06-04") },
    expect: { [SUFFERED]: one("not triggered") },
  },
  {
    rule: "7.8",
    title: "the anchor is not counted among the further events",
    model: model([whenAnd(pattern("attack", { count: { comparison: "at least", times: 2, in: null } }), 5)]),
    record: record([occasion("2030-06-02T10:00:00"), event("b", "attack", "C", "2030-06-03T10:00:00")], [ALL_SEEN]),
    expect: { [SUFFERED]: one("not triggered") },
  },
  {
    rule: "11.3",
    title: "further events without a subject are counted whoever acts",
    model: model([whenAnd(pattern("request", { count: { comparison: "at least", times: 2, in: null } }), 5)]),
    record: record(
      [
        occasion("2030-06-02T10:00:00"),
        event("q1", "request", "C", "2030-06-03T10:00:00"),
        event("q2", "request", "D", "2030-06-03T11:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: { [SUFFERED]: { possible: ["breached"], window: "2030-06-03T11:00:00 2030-06-06T23:59:59" } },
  },
  {
    rule: "7.4",
    title: "a further event elsewhere is none",
    model: model([whenAnd(pattern("request", { place: { kind: "zone", id: "land" } }), 5)]),
    record: record(
      [occasion("2030-06-02T10:00:00"), event("q", "request", "C", "2030-06-03T10:00:00", { place: "sea" })],
      [ALL_SEEN],
    ),
    expect: { [SUFFERED]: one("not triggered") },
  },
  {
    rule: "7.4",
    title: "a further event that nobody reports is told as a condition",
    model: model([whenAnd(pattern("request"), 5)]),
    record: record([occasion("2030-06-02T10:00:00")], [coverage("deliver", "2029-01-01", "2041-01-01")]),
    expect: {
      [SUFFERED]: {
        ...either("breached", "not triggered"),
        turns: ["an unreported request (condition): no not triggered, yes breached"],
      },
    },
  },
  {
    rule: "15.4",
    title: "an aim that a reading makes a duty ends with the agreement, for that reading alone",
    model: model(
      [{ ...duty({ must: all(deliver()), time: { ...NO_TIME, by: time("2030-06-30") } }), kind: "aim" as const }],
      {
        instruments: [until("2030-02-01")],
        readings: [reading("r", "B", { clauses: { must: { ...all(deliver()), binding: true } } })],
      },
    ),
    record: record([], [ALL_SEEN]),
    expect: {
      [D]: { ...one("not reached"), window: "2030-01-01T00:00:00 2030-06-30T23:59:59" },
      "n/B/A→B/entry": { ...one("lapsed"), window: "2030-01-01T00:00:00 2030-01-31T23:59:59" },
    },
  },
  {
    rule: "6.4",
    title: "what is repealed from `at` is repealed at `at`",
    model: model([{ ...DELIVERY, amendments: [amended("2030-01-03", {}, true)] }]),
    record: record([], [ALL_SEEN]),
    options: { at: time("2030-01-03T00:00:00") },
    expect: { [D]: one("lapsed") },
  },
  {
    rule: "6.4",
    title: "an amendment that leaves no occasion judges what an occasion has begun, by its other words",
    model: model([{ ...HELP, amendments: [amended("2030-06-03", { when: null, time: within(10, "day") })] }]),
    record: record([occasion("2030-06-02T10:00:00"), delivered("2030-06-08T00:00:00")], [ALL_SEEN]),
    expect: { [SUFFERED]: one("kept") },
  },
  {
    rule: "8.8",
    title: "in an amended clause too a deadline is for what is to be done, an end for what is banned",
    model: model([
      duty(
        { must: all(deliver(), noAttack), time: within(3, "day") },
        { amendments: [amended("2030-01-02", { time: { ...within(3, "day"), until: time("2030-02-01") } })] },
      ),
    ]),
    record: record([attacked("2030-02-01T23:59:59")], [ALL_SEEN]),
    options: { at: time("2030-02-05") },
    // What was due by 4 January is missed besides.
    expect: { [D]: { ...one("breached", "a"), window: "2030-01-01T00:00:00 2030-01-04T23:59:59" } },
  },
  {
    rule: "6.4",
    title: "a deadline that ends with the first second of an amendment has not passed by then",
    model: model([
      duty(
        { must: all(deliver()), time: within(72, "hour") },
        { amendments: [amended("2030-01-04", { time: within(10, "day") })] },
      ),
    ]),
    record: record([delivered("2030-01-08T00:00:00")], [ALL_SEEN]),
    expect: { [D]: one("kept") },
  },
  {
    rule: "6.4",
    title: "an act in the last second of the text before is judged by it",
    model: model([
      duty({ must: all(deliver()), time: within(9, "day") }, { amendments: [amended("2030-01-03", { must: notify })] }),
    ]),
    record: record([delivered("2030-01-02T23:59:59")], [ALL_SEEN]),
    expect: { [D]: one("kept") },
  },
  {
    rule: "6.4",
    title: "a second later, it is not",
    model: model([
      duty({ must: all(deliver()), time: within(9, "day") }, { amendments: [amended("2030-01-03", { must: notify })] }),
    ]),
    record: record([delivered("2030-01-03T00:00:00")], [ALL_SEEN]),
    expect: { [D]: one("breached") },
  },
  {
    rule: "11.5",
    title: "what must come first may be done by anyone, where nobody is named",
    model: model([duty({ must: all(deliver()), time: within(2, "day"), ...onlyAfter(pattern("notify")) })]),
    record: record([event("x", "notify", "C", "2030-01-10T10:00:00")], [ALL_SEEN]),
    expect: { [D]: { possible: ["breached"], window: "2030-01-01T00:00:00 2030-01-12T23:59:59" } },
  },
  {
    rule: "11.5",
    title: "and only by who is named",
    model: model([
      duty({ must: all(deliver()), time: within(2, "day"), ...onlyAfter(pattern("notify", { actor: name("B") })) }),
    ]),
    record: record(
      [
        event("x", "notify", "C", "2030-01-10T10:00:00"),
        event("x", "notify", "C", "2030-01-10T10:00:00", { source: "m2" }),
      ],
      [ALL_SEEN],
    ),
    expect: { [D]: one("pending") },
  },
  {
    rule: "11.5",
    title: "by whom, it turns on: two say that it was B, or C",
    model: model([
      duty({ must: all(deliver()), time: within(2, "day"), ...onlyAfter(pattern("notify", { actor: name("B") })) }),
    ]),
    record: record(
      [
        event("x", "notify", "C", "2030-01-10T10:00:00"),
        account("x", "m2", { kind: "notify", actor: "B", when: "2030-01-10T10:00:00" }),
      ],
      [ALL_SEEN],
    ),
    expect: { [D]: { possible: ["breached", "pending"], footing: "contested on facts" } },
  },
  {
    rule: "11.5",
    title: "and only there",
    model: model([
      duty({
        must: all(deliver()),
        time: within(2, "day"),
        ...onlyAfter(pattern("notify", { place: { kind: "zone", id: "land" } })),
      }),
    ]),
    record: record([event("x", "notify", "C", "2030-01-10T10:00:00", { place: "sea" })], [ALL_SEEN]),
    expect: { [D]: one("pending") },
  },
  {
    rule: "11.5",
    title: "of several such events the first counts",
    model: model([duty({ must: all(deliver()), time: within(2, "day"), ...onlyAfter(pattern("notify")) })]),
    record: record(
      [event("x", "notify", "C", "2030-01-10T10:00:00"), event("y", "notify", "C", "2030-01-20T10:00:00")],
      [ALL_SEEN],
    ),
    expect: { [D]: { possible: ["breached"], window: "2030-01-01T00:00:00 2030-01-12T23:59:59" } },
  },
  {
    rule: "11.5",
    title: "in whatever sequence they stand on record",
    model: model([duty({ must: all(deliver()), time: within(2, "day"), ...onlyAfter(pattern("notify")) })]),
    record: record(
      [event("x", "notify", "C", "2030-01-20T10:00:00"), event("y", "notify", "C", "2030-01-10T10:00:00")],
      [ALL_SEEN],
    ),
    expect: { [D]: { possible: ["breached"], window: "2030-01-01T00:00:00 2030-01-12T23:59:59" } },
  },
  {
    rule: "11.3",
    title: "what must come twice first may be done by two",
    model: model([
      duty({
        must: all(deliver()),
        time: within(2, "day"),
        ...onlyAfter(pattern("notify", { count: { comparison: "at least", times: 2, in: null } })),
      }),
    ]),
    record: record(
      [event("x", "notify", "C", "2030-01-10T10:00:00"), event("y", "notify", "D", "2030-01-20T10:00:00")],
      [ALL_SEEN],
    ),
    expect: { [D]: { possible: ["breached"], window: "2030-01-01T00:00:00 2030-01-22T23:59:59" } },
  },
  {
    rule: "11.5",
    title: "a date that passed while it waited sets no deadline, and it lapses with the agreement",
    model: model(
      [
        duty({
          must: all(deliver()),
          time: { ...NO_TIME, until: time("2030-01-10") },
          ...onlyAfter(pattern("notify")),
        }),
      ],
      { instruments: [until("2030-02-01")] },
    ),
    record: record([], [ALL_SEEN]),
    expect: { [D]: one("lapsed") },
  },
  {
    rule: "11.5",
    title: "an end that passed before a duty was due sets it no deadline",
    model: model([
      duty({ must: all(deliver()), time: { ...NO_TIME, until: time("2030-01-10") }, ...onlyAfter(pattern("notify")) }),
    ]),
    record: record([event("x", "notify", "C", "2030-01-15T10:00:00")], [ALL_SEEN]),
    expect: { [D]: one("pending") },
  },
  {
    rule: "11.5",
    title: "and is the end of a ban all the same",
    model: model([
      duty(
        { must: all(noAttack), time: { ...NO_TIME, until: time("2030-01-20") }, ...onlyAfter(pattern("notify")) },
        { kind: "ban" },
      ),
    ]),
    record: record(
      [
        event("x", "notify", "C", "2030-01-15T10:00:00"),
        attacked("2030-01-15T09:59:59"),
        event("b", "attack", "A", "2030-01-20T23:59:59", { target: "B" }),
      ],
      [ALL_SEEN],
    ),
    expect: { [D]: { ...one("breached", "b"), window: "2030-01-15T10:00:00 2030-01-20T23:59:59" } },
  },
  {
    rule: "11.5",
    title: "a length of time is counted from when it was due, where that is later than its date",
    model: model([
      duty({
        must: all(deliver()),
        time: { ...NO_TIME, from: time("2030-01-05"), for: count(3, "day") },
        ...onlyAfter(pattern("notify")),
      }),
    ]),
    record: record([event("x", "notify", "C", "2030-01-10T10:00:00"), delivered("2030-01-13T09:59:59")], [ALL_SEEN]),
    expect: { [D]: { ...one("kept"), window: "2030-01-05T00:00:00 2030-01-13T09:59:59" } },
  },
  {
    rule: "11.5",
    title: "and from its date, where that is later",
    model: model([
      duty({
        must: all(deliver()),
        time: { ...NO_TIME, from: time("2030-01-15"), for: count(3, "day") },
        ...onlyAfter(pattern("notify")),
      }),
    ]),
    record: record([event("x", "notify", "C", "2030-01-10T10:00:00"), delivered("2030-01-17T23:59:59")], [ALL_SEEN]),
    expect: { [D]: { ...one("kept"), window: "2030-01-15T00:00:00 2030-01-17T23:59:59" } },
  },
  {
    rule: "5.2",
    title: "`from` a day after the occasion: an act with the occasion is too early",
    model: model([duty({ ...HELP.clauses, time: { ...within(3, "day"), from: time("2030-06-03") } })]),
    record: record([occasion("2030-06-02T23:59:59"), delivered("2030-06-02T23:59:59")], [ALL_SEEN]),
    expect: { [SUFFERED]: { possible: ["breached"], window: "2030-06-03T00:00:00 2030-06-05T23:59:59" } },
  },
  {
    rule: "5.2",
    title: "`from` a day that has begun: what comes before the occasion is too early still",
    model: model([duty({ ...HELP.clauses, time: { ...within(3, "day"), from: time("2030-06-03") } })]),
    record: record([occasion("2030-06-03T00:00:01"), delivered("2030-06-03T00:00:00")], [ALL_SEEN]),
    expect: { [SUFFERED]: { possible: ["breached"], window: "2030-06-03T00:00:01 2030-06-06T23:59:59" } },
  },
  ...(["2030-01-02T00:00:00", "2030-01-02T00:00:01"] as const).map((said, late): RuleCase => ({
    rule: "13.2",
    title: `notice a day before the end${late === 1 ? ", and a second: it goes on" : ": it ends"}`,
    model: model([
      duty(
        {
          must: all(noAttack),
          time: {
            ...NO_TIME,
            for: count(2, "day"),
            renewal: { for: count(2, "day"), unless: { by: "A", act: "notify", before: count(1, "day") } },
          },
        },
        { kind: "ban" },
      ),
    ]),
    record: record(
      [
        event("x", "notify", "A", said),
        attacked("2030-01-02T23:59:59"),
        event("b", "attack", "A", "2030-01-03T00:00:00", { target: "B" }),
      ],
      [ALL_SEEN],
    ),
    options: { at: time("2030-01-04T00:00:00") },
    expect: { [D]: late === 1 ? one("breached", "a", "b") : one("breached", "a") },
  })),
  {
    rule: "15.4",
    title: "one figure is what is owed: it goes on where duties survive",
    model: model(
      [
        duty({
          must: {
            connective: "and",
            items: [],
            measures: [
              {
                of: { series: "flow", arguments: [name("A")] },
                in: time("2030-06-30"),
                comparison: "at least",
                value: { kind: "number", number: 10, unit: null },
              },
            ],
          },
        }),
      ],
      {
        instruments: [{ ...until("2030-02-01"), survive: true }],
        series: [
          {
            id: "flow",
            names: ["flow"],
            parameters: [{ preposition: "of", name: "whose" }],
            per: "day",
            unit: "bcm",
            span,
          },
        ],
      },
    ),
    record: record([], [ALL_SEEN], { values: [] }),
    options: { at: time("2030-03-01") },
    expect: { [K]: { ...one("pending"), window: "2030-01-01T00:00:00 2030-06-30T23:59:59" } },
  },
];

// ── 14.7 ────────────────────────────────────────────────────────────────────────────────────────

/** A can suspend what it owes to B, by notifying, for so long. */
export const suspends = (days: ReturnType<typeof count> | null): Norm =>
  duty(
    {
      bearer: { kind: "named", actors: ["A"] },
      power: { kind: "suspend", owedTo: name("B"), for: days },
      must: notify,
    },
    { id: "s", kind: "power" },
  );
export const suspendedBy = (when: string, id = "x"): ReturnType<typeof account> => event(id, "notify", "A", when);

const SUSPENDED: readonly RuleCase[] = [
  {
    rule: "14.7",
    title: "a deadline moves by the time suspended before it, to the second",
    model: model([DELIVERY, suspends(count(12, "hour"))]),
    // From 12:00:01 to 24:00:00 of the second: 43,200 seconds. The deadline was the end of the fourth.
    record: record([suspendedBy("2030-01-02T12:00:00"), delivered("2030-01-05T11:59:59")], [ALL_SEEN]),
    expect: { [D]: { ...one("kept"), window: "2030-01-01T00:00:00 2030-01-05T11:59:59" } },
  },
  {
    rule: "14.7",
    title: "a second is a second",
    model: model([DELIVERY, suspends(count(1, "second"))]),
    record: record([suspendedBy("2030-01-02T12:00:00"), delivered("2030-01-05T00:00:01")], [ALL_SEEN]),
    expect: { [D]: { possible: ["breached"], window: "2030-01-01T00:00:00 2030-01-05T00:00:00" } },
  },
  {
    rule: "14.7",
    title: "what is suspended from the deadline's own second on moves it",
    model: model([DELIVERY, suspends(count(12, "hour"))]),
    record: record([suspendedBy("2030-01-04T23:59:58"), delivered("2030-01-05T11:59:58")], [ALL_SEEN]),
    expect: { [D]: { possible: ["kept"], window: "2030-01-01T00:00:00 2030-01-05T11:59:59" } },
  },
  {
    rule: "14.7",
    title: "what is suspended after it moves it no more",
    model: model([DELIVERY, suspends(count(12, "hour"))]),
    record: record([suspendedBy("2030-01-04T23:59:59")], [ALL_SEEN]),
    expect: { [D]: { possible: ["breached"], window: "2030-01-01T00:00:00 2030-01-04T23:59:59" } },
  },
  {
    rule: "14.7",
    title: "what was suspended and over before it began moves nothing",
    model: model([HELP, suspends(count(12, "hour"))]),
    record: record([suspendedBy("2030-06-01T00:00:00"), occasion("2030-06-02T10:00:00")], [ALL_SEEN]),
    expect: { [SUFFERED]: { possible: ["breached"], window: "2030-06-02T10:00:00 2030-06-05T23:59:59" } },
  },
  {
    rule: "14.7",
    title: "of what was suspended when it began, the rest moves it",
    model: model([HELP, suspends(count(12, "hour"))]),
    // Suspended up to 12:00:00, 7,201 seconds of it.
    record: record([suspendedBy("2030-06-02T00:00:00"), occasion("2030-06-02T10:00:00")], [ALL_SEEN]),
    expect: { [SUFFERED]: { possible: ["breached"], window: "2030-06-02T10:00:00 2030-06-06T02:00:00" } },
  },
];

// ── 5.3 ─────────────────────────────────────────────────────────────────────────────────────────

const TOLD_TWICE: readonly RuleCase[] = [
  {
    rule: "5.3",
    title:
      "two versions that differ in their bounds have each a time of its own, so that which of them is so is contested, whatever their seconds are",
    model: model([DELIVERY]),
    // By one it came about the first second of the window, by the other about its last.
    record: record(
      [
        delivered("2030-01-01", { when: exactly(second("2029-12-31T23:59:59"), second("2030-01-01T00:00:00")) }),
        account("d", "m2", {
          kind: "deliver",
          actor: "A",
          target: "B",
          when: exactly(second("2030-01-04T23:59:59"), second("2030-01-05T00:00:00")),
        }),
      ],
      [ALL_SEEN],
    ),
    expect: { [D]: { possible: ["breached", "kept"], footing: "contested on facts" } },
  },
];

// ── 6.4 ─────────────────────────────────────────────────────────────────────────────────────────

/** A must deliver to B; from the fifth on, within the first hour of the agreement, which is long over. */
const OVER: Norm = duty(
  { must: all(deliver()) },
  { amendments: [amended("2030-01-05", { time: { ...NO_TIME, for: count(1, "hour") } })] },
);

const AMENDED_AFTER: readonly RuleCase[] = [
  {
    rule: "8.3",
    title:
      "a deadline that an amendment sets in the past leaves open whether it was done before the amendment, where nobody watched",
    model: model([OVER]),
    record: record([], [coverage("*", "2029-12-31", "2030-01-02")]),
    expect: { [D]: either("breached", "kept") },
  },
  {
    rule: "8.2",
    title: "what excused it before the amendment excuses it still",
    model: model([
      {
        ...OVER,
        clauses: {
          ...OVER.clauses,
          unless: { connective: "or", conditions: [{ kind: "event", pattern: pattern("attack"), within: null }] },
        },
      },
    ]),
    record: record([attacked("2030-01-03T12:00:00")], [ALL_SEEN]),
    expect: { [D]: one("excused") },
  },
];

export const EDGES: readonly RuleCase[] = [
  ...RECURRING,
  ...SILENT,
  ...BOUND,
  ...SUSPENDED,
  ...TOLD_TWICE,
  ...AMENDED_AFTER,
];
