/**
 * Files of a neighbouring case: which a page includes, and what of them is lent. Paths are those of the model, from the
 * folder of the case and with `/`; that of a neighbour's file begins with `../`.
 */
import type { Include } from "./model.ts";
import type { Scope } from "./names.ts";
import { parse, type Document, type Syntax } from "./parser.ts";
import { byCodeUnit } from "./spelling.ts";
import type { IncludeNode } from "./syntax.ts";

/** Whether a page belongs to another case. */
export function isForeign(path: string): boolean {
  return path.startsWith("../");
}

/** What a file of another case lends: its vocabulary. What it agrees, reads, claims and tests stays its own. */
const LENT: ReadonlySet<string> = new Set([
  "actor",
  "group",
  "act",
  "state",
  "zone",
  "term",
  "series",
  "source",
  "include",
]);

/** Whether declarations that open with this word are lent. */
export function isLent(word: string): boolean {
  return LENT.has(word);
}

/** What of a page counts: all of it; or, of another case's page, the vocabulary, and the faults in that. */
export function lentOf(path: string, syntax: Syntax): Syntax {
  if (!isForeign(path)) return syntax;
  const declarations = syntax.declarations.filter((node) => LENT.has(node.kind === "unbuilt" ? node.word : node.kind));
  const lines = new Set<number>();
  for (const { span } of declarations) for (let line = span.line; line <= span.endLine; line += 1) lines.add(line);
  return { declarations, diagnostics: syntax.diagnostics.filter(({ span }) => lines.has(span.line)) };
}

/**
 * The path from the case's folder of what a page includes, or null if it leads out: neither into the case nor to a file in
 * the folder of a case beside it. `folder` is the name of the case's own folder, by which a neighbour knows it.
 */
function resolveInclude(from: string, written: string, folder: string | null): string | null {
  if (/^(?:\/|[A-Za-z]:)|[\\\0]/u.test(written)) return null;
  const parts = from.split("/").slice(0, -1);
  for (const part of written.split("/")) {
    if (part === "." || part === "") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push("..");
  }
  if (parts[0] === ".." && parts[1] === folder) parts.splice(0, 2);
  if (parts.length === 0 || parts[1] === ".." || (parts[0] === ".." && parts.length < 3)) return null;
  return parts.join("/");
}

/** The files that a page includes, as far as it may: for whoever reads them. Cheap where it includes none. */
export function includedBy(document: Document, folder: string | null): readonly string[] {
  if (!/^[\t >]*include\b/mu.test(document.text)) return [];
  return parse(document).declarations.flatMap((node) => {
    const path = node.kind === "include" ? resolveInclude(document.path, node.name.text, folder) : null;
    return path === null ? [] : [path];
  });
}

/** What the case includes, by path; with what leads out, was not read or goes round in a circle told. */
export function includesOf(scope: Scope, nodes: readonly IncludeNode[], paths: ReadonlySet<string>): Include[] {
  const found = new Map<string, Include>();
  const edges = new Map<string, { readonly path: string; readonly node: IncludeNode }[]>();
  const { folder = null } = scope.known;
  for (const node of nodes) {
    const { text: written, span } = node.name;
    const path = resolveInclude(node.span.path, written, folder);
    if (path === null) {
      scope.report("SV118", span, { path: written });
      continue;
    }
    if (!paths.has(path)) scope.report("SV117", span, { path: written });
    if (!found.has(path)) found.set(path, { path, span: node.span });
    const from = edges.get(node.span.path);
    if (from === undefined) edges.set(node.span.path, [{ path, node }]);
    else from.push({ path, node });
  }
  tellCircles(scope, edges);
  return Array.from(found.values()).sort((a, b) => byCodeUnit(a.path, b.path));
}

/** Tells each line that closes a circle, without following one twice: a chain of files may be long. */
function tellCircles(
  scope: Scope,
  edges: ReadonlyMap<string, readonly { readonly path: string; readonly node: IncludeNode }[]>,
): void {
  const done = new Set<string>();
  for (const start of Array.from(edges.keys()).sort(byCodeUnit)) {
    const way: { readonly path: string; next: number }[] = [{ path: start, next: 0 }];
    const on = new Set([start]);
    for (let at = way.at(-1); at !== undefined; at = way.at(-1)) {
      const edge = done.has(at.path) ? undefined : edges.get(at.path)?.[at.next];
      at.next += 1;
      if (edge === undefined) {
        done.add(at.path);
        on.delete(at.path);
        way.pop();
      } else if (on.has(edge.path)) {
        const circle = way.slice(way.findIndex(({ path }) => path === edge.path)).map(({ path }) => path);
        const chain = circle.length === 1 ? `${edge.path} includes itself` : [...circle, edge.path].join(", then ");
        scope.report("SV119", edge.node.name.span, { chain });
      } else if (!done.has(edge.path)) {
        way.push({ path: edge.path, next: 0 });
        on.add(edge.path);
      }
    }
  }
}
