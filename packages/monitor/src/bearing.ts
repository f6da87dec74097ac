/**
 * Norms that bear on a norm, under one view (docs/semantics.md 14): whose breach triggers it, what goes before it, who may suspend or
 * end it. All of them are judged in one and the same history, each as of the second before the instant judged.
 */
import type { Instant, Model, Norm } from "@servanda/language";
import { catalogueOf } from "./catalogue.ts";
import type { ColumnsRead, Event, Evidence } from "./evidence.ts";
import { idle, occasions, type Instance } from "./instance.ts";
import { union, type Interval } from "./interval.ts";
import { Judge, type Use } from "./judge.ts";
import { Matcher, readBy } from "./match.ts";
import { NormView, type HeldView } from "./view.ts";
import { exactly, type Moment, type World } from "./world.ts";

/** A breach of another norm that may be an occasion (14.2). */
export interface BreachSource {
  readonly norm: string;
  readonly bearer: string;
  readonly counterparty: string | null;
  /** Variables of that norm in the instance that is breached. */
  readonly bindings: ReadonlyMap<string, string>;
  /** The event that is the breach or began it; null: none is. */
  readonly event: Event | null;
  /** How the occasion is known where no event makes it. */
  readonly label: string;
  readonly occurs: (world: World) => Breaching | null;
}

/** A breach in one history: when, and whose, if an act towards somebody is the breach. */
export interface Breaching {
  readonly moment: Moment;
  readonly order: number | null;
  readonly target: string | null;
}

interface Linked {
  readonly matcher: Matcher;
  judges: readonly Judge[] | null;
  complete: boolean;
}

export class Bearing {
  readonly norm: Norm;
  readonly view: HeldView;
  private readonly linked = new Map<string, Linked>();
  /** Norms whose instances are being listed, each because the one before asks. */
  private readonly listing: string[] = [];
  /** Those of them that asked for one that is being listed. */
  private readonly partial = new Set<string>();
  /** Those that were asked for while they were being listed. */
  private readonly circular = new Set<string>();
  private readonly model: Model;
  private readonly at: Instant;

  constructor(model: Model, evidence: Evidence, { norm, view, reached: views, read }: Sight, at: Instant) {
    this.norm = norm;
    this.view = view;
    this.model = model;
    this.at = at;
    const { instruments } = catalogueOf(model);
    const events = evidence.events(read);
    for (const [id, normView] of views) {
      const instrument = instruments.get(normView.norm.instrument)!;
      const matcher = new Matcher(model, evidence, normView, instrument, at, [...views.values()], events);
      this.linked.set(id, { matcher, judges: null, complete: true });
    }
  }

  matcher(norm: string): Matcher {
    return this.linked.get(norm)!.matcher;
  }

  /** All of them, to ask what they looked at. */
  get matchers(): readonly Matcher[] {
    return [...this.linked.values()].map((l) => l.matcher);
  }

  /** Whether all instances of all these norms are known (9.5). */
  get complete(): boolean {
    return [...this.linked.values()].every((l) => l.complete);
  }

  /** The instances of a norm, each with what judges it. */
  judges(norm: string): readonly Judge[] {
    const linked = this.linked.get(norm);
    if (!linked) return [];
    if (linked.judges === null) this.list(norm, linked);
    else {
      // What is listed meanwhile is listed without knowing this norm's instances.
      const at = this.listing.indexOf(norm);
      if (at >= 0) {
        this.circular.add(norm);
        for (const id of this.listing.slice(at + 1)) this.partial.add(id);
      } else if (this.partial.has(norm)) {
        // So is what asks for one that was.
        for (const id of this.listing.slice(1)) this.partial.add(id);
      }
    }
    return linked.judges!;
  }

  private list(norm: string, linked: Linked): void {
    const isFirst = this.listing.length === 0;
    this.listing.push(norm);
    const made = this.found(norm, linked);
    if (isFirst) {
      this.listing.pop();
      // They are listed again when they are asked for.
      for (const id of this.partial) this.linked.get(id)!.judges = null;
      this.partial.clear();
    }
    const bound = made.map((judge) => judge.instance);
    const alone = idle(linked.matcher, this, bound).map((instance) => new Judge(linked.matcher, instance, this));
    linked.judges = [...made, ...alone].toSorted((a, b) => (a.instance.id < b.instance.id ? -1 : 1));
    Judge.acquaint(linked.judges);
    if (!isFirst) this.listing.pop();
  }

  /**
   * What a norm's triggers make. What is breached may turn on what the norm's own instances suspend or end: then there may be others by it, each later than those
   * (14.9), and some that were listed without knowing those may be none. So they are looked for again, with those that were found, until the same are found: each of
   * these some history has.
   */
  private found(norm: string, linked: Linked): readonly Judge[] {
    // A norm that waits for its own breach has no first occasion.
    linked.judges = [];
    const seen = new Set([""]);
    for (;;) {
      this.circular.delete(norm);
      const { list, complete } = occasions(linked.matcher, this);
      linked.complete = complete;
      const judges = list.map((instance) => new Judge(linked.matcher, instance, this));
      linked.judges = judges;
      Judge.acquaint(judges);
      const made = list.map(madeBy).join("\n");
      if (seen.has(made) || !this.circular.has(norm)) return judges;
      seen.add(made);
      for (const id of this.partial) if (!this.listing.includes(id)) this.linked.get(id)!.judges = null;
    }
  }

  /** The breaches that the triggers of a norm speak of (14.2). */
  breaches(of: NormView): BreachSource[] {
    const norms = new Set(of.stages.flatMap(({ clauses }) => (clauses.breach ? [clauses.breach.norm] : [])));
    return [...norms].flatMap((norm) => this.judges(norm).flatMap((judge) => sources(norm, judge)));
  }

  /** 14.6: whether the event is a use of a permission that goes before some norm under this view. */
  isPermitted(world: World, event: Event): boolean {
    const higher = new Set(this.view.precedences.map((p) => p.higher));
    return [...higher].some(
      (id) => this.kind(id) === "permission" && this.judges(id).some((judge) => judge.isUse(world, event)),
    );
  }

  /** 14.5: the permission or duty that makes this event no breach of a norm; null: none does. */
  excusing(world: World, norm: string, event: Event): string | null {
    for (const { higher, lower } of this.view.precedences) {
      if (lower !== norm) continue;
      const kind = this.kind(higher);
      const does = (judge: Judge): boolean =>
        kind === "permission" ? judge.isUse(world, event) : kind === "duty" && judge.performsBy(world, event);
      if (this.judges(higher).some(does)) return higher;
    }
    return null;
  }

  /** 14.5: the ban by which this event, of that second, is no use of a permission or power; null: none. It must have bound strictly before, and what comes later is not asked (14.9). */
  banning(world: World, norm: string, event: Event, second: Instant): string | null {
    for (const { higher, lower } of this.view.precedences) {
      if (lower !== norm || this.kind(higher) !== "ban") continue;
      const isBreach = (judge: Judge): boolean =>
        world.asOf(second - 1, () => judge.binds(world)) && world.asOf(second, () => judge.isBreachedBy(world, event));
      if (this.judges(higher).some(isBreach)) return higher;
    }
    return null;
  }

  /** 14.5: the ban that binds the bearer at some second of a duty's window, and goes before it; null: none. */
  forbidding(world: World, norm: string, instance: Instance, from: Moment, to: Instant): string | null {
    for (const { higher, lower } of this.view.precedences) {
      if (lower !== norm || this.kind(higher) !== "ban") continue;
      for (const judge of this.judges(higher)) {
        if (judge.instance.bearer === instance.bearer && judge.bindsWithin(world, from, to)) return higher;
      }
    }
    return null;
  }

  /** 14.7: when what an instance owes is suspended: all of it, or (`towards`) what is done to somebody. */
  suspended(world: World, norm: Norm, instance: Instance, towards: string | null = null): Interval[] {
    if (norm.kind !== "duty" && norm.kind !== "ban") return [];
    const owed = instance.counterparty ?? towards;
    if (owed === null) return [];
    const out: Interval[] = [];
    for (const { matcher, judge } of this.powers("suspend")) {
      if (matcher.instrument.id !== norm.instrument || judge.instance.bearer !== instance.bearer) continue;
      for (const { second, stage } of this.usedBefore(world, judge)) {
        const { power } = stage.clauses;
        if (power?.kind !== "suspend" || judge.meant(power.owedTo) !== owed) continue;
        const to = power.for ? matcher.endOf(world, exactly(second), power.for) : Infinity;
        out.push({ from: second + 1, to });
      }
    }
    return union(out);
  }

  /** 14.8: the second from which the norm is over because somebody ended it or its instrument; Infinity: nobody did. */
  ended(world: World, norm: Norm): Instant {
    let first = Infinity;
    for (const { matcher, judge } of this.powers("terminate")) {
      for (const { second, stage } of this.usedBefore(world, judge)) {
        const { power } = stage.clauses;
        if (power?.kind !== "terminate") continue;
        if (power.of.id !== (power.of.kind === "norm" ? norm.id : norm.instrument)) continue;
        const from = power.after ? matcher.endOf(world, exactly(second), power.after) : second;
        first = Math.min(first, from + 1);
      }
    }
    return first;
  }

  /** The uses strictly before: what is used now suspends and ends from the next second on. So no circle closes (14.9). */
  private usedBefore(world: World, judge: Judge): readonly Use[] {
    return world.asOf(world.now(this.at) - 1, () => judge.valid(world));
  }

  private *powers(kind: "suspend" | "terminate"): Generator<{ matcher: Matcher; judge: Judge }> {
    for (const [id, { matcher }] of this.linked) {
      if (!matcher.normView.stages.some(({ clauses }) => clauses.power?.kind === kind)) continue;
      for (const judge of this.judges(id)) yield { matcher, judge };
    }
  }

  private kind(id: string): Norm["kind"] | null {
    return this.linked.get(id)?.matcher.normView.norm.kind ?? catalogueOf(this.model).norms.get(id)?.kind ?? null;
  }
}

/** An instance and by how much it is made: another breach that makes it may trigger it where the first does not (14.2). */
function madeBy({ id, by }: Instance): string {
  const breaches = by.kind === "event" || by.kind === "breach" ? by.sources : undefined;
  return `${id} ${breaches?.length ?? 0}`;
}

/** A norm under a view, before anything is on record: the norms that bear on it, and what they ask of events. */
export interface Sight {
  readonly norm: Norm;
  readonly view: HeldView;
  /** The norm itself and those that bear on it, by id; the norm alone where none does. */
  readonly reached: ReadonlyMap<string, NormView>;
  readonly read: ColumnsRead;
  /** Whether it is judged together with norms that bear on it, or with itself as one of them. */
  readonly isLinked: boolean;
}

export function sightOf(model: Model, norm: Norm, view: HeldView): Sight {
  const { linked, states } = catalogueOf(model);
  // Most cases hold no norm on norms: then there is nothing to look for.
  const isAsked = linked || view.precedences.length > 0;
  const reached = isAsked ? reach(model, norm, view) : new Map([[norm.id, new NormView(model, norm, view)]]);
  // Who ends an agreement ends the power to end it.
  const isPower = norm.kind === "power";
  const isLinked = isAsked && (isPower || reached.size > 1 || view.precedences.some((p) => p.higher === norm.id));
  return { norm, view, reached, read: readBy([...reached.values()], states), isLinked };
}

/** 14.1: a norm and all that it reaches, as the view has them. */
function reach(model: Model, norm: Norm, view: HeldView): Map<string, NormView> {
  const { norms, instruments } = catalogueOf(model);
  const out = new Map<string, NormView>();
  const waiting = [norm];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (out.has(next.id) || !instruments.has(next.instrument)) continue;
    const normView = new NormView(model, next, view);
    out.set(next.id, normView);
    for (const id of bearersOn(model, normView, view)) {
      const found = norms.get(id);
      if (found) waiting.push(found);
    }
  }
  return out;
}

function* bearersOn(model: Model, { norm, stages }: NormView, view: HeldView): Generator<string> {
  const { norms, powers } = catalogueOf(model);
  for (const { clauses } of stages) if (clauses.breach) yield clauses.breach.norm;
  for (const { higher, lower } of view.precedences) {
    if (lower === norm.id || (norm.kind === "permission" && norms.get(higher)?.kind === "permission")) yield higher;
  }
  for (const other of powers) {
    if (other.id === norm.id) continue;
    const layers = [other.clauses, ...other.amendments.map((a) => a.clauses)];
    for (const { power } of layers) {
      if (!power) continue;
      const suspends =
        power.kind === "suspend" &&
        other.instrument === norm.instrument &&
        (norm.kind === "duty" || norm.kind === "ban");
      const ends = power.kind === "terminate" && power.of.id === (power.of.kind === "norm" ? norm.id : norm.instrument);
      if (suspends || ends) yield other.id;
    }
  }
}

/** Every breach that some history may have of one instance. */
function sources(norm: string, judge: Judge): BreachSource[] {
  const { instance, matcher } = judge;
  if (instance.by.kind === "none" || judge.aim) return [];
  const trigger = instance.by.kind === "event" ? instance.by.event.id : instance.by.label;
  const base = { norm, bearer: instance.bearer, counterparty: instance.counterparty, bindings: instance.bindings };
  const out: BreachSource[] = judge.suspects().map((event) => ({
    ...base,
    event,
    label: event.id,
    occurs: (world) =>
      world.once(`breach ${instance.id} ${event.id}`, null, () => {
        const option = matcher.take(world, event);
        if (!option || !judge.isBreachedBy(world, event)) return null;
        return { moment: matcher.moment(event, option), order: option.order, target: option.target };
      }),
  }));
  for (const { key, nth } of judge.breachKeys()) {
    const event = matcher.event(key);
    const occurs = (world: World): Breaching | null =>
      world.once(`breach ${instance.id} ${key} ${nth}`, null, () => {
        const begun = judge.breachBegin(world, key, nth);
        return begun && { ...begun, target: null };
      });
    out.push({ ...base, event, label: event ? event.id : `${key}:${trigger}`, occurs });
  }
  return out;
}
