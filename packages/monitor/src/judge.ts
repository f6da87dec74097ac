/** What one history makes of one instance (docs/semantics.md 7.3, 7.4, 8). */
import type { EventPattern, Item } from "@servanda/language";
import { Achieve } from "./achieve.ts";
import { bind, isAchieveItem, type Binding, type Segment } from "./binding.ts";
import type { Event } from "./evidence.ts";
import type { Outcome } from "./finding.ts";
import type { Instance } from "./instance.ts";
import type { Matcher } from "./match.ts";
import { Search } from "./search.ts";
import { Standing } from "./standing.ts";
import { verdict, type Failure, type Verdict } from "./verdict.ts";
import { DEEPEST } from "./view.ts";
import { exactly, type World } from "./world.ts";

const AND: readonly Outcome[] = ["breached", "pending", "lapsed", "excused", "no breach observed", "kept"];
const AIM: readonly Outcome[] = ["not reached", "open", "reached"];

export class Judge extends Search {
  private readonly achieving: Achieve;
  private readonly standing: Standing;

  constructor(matcher: Matcher, instance: Instance) {
    super(matcher, instance);
    this.achieving = new Achieve(matcher, instance);
    this.standing = new Standing(matcher, instance);
  }

  /** The outcome of this history; stops as soon as it is certain. */
  judge(world: World): Verdict {
    const { normView } = this.matcher;
    if (this.matcher.force() === null) return verdict("not in force", "7.1", "the instrument never entered into force");
    if (!normView.binding) return verdict("not binding", "6.7", "under this view the norm does not bind");
    if (this.instance.by.kind === "none") return this.idle();
    const binding = bind(world, this);
    if (typeof binding === "string") {
      const rule = binding === "not in force" ? "7.1" : "7.3";
      return verdict(binding, rule, NOT_BOUND[binding] ?? binding);
    }
    const last = binding.current;
    const verdicts = last.stage.clauses.must.items.map((_, i) => this.item(world, binding, i));
    const order = this.aim ? AIM : AND;
    const ranked = verdicts.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
    const whole = last.stage.clauses.must.connective === "or" ? ranked.at(-1)! : ranked[0]!;
    // Part of what was owed does not perform it.
    const performed = verdicts.map((v) => v.performed).filter((p) => p !== null);
    const done = (whole.outcome === "kept" || whole.outcome === "reached") && performed.length > 0;
    return {
      ...whole,
      binding,
      performed: done ? performed.reduce((a, b) => (a.at.to >= b.at.to ? a : b)) : null,
      items: verdicts.length > 1 ? verdicts.map((v) => v.outcome) : [],
      failures: verdicts.flatMap((v) => v.failures),
    };
  }

  /** 7.6 */
  private idle(): Verdict {
    const force = this.matcher.force()!;
    const inForce = force.from <= this.matcher.at && this.matcher.at < force.until;
    if (inForce) return verdict("not triggered", "7.6", "no event on record is its occasion");
    return verdict("not in force", "7.1", "the instrument is not in force at this date");
  }

  /** Events that could be breaches of this instance: what cannot concern it is not looked at. */
  suspects(): Event[] {
    const { matcher, instance } = this;
    if (this.aim || instance.by.kind === "none") return [];
    const bindings = new Map(instance.bindings);
    return matcher.events.filter((event) => {
      if (event === this.anchor) return false;
      return matcher.normView.stages.some(({ clauses }) =>
        clauses.must.items.some((item) =>
          this.forbidden(item, 0).some(({ pattern, own }) =>
            matcher.mayMatch(event, pattern, { bearer: instance.bearer, clause: clauses.bearer, bindings }, own),
          ),
        ),
      );
    });
  }

  /** Whether this event would be a breach in this history if there were no exception. */
  wouldFail(world: World, event: Event): Failure | null {
    return this.failure(world, event, false);
  }

  /** Whether this event is a breach in this history: what `judge` need not ask once one is certain. */
  failure(world: World, event: Event, excusable = true): Failure | null {
    const { matcher } = this;
    const binding =
      this.instance.by.kind === "none" || !matcher.normView.binding || matcher.force() === null
        ? null
        : bind(world, this);
    if (binding === null || typeof binding === "string" || this.aim) return null;
    for (const segment of binding.segments) {
      const to = Math.min(segment.to, segment.until ?? Infinity, binding.over - 1, matcher.at);
      for (const [index, item] of segment.stage.clauses.must.items.entries()) {
        for (const { pattern, own } of this.forbidden(item, 0)) {
          if (event === this.anchor || !matcher.mayMatch(event, pattern, binding.setting, own)) continue;
          const failure = this.standing.failsBy(world, binding, segment, pattern, own, event, to, index, excusable);
          if (failure) return failure;
        }
      }
    }
    return null;
  }

  private forbidden(item: Item, depth: number): { readonly pattern: EventPattern; readonly own: boolean }[] {
    if (item.kind === "not-do" || item.kind === "free-of")
      return [{ pattern: item.pattern, own: item.kind === "not-do" }];
    if (item.kind !== "term" || depth >= DEEPEST) return [];
    return (this.matcher.normView.items(item.use)?.items ?? []).flatMap((inner) => this.forbidden(inner, depth + 1));
  }

  /** The earliest act that does what was due, after the deadline (8.1). */
  late(world: World): Verdict["performed"] {
    const binding = this.instance.by.kind === "none" ? "not triggered" : bind(world, this);
    if (typeof binding === "string") return null;
    const last = binding.due.at(-1)!;
    const items = last.stage.clauses.must.items;
    if (last.until === null || !items.every(isAchieveItem)) return null;
    const after: Segment = { ...last, start: exactly(last.until + 1), order: null, from: -Infinity, until: null };
    let latest: Verdict["performed"] = null;
    for (const [index, item] of items.entries()) {
      // Of several things owed, some may have been done in time.
      const path = `late.${index}`;
      const done =
        this.achieving.done(world, binding, [last], item, Infinity, path, 0) ??
        this.achieving.done(world, binding, [after], item, Infinity, path, 0);
      if (done && (latest === null || done.at.to > latest.at.to)) latest = done;
      if (!done && last.stage.clauses.must.connective === "and") return null;
    }
    return latest;
  }

  // ── Items ──────────────────────────────────────────────────────────────────────────────────

  private item(world: World, binding: Binding, index: number): Verdict {
    const item = binding.current.stage.clauses.must.items[index]!;
    if (this.aim || isAchieveItem(item)) return this.achieving.achieve(world, binding, index);
    return this.standing.hold(world, binding, index);
  }
}

const NOT_BOUND: { readonly [why: string]: string } = {
  "not triggered": "what would trigger it did not all happen, there and then",
  "not in force": "it is not in force for this bearer",
};
