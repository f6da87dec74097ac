/** What a norm came to, under each view (docs/analysis.md 3). */
import { DISTANT_FUTURE, daysLasted, type Statement, THE_CASE, type Time } from "@servanda/language";
import type { BoardLine, Finding } from "@servanda/monitor";
import type { Verdict } from "./answer.ts";
import { capital, judged, type Judged } from "./conduct.ts";
import { distinct, type Evidence } from "./evidence.ts";

type Outcome = Statement & { readonly kind: "outcome" };

interface Seen {
  readonly answer: Verdict;
  readonly reason: string;
}

/** 3.1 to 3.3 */
export function judgeOutcome(evidence: Evidence, statement: Outcome): Judged {
  const { norm, by, against, outcome, in: period } = statement;
  const norms = new Set([norm]);
  const breached = outcome === "breached";
  const { at } = evidence;
  if (period !== null && period.earliest > at.latest) {
    return judged("unknown", "3.2", `The record closes on ${at.text}, before that time.`);
  }
  const end = !breached && period !== null && period.latest < at.latest ? period : at;
  const result = evidence.findings(norms, end);
  const concerned = result.findings.filter(
    (f) =>
      (by === null || f.bearer === by || parts(f.bearer).includes(by)) &&
      (against === null || f.counterparty === against),
  );
  if (concerned.length === 0) {
    const whom = `${by === null ? "" : ` that binds ${by}`}${against === null ? "" : ` towards ${against}`}`;
    return judged("unknown", "3.1", `There is no finding on ${norm}${whom}.`);
  }
  const byView = [...Map.groupBy(concerned, (f) => f.view)].map(([view, findings]) => {
    const seen = breached
      ? breachIn(findings, period, end, evidence.model.case.offset)
      : outcome === "owed"
        ? owedIn(findings, period)
        : lineIs(result.board, findings, outcome);
    return { view, ...seen };
  });
  // The text first, the others by id.
  byView.sort((a, b) => Number(b.view === "text") - Number(a.view === "text") || (a.view < b.view ? -1 : 1));
  const rests = {
    byView,
    findings: distinct(concerned.map((f) => f.id)),
    accounts: distinct(concerned.flatMap((f) => (breached ? f.breaches.flatMap((b) => b.accounts) : f.accounts))),
  };
  const sources = sourcesOf(evidence, concerned, rests.accounts);
  const answers = new Set(byView.map((each) => each.answer));
  const [only] = byView;
  const told = byView.map(({ view, answer, reason }) => `${capital(viewWords(view))}, ${answer}: ${reason}`).join(" ");
  if (answers.size > 1) return judged("depends on reading", "3.3", told, { ...rests, sources });
  const rule = breached ? "3.1" : "3.2";
  // One answer may rest on other breaches in each view.
  const reasons = new Set(byView.map((each) => each.reason));
  const reason =
    byView.length === 1
      ? capital(only!.reason)
      : `${reasons.size === 1 ? capital(only!.reason) : told} So under every reading on record.`;
  return judged(only!.answer, rule, reason, { ...rests, sources });
}

/** 3.1 */
function breachIn(findings: readonly Finding[], period: Time | null, at: Time, offset: number): Seen {
  const from = period?.earliest ?? -Infinity;
  const to = period?.latest ?? Infinity;
  const all = findings.flatMap((finding) => spells(finding, offset));
  const meets = all.filter(({ begun, ended }) => begun.earliest <= to && ended.latest >= from);
  const surely = meets.filter(
    ({ begun, ended, settled }) =>
      settled && ((begun.earliest >= from && begun.latest <= to) || (begun.latest <= to && ended.earliest >= from)),
  );
  const several = new Set(findings.map((f) => f.bearer)).size > 1;
  const words = (some: typeof all): string =>
    listed(some.map((each) => `${several ? `${each.bearer}, ` : ""}${each.id} (${each.text})`));
  if (surely.length > 0) return { answer: "supported", reason: `breached: ${words(surely)}.` };
  const contested = meets.filter((each) => each.contested);
  if (contested.length > 0) return { answer: "contested", reason: `the accounts differ on ${words(contested)}.` };
  const open = distinct(
    findings.flatMap((f) => f.pivots.atoms.filter((atom) => atom.kind === "term").map((atom) => atom.ref)),
  );
  if (meets.length > 0 && open.length > 0) {
    return { answer: "unknown", reason: `the words leave open whether ${listed(open)}.` };
  }
  if (meets.length > 0) return { answer: "unknown", reason: `a breach is possible, not certain: ${words(meets)}.` };
  const outcomes = distinct(findings.flatMap((f) => f.possible));
  // Of what is banned or kept: that it was breached at another time says nothing of this one, unless all of it was watched.
  const unwatched = findings.filter(
    (f) => f.coverage.share !== 1 && (f.breaches.length > 0 || f.possible.includes("no breach observed")),
  );
  if (unwatched.length > 0) {
    const share = Math.min(...unwatched.map((f) => f.coverage.share ?? 0));
    return { answer: "unknown", reason: `no breach observed, coverage ${Math.floor(share * 100)} %.` };
  }
  const over = period !== null && period.latest > at.latest ? ` The record closes on ${at.text}.` : "";
  if (over !== "" && outcomes.includes("pending")) return { answer: "unknown", reason: `pending.${over}` };
  return {
    answer: "contradicted",
    reason: `${all.length > 0 ? "no breach in that time; " : ""}${outcomes.join(" or ")}.${over}`,
  };
}

/** 3.2: whether it bound somebody, at some instant of the period. */
function owedIn(findings: readonly Finding[], period: Time | null): Seen {
  const bound = (f: Finding): boolean | null => {
    const free = f.possible.filter((outcome) => FREE.includes(outcome)).length;
    if (free === f.possible.length) return false;
    const { window } = f;
    if (period !== null && window !== null) {
      if (window.from.earliest > period.latest) return false;
      if (window.until !== null && window.until.latest < period.earliest) return false;
    }
    return free === 0 ? true : null;
  };
  const all = findings.map((f) => ({ f, bound: bound(f) }));
  const words = (some: typeof all): string =>
    listed(some.map(({ f }) => `${f.bearer}${f.trigger?.by === "event" ? ` after ${f.trigger.id}` : ""}`));
  const surely = all.filter((each) => each.bound === true);
  if (surely.length > 0) return { answer: "supported", reason: `owed by ${words(surely)}.` };
  const perhaps = all.filter((each) => each.bound === null);
  const contested = perhaps.some(({ f }) => f.footing === "contested on facts");
  if (perhaps.length > 0) {
    return { answer: contested ? "contested" : "unknown", reason: `perhaps owed by ${words(perhaps)}.` };
  }
  return {
    answer: "contradicted",
    reason: `${distinct(findings.flatMap((f) => f.possible)).join(" or ")} in that time.`,
  };
}

/** Outcomes of those whom it does not bind. */
const FREE: readonly string[] = ["not in force", "not triggered", "not binding"];

/** The first few, each once, and how many more. */
function listed(words: readonly string[]): string {
  const all = [...new Set(words)];
  return `${all.slice(0, 4).join("; ")}${all.length > 4 ? `; and ${all.length - 4} more` : ""}`;
}

interface Spell {
  readonly id: string;
  readonly bearer: string;
  readonly begun: Time;
  readonly ended: Time;
  readonly settled: boolean;
  readonly contested: boolean;
  readonly text: string;
}

/** Breaches of a finding; a deadline missed without an event, and words without meaning, as one that goes on. */
function spells(finding: Finding, offset: number): Spell[] {
  const never: Time = { earliest: DISTANT_FUTURE, latest: DISTANT_FUTURE, text: "" };
  const { bearer } = finding;
  if (finding.breaches.length > 0) {
    return finding.breaches.map((breach) => ({
      id: breach.id,
      bearer,
      begun: breach.from,
      ended: breach.until ?? never,
      settled: breach.footing === "settled",
      contested: breach.footing === "contested on facts",
      text: breach.days > 0 ? `from ${breach.from.text}, ${daysLasted(breach, offset)}` : breach.from.text,
    }));
  }
  if (!finding.possible.includes("breached")) return [];
  const due = finding.window?.until ?? finding.window?.from ?? never;
  return [
    {
      bearer,
      id: finding.trigger?.by === "event" ? `after ${finding.trigger.id}` : "the deadline",
      begun: { earliest: due.earliest + 1, latest: due.latest + 1, text: due.text },
      ended: finding.performed?.late ? finding.performed.time : never,
      settled: finding.outcome === "breached",
      contested: finding.footing === "contested on facts",
      text: `due ${due.text}`,
    },
  ];
}

/** 3.2: what the board would say of these findings. */
function lineIs(board: readonly BoardLine[], findings: readonly Finding[], outcome: string): Seen {
  const [first] = findings;
  const line = board.find((each) => each.norm === first!.norm && each.bearer === first!.bearer);
  const said = line?.byView.find((each) => each.view === first!.view);
  const bearers = new Set(findings.map((f) => f.bearer));
  // A line is of one bearer: for several, or towards one counterparty, the findings themselves are asked.
  const lines = said !== undefined && bearers.size === 1 ? [said] : findings;
  const words = distinct(lines.map((each) => each.outcome ?? each.footing));
  const reason = `${words.join(", ")}.`;
  if (lines.every((each) => (each.outcome ?? each.footing) === outcome)) return { answer: "supported", reason };
  if (lines.some((each) => each.outcome === null && each.possible.some((possible) => possible === outcome))) {
    const contested = lines.some((each) => each.footing === "contested on facts");
    return { answer: contested ? "contested" : "unknown", reason };
  }
  return { answer: "contradicted", reason };
}

function sourcesOf(evidence: Evidence, findings: readonly Finding[], accounts: readonly string[]): string[] {
  const named = new Set(accounts);
  const readings = new Set(findings.flatMap((f) => f.readings));
  return distinct([
    ...evidence.record.accounts.filter((account) => named.has(account.id)).map((account) => account.source),
    ...evidence.model.readings.filter((reading) => readings.has(reading.id)).flatMap((reading) => reading.source ?? []),
  ]);
}

/** Bearers that are judged as one are joined in their id (docs/semantics.md 12). */
function parts(bearer: string): string[] {
  return bearer.split(/[+,]/u);
}

function viewWords(view: string): string {
  if (view === "text") return "by the text";
  const [holder, reading] = view.split(":", 2);
  if (holder === THE_CASE) return `under the case's reading${reading === undefined ? "" : ` ${reading}`}`;
  return `under ${holder}${reading === undefined ? "" : ` (reading ${reading})`}`;
}
