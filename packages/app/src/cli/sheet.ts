/** `servanda new --sheet`: tables as a spreadsheet likes to open them, and a page that explains their columns. */

/** What a spreadsheet takes for UTF-8; our own readers pass over it. */
const MARK = "\uFEFF";
const ACCOUNTS = "conduct/accounts.csv";

/** Every column of accounts, what it holds, and an example. */
const COLUMNS: readonly (readonly [column: string, meaning: string, example: string])[] = [
  ["event", "Your id of the event. Rows with one id tell of one event. Needed.", "E1"],
  ["source", "Who says so: an id of sources.csv. Needed.", "S1"],
  ["stance", "`asserts` (also if blank), or `denies`: a denial denies what it fills in.", "denies"],
  ["when", "A day, a month, a minute, or from/until where only the bounds are known.", "2030-01-10"],
  ["order", "A number that puts events of one instant in order.", "2"],
  ["kind", "What was done: an act in its base form.", "attack"],
  ["actor", "Who did it: a name of actors.md.", ""],
  ["target", "To whom.", ""],
  ["object", "What was released, closed, moved.", "captives"],
  ["place", "The zone where it happened.", ""],
  ["lat", "A point: degrees north, with decimals.", "40.18"],
  ["lon", "A point: degrees east, with decimals.", "44.51"],
  ["precision", "How far from the point it may have been: kilometres, or metres with m.", "5 km"],
  ["quantity", "How many, or how much: a number alone.", "12"],
  ["unit", "Of what.", "soldiers"],
  ["deaths_low", "The least number of deaths that the source gives.", "2"],
  ["deaths_best", "The likeliest.", "3"],
  ["deaths_high", "The highest.", "6"],
  ["status", "`alleged` (also if blank), `under-inquiry`, `verified`, `not-verified`, `withdrawn`.", "verified"],
  ["reply", "What the accused party answered, in short.", "Denied."],
  ["grade", "`finding`, `observation`, `report` (also if blank), `claim`.", "observation"],
  ["handling", "`public` (also if blank), `restricted`, `confidential`.", "public"],
  ["published", "When the source said so; if blank, the date of the source.", "2030-01-12"],
  ["same_as", "Ids of other datasets for this event.", ""],
  ["note", "Anything else.", ""],
];

export const SHEET_COLUMNS: string = COLUMNS.map(([name]) => name).join(" ");

/** The files of a new case with tables for a spreadsheet. The tables say the same. */
export function asSheets(files: ReadonlyMap<string, string>): Map<string, string> {
  const sheets = new Map<string, string>();
  for (const [path, text] of files) {
    if (!path.endsWith(".csv")) sheets.set(path, text);
    else sheets.set(path, MARK + text.replaceAll("\n", "\r\n"));
    if (path === ACCOUNTS) sheets.set("conduct/accounts.md", companion());
  }
  return sheets;
}

function companion(): string {
  const rows = COLUMNS.map(
    ([column, meaning, example]) => `| \`${column}\` | ${meaning} | ${example === "" ? "" : `\`${example}\``} |`,
  );
  return `# The columns of accounts.csv

A row is what *one source* says of *one event*. If three sources tell of one attack, that is one event and three rows. Write what the source
says, and leave blank what it does not say. Do not settle in the table who is right. The rows that stand there are an example, to be written over.

| Column | What it holds | Example |
|---|---|---|
${rows.join("\n")}

## In a spreadsheet

- Open the file as *UTF-8*, with commas between the columns; save it as "CSV UTF-8". Where your spreadsheet writes semicolons, choose commas
  when you save: \`servanda check\` says so if they are left.
- Format the column \`when\` and the column \`published\` as *text* before you type: else the spreadsheet turns 2030-01-10 into a date of its own
  making, such as 10/01/2030, which can be read in two ways.
- Keep the first line. Columns may stand in any order, and those that you do not need may be taken out, but for \`event\` and \`source\`.
- A cell holds plain text: no formulas, no colours that mean something. Remarks go into \`note\`.
- Other tables of accounts may lie beside this one, in the folder \`conduct\`; each begins with such a line.
`;
}
