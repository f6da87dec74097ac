/**
 * Why a finding is what it is, in numbered steps that end in articles, accounts and sources; then what would change it.
 * All of it comes from the finding's own reasons (`because`); this only puts them into words.
 */
import type { Model, Reading } from "@servanda/language";
import type { Account, Because, Finding, Record, Result } from "@servanda/monitor";
import { saidWords, sourceWords } from "./observation.ts";
import { byKey } from "./json.ts";
import { hang, plain, wrap } from "./width.ts";
import { atomWords, groupsOf, plainProse, sentence, type Telling, valueOf } from "./step.ts";
import {
  datesOf,
  foundOf,
  either,
  ink,
  type Ink,
  holderWords,
  namer,
  type Paper,
  phraseOf,
  phraseWithin,
  sign,
  standardWords,
  statedAfter,
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
  /** The view that was asked for, which may not read the norm; null: none. */
  readonly view: string | null;
  readonly changes: readonly Change[];
  /** What was not tried, as it rests on so many events. */
  readonly untried?: readonly string[];
}

export function explanationLines(explained: Explained, paper: Paper): string[] {
  return new Writer(explained, paper).write();
}

class Writer {
  private readonly of: Explained;
  private readonly width: number;
  private readonly pen: Ink;
  private readonly name: (id: string) => string;
  private readonly telling: Telling;
  private readonly told = new Set<string>();
  private readonly accounts: ReadonlyMap<string, Account>;
  private readonly out: string[] = [];

  constructor(of: Explained, paper: Paper) {
    this.of = of;
    this.width = paper.width;
    this.pen = ink(paper);
    this.name = namer(of.model);
    this.accounts = new Map(of.record.accounts.map((account) => [account.id, account]));
    this.telling = { ...of, name: this.name };
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
    const { view } = this.of;
    if (view !== null && view !== finding.view)
      this.say(
        "",
        `${plain(finding.norm)} is not read ${viewWords(view, this.name)}: this is the finding ${viewWords(finding.view, this.name)}.`,
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
    for (const [i, { title, steps }] of groupsOf(this.of.finding).entries()) {
      const [first] = steps;
      if (!first) continue;
      this.out.push("");
      const lead = `${i + 1}. `.padEnd(4);
      if (steps.length === 1) {
        this.say(lead, `${title}: ${valueOf(this.telling, first)} [${plain(first.rule)}]`);
        this.under(first, "    ");
      } else {
        this.say(lead, `${title}:`);
        for (const step of steps) {
          this.say("    – ", `${valueOf(this.telling, step)} [${plain(step.rule)}]`);
          this.under(step, "      ");
        }
      }
    }
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
        this.say(`${indent}– `, `${sentence(this.telling, step)} [${plain(step.rule)}]`);
        this.meanings(step, `${indent}  `);
        return;
      case "coverage-row":
        this.coverageRow(step, indent);
        return;
      default:
        this.say(`${indent}– `, `${sentence(this.telling, step)} [${plain(step.rule)}]`);
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
    const account = this.accounts.get(step.refs[0] ?? "");
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
    this.say(`${indent}– `, `${sentence(this.telling, step)} [${plain(step.rule)}]`);
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
    const holders = reading.holders.map((holder) => holderWords(this.of.model, reading, holder, this.name));
    return readingWords(reading, late, holders, this.sourceOf(reading.source));
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

  // ── What would change it ──────────────────────────────────────────────────────────────────────

  private otherwise(): void {
    const { finding, result, changes, untried = [] } = this.of;
    const lines: string[] = [];
    for (const atom of finding.pivots.atoms) lines.push(atomWords(this.telling, atom));
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
    // By the same outcome a reading may find other breaches, or more.
    const words = (f: Finding): string =>
      [phraseWithin(f), datesOf(f, this.of.model.case.offset)].filter(Boolean).join(", ");
    const others = result.findings.filter(
      (f) =>
        f.norm === finding.norm &&
        f.bearer === finding.bearer &&
        f.view !== finding.view &&
        (f.trigger?.by === "event" ? f.trigger.id : null) ===
          (finding.trigger?.by === "event" ? finding.trigger.id : null) &&
        (phraseOf(f) !== phraseOf(finding) || foundOf([f]) !== foundOf([finding])),
    );
    for (const f of byKey(others, (o) => o.id)) lines.push(`${viewWords(f.view, this.name)}: ${words(f)}`);
    this.out.push("");
    this.say("", "What would change it:");
    if (untried.length > 0) lines.push(`not tried, for so many events: ${untried.join("; ")}`);
    if (lines.length === 0) this.say("  – ", "no other standard, reading, or single event or coverage row left out");
    for (const line of lines) this.say("  – ", line);
  }
}

/** `late`: that it was first stated after what it judges. */
function readingWords(reading: Reading, late: string | null, holders: readonly string[], source: string): string {
  return (
    `reading ${plain(reading.id)}, held by ${holders.join(", ")}` +
    `${late !== null ? `, ${late}` : reading.stated ? `, stated ${plain(reading.stated.text)}` : ""}${source === "" ? "" : `, source ${source}`}`
  );
}
