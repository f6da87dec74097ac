/**
 * More small cases at the edges of rules: what is done, what is kept, and what norms do to norms. As those of `edges.ts`, whose builders they use.
 */
import type { Clauses, Duration, EventPattern, Item, Norm, Reading } from "@servanda/language";
import { amended, event, notify, occasion, suspendedBy, suspends, until } from "./edges.ts";
import {
  account,
  ALL_SEEN,
  all,
  any,
  attacked,
  CEASEFIRE,
  changed,
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
  ROAD,
  type RuleCase,
  second,
  span,
  time,
  variable,
  within,
} from "./rules.ts";

const SUFFERED = "n/text/A→B/a/attacker=D";
const helpItem = (id: string, mode: "achieve" | "keep"): Item => ({
  kind: "term",
  use: { kind: "term", term: id, arguments: [] },
  mode,
});
/** B says what a term means. */
const means = (id: string, must: Clauses["must"]): Reading =>
  reading("r", "B", { means: [{ term: id, parameters: [], body: { kind: "items", must }, span }] });
const doNotify: Item = { kind: "do", pattern: pattern("notify") };
const blockedRoad: Item = { kind: "keep", state: { state: "blocked", negated: false, subject: name("road") } };
const unless = (p: EventPattern, length: Duration | null = null): Pick<Clauses, "unless"> => ({
  unless: { connective: "or", conditions: [{ kind: "event", pattern: p, within: length }] },
});
const unlessBlocked: Pick<Clauses, "unless"> = {
  unless: {
    connective: "or",
    conditions: [{ kind: "state", state: { state: "blocked", negated: false, subject: name("road") } }],
  },
};
const TWO_STATES: NonNullable<Parameters<typeof model>[1]>["states"] = [
  {
    id: "blocked",
    subjectKind: null,
    initially: false,
    startedBy: [{ act: "block", column: "object" }],
    endedBy: [{ act: "unblock", column: "object" }],
  },
  {
    id: "shut",
    subjectKind: null,
    initially: false,
    startedBy: [{ act: "request", column: "object" }],
    endedBy: [{ act: "notify", column: "object" }],
  },
];
const keepGate: Item = { kind: "keep", state: { state: "shut", negated: true, subject: name("gate") } };
/** A may end the agreement by notifying. */
const ends = duty(
  { power: { kind: "terminate", of: { kind: "instrument", id: "pact" }, after: null }, must: notify },
  { id: "t", kind: "power" },
);
const twice = { comparison: "at least", times: 2, in: null } as const;
const twiceIn = { ...twice, in: count(5, "day") };
const ban = (clauses: Partial<Clauses>, more: Partial<Norm> = {}): Norm =>
  duty({ must: all(noAttack), ...clauses }, { kind: "ban", ...more });
/** D attacks B on 2 June: after that A must not attack B. */
const afterwards = (more: Partial<Clauses> = {}): Norm => ban({ when: HELP.clauses.when!, ...more });
const also = (id: string, when: string, more = {}): ReturnType<typeof account> =>
  event(id, "attack", "A", when, { target: "B", ...more });

// ── 8.1 to 8.3, 8.9, 11.7 ───────────────────────────────────────────────────────────────────────

const DONE: readonly RuleCase[] = [
  {
    rule: "8.2",
    title: "what is done in time is kept, and when",
    model: model([DELIVERY]),
    record: record([delivered("2030-01-02T00:00:00")], [ALL_SEEN]),
    expect: {
      [D]: { ...one("kept"), performed: "2030-01-02T00:00:00", says: ["8.2 kept: done within the window"] },
    },
  },
  {
    rule: "8.9",
    title: "an aim is reached by what is done, and when",
    model: model([{ ...DELIVERY, kind: "aim" as const }]),
    record: record([delivered("2030-01-02T00:00:00")], [ALL_SEEN]),
    expect: {
      [D]: { ...one("reached"), performed: "2030-01-02T00:00:00", says: ["8.9 reached: done within the window"] },
    },
  },
  {
    rule: "8.2",
    title: "a duty without a deadline is pending, and says so",
    model: model([duty({ must: all(deliver()) })]),
    record: record([], [ALL_SEEN]),
    expect: { [D]: { ...one("pending"), says: ["8.2 pending: the text sets no deadline"] } },
  },
  {
    rule: "8.2",
    title: "one with a deadline is pending until it has passed, and says so",
    model: model([DELIVERY]),
    record: record([], [ALL_SEEN]),
    options: { at: time("2030-01-04") },
    expect: { [D]: { ...one("pending"), says: ["8.2 pending: the deadline has not passed"] } },
  },
  {
    rule: "8.8",
    title: "part of what is owed does not perform it",
    model: model([duty({ must: all(deliver(), doNotify), time: within(9, "day") })]),
    record: record([delivered("2030-01-02T00:00:00")], [ALL_SEEN]),
    options: { at: time("2030-01-04") },
    expect: { [D]: { ...one("pending"), performed: null } },
  },
  {
    rule: "8.8",
    title: "of two things done, the later performs the whole, whichever is named first",
    model: model([duty({ must: all(deliver(), doNotify), time: within(9, "day") })]),
    record: record([delivered("2030-01-03T00:00:00"), event("x", "notify", "A", "2030-01-02T00:00:00")], [ALL_SEEN]),
    expect: { [D]: { ...one("kept"), performed: "2030-01-03T00:00:00" } },
  },
  {
    rule: "8.8",
    title: "nor does the first",
    model: model([duty({ must: all(doNotify, deliver()), time: within(9, "day") })]),
    record: record([delivered("2030-01-03T00:00:00"), event("x", "notify", "A", "2030-01-02T00:00:00")], [ALL_SEEN]),
    expect: { [K]: { ...one("kept"), performed: "2030-01-03T00:00:00" } },
  },
  ...(
    [
      ["2030-01-04T23:59:58", "from the deadline's second on"],
      ["2030-01-04T11:59:59", "up to it"],
      ["2030-01-04T11:59:58", "up to a second before"],
      ["2030-01-04T23:59:59", "from a second after"],
    ] as const
  ).map(([when, words], i): RuleCase => ({
    rule: "14.7",
    title: `a dated deadline, suspended ${words}`,
    model: model([
      duty({ must: all(deliver()), time: { ...NO_TIME, by: time("2030-01-04") } }),
      suspends(count(12, "hour")),
    ]),
    record: record([suspendedBy(when)], [ALL_SEEN]),
    expect: { [D]: i < 2 ? one("excused") : { possible: ["breached"] } },
  })),
  {
    rule: "8.8",
    title: "of two meanings joined by `or`, either is enough before the deadline",
    model: model([duty({ must: all(helpItem("help", "achieve")), time: within(9, "day") })], {
      readings: [means("help", any(deliver(), doNotify))],
    }),
    record: record([event("x", "notify", "A", "2030-01-02T00:00:00")], [ALL_SEEN]),
    options: { at: time("2030-01-04") },
    expect: { "n/B/A/entry": { ...one("kept"), performed: "2030-01-02T00:00:00" } },
  },
  {
    rule: "8.8",
    title: "joined by `and`, both are: when the later is done",
    model: model([duty({ must: all(helpItem("help", "achieve")), time: within(9, "day") })], {
      readings: [means("help", all(deliver(), doNotify))],
    }),
    record: record([delivered("2030-01-03T00:00:00"), event("x", "notify", "A", "2030-01-02T00:00:00")], [ALL_SEEN]),
    options: { at: time("2030-01-04") },
    expect: { "n/B/A/entry": { ...one("kept"), performed: "2030-01-03T00:00:00" } },
  },
  {
    rule: "6.6",
    title: "what a meaning leaves without one is open",
    model: model([duty({ must: all(helpItem("help", "achieve")), time: within(3, "day") })], {
      readings: [means("help", all(helpItem("passage", "achieve")))],
    }),
    record: record([], [ALL_SEEN]),
    expect: {
      "n/text/A/entry": { ...either("breached", "kept"), turns: ["what was done is help: no breached, yes kept"] },
      "n/B/A/entry": { ...either("breached", "kept"), turns: ["what was done is passage: no breached, yes kept"] },
    },
  },
  {
    rule: "6.4",
    title: "what a later text asks for, done a second before it, is not what was asked",
    model: model([
      duty({ must: all(deliver()), time: within(9, "day") }, { amendments: [amended("2030-01-03", { must: notify })] }),
    ]),
    record: record([event("x", "notify", "A", "2030-01-02T23:59:59")], [ALL_SEEN]),
    expect: { [D]: one("breached") },
  },
  {
    rule: "11.3",
    title: "what is to be done twice is to be done twice by the bearer",
    model: model([duty({ must: all(deliver({ count: twice })), time: within(9, "day") })]),
    record: record(
      [event("e", "deliver", "C", "2030-01-02T00:00:00", { target: "B" }), delivered("2030-01-03T00:00:00")],
      [ALL_SEEN],
    ),
    expect: { [D]: { possible: ["breached"] } },
  },
  {
    rule: "8.9",
    title: "an aim that a text sets at `at` may be reached in that second",
    model: model([
      duty(
        { must: all(keepOpen), time: { ...NO_TIME, from: time("2030-02-01") } },
        {
          kind: "aim",
          amendments: [amended("2030-02-03", { must: all(blockedRoad) })],
        },
      ),
    ]),
    record: record([changed("s", "block", "2030-01-20T00:00:00")], [ALL_SEEN]),
    options: { at: time("2030-02-03T00:00:00") },
    expect: { [K]: one("reached") },
  },
  {
    rule: "9.3",
    title: "an end told in doubt decides nothing of a state that begins with it, or after it, whatever it is",
    model: model([duty({ must: all(blockedRoad), time: within(2, "day") }, { kind: "aim" })]),
    record: record(
      [
        changed("e", "unblock", "2030-01-01T12:00:00"),
        account("e", "m2", { stance: "denies" }),
        changed("s", "block", "", { when: exactly(second("2030-01-01T12:00:00"), second("2030-01-05T12:00:00")) }),
      ],
      [ALL_SEEN],
    ),
    // What begins and ends in one second goes on, where neither is said to come first (5.4); so only when it began is asked.
    expect: { [K]: { possible: ["not reached", "reached"], footing: "unknown" } },
  },
  {
    rule: "11.7",
    title: "one act performs the earlier of two occasions",
    model: model([duty({ ...HELP.clauses, must: { ...HELP.clauses.must, anew: true } })]),
    record: record(
      [
        occasion("2030-06-03T00:00:00"),
        event("z", "attack", "D", "2030-06-02T00:00:00", { target: "B" }),
        delivered("2030-06-04T00:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: { [SUFFERED]: { possible: ["breached"] }, "n/text/A→B/z/attacker=D": one("kept") },
  },
  {
    rule: "11.7",
    title: "of two at one instant, that of the first id",
    model: model([duty({ ...HELP.clauses, must: { ...HELP.clauses.must, anew: true } })]),
    record: record(
      [
        occasion("2030-06-02T00:00:00"),
        event("z", "attack", "D", "2030-06-02T00:00:00", { target: "B" }),
        delivered("2030-06-04T00:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: { [SUFFERED]: one("kept"), "n/text/A→B/z/attacker=D": { possible: ["breached"] } },
  },
  {
    rule: "11.7",
    title: "each takes the earliest act that is left, of two at one instant that of the first id",
    model: model([duty({ ...HELP.clauses, must: { ...HELP.clauses.must, anew: true } })]),
    record: record(
      [
        occasion("2030-06-02T00:00:00"),
        event("z", "attack", "D", "2030-06-02T00:00:00", { target: "B" }),
        event("e2", "deliver", "A", "2030-06-04T00:00:00", { target: "B" }),
        event("e1", "deliver", "A", "2030-06-04T00:00:00", { target: "B" }),
        event("e0", "deliver", "A", "2030-06-04T12:00:00", { target: "B" }),
      ],
      [ALL_SEEN],
    ),
    expect: {
      [SUFFERED]: { ...one("kept"), by: ["e1/m1"] },
      "n/text/A→B/z/attacker=D": { ...one("kept"), by: ["e2/m1"] },
    },
  },
  ...(["2030-06-02T23:59:59", "2030-06-03T00:00:00"] as const).map((when, i): RuleCase => ({
    rule: "11.7",
    title: `an act in turn ${i === 0 ? "in the last second of" : "as"} the agreement ends`,
    model: model([duty({ ...HELP.clauses, must: { ...HELP.clauses.must, anew: true } })], {
      instruments: [until("2030-06-03")],
    }),
    record: record([occasion("2030-06-02T00:00:00"), delivered(when)], [ALL_SEEN]),
    expect: { [SUFFERED]: one(i === 0 ? "kept" : "lapsed") },
  })),
  ...(["2030-06-02T23:59:59", "2030-06-03T00:00:00"] as const).map((when, i): RuleCase => ({
    rule: "11.7",
    title: `an act in turn ${i === 0 ? "in the last second before" : "as"} a text asks for it`,
    model: model([
      duty(
        { ...HELP.clauses, must: { ...notify, anew: true } },
        { amendments: [amended("2030-06-03", { must: { ...HELP.clauses.must, anew: true } })] },
      ),
    ]),
    record: record([occasion("2030-06-02T00:00:00"), delivered(when)], [ALL_SEEN]),
    expect: { "n/text/A/a/attacker=D/victim=B": i === 0 ? { possible: ["breached"] } : one("kept") },
  })),
  {
    rule: "11.3",
    title: "in turn too, what is to be done twice is to be done twice by the bearer",
    model: model([
      duty({
        ...HELP.clauses,
        must: { ...all({ kind: "do", pattern: pattern("deliver", { target: name("B"), count: twice }) }), anew: true },
      }),
    ]),
    record: record(
      [
        occasion("2030-06-02T00:00:00"),
        delivered("2030-06-03T00:00:00"),
        event("e", "deliver", "C", "2030-06-02T12:00:00", { target: "B" }),
      ],
      [ALL_SEEN],
    ),
    expect: { "n/text/A→B/a/attacker=D/victim=B": { possible: ["breached"] } },
  },
  ...(["2030-01-02T23:59:59", "2030-01-03T00:00:00"] as const).map((when, i): RuleCase => ({
    rule: "8.2",
    title: `an exception ${i === 0 ? "a second before" : "in the first second of"} the text that has it`,
    model: model([
      duty(
        { must: all(deliver()), time: within(3, "day") },
        { amendments: [amended("2030-01-03", unless(pattern("attack", { actor: name("B") })))] },
      ),
    ]),
    record: record([event("a", "attack", "B", when)], [ALL_SEEN]),
    options: { at: time("2030-01-03T00:00:00") },
    expect: { [D]: one(i === 0 ? "pending" : "excused") },
  })),
  {
    rule: "11.3",
    title: "an exception that must occur twice is counted from the window's beginning, whoever acts",
    model: model([
      duty({
        must: all(deliver()),
        time: { ...within(9, "day"), from: time("2030-01-05") },
        ...unless(pattern("attack", { count: twice })),
      }),
    ]),
    record: record(
      [event("a", "attack", "B", "2030-01-04T00:00:00"), event("b", "attack", "C", "2030-01-06T00:00:00")],
      [ALL_SEEN],
    ),
    expect: { [D]: { possible: ["breached"] } },
  },
  {
    rule: "11.3",
    title: "where it says in what time, from no time",
    model: model([
      duty({
        must: all(deliver()),
        time: { ...within(9, "day"), from: time("2030-01-05") },
        ...unless(pattern("attack", { count: twiceIn })),
      }),
    ]),
    record: record(
      [event("a", "attack", "B", "2030-01-04T00:00:00"), event("b", "attack", "C", "2030-01-06T00:00:00")],
      [ALL_SEEN],
    ),
    expect: { [D]: one("excused") },
  },
  {
    rule: "6.4",
    title: "what a later text adds is not owed by the text before",
    model: model([
      duty(
        { must: all(deliver()), time: within(9, "day") },
        { amendments: [amended("2030-01-03", { must: all(deliver(), doNotify) })] },
      ),
    ]),
    record: record([delivered("2030-01-02T00:00:00"), event("x", "notify", "A", "2030-01-04T00:00:00")], [ALL_SEEN]),
    expect: { [D]: one("kept") },
  },
  {
    rule: "8.1",
    title: "the first second after the deadline is late",
    model: model([duty({ must: all(deliver()), time: within(3, "day"), continues: true })]),
    record: record([delivered("2030-01-05T00:00:00")], [ALL_SEEN]),
    expect: {
      [D]: {
        ...one("breached", "deadline"),
        performed: "2030-01-05T00:00:00 late",
        times: ["deadline 2030-01-05T00:00:00 2030-01-05T00:00:00"],
        by: ["d/m1"],
      },
    },
  },
  {
    rule: "8.1",
    title: "what is done in part after the deadline is not done late",
    model: model([duty({ must: all(noAttack, deliver(), doNotify), time: within(3, "day"), continues: true })]),
    record: record([delivered("2030-01-06T00:00:00")], [ALL_SEEN]),
    expect: {
      [D]: { ...one("breached", "deadline"), performed: null, times: ["deadline#1 2030-01-05T00:00:00 now"], by: [] },
    },
  },
];

/** As HELP, but whatever is delivered will do: owed to whoever was attacked, each act once. */
const EACH_ONCE = duty({
  ...HELP.clauses,
  must: { ...all({ kind: "do", pattern: pattern("deliver") }), anew: true },
  owedTo: variable("victim"),
});
const byOrder = (a: number | null, z: number | null): ReturnType<typeof record> =>
  record(
    [
      event("a", "attack", "D", "2030-06-02T00:00:00", { target: "C", order: a }),
      event("z", "attack", "D", "2030-06-02T00:00:00", { target: "B", order: z }),
      delivered("2030-06-04T00:00:00"),
    ],
    [ALL_SEEN],
  );

const toEach = (more: Partial<EventPattern> = {}): Item => ({
  kind: "do",
  pattern: pattern("deliver", { target: { kind: "anyone", party: "each" }, ...more }),
});

const ALIKE: readonly RuleCase[] = [
  {
    rule: "12.5",
    title: "what is owed to each party may be done towards one by the first text, towards the other by the next",
    model: model([
      duty(
        { must: all(toEach()), time: within(9, "day") },
        { amendments: [amended("2030-01-03", { must: all(toEach({ object: name("road") })) })] },
      ),
    ]),
    record: record(
      [
        delivered("2030-01-02T00:00:00"),
        event("e", "deliver", "A", "2030-01-04T00:00:00", { target: "C", object: "road" }),
      ],
      [ALL_SEEN],
    ),
    expect: { [K]: one("kept") },
  },
  ...[false, true].flatMap((isAmended) =>
    [1, 2].map((parties): RuleCase => ({
      rule: "12.5",
      title: `what is owed to each of ${parties - 1} other parties${isAmended ? ", by two texts" : ""}`,
      model: model(
        [
          duty(
            { must: all(toEach()), time: within(9, "day") },
            isAmended ? { amendments: [amended("2030-01-03", { must: all(toEach({ object: name("road") })) })] } : {},
          ),
        ],
        { instruments: [{ ...INSTRUMENT, parties: ["A", "B"].slice(0, parties).map((id) => member(id)) }] },
      ),
      record: record([], [ALL_SEEN]),
      expect: { [K]: one(parties === 1 ? "kept" : "breached") },
    })),
  ),
  {
    rule: "6.4",
    title: "a ban that a later text makes a duty is a duty",
    model: model([
      duty(
        { must: all(noAttack), time: within(9, "day") },
        { amendments: [amended("2030-01-03", { must: all(deliver()) })] },
      ),
    ]),
    record: record([delivered("2030-01-04T00:00:00")], [ALL_SEEN]),
    expect: { [D]: one("kept") },
  },
  {
    rule: "11.7",
    title: "an order of one of two at one instant orders nothing",
    model: model([duty({ ...HELP.clauses, must: { ...HELP.clauses.must, anew: true } })]),
    record: record(
      [
        occasion("2030-06-02T00:00:00", { order: 2 }),
        event("z", "attack", "D", "2030-06-02T00:00:00", { target: "B" }),
        delivered("2030-06-04T00:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: { [SUFFERED]: one("kept"), "n/text/A→B/z/attacker=D": { possible: ["breached"] } },
  },
  {
    rule: "8.8",
    title: "of two things done in one second that first written is told",
    model: model([duty({ must: all(deliver(), doNotify), time: within(9, "day") })]),
    record: record([delivered("2030-01-03T00:00:00"), event("x", "notify", "A", "2030-01-03T00:00:00")], [ALL_SEEN]),
    expect: { [D]: { ...one("kept"), by: ["d/m1"] } },
  },
];

const TURNS: readonly RuleCase[] = [
  ...(
    [
      [null, null, "z"],
      [2, null, "z"],
      [1, 2, "a"],
      [2, 1, "z"],
    ] as const
  ).map(([a, z, who]): RuleCase => ({
    rule: "11.7",
    title: `two occasions at one instant, with the order ${a} and ${z}: the turn is ${who}'s`,
    model: model([EACH_ONCE]),
    // Without an order of both, that of the first id: "n/text/A→B/z" comes before "n/text/A→C/a".
    record: byOrder(a, z),
    expect: {
      "n/text/A→C/a/attacker=D": who === "a" ? one("kept") : { possible: ["breached"] },
      "n/text/A→B/z/attacker=D": who === "z" ? one("kept") : { possible: ["breached"] },
    },
  })),
  {
    rule: "11.7",
    title: "with an order that speaks against the ids",
    model: model([duty({ ...HELP.clauses, must: { ...HELP.clauses.must, anew: true } })]),
    record: record(
      [
        occasion("2030-06-02T00:00:00", { order: 2 }),
        event("z", "attack", "D", "2030-06-02T00:00:00", { target: "B", order: 1 }),
        delivered("2030-06-04T00:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: { [SUFFERED]: { possible: ["breached"] }, "n/text/A→B/z/attacker=D": one("kept") },
  },
  {
    rule: "11.7",
    title: "who took an act in time takes none late from the next",
    model: model([duty({ ...HELP.clauses, must: { ...HELP.clauses.must, anew: true } })]),
    record: record(
      [
        occasion("2030-06-02T00:00:00"),
        event("z", "attack", "D", "2030-06-03T00:00:00", { target: "B" }),
        event("e1", "deliver", "A", "2030-06-04T00:00:00", { target: "B" }),
        event("e2", "deliver", "A", "2030-06-07T00:00:00", { target: "B" }),
      ],
      [ALL_SEEN],
    ),
    expect: {
      [SUFFERED]: { ...one("kept"), by: ["e1/m1"] },
      "n/text/A→B/z/attacker=D": { possible: ["breached"], performed: "2030-06-07T00:00:00 late" },
    },
  },
  {
    rule: "11.7",
    title: "an act in turn in the second `at` in which the agreement is over",
    model: model([duty({ ...HELP.clauses, must: { ...HELP.clauses.must, anew: true } })], {
      instruments: [until("2030-06-03")],
    }),
    record: record([occasion("2030-06-02T00:00:00"), delivered("2030-06-03T00:00:00")], [ALL_SEEN]),
    options: { at: time("2030-06-03T00:00:00") },
    expect: { [SUFFERED]: one("lapsed") },
  },
  {
    rule: "8.1",
    title: "of two meanings joined by `or` that are both done in time the first written is told",
    model: model([duty({ must: all(helpItem("help", "achieve")), time: within(9, "day") })], {
      readings: [means("help", any(deliver(), doNotify))],
    }),
    record: record([delivered("2030-01-03T00:00:00"), event("x", "notify", "A", "2030-01-02T00:00:00")], [ALL_SEEN]),
    expect: { "n/B/A/entry": { ...one("kept"), performed: "2030-01-03T00:00:00" } },
  },
  {
    rule: "8.1",
    title: "both done late, the breach goes on until the first",
    model: model([duty({ must: all(helpItem("help", "achieve")), time: within(3, "day"), continues: true })], {
      readings: [means("help", any(deliver(), doNotify))],
    }),
    record: record([delivered("2030-01-08T00:00:00"), event("x", "notify", "A", "2030-01-07T00:00:00")], [ALL_SEEN]),
    expect: {
      "n/B/A/entry": {
        ...one("breached", "deadline"),
        performed: "2030-01-07T00:00:00 late",
        by: ["x/m1"],
        times: ["deadline 2030-01-05T00:00:00 2030-01-07T00:00:00"],
      },
    },
  },
];

// ── 8.4, 8.5, 8.7 ───────────────────────────────────────────────────────────────────────────────

const HELD: readonly RuleCase[] = [
  {
    rule: "6.4",
    title: "what a later text forbids besides was free before",
    model: model([
      ban(
        {},
        {
          amendments: [amended("2030-03-01", { must: all(noAttack, { kind: "not-do", pattern: pattern("notify") }) })],
        },
      ),
    ]),
    record: record(
      [event("x", "notify", "A", "2030-02-01T00:00:00"), event("y", "notify", "A", "2030-03-01T00:00:00")],
      [ALL_SEEN],
    ),
    expect: { [D]: one("breached", "y") },
  },
  ...([true, false] as const).map((both): RuleCase => ({
    rule: "8.8",
    title: `a meaning of two things joined by \`or\` is kept ${both ? "by neither" : "by one"}`,
    model: model([duty({ must: all(helpItem("passage", "keep")) })], {
      readings: [means("passage", any(keepOpen, noAttack))],
    }),
    record: record([changed("s", "block", "2030-06-01T00:00:00"), ...(both ? [attacked("2030-06-02T00:00:00")] : [])]),
    expect: { "n/B/A/entry": both ? one("breached", "a", "s") : one("no breach observed") },
  })),
  {
    rule: "8.8",
    title: "joined by `and`, it is broken by either",
    model: model([duty({ must: all(helpItem("passage", "keep")) })], {
      readings: [means("passage", all(keepOpen, noAttack))],
    }),
    record: record([changed("s", "block", "2030-06-01T00:00:00")]),
    expect: { "n/B/A/entry": one("breached", "s") },
  },
  {
    rule: "6.6",
    title: "words that a text brings in at `at` may have failed in that second",
    model: model([
      duty(
        { must: all(keepOpen) },
        { amendments: [amended("2030-02-03", { must: all(helpItem("passage", "keep")) })] },
      ),
    ]),
    record: record([], [ALL_SEEN]),
    options: { at: time("2030-02-03T00:00:00") },
    expect: { [K]: either("breached", "no breach observed") },
  },
  {
    rule: "14.7",
    title: "suspended from the second after the use to the end of its time",
    model: model([CEASEFIRE, suspends(count(12, "hour"))]),
    record: record(
      [
        suspendedBy("2030-01-02T00:00:00"),
        also("a1", "2030-01-02T00:00:00"),
        also("a2", "2030-01-02T00:00:01"),
        also("a3", "2030-01-02T12:00:00"),
        also("a4", "2030-01-02T12:00:01"),
      ],
      [ALL_SEEN],
    ),
    expect: {
      [D]: {
        ...one("breached", "a1", "a4"),
        says: [
          "14.7 a2 would be a breach; what is owed was suspended then",
          "!14.7 a1 would be a breach; what is owed was suspended then",
        ],
      },
    },
  },
  {
    rule: "14.8",
    title: "ended at a second that is not known, a failure ends the second after it, whichever it is",
    model: model([ROAD, ends]),
    record: record([
      changed("x", "block", "2030-01-02T00:00:00"),
      account("y", "m1", {
        kind: "notify",
        actor: "A",
        when: exactly(second("2030-02-01") + 4, second("2030-02-01") + 5),
      }),
    ]),
    expect: {
      [K]: { ...one("breached", "x"), times: ["x 2030-01-02T00:00:00 2030-02-01T00:00:05..2030-02-01T00:00:06"] },
    },
  },
  ...[true, false].map((done): RuleCase => ({
    rule: "12.5",
    title: `what all parties owe together to each is owed by each to the others: ${done ? "all of it is" : "nothing is"} done`,
    model: model([
      duty({
        bearer: { kind: "each-party", except: [], mode: "together" },
        must: all({ kind: "do", pattern: pattern("notify", { target: { kind: "anyone", party: "each" } }) }),
        time: within(2, "day"),
      }),
    ]),
    record: record(
      ["AB", "AC", "BA", "BC", "CA", "CB"].flatMap(([by, to]) =>
        done ? event(`${by}${to}`, "notify", by!, "2030-01-02T00:00:00", { target: to! }) : [],
      ),
      [ALL_SEEN],
    ),
    expect: { "n/text/A+B+C/entry": done ? one("kept") : { possible: ["breached"] } },
  })),
  {
    rule: "12.6",
    title: "whom the act harms may be any party, the one who acts too",
    model: model([
      ban({
        bearer: { kind: "each-party", except: [] },
        must: all({
          kind: "not-do",
          pattern: pattern("attack", { target: { kind: "variable", name: "v", restrict: "party" } }),
        }),
      }),
    ]),
    record: record([also("x", "2030-01-02T00:00:00", { target: "A" })], [ALL_SEEN]),
    expect: { [K]: one("breached", "x") },
  },
  {
    rule: "14.7",
    title: "of two things that are banned, what was suspended is told by id",
    model: model([ban({ must: all(noAttack, { kind: "not-do", pattern: pattern("block") }) }), suspends(null)]),
    record: record(
      [
        suspendedBy("2030-01-02T00:00:00"),
        also("p", "2030-01-03T00:00:00"),
        event("b", "block", "A", "2030-01-04T00:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: {
      [D]: {
        possible: ["suspended"],
        says: [
          "14.7 b would be a breach; what is owed was suspended then",
          "14.7 p would be a breach; what is owed was suspended then",
        ],
      },
    },
  },
  {
    rule: "14.7",
    title: "what has failed is breached, though it is suspended at `at`",
    model: model([CEASEFIRE, suspends(count(12, "hour"))]),
    record: record([suspendedBy("2030-01-02T00:00:00"), also("a1", "2030-01-01T12:00:00")], [ALL_SEEN]),
    options: { at: time("2030-01-02T06:00:00") },
    expect: { [D]: one("breached", "a1") },
  },
  ...(["2030-01-02T00:00:00", "2030-01-02T00:00:01", "2030-01-02T12:00:00", "2030-01-02T12:00:01"] as const).map(
    (at, i): RuleCase => ({
      rule: "14.7",
      title: `at ${at}, ${i === 1 || i === 2 ? "within" : "outside"} what is suspended`,
      model: model([CEASEFIRE, suspends(count(12, "hour"))]),
      record: record([suspendedBy("2030-01-02T00:00:00")], [ALL_SEEN]),
      options: { at: time(at) },
      expect: { [D]: one(i === 1 || i === 2 ? "suspended" : "no breach observed") },
    }),
  ),
  {
    rule: "8.4",
    title: "a state that begins after the act excuses nothing",
    model: model([ban(unlessBlocked)]),
    record: record([attacked("2030-06-02T00:00:00"), changed("s", "block", "2030-06-03T00:00:00")]),
    expect: { [D]: one("breached", "a") },
  },
  {
    rule: "8.4",
    title: "an exception without a subject is anyone's",
    model: model([ban(unless(pattern("notify")))]),
    record: record([event("x", "notify", "C", "2030-06-01T00:00:00"), attacked("2030-06-02T00:00:00")], [ALL_SEEN]),
    expect: {
      [D]: { ...one("no breach observed"), says: ["8.4 a would be a breach; the exception excuses it"] },
    },
  },
  {
    rule: "8.4",
    title: "an exception before the window begins excuses nothing",
    model: model([afterwards(unless(pattern("notify")))]),
    record: record(
      [
        event("x", "notify", "C", "2030-06-01T00:00:00"),
        occasion("2030-06-02T00:00:00"),
        also("b", "2030-06-03T00:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: { [`${SUFFERED}/victim=B`]: one("breached", "b") },
  },
  {
    rule: "11.3",
    title: "nor does one of the two that an exception asks for",
    model: model([afterwards(unless(pattern("notify", { count: twice })))]),
    record: record(
      [
        event("x", "notify", "C", "2030-06-01T00:00:00"),
        occasion("2030-06-02T00:00:00"),
        event("y", "notify", "C", "2030-06-02T12:00:00"),
        also("b", "2030-06-03T00:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: { [`${SUFFERED}/victim=B`]: one("breached", "b") },
  },
  {
    rule: "11.3",
    title: "where it says in what time, it does; and whoever acts",
    model: model([afterwards(unless(pattern("notify", { count: twiceIn })))]),
    record: record(
      [
        event("x", "notify", "C", "2030-06-01T00:00:00"),
        occasion("2030-06-02T00:00:00"),
        event("y", "notify", "B", "2030-06-02T12:00:00"),
        also("b", "2030-06-03T00:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: { [`${SUFFERED}/victim=B`]: one("no breach observed") },
  },
  ...(
    [
      [count(1, "month"), "2030-02-28T00:00:00", true],
      [count(2, "day"), "2030-03-29T00:00:00", true],
      [count(2, "day"), "2030-03-29T00:00:01", false],
      [count(12, "hour"), "2030-03-31T00:00:00", true],
      [count(12, "hour"), "2030-03-31T00:00:01", false],
      [{ count: 30, unit: "minute", rounding: null }, "2030-03-31T11:30:00", true],
      [{ count: 30, unit: "minute", rounding: null }, "2030-03-31T11:30:01", false],
      [count(30, "second"), "2030-03-31T11:59:30", true],
      [count(30, "second"), "2030-03-31T11:59:31", false],
    ] as const
  ).map(([length, from, covered]): RuleCase => ({
    rule: "8.4",
    title: `an exception within ${length.count} ${length.unit} before, seen from ${from}: ${covered ? "all" : "not all"} of the time`,
    model: model([ban(unless(pattern("notify"), { ...length, rounding: null }))]),
    record: record(
      [attacked("2030-03-31T12:00:00")],
      [coverage("notify", from, "2041-01-01"), coverage("attack", "2029-01-01", "2041-01-01")],
    ),
    expect: { [D]: covered ? one("breached", "a") : { ...either("breached", "no breach observed"), breaches: ["a"] } },
  })),
  ...(
    [
      // By the next month, what falls on 29 January is reached on 1 March: the last three days of January are asked about.
      ["2030-03-01T12:00:00", "next-month", "2030-01-29T00:00:00", true],
      ["2030-03-01T12:00:00", "next-month", "2030-01-29T00:00:01", false],
      ["2030-03-01T12:00:00", "last-day", "2030-02-01T00:00:00", true],
      ["2030-03-01T12:00:00", "last-day", "2030-02-01T00:00:01", false],
      // It reaches to the last second of the day.
      ["2030-03-15T23:59:59", "last-day", "2030-02-15T00:00:00", true],
      ["2030-03-15T23:59:59", "last-day", "2030-02-16T00:00:00", false],
    ] as const
  ).map(([act, rounding, from, covered]): RuleCase => ({
    rule: "8.4",
    title: `an exception within a month before ${act}, ${rounding}, seen from ${from}: ${covered ? "all" : "not all"} of the time`,
    model: model([ban(unless(pattern("notify"), { count: 1, unit: "month", rounding }))]),
    record: record(
      [attacked(act)],
      [coverage("notify", from, "2041-01-01"), coverage("attack", "2029-01-01", "2041-01-01")],
    ),
    expect: { [D]: covered ? one("breached", "a") : { ...either("breached", "no breach observed"), breaches: ["a"] } },
  })),
  {
    rule: "14.5",
    title: "a failure that a permission lets its bearer begin is none, for who puts it first",
    model: model(
      [
        ROAD,
        duty(
          {
            bearer: { kind: "named", actors: ["B"] },
            must: all({ kind: "do", pattern: pattern("block", { object: name("road") }) }),
          },
          { id: "may", kind: "permission" },
        ),
      ],
      { precedences: [{ higher: "may", lower: "n", holders: ["C"], source: null, stated: null, span }] },
    ),
    record: record([changed("s", "block", "2030-06-01T00:00:00")], [ALL_SEEN]),
    expect: { [K]: one("breached", "s"), "n/C/A/entry": one("no breach observed") },
  },
  {
    rule: "14.7",
    title: "what is suspended cuts a failure in two, to the second",
    model: model([duty({ must: all(keepOpen), owedTo: name("B") }), suspends(count(12, "hour"))]),
    record: record(
      [
        changed("s", "block", "2030-01-02T00:00:00"),
        suspendedBy("2030-01-03T00:00:00"),
        changed("e", "unblock", "2030-01-04T00:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: {
      [D]: {
        ...one("breached", "s"),
        times: ["s 2030-01-02T00:00:00 2030-01-03T00:00:01", "s 2030-01-03T12:00:01 2030-01-04T00:00:00"],
      },
    },
  },
  {
    rule: "8.5",
    title: "an exception by a state cuts a failure in two, and the rest goes on",
    model: model([duty({ must: all(keepGate), ...unlessBlocked })], { states: TWO_STATES }),
    record: record([
      event("s", "request", "B", "2030-01-02T00:00:00", { object: "gate" }),
      changed("x", "block", "2030-01-03T00:00:00"),
      changed("y", "unblock", "2030-01-04T00:00:00"),
    ]),
    expect: {
      [K]: {
        ...one("breached", "s"),
        times: ["s 2030-01-02T00:00:00 2030-01-03T00:00:00", "s 2030-01-04T00:00:00 now"],
      },
    },
  },
  {
    rule: "8.5",
    title: "an exception without a subject is anyone's, for what is kept too",
    model: model([duty({ must: all(keepOpen), ...unless(pattern("notify"), count(1, "day")) })]),
    record: record(
      [
        changed("s", "block", "2030-01-02T00:00:00"),
        event("x", "notify", "C", "2030-01-03T12:00:00"),
        changed("e", "unblock", "2030-01-10T00:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: {
      [K]: {
        ...one("breached", "s"),
        times: ["s 2030-01-02T00:00:00 2030-01-03T12:00:00", "s 2030-01-05T00:00:00 2030-01-10T00:00:00"],
      },
    },
  },
  {
    rule: "8.5",
    title: "an exception of which the day is not known may begin just where another is over, or a second after that",
    model: model([duty({ must: all(keepOpen), ...unless(pattern("notify"), count(1, "day")) })]),
    record: record(
      [
        changed("s", "block", "2030-01-02T00:00:00"),
        event("x", "notify", "C", "2030-01-03T12:00:00"),
        event("y", "notify", "C", "", { when: exactly(second("2030-01-04T12:00:00"), second("2030-01-05T12:00:00")) }),
        changed("e", "unblock", "2030-01-10T00:00:00"),
      ],
      [ALL_SEEN],
    ),
    // By x to the end of the 4th. By y on the 4th to the end of the 5th; by y on the 5th to the end of the 6th, and in its first second nothing fails before that.
    expect: {
      [K]: {
        ...one("breached", "s"),
        times: [
          "s 2030-01-02T00:00:00 2030-01-03T12:00:00",
          "s 2030-01-05T00:00:00..2030-01-07T00:00:00 2030-01-05T00:00:01..2030-01-10T00:00:00",
          "s 2030-01-07T00:00:00 2030-01-10T00:00:00",
        ],
      },
    },
  },
  {
    rule: "8.5",
    title: "and so where both are counted in hours, and it may be over where the other begins",
    model: model([duty({ must: all(keepOpen), ...unless(pattern("notify"), count(1, "hour")) })]),
    record: record(
      [
        changed("s", "block", "2030-01-02T00:00:00"),
        event("x", "notify", "C", "2030-01-04T23:00:00"),
        event("y", "notify", "C", "", { when: exactly(second("2030-01-04T12:00:00"), second("2030-01-05T12:00:00")) }),
        changed("e", "unblock", "2030-01-10T00:00:00"),
      ],
      [ALL_SEEN],
    ),
    // By x to midnight, that second included. By y an hour before that, after it, or on from it.
    expect: {
      [K]: {
        ...one("breached", "s"),
        times: [
          "s 2030-01-02T00:00:00 2030-01-04T12:00:00..2030-01-04T23:00:00",
          "s 2030-01-04T13:00:01..2030-01-05T01:00:02 2030-01-04T23:00:00..2030-01-10T00:00:00",
          "s 2030-01-05T00:00:01..2030-01-05T13:00:01 2030-01-10T00:00:00",
        ],
      },
    },
  },
  {
    rule: "8.5",
    title: "a failure of which the end is not known to the hour may end a second after what excuses it",
    model: model([duty({ must: all(keepOpen), ...unless(pattern("notify"), count(1, "day")) })]),
    record: record(
      [
        changed("s", "block", "2030-01-02T00:00:00"),
        event("x", "notify", "C", "2030-01-03T12:00:00"),
        changed("e", "unblock", "", { when: exactly(second("2030-01-04T18:00:00"), second("2030-01-05T06:00:00")) }),
      ],
      [ALL_SEEN],
    ),
    expect: {
      [K]: {
        ...one("breached", "s"),
        times: [
          "s 2030-01-02T00:00:00 2030-01-03T12:00:00",
          "s 2030-01-05T00:00:00 2030-01-05T00:00:01..2030-01-05T06:00:00",
        ],
      },
    },
  },
  {
    rule: "8.5",
    title: "of two exceptions that are known to a night each the second may begin just where the first is over",
    model: model([duty({ must: all(keepOpen), ...unless(pattern("notify"), count(1, "day")) })]),
    record: record(
      [
        changed("s", "block", "2030-01-02T00:00:00"),
        event("y", "notify", "C", "", { when: exactly(second("2030-01-03T22:00:00"), second("2030-01-04T06:00:00")) }),
        event("z", "notify", "C", "", { when: exactly(second("2030-01-05T22:00:00"), second("2030-01-06T06:00:00")) }),
        changed("e", "unblock", "2030-01-10T00:00:00"),
        event("x", "notify", "C", "2030-01-20T00:00:00"),
        account("x", "m2", { stance: "denies" }),
      ],
      [ALL_SEEN],
    ),
    // By y to the end of the 4th or 5th, by z to that of the 6th or 7th: in the first second of the 6th z goes on from y, and nothing fails between the two.
    expect: {
      [K]: {
        ...one("breached", "s"),
        times: [
          "s 2030-01-02T00:00:00 2030-01-03T22:00:00..2030-01-04T06:00:00",
          "s 2030-01-05T00:00:00..2030-01-08T00:00:00 2030-01-05T22:00:00..2030-01-10T00:00:00",
          "s 2030-01-07T00:00:00..2030-01-08T00:00:00 2030-01-10T00:00:00",
        ],
      },
    },
  },
  {
    rule: "8.5",
    title:
      "an exception that is known to some days may begin just where one that is known to two seconds is over, or a second later",
    model: model([duty({ must: all(keepOpen), ...unless(pattern("notify"), count(12, "hour")) })]),
    record: record(
      [
        changed("s", "block", "2030-01-02T00:00:00"),
        event("y", "notify", "C", "", { when: exactly(second("2030-01-03T12:00:00"), second("2030-01-03T12:00:01")) }),
        event("z", "notify", "C", "", { when: exactly(second("2030-01-03T06:00:00"), second("2030-01-06T00:00:00")) }),
        changed("e", "unblock", "2030-01-10T00:00:00"),
      ],
      [ALL_SEEN],
    ),
    // By y up to 00:00:00 or 00:00:01 on the 4th. If z comes by the second after that, it goes on from y; else it fails between them, for a second at least.
    expect: {
      [K]: {
        ...one("breached", "s"),
        times: [
          "s 2030-01-02T00:00:00 2030-01-03T06:00:00..2030-01-03T12:00:01",
          "s 2030-01-04T00:00:01..2030-01-04T12:00:03 2030-01-04T00:00:02..2030-01-10T00:00:00",
          "s 2030-01-04T12:00:03..2030-01-06T12:00:01 2030-01-10T00:00:00",
        ],
      },
    },
  },
  {
    rule: "8.5",
    title: "an exception of which the second is not known excuses all of a failure that is over when it is",
    model: model([duty({ must: all(keepOpen), ...unless(pattern("notify"), count(1, "hour")) })]),
    record: record(
      [
        event("z", "notify", "C", "", { when: exactly(second("2030-01-09T22:00:00"), second("2030-01-10T00:30:00")) }),
        changed("s", "block", "2030-01-10T00:30:00"),
        changed("e", "unblock", "2030-01-10T01:00:00"),
      ],
      [ALL_SEEN],
    ),
    // It fails up to 00:59:59.
    expect: {
      [K]: {
        possible: ["breached", "no breach observed"],
        times: ["s 2030-01-10T00:30:00..2030-01-10T00:59:59 2030-01-10T01:00:00"],
        turns: [
          "z: 2030-01-09T22:00:00Z/2030-01-09T23:59:58Z breached, 2030-01-09T23:59:59Z/2030-01-10T00:30:00Z no breach observed",
        ],
      },
    },
  },
  {
    rule: "8.5",
    title: "and so where it fails for one second more than another day has",
    model: model([duty({ must: all(keepOpen), ...unless(pattern("notify"), count(1, "day")) })]),
    record: record(
      [
        event("z", "notify", "C", "", { when: exactly(second("2030-01-08T22:00:00"), second("2030-01-09T06:00:00")) }),
        changed("s", "block", "2030-01-09T12:00:00"),
        changed("e", "unblock", "2030-01-10T00:00:01"),
      ],
      [ALL_SEEN],
    ),
    // By z on the 8th to the end of the 9th; it fails in the first second of the 10th.
    expect: {
      [K]: {
        possible: ["breached", "no breach observed"],
        times: ["s 2030-01-10T00:00:00 2030-01-10T00:00:01"],
        turns: [
          "z: 2030-01-08T22:00:00Z/2030-01-08T23:59:59Z breached, 2030-01-09T00:00:00Z/2030-01-09T06:00:00Z no breach observed",
        ],
      },
    },
  },
  {
    rule: "8.5",
    title: "a failure of which the end is not known to the hour may end a second after the time that is suspended",
    model: model([duty({ must: all(keepOpen), owedTo: name("B") }), suspends(count(1, "day"))]),
    record: record(
      [
        changed("s", "block", "2030-01-02T00:00:00"),
        suspendedBy("2030-01-03T12:00:00"),
        changed("e", "unblock", "", { when: exactly(second("2030-01-04T18:00:00"), second("2030-01-05T06:00:00")) }),
      ],
      [ALL_SEEN],
    ),
    expect: {
      [D]: {
        ...one("breached", "s"),
        times: [
          "s 2030-01-02T00:00:00 2030-01-03T12:00:01",
          "s 2030-01-05T00:00:00 2030-01-05T00:00:01..2030-01-05T06:00:00",
        ],
      },
    },
  },
  {
    rule: "8.5",
    title: "a failure of which the end is not known to the hour, with exceptions that have no time and did not come",
    model: model(
      [
        duty({
          must: all(keepGate),
          unless: {
            connective: "or",
            conditions: [
              { kind: "event", pattern: pattern("deliver"), within: null },
              { kind: "state", state: { state: "blocked", negated: false, subject: name("road") } },
            ],
          },
        }),
      ],
      { states: TWO_STATES },
    ),
    record: record(
      [
        event("s", "request", "B", "2030-01-02T00:00:00", { object: "gate" }),
        event("e", "notify", "B", "", {
          object: "gate",
          when: exactly(second("2030-01-04T18:00:00"), second("2030-01-05T06:00:00")),
        }),
      ],
      [ALL_SEEN],
    ),
    expect: {
      [K]: { ...one("breached", "s"), times: ["s 2030-01-02T00:00:00 2030-01-04T18:00:00..2030-01-05T06:00:00"] },
    },
  },
  {
    rule: "8.5",
    title: "before the window begins it excuses nothing",
    model: model([
      duty({ must: all(keepOpen), time: { ...NO_TIME, from: time("2030-01-05") }, ...unless(pattern("notify")) }),
    ]),
    record: record(
      [event("x", "notify", "C", "2030-01-03T12:00:00"), changed("s", "block", "2030-01-06T00:00:00")],
      [ALL_SEEN],
    ),
    expect: { [K]: { ...one("breached", "s"), times: ["s 2030-01-06T00:00:00 now"] } },
  },
  {
    rule: "11.3",
    title: "twice, it is counted from the window's beginning",
    model: model([
      duty({
        must: all(keepOpen),
        time: { ...NO_TIME, from: time("2030-01-05") },
        ...unless(pattern("notify", { count: twice })),
      }),
    ]),
    record: record(
      [
        event("x", "notify", "C", "2030-01-03T12:00:00"),
        event("y", "notify", "B", "2030-01-05T12:00:00"),
        changed("s", "block", "2030-01-06T00:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: { [K]: { ...one("breached", "s"), times: ["s 2030-01-06T00:00:00 now"] } },
  },
  {
    rule: "11.3",
    title: "and in a time that is said, from no time, whoever acts",
    model: model([
      duty({
        must: all(keepOpen),
        time: { ...NO_TIME, from: time("2030-01-05") },
        ...unless(pattern("notify", { count: twiceIn })),
      }),
    ]),
    record: record(
      [
        event("x", "notify", "C", "2030-01-03T12:00:00"),
        event("y", "notify", "B", "2030-01-05T12:00:00"),
        changed("s", "block", "2030-01-06T00:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: { [K]: one("no breach observed") },
  },
  {
    rule: "8.5",
    title: "elsewhere it is none",
    model: model([
      duty({ must: all(keepOpen), ...unless(pattern("notify", { place: { kind: "zone", id: "land" } })) }),
    ]),
    record: record(
      [
        event("x", "notify", "C", "2030-01-03T12:00:00", { place: "sea" }),
        changed("s", "block", "2030-01-06T00:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: { [K]: one("breached", "s") },
  },
  {
    rule: "8.5",
    title: "a failure that an exception of the first text cuts goes on under the next as its last piece",
    model: model([
      duty(
        { must: all(keepOpen), ...unless(pattern("notify"), count(1, "day")) },
        { amendments: [amended("2030-01-10", { unless: null })] },
      ),
    ]),
    record: record(
      [changed("s", "block", "2030-01-02T00:00:00"), event("x", "notify", "C", "2030-01-03T12:00:00")],
      [ALL_SEEN],
    ),
    expect: {
      [K]: {
        ...one("breached", "s"),
        times: ["s 2030-01-02T00:00:00 2030-01-03T12:00:00", "s 2030-01-05T00:00:00 now"],
      },
    },
  },
  {
    rule: "8.5",
    title: "and so where the next cuts it once more",
    model: model([
      duty(
        { must: all(keepOpen) },
        { amendments: [amended("2030-01-10", unless(pattern("notify"), count(1, "day")))] },
      ),
    ]),
    record: record(
      [
        changed("s", "block", "2030-01-02T00:00:00"),
        event("x", "notify", "C", "2030-01-12T12:00:00"),
        changed("e", "unblock", "2030-01-20T00:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: {
      [K]: {
        ...one("breached", "s"),
        times: ["s 2030-01-02T00:00:00 2030-01-12T12:00:00", "s 2030-01-14T00:00:00 2030-01-20T00:00:00"],
      },
    },
  },
  {
    rule: "8.5",
    title: "what fails of the next text's own is another failure, though it fails as the first ends",
    model: model([duty({ must: all(keepOpen) }, { amendments: [amended("2030-01-10", { must: all(keepGate) })] })], {
      states: TWO_STATES,
    }),
    record: record([
      changed("s", "block", "2030-01-02T00:00:00"),
      event("g", "request", "B", "2030-01-01T12:00:00", { object: "gate" }),
    ]),
    expect: {
      [K]: {
        ...one("breached", "g", "s"),
        times: ["s 2030-01-02T00:00:00 2030-01-10T00:00:00", "g 2030-01-10T00:00:00 now"],
      },
    },
  },
  {
    rule: "8.5",
    title: "a failure begins with the window, though the text that judges it was there before",
    model: model([
      duty(
        { must: all(keepOpen), time: { ...NO_TIME, from: time("2030-01-05") } },
        { amendments: [amended("2030-01-03", { place: null })] },
      ),
    ]),
    record: record([changed("s", "block", "2030-01-02T00:00:00")]),
    expect: { [K]: { ...one("breached", "s"), times: ["s 2030-01-05T00:00:00 now"] } },
  },
  {
    rule: "8.7",
    title: "a window of one second that nobody watched",
    model: model([ban({ time: { ...NO_TIME, for: count(1, "second") } })]),
    record: record([]),
    expect: { [D]: one("no breach observed") },
  },
  {
    rule: "8.5",
    title: "what is no failure for the next text ends with the last second of the one before",
    model: model([duty({ must: all(keepOpen) }, { amendments: [amended("2030-01-10", unlessBlocked)] })]),
    record: record([changed("s", "block", "2030-01-02T00:00:00")], [ALL_SEEN]),
    expect: { [K]: { ...one("breached", "s"), times: ["s 2030-01-02T00:00:00 2030-01-10T00:00:00"] } },
  },
  {
    rule: "8.4",
    title: "what comes as the agreement ends is no breach",
    model: model([CEASEFIRE], { instruments: [until("2030-02-01")] }),
    record: record(
      [attacked("2030-01-31T23:59:59"), also("b", "2030-02-01T00:00:00"), also("c", "2030-02-01T00:00:01")],
      [ALL_SEEN],
    ),
    expect: { [D]: one("breached", "a") },
  },
  {
    rule: "6.4",
    title: "an act of which two tell that it was before, and after, the text that forbids it",
    model: model([
      ban(
        {},
        {
          amendments: [
            amended("2030-03-01", { must: all({ kind: "not-do", pattern: pattern("notify", { target: name("B") }) }) }),
          ],
        },
      ),
    ]),
    record: record([
      event("x", "notify", "A", "2030-02-28T23:59:59", { target: "B" }),
      account("x", "m2", { kind: "notify", actor: "A", target: "B", when: "2030-03-01T12:00:00" }),
    ]),
    expect: { [D]: { ...either("breached", "no breach observed"), footing: "contested on facts", breaches: ["x"] } },
  },
  {
    rule: "6.4",
    title: "an act in the last second of a text, an act in the first of the next: each is judged by its own",
    model: model([
      ban(
        {},
        {
          amendments: [
            amended("2030-03-01", { must: all({ kind: "not-do", pattern: pattern("notify", { target: name("B") }) }) }),
          ],
        },
      ),
    ]),
    record: record(
      [
        attacked("2030-02-28T23:59:59"),
        also("b", "2030-03-01T00:00:00"),
        event("x", "notify", "A", "2030-02-28T23:59:59", { target: "B" }),
        event("y", "notify", "A", "2030-03-01T00:00:00", { target: "B" }),
      ],
      [ALL_SEEN],
    ),
    expect: { [D]: one("breached", "a", "y") },
  },
];

// ── 7.6, 14 ─────────────────────────────────────────────────────────────────────────────────────

const may = (clauses: Partial<Clauses>): Norm =>
  duty(
    {
      bearer: { kind: "named", actors: ["A"] },
      must: all({ kind: "do", pattern: pattern("attack", { target: name("B") }) }),
      ...clauses,
    },
    { id: "may", kind: "permission" },
  );
const first = (higher: string, lower: string): NonNullable<Parameters<typeof model>[1]> => ({
  precedences: [{ higher, lower, holders: ["C"], source: null, stated: null, span }],
});
const M = "may/text/A→B/entry";

const CHAINED: readonly RuleCase[] = [
  {
    rule: "7.1",
    title: "an agreement that never entered into force binds nobody, and says so",
    model: model([CEASEFIRE], { instruments: [{ ...until("2030-02-01"), inForce: null }] }),
    record: record([attacked("2030-01-02T00:00:00")]),
    expect: {
      "n/text/A/none": { ...one("not in force"), says: ["7.1 not in force: the instrument never entered into force"] },
    },
  },
  {
    rule: "7.3",
    title: "an occasion that did not all happen triggers nothing, and says so",
    model: model([
      duty({
        ...HELP.clauses,
        when: {
          ...HELP.clauses.when!,
          further: [{ pattern: pattern("request"), within: count(2, "day"), assumed: null }],
        },
      }),
    ]),
    record: record([occasion("2030-06-02T00:00:00")], [ALL_SEEN]),
    expect: {
      [SUFFERED]: {
        ...one("not triggered"),
        says: ["7.3 not triggered: what would trigger it did not all happen, there and then"],
      },
    },
  },
  {
    rule: "7.1",
    title: "a membership that begins after `at` is not in force, and says so",
    model: model([CEASEFIRE]),
    record: record([]),
    options: { at: time("2029-12-31T00:00:00") },
    expect: { [D]: { ...one("not in force"), says: ["7.1 not in force: it is not in force for this bearer"] } },
  },
  ...(["2029-12-31T23:59:59", "2030-01-01T00:00:00", "2030-01-31T23:59:59", "2030-02-01T00:00:00"] as const).map(
    (at, i): RuleCase => ({
      rule: "7.6",
      title: `without an occasion at ${at}`,
      model: model([HELP], { instruments: [until("2030-02-01")] }),
      record: record([]),
      options: { at: time(at) },
      expect: { "n/text/A/none": one(i === 1 || i === 2 ? "not triggered" : "not in force") },
    }),
  ),
  {
    rule: "14.3",
    title: "a permission has lapsed in the second in which the agreement is over",
    model: model([may({})], { instruments: [until("2030-02-01")] }),
    record: record([]),
    options: { at: time("2030-02-01T00:00:00") },
    expect: { [M]: one("lapsed") },
  },
  {
    rule: "14.4",
    title: "a use in the last second of the agreement has effect, a second later it is void",
    model: model([may({})], { instruments: [until("2030-02-01")] }),
    record: record([attacked("2030-01-31T23:59:59"), also("b", "2030-02-01T00:00:00")], [ALL_SEEN]),
    expect: { [M]: { ...one("lapsed"), uses: ["a", "b out of time"] } },
  },
  ...(["2030-03-01T00:00:00", "2030-02-28T23:59:59"] as const).map((when, i): RuleCase => ({
    rule: "6.4",
    title: `a use ${i === 0 ? "in the first second of the text that allows it" : "a second before it"}`,
    model: model([
      {
        ...may({ must: all({ kind: "do", pattern: pattern("notify", { target: name("B") }) }) }),
        amendments: [
          amended("2030-03-01", { must: all({ kind: "do", pattern: pattern("attack", { target: name("B") }) }) }),
        ],
      },
    ]),
    record: record([attacked(when)], [ALL_SEEN]),
    expect: { [M]: { ...one("open"), uses: i === 0 ? ["a"] : [] } },
  })),
  {
    rule: "14.4",
    title: "elsewhere is no use",
    model: model([may({ place: { kind: "zone", id: "land" } })]),
    record: record([attacked("2030-02-01T00:00:00", { place: "sea" })], [ALL_SEEN]),
    expect: { [M]: { ...one("open"), uses: [] } },
  },
  {
    rule: "14.4",
    title: "who used it may be disputed",
    model: model([may({})]),
    record: record(
      [
        attacked("2030-02-01T00:00:00"),
        account("a", "m2", { kind: "attack", actor: "C", target: "B", when: "2030-02-01T00:00:00" }),
      ],
      [ALL_SEEN],
    ),
    expect: { [M]: { ...one("open"), uses: ["a contested on facts"] } },
  },
  {
    rule: "11.3",
    title: "what may be done the second time only is used by the bearer's second act",
    model: model([may({ must: all({ kind: "do", pattern: pattern("attack", { target: name("B"), count: twice }) }) })]),
    record: record(
      [
        event("c", "attack", "C", "2030-02-01T00:00:00", { target: "B" }),
        attacked("2030-02-02T00:00:00"),
        also("b", "2030-02-03T00:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: { [M]: { ...one("open"), uses: ["b"] } },
  },
  {
    rule: "14.4",
    title: "what may be done is what the word means, for who says so",
    model: model([may({ must: all(helpItem("help", "achieve")) })], {
      readings: [
        reading("r", "B", {
          of: { kind: "norm", id: "may" },
          means: [{ term: "help", parameters: [], body: { kind: "items", must: all(deliver()) }, span }],
        }),
      ],
    }),
    record: record([delivered("2030-02-01T00:00:00")], [ALL_SEEN]),
    expect: { "may/B/A/entry": { ...one("open"), uses: ["d"] } },
  },
  {
    rule: "14.5",
    title: "what a ban that goes before forbids is no use, but void",
    model: model([may({}), ban({}, { id: "first" })], first("first", "may")),
    record: record([attacked("2030-02-01T00:00:00")], [ALL_SEEN]),
    expect: {
      [M]: { ...one("open"), uses: ["a"] },
      "may/C/A→B/entry": { ...one("open"), uses: ["a banned by first"] },
    },
  },
  ...(
    [
      ["2030-01-03", "2030-01-03", false],
      ["2030-01-03", "2030-01-02", true],
    ] as const
  ).map(([repealed, from, meets]): RuleCase => ({
    rule: "14.5",
    title: `a ban that goes before, repealed ${meets ? "in" : "before"} the window of a duty`,
    model: model(
      [
        duty({ must: all(deliver()), time: { ...within(9, "day"), from: time(from) } }),
        ban(
          { must: all({ kind: "not-do", pattern: pattern("deliver") }) },
          { id: "first", amendments: [amended(repealed, {}, true)] },
        ),
      ],
      first("first", "n"),
    ),
    record: record([], [ALL_SEEN]),
    expect: { "n/C/A→B/entry": meets ? one("excused") : { possible: ["breached"] } },
  })),
  {
    rule: "14.5",
    title: "in one second of the window, it is enough",
    model: model(
      [
        { ...HELP },
        ban(
          { must: all({ kind: "not-do", pattern: pattern("deliver") }) },
          { id: "first", amendments: [amended("2030-06-03", {}, true)] },
        ),
      ],
      first("first", "n"),
    ),
    record: record([occasion("2030-06-02T23:59:59")], [ALL_SEEN]),
    expect: { "n/C/A→B/a/attacker=D": one("excused") },
  },
  {
    rule: "14.2",
    title: "a breach that a suspension undoes makes no occasion, though the suspension was made by a breach",
    model: model([
      CEASEFIRE,
      duty(
        {
          breach: { norm: "n", by: null, against: null, further: [] },
          bearer: { kind: "named", actors: ["A"] },
          power: { kind: "suspend", owedTo: name("B"), for: count(5, "day") },
          must: notify,
        },
        { id: "s", kind: "power" },
      ),
    ]),
    record: record(
      [attacked("2030-01-02T00:00:00"), suspendedBy("2030-01-03T00:00:00"), also("b", "2030-01-04T00:00:00")],
      [ALL_SEEN],
    ),
    expect: { [D]: one("breached", "a"), "s/text/A/a": one("open") },
    only: true,
  },
  {
    rule: "14.2",
    title: "each stretch missed is an occasion, and none that was not",
    model: model([
      duty({ must: all(deliver()), time: { ...NO_TIME, every: count(1, "day"), until: time("2030-01-03") } }),
      duty(
        { breach: { norm: "n", by: null, against: null, further: [] }, must: notify, time: within(1, "day") },
        { id: "z" },
      ),
    ]),
    record: record([delivered("2030-01-02T12:00:00")], [ALL_SEEN]),
    expect: {
      [D]: one("breached", "every-1", "every-3"),
      "z/text/A/every-1:entry": { ...one("breached"), window: "2030-01-02T00:00:00 2030-01-03T23:59:59" },
      "z/text/A/every-3:entry": { ...one("breached"), window: "2030-01-04T00:00:00 2030-01-05T23:59:59" },
    },
    only: true,
  },
  {
    rule: "14.2",
    title: "a failure that is only perhaps one is perhaps an occasion, beside one that is",
    model: model([
      ROAD,
      duty(
        { breach: { norm: "n", by: null, against: null, further: [] }, must: notify, time: within(1, "day") },
        { id: "z" },
      ),
    ]),
    record: record(
      [
        changed("s1", "block", "2030-01-02T00:00:00"),
        changed("e1", "unblock", "2030-01-03T00:00:00"),
        changed("s2", "block", "2030-01-05T00:00:00", { source: "wiki" }),
      ],
      [coverage("notify", "2029-01-01", "2041-01-01")],
    ),
    expect: { "z/text/A/s1": one("breached"), "z/text/A/s2": either("breached", "not triggered") },
  },
  ...([1, 3] as const).map((order): RuleCase => ({
    rule: "5.4",
    title: `an answer ${order === 1 ? "before" : "after"} the failure in the sequence of its instant`,
    model: model([
      ROAD,
      duty(
        { breach: { norm: "n", by: null, against: null, further: [] }, must: notify, time: within(1, "day") },
        { id: "z" },
      ),
    ]),
    record: record(
      [
        changed("s", "block", "2030-01-02T00:00:00", { order: 2 }),
        event("x", "notify", "A", "2030-01-02T00:00:00", { order }),
      ],
      [ALL_SEEN],
    ),
    expect: { "z/text/A/s": one(order === 1 ? "breached" : "kept") },
  })),
  {
    rule: "5.4",
    title: "an answer that comes before the failure, if the failure begins in its second and not with the window",
    model: model([
      duty({ must: all(keepOpen), time: { ...NO_TIME, from: time("2030-01-02") } }),
      duty(
        { breach: { norm: "n", by: null, against: null, further: [] }, must: notify, time: within(1, "day") },
        { id: "z" },
      ),
    ]),
    record: record(
      [
        changed("s", "block", "", { when: exactly(second("2030-01-02") - 1, second("2030-01-02")), order: 2 }),
        event("x", "notify", "A", "2030-01-02T00:00:00", { order: 1 }),
      ],
      [ALL_SEEN],
    ),
    expect: { "z/text/A/s": either("breached", "kept") },
  },
  {
    rule: "14.5",
    title: "a ban that only perhaps binds excuses perhaps",
    model: model(
      [
        DELIVERY,
        ban({ when: HELP.clauses.when!, must: all({ kind: "not-do", pattern: pattern("deliver") }) }, { id: "first" }),
      ],
      first("first", "n"),
    ),
    record: record(
      [occasion("2030-01-02T00:00:00", { source: "wiki" })],
      [coverage("deliver", "2029-01-01", "2041-01-01")],
    ),
    expect: { "n/C/A→B/entry": either("breached", "excused") },
  },
  {
    rule: "14.5",
    title: "what is allowed for two days is no breach in the last second of them",
    model: model([CEASEFIRE, may({ when: HELP.clauses.when!, time: within(2, "day") })], first("may", "n")),
    record: record(
      [occasion("2030-06-02T00:00:00"), also("b", "2030-06-04T23:59:59"), also("c", "2030-06-05T00:00:00")],
      [ALL_SEEN],
    ),
    expect: { "n/C/A→B/entry": one("breached", "c") },
  },
  {
    rule: "14.5",
    title: "what a later text allows without end is no breach however late",
    model: model(
      [
        CEASEFIRE,
        {
          ...may({ when: HELP.clauses.when!, time: within(2, "day") }),
          amendments: [amended("2030-06-03", { time: null })],
        },
      ],
      first("may", "n"),
    ),
    record: record([occasion("2030-06-02T00:00:00"), also("b", "2030-06-20T00:00:00")], [ALL_SEEN]),
    expect: { "n/C/A→B/entry": one("no breach observed") },
  },
  {
    rule: "5.3",
    title: "hours are counted from whichever second the breach was at, though what is permitted is no breach at any",
    model: model(
      [
        CEASEFIRE,
        may({ time: within(1, "day") }),
        duty(
          {
            breach: { norm: "n", by: null, against: null, further: [] },
            must: notify,
            time: within(36, "hour"),
            continues: true,
          },
          { id: "answer" },
        ),
      ],
      { ...first("may", "n"), readings: [reading("r", "C", { of: { kind: "norm", id: "answer" } })] },
    ),
    record: record([also("x", "", { when: exactly(second("2030-02-01") + 4, second("2030-02-01") + 5) })], [ALL_SEEN]),
    expect: {
      "answer/C/A/x": {
        ...one("breached", "deadline"),
        times: ["deadline 2030-02-02T12:00:05..2030-02-02T12:00:06 now"],
      },
    },
  },
  {
    rule: "14.5",
    title: "what is allowed after what perhaps never was, is perhaps a breach",
    model: model([CEASEFIRE, may({ when: HELP.clauses.when!, time: within(2, "day") })], first("may", "n")),
    record: record([occasion("2030-06-02T00:00:00", { source: "wiki" }), also("b", "2030-06-03T00:00:00")]),
    expect: { "n/C/A→B/entry": { ...either("breached", "no breach observed"), breaches: ["b"] } },
  },
  {
    rule: "14.5",
    title: "a duty that goes before forbids something besides: what it asks for is no breach",
    model: model(
      [
        ban({ must: all({ kind: "not-do", pattern: pattern("deliver") }) }),
        duty({ must: all(noAttack, deliver()) }, { id: "first" }),
      ],
      first("first", "n"),
    ),
    record: record([delivered("2030-01-02T00:00:00")], [ALL_SEEN]),
    expect: { [K]: one("breached", "d"), "n/C/A/entry": one("no breach observed") },
  },
  {
    rule: "7.8",
    title: "what makes the occasion of a permission is no use of it",
    model: model([
      may({ when: { anchor: pattern("attack", { actor: { kind: "anyone" }, target: name("B") }), further: [] } }),
    ]),
    record: record([attacked("2030-01-02T00:00:00"), also("b", "2030-01-03T00:00:00")], [ALL_SEEN]),
    expect: { "may/text/A→B/a": { ...one("open"), uses: ["b"] }, "may/text/A→B/b": { ...one("open"), uses: [] } },
  },
  {
    rule: "8.1",
    title: "a state that comes about after the window is not performed late",
    model: model([duty({ must: all(keepOpen), time: { ...NO_TIME, until: time("2030-02-01") } })]),
    record: record(
      [changed("s", "block", "2030-01-10T00:00:00"), changed("e", "unblock", "2030-03-01T00:00:00")],
      [ALL_SEEN],
    ),
    expect: { [K]: { ...one("breached", "s"), performed: null } },
  },
  {
    rule: "8.1",
    title: "of a duty or a ban, both broken, the duty is performed late",
    model: model([duty({ must: any(deliver(), noAttack), time: within(3, "day") })]),
    record: record([attacked("2030-01-02T00:00:00"), delivered("2030-01-06T00:00:00")], [ALL_SEEN]),
    expect: { [D]: { ...one("breached", "a"), performed: "2030-01-06T00:00:00 late" } },
  },
  {
    rule: "14.2",
    title: "each failure of a state is an occasion of its own, from when it begins",
    model: model([
      ROAD,
      duty(
        {
          breach: { norm: "n", by: null, against: null, further: [] },
          must: all(deliver()),
          time: within(1, "day"),
        },
        { id: "z" },
      ),
    ]),
    record: record(
      [
        changed("s1", "block", "2030-01-02T00:00:00"),
        changed("e1", "unblock", "2030-01-03T00:00:00"),
        changed("s2", "block", "2030-01-05T00:00:00"),
        changed("e2", "unblock", "2030-01-06T00:00:00"),
        delivered("2030-01-06T12:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: {
      "z/text/A→B/s1": { ...one("breached"), window: "2030-01-02T00:00:00 2030-01-03T23:59:59" },
      "z/text/A→B/s2": { ...one("kept"), window: "2030-01-05T00:00:00 2030-01-06T23:59:59" },
    },
  },
  ...[
    may({
      when: {
        ...HELP.clauses.when!,
        further: [{ pattern: pattern("request"), within: count(9, "day"), assumed: null }],
      },
      time: within(2, "day"),
    }),
  ].map((permitted): RuleCase => ({
    rule: "14.5",
    title: "what is allowed for two days from a further event: the last second of it",
    model: model([CEASEFIRE, permitted], first("may", "n")),
    record: record(
      [
        occasion("2030-06-02T00:00:00"),
        event("q", "request", "C", "2030-06-08T00:00:00"),
        also("b", "2030-06-10T23:59:59"),
        also("c", "2030-06-11T00:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: { [D]: one("breached", "b", "c"), "n/C/A→B/entry": one("breached", "c") },
  })),
  {
    rule: "14.5",
    title: "an act outside the window is not told as spared",
    model: model([ban({ time: { ...NO_TIME, until: time("2030-03-01") } }), may({})], first("may", "n")),
    record: record([attacked("2030-02-01T00:00:00"), also("b", "2030-04-01T00:00:00")], [ALL_SEEN]),
    expect: {
      "n/C/A→B/entry": {
        ...one("kept"),
        says: [
          "14.5 a would be a breach; may goes before it and allows or demands it",
          "!14.5 b would be a breach; may goes before it and allows or demands it",
        ],
      },
    },
  },
  {
    rule: "11.4",
    title: "done in every stretch, it is kept, and says so",
    model: model([
      duty({ must: all(deliver()), time: { ...NO_TIME, every: count(1, "day"), until: time("2030-01-01") } }),
    ]),
    record: record([delivered("2030-01-01T12:00:00")], [ALL_SEEN]),
    expect: { [D]: { ...one("kept"), says: ["11.4 kept: done in every stretch that was owed"] } },
  },
  {
    rule: "11.4",
    title: "once a stretch is missed, the reasons look no further",
    model: model([
      duty({ must: all(deliver()), time: { ...NO_TIME, every: count(1, "day"), until: time("2030-01-02") } }),
    ]),
    record: record([], [ALL_SEEN]),
    expect: {
      [D]: {
        ...one("breached", "every-1", "every-2"),
        says: ["11.4 1, to 2030-01-01T23:59:59Z: breached", "!11.4 2, to 2030-01-02T23:59:59Z: breached"],
      },
    },
  },
  {
    rule: "9.4",
    title: "of what may have come long before an occasion, each time leaves all that is left by those beside it",
    model: model([
      duty(
        {
          when: { anchor: pattern("request", { actor: { kind: "term", term: "forces", arguments: [] } }), further: [] },
          must: all(noAttack),
        },
        { kind: "ban" },
      ),
    ]),
    record: record([
      event("r", "request", "A", "", { when: exactly(second("2030-01-01"), second("2030-01-01") + 1) }),
      attacked("", { when: exactly(second("2029-12-01"), second("2030-01-01")) }),
    ]),
    expect: { "n/text/A→B/r": either("breached", "no breach observed", "not triggered") },
  },
  {
    rule: "5.2",
    title: "a month from a night on ends in a night: what comes in that is banned by a time within the first",
    model: model([
      duty({ ...HELP.clauses, must: all(noAttack), time: { ...NO_TIME, for: count(1, "month") } }, { kind: "ban" }),
    ]),
    record: record(
      [
        occasion("", { when: exactly(second("2030-06-01T22:00:00"), second("2030-06-02T06:00:00")) }),
        event("b", "attack", "A", "2030-07-02T01:00:00", { target: "B" }),
      ],
      [ALL_SEEN],
    ),
    expect: {
      "n/text/A→B/a/attacker=D/victim=B": {
        possible: ["breached", "kept"],
        turns: [
          "a: 2030-06-01T22:00:00Z/2030-06-02T01:00:00Z kept, 2030-06-02T01:00:01Z/2030-06-02T06:00:00Z breached",
        ],
      },
    },
  },
  {
    rule: "11.4",
    title: "of what began in a night it is not known in which stretch each act lies: there may be one in each",
    model: model([duty({ ...HELP.clauses, time: { ...NO_TIME, every: count(1, "day"), until: time("2030-06-04") } })]),
    record: record(
      [
        occasion("", { when: exactly(second("2030-06-01T22:00:00"), second("2030-06-02T06:00:00")) }),
        delivered("2030-06-02T23:00:00"),
        event("q", "deliver", "A", "2030-06-03T01:00:00", { target: "B" }),
        event("r", "deliver", "A", "2030-06-04T12:00:00", { target: "B" }),
        event("o", "attack", "D", "2030-06-05T22:00:00", { target: "C" }),
      ],
      [ALL_SEEN],
    ),
    // By 23:00 the first stretch is over before d; after one in the morning d and q lie in the first, and none in the second.
    expect: {
      "n/text/A→B/a/attacker=D": {
        possible: ["breached", "kept"],
        turns: [
          "a: 2030-06-01T22:00:00Z/2030-06-01T23:00:00Z breached, 2030-06-01T23:00:01Z/2030-06-02T01:00:00Z kept, 2030-06-02T01:00:01Z/2030-06-02T06:00:00Z breached",
        ],
      },
    },
  },
  {
    rule: "11.4",
    title:
      "of what began in a night, and is over at a midnight, it is not known whether the last stretch began before that",
    model: model([duty({ ...HELP.clauses, time: { ...NO_TIME, every: count(1, "day") } })], {
      instruments: [{ ...until("2030-06-05"), survive: true }],
    }),
    record: record(
      [occasion("", { when: exactly(second("2030-06-01T22:00:00"), second("2030-06-02T06:00:00")) })],
      [ALL_SEEN],
    ),
    // The fourth is owed if it begins by the last second of the 4th.
    expect: {
      "n/text/A→B/a/attacker=D": {
        ...one("breached", "every-1", "every-2", "every-3", "every-4"),
        times: [
          "every-1 2030-06-02T22:00:00..2030-06-03T06:00:00 2030-06-02T22:00:00..2030-06-03T06:00:00",
          "every-2 2030-06-03T22:00:00..2030-06-04T06:00:00 2030-06-03T22:00:00..2030-06-04T06:00:00",
          "every-3 2030-06-04T22:00:00..2030-06-05T06:00:00 2030-06-04T22:00:00..2030-06-05T06:00:00",
          "every-4 2030-06-05T22:00:00..2030-06-05T23:59:59 2030-06-05T22:00:00..2030-06-05T23:59:59",
        ],
      },
    },
  },
  {
    rule: "11.4",
    title: "nor, where its time has an end, whether the last stretch is cut short",
    model: model([duty({ ...HELP.clauses, time: { ...NO_TIME, every: count(1, "day"), until: time("2030-06-04") } })]),
    record: record(
      [
        occasion("", { when: exactly(second("2030-06-01T22:00:00"), second("2030-06-02T06:00:00")) }),
        delivered("2030-06-02T12:00:00"),
        event("q", "deliver", "A", "2030-06-03T12:00:00", { target: "B" }),
      ],
      [ALL_SEEN],
    ),
    // The third is over with the 4th if it all began at the beginning of the 2nd.
    expect: {
      "n/text/A→B/a/attacker=D": {
        possible: ["breached", "kept"],
        turns: [
          "a: 2030-06-01T22:00:00Z/2030-06-02T00:00:00Z breached, 2030-06-02T00:00:01Z/2030-06-02T06:00:00Z kept",
        ],
      },
    },
  },
  {
    rule: "11.4",
    title: "and so of what recurs each month",
    model: model([
      duty({ ...HELP.clauses, time: { ...NO_TIME, every: count(1, "month"), until: time("2030-08-02") } }),
    ]),
    record: record(
      [
        occasion("", { when: exactly(second("2030-06-01T22:00:00"), second("2030-06-02T06:00:00")) }),
        delivered("2030-07-01T23:00:00"),
        event("q", "deliver", "A", "2030-07-02T01:00:00", { target: "B" }),
      ],
      [ALL_SEEN],
    ),
    expect: {
      "n/text/A→B/a/attacker=D": {
        possible: ["breached", "kept"],
        turns: [
          "a: 2030-06-01T22:00:00Z/2030-06-01T23:00:00Z breached, 2030-06-01T23:00:01Z/2030-06-02T01:00:00Z kept, 2030-06-02T01:00:01Z/2030-06-02T06:00:00Z breached",
        ],
      },
    },
  },
  {
    rule: "11.4",
    title: "what was done in one stretch is not what another missed, done late",
    model: model([
      duty({ must: all(deliver()), time: { ...NO_TIME, every: count(1, "day"), until: time("2030-01-02") } }),
    ]),
    record: record([delivered("2030-01-01T12:00:00")], [ALL_SEEN]),
    expect: { [D]: { ...one("breached", "every-2"), performed: null } },
  },
];

export const VERDICTS: readonly RuleCase[] = [...DONE, ...ALIKE, ...TURNS, ...HELD, ...CHAINED];
