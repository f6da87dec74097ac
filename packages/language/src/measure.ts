/** Numbers in clauses: how often, how far, how much. Series with what they are of. */
import { LENGTHS } from "./clause.ts";
import { UNITS } from "./cursor.ts";
import { isWord, spanOf, type Token } from "./lexer.ts";
import type { Argument, Comparison, Count, Distance, Duration, Measure, Quantity, SeriesUse, Time } from "./model.ts";
import { nameOf, type Scope } from "./names.ts";
import type { NounReader } from "./noun.ts";
import type { PhraseReader } from "./phrase.ts";
import type { SeriesNode } from "./syntax.ts";

const METRES: ReadonlyMap<string, number> = new Map([
  ["m", 1],
  ["metre", 1],
  ["metres", 1],
  ["km", 1000],
  ["mile", 1609.344],
  ["miles", 1609.344],
  ["nm", 1852],
]);
const NUMBER = /^[+-]?\d{1,15}(?:\.\d{1,9})?$/u;
const COMPARISONS: readonly (readonly string[])[] = [
  ["more", "than"],
  ["less", "than"],
  ["at", "least"],
  ["at", "most"],
  ["about"],
  ["exactly"],
];

/** A series as declared: `gas-delivered of actor to partner`. */
function seriesWords(node: SeriesNode): string {
  return [node.name.text, ...node.parameters.map(({ preposition, name }) => `${preposition} ${name}`)].join(" ");
}

export function isNumber(token: Token | undefined): token is Token {
  return token !== undefined && token.kind === "word" && NUMBER.test(token.text);
}

/** `more than`, `at least` …: passed over if it comes next. */
export function readComparison(reader: NounReader): Comparison | null {
  for (const words of COMPARISONS) if (reader.eat(...words)) return words.join(" ") as Comparison;
  return null;
}

/** Whether `5 km` comes after the next word. */
export function atDistance(reader: NounReader): boolean {
  return isWord(reader.peek(), "within", "beyond") && isNumber(reader.peek(1)) && isWord(reader.peek(2), ...LENGTHS);
}

/** `within 5 km of`, of which `atDistance` saw the beginning. */
export function readDistance(scope: Scope, reader: NounReader): Distance | null {
  const [relation, number, unit] = [reader.peek(), reader.peek(1), reader.peek(2)];
  if (relation === undefined || number === undefined || unit === undefined) return null;
  reader.skip(3);
  const text = `${number.text} ${unit.text}`;
  if (!reader.eat("of")) {
    scope.report("SV107", unit.span, { what: "from where", help: `Write: ${relation.text} ${text} of ZONE` });
    return null;
  }
  const metres = Number(number.text) * (METRES.get(unit.text) ?? 1);
  if (!(metres > 0 && metres < 4e7)) {
    scope.report("SV116", spanOf(number, unit), { text, what: "a distance on the earth" });
    return null;
  }
  return { relation: relation.text === "within" ? "within" : "beyond", metres, text };
}

/** `, to the last day` or `, to the next month`, if that comes next. */
function roundingAt(reader: PhraseReader): Duration["rounding"] {
  const [comma, to, the, which, end] = [0, 1, 2, 3, 4].map((at) => reader.peek(at));
  if (comma?.kind !== "comma" || !isWord(to, "to") || !isWord(the, "the")) return null;
  if (isWord(which, "last") && isWord(end, "day")) return "last-day";
  return isWord(which, "next") && isWord(end, "month") ? "next-month" : null;
}

/** `more than 4 times in 7 days`; undefined if no count comes next, null if it has a fault. */
export function readCount(scope: Scope, reader: PhraseReader): Count | null | undefined {
  const first = reader.peek();
  if (first === undefined) return undefined;
  const comparison = readComparison(reader);
  const number = reader.peek();
  if (comparison === null && !(isNumber(number) && isWord(reader.peek(1), "time", "times"))) return undefined;
  if (number === undefined || !isNumber(number) || !isWord(reader.peek(1), "time", "times")) {
    const span = number === undefined ? first.span : spanOf(first, number);
    scope.report("SV107", span, {
      what: "how many times",
      help: "Write: more than 4 times, or: at least 2 times in 7 days",
    });
    return null;
  }
  if (!/^\d{1,6}$/u.test(number.text)) {
    scope.report("SV116", number.span, { text: number.text, what: "a number of times" });
    return null;
  }
  let last = reader.peek(1) as Token;
  reader.skip(2);
  let within: Duration | null = null;
  const unit = reader.peek(2);
  if (isWord(reader.peek(), "in") && isNumber(reader.peek(1)) && unit !== undefined && UNITS.has(unit.text)) {
    within = { count: Number(reader.peek(1)?.text), unit: UNITS.get(unit.text) ?? "day", rounding: null };
    if (!Number.isInteger(within.count) || within.count <= 0 || within.count > 999_999) {
      scope.report("SV109", spanOf(reader.peek(1) as Token, unit), { text: `${reader.peek(1)?.text} ${unit.text}` });
      return null;
    }
    last = unit;
    reader.skip(3);
    const rounded = roundingAt(reader);
    if (rounded !== null) {
      within = { ...within, rounding: rounded };
      reader.skip(5);
    }
    // It is counted from whichever of the acts comes first, so from any day.
    const mark = scope.errors;
    scope.rounding(within, spanOf(number, unit), null);
    if (scope.errors !== mark) return null;
  }
  if (reader.counts === "any" && within === null)
    return { comparison: comparison ?? "exactly", times: Number(number.text), in: null };
  if (comparison !== null && comparison !== "more than" && comparison !== "at least") {
    scope.report("SV408", spanOf(first, last), {
      what: `"${reader.text(first, last)}" is no number that an act can reach.`,
      help: "Write what must be done at least so often, or ban what happens more often: must not … more than 3 times",
    });
    return null;
  }
  return { comparison: comparison ?? "at least", times: Number(number.text), in: within };
}

/** `SERIES of X to Y`. */
export function readSeries(scope: Scope, reader: PhraseReader): SeriesUse | null {
  const token = reader.peek();
  if (token === undefined) return reader.missing("a series");
  const noun = scope.nouns.get(token.text);
  if (noun?.kind !== "series") {
    if (noun === undefined) scope.undeclared(nameOf(token), "a series");
    else scope.wrongKind(nameOf(token), noun, "a series");
    return null;
  }
  reader.skip(1);
  const found: Argument[] = [];
  for (const parameter of noun.node.parameters) {
    if (!reader.eat(parameter.preposition)) {
      const declared = seriesWords(noun.node);
      scope.report("SV506", token.span, {
        term: token.text,
        declared,
        help: `Write: ${declared}, with a name in place of ${parameter.name}.`,
      });
      return null;
    }
    const argument = reader.argument();
    if (argument === null) return null;
    found.push(argument);
  }
  return { series: token.text, arguments: found };
}

/** `in 2027`. */
export function readYear(scope: Scope, reader: PhraseReader, offset: number, word = "in"): Time | null {
  if (!reader.eat(word)) return reader.missing(`"${word}" and a year`);
  const token = reader.peek();
  if (token === undefined || token.kind !== "word") return reader.missing("a year");
  reader.skip(1);
  return scope.date({ text: token.text, span: token.span }, offset);
}

/** `20`, `20 bcm`, `89 percent`, `2 times SERIES of X in 2021`. */
export function readQuantity(
  scope: Scope,
  reader: PhraseReader,
  of: SeriesUse | null,
  offset: number,
): Quantity | null {
  const token = reader.peek();
  if (!isNumber(token)) return reader.missing("a number", "Write: at least 20, or: at least 2 times SERIES in 2021");
  reader.skip(1);
  const number = Number(token.text);
  if (reader.eat("times")) {
    const base = readSeries(scope, reader);
    const year = base === null ? null : readYear(scope, reader, offset);
    return base === null || year === null ? null : { kind: "times", times: number, of: base, in: year };
  }
  let unit: string | null = null;
  const next = reader.peek();
  if (next !== undefined && next.kind === "word" && !["in", "from", "plus", "on"].includes(next.text)) {
    unit = next.text;
    reader.skip(1);
    const noun = of === null ? undefined : scope.nouns.get(of.series);
    const declared = noun?.kind === "series" ? noun.node.unit : null;
    if (declared !== null && declared !== unit) {
      scope.report("SV210", next.span, { series: of?.series ?? "", unit, declared });
      return null;
    }
  }
  return { kind: "number", number, unit };
}

/** `SERIES of X in 2027 at least 20`. */
export function readMeasure(scope: Scope, reader: PhraseReader, offset: number): Measure | null {
  const of = readSeries(scope, reader);
  if (of === null) return null;
  const year = readYear(scope, reader, offset);
  if (year === null) return null;
  const comparison = readComparison(reader);
  if (comparison === null) return reader.missing('how much, as in "at least 20"');
  const value = readQuantity(scope, reader, of, offset);
  if (value === null || !reader.end()) return null;
  return { of, in: year, comparison, value };
}
