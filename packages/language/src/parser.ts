/**
 * Text to syntax. Hand-written, recovers at every clause, never throws, looks at each word a bounded number of
 * times. `STOP` unwinds from inside a clause to its end; it never leaves this file.
 */
import { Cursor, STOP } from "./cursor.ts";
import { lex, spanOf, textOf, type Clause, type Token } from "./lexer.ts";
import { findBlocks, type Block, type Unread } from "./markdown.ts";
import { diagnostic, type Diagnostic } from "./message.ts";
import { readHolders, readMembers, readRoles } from "./list.ts";
import { nearestWord } from "./spelling.ts";
import { readStandard } from "./standard.ts";
import { parseNormClause, renewal, NORM_WORDS } from "./clause.ts";
import { parseClaimHead, parseClaimLine } from "./statement.ts";
import { parseSuppositionLine } from "./story.ts";
import type {
  ActorNode,
  CaseNode,
  ClaimNode,
  ClauseNode,
  DateNode,
  Declaration,
  InstrumentNode,
  MemberNode,
  Name,
  NormNode,
  PlacedNode,
  PrecedenceNode,
  RoleNode,
  SeriesNode,
  StandardNode,
  SuppositionLine,
} from "./syntax.ts";
import type { Span } from "./model.ts";

/** One file of a case: its path, relative and with `/`, and its text. */
export interface Document {
  readonly path: string;
  readonly text: string;
}

export interface Syntax {
  readonly declarations: readonly Declaration[];
  readonly diagnostics: readonly Diagnostic[];
}

type Reader = (head: Cursor, body: readonly Clause[], block: Block, diagnostics: Diagnostic[]) => Declaration | null;

/** Reads the blocks of a Markdown file. */
export function parse(document: Document): Syntax {
  const diagnostics: Diagnostic[] = [];
  const declarations: Declaration[] = [];
  const unread = ({ line, says }: Unread): void => {
    const what = says === "" ? "does not say" : `says "${says}" and not`;
    const span = fenceSpan(document.path, { line });
    diagnostics.push(diagnostic("SV004", span, { what }));
  };
  for (const block of findBlocks(document.text, unread)) {
    if (!block.closed) diagnostics.push(unclosedBlock(document.path, block));
    parseBlock(document.path, block, declarations, diagnostics);
  }
  return { declarations, diagnostics };
}

/** That a block has no closing fence, and how far it is read. */
export function unclosedBlock(path: string, block: Block): Diagnostic {
  const until = block.until === null ? "to the end of the file" : `down to line ${block.until}, where the next begins,`;
  return diagnostic("SV003", fenceSpan(path, block), { until });
}

/** Reads text that is all Servanda, without Markdown around it: the standard vocabulary. */
export function parseBare(document: Document): Syntax {
  const lines = document.text.split("\n").map((text, index) => ({ line: index + 1, column: 1, text }));
  const diagnostics: Diagnostic[] = [];
  const declarations: Declaration[] = [];
  parseBlock(document.path, { lines, prose: "", line: 1, closed: true, until: null }, declarations, diagnostics);
  return { declarations, diagnostics };
}

function fenceSpan(path: string, block: Pick<Block, "line">): Span {
  return { path, line: block.line, column: 1, endLine: block.line, endColumn: 4 };
}

function parseBlock(path: string, block: Block, declarations: Declaration[], diagnostics: Diagnostic[]): void {
  const { clauses, unclosed } = lex(path, block.lines);
  for (const token of unclosed) diagnostics.push(diagnostic("SV001", token.span));
  const torn = new Set(unclosed.map((token) => token.span.line));
  let index = 0;
  while (index < clauses.length) {
    const head = clauses[index];
    index += 1;
    if (head === undefined) continue;
    const first = head.tokens[0] as Token;
    const reader = first.kind === "word" ? READERS.get(first.text) : undefined;
    if (reader === undefined) {
      const near = first.kind === "word" ? nearestWord(first.text, DECLARATION_WORDS) : null;
      const help =
        near === null
          ? "Put it under the duty, ban, agreement or other declaration that it is part of."
          : `Perhaps "${near}" is meant.`;
      diagnostics.push(diagnostic("SV101", near === null ? clauseSpan(head) : first.span, { help }));
      // What hangs on a head that cannot be read would only repeat the fault.
      while (index < clauses.length && !opensDeclaration(clauses[index])) index += 1;
      continue;
    }
    const body: Clause[] = [];
    while (index < clauses.length && !opensDeclaration(clauses[index])) {
      body.push(clauses[index] as Clause);
      index += 1;
    }
    const before = diagnostics.length;
    const cursor = new Cursor(head.tokens, diagnostics);
    try {
      const declaration = reader(cursor, body, block, diagnostics);
      if (declaration !== null) {
        const broken =
          isTorn(torn, head, body) || diagnostics.slice(before).some((found) => found.severity === "error");
        declarations.push(broken ? { ...declaration, sound: false } : declaration);
      }
    } catch (thrown) {
      if (thrown !== STOP) throw thrown;
      // The name, where there is one, is still known: nobody is told twice that it is missing.
      const name = head.tokens[1];
      if (name !== undefined && (name.kind === "word" || name.kind === "quoted")) {
        declarations.push({
          kind: "unbuilt",
          word: first.text,
          name: { text: name.text, span: name.span },
          span: clauseSpan(head),
          sound: false,
        });
      }
    }
  }
}

/** Whether a quotation of the declaration is not closed. */
function isTorn(lines: ReadonlySet<number>, head: Clause, body: readonly Clause[]): boolean {
  if (lines.size === 0) return false;
  const from = head.tokens[0]?.span.line ?? 0;
  const until = (body.at(-1) ?? head).tokens.at(-1)?.span.line ?? 0;
  for (let line = from; line <= until; line += 1) if (lines.has(line)) return true;
  return false;
}

function opensDeclaration(clause: Clause | undefined): boolean {
  const first = clause?.tokens[0];
  return first !== undefined && first.kind === "word" && READERS.has(first.text);
}

function clauseSpan(clause: Clause): Span {
  return spanOf(clause.tokens[0] as Token, clause.tokens.at(-1));
}

function wholeSpan(head: Cursor, body: readonly Clause[]): Span {
  return spanOf(head.tokens[0] as Token, (body.at(-1)?.tokens ?? head.tokens).at(-1));
}

// ── Clauses of a declaration ────────────────────────────────────────────────────────────────────

/** What to do with a clause, by its opening words. Longer openings first. */
interface Opening {
  readonly words: readonly string[];
  readonly read: (cursor: Cursor, clause: Clause) => void;
  readonly many?: true;
}

/** Reads each clause by its opening words; reports a clause that is unknown or stands twice. */
function readClauses(
  declaration: string,
  body: readonly Clause[],
  diagnostics: Diagnostic[],
  openings: readonly Opening[],
): void {
  const seen = new Set<Opening>();
  for (const clause of body) {
    const cursor = new Cursor(clause.tokens, diagnostics);
    guarded(() => {
      for (const opening of openings) {
        if (!cursor.eat(...opening.words)) continue;
        if (seen.has(opening) && opening.many !== true) {
          cursor.stop("SV103", clauseSpan(clause), { declaration, word: opening.words.join(" ") });
        }
        seen.add(opening);
        opening.read(cursor, clause);
        cursor.end();
        return;
      }
      const first = clause.tokens[0] as Token;
      const known = openings.map((opening) => opening.words.join(" "));
      const said = textOf(clause.tokens.slice(0, 2));
      const near = nearestWord(first.text, known) ?? nearestWord(said, known);
      const head = nearestWord(first.text, DECLARATION_WORDS);
      const help =
        near !== null
          ? `Perhaps "${near}" is meant.`
          : head !== null
            ? `Perhaps a new declaration, "${head}", is meant.`
            : known.length === 0
              ? ""
              : `Its lines open with ${list(known)}.`;
      cursor.stop("SV102", first.span, { word: first.text, declaration, help });
    });
  }
}

function guarded(read: () => void): void {
  try {
    read();
  } catch (thrown) {
    if (thrown !== STOP) throw thrown;
  }
}

function list(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(", ");
}

// ── Declarations ────────────────────────────────────────────────────────────────────────────────

function readCase(head: Cursor, body: readonly Clause[], _block: Block, diagnostics: Diagnostic[]): CaseNode {
  head.take();
  const name = head.name("The case", "a name");
  const title = head.titles()[0] ?? null;
  head.end();
  let closes: DateNode | null = null;
  let offset: number | null = null;
  let standard: CaseNode["standard"] = null;
  const standards: StandardNode[] = [];
  let borders: CaseNode["borders"] = null;
  let placesNamedIn: CaseNode["placesNamedIn"] = [];
  readClauses("the case", body, diagnostics, [
    { words: ["record", "closes"], read: (at) => (closes = at.date()) },
    { words: ["time", "zone"], read: (at) => (offset = at.offset()) },
    {
      words: ["standard"],
      many: true,
      read: (at, clause) => {
        const named = at.standard();
        if (at.eat("means")) standards.push(readStandard(named, at, clause));
        else if (standard === null) standard = named;
        else at.stop("SV103", clauseSpan(clause), { declaration: "the case", word: "standard" });
      },
    },
    {
      words: ["borders"],
      read: (at) => (borders = at.oneOf("borders", ["none", "de-facto", "un", "disputed-marked"] as const)),
    },
    { words: ["places", "named", "in"], read: (at) => (placesNamedIn = at.tags("places named in")) },
  ]);
  const settings = { title, closes, offset, standard, standards, borders, placesNamedIn };
  return { kind: "case", name, span: wholeSpan(head, body), sound: true, ...settings };
}

function readActor(head: Cursor, body: readonly Clause[], _block: Block, diagnostics: Diagnostic[]): ActorNode {
  const group = head.take().text === "group";
  const label = group ? "a group" : "an actor";
  const name = head.name(label, "a name");
  const titles = head.titles();
  let a: string | null = null;
  const codes: { scheme: string; code: string }[] = [];
  while (!head.done) {
    head.eatComma();
    if (head.eat("a") || head.eat("an")) a = head.name(label, "a kind").text;
    else codes.push({ scheme: head.name(label, "a code scheme").text, code: head.name(label, "a code").text });
  }
  let members: readonly MemberNode[] = [];
  readClauses(
    label,
    body,
    diagnostics,
    group ? [{ words: ["members"], read: (at) => (members = readMembers(at)) }] : [],
  );
  return { kind: "actor", group, name, span: wholeSpan(head, body), sound: true, titles, a, codes, members };
}

function readAct(head: Cursor, body: readonly Clause[], _block: Block, diagnostics: Diagnostic[]): Declaration {
  const help = "Give the base, present and past form: act attack, attacks, attacked";
  head.take();
  const name = head.name("an act", "a name");
  if (!head.eatComma()) head.stop("SV105", head.tokens[0]!.span, { declaration: "an act", what: "three forms", help });
  const present = head.name("an act", "its present form", help);
  if (!head.eatComma()) head.stop("SV105", head.tokens[0]!.span, { declaration: "an act", what: "three forms", help });
  const past = head.name("an act", "its past form", help);
  head.end();
  let roles: readonly RoleNode[] | null = null;
  let said = false;
  let admittedBy: "actor" | "target" | null = null;
  readClauses("an act", body, diagnostics, [
    {
      words: ["roles"],
      read: (at) => {
        said = true;
        roles = readRoles(at);
      },
    },
    { words: ["admitted", "by"], read: (at) => (admittedBy = at.oneOf("admitted by", ["actor", "target"] as const)) },
  ]);
  if (roles === null && !said) {
    diagnostics.push(
      diagnostic("SV105", name.span, {
        declaration: "an act",
        what: "its roles",
        help: "Add a line: roles actor, target",
      }),
    );
  }
  const nodes = roles ?? [];
  const sound = roles !== null || !said;
  return { kind: "act", name, present, past, span: wholeSpan(head, body), sound, roles: nodes, admittedBy };
}

function readState(head: Cursor, body: readonly Clause[], _block: Block, diagnostics: Diagnostic[]): Declaration {
  head.take();
  const name = head.name("a state", "a name");
  let a: string | null = null;
  let initially: boolean | null = null;
  if (head.eat("of")) {
    if (head.eat("a") || head.eat("an")) a = head.name("a state", "a kind").text;
    else if (!head.eat("anything")) a = head.name("a state", "a kind").text;
  }
  if (head.eatComma()) {
    if (head.eat("initially")) initially = head.oneOf("initially", ["true", "false"] as const) === "true";
  }
  head.end();
  const startedBy: Name[] = [];
  const endedBy: Name[] = [];
  let said = false;
  const acts = (at: Cursor, into: Name[]): void => {
    said = true;
    let current = into;
    do {
      if (at.eat("ended", "by")) current = endedBy;
      else if (at.eat("started", "by")) current = startedBy;
      current.push(at.name("a state", "an act"));
    } while (at.eatComma() || at.eat("and") || at.eat("or"));
  };
  readClauses("a state", body, diagnostics, [
    { words: ["started", "by"], read: (at) => acts(at, startedBy) },
    { words: ["ended", "by"], read: (at) => acts(at, endedBy) },
  ]);
  if (startedBy.length === 0 && endedBy.length === 0 && !said) {
    const help = "Add a line: started by ACT, ended by ACT";
    diagnostics.push(
      diagnostic("SV105", name.span, { declaration: "a state", what: "the acts that start and end it", help }),
    );
  }
  return { kind: "state", name, span: wholeSpan(head, body), sound: true, a, initially, startedBy, endedBy };
}

function readZone(head: Cursor, body: readonly Clause[], _block: Block, diagnostics: Diagnostic[]): Declaration {
  head.take();
  const name = head.name("a zone", "a name");
  const owner = head.eat("of") ? head.name("a zone", "an owner") : null;
  const titles = head.titles();
  head.eatComma();
  const a = head.eat("a") || head.eat("an") ? head.name("a zone", "a kind").text : null;
  head.end();
  const within: PlacedNode[] = [];
  const outside: PlacedNode[] = [];
  const placed = (at: Cursor, into: PlacedNode[]): void => {
    const zone = at.name("a zone", "another zone");
    const of = at.eat("of") ? at.name("a zone", "an owner") : null;
    const source = at.eatComma() && at.eat("source") ? at.id("a source") : null;
    into.push({ zone: { name: zone, owner: of }, source });
  };
  readClauses("a zone", body, diagnostics, [
    { words: ["in"], many: true, read: (at) => placed(at, within) },
    { words: ["outside"], many: true, read: (at) => placed(at, outside) },
  ]);
  return { kind: "zone", name, span: wholeSpan(head, body), sound: true, owner, titles, a, within, outside };
}

function readTerm(head: Cursor, body: readonly Clause[], _block: Block, diagnostics: Diagnostic[]): Declaration {
  head.take();
  const name = head.name("a term", "a name");
  const parameters: { preposition: string; name: string }[] = [];
  while (!head.done && !head.atQuoted) {
    parameters.push({
      preposition: head.name("a term", "a preposition").text,
      name: head.name(
        "a term",
        "a parameter",
        "Write the preposition and a name for what follows it: territory of actor",
      ).text,
    });
  }
  const titles = head.titles();
  head.end();
  readClauses("a term", body, diagnostics, []);
  return { kind: "term", name, span: wholeSpan(head, body), sound: true, parameters, titles };
}

function readSource(head: Cursor, body: readonly Clause[], _block: Block, diagnostics: Diagnostic[]): Declaration {
  head.take();
  const name = head.id("a source");
  const title = head.titles()[0] ?? null;
  head.end();
  readClauses("a source", body, diagnostics, []);
  return { kind: "source", name, span: wholeSpan(head, body), sound: true, title };
}

function readInstrument(
  head: Cursor,
  body: readonly Clause[],
  _block: Block,
  diagnostics: Diagnostic[],
): InstrumentNode {
  const label = head.take().text === "agreement" ? "an agreement" : "an instrument";
  const name = head.name(label, "a name");
  const titles = head.titles();
  head.end();
  let signed: DateNode | null = null;
  let inForce: InstrumentNode["inForce"] = null;
  let offset: number | null = null;
  let parties: readonly MemberNode[] = [];
  let survive = false;
  let withdrawal: InstrumentNode["withdrawal"] = null;
  let renewed: InstrumentNode["renewal"] = null;
  readClauses(label, body, diagnostics, [
    { words: ["signed"], read: (at) => (signed = at.date()) },
    {
      words: ["in", "force", "from"],
      read: (at) => (inForce = { from: at.date(), until: at.eat("until") || at.eatPair("until") ? at.date() : null }),
    },
    { words: ["time", "zone"], read: (at) => (offset = at.offset()) },
    { words: ["parties"], read: (at) => (parties = readMembers(at)) },
    { words: ["duties", "already", "triggered", "survive"], read: () => (survive = true) },
    {
      words: ["withdrawal", "by"],
      read: (at) => {
        const act = at.name(label, "the act by which a party withdraws");
        const after = at.eatPair("after") || at.eat("after") ? at.duration() : null;
        withdrawal = { act, after, span: act.span };
        if ((at.eatMark(";") || at.eatComma()) && at.eat("duties", "already", "triggered", "survive")) survive = true;
      },
    },
    { words: ["renewed", "for"], read: (at) => (renewed = renewal(at, at.restSpan())) },
  ]);
  return {
    kind: "instrument",
    name,
    span: wholeSpan(head, body),
    sound: true,
    titles,
    signed,
    inForce,
    offset,
    parties,
    survive,
    withdrawal,
    renewal: renewed,
  };
}

function readNorm(head: Cursor, body: readonly Clause[], block: Block, diagnostics: Diagnostic[]): NormNode {
  const norm = head.take().text as NormNode["norm"];
  const label = norm === "aim" ? "an aim" : `a ${norm}`;
  const name = head.name(label, "a name");
  if (!head.eat("of")) {
    head.stop("SV105", name.span, {
      declaration: label,
      what: "the agreement it belongs to",
      help: `Write: ${norm} ${name.text} of AGREEMENT, article 1`,
    });
  }
  const of = head.name(label, "the agreement it belongs to");
  if (!head.eatComma() || head.done) {
    head.stop("SV105", of.span, {
      declaration: label,
      what: "the place where it stands",
      help: 'Add it after a comma: ", article 4".',
    });
  }
  const article = head.restText();
  const clauses = readNormClauses(label, "norm", body, diagnostics);
  return {
    kind: "norm",
    norm,
    name,
    of,
    article,
    prose: block.prose,
    clauses,
    span: wholeSpan(head, body),
    sound: true,
  };
}

function readAmend(head: Cursor, body: readonly Clause[], _block: Block, diagnostics: Diagnostic[]): Declaration {
  head.take();
  const name = head.name("an amendment", "the norm that it changes");
  if (!head.eat("from")) {
    head.stop("SV105", name.span, {
      declaration: "an amendment",
      what: "the date from which it applies",
      help: `Write: amend ${name.text} from 2010-12-10`,
    });
  }
  const from = head.date();
  let byConsentOf: readonly Name[] = [];
  let source: Name | null = null;
  while (head.eatComma()) {
    if (head.eat("by", "consent", "of")) byConsentOf = head.names("an amendment", ["source"]);
    else if (head.eat("source")) source = head.id("a source");
    else break;
  }
  head.end();
  const clauses = readNormClauses("an amendment", "amend", body, diagnostics);
  return { kind: "amend", name, from, byConsentOf, source, clauses, span: wholeSpan(head, body), sound: true };
}

function readReading(head: Cursor, body: readonly Clause[], block: Block, diagnostics: Diagnostic[]): Declaration {
  head.take();
  const name = head.name("a reading", "a name");
  if (!head.eat("of")) {
    head.stop("SV105", name.span, {
      declaration: "a reading",
      what: "the norm or agreement that it reads",
      help: `Write: reading ${name.text} of NORM, held by HOLDER, source S1`,
    });
  }
  const of = head.name("a reading", "the norm or agreement that it reads");
  const { holders, source, stated } = readHolders(head, "a reading");
  const clauses = readNormClauses("a reading", "reading", body, diagnostics);
  return {
    kind: "reading",
    name,
    of,
    holders,
    source,
    stated,
    prose: block.prose,
    clauses,
    span: wholeSpan(head, body),
    sound: true,
  };
}

/** The clauses of a norm, an amendment or a reading; a clause that cannot be read is left out. */
function readNormClauses(
  label: string,
  context: "norm" | "amend" | "reading",
  body: readonly Clause[],
  diagnostics: Diagnostic[],
): ClauseNode[] {
  const clauses: ClauseNode[] = [];
  const seen = new Set<string>();
  for (const clause of body.flatMap(divideBearer)) {
    guarded(() => {
      const cursor = new Cursor(clause.tokens, diagnostics);
      const node = parseNormClause(cursor, label, context);
      const key = node.kind === "time" ? node.word : node.kind === "no" ? `no ${node.clause}` : node.kind;
      if (node.kind !== "means" && node.kind !== "attribution" && seen.has(key)) {
        const first = clause.tokens[0] as Token;
        const near = node.kind === "bearer" && first.kind === "word" ? nearestWord(first.text, NORM_WORDS) : null;
        if (near !== null)
          cursor.stop("SV102", first.span, {
            word: first.text,
            declaration: label,
            help: `Perhaps "${near}" is meant.`,
          });
        const word = node.kind === "bearer" ? "who is bound" : node.kind === "time" ? node.word : first.text;
        cursor.stop("SV103", clauseSpan(clause), { declaration: label, word });
      }
      seen.add(key);
      clauses.push(node);
    });
  }
  return clauses;
}

/** `victim may attack attacker` is two clauses in one line: who, and what. */
function divideBearer(clause: Clause): Clause[] {
  const [first] = clause.tokens;
  if (first === undefined || first.kind !== "word" || NORM_WORDS.includes(first.text)) return [clause];
  const at = clause.tokens.findIndex(
    (token) => token.kind === "word" && (token.text === "may" || token.text === "can"),
  );
  return at <= 0 ? [clause] : [{ tokens: clause.tokens.slice(0, at) }, { tokens: clause.tokens.slice(at) }];
}

function readSupposition(head: Cursor, body: readonly Clause[], _block: Block, diagnostics: Diagnostic[]): Declaration {
  head.take();
  const name = head.name("a supposition", "a name");
  head.end();
  const lines: SuppositionLine[] = [];
  let withRecord = false;
  for (const clause of body) {
    guarded(() => {
      const cursor = new Cursor(clause.tokens, diagnostics);
      if (cursor.eat("with", "the", "record")) {
        withRecord = true;
        cursor.end();
      } else {
        lines.push(parseSuppositionLine(cursor));
      }
    });
  }
  return { kind: "supposition", name, withRecord, lines, span: wholeSpan(head, body), sound: true };
}

function readSeries(head: Cursor, body: readonly Clause[], _block: Block, diagnostics: Diagnostic[]): SeriesNode {
  head.take();
  const name = head.name("a series", "a name");
  const parameters: { preposition: string; name: string }[] = [];
  while (!head.done && !head.atQuoted && !head.atComma) {
    const preposition = head.name("a series", "a preposition").text;
    parameters.push({ preposition, name: head.name("a series", "what it is of").text });
  }
  const titles = head.titles();
  let per: SeriesNode["per"] = "year";
  let unit: string | null = null;
  while (head.eatComma()) {
    if (head.eat("per")) per = head.oneOf("per", ["year", "month", "day"] as const);
    else if (head.eat("in")) unit = head.id("the unit").text;
    else break;
  }
  head.end("After the name come, set off by commas: per year, in UNIT");
  readClauses("a series", body, diagnostics, []);
  return { kind: "series", name, span: wholeSpan(head, body), sound: true, parameters, titles, per, unit };
}

function readPrecedence(
  head: Cursor,
  body: readonly Clause[],
  _block: Block,
  diagnostics: Diagnostic[],
): PrecedenceNode {
  head.take();
  const name = head.name("a precedence", "the norm that goes first");
  if (!head.eat("over"))
    head.stop("SV105", name.span, {
      declaration: "a precedence",
      what: "the norm that yields",
      help: `Write: precedence ${name.text} over NORM, held by HOLDER, source S1`,
    });
  const lower = head.name("a precedence", "the norm that yields");
  const said = readHolders(head, "a precedence");
  readClauses("a precedence", body, diagnostics, []);
  return { kind: "precedence", name, lower, ...said, span: wholeSpan(head, body), sound: true };
}

function readClaim(head: Cursor, body: readonly Clause[], block: Block, diagnostics: Diagnostic[]): ClaimNode {
  const claim = parseClaimHead(head);
  for (const clause of body) {
    guarded(() => parseClaimLine(claim, clause, new Cursor(clause.tokens, diagnostics), diagnostics));
  }
  if (body.length === 0)
    diagnostics.push(
      diagnostic("SV105", claim.name.span, {
        declaration: "a claim",
        what: "what is claimed",
        help: "Add a line, such as: NORM by BEARER was breached in 2022",
      }),
    );
  return { ...claim, prose: block.prose, span: wholeSpan(head, body) };
}

function readInclude(head: Cursor, body: readonly Clause[], _block: Block, diagnostics: Diagnostic[]): Declaration {
  head.take();
  if (!head.atQuoted) head.missing("the path of the file, in quotes", 'Write: include "../other-case/actors.md"');
  const path = head.take();
  head.end();
  readClauses("an include", body, diagnostics, []);
  const name = { text: path.text, span: path.span };
  return { kind: "include", name, span: wholeSpan(head, body), sound: true };
}

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["case", readCase],
  ["actor", readActor],
  ["group", readActor],
  ["act", readAct],
  ["state", readState],
  ["zone", readZone],
  ["term", readTerm],
  ["source", readSource],
  ["agreement", readInstrument],
  ["instrument", readInstrument],
  ["duty", readNorm],
  ["ban", readNorm],
  ["aim", readNorm],
  ["amend", readAmend],
  ["reading", readReading],
  ["suppose", readSupposition],
  ["permission", readNorm],
  ["power", readNorm],
  ["precedence", readPrecedence],
  ["series", readSeries],
  ["claim", readClaim],
  ["include", readInclude],
]);

const DECLARATION_WORDS: readonly string[] = Array.from(READERS.keys());
