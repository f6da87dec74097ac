/** Where a clause has no verb or state, or a word too many: what its author probably meant. */
import { spanOf, textOf, type Token } from "./lexer.ts";
import type { Act, Role } from "./model.ts";
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
  const other = related(scope, start.text);
  const suggested = other === null ? "" : `Perhaps "${other.id}" is meant. If not: `;
  const words = tokens.find((token) => scope.nouns.get(token.text)?.kind === "term");
  const help =
    wanted === "base" && words !== undefined && (start.text === "give" || start.text === "keep")
      ? `What words cover can be owed, and not banned. Write a duty for each who owes it, as in: must keep ${words.text} of PARTY; what would break it is what a reading says it means.`
      : wanted !== "base"
        ? `Write who ${wanted === "past" ? "did" : "does"} what, as in: attacker ${wanted === "past" ? "attacked" : "attacks"} victim.`
        : `${suggested === "" ? "W" : `${suggested}w`}rite an act that is declared, or declare one: act ${start.text}, …, …`;
  scope.report("SV301", spanOf(start, tokens.at(-1)), { text, help });
}

/** Reports why no state was found in some words: an act, a slip of one letter, or nothing that is declared. */
export function explainNoState(scope: Scope, tokens: readonly Token[], variables: Variables): void {
  const [first] = tokens;
  if (first === undefined) return;
  if (scope.hollow.has(first.text)) {
    scope.quiet();
    return;
  }
  if (scope.forms.base.has(first.text)) {
    scope.report("SV408", first.span, {
      what: `"${first.text}" is an act: it is done, not kept.`,
      help: `Write: must ${textOf(tokens)}`,
    });
    return;
  }
  const stuck = tokens.find(
    (token) =>
      token.kind === "word" &&
      !scope.nouns.has(token.text) &&
      !variables.bound.has(token.text) &&
      scope.nearNoun(token.text) !== null,
  );
  if (stuck !== undefined) scope.undeclared(nameOf(stuck), "a state");
  else
    scope.report("SV201", spanOf(first, tokens.at(-1)), {
      name: textOf(tokens),
      as: " as a state of things",
      help: "Declare the state, as in: state blocked of a route; or declare the words as a term.",
    });
}

/** Words that people use for acts of the standard vocabulary, and acts that are near each other and say other things. */
const RELATED: ReadonlyMap<string, string> = new Map(
  (
    [
      ["attack", "fire shoot strike hit raid assault kill violate use-force open-fire ambush"],
      ["shell", "bomb bombard"],
      ["take-control", "seize capture occupy conquer take hold"],
      ["advance", "move enter invade cross"],
      ["deploy", "station place send bring"],
      ["withdraw", "retreat leave pull-back pull-out evacuate vacate"],
      ["recall", "remove relocate withdraw"],
      ["disarm", "demilitarise demobilise disband"],
      ["cease-fire", "stop-fire cease halt"],
      ["unblock", "unseal"],
      ["obstruct", "hinder impede prevent"],
      ["hand-over", "transfer give cede surrender deliver"],
      ["build", "construct fortify erect"],
      ["assist", "help aid defend support protect"],
      ["supply", "provide arm sell"],
      ["consult", "talk negotiate discuss confer"],
      ["notify", "inform announce tell warn"],
      ["report", "publish submit record"],
      ["meet", "convene gather"],
      ["detain", "arrest capture kidnap abduct imprison hold"],
      ["release", "free exchange liberate"],
      ["expel", "deport displace evict"],
      ["return", "repatriate resettle"],
    ] as const
  )
    .flatMap(([act, words]) => words.split(" ").map((word) => [word, act] as const))
    .reverse(),
);

/** An act of the case that somebody may mean by a word; null where none is known. */
function related(scope: Scope, word: string): Act | null {
  const near = actMeant(word);
  return near === null ? null : (scope.forms.base.get(near) ?? null);
}

/** The act of the standard vocabulary, in its base form, that somebody may mean by a word for it; null where none is known. The case may not have it. */
export function actMeant(word: string): string | null {
  const stems = ["", "s", "es", "d", "ed", "ing"].flatMap((ending) =>
    word.endsWith(ending) ? word.slice(0, word.length - ending.length) : [],
  );
  return stems.map((stem) => RELATED.get(stem)).find((act) => act !== undefined) ?? null;
}

/** The role that an act takes without a preposition. */
function bareRole(act: Act): Role | undefined {
  const bare = act.roles.filter((role, index) => index > 0 && role.preposition === null);
  return bare.find((role) => role.column === "object") ?? bare[0];
}

/** Reports a preposition that the act does not take. */
export function explainPreposition(scope: Scope, act: Act, verb: Token, token: Token): void {
  const bare = bareRole(act);
  const taken = act.roles.flatMap((role, index) =>
    index > 0 && role.preposition !== null ? [`"${role.preposition}"`] : [],
  );
  const help =
    taken.length > 0
      ? `It takes ${taken.join(", ")}${bare === undefined ? "" : `, and ${bare.name} without a preposition`}.`
      : bare === undefined
        ? "It takes nothing after it but a place."
        : `Say the ${bare.name} without a preposition.`;
  scope.report("SV305", token.span, { act: verb.text, preposition: token.text, help });
}

/** Reports a word for which the act has no role. */
export function explainExtra(scope: Scope, act: Act, verb: Token, token: Token): void {
  const bare = bareRole(act);
  const other = related(scope, act.id);
  const suggested =
    other !== null && bareRole(other) !== undefined ? `Perhaps this is meant: ${other.id} ${token.text}. ` : "";
  const wanting = act.roles.find((role, index) => index > 0 && role.preposition !== null && role.column !== "place");
  const help =
    wanting !== undefined && bare === undefined
      ? `Write: ${verb.text} ${wanting.preposition} ${token.text}`
      : bare !== undefined
        ? `It takes one ${bare.name}; anything else needs its preposition.`
        : suggested === ""
          ? "It takes nothing after it but a place."
          : `${suggested}After "${verb.text}" stands nothing but a place.`;
  scope.report("SV304", token.span, { act: verb.text, extra: token.text, help });
}
