/** Suppositions: a story, and what is expected to follow from it. */
import type { Expectation, SupposedEvent, Supposition, Time } from "./model.ts";
import { variables, type Scope } from "./names.ts";
import { PhraseReader } from "./phrase.ts";
import { standardOf } from "./standard.ts";
import type { ExpectNode, SuppositionLine, SuppositionNode } from "./syntax.ts";

/** What expectations may speak of: sound norms with the offset of their instrument, and views. */
export interface Stage {
  readonly offset: number;
  readonly offsetOf: (norm: string) => number | null;
  readonly holders: ReadonlySet<string>;
  readonly readings: ReadonlySet<string>;
}

/** The supposition, if all of it is sound. Expectations on norms that are not sound are left out. */
export function readSupposition(scope: Scope, node: SuppositionNode, stage: Stage): Supposition | null {
  const mark = scope.errors;
  const events: SupposedEvent[] = [];
  const withoutEvents: string[] = [];
  const withoutCoverage: string[] = [];
  const withoutSources: string[] = [];
  const moves: { event: string; to: Time }[] = [];
  const expectations: Expectation[] = [];
  let happenings = 0;
  for (const line of node.lines) {
    switch (line.kind) {
      case "happens": {
        happenings += 1;
        const event = readHappening(scope, line, `${node.name.text}#${happenings}`, stage.offset);
        if (event !== null) events.push(event);
        break;
      }
      case "without":
        needsRecord(scope, node, line, `without ${line.what}`);
        if (line.what === "event") withoutEvents.push(line.id.text);
        else if (line.what === "coverage") withoutCoverage.push(line.id.text);
        else {
          scope.source(line.id);
          withoutSources.push(line.id.text);
        }
        break;
      case "moved": {
        needsRecord(scope, node, line, "event … at");
        const to = scope.date(line.to, stage.offset);
        if (to !== null) moves.push({ event: line.event.text, to });
        break;
      }
      case "expect": {
        const expectation = readExpectation(scope, line, stage);
        if (expectation !== null) expectations.push(expectation);
        break;
      }
    }
  }
  if (node.sound && !node.lines.some((line) => line.kind === "expect")) {
    scope.report("SV105", node.name.span, {
      declaration: "a supposition",
      what: "something that is expected",
      help: "Add a line: expect NORM is OUTCOME",
    });
  }
  if (!node.sound || scope.errors !== mark) return null;
  return {
    id: node.name.text,
    withRecord: node.withRecord,
    events,
    withoutEvents,
    withoutCoverage,
    withoutSources,
    moves,
    expectations,
    span: node.span,
  };
}

function needsRecord(scope: Scope, node: SuppositionNode, line: SuppositionLine, words: string): void {
  if (node.withRecord || !node.sound) return;
  scope.report("SV603", line.span, {
    what: `"${words}" changes the record, and this supposition leaves the record aside.`,
    help: 'Add a line "with the record" above it.',
  });
}

function readHappening(
  scope: Scope,
  line: SuppositionLine & { kind: "happens" },
  id: string,
  offset: number,
): SupposedEvent | null {
  const when = scope.date(line.when, offset);
  const reader = new PhraseReader(scope, line.phrase, variables());
  const pattern = reader.event();
  if (pattern === null || !reader.end() || when === null) return null;
  const name = (column: "actor" | "target" | "object"): string | null => {
    const argument = pattern[column];
    if (argument === null || argument.kind === "name") return argument?.id ?? null;
    if (argument.kind !== "anyone") {
      scope.report("SV603", line.phrase.span, {
        what: "What happens in a supposition happens to somebody in particular.",
        help: "Use the name of an actor, a thing or a zone.",
      });
    }
    return null;
  };
  let place: string | null = null;
  if (pattern.place?.kind === "zone") place = pattern.place.id;
  else if (pattern.place !== null) {
    scope.report("SV603", line.phrase.span, {
      what: "What happens in a supposition happens in a zone by name: what an open term covers is for a reading to say.",
      help: "Use the name of a zone.",
    });
  }
  if (pattern.count !== undefined) {
    scope.report("SV603", line.phrase.span, {
      what: "A line of a supposition tells of one event.",
      help: "Write a line for each time.",
    });
  }
  return {
    id,
    when,
    act: pattern.act,
    actor: name("actor"),
    target: name("target"),
    object: name("object"),
    place,
    span: line.span,
  };
}

function readExpectation(scope: Scope, line: ExpectNode, stage: Stage): Expectation | null {
  const norm = scope.norm(line.norm);
  if (norm === null) return null;
  const offset = stage.offsetOf(norm.name.text);
  const bearer = line.bearer === null ? null : bearerName(scope, line);
  const counterparty = line.counterparty === null ? null : counterpartyName(scope, line);
  const from = line.from === null ? null : scope.date(line.from, offset ?? stage.offset);
  const on = line.on === null ? null : scope.date(line.on, offset ?? stage.offset);
  const under = line.under?.text ?? null;
  if (line.under !== null && under !== null) {
    const [holder = "", reading] = under.split(":");
    const known =
      reading === undefined
        ? stage.holders.has(holder) || stage.readings.has(holder)
        : stage.holders.has(holder) && stage.readings.has(reading);
    if (!known && scope.hollow.has(holder)) scope.quiet();
    else if (!known) scope.report("SV602", line.under.span, { name: under });
  }
  // The norm is known, but not sound: nothing could be found on it.
  if (offset === null) return null;
  return {
    norm: norm.name.text,
    bearer,
    counterparty,
    after: line.after?.text ?? null,
    under,
    outcome: line.outcome,
    possible: line.possible,
    from,
    days: line.days,
    on,
    standard: line.standard && standardOf(scope, line.standard),
    span: line.span,
  };
}

/** A bearer is an actor, `unnamed`, or the words of an open term. */
function bearerName(scope: Scope, line: ExpectNode): string | null {
  const name = line.bearer;
  if (name === null) return null;
  if (name.text === "unnamed" || scope.nouns.get(name.text)?.kind === "term") return name.text;
  return scope.actor(name);
}

function counterpartyName(scope: Scope, line: ExpectNode): string | null {
  const name = line.counterparty;
  if (name === null) return null;
  if (scope.nouns.get(name.text)?.kind === "zone") return name.text;
  return scope.actor(name);
}
