/**
 * Tries the readers on what nobody would write: mutants of the repository's own cases, and raw bytes. Whatever the
 * input, a reader answers with values: it never throws, never takes long, and what it says can be shown.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { check, findBlocks, type Model, parse, parseTime } from "@servanda/language";
import { type CaseFiles, knownOf, readFiles, readRecord } from "../src/index.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");

/** Texts to start from, by the reader that they are meant for. */
type Seeds = { readonly [reader in Reader]: readonly string[] };

export const READERS = ["text", "accounts", "sources", "coverage", "places", "date", "bytes"] as const;
export type Reader = (typeof READERS)[number];

/** Numbers from a seed, the same on every machine (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 up to, not including, `bound`. */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * bound);
  }

  of<T>(list: readonly T[]): T {
    const found = list[this.below(list.length)];
    if (found === undefined) throw new Error("there is nothing to choose from");
    return found;
  }
}

function filesUnder(folder: string, ending: RegExp): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => ending.test(path))
    .toSorted()
    .map((path) => readFileSync(join(ROOT, folder, path), "utf8"));
}

const DATES = [
  [
    "2030-03-04",
    "2030-03",
    "2030",
    "203X",
    "20XX",
    "2030-XX",
    "2030-21",
    "2030-03-04T10:30",
    "2030-03-04T10:30:15+04:00",
  ],
  ["2030-03/2030-04-05", "../2030", "2030/..", "/2030", "[2030-03-04, 2030-04..2030-05]", "{2029,2030..}", "Y-12000"],
  ["-0043-03-15", "2030-03~", "2030-03-04T18:XX%", "2030-02-29", "0000", "Y9999999"],
].flat();

const PLACES =
  '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"bay","valid_from":"2030-01","whose":"A","source":"S1"},"geometry":{"type":"MultiPolygon","coordinates":[[[[44.0,40.0],[44.1,40.0],[44.1,40.1],[44.0,40.0]]]]}},{"type":"Feature","properties":{"id":"pier"},"geometry":{"type":"Point","coordinates":[44,40]}}]}';

function seedsOf(): Seeds {
  const texts = [...filesUnder("cases", /\.md$/u), ...filesUnder("docs", /language\.md$/u)];
  const tables = filesUnder("cases", /\.csv$/u);
  const starting = (word: string): string[] => tables.filter((text) => text.slice(0, 200).includes(word));
  return {
    text: texts,
    accounts: starting("event,"),
    sources: starting("speaks_for"),
    coverage: starting("threshold"),
    places: [PLACES],
    date: DATES,
    bytes: [...texts, ...tables, PLACES],
  };
}

const WORDS: readonly string[] = [
  [
    "when",
    "must",
    "must not",
    "within",
    "unless",
    "by",
    "from",
    "until",
    "for",
    "and",
    "or",
    "of",
    "each party",
    "anyone",
  ],
  [
    "duty",
    "ban",
    "aim",
    "permission",
    "power",
    "reading",
    "amend",
    "precedence",
    "claim",
    "suppose",
    "expect",
    "actor",
  ],
  [
    "act",
    "state",
    "zone",
    "term",
    "series",
    "group",
    "source",
    "case",
    "agreement",
    "include",
    "together",
    "each other",
  ],
  ["every", "renewed", "more than", "at least", "about", "km", "percent", "means", "held by", "assumed", "not binding"],
  ["999999999999999999999", "-1", "0", "1e308", "0.0000001", "2030-02-30", "Y999999999", "2030-01-01/..", "[..2030]"],
  [
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "\u202E",
    "\u0000",
    "\uFEFF",
    "\u200B",
    "\uD800",
    "İ",
    "ß",
  ],
  [
    '"',
    '""',
    "'",
    "“",
    ",",
    ";",
    "\t",
    "\r\n",
    "\n",
    "\r",
    "```",
    "```servanda",
    "--",
    "/",
    "..",
    "#",
    "{",
    "}",
    "[",
    "]",
    "(",
  ],
].flat();

const TOKEN = /\s+|[\p{L}\p{N}_-]+|[^\p{L}\p{N}_\s-]/gu;

/** Another text, not far from one of the seeds: tokens and lines moved, doubled, dropped, exchanged, put in. */
function mutant(seeds: readonly string[], random: Random): string {
  let text = excerpt(random.of(seeds), random);
  const times = 1 + random.below(6);
  for (let i = 0; i < times; i += 1) text = changed(text, seeds, random);
  return text.slice(0, 60_000);
}

/** Long seeds slow the search down without adding anything to it. */
function excerpt(text: string, random: Random): string {
  if (text.length < 6000 || random.below(20) === 0) return text;
  const lines = text.split("\n");
  const from = random.below(lines.length);
  const head = random.below(2) === 0 ? lines.slice(0, 12) : lines.slice(0, 1);
  return [...head, ...lines.slice(from, from + 10 + random.below(80))].join("\n").slice(0, 8000);
}

function changed(text: string, seeds: readonly string[], random: Random): string {
  const byLine = random.below(3) === 0;
  const parts: string[] = byLine ? text.split(/(?<=\n)/u) : (text.match(TOKEN) ?? []);
  if (parts.length === 0) return random.of(WORDS);
  const at = random.below(parts.length);
  const length = 1 + random.below(byLine ? 4 : 6);
  switch (random.below(10)) {
    case 0:
      parts.splice(at, length);
      break;
    case 1:
      parts.splice(at, 0, ...parts.slice(at, at + length));
      break;
    case 2: {
      const moved = parts.splice(at, length);
      parts.splice(random.below(parts.length + 1), 0, ...moved);
      break;
    }
    case 3: {
      const others = random.of(seeds).match(TOKEN) ?? [""];
      const from = random.below(others.length);
      parts.splice(at, random.below(3), ...others.slice(from, from + length));
      break;
    }
    case 4:
      return parts.slice(0, at).join("");
    case 5: {
      const chars = Array.from({ length }, () =>
        String.fromCodePoint(random.below(random.below(2) === 0 ? 128 : 0x11_0000)),
      );
      parts.splice(at, 0, ...chars);
      break;
    }
    case 6:
      // Deep or long: the same again and again.
      parts.splice(at, 0, (byLine ? (parts[at] ?? "") : random.of(WORDS)).slice(0, 40).repeat(1 + random.below(400)));
      break;
    default:
      parts.splice(at, random.below(2), random.below(4) === 0 ? random.of(WORDS) : ` ${random.of(WORDS)} `);
  }
  return parts.join("");
}

/** Bytes of a seed with some changed, or nothing but noise. */
function noise(seeds: readonly string[], random: Random): Buffer {
  if (random.below(4) === 0) return Buffer.from(Array.from({ length: random.below(2000) }, () => random.below(256)));
  const bytes = Buffer.from(mutant(seeds, random));
  for (let i = random.below(12); i > 0 && bytes.length > 0; i -= 1)
    bytes[random.below(bytes.length)] = random.below(256);
  return bytes;
}

const SCENE = `Prose.\n\n\`\`\`servanda
case fuzz "Fuzz"
  record closes 2031-12-31
  time zone +04:00
actor A "A", a state
actor B "B", a state
zone bay
zone pier
  in bay
source S1 "One"
\`\`\`
`;

/** Feeds readers; what they do wrong is thrown, as it is our fault. */
export class Fuzzer {
  readonly seeds: Seeds = seedsOf();
  readonly #random: Random;
  readonly #scene: Model = check([{ path: "scene.md", text: SCENE }]).model;
  /** The longest that one input took, in milliseconds. */
  longest = 0;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  next(reader: Reader): string | Buffer {
    return reader === "bytes" ? noise(this.seeds.bytes, this.#random) : mutant(this.seeds[reader], this.#random);
  }

  /** Throws where the reader throws, says what cannot be shown, or takes longer than `limit` milliseconds. */
  feed(reader: Reader, input: string | Buffer, limit: number): void {
    const start = performance.now();
    if (typeof input !== "string") this.#bytes(input);
    else if (reader === "text") readText(input);
    else if (reader === "date") readDate(input);
    else this.#table(reader, input);
    const took = performance.now() - start;
    this.longest = Math.max(this.longest, took);
    if (took > limit) throw new Error(`the reader took ${Math.round(took)} ms`);
  }

  #table(reader: Reader, text: string): void {
    const path = { accounts: "conduct/a.csv", places: "places.geojson" }[reader as string] ?? `${reader}.csv`;
    const files = new Map([[path, text]]);
    if (path !== "sources.csv") files.set("sources.csv", "id,title\nS1,One\n");
    const folder: CaseFiles = { root: "/", id: "fuzz", folder: "fuzz", documents: [], files, inputs: [], issues: [] };
    const { record, issues } = readRecord(folder, this.#scene);
    knownOf(folder);
    sayable(issues);
    for (const { when } of record.accounts) {
      if (when !== null && !(when.earliest <= when.latest)) throw new Error("a date ends before it begins");
    }
    JSON.stringify(record);
  }

  #bytes(bytes: Buffer): void {
    const folder = mkdtempSync(join(tmpdir(), "servanda-fuzz-"));
    try {
      const name = this.#random.of(["case.md", "conduct/a.csv", "sources.csv", "coverage.csv", "places.geojson"]);
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), bytes);
      const files = readFiles(folder);
      const { model, diagnostics } = check(files.documents, knownOf(files));
      sayable([...files.issues, ...diagnostics, ...readRecord(files, model).issues]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function readText(text: string): void {
  findBlocks(text);
  parse({ path: "a.md", text });
  const { model, diagnostics } = check([{ path: "a.md", text }], { sources: new Set(["S1"]), shapes: new Set() });
  sayable(diagnostics);
  const lines = text.split(/\r\n|\n|\r/u).length;
  for (const { span } of diagnostics) {
    if (span.line < 1 || span.line > lines || span.column < 1)
      throw new Error(`a message stands at ${span.line}:${span.column}`);
  }
  JSON.stringify(model);
}

function readDate(text: string): void {
  for (const offset of [0, 240, -720]) {
    const parsed = parseTime(text, offset);
    if ("fault" in parsed) sayable([{ message: parsed.fault, repair: null }]);
    else if (!Number.isInteger(parsed.time.earliest) || !(parsed.time.earliest <= parsed.time.latest))
      throw new Error(`the bounds of ${JSON.stringify(text)} are not whole seconds in order`);
  }
}

function sayable(said: readonly { readonly message: string; readonly repair: string | null }[]): void {
  for (const { message, repair } of said) {
    const whole = `${message} ${repair ?? ""}`;
    if (message.trim() === "") throw new Error("a message says nothing");
    if (
      /\bundefined\b|\bNaN\b|\[object |\{\w+\}/u.test(whole) &&
      !/["“].*(?:undefined|NaN|\[object|\{\w+\}).*["”]/su.test(whole)
    )
      throw new Error(`a message shows our own words: ${whole}`);
  }
}
