/** Accounts that no finding can rest on, so that a wrong act or a wrong year is not taken for silence. */
import type { Model } from "@servanda/language";
import type { Account, Record, Result } from "@servanda/monitor";

const MOST = 6;

/** One line for acts that no norm asks about, one for dates after the date of the findings; none where there are none. */
export function unusedLines(model: Model, record: Record, result: Result): string[] {
  const asked = actsAsked([model.norms, model.readings, model.states]);
  const events = new Map<string, Account[]>();
  for (const account of record.accounts) {
    const others = events.get(account.event);
    if (others) others.push(account);
    else events.set(account.event, [account]);
  }
  const unasked: string[] = [];
  const late: string[] = [];
  for (const [id, accounts] of [...events].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const kinds = [...new Set(accounts.flatMap((a) => a.kind ?? []))];
    if (kinds.length > 0 && !kinds.some((kind) => asked.has(kind))) unasked.push(`${id} (${kinds.join(", ")})`);
    if (accounts.every((a) => a.when !== null && a.when.earliest > result.at.latest)) late.push(id);
  }
  const lines: string[] = [];
  if (unasked.length > 0) lines.push(`No norm asks about ${some(unasked)}.`);
  if (late.length > 0) lines.push(`Dated after ${result.at.text}, and so left aside: ${some(late)}.`);
  return lines;
}

function some(list: readonly string[]): string {
  const shown = list.slice(0, MOST).join(", ");
  return list.length > MOST ? `${shown} and ${list.length - MOST} more` : shown;
}

/** Every act that some clause names: the model is plain data, so a walk finds them all. */
function actsAsked(node: unknown, out: Set<string> = new Set()): Set<string> {
  if (Array.isArray(node)) {
    for (const child of node) actsAsked(child, out);
  } else if (node !== null && typeof node === "object") {
    const { act } = node as { act?: unknown };
    if (typeof act === "string") out.add(act);
    for (const child of Object.values(node)) actsAsked(child, out);
  }
  return out;
}
