/** Where a clause has no verb: what its author probably meant. */
import { spanOf, textOf, type Token } from "./lexer.ts";
import { nameOf, type Form, type Scope, type Variables } from "./names.ts";

/**
 * Reports why no act was found in the words of a phrase: another form of the verb, a slip of one letter, or nothing
 * like an act. `from`: where the verb should stand, for the base form; the others may stand anywhere but first.
 */
export function explainNoVerb(
  scope: Scope,
  tokens: readonly Token[],
  from: number,
  variables: Variables,
  wanted: Form,
): void {
  const [opening] = tokens;
  const start = tokens[from] ?? opening;
  if (opening === undefined || start === undefined) return;
  const candidates = wanted !== "base" ? tokens.slice(1) : tokens.slice(from, from + 1);
  if (candidates.some((token) => scope.hollow.has(token.text))) {
    scope.quiet();
    return;
  }
  const unnamed = candidates.filter((token) => token.kind === "word" && !scope.nouns.has(token.text));
  const others = (["base", "present", "past"] as const).filter((form) => form !== wanted);
  for (const token of unnamed) {
    for (const form of others) {
      const act = scope.forms[form].get(token.text);
      if (act === undefined) continue;
      const right = wanted === "base" ? act.id : act[wanted];
      scope.report("SV302", token.span, { word: token.text, form, wanted, right }, { span: token.span, text: right });
      return;
    }
  }
  for (const token of unnamed) {
    const near = variables.bound.has(token.text) ? null : scope.nearAct(wanted, token.text);
    if (near === null) continue;
    scope.misspelt(nameOf(token), near);
    return;
  }
  // An exception may name a state: `unless blocked of channel`.
  const state = wanted === "present" ? scope.nearNoun(opening.text) : null;
  if (state !== null && scope.nouns.get(state)?.kind === "state") {
    scope.misspelt(nameOf(opening), state);
    return;
  }
  const text = textOf(tokens.slice(Math.min(from, tokens.length - 1)));
  const help =
    wanted !== "base"
      ? `Write who ${wanted === "past" ? "did" : "does"} what, as in: attacker ${wanted === "past" ? "attacked" : "attacks"} victim.`
      : `Write an act that is declared, or declare one: act ${start.text}, …, …`;
  scope.report("SV301", spanOf(start, tokens.at(-1)), { text, help });
}
