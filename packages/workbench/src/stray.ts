/** What an address names and the case has not: left out of what is shown, and told. Addresses outlive cases, and are written by hand. */
import { WORDS } from "servanda/words";
import type { Desk, Selection } from "./desk.ts";

/** A part of the selection that names nothing. */
export interface Stray {
  readonly part: keyof Selection;
  /** `view`, `finding` … */
  readonly kind: string;
  readonly id: string;
}

type Single = "view" | "norm" | "finding" | "event" | "source" | "zone" | "claim";
type Several = "parties" | "instruments" | "outcomes";

/**
 * What is named in vain. As long as only a board has come, nothing is said of what it does not have. A finding that the flips have made vanish is
 * none: it is told where it is read.
 */
export function straysOf(desk: Desk, selection: Selection): readonly Stray[] {
  const { model, result, plain } = desk;
  const has = (list: readonly { readonly id: string }[], id: string): boolean => list.some((each) => each.id === id);
  const single: readonly (readonly [Single, string, (id: string) => boolean])[] = [
    ["view", "view", (id) => has(result.views, id)],
    ["norm", "norm", (id) => has(model.norms, id)],
    ["finding", "finding", (id) => desk.findings.has(id) || has(plain.findings, id)],
  ];
  const late: typeof single = [
    ["event", "event", (id) => desk.events.has(id)],
    ["source", "source", (id) => desk.sources.has(id)],
    ["zone", "place", (id) => has(model.zones, id)],
    ["claim", "statement", (id) => has(model.claims ?? [], id)],
  ];
  const bearers = new Set(result.board.map(({ bearer }) => bearer));
  const several: readonly (readonly [Several, string, (id: string) => boolean])[] = [
    ["parties", "party", (id) => has(model.actors, id) || bearers.has(id)],
    ["instruments", "agreement", (id) => has(model.instruments, id)],
    ["outcomes", "outcome", (id) => WORDS.some((word) => word === id)],
  ];
  return [
    ...(desk.isWhole ? [...single, ...late] : single).flatMap(([part, kind, isThere]): Stray[] => {
      const id = selection[part];
      return id === null || isThere(id) ? [] : [{ part, kind, id }];
    }),
    ...several.flatMap(([part, kind, isThere]) =>
      selection[part].filter((id) => !isThere(id)).map((id): Stray => ({ part, kind, id })),
    ),
  ];
}

/** The same selection without what it names in vain; the very same, where that is nothing. */
export function withoutStrays(selection: Selection, strays: readonly Stray[]): Selection {
  if (strays.length === 0) return selection;
  const left = new Map(strays.map(({ part, id }) => [`${part} ${id}`, part]));
  const change: { [part: string]: unknown } = {};
  for (const { part } of strays) {
    const value = selection[part];
    change[part] = Array.isArray(value) ? value.filter((id: string) => !left.has(`${part} ${id}`)) : null;
  }
  return { ...selection, ...change };
}

/** `view “x”, party “y”`. Whether there is a finding depends on what is supposed. */
export function strayWords(strays: readonly Stray[]): string {
  return strays.map(({ kind, id }) => `${kind} “${id}”${kind === "finding" ? " on these terms" : ""}`).join(", ");
}
