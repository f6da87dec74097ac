/** What is declared, and under which name: all names of a case and of the standard vocabulary, before anything is read that speaks of them. */
import { roleColumn } from "./list.ts";
import { actOf, type Scope } from "./names.ts";
import { parseBare } from "./parser.ts";
import type { ActNode, Declaration, ZoneNode } from "./syntax.ts";
import { VOCABULARY } from "./vocabulary.ts";
import { zoneId } from "./world.ts";

/** Declares every name; returns the zones that are no duplicates. */
export function declareAll(scope: Scope, declarations: readonly Declaration[]): ZoneNode[] {
  const zones: ZoneNode[] = [];
  const acts = new Map<string, ActNode>();
  for (const node of declarations) {
    const name = node.name.text;
    const span = node.name.span;
    switch (node.kind) {
      case "actor":
        if (scope.declareNoun(name, { kind: "actor", span }) && node.a !== null) scope.kinds.set(name, node.a);
        break;
      case "series":
        scope.declareNoun(name, { kind: "series", span, node });
        break;
      case "state":
        if (node.a !== null) scope.stateKinds.set(name, node.a);
        if (node.sound) scope.declareNoun(name, { kind: "state", span });
        else scope.hollow.add(name);
        break;
      case "term":
        scope.declareNoun(name, { kind: "term", span, node });
        break;
      case "zone":
        if (declareZone(scope, node)) {
          zones.push(node);
          if (node.a !== null) scope.kinds.set(zoneId(node.name, node.owner), node.a);
        }
        break;
      case "source":
        declareOnce(scope, scope.sources, node, "a source");
        break;
      case "act": {
        const first = acts.get(name);
        if (first !== undefined) scope.duplicate(name, span, "an act", first.name.span);
        else acts.set(name, node);
        break;
      }
      case "instrument":
        scope.declarePaper("instruments", node);
        break;
      case "norm":
        scope.declarePaper("norms", node);
        break;
      case "reading":
        declareOnce(scope, scope.readings, node, "a reading");
        break;
      case "supposition":
        declareOnce(scope, scope.suppositions, node, "a supposition");
        break;
      case "unbuilt":
        scope.hollow.add(name);
        break;
      case "claim":
        declareOnce(scope, scope.claims, node, "a claim");
        break;
      case "case":
      case "amend":
      case "precedence":
      case "include":
        break;
    }
  }
  for (const node of acts.values()) {
    if (node.sound) declareAct(scope, node, false);
    else for (const form of [node.name, node.present, node.past]) scope.hollow.add(form.text);
  }
  for (const node of vocabulary()) {
    // An act of the case replaces the standard one of its name, even where it is not sound.
    if (!acts.has(node.name.text)) declareAct(scope, node, true);
  }
  return zones;
}

/** Of its kind a name is declared once. */
function declareOnce<T extends Declaration>(scope: Scope, declared: Map<string, T>, node: T, what: string): void {
  const { text, span } = node.name;
  const first = declared.get(text);
  if (first === undefined) declared.set(text, node);
  else scope.duplicate(text, span, what, first.name.span);
}

function declareAct(scope: Scope, node: ActNode, standard: boolean): void {
  scope.declareAct(
    actOf(node, standard, (index) => {
      const role = node.roles[index];
      return index === 0 || role === undefined ? "actor" : roleColumn(role);
    }),
  );
}

function declareZone(scope: Scope, node: ZoneNode): boolean {
  if (node.owner === null) return scope.declareNoun(node.name.text, { kind: "zone", span: node.name.span });
  const first = scope.nouns.get(node.name.text);
  if (first === undefined) {
    const owners = new Set([node.owner.text]);
    return scope.declareNoun(node.name.text, { kind: "family", span: node.name.span, owners });
  }
  if (first.kind !== "family" || first.owners.has(node.owner.text)) {
    scope.duplicate(
      zoneId(node.name, node.owner),
      node.name.span,
      first.kind === "family" ? "a zone" : "something else",
      first.span,
    );
    return false;
  }
  first.owners.add(node.owner.text);
  return true;
}

let standardActs: readonly ActNode[] | null = null;

function vocabulary(): readonly ActNode[] {
  if (standardActs === null) {
    const { declarations, diagnostics } = parseBare({ path: "servanda:vocabulary", text: VOCABULARY });
    if (diagnostics.length > 0) throw new Error(`The standard vocabulary has a fault: ${diagnostics[0]?.message}`);
    standardActs = declarations.filter((node) => node.kind === "act");
  }
  return standardActs;
}
