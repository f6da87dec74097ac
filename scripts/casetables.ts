/**
 * The tables of a case as its authors wrote them, row by row with the line of each, for rules that are asked of the
 * writing and not of what follows from it (`fairness.ts`). The sides are the groups that the case calls `a side`; how
 * each speaks, in the words of the flagship, stands below.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readCsv } from "@servanda/data";

export interface Row {
  readonly file: string;
  readonly line: number;
  readonly event: string;
  readonly source: string;
  readonly stance: string;
  readonly when: string;
  readonly kind: string;
  readonly actor: string;
  readonly target: string;
  readonly object: string;
  readonly place: string;
  readonly lat: string;
  readonly lon: string;
  readonly precision: string;
  readonly quantity: string;
  readonly deaths_low: string;
  readonly deaths_best: string;
  readonly deaths_high: string;
  readonly reply: string;
  readonly status: string;
  readonly grade: string;
  readonly published: string;
  readonly note: string;
}

export interface Source {
  readonly line: number;
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  readonly kind: string;
  readonly speaks_for: string;
  readonly origin: string;
  readonly leaning: string;
  readonly url: string;
  readonly published: string;
  readonly licence: string;
}

/** A figure of a series: of whom, of which year, by which source. */
export interface Figure {
  readonly file: string;
  readonly line: number;
  readonly series: string;
  readonly actor: string;
  readonly period: string;
  readonly source: string;
  readonly note: string;
}

/** A reading, a norm, or a paragraph of prose, by where it stands. */
export interface Block {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly text: string;
  /** The prose since the heading before it. */
  readonly prose: string;
}

/** A side for counting: its members, how prose names those who speak for it, and what `leaning` says of its own media. */
export interface Side {
  readonly members: ReadonlySet<string>;
  /** By the word that begins what it says: whose deed it speaks of when it denies. */
  readonly voices: ReadonlyMap<string, readonly string[]>;
  readonly media: RegExp;
}

export interface Tables {
  readonly rows: readonly Row[];
  readonly sources: ReadonlyMap<string, Source>;
  readonly sides: readonly Side[];
  readonly readings: readonly Block[];
  readonly norms: readonly Block[];
  readonly agreements: readonly Block[];
  readonly claims: readonly Block[];
  readonly suppositions: readonly Block[];
  readonly zones: readonly Block[];
  readonly prose: readonly Block[];
  readonly figures: readonly Figure[];
  readonly actors: readonly Block[];
  /** Every word of the case but of the table of sources and of the review of it, to ask which source is cited. */
  readonly cited: ReadonlySet<string>;
  /** Whose word on a deed is a claim whoever it names: third states, their heads, organisations of states. */
  readonly political: ReadonlySet<string>;
  /** Origins that were on the spot, whatever state sent them. */
  readonly onTheSpot: ReadonlySet<string>;
}

function records<T>(path: string, file: string): T[] {
  const rows = [...readCsv(readFileSync(path, "utf8"))].flatMap((record) => ("cells" in record ? [record] : []));
  const head = rows[0]?.cells ?? [];
  return rows.slice(1).map((record) => {
    const cells = Object.fromEntries(head.map((name, index) => [name, record.cells[index] ?? ""]));
    return { ...cells, file, line: record.row } as T;
  });
}

/** Blocks of one kind in a page, with the prose since the heading before each. */
function blocksIn(file: string, text: string, pattern: RegExp): Block[] {
  return [...text.matchAll(pattern)].map((match) => {
    const before = text.slice(0, match.index);
    return {
      file,
      line: before.split("\n").length,
      name: match[1] ?? "",
      text: match[0],
      prose: before.slice(Math.max(0, before.lastIndexOf("\n#"))),
    };
  });
}

/** The paragraphs and items of a page that are neither headings nor blocks. */
function paragraphsIn(file: string, text: string): Block[] {
  const prose = text.replaceAll(/```.*?```/gsu, (block) => "\n".repeat(block.split("\n").length - 1));
  let line = 1;
  return prose.split(/(\n\s*\n|\n(?=[-|#]))/u).flatMap((piece) => {
    const here = line;
    line += piece.split("\n").length - 1;
    return piece.trim() === "" || piece.trim().startsWith("#")
      ? []
      : [{ file, line: here, name: `${file}:${here}`, text: piece, prose: "" }];
  });
}

/** How the two sides of the flagship speak, and what `leaning` says of their media. */
const VOICES: readonly { readonly voices: ReadonlyMap<string, readonly string[]>; readonly media: RegExp }[] = [
  {
    voices: new Map([
      ["Armenia", ["Armenia", "armenia-army", "armenian-forces", "Armenian-SSR"]],
      ["NKR", ["nkr", "nkr-forces", "armenian-forces", "nkr-police"]],
      ["Armenian side", ["Armenia", "armenia-army", "armenian-forces", "nkr", "nkr-forces"]],
      ["bodies in Nagorno-Karabakh", ["nkr", "nkr-forces"]],
    ]),
    media: /^(?:media in Nagorno-Karabakh|Armenian\b(?!.*(?:quoting|giving|carrying|reposting)))/u,
  },
  {
    voices: new Map([["Azerbaijan", ["Azerbaijan", "azerbaijan-army", "azerbaijan-police", "Azerbaijan-SSR"]]]),
    media:
      /^(?:Azerbaijani\b(?!.*(?:quoting|giving|carrying|reposting))|independent (?:agency, |agency of |\()Azerbaijan)/u,
  },
];
const POLITICAL =
  "US France Turkey Pakistan Iran Russia OIC EU EC PACE OSCE UN-security-council UN-general-assembly European-Parliament European-Commission European-Council CSTO CSTO-secretariat";

export function readTables(folder: string): Tables {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const pages = files
    .filter((file) => file.endsWith(".md"))
    .map((file) => ({ file, text: readFileSync(join(folder, file), "utf8") }));
  const conduct = files.filter((file) => /^conduct\/[^/]+\.csv$/u.test(file.replaceAll("\\", "/")));
  const blank = {
    target: "",
    object: "",
    place: "",
    lat: "",
    lon: "",
    precision: "",
    quantity: "",
    deaths_low: "",
    deaths_best: "",
    deaths_high: "",
    reply: "",
    published: "",
  };
  const groups = pages.flatMap(({ text }) => [
    ...text.matchAll(/^group \S+ "[^"]*", a side\n {2}members ([^\n]*(?:\n {3}[^\n]*)*)/gmu),
  ]);
  return {
    rows: conduct.flatMap((file) => records<Row>(join(folder, file), file).map((row) => ({ ...blank, ...row }))),
    sources: new Map(records<Source>(join(folder, "sources.csv"), "sources.csv").map((source) => [source.id, source])),
    sides: groups.flatMap(([, members = ""], index) => {
      const spoken = VOICES[index];
      return spoken === undefined ? [] : [{ ...spoken, members: new Set(members.split(/[,\s]+/u).filter(Boolean)) }];
    }),
    readings: pages.flatMap(({ file, text }) => blocksIn(file, text, /^reading (\S+) of [^\n]*(?:\n {2}[^\n]*)*/gmu)),
    norms: pages.flatMap(({ file, text }) =>
      blocksIn(file, text, /^(?:ban|duty|aim|permission) (\S+) of [^\n]*(?:\n {2}[^\n]*)*/gmu),
    ),
    agreements: pages.flatMap(({ file, text }) => blocksIn(file, text, /^agreement (\S+) [^\n]*(?:\n {2}[^\n]*)*/gmu)),
    suppositions: pages.flatMap(({ file, text }) => blocksIn(file, text, /^suppose (\S+)(?:\n {2}[^\n]*)*/gmu)),
    zones: pages.flatMap(({ file, text }) =>
      blocksIn(file, text, /^zone (\S+(?: of \S+)?) [^\n]*(?:\n {2}[^\n]*)*/gmu),
    ),
    claims: pages.flatMap(({ file, text }) => blocksIn(file, text, /^claim (\S+) at [^\n]*(?:\n {2}[^\n]*)*/gmu)),
    prose: pages
      .filter(
        ({ file }) =>
          file.startsWith("instruments") ||
          ["gaps.md", "actors.md", "places.md", "vocabulary.md", "series.md"].includes(file),
      )
      .flatMap(({ file, text }) => paragraphsIn(file, text)),
    figures: files
      .filter((file) => /^series\/[^/]+\.csv$/u.test(file.replaceAll("\\", "/")))
      .flatMap((file) => records<Figure>(join(folder, file), file)),
    actors: pages.flatMap(({ file, text }) => blocksIn(file, text, /^(?:actor|group) (\S+) "[^\n]*/gmu)),
    cited: new Set(
      files
        .filter((file) => /\.(?:md|csv|geojson)$/u.test(file) && !/^(?:sources\.csv|REVIEW\.md)$/u.test(file))
        .flatMap((file) => readFileSync(join(folder, file), "utf8").match(/[A-Za-z][\w-]*/gu) ?? []),
    ),
    political: new Set(POLITICAL.split(" ")),
    onTheSpot: new Set(["RU-MoD"]),
  };
}
