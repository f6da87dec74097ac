/** The events that can concern one instance under one view, as each history has them (docs/semantics.md 7.8, 8). */
import type { EventPattern, ZoneExpression } from "@servanda/language";
import type { Bearing } from "./bearing.ts";
import type { Segment } from "./binding.ts";
import { meets, type Found, type Since } from "./count.ts";
import type { Event } from "./evidence.ts";
import type { Option } from "./option.ts";
import type { Instance } from "./instance.ts";
import type { Matcher, Setting } from "./match.ts";
import { Silence } from "./silence.ts";
import type { Moment, World } from "./world.ts";

export class Search {
  readonly matcher: Matcher;
  readonly instance: Instance;
  readonly silence: Silence;
  readonly aim: boolean;
  /** Norms that bear on this one (14); null: none. */
  readonly bearing: Bearing | null;

  constructor(matcher: Matcher, instance: Instance, bearing: Bearing | null) {
    this.matcher = matcher;
    this.instance = instance;
    this.bearing = bearing;
    this.silence = new Silence(matcher, instance);
    this.aim = matcher.normView.norm.kind === "aim";
  }

  /** 7.8: the event that makes the occasion serves as nothing else. */
  protected get anchor(): Event | null {
    return this.instance.by.kind === "event" ? this.instance.by.event : null;
  }

  /** Events that could be a pattern's, but for the anchor; decided ones first. */
  candidates(setting: Setting, pattern: EventPattern, own: boolean): Event[] {
    const { anchor } = this;
    return this.matcher.candidates(pattern, setting, own).filter((event) => event !== anchor);
  }

  /** Whether an event comes at or after the beginning of the window. */
  protected since(world: World, segment: Segment, option: Option, moment: Moment): boolean {
    return this.matcher.atOrAfter(world, segment.start, segment.order, moment, option.order);
  }

  /** Whether an event that agrees with a pattern lies where it must, as often as it must (5.6, 11.3). */
  protected meets(
    world: World,
    setting: Setting,
    pattern: EventPattern,
    own: boolean,
    zones: readonly (ZoneExpression | null)[],
    found: Found,
    since: Since | null,
  ): boolean {
    return meets(world, this.matcher, pattern, own, setting, zones, found, since, this.anchor);
  }

  /** Events that agree with a pattern in this history, place apart; decided ones first. */
  protected *matching(world: World, setting: Setting, pattern: EventPattern, bearer: boolean): Generator<Found> {
    for (const event of this.candidates(setting, pattern, bearer)) {
      const found = this.agreeing(world, setting, pattern, bearer, event);
      if (found) yield found;
    }
  }

  /** What the first of those events comes to that comes to anything; what becomes of one tells nothing of the others (9.5). */
  protected first<T>(
    world: World,
    setting: Setting,
    pattern: EventPattern,
    bearer: boolean,
    ask: (found: Found) => T | null,
  ): T | null {
    for (const event of this.candidates(setting, pattern, bearer)) {
      const answer = world.apart(() => {
        const found = this.agreeing(world, setting, pattern, bearer, event);
        return found && ask(found);
      });
      if (answer !== null) return answer;
    }
    return null;
  }

  private agreeing(world: World, setting: Setting, pattern: EventPattern, bearer: boolean, event: Event): Found | null {
    const { matcher } = this;
    const option = matcher.take(world, event);
    if (!option) return null;
    const tried: Setting = { ...setting, bindings: new Map(setting.bindings) };
    if (!matcher.agrees(world, event, option, pattern, tried, bearer)) return null;
    return { event, option, moment: matcher.moment(event, option) };
  }
}
