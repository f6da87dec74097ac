/**
 * A case of a given size, half texts and half tables, as a large case would be: articles with their prose, and accounts
 * with their notes. Fictional, and the same for the same size.
 */

const PROSE =
  "The parties agree that what this article provides applies from the day of entry into force, in all places named in the annex, " +
  "and that each of them will tell the commission, in writing and without delay, of whatever happens that bears on it. ";
const NOTE =
  "The post at the pier saw it and reported on the same day; the crew of the ferry was heard a week later, and told the same in other words.";

const PARTIES = ["Northshore", "Southshore", "Island"];

/** Files by path, about so many bytes together. */
export function grown(bytes: number): { readonly [path: string]: string } {
  const files: { [path: string]: string } = {
    "case.md": `# Grown\n\n${block(
      'case grown "Grown (fictional)"',
      "  record closes 2039-12-31",
      "  time zone +04:00",
      "  standard alleged",
      "  borders none",
      ...PARTIES.map((party) => `actor ${party} "${party}", a state`),
      "zone bay",
      "zone pier",
      "  in bay",
    )}`,
    "sources.csv":
      "id,title,kind,speaks_for\nS1,Weekly report,monitor,\nS2,Statement,official,Northshore\nS3,Wire report,agency,\n",
  };
  let texts = 0;
  for (let number = 1; texts < bytes / 2; number += 1) {
    const text = instrument(number);
    files[`instruments/${number}.md`] = text;
    texts += text.length;
  }
  let tables = 0;
  for (let file = 1, row = 0; tables < bytes / 2; file += 1) {
    let text = "event,source,stance,when,kind,actor,target,place,status,published,note\n";
    for (; text.length < 200_000 && tables + text.length < bytes / 2; row += 1) text += account(row);
    files[`conduct/${file}.csv`] = text;
    tables += text.length;
  }
  return files;
}

/** The same, almost only norms: as many of them as fit, each with a sentence of prose, and a few accounts. */
export function normative(bytes: number): { readonly [path: string]: string } {
  const { "case.md": page = "", "sources.csv": sources = "" } = grown(0);
  const files: { [path: string]: string } = { "case.md": page, "sources.csv": sources };
  let rows = "event,source,stance,when,kind,actor,target,place,status,published,note\n";
  for (let row = 0; row < 200; row += 1) rows += account(row);
  files["conduct/1.csv"] = rows;
  for (let number = 1, size = 0; size < bytes; number += 1) {
    const text = instrument(number, 0);
    files[`instruments/${number}.md`] = text;
    size += text.length;
  }
  return files;
}

function block(...lines: readonly string[]): string {
  return `\`\`\`servanda\n${lines.join("\n")}\n\`\`\`\n`;
}

/** An agreement of twenty articles, each with prose and a norm. */
function instrument(number: number, prose = 8): string {
  const parts = [
    `# Agreement ${number}\n\n${block(`agreement g${number} "Agreement ${number}"`, "  in force from 2030-01-01", `  parties ${PARTIES.join(", ")}`)}`,
  ];
  for (let article = 1; article <= 20; article += 1) {
    const id = `${number}-${article}`;
    const norm =
      article % 2 === 0
        ? [
            `duty report-${id} of g${number}, article ${article}`,
            "  each party",
            "  must notify Island",
            "  by 2035-06-30",
          ]
        : [
            `ban quiet-${id} of g${number}, article ${article}`,
            "  each party",
            "  must not mobilise against anyone",
            "  until 2034-12-31",
          ];
    parts.push(
      `## Article ${article}\n\n${prose === 0 ? "What it provides." : PROSE.repeat(prose)}\n\n${block(...norm)}`,
    );
  }
  return parts.join("\n");
}

/** Two accounts in three tell of one event. */
function account(row: number): string {
  const event = Math.floor(row / 2);
  const day = new Date(Date.UTC(2030, 0, 1 + (event % 3000))).toISOString().slice(0, 10);
  const actor = PARTIES[event % 3];
  const target = PARTIES[(event + 1) % 3];
  return `E${event},S${(row % 3) + 1},asserts,${day},attack,${actor},${target},pier,alleged,2039-06-01,"${NOTE} Report ${row}."\n`;
}
