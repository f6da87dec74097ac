/** Claims against the record: the way in (docs/analysis.md). */
import { Wording, type Attribution, type Claim, type Model, type Statement } from "@servanda/language";
import type { Options, Record } from "@servanda/monitor";
import {
  ANSWERS,
  type Answer,
  type CalledAnswer,
  type ClaimAnswer,
  type ClaimAnswers,
  type StatementAnswer,
  type Verdict,
} from "./answer.ts";
import { judgeAct, judgeOrder, judgeState, type Judged } from "./conduct.ts";
import { distinct, Evidence } from "./evidence.ts";
import { judgeChange, judgeValue } from "./figure.ts";
import { judgeOutcome } from "./outcome.ts";
import { judgeAmendment, judgeInstrument, judgeMember, judgePlace, judgeReading } from "./paper.ts";

/** Which claims are asked about; the rest as for `monitor`. */
export interface ClaimOptions extends Omit<Options, "norms"> {
  /** Only these claims, by id; default: all. Answers do not depend on which others are asked for. */
  readonly claims?: ReadonlySet<string> | undefined;
}

/**
 * What the record makes of the claims of a case, in the order of the text. Browser-safe; the same inputs give the same answers.
 * @throws {RangeError} if neither `at` nor the case's `record closes` is given.
 */
export function judgeClaims(model: Model, record: Record, options: ClaimOptions = {}): ClaimAnswers {
  const at = options.at ?? model.case.recordCloses;
  if (!at) throw new RangeError("no date to speak about: the case has no `record closes` and no `at` was given");
  const court = new Court(model, record, options);
  const all = [...(model.claims ?? [])].sort(
    (a, b) => compare(a.span.path, b.span.path) || a.span.line - b.span.line || compare(a.id, b.id),
  );
  const claims = all.filter((claim) => options.claims?.has(claim.id) ?? true).map((claim) => court.answer(claim));
  const totals = Object.fromEntries(
    ANSWERS.map((answer) => [answer, claims.filter((claim) => claim.answer === answer).length]),
  ) as { readonly [A in Answer]: number };
  return { at, asOf: options.asOf ?? null, standard: options.standard ?? model.case.standard, claims, totals };
}

class Court {
  private readonly model: Model;
  private readonly record: Record;
  private readonly options: ClaimOptions;
  private readonly words: Wording;
  private readonly bySource = new Map<string | null, Evidence>();

  constructor(model: Model, record: Record, options: ClaimOptions) {
    this.model = model;
    this.record = record;
    this.options = options;
    this.words = new Wording(model, (variable) => variable);
  }

  private evidence(source: string | null): Evidence {
    let evidence = this.bySource.get(source);
    if (evidence === undefined) {
      const { at, asOf, standard } = this.options;
      evidence = new Evidence(this.model, this.record, { at, asOf, standard }, source);
      this.bySource.set(source, evidence);
    }
    return evidence;
  }

  answer(claim: Claim): ClaimAnswer {
    const { id, at, kind, source, prose, span, unchecked, notCheckable } = claim;
    const forecast = kind === "forecast";
    const statements = claim.statements.map((statement) => this.statement(statement, source, forecast));
    const refutedBy = claim.refutedBy.map((statement) => this.statement(statement, source, forecast));
    const called = this.called(claim);
    const head = { id, at, kind, source, prose, statements, refutedBy, called, unchecked, span };
    const sources = distinct([
      ...[...statements, ...refutedBy].flatMap((each) => each.sources),
      ...(called?.attributions ?? []).map((each) => each.source),
    ]);
    if (notCheckable !== null) {
      const reason = sentence(notCheckable);
      return { ...head, answer: "not checkable", rule: "1.1", reason, remark: reason, sources };
    }
    return { ...head, ...this.whole(claim, statements, refutedBy, called), sources };
  }

  /** 1.2, 1.5, 1.6, 5, 7 */
  private whole(
    { kind, unchecked }: Claim,
    statements: readonly StatementAnswer[],
    refutedBy: readonly StatementAnswer[],
    called: CalledAnswer | null,
  ): Pick<ClaimAnswer, "answer" | "rule" | "reason" | "remark"> {
    const counter = refutedBy.filter((each) => each.answer === "supported");
    const stated = ORDER.find((verdict) => statements.some((each) => each.answer === verdict)) ?? null;
    const deciding = statements.filter((each) => each.answer === stated);
    const say = (
      answer: Answer,
      rule: string,
      told: string,
      ...more: readonly string[]
    ): ReturnType<Court["whole"]> => {
      const remark = [...more, rest].filter(Boolean).join(" ");
      return { answer, rule, reason: [told, remark].filter(Boolean).join(" "), remark };
    };
    const rest = unchecked.length === 0 ? "" : `Not checked: ${unchecked.join("; ")}.`;
    const found = `Counter-instance: ${reasons(counter, counter.length)}`;
    const reason = reasons(deciding, statements.length);
    const words = called === null ? "" : calledWords(called);
    if (kind === "cause" || kind === "motive") {
      const open = `The ${kind} itself is not decided.`;
      if (counter.length > 0) return say("order fails", "5.1", found, "There is a counter-instance.", words, open);
      const answer = stated === "supported" ? "order holds" : stated === "contradicted" ? "order fails" : "untested";
      return say(answer, "5.1", reason, words, open);
    }
    if (counter.length > 0) return say("contradicted", "1.5", found, "There is a counter-instance.", words);
    const rule = kind === "forecast" ? "6.1" : (deciding[0]?.rule ?? "1.2");
    if (called === null && stated === "supported" && rest !== "") return say("supported in part", "1.6", reason);
    if (called === null || (stated !== null && stated !== "supported"))
      return say(stated ?? "unknown", rule, reason, words);
    const rejected = called.attributions.some((each) => each.kind === "rejected");
    const beside = statements.length === 0 ? "" : `Beside the words: ${reasons(statements, statements.length)}`;
    return say(rejected ? "contested" : "unknown", "7.1", beside, words);
  }

  /** 1.3: without the source it is taken from; and, where that changes the answer, that nobody else says so. */
  private statement(statement: Statement, source: string, forecast: boolean): StatementAnswer {
    const words = this.words.statement(statement);
    const evidence = this.evidence(source);
    const answer = judge(evidence, statement, forecast);
    // Of what came after it was published, the source itself is no witness.
    if (forecast || !evidence.reduced || answer.answer === "supported" || answer.answer === "contradicted")
      return { words, ...answer };
    const all = judge(this.evidence(null), statement, forecast);
    const more =
      all.answer === "supported" || (all.accounts.length > answer.accounts.length && answer.accounts.length === 0);
    if (!more && !(all.values.length > answer.values.length && answer.values.length === 0)) return { words, ...answer };
    return {
      words,
      ...answer,
      answer: "unknown",
      rule: "1.3",
      reason: `Only the text itself says so. ${answer.reason}`,
    };
  }

  /** 7.1 */
  private called(claim: Claim): CalledAnswer | null {
    let { called } = claim;
    if (called === null) return null;
    for (let steps = 0; called?.words === null && steps < 100; steps += 1) {
      const other: string | null = called.asIn;
      called = this.model.claims?.find((each) => each.id === other)?.called ?? null;
    }
    const { words, attributions } = called ?? { words: null, attributions: [] };
    const evidence = this.evidence(claim.source);
    return { words: words ?? "?", attributions: attributions.filter((each) => evidence.mayBear(each.source)) };
  }
}

/** 1.2 */
const ORDER: readonly Verdict[] = ["contradicted", "depends on reading", "contested", "unknown", "supported"];

function judge(evidence: Evidence, statement: Statement, forecast: boolean): Judged {
  switch (statement.kind) {
    case "outcome":
      return judgeOutcome(evidence, statement);
    case "amendment":
      return judgeAmendment(evidence, statement);
    case "act":
      return judgeAct(evidence, statement, forecast);
    case "state":
      return judgeState(evidence, statement, forecast);
    case "order":
      return judgeOrder(evidence, statement, forecast);
    case "value":
      return judgeValue(evidence, statement);
    case "change":
      return judgeChange(evidence, statement);
    case "instrument":
      return judgeInstrument(evidence, statement);
    case "member":
      return judgeMember(evidence, statement);
    case "reading":
      return judgeReading(evidence, statement);
    case "place":
      return judgePlace(evidence, statement);
  }
}

function reasons(deciding: readonly StatementAnswer[], of: number): string {
  return deciding.map((each) => (of > 1 ? `${each.words}: ${each.reason}` : each.reason)).join(" ");
}

/** `"ethnic…": used by A (S1); rejected by B (S2: "…"); ruled on by C (S3: "…").` */
function calledWords({ words, attributions }: CalledAnswer): string {
  const said = (kind: Attribution["kind"], verb: string, none: string): string => {
    const list = attributions.filter((each) => each.kind === kind);
    if (list.length === 0) return none;
    const told = list.map((each) => {
      // The case says it in its own words: in quotation marks it would be put into their mouths.
      const meant = each.words === null ? "" : `: ${each.words}`;
      const when = each.stated === null ? "" : `, ${each.stated.text}`;
      return `${each.by.join(", ")} (${each.source}${when}${meant})`;
    });
    return `${verb} ${told.join("; ")}`;
  };
  const parts = [
    said("used", "used by", "used by nobody else on record"),
    said("rejected", "rejected by", "rejected by nobody on record"),
    said("ruled", "ruled on by", "no court on record has ruled on them"),
  ];
  return `The words "${words}": ${parts.join(". ").replaceAll(/\. (?=[a-z])/gu, "; ")}.`;
}

function sentence(text: string): string {
  const trimmed = text.trim();
  const first = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/u.test(first) ? first : `${first}.`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
