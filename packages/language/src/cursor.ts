/** A place in the words of one clause, and the small readings that every declaration shares. */
import { parseOffset } from "./calendar.ts";
import { spanOf, textOf, type Token } from "./lexer.ts";
import { parseTime } from "./edtf.ts";
import { diagnostic, type Code, type Diagnostic } from "./message.ts";
import type { Duration, Span } from "./model.ts";
import { nearestWord } from "./spelling.ts";
import type { AssumptionNode, DateNode, DurationNode, Name, PeriodNode } from "./syntax.ts";

/** Thrown to leave a clause whose fault is reported already; caught at its end. One object: it costs no stack. */
export const STOP: Error = new Error("A clause was left: this is caught in the parser.");

const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]*$/u;
/** How a date begins, where a date may stand; names may begin so too. */
export const DATE_LIKE: RegExp = /^(?:[+-]?\d|\.\.|\/|Y-?\d|[[{])/u;
/** A date in words takes several tokens: `March 31, 2024`. */
function whyNoDate(word: string, rest: string): string {
  for (const text of [rest, word]) {
    const parsed = parseTime(text, 0);
    if ("fault" in parsed && parsed.fault.includes("is written")) return parsed.fault;
  }
  return `"${word}" is not a date. Dates are written year first, as in 2020-11-09.`;
}

/** Units of time, in the singular and the plural. */
export const UNITS: ReadonlyMap<string, Duration["unit"]> = new Map(
  (["second", "minute", "hour", "day", "week", "month", "year"] as const).flatMap((unit) => [
    [unit, unit],
    [`${unit}s`, unit],
  ]),
);

export class Cursor {
  readonly tokens: readonly Token[];
  private readonly diagnostics: Diagnostic[];
  private index = 0;

  constructor(tokens: readonly Token[], diagnostics: Diagnostic[]) {
    this.tokens = tokens;
    this.diagnostics = diagnostics;
  }

  get done(): boolean {
    return this.index >= this.tokens.length;
  }

  get atComma(): boolean {
    return this.peek()?.kind === "comma";
  }

  get atQuoted(): boolean {
    return this.peek()?.kind === "quoted";
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.index + ahead];
  }

  /** Whether one of these words comes next, outside quotes. */
  at(...words: readonly string[]): boolean {
    const next = this.peek();
    return next !== undefined && next.kind === "word" && words.includes(next.text);
  }

  take(): Token {
    const next = this.peek();
    if (next === undefined) return this.missing("something");
    this.index += 1;
    return next;
  }

  /** Passes over these words if all of them come next. */
  eat(...words: readonly string[]): boolean {
    for (let ahead = 0; ahead < words.length; ahead += 1) {
      const next = this.peek(ahead);
      if (next === undefined || next.kind !== "word" || next.text !== words[ahead]) return false;
    }
    this.index += words.length;
    return true;
  }

  eatComma(): boolean {
    if (!this.atComma) return false;
    this.index += 1;
    return true;
  }

  /** Passes over a comma and these words, if they come next together. */
  eatPair(...words: readonly string[]): boolean {
    if (!this.atComma) return false;
    this.index += 1;
    if (this.eat(...words)) return true;
    this.index -= 1;
    return false;
  }

  eatTrailingComma(): void {
    if (this.atComma && this.index === this.tokens.length - 1) this.index += 1;
  }

  /** Another cursor, over a part of the words; its faults go to the same place. */
  over(tokens: readonly Token[]): Cursor {
    if (tokens.length === 0) return this.missing("what follows");
    return new Cursor(tokens, this.diagnostics);
  }

  eatMark(mark: string): boolean {
    const next = this.peek();
    if (next?.kind !== "mark" || next.text !== mark) return false;
    this.index += 1;
    return true;
  }

  rest(): readonly Token[] {
    const rest = this.tokens.slice(this.index);
    this.index = this.tokens.length;
    return rest;
  }

  restText(): string {
    return textOf(this.tokens.slice(this.index));
  }

  restSpan(): Span {
    const last = this.tokens.at(-1) as Token;
    return spanOf(this.peek() ?? last, last);
  }

  // ── Faults ────────────────────────────────────────────────────────────────────────────────────

  report(
    code: Code,
    span: Span,
    values: { readonly [name: string]: string } = {},
    fix: Diagnostic["fix"] = null,
  ): void {
    this.diagnostics.push(diagnostic(code, span, values, fix));
  }

  stop(code: Code, span: Span, values: { readonly [name: string]: string } = {}): never {
    this.report(code, span, values);
    throw STOP;
  }

  /** Leaves the clause, its fault being reported. */
  leave(): never {
    throw STOP;
  }

  /** The clause ends, or goes on with something else, where `what` should stand. */
  missing(what: string, help = ""): never {
    const next = this.peek();
    if (next?.kind === "mark") this.stop("SV002", next.span, { mark: next.text });
    const last = this.tokens[Math.min(this.index, this.tokens.length - 1)] as Token;
    this.stop("SV107", this.done ? last.span : (next ?? last).span, { what, help });
  }

  /** The clause is complete: anything left is one thing too many. */
  end(help = ""): void {
    if (this.done) return;
    const next = this.peek() as Token;
    if (next.kind === "mark") this.stop("SV002", next.span, { mark: next.text });
    if (next.kind === "comma" && this.index === this.tokens.length - 1) this.missing("what follows the comma");
    this.stop("SV106", this.restSpan(), { rest: this.restText(), help });
  }

  // ── Small readings ────────────────────────────────────────────────────────────────────────────

  name(declaration: string, what: string, help = ""): Name {
    const next = this.peek();
    if (next === undefined || next.kind === "comma" || next.kind === "mark") {
      if (next?.kind === "mark") this.stop("SV002", next.span, { mark: next.text });
      const span = (next ?? this.tokens.at(-1))?.span ?? this.restSpan();
      this.stop("SV105", span, { declaration, what, help });
    }
    if (!NAME.test(next.text)) {
      const better = next.text.replace(/[^\p{L}\p{M}\p{N}_.-]+/gu, "-").replace(/^[^\p{L}\p{N}]+|-+$/gu, "");
      this.stop("SV110", next.span, { name: next.text, help: better === "" ? "north-shore" : better });
    }
    this.index += 1;
    return { text: next.text, span: next.span };
  }

  /** A name that a data file gives: an event, a source, a row. In quotes it may be anything. */
  id(what: string): Name {
    const next = this.peek();
    if (next === undefined || next.kind === "comma" || next.text === "") return this.missing(what);
    if (next.kind === "mark") this.stop("SV002", next.span, { mark: next.text });
    this.index += 1;
    return { text: next.text, span: next.span };
  }

  /** Names set apart by commas or `and`, up to one of the words that end the list. */
  names(declaration: string, until: readonly string[]): Name[] {
    const names = [this.name(declaration, "a name")];
    for (;;) {
      if (this.eat("and") || this.eatPair("and")) {
        names.push(this.name(declaration, "a name"));
        continue;
      }
      const after = this.peek(1);
      if (!this.atComma || after === undefined || (after.kind === "word" && until.includes(after.text))) return names;
      this.index += 1;
      names.push(this.name(declaration, "a name"));
    }
  }

  /** What stands between commas or `and`, as it is written: whether each is the tag of a language is asked where its meaning is. */
  tags(declaration: string): Name[] {
    const tags: Name[] = [];
    do {
      const from = this.index;
      while (!this.done && !this.atComma && !this.at("and")) this.index += 1;
      const words = this.tokens.slice(from, this.index);
      const [first, last] = [words[0], words.at(-1)];
      if (first === undefined || last === undefined) {
        this.name(declaration, "the tag of a language", "Write it, such as hy, az or zh-Hant.");
      } else tags.push({ text: first === last ? first.text : textOf(words), span: spanOf(first, last) });
    } while (this.eatPair("and") || this.eatComma() || this.eat("and"));
    return tags;
  }

  /** `"Northshore" / "Северный берег"`; empty if there is none. */
  titles(): string[] {
    const titles: string[] = [];
    while (this.atQuoted) {
      titles.push(this.take().text);
      if (!this.eatMark("/")) break;
      if (!this.atQuoted) this.missing("a name in quotes");
    }
    return titles;
  }

  get atDate(): boolean {
    const next = this.peek();
    return next?.kind === "word" && DATE_LIKE.test(next.text);
  }

  date(): DateNode {
    const next = this.peek();
    if (next === undefined || next.kind === "comma") return this.missing("a date");
    if (!this.atDate) {
      if (next.kind === "mark") this.stop("SV002", next.span, { mark: next.text });
      this.stop("SV108", next.span, {
        reason: whyNoDate(next.text, this.restText()),
      });
    }
    this.index += 1;
    return { text: next.text, span: next.span };
  }

  offset(): number {
    const next = this.peek();
    if (next === undefined) return this.missing("the offset from UTC, such as +04:00");
    const offset = parseOffset(next.text);
    if (offset === null) this.stop("SV113", next.span, { text: this.restText() });
    this.index += 1;
    return offset;
  }

  oneOf<T extends string>(what: string, values: readonly T[]): T {
    const next = this.peek();
    if (next === undefined) return this.missing(`one of ${values.join(", ")}`);
    const found = values.find((value) => value === next.text);
    if (found === undefined) {
      const near = nearestWord(next.text, values);
      const help = near === null ? `Write one of ${values.join(", ")}.` : `Perhaps "${near}" is meant.`;
      this.stop("SV112", next.span, { word: next.text, what: `"${what}"`, help });
    }
    this.index += 1;
    return found;
  }

  /** Whether there is such a standard is asked when all are known. */
  standard(): Name {
    return this.name("This line", "a standard of proof", "Write one such as: standard reasonable-grounds");
  }

  /** `14 days`, with `, to the last day` or `, to the next month` where it stands. */
  duration(): DurationNode {
    const count = this.peek();
    const word = this.peek(1);
    if (count === undefined) return this.missing("a length of time, such as 14 days");
    const unit = word?.kind === "word" ? UNITS.get(word.text) : undefined;
    if (
      count.kind !== "word" ||
      !/^\d{1,6}$/u.test(count.text) ||
      (unit === "year" && count.text.length > 4) ||
      word === undefined ||
      unit === undefined
    ) {
      const wrong = word === undefined || word.kind === "comma" ? count : word;
      const tokens = wrong === count ? [count] : [count, wrong];
      this.stop("SV109", spanOf(count, wrong), { text: textOf(tokens) });
    }
    this.index += 2;
    let rounding: Duration["rounding"] = null;
    if (this.eatPair("to", "the", "last", "day")) rounding = "last-day";
    else if (this.eatPair("to", "the", "next", "month")) rounding = "next-month";
    return { duration: { count: Number(count.text), unit, rounding }, span: spanOf(count, word) };
  }

  /** `, assumed [by HOLDER] [, source S]`; null if it does not come next. */
  assumption(): AssumptionNode | null {
    if (!this.eatPair("assumed")) return null;
    let by: Name | null = null;
    if (this.eat("by")) by = this.eat("the", "case") ? null : this.name("an assumption", "its holder");
    const source = this.eatPair("source") || this.eat("source") ? this.id("a source") : null;
    return { by, source };
  }

  /** `from DATE [until DATE]` or `until DATE`. */
  period(): PeriodNode {
    const first = this.peek() as Token;
    const from = this.eat("from") ? this.date() : null;
    const until = this.eat("until") ? this.date() : null;
    return { from, until, span: spanOf(first, this.tokens[this.index - 1]) };
  }
}
