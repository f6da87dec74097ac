/** Accounts that no finding can rest on, so that a wrong act or a wrong year is not taken for silence. */
import type { Model, Time } from "@servanda/language";
import type { Account, Columns, Record } from "@servanda/monitor";

const MOST = 6;

/** One line for acts that no norm asks about, one for dates after the date of the findings; none where there are none. */
export function unusedLines(model: Model, record: Record, at: Time): string[] {
  const asked = actsAsked([model.norms, model.readings, model.states]);
  const events = new Map<string, Account[]>();
  for (const account of record.accounts) {
    const others = events.get(account.event);
    if (others) others.push(account);
    else events.set(account.event, [account]);
  }
  const found = [...events].flatMap(([id, accounts]) => unusedIn(id, accounts, asked, at));
  return linesOf(found, at);
}

/** The same of columns. */
export function unusedOfColumns(model: Model, columns: Columns, at: Time): string[] {
  const asked = actsAsked([model.norms, model.readings, model.states]);
  const isAsked = columns.acts.words.map((word) => asked.has(word));
  const found: Unused[] = [];
  for (let rank = 0; rank < columns.count; rank++) {
    const kind = columns.kind[rank]!;
    const late = columns.when[rank]! > at.latest;
    if (isAsked[kind] && !late) continue;
    found.push({ id: columns.id(rank), kinds: isAsked[kind] ? [] : [columns.acts.words[kind]!], late });
  }
  for (const [id, accounts] of Map.groupBy(columns.unsettledAccounts(), (account) => account.event))
    found.push(...unusedIn(id, accounts, asked, at));
  return linesOf(found, at);
}

interface Unused {
  readonly id: string;
  /** Its acts, where no norm asks about any of them. */
  readonly kinds: readonly string[];
  readonly late: boolean;
}

function unusedIn(id: string, accounts: readonly Account[], asked: ReadonlySet<string>, at: Time): Unused[] {
  const kinds = [...new Set(accounts.flatMap((a) => a.kind ?? []))];
  const unasked = !kinds.some((kind) => asked.has(kind));
  // A denial need give no day: it denies what others put on one.
  const dating = accounts.filter(({ when, stance }) => when !== null || stance !== "denies");
  const late = dating.length > 0 && dating.every(({ when }) => when !== null && when.earliest > at.latest);
  return (unasked && kinds.length > 0) || late ? [{ id, kinds: unasked ? kinds : [], late }] : [];
}

function linesOf(found: readonly Unused[], at: Time): string[] {
  const sorted = found.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const unasked = sorted.flatMap(({ id, kinds }) => (kinds.length > 0 ? [`${id} (${kinds.join(", ")})`] : []));
  const late = sorted.flatMap(({ id, late: isLate }) => (isLate ? [id] : []));
  const lines: string[] = [];
  if (unasked.length > 0) lines.push(`No norm asks about ${some(unasked)}.`);
  if (late.length > 0) lines.push(`Dated after ${at.text}, and so left aside: ${some(late)}.`);
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
