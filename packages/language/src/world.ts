/** Actors, states, zones and terms: what norms speak of. Syntax to model. */
import { isForeign } from "./include.ts";
import type { Actor, Membership, Period, Placed, Series, State, StateChange, Term, Zone } from "./model.ts";
import type { Scope } from "./names.ts";
import { byCodeUnit } from "./spelling.ts";
import type {
  ActorNode,
  Declaration,
  MemberNode,
  Name,
  PeriodNode,
  SeriesNode,
  StateNode,
  TermNode,
  ZoneName,
  ZoneNode,
} from "./syntax.ts";

export function actorsOf(scope: Scope, nodes: readonly ActorNode[]): Actor[] {
  return nodes
    .filter((node) => isFirst(scope, node))
    .map((node) => ({
      id: node.name.text,
      names: node.titles.length > 0 ? node.titles : [node.name.text],
      kind: node.a ?? (node.group ? "group" : null),
      codes: node.codes,
      members: membersOf(scope, node.members, scope.offset),
      span: node.span,
    }));
}

/** Whether a declared noun is the one that holds its name, not a duplicate. */
function isFirst(scope: Scope, node: Declaration): boolean {
  return scope.nouns.get(node.name.text)?.span === node.name.span;
}

/** Memberships, each actor once. A date without a zone is read at `offset`. */
export function membersOf(scope: Scope, nodes: readonly MemberNode[], offset: number): Membership[] {
  const members: Membership[] = [];
  const seen = new Map<string, Name>();
  for (const node of nodes) {
    const actor = scope.actor(node.actor);
    if (actor === null) continue;
    const first = seen.get(actor);
    if (first !== undefined) {
      scope.duplicate(actor, node.actor.span, "a member", first.span);
      continue;
    }
    seen.set(actor, node.actor);
    const periods = node.periods.flatMap((period) => periodOf(scope, period, offset) ?? []);
    members.push({ actor, periods: node.periods.length === 0 ? [{ from: null, until: null }] : periods });
  }
  return members;
}

/** Null, and reported, where it ends before it begins. */
export function periodOf(scope: Scope, node: PeriodNode, offset: number): Period | null {
  const from = node.from === null ? null : scope.date(node.from, offset);
  const until = node.until === null ? null : scope.date(node.until, offset);
  if (from !== null && until !== null && until.latest <= from.earliest) {
    scope.report("SV410", node.span, { from: from.text, until: until.text });
    return null;
  }
  return { from, until };
}

export function statesOf(scope: Scope, nodes: readonly StateNode[]): State[] {
  const states: State[] = [];
  for (const node of nodes) {
    if (!node.sound || !isFirst(scope, node)) continue;
    const startedBy = changes(scope, node.startedBy);
    const endedBy = changes(scope, node.endedBy);
    states.push({ id: node.name.text, subjectKind: node.a, initially: node.initially, startedBy, endedBy });
  }
  return states;
}

function changes(scope: Scope, names: readonly Name[]): StateChange[] {
  const found: StateChange[] = [];
  for (const name of names) {
    const act = scope.acts.get(name.text);
    if (act === undefined) {
      if (!scope.hollow.has(name.text)) missingAct(scope, name);
      continue;
    }
    const columns = act.roles.map((role) => role.column);
    found.push({
      act: act.id,
      column: columns.includes("object") ? "object" : columns.includes("target") ? "target" : "actor",
    });
  }
  return found;
}

export function missingAct(scope: Scope, name: Name): void {
  for (const form of ["present", "past"] as const) {
    const act = scope.forms[form].get(name.text);
    if (act === undefined) continue;
    scope.report(
      "SV302",
      name.span,
      { word: name.text, form, wanted: "base", right: act.id },
      { span: name.span, text: act.id },
    );
    return;
  }
  const near = scope.nearAct("base", name.text);
  if (near !== null) scope.misspelt(name, near);
  else
    scope.report("SV201", name.span, {
      name: name.text,
      as: " as an act",
      help: `Declare it: act ${name.text}, …, …`,
    });
}

export function zonesOf(scope: Scope, nodes: readonly ZoneNode[]): Zone[] {
  const zones: Zone[] = [];
  const related = new Set<string>();
  for (const node of nodes) {
    const id = zoneId(node.name, node.owner);
    if (node.owner !== null) scope.actor(node.owner);
    const placed = (list: ZoneNode["within"]): Placed[] =>
      list.flatMap(({ zone, source }) => {
        const other = zoneName(scope, zone);
        scope.source(source);
        if (other === null) return [];
        related.add(other);
        related.add(id);
        return [{ zone: other, source: source?.text ?? null }];
      });
    zones.push({
      id,
      names: node.titles.length > 0 ? node.titles : [id],
      kind: node.a,
      within: placed(node.within),
      outside: placed(node.outside),
      span: node.span,
    });
  }
  const { shapes } = scope.known;
  if (shapes !== null) {
    // What another case maps is its own matter.
    for (const zone of zones)
      if (!isForeign(zone.span.path) && !shapes.has(zone.id) && !related.has(zone.id))
        scope.report("SV501", zone.span, { name: zone.id });
  }
  return zones;
}

function zoneName(scope: Scope, { name, owner }: ZoneName): string | null {
  const noun = scope.nouns.get(name.text);
  if (noun === undefined) {
    scope.undeclared(name, "a zone");
    return null;
  }
  if (noun.kind === "zone" && owner === null) return name.text;
  if (noun.kind === "family" && owner !== null) {
    if (noun.owners.has(owner.text)) return zoneId(name, owner);
    const id = zoneId(name, owner);
    scope.report("SV201", owner.span, { name: id, as: " as a zone", help: `Declare it: zone ${id} "…"` });
    return null;
  }
  scope.wrongKind(name, noun, "a zone");
  return null;
}

export function termsOf(scope: Scope, nodes: readonly TermNode[]): Term[] {
  return nodes
    .filter((node) => isFirst(scope, node))
    .map((node) => ({
      id: node.name.text,
      names: node.titles.length > 0 ? node.titles : [node.name.text],
      parameters: node.parameters,
      span: node.span,
    }))
    .sort(byId);
}

export function seriesOf(scope: Scope, nodes: readonly SeriesNode[]): Series[] {
  return nodes
    .filter((node) => node.sound && isFirst(scope, node))
    .map((node) => ({
      id: node.name.text,
      names: node.titles.length > 0 ? node.titles : [node.name.text],
      parameters: node.parameters,
      per: node.per,
      unit: node.unit,
      span: node.span,
    }))
    .sort(byId);
}

/** The id of a zone: its name, and its owner where it has one. */
export function zoneId(name: Name, owner: Name | null): string {
  return owner === null ? name.text : `${name.text} of ${owner.text}`;
}

/** In the order of ids, by code unit. */
export function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return byCodeUnit(a.id, b.id);
}
