/** What silence denies, and what a history may add where it denies nothing (docs/semantics.md 4). */
import type { EventPattern, Item, StateExpression } from "@servanda/language";
import type { Piece } from "./evidence.ts";
import type { Instance } from "./instance.ts";
import { gaps, intersection, union, type Interval } from "./interval.ts";
import type { Matcher, Setting } from "./match.ts";
import { unsaid, type Unsaid } from "./unsaid.ts";
import type { Stage } from "./view.ts";
import type { Fact } from "./world.ts";
import { zoneId } from "./zone.ts";

/** What is asked of silence: has an event of this pattern happened? */
export interface Asked {
  readonly pattern: EventPattern;
  /** Whether a pattern without an actor means the bearer. */
  readonly own: boolean;
  /** Where the clause says it must lie, besides the pattern's own place. */
  readonly place: Stage["clauses"]["place"];
  /** Whether it is what changes a state: what begins the instance may do that (7.8). */
  readonly isChange?: boolean;
  /** An act that is not its own exception (8.4). */
  readonly act?: string;
}

/** An event that a condition or an exception names. */
export function named(pattern: EventPattern, act?: string): Asked {
  return { pattern, own: false, place: null, ...(act === undefined ? {} : { act }) };
}

/** So many events are named one by one. */
const MOST_NAMED = 3;

export class Silence {
  private readonly matcher: Matcher;
  private readonly instance: Instance;
  private readonly facts = new Map<string, Fact>();

  constructor(matcher: Matcher, instance: Instance) {
    this.matcher = matcher;
    this.instance = instance;
  }

  /** 4.2, 4.5, for one thing asked: pieces of time with what covers them, and what was told and takes them away. */
  coverage(asked: Asked, setting: Setting): { readonly pieces: readonly Piece[]; readonly unsaid: readonly Unsaid[] } {
    const pieces = this.watch(asked, setting);
    if (pieces.length === 0) return { pieces, unsaid: [] };
    const open = unsaid(this.matcher, asked, setting, this.apart(asked));
    if (open.length === 0) return { pieces, unsaid: [] };
    const taking = new Set<Unsaid>();
    const left = pieces.flatMap((piece) => {
      const { denial } = piece;
      const by = open.filter(
        ({ option, blank }) =>
          option.from <= piece.to &&
          option.to >= piece.from &&
          !blank.some((column) => denial && denial[column] !== null),
      );
      for (const each of by) taking.add(each);
      return gaps(piece, union(by.map(({ option }) => option))).map((rest) => ({ ...piece, ...rest }));
    });
    return { pieces: left, unsaid: [...taking] };
  }

  private apart({ isChange = false, act }: Asked): string[] {
    const { by } = this.instance;
    const anchor = by.kind === "event" && !isChange ? [by.event.id] : [];
    return act === undefined ? anchor : [...anchor, act];
  }

  private watch({ pattern, own, place }: Asked, setting: Setting): readonly Piece[] {
    const { matcher } = this;
    // What is asked for lies in every one of these: silence about one of them is enough.
    const zones: string[] = [];
    for (const zone of [pattern.place, place]) {
      const id = zone && zoneId(matcher, zone, setting.bindings);
      if (id) zones.push(id);
    }
    const of = (column: "actor" | "target" | "object"): string | null => {
      const argument = pattern[column];
      if (argument !== null) return matcher.value(argument, setting.bindings);
      return column === "actor" && own && setting.clause.kind !== "unnamed" ? setting.bearer : null;
    };
    return matcher.evidence.covered(pattern.act, zones, of("object"), (denial) => {
      for (const column of ["actor", "target", "object"] as const) {
        if (denial[column] !== null && denial[column] !== of(column)) return false;
      }
      return denial.place === null || zones.some((zone) => matcher.evidence.places.within(zone, denial.place!));
    });
  }

  /** The seconds of a window at which silence denies nothing for some of what is asked. */
  uncovered(asked: readonly Asked[], setting: Setting, window: Interval): Interval[] {
    const covered = asked.map((a) => union(this.coverage(a, setting).pieces));
    const all = covered.length === 0 ? [] : covered.reduce((a, b) => intersection(a, b));
    return gaps(window, all);
  }

  /** What an item asks of silence; null where an open term stands. A state's changes may happen anywhere. */
  watched(item: Item, place: Stage["clauses"]["place"]): Asked[] | null {
    if (item.kind === "do" || item.kind === "not-do") return [{ pattern: item.pattern, own: true, place }];
    if (item.kind === "free-of") return [{ pattern: item.pattern, own: false, place }];
    if (item.kind === "keep") return this.changes(item.state, this.matcher.normView.norm.kind === "aim");
    const meaning = this.matcher.normView.items(item.use);
    if (!meaning) return null;
    const out: Asked[] = [];
    for (const inner of meaning.items) {
      const asked = this.watched(inner, place);
      if (asked === null) return null;
      out.push(...asked);
    }
    return out;
  }

  /** The open fact, yes or no, that something of this was done in a window and not reported, or not told in full (4.5). */
  fact(what: string, pattern: EventPattern | null, asked: readonly Asked[], setting: Setting, window: Interval): Fact {
    let fact = this.facts.get(what);
    if (!fact) {
      const told = asked.flatMap((each) => this.coverage(each, setting).unsaid);
      const within = told.filter(({ option }) => option.from <= window.to && option.to >= window.from);
      const ids = [...new Set(within.map(({ event }) => event))].toSorted();
      const ref = this.words(what, pattern, ids);
      fact = { id: `silent:${this.instance.id}#${what}`, kind: "unreported", ref, contested: false, at: 0 };
      this.facts.set(what, fact);
    }
    return fact;
  }

  private words(what: string, pattern: EventPattern | null, told: readonly string[]): string {
    const object = pattern?.object && this.matcher.value(pattern.object, new Map(this.instance.bindings));
    const act = pattern ? `an unreported ${pattern.act}${object ? ` of ${object}` : ""}` : "something unreported";
    const or = told.length > MOST_NAMED ? ` or one of ${told.length} told of` : told.map((id) => ` or ${id}`).join("");
    const role = /^(condition|exception)/.exec(what)?.[1];
    return role ? `${act}${or} (${role})` : `${act}${or}`;
  }

  /** The acts that start (or end) a state of a subject. */
  changes(expression: StateExpression, towards: boolean): Asked[] {
    const declared = this.matcher.states.get(expression.state);
    const wanted = expression.negated ? !towards : towards;
    const list = (wanted ? declared?.startedBy : declared?.endedBy) ?? [];
    return list.map((change) => {
      const anything = { actor: null, target: null, object: null, place: null };
      const pattern = { act: change.act, ...anything, [change.column]: expression.subject };
      return { pattern, own: false, place: null, isChange: true };
    });
  }
}
