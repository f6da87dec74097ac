/** Claims: what a text states, put so that it can be checked. Phrases to model. */
import { DATE_LIKE, UNITS } from "./cursor.ts";
import { isWord, spanOf, textOf, type Token } from "./lexer.ts";
import { isNumber, readComparison, readQuantity, readSeries, readYear } from "./measure.ts";
import type {
  Amount,
  Attribution,
  Characterisation,
  Claim,
  Comparison,
  EventPattern,
  Quantity,
  SeriesUse,
  Stage,
  Statement,
  Time,
} from "./model.ts";
import { nameOf, variables, type Scope } from "./names.ts";
import { PhraseReader } from "./phrase.ts";
import { nearestWord } from "./spelling.ts";
import { OUTCOME_WORDS } from "./story.ts";
import type { ClaimNode, Phrase } from "./syntax.ts";

/** The claim, if all of it is sound. */
export function readClaim(scope: Scope, node: ClaimNode): Claim | null {
  const mark = scope.errors;
  const source = scope.source(node.source);
  const statements = node.statements.flatMap((phrase) => readStatement(scope, phrase) ?? []);
  const refutedBy = node.refutedBy.flatMap((phrase) => readStatement(scope, phrase) ?? []);
  const called = readCalled(scope, node);
  if (node.sound && scope.errors === mark) weigh(scope, node);
  if (!node.sound || source === null || scope.errors !== mark) return null;
  if (statements.length !== node.statements.length || refutedBy.length !== node.refutedBy.length) return null;
  const { name, at, a: kind, unchecked, notCheckable, prose, span } = node;
  return { id: name.text, at, kind, source, statements, refutedBy, called, unchecked, notCheckable, prose, span };
}

/** Whether its lines go together. */
function weigh(scope: Scope, node: ClaimNode): void {
  const fault = (what: string, help: string): void => scope.report("SV604", node.name.span, { what, help });
  const states = node.statements.length > 0 || node.called !== null;
  if (node.notCheckable !== null && (states || node.refutedBy.length > 0 || node.unchecked.length > 0))
    fault("A claim that is not checkable states nothing else.", "Keep the reason, or what can be checked.");
  else if (node.notCheckable === null && !states)
    fault(
      "A claim states something besides what would refute it or is not checked.",
      'Add what is claimed, or: not checkable because "why"',
    );
  else if (node.attributions.length > 0 && node.called?.words == null)
    fault('Who uses or rejects words stands below the words: called "…".', 'Add a line: called "THE WORDS"');
  else if (node.called?.words != null && node.attributions.length === 0)
    fault(
      `Nobody is named who uses the words "${node.called.words}".`,
      "Add a line: used by WHO, source ID; or: rejected by WHO, source ID",
    );
}

function readCalled(scope: Scope, node: ClaimNode): Characterisation | null {
  const attributions = node.attributions.flatMap((each): Attribution[] => {
    const by = each.by.flatMap((name) => scope.actor(name) ?? []);
    const source = scope.source(each.source);
    const stated = each.stated === null ? null : scope.date(each.stated, scope.offset);
    return source === null ? [] : [{ kind: each.kind, by, source, stated, words: each.words }];
  });
  if (node.called === null) return null;
  const { words, asIn } = node.called;
  if (asIn !== null && (asIn.text === node.name.text || !scope.claims.has(asIn.text)))
    scope.report("SV604", asIn.span, {
      what: `"${asIn.text}" is no other claim of this case.`,
      help: 'Name the claim that has the line: called "…"',
    });
  return { words, asIn: asIn?.text ?? null, attributions };
}

function readStatement(scope: Scope, phrase: Phrase): Statement | null {
  const [first, second] = phrase.tokens;
  if (first === undefined) return null;
  if (scope.nouns.get(first.text)?.kind === "series") return readFigure(scope, phrase);
  if (scope.norms.has(first.text)) return readOutcome(scope, phrase);
  if (scope.readings.has(first.text) && isWord(phrase.tokens[2], "held")) return readHeld(scope, phrase);
  if (scope.instruments.has(first.text) && isWord(second, "was", "were")) return readInstrument(scope, phrase);
  if (phrase.tokens.some((token) => isWord(token, "before", "after"))) return readOrder(scope, phrase);
  const { rest, when } = period(scope, phrase);
  if (when === undefined) return null;
  const kind = scope.nouns.get(first.text)?.kind;
  const lay = rest.tokens.findIndex((token) => isWord(token, "lay"));
  if ((kind === "zone" || kind === "family") && lay > 0 && !scope.forms.past.has("lay"))
    return readPlace(scope, phrase, lay);
  const state = isWord(first, "not") ? scope.nouns.get(second?.text ?? "")?.kind : kind;
  if (state === "state") return readState(scope, rest, when);
  if (isWord(second, "was", "were")) {
    const at = isWord(rest.tokens[2], "not") ? 3 : 2;
    const a = isWord(rest.tokens[at], "a") ? at + 1 : at;
    if (isWord(rest.tokens[a], "party", "member")) return readMember(scope, rest, a, when);
  }
  const { less, amount } = readAmount(scope, rest);
  if (amount === undefined) return null;
  const never = less.tokens.findIndex((token) => isWord(token, "never"));
  const words = never < 0 ? less : part([...less.tokens.slice(0, never), ...less.tokens.slice(never + 1)], less);
  const event = readPast(scope, words);
  if (event !== null && never >= 0 && (amount !== null || event.count !== undefined)) {
    scope.report("SV604", phrase.span, {
      what: "What never happened has no number.",
      help: 'Leave out "never", or the number.',
    });
    return null;
  }
  return event === null ? null : { kind: "act", event, in: when, never: never >= 0, amount };
}

/** A phrase of some of its words. */
function part(tokens: readonly Token[], whole: Phrase): Phrase {
  const [first] = tokens;
  return first === undefined ? whole : { tokens, span: spanOf(first, tokens.at(-1)) };
}

/** What stands before `in PERIOD` at the end, and the period; undefined if it is no date. */
function period(scope: Scope, phrase: Phrase): { rest: Phrase; when: Time | null | undefined } {
  const { tokens } = phrase;
  const date = tokens.at(-1);
  const dated = date !== undefined && date.kind === "word" && DATE_LIKE.test(date.text);
  if (!dated || tokens.length < 3 || !isWord(tokens.at(-2), "in", "on")) return { rest: phrase, when: null };
  const when = scope.date({ text: date.text, span: date.span }, scope.offset) ?? undefined;
  return { rest: part(tokens.slice(0, -2), phrase), when };
}

/** `with at least 8 deaths` at the end; undefined if it has a fault. A verb's own `with` has no number behind it. */
function readAmount(scope: Scope, phrase: Phrase): { less: Phrase; amount: Amount | null | undefined } {
  for (const [index, token] of phrase.tokens.entries()) {
    if (index === 0 || !isWord(token, "with")) continue;
    const reader = new PhraseReader(scope, part(phrase.tokens.slice(index), phrase), variables());
    reader.skip(1);
    const comparison = readComparison(reader);
    const number = reader.peek();
    if (!isNumber(number)) {
      if (comparison === null) continue;
      reader.missing("how many", "Write: with at least 8 deaths");
      return { less: phrase, amount: undefined };
    }
    reader.skip(1);
    const unit = reader.peek();
    const less = part(phrase.tokens.slice(0, index), phrase);
    if (unit === undefined || unit.kind === "comma") {
      reader.missing("of what", "Write: with at least 8 deaths, or the unit of the accounts' quantity");
      return { less, amount: undefined };
    }
    reader.skip(1);
    const amount = { comparison: comparison ?? "exactly", number: Number(number.text), unit: unit.text } as const;
    return { less, amount: reader.end() ? amount : undefined };
  }
  return { less: phrase, amount: null };
}

/** `A attacked B …` or `B was attacked [by A] …`. Everybody in a claim is somebody in particular. */
function readPast(scope: Scope, phrase: Phrase): EventPattern | null {
  const reader = new PhraseReader(scope, phrase, variables());
  reader.counts = "any";
  const passive = isWord(phrase.tokens[1], "was", "were");
  const event = passive ? reader.passive() : reader.event("past");
  return event !== null && reader.end() ? event : null;
}

/** `A … [in PERIOD] before B … [in PERIOD] [before …]`; `after` the other way round. */
function readOrder(scope: Scope, phrase: Phrase): Statement | null {
  const { tokens } = phrase;
  const words = tokens.filter((token) => isWord(token, "before", "after")).map((token) => token.text);
  const word = words[0] ?? "before";
  if (words.some((each) => each !== word)) {
    scope.report("SV604", phrase.span, {
      what: "An order of events is told in one direction.",
      help: 'Use only "before", or only "after".',
    });
    return null;
  }
  const stages: Stage[] = [];
  let from = 0;
  for (let at = 0; at <= tokens.length; at += 1) {
    if (at < tokens.length && !isWord(tokens[at], word)) continue;
    const told = tokens.slice(from, at);
    from = at + 1;
    if (told.length === 0) {
      scope.report("SV107", phrase.span, { what: at === 0 ? `what was ${word} it` : `what it was ${word}`, help: "" });
      return null;
    }
    const { rest, when } = period(scope, part(told, phrase));
    const event = when === undefined ? null : readPast(scope, rest);
    if (event === null || when === undefined) return null;
    stages.push({ event, in: when });
  }
  return { kind: "order", stages: word === "before" ? stages : stages.reverse() };
}

/** `[not] STATE of X held [throughout] [for at least 30 days]`. */
function readState(scope: Scope, phrase: Phrase, when: Time | null): Statement | null {
  const held = phrase.tokens.findIndex((token) => isWord(token, "held"));
  if (held < 0) {
    scope.report("SV107", phrase.span, { what: '"held"', help: "Write: blocked of channel held in 2031" });
    return null;
  }
  const reader = new PhraseReader(scope, part(phrase.tokens.slice(0, held), phrase), variables());
  const state = reader.state();
  if (state === null || !reader.end()) return null;
  if (held + 1 >= phrase.tokens.length) return { kind: "state", state, throughout: false, lasting: null, in: when };
  const tail = new PhraseReader(scope, part(phrase.tokens.slice(held + 1), phrase), variables());
  const throughout = tail.eat("throughout");
  if (!tail.eat("for")) return tail.end() ? { kind: "state", state, throughout, lasting: null, in: when } : null;
  const comparison = readComparison(tail) ?? "exactly";
  const [number, unit] = [tail.peek(), tail.peek(1)];
  const length = UNITS.get(unit?.text ?? "");
  const perUnit = length === "day" ? 1 : length === "week" ? 7 : null;
  if (!isNumber(number) || perUnit === null || !/^\d{1,6}$/u.test(number.text)) {
    return tail.missing("a length in days or weeks", "Write: held for at least 30 days");
  }
  tail.skip(2);
  const lasting = { comparison, days: Number(number.text) * perUnit };
  return tail.end() ? { kind: "state", state, throughout, lasting, in: when } : null;
}

/** `READING was held by A`. */
function readHeld(scope: Scope, phrase: Phrase): Statement | null {
  const { rest, when } = period(scope, phrase);
  const [reading, was, , by, holder] = rest.tokens;
  if (when === undefined || reading === undefined) return null;
  if (!isWord(was, "was") || !isWord(by, "by") || holder === undefined || rest.tokens.length !== 5) {
    scope.report("SV107", rest.span, { what: "who held it", help: `Write: ${reading.text} was held by WHO` });
    return null;
  }
  const actor = scope.actor(nameOf(holder));
  return actor === null ? null : { kind: "reading", reading: reading.text, by: actor, in: when };
}

/** `ZONE lay in ZONE`. */
function readPlace(scope: Scope, phrase: Phrase, lay: number): Statement | null {
  const one = new PhraseReader(scope, part(phrase.tokens.slice(0, lay), phrase), variables());
  const zone = one.zone();
  if (zone === null || !one.end()) return null;
  if (lay + 1 >= phrase.tokens.length) return one.missing("where it lay", "Write: ZONE lay in ZONE");
  const two = new PhraseReader(scope, part(phrase.tokens.slice(lay + 1), phrase), variables());
  const outside = two.eat("outside");
  if (!outside && !two.eat("in")) return two.missing('"in" or "outside"', "Write: ZONE lay in ZONE");
  const of = two.zone();
  if (of === null || !two.end()) return null;
  if (zone.kind !== "zone" || of.kind !== "zone" || zone.distance !== undefined || of.distance !== undefined) {
    scope.report("SV604", phrase.span, {
      what: "What lies where is claimed of zones with a name.",
      help: "Write: ZONE lay in ZONE",
    });
    return null;
  }
  return { kind: "place", zone: zone.id, relation: outside ? "outside" : "in", of: of.id };
}

/** `A was [not] party to INSTRUMENT`, `A was [not] a member of GROUP`; `at` is where `party` or `member` stands. */
function readMember(scope: Scope, phrase: Phrase, at: number, when: Time | null): Statement | null {
  const { tokens } = phrase;
  const actor = scope.actor(nameOf(tokens[0] as Token));
  const party = isWord(tokens[at], "party");
  const [link, of] = [tokens[at + 1], tokens[at + 2]];
  if (!isWord(link, party ? "to" : "of") || of === undefined || tokens.length !== at + 3) {
    const what = party ? "to which agreement" : "of which group";
    scope.report("SV107", phrase.span, {
      what,
      help: party ? "Write: party to AGREEMENT" : "Write: a member of GROUP",
    });
    return null;
  }
  const negated = isWord(tokens[2], "not");
  const id = party ? (scope.instrument(nameOf(of))?.name.text ?? null) : scope.actor(nameOf(of));
  if (actor === null || id === null) return null;
  return { kind: "member", actor, of: { kind: party ? "instrument" : "group", id }, negated, in: when };
}

/** `INSTRUMENT was [not] signed`, `INSTRUMENT was [not] in force [between A, B]`. */
function readInstrument(scope: Scope, phrase: Phrase): Statement | null {
  const { rest, when } = period(scope, phrase);
  const { tokens } = rest;
  if (when === undefined) return null;
  const instrument = (tokens[0] as Token).text;
  if (tokens.length < 3) {
    scope.report("SV107", rest.span, {
      what: '"signed" or "in force"',
      help: `Write: ${instrument} was in force in 2022`,
    });
    return null;
  }
  const reader = new PhraseReader(scope, part(tokens.slice(2), rest), variables());
  const negated = reader.eat("not");
  const said = { kind: "instrument", instrument, negated, in: when } as const;
  if (reader.eat("signed")) return reader.end() ? { ...said, was: "signed", between: [] } : null;
  if (!reader.eat("in", "force")) {
    reader.end(`An agreement was "signed" or "in force": ${instrument} was in force in 2022`);
    return null;
  }
  if (!reader.eat("between")) return reader.end() ? { ...said, was: "in force", between: [] } : null;
  const between: string[] = [];
  while (!reader.done) {
    if (between.length > 0 && !reader.eatComma()) break;
    const token = reader.peek();
    const actor = token === undefined ? null : scope.actor(nameOf(token));
    if (actor === null) return token === undefined ? reader.missing("a name") : null;
    reader.skip(1);
    between.push(actor);
  }
  return reader.end() ? { ...said, was: "in force", between } : null;
}

/** `NORM [by BEARER] [against X] was OUTCOME [in PERIOD]`. */
function readOutcome(scope: Scope, phrase: Phrase): Statement | null {
  const { rest, when } = period(scope, phrase);
  const [norm] = rest.tokens;
  const was = rest.tokens.findIndex((token) => isWord(token, "was", "were"));
  if (norm === undefined || when === undefined) return null;
  const said = rest.tokens.slice(was + 1);
  if (was < 0 || said.length === 0) {
    scope.report("SV107", rest.span, {
      what: '"was" and the outcome',
      help: `Write: ${norm.text} was breached in 2022`,
    });
    return null;
  }
  const reader = new PhraseReader(scope, part(rest.tokens.slice(0, was), rest), variables());
  reader.skip(1);
  let by: string | null = null;
  let against: string | null = null;
  while (!reader.done) {
    const isBy = reader.eat("by");
    if (!isBy && !reader.eat("against")) {
      reader.end('Between the norm and "was" stand: by BEARER, against WHOM.');
      return null;
    }
    const token = reader.peek();
    if (token === undefined) return reader.missing("a name");
    reader.skip(1);
    const actor = scope.actor(nameOf(token));
    if (actor === null) return null;
    if (isBy) by = actor;
    else against = actor;
  }
  const outcome = textOf(said);
  if ((outcome === "amended" || outcome === "repealed") && by === null && against === null)
    return { kind: "amendment", norm: norm.text, was: outcome, in: when };
  if (!CLAIMED.includes(outcome)) {
    const near = nearestWord(outcome, CLAIMED);
    const help = near === null ? `Outcomes are: ${CLAIMED.join(", ")}.` : `Perhaps "${near}" is meant.`;
    scope.report("SV601", spanOf(said[0] as Token, said.at(-1)), { text: outcome, help });
    return null;
  }
  return { kind: "outcome", norm: norm.text, by, against, outcome, in: when };
}

/** What a norm may be claimed to have come to: its outcomes, and that it bound somebody at all. */
const CLAIMED: readonly string[] = [...OUTCOME_WORDS, "owed"];

/** `SERIES was about 89 percent in 2023`; `SERIES rose by about 20 percent from 2019 to 2023`. */
function readFigure(scope: Scope, phrase: Phrase): Statement | null {
  const reader = new PhraseReader(scope, phrase, variables());
  const of = readSeries(scope, reader);
  if (of === null) return null;
  if (reader.eat("was")) return readValue(scope, reader, of);
  const direction = reader.eat("rose") ? "rose" : reader.eat("fell") ? "fell" : null;
  if (direction === null) {
    const what = `A claim on a series says what it "was", or that it "rose" or "fell".`;
    scope.report("SV604", phrase.span, { what, help: "Write: SERIES was about 89 percent in 2023" });
    return null;
  }
  let comparison: Comparison | null = null;
  let by: Quantity | null = null;
  if (reader.eat("by")) {
    comparison = readComparison(reader) ?? "exactly";
    // A change may be told in percent, whatever the unit of the series.
    const percent = isNumber(reader.peek()) && isWord(reader.peek(1), "percent");
    by = readQuantity(scope, reader, percent ? null : of, scope.offset);
    if (by === null) return null;
  }
  const tolerance = readTolerance(scope, reader);
  const from = readYear(scope, reader, scope.offset, "from");
  const to = from === null ? null : readYear(scope, reader, scope.offset, "to");
  if (from === null || to === null || !reader.end() || tolerance === undefined) return null;
  if (to.latest <= from.earliest) {
    scope.report("SV410", phrase.span, { from: from.text, until: to.text });
    return null;
  }
  return { kind: "change", of, direction, comparison, by, from, to, tolerance };
}

function readValue(scope: Scope, reader: PhraseReader, of: SeriesUse): Statement | null {
  const comparison = readComparison(reader) ?? "exactly";
  const value = readQuantity(scope, reader, of, scope.offset);
  if (value === null) return null;
  const tolerance = readTolerance(scope, reader);
  // `A was 3 times B in 2023`: both in that year.
  const same = value.kind === "times" && reader.done ? value.in : null;
  const year = tolerance === undefined ? null : (same ?? readYear(scope, reader, scope.offset));
  if (tolerance === undefined || year === null || !reader.end()) return null;
  return { kind: "value", measure: { of, in: year, comparison, value }, tolerance };
}

/** `plus or minus 5 percent`, as a share of one; null if it is not said, undefined if it has a fault. */
function readTolerance(scope: Scope, reader: PhraseReader): number | null | undefined {
  reader.eatComma();
  if (!reader.eat("plus", "or", "minus")) return null;
  const token = reader.peek();
  if (!isNumber(token) || !isWord(reader.peek(1), "percent") || Number(token.text) < 0) {
    scope.report("SV107", token?.span ?? reader.lastToken().span, { what: "the tolerance, in percent", help: "" });
    return undefined;
  }
  reader.skip(2);
  return Number(token.text) / 100;
}
