/** The rules of fairness on press, emergencies and an index of places: what was answered, when an excuse ends, who reads. */
import { fault, isTold, type Rule, sideOf } from "./voices.ts";

/** What a state does to those who print, show or speak. */
const TO_MEDIA = new Set(["censor", "close-outlet", "refuse-licence", "block-network", "convict-for-words"]);

/** What a side does to media has its reply beside it, or says that none was found. */
export const pressReply: Rule = ({ rows, sides }) =>
  rows.flatMap((row) =>
    isTold(row) && TO_MEDIA.has(row.kind) && sideOf(sides, row.actor) !== undefined && row.reply === ""
      ? [
          fault("press-reply")(
            row,
            `${row.actor} is told to ${row.kind}, and nothing says what it answers`,
            "Look for its answer, or say that none was found.",
          ),
        ]
      : [],
  );

/** An emergency that a side declares has its end, before it declares another. */
export const emergencyEnds: Rule = ({ rows, sides }) => {
  const of = (kind: string, actor: string) =>
    rows.filter((row) => isTold(row) && row.kind === kind && row.actor === actor);
  const declared = rows.filter(
    (row) => isTold(row) && row.kind === "declare-emergency" && sideOf(sides, row.actor) !== undefined,
  );
  return declared.flatMap((row) => {
    const next = of("declare-emergency", row.actor)
      .filter(({ event, when }) => event !== row.event && when > row.when)
      .map(({ when }) => when)
      .toSorted()[0];
    const ended = of("lift-emergency", row.actor).some(
      ({ when }) => when > row.when && (next === undefined || when <= next),
    );
    return ended
      ? []
      : [
          fault("emergency-ends")(
            row,
            `an emergency of ${row.actor} has no end, and excuses whatever came after`,
            "Give the day on which it was lifted or ran out.",
          ),
        ];
  });
};

/** A reading is held by a party or an office; what media say of a text is told. */
export const mediaReading: Rule = ({ readings }) =>
  readings.flatMap((reading) => {
    const medium = /held by [^\n]*?\b((?:outlets|journalists)-\w+)/u.exec(reading.text)?.[1];
    return medium === undefined
      ? []
      : [
          fault("media-reading")(
            reading,
            `${medium} holds a reading`,
            "Tell in the page what media say; a reading is a party's or an office's.",
          ),
        ];
  });

/** Years in which the method of an index of places changed: places on either side of one are no movement. */
const NEW_METHOD: ReadonlyMap<string, readonly number[]> = new Map([["press-rank", [2013, 2022]]]);

/** Places of an index are compared within one method. */
export const oneMethod: Rule = ({ claims }) =>
  claims.flatMap((claim) =>
    [
      ...claim.text.matchAll(/^ {2}(?:refuted by )?([\w-]+) of [\w-]+ (?:rose|fell) from (\d{4}) to (\d{4})/gmu),
    ].flatMap(([, series = "", from = "", to = ""]) => {
      const change = NEW_METHOD.get(series)?.find((year) => Number(from) < year && year <= Number(to));
      return change === undefined
        ? []
        : [
            fault("one-method")(
              claim,
              `${series} from ${from} to ${to} is over the new method of ${change}`,
              "Ask within one method, or say it in what is not checked.",
            ),
          ];
    }),
  );
