/** What the case holds of each party: the table side by side, the rows for a spreadsheet, and the JSON. */
import { type Balance, type Counted, DIVIDED, type Row } from "@servanda/analysis";
import type { Model } from "@servanda/language";
import { type CsvValue, table } from "./csv.ts";
import { sorted } from "./diagnostic.ts";
import { type Envelope, faultJson, inputsOf, orNull, print, time } from "./json.ts";
import { hang, plain, row, wrap } from "./width.ts";
import { ink, type Paper, standardWords, WORDS } from "./words.ts";

/** One line of the table: what is counted, and the count as text. */
interface Measure {
  readonly what: string;
  readonly of: (row: Row) => string;
}

const MEASURES: readonly Measure[] = [
  { what: "norms that bind it by the text", of: ({ norms }) => String(norms.byText.length) },
  { what: "more norms by readings alone", of: ({ norms }) => String(norms.byReading.length) },
  { what: "readings that it holds", of: ({ readings }) => String(readings.length) },
  { what: "accounts by it: asserting", of: ({ accountsBy }) => String(accountsBy.asserting) },
  { what: "accounts by it: denying", of: ({ accountsBy }) => String(accountsBy.denying) },
  { what: "accounts about it", of: ({ accountsAbout }) => String(accountsAbout.total) },
  { what: "  as who acts", of: ({ accountsAbout }) => String(accountsAbout.acting) },
  { what: "  as who does it with another", of: ({ accountsAbout }) => String(accountsAbout.together) },
  { what: "  as to whom it is done", of: ({ accountsAbout }) => String(accountsAbout.suffering) },
  { what: "  by sources that speak for it", of: ({ accountsAbout }) => String(accountsAbout.byItself) },
  { what: "  by sources that speak for others", of: ({ accountsAbout }) => String(accountsAbout.byOthers) },
  { what: "  by sources that speak for nobody", of: ({ accountsAbout }) => String(accountsAbout.byNobodys) },
  { what: "harm told of: events", of: ({ harm }) => String(harm.events) },
  { what: "  of these denied in an account", of: ({ harm }) => String(harm.denied) },
  { what: "  of these with deaths given", of: ({ harm }) => String(harm.counted) },
  {
    what: "  deaths, least to most",
    of: ({ harm }) => (harm.deaths ? `${harm.deaths.least}–${harm.deaths.most}` : "–"),
  },
];

/** All that findings can be counted as. What a norm is contested on is what the lines of views show. */
const COUNTED = [...WORDS.filter((word) => word !== "contested on reading"), DIVIDED];

/** What is counted of findings: by the text, and under it, where a view counts otherwise for some row, that view. */
function outcomes({ rows }: Balance): Measure[] {
  const views = rows[0]?.views.map((seen) => seen.view) ?? [];
  return (["findings", "owed"] as const).flatMap((of) =>
    COUNTED.flatMap((word) => {
      const text = (each: Row): number => countOf(each[of], word);
      const under = (each: Row, index: number): number => countOf(each.views[index]?.[of] ?? [], word);
      const differing = views
        .map((view, index) => ({
          what: `  under ${plain(view)}`,
          of: (each: Row) => String(under(each, index)),
          index,
        }))
        .filter(({ index }) => rows.some((each) => under(each, index) !== text(each)));
      // An outcome that nobody has, by the text or in any view, says nothing.
      if (differing.length === 0 && rows.every((each) => text(each) === 0)) return [];
      const what = of === "owed" ? "owed" : "found";
      // The text is one reading: it cannot part from itself.
      return [
        word === DIVIDED
          ? { what: `${what}: ${word}`, of: () => "" }
          : { what: `${what}, by text: ${word}`, of: (each: Row) => String(text(each)) },
        ...differing,
      ];
    }),
  );
}

function countOf(list: readonly Counted<string>[], what: string): number {
  return list.find((each) => each.what === what)?.count ?? 0;
}

/** Rows of the balance as columns, as many beside each other as the page holds. */
export function balanceLines(model: Model, balance: Balance, remarks: readonly string[], paper: Paper): string[] {
  const pen = ink(paper);
  const out = [
    ...wrap(plain(model.case.title), paper.width).map(pen.bold),
    ...hang(
      "",
      `What the case holds of each, up to ${plain(balance.at.text)}` +
        `${balance.asOf ? `, as known on ${plain(balance.asOf.text)}` : ""}, standard of proof: ${standardWords(balance.standard)}. ` +
        "Findings are counted by the text and, where that differs, under the readings that each side holds. Counting is not judging.",
      paper.width,
    ),
    "",
  ];
  const label = Math.min(36, Math.floor(paper.width / 3) + (paper.width < 60 ? 0 : 3));
  const cell = Math.min(12, paper.width - label - 2);
  const fit = Math.max(1, Math.floor((paper.width - label) / (cell + 2)));
  const measures = [...MEASURES, ...outcomes(balance)];
  for (let from = 0; from < balance.rows.length; from += fit) {
    const columns = balance.rows.slice(from, from + fit);
    const widths = [label, ...columns.map(() => cell)];
    out.push(...row([{ text: "" }, ...columns.map((each) => ({ text: plain(each.id), paint: pen.bold }))], widths));
    for (const { what, of } of measures) {
      const counts = columns.map((each) => of(each));
      out.push(...row([{ text: indented(what) }, ...counts.map((text) => ({ text }))], widths));
    }
    out.push("");
  }
  for (const { id, members } of balance.rows) {
    if (members.length > 1)
      out.push(...hang("", `${plain(id)}: counted together ${members.map(plain).join(", ")}.`, paper.width));
  }
  for (const remark of remarks) out.push(...hang("", remark, paper.width));
  return out;
}

/** Blanks at the beginning would be lost where text is broken into lines. */
function indented(what: string): string {
  return what.startsWith("  ") ? `· ${what.trim()}` : what;
}

const COLUMNS = ["id", "members", "measure", "value"] as const;

/** One row a side (or party) and measure. */
export function balanceCsv({ rows }: Balance): string {
  return table(
    COLUMNS,
    rows.flatMap((each) => {
      const line = (what: string, value: CsvValue): CsvValue[] => [each.id, each.members.join("; "), what, value];
      return [
        ...MEASURES.filter(({ what }) => !what.includes("deaths, least")).map(({ what, of }) =>
          line(what.trim(), Number(of(each))),
        ),
        ...counted(each).map(({ what, count }) => line(what, count)),
        line("deaths: least", each.harm.deaths?.least ?? null),
        line("deaths: most", each.harm.deaths?.most ?? null),
        ...each.accountsAbout.byLeaning.map(({ what, count }) =>
          line(`accounts about it, leaning: ${what === "" ? "(not said)" : what}`, count),
        ),
      ];
    }),
  );
}

/** Of a row's findings: by the text, and under each view, whether it differs or not. */
function counted(of: Row): Counted<string>[] {
  return [{ view: null, findings: of.findings, owed: of.owed }, ...of.views].flatMap(({ view, findings, owed }) => {
    const where = view === null ? "by text" : `under ${view}`;
    return COUNTED.filter((word) => view !== null || word !== DIVIDED).flatMap((word) => [
      { what: `found, ${where}: ${word}`, count: countOf(findings, word) },
      { what: `owed, ${where}: ${word}`, count: countOf(owed, word) },
    ]);
  });
}

export function balanceJson(envelope: Envelope, balance: Balance): string {
  return print({
    format: 1,
    servanda: envelope.servanda,
    case: { id: envelope.case.id, title: envelope.case.title },
    at: time(balance.at),
    asOf: orNull(balance.asOf, time),
    standard: balance.standard,
    inputs: inputsOf(envelope.inputs),
    diagnostics: sorted(envelope.diagnostics).map(faultJson),
    rows: balance.rows.map((each) => ({
      id: each.id,
      names: each.names,
      members: each.members,
      norms: each.norms,
      readings: each.readings,
      accountsBy: each.accountsBy,
      accountsAbout: each.accountsAbout,
      harm: each.harm,
      findings: each.findings,
      owed: each.owed,
      views: each.views,
    })),
    withheld: { handling: envelope.withheld.handling },
  });
}
