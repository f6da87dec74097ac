/** A finding as an argument, without pixels: its steps, what each rests on, and what else was or could be found. */
import { formatDay, type Norm, type Reading, type Term, type Time } from "@servanda/language";
import type { Account, Because, Finding, Source } from "@servanda/monitor";
import {
  atomWords,
  datesOf,
  groupsOf,
  holderWords,
  phraseOf,
  plainProse,
  saidWords,
  statedAfter,
  type Telling,
  valueOf,
  viewWords,
  type Word,
  wordOf,
  wordsIn,
} from "servanda/words";
import { clockWords } from "./clock.ts";
import { tellingFinding } from "./choice.ts";
import type { Desk, Selection } from "./desk.ts";
import { bare } from "./isolation.ts";
import { compare } from "./order.ts";
import { deedWords, whenOf } from "./timelinestate.ts";

/** A finding, told in a line. */
export interface Verdict {
  readonly id: string;
  readonly word: Word;
  readonly phrase: string;
  readonly dates: string;
}

export interface Choice extends Verdict {
  readonly label: string;
  /** Of an occasion what happened, in a line; else empty. */
  readonly more: string;
  readonly isThis: boolean;
  readonly changed: boolean;
  /** The view that it is under. */
  readonly view: string;
}

export interface AccountSaid {
  readonly id: string;
  readonly account: Account | null;
  readonly source: Source | null;
  /** What it says, in words. */
  readonly said: string;
  /** `finding, verified, published 2022-09-14`. */
  readonly weight: string;
  /** How far it carries by itself: a standard in words, with `against interest` where it is. */
  readonly carries: string | null;
  readonly rule: string;
}

export interface ReadingSaid {
  readonly reading: Reading;
  readonly holders: readonly string[];
  /** `first stated …, after the event`, `stated …`, or null. */
  readonly stated: string | null;
  readonly isLate: boolean;
  readonly source: string | null;
  readonly prose: string;
}

/** What a step rests on. */
export type Part =
  | {
      readonly kind: "line";
      readonly text: string;
      /** Terms that it names, with their first name. */
      readonly terms: readonly Term[];
      readonly rule: string;
      readonly parts: readonly Part[];
    }
  | {
      readonly kind: "event";
      readonly id: string;
      /** `decided`, `contested`, `unknown`, `denied only`. */
      readonly status: string;
      readonly support: string;
      readonly rule: string;
      readonly accounts: readonly AccountSaid[];
      readonly others: readonly Part[];
      /** It stands further up already: then without its accounts. */
      readonly again: boolean;
    }
  | { readonly kind: "account"; readonly said: AccountSaid }
  | { readonly kind: "reading"; readonly said: ReadingSaid }
  | {
      readonly kind: "coverage";
      readonly id: string;
      readonly source: string;
      readonly records: string;
      readonly why: string;
      readonly rule: string;
    }
  /** Words that the text leaves open, and who gives them which meaning. */
  | {
      readonly kind: "open-term";
      readonly text: string;
      readonly terms: readonly Term[];
      readonly rule: string;
      readonly readings: readonly ReadingSaid[];
    }
  | { readonly kind: "source"; readonly text: string };

export interface Step {
  readonly key: string;
  readonly title: string;
  readonly lines: readonly { readonly text: string; readonly rule: string; readonly parts: readonly Part[] }[];
}

export interface Argument {
  readonly finding: Finding;
  readonly verdict: Verdict;
  /** What it is without the flips, where that differs; `none`: it would not arise. */
  readonly before: Verdict | "none" | null;
  readonly norm: Norm | null;
  readonly prose: string;
  /** The norm as it stands in the case's page, and where: `page.md:12`. */
  readonly formal: string;
  readonly page: string | null;
  /** Whether the board has the norm as contested on reading for this bearer. */
  readonly isContested: boolean;
  /** The same norm and bearer on the same occasion under each view. */
  readonly readings: readonly Choice[];
  /** The same norm, bearer and view on each occasion. */
  readonly occasions: readonly Choice[];
  /** All whom the norm binds under the same view: each on the same occasion, or on the one that tells most. */
  readonly bearers: readonly Choice[];
  readonly steps: readonly Step[];
  /** Open facts on which it turns. */
  readonly open: readonly { readonly text: string; readonly event: string | null }[];
  readonly isSmallest: boolean;
}

/** What was found before the flips of a finding that no longer arises; null where it never was. */
export function formerFinding(desk: Desk, selection: Selection): Finding | null {
  return desk.plain.findings.find((f) => f.id === selection.finding) ?? null;
}

export function argumentOf(desk: Desk, finding: Finding): Argument {
  const norm = desk.model.norms.find((each) => each.id === finding.norm) ?? null;
  const same = desk.result.findings.filter((f) => f.norm === finding.norm);
  const formal = norm === null ? null : blockOf(desk, norm);
  const choice = (label: (f: Finding) => string) => (f: Finding) => choiceOf(desk, f, finding, label(f));
  const ordered = [...same].sort(
    (a, b) => (a.trigger?.time.earliest ?? 0) - (b.trigger?.time.earliest ?? 0) || compare(a.id, b.id),
  );
  const isMate = (f: Finding): boolean => f.bearer === finding.bearer && f.counterparty === finding.counterparty;
  const bearers = boundBeside(ordered, finding);
  const teller = new Teller(desk, finding);
  const isTowardOne = new Set(bearers.map((f) => f.bearer)).size === bearers.length;
  return {
    finding,
    verdict: verdictOf(desk, finding),
    before: beforeOf(desk, finding),
    norm,
    prose: norm === null ? "" : plainProse(norm.prose),
    formal: formal?.text ?? "",
    page: formal?.page ?? null,
    isContested: desk.result.board.some(
      (line) => line.norm === finding.norm && line.bearer === finding.bearer && line.outcome === "contested on reading",
    ),
    readings: same
      .toSorted((a, b) => compare(Number(a.view !== "text"), Number(b.view !== "text")) || compare(a.id, b.id))
      .filter((f) => isMate(f) && occasionOf(f) === occasionOf(finding))
      .map(choice((f) => viewWords(f.view, desk.name))),
    occasions: ordered.filter((f) => f.view === finding.view && isMate(f)).map(choice((f) => occasionWords(desk, f))),
    bearers: bearers.map(choice((f) => (isTowardOne ? desk.name(f.bearer) : bearerWords(desk, f)))),
    steps: teller.steps(),
    open: teller.open(),
    isSmallest: finding.pivots.minimal,
  };
}

export function verdictOf(desk: Desk, finding: Finding): Verdict {
  return {
    id: finding.id,
    word: wordOf(finding),
    phrase: phraseOf(finding),
    dates: clockWords(datesOf(finding, desk.model.case.offset), desk.model.case.offset),
  };
}

/** What a finding was by the case itself, where the flips have made something else of it. */
export function beforeOf(desk: Desk, finding: Finding): Verdict | "none" | null {
  if (!desk.changed.has(finding.id)) return null;
  const former = desk.plain.findings.find((f) => f.id === finding.id);
  return former ? verdictOf(desk, former) : "none";
}

function choiceOf(desk: Desk, finding: Finding, own: Finding, label: string): Choice {
  return {
    ...verdictOf(desk, finding),
    label,
    more: finding.trigger?.by === "event" ? deedWords(finding.trigger.id, desk) : "",
    view: finding.view,
    isThis: finding.id === own.id,
    changed: desk.changed.has(finding.id),
  };
}

export function bearerWords(desk: Desk, finding: Finding): string {
  const toward = finding.counterparty === null ? "" : ` toward ${desk.name(finding.counterparty)}`;
  return `${desk.name(finding.bearer)}${toward}`;
}

export function occasionWords(desk: Desk, { trigger }: Finding): string {
  if (trigger === null) return "no occasion";
  if (trigger.by === "event") {
    const accounts = desk.events.get(trigger.id) ?? [];
    const kinds = new Set(accounts.flatMap(({ kind }) => kind?.replaceAll("-", " ") ?? []));
    // The day of the act itself: what else the norm asks for may have set it off later.
    const own = whenOf(accounts);
    const isLater = own !== null && own.latest < trigger.time.earliest;
    const day = isLater ? formatDay(own.earliest, desk.model.case.offset) : shortDay(desk, trigger.time);
    return `${[[...kinds].join(" or "), trigger.id].filter(Boolean).join(" ")}, ${day}`;
  }
  return `since ${shortDay(desk, trigger.time)}`;
}

/** The first day that a time may lie on. */
function shortDay(desk: Desk, time: Time): string {
  return desk.day(time).replace(/[ /].*$/u, "");
}

/** One finding of each whom the norm binds under the same view, and toward whom, in the order in which they are given. */
function boundBeside(findings: readonly Finding[], own: Finding): Finding[] {
  const same = findings.filter((f) => f.view === own.view);
  const each = Map.groupBy(same, (f) => `${f.bearer}\n${f.counterparty ?? ""}`);
  return [...each.values()]
    .flatMap((of) => {
      if (of.includes(own)) return own;
      const onIt = of.filter((f) => occasionOf(f) === occasionOf(own));
      return tellingFinding(onIt.length > 0 ? onIt : of) ?? [];
    })
    .toSorted((a, b) => compare(a.bearer, b.bearer) || compare(a.id, b.id));
}

/** Findings of one occasion have one key, whoever reads the norm. */
function occasionOf({ trigger }: Finding): string {
  return trigger?.by === "event" ? trigger.id : "";
}

function blockOf(desk: Desk, norm: Norm): { readonly text: string; readonly page: string } | null {
  const page = desk.pages.find(({ path }) => path === norm.span.path);
  if (!page) return null;
  const lines = page.text.split("\n").slice(norm.span.line - 1, norm.span.endLine);
  return { text: lines.join("\n").trimEnd(), page: `${norm.span.path}:${norm.span.line}` };
}

const LEVELS = ["nothing", "alleged", "reasonable grounds", "corroborated", "adjudicated"];

/** `level 2` of the engine, as the standard that it reaches. */
export function levelWords(text: string): string {
  return text.replace(/\blevel (\d)/gu, (whole, digit: string) => LEVELS[Number(digit)] ?? whole);
}

/** An account by itself, in words. */
export function accountSaid(desk: Desk, id: string): AccountSaid {
  const account = desk.accounts.get(id) ?? null;
  const source = desk.sources.get(account?.source ?? "") ?? null;
  const [, said = "", weight = ""] =
    account === null ? [] : (/^(.*) \[(.*)\]$/su.exec(saidWords(account, (of) => bare(desk.name(of)))) ?? []);
  const words = clockWords(desk.isolated(said), desk.model.case.offset);
  return { id, account, source, said: words, weight, carries: null, rule: "2.1" };
}

/** Steps that tell what words mean, or that nobody says. */
const OF_TERMS: ReadonlySet<Because["kind"]> = new Set(["meaning", "open-term"]);

class Teller {
  private readonly desk: Desk;
  private readonly finding: Finding;
  private readonly telling: Telling;
  private readonly told = new Set<string>();

  constructor(desk: Desk, finding: Finding) {
    this.desk = desk;
    this.finding = finding;
    const { model, result, record } = desk;
    this.telling = { model, result, record, finding, name: (id) => bare(desk.name(id)) };
  }

  steps(): Step[] {
    return groupsOf(this.finding).map(({ key, title, steps }) => ({
      key,
      title,
      lines: steps.map((step) => ({ text: this.line(step), rule: step.rule, parts: this.under(step) })),
    }));
  }

  private line(step: Because): string {
    const told = this.desk.isolated(levelWords(valueOf(this.telling, step)));
    return clockWords(told, this.desk.model.case.offset);
  }

  /** Open facts on which the finding turns. */
  open(): Argument["open"] {
    const { events, model } = this.desk;
    return this.finding.pivots.atoms.map((atom) => ({
      text: clockWords(this.desk.isolated(atomWords(this.telling, atom)), model.case.offset),
      event: (atom.kind === "event" || atom.kind === "time") && events.has(atom.ref) ? atom.ref : null,
    }));
  }

  /** Terms that a sentence of the engine names by their ids. */
  private termsIn({ kind, value }: Because): Term[] {
    if (!OF_TERMS.has(kind)) return [];
    const words = wordsIn(value);
    return this.desk.model.terms.filter(({ id }) => words.has(id));
  }

  private under(step: Because): Part[] {
    const parts = step.children.map((child) => this.part(child));
    const shown = new Set(step.children.flatMap((child) => child.refs));
    // What these refer to is told by what is under them.
    const told = ["event", "considered", "performed", "breach", "trigger", "condition", "coverage", "exception"];
    if (told.includes(step.kind) || step.kind === "excused" || step.kind === "article") return parts;
    for (const ref of step.refs) {
      if (shown.has(ref)) continue;
      const reading = this.desk.model.readings.find((each) => each.id === ref);
      if (reading) parts.push(...this.reading(reading));
      else if (this.desk.accounts.has(ref))
        parts.push({ kind: "account", said: this.account({ ...step, refs: [ref] }) });
      else if (this.sourceTitle(ref) !== null) parts.push({ kind: "source", text: this.sourceTitle(ref) ?? ref });
    }
    // Whose source stands beside a reading need not be told again.
    const named = new Set(parts.map((part) => (part.kind === "reading" ? part.said.source : null)));
    return parts.filter((part) => part.kind !== "source" || !named.has(part.text));
  }

  private part(step: Because): Part {
    const ref = step.refs[0] ?? "";
    switch (step.kind) {
      case "event":
        return this.event(step, ref);
      case "account":
      case "denial":
        return { kind: "account", said: this.account(step) };
      case "coverage-row":
        return this.coverage(ref, step);
      case "open-term":
        return {
          kind: "open-term",
          text: this.line(step),
          terms: this.termsIn(step),
          rule: step.rule,
          readings: this.meanings(step),
        };
      default:
        return {
          kind: "line",
          text: this.line(step),
          terms: this.termsIn(step),
          rule: step.rule,
          parts: this.under(step),
        };
    }
  }

  private event(step: Because, id: string): Part {
    const again = this.told.has(id);
    this.told.add(id);
    const [status = "", ...support] = step.value.split("; ");
    const accounts = step.children.filter((child) => child.kind === "account");
    const others = step.children.filter((child) => child.kind !== "account");
    return {
      kind: "event",
      id,
      status,
      support: levelWords(
        support
          .join("; ")
          .replace("support level", "supported at level")
          .replace("against it level", "contradicted at level"),
      ),
      rule: step.rule,
      accounts: again ? [] : accounts.map((child) => this.account(child)),
      others: again ? [] : others.map((child) => this.part(child)),
      again,
    };
  }

  private account(step: Because): AccountSaid {
    const said = accountSaid(this.desk, step.refs[0] ?? "");
    const carries = /; (level .*)$/u.exec(step.value)?.[1];
    return {
      ...said,
      said: said.account === null ? step.value : said.said,
      carries: carries === undefined ? null : levelWords(carries),
      rule: step.rule,
    };
  }

  private coverage(id: string, step: Because): Part {
    const row = this.desk.record.coverage.find((each) => each.id === id);
    if (!row) return { kind: "line", text: step.value, terms: [], rule: step.rule, parts: [] };
    const kinds = row.kinds.includes("*") ? "everything" : row.kinds.join(", ");
    const where = row.place === null ? "" : ` in ${this.desk.name(row.place)}`;
    return {
      kind: "coverage",
      id,
      source: this.sourceTitle(row.source) ?? row.source,
      records: `records ${kinds}${where}${row.threshold === null ? "" : `, ${row.threshold}`}`,
      why: row.why,
      rule: step.rule,
    };
  }

  /** Once each. */
  private reading(reading: Reading): Part[] {
    if (this.told.has(`reading ${reading.id}`)) return [];
    this.told.add(`reading ${reading.id}`);
    return [{ kind: "reading", said: this.readingSaid(reading) }];
  }

  private readingSaid(reading: Reading): ReadingSaid {
    const late = this.finding.readings.includes(reading.id) ? statedAfter(reading, this.finding) : null;
    return {
      reading,
      holders: reading.holders.map((holder) => holderWords(this.desk.model, reading, holder, this.desk.name)),
      stated: late ?? (reading.stated === null ? null : `stated ${reading.stated.text}`),
      isLate: late !== null,
      source: reading.source === null ? null : this.sourceTitle(reading.source),
      prose: plainProse(reading.prose),
    };
  }

  /** Whose readings give words a meaning that the text leaves open. */
  private meanings(step: Because): ReadingSaid[] {
    const words = /“(.*?)”/u.exec(step.value)?.[1] ?? "";
    return this.desk.model.readings
      .filter(
        (r) =>
          (r.of.id === this.finding.norm || r.of.id === this.finding.instrument) &&
          r.means.some((m) => words === m.term || words.startsWith(`${m.term} `)),
      )
      .map((r) => this.readingSaid(r));
  }

  private sourceTitle(id: string): string | null {
    const source = this.desk.sources.get(id);
    if (source) return [source.title, source.publisher].filter(Boolean).join(", ");
    return this.desk.model.sources.find((s) => s.id === id)?.title ?? null;
  }
}
