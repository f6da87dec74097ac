/**
 * A checked model back to Servanda text: Markdown with the prose of each norm and reading above its block. Checking what is
 * printed gives the same model but for its spans, if no error was told of the first; what was left out for a fault
 * is not in the model, and cannot be printed. Not kept, for the model does not hold them: comments, the order of
 * declarations and clauses, prose above anything but a norm, a reading or a claim, and which of two ways of saying a
 * thing was chosen. What a case includes is in its model and is printed with it; the line that includes it is not. The layout is that of `format`.
 */
import { formatOffset } from "./calendar.ts";
import {
  THE_CASE,
  type Item,
  type Act,
  type Actor,
  type Amendment,
  type Argument,
  type CaseSettings,
  type EventPattern,
  type Expectation,
  type Instrument,
  type Meaning,
  type Membership,
  type Model,
  type Norm,
  type Reading,
  type State,
  type SupposedEvent,
  type Supposition,
  type Term,
  type Characterisation,
  type Claim,
  type Precedence,
  type OwnStandard,
  type Series,
  type Zone,
} from "./model.ts";
import { quote, Wording } from "./wording.ts";

/** The whole model as one Markdown document. The same model gives the same text. */
export function print(model: Model): string {
  return new Printer(model).document(model);
}

class Printer extends Wording {
  document(model: Model): string {
    this.ofActs = achieved([model.norms, model.readings]);
    const out: string[] = [];
    const block = (declarations: readonly (readonly string[])[], prose = ""): void => {
      if (declarations.length === 0) return;
      if (prose !== "") out.push(prose, "");
      out.push("```servanda");
      declarations.forEach((lines, index) => {
        const before = declarations[index - 1];
        const together = lines.length === 1 && before?.length === 1 && opening(before) === opening(lines);
        if (index > 0 && !together) out.push("");
        for (const line of lines) out.push(line);
      });
      out.push("```", "");
    };
    block([this.settings(model.case)]);
    block(model.sources.map(({ id, title }) => [`source ${this.name(id)}${titles([title], id)}`]));
    block(model.actors.map((actor) => this.actor(actor)));
    block(model.acts.filter((act) => !act.standard).map((act) => this.act(act)));
    block(model.states.map((state) => this.state(state)));
    block(model.zones.map((zone) => this.zone(zone)));
    block(model.terms.map((term) => [this.term(term)]));
    block((model.series ?? []).map((series) => [this.measured(series)]));
    for (const instrument of model.instruments) block([this.instrument(instrument)]);
    for (const norm of model.norms)
      block([this.norm(norm), ...norm.amendments.map((amendment) => this.amendment(norm, amendment))], norm.prose);
    const kinds = new Map(model.norms.map(({ id, kind }) => [id, kind]));
    for (const reading of model.readings) {
      const kind = reading.of.kind === "norm" ? (kinds.get(reading.of.id) ?? null) : null;
      block([this.reading(reading, kind)], reading.prose);
    }
    block((model.precedences ?? []).map((precedence) => [this.precedence(precedence)]));
    for (const claim of model.claims ?? []) block([this.claim(claim)], claim.prose);
    for (const supposition of model.suppositions) block([this.supposition(supposition)]);
    return out.slice(0, -1).join("\n") + "\n";
  }

  // ── Declarations ──────────────────────────────────────────────────────────────────────────────

  private settings(settings: CaseSettings): string[] {
    const { id, title, recordCloses, offset, standard, borders } = settings;
    return [
      `case ${this.name(id)}${titles([title], id)}`,
      ...(recordCloses === null ? [] : [`  record closes ${recordCloses.text}`]),
      `  time zone ${formatOffset(offset)}`,
      ...(settings.standards ?? []).map((own) => `  ${this.standard(own)}`),
      `  standard ${this.name(standard)}`,
      `  borders ${borders}`,
      ...(settings.placesNamedIn === undefined ? [] : [`  places named in ${settings.placesNamedIn.join(", ")}`]),
    ];
  }

  /** `standard NAME means 2 of monitor, ngo or adjudicated`. */
  private standard({ id, connective, parts }: OwnStandard): string {
    const said = parts.map((part) =>
      part.kind === "standard"
        ? this.name(part.standard)
        : `${part.count} of ${part.of.map((kind) => this.name(kind)).join(", ")}`,
    );
    return `standard ${this.name(id)} means ${said.join(` ${connective} `)}`;
  }

  private actor({ id, names, kind, codes, members }: Actor): string[] {
    const group = kind === "group" || members.length > 0;
    const said = [
      ...(kind === null || kind === "group" ? [] : [this.kind(kind)]),
      ...codes.map(({ scheme, code }) => `${this.name(scheme)} ${this.name(code)}`),
    ];
    const head = `${group ? "group" : "actor"} ${this.name(id)}${titles(names, id)}`;
    return [[head, ...said].join(", "), ...this.members("members", members)];
  }

  /** The first line holds those without dates; each other has a line of its own. */
  private members(word: string, members: readonly Membership[]): string[] {
    const lines: string[] = [];
    let before = false;
    for (const { actor, periods } of members) {
      const said = periods.flatMap(({ from, until }) => {
        const parts = [
          ...(from === null ? [] : [`from ${from.text}`]),
          ...(until === null ? [] : [`until ${until.text}`]),
        ];
        return parts.length === 0 ? [] : [parts.join(" ")];
      });
      const dated = said.length > 0;
      const text = this.name(actor) + (dated ? ` ${said.join(", ")}` : "");
      const last = lines.length - 1;
      if (last < 0) lines.push(`  ${word} ${text}`);
      else if (dated || before) lines.push(`   and ${text}`);
      else lines[last] += `, ${text}`;
      before = dated;
    }
    return lines;
  }

  private act({ id, present, past, roles, admittedBy }: Act): string[] {
    const said = roles.map(
      ({ name, preposition, kind }) =>
        (preposition === null ? "" : `${this.preposition(preposition)} `) +
        this.name(name) +
        (kind === null ? "" : `, ${this.kind(kind)}`),
    );
    return [
      `act ${this.name(id)}, ${this.form(present)}, ${this.name(past)}`,
      `  roles ${said.join(", ")}`,
      ...(admittedBy === null ? [] : [`  admitted by ${admittedBy}`]),
    ];
  }

  private state({ id, subjectKind, initially, startedBy, endedBy }: State): string[] {
    const acts = (word: string, changes: State["startedBy"]): string[] =>
      changes.length === 0 ? [] : [`  ${word} ${this.list(changes.map(({ act }) => act))}`];
    return [
      `state ${this.name(id)}` +
        (subjectKind === null ? "" : ` of ${this.kind(subjectKind)}`) +
        (initially === null ? "" : `, initially ${initially ? "true" : "false"}`),
      ...acts("started by", startedBy),
      ...acts("ended by", endedBy),
    ];
  }

  private zone({ id, names, kind, within, outside }: Zone): string[] {
    const placed = (word: string, list: Zone["within"]): string[] =>
      list.map(({ zone, source }) => `  ${word} ${this.noun(zone)}${this.source(source)}`);
    return [
      `zone ${this.noun(id)}${titles(names, id)}${kind === null ? "" : `, ${this.kind(kind)}`}`,
      ...placed("in", within),
      ...placed("outside", outside),
    ];
  }

  private term({ id, names, parameters }: Term): string {
    const said = parameters.map(({ preposition, name }) => ` ${preposition} ${this.name(name)}`);
    return `term ${this.name(id)}${said.join("")}${titles(names, id)}`;
  }

  private measured({ id, names, parameters, per, unit }: Series): string {
    const said = parameters.map(({ preposition, name }) => ` ${preposition} ${this.name(name)}`);
    const head = `series ${this.name(id)}${said.join("")}${titles(names, id)}`;
    return `${head}, per ${per}${unit === null ? "" : `, in ${this.name(unit)}`}`;
  }

  private instrument(instrument: Instrument): string[] {
    const { id, names, signed, inForce, offset, parties, survive, withdrawal, renewal } = instrument;
    const until = inForce?.until ?? null;
    return [
      `agreement ${this.name(id)}${titles(names, id)}`,
      ...(signed === null ? [] : [`  signed ${signed.text}`]),
      ...(inForce === null
        ? []
        : [`  in force from ${inForce.from.text}${until === null ? "" : ` until ${until.text}`}`]),
      ...(offset === null ? [] : [`  time zone ${formatOffset(offset)}`]),
      ...this.members("parties", parties),
      ...(withdrawal === undefined
        ? []
        : [`  withdrawal by ${this.base(withdrawal.act)}${this.after(withdrawal.after)}`]),
      ...(survive ? ["  duties already triggered survive"] : []),
      ...(renewal === undefined ? [] : [`  ${this.renewal(renewal)}`]),
    ];
  }

  private norm(norm: Norm): string[] {
    return [
      `${norm.kind} ${this.name(norm.id)} of ${this.name(norm.instrument)}, ${norm.article}`,
      ...this.clauses(norm.clauses, norm.kind, true),
    ];
  }

  private amendment(norm: Norm, { from, byConsentOf, clauses, repealed, source }: Amendment): string[] {
    const consent = byConsentOf.length === 0 ? "" : `, by consent of ${this.list(byConsentOf)}`;
    return [
      `amend ${this.name(norm.id)} from ${from.text}${consent}${this.source(source)}`,
      ...this.clauses(clauses, norm.kind, false),
      ...(repealed ? ["  repealed"] : []),
    ];
  }

  private reading(reading: Reading, kind: Norm["kind"] | null): string[] {
    const { id, of, means, clauses, notBinding, attribution } = reading;
    return [
      `reading ${this.name(id)} of ${this.name(of.id)}${this.held(reading)}`,
      ...means.map((meaning) => `  ${this.means(meaning)}`),
      ...this.clauses(clauses, kind, false),
      ...(attribution ?? []).map(
        ({ conductOf, countsAs }) =>
          `  attribution conduct of ${this.name(conductOf)} counts as ${this.name(countsAs)}`,
      ),
      ...(notBinding ? ["  not binding"] : []),
    ];
  }

  private held({ holders, source, stated }: Pick<Reading, "holders" | "source" | "stated">): string {
    const nobody = holders.length === 1 && holders[0] === THE_CASE;
    const when = stated === null ? "" : `, stated ${stated.text}`;
    return `, held by ${nobody ? "the case" : this.list(holders)}${this.source(source)}${when}`;
  }

  private precedence(precedence: Precedence): string {
    return `precedence ${this.name(precedence.higher)} over ${this.name(precedence.lower)}${this.held(precedence)}`;
  }

  private means({ term, parameters, body }: Meaning): string {
    const declared = this.terms.get(term)?.parameters ?? [];
    const head = parameters.map((name, index) => ` ${declared[index]?.preposition ?? "of"} ${this.name(name)}`);
    return `${this.name(term)}${head.join("")} means ${this.body(body, this.ofActs.has(term))}`;
  }

  private claim({ id, at, kind, source, statements, refutedBy, called, unchecked, notCheckable }: Claim): string[] {
    const place = at === null ? "" : ` at ${this.name(at)}`;
    const a = kind === null ? "" : `, ${this.kind(kind)}`;
    return [
      `claim ${this.name(id)}${place}${a}${this.source(source)}`,
      ...statements.map((statement) => `  ${this.statement(statement)}`),
      ...refutedBy.map((statement) => `  refuted by ${this.statement(statement)}`),
      ...(called === null ? [] : this.called(called)),
      ...unchecked.map((words) => `  not checked ${quote(words)}`),
      ...(notCheckable === null ? [] : [`  not checkable because ${quote(notCheckable)}`]),
    ];
  }

  private called({ words, asIn, attributions }: Characterisation): string[] {
    return [
      `  called ${words === null ? `as in ${this.name(asIn ?? "")}` : quote(words)}`,
      ...attributions.map(({ kind, by, source, stated, words: said }) => {
        const when = stated === null ? "" : `, stated ${stated.text}`;
        return `  ${kind} by ${this.list(by)}${this.source(source)}${when}${said === null ? "" : `, ${quote(said)}`}`;
      }),
    ];
  }

  private supposition(supposition: Supposition): string[] {
    const { id, withRecord, events, withoutEvents, withoutCoverage, withoutSources, moves, expectations } = supposition;
    const without = (what: string, ids: readonly string[]): string[] =>
      ids.map((each) => `  without ${what} ${this.name(each)}`);
    return [
      `suppose ${this.name(id)}`,
      ...(withRecord ? ["  with the record"] : []),
      ...without("event", withoutEvents),
      ...without("coverage", withoutCoverage),
      ...without("source", withoutSources),
      ...moves.map(({ event, to }) => `  event ${this.name(event)} at ${to.text}`),
      ...events.map((event) => `  ${this.happening(event)}`),
      ...expectations.map((expectation) => `  ${this.expectation(expectation)}`),
    ];
  }

  private happening({ when, act, actor, target, object, place }: SupposedEvent): string {
    const bare = this.bare(this.acts.get(act));
    const named = (id: string | null, said: boolean): Argument | null =>
      id !== null ? { kind: "name", id } : said ? { kind: "anyone" } : null;
    const pattern: EventPattern = {
      act,
      actor: named(actor, true),
      target: named(target, bare.includes("target")),
      object: named(object, bare.includes("object")),
      place: place === null ? null : { kind: "zone", id: place },
    };
    return `${when.text} ${this.event(pattern)}`;
  }

  private expectation(expectation: Expectation): string {
    const { norm, bearer, counterparty, after, under, outcome, possible, from, days, on, standard } = expectation;
    const view = (text: string): string =>
      text === THE_CASE
        ? "the case"
        : text
            .split(":")
            .map((part) => this.name(part))
            .join(":");
    return [
      `expect ${this.name(norm)}`,
      ...(bearer === null ? [] : [`by ${bearer === "unnamed" ? bearer : this.name(bearer)}`]),
      ...(counterparty === null ? [] : [`to ${this.name(counterparty)}`]),
      ...(after === null ? [] : [`after ${this.name(after)}`]),
      `is ${outcome}${possible.length === 0 ? "" : `: ${possible.join(" or ")}`}`,
      ...(from === null ? [] : [`from ${from.text}`]),
      ...(days === null ? [] : [`for ${days} ${days === 1 ? "day" : "days"}`]),
      ...(on === null ? [] : [`on ${on.text}`]),
      ...(under === null ? [] : [`under ${view(under)}`]),
      ...(standard === null ? [] : [`at standard ${this.name(standard)}`]),
    ].join(" ");
  }
}

function opening(lines: readonly string[]): string {
  return lines[0]?.split(" ", 1)[0] ?? "";
}

/** Display names, unless they are what an absent list stands for. */
function titles(names: readonly string[], id: string): string {
  if (names.length === 1 && names[0] === id) return "";
  return ` ${names.map(quote).join(" / ")}`;
}

/** The terms that a clause or meaning uses for acts. */
function achieved(value: unknown, into: Set<string> = new Set()): ReadonlySet<string> {
  if (value === null || typeof value !== "object") return into;
  const node = value as Partial<Item & { kind: "term" }>;
  if (node.kind === "term" && node.mode === "achieve" && node.use !== undefined) into.add(node.use.term);
  for (const part of Object.values(value)) achieved(part, into);
  return into;
}
