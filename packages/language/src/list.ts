/** Lists inside declarations: members with their periods, roles, holders, statements. */
import type { Cursor } from "./cursor.ts";
import { spanOf, type Clause, type Token } from "./lexer.ts";
import { diagnostic, type Diagnostic } from "./message.ts";
import type { Span } from "./model.ts";
import type { DateNode, MemberNode, Name, Phrase, RoleNode } from "./syntax.ts";

/** `Northshore, Southshore from 2030-06-01 until 2032-01-01, from 2033-01-01 and Island`. */
export function readMembers(cursor: Cursor): MemberNode[] {
  const members: { actor: Name; periods: { from: DateNode | null; until: DateNode | null; span: Span }[] }[] = [];
  while (!cursor.done) {
    if (members.length > 0) {
      const separated = cursor.eatComma();
      const joined = cursor.eat("and");
      if (!separated && !joined && !cursor.at("from", "until")) cursor.end("Put a comma between the names.");
      if (!joined && cursor.at("from", "until")) {
        members.at(-1)?.periods.push(cursor.period());
        continue;
      }
    }
    members.push({ actor: cursor.name("the list", "a name"), periods: [] });
  }
  if (members.length === 0) cursor.missing("the names");
  return members;
}

/** `roles actor, target, in place`, after `roles`. */
export function readRoles(cursor: Cursor): RoleNode[] {
  const roles: RoleNode[] = [];
  const columns = new Set<string>();
  while (!cursor.done) {
    if (roles.length > 0 && !cursor.eatComma()) cursor.end("Put a comma between the roles.");
    if (roles.length > 0 && (cursor.eat("a") || cursor.eat("an"))) {
      const last = roles.pop() as RoleNode;
      roles.push({ ...last, a: cursor.name("a role", "a kind").text });
      continue;
    }
    const first = cursor.name("the roles", "a role");
    const second = cursor.done || cursor.atComma ? null : cursor.name("the roles", "a role");
    const role: RoleNode = { preposition: second === null ? null : first.text, name: second ?? first, a: null };
    const column = roles.length === 0 ? "actor" : roleColumn(role);
    if (roles.length === 0 && role.preposition !== null) {
      cursor.stop("SV408", first.span, {
        what: "The first role is the one who acts, and takes no preposition.",
        help: "Begin with: roles actor",
      });
    }
    if (columns.has(column)) {
      cursor.stop("SV408", role.name.span, {
        what: `The act has two roles for the ${column} of an account.`,
        help: 'An act has at most one of each: who acts, a target, one named "object", and one with "in" for the place.',
      });
    }
    columns.add(column);
    roles.push(role);
  }
  if (roles.length === 0) cursor.missing("the roles");
  return roles;
}

/** The column of an account that a role other than the first fills. */
export function roleColumn(role: RoleNode): "target" | "object" | "place" {
  return role.preposition === "in" ? "place" : role.name.text === "object" ? "object" : "target";
}

/** `, held by A, B, source S, stated DATE`. */
export function readHolders(
  head: Cursor,
  label: string,
): { holders: readonly (Name | null)[]; source: Name | null; stated: DateNode | null } {
  let holders: readonly (Name | null)[] = [];
  let source: Name | null = null;
  let stated: DateNode | null = null;
  while (head.eatComma()) {
    if (head.eat("held", "by", "the", "case")) holders = [null];
    else if (head.eat("held", "by")) holders = head.names(label, ["source", "stated"]);
    else if (head.eat("source")) source = head.id("a source");
    else if (head.eat("stated")) stated = head.date();
    else break;
  }
  head.end("After the norm come, set off by commas: held by HOLDER, source S1, stated 2020-11-10");
  return { holders, source, stated };
}

/** The statements of a line, divided at `and`; its first words may be passed over. */
export function readStatements(clause: Clause, diagnostics: Diagnostic[], skipped = 0): Phrase[] {
  const found: Phrase[] = [];
  let current: Token[] = [];
  const close = (): void => {
    const first = current[0];
    if (first !== undefined) found.push({ tokens: current, span: spanOf(first, current.at(-1)) });
    current = [];
  };
  for (const token of clause.tokens.slice(skipped)) {
    if (token.kind === "mark") {
      diagnostics.push(diagnostic("SV002", token.span, { mark: token.text }));
      return [];
    }
    if (token.kind === "word" && token.text === "and") close();
    else current.push(token);
  }
  close();
  return found;
}
