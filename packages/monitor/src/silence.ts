/** What silence denies, and what a history may add where it denies nothing (docs/semantics.md 4). */
import type { EventPattern, Item, StateExpression } from "@servanda/language";
import type { Instance } from "./instance.ts";
import { gaps, intersection, type Interval } from "./interval.ts";
import type { Matcher, Setting } from "./match.ts";
import type { Account, Coverage } from "./record.ts";
import type { Stage } from "./view.ts";
import type { Fact } from "./world.ts";

/** What is asked of silence: has an event of this pattern happened? */
export interface Asked {
  readonly pattern: EventPattern;
  /** Whether a pattern without an actor means the bearer. */
  readonly own: boolean;
  /** Where the clause says it must lie, besides the pattern's own place. */
  readonly place: Stage["clauses"]["place"];
}

/** An event that a condition or an exception names. */
export function named(pattern: EventPattern): Asked {
  return { pattern, own: false, place: null };
}

export class Silence {
  private readonly matcher: Matcher;
  private readonly instance: Instance;

  constructor(matcher: Matcher, instance: Instance) {
    this.matcher = matcher;
    this.instance = instance;
  }

  /** 4.2, for one thing asked: instants, rows and denials. */
  coverage(
    { pattern, own, place }: Asked,
    setting: Setting,
  ): {
    readonly instants: readonly Interval[];
    readonly rows: readonly Coverage[];
    readonly denials: readonly Account[];
  } {
    const { matcher } = this;
    // What is asked for lies in every one of these: silence about one of them is enough.
    const zones: string[] = [];
    for (const zone of [pattern.place, place]) {
      const id = zone && matcher.zoneId(zone, setting.bindings);
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
    const covered = asked.map((a) => this.coverage(a, setting).instants);
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

  fact(what: string, pattern: EventPattern | null): Fact {
    const object = pattern?.object && this.matcher.value(pattern.object, new Map(this.instance.bindings));
    const act = pattern ? `an unreported ${pattern.act}${object ? ` of ${object}` : ""}` : "something unreported";
    const role = /^(condition|exception)/.exec(what)?.[1];
    const ref = role ? `${act} (${role})` : act;
    return { id: `silent:${this.instance.id}#${what}`, kind: "unreported", ref, contested: false, at: 0 };
  }

  /** The acts that start (or end) a state of a subject. */
  changes(expression: StateExpression, towards: boolean): Asked[] {
    const declared = this.matcher.states.get(expression.state);
    const wanted = expression.negated ? !towards : towards;
    const list = (wanted ? declared?.startedBy : declared?.endedBy) ?? [];
    return list.map((change) => {
      const anything = { actor: null, target: null, object: null, place: null };
      const pattern = { act: change.act, ...anything, [change.column]: expression.subject };
      return { pattern, own: false, place: null };
    });
  }
}
