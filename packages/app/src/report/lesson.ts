/**
 * For every message a fault and its repair, side by side. Each is tried: the fault brings about its message, the repair
 * does not (test/message.test.ts). They speak of one small fictional case, the Harbour Accord.
 */
import { ofTables } from "./lessontable.ts";

/** What stands in a file, before and after. */
export interface Lesson {
  /** Where it stands; null for a block of the language in any Markdown file, and for what is no file. */
  readonly path: string | null;
  readonly fault: string;
  readonly repair: string;
  /** - `block`: lines of a servanda block; `file`: the whole file; `words`: said of files, or a command. */
  readonly kind: "block" | "file" | "words";
}

/** What the blocks below suppose to be declared. */
export const SCENE = `actor Northshore "Northshore", a state
actor Southshore "Southshore", a state
actor guns "guns", a thing
actor ferry "ferry", a thing
zone bay
zone waters of Northshore
state blocked of a thing
  started by block
  ended by unblock
term territory of actor
series debt of actor, per year, in tonnes
agreement harbour "Harbour Accord (fictional)"
  in force from 2030-01-01
  parties Northshore, Southshore
duty help of harbour, article 4
  when attacker attacks victim
  each party except victim, attacker
  must assist victim
  within 30 days`;

const DUTY = "duty talks of harbour, article 5\n  Northshore\n  must consult";
const BAN = "ban quiet of harbour, article 1\n  each party";

function block(fault: string, repair: string): Lesson {
  return { path: null, fault, repair, kind: "block" };
}

function words(fault: string, repair: string): Lesson {
  return { path: null, fault, repair, kind: "words" };
}

/** A norm of three lines, with a line more. */
function duty(fault: string, repair: string): Lesson {
  return block(`${DUTY}\n  ${fault}`, `${DUTY}\n  ${repair}`);
}

function ban(fault: string, repair: string): Lesson {
  return block(`${BAN}\n  ${fault}`, `${BAN}\n  ${repair}`);
}

const OF_TEXTS: readonly (readonly [code: string, lesson: Lesson])[] = [
  ["SV116", ban("must not attack anyone more than 2.5 times", "must not attack anyone more than 2 times")],
  [
    "SV208",
    block(
      "duty report-it of harbour, article 2\n  when help is breached by offender\n  offender\n  must explain to sufferer of help\n  within 3 days",
      "duty report-it of harbour, article 2\n  when help is breached by offender\n  offender\n  must explain to victim of help\n  within 3 days",
    ),
  ],
  [
    "SV209",
    block("precedence help over help, held by the case", `${DUTY}\nprecedence help over talks, held by the case`),
  ],
  [
    "SV210",
    block(
      "series trade of actor to partner, per year, in tonnes\naim more-trade of harbour, article 3\n  Northshore\n  reach trade of Northshore to Southshore in 2035 at least 20 barrels",
      "series trade of actor to partner, per year, in tonnes\naim more-trade of harbour, article 3\n  Northshore\n  reach trade of Northshore to Southshore in 2035 at least 20 tonnes",
    ),
  ],
  [
    "SV211",
    block(
      "duty return of harbour, article 7\n  when attacker attacks victim\n  attacker\n  must hand-over waters of victim to victim\n  within 3 days",
      "duty return of harbour, article 7\n  when Southshore attacks Northshore\n  Southshore\n  must hand-over waters of Northshore to Northshore\n  within 3 days",
    ),
  ],
  [
    "SV412",
    block(
      "duty care of harbour, article 7\n  when attacker attacks attacker\n  attacker\n  must explain to Northshore\n  within 3 days",
      "duty care of harbour, article 7\n  when attacker attacks victim\n  attacker\n  must explain to victim\n  within 3 days",
    ),
  ],
  ["SV117", words('include "annex.md", and there is no annex.md', "annex.md is in the case folder")],
  [
    "SV120",
    block('case harbour "Harbour"\n  places named in Northshorian', 'case harbour "Harbour"\n  places named in nn'),
  ],
  ["SV119", block('include "lesson.md"', "-- a page knows itself")],
  ["SV118", block('include "/home/me/actors.md"', 'include "../neighbour/actors.md"')],
  [
    "SV207",
    block(
      "act berth, berths, berthed\n  roles actor, object, a thing\nduty mooring of harbour, article 9\n  Northshore\n  must berth Southshore",
      "act berth, berths, berthed\n  roles actor, object, a thing\nduty mooring of harbour, article 9\n  Northshore\n  must berth ferry",
    ),
  ],
  [
    "SV413",
    block(
      "ban first of harbour, article 1\n  when second is breached by offender\n  offender\n  must not attack anyone\nban second of harbour, article 2\n  when first is breached by offender\n  offender\n  must not shell anyone",
      "ban first of harbour, article 1\n  when second is breached by offender\n  offender\n  must not attack anyone\nduty second of harbour, article 2\n  when first is breached by offender\n  offender\n  must consult\n  within 14 days",
    ),
  ],
  [
    "SV414",
    block(
      `${BAN}\n  must not attack anyone\npermission defence of harbour, article 2\n  when attacker attacks victim\n  victim may attack attacker\n  within 72 hours`,
      `${BAN}\n  must not attack anyone\npermission defence of harbour, article 2\n  when attacker attacks victim\n  victim may attack attacker\n  within 72 hours\nprecedence defence over quiet, held by the case`,
    ),
  ],
  [
    "SV415",
    block(
      "permission defence of harbour, article 2\n  when attacker attacks victim\n  victim may attack attacker",
      "permission defence of harbour, article 2\n  when attacker attacks victim\n  victim may attack attacker\n  within 72 hours",
    ),
  ],
  [
    "SV604",
    block(
      "series trade of actor, per year\nclaim E1 at T1, source S1\n  trade of Northshore grew in 2031",
      "series trade of actor, per year\nclaim E1 at T1, source S1\n  trade of Northshore rose from 2030 to 2031",
    ),
  ],
  ["SV001", block('actor Island "The Island', 'actor Island "The Island"')],
  ["SV002", ban("must not attack anyone!", "must not attack anyone")],
  [
    "SV003",
    {
      path: "actors.md",
      kind: "file",
      fault: "```servanda\nactor Island, a state\n\nThe next article …\n",
      repair: "```servanda\nactor Island, a state\n```\n\nThe next article …\n",
    },
  ],
  [
    "SV004",
    {
      path: "actors.md",
      kind: "file",
      fault: "The island.\n\n```\nactor Island, a state\n```\n",
      repair: "The island.\n\n```servanda\nactor Island, a state\n```\n",
    },
  ],
  ["SV101", block("must not attack anyone", `${BAN}\n  must not attack anyone`)],
  ["SV102", duty("Within 30 days", "within 30 days")],
  ["SV103", duty("must explain", "and explain")],
  ["SV104", duty("and explain or meet", "or explain\n  or meet")],
  [
    "SV105",
    block("reading wide, held by the case\n  not binding", "reading wide of help, held by the case\n  not binding"),
  ],
  ["SV106", duty("by 2030-05-01 sharp", "by 2030-05-01")],
  ["SV107", duty("by", "by 2030-05-01")],
  ["SV108", duty("by 2030-02-30", "by 2030-02-28")],
  ["SV109", duty("within two weeks", "within 2 weeks")],
  ["SV110", block('actor "Northern Isles", a state', 'actor Northern-Isles "Northern Isles", a state')],
  ["SV111", duty("repealed", "by 2030-05-01\namend talks from 2031-01-01\n  repealed")],
  ["SV112", block('case harbour "Harbour"\n  standard corroborate', 'case harbour "Harbour"\n  standard corroborated')],
  ["SV113", block('case harbour "Harbour"\n  time zone CET', 'case harbour "Harbour"\n  time zone +03:00')],
  [
    "SV114",
    block(
      "duty guns-away of harbour, article 6\n  Northshore\n  must recall guns by 2030-05-01",
      "duty guns-away of harbour, article 6\n  Northshore\n  must recall guns\n  by 2030-05-01",
    ),
  ],
  ["SV201", ban("must not attack Island", "must not attack Southshore")],
  ["SV202", ban("must not attack Southshor", "must not attack Southshore")],
  [
    "SV203",
    block(
      "duty care of harbour, article 7\n  when attacker attacks victim\n  Northshore\n  must assist sufferer\n  within 3 days",
      "duty care of harbour, article 7\n  when attacker attacks victim\n  Northshore\n  must assist victim\n  within 3 days",
    ),
  ],
  ["SV204", block("zone Northshore", "zone north-coast")],
  ["SV205", block("zone pier\n  in bay, source S77", "zone pier\n  in bay, source S1")],
  ["SV206", ban("must not attack anyone\n  in Northshore", "must not attack anyone\n  in bay")],
  ["SV301", ban("must not bother anyone", "must not attack anyone")],
  ["SV302", ban("must not attacks anyone", "must not attack anyone")],
  ["SV303", ban("must not attack", "must not attack anyone")],
  ["SV304", ban("must not attack anyone ferry", "must not attack anyone")],
  [
    "SV305",
    block(
      "duty gift of harbour, article 8\n  Northshore\n  must hand-over ferry at Southshore",
      "duty gift of harbour, article 8\n  Northshore\n  must hand-over ferry to Southshore",
    ),
  ],
  ["SV306", ban("must not attack anyone in bay in bay", "must not attack anyone\n  in bay")],
  ["SV401", duty("by 2029-12-31", "by 2030-12-31")],
  [
    "SV402",
    block(
      `${DUTY}\namend talks from 2031-01-01\n  each party except Northshore, Southshore`,
      `${DUTY}\namend talks from 2031-01-01\n  each party`,
    ),
  ],
  [
    "SV403",
    block(
      "duty care of harbour, article 7\n  when attacker attacks victim\n   and victim requests-help\n  Northshore\n  must assist victim\n  within 3 days",
      "duty care of harbour, article 7\n  when attacker attacks victim\n   and victim requests-help within 14 days\n  Northshore\n  must assist victim\n  within 3 days",
    ),
  ],
  [
    "SV404",
    {
      path: "instruments/harbour.md",
      kind: "file",
      fault: `## Article 5\n\n\`\`\`servanda\n${DUTY}\n\`\`\`\n`,
      repair: `## Article 5\n\nNorthshore consults with Southshore.\n\n\`\`\`servanda\n${DUTY}\n\`\`\`\n`,
    },
  ],
  [
    "SV405",
    block(
      'agreement annex "Annex"\n  in force from 2031-01-01',
      'agreement annex "Annex"\n  in force from 2031-01-01\n  parties Northshore, Southshore',
    ),
  ],
  [
    "SV406",
    block(
      "duty care of harbour, article 7\n  when anyone attacks anyone\n  Northshore\n  must consult\n  within 3 months",
      "duty care of harbour, article 7\n  when anyone attacks anyone\n  Northshore\n  must consult\n  within 3 months, to the last day",
    ),
  ],
  ["SV407", block("duty talks of harbour, article 5\n  Northshore", DUTY)],
  [
    "SV408",
    block(
      "duty quiet of harbour, article 1\n  Northshore\n  must not attack anyone",
      `${BAN}\n  must not attack anyone`,
    ),
  ],
  ["SV409", duty("by 2030-05-01\n  within 14 days", "by 2030-05-01")],
  [
    "SV410",
    ban(
      "must not attack anyone\n  from 2031-01-01 until 2030-01-01",
      "must not attack anyone\n  from 2030-01-01 until 2031-01-01",
    ),
  ],
  [
    "SV411",
    block(
      'agreement annex "Annex"\n  parties Northshore, Southshore',
      'agreement annex "Annex"\n  in force from 2031-01-01\n  parties Northshore, Southshore',
    ),
  ],
  [
    "SV416",
    block(
      `${DUTY}\n  within 30 days of signature`,
      `${DUTY}\n  only after Southshore signs ferry with Northshore\n  within 30 days`,
    ),
  ],
  [
    "SV417",
    block(
      "duty talks of harbour, article 5\n  Northshore, anyone\n  must consult",
      "duty talks of harbour, article 5\n  Northshore, Southshore\n  must consult",
    ),
  ],
  ["SV418", ban("must not attack anyone in 2031-05", "must not attack anyone\n  from 2031-05 until 2031-05")],
  [
    "SV419",
    block(
      "duty answer of harbour, article 5\n  when anyone attacks victim and victim demands of helper within 2 days\n  helper\n  must consult with victim",
      "duty answer of harbour, article 5\n  when victim demands of helper\n  helper\n  must consult with victim\n  only after anyone attacks Northshore",
    ),
  ],
  ["SV501", block("zone pier", "zone pier\n  in bay")],
  ["SV502", block("reading wide of help\n  not binding", "reading wide of help, held by the case\n  not binding")],
  [
    "SV503",
    block(
      "reading wide of help, held by Northshore\n  not binding",
      "reading wide of help, held by Northshore, source S1\n  not binding",
    ),
  ],
  [
    "SV504",
    block(
      "reading wide of help, held by the case\n  within 30 days",
      "reading wide of help, held by the case\n  within 60 days",
    ),
  ],
  [
    "SV505",
    block(
      `${BAN}\n  must not attack anyone\n  in territory of Southshore\nduty gift of harbour, article 8\n  Northshore\n  must give territory of Southshore`,
      `term support to actor\n${BAN}\n  must not attack anyone\n  in territory of Southshore\nduty gift of harbour, article 8\n  Northshore\n  must give support to Southshore`,
    ),
  ],
  ["SV506", ban("must not attack anyone\n  in territory", "must not attack anyone\n  in territory of Southshore")],
  [
    "SV507",
    block(
      `${BAN}\n  must not attack anyone\n  in territory of Southshore\nreading wide of quiet, held by the case\n  territory of actor means waters of actor and bay`,
      `${BAN}\n  must not attack anyone\n  in territory of Southshore\nreading wide of quiet, held by the case\n  territory of actor means waters of actor`,
    ),
  ],
  [
    "SV509",
    block(
      `term free-ferry\nduty crossing of harbour, article 6\n  Northshore\n  must keep free-ferry\nreading wide of crossing, held by the case\n  free-ferry means not blocked of ferry in bay`,
      `term free-ferry\nduty crossing of harbour, article 6\n  Northshore\n  must keep free-ferry\nreading wide of crossing, held by the case\n  free-ferry means not blocked of ferry\n  in bay`,
    ),
  ],
  ["SV508", block("duty talks of help, article 5\n  Northshore\n  must consult", DUTY)],
  [
    "SV601",
    block(
      "suppose nothing\n  expect help by Northshore is violated on 2030-02-01",
      "suppose nothing\n  expect help by Northshore is breached on 2030-02-01",
    ),
  ],
  [
    "SV602",
    block(
      "suppose nothing\n  expect help is not triggered under Southshore",
      "suppose nothing\n  expect help is not triggered",
    ),
  ],
  [
    "SV603",
    block(
      "suppose no-report\n  without event E1\n  expect help is not triggered",
      "suppose no-report\n  with the record\n  without event E1\n  expect help is not triggered",
    ),
  ],
];

const LESSONS: ReadonlyMap<string, Lesson> = new Map([...OF_TEXTS, ...ofTables()]);

/** The lesson of a code; null where there is none. */
export function lessonOf(code: string): Lesson | null {
  return LESSONS.get(code) ?? null;
}
