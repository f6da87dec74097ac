/** What is declared, under which name, and the help that a name not found deserves. */
import type { Token } from "./lexer.ts";
import { formatDay } from "./calendar.ts";
import { diagnostic, type Code, type Diagnostic } from "./message.ts";
import type { Act, Duration, Span, Time } from "./model.ts";
import { parseTime } from "./edtf.ts";
import { Spelling, fold } from "./spelling.ts";
import type {
  ActNode,
  DateNode,
  Declaration,
  InstrumentNode,
  Name,
  NormNode,
  ReadingNode,
  SeriesNode,
  TermNode,
} from "./syntax.ts";

/** Ids that files of the case know and the text does not. Null: do not check. */
export interface Known {
  readonly sources: ReadonlySet<string> | null;
  readonly shapes: ReadonlySet<string> | null;
  /** The name of the case's folder, by which its neighbours include pages of it. */
  readonly folder?: string;
}

/** What stands for somebody, something or some place in a clause. */
export type Noun =
  | { readonly kind: "actor"; readonly span: Span }
  | { readonly kind: "zone"; readonly span: Span }
  /** Zones by owner: `inner-waters of Northshore`; the owners declared. */
  | { readonly kind: "family"; readonly span: Span; readonly owners: Set<string> }
  | { readonly kind: "term"; readonly span: Span; readonly node: TermNode }
  | { readonly kind: "state"; readonly span: Span }
  | { readonly kind: "series"; readonly span: Span; readonly node: SeriesNode };

export type Form = "base" | "present" | "past";

/** What a term stands for, as its first use shows; one term, one role. */
export type TermRole = "a place" | "acts" | "a state of things" | "actors";

/** The variables of a norm. */
export interface Variables {
  readonly bound: Set<string>;
  /** Names that are declared nowhere, told once. */
  readonly told: Set<string>;
  /** In `when`: a word that is not declared becomes a variable. */
  binding: boolean;
  /** In `must not`: so does one whose kind is said (`victim, a party`). Each act is then judged with its own. */
  forbidding: boolean;
  /** Those bound so: other norms do not know them. */
  readonly ofAct: Set<string>;
  /** A clause that would bind could not be read: what is not known is not held against the others. */
  lenient: boolean;
}

export function variables(bound: Iterable<string> = []): Variables {
  return {
    bound: new Set(bound),
    told: new Set(),
    binding: false,
    forbidding: false,
    ofAct: new Set(),
    lenient: false,
  };
}

const NOUN_KINDS: { readonly [K in Noun["kind"]]: string } = {
  actor: "an actor",
  zone: "a zone",
  family: "a kind of zone that needs its owner",
  term: "an open term",
  state: "a state",
  series: "a series",
};

/** Letters that a guess must share with the name. */
const LEAST_SHARED = 4;
const MOST_GUESSES = 200;
const MOST_AMONG = 5000;

/** The case under check: everything declared, and the faults found so far. */
export class Scope {
  readonly known: Known;
  readonly diagnostics: Diagnostic[];
  readonly nouns: Map<string, Noun> = new Map();
  readonly acts: Map<string, Act> = new Map();
  readonly forms: { readonly [F in Form]: Map<string, Act> } = { base: new Map(), present: new Map(), past: new Map() };
  readonly prepositions: Set<string> = new Set();
  readonly instruments: Map<string, InstrumentNode> = new Map();
  readonly norms: Map<string, NormNode> = new Map();
  readonly readings: Map<string, ReadingNode> = new Map();
  readonly suppositions: Map<string, Declaration> = new Map();
  readonly claims: Map<string, Declaration> = new Map();
  readonly sources: Map<string, Declaration> = new Map();
  /** Names of declarations that could not be read or are not built: known to exist, and no more. */
  readonly hollow: Set<string> = new Set();
  readonly termRoles: Map<string, { readonly role: TermRole; readonly span: Span }> = new Map();
  /** The kinds of actors and zones that say one. */
  readonly kinds: Map<string, string> = new Map();
  /** The kind that a state's subject must have. */
  readonly stateKinds: Map<string, string> = new Map();
  /** Variables of other norms: looked up when all norms are read. */
  readonly foreign: { readonly norm: string; readonly name: string; readonly span: Span }[] = [];
  offset = 0;
  private readonly nounSpelling = new Spelling();
  private readonly actSpelling: { readonly [F in Form]: Spelling } = {
    base: new Spelling(),
    present: new Spelling(),
    past: new Spelling(),
  };
  private readonly paperSpelling = new Spelling();

  constructor(known: Known, diagnostics: Diagnostic[]) {
    this.known = known;
    this.diagnostics = diagnostics;
  }

  report(
    code: Code,
    span: Span,
    values: { readonly [name: string]: string } = {},
    fix: Diagnostic["fix"] = null,
  ): void {
    this.diagnostics.push(diagnostic(code, span, values, fix));
  }

  /** How many errors there are: a declaration is sound if reading it added none. */
  get errors(): number {
    for (; this.counted < this.diagnostics.length; this.counted += 1) {
      if (this.diagnostics[this.counted]?.severity === "error") this.errorCount += 1;
    }
    return this.errorCount;
  }

  private counted = 0;
  private errorCount = 0;

  /** Standards of proof that the case defines, with whether all of their parts are there. */
  readonly standards: Map<string, boolean> = new Map<string, boolean>();

  // ── Declaring ─────────────────────────────────────────────────────────────────────────────────

  declareNoun(name: string, noun: Noun): boolean {
    const first = this.nouns.get(name);
    if (first !== undefined) {
      this.duplicate(name, noun.span, NOUN_KINDS[first.kind], first.span);
      return false;
    }
    this.nouns.set(name, noun);
    this.nounSpelling.add(name);
    return true;
  }

  declareAct(act: Act): void {
    this.acts.set(act.id, act);
    const forms = [
      ["base", act.id],
      ["present", act.present],
      ["past", act.past],
    ] as const;
    for (const [form, word] of forms) {
      if (!this.forms[form].has(word)) this.forms[form].set(word, act);
      this.actSpelling[form].add(word);
    }
    for (const role of act.roles) if (role.preposition !== null) this.prepositions.add(role.preposition);
  }

  /** Instruments and norms share their names; readings and suppositions have their own. */
  declarePaper(map: "instruments" | "norms", node: InstrumentNode | NormNode): boolean {
    const name = node.name.text;
    const first = this.instruments.get(name) ?? this.norms.get(name);
    if (first !== undefined) {
      this.duplicate(name, node.name.span, first.kind === "norm" ? `a ${first.norm}` : "an agreement", first.name.span);
      return false;
    }
    (this[map] as Map<string, InstrumentNode | NormNode>).set(name, node);
    this.paperSpelling.add(name);
    return true;
  }

  duplicate(name: string, span: Span, what: string, first: Span): void {
    this.report("SV204", span, { name, first: `${what}, declared at ${first.path}:${first.line}` });
  }

  // ── Looking up ────────────────────────────────────────────────────────────────────────────────

  /** A name that must be an actor. Null, and reported, if it is not. */
  actor(name: Name): string | null {
    const noun = this.nouns.get(name.text);
    if (noun?.kind === "actor") return name.text;
    if (noun === undefined) this.undeclared(name, "an actor");
    else this.wrongKind(name, noun, "an actor");
    return null;
  }

  wrongKind(name: Name, noun: Noun, wanted: string): void {
    this.report("SV206", name.span, { name: name.text, is: NOUN_KINDS[noun.kind], wanted });
  }

  /** Reports a noun that is not declared, with the nearest that is. */
  undeclared(name: Name, wanted: string | null): void {
    if (this.hollow.has(name.text)) {
      this.quiet();
      return;
    }
    const near = this.nounSpelling.near(name.text);
    if (near !== null) this.misspelt(name, near);
    else {
      const word = wanted === "an actor" ? "actor" : wanted === "a zone" ? "zone" : null;
      const fits = ({ kind }: Noun): boolean =>
        word === null ||
        kind === word ||
        (word === "zone" && kind === "term") ||
        (word === "zone" && kind === "family");
      const guess = this.guess(name.text, this.nouns, fits);
      const declare = word === null ? "eclare it" : `eclare it: ${word} ${name.text} "…"`;
      const help =
        guess !== null
          ? `Perhaps "${guess}" is meant. If not, d${declare}${word === null ? "." : ""}`
          : `D${declare}${word === null ? ", or check its spelling." : ""}`;
      this.report("SV201", name.span, { name: name.text, as: wanted === null ? "" : ` as ${wanted}`, help });
    }
  }

  /** What may be meant by a name that is like none by a letter: one that begins so, or has it in it. A guess: no repair is offered. */
  private guess<T>(text: string, among: ReadonlyMap<string, T>, fits: (value: T) => boolean): string | null {
    // Whoever has so many such names has another fault.
    this.guesses += 1;
    if (this.guesses > MOST_GUESSES || among.size > MOST_AMONG) return null;
    const plain = (name: string): string => fold(name).replace(/[^\p{L}\p{N}]/gu, "");
    const wanted = plain(text);
    let best: string | null = null;
    let most = LEAST_SHARED - 1;
    for (const [name, value] of among) {
      if (!fits(value)) continue;
      const other = plain(name);
      let shared = 0;
      while (shared < wanted.length && wanted[shared] === other[shared]) shared += 1;
      if (other.length >= LEAST_SHARED && wanted.includes(other)) shared = Math.max(shared, other.length);
      else if (wanted.length >= LEAST_SHARED && other.includes(wanted)) shared = Math.max(shared, wanted.length);
      if (shared > most) [best, most] = [name, shared];
    }
    return best;
  }

  private guesses = 0;

  misspelt(name: Name, near: string): void {
    this.report("SV202", name.span, { name: name.text, near }, { span: name.span, text: near });
  }

  /** A declared noun that this word is a slip for. */
  nearNoun(word: string): string | null {
    return this.nounSpelling.near(word);
  }

  nearAct(form: Form, word: string): string | null {
    return this.actSpelling[form].near(word);
  }

  norm(name: Name): NormNode | null {
    const node = this.norms.get(name.text);
    if (node !== undefined) return node;
    if (this.instruments.has(name.text))
      this.report("SV508", name.span, { name: name.text, is: "an agreement", wanted: "a norm" });
    else this.noPaper(name, "norm");
    return null;
  }

  instrument(name: Name): InstrumentNode | null {
    const node = this.instruments.get(name.text);
    if (node !== undefined) return node;
    if (this.norms.has(name.text))
      this.report("SV508", name.span, { name: name.text, is: "a norm", wanted: "an agreement" });
    else this.noPaper(name, "agreement");
    return null;
  }

  noPaper(name: Name, wanted: string): void {
    if (this.hollow.has(name.text)) {
      this.quiet();
      return;
    }
    const near = this.paperSpelling.near(name.text);
    if (near !== null) this.misspelt(name, near);
    else
      this.report("SV201", name.span, {
        name: name.text,
        as: ` as ${wanted === "agreement" ? "an agreement" : "a norm"}`,
        help: this.paperHelp(name.text, wanted),
      });
  }

  private paperHelp(text: string, wanted: string): string {
    const papers: ReadonlyMap<string, unknown> = wanted === "norm" ? this.norms : this.instruments;
    const guess = this.guess(text, papers, () => true) ?? (papers.size === 1 ? [...papers.keys()][0]! : null);
    return guess === null ? "Declare it, or check its spelling." : `Perhaps "${guess}" is meant. If not, declare it.`;
  }

  source(name: Name | null): string | null {
    if (name === null) return null;
    const { sources } = this.known;
    if (sources !== null && !sources.has(name.text) && !this.sources.has(name.text))
      this.report("SV205", name.span, { name: name.text });
    return name.text;
  }

  date(node: DateNode, offset: number): Time | null {
    const parsed = parseTime(node.text, offset);
    if ("time" in parsed) return parsed.time;
    this.report("SV108", node.span, { reason: parsed.fault });
    return null;
  }

  /**
   * Months and years need a rounding where the day they are counted from may be one that the target month lacks.
   * `base`: that day as `[earliest, latest]` if it is known, in the zone of the instrument.
   */
  rounding(
    duration: Duration,
    span: Span,
    base: { readonly earliest: number; readonly latest: number; readonly offset: number } | null,
  ): void {
    if (duration.rounding !== null || (duration.unit !== "month" && duration.unit !== "year")) return;
    if (base !== null) {
      const first = formatDay(base.earliest, base.offset);
      const last = formatDay(base.latest, base.offset);
      const sure =
        first === last && (duration.unit === "year" ? !first.endsWith("-02-29") : Number(first.slice(-2)) <= 28);
      if (sure) return;
    }
    this.report("SV406", span, {
      count: String(duration.count),
      unit: `${duration.unit}${duration.count === 1 ? "" : "s"}`,
      day: duration.unit === "year" ? "29 February" : "the 31st",
    });
  }

  /** Notes what a term stands for here; a term has one role throughout. */
  useTerm(term: string, role: TermRole, span: Span): void {
    const first = this.termRoles.get(term);
    if (first === undefined) this.termRoles.set(term, { role, span });
    else if (first.role !== role)
      this.report("SV505", span, { term, one: role, two: `${first.role} (${first.span.path}:${first.span.line})` });
  }

  /** A name in a role that wants another kind. True if it fits, or nobody says. */
  fits(name: string, wanted: string | null, where: string, span: Span): boolean {
    const kind = this.kinds.get(name);
    if (wanted === null || kind === undefined || kind === wanted) return true;
    this.report("SV207", span, { name, kind, where, wanted });
    return false;
  }

  /** A fault that follows from one reported already: it is not told again, but what rests on it is not sound. */
  quiet(): void {
    this.errorCount += 1;
  }
}

export function nameOf(token: Token): Name {
  return { text: token.text, span: token.span };
}

/** The act of a declaration. Its first role is the one who acts. */
export function actOf(
  node: ActNode,
  standard: boolean,
  column: (index: number) => Act["roles"][number]["column"],
): Act {
  return {
    id: node.name.text,
    present: node.present.text,
    past: node.past.text,
    roles: node.roles.map((role, index) => ({
      name: role.name.text,
      preposition: role.preposition,
      column: column(index),
      kind: role.a,
    })),
    admittedBy: node.admittedBy,
    standard,
  };
}
