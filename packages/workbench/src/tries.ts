/** What a finding would be if one thing were otherwise: asked of the worker by whoever shows it. */
import { type Context, createContext, useContext, useEffect, useState } from "react";
import type { Result } from "@servanda/monitor";
import type { Otherwise } from "./engine.ts";

export type Try = (finding: string) => Promise<readonly Otherwise[]>;

export const Tries: Context<Try> = createContext<Try>(() => Promise.resolve([]));

interface Known {
  readonly result: Result;
  readonly finding: string;
  readonly tried: readonly Otherwise[];
}

/** For a finding of that result. Null while it is being worked out: after a flip it is tried again. */
export function useTries(result: Result, finding: string): readonly Otherwise[] | null {
  const attempt = useContext(Tries);
  const [known, setKnown] = useState<Known | null>(null);
  useEffect(() => {
    let isWanted = true;
    const ask = async (): Promise<void> => {
      const tried = await attempt(finding);
      if (isWanted) setKnown({ result, finding, tried });
    };
    // Where it cannot be tried, the rest of the argument stands.
    ask().catch(() => undefined);
    return () => {
      isWanted = false;
    };
  }, [attempt, finding, result]);
  return known?.result === result && known.finding === finding ? known.tried : null;
}
