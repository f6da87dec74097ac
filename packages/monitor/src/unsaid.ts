/**
 * What was told and leaves blank whom or what it concerned: it may have been what is asked about, so that silence denies nothing at its time
 * (docs/semantics.md 4.5).
 */
import type { Argument, EventPattern } from "@servanda/language";
import { catalogueOf } from "./catalogue.ts";
import { COLUMNS, type Columns, type Named } from "./columns.ts";
import type { ColumnsRead, Event } from "./evidence.ts";
import type { Option } from "./option.ts";
import { askedOf, type Matcher, type Setting } from "./match.ts";
import { OTHER } from "./place.ts";
import type { Account } from "./record.ts";
import type { Asked } from "./silence.ts";
import { mayLie } from "./zone.ts";

/** Some of the columns, each a bit by its place. */
function bitsOf(is: (column: Named) => boolean): number {
  let bits = 0;
  for (let place = 0; place < COLUMNS.length; place++) if (is(COLUMNS[place]!)) bits |= 1 << place;
  return bits;
}

const NONE: readonly string[] = [];

/** An event, as it may have been in some history. */
export interface Told {
  readonly event: string;
  readonly option: Option;
}

/** One that may have been what is asked about, with the columns asked about that it leaves blank. */
export interface Unsaid extends Told {
  readonly blank: readonly Named[];
}

/** What evidence knows of events. */
interface Known {
  readonly idsOf: (act: string) => Iterable<string>;
  readonly accountsOf: (event: string) => readonly Account[];
  readonly event: (event: string, read: ColumnsRead) => Event | null;
}

/** Events that leave something blank, by act. Nothing is looked at before silence about the act is asked. */
export class Blanks {
  /** The same of events that stand beside the accounts: settled ones. A set of columns is a bit for each. */
  beside: ((act: string, bits: number) => readonly Told[]) | null = null;
  private readonly known: Known;
  /** By act, events with the columns that some assertion of the act leaves blank. */
  private readonly leaving = new Map<string, ReadonlyMap<string, number>>();
  private readonly chosen = new Map<string, readonly string[]>();
  private readonly settled = new Map<string, readonly Told[]>();
  private readonly made = new WeakMap<ColumnsRead, Map<string, readonly Told[]>>();

  constructor(known: Known) {
    this.known = known;
  }

  /** What may have been of an act and leaves one of some columns blank, as a norm sees it that reads `read`. */
  of(act: string, bits: number, read: ColumnsRead): readonly Told[] {
    const settled = this.besideOf(act, bits);
    const ids = this.ids(act, bits);
    if (ids.length === 0) return settled;
    const key = `${act} ${bits}`;
    let made = this.made.get(read);
    if (!made) this.made.set(read, (made = new Map()));
    let told = made.get(key);
    if (!told) {
      const own = ids.flatMap((id) => {
        const options = this.known.event(id, read)?.options ?? [];
        return options.flatMap((option) => (isLeaving(option, act, bits) ? [{ event: id, option }] : []));
      });
      made.set(key, (told = [...own, ...settled]));
    }
    return told;
  }

  /** The times of all that may be so, whatever is read of it. */
  times(act: string, bits: number): { readonly from: number; readonly to: number }[] {
    const own = this.ids(act, bits).map((id) => {
      const times = this.known.accountsOf(id).flatMap(({ when }) => when ?? []);
      return { from: Math.min(...times.map((t) => t.earliest)), to: Math.max(...times.map((t) => t.latest)) };
    });
    return [...own, ...this.besideOf(act, bits).map(({ option }) => ({ from: option.from, to: option.to }))];
  }

  private ids(act: string, bits: number): readonly string[] {
    if (bits === 0) return NONE;
    const key = `${act} ${bits}`;
    let ids = this.chosen.get(key);
    if (!ids) {
      let leaving = this.leaving.get(act);
      if (!leaving) this.leaving.set(act, (leaving = this.leavingOf(act)));
      ids = [...leaving].flatMap(([id, blank]) => ((blank & bits) === 0 ? [] : [id]));
      this.chosen.set(key, ids);
    }
    return ids;
  }

  private besideOf(act: string, bits: number): readonly Told[] {
    if (!this.beside || bits === 0) return [];
    const key = `${act} ${bits}`;
    let told = this.settled.get(key);
    if (!told) this.settled.set(key, (told = this.beside(act, bits)));
    return told;
  }

  private leavingOf(act: string): ReadonlyMap<string, number> {
    const out = new Map<string, number>();
    for (const id of this.known.idsOf(act)) {
      let blank = 0;
      for (const account of this.known.accountsOf(id)) blank |= blankIn(account, act);
      if (blank !== 0) out.set(id, blank);
    }
    return out;
  }
}

/** The columns that an account leaves blank, where it asserts an act; each is a bit. */
export function blankIn(account: Account, act: string): number {
  if (account.stance === "denies" || account.kind !== act) return 0;
  return bitsOf((column) => account[column] === null);
}

/** Settled events of an act that leave one of some columns blank, by rank. */
export function ranksLeaving(columns: Columns, act: number, bits: number): number[] {
  const out: number[] = [];
  if (act < 0 || columns.leavesNone?.(act, bits)) return out;
  const ranks = columns.ofAct(act);
  for (let i = 0; i < ranks.length; i++) if (rowLeaves(columns, ranks[i]!, bits)) out.push(ranks[i]!);
  return out;
}

/** Whether a settled event leaves one of some columns blank. */
export function rowLeaves({ actor, target, object }: Columns, rank: number, bits: number): boolean {
  return (
    ((bits & 1) !== 0 && actor[rank]! < 0) ||
    ((bits & 2) !== 0 && target[rank]! < 0) ||
    ((bits & 4) !== 0 && object[rank]! < 0)
  );
}

function isLeaving(option: Option | null, act: string, bits: number): option is Option {
  if (option === null || option.kind !== act || option.to === Infinity) return false;
  return (bitsOf((column) => option[column] === null) & bits) !== 0;
}

/** The columns by which a pattern asks for somebody or something, each a bit. `own`: by its actor it means a bearer where it names none. */
export function bitsAsked(pattern: EventPattern, own: boolean): number {
  return bitsOf((column) => asks(pattern[column]) || (column === "actor" && own && !pattern.actor));
}

function asks(argument: Argument | null): boolean {
  return argument !== null && !(argument.kind === "anyone" && argument.party === undefined);
}

/** What may have been what is asked about, and does not say. `apart`: an event that it is not. */
export function unsaid(matcher: Matcher, asked: Asked, setting: Setting, apart: readonly string[]): Unsaid[] {
  const { pattern, place } = asked;
  const own = asked.own && setting.clause.kind !== "unnamed";
  const bits = bitsAsked(pattern, own);
  const told = matcher.evidence.blanks.of(pattern.act, bits, matcher.read);
  if (told.length === 0) return [];
  const columns = COLUMNS.filter((_, i) => (bits & (1 << i)) !== 0);
  return told.flatMap(({ event, option }) => {
    if (apart.includes(event)) return [];
    for (const column of columns) {
      if (option[column] !== null && !mayGive(matcher, pattern, column, option, setting, own)) return [];
    }
    for (const zone of [pattern.place, place]) if (zone && !mayLie(matcher, option, zone, setting.bindings)) return [];
    return [{ event, option, blank: columns.filter((column) => option[column] === null) }];
  });
}

/** Whether what stands in a column may be what the pattern asks for there, whatever words mean and whoever is a party when. */
function mayGive(
  matcher: Matcher,
  pattern: EventPattern,
  column: Named,
  option: Option,
  setting: Setting,
  own: boolean,
): boolean {
  if (option[column] === OTHER) return false;
  const values = column === "actor" ? matcher.actorsOf(option) : [option[column]!];
  const argument = pattern[column];
  if (argument === null) return column !== "actor" || !own || values.some((who) => mayBear(matcher, who, setting));
  // `each other attacks each other`: the other one attacks the one judged (7.2).
  if (argument.kind === "other" && column !== "actor" && pattern.actor?.kind === "other")
    return option[column] === setting.bearer;
  return values.some((value) => mayBe(matcher, argument, value, setting));
}

function mayBe(matcher: Matcher, argument: Argument, value: string, setting: Setting): boolean {
  switch (argument.kind) {
    case "anyone":
      return argument.party === undefined || matcher.instrument.parties.some(({ actor }) => actor === value);
    case "other":
      return setting.members ? setting.members.includes(value) : mayBeOther(matcher, value, setting);
    case "term": {
      const actors = matcher.normView.actors(argument);
      return actors === null || actors.some((actor) => mayBe(matcher, actor, value, setting));
    }
    case "name":
    case "variable":
      return (matcher.value(argument, setting.bindings) ?? value) === value;
  }
}

/** Whoever may bear it besides the one judged: anybody, where words or a variable say who does. */
function mayBeOther(matcher: Matcher, value: string, { clause, bearer, bindings }: Setting): boolean {
  if (value === bearer) return false;
  const is = (argument: Argument): boolean => matcher.value(argument, bindings) === value;
  if (clause.kind === "named") return clause.actors.includes(value) || (clause.variables ?? []).some(is);
  if (clause.kind === "open") return mayBe(matcher, clause.use, value, { clause, bearer, bindings });
  if (clause.kind !== "each-party") return clause.kind === "variable" && clause.binds !== undefined;
  return !clause.except.some(is) && matcher.instrument.parties.some(({ actor }) => actor === value);
}

function mayBear(matcher: Matcher, who: string, setting: Setting): boolean {
  const { clause, bearer } = setting;
  const members = askedOf(setting);
  if (members) {
    const group = catalogueOf(matcher.model).actors.get(who)?.members ?? [];
    return members.some((member) => member === who || group.some(({ actor }) => actor === member));
  }
  if (clause.kind === "open" && matcher.normView.actors(clause.use) === null) return true;
  return who === bearer;
}
