/**
 * What may be shown. Whatever is marked above the level asked for is taken out of the files before anything is read, so that no
 * later step can let it through: the findings shown are those of the remaining record. A second run, on all of it, serves
 * for one number only: how many findings the withheld accounts would change.
 */
import type { Diagnostic, Model } from "@servanda/language";
import type { Handling, Result } from "@servanda/monitor";

export const LEVELS: readonly Handling[] = ["public", "restricted", "confidential"];

/** How many findings what is withheld would change: of all findings, those that the shown ones do not have, or have otherwise. */
export function restingOn(whole: Result, shown: Result): number {
  const known = new Map(shown.findings.map((f) => [f.id, JSON.stringify(f)]));
  const changed = whole.findings.filter((f) => known.get(f.id) !== JSON.stringify(f)).length;
  // An occasion that withheld accounts would undo. The finding of a norm without any occasion gives way to others, counted above.
  const ids = new Set(whole.findings.map((f) => f.id));
  const undone = shown.findings.filter((f) => f.trigger !== null && !ids.has(f.id)).length;
  return changed + undone;
}

/**
 * The model with no mention of sources other than `known`. No finding depends on a source of the text. A claim that is taken from another
 * source is not in it, nor who uses or rejects its words by one.
 */
export function withSources(model: Model, known: ReadonlySet<string>): Model {
  const clean = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(clean);
    if (value === null || typeof value !== "object") return value;
    const entries = Object.entries(value).map(([key, inner]) => [
      key,
      key === "source" && typeof inner === "string" && !known.has(inner) ? null : clean(inner),
    ]);
    return Object.fromEntries(entries);
  };
  const cleaned = <T>(value: T): T => clean(value) as T;
  const claims = (model.claims ?? []).flatMap((claim) => {
    if (!known.has(claim.source)) return [];
    const attributions = claim.called?.attributions.filter((each) => known.has(each.source)) ?? [];
    return [claim.called === null ? claim : { ...claim, called: { ...claim.called, attributions } }];
  });
  return {
    ...model,
    zones: cleaned(model.zones),
    norms: cleaned(model.norms),
    readings: cleaned(model.readings),
    ...(model.claims === undefined ? {} : { claims }),
  };
}

/**
 * Faults of the texts that may be told: those that are there whether or not the withheld sources are known, in the words of
 * whoever does not know them.
 */
export function tellable(whole: readonly Diagnostic[], shown: readonly Diagnostic[]): readonly Diagnostic[] {
  const place = (d: Diagnostic): string => `${d.code} ${d.span.path} ${d.span.line} ${d.span.column}`;
  const real = new Set(whole.map(place));
  return shown.filter((d) => real.has(place(d)));
}
