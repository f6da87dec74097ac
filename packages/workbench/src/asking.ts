/** Questions that a view asks beside the findings: what would change one, what becomes of claims, what the case holds of whom. */
import type { Model } from "@servanda/language";
import { type Context, createContext, useContext, useEffect, useState } from "react";
import type { Balance, ClaimAnswers } from "@servanda/analysis";
import { type Asked, keyOf } from "servanda/asked";
import type { Desk } from "./desk.ts";
import type { Otherwise } from "./monitoring.ts";

/** Answered by a worker of its own, so that a flip never waits for it. Null: the case does not say on what date. */
export interface Asking {
  readonly otherwise: (asked: Asked, finding: string) => Promise<readonly Otherwise[]>;
  readonly claims: (asked: Asked) => Promise<ClaimAnswers | null>;
  readonly balance: (asked: Asked) => Promise<Balance | null>;
}

const NOBODY: Asking = {
  otherwise: () => Promise.resolve([]),
  claims: () => Promise.resolve(null),
  balance: () => Promise.resolve(null),
};

export const AskingContext: Context<Asking> = createContext<Asking>(NOBODY);

/** Texts of cases, as they were met: one that is edited is another, though the version of the case is as it was. */
const texts = new WeakMap<Model, number>();
let met = 0;

/** Tells one question from another: the case, its text as the findings follow from it, the terms and what it is about. */
export function questionOf({ version, model }: Pick<Desk, "version" | "model">, asked: Asked, about = ""): string {
  let text = texts.get(model);
  if (text === undefined) {
    text = met += 1;
    texts.set(model, text);
  }
  return `${version} ${text} ${keyOf(asked)} ${about}`;
}

interface Known<T> {
  readonly key: string;
  readonly answer: T | null;
  readonly error: Error | null;
}

/** What was answered to the question with that key; all null while it is being worked out. */
function useAnswer<T>(key: string, ask: (asking: Asking) => Promise<T>): Omit<Known<T>, "key"> {
  const asking = useContext(AskingContext);
  const [known, setKnown] = useState<Known<T> | null>(null);
  useEffect(() => {
    let isWanted = true;
    const tell = (answer: T | null, error: Error | null): void => {
      if (isWanted) setKnown({ key, answer, error });
    };
    ask(asking).then(
      (answer) => tell(answer, null),
      (error: unknown) => tell(null, error instanceof Error ? error : new Error(String(error))),
    );
    return () => {
      isWanted = false;
    };
    // The key says all that is asked.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [asking, key]);
  return known?.key === key ? known : { answer: null, error: null };
}

/** What would make something else of a finding, tried out. */
export function useTries(desk: Desk, asked: Asked, finding: string): readonly Otherwise[] | null {
  return useAnswer(questionOf(desk, asked, finding), (asking) => asking.otherwise(asked, finding)).answer;
}

/** Throws where it cannot be answered: without it there is nothing to show. Where the others cannot, the rest of the view stands. */
export function useClaims(desk: Desk, asked: Asked): ClaimAnswers | null {
  const { answer, error } = useAnswer(questionOf(desk, asked), (asking) => asking.claims(asked));
  if (error !== null) throw error;
  return answer;
}

export function useBalance(desk: Desk, asked: Asked): Balance | null {
  return useAnswer(questionOf(desk, asked), (asking) => asking.balance(asked)).answer;
}
