/** Who is bound: the line of a norm that opens with no clause word. Syntax to model. */
import { isWord, spanOf, textOf, type Token } from "./lexer.ts";
import type { Bearer, VariableUse } from "./model.ts";
import type { Scope, Variables } from "./names.ts";
import { PhraseReader } from "./phrase.ts";
import type { Phrase } from "./syntax.ts";

/** The line that opens with no clause word. */
export function readBearer(scope: Scope, phrase: Phrase, scoped: Variables): Bearer | null {
  const { tokens } = phrase;
  const first = tokens[0];
  if (first === undefined) return null;
  if (isWord(first, "unnamed") && tokens.length === 1) return { kind: "unnamed" };
  const together = isWord(tokens.at(-1), "together") && tokens.length > 1;
  if (together) {
    const last = tokens.at(-2) as Token;
    const bearer = readBearer(scope, { tokens: tokens.slice(0, -1), span: spanOf(first, last) }, scoped);
    if (bearer === null || bearer.kind === "each-party" || bearer.kind === "named")
      return bearer === null ? null : { ...bearer, mode: "together" };
    scope.report("SV408", phrase.span, {
      what: '"together" joins several bearers, and this is one.',
      help: "Leave it out, or write: each party together",
    });
    return null;
  }
  if (isWord(first, "any") && isWord(tokens[1], "of") && tokens[2] !== undefined) {
    const bearer = readBearer(scope, { tokens: tokens.slice(2), span: spanOf(tokens[2], tokens.at(-1)) }, scoped);
    if (bearer === null || bearer.kind === "named") return bearer === null ? null : { ...bearer, mode: "any" };
    scope.report("SV408", phrase.span, {
      what: '"any of" is followed by names.',
      help: "Write: any of A, B; or: any party",
    });
    return null;
  }
  if (isWord(first, "any", "each") && isWord(tokens[1], "party", "parties")) {
    const any = first.text === "any";
    const mode = any ? ({ mode: "any" } as const) : {};
    if (tokens.length === 2) return { kind: "each-party", except: [], ...mode };
    const rest = tokens.slice(3);
    const start = rest[0];
    if (!isWord(tokens[2], "except")) {
      const left = tokens.slice(2);
      scope.report("SV106", spanOf(left[0] ?? first, left.at(-1)), {
        rest: textOf(left),
        help: "Write: each party, or: each party except …",
      });
      return null;
    }
    if (start === undefined) {
      scope.report("SV107", phrase.span, { what: "who is excepted", help: "" });
      return null;
    }
    const except = new PhraseReader(scope, { tokens: rest, span: spanOf(start, rest.at(-1)) }, scoped).actors();
    return except === null ? null : { kind: "each-party", except, ...mode };
  }
  const comma = tokens[1]?.kind === "comma";
  if (comma && isWord(tokens[2], "a", "an") && scope.nouns.get(first.text) === undefined) {
    const restrict = tokens[3];
    if (restrict === undefined) {
      scope.report("SV107", phrase.span, { what: "the kind", help: "" });
      return null;
    }
    if (!scoped.bound.has(first.text)) {
      if (tokens.length > 4) {
        const left = tokens.slice(4);
        scope.report("SV106", spanOf(left[0] ?? first, left.at(-1)), { rest: textOf(left), help: "" });
        return null;
      }
      scoped.bound.add(first.text);
      return { kind: "variable", name: first.text, binds: { restrict: restrict.text } };
    }
  }
  const found = new PhraseReader(scope, phrase, scoped).actors();
  if (found === null) return null;
  const kind = found.find((argument) => argument.kind === "variable" && argument.restrict !== null);
  if (kind?.kind === "variable") {
    scope.report("SV106", phrase.span, {
      rest: `, a ${kind.restrict}`,
      help: `Of which kind ${kind.name} is, stands in "when", behind the first "${kind.name}".`,
    });
    return null;
  }
  const [only] = found;
  if (found.length === 1 && only !== undefined) {
    if (only.kind === "variable") {
      return { kind: "variable", name: only.name, ...(only.of === undefined ? {} : { of: only.of }) };
    }
    if (only.kind === "term") return { kind: "open", use: only };
  }
  const actors: string[] = [];
  const also: VariableUse[] = [];
  for (const argument of found) {
    if (argument.kind === "name") actors.push(argument.id);
    else if (argument.kind === "variable") also.push(argument);
    else {
      const [what, help] = UNLISTED[argument.kind];
      scope.report("SV417", phrase.span, { what, help });
      return null;
    }
  }
  if (also.length === 0) return { kind: "named", actors };
  return { kind: "named", actors, variables: also };
}

/** What does not stand in a list of those who are bound, and what to write for it. */
const UNLISTED: { readonly [K in "anyone" | "other" | "term"]: readonly [what: string, help: string] } = {
  anyone: [
    '"anyone" cannot stand among those who are bound: a duty is somebody\'s.',
    'Name them; write "each party" alone for all parties, or "unnamed" where the text names nobody.',
  ],
  other: [
    '"each other" are those who are bound, and cannot stand in the list of them.',
    'Name them in this line, and write "each other" in what is owed.',
  ],
  term: [
    "An open term stands for all who are bound, and cannot be one in a list of them.",
    "Let it stand alone and divide the norm into two; or declare one term for all of them.",
  ],
};
