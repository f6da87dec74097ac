/**
 * More small cases at the edges of rules: what was told and left open (4.5), and what takes nothing away. As those of `edges.ts`, whose builders
 * they use. All are of what A owes to B, or of what is owed for a road, and of one who tells of such an act and does not say of whom or what.
 */
import { event } from "./edges.ts";
import {
  account,
  ALL_SEEN,
  all,
  changed,
  coverage,
  D,
  DELIVERY,
  duty,
  either,
  exactly,
  K,
  keepOpen,
  model,
  name,
  one,
  pattern,
  record,
  type RuleCase,
  second,
  variable,
  within,
} from "./rules.ts";

/** A delivered, to nobody knows whom. */
const handedOver = (id: string, when: string): ReturnType<typeof account> => event(id, "deliver", "A", when);
/** Another monitor: in all of the time in which A may deliver to B it did not deliver (`more`: to whom). */
const deniedAllAlong = (more = {}): ReturnType<typeof account> =>
  account("none", "m2", {
    stance: "denies",
    kind: "deliver",
    actor: "A",
    when: exactly(second("2030-01-01"), second("2030-01-05") - 1),
    ...more,
  });
/** What it turns on whether A has delivered: something nobody told of, or one of those told of. */
const turnsOn = (told: string): Pick<RuleCase["expect"][string], "turns"> => ({
  turns: [`an unreported deliver${told}: no breached, yes kept`],
});

const NOON = second("2030-06-01T12:00:00");

export const UNTOLD: readonly RuleCase[] = [
  {
    rule: "4.5",
    title: "what was told in the first and the last second of the window may be it; what came before, or after, is not",
    model: model([DELIVERY]),
    record: record(
      [
        handedOver("before", "2029-12-31T23:59:59"),
        handedOver("first", "2030-01-01T00:00:00"),
        handedOver("last", "2030-01-04T23:59:59"),
        handedOver("after", "2030-01-05T00:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: { [D]: { ...either("breached", "kept"), ...turnsOn(" or first or last") } },
  },
  {
    rule: "4.5",
    title: "of three that may be it each is named",
    model: model([DELIVERY]),
    record: record(
      ["x", "y", "z"].map((id) => handedOver(id, "2030-01-02T12:00:00")),
      [ALL_SEEN],
    ),
    expect: { [D]: { ...either("breached", "kept"), ...turnsOn(" or x or y or z") } },
  },
  {
    rule: "4.5",
    title: "of four it is said how many there are",
    model: model([DELIVERY]),
    record: record(
      ["w", "x", "y", "z"].map((id) => handedOver(id, "2030-01-02T12:00:00")),
      [ALL_SEEN],
    ),
    expect: { [D]: { ...either("breached", "kept"), ...turnsOn(" or one of 4 told of") } },
  },
  {
    rule: "4.5",
    title: "where nobody watched, what was told takes nothing away, and is not named",
    model: model([DELIVERY]),
    // Nobody watched before the third: that alone leaves it open. What was told is of the second.
    record: record([handedOver("x", "2030-01-02T12:00:00")], [coverage("*", "2030-01-03", "2030-01-06")]),
    expect: { [D]: { ...either("breached", "kept"), ...turnsOn("") } },
  },
  {
    rule: "4.5",
    title: "who says to whom it was not delivered covers all the same, though another leaves that open",
    model: model([DELIVERY]),
    record: record([handedOver("x", "2030-01-02T12:00:00"), deniedAllAlong({ target: "B" })]),
    expect: { [D]: one("breached") },
  },
  {
    rule: "4.5",
    title: "who denies it and says as little covers nothing of its second",
    model: model([DELIVERY]),
    record: record([handedOver("x", "2030-01-02T12:00:00"), deniedAllAlong()]),
    expect: { [D]: { ...either("breached", "kept"), ...turnsOn(" or x") } },
  },
  {
    rule: "4.5",
    title: "what begins an instance may have changed a state: nobody says what was blocked",
    model: model([
      duty({
        when: { anchor: pattern("block", { actor: variable("blocker") }), further: [] },
        must: all(keepOpen),
        time: within(3, "day"),
      }),
    ]),
    // It may have been the road: then it was shut from the first second on. That is no breach told, but the road is not known to have stayed open.
    record: record([event("s", "block", "C", "2030-06-01T00:00:00")], [ALL_SEEN]),
    expect: { "n/text/A/s/blocker=C": one("no breach observed") },
  },
  {
    rule: "4.5",
    title: "what begins an instance performs nothing of it, and may not have: silence at its second counts",
    model: model([
      duty({
        when: { anchor: pattern("deliver", { actor: variable("carrier") }), further: [] },
        must: DELIVERY.clauses.must,
        time: within(3, "day"),
      }),
    ]),
    record: record([handedOver("x", "2030-06-01T00:00:00")], [ALL_SEEN]),
    expect: { "n/text/A→B/x/carrier=A": one("breached") },
  },
  {
    rule: "4.5",
    title: "what may excuse a failure is told of the times at which it may, not of those at which all was watched",
    model: model([
      duty({
        must: all(keepOpen),
        unless: {
          connective: "or",
          conditions: [{ kind: "event", pattern: pattern("attack", { target: name("C") }), within: null }],
        },
      }),
    ]),
    // Blocked two seconds before that attack at the earliest, open again one second before it at the earliest: then nothing excuses it.
    record: record(
      [
        changed("s", "block", "", { when: exactly(NOON - 2, NOON + 1) }),
        changed("u", "unblock", "", { when: exactly(NOON - 1, NOON + 3) }),
        event("x", "attack", "D", "2030-06-01T12:00:00"),
      ],
      [ALL_SEEN],
    ),
    expect: {
      [K]: {
        ...either("breached", "no breach observed"),
        turns: [
          "s: 2030-06-01T11:59:58Z/2030-06-01T11:59:59Z breached, 2030-06-01T12:00:00Z/2030-06-01T12:00:01Z breached|no breach observed",
          "an unreported attack or x (exception): no breached, yes breached|no breach observed",
        ],
      },
    },
  },
];
