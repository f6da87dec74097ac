/** What the page asks of the server that it came from, and what its answers come to. */
import type { Result } from "@servanda/monitor";
import { type Asked, queryOf } from "servanda/asked";
import { resultAfter } from "servanda/difference";
import type { BoardPayload, CasePayload, FlipPayload } from "servanda/payload";
import type { Key } from "./key.ts";
import { unreasoned } from "./patch.ts";

/** Null where it did not come: whatever is wrong is told when the whole case is asked for. */
export async function boardThere(headers: Key["headers"]): Promise<BoardPayload | null> {
  try {
    const response = await fetch("/api/board", { headers });
    return response.ok ? ((await response.json()) as BoardPayload) : null;
  } catch {
    return null;
  }
}

/**
 * What the server, which has judged the case before, finds; null where it does not tell. The page's own monitor finds the same, and more. `plain`: what
 * the case comes to by itself, from which the server tells what differs.
 */
export async function boardOn(
  { version }: CasePayload,
  asked: Asked,
  plain: Result,
  headers: Key["headers"],
): Promise<Result | null> {
  try {
    const response = await fetch(`/api/findings?${queryOf(asked)}`, { headers });
    if (response.status !== 200) return null;
    const { version: theirs, ...difference } = (await response.json()) as FlipPayload;
    return theirs === version ? resultAfter(plain, unreasoned(difference)) : null;
  } catch {
    return null;
  }
}

/** Which process of the server told a state. */
export function startOf(state: string | null): string | undefined {
  return state?.split("-")[0];
}

/** The server answered, and not with a case. */
export class Refusal extends Error {}

/** What the server says of why it does not answer with a case. */
export async function refusalOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    return (JSON.parse(text) as { readonly message: string }).message;
  } catch {
    return text === "" ? `The server answered ${response.status}.` : text;
  }
}
