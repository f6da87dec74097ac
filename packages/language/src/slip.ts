/** Where a clause has no verb: what its author probably meant. */
import { isWord, spanOf, textOf, type Token } from "./lexer.ts";
import { nameOf, type Form, type Scope, type Variables } from "./names.ts";

/**
 * Reports why no act was found in the words of a phrase: another form of the verb, a slip of one letter, a breach
 * as trigger (not built), or nothing like an act. `from`: where the verb should stand, for the base form; the
 * present form may stand anywhere but first.
 */
export function explainNoVerb(
  scope: Scope,
  tokens: readonly Token[],
  from: number,
  variables: Variables,
  wanted: "base" | "present",
): void {
  const [opening] = tokens;
  const start = tokens[from] ?? opening;
  if (opening === undefined || start === undefined) return;
  const words = tokens.filter((token) => token.kind === "word");
  if (words.some((token, index) => token.text === "is" && isWord(words[index + 1], "breached", "kept"))) {
    scope.report("SV901", spanOf(opening, tokens.at(-1)), { word: textOf(tokens) });
    return;
  }
  const candidates = wanted === "present" ? tokens.slice(1) : tokens.slice(from, from + 1);
  if (candidates.some((token) => scope.hollow.has(token.text))) {
    scope.quiet();
    return;
  }
  const unnamed = candidates.filter((token) => token.kind === "word" && !scope.nouns.has(token.text));
  const others: readonly Form[] = wanted === "present" ? ["base", "past"] : ["present", "past"];
  for (const token of unnamed) {
    for (const form of others) {
      const act = scope.forms[form].get(token.text);
      if (act === undefined) continue;
      const right = wanted === "present" ? act.present : act.id;
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
    wanted === "present"
      ? "Write who does what, as in: attacker attacks victim."
      : `Write an act that is declared, or declare one: act ${start.text}, …, …`;
  scope.report("SV301", spanOf(start, tokens.at(-1)), { text, help });
}
