/**
 * More small cases at the edges of rules: what is owed by several, in turn, late, again, and while the text changes. As those of `edges.ts`, whose
 * builders they use. Each tells apart from the engine what a reason in `scripts/mutants.txt` once said that no case could.
 */
import type { Item, Norm } from "@servanda/language";
import { amended, event, notify, occasion, until } from "./edges.ts";
import {
  account,
  ALL_SEEN,
  all,
  any,
  attacked,
  BLOCKED,
  CEASEFIRE,
  changed,
  count,
  D,
  deliver,
  delivered,
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
  noAttack,
  NO_TIME,
  one,
  pattern,
  reading,
  record,
  ROAD,
  type RuleCase,
  second,
  span,
  time,
  within,
} from "./rules.ts";

const SUFFERED = "n/text/A→B/a/attacker=D";
const does = (act: string, more: Parameters<typeof pattern>[1] = {}): Item => ({
  kind: "do",
  pattern: pattern(act, more),
});
const eachParty = { kind: "anyone", party: "each" } as const;
/** A may end the agreement by notifying: so every norm of it is judged together with this one. */
const mayEnd: Norm = duty(
  { power: { kind: "terminate", of: { kind: "instrument", id: "pact" }, after: null }, must: notify },
  { id: "t", kind: "power" },
);

/** A must not attack B, unless the road is (not) blocked. */
const unlessRoad = (negated: boolean): Norm =>
  duty(
    {
      must: all(noAttack),
      unless: {
        connective: "or",
        conditions: [{ kind: "state", state: { state: "blocked", negated, subject: name("road") } }],
      },
    },
    { kind: "ban" },
  );
const NOON = "2030-06-02T12:00:00";
const NOTICE = "2030-01-03T12:00:00";

export const LATE: readonly RuleCase[] = [
  {
    rule: "5.4",
    title: "an act before the change of its second: the state is as it was; nobody knows how",
    model: model([unlessRoad(true)], { states: [{ ...BLOCKED, initially: null }] }),
    record: record([attacked(NOON, { order: 1 }), changed("u", "unblock", NOON, { order: 2 })]),
    expect: { [D]: one("breached", "a") },
  },
  {
    rule: "5.4",
    title: "without an order the state has changed at the act",
    model: model([unlessRoad(true)], { states: [{ ...BLOCKED, initially: null }] }),
    record: record([attacked(NOON, { order: 1 }), changed("u", "unblock", NOON)]),
    expect: { [D]: one("no breach observed") },
  },
  {
    rule: "5.4",
    title: "an act between two changes of its second: what the first made is so, though the second leaves none of it",
    model: model([unlessRoad(false)]),
    record: record([
      changed("b", "block", NOON, { order: 1 }),
      attacked(NOON, { order: 2 }),
      changed("u", "unblock", NOON, { order: 3 }),
    ]),
    expect: { [D]: one("no breach observed") },
  },
  {
    rule: "5.4",
    title: "an act before the change that ends the state of its second is within it",
    model: model([unlessRoad(false)]),
    record: record([
      changed("b", "block", "2030-06-01T00:00:00"),
      attacked(NOON, { order: 1 }),
      changed("u", "unblock", NOON, { order: 2 }),
    ]),
    expect: { [D]: one("no breach observed") },
  },
  {
    rule: "5.4",
    // In the histories in which the two are in one second, the order puts the act first; in the others it comes a second later.
    title: "an order decides in the histories in which both fall into one second, and in no other",
    model: model([unlessRoad(true)], { states: [{ ...BLOCKED, initially: true }] }),
    record: record([
      attacked(NOON, { order: 1, when: exactly(second(NOON), second(NOON) + 1) }),
      changed("u", "unblock", NOON, { order: 2 }),
    ]),
    expect: { [D]: either("breached", "no breach observed") },
  },
  {
    rule: "5.4",
    // c ends what b started; a has no order, so that nothing came after it: of what is last, one starts the state, and it starts.
    title:
      "of three changes of one second, one without an order: what starts the state last of all is not ended by what has no order to it",
    model: model([ROAD]),
    record: record([
      changed("a", "block", NOON),
      changed("b", "block", NOON, { order: 1 }),
      changed("c", "unblock", NOON, { order: 2 }),
    ]),
    expect: { [K]: one("breached", "a") },
  },
  ...["2030-01-03T11:59:59", NOTICE].map((breached, n): RuleCase => ({
    rule: "14.9",
    // The norm reached is judged as if the second before were `at`: a breach of that second has begun the ban, one of the second of the notice has not.
    title: `a ban that a breach begins ${n === 0 ? "a second before a notice forbids it" : "in the second of a notice comes too late to forbid it"}`,
    model: model(
      [
        duty({ must: all({ kind: "not-do", pattern: pattern("attack") }) }, { kind: "ban" }),
        duty(
          {
            breach: { norm: "n", by: null, against: null, further: [] },
            must: all({ kind: "not-do", pattern: pattern("notify") }),
          },
          { id: "b", kind: "ban" },
        ),
        mayEnd,
      ],
      { precedences: [{ higher: "b", lower: "t", holders: ["A"], source: null, stated: null, span }] },
    ),
    record: record([attacked(breached, { order: 1 }), event("w", "notify", "A", NOTICE, { order: 2 })], [ALL_SEEN]),
    expect: { "t/A/A/entry": one(n === 0 ? "open" : "lapsed") },
  })),
  {
    rule: "14.9",
    // Whoever missed the deadline of 36 hours, t begins then; A's notice at 60 hours ends the agreement, and t with it. Where nobody did, there is no t.
    title: "a notice is judged by what was so before it, not by what it ends",
    model: model([
      duty({ must: all({ kind: "not-do", pattern: pattern("attack") }) }, { kind: "ban" }),
      duty(
        {
          breach: { norm: "n", by: null, against: null, further: [] },
          bearer: { kind: "named", actors: ["A", "B"] },
          must: all(does("deliver")),
          time: within(36, "hour"),
        },
        { id: "z" },
      ),
      { ...mayEnd, clauses: { ...mayEnd.clauses, breach: { norm: "z", by: null, against: null, further: [] } } },
    ]),
    record: record([attacked("2030-01-01T00:00:00"), event("w", "notify", "A", "2030-01-03T12:00:00")]),
    expect: { "t/text/A/deadline:a": either("lapsed", "not triggered") },
  },
  {
    rule: "12.1",
    title: "what words mean is owed by all together, item by item: one did the one, the other the other",
    model: model(
      [
        duty({
          bearer: { kind: "named", actors: ["A", "B"], mode: "together" },
          must: all({ kind: "term", use: { kind: "term", term: "help", arguments: [] }, mode: "achieve" }),
          time: within(3, "day"),
        }),
      ],
      {
        readings: [
          reading("r", "B", {
            means: [
              {
                term: "help",
                parameters: [],
                body: { kind: "items", must: any(does("notify"), does("request")) },
                span,
              },
            ],
          }),
        ],
      },
    ),
    record: record(
      [event("x", "notify", "A", "2030-01-02T00:00:00"), event("y", "request", "B", "2030-01-02T00:00:00")],
      [ALL_SEEN],
    ),
    expect: { "n/B/A+B/entry": one("breached") },
  },
  {
    rule: "12.5",
    title:
      "where there is nobody else to do it to, it was done when the first text began, and the act beside it is what was done last",
    model: model(
      [
        duty(
          {
            must: all(does("deliver", { target: eachParty }), does("notify")),
            time: { ...NO_TIME, by: time("2030-06-30") },
          },
          {
            amendments: [
              amended("2030-02-01", {
                must: all(does("request", { target: eachParty }), does("notify")),
                time: { ...NO_TIME, from: time("2030-05-01"), by: time("2030-06-30") },
              }),
            ],
          },
        ),
      ],
      { instruments: [{ ...INSTRUMENT, parties: [member("A")] }] },
    ),
    record: record([event("x", "notify", "A", "2030-01-10T00:00:00")], [ALL_SEEN]),
    expect: { [K]: { ...one("kept"), performed: "2030-01-10T00:00:00" } },
  },
  {
    rule: "11.6",
    title: "what was done a second before a text that asks for it began is not done late by it",
    model: model([
      duty(
        { must: all(deliver()), time: within(48, "hour"), continues: true },
        { amendments: [amended("2030-01-03", { must: notify })] },
      ),
    ]),
    // The deadline is the first second of the amendment.
    record: record([event("x", "notify", "A", "2030-01-02T23:59:59")], [ALL_SEEN]),
    expect: { [D]: { ...one("breached", "deadline"), times: ["deadline 2030-01-03T00:00:01 now"] } },
  },
  {
    rule: "11.6",
    title:
      "what was done towards one party, while a text asked for it towards each, is not done late by one that asks for it towards anybody",
    model: model([
      duty(
        { must: all(does("deliver", { target: eachParty })), time: within(48, "hour"), continues: true },
        { amendments: [amended("2030-01-02", { must: all(does("deliver")) })] },
      ),
    ]),
    record: record([event("x", "deliver", "A", "2030-01-01T12:00:00", { target: "B" })], [ALL_SEEN]),
    expect: { [K]: { ...one("breached", "deadline"), times: ["deadline 2030-01-03T00:00:01 now"] } },
  },
  {
    rule: "11.7",
    title: "nor where each is owed an act of its own",
    model: model([
      duty(
        { ...HELP.clauses, must: { ...HELP.clauses.must, anew: true }, time: within(48, "hour"), continues: true },
        { amendments: [amended("2030-06-03", { must: { ...notify, anew: true } })] },
      ),
    ]),
    record: record([occasion("2030-06-01T00:00:00"), event("x", "notify", "A", "2030-06-02T23:59:59")], [ALL_SEEN]),
    expect: { [SUFFERED]: { ...one("breached", "deadline"), times: ["deadline 2030-06-03T00:00:01 now"] } },
  },
  {
    rule: "11.7",
    title: "what has no deadline takes nothing late, and leaves it to the next",
    model: model(
      [
        duty({
          ...HELP.clauses,
          must: { ...all(does("deliver")), anew: true },
          onlyAfter: {
            connective: "and",
            patterns: [pattern("notify", { actor: { kind: "variable", name: "victim", restrict: null } })],
          },
          continues: true,
        }),
      ],
      { instruments: [until("2030-07-01")] },
    ),
    // B was attacked first and never gave notice: nothing is due for it. C did, and what was due for it by 8 June was done when the agreement was over.
    record: record(
      [
        occasion("2030-06-01T00:00:00"),
        event("c", "attack", "D", "2030-06-05T00:00:00", { target: "C" }),
        event("x", "notify", "C", "2030-06-05T12:00:00"),
        event("y", "deliver", "A", "2030-07-10T00:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: {
      "n/text/A/a/attacker=D/victim=B": one("lapsed"),
      "n/text/A/c/attacker=D/victim=C": {
        ...one("breached", "deadline"),
        times: ["deadline 2030-06-09T00:00:00 2030-07-10T00:00:00"],
      },
    },
  },
  {
    rule: "11.6",
    title: "a figure that was missed is not made good by any act",
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
          continues: true,
        }),
      ],
      {
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
    expect: { [K]: { ...either("breached", "kept"), times: ["deadline 2030-07-01T00:00:00 now"] } },
  },
  {
    rule: "12.1",
    title: "who is alone bears it as one bears it together: the night in which the text changed tells nothing apart",
    model: model([
      duty(
        {
          ...HELP.clauses,
          bearer: { kind: "each-party", except: [name("B"), name("C")], mode: "together" },
        },
        { amendments: [amended("2030-06-02", { bearer: { kind: "each-party", except: [name("B"), name("C")] } })] },
      ),
    ]),
    record: record(
      [
        account("a", "m1", {
          kind: "attack",
          actor: "D",
          target: "B",
          when: exactly(second("2030-06-02") - 1, second("2030-06-02")),
        }),
      ],
      [ALL_SEEN],
    ),
    expect: { [SUFFERED]: one("breached") },
  },
  {
    rule: "7.3",
    title: "what happened elsewhere is told as an occasion that triggered nothing, also beside a norm that bears on it",
    model: model([
      duty({
        ...HELP.clauses,
        when: {
          ...HELP.clauses.when!,
          anchor: { ...HELP.clauses.when!.anchor, place: { kind: "zone", id: "land" } },
        },
      }),
      mayEnd,
    ]),
    record: record([occasion("2030-06-02T10:00:00", { place: "sea" })], [ALL_SEEN]),
    expect: { [SUFFERED]: one("not triggered") },
  },
  {
    rule: "14.4",
    title: "a version of the occasion that nobody dates takes no use from the one that is dated",
    model: model(
      [
        CEASEFIRE,
        duty(
          {
            when: HELP.clauses.when!,
            must: all(does("attack", { target: name("B") })),
            time: within(1, "month"),
          },
          { id: "may", kind: "permission" },
        ),
      ],
      { precedences: [{ higher: "may", lower: "n", holders: ["C"], source: null, stated: null, span }] },
    ),
    record: record(
      [
        event("o", "attack", "D", "2030-06-01T00:00:00", { target: "B" }),
        account("o", "m2", { kind: "attack", actor: "C", target: "B" }),
        event("b", "attack", "A", "2030-06-10T00:00:00", { target: "B" }),
      ],
      [ALL_SEEN],
    ),
    expect: {
      "n/C/A→B/entry": { possible: ["breached", "no breach observed"], footing: "contested on facts", breaches: ["b"] },
    },
  },
  {
    rule: "11.4",
    title: "three years after what was owed daily has ended it is known all the same",
    model: model([
      duty({ must: all(deliver()), time: { ...NO_TIME, every: count(1, "day"), until: time("2030-01-02") } }),
    ]),
    record: record(
      [1, 2].map((d) => event(`d${d}`, "deliver", "A", `2030-01-0${d}T12:00:00`, { target: "B" })),
      [ALL_SEEN],
    ),
    options: { at: time("2033-06-01") },
    expect: { [D]: one("kept") },
  },
  {
    rule: "11.5",
    title: "what is not due yet is not excused, but waits",
    model: model([
      duty({
        must: all(deliver()),
        time: within(3, "day"),
        onlyAfter: { connective: "and", patterns: [pattern("notify")] },
        unless: { connective: "or", conditions: [{ kind: "event", pattern: pattern("request"), within: null }] },
      }),
    ]),
    record: record([event("x", "request", "B", "2030-01-02T12:00:00")], [ALL_SEEN]),
    expect: { [D]: { ...one("pending"), says: ["11.5 pending: what must come before has not come"] } },
  },
  {
    rule: "11.4",
    title: "where it is contested whether anything was triggered, so is each day that was missed",
    model: model([duty({ ...HELP.clauses, time: { ...NO_TIME, every: count(1, "day"), until: time("2030-06-03") } })]),
    record: record([occasion("2030-06-02T00:00:00"), account("a", "m2", { stance: "denies" })], [ALL_SEEN]),
    expect: {
      [SUFFERED]: {
        possible: ["breached", "not triggered"],
        footing: "contested on facts",
        breaches: ["every-1", "every-2"],
        times: ["every-1 2030-06-03T00:00:00 2030-06-03T00:00:00", "every-2 2030-06-04T00:00:00 2030-06-04T00:00:00"],
      },
    },
  },
  {
    rule: "14.2",
    title: "a state that failed is no breach to answer for where the other of two was done",
    model: model([
      duty({ must: any(keepOpen, deliver()), time: { ...NO_TIME, by: time("2030-06-30") } }),
      duty(
        {
          breach: { norm: "n", by: null, against: null, further: [] },
          bearer: { kind: "named", actors: ["C"] },
          must: all(deliver()),
          time: within(2, "day"),
        },
        { id: "z" },
      ),
    ]),
    record: record([delivered("2030-05-01T00:00:00"), changed("s", "block", "2030-06-01T00:00:00")], [ALL_SEEN]),
    expect: { [K]: one("kept"), "z/text/C/none": one("not triggered") },
    only: true,
  },
  {
    rule: "3.7",
    title:
      "of two days told, one is denied and the other comes after the ban: nothing was done under it, and nothing need be asked",
    model: model([
      duty({ must: CEASEFIRE.clauses.must, time: { ...NO_TIME, until: time("2030-01-05") } }, { kind: "ban" }),
    ]),
    // Neither who tells of it is enough by itself; the court's denial is, of the day that it speaks of.
    record: record([
      account("a", "wiki", { kind: "attack", actor: "A", target: "B", when: "2030-01-02T00:00:00" }),
      account("a", "repost", { kind: "attack", actor: "A", target: "B", when: "2030-01-10T00:00:00" }),
      account("a", "court", { stance: "denies", when: "2030-01-02T00:00:00" }),
    ]),
    expect: { [D]: one("no breach observed") },
  },
];
