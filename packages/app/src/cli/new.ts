/**
 * `servanda new NAME`: a small case that checks cleanly and whose tests pass, to be written over. It is checked before
 * anything is written, and nothing that exists is ever replaced.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { check, parseTime } from "@servanda/language";
import { table } from "../report/csv.ts";
import { hang, plain } from "../report/width.ts";
import { Usage } from "../usage.ts";
import { asSheets, SHEET_COLUMNS } from "./sheet.ts";
import { DONE, paperOf, print, type Surroundings } from "./surroundings.ts";

export interface NewFlags {
  readonly title?: string;
  readonly party?: readonly string[];
  readonly from?: string;
  readonly recordCloses?: string;
  readonly timeZone?: string;
  readonly sheet?: boolean;
}

interface Plan {
  readonly id: string;
  readonly title: string;
  readonly parties: readonly { readonly id: string; readonly name: string }[];
  /** Entry into force, as written: a day, perhaps with the hour. */
  readonly start: string;
  /** Its day, in the time zone of the case. */
  readonly from: string;
  readonly closes: string;
  readonly zone: string;
}

const WRITE_REFUSED: ReadonlyMap<string, string> = new Map([
  ["EACCES", "you have no permission to write here"],
  ["EPERM", "you have no permission to write here"],
  ["EROFS", "nothing can be written here"],
  ["ENOSPC", "the disk is full"],
  ["EDQUOT", "your share of the disk is full"],
  ["EEXIST", "there is such a file already"],
  ["ENOENT", "the folder that you are in is gone"],
  ["ENOTDIR", "a file stands where a folder should be"],
]);

export async function newCommand(name: string, flags: NewFlags, around: Surroundings): Promise<number> {
  if (
    !/^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*$/u.test(name) ||
    name.length > 80 ||
    /^(?:con|prn|aux|nul|com\d|lpt\d)$/iu.test(name)
  ) {
    throw new Usage(
      `“${name}” cannot be the name of a case: use letters, digits, hyphens and underscores, and no path.`,
    );
  }
  if (existsSync(name)) throw new Usage(`There is something called “${name}” here already; nothing was changed.`);
  const plan = await planOf(name, flags, around);
  const files = flags.sheet === true ? asSheets(filesOf(plan, SHEET_COLUMNS)) : filesOf(plan);
  const wrong = check(
    [...files].filter(([path]) => path.endsWith(".md")).map(([path, text]) => ({ path, text })),
    { sources: new Set(["S1", "S2"]), shapes: new Set() },
  ).diagnostics.find((d) => d.severity === "error");
  if (wrong) {
    throw new Usage(
      `With these names the case would not check: ${wrong.message} Choose another name for the party or the case.`,
    );
  }
  for (const [path, text] of files) {
    const full = join(name, path);
    try {
      mkdirSync(dirname(full), { recursive: true });
      // `wx` fails on a file that is there, should somebody else be at work.
      writeFileSync(full, text, { flag: "wx" });
    } catch (cause) {
      const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
      const why = WRITE_REFUSED.get(code);
      if (why === undefined) throw cause;
      throw new Usage(`${full} could not be written: ${why}.`);
    }
  }
  const width = paperOf({ color: false }, around).width;
  print(around, [
    `Started the case “${name}”:`,
    ...[...files.keys()].map((path) => `  ${name}/${path}`),
    "",
    "Next:",
    `  npx servanda check ${name}`,
    `  npx servanda test ${name}`,
    ...hang("", `Then write over the example; ${name}/README.md says what goes where.`, width),
  ]);
  return DONE;
}

async function planOf(name: string, flags: NewFlags, around: Surroundings): Promise<Plan> {
  const question = async (given: string | undefined, words: string, otherwise: string): Promise<string> => {
    if (given !== undefined || around.ask === null) return given ?? otherwise;
    const answer = (await around.ask(`${words} [${otherwise}]: `)).trim();
    return answer === "" ? otherwise : answer;
  };
  const parties = (await partiesOf(flags, around)).map(partyOf);
  if (parties.length < 2) throw new Usage("An agreement has two parties or more: give --party twice.");
  if (new Set(parties.map((p) => p.id)).size < parties.length) throw new Usage("Two parties have the same name.");
  const title = written(
    await question(flags.title, "Title", `Ceasefire between ${parties.map((p) => p.name).join(" and ")}`),
  );
  const start = startOf(await question(flags.from, "In force from", "2030-01-01"));
  const from = start.slice(0, 10);
  const closes = dayOf("--record-closes", await question(flags.recordCloses, "The record closes on", after(from, 59)));
  if (closes < after(from, 20)) {
    throw new Usage(
      "The example needs a record of three weeks or more from the entry into force: give a later --record-closes.",
    );
  }
  const zone = await question(flags.timeZone, "Time zone (offset from UTC)", "+00:00");
  if (!/^(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/u.test(zone)) {
    throw new Usage(`--time-zone “${zone}” is not an offset from UTC: write one such as +02:00.`);
  }
  return { id: name, title, parties, start, from, closes, zone };
}

async function partiesOf(flags: NewFlags, around: Surroundings): Promise<readonly string[]> {
  if (flags.party !== undefined) return flags.party;
  if (around.ask === null) return ["Northshore", "Southshore"];
  const answer = (await around.ask("Parties, separated by commas [Northshore, Southshore]: ")).trim();
  return (answer === "" ? "Northshore, Southshore" : answer)
    .split(",")
    .map((party) => party.trim())
    .filter((party) => party !== "");
}

/** Names that the example itself uses. */
const TAKEN: ReadonlySet<string> = new Set(["captives", "agreement", "S1", "S2", "E1", "E2"]);

function idOf(party: string): string {
  const id = party
    .normalize("NFC")
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/gu, "");
  if (id === "" || id.length > 80 || TAKEN.has(id))
    throw new Usage(`“${party}” cannot be the name of a party here; choose another.`);
  return id;
}

/** As it can stand between double quotes, on one line. */
function written(text: string): string {
  return plain(text).replace(/"/gu, "”").trim();
}

/** `Front=Vess Front` is the party with the id Front. */
function partyOf(party: string): Plan["parties"][number] {
  const [, id, name] = /^([^=]*)=(.*)$/su.exec(party) ?? [];
  if (id === undefined || name === undefined) return { id: idOf(party), name: written(party) };
  if (idOf(id) !== id.trim()) {
    throw new Usage(
      `“${id}” cannot be the id of a party: write one word of letters, digits and hyphens, as in --party Front="Vess Front".`,
    );
  }
  const shown = name.trim().replace(/^["“„«]+|["“”»]+$/gu, "");
  return { id: id.trim(), name: written(shown === "" ? id : shown) };
}

/** A day, or a day with the hour in the time zone of the case. */
function startOf(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?)?$/u.test(text) && "time" in parseTime(text, 0)) return text;
  throw new Usage(
    `--from “${text}” is not a day: write one such as 2030-01-01, or with the hour 2030-01-01T10:00, in the zone of --time-zone.`,
  );
}

function dayOf(option: string, text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/u.test(text) && "time" in parseTime(text, 0)) return text;
  throw new Usage(`${option} “${text}” is not a day: write one such as 2030-01-01.`);
}

function after(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

// ── The files ───────────────────────────────────────────────────────────────────────────────────

function filesOf(plan: Plan, columns: string = FEW_COLUMNS): Map<string, string> {
  return new Map([
    ["README.md", readme(plan)],
    ["case.md", caseFile(plan)],
    ["actors.md", actors(plan)],
    ["instruments/agreement.md", agreement(plan)],
    ["conduct/accounts.csv", accounts(plan, columns)],
    ["sources.csv", sources(plan)],
    ["coverage.csv", coverage(plan)],
    ["expected.md", expected(plan)],
  ]);
}

const [FIRST, SECOND] = [0, 1];

function partyAt(plan: Plan, n: number): { readonly id: string; readonly name: string } {
  return plan.parties[n] ?? { id: "", name: "" };
}

function block(...lines: readonly string[]): string {
  return ["```servanda", ...lines, "```", ""].join("\n");
}

function caseFile(plan: Plan): string {
  return `# ${plan.title}

Say here what the case is about, what is in it and what is left out.

The record closes on the last day that your accounts speak about: findings speak about that day unless told otherwise (\`--at\`).

${block(
  `case ${plan.id} "${plan.title}"`,
  `  record closes ${plan.closes}`,
  `  time zone ${plan.zone}`,
  "  standard reasonable-grounds",
  "  borders none",
)}`;
}

function actors(plan: Plan): string {
  return `# Who and what

The parties, in the order of the text. An actor may have several names, in any script: \`actor NAME "One" / "Another", a state\`.

${block(...plan.parties.map((p) => `actor ${p.id} "${p.name}", a party`))}
What an act may be done to, or with, is declared as a thing.

${block('actor captives "persons held", a thing')}`;
}

function agreement(plan: Plan): string {
  return `# ${plan.title}

*This is an example to write over. Prose says, in your own words, what an article provides; the block below it says the same formally,
and nothing that the article does not say.*

${block(
  `agreement agreement "${plan.title}"`,
  `  in force from ${plan.start}`,
  `  parties ${plan.parties.map((p) => p.id).join(", ")}`,
)}
## Article 1

The parties stop all attacks on each other from the day of entry into force.

*A ban: it is breached by each attack that is accepted at the standard of proof. "each other" is any other party.*

${block("ban no-attack of agreement, article 1", "  each party", "  must not attack each other")}
## Article 2

Each party releases the persons it holds within 14 days.

*A duty to do something by a time: kept if it was done, breached if the time has passed and somebody was watching, unknown if nobody was.
To say "when the other asks", or "unless", see docs/language.md of Servanda.*

${block("duty release-captives of agreement, article 2", "  each party", "  must release captives", "  within 14 days")}`;
}

/** A table of these columns; a cell that a row does not name is blank. */
function rows(columns: string, ...records: readonly { readonly [column: string]: string }[]): string {
  const names = columns.split(" ");
  const csv = table(
    names,
    records.map((record) => names.map((name) => record[name] ?? null)),
  );
  return csv.replaceAll("\r\n", "\n");
}

/** Those that the example fills. */
const FEW_COLUMNS =
  "event source stance when kind actor target object place status reply grade handling published note";

function accounts(plan: Plan, columns: string): string {
  const a = partyAt(plan, FIRST).id;
  const b = partyAt(plan, SECOND).id;
  const said = { handling: "public" };
  return rows(
    columns,
    {
      ...said,
      event: "E1",
      source: "S1",
      stance: "asserts",
      when: after(plan.from, 9),
      kind: "attack",
      actor: a,
      target: b,
      status: "verified",
      reply: `${partyAt(plan, FIRST).name}: no order was given.`,
      grade: "observation",
      published: after(plan.from, 12),
      note: "The mission saw the craters and heard both sides.",
    },
    {
      ...said,
      event: "E1",
      source: "S2",
      stance: "denies",
      kind: "attack",
      actor: a,
      status: "alleged",
      grade: "claim",
      published: after(plan.from, 10),
      note: "The party's own word: too little, alone, to contest the mission's.",
    },
    {
      ...said,
      event: "E2",
      source: "S1",
      stance: "asserts",
      when: after(plan.from, 5),
      kind: "release",
      actor: a,
      target: b,
      object: "captives",
      status: "verified",
      grade: "observation",
      published: after(plan.from, 12),
    },
  );
}

function sources(plan: Plan): string {
  const { id, name } = partyAt(plan, FIRST);
  return rows(
    "id title publisher kind speaks_for origin mandate leaning url published licence handling",
    {
      id: "S1",
      title: "Weekly report 2",
      publisher: "Monitoring mission (example)",
      kind: "monitor",
      published: after(plan.from, 12),
      handling: "public",
    },
    {
      id: "S2",
      title: "Statement of the ministry of defence",
      publisher: `${name} (example)`,
      kind: "official",
      speaks_for: id,
      published: after(plan.from, 10),
      handling: "public",
    },
  );
}

function coverage(plan: Plan): string {
  return rows("id source kinds place from until threshold why handling", {
    id: "V1",
    source: "S1",
    kinds: "attack",
    from: plan.from,
    until: plan.closes,
    why: "The mission patrols all of the line daily and reports each attack.",
    handling: "public",
  });
}

function expected(plan: Plan): string {
  const a = partyAt(plan, FIRST);
  const b = partyAt(plan, SECOND);
  return `# What we expect the case to find

Tests of the case, run by \`servanda test\`. Write them before the findings, from the text; a test that fails shows what was taken otherwise.

A story told without the record is the whole story: nothing else happened, and all was seen.

${block(
  "suppose one-attack",
  `  ${after(plan.from, 2)} ${a.id} attacks ${b.id}`,
  `  expect no-attack by ${a.id} is breached from ${after(plan.from, 2)}`,
  `  expect no-attack by ${b.id} is no breach observed`,
)}
Nobody releases anybody: until the last second of the fourteenth day the duty is pending, then it is breached.

${block(
  "suppose nobody-released",
  `  expect release-captives by ${b.id} is pending on ${after(plan.from, 14)}`,
  `  expect release-captives by ${b.id} is breached on ${after(plan.from, 15)}`,
)}
On the accounts of this folder. Nobody reports a release by ${b.name}, and nobody claims to have watched for one.

${block(
  "suppose the-record",
  "  with the record",
  `  expect no-attack by ${a.id} is breached from ${after(plan.from, 9)}`,
  `  expect release-captives by ${a.id} is kept`,
  `  expect release-captives by ${b.id} is unknown: breached or kept`,
)}`;
}

function readme(plan: Plan): string {
  return `# ${plan.title}

Started with \`servanda new\`. What is in it is an example, to be written over.

    npx servanda check ${plan.id}
    npx servanda explain ${plan.id} no-attack/${partyAt(plan, FIRST).id}
    npx servanda test ${plan.id}

## In which order to work

1. \`case.md\`: title, closing date, time zone. \`actors.md\`: who and what.
2. \`instruments/agreement.md\`: for each article, prose in your own words, then a block. The tests in \`expected.md\` speak of the example's norms: take their blocks out. Run \`check\`: it says what is wrong, where, and the likely repair.
3. \`expected.md\`: what you expect in a few simple stories. Run \`test\`.
4. \`sources.csv\`, then \`conduct/accounts.csv\`: one row for each thing that one source says. Run \`check\` again.
5. \`coverage.csv\`: who would have told if something had happened. Without it silence proves nothing, and a missed deadline stays *unknown*.
6. \`explain\` on each finding that matters. Where two sides read words differently, declare a \`term\` and a \`reading\` for each side.

Columns can stand in any order; cells that a source does not fill stay empty.

## How to say it

A norm is a kind (\`duty\`, \`ban\`, \`aim\`), a name, and a clause a line. Lines that begin with two hyphens are remarks.

\`\`\`text
-- a ban: breached by each act
ban no-fire of agreement, article 3
  each party
  must not shell each other

-- to be done by a date; or: within 14 days
duty hand-back of agreement, article 4
  ${plan.parties[0]?.id}
  must hand-over lighthouse to ${plan.parties[1]?.id}
  by ${after(plan.from, 30)}

-- owed when something happens, to whom it happened
duty explain-attack of agreement, article 5
  when attacker attacks victim
  attacker
  must explain to victim
  within 7 days
  owed to victim

-- not to be done to each other; an answer to fire within twelve hours is no breach (here: the other attacks the one judged)
ban fire of agreement, article 8
  each party
  must not attack each other
  unless each other attacks each other within 12 hours

-- to be kept so; unless something excuses it
duty keep-open of agreement, article 6
  ${plan.parties[0]?.id}
  must keep not blocked of road
  unless ${plan.parties[1]?.id} attacks ${plan.parties[0]?.id} within 3 days
state blocked of a thing, initially false
  started by block, ended by unblock
actor road "the road", a thing
actor lighthouse "the lighthouse", a thing

-- words whose meaning is disputed, and what each side says they mean
term safe-passage on route
duty passage of agreement, article 7
  ${plan.parties[0]?.id}
  must keep safe-passage on road
reading open of passage, held by ${plan.parties[1]?.id}, source S1
  safe-passage on route means not blocked of route
reading unharmed of passage, held by ${plan.parties[0]?.id}, source S2
  safe-passage on route means no attack by ${plan.parties[0]?.id} on ${plan.parties[1]?.id}
\`\`\`

Acts that come with the language: attack, shell, advance, deploy, withdraw, disarm, block, unblock, open, close, hand-over, assist, supply, consult, request-help,
notify, explain, report, meet, demand, sign, detain, release, expel, return and more; a case may declare its own. The whole of the
language is in docs/language.md of Servanda.

## conduct/accounts.csv (and any other file in conduct/)

| column | meaning |
|---|---|
| event | your id; rows with one event tell of one event |
| source | id in sources.csv |
| stance | \`asserts\`, or \`denies\`: a denial denies what it fills in; with only the event filled it denies the event |
| when | 2030-01-10, 2030-01, 2030-01-10T06:30+02:00, or from/until where only the bounds are known |
| kind | an act, in its base form: \`attack\`, \`release\`, \`block\` … |
| actor, target, object | names from actors.md |
| place | a zone; or \`lat\`, \`lon\` and \`precision\` in km |
| quantity, unit, deaths_low, deaths_best, deaths_high | numbers, if the source gives them |
| status | \`alleged\`, \`under-inquiry\`, \`verified\`, \`not-verified\`, \`withdrawn\` |
| reply | what the accused party answered |
| grade | \`finding\` (of a body with the mandate), \`observation\`, \`report\`, \`claim\` |
| handling | \`public\`, \`restricted\`, \`confidential\`: the last two are left out of output unless asked for |
| published | when the source said so; blank: the source's own date |
| order | sequence of events of one instant |
| same_as | the id of an event that is the same one |
| note | remarks |

## sources.csv

| column | meaning |
|---|---|
| id, title, publisher, url, published, licence | as they are |
| kind | \`official\`, \`agency\`, \`media\`, \`monitor\`, \`court\`, \`ngo\`, \`scholarly\`, \`tertiary\`, \`repost\` … |
| speaks_for | the actor whose word it is: it counts for little where that actor is concerned, unless against its own interest |
| origin | one word for all copies of one text, so that they count once |
| mandate | acts on which its findings are those of a body with the mandate; \`*\` for all |
| leaning | what readers should know of it |
| handling | as above |

## coverage.csv

| column | meaning |
|---|---|
| id, source | its own id; who watched |
| kinds | acts, with spaces between; \`*\` for all |
| place | a zone; blank for everywhere |
| from, until | the first and the last day, both included |
| except | days in between on which it did not watch, with semicolons between |
| threshold | what was too small to be told |
| why | why you believe that it would have been told |
| handling | as above |
`;
}
