/**
 * Norms that bear on norms, by the oracle (docs/semantics.md 14): which instances there are in a history, what breaches and uses come of
 * them, and what goes before what.
 */
import { bearerRuns, isMember, isPartyTo } from "./referencebond.ts";
import { beginsAnchored, beginsBreached, entriesOf, instancesOfBreach, occasionsOf } from "./referenceoccasion.ts";
import type { Occasion } from "./referenceoccasion.ts";
import { outcomeOf } from "./referenceoutcome.ts";
import type { Breach } from "./referenceverdict.ts";
import type { Law, Turn, Use } from "./referencelaw.ts";
import { happenings, momentOf, once, optionOf, under } from "./referencescene.ts";
import type { Ask, Happening, Instance, Scene } from "./referencescene.ts";
import { before } from "./referencetime.ts";
import type { Moment } from "./referencetime.ts";
import { asOfSecond, expand, leaves, reachedFrom, runAt } from "./referenceview.ts";
import type { NormView } from "./referenceview.ts";
import { dutyTime, windowOf } from "./referencewindow.ts";
import type { Triggered } from "./referencewindow.ts";

interface Found extends Turn {
  readonly occasion: Occasion;
}

/** A scene before anything is known of it but the history and the norm. */
export function bareScene(ask: Ask, j: NormView, instance: Instance): Scene {
  return { ask, j, instance, clauses: j.norm.clauses };
}

/** Every instance of a norm that is triggered in a history, up to its `at`. */
function triggeredIn(ask: Ask, j: NormView): readonly Found[] {
  // 6.7: nothing comes of what does not bind.
  if (j.notBinding) return [];
  return once(ask, `triggered ${j.norm.id} ${j.e.at}`, () =>
    occasionsIn(ask, j).flatMap((occasion) => {
      const begun = occasion.begins(ask, j);
      return "outcome" in begun ? [] : [{ ...begun, occasion }];
    }),
  );
}

/** Every instance that there may be in a history. */
function occasionsIn(ask: Ask, j: NormView): readonly Occasion[] {
  const found = new Map<string, Occasion>();
  const add = (o: Occasion): void => {
    if (!found.has(o.instance.id)) found.set(o.instance.id, o);
  };
  entriesOf(j).forEach(add);
  const acts = new Set(
    j.stages.flatMap((s) => [s.clauses.when?.anchor, ...(s.clauses.when?.or ?? [])].map((p) => p?.act)),
  );
  for (const event of j.events) {
    if (!event.options.some((o) => o?.kind != null && acts.has(o.kind))) continue;
    const scene = bareScene(ask, j, NOBODY);
    const option = optionOf(scene, event);
    const moment = option && momentOf(scene, event.id, option);
    if (option === null || !moment) continue;
    for (const instance of occasionsOf(j, event.id, option, moment.second, (a) => isMember(scene, a, moment.second)))
      add({ instance, begins: (a, k) => beginsAnchored(bareScene(a, k, instance), event) });
  }
  for (const instance of instancesOfBreach(bareScene(ask, j, NOBODY)))
    add({ instance, begins: (a, k) => beginsBreached(bareScene(a, k, instance)) });
  return [...found.values()];
}

const NOBODY: Instance = {
  id: "",
  bearer: { id: "", words: null, unnamed: false, joint: null },
  counterparty: null,
  bindings: new Map(),
  anchor: null,
  trigger: "",
};

/** 11.7: the instances of a norm that a bearer has in a history. */
function turnsOf(ask: Ask, j: NormView, bearer: string): readonly Turn[] {
  return triggeredIn(ask, j).filter((t) => t.s.instance.bearer.id === bearer);
}

/** 14.2: the breaches of a norm in a history, up to its `at`, each with the instance that it is of. */
function breachesOf(ask: Ask, j: NormView): readonly { readonly of: Instance; readonly breach: Breach }[] {
  return once(ask, `breaches ${j.norm.id} ${j.e.at}`, () =>
    triggeredIn(ask, j).flatMap(({ s, t }) =>
      outcomeOf(s, t).breaches.flatMap((breach) => (breach.moment.second > j.e.at ? [] : [{ of: s.instance, breach }])),
    ),
  );
}

/** 14.4: the uses of a permission or power, by the `at` of the view given, those that are void left out. */
function usesOf(ask: Ask, p: NormView): readonly Use[] {
  return once(ask, `uses ${p.norm.id} ${p.e.at}`, () => {
    const acts = new Set(
      p.stages.flatMap((s) =>
        leaves(expand(p, s.clauses.must)).flatMap((i) => ("pattern" in i ? [i.pattern.act] : [])),
      ),
    );
    return p.events.flatMap((event): Use[] => {
      if (!event.options.some((o) => o?.kind != null && acts.has(o.kind))) return [];
      const scene = bareScene(ask, p, NOBODY);
      const option = optionOf(scene, event);
      const moment = option && momentOf(scene, event.id, option);
      if (!moment) return [];
      return beforehand(ask, p, moment).flatMap(({ s, t }) =>
        performs(s, t, event.id) && !isBanned(s, event.id, moment) ? [{ scene: s, event: event.id, moment }] : [],
      );
    });
  });
}

/** 14.1, 14.4, 14.9: the instances triggered strictly before an instant, seen from it. */
function beforehand(
  ask: Ask,
  a: NormView,
  { second }: Moment,
): readonly { readonly s: Scene; readonly t: Triggered }[] {
  const then = asOfSecond(a, second);
  return triggeredIn(ask, asOfSecond(a, second - 1)).map(({ s, t }) => {
    const seen = { ...s, j: then };
    // What was done the second before may end it now.
    return { s: seen, t: { ...t, bound: runAt(bearerRuns(seen), t.bound.from) ?? t.bound } };
  });
}

/** Whether an event is an act of an item, in its window. */
function performs(s: Scene, t: Triggered, event: string): boolean {
  const { stretches } = dutyTime(s, t);
  return stretches.some((x) =>
    leaves(expand(s.j, x.clauses.must)).some(
      (item) =>
        item.kind === "do" &&
        happenings(under(s, x.clauses), item.pattern, {
          byBearer: true,
          place: x.clauses.place,
          since: stretches[0]!.from,
        }).some((h) => h.event === event && isWithin(h, x)),
    ),
  );
}

function isWithin({ moment }: Happening, x: { readonly from: Moment; readonly to: number }): boolean {
  return !before(moment, x.from) && moment.second <= x.to;
}

function higherThan(s: Scene): readonly NormView[] {
  const ids = s.j.precedences.filter((p) => p.lower === s.j.norm.id).map((p) => p.higher);
  return [...new Set(ids)].map((id) => reachedFrom(s.j, id));
}

/** 14.5: whether an event is a use of a permission, or performs a duty, that goes before this norm. */
function isPermitted(s: Scene, event: string, moment: Moment): boolean {
  return higherThan(s).some((a) => {
    if (a.norm.kind === "permission") return usesOf(s.ask, asOfSecond(a, moment.second)).some((u) => u.event === event);
    if (a.norm.kind !== "duty") return false;
    return beforehand(s.ask, a, moment).some((b) => performs(b.s, b.t, event));
  });
}

/** 14.5: whether a ban that goes before this duty binds the same bearer at an instant of the window. */
function isForbidden(s: Scene, stretches: readonly { readonly from: Moment; readonly to: number }[]): boolean {
  return higherThan(s).some((a) => {
    if (a.norm.kind !== "ban" || s.j.norm.kind !== "duty") return false;
    return triggeredIn(s.ask, asOfSecond(a, s.j.e.at)).some(
      (b) =>
        b.s.instance.bearer.id === s.instance.bearer.id &&
        windowOf(b.s, b.t).some((x) =>
          stretches.some((y) => x.from.second <= y.to && y.from.second <= x.to && x.from.second <= x.to),
        ),
    );
  });
}

/** 14.5: whether an event would be a breach of a ban that goes before this permission or power. */
function isBanned(s: Scene, event: string, moment: Moment): boolean {
  return higherThan(s).some((a) => {
    if (a.norm.kind !== "ban") return false;
    return beforehand(s.ask, a, moment).some((b) => outcomeOf(b.s, b.t).breaches.some((x) => x.event === event));
  });
}

/** 14.6: whether an event is a use of a permission that goes before some norm under this view. */
function isLawfulUse(s: Scene, event: string, moment: Moment): boolean {
  if (s.j.norm.kind !== "permission") return false;
  const higher = new Set(s.j.precedences.map((p) => p.higher));
  return [...s.j.near.keys()]
    .filter((id) => higher.has(id))
    .map((id) => reachedFrom(s.j, id))
    .some(
      (p) => p.norm.kind === "permission" && usesOf(s.ask, asOfSecond(p, moment.second)).some((u) => u.event === event),
    );
}

export const LAW: Law = { isMember, isPartyTo, breachesOf, usesOf, isPermitted, isForbidden, isLawfulUse, turnsOf };
