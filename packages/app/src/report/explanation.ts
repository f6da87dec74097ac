/**
 * Why a finding is what it is, in numbered steps that end in articles, accounts and sources; then what would change it.
 * All of it comes from the finding's own reasons (`because`); this only puts them into words.
 */
import type { Model, Reading } from "@servanda/language";
import type { Atom, Because, Finding, Record, Result } from "@servanda/monitor";
import { saidWords, sourceWords } from "./observation.ts";
import { byKey } from "./json.ts";
import { hang, plain, safe, wrap } from "./width.ts";
import {
  datesOf,
  either,
  ink,
  type Ink,
  namer,
  type Paper,
  percent,
  phraseOf,
  phraseWithin,
  readable,
  sign,
  standardWords,
  statedAfter,
  tellers,
  viewWords,
  wordOf,
} from "./words.ts";

/** What the same finding would be if one thing were otherwise. */
export interface Change {
  readonly kind: "standard" | "event" | "coverage";
  readonly ref: string;
  /** As `phraseWithin`; null: the occasion would not arise. */
  readonly phrase: string | null;
}

export interface Explained {
  readonly model: Model;
  readonly record: Record;
  readonly result: Result;
  readonly finding: Finding;
  readonly changes: readonly Change[];
}

const TITLES: { readonly [kind: string]: string } = {
  article: "The text",
  view: "The reading",
  "in-force": "In force",
  standard: "Standard of proof",
  trigger: "What sets it off",
  window: "Its time",
  place: "The place",
  performed: "Done",
  breach: "Breach",
  "possible-breach": "Possible breach",
  "possibly-performed": "Would be done",
  exception: "The exception",
  spared: "What another norm allows",
  use: "Used",
  stretch: "Each stretch",
  value: "The figures",
  item: "Each thing owed",
  considered: "Also looked at",
  coverage: "Silence",
  assumed: "Assumed",
  outcome: "So",
};

export function explanationLines(explained: Explained, paper: Paper): string[] {
  return new Writer(explained, paper).write();
}

class Writer {
  private readonly of: Explained;
  private readonly width: number;
  private readonly pen: Ink;
  private readonly name: (id: string) => string;
  private readonly told = new Set<string>();
  private readonly out: string[] = [];

  constructor(of: Explained, paper: Paper) {
    this.of = of;
    this.width = paper.width;
    this.pen = ink(paper);
    this.name = namer(of.model);
  }

  write(): string[] {
    const { finding, result } = this.of;
    const word = wordOf(finding);
    const dates = datesOf(finding, this.of.model.case.offset);
    const [first = "", ...more] = hang(
      "",
      `${sign(word)} ${phraseOf(finding)}${dates === "" ? "" : `, ${dates}`}`,
      this.width,
    );
    this.out.push(this.pen.word(word, first), ...more.map((line) => this.pen.word(word, line)));
    const toward = finding.counterparty === null ? "" : ` toward ${this.name(finding.counterparty)}`;
    this.say(
      "",
      `${plain(finding.norm)}, ${plain(finding.article)}: ${this.name(finding.bearer)}${toward}, ${viewWords(finding.view, this.name)}.`,
    );
    this.say(
      "",
      `At ${plain(result.at.text)}${result.asOf ? `, as known on ${plain(result.asOf.text)}` : ""}; standard of proof: ${standardWords(result.standard)}.`,
    );
    this.say("", `Finding ${plain(finding.id)}`);
    this.steps();
    this.otherwise();
    this.out.push("");
    this.say("", "Numbers in brackets are rules of docs/semantics.md.");
    return this.out;
  }

  private say(lead: string, text: string): void {
    this.out.push(...hang(lead, text, this.width));
  }

  // ── Steps ─────────────────────────────────────────────────────────────────────────────────────

  private steps(): void {
    const groups: Because[][] = [];
    for (const step of this.of.finding.because.children) {
      const last = groups.at(-1);
      // Steps of one kind that follow each other are one numbered step.
      if (last?.[0] && titleKey(last[0]) === titleKey(step)) last.push(step);
      else groups.push([step]);
    }
    for (const [i, group] of groups.entries()) {
      const [first] = group;
      if (!first) continue;
      this.out.push("");
      const lead = `${i + 1}. `.padEnd(4);
      const title = TITLES[titleKey(first)] ?? sentenceCase(plain(first.kind));
      if (group.length === 1) {
        this.say(lead, `${title}: ${this.valueOf(first)} [${plain(first.rule)}]`);
        this.under(first, "    ");
      } else {
        this.say(lead, `${title}:`);
        for (const step of group) {
          this.say("    – ", `${this.valueOf(step)} [${plain(step.rule)}]`);
          this.under(step, "      ");
        }
      }
    }
  }

  private valueOf(step: Because): string {
    if (step.kind === "standard") return standardWords(this.of.result.standard);
    if (step.kind === "view")
      return this.of.finding.view === "text" ? plain(step.value) : viewWords(this.of.finding.view, this.name);
    if (step.kind === "considered") return plain(step.refs.join(", "));
    if (step.kind === "coverage") return this.silence(step);
    if (step.kind === "breach" && !isSettled(step)) return `${this.sentence(step)}${tellers(this.accountsOf(step))}`;
    if (step.kind === "performed" && !isSettled(step)) {
      return `${this.sentence(step).replace(/^possibly /u, "")}${tellers(this.of.finding.performed?.accounts ?? [])}`;
    }
    return this.sentence(step);
  }

  private accountsOf(step: Because): readonly string[] {
    const told = this.of.finding.breaches.filter((breach) => step.refs.includes(breach.id));
    const own = told.filter((breach) => step.value.startsWith(`from ${breach.from.text} `));
    return (own.length > 0 ? own : told).flatMap((breach) => breach.accounts);
  }

  /** Who watched, and who denies: only what is so is said. */
  private silence(step: Because): string {
    const { share, gaps } = this.of.finding.coverage;
    if (share === null) return this.sentence(step);
    const watched = step.children.some((child) => child.kind === "coverage-row");
    const denials = step.children.filter((child) => child.kind === "denial").map((child) => child.refs[0] ?? "");
    const deniers = tellers(denials).replace(/^ \(as told by (.*)\)$/u, "denied by $1");
    if (!watched && deniers === "") return "nobody watched: that nothing is reported proves nothing";
    const much = gaps.length === 0 ? "all" : percent(share);
    const there = gaps.length === 0 ? "" : "there, ";
    if (deniers === "") return `${much} of the time was watched: ${there}what is not reported did not happen`;
    const how = watched ? "was watched, or it is" : "it is";
    return `${watched ? "" : "for "}${much} of the time ${how} ${deniers}: ${there}that counts as not having happened`;
  }

  /** The engine's sentence, with names for ids and short dates where a span of time is told. */
  private sentence(step: Because): string {
    const spans = ["in-force", "party", "trigger", "window", "gap", "breach", "performed", "amendment"];
    const text = spans.includes(step.kind)
      ? readable(step.value, this.of.model.case.offset).replace(/^from (\S+) until \1, 0 days/u, "on $1")
      : step.value;
    return this.namesIn(plain(text));
  }

  /** What a step rests on: its parts, then whatever else it refers to. */
  private under(step: Because, indent: string): void {
    if (step.kind === "article") this.article(indent);
    for (const child of step.children) this.part(child, indent);
    const told = [
      "event",
      "considered",
      "performed",
      "breach",
      "trigger",
      "condition",
      "coverage",
      "exception",
      "excused",
    ];
    if (!told.includes(step.kind)) this.references(step, indent);
  }

  private part(step: Because, indent: string): void {
    switch (step.kind) {
      case "event":
        this.event(step, indent);
        return;
      case "account":
      case "denial":
        this.account(step, indent);
        return;
      case "excuse":
        for (const child of step.children) this.part(child, indent);
        return;
      case "silent-source":
        this.silentSource(step, indent);
        return;
      case "meaning":
        this.meaning(step, indent);
        return;
      case "open-term":
        this.say(`${indent}– `, `${plain(step.value)} [${plain(step.rule)}]`);
        this.meanings(step, `${indent}  `);
        return;
      case "coverage-row":
        this.coverageRow(step, indent);
        return;
      default:
        this.say(`${indent}– `, `${this.sentence(step)} [${plain(step.rule)}]`);
        this.under(step, `${indent}  `);
    }
  }

  private article(indent: string): void {
    const norm = this.of.model.norms.find((n) => n.id === this.of.finding.norm);
    if (norm) this.quote(norm.prose, indent);
  }

  private quote(prose: string, indent: string): void {
    const text = plainProse(prose);
    if (text === "") return;
    this.out.push(...wrap(text, this.width - indent.length - 2).map((line) => `${indent}| ${line}`));
  }

  private event(step: Because, indent: string): void {
    const id = step.refs[0] ?? "";
    if (this.told.has(id)) {
      this.say(`${indent}– `, `event ${plain(id)}: told above`);
      return;
    }
    this.told.add(id);
    this.say(`${indent}– `, `event ${plain(id)}: ${plain(step.value)} [${plain(step.rule)}]`);
    for (const child of step.children) this.part(child, `${indent}  `);
  }

  private account(step: Because, indent: string): void {
    const account = this.of.record.accounts.find((a) => a.id === step.refs[0]);
    if (!account) {
      this.say(`${indent}– `, plain(step.value));
      return;
    }
    const source = this.of.record.sources.find((s) => s.id === account.source);
    const who = sourceWords({
      source: account.source,
      title: source?.title ?? null,
      publisher: source?.publisher ?? null,
    });
    const leaning = source?.leaning ? `, leaning ${plain(source.leaning)},` : "";
    const carries = /; (level .*)$/u.exec(step.value)?.[1];
    this.say(
      `${indent}– `,
      `${who}${leaning} ${account.stance}: ${saidWords(account, this.name)}${carries ? `; ${carries}` : ""} [${plain(step.rule)}]`,
    );
    if (account.reply) this.say(`${indent}  reply: `, plain(account.reply));
    if (account.note) this.say(`${indent}  note: `, plain(account.note));
    if (source?.url) this.say(`${indent}  `, plain(source.url));
  }

  /** A source that would have told of the event, and does not. */
  private silentSource(step: Because, indent: string): void {
    const source = step.refs.find((ref) => this.of.record.sources.some((s) => s.id === ref)) ?? null;
    const text = plain(step.value);
    const told = source !== null && text.startsWith(source) ? this.sourceOf(source) + text.slice(source.length) : text;
    this.say(`${indent}– `, `${told} [${plain(step.rule)}]`);
    for (const ref of step.refs)
      if (this.of.record.coverage.some((c) => c.id === ref)) this.coverage(ref, `${indent}  `, step.rule);
  }

  private meaning(step: Because, indent: string): void {
    const reading = this.of.model.readings.find((r) => r.id === step.refs[0]);
    this.say(`${indent}– `, `${this.namesIn(plain(step.value))} [${plain(step.rule)}]`);
    if (reading) this.reading(reading, `${indent}  `);
  }

  private reading(reading: Reading, indent: string): void {
    if (this.told.has(`reading ${reading.id}`)) return;
    this.told.add(`reading ${reading.id}`);
    this.say(indent, this.readingWords(reading));
    this.quote(reading.prose, indent);
  }

  private readingWords(reading: Reading): string {
    const { finding } = this.of;
    const late = finding.readings.includes(reading.id) ? statedAfter(reading, finding) : null;
    return readingWords(reading, late, this.name, this.sourceOf(reading.source));
  }

  /** Whose readings give words a meaning that the text leaves open. */
  private meanings(step: Because, indent: string): void {
    const { finding, model } = this.of;
    const words = /“(.*?)”/u.exec(step.value)?.[1] ?? "";
    const readings = model.readings.filter(
      (r) =>
        (r.of.id === finding.norm || r.of.id === finding.instrument) &&
        r.means.some((m) => words === m.term || words.startsWith(`${m.term} `)),
    );
    for (const reading of readings) {
      this.say(`${indent}– `, `given a meaning by ${this.readingWords(reading)}`);
      this.quote(reading.prose, `${indent}  `);
    }
    if (readings.length === 0) this.say(`${indent}– `, "nobody is on record with a meaning");
  }

  private coverageRow(step: Because, indent: string): void {
    const id = step.refs[0] ?? "";
    if (this.of.record.coverage.some((c) => c.id === id)) this.coverage(id, indent, step.rule);
    else this.say(`${indent}– `, plain(step.value));
  }

  private coverage(id: string, indent: string, rule: string): void {
    const row = this.of.record.coverage.find((c) => c.id === id);
    if (!row) return;
    const kinds = row.kinds.includes("*") ? "everything" : either(row.kinds);
    this.say(
      `${indent}– `,
      `row ${plain(row.id)}: ${this.sourceOf(row.source)} records ${plain(kinds)}${row.place === null ? "" : ` in ${this.name(row.place)}`}` +
        `${row.threshold === null ? "" : `, ${plain(row.threshold)}`}: ${plain(row.why)} [${plain(rule)}]`,
    );
  }

  /** References that no other part shows: accounts, sources, readings, coverage. */
  private references(step: Because, indent: string): void {
    const shown = new Set(step.children.flatMap((child) => child.refs));
    for (const ref of step.refs) {
      if (shown.has(ref)) continue;
      const reading = this.of.model.readings.find((r) => r.id === ref);
      if (this.of.record.accounts.some((a) => a.id === ref)) this.account({ ...step, refs: [ref] }, indent);
      else if (this.of.record.coverage.some((c) => c.id === ref)) this.coverage(ref, indent, step.rule);
      else if (reading) this.reading(reading, indent);
      else if (this.of.record.sources.some((s) => s.id === ref) || this.of.model.sources.some((s) => s.id === ref)) {
        this.say(`${indent}– `, `source: ${this.sourceOf(ref)}`);
      }
    }
  }

  private sourceOf(id: string | null): string {
    if (id === null) return "";
    const source = this.of.record.sources.find((s) => s.id === id);
    if (source) return sourceWords({ source: id, title: source.title, publisher: source.publisher });
    return sourceWords({
      source: id,
      title: this.of.model.sources.find((s) => s.id === id)?.title ?? null,
      publisher: null,
    });
  }

  /** Ids of actors in a sentence of the engine, as their names. */
  private namesIn(text: string): string {
    const ids = new Set(this.of.model.actors.map((a) => a.id));
    return text.replace(/[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*/gu, (word) => (ids.has(word) ? this.name(word) : word));
  }

  // ── What would change it ──────────────────────────────────────────────────────────────────────

  private otherwise(): void {
    const { finding, result, changes } = this.of;
    const lines: string[] = [];
    for (const atom of finding.pivots.atoms) lines.push(this.atomWords(atom));
    if (finding.pivots.atoms.length > 0 && !finding.pivots.minimal)
      lines.push("other facts are open too: these are not the smallest set");
    for (const change of changes) {
      const what =
        change.kind === "standard"
          ? `at the standard ${change.ref.replaceAll("-", " ")}`
          : change.kind === "event"
            ? `without event ${plain(change.ref)}`
            : `without coverage ${plain(change.ref)}`;
      lines.push(`${what}: ${change.phrase ?? "the occasion would not arise"}`);
    }
    const own = phraseOf(finding);
    const others = result.findings.filter(
      (f) =>
        f.norm === finding.norm &&
        f.bearer === finding.bearer &&
        f.view !== finding.view &&
        (f.trigger?.by === "event" ? f.trigger.id : null) ===
          (finding.trigger?.by === "event" ? finding.trigger.id : null) &&
        phraseOf(f) !== own,
    );
    for (const f of byKey(others, (o) => o.id)) {
      const dates = datesOf(f, this.of.model.case.offset);
      lines.push(`${viewWords(f.view, this.name)}: ${phraseWithin(f)}${dates === "" ? "" : `, ${dates}`}`);
    }
    this.out.push("");
    this.say("", "What would change it:");
    if (lines.length === 0) this.say("  – ", "no other standard, reading, or single event or coverage row left out");
    for (const line of lines) this.say("  – ", line);
  }

  /** `would be breached if …; kept if …`. */
  private atomWords(atom: Atom): string {
    const yes = atom.answers.find((a) => a.value === "yes");
    const no = atom.answers.find((a) => a.value === "no");
    if (yes && no && atom.answers.length === 2) {
      return `would be ${either(yes.outcomes)} if ${supposed(atom)}; ${either(no.outcomes)} if not`;
    }
    const parts = atom.answers.map(({ value, outcomes }) => `${either(outcomes)} if ${plain(answered(atom, value))}`);
    return `would be ${parts.join("; ")}`;
  }
}

/** The open fact, as something that is so. */
function supposed(atom: Atom): string {
  const ref = plain(atom.ref);
  const unreported = /^(.*?)(?:: )?an unreported (.+)$/u.exec(ref);
  if (atom.kind === "unreported" && unreported) {
    const what = unreported[1] ?? "";
    return `“${unreported[2] ?? ""}” was done and nobody reports it${what === "" ? "" : ` (${what})`}`;
  }
  if (atom.kind === "term" || atom.kind === "place") {
    return ref.replace(/ = /u, " covers ").replace(/^(\S+) in (.+)$/u, "$1 is in $2");
  }
  return ref;
}

function answered(atom: Atom, value: string): string {
  if (atom.kind === "event") return `event ${atom.ref} ${value}`;
  if (atom.kind === "time") return `event ${atom.ref} was at ${value.replace("/", " to ")}`;
  return `${atom.ref}: ${value}`;
}

/** What is not settled has another heading than what is. */
function titleKey(step: Because): string {
  if (step.kind === "breach" && !isSettled(step)) return "possible-breach";
  return step.kind === "performed" && !isSettled(step) ? "possibly-performed" : step.kind;
}

function isSettled(step: Because): boolean {
  return !/: (?:unknown|contested on facts)$/u.test(step.value);
}

function sentenceCase(kind: string): string {
  return (kind.slice(0, 1).toUpperCase() + kind.slice(1)).replaceAll("-", " ");
}

/** `late`: that it was first stated after what it judges. */
function readingWords(reading: Reading, late: string | null, name: (id: string) => string, source: string): string {
  const holders = reading.holders
    .map((h) => (h === "the-case" ? "the case (nobody is on record)" : name(h)))
    .join(", ");
  return (
    `reading ${plain(reading.id)}, held by ${holders}` +
    `${late !== null ? `, ${late}` : reading.stated ? `, stated ${plain(reading.stated.text)}` : ""}${source === "" ? "" : `, source ${source}`}`
  );
}

/** Markdown as text for a terminal: paragraphs a line each, without emphasis marks, links as their words. */
function plainProse(prose: string): string {
  return safe(prose)
    .split(/\n\s*\n/u)
    .map((paragraph) =>
      paragraph
        .replace(/\n/gu, " ")
        .replace(/\[([^\]]*)\]\([^)]*\)/gu, "$1")
        .replace(/(\*\*|__|`)(.+?)\1/gu, "$2")
        .replace(/(?<![\p{L}\p{N}*_])([*_])(\S(?:.*?\S)?)\1(?![\p{L}\p{N}*_])/gu, "$2")
        .replace(/^#+\s*/u, "")
        .trim(),
    )
    .filter((paragraph) => paragraph !== "")
    .join("\n");
}
