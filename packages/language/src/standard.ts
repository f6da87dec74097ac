/** Standards of proof: the four that come with the language, and those that a case defines (docs/semantics.md 2.3, 2.5). */
import type { Clause } from "./lexer.ts";
import type { Cursor } from "./cursor.ts";
import type { Model, OwnStandard, Standard, StandardPart } from "./model.ts";
import type { Scope } from "./names.ts";
import { nearestWord } from "./spelling.ts";
import type { Name, StandardNode } from "./syntax.ts";

/** From the lowest to the highest. */
export const STANDARDS: readonly Standard[] = ["alleged", "reasonable-grounds", "corroborated", "adjudicated"];

/** The standards that a case may be judged by: those of the language, and its own. */
export function standardsOf({ case: settings }: Pick<Model, "case">): readonly Standard[] {
  return [...STANDARDS, ...(settings.standards ?? []).map(({ id }) => id)];
}

/** Behind `standard NAME means`: `2 of monitor, ngo and 1 of media`, `2 of monitor or adjudicated`. */
export function readStandard(name: Name, at: Cursor, clause: Clause): StandardNode {
  const parts: StandardNode["parts"][number][] = [];
  let connective: "and" | "or" | null = null;
  for (;;) {
    parts.push(readPart(at));
    const next = at.at("and") ? "and" : at.at("or") ? "or" : null;
    if (next === null) break;
    connective ??= next;
    // The other word is told as one thing too many.
    if (next !== connective) break;
    at.take();
  }
  at.end("A standard joins what it asks for by and, or by or. Name a part of it by a standard of its own.");
  return { name, connective: connective ?? "or", parts, span: clause.tokens[0]!.span };
}

function readPart(at: Cursor): StandardNode["parts"][number] {
  const count = at.peek();
  if (count === undefined || !/^\d{1,6}$/u.test(count.text))
    return { kind: "standard", standard: at.name("A standard", "what it asks for", "Write: 2 of monitor, ngo") };
  if (Number(count.text) === 0) at.stop("SV116", count.span, { text: count.text, what: "a number of sources" });
  at.take();
  if (!at.eat("of")) at.missing("the kinds of source", `Write: ${count.text} of monitor, ngo`);
  const kind = (): string => at.name("A standard", "a kind of source").text;
  const of = [kind()];
  while (at.eatComma()) of.push(kind());
  return { kind: "sources", count: Number(count.text), of };
}

/** Declares the standards of the case, in their order: one may be defined by those above it. */
export function ownStandards(scope: Scope, nodes: readonly StandardNode[]): OwnStandard[] {
  const own: OwnStandard[] = [];
  for (const { name, connective, parts, span } of nodes) {
    const first = nodes.find((other) => other.name.text === name.text)!;
    if (STANDARDS.includes(name.text)) {
      scope.report("SV204", name.span, { name: name.text, first: "a standard of proof of the language" });
      continue;
    }
    if (first.name !== name) {
      scope.duplicate(name.text, name.span, "a standard of proof", first.span);
      continue;
    }
    const read = parts.map((part): StandardPart | null => {
      if (part.kind === "sources") return part;
      const standard = standardOf(scope, part.standard);
      return standard === null ? null : { kind: "standard", standard };
    });
    const sound = read.filter((part) => part !== null);
    scope.standards.set(name.text, sound.length === parts.length);
    if (sound.length === parts.length) own.push({ id: name.text, connective, parts: sound, span });
  }
  return own;
}

/** The standard of that name. Null if there is none, which is reported, or if it was reported where it is defined. */
export function standardOf(scope: Scope, name: Name): Standard | null {
  if (STANDARDS.includes(name.text) || scope.standards.get(name.text) === true) return name.text;
  if (scope.standards.has(name.text)) return null;
  const known = [...STANDARDS, ...scope.standards.keys()];
  const near = nearestWord(name.text, known);
  const help =
    near === null
      ? `Write one of ${known.join(", ")}, or define it above: standard ${name.text} means 2 of monitor, ngo`
      : `Perhaps "${near}" is meant.`;
  scope.report("SV112", name.span, { word: name.text, what: '"standard"', help });
  return null;
}
