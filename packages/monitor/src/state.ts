/** States over time, in one history (docs/semantics.md 8.5, 8.6). */
import type { Instant, State, StateExpression } from "@servanda/language";
import { having } from "./choice.ts";
import type { Event } from "./evidence.ts";
import type { Option } from "./option.ts";
import type { Matcher, Setting } from "./match.ts";
import type { Moment, World } from "./world.ts";

/** A time at which a state fails; a missing start or end lies beyond the record. */
export interface Spell {
  readonly start: Moment | null;
  /** The event that began it. */
  readonly startId: string | null;
  /** First instant after it. */
  readonly end: Moment | null;
  readonly accounts: readonly string[];
}

/** An act as of which a state is asked: what changes in its second, and after it by the order given, has not changed yet (5.4). */
export interface Asked {
  readonly moment: Moment;
  readonly order: number | null;
}

interface Change {
  readonly event: Event;
  readonly option: Option;
  readonly moment: Moment;
  readonly starts: boolean;
}

/** The maximal times at which a state fails to be as the expression wants it; a missing start or end lies beyond the record. `by`: as an act finds it. */
export function spells(
  world: World,
  matcher: Matcher,
  setting: Setting,
  expression: StateExpression,
  by: Asked | null = null,
): Spell[] {
  const declared = matcher.states.get(expression.state);
  const subject = matcher.value(expression.subject, setting.bindings);
  if (!declared || subject === null) return [];
  const changes: Change[] = [];
  const may = (event: Event): boolean =>
    event.options.some((o) => o && changeOf(matcher, declared, o, subject) !== null);
  const among = (): readonly Event[] => changing(matcher, declared, subject);
  for (const event of matcher.select(`changes ${declared.id} of ${subject}`, may, among)) {
    const option = matcher.take(world, event);
    const starts = option && changeOf(matcher, declared, option, subject);
    if (!option || starts === null) continue;
    matcher.consulted.add(event.id);
    const moment = matcher.moment(event, option);
    if (by && isOrdered(by.order, option.order) && world.inOrder(by.moment, moment)) continue;
    changes.push({ event, option, moment, starts });
  }
  // Of overlapping times one that is a second parts the other in before, then and after; two long ones are taken second by second. Then all can be put in one order.
  const uncertain = changes.filter(({ moment }) => moment.fact !== null);
  for (const a of uncertain.length > 0 ? changes : []) {
    for (const b of a.moment.fact === null ? uncertain : changes) {
      if (a === b) continue;
      const x = world.span(a.moment);
      const y = world.span(b.moment);
      if (x.from > y.to || y.from > x.to) continue;
      if (y.from === y.to) part(world, a.moment, y.from);
      else if (x.from === x.to) part(world, b.moment, x.from);
      else {
        world.instant(a.moment);
        world.instant(b.moment);
      }
    }
  }
  const seconds = Map.groupBy(changes, ({ moment }) => world.span(moment).from);
  const wrong = expression.negated;
  const out: Spell[] = [];
  let open: Omit<Spell, "end"> | null =
    declared.initially === wrong ? { start: null, startId: null, accounts: [] } : null;
  // What begins and ends in one second is none, and what ends and begins again in it has not been interrupted (5.4).
  for (const [, then] of [...seconds].toSorted(([a], [b]) => a - b)) {
    const fails = startsIn(then) === wrong;
    if (fails && !open) {
      const { event, option, moment } = beganIn(then, wrong);
      open = { start: moment, startId: event.id, accounts: option.accounts };
    } else if (!fails && open) {
      out.push({ ...open, end: then[0]!.moment });
      open = null;
    }
  }
  if (open) out.push({ ...open, end: null });
  return out;
}

/** Whether it is before, at or after the second: no more is asked, for what it is compared with later may lie between seconds that are tried. */
function part(world: World, moment: Moment, second: Instant): void {
  if (!world.notAfter(moment, second - 1)) world.notAfter(moment, second);
}

/** 5.4: whether, of one second, the first comes before the other. */
function isOrdered(a: number | null, b: number | null): boolean {
  return a !== null && b !== null && a < b;
}

/** 5.4: what the changes of one second leave: the last of them; of those that are last as much as others, one that starts. */
function startsIn(then: readonly Change[]): boolean {
  return then.some((c) => c.starts && !then.some((o) => isOrdered(c.option.order, o.option.order)));
}

/** The first change of that kind that no change to the other ends again within the second; by id where none is first. */
function beganIn(then: readonly Change[], starts: boolean): Change {
  const isBefore = (a: Change, b: Change): boolean => isOrdered(a.option.order, b.option.order);
  const left = then.filter((c) => c.starts === starts && !then.some((o) => o.starts !== starts && isBefore(c, o)));
  const first = left.filter((c) => !left.some((o) => isBefore(o, c)));
  return first.reduce((a, b) => (a.event.id < b.event.id ? a : b));
}

/** Events that may change the state of a subject, and others: those that name it. */
function changing({ events, normView }: Matcher, state: State, subject: string): readonly Event[] {
  const out = new Set<Event>();
  for (const { act, column } of [...state.startedBy, ...state.endedBy]) {
    if (column === "place" || (column === "actor" && normView.attributions.size > 0)) return events;
    for (const event of having(events, act, column, subject)) out.add(event);
  }
  return [...out].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** True: the option starts the state of this subject; false: ends it; null: neither. */
function changeOf(matcher: Matcher, state: State, option: Option, subject: string): boolean | null {
  const is = (change: State["startedBy"][number]): boolean => {
    if (change.act !== option.kind) return false;
    return (
      option[change.column] === subject || (change.column === "actor" && matcher.actorsOf(option).includes(subject))
    );
  };
  if (state.startedBy.some(is)) return true;
  if (state.endedBy.some(is)) return false;
  return null;
}
