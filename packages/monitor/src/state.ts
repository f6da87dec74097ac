/** States over time, in one history (docs/semantics.md 8.5, 8.6). */
import type { State, StateExpression } from "@servanda/language";
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

/** The maximal times at which a state fails to be as the expression wants it; a missing start or end lies beyond the record. */
export function spells(world: World, matcher: Matcher, setting: Setting, expression: StateExpression): Spell[] {
  const declared = matcher.states.get(expression.state);
  const subject = matcher.value(expression.subject, setting.bindings);
  if (!declared || subject === null) return [];
  const changes: { event: Event; option: Option; moment: Moment; starts: boolean }[] = [];
  const may = (event: Event): boolean =>
    event.options.some((o) => o && changeOf(matcher, declared, o, subject) !== null);
  const among = (): readonly Event[] => changing(matcher, declared, subject);
  for (const event of matcher.select(`changes ${declared.id} of ${subject}`, may, among)) {
    const option = matcher.take(world, event);
    const starts = option && changeOf(matcher, declared, option, subject);
    if (!option || starts === null) continue;
    matcher.consulted.add(event.id);
    changes.push({ event, option, moment: matcher.moment(event, option), starts });
  }
  // Overlapping times are taken second by second; then all can be put in one order.
  const uncertain = changes.filter(({ moment }) => moment.fact !== null);
  for (const a of uncertain.length > 0 ? changes : []) {
    for (const b of a.moment.fact === null ? uncertain : changes) {
      if (a === b) continue;
      const x = world.span(a.moment);
      const y = world.span(b.moment);
      if (x.from <= y.to && y.from <= x.to) {
        world.instant(a.moment);
        world.instant(b.moment);
      }
    }
  }
  changes.sort((a, b) => {
    const x = world.span(a.moment).from;
    const y = world.span(b.moment).from;
    if (x !== y) return x - y;
    if (a.option.order !== null && b.option.order !== null && a.option.order !== b.option.order)
      return a.option.order - b.option.order;
    return Number(a.starts) - Number(b.starts) || (a.event.id < b.event.id ? -1 : 1);
  });
  const wrong = expression.negated;
  const out: Spell[] = [];
  let open: Omit<Spell, "end"> | null =
    declared.initially === wrong ? { start: null, startId: null, accounts: [] } : null;
  for (const change of changes) {
    if (change.starts === wrong) {
      if (open) continue;
      // What ends and starts again in one second has not been interrupted (5.4).
      const last = out.at(-1);
      const goesOn = last?.end && world.span(last.end).to === world.span(change.moment).from;
      if (goesOn) open = out.pop()!;
      else open = { start: change.moment, startId: change.event.id, accounts: change.option.accounts };
    } else if (open) {
      const begin = open.start && world.span(open.start);
      const end = world.span(change.moment);
      // A failure that begins and ends in one second is none.
      if (!begin || begin.from !== end.from) out.push({ ...open, end: change.moment });
      open = null;
    }
  }
  if (open) out.push({ ...open, end: null });
  return out;
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
